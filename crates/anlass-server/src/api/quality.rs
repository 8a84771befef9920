//! How good the data of each source are: field by field, delivery by delivery, and whether the next one is overdue.

use super::needs::Need;
use super::shape::Moment;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::quality::{self, Delivery, Freshness, before, freshness, percent_of_none, score};
use anlass_model::time::{SECOND, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// What an overdue delivery leaves of a source's score, in percent.
const OVERDUE_LEAVES: u64 = 50;

/// A source that delivers files, or a database.
#[derive(Serialize, ToSchema)]
pub(crate) struct SourceQuality {
    id: String,
    /// 0 to 100: the mean of its fields, less repeated rows; half of it while it is overdue.
    score: u64,
    /// Of the newest delivery.
    rows: u64,
    duplicates_percent: u64,
    at: Moment,
    /// When the newest thing happened that it tells of.
    newest: Option<Moment>,
    /// How far apart its deliveries usually are; null: they have no rhythm, or too few came.
    rhythm_seconds: Option<i64>,
    overdue_seconds: Option<i64>,
    fields: Vec<FieldQuality>,
    /// Of the newest deliveries, the oldest first.
    series: Vec<Scored>,
}

/// A column of a source, as its newest delivery has it; shares in percent.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldQuality {
    /// What its file was read for.
    role: String,
    column: String,
    /// The profile field it fills.
    field: Option<String>,
    /// 0 to 100: completeness × validity × what drift leaves.
    score: u64,
    /// Rows in which it holds something.
    completeness: u64,
    /// Of these, rows that could be used.
    validity: u64,
    /// How far the shapes of its values lie from those of the earlier deliveries.
    drift: u64,
    /// In all earlier deliveries; null: there is none.
    completeness_before: Option<u64>,
    validity_before: Option<u64>,
    series: Vec<Scored>,
}

/// The score of a delivery, or of a column of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Scored {
    at: Moment,
    score: u64,
}

/// `GET /api/quality`
pub(crate) fn show(call: &Call<'_>) -> Result<Vec<SourceQuality>, Fault> {
    let view = call.view();
    let now = call.house().now();
    let each = series(call, &view)?.into_iter();
    Ok(each.filter_map(|(id, series)| source(id, &series, now)).collect())
}

/// The deliveries of every declared source of which some are kept.
fn series(call: &Call<'_>, view: &View) -> Result<Vec<(String, Vec<Delivery>)>, Fault> {
    let mut all = Vec::new();
    for source in &view.runtime.program.definitions.settings.sources {
        let keyring = &view.runtime.keyring;
        let series = quality::list(&*call.house().store, keyring, view.scope.vault(), source.number)?;
        if !series.is_empty() {
            all.push((source.id.to_string(), series));
        }
    }
    Ok(all)
}

fn source(id: String, series: &[Delivery], now: Timestamp) -> Option<SourceQuality> {
    let newest = series.len().checked_sub(1)?;
    let delivery = series.get(newest)?;
    let Freshness { rhythm, overdue } = freshness(series, now);
    let whole = score(series, newest);
    let scored = series.iter().enumerate();
    let scored =
        scored.map(|(index, one)| Scored { at: Moment(Timestamp(one.at)), score: score(series, index) });
    Some(SourceQuality {
        id,
        score: if overdue.is_some() { whole * OVERDUE_LEAVES / 100 } else { whole },
        rows: delivery.rows,
        duplicates_percent: percent_of_none(delivery.duplicates, delivery.rows),
        at: Moment(Timestamp(delivery.at)),
        newest: delivery.newest.map(|at| Moment(Timestamp(at))),
        rhythm_seconds: rhythm.map(|span| span.0 / SECOND.0),
        overdue_seconds: overdue.map(|span| span.0 / SECOND.0),
        fields: delivery.columns.keys().filter_map(|name| field(series, name)).collect(),
        series: scored.collect(),
    })
}

fn field(series: &[Delivery], name: &str) -> Option<FieldQuality> {
    let newest = series.len().checked_sub(1)?;
    let counted = series.get(newest)?.columns.get(name)?;
    let earlier = before(series, newest, name);
    let grade = counted.grade(earlier.as_ref());
    let scored = series.iter().enumerate().filter_map(|(index, delivery)| {
        let counted = delivery.columns.get(name)?;
        let score = counted.grade(before(series, index, name).as_ref()).score;
        Some(Scored { at: Moment(Timestamp(delivery.at)), score })
    });
    Some(FieldQuality {
        role: counted.role.clone(),
        column: column_of(name),
        field: counted.field.clone(),
        score: grade.score,
        completeness: grade.completeness,
        validity: grade.validity,
        drift: grade.drift,
        completeness_before: earlier.as_ref().map(quality::Counted::completeness),
        validity_before: earlier.as_ref().map(quality::Counted::validity),
        series: scored.collect(),
    })
}

/// Without the role before it.
fn column_of(name: &str) -> String {
    name.split_once('/').map_or(name, |(_, column)| column).to_owned()
}

/// What became worse than it was, or late, and needs somebody.
pub(crate) fn worse(call: &Call<'_>, view: &View) -> Result<Vec<Need>, Fault> {
    let now = call.house().now();
    let mut needs = Vec::new();
    for (id, series) in series(call, view)? {
        if let Some(overdue) = freshness(&series, now).overdue {
            needs.push(Need::overdue(id.clone(), overdue.0 / SECOND.0));
        }
        let Some((newest, earlier)) = series.split_last() else { continue };
        for (name, counted) in &newest.columns {
            let Some(earlier) = before(earlier, earlier.len(), name) else { continue };
            let fallen = counted.fallen(&earlier).into_iter();
            needs.extend(fallen.map(|fallen| Need::fallen(id.clone(), column_of(name), fallen)));
        }
    }
    Ok(needs)
}

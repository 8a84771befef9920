//! How good the data of each source are: field by field, delivery by delivery, and whether the next one is overdue.

use super::needs::Need;
use super::shape::Moment;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::quality::{
    Column, Delivery, Figure, Freshness, Held, Judged, Origin, Series, columns, freshness, series_of,
    source_score,
};
use anlass_model::id::VaultId;
use anlass_model::time::{SECOND, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// A source: of files, a database, events that come by themselves, or a feed of content.
#[derive(Serialize, ToSchema)]
pub(crate) struct SourceQuality {
    id: String,
    /// Whose data: the name of that part of the organisation; null: there is only one vault.
    vault: Option<String>,
    /// A feed of content, by its name; otherwise a declared source.
    feed: bool,
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

/// A column of a source, as the newest delivery of its files has it; shares in percent.
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

/// What a programme says its data have to be like, and how they are.
#[derive(Serialize, ToSchema)]
pub(crate) struct DataStanding {
    /// A profile field, what files hold, or a source.
    what: String,
    /// Of which source the figure is; null: none has delivered it.
    source: Option<String>,
    /// 0 to 100, of a field or of what files hold.
    score: Option<u64>,
    at_least: Option<u64>,
    /// Since the source delivered last.
    age_seconds: Option<i64>,
    at_most_seconds: Option<i64>,
    met: bool,
}

impl From<Judged> for DataStanding {
    fn from(judged: Judged) -> DataStanding {
        let (score, at_least, age_seconds, at_most_seconds) = match judged.figure {
            Figure::Score { now, wanted } => (now, Some(wanted), None, None),
            Figure::Age { seconds, wanted } => (None, None, seconds, Some(wanted)),
        };
        let met = judged.figure.is_met();
        let Judged { what, source, .. } = judged;
        DataStanding { what, source, score, at_least, age_seconds, at_most_seconds, met }
    }
}

/// `GET /api/quality`
pub(crate) fn show(call: &Call<'_>) -> Result<Vec<SourceQuality>, Fault> {
    let view = call.view();
    let now = call.house().now();
    let vaults = view.runtime.custodian.vaults();
    let mut told = Vec::new();
    for vault in vaults {
        let name = (vaults.len() > 1).then(|| name_of(&view, *vault));
        let each = all(call, &view, *vault)?.into_iter();
        told.extend(each.filter_map(|of| source(of, name.clone(), now)));
    }
    Ok(told)
}

/// The part of the organisation whose vault it is.
fn name_of(view: &View, vault: VaultId) -> String {
    let organisation = &view.runtime.program.definitions.settings.organisation;
    let node = organisation.nodes().iter().find(|node| node.vault == Some(vault));
    node.map_or_else(|| vault.0.to_string(), |node| node.id.to_string())
}

/// The deliveries of a source or a feed.
struct Graded {
    id: String,
    is_feed: bool,
    series: Series,
}

/// The deliveries of every declared source and every feed of which some are kept.
fn all(call: &Call<'_>, view: &View, vault: VaultId) -> Result<Vec<Graded>, Fault> {
    let (house, keys) = (call.house(), &view.runtime.keyring);
    let sources = view.runtime.program.definitions.settings.sources.iter();
    let sources = sources.map(|source| (source.id.to_string(), Origin::Source(source.number)));
    let feeds = house.feeds.list(vault).into_iter();
    let feeds = feeds.map(|feed| (feed.kept.name.clone(), Origin::Feed(feed.kept.name)));
    let mut all = Vec::new();
    for (id, origin) in sources.chain(feeds) {
        let is_feed = matches!(origin, Origin::Feed(_));
        let series = house.quality.list(&*house.store, keys, vault, origin)?;
        if !series.is_empty() {
            all.push(Graded { id, is_feed, series });
        }
    }
    Ok(all)
}

fn source(of: Graded, vault: Option<String>, now: Timestamp) -> Option<SourceQuality> {
    let Graded { id, is_feed, series } = of;
    let series = series.as_slice();
    let delivery = series.last()?;
    let Freshness { rhythm, overdue } = freshness(series, now);
    let scored = (1..=series.len()).filter_map(|count| {
        let until = series.get(..count)?;
        Some(Scored {
            at: Moment(Timestamp(until.last()?.last)),
            score: source_score(until, None, false).unwrap_or(0),
        })
    });
    Some(SourceQuality {
        id,
        vault,
        feed: is_feed,
        score: source_score(series, None, overdue.is_some()).unwrap_or(0),
        rows: delivery.rows().read,
        duplicates_percent: delivery.rows().duplicates_percent(),
        at: Moment(Timestamp(delivery.last)),
        newest: delivery.newest.map(|at| Moment(Timestamp(at))),
        rhythm_seconds: rhythm.map(|span| span.0 / SECOND.0),
        overdue_seconds: overdue.map(|span| span.0 / SECOND.0),
        fields: columns(series).into_iter().map(|(key, column)| field(series, key, &column)).collect(),
        series: scored.collect(),
    })
}

fn field(series: &[Delivery], key: &str, column: &Column<'_>) -> FieldQuality {
    let grade = column.grade();
    let scored = series_of(series, key).into_iter();
    FieldQuality {
        role: column.counted.role.clone(),
        column: column.name.to_owned(),
        field: column.counted.field.clone(),
        score: grade.score,
        completeness: grade.completeness,
        validity: grade.validity,
        drift: grade.drift,
        completeness_before: column.earlier.map(Held::completeness),
        validity_before: column.earlier.map(Held::validity),
        series: scored.map(|one| Scored { at: Moment(one.at), score: one.grade().score }).collect(),
    }
}

/// What became worse than it was, or late, and needs somebody.
pub(crate) fn worse(call: &Call<'_>, view: &View) -> Result<Vec<Need>, Fault> {
    let now = call.house().now();
    let mut needs = Vec::new();
    for Graded { id, series, .. } in all(call, view, view.scope.vault())? {
        if let Some(overdue) = freshness(&series, now).overdue {
            needs.push(Need::overdue(id.clone(), overdue.0 / SECOND.0));
        }
        for column in columns(&series).values() {
            let fallen = column.fallen().into_iter();
            needs.extend(fallen.map(|fallen| Need::fallen(id.clone(), column.name.to_owned(), fallen)));
        }
    }
    Ok(needs)
}

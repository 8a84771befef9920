//! How good the data of a source are, delivery by delivery, and how that became better or worse. What is counted comes with the
//! report of an import; what is judged is computed from the newest deliveries, which are kept sealed: numbers and names of
//! columns, none of their values.
//!
//! Of a column: *completeness* is the share of rows in which it holds something, *validity* the share of these that could be used,
//! *drift* how far its shapes (number, moment, address, short, text, long text) lie from those of the earlier deliveries: half the
//! sum of the differences of their shares, the total variation distance. Its score is the product of the first two and of what
//! drift leaves. Of a source: the mean score of its columns, less the share of repeated rows, and half of it while it is late by
//! its own rhythm.

use crate::vaulted::{opened, sealed};
use anlass_model::id::VaultId;
use anlass_model::time::{HOUR, Span, Timestamp};
use anlass_sources::Mapping;
use anlass_sources::quality::{ColumnTally, SHAPES};
use anlass_sources::report::{Fate, Report, Role};
use anlass_store::seal::Keyring;
use anlass_store::{Commit, Store};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Kind of the documents that hold the deliveries of a source, the oldest first.
const KIND: &str = "quality";
/// Deliveries kept of each source.
const KEPT_MAX: usize = 60;
/// Columns kept of a delivery.
const COLUMNS_MAX: usize = 200;
/// A rhythm shows in so many gaps …
const GAPS_MIN: usize = 3;
/// … of which so many percent lie near the middle one.
const REGULAR_PERCENT: usize = 75;
/// A fall by more points than this needs somebody …
const FALL_MAX: u64 = 20;
/// … where a delivery has at least so many rows.
const ROWS_MIN: u64 = 20;
/// What is read again and again, a database, counts as one delivery for so long.
const ONE_DELIVERY: Span = HOUR;

/// One delivery of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Delivery {
    /// By the installation's clock.
    pub(crate) at: i64,
    /// When the newest thing happened that it tells of.
    pub(crate) newest: Option<i64>,
    pub(crate) rows: u64,
    pub(crate) duplicates: u64,
    pub(crate) columns: BTreeMap<String, Counted>,
}

/// A column of a delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counted {
    /// What the files with it hold.
    pub(crate) role: String,
    /// The profile field it fills.
    pub(crate) field: Option<String>,
    pub(crate) rows: u64,
    pub(crate) filled: u64,
    pub(crate) unusable: u64,
    pub(crate) shapes: [u64; SHAPES],
}

/// How good a column is, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grade {
    pub(crate) completeness: u64,
    pub(crate) validity: u64,
    pub(crate) drift: u64,
    pub(crate) score: u64,
}

/// How a source delivers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Freshness {
    /// The middle one of the gaps between deliveries; `None`: it has no rhythm, or too few came.
    pub(crate) rhythm: Option<Span>,
    /// For how long the next one is overdue.
    pub(crate) overdue: Option<Span>,
}

/// What fell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fallen {
    Completeness { before: u64, now: u64 },
    Validity { before: u64, now: u64 },
}

fn percent(part: u64, whole: u64) -> u64 {
    part.saturating_mul(100).checked_div(whole).unwrap_or(100).min(100)
}

impl Counted {
    fn add(&mut self, other: &Counted) {
        self.rows += other.rows;
        self.filled += other.filled;
        self.unusable += other.unusable;
        for (own, more) in self.shapes.iter_mut().zip(other.shapes) {
            *own += more;
        }
    }

    pub(crate) fn completeness(&self) -> u64 {
        percent(self.filled, self.rows)
    }

    pub(crate) fn validity(&self) -> u64 {
        percent(self.filled.saturating_sub(self.unusable), self.filled)
    }

    /// Total variation distance of the shapes, in percent; 0 where nothing came before.
    fn drift(&self, before: &Counted) -> u64 {
        if before.filled == 0 || self.filled == 0 {
            return 0;
        }
        let share = |count: u64, of: &Counted| count.saturating_mul(1_000) / of.filled;
        let apart = self.shapes.iter().zip(before.shapes);
        let apart: u64 = apart.map(|(now, then)| share(*now, self).abs_diff(share(then, before))).sum();
        (apart / 20).min(100)
    }

    pub(crate) fn grade(&self, before: Option<&Counted>) -> Grade {
        let (completeness, validity) = (self.completeness(), self.validity());
        let drift = before.map_or(0, |before| self.drift(before));
        Grade { completeness, validity, drift, score: completeness * validity * (100 - drift) / 10_000 }
    }

    /// What fell by too much against the earlier deliveries.
    pub(crate) fn fallen(&self, before: &Counted) -> Vec<Fallen> {
        if self.rows < ROWS_MIN || before.rows < ROWS_MIN {
            return Vec::new();
        }
        let mut fallen = Vec::new();
        let (then, now) = (before.completeness(), self.completeness());
        if then > now + FALL_MAX {
            fallen.push(Fallen::Completeness { before: then, now });
        }
        let (then, now) = (before.validity(), self.validity());
        if before.filled > 0 && self.filled > 0 && then > now + FALL_MAX {
            fallen.push(Fallen::Validity { before: then, now });
        }
        fallen
    }
}

/// All earlier deliveries of a column, as one.
pub(crate) fn before(series: &[Delivery], index: usize, column: &str) -> Option<Counted> {
    let mut sum: Option<Counted> = None;
    for delivery in series.iter().take(index) {
        if let Some(counted) = delivery.columns.get(column) {
            match &mut sum {
                Some(sum) => sum.add(counted),
                None => sum = Some(counted.clone()),
            }
        }
    }
    sum
}

/// A delivery's score beside what came before it, as if it were in time.
pub(crate) fn score(series: &[Delivery], index: usize) -> u64 {
    let Some(delivery) = series.get(index) else { return 0 };
    let scores = delivery.columns.iter();
    let scores: Vec<u64> =
        scores.map(|(name, counted)| counted.grade(before(series, index, name).as_ref()).score).collect();
    let mean =
        scores.iter().sum::<u64>().checked_div(u64::try_from(scores.len()).unwrap_or(1)).unwrap_or(100);
    mean * (100 - percent_of_none(delivery.duplicates, delivery.rows)) / 100
}

/// Of nothing nothing.
pub(crate) fn percent_of_none(part: u64, whole: u64) -> u64 {
    if whole == 0 { 0 } else { percent(part, whole) }
}

/// The rhythm in which deliveries came, and whether the next one is overdue: later than one and a half times the middle gap.
pub(crate) fn freshness(series: &[Delivery], now: Timestamp) -> Freshness {
    let mut gaps: Vec<i64> =
        series.windows(2).map(|two| two[1].at.saturating_sub(two[0].at)).filter(|gap| *gap > 0).collect();
    gaps.sort_unstable();
    let (Some(middle), Some(last)) = (gaps.get(gaps.len() / 2).copied(), series.last()) else {
        return Freshness::default();
    };
    let near = gaps.iter().filter(|gap| **gap >= middle / 2 && **gap <= middle.saturating_mul(2)).count();
    if gaps.len() < GAPS_MIN || near * 100 < gaps.len() * REGULAR_PERCENT {
        return Freshness::default();
    }
    let late = now.0.saturating_sub(last.at);
    let overdue = (late > middle.saturating_mul(3) / 2).then(|| Span(late - middle));
    Freshness { rhythm: Some(Span(middle)), overdue }
}

fn role_name(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What a report says of a delivery.
fn delivery(report: &Report, mapping: &Mapping, at: Timestamp) -> Delivery {
    let fields: BTreeMap<&str, &str> =
        mapping.field_columns().into_iter().map(|(name, column)| (column, name.as_str())).collect();
    let mut delivery = Delivery { at: at.0, newest: report.last.map(|last| last.0), ..Delivery::default() };
    for file in report.files.iter().filter(|file| file.role != Role::Beside) {
        delivery.rows += file.rows_read;
        delivery.duplicates += file.tally(Fate::Duplicate).rows;
        let role = role_name(file.role);
        for (column, tally) in &file.columns {
            if delivery.columns.len() >= COLUMNS_MAX {
                break;
            }
            let ColumnTally { filled, unusable, shapes } = *tally;
            let is_profile = file.role == Role::Profiles;
            let field = fields.get(column.as_str()).filter(|_| is_profile).map(|name| (*name).to_owned());
            let counted =
                Counted { role: role.clone(), field, rows: file.rows_read, filled, unusable, shapes };
            delivery.columns.entry(format!("{role}/{column}")).or_default().join(&counted);
        }
    }
    delivery
}

impl Counted {
    /// Adds what another file of the same role says.
    fn join(&mut self, other: &Counted) {
        self.role.clone_from(&other.role);
        self.field.clone_from(&other.field);
        self.add(other);
    }
}

impl Delivery {
    /// What is read a moment later belongs to it.
    fn join(&mut self, other: Delivery) {
        self.newest = self.newest.max(other.newest);
        self.rows += other.rows;
        self.duplicates += other.duplicates;
        for (column, counted) in other.columns {
            self.columns.entry(column).or_default().join(&counted);
        }
    }
}

/// Keeps what a delivery was like. `is_polled`: it is read again and again.
///
/// # Errors
/// If it cannot be sealed or stored.
pub(crate) fn keep(
    store: &dyn Store,
    keys: &Keyring,
    vault: VaultId,
    (report, mapping): (&Report, &Mapping),
    (at, is_polled): (Timestamp, bool),
) -> Result<()> {
    let new = delivery(report, mapping, at);
    if new.rows == 0 {
        return Ok(());
    }
    let key = keys.vault(vault).context("the vault has no key")?;
    let mut series = list(store, keys, vault, report.source)?;
    match series.last_mut().filter(|last| is_polled && at.since(Timestamp(last.at)) < ONE_DELIVERY) {
        Some(last) => last.join(new),
        None => series.push(new),
    }
    let old = series.len().saturating_sub(KEPT_MAX);
    let document = sealed(key, vault, KIND, &place(vault, report.source), &series.split_off(old))?;
    Ok(store.commit(&Commit { documents: vec![document], ..Commit::default() })?)
}

/// The deliveries of a source, the oldest first.
pub(crate) fn list(store: &dyn Store, keys: &Keyring, vault: VaultId, source: u16) -> Result<Vec<Delivery>> {
    Ok(opened(store, keys, vault, KIND, &place(vault, source))?.unwrap_or_default())
}

fn place(vault: VaultId, source: u16) -> String {
    format!("{}/{source}", vault.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::time::DAY;

    fn counted(rows: u64, filled: u64, unusable: u64, shapes: [u64; SHAPES]) -> Counted {
        Counted { role: "profiles".to_owned(), field: None, rows, filled, unusable, shapes }
    }

    fn at_days(days: &[i64]) -> Vec<Delivery> {
        days.iter().map(|day| Delivery { at: DAY.times(*day).0, ..Delivery::default() }).collect()
    }

    #[test]
    fn a_grade_is_what_is_filled_and_usable_and_of_the_shapes_it_had() {
        let usual = counted(100, 100, 0, [0, 100, 0, 0, 0, 0]);
        assert_eq!(usual.grade(None).score, 100);
        let half = counted(100, 50, 10, [0, 50, 0, 0, 0, 0]);
        assert_eq!(half.grade(Some(&usual)), Grade { completeness: 50, validity: 80, drift: 0, score: 40 });
        let turned = counted(100, 100, 0, [0, 75, 0, 0, 25, 0]);
        assert_eq!(turned.grade(Some(&usual)).drift, 25);
    }

    #[test]
    fn only_a_fall_by_more_than_twenty_points_needs_somebody() {
        let usual = counted(100, 100, 0, [100, 0, 0, 0, 0, 0]);
        assert_eq!(counted(100, 80, 0, [80, 0, 0, 0, 0, 0]).fallen(&usual), []);
        let emptier = counted(100, 79, 0, [79, 0, 0, 0, 0, 0]).fallen(&usual);
        assert_eq!(emptier, [Fallen::Completeness { before: 100, now: 79 }]);
        let broken = counted(100, 100, 30, [70, 0, 0, 0, 30, 0]).fallen(&usual);
        assert_eq!(broken, [Fallen::Validity { before: 100, now: 70 }]);
        assert_eq!(counted(10, 0, 0, [0; SHAPES]).fallen(&usual), [], "too few rows to say");
    }

    #[test]
    fn a_source_is_late_by_its_own_rhythm_and_only_if_it_has_one() {
        let nightly = at_days(&[0, 1, 2, 3, 4]);
        let day = |days: i64| Timestamp(DAY.times(days).0);
        assert_eq!(freshness(&nightly, day(5)), Freshness { rhythm: Some(DAY), overdue: None });
        assert_eq!(freshness(&nightly, day(6)).overdue, Some(DAY));
        assert_eq!(freshness(&at_days(&[0, 1, 20, 21, 60, 200]), day(900)), Freshness::default());
        assert_eq!(freshness(&at_days(&[0, 1]), day(90)), Freshness::default(), "too few to say");
    }
}

//! What is judged of deliveries. Pure.
//!
//! Of a column: *completeness* is the share of rows in which it holds something, *validity* the share of these that could be used,
//! *drift* how far the shapes (number, moment, address, short, text, long text) of what can be used lie from those of the earlier
//! deliveries: half the sum of the differences of their shares, the total variation distance. Its score is the product of the first two and of what
//! drift leaves. Of a source: the mean score of its columns, less the share of repeated rows, and half of it while it is late by
//! its own rhythm. Customers and orders may come by turns: what stands is what the newest delivery says of each.

use super::{Counted, Delivery, Held, Rows};
use anlass_model::time::{Span, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// A rhythm shows in so many gaps …
const GAPS_MIN: usize = 3;
/// … of which so many percent lie near the middle one.
const REGULAR_PERCENT: usize = 75;
/// The gap that so many percent of the gaps do not exceed is still usual: weekends, nights.
const USUAL_PERCENT: usize = 95;
/// A fall by more points than this needs somebody …
const FALL_MAX: u64 = 20;
/// … where a delivery has at least so many rows.
const ROWS_MIN: u64 = 20;
/// After so many deliveries that fell, that is how the column is now.
const NEW_USUAL: usize = 7;
/// What an overdue delivery leaves of a source's score, in percent.
const OVERDUE_LEAVES: u64 = 50;

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

/// A column as a delivery has it, beside what was usual before.
#[derive(Clone, Debug)]
pub(crate) struct Column<'a> {
    /// Without its role.
    pub(crate) name: &'a str,
    pub(crate) counted: &'a Counted,
    pub(crate) earlier: Option<Held>,
    /// When it came.
    pub(crate) at: Timestamp,
    /// Of events that come by themselves, of which not every one holds every field.
    is_heard: bool,
}

fn percent(part: u64, whole: u64) -> u64 {
    part.saturating_mul(100).checked_div(whole).unwrap_or(100).min(100)
}

impl Rows {
    /// Of none 0.
    pub(crate) fn duplicates_percent(&self) -> u64 {
        if self.read == 0 { 0 } else { percent(self.duplicates, self.read) }
    }
}

impl Held {
    pub(crate) fn completeness(self) -> u64 {
        percent(self.filled, self.rows)
    }

    pub(crate) fn validity(self) -> u64 {
        percent(self.filled.saturating_sub(self.unusable), self.filled)
    }

    /// Total variation distance of the shapes, in percent; 0 where nothing came before.
    fn drift(self, before: Held) -> u64 {
        let (own, others) = (self.shapes.iter().sum::<u64>(), before.shapes.iter().sum::<u64>());
        if own == 0 || others == 0 {
            return 0;
        }
        let share = |count: u64, of: u64| count.saturating_mul(1_000) / of;
        let apart = self.shapes.iter().zip(before.shapes);
        let apart: u64 = apart.map(|(now, then)| share(*now, own).abs_diff(share(then, others))).sum();
        (apart / 20).min(100)
    }

    fn grade(self, before: Option<Held>) -> Grade {
        let (completeness, validity) = (self.completeness(), self.validity());
        let drift = before.map_or(0, |before| self.drift(before));
        Grade { completeness, validity, drift, score: completeness * validity * (100 - drift) / 10_000 }
    }

    fn with(mut self, other: Held) -> Held {
        self.add(other);
        self
    }

    fn fallen(self, before: Held) -> Vec<Fallen> {
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

impl Column<'_> {
    /// Of events not what is empty lowers the score, but what is emptier than it was.
    pub(crate) fn grade(&self) -> Grade {
        let grade = self.counted.held.grade(self.earlier);
        if !self.is_heard {
            return grade;
        }
        let usual = self.earlier.map_or(grade.completeness, Held::completeness);
        let kept = percent(grade.completeness, usual);
        Grade { score: kept * grade.validity * (100 - grade.drift) / 10_000, ..grade }
    }

    /// What fell by too much against the earlier deliveries.
    pub(crate) fn fallen(&self) -> Vec<Fallen> {
        self.earlier.map(|earlier| self.counted.held.fallen(earlier)).unwrap_or_default()
    }
}

/// A column in each delivery that has it. One that fell is no measure for those after it, unless it stays so.
pub(crate) fn series_of<'a>(series: &'a [Delivery], key: &str) -> Vec<Column<'a>> {
    let mut usual: Option<Held> = None;
    let mut fallen: Vec<Held> = Vec::new();
    let mut all = Vec::new();
    for delivery in series {
        let Some((name, counted)) = delivery.columns.get_key_value(key) else { continue };
        let name = name.split_once('/').map_or(&**name, |(_, name)| name);
        let column = Column {
            name,
            counted,
            earlier: usual,
            at: Timestamp(delivery.last),
            is_heard: delivery.is_heard,
        };
        match column.fallen().is_empty() {
            true => fallen.clear(),
            false => fallen.push(counted.held),
        }
        if fallen.len() >= NEW_USUAL {
            usual = fallen.drain(..).reduce(Held::with);
        } else if fallen.is_empty() {
            usual = Some(usual.map_or(counted.held, |usual| usual.with(counted.held)));
        }
        all.push(column);
    }
    all
}

/// The newest delivery of each role; of events the newest in which enough of them came to say something, if there is one.
fn newest(series: &[Delivery]) -> BTreeMap<&str, &Delivery> {
    let is_small = |role: &str, own: &Delivery| {
        own.is_heard && own.roles.get(role).is_none_or(|rows| rows.read < ROWS_MIN)
    };
    let mut all: BTreeMap<&str, &Delivery> = BTreeMap::new();
    for delivery in series {
        for role in delivery.roles.keys() {
            let says_less = is_small(role, delivery);
            let known = all.get(&**role).filter(|known| says_less && !is_small(role, known));
            if known.is_none() {
                all.insert(role, delivery);
            }
        }
    }
    all
}

/// The columns of a source by role and name, as the newest delivery of each role has them.
pub(crate) fn columns(series: &[Delivery]) -> BTreeMap<&str, Column<'_>> {
    let mut all = BTreeMap::new();
    for (role, delivery) in newest(series) {
        let at = series.iter().position(|own| std::ptr::eq(own, delivery)).unwrap_or_default();
        let until = series.get(..=at).unwrap_or_default();
        for (key, _) in delivery.columns.iter().filter(|(_, counted)| counted.role == role) {
            if let Some(column) = series_of(until, key).pop() {
                all.insert(&**key, column);
            }
        }
    }
    all
}

/// Whether of this role only so few events came that nothing is to be stopped by them.
pub(super) fn is_of_few_events(series: &[Delivery], role: &str) -> bool {
    let of_role = newest(series).remove(role);
    of_role.is_some_and(|own| own.is_heard && own.roles.get(role).is_none_or(|rows| rows.read < ROWS_MIN))
}

/// Of one role, or of all: the mean of the columns less the share of repeated rows. `None`: nothing came of it.
pub(crate) fn source_score(series: &[Delivery], role: Option<&str>, is_overdue: bool) -> Option<u64> {
    let is_asked = |own: &str| role.is_none_or(|role| role == own);
    let mut rows = Rows::default();
    for (_, delivery) in newest(series).into_iter().filter(|(own, _)| is_asked(own)) {
        let own = delivery.roles.iter().filter(|(own, _)| is_asked(own));
        own.for_each(|(_, own)| rows.add(*own));
    }
    let columns = columns(series);
    let scores = columns.values().filter(|column| is_asked(&column.counted.role));
    let scores: Vec<u64> = scores.map(|column| column.grade().score).collect();
    let mean = scores.iter().sum::<u64>().checked_div(u64::try_from(scores.len()).ok()?)?;
    let score = mean * (100 - rows.duplicates_percent()) / 100;
    Some(if is_overdue { score * OVERDUE_LEAVES / 100 } else { score })
}

/// The rhythm in which deliveries were taken in, and whether the next one is overdue: later than one and a half times the
/// longest usual gap. Roles that come by turns have their own rhythms; the worst of them is told.
pub(crate) fn freshness(series: &[Delivery], now: Timestamp) -> Freshness {
    let files = series.iter().filter(|one| !one.is_heard);
    let roles: BTreeSet<&str> = files.flat_map(|one| one.roles.keys().map(String::as_str)).collect();
    // Whatever kind of event comes tells that the source still sends.
    let heard = series.iter().filter(|one| one.is_heard);
    let mut worst = rhythm(&heard.map(|delivery| (delivery.at, delivery.last)).collect::<Vec<_>>(), now);
    for role in roles {
        let is_it = |one: &&Delivery| !one.is_heard && one.is_applied && one.roles.contains_key(role);
        let came = series.iter().filter(is_it);
        let own = rhythm(&came.map(|delivery| (delivery.at, delivery.last)).collect::<Vec<_>>(), now);
        worst.rhythm = [worst.rhythm, own.rhythm].into_iter().flatten().min();
        worst.overdue = worst.overdue.max(own.overdue);
    }
    worst
}

fn rhythm(came: &[(i64, i64)], now: Timestamp) -> Freshness {
    let gaps = came.windows(2).map(|two| two[1].0.saturating_sub(two[0].0)).filter(|gap| *gap > 0);
    let mut gaps: Vec<i64> = gaps.collect();
    gaps.sort_unstable();
    let (Some(middle), Some((_, last))) = (gaps.get(gaps.len() / 2).copied(), came.last()) else {
        return Freshness::default();
    };
    let near = gaps.iter().filter(|gap| **gap >= middle / 2 && **gap <= middle.saturating_mul(2)).count();
    if gaps.len() < GAPS_MIN || near * 100 < gaps.len() * REGULAR_PERCENT {
        return Freshness::default();
    }
    // The nearest rank.
    let rank = (gaps.len() * USUAL_PERCENT).div_ceil(100);
    let usual = gaps.get(rank.saturating_sub(1)).copied().unwrap_or(middle);
    let late = now.0.saturating_sub(*last);
    let overdue = (late > usual.saturating_mul(3) / 2).then(|| Span(late.saturating_sub(middle)));
    Freshness { rhythm: Some(Span(middle)), overdue }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::time::{DAY, HOUR};
    use anlass_sources::quality::SHAPES;

    fn held(rows: u64, filled: u64, unusable: u64, shapes: [u64; SHAPES]) -> Held {
        Held { rows, filled, unusable, shapes }
    }

    fn came(days: &[i64], role: &str, held: Option<Held>) -> Vec<Delivery> {
        let counted = |held| Counted { role: role.to_owned(), field: None, held };
        let columns: BTreeMap<String, Counted> =
            held.into_iter().map(|held| (format!("{role}/x"), counted(held))).collect();
        let of = |day: &i64| Delivery {
            at: DAY.times(*day).0,
            last: DAY.times(*day).0,
            is_applied: true,
            roles: [(role.to_owned(), Rows { read: 100, duplicates: 10 })].into(),
            columns: columns.clone(),
            ..Delivery::default()
        };
        days.iter().map(of).collect()
    }

    fn day(days: i64) -> Timestamp {
        Timestamp(DAY.times(days).0)
    }

    #[test]
    fn a_grade_is_what_is_filled_and_usable_and_of_the_shapes_it_had() {
        let usual = held(100, 100, 0, [0, 100, 0, 0, 0, 0]);
        assert_eq!(usual.grade(None).score, 100);
        let half = held(100, 50, 10, [0, 40, 0, 0, 0, 0]);
        assert_eq!(half.grade(Some(usual)), Grade { completeness: 50, validity: 80, drift: 0, score: 40 });
        let turned = held(100, 100, 0, [0, 75, 0, 0, 25, 0]);
        assert_eq!(turned.grade(Some(usual)).drift, 25);
    }

    #[test]
    fn only_a_fall_by_more_than_twenty_points_needs_somebody() {
        let usual = held(100, 100, 0, [100, 0, 0, 0, 0, 0]);
        assert_eq!(held(100, 80, 0, [80, 0, 0, 0, 0, 0]).fallen(usual), []);
        let emptier = held(100, 79, 0, [79, 0, 0, 0, 0, 0]).fallen(usual);
        assert_eq!(emptier, [Fallen::Completeness { before: 100, now: 79 }]);
        let broken = held(100, 100, 30, [70, 0, 0, 0, 0, 0]).fallen(usual);
        assert_eq!(broken, [Fallen::Validity { before: 100, now: 70 }]);
        assert_eq!(held(10, 0, 0, [0; SHAPES]).fallen(usual), [], "too few rows to say");
    }

    #[test]
    fn a_source_is_late_by_its_own_rhythm_and_only_if_it_has_one() {
        let told = |days: &[i64], now| freshness(&came(days, "profiles", None), day(now));
        let nightly = [0, 1, 2, 3, 4];
        assert_eq!(told(&nightly, 5), Freshness { rhythm: Some(DAY), overdue: None });
        assert_eq!(told(&nightly, 6).overdue, Some(DAY));
        assert_eq!(told(&[0, 1, 20, 21, 60, 200], 900), Freshness::default());
        assert_eq!(told(&[0, 1], 90), Freshness::default(), "too few to say");
        let on_workdays = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11];
        assert_eq!(told(&on_workdays, 14), Freshness { rhythm: Some(DAY), overdue: None }, "a weekend");
        assert_eq!(told(&on_workdays, 16).overdue, Some(DAY.times(4)));
    }

    #[test]
    fn files_that_come_by_turns_do_not_hide_one_another() {
        let whole = held(100, 100, 0, [0, 100, 0, 0, 0, 0]);
        let mut series = came(&[0, 2, 4, 6], "profiles", Some(whole));
        series.extend(came(&[1, 3, 5, 7, 9, 11], "orders", Some(whole)));
        series.sort_by_key(|delivery| delivery.at);
        let all = columns(&series);
        assert_eq!(all.keys().copied().collect::<Vec<_>>(), ["orders/x", "profiles/x"]);
        let told = freshness(&series, day(12));
        assert_eq!((told.rhythm, told.overdue), (Some(DAY.times(2)), Some(DAY.times(4))), "of the customers");
        assert_eq!(source_score(&series, Some("orders"), false), Some(90), "a tenth came twice");
        assert_eq!(source_score(&series, None, true), Some(45));
        assert_eq!(source_score(&series, Some("stock"), false), None);
    }

    #[test]
    fn a_bad_delivery_is_no_measure_for_the_next_one_unless_it_stays_so() {
        let (good, bad) = (held(100, 100, 0, [0, 100, 0, 0, 0, 0]), held(100, 100, 50, [0, 50, 0, 0, 0, 0]));
        let fell = |all: &[Held]| -> Vec<bool> {
            let each = all.iter().zip(0..).flat_map(|(held, day)| came(&[day], "profiles", Some(*held)));
            let series: Vec<Delivery> = each.collect();
            series_of(&series, "profiles/x").iter().map(|column| !column.fallen().is_empty()).collect()
        };
        assert_eq!(fell(&[good, bad, bad, good, bad]), [false, true, true, false, true]);
        let mut all = vec![good];
        all.extend([bad; NEW_USUAL + 1]);
        assert_eq!(fell(&all)[NEW_USUAL..], [true, false], "what stays so is how it is");
    }

    fn events(hours: &[i64], rows: u64, filled: u64) -> Vec<Delivery> {
        let held = held(rows, filled, 0, [0, filled, 0, 0, 0, 0]);
        let mut series = came(hours, "order.placed", Some(held));
        for (delivery, hour) in series.iter_mut().zip(hours) {
            (delivery.at, delivery.last) = (HOUR.times(*hour).0, HOUR.times(*hour).0);
            delivery.is_heard = true;
            delivery.roles.insert("order.placed".to_owned(), Rows { read: rows, duplicates: 0 });
        }
        series
    }

    #[test]
    fn of_events_not_what_is_empty_is_bad_but_what_is_emptier_than_it_was() {
        let mut series = events(&[0, 4, 8], 100, 40);
        assert_eq!(source_score(&series, None, false), Some(100));
        series.extend(events(&[12], 100, 10));
        assert_eq!(source_score(&series, None, false), Some(25));
        series.extend(events(&[16], 3, 0));
        assert_eq!(source_score(&series, None, false), Some(25), "three events say nothing");
        assert!(!is_of_few_events(&series, "order.placed"));
        assert!(is_of_few_events(&events(&[0], 3, 0), "order.placed"));
    }

    #[test]
    fn a_source_of_events_is_late_once_none_of_any_kind_comes() {
        let mut series = events(&[0, 4, 8, 12, 16, 20], 50, 50);
        let told = |series: &[Delivery], hour| freshness(series, Timestamp(HOUR.times(hour).0)).overdue;
        assert_eq!(told(&series, 25), None);
        assert_eq!(told(&series, 30), Some(HOUR.times(6)));
        let mut others = events(&[24, 28], 50, 50);
        for delivery in &mut others {
            delivery.roles = [("cart.added".to_owned(), Rows { read: 50, duplicates: 0 })].into();
        }
        series.extend(others);
        assert_eq!(told(&series, 30), None, "others still come");
    }

    #[test]
    fn what_was_not_taken_in_was_not_delivered() {
        let mut series = came(&[0, 1, 2, 3, 4, 5], "profiles", None);
        series[5].is_applied = false;
        assert_eq!(freshness(&series, day(6)).overdue, Some(DAY));
    }
}

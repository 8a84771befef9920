//! A person's own rhythm: orders of one day count once, wholly returned ones not at all. Somebody is
//! inactive when silent for longer than their own longest gap allows; one-time buyers get the gap that
//! people with the same first category needed for their second order.

use crate::dossier::Dossier;
use crate::orders::{counted, is_full_return};
use crate::program::RhythmTable;
use anlass_model::time::{Span, Timestamp};

/// What rules can ask about the rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Distinct purchase days.
    pub days: u32,
    /// Longest gap between two purchase days; for one-time buyers the expected one.
    pub gap: Option<Span>,
    pub inactive_after: Option<Span>,
    pub at_risk_after: Option<Span>,
    /// The newest order ended a silence that had counted as inactive.
    pub reactivated: bool,
    /// Full returns may change the answer at this moment.
    pub until: Timestamp,
}

/// The rhythm as of `now`.
#[must_use]
pub fn rhythm(dossier: &Dossier, table: &RhythmTable, now: Timestamp) -> State {
    let mut until = Timestamp::NEVER;
    let mut days: Vec<Timestamp> = Vec::new();
    let mut last_day = None;
    for head in counted(dossier) {
        let (returned, holds) = is_full_return(head, now);
        until = until.min(holds);
        if returned || last_day == Some(head.day) {
            continue;
        }
        last_day = Some(head.day);
        days.push(head.occurred);
    }
    let gaps: Vec<Span> =
        days.windows(2).filter_map(|pair| Some(pair.get(1)?.since(*pair.first()?))).collect();
    let (last_gap, earlier) = match gaps.split_last() {
        Some((last, earlier)) => (Some(*last), earlier),
        None => (None, &[] as &[Span]),
    };
    let own = gaps.iter().max().copied();
    let expected = || {
        let first = counted(dossier).next()?;
        Some(table.category_gaps.get(&first.category).copied().unwrap_or(table.fallback_gap))
    };
    let gap = own.or_else(expected);
    let before = earlier.iter().max().copied().or_else(expected);
    let reactivated = match (last_gap, before) {
        (Some(last), Some(before)) => last > table.inactive_after(before),
        _ => false,
    };
    State {
        days: u32::try_from(days.len()).unwrap_or(u32::MAX),
        gap,
        inactive_after: gap.map(|gap| table.inactive_after(gap)),
        at_risk_after: gap.map(|gap| table.at_risk_after(gap)),
        reactivated,
        until,
    }
}

impl RhythmTable {
    /// Silence beyond which a person with this longest gap is inactive.
    #[must_use]
    pub fn inactive_after(&self, gap: Span) -> Span {
        percent(gap, self.inactive_percent).max(self.floor)
    }

    /// Silence beyond which a person with this longest gap is at risk.
    #[must_use]
    pub fn at_risk_after(&self, gap: Span) -> Span {
        let floor = Span(
            self.floor.0.saturating_mul(i64::from(self.at_risk_percent))
                / i64::from(self.inactive_percent.max(1)),
        );
        percent(gap, self.at_risk_percent).max(floor)
    }
}

fn percent(span: Span, percent: u32) -> Span {
    Span(span.0.saturating_mul(i64::from(percent)) / 100)
}

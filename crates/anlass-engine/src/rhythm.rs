//! A person's own rhythm: orders of one day count once, wholly returned ones not at all. Somebody is
//! inactive when silent for longer than their own longest gap allows; one-time buyers get the gap that
//! people with the same first category needed for their second order.

use crate::dossier::{Dossier, OrderHead};
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
    let mut days = 0;
    let mut last: Option<&OrderHead> = None;
    // The newest gap, and the longest of those before it. No list of them: every standing rule asks this.
    let mut last_gap: Option<Span> = None;
    let mut earlier: Option<Span> = None;
    for head in counted(dossier) {
        let (returned, holds) = is_full_return(head, now);
        until = until.min(holds);
        if returned || last.is_some_and(|last| last.day == head.day) {
            continue;
        }
        if let Some(last) = last {
            earlier = earlier.max(last_gap);
            last_gap = Some(head.occurred.since(last.occurred));
        }
        last = Some(head);
        days += 1;
    }
    let own = earlier.max(last_gap);
    let expected = || {
        let first = counted(dossier).next()?;
        Some(table.category_gaps.get(&first.category).copied().unwrap_or(table.fallback_gap))
    };
    let gap = own.or_else(expected);
    let before = earlier.or_else(expected);
    let reactivated = match (last_gap, before) {
        (Some(last), Some(before)) => last > table.inactive_after(before),
        _ => false,
    };
    State {
        days,
        gap,
        inactive_after: gap.map(|gap| table.inactive_after(gap)),
        at_risk_after: gap.map(|gap| table.at_risk_after(gap)),
        reactivated,
        until,
    }
}

/// The newest gaps that tell how long something usually lasts.
const PACE_GAPS: usize = 9;
/// With fewer gaps of their own, nobody has a habit yet.
const PACE_GAPS_MIN: usize = 2;

/// How fast something is used up: the gaps between days on which it was bought.
#[derive(Default)]
pub(crate) struct Pace<'a> {
    pub(crate) last: Option<&'a OrderHead>,
    gaps: Vec<Span>,
}

impl<'a> Pace<'a> {
    /// Orders come oldest first.
    pub(crate) fn bought(&mut self, head: &'a OrderHead) {
        match self.last {
            Some(last) if last.day == head.day => return,
            Some(last) => self.gaps.push(head.occurred.since(last.occurred)),
            None => {}
        }
        self.last = Some(head);
    }

    /// The middle one of the newest gaps, the shorter one of two: once on holiday changes no habit.
    pub(crate) fn usual_gap(&self) -> Option<Span> {
        let newest = self.gaps.get(self.gaps.len().saturating_sub(PACE_GAPS)..)?;
        let mut newest = newest.to_vec();
        newest.sort_unstable();
        let middle = newest.len().checked_sub(1)? / 2;
        newest.get(middle).copied().filter(|_| newest.len() >= PACE_GAPS_MIN)
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

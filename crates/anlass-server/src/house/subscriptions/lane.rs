//! One subscription's way through its notices: which may be told now, and what follows from each answer. To each customer in
//! order: what was not taken holds back what follows of the same person. Others go on, as far as the window reaches. Knows
//! no store, no clock and no wire.

use super::Status;
use crate::subscribed::{Failing, GivenUp, Kept, Place, Progress, Wait};
use anlass_channels::webhook::{Outcome, Secret};
use anlass_model::id::EntityId;
use anlass_model::time::{DAY, HOUR, MINUTE, SECOND, Span, Timestamp};
use anlass_runtime::notices::{Kind, Notice};
use anyhow::{Context, Result};
use std::collections::{BTreeSet, VecDeque};

/// Notices that are looked at together: so many may be told before the oldest one is taken.
pub(super) const WINDOW: usize = 1_000;
/// Calls of one subscription under way at once.
const UNDER_WAY_MAX: usize = 8;
const AGAIN_FIRST: Span = SECOND.times(10);
const AGAIN_MAX: Span = HOUR;
/// After so many failures one after the other a single call tries whether the other side is there again, and rests between.
const FAILING: u32 = 3;
const REST_MAX: Span = MINUTE.times(10);
/// So long one is tried.
const GIVE_UP: Span = DAY.times(3);
/// Nothing older is told, and nothing given up is remembered for longer.
const KEPT: Span = DAY.times(30);
const GIVEN_UP_MAX: usize = 1_000;

pub(super) struct Waiting {
    pub(super) place: Place,
    pub(super) kind: Kind,
    pub(super) notice: Notice,
}

pub(super) struct Lane {
    pub(super) kept: Kept,
    pub(super) secret: Secret,
    pub(super) progress: Progress,
    /// Not settled, in order.
    pub(super) window: VecDeque<Waiting>,
    /// Where reading goes on.
    pub(super) cursor: Place,
    /// The batch there.
    pub(super) page: Option<(u64, Vec<Notice>)>,
    /// Batches with notices after the cursor; absent: nobody looked yet.
    pub(super) behind: Option<usize>,
    under_way: BTreeSet<Place>,
    rests_until: Option<Timestamp>,
    /// The progress is not written down yet.
    pub(super) is_new: bool,
}

impl Lane {
    pub(super) fn of(kept: Kept, progress: Progress) -> Result<Lane> {
        let secret = Secret::parse(&kept.secret).context("its secret is none")?;
        let cursor = progress.from;
        Ok(Lane {
            kept,
            secret,
            progress,
            window: VecDeque::new(),
            cursor,
            page: None,
            behind: None,
            under_way: BTreeSet::new(),
            rests_until: None,
            is_new: false,
        })
    }

    pub(super) fn status(&self) -> Status {
        let Progress { told, dropped, last_told, failing, suspended, given_up, .. } = self.progress.clone();
        Status {
            name: self.kept.name.clone(),
            url: self.kept.url.clone(),
            kinds: self.kept.kinds.clone(),
            told,
            dropped,
            last_told,
            oldest: self.window.front().map(|waiting| waiting.notice.at),
            waiting: self.window.len(),
            behind: self.behind,
            failing,
            suspended,
            given_up: given_up.into_iter().rev().collect(),
        }
    }

    pub(super) fn has_room(&self) -> bool {
        self.window.len() < WINDOW
    }

    /// Takes the next notice in, unless it is of no interest, settled before, or too old.
    pub(super) fn take(&mut self, place: Place, notice: Notice, now: Timestamp) {
        let is_settled = self.progress.settled.contains(&place);
        let Some(kind) = notice.kind().filter(|kind| self.kept.kinds.contains(kind) && !is_settled) else {
            return;
        };
        if now.since(notice.at) > KEPT {
            self.progress.dropped += 1;
            self.is_new = true;
            return;
        }
        self.window.push_back(Waiting { place, kind, notice });
    }

    /// Takes in what was given up and is to be told after all: in its order, before what follows.
    pub(super) fn take_again(&mut self, place: Place, notice: Option<Notice>) {
        let kind = notice.as_ref().and_then(Notice::kind);
        match (notice, kind) {
            (Some(notice), Some(kind)) => {
                let at = self.window.partition_point(|waiting| waiting.place < place);
                self.window.insert(at, Waiting { place, kind, notice });
            }
            _ => {
                self.progress.again.remove(&place);
                self.is_new = true;
            }
        }
    }

    /// What is to be told after all and is not in view.
    pub(super) fn again(&self) -> Vec<Place> {
        let in_view = |place: &Place| self.window.iter().any(|waiting| waiting.place == *place);
        self.progress.again.iter().filter(|place| !in_view(place)).copied().collect()
    }

    /// Which may be told now: they are under way from now on.
    pub(super) fn due(&mut self, now: Timestamp) -> Vec<Place> {
        if self.progress.suspended.is_some() || self.rests_until.is_some_and(|until| now < until) {
            return Vec::new();
        }
        let is_failing = self.progress.failing.as_ref().is_some_and(|failing| failing.times >= FAILING);
        let max = if is_failing { 1 } else { UNDER_WAY_MAX };
        let mut held: BTreeSet<EntityId> = BTreeSet::new();
        let mut due = Vec::new();
        for waiting in &self.window {
            if self.under_way.len() + due.len() >= max {
                break;
            }
            let is_first = held.insert(waiting.notice.customer);
            let wait = self.progress.waits.get(&waiting.place);
            let is_due = wait.is_none_or(|wait| wait.again <= now);
            if is_first && is_due && !self.under_way.contains(&waiting.place) {
                due.push(waiting.place);
            }
        }
        self.under_way.extend(&due);
        due
    }

    /// What became of an attempt.
    pub(super) fn answered(&mut self, place: Place, outcome: Outcome, reason: &str, now: Timestamp) {
        self.under_way.remove(&place);
        self.is_new = true;
        if outcome == Outcome::Done {
            self.progress.told += 1;
            self.progress.last_told = Some(now);
            let was_failing = self.progress.failing.take().is_some_and(|failing| failing.times >= FAILING);
            if was_failing {
                // It is there again: nobody waits for an hour to be over.
                self.progress.waits.values_mut().for_each(|wait| wait.again = now);
            }
            self.rests_until = None;
            return self.settle(place);
        }
        let none = Failing { since: now, last: now, times: 0, reason: String::new() };
        let failing = self.progress.failing.get_or_insert(none);
        failing.times = failing.times.saturating_add(1);
        failing.last = now;
        reason.clone_into(&mut failing.reason);
        let (times, since) = (failing.times, failing.since);
        if times >= FAILING {
            self.rests_until = Some(now.plus(doubled(times - FAILING, REST_MAX)));
        }
        let wait = self.progress.waits.entry(place).or_insert(Wait { attempts: 0, first: now, again: now });
        wait.again = now.plus(doubled(wait.attempts, AGAIN_MAX));
        wait.attempts = wait.attempts.saturating_add(1);
        let wait = *wait;
        if outcome == Outcome::Unwanted {
            self.progress.suspended = Some(reason.to_owned());
        } else if now.since(wait.first) >= GIVE_UP && since > wait.first {
            // Others were taken meanwhile.
            self.give_up(place, wait.attempts, reason);
        } else if now.since(since) >= GIVE_UP {
            self.progress.suspended = Some(format!("nothing was taken for three days: {reason}"));
        }
    }

    fn give_up(&mut self, place: Place, attempts: u32, reason: &str) {
        if let Some(waiting) = self.window.iter().find(|waiting| waiting.place == place) {
            self.progress.given_up.push_back(GivenUp {
                place,
                kind: waiting.kind,
                customer: waiting.notice.customer,
                at: waiting.notice.at,
                attempts,
                reason: reason.to_owned(),
            });
        }
        while self.progress.given_up.len() > GIVEN_UP_MAX {
            self.progress.given_up.pop_front();
            self.progress.dropped += 1;
        }
        self.settle(place);
    }

    /// It need not be told: whoever it is about is not there any more.
    pub(super) fn pass_over(&mut self, place: Place) {
        self.under_way.remove(&place);
        self.is_new = true;
        self.settle(place);
    }

    fn settle(&mut self, place: Place) {
        self.window.retain(|waiting| waiting.place != place);
        self.progress.waits.remove(&place);
        if !self.progress.again.remove(&place) && place >= self.progress.from {
            self.progress.settled.insert(place);
        }
        self.advance();
    }

    /// Everything before the first one that is not settled needs no words of its own.
    pub(super) fn advance(&mut self) {
        let before = self.progress.from;
        let first = self.window.iter().map(|waiting| waiting.place).find(|place| *place >= before);
        self.progress.from = first.unwrap_or(self.cursor).max(before);
        self.progress.settled = self.progress.settled.split_off(&self.progress.from);
        self.is_new |= self.progress.from.0 != before.0;
    }

    /// Lets go of what is too old.
    pub(super) fn expire(&mut self, now: Timestamp) {
        let is_old = |at: Timestamp| now.since(at) > KEPT;
        while let Some(waiting) = self.window.front().filter(|waiting| is_old(waiting.notice.at)) {
            let place = waiting.place;
            self.progress.dropped += 1;
            self.pass_over(place);
        }
        while self.progress.given_up.front().is_some_and(|given_up| is_old(given_up.at)) {
            self.progress.given_up.pop_front();
            self.progress.dropped += 1;
            self.is_new = true;
        }
    }

    pub(super) fn redrive(&mut self) {
        let given_up = std::mem::take(&mut self.progress.given_up);
        self.progress.again.extend(given_up.into_iter().map(|given_up| given_up.place));
        self.progress.waits.clear();
        self.progress.suspended = None;
        self.progress.failing = None;
        self.rests_until = None;
        self.is_new = true;
    }
}

/// Ten seconds, doubled so many times.
fn doubled(times: u32, max: Span) -> Span {
    Span(AGAIN_FIRST.0.saturating_mul(1 << times.min(20))).min(max)
}

#[cfg(test)]
mod tests;

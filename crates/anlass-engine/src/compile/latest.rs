//! Until when after its occasion a journey still has something to say: whoever is heard of later is passed over, as when
//! the orders of former years are imported.

use crate::program::{JourneyDef, MessageDef, StepDef, StepKind, WaitDef};
use anlass_model::time::{DAY, Span};
use std::collections::BTreeMap;

/// A window of the week opens within so long, holidays included.
const WINDOW_MAX: Span = DAY.times(30);

/// The longest time from the entry until the last message would be too old. `None`: no end is known, or it does more
/// than to say something.
pub(super) fn says_until(journey: &JourneyDef, messages: &[MessageDef]) -> Option<Span> {
    let says = |step: &StepDef| matches!(step.kind, StepKind::Message(_));
    if !journey.steps.iter().any(says) {
        return None;
    }
    Path { journey, messages, known: BTreeMap::new(), open: Vec::new() }.from(0)
}

struct Path<'a> {
    journey: &'a JourneyDef,
    messages: &'a [MessageDef],
    known: BTreeMap<usize, Span>,
    /// Steps on the way here: coming back to one has no end.
    open: Vec<usize>,
}

impl Path<'_> {
    /// From the arrival at a step on.
    fn from(&mut self, index: usize) -> Option<Span> {
        let Some(step) = self.journey.steps.get(index) else { return Some(Span(0)) };
        if let Some(known) = self.known.get(&index) {
            return Some(*known);
        }
        if self.open.contains(&index) {
            return None;
        }
        self.open.push(index);
        let span = self.through(step);
        self.open.pop();
        self.known.insert(index, span?);
        span
    }

    fn through(&mut self, step: &StepDef) -> Option<Span> {
        match &step.kind {
            StepKind::Attribute { .. } | StepKind::Webhook { .. } => None,
            StepKind::Exit(_) => Some(Span(0)),
            StepKind::Goal(_) => self.from(step.next),
            StepKind::Branch { cases, otherwise } => {
                self.longest(cases.iter().map(|(_, next)| *next).chain([*otherwise]))
            }
            StepKind::Split(arms) => self.longest(arms.iter().map(|(_, next)| *next).chain([step.next])),
            StepKind::Message(message) => {
                let age = self.messages.get(*message)?.max_age;
                // It goes on once the message has left, which is before it is too old.
                Some(Span(age.0.checked_add(self.from(step.next)?.0)?))
            }
            StepKind::Wait(wait) => {
                let next = wait.events.iter().map(|case| case.next).chain([wait.otherwise, step.next]);
                Some(Span(rests_at_most(wait)?.0.checked_add(self.longest(next)?.0)?))
            }
        }
    }

    fn longest(&mut self, steps: impl Iterator<Item = usize>) -> Option<Span> {
        let mut longest = Span(0);
        for step in steps {
            longest = longest.max(self.from(step)?);
        }
        Some(longest)
    }
}

fn rests_at_most(wait: &WaitDef) -> Option<Span> {
    if !wait.extend_on.is_empty() {
        return None;
    }
    match (&wait.until, wait.duration.or(wait.timeout)) {
        (Some(_), span) => Some(WINDOW_MAX.max(span.unwrap_or_default())),
        (None, Some(span)) => Some(span),
        (None, None) => None,
    }
}

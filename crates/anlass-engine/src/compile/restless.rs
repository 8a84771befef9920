//! Journeys that would not come to rest: circles of steps without a wait, and ways without a rest that are
//! longer than a run may go at one moment. A run would be stranded in the middle of them.

use super::Compiler;
use crate::journeys::STEPS_PER_WAKE;
use crate::program::{StepDef, StepKind};
use std::collections::BTreeSet;

impl Compiler<'_> {
    pub(super) fn refuse_restless(&mut self, place: &str, steps: &[StepDef]) {
        let name = |index: usize| steps.get(index).map_or_else(String::new, |step| step.name.to_string());
        if let Some(start) = circle(steps) {
            let cure = Some("put a wait for a length of time into the circle".to_string());
            let place = format!("{place} › step {}", name(start));
            self.problem(&place, "it leads back to itself without a wait", cure);
            return;
        }
        let lengths = lengths(steps);
        // The first one beyond the bound says most; the ways before it are longer still.
        let longest = lengths.iter().enumerate().max_by_key(|(index, length)| (**length, usize::MAX - index));
        if let Some((start, length)) = longest.filter(|(_, length)| **length > STEPS_PER_WAKE) {
            let cause = format!(
                "the way from here on takes {length} steps without a rest, and a run takes at most \
                 {STEPS_PER_WAKE} at one moment"
            );
            let cure = Some("put a wait for a length of time in between".to_string());
            self.problem(&format!("{place} › step {}", name(start)), cause, cure);
        }
    }
}

/// A step from which a walk without a wait for a length of time comes back: it would never rest, or send and
/// send.
fn circle(steps: &[StepDef]) -> Option<usize> {
    (0..steps.len()).find(|start| {
        let mut open = vec![*start];
        let mut seen = BTreeSet::new();
        while let Some(index) = open.pop() {
            let onward = onward(steps, index);
            if onward.contains(start) {
                return true;
            }
            open.extend(onward.into_iter().filter(|next| seen.insert(*next)));
        }
        false
    })
}

/// Where a run may go on to from a step at the same moment, or as soon as its message is decided.
fn onward(steps: &[StepDef], index: usize) -> Vec<usize> {
    let Some(step) = steps.get(index) else { return Vec::new() };
    match &step.kind {
        // A window may be open, a duration nothing: neither is sure to end the walk for today.
        StepKind::Wait(wait) if wait.rests() => Vec::new(),
        StepKind::Exit(_) => Vec::new(),
        StepKind::Branch { cases, otherwise } => {
            cases.iter().map(|(_, next)| *next).chain([*otherwise]).collect()
        }
        StepKind::Split(arms) => arms.iter().map(|(_, next)| *next).collect(),
        StepKind::Wait(wait) => vec![step.next, wait.otherwise],
        StepKind::Message(_) | StepKind::Attribute { .. } | StepKind::Webhook { .. } | StepKind::Goal(_) => {
            vec![step.next]
        }
    }
}

/// How many steps the longest walk from each step takes before it rests, the end of the journey counted as
/// one. Without circles, so every pass settles at least one step.
fn lengths(steps: &[StepDef]) -> Vec<usize> {
    let mut lengths: Vec<Option<usize>> = vec![None; steps.len()];
    loop {
        let mut settled = 0;
        for index in (0..steps.len()).rev() {
            if lengths.get(index).copied().flatten().is_some() {
                continue;
            }
            let longest = onward_at_once(steps, index).into_iter().try_fold(0, |longest, next| {
                let length = if next < steps.len() { lengths.get(next).copied().flatten()? } else { 1 };
                Some(length.max(longest))
            });
            if let (Some(slot), Some(longest)) = (lengths.get_mut(index), longest) {
                *slot = Some(longest + 1);
                settled += 1;
            }
        }
        if settled == 0 {
            return lengths.into_iter().map(Option::unwrap_or_default).collect();
        }
    }
}

/// As [`onward`], but a message is a rest: what follows it is walked anew.
fn onward_at_once(steps: &[StepDef], index: usize) -> Vec<usize> {
    match steps.get(index).map(|step| &step.kind) {
        Some(StepKind::Message(_)) => Vec::new(),
        _ => onward(steps, index),
    }
}

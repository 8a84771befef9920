//! What is known of somebody by events of one kind, also of those who were merged into them.

use crate::house::View;
use anlass_engine::Input;
use anlass_model::event::{Body, Event};
use anlass_model::id::{EntityId, MessageId, ProgramId};
use anyhow::Result;
use std::collections::BTreeSet;

/// People merged into one another whose timelines are looked at.
const MERGED_MAX: usize = 16;
/// Programs in which words are looked for.
const PROGRAMS_MAX: usize = 50;

/// Every event that is wanted, the newest first, each once.
pub(crate) fn of(view: &View, customer: EntityId, is_wanted: impl Fn(&Body) -> bool) -> Result<Vec<Event>> {
    let (mut waiting, mut seen) = (vec![customer], BTreeSet::new());
    let mut known: BTreeSet<MessageId> = BTreeSet::new();
    let mut events = Vec::new();
    while let Some(one) = waiting.pop() {
        if seen.len() >= MERGED_MAX || !seen.insert(one) {
            continue;
        }
        for entry in view.runtime.timeline(view.scope.vault(), one)? {
            match entry.input {
                Input::Event(event) | Input::Forwarded { event, .. }
                    if is_wanted(&event.body) && known.insert(event.message) =>
                {
                    events.push(event);
                }
                Input::Absorb(other) => waiting.push(other.hot.id),
                _ => {}
            }
        }
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.order_key()));
    Ok(events)
}

/// The programs that decided about somebody, the newest first.
pub(crate) fn programs(view: &View, customer: EntityId) -> Result<Vec<ProgramId>> {
    let mut programs: Vec<ProgramId> = Vec::new();
    for entry in view.runtime.timeline(view.scope.vault(), customer)?.into_iter().rev() {
        if !programs.contains(&entry.program) && programs.len() < PROGRAMS_MAX {
            programs.push(entry.program);
        }
    }
    Ok(programs)
}

//! Phases and segments, which may ask for one another but not in a circle, and the order in which they are
//! judged: each after all that it asks for.

use super::Compiler;
use crate::program::{PhaseDef, Segment, Standing};
use crate::slots::Slot;
use anlass_model::definition::Definitions;
use anlass_model::id::{Name, NameId};
use anlass_rules::{Compiled, Rule, SlotId};

impl Compiler<'_> {
    /// All of the settings, then those of the programmes. Each may ask for all others.
    pub(super) fn segments(&mut self, definitions: &Definitions) -> Vec<Segment> {
        let own = definitions.settings.segments.iter();
        let all = own.chain(definitions.programmes.iter().flat_map(|programme| &programme.segments));
        let all: Vec<(&Name, &String)> = all.collect();
        self.vocabulary.segments = all.iter().map(|(name, _)| (*name).clone()).collect();
        let mut segments = Vec::new();
        for (name, text) in all {
            let id = self.know(name);
            if let Some(rule) = self.rule(&format!("segment {name}"), text) {
                segments.push(Segment { name: name.clone(), id, rule });
            }
        }
        segments
    }

    pub(super) fn phases(&mut self) -> Vec<PhaseDef> {
        let mut phases = Vec::new();
        for phase in &self.settings.phases.0 {
            let id = self.know(&phase.id);
            if let Some(rule) = self.rule(&format!("phase {}", phase.id), &phase.when) {
                phases.push(PhaseDef { name: phase.id.clone(), id, title: phase.name.clone(), rule });
            }
        }
        phases
    }

    /// The order in which phases and segments are judged: the phases first, segments as they are written, but
    /// each after all that it asks for. A circle has no such order and is refused.
    pub(super) fn standing(
        &mut self,
        traits: &[(Name, Compiled)],
        segments: &[Segment],
        phases: &[PhaseDef],
    ) -> Vec<Standing> {
        let asked = |rules: &mut dyn Iterator<Item = &Rule>| {
            let mut found = Vec::new();
            for rule in rules {
                asked_for(rule.slots(), traits, &self.vocabulary.slots, segments, &mut found);
            }
            found
        };
        let mut open = vec![(Standing::Phases, asked(&mut phases.iter().map(|phase| &phase.rule)))];
        for (index, segment) in segments.iter().enumerate() {
            open.push((Standing::Segment(index), asked(&mut std::iter::once(&segment.rule))));
        }
        let mut order = Vec::new();
        while !open.is_empty() {
            let ready = open.iter().position(|(_, asked)| asked.iter().all(|one| order.contains(one)));
            let Some(ready) = ready else {
                self.refuse_circle(&open, segments);
                return order;
            };
            order.push(open.remove(ready).0);
        }
        order
    }

    /// Names one circle among rules of which each asks for another that is not settled.
    fn refuse_circle(&mut self, open: &[(Standing, Vec<Standing>)], segments: &[Segment]) {
        let name = |standing: Standing| match standing {
            Standing::Phases => "the phases".to_string(),
            Standing::Segment(index) => segments
                .get(index)
                .map_or_else(String::new, |segment| format!("segment \"{}\"", segment.name)),
        };
        let onward = |from: Standing| {
            let asked = open.iter().find(|(standing, _)| *standing == from).map(|(_, asked)| asked)?;
            asked.iter().copied().find(|one| open.iter().any(|(standing, _)| standing == one))
        };
        let Some((first, _)) = open.first() else { return };
        let mut path = vec![*first];
        let start = loop {
            let Some(next) = path.last().and_then(|last| onward(*last)) else { return };
            if let Some(start) = path.iter().position(|one| *one == next) {
                path.push(next);
                break start;
            }
            path.push(next);
        };
        let names: Vec<String> = path.iter().skip(start).map(|one| name(*one)).collect();
        let place = names.first().cloned().unwrap_or_default().replace('"', "");
        let cause = format!("{}: each asks for the next, and so for itself", names.join(" → "));
        let cure = Some("let one of them ask for facts, such as orders.count, instead".to_string());
        self.problem(&place, cause, cure);
    }
}

/// What these slots ask for among phases and segments, also by way of traits.
fn asked_for(
    read: &[SlotId],
    traits: &[(Name, Compiled)],
    slots: &[Slot],
    segments: &[Segment],
    found: &mut Vec<Standing>,
) {
    let by_id = |id: NameId| segments.iter().position(|segment| segment.id == id);
    for slot in read.iter().filter_map(|slot| slots.get(usize::try_from(slot.0).ok()?)) {
        match slot {
            Slot::Phase | Slot::PhaseSince => found.push(Standing::Phases),
            Slot::Segment(id) => found.extend(by_id(*id).map(Standing::Segment)),
            // A trait uses only those before it, so this ends.
            Slot::Trait(index) => {
                if let Some((_, value)) = traits.get(*index) {
                    asked_for(value.slots(), traits, slots, segments, found);
                }
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found.dedup();
}

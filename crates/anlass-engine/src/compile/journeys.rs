//! Journeys: entry, exit rules and steps, every name resolved to a position.

use super::Compiler;
use crate::program::{EntryDef, JourneyDef, StepDef, StepKind, WaitDef, WaitEvent};
use crate::slots::{AtHand, bad_weekday};
use anlass_model::definition::{Astray, Entry, Inside, Journey, Programme, RunKey, Step, Wait};
use anlass_model::id::{Name, NameId};
use anlass_model::time::Span;
use anlass_model::value::Type;
use std::collections::{BTreeMap, BTreeSet};

/// Steps of one journey.
const STEPS_MAX: usize = 500;

/// Event name → journeys entered by it.
pub(super) fn entries(journeys: &[JourneyDef]) -> BTreeMap<NameId, Vec<usize>> {
    let mut entries: BTreeMap<NameId, Vec<usize>> = BTreeMap::new();
    for (index, journey) in journeys.iter().enumerate() {
        if let EntryDef::Event(event) = &journey.entry {
            entries.entry(*event).or_default().push(index);
        }
    }
    entries
}

impl Compiler<'_> {
    pub(super) fn journey(
        &mut self,
        programme_index: usize,
        programme: &Programme,
        journey: &Journey,
        messages: &BTreeMap<NameId, usize>,
    ) -> JourneyDef {
        let place = format!("programme {} › journey {}", programme.id, journey.id);
        self.vocabulary.collected = journey.collect.keys().cloned().collect();
        let entry = self.entry(&place, &journey.entry);
        let by_order = matches!(&entry, EntryDef::Event(name) if is_order_event(*name));
        if journey.key == RunKey::Order && !by_order {
            let cure =
                Some("enter by order.placed, order.cancelled or order.returned, or use key: customer".into());
            self.problem(&place, "runs per order need an order to begin with", cure);
        }
        let by_thing = matches!(&entry, EntryDef::Event(name) if is_thing_event(*name));
        let by_day_of_thing = matches!(&entry, EntryDef::ThingDate { .. });
        if journey.key == RunKey::Entity && !by_thing && !by_day_of_thing {
            let cure = Some(
                "enter by entity.changed, entity.gone or a day of an entity, or use key: customer".into(),
            );
            self.problem(&place, "runs per entity need a thing to begin with", cure);
        }
        let key = if by_day_of_thing { RunKey::Entity } else { journey.key };
        let run = Some(key);
        let entity = journey.entry.date.as_ref().and_then(|date| self.day_of_thing(&date.field));
        let entity = entity.filter(|_| by_day_of_thing).map(|(entity, _)| entity);
        let event = journey.entry.event.as_ref().map(ToString::to_string);
        self.vocabulary.at_hand = AtHand { event, run, entity: entity.clone(), any_run: false };
        let when = self.optional_rule(&format!("{place} › entry"), journey.entry.when.as_ref());
        self.vocabulary.at_hand = AtHand { event: None, run, entity, any_run: false };
        let mut exits = Vec::new();
        for exit in &journey.exit {
            self.know(&exit.id);
            if let Some(rule) = self.rule(&format!("{place} › exit {}", exit.id), &exit.when) {
                exits.push((exit.id.clone(), rule));
            }
        }
        let steps = self.steps(&place, journey, messages);
        let redirects = self.redirects(&place, journey);
        let collect = journey.collect.iter().map(|(name, how)| (name.clone(), *how)).collect();
        self.vocabulary.collected.clear();
        self.vocabulary.at_hand = AtHand::default();
        JourneyDef {
            id: self.know(&journey.id),
            name: journey.id.clone(),
            programme: programme_index,
            entry,
            when,
            key,
            extends: journey.reentry.inside == Inside::Extend,
            never_again: journey.reentry.never,
            again_after: journey.reentry.after.map_or(Span(0), |after| after.0),
            collect,
            exits,
            step_index: steps.iter().enumerate().map(|(index, step)| (step.id, index)).collect(),
            steps,
            redirects,
            // Known once its messages are.
            carries_contract: false,
            says_until: None,
        }
    }

    fn entry(&mut self, place: &str, entry: &Entry) -> EntryDef {
        let place = &format!("{place} › entry");
        match (&entry.event, &entry.segment, &entry.date, &entry.schedule) {
            (Some(event), None, None, None) => EntryDef::Event(self.event(place, event)),
            (None, Some(segment), None, None) => {
                if !self.vocabulary.segments.contains(segment) {
                    let cure = Some("define it under segments".to_string());
                    self.problem(place, format!("there is no segment \"{segment}\""), cure);
                }
                EntryDef::Segment(segment.id())
            }
            (None, None, Some(date), None) if !self.settings.fields.contains_key(&date.field) => {
                match self.day_of_thing(&date.field) {
                    Some((entity, field)) => {
                        EntryDef::ThingDate { of: (entity.id(), field.id()), entry: date.clone() }
                    }
                    None => {
                        let cure = format!(
                            "declare \"{0}\" under fields with type day, or name a day of an entity: vehicle.inspection",
                            date.field
                        );
                        let cause = format!("\"{}\" is not a profile field of type day", date.field);
                        self.problem(place, cause, Some(cure));
                        EntryDef::Date(date.clone())
                    }
                }
            }
            (None, None, Some(date), None) => {
                if self.settings.fields.get(&date.field) != Some(&Type::Day) {
                    let cure = Some(format!("declare \"{}\" under fields with type day", date.field));
                    self.problem(
                        place,
                        format!("\"{}\" is not a profile field of type day", date.field),
                        cure,
                    );
                }
                EntryDef::Date(date.clone())
            }
            (None, None, None, Some(schedule)) => {
                if let Some(day) = bad_weekday(&schedule.weekdays) {
                    self.problem(place, format!("\"{day}\" is not a weekday"), Some("use mon … sun".into()));
                }
                EntryDef::Schedule(schedule.clone())
            }
            _ => {
                let cure = Some("give exactly one of event, segment, date or schedule".to_string());
                self.problem(place, "it is not clear how people enter", cure);
                EntryDef::Event(NameId(0))
            }
        }
    }

    /// The entity and its field of type day that a name such as `vehicle.inspection` stands for.
    fn day_of_thing(&self, name: &Name) -> Option<(Name, Name)> {
        let (entity, field) = name.as_str().split_once('.')?;
        let (entity, declared) = self.settings.entities.get_key_value(entity)?;
        let (field, kind) = declared.fields.get_key_value(field)?;
        (*kind == Type::Day).then(|| (entity.clone(), field.clone()))
    }

    /// Every redirect with the step where it ends: one that leads to a step taken out later goes on from there.
    fn redirects(&mut self, place: &str, journey: &Journey) -> BTreeMap<NameId, NameId> {
        let mut ends = BTreeMap::new();
        for from in journey.redirects.keys() {
            let place = format!("{place} › redirect {from}");
            match journey.redirected(from) {
                Ok(end) => {
                    ends.insert(from.id(), end.id());
                }
                Err(Astray::Nowhere(to)) => {
                    let cure = Some("redirect to a step of this journey".to_string());
                    self.problem(&place, format!("there is no step \"{to}\""), cure);
                }
                Err(Astray::Circle) => {
                    let cure = Some("let one of them lead to a step of this journey".to_string());
                    self.problem(&place, "it leads back to itself over other redirects", cure);
                }
            }
        }
        ends
    }

    fn steps(&mut self, place: &str, journey: &Journey, messages: &BTreeMap<NameId, usize>) -> Vec<StepDef> {
        if journey.steps.is_empty() || journey.steps.len() > STEPS_MAX {
            let cure = Some(format!("give it 1 to {STEPS_MAX} steps"));
            self.problem(place, format!("it has {} steps", journey.steps.len()), cure);
        }
        let mut names = BTreeSet::new();
        for step in &journey.steps {
            if !names.insert(&step.id) {
                let cure = Some("give each step a name of its own: runs stand on it".to_string());
                self.problem(&format!("{place} › step {}", step.id), "two steps have this name", cure);
            }
        }
        let steps = journey.steps.iter().enumerate();
        let steps: Vec<StepDef> = steps
            .map(|(index, step)| {
                let place = format!("{place} › step {}", step.id);
                let next = self.target(&place, journey, step.next.as_ref(), index + 1);
                let kind = self.step(&place, journey, step, next, messages);
                StepDef { name: step.id.clone(), id: self.know(&step.id), kind, next }
            })
            .collect();
        self.refuse_restless(place, &steps);
        steps
    }

    /// The position of a named step; `end` stands for the end of the journey.
    fn target(&mut self, place: &str, journey: &Journey, name: Option<&Name>, default: usize) -> usize {
        let Some(name) = name else { return default.min(journey.steps.len()) };
        if name.as_str() == "end" {
            return journey.steps.len();
        }
        match journey.steps.iter().position(|step| step.id == *name) {
            Some(index) => index,
            None => {
                let known: Vec<&str> = journey.steps.iter().map(|step| step.id.as_str()).collect();
                let cure = Some(format!("use one of {} or end", known.join(", ")));
                self.problem(place, format!("there is no step \"{name}\""), cure);
                journey.steps.len()
            }
        }
    }

    fn step(
        &mut self,
        place: &str,
        journey: &Journey,
        step: &Step,
        next: usize,
        messages: &BTreeMap<NameId, usize>,
    ) -> StepKind {
        let given = usize::from(step.wait.is_some())
            + usize::from(step.branch.is_some())
            + usize::from(step.split.is_some())
            + usize::from(step.message.is_some())
            + usize::from(step.attribute.is_some())
            + usize::from(step.webhook.is_some())
            + usize::from(step.goal.is_some())
            + usize::from(step.exit.is_some());
        if given != 1 {
            let cure = "give exactly one of wait, branch, split, message, attribute, webhook, goal, exit";
            self.problem(place, "it is not clear what the step does", Some(cure.into()));
        }
        if let Some(wait) = &step.wait {
            return StepKind::Wait(self.wait(place, journey, wait, next));
        }
        if let Some(branch) = &step.branch {
            let mut cases = Vec::new();
            for case in &branch.cases {
                let target = self.target(place, journey, Some(&case.next), next);
                cases.extend(self.rule(place, &case.when).map(|rule| (rule, target)));
            }
            let otherwise = self.target(place, journey, branch.otherwise.as_ref(), next);
            return StepKind::Branch { cases, otherwise };
        }
        if let Some(arms) = &step.split {
            let total: u32 = arms.iter().map(|arm| u32::from(arm.percent)).sum();
            if total != 100 {
                self.problem(place, format!("its arms add up to {total} %"), Some("make them 100 %".into()));
            }
            let arms =
                arms.iter().map(|arm| (arm.percent, self.target(place, journey, Some(&arm.next), next)));
            return StepKind::Split(arms.collect());
        }
        if let Some(message) = &step.message {
            return match messages.get(&message.id()) {
                Some(index) => StepKind::Message(*index),
                None => {
                    let cure = Some("define it under messages of a programme".to_string());
                    self.problem(place, format!("there is no message \"{message}\""), cure);
                    StepKind::Message(0)
                }
            };
        }
        if let Some(attribute) = &step.attribute {
            let declared = self.settings.fields.get(&attribute.field);
            let value = attribute.value();
            if declared.is_none() || value.as_ref().is_some_and(|value| Some(&value.kind()) != declared) {
                let cure = Some("declare it under fields with the type of the value".to_string());
                self.problem(
                    place,
                    format!("profile field \"{}\" cannot take this value", attribute.field),
                    cure,
                );
            }
            return StepKind::Attribute { field: attribute.field.id(), value };
        }
        if let Some(webhook) = &step.webhook {
            return StepKind::Webhook { url: webhook.url.clone() };
        }
        if let Some(goal) = &step.goal
            && let Some(rule) = self.rule(place, goal)
        {
            return StepKind::Goal(rule);
        }
        let reason = step.exit.clone().unwrap_or_else(|| step.id.clone());
        self.know(&reason);
        StepKind::Exit(reason)
    }

    fn wait(&mut self, place: &str, journey: &Journey, wait: &Wait, next: usize) -> WaitDef {
        let ways = usize::from(wait.duration.is_some())
            + usize::from(wait.until.is_some())
            + usize::from(!wait.events.is_empty() || wait.rule.is_some());
        if ways != 1 {
            let cure = "give exactly one of for, until, or events and rule with a timeout";
            self.problem(place, "it is not clear how long to wait", Some(cure.into()));
        }
        if (!wait.events.is_empty() || wait.rule.is_some()) && wait.timeout.is_none() {
            let cure = Some("write for example timeout: 3d".to_string());
            self.problem(place, "it waits for something that may never happen", cure);
        }
        if let Some(day) = wait.until.as_ref().and_then(|window| bad_weekday(&window.weekdays)) {
            self.problem(place, format!("\"{day}\" is not a weekday"), Some("use mon … sun".into()));
        }
        let mut events = Vec::new();
        for case in &wait.events {
            self.vocabulary.at_hand.event = Some(case.on.to_string());
            events.push(WaitEvent {
                on: self.event(place, &case.on),
                when: self.optional_rule(place, case.when.as_ref()),
                next: self.target(place, journey, case.next.as_ref(), next),
                source: case.clone(),
            });
        }
        self.vocabulary.at_hand.event = None;
        WaitDef {
            duration: wait.duration.map(|span| span.0),
            extend_on: wait.extend_on.iter().map(|name| self.event(place, name)).collect(),
            until: wait.until.clone(),
            events,
            rule: self.optional_rule(place, wait.rule.as_ref()),
            timeout: wait.timeout.map(|span| span.0),
            otherwise: self.target(place, journey, wait.otherwise.as_ref(), next),
            recompute: wait.recompute,
        }
    }
}

fn is_thing_event(name: NameId) -> bool {
    ["entity.changed", "entity.gone"].iter().any(|event| NameId::of(event) == name)
}

fn is_order_event(name: NameId) -> bool {
    ["order.placed", "order.cancelled", "order.returned"].iter().any(|event| NameId::of(event) == name)
}

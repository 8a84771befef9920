//! Which programmes ask for which parts of the schema: in rules, and as the way into journeys. Texts of messages are not
//! looked at.

use crate::program::{EntryDef, JourneyDef, Program, StepKind};
use crate::slots::Slot;
use anlass_model::definition::{Element, ElementKind};
use anlass_model::id::NameId;
use anlass_rules::{Rule, SlotId};
use std::collections::{BTreeMap, BTreeSet};

/// By part the ids of the programmes that ask for it; of what the settings themselves ask for, an empty id.
#[must_use]
pub fn asks(program: &Program) -> BTreeMap<Element, BTreeSet<String>> {
    let mut asks = Asks { program, all: BTreeMap::new() };
    for phase in &program.phases {
        asks.rule("", &phase.rule, None);
    }
    let definitions = &program.definitions;
    for segment in &program.segments {
        let owner = definitions.programmes.iter().find(|own| own.segments.contains_key(&segment.name));
        asks.rule(owner.map_or("", |own| own.id.as_str()), &segment.rule, None);
    }
    for field in definitions.settings.forms.iter().flat_map(|form| &form.fields) {
        asks.element("", (ElementKind::Field, field.to_string()));
    }
    let matching = definitions.settings.matching.iter();
    let compared = matching.flat_map(|own| own.texts().map(|(_, field)| field).chain(own.birthday.as_ref()));
    let told = definitions.settings.loyalty.iter().flat_map(|own| [&own.told.points, &own.told.tier]);
    for field in compared.chain(told.flatten()) {
        asks.element("", (ElementKind::Field, field.to_string()));
    }
    let name = |index: usize| program.programmes.get(index).map_or(String::new(), |own| own.name.to_string());
    for programme in &program.programmes {
        if let Some(rule) = &programme.goal {
            asks.rule(programme.name.as_str(), rule, None);
        }
    }
    for journey in &program.journeys {
        asks.journey(&name(journey.programme), journey);
    }
    for message in &program.messages {
        let needs = message.needs.iter().filter_map(|need| need.when.as_ref());
        let blocks = message.blocks.iter().filter_map(|block| block.when.as_ref());
        for rule in message.relevant.iter().chain(needs).chain(blocks) {
            asks.rule(&name(message.programme), rule, None);
        }
    }
    for mailing in &program.mailings {
        asks.rule(&name(mailing.programme), &mailing.audience, None);
    }
    asks.all
}

struct Asks<'a> {
    program: &'a Program,
    all: BTreeMap<Element, BTreeSet<String>>,
}

impl Asks<'_> {
    fn element(&mut self, programme: &str, element: Element) {
        self.all.entry(element).or_default().insert(programme.to_owned());
    }

    fn journey(&mut self, programme: &str, journey: &JourneyDef) {
        match &journey.entry {
            EntryDef::Event(event) => self.event(programme, *event),
            EntryDef::Segment(segment) => {
                let name = self.program.name(*segment);
                self.element(programme, (ElementKind::Segment, name));
            }
            EntryDef::Date(entry) => self.element(programme, (ElementKind::Field, entry.field.to_string())),
            EntryDef::ThingDate { entry, .. } => {
                self.element(programme, (ElementKind::EntityField, entry.field.to_string()));
            }
            EntryDef::Schedule(_) => {}
        }
        let exits = journey.exits.iter().map(|(_, rule)| rule);
        let steps = journey.steps.iter().flat_map(|step| step.kind.rules());
        for rule in journey.when.iter().chain(exits).chain(steps) {
            self.rule(programme, rule, Some(&journey.entry));
        }
        for step in &journey.steps {
            if let StepKind::Wait(wait) = &step.kind {
                for event in &wait.events {
                    self.event(programme, event.on);
                }
            }
        }
    }

    fn event(&mut self, programme: &str, event: NameId) {
        let events = &self.program.definitions.settings.events;
        if let Some(own) = events.keys().find(|name| name.id() == event) {
            self.element(programme, (ElementKind::Event, own.to_string()));
        }
    }

    fn rule(&mut self, programme: &str, rule: &Rule, entry: Option<&EntryDef>) {
        self.slots(programme, rule.slots(), entry);
    }

    fn slots(&mut self, programme: &str, slots: &[SlotId], entry: Option<&EntryDef>) {
        let program = self.program;
        for slot in slots.iter().filter_map(|slot| program.slots.get(usize::try_from(slot.0).ok()?)) {
            self.slot(programme, slot, entry);
        }
    }

    fn slot(&mut self, programme: &str, slot: &Slot, entry: Option<&EntryDef>) {
        let program = self.program;
        let settings = &program.definitions.settings;
        match slot {
            Slot::Profile { field, .. } | Slot::Age(field) => {
                if let Some(own) = settings.fields.keys().find(|own| own.id() == *field) {
                    self.element(programme, (ElementKind::Field, own.to_string()));
                }
            }
            Slot::Segment(segment) => {
                self.element(programme, (ElementKind::Segment, program.name(*segment)));
            }
            Slot::Phase | Slot::PhaseSince | Slot::EventPhase => {
                for phase in &settings.phases.0 {
                    self.element(programme, (ElementKind::Phase, phase.id.to_string()));
                }
            }
            Slot::Stream { event, .. } => self.event(programme, *event),
            Slot::Interest(_) => {
                for signal in ["viewed", "followed", "carted", "bought", "returned"] {
                    self.element(programme, (ElementKind::Interest, signal.to_owned()));
                }
            }
            Slot::EventField { field, .. } => {
                let of = |own: NameId| match entry {
                    Some(EntryDef::Event(event)) => *event == own,
                    _ => true,
                };
                for (event, kind) in settings.events.iter().filter(|(event, _)| of(event.id())) {
                    if let Some(own) = kind.fields.keys().find(|own| own.id() == *field) {
                        self.element(programme, (ElementKind::EventField, format!("{event}.{own}")));
                    }
                }
            }
            Slot::Things(wanted) => {
                let mut entities = settings.entities.iter();
                let Some((entity, kind)) = entities.find(|(entity, _)| entity.id() == wanted.entity) else {
                    return;
                };
                self.element(programme, (ElementKind::Entity, entity.to_string()));
                let asked = wanted.only.iter().map(|(field, _)| *field);
                for field in asked.chain(wanted.field.map(|(field, _)| field)) {
                    if let Some(own) = kind.fields.keys().find(|own| own.id() == field) {
                        self.element(programme, (ElementKind::EntityField, format!("{entity}.{own}")));
                    }
                }
            }
            Slot::RunThing { field, .. } => {
                for (entity, kind) in &settings.entities {
                    if let Some(own) = kind.fields.keys().find(|own| own.id() == *field) {
                        self.element(programme, (ElementKind::EntityField, format!("{entity}.{own}")));
                    }
                }
            }
            Slot::Trait(index) => {
                if let Some((_, compiled)) = program.traits.get(*index) {
                    self.slots(programme, compiled.slots(), entry);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile;
    use anlass_model::definition::{Definitions, Settings};

    #[test]
    fn a_programme_asks_by_its_entry_its_rules_and_the_values_they_name() {
        let text = include_str!("../../../recipes/settings.yaml");
        let mut settings: Settings = serde_saphyr::from_str(text).expect("shipped settings");
        let events = "{ bell.rung: { fields: { tone: text } }, quiz.done: { fields: { tone: text } } }";
        settings.events = serde_saphyr::from_str(events).expect("events");
        let entities = "{ pet: { fields: { kind: text, born: day } } }";
        settings.entities = serde_saphyr::from_str(entities).expect("entities");
        let traits = "{ cats: 'pet.count(kind = \"cat\")' }";
        settings.traits = serde_saphyr::from_str(traits).expect("traits");
        let programme = "{ id: p, name: { de: a, en: a }, aim: activation, journeys: [{ id: j, name: { de: a, en: a }, \
            entry: { event: bell.rung, when: 'event.tone == \"high\" && traits.cats > 0' }, \
            steps: [{ id: w, wait: { for: 1h } }] }] }";
        let programmes = vec![serde_saphyr::from_str(programme).expect("a programme")];
        let program = compile(Definitions { settings, programmes, content: None, subtrees: vec![] })
            .unwrap_or_else(|problems| panic!("{problems:?}"));
        let all = asks(&program);
        let by = |kind, name: &str| all.get(&(kind, name.to_owned())).is_some_and(|by| by.contains("p"));
        assert!(by(ElementKind::Event, "bell.rung") && by(ElementKind::EventField, "bell.rung.tone"));
        assert!(by(ElementKind::Entity, "pet") && by(ElementKind::EntityField, "pet.kind"));
        assert!(!by(ElementKind::EventField, "quiz.done.tone"), "of another event");
        assert!(!by(ElementKind::EntityField, "pet.born") && !by(ElementKind::Event, "quiz.done"));
    }
}

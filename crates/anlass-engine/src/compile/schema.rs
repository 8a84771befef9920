//! The organisation's own event types and entities: names that mean something else already are refused. And what finds a
//! person's own outlet.

use super::Compiler;
use crate::slots::{FAMILIES, RESERVED};
use anlass_model::catalogue::Position;
use anlass_model::event::Body;
use anlass_model::value::Type;

/// Facts that every event at hand has: a field of this name could never be asked for.
const OF_EVERY_EVENT: [&str; 4] = ["name", "value", "place", "phase"];
/// What templates say of a thing besides its fields.
const OF_EVERY_THING: [&str; 1] = ["key"];

impl Compiler<'_> {
    pub(super) fn own_schema(&mut self) {
        let settings = self.settings;
        for (name, kind) in &settings.events {
            let place = format!("settings › event {name}");
            if Body::NAMES.contains(&name.as_str()) {
                let cure = Some("give it a name of its own".into());
                self.problem(&place, format!("\"{name}\" is an event type that there is already"), cure);
            }
            for field in kind.fields.keys() {
                if OF_EVERY_EVENT.contains(&field.as_str()) {
                    let cause = format!("\"event.{field}\" says something of every event");
                    self.problem(&place, cause, Some("call the field something else".into()));
                }
            }
        }
        if let Some(nearest) = &settings.nearest {
            let place = "settings › nearest";
            let fields = nearest.chosen.iter().chain(&nearest.position).chain(&nearest.group);
            for field in fields.chain(&nearest.by) {
                if settings.fields.get(field) != Some(&Type::Text) {
                    let cure = Some(format!("declare \"{field}\" under fields with type text"));
                    self.problem(place, format!("\"{field}\" is not a profile field of type text"), cure);
                }
            }
            for (name, position) in &nearest.places {
                if Position::read(position).is_none() {
                    let cure = Some("write latitude and longitude: \"52.520008, 13.404954\"".to_string());
                    self.problem(place, format!("\"{position}\" of \"{name}\" is no position"), cure);
                }
            }
        }
        for (name, kind) in &settings.entities {
            let place = format!("settings › entity {name}");
            self.know(name);
            if FAMILIES.contains(&name.as_str()) || name.as_str().contains('.') {
                let cure = Some("give it a name of its own, without a point".into());
                self.problem(&place, format!("rules could not ask for \"{name}\""), cure);
            }
            if kind.key != Type::Text {
                self.problem(&place, "its key is no text", Some("write key: text, or leave it out".into()));
            }
            for field in kind.fields.keys() {
                self.know(field);
                if RESERVED.contains(&field.as_str()) || OF_EVERY_THING.contains(&field.as_str()) {
                    let cause = format!("\"{field}\" has a meaning of its own");
                    self.problem(&place, cause, Some("call the field something else".into()));
                }
            }
        }
    }
}

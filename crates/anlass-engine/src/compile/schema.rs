//! The organisation's own event types: names that mean something else already are refused.

use super::Compiler;
use anlass_model::event::Body;

/// Facts that every event at hand has: a field of this name could never be asked for.
const OF_EVERY_EVENT: [&str; 4] = ["name", "value", "place", "phase"];

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
    }
}

//! Which steps of journeys stand for what a former system said.

use super::Compiler;
use crate::program::{JourneyDef, MessageDef, StepKind};
use anlass_model::definition::RunKey;
use anlass_model::id::NameId;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

impl Compiler<'_> {
    /// What a former system said → the one step behind which somebody goes on.
    pub(super) fn formerly(
        &mut self,
        journeys: &[JourneyDef],
        messages: &[MessageDef],
    ) -> BTreeMap<NameId, (usize, usize)> {
        let mut found = BTreeMap::new();
        for (journey, definition) in journeys.iter().enumerate() {
            for (index, step) in definition.steps.iter().enumerate() {
                let StepKind::Message(message) = step.kind else { continue };
                let Some(message) = messages.get(message) else { continue };
                let place = format!("journey {} › step {}", definition.name, step.name);
                if definition.key == RunKey::Order && !message.formerly.is_empty() {
                    let cause = format!(
                        "\"{}\" was sent by a former system, for no order that is known",
                        message.name
                    );
                    let cure = Some("take formerly away from the message, or use key: customer".to_string());
                    self.problem(&place, cause, cure);
                }
                for campaign in &message.formerly {
                    match found.entry(*campaign) {
                        Entry::Vacant(entry) => {
                            entry.insert((journey, index));
                        }
                        Entry::Occupied(_) => {
                            let cause = format!(
                                "two steps stand for what \"{}\" or another message was formerly",
                                message.name
                            );
                            let cure = "let one step only say it: people go on behind that one".to_string();
                            self.problem(&place, cause, Some(cure));
                        }
                    }
                }
            }
        }
        found
    }
}

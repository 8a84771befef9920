//! What messages name: templates, fragments and slots, each with the nearest known name where one leads nowhere.

use super::{Compiler, frame, slot_of};
use crate::problem::nearest;
use anlass_model::consent::Class;
use anlass_model::definition::{Block, Message, Template};
use anlass_model::id::Name;

impl Compiler<'_> {
    /// Names of templates, fragments and slots that lead nowhere.
    pub(super) fn references(&mut self) {
        for (place, message) in self.messages() {
            let wanted = message.template.as_ref().map_or(frame::DEFAULT, Name::as_str);
            let Some(template) = self.templates.iter().find(|template| template.id.as_str() == wanted) else {
                let known = self.templates.iter().map(|template| template.id.as_str());
                let cure = suggestion(wanted, known, "define it under content › templates");
                self.problem(&place, format!("there is no template \"{wanted}\""), &cure);
                continue;
            };
            for block in &message.blocks {
                let place = format!("{place} › block {}", block.id);
                self.block_references(&place, message, block, template);
            }
        }
    }

    fn block_references(&mut self, place: &str, message: &Message, block: &Block, template: &Template) {
        let mut tags: &[Name] = &[];
        if let Some(wanted) = &block.fragment {
            let Some(fragment) = self.library.fragments.iter().find(|fragment| fragment.id == *wanted) else {
                let known = self.library.fragments.iter().map(|fragment| fragment.id.as_str());
                let cure = suggestion(wanted.as_str(), known, "define it under content › fragments");
                return self.problem(place, format!("there is no fragment \"{wanted}\""), &cure);
            };
            tags = &fragment.tags;
            let class = block.class.unwrap_or(message.class);
            if fragment.class == Some(Class::Advertising) && class == Class::Contract {
                let cause = format!("the advertising fragment \"{wanted}\" in a contract block");
                self.problem(place, cause, "make the block one of the class advertising");
            }
        }
        let Some(slot) = slot_of(block, template) else {
            let known: Vec<&str> = template.slots.iter().map(|slot| slot.id.as_str()).collect();
            let cause = format!("template \"{}\" has no such open slot", template.id);
            return self.problem(place, cause, &format!("use one of {}", known.join(", ")));
        };
        if slot.locked.is_some() {
            let cause = format!("the slot \"{}\" is locked", slot.id);
            self.problem(place, cause, "put the block into an open slot");
        }
        if !slot.tags.is_empty() && !slot.tags.iter().any(|tag| tags.contains(tag)) {
            let cause = format!("the slot \"{}\" takes other fragments only", slot.id);
            let wanted: Vec<&str> = slot.tags.iter().map(Name::as_str).collect();
            self.problem(place, cause, &format!("use a fragment tagged {}", wanted.join(" or ")));
        }
    }
}

fn suggestion<'n>(wanted: &str, known: impl Iterator<Item = &'n str>, otherwise: &str) -> String {
    nearest(wanted, known).map_or_else(|| otherwise.to_owned(), |near| format!("did you mean \"{near}\"?"))
}

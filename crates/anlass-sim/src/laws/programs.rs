//! What is published in the town, before and after the edit, and with a law broken on purpose.

use super::Mutation;
use anlass_model::consent::Class;
use anlass_model::definition::Definitions;

const TEXT: &str = include_str!("town.yaml");

/// The town's definitions; `edited` changes a wait and takes out a step, with a redirect.
pub(super) fn definitions(mutation: Mutation, edited: bool) -> Definitions {
    let mut definitions: Definitions =
        serde_saphyr::from_str(TEXT).expect("the town's definitions are well formed");
    for programme in &mut definitions.programmes {
        for journey in &mut programme.journeys {
            if edited && journey.id.as_str() == "cart-abandoned" {
                journey.steps.retain(|step| step.id.as_str() != "settle");
                let (from, to) = ("settle", "think");
                let name = |text| anlass_model::id::Name::new(text).expect("a fixed, valid name");
                journey.redirects.insert(name(from), name(to));
            }
            if mutation == Mutation::NoExit {
                journey.exit.clear();
            }
        }
        if mutation == Mutation::NoExit {
            // The last-moment look at the articles would notice as well.
            for message in &mut programme.messages {
                message.items = anlass_model::definition::Items::None;
            }
        }
        if mutation == Mutation::NoConsent {
            for message in &mut programme.messages {
                message.class = Class::Contract;
            }
        }
    }
    if mutation == Mutation::NoCap {
        definitions.settings.policy.caps.clear();
    }
    definitions
}

//! What a rule can ask about beside the person: the event and the run at hand, where there are any, and the
//! few texts that some facts can be. What would never be known at a place is refused there.

use super::{LoyaltyFact, RunOrderFact, Slot, Vocabulary};
use anlass_model::consent::Channel;
use anlass_model::definition::{RunKey, TierChange};
use anlass_model::event::Body;
use anlass_model::id::{Name, NameId};
use anlass_model::location::Crossing;
use anlass_model::value::Type;
use anlass_rules::Refused;

/// The one event that is no body of an event: it comes from the engine itself.
const PHASE_CHANGED: &str = "phase.changed";
/// Events that say for which channel and purpose.
const ABOUT_CONSENT: [&str; 2] = ["consent.changed", "consent.requested"];
/// Events that say something of a thing.
const ABOUT_THINGS: [&str; 2] = ["entity.changed", "entity.gone"];
/// Events that stand for several articles at once.
const SEVERAL_ARTICLES: [&str; 4] = ["order.placed", "order.extended", "order.cancelled", "order.returned"];
/// Shipped events of which `distinct` can count something: an article, a code, a delivery, a fence.
const TOLD_APART: [&str; 12] = [
    "product.viewed",
    "cart.added",
    "cart.removed",
    "voucher.redeemed",
    "message.opened",
    "message.clicked",
    "message.replied",
    "message.complained",
    "message.unsubscribed",
    Crossing::Entered.event_name(),
    Crossing::Exited.event_name(),
    Crossing::Dwelt.event_name(),
];

/// Where a rule is asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct AtHand {
    /// The name of the event that has just happened.
    pub event: Option<String>,
    /// What the run is about.
    pub run: Option<RunKey>,
    /// Of which entity the thing is that the run is about, where only one can be.
    pub entity: Option<Name>,
    /// It is a message's rule, which runs of any kind may send.
    pub any_run: bool,
}

fn not_here(message: String, cure: &str) -> Refused {
    Refused::NotAvailable { message, cure: cure.into() }
}

impl Vocabulary<'_> {
    pub(super) fn event(&self, field: &str) -> Result<Option<(Slot, Type)>, Refused> {
        let found = match field {
            "name" => (Slot::EventName, Type::Text),
            "value" => (Slot::EventValue, Type::Money),
            "place" => (Slot::EventPlace, Type::Text),
            "phase" => (Slot::EventPhase, Type::Text),
            // An organisation's own event may have fields of these names.
            "channel" if self.speaks_of_consent() => (Slot::EventChannel, Type::Text),
            "purpose" if self.speaks_of_consent() => (Slot::EventPurpose, Type::Text),
            "entity" if self.speaks_of_things() => (Slot::EventEntity, Type::Text),
            "key" if self.speaks_of_things() => (Slot::EventKey, Type::Text),
            "fence" if self.speaks_of_location() => (Slot::EventFence, Type::Text),
            "tier" if self.speaks_of_tiers() => (Slot::EventTier, Type::Text),
            _ => match self.event_field(field) {
                Some(kind) => (Slot::EventField { field: NameId::of(field), kind }, kind),
                None => return Ok(None),
            },
        };
        let Some(event) = &self.at_hand.event else {
            let cure = "ask in the entry by an event, or in the events that a wait ends with";
            return Err(not_here(
                format!("there is no event here that \"event.{field}\" could be about"),
                cure,
            ));
        };
        let comes = match &found.0 {
            Slot::EventPhase => event == PHASE_CHANGED,
            Slot::EventPlace => matches!(event.as_str(), "order.placed" | "order.extended"),
            Slot::EventField { .. } => self.declares(event, field),
            _ => event != PHASE_CHANGED,
        };
        if !comes {
            let cure = "ask for something that this event says, or wait for another one";
            return Err(not_here(format!("\"event.{field}\" does not come with \"{event}\""), cure));
        }
        Ok(Some(found))
    }

    fn speaks_of_consent(&self) -> bool {
        self.at_hand.event.as_deref().is_some_and(|event| ABOUT_CONSENT.contains(&event))
    }

    fn speaks_of_things(&self) -> bool {
        self.at_hand.event.as_deref().is_some_and(|event| ABOUT_THINGS.contains(&event))
    }

    fn speaks_of_location(&self) -> bool {
        let event = self.at_hand.event.as_deref();
        Crossing::ALL.iter().any(|crossing| event == Some(crossing.event_name()))
    }

    fn speaks_of_tiers(&self) -> bool {
        let event = self.at_hand.event.as_deref();
        TierChange::ALL.iter().any(|change| event == Some(change.event_name()))
    }

    /// The type of a field of the event at hand, or of any event that has it.
    fn event_field(&self, field: &str) -> Option<Type> {
        let events = &self.settings.events;
        let own = self.at_hand.event.as_ref().and_then(|event| events.get(event.as_str()));
        let mut all = own.into_iter().chain(events.values());
        all.find_map(|event| event.fields.get(field)).copied()
    }

    fn declares(&self, event: &str, field: &str) -> bool {
        self.settings.events.get(event).is_some_and(|event| event.fields.contains_key(field))
    }

    pub(super) fn run(&self, field: &str) -> Result<Option<(Slot, Type)>, Refused> {
        let order = |fact, kind| (Slot::RunOrder(fact), kind);
        let found = match field {
            "delivered" => (Slot::RunDelivered, Type::Bool),
            "entered" => (Slot::RunEntered, Type::Time),
            "order.lines" => order(RunOrderFact::Lines, Type::Int),
            "order.kept_lines" => order(RunOrderFact::KeptLines, Type::Int),
            "order.kept_value" => order(RunOrderFact::KeptValue, Type::Money),
            "order.full_return" => order(RunOrderFact::FullReturn, Type::Bool),
            "order.cancelled" => order(RunOrderFact::Cancelled, Type::Bool),
            _ if field.starts_with("entity.") => match self.run_thing(field.trim_start_matches("entity.")) {
                Some(found) => found,
                None => return Ok(None),
            },
            _ => match self.collected.iter().position(|name| name.as_str() == field) {
                Some(index) => (Slot::Collected(index), Type::Money),
                None => return Ok(None),
            },
        };
        match (self.at_hand.run, &found.0) {
            (None, _) => {
                let message = format!("there is no run here that \"run.{field}\" could be about");
                Err(not_here(message, "ask inside a journey, or in one of its messages"))
            }
            (Some(RunKey::Customer | RunKey::Order), Slot::RunThing { .. } | Slot::RunThingKey)
                if !self.at_hand.any_run =>
            {
                let message = format!("\"run.{field}\" needs a run for each thing of an entity");
                Err(not_here(message, "enter by a day of an entity, or write key: entity"))
            }
            (Some(RunKey::Customer | RunKey::Entity), Slot::RunOrder(_)) => {
                let message = format!("\"run.{field}\" needs a run for each order");
                Err(not_here(message, "write key: order, or ask for orders.last and the like"))
            }
            _ => Ok(Some(found)),
        }
    }

    /// Refuses to count what an event does not tell apart.
    pub(super) fn can_tell_apart(&self, event: &str) -> Result<(), Refused> {
        let own = self.settings.events.get(event);
        let has_text = own.is_some_and(|own| own.fields.values().any(|kind| *kind == Type::Text));
        if TOLD_APART.contains(&event) || has_text {
            return Ok(());
        }
        let message = format!("\"{event}\" has nothing that could be counted as distinct");
        Err(if SEVERAL_ARTICLES.contains(&event) {
            not_here(message, "it stands for several articles: ask for lines.count or its count instead")
        } else if own.is_some() {
            not_here(message, "declare a field of type text for it, or ask for its count")
        } else {
            not_here(message, "ask for its count")
        })
    }

    /// All texts that a fact can be, if they are few.
    pub(super) fn texts_of(&self, slot: &Slot) -> Option<Vec<String>> {
        match slot {
            Slot::Phase | Slot::EventPhase => Some(self.phases.iter().map(Name::to_string).collect()),
            Slot::EventName => Some(self.event_names().into_iter().map(str::to_string).collect()),
            Slot::EventChannel => Some(Channel::ALL.map(|channel| channel.as_str().to_string()).to_vec()),
            Slot::EventEntity => Some(self.settings.entities.keys().map(Name::to_string).collect()),
            Slot::Loyalty(LoyaltyFact::Tier) | Slot::EventTier => {
                let tiers = self.settings.loyalty.iter().flat_map(|loyalty| &loyalty.tiers);
                Some(tiers.map(|tier| tier.id.to_string()).collect())
            }
            Slot::EventPlace => Some(["online", "outlet"].map(str::to_string).to_vec()),
            _ => None,
        }
    }

    pub(super) fn event_names(&self) -> Vec<&str> {
        Body::NAMES.into_iter().chain(self.settings.events.keys().map(Name::as_str)).collect()
    }
}

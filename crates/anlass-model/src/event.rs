//! Events: immutable facts about a customer. Lines carry the catalogue's facts by value (family,
//! category), so a timeline can be replayed without any catalogue.

mod canonical;

pub use canonical::{CANONICAL, Canonical};

use crate::action::{Action, ActionKind, CauseSaid};
use crate::consent::{Channel, Class, ConsentAct, ObjectionAct, Proof};
use crate::correction::Correction;
use crate::definition::TierChange;
use crate::id::{
    CategoryId, FamilyId, Identifier, IntentId, MessageId, Name, OrderId, OutletId, ProductId, VaultId,
};
use crate::location::{Crossed, Crossing, Located};
use crate::restriction::RestrictionAct;
use crate::thing::{ThingAct, ThingSaid};
use crate::time::{Occurred, Received, Timestamp};
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// An article as an event saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Item {
    pub product: ProductId,
    /// The product, its variants and declared substitutes.
    pub family: FamilyId,
    pub category: CategoryId,
}

/// A line of an order, a cart or a return. `value` is the line's total in minor units, `quantity` pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Line {
    pub item: Item,
    pub quantity: i32,
    pub value: i64,
}

/// Where an order was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    Online,
    Outlet(OutletId),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: OrderId,
    pub place: Place,
    pub lines: Vec<Line>,
}

/// What a carrier reported about a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Receipt {
    /// The carrier took it.
    Accepted,
    /// The carrier refused it for good.
    Rejected,
    /// Nobody knows: the connection broke between hand-over and answer.
    Unknown,
    /// It reached the person's device or mailbox.
    Delivered,
    /// It came back: nobody is there, for good.
    Bounced,
    /// It could not be made into a letter or a text, so no carrier ever saw it.
    Unrendered,
    /// The carrier surely did not take it; it may be handed over again from this moment on.
    NotTaken { again: Timestamp },
    /// It came back, though somebody may be there: a full mailbox, a server that gave up.
    BouncedSoft,
}

/// What a person did with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reaction {
    Opened,
    Clicked,
    Replied,
    Complained,
    Unsubscribed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Body {
    /// Master data; `None` clears a field.
    Profile(Vec<(Name, Option<Value>)>),
    /// Further identifiers of the same person.
    Identified(Vec<Identifier>),
    Consent(ConsentAct),
    /// Objection to advertising, or its lifting.
    Objection(ObjectionAct),
    Viewed(Option<Item>),
    CartAdded(Line),
    CartRemoved(Line),
    CartCleared,
    Ordered(Order),
    /// Lines of an order that are not delivered; empty = the whole order.
    Cancelled {
        order: OrderId,
        lines: Vec<Line>,
    },
    /// Lines that came back; `order` is known, or `None` if it could not be assigned.
    Returned {
        order: Option<OrderId>,
        lines: Vec<Line>,
    },
    Receipt {
        delivery: IntentId,
        receipt: Receipt,
    },
    Reacted {
        delivery: Option<IntentId>,
        channel: Channel,
        reaction: Reaction,
    },
    Voucher {
        code: Box<str>,
    },
    /// The organisation's own event types.
    Custom {
        name: Name,
        value: i64,
        fields: Vec<(Name, Value)>,
    },
    /// A person followed a link of a letter to an article: a view like any other, but for its interest. The click as
    /// such is told by [`Body::Reacted`].
    Followed {
        delivery: Option<IntentId>,
        item: Item,
    },
    /// Somebody else's system wrote to the person: it counts in caps like a contact of ours.
    Contacted {
        channel: Channel,
        class: Class,
        /// What the other system called it.
        campaign: Box<str>,
    },
    /// A complete list of the source holds the person again, or no longer.
    Listed {
        delivered: bool,
    },
    /// Processing is restricted, or not any more.
    Restriction(Box<RestrictionAct>),
    /// A field of the profile was wrong.
    Corrected(Box<Correction>),
    /// Something done by telephone or in the shop.
    Acted(Box<Action>),
    /// What led to such an action, as somebody of the house says.
    CauseSaid(Box<CauseSaid>),
    /// Something that the person has, or has no more.
    Thing(Box<ThingAct>),
    /// Which fences somebody was in or near to at this moment; where that was stands nowhere.
    Located(Box<Located>),
    /// An app says that somebody came into a fence, or left it.
    Crossed(Box<Crossed>),
    /// Mail of another sender to this address came back, for good or not.
    Bounced {
        channel: Channel,
        address: Box<str>,
        for_good: bool,
    },
    /// Lines of an order that was told without them: they were refused, and let in later.
    Extended(Order),
}

impl Body {
    /// The name by which journeys and rules speak of this kind of event.
    #[must_use]
    pub fn event_name(&self) -> &str {
        match self {
            Body::Profile(_) => "profile.changed",
            Body::Identified(_) => "identified",
            Body::Consent(act) if act.granted && matches!(act.proof, Proof::Requested { .. }) => {
                "consent.requested"
            }
            Body::Consent(_) => "consent.changed",
            Body::Objection(_) => "objection",
            Body::Viewed(_) | Body::Followed { .. } => "product.viewed",
            Body::CartAdded(_) => "cart.added",
            Body::CartRemoved(_) => "cart.removed",
            Body::CartCleared => "cart.cleared",
            Body::Ordered(_) => "order.placed",
            Body::Cancelled { .. } => "order.cancelled",
            Body::Returned { .. } => "order.returned",
            Body::Receipt { .. } => "delivery.receipt",
            Body::Reacted { reaction, .. } => match reaction {
                Reaction::Opened => "message.opened",
                Reaction::Clicked => "message.clicked",
                Reaction::Replied => "message.replied",
                Reaction::Complained => "message.complained",
                Reaction::Unsubscribed => "message.unsubscribed",
            },
            Body::Voucher { .. } => "voucher.redeemed",
            Body::Custom { name, .. } => name.as_str(),
            Body::Contacted { .. } => CONTACTED,
            Body::Listed { delivered: true } => "list.returned",
            Body::Listed { delivered: false } => "list.left",
            Body::Restriction(_) => "restriction",
            Body::Corrected(_) => "profile.corrected",
            Body::Acted(action) => action.kind.event_name(),
            Body::CauseSaid(_) => CAUSE_SAID,
            Body::Thing(act) => match act.said {
                ThingSaid::Is(_) => "entity.changed",
                ThingSaid::Gone => "entity.gone",
            },
            Body::Located(_) => LOCATED,
            Body::Crossed(crossed) => crossed.crossing.event_name(),
            Body::Bounced { .. } => BOUNCED,
            Body::Extended(_) => "order.extended",
        }
    }

    /// All names of the shipped event types that journeys and rules may speak of, for checks and suggestions.
    pub const NAMES: [&'static str; 40] = [
        "profile.changed",
        "identified",
        "consent.changed",
        "consent.requested",
        "objection",
        "product.viewed",
        "cart.added",
        "cart.removed",
        "cart.cleared",
        "order.placed",
        "order.cancelled",
        "order.returned",
        "order.extended",
        "delivery.receipt",
        "message.opened",
        "message.clicked",
        "message.replied",
        "message.complained",
        "message.unsubscribed",
        "voucher.redeemed",
        "phase.changed",
        CONTACTED,
        BOUNCED,
        "list.left",
        "list.returned",
        "restriction",
        "profile.corrected",
        ActionKind::Called.event_name(),
        ActionKind::CatalogueRequested.event_name(),
        ActionKind::Visited.event_name(),
        ActionKind::Rated.event_name(),
        ActionKind::ReceiptTold.event_name(),
        CAUSE_SAID,
        "entity.changed",
        "entity.gone",
        Crossing::Entered.event_name(),
        Crossing::Exited.event_name(),
        Crossing::Dwelt.event_name(),
        TierChange::Reached.event_name(),
        TierChange::Lost.event_name(),
    ];
}

const CAUSE_SAID: &str = "cause.corrected";
/// No journey begins by it, so it is not among the names: what follows from it is a crossing.
const LOCATED: &str = "location.position";
const BOUNCED: &str = "address.bounced";

/// Name of [`Body::Contacted`], and of the message that such a contact is remembered by.
pub const CONTACTED: &str = "contact.elsewhere";

/// Number of a declared source (shop, till, import …) in the organisation's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourceId(pub u16);

impl SourceId {
    /// What Anlass says itself.
    pub const SELF: SourceId = SourceId(u16::MAX);
    /// Nobody noted it.
    pub const UNKNOWN: SourceId = SourceId(u16::MAX - 1);
    /// What somebody of the house corrected in a profile.
    pub const CORRECTION: SourceId = SourceId(u16::MAX - 2);
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    pub message: MessageId,
    pub source: SourceId,
    pub occurred: Occurred,
    pub received: Received,
    /// Not observed but invented by the simulator; shown as such wherever the event is shown.
    pub simulated: bool,
    pub body: Body,
}

impl Event {
    /// Facts are ordered by when they occurred, ties by message id.
    #[must_use]
    pub fn order_key(&self) -> (Occurred, MessageId) {
        (self.occurred, self.message)
    }
}

/// An event on its way in: whose it is, and what happened. What sources produce, what a history holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    pub vault: VaultId,
    /// Identifiers of one person; the strongest decides where the event enters.
    pub identifiers: Vec<Identifier>,
    pub event: Event,
}

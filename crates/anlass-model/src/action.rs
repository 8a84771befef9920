//! What people do by telephone and in the shop: noted by somebody of the house, or told by one of its systems. What may
//! have led to it is found from what was sent before, unless somebody said so.

use crate::consent::Said;
use crate::event::Item;
use crate::id::{CategoryId, IntentId, MessageId, OutletId};
use serde::{Deserialize, Serialize};

/// Kinds may only be added at the end: timelines hold their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// They called the support.
    Called,
    CatalogueRequested,
    /// They came into an outlet.
    Visited,
    Rated,
    /// They told the number of a receipt.
    ReceiptTold,
}

impl ActionKind {
    pub const ALL: [ActionKind; 5] = [
        ActionKind::Called,
        ActionKind::CatalogueRequested,
        ActionKind::Visited,
        ActionKind::Rated,
        ActionKind::ReceiptTold,
    ];

    /// The name by which journeys and rules speak of it.
    #[must_use]
    pub const fn event_name(self) -> &'static str {
        match self {
            ActionKind::Called => "support.called",
            ActionKind::CatalogueRequested => "catalogue.requested",
            ActionKind::Visited => "outlet.visited",
            ActionKind::Rated => "rating.given",
            ActionKind::ReceiptTold => "receipt.told",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub kind: ActionKind,
    /// The article it was about, with its node.
    pub item: Option<Item>,
    /// The node it was about, where no article was named.
    pub category: Option<CategoryId>,
    pub outlet: Option<OutletId>,
    /// A code that they quoted, as on a voucher.
    pub code: Option<Box<str>>,
    pub receipt: Option<Box<str>>,
    /// From 1, the worst, to 5.
    pub rating: Option<u8>,
    pub subject: Option<Box<str>>,
    /// Who noted it; `None`: a system told it.
    pub said: Option<Said>,
}

impl Action {
    /// Nothing but what was done.
    #[must_use]
    pub fn of(kind: ActionKind) -> Action {
        Action {
            kind,
            item: None,
            category: None,
            outlet: None,
            code: None,
            receipt: None,
            rating: None,
            subject: None,
            said: None,
        }
    }

    /// The node it was about.
    #[must_use]
    pub fn node(&self) -> Option<CategoryId> {
        self.item.map(|item| item.category).or(self.category)
    }
}

/// Somebody of the house said what led to an action. The newest word about it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CauseSaid {
    /// The event that told of the action.
    pub action: MessageId,
    /// `None`: nothing that was sent.
    pub cause: Option<IntentId>,
    pub said: Said,
}

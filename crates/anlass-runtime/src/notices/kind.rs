//! Kinds of notices: what others may ask to hear of.

use serde::{Deserialize, Serialize};

/// What others may ask to hear of, by the names under which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    MessageDecided,
    MessageSent,
    MessageDelivered,
    MessageUncertain,
    MessageBounced,
    MessageFailed,
    MessageSuppressed,
    MessageOpened,
    MessageClicked,
    MessageReplied,
    MessageComplained,
    MessageUnsubscribed,
    ConsentChanged,
    ObjectionChanged,
    ProfileChanged,
    CustomerCreated,
    CustomerIdentified,
    CustomerMerged,
    CustomerUnmerged,
    CustomerErased,
    SegmentEntered,
    SegmentLeft,
    PhaseChanged,
    StockBack,
    StockLow,
    PriceDropped,
    CategoryNew,
}

impl Kind {
    pub const ALL: [Kind; 27] = [
        Kind::MessageDecided,
        Kind::MessageSent,
        Kind::MessageDelivered,
        Kind::MessageUncertain,
        Kind::MessageBounced,
        Kind::MessageFailed,
        Kind::MessageSuppressed,
        Kind::MessageOpened,
        Kind::MessageClicked,
        Kind::MessageReplied,
        Kind::MessageComplained,
        Kind::MessageUnsubscribed,
        Kind::ConsentChanged,
        Kind::ObjectionChanged,
        Kind::ProfileChanged,
        Kind::CustomerCreated,
        Kind::CustomerIdentified,
        Kind::CustomerMerged,
        Kind::CustomerUnmerged,
        Kind::CustomerErased,
        Kind::SegmentEntered,
        Kind::SegmentLeft,
        Kind::PhaseChanged,
        Kind::StockBack,
        Kind::StockLow,
        Kind::PriceDropped,
        Kind::CategoryNew,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::MessageDecided => "message.decided",
            Kind::MessageSent => "message.sent",
            Kind::MessageDelivered => "message.delivered",
            Kind::MessageUncertain => "message.uncertain",
            Kind::MessageBounced => "message.bounced",
            Kind::MessageFailed => "message.failed",
            Kind::MessageSuppressed => "message.suppressed",
            Kind::MessageOpened => "message.opened",
            Kind::MessageClicked => "message.clicked",
            Kind::MessageReplied => "message.replied",
            Kind::MessageComplained => "message.complained",
            Kind::MessageUnsubscribed => "message.unsubscribed",
            Kind::ConsentChanged => "consent.changed",
            Kind::ObjectionChanged => "objection.changed",
            Kind::ProfileChanged => "profile.changed",
            Kind::CustomerCreated => "customer.created",
            Kind::CustomerIdentified => "customer.identified",
            Kind::CustomerMerged => "customer.merged",
            Kind::CustomerUnmerged => "customer.unmerged",
            Kind::CustomerErased => "customer.erased",
            Kind::SegmentEntered => "segment.entered",
            Kind::SegmentLeft => "segment.left",
            Kind::PhaseChanged => "phase.changed",
            Kind::StockBack => "stock.back",
            Kind::StockLow => "stock.low",
            Kind::PriceDropped => "price.dropped",
            Kind::CategoryNew => "category.new",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

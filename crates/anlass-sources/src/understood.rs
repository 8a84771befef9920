//! What the ways in besides files and SDKs have in common: what they know, what they understood, what they left out and
//! why. Shops, foreign events and analytics exports are put into the collector's words ([`words`]) and
//! read by it, so that an order means the same wherever it comes from.

mod why;
pub(crate) mod words;

pub use why::{LeftOut, Refused, Why};

use crate::collector::{self, Limits, Meaning, Target, Trust};
use crate::json::{self, Bounds, Json, Unfit};
use anlass_model::catalogue::{Catalogue, Mention};
use anlass_model::definition::Settings;
use anlass_model::event::{Arrival, SourceId};
use anlass_model::id::{Identifier, MessageId, VaultId, parts_hash};
use anlass_model::time::{Received, Timestamp};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// More than any shop sends at once.
pub(crate) const BODY_BYTES_MAX: usize = 8 << 20;
/// Descriptions of articles are long, carts and orders have many lines.
pub(crate) const BOUNDS: Bounds = Bounds { depth_max: 32, values_max: 200_000, text_bytes_max: 1 << 20 };
/// Names of topics and things are told up to this length.
const ABOUT_CHARACTERS_MAX: usize = 100;

static LIMITS: LazyLock<Limits> = LazyLock::new(Limits::default);

/// Where what was sent belongs, and what is known there.
#[derive(Clone, Copy, Debug)]
pub struct Knowledge<'a> {
    pub vault: VaultId,
    pub source: SourceId,
    /// Whether the sender may say who somebody is and prove consent. A delivery whose signature was checked may.
    pub trust: Trust,
    pub settings: &'a Settings,
    pub catalogue: &'a Catalogue,
    pub received: Received,
    /// Stands before the customer and order numbers of this sender; needed where several shops of a vault number
    /// their customers by themselves, for the same number would join strangers.
    pub prefix: Option<&'a str>,
    /// The sender's own ids of articles and stock items → the article's number, as learnt from
    /// [`ProductChange::ids`].
    pub articles: &'a BTreeMap<Box<str>, Box<str>>,
}

impl<'a> Knowledge<'a> {
    pub(crate) fn target(&self) -> Target<'a> {
        Target {
            vault: self.vault,
            source: self.source,
            trust: self.trust,
            identity: None,
            settings: self.settings,
            catalogue: self.catalogue,
            limits: &LIMITS,
        }
    }

    /// A customer's or order's number, unlike those of other senders.
    pub(crate) fn number(&self, number: &str) -> String {
        match self.prefix {
            Some(prefix) => format!("{prefix}-{number}"),
            None => number.to_owned(),
        }
    }

    /// Id of what is said about a thing: the same however often and by whatever delivery it is said.
    pub(crate) fn message(&self, parts: &[&str]) -> MessageId {
        let source = self.source.0.to_le_bytes();
        let parts = parts.iter().map(|part| part.as_bytes());
        MessageId::Hash(parts_hash(&[&b"said"[..], &source].into_iter().chain(parts).collect::<Vec<_>>()))
    }
}

/// What was understood of a delivery. Nothing is dropped: what became neither is in `left_out`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    pub arrivals: Vec<Arrival>,
    /// What they name and no list does.
    pub mentions: Vec<Mention>,
    pub products: Vec<ProductChange>,
    pub stock: Vec<StockChange>,
    pub privacy: Vec<PrivacyRequest>,
    pub left_out: Vec<LeftOut>,
}

impl Understood {
    /// Whether nothing at all came of it; no delivery may end so.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.arrivals.is_empty()
            && self.products.is_empty()
            && self.stock.is_empty()
            && self.privacy.is_empty()
            && self.left_out.is_empty()
    }
}

/// An article that the shop changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductChange {
    /// Under which the shop itself speaks of it and of its stock; see [`Knowledge::articles`].
    pub ids: Vec<Box<str>>,
    /// `None`: the shop names only its own id, and no earlier change said which article that is.
    pub number: Option<Box<str>>,
    pub at: Option<Timestamp>,
    pub change: Change,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// How it is now, as far as the shop says it.
    Written(Box<Written>),
    /// These fields changed; the new values have to be fetched.
    Touched(Vec<Box<str>>),
    Deleted,
}

/// An article as a shop describes it. Amounts are minor units of the vault's currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub name: Option<Box<str>>,
    pub price: Option<i64>,
    /// What it cost before, as the shop states it.
    pub list_price: Option<i64>,
    /// The product it is a variant of, by the shop's id.
    pub group: Option<Box<str>>,
    pub categories: Vec<Box<str>>,
    pub url: Option<Box<str>>,
    pub image: Option<Box<str>>,
    /// Whether it is shown in the shop at all.
    pub is_public: Option<bool>,
}

/// How many pieces of an article there are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockChange {
    pub number: Box<str>,
    /// The outlet's number with the shop; `None`: all of them together.
    pub outlet: Option<Box<str>>,
    pub pieces: i64,
    pub at: Option<Timestamp>,
}

/// Something for the privacy desk: it is reported, never acted upon here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivacyRequest {
    pub kind: PrivacyKind,
    /// Whom it is about; empty if it is about everybody.
    pub identifiers: Vec<Identifier>,
    /// The sender's own number of the request, if it has one.
    pub reference: Option<Box<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrivacyKind {
    /// The person asks to be told what is stored.
    Access,
    /// The person asks to be forgotten.
    Erase,
    /// The shop deleted the account; whether the person is to be forgotten here as well, the desk decides.
    AccountDeleted,
    /// The shop has ended the connection and asks for everything that came from it to be erased.
    EraseShop,
}

impl PrivacyKind {
    pub const ALL: [PrivacyKind; 4] =
        [PrivacyKind::Access, PrivacyKind::Erase, PrivacyKind::AccountDeleted, PrivacyKind::EraseShop];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            PrivacyKind::Access => "access",
            PrivacyKind::Erase => "erase",
            PrivacyKind::AccountDeleted => "account_deleted",
            PrivacyKind::EraseShop => "erase_shop",
        }
    }
}

/// Reads a whole body within bounds.
pub(crate) fn read(body: &[u8]) -> Result<Json<'_>, Refused> {
    if body.len() > BODY_BYTES_MAX {
        return Err(Refused::TooLarge { max: BODY_BYTES_MAX });
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    json::read(body, &BOUNDS).map_err(|unfit| match unfit {
        Unfit::NotUtf8 => Refused::NotUtf8,
        Unfit::NotJson => Refused::NotJson,
        Unfit::TooDeep => Refused::TooDeep { max: BOUNDS.depth_max },
        Unfit::TooManyValues => Refused::TooManyValues { max: BOUNDS.values_max },
        Unfit::TextTooLong => Refused::TextTooLong { max: BOUNDS.text_bytes_max },
    })
}

/// A delivery while it is being understood.
pub(crate) struct Story<'k, 'a> {
    pub(crate) known: &'k Knowledge<'a>,
    pub(crate) understood: Understood,
}

impl<'k, 'a> Story<'k, 'a> {
    pub(crate) fn new(known: &'k Knowledge<'a>) -> Story<'k, 'a> {
        Story { known, understood: Understood::default() }
    }

    /// Says one thing in the collector's words; what cannot be taken is left out with its reason.
    pub(crate) fn say(&mut self, about: &str, message: MessageId, event: &Json<'_>) {
        self.say_at(about, message, event, self.known.received);
    }

    /// The same of something that was received at another moment than the delivery.
    pub(crate) fn say_at(&mut self, about: &str, message: MessageId, event: &Json<'_>, received: Received) {
        match collector::understand(event, message, received, &self.known.target()) {
            Ok(meaning) => self.mean(meaning),
            Err(reason) => self.leave_out(about, Why::Unfit(reason)),
        }
    }

    /// Says one thing that only an event type of the organisation can hold. `is_only`: it is all that was said.
    pub(crate) fn say_own(&mut self, about: &str, message: MessageId, event: &Json<'_>, is_only: bool) {
        match collector::understand(event, message, self.known.received, &self.known.target()) {
            Ok(meaning) => self.mean(meaning),
            Err(collector::Reason::UnknownEvent { name, .. }) if is_only => {
                self.leave_out(about, Why::NotDeclared { event: name });
            }
            Err(collector::Reason::UnknownEvent { .. }) => {}
            Err(reason) => self.leave_out(about, Why::Unfit(reason)),
        }
    }

    pub(crate) fn mean(&mut self, meaning: Meaning) {
        self.understood.arrivals.extend(meaning.arrivals);
        self.understood.mentions.extend(meaning.mentions);
    }

    pub(crate) fn leave_out(&mut self, about: &str, why: Why) {
        let about = about.chars().filter(|c| !c.is_control()).take(ABOUT_CHARACTERS_MAX).collect::<String>();
        self.understood.left_out.push(LeftOut { about: about.into(), why });
    }
}

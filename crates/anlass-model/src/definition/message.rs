//! Messages: what one step or mailing wants to say.

use super::{FragmentBody, LanguageTag, Localised};
use crate::consent::{Channel, Class};
use crate::id::Name;
use crate::time::SpanText;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A list of blocks from day one. `class` holds for the whole; a block may be of another class, and a
/// contract message drops its advertising blocks where advertising is not allowed, and is still sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    pub id: Name,
    pub name: Localised,
    pub class: Class,
    /// Purpose for which consent is asked ("offers", "service" …).
    pub purpose: Name,
    /// In order of preference.
    pub channels: Vec<Channel>,
    /// Overrides the programme's priority.
    #[serde(default)]
    pub priority: Option<u8>,
    /// How long it may wait from intent to hand-over; absent: the policy's.
    #[serde(default)]
    pub max_age: Option<SpanText>,
    /// How long it waits for competitors; absent: the policy's (contract: none).
    #[serde(default)]
    pub dwell: Option<SpanText>,
    /// Must still be true immediately before hand-over.
    #[serde(default)]
    pub relevant: Option<String>,
    /// Which articles it speaks about; sold-out ones are taken out at the last moment.
    #[serde(default)]
    pub items: Items,
    /// It tells of goods like those that customers bought, and that they may object: where a country's law allows it, it may
    /// go to customers who gave no consent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub to_customers: bool,
    /// Its articles are offered at the person's own outlet: what is not there counts as sold out, and its price holds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_outlet: bool,
    /// Articles it offers by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offers: Option<Offers>,
    /// What former systems called it: whoever got it from one does not get it again in a journey, and goes on behind it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<Box<str>>,
    #[serde(default)]
    pub needs: Vec<Freshness>,
    /// Pool from which every recipient gets one code.
    #[serde(default)]
    pub voucher: Option<Name>,
    /// Nodes of the taxonomy that it is about, by their paths, beside those of its articles: a catalogue of the garden. What
    /// somebody does about such a node within 28 days probably follows from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Box<str>>,
    /// Absent: the name of the message.
    #[serde(default)]
    pub subject: Option<Localised>,
    /// What mailboxes show beside the subject.
    #[serde(default)]
    pub preheader: Option<Localised>,
    /// Absent: the default template.
    #[serde(default)]
    pub template: Option<Name>,
    #[serde(default)]
    pub blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Items {
    #[default]
    None,
    /// What lies in the cart.
    Cart,
    /// What was kept of the run's order.
    OrderKept,
    /// What the occasion is about by which the journey was entered: there again, cheaper, running out, new.
    Occasion,
}

/// Articles that a message offers by name. What is sold out in the moment of release is not offered; the next one fills
/// its slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offers {
    /// The best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<NamedArticle>,
    /// Fills the slots that these leave open with what suits the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommend: Option<Recommend>,
    /// How many slots there are.
    #[serde(default = "one")]
    pub show: u8,
    /// Each is called reduced: only what truly is, by the lowest price of the last 30 days, is offered.
    #[serde(default)]
    pub reduced: bool,
    /// What happens where no article is left.
    #[serde(default)]
    pub otherwise: Otherwise,
}

/// Articles found for each person: what another recommender named for them, then what goes with what they bought and looked
/// at, then what sells best. Never what they bought, gave back or have in the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recommend {
    /// How articles go together.
    #[serde(default)]
    pub by: Relation,
    /// Only articles under this node of the taxonomy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Box<str>>,
    /// What was bought longer ago may be offered again; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_after: Option<SpanText>,
    /// What was seen since, on the web or by a link of a letter, is not offered; absent: it may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_seen_within: Option<SpanText>,
    /// A text field of the profile in which another recommender names articles by their numbers, the best first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Name>,
    /// What that field said longer ago is too old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field_fresh: Option<SpanText>,
    /// Whether slots that stay open are filled with what sells best.
    #[serde(default = "yes")]
    pub popular: bool,
}

/// How articles go together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same people bought them.
    Bought,
    /// The same people looked at them.
    Viewed,
    #[default]
    Either,
}

fn yes() -> bool {
    true
}

fn one() -> u8 {
    1
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedArticle {
    pub article: Box<str>,
    /// The price that is struck through, as in `199.00`; it is offered only if that was truly the lowest of the last 30
    /// days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Box<str>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// The message is not sent.
    #[default]
    Hold,
    /// It is sent without them.
    Without,
}

/// The message waits while a source is older than `max_lag`, for people for whom `when` is true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freshness {
    pub source: Name,
    pub max_lag: SpanText,
    #[serde(default)]
    pub when: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    pub id: Name,
    /// Absent: the message's.
    #[serde(default)]
    pub class: Option<Class>,
    #[serde(default)]
    pub when: Option<String>,
    /// Absent: the template's first open slot.
    #[serde(default)]
    pub slot: Option<Name>,
    /// What the block is in channels without a layout, and in mail if neither `fragment` nor `body` says more.
    #[serde(default)]
    pub text: Localised,
    /// A fragment of the library.
    #[serde(default)]
    pub fragment: Option<Name>,
    /// A layout of the block's own.
    #[serde(default)]
    pub body: BTreeMap<LanguageTag, FragmentBody>,
}

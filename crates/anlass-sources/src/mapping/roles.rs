//! What a file about people can be read for: order lines, profiles, consents, objections, vouchers, contacts, reactions, own
//! events, exports of analytics.

use super::columns::{Canonical, Code, FileName, Flag, Moment, Pattern, Person, ProfileField};
use crate::analytics::Tool;
use anlass_model::action::ActionKind;
use anlass_model::consent::Channel;
use anlass_model::id::{IdentifierKind, Name};
use anlass_model::time::SpanText;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A file, and what stands beside each of its rows in other files.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Join {
    pub(crate) file: FileName,
    /// The column that leads there …
    pub(crate) here: String,
    /// … and the one it is found in.
    pub(crate) there: String,
}

/// The file of order lines.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Orders {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) number: Code,
    pub(crate) customer: Person,
    pub(crate) article: Code,
    /// Fills the catalogue from this file: the name an article has most often.
    #[serde(default)]
    pub(crate) article_name: Option<String>,
    /// Absent: each row is one piece.
    #[serde(default)]
    pub(crate) quantity: Option<String>,
    pub(crate) value: ValueColumn,
    pub(crate) occurred: Moment,
    pub(crate) place: PlaceColumn,
    #[serde(default)]
    pub(crate) exact_duplicates: Duplicates,
    #[serde(default)]
    pub(crate) free_lines: FreeLines,
    #[serde(default)]
    pub(crate) not_articles: Vec<Pattern>,
    /// Order numbers that are ledger entries.
    #[serde(default)]
    pub(crate) bookkeeping: Vec<Pattern>,
    #[serde(default)]
    pub(crate) takes_back: Option<TakesBack>,
    /// Orders that were cancelled as a whole, by what a column says.
    #[serde(default)]
    pub(crate) cancelled: Option<Saying>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ValueColumn {
    /// What the retailer got for the line.
    Total(String),
    /// To be multiplied with the quantity.
    UnitPrice(String),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlaceColumn {
    Online,
    Outlet(OutletColumn),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletColumn {
    pub(crate) column: String,
    #[serde(default, rename = "as")]
    pub(crate) canonical: Canonical,
    #[serde(default)]
    pub(crate) name_prefix: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Duplicates {
    #[default]
    Keep,
    Drop,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FreeLines {
    #[default]
    Keep,
    Skip,
}

/// Orders of negative quantities that name no original order; see [`crate::import`] for the rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakesBack {
    pub(crate) numbers: Pattern,
    pub(crate) cancelled_within: SpanText,
}

/// A column that says something of a whole order by one of these texts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Saying {
    pub(crate) column: String,
    pub(crate) values: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profiles {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) customer: Person,
    /// Further identifiers of the same person.
    #[serde(default)]
    pub(crate) also: Vec<Person>,
    /// All of it was so from the start of this day on …
    #[serde(default)]
    pub(crate) on: Option<Date>,
    /// … or each row from its own moment on.
    #[serde(default)]
    pub(crate) changed: Option<Moment>,
    /// Profile field ← column. Empty fields say nothing.
    pub(crate) fields: BTreeMap<Name, ProfileField>,
}

/// Who may be written to: a former newsletter tool's list of opt-ins and opt-outs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Consents {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) customer: Person,
    #[serde(default)]
    pub(crate) also: Vec<Person>,
    /// Absent: all channels.
    #[serde(default)]
    pub(crate) channel: Option<Channel>,
    /// Absent: all purposes.
    #[serde(default)]
    pub(crate) purpose: Option<Name>,
    pub(crate) granted: Flag,
    pub(crate) occurred: Moment,
    /// Without it a grant is recorded, and never sufficient.
    #[serde(default)]
    pub(crate) proof: ProofForm,
}

/// What a grant in a file can be proven by.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProofForm {
    /// The confirming click; where the moment of asking is empty, the row proves nothing.
    DoubleOptIn {
        text: Name,
        #[serde(default)]
        asked: Option<Moment>,
    },
    /// A scan; where its column is empty, the row proves nothing.
    Document { text: Name, column: String },
    /// The former system's own record.
    Imported { text: Name, from: Name },
    #[default]
    None,
}

/// A block list: people who objected to advertising.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Objections {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) customer: Person,
    #[serde(default)]
    pub(crate) also: Vec<Person>,
    pub(crate) occurred: Moment,
}

/// What another system sent to people: its contacts count in caps.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contacts {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) customer: Person,
    #[serde(default)]
    pub(crate) also: Vec<Person>,
    pub(crate) channel: Channel,
    /// Which of them belonged to a contract; the others are advertising.
    #[serde(default = "never")]
    pub(crate) contract: Flag,
    /// What the other system called it.
    #[serde(default)]
    pub(crate) campaign: Option<String>,
    pub(crate) occurred: Moment,
}

fn never() -> Flag {
    Flag::Always(false)
}

/// What became of another system's mail: what came back, was opened, clicked, complained about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reactions {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) customer: Person,
    #[serde(default)]
    pub(crate) also: Vec<Person>,
    #[serde(default = "email")]
    pub(crate) channel: Channel,
    pub(crate) what: What,
    /// The column of the address that mail came back from, where no identifier of the row is one.
    #[serde(default)]
    pub(crate) address: Option<String>,
    pub(crate) occurred: Moment,
    /// The other system's own number of it; without it what the row says stands for it.
    #[serde(default)]
    pub(crate) number: Option<Code>,
}

fn email() -> Channel {
    Channel::Email
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    Always(Happened),
    Column(WhatColumn),
}

/// By which texts a column says what happened; rows that say anything else are not taken.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhatColumn {
    pub(crate) column: String,
    pub(crate) values: BTreeMap<String, Happened>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Happened {
    /// It came back for good.
    Bounced,
    BouncedSoft,
    Opened,
    Clicked,
    Complained,
    Unsubscribed,
}

impl Happened {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Happened::Bounced => "bounced",
            Happened::BouncedSoft => "bounced_soft",
            Happened::Opened => "opened",
            Happened::Clicked => "clicked",
            Happened::Complained => "complained",
            Happened::Unsubscribed => "unsubscribed",
        }
    }
}

impl Reactions {
    /// Whether rows may tell of addresses, and none names one.
    pub(crate) fn lacks_address(&self) -> bool {
        let is_bounce = |what: &Happened| matches!(what, Happened::Bounced | Happened::BouncedSoft);
        let tells = match &self.what {
            What::Always(what) => is_bounce(what),
            What::Column(column) => column.values.values().any(is_bounce),
        };
        let mut people = std::iter::once(&self.customer).chain(&self.also);
        tells && self.address.is_none() && !people.any(|person| person.kind == IdentifierKind::Email)
    }
}

/// An export of web analytics, which says itself what is in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Analytics {
    pub(crate) file: FileName,
    pub(crate) format: Tool,
    /// What the tool's user id is here; absent: nobody says whose it is, and the tool's cookie alone tells people apart.
    #[serde(default)]
    pub(crate) user: Option<IdentifierKind>,
}

/// What happened to people, as one of the organisation's own event types.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Events {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) event: Name,
    /// Only rows whose column says one of these texts are of this type; absent: all.
    #[serde(default)]
    pub(crate) only: Option<Saying>,
    pub(crate) customer: Person,
    #[serde(default)]
    pub(crate) also: Vec<Person>,
    pub(crate) occurred: Moment,
    /// The sender's own number of what happened; without it what the row says stands for it.
    #[serde(default)]
    pub(crate) number: Option<Code>,
    /// Its amount of money.
    #[serde(default)]
    pub(crate) value: Option<String>,
    /// Of `rating.given`: the column of ratings from 1 to 5 …
    #[serde(default)]
    pub(crate) rating: Option<String>,
    /// … and that of the order or receipt they are about.
    #[serde(default)]
    pub(crate) order: Option<Code>,
    /// Field ← column. Empty fields say nothing.
    #[serde(default)]
    pub(crate) fields: BTreeMap<Name, ProfileField>,
}

impl Events {
    /// Whether it is of the shipped kind of events that files can tell, and no type of the organisation.
    pub(crate) fn are_ratings(&self) -> bool {
        self.event.as_str() == ActionKind::Rated.event_name()
    }

    /// What of it does not go together, if anything: which key, why, and what helps.
    pub(crate) fn flaw(&self) -> Option<[&'static str; 3]> {
        let is_own = self.value.is_some() || !self.fields.is_empty();
        match (self.are_ratings(), self.rating.is_some() || self.order.is_some()) {
            (true, _) if self.rating.is_none() => Some([
                "rating",
                "no column of ratings is named",
                "write \"rating\" with a column of whole numbers from 1 to 5",
            ]),
            (true, _) if is_own => Some([
                "event",
                "a rating has neither a value nor fields",
                "leave them out, or name an event type of your own",
            ]),
            (false, true) => Some([
                "event",
                "only rating.given has a rating and its order",
                "write event: rating.given, or map the column under \"fields\"",
            ]),
            _ => None,
        }
    }
}

/// What people have: each row is a thing of an entity that the settings declare.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entities {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) entity: Name,
    pub(crate) key: Code,
    pub(crate) customer: Person,
    #[serde(default)]
    pub(crate) also: Vec<Person>,
    /// All of it was so from the start of this day on …
    #[serde(default)]
    pub(crate) on: Option<Date>,
    /// … or each row from its own moment on.
    #[serde(default)]
    pub(crate) changed: Option<Moment>,
    /// Rows of what is theirs no more.
    #[serde(default = "never")]
    pub(crate) gone: Flag,
    /// Field ← column. Empty fields say nothing.
    #[serde(default)]
    pub(crate) fields: BTreeMap<Name, ProfileField>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vouchers {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) customer: Person,
    pub(crate) code: Code,
    pub(crate) occurred: Moment,
}

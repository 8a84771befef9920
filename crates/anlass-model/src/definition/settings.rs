//! Settings of an organisation: schema, sources, policy, phases, rhythm.

use super::{Countries, IdentifierRule, Language, Localised, Loyalty, Matching, Retention};
use crate::consent::Channel;
use crate::id::{IdentifierKind, Name, parts_hash};
use crate::location::Location;
use crate::money::Currency;
use crate::org::Organisation;
use crate::time::SpanText;
use crate::value::Type;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub name: String,
    pub organisation: Organisation,
    pub currency: Currency,
    /// IANA name; quiet hours and local times of customers without a zone of their own.
    pub time_zone: String,
    /// Region for public holidays: `DE`, `DE-BY`, `AT`, `CH` …, or `none` where no day shall count as one. Whoever
    /// asks for holidays must say which.
    #[serde(default)]
    pub region: Option<String>,
    /// Seed of holdouts and splits; change it and everybody is drawn anew.
    #[serde(default)]
    pub seed: u64,
    /// Profile fields and their types.
    #[serde(default)]
    pub fields: BTreeMap<Name, Type>,
    /// Which profile field holds the address for a channel; a channel not listed needs none.
    #[serde(default)]
    pub addresses: BTreeMap<Channel, Name>,
    /// The organisation's own event types.
    #[serde(default)]
    pub events: BTreeMap<Name, EventType>,
    /// What customers have beside a profile: vehicles, pets, contracts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub entities: BTreeMap<Name, EntityType>,
    /// What kinds of identifiers may do, where it is not the usual: see [`Settings::strength`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub identifiers: BTreeMap<IdentifierKind, IdentifierRule>,
    /// Fields of which not the newest value stands: the sources that go first, in this order; of sources not named the
    /// newest.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub survivorship: BTreeMap<Name, Vec<Name>>,
    /// By which fields people who look alike are found and suggested as one; absent: nobody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<Matching>,
    /// What people call purposes, fields, events and whatever else has only an id, by that.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<Name, Localised>,
    #[serde(default)]
    pub sources: Vec<Source>,
    #[serde(default)]
    pub traits: BTreeMap<Name, String>,
    #[serde(default)]
    pub segments: BTreeMap<Name, String>,
    #[serde(default)]
    pub policy: Policy,
    #[serde(default)]
    pub phases: Phases,
    #[serde(default)]
    pub rhythm: Rhythm,
    /// What counts as interest in a node of the taxonomy, and for how long.
    #[serde(default, skip_serializing_if = "is_usual_interest")]
    pub interest: Interest,
    /// Words that people agreed to elsewhere, on paper or in a former system, by the name that their proofs give.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub consent_texts: BTreeMap<Name, Localised>,
    /// Law by the recipient's country; absent: what each channel needs anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub countries: Option<Countries>,
    /// What is erased by itself after some time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention: Option<Retention>,
    /// How a person's own outlet is found, and whose prices are theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Nearest>,
    /// Sign-up forms; a consent asked for there has to be confirmed by a click.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Form>,
    /// Fences, and how crossings of them are told; absent: nobody is located.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Points and tiers; absent: there is no loyalty programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loyalty: Option<Loyalty>,
}

impl Settings {
    /// What own event types and entities are called, where it stands with them.
    pub fn labels(&self) -> impl Iterator<Item = (&Name, &Localised)> {
        let events = self.events.iter().map(|(name, kind)| (name, &kind.label));
        let entities = self.entities.iter().map(|(name, kind)| (name, &kind.label));
        events.chain(entities).filter_map(|(name, label)| label.as_ref().map(|label| (name, label)))
    }

    /// The words behind the name of a text that people agreed to.
    #[must_use]
    pub fn consent_text(&self, name: &Name) -> Option<&Localised> {
        let form = || self.forms.iter().find(|form| form.text_name() == *name).map(|form| &form.text);
        self.consent_texts.get(name).or_else(form)
    }
}

/// Which outlet is a person's: the one they chose, else the one nearest to where they are, else the one nearest to the place
/// that a field such as the postal code names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nearest {
    /// Profile field with the number of an outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Name>,
    /// Profile field with a position: `52.520008, 13.404954`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Name>,
    /// Profile fields whose values `places` names, the first first: postal code, city.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Name>,
    /// Where these values are. Of a code that is not named, its longest beginning that is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub places: BTreeMap<String, String>,
    /// Profile field with the price group of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Name>,
}

/// A form by which somebody asks to be written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub id: Name,
    /// The words that people agree to.
    pub text: Localised,
    /// In which it speaks to everybody, where it is written in one language only; absent: in the visitor's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    pub channel: Channel,
    pub purpose: Name,
    /// Further profile fields it asks for.
    #[serde(default)]
    pub fields: Vec<Name>,
    /// Those among `fields` without which it is not sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<Name>,
    /// Whose events the sign-ups are.
    pub source: Name,
    /// Its headline; absent: the organisation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Localised>,
    /// What stands on its button; absent: the usual word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button: Option<Localised>,
    /// An address of the organisation's to which people are led after it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colours: Option<FormColours>,
}

/// Colours of a form, each as `#0c5c63`; absent: the usual one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormColours {
    /// Of its button; what stands on it is black or white, whichever is read better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<String>,
}

impl FormColours {
    /// Red, green and blue of a colour as it is written.
    #[must_use]
    pub fn parts(text: &str) -> Option<[u8; 3]> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some([part(0)?, part(2)?, part(4)?])
    }

    /// How light a colour is, from 0 to 255,000: the weights of ITU-R BT.601.
    #[must_use]
    pub fn light(parts: [u8; 3]) -> u32 {
        let [red, green, blue] = parts.map(u32::from);
        red * 299 + green * 587 + blue * 114
    }
}

impl Form {
    /// The name of exactly these words, for the proof: other words have another one.
    #[must_use]
    pub fn text_name(&self) -> Name {
        let hash = parts_hash(&[self.text.de.as_bytes(), self.text.en.as_bytes()]);
        // An id may be as long as a name: what makes it this one stands in the hash.
        let id: String = self.id.as_str().chars().take(40).collect();
        Name::new(&format!("{id}.{:016x}", hash >> 64)).expect("a short id and hexadecimal digits")
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventType {
    /// What people call it; absent: what [`Settings::names`] says, or its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Localised>,
    #[serde(default)]
    pub fields: BTreeMap<Name, Type>,
}

/// A kind of thing that somebody may have any number of, each with a key of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntityType {
    /// What the key is; always a text.
    #[serde(default = "text")]
    pub key: Type,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Localised>,
    #[serde(default)]
    pub fields: BTreeMap<Name, Type>,
}

fn text() -> Type {
    Type::Text
}

/// A declared source; its number stands in events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub id: Name,
    pub number: u16,
    /// It delivers in files or at intervals: how far its data reach is told, not assumed to be `now`.
    #[serde(default)]
    pub delayed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    pub caps: Vec<Cap>,
    pub over_cap: OverCap,
    pub quiet_hours: Vec<QuietHours>,
    /// How long an advertising intent waits for competitors.
    pub dwell: SpanText,
    /// How long an intent may wait from creation to hand-over.
    pub max_age: SpanText,
    /// What loses against a better message: put off or dropped.
    pub losers: OverCap,
    /// People kept untouched by all advertising, in percent (0 … 50).
    pub holdout_percent: u8,
    /// How long somebody has to confirm a consent they asked for (double opt-in).
    #[serde(skip_serializing_if = "is_usual_opt_in")]
    pub opt_in_within: SpanText,
}

/// Time to confirm a consent, if the settings do not say otherwise.
const OPT_IN_WITHIN: SpanText = SpanText(crate::time::DAY.times(7));

fn is_usual_opt_in(within: &SpanText) -> bool {
    *within == OPT_IN_WITHIN
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            caps: Vec::new(),
            over_cap: OverCap::Defer,
            quiet_hours: Vec::new(),
            dwell: SpanText(crate::time::MINUTE.times(10)),
            max_age: SpanText(crate::time::DAY.times(3)),
            losers: OverCap::Defer,
            holdout_percent: 0,
            opt_in_within: OPT_IN_WITHIN,
        }
    }
}

/// At most `max` advertising contacts within any window of this length, over all programmes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    pub id: Name,
    pub max: u32,
    pub within: SpanText,
    /// Empty: all channels together.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// `max` for people who asked for less; absent: half of it, rounded up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub less: Option<u32>,
}

impl Cap {
    /// How many contacts are allowed for somebody who asked for less: never more than for others, and none only
    /// where nobody gets any.
    #[must_use]
    pub fn max_less(&self) -> u32 {
        self.less.unwrap_or(self.max.div_ceil(2)).max(1).min(self.max)
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverCap {
    #[default]
    Defer,
    Drop,
}

/// No advertising on these channels between two local times (may span midnight).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    pub from: Time,
    pub to: Time,
    /// Empty: all.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// Also the whole of Sundays and public holidays.
    #[serde(default)]
    pub sundays_and_holidays: bool,
}

/// One phase: the first whose rule is true is the customer's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    pub id: Name,
    pub name: Localised,
    pub when: String,
}

/// In order; the last one's rule should be `true`. Absent: the shipped eight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phases(pub Vec<Phase>);

/// A person's own rhythm: days are counted once; the expected gap is the largest usual gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rhythm {
    /// Silent for longer than this percentage of the longest own gap counts as inactive …
    pub inactive_percent: u32,
    /// … and for longer than this as at risk.
    pub at_risk_percent: u32,
    /// Gaps shorter than this do not make anybody inactive sooner than this.
    pub floor: SpanText,
    /// For one-time buyers of a first category with too few repeaters to learn from.
    pub fallback_gap: SpanText,
    /// First category (deepest node, as text path) → expected second-order gap, learned from history.
    pub category_gaps: BTreeMap<String, SpanText>,
}

/// Points for what somebody does with articles of a node, or of a node under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Interest {
    /// Looked at on the web.
    pub viewed: Signal,
    /// Followed a link of a letter.
    pub followed: Signal,
    pub carted: Signal,
    /// A line of an order, kept at least in part.
    pub bought: Signal,
    /// A line of an order that came back as a whole.
    pub returned: Signal,
}

/// Points that halve over a half-life, in whole days; less than a day counts as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    pub points: i32,
    pub half_life: SpanText,
}

fn is_usual_interest(interest: &Interest) -> bool {
    *interest == Interest::default()
}

impl Default for Interest {
    /// Purchases tell for months and looks for weeks: on the purchases of Complete Journey half-lives of 90 to 180 days
    /// foretold the next two weeks best, and 14 days did worse than none. That of looks is not measured.
    fn default() -> Interest {
        let signal = |points, days| Signal { points, half_life: SpanText(crate::time::DAY.times(days)) };
        Interest {
            viewed: signal(1, 14),
            followed: signal(2, 14),
            carted: signal(3, 14),
            bought: signal(10, 120),
            returned: signal(-5, 120),
        }
    }
}

impl Default for Rhythm {
    fn default() -> Rhythm {
        Rhythm {
            inactive_percent: 150,
            at_risk_percent: 110,
            floor: SpanText(crate::time::DAY.times(28)),
            fallback_gap: SpanText(crate::time::DAY.times(90)),
            category_gaps: BTreeMap::new(),
        }
    }
}

impl Default for Phases {
    /// Prospect, first-time buyer, second-time buyer, regular, top, at risk, inactive, reactivated, and the
    /// full returner of requirement J07 in front.
    fn default() -> Phases {
        let phase = |id: &str, de: &str, en: &str, when: &str| Phase {
            id: Name::new(id).expect("a fixed, valid name"),
            name: Localised { de: de.into(), en: en.into() },
            when: when.into(),
        };
        Phases(vec![
            phase("prospect", "Interessent", "prospect", "orders.count == 0"),
            phase("full_returner", "Vollretournierer", "full returner", "orders.kept == 0"),
            phase("inactive", "Inaktiv", "inactive", "since(orders.last) > rhythm.inactive_after"),
            phase("at_risk", "Gefährdet", "at risk", "since(orders.last) > rhythm.at_risk_after"),
            phase("reactivated", "Reaktiviert", "reactivated", "rhythm.reactivated"),
            phase("top", "Top-Kunde", "top", "orders.count(within = 365d) >= 12"),
            phase("regular", "Stammkunde", "regular", "orders.days >= 3"),
            phase("second_time", "Zweitkäufer", "second-time buyer", "orders.days == 2"),
            phase("first_time", "Erstkäufer", "first-time buyer", "true"),
        ])
    }
}

//! Programmes, journeys, mailings.

use super::{Localised, Message};
use crate::id::Name;
use crate::time::SpanText;
use crate::value::Value;
use jiff::civil::{DateTime, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Aims carry the field's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    Activation,
    Retention,
    EmotionalBond,
    Development,
}

/// Goal, holdout and priority around journeys and mailings that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    pub id: Name,
    pub name: Localised,
    pub aim: Aim,
    /// Who answers for it: a name or an address.
    #[serde(default)]
    pub owner: Option<String>,
    /// What its data have to be like. While they are worse it is not made live, and one that runs is stopped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<DataNeed>,
    /// Rule that says the programme reached its aim with a person.
    #[serde(default)]
    pub goal: Option<String>,
    /// How long after somebody's first exposure the goal counts as reached; absent: 30 days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_within: Option<SpanText>,
    /// People kept untouched, in percent (0 … 50).
    #[serde(default)]
    pub holdout_percent: u8,
    /// 0 … 100; ranks its messages in the arbiter.
    #[serde(default = "middle")]
    pub priority: u8,
    #[serde(default)]
    pub stopped: bool,
    /// Additional standing segments, name → rule.
    #[serde(default)]
    pub segments: BTreeMap<Name, String>,
    /// Additional traits, name → expression.
    #[serde(default)]
    pub traits: BTreeMap<Name, String>,
    #[serde(default)]
    pub journeys: Vec<Journey>,
    #[serde(default)]
    pub mailings: Vec<Mailing>,
    #[serde(default)]
    pub messages: Vec<Message>,
}

fn middle() -> u8 {
    50
}

/// What some data have to be like: a field or a fact is at least so good, or a source has delivered lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataNeed {
    /// A profile field; without a source: from each that delivers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Name>,
    /// What files hold: one of [`DataNeed::FACTS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Name>,
    /// Lowest score of the field or fact, 1 … 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u8>,
    /// Longest time since the source delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most_old: Option<SpanText>,
}

impl DataNeed {
    /// What can be delivered and graded, as mappings call it.
    pub const FACTS: [&'static str; 10] = [
        "articles",
        "outlets",
        "prices",
        "stock",
        "orders",
        "profiles",
        "consents",
        "objections",
        "vouchers",
        "contacts",
    ];
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    pub id: Name,
    pub name: Localised,
    pub entry: Entry,
    #[serde(default)]
    pub key: RunKey,
    #[serde(default)]
    pub reentry: Reentry,
    /// Values that a run keeps from the events that entered or extended it.
    #[serde(default)]
    pub collect: BTreeMap<Name, Collect>,
    #[serde(default)]
    pub exit: Vec<Exit>,
    pub steps: Vec<Step>,
    /// Where runs go that stand on a step which no longer exists: old step → new step.
    #[serde(default)]
    pub redirects: BTreeMap<Name, Name>,
}

/// Why a redirect ends at no step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Astray {
    /// Neither a step nor redirected itself.
    Nowhere(Name),
    /// It leads back to itself.
    Circle,
}

impl Journey {
    /// The step at which a redirect ends, over others if need be.
    ///
    /// # Errors
    /// [`Astray`].
    pub fn redirected(&self, from: &Name) -> Result<&Name, Astray> {
        let mut at = self.redirects.get(from).ok_or_else(|| Astray::Nowhere(from.clone()))?;
        for _ in 0..self.redirects.len() {
            if self.has_step(at) {
                return Ok(at);
            }
            at = self.redirects.get(at).ok_or_else(|| Astray::Nowhere(at.clone()))?;
        }
        if self.has_step(at) { Ok(at) } else { Err(Astray::Circle) }
    }

    fn has_step(&self, name: &Name) -> bool {
        self.steps.iter().any(|step| step.id == *name)
    }

    /// Keeps the redirects of an earlier version that still lead to a step: people who were not looked at in
    /// between stand where that version left them.
    pub(super) fn inherit(&mut self, before: &Journey) {
        let mut inherited: Vec<Name> = Vec::new();
        for (from, to) in &before.redirects {
            if !self.has_step(from) && !self.redirects.contains_key(from) {
                self.redirects.insert(from.clone(), to.clone());
                inherited.push(from.clone());
            }
        }
        // What leads nowhere any more goes silently: the author answers for their own ones only.
        while let Some(astray) = inherited.iter().position(|from| self.redirected(from).is_err()) {
            self.redirects.remove(&inherited.remove(astray));
        }
    }
}

/// Exactly one of `event`, `segment`, `date`, `schedule`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<DateEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Further condition at the moment of entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// What to do in years without a 29 February.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeapDay {
    #[default]
    Feb28,
    Mar1,
}

/// A day in the profile, or of each thing of an entity (`vehicle.inspection`), every year or once, at a local time of the
/// customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateEntry {
    pub field: Name,
    #[serde(default = "nine")]
    pub at: Time,
    /// Days before (negative) or after the day.
    #[serde(default)]
    pub offset_days: i32,
    #[serde(default = "yes")]
    pub yearly: bool,
    #[serde(default)]
    pub leap_day: LeapDay,
}

fn nine() -> Time {
    Time::constant(9, 0, 0, 0)
}

fn yes() -> bool {
    true
}

/// Every matching local day at a time, for everybody whom `when` of the entry admits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    #[serde(default = "nine")]
    pub at: Time,
    /// Empty: every day. `mon` … `sun`.
    #[serde(default)]
    pub weekdays: Vec<String>,
    #[serde(default)]
    pub day_of_month: Option<i8>,
}

/// Whether a customer has one run of the journey at a time, or one per order, or one per thing of an entity; of the day of
/// an entity there is one per thing, whatever is said here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunKey {
    #[default]
    Customer,
    Order,
    Entity,
}

/// What a further entry does to somebody who is inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inside {
    #[default]
    Ignore,
    /// The run goes on; a wait it stands in starts anew, collected values add up.
    Extend,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reentry {
    #[serde(default)]
    pub inside: Inside,
    /// Earliest re-entry after the last run began; absent: at once.
    #[serde(default)]
    pub after: Option<SpanText>,
    #[serde(default)]
    pub never: bool,
}

/// How a run keeps a number of its entering events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Collect {
    /// Sum of `event.value`.
    Sum,
    /// `event.value` of the newest.
    Last,
    Count,
}

/// A rule that ends a run wherever it stands; also checked immediately before hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exit {
    pub id: Name,
    /// What people read where a run ended by it; absent: its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Localised>,
    pub when: String,
}

/// Exactly one of the kinds; `next` names the following step, absent: the next in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub id: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Wait>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<Branch>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<Vec<Arm>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<Attribute>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Webhook>,
    /// Rule; the run ends as reached where it is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Name>,
}

/// A wait: `for` a duration, `until` a local window, or until an event or rule with a timeout.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    pub duration: Option<SpanText>,
    /// Events that start a `for` anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extend_on: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<LocalWindow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventCase>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<SpanText>,
    /// Step after the timeout; absent: the next one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Name>,
    /// After an edit that changes a duration: keep the due times of waiting runs, or compute them anew.
    #[serde(default)]
    pub recompute: bool,
}

/// A window on the customer's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalWindow {
    pub from: Time,
    /// Absent: the end of the day.
    #[serde(default)]
    pub to: Option<Time>,
    /// Empty: every day. `mon` … `sun`.
    #[serde(default)]
    pub weekdays: Vec<String>,
    #[serde(default)]
    pub not_on_holidays: bool,
}

/// A way out of a wait for events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventCase {
    pub on: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    pub cases: Vec<Case>,
    /// Absent: the next step.
    #[serde(default)]
    pub otherwise: Option<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub when: String,
    pub next: Name,
}

/// One arm of a stable-hash split; the percentages add up to 100.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arm {
    pub percent: u8,
    pub next: Name,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    pub field: Name,
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub number: Option<i64>,
    #[serde(default)]
    pub flag: Option<bool>,
}

impl Attribute {
    /// The value to set; `None` clears the field.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        match (&self.text, self.number, self.flag) {
            (Some(text), _, _) => Some(Value::Text(text.as_str().into())),
            (None, Some(number), _) => Some(Value::Int(number)),
            (None, None, flag) => flag.map(Value::Bool),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    pub url: String,
}

/// A one-off sending without a graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mailing {
    pub id: Name,
    pub name: Localised,
    /// Rule over everybody in the vault; may be empty where `list` says who.
    #[serde(default)]
    pub audience: String,
    pub message: Name,
    /// Local time of the organisation.
    pub at: DateTime,
    /// A frozen list of customers; with an audience, both must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Name>,
    /// Nothing more is planned for it, and what is planned does not leave.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stopped: bool,
}

//! A program: the definitions of one organisation, compiled, checked and immutable. Its id is the hash of
//! their canonical form, and every timeline entry names the program that decided.

use anlass_model::consent::{Channel, Class};
use anlass_model::definition::{
    Collect, DateEntry, Definitions, EventCase, Items, LocalWindow, Localised, Otherwise, OverCap,
    QuietHours, Relation, RunKey, Schedule, Subtree,
};
use anlass_model::event::{Body, Event, SourceId};
use anlass_model::id::{CategoryId, Name, NameId, ProductId, ProgramId};
use anlass_model::time::{Span, Timestamp};
use anlass_model::value::Value;
use anlass_rules::{Compiled, Rule, SlotId};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

use crate::compile::program_id;
use crate::contacts::campaign_of;
use crate::countries::CountryTable;
use crate::slots::{Slot, Touch};

pub struct Program {
    pub id: ProgramId,
    pub definitions: Definitions,
    pub zone: TimeZone,
    pub slots: Vec<Slot>,
    pub traits: Vec<(Name, Compiled)>,
    pub segments: Vec<Segment>,
    pub phases: Vec<PhaseDef>,
    /// The order in which phases and segments are judged.
    pub standing: Vec<Standing>,
    /// What can change phases or segments.
    pub standing_touch: Touch,
    /// Events of which occurrences are kept, and for how long exactly.
    pub streams: BTreeMap<NameId, Span>,
    pub programmes: Vec<ProgrammeDef>,
    pub journeys: Vec<JourneyDef>,
    pub journey_index: BTreeMap<NameId, usize>,
    pub messages: Vec<MessageDef>,
    pub message_index: BTreeMap<NameId, usize>,
    pub mailings: Vec<MailingDef>,
    /// Event name → journeys that somebody enters by it.
    pub entries: BTreeMap<NameId, Vec<usize>>,
    /// What a former system said → the journey and the step that would say it.
    pub formerly: BTreeMap<NameId, (usize, usize)>,
    pub caps: Vec<CapDef>,
    pub quiet_hours: Vec<QuietHours>,
    pub rhythm: RhythmTable,
    pub addresses: BTreeMap<Channel, NameId>,
    /// Fields of which the values of some sources go first.
    pub survivorship: BTreeMap<NameId, Vec<SourceId>>,
    /// Field that holds a customer's own zone, if the schema has one.
    pub zone_field: NameId,
    /// Readable names behind hashes.
    pub names: BTreeMap<NameId, Name>,
    /// Contacts are remembered for this long.
    pub contacts_keep: Span,
    /// Law by country, if the settings name it.
    pub countries: Option<CountryTable>,
    /// Whether any rule asks for interest.
    pub asks_interest: bool,
}

pub struct Segment {
    pub name: Name,
    pub id: NameId,
    pub rule: Rule,
}

/// What is judged as one: the phases, of which the first that holds counts, or a segment by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Phases,
    Segment(usize),
}

pub struct PhaseDef {
    pub name: Name,
    pub id: NameId,
    pub title: Localised,
    pub rule: Rule,
}

pub struct ProgrammeDef {
    pub name: Name,
    pub id: NameId,
    pub title: Localised,
    pub priority: u8,
    pub holdout_percent: u8,
    pub stopped: bool,
    pub goal: Option<Rule>,
    /// What can change the goal, besides time.
    pub goal_touch: Touch,
    /// How long after the first exposure the goal counts as reached.
    pub goal_within: Span,
}

pub enum EntryDef {
    Event(NameId),
    Segment(NameId),
    Date(DateEntry),
    /// By a day of each thing: entity and field.
    ThingDate {
        of: (NameId, NameId),
        entry: DateEntry,
    },
    Schedule(Schedule),
}

pub struct JourneyDef {
    pub name: Name,
    pub id: NameId,
    pub programme: usize,
    pub entry: EntryDef,
    pub when: Option<Rule>,
    pub key: RunKey,
    pub extends: bool,
    pub never_again: bool,
    pub again_after: Span,
    pub collect: Vec<(Name, Collect)>,
    pub exits: Vec<(Name, Rule)>,
    pub steps: Vec<StepDef>,
    pub step_index: BTreeMap<NameId, usize>,
    pub redirects: BTreeMap<NameId, NameId>,
    /// Whether a step of it says something that belongs to a contract.
    pub carries_contract: bool,
    /// So long after its occasion it may still have something to say; `None`: that has no known end.
    pub says_until: Option<Span>,
}

pub struct StepDef {
    pub name: Name,
    pub id: NameId,
    pub kind: StepKind,
    /// Index of the following step; `steps.len()` ends the run.
    pub next: usize,
}

pub enum StepKind {
    Wait(WaitDef),
    Branch { cases: Vec<(Rule, usize)>, otherwise: usize },
    Split(Vec<(u8, usize)>),
    Message(usize),
    Attribute { field: NameId, value: Option<Value> },
    Webhook { url: String },
    Goal(Rule),
    Exit(Name),
}

impl StepKind {
    /// The rules that decide what a step does.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &Rule> {
        let (cases, wait, goal) = match self {
            StepKind::Branch { cases, .. } => (cases.as_slice(), None, None),
            StepKind::Wait(wait) => (&[] as &[_], Some(wait), None),
            StepKind::Goal(rule) => (&[] as &[_], None, Some(rule)),
            _ => (&[] as &[_], None, None),
        };
        let events =
            wait.into_iter().flat_map(|wait| wait.events.iter().filter_map(|case| case.when.as_ref()));
        let waited = wait.and_then(|wait| wait.rule.as_ref());
        cases.iter().map(|(rule, _)| rule).chain(events).chain(waited).chain(goal)
    }
}

pub struct WaitDef {
    pub duration: Option<Span>,
    pub extend_on: Vec<NameId>,
    pub until: Option<LocalWindow>,
    pub events: Vec<WaitEvent>,
    pub rule: Option<Rule>,
    pub timeout: Option<Span>,
    pub otherwise: usize,
    pub recompute: bool,
}

impl WaitDef {
    /// Whether every run rests here for a while, whenever it comes.
    #[must_use]
    pub fn rests(&self) -> bool {
        self.rule.is_none() && self.duration.or(self.timeout).is_some_and(|span| span.0 > 0)
    }
}

pub struct WaitEvent {
    pub on: NameId,
    pub when: Option<Rule>,
    pub next: usize,
    pub source: EventCase,
}

pub struct MessageDef {
    pub name: Name,
    pub id: NameId,
    pub title: Localised,
    pub programme: usize,
    pub class: Class,
    pub purpose: Name,
    pub channels: Vec<Channel>,
    pub priority: u8,
    pub max_age: Span,
    pub dwell: Span,
    pub relevant: Option<Rule>,
    pub items: Items,
    /// Customers may get it without consent, where the law allows that.
    pub to_customers: bool,
    /// Stock and prices are those of the person's own outlet.
    pub at_outlet: bool,
    pub offers: Option<OffersDef>,
    /// By what a contact of a former system is known to have said the same.
    pub formerly: Vec<NameId>,
    pub needs: Vec<FreshnessDef>,
    pub voucher: Option<Name>,
    /// Nodes that it is about, beside those of its articles.
    pub about: Vec<CategoryId>,
    pub blocks: Vec<BlockDef>,
}

/// Articles that a message offers by name, and those that are found for each person.
pub struct OffersDef {
    /// The best first.
    pub articles: Vec<NamedOffer>,
    pub recommend: Option<RecommendDef>,
    /// Slots to fill.
    pub show: usize,
    /// Each is called reduced.
    pub reduced: bool,
    pub otherwise: Otherwise,
}

pub struct RecommendDef {
    pub by: Relation,
    pub category: Option<CategoryId>,
    /// What was bought longer ago may be offered again.
    pub again_after: Option<Span>,
    /// What was seen since is not offered.
    pub not_seen_within: Option<Span>,
    pub field: Option<NameId>,
    pub field_fresh: Option<Span>,
    pub popular: bool,
}

pub struct NamedOffer {
    pub product: ProductId,
    /// The price, in minor units, that is struck through.
    pub was: Option<i64>,
}

pub struct FreshnessDef {
    pub source: Name,
    pub max_lag: Span,
    pub delayed: bool,
    pub when: Option<Rule>,
}

pub struct BlockDef {
    pub name: Name,
    pub class: Class,
    pub when: Option<Rule>,
}

pub struct MailingDef {
    pub name: Name,
    pub id: NameId,
    pub programme: usize,
    pub audience: Rule,
    pub message: usize,
    pub at: Timestamp,
    /// A frozen list of customers; who is on it, the shell knows.
    pub list: Option<Name>,
    pub stopped: bool,
}

pub struct CapDef {
    pub name: Name,
    pub max: usize,
    /// For people who asked for less.
    pub max_less: usize,
    pub within: Span,
    pub channels: Vec<Channel>,
}

impl CapDef {
    #[must_use]
    pub fn covers(&self, channel: Channel) -> bool {
        self.channels.is_empty() || self.channels.contains(&channel)
    }
}

/// The rhythm's parameters, see [`crate::rhythm`].
pub struct RhythmTable {
    pub inactive_percent: u32,
    pub at_risk_percent: u32,
    pub floor: Span,
    pub fallback_gap: Span,
    pub category_gaps: BTreeMap<CategoryId, Span>,
}

impl Program {
    /// Whether over-cap intents wait for room.
    #[must_use]
    pub fn defers_over_cap(&self) -> bool {
        self.definitions.settings.policy.over_cap == OverCap::Defer
    }

    /// Whether losers of an arbitration try again.
    #[must_use]
    pub fn defers_losers(&self) -> bool {
        self.definitions.settings.policy.losers == OverCap::Defer
    }

    /// The journey, and the step of it that would say what a former system told of having said.
    #[must_use]
    pub fn said_by(&self, event: &Event) -> Option<(usize, usize)> {
        let Body::Contacted { campaign, .. } = &event.body else { return None };
        self.formerly.get(&campaign_of(campaign)).copied()
    }

    /// Whether a node of the taxonomy lies under another one that a rule names.
    #[must_use]
    pub fn is_under(&self, own: CategoryId, wanted: CategoryId) -> bool {
        let subtrees = &self.definitions.subtrees;
        let found = subtrees.binary_search_by_key(&wanted, |subtree| subtree.node);
        let subtree = found.ok().and_then(|at| subtrees.get(at));
        subtree.is_some_and(|subtree| subtree.under.binary_search(&own).is_ok())
    }

    /// The same program where other nodes lie under those that its rules name.
    #[must_use]
    pub fn with_subtrees(mut self, subtrees: Vec<Subtree>) -> Program {
        if subtrees != self.definitions.subtrees {
            self.definitions.subtrees = subtrees;
            self.id = program_id(&self.definitions);
        }
        self
    }

    /// The nodes of the taxonomy that rules name, sorted: what lies under them belongs to the program.
    #[must_use]
    pub fn nodes(&self) -> Vec<CategoryId> {
        let named = self.slots.iter().filter_map(|slot| match slot {
            Slot::Lines { category, .. } | Slot::Interest(category) => *category,
            _ => None,
        });
        let mut nodes: Vec<CategoryId> = named.collect();
        nodes.sort_unstable();
        nodes.dedup();
        nodes
    }

    /// Every rule and trait, by its place in the documents, with the slots that it reads.
    #[must_use]
    pub fn rules(&self) -> Vec<(String, &[SlotId])> {
        let mut all: Vec<(String, &[SlotId])> = Vec::new();
        all.extend(self.traits.iter().map(|(name, value)| (format!("trait {name}"), value.slots())));
        all.extend(self.segments.iter().map(|one| (format!("segment {}", one.name), one.rule.slots())));
        all.extend(self.phases.iter().map(|one| (format!("phase {}", one.name), one.rule.slots())));
        for one in &self.programmes {
            all.extend(one.goal.iter().map(|rule| (format!("goal of {}", one.name), rule.slots())));
        }
        for journey in &self.journeys {
            let place = format!("journey {}", journey.name);
            all.extend(journey.when.iter().map(|rule| (format!("{place} › entry"), rule.slots())));
            let exits = journey.exits.iter();
            all.extend(exits.map(|(name, rule)| (format!("{place} › exit {name}"), rule.slots())));
            for step in &journey.steps {
                let rules = step.kind.rules();
                all.extend(rules.map(|rule| (format!("{place} › step {}", step.name), rule.slots())));
            }
        }
        for message in &self.messages {
            let needs = message.needs.iter().filter_map(|need| need.when.as_ref());
            let blocks = message.blocks.iter().filter_map(|block| block.when.as_ref());
            let rules = message.relevant.iter().chain(needs).chain(blocks);
            all.extend(rules.map(|rule| (format!("message {}", message.name), rule.slots())));
        }
        all.extend(self.mailings.iter().map(|one| (format!("mailing {}", one.name), one.audience.slots())));
        all
    }

    /// Whether a mailing may pass, and what it planned may leave.
    #[must_use]
    pub fn sends(&self, mailing: &MailingDef) -> bool {
        !mailing.stopped && self.programmes.get(mailing.programme).is_some_and(|programme| !programme.stopped)
    }

    #[must_use]
    pub fn journey(&self, id: NameId) -> Option<&JourneyDef> {
        self.journey_index.get(&id).and_then(|index| self.journeys.get(*index))
    }

    #[must_use]
    pub fn message(&self, id: NameId) -> Option<&MessageDef> {
        self.message_index.get(&id).and_then(|index| self.messages.get(*index))
    }

    /// The readable name behind a hash, or the hash itself.
    #[must_use]
    pub fn name(&self, id: NameId) -> String {
        self.names.get(&id).map_or_else(|| format!("#{:016x}", id.0), ToString::to_string)
    }

    /// The authored name behind a hash, for reasons that carry names.
    #[must_use]
    pub fn known_name(&self, id: NameId) -> Option<Name> {
        self.names.get(&id).cloned()
    }
}

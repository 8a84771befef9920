//! The vocabulary of rules: which references exist, of which type they are, and which slot answers them.
//! The answers themselves are in [`crate::facts`].

mod arguments;
mod at_hand;
mod bought;
#[cfg(test)]
mod documented;
mod names;
mod things;

use self::arguments::{Arguments, at_first, bad_named, bad_position};
pub(crate) use self::at_hand::AtHand;
use self::bought::{cart, interest, lines, loyalty, orders, rhythm};
pub(crate) use self::names::FAMILIES;
use self::names::{NAMES, STREAMS};
pub(crate) use self::things::RESERVED;
pub(crate) use self::things::{Days, ThingFact, ThingsWanted};
use crate::codec::Sections;
use crate::program::Program;
use anlass_model::calendar;
use anlass_model::consent::Channel;
use anlass_model::definition::Settings;
use anlass_model::id::{CategoryId, Name, NameId};
use anlass_model::time::{DAY, Span};
use anlass_model::value::Type;
use anlass_rules::{Compiled, Reference, Refused, Schema, SlotId, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// What a rule about contacts sees that names no window.
const CONTACTS_WHOLE: Span = DAY.times(730);

/// What a slot answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    Orders {
        fact: OrderFact,
        within: Option<Span>,
        place: Option<PlaceKind>,
    },
    Lines {
        fact: LineFact,
        category: Option<CategoryId>,
        within: Option<Span>,
    },
    Rhythm(RhythmFact),
    Cart(CartFact),
    /// Points of interest in a node and all under it, or in everything.
    Interest(Option<CategoryId>),
    Consent {
        channel: Channel,
        purpose: NameId,
    },
    /// Whether somebody asked for a consent and can still confirm it.
    Requested {
        channel: Channel,
        purpose: NameId,
    },
    Objection,
    Profile {
        field: NameId,
        kind: Type,
    },
    /// Years since a day in the profile.
    Age(NameId),
    Phase,
    PhaseSince,
    Segment(NameId),
    EventName,
    EventValue,
    EventPlace,
    EventPhase,
    EventChannel,
    EventPurpose,
    EventField {
        field: NameId,
        kind: Type,
    },
    /// A value the run collected.
    Collected(usize),
    RunDelivered,
    RunEntered,
    RunOrder(RunOrderFact),
    Stream {
        event: NameId,
        fact: StreamFact,
        within: Option<Span>,
    },
    /// What somebody has of an entity.
    Things(Box<ThingsWanted>),
    /// A field of the thing that the run is about.
    RunThing {
        field: NameId,
        kind: Type,
    },
    RunThingKey,
    EventEntity,
    EventKey,
    Contacts {
        last: bool,
        channel: Option<Channel>,
        within: Option<Span>,
    },
    /// Whether they are in a fence, or in any.
    LocationInside(Option<Box<str>>),
    Loyalty(LoyaltyFact),
    /// The fence of a crossing.
    EventFence,
    /// The tier that was reached or lost.
    EventTier,
    Trait(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderFact {
    Count,
    Kept,
    FullReturns,
    Days,
    Value,
    First,
    Last,
    Max,
    Min,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineFact {
    Count,
    Value,
    /// When something of it was bought last and kept.
    Last,
    /// How long it usually lasts until more of it is bought.
    Gap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceKind {
    Online,
    Outlet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RhythmFact {
    Gap,
    InactiveAfter,
    AtRiskAfter,
    Reactivated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CartFact {
    Open,
    Lines,
    Value,
    Changed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoyaltyFact {
    Points,
    Tier,
    /// What is missing to the next tier.
    PointsToNext,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunOrderFact {
    Lines,
    KeptLines,
    KeptValue,
    FullReturn,
    Cancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StreamFact {
    Count,
    Sum,
    First,
    Last,
    Min,
    Max,
    Distinct,
}

impl StreamFact {
    /// How far back single occurrences have to be kept to answer it.
    pub(crate) fn reach(self, within: Option<Span>) -> Span {
        match (self, within) {
            (_, Some(within)) => within,
            // `distinct` without a window looks back over what a window could at most hold.
            (StreamFact::Distinct, None) => DAY.times(730),
            (_, None) => Span(0),
        }
    }
}

/// Groups of facts that change together: a rule is asked again only if something it reads was touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touch(pub u16);

impl Touch {
    pub const NONE: Touch = Touch(0);
    pub const ORDERS: Touch = Touch(1);
    pub const CART: Touch = Touch(2);
    pub const PROFILE: Touch = Touch(4);
    pub const CONSENT: Touch = Touch(8);
    pub const STREAM: Touch = Touch(16);
    pub const STANDING: Touch = Touch(32);
    pub const CONTACT: Touch = Touch(64);
    pub const RUN: Touch = Touch(128);
    pub const INTEREST: Touch = Touch(256);
    pub const THINGS: Touch = Touch(512);
    pub const LOCATION: Touch = Touch(1024);
    pub const ALL: Touch = Touch(u16::MAX);

    #[must_use]
    pub const fn and(self, other: Touch) -> Touch {
        Touch(self.0 | other.0)
    }
    #[must_use]
    pub const fn meets(self, other: Touch) -> bool {
        self.0 & other.0 != 0
    }
}

impl Slot {
    /// What changes its answer, besides time.
    #[must_use]
    pub fn touch(&self) -> Touch {
        match self {
            Slot::Orders { .. } | Slot::Lines { .. } | Slot::Rhythm(_) | Slot::RunOrder(_) => Touch::ORDERS,
            // A purchase takes lines out of the cart.
            Slot::Cart(_) => Touch::CART.and(Touch::ORDERS),
            // The country stands in the profile, and use may prolong a consent.
            Slot::Consent { .. } => Touch::CONSENT.and(Touch::PROFILE).and(Touch::CONTACT),
            Slot::Requested { .. } | Slot::Objection => Touch::CONSENT,
            Slot::Profile { .. } | Slot::Age(_) => Touch::PROFILE,
            // Days begin by the customer's clock, whose zone stands in the profile.
            Slot::Things(_) => Touch::THINGS.and(Touch::PROFILE),
            Slot::RunThing { .. } | Slot::RunThingKey => Touch::THINGS.and(Touch::RUN),
            Slot::Phase | Slot::PhaseSince | Slot::Segment(_) => Touch::STANDING,
            Slot::Stream { .. } => Touch::STREAM,
            Slot::Interest(_) => Touch::INTEREST.and(Touch::ORDERS),
            Slot::LocationInside(_) => Touch::LOCATION,
            // Balance and tier may be told in the profile.
            Slot::Loyalty(_) => Touch::ORDERS.and(Touch::PROFILE),
            Slot::Contacts { .. } => Touch::CONTACT,
            Slot::EventName
            | Slot::EventValue
            | Slot::EventPlace
            | Slot::EventPhase
            | Slot::EventChannel
            | Slot::EventPurpose
            | Slot::EventEntity
            | Slot::EventKey
            | Slot::EventFence
            | Slot::EventTier
            | Slot::EventField { .. }
            | Slot::Collected(_)
            | Slot::RunDelivered
            | Slot::RunEntered => Touch::RUN,
            Slot::Trait(_) => Touch::ALL,
        }
    }
}

/// Which parts of a dossier beside the hot one answer a slot.
pub(crate) fn sections_of(slot: &Slot, traits: &[(Name, Compiled)], slots: &[Slot]) -> Sections {
    match slot {
        // Refunds for nobody knows which order lie with the lines.
        Slot::Orders { fact: OrderFact::Value, place: None, .. } | Slot::Lines { .. } | Slot::Loyalty(_) => {
            Sections::ORDERS
        }
        // A purchase takes lines out of the cart.
        Slot::Cart(_) => Sections::CART.and(Sections::ORDERS),
        Slot::Stream { .. } => Sections::STREAMS,
        Slot::Contacts { .. } | Slot::Consent { .. } => Sections::CONTACTS,
        Slot::Interest(_) => Sections::INTERESTS.and(Sections::ORDERS),
        Slot::Requested { .. } => Sections::REQUESTED,
        Slot::Things(_) | Slot::RunThing { .. } | Slot::RunThingKey => Sections::THINGS,
        Slot::LocationInside(_) => Sections::WHEREABOUTS,
        // A trait uses only those before it, so this ends.
        Slot::Trait(index) => match traits.get(*index) {
            Some((_, compiled)) => sections_read(compiled.slots(), traits, slots),
            None => Sections::NONE,
        },
        // Facts of an event or a run come with these.
        _ => Sections::NONE,
    }
}

/// Which parts of a dossier beside the hot one these slots need.
pub(crate) fn sections_read(read: &[SlotId], traits: &[(Name, Compiled)], slots: &[Slot]) -> Sections {
    let read = read.iter().filter_map(|slot| slots.get(usize::try_from(slot.0).ok()?));
    read.fold(Sections::NONE, |sections, slot| sections.and(sections_of(slot, traits, slots)))
}

/// Resolves references for one organisation, one journey at a time, and collects the slots.
pub(crate) struct Vocabulary<'a> {
    settings: &'a Settings,
    /// Types of named traits compiled so far, in order.
    pub traits: Vec<(Name, Type)>,
    /// Known segments.
    pub segments: Vec<Name>,
    /// What the journey at hand collects, and of which type.
    pub collected: Vec<Name>,
    /// Purposes that messages have; empty if there are no messages yet, and then any will do.
    pub purposes: BTreeSet<Name>,
    /// Ids of the phases.
    pub phases: Vec<Name>,
    /// What is there besides the person where the rule at hand is asked.
    pub at_hand: AtHand,
    pub slots: Vec<Slot>,
    seen: BTreeMap<Slot, SlotId>,
    /// Streams asked for, and the longest window on them.
    pub streams: BTreeMap<NameId, Span>,
    pub contacts_keep: Span,
}

impl<'a> Vocabulary<'a> {
    #[must_use]
    pub(crate) fn new(settings: &'a Settings) -> Vocabulary<'a> {
        Vocabulary {
            settings,
            traits: Vec::new(),
            segments: Vec::new(),
            collected: Vec::new(),
            purposes: BTreeSet::new(),
            phases: settings.phases.0.iter().map(|phase| phase.id.clone()).collect(),
            at_hand: AtHand::default(),
            slots: Vec::new(),
            seen: BTreeMap::new(),
            streams: BTreeMap::new(),
            contacts_keep: Span(0),
        }
    }

    /// The vocabulary of a finished program, to be asked for more: its slots keep their numbers.
    pub(crate) fn of(program: &'a Program) -> Vocabulary<'a> {
        let ids = (0u32..).map(SlotId);
        Vocabulary {
            traits: program.traits.iter().map(|(name, value)| (name.clone(), value.kind())).collect(),
            segments: program.segments.iter().map(|segment| segment.name.clone()).collect(),
            purposes: program.messages.iter().map(|message| message.purpose.clone()).collect(),
            slots: program.slots.clone(),
            seen: program.slots.iter().cloned().zip(ids).collect(),
            ..Vocabulary::new(&program.definitions.settings)
        }
    }

    fn intern(&mut self, slot: Slot) -> Result<SlotId, Refused> {
        if let Some(id) = self.seen.get(&slot) {
            return Ok(*id);
        }
        let id = SlotId(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.push(slot.clone());
        self.seen.insert(slot, id);
        Ok(id)
    }

    fn meaning(&mut self, reference: &Reference) -> Result<(Slot, Type), Refused> {
        let arguments = &mut Arguments::of(reference);
        let path: &str = &reference.path;
        let found = match path.split_once('.') {
            Some(("orders", fact)) => orders(fact, arguments)?,
            Some(("lines", fact)) => lines(fact, arguments)?,
            Some(("rhythm", fact)) => rhythm(fact),
            Some(("cart", fact)) => cart(fact),
            Some(("interest", fact)) => interest(fact, arguments)?,
            Some(("profile", field)) => self.profile(field),
            Some(("event", field)) => self.event(field)?,
            Some(("run", field)) => self.run(field)?,
            Some(("contacts", fact)) => self.contacts(fact, arguments)?,
            Some(("consent", "requested")) => {
                let (channel, purpose) = self.about_consent(arguments)?;
                Some((Slot::Requested { channel, purpose }, Type::Bool))
            }
            Some(("location", fact)) => self.location(fact, arguments)?,
            Some(("loyalty", fact)) => loyalty(self.settings, fact)?,
            Some(("traits", name)) => self.named_trait(name),
            Some((entity, fact)) if self.settings.entities.contains_key(entity) => {
                self.things(entity, fact, arguments)?
            }
            Some((stream, fact)) => self.stream(stream, fact, arguments)?,
            None => self.plain(path, arguments)?,
        };
        let found = found.ok_or(Refused::Unknown)?;
        arguments.finish()?;
        Ok(found)
    }

    fn plain(&mut self, path: &str, arguments: &mut Arguments<'_>) -> Result<Option<(Slot, Type)>, Refused> {
        Ok(Some(match path {
            "phase" => (Slot::Phase, Type::Text),
            "phase_since" => (Slot::PhaseSince, Type::Time),
            "objection" => (Slot::Objection, Type::Bool),
            "consent" => {
                let (channel, purpose) = self.about_consent(arguments)?;
                (Slot::Consent { channel, purpose }, Type::Bool)
            }
            "segment" => {
                let name = arguments.text_at(0, "segment")?;
                if !self.segments.iter().any(|known| known.as_str() == name) {
                    let known = self.segments.iter().map(Name::as_str);
                    return Err(at_first(unknown("there is no segment", name, known)));
                }
                (Slot::Segment(NameId::of(name)), Type::Bool)
            }
            "age" => {
                let field = arguments.text_at(0, "field")?;
                if self.settings.fields.get(field) != Some(&Type::Day) {
                    return Err(at_first(format!("\"{field}\" is not a profile field of type day")));
                }
                (Slot::Age(NameId::of(field)), Type::Int)
            }
            _ => return Ok(None),
        }))
    }

    fn about_consent(&self, arguments: &mut Arguments<'_>) -> Result<(Channel, NameId), Refused> {
        let channel = arguments.channel_at(0)?;
        let purpose = arguments.text_at(1, "purpose")?;
        let known = self.purposes.iter().map(Name::as_str);
        if !self.purposes.is_empty() && !known.clone().any(|one| one == purpose) {
            return Err(bad_position(1, unknown("no message has the purpose", purpose, known)));
        }
        Ok((channel, NameId::of(purpose)))
    }

    fn profile(&self, field: &str) -> Option<(Slot, Type)> {
        let kind = *self.settings.fields.get(field)?;
        Some((Slot::Profile { field: NameId::of(field), kind }, kind))
    }

    fn contacts(
        &mut self,
        fact: &str,
        arguments: &mut Arguments<'_>,
    ) -> Result<Option<(Slot, Type)>, Refused> {
        let channel = arguments.channel_named()?;
        let within = arguments.span("within")?;
        self.contacts_keep = self.contacts_keep.max(within.unwrap_or(CONTACTS_WHOLE));
        Ok(match fact {
            "count" => Some((Slot::Contacts { last: false, channel, within }, Type::Int)),
            "last" => Some((Slot::Contacts { last: true, channel, within }, Type::Time)),
            _ => None,
        })
    }

    fn location(&self, fact: &str, arguments: &mut Arguments<'_>) -> Result<Option<(Slot, Type)>, Refused> {
        let fence = arguments.text("fence")?;
        if let Some(fence) = fence
            && !self.settings.location.as_ref().is_some_and(|location| location.may_be(fence))
        {
            let own = self.settings.location.iter().flat_map(|location| &location.fences);
            let what = unknown("there is no fence", fence, own.map(|own| own.id.as_str()));
            return Err(bad_named("fence", what));
        }
        let slot = || Slot::LocationInside(fence.map(Box::from));
        Ok((fact == "inside").then(|| (slot(), Type::Bool)))
    }

    fn named_trait(&self, name: &str) -> Option<(Slot, Type)> {
        let index = self.traits.iter().position(|(known, _)| known.as_str() == name)?;
        self.traits.get(index).map(|(_, kind)| (Slot::Trait(index), *kind))
    }

    fn stream(
        &mut self,
        stream: &str,
        fact: &str,
        arguments: &mut Arguments<'_>,
    ) -> Result<Option<(Slot, Type)>, Refused> {
        let event = match STREAMS.iter().find(|(name, _)| *name == stream) {
            Some((_, event)) => (*event).to_string(),
            None if stream == "events" => {
                let name = arguments.text_at(0, "event")?;
                let known = anlass_model::event::Body::NAMES.contains(&name)
                    || self.settings.events.contains_key(name);
                if !known {
                    let known = self.event_names();
                    return Err(at_first(unknown("there is no event type", name, known.into_iter())));
                }
                name.to_string()
            }
            None => return Ok(None),
        };
        let within = arguments.span("within")?;
        let (fact, kind) = match fact {
            "count" => (StreamFact::Count, Type::Int),
            "sum" => (StreamFact::Sum, Type::Money),
            "first" => (StreamFact::First, Type::Time),
            "last" => (StreamFact::Last, Type::Time),
            "min" => (StreamFact::Min, Type::Money),
            "max" => (StreamFact::Max, Type::Money),
            "distinct" => (StreamFact::Distinct, Type::Int),
            _ => return Ok(None),
        };
        if fact == StreamFact::Distinct {
            self.can_tell_apart(&event)?;
        }
        let keep = fact.reach(within);
        let event = NameId::of(&event);
        let longest = self.streams.entry(event).or_insert(Span(0));
        *longest = (*longest).max(keep);
        Ok(Some((Slot::Stream { event, fact, within }, kind)))
    }
}

impl Schema for Vocabulary<'_> {
    fn resolve(&mut self, reference: &Reference) -> Result<(SlotId, Type), Refused> {
        let (slot, kind) = self.meaning(reference)?;
        Ok((self.intern(slot)?, kind))
    }

    fn texts(&self, slot: SlotId) -> Option<Vec<String>> {
        self.texts_of(self.slots.get(usize::try_from(slot.0).ok()?)?)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = NAMES.iter().map(ToString::to_string).collect();
        names.extend(self.settings.fields.keys().map(|field| format!("profile.{field}")));
        names.extend(self.traits.iter().map(|(name, _)| format!("traits.{name}")));
        names.extend(self.collected.iter().map(|name| format!("run.{name}")));
        for entity in self.settings.entities.keys() {
            names.extend(things::FACTS.iter().map(|fact| format!("{entity}.{fact}")));
        }
        for event in self.settings.events.values() {
            names.extend(event.fields.keys().map(|field| format!("event.{field}")));
        }
        names
    }
}

/// What is wrong with a name, and the one that was probably meant.
fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> String {
    match nearest(name, known) {
        Some(near) => format!("{what} \"{name}\": did you mean \"{near}\"?"),
        None => format!("{what} \"{name}\""),
    }
}

/// Whether all of these are weekdays; the first that is not.
pub(crate) fn bad_weekday(weekdays: &[String]) -> Option<&String> {
    weekdays.iter().find(|day| calendar::weekday(day).is_none())
}

//! Answers the slots of rules from a dossier, the event at hand and the run at hand, as of `now`, each with
//! the moment until which the answer holds if nothing happens.

use crate::cart::{open_lines, open_value};
use crate::consents::waits_for;
use crate::countries::{Lawful, lawful};
use crate::dossier::{Dossier, OrderHead, Run, Stream};
use crate::interests;
use crate::loyalty::{event_tier, loyalty};
use crate::orders::{counted, is_full_return, kept_value, pieces_kept};
use crate::program::Program;
use crate::rhythm::{Pace, rhythm};
use crate::slots::{
    CartFact, LineFact, LoyaltyFact, OrderFact, PlaceKind, RhythmFact, RunOrderFact, Slot, StreamFact,
};
use crate::streams::window;
use anlass_model::consent::Channel;
use anlass_model::event::{Body, Event, Place};
use anlass_model::id::{CategoryId, NameId, name_hash};
use anlass_model::time::{Span, Timestamp};
use anlass_model::value::{Type, Value};
use anlass_rules::{Fact, Facts, Rule, SlotId, ValueRef, Verdict};

/// Everything a rule may look at.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub program: &'a Program,
    pub dossier: &'a Dossier,
    pub event: Option<&'a Event>,
    /// Name and value of an internal event (phase or segment change), where there is no `event`.
    pub phase: Option<NameId>,
    pub run: Option<&'a Run>,
    pub now: Timestamp,
}

impl<'a> View<'a> {
    #[must_use]
    pub fn new(program: &'a Program, dossier: &'a Dossier, now: Timestamp) -> View<'a> {
        View { program, dossier, event: None, phase: None, run: None, now }
    }

    #[must_use]
    pub fn with_run(self, run: &'a Run) -> View<'a> {
        View { run: Some(run), ..self }
    }

    #[must_use]
    pub fn ask(&self, rule: &Rule) -> Verdict {
        rule.eval(self, self.now)
    }

    /// The zone of the customer's own clock.
    #[must_use]
    pub fn customer_zone(&self) -> jiff::tz::TimeZone {
        match self.dossier.profile(self.program.zone_field) {
            Some(Value::Text(name)) => {
                jiff::tz::TimeZone::get(name).unwrap_or_else(|_| self.program.zone.clone())
            }
            _ => self.program.zone.clone(),
        }
    }
}

impl Facts for View<'_> {
    fn fact(&self, slot: SlotId) -> Fact<'_> {
        let index = usize::try_from(slot.0).unwrap_or(usize::MAX);
        match self.program.slots.get(index) {
            Some(slot) => self.answer(slot),
            None => Fact::steady(None),
        }
    }
}

fn int(number: usize) -> ValueRef<'static> {
    ValueRef::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

impl View<'_> {
    pub(crate) fn answer(&self, slot: &Slot) -> Fact<'_> {
        let steady = Fact::steady;
        match slot {
            Slot::Orders { fact, within, place } => self.orders(*fact, *within, *place),
            Slot::Lines { fact, category, within } => self.lines(*fact, *category, *within),
            Slot::Rhythm(fact) => self.rhythm(*fact),
            Slot::Cart(fact) => steady(self.cart(*fact)),
            Slot::Interest(node) => self.interest(*node),
            Slot::Consent { channel, purpose } => self.consent(*channel, *purpose),
            Slot::Requested { channel, purpose } => {
                let end = waits_for(self.program, self.dossier, *channel, *purpose, self.now);
                Fact::until(Some(ValueRef::Bool(end.is_some())), end.unwrap_or(Timestamp::NEVER))
            }
            Slot::Objection => steady(Some(ValueRef::Bool(self.dossier.is_objecting()))),
            Slot::Profile { field, kind } => steady(self.profile(*field, *kind)),
            Slot::Age(field) => self.age(*field),
            Slot::Phase => steady(self.name(self.dossier.hot.phase)),
            Slot::PhaseSince => steady(Some(ValueRef::Time(self.dossier.hot.phase_since))),
            Slot::Segment(name) => steady(Some(ValueRef::Bool(self.dossier.in_segment(*name)))),
            Slot::EventName => steady(self.event.map(|event| ValueRef::Text(event.body.event_name()))),
            Slot::EventValue => steady(self.event.map(|event| ValueRef::Money(event_value(&event.body)))),
            Slot::EventPlace => steady(self.event.and_then(|event| event_place(&event.body))),
            Slot::EventPhase => steady(self.name(self.phase)),
            Slot::EventChannel => steady(self.event.and_then(|event| event_channel(&event.body))),
            Slot::EventPurpose => steady(self.event.and_then(|event| event_purpose(&event.body))),
            Slot::EventEntity => steady(self.event.and_then(|event| match &event.body {
                Body::Thing(act) => Some(ValueRef::Text(act.entity.as_str())),
                _ => None,
            })),
            Slot::EventKey => steady(self.event.and_then(|event| match &event.body {
                Body::Thing(act) => Some(ValueRef::Text(&act.key)),
                _ => None,
            })),
            Slot::Things(wanted) => self.things(wanted),
            Slot::RunThing { field, kind } => steady(self.thing_of_run(*field, *kind)),
            Slot::RunThingKey => steady(self.key_of_run()),
            Slot::EventFence => steady(self.event.and_then(|event| event_fence(&event.body))),
            Slot::Loyalty(fact) => self.loyalty(*fact),
            Slot::EventTier => steady(self.event.and_then(|event| event_tier(&event.body))),
            Slot::LocationInside(fence) => {
                let is_in = self.dossier.whereabouts.is_in(fence.as_deref());
                steady(Some(ValueRef::Bool(is_in)))
            }
            Slot::EventField { field, kind } => steady(self.event_field(*field, *kind)),
            Slot::Collected(index) => {
                let value = self.run.and_then(|run| run.collected.get(*index));
                steady(value.map(|(_, value)| ValueRef::Money(*value)))
            }
            Slot::RunDelivered => steady(self.run.map(|run| ValueRef::Bool(run.delivered))),
            Slot::RunEntered => steady(self.run.map(|run| ValueRef::Time(run.entered))),
            Slot::RunOrder(fact) => self.run_order(*fact),
            Slot::Stream { event, fact, within } => self.stream(*event, *fact, *within),
            Slot::Contacts { last, channel, within } => self.contacts(*last, *channel, *within),
            Slot::Trait(index) => match self.program.traits.get(*index) {
                Some((_, compiled)) => compiled.eval(self, self.now),
                None => steady(None),
            },
        }
    }

    fn name(&self, id: Option<NameId>) -> Option<ValueRef<'_>> {
        self.program.names.get(&id?).map(|name| ValueRef::Text(name.as_str()))
    }

    fn profile(&self, field: NameId, kind: Type) -> Option<ValueRef<'_>> {
        self.dossier.profile(field).map(ValueRef::from).filter(|value| value.kind() == kind)
    }

    fn event_field(&self, field: NameId, kind: Type) -> Option<ValueRef<'_>> {
        let Body::Custom { fields, .. } = &self.event?.body else { return None };
        let (_, value) = fields.iter().find(|(name, _)| name.id() == field)?;
        Some(ValueRef::from(value)).filter(|value| value.kind() == kind)
    }

    /// Whether advertising may go out, as a consent alone decides it: what customers get without one is a matter of messages.
    fn consent(&self, channel: Channel, purpose: NameId) -> Fact<'_> {
        if self.dossier.is_objecting() || self.dossier.is_restricted() {
            return Fact::steady(Some(ValueRef::Bool(false)));
        }
        match lawful(self.program, self.dossier, channel, purpose, false, self.now) {
            Ok(Lawful::Consent(_, until)) => Fact::until(Some(ValueRef::Bool(true)), until),
            Ok(_) => Fact::steady(Some(ValueRef::Bool(true))),
            Err(_) => Fact::steady(Some(ValueRef::Bool(false))),
        }
    }

    fn age(&self, field: NameId) -> Fact<'_> {
        let Some(Value::Day(day)) = self.dossier.profile(field) else { return Fact::steady(None) };
        let zone = self.customer_zone();
        let today = self.now.in_zone(&zone).date();
        let born = day.date();
        let birthday = |year: i16| {
            // Born on 29 February: a year older on 1 March of a common year.
            jiff::civil::Date::new(year, born.month(), born.day())
                .or_else(|_| jiff::civil::Date::new(year, 3, 1))
                .unwrap_or(born)
        };
        let had = today >= birthday(today.year());
        let years = i64::from(today.year()) - i64::from(born.year()) - i64::from(!had);
        let next = birthday(today.year().saturating_add(i16::from(had)));
        let until = Timestamp::from_zone(next.at(0, 0, 0, 0), &zone);
        Fact::until((years >= 0).then_some(ValueRef::Int(years)), until)
    }

    fn cart(&self, fact: CartFact) -> Option<ValueRef<'_>> {
        if self.dossier.cart.changes.is_empty() {
            return match fact {
                CartFact::Open => Some(ValueRef::Bool(false)),
                CartFact::Lines => Some(ValueRef::Int(0)),
                CartFact::Value => Some(ValueRef::Money(0)),
                CartFact::Changed => None,
            };
        }
        Some(match fact {
            CartFact::Open => ValueRef::Bool(!open_lines(self.dossier).is_empty()),
            CartFact::Lines => int(open_lines(self.dossier).len()),
            CartFact::Value => ValueRef::Money(open_value(self.dossier)),
            CartFact::Changed => ValueRef::Time(self.dossier.cart.changes.last()?.occurred),
        })
    }

    fn rhythm(&self, fact: RhythmFact) -> Fact<'_> {
        let state = rhythm(self.dossier, &self.program.rhythm, self.now);
        let value = match fact {
            RhythmFact::Gap => state.gap.map(ValueRef::Span),
            RhythmFact::InactiveAfter => state.inactive_after.map(ValueRef::Span),
            RhythmFact::AtRiskAfter => state.at_risk_after.map(ValueRef::Span),
            RhythmFact::Reactivated => Some(ValueRef::Bool(state.reactivated)),
        };
        Fact::until(value, state.until)
    }

    /// Orders in the window and at the place, with the moment at which the answer can change by time.
    fn orders(&self, fact: OrderFact, within: Option<Span>, place: Option<PlaceKind>) -> Fact<'_> {
        let mut until = Timestamp::NEVER;
        let mut found = Found::default();
        for head in counted(self.dossier).filter(|head| at_place(head.place, place)) {
            match window_of(head.occurred, within, self.now) {
                Inside::Yes(leaves) => until = until.min(leaves),
                Inside::Later => {
                    until = until.min(head.occurred);
                    continue;
                }
                Inside::Gone => continue,
            }
            let (returned, holds) = is_full_return(head, self.now);
            let wanted = match fact {
                OrderFact::FullReturns => returned,
                OrderFact::Kept | OrderFact::Days => !returned,
                _ => true,
            };
            if matches!(fact, OrderFact::FullReturns | OrderFact::Kept | OrderFact::Days) {
                until = until.min(holds);
            }
            if wanted {
                found.add(head);
            }
        }
        let value = match fact {
            OrderFact::Count | OrderFact::Kept | OrderFact::FullReturns => Some(int(found.count)),
            OrderFact::Days => Some(int(found.days)),
            OrderFact::Value => {
                let (refunded, leaves) = self.unassigned_refunds(within, place);
                until = until.min(leaves);
                Some(ValueRef::Money(found.kept.saturating_sub(refunded)))
            }
            OrderFact::First => found.first.map(ValueRef::Time),
            OrderFact::Last => found.last.map(|last| ValueRef::Time(last.occurred)),
            OrderFact::Max => found.max.map(ValueRef::Money),
            OrderFact::Min => found.min.map(ValueRef::Money),
        };
        Fact::until(value, until)
    }

    /// Money given back for returns of which nobody knows the order: it lowers the value over all places.
    fn unassigned_refunds(&self, within: Option<Span>, place: Option<PlaceKind>) -> (i64, Timestamp) {
        let (mut sum, mut until) = (0i64, Timestamp::NEVER);
        let backs = self.dossier.orders.backs.iter().filter(|back| back.order.is_none() && place.is_none());
        for back in backs {
            match window_of(back.occurred, within, self.now) {
                Inside::Yes(leaves) => until = until.min(leaves),
                Inside::Later => {
                    until = until.min(back.occurred);
                    continue;
                }
                Inside::Gone => continue,
            }
            sum = back.lines.iter().map(|(_, _, value)| *value).fold(sum, i64::saturating_add);
        }
        (sum, until)
    }

    fn lines(&self, fact: LineFact, category: Option<CategoryId>, within: Option<Span>) -> Fact<'_> {
        let mut until = Timestamp::NEVER;
        let (mut count, mut sum) = (0usize, 0i64);
        let mut pace = Pace::default();
        for (head, lines) in self.dossier.hot.heads.iter().zip(&self.dossier.orders.lines) {
            match window_of(head.occurred, within, self.now) {
                Inside::Yes(leaves) => until = until.min(leaves),
                Inside::Later => {
                    until = until.min(head.occurred);
                    continue;
                }
                Inside::Gone => continue,
            }
            let kept = lines.iter().filter(|line| pieces_kept(line) > 0);
            for line in kept.filter(|line| self.is_in(line.item.category, category)) {
                count += 1;
                sum = sum.saturating_add(kept_value(line));
                pace.bought(head);
            }
        }
        let known = || self.program.rhythm.category_gaps.get(&category?).copied();
        let value = match fact {
            LineFact::Count => Some(int(count)),
            LineFact::Value => Some(ValueRef::Money(sum)),
            LineFact::Last => pace.last.map(|last| ValueRef::Time(last.occurred)),
            LineFact::Gap => pace.usual_gap().or_else(known).map(ValueRef::Span),
        };
        Fact::until(value, until)
    }

    fn interest(&self, node: Option<CategoryId>) -> Fact<'_> {
        let interest = &self.program.definitions.settings.interest;
        let (points, until) =
            interests::points(interest, self.dossier, self.now, |own| self.is_in(own, node));
        Fact::until(Some(ValueRef::Int(points)), until)
    }

    fn loyalty(&self, fact: LoyaltyFact) -> Fact<'_> {
        let Some(state) = loyalty(self.program, self.dossier, self.now) else { return Fact::steady(None) };
        let value = match fact {
            LoyaltyFact::Points => Some(ValueRef::Int(state.points)),
            LoyaltyFact::Tier => state.tier.map(|tier| ValueRef::Text(tier.id.as_str())),
            LoyaltyFact::PointsToNext => state.to_next.map(ValueRef::Int),
        };
        Fact::until(value, state.until)
    }

    /// Whether an article's node is the one that is asked for, or lies under it.
    fn is_in(&self, own: CategoryId, wanted: Option<CategoryId>) -> bool {
        wanted.is_none_or(|wanted| own == wanted || self.program.is_under(own, wanted))
    }

    fn run_order(&self, fact: RunOrderFact) -> Fact<'_> {
        let order = self.run.and_then(|run| run.order);
        let Some(head) = self.dossier.hot.heads.iter().find(|head| Some(head.id) == order) else {
            return Fact::steady(None);
        };
        let (returned, until) = is_full_return(head, self.now);
        match fact {
            RunOrderFact::Lines => Fact::steady(Some(ValueRef::Int(i64::from(head.lines)))),
            RunOrderFact::KeptLines => Fact::steady(Some(ValueRef::Int(i64::from(head.kept_lines)))),
            RunOrderFact::KeptValue => Fact::steady(Some(ValueRef::Money(head.kept_value))),
            RunOrderFact::FullReturn => Fact::until(Some(ValueRef::Bool(returned)), until),
            RunOrderFact::Cancelled => Fact::steady(Some(ValueRef::Bool(head.cancelled))),
        }
    }

    fn stream(&self, event: NameId, fact: StreamFact, within: Option<Span>) -> Fact<'_> {
        let Some(stream) = self.dossier.stream(event) else {
            let zero = match fact {
                StreamFact::Count | StreamFact::Distinct => Some(ValueRef::Int(0)),
                StreamFact::Sum => Some(ValueRef::Money(0)),
                _ => None,
            };
            return Fact::steady(zero);
        };
        match within {
            None => Fact::steady(whole_stream(stream, fact)),
            Some(within) => windowed_stream(stream, fact, within, self.now),
        }
    }

    fn contacts(&self, last: bool, channel: Option<Channel>, within: Option<Span>) -> Fact<'_> {
        let mut until = Timestamp::NEVER;
        let mut count = 0usize;
        let mut newest = None;
        let on_channel =
            |contact: &&crate::dossier::Contact| channel.is_none_or(|wanted| contact.channel == wanted);
        for contact in self.dossier.contacts.iter().filter(on_channel) {
            match window_of(contact.at, within, self.now) {
                Inside::Yes(leaves) => {
                    until = until.min(leaves);
                    count += 1;
                    newest = newest.max(Some(contact.at));
                }
                Inside::Later => until = until.min(contact.at),
                Inside::Gone => {}
            }
        }
        let value = if last { newest.map(ValueRef::Time) } else { Some(int(count)) };
        Fact::until(value, until)
    }
}

/// What the orders that a slot asks for come to. Added up on the way: every standing rule asks for some.
#[derive(Default)]
struct Found<'a> {
    count: usize,
    days: usize,
    kept: i64,
    first: Option<Timestamp>,
    last: Option<&'a OrderHead>,
    max: Option<i64>,
    min: Option<i64>,
}

impl<'a> Found<'a> {
    /// Heads come oldest first.
    fn add(&mut self, head: &'a OrderHead) {
        self.count += 1;
        self.days += usize::from(self.last.is_none_or(|last| last.day != head.day));
        self.kept = self.kept.saturating_add(head.kept_value);
        self.first = self.first.or(Some(head.occurred));
        self.last = Some(head);
        self.max = self.max.max(Some(head.kept_value));
        self.min = Some(self.min.map_or(head.kept_value, |min| min.min(head.kept_value)));
    }
}

fn whole_stream(stream: &Stream, fact: StreamFact) -> Option<ValueRef<'static>> {
    Some(match fact {
        StreamFact::Count => ValueRef::Int(i64::try_from(stream.count).unwrap_or(i64::MAX)),
        StreamFact::Sum => ValueRef::Money(stream.sum),
        StreamFact::First => ValueRef::Time(stream.first),
        StreamFact::Last => ValueRef::Time(stream.last),
        StreamFact::Min => ValueRef::Money(stream.min),
        StreamFact::Max => ValueRef::Money(stream.max),
        StreamFact::Distinct => int(distinct(&stream.exact)),
    })
}

fn distinct(ticks: &[crate::dossier::Tick]) -> usize {
    let mut seen: Vec<u64> = ticks.iter().map(|tick| tick.what).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}

fn windowed_stream(stream: &Stream, fact: StreamFact, within: Span, now: Timestamp) -> Fact<'static> {
    let window = window(stream, within, now);
    let (bucket_count, bucket_sum) = window.bucketed;
    let values = || window.ticks.iter().map(|tick| tick.value);
    let value = match fact {
        StreamFact::Count => Some(ValueRef::Int(
            i64::try_from(window.ticks.len()).unwrap_or(i64::MAX).saturating_add_unsigned(bucket_count),
        )),
        StreamFact::Sum => Some(ValueRef::Money(values().fold(bucket_sum, i64::saturating_add))),
        StreamFact::First => window.ticks.first().map(|tick| ValueRef::Time(tick.at)),
        StreamFact::Last => window.ticks.last().map(|tick| ValueRef::Time(tick.at)),
        StreamFact::Min => values().min().map(ValueRef::Money),
        StreamFact::Max => values().max().map(ValueRef::Money),
        StreamFact::Distinct => Some(int(distinct(window.ticks))),
    };
    Fact::until(value, window.until)
}

pub(crate) enum Inside {
    /// In (now − within, now]; leaves at this moment.
    Yes(Timestamp),
    Gone,
    /// It occurs after `now` (a client's clock ran ahead).
    Later,
}

pub(crate) fn window_of(at: Timestamp, within: Option<Span>, now: Timestamp) -> Inside {
    if at > now {
        return Inside::Later;
    }
    match within {
        None => Inside::Yes(Timestamp::NEVER),
        Some(within) if at > now.minus(within) => Inside::Yes(at.plus(within)),
        Some(_) => Inside::Gone,
    }
}

fn at_place(place: Place, wanted: Option<PlaceKind>) -> bool {
    match wanted {
        None => true,
        Some(PlaceKind::Online) => place == Place::Online,
        Some(PlaceKind::Outlet) => place != Place::Online,
    }
}

/// The money in an event: what `event.value` and `collect` mean.
#[must_use]
pub(crate) fn event_value(body: &Body) -> i64 {
    let sum = |lines: &[anlass_model::event::Line]| {
        lines.iter().map(|line| line.value).fold(0i64, i64::saturating_add)
    };
    match body {
        Body::CartAdded(line) | Body::CartRemoved(line) => line.value,
        Body::Ordered(order) | Body::Extended(order) => sum(&order.lines),
        Body::Cancelled { lines, .. } | Body::Returned { lines, .. } => sum(lines),
        Body::Custom { value, .. } => *value,
        Body::Acted(action) => action.rating.map_or(0, i64::from),
        _ => 0,
    }
}

/// What `distinct` counts of an event: the article, the code, the delivery, or a text of its own. The first text
/// by name, because senders do not agree on an order of fields.
#[must_use]
pub(crate) fn told_apart(body: &Body) -> u64 {
    match body {
        Body::Viewed(Some(item)) | Body::Followed { item, .. } => item.product.0,
        Body::CartAdded(line) | Body::CartRemoved(line) => line.item.product.0,
        Body::Voucher { code } => name_hash(code),
        Body::Acted(action) => action.item.map_or(0, |item| item.product.0),
        Body::Crossed(crossed) => name_hash(&crossed.fence),
        Body::Reacted { delivery: Some(delivery), .. } => name_hash(&delivery.to_string()),
        Body::Custom { fields, .. } => {
            let texts = fields.iter().filter_map(|(name, value)| match value {
                Value::Text(text) => Some((name, text)),
                _ => None,
            });
            texts.min().map_or(0, |(_, text)| name_hash(text))
        }
        _ => 0,
    }
}

fn event_place(body: &Body) -> Option<ValueRef<'static>> {
    match body {
        Body::Ordered(order) | Body::Extended(order) => Some(ValueRef::Text(match order.place {
            Place::Online => "online",
            Place::Outlet(_) => "outlet",
        })),
        _ => None,
    }
}

fn event_channel(body: &Body) -> Option<ValueRef<'_>> {
    match body {
        Body::Consent(act) => act.channel.map(|channel| ValueRef::Text(channel.as_str())),
        _ => None,
    }
}

fn event_purpose(body: &Body) -> Option<ValueRef<'_>> {
    match body {
        Body::Consent(act) => act.purpose.as_ref().map(|purpose| ValueRef::Text(purpose.as_str())),
        _ => None,
    }
}

fn event_fence(body: &Body) -> Option<ValueRef<'_>> {
    match body {
        Body::Crossed(crossed) => Some(ValueRef::Text(&crossed.fence)),
        _ => None,
    }
}

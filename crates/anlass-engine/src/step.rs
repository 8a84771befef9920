//! `step`: the one function through which a dossier changes. First the dossier's own timers that are due,
//! each at its own moment; then the input; then whatever follows from it at this moment. No clock, no I/O:
//! the same program, dossier, input and `now` always give the same bytes.

use crate::arbiter::mailing_intent;
use crate::cart;
use crate::consents;
use crate::dossier::{Back, CartChange, Dated, Dossier, Intent, Listed, Run, Tick, grow};
use crate::facts::{View, event_value, told_apart};
use crate::interests::{self, Look};
use crate::io::{About, Effect, Input, Out, Reasoned, RunChange, Tracing};
use crate::orders;
use crate::program::Program;
use crate::release::Outside;
use crate::restrictions;
use crate::slots::Touch;
use crate::streams;
use anlass_model::consent::{Class, ConsentAct, Proof};
use anlass_model::correction::Correction;
use anlass_model::event::{Body, Event, Item, Line, Reaction, SourceId};
use anlass_model::id::{CategoryId, Name, NameId};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::{DAY, Span, Timestamp};
use anlass_model::value::Value;

/// Rounds of timers within one step: more can only mean a program that never rests.
const ROUNDS_MAX: usize = 2_000;
/// Rounds of rules that follow from one another within one moment.
const SETTLE_MAX: usize = 16;
/// A rule is not asked twice within this time by the clock alone.
pub(crate) const TICK: Span = Span(1);
/// Carts that were bought or emptied are forgotten after this.
const CART_KEPT: Span = DAY.times(60);

/// Steps a dossier. `now` never runs backwards for an entity: an earlier one counts as its last.
pub fn step(
    program: &Program,
    dossier: &mut Dossier,
    input: &Input,
    now: Timestamp,
    tracing: Tracing,
) -> Out {
    let now = now.max(dossier.hot.stepped);
    let is_new = dossier.hot.standing_until == Timestamp(i64::MIN) && dossier.hot.merged_into.is_none();
    let mut stepper = Stepper::new(program, dossier, tracing);
    stepper.migrate(now);
    if is_new {
        // Dates and schedules concern everybody, whatever they are first seen by.
        stepper.book_appointments(now);
    }
    stepper.fire_timers(now, Due::Before);
    stepper.dossier.hot.stepped = now;
    let news = stepper.take(input, now);
    stepper.follow(input, news, now);
    stepper.fire_timers(now, Due::UpTo);
    stepper.out
}

/// Timers of the dossier alone, up to and including `now`: what a wake means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Due {
    /// Everything due before or at `now`, each at its own moment, before the input is looked at.
    Before,
    /// What became due at `now` through the input.
    UpTo,
}

/// Whether an event says something that was not known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum News {
    Yes,
    /// A second report of the same: it moves nothing.
    No,
}

pub(crate) struct Stepper<'a> {
    pub(crate) program: &'a Program,
    pub(crate) dossier: &'a mut Dossier,
    pub(crate) out: Out,
    pub(crate) tracing: Tracing,
    pub(crate) touched: Touch,
    /// A restriction has just ended: phases and segments come back, and that is nobody's occasion.
    pub(crate) is_lifted: bool,
    /// Crossings and changes of the tier that follow from the input, to be told to journeys.
    pub(crate) follow_ups: Vec<Event>,
}

impl<'a> Stepper<'a> {
    pub(crate) fn new(program: &'a Program, dossier: &'a mut Dossier, tracing: Tracing) -> Stepper<'a> {
        let (touched, is_lifted, follow_ups) = (Touch::NONE, false, Vec::new());
        Stepper { program, dossier, out: Out::default(), tracing, touched, is_lifted, follow_ups }
    }
}

impl Stepper<'_> {
    pub(crate) fn view(&self, now: Timestamp) -> View<'_> {
        View::new(self.program, self.dossier, now)
    }

    fn fire_timers(&mut self, now: Timestamp, due: Due) {
        for _ in 0..ROUNDS_MAX {
            let Some(next) = self.dossier.next_wake() else { return };
            if next > now {
                return;
            }
            let at = match due {
                Due::Before => next.max(self.dossier.hot.stepped),
                Due::UpTo => now,
            };
            self.dossier.hot.stepped = at;
            self.timers_at(at);
        }
    }

    /// Everything that is due at `at`, in a fixed order: standing rules, appointments, stays, exits, waits, arbiter;
    /// then what follows from it, at this very moment and not only when something else happens.
    fn timers_at(&mut self, at: Timestamp) {
        self.settle(at);
        self.tell_follow_ups(at);
        self.keep_appointments(at);
        self.stays_due(at);
        self.check_runs(at);
        self.end_waits(at);
        self.arbitrate(at);
        self.settle_unknown(at);
        self.settle_and_tell(at);
    }

    /// Standing rules and rules of runs after facts changed, until nothing changes any more.
    pub(crate) fn settle(&mut self, now: Timestamp) {
        let mut changed = Touch::NONE;
        for _ in 0..SETTLE_MAX {
            let touched = std::mem::replace(&mut self.touched, Touch::NONE);
            changed = changed.and(touched);
            if touched.meets(Touch::PROFILE.and(Touch::THINGS)) {
                self.rebook_appointments(now);
            }
            if touched.meets(Touch::CONSENT) && self.dossier.is_restricted() {
                self.withdraw_restricted(now);
            }
            if touched.meets(self.program.standing_touch) || self.dossier.hot.standing_until <= now {
                self.refresh_standing(now);
            }
            if touched.meets(Touch::CONSENT) && self.dossier.is_objecting() {
                self.withdraw_advertising(now);
            }
            if touched.meets(Touch::ALL) {
                self.recheck_runs(now);
            }
            if self.touched == Touch::NONE {
                break;
            }
        }
        self.touched = Touch::NONE;
        // Goals change nothing that rules ask for: they are looked at when everything else has settled.
        self.watch_goals(changed, now);
    }

    /// Changes facts. Whose input it is was decided by the runtime.
    fn take(&mut self, input: &Input, now: Timestamp) -> News {
        match input {
            Input::Event(event) | Input::Forwarded { event, .. } => return self.take_event(event),
            Input::Wake => {}
            Input::Release(release) => self.release(Outside { release, offers: &[], suggested: &[] }, now),
            Input::Offered { release, offers } => {
                self.release(Outside { release, offers, suggested: &[] }, now);
            }
            Input::Recommended { release, offers, suggested } => {
                self.release(Outside { release, offers, suggested }, now);
            }
            Input::Handed(intent) => self.handed(*intent),
            Input::KeptBack(intent) => self.kept_back(*intent, now),
            Input::Mailing(mailing) => self.mailing(*mailing, now),
            Input::Absorb(other) => self.absorb(other, now),
            Input::MergedInto(survivor) => self.merged_into(*survivor, now),
            Input::Parted(parted) => self.parted(&parted.kept, now),
            Input::Revived(revived) => self.revived(&revived.dossier, now),
            Input::Checkpoint(dossier) => self.replace(dossier),
            Input::KeptApart(other) => {
                if let Err(place) = self.dossier.apart.binary_search(other) {
                    self.dossier.apart.insert(place, *other);
                }
            }
        }
        News::Yes
    }

    /// Puts a dossier in the place of this one.
    pub(crate) fn replace(&mut self, dossier: &Dossier) {
        let before = std::mem::replace(self.dossier, dossier.clone());
        self.segments_changed(&before.hot.segments);
        self.exposures_changed(&before.exposures);
    }

    /// What follows from the input at this moment: first standing rules and exits, then waits for it and entries.
    fn follow(&mut self, input: &Input, news: News, now: Timestamp) {
        if self.dossier.hot.merged_into.is_some() {
            return;
        }
        if let (Input::Event(event) | Input::Forwarded { event, .. }, News::Yes) = (input, news) {
            if !self.touched.meets(Touch::ALL) && !self.concerns_journeys(event) {
                return;
            }
            self.book_appointments(now);
            self.settle(now);
            self.events_in_runs(event, now);
            self.go_on_behind(event, now);
            self.enter_by_event(event, now);
        }
        self.settle_and_tell(now);
    }

    /// Lets what follows settle, and journeys hear of it.
    fn settle_and_tell(&mut self, now: Timestamp) {
        self.settle(now);
        if !self.follow_ups.is_empty() {
            self.tell_follow_ups(now);
            self.settle(now);
        }
    }

    /// Tells crossings and changes of the tier.
    pub(crate) fn tell_follow_ups(&mut self, now: Timestamp) {
        // A journey may set a field by which a tier is told: this ends all the same.
        for _ in 0..SETTLE_MAX {
            if self.follow_ups.is_empty() {
                return;
            }
            for event in std::mem::take(&mut self.follow_ups) {
                self.settle(now);
                self.events_in_runs(&event, now);
                self.enter_by_event(&event, now);
            }
        }
        self.follow_ups.clear();
    }

    fn concerns_journeys(&self, event: &Event) -> bool {
        let name = NameId::of(event.body.event_name());
        self.program.entries.contains_key(&name) || !self.dossier.runs.is_empty()
    }

    /// Takes in what an event says, and decides nothing.
    pub(crate) fn take_event(&mut self, event: &Event) -> News {
        let occurred = event.occurred.0;
        let message = event.message;
        if self.is_known(event) {
            return News::No;
        }
        if matches!(event.body, Body::Located(_) | Body::Crossed(_)) {
            // What follows from it is told, not it.
            self.heard_where(event);
            return News::No;
        }
        self.record_stream(event);
        match &event.body {
            Body::Profile(fields) => {
                for (field, value) in fields {
                    let dated = Dated { value: value.clone(), occurred, message };
                    self.set_profile(field.id(), event.source, dated);
                }
            }
            Body::Identified(identifiers) => {
                for identifier in identifiers {
                    if let Err(at) = self.dossier.hot.identifiers.binary_search(identifier) {
                        grow(&mut self.dossier.hot.identifiers);
                        self.dossier.hot.identifiers.insert(at, identifier.clone());
                    }
                }
            }
            // Whoever asked then has to ask again; the timeline keeps that somebody clicked.
            Body::Consent(act) if consents::is_late(self.program, act, event.occurred) => {}
            Body::Consent(act) => {
                consents::record(self.dossier, act, event.occurred, message);
                self.touched = self.touched.and(Touch::CONSENT);
            }
            Body::Objection(act) => {
                consents::object(self.dossier, act.lifted, occurred, message);
                self.touched = self.touched.and(Touch::CONSENT);
            }
            Body::Corrected(correction) => {
                let Correction { field, value, wrong, .. } = &**correction;
                let dated = Dated { value: value.clone(), occurred, message };
                crate::profile::correct(self.program, self.dossier, field.id(), wrong.clone(), dated);
                self.touched = self.touched.and(Touch::PROFILE);
            }
            Body::Thing(act) => {
                crate::things::record(self.dossier, act, occurred, message);
                self.touched = self.touched.and(Touch::THINGS);
            }
            Body::Restriction(act) => {
                let was = self.dossier.is_restricted();
                restrictions::record(self.dossier, act, occurred, message);
                self.is_lifted = was && !self.dossier.is_restricted();
                self.dossier.hot.standing_until = self.dossier.hot.stepped;
                self.touched = self.touched.and(Touch::CONSENT);
            }
            Body::CartAdded(line) => self.cart_changed(line, true, event),
            Body::CartRemoved(line) => self.cart_changed(line, false, event),
            Body::CartCleared => {
                cart::cleared(self.dossier, occurred);
                self.touched = self.touched.and(Touch::CART);
            }
            Body::Ordered(order) => {
                orders::placed(self.dossier, order, occurred, message, &self.program.zone);
                self.touched = self.touched.and(Touch::ORDERS);
            }
            Body::Extended(order) => {
                orders::extended(self.dossier, order, occurred, message, &self.program.zone);
                self.touched = self.touched.and(Touch::ORDERS);
            }
            Body::Cancelled { order, lines } => self.went_back(Some(*order), lines, true, event),
            Body::Returned { order, lines } => self.went_back(*order, lines, false, event),
            Body::Receipt { delivery, receipt } => self.receipt(*delivery, *receipt, occurred),
            // Whoever leaves a list or calls it spam has withdrawn, however the channel tells us.
            Body::Reacted { channel, reaction: Reaction::Unsubscribed | Reaction::Complained, .. } => {
                let channel = Some(*channel);
                let act = ConsentAct { channel, purpose: None, granted: false, proof: Proof::None };
                consents::record(self.dossier, &act, event.occurred, message);
                self.touched = self.touched.and(Touch::CONSENT);
            }
            Body::Custom { .. } => crate::wishes::heard(self.dossier, event),
            Body::Listed { delivered } => {
                let (source, delivered) = (event.source, *delivered);
                crate::listed::record(self.dossier, Listed { source, delivered, at: occurred, message });
            }
            Body::Contacted { channel, class, campaign } => {
                self.contacted_elsewhere(*channel, *class, campaign, event);
            }
            Body::Viewed(Some(item)) => self.looked(Look::Viewed, item, occurred),
            Body::Followed { item, .. } => self.looked(Look::Followed, item, occurred),
            Body::Acted(action) => match (&action.item, action.category) {
                (Some(item), _) => self.looked(Look::Followed, item, occurred),
                (None, Some(node)) => self.turned_to(node, occurred),
                (None, None) => {}
            },
            Body::Bounced { channel, address, for_good } => {
                self.bounced_elsewhere(*channel, address, *for_good, occurred);
            }
            Body::Reacted { .. } | Body::Viewed(None) | Body::Voucher { .. } | Body::CauseSaid(_) => {}
            Body::Located(_) | Body::Crossed(_) => {}
        }
        self.forget_whereabouts();
        News::Yes
    }

    /// A second report of an order, return or cart change: files are imported again, shops repeat themselves.
    fn is_known(&self, event: &Event) -> bool {
        let Dossier { hot, orders, cart, .. } = &*self.dossier;
        match &event.body {
            Body::Identified(identifiers) => {
                identifiers.iter().all(|known| hot.identifiers.binary_search(known).is_ok())
            }
            Body::Ordered(order) => hot.heads.iter().any(|head| head.id == order.id),
            Body::Cancelled { .. } | Body::Returned { .. } => {
                orders.backs.iter().any(|back| back.message == event.message)
            }
            Body::CartAdded(_) | Body::CartRemoved(_) => {
                cart.changes.iter().any(|change| change.message == event.message)
            }
            Body::Custom { .. } => crate::wishes::is_known(self.dossier, event),
            Body::Contacted { .. } => self.is_known_contact(event.message),
            _ => false,
        }
    }

    fn looked(&mut self, look: Look, item: &Item, occurred: Timestamp) {
        interests::looked(self.dossier, look, item, occurred);
        if self.program.asks_interest {
            self.touched = self.touched.and(Touch::INTEREST);
        }
    }

    fn turned_to(&mut self, node: CategoryId, occurred: Timestamp) {
        interests::turned_to(self.dossier, node, occurred);
        if self.program.asks_interest {
            self.touched = self.touched.and(Touch::INTEREST);
        }
    }

    pub(crate) fn set_profile(&mut self, field: NameId, source: SourceId, dated: Dated<Value>) {
        crate::profile::set(self.program, self.dossier, field, source, dated);
        self.touched = self.touched.and(Touch::PROFILE);
    }

    pub(crate) fn record_stream(&mut self, event: &Event) {
        let name = NameId::of(event.body.event_name());
        let Some(keep) = self.program.streams.get(&name) else { return };
        let what = told_apart(&event.body);
        let tick =
            Tick { at: event.occurred.0, message: event.message, value: event_value(&event.body), what };
        streams::record(self.dossier, name, tick, *keep);
        self.touched = self.touched.and(Touch::STREAM);
    }

    fn cart_changed(&mut self, line: &Line, added: bool, event: &Event) {
        let occurred = event.occurred.0;
        let change = CartChange {
            occurred,
            message: event.message,
            item: line.item,
            quantity: line.quantity,
            value: line.value,
            added,
        };
        cart::changed(self.dossier, change);
        cart::compact(self.dossier, occurred.minus(CART_KEPT));
        if added {
            self.looked(Look::Carted, &line.item, occurred);
        }
        self.touched = self.touched.and(Touch::CART);
    }

    fn went_back(
        &mut self,
        order: Option<anlass_model::id::OrderId>,
        lines: &[Line],
        cancelled: bool,
        event: &Event,
    ) {
        let lines = lines.iter().map(|line| (line.item, line.quantity, line.value)).collect();
        let back = Back { message: event.message, occurred: event.occurred.0, order, cancelled, lines };
        orders::went_back(self.dossier, back);
        self.touched = self.touched.and(Touch::ORDERS);
    }

    pub(crate) fn note(
        &mut self,
        at: Timestamp,
        holds: bool,
        what: impl Fn() -> String,
        about: impl Fn() -> About,
    ) {
        if self.tracing == Tracing::On {
            self.out.trace.push(Reasoned { at, about: about(), what: what(), holds, rule: None });
        }
    }

    pub(crate) fn run_changed(&mut self, run: &Run, change: RunChange) {
        self.out.effects.push(Effect::Run { journey: run.journey, run: run.number, change });
    }

    /// Writes a state into the ledger; final ones leave the dossier.
    pub(crate) fn set_state(&mut self, index: usize, state: State) {
        let Some(intent) = self.dossier.intents.get_mut(index) else { return };
        intent.state = state;
        let intent = intent.clone();
        if !intent.is_open() {
            self.dossier.intents.remove(index);
        }
        self.touched = self.touched.and(Touch::CONTACT);
        self.out.effects.push(Effect::Intent(Box::new(intent)));
    }

    /// Ends an intent without delivery and lets its run know.
    pub(crate) fn end_intent(&mut self, index: usize, state: State, now: Timestamp) {
        let Some(intent) = self.dossier.intents.get(index).cloned() else { return };
        self.note(now, false, || state.to_string(), || self_about(self.program, &intent));
        self.set_state(index, state);
        self.after_message(&intent, false, now);
    }

    /// Who objects need not wait until the moment of each release: whatever is queued is withdrawn now.
    fn withdraw_advertising(&mut self, now: Timestamp) {
        let queued = |intent: &Intent| intent.class == Class::Advertising && !intent.state.has_left();
        while let Some(index) = self.dossier.intents.iter().position(queued) {
            self.end_intent(index, State::Suppressed(Reason::Objection), now);
        }
    }

    /// Lazily follows a new program: runs move by redirects or leave, intents of vanished messages stop.
    fn migrate(&mut self, now: Timestamp) {
        if self.dossier.hot.program == self.program.id {
            return;
        }
        self.dossier.hot.program = self.program.id;
        // A tombstone wants nothing any more.
        if self.dossier.hot.merged_into.is_some() {
            return;
        }
        self.dossier.hot.standing_until = Timestamp(i64::MIN);
        crate::profile::settle_all(self.program, self.dossier);
        self.move_runs(now);
        let gone: Vec<_> = self
            .dossier
            .intents
            .iter()
            .filter(|intent| self.is_gone(intent))
            .map(|intent| intent.id)
            .collect();
        for id in gone {
            if let Some(index) = self.dossier.intents.iter().position(|intent| intent.id == id) {
                self.end_intent(index, State::Suppressed(Reason::Stopped), now);
            }
        }
        self.touched = Touch::ALL;
        self.rebase_goals();
        self.rebase_tier(now);
        self.settle(now);
    }

    /// Whether nothing in the program speaks for an intent any more. What has left is left alone.
    fn is_gone(&self, intent: &Intent) -> bool {
        let stopped = |message: &crate::program::MessageDef| {
            self.program.programmes.get(message.programme).is_none_or(|programme| programme.stopped)
        };
        if intent.state.has_left() {
            return false;
        }
        let is_of =
            |mailing: &&crate::program::MailingDef| mailing_intent(intent.customer, mailing.id) == intent.id;
        self.program.message(intent.message).is_none_or(stopped)
            || (intent.journey.is_none()
                && self
                    .program
                    .mailings
                    .iter()
                    .find(is_of)
                    .is_none_or(|mailing| !self.program.sends(mailing)))
    }
}

pub(crate) fn self_about(program: &Program, intent: &Intent) -> About {
    About {
        programme: None,
        journey: intent.journey.map(|journey| program.name(journey)),
        run: (intent.run > 0).then_some(intent.run),
        step: None,
        message: Some(program.name(intent.message)),
        intent: Some(intent.id.to_string()),
    }
}

/// The reason of an exit rule, by its name.
pub(crate) fn exit_reason(name: &Name) -> Reason {
    Reason::Exit(name.clone())
}

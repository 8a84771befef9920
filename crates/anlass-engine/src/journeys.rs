//! Journeys: who enters, and again. Where runs stand and what moves them on is in `steps`, what ends them or
//! moves them to another program in `runs`, how a series of a former system goes on in `formerly`.

mod formerly;
mod runs;
mod steps;

pub(crate) use steps::STEPS_PER_WAKE;

use crate::dossier::{Dossier, NEVER_ENTERED, ORDERS_ENTERED_MAX, OrderEntered, RUNS_MAX, Run, grow};
use crate::facts::{View, event_value};
use crate::io::{About, RunChange};
use crate::local_time::{next_date, next_scheduled};
use crate::program::{EntryDef, JourneyDef, Program, StepKind, WaitDef};
use crate::slots::Touch;
use crate::step::Stepper;
use crate::things::{due_between, next_due};
use anlass_model::definition::{Collect, RunKey};
use anlass_model::event::{Body, Event};
use anlass_model::id::{NameId, OrderId};
use anlass_model::thing::thing_id;
use anlass_model::time::{Span, Timestamp};
use anlass_model::value::Value;

fn about_run(program: &Program, run: &Run) -> About {
    About {
        journey: Some(program.name(run.journey)),
        run: Some(run.number),
        step: Some(program.name(run.step)),
        ..About::default()
    }
}

/// The order an event is about.
fn order_of(body: &Body) -> Option<OrderId> {
    match body {
        Body::Ordered(order) | Body::Extended(order) => Some(order.id),
        Body::Cancelled { order, .. } => Some(*order),
        Body::Returned { order, .. } => *order,
        _ => None,
    }
}

/// The thing an event is about.
fn thing_of(body: &Body) -> Option<OrderId> {
    match body {
        Body::Thing(act) => Some(thing_id(act.entity.id(), &act.key)),
        _ => None,
    }
}

impl Stepper<'_> {
    pub(crate) fn enter_by_event(&mut self, event: &Event, now: Timestamp) {
        let name = NameId::of(event.body.event_name());
        let Some(journeys) = self.program.entries.get(&name) else { return };
        for index in journeys.clone() {
            self.try_enter(index, Some(event), None, now);
        }
    }

    pub(crate) fn enter_by_phase(&mut self, phase: NameId, now: Timestamp) {
        let name = NameId::of("phase.changed");
        let Some(journeys) = self.program.entries.get(&name) else { return };
        for index in journeys.clone() {
            self.try_enter(index, None, Some(phase), now);
        }
    }

    pub(crate) fn enter_by_segment(&mut self, segment: NameId, now: Timestamp) {
        for index in 0..self.program.journeys.len() {
            let entry = self.program.journeys.get(index).map(|journey| &journey.entry);
            if matches!(entry, Some(EntryDef::Segment(own)) if *own == segment) {
                self.try_enter(index, None, None, now);
            }
        }
    }

    /// Dates in the profile or the zone may have changed.
    pub(crate) fn rebook_appointments(&mut self, now: Timestamp) {
        // What is due already is kept, not booked anew for next year.
        self.dossier.hot.appointments.retain(|(_, at)| *at <= now);
        self.book_appointments(now);
    }

    /// Books the next date and schedule entries that are not booked yet.
    pub(crate) fn book_appointments(&mut self, now: Timestamp) {
        for index in 0..self.program.journeys.len() {
            let Some(journey) = self.program.journeys.get(index) else { continue };
            if self.dossier.hot.appointments.iter().any(|(id, _)| *id == journey.id) {
                continue;
            }
            if let Some(at) = self.next_appointment(journey, now) {
                self.dossier.hot.appointments.push((journey.id, at));
            }
        }
    }

    fn next_appointment(&self, journey: &JourneyDef, after: Timestamp) -> Option<Timestamp> {
        let zone = || self.view(after).customer_zone();
        match &journey.entry {
            EntryDef::Date(entry) => match self.dossier.profile(entry.field.id()) {
                Some(Value::Day(day)) => next_date(entry, *day, &zone(), after),
                _ => None,
            },
            EntryDef::ThingDate { of, entry } => next_due(self.dossier, *of, entry, &zone(), after),
            EntryDef::Schedule(schedule) => next_scheduled(schedule, &zone(), after),
            EntryDef::Event(_) | EntryDef::Segment(_) => None,
        }
    }

    pub(crate) fn keep_appointments(&mut self, at: Timestamp) {
        let booked = self.dossier.hot.appointments.iter();
        let due: Vec<(NameId, Timestamp)> = booked.filter(|(_, when)| *when <= at).copied().collect();
        for (journey, when) in due {
            self.dossier.hot.appointments.retain(|(id, _)| *id != journey);
            let Some(index) = self.program.journey_index.get(&journey).copied() else { continue };
            let next =
                self.program.journeys.get(index).and_then(|journey| self.next_appointment(journey, at));
            if let Some(next) = next {
                self.dossier.hot.appointments.push((journey, next));
            }
            let program = self.program;
            match program.journeys.get(index).map(|journey| &journey.entry) {
                Some(EntryDef::ThingDate { of, entry }) => {
                    let zone = self.view(at).customer_zone();
                    for thing in due_between(self.dossier, *of, entry, &zone, (when, at)) {
                        self.try_enter_about(index, Some(thing), None, None, at);
                    }
                }
                _ => self.try_enter(index, None, None, at),
            }
        }
    }

    /// Lets the person into a journey, if its rules and its re-entry policy allow.
    fn try_enter(&mut self, index: usize, event: Option<&Event>, phase: Option<NameId>, now: Timestamp) {
        self.try_enter_about(index, None, event, phase, now);
    }

    fn try_enter_about(
        &mut self,
        index: usize,
        thing: Option<OrderId>,
        event: Option<&Event>,
        phase: Option<NameId>,
        now: Timestamp,
    ) {
        let program = self.program;
        let Some(journey) = program.journeys.get(index) else { return };
        if program.programmes.get(journey.programme).is_none_or(|programme| programme.stopped)
            || !self.lets_into(journey)
        {
            return;
        }
        let order = match journey.key {
            RunKey::Customer => None,
            RunKey::Order => event.and_then(|event| order_of(&event.body)),
            RunKey::Entity => thing.or_else(|| event.and_then(|event| thing_of(&event.body))),
        };
        if journey.key != RunKey::Customer && order.is_none() {
            return;
        }
        let basis = event.map_or(now, |event| event.occurred.0.min(now));
        let inside = self.dossier.runs.iter().position(|run| run.journey == journey.id && run.order == order);
        if let Some(position) = inside {
            if journey.extends && self.admits(journey, event, phase, order, now) {
                self.extend_run(position, journey, event, basis);
            }
            return;
        }
        if !self.may_reenter(journey, order, now) || !self.admits(journey, event, phase, order, now) {
            return;
        }
        self.enter(journey, event, order, basis, now, None);
    }

    fn may_reenter(&mut self, journey: &JourneyDef, order: Option<OrderId>, now: Timestamp) -> bool {
        let before = |(id, last, _): &&(NameId, Timestamp, u32)| *id == journey.id && *last > NEVER_ENTERED;
        let last = match order {
            None => self.dossier.hot.entered.iter().find(before).map(|(_, last, _)| *last),
            // One run per order: what happened with other orders does not matter.
            Some(order) => {
                let same = |own: &&OrderEntered| own.journey == journey.id && own.order == order;
                self.dossier.orders_entered.iter().rfind(same).map(|own| own.at)
            }
        };
        let Some(last) = last else { return true };
        let allowed = !journey.never_again && now.since(last) >= journey.again_after;
        self.note(
            now,
            allowed,
            || format!("entered before at {last}"),
            || About { journey: Some(journey.name.to_string()), ..About::default() },
        );
        allowed
    }

    fn admits(
        &mut self,
        journey: &JourneyDef,
        event: Option<&Event>,
        phase: Option<NameId>,
        order: Option<OrderId>,
        now: Timestamp,
    ) -> bool {
        let Some(rule) = &journey.when else { return true };
        // A would-be run, so that the rule can look at the order it would be about.
        let run = Run { order, ..blank_run(journey, 0, now) };
        let view = View { program: self.program, dossier: self.dossier, event, phase, run: Some(&run), now };
        let about = || About { journey: Some(journey.name.to_string()), ..About::default() };
        self.out.ask(self.tracing, rule, &view, "entry", about).value
    }

    /// Begins a run before its first step, or behind one that a former system did.
    fn enter(
        &mut self,
        journey: &JourneyDef,
        event: Option<&Event>,
        order: Option<OrderId>,
        basis: Timestamp,
        now: Timestamp,
        behind: Option<usize>,
    ) {
        if self.dossier.runs.len() >= RUNS_MAX {
            let about = || About { journey: Some(journey.name.to_string()), ..About::default() };
            self.note(now, false, || format!("already in {RUNS_MAX} journeys"), about);
            return;
        }
        let is_over =
            event.is_some() && journey.says_until.is_some_and(|span| basis.0.saturating_add(span.0) < now.0);
        // Who is passed over was there when it happened, as far as coming back is concerned.
        let at = if is_over { basis } else { now };
        let entered = &mut self.dossier.hot.entered;
        let number = match entered.iter_mut().find(|(id, _, _)| *id == journey.id) {
            Some((_, last, count)) => {
                *last = at.max(*last);
                *count += 1;
                *count
            }
            None => {
                grow(entered);
                entered.push((journey.id, at, 1));
                1
            }
        };
        if let Some(order) = order
            && (journey.never_again || journey.again_after.0 > 0)
        {
            entered_for(self.dossier, OrderEntered { at, journey: journey.id, order });
        }
        if is_over {
            let about = || About { journey: Some(journey.name.to_string()), ..About::default() };
            self.note(now, false, || format!("happened at {basis}: too long ago to speak of it"), about);
            return;
        }
        let mut run = Run { order, ..blank_run(journey, number, basis) };
        let done = behind.and_then(|step| journey.steps.get(step));
        if let Some(done) = done {
            // It stands on what was said, and somebody said it.
            run.step = done.id;
            run.visit = 1;
            run.delivered = true;
        }
        collect(&mut run, journey, event);
        self.run_changed(&run, RunChange::Entered);
        self.note(now, true, || "entered".into(), || about_run(self.program, &run));
        grow(&mut self.dossier.runs);
        self.dossier.runs.push(run);
        self.touched = self.touched.and(Touch::RUN);
        let position = self.dossier.runs.len() - 1;
        if !self.exits(position, now) {
            self.arrive(position, done.map_or(0, |done| done.next), basis, now);
        }
    }

    fn extend_run(&mut self, position: usize, journey: &JourneyDef, event: Option<&Event>, basis: Timestamp) {
        let Some(run) = self.dossier.runs.get_mut(position) else { return };
        collect(run, journey, event);
        if let Some(index) = journey.step_index.get(&run.step)
            && let Some(StepKind::Wait(WaitDef { duration: Some(duration), .. })) =
                journey.steps.get(*index).map(|step| &step.kind)
        {
            start_anew(run, basis, *duration);
        }
    }
}

/// Remembers for which order a journey was entered last.
fn entered_for(dossier: &mut Dossier, entered: OrderEntered) {
    let all = &mut dossier.orders_entered;
    let same = |own: &OrderEntered| (own.journey, own.order) == (entered.journey, entered.order);
    let at = all.iter().find(|own| same(own)).map_or(entered.at, |own| own.at.max(entered.at));
    all.retain(|own| !same(own));
    let entered = OrderEntered { at, ..entered };
    all.insert(all.partition_point(|own| *own < entered), entered);
    all.drain(..all.len().saturating_sub(ORDERS_ENTERED_MAX));
}

pub(crate) fn absorb_orders_entered(dossier: &mut Dossier, other: &Dossier) {
    for entered in &other.orders_entered {
        entered_for(dossier, *entered);
    }
}

/// A wait that an event extends counts from that event on; never shorter than before.
fn start_anew(run: &mut Run, basis: Timestamp, duration: Span) {
    run.since = run.since.max(basis);
    let due = run.since.plus(duration);
    run.due = Some(due.max(run.due.unwrap_or(due)));
}

fn blank_run(journey: &JourneyDef, number: u32, basis: Timestamp) -> Run {
    Run {
        journey: journey.id,
        number,
        order: None,
        step: journey.steps.first().map_or(NameId(0), |step| step.id),
        visit: 0,
        entered: basis,
        since: basis,
        due: None,
        check: Timestamp::NEVER,
        collected: journey.collect.iter().map(|(name, _)| (name.id(), 0)).collect(),
        newest: None,
        intent: None,
        delivered: false,
    }
}

fn collect(run: &mut Run, journey: &JourneyDef, event: Option<&Event>) {
    let (value, told) =
        event.map_or((0, None), |event| (event_value(&event.body), Some((event.occurred.0, event.message))));
    let is_newest = told >= run.newest;
    run.newest = run.newest.max(told);
    for ((_, how), (_, slot)) in journey.collect.iter().zip(&mut run.collected) {
        match how {
            Collect::Sum => *slot = slot.saturating_add(value),
            Collect::Last if is_newest => *slot = value,
            // It arrived late: something newer is known.
            Collect::Last => {}
            Collect::Count => *slot = slot.saturating_add(1),
        }
    }
}

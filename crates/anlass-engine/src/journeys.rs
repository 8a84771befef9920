//! Journeys: who enters, where runs stand, what moves them on, what ends them.

use crate::dossier::{Intent, RUNS_MAX, Run};
use crate::facts::{View, event_value};
use crate::io::{About, Effect, RunChange};
use crate::local_time::{next_date, next_scheduled, window_opens};
use crate::program::{EntryDef, JourneyDef, Program, StepKind, WaitDef};
use crate::slots::Touch;
use crate::step::{Stepper, exit_reason};
use anlass_model::definition::{Collect, RunKey};
use anlass_model::draw::{Purpose, draw_basis_points};
use anlass_model::event::{Body, Event};
use anlass_model::id::{Name, NameId, OrderId, parts_hash};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use anlass_model::value::Value;

/// Steps one run may take at one moment.
const STEPS_PER_WAKE: usize = 200;

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
        Body::Ordered(order) => Some(order.id),
        Body::Cancelled { order, .. } => Some(*order),
        Body::Returned { order, .. } => *order,
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

    /// Books the next date and schedule entries that are not booked yet, and rebooks after profile changes.
    pub(crate) fn book_appointments(&mut self, now: Timestamp) {
        if self.touched.meets(Touch::PROFILE) {
            self.dossier.hot.appointments.clear();
        }
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
            EntryDef::Schedule(schedule) => next_scheduled(schedule, &zone(), after),
            EntryDef::Event(_) | EntryDef::Segment(_) => None,
        }
    }

    pub(crate) fn keep_appointments(&mut self, at: Timestamp) {
        let due: Vec<NameId> =
            self.dossier.hot.appointments.iter().filter(|(_, when)| *when <= at).map(|(id, _)| *id).collect();
        for journey in due {
            self.dossier.hot.appointments.retain(|(id, _)| *id != journey);
            let Some(index) = self.program.journey_index.get(&journey).copied() else { continue };
            let next =
                self.program.journeys.get(index).and_then(|journey| self.next_appointment(journey, at));
            if let Some(next) = next {
                self.dossier.hot.appointments.push((journey, next));
            }
            self.try_enter(index, None, None, at);
        }
    }

    /// Lets the person into a journey, if its rules and its re-entry policy allow.
    fn try_enter(&mut self, index: usize, event: Option<&Event>, phase: Option<NameId>, now: Timestamp) {
        let program = self.program;
        let Some(journey) = program.journeys.get(index) else { return };
        if program.programmes.get(journey.programme).is_none_or(|programme| programme.stopped) {
            return;
        }
        let order = match journey.key {
            RunKey::Customer => None,
            RunKey::Order => event.and_then(|event| order_of(&event.body)),
        };
        if journey.key == RunKey::Order && order.is_none() {
            return;
        }
        let basis = event.map_or(now, |event| event.occurred.0.min(now));
        let inside = self.dossier.runs.iter().position(|run| run.journey == journey.id && run.order == order);
        if let Some(position) = inside {
            if journey.extends && self.admits(journey, event, phase, order, now) {
                self.extend_run(position, journey, event, basis, now);
            }
            return;
        }
        if !self.may_reenter(journey, order, now) || !self.admits(journey, event, phase, order, now) {
            return;
        }
        self.enter(journey, event, order, basis, now);
    }

    fn may_reenter(&mut self, journey: &JourneyDef, order: Option<OrderId>, now: Timestamp) -> bool {
        let Some((_, last, _)) = self.dossier.hot.entered.iter().find(|(id, _, _)| *id == journey.id) else {
            return true;
        };
        // One run per order: what happened with other orders does not matter.
        let allowed = order.is_some() || (!journey.never_again && now.since(*last) >= journey.again_after);
        let last = *last;
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

    fn enter(
        &mut self,
        journey: &JourneyDef,
        event: Option<&Event>,
        order: Option<OrderId>,
        basis: Timestamp,
        now: Timestamp,
    ) {
        if self.dossier.runs.len() >= RUNS_MAX {
            return;
        }
        let entered = &mut self.dossier.hot.entered;
        let number = match entered.iter_mut().find(|(id, _, _)| *id == journey.id) {
            Some((_, last, count)) => {
                *last = now;
                *count += 1;
                *count
            }
            None => {
                entered.push((journey.id, now, 1));
                1
            }
        };
        let mut run = Run { order, ..blank_run(journey, number, basis) };
        collect(&mut run, journey, event);
        self.run_changed(&run, RunChange::Entered);
        self.note(now, true, || "entered".into(), || about_run(self.program, &run));
        self.dossier.runs.push(run);
        self.touched = self.touched.and(Touch::RUN);
        let position = self.dossier.runs.len() - 1;
        if !self.exits(position, now) {
            self.arrive(position, 0, basis, now);
        }
    }

    fn extend_run(
        &mut self,
        position: usize,
        journey: &JourneyDef,
        event: Option<&Event>,
        basis: Timestamp,
        now: Timestamp,
    ) {
        let Some(run) = self.dossier.runs.get_mut(position) else { return };
        collect(run, journey, event);
        if let Some(index) = journey.step_index.get(&run.step)
            && let Some(StepKind::Wait(WaitDef { duration: Some(duration), .. })) =
                journey.steps.get(*index).map(|step| &step.kind)
        {
            run.due = Some(basis.plus(*duration).max(now).max(run.due.unwrap_or(now)));
        }
    }

    /// What an event means to the runs inside: waits for it end, waits that it extends start anew.
    pub(crate) fn events_in_runs(&mut self, event: &Event, now: Timestamp) {
        let name = NameId::of(event.body.event_name());
        let waiting: Vec<(NameId, u32)> =
            self.dossier.runs.iter().map(|run| (run.journey, run.number)).collect();
        for (journey, number) in waiting {
            let Some(position) = self.position(journey, number) else { continue };
            self.event_in_run(position, name, event, now);
        }
    }

    fn event_in_run(&mut self, position: usize, name: NameId, event: &Event, now: Timestamp) {
        let program = self.program;
        let Some(run) = self.dossier.runs.get(position) else { return };
        let Some(journey) = program.journey(run.journey) else { return };
        let Some(step) = journey.step_index.get(&run.step).and_then(|index| journey.steps.get(*index)) else {
            return;
        };
        let StepKind::Wait(wait) = &step.kind else { return };
        if wait.extend_on.contains(&name)
            && let (Some(duration), Some(run)) = (wait.duration, self.dossier.runs.get_mut(position))
        {
            let due = event.occurred.0.min(now).plus(duration).max(now);
            run.due = Some(due.max(run.due.unwrap_or(due)));
        }
        for case in &wait.events {
            if case.on != name || !self.is_about(position, event) {
                continue;
            }
            let holds = match &case.when {
                None => true,
                Some(rule) => self.ask_run(position, rule, Some(event), "waited for", now).0,
            };
            if holds {
                self.arrive(position, case.next, now, now);
                return;
            }
        }
    }

    /// Reactions count for the run whose message they answer; other events for every run, order events for
    /// the run of that order.
    fn is_about(&self, position: usize, event: &Event) -> bool {
        let Some(run) = self.dossier.runs.get(position) else { return false };
        match &event.body {
            Body::Reacted { delivery, .. } => run.intent.is_some() && *delivery == run.intent,
            Body::Cancelled { .. } | Body::Returned { .. } => {
                run.order.is_none() || run.order == order_of(&event.body)
            }
            _ => true,
        }
    }

    pub(crate) fn ask_run(
        &mut self,
        position: usize,
        rule: &anlass_rules::Rule,
        event: Option<&Event>,
        what: &str,
        now: Timestamp,
    ) -> (bool, Timestamp) {
        let program = self.program;
        let Some(run) = self.dossier.runs.get(position) else { return (false, Timestamp::NEVER) };
        let view = View { event, ..View::new(program, self.dossier, now).with_run(run) };
        let verdict = self.out.ask(self.tracing, rule, &view, what, || about_run(program, run));
        (verdict.value, verdict.until)
    }

    pub(crate) fn position(&self, journey: NameId, number: u32) -> Option<usize> {
        self.dossier.runs.iter().position(|run| run.journey == journey && run.number == number)
    }

    /// After facts changed: exit rules and waited-for rules of all runs, and withdrawn intents.
    pub(crate) fn recheck_runs(&mut self, now: Timestamp) {
        let all: Vec<(NameId, u32)> = self.dossier.runs.iter().map(|run| (run.journey, run.number)).collect();
        for (journey, number) in all {
            if let Some(position) = self.position(journey, number) {
                self.check_run(position, now);
            }
        }
    }

    /// The same for runs whose rules may change by time alone.
    pub(crate) fn check_runs(&mut self, at: Timestamp) {
        let due = self.dossier.runs.iter().filter(|run| run.check <= at);
        let due: Vec<(NameId, u32)> = due.map(|run| (run.journey, run.number)).collect();
        for (journey, number) in due {
            if let Some(position) = self.position(journey, number) {
                self.check_run(position, at);
            }
        }
    }

    fn check_run(&mut self, position: usize, now: Timestamp) {
        if self.exits(position, now) {
            return;
        }
        let program = self.program;
        let Some(run) = self.dossier.runs.get(position) else { return };
        let Some(journey) = program.journey(run.journey) else { return };
        let step = journey.step_index.get(&run.step).and_then(|index| journey.steps.get(*index));
        if let Some((step, StepKind::Wait(WaitDef { rule: Some(rule), .. }))) =
            step.map(|step| (step, &step.kind))
        {
            let (holds, until) = self.ask_run(position, rule, None, "waited for", now);
            if holds {
                self.arrive(position, step.next, now, now);
            } else if let Some(run) = self.dossier.runs.get_mut(position) {
                run.check = run.check.min(until);
            }
        }
    }

    /// Whether an exit rule ends the run now; also sets when to ask again.
    pub(crate) fn exits(&mut self, position: usize, now: Timestamp) -> bool {
        let program = self.program;
        let Some(journey) = self.dossier.runs.get(position).and_then(|run| program.journey(run.journey))
        else {
            return false;
        };
        let mut check = Timestamp::NEVER;
        for (name, rule) in &journey.exits {
            let (holds, until) = self.ask_run(position, rule, None, name.as_str(), now);
            if holds {
                self.leave(position, name, now);
                return true;
            }
            check = check.min(until);
        }
        if let Some(run) = self.dossier.runs.get_mut(position) {
            run.check = check;
        }
        false
    }

    /// Ends a run by an exit rule and withdraws what it has not yet sent.
    pub(crate) fn leave(&mut self, position: usize, name: &Name, now: Timestamp) {
        if position >= self.dossier.runs.len() {
            return;
        }
        let run = self.dossier.runs.remove(position);
        self.note(now, false, || format!("left: {name}"), || about_run(self.program, &run));
        self.run_changed(&run, RunChange::Left(name.clone()));
        self.withdraw(&run, exit_reason(name), now);
    }

    fn withdraw(&mut self, run: &Run, reason: Reason, now: Timestamp) {
        let belongs = |intent: &Intent| {
            intent.journey == Some(run.journey) && intent.run == run.number && !intent.state.has_left()
        };
        while let Some(index) = self.dossier.intents.iter().position(belongs) {
            self.end_intent(index, State::Suppressed(reason.clone()), now);
        }
    }

    /// Waits whose time is up.
    pub(crate) fn end_waits(&mut self, at: Timestamp) {
        let due = self.dossier.runs.iter().filter(|run| run.due.is_some_and(|due| due <= at));
        let due: Vec<(NameId, u32)> = due.map(|run| (run.journey, run.number)).collect();
        for (journey, number) in due {
            let Some(position) = self.position(journey, number) else { continue };
            self.wait_over(position, at);
        }
    }

    fn wait_over(&mut self, position: usize, at: Timestamp) {
        let program = self.program;
        let Some(run) = self.dossier.runs.get_mut(position) else { return };
        let basis = run.due.take().unwrap_or(at);
        let Some(journey) = program.journey(run.journey) else { return };
        let Some(step) = journey.step_index.get(&run.step).and_then(|index| journey.steps.get(*index)) else {
            return;
        };
        let onward = match &step.kind {
            StepKind::Wait(wait) if wait.timeout.is_some() => wait.otherwise,
            _ => step.next,
        };
        self.arrive(position, onward, basis, at);
    }

    /// Puts a run onto a step and lets it walk until it rests. `basis` is the moment that counts as its
    /// arrival (a late event's own time), `now` the moment of decision.
    fn arrive(&mut self, position: usize, target: usize, basis: Timestamp, now: Timestamp) {
        let program = self.program;
        let mut target = target;
        for _ in 0..STEPS_PER_WAKE {
            let Some(run) = self.dossier.runs.get_mut(position) else { return };
            let Some(journey) = program.journey(run.journey) else { return };
            let Some(step) = journey.steps.get(target) else {
                let run = self.dossier.runs.remove(position);
                self.run_changed(&run, RunChange::Finished);
                return;
            };
            run.step = step.id;
            run.visit = run.visit.saturating_add(1);
            run.since = basis;
            run.due = None;
            target = match &step.kind {
                StepKind::Wait(wait) => {
                    if self.rest(position, wait, basis, now) {
                        return;
                    }
                    step.next
                }
                StepKind::Branch { cases, otherwise } => {
                    let mut onward = *otherwise;
                    for (rule, next) in cases {
                        if self.ask_run(position, rule, None, "branch", now).0 {
                            onward = *next;
                            break;
                        }
                    }
                    onward
                }
                StepKind::Split(arms) => self.split(position, arms, step.name.as_str(), step.next),
                StepKind::Message(message) => {
                    self.make_intent(position, *message, basis, now);
                    return;
                }
                StepKind::Attribute { field, value } => {
                    let message = anlass_model::id::MessageId::Hash(self.visit_hash(position));
                    let dated = crate::dossier::Dated { value: value.clone(), occurred: now, message };
                    self.set_profile(*field, dated);
                    step.next
                }
                StepKind::Webhook { url } => {
                    if let Some(run) = self.dossier.runs.get(position) {
                        self.out.effects.push(Effect::Webhook {
                            url: url.clone(),
                            journey: run.journey,
                            run: run.number,
                            step: step.id,
                        });
                    }
                    step.next
                }
                StepKind::Goal(rule) => {
                    if self.ask_run(position, rule, None, "goal", now).0 {
                        let run = self.dossier.runs.remove(position);
                        self.run_changed(&run, RunChange::Reached);
                        return;
                    }
                    step.next
                }
                StepKind::Exit(name) => {
                    self.leave(position, name, now);
                    return;
                }
            };
        }
    }

    /// Starts a wait; false if it is over already.
    fn rest(&mut self, position: usize, wait: &WaitDef, basis: Timestamp, now: Timestamp) -> bool {
        if let Some(rule) = &wait.rule {
            let (holds, until) = self.ask_run(position, rule, None, "waited for", now);
            if holds {
                return false;
            }
            if let Some(run) = self.dossier.runs.get_mut(position) {
                run.check = run.check.min(until);
            }
        }
        let due = match (&wait.until, wait.duration.or(wait.timeout)) {
            (Some(window), _) => {
                let region = self.program.definitions.settings.region.as_deref();
                window_opens(window, region, &self.view(now).customer_zone(), now)
            }
            (None, Some(duration)) => basis.plus(duration),
            (None, None) => now,
        };
        if let Some(run) = self.dossier.runs.get_mut(position) {
            run.due = Some(due.max(now));
        }
        due > now || wait.timeout.is_some()
    }

    fn split(&mut self, position: usize, arms: &[(u8, usize)], salt: &str, default: usize) -> usize {
        let seed = self.program.definitions.settings.seed;
        let journey = self.dossier.runs.get(position).map_or(NameId(0), |run| run.journey);
        let subject = self.dossier.hot.draw_id.0;
        let point = draw_basis_points(seed, subject, Purpose::Split, salt, journey.0);
        let mut upper = 0u32;
        for (percent, next) in arms {
            upper += u32::from(*percent) * 100;
            if point < upper {
                return *next;
            }
        }
        default
    }

    pub(crate) fn visit_hash(&self, position: usize) -> u128 {
        let Some(run) = self.dossier.runs.get(position) else { return 0 };
        parts_hash(&[
            &self.dossier.hot.id.0.to_le_bytes(),
            &run.journey.0.to_le_bytes(),
            &run.number.to_le_bytes(),
            &run.step.0.to_le_bytes(),
            &run.visit.to_le_bytes(),
        ])
    }

    /// The message step is done: the run goes on from the moment of hand-over or of the decision against it.
    pub(crate) fn after_message(&mut self, intent: &Intent, delivered: bool, now: Timestamp) {
        let Some(position) = intent.journey.and_then(|journey| self.position(journey, intent.run)) else {
            return;
        };
        let program = self.program;
        let Some(run) = self.dossier.runs.get_mut(position) else { return };
        if run.intent != Some(intent.id) {
            return;
        }
        run.delivered = delivered;
        let Some(journey) = program.journey(run.journey) else { return };
        let Some(step) = journey.step_index.get(&run.step).and_then(|index| journey.steps.get(*index)) else {
            return;
        };
        if matches!(step.kind, StepKind::Message(_)) {
            self.arrive(position, step.next, now, now);
        }
    }

    /// A new program: runs on vanished steps follow the declared redirects, the rest leave.
    pub(crate) fn move_runs(&mut self, now: Timestamp) {
        let all: Vec<(NameId, u32)> = self.dossier.runs.iter().map(|run| (run.journey, run.number)).collect();
        for (id, number) in all {
            let Some(position) = self.position(id, number) else { continue };
            let program = self.program;
            let journey = program.journey(id).filter(|journey| {
                program.programmes.get(journey.programme).is_some_and(|programme| !programme.stopped)
            });
            let Some(journey) = journey else {
                self.stop_run(position, now);
                continue;
            };
            let Some(run) = self.dossier.runs.get_mut(position) else { continue };
            run.collected.resize(journey.collect.len(), 0);
            if let Some(index) = journey.step_index.get(&run.step) {
                let wait = journey.steps.get(*index).map(|step| &step.kind);
                if let Some(StepKind::Wait(WaitDef { recompute: true, duration: Some(duration), .. })) = wait
                {
                    run.due = Some(run.since.plus(*duration).max(now));
                }
                continue;
            }
            let target = journey.redirects.get(&run.step).and_then(|step| journey.step_index.get(step));
            match target {
                Some(index) => self.arrive(position, *index, now, now),
                None => self.stop_run(position, now),
            }
        }
    }

    fn stop_run(&mut self, position: usize, now: Timestamp) {
        let run = self.dossier.runs.remove(position);
        if let Ok(name) = Name::new("stopped") {
            self.run_changed(&run, RunChange::Left(name));
        }
        self.withdraw(&run, Reason::Stopped, now);
    }
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
        collected: vec![0; journey.collect.len()],
        intent: None,
        delivered: false,
    }
}

fn collect(run: &mut Run, journey: &JourneyDef, event: Option<&Event>) {
    let value = event.map_or(0, |event| event_value(&event.body));
    for ((_, how), slot) in journey.collect.iter().zip(&mut run.collected) {
        match how {
            Collect::Sum => *slot = slot.saturating_add(value),
            Collect::Last => *slot = value,
            Collect::Count => *slot = slot.saturating_add(1),
        }
    }
}

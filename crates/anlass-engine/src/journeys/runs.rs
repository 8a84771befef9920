//! What happens to runs from outside: events they wait for, rules that end them, another program.

use super::{about_run, order_of, start_anew, thing_of};
use crate::dossier::{Intent, Run};
use crate::facts::View;
use crate::io::{Effect, RunChange};
use crate::program::{JourneyDef, StepDef, StepKind, WaitDef};
use crate::step::{Stepper, TICK, exit_reason};
use anlass_model::definition::RunKey;
use anlass_model::event::{Body, Event};
use anlass_model::id::{IntentId, Name, NameId, parts_hash};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use std::collections::{BTreeSet, VecDeque};

impl Stepper<'_> {
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
        // What happened before the wait began does not end it, however late it arrives.
        let is_new = event.occurred.0 >= run.since;
        if !self.is_about(position, event) {
            return;
        }
        let occurred = event.occurred.0.min(now);
        if wait.extend_on.contains(&name)
            && let (Some(duration), Some(run)) = (wait.duration, self.dossier.runs.get_mut(position))
        {
            start_anew(run, occurred, duration);
        }
        for case in &wait.events {
            if case.on != name || !is_new {
                continue;
            }
            let holds = match &case.when {
                None => true,
                Some(rule) => self.ask_run(position, rule, Some(event), "waited for", now).0,
            };
            if holds {
                let since = self.dossier.runs.get(position).map_or(now, |run| run.since);
                self.arrive(position, case.next, occurred.max(since), now);
                return;
            }
        }
    }

    /// Reactions count for the run whose message they answer; other events for every run, order events for
    /// the run of that order.
    fn is_about(&self, position: usize, event: &Event) -> bool {
        let Some(run) = self.dossier.runs.get(position) else { return false };
        let key = self.program.journey(run.journey).map_or(RunKey::Customer, |journey| journey.key);
        match &event.body {
            Body::Reacted { delivery, .. } => run.intent.is_some() && *delivery == run.intent,
            Body::Ordered(_) | Body::Extended(_) | Body::Cancelled { .. } | Body::Returned { .. } => {
                key != RunKey::Order || run.order == order_of(&event.body)
            }
            Body::Thing(_) => key != RunKey::Entity || run.order == thing_of(&event.body),
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
                run.check = run.check.min(until.max(now.plus(TICK)));
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
                self.lapse(position, name, now);
                self.leave(position, name, now);
                return true;
            }
            check = check.min(until);
        }
        if let Some(run) = self.dossier.runs.get_mut(position) {
            run.check = check.max(now.plus(TICK));
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

    /// What the run was on its way to say first and never will, so that it is counted and found as what was wanted is.
    /// Where something was wanted already, that tells how it ended: each time in a journey counts once.
    fn lapse(&mut self, position: usize, name: &Name, now: Timestamp) {
        let program = self.program;
        let Some(run) = self.dossier.runs.get(position) else { return };
        if run.intent.is_some() {
            return;
        }
        let Some(journey) = program.journey(run.journey) else { return };
        let message = next_message(journey, run).and_then(|index| program.messages.get(index));
        let Some(message) = message else { return };
        let customer = self.dossier.hot.id;
        let (journey, number) = (run.journey.0.to_le_bytes(), run.number.to_le_bytes());
        let lapsed = Intent {
            id: IntentId(parts_hash(&[&customer.0.to_le_bytes(), &journey, &number, b"lapsed"])),
            customer,
            message: message.id,
            journey: Some(run.journey),
            run: run.number,
            order: run.order,
            class: message.class,
            created: now,
            state: State::Lapsed(exit_reason(name)),
            look_at: now,
            planned: now,
            channel: None,
            priority: message.priority,
            expires: now,
            beaten: 0,
            closed: false,
            withdrawn: None,
        };
        self.out.effects.push(Effect::Intent(Box::new(lapsed)));
    }

    /// What has left stays where it is; but should its carrier not take it, it does not leave again.
    pub(super) fn withdraw(&mut self, run: &Run, reason: Reason, now: Timestamp) {
        let belongs = |intent: &Intent| intent.journey == Some(run.journey) && intent.run == run.number;
        let with_carrier = |intent: &&mut Intent| belongs(intent) && intent.state == State::Handed;
        for intent in self.dossier.intents.iter_mut().filter(with_carrier) {
            intent.withdrawn.get_or_insert_with(|| reason.clone());
        }
        let waits = |intent: &Intent| belongs(intent) && !intent.state.has_left();
        while let Some(index) = self.dossier.intents.iter().position(waits) {
            self.end_intent(index, State::Suppressed(reason.clone()), now);
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
            let kept = std::mem::take(&mut run.collected);
            let value =
                |name: NameId| kept.iter().find(|(own, _)| *own == name).map_or(0, |(_, value)| *value);
            run.collected = journey.collect.iter().map(|(name, _)| (name.id(), value(name.id()))).collect();
            if let Some(index) = journey.step_index.get(&run.step) {
                self.stay(position, journey, *index, now);
                continue;
            }
            let target = journey.redirects.get(&run.step).and_then(|step| journey.step_index.get(step));
            match target {
                Some(index) => self.redirect(position, journey, *index, now),
                None => self.stop_run(position, now),
            }
        }
    }

    /// The step still exists: its wait goes on as it was, unless the edit says to compute it anew, or the step
    /// has become another kind of thing.
    fn stay(&mut self, position: usize, journey: &JourneyDef, index: usize, now: Timestamp) {
        let Some(kind) = journey.steps.get(index).map(|step| &step.kind) else { return };
        let Some(run) = self.dossier.runs.get(position) else { return };
        let stands = match kind {
            StepKind::Wait(_) => run.due.is_some(),
            _ => self.is_said_by(position, kind),
        };
        if !stands {
            self.arrive_anew(position, index, now);
            return;
        }
        if let StepKind::Wait(wait) = kind
            && wait.recompute
        {
            let due = self.due(wait, run.since, now);
            if let Some(run) = self.dossier.runs.get_mut(position) {
                run.due = Some(due);
            }
        }
    }

    /// The step is gone: on to the one declared for it. Where that one says the same, what was planned stays.
    fn redirect(&mut self, position: usize, journey: &JourneyDef, index: usize, now: Timestamp) {
        let Some(step) = journey.steps.get(index) else { return };
        if !self.is_said_by(position, &step.kind) {
            self.arrive_anew(position, index, now);
        } else if let Some(run) = self.dossier.runs.get_mut(position) {
            run.step = step.id;
        }
    }

    /// Whether the intent that the run waits for speaks for a step: it is the step's message, or it has left
    /// already and its answer moves the run on.
    fn is_said_by(&self, position: usize, kind: &StepKind) -> bool {
        let StepKind::Message(message) = kind else { return false };
        let Some(run) = self.dossier.runs.get(position).filter(|run| run.due.is_none()) else { return false };
        let message = self.program.messages.get(*message).map(|message| message.id);
        let waited_for = self.dossier.intents.iter().find(|intent| Some(intent.id) == run.intent);
        waited_for.is_some_and(|intent| Some(intent.message) == message || intent.state.has_left())
    }

    /// Arrives at a step of another program: what the step before wanted to say is said no more.
    fn arrive_anew(&mut self, position: usize, index: usize, now: Timestamp) {
        let Some(run) = self.dossier.runs.get_mut(position) else { return };
        // The end of its intent must not move the run on: it is moved here.
        run.intent = None;
        let run = run.clone();
        self.withdraw(&run, Reason::Superseded, now);
        self.arrive(position, index, now, now);
    }

    fn stop_run(&mut self, position: usize, now: Timestamp) {
        self.end_run(position, "stopped", &Reason::Stopped, now);
    }

    /// Ends a run from outside, and withdraws what it has not yet sent.
    pub(crate) fn end_run(&mut self, position: usize, name: &str, reason: &Reason, now: Timestamp) {
        let run = self.dossier.runs.remove(position);
        if let Ok(name) = Name::new(name) {
            self.run_changed(&run, RunChange::Left(name));
        }
        self.withdraw(&run, reason.clone(), now);
    }
}

/// The nearest message that a run still has before it.
fn next_message(journey: &JourneyDef, run: &Run) -> Option<usize> {
    let at = *journey.step_index.get(&run.step)?;
    // Who has just come in stands before the first step, not on it.
    let mut waiting: VecDeque<usize> = match run.visit {
        0 => VecDeque::from([at]),
        _ => onward(journey.steps.get(at)?).into(),
    };
    let mut seen = BTreeSet::new();
    while let Some(index) = waiting.pop_front() {
        let Some(step) = journey.steps.get(index).filter(|_| seen.insert(index)) else { continue };
        match step.kind {
            StepKind::Message(message) => return Some(message),
            _ => waiting.extend(onward(step)),
        }
    }
    None
}

/// Where a step may lead.
fn onward(step: &StepDef) -> Vec<usize> {
    match &step.kind {
        StepKind::Wait(wait) => {
            // Where only events or the end of patience lead on, the step below is not the next one.
            let below = (wait.timeout.is_none() || wait.rule.is_some()).then_some(step.next);
            let events = wait.events.iter().map(|case| case.next);
            let late = wait.timeout.map(|_| wait.otherwise);
            below.into_iter().chain(events).chain(late).collect()
        }
        StepKind::Branch { cases, otherwise } => {
            cases.iter().map(|(_, next)| *next).chain(std::iter::once(*otherwise)).collect()
        }
        StepKind::Split(arms) => arms.iter().map(|(_, next)| *next).chain([step.next]).collect(),
        StepKind::Exit(_) => Vec::new(),
        _ => vec![step.next],
    }
}

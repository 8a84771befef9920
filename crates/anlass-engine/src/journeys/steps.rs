//! The steps of a run: waits that end, and walking from step to step until it rests.

use crate::dossier::Intent;
use crate::io::{Effect, RunChange, Webhook};
use crate::local_time::window_opens;
use crate::program::{StepKind, WaitDef};
use crate::step::{Stepper, TICK};
use anlass_model::draw::{Purpose, draw_basis_points};
use anlass_model::id::{NameId, parts_hash};
use anlass_model::time::Timestamp;

/// Steps one run may take at one moment. Journeys that could take more are refused when they are compiled.
pub(crate) const STEPS_PER_WAKE: usize = 200;

/// What arriving at a wait means.
enum Rest {
    Begun,
    /// It was over before it began, at this moment.
    Over(Timestamp),
}

impl Stepper<'_> {
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
        let due = run.due.take().unwrap_or(at);
        let since = run.since;
        let Some(journey) = program.journey(run.journey) else { return };
        let Some(step) = journey.step_index.get(&run.step).and_then(|index| journey.steps.get(*index)) else {
            return;
        };
        let (onward, basis) = match &step.kind {
            StepKind::Wait(wait) => {
                let onward = if wait.timeout.is_some() { wait.otherwise } else { step.next };
                // Who came late waited for today's window, but is as old as if on time.
                let on_time = if wait.until.is_some() { self.due(wait, since, since) } else { due };
                (onward, on_time.min(due))
            }
            _ => (step.next, due),
        };
        self.arrive(position, onward, basis, at);
    }

    /// Puts a run onto a step and lets it walk until it rests. `basis` is the moment that counts as its
    /// arrival (a late event's own time), `now` the moment of decision.
    pub(crate) fn arrive(&mut self, position: usize, target: usize, basis: Timestamp, now: Timestamp) {
        let program = self.program;
        let (mut target, mut basis) = (target, basis);
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
                    match self.rest(position, wait, basis, now) {
                        Rest::Begun => return,
                        Rest::Over(since) => basis = since,
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
                StepKind::Message(message) => match self.said_formerly(position, *message) {
                    Some(said) => {
                        basis = said;
                        step.next
                    }
                    None => {
                        self.make_intent(position, *message, basis, now);
                        return;
                    }
                },
                StepKind::Attribute { field, value } => {
                    let message = anlass_model::id::MessageId::Hash(self.visit_hash(position));
                    let dated = crate::dossier::Dated { value: value.clone(), occurred: now, message };
                    self.set_profile(*field, anlass_model::event::SourceId::SELF, dated);
                    step.next
                }
                StepKind::Webhook { url } => {
                    let id = self.visit_hash(position);
                    if let Some(run) = self.dossier.runs.get(position) {
                        self.out.effects.push(Effect::Webhook(Webhook {
                            id,
                            url: url.clone(),
                            customer: self.dossier.hot.id,
                            journey: run.journey,
                            run: run.number,
                            step: step.id,
                        }));
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

    /// Starts a wait, unless it is over already.
    fn rest(&mut self, position: usize, wait: &WaitDef, basis: Timestamp, now: Timestamp) -> Rest {
        if let Some(rule) = &wait.rule {
            let (holds, until) = self.ask_run(position, rule, None, "waited for", now);
            if holds {
                return Rest::Over(now);
            }
            if let Some(run) = self.dossier.runs.get_mut(position) {
                run.check = run.check.min(until.max(now.plus(TICK)));
            }
        }
        let due = self.due(wait, basis, now);
        if due <= now && wait.timeout.is_none() {
            return Rest::Over(if wait.until.is_some() {
                self.due(wait, basis, basis).min(now)
            } else {
                due
            });
        }
        if let Some(run) = self.dossier.runs.get_mut(position) {
            run.due = Some(due);
        }
        Rest::Begun
    }

    /// When a wait begun at `basis` ends. A window opens from `now` on: nobody is sent back into a past one.
    pub(super) fn due(&self, wait: &WaitDef, basis: Timestamp, now: Timestamp) -> Timestamp {
        match (&wait.until, wait.duration.or(wait.timeout)) {
            (Some(window), _) => {
                let region = self.program.definitions.settings.region.as_deref();
                window_opens(window, region, &self.view(now).customer_zone(), now)
            }
            (None, Some(duration)) => basis.plus(duration),
            (None, None) => now,
        }
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
            // What came too late makes the rest of the run as late as it is.
            let basis = if delivered { now } else { now.min(intent.expires) };
            self.arrive(position, step.next, basis, now);
        }
    }
}

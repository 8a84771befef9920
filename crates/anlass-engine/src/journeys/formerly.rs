//! Series that a former system began: whoever got their first letters from it goes on behind them, and gets none twice.
//! What it said is known from its contacts; in which order they are told makes no difference.

use super::about_run;
use crate::dossier::{Contact, Run};
use crate::step::Stepper;
use anlass_model::event::Event;
use anlass_model::outcome::Reason;
use anlass_model::time::Timestamp;

impl Stepper<'_> {
    /// Takes an event of a former system that said what a step of some journey says, and goes on behind that step.
    pub(crate) fn go_on_behind(&mut self, event: &Event, now: Timestamp) {
        let program = self.program;
        let Some((index, step)) = program.said_by(event) else { return };
        let Some(journey) = program.journeys.get(index) else { return };
        if program.programmes.get(journey.programme).is_none_or(|programme| programme.stopped)
            || !self.lets_into(journey)
        {
            return;
        }
        let said = event.occurred.0.min(now);
        let Some(position) = self.dossier.runs.iter().position(|run| run.journey == journey.id) else {
            let entered = self.dossier.hot.entered.iter().find(|(id, _, _)| *id == journey.id);
            // A time in it that began after that letter was ours.
            if entered.is_none_or(|(_, last, _)| *last <= said) {
                self.enter(journey, Some(event), None, said, now, Some(step));
            }
            return;
        };
        let Some(step) = journey.steps.get(step) else { return };
        let is_about_to_say =
            |run: &&mut Run| run.step == step.id && run.entered <= said && run.intent.is_some();
        let Some(run) = self.dossier.runs.get_mut(position).filter(is_about_to_say) else { return };
        let own = self.dossier.intents.iter().find(|intent| Some(intent.id) == run.intent);
        if own.is_none_or(|intent| intent.state.has_left()) {
            return;
        }
        // The end of its intent must not move the run on: it is moved here.
        run.intent = None;
        run.delivered = true;
        let run = run.clone();
        self.note(now, true, || format!("a former system said it at {said}"), || about_run(program, &run));
        self.withdraw(&run, Reason::SaidFormerly, now);
        self.arrive(position, step.next, said, now);
    }

    /// When a former system said to the person what the run is about to say, since the run began.
    pub(super) fn said_formerly(&mut self, position: usize, message: usize) -> Option<Timestamp> {
        let formerly = &self.program.messages.get(message)?.formerly;
        let run = self.dossier.runs.get_mut(position)?;
        let said = |contact: &&Contact| contact.at >= run.entered && formerly.contains(&contact.message);
        let said = self.dossier.contacts.iter().find(said)?.at;
        run.intent = None;
        run.delivered = true;
        Some(said)
    }
}

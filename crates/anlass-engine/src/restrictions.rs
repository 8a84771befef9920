//! Restriction of processing as facts: by case the newest act counts, and a tie restricts. While any case stands the
//! person is in no phase and no segment, runs only in journeys that may carry a contract message, and gets nothing else.

use crate::dossier::{Dossier, Intent, Restriction, Run, grow};
use crate::program::JourneyDef;
use crate::step::Stepper;
use anlass_model::consent::Class;
use anlass_model::id::{MessageId, Name};
use anlass_model::outcome::{Reason, State};
use anlass_model::restriction::RestrictionAct;
use anlass_model::time::Timestamp;

/// Cases remembered of one person; beyond it the oldest ones that were lifted are forgotten.
pub const RESTRICTIONS_MAX: usize = 32;

/// Takes in an act; of two about the same case the newer one stays.
pub(crate) fn record(dossier: &mut Dossier, act: &RestrictionAct, occurred: Timestamp, message: MessageId) {
    let new = |case: &Name, ground, lifted| Restriction {
        case: case.clone(),
        ground,
        lifted,
        occurred,
        message,
        since: (!lifted).then_some(occurred),
    };
    match act {
        RestrictionAct::Restricted { case, ground, .. } => keep(dossier, new(case, Some(*ground), false)),
        RestrictionAct::Lifted { cases, .. } => {
            cases.iter().for_each(|case| keep(dossier, new(case, None, true)));
        }
    }
}

/// Keeps what is known of a case, in the order of their names. Why it began and since when stays known of one that ended.
pub(crate) fn keep(dossier: &mut Dossier, mut new: Restriction) {
    let all = &mut dossier.restrictions;
    let place = all.binary_search_by(|own| own.case.cmp(&new.case));
    match place {
        Ok(index) => {
            let Some(old) = all.get_mut(index) else { return };
            let key = |own: &Restriction| (own.occurred, !own.lifted, own.message);
            let begun = [(old.since, old.ground), (new.since, new.ground)];
            if key(&new) > key(old) {
                std::mem::swap(old, &mut new);
            }
            (old.since, old.ground) =
                begun.into_iter().filter(|(since, _)| since.is_some()).min().unwrap_or_default();
        }
        Err(index) => {
            grow(all);
            all.insert(index, new);
        }
    }
    while all.len() > RESTRICTIONS_MAX {
        let lifted = all.iter().enumerate().filter(|(_, own)| own.lifted);
        let Some((oldest, _)) = lifted.min_by_key(|(_, own)| (own.occurred, own.message)) else { return };
        all.remove(oldest);
    }
}

impl Stepper<'_> {
    /// Whether somebody may be in a journey just now.
    pub(crate) fn lets_into(&self, journey: &JourneyDef) -> bool {
        journey.carries_contract || !self.dossier.is_restricted()
    }

    /// Withdraws what was planned, and ends all runs that lead to no contract message.
    pub(crate) fn withdraw_restricted(&mut self, now: Timestamp) {
        let program = self.program;
        let goes = |run: &Run| !program.journey(run.journey).is_some_and(|journey| journey.carries_contract);
        while let Some(position) = self.dossier.runs.iter().position(goes) {
            self.end_run(position, "restricted", &Reason::Restricted, now);
        }
        let with_carrier =
            |intent: &&mut Intent| intent.class == Class::Advertising && intent.state == State::Handed;
        for intent in self.dossier.intents.iter_mut().filter(with_carrier) {
            intent.withdrawn.get_or_insert(Reason::Restricted);
        }
        let waits = |intent: &Intent| intent.class == Class::Advertising && !intent.state.has_left();
        while let Some(index) = self.dossier.intents.iter().position(waits) {
            self.end_intent(index, State::Suppressed(Reason::Restricted), now);
        }
    }

    /// Nobody asks in which phase and segments the person would be.
    pub(crate) fn stand_nowhere(&mut self) {
        let before = std::mem::take(&mut self.dossier.hot.segments);
        self.segments_changed(&before);
        let phase = self.dossier.hot.phase.take();
        self.dossier.hot.standing_until = Timestamp::NEVER;
        if phase.is_some() || !before.is_empty() {
            self.touched = self.touched.and(crate::slots::Touch::STANDING);
        }
    }
}

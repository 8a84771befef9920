//! Merges: the survivor takes over every fact of the other dossier; the other one becomes a tombstone that
//! sends nothing and forwards what still reaches it.

use crate::dossier::{Dossier, Run};
use crate::io::RunChange;
use crate::location::Whereabouts;
use crate::orders;
use crate::slots::Touch;
use crate::step::Stepper;
use anlass_model::consent::Recorded;
use anlass_model::id::{EntityId, Name, NameId};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;

impl Stepper<'_> {
    /// This person is carried on elsewhere: everything not yet out of the house stops.
    pub(crate) fn merged_into(&mut self, survivor: EntityId, now: Timestamp) {
        let waiting = |intent: &crate::dossier::Intent| !intent.state.has_left();
        let runs = std::mem::take(&mut self.dossier.runs);
        if let Ok(name) = Name::new("merged") {
            for run in &runs {
                self.run_changed(run, RunChange::Left(name.clone()));
            }
        }
        while let Some(index) = self.dossier.intents.iter().position(waiting) {
            self.end_intent(index, State::Suppressed(Reason::Merged), now);
        }
        // What is with a carrier is answered for by the survivor.
        self.dossier.intents.clear();
        self.dossier.hot.appointments.clear();
        self.dossier.whereabouts = Whereabouts::default();
        self.dossier.tier = None;
        let before = std::mem::take(&mut self.dossier.hot.segments);
        self.segments_changed(&before);
        let before = std::mem::take(&mut self.dossier.exposures);
        self.exposures_changed(&before);
        self.dossier.hot.merged_into = Some(survivor);
    }

    /// Takes over every fact of another dossier. Facts go by when they occurred, so the outcome does not
    /// depend on which of the two was first.
    pub(crate) fn absorb(&mut self, other: &Dossier, now: Timestamp) {
        let own = &mut self.dossier.hot;
        if (other.hot.created, other.hot.draw_id) < (own.created, own.draw_id) {
            own.draw_id = other.hot.draw_id;
            own.created = other.hot.created;
        }
        crate::profile::absorb(self.program, self.dossier, other);
        for identifier in &other.hot.identifiers {
            if let Err(at) = self.dossier.hot.identifiers.binary_search(identifier) {
                self.dossier.hot.identifiers.insert(at, identifier.clone());
            }
        }
        for Recorded { act, occurred, message } in &other.hot.consents {
            crate::consents::record(self.dossier, act, *occurred, *message);
        }
        for own in &other.returned {
            crate::returned::remember(self.dossier, *own);
        }
        for own in &other.listed {
            crate::listed::record(self.dossier, *own);
        }
        for own in &other.requested {
            crate::consents::request(self.dossier, own.clone());
        }
        if let Some(objection) = &other.hot.objection {
            crate::consents::object(self.dossier, objection.lifted, objection.occurred, objection.message);
        }
        for own in &other.restrictions {
            crate::restrictions::keep(self.dossier, own.clone());
        }
        for thing in &other.things {
            crate::things::absorb(self.dossier, thing);
        }
        for stranger in &other.apart {
            if let Err(at) = self.dossier.apart.binary_search(stranger) {
                self.dossier.apart.insert(at, *stranger);
            }
        }
        orders::absorb(self.dossier, other);
        crate::cart::absorb(self.dossier, &other.cart);
        crate::wishes::absorb(self.dossier, other);
        crate::interests::absorb(self.dossier, &other.interests);
        crate::streams::absorb(self.dossier, other, &self.program.streams);
        crate::location::absorb(self.dossier, other);
        crate::loyalty::absorb(self.program, self.dossier, other);
        self.forget_whereabouts();
        self.absorb_contacts(other);
        self.absorb_exposures(other);
        self.absorb_mailings(other, now);
        crate::journeys::absorb_orders_entered(self.dossier, other);
        for (journey, last, count) in &other.hot.entered {
            match self.dossier.hot.entered.iter_mut().find(|(id, _, _)| id == journey) {
                Some((_, own_last, own_count)) => {
                    *own_last = (*own_last).max(*last);
                    *own_count = own_count.saturating_add(*count);
                }
                None => self.dossier.hot.entered.push((*journey, *last, *count)),
            }
        }
        self.absorb_runs(other, now);
        self.dossier.hot.standing_until = now;
        self.touched = Touch::ALL;
    }

    fn absorb_contacts(&mut self, other: &Dossier) {
        for contact in &other.contacts {
            self.add_contact(contact.clone());
        }
        self.bound_contacts();
        let in_flight = other.intents.iter().filter(|intent| intent.state.has_left());
        self.dossier.intents.extend(in_flight.cloned());
    }

    /// Runs of journeys in which the survivor does not stand go on. A run whose message was withdrawn by the
    /// merge makes it anew; one whose message is on its way keeps it.
    fn absorb_runs(&mut self, other: &Dossier, now: Timestamp) {
        for run in &other.runs {
            let taken =
                self.dossier.runs.iter().any(|own| own.journey == run.journey && own.order == run.order);
            let Some(journey) = self.program.journey(run.journey) else { continue };
            let Some(index) = journey.step_index.get(&run.step).copied() else { continue };
            if taken {
                continue;
            }
            let number = self.next_number(run.journey);
            self.dossier.runs.push(Run { number, ..run.clone() });
            self.run_changed(&Run { number, ..run.clone() }, RunChange::Entered);
            let on_its_way = self.dossier.intents.iter_mut().find(|intent| Some(intent.id) == run.intent);
            match on_its_way {
                Some(intent) => intent.run = number,
                None if run.due.is_none() => self.arrive(self.dossier.runs.len() - 1, index, now, now),
                None => {}
            }
        }
    }

    /// A number that no run of the journey has or gets.
    fn next_number(&mut self, journey: NameId) -> u32 {
        let taken = self.dossier.runs.iter().filter(|run| run.journey == journey).map(|run| run.number).max();
        match self.dossier.hot.entered.iter_mut().find(|(id, _, _)| *id == journey) {
            Some((_, _, count)) => {
                *count = (*count).max(taken.unwrap_or(0).saturating_add(1));
                *count
            }
            None => taken.unwrap_or(0).saturating_add(1),
        }
    }
}

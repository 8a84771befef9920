//! Unmerge: two people who were taken for one are two again. What each of them contributed is told apart by
//! the survivor's timeline, so both get back exactly their own facts. What was decided meanwhile was decided
//! about the person as they were known then: contacts since the merge count for both, runs go back to
//! whom they began with, and what was planned but has not left for a run that goes is withdrawn.

use crate::arbiter::is_marked_by;
use crate::dossier::{Dossier, Intent, NEVER_ENTERED, Run};
use crate::io::{Effect, Entry, Input, Parted, Revived, RunChange, Tracing};
use crate::location::Whereabouts;
use crate::profile;
use crate::program::{Program, StepKind};
use crate::slots::Touch;
use crate::step::Stepper;
use anlass_model::event::Event;
use anlass_model::id::{EntityId, Identifier, MessageId, Name, NameId};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A merge that is to be undone.
#[derive(Clone, Copy)]
pub struct Merged<'a> {
    /// As it is now, under the program of the moment.
    pub survivor: &'a Dossier,
    /// The tombstone.
    pub loser: &'a Dossier,
    /// The survivor's whole timeline, each entry with the program it names.
    pub timeline: &'a [(Arc<Program>, Entry)],
    /// The survivor just before the merge: the fold of the entries before [`Merged::merged_at`].
    pub before: &'a Dossier,
    /// Origins of forwarded events that are the loser's.
    pub family: &'a BTreeSet<EntityId>,
    /// The loser's identifiers, of those that are known of the survivor.
    pub identifiers: &'a BTreeSet<Identifier>,
    /// Of those that are known of the survivor, the ones that lead to nobody: whose they are, the timeline tells.
    pub noted: &'a BTreeSet<Identifier>,
}

/// The two people again: inputs for both, of one commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parting {
    pub survivor: Input,
    pub loser: Input,
}

/// Why a merge cannot be undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotPart {
    /// The survivor's timeline does not tell of it.
    NeverMerged,
    /// The timeline was cut since (imported, erased): who contributed what is no longer told apart.
    Cut,
}

impl Merged<'_> {
    /// Where on the survivor's timeline the merge stands that is still in force.
    #[must_use]
    pub fn merged_at(timeline: &[(Arc<Program>, Entry)], loser: EntityId) -> Option<usize> {
        let last = timeline.iter().rposition(|(_, entry)| match &entry.input {
            Input::Absorb(other) => other.hot.id == loser,
            Input::Parted(parted) => parted.from == loser,
            _ => false,
        })?;
        timeline.get(last).filter(|(_, entry)| matches!(entry.input, Input::Absorb(_))).map(|_| last)
    }
}

/// Tells the two people behind a merge apart.
///
/// # Errors
/// [`CannotPart`].
pub fn part(merged: &Merged<'_>) -> Result<Parting, CannotPart> {
    let loser = merged.loser.hot.id;
    let at = Merged::merged_at(merged.timeline, loser).ok_or(CannotPart::NeverMerged)?;
    let Some((program, Entry { input: Input::Absorb(absorbed), now: since, .. })) = merged.timeline.get(at)
    else {
        return Err(CannotPart::NeverMerged);
    };
    let later = merged.timeline.get(at + 1..).unwrap_or_default();
    if later.iter().any(|(_, entry)| matches!(entry.input, Input::Checkpoint(_))) {
        return Err(CannotPart::Cut);
    }
    let own = own_facts(merged, at);
    let mut given = facts_only(absorbed);
    let mut meanwhile = Vec::new();
    for (program, entry) in later {
        let theirs = forwarded(&entry.input).into_iter().filter(|(from, _)| merged.family.contains(from));
        for (from, event) in theirs {
            learn(program, &mut given, event);
            meanwhile.push((from, event.clone()));
        }
    }
    let went = runs_of(merged, absorbed);
    let survivor = Input::Parted(Box::new(Parted {
        from: loser,
        family: merged.family.iter().copied().collect(),
        kept: kept(merged, &own, absorbed, &went),
    }));
    let dossier = revived(program, merged, &given, absorbed, &went, *since);
    Ok(Parting { survivor, loser: Input::Revived(Box::new(Revived { dossier, meanwhile })) })
}

/// Events that an input brings of somebody merged into this person, with whose they are.
pub fn forwarded(input: &Input) -> Vec<(EntityId, &Event)> {
    match input {
        Input::Forwarded { from, event } => vec![(*from, event)],
        Input::Revived(revived) => revived.meanwhile.iter().map(|(from, event)| (*from, event)).collect(),
        _ => Vec::new(),
    }
}

/// A merge that is no longer, on the survivor's timeline.
struct Undone<'a> {
    absorb: usize,
    /// Where it was undone.
    end: usize,
    is_theirs: Box<dyn Fn(EntityId) -> bool + 'a>,
}

/// What the survivor would know without the loser, and without whom it was parted from before.
fn own_facts(merged: &Merged<'_>, at: usize) -> Dossier {
    let timeline = merged.timeline;
    let is_theirs = |from| merged.family.contains(&from);
    let mut undone = vec![Undone { absorb: at, end: timeline.len(), is_theirs: Box::new(is_theirs) }];
    for (end, (_, entry)) in timeline.iter().enumerate() {
        let Input::Parted(parted) = &entry.input else { continue };
        let before = timeline.get(..end).unwrap_or_default();
        if let Some(absorb) = Merged::merged_at(before, parted.from) {
            undone.push(Undone { absorb, end, is_theirs: Box::new(|from| parted.family.contains(&from)) });
        }
    }
    let Some((program, first)) = timeline.first() else { return merged.before.clone() };
    let mut own = Dossier::new(merged.survivor.hot.id, program.id, first.now);
    for (index, (program, entry)) in timeline.iter().enumerate() {
        match &entry.input {
            Input::Event(event) => learn(program, &mut own, event),
            Input::Absorb(other) if undone.iter().all(|merge| merge.absorb != index) => {
                silent(program, &mut own).absorb(&facts_only(other), entry.now);
            }
            Input::Checkpoint(whole) => own = facts_only(whole),
            input => {
                let is_gone = |from| {
                    let inside = |merge: &&Undone<'_>| merge.absorb < index && index < merge.end;
                    undone.iter().filter(inside).any(|merge| (merge.is_theirs)(from))
                };
                for (_, event) in forwarded(input).into_iter().filter(|(from, _)| !is_gone(*from)) {
                    learn(program, &mut own, event);
                }
            }
        }
    }
    own
}

/// Takes in what an event says, and decides nothing.
fn learn(program: &Program, dossier: &mut Dossier, event: &Event) {
    silent(program, dossier).take_event(event);
}

fn silent<'a>(program: &'a Program, dossier: &'a mut Dossier) -> Stepper<'a> {
    Stepper::new(program, dossier, Tracing::Off)
}

/// A dossier without anything that was decided.
fn facts_only(dossier: &Dossier) -> Dossier {
    let mut facts = dossier.clone();
    facts.runs.clear();
    facts.intents.clear();
    facts.contacts.clear();
    facts.exposures.clear();
    facts.orders_entered.clear();
    facts.hot.entered.clear();
    facts.hot.appointments.clear();
    facts.whereabouts = Whereabouts::default();
    facts.tier = None;
    facts
}

/// Puts facts in the place of a dossier's own.
fn with_facts(mut dossier: Dossier, facts: &Dossier) -> Dossier {
    dossier.orders = facts.orders.clone();
    dossier.cart = facts.cart.clone();
    dossier.streams = facts.streams.clone();
    let (hot, from) = (&mut dossier.hot, &facts.hot);
    hot.draw_id = from.draw_id;
    hot.created = from.created;
    hot.profile = from.profile.clone();
    hot.consents = from.consents.clone();
    hot.objection = from.objection.clone();
    hot.heads = from.heads.clone();
    dossier.requested = facts.requested.clone();
    dossier.wishes = facts.wishes.clone();
    dossier.interests = facts.interests.clone();
    dossier.lineage = facts.lineage.clone();
    dossier.listed = facts.listed.clone();
    dossier.restrictions = facts.restrictions.clone();
    dossier.things = facts.things.clone();
    // Whose phone it was is not told apart: what it says next begins anew.
    dossier.whereabouts = Whereabouts::default();
    dossier
}

/// Runs of the survivor that began with the loser, as they are now, with the numbers they had there.
fn runs_of(merged: &Merged<'_>, absorbed: &Dossier) -> Vec<(Run, u32)> {
    let own = |run: &Run| {
        merged.before.runs.iter().any(|own| (own.journey, own.number) == (run.journey, run.number))
    };
    let began = |run: &Run| {
        absorbed.runs.iter().find(|theirs| {
            (theirs.journey, theirs.order, theirs.entered) == (run.journey, run.order, run.entered)
        })
    };
    let theirs = merged.survivor.runs.iter().filter(|run| !own(run));
    theirs.filter_map(|run| began(run).map(|theirs| (run.clone(), theirs.number))).collect()
}

fn is_of(intent: &Intent, went: &[(Run, u32)]) -> bool {
    went.iter().any(|(run, _)| intent.journey == Some(run.journey) && intent.run == run.number)
}

/// Whether a delivery was the loser's at the merge already, and had left.
fn answered_by(absorbed: &Dossier, intent: &Intent) -> bool {
    absorbed.intents.iter().any(|theirs| theirs.id == intent.id)
}

/// What stays with the survivor.
fn kept(merged: &Merged<'_>, own: &Dossier, absorbed: &Dossier, went: &[(Run, u32)]) -> Dossier {
    let mut kept = with_facts(merged.survivor.clone(), own);
    // Fields that journeys set are in no event; they were set for the person who is kept.
    let said = said_by(merged, absorbed);
    let program = merged.timeline.last().map(|(program, _)| program);
    for (field, source, dated) in profile::all(merged.survivor) {
        if let Some(program) = program.filter(|_| !said.contains(&dated.message)) {
            profile::set(program, &mut kept, field, source, dated);
        }
    }
    kept.hot.identifiers.retain(|identifier| {
        let is_noted = merged.noted.contains(identifier);
        !merged.identifiers.contains(identifier) && (!is_noted || own.hot.identifiers.contains(identifier))
    });
    let theirs: BTreeSet<_> = absorbed.contacts.iter().map(|contact| contact.intent).collect();
    kept.contacts.retain(|contact| !theirs.contains(&contact.intent));
    kept.runs.retain(|run| !went.iter().any(|(gone, _)| gone == run));
    kept.intents.retain(|intent| match intent.state.has_left() {
        true => !answered_by(absorbed, intent),
        false => !is_of(intent, went) && !answered_by(absorbed, intent),
    });
    for (id, last, _) in &mut kept.hot.entered {
        let of = |dossier: &Dossier| {
            dossier.hot.entered.iter().find(|(own, _, _)| own == id).map_or(NEVER_ENTERED, |(_, at, _)| *at)
        };
        let (mine, theirs) = (of(merged.before), of(absorbed));
        // A mailing taken over at the merge and still open stays, and so does that it was one.
        if *last <= mine.max(theirs) && !is_marked_by(&kept.intents, merged.survivor.hot.id, *id) {
            *last = mine;
        }
    }
    kept.exposures = crate::exposure::kept(merged.survivor, merged.before, absorbed);
    kept.orders_entered
        .retain(|own| merged.before.orders_entered.contains(own) || !absorbed.orders_entered.contains(own));
    if let Err(place) = kept.apart.binary_search(&merged.loser.hot.id) {
        kept.apart.insert(place, merged.loser.hot.id);
    }
    kept
}

/// Messages of all events that either of the two has told.
fn said_by(merged: &Merged<'_>, absorbed: &Dossier) -> BTreeSet<MessageId> {
    let mut said: BTreeSet<MessageId> = BTreeSet::new();
    let profile = |dossier: &Dossier| {
        profile::all(dossier).into_iter().map(|(_, _, dated)| dated.message).collect::<Vec<_>>()
    };
    said.extend(profile(absorbed));
    for (_, entry) in merged.timeline {
        match &entry.input {
            Input::Event(event) | Input::Forwarded { event, .. } => {
                said.insert(event.message);
            }
            Input::Absorb(whole) | Input::Checkpoint(whole) => said.extend(profile(whole)),
            Input::Revived(revived) => said.extend(profile(&revived.dossier)),
            _ => {}
        }
    }
    said
}

/// The loser as a person again.
fn revived(
    program: &Program,
    merged: &Merged<'_>,
    facts: &Dossier,
    absorbed: &Dossier,
    went: &[(Run, u32)],
    since: Timestamp,
) -> Dossier {
    let mut revived = with_facts(absorbed.clone(), facts);
    let known: BTreeSet<_> = absorbed.contacts.iter().map(|contact| contact.intent).collect();
    let meanwhile = merged.survivor.contacts.iter();
    let meanwhile = meanwhile.filter(|contact| contact.at >= since && !known.contains(&contact.intent));
    revived.contacts.extend(meanwhile.cloned());
    revived.contacts.sort_by_key(|contact| (contact.at, contact.intent));
    let noted = facts.hot.identifiers.iter().filter(|own| merged.noted.contains(*own));
    let all: BTreeSet<_> = merged.identifiers.iter().chain(noted).cloned().collect();
    revived.hot.identifiers = all.into_iter().collect();
    // What was with a carrier at the merge, and still is.
    let in_flight = merged.survivor.intents.iter();
    let in_flight = in_flight.filter(|intent| intent.state.has_left() && answered_by(absorbed, intent));
    revived.intents = in_flight.cloned().collect();
    for own in &merged.survivor.returned {
        crate::returned::remember(&mut revived, *own);
    }
    for intent in &mut revived.intents {
        let run =
            went.iter().find(|(run, _)| intent.journey == Some(run.journey) && intent.run == run.number);
        if let Some((_, number)) = run {
            intent.run = *number;
        }
    }
    revived.hot.appointments.clear();
    revived.hot.merged_into = None;
    revived.hot.program = program.id;
    revived.runs = went.iter().map(|(run, number)| Run { number: *number, ..run.clone() }).collect();
    for run in &mut revived.runs {
        let left = |intent: &&Intent| Some(intent.id) == run.intent && intent.state.has_left();
        let is_own = revived.intents.iter().any(|intent| Some(intent.id) == run.intent);
        run.delivered |=
            run.due.is_none() && !is_own && merged.survivor.intents.iter().any(|intent| left(&intent));
    }
    revived.apart = merged.loser.apart.clone();
    if let Err(place) = revived.apart.binary_search(&merged.survivor.hot.id) {
        revived.apart.insert(place, merged.survivor.hot.id);
    }
    revived
}

impl Stepper<'_> {
    /// Somebody else's part goes.
    pub(crate) fn parted(&mut self, kept: &Dossier, now: Timestamp) {
        if let Ok(name) = Name::new("parted") {
            let gone = |run: &&Run| !kept.runs.contains(run);
            let gone: Vec<Run> = self.dossier.runs.iter().filter(gone).cloned().collect();
            for run in gone {
                self.run_changed(&run, RunChange::Left(name.clone()));
            }
        }
        let withdrawn =
            |intent: &Intent| !intent.state.has_left() && !kept.intents.iter().any(|own| own.id == intent.id);
        while let Some(index) = self.dossier.intents.iter().position(withdrawn) {
            self.set_state(index, State::Suppressed(Reason::Parted));
        }
        self.stand_again(kept, now);
    }

    /// A tombstone is a person again. Runs whose message was withdrawn make it anew.
    pub(crate) fn revived(&mut self, dossier: &Dossier, now: Timestamp) {
        self.dossier.hot.segments.clear();
        self.stand_again(dossier, now);
        let resting: Vec<(NameId, u32)> = self
            .dossier
            .runs
            .iter()
            .filter(|run| run.due.is_none())
            .map(|run| (run.journey, run.number))
            .collect();
        for run in self.dossier.runs.clone() {
            self.run_changed(&run, RunChange::Entered);
        }
        // The ledger knows again whose they are.
        let on_their_way = self.dossier.intents.iter().map(|intent| Effect::Intent(Box::new(intent.clone())));
        self.out.effects.extend(on_their_way);
        for (journey, number) in resting {
            self.go_on(journey, number, now);
        }
    }

    fn go_on(&mut self, journey: NameId, number: u32, now: Timestamp) {
        let program = self.program;
        let Some(position) = self.position(journey, number) else { return };
        let Some(run) = self.dossier.runs.get(position) else { return };
        let Some(journey) = program.journey(journey) else { return };
        let Some(index) = journey.step_index.get(&run.step).copied() else { return };
        let Some(step) = journey.steps.get(index) else { return };
        match &step.kind {
            StepKind::Message(_) if run.delivered => self.arrive(position, step.next, now, now),
            _ => self.arrive(position, index, now, now),
        }
    }

    fn stand_again(&mut self, dossier: &Dossier, now: Timestamp) {
        self.replace(dossier);
        self.dossier.hot.program = self.program.id;
        profile::settle_all(self.program, self.dossier);
        self.dossier.hot.stepped = now;
        self.dossier.hot.standing_until = now;
        self.touched = Touch::ALL;
        self.rebase_goals();
        self.rebase_tier(now);
    }
}

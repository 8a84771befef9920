//! One customer's timeline run again with reasons switched on, sorted by what it was wanted to say.

use anlass_engine::dossier::{Contact, Intent};
use anlass_engine::io::{About, Reasoned};
use anlass_engine::program::StepKind;
use anlass_engine::{Dossier, Effect, Input, RunChange, Ticket, Tracing, View, contacts_allowed, step};
use anlass_model::consent::Recorded;
use anlass_model::definition::{LocalWindow, TierChange};
use anlass_model::event::{Body, Event};
use anlass_model::id::{EntityId, IntentId, MessageId, NameId, VaultId};
use anlass_model::location::Crossing;
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use anlass_rules::Explanation;
use anlass_runtime::Runtime;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

/// Refused entries kept per journey; older ones are only counted.
const REFUSALS_MAX: usize = 3;
/// What a mailing's audience is asked for.
const AUDIENCE: &str = "audience";

/// Everything about one intent.
#[derive(Debug)]
pub struct IntentLife {
    pub intent: Intent,
    /// Every state with the moment it began.
    pub states: Vec<(Timestamp, State)>,
    /// Where it had to wait, the oldest first.
    pub waits: Vec<Wait>,
    pub ticket: Option<Ticket>,
    /// What was recorded of the person when it was released.
    pub released: Option<Released>,
    /// The rule by which its run was entered; of a mailing, by which somebody is in its audience.
    pub entry: Option<Reasoned>,
    /// Rules asked for its run or for itself, each with its latest answer before the end.
    pub rules: Vec<Reasoned>,
    /// Consents, contacts and objection as they were at its last change.
    pub consents: Vec<Recorded>,
    pub contacts: Vec<Contact>,
    pub objection: Option<Timestamp>,
    /// The event at which it ended, where it ended at one.
    pub by: Option<Box<Event>>,
}

/// A stretch that something waited through.
#[derive(Clone, Debug)]
pub struct Wait {
    pub from: Timestamp,
    pub until: Timestamp,
    pub cause: WaitCause,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitCause {
    /// Its journey waited for the hours at which it may be sent.
    Window(LocalWindow),
    Quiet,
    /// The carrier did not take it yet.
    Carrier,
    Deferred(Reason),
}

/// What a release found.
#[derive(Debug)]
pub struct Released {
    pub consents: Vec<Recorded>,
    pub contacts: Vec<Contact>,
    /// Most contacts that each cap of the program allowed this person.
    pub allowed: Vec<usize>,
    /// How many in a hundred are left alone by all advertising, and by the message's programme.
    pub holdouts: (u8, u8),
}

/// One time that somebody was in a journey.
#[derive(Debug)]
pub struct RunLife {
    pub run: u32,
    pub entered: Timestamp,
    /// The rule by which it was entered.
    pub entry: Option<Reasoned>,
    pub end: Option<RunEnd>,
    /// The message that it was on its way to when it was left, and under which id the ledger says so.
    pub lapsed: Option<(IntentId, NameId)>,
}

#[derive(Debug)]
pub enum RunEnd {
    /// By which exit, with the rule, and the event that made it come true; `None`: it was time that did.
    Left { at: Timestamp, exit: String, rule: Option<Box<Reasoned>>, by: Option<Box<Event>> },
    /// At its last step, or because its goal was reached.
    Finished { at: Timestamp },
}

/// How somebody stood to a journey.
#[derive(Debug, Default)]
pub struct JourneyLife {
    /// The oldest first.
    pub runs: Vec<RunLife>,
    pub entered: Vec<Timestamp>,
    /// When and by which exit, with the rule.
    pub left: Vec<(Timestamp, String, Option<Reasoned>)>,
    pub finished: u64,
    /// The latest entries that were refused.
    pub refusals: Vec<Reasoned>,
    pub refused: u64,
}

/// A phase that began, and its rule with the values of that moment.
pub struct PhaseLife {
    pub at: Timestamp,
    pub phase: NameId,
    pub rule: Option<Explanation>,
}

/// Somebody came into a fence, stayed in it, or left it.
#[derive(Debug)]
pub struct CrossedLife {
    pub told: Timestamp,
    pub at: Timestamp,
    pub fence: Box<str>,
    pub crossing: Crossing,
    pub simulated: bool,
}

/// A tier of the loyalty programme was reached or lost.
#[derive(Debug)]
pub struct TierLife {
    pub told: Timestamp,
    pub at: Timestamp,
    pub tier: NameId,
    pub change: TierChange,
}

pub struct Life {
    pub dossier: Dossier,
    pub intents: Vec<IntentLife>,
    pub journeys: BTreeMap<NameId, JourneyLife>,
    /// Events by name: how many, and when the last one came.
    pub events: BTreeMap<String, (u64, Timestamp)>,
    pub phases: Vec<PhaseLife>,
    /// Events that were invented, and profile fields and orders that stand on such.
    pub simulated: BTreeSet<MessageId>,
    pub simulated_fields: BTreeSet<NameId>,
    pub simulated_orders: u64,
    /// When events that told fields of the profile were received.
    pub received: BTreeMap<MessageId, Timestamp>,
    /// When somebody ordered, and whether that was invented.
    pub orders: Vec<(Timestamp, bool)>,
    /// Fences they came into and left, the oldest first.
    pub crossings: Vec<CrossedLife>,
    /// Tiers they reached and lost, the oldest first.
    pub tiers: Vec<TierLife>,
    pub entries: u64,
    /// When the first thing happened that is known of them.
    pub first: Option<Timestamp>,
    /// Runs that wait, or waited last, for the hours of a window.
    windows: BTreeMap<(NameId, u32), Wait>,
}

/// Rules of one run: the one by which it was entered, and the others by what they are asked for.
#[derive(Clone, Default)]
struct RunRules {
    entry: Option<Reasoned>,
    asked: BTreeMap<String, Reasoned>,
}

/// Rules of runs as they were last answered.
#[derive(Default)]
struct Rules {
    /// Journey → the latest entry rule that held.
    entry: BTreeMap<String, Reasoned>,
    /// Message → the latest audience of a mailing that held.
    audience: BTreeMap<String, Reasoned>,
    runs: BTreeMap<(String, u32), RunRules>,
    intents: BTreeMap<String, BTreeMap<String, Reasoned>>,
}

/// Runs a customer's timeline again. `None`: nothing is known of them.
pub fn of(runtime: &Runtime, vault: VaultId, customer: EntityId) -> Result<Option<Life>> {
    let entries = runtime.timeline_with_programs(vault, customer)?;
    let Some((_, first)) = entries.first() else { return Ok(None) };
    let mut life = Life {
        dossier: Dossier::new(customer, first.program, first.now),
        intents: Vec::new(),
        journeys: BTreeMap::new(),
        events: BTreeMap::new(),
        phases: Vec::new(),
        simulated: BTreeSet::new(),
        simulated_fields: BTreeSet::new(),
        simulated_orders: 0,
        received: BTreeMap::new(),
        orders: Vec::new(),
        crossings: Vec::new(),
        tiers: Vec::new(),
        entries: 0,
        first: None,
        windows: BTreeMap::new(),
    };
    let mut rules = Rules::default();
    for (program, entry) in &entries {
        life.entries += 1;
        let event = match &entry.input {
            Input::Event(event) | Input::Forwarded { event, .. } => Some(event),
            _ => None,
        };
        if let Some(event) = event {
            life.note_event(event, entry.now);
        }
        let out = step(program, &mut life.dossier, &entry.input, entry.now, Tracing::On);
        for reasoned in out.trace {
            life.note_reason(&mut rules, reasoned);
        }
        for effect in out.effects {
            life.note_effect(&rules, effect, At { now: entry.now, event, program });
        }
        life.note_windows(program);
    }
    Ok(Some(life))
}

/// Where a timeline stands: when, at which event if it is at one, and under which program.
#[derive(Clone, Copy)]
struct At<'a> {
    now: Timestamp,
    event: Option<&'a Event>,
    program: &'a anlass_engine::Program,
}

impl JourneyLife {
    fn lapse(&mut self, run: u32, id: IntentId, message: NameId) {
        if let Some(own) = self.runs.iter_mut().rev().find(|own| own.run == run && own.end.is_none()) {
            own.lapsed = Some((id, message));
        }
    }

    fn end(&mut self, run: u32, end: RunEnd) {
        if let Some(own) = self.runs.iter_mut().rev().find(|own| own.run == run && own.end.is_none()) {
            own.end = Some(end);
        }
    }
}

impl IntentLife {
    /// Whether it was wanted at all, and not only on its way.
    #[must_use]
    pub fn was_wanted(&self) -> bool {
        !matches!(self.intent.state, State::Lapsed(_))
    }
}

impl Life {
    fn note_event(&mut self, event: &Event, now: Timestamp) {
        if event.simulated {
            self.simulated.insert(event.message);
        }
        let at = event.occurred.0;
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
        match &event.body {
            // What follows from what apps say of places is told, not that.
            Body::Identified(_) | Body::Located(_) | Body::Crossed(_) => return,
            Body::Profile(fields) => {
                self.received.insert(event.message, event.received.0);
                for (field, _) in fields {
                    if event.simulated {
                        self.simulated_fields.insert(field.id());
                    } else {
                        self.simulated_fields.remove(&field.id());
                    }
                }
            }
            Body::Ordered(_) => {
                self.simulated_orders += u64::from(event.simulated);
                self.orders.push((event.occurred.0, event.simulated));
            }
            _ => {}
        }
        let (count, last) = self.events.entry(event.body.event_name().to_string()).or_insert((0, now));
        *count += 1;
        *last = now;
    }

    /// Who rests before a window, and until when.
    fn note_windows(&mut self, program: &anlass_engine::Program) {
        for run in &self.dossier.runs {
            let Some(until) = run.due else { continue };
            let journey = program.journey(run.journey);
            let step = journey.and_then(|own| own.steps.get(*own.step_index.get(&run.step)?));
            let window = match step.map(|step| &step.kind) {
                Some(StepKind::Wait(wait)) => wait.until.clone(),
                _ => None,
            };
            let place = (run.journey, run.number);
            match window {
                Some(window) if until > run.since => {
                    let cause = WaitCause::Window(window);
                    self.windows.insert(place, Wait { from: run.since, until, cause });
                }
                _ => {
                    self.windows.remove(&place);
                }
            }
        }
    }

    fn note_reason(&mut self, rules: &mut Rules, reasoned: Reasoned) {
        let About { journey, run, intent, .. } = &reasoned.about;
        if let Some(intent) = intent
            && reasoned.rule.is_some()
        {
            let own = rules.intents.entry(intent.clone()).or_default();
            own.insert(reasoned.what.clone(), reasoned);
            return;
        }
        let Some(journey) = journey.clone() else {
            if let Some(message) =
                reasoned.about.message.clone().filter(|_| reasoned.holds && reasoned.what == AUDIENCE)
            {
                rules.audience.insert(message, reasoned);
            }
            return;
        };
        match run {
            None if reasoned.holds && reasoned.rule.is_some() => {
                rules.entry.insert(journey, reasoned);
            }
            None if !reasoned.holds => {
                let life = self.journeys.entry(NameId::of(&journey)).or_default();
                life.refused += 1;
                if life.refusals.len() >= REFUSALS_MAX {
                    life.refusals.remove(0);
                }
                life.refusals.push(reasoned);
            }
            None => {}
            Some(run) => {
                let entry = rules.entry.get(&journey).filter(|entry| entry.at == reasoned.at).cloned();
                let own = rules.runs.entry((journey, *run)).or_default();
                if reasoned.what == "entered" && reasoned.rule.is_none() {
                    own.entry = entry;
                } else if reasoned.rule.is_some() {
                    own.asked.insert(reasoned.what.clone(), reasoned);
                }
            }
        }
    }

    fn note_effect(&mut self, rules: &Rules, effect: Effect, at: At<'_>) {
        let At { now, event, program } = at;
        match effect {
            Effect::Intent(intent) => self.note_intent(rules, *intent, at),
            Effect::Returned { delivery, reason, .. } => {
                if let Some(life) = self.intent(delivery) {
                    life.intent.state = State::Failed(reason);
                    life.states.push((now, life.intent.state.clone()));
                }
            }
            Effect::Ticket(ticket) => {
                let released = self.released(&ticket, program);
                if let Some(life) = self.intent(ticket.intent) {
                    life.ticket = Some(*ticket);
                    life.released = Some(released);
                }
            }
            Effect::Phase { to, .. } => {
                let view = View::new(program, &self.dossier, now);
                let known = program.phases.iter().find(|known| known.id == to);
                let rule = known.map(|known| known.rule.explain(&view, now));
                self.phases.push(PhaseLife { at: now, phase: to, rule });
            }
            Effect::Run { journey, run, change } => {
                let own = rules.runs.get(&(program.name(journey), run));
                let life = self.journeys.entry(journey).or_default();
                match change {
                    RunChange::Entered => {
                        life.entered.push(now);
                        let entry = own.and_then(|own| own.entry.clone());
                        life.runs.push(RunLife { run, entered: now, entry, end: None, lapsed: None });
                    }
                    RunChange::Finished | RunChange::Reached => {
                        life.finished += 1;
                        life.end(run, RunEnd::Finished { at: now });
                    }
                    RunChange::Left(name) => {
                        let rule = own.and_then(|own| own.asked.get(name.as_str())).cloned();
                        life.left.push((now, name.to_string(), rule.clone()));
                        let by = event.map(|event| Box::new(event.clone()));
                        life.end(
                            run,
                            RunEnd::Left { at: now, exit: name.to_string(), rule: rule.map(Box::new), by },
                        );
                    }
                }
            }
            // What the dossier holds of them at the end is what is told.
            Effect::Exposed { .. } | Effect::Goal { .. } | Effect::Unexposed { .. } => {}
            Effect::Segment { .. } | Effect::Webhook(_) => {}
            Effect::Tier { tier, change, at: moment } => {
                let (count, last) = self.events.entry(change.event_name().to_owned()).or_insert((0, now));
                *count += 1;
                *last = now;
                self.tiers.push(TierLife { told: now, at: moment, tier, change });
            }
            Effect::Crossed { fence, crossing, at: moment, simulated } => {
                let (count, last) = self.events.entry(crossing.event_name().to_owned()).or_insert((0, now));
                *count += 1;
                *last = now;
                self.crossings.push(CrossedLife { told: now, at: moment, fence, crossing, simulated });
            }
        }
    }

    fn released(&self, ticket: &Ticket, program: &anlass_engine::Program) -> Released {
        let programme = program.message(ticket.message).and_then(|own| program.programmes.get(own.programme));
        let universal = program.definitions.settings.policy.holdout_percent;
        Released {
            consents: self.dossier.hot.consents.clone(),
            contacts: self.dossier.contacts.clone(),
            allowed: program.caps.iter().map(|cap| contacts_allowed(&self.dossier, cap)).collect(),
            holdouts: (universal, programme.map_or(0, |own| own.holdout_percent)),
        }
    }

    fn intent(&mut self, id: IntentId) -> Option<&mut IntentLife> {
        self.intents.iter_mut().find(|life| life.intent.id == id)
    }

    fn note_intent(&mut self, rules: &Rules, intent: Intent, at: At<'_>) {
        let At { now, event, program } = at;
        let run = intent.journey.map(|journey| (program.name(journey), intent.run));
        let is_mailing = run.is_none();
        let RunRules { entry, asked } = run.and_then(|run| rules.runs.get(&run)).cloned().unwrap_or_default();
        let audience =
            || rules.audience.get(&program.name(intent.message)).filter(|own| own.at == intent.created);
        let entry = if is_mailing { audience().cloned() } else { entry };
        let own = rules.intents.get(&intent.id.to_string()).cloned().unwrap_or_default();
        let consents = self.dossier.hot.consents.clone();
        let contacts = self.dossier.contacts.clone();
        let objection = self.dossier.hot.objection.as_ref().filter(|objection| !objection.lifted);
        let objection = objection.map(|objection| objection.occurred);
        let state = intent.state.clone();
        let id = intent.id;
        let window = intent.journey.and_then(|journey| self.windows.remove(&(journey, intent.run)));
        if self.intent(id).is_none() {
            let states = Vec::new();
            let (intent, rules) = (intent.clone(), Vec::new());
            self.intents.push(IntentLife {
                intent,
                states,
                waits: window.into_iter().collect(),
                ticket: None,
                released: None,
                entry,
                rules,
                consents: Vec::new(),
                contacts: Vec::new(),
                objection: None,
                by: None,
            });
        }
        if let (State::Lapsed(_), Some(journey)) = (&state, intent.journey) {
            self.journeys.entry(journey).or_default().lapse(intent.run, id, intent.message);
        }
        let Some(life) = self.intent(id) else { return };
        life.intent = intent;
        life.rules = asked.into_values().chain(own.into_values()).collect();
        (life.consents, life.contacts, life.objection) = (consents, contacts, objection);
        life.by = event.filter(|_| !life.intent.is_open()).map(|event| Box::new(event.clone()));
        // One step may pass through several states: each stays visible.
        let last = life.states.last().map(|(_, state)| state);
        let put_off = match (&state, last) {
            (State::Planned, Some(State::Handed)) => Some((life.intent.planned, WaitCause::Carrier)),
            (State::Planned, _) => Some((life.intent.planned, WaitCause::Quiet)),
            (State::Deferred(reason), _) => Some((life.intent.look_at, WaitCause::Deferred(reason.clone()))),
            _ => None,
        };
        if let Some((until, cause)) = put_off.filter(|(until, _)| *until > now) {
            life.waits.push(Wait { from: now, until, cause });
        }
        if life.states.last().is_none_or(|(_, last)| *last != state) {
            life.states.push((now, state));
        }
    }
}

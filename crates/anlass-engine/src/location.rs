//! In which fences somebody is, from what apps said of positions and crossings. Each stay is told once: one entry, one exit
//! when they stayed away for as long as the settings say, and once that they dwelt there. Between in and out lies a band in
//! which nothing changes. Nothing is taken in without a consent that names the purpose, can be proven and is older than what
//! was said; where it ends, what was known goes. What is older than what is known already changes nothing.

use crate::dossier::Dossier;
use crate::io::{Effect, Input};
use crate::program::Program;
use crate::slots::Touch;
use crate::step::Stepper;
use anlass_model::consent::{Channel, Recorded};
use anlass_model::event::{Body, Event, SourceId};
use anlass_model::id::{MessageId, parts_hash};
use anlass_model::location::{Crossed, Crossing, LOCATION_PURPOSE, Location, STAY_MAX};
use anlass_model::time::{MINUTE, Occurred, Received, Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Fences remembered of one person; those of which was heard longest ago are forgotten.
const STAYS_MAX: usize = 40;
/// That somebody still is where they were is noted no more often than this.
const NOTED_EVERY: Span = MINUTE.times(5);

/// In which fences somebody is, or lately was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whereabouts {
    /// Moment of the newest position that changed something; older ones change nothing.
    pub latest: Option<Timestamp>,
    /// By fence.
    pub stays: Vec<Stay>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    pub fence: Box<str>,
    pub since: Timestamp,
    /// When they were last heard of, as far as that is noted; what is older changes nothing.
    pub heard: Timestamp,
    /// When they left it last.
    pub left: Option<Timestamp>,
    pub presence: Presence,
    pub dwelt: bool,
    /// When the next thing follows from it: that they dwelt there, that they are gone, or that it is forgotten.
    pub due: Timestamp,
    pub simulated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    Inside,
    /// Out, and not yet for long enough to be gone.
    Leaving,
    Gone,
}

impl Stay {
    /// Whether they count as being in the fence.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.presence != Presence::Gone
    }
}

impl Whereabouts {
    pub(crate) fn is_empty(&self) -> bool {
        self.stays.is_empty() && self.latest.is_none()
    }

    /// Whether they are in a fence, or in any.
    #[must_use]
    pub fn is_in(&self, fence: Option<&str>) -> bool {
        let is_meant = |stay: &&Stay| fence.is_none_or(|fence| *stay.fence == *fence);
        self.stays.iter().filter(is_meant).any(Stay::holds)
    }

    pub(crate) fn due(&self) -> Timestamp {
        self.stays.iter().map(|stay| stay.due).min().unwrap_or(Timestamp::NEVER)
    }
}

/// A crossing that follows from what was said.
struct Told {
    fence: Box<str>,
    crossing: Crossing,
    at: Timestamp,
    simulated: bool,
}

/// Since when somebody may be located; `None`: they may not.
#[must_use]
pub fn located_since(dossier: &Dossier) -> Option<Timestamp> {
    if dossier.is_objecting() || dossier.is_restricted() {
        return None;
    }
    // A consent to everything names nothing; a withdrawal of everything means this, too.
    let concerns = |own: &&Recorded| {
        let act = &own.act;
        act.channel.is_none_or(|channel| channel == Channel::App)
            && match &act.purpose {
                Some(purpose) => purpose.as_str() == LOCATION_PURPOSE,
                None => !act.granted,
            }
    };
    let mut acts = dossier.hot.consents.iter().filter(concerns);
    let first = acts.next()?;
    let newest = acts.fold(first, |best, own| if own.beats(best) { own } else { best });
    (newest.act.granted && newest.counts()).then_some(newest.occurred.0)
}

/// Whether an event says of somebody's whereabouts what changes nothing: it need not be kept.
#[must_use]
pub fn is_idle(program: &Program, dossier: &Dossier, event: &Event) -> bool {
    if !matches!(event.body, Body::Located(_) | Body::Crossed(_)) {
        return false;
    }
    let mut after = Heard::of(program, dossier.whereabouts.clone(), dossier.hot.stepped, event);
    let is_allowed = located_since(dossier).is_some_and(|since| since <= event.occurred.0);
    if let Some(heard) = after.as_mut().filter(|_| is_allowed) {
        heard.take(&event.body);
        return heard.told.is_empty() && heard.whereabouts == dossier.whereabouts;
    }
    true
}

/// The same of an input, which may be no such event.
#[must_use]
pub fn is_idle_input(program: &Program, dossier: &Dossier, input: &Input) -> bool {
    match input {
        Input::Event(event) | Input::Forwarded { event, .. } => is_idle(program, dossier, event),
        _ => false,
    }
}

/// An event on its way into what is known.
struct Heard<'a> {
    location: &'a Location,
    whereabouts: Whereabouts,
    occurred: Timestamp,
    now: Timestamp,
    simulated: bool,
    told: Vec<Told>,
}

impl<'a> Heard<'a> {
    fn of(
        program: &'a Program,
        whereabouts: Whereabouts,
        now: Timestamp,
        event: &Event,
    ) -> Option<Heard<'a>> {
        let location = program.definitions.settings.location.as_ref()?;
        let (occurred, simulated) = (event.occurred.0, event.simulated);
        let now = now.max(occurred);
        Some(Heard { location, whereabouts, occurred, now, simulated, told: Vec::new() })
    }

    fn take(&mut self, body: &Body) {
        // Nobody knows what came after it.
        if self.occurred.plus(STAY_MAX) <= self.now {
            return;
        }
        match body {
            Body::Located(located)
                if self.whereabouts.latest.is_none_or(|latest| latest <= self.occurred) =>
            {
                let before = self.whereabouts.stays.clone();
                for fence in before.iter().map(|stay| &stay.fence) {
                    if !located.inside.contains(fence) && !located.near.contains(fence) {
                        self.goes(fence);
                    }
                }
                located.inside.iter().for_each(|fence| self.comes(fence));
                let noted = before.iter().map(|stay| stay.heard).max().max(self.whereabouts.latest);
                let is_old = noted.is_none_or(|noted| noted.plus(NOTED_EVERY) <= self.occurred);
                let is_worth = is_old || self.whereabouts.stays != before;
                if is_worth && !self.whereabouts.stays.is_empty() {
                    self.whereabouts.latest = Some(self.occurred);
                }
            }
            Body::Crossed(crossed) => match crossed.crossing {
                Crossing::Entered => self.comes(&crossed.fence),
                Crossing::Exited => self.leaves(&crossed.fence),
                Crossing::Dwelt => {}
            },
            _ => {}
        }
    }

    fn stay(&mut self, fence: &str) -> Option<&mut Stay> {
        let all = &mut self.whereabouts.stays;
        all.iter_mut().find(|stay| *stay.fence == *fence)
    }

    /// When what is still `left` of a time at the moment of the event will be over: what is told late waits as long.
    fn after(&self, left: Span) -> Timestamp {
        self.now.plus(Span(left.0.max(0)))
    }

    fn comes(&mut self, fence: &str) {
        let (occurred, away, dwell) = (self.occurred, self.location.away.0, self.location.dwell.0);
        let Some(known) = self.stay(fence).cloned() else { return self.begins(fence) };
        if occurred < known.heard {
            return;
        }
        let since_heard = occurred.since(known.heard);
        let left = known.left.unwrap_or(known.heard);
        match known.presence {
            Presence::Inside if since_heard < STAY_MAX => {
                if since_heard >= NOTED_EVERY
                    && let Some(stay) = self.stay(fence)
                {
                    stay.heard = occurred;
                    stay.due = if stay.dwelt { occurred.plus(STAY_MAX) } else { stay.due };
                }
            }
            Presence::Leaving if occurred.since(left) < away => {
                let due = match known.dwelt {
                    true => occurred.plus(STAY_MAX),
                    false => self.after(known.since.plus(dwell).since(occurred)),
                };
                if let Some(stay) = self.stay(fence) {
                    *stay = Stay { presence: Presence::Inside, heard: occurred, left: None, due, ..known };
                }
            }
            Presence::Gone if since_heard <= Span(0) => {}
            before => {
                if before == Presence::Leaving {
                    self.tells(&known, Crossing::Exited, left);
                }
                self.begins(fence);
            }
        }
    }

    fn begins(&mut self, fence: &str) {
        let (occurred, simulated) = (self.occurred, self.simulated);
        let due = self.after(self.location.dwell.0);
        let (presence, dwelt) = (Presence::Inside, false);
        let (since, heard, left) = (occurred, occurred, None);
        let stay = Stay { fence: fence.into(), since, heard, left, presence, dwelt, due, simulated };
        self.tells(&stay, Crossing::Entered, occurred);
        self.keep(stay);
    }

    fn goes(&mut self, fence: &str) {
        let (occurred, dwell) = (self.occurred, self.location.dwell.0);
        let due = self.after(self.location.away.0);
        let inside =
            self.stay(fence).filter(|stay| stay.presence == Presence::Inside && stay.heard <= occurred);
        let Some(stay) = inside.cloned() else { return };
        let has_dwelt = !stay.dwelt && occurred.since(stay.since) >= dwell;
        if has_dwelt {
            self.tells(&stay, Crossing::Dwelt, stay.since.plus(dwell));
        }
        let dwelt = stay.dwelt || has_dwelt;
        let left = Some(occurred);
        self.keep(Stay { presence: Presence::Leaving, heard: occurred, left, dwelt, due, ..stay });
    }

    /// As [`Heard::goes`]; that they left a fence of which nothing was known is remembered for an entry that comes late.
    fn leaves(&mut self, fence: &str) {
        let (at, simulated) = (self.occurred, self.simulated);
        if let Some(stay) = self.stay(fence) {
            // They had left already, and meanwhile came back unheard: what is older than this is no entry any more.
            if stay.presence != Presence::Inside {
                stay.heard = stay.heard.max(at);
            }
            return self.goes(fence);
        }
        let (presence, due) = (Presence::Gone, at.plus(STAY_MAX));
        if due > self.now {
            let (fence, left) = (fence.into(), Some(at));
            self.keep(Stay { fence, since: at, heard: at, left, presence, dwelt: true, due, simulated });
        }
    }

    fn keep(&mut self, new: Stay) {
        let all = &mut self.whereabouts.stays;
        match all.binary_search_by(|stay| stay.fence.cmp(&new.fence)) {
            Ok(place) => {
                if let Some(stay) = all.get_mut(place) {
                    *stay = new;
                }
            }
            Err(place) => all.insert(place, new),
        }
        while all.len() > STAYS_MAX {
            let oldest = all.iter().enumerate().min_by_key(|(_, stay)| (stay.holds(), stay.heard));
            let Some((oldest, _)) = oldest else { return };
            all.remove(oldest);
        }
    }

    fn tells(&mut self, stay: &Stay, crossing: Crossing, at: Timestamp) {
        self.told.push(Told { fence: stay.fence.clone(), crossing, at, simulated: stay.simulated });
    }
}

/// What follows by time alone.
fn due(whereabouts: &mut Whereabouts, location: Option<&Location>, at: Timestamp) -> Vec<Told> {
    let mut told = Vec::new();
    // The settings name no fences any more.
    let Some(location) = location else {
        *whereabouts = Whereabouts::default();
        return told;
    };
    for stay in whereabouts.stays.iter_mut().filter(|stay| stay.due <= at) {
        let mut tell = |crossing, at| {
            let (fence, simulated) = (stay.fence.clone(), stay.simulated);
            told.push(Told { fence, crossing, at, simulated });
        };
        match stay.presence {
            Presence::Leaving => {
                tell(Crossing::Exited, stay.left.unwrap_or(stay.heard));
                stay.presence = Presence::Gone;
                stay.due = stay.heard.plus(STAY_MAX).max(stay.due.plus(NOTED_EVERY));
            }
            Presence::Inside if !stay.dwelt => {
                tell(Crossing::Dwelt, stay.since.plus(location.dwell.0).min(at));
                stay.dwelt = true;
                stay.due = stay.heard.plus(STAY_MAX).max(stay.due.plus(NOTED_EVERY));
            }
            // Nothing more is known of it.
            Presence::Inside | Presence::Gone => stay.due = Timestamp(i64::MIN),
        }
    }
    whereabouts.stays.retain(|stay| stay.due > Timestamp(i64::MIN));
    if whereabouts.stays.is_empty() {
        whereabouts.latest = None;
    }
    told
}

/// Takes over the whereabouts of another dossier of the same person: of a fence the newer word.
pub(crate) fn absorb(dossier: &mut Dossier, other: &Dossier) {
    let own = &mut dossier.whereabouts;
    own.latest = own.latest.max(other.whereabouts.latest);
    for theirs in &other.whereabouts.stays {
        match own.stays.binary_search_by(|stay| stay.fence.cmp(&theirs.fence)) {
            Ok(place) => {
                if let Some(stay) = own.stays.get_mut(place).filter(|stay| stay.heard < theirs.heard) {
                    *stay = theirs.clone();
                }
            }
            Err(place) => own.stays.insert(place, theirs.clone()),
        }
    }
    own.stays.truncate(STAYS_MAX);
}

impl Stepper<'_> {
    /// Takes in what an app says of where somebody is.
    pub(crate) fn heard_where(&mut self, event: &Event) {
        let is_allowed = located_since(self.dossier).is_some_and(|since| since <= event.occurred.0);
        let known = self.dossier.whereabouts.clone();
        let Some(mut heard) = Heard::of(self.program, known, self.dossier.hot.stepped, event) else { return };
        if !is_allowed {
            return;
        }
        heard.take(&event.body);
        let Heard { whereabouts, told, .. } = heard;
        if self.dossier.whereabouts != whereabouts {
            self.dossier.whereabouts = whereabouts;
            self.touched = self.touched.and(Touch::LOCATION);
        }
        self.crossed(told);
    }

    /// Nothing is known of the whereabouts of whom may not be located.
    pub(crate) fn forget_whereabouts(&mut self) {
        if !self.dossier.whereabouts.is_empty() && located_since(self.dossier).is_none() {
            self.dossier.whereabouts = Whereabouts::default();
            self.touched = self.touched.and(Touch::LOCATION);
        }
    }

    /// Stays of which something is due.
    pub(crate) fn stays_due(&mut self, at: Timestamp) {
        if self.dossier.whereabouts.due() > at {
            return;
        }
        let location = self.program.definitions.settings.location.as_ref();
        let told = due(&mut self.dossier.whereabouts, location, at);
        self.touched = self.touched.and(Touch::LOCATION);
        self.crossed(told);
        self.tell_follow_ups(at);
    }

    /// Notes crossings as events of their own.
    fn crossed(&mut self, told: Vec<Told>) {
        for Told { fence, crossing, at, simulated } in told {
            let id = self.dossier.hot.id.0.to_le_bytes();
            let name = crossing.event_name().as_bytes();
            let hash = parts_hash(&[b"crossing", &id, fence.as_bytes(), name, &at.0.to_le_bytes()]);
            let effect = Effect::Crossed { fence: fence.clone(), crossing, at, simulated };
            let event = Event {
                message: MessageId::Hash(hash),
                source: SourceId::SELF,
                occurred: Occurred(at),
                received: Received(at),
                simulated,
                body: Body::Crossed(Box::new(Crossed { fence, crossing })),
            };
            self.record_stream(&event);
            self.out.effects.push(effect);
            self.follow_ups.push(event);
        }
    }
}

#[cfg(test)]
mod tests;

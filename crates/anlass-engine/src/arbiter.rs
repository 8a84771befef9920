//! The arbiter: intents of one person compete over all programmes. Consent and reach first, then holdout,
//! then rank; the winner is planned outside quiet hours where all caps have room. Contract messages do not
//! compete: they have their own lane.

use crate::countries::{lawful, pack_for};
use crate::dossier::{Arm, Dossier, INTENTS_MAX, Intent, NEVER_ENTERED, grow};
use crate::exposure::held_out;
use crate::facts::View;
use crate::io::Effect;
use crate::local_time::after_quiet_hours;
use crate::program::{CapDef, MailingDef, MessageDef, Program};
use crate::returned::came_back;
use crate::slots::Touch;
use crate::step::{Stepper, self_about};
use anlass_model::consent::{Channel, Class};
use anlass_model::id::{EntityId, IntentId, Name, NameId, parts_hash};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::{DAY, MINUTE, Span, Timestamp};
use anlass_model::value::Value;

/// The profile field, and what it says of somebody who wants to hear less often.
pub const FREQUENCY_FIELD: &str = "contact_frequency";
pub const FREQUENCY_LESS: &str = "less";
/// Tells mailings a person was in from journeys of the same name.
const MAILING_MARK: u64 = 0x6d61_696c_696e_6721;

/// Instead of a run's number, which begins at 1.
const MARK_NUMBER: u32 = 0;
/// So long after it passed, no mailing passes again or is merged with: its day is over.
const MARKS_KEPT: Span = DAY.times(100);

/// Whether a message may go to a person on a channel; otherwise why not.
pub(crate) fn permission(
    program: &Program,
    dossier: &Dossier,
    message: &MessageDef,
    channel: Channel,
    now: Timestamp,
) -> Result<(), Reason> {
    let has_address = program.addresses.get(&channel).is_none_or(|field| dossier.profile(*field).is_some());
    if !has_address || came_back(program, dossier, channel).is_some() {
        return Err(Reason::Unreachable);
    }
    if message.class == Class::Contract {
        return Ok(());
    }
    if dossier.is_restricted() {
        return Err(Reason::Restricted);
    }
    if dossier.is_objecting() {
        return Err(Reason::Objection);
    }
    let MessageDef { purpose, to_customers, .. } = message;
    lawful(program, dossier, channel, purpose.id(), *to_customers, now)
        .map(drop)
        .map_err(|_| Reason::NoConsent)
}

/// The first of the message's channels that is permitted; otherwise the reason nearest to a yes.
pub(crate) fn choose_channel(
    program: &Program,
    dossier: &Dossier,
    message: &MessageDef,
    now: Timestamp,
) -> Result<Channel, Reason> {
    let mut nearest = Reason::Unreachable;
    for channel in &message.channels {
        match permission(program, dossier, message, *channel, now) {
            Ok(()) => return Ok(*channel),
            Err(Reason::Unreachable) => {}
            Err(reason) => nearest = reason,
        }
    }
    Err(nearest)
}

/// Advertising contacts of a person that count against a cap: what left, and what is planned to.
fn contact_times(dossier: &Dossier, cap: &CapDef, except: IntentId) -> Vec<Timestamp> {
    let sent = dossier.contacts.iter().filter(|contact| contact.class == Class::Advertising);
    let sent = sent
        .filter(|contact| contact.intent != except && cap.covers(contact.channel))
        .map(|contact| contact.at);
    let open = dossier.intents.iter().filter(|intent| {
        intent.id != except
            && intent.class == Class::Advertising
            && intent.state.counts_as_contact()
            && intent.channel.is_some_and(|channel| cap.covers(channel))
    });
    let mut times: Vec<Timestamp> = sent.chain(open.map(|intent| intent.planned)).collect();
    times.sort_unstable();
    times
}

/// How many contacts a cap allows a person: those who asked for less get less.
#[must_use]
pub fn contacts_allowed(dossier: &Dossier, cap: &CapDef) -> usize {
    let wish = dossier.profile(NameId::of(FREQUENCY_FIELD));
    let asks_for_less = matches!(wish, Some(Value::Text(wish)) if &**wish == FREQUENCY_LESS);
    if asks_for_less { cap.max_less } else { cap.max }
}

/// Whether one more contact at `at` leaves every window (t − within, t] with at most `max` contacts.
fn has_room(times: &[Timestamp], cap: &CapDef, max: usize, at: Timestamp) -> bool {
    let fits = |end: Timestamp| {
        let from = times.partition_point(|time| *time <= end.minus(cap.within));
        let to = times.partition_point(|time| *time <= end);
        to - from < max
    };
    fits(at) && times.iter().filter(|time| **time > at && **time < at.plus(cap.within)).all(|end| fits(*end))
}

/// The first moment at or after `at` with room under every cap of the channel, and the cap that was in the
/// way at `at`.
pub(crate) fn room(
    program: &Program,
    dossier: &Dossier,
    channel: Channel,
    except: IntentId,
    at: Timestamp,
) -> (Timestamp, Option<Name>) {
    let caps: Vec<(&CapDef, Vec<Timestamp>)> = program
        .caps
        .iter()
        .filter(|cap| cap.covers(channel))
        .map(|cap| (cap, contact_times(dossier, cap, except)))
        .collect();
    let blocking = |at: Timestamp| {
        caps.iter().find(|(cap, times)| !has_room(times, cap, contacts_allowed(dossier, cap), at))
    };
    let Some((first, _)) = blocking(at) else { return (at, None) };
    let mut moments: Vec<Timestamp> = caps
        .iter()
        .flat_map(|(cap, times)| times.iter().map(|time| time.plus(cap.within)))
        .filter(|moment| *moment > at)
        .collect();
    moments.sort_unstable();
    let free = moments.into_iter().find(|moment| blocking(*moment).is_none());
    (free.unwrap_or(Timestamp::NEVER), Some(first.name.clone()))
}

/// What stands among the journeys entered for a mailing.
fn mailing_mark(mailing: NameId) -> NameId {
    NameId(mailing.0 ^ MAILING_MARK)
}

/// Whether an entry among the journeys stands for the mailing of one of these intents.
pub(crate) fn is_marked_by(intents: &[Intent], customer: EntityId, mark: NameId) -> bool {
    let mailing = NameId(mark.0 ^ MAILING_MARK);
    intents.iter().any(|intent| intent.id == mailing_intent(customer, mailing))
}

/// Whether a person was in the audience of a mailing that passed.
#[must_use]
pub fn was_in_mailing(dossier: &Dossier, mailing: NameId) -> bool {
    let mark = mailing_mark(mailing);
    dossier.hot.entered.iter().any(|(id, at, _)| *id == mark && *at > NEVER_ENTERED)
}

/// Whether somebody's data may not even be asked whether a message is for them.
#[must_use]
pub fn is_left_out(dossier: &Dossier, message: &MessageDef) -> bool {
    message.class == Class::Advertising && dossier.is_restricted()
}

/// The one intent that a mailing can give a person.
#[must_use]
pub fn mailing_intent(customer: EntityId, mailing: NameId) -> IntentId {
    IntentId(parts_hash(&[&customer.0.to_le_bytes(), b"mailing", &mailing.0.to_le_bytes()]))
}

/// The first moment at or after `at` outside the quiet hours of a channel, on somebody's own clock.
#[must_use]
pub fn after_quiet(program: &Program, dossier: &Dossier, channel: Channel, at: Timestamp) -> Timestamp {
    if program.quiet_hours.is_empty() {
        return at;
    }
    let region = region_of(program, dossier);
    let zone = View::new(program, dossier, at).customer_zone();
    after_quiet_hours(&program.quiet_hours, channel, region, &zone, at)
}

/// Whose public holidays count for somebody: of their own country, if it is another one than the organisation's.
fn region_of<'p>(program: &'p Program, dossier: &Dossier) -> Option<&'p str> {
    let own = program.definitions.settings.region.as_deref();
    let home = program.countries.as_ref().map(|table| table.countries.home.as_str());
    match pack_for(program, dossier) {
        Some((code, pack)) if Some(code) != home => pack.region.as_deref().or(own),
        _ => own,
    }
}

impl Stepper<'_> {
    /// The intent of a run on a message step.
    pub(crate) fn make_intent(&mut self, position: usize, message: usize, basis: Timestamp, now: Timestamp) {
        let Some(message) = self.program.messages.get(message) else { return };
        let id = IntentId(self.visit_hash(position));
        let customer = self.dossier.hot.id;
        let Some(run) = self.dossier.runs.get_mut(position) else { return };
        run.intent = Some(id);
        run.delivered = false;
        let intent = Intent {
            id,
            customer,
            message: message.id,
            journey: Some(run.journey),
            run: run.number,
            order: run.order,
            class: message.class,
            created: now,
            state: State::Dwelling,
            look_at: now.plus(message.dwell),
            planned: now,
            channel: None,
            priority: message.priority,
            expires: basis.plus(message.max_age),
            beaten: 0,
            closed: false,
            withdrawn: None,
        };
        self.add_intent(intent, now);
    }

    /// A broadcast passes: the audience rule is asked once, now.
    pub(crate) fn mailing(&mut self, mailing: NameId, now: Timestamp) {
        let program = self.program;
        let Some(definition) = program.mailings.iter().find(|definition| definition.id == mailing) else {
            return;
        };
        let Some(message) = program.messages.get(definition.message) else { return };
        if !program.sends(definition) {
            return;
        }
        let about = || crate::io::About { message: Some(message.name.to_string()), ..Default::default() };
        let view = View::new(program, self.dossier, now);
        if was_in_mailing(self.dossier, mailing) || is_left_out(self.dossier, message) {
            return;
        }
        let in_audience = self.out.ask(self.tracing, &definition.audience, &view, "audience", about).value;
        if !in_audience {
            return;
        }
        let entered = &mut self.dossier.hot.entered;
        entered.retain(|(_, at, number)| *number != MARK_NUMBER || *at > now.minus(MARKS_KEPT));
        grow(entered);
        entered.push((mailing_mark(mailing), now, MARK_NUMBER));
        let intent = Intent {
            id: mailing_intent(self.dossier.hot.id, mailing),
            customer: self.dossier.hot.id,
            message: message.id,
            journey: None,
            run: 0,
            order: None,
            class: message.class,
            created: now,
            state: State::Dwelling,
            look_at: now.plus(message.dwell),
            planned: now,
            channel: None,
            priority: message.priority,
            expires: now.plus(message.max_age),
            beaten: 0,
            closed: false,
            withdrawn: None,
        };
        self.add_intent(intent, now);
    }

    /// What a mailing wanted to say to somebody who turned out to be this person is said to this person, unless
    /// they were in that mailing themselves.
    pub(crate) fn absorb_mailings(&mut self, other: &Dossier, now: Timestamp) {
        let program = self.program;
        for theirs in
            other.intents.iter().filter(|intent| intent.journey.is_none() && !intent.state.has_left())
        {
            let is_of = |mailing: &&MailingDef| mailing_intent(theirs.customer, mailing.id) == theirs.id;
            let Some(mailing) = program.mailings.iter().find(is_of) else { continue };
            if was_in_mailing(self.dossier, mailing.id) {
                continue;
            }
            let intent = Intent {
                id: mailing_intent(self.dossier.hot.id, mailing.id),
                customer: self.dossier.hot.id,
                state: State::Dwelling,
                look_at: theirs.look_at.max(now),
                planned: now,
                channel: None,
                beaten: 0,
                ..theirs.clone()
            };
            self.add_intent(intent, now);
        }
    }

    /// Opens an intent; beyond the bound the weakest undecided one is displaced, with its reason.
    fn add_intent(&mut self, intent: Intent, now: Timestamp) {
        self.out.effects.push(Effect::Intent(Box::new(intent.clone())));
        grow(&mut self.dossier.intents);
        self.dossier.intents.push(intent);
        self.touched = self.touched.and(Touch::CONTACT);
        let undecided = || {
            let all = self.dossier.intents.iter().enumerate();
            all.filter(|(_, intent)| matches!(intent.state, State::Dwelling | State::Deferred(_)))
        };
        if undecided().count() > INTENTS_MAX {
            let weakest = undecided()
                .filter(|(_, intent)| intent.class == Class::Advertising)
                .min_by_key(|(_, intent)| (intent.priority, std::cmp::Reverse(intent.created), intent.id));
            if let Some((index, _)) = weakest {
                self.end_intent(index, State::Suppressed(Reason::Displaced), now);
            }
        }
    }

    /// Decides about all intents whose time has come.
    pub(crate) fn arbitrate(&mut self, at: Timestamp) {
        let due = |intent: &&Intent| {
            matches!(intent.state, State::Dwelling | State::Deferred(_)) && intent.look_at <= at
        };
        // The end of one window is the end of waiting for all that wait for competitors: they are here.
        let decided =
            self.dossier.intents.iter().filter(due).any(|intent| intent.class == Class::Advertising);
        let waiting = |intent: &&Intent| {
            let competes = intent.class == Class::Advertising && intent.state == State::Dwelling;
            due(intent) || (decided && competes)
        };
        let mut candidates: Vec<IntentId> =
            self.dossier.intents.iter().filter(waiting).map(|intent| intent.id).collect();
        candidates.retain(|id| self.admit(*id, at));
        // Contract first; then by worth, the older first.
        candidates.sort_by_key(|id| {
            self.dossier
                .intents
                .iter()
                .find(|intent| intent.id == *id)
                .map(|intent| (intent.class, std::cmp::Reverse(intent.priority), intent.created, intent.id))
        });
        let mut behind = candidates.len();
        let mut winner: Option<(NameId, Timestamp)> = None;
        for id in candidates {
            behind -= 1;
            let Some(index) = self.dossier.intents.iter().position(|intent| intent.id == id) else {
                continue;
            };
            let Some(intent) = self.dossier.intents.get(index) else { continue };
            let (class, message) = (intent.class, intent.message);
            match winner {
                Some((by, planned)) if class == Class::Advertising => self.lose(index, by, planned, at),
                _ if class == Class::Contract => {
                    self.plan(index, 0, at);
                }
                _ => {
                    let beaten = u16::try_from(behind).unwrap_or(u16::MAX);
                    winner = self.plan(index, beaten, at).map(|planned| (message, planned));
                }
            }
        }
    }

    /// Age, channel, consent and holdout; what fails ends here.
    fn admit(&mut self, id: IntentId, at: Timestamp) -> bool {
        let program = self.program;
        let Some(index) = self.dossier.intents.iter().position(|intent| intent.id == id) else {
            return false;
        };
        let Some(intent) = self.dossier.intents.get(index) else { return false };
        let Some(message) = program.message(intent.message) else {
            self.end_intent(index, State::Suppressed(Reason::Stopped), at);
            return false;
        };
        if at > intent.expires {
            let reason = match &intent.state {
                State::Deferred(reason) => reason.clone(),
                _ => Reason::TooOld,
            };
            self.end_intent(index, State::Expired(reason), at);
            return false;
        }
        match choose_channel(program, self.dossier, message, at) {
            Err(reason) => {
                let intent = intent.clone();
                self.note_unreachable(&intent, message, at);
                self.end_intent(index, State::Suppressed(reason), at);
                false
            }
            Ok(_) if held_out(program, self.dossier, message).is_some() => {
                self.expose(message, Arm::HeldOut, at);
                self.end_intent(index, State::HeldOut, at);
                false
            }
            Ok(channel) => {
                if let Some(intent) = self.dossier.intents.get_mut(index) {
                    intent.channel = Some(channel);
                }
                self.expose(message, Arm::Treated, at);
                true
            }
        }
    }

    /// Plans a winner: the first moment outside quiet hours with room under all caps.
    fn plan(&mut self, index: usize, beaten: u16, at: Timestamp) -> Option<Timestamp> {
        let program = self.program;
        let intent = self.dossier.intents.get(index)?;
        let channel = intent.channel?;
        if intent.class == Class::Contract {
            self.set_planned(index, beaten, at);
            return Some(at);
        }
        let (id, expires) = (intent.id, intent.expires);
        let wanted = self.after_quiet(channel, at);
        let (free, cap) = room(program, self.dossier, channel, id, wanted);
        match cap {
            None if wanted > expires => {
                self.end_intent(index, State::Expired(Reason::QuietHours), at);
                None
            }
            None => {
                self.set_planned(index, beaten, wanted);
                Some(wanted)
            }
            Some(cap) if !program.defers_over_cap() || free > expires => {
                self.end_intent(index, State::Suppressed(Reason::Cap(cap)), at);
                None
            }
            Some(cap) => {
                self.defer(index, Reason::Cap(cap), free, at);
                None
            }
        }
    }

    pub(crate) fn after_quiet(&self, channel: Channel, at: Timestamp) -> Timestamp {
        after_quiet(self.program, self.dossier, channel, at)
    }

    fn set_planned(&mut self, index: usize, beaten: u16, planned: Timestamp) {
        if let Some(intent) = self.dossier.intents.get_mut(index) {
            intent.planned = planned;
            intent.beaten = beaten;
        }
        self.set_state(index, State::Planned);
    }

    pub(crate) fn defer(&mut self, index: usize, reason: Reason, look_at: Timestamp, at: Timestamp) {
        let Some(intent) = self.dossier.intents.get_mut(index) else { return };
        intent.look_at = look_at;
        let intent = intent.clone();
        self.note(
            at,
            false,
            || format!("put off to {look_at}: {reason}"),
            || self_about(self.program, &intent),
        );
        self.set_state(index, State::Deferred(reason));
    }

    /// What a better message means to the others: later, or not at all.
    fn lose(&mut self, index: usize, by: NameId, planned: Timestamp, at: Timestamp) {
        let Some(name) = self.program.known_name(by) else { return };
        let Some(intent) = self.dossier.intents.get(index) else { return };
        let spacing = self.program.definitions.settings.policy.dwell.0.max(MINUTE);
        let again = planned.plus(spacing);
        if self.program.defers_losers() && again <= intent.expires {
            self.defer(index, Reason::Outranked(name), again, at);
        } else {
            self.end_intent(index, State::Suppressed(Reason::Outranked(name)), at);
        }
    }
}

//! Consent as facts: per purpose and channel the newest provable act of the person decides; nothing proven
//! is a no; an objection beats everything.

use crate::dossier::{Dossier, Objection, Requested, grow};
use crate::program::Program;
use anlass_model::consent::{Channel, ConsentAct, Proof, Recorded};
use anlass_model::id::{MessageId, Name, NameId};
use anlass_model::time::{Occurred, Span, Timestamp};

/// Consents asked for and remembered until they are confirmed; the oldest beyond this are forgotten.
const REQUESTED_MAX: usize = 8;

/// Takes in an act; of two about the same thing the newer provable one stays.
pub(crate) fn record(dossier: &mut Dossier, act: &ConsentAct, occurred: Occurred, message: MessageId) {
    if let (true, Proof::Requested { text }) = (act.granted, &act.proof) {
        let (channel, purpose, text) = (act.channel, act.purpose.clone(), text.clone());
        return request(dossier, Requested { channel, purpose, text, occurred: occurred.0, message });
    }
    let new = Recorded { act: act.clone(), occurred, message };
    if !new.counts() {
        return;
    }
    dossier.requested.retain(|own| !answers(&new, own));
    let same = |old: &Recorded| old.act.channel == act.channel && old.act.purpose == act.purpose;
    match dossier.hot.consents.iter_mut().find(|old| same(old)) {
        Some(old) if new.beats(old) => *old = new,
        Some(_) => {}
        None => {
            let at = dossier.hot.consents.partition_point(|old| {
                (&old.act.channel, &old.act.purpose) < (&new.act.channel, &new.act.purpose)
            });
            grow(&mut dossier.hot.consents);
            dossier.hot.consents.insert(at, new);
        }
    }
}

/// Whether an act grants or refuses what was asked for before it.
fn answers(recorded: &Recorded, asked: &Requested) -> bool {
    let Recorded { act, occurred, .. } = recorded;
    occurred.0 >= asked.occurred
        && (act.channel.is_none() || act.channel == asked.channel)
        && (act.purpose.is_none() || act.purpose == asked.purpose)
}

/// Takes in that somebody asks for something: no consent yet. Of two about the same thing the newer one stays.
pub(crate) fn request(dossier: &mut Dossier, new: Requested) {
    let is_over = dossier.hot.consents.iter().any(|recorded| answers(recorded, &new));
    let key = |own: &Requested| (own.occurred, own.message);
    let same = |own: &Requested| (own.channel, &own.purpose) == (new.channel, &new.purpose);
    if is_over || dossier.requested.iter().any(|own| same(own) && key(own) >= key(&new)) {
        return;
    }
    dossier.requested.retain(|own| !same(own));
    grow(&mut dossier.requested);
    let place = dossier.requested.partition_point(|own| key(own) < key(&new));
    dossier.requested.insert(place, new);
    let excess = dossier.requested.len().saturating_sub(REQUESTED_MAX);
    dossier.requested.drain(..excess);
}

/// Whether an act comes too late to count: a click that confirms what was asked for longer ago than is allowed.
pub(crate) fn is_late(program: &Program, act: &ConsentAct, occurred: Occurred) -> bool {
    let Span(within) = program.definitions.settings.policy.opt_in_within.0;
    act.granted && act.proof.asked().is_some_and(|asked| occurred.0 >= asked.plus(Span(within)))
}

/// Until when something that was asked for can be confirmed.
fn ends(asked: &Requested, program: &Program) -> Timestamp {
    let Span(within) = program.definitions.settings.policy.opt_in_within.0;
    asked.occurred.plus(Span(within))
}

/// Consents that somebody asked for and can still confirm, newest first.
#[must_use]
pub fn requested(dossier: &Dossier, now: Timestamp, program: &Program) -> Vec<Requested> {
    dossier.requested.iter().rev().filter(|asked| ends(asked, program) > now).cloned().collect()
}

/// Until when a consent for this purpose on this channel can be confirmed; `None`: nobody asked, or too long ago.
pub(crate) fn waits_for(
    program: &Program,
    dossier: &Dossier,
    channel: Channel,
    purpose: NameId,
    now: Timestamp,
) -> Option<Timestamp> {
    let covers = |asked: &&Requested| {
        asked.channel.is_none_or(|own| own == channel)
            && asked.purpose.as_ref().is_none_or(|own: &Name| own.id() == purpose)
    };
    let all = dossier.requested.iter().filter(covers).map(|asked| ends(asked, program));
    all.max().filter(|end| *end > now)
}

/// Takes in an objection or its explicit lifting; in a tie the objection stands.
pub(crate) fn object(dossier: &mut Dossier, lifted: bool, occurred: Timestamp, message: MessageId) {
    let key = |objection: &Objection| (objection.occurred, !objection.lifted, objection.message);
    let new = Objection { lifted, occurred, message };
    if dossier.hot.objection.as_ref().is_none_or(|old| key(&new) > key(old)) {
        dossier.hot.objection = Some(new);
    }
}

/// The act that decides about a purpose on a channel: the newest of those that cover it.
#[must_use]
pub fn deciding_act(dossier: &Dossier, channel: Channel, purpose: NameId) -> Option<&Recorded> {
    let covers = |recorded: &&Recorded| {
        recorded.act.channel.is_none_or(|own| own == channel)
            && recorded.act.purpose.as_ref().is_none_or(|own| own.id() == purpose)
    };
    let mut acts = dossier.hot.consents.iter().filter(covers);
    let first = acts.next()?;
    Some(acts.fold(first, |best, act| if act.beats(best) { act } else { best }))
}

/// Whether advertising for this purpose may go out on this channel.
#[must_use]
pub fn allows(dossier: &Dossier, channel: Channel, purpose: NameId) -> bool {
    if dossier.is_objecting() || dossier.is_restricted() {
        return false;
    }
    match deciding_act(dossier, channel, purpose) {
        Some(recorded) => recorded.act.granted,
        None => !channel.needs_consent(),
    }
}

//! Consent as facts: per purpose and channel the newest provable act of the person decides; nothing proven
//! is a no; an objection beats everything.

use crate::dossier::{Dossier, Objection, grow};
use anlass_model::consent::{Channel, ConsentAct, Recorded};
use anlass_model::id::{MessageId, NameId};
use anlass_model::time::{Occurred, Timestamp};

/// Takes in an act; of two about the same thing the newer provable one stays.
pub(crate) fn record(dossier: &mut Dossier, act: &ConsentAct, occurred: Occurred, message: MessageId) {
    let new = Recorded { act: act.clone(), occurred, message };
    if !new.counts() {
        return;
    }
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
    if dossier.is_objecting() {
        return false;
    }
    match deciding_act(dossier, channel, purpose) {
        Some(recorded) => recorded.act.granted,
        None => !channel.needs_consent(),
    }
}

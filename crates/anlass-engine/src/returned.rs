//! Mail that came back: addresses at which nobody is, or at which nothing arrives again and again, count as none
//! until the profile names another one. What came back was no contact.

use crate::dossier::{Dossier, Intent, Returned, grow};
use crate::io::Effect;
use crate::program::{MessageDef, Program};
use crate::slots::Touch;
use crate::step::{Stepper, self_about};
use anlass_model::consent::Channel;
use anlass_model::event::Receipt;
use anlass_model::id::{IntentId, name_hash};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::{DAY, Span, Timestamp};
use anlass_model::value::Value;

/// Returns remembered of one person; the oldest beyond this are forgotten.
const RETURNED_MAX: usize = 16;
/// So many returns of an address that may be sound, within [`SOFT_WITHIN`], are as good as one for good.
const SOFT_MAX: usize = 3;
const SOFT_WITHIN: Span = DAY.times(30);

/// Stands for the address of a channel in the profile; 0: there is none.
fn address(program: &Program, dossier: &Dossier, channel: Channel) -> u32 {
    let Some(field) = program.addresses.get(&channel) else { return 0 };
    let Some(Value::Text(text)) = dossier.profile(*field) else { return 0 };
    stands_for(text)
}

fn stands_for(address: &str) -> u32 {
    let [a, b, c, d, ..] = name_hash(&address.trim().to_lowercase()).to_le_bytes();
    u32::from_le_bytes([a, b, c, d]).max(1)
}

/// The address that something went to at a moment; 0 if the profile has said something newer since.
pub(crate) fn address_at(program: &Program, dossier: &Dossier, channel: Channel, at: Timestamp) -> u32 {
    let field = program.addresses.get(&channel);
    let told = field.and_then(|field| dossier.hot.profile.iter().find(|(name, _)| name == field));
    match told {
        Some((_, dated)) if dated.occurred <= at => address(program, dossier, channel),
        _ => 0,
    }
}

/// When mail to the present address of a channel came back last, if nothing is sent there any more.
#[must_use]
pub fn came_back(program: &Program, dossier: &Dossier, channel: Channel) -> Option<Timestamp> {
    if dossier.returned.is_empty() {
        return None;
    }
    judged(dossier, channel, address(program, dossier, channel))
}

fn judged(dossier: &Dossier, channel: Channel, address: u32) -> Option<Timestamp> {
    let own = dossier.returned.iter().filter(|own| (own.channel, own.address) == (channel, address));
    let own: Vec<&Returned> = own.collect();
    let last = own.iter().map(|own| own.at).max()?;
    let mut soft: Vec<Timestamp> = own.iter().filter(|own| !own.for_good).map(|own| own.at).collect();
    soft.sort_unstable();
    let often = soft.windows(SOFT_MAX).any(|some| match (some.first(), some.last()) {
        (Some(first), Some(last)) => last.since(*first) < SOFT_WITHIN,
        _ => false,
    });
    (often || own.iter().any(|own| own.for_good)).then_some(last)
}

/// Remembers a return, unless the address counts as none already.
pub(crate) fn remember(dossier: &mut Dossier, new: Returned) {
    if new.address == 0
        || dossier.returned.contains(&new)
        || judged(dossier, new.channel, new.address).is_some()
    {
        return;
    }
    grow(&mut dossier.returned);
    let place = dossier.returned.partition_point(|own| *own < new);
    dossier.returned.insert(place, new);
    let excess = dossier.returned.len().saturating_sub(RETURNED_MAX);
    dossier.returned.drain(..excess);
}

impl Stepper<'_> {
    /// It came back before anybody said that it arrived.
    pub(crate) fn bounced(&mut self, index: usize, receipt: Receipt, now: Timestamp) {
        let Some(intent) = self.dossier.intents.get(index) else { return };
        if let Some(channel) = intent.channel {
            let address = address_at(self.program, self.dossier, channel, intent.planned);
            self.note_return(channel, address, receipt, now);
        }
        self.end_intent(index, State::Failed(Reason::Bounced), now);
    }

    /// It came back after it had counted as a contact.
    pub(crate) fn bounced_late(&mut self, delivery: IntentId, receipt: Receipt, now: Timestamp) {
        if !matches!(receipt, Receipt::Bounced | Receipt::BouncedSoft) {
            return;
        }
        let contacts = &mut self.dossier.contacts;
        let Some(place) = contacts.iter().position(|contact| contact.intent == delivery) else { return };
        let contact = contacts.remove(place);
        let address = match contact.address {
            0 => address_at(self.program, self.dossier, contact.channel, contact.at),
            known => known,
        };
        self.note_return(contact.channel, address, receipt, now);
        for run in self.dossier.runs.iter_mut().filter(|run| run.intent == Some(delivery)) {
            run.delivered = false;
        }
        let (customer, message) = (self.dossier.hot.id, contact.message);
        self.touched = self.touched.and(Touch::CONTACT).and(Touch::RUN);
        let reason = Reason::Bounced;
        self.out.effects.push(Effect::Returned { delivery, customer, message, reason });
    }

    /// Mail of another sender came back from an address, which may be the profile's, or have been or become it.
    pub(crate) fn bounced_elsewhere(
        &mut self,
        channel: Channel,
        address: &str,
        for_good: bool,
        at: Timestamp,
    ) {
        remember(self.dossier, Returned { at, channel, address: stands_for(address), for_good });
        self.touched = self.touched.and(Touch::CONTACT);
    }

    fn note_return(&mut self, channel: Channel, address: u32, receipt: Receipt, now: Timestamp) {
        let for_good = receipt == Receipt::Bounced;
        remember(self.dossier, Returned { at: now, channel, address, for_good });
        self.touched = self.touched.and(Touch::CONTACT);
    }

    /// Why somebody with an address is unreachable.
    pub(crate) fn note_unreachable(&mut self, intent: &Intent, message: &MessageDef, now: Timestamp) {
        let program = self.program;
        for channel in &message.channels {
            if let Some(at) = came_back(program, self.dossier, *channel) {
                let what = || format!("mail came back from the {} address at {at}", channel.as_str());
                self.note(now, false, what, || self_about(program, intent));
            }
        }
    }
}

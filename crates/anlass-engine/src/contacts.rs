//! What a person got, or may have got, from us: remembered as long as caps and rules ask for it, and within a
//! bound. The last contact of each channel always stays.

use crate::dossier::{CONTACTS_MAX, Contact, Dossier, Intent, UNKNOWN_MAX, grow};
use crate::returned::address_at;
use crate::slots::Touch;
use crate::step::Stepper;
use anlass_model::consent::{Channel, Class};
use anlass_model::event::{CONTACTED, Event};
use anlass_model::id::{IntentId, MessageId, NameId, parts_hash};
use anlass_model::outcome::State;
use anlass_model::time::{DAY, Span, Timestamp};

/// A receipt that takes longer than this, and than every cap's window, changes nothing any more.
const UNKNOWN_KEPT: Span = DAY.times(30);

impl Stepper<'_> {
    pub(crate) fn remember_contact(&mut self, intent: &Intent) {
        let Some(channel) = intent.channel else { return };
        self.add_contact(Contact {
            intent: intent.id,
            message: intent.message,
            at: intent.planned,
            channel,
            class: intent.class,
            address: address_at(self.program, self.dossier, channel, intent.planned),
        });
        self.bound_contacts();
        self.touched = self.touched.and(Touch::CONTACT);
    }

    /// Somebody else wrote to the person: it counts like a contact of ours.
    pub(crate) fn contacted_elsewhere(
        &mut self,
        channel: Channel,
        class: Class,
        campaign: &str,
        event: &Event,
    ) {
        let at = event.occurred.0;
        self.add_contact(Contact {
            intent: elsewhere(event.message),
            message: campaign_of(campaign),
            at,
            channel,
            class,
            address: address_at(self.program, self.dossier, channel, at),
        });
        self.bound_contacts();
        self.touched = self.touched.and(Touch::CONTACT);
    }

    pub(crate) fn is_known_contact(&self, message: MessageId) -> bool {
        let id = elsewhere(message);
        self.dossier.contacts.iter().any(|contact| contact.intent == id)
    }

    /// Puts a contact into its place; one that is known already stays as it is.
    pub(crate) fn add_contact(&mut self, contact: Contact) {
        let contacts = &mut self.dossier.contacts;
        if contacts.iter().any(|own| own.intent == contact.intent) {
            return;
        }
        let at = contacts.partition_point(|other| (other.at, other.intent) < (contact.at, contact.intent));
        grow(contacts);
        contacts.insert(at, contact);
    }

    /// Forgets what nothing asks for; beyond the bound the oldest that no cap counts, then the oldest.
    pub(crate) fn bound_contacts(&mut self) {
        let Some(newest) = self.dossier.contacts.last().map(|contact| contact.at) else { return };
        let floor = newest.minus(self.program.contacts_keep);
        let last = last_of_channels(self.dossier);
        let is_last = |contact: &Contact| last.contains(&(contact.channel, contact.at));
        let contacts = &mut self.dossier.contacts;
        contacts.retain(|contact| contact.at > floor || is_last(contact));
        let mut excess = contacts.len().saturating_sub(CONTACTS_MAX);
        for class in [Class::Contract, Class::Advertising] {
            contacts.retain(|contact| {
                let goes = excess > 0 && contact.class == class && !is_last(contact);
                excess -= usize::from(goes);
                !goes
            });
        }
    }

    /// The answer was lost: it counts as sent, and is settled when no cap can ask for it any more.
    pub(crate) fn set_unknown(&mut self, index: usize, now: Timestamp) {
        let longest = self.program.caps.iter().map(|cap| cap.within).max().unwrap_or(UNKNOWN_KEPT);
        if let Some(intent) = self.dossier.intents.get_mut(index) {
            intent.look_at = intent.planned.plus(longest.max(UNKNOWN_KEPT)).max(now);
        }
        self.set_state(index, State::Unknown);
        let unknown = |intent: &&Intent| intent.state == State::Unknown;
        if self.dossier.intents.iter().filter(unknown).count() > UNKNOWN_MAX {
            let oldest = self.dossier.intents.iter().filter(unknown).map(|intent| intent.look_at).min();
            self.settle_unknown(oldest.unwrap_or(now));
        }
    }

    /// Unknown deliveries whose time is over become contacts for good; the ledger says of them what it said.
    pub(crate) fn settle_unknown(&mut self, at: Timestamp) {
        let is_over = |intent: &Intent| intent.state == State::Unknown && intent.look_at <= at;
        while let Some(index) = self.dossier.intents.iter().position(is_over) {
            let Some(intent) = self.dossier.intents.get_mut(index) else { return };
            intent.closed = true;
            let intent = intent.clone();
            self.remember_contact(&intent);
            self.set_state(index, State::Unknown);
        }
    }
}

/// By what it is remembered what somebody else's system said.
pub(crate) fn campaign_of(campaign: &str) -> NameId {
    NameId::of(&format!("{CONTACTED}: {}", campaign.trim()))
}

/// Stands for a delivery that was not ours.
fn elsewhere(message: MessageId) -> IntentId {
    let bytes = match message {
        MessageId::Hash(hash) => hash.to_le_bytes().to_vec(),
        MessageId::Row { file, row } => [&file.to_le_bytes()[..], &row.to_le_bytes()].concat(),
    };
    IntentId(parts_hash(&[CONTACTED.as_bytes(), &bytes]))
}

fn last_of_channels(dossier: &Dossier) -> Vec<(Channel, Timestamp)> {
    let mut last: Vec<(Channel, Timestamp)> = Vec::new();
    for contact in dossier.contacts.iter().rev() {
        if !last.iter().any(|(channel, _)| *channel == contact.channel) {
            last.push((contact.channel, contact.at));
        }
    }
    last
}

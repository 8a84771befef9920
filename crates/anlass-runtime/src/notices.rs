//! Notices: what happened to people, for other systems that want to hear of it. They are noted in the commit of the step
//! from which they follow, so that a crash neither loses nor makes up one, and lie in the store until whoever tells them
//! takes them away. One document for each vault and batch; within it they stand in the order in which they happened to
//! each person.

mod kind;

pub use kind::Kind;

use crate::batch::Runtime;
use crate::error::Error;
use crate::forms;
use anlass_engine::dossier::Intent;
use anlass_engine::{Effect, Input, Program};
use anlass_model::catalogue::{OccasionKind, PRODUCT_FIELD};
use anlass_model::consent::{Channel, Class, ConsentAct};
use anlass_model::event::{Body, Reaction, Receipt};
use anlass_model::id::{EntityId, IdentifierKind, IntentId, Name, VaultId, parts_hash};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use anlass_store::seal::{Associated, Keyring, Purpose, VaultKey};
use anlass_store::{Document, Store};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const KIND: &str = "notices";

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub customer: EntityId,
    pub at: Timestamp,
    pub what: What,
}

/// What is told. Values of a profile are never in it, only the names of its fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Somebody was erased whose notice it was; it is told to nobody.
    Nothing,
    Message(Box<Message>),
    /// It reached the person's device or mailbox.
    Delivered(IntentId),
    Reacted {
        delivery: Option<IntentId>,
        channel: Channel,
        reaction: Reaction,
    },
    Consent(ConsentAct),
    Objection {
        lifted: bool,
    },
    Profile(Vec<Name>),
    Created,
    Identified(Vec<IdentifierKind>),
    Merged {
        into: EntityId,
    },
    Unmerged {
        from: EntityId,
    },
    Erased,
    Segment {
        segment: String,
        member: bool,
    },
    Phase {
        from: Option<String>,
        to: String,
    },
    Occasion {
        kind: OccasionKind,
        product: Box<str>,
        before: i64,
        after: i64,
    },
}

/// A message and what became of it, with the names of definitions as they were then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub delivery: IntentId,
    pub message: String,
    pub programme: String,
    pub journey: Option<String>,
    pub class: Class,
    pub channel: Option<Channel>,
    pub planned: Timestamp,
    pub state: State,
}

impl Notice {
    /// `None`: nobody is told.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        Some(match &self.what {
            What::Nothing => return None,
            What::Message(message) => of_state(&message.state)?,
            What::Delivered(_) => Kind::MessageDelivered,
            What::Reacted { reaction, .. } => match reaction {
                Reaction::Opened => Kind::MessageOpened,
                Reaction::Clicked => Kind::MessageClicked,
                Reaction::Replied => Kind::MessageReplied,
                Reaction::Complained => Kind::MessageComplained,
                Reaction::Unsubscribed => Kind::MessageUnsubscribed,
            },
            What::Consent(_) => Kind::ConsentChanged,
            What::Objection { .. } => Kind::ObjectionChanged,
            What::Profile(_) => Kind::ProfileChanged,
            What::Created => Kind::CustomerCreated,
            What::Identified(_) => Kind::CustomerIdentified,
            What::Merged { .. } => Kind::CustomerMerged,
            What::Unmerged { .. } => Kind::CustomerUnmerged,
            What::Erased => Kind::CustomerErased,
            What::Segment { member: true, .. } => Kind::SegmentEntered,
            What::Segment { member: false, .. } => Kind::SegmentLeft,
            What::Phase { .. } => Kind::PhaseChanged,
            What::Occasion { kind, .. } => match kind {
                OccasionKind::BackInStock => Kind::StockBack,
                OccasionKind::LowStock => Kind::StockLow,
                OccasionKind::PriceDropped => Kind::PriceDropped,
                OccasionKind::NewInCategory => Kind::CategoryNew,
            },
        })
    }

    /// The same for every attempt to tell it, and another one for every other notice: also after a backup was brought
    /// back and other things happened since.
    #[must_use]
    pub fn id(&self, vault: VaultId, batch: u64, index: u32) -> u128 {
        let place = [&vault.0.to_le_bytes()[..], &batch.to_le_bytes(), &index.to_le_bytes()].concat();
        parts_hash(&[KIND.as_bytes(), &place, &forms::NOTICES.encode(self)])
    }
}

/// Stations in between (waiting for competitors, being handed over) are nobody else's affair.
fn of_state(state: &State) -> Option<Kind> {
    match state {
        State::Planned => Some(Kind::MessageDecided),
        State::Delivered => Some(Kind::MessageSent),
        State::Unknown => Some(Kind::MessageUncertain),
        State::Failed(Reason::Bounced) => Some(Kind::MessageBounced),
        State::Failed(_) => Some(Kind::MessageFailed),
        State::Suppressed(_) | State::Expired(_) | State::Lapsed(_) | State::HeldOut => {
            Some(Kind::MessageSuppressed)
        }
        State::Dwelling | State::Deferred(_) | State::Claimed | State::Handed => None,
    }
}

/// Who listens to what, and which batches have notices that are not told to the end.
#[derive(Debug, Default)]
pub struct Noticed {
    wanted: BTreeMap<VaultId, BTreeSet<Kind>>,
    waiting: BTreeSet<(VaultId, u64)>,
}

impl Noticed {
    pub(crate) fn open(store: &dyn Store) -> Result<Noticed, Error> {
        let waiting = store.documents(KIND)?.into_iter().filter_map(|name| {
            let (vault, batch) = name.split_once('/')?;
            Some((VaultId(vault.parse().ok()?), u64::from_str_radix(batch, 16).ok()?))
        });
        Ok(Noticed { wanted: BTreeMap::new(), waiting: waiting.collect() })
    }

    pub(crate) fn wanted(&self, vault: VaultId) -> Option<&BTreeSet<Kind>> {
        self.wanted.get(&vault)
    }

    pub(crate) fn note(&mut self, written: impl IntoIterator<Item = (VaultId, u64)>) {
        self.waiting.extend(written);
    }
}

/// Notes what a step heard and did, as far as anybody wants to know.
pub(crate) fn gather(
    wanted: &BTreeSet<Kind>,
    program: &Program,
    (customer, at): (EntityId, Timestamp),
    (input, effects): (&Input, &[Effect]),
    into: &mut Vec<Notice>,
) {
    let heard = of_input(input);
    let done = effects.iter().filter_map(|effect| of_effect(program, effect));
    let notices = heard.into_iter().chain(done).map(|what| Notice { customer, at, what });
    into.extend(notices.filter(|notice| notice.kind().is_some_and(|kind| wanted.contains(&kind))));
}

fn of_input(input: &Input) -> Option<What> {
    let event = match input {
        Input::Event(event) | Input::Forwarded { event, .. } => event,
        Input::MergedInto(into) => return Some(What::Merged { into: *into }),
        Input::Parted(parted) => return Some(What::Unmerged { from: parted.from }),
        _ => return None,
    };
    Some(match &event.body {
        Body::Profile(fields) => What::Profile(fields.iter().map(|(name, _)| name.clone()).collect()),
        Body::Identified(all) => What::Identified(all.iter().map(|identifier| identifier.kind).collect()),
        Body::Consent(act) => What::Consent(act.clone()),
        Body::Objection(act) => What::Objection { lifted: act.lifted },
        Body::Reacted { delivery, channel, reaction } => {
            What::Reacted { delivery: *delivery, channel: *channel, reaction: *reaction }
        }
        Body::Receipt { delivery, receipt: Receipt::Delivered } => What::Delivered(*delivery),
        Body::Custom { name, value, fields } => {
            let kind = OccasionKind::of_event(name.as_str())?;
            let field = |wanted: &str| fields.iter().find(|(name, _)| name.as_str() == wanted);
            let product = match field(PRODUCT_FIELD) {
                Some((_, Value::Text(number))) => number.clone(),
                _ => return None,
            };
            let before = match field("before") {
                Some((_, Value::Int(before))) => *before,
                _ => 0,
            };
            What::Occasion { kind, product, before, after: *value }
        }
        _ => return None,
    })
}

fn of_effect(program: &Program, effect: &Effect) -> Option<What> {
    match effect {
        Effect::Intent(intent) => Some(What::Message(Box::new(message(program, intent)))),
        Effect::Returned { delivery, message, reason, .. } => Some(What::Message(Box::new(Message {
            delivery: *delivery,
            message: program.name(*message),
            programme: programme(program, *message),
            journey: None,
            class: program.message(*message).map_or(Class::Advertising, |message| message.class),
            channel: None,
            planned: Timestamp(0),
            state: State::Failed(reason.clone()),
        }))),
        Effect::Segment { segment, member } => {
            Some(What::Segment { segment: program.name(*segment), member: *member })
        }
        Effect::Phase { from, to } => {
            Some(What::Phase { from: from.map(|from| program.name(from)), to: program.name(*to) })
        }
        _ => None,
    }
}

fn message(program: &Program, intent: &Intent) -> Message {
    Message {
        delivery: intent.id,
        message: program.name(intent.message),
        programme: programme(program, intent.message),
        journey: intent.journey.map(|journey| program.name(journey)),
        class: intent.class,
        channel: intent.channel,
        planned: intent.planned,
        state: intent.state.clone(),
    }
}

fn programme(program: &Program, message: anlass_model::id::NameId) -> String {
    let known = program.message(message).and_then(|message| program.programmes.get(message.programme));
    known.map(|programme| programme.name.to_string()).unwrap_or_default()
}

fn name(vault: VaultId, batch: u64) -> String {
    format!("{}/{batch:016x}", vault.0)
}

fn place(vault: VaultId, batch: u64) -> Associated {
    Associated { vault, purpose: Purpose::Webhook, id: parts_hash(&[KIND.as_bytes()]), seq: batch }
}

/// The notices of a batch as they are kept.
pub(crate) fn document(key: &VaultKey, vault: VaultId, batch: u64, notices: &[Notice]) -> Document {
    let body = key.seal(&place(vault, batch), &forms::NOTICES.encode(&notices));
    Document { kind: KIND.into(), name: name(vault, batch), body }
}

/// The notices of a batch; `None` if there are none any more.
fn read(
    store: &dyn Store,
    keyring: &Keyring,
    vault: VaultId,
    batch: u64,
) -> Result<Option<Vec<Notice>>, Error> {
    let Some(document) = store.document(KIND, &name(vault, batch))? else { return Ok(None) };
    let key = keyring.vault(vault).ok_or(Error::NoKey(vault))?;
    forms::NOTICES.decode(&key.open(&place(vault, batch), &document.body)?).map(Some)
}

impl Runtime {
    /// From now on these are noted, and no others; what is noted already stays.
    pub fn notice(&mut self, wanted: BTreeMap<VaultId, BTreeSet<Kind>>) {
        self.noticed.wanted = wanted;
    }

    /// Batches of a vault from `first` on that have notices, in order. What was noted last may not be durable before
    /// [`Runtime::settle`].
    pub fn noticed(&self, vault: VaultId, first: u64) -> impl Iterator<Item = u64> {
        self.noticed.waiting.range((vault, first)..=(vault, u64::MAX)).map(|(_, batch)| *batch)
    }

    /// The number of the batch that comes next: whoever begins to listen begins there.
    #[must_use]
    pub fn notices_begin(&self) -> u64 {
        self.next_batch()
    }

    /// What a batch noted, in order.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn notices(&self, vault: VaultId, batch: u64) -> Result<Vec<Notice>, Error> {
        Ok(read(&*self.store, &self.keyring, vault, batch)?.unwrap_or_default())
    }

    /// What takes away the notices of these batches: to be committed by the caller. They are not looked for any more.
    pub fn notices_told(&mut self, vault: VaultId, batches: &[u64]) -> Vec<Document> {
        let gone = |batch: &u64| {
            self.noticed.waiting.remove(&(vault, *batch));
            Document { kind: KIND.into(), name: name(vault, *batch), body: Vec::new() }
        };
        batches.iter().map(gone).collect()
    }

    /// Notices of people who are to be erased: what takes them out, so that the others keep their places.
    pub(crate) fn notices_without(
        &self,
        vault: VaultId,
        is_theirs: impl Fn(EntityId) -> bool,
    ) -> Result<Vec<Document>, Error> {
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        let mut documents = Vec::new();
        for batch in self.noticed(vault, 0) {
            let mut notices = self.notices(vault, batch)?;
            let mut changed = false;
            for notice in notices.iter_mut().filter(|notice| is_theirs(notice.customer)) {
                *notice = Notice { customer: EntityId(0), at: notice.at, what: What::Nothing };
                changed = true;
            }
            if changed {
                documents.push(document(key, vault, batch, &notices));
            }
        }
        Ok(documents)
    }
}

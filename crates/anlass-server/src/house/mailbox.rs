//! The mailbox inside the house: it keeps the newest letters as their people got them, or would have got them where it
//! is the carrier itself, which takes everything and lets nothing out. Each is sealed with its vault's key; their list is in memory.

use super::carriers::Way;
use crate::server::Clock;
use anlass_channels::mail::compose::{LETTER_BYTES_MAX, compose};
use anlass_channels::{Answer, Content, Fault, Outcome, Parcel};
use anlass_model::id::{EntityId, IntentId, NameId, VaultId};
use anlass_model::time::Timestamp;
use anlass_store::seal::{Associated, Keyring, Purpose};
use anlass_store::{Commit, Document, Gone, Store};
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};
use std::io::{Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// Letters kept; the oldest go first.
pub(crate) const KEPT_MAX: usize = 2_000;
const KIND: &str = "letter";
/// No letter is longer when unpacked.
const UNPACKED_MAX: u64 = 8 << 20;

/// It came in: somebody wrote back.
pub(crate) const REPLY: &str = "reply";

/// What the list shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) vault: VaultId,
    pub(crate) customer: EntityId,
    pub(crate) intent: IntentId,
    pub(crate) message: NameId,
    pub(crate) channel: String,
    /// Milliseconds since 1970.
    pub(crate) at: i64,
    pub(crate) to: String,
    pub(crate) subject: String,
    /// By which way it left the house: `smtp`, `mailbox` if it did not, or [`REPLY`].
    #[serde(default = "inside")]
    pub(crate) way: String,
}

impl Head {
    /// Whether somebody wrote back, instead of us.
    pub(crate) fn is_reply(&self) -> bool {
        self.way == REPLY
    }
}

/// Which letters are asked for; what is absent may be anything.
pub(crate) struct Asked {
    pub(crate) vault: VaultId,
    pub(crate) customer: Option<EntityId>,
    /// Only what somebody wrote back, or only what we wrote.
    pub(crate) replies: Option<bool>,
}

impl Asked {
    fn fits(&self, head: &Head) -> bool {
        head.vault == self.vault
            && self.customer.is_none_or(|customer| head.customer == customer)
            && self.replies.is_none_or(|replies| head.is_reply() == replies)
    }
}

fn inside() -> String {
    Way::Mailbox.as_str().to_owned()
}

/// A whole letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) head: Head,
    pub(crate) html: Option<String>,
    pub(crate) text: String,
    pub(crate) headers: Vec<(String, String)>,
}

pub(crate) struct Mailbox {
    store: Arc<dyn Store>,
    keyring: RwLock<Keyring>,
    wall: Clock,
    /// Oldest first, with the names of their documents.
    heads: Mutex<VecDeque<(String, Head)>>,
    /// Copies of letters that left by another way, oldest first: nobody waits for them, and of a mailing to many only
    /// the newest would stay.
    copies: Mutex<Copies>,
}

#[derive(Default)]
struct Copies {
    waiting: VecDeque<(Arc<Parcel>, Way)>,
    /// Taken since somebody last asked.
    taken: usize,
}

impl Mailbox {
    pub(crate) fn open(store: Arc<dyn Store>, keyring: Keyring, wall: Clock) -> Result<Mailbox> {
        let mut names = store.documents(KIND)?;
        names.sort();
        let (keyring, heads, copies) = (RwLock::new(keyring), Mutex::default(), Mutex::default());
        let mailbox = Mailbox { store, keyring, wall, heads, copies };
        let mut heads = VecDeque::with_capacity(names.len());
        for name in names {
            // One whose vault was dropped can be read by nobody any more.
            if let Ok(Some(kept)) = mailbox.read(&name) {
                heads.push_back((name, kept.head));
            }
        }
        *mailbox.heads() = heads;
        Ok(mailbox)
    }

    pub(crate) fn renew(&self, keyring: Keyring) {
        *self.keyring.write().unwrap_or_else(PoisonError::into_inner) = keyring;
    }

    fn heads(&self) -> MutexGuard<'_, VecDeque<(String, Head)>> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes copies, to be kept when there is time: see [`Mailbox::keep_copies`].
    pub(crate) fn copy(&self, parcels: &[Arc<Parcel>], way: Way) {
        let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        copies.taken += parcels.len();
        copies.waiting.extend(parcels.iter().map(|parcel| (Arc::clone(parcel), way)));
        let too_many = copies.waiting.len().saturating_sub(KEPT_MAX);
        copies.waiting.drain(..too_many);
    }

    /// How many copies were taken since this was asked last: many more than could be kept meanwhile are best left alone,
    /// for newer ones take their places.
    pub(crate) fn copies_taken(&self) -> usize {
        let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut copies.taken)
    }

    /// Keeps the oldest copies that wait, at most `max`.
    ///
    /// # Errors
    /// If they cannot be written; they are lost then, as nobody but who looks at them misses them.
    pub(crate) fn keep_copies(&self, max: usize) -> Result<()> {
        let parcels: Vec<(Arc<Parcel>, Way)> = {
            let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
            let number = copies.waiting.len().min(max);
            copies.waiting.drain(..number).collect()
        };
        if !parcels.is_empty() {
            // What no letter can be made of is told where it is handed over.
            let kept = parcels.iter().filter_map(|(parcel, way)| self.kept(parcel, *way).ok());
            self.keep(kept.collect())?;
        }
        Ok(())
    }

    /// How many there are, and the newest of them first.
    ///
    /// # Errors
    /// If a copy that waited cannot be kept.
    pub(crate) fn list(&self, asked: &Asked, max: usize) -> Result<(usize, Vec<(String, Head)>)> {
        self.keep_copies(usize::MAX)?;
        let heads = self.heads();
        let wanted = heads.iter().rev().filter(|(_, head)| asked.fits(head));
        Ok((wanted.clone().count(), wanted.take(max).cloned().collect()))
    }

    pub(crate) fn has_letters(&self) -> bool {
        !self.heads().is_empty()
    }

    /// The name of a delivery's letter.
    ///
    /// # Errors
    /// If a copy that waited cannot be kept.
    pub(crate) fn name_of(&self, intent: IntentId) -> Result<Option<String>> {
        self.keep_copies(usize::MAX)?;
        let heads = self.heads();
        let found = heads.iter().rev().find(|(_, head)| head.intent == intent && head.way != REPLY);
        Ok(found.map(|(name, _)| name.clone()))
    }

    /// A whole letter; `None` if there is none of this name.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Kept>> {
        let Some(document) = self.store.document(KIND, name)? else { return Ok(None) };
        let (vault, sealed) = document.body.split_first_chunk::<4>().context("a kept letter is damaged")?;
        let vault = VaultId(u32::from_le_bytes(*vault));
        let keyring = self.keyring.read().unwrap_or_else(PoisonError::into_inner);
        let key = keyring.vault(vault).context("the vault of a kept letter has no key")?;
        let packed = key.open(&place(vault, name), sealed)?;
        let mut plain = Vec::new();
        DeflateDecoder::new(&*packed).take(UNPACKED_MAX).read_to_end(&mut plain)?;
        Ok(Some(serde_json::from_slice(&plain)?))
    }

    fn document(&self, name: &str, kept: &Kept) -> Result<Document> {
        let vault = kept.head.vault;
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(&serde_json::to_vec(kept)?)?;
        let packed = packer.finish()?;
        let keyring = self.keyring.read().unwrap_or_else(PoisonError::into_inner);
        let key = keyring.vault(vault).context("the vault has no key")?;
        let mut body = vault.0.to_le_bytes().to_vec();
        body.extend(key.seal(&place(vault, name), &packed));
        Ok(Document { kind: KIND.into(), name: name.into(), body })
    }

    /// All of them in one commit; the oldest make room.
    fn keep(&self, letters: Vec<Kept>) -> Result<()> {
        let mut documents = Vec::with_capacity(letters.len());
        let mut added = Vec::with_capacity(letters.len());
        for kept in letters {
            let name = format!("{:016x}-{:032x}", kept.head.at.max(0), kept.head.intent.0);
            documents.push(self.document(&name, &kept)?);
            added.push((name, kept.head));
        }
        let mut heads = self.heads();
        // Written anew after a carrier put it off: the older copy was never sent.
        let names: BTreeSet<&String> = added.iter().map(|(name, _)| name).collect();
        let again: BTreeSet<IntentId> = added.iter().map(|(_, head): &(String, Head)| head.intent).collect();
        let is_again = |head: &Head| again.contains(&head.intent) && head.way != REPLY;
        let older = heads.iter().filter(|(_, head)| is_again(head));
        let older = older.filter(|(name, _)| !names.contains(name)).map(|(name, _)| name.clone());
        documents.extend(older.map(|name| Document { kind: KIND.into(), name, body: Vec::new() }));
        let too_many = (heads.len() + added.len()).saturating_sub(KEPT_MAX).min(heads.len());
        let gone = heads.iter().take(too_many);
        documents.extend(gone.map(|(name, _)| Document {
            kind: KIND.into(),
            name: name.clone(),
            body: Vec::new(),
        }));
        self.store.commit(&Commit { documents, ..Commit::default() })?;
        heads.drain(..too_many);
        heads.retain(|(_, head)| !is_again(head));
        heads.extend(added);
        heads.make_contiguous().sort_by(|one, other| one.0.cmp(&other.0));
        Ok(())
    }

    /// Takes away every letter of these people, kept or still to be kept, and tells how many that were.
    ///
    /// # Errors
    /// If they may still be there.
    pub(crate) fn forget(&self, vault: VaultId, people: &[EntityId]) -> Result<u64> {
        let is_theirs = |own: VaultId, customer: EntityId| own == vault && people.contains(&customer);
        let waiting = {
            let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
            let before = copies.waiting.len();
            copies.waiting.retain(|(parcel, _)| !is_theirs(parcel.vault, parcel.customer));
            before - copies.waiting.len()
        };
        let mut heads = self.heads();
        let theirs = heads.iter().filter(|(_, head)| is_theirs(head.vault, head.customer));
        let document =
            |(name, _): &(String, Head)| Document { kind: KIND.into(), name: name.clone(), body: Vec::new() };
        let documents: Vec<Document> = theirs.map(document).collect();
        let gone = documents.len();
        if gone > 0 {
            // Nothing of them stays in free space either.
            let chunks = people.iter().map(|customer| (vault, *customer)).collect();
            let commit = Commit { documents, gone: Gone { chunks, ..Gone::default() }, ..Commit::default() };
            match self.store.commit(&commit) {
                Ok(()) | Err(anlass_store::Error::NotWiped) => {}
                Err(error) => return Err(error.into()),
            }
            heads.retain(|(_, head)| !is_theirs(head.vault, head.customer));
        }
        Ok(u64::try_from(gone.saturating_add(waiting)).unwrap_or(u64::MAX))
    }

    /// Keeps what somebody wrote back, once by its number.
    pub(crate) fn keep_reply(&self, number: u128, kept: Kept) -> Result<()> {
        let ending = format!("-r{number:032x}");
        let mut heads = self.heads();
        if heads.iter().any(|(name, _)| name.ends_with(&ending)) {
            return Ok(());
        }
        let name = format!("{:016x}{ending}", kept.head.at.max(0));
        let mut documents = vec![self.document(&name, &kept)?];
        let oldest = heads.front().filter(|_| heads.len() >= KEPT_MAX).map(|(name, _)| name.clone());
        let is_full = oldest.is_some();
        documents.extend(oldest.map(|name| Document { kind: KIND.into(), name, body: Vec::new() }));
        self.store.commit(&Commit { documents, ..Commit::default() })?;
        if is_full {
            heads.pop_front();
        }
        heads.push_back((name, kept.head));
        heads.make_contiguous().sort_by(|one, other| one.0.cmp(&other.0));
        Ok(())
    }

    /// Keeps what went out in the past, each with its own moment; returns how many could not be composed.
    pub(crate) fn keep_past(&self, parcels: &[(Parcel, Timestamp)]) -> Result<usize> {
        let mut letters = Vec::with_capacity(parcels.len());
        for (parcel, at) in parcels {
            letters.extend(self.drawn(parcel, *at).ok());
        }
        let failed = parcels.len() - letters.len();
        self.keep(letters)?;
        Ok(failed)
    }

    /// A letter as it would be kept, without keeping it.
    ///
    /// # Errors
    /// If it cannot be composed.
    pub(crate) fn drawn(&self, parcel: &Parcel, at: Timestamp) -> Result<Kept, String> {
        let mut kept = self.kept(parcel, Way::Mailbox)?;
        kept.head.at = at.0;
        Ok(kept)
    }

    /// Takes letters for good, where the mailbox is the carrier.
    pub(crate) fn take(&self, parcels: &[Parcel]) -> Vec<Answer> {
        let letters: Vec<Result<Kept, String>> =
            parcels.iter().map(|parcel| self.kept(parcel, Way::Mailbox)).collect();
        let good = letters.iter().flatten().cloned().collect();
        let kept = self.keep(good).map_err(|error| error.to_string());
        let answer = |(parcel, letter): (&Parcel, Result<Kept, String>)| {
            let (outcome, reason) = match (letter, &kept) {
                (Err(cause), _) => (Outcome::Rejected(Fault::Message), cause),
                (Ok(_), Ok(())) => (Outcome::Accepted, "it lies in the mailbox".to_owned()),
                // The commit may have gone through before its answer was lost.
                (Ok(_), Err(cause)) => (Outcome::Unknown, cause.clone()),
            };
            Answer { intent: parcel.intent, outcome, reason }
        };
        parcels.iter().zip(letters).map(answer).collect()
    }

    fn kept(&self, parcel: &Parcel, way: Way) -> Result<Kept, String> {
        let mut head = Head {
            vault: parcel.vault,
            customer: parcel.customer,
            intent: parcel.intent,
            message: parcel.message,
            channel: parcel.channel.as_str().to_owned(),
            at: (self.wall)().0,
            to: String::new(),
            subject: String::new(),
            way: way.as_str().to_owned(),
        };
        let letter = match &parcel.body {
            Content::Text(text) => {
                return Ok(Kept { head, html: None, text: text.clone(), headers: Vec::new() });
            }
            Content::Mail(letter) => letter,
        };
        let composed = compose(letter, parcel.intent, LETTER_BYTES_MAX).map_err(|error| error.to_string())?;
        head.at = letter.date.0;
        head.to = format!("{}@{}", letter.to.address.local(), letter.to.address.domain());
        head.subject.clone_from(&letter.subject);
        let (html, text) = (Some(letter.html.clone()), letter.text.clone());
        Ok(Kept { head, html, text, headers: headers(&composed.bytes) })
    }
}

/// Where a letter is sealed for; its name holds the delivery and the moment.
fn place(vault: VaultId, name: &str) -> Associated {
    let id = anlass_model::id::parts_hash(&[name.as_bytes()]);
    Associated { vault, purpose: Purpose::Letter, id, seq: 0 }
}

/// The headers as they would go out, lines put together again.
fn headers(bytes: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(bytes);
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => value.push_str(line),
            (_, _, Some((name, value))) => headers.push((name.to_owned(), value.trim().to_owned())),
            _ => {}
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_channels::mail::address::Mailbox as Address;
    use anlass_channels::mail::compose::Letter;
    use anlass_model::consent::Channel;
    use anlass_store::memory::MemoryStore;
    use anlass_store::seal::MasterKey;

    fn parcel(number: u128) -> Parcel {
        let mailbox = |address: &str| Address::new("Eva", address).expect("an address");
        let letter = Letter {
            from: mailbox("shop@example.org"),
            to: mailbox("eva@example.org"),
            reply_to: None,
            subject: format!("Grüße {number}"),
            html: "<p>Guten Tag, Eva Maier</p>".into(),
            text: "Guten Tag, Eva Maier".into(),
            date: Timestamp(1_790_000_000_000 + i64::try_from(number).expect("small")),
            seal: None,
            bounce_domain: None,
            unsubscribe: None,
            complaints_to: None,
            feedback: Vec::new(),
            headers: Vec::new(),
        };
        Parcel {
            intent: IntentId(number),
            vault: VaultId(1),
            customer: EntityId(7),
            message: NameId::of("hello"),
            channel: Channel::Email,
            body: Content::Mail(Box::new(letter)),
        }
    }

    #[test]
    fn the_newest_letters_are_kept_sealed_and_survive_a_restart() {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(8, 3));
        let mut keys = Keyring::new(&MasterKey::from_bytes([1; 32]), 3);
        let document = keys.create(VaultId(1), &[2; 32]);
        store.commit(&Commit { documents: vec![document], ..Commit::default() }).expect("committed");
        let open = || {
            let wall: Clock = Arc::new(|| Timestamp(0));
            Mailbox::open(Arc::clone(&store), keys.clone(), wall).expect("opened")
        };
        let mailbox = open();
        let first = u128::try_from(KEPT_MAX).expect("small");
        for parcels in [(0..first).map(parcel).collect(), (first..first + 5).map(parcel).collect::<Vec<_>>()]
        {
            let answers = mailbox.take(&parcels);
            assert!(answers.iter().all(|answer| answer.outcome == Outcome::Accepted));
        }
        let mailbox = open();
        let asked = |customer| Asked { vault: VaultId(1), customer, replies: None };
        let (count, all) = mailbox.list(&asked(None), usize::MAX).expect("listed");
        assert_eq!((count, all.len()), (KEPT_MAX, KEPT_MAX));
        let (count, some) = mailbox.list(&asked(None), 9).expect("listed");
        assert_eq!((count, some.len()), (KEPT_MAX, 9), "it is said how many there are besides");
        let replies = Asked { replies: Some(true), ..asked(None) };
        assert_eq!(mailbox.list(&replies, 9).expect("listed"), (0, Vec::new()));
        assert_eq!(all[0].1.subject, format!("Grüße {}", KEPT_MAX + 4));
        assert_eq!(mailbox.list(&asked(Some(EntityId(8))), 9).expect("listed"), (0, Vec::new()));
        let name = mailbox.name_of(IntentId(first)).expect("looked").expect("kept");
        let kept = mailbox.read(&name).expect("readable").expect("there");
        assert_eq!(kept.html.as_deref(), Some("<p>Guten Tag, Eva Maier</p>"));
        assert!(kept.headers.iter().any(|(name, value)| name == "To" && value.contains("eva@example.org")));
        let body = store.document(KIND, &name).expect("readable").expect("there").body;
        assert!(!body.windows(5).any(|bytes| bytes == b"Maier"), "nothing personal lies open");
        assert_eq!(mailbox.name_of(IntentId(3)).expect("looked"), None, "the oldest made room");
        let mut again = parcel(first);
        if let Content::Mail(letter) = &mut again.body {
            letter.date = letter.date.plus(anlass_model::time::HOUR);
        }
        mailbox.copy(&[Arc::new(again)], Way::Smtp);
        assert_eq!((mailbox.copies_taken(), mailbox.copies_taken()), (1, 0));
        mailbox.keep_copies(9).expect("kept");
        assert!(mailbox.copies.lock().expect("whole").waiting.is_empty(), "nothing waits any more");
        let mailbox = open();
        let (_, copies) = mailbox.list(&asked(None), usize::MAX).expect("listed");
        let copies: Vec<_> = copies.iter().filter(|(_, head)| head.intent == IntentId(first)).collect();
        assert_eq!(copies.len(), 1, "a letter written anew is one letter");
        assert_eq!(copies[0].1.way, "smtp");
    }
}

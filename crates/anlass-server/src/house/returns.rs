//! What comes back by mail, from a Maildir whose `new/` is read or piped in by a mail server: bounces, complaints,
//! absence notes, wishes to be left alone, and replies, which lie sealed in the mailbox for people to read. A mail that
//! returns is believed about a delivery only with the seal that the letter carried, so nobody can make one up; a wish
//! to be left alone is heard from whoever writes. The mailbox of a declared foreign sender is believed about the addresses
//! that its mails name (`house/foreign.rs`). Taking a mail in twice changes nothing, so a file is moved to `cur/`
//! only after it is durable.

use super::House;
use super::acts::{Act, act_id, person};
use super::foreign;
use super::mailbox::{Head, Kept, REPLY};
use anlass_channels::mail::address::{Address, Origin, SEAL_BYTES, Seal};
use anlass_channels::mail::inbound::{self, About, Bounce, Returned, Severity};
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::event::{Body, Reaction, Receipt};
use anlass_model::id::{EntityId, Identifier, IdentifierKind, IntentId, NameId, VaultId, parts_hash};
use anlass_store::IntentRow;
use anlass_store::seal::VaultKey;
use anyhow::{Context, Result};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use utoipa::ToSchema;

/// Mails read between two rounds of the loop.
const MAILS_AT_ONCE: usize = 50;
/// More of one is not read; what matters stands at the front.
const MAIL_BYTES_MAX: u64 = 1 << 20;

/// The proof that a delivery's name was given out by this vault.
pub(crate) fn seal(key: &VaultKey, intent: IntentId) -> Seal {
    let signature = key.sign(&[b"returns ".as_slice(), &intent.0.to_be_bytes()].concat());
    let mut bytes = [0; SEAL_BYTES];
    bytes.copy_from_slice(&signature[..SEAL_BYTES]);
    Seal(bytes)
}

/// What became of a returned mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fate {
    Bounced,
    BouncedSoft,
    /// Still being tried, or arrived after all.
    Informed,
    Complained,
    OutOfOffice,
    Unsubscribed,
    Replied,
    /// Of a foreign sender, about an address that nobody here has.
    UnknownAddress,
    /// Without the proof that it is about a letter of ours.
    Unproven,
}

impl Fate {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Fate::Bounced => "bounced",
            Fate::BouncedSoft => "bounced_soft",
            Fate::Informed => "informed",
            Fate::Complained => "complained",
            Fate::OutOfOffice => "out_of_office",
            Fate::Unsubscribed => "unsubscribed",
            Fate::Replied => "replied",
            Fate::UnknownAddress => "unknown_address",
            Fate::Unproven => "unproven",
        }
    }
}

#[derive(Default)]
pub(crate) struct Returns {
    /// By fate, since the start.
    counts: Mutex<BTreeMap<Fate, u64>>,
    /// Files that could not be read, told of once.
    unreadable: Mutex<BTreeSet<PathBuf>>,
}

/// Where a returned mail lay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mailbox {
    Own,
    /// Only mail about a foreign sender's letters comes there.
    Foreign,
}

/// Whom a returned mail is about.
struct Whose {
    vault: VaultId,
    customer: EntityId,
    /// The delivery, where it is proven.
    row: Option<IntentRow>,
}

impl Returns {
    /// Takes in what lies in the Maildirs, if there are any.
    pub(crate) fn look(&self, house: &House) -> Result<()> {
        self.look_into(house, &house.config.returns.maildir, Mailbox::Own)?;
        self.look_into(house, &house.config.returns.foreign_maildir, Mailbox::Foreign)
    }

    fn look_into(&self, house: &House, maildir: &str, mailbox: Mailbox) -> Result<()> {
        if maildir.is_empty() {
            return Ok(());
        }
        let maildir = house.dir.join(maildir);
        let Ok(entries) = fs::read_dir(maildir.join("new")) else { return Ok(()) };
        let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        let unreadable = self.unreadable.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for file in files.iter().filter(|file| !unreadable.contains(*file)).take(MAILS_AT_ONCE) {
            match read(file) {
                Ok(bytes) => {
                    self.take_from(house, (&bytes, None), mailbox)?;
                    done(&maildir, file)?;
                }
                Err(error) => {
                    (house.tell)(&format!("a returned mail cannot be read: {error:#}"));
                    self.unreadable.lock().unwrap_or_else(PoisonError::into_inner).insert(file.clone());
                }
            }
        }
        Ok(())
    }

    /// Takes in one mail; durable when it returns. `envelope_to` is whom it was delivered to, if that is known.
    pub(crate) fn take(&self, house: &House, bytes: &[u8], envelope_to: Option<&str>) -> Result<Fate> {
        self.take_from(house, (bytes, envelope_to), Mailbox::Own)
    }

    fn take_from(
        &self,
        house: &House,
        (bytes, envelope_to): (&[u8], Option<&str>),
        mailbox: Mailbox,
    ) -> Result<Fate> {
        let is_foreign = mailbox == Mailbox::Foreign;
        let id = parts_hash(&[b"returned mail", bytes]);
        let fate = match inbound::read(bytes, envelope_to) {
            Returned::Bounces(bounces) => match bounced(house, &bounces)? {
                Fate::Unproven if is_foreign => house.foreign_mail(id, &foreign::of_bounces(&bounces))?,
                fate => fate,
            },
            Returned::Delivered(_) => Fate::Informed,
            Returned::OutOfOffice(_) => Fate::OutOfOffice,
            Returned::Complaint(about) => match proven(house, about.origin)? {
                Some(whose) => reacted(house, &whose, id, Reaction::Complained)?,
                None if is_foreign => house.foreign_mail(id, &[(about.address.as_deref(), None)])?,
                None => Fate::Unproven,
            },
            Returned::Unsubscribe(about) => match whose(house, &about)? {
                Some(whose) => reacted(house, &whose, id, Reaction::Unsubscribed)?,
                None => keep(house, None, id, bytes)?,
            },
            Returned::Other(about) => {
                let whose = whose(house, &about)?;
                if let Some(whose) = whose.as_ref().filter(|whose| whose.row.is_some()) {
                    reacted(house, whose, id, Reaction::Replied)?;
                }
                keep(house, whose.as_ref(), id, bytes)?
            }
        };
        self.count(fate);
        Ok(fate)
    }

    pub(crate) fn count(&self, fate: Fate) {
        *self.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(fate).or_default() += 1;
    }

    /// For whoever watches the server.
    pub(crate) fn figures(&self) -> String {
        let name = "anlass_returns_total";
        let mut text =
            format!("# HELP {name} Mails that came back by what they were\n# TYPE {name} counter\n");
        for (fate, count) in self.counts.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            text.push_str(&format!("{name}{{fate=\"{}\"}} {count}\n", fate.code()));
        }
        text
    }
}

fn read(file: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(file)?.take(MAIL_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// As mail programs mark what they have seen.
fn done(maildir: &Path, file: &Path) -> Result<()> {
    let read = maildir.join("cur");
    fs::create_dir_all(&read)?;
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(":2,S");
    fs::rename(file, read.join(name)).context("a returned mail stays in new/")
}

/// The delivery that a seal proves.
fn proven(house: &House, origin: Option<Origin>) -> Result<Option<Whose>> {
    let Some(Origin { intent, seal: Some(found) }) = origin else { return Ok(None) };
    let view = house.view();
    for vault in view.runtime.custodian.vaults() {
        let Some(key) = view.runtime.keyring.vault(*vault) else { continue };
        // Compared as hashes, so the time it takes tells nothing.
        if blake3::hash(&seal(key, intent).0) == blake3::hash(&found.0)
            && let Some(row) = house.ledger_row(*vault, intent, None)?
        {
            return Ok(Some(Whose { vault: *vault, customer: row.customer, row: Some(row) }));
        }
    }
    Ok(None)
}

/// By the proven delivery, else whoever is known by the sender's address.
fn whose(house: &House, about: &About) -> Result<Option<Whose>> {
    if let Some(whose) = proven(house, about.origin)? {
        return Ok(Some(whose));
    }
    let Some(address) = about.address.as_deref().and_then(|text| Address::parse(text).ok()) else {
        return Ok(None);
    };
    let value = address.to_string().to_lowercase().into();
    let identifier = Identifier { kind: IdentifierKind::Email, value };
    let view = house.view();
    for vault in view.runtime.custodian.vaults() {
        if let Some(customer) = view.runtime.find(*vault, &identifier)? {
            return Ok(Some(Whose { vault: *vault, customer, row: None }));
        }
    }
    Ok(None)
}

/// A letter has one recipient: the worst that is told counts.
fn bounced(house: &House, bounces: &[Bounce]) -> Result<Fate> {
    let Some(worst) = bounces.iter().min_by_key(|bounce| bounce.severity) else { return Ok(Fate::Unproven) };
    let (receipt, word, fate) = match worst.severity {
        Severity::Hard => (Receipt::Bounced, "hard", Fate::Bounced),
        Severity::Soft | Severity::Unknown => (Receipt::BouncedSoft, "soft", Fate::BouncedSoft),
        Severity::Delayed => return Ok(Fate::Informed),
    };
    let Some(whose) = proven(house, worst.origin)? else { return Ok(Fate::Unproven) };
    let Some(row) = &whose.row else { return Ok(Fate::Unproven) };
    let id = act_id(&[b"came back", word.as_bytes(), &row.id.0.to_le_bytes()]);
    let body = Body::Receipt { delivery: row.id, receipt };
    act(house, &whose, id, body)?;
    house.said.note(whose.vault, row.id, &worst.diagnostic);
    Ok(fate)
}

/// Each mail is a reaction of its own, but a complaint is one however often it is told.
fn reacted(house: &House, whose: &Whose, mail: u128, reaction: Reaction) -> Result<Fate> {
    let delivery = whose.row.as_ref().map(|row| row.id);
    let of = |what: &str, number: u128| act_id(&[what.as_bytes(), &number.to_le_bytes()]);
    let body = Body::Reacted { delivery, channel: Channel::Email, reaction };
    let (id, fate) = match (reaction, delivery) {
        (Reaction::Complained, Some(delivery)) => (of("complained", delivery.0), Fate::Complained),
        (Reaction::Unsubscribed, _) => {
            let channel = Some(Channel::Email);
            let withdrawn = ConsentAct { channel, purpose: None, granted: false, proof: Proof::None };
            act(house, whose, of("withdrawn by mail", mail), Body::Consent(withdrawn))?;
            (of("unsubscribed by mail", mail), Fate::Unsubscribed)
        }
        _ => (of("replied", mail), Fate::Replied),
    };
    act(house, whose, id, body)?;
    Ok(fate)
}

fn act(house: &House, whose: &Whose, id: anlass_model::id::MessageId, body: Body) -> Result<()> {
    let Whose { vault, customer, .. } = *whose;
    house.take_acts(vec![Act { vault, customer, id, at: house.now(), body, proven: None }]).map(drop)
}

/// For the people of the named inbox.
fn keep(house: &House, whose: Option<&Whose>, id: u128, bytes: &[u8]) -> Result<Fate> {
    let view = house.view();
    let readable = inbound::readable(bytes);
    let (vault, customer) = match whose {
        // Whoever carries on for somebody who was merged.
        Some(Whose { vault, customer, .. }) => {
            (*vault, person(&view, *vault, *customer)?.map_or(*customer, |dossier| dossier.hot.id))
        }
        None => (view.scope.vault(), EntityId(0)),
    };
    let row = whose.and_then(|whose| whose.row.as_ref());
    let head = Head {
        vault,
        customer,
        intent: row.map_or(IntentId(0), |row| row.id),
        message: row.map_or(NameId(0), |row| NameId::of(&row.message)),
        channel: Channel::Email.as_str().to_owned(),
        at: house.now().0,
        to: house.config.returns.inbox.clone(),
        subject: readable.subject.clone(),
        way: REPLY.to_owned(),
    };
    let headers = vec![("From".to_owned(), readable.from), ("Subject".to_owned(), readable.subject)];
    house.mailbox.keep_reply(id, Kept { head, html: None, text: readable.text, headers })?;
    Ok(Fate::Replied)
}

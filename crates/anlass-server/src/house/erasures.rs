//! People who were erased: what is kept of them goes, in the store, the mailbox, what was set aside and the rows that
//! imports left out, and a proof stays that names nobody. A file beside the store remembers by keyed hashes who it was:
//! where a backup brings somebody back, they are erased again before anything is said to them.

use super::{House, privacy, proofs};
use crate::imports;
use anlass_engine::Dossier;
use anlass_model::id::{EntityId, VaultId, parts_hash};
use anlass_model::time::Timestamp;
use anlass_runtime::Runtime;
use anlass_runtime::erase::{Erased, Erasure};
use anlass_runtime::history::History;
use anlass_runtime::live::Live;
use anlass_store::seal::{Associated, Purpose, VaultKey, random_key};
use anlass_store::{Commit, Document, QuarantineKey};
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::sync_channel;

/// Below the data directory; a backup has a copy, and who brings a backup back puts the newest one beside the master key.
pub const ERASURES_FILE: &str = "erasures";
/// Below the data directory, where the command line imported something for a replay.
pub(crate) const HISTORY_DIR: &str = "history";
/// Below the data directory, while a rehearsal runs over timelines.
pub(crate) const REHEARSAL_DIR: &str = "rehearsal";
const KIND: &str = "erasure";
/// Accepted entries applied at once before somebody is erased.
const BATCH: usize = 2_000;
const QUARANTINE_MAX: usize = 1_000_000;
/// Shorter values are looked for with the quotation marks around them: a customer number is part of many others.
const TELLING_CHARACTERS: usize = 6;
/// Instead of what a line holds: that erasure was refused.
const TAKEN_BACK: &str = "-";
/// Who did it, where the house did it by itself after a backup was brought back.
const BY_ITSELF: &str = "";

/// What is left of an erasure: how much was there, and nothing of whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proof {
    pub(crate) id: String,
    /// By the real time.
    pub(crate) at: i64,
    pub(crate) by: String,
    /// Why it was done, as a code.
    pub(crate) reason: String,
    /// Profiles: more than one where people were merged.
    pub(crate) people: u64,
    pub(crate) identifiers: u64,
    pub(crate) entries: u64,
    pub(crate) deliveries: u64,
    pub(crate) letters: u64,
    /// Rows that were set aside, and rows that imports left out.
    pub(crate) rows: u64,
    pub(crate) calls: u64,
    /// Entries of the history of a replay.
    #[serde(default)]
    pub(crate) history: u64,
    /// Whoever is known by one of their identifiers again objects to advertising.
    pub(crate) blocked: bool,
    /// Nothing is left in free space of the store's files; otherwise it is overwritten with time.
    pub(crate) wiped: bool,
}

/// How an erasure was asked for.
pub(crate) struct Asked {
    pub(crate) vault: VaultId,
    pub(crate) customer: EntityId,
    pub(crate) by: String,
    pub(crate) reason: String,
    pub(crate) blocks: bool,
}

impl Asked {
    fn line(&self, id: &str, at: Timestamp, ids: &[EntityId]) -> Line {
        Line {
            id: id.to_owned(),
            at: at.0,
            by: self.by.clone(),
            reason: self.reason.clone(),
            blocks: self.blocks,
            ids: ids.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What stays in the file.
#[derive(Serialize, Deserialize)]
struct Line {
    id: String,
    at: i64,
    by: String,
    reason: String,
    blocks: bool,
    /// By which they are found again, and by whom else they were known then.
    ids: Vec<String>,
}

fn place(vault: VaultId, what: &str, id: &str) -> Associated {
    let id = parts_hash(&[KIND.as_bytes(), what.as_bytes(), id.as_bytes()]);
    Associated { vault, purpose: Purpose::List, id, seq: 0 }
}

fn document(key: &VaultKey, vault: VaultId, proof: &Proof) -> Result<Document> {
    let body = key.seal(&place(vault, "proof", &proof.id), &serde_json::to_vec(proof)?);
    Ok(Document { kind: KIND.into(), name: format!("{}/{}", vault.0, proof.id), body })
}

/// Takes away what a rehearsal left that was killed: people in it may have been erased since.
///
/// # Errors
/// If the files cannot be removed.
pub(crate) fn forget_rehearsal(dir: &Path) -> Result<()> {
    let dir = dir.join(REHEARSAL_DIR);
    match fs::remove_dir_all(&dir) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}\n  help: remove it by hand", dir.display()))
        }
        _ => Ok(()),
    }
}

impl House {
    /// Erases somebody; `None` if nobody is known. Everything accepted before is applied first.
    ///
    /// # Errors
    /// [`anlass_runtime::Error::UnderWay`] while a carrier has a letter of theirs; if not all of it could be done, which
    /// is taken up again when the server starts.
    pub(crate) fn erase(self: &std::sync::Arc<Self>, asked: Asked) -> Result<Option<Proof>> {
        let id = blake3::Hash::from_bytes(random_key()?).to_hex().split_at(16).0.to_owned();
        let vault = asked.vault;
        let erased = self.erase_as(asked, id.clone());
        if let Err(error) = &erased
            && is_refusal(error)
        {
            // Whoever asked hears that nothing was done, so nothing may be done later.
            self.write(&format!("{} {id} {TAKEN_BACK}\n", vault.0))?;
        }
        erased
    }

    fn erase_as(self: &std::sync::Arc<Self>, asked: Asked, id: String) -> Result<Option<Proof>> {
        let history = {
            let view = self.view();
            let key = view.runtime.keyring.vault(asked.vault).context("the vault has no key")?;
            view.runtime.check_erasable(asked.vault, asked.customer)?;
            let ids = view.runtime.ids_of(asked.vault, asked.customer)?;
            // Before anything goes: what is interrupted is taken up again.
            let line: Vec<EntityId> = ids.iter().copied().collect();
            self.remember(key, asked.vault, &asked.line(&id, (self.wall)(), &line))?;
            // It may be long, and nobody waits for it but who asked.
            self.erase_history(&view.runtime, asked.vault, &ids)?
        };
        let (told, hears) = sync_channel(1);
        let house = std::sync::Arc::clone(self);
        self.between_rounds(Box::new(move |live| {
            let _gone = told.send(house.erase_now(live, &asked, id, history));
            Ok(())
        }))?;
        hears.recv().context("the loop stopped")?
    }

    /// A history of the command line, if there is one.
    fn erase_history(&self, runtime: &Runtime, vault: VaultId, ids: &BTreeSet<EntityId>) -> Result<u64> {
        let dir = self.dir.join(HISTORY_DIR);
        if !dir.is_dir() {
            return Ok(0);
        }
        let history = History::open(&dir, &*self.store)?;
        Ok(runtime.erase_from(history, vault, ids)?)
    }

    fn erase_now(&self, live: &mut Live, asked: &Asked, id: String, history: u64) -> Result<Option<Proof>> {
        let (vault, at) = (asked.vault, (self.wall)());
        live.catch_up(self.clock.now(), BATCH)?;
        let key = live.runtime.keyring.vault(vault).context("the vault has no key")?.clone();
        let Some(dossier) = survivor(live, vault, asked.customer)? else { return Ok(None) };
        let needles = needles(&dossier);
        let rows = self.set_aside_of(&key, vault, &needles)?;
        let keys = &live.runtime.keyring;
        let (mut documents, left_out) = imports::without(&*self.store, keys, vault, &needles)?;
        documents.extend(privacy::without(self, keys, vault, &dossier.hot.identifiers)?);
        let ids = live.runtime.ids_of(vault, dossier.hot.id)?;
        if let Some(external) = &self.external {
            documents.extend(external.without(vault, &ids));
        }
        documents.extend(proofs::without(self, keys, vault, &ids)?);
        let set_aside = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let erasure =
            Erasure { vault, customer: dossier.hot.id, blocks: asked.blocks, quarantine: rows, documents };
        let Some(erased) = live.erase(erasure, self.clock.now(), BATCH)? else { return Ok(None) };
        self.erased.fetch_add(1, Ordering::AcqRel);
        let line = asked.line(&id, at, &[erased.people.as_slice(), &erased.identifiers].concat());
        self.remember(&key, vault, &line)?;
        let letters = self.mailbox.forget(vault, &erased.people)?;
        self.tidy_proofs()?;
        let proof = Proof { history, ..proof(&line, &erased, letters, set_aside.saturating_add(left_out)) };
        self.store
            .commit(&Commit { documents: vec![document(&key, vault, &proof)?], ..Commit::default() })?;
        Ok(Some(proof))
    }

    /// Rows that were set aside and name somebody by one of these.
    fn set_aside_of(&self, key: &VaultKey, vault: VaultId, needles: &[String]) -> Result<Vec<QuarantineKey>> {
        let view = self.view();
        let Some(scope) = view.runtime.custodian.scope(vault) else { return Ok(Vec::new()) };
        let rows = self.store.quarantine(&scope, QUARANTINE_MAX)?;
        let theirs = rows.iter().filter(|row| {
            super::set_aside::plain(key, row).is_some_and(|plain| imports::names(&plain, needles))
        });
        Ok(theirs.map(anlass_store::QuarantineRow::key).collect())
    }

    /// Adds a line to the file, durable when this returns.
    fn remember(&self, key: &VaultKey, vault: VaultId, line: &Line) -> Result<()> {
        let sealed = key.seal(&place(vault, "line", &line.id), &serde_json::to_vec(line)?);
        self.write(&format!("{} {} {}\n", vault.0, line.id, BASE64_STANDARD.encode(sealed)))
    }

    fn write(&self, text: &str) -> Result<()> {
        let path = self.dir.join(ERASURES_FILE);
        let is_new = !path.exists();
        let write = || {
            let mut options = OpenOptions::new();
            options.create(true).append(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&path)?;
            // A line that was torn before must not take this one along.
            file.write_all(format!("\n{text}").as_bytes())?;
            file.sync_all()?;
            if is_new { File::open(&self.dir)?.sync_all() } else { Ok(()) }
        };
        write().with_context(|| format!("writing {}\n  help: check the disk, then try again", path.display()))
    }

    /// The proofs of a vault, the newest first.
    pub(crate) fn erasures(&self, vault: VaultId) -> Result<Vec<Proof>> {
        let view = self.view();
        let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
        let prefix = format!("{}/", vault.0);
        let mut proofs = Vec::new();
        for name in self.store.documents(KIND)? {
            let Some(id) = name.strip_prefix(&prefix) else { continue };
            let Some(document) = self.store.document(KIND, &name)? else { continue };
            let plain = key.open(&place(vault, "proof", id), &document.body)?;
            proofs.push(serde_json::from_slice::<Proof>(&plain)?);
        }
        proofs.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
        Ok(proofs)
    }

    /// Erases again whoever was erased and is there although: after a backup was brought back, or where an erasure was
    /// interrupted.
    ///
    /// # Errors
    /// If the file or the store cannot be read or written.
    pub(crate) fn erase_again(&self, live: &mut Live) -> Result<()> {
        let mut again = 0;
        for (vault, line) in self.remembered(live)? {
            let name = format!("{}/{}", vault.0, line.id);
            if self.store.document(KIND, &name)?.is_some() {
                continue;
            }
            let asked = |customer| Asked {
                vault,
                customer,
                by: BY_ITSELF.to_owned(),
                reason: line.reason.clone(),
                blocks: line.blocks,
            };
            let ids: BTreeSet<EntityId> = line.ids.iter().filter_map(|id| id.parse().ok()).collect();
            let history = self.erase_history(&live.runtime, vault, &ids)?;
            let mut found = None;
            for id in ids {
                found = self.erase_now(live, &asked(id), line.id.clone(), history)?.or(found);
                again += u64::from(found.is_some());
            }
            if found.is_none() {
                let key = live.runtime.keyring.vault(vault).context("the vault has no key")?;
                let proof = proof(&line, &Erased { wiped: true, ..Erased::default() }, 0, 0);
                let documents = vec![document(key, vault, &proof)?];
                self.store.commit(&Commit { documents, ..Commit::default() })?;
            }
        }
        if again > 0 {
            (self.tell)(&format!(
                "{again} people who had been erased were there again, and are erased again"
            ));
        }
        Ok(())
    }

    /// What the file remembers, of each erasure the last line. Vaults that are gone took their people along.
    fn remembered(&self, live: &Live) -> Result<Vec<(VaultId, Line)>> {
        let path = self.dir.join(ERASURES_FILE);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
        };
        let mut lines: Vec<(VaultId, Line)> = Vec::new();
        for text in BufReader::new(file).lines() {
            let text = text.with_context(|| format!("reading {}", path.display()))?;
            if let Some(id) = text.strip_suffix(TAKEN_BACK).and_then(|text| text.split(' ').nth(1)) {
                lines.retain(|(_, known)| known.id != id);
            }
            // The last one may be torn: what it was about has not begun.
            let Some((vault, line)) = read(live, &text) else { continue };
            lines.retain(|(own, known)| (*own, &known.id) != (vault, &line.id));
            lines.push((vault, line));
        }
        Ok(lines)
    }
}

/// Whether nothing was done, and trying again helps.
pub(crate) fn is_refusal(error: &anyhow::Error) -> bool {
    use anlass_runtime::Error;
    matches!(
        error.downcast_ref::<Error>(),
        Some(Error::UnderWay { .. } | Error::Store(anlass_store::Error::InUse { .. }))
    )
}

fn read(live: &Live, text: &str) -> Option<(VaultId, Line)> {
    let mut words = text.split(' ');
    let vault = VaultId(words.next()?.parse().ok()?);
    let id = words.next()?;
    let sealed = BASE64_STANDARD.decode(words.next()?).ok()?;
    let plain = live.runtime.keyring.vault(vault)?.open(&place(vault, "line", id), &sealed).ok()?;
    Some((vault, serde_json::from_slice(&plain).ok()?))
}

fn survivor(live: &Live, vault: VaultId, customer: EntityId) -> Result<Option<Dossier>> {
    let Some(id) = live.runtime.whom(vault, customer)? else { return Ok(None) };
    Ok(live.runtime.dossier(vault, id)?)
}

/// By which texts somebody is found where nothing but text is kept.
fn needles(dossier: &Dossier) -> Vec<String> {
    let values = dossier.hot.identifiers.iter().map(|identifier| identifier.value.to_lowercase());
    let needle = |value: String| match value.chars().count() >= TELLING_CHARACTERS {
        true => value,
        false => format!("\"{value}\""),
    };
    values.map(needle).collect()
}

fn proof(line: &Line, erased: &Erased, letters: u64, rows: u64) -> Proof {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    Proof {
        id: line.id.clone(),
        at: line.at,
        by: line.by.clone(),
        reason: line.reason.clone(),
        people: count(erased.people.len()),
        identifiers: count(erased.identifiers.len()),
        entries: erased.entries,
        deliveries: erased.deliveries,
        letters,
        rows,
        calls: erased.calls,
        history: 0,
        blocked: erased.blocked,
        wiped: erased.wiped,
    }
}

/// Copies what is remembered of erasures, if anything is.
///
/// # Errors
/// If it cannot be read or written.
pub fn copy_erasures(from: &Path, to: &Path) -> Result<()> {
    let (from, to) = (from.join(ERASURES_FILE), to.join(ERASURES_FILE));
    match fs::copy(&from, &to) {
        Ok(_) => File::open(&to)?.sync_all().with_context(|| format!("writing {}", to.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("copying {}", from.display())),
    }
}

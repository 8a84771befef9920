//! The recorded history of an installation: sealed arrivals in the order in which they were imported, in
//! append-only files of their own. It feeds replays and rehearsals; how far it is replayed stands in the main
//! store's commits, so a replay can be killed at any moment and goes on where the store stands.

mod timelines;

use crate::batch::{Extra, Mode, Runtime};
use crate::compaction::Compaction;
use crate::error::Error;
use crate::forms;
use crate::origin;
use crate::virtual_time::Outside;
use anlass_model::event::{Arrival, Body, Event};
use anlass_model::id::{EntityId, Identifier, MessageId, VaultId, parts_hash};
use anlass_model::time::{Span, Timestamp};
use anlass_store::inbox::{FileInbox, Inbox, InboxEntry};
use anlass_store::seal::{Associated, Keyring, Purpose};
use anlass_store::{Commit, Store};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

pub use timelines::Sample;

/// Under this name the store knows up to where the history is replayed, and until which moment.
const POSITION: &str = "history";
/// Arrivals of one batch of a replay.
pub const BATCH: usize = 300_000;
/// Entries made durable at once.
const APPEND_MAX: usize = 50_000;
/// Customers woken at once at the end.
const DUE_MAX: usize = 50_000;

/// Under this name the store knows how many entries the history has had, so that lost files are noticed.
const WRITTEN: &str = "history-written";

pub struct History {
    dir: PathBuf,
    files: FileInbox,
}

/// How far a replay has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Number of the last entry applied.
    pub entry: u64,
    /// The newest moment of what is applied.
    pub until: Timestamp,
}

/// What a replay did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Where it began: above 0 if it went on with an earlier one.
    pub from: Position,
    pub to: Position,
    pub arrivals: u64,
    /// Arrivals, noted identifiers and merges.
    pub inputs: u64,
}

impl History {
    /// Opens the history that belongs to a store, in a directory that is made if nothing was written yet.
    ///
    /// # Errors
    /// If another process has it open or it is damaged. [`Error::HistoryLost`] if it is shorter than the store
    /// knows: new entries would get numbers that count as replayed.
    pub fn open(dir: &Path, store: &dyn Store) -> Result<History, Error> {
        finish_erasing(dir)?;
        let expected = expected(store)?;
        let lost = |last| Error::HistoryLost { dir: dir.to_owned(), last, expected };
        if expected > 0 && !dir.is_dir() {
            return Err(lost(0));
        }
        let history = History { dir: dir.to_owned(), files: FileInbox::open(dir, 0)? };
        let last = history.files.last()?;
        if last < expected { Err(lost(last)) } else { Ok(history) }
    }

    /// Lets the store know how long the history is, after something was appended.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn note_end(&self, store: &dyn Store) -> Result<(), Error> {
        let positions = vec![(WRITTEN.to_string(), self.files.last()?.to_string())];
        store.commit(&Commit { positions, ..Commit::default() })?;
        Ok(())
    }

    /// Reads every entry with its key and finds all of them there, from the first to the last one.
    ///
    /// # Errors
    /// As [`History::read`].
    pub fn verify(&self, keyring: &Keyring, tell: &mut dyn FnMut(u64)) -> Result<u64, Error> {
        let mut after = 0;
        while let Some((last, _)) = self.read(keyring, after, APPEND_MAX)?.last() {
            after = *last;
            tell(after);
        }
        let last = self.files.last()?;
        if after < last {
            return Err(Error::HistoryLost { dir: self.dir.clone(), last: after, expected: last });
        }
        Ok(last)
    }

    /// Number of entries.
    ///
    /// # Errors
    /// If the files failed.
    pub fn last(&self) -> Result<u64, Error> {
        Ok(self.files.last()?)
    }

    /// Appends arrivals in the order given; durable when this returns.
    ///
    /// # Errors
    /// [`Error::NoKey`]; if they may not be durable.
    pub fn append(&self, keyring: &Keyring, arrivals: &[Arrival]) -> Result<u64, Error> {
        let mut seq = self.files.last()?;
        for some in arrivals.chunks(APPEND_MAX) {
            let mut entries = Vec::with_capacity(some.len());
            for arrival in some {
                seq += 1;
                let key = keyring.vault(arrival.vault).ok_or(Error::NoKey(arrival.vault))?;
                let plain = forms::ARRIVAL.encode(arrival);
                entries.push(InboxEntry {
                    seq,
                    vault: arrival.vault,
                    received: arrival.event.received.0,
                    sealed: key.seal(&place(arrival.vault, seq), &plain),
                });
            }
            self.files.append(&entries)?;
        }
        Ok(seq)
    }

    /// Entries after a number, in order, at most `max`.
    ///
    /// # Errors
    /// If they cannot be read, one is missing or no key opens them.
    pub fn read(&self, keyring: &Keyring, after: u64, max: usize) -> Result<Vec<(u64, Arrival)>, Error> {
        let mut arrivals = Vec::new();
        let mut missing = after;
        for entry in self.files.read(after, max)? {
            missing += 1;
            if entry.seq != missing {
                return Err(Error::HistoryGap { dir: self.dir.clone(), missing, found: entry.seq });
            }
            let key = keyring.vault(entry.vault).ok_or(Error::NoKey(entry.vault))?;
            let plain = key.open(&place(entry.vault, entry.seq), &entry.sealed)?;
            arrivals.push((entry.seq, forms::ARRIVAL.decode(&plain)?));
        }
        Ok(arrivals)
    }

    /// Takes out what belongs to somebody: an entry of nobody stands in its place, so that numbers stay. The files are
    /// written anew beside the old ones, which go once they are whole. Returns how many entries it were.
    ///
    /// # Errors
    /// If they cannot be read or written; nothing has changed then, or the next opening completes it.
    pub fn erase(
        self,
        keyring: &Keyring,
        is_theirs: &dyn Fn(&Arrival) -> Result<bool, Error>,
    ) -> Result<u64, Error> {
        let (dir, aside) = (self.dir.clone(), beside(&self.dir, WRITTEN_ANEW));
        if aside.exists() {
            remove(&aside)?;
        }
        let anew = FileInbox::open(&aside, 0)?;
        let (mut after, mut erased) = (0, 0);
        loop {
            let mut entries = self.files.read(after, APPEND_MAX)?;
            let Some(last) = entries.last().map(|entry| entry.seq) else { break };
            for entry in &mut entries {
                let key = keyring.vault(entry.vault).ok_or(Error::NoKey(entry.vault))?;
                let plain = key.open(&place(entry.vault, entry.seq), &entry.sealed)?;
                let arrival: Arrival = forms::ARRIVAL.decode(&plain)?;
                if is_theirs(&arrival)? {
                    let nobodys = forms::ARRIVAL.encode(&nobodys(&arrival));
                    entry.sealed = key.seal(&place(entry.vault, entry.seq), &nobodys);
                    erased += 1;
                }
            }
            let written = anew.append(&entries)?;
            if written != last {
                return Err(Error::HistoryGap { dir, missing: written, found: last });
            }
            after = last;
        }
        drop((anew, self));
        if erased == 0 {
            remove(&aside)?;
            return Ok(0);
        }
        rename(&dir, &beside(&dir, BEFORE_ERASING))?;
        finish_erasing(&dir)?;
        Ok(erased)
    }

    /// An identifier of each of these people of a vault, as far as the history names them. `id_of` tells whom one is noted as.
    ///
    /// # Errors
    /// As [`History::read`].
    pub fn named(
        &self,
        keyring: &Keyring,
        vault: VaultId,
        wanted: &BTreeSet<EntityId>,
        id_of: impl Fn(&Identifier) -> EntityId,
    ) -> Result<BTreeMap<EntityId, Identifier>, Error> {
        let mut named = BTreeMap::new();
        let mut after = 0;
        while named.len() < wanted.len() {
            let some = self.read(keyring, after, APPEND_MAX)?;
            let Some((last, _)) = some.last() else { break };
            after = *last;
            for (_, arrival) in some.into_iter().filter(|(_, arrival)| arrival.vault == vault) {
                for identifier in arrival.identifiers {
                    let id = id_of(&identifier);
                    if wanted.contains(&id) {
                        named.entry(id).or_insert(identifier);
                    }
                }
            }
        }
        Ok(named)
    }

    /// Which messages of a vault it holds, and the newest moment in it: what is imported again adds nothing.
    ///
    /// # Errors
    /// As [`History::read`].
    pub fn known(&self, keyring: &Keyring, vault: VaultId) -> Result<(HashSet<MessageId>, Timestamp), Error> {
        let mut known = HashSet::new();
        let mut newest = Timestamp(i64::MIN);
        let mut after = 0;
        loop {
            let some = self.read(keyring, after, APPEND_MAX)?;
            let Some((last, _)) = some.last() else { return Ok((known, newest)) };
            after = *last;
            for (_, arrival) in some {
                newest = newest.max(arrival.event.received.0);
                if arrival.vault == vault {
                    known.insert(arrival.event.message);
                }
            }
        }
    }
}

/// Endings of the directory that is written anew without somebody, and of the one before.
const WRITTEN_ANEW: &str = "erasing";
const BEFORE_ERASING: &str = "erased";

fn beside(dir: &Path, ending: &str) -> PathBuf {
    dir.with_extension(ending)
}

/// What an erasure that was interrupted left to do: the new files are whole as soon as the old ones have made way.
fn finish_erasing(dir: &Path) -> Result<(), Error> {
    let (anew, before) = (beside(dir, WRITTEN_ANEW), beside(dir, BEFORE_ERASING));
    if !before.exists() {
        return Ok(());
    }
    if !dir.exists() {
        rename(&anew, dir)?;
    }
    remove(&before)
}

fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    std::fs::rename(from, to).map_err(|source| Error::HistoryFiles { dir: from.to_owned(), source })
}

fn remove(dir: &Path) -> Result<(), Error> {
    std::fs::remove_dir_all(dir).map_err(|source| Error::HistoryFiles { dir: dir.to_owned(), source })
}

/// Stands where something of somebody stood who was erased.
fn nobodys(arrival: &Arrival) -> Arrival {
    let event = Event { message: ERASED, body: Body::Viewed(None), ..arrival.event.clone() };
    Arrival { vault: arrival.vault, identifiers: Vec::new(), event }
}

const ERASED: MessageId = MessageId::Hash(0);

fn is_nobodys(arrival: &Arrival) -> bool {
    arrival.event.message == ERASED && arrival.identifiers.is_empty()
}

fn place(vault: VaultId, seq: u64) -> Associated {
    Associated { vault, purpose: Purpose::Inbox, id: parts_hash(&[b"history"]), seq }
}

/// How far the history is replayed in a store.
///
/// # Errors
/// If the store cannot be read.
pub fn position(store: &dyn Store) -> Result<Position, Error> {
    let Some(text) = store.position(POSITION)? else { return Ok(Position::default()) };
    let mut numbers = text.split(' ').map(str::parse::<i64>);
    let (Some(Ok(entry)), Some(Ok(until))) = (numbers.next(), numbers.next()) else {
        return Err(Error::Document { name: "position of the history".into(), cause: text });
    };
    Ok(Position { entry: u64::try_from(entry).unwrap_or(0), until: Timestamp(until) })
}

/// How many entries the history must have at least.
fn expected(store: &dyn Store) -> Result<u64, Error> {
    let written = match store.position(WRITTEN)? {
        None => 0,
        Some(text) => text.parse().map_err(|_| Error::Document { name: WRITTEN.into(), cause: text })?,
    };
    Ok(position(store)?.entry.max(written))
}

/// How a replay runs.
pub struct Plan<'a> {
    pub outside: &'a dyn Outside,
    /// Stop before the first arrival at or after this moment.
    pub before: Option<Timestamp>,
    /// Arrivals in one commit.
    pub batch: usize,
}

impl Runtime {
    /// Feeds what is not yet replayed through the loop in virtual time, then lets everything happen that is
    /// due up to the last recorded moment, and no later: what is open then stays open.
    ///
    /// # Errors
    /// As [`Runtime::run`]; if the history cannot be read.
    pub fn replay(
        &mut self,
        history: &History,
        plan: &Plan<'_>,
        tell: &mut dyn FnMut(Position),
    ) -> Result<Replayed, Error> {
        let from = position(&*self.store)?;
        let mut done = Replayed { from, to: from, ..Replayed::default() };
        let mode = Mode::Virtual(plan.outside);
        let mut newest_of: BTreeMap<String, Timestamp> = BTreeMap::new();
        loop {
            let mut some = history.read(&self.keyring, done.to.entry, plan.batch)?;
            if let Some(before) = plan.before {
                some.truncate(some.partition_point(|(_, arrival)| arrival.event.received.0 < before));
            }
            let Some((last, _)) = some.last() else { break };
            done.to.entry = *last;
            let newest = some.iter().map(|(_, arrival)| arrival.event.received.0).max();
            done.to.until = done.to.until.max(newest.unwrap_or_default());
            done.arrivals += u64::try_from(some.len()).unwrap_or(0);
            let (counters, received) = origin::of_arrivals(some.iter().map(|(_, arrival)| arrival));
            for (source, last) in received {
                let newest = newest_of.entry(source).or_default();
                *newest = (*newest).max(last);
            }
            // Links of the batch before must be readable where this one looks for them.
            self.settle()?;
            let arrivals = some.into_iter().map(|(_, arrival)| arrival);
            let arrivals = arrivals.filter(|arrival| !is_nobodys(arrival)).collect();
            let identified = self.identify(arrivals, None)?;
            let text = format!("{} {}", done.to.entry, done.to.until.0);
            let mut positions = vec![(POSITION.to_string(), text)];
            positions.extend(newest_of.iter().map(|(source, last)| (source.clone(), last.0.to_string())));
            let mut extra = Extra { positions, counters, rows: identified.rows, ..Extra::default() };
            for (arrival, reason) in &identified.nobodys {
                extra.quarantine.push(self.quarantined(arrival, reason)?);
            }
            done.inputs += self.run(identified.rounds, mode, extra)?.inputs;
            tell(done.to);
        }
        let until = plan.before.map_or(done.to.until, |before| before.minus(Span(1)));
        self.run_due(until, mode, DUE_MAX)?;
        while self.compact(Compaction::ALL_AT_ONCE)? {}
        Ok(done)
    }
}

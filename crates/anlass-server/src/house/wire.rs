//! What was on the wire when the process ended: a file beside the store, written before each letter leaves and after
//! each answer. It is not waited for on the disk: it survives the process, not the machine, and says so itself. With it
//! only letters whose answer was not read yet are of unknown fate after a crash; the rest is known exactly.

use anlass_channels::{Fault, Outcome};
use anlass_model::event::Receipt;
use anlass_model::id::IntentId;
use anlass_model::time::Timestamp;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Below the data directory.
const FILE: &str = "wire.log";
/// While a machine runs this stays the same.
const BOOT_FILE: &str = "/proc/sys/kernel/random/boot_id";
const HEADER: &str = "anlass wire 1 ";
const RECORD_BYTES: usize = 17;
/// With more than this nothing is lent out until all is answered, and the file begins anew.
const BYTES_MAX: u64 = 16 << 20;

/// What is known of one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// From here on it may arrive.
    Begun,
    Said(Outcome),
}

impl Mark {
    fn tag(self) -> u8 {
        match self {
            Mark::Begun => b'B',
            Mark::Said(Outcome::Accepted) => b'A',
            Mark::Said(Outcome::Rejected(Fault::Address)) => b'R',
            Mark::Said(Outcome::Rejected(Fault::Message)) => b'M',
            Mark::Said(Outcome::NotHanded(_)) => b'N',
            Mark::Said(Outcome::Unknown) => b'U',
        }
    }
}

struct Open {
    file: File,
    bytes: u64,
}

pub(crate) struct Wire {
    path: PathBuf,
    boot: String,
    open: Mutex<Open>,
    /// What the process before this one left, by tag; `None`: the machine was started since, and nothing is sure.
    before: Mutex<Option<BTreeMap<IntentId, u8>>>,
}

impl Wire {
    /// # Errors
    /// If the file can be neither read nor written.
    pub(crate) fn open(dir: &Path) -> Result<Wire> {
        let path = dir.join(FILE);
        // Where nobody can tell whether the machine ran all the time, nothing written here counts.
        let boot = std::fs::read_to_string(BOOT_FILE).unwrap_or_default().trim().to_owned();
        let mut bytes = Vec::new();
        let told =
            |path: &Path| format!("opening {}\n  help: make the data directory writable", path.display());
        match File::open(&path) {
            Ok(mut file) => drop(file.read_to_end(&mut bytes).with_context(|| told(&path))?),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| told(&path)),
        }
        let before = read(&bytes, &boot);
        let file = OpenOptions::new().create(true).append(true).open(&path).with_context(|| told(&path))?;
        let bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(Wire { path, boot, open: Mutex::new(Open { file, bytes }), before: Mutex::new(before) })
    }

    fn opened(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Must be called before anything of the letter leaves.
    pub(crate) fn begin(&self, intent: IntentId) -> Result<()> {
        self.write(intent, Mark::Begun)
    }

    /// An answer that cannot be written leaves its letter of unknown fate, which is true.
    pub(crate) fn said(&self, intent: IntentId, outcome: Outcome) {
        drop(self.write(intent, Mark::Said(outcome)));
    }

    fn write(&self, intent: IntentId, mark: Mark) -> Result<()> {
        let mut record = [0; RECORD_BYTES];
        record[0] = mark.tag();
        record[1..].copy_from_slice(&intent.0.to_be_bytes());
        let mut open = self.opened();
        open.file.write_all(&record).with_context(|| format!("writing {}", self.path.display()))?;
        open.bytes += record.len() as u64;
        Ok(())
    }

    /// What the ledger is told of a letter that was handed over and is not under way in this process.
    pub(crate) fn receipt(&self, intent: IntentId, now: Timestamp) -> Receipt {
        let before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(before) = &*before else { return Receipt::Unknown };
        match before.get(&intent) {
            // Never begun, or given back.
            None | Some(b'N') => Receipt::NotTaken { again: now },
            Some(b'A') => Receipt::Accepted,
            Some(b'R') => Receipt::Bounced,
            Some(b'M') => Receipt::Rejected,
            Some(_) => Receipt::Unknown,
        }
    }

    /// The store was opened anew in this process: what is in the file so far is what came before.
    pub(crate) fn look_back(&self) {
        let bytes = std::fs::read(&self.path).unwrap_or_default();
        *self.before.lock().unwrap_or_else(PoisonError::into_inner) = read(&bytes, &self.boot);
    }

    pub(crate) fn is_long(&self) -> bool {
        self.opened().bytes > BYTES_MAX
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.opened().bytes == self.header().len() as u64
    }

    fn header(&self) -> String {
        format!("{HEADER}{}\n", self.boot)
    }

    /// Everything it says stands in the ledger by now.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn begin_anew(&self) -> Result<()> {
        let mut open = self.opened();
        let header = self.header();
        let wrote = open.file.set_len(0).and_then(|()| open.file.write_all(header.as_bytes()));
        wrote.with_context(|| format!("writing {}", self.path.display()))?;
        open.bytes = header.len() as u64;
        Ok(())
    }
}

/// The last mark of each letter; `None` if it was written under another start of the machine. A record that was cut
/// off when the process ended was never finished, so nothing of its letter had left.
fn read(bytes: &[u8], boot: &str) -> Option<BTreeMap<IntentId, u8>> {
    let header = format!("{HEADER}{boot}\n");
    let records = bytes.strip_prefix(header.as_bytes()).filter(|_| !boot.is_empty())?;
    let mut marks = BTreeMap::new();
    for record in records.chunks_exact(RECORD_BYTES) {
        if let Some((tag, id)) = record.split_first()
            && let Ok(id) = <[u8; 16]>::try_from(id)
        {
            marks.insert(IntentId(u128::from_be_bytes(id)), *tag);
        }
    }
    Some(marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_channels::Retry;

    const NOW: Timestamp = Timestamp(1_795_599_000_000);

    #[test]
    fn after_the_process_ended_only_what_was_begun_and_not_answered_is_unknown() {
        let dir = tempfile::tempdir().expect("a directory");
        let wire = Wire::open(dir.path()).expect("opened");
        assert_eq!(wire.receipt(IntentId(1), NOW), Receipt::Unknown, "no file: nobody knows");
        wire.begin_anew().expect("written");
        let said = [
            (2, Outcome::Accepted),
            (3, Outcome::Rejected(Fault::Address)),
            (4, Outcome::Rejected(Fault::Message)),
            (5, Outcome::NotHanded(Retry::Later)),
            (6, Outcome::Unknown),
        ];
        for intent in 1..=6 {
            wire.begin(IntentId(intent)).expect("written");
        }
        for (intent, outcome) in said {
            wire.said(IntentId(intent), outcome);
        }
        drop(wire);
        let wire = Wire::open(dir.path()).expect("opened");
        let again = Receipt::NotTaken { again: NOW };
        for (intent, receipt) in [
            (1, Receipt::Unknown),
            (2, Receipt::Accepted),
            (3, Receipt::Bounced),
            (4, Receipt::Rejected),
            (5, again),
            (6, Receipt::Unknown),
            (7, again),
        ] {
            assert_eq!(wire.receipt(IntentId(intent), NOW), receipt, "{intent}");
        }
        wire.begin_anew().expect("written");
        assert!(wire.is_empty());
    }

    #[test]
    fn after_the_machine_ended_nothing_is_sure() {
        let dir = tempfile::tempdir().expect("a directory");
        std::fs::write(dir.path().join(FILE), format!("{HEADER}another start\n")).expect("written");
        let wire = Wire::open(dir.path()).expect("opened");
        assert_eq!(wire.receipt(IntentId(1), NOW), Receipt::Unknown);
    }
}

//! The embedded store: one SQLite file in WAL mode, one writer, a few readers. Every commit is one
//! transaction that is on disk when it returns. It holds no inbox (see [`crate::inbox`]).

mod code;
mod merge;
mod read;
mod schema;
mod verify;
mod write;

use crate::error::Error;
use crate::rows::{
    Block, Commit, Document, EntityRow, Epoch, IntentFilter, IntentRow, QuarantineRow, Settings, Tally,
    Waiting, WebhookRow, check,
};
use crate::seal::DOCUMENT_KIND;
use crate::{Store, files};
use anlass_model::event::SourceId;
use anlass_model::id::{EntityId, EntityKind, IntentId, Key, Part, VaultId};
use anlass_model::org::{Custodian, TenantScope};
use anlass_model::time::Timestamp;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, params};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use verify::Verified;

/// Readers kept open between calls; more are opened when more threads read at once.
const READERS_KEPT: usize = 4;

pub struct SqliteStore {
    path: PathBuf,
    settings: Settings,
    // Dropped before the writer, which as the last connection folds the WAL into the file.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
}

impl SqliteStore {
    /// Makes a new store with a random id.
    ///
    /// # Errors
    /// [`Error::Exists`] if the file exists, otherwise if it cannot be written.
    pub fn create(path: &Path, parts: u8) -> Result<SqliteStore, Error> {
        let mut id = [0u8; 16];
        getrandom::fill(&mut id).map_err(|source| Error::backend("draw of a store id", source))?;
        SqliteStore::create_with_id(path, parts, u128::from_be_bytes(id))
    }

    /// Like [`SqliteStore::create`], for callers that draw ids themselves.
    ///
    /// # Errors
    /// [`Error::Exists`] if the file exists, otherwise if it cannot be written.
    pub fn create_with_id(path: &Path, parts: u8, store_id: u128) -> Result<SqliteStore, Error> {
        if parts == 0 {
            return Err(Error::Invalid("a store needs at least one part"));
        }
        files::refuse_existing(path)?;
        // Made aside: a process killed here leaves no half a store under the name.
        let partial = files::partial(path);
        files::remove_left(&partial)?;
        let fill = || -> rusqlite::Result<()> {
            let db = Connection::open_with_flags(&partial, flags() | OpenFlags::SQLITE_OPEN_CREATE)?;
            schema::prepare_new(&db)?;
            db.execute_batch(schema::TABLES)?;
            let settings = params![schema::FORMAT, parts, store_id.to_be_bytes()];
            db.execute(schema::FIRST_ROW, settings)?;
            db.close().map_err(|(_, source)| source)
        };
        fill().map_err(|source| Error::backend("creation", source))?;
        files::publish(&partial, path)?;
        SqliteStore::open(path)
    }

    /// Opens an existing store.
    ///
    /// # Errors
    /// [`Error::NotAStore`], [`Error::NewerFormat`], otherwise if it cannot be read.
    pub fn open(path: &Path) -> Result<SqliteStore, Error> {
        let (writer, settings) = open_existing(path)?;
        schema::tune_writer(&writer).map_err(|source| Error::backend("open", source))?;
        Ok(SqliteStore::over(path, settings, writer))
    }

    /// Opens the store, or makes it with `parts` if there is none.
    ///
    /// # Errors
    /// As [`SqliteStore::open`] and [`SqliteStore::create`].
    pub fn open_or_create(path: &Path, parts: u8) -> Result<SqliteStore, Error> {
        if path.exists() { SqliteStore::open(path) } else { SqliteStore::create(path, parts) }
    }

    fn over(path: &Path, settings: Settings, writer: Connection) -> SqliteStore {
        SqliteStore {
            path: path.to_owned(),
            settings,
            readers: Mutex::new(Vec::new()),
            writer: Mutex::new(writer),
        }
    }

    /// Copies a consistent state to a new file while work goes on.
    ///
    /// # Errors
    /// [`Error::Exists`] if there is a file, otherwise if it cannot be written; then no file is left
    /// under this name.
    pub fn backup_to(&self, path: &Path) -> Result<(), Error> {
        files::refuse_existing(path)?;
        let partial = files::partial(path);
        files::remove_left(&partial)?;
        let copy = |db: &Connection| -> rusqlite::Result<()> {
            let mut target = Connection::open(&partial)?;
            // One step takes one snapshot; later commits neither enter it nor start it anew.
            while Backup::new(db, &mut target)?.step(-1)? != StepResult::Done {}
            target.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
        };
        self.read("backup", copy)?;
        files::publish(&partial, path)
    }

    /// Checks a file that nobody writes: format, structure, counts.
    ///
    /// # Errors
    /// [`Error::NotAStore`], [`Error::NewerFormat`], [`Error::Damaged`].
    pub fn verify(path: &Path) -> Result<Verified, Error> {
        verify::verify(path)
    }

    /// Folds the write-ahead log into the main file, as closing does.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn checkpoint(&self) -> Result<(), Error> {
        match self.fold_log()? {
            Folded::Whole => Ok(()),
            Folded::InUse => Err(Error::backend("checkpoint", "somebody else still reads the store")),
        }
    }

    /// SQLite tells in a row, not by an error, that a reader was in the way.
    fn fold_log(&self) -> Result<Folded, Error> {
        let wrong = |source| Error::backend("checkpoint", source);
        let db = self.writer();
        db.busy_timeout(schema::FOLD_WAIT).map_err(wrong)?;
        let folded = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        db.busy_timeout(schema::WAIT).map_err(wrong)?;
        let busy = folded.map_err(wrong)?;
        Ok(if busy == 0 { Folded::Whole } else { Folded::InUse })
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere rolled its transaction back; the connection is sound.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `read` on one snapshot.
    fn read<T>(
        &self,
        what: &'static str,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let wrong = |source| Error::backend(what, source);
        let kept = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let db = match kept {
            Some(db) => db,
            None => self.reader().map_err(wrong)?,
        };
        let answer = on_snapshot(&db, read).map_err(wrong)?;
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READERS_KEPT {
            readers.push(db);
        }
        Ok(answer)
    }

    /// For the short questions of the loop: asks the writer if it is idle, because its cache outlives
    /// commits (readers drop theirs) and then already has the pages that the next commit changes.
    fn read_hot<T>(
        &self,
        what: &'static str,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        match self.writer.try_lock() {
            Ok(db) => on_snapshot(&db, read).map_err(|source| Error::backend(what, source)),
            Err(_) => self.read(what, read),
        }
    }

    fn reader(&self) -> rusqlite::Result<Connection> {
        let db = Connection::open_with_flags(&self.path, flags())?;
        schema::tune_reader(&db)?;
        Ok(db)
    }

    /// Runs `write` in one transaction, if `held` is still the newest lease.
    fn write<T>(
        &self,
        what: &'static str,
        held: Option<Epoch>,
        write: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let wrong = |source| Error::backend(what, source);
        let mut db = self.writer();
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(wrong)?;
        if let Some(held) = held {
            let newest = write::epoch(&tx).map_err(wrong)?;
            if held != newest {
                return Err(Error::Fenced { held, newest });
            }
        }
        let answer = write(&tx).map_err(wrong)?;
        tx.commit().map_err(wrong)?;
        Ok(answer)
    }

    fn write_commit(&self, commit: &Commit) -> Result<(), Error> {
        let written = self.write("commit", commit.epoch, |db| write::commit(db, commit, self.settings.parts));
        written.map_err(|error| match error {
            // The only statement that can meet a row that exists.
            Error::Backend { source, .. } if is_constraint(&*source) => Error::KeyExists,
            other => other,
        })
    }

    /// Nothing of a vault's key, or of a person, that is removed may stay in free space or in the write-ahead log.
    /// Removing it once more wipes again.
    fn commit_wiping(&self, commit: &Commit) -> Result<(), Error> {
        let wipe = |on: bool| {
            self.writer()
                .pragma_update_and_check(None, "secure_delete", on, |_| Ok(()))
                .map_err(|source| Error::backend("commit", source))
        };
        wipe(true)?;
        let written = self.write_commit(commit);
        wipe(false)?;
        written?;
        match self.fold_log()? {
            Folded::Whole => Ok(()),
            Folded::InUse => Err(Error::NotWiped),
        }
    }
}

fn is_constraint(error: &(dyn std::error::Error + 'static)) -> bool {
    let code = error.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    code == Some(ErrorCode::ConstraintViolation)
}

/// What became of the write-ahead log.
enum Folded {
    Whole,
    /// A reader held an old state for longer than the writer waits.
    InUse,
}

fn on_snapshot<T>(
    db: &Connection,
    read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let tx = db.unchecked_transaction()?;
    let answer = read(&tx)?;
    tx.finish()?;
    Ok(answer)
}

/// Connections are used by one thread at a time.
fn flags() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Reads format and settings before anything is changed.
fn open_existing(path: &Path) -> Result<(Connection, Settings), Error> {
    if !path.is_file() {
        return Err(Error::NotAStore { path: path.to_owned() });
    }
    let wrong = |source: rusqlite::Error| match source.sqlite_error_code() {
        // Unknown: there is no table "meta".
        Some(ErrorCode::NotADatabase | ErrorCode::Unknown) => Error::NotAStore { path: path.to_owned() },
        _ => Error::backend("open", source),
    };
    let db = Connection::open_with_flags(path, flags()).map_err(wrong)?;
    let format = db
        .query_row("SELECT format FROM meta WHERE one = 1", [], |row| row.get::<_, u32>(0))
        .map_err(wrong)?;
    if format > schema::FORMAT {
        return Err(Error::NewerFormat { found: format, known: schema::FORMAT });
    }
    if format < schema::OLDEST {
        return Err(Error::OlderFormat { found: format, oldest: schema::OLDEST });
    }
    let settings = db
        .query_row("SELECT parts, store_id FROM meta WHERE one = 1", [], |row| {
            Ok(Settings { format, parts: row.get(0)?, store_id: u128::from_be_bytes(row.get(1)?) })
        })
        .map_err(wrong)?;
    Ok((db, settings))
}

impl Store for SqliteStore {
    fn settings(&self) -> Settings {
        self.settings.clone()
    }

    fn lease(&self, owner: &str, now: Timestamp) -> Result<Epoch, Error> {
        self.write("lease", None, |db| write::lease(db, owner, now))
    }

    fn load(&self, keys: &[Key]) -> Result<Vec<Option<EntityRow>>, Error> {
        self.read_hot("load", |db| read::load(db, keys))
    }

    fn commit(&self, commit: &Commit) -> Result<(), Error> {
        check::commit(commit, self.settings.parts)?;
        let drops_key = |document: &Document| document.kind == DOCUMENT_KIND && document.body.is_empty();
        if commit.documents.iter().any(drops_key) || !commit.gone.is_empty() {
            return self.commit_wiping(commit);
        }
        self.write_commit(commit)
    }

    fn due(
        &self,
        custodian: &Custodian,
        upto: Timestamp,
        max: usize,
    ) -> Result<Vec<(Timestamp, Key)>, Error> {
        self.read_hot("due", |db| read::due(db, self.settings.parts, custodian.vaults(), upto, max))
    }

    fn scan(
        &self,
        scope: &TenantScope,
        kind: EntityKind,
        after: Option<EntityId>,
        max: usize,
    ) -> Result<Vec<EntityRow>, Error> {
        self.read("scan", |db| read::scan(db, self.settings.parts, scope.vault(), kind, after, max))
    }

    fn count(&self, scope: &TenantScope, kind: EntityKind) -> Result<u64, Error> {
        self.read("count", |db| read::count(db, self.settings.parts, scope.vault(), kind))
    }

    fn intent(&self, scope: &TenantScope, part: Part, id: IntentId) -> Result<Option<IntentRow>, Error> {
        self.read_hot("intent", |db| read::intent(db, part, scope.vault(), id))
    }

    fn intents(&self, scope: &TenantScope, filter: &IntentFilter) -> Result<Vec<IntentRow>, Error> {
        self.read("intents", |db| read::intents(db, self.settings.parts, scope.vault(), filter))
    }

    fn outbox(
        &self,
        custodian: &Custodian,
        asked: &Waiting<'_>,
        max: usize,
    ) -> Result<Vec<IntentRow>, Error> {
        self.read_hot("outbox", |db| read::outbox(db, self.settings.parts, custodian.vaults(), asked, max))
    }

    fn tally(&self, scope: &TenantScope) -> Result<Vec<Tally>, Error> {
        self.read("tally", |db| read::tally(db, self.settings.parts, scope.vault()))
    }

    fn timeline(&self, scope: &TenantScope, customer: EntityId) -> Result<Vec<Block>, Error> {
        self.read("timeline", |db| read::timeline(db, scope.vault(), customer))
    }

    fn log(&self, custodian: &Custodian, part: Part, after: u64, max: usize) -> Result<Vec<Block>, Error> {
        self.read("log", |db| read::log(db, custodian.vaults(), part, after, max))
    }

    fn log_lengths(&self) -> Result<Vec<(Part, u64)>, Error> {
        self.read("log lengths", read::log_lengths)
    }

    fn chunks(
        &self,
        scope: &TenantScope,
        part: Part,
        after: Option<(EntityId, u64)>,
        max: usize,
    ) -> Result<Vec<Block>, Error> {
        self.read("chunks", |db| read::chunks(db, scope.vault(), part, after, max))
    }

    fn compact(&self, epoch: Epoch, remove: &[(Part, VaultId, u64)], chunks: &[Block]) -> Result<(), Error> {
        check::chunks(chunks, remove, self.settings.parts)?;
        self.write("compaction", Some(epoch), |db| write::compact(db, remove, chunks))
    }

    fn seen(&self, asked: &[(Part, SourceId, u128)]) -> Result<Vec<bool>, Error> {
        self.read_hot("seen", |db| read::seen(db, asked))
    }

    fn position(&self, source: &str) -> Result<Option<String>, Error> {
        self.read("position", |db| read::position(db, source))
    }

    fn counters(&self) -> Result<Vec<(String, i64)>, Error> {
        self.read("counters", read::counters)
    }

    fn quarantine(&self, scope: &TenantScope, max: usize) -> Result<Vec<QuarantineRow>, Error> {
        self.read("quarantine", |db| read::quarantine(db, scope.vault(), max))
    }

    fn webhooks(&self, custodian: &Custodian, max: usize) -> Result<Vec<WebhookRow>, Error> {
        self.read_hot("webhooks", |db| read::webhooks(db, self.settings.parts, custodian.vaults(), max))
    }

    fn index(
        &self,
        scope: &TenantScope,
        name: &str,
        entry: u64,
        after: Option<EntityId>,
        max: usize,
    ) -> Result<Vec<EntityId>, Error> {
        let range = read::IndexRange { parts: self.settings.parts, name, entry, after, max };
        self.read("index", |db| read::index(db, scope.vault(), &range))
    }

    fn index_entries(
        &self,
        scope: &TenantScope,
        name: &str,
        after: Option<u64>,
        max: usize,
    ) -> Result<Vec<(u64, EntityId)>, Error> {
        let parts = self.settings.parts;
        self.read("index entries", |db| read::index_entries(db, (scope.vault(), parts), name, after, max))
    }

    fn document(&self, kind: &str, name: &str) -> Result<Option<Document>, Error> {
        self.read("document", |db| read::document(db, kind, name))
    }

    fn documents(&self, kind: &str) -> Result<Vec<String>, Error> {
        self.read("documents", |db| read::documents(db, kind))
    }
}

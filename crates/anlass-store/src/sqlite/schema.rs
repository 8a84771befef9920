//! Tables and settings of a SQLite file. Everything that only SQLite understands is here; the statements
//! in `read` and `write` also run on PostgreSQL (`$n` parameters, `ON CONFLICT`, row values).

use rusqlite::Connection;
use std::time::Duration;

/// Highest format this program reads and the one it writes.
pub(super) const FORMAT: u32 = 2;
/// Earlier ones were never released.
pub(super) const OLDEST: u32 = 2;

/// Rows of 1 to 2 KiB still fit into a page (a cell may use a quarter of it).
const PAGE_BYTES: u32 = 8192;
const WRITER_CACHE_KIB: i64 = 96 * 1024;
const READER_CACHE_KIB: i64 = 8 * 1024;
/// A catch-up commit writes 50 to 100 MB; copying pages back more often than this doubles its cost.
const CHECKPOINT_PAGES: u32 = 128 * 1024 * 1024 / PAGE_BYTES;
const JOURNAL_BYTES_KEPT: u64 = 256 * 1024 * 1024;
/// How long somebody waits for a lock that another process holds.
pub(super) const WAIT: Duration = Duration::from_secs(10);
/// How long folding the log waits for readers of old states.
pub(super) const FOLD_WAIT: Duration = Duration::from_secs(1);

/// SQLite's dialect of the schema. In PostgreSQL: BYTEA for BLOB, BIGINT for INTEGER, no WITHOUT ROWID.
/// Every hot table has `part` first in its key. Ids are 16 bytes, most significant first, so that the
/// order of bytes is the order of ids.
pub(super) const TABLES: &str = "
CREATE TABLE meta (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    format INTEGER NOT NULL, parts INTEGER NOT NULL, store_id BLOB NOT NULL,
    epoch INTEGER NOT NULL, owner TEXT NOT NULL, leased INTEGER NOT NULL
);
CREATE TABLE entity (
    part INTEGER NOT NULL, vault INTEGER NOT NULL, kind INTEGER NOT NULL, id BLOB NOT NULL,
    wake INTEGER, data BLOB NOT NULL,
    PRIMARY KEY (part, vault, kind, id)
) WITHOUT ROWID;
CREATE INDEX entity_wake ON entity (part, wake, vault, kind, id) WHERE wake IS NOT NULL;
CREATE TABLE timeline (
    part INTEGER NOT NULL, vault INTEGER NOT NULL, seq INTEGER NOT NULL,
    customers BLOB NOT NULL, data BLOB NOT NULL,
    UNIQUE (part, vault, seq)
);
CREATE INDEX timeline_log ON timeline (part, seq, vault);
CREATE TABLE chunk (
    part INTEGER NOT NULL, vault INTEGER NOT NULL, customer BLOB NOT NULL, seq INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (part, vault, customer, seq)
) WITHOUT ROWID;
CREATE TABLE intent (
    part INTEGER NOT NULL, vault INTEGER NOT NULL, id BLOB NOT NULL, customer BLOB NOT NULL,
    programme TEXT NOT NULL, journey TEXT NOT NULL, message TEXT NOT NULL, class TEXT NOT NULL,
    channel TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL,
    open INTEGER NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL, planned INTEGER NOT NULL,
    ticket BLOB NOT NULL,
    PRIMARY KEY (part, vault, id)
) WITHOUT ROWID;
CREATE INDEX intent_open ON intent (part, state, class, planned, vault, id) WHERE open = 1;
CREATE INDEX intent_customer ON intent (part, vault, customer, id);
CREATE TABLE seen (
    part INTEGER NOT NULL, source INTEGER NOT NULL, message BLOB NOT NULL, received INTEGER NOT NULL,
    PRIMARY KEY (part, source, message)
) WITHOUT ROWID;
CREATE INDEX seen_received ON seen (part, received);
CREATE TABLE idx (
    part INTEGER NOT NULL, vault INTEGER NOT NULL, name TEXT NOT NULL, entry INTEGER NOT NULL,
    customer BLOB NOT NULL,
    PRIMARY KEY (part, vault, name, entry, customer)
) WITHOUT ROWID;
CREATE TABLE quarantine (
    vault INTEGER NOT NULL, received INTEGER NOT NULL, source INTEGER NOT NULL, place TEXT NOT NULL,
    reason TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (vault, received, source, place)
) WITHOUT ROWID;
CREATE TABLE webhook (
    part INTEGER NOT NULL, vault INTEGER NOT NULL, id BLOB NOT NULL, created INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (part, vault, id)
) WITHOUT ROWID;
CREATE INDEX webhook_created ON webhook (part, created, vault, id);
CREATE TABLE position (
    part INTEGER NOT NULL, source TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (part, source)
) WITHOUT ROWID;
CREATE TABLE counter (
    part INTEGER NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,
    PRIMARY KEY (part, name)
) WITHOUT ROWID;
CREATE TABLE document (
    kind TEXT NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;
";

/// What belongs to no part, such as how far the inbox is applied, stands with this one.
pub(super) const WHOLE_STORE: u8 = 0;

pub(super) const FIRST_ROW: &str = "INSERT INTO meta (one, format, parts, store_id, epoch, owner, leased)
    VALUES (1, $1, $2, $3, 0, '', 0)";

/// Before the first table is made.
pub(super) fn prepare_new(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "page_size", PAGE_BYTES)
}

pub(super) fn tune_writer(db: &Connection) -> rusqlite::Result<()> {
    tune(db, WRITER_CACHE_KIB)?;
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update_and_check(None, "wal_autocheckpoint", CHECKPOINT_PAGES, |_| Ok(()))?;
    db.pragma_update_and_check(None, "journal_size_limit", JOURNAL_BYTES_KEPT, |_| Ok(()))
}

/// No memory map: it reads 1.6 times as fast, but then a bad disk kills the process instead of failing a
/// call, and the map counts as the process's memory. What the loop reads comes from the writer's cache.
pub(super) fn tune_reader(db: &Connection) -> rusqlite::Result<()> {
    tune(db, READER_CACHE_KIB)?;
    db.pragma_update(None, "query_only", true)
}

fn tune(db: &Connection, cache_kib: i64) -> rusqlite::Result<()> {
    db.set_prepared_statement_cache_capacity(64);
    db.busy_timeout(WAIT)?;
    db.pragma_update(None, "foreign_keys", false)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.pragma_update(None, "cache_size", -cache_kib)
}

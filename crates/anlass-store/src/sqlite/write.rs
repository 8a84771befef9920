//! Statements that change the store; all run inside the one transaction of a commit.

use crate::rows::{Block, Commit, Document, EntityRow, Epoch, Gone, IntentRow};
use crate::seal::DOCUMENT_KIND;
use crate::sqlite::code::{customers_blob, id_blob, signed};
use crate::sqlite::schema::WHOLE_STORE;
use anlass_model::id::{Key, Part, VaultId};
use anlass_model::time::Timestamp;
use rusqlite::{Connection, params};

const PUT_ENTITY: &str =
    "INSERT INTO entity (part, vault, kind, id, wake, data) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (part, vault, kind, id) DO UPDATE SET wake = excluded.wake, data = excluded.data";
/// Most writes leave the wake as it is: then its index is left alone, which a conflict clause would write anew.
const UPDATE_ENTITY: &str = "UPDATE entity SET data = $6
    WHERE part = $1 AND vault = $2 AND kind = $3 AND id = $4 AND wake IS NOT DISTINCT FROM $5";
const DELETE_ENTITY: &str = "DELETE FROM entity WHERE part = $1 AND vault = $2 AND kind = $3 AND id = $4";
const PUT_BLOCK: &str = "INSERT INTO timeline (part, vault, seq, customers, data) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (part, vault, seq) DO UPDATE SET customers = excluded.customers, data = excluded.data";
const DELETE_BLOCK: &str = "DELETE FROM timeline WHERE part = $1 AND vault = $2 AND seq = $3";
const DELETE_CHUNKS: &str = "DELETE FROM chunk WHERE part = $1 AND vault = $2 AND customer = $3";
const DELETE_INTENT: &str = "DELETE FROM intent WHERE part = $1 AND vault = $2 AND id = $3";
const PUT_CHUNK: &str = "INSERT INTO chunk (part, vault, customer, seq, data) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (part, vault, customer, seq) DO UPDATE SET data = excluded.data";
const PUT_INTENT: &str = "INSERT INTO intent (part, vault, id, customer, programme, journey, message, class,
        channel, state, reason, detail, open, created, changed, planned, ticket)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
    ON CONFLICT (part, vault, id) DO UPDATE SET customer = excluded.customer,
        programme = excluded.programme, journey = excluded.journey, message = excluded.message,
        class = excluded.class, channel = excluded.channel, state = excluded.state,
        reason = excluded.reason, detail = excluded.detail, open = excluded.open,
        created = excluded.created, changed = excluded.changed, planned = excluded.planned,
        ticket = excluded.ticket";
/// An intent that is there already, as the same person's: the index of customers is left alone.
const UPDATE_INTENT: &str =
    "UPDATE intent SET class = $8, channel = $9, state = $10, reason = $11, detail = $12,
        open = $13, changed = $15, planned = $16, ticket = $17
    WHERE part = $1 AND vault = $2 AND id = $3 AND customer = $4 AND programme = $5 AND journey = $6
        AND message = $7 AND created = $14";
const PUT_INDEX: &str = "INSERT INTO idx (part, vault, name, entry, customer) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (part, vault, name, entry, customer) DO NOTHING";
const DELETE_INDEX: &str =
    "DELETE FROM idx WHERE part = $1 AND vault = $2 AND name = $3 AND entry = $4 AND customer = $5";
const PUT_SEEN: &str = "INSERT INTO seen (part, source, message, received) VALUES ($1, $2, $3, $4)
    ON CONFLICT (part, source, message) DO UPDATE SET received = excluded.received";
const FORGET_SEEN: &str = "DELETE FROM seen WHERE part = $1 AND received < $2";
const PUT_POSITION: &str = "INSERT INTO position (part, source, value) VALUES ($1, $2, $3)
    ON CONFLICT (part, source) DO UPDATE SET value = excluded.value";
const ADD_COUNTER: &str = "INSERT INTO counter (part, name, value) VALUES ($1, $2, $3)
    ON CONFLICT (part, name) DO UPDATE SET value = counter.value + excluded.value";
const PUT_QUARANTINE: &str = "INSERT INTO quarantine (vault, received, source, place, reason, data)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (vault, received, source, place) DO UPDATE SET reason = excluded.reason, data = excluded.data";
const DELETE_QUARANTINE: &str =
    "DELETE FROM quarantine WHERE vault = $1 AND received = $2 AND source = $3 AND place = $4";
const PUT_WEBHOOK: &str = "INSERT INTO webhook (part, vault, id, created, data) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (part, vault, id) DO UPDATE SET created = excluded.created, data = excluded.data";
const DELETE_WEBHOOK: &str = "DELETE FROM webhook WHERE part = $1 AND vault = $2 AND id = $3";
const PUT_DOCUMENT: &str = "INSERT INTO document (kind, name, body) VALUES ($1, $2, $3)
    ON CONFLICT (kind, name) DO UPDATE SET body = excluded.body";
/// Whatever a vault holds is sealed with its key, so a second one would make it unreadable.
const INSERT_KEY: &str = "INSERT INTO document (kind, name, body) VALUES ($1, $2, $3)";
const DELETE_DOCUMENT: &str = "DELETE FROM document WHERE kind = $1 AND name = $2";

pub(super) fn epoch(db: &Connection) -> rusqlite::Result<Epoch> {
    let mut statement = db.prepare_cached("SELECT epoch FROM meta WHERE one = 1")?;
    statement.query_row([], |row| Ok(Epoch(row.get(0)?)))
}

pub(super) fn lease(db: &Connection, owner: &str, now: Timestamp) -> rusqlite::Result<Epoch> {
    db.execute(
        "UPDATE meta SET epoch = epoch + 1, owner = $1, leased = $2 WHERE one = 1",
        params![owner, now.0],
    )?;
    epoch(db)
}

pub(super) fn commit(db: &Connection, commit: &Commit, parts: u8) -> rusqlite::Result<()> {
    entities(db, &commit.entities, &commit.deleted)?;
    blocks(db, &commit.blocks)?;
    intents(db, &commit.intents)?;
    seen(db, commit, parts)?;
    let mut put = db.prepare_cached(PUT_INDEX)?;
    let mut delete = db.prepare_cached(DELETE_INDEX)?;
    for change in &commit.index {
        let statement = if change.put { &mut put } else { &mut delete };
        statement.execute(params![
            change.customer.part().0,
            change.vault.0,
            change.name,
            signed(change.entry),
            id_blob(change.customer.0)
        ])?;
    }
    webhooks(db, commit)?;
    gone(db, &commit.gone)?;
    control(db, commit)
}

fn gone(db: &Connection, gone: &Gone) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached(DELETE_BLOCK)?;
    for (part, vault, seq) in &gone.blocks {
        statement.execute(params![part.0, vault.0, seq])?;
    }
    let mut statement = db.prepare_cached(DELETE_CHUNKS)?;
    for (vault, customer) in &gone.chunks {
        statement.execute(params![customer.part().0, vault.0, id_blob(customer.0)])?;
    }
    let mut statement = db.prepare_cached(DELETE_INTENT)?;
    for (part, vault, id) in &gone.intents {
        statement.execute(params![part.0, vault.0, id_blob(id.0)])?;
    }
    Ok(())
}

fn webhooks(db: &Connection, commit: &Commit) -> rusqlite::Result<()> {
    let mut put = db.prepare_cached(PUT_WEBHOOK)?;
    for row in &commit.webhooks {
        put.execute(params![row.part.0, row.vault.0, id_blob(row.id), row.created.0, row.sealed])?;
    }
    let mut delete = db.prepare_cached(DELETE_WEBHOOK)?;
    for (part, vault, id) in &commit.webhooks_done {
        delete.execute(params![part.0, vault.0, id_blob(*id)])?;
    }
    Ok(())
}

fn entities(db: &Connection, put: &[EntityRow], deleted: &[Key]) -> rusqlite::Result<()> {
    let mut update = db.prepare_cached(UPDATE_ENTITY)?;
    let mut insert = db.prepare_cached(PUT_ENTITY)?;
    for row in put {
        let (key, id) = (row.key, id_blob(row.key.id().0));
        let wake = row.wake.map(|wake| wake.0);
        let values = params![key.part().0, key.vault().0, key.kind().code(), id, wake, row.sealed];
        if update.execute(values)? == 0 {
            insert.execute(values)?;
        }
    }
    let mut statement = db.prepare_cached(DELETE_ENTITY)?;
    for key in deleted {
        statement.execute(params![key.part().0, key.vault().0, key.kind().code(), id_blob(key.id().0)])?;
    }
    Ok(())
}

fn blocks(db: &Connection, blocks: &[Block]) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached(PUT_BLOCK)?;
    for block in blocks {
        let customers = customers_blob(&block.customers);
        statement.execute(params![block.part.0, block.vault.0, block.seq, customers, block.sealed])?;
    }
    Ok(())
}

fn intents(db: &Connection, rows: &[IntentRow]) -> rusqlite::Result<()> {
    let mut update = db.prepare_cached(UPDATE_INTENT)?;
    let mut insert = db.prepare_cached(PUT_INTENT)?;
    for row in rows {
        let (id, customer, open) = (id_blob(row.id.0), id_blob(row.customer.0), i64::from(row.open));
        let values = params![
            row.part.0,
            row.vault.0,
            id,
            customer,
            row.programme,
            row.journey,
            row.message,
            row.class,
            row.channel,
            row.state,
            row.reason,
            row.detail,
            open,
            row.created.0,
            row.changed.0,
            row.planned.0,
            row.ticket
        ];
        if update.execute(values)? == 0 {
            insert.execute(values)?;
        }
    }
    Ok(())
}

fn seen(db: &Connection, commit: &Commit, parts: u8) -> rusqlite::Result<()> {
    if let Some(before) = commit.forget_seen_before {
        let mut statement = db.prepare_cached(FORGET_SEEN)?;
        for part in 0..parts {
            statement.execute(params![part, before.0])?;
        }
    }
    let mut statement = db.prepare_cached(PUT_SEEN)?;
    for seen in &commit.seen {
        let message = id_blob(seen.message);
        statement.execute(params![seen.part.0, seen.source.0, message, seen.received.0])?;
    }
    Ok(())
}

fn control(db: &Connection, commit: &Commit) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached(PUT_POSITION)?;
    for (source, value) in &commit.positions {
        statement.execute(params![WHOLE_STORE, source, value])?;
    }
    if let Some(applied) = commit.inbox_applied {
        statement.execute(params![WHOLE_STORE, crate::INBOX_POSITION, applied.to_string()])?;
    }
    let mut statement = db.prepare_cached(ADD_COUNTER)?;
    for (name, value) in &commit.counters {
        statement.execute(params![WHOLE_STORE, name, value])?;
    }
    let mut statement = db.prepare_cached(PUT_QUARANTINE)?;
    for row in &commit.quarantine {
        statement.execute(params![
            row.vault.0,
            row.received.0,
            row.source.0,
            row.place,
            row.reason,
            row.sealed
        ])?;
    }
    let mut statement = db.prepare_cached(DELETE_QUARANTINE)?;
    for done in &commit.quarantine_done {
        statement.execute(params![done.vault.0, done.received.0, done.source.0, done.place])?;
    }
    let mut put = db.prepare_cached(PUT_DOCUMENT)?;
    let mut insert = db.prepare_cached(INSERT_KEY)?;
    let mut delete = db.prepare_cached(DELETE_DOCUMENT)?;
    for Document { kind, name, body } in &commit.documents {
        if body.is_empty() {
            delete.execute(params![kind, name])?;
        } else if kind == DOCUMENT_KIND {
            insert.execute(params![kind, name, body])?;
        } else {
            put.execute(params![kind, name, body])?;
        }
    }
    Ok(())
}

pub(super) fn compact(
    db: &Connection,
    remove: &[(Part, VaultId, u64)],
    chunks: &[Block],
) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached(DELETE_BLOCK)?;
    for (part, vault, seq) in remove {
        statement.execute(params![part.0, vault.0, seq])?;
    }
    let mut statement = db.prepare_cached(PUT_CHUNK)?;
    for chunk in chunks {
        for customer in &chunk.customers {
            let customer = id_blob(customer.0);
            statement.execute(params![chunk.part.0, chunk.vault.0, customer, chunk.seq, chunk.sealed])?;
        }
    }
    Ok(())
}

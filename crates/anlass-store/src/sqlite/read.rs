//! Statements that read. Each runs inside one read transaction; hot ones name one part, and what spans
//! parts asks part after part (ids sort by part first) or merges sorted streams.

use crate::rows::{
    Block, Document, EntityRow, IntentFilter, IntentRow, QuarantineRow, Tally, Waiting, WebhookRow,
};
use crate::sqlite::code::{customers_from, holds_customer, id_blob, id_from, kind_from, signed};
use crate::sqlite::merge::{self, Page};
use crate::sqlite::schema::WHOLE_STORE;
use anlass_model::event::SourceId;
use anlass_model::id::{EntityId, EntityKind, IntentId, Key, Part, VaultId};
use anlass_model::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use std::collections::BTreeMap;

const LOAD: &str = "SELECT wake, data FROM entity WHERE part = $1 AND vault = $2 AND kind = $3 AND id = $4";
const SCAN: &str = "SELECT id, wake, data FROM entity
    WHERE part = $1 AND vault = $2 AND kind = $3 AND id > $4 ORDER BY id LIMIT $5";
const COUNT: &str = "SELECT count(*) FROM entity WHERE part = $1 AND vault = $2 AND kind = $3";
const DUE: &str = "SELECT wake, vault, kind, id FROM entity
    WHERE part = $1 AND wake IS NOT NULL AND wake <= $2 AND (wake, vault, kind, id) > ($3, $4, $5, $6)
    ORDER BY wake, vault, kind, id LIMIT $7";
const OUTBOX: &str = "WHERE part = $1 AND open = 1 AND state = $2 AND class = $3 AND planned <= $4
    AND (planned, vault, id) > ($5, $6, $7) ORDER BY planned, vault, id LIMIT $8";
const INTENT_COLUMNS: &str = "SELECT part, vault, id, customer, programme, journey, message, class, channel,
    state, reason, detail, open, created, changed, planned, ticket FROM intent";
const TALLY: &str = "SELECT programme, message, channel, state, reason, detail, count(*) FROM intent
    WHERE part = $1 AND vault = $2 GROUP BY programme, message, channel, state, reason, detail";
const BLOCK_CUSTOMERS: &str =
    "SELECT seq, customers FROM timeline WHERE part = $1 AND vault = $2 ORDER BY seq";
const BLOCK: &str = "SELECT customers, data FROM timeline WHERE part = $1 AND vault = $2 AND seq = $3";
const CHUNKS: &str =
    "SELECT seq, data FROM chunk WHERE part = $1 AND vault = $2 AND customer = $3 ORDER BY seq";
const CHUNKS_OF_PART: &str = "SELECT customer, seq, data FROM chunk
    WHERE part = $1 AND vault = $2 AND (customer, seq) > ($3, $4) ORDER BY customer, seq LIMIT $5";
const LOG_LENGTHS: &str = "SELECT part, count(*) FROM timeline GROUP BY part";
const LOG: &str = "SELECT vault, seq, customers, data FROM timeline
    WHERE part = $1 AND (seq, vault) > ($2, $3) ORDER BY seq, vault LIMIT $4";
const SEEN: &str = "SELECT 1 FROM seen WHERE part = $1 AND source = $2 AND message = $3";
const WEBHOOKS: &str = "SELECT created, vault, id, data FROM webhook
    WHERE part = $1 AND (created, vault, id) > ($2, $3, $4) ORDER BY created, vault, id LIMIT $5";
const INDEX: &str = "SELECT customer FROM idx
    WHERE part = $1 AND vault = $2 AND name = $3 AND entry = $4 AND customer > $5 ORDER BY customer LIMIT $6";
const INDEX_ENTRIES: &str = "SELECT entry, customer FROM idx
    WHERE part = $1 AND vault = $2 AND name = $3 AND entry >= $4 ORDER BY entry, customer LIMIT $5";

/// No id is smaller.
const START: [u8; 16] = [0; 16];

fn limit(max: usize) -> i64 {
    i64::try_from(max).unwrap_or(i64::MAX)
}

pub(super) fn load(db: &Connection, keys: &[Key]) -> rusqlite::Result<Vec<Option<EntityRow>>> {
    let mut statement = db.prepare_cached(LOAD)?;
    let mut order: Vec<usize> = (0..keys.len()).collect();
    // Neighbouring keys share pages.
    order.sort_unstable_by_key(|place| keys[*place]);
    let mut found = vec![None; keys.len()];
    for place in order {
        let key = keys[place];
        let asked = params![key.part().0, key.vault().0, key.kind().code(), id_blob(key.id().0)];
        let mut rows = statement.query(asked)?;
        if let Some(row) = rows.next()? {
            found[place] = Some(EntityRow {
                key,
                wake: row.get::<_, Option<i64>>(0)?.map(Timestamp),
                sealed: row.get(1)?,
            });
        }
    }
    Ok(found)
}

pub(super) fn scan(
    db: &Connection,
    parts: u8,
    vault: VaultId,
    kind: EntityKind,
    after: Option<EntityId>,
    max: usize,
) -> rusqlite::Result<Vec<EntityRow>> {
    let mut statement = db.prepare_cached(SCAN)?;
    let mut found = Vec::new();
    for part in after.map_or(0, |id| id.part().0)..parts {
        if found.len() >= max {
            break;
        }
        let asked = params![part, vault.0, kind.code(), resume(part, after), limit(max - found.len())];
        let mut rows = statement.query(asked)?;
        while let Some(row) = rows.next()? {
            let key = Key::from_stored(vault, kind, EntityId(id_from(row.get(0)?)));
            found.push(EntityRow {
                key,
                wake: row.get::<_, Option<i64>>(1)?.map(Timestamp),
                sealed: row.get(2)?,
            });
        }
    }
    Ok(found)
}

/// The id after which to go on in `part`; nothing sorts before every id.
fn resume(part: u8, after: Option<EntityId>) -> Vec<u8> {
    match after {
        Some(id) if id.part().0 == part => id_blob(id.0).to_vec(),
        _ => Vec::new(),
    }
}

pub(super) fn count(db: &Connection, parts: u8, vault: VaultId, kind: EntityKind) -> rusqlite::Result<u64> {
    let mut statement = db.prepare_cached(COUNT)?;
    let mut total = 0u64;
    for part in 0..parts {
        let rows: u64 = statement.query_row(params![part, vault.0, kind.code()], |row| row.get(0))?;
        total = total.saturating_add(rows);
    }
    Ok(total)
}

pub(super) fn due(
    db: &Connection,
    parts: u8,
    vaults: &[VaultId],
    upto: Timestamp,
    max: usize,
) -> rusqlite::Result<Vec<(Timestamp, Key)>> {
    let mut statement = db.prepare_cached(DUE)?;
    let streams: Vec<u8> = (0..parts).collect();
    let page = |stream: usize, after: Option<&(Timestamp, Key)>, max: usize| {
        let part = streams[stream];
        let (wake, vault, kind, id) = match after {
            None => (i64::MIN, -1, 0, START),
            Some((wake, key)) => (wake.0, i64::from(key.vault().0), key.kind().code(), id_blob(key.id().0)),
        };
        let mut rows = statement.query(params![part, upto.0, wake, vault, kind, id, limit(max)])?;
        let mut found = Page { rows: Vec::new(), read: 0, last: None };
        while let Some(row) = rows.next()? {
            let vault = VaultId(row.get(1)?);
            let key = Key::from_stored(vault, kind_from(row.get(2)?)?, EntityId(id_from(row.get(3)?)));
            found.push((Timestamp(row.get(0)?), key), vaults.contains(&vault));
        }
        Ok(found)
    };
    merge::merge(streams.len(), max, page)
}

pub(super) fn intent(
    db: &Connection,
    part: Part,
    vault: VaultId,
    id: IntentId,
) -> rusqlite::Result<Option<IntentRow>> {
    let mut statement =
        db.prepare_cached(&format!("{INTENT_COLUMNS} WHERE part = $1 AND vault = $2 AND id = $3"))?;
    statement.query_row(params![part.0, vault.0, id_blob(id.0)], intent_from).optional()
}

pub(super) fn intents(
    db: &Connection,
    parts: u8,
    vault: VaultId,
    filter: &IntentFilter,
) -> rusqlite::Result<Vec<IntentRow>> {
    let customer = filter.customer.map(|id| id_blob(id.0));
    let mut text = format!("{INTENT_COLUMNS} WHERE part = $1 AND vault = $2 AND id > $3");
    let mut chosen: Vec<&dyn ToSql> = Vec::new();
    if let Some(customer) = &customer {
        chosen.push(customer);
        text.push_str(&format!(" AND customer = ${}", chosen.len() + 3));
    }
    if let Some(message) = &filter.message {
        chosen.push(message);
        text.push_str(&format!(" AND message = ${}", chosen.len() + 3));
    }
    if let Some(state) = &filter.state {
        chosen.push(state);
        text.push_str(&format!(" AND state = ${}", chosen.len() + 3));
    }
    text.push_str(&format!(" ORDER BY id LIMIT ${}", chosen.len() + 4));
    let mut statement = db.prepare_cached(&text)?;

    let first = filter.after.map_or(0, |(part, _)| part.0);
    let (first, end) = match filter.customer {
        Some(customer) => (first.max(customer.part().0), parts.min(customer.part().0.saturating_add(1))),
        None => (first, parts),
    };
    let mut found = Vec::new();
    for part in first..end {
        if found.len() >= filter.max {
            break;
        }
        let after = match filter.after {
            Some((Part(cursor), id)) if cursor == part => id_blob(id.0).to_vec(),
            _ => Vec::new(),
        };
        let left = limit(filter.max - found.len());
        let mut asked: Vec<&dyn ToSql> = vec![&part, &vault.0, &after];
        asked.extend(&chosen);
        asked.push(&left);
        let mut rows = statement.query(asked.as_slice())?;
        while let Some(row) = rows.next()? {
            found.push(intent_from(row)?);
        }
    }
    Ok(found)
}

fn intent_from(row: &Row<'_>) -> rusqlite::Result<IntentRow> {
    Ok(IntentRow {
        part: Part(row.get(0)?),
        vault: VaultId(row.get(1)?),
        id: IntentId(id_from(row.get(2)?)),
        customer: EntityId(id_from(row.get(3)?)),
        programme: row.get(4)?,
        journey: row.get(5)?,
        message: row.get(6)?,
        class: row.get(7)?,
        channel: row.get(8)?,
        state: row.get(9)?,
        reason: row.get(10)?,
        detail: row.get(11)?,
        open: row.get::<_, i64>(12)? != 0,
        created: Timestamp(row.get(13)?),
        changed: Timestamp(row.get(14)?),
        planned: Timestamp(row.get(15)?),
        ticket: row.get(16)?,
    })
}

/// An open ledger row in the order of the outbox.
struct Planned(IntentRow);

impl merge::Sorted for Planned {
    type Place = (Timestamp, Part, VaultId, IntentId);
    fn place(&self) -> Self::Place {
        (self.0.planned, self.0.part, self.0.vault, self.0.id)
    }
}

impl merge::Sorted for (Timestamp, Key) {
    type Place = (Timestamp, Key);
    fn place(&self) -> Self::Place {
        *self
    }
}

pub(super) fn outbox(
    db: &Connection,
    parts: u8,
    vaults: &[VaultId],
    asked: &Waiting<'_>,
    max: usize,
) -> rusqlite::Result<Vec<IntentRow>> {
    let mut statement = db.prepare_cached(&format!("{INTENT_COLUMNS} {OUTBOX}"))?;
    let mut states: Vec<&str> = asked.states.to_vec();
    states.sort_unstable();
    states.dedup();
    let mut streams: Vec<(u8, &str, &str)> = Vec::new();
    for part in 0..parts {
        for state in &states {
            streams.extend(asked.classes().iter().map(|class| (part, *state, class.as_str())));
        }
    }
    let page = |stream: usize, after: Option<&(Timestamp, Part, VaultId, IntentId)>, max: usize| {
        let (part, state, class) = streams[stream];
        let (planned, vault, id) = match after {
            None => (i64::MIN, -1, START),
            Some((planned, _, vault, id)) => (planned.0, i64::from(vault.0), id_blob(id.0)),
        };
        let mut rows =
            statement.query(params![part, state, class, asked.upto.0, planned, vault, id, limit(max)])?;
        let mut found = Page { rows: Vec::new(), read: 0, last: None };
        while let Some(row) = rows.next()? {
            let row = intent_from(row)?;
            let ours = vaults.contains(&row.vault);
            found.push(Planned(row), ours);
        }
        Ok(found)
    };
    let found = merge::merge(streams.len(), max, page)?;
    Ok(found.into_iter().map(|Planned(row)| row).collect())
}

impl merge::Sorted for WebhookRow {
    type Place = (Timestamp, Part, VaultId, u128);
    fn place(&self) -> Self::Place {
        (self.created, self.part, self.vault, self.id)
    }
}

pub(super) fn webhooks(
    db: &Connection,
    parts: u8,
    vaults: &[VaultId],
    max: usize,
) -> rusqlite::Result<Vec<WebhookRow>> {
    let mut statement = db.prepare_cached(WEBHOOKS)?;
    let streams: Vec<u8> = (0..parts).collect();
    let page = |stream: usize, after: Option<&(Timestamp, Part, VaultId, u128)>, max: usize| {
        let part = streams[stream];
        let (created, vault, id) = match after {
            None => (i64::MIN, -1, START),
            Some((created, _, vault, id)) => (created.0, i64::from(vault.0), id_blob(*id)),
        };
        let mut rows = statement.query(params![part, created, vault, id, limit(max)])?;
        let mut found = Page { rows: Vec::new(), read: 0, last: None };
        while let Some(row) = rows.next()? {
            let vault = VaultId(row.get(1)?);
            let row = WebhookRow {
                part: Part(part),
                vault,
                id: id_from(row.get(2)?),
                created: Timestamp(row.get(0)?),
                sealed: row.get(3)?,
            };
            found.push(row, vaults.contains(&vault));
        }
        Ok(found)
    };
    merge::merge(streams.len(), max, page)
}

pub(super) fn tally(db: &Connection, parts: u8, vault: VaultId) -> rusqlite::Result<Vec<Tally>> {
    let mut statement = db.prepare_cached(TALLY)?;
    let mut sums: BTreeMap<Tally, u64> = BTreeMap::new();
    for part in 0..parts {
        let mut rows = statement.query(params![part, vault.0])?;
        while let Some(row) = rows.next()? {
            let key = Tally {
                programme: row.get(0)?,
                message: row.get(1)?,
                channel: row.get(2)?,
                state: row.get(3)?,
                reason: row.get(4)?,
                detail: row.get(5)?,
                rows: 0,
            };
            let sum = sums.entry(key).or_default();
            *sum = sum.saturating_add(row.get(6)?);
        }
    }
    Ok(sums.into_iter().map(|(key, rows)| Tally { rows, ..key }).collect())
}

pub(super) fn timeline(db: &Connection, vault: VaultId, customer: EntityId) -> rusqlite::Result<Vec<Block>> {
    let part = customer.part();
    let mut found = Vec::new();
    let mut statement = db.prepare_cached(CHUNKS)?;
    let mut rows = statement.query(params![part.0, vault.0, id_blob(customer.0)])?;
    while let Some(row) = rows.next()? {
        found.push(Block { part, vault, seq: row.get(0)?, customers: vec![customer], sealed: row.get(1)? });
    }
    let mut seqs: Vec<u64> = Vec::new();
    let mut statement = db.prepare_cached(BLOCK_CUSTOMERS)?;
    let mut rows = statement.query(params![part.0, vault.0])?;
    while let Some(row) = rows.next()? {
        if holds_customer(row.get_ref(1)?.as_blob()?, customer) {
            seqs.push(row.get(0)?);
        }
    }
    let mut statement = db.prepare_cached(BLOCK)?;
    for seq in seqs {
        let block = statement.query_row(params![part.0, vault.0, seq], |row| {
            let customers = customers_from(part, row.get_ref(0)?.as_blob()?)?;
            Ok(Block { part, vault, seq, customers, sealed: row.get(1)? })
        })?;
        found.push(block);
    }
    found.sort_by_key(|block| block.seq);
    Ok(found)
}

pub(super) fn chunks(
    db: &Connection,
    vault: VaultId,
    part: Part,
    after: Option<(EntityId, u64)>,
    max: usize,
) -> rusqlite::Result<Vec<Block>> {
    let mut statement = db.prepare_cached(CHUNKS_OF_PART)?;
    let (customer, seq) = match after {
        Some((customer, seq)) => (id_blob(customer.0), i64::try_from(seq).unwrap_or(i64::MAX)),
        None => (START, -1),
    };
    let found = statement.query_map(params![part.0, vault.0, customer, seq, limit(max)], |row| {
        let customers = vec![EntityId(id_from(row.get(0)?))];
        Ok(Block { part, vault, seq: row.get(1)?, customers, sealed: row.get(2)? })
    })?;
    found.collect()
}

/// Blocks of the vaults asked for. Vaults that share a sequence number are never cut apart, because the
/// caller goes on after a number.
pub(super) fn log(
    db: &Connection,
    vaults: &[VaultId],
    part: Part,
    after: u64,
    max: usize,
) -> rusqlite::Result<Vec<Block>> {
    let mut statement = db.prepare_cached(LOG)?;
    let mut found: Vec<Block> = Vec::new();
    let start = i64::try_from(after).unwrap_or(i64::MAX);
    if max == 0 {
        return Ok(found);
    }
    let mut rows = statement.query(params![part.0, start, i64::from(u32::MAX), i64::MAX])?;
    while let Some(row) = rows.next()? {
        let vault = VaultId(row.get(0)?);
        let seq: u64 = row.get(1)?;
        if found.len() >= max && found.last().is_some_and(|block| block.seq != seq) {
            break;
        }
        if vaults.contains(&vault) {
            let customers = customers_from(part, row.get_ref(2)?.as_blob()?)?;
            found.push(Block { part, vault, seq, customers, sealed: row.get(3)? });
        }
    }
    Ok(found)
}

pub(super) fn log_lengths(db: &Connection) -> rusqlite::Result<Vec<(Part, u64)>> {
    let mut statement = db.prepare_cached(LOG_LENGTHS)?;
    let rows = statement.query_map([], |row| Ok((Part(row.get(0)?), row.get(1)?)))?;
    rows.collect()
}

pub(super) fn seen(db: &Connection, asked: &[(Part, SourceId, u128)]) -> rusqlite::Result<Vec<bool>> {
    let mut statement = db.prepare_cached(SEEN)?;
    let mut found = Vec::with_capacity(asked.len());
    for (part, source, message) in asked {
        found.push(statement.exists(params![part.0, source.0, id_blob(*message)])?);
    }
    Ok(found)
}

pub(super) fn position(db: &Connection, source: &str) -> rusqlite::Result<Option<String>> {
    let mut statement = db.prepare_cached("SELECT value FROM position WHERE part = $1 AND source = $2")?;
    statement.query_row(params![WHOLE_STORE, source], |row| row.get(0)).optional()
}

pub(super) fn counters(db: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    let mut statement = db.prepare_cached("SELECT name, value FROM counter WHERE part = $1 ORDER BY name")?;
    let rows = statement.query_map([WHOLE_STORE], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

pub(super) fn quarantine(
    db: &Connection,
    vault: VaultId,
    max: usize,
) -> rusqlite::Result<Vec<QuarantineRow>> {
    let mut statement = db.prepare_cached(
        "SELECT received, source, place, reason, data FROM quarantine
         WHERE vault = $1 ORDER BY received, source, place LIMIT $2",
    )?;
    let rows = statement.query_map(params![vault.0, limit(max)], |row| {
        Ok(QuarantineRow {
            vault,
            received: Timestamp(row.get(0)?),
            source: SourceId(row.get(1)?),
            place: row.get(2)?,
            reason: row.get(3)?,
            sealed: row.get(4)?,
        })
    })?;
    rows.collect()
}

pub(super) struct IndexRange<'a> {
    pub(super) parts: u8,
    pub(super) name: &'a str,
    pub(super) entry: u64,
    pub(super) after: Option<EntityId>,
    pub(super) max: usize,
}

pub(super) fn index(
    db: &Connection,
    vault: VaultId,
    range: &IndexRange<'_>,
) -> rusqlite::Result<Vec<EntityId>> {
    let IndexRange { parts, name, entry, after, max } = *range;
    let mut statement = db.prepare_cached(INDEX)?;
    let mut found = Vec::new();
    for part in after.map_or(0, |id| id.part().0)..parts {
        if found.len() >= max {
            break;
        }
        let left = limit(max - found.len());
        let mut rows =
            statement.query(params![part, vault.0, name, signed(entry), resume(part, after), left])?;
        while let Some(row) = rows.next()? {
            found.push(EntityId(id_from(row.get(0)?)));
        }
    }
    Ok(found)
}

/// Entries in the order of their signed numbers.
pub(super) fn index_entries(
    db: &Connection,
    (vault, parts): (VaultId, u8),
    name: &str,
    after: Option<u64>,
    max: usize,
) -> rusqlite::Result<Vec<(u64, EntityId)>> {
    let Some(from) = after.map_or(Some(i64::MIN), |after| signed(after).checked_add(1)) else {
        return Ok(Vec::new());
    };
    let max = max.max(1);
    let mut statement = db.prepare_cached(INDEX_ENTRIES)?;
    let mut found: Vec<(i64, EntityId)> = Vec::new();
    // From here on not everybody was read.
    let mut bound = None;
    for part in 0..parts {
        let mut rows = statement.query(params![part, vault.0, name, from, limit(max)])?;
        let mut last = None;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let entry: i64 = row.get(0)?;
            found.push((entry, EntityId(id_from(row.get(1)?))));
            (last, count) = (Some(entry), count + 1);
        }
        if let Some(last) = last.filter(|_| count == max) {
            bound = Some(bound.map_or(last, |bound: i64| bound.min(last)));
        }
    }
    found.sort_unstable();
    if let Some(bound) = bound {
        let whole = found.partition_point(|(entry, _)| *entry < bound);
        // An entry that is never read whole is read as far as it goes.
        found.truncate(if whole > 0 { whole } else { found.partition_point(|(entry, _)| *entry <= bound) });
    }
    Ok(found.into_iter().map(|(entry, customer)| (entry.cast_unsigned(), customer)).collect())
}

pub(super) fn document(db: &Connection, kind: &str, name: &str) -> rusqlite::Result<Option<Document>> {
    let mut statement = db.prepare_cached("SELECT body FROM document WHERE kind = $1 AND name = $2")?;
    let found =
        |row: &Row<'_>| Ok(Document { kind: kind.to_owned(), name: name.to_owned(), body: row.get(0)? });
    statement.query_row([kind, name], found).optional()
}

pub(super) fn documents(db: &Connection, kind: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare_cached("SELECT name FROM document WHERE kind = $1 ORDER BY name")?;
    let rows = statement.query_map([kind], |row| row.get(0))?;
    rows.collect()
}

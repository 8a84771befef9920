//! Rows per second of the SQLite store: commits that rewrite entities with new wakes, point reads, scans,
//! customers' timelines, and what sealing costs. `cargo bench -p anlass-store --bench store -- [entities] [directory] [seal|commit|scan|inbox]`

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark measures time and prints it"
)]

use anlass_model::id::{EntityId, EntityKind, IntentId, Key, Part, VaultId, parts_hash};
use anlass_model::org::{Organisation, TenantScope};
use anlass_model::time::Timestamp;
use anlass_store::inbox::{FileInbox, Inbox, InboxEntry};
use anlass_store::seal::{Associated, Keyring, MasterKey, Purpose, VaultKey};
use anlass_store::sqlite::SqliteStore;
use anlass_store::{Block, Commit, EntityRow, Epoch, IntentRow, Store, probe};
use std::path::Path;
use std::time::Instant;

const PARTS: u8 = 64;
const VAULT: VaultId = VaultId(1);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let entities: u64 = arguments.next().map_or(Ok(150_000), |text| text.parse())?;
    let base = arguments.next().unwrap_or_else(|| ".".to_owned());
    let dir = tempfile::tempdir_in(&base)?;
    println!("fsync {:.2} ms in {base}", probe::fsync_ms(dir.path())?);
    let chosen = arguments.next();
    let wanted = |section: &str| chosen.as_deref().is_none_or(|chosen| chosen == section);
    if wanted("seal") {
        sealing()?;
    }
    if wanted("commit") {
        commits(dir.path(), entities)?;
    }
    if wanted("scan") {
        scans(dir.path())?;
    }
    if wanted("inbox") {
        inbox(dir.path())?;
    }
    Ok(())
}

/// Wall clock and processor time; on a busy machine only the latter compares.
struct Watch {
    start: Instant,
    cpu_s: f64,
}

impl Watch {
    fn start() -> Watch {
        Watch { start: Instant::now(), cpu_s: cpu_s() }
    }
}

/// Processor seconds of this process so far, from Linux's 100 ticks a second; 0 elsewhere.
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = |place: usize| stat.split(' ').nth(place).and_then(|field| field.parse::<f64>().ok());
    (ticks(13).unwrap_or_default() + ticks(14).unwrap_or_default()) / 100.0
}

fn report(what: &str, rows: u64, watch: Watch) {
    let seconds = watch.start.elapsed().as_secs_f64();
    let cpu_s = cpu_s() - watch.cpu_s;
    let (wall, cpu) = (rows as f64 / seconds, rows as f64 / cpu_s.max(0.01));
    println!("{what:<46} {rows:>9} rows {seconds:>7.3} s {wall:>9.0} rows/s {cpu:>9.0} rows/cpu-s");
}

fn customer(number: u64) -> EntityId {
    EntityId::from_hash(parts_hash(&[&number.to_le_bytes()]), PARTS)
}

fn scope() -> Result<TenantScope, &'static str> {
    Organisation::single(VAULT).scope("headquarters").ok_or("no scope")
}

fn sealing() -> Result<(), Box<dyn std::error::Error>> {
    let mut ring = Keyring::new(&MasterKey::from_bytes([7; 32]), 1);
    ring.create(VAULT, &[9; 32]);
    let key: &VaultKey = ring.vault(VAULT).ok_or("no key")?;
    let purpose = Purpose::Entity(EntityKind::Customer);
    for bytes in [300, 1024] {
        let plain = vec![0x41; bytes];
        let start = Watch::start();
        let mut sealed = Vec::new();
        for id in 0..200_000u64 {
            sealed = key.seal(&Associated { vault: VAULT, purpose, id: u128::from(id), seq: 0 }, &plain);
        }
        report(&format!("seal {bytes} bytes"), 200_000, start);
        let place = Associated { vault: VAULT, purpose, id: 199_999, seq: 0 };
        let start = Watch::start();
        for _ in 0..200_000 {
            key.open(&place, &sealed)?;
        }
        report(&format!("open {bytes} bytes"), 200_000, start);
    }
    Ok(())
}

fn rows(entities: u64, round: u64, bytes: usize, scope: &TenantScope) -> Vec<EntityRow> {
    let mut rows: Vec<EntityRow> = (0..entities)
        .map(|number| EntityRow {
            key: scope.key(EntityKind::Customer, customer(number)),
            wake: (number % 3 != round % 3).then(|| {
                Timestamp(1_700_000_000_000 + ((number * 7919 + round * 104_729) % 86_400_000) as i64)
            }),
            sealed: vec![round as u8; bytes],
        })
        .collect();
    rows.sort_by_key(|row| row.key);
    rows
}

/// 64 blocks that hold all the customers, about 60 bytes an entry.
fn blocks(rows: &[EntityRow], seq: u64) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for row in rows {
        let part = row.key.part();
        if blocks.last().is_none_or(|block| block.part != part) {
            blocks.push(Block { part, vault: VAULT, seq, customers: Vec::new(), sealed: Vec::new() });
        }
        if let Some(block) = blocks.last_mut() {
            block.customers.push(row.key.id());
            block.sealed.extend_from_slice(&[0x42; 60]);
        }
    }
    blocks
}

fn intents(count: u64, round: u64) -> Vec<IntentRow> {
    let mut rows: Vec<IntentRow> = (0..count)
        .map(|number| {
            let customer = customer(number);
            let id = IntentId(parts_hash(&[&number.to_le_bytes(), &round.to_le_bytes()]));
            let text = |text: &str| text.to_owned();
            IntentRow {
                part: customer.part(),
                vault: VAULT,
                id,
                customer,
                programme: text("winter"),
                journey: text("cart-abandoned"),
                message: text("cart-reminder"),
                class: text("advertising"),
                channel: text("email"),
                state: text("planned"),
                reason: String::new(),
                detail: String::new(),
                open: true,
                created: Timestamp(1_700_000_000_000),
                changed: Timestamp(1_700_000_000_000),
                planned: Timestamp(1_700_000_600_000),
                ticket: Vec::new(),
            }
        })
        .collect();
    rows.sort_by_key(|row| (row.part, row.id));
    rows
}

fn commits(dir: &Path, entities: u64) -> Result<(), Box<dyn std::error::Error>> {
    let store = SqliteStore::create(&dir.join("commit.db"), PARTS)?;
    let scope = scope()?;
    let custodian = Organisation::single(VAULT).custodian();
    let epoch = store.lease("bench", Timestamp(0))?;
    for round in 0..6 {
        let entities = rows(entities, round, 300, &scope);
        let count = entities.len() as u64;
        let commit = Commit { epoch: Some(epoch), entities, ..Commit::default() };
        let start = Watch::start();
        store.commit(&commit)?;
        report(&format!("commit entities of 300 B, round {round}"), count, start);
    }
    for round in 0..3 {
        let entities = rows(entities, round, 300, &scope);
        let count = entities.len() as u64;
        let blocks = blocks(&entities, round + 1);
        let commit = Commit { epoch: Some(epoch), entities, blocks, ..Commit::default() };
        let start = Watch::start();
        store.commit(&commit)?;
        report(&format!("commit entities + 64 blocks, round {round}"), count, start);
    }
    for round in 0..3 {
        let intents = intents(50_000, round);
        let commit = Commit { epoch: Some(epoch), intents, ..Commit::default() };
        let start = Watch::start();
        store.commit(&commit)?;
        report(&format!("commit intents, round {round}"), 50_000, start);
    }
    live(&store, epoch, entities, 300)?;
    let mut keys: Vec<Key> =
        (0..entities).map(|number| scope.key(EntityKind::Customer, customer(number))).collect();
    for _ in 0..3 {
        let start = Watch::start();
        let found = store.load(&keys)?.into_iter().flatten().count();
        report("load entities of 300 B", found as u64, start);
    }
    keys.truncate(2_000);
    let start = Watch::start();
    for _ in 0..20 {
        store.load(&keys)?;
    }
    report("load, 2,000 at a time", 40_000, start);
    for max in [2_000, 50_000] {
        let start = Watch::start();
        let found = store.due(&custodian, Timestamp::NEVER, max)?.len();
        report(&format!("due, at most {max}"), found as u64, start);
    }
    let start = Watch::start();
    for _ in 0..1_000 {
        store.due(&custodian, Timestamp(0), 2_000)?;
    }
    report("due, nothing (calls)", 1_000, start);
    let start = Watch::start();
    for number in 0..200 {
        store.timeline(&scope, customer(number))?;
    }
    report("timeline of a customer in 3 blocks (calls)", 200, start);
    let start = Watch::start();
    store.tally(&scope)?;
    report("tally", 150_000, start);
    Ok(())
}

/// Small commits as a live server makes them.
fn live(
    store: &SqliteStore,
    epoch: Epoch,
    entities: u64,
    bytes: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    let scope = scope()?;
    let mut milliseconds = Vec::new();
    let start = Watch::start();
    for round in 0..100u64 {
        let mut rows: Vec<EntityRow> = (0..2_000u64)
            .map(|number| EntityRow {
                key: scope.key(EntityKind::Customer, customer((round * 7_919 + number * 104_729) % entities)),
                wake: Some(Timestamp(1_700_000_000_000 + number as i64)),
                sealed: vec![1; bytes],
            })
            .collect();
        rows.sort_by_key(|row| row.key);
        rows.dedup_by_key(|row| row.key);
        let blocks = blocks(&rows, 100 + round);
        let commit = Commit { epoch: Some(epoch), entities: rows, blocks, ..Commit::default() };
        let one = Instant::now();
        store.commit(&commit)?;
        milliseconds.push(one.elapsed().as_secs_f64() * 1_000.0);
    }
    report(&format!("live: commits of 2,000 of {bytes} B + 64 blocks"), 200_000, start);
    milliseconds.sort_by(f64::total_cmp);
    println!("live: a commit takes {:.1} ms, 99 % under {:.1} ms", milliseconds[50], milliseconds[98]);
    Ok(())
}

fn scans(dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let store = SqliteStore::create(&dir.join("scan.db"), PARTS)?;
    let scope = scope()?;
    let start = Watch::start();
    for step in 0..5 {
        let mut entities: Vec<EntityRow> = (step * 200_000..(step + 1) * 200_000u64)
            .map(|number| EntityRow {
                key: scope.key(EntityKind::Customer, customer(number)),
                wake: None,
                sealed: vec![1; 1_054],
            })
            .collect();
        entities.sort_by_key(|row| row.key);
        store.commit(&Commit { entities, ..Commit::default() })?;
    }
    report("fill entities of 1 KiB", 1_000_000, start);
    for _ in 0..2 {
        let start = Watch::start();
        let (mut after, mut total, mut bytes) = (None, 0u64, 0usize);
        loop {
            let page = store.scan(&scope, EntityKind::Customer, after, 10_000)?;
            let Some(last) = page.last() else { break };
            after = Some(last.key.id());
            total += page.len() as u64;
            bytes += page.iter().map(|row| row.sealed.len()).sum::<usize>();
        }
        report(&format!("scan of {} MB", bytes / 1_000_000), total, start);
    }
    for reach in [1_000_000u64, 1_000_000, 100_000] {
        let keys: Vec<Key> = (0..reach)
            .step_by((reach / 100_000) as usize)
            .map(|number| scope.key(EntityKind::Customer, customer(number)))
            .collect();
        let start = Watch::start();
        store.load(&keys)?;
        report(&format!("load of 1 KiB, spread over {reach}"), keys.len() as u64, start);
    }
    let epoch = store.lease("bench", Timestamp(0))?;
    live(&store, epoch, 1_000_000, 1_054)?;
    let size = std::fs::metadata(dir.join("scan.db"))?.len();
    println!("file of 1 M entities of 1 KiB: {} MB; part 0 first: {:?}", size / 1_000_000, Part(0));
    Ok(())
}

fn inbox(dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let inbox = FileInbox::open(&dir.join("inbox"), 0)?;
    let entry = InboxEntry { seq: 0, vault: VAULT, received: Timestamp(0), sealed: vec![3; 500] };
    for batch in [1, 100, 1_000] {
        let entries = vec![entry.clone(); batch];
        let start = Watch::start();
        for _ in 0..200 {
            inbox.append(&entries)?;
        }
        report(&format!("inbox: one appender, {batch} at a time"), 200 * batch as u64, start);
    }
    let start = Watch::start();
    std::thread::scope(|threads| {
        for _ in 0..32 {
            threads.spawn(|| {
                for _ in 0..100 {
                    inbox.append(std::slice::from_ref(&entry)).map(drop).unwrap_or_default();
                }
            });
        }
    });
    report("inbox: 32 appenders, 1 at a time", 3_200, start);
    let (mut after, mut total) = (0, 0u64);
    let start = Watch::start();
    while let Some(last) = inbox.read(after, 2_000)?.last() {
        total += last.seq - after;
        after = last.seq;
    }
    report("inbox: read", total, start);
    Ok(())
}

//! `anlass bench trigger FILE`: five million events through cart abandoned as an ordinary journey, on the
//! full durable path: SQLite, sealing, timeline, ledger. The file is a replayable source: its position is in
//! every commit, so the run can be killed and resumed and gives the same three numbers.

use super::{Meter, peak_rss_mb};
use anlass_engine::Input;
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::definition::Definitions;
use anlass_model::event::{Body, Event, Item, Line, Order, Place, Reaction, SourceId};
use anlass_model::id::{
    CategoryId, EntityId, FamilyId, Identifier, IdentifierKind, MessageId, Name, OrderId, ProductId, VaultId,
};
use anlass_model::time::{DAY, HOUR, Occurred, Received, Timestamp};
use anlass_runtime::batch::{Extra, Mode, Runtime, Work};
use anlass_runtime::virtual_time::Quiet;
use anlass_sources::trigger::{Position, TriggerRow, read_trigger_csv};
use anlass_store::seal::MasterKey;
use anlass_store::sqlite::SqliteStore;
use anlass_store::{IntentFilter, Store};
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::sync::Arc;

const VAULT: VaultId = VaultId(1);
/// Less than half of the bound on catch-up batches: most of the memory is the decoded dossiers, and two commits of this
/// size (one made, one being written) stay below 1 GB with them.
const BATCH: usize = 200_000;
const PARTS: u8 = 64;

pub(crate) struct Options<'a> {
    pub(crate) file: &'a Path,
    pub(crate) data: &'a Path,
    /// Stop the hard way after this many batches, to be resumed.
    pub(crate) kill_after: Option<u64>,
}

pub(crate) fn run(options: &Options<'_>) -> Result<serde_json::Value> {
    std::fs::create_dir_all(options.data).with_context(|| format!("creating {}", options.data.display()))?;
    let fsync_ms = anlass_store::probe::fsync_ms(options.data)?;
    let master = MasterKey::load_or_create(&options.data.join("master.key"))?;
    let store: Arc<dyn Store> =
        Arc::new(SqliteStore::open_or_create(&options.data.join("store.sqlite"), PARTS)?);
    let definitions: Definitions = serde_saphyr::from_str(include_str!("trigger.yaml"))
        .context("reading the benchmark's definitions")?;
    Runtime::publish(&*store, &master, &definitions, None)?;
    let mut runtime = Runtime::open(Arc::clone(&store), &master, "bench", Timestamp(0))?;
    let customers = customers_in(options.file)?;
    let ids = ids(&runtime, customers)?;

    let meter = Meter::start();
    let position = read_position(&*store)?;
    if position == Position::default() && store.position("consents")?.is_none() {
        opening_import(&mut runtime, options.file, &ids)?;
    }
    let (events, last) = play(&mut runtime, options, &ids, position)?;
    runtime.run_due(last.plus(DAY), Mode::Virtual(&Quiet), BATCH)?;
    runtime.settle()?;
    let seconds = meter.seconds();
    let cpu_s = meter.cpu_seconds();
    let rss = peak_rss_mb();
    let result = tally(&runtime, &ids)?;
    let timeline = count_timeline(&runtime)?;
    ensure!(events > 0, "the file holds no events to play");
    Ok(serde_json::json!({
        "fires": result.fires, "value": result.value, "hash": result.hash,
        "suppressed": result.suppressed, "capped": result.capped,
        "events": events, "events_on_timelines": timeline, "customers": customers,
        "events_per_s": (events as f64 / seconds).round(), "seconds": seconds, "cpu_s": cpu_s,
        "peak_rss_mb": rss.round(), "fsync_ms": fsync_ms,
        "from_row": position.row,
    }))
}

fn read_position(store: &dyn Store) -> Result<Position> {
    let Some(text) = store.position("trigger")? else { return Ok(Position::default()) };
    let (byte, row) = text.split_once(' ').context("reading the file's position")?;
    Ok(Position { byte: byte.parse()?, row: row.parse()? })
}

/// One more than the largest customer number.
fn customers_in(file: &Path) -> Result<u32> {
    let mut rows = read_trigger_csv(file, Position::default())?;
    let mut chunk = Vec::with_capacity(BATCH);
    let mut largest = 0;
    loop {
        rows.chunk(&mut chunk, BATCH)?;
        if chunk.is_empty() {
            return Ok(largest + 1);
        }
        largest = chunk.iter().map(|row| row.customer).max().unwrap_or(0).max(largest);
    }
}

fn ids(runtime: &Runtime, customers: u32) -> Result<Vec<EntityId>> {
    let mut ids = Vec::new();
    for number in 0..customers {
        let identifier =
            Identifier { kind: IdentifierKind::CustomerNumber, value: number.to_string().into() };
        ids.push(runtime.derived(VAULT, &identifier)?);
    }
    Ok(ids)
}

/// Consent is denied unless proven: everybody's is taken over from the former system before the file begins.
fn opening_import(runtime: &mut Runtime, file: &Path, ids: &[EntityId]) -> Result<()> {
    let mut rows = read_trigger_csv(file, Position::default())?;
    let mut chunk = Vec::new();
    rows.chunk(&mut chunk, 1)?;
    let at = chunk.first().context("the file is empty")?.at.minus(HOUR);
    let works = ids.iter().zip(0u64..).map(|(customer, number)| {
        work(*customer, at, MessageId::Row { file: 0, row: number }, consent(true))
    });
    let extra = Extra { positions: vec![("consents".into(), "done".into())], ..Extra::default() };
    runtime.run_works(works.collect(), Mode::Virtual(&Quiet), extra)?;
    Ok(())
}

fn play(
    runtime: &mut Runtime,
    options: &Options<'_>,
    ids: &[EntityId],
    from: Position,
) -> Result<(u64, Timestamp)> {
    let mut rows = read_trigger_csv(options.file, from)?;
    let mut chunk: Vec<TriggerRow> = Vec::with_capacity(BATCH);
    let mut events = 0;
    let mut last = Timestamp(0);
    let mut batches = 0;
    loop {
        rows.chunk(&mut chunk, BATCH)?;
        let Some(end) = chunk.last() else { return Ok((events, last)) };
        last = end.at;
        events += chunk.len() as u64;
        let works = chunk.iter().filter_map(|row| {
            let customer = *ids.get(usize::try_from(row.customer).ok()?)?;
            Some(work(customer, row.at, MessageId::Row { file: 1, row: row.row }, body(row)))
        });
        let position = rows.position();
        let positions = vec![("trigger".to_string(), format!("{} {}", position.byte, position.row))];
        runtime.run_works(works.collect(), Mode::Virtual(&Quiet), Extra { positions, ..Extra::default() })?;
        batches += 1;
        if options.kill_after == Some(batches) {
            // Nothing is flushed or closed: what the operating system does to a killed process.
            std::process::abort();
        }
    }
}

fn work(customer: EntityId, at: Timestamp, message: MessageId, body: Body) -> Work {
    let event = Event {
        message,
        source: SourceId(1),
        occurred: Occurred(at),
        received: Received(at),
        simulated: true,
        body,
    };
    Work { vault: VAULT, customer, now: at, input: Input::Event(event) }
}

fn body(row: &TriggerRow) -> Body {
    let item = Item { product: ProductId(1), family: FamilyId(1), category: CategoryId(1) };
    let line = Line { item, quantity: 1, value: row.value };
    match row.kind {
        b'c' => Body::CartAdded(line),
        b'o' => Body::Ordered(Order { id: OrderId(row.row), place: Place::Online, lines: vec![line] }),
        b's' => consent(false),
        b'u' => consent(true),
        b'v' => Body::Viewed(None),
        _ => Body::Reacted { delivery: None, channel: Channel::Email, reaction: Reaction::Opened },
    }
}

fn consent(granted: bool) -> Body {
    let name = |text: &str| Name::new(text).expect("a fixed, valid name");
    Body::Consent(ConsentAct {
        channel: Some(Channel::Email),
        purpose: Some(name("offers")),
        granted,
        proof: Proof::Imported { text: name("v1"), from: name("former-system") },
    })
}

#[derive(Default)]
struct Result3 {
    fires: u64,
    value: i64,
    hash: i64,
    suppressed: u64,
    capped: u64,
}

/// The three numbers, from what the ledger durably holds.
fn tally(runtime: &Runtime, ids: &[EntityId]) -> Result<Result3> {
    let mut numbers: Vec<(EntityId, i64)> = ids.iter().copied().zip(0..).collect();
    numbers.sort_unstable();
    let scope = runtime.custodian.scope(VAULT).context("the benchmark's vault")?;
    let key = runtime.keyring.vault(VAULT).context("the vault's key")?;
    let mut result = Result3::default();
    let mut filter = IntentFilter { max: 10_000, ..IntentFilter::default() };
    loop {
        let rows = runtime.store.intents(&scope, &filter)?;
        let Some(last) = rows.last() else { return Ok(result) };
        filter.after = Some((last.part, last.id));
        for row in &rows {
            match (row.state.as_str(), row.reason.as_str()) {
                ("suppressed", "cap") => result.capped += 1,
                ("suppressed", "no_consent") => result.suppressed += 1,
                _ => {}
            }
            if row.state != "delivered" {
                continue;
            }
            let ticket = anlass_runtime::rows::open_ticket(key, row)?;
            let found = numbers.binary_search_by_key(&row.customer, |(id, _)| *id).ok();
            let (_, number) = found.and_then(|index| numbers.get(index)).context("a delivery to nobody")?;
            result.fires += 1;
            result.value += ticket.collected.first().copied().unwrap_or(0);
            result.hash += (ticket.at.0 % 1_000_003) * (number + 1) % 1_000_000_007;
        }
    }
}

/// Events of the file that stand on timelines.
fn count_timeline(runtime: &Runtime) -> Result<u64> {
    let key = runtime.keyring.vault(VAULT).context("the vault's key")?;
    let mut count = 0;
    for part in 0..runtime.parts {
        let mut after = 0;
        loop {
            let blocks = runtime.store.log(&runtime.custodian, anlass_model::id::Part(part), after, 16)?;
            let Some(last) = blocks.last() else { break };
            after = last.seq;
            for block in &blocks {
                for page in anlass_runtime::rows::open_block(key, block)? {
                    let from_file = page.entries.iter().filter(|entry| match &entry.input {
                        Input::Event(event) => matches!(event.message, MessageId::Row { file: 1, .. }),
                        _ => false,
                    });
                    count += from_file.count() as u64;
                }
            }
        }
    }
    Ok(count)
}

//! `anlass bench identity`: people with three identifiers each through the durable catch-up path. Who they are turns out
//! step by step: a cookie that looks, then an address, then a number; one in twenty was known by the number before, so
//! that two people are merged.

use super::{Meter, peak_rss_mb};
use anlass_model::definition::Definitions;
use anlass_model::event::{Arrival, Body, Event, Item, Line, Order, Place, SourceId};
use anlass_model::id::{
    CategoryId, FamilyId, Identifier, IdentifierKind, MessageId, Name, OrderId, ProductId, VaultId,
};
use anlass_model::time::{MINUTE, Occurred, Received, Span, Timestamp};
use anlass_model::value::Value;
use anlass_runtime::virtual_time::Quiet;
use anlass_runtime::{Extra, Mode, Round, Runtime};
use anlass_store::Store;
use anlass_store::seal::MasterKey;
use anlass_store::sqlite::SqliteStore;
use anyhow::{Context, Result, ensure};
use std::fs::create_dir_all;
use std::path::Path;
use std::sync::Arc;

const VAULT: VaultId = VaultId(1);
const PARTS: u8 = 64;
/// As [`super::trigger`] has it.
const BATCH: usize = 200_000;
/// One person in so many was known by the number before.
const MERGED: u64 = 20;
/// So many people later a person's next event comes.
const APART: u64 = 20_000;
/// People who are looked up when all is over.
const CHECKED: u64 = 1_000;
/// 2026-01-01 00:00 UTC.
const START: Timestamp = Timestamp(1_767_225_600_000);

const DEFINITIONS: &str = "settings:\n  name: Identity benchmark\n  \
    organisation: [{ id: headquarters, level: headquarters, vault: 1 }]\n  currency: EUR\n  time_zone: UTC\n  \
    fields: { first_name: text, last_name: text, city: text }\n  sources: [{ id: shop, number: 1 }, { id: crm, number: 2 }]\n";

pub(crate) fn run(data: &Path, people: u64) -> Result<serde_json::Value> {
    create_dir_all(data).with_context(|| format!("creating {}", data.display()))?;
    ensure!(!data.join("store.sqlite").exists(), "{} holds a store already", data.display());
    ensure!(people > 0, "there is nobody to tell apart");
    let master = MasterKey::load_or_create(&data.join("master.key"))?;
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open_or_create(&data.join("store.sqlite"), PARTS)?);
    let definitions: Definitions =
        serde_saphyr::from_str(DEFINITIONS).context("reading the benchmark's definitions")?;
    Runtime::publish(&*store, &master, &definitions, None)?;
    let mut runtime = Runtime::open(Arc::clone(&store), &master, "bench", START)?;

    let meter = Meter::start();
    let (mut events, mut merges) = (0, 0);
    let mut batch = Vec::with_capacity(BATCH);
    for arrival in arrivals(people) {
        batch.push(arrival);
        events += 1;
        if batch.len() == BATCH {
            merges += play(&mut runtime, std::mem::take(&mut batch))?;
        }
    }
    merges += play(&mut runtime, batch)?;
    runtime.settle()?;
    let (seconds, cpu_s) = (meter.seconds(), meter.cpu_seconds());
    let expected = (0..people).filter(|person| was_known(*person)).count() as u64;
    ensure!(merges == expected, "{merges} merges, {expected} were to be");
    check(&runtime, people)?;
    Ok(serde_json::json!({
        "people": people, "identifiers": people * 3, "merges": merges, "events": events,
        "events_per_s": (events as f64 / seconds).round(), "seconds": seconds, "cpu_s": cpu_s,
        "peak_rss_mb": peak_rss_mb().round(), "fsync_ms": anlass_store::probe::fsync_ms(data)?,
    }))
}

/// One batch, as a replayed history does it; how many people were merged.
fn play(runtime: &mut Runtime, arrivals: Vec<Arrival>) -> Result<u64> {
    // Links of the batch before must be readable where this one looks for them.
    runtime.settle()?;
    let identified = runtime.identify(arrivals, None)?;
    let merges = identified.rounds.iter().map(|round| match round {
        Round::Merges(merges) => merges.len() as u64,
        Round::Works(_) => 0,
    });
    let merges = merges.sum();
    let extra = Extra { rows: identified.rows, ..Extra::default() };
    runtime.run(identified.rounds, Mode::Virtual(&Quiet), extra)?;
    Ok(merges)
}

fn was_known(person: u64) -> bool {
    person.is_multiple_of(MERGED)
}

/// Everybody's events, those of one person with others between them.
fn arrivals(people: u64) -> impl Iterator<Item = Arrival> {
    let turns = 0..people + 5 * APART;
    let of_turn = move |turn: u64| {
        (0..5).filter_map(move |number| {
            let person = turn.checked_sub(number * APART).filter(|person| *person < people)?;
            arrival(person, number, turn)
        })
    };
    turns.flat_map(of_turn)
}

fn arrival(person: u64, number: u64, turn: u64) -> Option<Arrival> {
    let of = |kind, value: String| Identifier { kind, value: value.into() };
    let cookie = of(IdentifierKind::Cookie, format!("visitor-{person}"));
    let email = of(IdentifierKind::Email, format!("person{person}@example.org"));
    let customer = of(IdentifierKind::CustomerNumber, format!("k{person}"));
    let text = |text: String| Some(Value::Text(text.into()));
    let name = |text: &str| Name::new(text).expect("a fixed, valid name");
    let item = |article: u64| Item {
        product: ProductId(article),
        family: FamilyId(article),
        category: CategoryId(article % 100),
    };
    let (identifiers, source, body) = match number {
        0 => (vec![cookie], 1, Body::Viewed(Some(item(person % 5_000)))),
        1 if was_known(person) => {
            let line = Line { item: item(person % 3_000), quantity: 1, value: 2_990 };
            let order = Order { id: OrderId(person), place: Place::Online, lines: vec![line] };
            (vec![customer], 2, Body::Ordered(order))
        }
        1 => return None,
        2 => {
            let fields = vec![
                (name("first_name"), text("Anna".into())),
                (name("city"), text(format!("Ort {}", person % 9))),
            ];
            (vec![email, cookie], 1, Body::Profile(fields))
        }
        3 => {
            let fields = vec![
                (name("last_name"), text(format!("Name {}", person % 5_000))),
                (name("city"), text(format!("Ort {}", person % 8))),
            ];
            (vec![customer, email], 2, Body::Profile(fields))
        }
        _ => (vec![customer, cookie], 1, Body::Viewed(None)),
    };
    let at = START.plus(Span(i64::try_from(turn).ok()? * MINUTE.0 / 10));
    let event = Event {
        message: MessageId::Row { file: 1, row: person * 5 + number },
        source: SourceId(source),
        occurred: Occurred(at),
        received: Received(at),
        simulated: true,
        body,
    };
    Some(Arrival { vault: VAULT, identifiers, event })
}

/// Some people are known by all they said, by nothing else, and read back as their timelines have them.
fn check(runtime: &Runtime, people: u64) -> Result<()> {
    let step = (people / CHECKED).max(1);
    for person in (0..people).step_by(usize::try_from(step)?) {
        let all = arrival(person, 2, 0).into_iter().chain(arrival(person, 3, 0));
        let mut identifiers: Vec<Identifier> = all.flat_map(|arrival| arrival.identifiers).collect();
        identifiers.sort();
        identifiers.dedup();
        let mut found = Vec::new();
        for identifier in &identifiers {
            found.extend(runtime.find(VAULT, identifier)?);
        }
        found.dedup();
        ensure!(found.len() == 1, "person {person} is {} people", found.len());
        let customer = *found.first().context("one person")?;
        let dossier = runtime.dossier(VAULT, customer)?.context("their dossier")?;
        ensure!(dossier.hot.identifiers == identifiers, "person {person} is known by something else");
        let orders = usize::from(was_known(person));
        ensure!(dossier.hot.heads.len() == orders, "person {person} has other orders");
        if person / step < 20 {
            runtime.verify(VAULT, customer)?;
        }
    }
    Ok(())
}

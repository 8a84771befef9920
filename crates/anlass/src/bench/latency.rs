//! `anlass bench latency`: events flow over filled dossiers, every tenth asks for a letter, and the time from the
//! moment an event was accepted to the moment a mail server has its letter is taken; on request beside a mailing.

use super::filled::Filled;
use super::post::{self, Audience, Ledger, Signing};
use super::sink::Sink;
use super::{Meter, peak_rss_mb};
use anlass_model::event::{Arrival, Body, Event, Item, Line, Order, Place, SourceId};
use anlass_model::id::{CategoryId, FamilyId, MessageId, OrderId, ProductId, VaultId, parts_hash};
use anlass_model::time::{DAY, Occurred, Received, Timestamp};
use anlass_server::Intake;
use anlass_sim::fill::identifier;
use anyhow::{Result, ensure};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// Every so many-th event is an order and asks for a letter.
const LETTER_EVERY: u64 = 10;
/// Events accepted in one go: what a collector gets in a fiftieth of a second.
const GOES_PER_S: u64 = 50;
const LOOK: Duration = Duration::from_millis(250);

pub(crate) struct Options<'a> {
    pub(crate) data: &'a Path,
    pub(crate) customers: u64,
    pub(crate) events_per_s: u64,
    pub(crate) seconds: u64,
    pub(crate) signing: Signing,
    /// A mailing to so many goes out meanwhile; 0: none.
    pub(crate) mailing: u64,
}

pub(crate) fn run(options: &Options<'_>) -> Result<serde_json::Value> {
    let mut filled = Filled::open(options.data)?;
    filled.check(options.customers)?;
    let now = crate::clock::now();
    let planned = match options.mailing {
        0 => 0,
        people => post::publish(&mut filled, post::LETTER, Audience::Some(people), now)?.1,
    };
    let people = reachable(&filled, options.events_per_s * options.seconds / LETTER_EVERY)?;
    let dossiers = filled.dossiers;
    if options.mailing == 0 {
        // Only for its programme: its day is in the past by more than its message may wait.
        post::publish(&mut filled, post::LETTER, Audience::Some(1), now.minus(DAY.times(30)))?;
    }
    drop(filled);
    let sink = Sink::start()?;
    let config = post::settings(options.data, sink.address, options.signing)?;
    let over_before = post::over(&Ledger::open(options.data)?.states()?);
    let meter = Meter::start();
    let (house, running) = post::open(options.data, &config)?;
    let (accepted, fed_s) = feed(&*house, options, &people, dossiers)?;
    let mailed_meanwhile = sink.letters();
    let ledger = Ledger::open(options.data)?;
    let states = ledger.wait(over_before + planned + accepted.len() as u64, LOOK, &|| sink.letters())?;
    let (seconds, cpu_s) = (meter.seconds(), meter.cpu_seconds());
    running.stop();
    drop(house);
    let waits = waits(&sink, &accepted);
    ensure!(waits.len() == accepted.len(), "{} of {} letters came: {states:?}", waits.len(), accepted.len());
    let at = |share: f64| {
        let place = (waits.len().saturating_sub(1) as f64 * share).round() as usize;
        waits.get(place).map_or(0.0, |wait| (wait.as_secs_f64() * 100_000.0).round() / 100.0)
    };
    Ok(serde_json::json!({
        "events_per_s": (options.events_per_s as f64 * options.seconds as f64 / fed_s).round(),
        "letters": waits.len(), "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": at(1.0),
        "mailing_planned": planned, "mailing_meanwhile": mailed_meanwhile.saturating_sub(accepted.len() as u64),
        "signing": options.signing.as_str(), "dossiers": dossiers, "seconds": seconds, "cpu_s": cpu_s,
        "peak_rss_mb": peak_rss_mb().round(), "fsync_ms": anlass_store::probe::fsync_ms(options.data)?,
    }))
}

/// Numbers of people who have an address, each for one letter.
fn reachable(filled: &Filled, wanted: u64) -> Result<Vec<u64>> {
    let mut people = Vec::new();
    for number in 0..filled.dossiers {
        if u64::try_from(people.len()).unwrap_or(u64::MAX) >= wanted {
            break;
        }
        let id = filled.runtime.derived(VaultId(1), &identifier(number))?;
        let dossier = filled.runtime.dossier(VaultId(1), id)?;
        if dossier.is_some_and(|dossier| dossier.profile(anlass_model::id::NameId::of("email")).is_some()) {
            people.push(number);
        }
    }
    ensure!(
        u64::try_from(people.len()).unwrap_or(0) >= wanted,
        "{} people have an address, {wanted} are needed: fill more, or measure for fewer seconds",
        people.len()
    );
    Ok(people)
}

/// Lets events in at their pace; when the event behind each person's letter was accepted, and how long it took.
#[expect(clippy::disallowed_methods, reason = "measuring is what it is for")]
fn feed(
    house: &dyn Intake,
    options: &Options<'_>,
    people: &[u64],
    dossiers: u64,
) -> Result<(BTreeMap<u64, Instant>, f64)> {
    let mut accepted = BTreeMap::new();
    let mut orders = people.iter();
    let meter = Meter::start();
    let run = u64::try_from(crate::clock::now().0).unwrap_or(0);
    let (total, each) = (options.events_per_s * options.seconds, options.events_per_s.div_ceil(GOES_PER_S));
    let mut number = 0;
    while number < total {
        let due = Duration::from_secs_f64(number as f64 / options.events_per_s as f64);
        post::pause(due.saturating_sub(Duration::from_secs_f64(meter.seconds())));
        let now = crate::clock::now();
        let mut arrivals = Vec::new();
        let mut letters = Vec::new();
        for number in number..(number + each).min(total) {
            let draw = parts_hash(&[b"bench latency", &run.to_le_bytes(), &number.to_le_bytes()]);
            let buyer = if number % LETTER_EVERY == 0 { orders.next().copied() } else { None };
            let anybody = u64::try_from(draw % u128::from(dossiers.max(1))).unwrap_or(0);
            letters.extend(buyer);
            arrivals.push(arrival(draw, buyer, anybody, now));
        }
        number += each;
        let taken = house.accept(arrivals);
        ensure!(taken.is_ok(), "the house took no more events");
        let moment = Instant::now();
        accepted.extend(letters.into_iter().map(|person| (person, moment)));
    }
    Ok((accepted, meter.seconds()))
}

fn arrival(draw: u128, buyer: Option<u64>, anybody: u64, now: Timestamp) -> Arrival {
    let item = Item { product: ProductId(1), family: FamilyId(1), category: CategoryId(1) };
    let body = match buyer {
        Some(_) => Body::Ordered(Order {
            id: OrderId::of(&format!("{draw:032x}")),
            place: Place::Online,
            lines: vec![Line { item, quantity: 1, value: 4_999 }],
        }),
        None => Body::Viewed(Some(item)),
    };
    Arrival {
        vault: VaultId(1),
        identifiers: vec![identifier(buyer.unwrap_or(anybody))],
        event: Event {
            message: MessageId::Hash(draw),
            source: SourceId(2),
            occurred: Occurred(now),
            received: Received(now),
            simulated: true,
            body,
        },
    }
}

/// From acceptance to the mail server, shortest first.
fn waits(sink: &Sink, accepted: &BTreeMap<u64, Instant>) -> Vec<Duration> {
    let taken = sink.taken().into_values().flatten().filter(|taken| taken.is_contract);
    let wait = taken.filter_map(|taken| {
        let accepted = accepted.get(&taken.customer?)?;
        Some(taken.at.saturating_duration_since(*accepted))
    });
    let mut waits: Vec<Duration> = wait.collect();
    waits.sort_unstable();
    waits
}

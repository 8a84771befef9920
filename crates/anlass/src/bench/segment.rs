//! `anlass bench segment`: preview of a fresh rule, then a published standing segment built by the sweep while
//! events flow through the loop between its slices.

use super::filled::Filled;
use super::{Meter, peak_rss_mb};
use anlass_model::event::{Arrival, Body, Event, Item, Line, Order, Place, SourceId};
use anlass_model::id::{
    CategoryId, FamilyId, MessageId, Name, NameId, OrderId, ProductId, ProgramId, VaultId, parts_hash,
};
use anlass_model::time::{HOUR, Occurred, Received, Span, Timestamp};
use anlass_runtime::live::Live;
use anlass_sim::fill::{NOW, identifier};
use anlass_store::inbox::FileInbox;
use anyhow::{Result, ensure};
use std::path::Path;
use std::sync::Arc;

/// Typed by an author, not published.
const FRESH: &str = r#"orders.count(within = 365d) >= 2 && since(orders.last) > 30d && profile.city == "Ulm" && consent("email", "offers")"#;
/// Published as a standing segment.
const STANDING: &str = r#"orders.kept(within = 365d) >= 5 && consent("email", "offers")"#;
/// Events that flow meanwhile.
const EVENTS_PER_S: f64 = 500.0;
/// Customers of one slice of the sweep: what an event may have to wait for, some 150 ms on two cores.
const SLICE: usize = 8_000;

pub(crate) fn run(data: &Path, customers: u64) -> Result<serde_json::Value> {
    let mut filled = Filled::open(data)?;
    filled.check(customers)?;
    let now = NOW.plus(HOUR);
    let preview_meter = Meter::start();
    let preview = filled.runtime.preview(&filled.scope, FRESH, now)?;
    let (preview_s, preview_cpu_s) = (preview_meter.seconds(), preview_meter.cpu_seconds());
    ensure!(preview.scanned >= customers && preview.matching > 0, "the preview reached nobody");

    let mut definitions = filled.runtime.program.definitions.clone();
    let name = Name::new(&format!("bench-{}", definitions.settings.segments.len()))?;
    definitions.settings.segments.insert(name.clone(), STANDING.into());
    filled.publish(definitions)?;
    let Filled { runtime, scope, dossiers, .. } = filled;
    let inbox = FileInbox::open(&data.join("inbox"), anlass_store::inbox_applied(&*runtime.store)?)?;
    let mut live = Live::new(runtime, Arc::new(inbox))?;
    let built = build(&mut live, dossiers, now)?;
    let members = live.runtime.members(&scope, name.id())?;
    let expected = live.runtime.preview(&scope, &format!("segment(\"{name}\")"), now)?.matching;
    ensure!(members == expected, "the index holds {members} members, the dossiers say {expected}");
    ensure!(members > 0, "nobody is in the segment");
    Ok(serde_json::json!({
        "preview_s": preview_s, "preview_cpu_s": preview_cpu_s, "matching": preview.matching,
        "build_s": built.seconds, "members": members, "stepped": built.stepped,
        "events": built.events, "events_per_s": (built.events as f64 / built.seconds).round(),
        "worst_delay_ms": (built.worst_delay_s * 1_000.0).round(),
        "customers_per_s": (dossiers as f64 / built.seconds).round(),
        "dossiers": dossiers, "seconds": preview_s + built.seconds, "cpu_s": built.cpu_s,
        "peak_rss_mb": peak_rss_mb().round(), "fsync_ms": anlass_store::probe::fsync_ms(data)?,
    }))
}

#[derive(Default)]
struct Built {
    seconds: f64,
    cpu_s: f64,
    events: u64,
    stepped: u64,
    /// From the moment an event was due to the commit that holds it.
    worst_delay_s: f64,
}

fn build(live: &mut Live, dossiers: u64, now: Timestamp) -> Result<Built> {
    let meter = Meter::start();
    let mut built = Built::default();
    let mut cursor = live.runtime.sweep_cursor()?;
    let mut done = false;
    while !done {
        let step = live.runtime.sweep(&mut cursor, SLICE, now)?;
        built.stepped += step.concerned;
        done = step.done;
        let due = meter.seconds() * EVENTS_PER_S;
        let mut arrivals = Vec::new();
        let oldest = built.events as f64 / EVENTS_PER_S;
        while (built.events as f64) < due {
            arrivals.push(arrival(live.runtime.program.id, dossiers, built.events, now));
            built.events += 1;
        }
        if !arrivals.is_empty() {
            live.accept(&arrivals)?;
            live.catch_up(now, arrivals.len())?;
            built.worst_delay_s = built.worst_delay_s.max(meter.seconds() - oldest);
        }
    }
    live.settle()?;
    built.seconds = meter.seconds();
    built.cpu_s = meter.cpu_seconds();
    Ok(built)
}

/// Somebody looks at an article; every tenth buys it.
fn arrival(program: ProgramId, dossiers: u64, number: u64, now: Timestamp) -> Arrival {
    // Spread over everybody, the same way in every run.
    let draw = parts_hash(&[b"bench segment", &program.0.to_le_bytes(), &number.to_le_bytes()]);
    let customer = u64::try_from(draw % u128::from(dossiers.max(1))).unwrap_or(0);
    let item = Item { product: ProductId(1), family: FamilyId(1), category: CategoryId(1) };
    let body = match number % 10 {
        0 => Body::Ordered(Order {
            id: OrderId(NameId::of(&format!("{draw:x}")).0),
            place: Place::Online,
            lines: vec![Line { item, quantity: 1, value: 4_999 }],
        }),
        _ => Body::Viewed(Some(item)),
    };
    let at = now.minus(Span(1));
    Arrival {
        vault: VaultId(1),
        identifiers: vec![identifier(customer)],
        event: Event {
            message: MessageId::Hash(draw),
            source: SourceId(2),
            occurred: Occurred(at),
            received: Received(at),
            simulated: true,
            body,
        },
    }
}

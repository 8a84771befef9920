//! J12: what may not be known of whereabouts stands on no timeline, and leaves dossier and timeline equal.

use super::{NOW, PARTS, SHOP, VAULT, definitions, event, identifier, name};
use anlass_engine::{Entry, Input};
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::event::{Arrival, Body};
use anlass_model::location::{Crossed, Crossing, Located};
use anlass_model::time::MINUTE;
use anlass_runtime::Runtime;
use anlass_runtime::live::Live;
use anlass_runtime::virtual_time::Quiet;
use anlass_store::Store;
use anlass_store::inbox::MemoryInbox;
use anlass_store::memory::MemoryStore;
use anlass_store::seal::MasterKey;
use std::sync::Arc;

fn live() -> Live {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(PARTS, 3));
    let master = MasterKey::from_bytes([1; 32]);
    let fences = "  location: { fences: [{ id: shop, name: { de: a, en: a }, place: '50, 7', radius_m: 200 }] }\nprogrammes:";
    let shop = definitions(&SHOP.replacen("programmes:", fences, 1));
    Runtime::publish(&*store, &master, &shop, Some([2; 32])).unwrap();
    Live::new(Runtime::open(store, &master, "test", NOW).unwrap(), Arc::new(MemoryInbox::new(0))).unwrap()
}

fn said(live: &mut Live, customer: u64, minute: i64, bodies: Vec<Body>) {
    let at = NOW.plus(MINUTE.times(minute));
    let arrival = |(number, body)| Arrival {
        vault: VAULT,
        identifiers: vec![identifier(customer)],
        event: event(customer, u64::try_from(minute).unwrap() * 10 + number, at, body),
    };
    let arrivals: Vec<Arrival> = (0..).zip(bodies).map(arrival).collect();
    live.accept(&arrivals).unwrap();
    live.lend(&|| at, &Quiet, 100).unwrap();
}

/// The events on somebody's timeline, which gives their dossier again, but for whom the loop found.
fn timeline(live: &Live, customer: u64) -> Vec<String> {
    let Some(id) = live.runtime.find(VAULT, &identifier(customer)).unwrap() else { return Vec::new() };
    live.runtime.verify(VAULT, id).unwrap();
    let told = |entry: Entry| match entry.input {
        Input::Event(event) if matches!(event.body, Body::Identified(_)) => None,
        Input::Event(event) => Some(event.body.event_name().to_owned()),
        _ => None,
    };
    live.runtime.timeline(VAULT, id).unwrap().into_iter().filter_map(told).collect()
}

fn seen(inside: &[&str]) -> Body {
    let inside = inside.iter().map(|id| Box::from(*id)).collect();
    Body::Located(Box::new(Located { inside, near: vec![] }))
}

fn entered() -> Body {
    Body::Crossed(Box::new(Crossed { fence: "shop".into(), crossing: Crossing::Entered }))
}

fn consent(granted: bool) -> Body {
    let proof = Proof::Document { text: name("app-2026"), document: "screen 4".into() };
    Body::Consent(ConsentAct { channel: Some(Channel::App), purpose: Some(name("location")), granted, proof })
}

#[test]
fn what_may_not_be_known_is_on_no_timeline() {
    let mut live = live();
    said(&mut live, 1, 0, vec![seen(&["shop"]), entered()]);
    assert!(timeline(&live, 1).is_empty());
    // In one batch with what makes them known.
    said(&mut live, 2, 1, vec![seen(&["shop"]), Body::Viewed(None), entered()]);
    assert_eq!(timeline(&live, 2), ["product.viewed"]);
    said(&mut live, 2, 2, vec![consent(true)]);
    said(&mut live, 2, 3, vec![seen(&[]), seen(&["shop"])]);
    // They still are there, and say so each minute.
    for minute in 4..8 {
        said(&mut live, 2, minute, vec![seen(&["shop"])]);
    }
    said(&mut live, 2, 9, vec![consent(false), entered()]);
    let told = ["product.viewed", "consent.changed", "location.position", "consent.changed"];
    assert_eq!(timeline(&live, 2), told);
}

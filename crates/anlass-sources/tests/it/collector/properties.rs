//! Whatever arrives: no panic, an answer within bounds, the same arrivals however a batch is cut.

use super::{LIMITS, NOW, collect, gzip};
use anlass_model::event::Arrival;
use anlass_sources::collector::Kind;
use proptest::prelude::{
    ProptestConfig, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};
use std::collections::BTreeSet;

/// Events as they may come, good ones and others.
fn event() -> impl Strategy<Value = String> {
    let person = prop_oneof![
        prop::strategy::Just(String::from(r#""userId":"u1""#)),
        prop::strategy::Just(String::from(r#""anonymousId":"a1","userId":"""#)),
        prop::strategy::Just(String::from(r#""context":{"traits":{"email":"eva@example.org"}}"#)),
        prop::strategy::Just(String::from(r#""userId":{}"#)),
    ];
    let what = prop_oneof![
        prop::strategy::Just(String::from(r#""type":"page""#)),
        prop::strategy::Just(String::from(r#""type":"alias","previousId":"a0""#)),
        prop::strategy::Just(String::from(r#""type":"identify","traits":{"city":"Köln"}"#)),
        prop::strategy::Just(String::from(r#""type":"track","event":"Weather""#)),
        (0..9u8, 0..4i8, -2..200i32).prop_map(|(product, quantity, price)| format!(
            r#""type":"track","event":"Order Completed","properties":{{"order_id":"o{product}","coupon":"c",
            "products":[{{"sku":"p{product}","quantity":{quantity},"price":{price}.5}}]}}"#
        )),
    ];
    let time = prop_oneof![
        prop::strategy::Just(String::new()),
        (0..59u8).prop_map(|second| format!(r#""timestamp":"2026-11-21T20:00:{second:02}Z","#)),
        any::<i64>().prop_map(|moment| format!(r#""timestamp":{moment},"#)),
    ];
    (person, what, time, 0..1_000u32)
        .prop_map(|(person, what, time, id)| format!(r#"{{{time}{person},"messageId":"m{id}",{what}}}"#))
}

/// Arrivals and the reasons of what was set aside, over several requests.
fn taken(batches: &[&[String]]) -> (Vec<Arrival>, Vec<String>) {
    let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
    for events in batches {
        let body = format!(r#"{{"sentAt":"2026-11-21T20:19:00Z","batch":[{}]}}"#, events.join(", "));
        let decoded = collect(Kind::Batch, body.as_bytes()).expect("readable");
        assert_eq!(decoded.events, events.len());
        accepted.extend(decoded.accepted);
        rejected
            .extend(decoded.rejected.iter().map(|event| format!("{:?} {}", event.kept.raw, event.reason)));
    }
    (accepted, rejected)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_batch_cut_differently_says_the_same(
        events in prop::collection::vec(event(), 0..12),
        at in 0..12usize,
    ) {
        let (first, second) = events.split_at(at.min(events.len()));
        prop_assert_eq!(taken(&[&events]), taken(&[first, second]));
    }

    #[test]
    fn every_event_is_taken_or_set_aside_and_a_repetition_has_the_same_ids(
        events in prop::collection::vec(event(), 0..12),
    ) {
        let (accepted, rejected) = taken(&[&events]);
        let (again, rejected_again) = taken(&[&events]);
        let ids = |arrivals: &[Arrival]| -> Vec<_> {
            arrivals.iter().map(|arrival| arrival.event.message).collect()
        };
        prop_assert_eq!(ids(&accepted), ids(&again));
        prop_assert_eq!(rejected.len(), rejected_again.len());
        prop_assert!(accepted.len() + rejected.len() >= events.len());
        for arrival in &accepted {
            prop_assert!(!arrival.identifiers.is_empty());
            prop_assert!(arrival.event.occurred.0 <= NOW.0.plus(anlass_model::time::FUTURE_TOLERANCE));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        kind in prop::sample::select(Kind::ALL.to_vec()),
    ) {
        for body in [bytes.clone(), gzip(&bytes), [&b"\x1f\x8b"[..], &bytes].concat()] {
            if let Ok(decoded) = collect(kind, &body) {
                prop_assert!(decoded.events <= LIMITS.events_max);
            }
        }
    }

    #[test]
    fn a_body_spoilt_anywhere_is_refused_or_read_in_part(
        events in prop::collection::vec(event(), 1..6),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut body = format!(r#"{{"batch":[{}]}}"#, events.join(",")).into_bytes();
        let at = at.index(body.len());
        body[at] = byte;
        if let Ok(decoded) = collect(Kind::Batch, &body) {
            let indexes: BTreeSet<usize> = decoded.rejected.iter().map(|event| event.index).collect();
            prop_assert_eq!(indexes.len(), decoded.rejected.len());
            prop_assert!(decoded.accepted.len() + indexes.len() >= decoded.events);
        }
    }
}

//! CloudEvents in all three forms mean the same, and mean what the collector's events mean.

use crate::collector::{NOW, id};
use crate::shops::{bodies, known, left_out, line, whose};
use anlass_model::event::{Body, Order, Place};
use anlass_model::id::{IdentifierKind, OrderId};
use anlass_model::time::Timestamp;
use anlass_sources::cloudevents::decode;
use anlass_sources::collector::Trust;
use anlass_sources::understood::{Knowledge, Refused, Understood};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use proptest::prelude::{any, prop, prop_assert, proptest};

const DATA: &str = r#"{"userId":"17","order_id":"o1","currency":"EUR",
  "products":[{"sku":"p1","quantity":2,"price":19.99}]}"#;

const STRUCTURED: (&str, &str) = ("Content-Type", "application/cloudevents+json; charset=utf-8");

fn structured(kind: &str, rest: &str) -> String {
    format!(
        r#"{{"specversion":"1.0","id":"e1","source":"/shop/größe","type":"{kind}","time":"2026-11-20T09:00:00Z"{rest}}}"#
    )
}

fn read(headers: &[(&str, &str)], body: &str) -> Result<Understood, Refused> {
    decode(headers, body.as_bytes(), &known())
}

fn one(kind: &str, data: &str) -> Understood {
    read(&[STRUCTURED], &structured(kind, &format!(r#","data":{data}"#))).expect("readable")
}

#[test]
fn all_three_forms_of_an_event_say_the_same() {
    let told = one("com.example.order.completed", DATA);
    let order = Order { id: OrderId::of("o1"), place: Place::Online, lines: vec![line("p1", 2, 3_998)] };
    assert_eq!(bodies(&told), [&Body::Ordered(order)]);
    assert_eq!(whose(&told), [&id(IdentifierKind::CustomerNumber, "17")]);
    assert_eq!(told.arrivals[0].event.occurred.0, Timestamp(1_795_165_200_000));

    let headers = [
        ("content-type", "application/json"),
        ("CE-SpecVersion", "1.0"),
        ("ce-id", "e1"),
        ("ce-source", "/shop/gr%C3%B6%C3%9Fe"),
        ("ce-type", "com.example.order.completed"),
        ("ce-time", "2026-11-20T09:00:00Z"),
    ];
    assert_eq!(read(&headers, DATA).expect("binary"), told);

    let packed = format!(r#","data_base64":"{}""#, BASE64_STANDARD.encode(DATA));
    let event = structured("com.example.order.completed", &packed);
    assert_eq!(read(&[STRUCTURED], &event).expect("packed"), told);
    let batch = [("content-type", "application/cloudevents-batch+json")];
    assert_eq!(read(&batch, &format!("[{event}]")).expect("a batch"), told);
}

#[test]
fn source_and_id_together_are_what_is_said_once() {
    let ids = |event: &str| read(&[STRUCTURED], event).expect("readable").arrivals[0].event.message;
    let event = structured("page.CartCleared", r#","data":{"userId":"17"}"#);
    assert_eq!(ids(&event), ids(&event.replace("09:00:00", "10:00:00")));
    assert_ne!(ids(&event), ids(&event.replace("e1", "e2")));
    assert_ne!(ids(&event), ids(&event.replace("/shop/größe", "/shop/b")));
}

#[test]
fn a_type_has_the_meaning_of_the_collectors_name_or_of_a_declared_one() {
    for (kind, event) in [
        ("Cart Cleared", "cart.cleared"),
        ("com.example.cart_cleared", "cart.cleared"),
        ("com.example.shop.cart.cleared.v2", "cart.cleared"),
        ("https://example.com/types/CartCleared", "cart.cleared"),
        ("com.example.order.paid", "order.paid"),
        ("com.example.identify", "profile.changed"),
    ] {
        let told = one(kind, r#"{"userId":"17","order_id":"o1","first_name":"Eva"}"#);
        assert_eq!(bodies(&told)[0].event_name(), event, "{kind}");
    }
    let told = one("com.example.weather.changed", r#"{"userId":"17"}"#);
    let (code, cause, _) = left_out(&told);
    assert_eq!((code, &*cause), ("event_type_unknown", "unknown event type \"com.example.weather.changed\""));
}

#[test]
fn a_subject_that_names_a_person_says_whose_it_is() {
    for (subject, kind, value) in [
        ("customers/17", IdentifierKind::CustomerNumber, "17"),
        ("Eva@Example.org", IdentifierKind::Email, "eva@example.org"),
    ] {
        let event = structured("cart.cleared", &format!(r#","subject":"{subject}""#));
        let told = read(&[STRUCTURED], &event).expect("readable");
        assert_eq!(whose(&told), [&id(kind, value)]);
    }
    let thing = structured("cart.cleared", r#","subject":"orders/17""#);
    assert_eq!(left_out(&read(&[STRUCTURED], &thing).expect("readable")).0, "event_of_nobody");
    let public = Knowledge { trust: Trust::Public, ..known() };
    let told =
        decode(&[STRUCTURED], structured("cart.cleared", r#","subject":"customers/17""#).as_bytes(), &public);
    let told = told.expect("readable");
    assert_eq!(whose(&told)[0].kind, IdentifierKind::Cookie, "who is not trusted names nobody");
}

#[test]
fn a_bad_event_takes_no_other_along() {
    let good = structured("cart.cleared", r#","data":{"userId":"17"}"#);
    for (bad, code) in [
        ("17", "event_not_object"),
        ("{}", "event_value_unreadable"),
        (&*good.replace("\"1.0\"", "\"0.3\""), "event_value_unreadable"),
        (&*good.replace("\"id\"", "\"it\""), "event_value_missing"),
        (&*good.replace("\"source\"", "\"from\""), "event_value_missing"),
        (&*good.replace("\"type\"", "\"kind\""), "event_value_missing"),
        (&*good.replace("2026-11-20T", "soon"), "event_value_unreadable"),
        (&*structured("cart.cleared", r#","data_base64":"?""#), "event_value_unreadable"),
    ] {
        let batch = format!("[{good},{bad},{}]", good.replace("e1", "e2"));
        let told = read(&[("content-type", "application/cloudevents-batch+json")], &batch).expect("readable");
        assert_eq!((told.arrivals.len(), left_out(&told).0), (2, code), "{bad}");
        assert!(told.left_out[0].about.starts_with("[1]"));
    }
}

#[test]
fn what_is_no_cloudevent_is_refused() {
    for (headers, body, code) in [
        (&[("content-type", "application/json")][..], "{}", "delivery_malformed"),
        (&[], "{}", "delivery_malformed"),
        (&[STRUCTURED], "not json", "body_not_json"),
        (&[("content-type", "application/cloudevents-batch+json")], "{}", "delivery_malformed"),
        (&[("ce-specversion", "1.0")], "<xml/>", "body_not_json"),
    ] {
        assert_eq!(read(headers, body).expect_err(body).code(), code);
    }
}

proptest! {
    #[test]
    fn no_event_breaks_it(
        kind in "\\PC{0,40}",
        data in prop::sample::select(vec!["null", "[]", "17", "{\"properties\":[]}", "{\"traits\":7}", DATA]),
        subject in "\\PC{0,20}",
        bytes in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let event = serde_json::json!({
            "specversion": "1.0", "id": "1", "source": "s", "type": kind, "subject": subject,
            "data": serde_json::from_str::<serde_json::Value>(data).expect("json"),
        });
        let told = read(&[STRUCTURED], &event.to_string()).expect("readable");
        prop_assert!(!told.is_nothing());
        let headers = [("ce-specversion", "1.0"), ("ce-id", &*kind), ("ce-source", &*subject), ("ce-type", "%zz%")];
        let _told = decode(&headers, &bytes, &known());
        prop_assert!(told.arrivals.iter().all(|arrival| arrival.event.received == NOW));
    }
}

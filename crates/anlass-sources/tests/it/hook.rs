//! A webhook of any system, read by a declared form.

use crate::collector::id;
use crate::shops::{SETTINGS_OF_SHOP, bodies, known, left_out, line, whose};
use anlass_model::event::{Body, Order, Place};
use anlass_model::id::{IdentifierKind, OrderId};
use anlass_model::time::Timestamp;
use anlass_sources::Error;
use anlass_sources::hook::Hook;
use anlass_sources::understood::Understood;
use proptest::prelude::{any, prop, proptest};

const FORM: &str = "\
hook: till
each: receipts
id: number
event: { from: kind, values: { sale: Order Completed, storno: Order Cancelled, gone: order.shipped } }
occurred: at
identifiers: { customer_number: card.holder, email: card.mail }
fields:
  order_id: number
  outlet_id: { from: till.outlet, values: { '1': berlin }, otherwise: elsewhere }
  currency: { constant: EUR }
lines: { each: items, number: 'article[0]', quantity: pieces, total: sum }
";

const BODY: &str = r#"{"receipts":[
  {"number":"B-1","kind":"sale","at":"2026-11-20T09:00:00Z","card":{"holder":17,"mail":"eva@example.org"},
   "till":{"outlet":1},"items":[{"article":["p1"],"pieces":2,"sum":"39.98"}]},
  {"number":"B-2","kind":"storno","at":"2026-11-20T09:05:00Z","card":{"holder":17,"mail":"eva@example.org"}}]}"#;

fn form(text: &str) -> Hook {
    Hook::read(text, "till.yaml").expect("a good form")
}

fn read(form: &str, body: &str) -> Understood {
    self::form(form).decode(body.as_bytes(), &known()).expect("readable")
}

#[test]
fn a_till_that_nobody_knows_brings_orders_by_its_form() {
    assert_eq!(form(FORM).check(&SETTINGS_OF_SHOP), []);
    let told = read(FORM, BODY);
    let place = Place::Outlet(anlass_model::id::OutletId::of("berlin"));
    let order = Order { id: OrderId::of("B-1"), place, lines: vec![line("p1", 2, 3_998)] };
    let cancelled = Body::Cancelled { order: OrderId::of("B-2"), lines: Vec::new() };
    assert_eq!(bodies(&told), [&Body::Ordered(order), &cancelled]);
    assert_eq!(
        whose(&told),
        [&id(IdentifierKind::CustomerNumber, "17"), &id(IdentifierKind::Email, "eva@example.org")]
    );
    assert_eq!(told.arrivals[0].event.occurred.0, Timestamp(1_795_165_200_000));
}

#[test]
fn the_same_thing_has_the_same_id_by_its_number_or_else_by_its_content() {
    let ids =
        |told: Understood| told.arrivals.iter().map(|arrival| arrival.event.message).collect::<Vec<_>>();
    assert_eq!(ids(read(FORM, BODY)), ids(read(FORM, &BODY.replace("39.98", "19.98"))));
    let without = FORM.replace("\nid: number\n", "\n");
    let spaced = BODY.replace(':', " : ").replace("09 : 0", "09:0").replace(" : 00Z", ":00Z");
    assert_eq!(ids(read(&without, BODY)), ids(read(&without, &spaced)));
    assert_ne!(ids(read(&without, BODY)), ids(read(&without, &BODY.replace("39.98", "19.98"))));
}

#[test]
fn what_does_not_fit_is_left_out_one_by_one() {
    for (from, to, code) in [
        ("\"storno\"", "\"closing\"", "delivery_without_use"),
        ("\"at\":\"2026-11-20T09:05:00Z\"", "\"at\":null", "event_value_missing"),
        ("\"at\":\"2026-11-20T09:05:00Z\"", "\"at\":\"soon\"", "event_value_unreadable"),
        ("39.98", "much", "event_value_unreadable"),
        ("\"pieces\":2", "\"pieces\":-2", "event_value_unreadable"),
        ("[{\"article\":[\"p1\"],\"pieces\":2,\"sum\":\"39.98\"}]", "7", "event_value_unreadable"),
    ] {
        let told = read(FORM, &BODY.replace(from, to));
        assert_eq!((told.arrivals.len(), left_out(&told).0), (1, code), "{from} → {to}");
    }
    let nobody = BODY.replace("\"holder\":17,\"mail\":\"eva@example.org\"", "");
    assert!(read(FORM, &nobody).left_out.iter().all(|left| left.why.code() == "event_of_nobody"));
    assert_eq!(left_out(&read(FORM, r#"{"receipts":[]}"#)).0, "delivery_without_use");
    let refused = form(FORM).decode(br#"{"receipts":{}}"#, &known()).expect_err("no list");
    assert_eq!(refused.to_string(), "receipts is missing or is not a list of what happened");
}

#[test]
fn people_themselves_can_be_told_of() {
    let form = "\
hook: crm
event: identify
identifiers: { customer_number: id, phone: tel }
fields: { first_name: name.given, city: { constant: Köln } }
";
    let told = read(form, r#"{"id":"17","tel":"+49 30 1234567","name":{"given":"Eva"}}"#);
    let [Body::Profile(fields)] = bodies(&told)[..] else { panic!("{told:?}") };
    assert_eq!(fields.len(), 3, "{fields:?}");
    assert_eq!(whose(&told)[1], &id(IdentifierKind::Phone, "+49301234567"));
}

#[test]
fn a_fault_of_a_form_names_its_place_cause_and_cure() {
    for (from, to, place, cause, cure) in [
        ("occurred:", "occured:", "line 5", "unknown key \"occured\"", "did you mean \"occurred\"?"),
        ("email: card.mail", "mail: card.mail", "line 6", "\"mail\" is not possible here", "write one of"),
        ("id: number", "id: 'a..b'", "line 3", "is not a path", "docs/add-a-source.md"),
        (
            "event: { from: kind,",
            "event: { form: kind,",
            "line 4",
            "unknown key \"form\"",
            "write one of from",
        ),
        (
            ", values: { sale: Order Completed, storno: Order Cancelled, gone: order.shipped }",
            "",
            "event",
            "not listed",
            "event.values",
        ),
        ("{ constant: EUR }", "{ constant: EUR, from: currency }", "fields.currency", "both", "keep one"),
        ("{ constant: EUR }", "{ otherwise: EUR }", "fields.currency", "neither", "write one"),
        ("quantity: pieces,", "quantity: pieces, price: each,", "lines", "both", "total"),
        (
            "{ customer_number: card.holder, email: card.mail }",
            "{}",
            "identifiers",
            "nothing says whose",
            "name at least",
        ),
    ] {
        let text = FORM.replace(from, to);
        assert_ne!(text, FORM);
        let error = Hook::read(&text, "till.yaml").expect_err(to);
        let Error::Mapping { place: found, cause: said, cure: hint, .. } = &error else { panic!("{error}") };
        assert!(
            found.contains(place) && said.contains(cause) && hint.contains(cure),
            "{found} | {said} | {hint}"
        );
    }
}

#[test]
fn events_that_nobody_declared_are_found_before_anything_is_sent() {
    let text = FORM.replace("order.shipped", "order_shiped").replace("Order Cancelled", "Weather");
    let problems = form(&text).check(&SETTINGS_OF_SHOP);
    let [shipped, weather] = &problems[..] else { panic!("{problems:?}") };
    assert_eq!((&*shipped.place, &*shipped.cure), ("event.values.gone", "did you mean \"order.shipped\"?"));
    assert_eq!(weather.cause, "no event \"Weather\" is known");
}

proptest! {
    #[test]
    fn no_form_and_no_body_breaks_it(
        form in "[a-z:{}\\[\\] .\n-]{0,120}",
        path in "[a-z.\\[\\]0-9]{1,12}",
        bytes in prop::collection::vec(any::<u8>(), 0..80),
        body in prop::sample::select(vec!["{}", "[]", "{\"receipts\":[{}]}", "{\"receipts\":[1,null]}", BODY]),
    ) {
        let _form = Hook::read(&form, "x");
        if let Ok(form) = Hook::read(&FORM.replace("card.holder", &path), "x") {
            let _told = form.decode(&bytes, &known());
            let _told = form.decode(body.as_bytes(), &known());
        }
    }
}

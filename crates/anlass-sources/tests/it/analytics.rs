//! Exports of web analytics, written by hand after the tools' documentation.

use crate::collector::id;
use crate::shops::{SETTINGS_OF_SHOP, known, line};
use anlass_model::event::{Body, Order, Place};
use anlass_model::id::{IdentifierKind, OrderId};
use anlass_model::time::Timestamp;
use anlass_sources::analytics::{Tool, decode};
use anlass_sources::collector::Trust;
use anlass_sources::understood::{Knowledge, Understood};
use proptest::prelude::{any, prop, prop_assert, proptest};

const MATOMO: &str = r#"[{"idSite":"1","idVisit":"7","visitorId":"33c31e01394bdc63","userId":"17","siteCurrency":"EUR",
  "serverTimestamp":1795165200,"actionDetails":[
  {"type":"action","url":"https://shop.example/kontakt","timestamp":1795165200},
  {"type":"action","url":"https://shop.example/lampe","timestamp":1795165210,"productViewSku":"p1"},
  {"type":"action","url":"https://shop.example/spiele/45790-32","timestamp":1795165220},
  {"type":"search","timestamp":1795165225},
  {"type":"search","timestamp":1795165226},
  {"type":"ecommerceAbandonedCart","timestamp":1795165230,"itemDetails":[
    {"itemSKU":"p1","itemName":"Lampe","price":19.99,"quantity":2}]},
  {"type":"ecommerceOrder","orderId":"o1","timestamp":1795165240,"revenue":"39.98","itemDetails":[
    {"itemSKU":"p1","itemName":"Lampe","price":19.99,"quantity":2}]}]}]"#;

const GA4: &str = r#"{"event_name":"page_view","event_timestamp":"1795165200000000","user_pseudo_id":"18.9","event_params":[{"key":"page_location","value":{"string_value":"https://shop.example/spiele/45790-32"}}]}
{"event_name":"view_item","event_timestamp":"1795165201000000","user_pseudo_id":"18.9","items":[{"item_id":"p1","price":19.99}]}
{"event_name":"add_to_cart","event_timestamp":"1795165202000000","user_pseudo_id":"18.9","event_params":[{"key":"currency","value":{"string_value":"EUR"}}],"items":[{"item_id":"p1","price":19.99,"quantity":"2"}]}
{"event_name":"purchase","event_timestamp":1795165203000000,"user_pseudo_id":"18.9","user_id":"17","ecommerce":{"transaction_id":"o1"},"event_params":[{"key":"currency","value":{"string_value":"EUR"}}],"items":[{"item_id":"p1","price":19.99,"quantity":2},{"item_id":"0815","price":0.1,"quantity":1}]}
{"event_name":"scroll","event_timestamp":1795165204000000,"user_pseudo_id":"18.9"}
{"event_name":"order.paid","event_timestamp":1795165205000000,"user_pseudo_id":"18.9","event_params":[{"key":"order_id","value":{"string_value":"o1"}}]}
"#;

fn read(tool: Tool, text: &str) -> Understood {
    let public = Knowledge { trust: Trust::Public, ..known() };
    decode(tool, text.as_bytes(), &public).expect("readable")
}

fn names(told: &Understood) -> Vec<&str> {
    told.arrivals.iter().map(|arrival| arrival.event.body.event_name()).collect()
}

fn order(lines: Vec<anlass_model::event::Line>) -> Body {
    Body::Ordered(Order { id: OrderId::of("o1"), place: Place::Online, lines })
}

#[test]
fn visits_of_matomo_are_looks_carts_and_orders() {
    let told = read(Tool::Matomo, MATOMO);
    assert_eq!(
        names(&told),
        ["product.viewed", "product.viewed", "product.viewed", "cart.added", "cart.cleared", "order.placed"]
    );
    let viewed = |index: usize| match &told.arrivals[index].event.body {
        Body::Viewed(item) => item.is_some(),
        _ => false,
    };
    assert_eq!((viewed(0), viewed(1), viewed(2)), (false, true, true));
    assert_eq!(told.arrivals[5].event.body, order(vec![line("p1", 2, 3_998)]));
    assert_eq!(told.arrivals[5].event.occurred.0, Timestamp(1_795_165_240_000));
    let [left] = &told.left_out[..] else { panic!("{told:?}") };
    assert_eq!(&*left.about, "search, 2 times");
}

#[test]
fn rows_of_ga4_are_looks_carts_orders_and_own_events() {
    let told = read(Tool::Ga4, GA4);
    assert_eq!(
        names(&told),
        ["product.viewed", "product.viewed", "cart.added", "order.placed", "order.paid"]
    );
    assert_eq!(told.arrivals[3].event.body, order(vec![line("p1", 2, 3_998), line("0815", 1, 10)]));
    assert_eq!(told.arrivals[1].event.occurred.0, Timestamp(1_795_165_201_000));
    assert_eq!(told.left_out.len(), 1);
    let list = format!("[{}]", GA4.trim().replace('\n', ","));
    assert_eq!(read(Tool::Ga4, &list), told, "a list says what lines say");
}

#[test]
fn the_cookie_tells_who_it_is_and_a_user_id_only_where_it_is_believed() {
    for (tool, text, cookie, at) in
        [(Tool::Matomo, MATOMO, "33c31e01394bdc63", 5), (Tool::Ga4, GA4, "18.9", 3)]
    {
        let told = read(tool, text);
        assert_eq!(told.arrivals[at].identifiers, [id(IdentifierKind::Cookie, cookie)]);
        let told = decode(tool, text.as_bytes(), &known()).expect("readable");
        let both = [id(IdentifierKind::CustomerNumber, "17"), id(IdentifierKind::Cookie, cookie)];
        assert_eq!(told.arrivals[at].identifiers, both);
    }
}

#[test]
fn an_export_read_twice_says_the_same_with_ids_of_their_own() {
    for (tool, text) in [(Tool::Matomo, MATOMO), (Tool::Ga4, GA4)] {
        let told = read(tool, text);
        assert_eq!(told, read(tool, text));
        let ids: std::collections::BTreeSet<_> =
            told.arrivals.iter().map(|arrival| arrival.event.message).collect();
        assert_eq!(ids.len(), told.arrivals.len());
    }
}

#[test]
fn a_broken_document_takes_no_other_along() {
    let lines = format!("{{\"event_name\"\n17\n{{}}\n{GA4}\n{{\"event_name\":\"page_view\"}}\n");
    let told = read(Tool::Ga4, &lines);
    assert_eq!(told.arrivals.len(), 5);
    let codes: Vec<_> = told.left_out.iter().map(|left| left.why.code()).collect();
    assert_eq!(
        codes,
        [
            "event_not_json",
            "event_not_object",
            "event_value_missing",
            "event_value_missing",
            "delivery_without_use"
        ]
    );
    let dollars = read(Tool::Ga4, &GA4.replace("EUR", "USD"));
    assert_eq!(dollars.left_out.iter().filter(|left| left.why.code() == "event_currency_other").count(), 2);
    let many = "{}\n".repeat(2_000);
    let told = read(Tool::Ga4, &many);
    assert_eq!((told.left_out.len(), &*told.left_out[1_000].about), (1_001, "1000 more"));
    for bytes in [&b""[..], b"[1", b"[{} {}]", b"\xff\xfe"] {
        let told = decode(Tool::Matomo, bytes, &known());
        assert!(told.is_err() || told.is_ok_and(|told| told.arrivals.is_empty() && !told.is_nothing()));
    }
}

proptest! {
    #[test]
    fn no_export_breaks_it(
        tool in prop::sample::select(Tool::ALL.to_vec()),
        at in any::<prop::sample::Index>(),
        bytes in prop::collection::vec(any::<u8>(), 0..4),
    ) {
        let mut text = match tool {
            Tool::Matomo => MATOMO.as_bytes().to_vec(),
            Tool::Ga4 => GA4.as_bytes().to_vec(),
        };
        let at = at.index(text.len());
        text.splice(at..(at + 1).min(text.len()), bytes);
        if let Ok(told) = decode(tool, &text, &known()) {
            prop_assert!(!told.is_nothing());
        }
        prop_assert!(SETTINGS_OF_SHOP.events.len() == 2);
    }
}

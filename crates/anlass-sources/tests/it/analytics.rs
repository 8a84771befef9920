//! Exports of web analytics, written by hand after the tools' documentation.

use crate::collector::id;
use crate::shops::{SETTINGS_OF_SHOP, known, line};
use anlass_model::event::{Body, Order, Place};
use anlass_model::id::{IdentifierKind, OrderId};
use anlass_model::time::Timestamp;
use anlass_sources::analytics::{Tool, decode};
use anlass_sources::collector::Trust;
use anlass_sources::probe::{Frame, Proposal, Question, probe, propose};
use anlass_sources::report::{Fate, Reason};
use anlass_sources::understood::{Knowledge, Understood};
use anlass_sources::{Imported, Known, Mapping, import_onto};
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

/// Proposed for an export as a file, and taken as proposed.
fn proposed(name: &str, text: &str) -> (tempfile::TempDir, Proposal) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), text).expect("written");
    let probed = probe(folder.path(), name).expect("readable");
    let frame = Frame {
        name: "web",
        source: 3,
        currency: "EUR",
        time_zone: "Europe/Berlin",
        now: Timestamp(1_795_521_600_000),
        settings: None,
    };
    let proposal = propose(&[probed], &frame);
    (folder, proposal)
}

fn taken(folder: &tempfile::TempDir, yaml: &str) -> Imported {
    let mapping = Mapping::read(yaml, "web.yaml").unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    let known = known();
    let onto = Known { catalogue: known.catalogue, settings: Some(&SETTINGS_OF_SHOP) };
    let onto = (onto, Timestamp(0));
    let imported = import_onto(&mapping, folder.path(), known.vault, onto, &mut |_| {});
    let imported = imported.unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    crate::check_sound(&imported);
    imported
}

fn sorted(imported: &Imported) -> Vec<&str> {
    let mut names: Vec<_> = imported.arrivals.iter().map(|arrival| arrival.event.body.event_name()).collect();
    names.sort_unstable();
    names
}

#[test]
fn an_export_is_recognised_and_read_as_proposed_with_a_fate_for_each_thing_it_tells() {
    let mut visits = MATOMO.trim_end_matches(']').to_owned();
    visits.push_str(r#",{"idVisit":"8","visitorId":"a1","actionDetails":[{"type":"action","url":"https://shop.example/"}]},{"idVisit":"9"}]"#);
    let (folder, proposal) = proposed("visits.json", &visits);
    assert!(proposal.yaml.contains("format: matomo\n    user: customer_number"), "{}", proposal.yaml);
    assert!(!proposal.yaml.contains("profiles:"), "its columns are no profile: {}", proposal.yaml);
    let questions: Vec<Question> = proposal.open.iter().map(|open| open.question).collect();
    assert_eq!(questions, [Question::WhoseUserIds]);
    let imported = taken(&folder, &proposal.yaml);
    let file = &imported.report.files[0];
    let rows = |fate| file.tally(fate).rows;
    assert_eq!((file.rows_read, rows(Fate::Accepted), rows(Fate::WithoutUse)), (9, 5, 2), "{file:?}");
    // A visit that has no moment, and one that did nothing.
    assert_eq!(file.quarantined_by_reason[&Reason::Empty], 1, "{file:?}");
    let wanted =
        ["cart.added", "cart.cleared", "order.placed", "product.viewed", "product.viewed", "product.viewed"];
    assert_eq!(sorted(&imported), wanted);
    let both = [id(IdentifierKind::CustomerNumber, "17"), id(IdentifierKind::Cookie, "33c31e01394bdc63")];
    assert!(imported.arrivals.iter().all(|arrival| arrival.identifiers == both), "{:?}", imported.arrivals);
    let is_past =
        |arrival: &anlass_model::event::Arrival| arrival.event.received.0 == arrival.event.occurred.0;
    assert!(imported.arrivals.iter().all(is_past));

    let (folder, proposal) = proposed("events.jsonl", GA4);
    assert!(proposal.yaml.contains("format: ga4"), "{}", proposal.yaml);
    let imported = taken(&folder, &proposal.yaml);
    assert_eq!(
        sorted(&imported),
        ["cart.added", "order.paid", "order.placed", "product.viewed", "product.viewed"]
    );
    let cookie = proposal.yaml.replace("    user: customer_number\n", "");
    let nobody = taken(&folder, &cookie);
    let only = [id(IdentifierKind::Cookie, "18.9")];
    assert!(nobody.arrivals.iter().all(|arrival| arrival.identifiers == only), "{:?}", nobody.arrivals);
}

#[test]
fn what_is_refused_of_an_export_is_kept_as_the_tool_wrote_it_and_once() {
    let bad = GA4.lines().next().expect("a line").replace("\"event_timestamp\":\"1795165200000000\",", "");
    let (folder, proposal) = proposed("events.jsonl", &format!("{GA4}{bad}\n17\n{{\"event_name\"\n"));
    let file = &taken(&folder, &proposal.yaml).report.files[0];
    assert_eq!(file.refused.columns, ["document"]);
    let kept: Vec<(u64, &str)> =
        file.refused.rows.iter().map(|own| (own.row, own.cells[0].as_str())).collect();
    assert_eq!(kept, [(7, bad.as_str()), (8, "17"), (9, "{\"event_name\"")]);

    let visits = MATOMO.replace("imestamp", "ime");
    let (folder, proposal) = proposed("visits.json", &format!("{},17]", &visits[..visits.len() - 1]));
    let file = &taken(&folder, &proposal.yaml).report.files[0];
    let rows: Vec<&[String]> = file.refused.rows.iter().map(|own| &own.cells[..]).collect();
    assert_eq!(rows, [[&visits[1..visits.len() - 1]], ["17"]], "a visit waits once, whatever is wrong in it");
    assert!(file.quarantined_by_reason[&Reason::Empty] > 1, "{file:?}");
}

#[test]
fn an_event_that_stands_in_an_export_twice_counts_once_and_is_told_as_such() {
    let text = format!("{GA4}{GA4}");
    let (folder, proposal) = proposed("events.jsonl", &text);
    let once = taken(&proposed("events.jsonl", GA4).0, &proposal.yaml);
    let twice = taken(&folder, &proposal.yaml);
    assert_eq!(twice.arrivals, once.arrivals);
    let file = &twice.report.files[0];
    assert_eq!((file.tally(Fate::Accepted).rows, file.tally(Fate::Duplicate).rows), (5, 5), "{file:?}");
}

#[test]
fn an_export_whose_user_ids_are_addresses_names_people_by_them() {
    let (folder, proposal) = proposed("visits.json", &MATOMO.replace("\"17\"", "\"Eva@Example.org\""));
    assert!(proposal.yaml.contains("user: email"), "{}", proposal.yaml);
    let imported = taken(&folder, &proposal.yaml);
    let email = id(IdentifierKind::Email, "eva@example.org");
    assert!(imported.arrivals.iter().all(|arrival| arrival.identifiers.contains(&email)));
    let mapping = Mapping::read(&proposal.yaml, "web.yaml").expect("good");
    let error = crate::import_quietly(&mapping, folder.path()).expect_err("no settings are known");
    assert!(error.to_string().contains("settings"), "{error}");
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

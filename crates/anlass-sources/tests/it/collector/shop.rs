//! What a web shop tells becomes carts, orders, returns, people and their consent.

use super::{CATALOGUE, NOW, SETTINGS_OF_TEST, collect, decode, id, only, request, said, target};
use anlass_model::catalogue::{Mention, Named};
use anlass_model::consent::{Channel, ConsentAct, ObjectionAct, Proof};
use anlass_model::event::{Body, Line, Order, Place, Reaction};
use anlass_model::id::{IdentifierKind, MessageId, Name, OrderId, OutletId};
use anlass_model::time::{Occurred, Timestamp};
use anlass_model::value::{Day, Value};
use anlass_sources::collector::{Kind, Reason, Target, Trust};

fn line(number: &str, quantity: i32, value: i64) -> Line {
    Line { item: CATALOGUE.item(number), quantity, value }
}

fn check(event: &str, expected: &[Body]) {
    assert_eq!(said(event, Trust::Public).expect(event), expected, "{event}");
}

fn check_rejected(event: &str, code: &str, cause: &str) {
    let reason = said(event, Trust::Public).expect_err(event);
    assert_eq!((reason.code(), reason.to_string().as_str()), (code, cause), "{event}");
    assert!(!reason.hint().is_empty());
}

/// What everybody may send calls nothing by a name.
#[test]
fn articles_and_outlets_that_no_list_knows_are_told_by_their_numbers() {
    let event = r#"{"event":"Order Completed","userId":"1","properties":{"order_id":"o1","outlet_id":"ulm",
        "products":[{"sku":"p1","name":"Known"},{"product_id":"x9","sku":"A-9","name":" Leim "},{"sku":"A-8"}]}}"#;
    let mentions = |trust| {
        let bytes = format!(r#"{{"batch":[{}]}}"#, event.replacen('{', r#"{"type":"track","#, 1));
        decode(&request(Kind::Batch, bytes.as_bytes()), NOW, &target(trust)).expect("readable").mentions
    };
    let article = |number: &str, name: Option<&str>| {
        Mention::Article(Named { number: number.into(), name: name.map(Into::into) })
    };
    let by_server = [Mention::Outlet("ulm".into()), article("x9", Some("Leim")), article("A-8", None)];
    assert_eq!(mentions(Trust::Server), by_server);
    assert_eq!(mentions(Trust::Public), [article("x9", None), article("A-8", None)]);
}

#[test]
fn carts_change_by_what_is_added_and_removed() {
    check(
        r#"{"event":"Product Added","properties":{"product_id":"p1","price":19.99,"quantity":3}}"#,
        &[Body::CartAdded(line("p1", 3, 5_997))],
    );
    check(
        r#"{"event":"product_removed","properties":{"sku":"45790-32","price":"19"}}"#,
        &[Body::CartRemoved(line("45790-32", 1, 1_900))],
    );
    let products = |count: usize| {
        let list = vec![r#"{"sku":"p1","price":1}"#; count].join(",");
        format!(r#"{{"event":"Product Added","properties":{{"products":[{list}]}}}}"#)
    };
    check(&products(2), &[Body::CartAdded(line("p1", 1, 100)), Body::CartAdded(line("p1", 1, 100))]);
    check_rejected(&products(11), "event_too_many_values", "the event has more than 10 values");
    check(r#"{"event":"Cart Cleared"}"#, &[Body::CartCleared]);
    check(
        r#"{"event":"Cart Viewed","properties":{"products":[{"product_id":"p1"}]}}"#,
        &[Body::Viewed(None)],
    );
    check(r#"{"event":"Checkout Started","properties":{"order_id":"o1"}}"#, &[Body::Viewed(None)]);
}

#[test]
fn an_order_has_its_lines_its_place_and_the_voucher_it_redeemed() {
    let lines = vec![line("45790-32", 1, 1_900), line("unknown", 2, 601)];
    let products = r#"[{"product_id":"507f","sku":"45790-32","price":19},
        {"product_id":"unknown","price":3.005,"quantity":"2.0"}]"#;
    let order = |place| Body::Ordered(Order { id: OrderId::of("o1"), place, lines: lines.clone() });
    check(
        &format!(
            r#"{{"event":"Order Completed","properties":{{"order_id":"o1","currency":"eur","coupon":"HASBRO",
            "products":{products}}}}}"#
        ),
        &[order(Place::Online), Body::Voucher { code: "HASBRO".into() }],
    );
    check(
        &format!(
            r#"{{"event":"Order Completed","properties":{{"order_id":"o1","outlet_id":12,"products":{products}}}}}"#
        ),
        &[order(Place::Outlet(OutletId::of("12")))],
    );
    let cancelled = Body::Cancelled { order: OrderId::of("o1"), lines: Vec::new() };
    check(r#"{"event":"Order Cancelled","properties":{"order_id":"o1"}}"#, &[cancelled]);
    let returned = Body::Returned { order: Some(OrderId::of("7")), lines: vec![line("p1", 1, 499)] };
    check(
        r#"{"event":"Order Refunded","properties":{"order_id":7,"products":[{"product_id":"p1","price":4.99}]}}"#,
        &[returned],
    );
}

#[test]
fn prices_never_pass_through_floating_point() {
    for (price, quantity, value) in [
        ("0.1", 3, 30),
        ("1.005", 1, 101),
        ("33.333", 3, 10_000),
        ("9007199254740993.01", 1, 900_719_925_474_099_301),
        ("1.776357e-15", 1, 0),
        ("1.5e2", 2, 30_000),
    ] {
        let event = format!(
            r#"{{"event":"Product Added","properties":{{"product_id":"p1","price":{price},"quantity":{quantity}}}}}"#
        );
        check(&event, &[Body::CartAdded(line("p1", quantity, value))]);
    }
}

#[test]
fn a_view_names_the_article_by_number_or_address() {
    let viewed = |number: &str| [Body::Viewed(Some(CATALOGUE.item(number)))];
    check(r#"{"event":"Product Viewed","properties":{"product_id":"p1","currency":"USD"}}"#, &viewed("p1"));
    for (url, number) in [
        ("https://shop.example/games/monopoly-p1", "p1"),
        ("https://shop.example/p/0815.html?utm_source=mail", "0815"),
        ("https://shop.example/45790-32/", "45790-32"),
        ("/show?sku=0815#top", "0815"),
    ] {
        check(&format!(r#"{{"type":"page","properties":{{"url":"{url}"}}}}"#), &viewed(number));
    }
    let product = r#"{"type":"page","properties":{"product":{"sku":"0815"},"url":"https://shop.example/"}}"#;
    check(product, &viewed("0815"));
    for nothing in ["https://shop.example/", "https://shop.example/games", "https://0815/", ""] {
        check(&format!(r#"{{"type":"page","properties":{{"url":"{nothing}"}}}}"#), &[Body::Viewed(None)]);
    }
}

#[test]
fn people_are_known_by_number_address_telephone_and_cookie() {
    let event = br#"{"type":"identify","userId":17,"anonymousId":"a1","messageId":"m1",
        "traits":{"email":" Eva@Example.ORG ","phone":"+49 (30) 123-456","firstName":"Eva","born":"1980-01-02T00:00:00Z",
        "loyal":true,"points":null,"address":{"city":"K\u00f6ln","postalCode":"50667"},"undeclared":{"a":[1]}}}"#;
    let by_server = decode(&request(Kind::Identify, event), NOW, &target(Trust::Server));
    let arrival = only(by_server);
    let expected = [
        id(IdentifierKind::CustomerNumber, "17"),
        id(IdentifierKind::Email, "eva@example.org"),
        id(IdentifierKind::Phone, "+4930123456"),
        id(IdentifierKind::Cookie, "a1"),
    ];
    assert_eq!(arrival.identifiers, expected);
    assert_eq!(arrival.event.message, MessageId::of("m1"));
    let text = |text: &str| Some(Value::Text(text.into()));
    let day: Day = "1980-01-02".parse().expect("a day");
    let fields = [
        ("born", Some(Value::Day(day))),
        ("city", text("Köln")),
        ("email", text("eva@example.org")),
        ("first_name", text("Eva")),
        ("loyal", Some(Value::Bool(true))),
        ("plz", text("50667")),
        ("points", None),
    ];
    let fields = fields.map(|(name, value)| (Name::new(name).expect("a name"), value));
    assert_eq!(arrival.event.body, Body::Profile(fields.clone().into()));
    // From a web page address and number are facts about the person, and do not say who it is.
    let by_page = only(collect(Kind::Identify, event));
    assert_eq!(by_page.event.body, Body::Profile(fields.into()));
    assert_eq!(by_page.identifiers, [id(IdentifierKind::Cookie, "a1")]);
}

#[test]
fn the_key_of_a_web_page_cannot_speak_as_whoever_has_an_address() {
    let only_claimed =
        collect(Kind::Identify, br#"{"type":"identify","traits":{"email":"eva@example.org"}}"#);
    assert_eq!(only_claimed.expect("readable").rejected[0].reason, Reason::NotTrusted);
    let by_address = only(collect(Kind::Page, br#"{"userId":"Eva@Example.org","anonymousId":"a1"}"#));
    assert_eq!(by_address.identifiers, [id(IdentifierKind::Cookie, "a1")]);
    let alias = only(collect(Kind::Alias, br#"{"previousId":"eva@example.org","userId":"u1"}"#));
    assert_eq!(alias.identifiers, [id(IdentifierKind::Cookie, "eva@example.org")]);
}

#[test]
fn nobody_is_not_somebody() {
    for nobody in ["null", "\"\"", "\"undefined\"", "\"[object Object]\""] {
        let event = format!(r#"{{"type":"page","userId":{nobody}}}"#);
        let decoded = collect(Kind::Page, event.as_bytes()).expect("readable");
        assert_eq!(decoded.rejected[0].reason, Reason::Nobody, "{event}");
    }
    let event = br#"{"userId":"Jen@Mail.com"}"#;
    let by_address = only(decode(&request(Kind::Page, event), NOW, &target(Trust::Server)));
    assert_eq!(by_address.identifiers, [id(IdentifierKind::Email, "jen@mail.com")]);
}

#[test]
fn an_alias_joins_who_was_there_before() {
    let event = br#"{"previousId":"a1","userId":"u1","anonymousId":"a2"}"#;
    let arrival = only(decode(&request(Kind::Alias, event), NOW, &target(Trust::Server)));
    let all = [
        id(IdentifierKind::CustomerNumber, "u1"),
        id(IdentifierKind::Cookie, "a2"),
        id(IdentifierKind::Cookie, "a1"),
    ];
    assert_eq!(arrival.identifiers, all);
    assert_eq!(arrival.event.body, Body::Identified(all.into()));
}

#[test]
fn a_grant_needs_proof_and_only_servers_bring_it() {
    let email = |granted: bool, proof| {
        let purpose = granted.then(|| Name::new("offers").expect("a name"));
        Body::Consent(ConsentAct { channel: Some(Channel::Email), purpose, granted, proof })
    };
    let claimed = r#"{"event":"Newsletter Subscribed","properties":{"purpose":"Offers"}}"#;
    check(claimed, &[email(true, Proof::None)]);
    check(r#"{"event":"Newsletter Unsubscribed"}"#, &[email(false, Proof::None)]);
    let proven = r#"{"event":"Newsletter Subscribed","properties":{"purpose":"offers",
        "proof":{"kind":"double_opt_in","text":"newsletter-2026"}}}"#;
    check_rejected(proven, "event_not_trusted", "the key of a web page cannot say this");
    let proof = Proof::DoubleOptIn { text: Name::new("newsletter-2026").expect("a name"), asked: None };
    assert_eq!(said(proven, Trust::Server), Ok(vec![email(true, proof)]));
    let reacted = Body::Reacted { delivery: None, channel: Channel::Email, reaction: Reaction::Unsubscribed };
    check(r#"{"event":"Unsubscribed"}"#, &[reacted]);
    check(r#"{"event":"Advertising Objected"}"#, &[Body::Objection(ObjectionAct::stated(false))]);
    check_rejected(
        r#"{"event":"Advertising Objection Lifted"}"#,
        "event_not_trusted",
        "the key of a web page cannot say this",
    );
}

#[test]
fn preferences_of_a_consent_manager_are_acts_of_consent() {
    let act = |channel, purpose: Option<&str>, granted| {
        let purpose = purpose.map(|name| Name::new(name).expect("a name"));
        Body::Consent(ConsentAct { channel, purpose, granted, proof: Proof::None })
    };
    check(
        r#"{"event":"Segment Consent Preference Updated",
        "context":{"consent":{"categoryPreferences":{"Email":false,"Personal Ads":true}}}}"#,
        &[act(Some(Channel::Email), None, false), act(None, Some("personal_ads"), true)],
    );
}

#[test]
fn own_events_are_declared_or_wait_in_quarantine() {
    let name = |name| Name::new(name).expect("a name");
    check(
        r#"{"event":"Course Clicked","properties":{"Title":"Drills","seats":"4","other":1,"value":12.5}}"#,
        &[Body::Custom {
            name: name("course_clicked"),
            value: 1_250,
            fields: vec![(name("seats"), Value::Int(4)), (name("title"), Value::Text("Drills".into()))],
        }],
    );
    check_rejected(
        r#"{"event":"Course Clicked","properties":{"seats":"many"}}"#,
        "event_value_unreadable",
        "properties.seats is not a whole number",
    );
    check_rejected(r#"{"event":"Weather"}"#, "event_type_unknown", "unknown event type \"Weather\"");
    let slip = said(r#"{"event":"Prodct Viewd"}"#, Trust::Public).expect_err("a slip");
    assert!(slip.hint().starts_with("did you mean \"Product Viewed\"?"), "{}", slip.hint());
}

#[test]
fn what_waits_is_read_again_once_it_is_mended() {
    let event = br#"{"userId":"17","messageId":"m1","timestamp":"2026-11-21T19:00:00Z","type":"track","event":"Weather"}"#;
    let decoded = collect(Kind::Track, event).expect("readable");
    let [waiting] = &decoded.rejected[..] else { panic!("rejected") };
    assert!(waiting.kept.again(&target(Trust::Public)).is_err());
    let mut settings = SETTINGS_OF_TEST.clone();
    settings.events.insert(Name::new("weather").expect("a name"), Default::default());
    let mended = Target { settings: &settings, ..target(Trust::Public) };
    let arrivals = waiting.kept.again(&mended).expect("declared now").arrivals;
    assert_eq!(arrivals[0].event.message, MessageId::of("m1"));
    assert_eq!(arrivals[0].event.received, NOW);
}

#[test]
fn what_cannot_be_right_is_told_by_its_place() {
    check_rejected(
        r#"{"event":"Order Completed","properties":{"order_id":"o","currency":"USD","products":[{"sku":"p1","price":1}]}}"#,
        "event_currency_other",
        "amounts are in \"USD\", and the vault counts in EUR",
    );
    check_rejected(
        r#"{"event":"Order Completed","properties":{"order_id":"o","products":[{"sku":"p1"},{"sku":"p1","quantity":0}]}}"#,
        "event_value_unreadable",
        "properties.products[1].quantity is not a whole number of pieces",
    );
    check_rejected(r#"{"event":"Order Completed"}"#, "event_value_missing", "properties.order_id is missing");
    check_rejected(
        r#"{"type":"group","groupId":"g1"}"#,
        "event_without_use",
        "nothing is declared that could hold this event",
    );
    check_rejected(r#"{"type":"dance"}"#, "event_kind_unknown", "the event does not say what kind it is");
}

#[test]
fn a_clock_that_is_wrong_is_set_right_by_when_it_sent() {
    let at = |event: &str| decode(&request(Kind::Page, event.as_bytes()), NOW, &target(Trust::Public));
    let hour = 3_600_000;
    // The sender's clock is a year behind; it happened an hour before it was sent.
    let behind = r#"{"userId":"1","timestamp":"2025-11-21T09:00:00Z","sentAt":"2025-11-21T10:00:00.000Z"}"#;
    assert_eq!(only(at(behind)).event.occurred, Occurred(Timestamp(NOW.0.0 - hour)));
    let batch = r#"{"sentAt":"2025-11-21T10:00:00Z","batch":[{"type":"page","userId":"1","originalTimestamp":"2025-11-21T09:00:00+00:00"}]}"#;
    assert_eq!(only(at(batch)).event.occurred, Occurred(Timestamp(NOW.0.0 - hour)));
    let ahead = at(r#"{"userId":"1","timestamp":"2026-12-24T00:00:00Z"}"#).expect("readable");
    assert_eq!((ahead.clipped, ahead.accepted[0].event.occurred), (1, Occurred(NOW.0)));
    for (absurd, code) in [
        ("\"2077-01-01T00:00:00Z\"", "event_too_new"),
        ("\"1066-10-14T09:00:00Z\"", "event_too_old"),
        ("\"9999-12-31T23:59:59Z\"", "event_value_unreadable"),
        ("\"yesterday\"", "event_value_unreadable"),
        ("99999999999999999999", "event_value_unreadable"),
        ("{}", "event_value_unreadable"),
    ] {
        let decoded = at(&format!(r#"{{"userId":"1","timestamp":{absurd}}}"#)).expect("readable");
        assert_eq!(decoded.rejected[0].reason.code(), code, "{absurd}");
    }
}

//! Shops, tills and other systems that send by themselves: what they tell happened, nobody else can tell it, and nothing
//! counts twice.

mod articles;
pub(crate) mod driven;

use crate::Running;
use crate::client::{Answer, post};
use crate::shop::{SHOP, Setup, Shop};
use anlass_server::Role;
use anlass_store::Store;
use anlass_store::faulty::{CrashMode, Fault, FaultyStore, Plan, Schedule};
use anlass_store::memory::MemoryStore;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ring::hmac;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

pub(crate) const SECRET: &str = "a secret of the shop's own";

/// What a shop signs its deliveries with.
fn signature(body: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()), body.as_bytes()).as_ref().to_vec()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A shop whose webshop, or till, sends by itself.
pub(crate) struct Connected {
    pub(crate) shop: Shop,
    pub(crate) cookie: String,
}

impl Connected {
    fn open(source: &Value) -> Connected {
        Connected::over(Shop::open(), source)
    }

    pub(crate) fn over(shop: Shop, source: &Value) -> Connected {
        let cookie = shop.cookie(Role::Marketer);
        let connected = Connected { shop, cookie };
        let put = connected.put(source);
        assert_eq!(put.status, 200, "{put:?}");
        connected
    }

    fn put(&self, source: &Value) -> Answer {
        self.shop.ask(&self.cookie, "POST", "/api/sources", source)
    }

    fn send(&self, source: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.shop.client().request("POST", &format!("/v1/hooks/{source}"), headers, body.as_bytes())
    }

    fn shopware(&self, body: &str) -> Answer {
        self.send("shop", &[("shopware-shop-signature", &hexadecimal(&signature(body)))], body)
    }

    pub(crate) fn shopify(&self, topic: &str, body: &str) -> Answer {
        let signature = BASE64_STANDARD.encode(signature(body));
        self.send("shop", &[("x-shopify-topic", topic), ("x-shopify-hmac-sha256", &signature)], body)
    }

    fn timeline(&self, query: &str) -> String {
        self.shop.pass(&self.cookie, 1);
        let found = self.shop.json(&self.cookie, &format!("/api/customers?query={query}"));
        let Some(id) = found[0]["id"].as_str() else { return String::new() };
        self.shop.json(&self.cookie, &format!("/api/customers/{id}/timeline")).to_string()
    }

    fn source(&self) -> Value {
        self.shop.json(&self.cookie, "/api/sources")[0].clone()
    }
}

/// A source of which something of everything was heard.
pub(crate) fn heard(shop: &Shop, cookie: &str) {
    let source = json!({ "id": "web", "kind": "shopify", "secret": SECRET, "prefix": "web" });
    assert_eq!(shop.ask(cookie, "POST", "/api/sources", &source).status, 200);
    let send = |topic: &str, body: &str| {
        let signature = BASE64_STANDARD.encode(signature(body));
        let headers = [("x-shopify-topic", topic), ("x-shopify-hmac-sha256", &*signature)];
        shop.client().request("POST", "/v1/hooks/web", &headers, body.as_bytes()).status
    };
    let asked = r#"{"customer":{"id":17,"email":"eva@example.org"},"data_request":{"id":99}}"#;
    assert_eq!(send("customers/data_request", asked), 200);
    assert_eq!(send("themes/publish", "{}"), 200);
    assert_eq!(send("orders/create", "{"), 400);
}

fn shopware() -> Value {
    json!({ "id": "shop", "kind": "shopware", "secret": SECRET })
}

fn order(number: &str) -> String {
    json!({
        "data": { "event": "checkout.order.placed", "payload": { "order": {
            "id": format!("id {number}"), "orderNumber": number, "orderDateTime": "2026-11-24T08:30:00.000+00:00",
            "currencyFactor": 1.0,
            "orderCustomer": { "customerNumber": "17", "email": "eva@example.org" },
            "lineItems": [{ "type": "product", "quantity": 3, "totalPrice": 59.97, "payload": { "productNumber": "p1" } }]
        } } },
        "source": { "url": "https://shop.example", "shopId": "x" }, "timestamp": 1_795_509_000
    })
    .to_string()
}

#[test]
fn an_order_that_a_shop_tells_is_on_the_timeline() {
    let connected = Connected::open(&shopware());
    let answer = connected.shopware(&order("10001"));
    assert_eq!((answer.status, &answer.json()["accepted"]), (200, &json!(1)), "{answer:?}");
    let timeline = connected.timeline("eva%40example.org");
    assert_eq!(timeline.matches("order.placed").count(), 1, "{timeline}");
    assert!(timeline.contains("59,97"), "{timeline}");
    assert_eq!(connected.source()["heard"]["accepted"], 1);
}

#[test]
fn whoever_has_not_the_secret_changes_nothing() {
    let connected = Connected::open(&shopware());
    let (one, other) = (order("10001"), order("10002"));
    let of_another = hexadecimal(&signature(&other));
    for headers in
        [&[][..], &[("shopware-shop-signature", "00ff")], &[("shopware-shop-signature", &of_another)]]
    {
        let answer = connected.send("shop", headers, &one);
        assert_eq!(answer.status, 401, "{headers:?}: {answer:?}");
    }
    assert_eq!(connected.send("till", &[("shopware-shop-signature", &of_another)], &other).status, 404);
    assert_eq!(connected.timeline("eva%40example.org"), "");
    assert_eq!(connected.source()["heard"]["unproven"], 3);
    assert_eq!(connected.shop.json(&connected.cookie, "/api/quarantine"), json!([]));
}

#[test]
fn the_same_delivery_twice_counts_once_and_a_restart_keeps_what_is_connected() {
    let connected = Connected::open(&shopware());
    assert_eq!(connected.shopware(&order("10001")).status, 200);
    assert_eq!(connected.shopware(&order("10001")).status, 200);
    let Connected { shop, cookie } = connected;
    let connected = Connected { shop: shop.restarted(), cookie };
    // The shop did not hear us, and repeats itself to the next process.
    assert_eq!(connected.shopware(&order("10001")).status, 200);
    let timeline = connected.timeline("eva%40example.org");
    assert_eq!(timeline.matches("order.placed").count(), 1, "{timeline}");
    let source = connected.source();
    assert_eq!(
        (&source["id"], &source["kind"], &source["number"]),
        (&json!("shop"), &json!("shopware"), &json!(1))
    );
    assert!(!source.to_string().contains(SECRET), "{source}");
}

#[test]
fn what_nobody_declared_waits_and_is_taken_once_it_is() {
    let connected = Connected::open(&json!({ "id": "shop", "kind": "shopify", "secret": SECRET }));
    let paid = r#"{"id":820982911946154508,"email":"eva@example.org","currency":"EUR","total_price":"57.98",
        "processed_at":"2026-11-24T08:30:00Z"}"#;
    let answer = connected.shopify("orders/paid", paid);
    assert_eq!(
        (answer.status, &answer.json()["left_out"][0]["code"]),
        (200, &json!("event_type_not_declared"))
    );
    let waits = connected.shop.json(&connected.cookie, "/api/quarantine");
    assert_eq!(
        (&waits[0]["code"], &waits[0]["source"]),
        (&json!("event_type_not_declared"), &json!("shop")),
        "{waits}"
    );
    assert_eq!(waits[0]["values"]["event"], "order.paid");
    let redrive = |connected: &Connected| {
        connected
            .shop
            .ask(&connected.cookie, "POST", "/api/quarantine/redrive", &json!({ "source": "shop" }))
            .json()
    };
    assert_eq!(redrive(&connected), json!({ "driven": 0, "left": 1 }));
    let Connected { shop, cookie } = connected;
    shop.publish(|text| {
        text.replace("  sources:", "  events: { order.paid: { fields: { order_id: text } } }\n  sources:")
    });
    let connected = Connected { shop: shop.restarted(), cookie };
    assert_eq!(redrive(&connected), json!({ "driven": 1, "left": 0 }));
    let timeline = connected.timeline("eva%40example.org");
    assert_eq!(timeline.matches("\"order.paid\"").count(), 1, "{timeline}");
    assert_eq!(connected.shop.json(&connected.cookie, "/api/quarantine"), json!([]));
}

const TILL: &str = "hook: till
each: receipts
id: number
event: Order Completed
occurred: at
identifiers: { customer_number: card }
fields: { order_id: number }
lines: { each: items, number: article, quantity: pieces, total: sum }
";

#[test]
fn a_till_is_understood_by_its_form_and_what_the_form_does_not_fit_waits_for_a_better_one() {
    let connected =
        Connected::open(&json!({ "id": "kasse", "kind": "hook", "secret": SECRET, "mapping": TILL }));
    let body = json!({ "bons": [{ "number": "b1", "at": "2026-11-24T08:00:00Z", "card": "17",
        "items": [{ "article": "p1", "pieces": 2, "sum": "39.98" }] }] })
    .to_string();
    let bearer = format!("Bearer {SECRET}");
    let send = |connected: &Connected| connected.send("kasse", &[("authorization", &bearer)], &body);
    let answer = send(&connected);
    assert_eq!((answer.status, &answer.json()["accepted"]), (200, &json!(0)), "{answer:?}");
    let waits = connected.shop.json(&connected.cookie, "/api/quarantine");
    assert_eq!(waits[0]["code"], "delivery_malformed", "{waits}");
    let better = TILL.replace("each: receipts", "each: bons");
    let changed = connected.put(&json!({ "id": "kasse", "kind": "hook", "mapping": better }));
    assert_eq!((changed.status, &changed.json()["secret"]), (200, &Value::Null), "{changed:?}");
    let driven = connected.shop.ask(&connected.cookie, "POST", "/api/quarantine/redrive", &json!({})).json();
    assert_eq!(driven, json!({ "driven": 1, "left": 0 }));
    assert_eq!(send(&connected).json()["accepted"], 1, "the same receipt again");
    let timeline = connected.timeline("17");
    assert_eq!(timeline.matches("order.placed").count(), 1, "{timeline}");
    let signed = format!("sha256={}", hexadecimal(&signature(&body)));
    assert_eq!(connected.send("kasse", &[("x-hub-signature-256", &signed)], &body).status, 200);
}

#[test]
fn cloudevents_are_heard_and_their_sender_may_ask_before_whether_it_may_send() {
    let made = Connected::open(&shopware());
    let put = made.put(&json!({ "id": "events", "kind": "cloudevents" })).json();
    let secret = put["secret"].as_str().expect("one is made").to_owned();
    assert_eq!(put["source"]["number"], 3, "the next that is free: {put}");
    let ask = |path: &str| {
        made.shop.client().request("OPTIONS", path, &[("webhook-request-origin", "broker.example")], b"")
    };
    let allowed = ask("/v1/hooks/events");
    assert_eq!((allowed.status, allowed.header("webhook-allowed-origin")), (200, Some("broker.example")));
    assert_eq!(ask("/v1/hooks/unknown").status, 404);
    let headers = [
        ("authorization", format!("Bearer {secret}")),
        ("content-type", "application/json".to_owned()),
        ("ce-specversion", "1.0".to_owned()),
        ("ce-id", "e1".to_owned()),
        ("ce-source", "/shop".to_owned()),
        ("ce-type", "com.example.product.viewed".to_owned()),
        ("ce-subject", "customers/17".to_owned()),
    ];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = made.send("events", &headers, r#"{"product_id":"p1"}"#);
    assert_eq!((answer.status, &answer.json()["accepted"]), (200, &json!(1)), "{answer:?}");
    assert!(made.timeline("17").contains("product.viewed"));
    let acts = made.shop.json(&made.shop.cookie(Role::Admin), "/api/audit?act=source_connected");
    let newest = &acts["entries"][0];
    assert_eq!((&newest["about"]["en"], &newest["programme"]), (&json!("events"), &Value::Null), "{acts}");
}

#[test]
fn a_shop_that_only_asks_whether_somebody_is_there_hears_that_somebody_is() {
    let connected = Connected::open(&json!({ "id": "shop", "kind": "woocommerce", "secret": SECRET }));
    let form = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(connected.send("shop", &form, "webhook_id=42").status, 200);
    assert_eq!(connected.send("shop", &form, "webhook_id=42&more=1").status, 401);
}

#[test]
fn what_people_ask_of_their_data_waits_for_somebody_once() {
    let connected = Connected::open(&json!({ "id": "shop", "kind": "shopify", "secret": SECRET }));
    let asked = r#"{"shop_domain":"x.example","customer":{"id":17,"email":"eva@example.org"},"data_request":{"id":99}}"#;
    for _ in 0..2 {
        assert_eq!(connected.shopify("customers/data_request", asked).json()["accepted"], 1);
    }
    let (shop, cookie) = (&connected.shop, &connected.cookie);
    let needs = || {
        let needs = shop.json(cookie, "/api/today")["needs_me"].clone();
        let needs = needs.as_array().expect("a list").clone();
        needs
            .into_iter()
            .find(|need| need["code"] == "privacy_requests")
            .map(|need| need["params"]["count"].clone())
    };
    assert_eq!(needs(), Some(json!(1)));
    let waiting = shop.json(cookie, "/api/privacy");
    assert_eq!(
        (&waiting[0]["kind"], &waiting[0]["reference"]),
        (&json!("access"), &json!("99")),
        "{waiting}"
    );
    assert_eq!(waiting[0]["identifiers"][1], json!({ "name": "email", "value": "eva@example.org" }));
    let path = format!("/api/privacy/{}/settlement", waiting[0]["id"].as_str().expect("an id"));
    assert_eq!(shop.ask(cookie, "POST", &path, &Value::Null).status, 204);
    assert_eq!(shop.ask(cookie, "POST", &path, &Value::Null).status, 404);
    assert_eq!(connected.shopify("customers/data_request", asked).status, 200);
    assert_eq!((needs(), shop.json(cookie, "/api/privacy")), (None, json!([])), "it was dealt with");
}

#[test]
fn of_whoever_is_erased_nothing_waits_any_more() {
    let connected = Connected::open(&json!({ "id": "shop", "kind": "shopify", "secret": SECRET }));
    let (shop, cookie) = (&connected.shop, &connected.cookie);
    let of = |address: &str, number: u32| {
        let customer = json!({ "id": number, "email": address });
        let order = |topic: &str, currency: &str| {
            let order = json!({ "id": format!("o{number}{currency}"), "email": address, "customer": customer,
                "currency": currency, "processed_at": "2026-11-24T08:30:00Z",
                "line_items": [{ "sku": "p1", "quantity": 1, "price": "19.99" }] });
            assert_eq!(connected.shopify(topic, &order.to_string()).status, 200);
        };
        order("orders/create", "EUR");
        order("orders/create", "CHF");
        let asked = json!({ "customer": customer });
        assert_eq!(connected.shopify("customers/redact", &asked.to_string()).status, 200);
    };
    of("eva@example.org", 706_405);
    of("ben@example.org", 706_406);
    let waiting = |path: &str| shop.json(cookie, path).as_array().map_or(0, Vec::len);
    assert_eq!((waiting("/api/privacy"), waiting("/api/quarantine")), (2, 2));
    shop.pass(cookie, 1);
    let eva = shop.json(cookie, "/api/customers?query=eva%40example.org")[0]["id"].clone();
    let path = format!("/api/customers/{}/erasure", eva.as_str().expect("somebody"));
    let erased =
        shop.ask(&shop.cookie(Role::Admin), "POST", &path, &json!({ "reason": "asked", "block": false }));
    assert_eq!(erased.status, 200, "{erased:?}");
    assert_eq!((waiting("/api/privacy"), waiting("/api/quarantine")), (1, 1));
    assert!(shop.json(cookie, "/api/privacy").to_string().contains("ben@example.org"));
}

#[test]
fn a_source_that_cannot_work_is_refused_and_says_why() {
    let connected = Connected::open(&shopware());
    let refused = |source: Value| {
        let answer = connected.put(&source);
        assert_eq!(answer.status, 422, "{source}: {answer:?}");
        answer.json().to_string()
    };
    let hook = |mapping: &str| json!({ "id": "kasse", "kind": "hook", "secret": SECRET, "mapping": mapping });
    assert!(refused(json!({ "id": "s", "kind": "shopify", "secret": "short" })).contains("16"));
    assert!(
        refused(json!({ "id": "s", "kind": "shopify", "secret": SECRET, "prefix": "a b" }))
            .contains("prefix")
    );
    assert!(refused(json!({ "id": "two words", "kind": "shopify", "secret": SECRET })).contains("id"));
    assert!(refused(json!({ "id": "shop", "kind": "shopify", "secret": SECRET })).contains("disconnect"));
    assert!(refused(json!({ "id": "kasse", "kind": "hook", "secret": SECRET })).contains("form"));
    assert!(refused(hook("hook: till\n")).contains("mapping"));
    assert!(refused(hook(&TILL.replace("Order Completed", "Order Dreamt"))).contains("Order Dreamt"));
    assert_eq!(connected.shop.json(&connected.cookie, "/api/sources").as_array().map(Vec::len), Some(1));
    let path = "/api/sources/shop";
    assert_eq!(connected.shop.ask(&connected.cookie, "DELETE", path, &Value::Null).status, 204);
    assert_eq!(connected.shop.ask(&connected.cookie, "DELETE", path, &Value::Null).status, 404);
    assert_eq!(connected.shopware(&order("10001")).status, 404);
    let acts = connected.shop.json(&connected.shop.cookie(Role::Admin), "/api/audit").to_string();
    assert!(acts.contains("source_connected") && acts.contains("source_disconnected"), "{acts}");
}

#[test]
fn a_delivery_is_held_to_the_collectors_bounds() {
    let shop = Shop::of(SHOP, "[collector]\nbody_bytes_max = 2000\nunpacked_bytes_max = 3000\n");
    let connected = Connected::over(shop, &shopware());
    assert_eq!(connected.shopware(&" ".repeat(2_001)).status, 413);
    assert_eq!(connected.shopware("{").status, 400);
    let body = order("10001");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, body.as_bytes()).expect("packed");
    let packed = packed.finish().expect("packed");
    let headers =
        [("content-encoding", "gzip"), ("shopware-shop-signature", &*hexadecimal(&signature(&body)))];
    let answer = connected.shop.client().request("POST", "/v1/hooks/shop", &headers, &packed);
    assert_eq!((answer.status, &answer.json()["accepted"]), (200, &json!(1)), "{answer:?}");
    assert_eq!(connected.send("shop", &[("content-encoding", "br")], &body).status, 400);
    assert_eq!(connected.shop.client().request("GET", "/v1/hooks/shop", &[], b"").status, 404);
    assert_eq!(connected.source()["heard"]["refused"], 1);
}

#[test]
fn numbers_of_two_shops_do_not_meet() {
    let connected =
        Connected::open(&json!({ "id": "shop", "kind": "shopware", "secret": SECRET, "prefix": "de" }));
    assert_eq!(connected.shopware(&order("10001")).status, 200);
    connected.timeline("de-17");
    let found = |number: &str| {
        let found = connected.shop.json(&connected.cookie, &format!("/api/customers?query={number}"));
        found.as_array().map_or(0, Vec::len)
    };
    assert_eq!((found("de-17"), found("17")), (1, 0));
}

/// What was asked for is not lost when nothing can be written: the shop hears that it has to come again.
#[test]
fn a_shop_hears_that_something_was_taken_only_once_it_is_durable() {
    let writes = Plan::Listed(BTreeMap::from([(1, Fault::CrashBefore)]));
    let schedule = Schedule { writes, ..Schedule::default() };
    let store = Arc::new(FaultyStore::new(MemoryStore::new(8, 3), schedule, CrashMode::Error));
    let setup = Setup { definitions: SHOP, config: "", is_demo: true };
    let connected = store.undisturbed(|| {
        let shop = Shop::over(&setup, Arc::clone(&store) as Arc<dyn Store>);
        Connected::over(shop, &json!({ "id": "shop", "kind": "shopify", "secret": SECRET }))
    });
    let asked = r#"{"customer":{"id":17,"email":"eva@example.org"}}"#;
    let busy = connected.shopify("customers/redact", asked);
    assert_eq!((busy.status, busy.header("retry-after")), (429, Some("5")), "{busy:?}");
    store.revive();
    assert_eq!(connected.shopify("customers/redact", asked).status, 200);
    let waiting = connected.shop.json(&connected.cookie, "/api/privacy");
    assert_eq!(waiting.as_array().map(Vec::len), Some(1), "{waiting}");
}

#[test]
fn back_pressure_asks_shops_to_come_again_as_well() {
    let server = Running::start("[collector]\nbacklog_max = 10\nretry_after_s = 7");
    server.memory.backlog.store(11, Ordering::Relaxed);
    let answer = post(server.address, "/v1/hooks/shop", b"{}");
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("7")));
    server.memory.backlog.store(10, Ordering::Relaxed);
    assert_eq!(post(server.address, "/v1/hooks/shop", b"{}").status, 404, "none is connected");
}

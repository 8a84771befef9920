//! D12: what ERP and fulfilment tell (a parcel on its way, an order to be picked up) by a webhook and by files becomes the
//! notices of the order, and makes the recipe that sends them ready.

use crate::client::post;
use crate::hooks::driven::definitions;
use crate::shop::{Setup, Shop};
use crate::uploads::Handed;
use anlass_server::Role;
use serde_json::{Value, json};

const NOTICES: &str = include_str!("../../../../recipes/order-notices.yaml");
const SECRET: &str = "a secret of the warehouse";

/// What the warehouse sends, in its own words.
const FORM: &str = "hook: warehouse
each: movements
id: number
event: { from: kind, values: { shipment: order.shipped, shelf: pickup.ready, handed_over: pickup.collected } }
occurred: at
identifiers: { customer_number: customer }
fields: { order_id: order }
";

/// What the ERP exports, in its own columns: one table of shipments and one of what lies at an outlet.
const MAPPING: &str = "mapping: fulfilment
source: 3
currency: EUR
time_zone: Europe/Berlin
events:
  - file: sendungen.csv
    event: order.shipped
    only: { column: Status, values: [versendet] }
    customer: { column: Kunde, kind: customer_number }
    occurred: { column: Zeit, format: '%d.%m.%Y %H:%M' }
    number: { column: Sendung }
  - file: abholung.csv
    event: pickup.ready
    only: { column: Status, values: [bereit] }
    customer: { column: Kunde, kind: customer_number }
    occurred: { column: Zeit, format: '%d.%m.%Y %H:%M' }
    number: { column: Nummer }
";

/// A minute before the clock says now, in Berlin.
const SHIPMENTS: &str = "Sendung;Kunde;Zeit;Status\n\
    S1;17;24.11.2026 09:59;versendet\nS2;18;24.11.2026 09:59;gepackt\nS1;17;24.11.2026 09:59;versendet\n\
    S3;19;bald;versendet\n";
const PICKUPS: &str = "Nummer;Kunde;Zeit;Status\nA1;18;24.11.2026 09:58;bereit\n";

fn open(recipes: &[&str]) -> (Shop, String) {
    let definitions = definitions(recipes);
    let shop = Shop::with(&Setup { definitions: &definitions, config: "", is_demo: true });
    let cookie = shop.cookie(Role::Marketer);
    let who = |number: u32| {
        json!({ "type": "identify", "userId": number.to_string(), "messageId": format!("who {number}"),
            "timestamp": "2026-11-23T09:00:00Z",
            "traits": { "email": format!("k{number}@example.org"), "firstName": "Kim", "language": "de" } })
    };
    let ordered = |number: u32| {
        json!({ "type": "track", "userId": number.to_string(), "messageId": format!("order {number}"),
            "timestamp": "2026-11-23T10:00:00Z", "event": "Order Completed", "properties": {
            "order_id": number.to_string(), "products": [{ "product_id": "p1", "quantity": 1, "price": 9.9 }] } })
    };
    let batch: Vec<Value> = (17..20).flat_map(|number| [who(number), ordered(number)]).collect();
    assert_eq!(post(shop.address, "/v1/batch", json!({ "batch": batch }).to_string().as_bytes()).status, 200);
    shop.pass(&cookie, 60);
    (shop, cookie)
}

/// Messages by address, but for the confirmation of the order itself.
fn letters(shop: &Shop, cookie: &str) -> Vec<String> {
    let rows = shop.json(cookie, "/api/mailbox")["rows"].as_array().cloned().unwrap_or_default();
    let told = |row: &Value| {
        format!("{} {}", row["to"].as_str().unwrap_or(""), row["message"].as_str().unwrap_or(""))
    };
    let mut letters: Vec<String> =
        rows.iter().map(told).filter(|told| !told.ends_with("order-confirmed")).collect();
    letters.sort();
    letters
}

/// How far the recipe is, and which events it still lacks.
fn readiness(shop: &Shop, cookie: &str) -> (String, Vec<String>) {
    let told = shop.json(cookie, "/api/readiness");
    let mut rows = told["recipes"].as_array().expect("a list").iter();
    let row = rows.find(|row| row["id"] == "order-notices").expect("it is shipped");
    let lacking = row["facts"].as_array().expect("a list").iter().filter(|fact| fact["count"] == 0);
    let names = lacking.map(|fact| fact["name"].as_str().or(fact["kind"].as_str()).unwrap_or("").to_owned());
    (row["standing"].as_str().expect("a code").to_owned(), names.collect())
}

#[test]
fn d12_a_warehouse_tells_by_a_webhook_and_its_customers_hear_of_it() {
    let (shop, cookie) = open(&[NOTICES]);
    let source = json!({ "id": "warehouse", "kind": "hook", "secret": SECRET, "mapping": FORM });
    assert_eq!(shop.ask(&cookie, "POST", "/api/sources", &source).status, 200);
    let movement = |number: u32, kind: &str, customer: u32, at: &str| json!({ "number": number, "kind": kind, "customer": customer, "order": customer, "at": at });
    let send = |movements: &[Value]| {
        let body = json!({ "movements": movements }).to_string();
        let bearer = format!("Bearer {SECRET}");
        let answer = shop.client().request(
            "POST",
            "/v1/hooks/warehouse",
            &[("authorization", &bearer)],
            body.as_bytes(),
        );
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    };
    let first = [
        movement(1, "shipment", 17, "2026-11-24T09:00:30Z"),
        movement(2, "shelf", 18, "2026-11-24T09:00:30Z"),
        movement(3, "shelf", 19, "2026-11-24T09:00:30Z"),
        movement(4, "counted", 17, "2026-11-24T09:00:30Z"),
    ];
    let told = send(&first);
    assert_eq!(
        (&told["accepted"], &told["left_out"][0]["code"]),
        (&json!(3), &json!("delivery_without_use")),
        "{told}"
    );
    send(&first);
    shop.pass(&cookie, 600);
    let notices =
        ["k17@example.org order-shipped", "k18@example.org pickup-ready", "k19@example.org pickup-ready"];
    assert_eq!(letters(&shop, &cookie), notices);
    // One of the two has fetched it: only the other is reminded.
    send(&[movement(5, "handed_over", 18, "2026-11-24T09:10:00Z")]);
    for _ in 0..96 {
        shop.pass(&cookie, 3_600);
    }
    let reminded = [&notices[..], &["k19@example.org pickup-reminder"]].concat();
    assert_eq!(letters(&shop, &cookie), reminded);
}

#[test]
fn d12_files_of_the_erp_bring_the_same_notices() {
    let (shop, cookie) = open(&[NOTICES]);
    for _ in 0..2 {
        let handed = Handed::of(&shop, &[("sendungen.csv", SHIPMENTS), ("abholung.csv", PICKUPS)]);
        assert_eq!(handed.import(MAPPING, false).status, 200);
        let ended = handed.ended();
        assert_eq!(ended["phase"], "done", "{ended}");
        shop.pass(&cookie, 600);
        // Handed in twice it says the same: nobody hears of it again.
        let notices = ["k17@example.org order-shipped", "k18@example.org pickup-ready"];
        assert_eq!(letters(&shop, &cookie), notices, "{ended}");
    }
}

#[test]
fn d12_what_fulfilment_tells_makes_its_recipe_ready() {
    let (shop, cookie) = open(&[]);
    let (standing, lacking) = readiness(&shop, &cookie);
    assert_eq!(standing, "partly", "orders are there: {lacking:?}");
    assert!(lacking.iter().any(|name| name == "order.shipped"), "{lacking:?}");
    let told = shop.json(&cookie, "/api/readiness");
    let mut unlocks = told["unlocks"].as_array().expect("a list").iter();
    let brings = unlocks.find(|one| one["source"] == "fulfilment").unwrap_or_else(|| panic!("{told}"));
    assert!(brings["recipes"].as_array().is_some_and(|all| all.contains(&json!("order-notices"))), "{told}");

    let handed = Handed::of(&shop, &[("sendungen.csv", SHIPMENTS), ("abholung.csv", PICKUPS)]);
    assert_eq!(handed.import(MAPPING, false).status, 200);
    assert_eq!(handed.ended()["phase"], "done");
    shop.pass(&cookie, 600);
    let (standing, lacking) = readiness(&shop, &cookie);
    assert_eq!((standing.as_str(), lacking.as_slice()), ("ready", &[][..]));
    let live = shop.ask(&cookie, "POST", "/api/readiness/order-notices", &json!({ "live": true }));
    assert_eq!(live.status, 200, "{live:?}");
}

//! The catalogue by the API (D22, I02): found piece by piece, told one by one, and the same as the loop decides by.

use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};

/// The settings declare what people may wait for, and one message gives out codes.
const SHOP: &str = concat!(
    organisation!(),
    r#"  fields: { first_name: text, email: text, language: text }
  sources: [{ id: shop, number: 1 }]
  events:
    stock.wanted: { fields: { product: text } }
    stock.back: { fields: { product: text, before: int } }
programmes:
  - id: wishes
    name: { de: Wünsche, en: Wishes }
    aim: activation
    goal: orders.count(within = 7d) > 0
    messages:
      - id: back
        name: { de: Wieder da, en: Back }
        class: contract
        purpose: service
        channels: [email]
        dwell: 0s
        items: occasion
        voucher: spring
        subject: { de: "Wieder da", en: "Back again" }
        blocks: [{ id: text, text: { de: "Es ist wieder da.", en: "It is back." } }]
    journeys:
      - { id: back, name: { de: Wieder da, en: Back }, entry: { event: stock.back }, steps: [{ id: tell, message: back }] }
"#
);

fn put(shop: &Shop, cookie: &str, path: &str, body: &Value) -> u16 {
    shop.ask(cookie, "PUT", &format!("/api/catalogue/articles/{path}"), body).status
}

/// Two roses of one group, and a saw.
fn open() -> (Shop, String) {
    let shop = Shop::of(SHOP, "");
    let cookie = shop.cookie(Role::Marketer);
    let rose = |name: &str| json!({ "name": name, "path": ["Garten", "Pflanzen"], "group": "rose", "tags": ["Beet"] });
    assert_eq!(put(&shop, &cookie, "g1", &rose("Rose rot")), 204);
    assert_eq!(put(&shop, &cookie, "g2", &rose("Rose weiß")), 204);
    let saw = json!({ "name": "Säge", "path": ["Werkzeug"], "unit": { "content": 500, "per": "kilogram" } });
    assert_eq!(put(&shop, &cookie, "w%2F1", &saw), 204, "a number may hold a slash");
    (shop, cookie)
}

fn numbers(found: &Value) -> Vec<&str> {
    let rows = found["rows"].as_array().expect("rows").iter();
    let mut numbers: Vec<&str> = rows.map(|row| row["number"].as_str().expect("a number")).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn d22_articles_are_found_by_number_word_category_and_what_holds_of_them() {
    let (shop, cookie) = open();
    let find = |query: &str| shop.json(&cookie, &format!("/api/catalogue?{query}"));
    let all = find("");
    assert_eq!(
        (numbers(&all), &all["next"], &all["looked"]),
        (vec!["g1", "g2", "w/1"], &Value::Null, &json!(3))
    );
    assert_eq!(numbers(&find("query=ROSE")), ["g1", "g2"]);
    assert_eq!(numbers(&find("query=beet+rot")), ["g1"], "every word, also of tags");
    assert_eq!(numbers(&find("query=w%2F1")), ["w/1"]);
    let trees = shop.json(&cookie, "/api/catalogue/categories");
    let nodes = trees["nodes"].as_array().expect("nodes");
    let garden = nodes.iter().find(|node| node["node"]["name"] == "Garten").expect("it is there");
    assert_eq!((&garden["articles"], &garden["parent"]), (&json!(2), &Value::Null), "{trees}");
    let id = garden["node"]["id"].as_str().expect("an id");
    assert_eq!(numbers(&find(&format!("category={id}"))), ["g1", "g2"]);
    assert_eq!(numbers(&find("only=out_of_stock")), Vec::<&str>::new());
    assert_eq!(put(&shop, &cookie, "g2/stock", &json!({ "pieces": 0 })), 204);
    assert_eq!(numbers(&find("only=out_of_stock")), ["g2"]);
    assert_eq!(numbers(&find("only=new")), ["g2", "w/1"], "what filled it first is none");
    let cookie_of_viewer = shop.cookie(Role::Viewer);
    assert_eq!(shop.ask(&cookie_of_viewer, "GET", "/api/catalogue?only=cheap", &Value::Null).status, 400);
}

#[test]
fn prices_tell_what_may_be_struck_through_and_why_not() {
    let (shop, cookie) = open();
    let article = || shop.json(&cookie, "/api/catalogue/articles/w%2F1");
    assert_eq!(article()["prices"]["strike"], "no_price");
    assert_eq!(put(&shop, &cookie, "w%2F1/price", &json!({ "minor": 2000 })), 204);
    let told = article();
    assert_eq!(told["prices"]["strike"], "no_price_before", "{told}");
    assert_eq!(told["prices"]["unit"]["price"]["minor"], 4_000, "{told}");
    shop.pass(&cookie, 40 * 86_400);
    assert_eq!(put(&shop, &cookie, "w%2F1/price", &json!({ "minor": 2500 })), 204);
    let told = article();
    assert_eq!(
        (&told["prices"]["strike"], &told["prices"]["lowest_before"]["minor"]),
        (&json!("not_lower"), &json!(2_000))
    );
    shop.pass(&cookie, 86_400);
    assert_eq!(put(&shop, &cookie, "w%2F1/price", &json!({ "minor": 1500 })), 204);
    let told = article();
    let prices = &told["prices"];
    assert_eq!((&prices["strike"], &prices["percent"]), (&json!("allowed"), &json!(25)), "{prices}");
    assert_eq!((&prices["now"]["minor"], &prices["lowest_30_days"]["minor"]), (&json!(1_500), &json!(1_500)));
    assert_eq!(prices["rows"].as_array().map(Vec::len), Some(3), "{prices}");
    assert_eq!(numbers(&shop.json(&cookie, "/api/catalogue?only=reduced")), ["w/1"]);
    for wrong in [
        json!({ "minor": -1 }),
        json!({ "minor": 1, "outlet": "nowhere" }),
        json!({ "minor": 1, "until": "2026-01-01T00:00:00Z" }),
    ] {
        assert_eq!(put(&shop, &cookie, "w%2F1/price", &wrong), 422, "{wrong}");
    }
    assert_eq!(put(&shop, &cookie, "nothing/price", &json!({ "minor": 1 })), 404);
}

#[test]
fn what_is_not_said_of_an_article_stays_and_what_it_goes_with_is_told() {
    let (shop, cookie) = open();
    assert_eq!(
        put(
            &shop,
            &cookie,
            "g1",
            &json!({ "pictures": ["https://pictures.example/1.jpg"], "texts": [{ "language": "en", "name": "Red rose" }] })
        ),
        204
    );
    let told = shop.json(&cookie, "/api/catalogue/articles/g1");
    assert_eq!(
        (&told["name"], &told["texts"][0]["name"]),
        (&json!("Rose rot"), &json!("Red rose")),
        "{told}"
    );
    assert_eq!(told["variants"][0]["number"], "g2", "{told}");
    let path: Vec<&Value> =
        told["path"].as_array().expect("a path").iter().map(|node| &node["name"]).collect();
    assert_eq!(path, ["Garten", "Pflanzen"]);
    for wrong in [
        json!({ "name": " " }),
        json!({ "pictures": ["javascript:alert(1)"] }),
        json!({ "texts": [{ "language": "??" }] }),
    ] {
        assert_eq!(put(&shop, &cookie, "g1", &wrong), 422, "{wrong}");
    }
    assert_eq!(
        put(&shop, &cookie, "g1", &json!({ "colour": "red" })),
        400,
        "an unknown field is no typo to swallow"
    );
    assert_eq!(shop.ask(&cookie, "DELETE", "/api/catalogue/articles/g1", &Value::Null).status, 204);
    assert_eq!(shop.ask(&cookie, "GET", "/api/catalogue/articles/g1", &Value::Null).status, 404);
    let acts = shop.json(&shop.cookie(Role::Admin), "/api/audit?act=article_removed");
    assert_eq!(acts["entries"].as_array().map(Vec::len), Some(1), "{acts}");
}

#[test]
fn stock_told_by_a_program_reaches_those_who_wait_and_only_their_number_is_shown() {
    let (shop, cookie) = open();
    let key = |method: &str, path: &str, key: &str, body: &str| {
        let headers = [("x-write-key", key), ("content-type", "application/json")];
        shop.client().request(method, path, &headers, body.as_bytes()).status
    };
    let path = "/api/catalogue/articles/g1/stock";
    assert_eq!(key("PUT", path, "WRITEKEY", r#"{"pieces":0}"#), 204);
    assert_eq!(key("PUT", path, "PAGEKEY", r#"{"pieces":9}"#), 403, "the key of a page may not");
    let wish = br#"{"batch":[
        {"type":"identify","userId":"17","messageId":"i1","timestamp":"2026-11-24T08:59:00Z","traits":{"email":"eva@example.org","language":"de"}},
        {"type":"track","userId":"17","messageId":"t1","timestamp":"2026-11-24T08:59:30Z","event":"stock.wanted","properties":{"product":"g1"}}]}"#;
    assert_eq!(crate::client::post(shop.address, "/v1/batch", wish).status, 200);
    shop.pass(&cookie, 1);
    let told = shop.json(&cookie, "/api/catalogue/articles/g1");
    assert_eq!((&told["waiting"], &told["stock"]["pieces"]), (&json!(1), &json!(0)), "{told}");
    assert!(told["stock"]["told"].is_string() && !told.to_string().contains("eva"), "{told}");
    let pools = shop.json(&cookie, "/api/catalogue/pools");
    assert_eq!((&pools[0]["id"], &pools[0]["left"]), (&json!("spring"), &json!(0)), "{pools}");
    assert_eq!(key("PUT", path, "WRITEKEY", r#"{"pieces":4}"#), 204);
    shop.pass(&cookie, 60);
    let intents = shop.json(&cookie, "/api/intents").to_string();
    assert!(intents.contains("\"back\""), "{intents}");
}

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
    let shop = Shop::of(SHOP, "[webhooks]\nallow = [\"127.0.0.1\"]\n");
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

/// Else the lowest price of 30 days would be one that never held.
#[test]
fn a_price_that_was_told_wrongly_is_taken_back_as_if_it_had_never_held() {
    let (shop, cookie) = open();
    let rows = || {
        let told = shop.json(&cookie, "/api/catalogue/articles/w%2F1");
        told["prices"]["rows"].as_array().cloned().unwrap_or_default()
    };
    let take_back = |query: &str| {
        let path = format!("/api/catalogue/articles/w%2F1/price{query}");
        shop.ask(&cookie, "DELETE", &path, &Value::Null).status
    };
    assert_eq!(put(&shop, &cookie, "w%2F1/price", &json!({ "minor": 2000 })), 204);
    assert_eq!(put(&shop, &cookie, "w%2F1/price", &json!({ "minor": 20, "group": "Stammkunden" })), 204);
    let told = rows();
    let wrong = told.iter().find(|row| row["amount"]["minor"] == 20).expect("told");
    let (from, group) =
        (wrong["from"].as_str().expect("a moment"), wrong["group"].as_str().expect("a group"));
    assert_eq!(take_back(&format!("?from={from}&group=Laufkunden")), 404, "of others nothing was told");
    assert_eq!(take_back("?group=Stammkunden"), 400, "several may have been told");
    assert_eq!(take_back(&format!("?from={from}&group={}", group.replace('#', "%23"))), 204);
    let left = rows();
    assert_eq!((left.len(), &left[0]["amount"]["minor"]), (1, &json!(2000)), "{left:?}");
    assert_eq!(take_back(&format!("?from={from}&group=Stammkunden")), 404);
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

#[test]
fn d22_outlets_are_told_one_by_one_and_what_is_not_said_of_them_stays() {
    let (shop, cookie) = open();
    let ask = |method: &str, number: &str, body: &Value| {
        shop.ask(&cookie, method, &format!("/api/catalogue/outlets/{number}"), body).status
    };
    let market = json!({ "name": "Markt Kiel", "zone": "north", "position": { "latitude": 54_320_000, "longitude": 10_130_000 },
        "hours": [{ "weekday": 1, "from_minute": 540, "until_minute": 1_080 }] });
    assert_eq!(ask("PUT", "7", &market), 204);
    assert_eq!(ask("PUT", "7", &json!({ "name": "Markt am Hafen" })), 204);
    assert_eq!(ask("PUT", "8%2Fa", &json!({})), 204, "a number may hold a slash, and a name is not needed");
    let answer = shop.ask(&cookie, "GET", "/api/catalogue/outlets", &Value::Null);
    crate::answers::compare(&anlass_server::openapi(), "GET", "/api/catalogue/outlets", &answer);
    let mut renamed = market.clone();
    renamed["name"] = json!("Markt am Hafen");
    renamed["number"] = json!("7");
    assert_eq!(answer.json()[0], renamed, "{answer:?}");
    assert_eq!((&answer.json()[1]["number"], &answer.json()[1]["name"]), (&json!("8/a"), &json!("8/a")));
    let told = |number: &str| {
        let all = shop.json(&cookie, "/api/catalogue/outlets");
        all.as_array().and_then(|all| all.iter().find(|outlet| outlet["number"] == number)).cloned()
    };
    let some =
        json!({ "name": "Neun", "zone": "south", "position": market["position"], "hours": market["hours"] });
    assert_eq!(ask("PUT", "9", &some), 204);
    assert_eq!(ask("PUT", "9", &json!({ "zone": null, "position": null, "hours": [] })), 204);
    let bare = json!({ "number": "9", "name": "Neun", "zone": null, "position": null, "hours": [] });
    assert_eq!(told("9"), Some(bare), "null takes away what was said");
    assert_eq!(ask("DELETE", "9", &Value::Null), 204);
    // Prices of its zone may be told from now on.
    assert_eq!(put(&shop, &cookie, "g1/price", &json!({ "minor": 499, "zone": "north" })), 204);
    for wrong in [
        json!({ "name": " " }),
        json!({ "position": { "latitude": 90_000_001, "longitude": 0 } }),
        json!({ "hours": [{ "weekday": 8, "from_minute": 0, "until_minute": 60 }] }),
        json!({ "hours": [{ "weekday": 1, "from_minute": 60, "until_minute": 60 }] }),
    ] {
        assert_eq!(ask("PUT", "7", &wrong), 422, "{wrong}");
    }
    assert_eq!(ask("PUT", "7", &json!({ "colour": "red" })), 400);
    assert_eq!(ask("DELETE", "7", &Value::Null), 204);
    assert_eq!(ask("DELETE", "7", &Value::Null), 404);
    assert_eq!(shop.json(&cookie, "/api/catalogue/outlets").as_array().map(Vec::len), Some(1));
    let acts = shop.json(&shop.cookie(Role::Admin), "/api/audit?act=outlet_changed");
    assert_eq!(acts["entries"].as_array().map(Vec::len), Some(5), "{acts}");
    let headers = [("x-write-key", "WRITEKEY"), ("content-type", "application/json")];
    let path = "/api/catalogue/outlets/9";
    assert_eq!(shop.client().request("PUT", path, &headers, br#"{"name":"Neun"}"#).status, 204);
    assert_eq!(shop.client().request("DELETE", path, &headers, b"").status, 204, "one told a moment ago");
}

#[test]
fn d22_content_items_are_told_one_by_one_and_those_of_feeds_follow_their_feed() {
    let (shop, cookie) = open();
    let ask = |method: &str, item: &str, body: &Value| {
        shop.ask(&cookie, method, &format!("/api/catalogue/content/{item}"), body).status
    };
    let roses = json!({ "title": "Rosen schneiden", "text": "Im Herbst.", "tags": ["Pflege"], "nodes": ["Garten"],
        "link": "https://blog.example/1", "until": "2027-01-01T00:00:00Z" });
    assert_eq!(ask("PUT", "roses", &roses), 204);
    let shown = shop.json(&cookie, "/api/catalogue/content");
    let told = &shown[0];
    assert_eq!(
        (&told["id"], &told["title"], &told["nodes"][0]["name"], &told["holds"]),
        (&json!("roses"), &json!("Rosen schneiden"), &json!("Garten"), &json!(true)),
        "{shown}"
    );
    // As it is from now on: what is not said is gone.
    assert_eq!(ask("PUT", "roses", &json!({ "title": "Rosen" })), 204);
    let shown = shop.json(&cookie, "/api/catalogue/content");
    assert_eq!((&shown[0]["link"], &shown[0]["nodes"]), (&Value::Null, &json!([])), "{shown}");
    for wrong in [
        json!({ "title": "" }),
        json!({ "title": "x", "link": "javascript:alert(1)" }),
        json!({ "title": "x", "nodes": ["Nirgends"] }),
        json!({ "title": "x", "from": "2027-01-02T00:00:00Z", "until": "2027-01-01T00:00:00Z" }),
    ] {
        assert_eq!(ask("PUT", "roses", &wrong), 422, "{wrong}");
    }
    let blog = crate::feeds::Blog::open();
    blog.holds(&[("1", "Eins", "x")]);
    let feed = json!({ "id": "blog", "url": blog.url, "kind": "rss", "every_minutes": 60 });
    assert_eq!(shop.ask(&cookie, "POST", "/api/feeds", &feed).status, 200);
    assert_eq!(ask("PUT", "blog%2F1", &json!({ "title": "x" })), 422, "it comes from the feed");
    assert_eq!(ask("DELETE", "blog%2F1", &Value::Null), 422);
    assert_eq!(ask("DELETE", "roses", &Value::Null), 204);
    assert_eq!(ask("DELETE", "roses", &Value::Null), 404);
    let shown = shop.json(&cookie, "/api/catalogue/content").to_string();
    assert!(!shown.contains("\"roses\""), "{shown}");
}

//! What an operator does with the catalogue: fills pools of codes, declares the shop's addresses (I01), renames and maps
//! nodes of trees (I02).

use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};

/// Two segments that ask for the same node by its two names, and a message that gives out codes.
const SHOP: &str = concat!(
    organisation!(),
    r#"  fields: { first_name: text, email: text, language: text }
  sources: [{ id: shop, number: 1 }]
  events: { stock.wanted: { fields: { product: text } } }
  segments:
    gardeners: 'interest.points(category = "Garten") >= 4'
    greens: 'interest.points(category = "Grün") >= 4'
    roses: 'interest.points(category = "Grün/Pflanzen") >= 1'
programmes:
  - id: wishes
    name: { de: Wünsche, en: Wishes }
    aim: activation
    goal: orders.count(within = 7d) > 0
    messages:
      - id: back
        name: { de: Danke, en: Thanks }
        class: contract
        purpose: service
        channels: [email]
        voucher: spring
        subject: { de: "Ihr Code", en: "Your code" }
        blocks: [{ id: text, text: { de: "Für Sie: {{ voucher }}", en: "For you: {{ voucher }}" } }]
    journeys:
      - { id: thank, name: { de: Danken, en: Thank }, entry: { event: stock.wanted }, steps: [{ id: tell, message: back }] }
"#
);

fn article(shop: &Shop, cookie: &str, number: &str, told: &Value) {
    let answer = shop.ask(cookie, "PUT", &format!("/api/catalogue/articles/{number}"), told);
    assert_eq!(answer.status, 204, "{answer:?}");
}

fn heard(shop: &Shop, cookie: &str, events: &[Value]) {
    let who = json!({ "type": "identify", "userId": "17", "messageId": "who", "timestamp": "2026-11-24T08:50:00Z",
        "traits": { "email": "eva@example.org", "language": "de" } });
    let mut batch = vec![who];
    for (number, event) in events.iter().enumerate() {
        let mut event = event.clone();
        event["userId"] = json!("17");
        event["timestamp"] = json!(format!("2026-11-24T08:5{}:00Z", 1 + number % 9));
        if event["messageId"].is_null() {
            event["messageId"] = json!(format!("event {number}"));
        }
        batch.push(event);
    }
    let answer =
        crate::client::post(shop.address, "/v1/batch", json!({ "batch": batch }).to_string().as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    shop.pass(cookie, 60);
}

fn eva(shop: &Shop, cookie: &str) -> Value {
    let found = shop.json(cookie, "/api/customers?query=17");
    let id = found[0]["id"].as_str().expect("Eva").to_owned();
    shop.json(cookie, &format!("/api/customers/{id}"))
}

fn sorted(list: &Value) -> Value {
    let mut names: Vec<&str> = list.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    names.sort_unstable();
    json!(names)
}

#[test]
fn a_pool_is_filled_by_list_and_by_file_and_no_code_is_ever_shown_again() {
    let shop = Shop::of(SHOP, "");
    let cookie = shop.cookie(Role::Admin);
    let path = "/api/catalogue/pools/spring/codes";
    let long = "x".repeat(65);
    let listed = shop.ask(
        &cookie,
        "POST",
        path,
        &json!({ "codes": ["FIRST-7", "SECOND-7", " FIRST-7 ", "", "with blank", long] }),
    );
    assert_eq!(listed.status, 200, "{listed:?}");
    crate::answers::compare(&anlass_server::openapi(), "POST", "/api/catalogue/pools/{pool}/codes", &listed);
    let refused = |why: &str, place: usize| json!({ "why": why, "count": 1, "places": [place] });
    let told = json!({ "new": 2, "known": 1, "left": 2, "messages": ["back"],
        "refused": [refused("empty", 4), refused("too_long", 6), refused("characters", 5)] });
    assert_eq!(listed.json(), told);
    let file = |kind: &str, text: &str| {
        let headers = [("x-anlass", "1"), ("cookie", &*cookie), ("content-type", kind)];
        let answer = shop.client().request("POST", path, &headers, text.as_bytes());
        assert_eq!(answer.status, 200, "{answer:?}");
        (answer.json()["new"].as_u64(), answer.json()["known"].as_u64(), answer.json()["left"].as_u64())
    };
    let csv = "\u{feff}Code;Wert\r\n\"THIRD-7\";10\r\nFIRST-7;10\r\n\r\n";
    assert_eq!(file("text/csv; charset=utf-8", csv), (Some(1), Some(1), Some(3)));
    assert_eq!(file("text/csv", csv), (Some(0), Some(2), Some(3)), "the same again changes nothing");
    assert_eq!(file("text/plain", "FOURTH-7\nCODE\n"), (Some(2), Some(0), Some(5)), "a text has no heading");
    let export = "id;promotion_id;Gutschein-Code\n1;p;THIRD-7\n;;FOURTH-7\n";
    assert_eq!(file("text/csv", export), (Some(0), Some(2), Some(5)), "its own column, wherever it stands");
    heard(
        &shop,
        &cookie,
        &[json!({ "type": "track", "event": "stock.wanted", "properties": { "product": "p" } })],
    );
    let pools = shop.json(&cookie, "/api/catalogue/pools");
    assert_eq!(
        pools,
        json!([{ "id": "spring", "left": 4, "given": 1, "messages": ["back"] }]),
        "the letter took one"
    );
    assert_eq!(file("text/plain", "FIRST-7"), (Some(0), Some(1), Some(4)), "one that was given is known");
    let wrong = shop.ask(&cookie, "POST", path, &json!({ "codes": [{ "code": "SECRET-7" }] }));
    assert_eq!(wrong.status, 400);
    let acts = shop.json(&cookie, "/api/audit?act=pool_filled");
    assert_eq!(acts["entries"].as_array().map(Vec::len), Some(3), "only what changed something: {acts}");
    let shown = format!("{}{pools}{acts}{}", shop.told(), String::from_utf8_lossy(&wrong.body));
    assert!(!shown.contains("-7"), "{shown}");
}

#[test]
fn i01_three_raw_addresses_become_three_looks_in_words() {
    let shop = Shop::of(SHOP, "");
    let cookie = shop.cookie(Role::Admin);
    for (number, slug) in [("4711", "hilti-te"), ("4712", "bosch-gsb"), ("4713", "makita-hr")] {
        let told = json!({ "name": number, "slug": slug, "path": ["Werkzeug", "Schlagbohrmaschine"] });
        article(&shop, &cookie, number, &told);
    }
    let declare = |patterns: Value| {
        shop.ask(&cookie, "PUT", "/api/catalogue/addresses", &json!({ "patterns": patterns }))
    };
    let view = |path: &str| json!({ "type": "page", "context": { "page": { "url": format!("https://shop.example{path}") } } });
    let wrong = declare(json!(["/a/{number}", "/b/{sku}"]));
    assert_eq!(wrong.status, 422);
    assert!(wrong.json()["cause"].as_str().is_some_and(|cause| cause.contains("patterns[1]")), "{wrong:?}");
    assert_eq!(declare(json!(["/artikel/{number}/ansehen", "/werkzeug/*/{slug}.html"])).status, 204);
    let leads = |address: &str| {
        let shown = shop.json(&cookie, &format!("/api/catalogue/addresses?address={address}"));
        shown["leads_to"]["number"].as_str().map(str::to_owned)
    };
    assert_eq!(leads("/artikel/4711/ansehen").as_deref(), Some("4711"));
    assert_eq!(leads("/artikel/9999/ansehen"), None);
    heard(
        &shop,
        &cookie,
        &[
            view("/artikel/4711/ansehen?utm_source=mail#oben"),
            view("/werkzeug/schlagend/bosch-gsb.html"),
            view("/neu/makita-hr/"),
            view("/impressum"),
        ],
    );
    let told = eva(&shop, &cookie);
    let kind = json!({ "name": { "de": "Schlagbohrmaschine", "en": "Schlagbohrmaschine" }, "times": 3 });
    assert_eq!(told["viewed"], json!({ "days": 30, "kinds": [kind] }));
    assert_eq!(told["interests"], json!([{ "node": ["Werkzeug", "Schlagbohrmaschine"], "points": 3 }]));
    shop.pass(&cookie, 30 * 86_400);
    assert_eq!(eva(&shop, &cookie)["viewed"]["kinds"], json!([]), "long ago is not of late");
    let acts = shop.json(&cookie, "/api/audit?act=addresses_changed");
    assert_eq!(acts["entries"].as_array().map(Vec::len), Some(1), "{acts}");
}

#[test]
fn i02_three_trees_meet_in_one_interest_and_a_renamed_node_keeps_its_history() {
    let shop = Shop::of(SHOP, "");
    let cookie = shop.cookie(Role::Admin);
    article(&shop, &cookie, "rose", &json!({ "name": "Rose", "path": ["Garten", "Pflanzen"] }));
    article(&shop, &cookie, "hoe", &json!({ "name": "Hacke", "path": ["WG 4711"] }));
    let viewed = |number: &str| json!({ "type": "track", "event": "Product Viewed", "properties": { "product_id": number } });
    let asked = json!({ "type": "track", "event": "Catalogue Requested", "properties": { "category": "Gartentipps" } });
    heard(&shop, &cookie, &[viewed("rose"), viewed("hoe"), asked]);
    let segments = || sorted(&eva(&shop, &cookie)["segments"]);
    assert_eq!(segments(), json!([]), "three trees that know nothing of one another");
    let told = |path: &str, body: Value| {
        let answer = shop.ask(&cookie, "POST", &format!("/api/catalogue/nodes/{path}"), &body);
        shop.pass(&cookie, 1);
        (answer.status, String::from_utf8_lossy(&answer.body).into_owned())
    };
    for from in ["WG 4711", "Gartentipps"] {
        let mapped = told("move", json!({ "from": from, "to": "Garten", "how": "mapped" }));
        assert_eq!(mapped.0, 204, "{mapped:?}");
    }
    assert_eq!(segments(), json!(["gardeners"]), "group, tag and node of the shop");
    let renamed = told("move", json!({ "from": "Garten", "to": "Grün" }));
    assert_eq!(renamed.0, 204, "{renamed:?}");
    assert_eq!(segments(), json!(["gardeners", "greens", "roses"]), "a rule holds by either name");
    // The shop's own files follow, the process ends, and history is still where it was.
    article(&shop, &cookie, "rose", &json!({ "name": "Rose", "path": ["Grün", "Pflanzen"] }));
    let shop = shop.restarted();
    let cookie = shop.cookie(Role::Admin);
    let mut again = viewed("rose");
    again["messageId"] = json!("again");
    heard(&shop, &cookie, &[again]);
    let customer = eva(&shop, &cookie);
    assert_eq!(sorted(&customer["segments"]), json!(["gardeners", "greens", "roses"]));
    let plants = json!({ "node": ["Grün", "Pflanzen"], "points": 2 });
    assert!(customer["interests"].as_array().is_some_and(|all| all.contains(&plants)), "{customer}");
    let told = |path: &str, body: Value| {
        let answer = shop.ask(&cookie, "POST", &format!("/api/catalogue/nodes/{path}"), &body);
        shop.pass(&cookie, 1);
        (answer.status, String::from_utf8_lossy(&answer.body).into_owned())
    };
    let circle = told("move", json!({ "from": "Grün", "to": "WG 4711" }));
    assert!(circle.0 == 422 && circle.1.contains("circle"), "{circle:?}");
    assert_eq!(told("move", json!({ "from": "Nirgends", "to": "Nirgendwo" })).0, 422);
    assert_eq!(told("unmove", json!({ "node": "WG 4711" })).0, 204);
    assert_eq!(told("unmove", json!({ "node": "Gartentipps" })).0, 204);
    assert_eq!(told("unmove", json!({ "node": "Gartentipps" })).0, 422, "there is nothing to take back");
    assert_eq!(eva(&shop, &cookie)["segments"], json!(["roses"]), "its parts stand for themselves again");
    let acts = shop.json(&cookie, "/api/audit?act=node_moved");
    assert_eq!(acts["entries"].as_array().map(Vec::len), Some(3), "{acts}");
}

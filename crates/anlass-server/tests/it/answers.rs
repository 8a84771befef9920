//! What the app is told, beside the document from which its client is generated.

use crate::client::Answer;
use crate::looked_at;
use crate::schema::differences;
use crate::shop::Shop;
use anlass_server::{ROUTES, Role, Verb};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Compares an answer with what the document says of its route.
pub(crate) fn compare(document: &Value, method: &str, path: &str, answer: &Answer) {
    let operation = &document["paths"][path][method.to_lowercase()];
    let described = &operation["responses"][answer.status.to_string()];
    assert!(!described.is_null(), "{method} {path}: {} is not in the document", answer.status);
    if answer.status == 204 {
        return assert!(answer.body.is_empty(), "{method} {path}");
    }
    let schema = &described["content"]["application/json"]["schema"];
    assert!(!schema.is_null(), "{method} {path}: {} has no schema", answer.status);
    let found = differences(document, schema, &answer.json());
    assert!(found.is_empty(), "{method} {path}: {found:#?}\n{}", answer.json());
}

/// A shop in which something of everything has happened.
fn lively() -> (Shop, String, String) {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    let people = br#"{"batch":[
        {"type":"identify","userId":"17","messageId":"i1","traits":{"email":"eva@example.org","firstName":"Eva","lastName":"Roth"}},
        {"type":"track","userId":"17","messageId":"t1","event":"Product Added","properties":{"product_id":"p1","price":19.99,"quantity":2}},
        {"type":"track","userId":"17","messageId":"t2","event":"Newsletter Subscribed","properties":{"proof":{"kind":"double_opt_in","text":"n1"}}},
        {"type":"identify","userId":"18","messageId":"i2","traits":{"email":"ben@example.org","firstName":"Ben"}},
        {"type":"track","userId":"18","messageId":"t3","event":"Order Completed","properties":{"order_id":"o1","products":[{"product_id":"p1","price":19.99}]}},
        {"type":"track","userId":"1","event":"Product Added","messageId":"m9"}]}"#;
    assert_eq!(crate::client::post(shop.address, "/v1/batch", people).status, 200);
    shop.pass(&cookie, 1);
    let again = br#"{"type":"track","userId":"18","messageId":"t4","event":"Product Added","properties":{"product_id":"p1","price":19.99}}"#;
    assert_eq!(crate::client::post(shop.address, "/v1/track", again).status, 200);
    shop.pass(&cookie, 1);
    let found = shop.json(&cookie, "/api/customers?query=18");
    let ben = found[0]["id"].as_str().expect("Ben").to_owned();
    let booked = shop.ask(&cookie, "POST", "/api/demo/till-purchase", &json!({ "customer": ben }));
    assert_eq!(booked.status, 204, "{booked:?}");
    let told = json!({ "name": "Rose", "path": ["Garten", "Pflanzen"], "unit": { "content": 500, "per": "kilogram" },
        "texts": [{ "language": "en", "name": "Rose" }] });
    assert_eq!(shop.ask(&cookie, "PUT", "/api/catalogue/articles/p1", &told).status, 204);
    let price = json!({ "minor": 1999 });
    assert_eq!(shop.ask(&cookie, "PUT", "/api/catalogue/articles/p1/price", &price).status, 204);
    shop.pass(&cookie, 7_200);
    let found = shop.json(&cookie, "/api/customers?query=17");
    let eva = found[0]["id"].as_str().expect("Eva").to_owned();
    let objection = format!("/api/customers/{ben}/objection");
    assert_eq!(
        shop.ask(&cookie, "POST", &objection, &json!({ "lifted": false, "how": "phone" })).status,
        204
    );
    let yaml = shop.json(&cookie, "/api/programmes/cart")["yaml"].as_str().expect("yaml").to_owned();
    let slower = yaml.replacen("1h", "2h", 1);
    let published = shop.ask(&cookie, "POST", "/api/programmes/cart/publish", &json!({ "yaml": slower }));
    compare(&anlass_server::openapi(), "POST", "/api/programmes/{id}/publish", &published);
    (shop, cookie, eva)
}

/// The answers of each route of the table that only tells something.
#[test]
fn every_answer_is_as_the_document_says() {
    let (shop, cookie, eva) = lively();
    let document = anlass_server::openapi();
    let letter = shop.json(&cookie, "/api/mailbox")["rows"][0]["id"].as_str().expect("a letter").to_owned();
    let programme = shop.json(&cookie, "/api/programmes/cart");
    let version = programme["versions"][0]["program"].as_str().expect("a version").to_owned();
    let yaml = programme["yaml"].clone();
    let wanted = json!({ "yaml": yaml });
    let started = shop.ask(&cookie, "POST", "/api/programmes/cart/rehearse", &wanted);
    compare(&document, "POST", "/api/programmes/{id}/rehearse", &started);
    let job = started.json()["job"].as_str().expect("a job").to_owned();
    while shop.json(&cookie, &format!("/api/jobs/{job}"))["done"] != true {}
    looked_at::import(&shop);
    let import = shop.json(&cookie, "/api/imports")[0]["id"].as_str().expect("an import").to_owned();
    let group = shop.json(&cookie, "/api/quarantine/rows")["groups"][0]["id"].clone();
    let group = group.as_str().expect("refused rows").to_owned();
    let bundle = crate::uploads::tried(&shop);
    crate::hooks::heard(&shop, &cookie);
    let told = ROUTES.iter().filter(|route| route.verb == Verb::Get && route.path.starts_with("/api/"));
    // Content comes from feeds: their own test compares that.
    let told = told.filter(|route| !route.path.contains("{item}"));
    let ben = shop.json(&cookie, "/api/customers?query=18")[0]["id"].as_str().expect("Ben").to_owned();
    for route in told {
        for id in [&eva, &ben] {
            let id = match route.path {
                path if path.starts_with("/api/programmes") || path.starts_with("/api/mailings/") => "cart",
                path if path.starts_with("/api/mailbox") => &letter,
                path if path.starts_with("/api/imports") => &import,
                path if path.starts_with("/api/sources/") => "shop",
                path if path.starts_with("/api/uploads") => &bundle,
                _ => id,
            };
            let path = route.path.replace("{id}", id).replace("{job}", &job);
            let path = path.replace("{programme}", "cart").replace("{message}", "confirmation");
            let path = path.replace("{mailing}", "notes-for-all").replace("{version}", &version);
            let path = path.replace("{number}", "p1");
            let path = path.replace("{group}", &group);
            let path = match route.path.starts_with("/api/imports") {
                true => path.replace("/rows", "/rows?file=0&code=without_pieces"),
                false => path,
            };
            let answer = shop.ask(&cookie, "GET", &path, &Value::Null);
            assert_eq!(answer.status, 200, "{path}: {answer:?}");
            compare(&document, "GET", route.path, &answer);
        }
    }
    let customer = shop.json(&cookie, &format!("/api/customers/{eva}"));
    assert_eq!(customer["consents"][0]["proof"]["kind"], "double_opt_in", "{customer}");
}

#[test]
fn what_is_refused_is_described_as_well() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    let document = anlass_server::openapi();
    let ask = |method: &str, route: &str, path: &str, body: Value| {
        let answer = shop.ask(&cookie, method, path, &body);
        compare(&document, method, route, &answer);
        answer.status
    };
    let nobody = "/api/customers/00000000000000000000000000000000";
    assert_eq!(ask("GET", "/api/customers/{id}", nobody, Value::Null), 404);
    assert_eq!(ask("GET", "/api/customers/{id}", "/api/customers/eva", Value::Null), 404);
    let before = format!("{nobody}/timeline?before=yesterday");
    assert_eq!(ask("GET", "/api/customers/{id}/timeline", &before, Value::Null), 400);
    let publish = |body| ask("POST", "/api/programmes/{id}/publish", "/api/programmes/cart/publish", body);
    assert_eq!(publish(json!({ "yaml": 7 })), 400);
    assert_eq!(publish(json!({ "yaml": "id: [" })), 422);
    let broken = json!({ "yaml": "id: cart\nname: [" });
    assert_eq!(ask("POST", "/api/programmes/{id}/check", "/api/programmes/cart/check", broken), 200);
    assert_eq!(ask("POST", "/api/demo/clock", "/api/demo/clock", json!({ "seconds": -1 })), 400);
    let signed_out = shop.ask("", "GET", "/api/today", &Value::Null);
    compare(&document, "GET", "/api/today", &signed_out);
}

/// A client is generated from the document: the lists of codes in it are complete, and everybody has words for them.
#[test]
fn codes_are_closed_lists() {
    let document = anlass_server::openapi();
    let list = |name: &str| {
        let all = document["components"]["schemas"][name]["enum"].as_array().expect("a list").iter();
        all.map(|code| code.as_str().expect("a text").to_owned()).collect::<BTreeSet<String>>()
    };
    assert!(list("State").is_superset(&["delivered", "suppressed", "unknown"].map(str::to_owned).into()));
    assert!(list("Reason").is_superset(&["no_consent", "exit", "bounced"].map(str::to_owned).into()));
    assert_eq!(list("Class").len(), 2);
    assert_eq!(list("Role").len(), Role::ALL.len());
}

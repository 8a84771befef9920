//! M15: what somebody of the house corrected stands, also when a source tells the wrong value again, until a source says
//! something new; and it is told which of the two holds.

use crate::client::post;
use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};

fn told_by_shop(shop: &Shop, cookie: &str, minute: u32, name: &str) {
    let known = format!(
        r#"{{"type":"identify","userId":"17","messageId":"again {minute}","timestamp":"2026-11-24T09:{minute:02}:00Z",
        "traits":{{"firstName":"{name}"}}}}"#
    );
    let answer = post(shop.address, "/v1/batch", format!("{{\"batch\":[{known}]}}").as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    shop.pass(cookie, 1);
}

fn field(profile: &Value) -> Value {
    let fields = profile["profile"].as_array().expect("fields");
    fields.iter().find(|field| field["field"] == "first_name").cloned().unwrap_or_default()
}

fn first_name(profile: &Value) -> Value {
    field(profile)["value"].clone()
}

#[test]
fn a_correction_stands_until_a_source_says_something_new() {
    let shop = Shop::open();
    let support = shop.cookie(Role::Support);
    let admin = shop.cookie(Role::Admin);
    shop.cart("17", "Efa");
    shop.pass(&admin, 1);
    let found = shop.json(&admin, "/api/customers?query=17");
    let eva = format!("/api/customers/{}", found[0]["id"].as_str().expect("Eva"));
    let correct = |body: &Value| shop.ask(&support, "POST", &format!("{eva}/correction"), body).status;
    let right = json!({ "field": "first_name", "text": "Eva", "how": "email", "reason": "schrieb uns" });
    assert_eq!(correct(&json!({ "field": "first_name", "text": "Eva", "how": "email", "reason": " " })), 422);
    assert_eq!(correct(&json!({ "field": "shoe", "text": "38", "how": "email", "reason": "r" })), 422);
    assert_eq!(correct(&json!({ "field": "first_name", "number": 3, "how": "email", "reason": "r" })), 422);
    assert_eq!(correct(&right), 204);
    assert_eq!(correct(&right), 422, "it says that already");
    assert_eq!(first_name(&shop.json(&support, &eva)), "Eva");

    shop.pass(&admin, 600);
    told_by_shop(&shop, &admin, 8, "Efa");
    let told = shop.json(&support, &eva);
    assert_eq!(first_name(&told), "Eva", "the wrong value does not come back");
    let own = field(&told);
    assert_eq!((&own["corrected"], &own["source"]), (&json!(true), &Value::Null));
    let others = [("value", json!("Efa")), ("source", json!("shop")), ("corrected", json!(false))];
    assert!(others.iter().all(|(key, value)| own["others"][0][key] == *value), "what the shop says: {own}");
    let correction = &told["corrections"][0];
    assert_eq!((&correction["wrong"], &correction["value"]), (&json!("Efa"), &json!("Eva")));
    assert_eq!(
        (&correction["said"]["by"], &correction["said"]["note"]),
        (&json!("support@example.org"), &json!("schrieb uns"))
    );
    assert_eq!(correction["overtaken"], false);

    told_by_shop(&shop, &admin, 9, "Evelyn");
    let told = shop.json(&support, &eva);
    assert_eq!(first_name(&told), "Evelyn");
    let own = field(&told);
    assert_eq!((&own["corrected"], &own["source"]), (&json!(false), &json!("shop")));
    assert_eq!((&own["others"][0]["value"], &own["others"][0]["corrected"]), (&json!("Eva"), &json!(true)));
    assert_eq!(told["corrections"][0]["overtaken"], true, "and it is told");

    assert_eq!(correct(&json!({ "field": "first_name", "how": "phone", "reason": "will sie nicht" })), 204);
    let told = shop.json(&support, &eva);
    assert_eq!(first_name(&told), Value::Null);
    assert_eq!(
        (&told["corrections"][0]["value"], &told["corrections"][0]["overtaken"]),
        (&Value::Null, &json!(false))
    );
    let timeline = shop.json(&support, &format!("{eva}/timeline"));
    let words = timeline["entries"][0]["words"]["de"].as_str().expect("words");
    assert!(words.starts_with("„first_name“ entfernt, weil falsch: am Telefon"), "{words}");
}

//! D15: people who look alike are suggested with what speaks for it; somebody decides, and may undo it.

use crate::client::post;
use crate::shop::{SHOP, Shop};
use anlass_server::Role;
use serde_json::{Value, json};

fn shop() -> Shop {
    let fields = "  fields: { first_name: text, last_name: text, street: text, postcode: text, birth_date: day, email: text, language: text }\n  \
        matching: { given_name: first_name, family_name: last_name, street: street, postal_code: postcode, birthday: birth_date }\n";
    let plain = "  fields: { first_name: text, last_name: text, email: text, language: text }\n";
    assert!(SHOP.contains(plain));
    let mut shop = Shop::of(&SHOP.replace(plain, fields), "");
    shop.is_quiet = true;
    shop
}

/// Whoever has the number is called so and lives there; an order beside it.
fn told(shop: &Shop, number: &str, names: [&str; 2], address: [&str; 2], order: bool) {
    let traits =
        json!({ "firstName": names[0], "lastName": names[1], "street": address[0], "postcode": address[1] });
    let mut batch = vec![
        json!({ "type": "identify", "userId": number, "messageId": format!("i{number}{}", address[0]), "traits": traits }),
    ];
    if order {
        batch.push(json!({ "type": "track", "userId": number, "messageId": format!("o{number}"), "event": "Order Completed",
            "properties": { "order_id": format!("o{number}"), "products": [{ "product_id": "p1", "price": 5.0 }] } }));
    }
    let body = json!({ "batch": batch }).to_string();
    assert_eq!(post(shop.address, "/v1/batch", body.as_bytes()).status, 200);
}

fn id(shop: &Shop, cookie: &str, number: &str) -> String {
    let found = shop.json(cookie, &format!("/api/customers?query={number}"));
    found[0]["id"].as_str().expect("known").to_owned()
}

fn suggested(shop: &Shop, cookie: &str) -> Vec<Value> {
    let answer = shop.json(cookie, "/api/suggestions");
    assert_eq!((&answer["compares"], &answer["next"]), (&json!(true), &Value::Null), "{answer}");
    answer["pairs"].as_array().expect("pairs").clone()
}

fn decide(shop: &Shop, cookie: &str, what: &str, two: [&str; 2]) -> u16 {
    let body = json!({ "one": two[0], "other": two[1] });
    shop.ask(cookie, "POST", &format!("/api/suggestions/{what}"), &body).status
}

fn orders(shop: &Shop, cookie: &str, number: &str) -> Value {
    shop.json(cookie, &format!("/api/customers/{}", id(shop, cookie, number)))["orders"]["count"].clone()
}

#[test]
fn a_suggestion_is_accepted_and_the_merge_undone() {
    let shop = shop();
    let cookie = shop.cookie(Role::Marketer);
    told(&shop, "501", ["Anna", "Müller-Lüdenscheidt"], ["Hauptstraße 12a", "50667"], true);
    shop.pass(&cookie, 60);
    // The first one is certainly older.
    shop.pass(&cookie, 60);
    told(&shop, "502", ["Dr. Anna", "Mueller"], ["Hauptstr. 12 A", "50667"], true);
    told(&shop, "503", ["Bernd", "Müller"], ["Hauptstr. 12a", "50667"], false);
    shop.pass(&cookie, 60);
    let [one, other, bernd] = ["501", "502", "503"].map(|number| id(&shop, &cookie, number));
    assert_ne!(one, other, "nothing is joined that nobody decided");

    let pairs = suggested(&shop, &cookie);
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    let people = pairs[0]["people"].as_array().expect("two");
    let mut ids: Vec<&str> = people.iter().map(|own| own["id"].as_str().expect("an id")).collect();
    ids.sort_unstable();
    let mut expected = [&*one, &*other];
    expected.sort_unstable();
    assert_eq!(ids, expected);
    let signs = pairs[0]["signs"].as_array().expect("signs");
    let codes: Vec<&str> = signs.iter().map(|sign| sign["code"].as_str().expect("a code")).collect();
    assert_eq!(codes, ["part_of_family_name", "same_given_name", "same_address"]);
    let identity = shop.json(&cookie, &format!("/api/customers/{one}/identity"));
    assert_eq!(identity["alike"].as_array().map(Vec::len), Some(1), "{identity}");
    let household = identity["household"].as_array().expect("a household");
    assert!(household.iter().any(|own| own["id"] == bernd), "{household:?}");

    assert_eq!(decide(&shop, &cookie, "accept", [&other, &one]), 200);
    assert_eq!(id(&shop, &cookie, "502"), one, "the older one carries on");
    assert_eq!(orders(&shop, &cookie, "502"), 2);
    assert_eq!(suggested(&shop, &cookie), [] as [Value; 0]);
    assert_eq!(decide(&shop, &cookie, "accept", [&other, &one]), 422, "they are one already");

    let story = |number: &str| {
        let told = shop.json(&cookie, &format!("/api/customers/{number}/timeline"))["entries"].clone();
        let told = told.as_array().expect("entries").clone();
        let bought = |one: &&Value| one["kind"] == "order.placed";
        told.iter().filter(bought).map(|one| one["of"]["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(story(&one), [json!("Dr. Anna Mueller"), Value::Null], "both orders, and whose they were");

    let merges = shop.json(&cookie, &format!("/api/customers/{one}/identity"))["merges"].clone();
    assert_eq!((&merges[0]["id"], &merges[0]["parted"]), (&json!(other), &Value::Null), "{merges}");
    let unmerge = |customer: &str, from: &str| {
        let path = format!("/api/customers/{customer}/unmerge");
        shop.ask(&cookie, "POST", &path, &json!({ "from": from })).status
    };
    assert_eq!(unmerge(&bernd, &other), 422, "they were not merged into him");
    assert_eq!(unmerge(&one, &other), 204);
    assert_eq!(id(&shop, &cookie, "502"), other);
    assert_eq!((orders(&shop, &cookie, "501"), orders(&shop, &cookie, "502")), (json!(1), json!(1)));
    assert_eq!(
        (story(&one), story(&other)),
        (vec![Value::Null], vec![Value::Null]),
        "each has their own again"
    );
    let merges = shop.json(&cookie, &format!("/api/customers/{one}/identity"))["merges"].clone();
    assert!(merges[0]["parted"].is_string(), "{merges}");
    assert_eq!(suggested(&shop, &cookie), [] as [Value; 0], "they were told apart");
    assert_eq!(decide(&shop, &cookie, "accept", [&one, &other]), 422);

    let admin = shop.cookie(Role::Admin);
    let acts = shop.json(&admin, "/api/audit");
    let entries = acts["entries"].as_array().expect("entries");
    let told: Vec<&str> = entries.iter().filter_map(|entry| entry["act"].as_str()).collect();
    assert!(told.contains(&"merged") && told.contains(&"unmerged"), "{acts}");
}

#[test]
fn what_was_refused_is_not_suggested_again() {
    let shop = shop();
    let cookie = shop.cookie(Role::Admin);
    told(&shop, "501", ["Anna", "Müller"], ["Hauptstraße 12a", "50667"], false);
    told(&shop, "502", ["Anna", "Möller"], ["Hauptstr. 12a", "50667"], false);
    shop.pass(&cookie, 60);
    let [one, other] = ["501", "502"].map(|number| id(&shop, &cookie, number));
    assert_eq!(suggested(&shop, &cookie).len(), 1);
    assert_eq!(decide(&shop, &cookie, "refuse", [&one, &other]), 204);
    assert_eq!(suggested(&shop, &cookie), [] as [Value; 0]);
    let timeline = shop.json(&cookie, &format!("/api/customers/{one}/timeline"));
    assert!(timeline.to_string().contains("noted as another person"), "{timeline}");
    // Whatever else is heard of them, and after a new beginning.
    told(&shop, "502", ["Anna", "Müller"], ["Hauptstraße 12 a", "50667"], false);
    shop.pass(&cookie, 60);
    let shop = shop.restarted();
    assert_eq!(suggested(&shop, &cookie), [] as [Value; 0]);
    // Somebody who moves there is somebody else again, and who moves away no more.
    told(&shop, "503", ["Anna", "Müller"], ["Ringstr. 3", "80331"], false);
    shop.pass(&cookie, 60);
    assert_eq!(suggested(&shop, &cookie).len(), 0);
    told(&shop, "503", ["Anna", "Müller"], ["Hauptstr. 12a", "50667"], false);
    shop.pass(&cookie, 60);
    assert_eq!(suggested(&shop, &cookie).len(), 2);
    told(&shop, "503", ["Anna", "Müller"], ["Seestr. 1", "80331"], false);
    shop.pass(&cookie, 60);
    assert_eq!(suggested(&shop, &cookie).len(), 0);
    let nobody = "0".repeat(32);
    assert_eq!(decide(&shop, &cookie, "refuse", [&one, &nobody]), 404);
}

//! The organisation's own schema, changed without a file: judged first, live at once, and taken back by the same means.

use crate::client::post;
use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};

const PATH: &str = "/api/schema";

fn vehicle() -> Value {
    json!({ "label": { "de": "Fahrzeug", "en": "vehicle" }, "fields": { "model": "text", "due": "day" } })
}

#[test]
fn m13_fields_events_and_entities_are_made_in_the_app_and_taken_back() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    let before = shop.json(&cookie, PATH);
    let written = json!({
        "fields": { "city": "text" },
        "events": { "workshop_visited": { "label": null, "fields": { "mileage": "int" } } },
        "entities": { "vehicle": vehicle() },
        "names": { "mileage": { "de": "Kilometerstand", "en": "mileage" } },
        "nearest": { "chosen": null, "position": null, "by": ["city"], "places": { "Ulm": "48.40, 9.99" }, "group": null },
    });
    assert_eq!(shop.ask(&cookie, "POST", "/api/schema/check", &written).status, 204);
    assert_eq!(shop.json(&cookie, PATH), before, "a check keeps nothing");
    let answer = shop.ask(&cookie, "PUT", PATH, &written);
    assert_eq!(answer.status, 200, "{answer:?}");
    let after = shop.json(&cookie, PATH);
    assert_eq!(answer.json(), after["own"]);
    assert_eq!(after["own"]["entities"]["vehicle"], vehicle());
    assert_eq!(after["own"]["names"]["mileage"]["de"], "Kilometerstand");
    assert_eq!(after["own"]["nearest"]["by"], json!(["city"]));
    assert_eq!(after["version"].as_u64(), before["version"].as_u64().map(|number| number + 1));
    let told = br#"{"batch":[
        {"type":"identify","userId":"17","messageId":"i","traits":{"email":"eva@example.org","city":"Ulm"}},
        {"type":"track","userId":"17","messageId":"v","event":"Entity Changed","properties":{"entity":"vehicle","key":"B-X 1","model":"Golf"}}]}"#;
    assert_eq!(post(shop.address, "/v1/batch", told).json()["accepted"], 2, "it is known at once");

    // What was there before in these places, and null where nothing was.
    let back = json!({
        "fields": { "city": null }, "events": { "workshop_visited": null }, "entities": { "vehicle": null },
        "names": { "mileage": null },
        "nearest": { "chosen": null, "position": null, "by": [], "places": {}, "group": null },
    });
    assert_eq!(shop.ask(&cookie, "PUT", PATH, &back).json(), before["own"]);
    let admin = shop.cookie(Role::Admin);
    let noted = shop.json(&admin, "/api/audit?act=schema_changed");
    assert_eq!(noted["entries"].as_array().map(Vec::len), Some(2), "{noted}");
}

#[test]
fn a_change_of_the_schema_that_something_asks_for_or_that_is_no_schema_is_refused() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    let before = shop.json(&cookie, PATH);
    let own_outlet = json!({ "chosen": "store", "position": null, "by": [], "places": {}, "group": null });
    for (change, cause) in [
        (json!({ "fields": { "email": null } }), "email"),
        (json!({ "fields": { "two words": "text" } }), "two words"),
        (json!({ "fields": { "city": "words" } }), "words"),
        (json!({ "events": { "order.placed": { "label": null, "fields": {} } } }), "order.placed"),
        (json!({ "nearest": own_outlet }), "store"),
        (json!({ "feilds": {} }), "feilds"),
    ] {
        let answer = shop.ask(&cookie, "PUT", PATH, &change);
        assert!([400, 422].contains(&answer.status), "{change}: {answer:?}");
        assert!(answer.json().to_string().contains(cause), "{change}: {answer:?}");
    }
    assert_eq!(shop.json(&cookie, PATH), before);
}

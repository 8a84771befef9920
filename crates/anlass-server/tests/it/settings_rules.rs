//! Rules among the settings, changed without a file: judged first, live at once, told in the history, and taken back by the
//! same means.

use crate::client::post;
use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);
const PATH: &str = "/api/settings";

fn matching() -> Value {
    json!({ "family_name": "last_name", "given_name": null, "street": null, "house_number": null, "postal_code": "postcode",
        "city": null, "birthday": null, "phone": null })
}

fn loyalty() -> Value {
    json!({ "points": 1, "amount": 1, "place": "outlet", "expire_after": "730d", "told_points": null, "told_tier": null,
        "tiers": [{ "id": "silver", "name": { "de": "Silber", "en": "Silver" }, "from": 500, "within": "365d" }] })
}

fn location() -> Value {
    json!({ "outlets_m": null, "dwell": "10m", "away": "5m",
        "fences": [{ "id": "market", "name": { "de": "Markt", "en": "" }, "place": "50.9413, 6.9583", "outlet": null, "radius_m": 200 }] })
}

#[test]
fn rules_are_made_in_the_app_and_taken_back_and_the_history_tells_both() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    let fields = json!({ "fields": { "last_name": "text", "postcode": "text" } });
    assert_eq!(shop.ask(&cookie, "PUT", "/api/schema", &fields).status, 200);
    let before = shop.json(&cookie, PATH);
    let version = shop.json(&cookie, "/api/schema")["version"].as_u64().expect("a version");
    let written = json!({ "matching": { "to": matching() }, "loyalty": { "to": loyalty() }, "location": { "to": location() } });
    assert_eq!(shop.ask(&cookie, "POST", "/api/settings/check", &written).status, 204);
    assert_eq!(shop.json(&cookie, PATH), before, "a check keeps nothing");
    let answer = shop.ask(&cookie, "PUT", PATH, &written);
    assert_eq!(answer.status, 200, "{answer:?}");
    let after = shop.json(&cookie, PATH);
    assert_eq!(answer.json(), after);
    assert_eq!((&after["matching"], &after["loyalty"]), (&matching(), &loyalty()));
    let market = &after["location"]["fences"][0];
    assert_eq!((&market["place"], &market["name"]["en"]), (&json!("50.941300, 6.958300"), &json!("Markt")));
    let told = shop.json(&cookie, "/api/schema")["versions"][0].clone();
    assert_eq!(told["number"], version + 1);
    let changes = told["changes"].as_array().expect("changes").clone();
    let is_told = |part: &str, id: &str| changes.iter().any(|one| one["part"] == part && one["id"] == id);
    for (part, id) in [("matching", "postal_code"), ("loyalty", "tier silver"), ("fence", "fence market")] {
        assert!(is_told(part, id), "{part} {id}: {changes:#?}");
    }

    // One part alone leaves the others as they are.
    let back = json!({ "location": { "to": null } });
    let left = shop.ask(&cookie, "PUT", PATH, &back).json();
    assert_eq!((&left["location"], &left["loyalty"]), (&Value::Null, &loyalty()));
    let back = json!({ "matching": { "to": null }, "loyalty": { "to": null } });
    assert_eq!(shop.ask(&cookie, "PUT", PATH, &back).json(), before);
    let noted = shop.json(&shop.cookie(Role::Admin), "/api/audit?act=settings_changed");
    assert_eq!(noted["entries"].as_array().map(Vec::len), Some(3), "{noted}");
}

#[test]
fn rules_that_cannot_be_are_refused_with_their_place() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    let before = shop.json(&cookie, PATH);
    let with = |mut whole: Value, key: &str, value: Value| {
        whole[key] = value;
        whole
    };
    let fence = |key: &str, value: Value| with(location()["fences"][0].clone(), key, value);
    for (change, cause) in [
        (json!({ "matching": { "to": matching() } }), "postcode"),
        (json!({ "loyalty": { "to": with(loyalty(), "amount", json!(0)) } }), "points"),
        (json!({ "loyalty": { "to": with(loyalty(), "expire_after", json!("two years")) } }), "expire_after"),
        (json!({ "location": { "to": with(location(), "outlets_m", json!(5)) } }), "50"),
        (
            json!({ "location": { "to": with(location(), "fences", json!([fence("place", json!("Ulm"))])) } }),
            "market",
        ),
        (
            json!({ "location": { "to": with(location(), "fences", json!([fence("outlet", json!("7"))])) } }),
            "market",
        ),
        (json!({ "retention": { "to": null } }), "retention"),
    ] {
        let answer = shop.ask(&cookie, "PUT", PATH, &change);
        assert!([400, 422].contains(&answer.status), "{change}: {answer:?}");
        assert!(answer.json().to_string().contains(cause), "{change}: {answer:?}");
    }
    assert_eq!(shop.json(&cookie, PATH), before);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "it is read by itself, as it is for the app")]
fn people_who_were_there_before_are_compared_once_somebody_says_how() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    let fields = json!({ "fields": { "last_name": "text", "postcode": "text", "birth_date": "day" } });
    assert_eq!(shop.ask(&cookie, "PUT", "/api/schema", &fields).status, 200);
    let told = br#"{"batch":[
        {"type":"identify","userId":"17","messageId":"a","traits":{"lastName":"Roth","postcode":"50667","birth_date":"1980-02-03"}},
        {"type":"identify","userId":"18","messageId":"b","traits":{"lastName":"Roth","postcode":"50667","birth_date":"1980-02-03"}}]}"#;
    assert_eq!(post(shop.address, "/v1/batch", told).json()["accepted"], 2);
    shop.pass(&cookie, 1);
    assert_eq!(shop.json(&cookie, "/api/suggestions")["compares"], false);
    let mut by = matching();
    by["birthday"] = json!("birth_date");
    let written = json!({ "matching": { "to": by } });
    assert_eq!(shop.ask(&cookie, "PUT", PATH, &written).status, 200);
    let complete = || {
        let found = shop.json(&cookie, "/api/suggestions");
        assert_eq!(found["compares"], true);
        (found["is_complete"] == true).then_some(found)
    };
    let begun = Instant::now();
    let found = loop {
        match complete() {
            Some(found) => break found,
            None => assert!(begun.elapsed() < PATIENCE, "{}", shop.told()),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(found["pairs"].as_array().map(Vec::len), Some(1), "{found}");
}

#[test]
fn rules_of_retention_say_whom_they_would_take_before_they_are_live() {
    let shop = Shop::open();
    let admin = shop.cookie(Role::Admin);
    shop.cart("17", "eva");
    shop.pass(&admin, 400 * 24 * 3_600);
    let rule = |after: &str| json!({ "to": { "daily": false, "keep_orders": "3653d", "rules": [{ "id": "silent", "about": "silent", "after": after }] } });
    let dry = shop.ask(&admin, "POST", "/api/retention/check", &rule("300d"));
    assert_eq!(dry.status, 200, "{dry:?}");
    assert_eq!(dry.json()["rules"][0]["people"], 1);
    assert_eq!(
        shop.ask(&admin, "POST", "/api/retention/check", &rule("900d")).json()["rules"][0]["people"],
        0
    );
    assert_eq!(shop.json(&admin, "/api/retention")["configured"], false, "a check keeps nothing");
    let put = shop.ask(&admin, "PUT", "/api/retention", &rule("300d"));
    assert_eq!((put.status, &put.json()["retention"]), (200, &rule("300d")["to"]));
    let live = shop.json(&admin, "/api/retention");
    assert_eq!(
        (&live["rules"][0]["people"], &live["last"]),
        (&json!(1), &Value::Null),
        "nobody is erased by it"
    );
    let hasty = shop.ask(&admin, "PUT", "/api/retention", &rule("2h"));
    assert_eq!(hasty.status, 422, "{hasty:?}");
    let taken = shop.ask(&admin, "PUT", "/api/retention", &json!({ "to": null }));
    assert_eq!(taken.json()["retention"], Value::Null);
}

#[test]
fn all_settings_are_one_document_that_an_administrator_may_change() {
    let shop = Shop::open();
    let (admin, path) = (shop.cookie(Role::Admin), "/api/settings/document");
    assert_eq!(shop.ask(&shop.cookie(Role::Marketer), "GET", path, &Value::Null).status, 403);
    let fields = json!({ "fields": { "last_name": "text" } });
    assert_eq!(shop.ask(&admin, "PUT", "/api/schema", &fields).status, 200);
    let text = shop.json(&admin, path)["text"].as_str().expect("a text").to_owned();
    assert!(text.contains("last_name"), "{text}");
    let same = shop.ask(&admin, "PUT", path, &json!({ "text": text, "drop": false }));
    assert_eq!((same.status, same.json()["text"].as_str()), (200, Some(text.as_str())), "{same:?}");

    let zone = text.lines().find(|line| line.starts_with("time_zone:")).expect("a time zone");
    let other = text.replace(zone, "time_zone: Europe/Vienna");
    let written = json!({ "text": other, "drop": false });
    assert_eq!(shop.ask(&admin, "POST", &format!("{path}/check"), &written).status, 204);
    assert_eq!(shop.json(&admin, path)["text"], text.as_str(), "a check keeps nothing");
    assert_eq!(shop.ask(&admin, "PUT", path, &written).status, 200);
    assert!(shop.json(&admin, path)["text"].as_str().is_some_and(|now| now.contains("Europe/Vienna")));

    let without = other.lines().filter(|line| !line.contains("last_name")).collect::<Vec<_>>().join("\n");
    let refused = shop.ask(&admin, "PUT", path, &json!({ "text": without, "drop": false }));
    assert_eq!(refused.status, 422, "{refused:?}");
    assert!(refused.json().to_string().contains("last_name"), "{refused:?}");
    let dropped = shop.ask(&admin, "PUT", path, &json!({ "text": without, "drop": true }));
    assert_eq!(dropped.status, 200, "{dropped:?}");
    let wrong = shop.ask(&admin, "PUT", path, &json!({ "text": "time_zoen: Europe/Berlin", "drop": false }));
    assert!(wrong.status == 422 && wrong.json().to_string().contains("time_zone"), "{wrong:?}");
}

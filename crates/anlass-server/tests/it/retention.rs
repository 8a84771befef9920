//! M15: what the rules of retention would do is what they then do; and nobody is taken whose order, contract or restriction
//! stands in the way.

use crate::client::post;
use crate::shop::{SHOP, Shop};
use anlass_server::Role;
use serde_json::{Value, json};

const YEAR_S: i64 = 366 * 24 * 3_600;

fn shop(daily: bool) -> (Shop, String) {
    let rules = format!(
        "  retention:\n    daily: {daily}\n    keep_orders: 1000d\n    rules: [{{ id: silent, silent_for: 300d }}, {{ id: post, letters_for: 200d }}]\nprogrammes:"
    );
    let shop = Shop::of(&SHOP.replacen("programmes:", &rules, 1), "");
    let admin = shop.cookie(Role::Admin);
    for (number, name) in [("17", "eva"), ("18", "ben"), ("19", "ida")] {
        shop.cart(number, name);
    }
    let order = r#"{"type":"track","userId":"18","messageId":"o","timestamp":"2026-11-24T08:59:40Z","event":"Order Completed",
        "properties":{"order_id":"o1","products":[{"product_id":"p1","price":19.99}]}}"#;
    let answer = post(shop.address, "/v1/batch", format!("{{\"batch\":[{order}]}}").as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    shop.pass_until(&admin, 3_600, || shop.json(&admin, "/api/mailbox")["count"] == 2);
    (shop, admin)
}

fn counts(rule: &Value) -> [u64; 3] {
    ["people", "entries", "letters"].map(|name| rule[name].as_u64().expect(name))
}

#[test]
fn the_dry_run_says_what_the_run_does_and_nobody_is_taken_wrongly() {
    let (shop, admin) = shop(false);
    let found = shop.json(&admin, "/api/customers?query=19");
    let ida = found[0]["id"].as_str().expect("Ida");
    let said = json!({ "lifted": false, "how": "letter", "ground": "claims" });
    assert_eq!(shop.ask(&admin, "POST", &format!("/api/customers/{ida}/restriction"), &said).status, 204);
    let fresh = shop.json(&admin, "/api/retention");
    assert_eq!(
        (&fresh["configured"], &fresh["daily"], counts(&fresh["rules"][0])),
        (&json!(true), &json!(false), [0, 0, 0])
    );

    shop.pass(&admin, YEAR_S);
    let dry = shop.json(&admin, "/api/retention");
    let silent = &dry["rules"][0];
    assert_eq!(silent["samples"][0]["name"], "eva Maier", "{dry}");
    assert_eq!(
        silent["held"],
        json!([{ "why": "orders", "people": 1 }, { "why": "restricted", "people": 1 }]),
        "who ordered lately and who is restricted stay"
    );
    assert_eq!(shop.json(&admin, "/api/erasures"), json!([]), "nothing was done");
    let ran = shop.ask(&admin, "POST", "/api/retention", &Value::Null);
    assert_eq!(ran.status, 200, "{ran:?}");
    let ran = ran.json();
    let [people, entries, letters] = counts(&ran["rules"][0]);
    assert_eq!([people, entries], [1, counts(silent)[1]]);
    // Her letter went with her; the rule about letters took the others.
    let post = counts(&dry["rules"][1])[2];
    assert_eq!(letters + counts(&ran["rules"][1])[2], post);
    let proofs = shop.json(&admin, "/api/erasures");
    assert_eq!((&proofs[0]["entries"], &proofs[0]["reason"]), (&json!(entries), &json!("not_needed")));
    for (number, left) in [("17", 0), ("18", 1), ("19", 1)] {
        let found = shop.json(&admin, &format!("/api/customers?query={number}"));
        assert_eq!(found.as_array().map(Vec::len), Some(left), "{number}");
    }
    let after = shop.json(&admin, "/api/retention");
    assert_eq!((counts(&after["rules"][0]), counts(&after["rules"][1])), ([0, 0, 0], [0, 0, 0]));
    assert_eq!((&after["last"]["by"], &after["last"]["rules"]), (&json!("admin@example.org"), &ran["rules"]));
}

#[test]
fn once_switched_on_the_rules_run_by_themselves() {
    let (shop, admin) = shop(true);
    // The run of the first day finds nobody due.
    shop.pass_until(&admin, 60, || !shop.json(&admin, "/api/retention")["last"].is_null());
    shop.pass(&admin, YEAR_S);
    shop.wall.fetch_add(25 * 3_600 * 1_000, std::sync::atomic::Ordering::Relaxed);
    // Nobody stays signed in for so long.
    let admin = shop.cookie(Role::Admin);
    shop.pass_until(&admin, 60, || shop.json(&admin, "/api/customers?query=17") == json!([]));
    let proofs = shop.json(&admin, "/api/erasures");
    assert_eq!(proofs[0]["by"], "retention");
}

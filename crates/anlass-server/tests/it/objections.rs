//! What proves an objection: who took it down, when, and how the person said it; and the same of its lifting.

use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};

fn eva(shop: &Shop, cookie: &str) -> String {
    shop.cart("17", "eva");
    shop.pass(cookie, 1);
    let found = shop.json(cookie, "/api/customers?query=17");
    format!("/api/customers/{}", found[0]["id"].as_str().expect("Eva"))
}

fn object(shop: &Shop, cookie: &str, profile: &str, body: &Value) -> u16 {
    shop.ask(cookie, "POST", &format!("{profile}/objection"), body).status
}

#[test]
fn an_objection_is_proven_by_who_took_it_down_and_how_it_was_said() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Support);
    let marketer = shop.cookie(Role::Marketer);
    let profile = eva(&shop, &marketer);
    assert_eq!(object(&shop, &cookie, &profile, &json!({ "lifted": false })), 400, "how is asked for");
    let said = json!({ "lifted": false, "how": "phone", "note": " rief um neun an " });
    assert_eq!(object(&shop, &cookie, &profile, &said), 204);
    let told = shop.json(&cookie, &profile);
    let proof = json!({ "how": "phone", "by": "support@example.org", "note": "rief um neun an" });
    assert_eq!(told["objection"]["said"], proof);
    assert_eq!(told["objections"][0]["said"], proof);
    assert_eq!(told["objections"][0]["occurred"], told["objection"]["since"]);
    let timeline = shop.json(&cookie, &format!("{profile}/timeline"));
    assert_eq!(
        timeline["entries"][0]["words"]["de"],
        "Werbung widersprochen: am Telefon, erfasst von support@example.org. Notiz: rief um neun an"
    );

    shop.pass(&marketer, 60);
    let lifted = json!({ "lifted": true, "how": "in_person" });
    assert_eq!(object(&shop, &marketer, &profile, &lifted), 204);
    let told = shop.json(&cookie, &profile);
    assert_eq!(told["objection"], Value::Null);
    let acts: Vec<(bool, String, String)> = told["objections"]
        .as_array()
        .expect("acts")
        .iter()
        .map(|act| {
            let text = |name: &str| act["said"][name].as_str().unwrap_or_default().to_owned();
            (act["lifted"] == true, text("how"), text("by"))
        })
        .collect();
    let marketer = "marketer@example.org".to_owned();
    assert_eq!(
        acts,
        [(true, "in_person".into(), marketer), (false, "phone".into(), "support@example.org".into())],
        "the newest first, and nothing is forgotten"
    );
}

#[test]
fn nobody_says_for_somebody_that_they_clicked_themselves_and_notes_are_short() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    let profile = eva(&shop, &cookie);
    assert_eq!(object(&shop, &cookie, &profile, &json!({ "lifted": false, "how": "page" })), 422);
    let long = json!({ "lifted": false, "how": "letter", "note": "x".repeat(301) });
    assert_eq!(object(&shop, &cookie, &profile, &long), 422);
    assert_eq!(object(&shop, &cookie, &profile, &json!({ "lifted": false, "how": "dream" })), 400);
    assert_eq!(shop.json(&cookie, &profile)["objections"], json!([]));
}

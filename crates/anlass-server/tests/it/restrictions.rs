//! M15: who contests their data is used for nothing until somebody lifts that; it is told everywhere with who, when and why.

use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};

fn customer(shop: &Shop, cookie: &str, query: &str) -> String {
    let found = shop.json(cookie, &format!("/api/customers?query={query}"));
    format!("/api/customers/{}", found[0]["id"].as_str().expect("somebody"))
}

#[test]
fn a_restriction_is_told_with_who_when_and_why_and_ends_by_an_act_alone() {
    let shop = Shop::open();
    let support = shop.cookie(Role::Support);
    let admin = shop.cookie(Role::Admin);
    shop.cart("17", "eva");
    shop.pass(&admin, 1);
    let eva = customer(&shop, &admin, "17");
    let restrict = |body: &Value| shop.ask(&support, "POST", &format!("{eva}/restriction"), body).status;
    assert_eq!(restrict(&json!({ "lifted": false, "how": "email" })), 422, "why is asked for");
    assert_eq!(restrict(&json!({ "lifted": false, "how": "email", "ground": "whim" })), 400);
    let said = json!({ "lifted": false, "how": "email", "ground": "contested", "note": "Anschrift" });
    assert_eq!(restrict(&said), 204);
    let told = shop.json(&support, &eva);
    let proof = json!({ "how": "email", "by": "support@example.org", "note": "Anschrift" });
    assert_eq!((&told["restriction"]["said"], &told["restriction"]["ground"]), (&proof, &json!("contested")));
    assert_eq!((&told["phase"], &told["segments"]), (&Value::Null, &json!([])));
    assert_eq!(shop.json(&support, "/api/customers?query=17")[0]["restricted"], true);
    let timeline = shop.json(&support, &format!("{eva}/timeline"));
    assert_eq!(
        timeline["entries"][0]["words"]["en"],
        "processing restricted (accuracy contested): by e-mail, taken down by support@example.org. Note: Anschrift"
    );
    let copy = shop.ask(&support, "POST", &format!("{eva}/copy"), &Value::Null).json();
    assert_eq!(copy["customer"]["restrictions"][0]["said"], proof);

    shop.pass(&admin, 60);
    assert_eq!(restrict(&json!({ "lifted": true, "how": "letter" })), 422, "the person has to know before");
    assert_eq!(restrict(&json!({ "lifted": true, "how": "letter", "informed": true })), 204);
    let told = shop.json(&support, &eva);
    assert_eq!(told["restriction"], Value::Null);
    assert!(told["phase"].is_object(), "{told}");
    assert_eq!(told["restrictions"].as_array().map(Vec::len), Some(2), "nothing is forgotten");
    assert_eq!(told["restrictions"][0]["cases"], told["restrictions"][1]["cases"]);
    let noted = shop.json(&admin, "/api/audit?act=restriction_lifted");
    assert_eq!(noted["entries"][0]["who"], "support@example.org");
}

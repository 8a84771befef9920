//! M15: whoever asks gets everything that is kept of them; whoever is erased is nowhere any more, with a proof that names
//! nobody; an objection outlives its person, and no backup brings them back.

use crate::client::post;
use crate::shop::Shop;
use anlass_server::Role;
use anlass_store::{Commit, Document};
use serde_json::{Value, json};

/// Two people with a letter each, and something that could not be taken in about the first.
fn lively() -> (Shop, String) {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    shop.cart("17", "eva");
    shop.cart("18", "ben");
    let bad = r#"{"type":"track","userId":"17","messageId":"bad","timestamp":"2026-11-24T08:59:40Z","event":"Order Completed",
        "properties":{"order_id":"o1","products":[{"price":1}]},"context":{"traits":{"email":"EVA@example.org"}}}"#;
    let answer = post(shop.address, "/v1/batch", format!("{{\"batch\":[{bad}]}}").as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    shop.pass_until(&cookie, 3_600, || shop.json(&cookie, "/api/mailbox")["count"] == 2);
    (shop, cookie)
}

fn path(shop: &Shop, cookie: &str, query: &str) -> String {
    let found = shop.json(cookie, &format!("/api/customers?query={query}"));
    format!("/api/customers/{}", found[0]["id"].as_str().expect("somebody"))
}

fn erase(shop: &Shop, cookie: &str, path: &str, block: bool) -> Value {
    let body = json!({ "reason": "asked", "block": block });
    let answer = shop.ask(cookie, "POST", &format!("{path}/erasure"), &body);
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

#[test]
fn a_copy_holds_everything_that_is_kept_and_it_is_noted_who_took_it() {
    let (shop, admin) = lively();
    let eva = path(&shop, &admin, "17");
    let support = shop.cookie(Role::Support);
    let answer = shop.ask(&support, "POST", &format!("{eva}/copy"), &Value::Null);
    assert_eq!(answer.status, 200, "{answer:?}");
    let copy = answer.json();
    assert_eq!(copy["customer"], shop.json(&support, &eva));
    let kinds = |of: &str| -> Vec<String> {
        let rows = copy[of].as_array().expect("rows");
        rows.iter()
            .map(|row| row["kind"].as_str().or(row["state"].as_str()).unwrap_or("").to_owned())
            .collect()
    };
    assert!(kinds("timeline").contains(&"cart.added".to_owned()), "{:?}", kinds("timeline"));
    assert_eq!(kinds("deliveries"), ["delivered"]);
    assert_eq!(copy["letters"].as_array().map(Vec::len), Some(1));
    assert!(copy["facts"].to_string().contains("eva@example.org"), "{}", copy["facts"]);
    assert!(!copy.to_string().contains("ben@"), "nothing of anybody else");
    let noted = shop.json(&admin, "/api/audit?act=copy_given");
    assert_eq!(noted["entries"][0]["who"], "support@example.org", "{noted}");
    assert_eq!(noted["entries"][0]["customer"]["id"], copy["customer"]["id"]);
    let viewer = shop.cookie(Role::Viewer);
    assert_eq!(shop.ask(&viewer, "POST", &format!("{eva}/copy"), &Value::Null).status, 403);
}

#[test]
fn who_is_erased_is_nowhere_and_a_proof_stays_that_names_nobody() {
    let (shop, admin) = lively();
    let (eva, ben) = (path(&shop, &admin, "17"), path(&shop, &admin, "18"));
    let before = shop.json(&admin, &ben);
    assert_eq!(shop.json(&admin, "/api/data")["quarantine_count"], 1);
    let listed = || shop.json(&admin, "/api/customers").as_array().map_or(0, Vec::len);
    let people = shop.json(&admin, "/api/today")["customers"].clone();
    assert_eq!(listed(), 2);
    let proof = erase(&shop, &admin, &eva, false);
    assert_eq!(listed(), 1, "nor where some people are shown to begin with");
    assert_ne!(shop.json(&admin, "/api/today")["customers"], people);
    let number = |name: &str| proof[name].as_u64().expect(name);
    assert_eq!((number("people"), number("letters"), number("rows"), number("deliveries")), (1, 1, 1, 1));
    assert!(number("entries") >= 2 && number("identifiers") == 2, "{proof}");
    assert_eq!((&proof["blocked"], &proof["wiped"]), (&json!(false), &json!(true)));
    assert_eq!(shop.json(&admin, "/api/customers?query=17"), json!([]));
    assert_eq!(shop.ask(&admin, "GET", &eva, &Value::Null).status, 404);
    assert_eq!(
        shop.ask(&admin, "POST", &format!("{eva}/erasure"), &json!({ "reason": "asked" })).status,
        404
    );
    assert_eq!(shop.json(&admin, "/api/quarantine"), json!([]));
    let letters = shop.json(&admin, "/api/mailbox");
    assert_eq!((&letters["count"], &letters["rows"][0]["to"]), (&json!(1), &json!("ben@example.org")));
    assert_eq!(shop.json(&admin, &ben), before, "nobody else is touched");
    let programme = shop.json(&admin, "/api/programmes");
    let shop = shop.restarted();
    let admin = shop.cookie(Role::Admin);
    assert_eq!(shop.json(&admin, "/api/programmes"), programme, "figures stay, also after a restart");
    let proofs = shop.json(&admin, "/api/erasures");
    assert_eq!(proofs, json!([proof]));
    assert!(!proofs.to_string().contains("eva") && proofs[0]["by"] == "admin@example.org");
    let noted = shop.json(&admin, "/api/audit?act=erased");
    assert_eq!(noted["entries"][0]["about"]["en"], proof["id"], "{noted}");
    let marketer = shop.cookie(Role::Marketer);
    assert_eq!(
        shop.ask(&marketer, "POST", &format!("{ben}/erasure"), &json!({ "reason": "asked" })).status,
        403
    );
    assert_eq!(shop.ask(&admin, "POST", &format!("{ben}/erasure"), &json!({ "reason": "fun" })).status, 400);
}

fn comes_back(shop: &Shop, cookie: &str, message: &str) {
    let known = format!(
        r#"{{"type":"identify","userId":"17","messageId":"{message}","traits":{{"email":"eva@example.org"}}}}"#
    );
    let answer = post(shop.address, "/v1/batch", format!("{{\"batch\":[{known}]}}").as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    shop.pass(cookie, 1);
}

#[test]
fn an_objection_outlives_its_person() {
    let (shop, admin) = lively();
    let eva = path(&shop, &admin, "17");
    let said = json!({ "lifted": false, "how": "phone" });
    assert_eq!(shop.ask(&admin, "POST", &format!("{eva}/objection"), &said).status, 204);
    assert_eq!(erase(&shop, &admin, &eva, false)["blocked"], true);
    assert_eq!(erase(&shop, &admin, &path(&shop, &admin, "18"), false)["blocked"], false);
    comes_back(&shop, &admin, "again");
    let again = shop.json(&admin, &path(&shop, &admin, "17"));
    assert!(again["objection"].is_object(), "{again}");
    assert_eq!(again["orders"]["count"], 0);
}

#[test]
fn a_backup_brings_nobody_back() {
    let (mut shop, admin) = lively();
    shop.is_quiet = false;
    let eva = path(&shop, &admin, "17");
    let proof = erase(&shop, &admin, &eva, true);
    // As it was before: she is there, and no proof is.
    comes_back(&shop, &admin, "before");
    let name = format!("1/{}", proof["id"].as_str().expect("an id"));
    let documents = vec![Document { kind: "erasure".into(), name, body: Vec::new() }];
    shop.store.commit(&Commit { documents, ..Commit::default() }).expect("committed");
    assert!(std::fs::read_to_string(shop.dir().join("erasures")).is_ok_and(|text| !text.contains("eva")));
    let shop = shop.restarted();
    let admin = shop.cookie(Role::Admin);
    // Its loop has begun.
    shop.pass(&admin, 1);
    assert_eq!(shop.json(&admin, "/api/customers?query=17"), json!([]));
    let proofs = shop.json(&admin, "/api/erasures");
    assert_eq!((&proofs[0]["id"], &proofs[0]["by"]), (&proof["id"], &Value::Null), "{proofs}");
    assert!(shop.told().contains("had been erased"), "{}", shop.told());
    comes_back(&shop, &admin, "after");
    let again = shop.json(&admin, &path(&shop, &admin, "17"));
    assert!(again["objection"].is_object(), "who is somebody new is met as somebody new");
}

/// A rehearsal has the history open, so nothing is erased now; and nothing later, for whoever asked was told so.
#[test]
fn what_was_refused_is_not_done_later() {
    let (mut shop, admin) = lively();
    shop.is_quiet = false;
    let eva = path(&shop, &admin, "17");
    let dir = shop.dir().join("history");
    let held = anlass_store::inbox::FileInbox::open(&dir, 0).expect("opened");
    let body = json!({ "reason": "asked" });
    let refused = shop.ask(&admin, "POST", &format!("{eva}/erasure"), &body);
    assert_eq!(refused.status, 409, "{refused:?}");
    drop(held);
    let shop = shop.restarted();
    let admin = shop.cookie(Role::Admin);
    shop.pass(&admin, 1);
    assert_eq!(shop.ask(&admin, "GET", &eva, &Value::Null).status, 200);
    assert_eq!(shop.json(&admin, "/api/erasures"), json!([]));
    assert_eq!(erase(&shop, &admin, &eva, false)["people"], 1);
}

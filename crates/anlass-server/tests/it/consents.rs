//! M15: every consent of somebody with the words that were agreed to and what proves it, to read, to print and in the copy;
//! scans are kept sealed, shown to whoever may speak for customers, and go with their person.

use crate::client::post;
use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};

const PDF: &[u8] = b"%PDF-1.7 signed by Eva";

fn shop() -> (Shop, String, String) {
    let texts = "  consent_texts: { card-2026: { de: Ich möchte Angebote erhalten., en: I want to get offers. } }\nprogrammes:";
    let shop = Shop::of(&crate::shop::SHOP.replacen("programmes:", texts, 1), "");
    let admin = shop.cookie(Role::Admin);
    shop.cart("17", "eva");
    let said = r#"{"type":"track","userId":"17","messageId":"c1","timestamp":"2026-11-24T08:59:10Z","event":"Newsletter Subscribed",
        "properties":{"purpose":"offers","proof":{"kind":"double_opt_in","text":"card-2026"}}},
        {"type":"track","userId":"17","messageId":"c2","timestamp":"2026-11-24T08:59:20Z","event":"Newsletter Subscribed",
        "properties":{"purpose":"news"}}"#;
    let answer = post(shop.address, "/v1/batch", format!("{{\"batch\":[{said}]}}").as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
    shop.pass(&admin, 1);
    let found = shop.json(&admin, "/api/customers?query=17");
    let eva = found[0]["id"].as_str().expect("Eva").to_owned();
    (shop, admin, eva)
}

fn hand_in(shop: &Shop, cookie: &str, id: &str, bytes: &[u8]) -> crate::client::Answer {
    let headers = [("x-anlass", "1"), ("cookie", cookie)];
    shop.client().request("POST", &format!("/api/customers/{id}/proofs?name=Karte.pdf"), &headers, bytes)
}

#[test]
fn the_ledger_holds_every_act_with_its_words_and_a_page_to_print() {
    let (shop, admin, eva) = shop();
    let ledger = || shop.json(&admin, &format!("/api/customers/{eva}/consents"));
    let all = ledger();
    let told: Vec<(&str, &str)> = all
        .as_array()
        .expect("acts")
        .iter()
        .map(|act| (act["act"].as_str().expect("an act"), act["state"].as_str().expect("a state")))
        .collect();
    assert_eq!(told, [("claimed", "unproven"), ("granted", "holds")]);
    let given = &all[1];
    assert_eq!(given["words"]["de"], "Ich möchte Angebote erhalten.");
    assert_eq!((&given["controller"], &given["source"]), (&json!("Laden Müller"), &json!("shop")));
    let objected = json!({ "lifted": false, "how": "phone" });
    assert_eq!(shop.ask(&admin, "POST", &format!("/api/customers/{eva}/objection"), &objected).status, 204);
    assert_eq!((&ledger()[0]["act"], &ledger()[0]["state"]), (&json!("objected"), &json!("holds")));

    let id = given["id"].as_str().expect("an id");
    let page = shop.ask(&admin, "GET", &format!("/proofs/{eva}/consents/{id}"), &Value::Null);
    let html = String::from_utf8(page.body.clone()).expect("text");
    for part in [
        "Nachweis einer Einwilligung",
        "eva Maier",
        "Laden Müller",
        "Ich möchte Angebote erhalten.",
        "card-2026",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let copy = shop.ask(&admin, "POST", &format!("/api/customers/{eva}/copy"), &Value::Null).json();
    assert_eq!(copy["consents"], ledger());
}

#[test]
fn a_scan_proves_a_consent_is_sealed_and_goes_with_its_person() {
    let (shop, admin, eva) = shop();
    let support = shop.cookie(Role::Support);
    assert_eq!(hand_in(&shop, &support, &eva, b"MZ runs on a PC").status, 422);
    let large = [PDF, &vec![b' '; 2 << 20]].concat();
    assert_eq!(hand_in(&shop, &support, &eva, &large).status, 200, "scans are larger than other requests");
    let kept = hand_in(&shop, &support, &eva, PDF);
    assert_eq!(kept.status, 200, "{kept:?}");
    let file = kept.json()["id"].as_str().expect("an id").to_owned();
    let record = |text: &str, document: &str| {
        let said = json!({ "channel": "sms", "purpose": "offers", "text": text, "document": document });
        shop.ask(&support, "POST", &format!("/api/customers/{eva}/consents"), &said).status
    };
    assert_eq!(record("card-2026", "0123"), 422, "no proof, no consent");
    assert_eq!(record("card-1999", &file), 422, "nobody knows what was agreed to");
    assert_eq!(record("card-2026", &file), 204);
    let ledger = shop.json(&admin, &format!("/api/customers/{eva}/consents"));
    assert_eq!((&ledger[0]["act"], &ledger[0]["channel"]), (&json!("granted"), &json!("sms")));
    assert_eq!(
        (&ledger[0]["file"]["name"], &ledger[0]["file"]["by"]),
        (&json!("Karte.pdf"), &json!("support@example.org"))
    );

    let withdraw = |said: &Value| {
        shop.ask(&support, "POST", &format!("/api/customers/{eva}/consents/withdrawal"), said).status
    };
    assert_eq!(withdraw(&json!({ "channel": "pigeon" })), 422);
    shop.pass(&admin, 60);
    assert_eq!(withdraw(&json!({ "channel": "sms", "purpose": "offers" })), 204, "it needs no proof");
    let ledger = shop.json(&admin, &format!("/api/customers/{eva}/consents"));
    assert_eq!((&ledger[0]["act"], &ledger[0]["channel"]), (&json!("withdrawn"), &json!("sms")));
    assert_eq!((&ledger[1]["act"], &ledger[1]["state"]), (&json!("granted"), &json!("replaced")), "{ledger}");

    let path = format!("/proofs/{eva}/{file}");
    let shown = shop.ask(&support, "GET", &path, &Value::Null);
    assert_eq!((shown.status, shown.body.as_slice()), (200, PDF));
    assert_eq!(shop.ask(&shop.cookie(Role::Viewer), "GET", &path, &Value::Null).status, 403);
    let files = || -> Vec<Vec<u8>> {
        let entries = std::fs::read_dir(shop.dir().join("proofs")).expect("a folder");
        entries.map(|entry| std::fs::read(entry.expect("an entry").path()).expect("a file")).collect()
    };
    assert_eq!(files().len(), 2);
    let holds = |file: &[u8], text: &[u8]| file.windows(text.len()).any(|bytes| bytes == text);
    let is_open = files().iter().any(|file| holds(file, PDF) || holds(file, b"Karte.pdf"));
    assert!(!is_open, "nothing personal lies open");
    let erased =
        shop.ask(&admin, "POST", &format!("/api/customers/{eva}/erasure"), &json!({ "reason": "asked" }));
    assert_eq!(erased.status, 200, "{erased:?}");
    assert!(files().is_empty());
}

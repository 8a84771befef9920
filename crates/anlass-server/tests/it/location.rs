//! J12: an app asks for the fences around, says when somebody crosses them, and with a consent that is proven the journeys hear
//! of it, once; without one nothing of it is kept.

use crate::client::post;
use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};

fn shop() -> Shop {
    let settings = r#"  location:
    fences:
      - { id: dom, name: { de: Dom, en: Cathedral }, place: "50.9413, 6.9583", radius_m: 300 }
      - { id: zoo, name: { de: Zoo, en: Zoo }, place: "50.9583, 6.9750", radius_m: 400 }
programmes:"#;
    Shop::of(&crate::shop::SHOP.replacen("programmes:", settings, 1), "")
}

fn tell(shop: &Shop, cookie: &str, events: &str) {
    let answer = post(shop.address, "/v1/batch", format!("{{\"batch\":[{events}]}}").as_bytes());
    assert_eq!((answer.status, &answer.json()["rejected_total"]), (200, &json!(0)), "{answer:?}");
    shop.pass(cookie, 1);
}

const AGREED: &str = r#"{"type":"track","userId":"17","messageId":"c1","timestamp":"2026-11-24T08:50:00Z","event":"Consent Granted",
    "properties":{"channel":"app","purpose":"location","proof":{"kind":"document","text":"app-2026","document":"screen 4"}}}"#;

fn crossed(message: &str, event: &str, at: &str) -> String {
    format!(
        r#"{{"type":"track","userId":"17","messageId":"{message}","timestamp":"2026-11-24T{at}Z","event":"{event}","properties":{{"fence":"dom"}}}}"#
    )
}

fn position(message: &str, at: &str) -> String {
    format!(
        r#"{{"type":"track","userId":"17","messageId":"{message}","timestamp":"2026-11-24T{at}Z","event":"Location Position",
        "properties":{{"latitude":50.94131,"longitude":6.95832,"accuracy":10}}}}"#
    )
}

/// What the timeline tells, the newest first, and the copy's facts.
fn told(shop: &Shop, cookie: &str) -> (Vec<String>, Value) {
    let found = shop.json(cookie, "/api/customers?query=17");
    let id = found[0]["id"].as_str().expect("they are known").to_owned();
    let timeline = shop.json(cookie, &format!("/api/customers/{id}/timeline"));
    let words = timeline["entries"].as_array().expect("entries").iter();
    let words = words.map(|entry| entry["words"]["de"].as_str().expect("words").to_owned()).collect();
    (words, shop.ask(cookie, "POST", &format!("/api/customers/{id}/copy"), &Value::Null).json())
}

#[test]
fn an_app_hears_of_the_nearest_fences() {
    let shop = shop();
    let ask = |body: &str| post(shop.address, "/v1/fences", body.as_bytes());
    let near = ask(r#"{"latitude":50.9400,"longitude":6.9583}"#);
    assert_eq!(near.status, 200, "{near:?}");
    let fences = near.json()["fences"].clone();
    let first = &fences[0];
    assert_eq!(
        (&first["id"], &first["name"]["en"], &first["radius_m"]),
        (&json!("dom"), &json!("Cathedral"), &json!(300))
    );
    assert_eq!((&first["latitude"], &first["longitude"]), (&json!(50.9413), &json!(6.9583)));
    let distance = first["distance_m"].as_i64().expect("metres");
    assert!((143..147).contains(&distance), "{distance}");
    assert_eq!(fences[1]["id"], "zoo");
    let nowhere = ask(r#"{"latitude":50.94}"#);
    assert_eq!((nowhere.status, &nowhere.json()["code"]), (400, &json!("place_missing")));
    let mut client = shop.client();
    let body = br#"{"latitude":50.94,"longitude":6.95}"#;
    assert_eq!(client.request("POST", "/v1/fences", &[], body).status, 401);
    assert_eq!(client.request("GET", "/v1/fences?writeKey=WRITEKEY", &[], b"").status, 404);
    assert_eq!(client.request("OPTIONS", "/v1/fences", &[("origin", "https://x.example")], b"").status, 204);
}

#[test]
fn a_visit_is_told_once_and_no_place_is_kept() {
    let shop = shop();
    let cookie = shop.cookie(Role::Admin);
    tell(&shop, &cookie, AGREED);
    let all = [
        position("p1", "08:51:00"),
        position("p2", "08:51:30"),
        crossed("x1", "Location Entered", "08:52:00"),
        crossed("x2", "Location Exited", "08:58:00"),
    ];
    tell(&shop, &cookie, &all[..3].join(","));
    let (words, copy) = told(&shop, &cookie);
    // Beside the consent, which may have been taken in the same moment.
    assert!(words.contains(&"kam in den Umkreis von „Dom“".to_owned()), "{words:?}");
    assert_eq!(words.iter().filter(|words| words.contains("Umkreis")).count(), 1);
    let here = &copy["customer"]["whereabouts"][0];
    assert_eq!((&here["fence"], &here["name"]["en"]), (&json!("dom"), &json!("Cathedral")));
    tell(&shop, &cookie, &all[3]);
    shop.pass(&cookie, 3_600);
    let (words, copy) = told(&shop, &cookie);
    assert_eq!(words[0], "verließ den Umkreis von „Dom“", "{words:?}");
    assert_eq!(copy["customer"]["whereabouts"], json!([]));
    let text = copy.to_string();
    assert!(
        text.contains("\"inside\":[\"dom\"]") && !text.contains("50.94") && !text.contains("9413"),
        "{text}"
    );
}

#[test]
fn without_consent_nothing_is_kept() {
    let shop = shop();
    let cookie = shop.cookie(Role::Admin);
    // Of whom nothing else is known, the identifier alone is.
    tell(&shop, &cookie, &position("p1", "08:51:00"));
    let (words, copy) = told(&shop, &cookie);
    assert!(words.is_empty() && !copy.to_string().contains("\"dom\""), "{words:?}");
    shop.cart("17", "eva");
    tell(
        &shop,
        &cookie,
        &[position("p2", "08:51:00"), crossed("x1", "Location Entered", "08:52:00")].join(","),
    );
    let (words, copy) = told(&shop, &cookie);
    assert!(!words.iter().any(|words| words.contains("Umkreis")), "{words:?}");
    assert!(!copy.to_string().contains("\"dom\""), "{copy}");
}

//! Signing up: a form that says nothing about who is known, keeps machines off, and changes nothing until the owner of
//! the address has confirmed it.

use crate::client::Answer;
use crate::shop::{Setup, Shop};
use crate::talk::{BROWSER, visit};
use anlass_server::Role;
use serde_json::Value;
use std::sync::atomic::Ordering;

const FORM: &str = r#"
settings:
  name: Laden Müller
  organisation: [{ id: headquarters, level: headquarters, vault: 1 }]
  currency: EUR
  time_zone: Europe/Berlin
  region: none
  fields: { first_name: text, last_name: text, email: text, language: text, birth_date: day }
  addresses: { email: email }
  sources: [{ id: shop, number: 1 }]
  policy: { dwell: 0s }
  forms:
    - id: newsletter
      text:
        de: "Ja, schicken Sie mir Neues & Angebote per E-Mail."
        en: "Yes, send me news & offers by e-mail."
      channel: email
      purpose: news
      fields: [first_name, birth_date]
      source: shop
programmes: []
"#;

fn shop() -> (Shop, String) {
    let mut shop = Shop::with(&Setup { definitions: FORM, config: "", is_demo: true });
    shop.is_quiet = true;
    let cookie = shop.cookie(Role::Marketer);
    (shop, cookie)
}

fn passes(shop: &Shop, seconds: i64) {
    shop.wall.fetch_add(seconds * 1_000, Ordering::Relaxed);
}

/// The hidden stamp of the page as it is shown now.
fn stamp(shop: &Shop) -> String {
    let page = String::from_utf8(visit(shop, "/f/newsletter").body).expect("text");
    let (_, after) = page.split_once("name=\"shown\" value=\"").expect("a stamp");
    after.split_once('"').expect("its end").0.to_owned()
}

fn send(shop: &Shop, stamp: &str, more: &[(&str, &str)], fields: &str) -> Answer {
    let body = format!("shown={stamp}&{fields}");
    let headers = [&[("user-agent", BROWSER)], more].concat();
    shop.client().request("POST", "/f/newsletter", &headers, body.as_bytes())
}

/// As a person does: reads the page, fills it in, sends it.
fn sign_up(shop: &Shop, email: &str) -> Answer {
    let stamp = stamp(shop);
    passes(shop, 20);
    send(shop, &stamp, &[], &format!("email={}&first_name=Eva", email.replace('@', "%40")))
}

/// Everybody there is.
fn people(shop: &Shop, cookie: &str) -> u64 {
    shop.pass(cookie, 60);
    shop.json(cookie, "/api/today")["customers"].as_u64().expect("a number")
}

fn thanks(answer: &Answer) -> bool {
    answer.status == 200 && String::from_utf8_lossy(&answer.body).contains("Fast geschafft.")
}

#[test]
fn the_form_says_what_people_agree_to_and_may_stand_in_any_page() {
    let (shop, _cookie) = shop();
    let answer = visit(&shop, "/f/newsletter");
    let policy = answer.header("content-security-policy").expect("a policy");
    assert!(policy.contains("frame-ancestors *") && answer.header("x-frame-options").is_none(), "{policy}");
    let page = String::from_utf8(answer.body.clone()).expect("text");
    assert!(page.contains("Neues &amp; Angebote per E-Mail") && page.contains("Vorname"), "{page}");
    assert!(!page.contains("<script"));
    assert_eq!(visit(&shop, "/f/other").status, 404);
}

#[test]
fn a_sign_up_asks_and_grants_nothing() {
    let (shop, cookie) = shop();
    assert!(thanks(&sign_up(&shop, "Eva@Example.org")));
    assert_eq!(people(&shop, &cookie), 1);
    let found = shop.json(&cookie, "/api/customers?query=eva%40example.org");
    let profile = shop.json(&cookie, &format!("/api/customers/{}", found[0]["id"].as_str().expect("an id")));
    let is_granted = |one: &Value| one["granted"] == true && one["proof"]["kind"] == "double_opt_in";
    assert!(!profile["consents"].as_array().is_some_and(|all| all.iter().any(is_granted)), "{profile}");
    assert!(
        !profile["identifiers"].to_string().contains("\"email\""),
        "the address is not proven: {profile}"
    );
}

#[test]
fn the_answer_is_the_same_whether_or_not_the_address_is_known() {
    let (shop, cookie) = shop();
    let known =
        br#"{"type":"identify","userId":"17","traits":{"email":"eva@example.org","firstName":"Eva"}}"#;
    let key = [("x-write-key", "WRITEKEY")];
    assert_eq!(shop.client().request("POST", "/v1/identify", &key, known).status, 200);
    assert_eq!(people(&shop, &cookie), 1);
    let before = shop.json(&cookie, "/api/customers?query=eva%40example.org");
    let profile = |shop: &Shop| -> Value {
        shop.json(&cookie, &format!("/api/customers/{}/timeline", before[0]["id"].as_str().expect("an id")))
    };
    let was = profile(&shop);
    let (known, unknown) = (sign_up(&shop, "eva@example.org"), sign_up(&shop, "ben@example.org"));
    assert!(thanks(&known) && known.body == unknown.body);
    assert_eq!(people(&shop, &cookie), 3);
    assert_eq!(profile(&shop), was, "nothing happens to whoever is known by the address");
}

#[test]
fn what_is_no_address_is_said_so_and_the_rest_is_kept() {
    let (shop, cookie) = shop();
    for bad in ["eva", "eva%40example", "eva%40example.org%0d%0aBcc%3Aall%40example.org", ""] {
        let stamp = stamp(&shop);
        passes(&shop, 20);
        let answer = send(&shop, &stamp, &[], &format!("email={bad}&first_name=%3Cb%3EEva"));
        let page = String::from_utf8(answer.body).expect("text");
        assert!(
            page.contains("Das ist keine E-Mail-Adresse.") && page.contains("value=\"&lt;b&gt;Eva\""),
            "{page}"
        );
    }
    assert_eq!(people(&shop, &cookie), 0);
}

#[test]
fn machines_that_fill_in_every_field_or_send_at_once_sign_nobody_up() {
    let (shop, _) = shop();
    let honest = stamp(&shop);
    let at_once = send(&shop, &honest, &[], "email=a%40example.org");
    assert!(String::from_utf8_lossy(&at_once.body).contains("Bitte senden Sie es noch einmal ab."));
    passes(&shop, 20);
    assert!(thanks(&send(&shop, &honest, &[], "email=a%40example.org&website=http%3A%2F%2Fspam.example")));
    for made_up in ["", "AAAA", &honest.replace('A', "B")] {
        assert!(!thanks(&send(&shop, made_up, &[], "email=a%40example.org")), "{made_up}");
    }
    passes(&shop, 2 * 86_400);
    assert!(!thanks(&send(&shop, &honest, &[], "email=a%40example.org")), "it was shown two days ago");
    let cookie = shop.cookie(Role::Marketer);
    assert_eq!(people(&shop, &cookie), 0);
}

#[test]
fn one_address_gets_few_letters_and_one_network_signs_up_few_people() {
    let (shop, cookie) = shop();
    for _ in 0..6 {
        assert!(thanks(&sign_up(&shop, "eva@example.org")), "whoever tries does not hear when it is enough");
        shop.pass(&cookie, 1);
    }
    let asked = shop.json(&cookie, "/api/data").to_string();
    assert!(asked.contains("\"events\":6"), "two for each of three: {asked}");
    let stamp = stamp(&shop);
    passes(&shop, 20);
    let far = [("x-forwarded-for", "198.51.100.7, 203.0.113.9")];
    let statuses: Vec<u16> = (0..31)
        .map(|number| send(&shop, &stamp, &far, &format!("email=p{number}%40example.org")).status)
        .collect();
    assert_eq!((statuses[0], statuses[29], statuses[30]), (200, 200, 429));
    let other = [("x-forwarded-for", "203.0.113.9, 198.51.100.7")];
    assert_eq!(send(&shop, &stamp, &other, "email=q%40example.org").status, 200, "the last proxy counts");
}

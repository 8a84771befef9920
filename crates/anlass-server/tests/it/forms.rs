//! Signing up: a form that says nothing about who is known, keeps machines off, and changes nothing until the owner of
//! the address has confirmed it.

mod human;

use crate::client::Answer;
use crate::shop::{Setup, Shop};
use crate::talk::{BROWSER, ask, paths, visit};
use anlass_server::Role;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

const FORM: &str = concat!(
    organisation!(),
    r#"  fields: { first_name: text, last_name: text, email: text, language: text, birth_date: day }
  sources: [{ id: shop, number: 1 }]
  forms:
    - id: newsletter
      text:
        de: "Ja, schicken Sie mir Neues & Angebote per E-Mail."
        en: "Yes, send me news & offers by e-mail."
      channel: email
      purpose: news
      fields: [first_name, birth_date]
      source: shop
programmes:
  - id: welcome
    name: { de: Willkommen, en: Welcome }
    aim: activation
    goal: orders.count > 0
    messages:
      - id: ask
        name: { de: Bestätigen, en: Confirm }
        class: contract
        purpose: news
        channels: [email]
        subject: { de: "Bitte bestätigen", en: "Please confirm" }
        blocks:
          - id: link
            text: { de: "Bitte hier: {{ links.confirm | default(links.shop) }}", en: "Here: {{ links.confirm | default(links.shop) }}" }
      - id: hello
        name: { de: Hallo, en: Hello }
        class: advertising
        purpose: news
        channels: [email]
        subject: { de: "Willkommen", en: "Welcome" }
        blocks: [{ id: hello, text: { de: "Schön, dass Sie da sind.", en: "Good to have you." } }]
    journeys:
      - id: ask-journey
        name: { de: Fragen, en: Ask }
        entry: { event: consent.requested }
        steps: [{ id: say, message: ask }]
      - id: greet
        name: { de: Begrüßen, en: Greet }
        entry: { event: consent.changed, when: 'consent("email", "news")' }
        steps: [{ id: say, message: hello }]
"#
);

/// Less work than usual, so that it is found at once.
const WORK: &str = "[forms]\nwork_bits = 9\nwork_bits_max = 12\ncalm = 40\nunproven_per_hour = 2\n";

fn shop() -> (Shop, String) {
    let mut shop = Shop::with(&Setup { definitions: FORM, config: WORK, is_demo: true });
    shop.is_quiet = true;
    let cookie = shop.cookie(Role::Marketer);
    (shop, cookie)
}

fn passes(shop: &Shop, seconds: i64) {
    shop.wall.fetch_add(seconds * 1_000, Ordering::Relaxed);
}

/// What stands in a page behind some words, up to a quotation mark.
fn behind<'p>(page: &'p str, words: &str) -> &'p str {
    let (_, after) = page.split_once(words).unwrap_or_else(|| panic!("{words} in {page}"));
    after.split_once('"').expect("its end").0
}

/// The challenge of a page, and how many bits it asks for.
fn challenge(page: &str) -> (String, u32) {
    let bits = behind(page, "data-work=\"").parse().expect("a number");
    (behind(page, "name=\"shown\" value=\"").to_owned(), bits)
}

/// The challenge of the page as it is shown now.
fn stamp(shop: &Shop) -> String {
    challenge(&String::from_utf8(visit(shop, "/f/newsletter").body).expect("text")).0
}

fn zeros(challenge: &str, answer: u64) -> u32 {
    let hash = digest(&SHA256, format!("{challenge}.{answer}").as_bytes());
    let [first, second, ..] = hash.as_ref() else { panic!("32 bytes") };
    u16::from_be_bytes([*first, *second]).leading_zeros()
}

/// What the script of the page finds, by trying as it does.
fn answer(challenge: &str, bits: u32) -> u64 {
    (0..).find(|answer| zeros(challenge, *answer) >= bits).expect("a number")
}

/// Sent with the work done.
fn send(shop: &Shop, stamp: &str, more: &[(&str, &str)], fields: &str) -> Answer {
    send_with(shop, stamp, &answer(stamp, 9).to_string(), more, fields)
}

fn send_with(shop: &Shop, stamp: &str, proof: &str, more: &[(&str, &str)], fields: &str) -> Answer {
    let body = format!("shown={stamp}&proof={proof}&{fields}");
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
    assert!(policy.contains("script-src 'self';"), "{policy}");
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    assert!(
        page.contains("<script src=\"/f/newsletter/human.js\" defer></script>")
            && page.contains("<noscript>")
    );
    let script = visit(&shop, "/f/newsletter/human.js");
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(visit(&shop, "/f/other/human.js").status, 404);
    assert_eq!(visit(&shop, "/f/other").status, 404);
}

#[test]
fn a_form_that_declares_its_language_speaks_it_to_everybody() {
    let pages = |definitions: &str| {
        let shop = Shop::with(&Setup { definitions, config: WORK, is_demo: true });
        ["de", "en"].map(|language| {
            let headers = [("user-agent", BROWSER), ("accept-language", language)];
            let page = shop.client().request("GET", "/f/newsletter", &headers, b"").body;
            String::from_utf8(page).expect("text").contains("<html lang=\"de\"")
        })
    };
    let declared = |language: &str| {
        FORM.replace("    - id: newsletter\n", &format!("    - id: newsletter\n      language: {language}\n"))
    };
    assert_eq!(pages(FORM), [true, false], "in both languages: in the visitor's");
    assert_eq!(pages(&declared("de")), [true, true]);
    assert_eq!(pages(&declared("en")), [false, false]);
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
    let told = String::from_utf8_lossy(&at_once.body).into_owned();
    assert!(told.contains("so schnell") && told.contains("Bitte senden Sie es noch einmal ab."), "{told}");
    passes(&shop, 20);
    assert!(thanks(&send(&shop, &honest, &[], "email=a%40example.org&website=http%3A%2F%2Fspam.example")));
    for made_up in ["", "AAAA", &format!("{honest}A")] {
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
    let far = [("x-forwarded-for", "198.51.100.7, 203.0.113.9")];
    let stamps: Vec<String> = (0..32).map(|_| stamp(&shop)).collect();
    passes(&shop, 20);
    let statuses: Vec<u16> = (0..31)
        .map(|number| send(&shop, &stamps[number], &far, &format!("email=p{number}%40example.org")).status)
        .collect();
    assert_eq!((statuses[0], statuses[29], statuses[30]), (200, 200, 429));
    let other = [("x-forwarded-for", "203.0.113.9, 198.51.100.7")];
    assert_eq!(
        send(&shop, &stamps[31], &other, "email=q%40example.org").status,
        200,
        "the last proxy counts"
    );
}

/// Subjects of all letters, the newest first, and the newest one's text.
fn letters(shop: &Shop, cookie: &str) -> (Vec<String>, String) {
    shop.pass(cookie, 60);
    let all = shop.json(cookie, "/api/mailbox")["rows"].clone();
    let rows = all.as_array().expect("a list");
    let subjects = rows.iter().map(|row| row["subject"].as_str().unwrap_or_default().to_owned()).collect();
    let Some(newest) = rows.first().and_then(|row| row["id"].as_str()) else {
        return (subjects, String::new());
    };
    let newest = shop.json(cookie, &format!("/api/mailbox/{newest}"));
    (subjects, newest["text"].as_str().expect("a text").to_owned())
}

/// The link of the newest letter, which asks for confirmation.
fn link(shop: &Shop, cookie: &str) -> String {
    let (subjects, text) = letters(shop, cookie);
    assert_eq!(subjects.first().map(String::as_str), Some("Bitte bestätigen"), "{subjects:?}");
    paths(&text, "k").into_iter().next().unwrap_or_else(|| panic!("a link in {text}"))
}

fn consents(shop: &Shop, cookie: &str) -> Vec<Value> {
    let found = shop.json(cookie, "/api/customers?query=eva%40example.org");
    let profile = shop.json(cookie, &format!("/api/customers/{}", found[0]["id"].as_str().expect("an id")));
    profile["consents"].as_array().cloned().unwrap_or_default()
}

fn says(answer: &Answer, words: &str) -> bool {
    answer.status == 200 && String::from_utf8_lossy(&answer.body).contains(words)
}

#[test]
fn a_scanner_that_follows_the_link_confirms_nothing_and_the_button_does_with_proof() {
    let (shop, cookie) = shop();
    assert!(thanks(&sign_up(&shop, "eva@example.org")));
    let link = link(&shop, &cookie);
    for method in ["GET", "HEAD", "GET"] {
        assert_eq!(ask(&mut shop.client(), method, &link, &[]).status, 200);
    }
    assert!(says(&visit(&shop, &link), "Neues &amp; Angebote per E-Mail"), "the words that are confirmed");
    assert_eq!(letters(&shop, &cookie).0.len(), 1, "nobody has confirmed anything");
    assert!(consents(&shop, &cookie).iter().all(|one| one["proof"]["kind"] != "double_opt_in"));

    assert!(says(&shop.client().request("POST", &link, &[], b""), "Ihre Anmeldung ist bestätigt"));
    assert_eq!(letters(&shop, &cookie).0, ["Willkommen", "Bitte bestätigen"]);
    let consents = consents(&shop, &cookie);
    let granted = consents.iter().find(|one| one["granted"] == true).expect("a grant");
    let proof = &granted["proof"];
    assert_eq!((&granted["purpose"], &proof["kind"]), (&json!("news"), &json!("double_opt_in")));
    assert!(proof["text"].as_str().is_some_and(|text| text.starts_with("newsletter.")), "{proof}");
    assert!(proof["asked"].is_string() && granted["occurred"] != proof["asked"], "{granted}");
    let network = proof["network"].as_str().unwrap_or_default();
    assert!(proof["letter"].is_string() && network.len() == 16 && !network.contains('.'), "{granted}");
    assert!(
        says(&shop.client().request("POST", &link, &[], b""), "Ihre Anmeldung ist bestätigt"),
        "once more"
    );
    assert_eq!(letters(&shop, &cookie).0.len(), 2);
}

#[test]
fn the_click_joins_whoever_has_the_address() {
    let (shop, cookie) = shop();
    let known =
        br#"{"type":"identify","userId":"17","traits":{"email":"eva@example.org","lastName":"Maier"}}"#;
    let key = [("x-write-key", "WRITEKEY")];
    assert_eq!(shop.client().request("POST", "/v1/identify", &key, known).status, 200);
    assert!(thanks(&sign_up(&shop, "eva@example.org")));
    let link = link(&shop, &cookie);
    assert_eq!(people(&shop, &cookie), 2);
    assert_eq!(shop.client().request("POST", &link, &[], b"").status, 200);
    shop.pass(&cookie, 60);
    let found = shop.json(&cookie, "/api/customers?query=eva%40example.org");
    assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found[0]["name"], "Eva Maier");
}

#[test]
fn a_link_that_is_too_late_says_so_and_how_to_ask_again() {
    let (shop, cookie) = shop();
    assert!(thanks(&sign_up(&shop, "eva@example.org")));
    let link = link(&shop, &cookie);
    shop.pass(&cookie, 8 * 86_400);
    for answer in [visit(&shop, &link), shop.client().request("POST", &link, &[], b"")] {
        assert!(
            says(&answer, "Dieser Link gilt nicht mehr") && says(&answer, "href=\"/f/newsletter\""),
            "{answer:?}"
        );
    }
    assert!(consents(&shop, &cookie).iter().all(|one| one["proof"]["kind"] != "double_opt_in"));
    let forged = link.replacen("/k/B", "/k/C", 1);
    assert_eq!(visit(&shop, &forged).status, 404);
}

/// A website that builds no form still loads something from here.
#[test]
fn the_tracker_is_served_as_it_is_written() {
    let shop = Shop::open();
    let answer = shop.client().request("GET", "/anlass.js", &[], b"");
    let written = include_bytes!("../../../../web/tracker/anlass.js");
    assert_eq!((answer.status, answer.body.as_slice()), (200, written.as_slice()));
    assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
}

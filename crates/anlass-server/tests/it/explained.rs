//! What is told of a message that was sent: everything it passed, what it waited for, and which mails filled a cap; and on
//! the timeline each by its name.

use crate::shop::{SHOP, Shop};
use anlass_server::Role;
use serde_json::{Value, json};

/// Two offers, an hour apart.
const WORLD: &str = r#"
  - id: offers
    name: { de: Angebote, en: Offers }
    aim: activation
    messages:
      - { id: offer, name: { de: Angebot, en: Offer }, class: advertising, purpose: offers, channels: [email], subject: { de: A, en: O }, blocks: [{ id: all, text: { de: Hier., en: Here. } }] }
      - { id: more, name: { de: Noch eins, en: One more }, class: advertising, purpose: offers, channels: [email], subject: { de: A, en: O }, blocks: [{ id: all, text: { de: Hier., en: Here. } }] }
    journeys:
      - { id: first, name: { de: Erst, en: First }, entry: { event: cart.added }, steps: [{ id: hour, wait: { for: 1h } }, { id: say, message: offer }] }
      - { id: third, name: { de: Abends, en: In the evening }, entry: { event: cart.added, when: cart.value > 1000.00 }, steps: [{ id: evening, wait: { until: { from: "17:00", to: "20:00" } } }, { id: say, message: more }] }
      - { id: second, name: { de: Dann, en: Then }, entry: { event: cart.added }, steps: [{ id: hours, wait: { for: 2h } }, { id: say, message: more }] }
"#;

fn shop(policy: &str) -> Shop {
    let own = SHOP.replace("policy: { dwell: 0s }", &format!("policy: {{ dwell: 0s, {policy} }}"));
    assert!(own.contains(policy));
    Shop::of(&format!("{own}{}", WORLD.trim_start_matches('\n')), "")
}

/// Eva agrees to offers and fills a cart; hours go by.
fn eva(shop: &Shop, cookie: &str, hours: i64) -> String {
    shop.cart("17", "eva");
    let consent = br#"{"batch":[{"type":"track","userId":"17","messageId":"c1","event":"Consent Granted","properties":{"channel":"email","purpose":"offers","proof":{"kind":"double_opt_in","text":"n1"}}}]}"#;
    assert_eq!(crate::client::post(shop.address, "/v1/batch", consent).status, 200);
    shop.pass(cookie, 1);
    for _ in 0..hours {
        shop.pass(cookie, 3_600);
    }
    let found = shop.json(cookie, "/api/customers?query=eva%40example.org");
    found[0]["id"].as_str().expect("Eva").to_owned()
}

fn intent(shop: &Shop, cookie: &str, id: &str, message: &str) -> Value {
    let why = shop.json(cookie, &format!("/api/customers/{id}/why?message={message}"));
    why["messages"][0]["intents"][0].clone()
}

fn checks(intent: &Value) -> Vec<String> {
    let chain = intent["chain"].as_array().expect("a chain").iter();
    chain.map(|link| link["what"]["de"].as_str().expect("words").to_owned()).collect()
}

#[test]
fn a_sent_mail_lists_every_check_that_it_passed() {
    let shop =
        shop("caps: [{ id: two-a-week, max: 2, within: 7d }], quiet_hours: [{ from: '21:00', to: '08:00' }]");
    let cookie = shop.cookie(Role::Marketer);
    let id = eva(&shop, &cookie, 4);
    let more = intent(&shop, &cookie, &id, "more");
    let told = checks(&more);
    for wanted in [
        "Erreichbar: eine Adresse für E-Mail ist da, und nichts kam zurück",
        "Kein Werbewiderspruch",
        "Einwilligung für „offers“ per E-Mail seit 24.11.2026 (bestätigter Klick)",
        "Kontrollgruppe: es gibt keine",
        "Obergrenze: davor 1 von 2 in 7 Tagen",
        "Im letzten Moment noch einmal alles geprüft: der Anlass bestand noch",
    ] {
        assert!(told.iter().any(|told| told == wanted), "{wanted}: {told:#?}");
    }
    assert!(
        told.iter().any(|told| told.starts_with("Außerhalb der Ruhezeit (21:00–08:00): 12:0")),
        "{told:#?}"
    );
    let cap = more["chain"].as_array().expect("links").iter().find(|link| link["counted"] != json!([]));
    let counted = &cap.expect("the cap names the mail that counted")["counted"][0];
    let offer = intent(&shop, &cookie, &id, "offer");
    assert_eq!((&counted["delivery"], &counted["message"]["id"]), (&offer["id"], &json!("offer")));
    let contract = checks(&intent(&shop, &cookie, &id, "confirmation"));
    assert!(contract.iter().any(|told| told.starts_with("Gehört zum Vertrag:")), "{contract:#?}");
}

#[test]
fn a_cap_that_kept_a_mail_back_names_those_that_filled_it() {
    let shop = shop("over_cap: drop, caps: [{ id: one-a-day, max: 1, within: 24h }]");
    let cookie = shop.cookie(Role::Marketer);
    let id = eva(&shop, &cookie, 4);
    let more = intent(&shop, &cookie, &id, "more");
    assert_eq!((&more["state"], &more["reason"]), (&json!("suppressed"), &json!("cap")), "{more:#}");
    let last = more["chain"].as_array().expect("links").last().expect("a state");
    let offer = intent(&shop, &cookie, &id, "offer");
    assert_eq!(last["counted"][0]["delivery"], offer["id"], "{last:#}");
    let would_have = last["would_have"]["de"].as_str().unwrap_or_default();
    assert!(would_have.contains("1 von 1 in 24 Stunden"), "{would_have}");
    let timeline = shop.json(&cookie, &format!("/api/customers/{id}/timeline"));
    let entries = timeline["entries"].as_array().expect("entries").iter();
    let told: Vec<&str> = entries.filter_map(|entry| entry["words"]["de"].as_str()).collect();
    let kept = "„Noch eins“ nicht gesendet: Kontaktdruck-Obergrenze (höchstens 1 in 24 Stunden)";
    assert_eq!(told.iter().filter(|own| **own == kept).count(), 1, "the timeline tells it once: {told:#?}");
}

#[test]
fn a_wait_is_told_with_its_end_and_its_reason() {
    let shop = shop("quiet_hours: [{ from: '10:30', to: '14:00' }]");
    let cookie = shop.cookie(Role::Marketer);
    let id = eva(&shop, &cookie, 2);
    let offer = intent(&shop, &cookie, &id, "offer");
    let wait = &offer["waits"][0];
    assert_eq!(wait["until"], "2026-11-24T13:00:00Z", "{offer:#}");
    assert_eq!(wait["words"]["de"], "wartet bis 24.11.2026 14:00: Ruhezeit 10:30–14:00");
    for _ in 0..4 {
        shop.pass(&cookie, 3_600);
    }
    let offer = intent(&shop, &cookie, &id, "offer");
    assert_eq!(offer["state"], "delivered");
    assert_eq!(offer["waits"][0]["words"]["de"], "wartete bis 24.11.2026 14:00: Ruhezeit 10:30–14:00");
    let told = checks(&offer);
    assert!(
        told.iter().any(|told| told == "offen: geplant: wartete bis 24.11.2026 14:00: Ruhezeit 10:30–14:00"),
        "{told:#?}"
    );
    let timeline = shop.json(&cookie, &format!("/api/customers/{id}/timeline"));
    let entries = timeline["entries"].as_array().expect("entries");
    let words = |entry: &Value| entry["words"]["de"].as_str().unwrap_or_default().to_owned();
    let all: Vec<String> = entries.iter().map(words).collect();
    assert!(
        all.contains(&"„Angebot“ wartete bis 24.11.2026 14:00: Ruhezeit 10:30–14:00".to_owned()),
        "{all:#?}"
    );
    let handed = entries.iter().find(|entry| words(entry) == "Nachricht übergeben: „Angebot“");
    assert_eq!(handed.expect("named on the timeline")["delivery"], offer["id"], "{all:#?}");
    assert!(all.contains(&"Versand freigegeben: „Angebot“".to_owned()), "{all:#?}");
}

#[test]
fn a_wait_for_the_hours_of_a_journey_is_told_as_well() {
    let shop = shop("caps: []");
    let cookie = shop.cookie(Role::Marketer);
    eva(&shop, &cookie, 0);
    let dear = br#"{"batch":[{"type":"track","userId":"17","messageId":"dear","event":"Product Added","properties":{"product_id":"p1","price":2000.00}}]}"#;
    assert_eq!(crate::client::post(shop.address, "/v1/batch", dear).status, 200);
    shop.pass(&cookie, 1);
    for _ in 0..9 {
        shop.pass(&cookie, 3_600);
    }
    let found = shop.json(&cookie, "/api/customers?query=eva%40example.org");
    let id = found[0]["id"].as_str().expect("Eva").to_owned();
    let why = shop.json(&cookie, &format!("/api/customers/{id}/why?message=more"));
    let intents = why["messages"][0]["intents"].as_array().expect("intents");
    let words = "wartete bis 24.11.2026 17:00: Sendezeit der Journey 17:00–20:00";
    let evening = intents.iter().find(|one| one["waits"][0]["words"]["de"] == words);
    let told = checks(evening.unwrap_or_else(|| panic!("{why:#}")));
    assert!(told.contains(&format!("Vor der Nachricht: {words}")), "{told:#?}");
    let timeline = shop.json(&cookie, &format!("/api/customers/{id}/timeline"));
    let told = format!("„Noch eins“ {words}");
    let entries = timeline["entries"].as_array().expect("entries").iter();
    assert!(entries.map(|entry| &entry["words"]["de"]).any(|own| *own == told.as_str()), "{timeline:#}");
}

//! Forms by the API (K13): written, looked at before they are live, published with the settings, and put into a page.

use crate::shop::{Setup, Shop};
use crate::talk::visit;
use anlass_server::Role;
use serde_json::{Value, json};

/// With `programmes:`, one of which asks whoever signed up, or none.
macro_rules! shop {
    ($programmes:literal) => {
        concat!(
            organisation!(),
            "  fields: { first_name: text, email: text, language: text, birth_date: day, points: int }
  sources: [{ id: shop, number: 1 }]
",
            $programmes
        )
    };
}

const SHOP: &str = shop!(
    r#"programmes:
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
            text: { de: "Bitte hier: {{ links.confirm | default('') }}", en: "Here: {{ links.confirm | default('') }}" }
    journeys:
      - id: ask-journey
        name: { de: Fragen, en: Ask }
        entry: { event: consent.requested }
        steps: [{ id: say, message: ask }]
"#
);
const SILENT: &str = shop!("programmes: []\n");

fn shop() -> (Shop, String) {
    shop_of(SHOP)
}

fn shop_of(definitions: &'static str) -> (Shop, String) {
    let mut shop = Shop::with(&Setup { definitions, config: "", is_demo: true });
    shop.is_quiet = true;
    let cookie = shop.cookie(Role::Marketer);
    (shop, cookie)
}

fn form() -> Value {
    json!({ "text": { "de": "Ja, schicken Sie mir Neues.", "en": "Yes, send me news." }, "purpose": "news",
        "fields": ["first_name", "birth_date"], "required": ["first_name"], "source": "shop",
        "title": { "de": "Unser <Brief>", "en": "Our letter" }, "button": { "de": "Her damit", "en": "Go" },
        "redirect": "https://shop.example/danke?a=1&b=2", "colours": { "accent": "#FFEE00", "paper": null, "ink": null } })
}

#[test]
fn a_form_takes_nobody_whom_no_programme_would_ask_to_confirm() {
    let (shop, cookie) = shop_of(SILENT);
    assert_eq!(shop.ask(&cookie, "PUT", "/api/forms/brief", &form()).status, 200);
    let page = visit(&shop, "/f/brief");
    let text = String::from_utf8(page.body).expect("text");
    assert!(page.status == 503 && !text.contains("<form"), "{} {text}", page.status);
    assert_eq!(shop.json(&cookie, "/api/forms")["is_answered"], false);
    let needs = shop.json(&cookie, "/api/today")["needs_me"].clone();
    assert_eq!(needs, json!([{ "code": "form_unanswered", "params": { "id": "brief" } }]));
    let (shop, cookie) = self::shop();
    assert_eq!(shop.json(&cookie, "/api/forms")["is_answered"], true);
    assert_eq!(shop.json(&cookie, "/api/today")["needs_me"], json!([]), "there is no form yet");
}

#[test]
fn a_form_is_looked_at_published_and_shown_as_it_is_written() {
    let (shop, cookie) = shop();
    assert_eq!(shop.json(&cookie, "/api/forms")["fields"], json!(["birth_date", "first_name", "language"]));
    let preview = shop.ask(&cookie, "POST", "/api/forms/brief/preview", &form()).json();
    let page = preview["page"]["de"].as_str().expect("a page");
    assert!(
        page.contains("Unser &lt;Brief&gt;") && page.contains("Her damit") && page.contains("#ffee00"),
        "{page}"
    );
    assert!(page.contains("--on-own:#000"), "black is read better on yellow: {page}");
    assert!(!page.contains("<script"), "nothing can be sent from it");
    assert_eq!(visit(&shop, "/f/brief").status, 404, "nothing is kept");
    let told = shop.ask(&cookie, "PUT", "/api/forms/brief", &form());
    assert_eq!(told.status, 200, "{told:?}");
    assert!(
        told.json()["embed"]
            .as_str()
            .is_some_and(|text| text.contains("<iframe") && text.contains("/f/brief"))
    );
    let page = String::from_utf8(visit(&shop, "/f/brief").body).expect("text");
    assert!(
        page.contains("id=\"first_name\"")
            && page.contains("autocomplete=\"given-name\" value=\"\" required>"),
        "{page}"
    );
    assert!(page.contains("id=\"birth_date\"") && page.matches(" required").count() == 2, "{page}");
    let listed = shop.json(&cookie, "/api/forms");
    assert_eq!(
        (&listed["forms"][0]["redirect"], &listed["purposes"]),
        (&form()["redirect"], &json!(["news"])),
        "{listed}"
    );
    assert_eq!(listed["forms"][0]["language"], Value::Null);
    let mut german = form();
    german["language"] = json!("de");
    assert_eq!(shop.ask(&cookie, "PUT", "/api/forms/brief", &german).json()["language"], "de");
    german["language"] = json!("fr");
    assert_eq!(shop.ask(&cookie, "PUT", "/api/forms/brief", &german).status, 400);
    let shop = shop.restarted();
    assert_eq!(visit(&shop, "/f/brief").status, 200, "it is part of the settings");
    let cookie = shop.cookie(Role::Marketer);
    assert_eq!(shop.ask(&cookie, "DELETE", "/api/forms/brief", &Value::Null).status, 204);
    assert_eq!(visit(&shop, "/f/brief").status, 404);
    assert_eq!(shop.ask(&cookie, "DELETE", "/api/forms/brief", &Value::Null).status, 404);
}

#[test]
fn what_would_be_wrong_with_a_form_is_told_place_by_place() {
    let (shop, cookie) = shop();
    for (field, value, told) in [
        ("required", json!(["birth_date", "email"]), "is required, and not asked for"),
        ("fields", json!(["points"]), "no field of texts or days"),
        ("source", json!("nowhere"), "no source"),
        ("redirect", json!("http://shop.example/"), "no address by https"),
        ("redirect", json!("javascript:alert(1)"), "no address by https"),
        ("colours", json!({ "accent": "red;}body{", "paper": null, "ink": null }), "is no colour"),
        ("colours", json!({ "accent": null, "paper": "#777777", "ink": "#888888" }), "can hardly be read"),
        ("text", json!({ "de": "Ja", "en": " " }), "what people agree to"),
    ] {
        let mut form = form();
        form[field] = value;
        for (method, path) in [("PUT", "/api/forms/brief"), ("POST", "/api/forms/brief/preview")] {
            let answer = shop.ask(&cookie, method, path, &form);
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            assert!(answer.status == 422 && text.contains(told), "{field} {method}: {text}");
        }
    }
    assert_eq!(shop.json(&cookie, "/api/forms")["forms"], json!([]), "nothing of it was kept");
}

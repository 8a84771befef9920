//! Forms by the API (K13): written, looked at before they are live, published with the settings, and put into a page.

use crate::shop::{Setup, Shop};
use crate::talk::visit;
use anlass_server::Role;
use serde_json::{Value, json};

const SHOP: &str = concat!(
    organisation!(),
    "  fields: { first_name: text, email: text, language: text, birth_date: day, points: int }
  sources: [{ id: shop, number: 1 }]
programmes: []
"
);

fn shop() -> (Shop, String) {
    let mut shop = Shop::with(&Setup { definitions: SHOP, config: "", is_demo: true });
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

//! Which articles go together is learned from what people bought, shown, and used where a message asks for it (I04).

use crate::shop::{SHOP, Shop};
use crate::uploads::Handed;
use anlass_server::Role;
use serde_json::{Value, json};

/// Gardeners buy a rose and a can, makers a drill and dowels; Eva, number 17, only a drill.
fn orders() -> String {
    let mut text = String::from(
        "Bestellnummer;Kundennummer;Artikelnummer;Artikelbezeichnung;Menge;Summe;Bestelldatum\n",
    );
    for number in 100..130 {
        let day = number % 28 + 1;
        let bought = match number % 3 {
            0 => [("d1", "Bohrer"), ("d2", "D\u{fc}bel")],
            _ => [("g1", "Rose"), ("g2", "Kanne")],
        };
        for (article, name) in bought {
            text.push_str(&format!("{number};{number};{article};{name};1;5,00;{day:02}.03.2026 08:30\n"));
        }
    }
    text + "17;17;d1;Bohrer;1;5,00;02.11.2026 10:00\n"
}

#[test]
fn i04_what_goes_together_is_learned_shown_and_offered() {
    let message = "
      - id: tips
        name: { de: Tipps, en: Tips }
        class: contract
        purpose: service
        channels: [email]
        subject: { de: Tipps, en: Tips }
        offers: { recommend: { by: bought, popular: false }, show: 2 }
        blocks:
          - { id: tips, text: { de: \"Dazu passt: {% for product in products %}{{ product.name }} {% endfor %}\", en: \"Goes with it\" } }
    mailings:";
    let definitions = SHOP
        .replacen("\n    mailings:", message, 1)
        .replace("          - { id: say, message: confirmation }", "          - { id: say, message: tips }");
    let shop = Shop::of(&definitions, "");
    let cookie = shop.cookie(Role::Marketer);
    let handed = Handed::of(&shop, &[("kaeufe.csv", &orders())]);
    let mapping = handed.look("erp")["mapping"].as_str().expect("a document").to_owned();
    assert_eq!(handed.import(&mapping, false).status, 200, "{mapping}");
    assert_eq!(handed.ended()["phase"], "done");

    let learned = shop.ask(&cookie, "POST", "/api/recommendations/learn", &Value::Null);
    assert_eq!(learned.status, 200, "{learned:?}");
    let told = shop.json(&cookie, "/api/recommendations?article=d1");
    assert_eq!((&told["used"], &told["learned"]["people"]), (&json!(true), &json!(31)), "{told}");
    let example = &told["learned"]["examples"][0];
    assert_eq!(example["article"]["name"], "Bohrer", "{told}");
    assert_eq!(example["bought"][0]["name"], "D\u{fc}bel", "{told}");
    assert_eq!(example["bought"].as_array().map(Vec::len), Some(1), "{told}");

    // She puts something else into her cart; an hour later she hears what goes with her drill.
    shop.cart("17", "Eva");
    shop.pass(&cookie, 1);
    shop.pass(&cookie, 3_700);
    let letters = shop.json(&cookie, "/api/mailbox")["rows"].clone();
    let letter = letters[0]["id"].as_str().unwrap_or_else(|| panic!("no letter: {}", shop.told())).to_owned();
    let text = shop.json(&cookie, &format!("/api/mailbox/{letter}")).to_string();
    assert!(text.contains("D\u{fc}bel") && !text.contains("Kanne"), "{text}");

    // What was learned is there after a restart, without counting again.
    let shop = shop.restarted();
    let told = shop.json(&shop.cookie(Role::Viewer), "/api/recommendations");
    assert_eq!(told["learned"]["people"], 31, "{told}");
}

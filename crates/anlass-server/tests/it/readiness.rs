//! From nothing to ten live programmes by the API alone: three files of a shop, looked at, tried and imported; what is ready
//! then, and made live.

use crate::shop::{Setup, Shop};
use crate::uploads::Handed;
use anlass_server::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Instant;

/// What a new installation has: the shipped settings, and no programme.
fn settings() -> String {
    let shipped = include_str!("../../../../recipes/settings.yaml");
    let indented = shipped.lines().map(|line| format!("  {line}\n"));
    format!("settings:\n{}programmes: []\n", indented.collect::<String>())
}

/// Forty customers, every second of whom agreed to the newsletter; some have their birthday tomorrow.
fn customers() -> String {
    let head = "Kundennummer;E-Mail;Vorname;Nachname;Geburtstag;Newsletter;Optin-Datum\n";
    let row = |number: u32| {
        let day = if number.is_multiple_of(4) {
            "25.11.1985".to_owned()
        } else {
            format!("{:02}.05.1979", number % 28 + 1)
        };
        let agrees = if number.is_multiple_of(2) { "ja" } else { "nein" };
        format!("{number};k{number}@example.org;Kim;Nummer {number};{day};{agrees};01.09.2026 10:00\n")
    };
    head.to_owned() + &(100..140).map(row).collect::<String>()
}

fn articles() -> String {
    let head = "Artikelnummer;Bezeichnung;Kategorie\n";
    head.to_owned() + &(0..7).map(|number| format!("p{number};Tee Nummer {number};Tee\n")).collect::<String>()
}

/// Everybody bought in spring, and some yesterday once more.
fn orders() -> String {
    let mut text = String::from("Bestellnummer;Kundennummer;Artikelnummer;Menge;Summe;Bestelldatum\n");
    for number in 100..140u32 {
        let article = number % 7;
        text.push_str(&format!(
            "{number};{number};p{article};1;14,90;{:02}.03.2026 08:30\n",
            number % 28 + 1
        ));
        if number.is_multiple_of(3) {
            text.push_str(&format!("9{number};{number};p{article};2;29,80;23.11.2026 11:00\n"));
        }
    }
    text
}

fn standings(readiness: &Value) -> BTreeMap<&str, &str> {
    let rows = readiness["recipes"].as_array().expect("a list").iter();
    rows.map(|row| (row["id"].as_str().expect("an id"), row["standing"].as_str().expect("a code"))).collect()
}

fn facts_missing<'a>(readiness: &'a Value, recipe: &str) -> Vec<&'a str> {
    let mut rows = readiness["recipes"].as_array().expect("a list").iter();
    let row = rows.find(|row| row["id"] == recipe).expect("shipped");
    let facts = row["facts"].as_array().expect("a list").iter().filter(|fact| fact["count"] == 0);
    facts.map(|fact| fact["kind"].as_str().expect("a code")).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it took is told, and nothing depends on it")]
fn d11_d12_three_files_of_a_shop_bring_ten_live_programmes() {
    let begun = Instant::now();
    let shop = Shop::with(&Setup { definitions: &settings(), config: "", is_demo: true });
    let cookie = shop.cookie(Role::Marketer);
    let before = shop.json(&cookie, "/api/readiness");
    assert!(standings(&before).values().all(|standing| *standing == "missing"), "{before}");
    let early = shop.ask(&cookie, "POST", "/api/readiness/birthday", &json!({ "live": true }));
    assert_eq!(early.status, 422, "{early:?}");
    let cause = early.json()["cause"].as_str().unwrap_or_default().to_owned();
    assert!(cause.contains("birth_date") && !cause.contains("orders"), "{cause}");

    let files = [("kunden.csv", &*customers()), ("artikel.csv", &articles()), ("kaeufe.csv", &orders())];
    let handed = Handed::of(&shop, &files);
    let looked = handed.look("erp");
    // What proves the consents is the one thing that files do not say.
    let proof = "    proof: { double_opt_in: { text: newsletter } }\n    granted:";
    let mapping = &looked["mapping"].as_str().expect("a document").replace("    granted:", proof);
    assert_eq!(looked["problem"], Value::Null, "{mapping}");
    assert_eq!(handed.import(mapping, true).status, 200);
    let tried = handed.ended();
    assert_eq!((&tried["phase"], &tried["totals"]["customers"]), (&json!("done"), &json!(40)), "{tried}");
    assert_eq!(handed.import(mapping, false).status, 200);
    assert_eq!(handed.ended()["phase"], "done");
    shop.pass(&cookie, 10);

    let after = shop.json(&cookie, "/api/readiness");
    let now = standings(&after);
    let usable: Vec<&str> = now.iter().filter(|(_, how)| **how != "missing").map(|(id, _)| *id).collect();
    assert_eq!(usable.len(), 10, "{now:?}\n{mapping}");
    assert_eq!(now["order-notices"], "partly", "orders are there, and nobody tells what was shipped");
    assert_eq!(facts_missing(&after, "cart-abandoned"), ["carts"]);
    let mut unlocks = after["unlocks"].as_array().expect("a list").iter();
    let by_shop = unlocks.find(|one| one["source"] == "shop").unwrap_or_else(|| panic!("{after}"));
    assert!(
        by_shop["recipes"].as_array().is_some_and(|all| all.contains(&json!("cart-abandoned"))),
        "{after}"
    );

    let draft = shop.ask(&cookie, "POST", "/api/readiness/birthday", &json!({ "live": false })).json();
    assert_eq!((&draft["problems"], &draft["program"]), (&json!([]), &Value::Null), "{draft}");
    for recipe in &usable {
        let taken = shop.ask(&cookie, "POST", &format!("/api/readiness/{recipe}"), &json!({ "live": true }));
        assert_eq!(taken.status, 200, "{recipe}: {taken:?}");
        assert!(taken.json()["program"].is_string(), "{taken:?}");
    }
    let twice = shop.ask(&cookie, "POST", "/api/readiness/birthday", &json!({ "live": true }));
    assert_eq!(twice.status, 422, "its name is taken: {twice:?}");
    let live = shop.json(&cookie, "/api/programmes");
    assert_eq!(live.as_array().map(Vec::len), Some(10), "{live}");
    let refused = shop.ask(&cookie, "POST", "/api/readiness/cart-abandoned", &json!({ "live": true }));
    assert_eq!(refused.status, 422);
    let anyway = json!({ "live": true, "anyway": true });
    assert_eq!(shop.ask(&cookie, "POST", "/api/readiness/cart-abandoned", &anyway).status, 200);

    shop.pass(&cookie, 3 * 86_400);
    let rows = shop.json(&cookie, "/api/programmes");
    let birthday =
        rows.as_array().and_then(|all| all.iter().find(|row| row["id"] == "birthday")).expect("live");
    let meant: u64 = ["delivered", "open", "held_out", "suppressed"]
        .map(|state| birthday["counts"][state].as_u64().unwrap_or(0))
        .iter()
        .sum();
    assert!(meant > 0, "somebody has their birthday: {birthday}");
    println!("from nothing to {} live programmes in {:?}", usable.len(), begun.elapsed());
}

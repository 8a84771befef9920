//! From a cart to a letter in the mailbox, and from the links in it back into the dossier.

use crate::client::post;
use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};

/// Eva puts something into her cart an hour before the clock says now.
fn cart(shop: &Shop) {
    let known = r#"{"type":"identify","userId":"17","messageId":"m1","timestamp":"2026-11-24T08:59:00Z",
        "traits":{"email":"eva@example.org","firstName":"Eva","lastName":"Maier","language":"de"}}"#;
    let added = r#"{"type":"track","userId":"17","messageId":"m2","timestamp":"2026-11-24T08:59:30Z",
        "event":"Product Added","properties":{"product_id":"p1","price":19.99,"quantity":2}}"#;
    let body = format!("{{\"batch\":[{known},{added}]}}");
    let answer = post(shop.address, "/v1/batch", body.as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
}

fn eva(shop: &Shop, cookie: &str) -> String {
    let found = shop.json(cookie, "/api/customers?query=eva%40example.org");
    assert_eq!(found[0]["name"], "Eva Maier");
    found[0]["id"].as_str().expect("an id").to_owned()
}

/// The path of a link in a letter.
fn link(letter: &Value, kind: &str) -> String {
    let text = letter.to_string();
    let start = text.find(&format!("http://letters.example/{kind}/")).expect("the link");
    let path = text[start..].trim_start_matches("http://letters.example");
    path.chars().take_while(|letter| letter.is_ascii_alphanumeric() || "/-_".contains(*letter)).collect()
}

fn reminded() -> (Shop, String, String, Value) {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    cart(&shop);
    shop.pass(&cookie, 3_000);
    assert_eq!(shop.json(&cookie, "/api/mailbox")["rows"], json!([]), "an hour has not passed");
    shop.pass(&cookie, 7_200);
    let eva = eva(&shop, &cookie);
    let letters = shop.json(&cookie, &format!("/api/mailbox?customer={eva}"))["rows"].clone();
    assert_eq!(letters.as_array().map(Vec::len), Some(1), "{letters}");
    let letter = shop.json(&cookie, &format!("/api/mailbox/{}", letters[0]["id"].as_str().expect("an id")));
    (shop, cookie, eva, letter)
}

#[test]
fn a_cart_left_behind_becomes_a_letter_that_the_app_and_a_browser_show() {
    let (shop, cookie, eva, letter) = reminded();
    assert_eq!(letter["subject"], "Ihr Warenkorb");
    assert_eq!(letter["to"], "eva@example.org");
    assert!(letter["text"].as_str().is_some_and(|text| text.contains("wir haben ihn aufgehoben")));
    let page = shop.client().request("GET", &link(&letter, "b"), &[], b"");
    assert_eq!(page.status, 200);
    assert!(String::from_utf8_lossy(&page.body).contains("wir haben ihn aufgehoben"));
    assert!(
        page.header("content-security-policy").is_some_and(|policy| policy.contains("default-src 'none'"))
    );
    let today = shop.json(&cookie, "/api/today");
    assert_eq!((&today["deliveries"][0]["state"], &today["customers"]), (&json!("delivered"), &json!(1)));
    let why = shop.json(&cookie, &format!("/api/customers/{eva}/why"));
    assert_eq!(why["messages"][0]["intents"][0]["state"], "delivered");
    let timeline = shop.json(&cookie, &format!("/api/customers/{eva}/timeline"));
    let said = |words: &str| timeline["entries"].to_string().contains(words);
    assert!(said("Nachricht übergeben: „Merkzettel“") && said("Angaben: „email“"), "{timeline:#}");
}

#[test]
fn one_click_unsubscribes_and_looking_at_the_page_never_does() {
    let (shop, cookie, eva, letter) = reminded();
    let way_out = link(&letter, "u");
    let withdrawn = |shop: &Shop| {
        let consents = shop.json(&cookie, &format!("/api/customers/{eva}"))["consents"].clone();
        consents.as_array().is_some_and(|all| all.iter().any(|one| one["granted"] == false))
    };
    for _ in 0..2 {
        assert_eq!(shop.client().request("GET", &way_out, &[], b"").status, 200);
    }
    shop.pass(&cookie, 60);
    assert!(!withdrawn(&shop), "mail programs and scanners look at every link");
    let answer = shop.client().request("POST", &way_out, &[], b"List-Unsubscribe=One-Click");
    assert_eq!(answer.status, 200);
    shop.pass(&cookie, 60);
    assert!(withdrawn(&shop));
    let forged = way_out.replace("/u/A", "/u/B");
    assert_eq!(shop.client().request("POST", &forged, &[], b"").status, 404);
}

#[test]
fn choices_are_kept_and_an_objection_can_be_made_and_lifted() {
    let (shop, cookie, eva, letter) = reminded();
    let answer = shop.client().request("POST", &link(&letter, "p"), &[], b"choice=objection");
    assert_eq!(answer.status, 200);
    shop.pass(&cookie, 60);
    let profile = format!("/api/customers/{eva}");
    assert!(!shop.json(&cookie, &profile)["objection"].is_null());
    let support = shop.cookie(Role::Support);
    let lifted = shop.ask(
        &support,
        "POST",
        &format!("{profile}/objection"),
        &json!({ "lifted": true, "how": "phone" }),
    );
    assert_eq!(lifted.status, 204);
    assert!(shop.json(&cookie, &profile)["objection"].is_null());
    // All of this at one moment: the later word counts.
    for lifted in [false, true, false, true] {
        let said = shop.ask(
            &support,
            "POST",
            &format!("{profile}/objection"),
            &json!({ "lifted": lifted, "how": "phone" }),
        );
        assert_eq!(said.status, 204);
        assert_eq!(shop.json(&cookie, &profile)["objection"].is_null(), lifted);
    }
    assert_eq!(shop.client().request("POST", &link(&letter, "p"), &[], b"choice=gold").status, 400);
}

#[test]
fn a_purchase_at_the_till_stops_the_letter_and_the_app_says_why() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    cart(&shop);
    shop.pass(&cookie, 3_000);
    let eva = eva(&shop, &cookie);
    let booked = shop.ask(&cookie, "POST", "/api/demo/till-purchase", &json!({ "customer": eva }));
    assert_eq!(booked.status, 204, "{booked:?}");
    shop.pass(&cookie, 7_200);
    assert_eq!(shop.json(&cookie, "/api/mailbox")["rows"], json!([]));
    let profile = shop.json(&cookie, &format!("/api/customers/{eva}"));
    assert_eq!(
        (&profile["orders"]["count"], &profile["orders"]["list"][0]["place"]),
        (&json!(1), &json!("outlet"))
    );
    let why = shop.json(&cookie, &format!("/api/customers/{eva}/why"));
    let run = &why["messages"][0]["runs"][0];
    assert_eq!((&run["fate"], &run["exit"]), (&json!("lapsed"), &json!("bought")), "{why}");
}

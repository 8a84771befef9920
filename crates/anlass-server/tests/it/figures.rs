//! One definition per word: what is counted as ended before its message, or as not sent, is the same number wherever it is
//! shown, and each leads to its people.

use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A reminder as contract, and an offer that needs a consent.
const WORLD: &str = r#"
  - id: basket
    name: { de: Korb, en: Basket }
    aim: activation
    messages:
      - { id: offer, name: { de: Angebot, en: Offer }, class: advertising, purpose: offers, channels: [email], subject: { de: A, en: O }, blocks: [{ id: all, text: { de: Hier., en: Here. } }] }
      - { id: again, name: { de: Noch einmal, en: Again }, class: advertising, purpose: offers, channels: [email], subject: { de: A, en: O }, blocks: [{ id: all, text: { de: Hier., en: Here. } }] }
    journeys:
      - id: basket-journey
        name: { de: Korb, en: Basket }
        entry: { event: cart.added }
        exit: [{ id: bought, when: "!cart.open && orders.last >= run.entered" }]
        steps:
          - { id: hour, wait: { for: 1h } }
          - { id: say, message: offer }
          - { id: day, wait: { for: 1d } }
          - { id: repeat, message: again }
"#;

fn id_of(shop: &Shop, cookie: &str, name: &str) -> String {
    let found = shop.json(cookie, &format!("/api/customers?query={name}%40example.org"));
    found[0]["id"].as_str().expect("an id").to_owned()
}

/// Ada buys at the till in time, Ben later than the offer; Eva does not buy.
fn three() -> (Shop, String) {
    let shop = Shop::open_with(WORLD);
    let cookie = shop.cookie(Role::Marketer);
    for (number, name) in [("1", "ada"), ("2", "ben"), ("3", "eva")] {
        shop.cart(number, name);
    }
    shop.pass(&cookie, 600);
    let buys = |name: &str| {
        let customer = id_of(&shop, &cookie, name);
        let bought = shop.ask(&cookie, "POST", "/api/demo/till-purchase", &json!({ "customer": customer }));
        assert_eq!(bought.status, 204);
    };
    buys("ada");
    shop.pass(&cookie, 7_200);
    buys("ben");
    shop.pass(&cookie, 2 * 86_400);
    (shop, cookie)
}

fn count(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

#[test]
fn whoever_bought_before_the_message_is_counted_and_found_by_name() {
    let (shop, cookie) = three();
    let programme = shop.json(&cookie, "/api/programmes/basket");
    // Ada before the offer; of Ben it was wanted, whatever became of it.
    assert_eq!(programme["counts"]["lapsed"], 1, "{}", programme["counts"]);
    let path = "/api/intents?programme=basket&state=lapsed&reason=exit&detail=bought";
    let list = shop.json(&cookie, path);
    assert_eq!(list["count"], 1);
    let messages: BTreeMap<String, String> = list["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (row["customer"].to_string(), row["message"]["id"].to_string()))
        .collect();
    let ada = id_of(&shop, &cookie, "ada");
    assert_eq!(messages.get(&format!("\"{ada}\"")), Some(&"\"offer\"".to_owned()));
    let why = shop.json(&cookie, &format!("/api/customers/{ada}/why?message=offer"))["messages"][0].clone();
    let run = &why["runs"][0];
    let row = list["rows"].as_array().expect("rows").iter().find(|row| row["customer"] == ada.as_str());
    assert_eq!((&run["fate"], &run["exit"]), (&json!("lapsed"), &json!("bought")));
    assert_eq!(run["intent"], row.expect("hers")["id"], "the list opens at that very time");
    assert_eq!(why["intents"], json!([]), "it was never wanted");
    let later = shop.json(&cookie, &format!("/api/customers/{ada}/why?message=again"))["messages"][0].clone();
    assert_eq!(later["runs"][0]["fate"], "passed_by", "one message is ended by one exit");
    let none = shop.json(&cookie, "/api/intents?programme=basket&state=lapsed&reason=exit&detail=emptied");
    assert_eq!(none["count"], 0);
}

#[test]
fn every_figure_of_a_programme_is_the_same_wherever_it_is_shown() {
    let (shop, cookie) = three();
    let programme = shop.json(&cookie, "/api/programmes/basket");
    let listed = shop.json(&cookie, "/api/programmes");
    let row = listed.as_array().expect("rows").iter().find(|row| row["id"] == "basket").expect("it");
    assert_eq!(row["counts"], programme["counts"]);
    assert_eq!(
        row["journeys"][0]["inside"], programme["journeys"][0]["inside"],
        "people, beside their messages"
    );
    let mut by_state: BTreeMap<String, u64> = BTreeMap::new();
    for why in programme["reasons"].as_array().expect("reasons") {
        *by_state.entry(why["state"].as_str().expect("a state").into()).or_default() += count(&why["count"]);
        let mut path = format!("/api/intents?programme=basket&state={}", why["state"].as_str().expect("one"));
        for name in ["reason", "detail"] {
            if let Some(value) = why[name].as_str() {
                path.push_str(&format!("&{name}={value}"));
            }
        }
        assert_eq!(shop.json(&cookie, &path)["count"], why["count"], "{path}");
    }
    let states = ["suppressed", "failed", "expired", "held_out", "lapsed"];
    for state in states {
        let figure = count(&programme["counts"][state]);
        assert_eq!(by_state.get(state).copied().unwrap_or(0), figure, "{state}");
        let list = shop.json(&cookie, &format!("/api/intents?programme=basket&state={state}"));
        assert_eq!(list["count"], figure, "{state}");
    }
    let today = shop.json(&cookie, "/api/today");
    for state in states {
        let rows = today["by_state"].as_array().expect("states").iter();
        let told: u64 = rows.filter(|row| row["state"] == state).map(|row| count(&row["count"])).sum();
        assert_eq!(shop.json(&cookie, &format!("/api/intents?state={state}"))["count"], told, "{state}");
    }
}

#[test]
fn what_is_red_among_the_data_needs_somebody_on_today() {
    let (shop, cookie) = three();
    // Nothing came from the till since the day before yesterday.
    let data = shop.json(&cookie, "/api/data");
    let source = |id: &str| {
        let mut sources = data["sources"].as_array().expect("sources").iter();
        sources.find(|source| source["id"] == id).expect("it").clone()
    };
    assert_eq!(source("till")["lateness"], "too_late", "{data}");
    assert_eq!(source("shop")["lateness"], Value::Null, "no message waits for it");
    assert_eq!(data["needs"], json!(["source_late"]));
    let today = shop.json(&cookie, "/api/today");
    let params = json!({ "source": "till", "seconds": source("till")["lag_seconds"] });
    assert_eq!(today["needs_me"], json!([{ "code": "source_late", "params": params }]));

    // Somebody buys there: the till is heard again.
    shop.cart("4", "ida");
    shop.pass(&cookie, 1);
    let ida = id_of(&shop, &cookie, "ida");
    let bought = shop.ask(&cookie, "POST", "/api/demo/till-purchase", &json!({ "customer": ida }));
    assert_eq!(bought.status, 204);
    assert_eq!(shop.json(&cookie, "/api/data")["needs"], json!([]));
    assert_eq!(shop.json(&cookie, "/api/today")["needs_me"], json!([]));
}

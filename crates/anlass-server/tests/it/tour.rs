//! The guided tour of a demonstration: four chapters, each found in what really happened to somebody of its world, and
//! one that is decided before the visitor's eyes.

use crate::shop::{SHOP, Shop};
use anlass_server::Role;
use serde_json::{Value, json};

/// Journeys and rules as the shipped recipes have them, without randomness and quiet hours.
const WORLD: &str = r#"
  - id: cart-world
    name: { de: Korb, en: Basket }
    aim: activation
    messages:
      - id: cart-reminder
        name: { de: Erinnerung, en: Reminder }
        class: advertising
        purpose: offers
        channels: [email]
        subject: { de: "Ihr Korb", en: "Your basket" }
        blocks: [{ id: all, text: { de: "{{ salutation }}, wir haben ihn.", en: "{{ salutation }}, we have it." } }]
    journeys:
      - id: cart-journey
        name: { de: Korb liegen gelassen, en: Basket left }
        entry: { event: cart.added, when: cart.value >= 20.00 }
        reentry: { inside: extend }
        exit: [{ id: bought, when: "!cart.open && orders.last >= run.entered" }]
        steps:
          - { id: hour, wait: { for: 1h } }
          - { id: say, message: cart-reminder }
  - id: review
    name: { de: Bewertung, en: Review }
    aim: emotional_bond
    messages:
      - id: review-please
        name: { de: Wie war es?, en: How was it? }
        class: advertising
        purpose: feedback
        channels: [email]
        subject: { de: "Wie war es?", en: "How was it?" }
        blocks: [{ id: all, text: { de: "{{ salutation }}, wie war es?", en: "{{ salutation }}, how was it?" } }]
    journeys:
      - id: review-journey
        name: { de: Bewertung nach dem Kauf, en: Review after the purchase }
        entry: { event: order.placed }
        key: order
        exit: [{ id: sent-back, when: run.order.kept_lines == 0 }]
        steps:
          - { id: ten-days, wait: { for: 10d } }
          - { id: ask, message: review-please }
  - id: silent
    name: { de: Rückgewinnung, en: Win back }
    aim: retention
    messages:
      - id: hello
        name: { de: Lange nicht gesehen, en: Long time no see }
        class: advertising
        purpose: offers
        channels: [email]
        subject: { de: "Hallo", en: "Hello" }
        blocks: [{ id: all, text: { de: "{{ salutation }}, hallo.", en: "{{ salutation }}, hello." } }]
    journeys:
      - id: silent-journey
        name: { de: Still geworden, en: Gone silent }
        entry: { event: phase.changed, when: event.phase == "inactive" }
        exit: [{ id: bought, when: orders.last >= run.entered }]
        steps:
          - { id: say, message: hello }
"#;

fn send(shop: &Shop, person: &str, events: &str) {
    let body = events.replace("WHO", person);
    let answer = crate::client::post(shop.address, "/v1/batch", format!("{{\"batch\":[{body}]}}").as_bytes());
    assert_eq!((answer.status, &answer.json()["rejected"]), (200, &json!([])), "{}", answer.json());
}

fn introduce(shop: &Shop, person: &str) {
    let who = r#"{"type":"identify","userId":"WHO","messageId":"iWHO","traits":{"email":"WHO@example.org","firstName":"Wer","lastName":"WHO"}},
        {"type":"track","userId":"WHO","messageId":"cWHO","event":"Newsletter Subscribed","properties":{"proof":{"kind":"double_opt_in","text":"n1"}}}"#;
    send(shop, person, who);
}

fn order(shop: &Shop, person: &str, id: &str) {
    let order = format!(
        r#"{{"type":"track","userId":"WHO","messageId":"{id}WHO","event":"Order Completed","properties":{{"order_id":"{id}WHO","outlet_id":"7","products":[{{"product_id":"p1","price":39.99}}]}}}}"#
    );
    send(shop, person, &order);
}

fn stop<'a>(tour: &'a Value, kind: &str) -> &'a Value {
    let mut all = tour["stops"].as_array().expect("stops").iter();
    all.find(|stop| stop["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {tour:#}"))
}

/// What the question why answers first for whom the tour speaks of, at the place its link names.
fn told_first(shop: &Shop, cookie: &str, guest: &Value) -> Value {
    let text = |name: &str| guest[name].as_str().unwrap_or_default();
    let why = shop.json(cookie, &format!("/api/customers/{}/why?message={}", text("id"), text("message")));
    let message = &why["messages"][0];
    if guest["which"].is_null() {
        assert_eq!((&message["intents"], &message["runs"]), (&json!([]), &json!([])), "{message:#}");
        return message["outside"][0].clone();
    }
    let all = ["intents", "runs"].map(|kind| message[kind].as_array().expect("a list").clone());
    let found = all.into_iter().flatten().find(|one| one["id"] == guest["which"]);
    found.unwrap_or_else(|| panic!("{guest} is not in {message:#}"))
}

fn each_chapter_has_its_people(tour: &Value) {
    let name =
        |stop: &Value, index: usize| stop["customers"][index]["name"].as_str().expect("a name").to_owned();
    assert_eq!(name(stop(tour, "till_purchase"), 0), "Wer anna", "{tour:#}");
    assert_eq!(name(stop(tour, "returner"), 0), "Wer carl");
    let pair = stop(tour, "silent_pair");
    assert_eq!(name(pair, 0), "Wer ben");
    assert!(["Wer dora", "Wer emil"].contains(&&*name(pair, 1)), "{pair}");
    assert!(
        pair["customers"][1]["note"]["de"].as_str().is_some_and(|note| note.contains("in Ruhe gelassen"))
    );
}

fn each_chapter_and_the_question_why_say_the_same(shop: &Shop, cookie: &str, tour: &Value) {
    for (kind, index, exit) in [("till_purchase", 0, "bought"), ("returner", 0, "sent-back")] {
        let first = told_first(shop, cookie, &stop(tour, kind)["customers"][index]);
        assert_eq!((&first["fate"], &first["exit"]), (&json!("lapsed"), &json!(exit)), "{kind}: {first:#}");
    }
    let pair = &stop(tour, "silent_pair")["customers"];
    let won = told_first(shop, cookie, &pair[0]);
    let because = won["because"]["de"].as_str().expect("why it went out");
    assert!(pair[0]["note"]["de"].as_str().is_some_and(|note| note.ends_with(because)), "{won:#}");
    let left = told_first(shop, cookie, &pair[1]);
    let would_have = left["would_have"]["de"].as_str().expect("what is missing");
    assert!(pair[1]["note"]["de"].as_str().is_some_and(|note| note.ends_with(would_have)), "{left:#}");
}

#[test]
fn the_tour_shows_four_chapters_and_lets_one_be_decided() {
    let shop = Shop::open_with(WORLD);
    let cookie = shop.cookie(Role::Admin);
    let day = 24 * 3_600;
    for person in ["anna", "ben", "carl", "dora", "emil"] {
        introduce(&shop, person);
        order(&shop, person, "first");
    }
    // Anna and Ben buy every four days, Dora every thirty.
    for round in 0..3 {
        shop.pass(&cookie, 4 * day);
        order(&shop, "ben", &format!("b{round}"));
        order(&shop, "anna", &format!("a{round}"));
    }
    for round in 0..3 {
        shop.pass(&cookie, 30 * day);
        order(&shop, "dora", &format!("d{round}"));
        order(&shop, "emil", &format!("e{round}"));
        order(&shop, "anna", &format!("aa{round}"));
    }
    // Anna's cart is answered by a purchase, Carl sends everything back, Ben comes back after a letter.
    let add = r#"{"type":"track","userId":"WHO","messageId":"addWHO","event":"Product Added","properties":{"product_id":"p1","price":39.99}}"#;
    send(&shop, "anna", add);
    shop.pass(&cookie, 1_800);
    order(&shop, "anna", "answer");
    order(&shop, "carl", "back");
    shop.pass(&cookie, day);
    let back = r#"{"type":"track","userId":"WHO","messageId":"refundWHO","event":"Order Refunded","properties":{"order_id":"backWHO","products":[{"product_id":"p1","price":39.99}]}}"#;
    send(&shop, "carl", back);
    shop.pass(&cookie, 9 * day);
    order(&shop, "ben", "again");
    shop.pass(&cookie, 9 * day);

    let tour = shop.json(&cookie, "/api/demo/tour");
    each_chapter_has_its_people(&tour);
    each_chapter_and_the_question_why_say_the_same(&shop, &cookie, &tour);
    decided_before_ones_eyes(&shop, &cookie, &tour);
}

/// The chapter that the visitor decides: once with a purchase in the last second, once without.
fn decided_before_ones_eyes(shop: &Shop, cookie: &str, tour: &Value) {
    // One second before the reminder the clock stands still, for as long as the visitor looks.
    assert_eq!(stop(tour, "last_second")["due"], Value::Null);
    assert_eq!(stop(tour, "last_second")["story"], Value::Null);
    let prepared = shop.ask(cookie, "POST", "/api/demo/last-second", &json!({})).json();
    let told = shop.json(cookie, "/api/demo/tour");
    let waiting = stop(&told, "last_second");
    assert_eq!(waiting["customers"][0]["id"], prepared["customer"]["id"], "{prepared}");
    assert_eq!(waiting["due"], prepared["due"]);
    assert_eq!(shop.json(cookie, "/api/session")["clock"]["now"], prepared["now"]);
    let customer = prepared["customer"]["id"].as_str().expect("an id").to_owned();
    let purchase = json!({ "customer": customer });
    assert_eq!(shop.ask(cookie, "POST", "/api/demo/till-purchase", &purchase).status, 204);
    let booked = stop(&shop.json(cookie, "/api/demo/tour"), "last_second")["story"].clone();
    assert_eq!((&booked["over"], &booked["exit"]), (&json!(false), &json!("bought")), "{booked}");
    assert_eq!(booked["booked"], prepared["now"], "it is told at once that it was booked");
    shop.pass(cookie, 2 * 3_600);
    let over = stop(&shop.json(cookie, "/api/demo/tour"), "last_second")["story"].clone();
    assert_eq!((&over["over"], &over["state"]), (&json!(true), &Value::Null), "nothing was sent: {over}");
    let why = shop.json(cookie, &format!("/api/customers/{customer}/why?message=cart-reminder"));
    assert_eq!(why["messages"][0]["intents"], json!([]), "nothing was ever to be sent: {why:#}");
    let path = "/api/intents?programme=cart-world&state=lapsed&reason=exit&detail=bought";
    let counted = shop.json(cookie, path);
    let is_there =
        |row: &Value| row["customer"] == customer.as_str() && row["message"]["id"] == "cart-reminder";
    assert!(counted["rows"].as_array().is_some_and(|rows| rows.iter().any(is_there)), "{counted:#}");
    let run = &why["messages"][0]["runs"][0];
    assert_eq!((&run["fate"], &run["exit"]), (&json!("lapsed"), &json!("bought")), "{why:#}");
    let tour = shop.json(cookie, "/api/demo/tour");
    let first = told_first(shop, cookie, &stop(&tour, "last_second")["customers"][0]);
    assert_eq!(first["exit"], "bought", "the tour points at it: {first:#}");

    // From the start means somebody else, whose cart nobody has filled yet.
    assert_eq!(shop.ask(cookie, "DELETE", "/api/demo/last-second", &Value::Null).status, 204);
    let anew = stop(&shop.json(cookie, "/api/demo/tour"), "last_second").clone();
    assert_eq!((&anew["story"], &anew["due"]), (&Value::Null, &Value::Null), "{anew}");

    // The next one is not bought for, and is reminded.
    let next = shop.ask(cookie, "POST", "/api/demo/last-second", &json!({})).json();
    let other = next["customer"]["id"].as_str().expect("an id").to_owned();
    assert_ne!(other, customer);
    assert_eq!(anew["customers"][0]["id"], other.as_str(), "whoever was announced");
    shop.pass(cookie, 2);
    let letters = shop.json(cookie, &format!("/api/mailbox?customer={other}"))["rows"].clone();
    assert_eq!(letters[0]["message"], "cart-reminder", "{letters}");
    let reminded = stop(&shop.json(cookie, "/api/demo/tour"), "last_second")["story"].clone();
    assert_eq!((&reminded["booked"], &reminded["exit"]), (&Value::Null, &Value::Null), "{reminded}");
    assert_eq!(reminded["state"], "delivered", "{reminded}");

    // Whatever is published meanwhile, what was shown is still told.
    let programmes = shop.json(cookie, "/api/programmes");
    let last = programmes.as_array().and_then(|all| all.last()).expect("a programme")["id"].clone();
    let path = format!("/api/programmes/{}/stop", last.as_str().expect("an id"));
    assert_eq!(shop.ask(cookie, "POST", &path, &json!({ "stopped": true })).status, 200);
    assert_eq!(stop(&shop.json(cookie, "/api/demo/tour"), "last_second")["story"], reminded);
    assert_eq!(shop.ask(cookie, "DELETE", "/api/demo/last-second", &Value::Null).status, 204);
    let anew = stop(&shop.json(cookie, "/api/demo/tour"), "last_second").clone();
    let shown = [customer.as_str(), other.as_str()].map(Value::from);
    assert!(!shown.contains(&anew["customers"][0]["id"]), "nobody is taken twice: {anew}");
}

/// A day and night of a shop that is quiet in the evening: due then, a reminder is held until the morning, and says so.
#[test]
fn quiet_hours_that_hold_the_reminder_are_told_with_their_end() {
    let (head, _) = SHOP.split_once("  - id: cart\n").expect("its first programme");
    let quiet = "policy: { dwell: 10m, quiet_hours: [{ from: \"18:00\", to: \"08:00\" }] }";
    let world = WORLD.trim_start_matches('\n').replacen("for: 1h", "for: 9h", 1);
    let shop = Shop::of(&format!("{}{world}", head.replace("policy: { dwell: 0s }", quiet)), "");
    let cookie = shop.cookie(Role::Admin);
    introduce(&shop, "anna");
    order(&shop, "anna", "first");
    shop.pass(&cookie, 1);
    // It is ten in the morning in Berlin, so a wait of nine hours ends in the evening.
    let prepared = shop.ask(&cookie, "POST", "/api/demo/last-second", &json!({})).json();
    assert_eq!(prepared["due"].as_str().map(|due| &due[11..16]), Some("18:00"), "{prepared}");
    let story = || stop(&shop.json(&cookie, "/api/demo/tour"), "last_second")["story"].clone();
    let wanted = json!({ "hours": "18:00–08:00", "until": "2026-11-25T07:00:00Z" });
    assert_eq!(
        (&story()["over"], &story()["quiet"]),
        (&json!(false), &wanted),
        "it is foretold: {}",
        story()
    );
    shop.pass(&cookie, 1);
    let waits = story();
    assert_eq!((&waits["state"], &waits["quiet"]), (&json!("dwelling"), &wanted), "{waits}");
    shop.pass(&cookie, 3_600);
    let planned = story();
    assert_eq!((&planned["state"], &planned["quiet"]), (&json!("planned"), &wanted), "{planned}");
    shop.pass(&cookie, 13 * 3_600);
    let sent = story();
    assert_eq!((&sent["state"], &sent["quiet"]), (&json!("delivered"), &Value::Null), "{sent}");
    assert!(sent["since"].as_str().is_some_and(|since| since >= "2026-11-25T07:00:00Z"), "{sent}");
}

//! How good data are, delivery by delivery: what became worse is told with its figures, and so is what does not come any more.

use crate::shop::{SHOP, Shop};
use crate::uploads::Handed;
use anlass_server::Role;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// Fifty customers, of whom the last has their birthday tomorrow; of some the birthday is none, or the first name is missing.
fn customers(broken: u32, nameless: u32) -> String {
    let mut text = String::from("Kundennummer;E-Mail;Vorname;Geburtstag\n");
    for number in 0..50 {
        let day = match number {
            49 => "25.11.1990".to_owned(),
            _ if number < broken => "unbekannt".to_owned(),
            _ => format!("{:02}.04.1990", number % 28 + 1),
        };
        let name = if number < nameless { "" } else { "Kim" };
        text.push_str(&format!("{};k{number}@example.org;{name};{day}\n", 100 + number));
    }
    text
}

/// The mapping, and what became of the rows.
fn deliver(shop: &Shop, mapping: Option<&str>, text: &str) -> (String, Value) {
    let handed = Handed::of(shop, &[("kunden.csv", text)]);
    let looked = handed.look("erp");
    let mapping = mapping.unwrap_or_else(|| looked["mapping"].as_str().expect("a document"));
    let begun = handed.import(mapping, false);
    assert_eq!(begun.status, 200, "{begun:?}");
    let ended = handed.ended();
    assert_eq!(ended["phase"], "done", "{ended}");
    (mapping.to_owned(), ended)
}

fn needs_of(shop: &Shop, cookie: &str, codes: &[&str]) -> Vec<Value> {
    let today = shop.json(cookie, "/api/today");
    let needs = today["needs_me"].as_array().expect("a list").iter();
    needs.filter(|need| codes.contains(&need["code"].as_str().unwrap_or_default())).cloned().collect()
}

fn needs(shop: &Shop, cookie: &str) -> Vec<Value> {
    needs_of(shop, cookie, &["delivery_late", "field_emptier", "field_unusable"])
}

fn field<'a>(source: &'a Value, column: &str) -> &'a Value {
    let mut fields = source["fields"].as_array().expect("a list").iter();
    fields.find(|field| field["column"] == column).unwrap_or_else(|| panic!("{source}"))
}

#[test]
fn a_corrupt_delivery_and_one_that_does_not_come_are_told_with_their_figures() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    assert_eq!(shop.json(&cookie, "/api/quality"), json!([]), "nothing was delivered");
    let (mapping, _) = deliver(&shop, None, &customers(0, 0));
    for _ in 0..4 {
        shop.pass(&cookie, DAY);
        deliver(&shop, Some(&mapping), &customers(0, 0));
    }
    let told = shop.json(&cookie, "/api/quality");
    let erp = &told[0];
    assert_eq!((&erp["id"], &erp["score"], &erp["rows"]), (&json!("erp"), &json!(100), &json!(50)), "{told}");
    assert_eq!(erp["series"].as_array().map(Vec::len), Some(5));
    assert_eq!(erp["overdue_seconds"], Value::Null);
    assert_eq!(needs(&shop, &cookie), [] as [Value; 0]);

    shop.pass(&cookie, DAY);
    deliver(&shop, Some(&mapping), &customers(20, 25));
    let told = shop.json(&cookie, "/api/quality");
    let birthday = field(&told[0], "Geburtstag");
    let figures = |name: &str| birthday[name].as_u64().unwrap_or_else(|| panic!("{birthday}"));
    assert_eq!((figures("completeness"), figures("validity"), figures("validity_before")), (100, 60, 100));
    assert_eq!((figures("drift"), figures("score")), (0, 60), "of what can be used nothing has changed");
    assert_eq!(birthday["field"], "birth_date");
    let name = field(&told[0], "Vorname");
    assert_eq!((&name["completeness"], &name["completeness_before"]), (&json!(50), &json!(100)));
    let found = needs(&shop, &cookie);
    let of =
        |code: &str| found.iter().find(|need| need["code"] == code).unwrap_or_else(|| panic!("{found:?}"));
    let unusable = json!({ "source": "erp", "field": "Geburtstag", "percent": 60, "before": 100 });
    let emptier = json!({ "source": "erp", "field": "Vorname", "percent": 50, "before": 100 });
    assert_eq!((&of("field_unusable")["params"], &of("field_emptier")["params"]), (&unusable, &emptier));
    let marked = shop.json(&cookie, "/api/data")["needs"].to_string();
    assert!(marked.contains("field_unusable"), "{marked}");

    let before = told[0]["score"].as_u64().expect("a score");
    shop.pass(&cookie, 3 * DAY);
    let told = shop.json(&cookie, "/api/quality");
    assert!(told[0]["overdue_seconds"].as_i64().is_some_and(|seconds| seconds >= 2 * DAY), "{told}");
    assert!(told[0]["score"].as_u64().is_some_and(|score| score <= before / 2 + 1), "{told}");
    assert!(needs(&shop, &cookie).iter().any(|need| need["code"] == "delivery_late"));
    let kept = shop.store.document("quality", "1/3").expect("readable").expect("kept");
    assert!(!String::from_utf8_lossy(&kept.body).contains("Geburtstag"), "it is sealed");
}

/// Says something on birthdays, a while later, and says what its data have to be like.
const BIRTHDAYS: &str = r#"id: birthdays
name: { de: Geburtstage, en: Birthdays }
aim: emotional_bond
owner: Kim Muster
data:
  - { field: birth_date, at_least: 80 }
  - { source: erp, at_most_old: 26h }
messages:
  - id: wish
    name: { de: Glückwunsch, en: Wish }
    class: contract
    purpose: service
    channels: [email]
    dwell: 8h
    subject: { de: "Alles Gute", en: "All the best" }
    blocks:
      - { id: wish, text: { de: "{{ salutation }},\n\nalles Gute.", en: "{{ salutation }},\n\nall the best." } }
journeys:
  - id: birthday
    name: { de: Geburtstag, en: Birthday }
    entry: { date: { field: birth_date } }
    steps:
      - { id: say, message: wish }
"#;

#[test]
fn a_programme_stands_while_its_data_are_worse_than_it_says_it_needs() {
    let shop = Shop::of(SHOP, "");
    let cookie = shop.cookie(Role::Marketer);
    let publish = |yaml: &str, new: bool| {
        let path = "/api/programmes/birthdays/publish";
        shop.ask(&cookie, "POST", path, &json!({ "yaml": yaml, "new": new }))
    };
    let resume = || shop.ask(&cookie, "POST", "/api/programmes/birthdays/stop", &json!({ "stopped": false }));
    let needs = || needs_of(&shop, &cookie, &["data_bad", "data_missing", "data_old", "data_good"]);
    let stands = || {
        let rows = shop.json(&cookie, "/api/programmes");
        let mut rows = rows.as_array().expect("a list").iter();
        rows.find(|row| row["id"] == "birthdays").expect("live")["stopped"] == true
    };

    let unnamed = publish(&BIRTHDAYS.replace("owner: Kim Muster\n", ""), true).json();
    let codes = |told: &Value| -> Vec<String> {
        let problems = told["problems"].as_array().cloned().unwrap_or_default().into_iter();
        problems.map(|problem| problem["code"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(
        codes(&unnamed),
        ["data_without_owner", "no_field", "no_source", "not_a_day_field"],
        "{unnamed}"
    );

    let looked = Handed::of(&shop, &[("kunden.csv", &*customers(0, 0))]).look("erp");
    let mapping = looked["mapping"].as_str().expect("a document");
    deliver(&shop, Some(mapping), &customers(20, 0));
    let refused = publish(BIRTHDAYS, true);
    assert_eq!(
        (refused.status, codes(&refused.json())),
        (422, vec!["data_too_bad".to_owned()]),
        "{refused:?}"
    );
    let figures = json!({ "name": "birth_date", "source": "erp", "percent": "60", "wanted": "80" });
    assert_eq!(refused.json()["problems"][0]["values"], figures);
    let check = json!({ "yaml": BIRTHDAYS, "new": true });
    let checked = shop.ask(&cookie, "POST", "/api/programmes/birthdays/check", &check).json();
    assert_eq!(codes(&checked), ["data_too_bad"], "{checked}");

    // The list is mended and comes again.
    deliver(&shop, Some(mapping), &customers(0, 0));
    let live = publish(BIRTHDAYS, true);
    assert_eq!(live.status, 200, "{live:?}");
    let told = shop.json(&cookie, "/api/programmes/birthdays")["data"].clone();
    assert_eq!(
        (&told[0]["score"], &told[0]["met"], &told[1]["met"]),
        (&json!(100), &json!(true), &json!(true))
    );
    shop.pass(&cookie, DAY);
    assert!(!stands());

    // A corrupt one comes while a message waits.
    let (_, ended) = deliver(&shop, Some(mapping), &customers(25, 0));
    let left_out = ended["files"][0]["left_out"].clone();
    let rows: u64 = left_out.as_array().expect("a list").iter().filter_map(|one| one["rows"].as_u64()).sum();
    assert_eq!((rows, &left_out[0]["wrong"]), (25, &json!(true)), "{left_out}");
    assert_eq!(left_out[0]["examples"][0]["column"], "Geburtstag", "with its reason: {left_out}");
    assert!(stands());
    let need = needs();
    assert_eq!((need.len(), &need[0]["code"]), (1, &json!("data_bad")), "{need:?}");
    let said = &need[0]["params"];
    assert_eq!((&said["id"], &said["owner"]), (&json!("birthdays"), &json!("Kim Muster")), "{said}");
    assert_eq!(
        (&said["field"], &said["source"], &said["wanted"]),
        (&json!("birth_date"), &json!("erp"), &json!(80))
    );
    assert_eq!(said["percent"], 50);
    assert_eq!(needs_of(&shop, &cookie, &["programme_stopped"]), [] as [Value; 0], "it is told once");
    assert!(shop.told().contains("its data are worse than it needs (birth_date)"), "{}", shop.told());

    // Whoever was about to be written to is told why nothing came, and who is in charge.
    let found = shop.json(&cookie, "/api/customers?query=k49@example.org");
    let id = found[0]["id"].as_str().unwrap_or_else(|| panic!("{found}")).to_owned();
    let why = || shop.json(&cookie, &format!("/api/customers/{id}/why?message=wish"))["messages"][0].clone();
    shop.pass_until(&cookie, 1, || why()["intents"][0]["state"] == "suppressed");
    let told = why()["intents"][0]["chain"].to_string();
    assert!(told.contains("Zuständig: Kim Muster") && told.contains("von 100, nötig sind 80"), "{told}");

    // Nobody starts it again over bad data, and nobody has to guess when they are good.
    let refused = resume();
    assert_eq!(
        (refused.status, codes(&refused.json())),
        (422, vec!["data_too_bad".to_owned()]),
        "{refused:?}"
    );
    deliver(&shop, Some(mapping), &customers(0, 0));
    shop.pass(&cookie, 90);
    assert!(stands(), "it waits for somebody");
    assert_eq!(needs()[0]["code"], "data_good");
    assert_eq!(resume().status, 200);
    shop.pass(&cookie, 90);
    assert_eq!((stands(), needs()), (false, Vec::new()));

    // And data that do not come at all.
    shop.pass(&cookie, DAY + 3 * 3_600);
    assert!(stands());
    let need = needs();
    assert_eq!(
        (&need[0]["code"], &need[0]["params"]["source"]),
        (&json!("data_old"), &json!("erp")),
        "{need:?}"
    );
    let acts = shop.json(&shop.cookie(Role::Admin), "/api/audit").to_string();
    assert!(acts.contains("data_paused"), "{acts}");
}

const HOUR: i64 = 3_600;

/// People as a shop sends them, some without an address, and orders of which nobody can read the price.
fn send(shop: &Shop, people: std::ops::Range<u32>, addressed: usize, broken_orders: u32) {
    let mut events: Vec<Value> = Vec::new();
    for (at, number) in people.map(|number| number + 1_000).enumerate() {
        let mut traits = json!({ "firstName": "Kim", "city": "Bonn" });
        if at < addressed {
            traits["email"] = json!(format!("e{number}@example.org"));
        }
        let id = format!("i{number}");
        events.push(
            json!({ "type": "identify", "userId": format!("u{number}"), "messageId": id, "traits": traits }),
        );
    }
    for number in 0..broken_orders {
        let products = json!([{ "product_id": "p1", "price": "viel" }]);
        let properties = json!({ "order_id": format!("b{number}"), "products": products });
        events.push(json!({ "type": "track", "userId": "u1", "messageId": format!("o{number}"), "event": "Order Completed",
            "properties": properties }));
    }
    let body = json!({ "batch": events }).to_string();
    assert_eq!(crate::client::post(shop.address, "/v1/batch", body.as_bytes()).status, 200);
}

fn graded(shop: &Shop, cookie: &str, id: &str) -> Value {
    let told = shop.json(cookie, "/api/quality");
    let mut all = told.as_array().expect("a list").iter();
    all.find(|source| source["id"] == id).unwrap_or_else(|| panic!("{told}")).clone()
}

fn of_kind<'a>(source: &'a Value, kind: &str, column: &str) -> &'a Value {
    let mut fields = source["fields"].as_array().expect("a list").iter();
    let found = fields.find(|field| field["role"] == kind && field["column"] == column);
    found.unwrap_or_else(|| panic!("{kind} {column}: {source}"))
}

/// D19: events are graded by what they hold, what of them cannot be taken, what comes twice and what stops coming.
#[test]
fn events_that_come_by_themselves_are_graded_as_files_are() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Marketer);
    for step in 0..5 {
        send(&shop, step * 100..step * 100 + 30, 30, 0);
        shop.pass(&cookie, 4 * HOUR);
    }
    let told = graded(&shop, &cookie, "shop");
    assert_eq!(told["series"].as_array().map(Vec::len), Some(5), "{told}");
    assert_eq!(
        (&told["score"], &told["overdue_seconds"], &told["vault"]),
        (&json!(100), &Value::Null, &Value::Null)
    );
    let email = of_kind(&told, "profile.changed", "email");
    assert_eq!((&email["completeness"], &email["score"]), (&json!(100), &json!(100)), "{email}");
    assert_eq!(needs(&shop, &cookie), [] as [Value; 0]);

    send(&shop, 600..630, 12, 25);
    send(&shop, 600..630, 12, 0);
    shop.pass(&cookie, 120);
    let told = graded(&shop, &cookie, "shop");
    let email = of_kind(&told, "profile.changed", "email");
    assert_eq!((&email["completeness"], &email["completeness_before"]), (&json!(40), &json!(100)), "{email}");
    let orders = of_kind(&told, "order.placed", "event");
    assert_eq!((&orders["completeness"], &orders["validity"]), (&json!(100), &json!(0)), "{orders}");
    assert_eq!(told["duplicates_percent"], 35, "30 of 85 came twice: {told}");
    let found = needs(&shop, &cookie);
    assert!(
        found.iter().any(|need| need["code"] == "field_emptier" && need["params"]["field"] == "email"),
        "{found:?}"
    );

    shop.pass(&cookie, 20 * HOUR);
    let told = graded(&shop, &cookie, "shop");
    assert!(told["overdue_seconds"].as_i64().is_some_and(|seconds| seconds > 10 * HOUR), "{told}");
    let kept = shop.store.document("quality", "1/1").expect("readable").expect("kept");
    assert!(!String::from_utf8_lossy(&kept.body).contains("email"), "it is sealed");
}

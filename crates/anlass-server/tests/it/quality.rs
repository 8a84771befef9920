//! How good data are, delivery by delivery: what became worse is told with its figures, and so is what does not come any more.

use crate::shop::Shop;
use crate::uploads::Handed;
use anlass_server::Role;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// Fifty customers; of some the birthday is none, or the first name is missing.
fn customers(broken: u32, nameless: u32) -> String {
    let mut text = String::from("Kundennummer;E-Mail;Vorname;Geburtstag\n");
    for number in 0..50 {
        let day =
            if number < broken { "unbekannt".to_owned() } else { format!("{:02}.04.1990", number % 28 + 1) };
        let name = if number < nameless { "" } else { "Kim" };
        text.push_str(&format!("{};k{number}@example.org;{name};{day}\n", 100 + number));
    }
    text
}

fn deliver(shop: &Shop, mapping: Option<&str>, text: &str) -> String {
    let handed = Handed::of(shop, &[("kunden.csv", text)]);
    let looked = handed.look("erp");
    let mapping = mapping.unwrap_or_else(|| looked["mapping"].as_str().expect("a document"));
    let begun = handed.import(mapping, false);
    assert_eq!(begun.status, 200, "{begun:?}");
    assert_eq!(handed.ended()["phase"], "done");
    mapping.to_owned()
}

fn needs(shop: &Shop, cookie: &str) -> Vec<Value> {
    let today = shop.json(cookie, "/api/today");
    let needs = today["needs_me"].as_array().expect("a list").iter();
    let codes = ["delivery_late", "field_emptier", "field_unusable"];
    needs.filter(|need| codes.contains(&need["code"].as_str().unwrap_or_default())).cloned().collect()
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
    let mapping = deliver(&shop, None, &customers(0, 0));
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
    assert!(figures("drift") > 20, "texts where days were: {birthday}");
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

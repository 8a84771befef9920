//! M15, D04: a complete list that is delivered again and again never revives who unsubscribed, tells who is missing, and
//! hears of those who said no elsewhere.

use crate::client::post;
use crate::shop::Shop;
use crate::uploads::Handed;
use anlass_server::Role;
use serde_json::{Value, json};

const MAPPING: &str = "
mapping: crm
source: 5
currency: EUR
time_zone: Europe/Berlin
complete: true
profiles:
  - file: people.csv
    customer: { column: id, kind: customer_number }
    also: [{ column: mail, kind: email }]
    on: 2026-11-01
    fields: { last_name: name }
consents:
  - file: people.csv
    customer: { column: id, kind: customer_number }
    channel: email
    purpose: newsletter
    granted: { column: { column: newsletter, yes: [Ja], no: [Nein] } }
    occurred: { column: exported }
    proof: { imported: { text: crm-2019, from: crm } }
";

/// Hands in the list of an export: these people, all of whom want the newsletter.
fn import(shop: &Shop, exported: &str, people: &[u32]) {
    let mut text = String::from("id,mail,name,newsletter,exported\n");
    for number in people {
        text.push_str(&format!("{number},k{number}@example.org,Name {number},Ja,{exported}\n"));
    }
    let handed = Handed::of(shop, &[("people.csv", &text)]);
    let begun = handed.import(MAPPING, false);
    assert_eq!(begun.status, 200, "{begun:?}");
    let ended = handed.ended();
    assert_eq!(ended["phase"], "done", "{ended}");
}

fn show(shop: &Shop, cookie: &str, number: u32) -> Value {
    let found = shop.json(cookie, &format!("/api/customers?query={number}"));
    shop.json(cookie, &format!("/api/customers/{}", found[0]["id"].as_str().expect("known")))
}

fn missing(shop: &Shop, cookie: &str, people: &[u32]) -> Vec<u32> {
    let gone = |number: &&u32| show(shop, cookie, **number)["no_longer_delivered"][0]["source"] == "crm";
    people.iter().filter(gone).copied().collect()
}

#[test]
fn a_list_that_comes_again_never_revives_and_tells_who_is_missing() {
    let mut shop = Shop::open();
    // A list that was cut off is complained about.
    shop.is_quiet = false;
    let cookie = shop.cookie(Role::Marketer);
    let all: Vec<u32> = (1_001..=1_010).collect();
    import(&shop, "2026-11-20 08:00:00", &all);
    let granted = |number| {
        let told = show(&shop, &cookie, number)["consents"].clone();
        let acts = told.as_array().expect("acts").clone();
        acts.into_iter().find(|act| act["granted"] == true).map(|act| act["occurred"].clone())
    };
    let first = granted(1_001).expect("a grant of the list");

    let no = br#"{"batch":[{"type":"track","userId":"1001","messageId":"no-1","event":"Newsletter Unsubscribed","properties":{}},
        {"type":"track","userId":"9","messageId":"no-2","event":"Newsletter Unsubscribed","properties":{}}]}"#;
    assert_eq!(post(shop.address, "/v1/batch", no).status, 200);
    shop.pass(&cookie, 86_400);
    let some: Vec<u32> = all.iter().copied().filter(|number| *number != 1_005).collect();
    import(&shop, "2026-11-25 06:00:00", &some);

    assert!(granted(1_001).is_none_or(|at| at == first), "the list says nothing that is newer than the no");
    let refused = show(&shop, &cookie, 1_001)["consents"].clone();
    assert!(refused.as_array().expect("acts").iter().any(|act| act["granted"] == false), "{refused}");
    assert_eq!(missing(&shop, &cookie, &all), [1_005]);
    assert_eq!(show(&shop, &cookie, 1_005)["profile"][0]["source"], "crm", "nothing is erased");

    // The CRM hears who said no in the shop; the shop, which knows, does not.
    let answer = shop.json(&cookie, "/api/sources/crm/opt-outs?since=2026-11-24T00:00:00Z");
    let rows = answer["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 1, "whom the CRM does not know is no business of its: {answer}");
    assert_eq!((&rows[0]["key_kind"], &rows[0]["key"]), (&json!("customer_number"), &json!("1001")));
    assert_eq!(rows[0]["what"], "withdrawal");
    let later = answer["until"].as_str().expect("a moment");
    let nothing = shop.json(&cookie, &format!("/api/sources/crm/opt-outs?since={later}"));
    assert_eq!(nothing["rows"], json!([]));
    assert_eq!(shop.json(&cookie, "/api/sources/shop/opt-outs")["rows"], json!([]));
    let csv = shop.ask(&cookie, "GET", "/api/sources/crm/opt-outs?format=csv", &Value::Null);
    let csv = String::from_utf8(csv.body).expect("text");
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "key_kind,key,what,channel,purpose,occurred,heard");
    assert!(lines.len() == 2 && lines[1].starts_with("customer_number,1001,withdrawal,"), "{csv}");
    let by_key = [("x-write-key", "WRITEKEY")];
    let asked = shop.client().request("GET", "/api/sources/crm/opt-outs", &by_key, b"");
    assert_eq!((asked.status, &asked.json()["rows"][0]["key"]), (200, &json!("1001")), "for nightly jobs");
    let unknown = shop.ask(&cookie, "GET", "/api/sources/nobody/opt-outs", &Value::Null);
    assert_eq!(unknown.status, 404);
    let when = shop.ask(&cookie, "GET", "/api/sources/crm/opt-outs?since=yesterday", &Value::Null);
    assert_eq!(when.status, 400);

    // Delivered again, and then a list that was cut off.
    import(&shop, "2026-11-25 07:00:00", &all);
    assert_eq!(missing(&shop, &cookie, &all), [] as [u32; 0]);
    import(&shop, "2026-11-25 08:00:00", &all[..3]);
    assert_eq!(missing(&shop, &cookie, &all), [] as [u32; 0], "half of a list missing is no list");
}

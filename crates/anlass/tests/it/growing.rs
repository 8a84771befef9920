//! Files that grow and imports one after the other: nothing doubles, nothing learned before is lost.

use crate::{json, text};
use std::path::Path;

const MAPPING: &str = "\
mapping: shop
source: 2
currency: EUR
time_zone: Europe/Berlin
articles:
  file: articles.csv
  number: { column: article }
  name: [name]
  path: [department]
orders:
  file: lines.csv
  number: { column: order }
  customer: { column: customer, kind: card }
  article: { column: article }
  quantity: pieces
  value: { total: value }
  occurred: { column: time }
  place: online
  takes_back: { numbers: \"C*\", cancelled_within: 24h }
vouchers:
  - file: coupons.csv
    customer: { column: customer, kind: card }
    code: { column: code }
    occurred: { column: day }
";

/// A month in which 25 people buy twice, `gap` days apart, one sends something back and redeems a coupon.
fn month(number: u32, gap: u32) -> (String, String) {
    let mut lines = String::new();
    for person in 0..25 {
        let card = number * 100 + person;
        lines.push_str(&format!("{card}a,{card},a{number},2,10,2024-0{number}-01 10:00:00\n"));
        lines.push_str(&format!("{card}b,{card},a{number},1,5,2024-0{number}-{:02} 10:00:00\n", 1 + gap));
    }
    let card = number * 100;
    lines.push_str(&format!("C{card},{card},a{number},-1,-5,2024-0{number}-03 10:00:00\n"));
    (lines, format!("{card},SPRING,2024-0{number}-05\n"))
}

fn write(folder: &Path, articles: &str, months: &[(String, String)]) {
    std::fs::create_dir_all(folder).expect("a folder");
    let joined = |of: fn(&(String, String)) -> &str| months.iter().map(of).collect::<String>();
    let file = |name: &str, header: &str, rows: &str| {
        std::fs::write(folder.join(name), format!("{header}\n{rows}")).expect("a file");
    };
    file("articles.csv", "article,name,department", articles);
    file("lines.csv", "order,customer,article,pieces,value,time", &joined(|month| &month.0));
    file("coupons.csv", "customer,code,day", &joined(|month| &month.1));
}

fn published(data: &Path) {
    let settings = ["recipes/settings.yaml", "recipes/win-back.yaml"];
    json(&["publish", "--simulate", "1", "--data", text(data), settings[0], settings[1]]);
}

fn summary(data: &Path) -> serde_json::Value {
    json(&["replay", "--data", text(data)]);
    json(&["summary", "--data", text(data)])["summary"].clone()
}

#[test]
fn january_then_january_and_february_is_the_same_as_both_at_once() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = |name: &str| dir.path().join(name);
    let mapping = path("shop.yaml");
    std::fs::write(&mapping, MAPPING).expect("a mapping");
    let articles = "a1,Drill,Tools\na2,Bulb,Light\n";
    write(&path("january"), articles, &[month(1, 7)]);
    write(&path("both"), articles, &[month(1, 7), month(2, 14)]);
    let import =
        |data: &Path, folder: &Path| json(&["import", text(&mapping), text(folder), "--data", text(data)]);
    let (grown, whole) = (path("grown"), path("whole"));
    for data in [&grown, &whole] {
        published(data);
    }
    import(&grown, &path("january"));
    json(&["replay", "--data", text(&grown)]);
    let second = import(&grown, &path("both"));
    assert_eq!((&second["added"], &second["known_before"]), (&52.into(), &52.into()), "{second}");
    import(&whole, &path("both"));
    let (grown, whole) = (summary(&grown), summary(&whole));
    assert_eq!(grown["events"], whole["events"]);
    assert_eq!(grown["vouchers"]["real"], 2);
    assert_eq!(grown["phases"], whole["phases"]);
}

#[test]
fn a_later_import_keeps_what_earlier_ones_taught_and_every_command_judges_with_it() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = |name: &str| dir.path().join(name);
    let (data, mapping) = (path("data"), path("shop.yaml"));
    std::fs::write(&mapping, MAPPING).expect("a mapping");
    write(&path("january"), "a1,Drill,Tools\n", &[month(1, 7)]);
    write(&path("february"), "a2,Bulb,Light\n", &[month(2, 14)]);
    published(&data);
    let import = |folder: &str| json(&["import", text(&mapping), text(&path(folder)), "--data", text(&data)]);
    assert_eq!(import("january")["learned_gaps"], serde_json::json!({ "Tools": 7 }));
    let both = serde_json::json!({ "Light": 14, "Tools": 7 });
    assert_eq!(import("february")["learned_gaps"], both);
    // The draft that is checked is the one that goes live, also without naming the settings again.
    let checked = json(&["check", "recipes/win-back.yaml", "--data", text(&data)]);
    let published = json(&["publish", "recipes/win-back.yaml", "--data", text(&data)]);
    assert_eq!(published["learned_gaps"], 2);
    assert_eq!(published["program"], checked["program"]);
    let again = json(&["publish", "recipes/win-back.yaml", "--data", text(&data)]);
    assert_eq!((&again["settings_changed"], &again["program"]), (&false.into(), &checked["program"]));
}

//! A complete list that is imported again by the command line: whoever is missing in it is marked in the history, as the server's
//! own import marks them.

use crate::{json, text};
use std::path::Path;

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
    changed: { column: exported }
    fields: { last_name: name }
";

fn import(
    folder: &Path,
    data: &Path,
    exported: &str,
    people: impl Iterator<Item = u32>,
) -> serde_json::Value {
    let mut file = String::from("id,mail,name,exported\n");
    for number in people {
        file.push_str(&format!("{number},k{number}@example.org,Name {number},{exported}\n"));
    }
    std::fs::write(folder.join("people.csv"), file).expect("written");
    std::fs::write(folder.join("crm.yaml"), MAPPING).expect("written");
    json(&["import", text(&folder.join("crm.yaml")), text(folder), "--data", text(data)])
}

fn marked(told: &serde_json::Value) -> (u64, u64) {
    let count = |name: &str| told[name].as_u64().unwrap_or_else(|| panic!("{told}"));
    (count("no_longer_delivered"), count("delivered_again"))
}

#[test]
fn whoever_is_missing_in_a_complete_list_is_marked_and_whoever_comes_again_is_too() {
    let folder = tempfile::tempdir().expect("a directory");
    let data = folder.path().join("data");
    json(&["publish", "--data", text(&data), "recipes/settings.yaml"]);
    let deliver = |day: &str, people: &[u32]| import(folder.path(), &data, day, people.iter().copied());
    let all: Vec<u32> = (1..=10).collect();
    let some: Vec<u32> = all.iter().copied().filter(|number| *number != 5).collect();
    assert_eq!(marked(&deliver("2026-11-01 08:00:00", &all)), (0, 0), "the first list is no news");
    assert_eq!(marked(&deliver("2026-11-02 08:00:00", &some)), (1, 0));
    assert_eq!(marked(&deliver("2026-11-02 08:00:00", &some)), (0, 0), "the same list says nothing new");
    let replayed = json(&["replay", "--data", text(&data)]);
    assert!(replayed["arrivals"].as_u64() >= Some(20), "{replayed}");
    assert_eq!(marked(&deliver("2026-11-03 08:00:00", &all)), (0, 1));
    let cut = deliver("2026-11-04 08:00:00", &all[..3]);
    assert_eq!(marked(&cut), (0, 0), "half of a list missing is no list");
}

//! Known truths of three customers of the UCI "Online Retail" data, which is not part of the repository.

use crate::{json, root, text};
use std::path::{Path, PathBuf};

const FOLDER: &str = "../shared/data/online_retail";

/// Replayed with shipped files only, as they are.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn replayed() -> Option<(tempfile::TempDir, PathBuf)> {
    if !root().join(FOLDER).is_dir() {
        println!("skipped: {FOLDER} is not there; put the UCI Online Retail orders.csv.zst into it");
        return None;
    }
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().join("data");
    let files = ["recipes/settings-online-retail.yaml", "recipes", "recipes/online-retail"];
    json(&[["publish", "--simulate", "1", "--data", text(&data)].as_slice(), &files].concat());
    json(&["import", "mappings/online-retail.yaml", FOLDER, "--simulate", "1", "--data", text(&data)]);
    json(&["replay", "--data", text(&data)]);
    Some((dir, data))
}

fn explain(data: &Path, customer: &str) -> serde_json::Value {
    json(&["explain", "--customer", customer, "--data", text(data)])
}

/// Moments at which a message was wanted.
fn wanted(explained: &serde_json::Value, message: &str) -> Vec<String> {
    let intents = explained["intents"].as_array().expect("intents").iter();
    // Who was gone before a message is told too, but it was not wanted.
    let is_lapsed = |intent: &serde_json::Value| intent["states"][0]["state"] == "lapsed";
    let own = intents.filter(|intent| intent["message"] == message && !is_lapsed(intent));
    own.filter_map(|intent| intent["created"].as_str()).map(str::to_owned).collect()
}

#[test]
fn three_customers_end_as_they_must() {
    let Some((_dir, data)) = replayed() else { return };

    // Bought once on 20 April, returned everything on 6 May: nobody asks for a review of it.
    let full_returner = explain(&data, "17548");
    assert_eq!(full_returner["phase"], "full_returner");
    assert_eq!(wanted(&full_returner, "review-please"), Vec::<String>::new());
    let left = &full_returner["journeys"]["review-journey"]["left"][0];
    assert_eq!(left["exit"], "sent-back");
    assert_eq!(left["at"], "2011-05-06T09:00:00Z");
    assert_eq!(wanted(&full_returner, "full-returner-help").len(), 1, "but what was wrong is asked");

    // On 1 October silent for 45 days at a longest gap of 14: won back.
    let silent = explain(&data, "18073");
    let win_back = wanted(&silent, "win-back-hello");
    assert_eq!(win_back.len(), 1);
    assert!(win_back[0].as_str() < "2011-10-01", "{win_back:?}");

    // Silent for 95 days then, but with gaps of 109 and 99 days: left in peace, and back on the 3rd.
    let slow = explain(&data, "15299");
    assert_eq!(wanted(&slow, "win-back-hello"), Vec::<String>::new());
    assert_eq!(slow["phase"], "regular");
    let orders = slow["orders"].as_array().expect("orders");
    let came_back = orders.iter().find(|order| order["day"] == "2011-10-03").expect("back on 3 October");
    assert_eq!(came_back["simulated"], false);
    let intents = slow["intents"].as_array().expect("intents").iter();
    let has_left = |intent: &serde_json::Value| {
        let states = intent["states"].as_array().expect("states");
        states.iter().any(|state| state["state"] == "delivered")
    };
    // A birthday is no attempt to win anybody back.
    let advertised: Vec<_> = intents
        .filter(|intent| intent["journey"] != "birthday-journey" && has_left(intent))
        .filter(|intent| {
            intent["created"].as_str().is_some_and(|at| ("2011-07-01".."2011-10-03").contains(&at))
        })
        .collect();
    assert!(advertised.is_empty(), "and nobody had prompted it: {advertised:?}");
    let never =
        json(&["explain", "--customer", "15299", "--message", "win-back-hello", "--data", text(&data)]);
    let because = never["never_because"].to_string();
    assert!(because.contains("rhythm.inactive_after"), "{because}");
}

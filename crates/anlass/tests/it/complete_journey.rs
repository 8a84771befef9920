//! On 40 households of the committed data: demo, resuming, rehearsing, backups.

use crate::{anlass, copy_dir, json, root, state, text};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const HOUSEHOLDS: &str = "40";
const FILES: [&str; 2] = ["recipes/settings-complete-journey.yaml", "recipes"];

/// A published installation with history, nothing replayed. Made once; every test copies it.
fn imported() -> &'static Path {
    static MADE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_kept, data) = MADE.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a directory");
        let data = dir.path().join("data");
        json(&["publish", "--data", text(&data), "--simulate", "1", FILES[0], FILES[1]]);
        let report = import(&data);
        assert!(report["added"].as_u64() > Some(1_000), "{report}");
        assert!(report["added_simulated"].as_u64() > Some(100), "{report}");
        (dir, data)
    });
    data
}

pub(crate) fn import(data: &Path) -> serde_json::Value {
    let fixed = ["--simulate", "1", "--customers", HOUSEHOLDS, "--data", text(data)];
    json(&[["import", "mappings/complete-journey.yaml", "data/complete-journey"].as_slice(), &fixed].concat())
}

pub(crate) fn fresh() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().join("data");
    copy_dir(imported(), &data);
    (dir, data)
}

pub(crate) fn replayed() -> (tempfile::TempDir, PathBuf) {
    let (dir, data) = fresh();
    json(&["replay", "--data", text(&data)]);
    (dir, data)
}

#[test]
fn the_demo_ends_well_and_the_same_on_every_run() {
    let demo = || {
        let dir = tempfile::tempdir().expect("a directory");
        let data = dir.path().join("data");
        json(&["demo", "--once", "--households", HOUSEHOLDS, "--seed", "7", "--data", text(&data)])
    };
    let (first, second) = (demo(), demo());
    assert_eq!(first["summary"], second["summary"]);
    let summary = &first["summary"]["summary"];
    assert_eq!(summary["customers"], 40);
    assert_eq!(first["summary"]["phases_total"], summary["customers"], "phases add up to the base");
    let by_simulation = |phase: &serde_json::Value| phase["simulated"].as_u64().unwrap_or(0);
    let moved: u64 = summary["phases"].as_array().expect("phases").iter().map(by_simulation).sum();
    assert!(
        (1..=40).contains(&moved),
        "simulated orders move people, and it is marked: {}",
        summary["phases"]
    );
    let outcomes = summary["outcomes"].as_array().expect("outcomes");
    let sum: u64 = outcomes.iter().filter_map(|outcome| outcome["intents"].as_u64()).sum();
    assert_eq!(summary["intents"].as_u64(), Some(sum), "every intent has one outcome");
    let people = first["summary"]["people"].as_array().expect("people");
    assert_eq!(people.len(), 3);
    assert!(
        people.iter().all(|person| person["who"].as_str().is_some_and(|who| who.contains("(simulated)")))
    );
}

#[test]
fn d18_a_killed_replay_goes_on_and_ends_the_same_as_one_in_other_batches() {
    let whole = replayed();
    let killed = fresh();
    for commits in ["1", "3"] {
        let arguments = ["replay", "--batch", "500", "--kill-after", commits, "--data", text(&killed.1)];
        assert!(!anlass(&arguments).status.success(), "it was to be killed");
    }
    let rest = json(&["replay", "--batch", "500", "--data", text(&killed.1)]);
    assert!(rest["from_entry"].as_u64() > Some(0), "it went on: {rest}");
    assert!(rest["arrivals"].as_u64() > Some(0), "and something was left: {rest}");
    let (rows, ledger) = state(&whole.1);
    let (killed_rows, killed_ledger) = state(&killed.1);
    assert!(ledger.len() > 100, "{} intents", ledger.len());
    assert_eq!(rows, killed_rows);
    assert_eq!(ledger, killed_ledger);
    let summary = |data: &Path| json(&["summary", "--data", text(data)]);
    assert_eq!(summary(&whole.1), summary(&killed.1));
    let verified = json(&["verify", "--all", "--data", text(&killed.1)]);
    assert_eq!(verified["verified"], 40);
}

#[test]
fn a_replay_and_an_import_done_twice_add_nothing() {
    let (_dir, data) = replayed();
    let before = state(&data);
    assert_eq!(json(&["replay", "--data", text(&data)])["arrivals"], 0);
    let again = import(&data);
    assert_eq!((&again["added"], &again["added_simulated"]), (&0.into(), &0.into()));
    assert_eq!(json(&["replay", "--data", text(&data)])["arrivals"], 0);
    assert_eq!(state(&data), before);
}

#[test]
fn a_rehearsal_of_what_is_live_gives_the_ledger_and_touches_nothing() {
    let (_dir, data) = replayed();
    let before = state(&data);
    let draft = data.join("draft.yaml");
    let recipe = std::fs::read_to_string(root().join("recipes/cart-abandoned.yaml")).expect("a recipe");
    std::fs::write(&draft, recipe.replace("cart.value >= 20.00", "cart.value >= 5.00")).expect("a draft");
    let rehearsed = json(&["rehearse", text(&draft), "--data", text(&data)]);
    assert_eq!(state(&data), before, "nothing live was touched");
    let counted = |of: &str| -> u64 {
        let sums = ["sent", "still_open", "not_sent", "lapsed_by_exit"]
            .into_iter()
            .filter_map(|which| rehearsed[of][which].as_object());
        sums.flat_map(|counts| counts.values()).filter_map(serde_json::Value::as_u64).sum()
    };
    assert_eq!(counted("live"), u64::try_from(before.1.len()).expect("few"), "as it happened");
    let entered = |of: &str| rehearsed[of]["entered"]["cart-journey"].as_u64();
    assert!(entered("draft") > entered("live"), "a lower minimum lets more in: {rehearsed}");
    let sum = |which: &str| -> u64 {
        let counts = rehearsed["live"][which].as_object().expect("counts");
        counts.values().filter_map(serde_json::Value::as_u64).sum()
    };
    assert_eq!((sum("sent"), sum("not_sent")), (sum("sent_by_channel"), sum("suppressed_by_reason")));
    let open =
        before.1.iter().filter(|row| row.open && row.state != "handed" && row.state != "unknown").count();
    assert_eq!(sum("still_open"), u64::try_from(open).expect("few"), "apart from what was not sent");
    let all_events = rehearsed["live"]["events"].as_u64();
    let recent = json(&["rehearse", text(&draft), "--since", "60", "--data", text(&data)]);
    assert!(recent["live"]["events"].as_u64() < all_events, "only those of the stretch: {recent}");
    assert!(
        recent["live"]["entered"]["review-journey"].as_u64()
            < rehearsed["live"]["entered"]["review-journey"].as_u64()
    );
}

#[test]
fn a_wrong_rule_is_refused_with_place_and_cure_and_nothing_is_written() {
    let (_dir, data) = fresh();
    let draft = data.join("draft.yaml");
    let recipe = std::fs::read_to_string(root().join("recipes/cart-abandoned.yaml")).expect("a recipe");
    std::fs::write(&draft, recipe.replace("cart.value >= 20.00", "cart.valeu >= 20.00")).expect("a draft");
    for command in ["check", "publish", "rehearse"] {
        let output = anlass(&[command, text(&draft), "--data", text(&data)]);
        assert_eq!(output.status.code(), Some(1), "{command}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("cart-journey") && text.contains("did you mean \"cart.value\"?"), "{text}");
    }
}

#[test]
fn publishing_says_what_changed_and_whom_it_concerns() {
    let (_dir, data) = fresh();
    let draft = data.join("draft.yaml");
    let recipe = std::fs::read_to_string(root().join("recipes/review-request.yaml")).expect("a recipe");
    // About all orders, so that somebody is inside when the recording ends.
    let recipe = recipe.replace("when: event.place == \"online\"", "");
    std::fs::write(&draft, &recipe).expect("a draft");
    json(&["publish", text(&draft), "--data", text(&data)]);
    json(&["replay", "--data", text(&data)]);
    std::fs::write(&draft, recipe.replace("for: 10d", "for: 12d")).expect("a draft");
    let changes = json(&["publish", text(&draft), "--data", text(&data)]);
    assert_eq!(changes["journeys_changed"], serde_json::json!(["review-journey"]));
    assert_eq!(changes["programmes_removed"], serde_json::json!([]));
    let of_review = |told: &serde_json::Value| {
        let all = told["inside"].as_array().expect("where people stand").clone();
        let own: Vec<_> = all.into_iter().filter(|one| one["journey"] == "review-journey").collect();
        assert_eq!(own.len(), 1, "one place: {told}");
        own[0].clone()
    };
    let inside = of_review(&changes);
    assert_eq!((&inside["step"], &inside["fate"]), (&"ten-days".into(), &"stays".into()));
    assert!(inside["runs"].as_u64() > Some(0), "open runs are counted: {changes}");
    // Without the step, and without saying where its people go: check foretells that they leave.
    std::fs::write(&draft, recipe.replace("ten-days", "a-while")).expect("a draft");
    let foretold = json(&["check", text(&draft), "--data", text(&data)]);
    assert_eq!(of_review(&foretold)["fate"], "leaves", "{foretold}");
}

#[test]
fn a_rule_that_does_not_look_back_yet_is_named_before_it_is_published() {
    let (_dir, data) = fresh();
    let draft = data.join("draft.yaml");
    let recipe = std::fs::read_to_string(root().join("recipes/review-request.yaml")).expect("a recipe");
    std::fs::write(&draft, format!("{recipe}\ntraits:\n  looks: views.count(within = 7d)\n"))
        .expect("a draft");
    let from_today_on = serde_json::json!([{ "place": "trait looks", "asks_for": ["product.viewed"] }]);
    for command in ["check", "publish"] {
        assert_eq!(json(&[command, text(&draft), "--data", text(&data)])["from_today_on"], from_today_on);
    }
    let again = json(&["check", text(&draft), "--data", text(&data)]);
    assert_eq!(again["from_today_on"], serde_json::json!([]), "kept from now on");
}

/// F13: whatever was not sent has the exact rule or fact behind it.
#[test]
fn f13_every_message_that_was_not_sent_is_explained() {
    let (_dir, data) = replayed();
    let verified = json(&["verify", "--data", text(&data), "--sample", "1", "--reasons", "1000"]);
    assert!(verified["unsent"].as_u64() > Some(30), "{verified}");
    assert_eq!(verified["unsent"], verified["explained"], "{verified}");
    assert!(verified["unsent_by_reason"]["suppressed no_consent"].as_u64() > Some(0), "{verified}");
}

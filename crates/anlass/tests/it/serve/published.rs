//! What is published beside a running server becomes live in it, and takes nothing away unasked.

use super::process::{Serving, confirmation, installation};
use super::{Act, Moment, Server, executor};
use crate::{anlass, json, text};
use serde_json::Value;

#[test]
fn what_is_published_beside_a_running_server_becomes_live_and_drops_nothing_unasked() {
    let executor = executor();
    let sink = executor.block_on(Server::start(|_: &Moment<'_>| Act::Yes));
    let dir = installation(&confirmation(), sink.port, "");
    let at = ["--data", text(dir.path())];
    let serving = Serving::start(dir.path());
    let cookie = serving.sign_in();
    let is_live = |what: &str| serving.told_app(&cookie, "/api/schema")["own"].to_string().contains(what);

    let file = dir.path().join("settings.yaml");
    let before = std::fs::read_to_string(&file).expect("written");
    let more =
        before.replace("phone: text", "phone: text, shoe_size: int").replace("number: 2 }", "number: 7 }");
    std::fs::write(&file, &more).expect("written");
    json(&["publish", text(&file), at[0], at[1]]);
    serving.wait("the new field", || is_live("shoe_size"));

    // A file from before does not know of it.
    std::fs::write(&file, &before).expect("written");
    for command in ["check", "publish"] {
        let refused = anlass(&[command, text(&file), at[0], at[1], "--json"]);
        let told: Value = serde_json::from_slice(&refused.stdout).expect("one JSON object");
        assert_eq!(
            (refused.status.code(), &told["problems"][0]["place"]),
            (Some(1), &"settings › fields › shoe_size".into()),
            "{told}"
        );
    }
    let shown = anlass(&["settings", at[0], at[1]]);
    let shown = String::from_utf8(shown.stdout).expect("text");
    assert!(shown.contains("shoe_size: int"), "{shown}");
    std::fs::write(&file, &shown).expect("written");
    assert_eq!(
        json(&["publish", text(&file), at[0], at[1]])["settings_changed"],
        false,
        "as it is shown it is read"
    );

    std::fs::write(&file, before.replace(", { id: till, number: 2 }", "")).expect("written");
    json(&["publish", text(&file), at[0], at[1], "--drop"]);
    serving.wait("the field to go", || !is_live("shoe_size"));

    // The number of a source that is gone is nobody else's: what it told bears it.
    let headers = format!("x-anlass: 1\r\ncookie: {cookie}\r\n");
    let (status, answer) = serving.request(
        "POST",
        "/api/sources",
        &headers,
        r#"{"id":"erp","kind":"shopify","secret":null,"prefix":null,"mapping":null}"#,
    );
    assert_eq!(status, 200, "{answer}");
    let shown = anlass(&["settings", at[0], at[1], "--json"]);
    let shown: Value = serde_json::from_slice(&shown.stdout).expect("one JSON object");
    let sources = shown["sources"].as_array().expect("a list");
    let number = sources.iter().find(|source| source["id"] == "erp").map(|source| &source["number"]);
    assert_eq!(number, Some(&8.into()), "{sources:?}");
    serving.stop();
}

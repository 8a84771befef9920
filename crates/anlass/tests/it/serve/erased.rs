//! Who was erased stays erased when an older backup is brought back.

use super::process::{Serving, confirmation, installation, people};
use super::{Act, Moment, Server, executor};
use crate::{json, text};
use serde_json::Value;

fn found(serving: &Serving, cookie: &str, who: &str) -> Vec<Value> {
    let rows = serving.told_app(cookie, &format!("/api/customers?query={who}"));
    rows.as_array().expect("a list").clone()
}

#[test]
fn an_older_backup_brings_back_nobody_who_was_erased_since() {
    let executor = executor();
    let sink = executor.block_on(Server::start(|_: &Moment<'_>| Act::Yes));
    let dir = installation(&confirmation(), sink.port, "");
    let serving = Serving::start(dir.path());
    serving.send(&people(&["eva", "ben"], &["service"]));
    serving.wait("both letters", || sink.taken() >= 2);
    serving.stop();
    let place = tempfile::tempdir().expect("a directory");
    let (old, new, restored) =
        (place.path().join("old"), place.path().join("new"), place.path().join("restored"));
    json(&["backup", text(&old), "--data", text(dir.path())]);

    let serving = Serving::start(dir.path());
    let cookie = serving.sign_in();
    let eva = found(&serving, &cookie, "eva")[0]["id"].as_str().expect("an id").to_owned();
    let headers = format!("x-anlass: 1\r\ncookie: {cookie}\r\n");
    let (status, answer) = serving.request(
        "POST",
        &format!("/api/customers/{eva}/erasure"),
        &headers,
        r#"{"reason":"asked","block":false}"#,
    );
    assert_eq!(status, 200, "{answer}");
    serving.stop();
    json(&["backup", text(&new), "--data", text(dir.path())]);

    std::fs::create_dir(&restored).expect("a directory");
    std::fs::copy(dir.path().join("master.key"), restored.join("master.key")).expect("the key");
    std::fs::copy(new.join("erasures"), restored.join("erasures")).expect("the newest erasures");
    json(&["restore", text(&old), "--data", text(&restored)]);
    std::fs::copy(dir.path().join("server.toml"), restored.join("server.toml")).expect("the configuration");
    let serving = Serving::start(&restored);
    serving.wait("her erasure", || serving.told().contains("had been erased"));
    let cookie = serving.sign_in();
    assert_eq!(found(&serving, &cookie, "eva"), Vec::<Value>::new());
    assert_eq!(found(&serving, &cookie, "ben").len(), 1);
    assert_eq!(serving.told_app(&cookie, "/api/erasures").as_array().map(Vec::len), Some(1));
    serving.stop();
}

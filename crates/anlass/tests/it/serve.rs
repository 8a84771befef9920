//! `anlass serve` as a process with a mail server of the test behind it: what leaves, what comes back into the ledger,
//! and what is left of both when the mail server misbehaves or the process is killed.

mod erased;
mod process;
mod published;
mod recipes;
mod refused;

use crate::dkimpy::{python, verdicts};
use crate::smtp_sink::{Act, Moment, Server};
use crate::{json, root, state, text};
use anlass_store::sqlite::SqliteStore;
use anlass_store::{Commit, Document, Store};
use process::{Serving, installation, people};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use tokio::runtime::Runtime;

const RSA: &[u8] = include_bytes!("../../../anlass-channels/testdata/dkim-rsa.pem");

fn executor() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("an executor")
}

/// All messages of all recipes, as one journey that everybody walks through who orders something.
fn every_recipe() -> (serde_json::Value, Vec<(String, String)>) {
    let read = |path: &Path| -> serde_json::Value {
        let yaml = std::fs::read_to_string(path).expect("a recipe");
        serde_saphyr::from_str(&yaml).expect("YAML")
    };
    let mut messages = Vec::new();
    for entry in std::fs::read_dir(root().join("recipes")).expect("recipes") {
        let path = entry.expect("an entry").path();
        let is_recipe = path.is_file() && !text(&path).contains("settings");
        if is_recipe {
            messages.extend(read(&path)["messages"].as_array().expect("messages").clone());
        }
    }
    let ids: Vec<String> =
        messages.iter().map(|message| message["id"].as_str().expect("an id").to_owned()).collect();
    let classes = messages.iter().map(|message| message["class"].as_str().expect("a class").to_owned());
    let named = ids.iter().cloned().zip(classes).collect();
    // What each waits for is shown by its scenario; here it is about what leaves.
    for message in &mut messages {
        message["dwell"] = "0s".into();
        if message["items"] == "occasion" {
            // The walk is entered by an order, which stands in for the occasion.
            message["items"] = "order_kept".into();
        }
        let message = message.as_object_mut().expect("a message");
        message.remove("relevant");
        message.remove("needs");
    }
    let steps: Vec<serde_json::Value> =
        ids.iter().map(|id| serde_json::json!({ "id": format!("say-{id}"), "message": id })).collect();
    let name = serde_json::json!({ "de": "Alle", "en": "All" });
    let programme = serde_json::json!({
        "id": "all", "name": name, "aim": "retention", "messages": messages,
        "journeys": [{
            "id": "walk", "name": name, "entry": { "event": "order.placed" }, "key": "order", "steps": steps,
        }],
    });
    (programme, named)
}

#[test]
fn a_letter_of_every_recipe_arrives_signed_with_one_click_and_can_be_seen_in_the_browser() {
    let executor = executor();
    let sink = executor.block_on(Server::start(|_: &Moment<'_>| Act::Yes));
    let (programme, messages) = every_recipe();
    let config = "mail.dkim = [{ domain = \"mail.example.com\", selector = \"r1\", algorithm = \"rsa\", key_file = \"r1.pem\" }]\n\
                  mail.bounce_domain = \"back.example.com\"\nmail.complaints_to = \"abuse@example.com\"\n";
    let dir = installation(&programme, sink.port, config);
    process::write_private(&dir.path().join("r1.pem"), RSA);
    let serving = Serving::start(dir.path());
    let wanted = messages.len();
    serving.send(&people(&["anna"], &["offers", "feedback", "service", "availability"]));
    serving.wait("every letter", || sink.taken() >= wanted);
    let taken = sink.log(|log| log.taken.clone());
    let commands = sink.log(|log| log.commands.clone());
    for (number, (_, letter)) in taken.iter().enumerate() {
        // For other judges of letters.
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("letter-{number}.eml"));
        std::fs::write(path, letter).expect("written");
    }
    for (message, class) in &messages {
        let head = format!("Feedback-ID: {message}:all:{class}:mailexamplecom");
        let letter = taken.iter().find(|(_, letter)| letter.contains(&head));
        let (to, letter) = letter.unwrap_or_else(|| panic!("no letter of {message}"));
        assert_eq!(to, "anna@example.org");
        let is_advertising = class == "advertising";
        for header in [
            "List-Unsubscribe: <https://m.example.com/u/",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "X-CSA-Complaints: abuse@example.com",
        ] {
            let has = letter.replace("\r\n ", " ").contains(header);
            assert!(has == (is_advertising || header.starts_with("X-")), "{header} in {letter}");
        }
    }
    let id = |text: &str| text.split(['<', '@']).nth(1).expect("an id").to_owned();
    let letters: Vec<&str> = taken.iter().flat_map(|(_, text)| text.lines()).collect();
    for line in letters.iter().filter(|line| line.starts_with("Message-ID:")) {
        let sender = format!("MAIL FROM:<bounces+{}@back.example.com>", id(line));
        assert!(commands.iter().any(|command| command.starts_with(&sender)), "{sender}");
    }
    let advertising = taken.iter().find(|(_, letter)| letter.contains("List-Unsubscribe-Post:"));
    if !verified(&advertising.expect("advertising").1) {
        println!("skipped: python3 with dkimpy cannot be had here");
    }
    let token = |text: &str| {
        let start = text.find("https://m.example.com/b/").expect("a link to the browser's view");
        let path = text[start..].trim_start_matches("https://m.example.com").to_owned();
        path.chars().take_while(|letter| letter.is_ascii_alphanumeric() || "/-_".contains(*letter)).collect()
    };
    let link: String = token(&taken[0].1.replace("=\r\n", ""));
    let page = |serving: &Serving| {
        let (status, answer) = serving.get(&link);
        assert_eq!(status, 200, "{link}");
        answer.split_once("\r\n\r\n").expect("a body").1.to_owned()
    };
    let seen = page(&serving);
    serving.stop();
    // Copies are kept of the newest only; the others are written again from the ledger.
    let store = SqliteStore::open(&dir.path().join("store.sqlite")).expect("a store");
    let names = store.documents("letter").expect("read");
    assert_eq!(names.len(), wanted);
    let gone = |name| Document { kind: "letter".into(), name, body: Vec::new() };
    let documents = names.into_iter().map(gone).collect();
    store.commit(&Commit { documents, ..Commit::default() }).expect("committed");
    drop(store);
    let serving = Serving::start(dir.path());
    assert!(page(&serving) == seen, "written again, it is the same");
    serving.stop();
    let ledger = state(dir.path()).1;
    assert!(ledger.iter().all(|row| row.state == "delivered") && ledger.len() == wanted, "{ledger:?}");
}

/// By a verifier of somebody else, with both headers of RFC 8058 under the signature; `false`: there is none here.
fn verified(letter: &str) -> bool {
    let signature = letter.split("DKIM-Signature:").nth(1).expect("a signature");
    let names = signature.split("\r\n h=").nth(1).and_then(|rest| rest.split(';').next()).expect("names");
    for name in ["list-unsubscribe", "list-unsubscribe-post"] {
        assert!(names.split(':').any(|signed| signed == name), "{name} in {names}");
    }
    let key = anlass_channels::mail::dkim::Key::from_pem("mail.example.com", "r1", RSA).expect("a key");
    let Some(python) = python() else { return false };
    let records = [(key.dns_name(), key.dns_record())];
    assert_eq!(verdicts(&python, letter.as_bytes(), &records), "True\n");
    true
}

/// How the mail server behaves to somebody by their name, counting how often it was asked already.
fn moods(asked: &Mutex<BTreeMap<String, usize>>, moment: &Moment<'_>) -> Act {
    let name = moment.to.split('@').next().unwrap_or_default();
    let mut asked = asked.lock().expect("sound");
    let times = asked.entry(format!("{} {name}", moment.verb)).or_default();
    *times += 1;
    // A connection lost before the letter is tried once more at once, so such moods last for two.
    match (name, moment.verb, *times) {
        ("greylisted", "RCPT", 1) => Act::Say("450 4.2.0 greylisted".into()),
        ("dropped", "DATA", 1 | 2) => Act::Drop,
        ("hanging", "RCPT", 1 | 2) => Act::Hang,
        ("gone", "RCPT", _) => Act::Say("550 5.1.1 nobody here".into()),
        ("unwanted", "BODY", _) => Act::Say("554 5.7.1 we do not like it".into()),
        ("reset", "BODY", _) => Act::TakeAndDrop,
        _ => Act::Yes,
    }
}

#[test]
fn a_relay_that_hangs_drops_greylists_refuses_and_resets_leaves_an_exact_ledger() {
    let executor = executor();
    let asked = Mutex::default();
    let sink = executor.block_on(Server::start(move |moment: &Moment<'_>| moods(&asked, moment)));
    let config = "mail.smtp.timeouts.command_ms = 400\n";
    let dir = installation(&process::confirmation(), sink.port, config);
    let serving = Serving::with(dir.path(), &["--clock", "manual"]);
    let names = ["fine", "greylisted", "dropped", "hanging", "gone", "unwanted", "reset"];
    serving.send(&people(&names, &["service"]));
    serving.wait("what can be taken at once", || sink.taken() >= 2);
    let cookie = serving.sign_in();
    serving.pass(&cookie, 30);
    assert_eq!(sink.taken(), 2, "what was put off waits for a minute");
    serving.pass(&cookie, 120);
    serving.wait("the rest", || sink.taken() >= 5);
    serving.pass(&cookie, 7_200);
    serving.stop();
    let mut taken: Vec<String> = sink.log(|log| log.taken.iter().map(|(to, _)| to.clone()).collect());
    taken.sort();
    let expected =
        ["dropped", "fine", "greylisted", "hanging", "reset"].map(|name| format!("{name}@example.org"));
    assert_eq!(taken, expected, "each letter once");
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for row in state(dir.path()).1 {
        *states.entry(format!("{} {}", row.state, row.reason).trim_end().to_owned()).or_default() += 1;
    }
    let expected = [("delivered", 4), ("failed bounced", 1), ("failed rejected", 1), ("unknown", 1)];
    assert_eq!(states, expected.map(|(state, count)| (state.to_owned(), count)).into());
}

#[test]
fn what_is_under_way_when_the_process_is_asked_to_stop_arrives_first() {
    let executor = executor();
    let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
    let at_body = std::sync::Arc::clone(&gate);
    let sink = executor.block_on(Server::start(move |moment: &Moment<'_>| match moment.verb {
        "BODY" => Act::Wait(std::sync::Arc::clone(&at_body)),
        _ => Act::Yes,
    }));
    let dir = installation(&process::confirmation(), sink.port, "");
    let mut serving = Serving::start(dir.path());
    serving.send(&people(&["anna"], &["service"]));
    serving.wait("the letter", || sink.log(|log| log.commands.iter().any(|line| line == "DATA")));
    // A slow carrier holds up nobody: events are applied, and pages are answered.
    serving.send(&people(&["berta"], &["service"]));
    assert_eq!(serving.get("/health").0, 200);
    serving.ask_to_stop();
    gate.add_permits(100);
    serving.wait_for_end();
    let ledger = state(dir.path()).1;
    let states: Vec<&str> = ledger.iter().map(|row| row.state.as_str()).collect();
    assert!(states.iter().all(|state| *state == "delivered" || *state == "planned"), "{states:?}");
    assert_eq!(states.iter().filter(|state| **state == "delivered").count(), sink.taken());
    assert!(sink.taken() >= 1);
}

#[test]
fn killed_five_times_in_a_mailing_it_loses_nobody_and_tells_nobody_twice() {
    let dir = tempfile::tempdir().expect("a directory");
    let data = dir.path().join("data");
    json(&["sim", "fill", "--data", text(&data), "--customers", "2000"]);
    let told = json(&["bench", "kill", "--data", text(&data), "--customers", "2000", "--kills", "5"]);
    assert_eq!((&told["lost"], &told["doubled"], &told["unaccounted"]), (&0.into(), &0.into(), &0.into()));
    assert!(told["letters"].as_u64().is_some_and(|letters| letters > 800), "{told}");
}

#[test]
fn a_process_whose_store_another_one_takes_over_ends_with_a_clear_word() {
    let executor = executor();
    let sink = executor.block_on(Server::start(|_: &Moment<'_>| Act::Yes));
    let dir = installation(&process::confirmation(), sink.port, "");
    let mut serving = Serving::start(dir.path());
    json(&["replay", "--data", text(dir.path())]);
    // It notices with the next thing it would write.
    serving.send(&people(&["anna"], &["service"]));
    let (status, told) = serving.wait_for_end();
    assert_eq!(status.code(), Some(1), "{told}");
    assert!(told.contains("another process has taken this store over"), "{told}");
    assert_eq!(sink.taken(), 0);
}

/// People see what the demonstration has said before anybody moves its clock, and see nothing twice afterwards.
#[test]
fn a_demonstrations_mailbox_holds_what_its_past_sent() {
    let (_dir, data) = crate::complete_journey::replayed();
    process::add_user(&data);
    let letters_of = |serving: &Serving, cookie: &str| -> Vec<(String, String, String)> {
        let rows = serving.told_app(cookie, "/api/mailbox")["rows"].clone();
        let text = |row: &serde_json::Value, key: &str| row[key].as_str().expect("a text").to_owned();
        let all = rows.as_array().expect("letters").iter();
        all.map(|row| (text(row, "customer"), text(row, "message"), text(row, "at"))).collect()
    };
    let arguments = ["--demo", "--clock", "manual"];
    let serving = Serving::with(&data, &arguments);
    let cookie = serving.sign_in();
    let first = letters_of(&serving, &cookie);
    let row = serving.told_app(&cookie, "/api/mailbox")["rows"][0].clone();
    assert_eq!(row["simulated"], true);
    let letter = serving.told_app(&cookie, &format!("/api/mailbox/{}", row["id"].as_str().expect("an id")));
    assert!(!letter["subject"].as_str().expect("a subject").contains("{{"), "{letter}");
    assert!(letter["html"].as_str().is_some_and(|html| html.contains("</p>")), "{letter}");
    let versions = serving.told_app(&cookie, "/api/programmes/win-back")["versions"].clone();
    assert_eq!((&versions[0]["act"], &versions[1]), (&"from_files".into(), &serde_json::Value::Null));
    let own =
        format!("/api/programmes/win-back/versions/{}", versions[0]["program"].as_str().expect("an id"));
    let version = serving.told_app(&cookie, &own);
    assert_eq!(version["since"], serde_json::json!([]), "it is what is live");
    let recipe = std::fs::read_to_string(crate::root().join("recipes/win-back.yaml")).expect("a recipe");
    assert_eq!(version["yaml"], recipe, "as its author wrote it, comments and all");
    serving.stop();

    let serving = Serving::with(&data, &arguments);
    let cookie = serving.sign_in();
    assert_eq!(letters_of(&serving, &cookie), first, "another start adds nothing");
    serving.pass(&cookie, 3 * 24 * 3_600);
    let later = letters_of(&serving, &cookie);
    let whole: std::collections::BTreeSet<_> = later.iter().collect();
    assert_eq!(whole.len(), later.len(), "nothing is there twice");
    serving.stop();

    let ledger = state(&data).1;
    let told = |row: &anlass_store::IntentRow| {
        (row.customer.to_string(), row.message.clone(), row.planned.to_string())
    };
    let mut sent: Vec<_> = ledger.iter().filter(|row| row.state == "delivered").map(told).collect();
    sent.sort_by(|one, other| other.2.cmp(&one.2));
    assert!(first.len() > 20, "{} letters", first.len());
    for letter in &first {
        assert!(sent.contains(letter), "the ledger does not know of {letter:?}");
    }
    assert!(later.first().map(|letter| &letter.2) >= first.first().map(|letter| &letter.2));
}

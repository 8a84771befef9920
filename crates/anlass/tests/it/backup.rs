//! Backups come back whole or not at all, and lost files of the history are noticed before they do harm.

use crate::complete_journey::{fresh, import, replayed};
use crate::{anlass, json, refused, state, text};
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_store::inbox::{FileInbox, Inbox, InboxEntry};
use std::path::{Path, PathBuf};

fn segments(data: &Path) -> Vec<PathBuf> {
    let files =
        std::fs::read_dir(data.join("history")).expect("a history").map(|file| file.expect("a file").path());
    let mut segments: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "inbox")).collect();
    segments.sort();
    segments
}

fn entries(dir: &Path) -> usize {
    std::fs::read_dir(dir).expect("a directory").count()
}

#[test]
fn a_backup_comes_back_whole_with_its_key_only() {
    let (dir, data) = replayed();
    let (backup, restored) = (dir.path().join("backup"), dir.path().join("restored"));
    json(&["backup", text(&backup), "--data", text(&data)]);
    assert!(!backup.join("master.key").exists(), "the key is never in a backup");
    let kept = entries(dir.path());
    let without = refused(&["restore", text(&backup), "--data", text(&restored)]);
    assert!(without["help"].as_str().is_some_and(|help| help.contains("--master-key")), "{without}");

    // The key of another installation: nothing may stay that would be in the way of the right one.
    let wrong = dir.path().join("wrong.key");
    std::fs::write(&wrong, "ab".repeat(32)).expect("a key");
    let permissions = std::fs::metadata(data.join("master.key")).expect("a key").permissions();
    std::fs::set_permissions(&wrong, permissions).expect("private");
    let complaint =
        refused(&["restore", text(&backup), "--master-key", text(&wrong), "--data", text(&restored)]);
    assert!(complaint["help"].as_str().is_some_and(|help| help.contains("master key")), "{complaint}");
    assert!(!restored.exists());
    assert_eq!(entries(dir.path()), kept + 1, "only the wrong key was added");

    let key = data.join("master.key");
    json(&["restore", text(&backup), "--master-key", text(&key), "--data", text(&restored)]);
    assert_eq!(state(&restored), state(&data));
    assert_eq!(json(&["verify", "--all", "--data", text(&restored)])["verified"], 40);
    assert_eq!(json(&["replay", "--data", text(&restored)])["arrivals"], 0, "the position came along");
    let over = refused(&["restore", text(&backup), "--data", text(&data)]);
    assert!(over["error"].as_str().is_some_and(|error| error.contains("exists")), "{over}");
}

/// What was accepted and not applied yet, and clicks whose maker is not told apart from machines yet.
#[test]
fn what_waits_comes_along() {
    let (dir, data) = fresh();
    let (backup, restored) = (dir.path().join("backup"), dir.path().join("restored"));
    let sealed = |number: u8| InboxEntry {
        seq: 0,
        vault: VaultId(1),
        received: Timestamp(1_000),
        sealed: vec![number; 100],
    };
    let waiting = |data: &Path, folder: &str| {
        let inbox = FileInbox::open(&data.join(folder), 0).expect("opened");
        let entries = inbox.read(0, 10).expect("readable");
        entries.into_iter().map(|entry| entry.sealed).collect::<Vec<_>>()
    };
    for (folder, number) in [("inbox", 1), ("reactions", 2)] {
        let inbox = FileInbox::open(&data.join(folder), 0).expect("opened");
        inbox.append(&[sealed(number), sealed(number + 10)]).expect("durable");
    }
    json(&["backup", text(&backup), "--data", text(&data)]);
    let key = data.join("master.key");
    json(&["restore", text(&backup), "--master-key", text(&key), "--data", text(&restored)]);
    for (folder, number) in [("inbox", 1), ("reactions", 2)] {
        assert_eq!(waiting(&restored, folder), [vec![number; 100], vec![number + 10; 100]], "{folder}");
    }
}

#[test]
fn a_damaged_backup_is_refused_and_the_key_stays_where_it_was_put() {
    let (dir, data) = fresh();
    let (backup, restored) = (dir.path().join("backup"), dir.path().join("restored"));
    json(&["backup", text(&backup), "--data", text(&data)]);
    std::fs::create_dir(&restored).expect("a directory");
    std::fs::copy(data.join("master.key"), restored.join("master.key")).expect("a key");
    let segment = segments(&backup).remove(0);
    let sound = std::fs::read(&segment).expect("a segment");
    let mut bytes = sound.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&segment, bytes).expect("damaged");
    let complaint = refused(&["restore", text(&backup), "--data", text(&restored)]);
    assert!(
        complaint["cause"].as_str().is_some_and(|cause| cause.contains("damaged after entry")),
        "{complaint}"
    );
    std::fs::remove_file(&segment).expect("lost");
    let complaint = refused(&["restore", text(&backup), "--data", text(&restored)]);
    assert!(
        complaint["cause"].as_str().is_some_and(|cause| cause.contains("ends at entry 0")),
        "{complaint}"
    );
    assert_eq!(entries(&restored), 1, "the key, as it was");
    std::fs::write(&segment, sound).expect("whole again");
    json(&["restore", text(&backup), "--data", text(&restored)]);
    assert_eq!(state(&restored), state(&data));
    assert_eq!(entries(dir.path()), 3, "nothing else was left: data, backup, restored");
}

/// A new import would be numbered from 1, and replay would take it for done.
#[test]
fn a_lost_or_short_history_is_refused_before_anything_is_imported() {
    let (dir, data) = fresh();
    let history = data.join("history");
    let away = dir.path().join("away");
    std::fs::rename(&history, &away).expect("lost");
    let arguments = ["import", "mappings/complete-journey.yaml", "data/complete-journey", "--customers", "3"];
    let lost = refused(&[arguments.as_slice(), &["--data", text(&data)]].concat());
    assert!(lost["error"].as_str().is_some_and(|error| error.contains("ends at entry 0")), "{lost}");
    refused(&["replay", "--data", text(&data)]);
    assert!(!history.exists());
    std::fs::rename(&away, &history).expect("found again");
    let segment = segments(&data).remove(0);
    let whole = std::fs::read(&segment).expect("a segment");
    std::fs::write(&segment, &whole[..whole.len() - 100]).expect("short");
    let short = refused(&["replay", "--data", text(&data)]);
    assert!(short["help"].as_str().is_some_and(|help| help.contains("backup")), "{short}");
    std::fs::write(&segment, whole).expect("whole again");
    assert_eq!(import(&data)["added"], 0);
    assert!(anlass(&["replay", "--data", text(&data)]).status.success());
}

#[test]
fn failures_name_their_cure() {
    let (dir, data) = fresh();
    let at = ["--data", text(&data)];
    let missing = dir.path().join("missing.yaml");
    refused(&["publish", text(&missing), at[0], at[1]]);
    refused(&["import", text(&missing), "data/complete-journey", at[0], at[1]]);
    refused(&["import", "mappings/complete-journey.yaml", "recipes", at[0], at[1]]);
    refused(&["import", "mappings/complete-journey.yaml", "recipes", "--vault", "7", at[0], at[1]]);
    refused(&["replay", "--batch", "0", at[0], at[1]]);
    refused(&["replay", "--data", text(&missing)]);
    refused(&[
        "restore",
        text(&missing),
        "--master-key",
        text(&missing),
        "--data",
        text(&dir.path().join("new")),
    ]);
    std::fs::write(data.join("master.key"), "no key").expect("damaged");
    refused(&["replay", at[0], at[1]]);
}

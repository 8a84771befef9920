//! A whole organisation goes into one file and comes out of it somewhere else, where it decides as before.

use crate::complete_journey::{fresh, replayed};
use crate::{anlass, json, root, state, text};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const PASSPHRASE: &str = "a passphrase that is long";

fn with_passphrase(arguments: &[&str], passphrase: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_anlass"))
        .args(arguments)
        .arg("--json")
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("anlass starts");
    let mut stdin = child.stdin.take().expect("an input");
    // Who is refused before may not read it.
    drop(writeln!(stdin, "{passphrase}"));
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn said(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).expect("one JSON object")
}

fn import(file: &Path, data: &Path, more: &[&str], passphrase: &str) -> Output {
    let arguments = [&["import-organisation", text(file), "--data", text(data)], more].concat();
    with_passphrase(&arguments, passphrase)
}

/// In the middle of a history: runs wait, timers are set, messages are planned.
#[test]
fn what_is_imported_decides_the_same_from_then_on_byte_for_byte() {
    let (dir, data) = fresh();
    let killed = ["replay", "--batch", "500", "--kill-after", "2", "--data", text(&data)];
    assert!(!anlass(&killed).status.success(), "it was to be killed");
    let (file, other) = (dir.path().join("organisation"), dir.path().join("other"));
    let exported = json(&["export", text(&file), "--data", text(&data)]);
    let passphrase = exported["passphrase"].as_str().expect("one was made up").to_owned();
    let imported = import(&file, &other, &[], &passphrase);
    assert!(imported.status.success(), "{}", said(&imported));
    assert_eq!(state(&other), state(&data), "the same state");
    let customers = ["--simulate", "1", "--customers", "55"];
    for data in [&data, &other] {
        let rest = json(&["replay", "--data", text(data)]);
        assert!(rest["arrivals"].as_u64() > Some(100), "there was something to come: {rest}");
        let more = ["import", "mappings/complete-journey.yaml", "data/complete-journey"];
        let more = json(&[&more[..], &customers, &["--data", text(data)]].concat());
        assert!(more["added"].as_u64() > Some(100), "others came as well: {more}");
        json(&["replay", "--data", text(data)]);
    }
    let (one, another) = (state(&data), state(&other));
    assert!(!one.1.is_empty(), "messages were decided");
    assert_eq!(one, another, "the same events, the same dossiers and the same ledger");
    assert!(json(&["verify", "--all", "--data", text(&other)])["verified"].as_u64() > Some(40));
}

#[test]
fn it_says_nothing_to_the_outside_unless_it_is_to_take_over() {
    let (dir, data) = replayed();
    let config = "[sender]\naddress = \"news@shop.example\"\n";
    std::fs::write(data.join("server.toml"), config).expect("written");
    std::fs::write(data.join("webhook.secret"), "whsec_x").expect("written");
    let file = dir.path().join("organisation");
    let export = ["export", text(&file), "--passphrase-stdin", "--data", text(&data)];
    let exported = with_passphrase(&export, PASSPHRASE);
    assert!(exported.status.success(), "{}", said(&exported));
    assert!(said(&exported)["passphrase"].is_null(), "it is known already");
    let (quiet, moved) = (dir.path().join("quiet"), dir.path().join("moved"));
    assert!(import(&file, &quiet, &[], PASSPHRASE).status.success());
    assert!(!quiet.join("server.toml").exists());
    let aside = std::fs::read_to_string(quiet.join("server.toml.imported"));
    assert_eq!(aside.expect("put beside its place"), config);
    assert!(import(&file, &moved, &["--take-over"], PASSPHRASE).status.success());
    assert_eq!(std::fs::read_to_string(moved.join("server.toml")).expect("in its place"), config);
    assert!(moved.join("webhook.secret").exists(), "secrets come along");
    let left = std::fs::read_dir(dir.path()).expect("listed").count();
    assert_eq!(left, 4, "data, the file and both copies, and nothing else");
}

#[test]
fn another_passphrase_a_damaged_file_and_a_full_directory_are_refused_and_leave_nothing() {
    let (dir, data) = fresh();
    let (file, other) = (dir.path().join("organisation"), dir.path().join("other"));
    let export = ["export", text(&file), "--passphrase-stdin", "--data", text(&data)];
    let short = with_passphrase(&export, "short");
    assert!(!short.status.success() && !file.exists(), "whoever guesses it has everything");
    assert!(with_passphrase(&export, PASSPHRASE).status.success());
    let again = with_passphrase(&export, PASSPHRASE);
    assert!(said(&again)["error"].as_str().is_some_and(|error| error.contains("exists")), "{}", said(&again));
    let wrong = import(&file, &other, &[], "another passphrase");
    let told = said(&wrong).to_string();
    assert!(!wrong.status.success() && told.contains("passphrase"), "{told}");
    let mut bytes = std::fs::read(&file).expect("readable");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let damaged = dir.path().join("damaged");
    std::fs::write(&damaged, bytes).expect("written");
    assert!(!import(&damaged, &other, &[], PASSPHRASE).status.success());
    assert!(!import(&file, &data, &[], PASSPHRASE).status.success(), "never over another one");
    assert!(!other.exists() && !dir.path().join("other.partial").exists());
}

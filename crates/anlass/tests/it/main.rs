//! The binary from outside: what it says, what it leaves on disk, and that killing it changes nothing.

mod backup;
mod complete_journey;
#[path = "../../../anlass-channels/tests/it/dkimpy.rs"]
#[expect(clippy::unwrap_used, reason = "tests")]
mod dkimpy;
mod growing;
mod lists;
mod look;
mod online_retail;
mod organisation;
mod serve;
#[path = "../../../anlass-channels/tests/it/server.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "the channels' own tests ask more of it")]
mod smtp_sink;

use anlass_model::id::{EntityKind, VaultId};
use anlass_runtime::Runtime;
use anlass_store::seal::MasterKey;
use anlass_store::sqlite::SqliteStore;
use anlass_store::{EntityRow, IntentRow, Store};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs `anlass` in the repository's root.
fn anlass(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_anlass"))
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("anlass starts")
}

/// Runs `anlass … --json`, which must succeed.
fn json(arguments: &[&str]) -> serde_json::Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    let output = anlass(&all);
    let talk = String::from_utf8_lossy(&output.stderr);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "anlass {arguments:?} failed: {talk}{told}");
    serde_json::from_slice(&output.stdout).expect("one JSON object")
}

/// Runs `anlass …`, which must fail, with and without `--json`: both say the same.
fn refused(arguments: &[&str]) -> serde_json::Value {
    let output = anlass(&[arguments, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    let complaint: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    let output = anlass(arguments);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{arguments:?}");
    let talk = String::from_utf8_lossy(&output.stderr);
    for (key, name) in [("error", "error: "), ("help", "  help: ")] {
        let said = complaint[key].as_str().unwrap_or_else(|| panic!("{key} of {arguments:?}: {complaint}"));
        assert!(talk.contains(&format!("{name}{said}")), "{talk}");
    }
    complaint
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a new directory");
    for entry in std::fs::read_dir(from).expect("a directory") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_dir(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a copy");
        }
    }
}

/// All dossiers and links of the first vault as stored, and its whole ledger.
fn state(data: &Path) -> (Vec<EntityRow>, Vec<IntentRow>) {
    let store = Arc::new(SqliteStore::open(&data.join("store.sqlite")).expect("a store"));
    let master = MasterKey::load(&data.join("master.key")).expect("a key");
    let runtime = Runtime::look(Arc::clone(&store) as Arc<dyn Store>, &master).expect("a runtime");
    let scope = runtime.custodian.scope(VaultId(1)).expect("vault 1");
    let mut rows = Vec::new();
    for kind in EntityKind::ALL {
        rows.extend(store.scan(&scope, kind, None, usize::MAX >> 1).expect("a scan"));
    }
    let mut ledger = Vec::new();
    runtime.each_intent(&scope, &mut |row| ledger.push(row.clone())).expect("a ledger");
    (rows, ledger)
}

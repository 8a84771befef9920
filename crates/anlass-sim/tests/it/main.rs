//! Runs every file of `scenarios/`. `ANLASS_UPDATE=1 cargo test -p anlass-sim` rewrites what they expect;
//! `ANLASS_SCENARIO=F01` runs only files whose name contains this.

mod laws;

use anlass_sim::scenario::{parse, run, updated};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[expect(clippy::disallowed_methods, reason = "how a person at the keyboard talks to a test")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[test]
fn scenarios_end_as_written() {
    let recipes = root().join("recipes");
    let only = environment("ANLASS_SCENARIO").unwrap_or_default();
    let update = environment("ANLASS_UPDATE").is_some();
    let folder = std::fs::read_dir(root().join("scenarios")).expect("the folder scenarios");
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "scenario"));
    files.retain(|file| file.to_string_lossy().contains(&only));
    files.sort();
    assert!(!files.is_empty(), "there are no scenarios");
    let mut report = String::new();
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let mut text = std::fs::read_to_string(&file).expect("readable");
        if update {
            match updated(&text, &recipes) {
                Ok(new) if new == text => {}
                Ok(new) => {
                    std::fs::write(&file, &new).expect("writable");
                    text = new;
                }
                Err(trouble) => report.push_str(&format!("{name}, {trouble}\n")),
            }
        }
        match parse(&text).and_then(|document| run(&document, &recipes)) {
            Ok(findings) => {
                findings.iter().for_each(|finding| report.push_str(&format!("{name}, {finding}\n")))
            }
            Err(trouble) if !update => report.push_str(&format!("{name}, {trouble}\n")),
            Err(_) => {}
        }
    }
    assert!(
        report.is_empty(),
        "\n{report}\nIf this is what should happen: ANLASS_UPDATE=1 and review the changes."
    );
}

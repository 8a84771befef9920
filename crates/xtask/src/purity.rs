//! What the sources of the deciding crates may not mention. A check of the text, line by line, leaving out
//! comments and what is compiled for tests only; it relies on the layout rustfmt gives.

use crate::finding::{Finding, Weight};
use crate::repository::File;
use std::collections::BTreeSet;

const TAKE_TIME: &str = "take the moment as an argument";
const RETURN_DATA: &str = "let a shell do it: return what is to be done as data";
const KEEP_ORDER: &str = "use BTreeMap, BTreeSet or a sorted Vec, whose order is the same in every run";

/// What is found, and the cure.
const BANNED: [(&str, &str); 17] = [
    ("SystemTime::now", TAKE_TIME),
    ("Instant::now", TAKE_TIME),
    ("Timestamp::now", TAKE_TIME),
    ("Zoned::now", TAKE_TIME),
    ("std::fs", RETURN_DATA),
    ("std::net", RETURN_DATA),
    ("std::io", RETURN_DATA),
    ("std::thread", RETURN_DATA),
    ("std::process", RETURN_DATA),
    ("std::env", "take what is needed from the environment as an argument"),
    ("println!", RETURN_DATA),
    ("eprintln!", RETURN_DATA),
    ("async fn", "async lives in the server and the channels"),
    ("HashMap", KEEP_ORDER),
    ("HashSet", KEEP_ORDER),
    ("use std::{", "write one `use` per module of std, so that this check sees which"),
    ("use std::*", "name what is used"),
];

pub(crate) fn check(files: &[File], crates: &[&str]) -> Vec<Finding> {
    let folders: Vec<String> = crates.iter().map(|name| format!("crates/{name}/src/")).collect();
    let sources: Vec<(&str, &str)> = files
        .iter()
        .filter(|file| file.has_ending("rs"))
        .filter(|file| folders.iter().any(|folder| file.path.starts_with(folder)))
        .filter_map(|file| Some((&*file.path, file.text.as_deref()?)))
        .collect();
    let for_tests: BTreeSet<String> =
        sources.iter().flat_map(|(path, text)| modules_for_tests(path, text)).collect();
    let is_for_tests = |path: &str| {
        let module = path.trim_end_matches(".rs");
        for_tests.iter().any(|test| {
            module.strip_prefix(&**test).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let mut findings = Vec::new();
    for (path, text) in sources {
        if is_for_tests(path) {
            continue;
        }
        for (number, line) in shipped_lines(text) {
            for (banned, cure) in BANNED.iter().filter(|(banned, _)| mentions(line, banned)) {
                findings.push(Finding {
                    weight: Weight::Fault,
                    place: format!("{path}:{number}"),
                    cause: format!("\"{banned}\" in a crate that decides"),
                    cure: (*cure).to_owned(),
                });
            }
        }
    }
    findings
}

/// Paths, without ending, of the modules that `#[cfg(test)] mod name;` in this file declares.
fn modules_for_tests(path: &str, text: &str) -> Vec<String> {
    let module = path.trim_end_matches(".rs");
    let folder = match module.rsplit_once('/') {
        Some((folder, "lib" | "main")) => folder,
        _ => module,
    };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines
        .windows(2)
        .filter(|pair| pair[0] == "#[cfg(test)]")
        .filter_map(|pair| pair[1].strip_prefix("mod ")?.strip_suffix(';'))
        .map(|name| format!("{folder}/{name}"))
        .collect()
}

/// Numbered lines without comments and without the items under `#[cfg(test)]`.
fn shipped_lines(text: &str) -> Vec<(usize, &str)> {
    let mut shipped = Vec::new();
    let mut lines = (1..).zip(text.lines());
    while let Some((number, line)) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            let indent = indent_of(line);
            let _item = lines.find(|(_, line)| indent_of(line) == indent && ends_an_item(line));
        } else if !line.trim_start().starts_with("//") {
            shipped.push((number, line));
        }
    }
    shipped
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn ends_an_item(line: &str) -> bool {
    line.trim_start().starts_with('}') || line.ends_with(';') || line.ends_with('}')
}

/// Whether `words` stands in the line, not as a part of longer names.
fn mentions(line: &str, words: &str) -> bool {
    let in_name = |character: char| character.is_alphanumeric() || character == '_';
    let ends_in_name = words.ends_with(in_name);
    line.match_indices(words).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line.get(start + words.len()..).and_then(|text| text.chars().next());
        let goes_on = before.is_some_and(in_name) || (ends_in_name && after.is_some_and(in_name));
        !goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<File> = files
            .iter()
            .map(|(path, text)| File { path: (*path).to_owned(), bytes: 0, text: Some((*text).to_owned()) })
            .collect();
        check(&files, &["pure"]).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn clocks_files_and_hash_order_are_found() {
        let text = "//! x\nuse std::collections::HashMap;\nfn a() {\n    let now = Instant::now();\n}\n";
        assert_eq!(
            found(&[("crates/pure/src/a.rs", text)]),
            ["crates/pure/src/a.rs:2", "crates/pure/src/a.rs:4"]
        );
        assert_eq!(found(&[("crates/pure/src/a.rs", "use std::fs;\n")]).len(), 1);
        assert_eq!(found(&[("crates/pure/src/a.rs", "use std::{fs, fmt};\n")]).len(), 1);
    }

    #[test]
    fn longer_names_and_comments_are_not() {
        let text = "// no HashMap here\nstruct IndexHashMap;\nuse std::environment::A;\n";
        assert_eq!(found(&[("crates/pure/src/a.rs", text)]), [""; 0]);
    }

    #[test]
    fn other_crates_tests_and_benches_are_free() {
        let text = "use std::fs;\n";
        assert_eq!(found(&[("crates/edge/src/a.rs", text), ("crates/pure/benches/a.rs", text)]), [""; 0]);
        let inside =
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n\n    fn b() {}\n}\nfn c() {}\n";
        assert_eq!(found(&[("crates/pure/src/a.rs", inside)]), [""; 0]);
        let after = format!("{inside}use std::net;\n");
        assert_eq!(found(&[("crates/pure/src/a.rs", &after)]), ["crates/pure/src/a.rs:9"]);
    }

    #[test]
    fn modules_for_tests_are_free_with_all_below_them() {
        let parent = "#[cfg(test)]\nmod naive;\nmod shipped;\n";
        let child = "use std::fs;\n";
        let places = found(&[
            ("crates/pure/src/lib.rs", parent),
            ("crates/pure/src/naive.rs", child),
            ("crates/pure/src/naive/deep.rs", child),
            ("crates/pure/src/shipped.rs", child),
            ("crates/pure/src/shipped/naive.rs", child),
        ]);
        assert_eq!(places, ["crates/pure/src/shipped.rs:1", "crates/pure/src/shipped/naive.rs:1"]);
    }
}

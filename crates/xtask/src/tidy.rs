//! House rules that a reader should not have to check. Looks at every file a commit of everything would
//! hold; says nothing about formatting (rustfmt) or code (clippy).

mod links;
mod sizes;

use crate::finding::{self, Finding, Weight};
use crate::repository::{self, File};
use anyhow::Result;

const EXCEPTIONS: &str = "crates/xtask/tidy-exceptions.txt";

/// What may lie in the top folder.
const TOP: [&str; 22] = [
    ".cargo",
    ".ci",
    ".editorconfig",
    ".gitattributes",
    ".gitignore",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "bench",
    "clippy.toml",
    "crates",
    "data",
    "docs",
    "mappings",
    "recipes",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "scenarios",
    "web",
];

// In pieces, so that the checks do not find themselves.
const LEFTOVERS: [(&str, &str); 5] = [
    (concat!("FIX", "ME"), "fix it, or open an issue and write a TODO with its number"),
    (concat!("todo", "!("), "write it, or return an error that says what is missing"),
    (concat!("unimplemented", "!("), "write it, or return an error that says what is missing"),
    (concat!("dbg", "!("), "remove it"),
    (concat!("#[ig", "nore"), "assert what happens today and say what is wrong with it"),
];

/// Starts of paths that exist on one machine only; the folder of a user follows where `names_user`.
const MACHINE_PATHS: [MachinePath; 4] = [
    MachinePath { start: concat!("/", "home/"), names_user: true },
    MachinePath { start: concat!("/", "Users/"), names_user: true },
    MachinePath { start: concat!("/", "root/"), names_user: false },
    MachinePath { start: concat!("/", "work/"), names_user: false },
];

struct MachinePath {
    start: &'static str,
    names_user: bool,
}

const BLOB_BYTES_MAX: u64 = 8 << 20;
const BLOB_BYTES_MAX_OUTSIDE_DATA: u64 = 1 << 20;

pub(crate) fn run() -> Result<()> {
    finding::report("tidy", check(&repository::files()?))
}

fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        findings.extend(place_in_tree(file));
        findings.extend(blob(file));
        let Some(text) = &file.text else { continue };
        if file.has_ending("rs") {
            findings.extend(header(&file.path, text));
        }
        if ["rs", "ts", "tsx", "js", "sql"].iter().any(|ending| file.has_ending(ending)) {
            findings.extend(leftovers(&file.path, text));
        }
        findings.extend(machine_paths(&file.path, text));
    }
    let exceptions = files.iter().find(|file| file.path == EXCEPTIONS).and_then(|file| file.text.as_deref());
    findings.extend(sizes::check(files, exceptions.unwrap_or_default()));
    findings.extend(links::check(files));
    findings
}

fn fault(place: String, cause: String, cure: &str) -> Finding {
    Finding { weight: Weight::Fault, place, cause, cure: cure.to_owned() }
}

fn place_in_tree(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let top = file.path.split_once('/').map_or(&*file.path, |(top, _)| top);
    if !TOP.contains(&top) {
        let cure = "move it below docs, crates or another folder that is there, remove it, or ignore it";
        findings.push(fault(file.path.clone(), format!("\"{top}\" has no place in the top folder"), cure));
    }
    let name = file.path.rsplit_once('/').map_or(&*file.path, |(_, name)| name);
    if name.ends_with("_SUMMARY.md") || (name.ends_with(".md") && name.contains("REPORT")) {
        let cure = "put what stays true into docs or the commit message, and remove the file";
        findings.push(fault(
            file.path.clone(),
            "a report of work done is not documentation".to_owned(),
            cure,
        ));
    }
    findings
}

fn blob(file: &File) -> Option<Finding> {
    let (max, cure) = if file.path.starts_with("data/") {
        (BLOB_BYTES_MAX, "shorten or compress it")
    } else {
        (BLOB_BYTES_MAX_OUTSIDE_DATA, "shorten it, or move it below data if it is data")
    };
    let cause = format!("{} KiB, more than the {} KiB allowed here", file.bytes >> 10, max >> 10);
    (file.bytes > max).then(|| fault(file.path.clone(), cause, cure))
}

fn header(path: &str, text: &str) -> Option<Finding> {
    let cure = "start it with 1 to 8 lines of `//!`: what it is, and what it deliberately does not do";
    (!text.starts_with("//!")).then(|| fault(format!("{path}:1"), "no header".to_owned(), cure))
}

fn leftovers(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for (left, cure) in LEFTOVERS.iter().filter(|(left, _)| line.contains(left)) {
            findings.push(fault(format!("{path}:{number}"), format!("\"{left}\" is left over"), cure));
        }
    }
    findings
}

fn machine_paths(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if MACHINE_PATHS.iter().any(|known| known.is_in(line)) {
            let cure = "write the path from the root of the repository, or take it as an argument";
            findings.push(fault(format!("{path}:{number}"), "a path of one machine".to_owned(), cure));
        }
    }
    findings
}

impl MachinePath {
    fn is_in(&self, line: &str) -> bool {
        line.match_indices(self.start).any(|(start, _)| {
            let before = line.get(..start).and_then(|text| text.chars().next_back());
            // Then it is a part of a longer path or of an address.
            let goes_on =
                before.is_some_and(|character| character.is_alphanumeric() || "._-~}*".contains(character));
            let after = line.get(start + self.start.len()..).unwrap_or_default();
            let name_ends = after
                .find(|character: char| !character.is_alphanumeric() && !"._-".contains(character))
                .unwrap_or(after.len());
            let followed = name_ends > 0
                && (!self.names_user || after.get(name_ends..).is_some_and(|rest| rest.starts_with('/')));
            !goes_on && followed
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        let bytes = u64::try_from(text.len()).unwrap();
        File { path: path.to_owned(), bytes, text: Some(text.to_owned()) }
    }

    fn causes(path: &str, text: &str) -> Vec<String> {
        check(&[file(path, text)]).into_iter().map(|finding| finding.cause).collect()
    }

    #[test]
    fn a_tidy_file_passes() {
        assert_eq!(causes("crates/a/src/lib.rs", "//! What it is.\n\nfn a() {}\n"), [""; 0]);
    }

    #[test]
    fn a_header_is_missed() {
        assert_eq!(causes("crates/a/src/lib.rs", "fn a() {}\n"), ["no header"]);
    }

    #[test]
    fn leftovers_are_found() {
        for (left, _) in LEFTOVERS {
            let text = format!("//! x\n// {left}\n");
            assert_eq!(causes("crates/a/src/lib.rs", &text), [format!("\"{left}\" is left over")]);
        }
    }

    #[test]
    fn reports_and_strange_top_entries_are_found() {
        assert_eq!(causes("docs/WORK_SUMMARY.md", "").len(), 1);
        assert_eq!(causes("docs/FINAL-REPORT-2.md", "").len(), 1);
        assert_eq!(causes("docs/reporting.md", "").len(), 0);
        assert_eq!(causes("notes.txt", ""), ["\"notes.txt\" has no place in the top folder"]);
        assert_eq!(causes("scripts/a.sh", ""), ["\"scripts\" has no place in the top folder"]);
    }

    #[test]
    fn large_files_lie_below_data() {
        let large = |path: &str, bytes| check(&[File { path: path.to_owned(), bytes, text: None }]).len();
        assert_eq!(large("docs/film.bin", (1 << 20) + 1), 1);
        assert_eq!(large("data/film.bin", (1 << 20) + 1), 0);
        assert_eq!(large("data/film.bin", (8 << 20) + 1), 1);
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let found = |line: &str| !machine_paths("a.md", line).is_empty();
        for (line, expected) in [
            (format!("see {}{}", "/home", "/anna/notes"), true),
            (format!("see {}{}", "/home", "/anna"), false),
            (format!("\"{}{}\"", "/root", "/.cargo/bin"), true),
            (format!("cd {}{}", "/work", "/main"), true),
            ("https://example.org/work/shop".to_owned(), false),
            ("docs/work/plan.md".to_owned(), false),
            ("a dealer's /home/ page".to_owned(), false),
        ] {
            assert_eq!(found(&line), expected, "{line}");
        }
    }
}

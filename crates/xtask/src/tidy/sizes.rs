//! How long files and functions are. Long files are a ratchet: those over the limit are listed with their
//! length in a file, and may only get shorter.

use super::{EXCEPTIONS, fault};
use crate::finding::{Finding, Weight};
use crate::repository::File;
use std::collections::BTreeMap;

const FILE_LINES_GOOD: usize = 500;
const FILE_LINES_MAX: usize = 650;
const FUNCTION_LINES_GOOD: usize = 70;

pub(crate) fn check(files: &[File], exceptions: &str) -> Vec<Finding> {
    let (mut listed, mut findings) = read(exceptions);
    for file in files.iter().filter(|file| file.has_ending("rs")) {
        let Some(text) = &file.text else { continue };
        let exception = listed.remove(&*file.path);
        findings.extend(length(&file.path, text.lines().count(), exception));
        findings.extend(functions(&file.path, text));
    }
    for (path, _) in listed {
        findings.push(fault(EXCEPTIONS.to_owned(), format!("\"{path}\" is not there"), "remove its line"));
    }
    findings
}

/// Path → number of lines it may have, and what is wrong with the list.
fn read(exceptions: &str) -> (BTreeMap<&str, usize>, Vec<Finding>) {
    let mut listed = BTreeMap::new();
    let mut findings = Vec::new();
    for (number, line) in (1..).zip(exceptions.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let entry = line.split_once(' ').and_then(|(lines, path)| Some((path, lines.parse().ok()?)));
        match entry {
            Some((path, lines)) => {
                listed.insert(path, lines);
            }
            None => findings.push(fault(
                format!("{EXCEPTIONS}:{number}"),
                "this line cannot be read".to_owned(),
                "write the number of lines, a blank, and the path",
            )),
        }
    }
    (listed, findings)
}

fn length(path: &str, lines: usize, exception: Option<usize>) -> Option<Finding> {
    let place = path.to_owned();
    match exception {
        Some(listed) if lines <= FILE_LINES_MAX => Some(fault(
            EXCEPTIONS.to_owned(),
            format!("\"{path}\" is listed with {listed} lines and now has {lines}"),
            "remove its line: it needs no exception any more",
        )),
        Some(listed) if lines < listed => Some(fault(
            EXCEPTIONS.to_owned(),
            format!("\"{path}\" is listed with {listed} lines and now has {lines}"),
            &format!("write {lines}, so that it does not grow back"),
        )),
        Some(listed) if lines > listed => Some(fault(
            place,
            format!("{lines} lines, grown from {listed}"),
            "split it; a file over the limit may only get shorter",
        )),
        Some(_) => Some(long(place, lines)),
        None if lines > FILE_LINES_MAX => Some(fault(
            place,
            format!("{lines} lines, more than {FILE_LINES_MAX}"),
            &format!("split it, or list it in {EXCEPTIONS} and say why in the commit"),
        )),
        None if lines > FILE_LINES_GOOD => Some(long(place, lines)),
        None => None,
    }
}

fn long(place: String, lines: usize) -> Finding {
    Finding {
        weight: Weight::Warning,
        place,
        cause: format!("{lines} lines, more than {FILE_LINES_GOOD}"),
        cure: "split it when you next work on it".to_owned(),
    }
}

/// Functions that are too long, by the layout rustfmt gives.
fn functions(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = indent_of(line);
        let rest = lines.get(index..).unwrap_or_default();
        let Some(end) = rest.iter().position(|line| indent_of(line) == indent && ends_function(line)) else {
            continue;
        };
        let length = end + 1;
        if length > FUNCTION_LINES_GOOD {
            findings.push(Finding {
                weight: Weight::Warning,
                place: format!("{path}:{}", index + 1),
                cause: format!("\"{name}\" has {length} lines, more than {FUNCTION_LINES_GOOD}"),
                cure: "split it when you next work on it".to_owned(),
            });
        }
    }
    findings
}

fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let is_modifier = |word: &str| matches!(word, "const" | "async" | "unsafe") || word.starts_with("pub");
    if !before.split_whitespace().all(is_modifier) {
        return None;
    }
    let end = after.find(['(', '<'])?;
    after.get(..end)
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A closing brace, a one-liner, or a declaration without body.
fn ends_function(line: &str) -> bool {
    let line = line.trim_start();
    line == "}" || (line.ends_with('}') && !line.starts_with(')')) || line.ends_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rust(lines: usize) -> File {
        let text = "//! x\n".repeat(lines);
        File { path: "crates/a/src/a.rs".to_owned(), bytes: 0, text: Some(text) }
    }

    fn found(lines: usize, exceptions: &str) -> Vec<(Weight, String)> {
        check(&[rust(lines)], exceptions).into_iter().map(|finding| (finding.weight, finding.cause)).collect()
    }

    #[test]
    fn long_files_warn_and_longer_ones_fail() {
        assert_eq!(found(500, ""), []);
        assert_eq!(found(501, ""), [(Weight::Warning, "501 lines, more than 500".to_owned())]);
        assert_eq!(found(651, ""), [(Weight::Fault, "651 lines, more than 650".to_owned())]);
    }

    #[test]
    fn an_exception_only_shrinks() {
        let listed = "# comment\n700 crates/a/src/a.rs\n";
        assert_eq!(found(700, listed), [(Weight::Warning, "700 lines, more than 500".to_owned())]);
        assert_eq!(found(701, listed), [(Weight::Fault, "701 lines, grown from 700".to_owned())]);
        for shorter in [699, 400] {
            let cause = format!("\"crates/a/src/a.rs\" is listed with 700 lines and now has {shorter}");
            assert_eq!(found(shorter, listed), [(Weight::Fault, cause)]);
        }
    }

    #[test]
    fn the_list_itself_is_checked() {
        let gone = "\"crates/b/src/b.rs\" is not there".to_owned();
        assert_eq!(found(1, "700 crates/b/src/b.rs"), [(Weight::Fault, gone)]);
        assert_eq!(found(1, "crates/a/src/a.rs"), [(Weight::Fault, "this line cannot be read".to_owned())]);
    }

    #[test]
    fn long_functions_warn() {
        let body = "        call();\n".repeat(69);
        let text = |body: &str| {
            format!(
                "impl A {{\n    pub(crate) const fn a<T>(\n        a: T,\n    ) -> T {{\n{body}    }}\n    fn b() {{}}\n}}\n"
            )
        };
        let causes = |body: &str| -> Vec<String> {
            functions("a.rs", &text(body))
                .into_iter()
                .map(|finding| format!("{}: {}", finding.place, finding.cause))
                .collect()
        };
        assert_eq!(causes(&body), ["a.rs:2: \"a\" has 73 lines, more than 70"]);
        assert_eq!(causes("        call();\n"), [""; 0]);
    }

    #[test]
    fn declarations_and_mentions_are_no_functions() {
        let text = format!("trait A {{\n    fn a(&self);\n}}\n// a fn call()\n{}", "x\n".repeat(100));
        assert_eq!(functions("a.rs", &text), []);
    }
}

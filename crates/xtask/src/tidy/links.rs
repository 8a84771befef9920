//! Links of Markdown files to files of the repository. Does not look at addresses, nor at anchors.

use super::fault;
use crate::finding::Finding;
use crate::repository::File;
use std::collections::BTreeSet;

pub(crate) fn check(files: &[File]) -> Vec<Finding> {
    let known = paths_and_folders(files);
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.has_ending("md")) {
        for (number, target) in targets(file.text.as_deref().unwrap_or_default()) {
            let resolved = resolve(&file.path, &target);
            if !resolved.is_some_and(|path| known.contains(&*path)) {
                findings.push(fault(
                    format!("{}:{number}", file.path),
                    format!("the link to \"{target}\" leads nowhere"),
                    "correct it, or add the file to the repository",
                ));
            }
        }
    }
    findings
}

fn paths_and_folders(files: &[File]) -> BTreeSet<&str> {
    let mut known = BTreeSet::from([""]);
    for file in files {
        known.insert(&file.path);
        known.extend(file.path.match_indices('/').filter_map(|(end, _)| file.path.get(..end)));
    }
    known
}

/// Where the links outside code lead, with their lines, without anchors; only those inside the repository.
fn targets(text: &str) -> Vec<(usize, String)> {
    let mut targets = Vec::new();
    let mut in_code = false;
    for (number, line) in (1..).zip(text.lines()) {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            in_code = !in_code;
            continue;
        }
        if in_code {
            continue;
        }
        // Every second piece between backticks is code.
        let prose = line.split('`').step_by(2).collect::<Vec<_>>().join("code");
        for (start, end) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
            for piece in prose.split(start).skip(1) {
                let whole = piece.split(end).next().unwrap_or_default();
                targets.extend(inside(whole).map(|target| (number, target)));
            }
        }
        if let Some((name, target)) = trimmed.strip_prefix('[').and_then(|rest| rest.split_once("]: "))
            && !name.starts_with('^')
        {
            targets.extend(inside(target).map(|target| (number, target)));
        }
    }
    targets
}

/// The path in a link target, if it is one of this repository.
fn inside(target: &str) -> Option<String> {
    let target = target.trim();
    let path = match target.strip_prefix('<') {
        Some(rest) => rest.split('>').next()?,
        // A title may follow.
        None => target.split_whitespace().next()?,
    };
    let path = path.split(['#', '?']).next()?;
    let elsewhere = path.contains("://") || path.starts_with("mailto:") || path.starts_with("data:");
    (!path.is_empty() && !elsewhere).then(|| path.replace("%20", " "))
}

/// The path from the root; `None` if it leaves the repository.
fn resolve(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        parts.extend(from.split('/'));
        parts.pop();
    }
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Targets in `docs/a.md` that lead nowhere, where `README.md` and `docs/b.md` are there.
    fn broken(text: &str) -> usize {
        let file =
            |path: &str, text: &str| File { path: path.to_owned(), bytes: 0, text: Some(text.to_owned()) };
        check(&[file("README.md", ""), file("docs/a.md", text), file("docs/b.md", "")]).len()
    }

    #[test]
    fn links_to_files_and_folders_resolve() {
        for good in [
            "[b](b.md)",
            "[b](./b.md#part \"title\") and [readme](../README.md)",
            "[root](/docs/b.md) [folder](../docs/) [top](..)",
            "[b]: b.md",
            "<img src=\"b.md\">",
            "[part](#part) [out](https://example.org/x.md) <mailto:a@example.org>",
            "[^1]: a footnote",
            "`[code](c.md)`",
            "```\n[code](c.md)\n```",
        ] {
            assert_eq!(broken(good), 0, "{good}");
        }
    }

    #[test]
    fn links_to_nowhere_are_found() {
        for bad in [
            "[c](c.md)",
            "[`c`](c.md)",
            "[c]: c.md",
            "[out](../../x.md)",
            "![c](c.png)",
            "<a href=\"c.md\">",
            "[c](<c d.md>)",
        ] {
            assert_eq!(broken(bad), 1, "{bad}");
        }
    }
}

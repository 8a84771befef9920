//! Compares what was decided with what the file expects, and rewrites the file on demand.

use crate::scenario::customer::{Outcome, reason_text};
use crate::scenario::document::Expect;
use crate::scenario::programs::Programs;
use crate::scenario::{Trouble, outcomes, parse};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// Reasons shown when a `why` is not met.
const REASONS_SHOWN: usize = 30;

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// The differences as a readable list of lines, if there are any.
pub(crate) fn compare(expect: &Expect, actual: &[String], about: &str) -> Option<Finding> {
    if expect.lines == actual {
        return None;
    }
    let mut what = format!("{about} is not as expected (- expected, + decided)");
    for (sign, line) in difference(&expect.lines, actual) {
        what.push_str(&format!("\n  {sign} {line}"));
    }
    Some(Finding { line: expect.line, what })
}

/// Longest common subsequence; the lists are short.
fn difference<'a>(expected: &'a [String], actual: &'a [String]) -> Vec<(char, &'a str)> {
    let width = actual.len() + 1;
    let mut common = vec![0usize; (expected.len() + 1) * width];
    for row in (0..expected.len()).rev() {
        for column in (0..actual.len()).rev() {
            common[row * width + column] = if expected[row] == actual[column] {
                common[(row + 1) * width + column + 1] + 1
            } else {
                common[(row + 1) * width + column].max(common[row * width + column + 1])
            };
        }
    }
    let mut lines = Vec::new();
    let (mut row, mut column) = (0, 0);
    while row < expected.len() || column < actual.len() {
        let same = row < expected.len() && column < actual.len() && expected[row] == actual[column];
        let take_expected = row < expected.len()
            && (column == actual.len()
                || common[(row + 1) * width + column] >= common[row * width + column + 1]);
        if same {
            lines.push((' ', expected[row].as_str()));
            row += 1;
            column += 1;
        } else if take_expected {
            lines.push(('-', expected[row].as_str()));
            row += 1;
        } else {
            lines.push(('+', actual[column].as_str()));
            column += 1;
        }
    }
    lines
}

/// How many intents of each message ended how, over all customers.
pub(crate) fn totals(all: &[Outcome<'_>]) -> Vec<String> {
    let mut counts: BTreeMap<String, BTreeMap<usize, usize>> = BTreeMap::new();
    for (index, outcome) in all.iter().enumerate() {
        for (message, state) in outcome.finals.values() {
            *counts.entry(format!("{message} {state}")).or_default().entry(index).or_default() += 1;
        }
    }
    let customers = all.len();
    let lines = counts.iter().map(|(what, per_customer)| {
        let sum: usize = per_customer.values().sum();
        let most = per_customer.values().max().copied().unwrap_or(0);
        let least = if per_customer.len() < customers {
            0
        } else {
            per_customer.values().min().copied().unwrap_or(0)
        };
        let range = if least == most { most.to_string() } else { format!("{least} to {most}") };
        format!("{what}: {sum}, {range} per customer")
    });
    lines.collect()
}

/// Checks the lines `why message: text` against the reasons written down.
pub(crate) fn whys(expect: &Expect, outcome: &Outcome<'_>) -> Result<Vec<Finding>, Trouble> {
    let mut findings = Vec::new();
    for (line, text) in &expect.whys {
        let rest = text.trim_start_matches("why ");
        let Some((name, wanted)) = rest.split_once(':') else {
            let cure = "write for example why cart-reminder: bought";
            return Err(Trouble::at(*line, "it is not clear why is asked about what", cure));
        };
        let (name, wanted) = (name.trim(), wanted.trim());
        let about = |reason: &&anlass_engine::io::Reasoned| {
            reason.about.message.as_deref() == Some(name) || reason.about.journey.as_deref() == Some(name)
        };
        let reasons: Vec<String> = outcome
            .driven
            .trace
            .iter()
            .filter(about)
            .map(|reason| reason_text(&outcome.clock, reason))
            .collect();
        if !reasons.iter().any(|reason| reason.contains(wanted)) {
            let from = reasons.len().saturating_sub(REASONS_SHOWN);
            let shown = reasons.get(from..).unwrap_or(&[]).join("\n    ");
            let what =
                format!("no reason about {name} says \"{wanted}\"; what was written down:\n    {shown}");
            findings.push(Finding { line: *line, what });
        }
    }
    Ok(findings)
}

/// The text of the file with its expectations replaced by what is decided now; `why` lines stay.
///
/// # Errors
/// [`Trouble`] if the file cannot be read as a scenario.
pub fn updated(text: &str, folder: &Path) -> Result<String, Trouble> {
    let document = parse(text)?;
    let programs = Programs::new(&document, folder)?;
    let outcomes = outcomes(&document, &programs)?;
    let mut decided: Vec<(&Expect, Vec<String>)> = Vec::new();
    decided.extend(outcomes.iter().filter_map(|outcome| Some((outcome.expect?, outcome.lines.clone()))));
    decided.extend(document.totals.iter().map(|expect| (expect, totals(&outcomes))));
    decided.sort_by_key(|(expect, _)| expect.line);
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    for (expect, actual) in decided.iter().rev() {
        let mut block: Vec<String> = actual.iter().map(|line| format!("  {line}")).collect();
        block.extend(expect.whys.iter().map(|(_, why)| format!("  {why}")));
        lines.splice(expect.line..expect.end - 1, block);
    }
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_keep_what_is_common() {
        let lines = |text: &str| text.split(' ').map(String::from).collect::<Vec<_>>();
        let (expected, actual) = (lines("a b c d"), lines("a c x d"));
        let shown: String =
            difference(&expected, &actual).iter().map(|(sign, line)| format!("{sign}{line}")).collect();
        assert_eq!(shown, " a-b c+x d");
    }
}

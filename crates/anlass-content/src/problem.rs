//! What keeps definitions from becoming mails: place, cause and cure, and where it is in a text.

use std::fmt;

/// Something wrong with what was authored.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Path through the documents, down to line and column where there is a text.
    pub place: String,
    pub cause: String,
    pub cure: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.cause)?;
        match &self.cure {
            Some(cure) => write!(f, "\n  help: {cure}"),
            None => Ok(()),
        }
    }
}

impl Problem {
    pub(crate) fn new(place: &str, cause: impl Into<String>, cure: Option<&str>) -> Problem {
        Problem { place: place.into(), cause: cause.into(), cure: cure.map(str::to_owned) }
    }
}

/// A text that somebody wrote, and where it stands in the documents.
#[derive(Clone, Copy)]
pub(crate) struct Written<'a> {
    pub(crate) place: &'a str,
    pub(crate) text: &'a str,
}

impl Written<'_> {
    /// A problem at a byte of the text, with the line and a mark below it.
    pub(crate) fn problem(&self, offset: usize, cause: impl Into<String>, cure: Option<String>) -> Problem {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_number = before.matches('\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        let line = self.text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
        // A long line is shown around the mark.
        let first = column.saturating_sub(LINE_SHOWN / 2);
        let shown: String = line.chars().skip(first).take(LINE_SHOWN).collect();
        let mark = " ".repeat(column - first);
        Problem {
            place: format!("{} › line {line_number}, column {}", self.place, column + 1),
            cause: format!("{}\n{shown}\n{mark}^", cause.into()),
            cure,
        }
    }
}

const LINE_SHOWN: usize = 100;

/// The nearest of the known names, if it is near enough to be a slip of the pen.
pub(crate) fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted: Vec<char> = wanted.to_lowercase().chars().take(64).collect();
    let near_enough = (wanted.len() / 2).clamp(1, 3);
    let scored = names.map(|name| (distance(&wanted, name), name));
    scored.filter(|(distance, _)| *distance <= near_enough).min().map(|(_, name)| name)
}

/// Insertions, deletions and replacements needed; a swap of neighbours counts as two.
fn distance(wanted: &[char], name: &str) -> usize {
    let mut row: Vec<usize> = (0..=wanted.len()).collect();
    for (index, letter) in name.to_lowercase().chars().take(64).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (position, other) in wanted.iter().enumerate() {
            let replaced = diagonal + usize::from(*other != letter);
            diagonal = row[position + 1];
            row[position + 1] = replaced.min(diagonal + 1).min(row[position] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_line_and_column_and_marks_it() {
        let written = Written { place: "block cart › de", text: "Grüße\nHallo {{ nme }}" };
        let problem = written.problem(written.text.find("nme").unwrap(), "unknown", None);
        assert_eq!(problem.place, "block cart › de › line 2, column 10");
        assert_eq!(problem.cause, "unknown\nHallo {{ nme }}\n         ^");
    }

    #[test]
    fn slips_find_their_name_and_strangers_find_none() {
        let names = ["first_name", "last_name", "city"];
        assert_eq!(nearest("frist_name", names.into_iter()), Some("first_name"));
        assert_eq!(nearest("citty", names.into_iter()), Some("city"));
        assert_eq!(nearest("weather", names.into_iter()), None);
    }
}

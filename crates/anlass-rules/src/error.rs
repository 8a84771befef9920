//! What can be wrong with a rule's text: where, which stable code, what was attempted, what to do instead.

use serde::{Serialize, Serializer};
use std::fmt;

/// A stretch of the rule's text: bytes `start..end`, and where `start` is for people (both from 1, columns
/// counted in characters).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    pub start: usize,
    pub end: usize,
    pub line: usize,
    pub column: usize,
}

impl Place {
    /// From the start of this to the end of `last`.
    pub(crate) fn to(self, last: Place) -> Place {
        Place { end: last.end, ..self }
    }
}

/// Stable codes; each has a page in docs/errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    TooLong,
    TooDeep,
    TooManyParts,
    BadCharacter,
    UnclosedText,
    BadEscape,
    BadNumber,
    BadDuration,
    BadDay,
    Unexpected,
    Unclosed,
    ChainedComparison,
    SingleEquals,
    BadArgument,
    BadList,
    UnknownName,
    UnknownText,
    ArgumentRefused,
    ArgumentMissing,
    ArgumentUnknown,
    NotAvailable,
    TypeMismatch,
    NotYesNo,
}

impl Code {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Code::TooLong => "rule_too_long",
            Code::TooDeep => "rule_too_deep",
            Code::TooManyParts => "rule_too_many_parts",
            Code::BadCharacter => "rule_bad_character",
            Code::UnclosedText => "rule_unclosed_text",
            Code::BadEscape => "rule_bad_escape",
            Code::BadNumber => "rule_bad_number",
            Code::BadDuration => "rule_bad_duration",
            Code::BadDay => "rule_bad_day",
            Code::Unexpected => "rule_unexpected",
            Code::Unclosed => "rule_unclosed",
            Code::ChainedComparison => "rule_chained_comparison",
            Code::SingleEquals => "rule_single_equals",
            Code::BadArgument => "rule_bad_argument",
            Code::BadList => "rule_bad_list",
            Code::UnknownName => "rule_unknown_name",
            Code::UnknownText => "rule_unknown_text",
            Code::ArgumentRefused => "rule_argument_refused",
            Code::ArgumentMissing => "rule_argument_missing",
            Code::ArgumentUnknown => "rule_argument_unknown",
            Code::NotAvailable => "rule_not_available",
            Code::TypeMismatch => "rule_type_mismatch",
            Code::NotYesNo => "rule_not_yes_no",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    pub code: Code,
    pub place: Place,
    pub message: String,
    pub hint: Option<String>,
}

impl Error {
    pub(crate) fn at(code: Code, place: Place, message: impl Into<String>) -> Error {
        Error { code, place, message: message.into(), hint: None }
    }

    #[must_use]
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }

    /// The message with the line of `source_text` it is about and a `^^^` marker below.
    #[must_use]
    pub fn render(&self, source_text: &str) -> String {
        let place = self.place;
        let mut out = format!("line {}, column {}: {}", place.line, place.column, self.message);
        if let Some(line) = source_text.split('\n').nth(place.line.saturating_sub(1)) {
            let before = place.column.saturating_sub(1);
            let marked = source_text.get(place.start..place.end).unwrap_or("");
            let marked_on_line = marked.split('\n').next().unwrap_or("").chars().count().max(1);
            // A tab would shift the marker by an unknown width.
            let line = line.replace('\t', " ");
            out.push_str(&format!("\n  {line}\n  {}{}", " ".repeat(before), "^".repeat(marked_on_line)));
        }
        if let Some(hint) = &self.hint {
            out.push_str(&format!("\n  hint: {hint}"));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_stands_below_the_characters_also_after_umlauts() {
        let place = Place { start: 11, end: 13, line: 2, column: 6 };
        let error = Error::at(Code::Unexpected, place, "what is this").with_hint("leave it out");
        assert_eq!(
            error.render("a &&\n\"Köl\" ?? b"),
            "line 2, column 6: what is this\n  \"Köl\" ?? b\n       ^^\n  hint: leave it out"
        );
        assert_eq!(serde_json::to_value(&error).expect("serialises")["code"], "rule_unexpected");
    }
}

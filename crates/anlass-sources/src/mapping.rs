//! The mapping document: which file and which column means what. Unknown keys are refused; an error names
//! its place in the document, the cause and the cure. What the keys do is told in `mappings/*.yaml`.

use crate::decimal::{self, Mark};
use crate::error::Error;
use crate::report::Reason;
use crate::suggest;
use crate::table::Stated;
use anlass_model::event::SourceId;
use anlass_model::id::{IdentifierKind, Name};
use anlass_model::money::Currency;
use anlass_model::time::SpanText;
use jiff::civil::{self, Date};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Longer documents are refused unread.
const DOCUMENT_BYTES_MAX: usize = 256 * 1024;

/// A checked mapping document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    mapping: Name,
    #[serde(default)]
    origin: Option<String>,
    #[serde(default)]
    licence: Option<String>,
    pub(crate) source: u16,
    pub(crate) currency: Currency,
    pub(crate) time_zone: Zone,
    #[serde(default)]
    pub(crate) days: Days,
    #[serde(default)]
    /// How the text of its files is parted, as far as it shall not be found by looking.
    pub(crate) layout: Stated,
    #[serde(default)]
    pub(crate) decimal: Mark,
    #[serde(default)]
    pub(crate) articles: Option<Articles>,
    #[serde(default)]
    pub(crate) orders: Option<Orders>,
    #[serde(default)]
    pub(crate) profiles: Vec<Profiles>,
    #[serde(default)]
    pub(crate) vouchers: Vec<Vouchers>,
}

/// Dates outside of these are taken for errors.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Days {
    pub(crate) from: Date,
    pub(crate) to: Date,
}

impl Default for Days {
    fn default() -> Days {
        Days { from: civil::date(1990, 1, 1), to: civil::date(2099, 12, 31) }
    }
}

/// The catalogue's file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Articles {
    pub(crate) file: FileName,
    pub(crate) number: Code,
    /// The first of these columns that is not empty; the number if all are.
    pub(crate) name: Vec<String>,
    /// Appended to the name (a size, a colour).
    #[serde(default)]
    pub(crate) name_with: Option<String>,
    /// Taxonomy from the top down.
    #[serde(default)]
    pub(crate) path: Vec<String>,
    #[serde(default)]
    pub(crate) substitutes: Substitutes,
}

/// Which articles stand in for one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Substitutes {
    /// None that the file does not declare.
    #[default]
    Declared,
    /// All of the same whole path.
    SameType,
}

/// The file of order lines.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Orders {
    pub(crate) file: FileName,
    pub(crate) number: Code,
    pub(crate) customer: Person,
    pub(crate) article: Code,
    /// Fills the catalogue from this file: the name an article has most often.
    #[serde(default)]
    pub(crate) article_name: Option<String>,
    pub(crate) quantity: String,
    pub(crate) value: ValueColumn,
    pub(crate) occurred: Moment,
    pub(crate) place: PlaceColumn,
    #[serde(default)]
    pub(crate) exact_duplicates: Duplicates,
    #[serde(default)]
    pub(crate) free_lines: FreeLines,
    #[serde(default)]
    pub(crate) not_articles: Vec<Pattern>,
    /// Order numbers that are ledger entries.
    #[serde(default)]
    pub(crate) bookkeeping: Vec<Pattern>,
    #[serde(default)]
    pub(crate) takes_back: Option<TakesBack>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ValueColumn {
    /// What the retailer got for the line.
    Total(String),
    /// To be multiplied with the quantity.
    UnitPrice(String),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PlaceColumn {
    Online,
    Outlet(OutletColumn),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OutletColumn {
    pub(crate) column: String,
    #[serde(default, rename = "as")]
    pub(crate) canonical: Canonical,
    #[serde(default)]
    pub(crate) name_prefix: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Duplicates {
    #[default]
    Keep,
    Drop,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FreeLines {
    #[default]
    Keep,
    Skip,
}

/// Orders of negative quantities that name no original order; see [`crate::import`] for the rule.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakesBack {
    pub(crate) numbers: Pattern,
    pub(crate) cancelled_within: SpanText,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profiles {
    pub(crate) file: FileName,
    pub(crate) customer: Person,
    /// Start of this day.
    pub(crate) on: Date,
    /// Profile field ← column. Empty fields say nothing.
    pub(crate) fields: BTreeMap<Name, String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vouchers {
    pub(crate) file: FileName,
    pub(crate) customer: Person,
    pub(crate) code: Code,
    pub(crate) occurred: Moment,
}

/// A column of numbers or codes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    pub(crate) column: String,
    #[serde(default, rename = "as")]
    pub(crate) canonical: Canonical,
}

/// A column that identifies a person.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) column: String,
    #[serde(default, rename = "as")]
    pub(crate) canonical: Canonical,
    pub(crate) kind: IdentifierKind,
}

/// A column of local times.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Moment {
    pub(crate) column: String,
    /// The clock that wrote it, if it was another than the mapping's.
    #[serde(default)]
    pub(crate) time_zone: Option<Zone>,
    /// As `strptime` has it; absent: `2017-01-31 13:45:00`.
    #[serde(default)]
    pub(crate) format: Option<Format>,
}

/// The one spelling of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Canonical {
    #[default]
    Text,
    /// `17850.0` and `017850` are `17850`.
    Integer,
    /// `85123a` is `85123A`.
    Upper,
}

impl Canonical {
    pub(crate) fn apply(self, text: &str) -> Result<Cow<'_, str>, Reason> {
        match self {
            Canonical::Text => Ok(Cow::Borrowed(text)),
            Canonical::Integer => decimal::integer(text),
            Canonical::Upper if text.chars().any(char::is_lowercase) => Ok(Cow::Owned(text.to_uppercase())),
            Canonical::Upper => Ok(Cow::Borrowed(text)),
        }
    }
}

/// A file of the import folder, never one outside of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct FileName(pub(crate) String);

impl TryFrom<String> for FileName {
    type Error = String;
    fn try_from(text: String) -> Result<FileName, String> {
        let is_plain =
            !text.is_empty() && text != "." && text != ".." && !text.contains(['/', '\\', '\0', ':']);
        if is_plain {
            Ok(FileName(text))
        } else {
            Err(format!("\"{text}\" is not the name of a file in the import folder: write it without a path"))
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Zone(pub(crate) TimeZone);

impl TryFrom<String> for Zone {
    type Error = String;
    fn try_from(text: String) -> Result<Zone, String> {
        let unknown = |_| format!("\"{text}\" is not a time zone: write an IANA name such as Europe/Berlin");
        TimeZone::get(&text).map(Zone).map_err(unknown)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Format(pub(crate) String);

impl TryFrom<String> for Format {
    type Error = String;
    fn try_from(text: String) -> Result<Format, String> {
        // A format that cannot print a moment cannot read one either.
        let probe = civil::date(2017, 1, 31).at(13, 45, 0, 0);
        let printed = strtime::format(&text, probe).map_err(|error| format!("\"{text}\": {error}"))?;
        match read_format(&text, &printed) {
            Some(read) if read.date() == probe.date() => Ok(Format(text)),
            _ => Err(format!("\"{text}\" does not hold a whole date: write for example %d.%m.%Y %H:%M")),
        }
    }
}

/// Reads a date with or without a time of day.
pub(crate) fn read_format(format: &str, text: &str) -> Option<civil::DateTime> {
    let parts = strtime::parse(format, text).ok()?;
    let date = parts.to_date().ok()?;
    Some(date.to_datetime(parts.to_time().unwrap_or_else(|_| civil::Time::midnight())))
}

/// A code, or with a star at its end all codes that begin so.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Pattern {
    Is(String),
    StartsWith(String),
}

impl Pattern {
    pub(crate) fn matches(&self, code: &str) -> bool {
        match self {
            Pattern::Is(text) => code == text,
            Pattern::StartsWith(text) => code.starts_with(text.as_str()),
        }
    }
}

impl TryFrom<String> for Pattern {
    type Error = String;
    fn try_from(text: String) -> Result<Pattern, String> {
        let (body, is_start) = match text.strip_suffix('*') {
            Some(start) => (start, true),
            None => (text.as_str(), false),
        };
        match (body, is_start) {
            ("", _) => Err("a pattern must not match everything: name a code, or its beginning and *".into()),
            (body, _) if body.contains('*') => Err(format!("\"{text}\": a star may only stand at the end")),
            (body, true) => Ok(Pattern::StartsWith(body.into())),
            (body, false) => Ok(Pattern::Is(body.into())),
        }
    }
}

impl Mapping {
    /// Reads a mapping document; `file_name` is only used in errors.
    ///
    /// # Errors
    /// [`Error::Mapping`] with the place, the cause and the cure.
    pub fn read(text: &str, file_name: &str) -> Result<Mapping, Error> {
        let fail = |place: &str, cause: String, cure: &str| Error::Mapping {
            file: file_name.into(),
            place: place.into(),
            cause,
            cure: cure.into(),
        };
        if text.len() > DOCUMENT_BYTES_MAX {
            return Err(fail(
                "whole document",
                "it is longer than 256 KiB".into(),
                "check that it is a mapping",
            ));
        }
        let mapping: Mapping = serde_saphyr::from_str(text).map_err(|error| explain(&error, file_name))?;
        if mapping.days.from > mapping.days.to {
            let cause = format!("the days end on {} before they begin", mapping.days.to);
            return Err(fail("days", cause, "put the earlier day into \"from\""));
        }
        if let Some(rule) = mapping.orders.as_ref().and_then(|orders| orders.takes_back.as_ref())
            && rule.cancelled_within.0.0 < 0
        {
            let cause = format!("{} is negative", rule.cancelled_within.0);
            return Err(fail("orders.takes_back.cancelled_within", cause, "write 24h, or 0s for \"never\""));
        }
        if mapping.articles.as_ref().is_some_and(|articles| articles.name.is_empty()) {
            let cause = "no column is named".to_owned();
            return Err(fail("articles.name", cause, "name at least one column, best first"));
        }
        let is_empty = mapping.articles.is_none()
            && mapping.orders.is_none()
            && mapping.profiles.is_empty()
            && mapping.vouchers.is_empty();
        if is_empty {
            let cause = "it maps no file".to_owned();
            return Err(fail("whole document", cause, "add articles, orders, profiles or vouchers"));
        }
        Ok(mapping)
    }

    #[must_use]
    pub fn name(&self) -> &Name {
        &self.mapping
    }

    /// What the makers of the data say about them; to be shown wherever the data are shown.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    #[must_use]
    pub fn licence(&self) -> Option<&str> {
        self.licence.as_deref()
    }

    #[must_use]
    pub fn source(&self) -> SourceId {
        SourceId(self.source)
    }

    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The files it reads, in the order of reading.
    #[must_use]
    pub fn files(&self) -> Vec<&str> {
        let articles = self.articles.iter().map(|articles| &articles.file);
        let orders = self.orders.iter().map(|orders| &orders.file);
        let profiles = self.profiles.iter().map(|profiles| &profiles.file);
        let vouchers = self.vouchers.iter().map(|vouchers| &vouchers.file);
        let files = articles.chain(orders).chain(profiles).chain(vouchers);
        files.map(|file| file.0.as_str()).collect()
    }
}

fn explain(error: &serde_saphyr::Error, file_name: &str) -> Error {
    let error = error.without_snippet();
    let place = match error.location() {
        Some(location) if location.line() > 0 => {
            format!("line {}, column {}", location.line(), location.column())
        }
        _ => "whole document".to_owned(),
    };
    let (cause, cure) = match error {
        serde_saphyr::Error::SerdeUnknownField { field, expected, .. } => {
            let known = format!("write one of {}", expected.join(", "));
            let cure = match suggest::nearest(field, expected.iter().copied()) {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => known,
            };
            (format!("unknown key \"{field}\""), cure)
        }
        serde_saphyr::Error::SerdeUnknownVariant { variant, expected, .. } => {
            (format!("\"{variant}\" is not possible here"), format!("write one of {}", expected.join(", ")))
        }
        serde_saphyr::Error::SerdeMissingField { field, .. } => {
            (format!("the key \"{field}\" is missing"), format!("add {field}:"))
        }
        other => {
            let text = other.to_string();
            (text.lines().next().unwrap_or_default().to_owned(), "compare with mappings/*.yaml".to_owned())
        }
    };
    Error::Mapping { file: file_name.into(), place, cause, cure }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::proptest;

    const SMALL: &str = "\
mapping: small
source: 3
currency: EUR
time_zone: Europe/Berlin
orders:
  file: lines.csv
  number: { column: Order }
  customer: { column: Customer, kind: card }
  article: { column: Article }
  quantity: Pieces
  value: { total: Value }
  occurred: { column: Time }
  place: online
";

    fn check(from: &str, to: &str, expected: [&str; 3]) {
        assert!(SMALL.contains(from), "the test changes nothing: {from}");
        let error = Mapping::read(&SMALL.replacen(from, to, 1), "small.yaml").expect_err(to);
        let [place, cause, cure] = expected;
        let text = error.to_string();
        assert!(text.contains(place) && text.contains(cause), "{text}");
        assert!(error.hint().contains(cure), "{}", error.hint());
    }

    #[test]
    fn a_small_mapping_is_enough() {
        let mapping = Mapping::read(SMALL, "small.yaml").expect("good");
        assert_eq!((mapping.name().as_str(), mapping.files()), ("small", vec!["lines.csv"]));
    }

    #[test]
    fn errors_name_place_cause_and_cure() {
        check("quantity", "quantty", ["line 10", "unknown key \"quantty\"", "did you mean \"quantity\"?"]);
        check("kind: card", "kind: passport", ["line 8", "passport", "customer_number"]);
        check("source: 3\n", "", ["line", "\"source\" is missing", "add source:"]);
        check("Europe/Berlin", "Europe/Bonn", ["line 4", "not a time zone", "mappings"]);
        check("lines.csv", "../lines.csv", ["line 6", "without a path", "mappings"]);
        check("EUR", "Euro", ["line 3", "three capital letters", "mappings"]);
        check("place: online", "place: moon", ["line 13", "moon", "online, outlet"]);
        check(": Time", ": Time, format: \"%H:%M\"", ["line 12", "whole date", "mappings"]);
        check(
            "source: 3",
            "source: 3\ndays: {from: 2018-01-01, to: 2017-01-01}",
            ["days", "end on", "earlier"],
        );
        check(SMALL, "[", ["line 1", "", ""]);
        check(SMALL, "", ["", "", ""]);
    }

    #[test]
    fn patterns_match_codes_and_beginnings() {
        let pattern = |text: &str| Pattern::try_from(text.to_owned());
        assert!(pattern("C*").expect("good").matches("C536391"));
        assert!(!pattern("C").expect("good").matches("C2"));
        for bad in ["", "*", "a*b"] {
            assert!(pattern(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_document_makes_it_panic(noise in "\\PC{0,200}", at in 0usize..300) {
            let at = (at..).find(|at| SMALL.is_char_boundary((*at).min(SMALL.len()))).unwrap_or(0);
            let (head, tail) = SMALL.split_at(at.min(SMALL.len()));
            let _answer = Mapping::read(&format!("{head}{noise}{tail}"), "noise.yaml").map(|_| ());
        }
    }
}

//! What a column means: codes, people, moments, values of profile fields, and the small forms they are written in.

use crate::decimal;
use crate::report::Reason;
use anlass_model::id::IdentifierKind;
use anlass_model::value::Type;
use jiff::civil;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

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

/// Where the value of a profile field comes from: a column's name alone, or more.
#[derive(Clone, Debug)]
pub(crate) struct ProfileField {
    pub(crate) from: From,
    pub(crate) kind: Type,
    /// Of days and moments, as `strptime` has it.
    pub(crate) format: Option<Format>,
    /// What certain texts stand for.
    pub(crate) values: BTreeMap<String, String>,
    pub(crate) otherwise: Otherwise,
    pub(crate) part: Part,
}

#[derive(Clone, Debug)]
pub(crate) enum From {
    Column(String),
    Constant(String),
}

/// What becomes of a text that `values` does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Otherwise {
    #[default]
    Keep,
    /// It says nothing.
    Empty,
    /// The row is set aside.
    Quarantine,
}

/// Which part of a text is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    #[default]
    Whole,
    /// `Anna` of `Anna Maria Muster`, and of `Muster, Anna Maria` too: a comma turns names round.
    GivenName,
    /// `Muster` of both.
    FamilyName,
    /// `12a` of `Am Ring 12a`.
    HouseNumber,
    /// `Am Ring` of it.
    Street,
}

impl Part {
    pub(crate) fn of(self, text: &str) -> &str {
        let number_at = || {
            let (before, last) = text.rsplit_once(' ')?;
            last.starts_with(|first: char| first.is_ascii_digit()).then_some((before.trim(), last))
        };
        match (self, text.split_once(',')) {
            (Part::Whole, _) => text,
            (Part::GivenName, Some((_, given))) => given.split_whitespace().next().unwrap_or(""),
            (Part::FamilyName, Some((family, _))) => family.trim(),
            (Part::GivenName, None) if text.contains(' ') => text.split(' ').next().unwrap_or(""),
            (Part::GivenName, None) => "",
            (Part::FamilyName, None) => text.rsplit(' ').next().unwrap_or(text),
            (Part::HouseNumber, _) => number_at().map_or("", |(_, number)| number),
            (Part::Street, _) => number_at().map_or(text, |(street, _)| street),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WholeField {
    #[serde(default)]
    column: Option<String>,
    #[serde(default)]
    constant: Option<String>,
    #[serde(default = "text", rename = "type")]
    kind: Type,
    #[serde(default)]
    format: Option<Format>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    otherwise: Otherwise,
    #[serde(default)]
    part: Part,
}

fn text() -> Type {
    Type::Text
}

impl<'de> Deserialize<'de> for ProfileField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ProfileField, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = ProfileField;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a column, or column, type, format, values, otherwise and part")
    }

    fn visit_str<E: de::Error>(self, column: &str) -> Result<ProfileField, E> {
        Ok(ProfileField {
            from: From::Column(column.into()),
            kind: Type::Text,
            format: None,
            values: BTreeMap::new(),
            otherwise: Otherwise::Keep,
            part: Part::Whole,
        })
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<ProfileField, A::Error> {
        let whole = WholeField::deserialize(de::value::MapAccessDeserializer::new(map))?;
        let from = match (whole.column, whole.constant) {
            (Some(column), None) => From::Column(column),
            (None, Some(constant)) => From::Constant(constant),
            _ => {
                return Err(de::Error::custom(
                    "a field comes from a column or is a constant: write one of the two",
                ));
            }
        };
        let WholeField { kind, format, values, otherwise, part, .. } = whole;
        Ok(ProfileField { from, kind, format, values, otherwise, part })
    }
}

/// Whether something is so: for all rows, or by what a column says.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Flag {
    Always(bool),
    Column(FlagColumn),
}

/// Texts that are neither are set aside.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FlagColumn {
    pub(crate) column: String,
    pub(crate) yes: Vec<String>,
    pub(crate) no: Vec<String>,
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

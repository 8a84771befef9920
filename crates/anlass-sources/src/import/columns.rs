//! Reading columns as the mapping says: codes, people, moments, profile fields, yes or no, proofs.

use super::{CODE_CHARS_MAX, TEXT_CHARS_MAX};
use crate::decimal;
use crate::error::Error;
use crate::identifier;
use crate::mapping::{
    Canonical, Code, Flag, From, Mapping, Moment, Otherwise, Person, ProfileField, ProofForm, read_format,
};
use crate::report::{Flaw, Reason};
use crate::table::{Column, Fields, Table};
use anlass_model::consent::Proof;
use anlass_model::id::{Identifier, IdentifierKind, Name};
use anlass_model::time::Timestamp;
use anlass_model::value::{Day, Type, Value};
use jiff::civil;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use std::borrow::Cow;

/// Of a day as ISO 8601 has it.
const DAY_CHARS: usize = 10;

/// A column of codes.
pub(super) struct CodeColumn {
    pub(super) column: Column,
    pub(super) canonical: Canonical,
}

impl CodeColumn {
    pub(super) fn new(table: &mut Table, code: &Code) -> Result<CodeColumn, Error> {
        Ok(CodeColumn { column: table.column(&code.column)?, canonical: code.canonical })
    }

    pub(super) fn of_person(table: &mut Table, person: &Person) -> Result<CodeColumn, Error> {
        Ok(CodeColumn { column: table.column(&person.column)?, canonical: person.canonical })
    }

    pub(super) fn needed<'a>(&self, fields: Fields<'a>) -> Result<Cow<'a, str>, Flaw> {
        let text = self.column.needed(fields, CODE_CHARS_MAX)?;
        self.canonical.apply(text).map_err(|reason| self.column.flaw(reason, text))
    }

    pub(super) fn optional<'a>(&self, fields: Fields<'a>) -> Result<Option<Cow<'a, str>>, Flaw> {
        let Some(text) = self.column.optional(fields, CODE_CHARS_MAX)? else { return Ok(None) };
        self.canonical.apply(text).map(Some).map_err(|reason| self.column.flaw(reason, text))
    }
}

/// The columns by which a person is known.
pub(super) struct PersonColumns {
    columns: Vec<(CodeColumn, IdentifierKind)>,
}

impl PersonColumns {
    pub(super) fn new(table: &mut Table, first: &Person, also: &[Person]) -> Result<PersonColumns, Error> {
        let mut columns = Vec::with_capacity(1 + also.len());
        for person in std::iter::once(first).chain(also) {
            columns.push((CodeColumn::of_person(table, person)?, person.kind));
        }
        Ok(PersonColumns { columns })
    }

    /// What is missing in a row that names nobody.
    pub(super) fn lacking(&self) -> Flaw {
        let first = self.columns.first().map_or("", |(code, _)| &code.column.name);
        Flaw::of_field(Reason::Empty, first, "")
    }

    /// Strongest first; none if the row names nobody.
    ///
    /// # Errors
    /// If an address is none. A number without its country is passed over: it is a fact about somebody, but not which
    /// person it is. So is what is no SHA-256.
    pub(super) fn read(&self, fields: Fields<'_>) -> Result<Vec<Identifier>, Flaw> {
        let mut found = Vec::with_capacity(self.columns.len());
        for (code, kind) in &self.columns {
            let Some(text) = code.optional(fields)? else { continue };
            let value: Box<str> = match kind {
                IdentifierKind::Email => {
                    identifier::email(&text).ok_or_else(|| code.column.flaw(Reason::NotEmail, &text))?
                }
                IdentifierKind::Phone => match identifier::phone(&text) {
                    Some(number) => number,
                    None => continue,
                },
                IdentifierKind::HashedEmail => match identifier::hashed_email(&text) {
                    Some(hash) => hash,
                    None => continue,
                },
                _ => text.into(),
            };
            found.push(Identifier { kind: *kind, value });
        }
        found.sort();
        found.dedup();
        Ok(found)
    }
}

/// A column of times. Neighbouring rows mostly share one, so the last answer is kept.
pub(super) struct Clock {
    column: Column,
    zone: TimeZone,
    format: Option<String>,
    from: civil::Date,
    to: civil::Date,
    last: (String, Timestamp),
}

impl Clock {
    pub(super) fn new(table: &mut Table, moment: &Moment, mapping: &Mapping) -> Result<Clock, Error> {
        Ok(Clock {
            column: table.column(&moment.column)?,
            zone: moment.time_zone.as_ref().unwrap_or(&mapping.time_zone).0.clone(),
            format: moment.format.as_ref().map(|format| format.0.clone()),
            from: mapping.days.from,
            to: mapping.days.to,
            last: (String::new(), Timestamp(0)),
        })
    }

    pub(super) fn read(&mut self, fields: Fields<'_>) -> Result<Timestamp, Flaw> {
        let text = self.column.needed(fields, CODE_CHARS_MAX)?;
        self.of(text)
    }

    pub(super) fn optional(&mut self, fields: Fields<'_>) -> Result<Option<Timestamp>, Flaw> {
        match self.column.optional(fields, CODE_CHARS_MAX)? {
            Some(text) => self.of(text).map(Some),
            None => Ok(None),
        }
    }

    /// The moment up to which something holds: a day holds up to its end.
    pub(super) fn end(&self, fields: Fields<'_>) -> Result<Option<Timestamp>, Flaw> {
        let Some(text) = self.column.optional(fields, CODE_CHARS_MAX)? else { return Ok(None) };
        let format = self.format.as_deref();
        let Some((day, at)) = moment(text, format, &self.zone) else {
            return Err(self.column.flaw(Reason::NotTime, text));
        };
        // As systems write "for ever".
        if day >= self.to {
            return Ok(None);
        }
        if !is_day(text, format) {
            return Ok(Some(at));
        }
        let next = day.tomorrow().map_err(|_| self.column.flaw(Reason::TimeOutside, text))?;
        Ok(Some(Timestamp::from_zone(next.to_datetime(civil::Time::midnight()), &self.zone)))
    }

    pub(super) fn flaw(&self, reason: Reason, fields: Fields<'_>) -> Flaw {
        self.column.flaw(reason, fields.get(self.column.index))
    }

    fn of(&mut self, text: &str) -> Result<Timestamp, Flaw> {
        if text == self.last.0 {
            return Ok(self.last.1);
        }
        let Some((local, at)) = moment(text, self.format.as_deref(), &self.zone) else {
            return Err(self.column.flaw(Reason::NotTime, text));
        };
        if local < self.from || local > self.to {
            return Err(self.column.flaw(Reason::TimeOutside, text));
        }
        self.last = (text.into(), at);
        Ok(at)
    }
}

/// The day on the clock it was written by, and the moment. Without a format: as ISO 8601 has it, with its own offset where
/// it names one.
fn moment(text: &str, format: Option<&str>, zone: &TimeZone) -> Option<(civil::Date, Timestamp)> {
    if format.is_none()
        && let Ok(moment) = text.parse::<jiff::Timestamp>()
    {
        return Some((moment.to_zoned(zone.clone()).date(), Timestamp(moment.as_millisecond())));
    }
    let local = match format {
        Some(format) => read_format(format, text)?,
        None => text.parse::<civil::DateTime>().ok()?,
    };
    Some((local.date(), Timestamp::from_zone(local, zone)))
}

/// Whether a text that is a moment names a day and no time of it.
fn is_day(text: &str, format: Option<&str>) -> bool {
    match format {
        Some(format) => strtime::parse(format, text).is_ok_and(|parts| parts.hour().is_none()),
        None => text.parse::<civil::Date>().is_ok() && text.len() <= DAY_CHARS,
    }
}

/// A profile field's value out of a row.
pub(super) struct FieldReader<'m> {
    pub(super) name: Name,
    column: Option<Column>,
    constant: &'m str,
    field: &'m ProfileField,
    mapping: &'m Mapping,
}

impl<'m> FieldReader<'m> {
    pub(super) fn new(
        table: &mut Table,
        name: &Name,
        field: &'m ProfileField,
        mapping: &'m Mapping,
    ) -> Result<FieldReader<'m>, Error> {
        let (column, constant) = match &field.from {
            From::Column(column) => (Some(table.column(column)?), ""),
            From::Constant(text) => (None, text.as_str()),
        };
        Ok(FieldReader { name: name.clone(), column, constant, field, mapping })
    }

    /// `None` if the row says nothing of it.
    pub(super) fn read(&self, fields: Fields<'_>) -> Result<Option<Value>, Flaw> {
        let text = match &self.column {
            Some(column) => column.optional(fields, TEXT_CHARS_MAX)?.unwrap_or(""),
            None => self.constant,
        };
        let part = self.field.part.of(text);
        let meant = match self.field.values.get(part) {
            Some(value) => value.as_str(),
            None if self.field.values.is_empty() || part.is_empty() => part,
            None => match self.field.otherwise {
                Otherwise::Keep => part,
                Otherwise::Empty => "",
                Otherwise::Quarantine => return Err(self.flaw(Reason::NotListed, part)),
            },
        };
        if meant.is_empty() {
            return Ok(None);
        }
        self.value(meant).map(Some).map_err(|reason| self.flaw(reason, meant))
    }

    fn flaw(&self, reason: Reason, text: &str) -> Flaw {
        match &self.column {
            Some(column) => column.flaw(reason, text),
            None => Flaw::of_field(reason, self.name.as_str(), text),
        }
    }

    fn value(&self, text: &str) -> Result<Value, Reason> {
        let format = self.field.format.as_ref().map(|format| format.0.as_str());
        let zone = &self.mapping.time_zone.0;
        Ok(match self.field.kind {
            Type::Text => Value::Text(text.into()),
            Type::Int => Value::Int(decimal::integer(text)?.parse().map_err(|_| Reason::TooLarge)?),
            Type::Money => Value::Money(decimal::amount(text, self.mapping.decimal, self.mapping.currency)?),
            Type::Bool => Value::Bool(yes_or_no(text).ok_or(Reason::NotYesOrNo)?),
            Type::Day => Value::Day(Day::from_date(moment(text, format, zone).ok_or(Reason::NotTime)?.0)),
            Type::Time => Value::Time(moment(text, format, zone).ok_or(Reason::NotTime)?.1),
            Type::Span => Value::Span(text.parse().map_err(|_| Reason::NotSpan)?),
        })
    }
}

/// As tills, shops and spreadsheets write it.
fn yes_or_no(text: &str) -> Option<bool> {
    match &*text.to_lowercase() {
        "1" | "true" | "yes" | "y" | "ja" | "j" | "wahr" | "x" => Some(true),
        "0" | "false" | "no" | "n" | "nein" | "falsch" => Some(false),
        _ => None,
    }
}

/// Whether something is so, out of a row.
pub(super) enum FlagReader<'m> {
    Always(bool),
    Column { column: Column, yes: &'m [String], no: &'m [String] },
}

impl<'m> FlagReader<'m> {
    pub(super) fn new(table: &mut Table, flag: &'m Flag) -> Result<FlagReader<'m>, Error> {
        Ok(match flag {
            Flag::Always(so) => FlagReader::Always(*so),
            Flag::Column(of) => {
                FlagReader::Column { column: table.column(&of.column)?, yes: &of.yes, no: &of.no }
            }
        })
    }

    pub(super) fn read(&self, fields: Fields<'_>) -> Result<bool, Flaw> {
        let said = self.said(fields)?;
        match self {
            FlagReader::Column { column, .. } => said.ok_or_else(|| column.flaw(Reason::NotYesOrNo, "")),
            FlagReader::Always(so) => Ok(said.unwrap_or(*so)),
        }
    }

    /// `None`: the row says nothing, and the mapping does not say what that means.
    pub(super) fn said(&self, fields: Fields<'_>) -> Result<Option<bool>, Flaw> {
        let (column, yes, no) = match self {
            FlagReader::Always(so) => return Ok(Some(*so)),
            FlagReader::Column { column, yes, no } => (column, yes, no),
        };
        let text = column.optional(fields, CODE_CHARS_MAX)?.unwrap_or("");
        let is_in = |list: &[String]| list.iter().any(|known| known == text);
        match (is_in(yes), is_in(no)) {
            (true, _) => Ok(Some(true)),
            (false, true) => Ok(Some(false)),
            (false, false) if text.is_empty() => Ok(None),
            (false, false) => Err(column.flaw(Reason::NotYesOrNo, text)),
        }
    }
}

/// What proves a grant, out of a row; [`Proof::None`] where the row leaves it empty.
pub(super) enum ProofReader<'m> {
    DoubleOptIn { text: &'m Name, asked: Option<Clock> },
    Document { text: &'m Name, column: Column },
    Imported { text: &'m Name, from: &'m Name },
    None,
}

impl<'m> ProofReader<'m> {
    pub(super) fn new(
        table: &mut Table,
        form: &'m ProofForm,
        mapping: &Mapping,
    ) -> Result<ProofReader<'m>, Error> {
        Ok(match form {
            ProofForm::DoubleOptIn { text, asked } => {
                let asked = asked.as_ref().map(|asked| Clock::new(table, asked, mapping)).transpose()?;
                ProofReader::DoubleOptIn { text, asked }
            }
            ProofForm::Document { text, column } => {
                ProofReader::Document { text, column: table.column(column)? }
            }
            ProofForm::Imported { text, from } => ProofReader::Imported { text, from },
            ProofForm::None => ProofReader::None,
        })
    }

    pub(super) fn read(&mut self, fields: Fields<'_>) -> Result<Proof, Flaw> {
        Ok(match self {
            ProofReader::DoubleOptIn { text, asked: None } => {
                Proof::DoubleOptIn { text: (*text).clone(), asked: None }
            }
            ProofReader::DoubleOptIn { text, asked: Some(asked) } => match asked.optional(fields)? {
                Some(asked) => Proof::DoubleOptIn { text: (*text).clone(), asked: Some(asked) },
                None => Proof::None,
            },
            ProofReader::Document { text, column } => match column.optional(fields, TEXT_CHARS_MAX)? {
                Some(document) => Proof::Document { text: (*text).clone(), document: document.into() },
                None => Proof::None,
            },
            ProofReader::Imported { text, from } => {
                Proof::Imported { text: (*text).clone(), from: (*from).clone() }
            }
            ProofReader::None => Proof::None,
        })
    }
}

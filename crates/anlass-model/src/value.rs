//! Values that profile fields, event fields and traits can hold. No floating point.

use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A calendar day, as days since 1970-01-01 (no zone).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

const EPOCH: jiff::civil::Date = jiff::civil::date(1970, 1, 1);

impl Day {
    #[must_use]
    pub fn from_date(date: jiff::civil::Date) -> Day {
        Day(EPOCH.until(date).map_or(0, |span| span.get_days()))
    }

    #[must_use]
    pub fn date(self) -> jiff::civil::Date {
        EPOCH.saturating_add(jiff::Span::new().try_days(self.0).unwrap_or_default())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}

impl std::str::FromStr for Day {
    type Err = BadDay;
    fn from_str(text: &str) -> Result<Day, BadDay> {
        text.parse::<jiff::civil::Date>()
            .map(Day::from_date)
            .map_err(|_| BadDay(text.chars().take(40).collect()))
    }
}

#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a day: write it as 2026-11-22")]
pub struct BadDay(String);

/// The type of a field, a trait or an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    Bool,
    Int,
    /// Minor units of the vault's currency.
    Money,
    Span,
    Time,
    Day,
    Text,
}

impl Type {
    /// As settings and mappings write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Money => "money",
            Type::Span => "span",
            Type::Time => "time",
            Type::Day => "day",
            Type::Text => "text",
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Type::Bool => "yes/no",
            Type::Int => "whole number",
            Type::Money => "amount of money",
            Type::Span => "duration",
            Type::Time => "moment",
            Type::Day => "day",
            Type::Text => "text",
        })
    }
}

/// A value; a missing one is the absence of a `Value`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Value {
    Bool(bool),
    Int(i64),
    /// Minor units of the vault's currency.
    Money(i64),
    Span(Span),
    Time(Timestamp),
    Day(Day),
    Text(Box<str>),
}

impl Value {
    #[must_use]
    pub fn kind(&self) -> Type {
        match self {
            Value::Bool(_) => Type::Bool,
            Value::Int(_) => Type::Int,
            Value::Money(_) => Type::Money,
            Value::Span(_) => Type::Span,
            Value::Time(_) => Type::Time,
            Value::Day(_) => Type::Day,
            Value::Text(_) => Type::Text,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Bool(flag) => write!(f, "{flag}"),
            Value::Int(number) => write!(f, "{number}"),
            Value::Money(minor) => {
                let sign = if *minor < 0 { "-" } else { "" };
                write!(f, "{sign}{}.{:02}", minor.unsigned_abs() / 100, minor.unsigned_abs() % 100)
            }
            Value::Span(span) => write!(f, "{span}"),
            Value::Time(time) => write!(f, "{time}"),
            Value::Day(day) => write!(f, "{day}"),
            Value::Text(text) => write!(f, "\"{text}\""),
        }
    }
}

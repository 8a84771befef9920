//! Building events in the collector's words from foreign JSON: members that are absent or empty stay away, amounts stay
//! digits.

use super::Knowledge;
use crate::collector::moment;
use crate::decimal::{self, Mark};
use crate::identifier::email;
use crate::json::Json;
use anlass_model::id::{Identifier, IdentifierKind, parts_hash};
use anlass_model::money::Currency;
use anlass_model::time::Timestamp;
use std::borrow::Cow;

/// An object without the members that say nothing.
pub(crate) fn object<'j>(members: Vec<(&'static str, Json<'j>)>) -> Json<'j> {
    let says = |value: &Json<'_>| match value {
        Json::Null => false,
        Json::Text(text) => !text.trim().is_empty(),
        _ => true,
    };
    let members = members.into_iter().filter(|(_, value)| says(value));
    Json::Object(members.map(|(name, value)| (Cow::Borrowed(name), value)).collect())
}

pub(crate) fn text<'j>(text: impl Into<Cow<'j, str>>) -> Json<'j> {
    Json::Text(text.into())
}

/// The value at a path of members, nothing if it is not there.
pub(crate) fn at<'v, 'j>(json: &'v Json<'j>, path: &[&str]) -> Option<&'v Json<'j>> {
    let found = path.iter().try_fold(json, |json, name| json.get(name))?;
    (*found != Json::Null).then_some(found)
}

/// The same as a value of its own; [`Json::Null`] if it is not there.
pub(crate) fn copy<'j>(json: &Json<'j>, path: &[&str]) -> Json<'j> {
    at(json, path).cloned().unwrap_or(Json::Null)
}

/// The text at a path, trimmed, if it says something.
pub(crate) fn word<'v>(json: &'v Json<'_>, path: &[&str]) -> Option<&'v str> {
    at(json, path)?.text().map(str::trim).filter(|text| !text.is_empty())
}

pub(crate) fn list<'v, 'j>(json: &'v Json<'j>, path: &[&str]) -> &'v [Json<'j>] {
    at(json, path).and_then(Json::list).unwrap_or_default()
}

/// The first of several paths that leads to a moment.
pub(crate) fn time(json: &Json<'_>, paths: &[&[&str]]) -> Option<Timestamp> {
    paths.iter().find_map(|path| word(json, path).and_then(moment))
}

/// A moment as the collector reads it.
pub(crate) fn time_text<'j>(moment: Option<Timestamp>) -> Json<'j> {
    // Milliseconds below this would be read as seconds.
    const MILLISECONDS_FROM: i64 = 100_000_000_000;
    match moment {
        None => Json::Null,
        Some(Timestamp(milliseconds)) if milliseconds >= MILLISECONDS_FROM => text(milliseconds.to_string()),
        Some(Timestamp(milliseconds)) => text(milliseconds.div_euclid(1_000).to_string()),
    }
}

/// Minor units of a stated amount.
pub(crate) fn minor(json: &Json<'_>, path: &[&str], currency: Currency) -> Option<i64> {
    decimal::amount(word(json, path)?, Mark::Point, currency).ok()
}

/// Minor units as an amount is written.
pub(crate) fn amount<'j>(minor: i64, currency: Currency) -> Json<'j> {
    let sign = if minor < 0 { "-" } else { "" };
    let scale = 10_u64.checked_pow(currency.digits()).unwrap_or(1);
    let (whole, rest) = (minor.unsigned_abs() / scale, minor.unsigned_abs() % scale);
    let width = usize::try_from(currency.digits()).unwrap_or(0);
    match width {
        0 => text(format!("{sign}{whole}")),
        _ => text(format!("{sign}{whole}.{rest:0width$}")),
    }
}

/// Who somebody is: a number with the shop, an address.
#[derive(Clone)]
pub(crate) struct Person<'j> {
    number: Json<'j>,
    email: Json<'j>,
}

impl<'j> Person<'j> {
    /// An address that is none says nothing about who it is, and does not spoil what happened.
    pub(crate) fn of(known: &Knowledge<'_>, number: Option<&str>, address: Option<&str>) -> Person<'j> {
        let address = address.and_then(email).map(String::from);
        Person {
            number: number.map_or(Json::Null, |number| text(known.number(number))),
            email: address.map_or(Json::Null, text),
        }
    }

    pub(crate) fn identifiers(&self) -> Vec<Identifier> {
        let of = |kind, json: &Json<'_>| json.text().map(|value| Identifier { kind, value: value.into() });
        let found =
            [of(IdentifierKind::CustomerNumber, &self.number), of(IdentifierKind::Email, &self.email)];
        found.into_iter().flatten().collect()
    }

    /// That they did something.
    pub(crate) fn did(self, event: &'static str, at: Option<Timestamp>, properties: Json<'j>) -> Json<'j> {
        self.did_anonymously(event, at, properties, Json::Null)
    }

    /// That they did something, known by a cookie too.
    pub(crate) fn did_anonymously(
        self,
        event: &'static str,
        at: Option<Timestamp>,
        properties: Json<'j>,
        cookie: Json<'j>,
    ) -> Json<'j> {
        object(vec![
            ("type", text("track")),
            ("event", text(event)),
            ("userId", self.number),
            ("anonymousId", cookie),
            ("context", object(vec![("traits", object(vec![("email", self.email)]))])),
            ("timestamp", time_text(at)),
            ("properties", properties),
        ])
    }

    /// That they are so.
    pub(crate) fn is(self, at: Option<Timestamp>, mut traits: Vec<(&'static str, Json<'j>)>) -> Json<'j> {
        traits.push(("email", self.email));
        object(vec![
            ("type", text("identify")),
            ("userId", self.number),
            ("timestamp", time_text(at)),
            ("traits", object(traits)),
        ])
    }
}

/// What stands for a document that has no id: the same for the same content, however it was spaced.
pub(crate) fn print(json: &Json<'_>) -> String {
    let mut bytes = Vec::new();
    write(json, &mut bytes);
    format!("{:032x}", parts_hash(&[b"document", &bytes]))
}

fn write(json: &Json<'_>, out: &mut Vec<u8>) {
    let mut leaf = |kind: u8, text: &str| {
        out.push(kind);
        out.extend(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
        out.extend(text.as_bytes());
    };
    match json {
        Json::Null => leaf(0, ""),
        Json::Bool(flag) => leaf(1, if *flag { "1" } else { "0" }),
        Json::Number(digits) => leaf(2, digits),
        Json::Text(text) => leaf(3, text),
        Json::List(values) => {
            leaf(4, &values.len().to_string());
            values.iter().for_each(|value| write(value, out));
        }
        Json::Object(members) => {
            leaf(5, &members.len().to_string());
            for (name, value) in members {
                out.extend(u64::try_from(name.len()).unwrap_or(u64::MAX).to_le_bytes());
                out.extend(name.as_bytes());
                write(value, out);
            }
        }
    }
}

/// The sender's id of a thing, or what stands for it.
pub(crate) fn id_of<'v>(json: &'v Json<'_>, name: &str) -> Cow<'v, str> {
    word(json, &[name]).map_or_else(|| Cow::Owned(print(json)), Cow::Borrowed)
}

/// When a thing became as it is, or what stands for how it is: never the moment of reception, for an attempt that is
/// repeated later must have the same id.
pub(crate) fn stamp(json: &Json<'_>, moment: Option<Timestamp>) -> String {
    moment.map_or_else(|| print(json), |moment| moment.0.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_they_are_read() {
        for minor in [0, 5, -5, 100, 1_999, i64::MAX, i64::MIN + 1] {
            let written = amount(minor, Currency::EUR);
            let read = decimal::amount(written.text().unwrap(), Mark::Point, Currency::EUR).unwrap();
            assert_eq!(read, minor);
        }
        assert_eq!(amount(1_999, Currency::EUR).text(), Some("19.99"));
    }

    #[test]
    fn moments_are_read_as_they_were_written() {
        for milliseconds in [0, 99_000_000_000, 1_795_292_400_123] {
            let written = time_text(Some(Timestamp(milliseconds)));
            assert_eq!(written.text().and_then(moment), Some(Timestamp(milliseconds)));
        }
    }
}

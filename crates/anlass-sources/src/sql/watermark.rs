//! The column that tells what is new, its values in their order, and how far before the last one is looked again.
//! Looking again is what finds rows that were written earlier than they could be seen: a transaction takes its number or
//! time when it begins and is seen when it ends.

use super::rows::Cell;
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// Looked again before the last time, in seconds …
const SECONDS_AGAIN: u64 = 300;
/// … and before the last number.
const NUMBERS_AGAIN: u64 = 1_000;

/// A column that grows with every change of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watermark {
    /// As the query's result names it.
    pub column: String,
    pub kind: Kind,
    /// How far before the last value is looked again, in seconds or in numbers. What takes longer to be seen is not found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Integer,
    /// A time or a day, with or without a time zone.
    Timestamp,
    /// A text that grows; only its last value is looked at again.
    Text,
}

/// A value in its order; texts have that of their database, which is not known here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Integer(i128),
    Moment(DateTime),
    Text,
}

/// A time as somebody wrote it.
struct Written<'t> {
    at: DateTime,
    /// What parts day and time; without it there is only the day.
    parted_by: Option<char>,
    digits: usize,
    zone: &'t str,
}

impl Watermark {
    pub(super) fn value(&self, cell: &Cell) -> Result<Value, String> {
        value(self.kind, cell).ok_or_else(|| {
            let expected = match self.kind {
                Kind::Integer => "a whole number",
                Kind::Timestamp => "a time such as 2024-05-01 10:00:00",
                Kind::Text => "a text",
            };
            let shown: String = cell.text().chars().take(40).collect();
            format!("\"{shown}\" in the watermark column \"{}\" is not {expected}", self.column)
        })
    }

    /// From where is looked again once everything up to this value was read.
    pub(super) fn floor(&self, last: &Cell) -> Cell {
        let stepped = match self.kind {
            Kind::Integer => back_by(last, self.again.unwrap_or(NUMBERS_AGAIN)),
            Kind::Timestamp => earlier(last, self.again.unwrap_or(SECONDS_AGAIN)),
            Kind::Text => None,
        };
        stepped.unwrap_or_else(|| last.clone())
    }
}

fn value(kind: Kind, cell: &Cell) -> Option<Value> {
    match (kind, cell) {
        (Kind::Integer, Cell::Number(digits)) => digits.parse().ok().map(Value::Integer),
        (Kind::Timestamp, Cell::Text(text) | Cell::Moment(text)) => {
            Written::read(text).map(|written| Value::Moment(written.at))
        }
        (Kind::Text, Cell::Text(_) | Cell::Moment(_)) => Some(Value::Text),
        _ => None,
    }
}

fn back_by(last: &Cell, again: u64) -> Option<Cell> {
    let number: i128 = last.text().parse().ok()?;
    let lower = number - i128::from(again);
    // Below zero a column of unsigned numbers could not be compared.
    Some(Cell::Number(if number >= 0 { lower.max(0) } else { lower }.to_string()))
}

fn earlier(last: &Cell, again: u64) -> Option<Cell> {
    let written = Written::read(last.text())?;
    let back = SignedDuration::from_secs(i64::try_from(again).ok()?);
    let text = Written { at: written.at.checked_sub(back).ok()?, ..written }.write();
    Some(if matches!(last, Cell::Moment(_)) { Cell::Moment(text) } else { Cell::Text(text) })
}

impl Written<'_> {
    fn read(text: &str) -> Option<Written<'_>> {
        let day: Date = text.get(..10)?.parse().ok()?;
        let Some(parted_by) = text.get(10..).and_then(|rest| rest.chars().next()) else {
            let at = day.to_datetime(Time::midnight());
            return Some(Written { at, parted_by: None, digits: 0, zone: "" });
        };
        if !matches!(parted_by, ' ' | 'T') {
            return None;
        }
        let rest = text.get(11..)?;
        let is_clock = |letter: char| letter.is_ascii_digit() || matches!(letter, ':' | '.');
        let end = rest.find(|letter| !is_clock(letter)).unwrap_or(rest.len());
        let (clock, zone) = rest.split_at(end);
        let is_zone = zone.is_empty()
            || zone == "Z"
            || (zone.starts_with(['+', '-']) && zone.len() > 1 && zone[1..].chars().all(is_clock));
        let digits = clock.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let time: Time = clock.parse().ok()?;
        is_zone.then_some(Written { at: day.to_datetime(time), parted_by: Some(parted_by), digits, zone })
    }

    /// As it was written, cut rather than rounded.
    fn write(&self) -> String {
        let Some(parted_by) = self.parted_by else {
            // A day that was stepped back into begins at its midnight.
            return self.at.date().to_string();
        };
        let time = self.at.time();
        let mut text = format!(
            "{}{parted_by}{:02}:{:02}:{:02}",
            self.at.date(),
            time.hour(),
            time.minute(),
            time.second()
        );
        if self.digits > 0 {
            let nanoseconds = format!("{:09}", time.subsec_nanosecond());
            text.push('.');
            text.extend(nanoseconds.chars().take(self.digits));
        }
        text.push_str(self.zone);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn watermark(kind: Kind, again: Option<u64>) -> Watermark {
        Watermark { column: "changed".into(), kind, again }
    }

    fn stepped(text: &str, again: u64) -> String {
        watermark(Kind::Timestamp, Some(again)).floor(&Cell::Text(text.into())).text().to_owned()
    }

    #[test]
    fn what_is_looked_at_again_begins_earlier_in_the_same_spelling() {
        assert_eq!(stepped("2024-05-01 00:00:10", 300), "2024-04-30 23:55:10");
        assert_eq!(stepped("2024-05-01T00:00:10.250Z", 10), "2024-05-01T00:00:00.250Z");
        assert_eq!(stepped("2024-05-01 00:00:10.123456+00", 1), "2024-05-01 00:00:09.123456+00");
        assert_eq!(stepped("2024-05-01", 300), "2024-04-30");
        assert_eq!(stepped("2024-05-01", 0), "2024-05-01");
        let numbers =
            |text: &str| watermark(Kind::Integer, None).floor(&Cell::Number(text.into())).text().to_owned();
        assert_eq!((numbers("5000").as_str(), numbers("7").as_str()), ("4000", "0"));
        assert_eq!(numbers("-5"), "-1005");
        assert_eq!(watermark(Kind::Text, Some(9)).floor(&Cell::Text("b".into())).text(), "b");
    }

    #[test]
    fn a_watermark_of_another_kind_is_refused_with_what_was_found() {
        let refused = watermark(Kind::Integer, None).value(&Cell::Text("new".into()));
        assert_eq!(
            refused,
            Err("\"new\" in the watermark column \"changed\" is not a whole number".to_owned())
        );
        for text in ["infinity", "2024-13-01", "2024-05-01x10:00:00", "2024-05-01 10:00:00 CET", "ä"] {
            assert!(watermark(Kind::Timestamp, None).value(&Cell::Text(text.into())).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn stepping_back_never_goes_forward(text in "20[0-9]{2}-0[1-9]-[0-2][1-8][ T][01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?Z?", again in 0_u64..1_000_000) {
            let last = Cell::Text(text);
            let watermark = watermark(Kind::Timestamp, Some(again));
            let floor = watermark.floor(&last);
            prop_assert!(watermark.value(&floor) <= watermark.value(&last));
            prop_assert!(floor.text() <= last.text());
        }

        #[test]
        fn no_text_stops_the_reader_of_times(text in "\\PC{0,30}") {
            let _value = watermark(Kind::Timestamp, None).value(&Cell::Text(text));
        }
    }
}

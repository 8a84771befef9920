//! Times. UTC milliseconds are stored; occurred, received and decided are different types, and so are
//! the customer's local time and the dealer's. Nothing here reads a clock.

use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt;

/// UTC milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Timestamp(pub i64);

/// A length of time in milliseconds; may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Span(pub i64);

pub const SECOND: Span = Span(1_000);
pub const MINUTE: Span = Span(60_000);
pub const HOUR: Span = Span(3_600_000);
pub const DAY: Span = Span(86_400_000);

impl Span {
    #[must_use]
    pub const fn times(self, n: i64) -> Span {
        Span(self.0.saturating_mul(n))
    }
}

impl Timestamp {
    /// Later than every real moment; used as "never".
    pub const NEVER: Timestamp = Timestamp(i64::MAX);

    #[must_use]
    pub const fn plus(self, span: Span) -> Timestamp {
        Timestamp(self.0.saturating_add(span.0))
    }
    #[must_use]
    pub const fn minus(self, span: Span) -> Timestamp {
        Timestamp(self.0.saturating_sub(span.0))
    }
    /// `self − earlier`.
    #[must_use]
    pub const fn since(self, earlier: Timestamp) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// The moment as seen in a zone.
    #[must_use]
    pub fn in_zone(self, zone: &TimeZone) -> civil::DateTime {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(moment) => zone.to_datetime(moment),
            Err(_) if self.0 < 0 => civil::DateTime::MIN,
            Err(_) => civil::DateTime::MAX,
        }
    }

    /// The first moment at which a zone's clocks show `local` (in a gap: the moment after it).
    #[must_use]
    pub fn from_zone(local: civil::DateTime, zone: &TimeZone) -> Timestamp {
        match zone.to_ambiguous_timestamp(local).compatible() {
            Ok(moment) => Timestamp(moment.as_millisecond()),
            Err(_) => Timestamp::NEVER,
        }
    }
}

/// A text that is no moment.
#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a moment: write it as 2026-11-24T09:00:00Z")]
pub struct BadMoment(String);

impl std::str::FromStr for Timestamp {
    type Err = BadMoment;
    fn from_str(text: &str) -> Result<Timestamp, BadMoment> {
        let moment: Result<jiff::Timestamp, _> = text.parse();
        moment
            .map(|moment| Timestamp(moment.as_millisecond()))
            .map_err(|_| BadMoment(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_millisecond(self.0) {
            Ok(moment) => write!(f, "{moment}"),
            Err(_) => write!(f, "never"),
        }
    }
}

/// Spans print as authors write them: `45m`, `1h30m`, `30d`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.unsigned_abs();
        if rest == 0 {
            return f.write_str("0s");
        }
        if self.0 < 0 {
            f.write_str("-")?;
        }
        for (unit, size) in [("d", 86_400_000u64), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)] {
            if rest >= size {
                write!(f, "{}{unit}", rest / size)?;
                rest %= size;
            }
        }
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not a duration: write for example 90s, 45m, 1h30m, 10d or 2w")]
pub struct BadSpan(String);

impl std::str::FromStr for Span {
    type Err = BadSpan;
    fn from_str(text: &str) -> Result<Span, BadSpan> {
        let bad = || BadSpan(text.chars().take(40).collect());
        let (negative, mut rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut total: i64 = 0;
        if rest.is_empty() {
            return Err(bad());
        }
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(bad)?;
            let (number, tail) = rest.split_at(digits);
            let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
            let (unit, tail) = tail.split_at(letters);
            let size = match unit {
                "ms" => 1,
                "s" => SECOND.0,
                "m" => MINUTE.0,
                "h" => HOUR.0,
                "d" => DAY.0,
                "w" => DAY.0 * 7,
                _ => return Err(bad()),
            };
            let number: i64 = number.parse().map_err(|_| bad())?;
            total = number.checked_mul(size).and_then(|part| total.checked_add(part)).ok_or_else(bad)?;
            rest = tail;
        }
        Ok(Span(if negative { -total } else { total }))
    }
}

/// When something happened at the customer's side. Facts go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Occurred(pub Timestamp);

/// When it reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Received(pub Timestamp);

/// The `now` of the step that took it into account. Decisions go by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Decided(pub Timestamp);

/// A client's clock may run ahead by this much before an event is clipped.
pub const FUTURE_TOLERANCE: Span = MINUTE.times(5);

impl Occurred {
    /// Client time corrected by the client's own clock error (`received − sent_at`); what would still lie
    /// more than [`FUTURE_TOLERANCE`] in the future is clipped to `received` (second value: true).
    #[must_use]
    pub fn corrected(client: Timestamp, sent_at: Option<Timestamp>, received: Received) -> (Occurred, bool) {
        let shift = sent_at.map_or(Span(0), |sent| received.0.since(sent));
        let corrected = client.plus(shift);
        if corrected.since(received.0) > FUTURE_TOLERANCE {
            return (Occurred(received.0), true);
        }
        (Occurred(corrected), false)
    }
}

/// A moment on the customer's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CustomerLocal(pub civil::DateTime);

/// A moment on the dealer's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DealerLocal(pub civil::DateTime);

/// A span in documents: authors write `30d`; the canonical form is the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SpanText(pub Span);

impl TryFrom<String> for SpanText {
    type Error = BadSpan;
    fn try_from(text: String) -> Result<SpanText, BadSpan> {
        text.parse().map(SpanText)
    }
}

impl From<SpanText> for String {
    fn from(span: SpanText) -> String {
        span.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_what_they_print() {
        for text in ["0s", "45m", "1h30m", "30d", "1d1ms", "-2h"] {
            assert_eq!(text.parse::<Span>().expect(text).to_string(), text);
        }
        assert_eq!("2w".parse::<Span>().expect("2w"), DAY.times(14));
        for bad in ["", "h", "5", "5y", "1h-3m", "99999999999999999d"] {
            assert!(bad.parse::<Span>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_clock_ahead_is_corrected_and_a_liar_is_clipped() {
        let received = Received(Timestamp(1_000_000_000));
        let ahead = Timestamp(1_000_000_000).plus(HOUR);
        assert_eq!(Occurred::corrected(ahead, Some(ahead), received), (Occurred(received.0), false));
        assert_eq!(Occurred::corrected(ahead, None, received), (Occurred(received.0), true));
    }
}

//! Values of a Parquet column as text, as the mapping would read them from a text file.

use crate::decimal::Mark;
use crate::report::Reason;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;
use std::fmt::Write;

/// Of bytes that are no text so many are shown.
const BYTES_SHOWN: usize = 64;
const SCALE_MAX: usize = 60;

/// What the values of a column mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Plain,
    Unsigned,
    Text,
    /// So many digits stand behind the point.
    Decimal(usize),
    Date,
    /// So many of these make a second.
    Time(i64),
    /// A moment; the clock on some wall, unless it is in UTC.
    Moment {
        per_second: i64,
        is_utc: bool,
    },
    Uuid,
}

fn per_second(unit: &TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    }
}

impl Meaning {
    pub(super) fn of(column: &ColumnDescriptor) -> Meaning {
        let decimal = || Meaning::Decimal(usize::try_from(column.type_scale()).unwrap_or(0).min(SCALE_MAX));
        let moment = |per_second| Meaning::Moment { per_second, is_utc: true };
        match column.logical_type_ref() {
            Some(LogicalType::String | LogicalType::Enum | LogicalType::Json) => Meaning::Text,
            Some(LogicalType::Decimal(_)) => decimal(),
            Some(LogicalType::Date) => Meaning::Date,
            Some(LogicalType::Time(time)) => Meaning::Time(per_second(&time.unit)),
            Some(LogicalType::Timestamp(stamp)) => {
                Meaning::Moment { per_second: per_second(&stamp.unit), is_utc: stamp.is_adjusted_to_u_t_c }
            }
            Some(LogicalType::Integer(integer)) if !integer.is_signed => Meaning::Unsigned,
            Some(LogicalType::Uuid) => Meaning::Uuid,
            Some(_) => Meaning::Plain,
            None => match column.converted_type() {
                ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Meaning::Text,
                ConvertedType::DECIMAL => decimal(),
                ConvertedType::DATE => Meaning::Date,
                ConvertedType::TIME_MILLIS => Meaning::Time(1_000),
                ConvertedType::TIME_MICROS => Meaning::Time(1_000_000),
                ConvertedType::TIMESTAMP_MILLIS => moment(1_000),
                ConvertedType::TIMESTAMP_MICROS => moment(1_000_000),
                ConvertedType::UINT_8
                | ConvertedType::UINT_16
                | ConvertedType::UINT_32
                | ConvertedType::UINT_64 => Meaning::Unsigned,
                _ if column.physical_type() == Type::INT96 => {
                    Meaning::Moment { per_second: 1_000_000_000, is_utc: true }
                }
                _ => Meaning::Plain,
            },
        }
    }
}

/// A whole number of `bits` bits. One that means no day or moment that there is stays a number.
pub(super) fn of_integer(value: i64, bits: u32, meaning: Meaning, mark: Mark) -> String {
    let text = match meaning {
        Meaning::Unsigned if bits == 32 => Some((value & 0xffff_ffff).to_string()),
        Meaning::Unsigned => Some(value.cast_unsigned().to_string()),
        Meaning::Decimal(scale) => Some(decimal(i128::from(value), scale, mark)),
        Meaning::Date => day(value).map(|day| day.to_string()),
        Meaning::Time(per_second) => time(value, per_second),
        Meaning::Moment { per_second, is_utc } => moment(value, per_second, is_utc),
        Meaning::Plain | Meaning::Text | Meaning::Uuid => None,
    };
    text.unwrap_or_else(|| value.to_string())
}

pub(super) fn of_float(text: String, mark: Mark) -> String {
    match mark {
        Mark::Point => text,
        Mark::Comma => text.replace('.', ","),
    }
}

pub(super) fn of_bytes(bytes: &[u8], meaning: Meaning, mark: Mark) -> Result<String, Reason> {
    match meaning {
        Meaning::Decimal(scale) => big_endian(bytes).map(|value| decimal(value, scale, mark)),
        Meaning::Text => Some(std::str::from_utf8(bytes).map_err(|_| Reason::NotUtf8)?.to_owned()),
        Meaning::Uuid if bytes.len() == 16 => Some(uuid(bytes)),
        _ => Some(std::str::from_utf8(bytes).map_or_else(|_| hexadecimal(bytes), str::to_owned)),
    }
    .ok_or(Reason::TooLarge)
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes.iter().take(BYTES_SHOWN) {
        // A text takes everything.
        let _written = write!(text, "{byte:02x}");
    }
    text.push_str(if bytes.len() > BYTES_SHOWN { "…" } else { "" });
    text
}

fn uuid(bytes: &[u8]) -> String {
    let mut text = hexadecimal(bytes);
    for at in [8, 13, 18, 23] {
        text.insert(at, '-');
    }
    text
}

/// A number as its bytes in two's complement, the greatest first.
fn big_endian(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
    let fill = if negative { 0xff } else { 0 };
    let spare = bytes.len().saturating_sub(16);
    if bytes.iter().take(spare).any(|byte| *byte != fill) {
        return None;
    }
    let mut all = [fill; 16];
    let own = &bytes[spare..];
    all[16 - own.len()..].copy_from_slice(own);
    let value = i128::from_be_bytes(all);
    (value.is_negative() == negative).then_some(value)
}

fn decimal(value: i128, scale: usize, mark: Mark) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    match mark {
        _ if scale == 0 => format!("{sign}{whole}"),
        Mark::Point => format!("{sign}{whole}.{fraction}"),
        Mark::Comma => format!("{sign}{whole},{fraction}"),
    }
}

fn day(days: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(i32::try_from(days).ok()?.days()).ok()
}

fn time(value: i64, per_second: i64) -> Option<String> {
    let (seconds, rest) = (value.div_euclid(per_second), value.rem_euclid(per_second));
    if !(0..86_400).contains(&seconds) {
        return None;
    }
    let nanoseconds = i32::try_from(rest * (1_000_000_000 / per_second)).ok()?;
    let part = |value: i64| i8::try_from(value).ok();
    let (hour, minute) = (part(seconds / 3_600)?, part(seconds / 60 % 60)?);
    Some(jiff::civil::Time::new(hour, minute, part(seconds % 60)?, nanoseconds).ok()?.to_string())
}

fn moment(value: i64, per_second: i64, is_utc: bool) -> Option<String> {
    let nanoseconds = i128::from(value) * i128::from(1_000_000_000 / per_second);
    let moment = Timestamp::from_nanosecond(nanoseconds).ok()?;
    Some(if is_utc {
        moment.to_string()
    } else {
        moment.to_zoned(TimeZone::UTC).datetime().to_string().replacen('T', " ", 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_all_their_digits() {
        assert_eq!(decimal(-5, 2, Mark::Point), "-0.05");
        assert_eq!(decimal(123_456, 2, Mark::Comma), "1234,56");
        assert_eq!(decimal(7, 0, Mark::Comma), "7");
        assert_eq!(big_endian(&[0xff, 0xfb]), Some(-5));
        assert_eq!(big_endian(&[0; 20]), Some(0));
        assert_eq!(big_endian(&[1; 17]), None);
        assert_eq!(big_endian(&[]), Some(0));
    }

    #[test]
    fn days_and_moments_that_there_are_not_stay_numbers() {
        let moment = |is_utc| Meaning::Moment { per_second: 1_000, is_utc };
        let of = |value, meaning| of_integer(value, 64, meaning, Mark::Point);
        assert_eq!(of(1_714_557_600_000, moment(true)), "2024-05-01T10:00:00Z");
        assert_eq!(of(1_714_557_600_500, moment(false)), "2024-05-01 10:00:00.5");
        assert_eq!(of(19_844, Meaning::Date), "2024-05-01");
        assert_eq!(of(-1, Meaning::Date), "1969-12-31");
        assert_eq!(of(i64::MAX, Meaning::Date), i64::MAX.to_string());
        assert_eq!(of(i64::MIN, moment(true)), i64::MIN.to_string());
        assert_eq!(of(36_001_000, Meaning::Time(1_000)), "10:00:01");
        assert_eq!(of_integer(-1, 32, Meaning::Unsigned, Mark::Point), "4294967295");
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_as_numbers() {
        assert_eq!(of_bytes(b"abc", Meaning::Plain, Mark::Point).as_deref(), Ok("abc"));
        assert_eq!(of_bytes(b"\xff\x00", Meaning::Plain, Mark::Point).as_deref(), Ok("ff00"));
        assert_eq!(of_bytes(b"\xff\x00", Meaning::Text, Mark::Point), Err(Reason::NotUtf8));
        let id = of_bytes(&[0x12; 16], Meaning::Uuid, Mark::Point);
        assert_eq!(id.as_deref(), Ok("12121212-1212-1212-1212-121212121212"));
    }
}

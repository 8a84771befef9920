//! Values as PostgreSQL writes them, in the one form in which they are handed on.

use super::super::connection::Order;
use super::super::rows::Cell;

const BOOL: u32 = 16;
const BYTEA: u32 = 17;
const INT8: u32 = 20;
const INT2: u32 = 21;
const INT4: u32 = 23;
const OID: u32 = 26;
const FLOAT4: u32 = 700;
const FLOAT8: u32 = 701;
const TIMESTAMPTZ: u32 = 1184;
const NUMERIC: u32 = 1700;

pub(in super::super) fn order(kind: u32) -> Order {
    if matches!(kind, BYTEA | FLOAT4 | FLOAT8) { Order::Lost } else { Order::Kept }
}

pub(in super::super) fn cell(kind: u32, text: Option<&str>) -> Cell {
    let Some(text) = text else { return Cell::Null };
    match kind {
        BOOL => Cell::Text(if text == "t" { "true" } else { "false" }.into()),
        BYTEA => Cell::Text(text.trim_start_matches("\\x").into()),
        INT2 | INT4 | INT8 | OID => Cell::Number(text.into()),
        FLOAT4 | FLOAT8 if text.contains('e') => {
            text.parse().map_or_else(|_| Cell::Text(text.into()), Cell::floating)
        }
        // There are numbers that are none.
        FLOAT4 | FLOAT8 | NUMERIC if !text.contains(|letter: char| letter.is_alphabetic()) => {
            Cell::Number(text.into())
        }
        TIMESTAMPTZ => match text.strip_suffix("+00") {
            Some(clock) if text.as_bytes().get(4) == Some(&b'-') => {
                Cell::Moment(format!("{}Z", clock.replacen(' ', "T", 1)))
            }
            // Before our era, after the year 9999, never.
            _ => Cell::Text(text.into()),
        },
        _ => Cell::Text(text.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_can_be_read_in_one_way_only() {
        let of = |kind, text: &str| cell(kind, Some(text));
        assert_eq!(
            of(TIMESTAMPTZ, "2024-05-01 10:00:00.5+00"),
            Cell::Moment("2024-05-01T10:00:00.5Z".into())
        );
        assert_eq!(of(TIMESTAMPTZ, "infinity"), Cell::Text("infinity".into()));
        assert_eq!(of(TIMESTAMPTZ, "10000-01-01 00:00:00+00"), Cell::Text("10000-01-01 00:00:00+00".into()));
        assert_eq!(of(BOOL, "t"), Cell::Text("true".into()));
        assert_eq!(of(FLOAT8, "1.5e+20"), Cell::Number("150000000000000000000".into()));
        assert_eq!(of(FLOAT8, "Infinity"), Cell::Text("Infinity".into()));
        assert_eq!(of(NUMERIC, "-12.50"), Cell::Number("-12.50".into()));
        assert_eq!(of(NUMERIC, "NaN"), Cell::Text("NaN".into()));
        assert_eq!(of(BYTEA, "\\xff00"), Cell::Text("ff00".into()));
        assert_eq!(cell(INT4, None), Cell::Null);
    }
}

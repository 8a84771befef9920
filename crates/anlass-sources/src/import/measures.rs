//! How files write what a piece holds, where an outlet is and when it is open. Text in, whole numbers out.

use anlass_model::catalogue::{Hours, Measure, Unit};

/// Small units in the one that is written.
const UNITS: [(&str, Measure, u64); 32] = [
    ("g", Measure::Weight, 1),
    ("gr", Measure::Weight, 1),
    ("gramm", Measure::Weight, 1),
    ("kg", Measure::Weight, 1_000),
    ("kilogramm", Measure::Weight, 1_000),
    ("ml", Measure::Volume, 1),
    ("cl", Measure::Volume, 10),
    ("dl", Measure::Volume, 100),
    ("l", Measure::Volume, 1_000),
    ("ltr", Measure::Volume, 1_000),
    ("liter", Measure::Volume, 1_000),
    ("litre", Measure::Volume, 1_000),
    ("mm", Measure::Length, 1),
    ("cm", Measure::Length, 10),
    ("m", Measure::Length, 1_000),
    ("lfm", Measure::Length, 1_000),
    ("meter", Measure::Length, 1_000),
    ("cm²", Measure::Area, 1),
    ("qcm", Measure::Area, 1),
    ("sqcm", Measure::Area, 1),
    ("m²", Measure::Area, 10_000),
    ("m2", Measure::Area, 10_000),
    ("qm", Measure::Area, 10_000),
    ("sqm", Measure::Area, 10_000),
    ("ct", Measure::Pieces, 1),
    ("st", Measure::Pieces, 1),
    ("stk", Measure::Pieces, 1),
    ("stck", Measure::Pieces, 1),
    ("stück", Measure::Pieces, 1),
    ("pc", Measure::Pieces, 1),
    ("pcs", Measure::Pieces, 1),
    ("pieces", Measure::Pieces, 1),
];
const MILLION: u64 = 1_000_000;
const DAY_MINUTES: u16 = 24 * 60;

/// `0,75 l`, `750ml`, `1.5 kg`; half a small unit counts as one.
pub(crate) fn content(text: &str) -> Option<Unit> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let unit = unit.trim().trim_end_matches('.').to_lowercase();
    let (_, measure, small) = UNITS.iter().find(|(name, ..)| *name == unit)?;
    let content = millionths(number)?.checked_mul(*small)?.checked_add(MILLION / 2)? / MILLION;
    Some(Unit { content: u32::try_from(content).ok().filter(|content| *content > 0)?, measure: *measure })
}

/// Millionths of a degree, of at most so many degrees; the mark of the decimals is either.
pub(super) fn degrees(text: &str, max: u64) -> Option<i32> {
    let (unsigned, sign) = match text.strip_prefix('-') {
        Some(rest) => (rest, -1),
        None => (text, 1),
    };
    let size = millionths(unsigned).filter(|size| *size <= max * MILLION)?;
    i32::try_from(size).ok().map(|size| size * sign)
}

/// A number without a sign, in millionths; further digits are left away.
fn millionths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let fraction: String = fraction.chars().chain("000000".chars()).take(6).collect();
    whole.parse::<u64>().ok()?.checked_mul(MILLION)?.checked_add(fraction.parse().ok()?)
}

/// `9:00-12:30, 14-18`; closed where nothing of the kind is said.
pub(super) fn hours(text: &str, weekday: u8) -> Option<Vec<Hours>> {
    let text = text.trim().trim_end_matches("Uhr").to_lowercase();
    if ["", "-", "–", "geschlossen", "closed", "zu"].contains(&text.trim()) {
        return Some(Vec::new());
    }
    let mut hours = Vec::new();
    for span in text.split([',', ';', '/', '|']) {
        let (from, until) = span.split_once(['-', '–'])?;
        let (from_minute, until_minute) = (minute(from)?, minute(until)?);
        if from_minute >= until_minute {
            return None;
        }
        hours.push(Hours { weekday, from_minute, until_minute });
    }
    Some(hours)
}

/// Of the day: `9`, `9:30`, `09.30`, `0930`.
fn minute(text: &str) -> Option<u16> {
    let text = text.trim().trim_end_matches("uhr").trim_end();
    let (hour, minute) = match text.split_once([':', '.']) {
        Some(parts) => parts,
        None if text.len() == 4 => text.split_at_checked(2)?,
        None => (text, "0"),
    };
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let of_day = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && of_day <= DAY_MINUTES).then_some(of_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_whole_small_units_however_they_are_written() {
        let told = |text: &str| content(text).map(|unit| (unit.content, unit.measure));
        assert_eq!(told("0,75 l"), Some((750, Measure::Volume)));
        assert_eq!(told("750ml"), Some((750, Measure::Volume)));
        assert_eq!(told("1.5 KG"), Some((1_500, Measure::Weight)));
        assert_eq!(told("2 Stk."), Some((2, Measure::Pieces)));
        assert_eq!(told("2,5 m²"), Some((25_000, Measure::Area)));
        for bad in ["", "l", "0 l", "0.0001 g", "1,2,3 l", "5 Paar", "-1 kg", "99999999999 kg"] {
            assert_eq!(told(bad), None, "{bad}");
        }
    }

    #[test]
    fn places_are_millionths_of_a_degree_within_the_world() {
        assert_eq!(degrees("50.9375", 90), Some(50_937_500));
        assert_eq!(degrees("-6,9603001", 180), Some(-6_960_300));
        for bad in ["", "-", "91", "50°", "1e1"] {
            assert_eq!(degrees(bad, 90), None, "{bad}");
        }
    }

    #[test]
    fn opening_hours_are_read_as_shops_write_them() {
        let told = |text: &str| {
            let spans = hours(text, 1)?;
            Some(spans.iter().map(|span| (span.from_minute, span.until_minute)).collect::<Vec<_>>())
        };
        assert_eq!(told("9:00-12:30, 14-18"), Some(vec![(540, 750), (840, 1_080)]));
        assert_eq!(told("08.30 – 20 Uhr"), Some(vec![(510, 1_200)]));
        assert_eq!(told("0900-2400"), Some(vec![(540, 1_440)]));
        assert_eq!(told("geschlossen"), Some(Vec::new()));
        for bad in ["nach Vereinbarung", "18-9", "9-25", "9:70-10"] {
            assert_eq!(told(bad), None, "{bad}");
        }
    }
}

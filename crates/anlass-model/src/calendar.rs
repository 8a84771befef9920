//! Public holidays, computed (no table to maintain): Germany by state, Austria, and the Swiss days that
//! hold nearly everywhere. Weekday names as authors write them.

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan};

/// Easter Sunday (Gregorian; Meeus/Jones/Butcher).
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    let small = |n: i32| i8::try_from(n).unwrap_or(1);
    Date::new(year, small(month), small(day)).unwrap_or(date(year, 4, 1))
}

/// The Wednesday before 23 November (Buß- und Bettag).
fn repentance(year: i16) -> Date {
    let mut day = date(year, 11, 22);
    while day.weekday() != Weekday::Wednesday {
        day = day.saturating_sub(1.days());
    }
    day
}

/// Regions whose holidays are known; `none`: somebody decided that no day counts as a holiday.
pub const REGIONS: [&str; 20] = [
    "DE", "DE-BB", "DE-BE", "DE-BW", "DE-BY", "DE-HB", "DE-HE", "DE-HH", "DE-MV", "DE-NI", "DE-NW", "DE-RP",
    "DE-SH", "DE-SL", "DE-SN", "DE-ST", "DE-TH", "AT", "CH", "none",
];

/// Whether `day` is a public holiday in `region` (statewide days), which is one of [`REGIONS`].
#[must_use]
pub fn is_holiday(region: &str, day: Date) -> bool {
    let year = day.year();
    let at_easter = |offset: i64| easter(year).saturating_add(Span::new().days(offset)) == day;
    let on = |month: i8, number: i8| day.month() == month && day.day() == number;
    let common = on(1, 1) || at_easter(1) || at_easter(39) || at_easter(50) || on(12, 25) || on(12, 26);
    match region.split_once('-') {
        None if region == "AT" => {
            common
                || on(1, 6)
                || on(5, 1)
                || at_easter(60)
                || on(8, 15)
                || on(10, 26)
                || on(11, 1)
                || on(12, 8)
        }
        None if region == "CH" => common || at_easter(-2) || on(8, 1),
        None if region == "DE" => common || german(day),
        Some(("DE", state)) => common || german(day) || german_state(state, day),
        _ => false,
    }
}

fn german(day: Date) -> bool {
    let year = day.year();
    day == easter(year).saturating_sub(2.days())
        || (day.month(), day.day()) == (5, 1)
        || (day.month(), day.day()) == (10, 3)
        || (year == 2017 && (day.month(), day.day()) == (10, 31))
}

fn german_state(state: &str, day: Date) -> bool {
    let year = day.year();
    let on = |month: i8, number: i8| day.month() == month && day.day() == number;
    let at_easter = |offset: i64| easter(year).saturating_add(Span::new().days(offset)) == day;
    let is = |states: &[&str]| states.contains(&state);
    (on(1, 6) && is(&["BW", "BY", "ST"]))
        || (on(3, 8) && ((state == "BE" && year >= 2019) || (state == "MV" && year >= 2023)))
        || (state == "BB" && (at_easter(0) || at_easter(49)))
        || (on(5, 8) && state == "BE" && (year == 2020 || year == 2025))
        || (on(6, 17) && state == "BE" && year == 2028)
        || (at_easter(60) && is(&["BW", "BY", "HE", "NW", "RP", "SL"]))
        || (on(8, 15) && state == "SL")
        || (on(9, 20) && state == "TH" && year >= 2019)
        || (on(10, 31)
            && (is(&["BB", "MV", "SN", "ST", "TH"]) || (is(&["HB", "HH", "NI", "SH"]) && year >= 2018)))
        || (on(11, 1) && is(&["BW", "BY", "NW", "RP", "SL"]))
        || (state == "SN" && day == repentance(year))
}

/// `mon` … `sun`.
#[must_use]
pub fn weekday(text: &str) -> Option<Weekday> {
    Some(match text {
        "mon" => Weekday::Monday,
        "tue" => Weekday::Tuesday,
        "wed" => Weekday::Wednesday,
        "thu" => Weekday::Thursday,
        "fri" => Weekday::Friday,
        "sat" => Weekday::Saturday,
        "sun" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_and_its_days() {
        assert_eq!(easter(2017), date(2017, 4, 16));
        assert_eq!(easter(2026), date(2026, 4, 5));
        assert_eq!(easter(2038), date(2038, 4, 25));
        assert!(is_holiday("DE", date(2026, 4, 3)));
        assert!(is_holiday("DE-SN", date(2026, 11, 18)));
        assert!(!is_holiday("DE-BE", date(2026, 11, 18)));
        assert!(is_holiday("AT", date(2026, 10, 26)));
        assert!(!is_holiday("FR", date(2026, 7, 14)));
    }

    /// Every state's days 2020–2030 against a table made by another program (see testdata/README.md).
    #[test]
    fn german_states_agree_with_the_table() {
        let table = include_str!("../testdata/feiertage_de_2020_2030.csv");
        let mut listed = std::collections::BTreeSet::new();
        let mut states = std::collections::BTreeSet::new();
        for row in table.lines().skip(1) {
            let mut fields = row.split(',');
            let day: Date = fields.next().expect("day").parse().expect("a date");
            let state = fields.next().expect("state");
            if state.len() == 2 {
                listed.insert((state, day));
                states.insert(state);
            }
        }
        assert_eq!(states.len(), 16);
        for state in states {
            let mut day = date(2020, 1, 1);
            while day.year() < 2031 {
                assert_eq!(
                    is_holiday(&format!("DE-{state}"), day),
                    listed.contains(&(state, day)),
                    "{state} {day}"
                );
                day = day.saturating_add(1.days());
            }
        }
    }
}

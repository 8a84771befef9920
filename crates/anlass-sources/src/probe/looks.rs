//! What the texts of a column look like: whole numbers, amounts and their mark, days and the order they are written in, …

use crate::decimal::{self, Mark};
use crate::identifier;
use crate::mapping::read_format;
use anlass_model::money::Currency;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a column's texts have in common; the first that holds of nearly all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Looks {
    /// Nothing in it at all.
    Empty,
    /// Two texts such as ja and nein.
    Flag,
    Whole,
    Amount {
        decimal: Mark,
    },
    /// A day, or a moment: `None` as ISO 8601 has it, else as `strptime`.
    Day {
        format: Option<&'static str>,
    },
    Moment {
        format: Option<&'static str>,
    },
    Email,
    /// With its country.
    Phone,
    Text,
}

impl Looks {
    pub const CODES: [&'static str; 9] =
        ["empty", "flag", "whole", "amount", "day", "moment", "email", "phone", "text"];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Looks::Empty => "empty",
            Looks::Flag => "flag",
            Looks::Whole => "whole",
            Looks::Amount { .. } => "amount",
            Looks::Day { .. } => "day",
            Looks::Moment { .. } => "moment",
            Looks::Email => "email",
            Looks::Phone => "phone",
            Looks::Text => "text",
        }
    }

    /// Of times, as `strptime`; `None` also where they are written as ISO 8601 has them.
    pub(super) fn format(self) -> Option<&'static str> {
        match self {
            Looks::Day { format } | Looks::Moment { format } => format,
            _ => None,
        }
    }
}

/// A few broken fields must not hide what a column is: so many of a thousand must agree.
const AGREEING: usize = 950;
/// Addresses and times are told by the majority: what else stands among them can only be wrong.
const MAJORITY: usize = 800;
/// The day stands before the month wherever both are possible: so most of the world writes.
const DAYS: [&str; 6] = ["%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%y", "%Y%m%d"];
const MOMENTS: [&str; 10] = [
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y%m%d%H%M%S",
];
const FLAGS: [&str; 12] = ["ja", "nein", "j", "n", "yes", "no", "y", "true", "false", "wahr", "falsch", "x"];

impl Looks {
    pub(crate) fn of(values: &[String]) -> Looks {
        if values.is_empty() {
            return Looks::Empty;
        }
        let most = |is: &dyn Fn(&str) -> bool| {
            let agreeing = values.iter().filter(|value| is(value)).count();
            agreeing * 1_000 >= values.len() * AGREEING
        };
        // What no field contradicts wins over what most agree with: 13 as a month does.
        let all = |is: &dyn Fn(&str) -> bool| values.iter().all(|value| is(value));
        if all(&|text| FLAGS.contains(&&*text.to_lowercase())) {
            return Looks::Flag;
        }
        if is_majority(values.iter().filter(|text| identifier::email(text).is_some()).count(), values.len()) {
            return Looks::Email;
        }
        if most(&|text| text.starts_with(['+', '0']) && identifier::phone(text).is_some()) {
            return Looks::Phone;
        }
        if most(&|text| text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()) {
            return Looks::Day { format: None };
        }
        let is_moment = |text: &str| {
            text.len() > 10
                && (text.parse::<jiff::Timestamp>().is_ok() || text.parse::<jiff::civil::DateTime>().is_ok())
        };
        if most(&is_moment) {
            return Looks::Moment { format: None };
        }
        let fits = |format: &&&str| all(&|text| read_format(format, text).is_some());
        let nearly = |format: &&&str| most(&|text| read_format(format, text).is_some());
        if let Some(format) = MOMENTS.iter().find(fits).or_else(|| MOMENTS.iter().find(nearly)) {
            return Looks::Moment { format: Some(format) };
        }
        let is_code = most(&|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        let days = DAYS.iter().filter(|format| !is_code || **format == "%Y%m%d");
        let plausible = |format: &&&str| {
            all(&|text| {
                read_format(format, text).is_some_and(|day| (1900..2100).contains(&day.date().year()))
                    && (!is_code || text.len() == 8)
            })
        };
        if let Some(format) =
            days.clone().find(plausible).or_else(|| days.clone().find(|f| !is_code && nearly(f)))
        {
            return Looks::Day { format: Some(format) };
        }
        if !is_code
            && let Some((looks, read)) = times(values)
            && is_majority(read, values.len())
        {
            return looks;
        }
        if most(&|text| whole(text)) {
            return Looks::Whole;
        }
        if most(&|text| amount(text, '.', ',')) {
            return Looks::Amount { decimal: Mark::Point };
        }
        if most(&|text| amount(text, ',', '.')) {
            return Looks::Amount { decimal: Mark::Comma };
        }
        Looks::Text
    }
}

fn is_majority(part: usize, of: usize) -> bool {
    part * 1_000 >= of * MAJORITY
}

/// The way in which most times among these texts are written, and how many it reads. `None`: there are none, or another way
/// reads nearly as many and some that this one does not, so that nobody can tell day from month.
pub(super) fn times(values: &[String]) -> Option<(Looks, usize)> {
    let may_be_time = |text: &&String| {
        let begins_so = text.starts_with(|first: char| first.is_ascii_digit());
        begins_so && text.contains(['.', '/', '-'])
    };
    let texts: Vec<&String> = values.iter().filter(may_be_time).collect();
    let moments = MOMENTS.iter().map(|format| Looks::Moment { format: Some(*format) });
    let days = DAYS.iter().map(|format| Looks::Day { format: Some(*format) });
    let ways = [Looks::Day { format: None }, Looks::Moment { format: None }].into_iter();
    let ways: Vec<(Looks, Vec<bool>, usize)> = ways
        .chain(moments)
        .chain(days)
        .map(|looks| {
            let reads: Vec<bool> = texts.iter().map(|text| is_time(looks, text)).collect();
            let count = reads.iter().filter(|reads| **reads).count();
            (looks, reads, count)
        })
        .collect();
    // Of equals the first.
    let (looks, reads, count) = ways.iter().rev().max_by_key(|(.., count)| *count)?;
    let is_contradicted = ways.iter().any(|(_, others, other)| {
        let both = || reads.iter().zip(others).any(|(own, other)| *own && *other);
        let more = || reads.iter().zip(others).any(|(own, other)| !*own && *other);
        is_majority(*other, *count) && both() && more()
    });
    (*count > 0 && !is_contradicted).then_some((*looks, *count))
}

/// Whether a text is a time of this kind that may be meant.
pub(super) fn is_time(looks: Looks, text: &str) -> bool {
    let date = match looks {
        Looks::Day { format: None } if text.len() == 10 => text.parse::<jiff::civil::Date>().ok(),
        Looks::Moment { format: None } if text.len() > 10 => {
            let plain = text.parse::<jiff::civil::DateTime>().ok().map(|time| time.date());
            plain.or_else(|| {
                let time = text.parse::<jiff::Timestamp>().ok()?;
                Some(time.to_zoned(jiff::tz::TimeZone::UTC).date())
            })
        }
        other => other.format().and_then(|format| read_format(format, text)).map(|time| time.date()),
    };
    date.is_some_and(|date| (1900..2100).contains(&date.year()))
}

/// In which one spelling the codes of a column are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Spelling {
    #[default]
    AsItIs,
    /// Whole numbers without exception: 007 and 7.0 are one.
    Integer,
    /// Some differ in capital letters alone.
    Upper,
}

impl Spelling {
    pub(super) fn of(values: &[String], looks: Looks) -> Spelling {
        // A few that are none would be set aside.
        if looks == Looks::Whole && values.iter().all(|text| whole(text)) {
            return Spelling::Integer;
        }
        let different: BTreeSet<&str> = values.iter().map(String::as_str).collect();
        let folded: BTreeSet<String> = different.iter().map(|text| text.to_uppercase()).collect();
        if folded.len() < different.len() { Spelling::Upper } else { Spelling::AsItIs }
    }
}

/// The one letter that stands before some numbers of a column, while others have none: a kind of their own.
pub(super) fn mark(values: &[String]) -> Option<char> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let marked = values.iter().filter_map(|text| {
        let mut letters = text.chars();
        let letter = letters.next().filter(char::is_ascii_alphabetic)?;
        is_number(letters.as_str()).then_some(letter)
    });
    let marks: BTreeSet<char> = marked.collect();
    let only = marks.first().copied().filter(|_| marks.len() == 1);
    only.filter(|_| values.iter().any(|text| is_number(text)))
}

pub(super) fn whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (digits, tail) = digits.split_once('.').unwrap_or((digits, ""));
    // A column of whole numbers that was once read as one of floats.
    !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && tail.bytes().all(|byte| byte == b'0')
}

/// Currencies that stand beside amounts.
const CURRENCIES: [&str; 21] = [
    "EUR", "CHF", "GBP", "USD", "PLN", "CZK", "HUF", "SEK", "NOK", "DKK", "RON", "BGN", "TRY", "CAD", "AUD",
    "NZD", "BRL", "MXN", "€", "£", "$",
];

/// Whether an import reads it as an amount, whatever its currency.
pub(super) fn is_amount(text: &str, mark: Mark) -> bool {
    // Digits after the second do not matter here.
    decimal::amount(without_currency(text), mark, Currency::EUR).is_ok()
}

fn without_currency(text: &str) -> &str {
    let beside = CURRENCIES.iter().find_map(|own| text.strip_suffix(own).or_else(|| text.strip_prefix(own)));
    beside.unwrap_or(text).trim()
}

fn amount(text: &str, mark: char, group: char) -> bool {
    let text = without_currency(text);
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = text.split_once(mark).unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(group);
    let first = groups.next().unwrap_or("");
    is_digits(first)
        && !first.is_empty()
        && groups.all(|part| part.len() == 3 && is_digits(part))
        && is_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(values: &[&str]) -> Looks {
        Looks::of(&values.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn texts_are_told_apart_by_their_form() {
        assert_eq!(looks(&["1", "22", "017"]), Looks::Whole);
        assert_eq!(looks(&["17850.0", "3.0"]), Looks::Whole);
        assert_eq!(looks(&["1.50", "1,234.00", "3"]), Looks::Amount { decimal: Mark::Point });
        assert_eq!(looks(&["1,50", "1.234,00", "3"]), Looks::Amount { decimal: Mark::Comma });
        assert_eq!(looks(&["19.99 EUR", "5 EUR"]), Looks::Amount { decimal: Mark::Point });
        assert_eq!(looks(&["1.019,99 €", "€ 5"]), Looks::Amount { decimal: Mark::Comma });
        assert_eq!(looks(&["ART100", "SKU200"]), Looks::Text);
        assert_eq!(looks(&["Ja", "nein"]), Looks::Flag);
        assert_eq!(looks(&["a@example.org", "B@Example.org"]), Looks::Email);
        assert_eq!(looks(&["+49 30 123456", "0049301234567"]), Looks::Phone);
        assert_eq!(looks(&["A1", "17"]), Looks::Text);
        assert_eq!(looks(&[]), Looks::Empty);
    }

    #[test]
    fn a_day_that_is_no_month_tells_the_order_of_dates() {
        assert_eq!(looks(&["01/02/2024", "25/02/2024"]), Looks::Day { format: Some("%d/%m/%Y") });
        assert_eq!(looks(&["01/02/2024", "02/25/2024"]), Looks::Day { format: Some("%m/%d/%Y") });
        assert_eq!(looks(&["01.02.2024", "03.04.2024"]), Looks::Day { format: Some("%d.%m.%Y") });
        assert_eq!(looks(&["20240131", "20240201"]), Looks::Day { format: Some("%Y%m%d") });
        assert_eq!(looks(&["2024-01-31", "2024-02-01"]), Looks::Day { format: None });
        assert_eq!(
            looks(&["31.01.2024 10:15", "01.02.2024 00:00"]),
            Looks::Moment { format: Some("%d.%m.%Y %H:%M") }
        );
        assert_eq!(looks(&["2024-01-31 10:15:00"]), Looks::Moment { format: None });
    }

    #[test]
    fn codes_have_one_spelling_and_some_a_letter_of_their_own() {
        let texts = |values: &[&str]| values.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let spelling = |values: &[&str]| Spelling::of(&texts(values), looks(values));
        assert_eq!(spelling(&["17", "007", "7.0"]), Spelling::Integer);
        assert_eq!(spelling(&["85123a", "85123A", "22"]), Spelling::Upper);
        assert_eq!(spelling(&["A1", "B2"]), Spelling::AsItIs);
        let mut invoices = vec!["536365"; 99];
        invoices.push("C536379");
        assert_eq!(looks(&invoices), Looks::Whole);
        assert_eq!(spelling(&invoices), Spelling::AsItIs, "one that is no number would be lost");
        assert_eq!(mark(&texts(&invoices)), Some('C'));
        assert_eq!(mark(&texts(&["A1", "A2"])), None, "all of one kind");
        assert_eq!(mark(&texts(&["A1", "B2", "3"])), None, "no one kind");
    }

    #[test]
    fn the_majority_tells_how_times_are_written() {
        fn mixed<'a>(good: &[&'a str], bad: &[&'a str]) -> Vec<&'a str> {
            [good, bad].concat()
        }
        let days = ["03.04.1960", "05.06.1961", "28.07.1962", "01.01.1970", "02.02.1980", "09.09.1990"];
        let format = Looks::Day { format: Some("%d.%m.%Y") };
        assert_eq!(looks(&mixed(&days, &["unbekannt"])), format);
        let half = mixed(&days[..2], &["31.02.1975", "unbekannt"]);
        assert_eq!(looks(&half), Looks::Text);
        let half: Vec<String> = half.iter().map(|text| (*text).to_owned()).collect();
        assert_eq!(
            times(&half),
            Some((format, 2)),
            "what is a time among them still tells how it is written"
        );
        let iso = ["1960-04-03", "1961-06-05", "1962-07-28", "1970-01-01"];
        assert_eq!(looks(&mixed(&iso, &["?"])), Looks::Day { format: None });
        // Each way reads one that the other does not.
        let either = ["01/02/2024", "02/03/2024", "03/04/2024", "04/05/2024", "05/06/2024", "06/07/2024"];
        assert_eq!(looks(&mixed(&either, &["25/02/2024", "02/25/2024"])), Looks::Text);
    }

    #[test]
    fn the_majority_tells_addresses() {
        let all = ["a@example.org", "b@example.org", "c@example.org", "d@example.org", "e.f(at)example"];
        assert_eq!(looks(&all), Looks::Email);
        assert_eq!(looks(&all[2..]), Looks::Text);
    }

    #[test]
    fn a_broken_field_among_many_hides_nothing() {
        let mut values = vec!["1,50"; 99];
        values.push("siehe Beleg");
        assert_eq!(looks(&values), Looks::Amount { decimal: Mark::Comma });
    }
}

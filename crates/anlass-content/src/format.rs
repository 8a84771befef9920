//! Numbers, amounts and days as people of a region write them: Germany, Austria, Switzerland, the United
//! Kingdom, the United States. Other regions of these languages follow the first of them.

use anlass_model::definition::LanguageTag;
use anlass_model::money::Currency;
use jiff::civil::{Date, Weekday};

/// How a region writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locale {
    Germany,
    Austria,
    Switzerland,
    UnitedKingdom,
    UnitedStates,
}

/// How much of a day is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateStyle {
    /// `22.11.26`
    Short,
    /// `22.11.2026`
    Medium,
    /// `22. November 2026`
    Long,
    /// `Sonntag, 22. November 2026`
    Full,
}

const NO_BREAK: char = '\u{a0}';
const GERMAN_MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Locale {
    /// Languages without a style of their own are written as in the United Kingdom.
    #[must_use]
    pub fn of(tag: &LanguageTag) -> Locale {
        match tag.as_str() {
            "de-AT" => Locale::Austria,
            "de-CH" | "de-LI" => Locale::Switzerland,
            "en-US" => Locale::UnitedStates,
            _ if tag.language() == "de" => Locale::Germany,
            _ => Locale::UnitedKingdom,
        }
    }

    fn is_german(self) -> bool {
        matches!(self, Locale::Germany | Locale::Austria | Locale::Switzerland)
    }

    /// Between thousands, and before decimals.
    fn separators(self) -> (char, char) {
        match self {
            Locale::Germany => ('.', ','),
            Locale::Austria => (NO_BREAK, ','),
            Locale::Switzerland => ('’', '.'),
            Locale::UnitedKingdom | Locale::UnitedStates => (',', '.'),
        }
    }

    /// A whole number.
    #[must_use]
    pub fn number(self, number: i64) -> String {
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{}", grouped(number.unsigned_abs(), self.separators().0))
    }

    /// An amount in minor units, with the sign of its currency.
    #[must_use]
    pub fn money(self, minor: i64, currency: Currency) -> String {
        let (mut between, point) = self.separators();
        // Austria groups amounts otherwise than numbers.
        if self == Locale::Austria {
            between = '.';
        }
        let digits = currency.digits();
        let unit = 10u64.pow(digits);
        let whole = grouped(minor.unsigned_abs() / unit, between);
        let amount = match usize::try_from(digits).unwrap_or_default() {
            0 => whole,
            width => format!("{whole}{point}{:0width$}", minor.unsigned_abs() % unit),
        };
        let code = currency.to_string();
        let symbol = match (&*code, self) {
            ("EUR", _) => "€",
            ("GBP", _) => "£",
            ("USD", Locale::UnitedKingdom) => "US$",
            ("USD", _) => "$",
            _ => &code,
        };
        let sign = if minor < 0 { "-" } else { "" };
        let is_word = symbol.chars().all(char::is_alphabetic);
        match self {
            Locale::Germany => format!("{sign}{amount}{NO_BREAK}{symbol}"),
            Locale::Austria => format!("{sign}{symbol}{NO_BREAK}{amount}"),
            Locale::Switzerland => format!("{symbol}{NO_BREAK}{sign}{amount}"),
            _ if is_word => format!("{sign}{symbol}{NO_BREAK}{amount}"),
            _ => format!("{sign}{symbol}{amount}"),
        }
    }

    #[must_use]
    pub fn date(self, date: Date, style: DateStyle) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        let short_year = year.rem_euclid(100);
        match (self, style) {
            (Locale::UnitedKingdom, DateStyle::Short) => format!("{day:02}/{month:02}/{short_year:02}"),
            (Locale::UnitedKingdom, DateStyle::Medium) => format!("{day:02}/{month:02}/{year}"),
            (Locale::UnitedKingdom, DateStyle::Long) => format!("{day} {} {year}", self.month(month)),
            (Locale::UnitedStates, DateStyle::Short) => format!("{month}/{day}/{short_year:02}"),
            (Locale::UnitedStates, DateStyle::Medium) => format!("{month:02}/{day:02}/{year}"),
            (Locale::UnitedStates, DateStyle::Long) => format!("{} {day}, {year}", self.month(month)),
            (_, DateStyle::Short) => format!("{day:02}.{month:02}.{short_year:02}"),
            (_, DateStyle::Medium) => format!("{day:02}.{month:02}.{year}"),
            (_, DateStyle::Long) => format!("{day}. {} {year}", self.month(month)),
            (_, DateStyle::Full) => {
                format!("{}, {}", self.weekday(date.weekday()), self.date(date, DateStyle::Long))
            }
        }
    }

    fn month(self, month: i8) -> &'static str {
        let index = usize::try_from(month - 1).unwrap_or_default();
        let names = if self.is_german() { &GERMAN_MONTHS } else { &ENGLISH_MONTHS };
        match (self, month) {
            (Locale::Austria, 1) => "Jänner",
            _ => names.get(index).copied().unwrap_or_default(),
        }
    }

    fn weekday(self, day: Weekday) -> &'static str {
        let (german, english) = match day {
            Weekday::Monday => ("Montag", "Monday"),
            Weekday::Tuesday => ("Dienstag", "Tuesday"),
            Weekday::Wednesday => ("Mittwoch", "Wednesday"),
            Weekday::Thursday => ("Donnerstag", "Thursday"),
            Weekday::Friday => ("Freitag", "Friday"),
            Weekday::Saturday => ("Samstag", "Saturday"),
            Weekday::Sunday => ("Sonntag", "Sunday"),
        };
        if self.is_german() { german } else { english }
    }
}

fn grouped(number: u64, between: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(between);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn locale(tag: &str) -> Locale {
        Locale::of(&LanguageTag::new(tag).unwrap())
    }

    #[test]
    fn amounts_are_written_as_the_region_does() {
        let franc = Currency::try_from("CHF".to_owned()).unwrap();
        let yen = Currency::try_from("JPY".to_owned()).unwrap();
        for (tag, minor, currency, expected) in [
            ("de-DE", 123_456, Currency::EUR, "1.234,56 €"),
            ("de", -5, Currency::EUR, "-0,05 €"),
            ("de-AT", 123_456, Currency::EUR, "€ 1.234,56"),
            ("de-CH", 123_456, franc, "CHF 1’234.56"),
            ("de-CH", -100, franc, "CHF -1.00"),
            ("en-GB", 123_456, Currency::GBP, "£1,234.56"),
            ("en-GB", 123_456, Currency::USD, "US$1,234.56"),
            ("en-US", -123_456, Currency::USD, "-$1,234.56"),
            ("en-US", 100, franc, "CHF 1.00"),
            ("de", 1_234, yen, "1.234 JPY"),
            ("de", i64::MIN, Currency::EUR, "-92.233.720.368.547.758,08 €"),
        ] {
            let written = locale(tag).money(minor, currency).replace(NO_BREAK, " ");
            assert_eq!(written, expected, "{tag}");
        }
    }

    #[test]
    fn numbers_are_grouped_as_the_region_does() {
        for (tag, expected) in
            [("de", "-1.234.567"), ("de-AT", "-1 234 567"), ("de-CH", "-1’234’567"), ("en", "-1,234,567")]
        {
            assert_eq!(locale(tag).number(-1_234_567).replace(NO_BREAK, " "), expected, "{tag}");
        }
        assert_eq!(locale("de").number(999), "999");
    }

    #[test]
    fn days_are_written_as_the_region_does() {
        let day = date(2026, 1, 5);
        for (tag, style, expected) in [
            ("de", DateStyle::Short, "05.01.26"),
            ("de", DateStyle::Medium, "05.01.2026"),
            ("de", DateStyle::Full, "Montag, 5. Januar 2026"),
            ("de-AT", DateStyle::Long, "5. Jänner 2026"),
            ("de-CH", DateStyle::Long, "5. Januar 2026"),
            ("en-GB", DateStyle::Medium, "05/01/2026"),
            ("en-GB", DateStyle::Full, "Monday, 5 January 2026"),
            ("en-US", DateStyle::Short, "1/5/26"),
            ("en-US", DateStyle::Full, "Monday, January 5, 2026"),
        ] {
            assert_eq!(locale(tag).date(day, style), expected, "{tag}");
        }
    }
}

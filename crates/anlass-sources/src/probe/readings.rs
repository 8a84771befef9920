//! How many texts of a column can be read in each of the ways in which an import may read it, and which cannot. What a column
//! is read as depends on what it means; so whoever says its meaning gets the marks and formats of its own values.

use super::looks::{Looks, is_amount, is_time, times, whole};
use super::{EXAMPLES_MAX, example};
use crate::decimal::Mark;
use crate::identifier;
use serde::Serialize;

/// So many of a thousand must be readable, and at least two, for a column to be read so.
const MOST: usize = 600;
const LEAST: usize = 2;
/// A column of fewer texts is told by most of them: one bad field of it is much.
const FEW: usize = 20;

/// In which way a meaning reads its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reads {
    Time,
    Whole,
    Amount,
    Email,
    /// From 1 to 5.
    Rating,
}

/// Texts that a column's meaning cannot be read from: their rows are refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Misfits {
    /// Of the rows that were looked at.
    pub rows: usize,
    /// The first of them, each once.
    pub examples: Vec<String>,
}

#[derive(Clone, Debug, Default)]
struct Reading {
    fits: usize,
    misfits: usize,
    examples: Vec<String>,
    /// Some that do not fit hold digits: they may be codes.
    may_be_codes: bool,
}

impl Reading {
    fn of(values: &[String], fits: impl Fn(&str) -> bool) -> Reading {
        let mut reading = Reading::default();
        for value in values {
            if fits(value) {
                reading.fits += 1;
                continue;
            }
            reading.misfits += 1;
            reading.may_be_codes |= value.contains(|letter: char| letter.is_ascii_digit());
            let value = example(value);
            if reading.examples.len() < EXAMPLES_MAX && !reading.examples.contains(&value) {
                reading.examples.push(value);
            }
        }
        reading
    }

    fn is_most(&self) -> bool {
        self.fits >= LEAST && self.fits * 1_000 >= (self.fits + self.misfits) * MOST
    }
}

/// Without a format days and moments are read alike.
fn is_read(looks: Looks, text: &str) -> bool {
    let plain = [Looks::Day { format: None }, Looks::Moment { format: None }];
    is_time(looks, text) || (plain.contains(&looks) && plain.iter().any(|looks| is_time(*looks, text)))
}

/// A column in all these ways.
#[derive(Clone, Debug)]
pub(super) struct Readings {
    /// What it looks like if all of it agrees, or nearly.
    strict: Looks,
    email: Reading,
    time: Option<(Looks, Reading)>,
    whole: Reading,
    rating: Reading,
    point: Reading,
    comma: Reading,
    /// How many amounts only a comma, and how many only a point makes amounts.
    only: [usize; 2],
}

impl Readings {
    pub(super) fn of(values: &[String]) -> Readings {
        let strict = Looks::of(values);
        let time = match strict {
            Looks::Day { .. } | Looks::Moment { .. } => Some(strict),
            _ => times(values).map(|(looks, _)| looks),
        };
        let marks = values.iter().map(|text| [is_amount(text, Mark::Comma), is_amount(text, Mark::Point)]);
        let mut only = [0, 0];
        for [comma, point] in marks {
            only[0] += usize::from(comma && !point);
            only[1] += usize::from(point && !comma);
        }
        Readings {
            strict,
            email: Reading::of(values, |text| identifier::email(text).is_some()),
            time: time.map(|looks| (looks, Reading::of(values, |text| is_read(looks, text)))),
            whole: Reading::of(values, whole),
            rating: Reading::of(values, |text| crate::decimal::rating(text).is_ok()),
            point: Reading::of(values, |text| is_amount(text, Mark::Point)),
            comma: Reading::of(values, |text| is_amount(text, Mark::Comma)),
            only,
        }
    }

    /// What the texts have in common. In a column of few texts most of them tell it; of numbers only where the others are
    /// words, for those with digits may be codes.
    pub(super) fn looks(&self) -> Looks {
        let count = self.email.fits + self.email.misfits;
        if self.strict != Looks::Text || count >= FEW {
            return self.strict;
        }
        let is_number = |looks: &Looks| matches!(looks, Looks::Whole | Looks::Amount { .. });
        let numbers = [&self.whole, &self.point, &self.comma];
        let are_words = |looks: &Looks| {
            let reading = numbers.into_iter().max_by_key(|reading| reading.fits);
            !is_number(looks) || reading.is_some_and(|reading| !reading.may_be_codes)
        };
        self.most().filter(are_words).unwrap_or(Looks::Text)
    }

    /// In which way most of it can be read.
    pub(super) fn most(&self) -> Option<Looks> {
        let time = self.time.as_ref().map(|(looks, reading)| (*looks, reading));
        let ways = [
            Some((Looks::Email, &self.email)),
            time,
            Some((Looks::Whole, &self.whole)),
            Some((Looks::Amount { decimal: Mark::Point }, &self.point)),
            Some((Looks::Amount { decimal: Mark::Comma }, &self.comma)),
        ];
        let fitting = ways.into_iter().flatten().filter(|(_, reading)| reading.is_most());
        // Of equals the first.
        fitting.rev().max_by_key(|(_, reading)| reading.fits).map(|(looks, _)| looks)
    }

    /// What a column looks like that is read in this way.
    pub(super) fn read_as(&self, reads: Reads) -> Looks {
        let (looks, fits) = match reads {
            Reads::Time => match &self.time {
                Some((looks, reading)) => (*looks, reading.fits),
                None => (self.looks(), 0),
            },
            Reads::Email => (Looks::Email, self.email.fits),
            Reads::Whole | Reads::Rating => (Looks::Whole, self.whole.fits),
            Reads::Amount if self.strict == Looks::Whole => (Looks::Whole, self.whole.fits),
            Reads::Amount => {
                let decimal = if self.only[0] > self.only[1] { Mark::Comma } else { Mark::Point };
                (Looks::Amount { decimal }, self.point.fits.max(self.comma.fits))
            }
        };
        if fits == 0 { self.looks() } else { looks }
    }

    /// How its times are written, if any is one.
    pub(super) fn format(&self) -> Option<&'static str> {
        self.time.as_ref().and_then(|(looks, _)| looks.format())
    }

    /// How many amounts only a comma, and how many only a point makes amounts.
    pub(super) fn marks(&self) -> [usize; 2] {
        self.only
    }

    /// Whether enough of it are ratings.
    pub(super) fn are_ratings(&self) -> bool {
        self.rating.is_most()
    }

    /// What of it cannot be read in this way, where anything can.
    pub(super) fn misfits(&self, reads: Reads, decimal: Mark) -> Option<Misfits> {
        let reading = match (reads, decimal) {
            (Reads::Time, _) => &self.time.as_ref()?.1,
            (Reads::Email, _) => &self.email,
            (Reads::Whole, _) => &self.whole,
            (Reads::Rating, _) => &self.rating,
            (Reads::Amount, Mark::Point) => &self.point,
            (Reads::Amount, Mark::Comma) => &self.comma,
        };
        let Reading { misfits: rows, examples, .. } = reading;
        (*rows > 0).then(|| Misfits { rows: *rows, examples: examples.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(values: &[&str]) -> Readings {
        Readings::of(&values.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn most_of_a_few_texts_tell_what_a_column_is() {
        let comma = Looks::Amount { decimal: Mark::Comma };
        assert_eq!(readings(&["99,90", "abc", "4,50", "5"]).looks(), comma);
        assert_eq!(readings(&["1", "2", "zwei"]).looks(), Looks::Whole);
        assert_eq!(readings(&["1", "zwei"]).looks(), Looks::Text, "one of them tells nothing");
        assert_eq!(readings(&["1", "2", "zwei", "drei"]).looks(), Looks::Text, "half of them do not either");
        assert_eq!(readings(&["17", "18", "A1"]).looks(), Looks::Text, "codes");
        let days = ["01.02.2024", "13.02.2024", "gestern"];
        assert_eq!(readings(&days).looks(), Looks::Day { format: Some("%d.%m.%Y") });
        assert_eq!(readings(&["a@example.org", "b@example.org", "keine"]).looks(), Looks::Email);
        // Of many it needs nearly all.
        let many: Vec<&str> = std::iter::repeat_n("1", 18).chain(["x", "y"]).collect();
        assert_eq!(readings(&many).looks(), Looks::Text);
        assert_eq!(readings(&many).most(), Some(Looks::Whole));
    }

    #[test]
    fn what_is_read_decides_what_does_not_fit() {
        let mixed = readings(&["99,90", "4.50", "abc", "7", "1.234,00"]);
        assert_eq!(mixed.read_as(Reads::Amount), Looks::Amount { decimal: Mark::Comma });
        let texts = |reads, mark| mixed.misfits(reads, mark).map(|misfits| misfits.examples.join(" "));
        assert_eq!(texts(Reads::Amount, Mark::Comma).as_deref(), Some("4.50 abc"));
        assert_eq!(texts(Reads::Amount, Mark::Point).as_deref(), Some("99,90 abc 1.234,00"));
        assert_eq!(texts(Reads::Time, Mark::Point), None, "no text of it is a time");
        assert_eq!(readings(&["5", "4", "1"]).misfits(Reads::Rating, Mark::Point), None);
        assert!(readings(&["5", "4", "10"]).are_ratings() && !readings(&["5", "40", "10"]).are_ratings());
    }
}

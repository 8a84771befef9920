//! What the columns of a delivery held, counted as its rows are read: how many values there are, how many of them cannot be
//! used, and of which shape they are. Nothing of what they say is kept.

/// Shapes that values are told apart by, from the text alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Digits, a sign, separators.
    Number,
    /// Four digits or more with the separators of a date or a time.
    Moment,
    Email,
    /// At most three characters: flags and codes.
    Short,
    Text,
    /// More than forty characters.
    Long,
}

/// Number of [`Shape`]s.
pub const SHAPES: usize = 6;
const SHORT_CHARS_MAX: usize = 3;
const TEXT_CHARS_MAX: usize = 40;
const MOMENT_DIGITS_MIN: usize = 4;

impl Shape {
    /// The shape of a value that is not empty.
    #[must_use]
    pub fn of(text: &str) -> Shape {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let is = |others: &str| text.chars().all(|c| c.is_ascii_digit() || others.contains(c));
        let dots = text.matches('.').count();
        let is_number = is("+-., '") && dots != 2 && !text.trim_start_matches('-').contains('-');
        let is_longer = |chars: usize| text.chars().nth(chars).is_some();
        if text.contains('@') {
            Shape::Email
        } else if digits > 0 && is_number {
            Shape::Number
        } else if digits >= MOMENT_DIGITS_MIN && is("-/.:, TZ+") {
            Shape::Moment
        } else if is_longer(TEXT_CHARS_MAX) {
            Shape::Long
        } else if is_longer(SHORT_CHARS_MAX) {
            Shape::Text
        } else {
            Shape::Short
        }
    }
}

/// Whether a row was set aside because of a value.
#[derive(Clone, Copy)]
pub(crate) enum Use {
    Usable,
    Unusable,
}

/// What a column held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnTally {
    /// Rows in which it holds something.
    pub filled: u64,
    /// Rows that were set aside because of what it holds; a row is set aside for the first thing that is wrong with it. That
    /// it is empty is told by `filled`.
    pub unusable: u64,
    /// Of those that can be used so many are of each [`Shape`].
    pub shapes: [u64; SHAPES],
}

impl ColumnTally {
    pub(crate) fn note(&mut self, text: &str, use_of_it: Use) {
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        match use_of_it {
            Use::Usable => self.shapes[Shape::of(text) as usize] += 1,
            Use::Unusable => self.unusable += 1,
        }
    }

    /// Adds what other rows held.
    pub fn add(&mut self, other: &ColumnTally) {
        self.filled += other.filled;
        self.unusable += other.unusable;
        for (own, more) in self.shapes.iter_mut().zip(other.shapes) {
            *own += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_told_apart_as_people_would() {
        let cases = [
            ("1.234,50", Shape::Number),
            ("-7", Shape::Number),
            ("03.02.1980", Shape::Moment),
            ("2026-11-23 11:00", Shape::Moment),
            ("a@example.org", Shape::Email),
            ("ja", Shape::Short),
            ("Kim Nummer 7", Shape::Text),
            ("ein Satz, der viel länger ist als ein Name und erzählt", Shape::Long),
        ];
        for (text, shape) in cases {
            assert_eq!(Shape::of(text), shape, "{text}");
        }
    }
}

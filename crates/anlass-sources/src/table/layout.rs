//! How the text of a file is parted: which encoding, which character between fields, whether fields stand in quotes, and how
//! many lines stand above the names of the columns. Found by trying all on a sample; the one wins under which most records
//! have equally many fields.

use super::encoding::{Decoded, Encoding};
use csv_core::ReadRecordResult;
use serde::{Deserialize, Serialize};
use std::io::Read;

/// So much of a file is looked at.
pub(super) const SAMPLE_BYTES: usize = 256 * 1024;
/// Lines above the names of the columns; a table that begins later is not looked for.
pub(super) const PREAMBLE_MAX: usize = 50;
const RECORDS_MAX: usize = 2_000;
const FIELDS_MAX: usize = 1_024;
/// A record longer than this is none: a quote in it never closed.
const RECORD_MAX: usize = 64 * 1024;

/// What stands between two fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    #[default]
    Comma,
    Semicolon,
    Tab,
    Pipe,
}

impl Delimiter {
    /// In the order in which they are preferred where several fit as well.
    const ALL: [Delimiter; 4] = [Delimiter::Semicolon, Delimiter::Tab, Delimiter::Pipe, Delimiter::Comma];

    pub(crate) fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
        }
    }
}

/// What may stand around a field that holds delimiters or line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quote {
    #[default]
    Double,
    Single,
    /// Marks within fields mean themselves, as the inches of `3/4"`.
    None,
}

/// How the text of a file is parted into records and fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    pub encoding: Encoding,
    pub delimiter: Delimiter,
    pub quote: Quote,
    /// Records above the names of the columns.
    pub preamble: usize,
}

impl Layout {
    /// UTF-8 with names in the first line, as our own exports are.
    #[must_use]
    pub fn plain(delimiter: Delimiter) -> Layout {
        Layout { encoding: Encoding::Utf8, delimiter, quote: Quote::Double, preamble: 0 }
    }

    /// The layout of a file that begins with `sample`; `is_whole` if nothing follows.
    #[must_use]
    pub fn detect(sample: &[u8], is_whole: bool) -> Layout {
        let encoding = Encoding::detect(sample);
        let mut text = Vec::new();
        // Memory is always readable.
        let _read = Decoded::new(sample, encoding).read_to_end(&mut text);
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&text);
        let mut best: Option<(Fit, Layout)> = None;
        for quote in [Quote::Double, Quote::None, Quote::Single] {
            for delimiter in Delimiter::ALL {
                let Some(fit) = records(text, delimiter, quote, is_whole).as_deref().and_then(Fit::of) else {
                    continue;
                };
                if best.as_ref().is_none_or(|(known, _)| fit.is_better_than(known)) {
                    best = Some((fit, Layout { encoding, delimiter, quote, preamble: fit.preamble }));
                }
            }
        }
        best.map_or(Layout { encoding, ..Layout::plain(Delimiter::Comma) }, |(_, layout)| layout)
    }

    pub(crate) fn reader(&self) -> csv_core::Reader {
        let mut builder = csv_core::ReaderBuilder::new();
        builder.delimiter(self.delimiter.byte());
        match self.quote {
            Quote::Double => {}
            Quote::Single => {
                builder.quote(b'\'');
            }
            Quote::None => {
                builder.quoting(false);
            }
        }
        builder.build()
    }
}

/// What one record looks like.
pub(super) struct Shape {
    fields: usize,
    /// How many of them hold something.
    filled: usize,
    /// They could be the names of columns: all there, all different, none of them a number.
    are_names: bool,
}

/// How well a sample is parted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    /// Records as wide as the names of the columns, in thousandths of all.
    agreeing: usize,
    width: usize,
    pub(super) preamble: usize,
}

impl Fit {
    pub(super) fn of(records: &[Shape]) -> Option<Fit> {
        let mut counts = std::collections::BTreeMap::<usize, usize>::new();
        for record in records {
            *counts.entry(record.fields).or_default() += 1;
        }
        // A single column is a table only where nothing parts it.
        let weight = |(width, count): &(usize, usize)| (if *width > 1 { *count } else { 0 }, *width);
        let (width, _) = counts.iter().map(|(width, count)| (*width, *count)).max_by_key(weight)?;
        let head = &records[..records.len().min(PREAMBLE_MAX + 1)];
        let is_usual = |record: &Shape| record.fields == width && record.filled * 2 > width;
        let header = (head.iter().position(|record| record.are_names && is_usual(record)))
            .or_else(|| head.iter().position(|record| record.are_names && record.fields > 1))
            .or_else(|| head.iter().position(is_usual))?;
        let width = head[header].fields;
        let agreeing = counts.get(&width).copied().unwrap_or(0) * 1_000 / records.len();
        Some(Fit { agreeing, width, preamble: header })
    }

    fn is_better_than(&self, other: &Fit) -> bool {
        // One column fits anything; among tables, agreement counts before width, but a little disagreement (a broken row)
        // must not lose against a parting into fewer columns.
        let rank = |fit: &Fit| (fit.width > 1, fit.agreeing / 50, fit.width, fit.agreeing);
        rank(self) > rank(other)
    }
}

/// The shapes of the records of a sample; the last one, which may be cut off, is left out unless the file ends there.
/// `None` if so much is left that a quote never closed.
fn records(text: &[u8], delimiter: Delimiter, quote: Quote, is_whole: bool) -> Option<Vec<Shape>> {
    let layout = Layout { encoding: Encoding::Utf8, delimiter, quote, preamble: 0 };
    let mut reader = layout.reader();
    let (mut field, mut ends) = (vec![0; text.len() + 1], vec![0; FIELDS_MAX]);
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < RECORDS_MAX {
        let start = at;
        let (mut bytes, mut count) = (0, 0);
        loop {
            let (result, taken, written, ended) =
                reader.read_record(&text[at..], &mut field[bytes..], &mut ends[count..]);
            at += taken;
            bytes += written;
            count += ended;
            match result {
                // Nothing is left: told once more with nothing, the reader closes the last record.
                ReadRecordResult::InputEmpty if is_whole => {}
                ReadRecordResult::InputEmpty => return (at - start < RECORD_MAX).then_some(found),
                ReadRecordResult::End => return Some(found),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => return None,
                ReadRecordResult::Record => break,
            }
        }
        let starts = std::iter::once(0).chain(ends[..count].iter().copied());
        let fields = starts.zip(&ends[..count]).map(|(start, end)| field[start..*end].trim_ascii());
        found.push(shape(fields.collect()));
        if at - start > RECORD_MAX {
            return None;
        }
    }
    Some(found)
}

/// The shape of a record of these fields.
pub(super) fn shape(fields: Vec<&[u8]>) -> Shape {
    let filled = fields.iter().filter(|field| !field.is_empty()).count();
    let is_number =
        |field: &&[u8]| field.first().is_none_or(|first| first.is_ascii_digit() || *first == b'-');
    let distinct: std::collections::BTreeSet<&[u8]> = fields.iter().copied().collect();
    let are_names = distinct.len() == fields.len() && !fields.iter().any(is_number);
    Shape { fields: fields.len(), filled, are_names }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop, proptest};

    fn detect(text: &str) -> (Delimiter, Quote, usize) {
        let layout = Layout::detect(text.as_bytes(), true);
        (layout.delimiter, layout.quote, layout.preamble)
    }

    #[test]
    fn delimiters_win_over_commas_within_amounts_and_words() {
        assert_eq!(detect("a;b;c\n1,5;2,5;x, y\n3,5;4,5;z\n"), (Delimiter::Semicolon, Quote::Double, 0));
        assert_eq!(detect("a\tb\n1,5\t2\n"), (Delimiter::Tab, Quote::Double, 0));
        assert_eq!(detect("a|b|c\n1|2|3\n"), (Delimiter::Pipe, Quote::Double, 0));
        assert_eq!(detect("name,note\nx,\"a;b;c\"\ny,\"d;e;f\"\n"), (Delimiter::Comma, Quote::Double, 0));
    }

    #[test]
    fn lines_above_the_names_are_passed_over() {
        let text = "Kundenliste\nErstellt am 01.02.2024\n\nNr;Name;Ort\n1;A;X\n2;B;Y\n3;C;Z\n";
        assert_eq!(detect(text), (Delimiter::Semicolon, Quote::Double, 2));
        // Empty lines are no records.
        let text = "Kundenliste;;\n;;\nNr;Name;Ort\n1;A;X\n2;B;Y\n";
        assert_eq!(detect(text), (Delimiter::Semicolon, Quote::Double, 2));
    }

    #[test]
    fn marks_within_fields_are_told_from_quotes() {
        let text =
            "nr|name|preis\n1|\"Zoll\" Rohr|2\n2|3/4\" Rohr|3\n3|\"halbes Rohr|4\n4|Rohr|5\n5|Rohr|6\n";
        assert_eq!(detect(text), (Delimiter::Pipe, Quote::None, 0));
        assert_eq!(detect("a,b\n'x, y',1\n'z, w',2\n"), (Delimiter::Comma, Quote::Single, 0));
    }

    #[test]
    fn a_quote_that_never_closes_does_not_swallow_the_table() {
        let text = format!("nr;name\n1;\"Zoll\n{}", "2;Rohr\n".repeat(20_000));
        assert_eq!(detect(&text), (Delimiter::Semicolon, Quote::None, 0));
    }

    #[test]
    fn a_list_of_one_column_is_a_table_too() {
        assert_eq!(detect("email\na@example.org\nb@example.org\n"), (Delimiter::Semicolon, Quote::Double, 0));
        assert_eq!(detect(""), (Delimiter::Comma, Quote::Double, 0));
    }

    proptest! {
        #[test]
        fn whatever_bytes_come_a_layout_is_found(bytes in prop::collection::vec(any::<u8>(), 0..3_000), is_whole: bool) {
            let _layout = Layout::detect(&bytes, is_whole);
        }
    }
}

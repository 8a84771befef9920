//! Rows of CSV that a spreadsheet can be given without harm.

use super::{Cell, Column};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Write};

/// What a spreadsheet may take for the beginning of a formula, also in full width.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A telephone number with its country has more digits.
const PHONE_DIGITS_MIN: usize = 7;

pub(super) struct Rows {
    to: BufWriter<File>,
    columns: usize,
}

impl Rows {
    pub(super) fn begin(file: File, columns: &[Column]) -> io::Result<Rows> {
        let mut rows = Rows { to: BufWriter::new(file), columns: columns.len() };
        let names: Vec<Cell> = columns.iter().map(|column| Cell::Text(column.name.clone())).collect();
        rows.row(&names)?;
        Ok(rows)
    }

    pub(super) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        if cells.len() != self.columns {
            return Err(io::Error::other("a row has another number of cells than the table has columns"));
        }
        for (number, cell) in cells.iter().enumerate() {
            if number > 0 {
                self.to.write_all(b",")?;
            }
            match cell {
                Cell::None => {}
                Cell::Text(text) => self.to.write_all(quoted(&guarded(text)).as_bytes())?,
                Cell::Whole(number) => write!(self.to, "{number}")?,
                Cell::Moment(moment) => write!(self.to, "{moment}")?,
                Cell::Truth(truth) => write!(self.to, "{truth}")?,
            }
        }
        self.to.write_all(b"\r\n")
    }

    pub(super) fn finish(self) -> io::Result<()> {
        self.to.into_inner()?.sync_all()
    }
}

/// A text that no spreadsheet takes for a formula. Numbers stay numbers, and those of telephones what can be dialled.
fn guarded(text: &str) -> Cow<'_, str> {
    // Blanks before it do not keep every spreadsheet from it.
    let begins = text.trim_start_matches(' ').starts_with(FORMULA);
    match begins && !is_number(text) && !is_phone(text) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// Digits with one sign before and one decimal mark among them.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all(whole) && all(part)
}

/// A plus, and digits as people group them: without letters it can neither call nor name anything.
fn is_phone(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_digit() || " -/()".contains(letter);
    let number =
        text.strip_prefix('+').filter(|number| number.starts_with(|first: char| first.is_ascii_digit()));
    number.is_some_and(|number| {
        number.chars().all(is_part) && number.chars().filter(char::is_ascii_digit).count() >= PHONE_DIGITS_MIN
    })
}

fn quoted(text: &str) -> Cow<'_, str> {
    match text.contains(['"', ',', ';', '\t', '\r', '\n']) || text != text.trim() {
        true => Cow::Owned(format!("\"{}\"", text.replace('"', "\"\""))),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula_and_numbers_stay_numbers() {
        for (text, wanted) in [
            ("=1+1", "'=1+1"),
            ("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("  =1", "'  =1"),
            ("＝1", "'＝1"),
            ("-", "'-"),
            ("+49 171 1", "'+49 171 1"),
            ("+49 170 1111111", "+49 170 1111111"),
            ("+49 (0)30/123-456", "+49 (0)30/123-456"),
            ("+49 170 1111111+A1", "'+49 170 1111111+A1"),
            ("-12", "-12"),
            ("-12,50", "-12,50"),
            ("+4917112345", "+4917112345"),
            ("-1.2.3", "'-1.2.3"),
            ("Müller-Meier", "Müller-Meier"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn what_separates_is_quoted() {
        assert_eq!(quoted("a,b"), "\"a,b\"");
        assert_eq!(quoted("say \"a\""), "\"say \"\"a\"\"\"");
        assert_eq!(quoted("one\ntwo"), "\"one\ntwo\"");
        assert_eq!(quoted(" a"), "\" a\"");
        assert_eq!(quoted("plain"), "plain");
    }
}

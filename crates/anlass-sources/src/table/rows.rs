//! Records of a file of rows that a database gave ([`crate::sql::Rows`]). Bounded in memory whatever the file holds.

use super::{FIELDS_MAX, RECORD_BYTES_MAX, Raw, Record, Records};
use crate::decimal::Mark;
use crate::report::Reason;
use crate::sql::stored::{END, MAGIC, NULL, NUMBER, TEXT};
use std::io::{self, Read};

pub(super) struct Stored {
    input: Box<dyn Read>,
    names: Vec<String>,
    mark: Mark,
    is_new: bool,
    has_ended: bool,
    fields: Vec<String>,
}

impl Stored {
    pub(super) fn open(mut input: Box<dyn Read>, mark: Mark) -> io::Result<Stored> {
        let mut magic = [0; MAGIC.len()];
        input.read_exact(&mut magic)?;
        let count = size(&mut *input)?;
        if count > FIELDS_MAX {
            return Err(damaged("it has too many columns"));
        }
        let mut names = Vec::with_capacity(count);
        for _ in 0..count {
            names.push(text(&mut *input)?.ok_or_else(|| damaged("the name of a column is too long"))?);
        }
        Ok(Stored { input, names, mark, is_new: true, has_ended: false, fields: Vec::new() })
    }

    /// Reads the fields of a record; whether all fit.
    fn read(&mut self) -> io::Result<bool> {
        let mut fits = true;
        self.fields.clear();
        for _ in 0..self.names.len() {
            let field = match byte(&mut *self.input)? {
                NULL => Some(String::new()),
                TEXT => text(&mut *self.input)?,
                NUMBER => text(&mut *self.input)?.map(|digits| match self.mark {
                    Mark::Point => digits,
                    Mark::Comma => digits.replace('.', ","),
                }),
                _ => return Err(damaged("a value is of no known kind")),
            };
            fits &= field.is_some();
            self.fields.push(field.unwrap_or_default());
        }
        Ok(fits)
    }
}

impl Records for Stored {
    fn next(&mut self, record: &mut Record) -> io::Result<Raw> {
        if std::mem::take(&mut self.is_new) {
            return Ok(record.fill(self.names.iter().map(String::as_str)));
        }
        if self.has_ended || byte(&mut *self.input)? == END {
            self.has_ended = true;
            return Ok(Raw::End);
        }
        if !self.read()? {
            return Ok(Raw::Unusable(Reason::RecordTooLong));
        }
        Ok(record.fill(self.fields.iter().map(String::as_str)))
    }
}

fn damaged(cause: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, cause)
}

fn byte(input: &mut dyn Read) -> io::Result<u8> {
    let mut byte = [0];
    input.read_exact(&mut byte)?;
    Ok(byte[0])
}

fn size(input: &mut dyn Read) -> io::Result<usize> {
    let mut bytes = [0; 4];
    input.read_exact(&mut bytes)?;
    usize::try_from(u32::from_le_bytes(bytes)).map_err(io::Error::other)
}

/// The next text, unless it is too long: then it is passed over.
fn text(input: &mut dyn Read) -> io::Result<Option<String>> {
    let size = size(input)?;
    if size > RECORD_BYTES_MAX {
        let length = u64::try_from(size).unwrap_or(u64::MAX);
        let passed = io::copy(&mut input.take(length), &mut io::sink())?;
        return if passed == length { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
    }
    let mut bytes = vec![0; size];
    input.read_exact(&mut bytes)?;
    String::from_utf8(bytes).map(Some).map_err(|_| damaged("a value is no UTF-8 text"))
}

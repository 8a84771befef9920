//! Lines of the trigger benchmark, `ts_ms,customer_id,type,value_cents` without a header, read by hand as fast
//! as they come. A reader can start anywhere a former one stopped. Nothing else should be read this way.

use crate::error::Error;
use anlass_model::time::Timestamp;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Longer lines are refused.
const LINE_BYTES_MAX: usize = 128;
const BUFFER_BYTES: usize = 1 << 20;
/// How many rows the iterator reads ahead.
const ROWS_AHEAD: usize = 4_096;
/// Digits that cannot overflow: 10^18 < 2^63.
const DIGITS_MAX: usize = 18;

/// Kinds of rows: viewed, added to cart, ordered, suppressed, unsuppressed, mail opened.
pub const KINDS: &[u8; 6] = b"vcosum";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriggerRow {
    /// Counted from 0 at the beginning of the file.
    pub row: u64,
    pub at: Timestamp,
    pub customer: u32,
    /// One of [`KINDS`].
    pub kind: u8,
    pub value: i64,
}

/// Between two lines: the byte where the next one begins, and how many came before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub byte: u64,
    pub row: u64,
}

/// A reader of trigger lines; also an iterator.
pub struct Rows {
    path: PathBuf,
    file: File,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// End of the last whole line in the buffer.
    lines_end: usize,
    position: Position,
    ahead: std::vec::IntoIter<TriggerRow>,
    /// A bad line found while reading ahead: told after the good ones before it.
    failed: Option<Error>,
}

/// Reads the file from a position on; [`Position::default`] is its beginning.
///
/// # Errors
/// If the file cannot be opened or ends before the position.
pub fn read_trigger_csv(path: &Path, from: Position) -> Result<Rows, Error> {
    let fail = |source| Error::Open { path: path.into(), source };
    let mut file = File::open(path).map_err(fail)?;
    let length = file.metadata().map_err(fail)?.len();
    if from.byte > length {
        let cause = format!("it has {length} bytes, and reading should go on at byte {}", from.byte);
        return Err(fail(io::Error::new(io::ErrorKind::UnexpectedEof, cause)));
    }
    file.seek(SeekFrom::Start(from.byte)).map_err(fail)?;
    Ok(Rows {
        path: path.into(),
        file,
        buffer: vec![0; BUFFER_BYTES],
        start: 0,
        end: 0,
        lines_end: 0,
        position: from,
        ahead: Vec::new().into_iter(),
        failed: None,
    })
}

impl Rows {
    /// Behind the last row of the last chunk; a new reader may start here. Not to be mixed with the iterator,
    /// which reads ahead.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// Replaces the contents of `rows` with the next rows, at most `rows_max`; none at the end of the file.
    ///
    /// # Errors
    /// At the first bad line, with its number; `rows` then holds the good ones before it.
    pub fn chunk(&mut self, rows: &mut Vec<TriggerRow>, rows_max: usize) -> Result<(), Error> {
        rows.clear();
        while rows.len() < rows_max {
            if self.start == self.lines_end && !self.refill()? {
                return Ok(());
            }
            self.parse(rows, rows_max)?;
        }
        Ok(())
    }

    /// Parses whole lines out of the buffer.
    fn parse(&mut self, rows: &mut Vec<TriggerRow>, rows_max: usize) -> Result<(), Error> {
        let lines = &self.buffer[self.start..self.lines_end];
        let mut at = 0;
        let mut row = self.position.row;
        let mut bad = None;
        while at < lines.len() && rows.len() < rows_max {
            match parse_line(&lines[at..], row) {
                Ok((parsed, length)) => {
                    rows.push(parsed);
                    at += length;
                    row += 1;
                }
                Err(cause) => {
                    bad = Some(cause);
                    break;
                }
            }
        }
        self.start += at;
        self.position.byte += u64::try_from(at).expect("a buffer is smaller than 2^64");
        self.position.row = row;
        match bad {
            None => Ok(()),
            Some(cause) => Err(Error::TriggerLine { path: self.path.clone(), line: row + 1, cause }),
        }
    }

    /// Moves the broken line at the end to the front and reads on; false at the end of the file.
    fn refill(&mut self) -> Result<bool, Error> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        let mut is_ended = false;
        while self.end < self.buffer.len() {
            match self.file.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    is_ended = true;
                    break;
                }
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => {
                    return Err(Error::Read { path: self.path.clone(), row: self.position.row, source });
                }
            }
        }
        self.lines_end = match self.buffer[..self.end].iter().rposition(|byte| *byte == b'\n') {
            Some(last) => last + 1,
            None => 0,
        };
        if self.end - self.lines_end > LINE_BYTES_MAX {
            // The line is told as too long when its turn comes.
            self.lines_end = self.end;
        } else if is_ended && self.end > self.lines_end {
            // The last line lacks its end: `parse_line` takes the end of its input for one.
            self.lines_end = self.end;
        }
        Ok(self.lines_end > 0)
    }
}

impl Iterator for Rows {
    type Item = Result<TriggerRow, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(row) = self.ahead.next() {
            return Some(Ok(row));
        }
        if let Some(error) = self.failed.take() {
            // Nothing comes after a bad line.
            (self.start, self.lines_end, self.end) = (0, 0, 0);
            self.position.byte = u64::MAX;
            return Some(Err(error));
        }
        if self.position.byte == u64::MAX {
            return None;
        }
        let mut rows = Vec::with_capacity(ROWS_AHEAD);
        self.failed = self.chunk(&mut rows, ROWS_AHEAD).err();
        if rows.is_empty() && self.failed.is_none() {
            return None;
        }
        self.ahead = rows.into_iter();
        self.next()
    }
}

/// One line from the beginning of `bytes`, and its length with the line's end.
fn parse_line(bytes: &[u8], row: u64) -> Result<(TriggerRow, usize), &'static str> {
    let (at, index) = digits(bytes, 0).ok_or("the time is not a number of milliseconds")?;
    let index = comma(bytes, index).ok_or("there is no comma after the time")?;
    let (customer, index) = digits(bytes, index).ok_or("the customer is not a number")?;
    let customer = u32::try_from(customer).map_err(|_| "the customer's number is beyond 32 bits")?;
    let index = comma(bytes, index).ok_or("there is no comma after the customer")?;
    let kind = *bytes.get(index).ok_or("the type is missing")?;
    if !KINDS.contains(&kind) {
        return Err("the type is none of v, c, o, s, u, m");
    }
    let index = comma(bytes, index + 1).ok_or("there is no comma after the type")?;
    let is_negative = bytes.get(index) == Some(&b'-');
    let (value, index) =
        digits(bytes, index + usize::from(is_negative)).ok_or("the value is not a number of cents")?;
    let value = if is_negative { -value } else { value };
    let length = match (bytes.get(index), bytes.get(index + 1)) {
        (Some(b'\n'), _) => index + 1,
        (Some(b'\r'), Some(b'\n')) => index + 2,
        (Some(b'\r'), None) | (None, _) => bytes.len(),
        _ => return Err("there is more than four fields"),
    };
    if length > LINE_BYTES_MAX {
        return Err("the line is longer than 128 bytes");
    }
    Ok((TriggerRow { row, at: Timestamp(at), customer, kind, value }, length))
}

fn comma(bytes: &[u8], index: usize) -> Option<usize> {
    (bytes.get(index) == Some(&b',')).then_some(index + 1)
}

/// A number of 1 to 18 digits and the place behind it.
fn digits(bytes: &[u8], start: usize) -> Option<(i64, usize)> {
    let mut number: i64 = 0;
    let mut index = start;
    while let Some(byte) = bytes.get(index) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        if index - start == DIGITS_MAX {
            return None;
        }
        number = number * 10 + i64::from(digit);
        index += 1;
    }
    (index > start).then_some((number, index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop, prop_assert_eq, proptest};
    use std::io::Write;

    fn file(text: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
        file.write_all(text).expect("written");
        file
    }

    fn all(text: &[u8]) -> (Vec<TriggerRow>, Option<String>) {
        let file = file(text);
        let mut rows = Vec::new();
        for row in read_trigger_csv(file.path(), Position::default()).expect("opens") {
            match row {
                Ok(row) => rows.push(row),
                Err(error) => return (rows, Some(error.to_string())),
            }
        }
        (rows, None)
    }

    #[test]
    fn lines_become_rows() {
        let (rows, error) = all(b"1767225600000,7,c,1250\r\n1767225600001,4294967295,o,-5\n3,0,m,0");
        assert_eq!(error, None);
        let expected = [
            (0, 1_767_225_600_000, 7, b'c', 1_250),
            (1, 1_767_225_600_001, u32::MAX, b'o', -5),
            (2, 3, 0, b'm', 0),
        ]
        .map(|(row, at, customer, kind, value)| TriggerRow {
            row,
            at: Timestamp(at),
            customer,
            kind,
            value,
        });
        assert_eq!(rows, expected);
        assert_eq!(all(b""), (vec![], None));
    }

    #[test]
    fn bad_lines_are_named_after_the_good_ones() {
        let long = "9".repeat(1_000);
        for (line, cause) in [
            ("x,1,c,1", "time"),
            ("", "time"),
            ("1", "comma"),
            ("1,4294967296,c,1", "32 bits"),
            ("1,1,x,1", "type"),
            ("1,1,", "type"),
            ("1,1,cc,1", "comma after the type"),
            ("1,1,c,1.5", "more than four"),
            ("1,1,c,1,2", "more than four"),
            ("1,1,c,", "value"),
            (long.as_str(), "time"),
            ("1,1,c,9999999999999999999", "value"),
        ] {
            let (rows, error) = all(format!("1,1,c,1\n{line}\n1,1,c,1\n").as_bytes());
            let error = error.expect(line);
            assert_eq!(rows.len(), 1, "{line}");
            assert!(error.contains("line 2:") && error.contains(cause), "{line}: {error}");
        }
        let giant = vec![b'1'; 5 << 20];
        assert!(all(&giant).1.expect("one giant line").contains("line 1"));
    }

    #[test]
    fn an_iterator_ends_after_its_error() {
        let file = file(b"1,1,c,1\nbad\n1,1,c,1\n");
        let rows = read_trigger_csv(file.path(), Position::default()).expect("opens");
        assert_eq!(rows.map(|row| row.is_ok()).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn reading_goes_on_where_it_stopped() {
        let text: String = (0..100_000).map(|i| format!("{},{},v,{}\n", i * 7, i % 13, i)).collect();
        let file = file(text.as_bytes());
        let mut whole = Vec::new();
        let mut reader = read_trigger_csv(file.path(), Position::default()).expect("opens");
        reader.chunk(&mut whole, usize::MAX).expect("good lines");
        assert_eq!(whole.len(), 100_000);
        let mut pieces = Vec::new();
        let mut position = Position::default();
        let mut chunk = Vec::new();
        loop {
            let mut reader = read_trigger_csv(file.path(), position).expect("opens");
            reader.chunk(&mut chunk, 33_333).expect("good lines");
            if chunk.is_empty() {
                break;
            }
            pieces.extend_from_slice(&chunk);
            position = reader.position();
        }
        assert_eq!(pieces, whole);
        let beyond = Position { byte: position.byte + 1, row: position.row };
        assert!(read_trigger_csv(file.path(), beyond).is_err());
    }

    proptest! {
        #[test]
        fn rows_survive_writing_and_reading(
            facts in prop::collection::vec((0i64..1 << 50, any::<u32>(), 0usize..6, -(1i64 << 50)..1 << 50), 0..50)
        ) {
            let mut text = String::new();
            for (at, customer, kind, value) in &facts {
                text.push_str(&format!("{at},{customer},{},{value}\n", char::from(KINDS[*kind])));
            }
            let (rows, error) = all(text.as_bytes());
            prop_assert_eq!(error, None);
            let read: Vec<_> = rows.iter().map(|row| (row.at.0, row.customer, row.kind, row.value)).collect();
            let written: Vec<_> = facts.iter().map(|(at, c, kind, value)| (*at, *c, KINDS[*kind], *value)).collect();
            prop_assert_eq!(read, written);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _answer = all(&bytes);
        }
    }
}

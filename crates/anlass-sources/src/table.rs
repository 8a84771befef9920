//! A CSV file as a stream of records: compressed or not, bounded in memory whatever it holds. A record that
//! cannot be used comes out as a [`Flaw`], so that the caller can count it.

use crate::error::Error;
use crate::report::{Flaw, Reason};
use crate::suggest;
use csv_core::ReadRecordResult;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use xxhash_rust::xxh3::Xxh3;

/// Longer records are quarantined without being held in memory.
const RECORD_BYTES_MAX: usize = 1 << 20;
const FIELDS_MAX: usize = 1024;
/// Rows of one file; an import holds its events in memory.
const ROWS_MAX: u64 = 50_000_000;
const CHUNK_BYTES: usize = 64 * 1024;
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// How far into the file as it lies on disk reading has come.
pub(crate) type BytesRead = Rc<Cell<u64>>;

struct Counting<R> {
    inner: R,
    bytes: BytesRead,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes.set(self.bytes.get().saturating_add(u64::try_from(count).unwrap_or(u64::MAX)));
        Ok(count)
    }
}

/// The fields of one record, as text.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Fields<'a> {
    fn new(bytes: &'a [u8], ends: &'a [usize]) -> Option<Fields<'a>> {
        let text = std::str::from_utf8(bytes).ok()?;
        // Two halves of a character in neighbouring fields look valid together; they are not.
        ends.iter().all(|end| text.is_char_boundary(*end)).then_some(Fields { text, ends })
    }

    pub(crate) fn get(&self, index: usize) -> &'a str {
        let start = match index {
            0 => 0,
            _ => self.ends[index - 1],
        };
        self.text
            .get(start..self.ends[index])
            .expect("new() checked that fields end between characters")
            .trim()
    }

    /// All of them in a line, for people.
    pub(crate) fn shown(&self) -> String {
        (0..self.ends.len()).map(|index| self.get(index)).collect::<Vec<_>>().join(" · ")
    }

    pub(crate) fn fingerprint(&self) -> u128 {
        let mut hasher = Xxh3::new();
        hasher.update(self.text.as_bytes());
        for end in self.ends {
            hasher.update(&end.to_le_bytes());
        }
        hasher.digest128()
    }
}

/// A record with its row number, or the flaw that makes it unusable.
pub(crate) type Numbered<'a> = (u64, Result<Fields<'a>, Flaw>);

/// A column that the mapping uses.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) index: usize,
    pub(crate) name: String,
}

impl Column {
    pub(crate) fn flaw(&self, reason: Reason, text: &str) -> Flaw {
        Flaw::of_field(reason, &self.name, text)
    }

    /// The field's text, which must not be empty or unreasonably long.
    pub(crate) fn needed<'a>(&self, fields: Fields<'a>, chars_max: usize) -> Result<&'a str, Flaw> {
        match self.optional(fields, chars_max)? {
            Some(text) => Ok(text),
            None => Err(self.flaw(Reason::Empty, "")),
        }
    }

    pub(crate) fn optional<'a>(&self, fields: Fields<'a>, chars_max: usize) -> Result<Option<&'a str>, Flaw> {
        let text = fields.get(self.index);
        if text.len() > chars_max && text.chars().count() > chars_max {
            return Err(self.flaw(Reason::FieldTooLong, text));
        }
        Ok(Some(text).filter(|text| !text.is_empty()))
    }
}

pub(crate) struct Table {
    path: PathBuf,
    input: Box<dyn Read>,
    core: csv_core::Reader,
    chunk: Vec<u8>,
    chunk_start: usize,
    chunk_end: usize,
    record: Vec<u8>,
    ends: Vec<usize>,
    header: Vec<String>,
    used: Vec<bool>,
    row: u64,
}

/// One record as the machine left it in the buffers.
enum Raw {
    Record { bytes: usize, fields: usize },
    TooLong,
    End,
}

impl Table {
    /// Opens `file` of a folder, or `file.zst`.
    pub(crate) fn open(folder: &Path, file: &str, delimiter: u8, bytes: BytesRead) -> Result<Table, Error> {
        let path = path_of(folder, file);
        let opened = File::open(&path).map_err(|source| Error::Open { path: path.clone(), source })?;
        Table::new(path, opened, delimiter, bytes)
    }

    fn new(path: PathBuf, raw: impl Read + 'static, delimiter: u8, bytes: BytesRead) -> Result<Table, Error> {
        let broken = |source| Error::Read { path: path.clone(), row: 1, source };
        let mut counted = BufReader::with_capacity(CHUNK_BYTES, Counting { inner: raw, bytes });
        let is_zstd = counted.fill_buf().map_err(broken)?.starts_with(&ZSTD_MAGIC);
        let input: Box<dyn Read> = match is_zstd {
            true => Box::new(zstd::stream::read::Decoder::with_buffer(counted).map_err(broken)?),
            false => Box::new(counted),
        };
        let mut table = Table {
            path,
            input,
            core: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            chunk: vec![0; CHUNK_BYTES],
            chunk_start: 0,
            chunk_end: 0,
            record: vec![0; CHUNK_BYTES],
            ends: vec![0; FIELDS_MAX],
            header: Vec::new(),
            used: Vec::new(),
            row: 0,
        };
        table.read_header()?;
        Ok(table)
    }

    fn read_header(&mut self) -> Result<(), Error> {
        let fail = |path: &Path, cause: &str, cure: &str| Error::Header {
            path: path.into(),
            cause: cause.into(),
            cure: cure.into(),
        };
        let (bytes, fields) = match self.read_raw()? {
            Raw::Record { bytes, fields } => (bytes, fields),
            Raw::TooLong => {
                return Err(fail(
                    &self.path,
                    "the header line is longer than 1 MiB",
                    "check that this is a CSV file",
                ));
            }
            Raw::End => {
                return Err(fail(
                    &self.path,
                    "the file is empty: it has no header line",
                    "export it again, with column names in the first line",
                ));
            }
        };
        let Some(names) = Fields::new(&self.record[..bytes], &self.ends[..fields]) else {
            return Err(fail(&self.path, "the header line is not UTF-8 text", "save the file as UTF-8"));
        };
        self.header = (0..fields).map(|i| names.get(i).trim_start_matches('\u{feff}').into()).collect();
        self.used = vec![false; fields];
        Ok(())
    }

    /// The column of this name, which is marked as used.
    pub(crate) fn column(&mut self, name: &str) -> Result<Column, Error> {
        let mut places = (0..self.header.len()).filter(|index| self.header[*index] == name);
        match (places.next(), places.next()) {
            (Some(index), None) => {
                self.used[index] = true;
                Ok(Column { index, name: name.into() })
            }
            (Some(_), Some(_)) => Err(Error::Header {
                path: self.path.clone(),
                cause: format!("two columns are called \"{name}\""),
                cure: "give each column its own name in the first line".into(),
            }),
            (None, _) => Err(Error::Column {
                path: self.path.clone(),
                column: name.into(),
                found: self.header.clone(),
                nearest: suggest::nearest(name, self.header.iter().map(String::as_str)).map(str::to_owned),
            }),
        }
    }

    pub(crate) fn columns_unused(&self) -> Vec<String> {
        let names = self.header.iter().zip(&self.used);
        names.filter(|(_, used)| !**used).map(|(name, _)| name.clone()).collect()
    }

    /// The next record; the header is row 1.
    pub(crate) fn next(&mut self) -> Result<Option<Numbered<'_>>, Error> {
        let raw = self.read_raw()?;
        let row = self.row;
        let (bytes, fields) = match raw {
            Raw::End => return Ok(None),
            Raw::TooLong => return Ok(Some((row, Err(Flaw::of_row(Reason::RecordTooLong))))),
            Raw::Record { bytes, fields } => (bytes, fields),
        };
        if fields != self.header.len() {
            let excerpt = format!("{fields} instead of {}", self.header.len());
            return Ok(Some((row, Err(Flaw { reason: Reason::FieldCount, column: None, excerpt }))));
        }
        match Fields::new(&self.record[..bytes], &self.ends[..fields]) {
            Some(fields) => Ok(Some((row, Ok(fields)))),
            None => {
                let text = String::from_utf8_lossy(&self.record[..bytes.min(200)]);
                let flaw = Flaw { column: None, ..Flaw::of_field(Reason::NotUtf8, "", &text) };
                Ok(Some((row, Err(flaw))))
            }
        }
    }

    fn read_raw(&mut self) -> Result<Raw, Error> {
        let (mut bytes, mut fields) = (0, 0);
        let mut too_long = false;
        loop {
            if self.chunk_start == self.chunk_end {
                self.fill()?;
            }
            let (result, taken, written, ended) = self.core.read_record(
                &self.chunk[self.chunk_start..self.chunk_end],
                &mut self.record[bytes..],
                &mut self.ends[fields..],
            );
            self.chunk_start += taken;
            bytes += written;
            fields += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.record.len() < RECORD_BYTES_MAX => {
                    self.record.resize((self.record.len() * 2).min(RECORD_BYTES_MAX), 0);
                }
                // The rest of the record overwrites its beginning: nobody will look at it.
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    (bytes, fields, too_long) = (0, 0, true);
                }
                ReadRecordResult::Record => {
                    self.row += 1;
                    if self.row > ROWS_MAX {
                        return Err(Error::TooManyRows { path: self.path.clone(), max: ROWS_MAX });
                    }
                    return Ok(if too_long { Raw::TooLong } else { Raw::Record { bytes, fields } });
                }
                ReadRecordResult::End => return Ok(Raw::End),
            }
        }
    }

    fn fill(&mut self) -> Result<(), Error> {
        loop {
            match self.input.read(&mut self.chunk) {
                Ok(count) => {
                    (self.chunk_start, self.chunk_end) = (0, count);
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(Error::Read { path: self.path.clone(), row: self.row, source }),
            }
        }
    }
}

/// `file`, or `file.zst` if only that exists.
pub(crate) fn path_of(folder: &Path, file: &str) -> PathBuf {
    let plain = folder.join(file);
    let compressed = folder.join(format!("{file}.zst"));
    if !plain.exists() && compressed.exists() { compressed } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn open(bytes: impl AsRef<[u8]> + 'static) -> Result<Table, Error> {
        Table::new("test.csv".into(), Cursor::new(bytes), b',', BytesRead::default())
    }

    /// Each row as its fields, or the reason against it.
    fn rows(bytes: &'static [u8]) -> Vec<Result<Vec<String>, Reason>> {
        let mut table = open(bytes).expect("a header");
        let width = table.header.len();
        let mut rows = Vec::new();
        while let Some((_, row)) = table.next().expect("memory is readable") {
            let row = row.map(|fields| (0..width).map(|i| fields.get(i).to_owned()).collect());
            rows.push(row.map_err(|flaw| flaw.reason));
        }
        rows
    }

    #[test]
    fn quotes_line_ends_and_marks_of_all_kinds() {
        let good = |a: &str, b: &str| Ok(vec![a.to_owned(), b.to_owned()]);
        let text = "\u{feff}a,b\r\n1,\"x\"\"\ny\"\r\n\r\n 2 ,z".as_bytes();
        assert_eq!(rows(text), [good("1", "x\"\ny"), good("2", "z")]);
        assert_eq!(rows(b"a,b\r1,2\r3,4\r"), [good("1", "2"), good("3", "4")]);
        assert_eq!(rows(b"a,b"), []);
    }

    #[test]
    fn bad_records_are_told_apart_and_do_not_stop_the_good_ones() {
        let found = rows(b"a,b\n1\n1,2,3\n\xff,1\n\xc3,\xa4\n5,6\n");
        let reasons: Vec<_> = found.into_iter().map(Result::err).collect();
        let expected = [
            Some(Reason::FieldCount),
            Some(Reason::FieldCount),
            Some(Reason::NotUtf8),
            Some(Reason::NotUtf8),
        ];
        assert_eq!(reasons, [&expected[..], &[None]].concat());
    }

    #[test]
    fn a_giant_field_is_skipped_in_bounded_memory() {
        let head = Cursor::new("a,b\n1,");
        let giant = io::repeat(b'x').take(100 << 20);
        let wide = Cursor::new(format!("\n{}\n3,4\n", ",".repeat(5_000)));
        let input = head.chain(giant).chain(wide);
        let mut table = Table::new("giant.csv".into(), input, b',', BytesRead::default()).expect("a header");
        let mut reasons = Vec::new();
        while let Some((row, fields)) = table.next().expect("memory is readable") {
            reasons.push((row, fields.map(|_| ()).map_err(|flaw| flaw.reason)));
        }
        let too_long = Err(Reason::RecordTooLong);
        assert_eq!(reasons, [(2, too_long), (3, too_long), (4, Ok(()))]);
        assert!(table.record.len() <= RECORD_BYTES_MAX);
    }

    #[test]
    fn headers_that_cannot_be_used_say_why() {
        for (bytes, cause) in [(&b""[..], "empty"), (b"\n\n", "empty"), (b"a,\xff\n", "UTF-8")] {
            let error = open(bytes).err().expect("no header").to_string();
            assert!(error.contains(cause), "{error}");
        }
        let mut table = open(b"Id,Price,Price\n").expect("a header");
        assert!(table.column("Price").expect_err("twice").to_string().contains("two columns"));
        let missing = table.column("ID").expect_err("other case");
        assert!(missing.to_string().contains("its columns are Id, Price, Price"), "{missing}");
        assert_eq!(missing.hint(), "did you mean \"Id\"?");
        assert_eq!(table.columns_unused(), ["Id", "Price", "Price"]);
    }

    #[test]
    fn a_file_reads_the_same_packed_and_a_cut_one_is_told() {
        let plain = b"a,b\n1,2\n";
        let packed = zstd::encode_all(&plain[..], 3).expect("compresses");
        let mut rows = [0, 0];
        for (bytes, rows) in [plain.to_vec(), packed.clone()].into_iter().zip(&mut rows) {
            let mut table = open(bytes).expect("a header");
            while table.next().expect("readable").is_some() {
                *rows += 1;
            }
        }
        assert_eq!(rows, [1, 1]);
        let cut = packed[..packed.len() - 3].to_vec();
        let error = match open(cut) {
            Err(error) => error,
            Ok(mut table) => loop {
                match table.next() {
                    Ok(Some(_)) => {}
                    Ok(None) => panic!("a cut file must not look complete"),
                    Err(error) => break error,
                }
            },
        };
        assert_eq!(error.code(), "import_file_unreadable");
    }
}

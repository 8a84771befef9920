//! A file as a stream of records, whatever it is: text in any encoding and layout, a spreadsheet, JSON, Parquet; compressed or
//! not; bounded in memory whatever it holds. A record that cannot be used comes out as a [`Flaw`], so that the caller can
//! count it.

mod beside;
mod documents;
mod encoding;
mod given;
mod json;
mod layout;
mod parquet;
mod rows;
mod sheet;
mod text;

pub(crate) use documents::Documents;
pub use encoding::Encoding;
pub use given::Rows;
pub use layout::{Delimiter, Layout, Quote};
pub(crate) use sheet::names as sheet_names;

use crate::decimal::Mark;
use crate::error::Error;
use crate::report::{FileReport, Flaw, Reason, in_a_line};
use crate::suggest;
use beside::Beside;
pub(crate) use beside::Lookup;
use encoding::Decoded;
use layout::SAMPLE_BYTES;
use serde::{Deserialize, Serialize};
use sheet::Sheet;
use std::cell::Cell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use text::Text;
use xxhash_rust::xxh3::Xxh3;

/// Longer records are quarantined without being held in memory.
const RECORD_BYTES_MAX: usize = 1 << 20;
const FIELDS_MAX: usize = 1024;
/// Rows of one file: a share of them is in memory at a time.
const ROWS_MAX: u64 = 50_000_000;
const CHUNK_BYTES: usize = 64 * 1024;
/// So many records at the end of a file may be a footer.
const FOOTER_MAX: usize = 5;
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

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

    /// All of them.
    pub(crate) fn cells(&self) -> Vec<String> {
        (0..self.ends.len()).map(|index| self.get(index).to_owned()).collect()
    }

    /// All of them in a line, for people.
    pub(crate) fn shown(&self) -> String {
        in_a_line(&self.cells())
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

/// What a record turned out to be.
pub(crate) enum Found<'a> {
    Row(Fields<'a>),
    /// What is wrong, and its fields, as far as they can be told.
    Unusable(Flaw, Vec<String>),
    /// It stands below the table.
    Footer(String),
}

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

/// Where the bytes of one record go: its fields one after the other, and where each ends.
struct Record {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Record {
    fn new() -> Record {
        Record { bytes: vec![0; CHUNK_BYTES], ends: vec![0; FIELDS_MAX] }
    }

    /// Makes room for more, unless the record is too long for any use.
    fn grow(&mut self) -> bool {
        let can = self.bytes.len() < RECORD_BYTES_MAX;
        if can {
            self.bytes.resize((self.bytes.len() * 2).min(RECORD_BYTES_MAX), 0);
        }
        can
    }

    /// Puts these fields there, unless they are too many or too long.
    fn fill<'f>(&mut self, texts: impl Iterator<Item = &'f str>) -> Raw {
        let (mut bytes, mut fields) = (0, 0);
        for text in texts {
            while self.bytes.len() < bytes + text.len() {
                if !self.grow() {
                    return Raw::Unusable(Reason::RecordTooLong);
                }
            }
            if fields == self.ends.len() {
                return Raw::Unusable(Reason::RecordTooLong);
            }
            self.bytes[bytes..bytes + text.len()].copy_from_slice(text.as_bytes());
            bytes += text.len();
            self.ends[fields] = bytes;
            fields += 1;
        }
        Raw::Record { bytes, fields }
    }
}

/// One record as it was left in the buffers.
enum Raw {
    Record { bytes: usize, fields: usize },
    Unusable(Reason),
    End,
}

/// What yields records, one format each.
trait Records {
    /// Puts the next record into `record`.
    fn next(&mut self, record: &mut Record) -> io::Result<Raw>;

    /// The number of that record, where the format has its own.
    fn row(&self) -> Option<u64> {
        None
    }

    /// Told how many columns there are: formats without empty fields at the end fill them up.
    fn widen_to(&mut self, _width: usize) {}
}

/// How files are to be read, as the mapping has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ways {
    pub(crate) layout: Stated,
    /// In which numbers of spreadsheets are given.
    pub(crate) decimal: Mark,
}

/// What a mapping says about the text of a file; what it leaves out is found by looking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Encoding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preamble: Option<usize>,
    /// Of a workbook; otherwise the first that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Of JSON: the dotted path of the list whose elements are the rows; empty where each object is one row. Otherwise an
    /// object's only list of objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<String>,
}

impl Stated {
    fn over(&self, found: Layout) -> Layout {
        Layout {
            encoding: self.encoding.unwrap_or(found.encoding),
            delimiter: self.delimiter.unwrap_or(found.delimiter),
            quote: self.quote.unwrap_or(found.quote),
            preamble: self.preamble.unwrap_or(found.preamble),
        }
    }
}

pub(crate) struct Table {
    path: PathBuf,
    records: Box<dyn Records>,
    record: Record,
    header: Vec<String>,
    used: Vec<bool>,
    row: u64,
    /// Records that may be a footer, until a usable one follows them.
    doubtful: VecDeque<(u64, Flaw, Vec<String>)>,
    /// They were no footer.
    settled: usize,
    /// How many of the columns are its own; those of the files beside follow.
    width: usize,
    beside: Vec<Beside>,
    /// The last record together with what stands beside it.
    wide: (Vec<u8>, Vec<usize>),
}

impl Table {
    /// Opens `file` of a folder, or `file.zst`.
    pub(crate) fn open(folder: &Path, file: &str, ways: &Ways, bytes: BytesRead) -> Result<Table, Error> {
        let path = path_of(folder, file);
        let failed = |source| Error::Open { path: path.clone(), source };
        let mut opened = File::open(&path).map_err(failed)?;
        let mut beginning = [0; 8];
        let count = opened.read(&mut beginning).map_err(failed)?;
        if beginning[..count].starts_with(&parquet::MAGIC) {
            bytes.set(bytes.get() + opened.metadata().map_or(0, |data| data.len()));
            let groups = parquet::Groups::open(&path, opened, ways.decimal)?;
            return Table::new(path, Box::new(groups), 0);
        }
        if !sheet::is_workbook(&beginning[..count]) {
            opened.rewind().map_err(failed)?;
            return Table::of_text(path, opened, ways, bytes);
        }
        let mut sheet = Sheet::open(&path, ways.layout.sheet.as_deref(), ways.decimal)?;
        // How much of it was read is not told while it is; it is small.
        bytes.set(bytes.get() + opened.metadata().map_or(0, |data| data.len()));
        let preamble = match ways.layout.preamble {
            Some(preamble) => preamble,
            None => sheet.preamble().map_err(|source| Error::Read { path: path.clone(), row: 1, source })?,
        };
        Table::new(path, Box::new(sheet), preamble)
    }

    /// Rows that somebody has at hand, in place of the file they are of.
    pub(crate) fn given(rows: Rc<Rows>) -> Result<Table, Error> {
        Table::new(PathBuf::from(&rows.file), Box::new(given::Given::new(rows)), 0)
    }

    fn of_text(
        path: PathBuf,
        raw: impl Read + 'static,
        ways: &Ways,
        bytes: BytesRead,
    ) -> Result<Table, Error> {
        let stated = &ways.layout;
        let broken = |source| Error::Read { path: path.clone(), row: 1, source };
        let mut input = unpacked(Counting { inner: raw, bytes }).map_err(broken)?;
        let mut sample = Vec::new();
        (&mut input).take(SAMPLE_BYTES as u64).read_to_end(&mut sample).map_err(broken)?;
        if sample.starts_with(&parquet::MAGIC) || sheet::is_workbook(&sample) {
            return Err(Error::Unfit {
                path,
                cause: "it is packed, and what is in it is no text".into(),
                cure: "unpack it: workbooks and Parquet files are read as they are".into(),
            });
        }
        if sample.starts_with(&crate::sql::stored::MAGIC) {
            let whole = Box::new(Cursor::new(sample).chain(input));
            let stored = rows::Stored::open(whole, ways.decimal).map_err(broken)?;
            return Table::new(path, Box::new(stored), 0);
        }
        let encoding = stated.encoding.unwrap_or_else(|| Encoding::detect_of_json(&sample));
        let mut beginning = Vec::new();
        // Memory is always readable.
        let _read = Decoded::new(&*sample, encoding).read_to_end(&mut beginning);
        if stated.delimiter.is_none() && json::is_json(&beginning) {
            let decoded = Box::new(Decoded::new(Cursor::new(sample).chain(input), encoding));
            let objects =
                json::Objects::open(&path, decoded, &beginning, stated.rows.as_deref(), ways.decimal)?;
            return Table::new(path, Box::new(objects), 0);
        }
        let is_whole = sample.len() < SAMPLE_BYTES;
        let layout = stated.over(Layout::detect(&sample, is_whole));
        let decoded = Decoded::new(Cursor::new(sample).chain(input), layout.encoding);
        Table::new(path, Box::new(Text::new(Box::new(decoded), &layout)), layout.preamble)
    }

    fn new(path: PathBuf, records: Box<dyn Records>, preamble: usize) -> Result<Table, Error> {
        let mut table = Table {
            path,
            records,
            record: Record::new(),
            header: Vec::new(),
            used: Vec::new(),
            row: 0,
            doubtful: VecDeque::new(),
            settled: 0,
            width: 0,
            beside: Vec::new(),
            wide: (Vec::new(), Vec::new()),
        };
        for _ in 0..preamble {
            table.read_raw()?;
        }
        table.read_header()?;
        table.records.widen_to(table.width);
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
            Raw::Unusable(_) => {
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
        let Some(names) = Fields::new(&self.record.bytes[..bytes], &self.record.ends[..fields]) else {
            return Err(fail(&self.path, "the header line is not UTF-8 text", "save the file as UTF-8"));
        };
        self.header = (0..fields).map(|i| names.get(i).trim_start_matches('\u{feff}').into()).collect();
        self.used = vec![false; fields];
        self.width = fields;
        Ok(())
    }

    /// Puts another file's columns beside those that are there. A name that is there already leads to the other file's
    /// column when that file stands before it: `orders.csv/status`.
    pub(crate) fn put_beside(
        &mut self,
        other: Table,
        file: &str,
        here: &str,
        there: &str,
    ) -> Result<(), Error> {
        let here = self.column(here)?.index;
        let beside = Beside::new(other, file, here, there)?;
        for name in beside.names() {
            let is_taken = self.header.contains(name);
            self.header.push(if is_taken { format!("{file}/{name}") } else { name.clone() });
            self.used.push(false);
        }
        self.beside.push(beside);
        Ok(())
    }

    /// Reads the files beside, once all columns that are wanted were asked for.
    pub(crate) fn load_beside(&mut self) -> Result<(), Error> {
        let mut from = self.width;
        for beside in &mut self.beside {
            let to = from + beside.names().len();
            beside.load(&self.used[from..to])?;
            from = to;
        }
        Ok(())
    }

    /// Where the files beside stand among the columns, and what leads there.
    pub(crate) fn lookups(&self) -> Vec<Lookup> {
        let mut from = self.width;
        let mut lookups: Vec<Lookup> = Vec::with_capacity(self.beside.len());
        for beside in &self.beside {
            lookups.push(beside.lookup(&self.header, from).after(&lookups));
            from += beside.names().len();
        }
        lookups
    }

    /// What became of the rows of the files beside.
    pub(crate) fn reports_beside(&self) -> Vec<FileReport> {
        self.beside.iter().map(|beside| beside.report().clone()).collect()
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

    /// The names of the columns, as the file has them.
    pub(crate) fn header(&self) -> &[String] {
        &self.header
    }

    pub(crate) fn columns_unused(&self) -> Vec<String> {
        let names = self.header[..self.width].iter().zip(&self.used);
        names.filter(|(_, used)| !**used).map(|(name, _)| name.clone()).collect()
    }

    /// Columns of the file itself that are read, with their places.
    pub(crate) fn columns_used(&self) -> Vec<(usize, String)> {
        let names = self.header[..self.width].iter().zip(&self.used).enumerate();
        names.filter(|(_, (_, used))| **used).map(|(index, (name, _))| (index, name.clone())).collect()
    }

    /// The next record; rows count from the first line of the file. What may be the footer comes out once it is clear
    /// whether it is.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, Found<'_>)>, Error> {
        loop {
            if self.settled > 0 || self.doubtful.len() > FOOTER_MAX {
                self.settled = self.settled.saturating_sub(1);
                let settled = self.doubtful.pop_front();
                return Ok(settled.map(|(row, flaw, cells)| (row, Found::Unusable(flaw, cells))));
            }
            let raw = self.read_raw()?;
            let row = self.row;
            let (bytes, fields) = match raw {
                Raw::End => {
                    let last = self.doubtful.pop_front();
                    return Ok(last.map(|(row, _, cells)| (row, Found::Footer(in_a_line(&cells)))));
                }
                Raw::Unusable(reason) => {
                    return Ok(Some((row, Found::Unusable(Flaw::of_row(reason), Vec::new()))));
                }
                Raw::Record { bytes, fields } => (bytes, fields),
            };
            let (record, ends) = (&self.record.bytes[..bytes], &self.record.ends[..fields]);
            if fields != self.width {
                let excerpt = format!("{fields} instead of {}", self.width);
                let flaw = Flaw { reason: Reason::FieldCount, column: None, excerpt };
                let cells = cells_of(record, ends);
                if is_like_a_footer(record, ends) {
                    self.doubtful.push_back((row, flaw, cells));
                    continue;
                }
                return Ok(Some((row, Found::Unusable(flaw, cells))));
            }
            if Fields::new(record, ends).is_none() {
                let text = String::from_utf8_lossy(&record[..bytes.min(200)]);
                let flaw = Flaw { column: None, ..Flaw::of_field(Reason::NotUtf8, "", &text) };
                return Ok(Some((row, Found::Unusable(flaw, cells_of(record, ends)))));
            }
            self.settled = self.doubtful.len();
            return Ok(self.widened(bytes, fields).map(|fields| (row, Found::Row(fields))));
        }
    }

    /// The record, and behind it what the files beside have for it.
    fn widened(&mut self, bytes: usize, fields: usize) -> Option<Fields<'_>> {
        if self.beside.is_empty() {
            return Fields::new(&self.record.bytes[..bytes], &self.record.ends[..fields]);
        }
        self.wide.0.clear();
        self.wide.0.extend_from_slice(&self.record.bytes[..bytes]);
        self.wide.1.clear();
        self.wide.1.extend_from_slice(&self.record.ends[..fields]);
        for beside in &self.beside {
            let key: Box<str> = Fields::new(&self.wide.0, &self.wide.1)?.get(beside.here).into();
            beside.append(&key, &mut self.wide.0, &mut self.wide.1);
        }
        Fields::new(&self.wide.0, &self.wide.1)
    }

    fn read_raw(&mut self) -> Result<Raw, Error> {
        let raw = self.records.next(&mut self.record).map_err(|source| Error::Read {
            path: self.path.clone(),
            row: self.row,
            source,
        })?;
        if !matches!(raw, Raw::End) {
            self.row = self.records.row().unwrap_or(self.row + 1);
            if self.row > ROWS_MAX {
                return Err(Error::TooManyRows { path: self.path.clone(), max: ROWS_MAX });
            }
        }
        Ok(raw)
    }
}

/// The fields of a record, whatever bytes it holds.
fn cells_of(record: &[u8], ends: &[usize]) -> Vec<String> {
    let mut start = 0;
    let cell = |end: &usize| {
        let field = record.get(start..*end).unwrap_or_default();
        start = *end;
        String::from_utf8_lossy(field).trim().to_owned()
    };
    ends.iter().map(cell).collect()
}

/// Words at the beginning of what programs write below a table.
const FOOTER_WORDS: [&str; 14] = [
    "summe",
    "gesamt",
    "total",
    "sum",
    "anzahl",
    "ende",
    "end",
    "stand",
    "erstellt",
    "created",
    "generated",
    "export",
    "seite",
    "page",
];

/// A sum, a date of printing, the end of the list: words, and hardly anything beside.
fn is_like_a_footer(record: &[u8], ends: &[usize]) -> bool {
    let Some(fields) = Fields::new(record, ends) else { return false };
    let mut filled = (0..ends.len()).map(|index| fields.get(index)).filter(|text| !text.is_empty());
    let Some(first) = filled.next() else { return true };
    let word: String =
        first.chars().take_while(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let is_ruled =
        first.len() >= 2 && first.chars().all(|letter| matches!(letter, '-' | '=' | '*' | '#' | '_'));
    is_ruled
        || FOOTER_WORDS.contains(&word.as_str())
        || (word.len() > 2 && first.contains(' ') && filled.next().is_none())
}

/// Whether a file is a workbook, by how it begins.
pub(crate) fn is_workbook(path: &Path) -> bool {
    let mut beginning = [0; 8];
    let read = File::open(path).and_then(|mut file| file.read(&mut beginning));
    read.is_ok_and(|count| sheet::is_workbook(&beginning[..count]))
}

/// Runs what reads a foreign format: a file that nobody meant may make it stop instead of answering.
fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let stopped = |_| Err("it is damaged in a way that stopped its reader".into());
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(stopped)
}

/// What a file holds, unpacked where it is compressed.
fn unpacked(raw: impl Read + 'static) -> io::Result<Box<dyn Read>> {
    let mut raw = BufReader::with_capacity(CHUNK_BYTES, raw);
    let beginning = raw.fill_buf()?;
    Ok(if beginning.starts_with(&ZSTD_MAGIC) {
        Box::new(zstd::stream::read::Decoder::with_buffer(raw)?)
    } else if beginning.starts_with(&GZIP_MAGIC) {
        Box::new(flate2::bufread::MultiGzDecoder::new(raw))
    } else {
        Box::new(raw)
    })
}

/// `file`, or `file.zst` if only that exists.
pub(crate) fn path_of(folder: &Path, file: &str) -> PathBuf {
    let plain = folder.join(file);
    let compressed = folder.join(format!("{file}.zst"));
    if !plain.exists() && compressed.exists() { compressed } else { plain }
}

#[cfg(test)]
mod tests;

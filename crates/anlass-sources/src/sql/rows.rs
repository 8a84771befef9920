//! Rows as a database gives them, each value as text that can be read in one way only, and the file they are put into for
//! the import. It is no text file, as nobody is to guess where a field ends or which character parts decimals.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// A file of rows begins with this; the last byte tells its version.
pub(crate) const MAGIC: [u8; 12] = *b"anlass-rows\x01";
/// What begins a record of such a file.
pub(crate) const ROW: u8 = 1;
pub(crate) const END: u8 = 0;
/// How a value is marked in it.
pub(crate) const NULL: u8 = 0;
pub(crate) const TEXT: u8 = 1;
pub(crate) const NUMBER: u8 = 2;

/// One value of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    #[default]
    Null,
    Text(String),
    /// With a point before the decimals, and without an exponent where there may be one.
    Number(String),
    /// A point in time, `2024-05-01T10:00:00.5Z`; what has no time zone is a text.
    Moment(String),
}

impl Cell {
    /// Its text; empty where there is none.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Cell::Null => "",
            Cell::Text(text) | Cell::Number(text) | Cell::Moment(text) => text,
        }
    }

    /// What may be text is shown so, anything else as hexadecimal numbers.
    pub(super) fn bytes(bytes: &[u8]) -> Cell {
        Cell::Text(match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => text.to_owned(),
            _ => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }

    pub(super) fn floating(value: f64) -> Cell {
        Cell::Number(value.to_string())
    }
}

/// Rows and the names of their columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    pub names: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

impl Rows {
    /// Writes them as a file for the import. A file that was not written to its end is refused by whoever reads it.
    ///
    /// # Errors
    /// If there is no room.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut file = RowsFile::begin(BufWriter::new(File::create(path)?), &self.names)?;
        file.add(&self.rows)?;
        let written = file.end()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        written.sync_all()
    }

    /// # Errors
    /// If it cannot be written, or has more columns or longer values than such a file can hold.
    pub fn write_to(&self, into: &mut dyn Write) -> io::Result<()> {
        let mut file = RowsFile::begin(into, &self.names)?;
        file.add(&self.rows)?;
        file.end().map(|_| ())
    }
}

/// A file of rows that is being written, batch by batch.
pub struct RowsFile<W: Write> {
    into: W,
    columns: usize,
}

impl<W: Write> RowsFile<W> {
    /// # Errors
    /// If it cannot be written.
    pub fn begin(mut into: W, names: &[String]) -> io::Result<RowsFile<W>> {
        into.write_all(&MAGIC)?;
        into.write_all(&size(names.len())?)?;
        for name in names {
            put(&mut into, name)?;
        }
        Ok(RowsFile { into, columns: names.len() })
    }

    /// # Errors
    /// If it cannot be written, or a row does not have a value for each name.
    pub fn add(&mut self, rows: &[Vec<Cell>]) -> io::Result<()> {
        for row in rows {
            if row.len() != self.columns {
                return Err(io::Error::other("a row has more or fewer fields than there are names"));
            }
            self.into.write_all(&[ROW])?;
            for cell in row {
                let mark = match cell {
                    Cell::Null => NULL,
                    Cell::Text(_) | Cell::Moment(_) => TEXT,
                    Cell::Number(_) => NUMBER,
                };
                self.into.write_all(&[mark])?;
                if mark != NULL {
                    put(&mut self.into, cell.text())?;
                }
            }
        }
        Ok(())
    }

    /// It is whole; without this whoever reads it refuses it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn end(mut self) -> io::Result<W> {
        self.into.write_all(&[END])?;
        Ok(self.into)
    }
}

fn size(length: usize) -> io::Result<[u8; 4]> {
    Ok(u32::try_from(length).map_err(io::Error::other)?.to_le_bytes())
}

fn put(into: &mut impl Write, text: &str) -> io::Result<()> {
    into.write_all(&size(text.len())?)?;
    into.write_all(text.as_bytes())
}

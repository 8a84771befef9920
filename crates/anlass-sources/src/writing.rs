//! Tables that go out: rows of cells into CSV or Parquet, one after the other and in constant memory. Nothing here decides
//! what is in them, or where they lie.

mod csv;
mod parquet;

use anlass_model::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Whole,
    Moment,
    Truth,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

/// One value. It must be of its column's kind, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    None,
    Text(String),
    Whole(i64),
    /// RFC 3339 in CSV, milliseconds since 1970 in UTC in Parquet.
    Moment(Timestamp),
    Truth(bool),
}

impl Cell {
    pub(crate) fn fits(&self, kind: Kind) -> bool {
        match self {
            Cell::None => true,
            Cell::Text(_) => kind == Kind::Text,
            Cell::Whole(_) => kind == Kind::Whole,
            Cell::Moment(_) => kind == Kind::Moment,
            Cell::Truth(_) => kind == Kind::Truth,
        }
    }

    /// In memory, roughly.
    pub(crate) fn size(&self) -> usize {
        if let Cell::Text(text) = self { text.len() + 8 } else { 8 }
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Cell {
        text.map_or(Cell::None, Cell::Text)
    }
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// RFC 4180 in UTF-8, with a header. Texts that a spreadsheet would take for a formula begin with an apostrophe.
    Csv,
    /// Every column is optional.
    Parquet,
}

impl Format {
    /// How names of such files end.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Parquet => "parquet",
        }
    }
}

/// A table that is being written.
pub struct Table(Inner);

enum Inner {
    Csv(csv::Rows),
    Parquet(Box<parquet::Rows>),
}

impl Table {
    /// Begins a table in an empty file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn begin(file: File, format: Format, columns: &[Column]) -> io::Result<Table> {
        Ok(Table(match format {
            Format::Csv => Inner::Csv(csv::Rows::begin(file, columns)?),
            Format::Parquet => Inner::Parquet(Box::new(parquet::Rows::begin(file, columns)?)),
        }))
    }

    /// Adds a row with a cell for each column.
    ///
    /// # Errors
    /// If it cannot be written, or a cell is not of its column's kind.
    pub fn row(&mut self, cells: Vec<Cell>) -> io::Result<()> {
        match &mut self.0 {
            Inner::Csv(rows) => rows.row(&cells),
            Inner::Parquet(rows) => rows.row(cells),
        }
    }

    /// Writes the rest; the file is durable when this returns.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> io::Result<()> {
        match self.0 {
            Inner::Csv(rows) => rows.finish(),
            Inner::Parquet(rows) => rows.finish(),
        }
    }
}

//! Rows that were refused, whole, so that somebody can correct them and let them in. Personal data, as the file has them: to be
//! kept sealed only.

use super::Flaw;

/// Of a longer row only why it was refused is kept.
const ROW_BYTES_MAX: usize = 32 * 1024;
/// So much is kept of one file; the rows behind are only counted.
const BYTES_MAX: usize = 32 * 1024 * 1024;

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// As a spreadsheet counts: the header is row 1.
    pub row: u64,
    /// Its fields as they stand there, which may be more or fewer than there are columns; none where it is too long.
    pub cells: Vec<String>,
    pub flaw: Flaw,
}

/// The refused rows of a file, by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// The columns of the file, and behind them those of the files beside.
    pub columns: Vec<String>,
    pub rows: Vec<RefusedRow>,
    bytes: usize,
}

impl Refused {
    /// Remembers a row while there is room, once, with what was wrong first; its cells may follow by [`Refused::fill`].
    pub(crate) fn keep(&mut self, row: u64, cells: Vec<String>, flaw: &Flaw) {
        let is_kept = self.rows.last().is_some_and(|last| last.row == row);
        if self.bytes < BYTES_MAX && !is_kept {
            let cells = self.within(cells);
            self.rows.push(RefusedRow { row, cells, flaw: flaw.clone() });
        }
    }

    /// The cells of a row that is remembered without them.
    pub(crate) fn fill(&mut self, row: u64, cells: Vec<String>) {
        if let Ok(place) = self.rows.binary_search_by_key(&row, |own| own.row) {
            let cells = self.within(cells);
            self.rows[place].cells = cells;
        }
    }

    /// Adds other rows of the same file.
    pub(crate) fn append(&mut self, other: Refused) {
        self.bytes += other.bytes;
        self.rows.extend(other.rows);
        self.rows.sort_by_key(|own| own.row);
    }

    fn within(&mut self, cells: Vec<String>) -> Vec<String> {
        let bytes: usize = cells.iter().map(String::len).sum();
        let is_within = bytes <= ROW_BYTES_MAX && self.bytes < BYTES_MAX;
        self.bytes += if is_within { bytes } else { 0 };
        if is_within { cells } else { Vec::new() }
    }
}

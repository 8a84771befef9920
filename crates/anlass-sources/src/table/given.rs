//! Records of rows that somebody has at hand: those of a file, taken out of it.

use super::{Raw, Record, Records};
use std::io;
use std::rc::Rc;

/// Rows of a file, in place of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// How the file is called.
    pub file: String,
    pub columns: Vec<String>,
    /// The first is row 2, as in a file.
    pub rows: Vec<Vec<String>>,
}

pub(super) struct Given {
    rows: Rc<Rows>,
    /// The columns come first.
    next: usize,
}

impl Given {
    pub(super) fn new(rows: Rc<Rows>) -> Given {
        Given { rows, next: 0 }
    }
}

impl Records for Given {
    fn next(&mut self, record: &mut Record) -> io::Result<Raw> {
        let fields = match self.next.checked_sub(1) {
            None => Some(&self.rows.columns),
            Some(row) => self.rows.rows.get(row),
        };
        self.next += 1;
        Ok(fields.map_or(Raw::End, |fields| record.fill(fields.iter().map(String::as_str))))
    }
}

//! Changes as they are handed over, and as rows for the import.

use super::super::rows::{Cell, Rows};
use super::{Lsn, Position};

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It was there when reading began.
    Snapshot,
    Insert,
    Update,
    /// It is gone, or is known by another key from now on.
    Delete,
    /// All rows are gone.
    Truncate,
}

impl Kind {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Snapshot => "snapshot",
            Kind::Insert => "insert",
            Kind::Update => "update",
            Kind::Delete => "delete",
            Kind::Truncate => "truncate",
        }
    }

    fn is_gone(self) -> bool {
        matches!(self, Kind::Delete | Kind::Truncate)
    }
}

/// One row and what became of it. Commit and number tell it apart from any other change, however often it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: Kind,
    /// Where its commit stands in the log; of a row that was there, where reading began.
    pub commit: Lsn,
    /// Which one of its transaction.
    pub number: u64,
    /// When it was committed, in microseconds since 1970; unknown of rows that were there.
    pub at: Option<i64>,
    /// One for each name of the batch. Of a deleted row the server tells its key, or all of it under REPLICA IDENTITY FULL.
    pub cells: Vec<Cell>,
    /// Columns whose values the change left as they were and the server did not tell; empty in `cells`.
    pub unchanged: Vec<usize>,
}

/// Changes of one shape, and from where to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The columns of the table.
    pub names: Vec<String>,
    pub changes: Vec<Change>,
    /// To be stored together with what became of the changes, and then confirmed.
    pub position: Position,
}

/// Names of the columns that stand before those of the table.
const OWN: [&str; 4] = ["anlass_change", "anlass_commit", "anlass_number", "anlass_at"];

impl Batch {
    /// The rows that are there now, for the import, each with what became of it before its own columns.
    #[must_use]
    pub fn rows(&self) -> Rows {
        self.of(|kind| !kind.is_gone())
    }

    /// The rows that are gone, in the same form. They must not be imported: a row would be there again.
    #[must_use]
    pub fn gone(&self) -> Rows {
        self.of(Kind::is_gone)
    }

    fn of(&self, is_wanted: impl Fn(Kind) -> bool) -> Rows {
        let own = OWN.iter().map(|name| (*name).to_owned());
        let names = own.chain(self.names.iter().cloned()).collect();
        let wanted = self.changes.iter().filter(|change| is_wanted(change.kind));
        let rows = wanted.map(|change| {
            let mut row = vec![
                Cell::Text(change.kind.word().into()),
                Cell::Text(change.commit.to_string()),
                Cell::Number(change.number.to_string()),
                change.at.and_then(moment).unwrap_or_default(),
            ];
            row.extend(change.cells.iter().cloned());
            row
        });
        Rows { names, rows: rows.collect() }
    }
}

fn moment(microseconds: i64) -> Option<Cell> {
    Some(Cell::Moment(jiff::Timestamp::from_microsecond(microseconds).ok()?.to_string()))
}

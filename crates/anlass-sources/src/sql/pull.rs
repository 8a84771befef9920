//! Asks a query again and again for what is new, batch by batch, in the order of (watermark, key).
//!
//! Rows are neither lost nor doubled: within a sweep each batch begins strictly after the last row of the one before it, by
//! watermark and key, so that it does not matter where rows of one watermark are parted. The next sweep begins a little before
//! what was the last watermark when this one began ([`Watermark::again`]), finds there what could not be seen before, and
//! leaves out what it knows by its print. The position is all there is to remember: the same position yields the same rows again, and those added since.

mod position;
mod statement;

pub use position::{LookedBack, Position};

use super::connection::{Answer, Connection, Order};
use super::rows::{Cell, Rows};
use super::watermark::{Kind, Watermark};
use super::{BATCH_BYTES_MAX, Database, Error, Trouble};
use position::{Mark, Sweep};
use serde::{Deserialize, Serialize};
use statement::From;
use std::time::Duration;
use xxhash_rust::xxh3::Xxh3;

const QUERY_BYTES_MAX: usize = 64 * 1024;
const KEYS_MAX: usize = 16;
const ROWS_MAX: u32 = 100_000;
const SECONDS_MAX: u32 = 3_600;

/// A question that is asked again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pull {
    /// A SELECT.
    pub query: String,
    pub watermark: Watermark,
    /// Columns of its result by which no two rows are the same, in the database's own eyes.
    pub key: Vec<String>,
    /// How many rows are asked for at a time.
    #[serde(default = "ten_thousand")]
    pub batch_rows: u32,
    /// How long the database may work on them.
    #[serde(default = "one_minute")]
    pub timeout_seconds: u32,
}

fn ten_thousand() -> u32 {
    10_000
}

fn one_minute() -> u32 {
    60
}

/// What is new, and from where to go on.
#[derive(Clone, Debug)]
pub struct Batch {
    pub rows: Rows,
    /// To be stored together with what became of the rows.
    pub position: Position,
    /// Whether more can be asked for at once.
    pub ahead: Ahead,
    pub looked_back: LookedBack,
}

/// Whether a sweep came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ahead {
    More,
    /// Nothing that could be seen is left out; the next sweep is for the schedule.
    Nothing,
}

/// A pull with its connection.
pub struct Puller {
    connection: Connection,
    pull: Pull,
    place: String,
}

impl Pull {
    /// What can be said of it without asking the database.
    ///
    /// # Errors
    /// With what is wrong with it.
    pub fn check(&self) -> Result<(), Error> {
        let unfit = |cause: String, cure: &str| Err(Error::new(Trouble::Unfit, "the pull", cause, cure));
        check_query(&self.query)?;
        if self.key.is_empty() || self.key.len() > KEYS_MAX {
            let cause = format!("its key has {} columns", self.key.len());
            return unfit(
                cause,
                "name the 1 to 16 columns that tell each row apart, as the primary key does",
            );
        }
        if !(1..=ROWS_MAX).contains(&self.batch_rows) {
            let cause = format!("{} rows at a time", self.batch_rows);
            return unfit(cause, "ask for 1 to 100,000 rows at a time");
        }
        if !(1..=SECONDS_MAX).contains(&self.timeout_seconds) {
            let cause = format!("{} seconds for an answer", self.timeout_seconds);
            return unfit(cause, "allow 1 to 3,600 seconds");
        }
        Ok(())
    }

    /// Of which question a position is.
    fn print(&self) -> u64 {
        let mut hasher = Xxh3::new();
        for part in [&self.watermark.column].into_iter().chain(&self.key) {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        }
        hasher.update(format!("{:?}", self.watermark.kind).as_bytes());
        hasher.digest()
    }
}

impl Puller {
    /// # Errors
    /// If the pull is unfit, or the database cannot be reached or lets nobody in.
    pub fn open(database: &Database, pull: &Pull) -> Result<Puller, Error> {
        pull.check()?;
        let timeout = Duration::from_secs(u64::from(pull.timeout_seconds));
        let connection = Connection::open(database, timeout)?;
        Ok(Puller { connection, pull: pull.clone(), place: database.place() })
    }

    /// The next rows after `position`; the default one is before all.
    ///
    /// # Errors
    /// If the database cannot answer, or its rows cannot be told apart or put in order. Nothing is lost by it: the same
    /// position can be asked for again, over a new connection where [`Error::is_passing`] says so.
    pub fn next(&mut self, position: &Position) -> Result<Batch, Error> {
        let print = self.pull.print();
        if !position.is_of(print) {
            return Err(Error::new(
                Trouble::Position,
                &self.place,
                "the position is of a pull with another watermark or key",
                "begin anew: all rows are read again, and the import leaves out what it knows",
            ));
        }
        let limit = usize::try_from(self.pull.batch_rows).unwrap_or(usize::MAX);
        let from = position.from();
        let dialect = self.connection.dialect();
        let (sql, values) = statement::write(&self.pull, dialect, &from, limit + 1);
        // A sweep of several batches has to know what was the last when it began; of texts, whose order is not known here,
        // whether it has come there.
        let last = statement::last(&self.pull, dialect);
        let is_wanted = !matches!(from, From::After(_)) || self.pull.watermark.kind == Kind::Text;
        let then = is_wanted.then_some((limit + 1, last.as_str()));
        let (answer, last) = self.connection.ask(&sql, &values, then)?;
        let marks = self.marks(&answer)?;
        self.check_order(&marks, &from)?;
        let ahead = if answer.is_cut || answer.rows.len() > limit { Ahead::More } else { Ahead::Nothing };
        let mut sweep = Sweep::of(position, print, &self.pull.watermark);
        let last = match last {
            Some(last) => self.last(&last)?,
            None => None,
        };
        if self.pull.watermark.kind != Kind::Text {
            sweep.began_before(last.as_ref());
        }
        let mut rows = Vec::new();
        for (row, mark) in answer.rows.into_iter().zip(marks).take(limit) {
            if sweep.take(mark, row_print(&row)) {
                rows.push(row);
            }
        }
        if self.pull.watermark.kind == Kind::Text {
            sweep.has_reached(last.as_ref());
        }
        let names = answer.columns.into_iter().map(|column| column.name).collect();
        let (position, looked_back) = sweep.end(ahead);
        Ok(Batch { rows: Rows { names, rows }, position, ahead, looked_back })
    }

    fn last(&self, answer: &Answer) -> Result<Option<Cell>, Error> {
        let at = self.column(answer, &self.pull.watermark.column)?;
        Ok(answer.rows.first().map(|row| row[at].clone()))
    }

    /// Watermark and key of each row.
    fn marks(&self, answer: &Answer) -> Result<Vec<Mark>, Error> {
        let watermark = self.column(answer, &self.pull.watermark.column)?;
        let key = self.pull.key.iter().map(|name| self.column(answer, name));
        let key = key.collect::<Result<Vec<usize>, Error>>()?;
        let mut marks = Vec::with_capacity(answer.rows.len());
        for row in &answer.rows {
            let fit = |at: &usize| match &row[*at] {
                Cell::Null => {
                    Err(format!("the key column \"{}\" is empty in a row", answer.columns[*at].name))
                }
                Cell::Number(digits) if digits.parse::<i128>().is_err() => {
                    Err(format!("the key column \"{}\" holds {digits}", answer.columns[*at].name))
                }
                cell => Ok(cell.clone()),
            };
            let key = key.iter().map(fit).collect::<Result<Vec<Cell>, String>>();
            let mark = key.and_then(|key| {
                let value = self.pull.watermark.value(&row[watermark])?;
                Ok(Mark { watermark: row[watermark].clone(), value, key })
            });
            marks.push(mark.map_err(|cause| {
                self.unfit(
                    cause,
                    "choose columns that are filled in each row with whole numbers, times or texts",
                )
            })?);
        }
        Ok(marks)
    }

    fn column(&self, answer: &Answer, name: &str) -> Result<usize, Error> {
        let mut places = answer.columns.iter().enumerate().filter(|(_, column)| column.name == name);
        let (Some((at, column)), None) = (places.next(), places.next()) else {
            let names: Vec<&str> = answer.columns.iter().map(|column| column.name.as_str()).collect();
            let cause = format!("its result has not one column \"{name}\" but {}", names.join(", "));
            return Err(self.unfit(cause, "name columns as the query's result has them, each once"));
        };
        if column.order == Order::Lost {
            let cause = format!("\"{name}\" holds bytes or floating point, which keep no order as texts");
            return Err(
                self.unfit(cause, "take another column, or write it as a text in the query: HEX(id) AS id")
            );
        }
        Ok(at)
    }

    /// Two rows of one key would be lost where batches part; rows out of order, anywhere.
    fn check_order(&self, marks: &[Mark], from: &From<'_>) -> Result<(), Error> {
        let twice = |mark: &Mark| {
            let key: Vec<&str> = mark.key.iter().map(Cell::text).collect();
            let cause = format!("two rows have the same watermark and the key {}", key.join(", "));
            self.unfit(cause, "add columns to the key until it tells each row apart")
        };
        if let (From::After(last), Some(first)) = (from, marks.first())
            && last.is_same(first)
        {
            return Err(twice(first));
        }
        for pair in marks.windows(2) {
            if pair[0].is_same(&pair[1]) {
                return Err(twice(&pair[1]));
            }
            if pair[0].value > pair[1].value {
                let cause = format!(
                    "the database puts {} before {}",
                    pair[0].watermark.text(),
                    pair[1].watermark.text()
                );
                return Err(self.unfit(cause, "give the watermark column one type and one spelling"));
            }
        }
        Ok(())
    }

    fn unfit(&self, cause: impl Into<String>, cure: &str) -> Error {
        Error::new(Trouble::Unfit, &self.place, cause, cure)
    }
}

/// The query without its end, if it is one SELECT as far as can be seen.
pub(super) fn check_query(query: &str) -> Result<&str, Error> {
    let unfit = |cause: String, cure: &str| Err(Error::new(Trouble::Unfit, "the query", cause, cure));
    if query.len() > QUERY_BYTES_MAX || query.contains('\0') {
        return unfit("it is longer than 64 KiB or no text".into(), "keep it in a view of the database");
    }
    let first = statement::first_word(query);
    if !matches!(first.as_str(), "select" | "with") {
        return unfit(format!("it begins with \"{first}\""), "write one SELECT; nothing else is asked");
    }
    Ok(query.trim_end_matches(|letter: char| letter == ';' || letter.is_whitespace()))
}

/// Tells a row from what it was before.
fn row_print(row: &[Cell]) -> u64 {
    let mut hasher = Xxh3::new();
    for cell in row {
        let text = cell.text();
        hasher.update(&[u8::from(*cell == Cell::Null)]);
        hasher.update(&text.len().to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.digest()
}

/// Whether a batch may still hold a row of so many bytes; the first it always may.
pub(super) fn has_room(rows: usize, bytes: usize) -> bool {
    rows == 0 || bytes <= BATCH_BYTES_MAX
}

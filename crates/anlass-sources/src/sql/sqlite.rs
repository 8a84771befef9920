//! Questions to an SQLite file, which is opened for reading only.

use super::connection::{Answer, Column, Order};
use super::pull::has_room;
use super::rows::Cell;
use super::target::spelling;
use super::{Error, LOCK_TIMEOUT, Trouble};
use crate::writing::Cell as Out;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, Statement, TransactionBehavior, params_from_iter};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

pub(super) struct Client {
    connection: rusqlite::Connection,
    place: String,
    timeout: Duration,
}

impl Client {
    pub(super) fn open(path: &Path, place: &str, timeout: Duration) -> Result<Client, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let failed = |error: rusqlite::Error| explain(place, &error);
        let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(failed)?;
        connection.busy_timeout(timeout).map_err(failed)?;
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA trusted_schema = OFF").map_err(failed)?;
        Ok(Client { connection, place: place.into(), timeout })
    }

    /// Makes the file where there is none.
    pub(super) fn open_to_fill(path: &Path, place: &str) -> Result<Client, Error> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let failed = |error: rusqlite::Error| explain(place, &error);
        let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(failed)?;
        connection.busy_timeout(LOCK_TIMEOUT).map_err(failed)?;
        // Views name a table, also while there is none.
        let settings = "PRAGMA trusted_schema = OFF; PRAGMA legacy_alter_table = ON";
        connection.execute_batch(settings).map_err(failed)?;
        Ok(Client { connection, place: place.into(), timeout: LOCK_TIMEOUT })
    }

    pub(super) fn tell(&mut self, sql: &str) -> Result<(), Error> {
        self.connection.execute_batch(sql).map_err(|error| explain(&self.place, &error))
    }

    /// One row after the other, all or none.
    pub(super) fn insert(&mut self, sql: &str, rows: &[Vec<Out>]) -> Result<(), Error> {
        let mut inserted = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut statement = transaction.prepare(sql)?;
            for row in rows {
                statement.execute(params_from_iter(row.iter().map(value_out)))?;
            }
            drop(statement);
            transaction.commit()
        };
        inserted().map_err(|error| explain(&self.place, &error))
    }

    /// From here on all answers are of one moment.
    pub(super) fn begin(&mut self) -> Result<(), Error> {
        self.connection.execute_batch("BEGIN").map_err(|error| explain(&self.place, &error))
    }

    pub(super) fn end(&mut self) -> Result<(), Error> {
        self.connection.execute_batch("ROLLBACK").map_err(|error| explain(&self.place, &error))
    }

    pub(super) fn read(&mut self, sql: &str, values: &[Cell]) -> Result<Answer, Error> {
        let stop = self.connection.get_interrupt_handle();
        let (done, wait) = mpsc::channel::<()>();
        let timeout = self.timeout;
        let (connection, place) = (&self.connection, &self.place);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                if wait.recv_timeout(timeout) == Err(mpsc::RecvTimeoutError::Timeout) {
                    stop.interrupt();
                }
            });
            let answer = read(connection, place, sql, values);
            drop(done);
            answer
        })
    }
}

fn read(connection: &rusqlite::Connection, place: &str, sql: &str, values: &[Cell]) -> Result<Answer, Error> {
    let failed = |error: rusqlite::Error| explain(place, &error);
    let mut statement = connection.prepare(sql).map_err(failed)?;
    check_whole(&statement, place, sql)?;
    let names = statement.column_names().map(str::to_owned);
    let mut columns: Vec<Column> = names.map(|name| Column { name, order: Order::Kept }).collect();
    let values = values.iter().map(|cell| match cell {
        Cell::Null => Value::Null,
        Cell::Number(digits) => digits.parse().map_or_else(|_| Value::Text(digits.clone()), Value::Integer),
        Cell::Text(text) | Cell::Moment(text) => Value::Text(text.clone()),
    });
    let mut found = statement.query(params_from_iter(values)).map_err(failed)?;
    let mut answer = Answer::default();
    let mut bytes = 0;
    while let Some(row) = found.next().map_err(failed)? {
        let mut cells = Vec::with_capacity(columns.len());
        for (at, column) in columns.iter_mut().enumerate() {
            let (cell, order) = cell(row.get_ref(at).map_err(failed)?);
            if order == Order::Lost {
                column.order = Order::Lost;
            }
            bytes += cell.text().len();
            cells.push(cell);
        }
        if !has_room(answer.rows.len(), bytes) {
            answer.is_cut = true;
            break;
        }
        answer.rows.push(cells);
    }
    answer.columns = columns;
    Ok(answer)
}

/// A comment that does not end may hide what stands behind the query: ours end with their own last word.
fn check_whole(statement: &Statement<'_>, place: &str, sql: &str) -> Result<(), Error> {
    let asked = statement.expanded_sql().unwrap_or_default();
    let last = |text: &str| text.rsplit(' ').next().map(str::to_owned);
    if last(&asked) == last(sql) {
        return Ok(());
    }
    let cause = "the query ends within a comment, or is more than one statement";
    Err(Error::new(Trouble::Query, place, cause, "write one SELECT without a semicolon"))
}

fn value_out(cell: &Out) -> Value {
    match cell {
        Out::None => Value::Null,
        Out::Text(text) => Value::Text(text.clone()),
        Out::Whole(number) => Value::Integer(*number),
        Out::Truth(truth) => Value::Integer(i64::from(*truth)),
        Out::Moment(at) => {
            spelling::moment(*at).map_or(Value::Null, |at| Value::Text(spelling::shown(at, "Z")))
        }
    }
}

fn cell(value: ValueRef<'_>) -> (Cell, Order) {
    match value {
        ValueRef::Null => (Cell::Null, Order::Kept),
        ValueRef::Integer(number) => (Cell::Number(number.to_string()), Order::Kept),
        ValueRef::Real(number) => (Cell::floating(number), Order::Lost),
        ValueRef::Text(bytes) => (Cell::Text(String::from_utf8_lossy(bytes).into_owned()), Order::Kept),
        ValueRef::Blob(bytes) => (Cell::bytes(bytes), Order::Lost),
    }
}

fn explain(place: &str, error: &rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted | ErrorCode::DatabaseBusy) => Error::too_slow(place),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            let cause = "it is no SQLite database, or a damaged one";
            Error::new(
                Trouble::Unreadable,
                place,
                cause,
                "copy the file again; encrypted ones cannot be read",
            )
        }
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            let cause = "the file cannot be opened";
            let cure = "let this user read it and, where the database is in WAL mode, write its folder";
            Error::new(Trouble::Refused, place, cause, cure)
        }
        _ => {
            let cure = "try the query with the program sqlite3";
            Error::new(Trouble::Query, place, format!("the query fails: {error}"), cure)
        }
    }
}

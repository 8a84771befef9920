//! One connection to a database of any kind, on which only questions are asked.

use super::rows::Cell;
use super::{Database, Error, mysql, postgres, sqlite};
use std::time::Duration;

/// What a database answers.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// There were more rows than the memory for them.
    pub(super) is_cut: bool,
}

#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) order: Order,
}

/// Whether rows can be told apart and put in order by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Kept,
    /// Not by its text: floating point, bytes.
    Lost,
}

/// How SQL is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Postgres,
    Mysql,
    Sqlite,
}

pub(super) enum Connection {
    Postgres(Box<postgres::Client>),
    Mysql(Box<mysql::Client>),
    Sqlite(Box<sqlite::Client>),
}

impl Connection {
    /// `timeout` is that of each statement.
    pub(super) fn open(database: &Database, timeout: Duration) -> Result<Connection, Error> {
        let place = database.place();
        Ok(match database {
            Database::Postgres(server) => {
                let client = postgres::Client::open(server, &place, timeout, postgres::Session::Queries)?;
                Connection::Postgres(Box::new(client))
            }
            Database::Mysql(server) => {
                let purpose = mysql::Purpose::Questions;
                Connection::Mysql(Box::new(mysql::Client::open(server, &place, timeout, purpose)?))
            }
            Database::Sqlite { folder, file } => {
                let path = super::within(folder, file, &place)?;
                Connection::Sqlite(Box::new(sqlite::Client::open(&path, &place, timeout)?))
            }
        })
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self {
            Connection::Postgres(_) => Dialect::Postgres,
            Connection::Mysql(_) => Dialect::Mysql,
            Connection::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// The answer to a question, and to another one if that has so many rows; both see the same, and cannot write.
    pub(super) fn ask(
        &mut self,
        sql: &str,
        values: &[Cell],
        then: Option<(usize, &str)>,
    ) -> Result<(Answer, Option<Answer>), Error> {
        self.begin()?;
        let answers = self.asked(sql, values, then);
        let ended = self.end();
        answers.and_then(|answers| ended.map(|()| answers))
    }

    fn asked(
        &mut self,
        sql: &str,
        values: &[Cell],
        then: Option<(usize, &str)>,
    ) -> Result<(Answer, Option<Answer>), Error> {
        let answer = self.read(sql, values)?;
        let second = match then {
            Some((rows, sql)) if answer.is_cut || answer.rows.len() >= rows => Some(self.read(sql, &[])?),
            _ => None,
        };
        Ok((answer, second))
    }

    fn begin(&mut self) -> Result<(), Error> {
        match self {
            Connection::Postgres(client) => client.begin(),
            Connection::Mysql(client) => client.begin(),
            Connection::Sqlite(client) => client.begin(),
        }
    }

    fn read(&mut self, sql: &str, values: &[Cell]) -> Result<Answer, Error> {
        match self {
            Connection::Postgres(client) => client.read(sql, values),
            Connection::Mysql(client) => client.read(sql, values),
            Connection::Sqlite(client) => client.read(sql, values),
        }
    }

    fn end(&mut self) -> Result<(), Error> {
        match self {
            Connection::Postgres(client) => client.end(),
            Connection::Mysql(client) => client.end(),
            Connection::Sqlite(client) => client.end(),
        }
    }

    /// What the user may do beyond reading, to be told to whoever connects it.
    pub(super) fn powers(&mut self) -> Result<Vec<String>, Error> {
        match self {
            Connection::Postgres(client) => client.powers(),
            Connection::Mysql(client) => client.powers(),
            Connection::Sqlite(_) => Ok(Vec::new()),
        }
    }
}

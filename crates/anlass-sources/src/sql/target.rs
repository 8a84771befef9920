//! A table of somebody's database that is filled: beside the former one until it is whole, then its rows, or it itself, take
//! the place of the former at once. Only tables that were made here are ever touched, which is told by a mark that stands in them.

mod session;
pub(super) mod spelling;

use super::connection::Dialect;
use super::{Database, Error, Trouble};
use crate::writing::{Cell, Column};
use serde::{Deserialize, Serialize};
use session::Session;
use spelling::{BEGINNING, Names};
use std::time::Duration;

/// How long a statement may work; for those that hold the table it waits less long.
const TIMEOUT: Duration = Duration::from_secs(60);
/// So often it is tried to put the new table into the place of the former one.
const TRIES: usize = 6;
/// So many rows are sent at a time, or fewer where they are large.
const ROWS_MAX: usize = 1_000;
const BYTES_MAX: usize = 1 << 20;
/// Room is left for what stands behind it while it is filled.
pub const TABLE_BYTES_MAX: usize = 50;

/// A table and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Of PostgreSQL; `None`: the one in which the user's tables are made.
    pub schema: Option<String>,
    /// At most [`TABLE_BYTES_MAX`] bytes.
    pub table: String,
    /// By whom it is filled, in letters, digits, spaces and `_-.()`: a table of anybody else is never touched.
    pub owner: String,
}

/// A table that is being filled. Dropped, or killed, it leaves what readers see untouched; what it leaves beside is taken
/// away by the next one.
pub struct Filling {
    session: Session,
    names: Names,
    columns: Vec<Column>,
    held: Vec<Vec<Cell>>,
    held_bytes: usize,
    place: String,
}

impl Target {
    /// How it is told where the table is.
    #[must_use]
    pub fn place(&self, database: &Database) -> String {
        let schema = self.schema.as_ref().map(|schema| format!("{schema}.")).unwrap_or_default();
        format!("{}, table \"{schema}{}\"", database.place(), self.table)
    }

    fn check(&self, dialect: Dialect, columns: &[Column], place: &str) -> Result<(), Error> {
        let unfit = |cause: String, cure: &str| Err(Error::new(Trouble::Unfit, place, cause, cure));
        let is_name =
            |name: &str| !name.is_empty() && !name.contains(char::is_control) && name.trim() == name;
        if !is_name(&self.table) || self.table.len() > TABLE_BYTES_MAX {
            let cure = "name it with 1 to 50 bytes, without line ends and blanks around it";
            return unfit("the table has no usable name".into(), cure);
        }
        if self.schema.as_ref().is_some_and(|schema| !is_name(schema) || dialect != Dialect::Postgres) {
            return unfit("the schema cannot be chosen".into(), "name one only in PostgreSQL, or none");
        }
        let is_plain = |letter: char| letter.is_alphanumeric() || " _-.()".contains(letter);
        if self.owner.is_empty() || !self.owner.chars().all(is_plain) {
            return unfit("its owner cannot be written down".into(), "use plain letters and digits");
        }
        let is_long = |column: &&Column| match dialect {
            Dialect::Postgres => column.name.len() > 63,
            Dialect::Mysql => column.name.chars().count() > 64,
            Dialect::Sqlite => false,
        };
        if let Some(column) = columns.iter().find(is_long) {
            let cause = format!("the column name \"{}\" is longer than the database can hold", column.name);
            return unfit(cause, "leave the column out, or export into a file");
        }
        Ok(())
    }

    /// Whether the table could be filled now: the database lets the user in, the names are nobody else's, and a table of
    /// these columns can be made (it is, under a name of its own, and is gone again). What is being filled is not disturbed.
    ///
    /// # Errors
    /// If it could not; place, cause and cure.
    pub fn try_out(&self, database: &Database, columns: &[Column]) -> Result<(), Error> {
        let (mut session, names, place) = self.open(database, columns)?;
        let mut tried = || -> Result<(), Error> {
            for table in [&names.table, &names.new, &names.former] {
                is_own(&mut session, &names, table, &place)?;
            }
            drop_own(&mut session, &names, &names.tried, &place)?;
            session.run(&names.create(&names.tried, columns))?;
            session.run(&names.drop(&names.tried))
        };
        tried().map_err(|error| cured(error, names.dialect))
    }

    fn open(&self, database: &Database, columns: &[Column]) -> Result<(Session, Names, String), Error> {
        let place = self.place(database);
        let dialect = match database {
            Database::Postgres(_) => Dialect::Postgres,
            Database::Mysql(_) => Dialect::Mysql,
            Database::Sqlite { .. } => Dialect::Sqlite,
        };
        self.check(dialect, columns, &place)?;
        let opened = || -> Result<(Session, Names), Error> {
            let mut session = Session::open(database, &place, TIMEOUT)?;
            let schema = session.schema(self.schema.as_deref(), &place)?;
            Ok((session, Names::new(dialect, schema, &self.table, &self.owner)))
        };
        let (session, names) = opened().map_err(|error| cured(error, dialect))?;
        Ok((session, names, place))
    }
}

impl Filling {
    /// Begins an empty table beside the one that there may be; what an earlier one left unfinished is gone.
    ///
    /// # Errors
    /// If the database cannot be reached, lets the user not in, or has a table of this name that was not made here.
    pub fn begin(database: &Database, target: &Target, columns: &[Column]) -> Result<Filling, Error> {
        let (mut session, names, place) = target.open(database, columns)?;
        let mut begun = || -> Result<(), Error> {
            is_own(&mut session, &names, &names.table, &place)?;
            for table in [&names.new, &names.former, &names.tried] {
                drop_own(&mut session, &names, table, &place)?;
            }
            session.run(&names.create(&names.new, columns))
        };
        begun().map_err(|error| cured(error, names.dialect))?;
        let columns = columns.to_vec();
        Ok(Filling { session, names, columns, held: Vec::new(), held_bytes: 0, place })
    }

    /// Adds a row with a cell for each column, of its kind or none. A moment outside of the years 1 to 9999 becomes NULL, and
    /// so does each zero character of a text a replacement character in PostgreSQL, which holds none.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn row(&mut self, cells: Vec<Cell>) -> Result<(), Error> {
        let fits = cells.len() == self.columns.len()
            && cells.iter().zip(&self.columns).all(|(cell, column)| cell.fits(column.kind));
        if !fits {
            let cause = "a row does not fit the columns";
            return Err(Error::new(
                Trouble::Unfit,
                &self.place,
                cause,
                "report this: it is a defect of Anlass",
            ));
        }
        self.held_bytes += cells.iter().map(Cell::size).sum::<usize>();
        self.held.push(cells);
        if self.held.len() >= ROWS_MAX || self.held_bytes >= BYTES_MAX {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        let rows = std::mem::take(&mut self.held);
        self.held_bytes = 0;
        if rows.is_empty() {
            return Ok(());
        }
        let put = self.session.put(&self.names, &self.columns, &rows);
        put.map_err(|error| cured(error, self.names.dialect))
    }

    /// Puts the new table into the place of the former one; in PostgreSQL a former table of the same columns stays and gets the
    /// new rows. Readers see either all of one or all of the other.
    ///
    /// # Errors
    /// If it could not be done; then the former table is as it was.
    pub fn finish(mut self) -> Result<(), Error> {
        self.flush()?;
        for _ in 1..TRIES {
            match self.session.swap(&self.names, &self.place) {
                // Somebody reads the former table for long.
                Err(error) if error.trouble == Trouble::TooSlow => {}
                swapped => return swapped.map_err(|error| cured(error, self.names.dialect)),
            }
        }
        let swapped = self.session.swap(&self.names, &self.place);
        swapped.map_err(|error| cured(error, self.names.dialect))
    }

    /// Takes away what was begun; where that fails the next one does.
    pub fn abandon(mut self) {
        let _left_for_the_next = drop_own(&mut self.session, &self.names, &self.names.new, &self.place);
    }
}

/// Whether there is a table of this name, made here for the same owner.
fn is_own(session: &mut Session, names: &Names, table: &str, place: &str) -> Result<bool, Error> {
    let Some(found) = session.look(names, table)? else { return Ok(false) };
    if found.is_table && found.mark == names.mark {
        return Ok(true);
    }
    let whose = match found.mark.starts_with(BEGINNING) && found.is_table {
        true => format!("\"{table}\" is filled by another export of Anlass ({})", found.mark),
        false => format!("there is a \"{table}\" already that no export of Anlass made"),
    };
    let cure = "choose another name for the table, or drop or rename that one yourself if nobody needs it";
    Err(Error::new(Trouble::Foreign, place, whose, cure))
}

fn drop_own(session: &mut Session, names: &Names, table: &str, place: &str) -> Result<(), Error> {
    match is_own(session, names, table, place)? {
        true => session.run(&names.drop(table)),
        false => Ok(()),
    }
}

/// With what helps somebody who writes; the connection knows only what helps those who read.
fn cured(error: Error, dialect: Dialect) -> Error {
    let cure = match (error.trouble, dialect) {
        (Trouble::Refused, Dialect::Postgres) => {
            "check user, password, database and pg_hba.conf; the user needs USAGE and CREATE on the schema"
        }
        (Trouble::Refused, Dialect::Mysql) => {
            "check user, password and database; the user needs SELECT, INSERT, CREATE, ALTER and DROP on it"
        }
        (Trouble::Refused, Dialect::Sqlite) => "let this user write the file and its folder",
        (Trouble::TooSlow, _) => {
            "somebody holds the table, or the server is busy: run it again at another time"
        }
        (Trouble::Query, _) if error.cause.contains("2BP01") => {
            "views keep a table of other columns from being replaced: drop them for the next run"
        }
        (Trouble::Query, _) => "see to what the database says; the former table is as it was",
        // It is a file: what is said of its path helps.
        (Trouble::Unreachable, Dialect::Sqlite) => return error,
        (Trouble::Unreachable, _) => "check host, port and firewall; the former table is as it was",
        _ => return error,
    };
    Error { cure: cure.into(), ..error }
}

//! One connection on which a table is filled, by the means of each kind of database.

use super::super::rows::Cell as Asked;
use super::super::{Database, Error, Trouble, mysql, postgres, sqlite};
use super::spelling::{Names, line};
use super::{cured, is_own};
use crate::writing::{Cell, Column};
use std::time::Duration;

/// A statement of MySQL takes no more values than these.
const VALUES_MAX: usize = 60_000;
/// How long all rows of a table may take to be replaced by others at once.
const REPLACING: Duration = Duration::from_secs(900);

pub(super) enum Session {
    Postgres(Box<postgres::Client>),
    Mysql(Box<mysql::Client>),
    Sqlite(Box<sqlite::Client>),
}

/// What has a name already.
pub(super) struct Found {
    pub(super) is_table: bool,
    /// Empty: it has none.
    pub(super) mark: String,
    id: String,
}

impl Session {
    pub(super) fn open(database: &Database, place: &str, timeout: Duration) -> Result<Session, Error> {
        Ok(match database {
            Database::Postgres(server) => {
                let session = postgres::Session::Filling;
                Session::Postgres(Box::new(postgres::Client::open(server, place, timeout, session)?))
            }
            Database::Mysql(server) => {
                let purpose = mysql::Purpose::Filling;
                Session::Mysql(Box::new(mysql::Client::open(server, place, timeout, purpose)?))
            }
            Database::Sqlite { folder, file } => {
                let path = super::super::within_or_new(folder, file, place)?;
                Session::Sqlite(Box::new(sqlite::Client::open_to_fill(&path, place)?))
            }
        })
    }

    /// In which schema tables are made; only PostgreSQL has several in one database.
    pub(super) fn schema(&mut self, wanted: Option<&str>, place: &str) -> Result<Option<String>, Error> {
        let Session::Postgres(client) = self else { return Ok(None) };
        if let Some(wanted) = wanted {
            return Ok(Some(wanted.to_owned()));
        }
        let answer = client.query("SELECT current_schema()")?;
        match answer.rows.first().and_then(|row| row.first()) {
            Some(Asked::Text(schema)) => Ok(Some(schema.clone())),
            _ => {
                let cause = "the user has no schema of its own in this database";
                Err(Error::new(Trouble::Unfit, place, cause, "name the schema of the table"))
            }
        }
    }

    pub(super) fn run(&mut self, sql: &str) -> Result<(), Error> {
        match self {
            Session::Postgres(client) => client.tell(sql),
            Session::Mysql(client) => client.tell(sql),
            Session::Sqlite(client) => client.tell(sql),
        }
    }

    /// What has this name.
    pub(super) fn look(&mut self, names: &Names, table: &str) -> Result<Option<Found>, Error> {
        let text = |text: &str| Asked::Text(text.into());
        let answer = match self {
            Session::Postgres(client) => {
                let sql = "SELECT (c.relkind = 'r')::text, obj_description(c.oid, 'pg_class'), c.oid::text FROM \
                           pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
                           WHERE n.nspname = $1 AND c.relname = $2";
                client.read(sql, &[text(names.schema.as_deref().unwrap_or_default()), text(table)])?
            }
            Session::Mysql(client) => {
                let sql = "SELECT IF(table_type = 'BASE TABLE', 'true', 'false'), table_comment, '' FROM \
                           information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?";
                client.read(sql, &[text(table)])?
            }
            Session::Sqlite(client) => {
                let sql = "SELECT iif(type = 'table', 'true', 'false'), sql, '' FROM sqlite_schema \
                           WHERE name = ? COLLATE NOCASE";
                client.read(sql, &[text(table)])?
            }
        };
        let Some([is_table, mark, id]) = answer.rows.first().map(Vec::as_slice) else { return Ok(None) };
        let mark = match self {
            Session::Sqlite(_) => comment_in(mark.text()),
            _ => mark.text(),
        };
        let (is_table, mark, id) = (is_table.text() == "true", mark.to_owned(), id.text().to_owned());
        Ok(Some(Found { is_table, mark, id }))
    }

    /// Adds rows to the new table, all or none.
    pub(super) fn put(&mut self, names: &Names, columns: &[Column], rows: &[Vec<Cell>]) -> Result<(), Error> {
        match self {
            Session::Postgres(client) => {
                let mut lines = String::new();
                for row in rows {
                    line(row, &mut lines);
                }
                client.copy(&format!("COPY {} FROM STDIN", names.of(&names.new)), lines.as_bytes())
            }
            Session::Mysql(client) => {
                for rows in rows.chunks((VALUES_MAX / columns.len().max(1)).max(1)) {
                    client.insert(&names.insert(columns.len(), rows.len()), rows.iter().flatten())?;
                }
                Ok(())
            }
            Session::Sqlite(client) => client.insert(&names.insert(columns.len(), 1), rows),
        }
    }

    /// The new table takes the place of the former one.
    pub(super) fn swap(&mut self, names: &Names, place: &str) -> Result<(), Error> {
        let (table, new, former) = (names.of(&names.table), names.of(&names.new), names.of(&names.former));
        if let Session::Mysql(_) = self {
            // One statement: it has no transactions for this.
            match is_own(self, names, &names.table, place)? {
                false => return self.run(&format!("RENAME TABLE {new} TO {table}")),
                true => self.run(&format!("RENAME TABLE {table} TO {former}, {new} TO {table}"))?,
            }
            // It is there already: who cannot drop it now leaves that to the next one.
            let dropped = super::drop_own(self, names, &names.former, place);
            return match dropped {
                Err(error) if error.trouble == Trouble::Foreign => Err(error),
                _ => Ok(()),
            };
        }
        self.run(if let Session::Sqlite(_) = self { "BEGIN IMMEDIATE" } else { "BEGIN" })?;
        let swapped = self.swapped(names, place).and_then(|()| self.run("COMMIT"));
        if swapped.is_err() {
            let _gone_with_the_connection = self.run("ROLLBACK");
        }
        swapped.map_err(|error| cured(error, names.dialect))
    }

    fn swapped(&mut self, names: &Names, place: &str) -> Result<(), Error> {
        let new = names.of(&names.new);
        if is_own(self, names, &names.table, place)? {
            if let Session::Postgres(client) = self {
                if is_alike(client, names)? {
                    return self.refilled(names, place);
                }
                client.tell(&format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", names.of(&names.table)))?;
            }
            // Since it is locked nobody else can have put another one there.
            let found = self.look(names, &names.table)?;
            is_own(self, names, &names.table, place)?;
            if let (Session::Postgres(client), Some(found)) = (&mut *self, found) {
                for grant in grants(client, &found.id, &new)? {
                    client.tell(&grant)?;
                }
            }
            self.run(&names.drop(&names.table))?;
        }
        self.run(&format!("ALTER TABLE {new} RENAME TO {}", names.quoted(&names.table)))
    }

    /// The rows of the new table take the place of those of the former one, which stays with its indexes, views and rights:
    /// a snapshot that is older still finds the former rows, and nobody who reads waits.
    fn refilled(&mut self, names: &Names, place: &str) -> Result<(), Error> {
        let (table, new) = (names.of(&names.table), names.of(&names.new));
        self.run(&format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE"))?;
        // Since it is locked nobody else can have put another one there.
        is_own(self, names, &names.table, place)?;
        if let Session::Postgres(client) = self {
            client.wait(REPLACING)?;
        }
        self.run(&format!("DELETE FROM {table}"))?;
        self.run(&format!("INSERT INTO {table} SELECT * FROM {new}"))?;
        self.run(&names.drop(&names.new))
    }
}

/// Whether the former table has the columns of the new one, in the same order.
fn is_alike(client: &mut postgres::Client, names: &Names) -> Result<bool, Error> {
    let sql = "SELECT string_agg(format('%I %s %s %s', a.attname, a.atttypid, a.atttypmod, a.attgenerated), ',' \
               ORDER BY a.attnum) FROM pg_catalog.pg_attribute AS a \
               JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid \
               JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
               WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped";
    let schema = names.schema.as_deref().unwrap_or_default();
    let mut columns = |table: &str| {
        let answer = client.read(sql, &[Asked::Text(schema.into()), Asked::Text(table.into())])?;
        Ok::<_, Error>(answer.rows.first().and_then(|row| row.first()).map(|cell| cell.text().to_owned()))
    };
    Ok(columns(&names.table)? == columns(&names.new)?)
}

/// Who was let at the former table is let at the new one.
fn grants(client: &mut postgres::Client, id: &str, new: &str) -> Result<Vec<String>, Error> {
    let sql = "SELECT format('GRANT %s ON TABLE %s TO %s%s', a.privilege_type, $2::text, CASE WHEN a.grantee = 0 THEN 'PUBLIC' \
               ELSE quote_ident(pg_get_userbyid(a.grantee)) END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' \
               ELSE '' END) FROM pg_catalog.pg_class AS c, aclexplode(c.relacl) AS a \
               WHERE c.oid = ($1::text)::oid AND a.grantee <> c.relowner";
    let answer = client.read(sql, &[Asked::Text(id.into()), Asked::Text(new.into())])?;
    Ok(answer.rows.iter().filter_map(|row| row.first()).map(|cell| cell.text().to_owned()).collect())
}

/// The comment that stands where columns begin, in the words by which SQLite made a table.
fn comment_in(sql: &str) -> &str {
    let comment = sql.split_once("(/*").and_then(|(_, rest)| rest.split_once("*/"));
    comment.map_or("", |(comment, _)| comment)
}

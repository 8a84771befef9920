//! Looking at a database before it is mapped: which tables there are, and the first rows of a query.

use super::connection::{Answer, Connection, Dialect};
use super::pull::check_query;
use super::rows::{Cell, Rows};
use super::{Database, Error};
use std::time::Duration;

/// More tables are not listed.
const TABLES_MAX: usize = 10_000;
/// So many rows are enough to guess what columns mean.
const ROWS_MAX: usize = 5_000;
/// Nobody waits longer for a look.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A table or view that the user may know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Of PostgreSQL and MySQL.
    pub schema: Option<String>,
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<String>,
}

/// The tables and views of a database, but those of the server itself.
///
/// # Errors
/// If it cannot be reached or lets nobody in.
pub fn tables(database: &Database) -> Result<Vec<Table>, Error> {
    let mut connection = Connection::open(database, TIMEOUT)?;
    let sql = match connection.dialect() {
        Dialect::Postgres => {
            "SELECT table_schema::text, table_name::text, column_name::text FROM information_schema.columns \
             WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, ordinal_position"
        }
        Dialect::Mysql => {
            "SELECT table_schema, table_name, column_name FROM information_schema.columns \
             WHERE table_schema = DATABASE() ORDER BY 1, 2, ordinal_position"
        }
        Dialect::Sqlite => {
            "SELECT NULL, t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c \
             WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 2, c.cid"
        }
    };
    let (Answer { rows, .. }, _) = connection.ask(sql, &[], None)?;
    let mut tables: Vec<Table> = Vec::new();
    for row in rows {
        let [schema, name, column] = row.as_slice() else { continue };
        let schema = (*schema != Cell::Null).then(|| schema.text().to_owned());
        let (name, column) = (name.text().to_owned(), column.text().to_owned());
        let last = tables.last_mut().filter(|last| last.name == name && last.schema == schema);
        if let Some(last) = last {
            last.columns.push(column);
            continue;
        }
        if tables.len() == TABLES_MAX {
            break;
        }
        tables.push(Table { schema, name, columns: vec![column] });
    }
    Ok(tables)
}

/// The first rows of a query in no certain order, to be written to a file and probed.
///
/// # Errors
/// If the database cannot answer.
pub fn first_rows(database: &Database, query: &str, rows: usize) -> Result<Rows, Error> {
    let query = check_query(query)?;
    let mut connection = Connection::open(database, TIMEOUT)?;
    let sql = format!("SELECT * FROM (\n{query}\n) AS anlass_rows WHERE 1 = 1 LIMIT {}", rows.min(ROWS_MAX));
    let (answer, _) = connection.ask(&sql, &[], None)?;
    let names = answer.columns.into_iter().map(|column| column.name).collect();
    Ok(Rows { names, rows: answer.rows })
}

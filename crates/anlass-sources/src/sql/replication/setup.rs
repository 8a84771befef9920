//! What has to be there at the server before changes can be read: looked for, made where that is allowed, and told apart
//! with its cure where it is not. And what has to go again: a slot that nobody reads fills the server's disk.

use super::super::connection::Answer;
use super::super::postgres::{Client, Failed, Session};
use super::super::{Database, Error, Trouble};
use super::{Capture, Lsn, literal, quoted};
use std::time::Duration;

pub(super) const TIMEOUT: Duration = Duration::from_secs(60);

/// How far behind the reader is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lag {
    /// Of the server's log, what was not confirmed.
    pub behind_bytes: u64,
    /// Of the server's log, what it keeps for this slot.
    pub kept_bytes: u64,
    pub confirmed: Lsn,
    /// Somebody reads it now.
    pub is_read: bool,
    /// How much more may be written before the server gives the slot up; `None`: it never does.
    pub spare_bytes: Option<u64>,
}

/// A slot as the server has it.
pub(super) struct Slot {
    pub(super) confirmed: Lsn,
    pub(super) is_read: bool,
    pub(super) is_lost: bool,
}

/// Looks whether the server, the table and the user are ready for change capture, and makes the publication where the user
/// may do so. The slot is made when reading begins. Returns what is worth knowing.
///
/// # Errors
/// [`Trouble::NotSetUp`] with the statement that whoever looks after the database has to run.
pub fn set_up(database: &Database, capture: &Capture) -> Result<Vec<String>, Error> {
    let mut client = open(database, capture, Session::Replication)?;
    let not = |cause: String, cure: String| Err(Error::new(Trouble::NotSetUp, database.place(), cause, cure));
    let level = one(&client.query("SHOW wal_level")?, 0);
    if level != "logical" {
        let cause = format!("its log is written at the level \"{level}\"");
        return not(cause, "ALTER SYSTEM SET wal_level = 'logical', then restart the server".into());
    }
    let table = capture.quoted_table();
    let found = client.query(&format!(
        "SELECT c.oid::text, c.relreplident::text, (c.relkind IN ('r', 'p'))::text, \
         has_any_column_privilege(c.oid, 'SELECT')::text, \
         EXISTS(SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)::text \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = {} AND c.relname = {}",
        literal(&capture.schema),
        literal(&capture.table)
    ))?;
    if found.rows.is_empty() || one(&found, 2) != "true" {
        return not(
            format!("there is no table {table}"),
            "name schema and table as the database has them".into(),
        );
    }
    if one(&found, 3) != "true" {
        let cause = format!("its user may not read {table}");
        return not(cause, format!("GRANT SELECT ON {table} TO {}", quoted(user(database))));
    }
    let identity = one(&found, 1);
    if identity == "n" || (identity == "d" && one(&found, 4) != "true") {
        let cause = format!("{table} has no key by which changed and deleted rows are known");
        return not(cause, format!("ALTER TABLE {table} REPLICA IDENTITY FULL, or give it a primary key"));
    }
    publish(&mut client, database, capture, &table)?;
    let mut notes = Vec::new();
    if identity != "f" {
        notes.push(format!(
            "of deleted rows only the key is told, and large values that a change leaves as they are not at all; to hear \
             both: ALTER TABLE {table} REPLICA IDENTITY FULL"
        ));
    }
    Ok(notes)
}

fn publish(client: &mut Client, database: &Database, capture: &Capture, table: &str) -> Result<(), Error> {
    let publication = quoted(&capture.publication);
    let is_in = format!(
        "SELECT 1 FROM pg_publication_tables WHERE pubname = {} AND schemaname = {} AND tablename = {}",
        literal(&capture.publication),
        literal(&capture.schema),
        literal(&capture.table)
    );
    if !client.query(&is_in)?.rows.is_empty() {
        return Ok(());
    }
    let known = format!("SELECT 1 FROM pg_publication WHERE pubname = {}", literal(&capture.publication));
    let statement = match client.query(&known)?.rows.is_empty() {
        true => format!("CREATE PUBLICATION {publication} FOR TABLE {table}"),
        false => format!("ALTER PUBLICATION {publication} ADD TABLE {table}"),
    };
    match client.simple(&statement) {
        Ok(_) => Ok(()),
        Err(Failed::Said(said)) => Err(Error::new(
            Trouble::NotSetUp,
            database.place(),
            format!("{table} is not published, and the server says: {}", said.message),
            format!("let whoever owns the table run: {statement}"),
        )),
        Err(failed) => Err(client.explain(failed)),
    }
}

/// Takes slot and publication away again. What is not there is no error.
///
/// # Errors
/// If the slot is being read, or the user may not.
pub fn tear_down(database: &Database, capture: &Capture) -> Result<(), Error> {
    let mut client = open(database, capture, Session::Replication)?;
    drop_slot(&mut client, capture)?;
    client.tell(&format!("DROP PUBLICATION IF EXISTS {}", quoted(&capture.publication)))
}

pub(super) fn drop_slot(client: &mut Client, capture: &Capture) -> Result<(), Error> {
    client.tell(&format!(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = {} AND database = \
         current_database()",
        literal(&capture.slot)
    ))
}

/// How far behind the reader is.
///
/// # Errors
/// [`Trouble::SlotLost`] if there is no slot.
pub fn lag(database: &Database, capture: &Capture) -> Result<Lag, Error> {
    let mut client = open(database, capture, Session::Queries)?;
    // Servers before 13 never give a slot up.
    let spare = if version(&mut client)? >= 130_000 { "safe_wal_size::text" } else { "NULL" };
    let answer = client.query(&format!(
        "SELECT confirmed_flush_lsn::text, active::text, \
         pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint::text, \
         pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint::text, {spare} \
         FROM pg_replication_slots WHERE slot_name = {} AND database = current_database()",
        literal(&capture.slot)
    ))?;
    if answer.rows.is_empty() {
        return Err(lost(&database.place(), capture, "there is no such slot"));
    }
    let number = |at| one(&answer, at).parse::<i64>().ok().and_then(|number| u64::try_from(number).ok());
    Ok(Lag {
        behind_bytes: number(2).unwrap_or(0),
        kept_bytes: number(3).unwrap_or(0),
        confirmed: Lsn::read(&one(&answer, 0)).unwrap_or_default(),
        is_read: one(&answer, 1) == "true",
        spare_bytes: number(4),
    })
}

pub(super) fn slot(client: &mut Client, capture: &Capture) -> Result<Option<Slot>, Error> {
    let lost = if version(client)? >= 130_000 { "(wal_status = 'lost')::text" } else { "'false'" };
    let answer = client.query(&format!(
        "SELECT coalesce(confirmed_flush_lsn::text, ''), active::text, coalesce({lost}, 'false') FROM pg_replication_slots \
         WHERE slot_name = {} AND database = current_database()",
        literal(&capture.slot)
    ))?;
    if answer.rows.is_empty() {
        return Ok(None);
    }
    Ok(Some(Slot {
        confirmed: Lsn::read(&one(&answer, 0)).unwrap_or_default(),
        is_read: one(&answer, 1) == "true",
        is_lost: one(&answer, 2) == "true",
    }))
}

pub(super) fn lost(place: &str, capture: &Capture, cause: &str) -> Error {
    let cause = format!("slot \"{}\": {cause}; changes since then cannot be read", capture.slot);
    let cure = "begin anew with the table as it is now: the import leaves out what it knows; deletions of the time between are \
                not told";
    Error::new(Trouble::SlotLost, place, cause, cure)
}

fn version(client: &mut Client) -> Result<u32, Error> {
    Ok(one(&client.query("SHOW server_version_num")?, 0).parse().unwrap_or(0))
}

pub(super) fn open(database: &Database, capture: &Capture, session: Session) -> Result<Client, Error> {
    capture.check()?;
    let Database::Postgres(server) = database else {
        let cause = "changes are captured from PostgreSQL only";
        return Err(Error::new(
            Trouble::NotSetUp,
            database.place(),
            cause,
            "ask it by a query again and again instead",
        ));
    };
    Client::open(server, &database.place(), TIMEOUT, session)
}

fn user(database: &Database) -> &str {
    match database {
        Database::Postgres(server) | Database::Mysql(server) => &server.user,
        Database::Sqlite { .. } => "",
    }
}

/// A value of the first row.
pub(super) fn one(answer: &Answer, at: usize) -> String {
    answer.rows.first().and_then(|row| row.get(at)).map(|cell| cell.text().to_owned()).unwrap_or_default()
}

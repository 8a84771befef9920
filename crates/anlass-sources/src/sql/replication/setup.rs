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

/// The table as the server knows it.
struct Table {
    id: u32,
    is_partitioned: bool,
    /// By what changed and deleted rows are known: `d` by the primary key, `f` by all values, `i` by an index, `n` by nothing.
    identity: String,
    has_key: bool,
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
    let name = capture.quoted_table();
    let table = table(&mut client, database, capture)?;
    if table.identity == "n" || (table.identity == "d" && !table.has_key) {
        let cause = format!("{name} has no key by which changed and deleted rows are known");
        return not(cause, format!("ALTER TABLE {name} REPLICA IDENTITY FULL, or give it a primary key"));
    }
    publish(&mut client, database, capture, &table)?;
    let mut notes = Vec::new();
    if table.identity != "f" {
        notes.push(format!(
            "of deleted rows only the key is told, and large values that a change leaves as they are not at all; to hear \
             both: ALTER TABLE {name} REPLICA IDENTITY FULL"
        ));
    }
    Ok(notes)
}

/// The number of the table, by which its changes are told, if all of them will be.
pub(super) fn published(client: &mut Client, database: &Database, capture: &Capture) -> Result<u32, Error> {
    let table = table(client, database, capture)?;
    if is_published(client, capture)? {
        return Ok(table.id);
    }
    let cause = format!("publication \"{}\" does not hold {}", capture.publication, capture.quoted_table());
    let cure = statements(capture, table.is_partitioned).join(", or, if it is there: ");
    Err(Error::new(Trouble::NotSetUp, database.place(), cause, cure))
}

fn table(client: &mut Client, database: &Database, capture: &Capture) -> Result<Table, Error> {
    let not = |cause: String, cure: String| Err(Error::new(Trouble::NotSetUp, database.place(), cause, cure));
    let name = capture.quoted_table();
    let found = client.query(&format!(
        "SELECT c.oid::text, c.relkind::text, has_any_column_privilege(c.oid, 'SELECT')::text, c.relreplident::text, \
         EXISTS(SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)::text, \
         EXISTS(SELECT 1 FROM pg_inherits i WHERE i.inhparent = c.oid)::text \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = {} AND c.relname = {}",
        literal(&capture.schema),
        literal(&capture.table)
    ))?;
    let (kind, is_parent) = (one(&found, 1), one(&found, 5) == "true");
    if !matches!(kind.as_str(), "r" | "p") {
        return not(
            format!("there is no table {name}"),
            "name schema and table as the database has them".into(),
        );
    }
    if one(&found, 2) != "true" {
        let cause = format!("its user may not read {name}");
        return not(cause, format!("GRANT SELECT ON {name} TO {}", quoted(user(database))));
    }
    // Changes of tables that inherit are told under their own names.
    if kind == "r" && is_parent {
        let cause = format!("other tables inherit from {name}");
        return not(cause, "capture each of them, or make it a partitioned table".into());
    }
    Ok(Table {
        id: one(&found, 0).parse().unwrap_or(0),
        is_partitioned: kind == "p",
        identity: one(&found, 3),
        has_key: one(&found, 4) == "true",
    })
}

/// A partitioned table is listed only where its changes are told under its own name.
fn is_published(client: &mut Client, capture: &Capture) -> Result<bool, Error> {
    let found = client.query(&format!(
        "SELECT 1 FROM pg_publication_tables WHERE pubname = {} AND schemaname = {} AND tablename = {}",
        literal(&capture.publication),
        literal(&capture.schema),
        literal(&capture.table)
    ))?;
    Ok(!found.rows.is_empty())
}

/// What makes the publication, and what puts the table into one that is there.
fn statements(capture: &Capture, is_partitioned: bool) -> Vec<String> {
    let (publication, table) = (quoted(&capture.publication), capture.quoted_table());
    let as_one = "publish_via_partition_root = true";
    match is_partitioned {
        false => vec![
            format!("CREATE PUBLICATION {publication} FOR TABLE {table}"),
            format!("ALTER PUBLICATION {publication} ADD TABLE {table}"),
        ],
        true => vec![
            format!("CREATE PUBLICATION {publication} FOR TABLE {table} WITH ({as_one})"),
            format!("ALTER PUBLICATION {publication} SET ({as_one})"),
            format!("ALTER PUBLICATION {publication} ADD TABLE {table}"),
        ],
    }
}

fn publish(client: &mut Client, database: &Database, capture: &Capture, table: &Table) -> Result<(), Error> {
    let known = format!("SELECT 1 FROM pg_publication WHERE pubname = {}", literal(&capture.publication));
    let is_new = client.query(&known)?.rows.is_empty();
    let statements = statements(capture, table.is_partitioned);
    let wanted = if is_new { &statements[..1] } else { &statements[1..] };
    for statement in wanted {
        if is_published(client, capture)? {
            return Ok(());
        }
        match client.simple(statement) {
            Ok(_) => {}
            Err(Failed::Said(said)) => {
                let cause = format!(
                    "{} is not published, and the server says: {}",
                    capture.quoted_table(),
                    said.message
                );
                let cure = format!("let whoever owns the table run: {statement}");
                return Err(Error::new(Trouble::NotSetUp, database.place(), cause, cure));
            }
            Err(failed) => return Err(client.explain(failed)),
        }
    }
    published(client, database, capture).map(drop)
}

/// Takes the slot away again, and the publication if it is the user's. What is not there is no error.
///
/// # Errors
/// If the slot is being read, or the user may not.
pub fn tear_down(database: &Database, capture: &Capture) -> Result<(), Error> {
    let mut client = open(database, capture, Session::Replication)?;
    drop_slot(&mut client, capture)?;
    let own = client.query(&format!(
        "SELECT pubname::text FROM pg_publication WHERE pubname = {} AND pg_has_role(pubowner, 'USAGE')",
        literal(&capture.publication)
    ))?;
    // One that somebody else made keeps nothing back, and is theirs to drop.
    match one(&own, 0).is_empty() {
        true => Ok(()),
        false => client.tell(&format!("DROP PUBLICATION IF EXISTS {}", quoted(&capture.publication))),
    }
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

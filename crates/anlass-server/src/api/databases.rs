//! The company's own databases: looking at one, connecting it, how its reading is. Passwords go in and never come out.

mod asked;

use super::shape::{DatabaseTrouble, Moment, Nothing};
use super::sources::publish;
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::databases::{Kept, Reading};
use crate::house::databases::{Bound, Doing, Status};
use crate::house::importing::{declared, number_of};
use crate::uploads::Uploads;
use anlass_model::id::Name;
use anlass_sources::Mapping;
use anlass_sources::sql::{self, Database, replication};
pub(crate) use asked::{DatabaseAt, HowRead};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Rows that are enough to guess what columns mean.
const LOOKED_AT: usize = 500;

/// A database that is read, without its password.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConnectedDatabase {
    id: String,
    number: u16,
    at: DatabaseAt,
    /// How it is called in messages.
    place: String,
    read: HowRead,
    mapping: String,
    state: DatabaseState,
}

/// How its reading is.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatabaseState {
    doing: DatabaseDoing,
    /// When it was last read to its end.
    last: Option<Moment>,
    /// When it is asked again.
    next: Option<Moment>,
    /// Rows that were read so far, and those that were told as deleted.
    rows: u64,
    deleted: u64,
    /// Events that were new.
    events: u64,
    /// Rows of the last import with something wrong in them.
    wrong: u64,
    failure: Option<DatabaseFailure>,
    /// So much was changed at once that what was written late, before this watermark, may be missing.
    looked_back: Option<String>,
    lag: Option<DatabaseLag>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DatabaseDoing {
    Waiting,
    Connecting,
    Reading,
    Importing,
    Failing,
}

/// Why it cannot be read.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatabaseFailure {
    code: DatabaseTrouble,
    cause: String,
    help: String,
    /// It is tried again by itself; otherwise somebody has to act.
    passing: bool,
    tries: u32,
    since: Moment,
}

/// How far behind the changes of a table are.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatabaseLag {
    /// Of the server's log, what was not read.
    behind_bytes: u64,
    /// Of the server's log, what it keeps on its disk for us.
    kept_bytes: u64,
    /// How much more it keeps before it gives up; null: without end.
    spare_bytes: Option<u64>,
}

/// A database that somebody looks at.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DatabaseAsked {
    at: DatabaseAt,
    /// Null: the one that is known, if the database is the same.
    password: Option<String>,
    /// The connected database that it is, if it is one already.
    id: Option<String>,
}

/// What there is in a database.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatabaseLooked {
    place: String,
    tables: Vec<DatabaseTable>,
    /// What its user may do though reading does not need it.
    remarks: Vec<String>,
}

/// A table or view.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatabaseTable {
    schema: Option<String>,
    name: String,
    columns: Vec<String>,
    /// A query of all of it, to begin with.
    query: String,
}

/// Whose first rows are wanted.
#[derive(Deserialize, ToSchema)]
pub(crate) struct DatabaseRows {
    #[serde(flatten)]
    of: DatabaseAsked,
    /// A SELECT.
    query: String,
    /// How the file of its rows is called.
    file: String,
}

/// Where the first rows lie now, to be looked at and mapped as files are.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatabaseSample {
    /// Of a bundle of files.
    upload: String,
    file: String,
    columns: Vec<String>,
    rows: usize,
}

/// How a database is to be read.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewDatabase {
    /// A declared source, or the name of a new one.
    id: String,
    at: DatabaseAt,
    /// Null: the one that is known, if the database is the same.
    password: Option<String>,
    read: HowRead,
    /// How its rows are understood; it reads one file.
    mapping: String,
    /// From its beginning.
    #[serde(default)]
    anew: bool,
}

/// A database that was connected or changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatabaseShown {
    database: ConnectedDatabase,
    /// What is worth knowing about it.
    remarks: Vec<String>,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ReadNow {
    /// From its beginning; what is known is left out.
    #[serde(default)]
    anew: bool,
}

/// A database that is no longer read.
#[derive(Serialize, ToSchema)]
pub(crate) struct DatabaseRemoved {
    /// Why what was set up at the server for change capture is still there; null: nothing is.
    left_behind: Option<String>,
}

/// `GET /api/databases`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<ConnectedDatabase>, Fault> {
    let all = call.house().databases.list(call.view().scope.vault());
    Ok(all.iter().map(|bound| row(bound)).collect())
}

/// `POST /api/databases/look`
pub(crate) fn look(call: &Call<'_>) -> Result<DatabaseLooked, Fault> {
    let asked: DatabaseAsked = call.json()?;
    let database = opened(call, &asked)?;
    let remarks = database.check().map_err(Fault::Database)?;
    let tables = sql::tables(&database).map_err(Fault::Database)?;
    let table = |table: sql::Table| DatabaseTable {
        query: asked::query_of(&database, &table),
        schema: table.schema,
        name: table.name,
        columns: table.columns,
    };
    Ok(DatabaseLooked { place: database.place(), tables: tables.into_iter().map(table).collect(), remarks })
}

/// `POST /api/databases/rows`
pub(crate) fn rows(call: &Call<'_>) -> Result<DatabaseSample, Fault> {
    let DatabaseRows { of, query, file } = call.json()?;
    let database = opened(call, &of)?;
    let rows = sql::first_rows(&database, &query, LOOKED_AT).map_err(Fault::Database)?;
    let uploads = Uploads::below(&call.house().dir);
    let upload = uploads.begin((call.house().wall)())??;
    let mut incoming = uploads.take(&upload, &file)??;
    rows.write_to(&mut incoming.file).map_err(anyhow::Error::from)?;
    incoming.finish().map_err(anyhow::Error::from)?;
    Ok(DatabaseSample { upload, file, rows: rows.rows.len(), columns: rows.names })
}

/// `POST /api/databases`
pub(crate) fn put(call: &Call<'_>) -> Result<DatabaseShown, Fault> {
    let NewDatabase { id, at, password, read, mapping: text, anew } = call.json()?;
    let name = Name::new(&id).map_err(|error| unfit(format!("id: {error}")))?;
    let (house, view) = (&call.desk.house, call.view());
    let vault = view.scope.vault();
    let known = house.databases.find(name.as_str());
    if known.as_ref().is_some_and(|known| known.vault != vault) || house.connected.find(&id).is_some() {
        return Err(unfit("a source of this name is connected in another way: choose another".into()));
    }
    let mapping = Mapping::read(&text, "mapping");
    let mapping = mapping.map_err(|error| helped(&error.to_string(), &error.hint()))?;
    let definitions = &view.runtime.program.definitions;
    check_mapping(&mapping, &name, number_of(&*call.house().store, &definitions.settings, &name)?)?;
    let asked = DatabaseAsked { at, password, id: Some(id.clone()) };
    let database = opened(call, &asked)?;
    let reading = read.reading().map_err(unfit)?;
    let is_other = known.as_ref().is_some_and(|known| !reads_on(&known.kept, &asked.at, &reading));
    let remarks = ready(&database, &reading)?;
    let what = if known.is_some() { "source_changed" } else { "source_connected" };
    let declaring = declared(definitions, &mapping).map_err(|error| unfit(error.to_string()))?;
    let is_declared = declaring.is_none();
    if let Some(declaring) = declaring {
        publish(call, declaring, what, id.clone())?;
    }
    let kept = Kept {
        name: id.clone(),
        number: mapping.source().0,
        database: asked.at.database().map_err(unfit)?,
        password: password_of(call, &asked)?,
        reading,
        mapping: text,
    };
    if !house.bind(vault, kept, anew || is_other)? {
        return Err(busy());
    }
    if is_declared {
        call.desk.access.note((house.wall)(), call.who(), Act { what, about: id.clone(), program: None })?;
    }
    let bound = house.databases.find(&id).ok_or(Fault::NotFound)?;
    Ok(DatabaseShown { database: row(&bound), remarks })
}

/// `POST /api/databases/{id}/run`
pub(crate) fn run(call: &Call<'_>) -> Result<Nothing, Fault> {
    let ReadNow { anew } = call.json()?;
    let bound = own(call)?;
    call.house().read_now(&bound, anew);
    let act = Act { what: "source_read", about: bound.kept.name.clone(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(Nothing)
}

/// `DELETE /api/databases/{id}`: what came from it stays.
pub(crate) fn remove(call: &Call<'_>) -> Result<DatabaseRemoved, Fault> {
    let bound = own(call)?;
    let left = call.house().unbind(&bound)?.ok_or_else(busy)?;
    let act = Act { what: "source_disconnected", about: bound.kept.name.clone(), program: None };
    call.desk.access.note((call.house().wall)(), call.who(), act)?;
    Ok(DatabaseRemoved { left_behind: left.map(|error| format!("{error}\n  help: {}", error.hint())) })
}

fn own(call: &Call<'_>) -> Result<Arc<Bound>, Fault> {
    let bound = call.house().databases.find(call.part("id"));
    bound.filter(|bound| bound.vault == call.view().scope.vault()).ok_or(Fault::NotFound)
}

fn row(bound: &Bound) -> ConnectedDatabase {
    let Kept { name, number, database, reading, mapping, .. } = bound.kept.clone();
    ConnectedDatabase {
        id: name,
        number,
        place: database.place(),
        at: DatabaseAt::of(&database),
        read: HowRead::of(&reading),
        mapping,
        state: state(bound.status()),
    }
}

fn state(status: Status) -> DatabaseState {
    let Status { doing, place, next, failure, looked_back, lag, wrong } = status;
    DatabaseState {
        doing: match doing {
            Doing::Waiting => DatabaseDoing::Waiting,
            Doing::Connecting => DatabaseDoing::Connecting,
            Doing::Reading => DatabaseDoing::Reading,
            Doing::Importing => DatabaseDoing::Importing,
            Doing::Failing => DatabaseDoing::Failing,
        },
        last: place.last.map(|at| Moment(anlass_model::time::Timestamp(at))),
        next: next.map(Moment),
        rows: place.rows,
        deleted: place.gone,
        events: place.events,
        wrong,
        failure: failure.map(|failure| DatabaseFailure {
            code: DatabaseTrouble::of(failure.code),
            cause: failure.cause,
            help: failure.cure,
            passing: failure.is_passing,
            tries: failure.tries,
            since: Moment(failure.since),
        }),
        looked_back,
        lag: lag.map(|lag| DatabaseLag {
            behind_bytes: lag.behind_bytes,
            kept_bytes: lag.kept_bytes,
            spare_bytes: lag.spare_bytes,
        }),
    }
}

/// The database with its password and its folder.
fn opened(call: &Call<'_>, asked: &DatabaseAsked) -> Result<Database, Fault> {
    let password = sql::Secret::new(password_of(call, asked)?);
    let database = asked.at.database().map_err(unfit)?;
    Ok(database.completed(password, &call.house().folder_of_databases()))
}

/// A known password is only sent to where it was meant for.
fn password_of(call: &Call<'_>, asked: &DatabaseAsked) -> Result<String, Fault> {
    if let Some(password) = &asked.password {
        return Ok(password.clone());
    }
    let known = asked.id.as_deref().and_then(|id| call.house().databases.find(id));
    let known = known.filter(|known| known.vault == call.view().scope.vault());
    let database = asked.at.database().map_err(unfit)?;
    match known {
        Some(known) if known.kept.database == database => Ok(known.kept.password.clone()),
        Some(_) => Err(unfit("password: it is asked for again, as the database is another one".into())),
        None => Ok(String::new()),
    }
}

/// Whether what was read of it so far is the beginning of this.
fn reads_on(known: &Kept, at: &DatabaseAt, reading: &Reading) -> bool {
    let is_same_place = at.database().is_ok_and(|database| database.place() == known.database.place());
    is_same_place
        && match (&known.reading, reading) {
            (Reading::Pull { pull: one, .. }, Reading::Pull { pull: other, .. }) => {
                one.query == other.query
                    && one.key == other.key
                    && one.watermark.column == other.watermark.column
                    && one.watermark.kind == other.watermark.kind
            }
            (Reading::Capture(one), Reading::Capture(other)) => one == other,
            _ => false,
        }
}

/// Whether the database can be read in this way, and what is worth knowing.
fn ready(database: &Database, reading: &Reading) -> Result<Vec<String>, Fault> {
    let remarks = match reading {
        Reading::Pull { pull, .. } => pull
            .check()
            .and_then(|()| sql::first_rows(database, &pull.query, 1))
            .and_then(|_| database.check()),
        Reading::Capture(capture) => capture.check().and_then(|()| replication::set_up(database, capture)),
    };
    remarks.map_err(Fault::Database)
}

fn check_mapping(mapping: &Mapping, name: &Name, number: u16) -> Result<(), Fault> {
    if mapping.name() != name || mapping.source().0 != number {
        let cause = format!("mapping: it is of source {} ({})", mapping.name(), mapping.source().0);
        return Err(helped(&cause, &format!("write \"mapping: {name}\" and \"source: {number}\" in it")));
    }
    if mapping.tells_what_is_gone() {
        let cause = "mapping: it says that the list is whole, and a database tells only what is new";
        return Err(helped(cause, "take \"complete\" and \"whole\" out of it"));
    }
    let mut files = mapping.files();
    files.dedup();
    if files.len() != 1 {
        let cause = format!("mapping: it reads {} files, and a database gives one", files.len());
        return Err(helped(&cause, "join tables in the query, or connect each of them by itself"));
    }
    Ok(())
}

fn unfit(cause: String) -> Fault {
    Fault::Unfit { cause }
}

fn busy() -> Fault {
    helped("what was read of it is being imported just now", "try again in a minute")
}

fn helped(cause: &str, help: &str) -> Fault {
    Fault::Unfit { cause: format!("{cause}\n  help: {help}") }
}

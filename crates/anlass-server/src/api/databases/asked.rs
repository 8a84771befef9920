//! Where a database is and how it is read, as people say it, and as it is kept.

use crate::databases::Reading;
use anlass_sources::sql::replication::Capture;
use anlass_sources::sql::schedule::Schedule;
use anlass_sources::sql::{Database, Pull, Secret, Server, Table, Tls, Watermark, WatermarkKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where it is.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DatabaseAt {
    kind: DatabaseKind,
    /// Of a server: a name or an address; of a socket on this machine its path.
    #[schema(required = true)]
    host: Option<String>,
    #[schema(required = true)]
    port: Option<u16>,
    #[schema(required = true)]
    database: Option<String>,
    #[schema(required = true)]
    user: Option<String>,
    /// Null: verify.
    #[schema(required = true)]
    tls: Option<DatabaseTls>,
    /// Certificates (PEM) by one of which the server's is signed; null: those that browsers know.
    #[schema(required = true)]
    roots: Option<String>,
    /// Of SQLite: a file in the folder of databases.
    #[schema(required = true)]
    file: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DatabaseKind {
    Postgres,
    /// MySQL or MariaDB.
    Mysql,
    Sqlite,
}

/// How what goes to and fro is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DatabaseTls {
    /// Not at all: for sockets and networks that nobody else is in.
    Off,
    /// Encrypted, to whoever answers.
    Require,
    /// Encrypted, to a server that proves its name.
    Verify,
}

/// How what is new is found.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum HowRead {
    /// By asking again and again.
    Pull(PullAsked),
    /// By listening to the changes of a table of PostgreSQL.
    Capture(CaptureAsked),
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct PullAsked {
    /// A SELECT.
    query: String,
    /// A column of its result that grows with every change of a row.
    watermark: String,
    watermark_kind: WatermarkAsked,
    /// How far before the last watermark is looked again: seconds, or numbers; null: 300, or 1000.
    #[schema(required = true)]
    again: Option<u64>,
    /// Columns by which no two rows are the same.
    key: Vec<String>,
    /// Rows asked for at a time; null: 10,000.
    #[schema(required = true)]
    batch_rows: Option<u32>,
    /// How long the database may work on them; null: 60.
    #[schema(required = true)]
    timeout_seconds: Option<u32>,
    /// One of these two.
    #[schema(required = true)]
    every_minutes: Option<u16>,
    /// A time of the wall clock: 06:30.
    #[schema(required = true)]
    daily_at: Option<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WatermarkAsked {
    Timestamp,
    Integer,
    Text,
}

#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct CaptureAsked {
    /// Null: public.
    #[schema(required = true)]
    schema: Option<String>,
    table: String,
    /// What of the database is published; null: named after the table.
    #[schema(required = true)]
    publication: Option<String>,
    /// Where the server remembers how far it was read; null: named after the table.
    #[schema(required = true)]
    slot: Option<String>,
}

impl DatabaseAt {
    pub(in crate::api) fn of(database: &Database) -> DatabaseAt {
        let server = |kind, known: &Server| {
            let (tls, roots) = match &known.tls {
                Tls::Off => (DatabaseTls::Off, None),
                Tls::Require => (DatabaseTls::Require, None),
                Tls::Verify => (DatabaseTls::Verify, None),
                Tls::VerifyBy { roots } => (DatabaseTls::Verify, Some(roots.clone())),
            };
            let Server { host, port, database, user, .. } = known.clone();
            DatabaseAt {
                kind,
                host: Some(host),
                port,
                database: Some(database),
                user: Some(user),
                tls: Some(tls),
                roots,
                file: None,
            }
        };
        match database {
            Database::Postgres(known) => server(DatabaseKind::Postgres, known),
            Database::Mysql(known) => server(DatabaseKind::Mysql, known),
            Database::Sqlite { file, .. } => DatabaseAt {
                kind: DatabaseKind::Sqlite,
                host: None,
                port: None,
                database: None,
                user: None,
                tls: None,
                roots: None,
                file: Some(file.display().to_string()),
            },
        }
    }

    /// Without what opens it.
    pub(in crate::api) fn database(&self) -> Result<Database, String> {
        match self.kind {
            DatabaseKind::Postgres => Ok(Database::Postgres(self.server()?)),
            DatabaseKind::Mysql => Ok(Database::Mysql(self.server()?)),
            DatabaseKind::Sqlite => {
                let file = said("file", self.file.as_deref())?.into();
                Ok(Database::Sqlite { folder: Default::default(), file })
            }
        }
    }

    fn server(&self) -> Result<Server, String> {
        let roots = self.roots.clone().filter(|roots| !roots.trim().is_empty());
        let tls = match (self.tls.unwrap_or(DatabaseTls::Verify), roots) {
            (DatabaseTls::Verify, Some(roots)) => Tls::VerifyBy { roots },
            (DatabaseTls::Verify, None) => Tls::Verify,
            (DatabaseTls::Require, _) => Tls::Require,
            (DatabaseTls::Off, _) => Tls::Off,
        };
        Ok(Server {
            host: said("host", self.host.as_deref())?,
            port: self.port,
            database: said("database", self.database.as_deref())?,
            user: said("user", self.user.as_deref())?,
            secret: Secret::default(),
            tls,
        })
    }
}

fn said(what: &str, text: Option<&str>) -> Result<String, String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or_else(|| format!("{what}: it is missing"))
}

impl HowRead {
    pub(super) fn of(reading: &Reading) -> HowRead {
        match reading.clone() {
            Reading::Pull { pull, schedule } => {
                let Pull { query, watermark, key, batch_rows, timeout_seconds } = pull;
                let (every_minutes, daily_at) = match schedule {
                    Schedule::EveryMinutes(minutes) => (Some(minutes), None),
                    Schedule::DailyAt(time) => (None, Some(time.strftime("%H:%M").to_string())),
                };
                HowRead::Pull(PullAsked {
                    query,
                    watermark: watermark.column,
                    watermark_kind: match watermark.kind {
                        WatermarkKind::Timestamp => WatermarkAsked::Timestamp,
                        WatermarkKind::Integer => WatermarkAsked::Integer,
                        WatermarkKind::Text => WatermarkAsked::Text,
                    },
                    again: watermark.again,
                    key,
                    batch_rows: Some(batch_rows),
                    timeout_seconds: Some(timeout_seconds),
                    every_minutes,
                    daily_at,
                })
            }
            Reading::Capture(Capture { schema, table, publication, slot }) => {
                HowRead::Capture(CaptureAsked {
                    schema: Some(schema),
                    table,
                    publication: Some(publication),
                    slot: Some(slot),
                })
            }
        }
    }

    pub(super) fn reading(self) -> Result<Reading, String> {
        Ok(match self {
            HowRead::Pull(asked) => {
                let schedule = match (asked.every_minutes, asked.daily_at) {
                    (Some(minutes), None) if minutes > 0 => Schedule::EveryMinutes(minutes),
                    (None, Some(time)) => {
                        let time = time.parse();
                        Schedule::DailyAt(time.map_err(|_| "daily_at: write a time as 06:30".to_owned())?)
                    }
                    _ => return Err("say either every_minutes, from 1 on, or daily_at".into()),
                };
                let kind = match asked.watermark_kind {
                    WatermarkAsked::Timestamp => WatermarkKind::Timestamp,
                    WatermarkAsked::Integer => WatermarkKind::Integer,
                    WatermarkAsked::Text => WatermarkKind::Text,
                };
                let pull = Pull {
                    query: asked.query,
                    watermark: Watermark { column: asked.watermark, kind, again: asked.again },
                    key: asked.key,
                    batch_rows: asked.batch_rows.unwrap_or(10_000),
                    timeout_seconds: asked.timeout_seconds.unwrap_or(60),
                };
                Reading::Pull { pull, schedule }
            }
            HowRead::Capture(asked) => {
                let own = format!("anlass_{}", plain(&asked.table));
                Reading::Capture(Capture {
                    schema: asked.schema.unwrap_or_else(|| "public".into()),
                    table: asked.table,
                    publication: asked.publication.unwrap_or_else(|| own.clone()),
                    slot: asked.slot.unwrap_or(own),
                })
            }
        })
    }
}

/// What a slot may be called.
fn plain(table: &str) -> String {
    let letter =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
    table.chars().map(letter).take(50).collect()
}

/// A query of all of a table, in the words of its database.
pub(super) fn query_of(database: &Database, table: &Table) -> String {
    let quoted = |name: &str| match database {
        Database::Mysql(_) => format!("`{}`", name.replace('`', "``")),
        Database::Postgres(_) | Database::Sqlite { .. } => format!("\"{}\"", name.replace('"', "\"\"")),
    };
    let name = quoted(&table.name);
    match &table.schema {
        Some(schema) => format!("SELECT * FROM {}.{name}", quoted(schema)),
        None => format!("SELECT * FROM {name}"),
    }
}

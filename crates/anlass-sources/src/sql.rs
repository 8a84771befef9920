//! The company's own databases as sources. [`Pull`] asks PostgreSQL, MySQL, MariaDB or SQLite again and again for what is
//! new, by a watermark; [`replication`] hears every change of a table of PostgreSQL. Both yield [`Rows`], which are written
//! to a file that mappings, probes and imports read as any other.
//! Both only read. The other way goes [`Filling`]: rows into a table that was made here, and into no other.
//! Deliberately not here: any clock; callers say when ([`schedule`]).

mod connection;
mod error;
mod look;
mod mysql;
mod postgres;
mod pull;
pub mod replication;
mod rows;
pub mod schedule;
mod sqlite;
mod target;
mod tls;
mod watermark;

pub use error::{Error, Trouble};
pub use look::{Table, first_rows, tables};
pub use pull::{Ahead, Batch, LookedBack, Position, Pull, Puller};
pub use rows::{Cell, Rows, RowsFile};
pub use target::{Filling, TABLE_BYTES_MAX, Target};
pub use watermark::{Kind as WatermarkKind, Watermark};

/// What a file of rows is made of.
pub(crate) mod stored {
    pub(crate) use super::rows::{END, MAGIC, NULL, NUMBER, TEXT};
}

use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// A server that does not answer within this time is not there.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// So long whoever fills a table waits for those that hold it. Others wait behind.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);
/// So much longer than the server may work on a statement is waited for its answer.
const ANSWER_GRACE: Duration = Duration::from_secs(10);
/// Of what one batch holds; what goes beyond comes with the next.
const BATCH_BYTES_MAX: usize = 64 << 20;

/// A database that somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Database {
    Postgres(Server),
    /// MySQL or MariaDB.
    Mysql(Server),
    /// A file in a folder from which files may be read.
    Sqlite {
        #[serde(skip)]
        folder: PathBuf,
        file: PathBuf,
    },
}

/// Where a server is and who is known there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// A name or an address; of a socket on this machine its path (PostgreSQL: the folder it is in).
    pub host: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    pub database: String,
    pub user: String,
    /// Never written anywhere: whoever reads the rest puts it in.
    #[serde(skip)]
    pub secret: Secret,
    #[serde(default)]
    pub tls: Tls,
}

/// How what goes to and fro is kept from others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// Not at all: for sockets and networks that nobody else is in.
    Off,
    /// Encrypted, to whoever answers.
    Require,
    /// Encrypted, to a server whose certificate is of its name and signed by one of `roots` (PEM); without them, by those
    /// that browsers know.
    #[default]
    Verify,
    VerifyBy {
        roots: String,
    },
}

/// A password, which nothing prints.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    #[must_use]
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }

    fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "none" } else { "hidden" })
    }
}

impl Server {
    fn is_socket(&self) -> bool {
        self.host.starts_with('/')
    }
}

impl Database {
    /// How errors name it.
    #[must_use]
    pub fn place(&self) -> String {
        let named = |kind: &str, server: &Server| {
            let port = server.port.map(|port| format!(":{port}")).unwrap_or_default();
            format!("{kind} database \"{}\" on {}{port}", server.database, server.host)
        };
        match self {
            Database::Postgres(server) => named("PostgreSQL", server),
            Database::Mysql(server) => named("MySQL", server),
            Database::Sqlite { file, .. } => format!("SQLite database \"{}\"", file.display()),
        }
    }

    /// With what is not written beside the rest: the password of a server, or the folder that databases may be read from.
    #[must_use]
    pub fn completed(mut self, secret: Secret, permitted: &Path) -> Database {
        match &mut self {
            Database::Postgres(server) | Database::Mysql(server) => server.secret = secret,
            Database::Sqlite { folder, .. } => *folder = permitted.into(),
        }
        self
    }

    /// Whether it can be reached, and whether its user may more than reading needs.
    ///
    /// # Errors
    /// If it cannot be reached or lets nobody in.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        let mut connection = connection::Connection::open(self, CONNECT_TIMEOUT)?;
        connection.powers()
    }
}

/// The file, unless it leads out of the folder.
fn within(folder: &Path, file: &Path, place: &str) -> Result<PathBuf, Error> {
    let refused = |cause: String, cure: &str| Error::new(Trouble::Unreachable, place, cause, cure);
    let is_plain = file.components().all(|part| matches!(part, Component::Normal(_)));
    if !is_plain {
        let cause = "its path leads out of the folder of databases".to_owned();
        return Err(refused(cause, "name it as it is called within that folder, without \"..\""));
    }
    let failed = |error: std::io::Error| {
        refused(format!("it cannot be opened: {error}"), "put the file into the folder of databases")
    };
    let folder = folder.canonicalize().map_err(failed)?;
    let path = folder.join(file).canonicalize().map_err(failed)?;
    if !path.starts_with(&folder) || !path.is_file() {
        let cause = "it is no file of the folder of databases".to_owned();
        return Err(refused(cause, "put the file itself there, not a link that leads elsewhere"));
    }
    Ok(path)
}

/// The file, which may not be there yet, unless it leads out of the folder.
fn within_or_new(folder: &Path, file: &Path, place: &str) -> Result<PathBuf, Error> {
    let is_new = folder.join(file).symlink_metadata().is_err();
    let (above, name) = (file.parent(), file.file_name());
    let (Some(above), Some(name), true) = (above, name, is_new) else { return within(folder, file, place) };
    let refused = |cause: &str| {
        let cure = "name a file in the folder of databases, or in a folder that is there already";
        Error::new(Trouble::Unreachable, place, cause, cure)
    };
    if !file.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(refused("its path leads out of the folder of databases"));
    }
    let inside = |error: std::io::Error| refused(&format!("its folder cannot be opened: {error}"));
    let folder = folder.canonicalize().map_err(inside)?;
    let above = folder.join(above).canonicalize().map_err(inside)?;
    if !above.starts_with(&folder) {
        return Err(refused("its folder is a link that leads out of the folder of databases"));
    }
    Ok(above.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> Server {
        Server {
            host: "db.example".into(),
            port: Some(5433),
            database: "shop".into(),
            user: "reader".into(),
            secret: Secret::new("pass-w0rd"),
            tls: Tls::Verify,
        }
    }

    #[test]
    fn a_password_is_neither_shown_nor_written() {
        let database = Database::Postgres(server());
        let shown = format!("{database:?} {}", database.place());
        let written = serde_json::to_string(&database).expect("written");
        assert!(!shown.contains("pass-w0rd") && !written.contains("pass-w0rd"), "{shown} {written}");
        let read: Database = serde_json::from_str(&written).expect("read");
        assert_eq!(read, Database::Postgres(Server { secret: Secret::default(), ..server() }));
    }

    #[test]
    fn a_file_outside_of_the_folder_is_not_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("in");
        std::fs::create_dir(&inner).expect("made");
        std::fs::write(folder.path().join("outside.db"), b"").expect("written");
        std::fs::write(inner.join("inside.db"), b"").expect("written");
        std::os::unix::fs::symlink(folder.path().join("outside.db"), inner.join("link.db")).expect("linked");
        for file in ["../outside.db", "link.db", "/etc/passwd", "absent.db", ""] {
            assert!(within(&inner, Path::new(file), "it").is_err(), "{file}");
        }
        assert!(within(&inner, Path::new("inside.db"), "it").is_ok());
        std::os::unix::fs::symlink(folder.path(), inner.join("away")).expect("linked");
        std::os::unix::fs::symlink("nowhere.db", inner.join("dangling.db")).expect("linked");
        for file in ["../new.db", "link.db", "/tmp/new.db", "", "away/new.db", "dangling.db", "absent/new.db"]
        {
            assert!(within_or_new(&inner, Path::new(file), "it").is_err(), "{file}");
        }
        for file in ["inside.db", "new.db"] {
            assert!(within_or_new(&inner, Path::new(file), "it").is_ok(), "{file}");
        }
    }
}

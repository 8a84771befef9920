//! A MariaDB server for tests, as [`super::servers`] keeps them.

use super::servers::{PASSWORD, certify, done, found, free_port, held, run_as, unprivileged};
use anlass_sources::sql::{Database, Secret, Server, Tls};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex, Weak};
use tempfile::TempDir;

/// MariaDB with TLS.
pub(crate) struct MariaDb {
    folder: TempDir,
    port: u16,
    child: Child,
    pub(crate) roots: String,
}

static MARIADB: Mutex<Weak<MariaDb>> = Mutex::new(Weak::new());

/// The server that all tests share; `None`, with the reason printed, where it is not installed.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub(crate) fn mariadb() -> Option<Arc<MariaDb>> {
    let mut shared = held(&MARIADB);
    if let Some(server) = shared.upgrade() {
        return Some(server);
    }
    let (Some(install), Some(program)) = (found("mariadb-install-db"), found("mariadbd")) else {
        println!("skipped: MariaDB is not installed (Debian, Ubuntu: apt-get install mariadb-server-core)");
        return None;
    };
    let server = Arc::new(MariaDb::start(&install, &program));
    *shared = Arc::downgrade(&server);
    Some(server)
}

impl MariaDb {
    fn start(install: &Path, program: &Path) -> MariaDb {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        let user = unprivileged(path);
        let roots = certify(path, user);
        done(
            run_as(user, install, path)
                .args(["--no-defaults", "--skip-test-db", "--auth-root-authentication-method=normal"])
                .arg(format!("--datadir={}", path.join("data").display())),
        );
        let port = free_port();
        let mut child = run_as(user, program, path)
            .args(["--no-defaults", "--skip-name-resolve", "--bind-address=127.0.0.1", "--console"])
            .args(["--innodb-flush-log-at-trx-commit=0", "--default-time-zone=+09:00"])
            .arg(format!("--port={port}"))
            .arg(format!("--datadir={}", path.join("data").display()))
            .arg(format!("--socket={}", path.join("socket").display()))
            .arg(format!("--ssl-cert={}", path.join("server.crt").display()))
            .arg(format!("--ssl-key={}", path.join("server.key").display()))
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("started");
        let mut log = BufReader::new(child.stderr.take().expect("piped")).lines();
        let is_ready = log.by_ref().map_while(Result::ok).any(|line| line.contains("ready for connections"));
        assert!(is_ready, "MariaDB does not start");
        // It must not be stopped by a full pipe.
        std::thread::spawn(move || log.for_each(drop));
        MariaDb { folder, port, child, roots }
    }

    fn as_root(&self, database: Option<&str>) -> ::mysql::Conn {
        let options = ::mysql::OptsBuilder::new()
            .socket(Some(self.folder.path().join("socket").display().to_string()))
            .user(Some("root"))
            .db_name(database);
        ::mysql::Conn::new(options).expect("connected")
    }

    /// Runs one statement as whoever owns everything.
    pub(crate) fn run(&self, database: &str, sql: &str) {
        ::mysql::prelude::Queryable::query_drop(&mut self.as_root(Some(database)), sql).expect("done");
    }

    /// How many rows a statement of its own finds, which no transaction began before.
    pub(crate) fn count(&self, database: &str, table: &str) -> String {
        let sql = format!("SELECT count(*) FROM {table}");
        let root = &mut self.as_root(Some(database));
        ::mysql::prelude::Queryable::query_first(root, sql).expect("done").expect("one row")
    }

    /// A new database of this name, and a user who may read it.
    pub(crate) fn database(&self, name: &str, statements: &[&str]) -> Database {
        let mut root = self.as_root(None);
        let user = format!(
            "CREATE USER reader_{name} IDENTIFIED BY '{}'",
            PASSWORD.replace('\\', "\\\\").replace('\'', "''")
        );
        for sql in [
            &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"),
            &user,
            &format!("GRANT SELECT ON {name}.* TO reader_{name}"),
        ] {
            ::mysql::prelude::Queryable::query_drop(&mut root, sql).expect("done");
        }
        for sql in statements {
            self.run(name, sql);
        }
        Database::Mysql(self.server(name))
    }

    pub(crate) fn server(&self, database: &str) -> Server {
        Server {
            host: self.folder.path().join("socket").display().to_string(),
            port: None,
            database: database.into(),
            user: format!("reader_{database}"),
            secret: Secret::new(PASSWORD),
            tls: Tls::Off,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for MariaDb {
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _waited = self.child.wait();
    }
}

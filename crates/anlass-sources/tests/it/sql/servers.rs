//! Database servers for tests: started in a temporary folder when the first test wants one, stopped when the last is done.

use anlass_sources::sql::{Database, Secret, Server, Tls};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "Schlüssel 7'\\";

/// PostgreSQL with logical replication and TLS.
pub(crate) struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
    user: Option<u32>,
    /// The certificate that signed its own.
    pub(crate) roots: String,
}

static POSTGRES: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());

pub(super) fn held<T>(shared: &'static Mutex<Weak<T>>) -> MutexGuard<'static, Weak<T>> {
    shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The server that all tests share; `None`, with the reason printed, where it is not installed.
pub(crate) fn postgres() -> Option<Arc<Postgres>> {
    let mut shared = held(&POSTGRES);
    if let Some(server) = shared.upgrade() {
        return Some(server);
    }
    let server = Arc::new(own_postgres()?);
    *shared = Arc::downgrade(&server);
    Some(server)
}

/// A server for one test, which may do to it what it likes.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub(crate) fn own_postgres() -> Option<Postgres> {
    let Some(programs) = programs_of_postgres() else {
        println!("skipped: PostgreSQL is not installed (Debian, Ubuntu: apt-get install postgresql)");
        return None;
    };
    Some(Postgres::start(programs))
}

pub(super) fn found(program: &str) -> Option<PathBuf> {
    let folders = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/usr/libexec"];
    folders.iter().map(|folder| Path::new(folder).join(program)).find(|path| path.exists())
}

/// The newest, where there are several.
fn programs_of_postgres() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<_> = versions.flatten().map(|version| version.path().join("bin")).collect();
    folders.sort();
    let usable = |folder: &PathBuf| folder.join("initdb").exists() && folder.join("pg_ctl").exists();
    folders.into_iter().rev().find(usable).filter(|_| found("psql").is_some())
}

pub(super) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr()).expect("a port").port()
}

/// Database servers refuse to run as root: then they run as whoever is nobody here.
pub(super) fn unprivileged(folder: &Path) -> Option<u32> {
    let is_root = folder.metadata().expect("there").uid() == 0;
    let passwords = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let id = |name: &str| {
        let line = passwords.lines().find(|line| line.split(':').next() == Some(name))?;
        line.split(':').nth(2)?.parse().ok()
    };
    let user = is_root.then(|| id("postgres").or_else(|| id("nobody")).unwrap_or(65_534));
    if user.is_some() {
        chown(folder, user, None).expect("given away");
    }
    user
}

pub(super) fn run_as(user: Option<u32>, program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    if let Some(user) = user {
        command.uid(user);
    }
    command.current_dir(folder).env("HOME", folder).stdin(Stdio::null());
    command
}

pub(super) fn done(command: &mut Command) -> String {
    let output = command.output().expect("started");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {told}{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stdout).expect("text")
}

/// Writes a key and its certificate, and returns the certificate that signed it.
pub(super) fn certify(folder: &Path, user: Option<u32>) -> String {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut root = rcgen::CertificateParams::new(Vec::new()).expect("plain");
    root.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let root_certificate = root.self_signed(&key).expect("signed");
    let issuer = rcgen::Issuer::new(root, key);
    let own = rcgen::KeyPair::generate().expect("a key");
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let certificate =
        rcgen::CertificateParams::new(names).expect("plain").signed_by(&own, &issuer).expect("signed");
    for (name, text) in [("server.crt", certificate.pem()), ("server.key", own.serialize_pem())] {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("written");
        let mode = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o600);
        std::fs::set_permissions(&path, mode).expect("closed");
        if user.is_some() {
            chown(&path, user, None).expect("given away");
        }
    }
    root_certificate.pem()
}

impl Postgres {
    fn start(programs: PathBuf) -> Postgres {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        let user = unprivileged(path);
        let roots = certify(path, user);
        let data = path.join("data");
        std::fs::write(path.join("password"), PASSWORD).expect("written");
        done(
            run_as(user, &programs.join("initdb"), path)
                .args(["--username=owner", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
                .args([
                    "--auth-local=trust",
                    "--auth-host=scram-sha-256",
                    "--pwfile=password",
                    "--pgdata=data",
                ]),
        );
        let port = free_port();
        let settings = format!(
            "port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{}'\nfsync = off\n\
             wal_level = logical\nmax_wal_senders = 20\nmax_replication_slots = 20\nssl = on\n\
             ssl_cert_file = '{0}/server.crt'\nssl_key_file = '{0}/server.key'\ntimezone = 'Asia/Tokyo'\n\
             datestyle = 'German'\nmax_slot_wal_keep_size = '4GB'\n",
            path.display()
        );
        std::fs::write(data.join("postgresql.auto.conf"), settings).expect("written");
        let server = Postgres { folder, programs, port, user, roots };
        server.control(&["start", "--wait", "--silent", "--log=log"]);
        server
    }

    fn control(&self, words: &[&str]) {
        let path = self.folder.path();
        done(run_as(self.user, &self.programs.join("pg_ctl"), path).arg("--pgdata=data").args(words));
    }

    /// As after a loss of power.
    pub(crate) fn crash(&self) {
        self.control(&["restart", "--wait", "--silent", "--mode=immediate", "--log=log"]);
    }

    /// Runs statements as whoever owns everything.
    pub(crate) fn run(&self, database: &str, sql: &str) -> String {
        let mut command = Command::new("psql");
        command.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "-v", "ON_ERROR_STOP=1"]);
        command.arg("-h").arg(self.folder.path()).args(["-p", &self.port.to_string(), "-U", "owner"]);
        done(command.args(["-d", database, "-c", sql])).trim().to_owned()
    }

    /// A new database of this name, with a user who may log in and replicate.
    pub(crate) fn database(&self, name: &str, sql: &str) -> Database {
        self.run("postgres", &format!("CREATE DATABASE {name}"));
        self.run(
            name,
            &format!(
                "DO $$ BEGIN CREATE ROLE reader LOGIN REPLICATION PASSWORD '{}'; EXCEPTION WHEN duplicate_object OR \
                 unique_violation THEN NULL; END $$; \
                 ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader",
                PASSWORD.replace('\'', "''")
            ),
        );
        self.run(name, sql);
        Database::Postgres(self.server(name))
    }

    pub(crate) fn server(&self, database: &str) -> Server {
        Server {
            host: self.folder.path().display().to_string(),
            port: Some(self.port),
            database: database.into(),
            user: "reader".into(),
            secret: Secret::new(PASSWORD),
            tls: Tls::Off,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let program = self.programs.join("pg_ctl");
        let mut command = run_as(self.user, &program, self.folder.path());
        let _stopped = command.args(["--pgdata=data", "stop", "--mode=immediate", "--silent"]).output();
    }
}

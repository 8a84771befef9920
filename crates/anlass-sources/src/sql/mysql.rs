//! Questions to MySQL and MariaDB. The driver never reads files for the server (LOCAL INFILE), nor shows a password in clear
//! to one that asks for it.

use super::connection::{Answer, Column, Order};
use super::pull::has_room;
use super::rows::Cell;
use super::target::spelling;
use super::{ANSWER_GRACE, CONNECT_TIMEOUT, Error, LOCK_TIMEOUT, Server, Tls, Trouble};
use crate::writing::Cell as Out;
use mysql::consts::{ColumnFlags, ColumnType};
use mysql::prelude::Queryable;
use mysql::{Conn, DriverError, OptsBuilder, Params, SslOpts, Value};
use std::error::Error as _;
use std::io::{self, ErrorKind, Write};
use std::time::Duration;

const PORT: u16 = 3306;
/// The character set of what is no text.
const BINARY: u16 = 63;

pub(super) struct Client {
    /// Until the driver was stopped by something that it did not expect.
    connection: Option<Conn>,
    place: String,
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Questions,
    /// A table is filled.
    Filling,
}

/// How the values of a column are read.
struct Shape {
    kind: ColumnType,
    is_bytes: bool,
}

impl Client {
    pub(super) fn open(
        server: &Server,
        place: &str,
        timeout: Duration,
        purpose: Purpose,
    ) -> Result<Client, Error> {
        let mut options = OptsBuilder::new()
            .user(Some(&server.user))
            .pass(Some(server.secret.reveal()))
            .db_name(Some(&server.database))
            .prefer_socket(false)
            .stmt_cache_size(Some(0))
            .tcp_connect_timeout(Some(CONNECT_TIMEOUT))
            .read_timeout(Some(timeout + ANSWER_GRACE))
            .write_timeout(Some(CONNECT_TIMEOUT));
        let roots = roots(&server.tls, place)?;
        options = if server.is_socket() {
            options.socket(Some(&server.host))
        } else {
            let host = match server.host.contains(':') && !server.host.starts_with('[') {
                true => format!("[{}]", server.host),
                false => server.host.clone(),
            };
            options.ip_or_hostname(Some(host)).tcp_port(server.port.unwrap_or(PORT))
        };
        // What goes over a socket stays on this machine.
        if !server.is_socket() {
            options = options.ssl_opts(match (&server.tls, &roots) {
                (Tls::Off, _) => None,
                (Tls::Require, _) => Some(
                    SslOpts::default()
                        .with_danger_accept_invalid_certs(true)
                        .with_danger_skip_domain_validation(true),
                ),
                (_, Some(file)) => Some(SslOpts::default().with_root_cert_path(Some(file.path().to_owned()))),
                (_, None) => Some(SslOpts::default()),
            });
        }
        let connection = explained(place, guarded(|| Conn::new(options)))?;
        let mut client = Client { connection: Some(connection), place: place.into() };
        match purpose {
            Purpose::Questions => client.settle(timeout)?,
            Purpose::Filling => client.settle_to_fill()?,
        }
        Ok(client)
    }

    fn settle(&mut self, timeout: Duration) -> Result<(), Error> {
        let version: Option<String> = self.first("SELECT VERSION()")?;
        let limit = if version.is_some_and(|version| version.contains("MariaDB")) {
            format!("SET SESSION max_statement_time = {}", timeout.as_secs())
        } else {
            format!("SET SESSION max_execution_time = {}", timeout.as_millis())
        };
        for statement in [
            "SET NAMES utf8mb4",
            "SET SESSION time_zone = '+00:00'",
            "SET SESSION TRANSACTION READ ONLY",
            "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            &limit,
        ] {
            self.tell(statement)?;
        }
        Ok(())
    }

    /// What does not fit is refused rather than cut; whoever holds a table is not waited for without end.
    fn settle_to_fill(&mut self) -> Result<(), Error> {
        let seconds = LOCK_TIMEOUT.as_secs();
        for statement in [
            "SET NAMES utf8mb4",
            "SET SESSION time_zone = '+00:00'",
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES'",
            &format!("SET SESSION lock_wait_timeout = {seconds}"),
            &format!("SET SESSION innodb_lock_wait_timeout = {seconds}"),
        ] {
            self.tell(statement)?;
        }
        Ok(())
    }

    /// One statement with its values in their order.
    pub(super) fn insert<'c>(
        &mut self,
        sql: &str,
        cells: impl Iterator<Item = &'c Out>,
    ) -> Result<(), Error> {
        let values = Params::Positional(cells.map(value_out).collect());
        self.with(|connection| {
            let statement = connection.prep(sql)?;
            connection.exec_drop(&statement, values)?;
            connection.close(statement)
        })
    }

    fn with<T>(&mut self, work: impl FnOnce(&mut Conn) -> Result<T, mysql::Error>) -> Result<T, Error> {
        let Some(connection) = &mut self.connection else {
            return Err(Error::unreachable(&self.place, "it was given up"));
        };
        let done = guarded(|| work(connection));
        if done.is_none() {
            let gone = self.connection.take();
            let _ended = guarded(move || drop(gone));
        }
        explained(&self.place, done)
    }

    pub(super) fn tell(&mut self, statement: &str) -> Result<(), Error> {
        self.with(|connection| connection.query_drop(statement))
    }

    fn first(&mut self, statement: &str) -> Result<Option<String>, Error> {
        self.with(|connection| connection.query_first(statement))
    }

    /// From here on all answers are of one moment, and nothing can be written.
    pub(super) fn begin(&mut self) -> Result<(), Error> {
        self.tell("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
    }

    pub(super) fn end(&mut self) -> Result<(), Error> {
        self.tell("ROLLBACK")
    }

    pub(super) fn read(&mut self, sql: &str, values: &[Cell]) -> Result<Answer, Error> {
        self.with(|connection| read(connection, sql, values))
    }

    pub(super) fn powers(&mut self) -> Result<Vec<String>, Error> {
        let grants: Vec<String> = self.with(|connection| connection.query("SHOW GRANTS"))?;
        let words =
            ["ALL PRIVILEGES", "SUPER", "FILE", "INSERT", "UPDATE", "DELETE", "DROP", "CREATE", "ALTER"];
        let may = |word: &&&str| {
            grants.iter().any(|grant| {
                let what = grant.strip_prefix("GRANT ").and_then(|rest| rest.split(" ON ").next());
                what.is_some_and(|what| what.split([',', '(']).any(|part| part.trim() == **word))
            })
        };
        Ok(words.iter().filter(may).map(|word| format!("its user has the privilege {word}")).collect())
    }
}

/// A server that nobody meant may make the driver stop instead of answering: then there is nothing.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

fn explained<T>(place: &str, done: Option<Result<T, mysql::Error>>) -> Result<T, Error> {
    match done {
        Some(done) => done.map_err(|error| explain(place, &error)),
        None => Err(Error::unreadable(place, "its answer is damaged in a way that stopped its reader")),
    }
}

fn read(connection: &mut Conn, sql: &str, values: &[Cell]) -> Result<Answer, mysql::Error> {
    let statement = connection.prep(sql)?;
    let values = Params::Positional(values.iter().map(value).collect());
    let values = if statement.num_params() == 0 { Params::Empty } else { values };
    let mut answer = Answer::default();
    let mut shapes = Vec::new();
    let mut bytes = 0;
    let mut found = connection.exec_iter(&statement, values)?;
    for column in found.columns().as_ref() {
        let kind = column.column_type();
        let is_bytes = column.character_set() == BINARY && kind != ColumnType::MYSQL_TYPE_JSON;
        // Enumerations are put in the order of their declaration, but compared as texts.
        let is_list = column.flags().intersects(ColumnFlags::ENUM_FLAG | ColumnFlags::SET_FLAG);
        let is_floating = matches!(kind, ColumnType::MYSQL_TYPE_FLOAT | ColumnType::MYSQL_TYPE_DOUBLE);
        let is_text = is_bytes && is_text_type(kind);
        let is_lost = is_list || is_floating || is_text || kind == ColumnType::MYSQL_TYPE_BIT;
        let order = if is_lost { Order::Lost } else { Order::Kept };
        answer.columns.push(Column { name: column.name_str().into_owned(), order });
        shapes.push(Shape { kind, is_bytes });
    }
    for row in found.by_ref() {
        let row = row?.unwrap();
        let cells: Vec<Cell> = row.into_iter().zip(&shapes).map(|(value, shape)| shape.cell(value)).collect();
        bytes += cells.iter().map(|cell| cell.text().len()).sum::<usize>();
        // The rest is read and forgotten, so that the connection can be used again.
        if answer.is_cut || !has_room(answer.rows.len(), bytes) {
            answer.is_cut = true;
            continue;
        }
        answer.rows.push(cells);
    }
    drop(found);
    connection.close(statement)?;
    Ok(answer)
}

fn is_text_type(kind: ColumnType) -> bool {
    matches!(
        kind,
        ColumnType::MYSQL_TYPE_STRING
            | ColumnType::MYSQL_TYPE_VAR_STRING
            | ColumnType::MYSQL_TYPE_VARCHAR
            | ColumnType::MYSQL_TYPE_TINY_BLOB
            | ColumnType::MYSQL_TYPE_BLOB
            | ColumnType::MYSQL_TYPE_MEDIUM_BLOB
            | ColumnType::MYSQL_TYPE_LONG_BLOB
            | ColumnType::MYSQL_TYPE_GEOMETRY
    )
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::NULL,
        Cell::Number(digits) => (digits.parse().map(Value::Int))
            .or_else(|_| digits.parse().map(Value::UInt))
            .unwrap_or_else(|_| Value::Bytes(digits.clone().into_bytes())),
        Cell::Text(text) => Value::Bytes(text.clone().into_bytes()),
        // The server reads neither the letter between nor the one behind.
        Cell::Moment(text) => Value::Bytes(text.replacen('T', " ", 1).replace('Z', "").into_bytes()),
    }
}

fn value_out(cell: &Out) -> Value {
    match cell {
        Out::None => Value::NULL,
        Out::Text(text) => Value::Bytes(text.clone().into_bytes()),
        Out::Whole(number) => Value::Int(*number),
        Out::Truth(truth) => Value::Int(i64::from(*truth)),
        Out::Moment(at) => spelling::moment(*at)
            .map_or(Value::NULL, |at| Value::Bytes(spelling::shown(at, "").replace('T', " ").into_bytes())),
    }
}

impl Shape {
    fn cell(&self, value: Value) -> Cell {
        match value {
            Value::NULL | Value::Date(0, 0, 0, ..) => Cell::Null,
            Value::Int(number) => Cell::Number(number.to_string()),
            Value::UInt(number) => Cell::Number(number.to_string()),
            Value::Float(number) => Cell::Number(number.to_string()),
            Value::Double(number) => Cell::floating(number),
            Value::Date(year, month, day, hour, minute, second, micro) => {
                let date = format!("{year:04}-{month:02}-{day:02}");
                let clock = format!("{hour:02}:{minute:02}:{second:02}{}", fraction(micro));
                match self.kind {
                    ColumnType::MYSQL_TYPE_DATE => Cell::Text(date),
                    ColumnType::MYSQL_TYPE_TIMESTAMP => Cell::Moment(format!("{date}T{clock}Z")),
                    _ => Cell::Text(format!("{date} {clock}")),
                }
            }
            Value::Time(is_negative, days, hours, minutes, seconds, micro) => {
                let sign = if is_negative { "-" } else { "" };
                let hours = u64::from(days) * 24 + u64::from(hours);
                Cell::Text(format!("{sign}{hours:02}:{minutes:02}:{seconds:02}{}", fraction(micro)))
            }
            Value::Bytes(bytes) => match self.kind {
                ColumnType::MYSQL_TYPE_NEWDECIMAL | ColumnType::MYSQL_TYPE_DECIMAL => {
                    Cell::Number(String::from_utf8_lossy(&bytes).into_owned())
                }
                ColumnType::MYSQL_TYPE_BIT => bits(&bytes),
                _ if self.is_bytes => Cell::bytes(&bytes),
                _ => Cell::Text(String::from_utf8_lossy(&bytes).into_owned()),
            },
        }
    }
}

fn fraction(micro: u32) -> String {
    if micro == 0 { String::new() } else { format!(".{micro:06}") }
}

fn bits(bytes: &[u8]) -> Cell {
    let number = bytes.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    Cell::Number(number.to_string())
}

/// The certificates to trust, as the driver wants them: in a file, which is gone after the connection is made.
fn roots(tls: &Tls, place: &str) -> Result<Option<tempfile::NamedTempFile>, Error> {
    let Tls::VerifyBy { roots } = tls else { return Ok(None) };
    super::tls::certificates(roots, place)?;
    let failed = |error| Error::unreachable(place, error);
    let mut file = tempfile::NamedTempFile::new().map_err(failed)?;
    file.write_all(roots.as_bytes()).map_err(failed)?;
    Ok(Some(file))
}

fn explain(place: &str, error: &mysql::Error) -> Error {
    match error {
        mysql::Error::MySqlError(error) => explain_answer(place, error),
        mysql::Error::IoError(error) => explain_transport(place, error),
        mysql::Error::TlsError(error) => super::tls::refused(place, error),
        mysql::Error::DriverError(DriverError::TlsNotSupported) => {
            super::tls::refused(place, "the server offers no encryption")
        }
        mysql::Error::DriverError(DriverError::MismatchedStmtParams(..)) => {
            let cause = "the query holds a \"?\" outside of texts, which stands for a value that nobody gave";
            Error::new(Trouble::Query, place, cause, "write the value itself into the query")
        }
        mysql::Error::CodecError(error) => {
            let inner = error.source().and_then(|inner| inner.downcast_ref::<io::Error>());
            match inner {
                Some(inner) => explain_transport(place, inner),
                None => Error::unreadable(place, format!("its answer is damaged: {error}")),
            }
        }
        error => Error::unreachable(place, error),
    }
}

fn explain_transport(place: &str, error: &io::Error) -> Error {
    let is_of_tls = error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
    match error.kind() {
        _ if is_of_tls => super::tls::refused(place, error),
        ErrorKind::WouldBlock | ErrorKind::TimedOut => Error::too_slow(place),
        _ => Error::unreachable(place, error),
    }
}

fn explain_answer(place: &str, error: &mysql::MySqlError) -> Error {
    let cause = format!("the server says: {} ({})", error.message, error.code);
    match error.code {
        // Access denied: to the server, to the database, to a table, to a column.
        1044 | 1045 | 1227 | 1698 | 1142 | 1143 | 1251 | 4151 => {
            let cure = "check user and password, and GRANT SELECT on what the query reads";
            Error::new(Trouble::Refused, place, cause, cure)
        }
        // Out of time, stopped, waiting for somebody's lock.
        1969 | 3024 | 1317 | 1205 => Error::too_slow(place),
        1040 | 1053 | 1203 | 1226 => Error::unreachable(place, &error.message),
        _ => Error::new(Trouble::Query, place, cause, "try the query with the program mysql"),
    }
}

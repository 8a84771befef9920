//! Questions to PostgreSQL: its protocol of messages, in which all values are text. It is spoken here, as drivers in use
//! offer neither replication nor plain texts of all types.

mod cells;
mod login;
mod message;
mod wire;

pub(super) use cells::{cell, order};
pub(super) use message::{Message, Reader, Short};
pub(super) use wire::Frame;

use super::connection::{Answer, Column};
use super::pull::has_room;
use super::rows::Cell;
use super::{ANSWER_GRACE, CONNECT_TIMEOUT, Error, LOCK_TIMEOUT, Server, Trouble};
use message::Fields;
use std::time::Duration;
use wire::Wire;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Session {
    Queries,
    /// A table is filled.
    Filling,
    Replication,
}

pub(super) struct Client {
    pub(super) wire: Wire,
    pub(super) place: String,
}

/// What the server says of a statement that it refuses.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) code: String,
    pub(super) message: String,
}

/// How much of an answer is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    Bounded,
    /// Whoever asked named a number of rows.
    AsAsked,
}

/// Why there is no answer.
pub(super) enum Failed {
    /// The connection is still good.
    Said(Said),
    Broken(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Failed {
        Failed::Broken(error)
    }
}

impl Client {
    pub(super) fn open(
        server: &Server,
        place: &str,
        timeout: Duration,
        session: Session,
    ) -> Result<Client, Error> {
        let mut wire = Wire::connect(server, place)?;
        wire.patience(CONNECT_TIMEOUT);
        login::login(&mut wire, server, place, session)?;
        let mut client = Client { wire, place: place.into() };
        client.settle(timeout, session)?;
        client.wire.patience(timeout + ANSWER_GRACE);
        Ok(client)
    }

    /// Settings under which values are written in one way only.
    fn settle(&mut self, timeout: Duration, session: Session) -> Result<(), Error> {
        let milliseconds = timeout.as_millis();
        let mut settings = vec![
            "SET client_encoding = 'UTF8'".to_owned(),
            "SET DateStyle = 'ISO, YMD'".into(),
            "SET IntervalStyle = 'iso_8601'".into(),
            "SET TimeZone = 'UTC'".into(),
            "SET extra_float_digits = 1".into(),
            "SET bytea_output = 'hex'".into(),
        ];
        if session != Session::Replication {
            let waits = if session == Session::Filling { LOCK_TIMEOUT } else { timeout };
            let read_only = if session == Session::Queries { "on" } else { "off" };
            settings.extend([
                "SET standard_conforming_strings = on".into(),
                format!("SET default_transaction_read_only = {read_only}"),
                format!("SET statement_timeout = {milliseconds}"),
                format!("SET lock_timeout = {}", waits.as_millis()),
                format!("SET idle_in_transaction_session_timeout = {}", milliseconds.saturating_mul(10)),
            ]);
        }
        for setting in settings {
            self.tell(&setting)?;
        }
        Ok(())
    }

    /// Gives each statement of the transaction this long.
    pub(super) fn wait(&mut self, timeout: Duration) -> Result<(), Error> {
        self.tell(&format!("SET LOCAL statement_timeout = {}", timeout.as_millis()))?;
        self.wire.patience(timeout + ANSWER_GRACE);
        Ok(())
    }

    /// From here on all answers are of one moment, and nothing can be written.
    pub(super) fn begin(&mut self) -> Result<(), Error> {
        self.tell("START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    }

    pub(super) fn end(&mut self) -> Result<(), Error> {
        self.tell("ROLLBACK")
    }

    pub(super) fn read(&mut self, sql: &str, values: &[Cell]) -> Result<Answer, Error> {
        self.bound(sql, values).map_err(|failed| self.explain(failed))
    }

    /// One statement with values, which is all that this way of asking takes.
    fn bound(&mut self, sql: &str, values: &[Cell]) -> Result<Answer, Failed> {
        let parse = Message::new(b'P').text("").text(sql).short(0);
        let mut bind = Message::new(b'B').text("").text("").short(0).count(values.len());
        for value in values {
            bind = match value {
                Cell::Null => bind.long(-1),
                cell => bind.sized(cell.text().as_bytes()),
            };
        }
        let bind = bind.short(0);
        let describe = Message::new(b'D').byte(b'P').text("");
        let execute = Message::new(b'E').text("").long(0);
        self.wire.send(&[parse, bind, describe, execute, Message::new(b'S')])?;
        self.answer(Size::Bounded)
    }

    /// What statements answer that are ours; the answer of the last of them.
    pub(super) fn simple(&mut self, sql: &str) -> Result<Answer, Failed> {
        self.wire.send(&[Message::new(b'Q').text(sql)])?;
        self.answer(Size::AsAsked)
    }

    pub(super) fn query(&mut self, sql: &str) -> Result<Answer, Error> {
        self.simple(sql).map_err(|failed| self.explain(failed))
    }

    /// Puts lines into a table by a statement that asks for them; all or none.
    pub(super) fn copy(&mut self, sql: &str, lines: &[u8]) -> Result<(), Error> {
        self.wire.send(&[Message::new(b'Q').text(sql)])?;
        let mut said = None;
        loop {
            let frame = self.wire.receive()?;
            match (frame.tag, said.take()) {
                (b'G', _) => break,
                (b'E', _) => said = Some(Said::read(&frame.body)),
                (b'Z', Some(refused)) => return Err(explain(&self.place, &refused)),
                (b'Z', None) => return Err(Error::unreadable(&self.place, "it asks for no rows")),
                (_, before) => said = before,
            }
        }
        self.wire.send(&[Message::new(b'd').raw(lines), Message::new(b'c')])?;
        self.answer(Size::AsAsked).map(drop).map_err(|failed| self.explain(failed))
    }

    pub(super) fn tell(&mut self, sql: &str) -> Result<(), Error> {
        self.query(sql).map(|_| ())
    }

    pub(super) fn explain(&self, failed: Failed) -> Error {
        match failed {
            Failed::Said(said) => explain(&self.place, &said),
            Failed::Broken(error) => error,
        }
    }

    fn answer(&mut self, size: Size) -> Result<Answer, Failed> {
        let mut answer = Answer::default();
        let mut types = Vec::new();
        let mut bytes = 0;
        let mut said = None;
        loop {
            let frame = self.wire.receive()?;
            let damaged = |_: Short| Error::unreadable(&self.place, "its answer is damaged");
            match frame.tag {
                b'T' => {
                    answer = Answer::default();
                    types = Reader::new(&frame.body).columns().map_err(damaged)?;
                    answer.columns = types
                        .iter()
                        .map(|(name, kind)| Column { name: name.clone(), order: order(*kind) })
                        .collect();
                }
                b'D' => {
                    bytes += frame.body.len();
                    // The rest is read and forgotten, so that the connection can be used again.
                    let is_full = size == Size::Bounded && !has_room(answer.rows.len(), bytes);
                    if answer.is_cut || is_full {
                        answer.is_cut = true;
                        continue;
                    }
                    let values = Reader::new(&frame.body).row().map_err(damaged)?;
                    if values.len() != types.len() {
                        return Err(damaged(Short).into());
                    }
                    let cells = values.into_iter().zip(&types);
                    answer.rows.push(cells.map(|(value, (_, kind))| cell(*kind, value)).collect());
                }
                b'E' => said = Some(Said::read(&frame.body)),
                b'Z' => {
                    return match said {
                        Some(said) => Err(Failed::Said(said)),
                        None => Ok(answer),
                    };
                }
                // Copying is nothing that is asked for here, and would go on for ever.
                b'G' | b'H' | b'W' => return Err(damaged(Short).into()),
                _ => {}
            }
        }
    }

    pub(super) fn powers(&mut self) -> Result<Vec<String>, Error> {
        let answer = self.query(
            "SELECT rolsuper::text, rolcreaterole::text, pg_has_role('pg_write_all_data', 'MEMBER')::text \
             FROM pg_roles WHERE rolname = current_user AND current_setting('server_version_num')::int >= 140000",
        );
        // Servers before 14 do not know that role.
        let answer = match answer {
            Ok(answer) if !answer.rows.is_empty() => answer,
            _ => self.query(
                "SELECT rolsuper::text, rolcreaterole::text, 'false' FROM pg_roles WHERE rolname = current_user",
            )?,
        };
        let words = ["is a superuser", "may create roles", "may write to all tables"];
        let row = answer.rows.into_iter().next().unwrap_or_default();
        let held = words.iter().zip(row).filter(|(_, cell)| cell.text() == "true");
        Ok(held.map(|(word, _)| format!("its user {word}")).collect())
    }
}

impl Said {
    pub(super) fn read(body: &[u8]) -> Said {
        let fields = Fields::read(body);
        Said { code: fields.of(b'C').into(), message: fields.of(b'M').into() }
    }
}

pub(super) fn explain(place: &str, said: &Said) -> Error {
    let cause = format!("the server says: {} ({})", said.message, said.code);
    let class = said.code.get(..2).unwrap_or_default();
    match (class, said.code.as_str()) {
        ("28", _) | (_, "3D000" | "42501") => {
            let cure =
                "check user, password, database and pg_hba.conf, and GRANT SELECT on what the query reads";
            Error::new(Trouble::Refused, place, cause, cure)
        }
        (_, "57014" | "55P03" | "25P03") => Error::too_slow(place),
        ("08" | "53" | "57", _) => Error::unreachable(place, &said.message),
        // A standby that catches up breaks off what is in its way.
        (_, "40001") => Error::unreachable(place, &said.message),
        _ => Error::new(Trouble::Query, place, cause, "try the query with the program psql"),
    }
}

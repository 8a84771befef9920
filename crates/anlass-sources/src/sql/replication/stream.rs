//! Reading changes: the table as it is, then the stream of them, over one connection.

use super::super::postgres::{self, Client, Failed, Frame, Message, Reader, Session, Short};
use super::super::rows::Cell;
use super::super::{Database, Error, Trouble};
use super::changes::{Batch, Change, Kind};
use super::pgoutput::{self, Message as Told, Old, Relation, Value};
use super::setup::{self, lost, one};
use super::{Capture, Lsn, Position, Within, literal, quoted};
use std::collections::BTreeMap;
use std::time::Duration;

/// So many rows of the table as it is are asked for at a time.
const SNAPSHOT_ROWS: usize = 1_000;
/// A batch ends at so many changes, or bytes of them, even within a transaction.
const CHANGES_MAX: usize = 10_000;
const BYTES_MAX: usize = 32 << 20;
/// The time to wait is so many looks; what says only that the server lives is one, too.
const LOOKS_MAX: u32 = 16;
/// When nothing of the table changes, the position goes on all the same, once in so many bytes of the log: otherwise the
/// server would keep all of it.
const IDLE_BYTES: u64 = 1 << 20;
/// From 1970 to 2000, from where the server counts.
const EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;

/// The changes of a table, as they come.
pub struct Changes {
    client: Client,
    capture: Capture,
    /// Its number: it may get another name while it is read.
    table: u32,
    phase: Phase,
    relations: BTreeMap<u32, Relation>,
    /// Up to here everything was taken from the stream.
    end: Lsn,
    /// Up to here it was handed over.
    handed: Lsn,
    /// Up to here the caller has it.
    confirmed: Lsn,
    transaction: Option<Transaction>,
    /// What of a transaction the caller has already.
    known: Option<Within>,
    pending: Pending,
    /// Changes of another shape than those before them.
    held: Vec<(Vec<String>, Change)>,
}

enum Phase {
    /// The caller has to store first that a slot will be there.
    First,
    Begun,
    Snapshot {
        names: Vec<String>,
        from: Lsn,
        number: u64,
    },
    Streaming,
}

struct Transaction {
    commit: Lsn,
    at: i64,
    /// Changes of the table that came, and those that are on their way to the caller.
    count: u64,
    taken: u64,
}

#[derive(Default)]
struct Pending {
    names: Vec<String>,
    changes: Vec<Change>,
    bytes: usize,
}

impl Changes {
    /// Goes on at a stored position. The slot is made by the second batch after [`Position::First`].
    ///
    /// # Errors
    /// [`Trouble::SlotLost`] if changes after the position are gone; [`Trouble::NotSetUp`] if the slot's name is taken, or
    /// the table is not published.
    pub fn open(database: &Database, capture: &Capture, position: Position) -> Result<Changes, Error> {
        let mut client = setup::open(database, capture, Session::Replication)?;
        let table = setup::published(&mut client, database, capture)?;
        let slot = setup::slot(&mut client, capture)?;
        let place = database.place();
        if slot.as_ref().is_some_and(|slot| slot.is_read) {
            let cause = format!("slot \"{}\" is being read by another connection", capture.slot);
            let cure = "wait until the server notices that it is gone, or end it there";
            return Err(Error::new(Trouble::Unreachable, place, cause, cure));
        }
        let mut changes = Changes {
            client,
            capture: capture.clone(),
            table,
            phase: Phase::Begun,
            relations: BTreeMap::new(),
            end: Lsn(0),
            handed: Lsn(0),
            confirmed: Lsn(0),
            transaction: None,
            known: None,
            pending: Pending::default(),
            held: Vec::new(),
        };
        match (position, slot) {
            (Position::First, None) => changes.phase = Phase::First,
            (Position::First, Some(_)) => {
                let cause = format!("there is a slot \"{}\" that was not made here", capture.slot);
                let cure = format!(
                    "choose another name, or, if nobody needs it: SELECT pg_drop_replication_slot({})",
                    literal(&capture.slot)
                );
                return Err(Error::new(Trouble::NotSetUp, place, cause, cure));
            }
            (Position::Begun, _) => {}
            (Position::After { .. }, None) => return Err(lost(&place, capture, "it is gone")),
            (Position::After { .. }, Some(slot)) if slot.is_lost => {
                return Err(lost(&place, capture, "the server gave it up, as it was not read for too long"));
            }
            (Position::After { end, .. }, Some(slot)) if slot.confirmed > end => {
                return Err(lost(&place, capture, "somebody else read on from it"));
            }
            (Position::After { end, within }, Some(_)) => {
                changes.known = within;
                changes.stream_from(end)?;
            }
        }
        Ok(changes)
    }

    /// The next changes, if there are any within about this time; sooner nothing, if the server says again and again that there
    /// are none. Call it more often than once in `wal_sender_timeout` (a
    /// minute): otherwise the server takes this side for dead, and the connection has to be opened again.
    ///
    /// # Errors
    /// If the connection breaks; a new one goes on at the stored position.
    pub fn next(&mut self, wait: Duration) -> Result<Option<Batch>, Error> {
        match &self.phase {
            Phase::First => {
                self.phase = Phase::Begun;
                let nothing = Batch { names: Vec::new(), changes: Vec::new(), position: Position::Begun };
                Ok(Some(nothing))
            }
            Phase::Begun => {
                self.begin_snapshot()?;
                self.snapshot().map(Some)
            }
            Phase::Snapshot { .. } => self.snapshot().map(Some),
            Phase::Streaming => self.streamed(wait),
        }
    }

    /// Tells the server that everything up to this position is stored: it may forget it.
    ///
    /// # Errors
    /// If the connection breaks. The position then still counts.
    pub fn confirm(&mut self, position: Position) -> Result<(), Error> {
        let Position::After { end, .. } = position else { return Ok(()) };
        self.confirmed = self.confirmed.max(end);
        match self.phase {
            Phase::Streaming => self.report(),
            _ => Ok(()),
        }
    }

    /// Makes the slot, and looks at the table as it is at that moment.
    fn begin_snapshot(&mut self) -> Result<(), Error> {
        setup::drop_slot(&mut self.client, &self.capture)?;
        let columns = self.columns()?;
        self.client.tell("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        let slot = quoted(&self.capture.slot);
        let made =
            self.client.query(&format!("CREATE_REPLICATION_SLOT {slot} LOGICAL pgoutput USE_SNAPSHOT"))?;
        let Some(from) = Lsn::read(&one(&made, 1)) else {
            return Err(Error::unreadable(&self.client.place, "it does not say where the slot begins"));
        };
        self.client.tell(&format!("DECLARE anlass_snapshot NO SCROLL CURSOR FOR {columns}"))?;
        self.phase = Phase::Snapshot { names: Vec::new(), from, number: 0 };
        Ok(())
    }

    /// The question for the rows and columns that are published.
    fn columns(&mut self) -> Result<String, Error> {
        let table = self.capture.quoted_table();
        let named = "SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)";
        let of_table = format!(
            "FROM pg_attribute a WHERE a.attrelid = {}::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''",
            literal(&table)
        );
        let published = format!(
            "FROM pg_publication_tables p WHERE p.pubname = {} AND p.schemaname = {} AND p.tablename = {}",
            literal(&self.capture.publication),
            literal(&self.capture.schema),
            literal(&self.capture.table)
        );
        // Since version 15 some columns and rows can be published only.
        let parts = match self
            .client
            .simple(&format!("SELECT 1 FROM (SELECT attnames, rowfilter {published}) AS p"))
        {
            Ok(_) => format!(
                "{named}, (SELECT rowfilter {published}) {of_table} AND a.attname IN (SELECT unnest(attnames) {published})"
            ),
            Err(Failed::Said(_)) => format!("{named}, NULL {of_table}"),
            Err(failed) => return Err(self.client.explain(failed)),
        };
        let parts = self.client.query(&parts)?;
        let (columns, filter) = (one(&parts, 0), one(&parts, 1));
        let filter = if filter.is_empty() { filter } else { format!(" WHERE {filter}") };
        Ok(format!("SELECT {columns} FROM {table}{filter}"))
    }

    fn snapshot(&mut self) -> Result<Batch, Error> {
        let answer = self.client.query(&format!("FETCH FORWARD {SNAPSHOT_ROWS} FROM anlass_snapshot"))?;
        let Phase::Snapshot { names, from, number } = &mut self.phase else {
            return Err(Error::unreadable(&self.client.place, "it gives rows that nobody asked for"));
        };
        *names = answer.columns.into_iter().map(|column| column.name).collect();
        let (names, from) = (names.clone(), *from);
        let has_ended = answer.rows.len() < SNAPSHOT_ROWS;
        let mut changes = Vec::with_capacity(answer.rows.len());
        for cells in answer.rows {
            *number += 1;
            let (number, at, unchanged) = (*number, None, Vec::new());
            changes.push(Change { kind: Kind::Snapshot, commit: from, number, at, cells, unchanged });
        }
        if !has_ended {
            return Ok(Batch { names, changes, position: Position::Begun });
        }
        self.client.tell("COMMIT")?;
        self.stream_from(from)?;
        Ok(Batch { names, changes, position: Position::After { end: from, within: None } })
    }

    fn stream_from(&mut self, end: Lsn) -> Result<(), Error> {
        let statement = format!(
            "START_REPLICATION SLOT {} LOGICAL {end} (proto_version '1', publication_names {})",
            quoted(&self.capture.slot),
            // A list of names in a text; that text knows no backslashes.
            format_args!("'{}'", quoted(&self.capture.publication).replace('\'', "''"))
        );
        self.client.wire.send(&[Message::new(b'Q').text(&statement)])?;
        loop {
            let frame = self.client.wire.receive()?;
            match frame.tag {
                b'W' => break,
                b'N' | b'S' => {}
                b'E' => return Err(self.refused(&frame)),
                _ => return Err(Error::unreadable(&self.client.place, "it does not begin to replicate")),
            }
        }
        (self.end, self.handed, self.confirmed) = (end, end, end);
        self.phase = Phase::Streaming;
        Ok(())
    }

    /// An error of the stream.
    fn refused(&self, frame: &Frame) -> Error {
        let said = postgres::Said::read(&frame.body);
        match said.code.as_str() {
            // No such slot, no longer usable, its log is gone.
            "42704" if said.message.contains("slot") => {
                lost(&self.client.place, &self.capture, &said.message)
            }
            "55000" | "58P01" => lost(&self.client.place, &self.capture, &said.message),
            "55006" => Error::unreachable(&self.client.place, &said.message),
            "42704" => {
                let cure = "create the publication again; changes since it went are told once it is there";
                Error::new(Trouble::NotSetUp, &self.client.place, said.message, cure)
            }
            _ => postgres::explain(&self.client.place, &said),
        }
    }

    fn streamed(&mut self, wait: Duration) -> Result<Option<Batch>, Error> {
        for (names, change) in std::mem::take(&mut self.held) {
            self.push(names, change);
        }
        let mut looks = 0;
        loop {
            // What is there already is worth a batch; more of it is only waited for a moment.
            let is_empty = self.pending.changes.is_empty();
            let wait = if is_empty { wait / LOOKS_MAX } else { Duration::from_millis(1) };
            let frame = self.client.wire.poll(wait)?;
            if frame.as_ref().is_none_or(|frame| frame.body.first() == Some(&b'k')) {
                looks += 1;
            }
            let Some(frame) = frame else {
                if is_empty && looks < LOOKS_MAX {
                    continue;
                }
                self.report()?;
                return Ok(self.hand_over());
            };
            let was_idle = self.pending.changes.is_empty();
            match frame.tag {
                b'd' => self.take(&frame.body)?,
                b'E' => return Err(self.refused(&frame)),
                b'c' => return Err(Error::unreachable(&self.client.place, "the server ends the stream")),
                _ => {}
            }
            let is_full = self.pending.changes.len() >= CHANGES_MAX || self.pending.bytes >= BYTES_MAX;
            if is_full || !self.held.is_empty() || looks >= LOOKS_MAX {
                return Ok(self.hand_over());
            }
            let is_idle = was_idle && self.pending.changes.is_empty() && self.transaction.is_none();
            if is_idle && self.end.0.saturating_sub(self.handed.0) >= IDLE_BYTES {
                return Ok(self.hand_over());
            }
        }
    }

    /// What is pending, or, when nothing changed for long, only that the position goes on.
    fn hand_over(&mut self) -> Option<Batch> {
        let pending = std::mem::take(&mut self.pending);
        let is_far = self.end.0.saturating_sub(self.handed.0) >= IDLE_BYTES;
        if pending.changes.is_empty() && (!is_far || self.transaction.is_some()) {
            return None;
        }
        self.handed = self.end;
        let open = self.transaction.as_ref().filter(|transaction| transaction.taken > 0);
        let within = open.map(|open| Within { commit: open.commit, changes: open.taken });
        let position = Position::After { end: self.end, within };
        Some(Batch { names: pending.names, changes: pending.changes, position })
    }

    /// Tells how far this side has come.
    fn report(&mut self) -> Result<(), Error> {
        let written = self.end.max(self.confirmed).0;
        let status = Message::new(b'd').byte(b'r').longer(written).longer(self.confirmed.0);
        // The time of this side is nothing that the server needs.
        let status = status.longer(self.confirmed.0).longer(0).byte(0);
        self.client.wire.send(&[status])
    }

    fn take(&mut self, body: &[u8]) -> Result<(), Error> {
        match self.taken(body) {
            Ok(Wants::Nothing) => Ok(()),
            Ok(Wants::Report) => self.report(),
            Err(Short) => Err(Error::unreadable(&self.client.place, "a change is damaged")),
        }
    }

    fn taken(&mut self, body: &[u8]) -> Result<Wants, Short> {
        let mut reader = Reader::new(body);
        match reader.byte()? {
            b'k' => {
                let end = Lsn(reader.longer()?);
                reader.longer()?;
                let wants = if reader.byte()? == 1 { Wants::Report } else { Wants::Nothing };
                // Everything before it was sent.
                if self.transaction.is_none() {
                    self.end = self.end.max(end);
                }
                Ok(wants)
            }
            b'w' => {
                reader.take(24)?;
                self.told(reader.rest())?;
                Ok(Wants::Nothing)
            }
            _ => Ok(Wants::Nothing),
        }
    }

    fn told(&mut self, bytes: &[u8]) -> Result<(), Short> {
        match pgoutput::read(bytes)? {
            Told::Begin { last, at } => {
                let at = at.saturating_add(EPOCH_MICROSECONDS);
                self.transaction = Some(Transaction { commit: Lsn(last), at, count: 0, taken: 0 });
            }
            Told::Commit { end } => {
                self.transaction = None;
                self.end = self.end.max(Lsn(end));
            }
            Told::Relation(relation) => {
                self.relations.insert(relation.id, relation);
            }
            Told::Insert { relation, new } => self.change(relation, Kind::Insert, &new, None)?,
            Told::Update { relation, old, new } => {
                // Under its former key the row is gone.
                if let Some(Old::Key(key)) = &old {
                    self.change(relation, Kind::Delete, key, None)?;
                }
                let whole = match &old {
                    Some(Old::Whole(values)) => Some(&**values),
                    _ => None,
                };
                self.change(relation, Kind::Update, &new, whole)?;
            }
            Told::Delete { relation, old: Old::Key(values) | Old::Whole(values) } => {
                self.change(relation, Kind::Delete, &values, None)?;
            }
            Told::Truncate { relations } => {
                for relation in relations {
                    let width = self.relations.get(&relation).map_or(0, |known| known.columns.len());
                    self.change(relation, Kind::Truncate, &vec![Value::Null; width], None)?;
                }
            }
            Told::Other => {}
        }
        Ok(())
    }

    fn change(
        &mut self,
        relation: u32,
        kind: Kind,
        values: &[Value<'_>],
        before: Option<&[Value<'_>]>,
    ) -> Result<(), Short> {
        let relation = self.relations.get(&relation).ok_or(Short)?;
        // One that was made anew under the same name has another number.
        let is_named = relation.name == self.capture.table && relation.schema == self.capture.schema;
        if relation.id != self.table && !is_named {
            return Ok(());
        }
        if values.len() != relation.columns.len() {
            return Err(Short);
        }
        let transaction = self.transaction.as_mut().ok_or(Short)?;
        transaction.count += 1;
        let is_known =
            |known: &Within| known.commit == transaction.commit && transaction.count <= known.changes;
        if self.known.as_ref().is_some_and(is_known) {
            transaction.taken = transaction.count;
            return Ok(());
        }
        let (mut cells, mut unchanged) = (Vec::with_capacity(values.len()), Vec::new());
        for (at, column) in relation.columns.iter().enumerate() {
            let former = before.and_then(|before| before.get(at).copied());
            cells.push(match (values[at], former) {
                (Value::Text(text), _) | (Value::Unchanged, Some(Value::Text(text))) => {
                    postgres::cell(column.kind, Some(text))
                }
                (Value::Unchanged, _) => {
                    unchanged.push(at);
                    Cell::Null
                }
                (Value::Null, _) => Cell::Null,
            });
        }
        let names = relation.columns.iter().map(|column| column.name.clone()).collect();
        let (commit, number, at) = (transaction.commit, transaction.count, Some(transaction.at));
        let change = Change { kind, commit, number, at, cells, unchanged };
        self.push(names, change);
        Ok(())
    }

    /// Puts a change behind those of its shape.
    fn push(&mut self, names: Vec<String>, change: Change) {
        if !self.pending.changes.is_empty() && self.pending.names != names {
            self.held.push((names, change));
            return;
        }
        if let Some(transaction) = &mut self.transaction
            && transaction.commit == change.commit
        {
            transaction.taken = change.number;
        }
        self.pending.bytes += change.cells.iter().map(|cell| cell.text().len()).sum::<usize>();
        self.pending.names = names;
        self.pending.changes.push(change);
    }
}

enum Wants {
    Nothing,
    Report,
}

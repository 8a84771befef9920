//! What PostgreSQL's output plugin `pgoutput` writes, version 1 of its protocol: tables, transactions, and rows that were
//! put in, changed or taken away. Bounded, and told apart from damage, whatever the bytes are.

use super::super::postgres::{Reader, Short};

/// One message of the plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Message<'b> {
    Begin {
        /// Where the transaction's commit stands in the log.
        last: u64,
        /// Microseconds since 2000.
        at: i64,
    },
    Commit {
        /// Behind it in the log.
        end: u64,
    },
    Relation(Relation),
    Insert {
        relation: u32,
        new: Vec<Value<'b>>,
    },
    Update {
        relation: u32,
        old: Option<Old<'b>>,
        new: Vec<Value<'b>>,
    },
    Delete {
        relation: u32,
        old: Old<'b>,
    },
    Truncate {
        relations: Vec<u32>,
    },
    /// Origins, types, messages of programs: nothing about rows.
    Other,
}

/// A table as it is from here on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    pub(super) id: u32,
    pub(super) schema: String,
    pub(super) name: String,
    pub(super) columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: u32,
}

/// What a row was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Old<'b> {
    /// Only what its identity consists of; all other values are missing.
    Key(Vec<Value<'b>>),
    Whole(Vec<Value<'b>>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'b> {
    Null,
    /// A large value that the change left as it was is not sent.
    Unchanged,
    Text(&'b str),
}

/// Reads one message.
pub(super) fn read(bytes: &[u8]) -> Result<Message<'_>, Short> {
    let mut reader = Reader::new(bytes);
    let message = match reader.byte()? {
        b'B' => {
            let last = reader.longer()?;
            let at = reader.longer()?.cast_signed();
            reader.take(4)?;
            Message::Begin { last, at }
        }
        b'C' => {
            reader.take(1)?;
            reader.longer()?;
            let end = reader.longer()?;
            reader.take(8)?;
            Message::Commit { end }
        }
        b'R' => Message::Relation(relation(&mut reader)?),
        b'I' => {
            let relation = reader.long()?;
            expect(&mut reader, b'N')?;
            Message::Insert { relation, new: row(&mut reader)? }
        }
        b'U' => {
            let relation = reader.long()?;
            let (old, tag) = match reader.byte()? {
                b'N' => (None, b'N'),
                tag => (Some(old(tag, &mut reader)?), reader.byte()?),
            };
            if tag != b'N' {
                return Err(Short);
            }
            Message::Update { relation, old, new: row(&mut reader)? }
        }
        b'D' => {
            let relation = reader.long()?;
            let tag = reader.byte()?;
            Message::Delete { relation, old: old(tag, &mut reader)? }
        }
        b'T' => {
            let count = reader.long()?;
            reader.take(1)?;
            let mut relations = Vec::new();
            for _ in 0..count {
                relations.push(reader.long()?);
            }
            Message::Truncate { relations }
        }
        b'O' | b'Y' | b'M' => return Ok(Message::Other),
        _ => return Err(Short),
    };
    if reader.is_empty() { Ok(message) } else { Err(Short) }
}

fn expect(reader: &mut Reader<'_>, tag: u8) -> Result<(), Short> {
    if reader.byte()? == tag { Ok(()) } else { Err(Short) }
}

fn relation(reader: &mut Reader<'_>) -> Result<Relation, Short> {
    let id = reader.long()?;
    let schema = match reader.text()? {
        "" => "pg_catalog".to_owned(),
        schema => schema.to_owned(),
    };
    let name = reader.text()?.to_owned();
    reader.take(1)?;
    let mut columns = Vec::new();
    for _ in 0..reader.count()? {
        reader.take(1)?;
        let name = reader.text()?.to_owned();
        let kind = reader.long()?;
        reader.take(4)?;
        columns.push(Column { name, kind });
    }
    Ok(Relation { id, schema, name, columns })
}

fn old<'b>(tag: u8, reader: &mut Reader<'b>) -> Result<Old<'b>, Short> {
    match tag {
        b'K' => row(reader).map(Old::Key),
        b'O' => row(reader).map(Old::Whole),
        _ => Err(Short),
    }
}

fn row<'b>(reader: &mut Reader<'b>) -> Result<Vec<Value<'b>>, Short> {
    let mut values = Vec::new();
    for _ in 0..reader.count()? {
        values.push(match reader.byte()? {
            b'n' => Value::Null,
            b'u' => Value::Unchanged,
            b't' => {
                let bytes = reader.sized()?.ok_or(Short)?;
                Value::Text(std::str::from_utf8(bytes).map_err(|_| Short)?)
            }
            _ => return Err(Short),
        });
    }
    Ok(values)
}

#[cfg(test)]
mod tests;

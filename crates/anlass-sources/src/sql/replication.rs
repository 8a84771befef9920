//! Change capture from PostgreSQL by logical replication: first a table as it is, then each row that is put in, changed or
//! taken away, in the order of the commits. The server keeps what was not confirmed; it is confirmed only once the caller
//! says that it is stored, so that nothing is lost whenever anything stops, and nothing comes twice after a stored position.
//! A first reading that breaks off begins anew, as the server keeps its picture of the table only as long as it is looked at.

mod changes;
mod pgoutput;
mod setup;
mod stream;

pub use changes::{Batch, Change, Kind};
pub use setup::{Lag, lag, set_up, tear_down};
pub use stream::Changes;

use super::{Error, Trouble};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A name may be as long in PostgreSQL.
const NAME_BYTES_MAX: usize = 63;

/// Which table is listened to, and by which names that is known at the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capture {
    #[serde(default = "public")]
    pub schema: String,
    pub table: String,
    /// What of the database is published; its own.
    pub publication: String,
    /// Where the server remembers how far it was read; its own: small letters, digits and `_`.
    pub slot: String,
}

fn public() -> String {
    "public".into()
}

/// A place in the server's log: `16/B374D848`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Lsn(pub u64);

impl fmt::Display for Lsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:X}/{:X}", self.0 >> 32, self.0 & 0xffff_ffff)
    }
}

impl Lsn {
    fn read(text: &str) -> Option<Lsn> {
        let (high, low) = text.split_once('/')?;
        let part = |text: &str| u32::from_str_radix(text, 16).ok();
        Some(Lsn((u64::from(part(high)?) << 32) | u64::from(part(low)?)))
    }
}

impl From<Lsn> for String {
    fn from(lsn: Lsn) -> String {
        lsn.to_string()
    }
}

impl TryFrom<String> for Lsn {
    type Error = String;

    fn try_from(text: String) -> Result<Lsn, String> {
        Lsn::read(&text).ok_or_else(|| format!("\"{text}\" is no place in a log; one is 16/B374D848"))
    }
}

/// How far the changes of a table were read; the default is before all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    #[default]
    First,
    /// The slot may be there; the table as it is was not read to its end and will be read anew.
    Begun,
    /// All transactions up to this place were read, and of the next one, if it is that one, so many changes.
    After {
        end: Lsn,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        within: Option<Within>,
    },
}

/// A transaction of which a part was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Within {
    /// Where its commit stands.
    pub commit: Lsn,
    pub changes: u64,
}

impl Capture {
    /// # Errors
    /// If a name is none.
    pub fn check(&self) -> Result<(), Error> {
        let unfit =
            |cause: String, cure: &str| Err(Error::new(Trouble::Unfit, "change capture", cause, cure));
        for name in [&self.schema, &self.table, &self.publication, &self.slot] {
            if name.is_empty() || name.len() > NAME_BYTES_MAX || name.contains('\0') {
                let cause = format!("\"{name}\" is no name of PostgreSQL");
                return unfit(cause, "give schema, table, publication and slot names of 1 to 63 bytes");
            }
        }
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !self.slot.bytes().all(is_plain) {
            let cause = format!("the slot cannot be called \"{}\"", self.slot);
            return unfit(cause, "write small letters, digits and _ only");
        }
        Ok(())
    }

    fn quoted_table(&self) -> String {
        format!("{}.{}", quoted(&self.schema), quoted(&self.table))
    }
}

/// A name in a statement.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text in a statement that takes no values.
fn literal(text: &str) -> String {
    // Backslashes mean themselves only under a setting; in this form they are doubled.
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_log_is_written_as_the_server_writes_it() {
        for (number, text) in [(0, "0/0"), (0x16_b374_d848, "16/B374D848"), (u64::MAX, "FFFFFFFF/FFFFFFFF")] {
            assert_eq!(Lsn(number).to_string(), text);
            assert_eq!(Lsn::read(text), Some(Lsn(number)));
        }
        for text in ["", "/", "1", "1/", "1/100000000", "x/1"] {
            assert_eq!(Lsn::read(text), None, "{text}");
        }
    }

    #[test]
    fn names_cannot_end_a_statement() {
        assert_eq!(quoted("a\"; DROP"), "\"a\"\"; DROP\"");
        assert_eq!(literal("a\\' OR"), "E'a\\\\'' OR'");
        let mut capture = Capture {
            schema: "public".into(),
            table: "a b".into(),
            publication: "p".into(),
            slot: "s_1".into(),
        };
        assert!(capture.check().is_ok());
        capture.slot = "s\" x".into();
        assert!(capture.check().is_err());
    }
}

//! Checks a store's file as a whole.

use crate::error::Error;
use crate::rows::Settings;
use crate::sqlite::open_existing;
use std::path::Path;

/// What a check found in a sound file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub settings: Settings,
    pub entities: u64,
    pub blocks: u64,
    pub chunks: u64,
    pub intents: u64,
    pub documents: u64,
}

pub(super) fn verify(path: &Path) -> Result<Verified, Error> {
    let (db, settings) = open_existing(path)?;
    let wrong = |source| Error::backend("check", source);
    let answer: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(wrong)?;
    if answer != "ok" {
        return Err(Error::Damaged { what: "structure" });
    }
    let rows = |table: &str| -> Result<u64, Error> {
        db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).map_err(wrong)
    };
    Ok(Verified {
        settings,
        entities: rows("entity")?,
        blocks: rows("timeline")?,
        chunks: rows("chunk")?,
        intents: rows("intent")?,
        documents: rows("document")?,
    })
}

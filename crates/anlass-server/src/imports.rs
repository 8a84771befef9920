//! What imports of files did, kept for whoever looks at it in the app: of each file how many rows were taken and how many
//! became nothing, and why. Rows are kept as the file has them, sealed with their vault's key. The newest imports only.

use crate::vaulted::{gone, opened, sealed};
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_sources::report::{Fate, FileReport, LeftOut, Report, Role};
use anlass_store::seal::Keyring;
use anlass_store::{Commit, Document, Store};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// Kind of the documents that hold the imports of a vault, the newest first.
const KIND: &str = "imports";
/// Kind of the documents that hold the rows of one cause in one file.
const KIND_ROWS: &str = "import-rows";
/// Imports kept of each vault.
const KEPT_MAX: usize = 20;
/// Rows shown where the causes are listed.
const EXAMPLES: usize = 3;

/// One import.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) id: String,
    /// By the real time.
    pub(crate) at: i64,
    pub(crate) mapping: String,
    /// Number of the source.
    pub(crate) source: u16,
    pub(crate) files: Vec<KeptFile>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptFile {
    pub(crate) file: String,
    /// What it was read for; absent: kept before that was noted.
    #[serde(default)]
    pub(crate) role: Option<Role>,
    pub(crate) rows: u64,
    /// Rows that became something.
    pub(crate) taken: u64,
    /// By cause, the most frequent first.
    pub(crate) left_out: Vec<Cause>,
}

/// Rows that became nothing for the same reason.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Cause {
    pub(crate) code: String,
    /// Something is wrong with them; otherwise there is only nothing in them to take.
    pub(crate) is_wrong: bool,
    pub(crate) rows: u64,
    /// So many of them can be looked at.
    pub(crate) kept: usize,
    pub(crate) examples: Vec<KeptRow>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptRow {
    /// As a spreadsheet counts: the header is row 1.
    pub(crate) row: u64,
    pub(crate) text: String,
    /// The column in which something is wrong, and what stands there.
    pub(crate) column: Option<String>,
    pub(crate) excerpt: String,
}

/// Keeps what an import did.
///
/// # Errors
/// If it cannot be sealed or stored.
pub fn keep(store: &dyn Store, keys: &Keyring, vault: VaultId, at: Timestamp, report: &Report) -> Result<()> {
    let key = keys.vault(vault).context("the vault has no key")?;
    let id = format!("{:016x}", at.0.max(0));
    let mut documents = Vec::new();
    let mut files = Vec::new();
    for (number, file) in report.files.iter().enumerate() {
        for (code, rows) in &file.left_out {
            let rows: Vec<KeptRow> = rows.iter().map(row).collect();
            let name = place_of_rows(vault, &id, number, code);
            documents.push(sealed(key, vault, KIND_ROWS, &name, &rows)?);
        }
        files.push(summary(file));
    }
    let mut all = list(store, keys, vault)?;
    all.insert(0, Kept { id, at: at.0, mapping: report.mapping.clone(), source: report.source, files });
    for old in all.drain(KEPT_MAX.min(all.len())..) {
        documents.extend(rows_of(vault, &old));
    }
    documents.push(sealed(key, vault, KIND, &vault.0.to_string(), &all)?);
    Ok(store.commit(&Commit { documents, ..Commit::default() })?)
}

/// The imports of a vault, the newest first.
pub(crate) fn list(store: &dyn Store, keys: &Keyring, vault: VaultId) -> Result<Vec<Kept>> {
    Ok(opened(store, keys, vault, KIND, &vault.0.to_string())?.unwrap_or_default())
}

/// The rows of one cause in one file of an import, as far as they were kept.
pub(crate) fn rows(
    store: &dyn Store,
    keys: &Keyring,
    vault: VaultId,
    (id, file, code): (&str, usize, &str),
) -> Result<Option<Vec<KeptRow>>> {
    opened(store, keys, vault, KIND_ROWS, &place_of_rows(vault, id, file, code))
}

/// Whether a text names somebody by one of these, which are in small letters.
pub(crate) fn names(text: &[u8], needles: &[String]) -> bool {
    let text = String::from_utf8_lossy(text).to_lowercase();
    needles.iter().any(|needle| text.contains(needle.as_str()))
}

/// What takes out of everything that is kept of imports what names somebody, and how many rows that are.
pub(crate) fn without(
    store: &dyn Store,
    keys: &Keyring,
    vault: VaultId,
    needles: &[String],
) -> Result<(Vec<Document>, u64)> {
    let key = keys.vault(vault).context("the vault has no key")?;
    let is_theirs = |row: &KeptRow| {
        names(row.text.as_bytes(), needles)
            || row.text.split([',', ';', '\t', '|']).any(|cell| {
                let cell = format!("\"{}\"", cell.trim().trim_matches('"').to_lowercase());
                needles.contains(&cell)
            })
    };
    let (mut documents, mut gone) = (Vec::new(), 0);
    let mut all = list(store, keys, vault)?;
    for kept in &mut all {
        let id = kept.id.clone();
        for (number, file) in kept.files.iter_mut().enumerate() {
            for cause in &mut file.left_out {
                let name = place_of_rows(vault, &id, number, &cause.code);
                let Some(mut rows) = opened::<Vec<KeptRow>>(store, keys, vault, KIND_ROWS, &name)? else {
                    continue;
                };
                let before = rows.len();
                rows.retain(|row| !is_theirs(row));
                cause.examples.retain(|row| !is_theirs(row));
                if rows.len() < before {
                    gone += u64::try_from(before - rows.len()).unwrap_or(0);
                    cause.kept = rows.len();
                    documents.push(sealed(key, vault, KIND_ROWS, &name, &rows)?);
                }
            }
        }
    }
    if gone > 0 {
        documents.push(sealed(key, vault, KIND, &vault.0.to_string(), &all)?);
    }
    Ok((documents, gone))
}

pub(crate) fn summary(file: &FileReport) -> KeptFile {
    let wrong = file.quarantined_by_reason.iter().map(|(reason, rows)| (reason.code(), true, *rows));
    let nothing = file.fates.iter().filter(|(fate, _)| Fate::LEFT_OUT.contains(fate));
    let nothing = nothing.map(|(fate, tally)| (fate.code(), false, tally.rows));
    let cause = |(code, is_wrong, count): (&str, bool, u64)| {
        let kept = file.left_out.get(code).map(Vec::as_slice).unwrap_or_default();
        let examples = kept.iter().take(EXAMPLES).map(row).collect();
        Cause { code: code.to_owned(), is_wrong, rows: count, kept: kept.len(), examples }
    };
    let mut left_out: Vec<Cause> = wrong.chain(nothing).map(cause).collect();
    left_out.sort_by_key(|cause| std::cmp::Reverse(cause.rows));
    let taken = file.fates.iter().filter(|(fate, _)| fate.is_taken()).map(|(_, tally)| tally.rows).sum();
    KeptFile { file: file.file.clone(), role: Some(file.role), rows: file.rows_read, taken, left_out }
}

fn row(left_out: &LeftOut) -> KeptRow {
    let LeftOut { row, text, flaw } = left_out;
    let (column, excerpt) = flaw.clone().map_or((None, String::new()), |flaw| (flaw.column, flaw.excerpt));
    KeptRow { row: *row, text: text.clone(), column, excerpt }
}

/// What takes the rows of an import away.
fn rows_of(vault: VaultId, kept: &Kept) -> Vec<Document> {
    let files = kept.files.iter().enumerate();
    let names = files.flat_map(|(number, file)| {
        file.left_out.iter().map(move |cause| place_of_rows(vault, &kept.id, number, &cause.code))
    });
    names.map(|name| gone(KIND_ROWS, name)).collect()
}

fn place_of_rows(vault: VaultId, id: &str, file: usize, code: &str) -> String {
    format!("{}/{id}/{file}/{code}", vault.0)
}

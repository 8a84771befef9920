//! What imports of files did: rows read, taken and left out, and why; and the rows that were left out, a page at a time.

use super::shape::{LeftOutCode, Moment};
use crate::call::{Call, Fault};
use crate::imports::{self, Cause, Kept, KeptFile, KeptRow};
use crate::quality::role_name;
use anlass_model::time::Timestamp;
use anlass_sources::Report;
use serde::Serialize;
use utoipa::ToSchema;

const PAGE: usize = 100;

/// One import of files.
#[derive(Serialize, ToSchema)]
pub(crate) struct Imported {
    id: String,
    /// By the real time.
    at: Moment,
    mapping: String,
    /// The declared source; null: there is none of its number any more.
    source: Option<String>,
    files: Vec<ImportedFile>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ImportedFile {
    file: String,
    /// What it was read for, as `orders`; null: not noted.
    role: Option<String>,
    rows: u64,
    /// Rows that became something.
    taken: u64,
    /// Rows that became nothing, by why.
    left_out: Vec<LeftOut>,
}

/// Rows that became nothing for the same reason.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeftOut {
    code: LeftOutCode,
    /// Something is wrong with them; otherwise there is only nothing in them to take.
    wrong: bool,
    rows: u64,
    /// So many of them can be looked at.
    kept: usize,
    examples: Vec<LeftOutRow>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LeftOutRow {
    /// As a spreadsheet counts: the header is row 1.
    row: u64,
    /// What the row says.
    text: String,
    /// The column in which something is wrong.
    column: Option<String>,
    /// What stands in that column.
    excerpt: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LeftOutRows {
    rows: Vec<LeftOutRow>,
    /// Where the next page begins; null: there is none.
    next: Option<String>,
}

/// `GET /api/imports`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<Imported>, Fault> {
    let view = call.view();
    let all = imports::list(&*call.house().store, &view.runtime.keyring, view.scope.vault())?;
    let sources = &view.runtime.program.definitions.settings.sources;
    let shown = |kept: Kept| Imported {
        source: sources.iter().find(|own| own.number == kept.source).map(|own| own.id.to_string()),
        id: kept.id,
        at: Moment(Timestamp(kept.at)),
        mapping: kept.mapping,
        files: kept.files.into_iter().map(file).collect(),
    };
    Ok(all.into_iter().map(shown).collect())
}

/// `GET /api/imports/{id}/rows`
pub(crate) fn rows(call: &Call<'_>) -> Result<LeftOutRows, Fault> {
    let view = call.view();
    let number = |name: &str| call.asked(name).and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
    let (file, after) = (number("file"), number("after"));
    let code = call.asked("code").unwrap_or_default();
    let place = (call.part("id"), file, &*code);
    let all = imports::rows(&*call.house().store, &view.runtime.keyring, view.scope.vault(), place)?;
    let all = all.ok_or(Fault::NotFound)?;
    let end = after.saturating_add(PAGE);
    let next = (end < all.len()).then(|| end.to_string());
    Ok(LeftOutRows { rows: all.into_iter().skip(after).take(PAGE).map(row).collect(), next })
}

/// What became of the rows of files that were read just now.
pub(crate) fn files_of(report: &Report) -> Vec<ImportedFile> {
    report.files.iter().map(|read| file(imports::summary(read))).collect()
}

fn file(kept: KeptFile) -> ImportedFile {
    let KeptFile { file, role, rows, taken, left_out } = kept;
    let role = role.map(role_name);
    ImportedFile { file, role, rows, taken, left_out: left_out.into_iter().map(cause).collect() }
}

fn cause(kept: Cause) -> LeftOut {
    let Cause { code, is_wrong, rows, kept, examples } = kept;
    let examples = examples.into_iter().map(row).collect();
    LeftOut { code: LeftOutCode::of(code), wrong: is_wrong, rows, kept, examples }
}

fn row(kept: KeptRow) -> LeftOutRow {
    let KeptRow { row, text, column, excerpt } = kept;
    LeftOutRow { row, text, column, excerpt }
}

//! Rows of files that were refused: by why, row by row, and what somebody does about them. Corrected and let in, read again as
//! they are by another mapping, or not wanted.

use super::quarantine::cut;
use super::shape::{LeftOutCode, Moment, Nothing};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::house::importing::declared;
use crate::house::letting_in::{ImportUnderWay, LetIn, ROWS_MAX, person_of};
use crate::quality::role_name;
use crate::refused::{self, Waiting, discarded, discarded_at, grouped, is_discarded};
use anlass_model::event::SourceId;
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_sources::Mapping;
use anlass_store::QuarantineRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Rows shown at once.
const PAGE: usize = 50;
/// A corrected row is not longer.
const ROW_BYTES_MAX: usize = 32 * 1024;

/// Rows of files and databases that wait, by why.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefusedRows {
    groups: Vec<RefusedGroup>,
    waiting: usize,
    /// So many wait at most; what is refused beyond is only counted.
    waiting_max: usize,
}

/// Rows of one file that were refused for the same reason in the same column.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefusedGroup {
    id: String,
    source: String,
    file: String,
    /// What the file was read for.
    role: String,
    code: LeftOutCode,
    column: Option<String>,
    rows: usize,
    /// When the newest of them was refused.
    newest: Moment,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RefusedPage {
    /// By which they are read again; null: the file is not read any more.
    mapping: Option<String>,
    rows: Vec<RefusedRow>,
    /// Where the next page begins; null: there is none.
    next: Option<String>,
}

/// A row that was refused.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefusedRow {
    id: String,
    /// As a spreadsheet counts: the header is row 1.
    row: u64,
    columns: Vec<String>,
    /// Its fields; as many as there are columns unless that is what is wrong. None: it is too long to be kept.
    cells: Vec<String>,
    code: LeftOutCode,
    /// The column in which something is wrong.
    column: Option<String>,
    /// What stands there, or what is wrong with the row.
    excerpt: String,
    /// What may have been meant in that column; it would not be refused.
    meant: Option<String>,
    /// Whom it is about, as it says.
    person: Option<String>,
    received: Moment,
    /// Somebody corrected it, and it is still refused.
    changed: bool,
}

/// Fields as somebody corrected them, one for each column.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CorrectedRow {
    id: String,
    cells: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RowCorrected {
    let_in: bool,
    /// As it is refused now; null: it came in.
    row: Option<RefusedRow>,
}

/// How rows are to be read now.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ReadAgain {
    /// A mapping, as a document; null: the one by which their file was read last.
    mapping: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReadAgainTold {
    let_in: usize,
    left: usize,
}

/// Which rows of a group nobody wants; none named: all of them.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NotWanted {
    #[serde(default)]
    ids: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct NotWantedTold {
    rows: usize,
    /// By which they are brought back.
    undo: String,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct BroughtBack {
    undo: String,
}

fn rows_that(
    call: &Call<'_>,
    view: &View,
    wanted: impl Fn(&QuarantineRow) -> bool,
) -> Result<Vec<Waiting>, Fault> {
    Ok(refused::waiting(&*call.house().store, &view.runtime.keyring, &view.scope, wanted)?)
}

fn is_waiting(row: &QuarantineRow) -> bool {
    !is_discarded(row)
}

fn source_name(view: &View, source: SourceId) -> String {
    let mut sources = view.runtime.program.definitions.settings.sources.iter();
    let own = sources.find(|own| own.number == source.0);
    own.map_or_else(|| source.0.to_string(), |own| own.id.to_string())
}

/// `GET /api/quarantine/rows`
pub(crate) fn groups(call: &Call<'_>) -> Result<RefusedRows, Fault> {
    let view = call.view();
    let rows = rows_that(call, &view, is_waiting)?;
    let waiting = rows.len();
    let group = |(id, rows): (String, Vec<Waiting>)| {
        let (first, last) = (rows.first()?, rows.iter().map(|row| row.own.received).max()?);
        Some(RefusedGroup {
            id,
            source: source_name(&view, first.own.source),
            file: first.refused.file.clone(),
            role: role_name(first.refused.role),
            code: LeftOutCode::of(first.refused.code.clone()),
            column: first.refused.column.clone(),
            rows: rows.len(),
            newest: Moment(last),
        })
    };
    let mut groups: Vec<RefusedGroup> = grouped(rows).into_iter().filter_map(group).collect();
    groups.sort_by(|one, other| {
        (&one.source, &one.file, other.rows).cmp(&(&other.source, &other.file, one.rows))
    });
    Ok(RefusedRows { groups, waiting, waiting_max: refused::WAITING_MAX })
}

/// The rows of the group in the path.
fn group(call: &Call<'_>, view: &View) -> Result<Vec<Waiting>, Fault> {
    let rows = rows_that(call, view, is_waiting)?;
    grouped(rows).remove(call.part("group")).ok_or(Fault::NotFound)
}

/// The mapping by which a row's file was read last, and what of it reads this file.
fn mapping_of(call: &Call<'_>, view: &View, row: &Waiting) -> Result<Option<(String, Mapping)>, Fault> {
    let (keys, place) = (&view.runtime.keyring, (view.scope.vault(), row.own.source));
    let own = &row.refused;
    let Some(text) = refused::mapping_of(&*call.house().store, keys, place, own.role, &own.file)? else {
        return Ok(None);
    };
    let only = Mapping::read(&text, "mapping").ok().and_then(|all| all.only(own.role, &own.file, own.place));
    Ok(only.map(|only| (text, only)))
}

/// `GET /api/quarantine/rows/{group}`
pub(crate) fn rows(call: &Call<'_>) -> Result<RefusedPage, Fault> {
    let view = call.view();
    let after = call.asked("after").and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
    let all = group(call, &view)?;
    let mapping = all.first().map(|first| mapping_of(call, &view, first)).transpose()?.flatten();
    let end = after.saturating_add(PAGE);
    let next = (end < all.len()).then(|| end.to_string());
    let page: Vec<Waiting> = all.into_iter().skip(after).take(PAGE).collect();
    let rows = shown(call, view.scope.vault(), mapping.as_ref().map(|(_, only)| only), page)?;
    Ok(RefusedPage { mapping: mapping.map(|(text, _)| text), rows, next })
}

fn shown(
    call: &Call<'_>,
    vault: VaultId,
    only: Option<&Mapping>,
    rows: Vec<Waiting>,
) -> Result<Vec<RefusedRow>, Fault> {
    let of_rows: Vec<&refused::Refused> = rows.iter().map(|row| &row.refused).collect();
    // Rows of one group may have other columns than the mapping names by now; then nothing is proposed.
    let meant = only.and_then(|only| call.house().meant(vault, only, &of_rows).ok());
    let mut meant = meant.unwrap_or_default().into_iter();
    let row = |waiting: Waiting| RefusedRow {
        id: waiting.id().to_owned(),
        row: waiting.refused.row,
        meant: meant.next().flatten(),
        person: only.and_then(|only| person_of(only, &waiting.refused)).map(|text| cut(&text)),
        received: Moment(waiting.own.received),
        columns: waiting.refused.columns,
        cells: waiting.refused.cells,
        code: LeftOutCode::of(waiting.refused.code),
        column: waiting.refused.column,
        excerpt: waiting.refused.excerpt,
        changed: waiting.refused.is_changed,
    };
    Ok(rows.into_iter().map(row).collect())
}

fn unfit(cause: &str, help: &str) -> Fault {
    Fault::Unfit { cause: format!("{cause}\n  help: {help}") }
}

fn not_read() -> Fault {
    unfit("no mapping reads this file any more", "import the file, or discard the row")
}

/// What stopped it is told as far as somebody can do something about it.
fn fault(error: anyhow::Error) -> Fault {
    if let Some(error) = error.downcast_ref::<anlass_sources::Error>() {
        return unfit(&error.to_string(), &error.hint());
    }
    match error.downcast_ref::<ImportUnderWay>() {
        Some(cause) => Fault::Unfit { cause: cause.to_string() },
        None => Fault::Failed(error),
    }
}

fn note(
    call: &Call<'_>,
    what: &'static str,
    view: &View,
    source: SourceId,
    rows: usize,
) -> Result<(), Fault> {
    let about = format!("{}: {rows}", source_name(view, source));
    let act = Act { what, about, program: None };
    Ok(call.desk.access.note((call.house().wall)(), call.who(), act)?)
}

/// `POST /api/quarantine/corrections`
pub(crate) fn correct(call: &Call<'_>) -> Result<RowCorrected, Fault> {
    let CorrectedRow { id, cells } = call.json()?;
    let view = call.view();
    let rows = rows_that(call, &view, is_waiting)?;
    let mut row = rows.into_iter().find(|row| row.id() == id).ok_or(Fault::NotFound)?;
    if cells.len() != row.refused.columns.len() {
        let wanted = row.refused.columns.len();
        return Err(unfit(
            &format!("the row has {} fields", cells.len()),
            &format!("write one for each of {wanted} columns"),
        ));
    }
    if cells.iter().map(String::len).sum::<usize>() > ROW_BYTES_MAX {
        return Err(Fault::TooLarge);
    }
    let (_, only) = mapping_of(call, &view, &row)?.ok_or_else(not_read)?;
    row.refused.is_changed |= cells != row.refused.cells;
    row.refused.cells = cells;
    let (vault, source) = (view.scope.vault(), row.own.source);
    let LetIn { left, .. } = call.desk.house.let_in((vault, source), &only, vec![row]).map_err(fault)?;
    let is_let_in = left.is_empty();
    note(call, "row_corrected", &view, source, usize::from(is_let_in))?;
    let row = shown(call, vault, Some(&only), left)?.pop();
    Ok(RowCorrected { let_in: is_let_in, row })
}

/// `POST /api/quarantine/rows/{group}/again`
pub(crate) fn again(call: &Call<'_>) -> Result<ReadAgainTold, Fault> {
    let ReadAgain { mapping } = call.json()?;
    let view = call.view();
    let all = group(call, &view)?;
    let first = all.first().ok_or(Fault::NotFound)?;
    let (vault, source) = (view.scope.vault(), first.own.source);
    let only = match mapping {
        None => mapping_of(call, &view, first)?.ok_or_else(not_read)?.1,
        Some(text) => by_another(call, &view, first, &text)?,
    };
    let beyond = all.len().saturating_sub(ROWS_MAX);
    let some: Vec<Waiting> = all.into_iter().take(ROWS_MAX).collect();
    let LetIn { done, left } = call.desk.house.let_in((vault, source), &only, some).map_err(fault)?;
    note(call, "rows_let_in", &view, source, done.len())?;
    Ok(ReadAgainTold { let_in: done.len(), left: left.len() + beyond })
}

/// From now on the file is read by this mapping, wherever its rows are read again.
fn by_another(call: &Call<'_>, view: &View, row: &Waiting, text: &str) -> Result<Mapping, Fault> {
    if text.len() > super::uploads::MAPPING_BYTES_MAX {
        return Err(Fault::TooLarge);
    }
    let own = &row.refused;
    let mapping = Mapping::read(text, "mapping").map_err(|error| unfit(&error.to_string(), &error.hint()))?;
    if mapping.source() != row.own.source {
        return Err(unfit("the mapping is of another source", "leave its source as it is"));
    }
    let only = mapping.only(own.role, &own.file, own.place);
    let only = only.ok_or_else(|| {
        let cause = format!("the mapping does not read \"{}\" as {}", own.file, role_name(own.role));
        unfit(&cause, "leave its files and what they hold as they are")
    })?;
    let definitions = declared(&view.runtime.program.definitions, &mapping)
        .map_err(|error| Fault::Unfit { cause: error.to_string() })?;
    if let Some(definitions) = definitions {
        super::sources::publish(call, definitions, "connected", mapping.name().to_string())?;
    }
    let place = (view.scope.vault(), row.own.source);
    let document = refused::mapping_document(&view.runtime.keyring, place, own.role, &own.file, text)?;
    call.house().put_documents(vec![document])?;
    Ok(only)
}

/// `POST /api/quarantine/rows/{group}/discard`
pub(crate) fn discard(call: &Call<'_>) -> Result<NotWantedTold, Fault> {
    let NotWanted { ids } = call.json()?;
    let (house, view) = (call.house(), call.view());
    let mut rows = group(call, &view)?;
    rows.retain(|row| ids.is_empty() || ids.iter().any(|id| id == row.id()));
    let source = rows.first().ok_or(Fault::NotFound)?.own.source;
    // What is discarded at once is brought back at once.
    let before = rows_that(call, &view, is_discarded)?.iter().filter_map(|row| discarded_at(&row.own)).max();
    let at = before.map_or(house.now(), |before| house.now().max(Timestamp(before.0.saturating_add(1))));
    let changed: Vec<QuarantineRow> = rows.iter().map(|row| discarded(&row.own, at)).collect();
    refused::settle(&*house.store, &view.runtime.keyring, view.scope.vault(), &[], changed)?;
    note(call, "rows_discarded", &view, source, rows.len())?;
    Ok(NotWantedTold { rows: rows.len(), undo: at.0.to_string() })
}

/// `POST /api/quarantine/restore`: what was discarded at once waits again.
pub(crate) fn restore(call: &Call<'_>) -> Result<Nothing, Fault> {
    let BroughtBack { undo } = call.json()?;
    let at = undo.parse().map(Timestamp).map_err(|_| Fault::NotFound)?;
    let (house, view) = (call.house(), call.view());
    let rows = rows_that(call, &view, |row| discarded_at(row) == Some(at))?;
    let source = rows.first().ok_or(Fault::NotFound)?.own.source;
    let keys = &view.runtime.keyring;
    let key = keys.vault(view.scope.vault()).ok_or(Fault::NotFound)?;
    let changed = rows.iter().map(|row| row.stored(key)).collect::<anyhow::Result<Vec<_>>>()?;
    refused::settle(&*house.store, keys, view.scope.vault(), &[], changed)?;
    note(call, "rows_restored", &view, source, rows.len())?;
    Ok(Nothing)
}

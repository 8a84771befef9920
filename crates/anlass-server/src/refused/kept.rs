//! Where refused rows lie: in the store's quarantine, and beside it what was decided of rows and by which mapping they were read.

use super::{PLACE, Refused, UNDO, WAITING_MAX, Waiting, discarded_at, is_discarded, is_row, row};
use crate::quality::role_name;
use crate::vaulted::{opened, sealed};
use anlass_model::event::SourceId;
use anlass_model::id::{VaultId, parts_hash};
use anlass_model::org::TenantScope;
use anlass_model::time::Timestamp;
use anlass_sources::report::{FileReport, Report, Role};
use anlass_sources::{Mapping, report};
use anlass_store::seal::{Keyring, VaultKey};
use anlass_store::{Commit, Document, QuarantineKey, QuarantineRow, Store};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Kind of the documents with the mapping by which a file was read last.
const KIND_MAPPING: &str = "refused-mapping";
/// Kind of the documents with the ids of rows of a source that were decided.
const KIND_SETTLED: &str = "refused-settled";
/// So many are remembered of each source, the newest.
const SETTLED_MAX: usize = 20_000;
/// Rows in quarantine that are looked through, of whatever kind.
const LOOKED_AT_MAX: usize = 1_000_000;
/// Rows stored in one commit.
const SLICE: usize = 1_000;

/// Keeps the rows that an import refused, as long as there is room, and the mapping by which they were read. A row that waits
/// already, or of which somebody decided, is not kept again.
///
/// # Errors
/// If something cannot be sealed, read or stored.
pub fn keep(
    store: &dyn Store,
    keys: &Keyring,
    scope: &TenantScope,
    at: Timestamp,
    (mapping, text): (&Mapping, &str),
    report: &Report,
) -> Result<()> {
    let vault = scope.vault();
    let key = keys.vault(vault).context("the vault has no key")?;
    let mut documents = Vec::new();
    for (role, file) in report.files.iter().map(|own| (own.role, &own.file)).collect::<BTreeSet<_>>() {
        let is_refused =
            |own: &&FileReport| own.role == role && own.file == *file && !own.refused.rows.is_empty();
        let name = place_of_mapping(vault, mapping.source(), role, file);
        let before: Option<String> = opened(store, keys, vault, KIND_MAPPING, &name)?;
        let is_wanted = before.is_some() || report.files.iter().any(|own| is_refused(&own));
        if is_wanted && before.as_deref() != Some(text) && mapping.only(role, file, 0).is_some() {
            documents.push(sealed(key, vault, KIND_MAPPING, &name, &text)?);
        }
    }
    if !documents.is_empty() {
        store.commit(&Commit { documents, ..Commit::default() })?;
    }
    if report.files.iter().all(|own| own.refused.rows.is_empty()) {
        return Ok(());
    }
    forget_old(store, keys, scope, at)?;
    let source = mapping.source();
    let there = store.quarantine(scope, LOOKED_AT_MAX)?;
    let there: Vec<&QuarantineRow> = there.iter().filter(|own| is_row(own)).collect();
    let mut room = WAITING_MAX.saturating_sub(there.iter().filter(|own| !is_discarded(own)).count());
    let mut known: BTreeSet<String> = there.into_iter().map(|own| own.place.clone()).collect();
    let settled = settled_of(store, keys, vault, source)?;
    known.extend(settled.iter().map(|id| format!("{PLACE}{id}")));
    let mut rows = Vec::new();
    for (index, own) in report.files.iter().enumerate() {
        let place = places_before(&report.files, index);
        if mapping.only(own.role, &own.file, place).is_none() {
            continue;
        }
        for refused in &own.refused.rows {
            let refused = taken(own, place, refused);
            let id = id_of(key, source, &refused);
            let is_new = room > 0 && known.insert(format!("{PLACE}{id}"));
            if is_new {
                rows.push(row(key, (vault, source), &format!("{PLACE}{id}"), at, &refused)?);
                room -= 1;
            }
        }
    }
    for some in rows.chunks(SLICE) {
        store.commit(&Commit { quarantine: some.to_vec(), ..Commit::default() })?;
    }
    Ok(())
}

fn taken(own: &FileReport, place: usize, refused: &report::RefusedRow) -> Refused {
    let report::RefusedRow { row, cells, flaw } = refused.clone();
    Refused {
        file: own.file.clone(),
        role: own.role,
        place,
        row,
        columns: own.refused.columns.clone(),
        cells,
        code: flaw.reason.code().to_owned(),
        column: flaw.column,
        excerpt: flaw.excerpt,
        is_changed: false,
    }
}

/// How many places of the mapping before this one read the same file for the same.
fn places_before(files: &[FileReport], index: usize) -> usize {
    let Some(own) = files.get(index) else { return 0 };
    files.iter().take(index).filter(|other| (other.role, &other.file) == (own.role, &own.file)).count()
}

/// The same row has the same id in every delivery. Keyed: what it says cannot be found out by it.
fn id_of(key: &VaultKey, source: SourceId, refused: &Refused) -> String {
    let place = refused.place.to_string();
    let role = role_name(refused.role);
    let number = source.0.to_le_bytes();
    let mut parts: Vec<&[u8]> = vec![&number, role.as_bytes(), refused.file.as_bytes(), place.as_bytes()];
    parts.extend(refused.cells.iter().map(|cell| cell.as_bytes()));
    // Of what is too long only where it stands is known.
    let row = refused.row.to_le_bytes();
    if refused.cells.is_empty() {
        parts.push(&row);
    }
    let signed = key.sign(&parts_hash(&parts).to_le_bytes());
    signed[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The rows that wait, the oldest first, or those of which somebody said so that nobody wants them.
///
/// # Errors
/// If they cannot be read.
pub(crate) fn waiting(
    store: &dyn Store,
    keys: &Keyring,
    scope: &TenantScope,
    wanted: impl Fn(&QuarantineRow) -> bool,
) -> Result<Vec<Waiting>> {
    let key = keys.vault(scope.vault()).context("the vault has no key")?;
    let mut all = Vec::new();
    for own in store.quarantine(scope, LOOKED_AT_MAX)? {
        if !is_row(&own) || !wanted(&own) {
            continue;
        }
        let at = crate::house::set_aside::sealed_at(own.vault, &own.place, own.received);
        let plain = key.open(&at, &own.sealed)?;
        all.push(Waiting { refused: serde_json::from_slice(&plain)?, own });
    }
    Ok(all)
}

/// How much waits in quarantine, events and rows, at most `max`; what nobody wants does not.
///
/// # Errors
/// If the store cannot be read.
pub(crate) fn count(store: &dyn Store, scope: &TenantScope, max: usize) -> Result<usize> {
    let all = store.quarantine(scope, max)?;
    Ok(all.iter().filter(|own| !is_discarded(own)).count())
}

/// The mapping by which a file was read last; `None`: nothing of it was refused since mappings are kept.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn mapping_of(
    store: &dyn Store,
    keys: &Keyring,
    (vault, source): (VaultId, SourceId),
    role: Role,
    file: &str,
) -> Result<Option<String>> {
    opened(store, keys, vault, KIND_MAPPING, &place_of_mapping(vault, source, role, file))
}

/// What replaces it.
///
/// # Errors
/// If it cannot be sealed.
pub(crate) fn mapping_document(
    keys: &Keyring,
    (vault, source): (VaultId, SourceId),
    role: Role,
    file: &str,
    text: &str,
) -> Result<Document> {
    let key = keys.vault(vault).context("the vault has no key")?;
    sealed(key, vault, KIND_MAPPING, &place_of_mapping(vault, source, role, file), &text)
}

fn place_of_mapping(vault: VaultId, source: SourceId, role: Role, file: &str) -> String {
    let print = parts_hash(&[role_name(role).as_bytes(), file.as_bytes()]);
    format!("{}/{}/{print:032x}", vault.0, source.0)
}

/// Takes rows out of the quarantine for good, of which somebody decided, and stores others anew, as one.
///
/// # Errors
/// If it cannot be sealed, read or stored.
pub(crate) fn settle(
    store: &dyn Store,
    keys: &Keyring,
    vault: VaultId,
    done: &[QuarantineRow],
    changed: Vec<QuarantineRow>,
) -> Result<()> {
    if done.is_empty() && changed.is_empty() {
        return Ok(());
    }
    let key = keys.vault(vault).context("the vault has no key")?;
    let mut by_source: BTreeMap<SourceId, Vec<String>> = BTreeMap::new();
    for own in done {
        let id = own.place.strip_prefix(PLACE).unwrap_or(&own.place).to_owned();
        by_source.entry(own.source).or_default().push(id);
    }
    let mut documents = Vec::new();
    for (source, ids) in by_source {
        let mut all = settled_of(store, keys, vault, source)?;
        all.extend(ids);
        let old = all.len().saturating_sub(SETTLED_MAX);
        documents.push(sealed(
            key,
            vault,
            KIND_SETTLED,
            &place_of_settled(vault, source),
            &all.split_off(old),
        )?);
    }
    let quarantine_done: Vec<QuarantineKey> = done.iter().map(QuarantineRow::key).collect();
    Ok(store.commit(&Commit { documents, quarantine_done, quarantine: changed, ..Commit::default() })?)
}

/// Forgets what nobody wanted for longer than it can be brought back.
fn forget_old(store: &dyn Store, keys: &Keyring, scope: &TenantScope, now: Timestamp) -> Result<()> {
    let is_old = |own: &QuarantineRow| discarded_at(own).is_some_and(|at| now.since(at) > UNDO);
    let mut old = store.quarantine(scope, LOOKED_AT_MAX)?;
    old.retain(|own| is_row(own) && is_old(own));
    settle(store, keys, scope.vault(), &old, Vec::new())
}

fn settled_of(store: &dyn Store, keys: &Keyring, vault: VaultId, source: SourceId) -> Result<Vec<String>> {
    Ok(opened(store, keys, vault, KIND_SETTLED, &place_of_settled(vault, source))?.unwrap_or_default())
}

fn place_of_settled(vault: VaultId, source: SourceId) -> String {
    format!("{}/{}", vault.0, source.0)
}

//! Refused rows that are read again: as somebody corrected them, or as they are by another mapping. What is right now comes in
//! as from an import: the same checks, the same events, known by the same ids, so that the corrected file changes nothing
//! later. What is still wrong waits on with the reason that holds now. One at a time, and never beside an import.

mod late;

use super::House;
use super::importing::CHANGES_AT_ONCE;
use crate::refused::{self, Refused, Waiting};
use anlass_model::catalogue::Catalogue;
use anlass_model::event::SourceId;
use anlass_model::id::{Identifier, VaultId, parts_hash};
use anlass_runtime::imported::Import as Bringing;
use anlass_sources::report::{Fate, FileReport, Flaw, Reason, Role};
use anlass_sources::{Import, Known, Mapping, Rows, candidates};
use anlass_store::seal::Keyring;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, TryLockError};

/// Rows read again in one go.
pub(crate) const ROWS_MAX: usize = 5_000;
/// Of a catalogue with more articles none is proposed for a number that is not known.
const GUESSED_ARTICLES_MAX: usize = 50_000;

/// An import is under way or was interrupted: nothing was let in.
#[derive(Debug, thiserror::Error)]
#[error("an import is under way\n  help: try again once it is through")]
pub(crate) struct ImportUnderWay;

/// What became of rows that were read again.
#[derive(Debug, Default)]
pub(crate) struct LetIn {
    /// They came in, or were known.
    pub(crate) done: Vec<Waiting>,
    /// They wait on, with the reason that holds now.
    pub(crate) left: Vec<Waiting>,
}

/// Why a row is still not taken.
struct Still<'r> {
    code: &'r str,
    flaw: Option<&'r Flaw>,
}

impl House {
    /// Reads rows of one source, one file and one use again, and lets in what is right.
    ///
    /// # Errors
    /// [`ImportUnderWay`]; as [`Import::read`] if the mapping names columns that the rows do not have; if the store or the loop
    /// failed. What was let in before that is known, and comes in once.
    pub(crate) fn let_in(
        self: &Arc<House>,
        (vault, source): (VaultId, SourceId),
        only: &Mapping,
        rows: Vec<Waiting>,
    ) -> Result<LetIn> {
        let turn = match self.importing.turn.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(poisoned)) => PoisonError::into_inner(poisoned),
            Err(TryLockError::WouldBlock) => return Err(ImportUnderWay.into()),
        };
        if Bringing::is_under_way(&*self.store, vault, source)? {
            return Err(ImportUnderWay.into());
        }
        let keyring = Keyring::open(&*self.store, &self.master)?;
        let mut told = LetIn::default();
        for some in batches(only, rows, &mut told.left) {
            self.read_again((vault, source), &keyring, only, some, &mut told)?;
        }
        self.between_rounds(Box::new(|live| Ok(live.settle()?)))?;
        let key = keyring.vault(vault).context("the vault has no key")?;
        let done: Vec<_> = told.done.iter().map(|row| row.own.clone()).collect();
        let left = told.left.iter().map(|row| row.stored(key)).collect::<Result<Vec<_>>>()?;
        refused::settle(&*self.store, &keyring, vault, &done, left)?;
        drop(turn);
        Ok(told)
    }

    fn read_again(
        self: &Arc<House>,
        (vault, source): (VaultId, SourceId),
        keyring: &Keyring,
        only: &Mapping,
        batch: Vec<Waiting>,
        told: &mut LetIn,
    ) -> Result<()> {
        let Some(first) = batch.first() else { return Ok(()) };
        let role = first.refused.role;
        let rows = rows_of(&first.refused, batch.iter().map(|row| row.refused.cells.clone()).collect());
        let (known, view) = (self.known_catalogue()?, self.view());
        let settings = Some(&view.runtime.program.definitions.settings);
        let mut import = Import::again(only, rows, vault, &self.dir, Known { catalogue: &known, settings })?;
        let late = late::Late { house: self, keyring, vault, source };
        while let Some(changes) = import.next_changes(&known, self.now())? {
            for piece in changes.chunks(CHANGES_AT_ONCE) {
                self.take_changes(piece)?;
                self.after_rounds(Box::new(|_| Ok(())))?;
            }
        }
        let mut failed = Ok(());
        let mut bought = |customer: &Identifier| {
            let orders = late.bought(customer);
            orders.unwrap_or_else(|error| {
                failed = Err(error);
                Vec::new()
            })
        };
        let mut heaps = Vec::new();
        let mut number = 0;
        while let Some(arrivals) = import.next_heap_beside(&mut bought)? {
            if !arrivals.is_empty() {
                heaps.push((number, arrivals));
            }
            number += 1;
        }
        failed?;
        let print = parts_hash(&batch.iter().map(|row| row.own.place.as_bytes()).collect::<Vec<_>>());
        let bringing = Bringing::beside(vault, source, print);
        let news = heaps
            .iter()
            .map(|(heap, arrivals)| bringing.news(&*self.store, keyring, *heap, arrivals.clone()));
        let news = news.collect::<Result<Vec<_>, _>>()?;
        let mut late_reason = None;
        if role == Role::Orders && news.iter().any(|news| news.known > 0) {
            if batch.len() > 1 {
                let mut alone = batch.into_iter().map(|row| vec![row]);
                return alone.try_for_each(|row| self.read_again((vault, source), keyring, only, row, told));
            }
            late_reason = late.add(heaps, &first.own.place)?;
        } else {
            let mut slices = news.into_iter().flat_map(|news| news.slices);
            slices.try_for_each(|slice| self.bring(slice))?;
        }
        let report = import.report();
        let still = report.files.first().map(still).unwrap_or_default();
        for (mut row, number) in batch.into_iter().zip(2..) {
            match still.get(&number) {
                Some(Still { code, flaw }) => row.refused.is_now(code, *flaw),
                None => match late_reason {
                    Some(reason) => row.refused.is_now(reason, None),
                    None => {
                        told.done.push(row);
                        continue;
                    }
                },
            }
            told.left.push(row);
        }
        Ok(())
    }

    /// What the wrong text of each of these rows of one file and use may have been meant as: nothing that would be refused
    /// as well.
    ///
    /// # Errors
    /// If the mapping names columns that the rows do not have.
    pub(crate) fn meant(
        &self,
        vault: VaultId,
        only: &Mapping,
        rows: &[&Refused],
    ) -> Result<Vec<Option<String>>> {
        let view = self.view();
        let catalogue = &*view.runtime.catalogue;
        let mut tried: Vec<(usize, String)> = Vec::new();
        let mut cells: Vec<Vec<String>> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let Some(at) = place_of_flaw(row) else { continue };
            let text = row.cells.get(at).map_or("", String::as_str);
            for candidate in candidates_for(only, catalogue, row, text) {
                let mut mended = row.cells.clone();
                mended[at].clone_from(&candidate);
                cells.push(mended);
                tried.push((index, candidate));
            }
        }
        let mut meant = vec![None; rows.len()];
        let Some(first) = rows.first().filter(|_| !cells.is_empty()) else { return Ok(meant) };
        let settings = Some(&view.runtime.program.definitions.settings);
        let known = Known { catalogue, settings };
        let import = Import::again(only, rows_of(first, cells), vault, &self.dir, known)?;
        let still = import.files().first().map(still).unwrap_or_default();
        for ((index, candidate), number) in tried.into_iter().zip(2_u64..) {
            let same = still.get(&number).and_then(|own| own.flaw).map(|flaw| flaw.column.as_deref());
            let is_mended = same != Some(rows[index].column.as_deref());
            if is_mended && meant[index].is_none() {
                meant[index] = Some(candidate);
            }
        }
        Ok(meant)
    }
}

/// Rows that can be read together: of the same columns, and lines of one order. The others are left as they are.
fn batches(only: &Mapping, rows: Vec<Waiting>, left: &mut Vec<Waiting>) -> Vec<Vec<Waiting>> {
    let mut batches: BTreeMap<(Vec<String>, String), Vec<Waiting>> = BTreeMap::new();
    for row in rows {
        if !row.refused.is_whole() || (row.refused.contradicts_another() && !row.refused.is_changed) {
            left.push(row);
            continue;
        }
        let order = only.order_column().and_then(|column| cell(&row.refused, column)).unwrap_or_default();
        batches.entry((row.refused.columns.clone(), order.to_owned())).or_default().push(row);
    }
    batches.into_values().collect()
}

fn rows_of(like: &Refused, rows: Vec<Vec<String>>) -> Rows {
    Rows { file: like.file.clone(), columns: like.columns.clone(), rows }
}

fn cell<'r>(row: &'r Refused, column: &str) -> Option<&'r str> {
    let at = row.columns.iter().position(|own| own == column)?;
    row.cells.get(at).map(String::as_str)
}

fn place_of_flaw(row: &Refused) -> Option<usize> {
    let column = row.column.as_deref().filter(|_| row.is_whole())?;
    row.columns.iter().position(|own| own == column)
}

/// Rows that became nothing, by their numbers. What another row says as well came in with that one.
fn still(file: &FileReport) -> BTreeMap<u64, Still<'_>> {
    let mut all = BTreeMap::new();
    for (code, rows) in &file.left_out {
        for row in rows.iter().filter(|_| *code != Fate::Duplicate.code()) {
            all.insert(row.row, Still { code, flaw: row.flaw.as_ref() });
        }
    }
    all
}

fn candidates_for(only: &Mapping, catalogue: &Catalogue, row: &Refused, text: &str) -> Vec<String> {
    let Some(reason) = Reason::ALL.into_iter().find(|reason| reason.code() == row.code) else {
        return Vec::new();
    };
    match reason {
        Reason::UnknownArticle if catalogue.products() <= GUESSED_ARTICLES_MAX => {
            let shards = catalogue.product_shards();
            candidates(reason, text, shards.iter().map(|(_, product)| &*product.number))
        }
        Reason::UnknownArticle => Vec::new(),
        Reason::UnknownOutlet => candidates(reason, text, catalogue.outlets().map(|outlet| &*outlet.number)),
        _ => {
            let column = row.column.as_deref().unwrap_or_default();
            candidates(reason, text, only.texts_of(column).into_iter())
        }
    }
}

/// Whom a row is about, as it says: the first of its fields by which people are known.
pub(crate) fn person_of(only: &Mapping, row: &Refused) -> Option<String> {
    let mut said = only.person_columns().into_iter().filter_map(|column| cell(row, column));
    said.find(|text| !text.is_empty()).map(str::to_owned)
}

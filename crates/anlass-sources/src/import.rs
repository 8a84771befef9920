//! From files to arrivals. Rows are read as a stream, put aside by order, then by person, and handed over person by person;
//! so what is held in memory does not grow with the files. `received` of a history is `occurred`.
//!
//! The fate of an order line is the first of these that holds: unreadable → quarantined; equal to an earlier
//! row → duplicate; ledger number → bookkeeping; not an article; no customer → guest; quantity 0 → without
//! pieces; then signs are checked, value 0 is kept or skipped, and the order must agree with its other rows.
//! Charged non-articles still place an order: one of nothing else is an order without lines.
//!
//! Things taken back name no order. Rule: **the last sufficient purchase**. In the order of their times, each
//! line goes to the last order of the same article by the same customer before it that still has at least as
//! many pieces not taken back; it is never split over several. Less than `cancelled_within` after the purchase
//! it is a cancellation, later a return. If no order suffices (bought before the data begin, or by halves),
//! it is a return without an order: counted, shown, guessed at never. One taking-back document may so become
//! several events.

mod analytics;
mod articles;
mod columns;
mod events;
mod goods;
mod happened;
mod heaps;
pub(crate) mod measures;
mod nodes;
mod orders;
mod outlets;
mod people;
mod prices;
mod reactions;
mod taken_back;
mod things;

use crate::error::Error;
use crate::mapping::{FileName, Join, Mapping};
use crate::quality::{ColumnTally, Use};
use crate::report::{Fate, FileReport, Flaw, Report, in_a_line};
use crate::table::{BytesRead, Fields, Found, Rows, Table, Ways, path_of};
use analytics::Where;
use anlass_model::catalogue::{Catalogue, CatalogueChange};
use anlass_model::definition::Settings;
use anlass_model::event::Arrival;
use anlass_model::id::{Identifier, OrderId, ProductId, VaultId};
use anlass_model::time::Timestamp;
use events::Collected;
use goods::{Goods, Range};
pub use heaps::HEAPS;
use heaps::Room;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

/// Numbers, codes and identifiers are shorter than this.
const CODE_CHARS_MAX: usize = 200;
/// Names and profile texts are shorter than this.
const TEXT_CHARS_MAX: usize = 2_000;
/// Progress is told once in so many rows, and at the end of each file.
const ROWS_PER_PROGRESS: u64 = 8_192;

/// How far an import has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    pub file: &'a str,
    /// Of this file.
    pub rows: u64,
    /// Of all files, as they lie on disk.
    pub bytes: u64,
    pub bytes_total: u64,
}

/// What is known before files are read.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Rows may speak of articles and outlets that are in it.
    pub catalogue: &'a Catalogue,
    /// By which exports of analytics are read: own event types, currency. Nothing else asks for them.
    pub settings: Option<&'a Settings>,
}

impl<'a> From<&'a Catalogue> for Known<'a> {
    fn from(catalogue: &'a Catalogue) -> Known<'a> {
        Known { catalogue, settings: None }
    }
}

/// An order that is known before files are read.
#[derive(Clone, Debug)]
pub struct Bought {
    pub order: OrderId,
    pub at: Timestamp,
    /// Of each article the pieces that were neither cancelled nor returned.
    pub kept: Vec<(ProductId, i64)>,
}

/// What an import yields; nothing is stored yet.
#[derive(Debug)]
pub struct Imported {
    /// As it is with what the files say.
    pub catalogue: Catalogue,
    /// Sorted by (received, message id).
    pub arrivals: Vec<Arrival>,
    pub report: Report,
}

/// Files that were read, and whose people are handed over heap by heap.
pub struct Import<'m> {
    mapping: &'m Mapping,
    vault: VaultId,
    /// The articles and outlets of the files, with what order lines ask of them.
    catalogue: Catalogue,
    goods: Goods,
    collected: Collected,
    heap: usize,
}

impl<'m> Import<'m> {
    /// The articles and outlets that its events speak of, as the files call them.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Reads the files of a folder as the mapping says. What does not fit into memory is put aside, encrypted, in files
    /// without a name in the folder `room`. Rows may speak of articles and outlets that are `known`.
    ///
    /// # Errors
    /// If a file is missing, cannot be read to its end, or lacks a mapped column; if there is no room. Bad rows are no
    /// error: they are quarantined and stand in the report.
    pub fn read<'k>(
        mapping: &'m Mapping,
        folder: &Path,
        vault: VaultId,
        room: &Path,
        known: impl Into<Known<'k>>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Import<'m>, Error> {
        Import::read_from((folder, None), mapping, vault, room, known.into(), progress)
    }

    /// Reads rows that were refused once more, in place of their file, by what [`Mapping::only`] is left of the mapping: with
    /// the same checks, and the same events come of them.
    ///
    /// # Errors
    /// As [`Import::read`].
    pub fn again<'k>(
        mapping: &'m Mapping,
        rows: Rows,
        vault: VaultId,
        room: &Path,
        known: impl Into<Known<'k>>,
    ) -> Result<Import<'m>, Error> {
        let given = Some(Rc::new(rows));
        Import::read_from((room, given), mapping, vault, room, known.into(), &mut |_| ())
    }

    fn read_from(
        (folder, given): (&Path, Option<Rc<Rows>>),
        mapping: &'m Mapping,
        vault: VaultId,
        room: &Path,
        known: Known<'_>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Import<'m>, Error> {
        let files = mapping.files();
        let size = |file: &&str| std::fs::metadata(path_of(folder, file)).map_or(0, |data| data.len());
        let bytes_total = files.iter().map(size).sum();
        let room = Room::new(room)?;
        let mut collected = Collected::new(&room);
        let mut goods = Goods::new(&room);
        let source = Source {
            mapping,
            folder,
            given,
            known: known.catalogue,
            room,
            bytes: BytesRead::default(),
            bytes_total,
            reports_beside: RefCell::default(),
        };
        let mut catalogue = Catalogue::default();
        if let Some(articles) = &mapping.articles {
            articles::read(&source, articles, (&mut catalogue, &mut goods), &mut collected, progress)?;
        }
        for outlets in &mapping.outlets {
            outlets::read(&source, outlets, (&mut catalogue, &mut goods), &mut collected, progress)?;
        }
        if let Some(orders) = &mapping.orders {
            orders::read(&source, orders, &mut catalogue, &mut collected, progress)?;
            goods.put_named(&catalogue)?;
        }
        for prices in &mapping.prices {
            prices::read_prices(&source, prices, (&catalogue, &mut goods), &mut collected, progress)?;
        }
        for stock in &mapping.stock {
            prices::read_stock(&source, stock, (&catalogue, &mut goods), &mut collected, progress)?;
        }
        for profiles in &mapping.profiles {
            people::read_profiles(&source, profiles, &mut collected, progress)?;
        }
        for consents in &mapping.consents {
            people::read_consents(&source, consents, &mut collected, progress)?;
        }
        for objections in &mapping.objections {
            people::read_objections(&source, objections, &mut collected, progress)?;
        }
        for vouchers in &mapping.vouchers {
            people::read_vouchers(&source, vouchers, &mut collected, progress)?;
        }
        for contacts in &mapping.contacts {
            people::read_contacts(&source, contacts, &mut collected, progress)?;
        }
        for events in &mapping.events {
            happened::read(&source, events, &mut collected, progress)?;
        }
        for entities in &mapping.entities {
            things::read(&source, entities, &mut collected, progress)?;
        }
        for reactions in &mapping.reactions {
            reactions::read(&source, reactions, &mut collected, progress)?;
        }
        for export in &mapping.analytics {
            let place = Where { vault, settings: known.settings, catalogue: &mut catalogue };
            analytics::read(&source, export, place, &mut collected, progress)?;
        }
        collected.reports.append(&mut source.reports_beside.borrow_mut());
        collected.used_by_any_role();
        Ok(Import { mapping, vault, catalogue, goods, collected, heap: 0 })
    }

    /// The next changes that make what is `known` what the files say at a moment, piece by piece; all are asked for with
    /// the same catalogue and moment. Those of one article are in one piece. `None`: that was all.
    ///
    /// # Errors
    /// [`Error::Cut`] before the first piece if a whole list misses too many articles; if what was put aside cannot be
    /// read.
    pub fn next_changes(
        &mut self,
        known: &Catalogue,
        now: Timestamp,
    ) -> Result<Option<Vec<CatalogueChange>>, Error> {
        let range = Range { files: &self.catalogue, known };
        self.goods.next_changes(self.mapping.articles.as_ref(), &range, now)
    }

    /// The arrivals of the next heap, of which there are [`HEAPS`]: person by person, each person's in the order of
    /// (received, message id). The same files give the same heaps. `None`: that was all.
    ///
    /// # Errors
    /// If what was put aside cannot be read.
    pub fn next_heap(&mut self) -> Result<Option<Vec<Arrival>>, Error> {
        self.next_heap_beside(&mut |_| Vec::new())
    }

    /// The same, where rows may take back what a person bought before, which no file here tells.
    ///
    /// # Errors
    /// As [`Import::next_heap`].
    pub fn next_heap_beside(
        &mut self,
        bought: &mut dyn FnMut(&Identifier) -> Vec<Bought>,
    ) -> Result<Option<Vec<Arrival>>, Error> {
        if self.heap == HEAPS {
            return Ok(None);
        }
        let arrivals = self.collected.arrivals(self.heap, self.mapping, self.vault, bought)?;
        self.heap += 1;
        Ok(Some(arrivals))
    }

    /// What became of every row of each file. Nothing of it changes any more.
    #[must_use]
    pub fn files(&self) -> &[FileReport] {
        &self.collected.reports
    }

    /// The same with what the heaps came to, once all were handed over.
    #[must_use]
    pub fn report(self) -> Report {
        self.collected.report(self.mapping, &self.catalogue)
    }
}

/// Reads the files of a folder as the mapping says, with all arrivals in memory, where nothing is known before.
///
/// # Errors
/// As [`Import::read`] and [`Import::next_changes`].
pub fn import(
    mapping: &Mapping,
    folder: &Path,
    vault: VaultId,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Imported, Error> {
    import_onto(mapping, folder, vault, (&Catalogue::default(), Timestamp(0)), progress)
}

/// The same, with what the files say of the catalogue laid over the one that is `known` at a moment, for nobody to hear of.
///
/// # Errors
/// As [`import`].
pub fn import_onto<'k>(
    mapping: &Mapping,
    folder: &Path,
    vault: VaultId,
    (known, now): (impl Into<Known<'k>>, Timestamp),
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Imported, Error> {
    let known: Known<'k> = known.into();
    let mut import = Import::read(mapping, folder, vault, &std::env::temp_dir(), known, progress)?;
    let mut catalogue = known.catalogue.clone();
    while let Some(changes) = import.next_changes(known.catalogue, now)? {
        for change in &changes {
            // An article whose id another one has stays out; its row was set aside.
            let _occasion = catalogue.apply(change, now);
        }
    }
    let (arrivals, report) = import.collected.all(mapping, vault, &import.catalogue)?;
    Ok(Imported { catalogue, arrivals, report })
}

/// Where rows come from.
struct Source<'a> {
    mapping: &'a Mapping,
    folder: &'a Path,
    /// In place of its only file.
    given: Option<Rc<Rows>>,
    /// What is known of the catalogue before.
    known: &'a Catalogue,
    room: Room,
    bytes: BytesRead,
    bytes_total: u64,
    /// Of files whose columns stood beside others'.
    reports_beside: RefCell<Vec<FileReport>>,
}

impl Source<'_> {
    /// Opens a file, and those that stand beside it.
    fn open(&self, file: &FileName, beside: &[Join]) -> Result<Table, Error> {
        self.opened(file, beside, &self.bytes)
    }

    /// What was read before is not counted again.
    fn open_again(&self, file: &FileName, beside: &[Join]) -> Result<Table, Error> {
        self.opened(file, beside, &BytesRead::default())
    }

    fn opened(&self, file: &FileName, beside: &[Join], bytes: &BytesRead) -> Result<Table, Error> {
        if let Some(rows) = &self.given {
            return Table::given(Rc::clone(rows));
        }
        let ways = Ways { layout: self.mapping.layout.clone(), decimal: self.mapping.decimal };
        let open = |file: &FileName| Table::open(self.folder, &file.0, &ways, bytes.clone());
        let mut table = open(file)?;
        for join in beside {
            table.put_beside(open(&join.file)?, &join.file.0, &join.here, &join.there)?;
        }
        Ok(table)
    }

    /// Hands every usable row to `take`, which tells its fate, and returns the file's report.
    fn each_row(
        &self,
        table: &mut Table,
        mut report: FileReport,
        progress: &mut dyn FnMut(Progress<'_>),
        take: &mut dyn FnMut(u64, Fields<'_>) -> Result<Outcome, Refused>,
    ) -> Result<FileReport, Error> {
        report.columns_unused = table.columns_unused();
        report.refused.columns = table.header().to_vec();
        let used = table.columns_used();
        let mut tallies = vec![ColumnTally::default(); used.len()];
        // Before they are read: then their names are known.
        let lookups = table.lookups();
        table.load_beside()?;
        while let Some((row, found)) = table.next()? {
            report.rows_read += 1;
            let mut cells = Vec::new();
            let (taken, fields) = match found {
                Found::Row(fields) => match take(row, fields) {
                    Ok(outcome) => (Ok(outcome), Some(fields)),
                    Err(Refused::Flaw(flaw)) => {
                        let missed = lookups.iter().find_map(|lookup| lookup.missed(&flaw, fields));
                        (Err(missed.unwrap_or(flaw)), Some(fields))
                    }
                    Err(Refused::Stop(error)) => return Err(error),
                },
                Found::Unusable(flaw, found) => {
                    cells = found;
                    (Err(flaw), None)
                }
                Found::Footer(text) => {
                    report.count(Fate::Footer, 0);
                    report.leave_out(row, Fate::Footer.code(), None, || text);
                    continue;
                }
            };
            if let Some(fields) = &fields {
                let flawed = taken.as_ref().err().and_then(|flaw| flaw.column.as_deref());
                for ((index, name), tally) in used.iter().zip(&mut tallies) {
                    let is_flawed = flawed == Some(name);
                    tally.note(fields.get(*index), if is_flawed { Use::Unusable } else { Use::Usable });
                }
            }
            note(&mut report, row, taken, || fields.as_ref().map_or_else(|| cells.clone(), Fields::cells));
            if report.rows_read.is_multiple_of(ROWS_PER_PROGRESS) {
                self.tell(&report, progress);
            }
        }
        for ((_, name), tally) in used.iter().zip(&tallies) {
            report.columns.entry(name.clone()).or_default().add(tally);
        }
        self.tell(&report, progress);
        self.reports_beside.borrow_mut().append(&mut table.reports_beside());
        Ok(report)
    }

    fn tell(&self, report: &FileReport, progress: &mut dyn FnMut(Progress<'_>)) {
        progress(Progress {
            file: &report.file,
            rows: report.rows_read,
            bytes: self.bytes.get(),
            bytes_total: self.bytes_total,
        });
    }
}

/// Counts a row's fate; whether it became nothing and is kept to be shown. `cells` are called for only then.
fn note(
    report: &mut FileReport,
    row: u64,
    taken: Result<Outcome, Flaw>,
    cells: impl Fn() -> Vec<String>,
) -> bool {
    match taken {
        Ok(Outcome::Fate(fate, value)) => {
            report.count(fate, value);
            !fate.is_taken() && report.leave_out(row, fate.code(), None, || in_a_line(&cells()))
        }
        Ok(Outcome::Later) => false,
        Err(flaw) => refuse(report, row, flaw, || in_a_line(&cells()), &cells),
    }
}

/// Counts a row that was refused; whether it is kept: `text` to be shown, `cells` to be corrected.
fn refuse(
    report: &mut FileReport,
    row: u64,
    flaw: Flaw,
    text: impl FnOnce() -> String,
    cells: impl FnOnce() -> Vec<String>,
) -> bool {
    let is_kept = report.leave_out(row, flaw.reason.code(), Some(&flaw), text);
    if is_kept {
        report.refused.keep(row, cells(), &flaw);
    }
    report.quarantine(row, flaw);
    is_kept
}

/// Why a row is not taken.
enum Refused {
    Flaw(Flaw),
    /// Nothing more can be.
    Stop(Error),
}

impl From<Flaw> for Refused {
    fn from(flaw: Flaw) -> Refused {
        Refused::Flaw(flaw)
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Stop(error)
    }
}

/// What `take` says about a row.
enum Outcome {
    Fate(Fate, i64),
    /// Its fate is known once all rows are read.
    Later,
}

impl Outcome {
    fn accepted() -> Outcome {
        Outcome::Fate(Fate::Accepted, 0)
    }
}

/// Names counted per article number.
type NameCounts = BTreeMap<Box<str>, BTreeMap<Box<str>, u64>>;

/// Articles bought that the catalogue does not know.
type Unknown = BTreeSet<ProductId>;

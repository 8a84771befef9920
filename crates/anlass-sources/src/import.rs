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

mod columns;
mod events;
mod heaps;
mod orders;
mod people;
mod taken_back;

use crate::error::Error;
use crate::mapping::{Articles, FileName, Join, Mapping, Substitutes};
use crate::quality::ColumnTally;
use crate::report::{Fate, FileReport, Flaw, Reason, Report, Role};
use crate::table::{BytesRead, Column, Fields, Found, Table, Ways, path_of};
use anlass_model::catalogue::{Catalogue, Product};
use anlass_model::event::Arrival;
use anlass_model::id::{ProductId, VaultId};
use columns::CodeColumn;
use events::Collected;
pub use heaps::HEAPS;
use heaps::Room;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

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

/// What an import yields; nothing is stored yet.
#[derive(Debug)]
pub struct Imported {
    pub catalogue: Catalogue,
    /// Sorted by (received, message id).
    pub arrivals: Vec<Arrival>,
    pub report: Report,
}

/// Files that were read, and whose people are handed over heap by heap.
pub struct Import<'m> {
    mapping: &'m Mapping,
    vault: VaultId,
    /// What the files say of articles and outlets.
    pub catalogue: Catalogue,
    collected: Collected,
    heap: usize,
}

impl<'m> Import<'m> {
    /// Reads the files of a folder as the mapping says. What does not fit into memory is put aside, encrypted, in files
    /// without a name in the folder `room`.
    ///
    /// # Errors
    /// If a file is missing, cannot be read to its end, or lacks a mapped column; if there is no room. Bad rows are no
    /// error: they are quarantined and stand in the report.
    pub fn read(
        mapping: &'m Mapping,
        folder: &Path,
        vault: VaultId,
        room: &Path,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Import<'m>, Error> {
        let files = mapping.files();
        let size = |file: &&str| std::fs::metadata(path_of(folder, file)).map_or(0, |data| data.len());
        let bytes_total = files.iter().map(size).sum();
        let room = Room::new(room)?;
        let mut collected = Collected::new(&room);
        let source = Source {
            mapping,
            folder,
            room,
            bytes: BytesRead::default(),
            bytes_total,
            reports_beside: RefCell::default(),
        };
        let mut catalogue = Catalogue::default();
        if let Some(articles) = &mapping.articles {
            read_articles(&source, articles, &mut catalogue, &mut collected, progress)?;
        }
        if let Some(orders) = &mapping.orders {
            orders::read(&source, orders, &mut catalogue, &mut collected, progress)?;
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
        collected.reports.append(&mut source.reports_beside.borrow_mut());
        Ok(Import { mapping, vault, catalogue, collected, heap: 0 })
    }

    /// The arrivals of the next heap, of which there are [`HEAPS`]: person by person, each person's in the order of
    /// (received, message id). The same files give the same heaps. `None`: that was all.
    ///
    /// # Errors
    /// If what was put aside cannot be read.
    pub fn next_heap(&mut self) -> Result<Option<Vec<Arrival>>, Error> {
        if self.heap == HEAPS {
            return Ok(None);
        }
        let arrivals = self.collected.arrivals(self.heap, self.mapping, self.vault)?;
        self.heap += 1;
        Ok(Some(arrivals))
    }

    /// What became of every row, once all heaps were handed over.
    #[must_use]
    pub fn report(self) -> Report {
        self.collected.report(self.mapping, &self.catalogue)
    }
}

/// Reads the files of a folder as the mapping says, with all arrivals in memory.
///
/// # Errors
/// As [`Import::read`].
pub fn import(
    mapping: &Mapping,
    folder: &Path,
    vault: VaultId,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Imported, Error> {
    let import = Import::read(mapping, folder, vault, &std::env::temp_dir(), progress)?;
    import.collected.all(mapping, vault, import.catalogue)
}

/// Where rows come from.
struct Source<'a> {
    mapping: &'a Mapping,
    folder: &'a Path,
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
        let used = table.columns_used();
        let mut tallies = vec![ColumnTally::default(); used.len()];
        // Before the rows are read, so that what is wrong with one is counted with its column.
        report.columns.extend(used.iter().map(|(_, name)| (name.clone(), ColumnTally::default())));
        table.load_beside()?;
        while let Some((row, found)) = table.next()? {
            report.rows_read += 1;
            let (taken, fields) = match found {
                Found::Row(fields) => {
                    for ((index, _), tally) in used.iter().zip(&mut tallies) {
                        tally.note(fields.get(*index));
                    }
                    match take(row, fields) {
                        Ok(outcome) => (Ok(outcome), Some(fields)),
                        Err(Refused::Flaw(flaw)) => (Err(flaw), Some(fields)),
                        Err(Refused::Stop(error)) => return Err(error),
                    }
                }
                Found::Unusable(flaw) => (Err(flaw), None),
                Found::Footer(text) => {
                    report.count(Fate::Footer, 0);
                    report.leave_out(row, Fate::Footer.code(), None, || text);
                    continue;
                }
            };
            let text = || fields.as_ref().map(Fields::shown).unwrap_or_default();
            note(&mut report, row, taken, text);
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

/// Counts a row's fate; whether it became nothing and is kept to be shown.
fn note(
    report: &mut FileReport,
    row: u64,
    taken: Result<Outcome, Flaw>,
    text: impl FnOnce() -> String,
) -> bool {
    match taken {
        Ok(Outcome::Fate(fate, value)) => {
            report.count(fate, value);
            !fate.is_taken() && report.leave_out(row, fate.code(), None, text)
        }
        Ok(Outcome::Later) => false,
        Err(flaw) => {
            let is_kept = report.leave_out(row, flaw.reason.code(), Some(&flaw), text);
            report.quarantine(row, flaw);
            is_kept
        }
    }
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

fn read_articles(
    source: &Source<'_>,
    articles: &Articles,
    catalogue: &mut Catalogue,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&articles.file, &articles.beside)?;
    let number = CodeColumn::new(&mut table, &articles.number)?;
    let mut columns = |names: &[String]| -> Result<Vec<Column>, Error> {
        names.iter().map(|name| table.column(name)).collect()
    };
    let names = columns(&articles.name)?;
    let path = columns(&articles.path)?;
    let name_with = columns(articles.name_with.as_slice())?;
    let mut seen: HashMap<ProductId, u128> = HashMap::new();
    let report = FileReport::new(&articles.file.0, Role::Articles);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let number_text = number.needed(fields)?;
        let first_text = |columns: &[Column]| -> Result<Option<Box<str>>, Flaw> {
            for column in columns {
                if let Some(text) = column.optional(fields, TEXT_CHARS_MAX)? {
                    return Ok(Some(text.into()));
                }
            }
            Ok(None)
        };
        let name = match (first_text(&names)?, first_text(&name_with)?) {
            (None, _) => number_text.clone().into(),
            (Some(name), None) => name,
            (Some(name), Some(with)) => format!("{name} {with}").into(),
        };
        let mut nodes: Vec<Box<str>> = Vec::with_capacity(path.len());
        for column in &path {
            nodes.extend(column.optional(fields, TEXT_CHARS_MAX)?.map(Box::from));
        }
        // An incomplete path names a whole department; its articles do not stand in for one another.
        let is_typed = !path.is_empty() && nodes.len() == path.len();
        let substitutes = match articles.substitutes {
            Substitutes::SameType if is_typed => Some(nodes.join("/").into()),
            Substitutes::SameType | Substitutes::Declared => None,
        };
        let own = number_text.clone().into();
        let product = Product { number: own, name, path: nodes.into(), substitutes, ..Product::default() };
        let print = fields.fingerprint();
        match seen.get(&product.id()) {
            Some(before) if *before == print => return Ok(Outcome::Fate(Fate::Duplicate, 0)),
            Some(_)
                if catalogue.product(product.id()).is_some_and(|known| known.number == product.number) =>
            {
                return Err(number.column.flaw(Reason::RepeatedArticle, &number_text).into());
            }
            _ => seen.insert(product.id(), print),
        };
        match catalogue.put(product) {
            Ok(()) => Ok(Outcome::accepted()),
            Err(_) => Err(number.column.flaw(Reason::SameArticleId, &number_text).into()),
        }
    })?;
    collected.reports.push(report);
    Ok(())
}

/// Names counted per article number.
type NameCounts = BTreeMap<Box<str>, BTreeMap<Box<str>, u64>>;

/// Articles bought that the catalogue does not know.
type Unknown = BTreeSet<ProductId>;

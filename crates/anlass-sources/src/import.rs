//! From files to arrivals. Rows are read as a stream; what they become is held in memory and handed over
//! sorted by (received, message id), where `received` of a history is `occurred`.
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

mod events;
mod orders;
mod taken_back;

use crate::error::Error;
use crate::mapping::{
    Articles, Canonical, Code, Mapping, Moment, Person, Profiles, Substitutes, Vouchers, read_format,
};
use crate::report::{Fate, FileReport, Flaw, Reason, Report, Role};
use crate::table::{BytesRead, Column, Fields, Table, path_of};
use anlass_model::catalogue::{Catalogue, Product};
use anlass_model::event::{Arrival, Body};
use anlass_model::id::{Identifier, ProductId, VaultId};
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use events::{Collected, Draft};
use jiff::civil;
use jiff::tz::TimeZone;
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

/// Reads the files of a folder as the mapping says.
///
/// # Errors
/// If a file is missing, cannot be read to its end, or lacks a mapped column. Bad rows are no error: they are
/// quarantined and stand in the report.
pub fn import(
    mapping: &Mapping,
    folder: &Path,
    vault: VaultId,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Imported, Error> {
    let files = mapping.files();
    let size = |file: &&str| std::fs::metadata(path_of(folder, file)).map_or(0, |data| data.len());
    let bytes_total = files.iter().map(size).sum();
    let source = Source { mapping, folder, bytes: BytesRead::default(), bytes_total };
    let mut catalogue = Catalogue::default();
    let mut collected = Collected::default();
    if let Some(articles) = &mapping.articles {
        read_articles(&source, articles, &mut catalogue, &mut collected, progress)?;
    }
    if let Some(orders) = &mapping.orders {
        orders::read(&source, orders, &mut catalogue, &mut collected, progress)?;
    }
    for profiles in &mapping.profiles {
        read_profiles(&source, profiles, &mut collected, progress)?;
    }
    for vouchers in &mapping.vouchers {
        read_vouchers(&source, vouchers, &mut collected, progress)?;
    }
    Ok(collected.finish(mapping, vault, catalogue))
}

/// Where rows come from.
struct Source<'a> {
    mapping: &'a Mapping,
    folder: &'a Path,
    bytes: BytesRead,
    bytes_total: u64,
}

impl Source<'_> {
    fn open(&self, file: &str) -> Result<Table, Error> {
        Table::open(self.folder, file, self.mapping.layout, self.bytes.clone())
    }

    /// Hands every usable row to `take`, which tells its fate, and returns the file's report.
    fn each_row(
        &self,
        table: &mut Table,
        mut report: FileReport,
        progress: &mut dyn FnMut(Progress<'_>),
        take: &mut dyn FnMut(u64, Fields<'_>) -> Result<Outcome, Flaw>,
    ) -> Result<FileReport, Error> {
        report.columns_unused = table.columns_unused();
        while let Some((row, fields)) = table.next()? {
            report.rows_read += 1;
            let text = || fields.as_ref().map(Fields::shown).unwrap_or_default();
            match fields.clone().and_then(|fields| take(row, fields)) {
                Ok(Outcome::Fate(fate, value)) => {
                    report.count(fate, value);
                    if !fate.is_taken() {
                        report.leave_out(row, fate.code(), None, text);
                    }
                }
                Ok(Outcome::Later) => {}
                Err(flaw) if flaw.reason == Reason::Footer => {
                    report.count(Fate::Footer, 0);
                    report.leave_out(row, Fate::Footer.code(), None, text);
                }
                Err(flaw) => {
                    report.leave_out(row, flaw.reason.code(), Some(&flaw), text);
                    report.quarantine(row, flaw);
                }
            }
            if report.rows_read.is_multiple_of(ROWS_PER_PROGRESS) {
                self.tell(&report, progress);
            }
        }
        self.tell(&report, progress);
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

/// A column of codes.
struct CodeColumn {
    column: Column,
    canonical: Canonical,
}

impl CodeColumn {
    fn new(table: &mut Table, code: &Code) -> Result<CodeColumn, Error> {
        Ok(CodeColumn { column: table.column(&code.column)?, canonical: code.canonical })
    }

    fn of_person(table: &mut Table, person: &Person) -> Result<CodeColumn, Error> {
        Ok(CodeColumn { column: table.column(&person.column)?, canonical: person.canonical })
    }

    fn needed<'a>(&self, fields: Fields<'a>) -> Result<std::borrow::Cow<'a, str>, Flaw> {
        let text = self.column.needed(fields, CODE_CHARS_MAX)?;
        self.canonical.apply(text).map_err(|reason| self.column.flaw(reason, text))
    }

    fn optional<'a>(&self, fields: Fields<'a>) -> Result<Option<std::borrow::Cow<'a, str>>, Flaw> {
        let Some(text) = self.column.optional(fields, CODE_CHARS_MAX)? else { return Ok(None) };
        self.canonical.apply(text).map(Some).map_err(|reason| self.column.flaw(reason, text))
    }
}

/// A column of times. Neighbouring rows mostly share one, so the last answer is kept.
struct Clock {
    column: Column,
    zone: TimeZone,
    format: Option<String>,
    from: civil::Date,
    to: civil::Date,
    last: (String, Timestamp),
}

impl Clock {
    fn new(table: &mut Table, moment: &Moment, mapping: &Mapping) -> Result<Clock, Error> {
        Ok(Clock {
            column: table.column(&moment.column)?,
            zone: moment.time_zone.as_ref().unwrap_or(&mapping.time_zone).0.clone(),
            format: moment.format.as_ref().map(|format| format.0.clone()),
            from: mapping.days.from,
            to: mapping.days.to,
            last: (String::new(), Timestamp(0)),
        })
    }

    fn read(&mut self, fields: Fields<'_>) -> Result<Timestamp, Flaw> {
        let text = self.column.needed(fields, CODE_CHARS_MAX)?;
        if text == self.last.0 {
            return Ok(self.last.1);
        }
        let local = match &self.format {
            Some(format) => read_format(format, text),
            None => text.parse::<civil::DateTime>().ok(),
        };
        let Some(local) = local else { return Err(self.column.flaw(Reason::NotTime, text)) };
        if local.date() < self.from || local.date() > self.to {
            return Err(self.column.flaw(Reason::TimeOutside, text));
        }
        self.last = (text.into(), Timestamp::from_zone(local, &self.zone));
        Ok(self.last.1)
    }
}

fn read_articles(
    source: &Source<'_>,
    articles: &Articles,
    catalogue: &mut Catalogue,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&articles.file.0)?;
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
        let product =
            Product { number: number_text.clone().into(), name, path: nodes, group: None, substitutes };
        let print = fields.fingerprint();
        match seen.get(&product.id()) {
            Some(before) if *before == print => return Ok(Outcome::Fate(Fate::Duplicate, 0)),
            Some(_)
                if catalogue.product(product.id()).is_some_and(|known| known.number == product.number) =>
            {
                return Err(number.column.flaw(Reason::RepeatedArticle, &number_text));
            }
            _ => seen.insert(product.id(), print),
        };
        match catalogue.put(product) {
            Ok(()) => Ok(Outcome::accepted()),
            Err(_) => Err(number.column.flaw(Reason::SameArticleId, &number_text)),
        }
    })?;
    collected.reports.push(report);
    Ok(())
}

fn read_profiles(
    source: &Source<'_>,
    profiles: &Profiles,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&profiles.file.0)?;
    let person = CodeColumn::of_person(&mut table, &profiles.customer)?;
    let mut columns = Vec::new();
    for (name, column) in &profiles.fields {
        columns.push((name.clone(), table.column(column)?));
    }
    let at =
        Timestamp::from_zone(profiles.on.to_datetime(civil::Time::midnight()), &source.mapping.time_zone.0);
    let mut drafts = Vec::new();
    let report = FileReport::new(&profiles.file.0, Role::Profiles);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let Some(value) = person.optional(fields)? else { return Ok(Outcome::Fate(Fate::Guest, 0)) };
        let mut facts = Vec::with_capacity(columns.len());
        for (name, column) in &columns {
            if let Some(text) = column.optional(fields, TEXT_CHARS_MAX)? {
                facts.push((name.clone(), text));
            }
        }
        if facts.is_empty() {
            return Ok(Outcome::Fate(Fate::WithoutContent, 0));
        }
        let identifier = Identifier { kind: profiles.customer.kind, value: value.into() };
        let at_bytes = at.0.to_le_bytes();
        let mut parts: Vec<&[u8]> = vec![&at_bytes];
        for (name, value) in &facts {
            parts.push(name.as_str().as_bytes());
            parts.push(value.as_bytes());
        }
        let key = events::key("profile", &identifier, &parts);
        let facts = facts.into_iter().map(|(name, text)| (name, Some(Value::Text(text.into())))).collect();
        drafts.push(Draft { key, at, identifier, body: Body::Profile(facts) });
        Ok(Outcome::accepted())
    })?;
    collected.add(drafts, report);
    Ok(())
}

fn read_vouchers(
    source: &Source<'_>,
    vouchers: &Vouchers,
    collected: &mut Collected,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), Error> {
    let mut table = source.open(&vouchers.file.0)?;
    let person = CodeColumn::of_person(&mut table, &vouchers.customer)?;
    let code = CodeColumn::new(&mut table, &vouchers.code)?;
    let mut clock = Clock::new(&mut table, &vouchers.occurred, source.mapping)?;
    let mut drafts = Vec::new();
    let report = FileReport::new(&vouchers.file.0, Role::Vouchers);
    let report = source.each_row(&mut table, report, progress, &mut |_, fields| {
        let code = code.needed(fields)?;
        let at = clock.read(fields)?;
        let Some(value) = person.optional(fields)? else { return Ok(Outcome::Fate(Fate::Guest, 0)) };
        let identifier = Identifier { kind: vouchers.customer.kind, value: value.into() };
        let key = events::key("voucher", &identifier, &[code.as_bytes(), &at.0.to_le_bytes()]);
        drafts.push(Draft { key, at, identifier, body: Body::Voucher { code: code.into() } });
        Ok(Outcome::accepted())
    })?;
    collected.add(drafts, report);
    Ok(())
}

/// Names counted per article number.
type NameCounts = BTreeMap<Box<str>, BTreeMap<Box<str>, u64>>;

/// Articles bought that the catalogue does not know.
type Unknown = BTreeSet<ProductId>;

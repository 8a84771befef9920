//! Columns of other files beside a table's own: an order's head beside its lines, a category's name beside an article. The
//! other file is held in memory, only the columns that are used; a row it does not know has empty fields there.

use super::{Column, Fields, Found, Table};
use crate::error::Error;
use crate::report::{Fate, FileReport, Flaw, Reason, Role};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

pub(super) struct Beside {
    /// Until its rows are read, which is once all wanted columns are known.
    table: Option<Table>,
    key: Column,
    /// The column that leads there, among those before this file's.
    pub(super) here: usize,
    rows: HashMap<Box<str>, Packed>,
    width: usize,
    report: FileReport,
}

/// The used fields of a row, one after the other.
struct Packed {
    text: Box<str>,
    ends: Box<[u32]>,
}

/// How a row is led to another file's.
#[derive(Clone)]
pub(crate) struct Lookup {
    /// The other file's, as they are called here.
    columns: Vec<String>,
    /// The one of them that tells whether there is such a row.
    key: usize,
    here: usize,
    here_name: String,
    /// What leads to the file in which `here` stands, where that is another one as well.
    before: Option<Box<Lookup>>,
}

impl Lookup {
    /// The same, `here` in a file that others lead to.
    pub(super) fn after(self, others: &[Lookup]) -> Lookup {
        let before = others.iter().find(|other| other.columns.contains(&self.here_name));
        Lookup { before: before.cloned().map(Box::new), ..self }
    }

    /// What is wrong with a row whose field of the other file is empty because that has no row for it: of files that lead to
    /// one another the first that has none.
    pub(crate) fn missed(&self, flaw: &Flaw, fields: Fields<'_>) -> Option<Flaw> {
        let is_of_it = flaw.column.as_ref().is_some_and(|column| self.columns.contains(column));
        let is_missed = flaw.reason == Reason::Empty && is_of_it && fields.get(self.key).is_empty();
        let here = fields.get(self.here);
        let lacking = || Flaw::of_field(Reason::Empty, &self.here_name, here);
        let before = self.before.as_ref().filter(|_| is_missed && here.is_empty());
        let sooner = before.and_then(|before| before.missed(&lacking(), fields));
        is_missed
            .then(|| sooner.unwrap_or_else(|| Flaw::of_field(Reason::NothingBeside, &self.here_name, here)))
    }
}

impl Beside {
    pub(super) fn new(mut table: Table, file: &str, here: usize, there: &str) -> Result<Beside, Error> {
        let key = table.column(there)?;
        let width = table.header.len();
        let report = FileReport::new(file, Role::Beside);
        Ok(Beside { table: Some(table), key, here, rows: HashMap::new(), width, report })
    }

    /// The names of its columns.
    pub(super) fn names(&self) -> &[String] {
        self.table.as_ref().map_or(&[], |table| &table.header)
    }

    /// How rows are led here; its columns stand in the header from one on.
    pub(super) fn lookup(&self, header: &[String], from: usize) -> Lookup {
        Lookup {
            columns: header.get(from..from + self.names().len()).unwrap_or_default().to_vec(),
            key: from + self.key.index,
            here: self.here,
            here_name: header.get(self.here).cloned().unwrap_or_default(),
            before: None,
        }
    }

    /// Reads its rows, if that was not done yet; `used` tells which columns are wanted.
    pub(super) fn load(&mut self, used: &[bool]) -> Result<(), Error> {
        let Some(mut table) = self.table.take() else { return Ok(()) };
        table.used.copy_from_slice(used);
        table.used[self.key.index] = true;
        self.report.columns_unused = table.columns_unused();
        while let Some((row, found)) = table.next()? {
            self.report.rows_read += 1;
            let fields = match found {
                Found::Row(fields) => fields,
                Found::Unusable(flaw, _) => {
                    self.report.leave_out(row, flaw.reason.code(), Some(&flaw), String::new);
                    self.report.quarantine(row, flaw);
                    continue;
                }
                Found::Footer(text) => {
                    self.report.count(Fate::Footer, 0);
                    self.report.leave_out(row, Fate::Footer.code(), None, || text);
                    continue;
                }
            };
            let (mut text, mut ends) = (String::new(), Vec::with_capacity(used.len()));
            for (index, used) in used.iter().enumerate() {
                // Its key tells a row that is there from one that is not.
                if *used || index == self.key.index {
                    text.push_str(fields.get(index));
                }
                ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            }
            let key = fields.get(self.key.index);
            let packed = Packed { text: text.into(), ends: ends.into() };
            match self.rows.entry(key.into()) {
                Entry::Vacant(place) => {
                    place.insert(packed);
                    self.report.count(Fate::Accepted, 0);
                }
                Entry::Occupied(known) if known.get().text == packed.text => {
                    self.report.count(Fate::Duplicate, 0);
                    self.report.leave_out(row, Fate::Duplicate.code(), None, || fields.shown());
                }
                Entry::Occupied(_) => {
                    let flaw = Flaw::of_field(Reason::RepeatedKey, &self.key.name, key);
                    self.report.leave_out(row, flaw.reason.code(), Some(&flaw), || fields.shown());
                    self.report.quarantine(row, flaw);
                }
            }
        }
        Ok(())
    }

    /// Puts the fields that belong to `key` behind those of a record.
    pub(super) fn append(&self, key: &str, bytes: &mut Vec<u8>, ends: &mut Vec<usize>) {
        let from = bytes.len();
        match self.rows.get(key) {
            Some(packed) => {
                bytes.extend_from_slice(packed.text.as_bytes());
                ends.extend(packed.ends.iter().map(|end| from + usize::try_from(*end).unwrap_or(0)));
            }
            None => ends.extend(std::iter::repeat_n(from, self.width)),
        }
    }

    pub(super) fn report(&self) -> &FileReport {
        &self.report
    }
}

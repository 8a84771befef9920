//! Looking at a file before it is mapped: what its columns look like, what they probably mean, and its first rows. Nothing
//! here decides; people see it beside the rows and change it.

mod looks;
mod meaning;
mod proposal;
mod readings;
mod states;

pub use looks::Looks;
pub use meaning::Meaning;
pub use proposal::{Frame, Open, Proposal, Question, propose};
pub use readings::Misfits;

use crate::analytics::Tool;
use crate::decimal::Mark;
use crate::error::Error;
use crate::table::{BytesRead, Documents, Found, Stated, Table, Ways, path_of, sheet_names};
use looks::Spelling;
use readings::Readings;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// So many rows are looked at …
const ROWS_MAX: usize = 5_000;
/// … and so many are shown.
const SHOWN_MAX: usize = 20;
const EXAMPLES_MAX: usize = 5;
/// Within so many objects an export of analytics shows whose it is.
const DOCUMENTS_MAX: usize = 5;

/// A file as it looks.
#[derive(Clone, Debug, Serialize)]
pub struct Probed {
    pub file: String,
    /// Of a workbook; the first is what was looked at.
    pub sheets: Vec<String>,
    pub columns: Vec<ProbedColumn>,
    /// The first rows, as texts.
    pub rows: Vec<Vec<String>>,
    /// How many were looked at.
    pub looked_at: usize,
    /// Of these, how many could not be used.
    pub unusable: usize,
    /// Which character parts the decimals, if any column tells.
    pub decimal: Option<Mark>,
    /// Whose export of analytics it is: it says itself what is in it, and its columns mean nothing.
    pub analytics: Option<Analytics>,
}

/// An export of web analytics as it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Analytics {
    pub tool: Tool,
    /// What its user ids look like, where it has any.
    pub user: Option<Looks>,
}

/// One column of it.
#[derive(Clone, Debug, Serialize)]
pub struct ProbedColumn {
    pub name: String,
    pub looks: Looks,
    pub meaning: Option<Meaning>,
    /// Rows in which it holds something, in thousandths.
    pub filled: u32,
    /// Each filled row holds something else, of those looked at.
    pub is_unique: bool,
    /// Different texts, the first of them.
    pub examples: Vec<String>,
    /// How most of its texts that are times are written, as `strptime`; `None`: as ISO 8601 has it, or none is a time.
    pub format: Option<&'static str>,
    #[serde(skip)]
    spelling: Spelling,
    #[serde(skip)]
    readings: Readings,
    /// The letter before some of its numbers, where others have none.
    #[serde(skip)]
    mark: Option<char>,
    /// Some of its numbers are below zero.
    #[serde(skip)]
    goes_below_zero: bool,
    /// Texts by which it says that an order came to nothing.
    #[serde(skip)]
    cancelling: Vec<String>,
}

/// Looks at the beginning of a file of a folder.
///
/// # Errors
/// As an import: if it cannot be opened, read or has no names of columns.
pub fn probe(folder: &Path, file: &str) -> Result<Probed, Error> {
    let path = path_of(folder, file);
    let sheets = if crate::table::is_workbook(&path) { sheet_names(&path)? } else { Vec::new() };
    let tool = tool_of(folder, file);
    // One row for each document, whatever lists it holds.
    let layout = Stated { rows: tool.map(|_| String::new()), ..Stated::default() };
    let ways = Ways { layout, ..Ways::default() };
    let mut table = Table::open(folder, file, &ways, BytesRead::default())?;
    let names = table.header().to_vec();
    let mut values: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    let (mut rows, mut looked_at, mut unusable) = (Vec::new(), 0, 0);
    while looked_at < ROWS_MAX
        && let Some((_, found)) = table.next()?
    {
        looked_at += 1;
        let Found::Row(fields) = found else {
            unusable += 1;
            continue;
        };
        let row: Vec<String> = (0..names.len()).map(|index| fields.get(index).to_owned()).collect();
        for (values, text) in values.iter_mut().zip(&row) {
            if !text.is_empty() {
                values.push(text.clone());
            }
        }
        if rows.len() < SHOWN_MAX {
            rows.push(row);
        }
    }
    let usable = looked_at - unusable;
    let mut columns = Vec::with_capacity(names.len());
    for (name, values) in names.into_iter().zip(&values) {
        let readings = Readings::of(values);
        let different: BTreeSet<&str> = values.iter().map(String::as_str).collect();
        let mut examples: Vec<String> = Vec::new();
        for value in values {
            if examples.len() < EXAMPLES_MAX && !examples.contains(&example(value)) {
                examples.push(example(value));
            }
        }
        let is_unique = different.len() == values.len() && values.len() > 1;
        let (meaning, looks) = Meaning::with_looks(&name, &readings, different.len());
        columns.push(ProbedColumn {
            meaning,
            looks,
            filled: u32::try_from(values.len() * 1_000 / usable.max(1)).unwrap_or(0),
            is_unique,
            examples,
            format: readings.format(),
            spelling: Spelling::of(values, looks),
            mark: looks::mark(values),
            cancelling: states::cancelling(&name, looks, &different),
            goes_below_zero: values.iter().any(|text| text.starts_with('-')),
            readings,
            name,
        });
    }
    let analytics = tool.map(|tool| Analytics { tool, user: user_of(tool, &columns) });
    match analytics {
        Some(_) => columns.iter_mut().for_each(|column| column.meaning = None),
        None => meaning::in_context(&mut columns),
    }
    let decimal = columns.iter().find_map(|column| match column.looks {
        Looks::Amount { decimal } => Some(decimal),
        _ => None,
    });
    Ok(Probed { file: file.into(), sheets, columns, rows, looked_at, unusable, decimal, analytics })
}

impl ProbedColumn {
    /// Somebody says what it means; what it looks like is what that reads in its own values.
    pub fn mean(&mut self, meaning: Option<Meaning>) {
        self.meaning = meaning;
        self.looks = match meaning.and_then(Meaning::reads) {
            Some(reads) => self.readings.read_as(reads),
            None => self.readings.looks(),
        };
    }

    /// What its meaning cannot be read from, of what was looked at: such rows are refused. `decimal`: the mark that the
    /// mapping states.
    #[must_use]
    pub fn misfits(&self, decimal: Mark) -> Option<Misfits> {
        let reads = match (self.meaning?, self.looks) {
            (Meaning::OwnField, Looks::Amount { .. }) => readings::Reads::Amount,
            (Meaning::OwnField, Looks::Day { .. } | Looks::Moment { .. }) => readings::Reads::Time,
            (meaning, _) => meaning.reads()?,
        };
        self.readings.misfits(reads, decimal)
    }
}

/// As much of a text as is shown.
fn example(value: &str) -> String {
    value.chars().take(80).collect()
}

/// Whose export a file is, by its first object that can be read.
fn tool_of(folder: &Path, file: &str) -> Option<Tool> {
    let stated = Ways::default().layout;
    let mut documents = Documents::open(folder, file, &stated, BytesRead::default()).ok()?;
    let mut raw = Vec::new();
    for _ in 0..DOCUMENTS_MAX {
        let (_, found) = documents.next(&mut raw).ok()??;
        if found.is_ok()
            && let Some(tool) = Tool::of_bytes(&raw)
        {
            return Some(tool);
        }
    }
    None
}

fn user_of(tool: Tool, columns: &[ProbedColumn]) -> Option<Looks> {
    let name = match tool {
        Tool::Matomo => "userId",
        Tool::Ga4 => "user_id",
    };
    let own = columns.iter().find(|column| column.name == name && column.looks != Looks::Empty);
    own.map(|column| column.looks)
}

//! `anlass look`: what files hold and what their columns probably mean, and a mapping proposed for them. Nothing is imported.

use crate::clock;
use crate::say::{Answer, grouped};
use anlass_sources::probe::{self, Frame, Looks, Probed, Question};
use anlass_sources::{Mapping, Mark};
use anyhow::{Context, Result, ensure};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Of files that may hold a table.
const ENDINGS: [&str; 12] = [
    ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".json", ".ndjson", ".jsonl",
    ".parquet",
];

pub(crate) struct Options<'a> {
    pub(crate) folder: &'a Path,
    /// Absent: all of the folder.
    pub(crate) files: &'a [String],
    pub(crate) name: &'a str,
    pub(crate) source: u16,
    pub(crate) currency: &'a str,
    pub(crate) time_zone: &'a str,
    /// Where the proposed mapping is written to.
    pub(crate) write: Option<&'a PathBuf>,
}

pub(crate) fn run(options: &Options<'_>) -> Result<Answer> {
    let files = match options.files {
        [] => files_of(options.folder)?,
        files => files.to_vec(),
    };
    ensure!(!files.is_empty(), "there is no file in {}", options.folder.display());
    let mut probed = Vec::with_capacity(files.len());
    for file in &files {
        probed.push(probe::probe(options.folder, file)?);
    }
    let now = clock::now();
    let (name, source, currency, time_zone) =
        (options.name, options.source, options.currency, options.time_zone);
    let proposal = probe::propose(&probed, &Frame { name, source, currency, time_zone, now, settings: None });
    let mut text = String::new();
    for file in &probed {
        describe(&mut text, file, proposal.decimal)?;
    }
    for open in &proposal.open {
        writeln!(text, "{}: {}", open.file, ask(open.question))?;
    }
    // What is proposed can be read; that it is complete, nobody says.
    let readable = Mapping::read(&proposal.yaml, "proposed mapping").map(|_| ());
    if let Err(error) = &readable {
        writeln!(text, "the mapping below is not whole yet: {error}")?;
    }
    match options.write {
        Some(path) => {
            ensure!(!path.exists(), "{} is there already\n  help: name a file that is not", path.display());
            std::fs::write(path, &proposal.yaml).with_context(|| format!("writing {}", path.display()))?;
            writeln!(text, "mapping written to {}", path.display())?;
        }
        None => write!(text, "\n{}", proposal.yaml)?,
    }
    let json = serde_json::json!({ "files": probed, "proposal": proposal, "is_whole": readable.is_ok() });
    Ok(Answer::good(text, json))
}

fn files_of(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = name.strip_suffix(".zst").unwrap_or(&name).to_owned();
        let lower = name.to_lowercase();
        let is_table = ENDINGS.iter().any(|ending| lower.ends_with(ending));
        if is_table && entry.file_type()?.is_file() {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}

fn describe(text: &mut String, file: &Probed, decimal: Mark) -> Result<()> {
    let rows = grouped(u64::try_from(file.looked_at)?, ',');
    writeln!(text, "{} ({rows} rows looked at, {} of them unusable)", file.file, file.unusable)?;
    if file.sheets.len() > 1 {
        writeln!(text, "  sheets: {}", file.sheets.join(", "))?;
    }
    for column in &file.columns {
        let meaning = match column.meaning {
            Some(meaning) => serde_json::to_value(meaning)?.as_str().unwrap_or_default().replace('_', " "),
            None => "–".to_owned(),
        };
        let examples = column.examples.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" | ");
        let examples: String = examples.chars().take(60).collect();
        writeln!(text, "  {:<32} {:<18} {:<16} {examples}", column.name, meaning, looks(column.looks))?;
        if let Some(misfits) = column.misfits(decimal) {
            let texts = misfits.examples.join(" | ");
            writeln!(
                text,
                "  {:<32} {} of them cannot be read so and are refused: {texts}",
                "", misfits.rows
            )?;
        }
    }
    writeln!(text)?;
    Ok(())
}

fn looks(looks: Looks) -> &'static str {
    match looks {
        Looks::Empty => "empty",
        Looks::Flag => "yes or no",
        Looks::Whole => "whole numbers",
        Looks::Amount { .. } => "amounts",
        Looks::Day { .. } => "days",
        Looks::Moment { .. } => "moments",
        Looks::Email => "e-mail",
        Looks::Phone => "telephone",
        Looks::Text => "text",
    }
}

fn ask(question: Question) -> &'static str {
    match question {
        Question::WhatIsIt => "not read: what does it hold?",
        Question::WhenWasIt => "which column tells when it was?",
        Question::WhenAgreed => "which column tells when they consented, or since when each row is so?",
        Question::WhoseIsIt => "which column tells whose an order is?",
        Question::WhoRated => {
            "not read: who gave these ratings? Hand in the orders beside them, or name the column of customers"
        }
        Question::WhenDone => "not read: which column tells when it was redeemed or rated?",
        Question::WhatTakesBack => {
            "which orders take others back? Pieces below zero are set aside until then"
        }
        Question::WhoseUserIds => {
            "an export of web analytics: are its user ids really what \"user\" says? Without \"user\" they tell nothing"
        }
        Question::NoUserIds => {
            "an export of web analytics: nobody in it has a user id, only the tool's cookies tell its people apart"
        }
        Question::BesideArticles => {
            "categories or properties: they are read beside the articles that name them, alone they say nothing"
        }
        Question::GoesTogether => {
            "not read: which articles are shown together is learned from what is bought and looked at"
        }
        Question::Codes => "not read: voucher codes belong into a pool (docs/catalogue.md)",
        Question::Discounts => "not read: it says how the shop's checkout reduces prices, nothing here does",
        Question::WhatProvesIt => "what proves these consents? Without proof they have no effect",
    }
}

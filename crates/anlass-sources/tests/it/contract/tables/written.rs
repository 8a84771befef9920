//! How tables are written and read: each form that a file can have, a pull from a database, and its changes.

use super::super::outcome::{Complaint, Outcome};
use super::Kept;
use crate::collector::CATALOGUE;
use crate::own_events::GARAGE;
use crate::sql::pull;
use anlass_model::catalogue::Catalogue;
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_sources::report::{FileReport, Role};
use anlass_sources::sql::replication::{Batch, Change, Kind, Lsn, Position as Heard};
use anlass_sources::sql::{Ahead, Cell, Database, Position, Puller, Rows, WatermarkKind};
use anlass_sources::writing::{self, Format};
use anlass_sources::{Import, Known, Mapping};
use std::fs::File;
use std::path::Path;

/// The readers in `src/table`.
pub(crate) const FORMS: [&str; 5] = ["text", "json", "parquet", "sheet", "rows"];

const HEAD: &str = "mapping: contract\nsource: 5\ncurrency: EUR\ntime_zone: UTC\ndecimal: point\n";

/// Stands beside the files of which it tells.
const LINES: &str = "order;article;total\n1;p1;1.00\n2;p1;2.00\n3;p1;3.00\n";

pub(super) fn imported(kept: &Kept, file: &str, bytes: &[u8]) -> Result<Outcome, Complaint> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(file), bytes).expect("written");
    if kept.role == Role::Beside {
        std::fs::write(folder.path().join("lines.csv"), LINES).expect("written");
    }
    let mapping = format!("{HEAD}{}", kept.mapping.replace("FILE", file));
    let mapping =
        Mapping::read(&mapping, "contract.yaml").unwrap_or_else(|error| panic!("{error}\n{}", error.hint()));
    read(&mapping, folder.path(), kept.role)
}

fn read(mapping: &Mapping, folder: &Path, role: Role) -> Result<Outcome, Complaint> {
    let complain = |error: anlass_sources::Error| Complaint::of(&error, &error.hint());
    let catalogue: &Catalogue = &CATALOGUE;
    let known = Known { catalogue, settings: Some(&GARAGE) };
    let mut import =
        Import::read(mapping, folder, VaultId(7), folder, known, &mut |_| {}).map_err(complain)?;
    let mut outcome = Outcome::default();
    while let Some(changes) = import.next_changes(catalogue, Timestamp(0)).map_err(complain)? {
        changes.iter().for_each(|change| outcome.take_change(change));
    }
    let mut arrivals = Vec::new();
    while let Some(heap) = import.next_heap().map_err(complain)? {
        arrivals.extend(heap);
    }
    // As they are handed over of one person.
    arrivals.sort_by_key(|arrival| (arrival.event.received, arrival.event.message));
    outcome.take_arrivals(&arrivals);
    let report = import.report();
    let own: Vec<&FileReport> = report.files.iter().filter(|file| file.role == role).collect();
    let [own] = own[..] else { panic!("one report of {role:?}: {:?}", report.files) };
    outcome.take_report(own);
    Ok(outcome)
}

/// How a table is written, and under which name it lies in the folder.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Csv,
    Ndjson,
    Parquet,
    Xlsx,
    /// A pull from a database.
    Pull,
    /// Changes that a database told.
    Changes,
}

impl Form {
    pub(super) fn file(self) -> &'static str {
        match self {
            Form::Csv => "table.csv",
            Form::Ndjson => "table.ndjson",
            Form::Parquet => "table.parquet",
            Form::Xlsx => "table.xlsx",
            Form::Pull => "shop.db",
            Form::Changes => "table.rows",
        }
    }

    pub(super) fn write(self, header: &str, parts: &[String]) -> Vec<u8> {
        let names: Vec<&str> = header.split(';').collect();
        let rows: Vec<Vec<&str>> = parts.iter().map(|part| part.split(';').collect()).collect();
        match self {
            Form::Csv => {
                format!("{header}\n{}", parts.iter().map(|part| format!("{part}\n")).collect::<String>())
                    .into()
            }
            Form::Ndjson => {
                let lines = rows.iter().map(|row| {
                    let members =
                        names.iter().zip(row).map(|(name, value)| ((*name).to_owned(), (*value).into()));
                    format!("{}\n", serde_json::Value::Object(members.collect()))
                });
                lines.collect::<String>().into()
            }
            Form::Parquet => parquet(&names, &rows),
            Form::Xlsx => {
                let mut workbook = rust_xlsxwriter::Workbook::new();
                let sheet = workbook.add_worksheet();
                for (row, cells) in std::iter::once(&names).chain(&rows).enumerate() {
                    for (column, text) in cells.iter().enumerate() {
                        let at = (u32::try_from(row).expect("few"), u16::try_from(column).expect("few"));
                        sheet.write_string(at.0, at.1, *text).expect("written");
                    }
                }
                workbook.save_to_buffer().expect("a workbook")
            }
            Form::Pull => sqlite(&names, &rows),
            Form::Changes => {
                let change = |(number, row): (usize, &Vec<&str>)| Change {
                    kind: Kind::Insert,
                    commit: Lsn(16),
                    number: u64::try_from(number).expect("few"),
                    at: None,
                    cells: row.iter().map(|text| Cell::Text((*text).into())).collect(),
                    unchanged: Vec::new(),
                };
                let batch = Batch {
                    names: names.iter().map(|name| (*name).to_owned()).collect(),
                    changes: rows.iter().enumerate().map(change).collect(),
                    position: Heard::First,
                };
                written(&batch.rows())
            }
        }
    }
}

fn written(rows: &Rows) -> Vec<u8> {
    let mut bytes = Vec::new();
    rows.write_to(&mut bytes).expect("in memory");
    bytes
}

fn parquet(names: &[&str], rows: &[Vec<&str>]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table");
    let column = |name: &&str| writing::Column { name: (*name).into(), kind: writing::Kind::Text };
    let columns: Vec<_> = names.iter().map(column).collect();
    let file = File::create_new(&path).expect("made");
    let mut table = writing::Table::begin(file, Format::Parquet, &columns).expect("begun");
    for row in rows {
        let cells = row.iter().map(|text| writing::Cell::Text((*text).into())).collect();
        table.row(cells).expect("written");
    }
    table.finish().expect("finished");
    std::fs::read(path).expect("readable")
}

fn sqlite(names: &[&str], rows: &[Vec<&str>]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shop.db");
    let connection = rusqlite::Connection::open(&path).expect("opened");
    let columns =
        |word: &str| names.iter().map(|name| format!("\"{name}\"{word}")).collect::<Vec<_>>().join(", ");
    let marks = vec!["?"; names.len()].join(", ");
    connection
        .execute_batch(&format!(
            "PRAGMA synchronous = OFF; CREATE TABLE t ({}, number INTEGER)",
            columns(" TEXT")
        ))
        .expect("made");
    for (number, row) in rows.iter().enumerate() {
        let sql = format!("INSERT INTO t VALUES ({marks}, {number})");
        connection.execute(&sql, rusqlite::params_from_iter(row)).expect("written");
    }
    drop(connection);
    std::fs::read(path).expect("readable")
}

/// All that a database holds, as the import gets it.
pub(super) fn pulled(bytes: &[u8]) -> Result<Vec<u8>, Complaint> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("shop.db"), bytes).expect("written");
    let database = Database::Sqlite { folder: folder.path().into(), file: "shop.db".into() };
    let mut pull = pull("SELECT * FROM t", "number", WatermarkKind::Integer, &["number"]);
    pull.batch_rows = 2;
    let complain = |error: anlass_sources::sql::Error| Complaint::of(&error, &error.hint());
    let mut position = Position::default();
    let mut all = Rows::default();
    loop {
        let mut puller = Puller::open(&database, &pull).map_err(complain)?;
        let batch = puller.next(&position).map_err(complain)?;
        all.names = batch.rows.names;
        all.rows.extend(batch.rows.rows);
        position = batch.position;
        if batch.ahead == Ahead::Nothing {
            return Ok(written(&all));
        }
    }
}

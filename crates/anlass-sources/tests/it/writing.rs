//! Tables that go out are read by others as they were written.

use anlass_model::time::Timestamp;
use anlass_sources::writing::{Cell, Column, Format, Kind, Table};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, RowAccessor};
use std::fs::File;
use std::path::{Path, PathBuf};

fn columns() -> Vec<Column> {
    let kinds = [("name", Kind::Text), ("count", Kind::Whole), ("at", Kind::Moment), ("is it", Kind::Truth)];
    kinds.map(|(name, kind)| Column { name: name.into(), kind }).into()
}

fn row(number: i64) -> Vec<Cell> {
    vec![
        Cell::Text(format!("Müller {number}")),
        if number % 3 == 0 { Cell::None } else { Cell::Whole(-number) },
        Cell::Moment(Timestamp(1_700_000_000_000 + number)),
        Cell::Truth(number % 2 == 0),
    ]
}

fn write(dir: &Path, format: Format, rows: i64) -> PathBuf {
    let path = dir.join(format.ending());
    let file = File::create_new(&path).expect("made");
    let mut table = Table::begin(file, format, &columns()).expect("begun");
    (0..rows).for_each(|number| table.row(row(number)).expect("written"));
    table.finish().expect("finished");
    path
}

/// More rows than a row group holds, and none at all.
#[test]
fn parquet_holds_every_row_and_every_gap() {
    for rows in [0, 1, 12_345] {
        let dir = tempfile::tempdir().expect("a directory");
        let path = write(dir.path(), Format::Parquet, rows);
        let reader = SerializedFileReader::new(File::open(path).expect("there")).expect("Parquet");
        let mut number = 0;
        for found in reader.get_row_iter(None).expect("readable") {
            let found = found.expect("a row");
            assert_eq!(found.get_string(0).expect("a text"), &format!("Müller {number}"));
            match number % 3 {
                0 => assert!(matches!(found.get_column_iter().nth(1), Some((_, Field::Null)))),
                _ => assert_eq!(found.get_long(1).expect("a number"), -number),
            }
            assert_eq!(found.get_timestamp_millis(2).expect("a moment"), 1_700_000_000_000 + number);
            assert_eq!(found.get_bool(3).expect("yes or no"), number % 2 == 0);
            number += 1;
        }
        assert_eq!(number, rows);
    }
}

#[test]
fn csv_has_a_header_and_rfc_3339() {
    let dir = tempfile::tempdir().expect("a directory");
    let text = std::fs::read_to_string(write(dir.path(), Format::Csv, 2)).expect("readable");
    let wanted = "name,count,at,is it\r\nMüller 0,,2023-11-14T22:13:20Z,true\r\n\
                  Müller 1,-1,2023-11-14T22:13:20.001Z,false\r\n";
    assert_eq!(text, wanted);
}

#[test]
fn a_cell_of_another_kind_or_a_short_row_is_refused() {
    let dir = tempfile::tempdir().expect("a directory");
    for (format, name) in [(Format::Csv, "a"), (Format::Parquet, "b")] {
        let file = File::create_new(dir.path().join(name)).expect("made");
        let mut table = Table::begin(file, format, &columns()).expect("begun");
        assert!(table.row(vec![Cell::None]).is_err(), "{format:?}");
    }
    let file = File::create_new(dir.path().join("c")).expect("made");
    let mut table = Table::begin(file, Format::Parquet, &columns()).expect("begun");
    let wrong = vec![Cell::Whole(1), Cell::None, Cell::None, Cell::None];
    assert!(table.row(wrong).and_then(|()| table.finish()).is_err());
}

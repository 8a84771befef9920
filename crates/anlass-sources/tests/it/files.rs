//! Files as they come: one real table in six encodings and layouts, and what programs write above and below a table.

mod damaged;
pub(crate) mod workbooks;

use super::root;
use anlass_model::event::Body;
use anlass_model::id::VaultId;
use anlass_model::value::Value;
use anlass_sources::report::Fate;
use anlass_sources::{Imported, Mapping, import};
use std::collections::BTreeSet;
use std::path::Path;

fn outlets(file: &str, columns: [&str; 3]) -> String {
    let [number, street, town] = columns;
    format!(
        "mapping: outlets\nsource: 4\ncurrency: EUR\ntime_zone: Europe/Berlin\nprofiles:\n  - file: \"{file}\"\n    \
         customer: {{ column: {number}, kind: customer_number }}\n    on: 2024-01-01\n    fields:\n      \
         street: {street}\n      town: {town}\n      longitude: {}\n",
        if number == "id" { "plz_lng" } else { "Längengrad" }
    )
}

fn read(folder: &Path, mapping: &str) -> Imported {
    let mapping = Mapping::read(mapping, "test.yaml").expect("a good mapping");
    import(&mapping, folder, VaultId(1), &mut |_| {}).expect("readable")
}

/// What the file says, in its own words; decimal marks made alike.
fn facts(imported: &Imported) -> BTreeSet<(String, Vec<String>)> {
    let arrivals = imported.arrivals.iter();
    arrivals
        .map(|arrival| {
            let Body::Profile(fields) = &arrival.event.body else { panic!("{:?}", arrival.event.body) };
            let values = fields.iter().map(|(_, value)| match value {
                Some(Value::Text(text)) => text.replace(',', "."),
                other => format!("{other:?}"),
            });
            (arrival.identifiers[0].value.to_string(), values.collect())
        })
        .collect()
}

#[test]
fn one_table_in_six_encodings_and_layouts_gives_the_same_rows() {
    let folder = root().join("../shared/data/messy_csv");
    if !folder.exists() {
        println!("skipped: the shared tables are not on this machine");
        return;
    }
    let named = ["Nr.", "Straße", "Ort"];
    let files = [
        ("01_utf8_comma_lf.csv", ["id", "strasse", "ort"]),
        ("02_utf8bom_semicolon_crlf_decimalcomma.csv", named),
        ("03_windows1252_semicolon_crlf_decimalcomma.csv", named),
        ("04_utf16le_bom_tab.csv", named),
        ("05_utf16be_bom_semicolon.csv", named),
        ("06_iso8859_15_pipe_lf.txt", named),
    ];
    let read = |(file, columns)| read(&folder, &outlets(file, columns));
    let first = read(files[0]);
    assert_eq!(first.report.files[0].rows_read, 458);
    let expected = facts(&first);
    assert_eq!(expected.len(), 458);
    for file in &files[1..] {
        let imported = read(*file);
        assert_eq!(imported.report.files[0].tally(Fate::Accepted).rows, 458, "{}", file.0);
        assert_eq!(facts(&imported), expected, "{}", file.0);
    }
}

#[test]
fn what_stands_above_and_below_a_table_is_no_row_of_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "Filialliste\r\nErstellt am 01.02.2024\r\n\r\nNr.;Straße;Ort;Längengrad\r\n1;Müllerweg 1;Köln;6,9\r\n\
                2;Kürze\r\n3;Ring 3;Bonn;7,1\r\nSumme: 3 Filialen\r\n";
    std::fs::write(folder.path().join("liste.csv"), text).expect("written");
    let imported = read(folder.path(), &outlets("liste.csv", ["Nr.", "Straße", "Ort"]));
    let file = &imported.report.files[0];
    let fates: Vec<_> = file.fates.iter().map(|(fate, tally)| (*fate, tally.rows)).collect();
    assert_eq!(fates, [(Fate::Accepted, 2), (Fate::Footer, 1), (Fate::Quarantined, 1)]);
    // Rows are told as a spreadsheet counts records.
    assert_eq!(file.quarantined[0].row, 5);
}

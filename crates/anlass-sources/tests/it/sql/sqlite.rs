//! What is promised of pulls, on SQLite files, which need no server.

use super::{column, number, pull, sweep, text};
use anlass_model::id::VaultId;
use anlass_sources::probe::probe;
use anlass_sources::sql::{
    Database, LookedBack, Position, Puller, Trouble, WatermarkKind, first_rows, tables,
};
use anlass_sources::{Mapping, import};
use proptest::prelude::*;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

struct File {
    folder: TempDir,
    writer: Connection,
}

impl File {
    fn new(sql: &str) -> File {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = Connection::open(folder.path().join("shop.db")).expect("opened");
        // What is tested here is not whether a disk holds what it is given.
        writer.execute_batch("PRAGMA synchronous = OFF").expect("set");
        writer.execute_batch(sql).expect("made");
        File { folder, writer }
    }

    fn database(&self) -> Database {
        Database::Sqlite { folder: self.folder.path().into(), file: "shop.db".into() }
    }

    fn run(&self, sql: &str) {
        self.writer.execute_batch(sql).expect("done");
    }
}

#[test]
fn only_what_is_new_comes_with_the_next_sweep() {
    let file = File::new(
        "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, spent REAL, changed TEXT);
         INSERT INTO customer VALUES (1, 'Müller', 12.5, '2024-05-01 10:00:00'), (2, NULL, 1e20, '2024-05-01 10:00:00')",
    );
    let pull = pull("SELECT * FROM customer", "changed", WatermarkKind::Timestamp, &["id"]);
    let mut position = Position::default();
    let first = sweep(&file.database(), &pull, &mut position);
    assert_eq!(first.names, ["id", "name", "spent", "changed"]);
    assert_eq!(first.rows[0], [number("1"), text("Müller"), number("12.5"), text("2024-05-01 10:00:00")]);
    assert_eq!(first.rows[1][2].text(), "100000000000000000000");
    assert!(sweep(&file.database(), &pull, &mut position).rows.is_empty());
    // One of the same second, one that was written late, one that changed.
    file.run(
        "INSERT INTO customer VALUES (0, 'Same', 0, '2024-05-01 10:00:00'), (3, 'Late', 0, '2024-05-01 09:58:00');
         UPDATE customer SET name = 'Schmidt', changed = '2024-05-01 10:00:09' WHERE id = 2",
    );
    let next = sweep(&file.database(), &pull, &mut position);
    assert_eq!(column(&next, "name"), ["Late", "Same", "Schmidt"]);
    assert!(sweep(&file.database(), &pull, &mut position).rows.is_empty());
}

#[test]
fn many_rows_of_one_watermark_are_neither_lost_nor_doubled_where_batches_part() {
    let file = File::new("CREATE TABLE line (receipt INTEGER, number INTEGER, at INTEGER)");
    for receipt in 0..40 {
        for line in 0..5 {
            let row = params![receipt, line, 7];
            file.writer.execute("INSERT INTO line VALUES (?, ?, ?)", row).expect("written");
        }
    }
    let mut pull = pull("SELECT * FROM line", "at", WatermarkKind::Integer, &["receipt", "number"]);
    pull.batch_rows = 7;
    let mut position = Position::default();
    let rows = sweep(&file.database(), &pull, &mut position);
    let mut keys: Vec<_> = rows.rows.iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    keys.dedup();
    assert_eq!((rows.rows.len(), keys.len()), (200, 200));
}

#[test]
fn a_row_that_changes_where_a_long_sweep_has_been_already_is_found_by_the_next() {
    for kind in [WatermarkKind::Integer, WatermarkKind::Text] {
        let of = |number: i64| match kind {
            WatermarkKind::Text => format!("'{number:03}'"),
            _ => number.to_string(),
        };
        let file = File::new("CREATE TABLE note (id INTEGER PRIMARY KEY, version INTEGER, at)");
        let write = |id: i64, version: i64, at: i64| {
            file.run(&format!("INSERT OR REPLACE INTO note VALUES ({id}, {version}, {})", of(at)));
        };
        for id in 1..=3 {
            write(id, 1, 7);
        }
        let mut pull = pull("SELECT * FROM note", "at", kind, &["id"]);
        (pull.batch_rows, pull.watermark.again) = (2, Some(1));
        let first = Puller::open(&file.database(), &pull).expect("opened").next(&Position::default());
        let mut position = first.expect("answered").position;
        // Still of the last time, where the first batch was; then time goes on.
        write(1, 2, 7);
        (20..25).for_each(|id| write(id, 1, id));
        let rest = sweep(&file.database(), &pull, &mut position);
        assert_eq!(column(&rest, "id"), ["3", "20", "21", "22", "23", "24"]);
        let next = sweep(&file.database(), &pull, &mut position);
        assert_eq!((column(&next, "id"), column(&next, "version")), (vec!["1"], vec!["2"]));
        assert!(sweep(&file.database(), &pull, &mut position).rows.is_empty());
    }
}

#[test]
fn rows_that_cannot_be_told_apart_are_refused_rather_than_lost() {
    let file = File::new(
        "CREATE TABLE entry (id INTEGER, part TEXT, weight REAL, at);
         INSERT INTO entry VALUES (1, 'a', 0.5, 1), (1, 'b', 0.5, 1)",
    );
    let refused = |watermark: &str, kind, key: &[&str]| {
        let pull = pull("SELECT * FROM entry", watermark, kind, key);
        let error =
            Puller::open(&file.database(), &pull).expect("opened").next(&Position::default()).map(drop);
        let error = error.expect_err("refused");
        assert_eq!(error.trouble, Trouble::Unfit, "{error}");
        error.cause
    };
    assert_eq!(
        refused("at", WatermarkKind::Integer, &["id"]),
        "two rows have the same watermark and the key 1"
    );
    assert!(refused("at", WatermarkKind::Integer, &["weight"]).contains("floating point"));
    assert!(refused("at", WatermarkKind::Timestamp, &["part"]).contains("is not a time"));
    assert!(refused("at", WatermarkKind::Integer, &["absent"]).contains("one column \"absent\""));
    file.run("INSERT INTO entry VALUES (NULL, 'c', 0.5, 2)");
    assert!(refused("at", WatermarkKind::Integer, &["id", "part"]).contains("empty"));
    file.run("UPDATE entry SET id = 2, at = 'soon' WHERE id IS NULL");
    assert!(refused("at", WatermarkKind::Integer, &["id", "part"]).contains("\"soon\""));
}

#[test]
fn a_query_cannot_change_the_file_nor_ask_for_more_than_one_answer() {
    let file = File::new("CREATE TABLE note (id INTEGER PRIMARY KEY); INSERT INTO note VALUES (1)");
    for query in [
        "SELECT id FROM note) AS a; DELETE FROM note; SELECT * FROM (SELECT 1 AS id",
        "SELECT id FROM note) AS anlass_rows WHERE 1 = 1; DELETE FROM note --",
        "SELECT id FROM note) AS anlass_rows; /*",
        "WITH gone AS (DELETE FROM note RETURNING id) SELECT * FROM gone",
        "SELECT absent FROM note",
    ] {
        let pull = pull(query, "id", WatermarkKind::Integer, &["id"]);
        let error =
            Puller::open(&file.database(), &pull).expect("opened").next(&Position::default()).map(drop);
        assert_eq!(error.expect_err("refused").trouble, Trouble::Query, "{query}");
    }
    let count: i64 =
        file.writer.query_row("SELECT count(*) FROM note", [], |row| row.get(0)).expect("counted");
    assert_eq!(count, 1);
}

#[test]
fn a_query_that_never_ends_is_broken_off() {
    let file = File::new("CREATE TABLE note (id INTEGER PRIMARY KEY)");
    let endless =
        "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT max(id) AS id FROM n";
    let mut pull = pull(endless, "id", WatermarkKind::Integer, &["id"]);
    pull.timeout_seconds = 1;
    let error = Puller::open(&file.database(), &pull).expect("opened").next(&Position::default()).map(drop);
    let error = error.expect_err("too slow");
    assert_eq!((error.trouble, error.is_passing()), (Trouble::TooSlow, true));
}

#[test]
fn a_position_of_another_pull_is_refused() {
    let file =
        File::new("CREATE TABLE note (id INTEGER PRIMARY KEY, at INTEGER); INSERT INTO note VALUES (1, 2)");
    let by_number = pull("SELECT * FROM note", "id", WatermarkKind::Integer, &["id"]);
    let by_time = pull("SELECT * FROM note", "at", WatermarkKind::Integer, &["id"]);
    let mut position = Position::default();
    sweep(&file.database(), &by_number, &mut position);
    let error = Puller::open(&file.database(), &by_time).expect("opened").next(&position).map(drop);
    assert_eq!(error.expect_err("refused").trouble, Trouble::Position);
}

#[test]
fn more_rows_of_one_time_than_can_be_known_are_told_and_not_doubled() {
    let file = File::new(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, day TEXT);
         WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 60000)
         INSERT INTO note SELECT id, '2024-05-01' FROM n",
    );
    let mut pull = pull("SELECT * FROM note", "day", WatermarkKind::Timestamp, &["id"]);
    pull.batch_rows = 100_000;
    let mut puller = Puller::open(&file.database(), &pull).expect("opened");
    let first = puller.next(&Position::default()).expect("answered");
    assert_eq!(first.rows.rows.len(), 60_000);
    assert_eq!(first.looked_back, LookedBack::OnlyTo("2024-05-01".into()));
    file.run("INSERT INTO note VALUES (60001, '2024-05-01')");
    let next = puller.next(&first.position).expect("answered");
    assert_eq!(column(&next.rows, "id"), ["60001"]);
}

#[test]
fn what_a_database_gives_is_probed_and_imported_as_a_file_is() {
    let file = File::new(
        "CREATE TABLE customer (number INTEGER PRIMARY KEY, town TEXT, score TEXT, changed TEXT);
         INSERT INTO customer VALUES (1, 'Summe; \"Köln\"', '1.5', '2024-05-01 10:00:00'),
                                     (2, '', NULL, '2024-05-01 11:00:00'), (3, 'Bonn', '7', '2024-05-01 12:00:00')",
    );
    let query = "SELECT number, town, CAST(score AS REAL) AS score, changed FROM customer";
    let pull = pull(query, "changed", WatermarkKind::Timestamp, &["number"]);
    let rows = sweep(&file.database(), &pull, &mut Position::default());
    let folder = file.folder.path();
    rows.write(&folder.join("customers")).expect("written");
    let probed = probe(folder, "customers").expect("probed");
    assert_eq!((probed.looked_at, probed.unusable), (3, 0));
    assert_eq!(probed.rows[0], ["1", "Summe; \"Köln\"", "1.5", "2024-05-01 10:00:00"]);

    let mapping = "mapping: customers\nsource: 4\ncurrency: EUR\ntime_zone: Europe/Berlin\ndecimal: comma\nprofiles:\n  - file: \
                   customers\n    customer: { column: number, kind: customer_number }\n    changed: { column: changed }\n    \
                   fields: { town: town, score: score }\n";
    let mapping = Mapping::read(mapping, "customers.yaml").expect("a good mapping");
    let read = || import(&mapping, folder, VaultId(1), &mut |_| {}).expect("imported");
    let imported = read();
    assert_eq!(imported.arrivals.len(), 2);
    let shown = format!("{:?}", imported.arrivals[0].event.body);
    assert!(shown.contains("Köln") && shown.contains("1,5"), "{shown}");
    // The same rows again say the same, under the same ids.
    let ids = |imported: &anlass_sources::Imported| {
        imported.arrivals.iter().map(|arrival| arrival.event.message).collect::<Vec<_>>()
    };
    assert_eq!(ids(&read()), ids(&imported));
}

#[test]
fn a_database_can_be_looked_at_before_it_is_mapped() {
    let file = File::new(
        "CREATE TABLE customer (number INTEGER PRIMARY KEY, mail TEXT); INSERT INTO customer VALUES (1, 'a@example.com'), (2, '');
         CREATE VIEW buyer AS SELECT number FROM customer",
    );
    let found: Vec<_> = tables(&file.database())
        .expect("listed")
        .into_iter()
        .map(|table| (table.name, table.columns))
        .collect();
    let of = |name: &str, columns: &[&str]| {
        (name.to_owned(), columns.iter().map(|name| (*name).to_owned()).collect())
    };
    assert_eq!(found, [of("buyer", &["number"]), of("customer", &["number", "mail"])]);
    let rows = first_rows(&file.database(), "SELECT * FROM customer;", 1).expect("answered");
    assert_eq!((rows.names.len(), rows.rows.len()), (2, 1));
    assert!(first_rows(&file.database(), "DELETE FROM customer", 1).is_err());
}

#[test]
fn a_file_of_rows_that_was_cut_off_is_refused() {
    let file = File::new("CREATE TABLE note (id INTEGER PRIMARY KEY); INSERT INTO note VALUES (1), (2), (3)");
    let pull = pull("SELECT * FROM note", "id", WatermarkKind::Integer, &["id"]);
    let rows = sweep(&file.database(), &pull, &mut Position::default());
    let mut whole = Vec::new();
    rows.write_to(&mut whole).expect("written");
    let folder: &Path = file.folder.path();
    for end in 0..whole.len() {
        std::fs::write(folder.join("notes"), &whole[..end]).expect("written");
        // Without its beginning it is some other file, or none.
        assert!(end < 12 || probe(folder, "notes").is_err(), "{end}");
    }
    std::fs::write(folder.join("notes"), &whole).expect("written");
    assert_eq!(probe(folder, "notes").expect("whole").looked_at, 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn however_rows_change_and_pulls_break_off_each_version_comes_once(
        steps in prop::collection::vec((0_i64..12, 0_i64..4, 0_i64..=4, any::<bool>(), any::<bool>()), 1..60),
        batch_rows in 1_u32..6, is_text in any::<bool>(),
    ) {
        let file = File::new("CREATE TABLE note (id INTEGER PRIMARY KEY, version INTEGER, at)");
        let kind = if is_text { WatermarkKind::Text } else { WatermarkKind::Integer };
        let mut pull = pull("SELECT * FROM note", "at", kind, &["id"]);
        pull.batch_rows = batch_rows;
        // Nothing is seen later than by what is looked at again.
        pull.watermark.again = Some(4);
        let (mut clock, mut position) = (10, Position::default());
        let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
        let mut take = |position: &Position, is_stored: bool, ends: bool| {
            let mut position = position.clone();
            loop {
                let batch = Puller::open(&file.database(), &pull).expect("opened").next(&position).expect("answered");
                if !is_stored {
                    // As if it was stopped before the rows were kept: nothing of it counts.
                    return position;
                }
                for row in &batch.rows.rows {
                    *seen.entry((row[0].text().into(), row[1].text().into())).or_default() += 1;
                }
                position = batch.position;
                if !ends || batch.ahead == anlass_sources::sql::Ahead::Nothing {
                    return position;
                }
            }
        };
        for (version, (id, ahead, late, pulls, is_stored)) in steps.into_iter().enumerate() {
            clock += ahead;
            // Of texts only the last is looked at again.
            let at = if is_text { format!("'{clock:04}'") } else { (clock - late).to_string() };
            file.run(&format!("INSERT OR REPLACE INTO note VALUES ({id}, {version}, {at})"));
            if pulls {
                position = take(&position, is_stored, false);
            }
        }
        position = take(&position, true, true);
        take(&position, true, true);
        prop_assert!(seen.values().all(|times| *times == 1), "{seen:?}");
        let mut last = file.writer.prepare("SELECT id, version FROM note").expect("prepared");
        let mut rows = last.query([]).expect("asked");
        while let Some(row) = rows.next().expect("answered") {
            let (id, version): (i64, i64) = (row.get(0).expect("a number"), row.get(1).expect("a number"));
            prop_assert!(seen.contains_key(&(id.to_string(), version.to_string())), "{id} {version}");
        }
    }
}

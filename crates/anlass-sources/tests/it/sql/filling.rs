//! Tables that are filled: whole or not at all, and no table of anybody else. The same is promised of every kind of database.

mod doors;

use super::mariadb::mariadb;
use super::servers::postgres;
use super::{number, text};
use anlass_model::time::Timestamp;
use anlass_sources::sql::{Cell, Database, Filling, Target, Trouble, first_rows, tables};
use anlass_sources::writing::{Cell as Out, Column, Kind};

/// A database in which tables may be made, and a way to run statements there as its owner.
pub(super) struct Place {
    pub(super) database: Database,
    pub(super) run: Box<dyn Fn(&str)>,
    /// As names are quoted there.
    quote: char,
}

/// One of each kind that there is here, by a name that no other test has.
pub(super) fn places(name: &'static str) -> Vec<Place> {
    let mut places = vec![sqlite()];
    if let Some(server) = postgres() {
        let database = server.database(name, "GRANT CREATE ON SCHEMA public TO reader");
        let run = Box::new(move |sql: &str| drop(server.run(name, sql)));
        places.push(Place { database, run, quote: '"' });
    }
    if let Some(server) = mariadb() {
        let grant = format!("GRANT INSERT, CREATE, ALTER, DROP ON {name}.* TO reader_{name}");
        let database = server.database(name, &[&grant]);
        let run = Box::new(move |sql: &str| server.run(name, sql));
        places.push(Place { database, run, quote: '`' });
    }
    places
}

fn sqlite() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let database = Database::Sqlite { folder: folder.path().into(), file: "out.db".into() };
    let run = Box::new(move |sql: &str| {
        let connection = rusqlite::Connection::open(folder.path().join("out.db")).expect("opened");
        connection.execute_batch(sql).expect("done");
    });
    Place { database, run, quote: '"' }
}

pub(super) fn target(table: &str) -> Target {
    Target { schema: None, table: table.into(), owner: "customers (1f)".into() }
}

fn column(name: &str, kind: Kind) -> Column {
    Column { name: name.into(), kind }
}

pub(super) fn ids() -> Vec<Column> {
    vec![column("id", Kind::Whole)]
}

/// A table of so many rows, to be finished.
pub(super) fn filled(database: &Database, target: &Target, rows: i64) -> Filling {
    let mut filling = Filling::begin(database, target, &ids()).expect("begun");
    for id in 1..=rows {
        filling.row(vec![Out::Whole(id)]).expect("put");
    }
    filling
}

pub(super) fn count(database: &Database, table: &str) -> String {
    let rows = first_rows(database, &format!("SELECT count(*) AS n FROM {table}"), 1).expect("answered");
    rows.rows[0][0].text().to_owned()
}

fn names(database: &Database) -> Vec<String> {
    tables(database).expect("listed").into_iter().map(|table| table.name).collect()
}

#[test]
fn values_and_names_come_out_as_they_went_in() {
    for Place { database, quote, .. } in places("spelt") {
        let columns = [
            column("profile.Straße \"ü\"", Kind::Text),
            column("it's `a` \\ name", Kind::Text),
            column("revenue_minor", Kind::Whole),
            column("last_order", Kind::Moment),
            column("consent.email.news", Kind::Truth),
        ];
        let target = target("Kund\"in`nen \\'ü; --");
        target.try_out(&database, &columns).expect("it can be made");
        assert_eq!(names(&database), Vec::<String>::new(), "trying leaves nothing");
        let mut filling = Filling::begin(&database, &target, &columns).expect("begun");
        let odd = "Müller's \"x\" `y` \\N \\. 😀\t\r\n%s ? ;--";
        filling
            .row(vec![
                Out::Text(odd.into()),
                Out::Text(String::new()),
                Out::Whole(i64::MIN),
                Out::Moment(Timestamp(1_795_510_800_005)),
                Out::Truth(true),
            ])
            .expect("put");
        filling.row(vec![Out::None, Out::None, Out::None, Out::None, Out::None]).expect("put");
        // No database knows this year.
        let never = Out::Moment(Timestamp(i64::MAX));
        let late = vec![Out::Text("=1+1".into()), Out::None, Out::Whole(1_999), never, Out::Truth(false)];
        filling.row(late).expect("put");
        filling.finish().expect("finished");
        let name = target.table.replace(quote, &format!("{quote}{quote}"));
        let query = format!("SELECT * FROM {quote}{name}{quote} ORDER BY revenue_minor");
        let found = first_rows(&database, &query, 9).expect("answered");
        assert_eq!(found.names, columns.map(|column| column.name));
        let mut rows = found.rows;
        rows.sort_by_key(|row| row[2].text().to_owned());
        let (moment, truth) = match database {
            Database::Postgres(_) => (Cell::Moment("2026-11-24T09:00:00.005Z".into()), ["true", "false"]),
            Database::Mysql(_) => (text("2026-11-24 09:00:00.005000"), ["1", "0"]),
            Database::Sqlite { .. } => (text("2026-11-24T09:00:00.005Z"), ["1", "0"]),
        };
        let texts = |cells: &[Cell]| cells.iter().map(|cell| cell.text().to_owned()).collect::<Vec<_>>();
        assert_eq!(rows[0], vec![Cell::Null; 5]);
        assert_eq!(rows[1][..4], [text(odd), text(""), number("-9223372036854775808"), moment]);
        assert_eq!(rows[2][..4], [text("=1+1"), Cell::Null, number("1999"), Cell::Null]);
        assert_eq!(
            (texts(&rows[1][4..]), texts(&rows[2][4..])),
            (vec![truth[0].into()], vec![truth[1].into()])
        );
    }
}

#[test]
fn what_was_not_finished_is_never_seen_and_leaves_nothing_for_long() {
    for Place { database, .. } in places("unfinished") {
        let target = target("people");
        // Killed at its first time: there is no table yet that others would take for a whole one.
        drop(filled(&database, &target, 1_500));
        assert!(!names(&database).contains(&"people".to_owned()));
        filled(&database, &target, 2_500).finish().expect("finished");
        assert_eq!((count(&database, "people"), names(&database)), ("2500".into(), vec!["people".into()]));
        drop(filled(&database, &target, 1_500));
        assert_eq!(count(&database, "people"), "2500");
        filled(&database, &target, 1_500).abandon();
        assert_eq!(names(&database), ["people"]);
        drop(filled(&database, &target, 1_500));
        filled(&database, &target, 10).finish().expect("finished");
        assert_eq!((count(&database, "people"), names(&database)), ("10".into(), vec!["people".into()]));
        filled(&database, &target, 0).finish().expect("finished");
        assert_eq!(count(&database, "people"), "0");
    }
}

#[test]
fn a_table_of_somebody_else_is_never_touched() {
    for Place { database, run, .. } in places("theirs") {
        run("CREATE TABLE theirs (id bigint); ");
        run("INSERT INTO theirs VALUES (7)");
        run("CREATE TABLE beside_new (id bigint)");
        run("CREATE VIEW seen AS SELECT 7 AS id");
        filled(&database, &target("ours"), 3).finish().expect("finished");
        let another = Target { owner: "orders (1f)".into(), ..target("ours") };
        for (target, told) in [
            (target("theirs"), "no export of Anlass made"),
            (target("beside"), "\"beside_new\""),
            (target("seen"), "no export of Anlass made"),
            (another, "another export of Anlass (Anlass export customers (1f))"),
        ] {
            let begun = Filling::begin(&database, &target, &ids()).map(drop).expect_err("refused");
            let tried = target.try_out(&database, &ids()).expect_err("refused");
            for error in [begun, tried] {
                assert_eq!(error.trouble, Trouble::Foreign, "{error}");
                assert!(error.cause.contains(told) && error.cure.contains("another name"), "{error}");
            }
        }
        // One that came while ours was filled.
        let late = filled(&database, &target("late"), 3);
        run("CREATE TABLE late (id bigint)");
        run("INSERT INTO late VALUES (8)");
        assert_eq!(late.finish().expect_err("refused").trouble, Trouble::Foreign);
        let kept = ["theirs", "seen", "late", "ours", "beside_new"].map(|table| count(&database, table));
        assert_eq!(kept, ["1", "1", "1", "3", "0"]);
    }
}

#[test]
fn readers_see_all_of_one_or_all_of_the_other() {
    for Place { database, .. } in places("readers") {
        // In MySQL that is promised of a statement; the snapshot of our own reader may be older than the table.
        let count = |table: &str| match (&database, mariadb()) {
            (Database::Mysql(_), Some(server)) => server.count("readers", table),
            _ => count(&database, table),
        };
        let target = target("people");
        filled(&database, &target, 100).finish().expect("finished");
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for rows in [200, 100, 200, 100, 200] {
                    filled(&database, &target, rows).finish().expect("finished");
                }
            });
            while !writer.is_finished() {
                let seen = count("people");
                assert!(seen == "100" || seen == "200", "{seen} in {database:?}");
            }
        });
        assert_eq!(count("people"), "200");
    }
}

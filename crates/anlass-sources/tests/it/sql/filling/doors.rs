//! Who is let in to fill a table, and what breaks off in its middle.

use super::{count, filled, ids, places, target};
use crate::sql::servers::{PASSWORD, own_postgres, postgres};
use anlass_sources::sql::{Database, Filling, Secret, Server, Target, Trouble};
use anlass_sources::writing::{Cell, Column, Kind};

fn over_tcp(server: &Server, port: u16, secret: &str) -> Server {
    Server { host: "127.0.0.1".into(), port: Some(port), secret: Secret::new(secret), ..server.clone() }
}

#[test]
fn who_may_not_make_tables_is_told_what_is_missing() {
    let Some(server) = postgres() else { return };
    let Database::Postgres(own) = server.database("shut", "REVOKE ALL ON SCHEMA public FROM PUBLIC") else {
        panic!("another kind")
    };
    let open = |server: Server| {
        let target = Target { schema: Some("public".into()), ..target("people") };
        target.try_out(&Database::Postgres(server), &ids()).expect_err("refused")
    };
    let missing = open(own.clone());
    assert_eq!(missing.trouble, Trouble::Refused);
    assert!(missing.cure.contains("USAGE and CREATE on the schema"), "{missing:?}");
    let wrong = open(over_tcp(&own, server.port(), "wr0ng"));
    assert_eq!(wrong.trouble, Trouble::Refused);
    assert!(!format!("{wrong:?}").contains("wr0ng") && !format!("{wrong:?}").contains(PASSWORD), "{wrong:?}");
    assert_eq!(open(over_tcp(&own, 1, PASSWORD)).trouble, Trouble::Unreachable);
}

#[test]
fn names_that_no_table_can_have_are_refused_before_anything_is_done() {
    for place in places("unnamed") {
        let long = "x".repeat(51);
        for table in ["", " a", "a\nb", "a\0b", &long] {
            let error = target(table).try_out(&place.database, &ids()).expect_err("refused");
            assert_eq!(error.trouble, Trouble::Unfit, "{table:?}: {error}");
        }
        let owner = "a*/ (x integer); --".to_owned();
        let error = Target { owner, ..target("a") }.try_out(&place.database, &ids()).expect_err("refused");
        assert_eq!(error.trouble, Trouble::Unfit);
        let is_file = matches!(place.database, Database::Sqlite { .. });
        let wide = [Column { name: "ü".repeat(65), kind: Kind::Text }];
        assert_eq!(target("wide").try_out(&place.database, &wide).is_ok(), is_file);
        // A row that was made for other columns is not put in anyhow.
        let mut filling = Filling::begin(&place.database, &target("a"), &ids()).expect("begun");
        for cells in [vec![], vec![Cell::Text("1".into())], vec![Cell::None, Cell::None]] {
            assert_eq!(filling.row(cells).expect_err("refused").trouble, Trouble::Unfit);
        }
    }
}

#[test]
fn whoever_was_let_at_the_former_table_is_let_at_the_new_one() {
    let Some(server) = postgres() else { return };
    let database = server.database(
        "granted",
        "GRANT CREATE ON SCHEMA public TO reader; CREATE ROLE \"Ana\"\"lyst\"; CREATE ROLE boss;
         ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM reader",
    );
    filled(&database, &target("people"), 3).finish().expect("finished");
    server.run(
        "granted",
        "GRANT SELECT ON people TO \"Ana\"\"lyst\"; GRANT SELECT ON people TO boss WITH GRANT OPTION; \
         GRANT SELECT ON people TO PUBLIC",
    );
    let granted = || {
        server.run(
            "granted",
            "SELECT string_agg(entry::text, ' ' ORDER BY entry::text) FROM \
             (SELECT unnest(relacl) AS entry FROM pg_class WHERE relname = 'people') AS entries",
        )
    };
    let before = granted();
    assert!(before.contains("lyst") && before.contains("boss=r*"), "{before}");
    filled(&database, &target("people"), 5).finish().expect("finished");
    assert_eq!((granted(), count(&database, "people").as_str()), (before.clone(), "5"));
    // Of other columns it is another table.
    let columns = [Column { name: "name".into(), kind: Kind::Text }];
    Filling::begin(&database, &target("people"), &columns).expect("begun").finish().expect("finished");
    assert_eq!((granted(), count(&database, "people").as_str()), (before, "0"));
}

#[test]
fn views_and_indexes_go_on_with_the_new_rows_and_keep_a_table_of_other_columns() {
    let Some(server) = postgres() else { return };
    let database = server.database("viewed", "GRANT CREATE ON SCHEMA public TO reader");
    filled(&database, &target("people"), 3).finish().expect("finished");
    server.run("viewed", "CREATE VIEW chosen AS SELECT id FROM people WHERE id > 1");
    server.run("viewed", "CREATE UNIQUE INDEX by_id ON people (id)");
    filled(&database, &target("people"), 5).finish().expect("finished");
    assert_eq!((count(&database, "people"), count(&database, "chosen")), ("5".into(), "4".into()));
    let indexes = "SELECT count(*) FROM pg_index WHERE indrelid = 'people'::regclass";
    assert_eq!(server.run("viewed", indexes).trim(), "1");
    // Nobody would know what the view should show of these.
    let columns = [ids(), vec![Column { name: "name".into(), kind: Kind::Text }]].concat();
    let wider = || {
        let mut filling = Filling::begin(&database, &target("people"), &columns).expect("begun");
        filling.row(vec![Cell::Whole(1), Cell::Text("Ada".into())]).expect("put");
        filling.finish()
    };
    let error = wider().expect_err("refused");
    assert!(error.cure.contains("views"), "{error:?}");
    assert_eq!((count(&database, "people"), count(&database, "chosen")), ("5".into(), "4".into()));
    server.run("viewed", "DROP VIEW chosen");
    wider().expect("finished");
    assert_eq!(count(&database, "people"), "1");
}

#[test]
fn a_report_that_began_before_finds_the_former_rows_until_it_ends() {
    let Some(server) = postgres() else { return };
    let database = server.database("reported", "GRANT CREATE ON SCHEMA public TO reader");
    filled(&database, &target("people"), 3).finish().expect("finished");
    std::thread::scope(|scope| {
        // Its moment is that of its first statement.
        let report = scope.spawn(|| {
            server.run(
                "reported",
                "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM people; SELECT pg_sleep(2); \
                 SELECT count(*) FROM people; COMMIT",
            )
        });
        let is_sleeping = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'BEGIN%pg_sleep%' AND wait_event = 'PgSleep'";
        while server.run("postgres", is_sleeping).trim() != "1" {
            assert!(!report.is_finished(), "it was not seen at work");
        }
        filled(&database, &target("people"), 5).finish().expect("finished");
        let said = report.join().expect("reported");
        assert!(!said.contains('0') && !said.contains('5'), "{said}");
    });
    assert_eq!(count(&database, "people"), "5");
}

#[test]
fn views_of_files_go_on_with_the_new_table() {
    let place = super::sqlite();
    filled(&place.database, &target("people"), 3).finish().expect("finished");
    (place.run)("CREATE VIEW chosen AS SELECT id FROM people WHERE id > 1");
    filled(&place.database, &target("people"), 5).finish().expect("finished");
    assert_eq!(count(&place.database, "chosen"), "4");
}

#[test]
fn a_connection_that_breaks_and_a_server_that_falls_leave_the_former_table() {
    let Some(server) = own_postgres() else { return };
    let database = server.database("broken", "GRANT CREATE ON SCHEMA public TO reader");
    filled(&database, &target("people"), 3).finish().expect("finished");
    let begun = filled(&database, &target("people"), 1_500);
    server.run("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'reader'");
    assert!(begun.finish().expect_err("broken").is_passing());
    assert_eq!(count(&database, "people"), "3");
    let begun = filled(&database, &target("people"), 1_500);
    server.crash();
    assert!(begun.finish().expect_err("broken").is_passing());
    assert_eq!(count(&database, "people"), "3");
    filled(&database, &target("people"), 4).finish().expect("finished");
    assert_eq!((count(&database, "people"), super::names(&database)), ("4".into(), vec!["people".into()]));
}

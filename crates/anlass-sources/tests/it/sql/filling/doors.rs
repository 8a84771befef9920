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
    assert_eq!((granted(), count(&database, "people").as_str()), (before, "5"));
}

#[test]
fn a_view_of_the_former_table_keeps_it_and_somebody_is_told() {
    let Some(server) = postgres() else { return };
    let database = server.database("viewed", "GRANT CREATE ON SCHEMA public TO reader");
    filled(&database, &target("people"), 3).finish().expect("finished");
    server.run("viewed", "CREATE VIEW chosen AS SELECT id FROM people WHERE id > 1");
    let error = filled(&database, &target("people"), 5).finish().expect_err("refused");
    assert!(error.cure.contains("views"), "{error:?}");
    assert_eq!((count(&database, "people"), count(&database, "chosen")), ("3".into(), "2".into()));
    server.run("viewed", "DROP VIEW chosen");
    filled(&database, &target("people"), 5).finish().expect("finished");
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

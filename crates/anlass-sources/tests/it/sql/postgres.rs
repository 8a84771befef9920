//! Pulls from a real PostgreSQL server.

use super::servers::{PASSWORD, postgres};
use super::{column, number, pull, sweep, text};
use anlass_sources::sql::{
    Ahead, Cell, Database, Position, Puller, Secret, Server, Tls, Trouble, WatermarkKind, first_rows, tables,
};

#[test]
fn values_of_all_types_come_in_one_spelling_whatever_the_server_is_set_to() {
    let Some(server) = postgres() else { return };
    let database = server.database(
        "types",
        "CREATE TABLE entry (id bigint PRIMARY KEY, small smallint, price numeric(10, 2), weight double precision, flag boolean,
         name text, code char(4), day date, local timestamp, moment timestamptz, data bytea, document jsonb, tags text[],
         id_card uuid, took interval);
         INSERT INTO entry VALUES (9007199254740993, -3, 1234.50, 1e20, true, E'Müller\n\"x\"', 'ab', '2024-02-01',
         '2024-05-01 10:00:00.25', '2024-05-01 10:00:00+02', '\\xff00', '{\"a\": 1.5}', '{x,y}',
         '00000000-0000-0000-0000-00000000000a', '1 day 2 hours');
         INSERT INTO entry VALUES (2)",
    );
    let found = tables(&database).expect("listed");
    assert_eq!((found.len(), &*found[0].name, &*found[0].columns[0]), (1, "entry", "id"));
    assert_eq!(first_rows(&database, "SELECT * FROM entry", 1).expect("answered").rows.len(), 1);
    let pull = pull("SELECT * FROM entry", "id", WatermarkKind::Integer, &["id"]);
    let rows = sweep(&database, &pull, &mut Position::default());
    assert_eq!(
        rows.rows[1],
        [
            number("9007199254740993"),
            number("-3"),
            number("1234.50"),
            number("100000000000000000000"),
            text("true"),
            text("Müller\n\"x\""),
            text("ab  "),
            text("2024-02-01"),
            text("2024-05-01 10:00:00.25"),
            Cell::Moment("2024-05-01T08:00:00Z".into()),
            text("ff00"),
            text("{\"a\": 1.5}"),
            text("{x,y}"),
            text("00000000-0000-0000-0000-00000000000a"),
            text("P1DT2H"),
        ]
    );
    assert!(rows.rows[0][1..].iter().all(|cell| *cell == Cell::Null));
}

#[test]
fn what_was_written_early_and_seen_late_is_found() {
    let Some(server) = postgres() else { return };
    let database = server.database(
        "late",
        "CREATE TABLE visit (shop text, number uuid, changed timestamptz, PRIMARY KEY (shop, number));
         INSERT INTO visit SELECT 'b', md5(n::text)::uuid, '2024-05-01 10:00:00.123456+00' FROM generate_series(1, 50) n",
    );
    let mut pull =
        pull("SELECT * FROM visit -- all", "changed", WatermarkKind::Timestamp, &["shop", "number"]);
    pull.batch_rows = 7;
    let mut position = Position::default();
    assert_eq!(sweep(&database, &pull, &mut position).rows.len(), 50);
    assert!(sweep(&database, &pull, &mut position).rows.is_empty());
    server.run(
        "late",
        "INSERT INTO visit VALUES ('late', md5('')::uuid, '2024-05-01 09:56:00+00'), ('a', md5('')::uuid, \
         '2024-05-01 10:00:00.123456+00'), ('c', md5('')::uuid, '2024-05-01 10:00:00.123457+00'), ('z', md5('')::uuid, NULL)",
    );
    assert_eq!(column(&sweep(&database, &pull, &mut position), "shop"), ["late", "a", "c"]);
    assert!(sweep(&database, &pull, &mut position).rows.is_empty());
}

#[test]
fn texts_and_days_are_watermarks_too() {
    let Some(server) = postgres() else { return };
    let database = server.database(
        "kinds",
        "CREATE TABLE entry (id int PRIMARY KEY, version varchar(20), day date);
         INSERT INTO entry VALUES (1, 'a', '2024-05-01'), (2, 'Ä''\\', '2024-05-02'), (3, 'Ä''\\', '2024-05-02')",
    );
    for (name, kind) in [("version", WatermarkKind::Text), ("day", WatermarkKind::Timestamp)] {
        let mut pull = pull("SELECT * FROM entry", name, kind, &["id"]);
        pull.batch_rows = 1;
        let mut position = Position::default();
        assert_eq!(sweep(&database, &pull, &mut position).rows.len(), 3, "{name}");
        assert!(sweep(&database, &pull, &mut position).rows.is_empty(), "{name}");
    }
}

#[test]
fn a_query_can_neither_write_nor_go_on_for_ever() {
    let Some(server) = postgres() else { return };
    let database = server.database(
        "safe",
        "CREATE TABLE note (id int PRIMARY KEY); INSERT INTO note VALUES (1); GRANT ALL ON note TO reader;
         CREATE FUNCTION spoil() RETURNS int LANGUAGE sql AS 'DELETE FROM note RETURNING id';
         CREATE FUNCTION open_up() RETURNS int LANGUAGE sql AS
         $$ SELECT set_config('transaction_read_only', 'off', true); DELETE FROM note RETURNING id $$",
    );
    for query in [
        "SELECT spoil() AS id",
        "SELECT open_up() AS id",
        "WITH gone AS (DELETE FROM note RETURNING id) SELECT id FROM gone",
        "SELECT 1 AS id) AS a; DELETE FROM note; SELECT * FROM (SELECT 1 AS id",
        "SELECT id FROM note FOR UPDATE",
        "SELECT absent FROM note",
    ] {
        let pull = pull(query, "id", WatermarkKind::Integer, &["id"]);
        let mut puller = Puller::open(&database, &pull).expect("opened");
        let error = puller.next(&Position::default()).map(drop).expect_err(query);
        assert_eq!(error.trouble, Trouble::Query, "{query}: {error}");
        // The connection is as good as before.
        let again = puller.next(&Position::default()).map(drop).expect_err(query);
        assert_eq!(again.trouble, Trouble::Query, "{query}: {again}");
    }
    let mut pull = pull("SELECT 1 AS id FROM pg_sleep(30)", "id", WatermarkKind::Integer, &["id"]);
    pull.timeout_seconds = 1;
    let error = Puller::open(&database, &pull).expect("opened").next(&Position::default()).map(drop);
    assert_eq!(error.expect_err("too slow").trouble, Trouble::TooSlow);
    assert_eq!(server.run("safe", "SELECT count(*) FROM note"), "1");
}

#[test]
fn a_password_is_proven_and_the_servers_certificate_checked() {
    let Some(server) = postgres() else { return };
    server.database("doors", "CREATE TABLE note (id int PRIMARY KEY)");
    let over_tcp = |tls: Tls, secret: &str, host: &str| {
        let port = Some(server.port());
        let secret = Secret::new(secret);
        let server = Server { host: host.into(), port, secret, tls, ..server.server("doors") };
        Database::Postgres(server).check().map_err(|error| (error.trouble, error.to_string()))
    };
    let roots = || Tls::VerifyBy { roots: server.roots.clone() };
    assert_eq!(over_tcp(Tls::Off, PASSWORD, "127.0.0.1"), Ok(Vec::new()));
    assert_eq!(over_tcp(Tls::Require, PASSWORD, "127.0.0.1"), Ok(Vec::new()));
    assert_eq!(over_tcp(roots(), PASSWORD, "localhost"), Ok(Vec::new()));
    let trouble = |outcome: Result<Vec<String>, (Trouble, String)>| {
        let (trouble, told) = outcome.expect_err("refused");
        assert!(!told.contains("wr0ng") && !told.contains(PASSWORD), "{told}");
        trouble
    };
    assert_eq!(trouble(over_tcp(Tls::Verify, PASSWORD, "localhost")), Trouble::Insecure);
    assert_eq!(
        trouble(over_tcp(Tls::VerifyBy { roots: "none".into() }, PASSWORD, "localhost")),
        Trouble::Insecure
    );
    assert_eq!(trouble(over_tcp(roots(), "wr0ng", "localhost")), Trouble::Refused);
    let nobody = Server { host: "127.0.0.1".into(), port: Some(1), ..server.server("doors") };
    assert_eq!(Database::Postgres(nobody).check().expect_err("nobody").trouble, Trouble::Unreachable);
    let absent = Database::Postgres(server.server("absent"));
    assert_eq!(absent.check().expect_err("no database").trouble, Trouble::Refused);
    let owner = Database::Postgres(Server { user: "owner".into(), ..server.server("doors") });
    assert_eq!(owner.check().expect("open")[0], "its user is a superuser");
}

#[test]
fn a_pull_goes_on_where_it_was_after_the_connection_broke() {
    let Some(server) = postgres() else { return };
    let database = server.database(
        "broken",
        "CREATE TABLE note (id int PRIMARY KEY); INSERT INTO note SELECT generate_series(1, 100)",
    );
    let mut pull = pull("SELECT * FROM note", "id", WatermarkKind::Integer, &["id"]);
    pull.batch_rows = 60;
    let mut puller = Puller::open(&database, &pull).expect("opened");
    let first = puller.next(&Position::default()).expect("answered");
    assert_eq!((first.rows.rows.len(), first.ahead), (60, Ahead::More));
    server.run(
        "broken",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'broken' AND usename = 'reader'",
    );
    let error = puller.next(&first.position).map(drop).expect_err("broken");
    assert!(error.is_passing(), "{error}");
    let mut position = first.position;
    assert_eq!(sweep(&database, &pull, &mut position).rows.len(), 40);
}

//! Pulls from a real MariaDB server.

use super::mariadb::mariadb;
use super::servers::PASSWORD;
use super::{column, number, pull, sweep, text};
use anlass_sources::sql::{
    Cell, Database, Position, Puller, Secret, Server, Tls, Trouble, WatermarkKind, first_rows, tables,
};

#[test]
fn values_of_all_types_come_in_one_spelling_whatever_the_server_is_set_to() {
    let Some(server) = mariadb() else { return };
    let database = server.database(
        "types",
        &[
            "CREATE TABLE entry (id bigint unsigned PRIMARY KEY, small tinyint, price decimal(10, 2), weight double, name \
             varchar(40), day date, local datetime(3), moment timestamp NULL, took time, data varbinary(4), kind enum('b', 'a'))",
            // This session's clock is nine hours ahead.
            "INSERT INTO entry VALUES (18446744073709551615, -3, 1234.50, 1.5, 'Müller 😀', '2024-02-01', \
             '2024-05-01 10:00:00.25', '2024-05-01 10:00:00', '-26:00:01', x'ff00', 'a')",
            "INSERT INTO entry (id, day) VALUES (2, '0000-00-00')",
        ],
    );
    let found = tables(&database).expect("listed");
    assert_eq!((found.len(), &*found[0].name, &*found[0].columns[0]), (1, "entry", "id"));
    assert_eq!(first_rows(&database, "SELECT * FROM entry", 1).expect("answered").rows.len(), 1);
    let pull = pull("SELECT * FROM entry", "id", WatermarkKind::Integer, &["id"]);
    let rows = sweep(&database, &pull, &mut Position::default());
    assert_eq!(
        rows.rows[1],
        [
            number("18446744073709551615"),
            number("-3"),
            number("1234.50"),
            number("1.5"),
            text("Müller 😀"),
            text("2024-02-01"),
            text("2024-05-01 10:00:00.250000"),
            Cell::Moment("2024-05-01T01:00:00Z".into()),
            text("-26:00:01"),
            text("ff00"),
            text("a"),
        ]
    );
    assert!(rows.rows[0][1..].iter().all(|cell| *cell == Cell::Null), "{:?}", rows.rows[0]);
}

#[test]
fn rows_of_one_watermark_are_neither_lost_nor_doubled_where_batches_part() {
    let Some(server) = mariadb() else { return };
    let database = server.database(
        "parts",
        &[
            "CREATE TABLE visit (shop varchar(9), number int, changed timestamp(6) NULL, PRIMARY KEY (shop, number))",
            "INSERT INTO visit SELECT 'Ä\\'\\\\', seq, '2024-05-01 10:00:00.123456' FROM seq_1_to_50",
        ],
    );
    let mut pull =
        pull("SELECT * FROM visit -- all", "changed", WatermarkKind::Timestamp, &["shop", "number"]);
    pull.batch_rows = 7;
    let mut position = Position::default();
    assert_eq!(sweep(&database, &pull, &mut position).rows.len(), 50);
    assert!(sweep(&database, &pull, &mut position).rows.is_empty());
    server.run(
        "parts",
        "INSERT INTO visit VALUES ('late', 1, '2024-05-01 09:56:00'), ('a', 1, '2024-05-01 10:00:00.123456'), ('c', 1, \
         '2024-05-01 10:00:00.123457'), ('z', 1, NULL)",
    );
    assert_eq!(column(&sweep(&database, &pull, &mut position), "shop"), ["late", "a", "c"]);
    assert!(sweep(&database, &pull, &mut position).rows.is_empty());
}

#[test]
fn a_query_can_neither_write_nor_go_on_for_ever() {
    let Some(server) = mariadb() else { return };
    let database = server.database(
        "safe",
        &[
            "CREATE TABLE note (id int PRIMARY KEY, code binary(2), kind enum('b', 'a'))",
            "INSERT INTO note VALUES (1, x'ff00', 'a')",
            "GRANT ALL ON safe.* TO reader_safe",
            "CREATE FUNCTION spoil() RETURNS int MODIFIES SQL DATA BEGIN DELETE FROM note; RETURN 1; END",
        ],
    );
    assert_eq!(database.check().expect("open"), ["its user has the privilege ALL PRIVILEGES"]);
    for query in [
        "SELECT spoil() AS id",
        "SELECT 1 AS id) AS a; DELETE FROM note; SELECT * FROM (SELECT 1 AS id",
        "SELECT id FROM note INTO OUTFILE '/dev/null'",
        "SELECT absent FROM note",
        "SELECT ? AS id",
    ] {
        let pull = pull(query, "id", WatermarkKind::Integer, &["id"]);
        let mut puller = Puller::open(&database, &pull).expect("opened");
        let error = puller.next(&Position::default()).map(drop).expect_err(query);
        assert_eq!(error.trouble, Trouble::Query, "{query}: {error}");
    }
    for key in ["code", "kind"] {
        let pull = pull("SELECT * FROM note", "id", WatermarkKind::Integer, &[key]);
        let error = Puller::open(&database, &pull).expect("opened").next(&Position::default()).map(drop);
        assert_eq!(error.expect_err("no order").trouble, Trouble::Unfit, "{key}");
    }
    let mut pull = pull("SELECT SLEEP(30) AS id", "id", WatermarkKind::Integer, &["id"]);
    pull.timeout_seconds = 1;
    let error = Puller::open(&database, &pull).expect("opened").next(&Position::default()).map(drop);
    assert_eq!(error.expect_err("too slow").trouble, Trouble::TooSlow);
    let all = super::pull("SELECT id FROM note", "id", WatermarkKind::Integer, &["id"]);
    assert_eq!(sweep(&database, &all, &mut Position::default()).rows.len(), 1);
}

#[test]
fn a_password_is_proven_and_the_servers_certificate_checked() {
    let Some(server) = mariadb() else { return };
    server.database("doors", &["CREATE TABLE note (id int PRIMARY KEY)"]);
    let over_tcp = |tls: Tls, secret: &str| {
        let (host, port) = ("127.0.0.1".to_owned(), Some(server.port()));
        let secret = Secret::new(secret);
        let server = Server { host, port, secret, tls, ..server.server("doors") };
        Database::Mysql(server).check().map_err(|error| (error.trouble, error.to_string()))
    };
    let roots = || Tls::VerifyBy { roots: server.roots.clone() };
    assert_eq!(over_tcp(Tls::Off, PASSWORD), Ok(Vec::new()));
    assert_eq!(over_tcp(Tls::Require, PASSWORD), Ok(Vec::new()));
    assert_eq!(over_tcp(roots(), PASSWORD), Ok(Vec::new()));
    let trouble = |outcome: Result<Vec<String>, (Trouble, String)>| {
        let (trouble, told) = outcome.expect_err("refused");
        assert!(!told.contains("wr0ng") && !told.contains(PASSWORD), "{told}");
        trouble
    };
    assert_eq!(trouble(over_tcp(Tls::Verify, PASSWORD)), Trouble::Insecure);
    assert_eq!(trouble(over_tcp(Tls::VerifyBy { roots: "none".into() }, PASSWORD)), Trouble::Insecure);
    assert_eq!(trouble(over_tcp(roots(), "wr0ng")), Trouble::Refused);
    let nobody = Server { host: "127.0.0.1".into(), port: Some(1), ..server.server("doors") };
    assert_eq!(Database::Mysql(nobody).check().expect_err("nobody").trouble, Trouble::Unreachable);
    let absent = Database::Mysql(Server { database: "absent".into(), ..server.server("doors") });
    assert_eq!(absent.check().expect_err("no database").trouble, Trouble::Refused);
}

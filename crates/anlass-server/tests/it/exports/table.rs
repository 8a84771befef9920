//! Exports into a table: replaced as a whole, never anybody else's, and its password never told.

use super::{customers, put, runs, shop};
use crate::shop::Shop;
use rusqlite::Connection;
use serde_json::{Value, json};

fn at(more: Value) -> Value {
    let mut at = json!({ "kind": "sqlite", "host": null, "port": null, "database": null, "user": null, "tls": null,
        "roots": null, "file": "reports.db" });
    at.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    at
}

fn into(table: &str) -> Value {
    let to =
        json!({ "kind": "table", "at": at(json!({})), "password": null, "schema": null, "table": table });
    customers(json!({ "to": to }))
}

fn file(shop: &Shop) -> Connection {
    let folder = shop.dir().join("databases");
    std::fs::create_dir_all(&folder).expect("made");
    Connection::open(folder.join("reports.db")).expect("opened")
}

/// Runs it, and waits until it has run.
fn run(shop: &Shop, cookie: &str) -> Value {
    let before = runs(shop, cookie).len();
    assert_eq!(shop.ask(cookie, "POST", "/api/exports/all/run", &Value::Null).status, 204);
    shop.pass_until(cookie, 1, || runs(shop, cookie).len() > before);
    runs(shop, cookie)[0].clone()
}

#[test]
fn a_table_holds_everybody_and_is_replaced_as_a_whole() {
    let (shop, cookie) = shop();
    let (status, told) = put(&shop, &cookie, &into("people"));
    assert_eq!(status, 200, "{told}");
    assert_eq!(told["to"]["place"], "SQLite database \"reports.db\", table \"people\"");
    let place = told["to"]["place"].clone();
    let read = || -> Vec<(String, String, i64, bool)> {
        let connection = file(&shop);
        let mut statement = connection
            .prepare("SELECT \"identifier.customer_number\", \"profile.first_name\", revenue_minor, objects FROM people ORDER BY 1")
            .expect("prepared");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)));
        rows.expect("asked").collect::<Result<_, _>>().expect("read")
    };
    let ran = run(&shop, &cookie);
    assert_eq!((&ran["rows"], &ran["file"], &ran["failed"]), (&json!(3), &place, &Value::Null));
    let row = |number: &str, name: &str, revenue| (number.to_owned(), name.to_owned(), revenue, false);
    // It is no spreadsheet: texts stand there as they are.
    let mut wanted =
        vec![row("17", "=HYPERLINK(\"http://x\")", 3_998), row("18", "Ben", 0), row("19", "ida", 0)];
    assert_eq!(read(), wanted);
    shop.cart("20", "jan");
    // A connection that goes on after a restart knows as much as before.
    let shop = shop.restarted();
    shop.pass(&cookie, 60);
    assert_eq!(run(&shop, &cookie)["rows"], 4);
    wanted.push(row("20", "jan", 0));
    let connection = file(&shop);
    let count: i64 = connection.query_row("SELECT count(*) FROM people", [], |row| row.get(0)).expect("read");
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).expect("read");
    assert_eq!((count, tables), (4, 1), "{wanted:?}");
}

#[test]
fn a_table_of_somebody_else_stays_and_the_run_tells_why() {
    let (shop, cookie) = shop();
    let theirs = file(&shop);
    theirs.execute_batch("CREATE TABLE people (id); INSERT INTO people VALUES (7)").expect("made");
    let (status, told) = put(&shop, &cookie, &into("people"));
    assert_eq!((status, &told["trouble"]), (422, &json!("sql_table_foreign")), "{told}");
    assert!(told["help"].as_str().is_some_and(|help| help.contains("another name")), "{told}");
    assert_eq!(put(&shop, &cookie, &into("ours")).0, 200);
    // Somebody takes the name after it was looked at.
    theirs.execute_batch("CREATE TABLE ours (id); INSERT INTO ours VALUES (8)").expect("made");
    let ran = run(&shop, &cookie);
    let cause = ran["failed"].as_str().expect("it failed");
    assert!(cause.contains("no export of Anlass made") && cause.contains("help: "), "{cause}");
    let kept: i64 = theirs
        .query_row("SELECT sum(id) FROM (SELECT id FROM people UNION SELECT id FROM ours)", [], |row| {
            row.get(0)
        })
        .expect("read");
    assert_eq!((kept, &ran["file"]), (15, &Value::Null));
    let needs = shop.json(&cookie, "/api/today").to_string();
    assert!(needs.contains("export_failed"), "{needs}");
}

#[test]
fn a_password_is_asked_again_for_another_database_and_never_told() {
    let (shop, cookie) = shop();
    let with = |more: Value, password: Value| {
        let server = json!({ "kind": "postgres", "host": "127.0.0.1", "port": 1, "database": "dwh", "user": "w",
            "tls": "off", "file": null });
        let mut at = at(server);
        at.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        let to =
            json!({ "kind": "table", "at": at, "password": password, "schema": "bi", "table": "people" });
        customers(json!({ "to": to }))
    };
    // Nobody answers there: it is not kept, and no word of what was sent comes back.
    let answer = shop.ask(&cookie, "POST", "/api/exports", &with(json!({}), json!("pass-w0rd")));
    let told = answer.json();
    assert_eq!((answer.status, &told["trouble"]), (422, &json!("sql_unreachable")), "{told}");
    assert!(!told.to_string().contains("pass-w0rd"), "{told}");
    assert_eq!(shop.json(&cookie, "/api/exports"), json!([]));
    assert_eq!(put(&shop, &cookie, &into("people")).0, 200);
    let (status, told) = put(&shop, &cookie, &with(json!({}), Value::Null));
    assert_eq!(status, 422);
    assert!(told["cause"].as_str().is_some_and(|cause| cause.starts_with("password:")), "{told}");
    assert!(!shop.json(&cookie, "/api/exports")[0].to_string().contains("password"));
}

#[test]
fn a_file_lies_in_the_folder_of_databases_only() {
    let (shop, cookie) = shop();
    for file in ["../out.db", "/tmp/out.db", "absent/out.db", ""] {
        let to = json!({ "kind": "table", "at": at(json!({ "file": file })), "password": null, "schema": null,
            "table": "people" });
        let (status, told) = put(&shop, &cookie, &customers(json!({ "to": to })));
        assert_eq!(status, 422, "{file}: {told}");
    }
    let (status, told) = put(&shop, &cookie, &into(&"x".repeat(51)));
    assert_eq!((status, &told["trouble"]), (422, &json!("sql_pull_unfit")), "{told}");
}

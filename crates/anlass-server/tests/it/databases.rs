//! The company's own database: looked at, mapped like a file, read again and again or as it changes. What changes there is an
//! occasion here (D08).

#[path = "../../../anlass-sources/tests/it/sql/servers.rs"]
#[expect(dead_code, reason = "the tests of the library use the rest of it")]
mod servers;

use crate::PATIENCE;
use crate::shop::{SHOP, Setup, Shop};
use anlass_server::Role;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

fn sqlite(path: &Path, sql: &str) {
    rusqlite::Connection::open(path).expect("opened").execute_batch(sql).expect("done");
}

const PEOPLE: &str = "
    CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT, first_name TEXT, changed_at TEXT);
    INSERT INTO people VALUES (7, 'anna@example.org', 'Anna', '2026-11-20 10:00:00'),
                              (8, 'bert@example.org', 'Bert', '2026-11-21 11:00:00');
";

struct Desk<'a> {
    shop: &'a Shop,
    cookie: String,
}

impl Desk<'_> {
    fn of(shop: &Shop) -> Desk<'_> {
        Desk { shop, cookie: shop.cookie(Role::Marketer) }
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let answer = self.shop.ask(&self.cookie, "POST", path, body);
        assert!(matches!(answer.status, 200 | 204), "{path}: {answer:?}");
        if answer.status == 204 { Value::Null } else { answer.json() }
    }

    /// What a look at the first rows of a query proposes.
    fn mapping(&self, at: &Value, password: &str, query: &str) -> String {
        let asked = json!({ "at": at, "password": password, "query": query, "file": "people.rows" });
        let sample = self.post("/api/databases/rows", &asked);
        let upload = sample["upload"].as_str().expect("an id");
        let looked = self.post(&format!("/api/uploads/{upload}/look"), &json!({ "source": "erp" }));
        assert_eq!(looked["problem"], Value::Null, "{looked}");
        looked["mapping"].as_str().expect("a document").to_owned()
    }

    fn database(&self) -> Value {
        self.shop.json(&self.cookie, "/api/databases")[0].clone()
    }

    /// Until its state is so.
    #[expect(clippy::disallowed_methods, reason = "it is read by itself, as it is for the app")]
    fn until(&self, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let database = self.database();
            if is_so(&database["state"]) {
                return database;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("not {what}: {} {}", self.database(), self.shop.told());
    }

    fn names(&self, query: &str) -> Vec<String> {
        let found = self.shop.json(&self.cookie, &format!("/api/customers?query={query}"));
        found.as_array().into_iter().flatten().map(|row| row["name"].to_string()).collect()
    }
}

fn pull(query: &str) -> Value {
    json!({ "by": "pull", "query": query, "watermark": "changed_at", "watermark_kind": "timestamp",
            "key": ["id"], "every_minutes": 5 })
}

const QUERY: &str = "SELECT id, email, first_name, changed_at FROM people";

#[test]
fn d08_a_database_is_looked_at_mapped_and_read_again_and_again() {
    let shop = Shop::open();
    let desk = Desk::of(&shop);
    let folder = shop.dir().join("databases");
    std::fs::create_dir(&folder).expect("made");
    sqlite(&folder.join("erp.db"), PEOPLE);
    let at = json!({ "kind": "sqlite", "file": "erp.db" });
    let looked = desk.post("/api/databases/look", &json!({ "at": at }));
    assert_eq!(looked["tables"][0]["name"], "people", "{looked}");
    assert_eq!(looked["tables"][0]["query"], "SELECT * FROM \"people\"");

    let mapping = desk.mapping(&at, "", QUERY);
    let new = json!({ "id": "erp", "at": at, "read": pull(QUERY), "mapping": mapping });
    let shown = desk.post("/api/databases", &new);
    assert_eq!(shown["database"]["id"], "erp", "{shown}");
    let read = desk.until("read", |state| state["last"].is_string() && state["doing"] == "waiting");
    assert_eq!((&read["state"]["rows"], &read["state"]["failure"]), (&json!(2), &Value::Null), "{read}");
    assert_eq!(desk.names("anna@example.org").len(), 1, "{read}");

    // What changed since is found by the next run, and nothing else comes again.
    let events = read["state"]["events"].clone();
    sqlite(
        &folder.join("erp.db"),
        "INSERT INTO people VALUES (9, 'carla@example.org', 'Carla', '2026-11-23 12:00:00');",
    );
    desk.post("/api/databases/erp/run", &json!({}));
    let read = desk.until("read again", |state| state["rows"] == 3 && state["doing"] == "waiting");
    assert_eq!(desk.names("carla@example.org").len(), 1, "{read}");
    let more = read["state"]["events"].clone();
    assert!(more.as_u64() > events.as_u64(), "{events} {more}");

    // From the beginning again: everything is known.
    desk.post("/api/databases/erp/run", &json!({ "anew": true }));
    let read = desk.until("read anew", |state| state["rows"] == 6 && state["doing"] == "waiting");
    assert_eq!(read["state"]["events"], more, "{read}");
    let quality = shop.json(&desk.cookie, "/api/quality");
    assert_eq!((&quality[0]["id"], &quality[0]["score"]), (&json!("erp"), &json!(100)), "{quality}");
    assert_eq!(
        quality[0]["series"].as_array().map(Vec::len),
        Some(1),
        "what is read at once is one delivery"
    );

    // It goes on after a restart, where it was.
    let shop = shop.restarted();
    let desk = Desk::of(&shop);
    sqlite(
        &folder.join("erp.db"),
        "INSERT INTO people VALUES (10, 'dora@example.org', 'Dora', '2026-11-24 08:00:00');",
    );
    desk.post("/api/databases/erp/run", &json!({}));
    desk.until("read on", |state| state["rows"] == 7);
    let removed = shop.ask(&desk.cookie, "DELETE", "/api/databases/erp", &Value::Null);
    assert_eq!(removed.status, 200, "{removed:?}");
    assert_eq!(shop.json(&desk.cookie, "/api/databases"), json!([]));
    assert_eq!(desk.names("anna@example.org").len(), 1, "what came from it stays");
    let acts = shop.json(&shop.cookie(Role::Admin), "/api/audit").to_string();
    for act in ["source_connected", "source_read", "source_disconnected"] {
        assert!(acts.contains(act), "{act}: {acts}");
    }
}

#[test]
fn rows_that_were_read_before_the_process_ended_are_imported_by_the_next_one_and_only_once() {
    let shop = Shop::open();
    let desk = Desk::of(&shop);
    let folder = shop.dir().join("databases");
    std::fs::create_dir(&folder).expect("made");
    sqlite(&folder.join("erp.db"), PEOPLE);
    let at = json!({ "kind": "sqlite", "file": "erp.db" });
    let mapping = desk.mapping(&at, "", QUERY);
    let new = json!({ "id": "erp", "at": at, "read": pull(QUERY), "mapping": mapping });
    desk.post("/api/databases", &new);
    let read = desk.until("read", |state| state["last"].is_string() && state["doing"] == "waiting");
    // As if it had been killed while it wrote rows down, before it was said what is to be done with them.
    let waiting = shop.dir().join("from-databases");
    let half = waiting.join("0123456789abcdef0123456789abcdef").join("files");
    std::fs::create_dir_all(&half).expect("made");
    let shop = shop.restarted();
    let desk = Desk::of(&shop);
    desk.post("/api/databases/erp/run", &json!({}));
    let again = desk.until("read", |state| state["doing"] == "waiting" && state["next"].is_string());
    assert_eq!(again["state"]["events"], read["state"]["events"], "{again}");
}

#[test]
fn what_cannot_be_read_says_why_and_its_password_goes_nowhere_else() {
    let shop = Shop::with(&Setup { definitions: SHOP, config: "", is_demo: true });
    let desk = Desk::of(&shop);
    let at =
        |host: &str| json!({ "kind": "postgres", "host": host, "port": 1, "database": "erp", "user": "u" });
    let looked = shop.ask(
        &desk.cookie,
        "POST",
        "/api/databases/look",
        &json!({ "at": at("127.0.0.1"), "password": "geheim-123" }),
    );
    assert_eq!(looked.status, 422, "{looked:?}");
    let told = looked.json();
    assert_eq!(told["trouble"], "sql_unreachable", "{told}");
    let says = |what: &str, part: &str| told[what].as_str().is_some_and(|text| text.contains(part));
    assert!(says("cause", "127.0.0.1") && says("help", "firewall"), "{told}");
    assert!(!told.to_string().contains("geheim-123"), "{told}");
    let outside = json!({ "at": { "kind": "sqlite", "file": "../../etc/passwd" } });
    assert_eq!(shop.ask(&desk.cookie, "POST", "/api/databases/look", &outside).status, 422);
    let odd = json!({ "at": { "kind": "oracle" } });
    assert_eq!(shop.ask(&desk.cookie, "POST", "/api/databases/look", &odd).status, 400);

    // A table that goes away is told as a failure, with what helps; what was read stays.
    let folder = shop.dir().join("databases");
    std::fs::create_dir(&folder).expect("made");
    sqlite(&folder.join("erp.db"), PEOPLE);
    let at = json!({ "kind": "sqlite", "file": "erp.db" });
    let mapping = desk.mapping(&at, "", QUERY);
    let new = json!({ "id": "erp", "at": at, "read": pull(QUERY), "mapping": mapping });
    desk.post("/api/databases", &new);
    desk.until("read", |state| state["last"].is_string() && state["doing"] == "waiting");
    sqlite(&folder.join("erp.db"), "DROP TABLE people;");
    desk.post("/api/databases/erp/run", &json!({}));
    let failing = desk.until("failing", |state| state["doing"] == "failing");
    let failure = &failing["state"]["failure"];
    assert_eq!((&failure["code"], &failure["passing"]), (&json!("sql_query_failed"), &json!(false)));
    assert!(failure["help"].as_str().is_some_and(|help| !help.is_empty()), "{failing}");
    let needs = shop.json(&desk.cookie, "/api/data")["needs"].to_string();
    assert!(needs.contains("database_fails"), "{needs}");
    sqlite(&folder.join("erp.db"), PEOPLE);
    desk.post("/api/databases/erp/run", &json!({}));
    desk.until("well again", |state| state["failure"].is_null() && state["doing"] == "waiting");
}

#[test]
fn d08_a_change_in_the_companys_database_is_an_occasion_here() {
    let Some(server) = servers::own_postgres() else { return };
    let sql =
        "CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT, first_name TEXT, changed_at TIMESTAMPTZ);
               INSERT INTO people VALUES (7, 'anna@example.org', 'Anna', '2026-11-20T10:00:00Z');
               CREATE PUBLICATION anlass_people FOR TABLE people;";
    server.database("erp", sql);
    let journey = "
      - id: renamed
        name: { de: Umbenannt, en: Renamed }
        entry: { event: profile.changed }
        steps:
          - { id: day, wait: { for: 1d } }
          - { id: say, message: confirmation }
";
    let definitions = format!("{SHOP}{}", journey.trim_start_matches('\n'));
    let shop = Shop::with(&Setup { definitions: &definitions, config: "", is_demo: true });
    let desk = Desk::of(&shop);
    let known = server.server("erp");
    let at = json!({ "kind": "postgres", "host": known.host, "port": known.port, "database": "erp",
                     "user": "reader", "tls": "off" });
    let mapping = desk.mapping(&at, servers::PASSWORD, QUERY);
    let read = json!({ "by": "capture", "table": "people" });
    let new =
        json!({ "id": "erp", "at": at, "password": servers::PASSWORD, "read": read, "mapping": mapping });
    let shown = desk.post("/api/databases", &new);
    assert!(!shown.to_string().contains("Schlüssel"), "{shown}");
    desk.until("read", |state| state["rows"] == 1 && state["doing"] == "waiting");
    assert_eq!(desk.names("anna@example.org").len(), 1);
    server.run("erp", "UPDATE people SET first_name = 'Annika', changed_at = '2026-11-24T08:59:00Z'");
    server.run("erp", "INSERT INTO people VALUES (8, 'b@example.org', 'Bea', '2026-11-24T08:59:30Z')");
    server.run("erp", "DELETE FROM people WHERE id = 8");
    let changed = desk.until("changed", |state| state["rows"] == 3 && state["deleted"] == 1);
    assert!(desk.names("anna@example.org")[0].contains("Annika"), "{changed}");
    let found = shop.json(&desk.cookie, "/api/customers?query=anna@example.org");
    let anna = found[0]["id"].as_str().expect("an id");
    let runs = shop.json(&desk.cookie, &format!("/api/customers/{anna}"))["runs"].to_string();
    assert!(runs.contains("renamed"), "the change there began a journey here: {runs}");
    let removed = shop.ask(&desk.cookie, "DELETE", "/api/databases/erp", &Value::Null);
    assert_eq!(removed.json()["left_behind"], Value::Null, "{removed:?}");
    let slots = server.run("erp", "SELECT count(*) FROM pg_replication_slots");
    assert_eq!(slots, "0", "nothing is kept for us any more");
}

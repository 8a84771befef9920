//! Change capture from a real PostgreSQL server.

use super::servers::{Postgres, own_postgres, postgres};
use anlass_sources::sql::replication::{
    Batch, Capture, Change, Changes, Kind, Position, lag, set_up, tear_down,
};
use anlass_sources::sql::{Cell, Database, Server, Trouble};
use std::time::Duration;

const WAIT: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(300);

fn capture(name: &str) -> Capture {
    Capture {
        schema: "public".into(),
        table: "Customer".into(),
        publication: format!("anlass's {name}"),
        slot: format!("anlass_{name}"),
    }
}

/// A database with a table of two rows, which is published.
fn prepared(server: &Postgres, name: &str) -> (Database, Capture) {
    let database = server.database(
        name,
        "CREATE TABLE \"Customer\" (id int PRIMARY KEY, name text, score numeric(8, 2), changed timestamptz);
         CREATE TABLE other (id int PRIMARY KEY);
         INSERT INTO \"Customer\" VALUES (1, 'Müller', 1.50, '2024-05-01 10:00:00+02'), (2, NULL, NULL, NULL)",
    );
    let capture = capture(name);
    server
        .run(name, &format!("CREATE PUBLICATION \"{}\" FOR TABLE \"Customer\", other", capture.publication));
    (database, capture)
}

/// What comes until nothing more does, each batch stored and confirmed.
fn read(changes: &mut Changes, position: &mut Position) -> Vec<Change> {
    let mut all = Vec::new();
    let mut wait = WAIT;
    while let Some(batch) = changes.next(wait).expect("readable") {
        let stored = serde_json::to_string(&batch.position).expect("written");
        *position = serde_json::from_str(&stored).expect("read");
        changes.confirm(*position).expect("told");
        // While the first reading goes on, more comes for certain.
        wait = if matches!(position, Position::After { .. }) { SHORT } else { WAIT };
        all.extend(batch.changes);
    }
    all
}

/// As `read`, once this many changes must have come.
fn read_many(changes: &mut Changes, position: &mut Position, count: usize) -> Vec<Change> {
    let mut all = Vec::new();
    while all.len() < count {
        let batch = next_filled(changes);
        *position = batch.position;
        changes.confirm(*position).expect("told");
        all.extend(batch.changes);
    }
    assert_eq!(all.len(), count, "{all:?}");
    all
}

/// The next batch that holds something.
fn next_filled(changes: &mut Changes) -> Batch {
    for _ in 0..100 {
        match changes.next(WAIT).expect("readable") {
            Some(batch) if !batch.changes.is_empty() => return batch,
            _ => {}
        }
    }
    panic!("nothing comes");
}

/// Nothing but that the position goes on, as others write to the same server.
fn nothing_comes(changes: &mut Changes) {
    while let Some(batch) = changes.next(SHORT).expect("readable") {
        assert_eq!(batch.changes, []);
    }
}

fn shown(changes: &[Change]) -> Vec<String> {
    let cells = |change: &Change| change.cells.iter().map(Cell::text).collect::<Vec<_>>().join("|");
    changes.iter().map(|change| format!("{} {}", change.kind.word(), cells(change))).collect()
}

#[test]
fn a_table_comes_as_it_is_and_then_each_change_of_it() {
    let Some(server) = postgres() else { return };
    let (database, capture) = prepared(&server, "all_changes");
    assert_eq!(set_up(&database, &capture).expect("set up").len(), 1);
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    let first = read(&mut changes, &mut position);
    assert_eq!(shown(&first), ["snapshot 1|Müller|1.50|2024-05-01T08:00:00Z", "snapshot 2|||"]);
    server.run(
        "all_changes",
        "INSERT INTO other VALUES (1);
         INSERT INTO \"Customer\" VALUES (3, E'a\nb', -1, NULL); UPDATE \"Customer\" SET name = 'Schmidt' WHERE id = 1;
         UPDATE \"Customer\" SET id = 20 WHERE id = 2; DELETE FROM \"Customer\" WHERE id = 3; TRUNCATE \"Customer\"",
    );
    let next = read_many(&mut changes, &mut position, 6);
    assert_eq!(
        shown(&next),
        [
            "insert 3|a\nb|-1.00|",
            "update 1|Schmidt|1.50|2024-05-01T08:00:00Z",
            "delete 2|||",
            "update 20|||",
            "delete 3|||",
            "truncate |||",
        ]
    );
    let numbers: Vec<u64> = next.iter().map(|change| change.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    assert!(next.iter().all(|change| change.at.is_some() && change.commit > first[0].commit));
    let batch = Batch { names: vec!["id".into(); 4], changes: next, position };
    assert_eq!(batch.rows().rows.len(), 3);
    assert_eq!(batch.gone().rows.len(), 3);
    assert_eq!(batch.rows().names[..4], ["anlass_change", "anlass_commit", "anlass_number", "anlass_at"]);
    tear_down(&database, &capture).expect_err("it is being read");
}

#[test]
fn what_was_not_confirmed_comes_again_and_what_was_stored_does_not() {
    let Some(server) = postgres() else { return };
    let (database, capture) = prepared(&server, "restarts");
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    read(&mut changes, &mut position);
    server.run("restarts", "INSERT INTO \"Customer\" VALUES (3)");
    let lost = next_filled(&mut changes);
    assert_eq!(shown(&lost.changes), ["insert 3|||"]);
    // Stopped before it was stored: the server has it still.
    drop(changes);
    let mut changes = open_again(&database, &capture, position);
    assert_eq!(read_many(&mut changes, &mut position, 1), lost.changes);
    // Stopped after it was stored, before it was confirmed.
    server.run("restarts", "INSERT INTO \"Customer\" VALUES (4)");
    let stored = next_filled(&mut changes);
    drop(changes);
    let mut changes = open_again(&database, &capture, stored.position);
    nothing_comes(&mut changes);
    server.run("restarts", "INSERT INTO \"Customer\" VALUES (5)");
    assert_eq!(shown(&read_many(&mut changes, &mut position, 1)), ["insert 5|||"]);
    drop(changes);
    // The server itself starts anew.
    server.run("restarts", "INSERT INTO \"Customer\" VALUES (6)");
    let mut changes = open_again(&database, &capture, position);
    assert_eq!(shown(&read_many(&mut changes, &mut position, 1)), ["insert 6|||"]);
}

/// The server notices only after a moment that a connection is gone.
fn open_again(database: &Database, capture: &Capture, position: Position) -> Changes {
    for _ in 0..2_000 {
        match Changes::open(database, capture, position) {
            Ok(changes) => return changes,
            Err(error) => assert!(error.is_passing(), "{error}"),
        }
    }
    panic!("the slot stays taken");
}

#[test]
fn a_connection_that_breaks_is_opened_again_where_it_was() {
    let Some(server) = postgres() else { return };
    let (database, capture) = prepared(&server, "breaks");
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    read(&mut changes, &mut position);
    server.run(
        "breaks",
        "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = 'anlass_breaks'",
    );
    let error = loop {
        if let Err(error) = changes.next(WAIT) {
            break error;
        }
    };
    assert!(error.is_passing(), "{error}");
    server.run("breaks", "INSERT INTO \"Customer\" VALUES (3)");
    let mut changes = open_again(&database, &capture, position);
    assert_eq!(shown(&read_many(&mut changes, &mut position, 1)), ["insert 3|||"]);
}

#[test]
fn a_server_that_crashed_tells_nothing_twice_and_leaves_nothing_out() {
    let Some(server) = own_postgres() else { return };
    let (database, capture) = prepared(&server, "crash");
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    read(&mut changes, &mut position);
    for id in 3..6 {
        server.run("crash", &format!("INSERT INTO \"Customer\" VALUES ({id})"));
        assert_eq!(shown(&read_many(&mut changes, &mut position, 1)), [format!("insert {id}|||")]);
    }
    // What was confirmed just now is nowhere written down at the server.
    server.crash();
    let error = (0..100).find_map(|_| changes.next(SHORT).err()).expect("broken");
    assert!(error.is_passing(), "{error}");
    server.run("crash", "INSERT INTO \"Customer\" VALUES (6)");
    let mut changes = open_again(&database, &capture, position);
    assert_eq!(shown(&read_many(&mut changes, &mut position, 1)), ["insert 6|||"]);
}

#[test]
fn a_slot_that_the_server_gave_up_is_told_and_reading_can_begin_anew() {
    let Some(server) = own_postgres() else { return };
    let (database, capture) = prepared(&server, "given_up");
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    read(&mut changes, &mut position);
    drop(changes);
    drop(open_again(&database, &capture, position));
    server.run("given_up", "ALTER SYSTEM SET max_slot_wal_keep_size = '16MB'");
    server.run("given_up", "SELECT pg_reload_conf()");
    for id in 10..16 {
        server.run("given_up", &format!("INSERT INTO \"Customer\" VALUES ({id})"));
        server.run("given_up", "SELECT pg_switch_wal()");
    }
    server.run("given_up", "CHECKPOINT");
    let error = (0..2_000)
        .map(|_| Changes::open(&database, &capture, position).map(drop).expect_err("given up"))
        .find(|error| !error.is_passing())
        .expect("not being read");
    assert_eq!((error.trouble, error.code()), (Trouble::SlotLost, "sql_slot_lost"), "{error}");
    let mut position = Position::Begun;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    assert_eq!(read(&mut changes, &mut position).len(), 8);
}

#[test]
fn a_large_transaction_comes_in_parts_and_goes_on_in_its_middle() {
    let Some(server) = postgres() else { return };
    let (database, capture) = prepared(&server, "large");
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    read(&mut changes, &mut position);
    server.run("large", "INSERT INTO \"Customer\" SELECT n FROM generate_series(101, 25100) n");
    let part = next_filled(&mut changes);
    assert_eq!(part.changes.len(), 10_000);
    let Position::After { within: Some(within), .. } = part.position else { panic!("{:?}", part.position) };
    assert_eq!(within.changes, 10_000);
    drop(changes);
    let mut position = part.position;
    let mut changes = open_again(&database, &capture, position);
    let rest = read_many(&mut changes, &mut position, 15_000);
    assert_eq!((rest[0].cells[0].text(), rest[0].number), ("10101", 10_001));
    assert_eq!(rest[14_999].cells[0].text(), "25100");
    nothing_comes(&mut changes);
}

#[test]
fn a_first_reading_that_breaks_off_begins_anew() {
    let Some(server) = postgres() else { return };
    let (database, capture) = prepared(&server, "anew");
    server.run("anew", "INSERT INTO \"Customer\" SELECT n FROM generate_series(101, 1600) n");
    let mut changes = Changes::open(&database, &capture, Position::First).expect("opened");
    let begun = changes.next(WAIT).expect("readable").expect("a batch");
    assert_eq!((begun.changes.len(), begun.position), (0, Position::Begun));
    let part = changes.next(WAIT).expect("readable").expect("a batch");
    assert_eq!((part.changes.len(), part.position), (1_000, Position::Begun));
    drop(changes);
    server.run("anew", "INSERT INTO \"Customer\" VALUES (3)");
    let mut position = Position::Begun;
    let mut changes = open_again(&database, &capture, position);
    server.run("anew", "INSERT INTO \"Customer\" VALUES (4)");
    let all = read_many(&mut changes, &mut position, 1_504);
    // Whatever was written meanwhile comes once: with the table or as a change.
    let mut ids: Vec<&str> = all.iter().map(|change| change.cells[0].text()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 1_504);
}

#[test]
fn only_what_is_published_comes() {
    let Some(server) = postgres() else { return };
    if server.run("postgres", "SELECT current_setting('server_version_num')::int >= 150000") != "t" {
        println!("skipped: PostgreSQL before 15 publishes whole tables only");
        return;
    }
    let (database, capture) = prepared(&server, "parts_of_it");
    let publication = &capture.publication;
    server.run(
        "parts_of_it",
        &format!(
            "ALTER TABLE \"Customer\" ADD twice int GENERATED ALWAYS AS (id * 2) STORED; REVOKE SELECT ON \"Customer\" FROM reader; \
             GRANT SELECT (id, name) ON \"Customer\" TO reader; ALTER PUBLICATION \"{publication}\" SET TABLE \"Customer\" \
             (id, name) WHERE (id <> 2)"
        ),
    );
    set_up(&database, &capture).expect("set up");
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    assert_eq!(shown(&read(&mut changes, &mut position)), ["snapshot 1|Müller"]);
    server.run(
        "parts_of_it",
        "INSERT INTO \"Customer\" VALUES (3, 'Neu', 5); UPDATE \"Customer\" SET name = 'x' WHERE id = 2",
    );
    assert_eq!(shown(&read_many(&mut changes, &mut position, 1)), ["insert 3|Neu"]);
}

#[test]
fn a_table_in_partitions_is_one_table_and_keeps_being_told_under_another_name() {
    let Some(server) = postgres() else { return };
    let database = server.database(
        "partitions",
        "CREATE TABLE \"Customer\" (id int PRIMARY KEY, name text) PARTITION BY RANGE (id);
         CREATE TABLE low PARTITION OF \"Customer\" FOR VALUES FROM (0) TO (10);
         CREATE TABLE high PARTITION OF \"Customer\" FOR VALUES FROM (10) TO (20);
         INSERT INTO \"Customer\" VALUES (1), (11)",
    );
    let capture = capture("partitions");
    // Changes would be told under the names of the parts.
    server
        .run("partitions", &format!("CREATE PUBLICATION \"{}\" FOR TABLE \"Customer\"", capture.publication));
    let error = Changes::open(&database, &capture, Position::First).map(drop).expect_err("not as one");
    assert!(error.cure.contains("SET (publish_via_partition_root = true)"), "{}", error.cure);
    let owner = Database::Postgres(Server { user: "owner".into(), ..server.server("partitions") });
    set_up(&owner, &capture).expect("set up");
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    assert_eq!(shown(&read(&mut changes, &mut position)), ["snapshot 1|", "snapshot 11|"]);
    server.run(
        "partitions",
        "INSERT INTO \"Customer\" VALUES (2); ALTER TABLE \"Customer\" RENAME TO client; INSERT INTO client VALUES (12); \
         UPDATE client SET id = 3 WHERE id = 12",
    );
    let next = read_many(&mut changes, &mut position, 4);
    assert_eq!(shown(&next), ["insert 2|", "insert 12|", "delete 12|", "insert 3|"]);
}

#[test]
fn the_table_may_change_its_columns_while_it_is_read() {
    let Some(server) = postgres() else { return };
    let (database, capture) = prepared(&server, "columns");
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    read(&mut changes, &mut position);
    server.run(
        "columns",
        "BEGIN; INSERT INTO \"Customer\" VALUES (3); ALTER TABLE \"Customer\" ADD town text; INSERT INTO \"Customer\" (id, town) \
         VALUES (4, 'Köln'); COMMIT",
    );
    let before = next_filled(&mut changes);
    let after = next_filled(&mut changes);
    assert_eq!((before.names.len(), after.names.len()), (4, 5));
    assert_eq!(after.changes[0].cells[4], Cell::Text("Köln".into()));
    // Stopped between the two, the second comes again and the first does not.
    drop(changes);
    let mut changes = open_again(&database, &capture, before.position);
    assert_eq!(next_filled(&mut changes).changes, after.changes);
}

#[test]
fn large_values_that_did_not_change_are_told_apart_from_empty_ones() {
    let Some(server) = postgres() else { return };
    let (database, capture) = prepared(&server, "toasted");
    server.run(
        "toasted",
        "ALTER TABLE \"Customer\" ALTER name SET STORAGE EXTERNAL; UPDATE \"Customer\" SET name = repeat('x', 9000) WHERE id = 1",
    );
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    read(&mut changes, &mut position);
    server.run("toasted", "UPDATE \"Customer\" SET score = 2 WHERE id = 1");
    let change = read_many(&mut changes, &mut position, 1).remove(0);
    assert_eq!((&change.cells[1], &*change.unchanged), (&Cell::Null, &[1][..]));
    server.run(
        "toasted",
        "ALTER TABLE \"Customer\" REPLICA IDENTITY FULL; UPDATE \"Customer\" SET score = 3 WHERE id = 1; \
                           DELETE FROM \"Customer\" WHERE id = 2",
    );
    let next = read_many(&mut changes, &mut position, 2);
    assert_eq!(
        (next[0].cells[1].text().len(), next[0].unchanged.len(), next[1].kind),
        (9_000, 0, Kind::Delete)
    );
    assert!(set_up(&database, &capture).expect("set up").is_empty());
}

#[test]
fn a_slot_that_is_gone_is_told_with_what_to_do() {
    let Some(server) = postgres() else { return };
    let (database, capture) = prepared(&server, "gone");
    let mut position = Position::First;
    let mut changes = Changes::open(&database, &capture, position).expect("opened");
    read(&mut changes, &mut position);
    drop(changes);
    drop(open_again(&database, &capture, position));
    // Somebody else's slot of this name is left alone.
    let taken = loop {
        let error = Changes::open(&database, &capture, Position::First).map(drop).expect_err("taken");
        if !error.is_passing() {
            break error;
        }
    };
    assert_eq!(taken.trouble, Trouble::NotSetUp);
    server.run("gone", "INSERT INTO \"Customer\" VALUES (3)");
    let behind = lag(&database, &capture).expect("there");
    assert!(
        !behind.is_read && behind.behind_bytes > 0 && behind.kept_bytes >= behind.behind_bytes,
        "{behind:?}"
    );
    assert!(behind.spare_bytes.is_some(), "{behind:?}");
    tear_down(&database, &Capture { publication: "none".into(), ..capture.clone() }).expect("gone");
    assert_eq!(lag(&database, &capture).expect_err("gone").trouble, Trouble::SlotLost);
    let error = Changes::open(&database, &capture, position).map(drop).expect_err("gone");
    assert_eq!((error.trouble, error.code()), (Trouble::SlotLost, "sql_slot_lost"));
    assert!(error.hint().contains("begin anew"));
}

#[test]
fn what_is_missing_for_change_capture_is_told_with_its_statement() {
    let Some(server) = postgres() else { return };
    let database = server.database(
        "unready",
        "CREATE TABLE bare (id int); CREATE TABLE \"Customer\" (id int PRIMARY KEY); \
         CREATE TABLE secret (id int PRIMARY KEY); REVOKE ALL ON secret FROM reader",
    );
    let cure = |database: &Database, table: &str| {
        let error =
            set_up(database, &Capture { table: table.into(), ..capture("unready") }).expect_err("not ready");
        assert_eq!(error.trouble, Trouble::NotSetUp, "{error}");
        error.cure
    };
    assert!(cure(&database, "absent").contains("name schema and table"));
    assert!(cure(&database, "bare").starts_with("ALTER TABLE \"public\".\"bare\" REPLICA IDENTITY FULL"));
    assert_eq!(cure(&database, "secret"), "GRANT SELECT ON \"public\".\"secret\" TO \"reader\"");
    let statement = "CREATE PUBLICATION \"anlass's unready\" FOR TABLE \"public\".\"Customer\"";
    assert!(cure(&database, "Customer").ends_with(statement));
    // Its owner may do so.
    let owner = Database::Postgres(Server { user: "owner".into(), ..server.server("unready") });
    set_up(&owner, &capture("unready")).expect("set up");
    set_up(&database, &capture("unready")).expect("set up");
    tear_down(&owner, &capture("unready")).expect("gone");
    let error =
        Changes::open(&database, &capture("unready"), Position::First).map(drop).expect_err("not published");
    assert_eq!(error.trouble, Trouble::NotSetUp);
    server.run("unready", "CREATE TABLE heir () INHERITS (\"Customer\")");
    assert!(cure(&database, "Customer").starts_with("capture each of them"));
}

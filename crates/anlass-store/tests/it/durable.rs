//! What only a store on disk promises.

use super::*;
use anlass_store::sqlite::SqliteStore;
use anlass_store::{Document, Error, Store, backup};
use std::path::{Path, PathBuf};

fn place() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.db");
    (dir, path)
}

fn commit_some(store: &dyn Store, from: u64, to: u64) {
    let rows = (from..to).map(|n| entity(&hq(), customer(n), Some(5), &[7; 300])).collect();
    let commit = Commit { intents: vec![intent(&hq(), from, "planned", 1)], ..entities(rows) };
    store.commit(&commit).unwrap();
}

fn count(store: &dyn Store) -> u64 {
    store.count(&hq(), EntityKind::Customer).unwrap()
}

fn raw(path: &Path, sql: &str) {
    rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn a_store_opens_as_it_was_closed() {
    let (_dir, path) = place();
    let store = SqliteStore::open_or_create(&path, PARTS).unwrap();
    let settings = store.settings();
    let epoch = store.lease("test", Timestamp(0)).unwrap();
    commit_some(&store, 0, 100);
    drop(store);
    let store = SqliteStore::open_or_create(&path, 64).unwrap();
    assert_eq!(store.settings(), settings);
    assert_eq!(store.settings().parts, PARTS);
    assert_eq!(count(&store), 100);
    assert!(store.lease("test", Timestamp(0)).unwrap() > epoch);
}

#[test]
fn two_stores_have_two_ids() {
    let (_dir, path) = place();
    let (_other_dir, other_path) = place();
    let store = SqliteStore::create(&path, PARTS).unwrap();
    let other = SqliteStore::create(&other_path, PARTS).unwrap();
    assert_ne!(store.settings().store_id, other.settings().store_id);
    assert!(matches!(SqliteStore::create(&path, PARTS), Err(Error::Exists { .. })));
}

/// A copy of the files in the middle of work is what a killed process leaves.
#[test]
fn a_killed_process_leaves_every_commit() {
    let (dir, path) = place();
    let store = SqliteStore::create(&path, PARTS).unwrap();
    for round in 0..5 {
        commit_some(&store, round * 100, (round + 1) * 100);
        let copy = dir.path().join(format!("copy-{round}.db"));
        std::fs::copy(&path, &copy).unwrap();
        std::fs::copy(dir.path().join("store.db-wal"), dir.path().join(format!("copy-{round}.db-wal")))
            .unwrap();
        let reopened = SqliteStore::open(&copy).unwrap();
        assert_eq!(count(&reopened), (round + 1) * 100);
        drop(reopened);
        assert_eq!(SqliteStore::verify(&copy).unwrap().entities, (round + 1) * 100);
    }
}

/// What was not wholly written is as if it had never been.
#[test]
fn a_torn_commit_is_gone_as_a_whole() {
    let (dir, path) = place();
    let store = SqliteStore::create(&path, PARTS).unwrap();
    commit_some(&store, 0, 100);
    store.checkpoint().unwrap();
    commit_some(&store, 100, 200);
    let wal = std::fs::read(dir.path().join("store.db-wal")).unwrap();
    let copy = dir.path().join("copy.db");
    std::fs::copy(&path, &copy).unwrap();
    std::fs::write(dir.path().join("copy.db-wal"), &wal[..wal.len() / 2]).unwrap();
    assert_eq!(count(&SqliteStore::open(&copy).unwrap()), 100);
}

#[test]
fn a_newer_format_is_refused() {
    let (_dir, path) = place();
    drop(SqliteStore::create(&path, PARTS).unwrap());
    raw(&path, "UPDATE meta SET format = 9");
    assert!(matches!(SqliteStore::open(&path), Err(Error::NewerFormat { found: 9, known: 2 })));
    assert!(matches!(SqliteStore::verify(&path), Err(Error::NewerFormat { found: 9, known: 2 })));
}

#[test]
fn what_is_no_store_is_not_opened() {
    let (dir, path) = place();
    assert!(matches!(SqliteStore::open(&path), Err(Error::NotAStore { .. })));
    assert!(!path.exists());
    assert!(matches!(SqliteStore::open(dir.path()), Err(Error::NotAStore { .. })));
    std::fs::write(&path, vec![b'x'; 5_000]).unwrap();
    assert!(matches!(SqliteStore::open(&path), Err(Error::NotAStore { .. })));
    let other = dir.path().join("other.db");
    raw(&other, "CREATE TABLE something (a INTEGER)");
    assert!(matches!(SqliteStore::open(&other), Err(Error::NotAStore { .. })));
}

#[test]
fn a_backup_is_restored_elsewhere() {
    let (dir, path) = place();
    let (copy, restored) = (dir.path().join("backup.db"), dir.path().join("restored.db"));
    let store = SqliteStore::create(&path, PARTS).unwrap();
    commit_some(&store, 0, 500);
    store.backup_to(&copy).unwrap();
    commit_some(&store, 500, 600);
    let verified = SqliteStore::verify(&copy).unwrap();
    assert_eq!((verified.entities, verified.intents), (500, 1));
    assert_eq!(verified.settings, store.settings());
    assert!(matches!(store.backup_to(&copy), Err(Error::Exists { .. })));

    assert_eq!(backup::restore(&copy, &restored).unwrap(), verified);
    assert!(matches!(backup::restore(&copy, &restored), Err(Error::Exists { .. })));
    let back = SqliteStore::open(&restored).unwrap();
    assert_eq!(count(&back), 500);
    commit_some(&back, 500, 501);
    assert_eq!(count(&store), 600);
    let names: Vec<_> =
        std::fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().contains("partial")), "{names:?}");
}

#[test]
fn a_damaged_backup_is_not_restored() {
    let (dir, path) = place();
    let (copy, restored) = (dir.path().join("backup.db"), dir.path().join("restored.db"));
    let store = SqliteStore::create(&path, PARTS).unwrap();
    commit_some(&store, 0, 3_000);
    store.backup_to(&copy).unwrap();
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8_192].fill(0xee);
    std::fs::write(&copy, bytes).unwrap();
    assert!(SqliteStore::verify(&copy).is_err());
    assert!(backup::restore(&copy, &restored).is_err());
    assert!(!restored.exists());
}

#[test]
fn the_key_of_a_removed_vault_leaves_no_trace_in_the_files() {
    let (dir, path) = place();
    let store = SqliteStore::create(&path, PARTS).unwrap();
    let secret = b"a wrapped key of a vault, long enough to be found".repeat(3);
    let write = |body: &[u8]| {
        let document = Document { kind: "vault-key".to_owned(), name: "1".to_owned(), body: body.to_vec() };
        store.commit(&Commit { documents: vec![document], ..Commit::default() }).unwrap();
    };
    let traces = || {
        ["store.db", "store.db-wal"].map(|name| {
            let bytes = std::fs::read(dir.path().join(name)).unwrap_or_default();
            bytes.windows(secret.len()).any(|window| window == secret)
        })
    };
    write(&secret);
    store.checkpoint().unwrap();
    assert_eq!(traces(), [true, false]);
    write(b"");
    assert_eq!(traces(), [false, false]);
    write(&secret);
    assert_eq!(traces(), [false, true]);
    write(b"");
    assert_eq!(traces(), [false, false]);
}

#[test]
fn a_reader_in_the_way_of_wiping_a_key_is_told_and_wiping_again_succeeds() {
    let (dir, path) = place();
    let store = SqliteStore::create(&path, PARTS).unwrap();
    let secret = b"a wrapped key of a vault, long enough to be found".repeat(3);
    let document = |body: &[u8]| Document { kind: "vault-key".into(), name: "1".into(), body: body.to_vec() };
    let write = |body: &[u8]| store.commit(&Commit { documents: vec![document(body)], ..Commit::default() });
    write(&secret).unwrap();
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM document").unwrap();
    let refused = write(b"").unwrap_err();
    assert!(matches!(refused, Error::NotWiped) && !refused.nothing_written(), "{refused}");
    assert_eq!(store.document("vault-key", "1").unwrap(), None, "nobody can use it any more");
    reader.execute_batch("COMMIT").unwrap();
    write(b"").unwrap();
    let log = std::fs::read(dir.path().join("store.db-wal")).unwrap();
    assert!(!log.windows(secret.len()).any(|window| window == secret));
}

#[test]
fn an_unreleased_format_is_refused_with_its_cure() {
    let (_dir, path) = place();
    drop(SqliteStore::create(&path, PARTS).unwrap());
    raw(&path, "UPDATE meta SET format = 1");
    let Err(error) = SqliteStore::open(&path) else { panic!("an old format was opened") };
    assert!(matches!(error, Error::OlderFormat { found: 1, oldest: 2 }), "{error}");
    assert!(error.hint().contains("import again"));
}

#[test]
fn many_threads_read_while_one_writes() {
    let (_dir, path) = place();
    let store = SqliteStore::create(&path, PARTS).unwrap();
    commit_some(&store, 0, 100);
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| {
                for _ in 0..50 {
                    let rows = store.scan(&hq(), EntityKind::Customer, None, 10_000).unwrap();
                    assert_eq!(rows.len() % 100, 0, "a reader saw half a commit");
                }
            });
        }
        threads.spawn(|| (1..10).for_each(|round| commit_some(&store, round * 100, (round + 1) * 100)));
    });
    assert_eq!(count(&store), 1_000);
}

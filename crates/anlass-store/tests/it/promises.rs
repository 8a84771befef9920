//! One function per promise, run against every store.

mod ledger;

use super::*;
use crate::everything::{everything, shared, visible};
use anlass_model::id::Key;
use anlass_store::faulty::{CrashMode, FaultyStore, Schedule};
use anlass_store::memory::MemoryStore;
use anlass_store::sqlite::SqliteStore;
use anlass_store::{
    Document, Epoch, Error, Gone, IndexChange, IntentFilter, Seen, Store, Tally, WebhookRow, inbox_applied,
};

use ledger::{
    intents_are_filtered_and_paged, intents_come_back_whole, the_outbox_holds_open_rows_by_plan,
    the_tally_counts_by_outcome,
};

macro_rules! promises {
    ($($name:ident),* $(,)?) => {
        mod memory {
            use super::*;
            $(#[test] fn $name() { super::$name(&MemoryStore::new(PARTS, 1)); })*
        }
        mod sqlite {
            use super::*;
            $(#[test] fn $name() {
                let dir = tempfile::tempdir().unwrap();
                super::$name(&SqliteStore::create(&dir.path().join("store.db"), PARTS).unwrap());
            })*
        }
        mod faulty_without_faults {
            use super::*;
            $(#[test] fn $name() {
                let inner = MemoryStore::new(PARTS, 1);
                super::$name(&FaultyStore::new(inner, Schedule::default(), CrashMode::Error));
            })*
        }
    };
}

promises!(
    entities_come_back_in_the_order_asked,
    writing_again_replaces_and_deleting_removes,
    kinds_of_entities_are_apart,
    due_is_earliest_first_and_bounded,
    due_of_many_parts_reads_on,
    scan_is_in_id_order_and_resumable,
    the_smallest_and_greatest_ids_are_found,
    intents_come_back_whole,
    intents_are_filtered_and_paged,
    the_outbox_holds_open_rows_by_plan,
    the_tally_counts_by_outcome,
    a_timeline_has_only_the_customers_blocks,
    the_log_is_read_on_after_a_number,
    vaults_that_share_a_number_are_not_cut_apart,
    compaction_keeps_every_entry,
    who_is_gone_leaves_others_alone,
    seen_is_kept_until_forgotten,
    counters_add_up,
    positions_and_the_inbox_position_are_kept,
    the_key_of_a_vault_is_never_replaced,
    quarantine_is_oldest_first,
    quarantined_rows_go_once_they_are_taken_in,
    webhooks_stay_until_they_are_done,
    documents_are_replaced_listed_and_removed,
    index_entries_are_put_deleted_and_ranged,
    an_index_is_read_entry_by_entry,
    an_old_lease_writes_nothing,
    rows_that_break_rules_are_refused_whole,
    no_vault_sees_another,
    nothing_asked_nothing_answered,
);

fn all_entities(store: &dyn Store, scope: &TenantScope) -> Vec<EntityRow> {
    store.scan(scope, EntityKind::Customer, None, usize::MAX >> 1).unwrap()
}

fn entities_come_back_in_the_order_asked(store: &dyn Store) {
    let rows: Vec<EntityRow> = (0..50)
        .map(|n| {
            entity(&hq(), customer(n), (n % 2 == 0).then_some(5), &vec![7; usize::try_from(n * 97).unwrap()])
        })
        .collect();
    store.commit(&entities(rows.clone())).unwrap();
    let mut keys: Vec<Key> = rows.iter().rev().map(|row| row.key).collect();
    keys.push(hq().key(EntityKind::Customer, customer(99)));
    keys.push(rows[0].key);
    let mut expected: Vec<Option<EntityRow>> = rows.iter().rev().cloned().map(Some).collect();
    expected.push(None);
    expected.push(Some(rows[0].clone()));
    assert_eq!(store.load(&keys).unwrap(), expected);
}

fn writing_again_replaces_and_deleting_removes(store: &dyn Store) {
    store.commit(&entities(vec![entity(&hq(), customer(1), Some(5), b"old")])).unwrap();
    let new = entity(&hq(), customer(1), None, b"new");
    store.commit(&entities(vec![new.clone()])).unwrap();
    assert_eq!(all_entities(store, &hq()), std::slice::from_ref(&new));
    assert_eq!(store.due(&custodian(), Timestamp::NEVER, 9).unwrap(), []);

    let gone =
        Commit { deleted: vec![new.key, hq().key(EntityKind::Pool, customer(1))], ..Commit::default() };
    store.commit(&gone).unwrap();
    assert_eq!(store.load(&[new.key]).unwrap(), [None]);
    assert_eq!(store.count(&hq(), EntityKind::Customer).unwrap(), 0);

    let both = Commit { deleted: vec![new.key], ..entities(vec![new]) };
    store.commit(&both).unwrap();
    assert_eq!(all_entities(store, &hq()), []);
}

fn kinds_of_entities_are_apart(store: &dyn Store) {
    let row = |kind, content: &[u8]| EntityRow {
        key: hq().key(kind, customer(1)),
        wake: None,
        sealed: content.to_vec(),
    };
    let rows: Vec<EntityRow> = EntityKind::ALL.map(|kind| row(kind, &[kind.code()])).to_vec();
    store.commit(&entities(rows.clone())).unwrap();
    for (kind, row) in EntityKind::ALL.into_iter().zip(rows) {
        assert_eq!(store.scan(&hq(), kind, None, 9).unwrap(), [row]);
        assert_eq!(store.count(&hq(), kind).unwrap(), 1);
    }
}

fn due_is_earliest_first_and_bounded(store: &dyn Store) {
    let mut rows: Vec<EntityRow> = (0..40)
        .map(|n| entity(&hq(), customer(n), Some((i64::try_from(n).unwrap() * 7) % 5), b"x"))
        .collect();
    rows.push(entity(&hq(), customer(100), None, b"sleeps"));
    rows.push(entity(&hq(), customer(101), Some(i64::MAX), b"never"));
    rows.push(entity(&hq(), customer(102), Some(-3), b"long ago"));
    store.commit(&entities(rows.clone())).unwrap();
    let mut expected: Vec<(Timestamp, Key)> =
        rows.iter().filter_map(|row| Some((row.wake?, row.key))).collect();
    expected.sort();
    let upto = |time: i64| expected.iter().filter(|(wake, _)| wake.0 <= time).copied().collect::<Vec<_>>();
    assert_eq!(store.due(&custodian(), Timestamp(2), 1_000).unwrap(), upto(2));
    assert_eq!(store.due(&custodian(), Timestamp::NEVER, 1_000).unwrap(), expected);
    assert_eq!(store.due(&custodian(), Timestamp(2), 7).unwrap(), expected[..7]);
}

/// More rows due in one part than fit into a page of the merge.
fn due_of_many_parts_reads_on(store: &dyn Store) {
    let here = customers_of(3, 100);
    let mut rows: Vec<EntityRow> = here
        .iter()
        .enumerate()
        .map(|(n, id)| entity(&hq(), *id, Some(i64::try_from(n / 3).unwrap()), b"x"))
        .collect();
    rows.extend(customers_of(5, 20).iter().map(|id| entity(&dealer(), *id, Some(1), b"y")));
    store.commit(&entities(rows.clone())).unwrap();
    let mut expected: Vec<(Timestamp, Key)> =
        rows.iter().filter_map(|row| Some((row.wake?, row.key))).collect();
    expected.sort();
    assert_eq!(store.due(&custodian(), Timestamp(90), 90).unwrap(), expected[..90]);
    assert_eq!(store.due(&custodian(), Timestamp(90), 500).unwrap(), expected);
    expected.retain(|(_, key)| key.vault() == VaultId(2));
    assert_eq!(store.due(&dealers_custodian(), Timestamp(90), 500).unwrap(), expected);
}

fn scan_is_in_id_order_and_resumable(store: &dyn Store) {
    let mut rows: Vec<EntityRow> = (0..60).map(|n| entity(&hq(), customer(n), None, b"x")).collect();
    store.commit(&entities(rows.clone())).unwrap();
    rows.sort_by_key(|row| row.key.id());
    assert_eq!(store.count(&hq(), EntityKind::Customer).unwrap(), 60);
    let mut found: Vec<EntityRow> = Vec::new();
    loop {
        let after = found.last().map(|row| row.key.id());
        let page = store.scan(&hq(), EntityKind::Customer, after, 7).unwrap();
        assert!(page.len() <= 7);
        if page.is_empty() {
            break;
        }
        found.extend(page);
    }
    assert_eq!(found, rows);
    // A cursor need not exist.
    let between = EntityId(rows[9].key.id().0 + 1);
    assert_eq!(store.scan(&hq(), EntityKind::Customer, Some(between), 2).unwrap(), rows[10..12]);
}

fn the_smallest_and_greatest_ids_are_found(store: &dyn Store) {
    let greatest = EntityId((u128::from(PARTS) << 120) - 1);
    let rows = vec![entity(&hq(), EntityId(0), Some(0), b"a"), entity(&hq(), greatest, Some(0), b"z")];
    store.commit(&entities(rows.clone())).unwrap();
    assert_eq!(all_entities(store, &hq()), rows);
    assert_eq!(store.due(&custodian(), Timestamp(0), 9).unwrap().len(), 2);
    assert_eq!(store.scan(&hq(), EntityKind::Customer, Some(greatest), 9).unwrap(), []);
}

fn log_of(store: &dyn Store, blocks: &[Block]) {
    store.commit(&Commit { blocks: blocks.to_vec(), ..Commit::default() }).unwrap();
}

fn a_timeline_has_only_the_customers_blocks(store: &dyn Store) {
    let ids = customers_of(2, 40);
    let other = customers_of(3, 3);
    let blocks = [
        block(&hq(), 1, &ids, b"all"),
        block(&hq(), 2, &ids[10..20], b"some"),
        block(&hq(), 3, &ids[15..16], b"one"),
        block(&hq(), 4, &other, b"elsewhere"),
        block(&dealer(), 5, &ids, b"other vault"),
    ];
    log_of(store, &blocks);
    assert_eq!(store.timeline(&hq(), ids[15]).unwrap(), blocks[..3]);
    assert_eq!(store.timeline(&hq(), ids[10]).unwrap(), blocks[..2]);
    assert_eq!(store.timeline(&hq(), ids[0]).unwrap(), blocks[..1]);
    assert_eq!(store.timeline(&hq(), other[1]).unwrap(), blocks[3..4]);
    assert_eq!(store.timeline(&hq(), customer(999)).unwrap(), []);
    // Erasure rewrites a block in place.
    let rewritten = block(&hq(), 2, &ids[11..20], b"less");
    log_of(store, std::slice::from_ref(&rewritten));
    assert_eq!(store.timeline(&hq(), ids[10]).unwrap(), blocks[..1]);
    assert_eq!(store.timeline(&hq(), ids[11]).unwrap(), [blocks[0].clone(), rewritten]);
}

fn the_log_is_read_on_after_a_number(store: &dyn Store) {
    let ids = customers_of(2, 4);
    let blocks: Vec<Block> = (1..=9u8)
        .map(|n| block(&if n % 3 == 0 { dealer() } else { hq() }, u64::from(n) * 10, &ids, &[n]))
        .collect();
    log_of(store, &blocks);
    assert_eq!(store.log(&custodian(), Part(2), 0, 100).unwrap(), blocks);
    assert_eq!(store.log(&custodian(), Part(2), 30, 4).unwrap(), blocks[3..7]);
    assert_eq!(store.log(&custodian(), Part(2), 90, 4).unwrap(), []);
    assert_eq!(store.log(&custodian(), Part(1), 0, 4).unwrap(), []);
    let ours: Vec<Block> = blocks.iter().filter(|block| block.vault == VaultId(2)).cloned().collect();
    assert_eq!(store.log(&dealers_custodian(), Part(2), 0, 2).unwrap(), ours[..2]);
}

fn vaults_that_share_a_number_are_not_cut_apart(store: &dyn Store) {
    let ids = customers_of(2, 4);
    let blocks = [block(&hq(), 1, &ids, b"a"), block(&dealer(), 1, &ids, b"b"), block(&hq(), 2, &ids, b"c")];
    log_of(store, &blocks);
    assert_eq!(store.log(&custodian(), Part(2), 0, 1).unwrap(), blocks[..2]);
    assert_eq!(store.log(&custodian(), Part(2), 1, 1).unwrap(), blocks[2..]);
    assert_eq!(store.log(&custodian(), Part(2), 0, 0).unwrap(), []);
}

fn compaction_keeps_every_entry(store: &dyn Store) {
    let epoch = store.lease("test", Timestamp(0)).unwrap();
    let ids = customers_of(2, 5);
    let vault = VaultId(1);
    log_of(
        store,
        &[
            block(&hq(), 1, &ids[..3], b"1"),
            block(&hq(), 2, &ids, b"2"),
            block(&hq(), 3, &ids[1..2], b"3"),
            block(&dealer(), 4, &ids[1..2], b"dealer"),
        ],
    );
    // As if the entries of a customer in blocks 1 and 2 were put together.
    let chunks: Vec<Block> = ids.iter().map(|id| block(&hq(), 1, &[*id], b"1+2")).collect();
    let remove = [(Part(2), vault, 1), (Part(2), vault, 2)];
    store.compact(epoch, &remove, &chunks).unwrap();
    let expected = [chunks[1].clone(), block(&hq(), 3, &ids[1..2], b"3")];
    assert_eq!(store.timeline(&hq(), ids[1]).unwrap(), expected);
    assert_eq!(store.timeline(&hq(), ids[4]).unwrap(), chunks[4..]);
    assert_eq!(store.timeline(&dealer(), ids[1]).unwrap().len(), 1);
    assert_eq!(store.log(&custodian(), Part(2), 0, 9).unwrap().len(), 2);
    assert_eq!(store.log_lengths().unwrap(), [(Part(2), 2)]);
    assert_eq!(store.chunks(&hq(), Part(2), None, 9).unwrap(), chunks);
    assert_eq!(store.chunks(&hq(), Part(2), None, 2).unwrap(), chunks[..2]);
    assert_eq!(store.chunks(&hq(), Part(2), Some((ids[1], 1)), 9).unwrap(), chunks[2..]);
    assert_eq!(store.chunks(&hq(), Part(3), None, 9).unwrap(), []);
    assert_eq!(store.chunks(&dealer(), Part(2), None, 9).unwrap(), []);
    // Trying again after an unknown result changes nothing.
    store.compact(epoch, &remove, &chunks).unwrap();
    assert_eq!(store.timeline(&hq(), ids[1]).unwrap(), expected);

    let two = block(&hq(), 3, &ids[..2], b"x");
    assert!(matches!(store.compact(epoch, &[], &[two]), Err(Error::Invalid(_))));
    let newest = store.lease("other", Timestamp(0)).unwrap();
    assert!(newest > epoch);
    let late = store.compact(epoch, &[(Part(2), vault, 3)], &[]);
    assert!(matches!(late, Err(Error::Fenced { held, newest: new }) if held == epoch && new == newest));
    assert_eq!(store.timeline(&hq(), ids[1]).unwrap(), expected);
}

fn who_is_gone_leaves_others_alone(store: &dyn Store) {
    let epoch = store.lease("test", Timestamp(0)).unwrap();
    let ids = customers_of(2, 3);
    log_of(
        store,
        &[
            block(&hq(), 1, &ids, b"1"),
            block(&hq(), 2, &ids[..1], b"2"),
            block(&dealer(), 2, &ids[..1], b"d"),
        ],
    );
    let chunks: Vec<Block> = ids.iter().map(|id| block(&hq(), 1, &[*id], b"1")).collect();
    store.compact(epoch, &[(Part(2), VaultId(1), 1)], &chunks).unwrap();
    let rows: Vec<IntentRow> = (0..4).map(|number| intent(&hq(), number, "planned", 1)).collect();
    let mut sorted = rows.clone();
    sorted.sort_by_key(|row| (row.part, row.vault, row.id));
    store.commit(&Commit { intents: sorted, ..Commit::default() }).unwrap();
    let gone = Gone {
        blocks: vec![(Part(2), VaultId(1), 2)],
        chunks: vec![(VaultId(1), ids[0])],
        intents: vec![(rows[0].part, VaultId(1), rows[0].id)],
    };
    let commit = Commit { gone, ..Commit::default() };
    store.commit(&commit).unwrap();
    assert_eq!(store.timeline(&hq(), ids[0]).unwrap(), []);
    assert_eq!(store.timeline(&hq(), ids[1]).unwrap(), chunks[1..2]);
    assert_eq!(store.timeline(&dealer(), ids[0]).unwrap().len(), 1);
    assert_eq!(store.intent(&hq(), rows[0].part, rows[0].id).unwrap(), None);
    let left = store.intents(&hq(), &IntentFilter { max: 9, ..IntentFilter::default() }).unwrap();
    assert_eq!(left.len(), 3);
    let custodian = custodian();
    let states = ["planned"];
    let asked = anlass_store::Waiting { states: &states, class: None, upto: Timestamp(9) };
    assert_eq!(store.outbox(&custodian, &asked, 9).unwrap().len(), 3);
    store.commit(&commit).unwrap();
    let elsewhere = Gone { chunks: vec![(VaultId(1), EntityId(u128::MAX))], ..Gone::default() };
    let refused = store.commit(&Commit { gone: elsewhere, ..Commit::default() });
    assert!(matches!(refused, Err(Error::Invalid(_))));
}

fn seen_is_kept_until_forgotten(store: &dyn Store) {
    let seen = |part, source, message, received| Seen {
        part: Part(part),
        source: SourceId(source),
        message,
        received: Timestamp(received),
    };
    let rows = vec![seen(0, 1, 5, 100), seen(0, 2, 5, 200), seen(7, 1, u128::MAX, 200)];
    store.commit(&Commit { seen: rows, ..Commit::default() }).unwrap();
    let asked = [
        (Part(7), SourceId(1), u128::MAX),
        (Part(0), SourceId(1), 5),
        (Part(1), SourceId(1), 5),
        (Part(0), SourceId(3), 5),
        (Part(0), SourceId(2), 5),
    ];
    assert_eq!(store.seen(&asked).unwrap(), [true, true, false, false, true]);
    let forget = Commit { forget_seen_before: Some(Timestamp(200)), ..Commit::default() };
    store.commit(&forget).unwrap();
    assert_eq!(store.seen(&asked).unwrap(), [true, false, false, false, true]);
}

fn counters_add_up(store: &dyn Store) {
    let add = |name: &str, value| (name.to_owned(), value);
    let counters = vec![add("events", 5), add("duplicates", 1), add("events", 2)];
    store.commit(&Commit { counters, ..Commit::default() }).unwrap();
    store.commit(&Commit { counters: vec![add("events", -3)], ..Commit::default() }).unwrap();
    assert_eq!(store.counters().unwrap(), [add("duplicates", 1), add("events", 4)]);
}

/// Whatever a vault holds could not be read any more.
fn the_key_of_a_vault_is_never_replaced(store: &dyn Store) {
    let document = |body: &[u8]| Document { kind: "vault-key".into(), name: "1".into(), body: body.to_vec() };
    let commit = |documents| store.commit(&Commit { documents, ..Commit::default() });
    commit(vec![document(b"first")]).unwrap();
    let beside = Document { kind: "program".into(), ..document(b"beside") };
    assert!(matches!(commit(vec![beside, document(b"second")]), Err(Error::KeyExists)));
    assert_eq!(store.document("vault-key", "1").unwrap(), Some(document(b"first")));
    assert_eq!(store.document("program", "1").unwrap(), None, "nothing of a refused commit is written");
    commit(vec![document(b"")]).unwrap();
    commit(vec![document(b"of a new vault")]).unwrap();
}

fn positions_and_the_inbox_position_are_kept(store: &dyn Store) {
    assert_eq!(store.position("file").unwrap(), None);
    assert_eq!(inbox_applied(store).unwrap(), 0);
    let position = |value: &str| vec![("file".to_owned(), value.to_owned())];
    store.commit(&Commit { positions: position("row 5"), ..Commit::default() }).unwrap();
    let commit = Commit { positions: position("row 9"), inbox_applied: Some(77), ..Commit::default() };
    store.commit(&commit).unwrap();
    assert_eq!(store.position("file").unwrap().as_deref(), Some("row 9"));
    assert_eq!(inbox_applied(store).unwrap(), 77);
}

fn quarantine_is_oldest_first(store: &dyn Store) {
    let rows = vec![quarantined(&hq(), "b", 20), quarantined(&hq(), "a", 30), quarantined(&hq(), "c", 10)];
    let elsewhere = quarantined(&dealer(), "d", 1);
    let mut all = rows.clone();
    all.push(elsewhere.clone());
    store.commit(&Commit { quarantine: all, ..Commit::default() }).unwrap();
    let expected = [rows[2].clone(), rows[0].clone(), rows[1].clone()];
    assert_eq!(store.quarantine(&hq(), 9).unwrap(), expected);
    assert_eq!(store.quarantine(&hq(), 2).unwrap(), expected[..2]);
    assert_eq!(store.quarantine(&dealer(), 2).unwrap(), [elsewhere]);
}

fn quarantined_rows_go_once_they_are_taken_in(store: &dyn Store) {
    let rows = vec![quarantined(&hq(), "a", 10), quarantined(&hq(), "b", 10), quarantined(&hq(), "c", 20)];
    let elsewhere = quarantined(&dealer(), "a", 10);
    let quarantine = rows.iter().cloned().chain([elsewhere.clone()]).collect();
    store.commit(&Commit { quarantine, ..Commit::default() }).unwrap();
    // One goes, one stays for another reason, and one that nobody knows harms nobody.
    let other = QuarantineRow { reason: "something else".to_owned(), ..rows[1].clone() };
    let unknown = quarantined(&hq(), "d", 10);
    let quarantine_done = vec![rows[0].key(), unknown.key()];
    let quarantine = vec![other.clone()];
    store.commit(&Commit { quarantine, quarantine_done, ..Commit::default() }).unwrap();
    assert_eq!(store.quarantine(&hq(), 9).unwrap(), [other.clone(), rows[2].clone()]);
    assert_eq!(store.quarantine(&dealer(), 9).unwrap(), [elsewhere]);
    let again =
        Commit { quarantine: rows.clone(), quarantine_done: vec![rows[0].key()], ..Commit::default() };
    store.commit(&again).unwrap();
    assert_eq!(store.quarantine(&hq(), 9).unwrap(), rows[1..], "taken out after it was put in");
}

fn webhooks_stay_until_they_are_done(store: &dyn Store) {
    let rows: Vec<_> = (0..40u8).map(|n| webhook(&hq(), n % PARTS, n, i64::from(40 - n / 2))).collect();
    let other = webhook(&dealer(), 1, 1, 0);
    let webhooks = rows.iter().cloned().chain([other.clone()]).collect();
    store.commit(&Commit { webhooks, ..Commit::default() }).unwrap();
    let mut sorted = rows.clone();
    sorted.sort_by_key(|row| (row.created, row.part, row.id));
    let all: Vec<_> = [other.clone()].into_iter().chain(sorted).collect();
    assert_eq!(store.webhooks(&custodian(), 99).unwrap(), all);
    assert_eq!(store.webhooks(&custodian(), 7).unwrap(), all[..7]);
    assert_eq!(store.webhooks(&dealers_custodian(), 99).unwrap(), std::slice::from_ref(&other));

    let again = WebhookRow { sealed: vec![5], ..other.clone() };
    let webhooks_done = rows.iter().map(|row| (row.part, row.vault, row.id)).collect();
    let answered = Commit { webhooks: vec![again.clone()], webhooks_done, ..Commit::default() };
    store.commit(&answered).unwrap();
    assert_eq!(store.webhooks(&custodian(), 99).unwrap(), [again]);
}

fn documents_are_replaced_listed_and_removed(store: &dyn Store) {
    let document = |name: &str, body: &[u8]| Document {
        kind: "program".to_owned(),
        name: name.to_owned(),
        body: body.to_vec(),
    };
    let write = |documents| store.commit(&Commit { documents, ..Commit::default() }).unwrap();
    write(vec![document("winter", b"1"), document("autumn", b"2")]);
    write(vec![document("winter", b"3")]);
    assert_eq!(store.document("program", "winter").unwrap(), Some(document("winter", b"3")));
    assert_eq!(store.document("catalogue", "winter").unwrap(), None);
    assert_eq!(store.documents("program").unwrap(), ["autumn", "winter"]);
    assert_eq!(store.documents("catalogue").unwrap(), [""; 0]);
    write(vec![document("winter", b""), document("never there", b"")]);
    assert_eq!(store.document("program", "winter").unwrap(), None);
    assert_eq!(store.documents("program").unwrap(), ["autumn"]);
}

fn index_entries_are_put_deleted_and_ranged(store: &dyn Store) {
    let change = |scope: &TenantScope, entry, number, put| IndexChange {
        vault: scope.vault(),
        name: "waiting".to_owned(),
        entry,
        customer: customer(number),
        put,
    };
    let entry = u64::MAX - 3;
    let mut index: Vec<IndexChange> = (0..40).map(|n| change(&hq(), entry, n, true)).collect();
    index.push(change(&hq(), 1, 50, true));
    index.push(change(&dealer(), entry, 51, true));
    index.push(change(&hq(), entry, 7, true));
    index.push(change(&hq(), entry, 9, false));
    index.push(change(&hq(), entry, 99, false));
    store.commit(&Commit { index, ..Commit::default() }).unwrap();
    let mut expected: Vec<EntityId> = (0..40).filter(|n| *n != 9).map(customer).collect();
    expected.sort();
    let range = |after, max| store.index(&hq(), "waiting", entry, after, max).unwrap();
    assert_eq!(range(None, 100), expected);
    assert_eq!(range(None, 5), expected[..5]);
    assert_eq!(range(Some(expected[4]), 100), expected[5..]);
    assert_eq!(store.index(&dealer(), "waiting", entry, None, 9).unwrap(), [customer(51)]);
    assert_eq!(store.index(&hq(), "members", entry, None, 9).unwrap(), []);
}

/// Page by page everybody of every entry is read once, whole entries at a time.
fn an_index_is_read_entry_by_entry(store: &dyn Store) {
    let change = |scope: &TenantScope, entry: u64, number: u64| IndexChange {
        vault: scope.vault(),
        name: "alike".into(),
        entry,
        customer: customer(number),
        put: true,
    };
    let mut index = Vec::new();
    for (place, entry) in [0, 1, 7, u64::MAX, u64::MAX / 2, 1 << 63].into_iter().enumerate() {
        index.extend((0..=place).map(|number| change(&hq(), entry, u64::try_from(number).unwrap())));
    }
    index.push(change(&dealer(), 7, 9));
    let mut expected: Vec<_> = index.iter().filter(|one| one.vault == hq().vault()).collect();
    expected.sort_by_key(|one| (one.entry.cast_signed(), one.customer));
    let expected: Vec<_> = expected.into_iter().map(|one| (one.entry, one.customer)).collect();
    store.commit(&Commit { index: index.clone(), ..Commit::default() }).unwrap();
    for max in [6, 7, 100] {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = store.index_entries(&hq(), "alike", after, max).unwrap();
            let Some((last, _)) = page.last() else { break };
            let whole = expected.iter().filter(|(entry, _)| entry == last).count();
            assert_eq!(page.iter().filter(|(entry, _)| entry == last).count(), whole, "pages of {max}");
            after = Some(*last);
            all.extend(page);
        }
        assert_eq!(all, expected, "pages of {max}");
    }
    assert_eq!(store.index_entries(&dealer(), "alike", None, 9).unwrap(), [(7, customer(9))]);
    assert_eq!(store.index_entries(&hq(), "others", None, 9).unwrap(), []);
}

fn an_old_lease_writes_nothing(store: &dyn Store) {
    let old = store.lease("first", Timestamp(1)).unwrap();
    let new = store.lease("second", Timestamp(2)).unwrap();
    assert!(new > old);
    let refused = store.commit(&everything(Some(old)));
    assert!(matches!(refused, Err(Error::Fenced { held, newest }) if held == old && newest == new));
    assert!(!visible(store, &hq(), &custodian()).contains(&true));
    assert_eq!(shared(store), [false; 5]);
    let never_given = Epoch(new.0 + 1);
    assert!(matches!(store.commit(&everything(Some(never_given))), Err(Error::Fenced { .. })));
    store.commit(&everything(Some(new))).unwrap();
    assert!(!visible(store, &hq(), &custodian()).contains(&false));
    assert_eq!(shared(store), [true; 5]);
}

fn rows_that_break_rules_are_refused_whole(store: &dyn Store) {
    let ids = customers_of(2, 3);
    let outside = EntityId(u128::MAX);
    let mut misplaced = intent(&hq(), 1, "planned", 1);
    misplaced.part = Part(u8::from(misplaced.part.0 == 0));
    let unsorted = Block { customers: vec![ids[1], ids[0]], ..block(&hq(), 1, &ids, b"x") };
    let foreign = Block { part: Part(1), ..block(&hq(), 1, &ids, b"x") };
    let all = everything(None);
    let bad = [
        Commit { entities: vec![all.entities[0].clone(), entity(&hq(), outside, None, b"x")], ..all.clone() },
        Commit { intents: vec![misplaced], ..all.clone() },
        Commit { blocks: vec![unsorted], ..all.clone() },
        Commit { blocks: vec![foreign], ..all.clone() },
        Commit { blocks: vec![block(&hq(), u64::MAX, &ids, b"x")], ..all.clone() },
        Commit { positions: vec![("inbox".to_owned(), "9".to_owned())], ..all.clone() },
    ];
    for commit in bad {
        assert!(matches!(store.commit(&commit), Err(Error::Invalid(_))));
    }
    assert!(!visible(store, &hq(), &custodian()).contains(&true));
    assert_eq!(shared(store), [false; 5]);
}

fn no_vault_sees_another(store: &dyn Store) {
    store.commit(&everything(None)).unwrap();
    assert!(!visible(store, &hq(), &custodian()).contains(&false));
    assert!(!visible(store, &dealer(), &dealers_custodian()).contains(&true));
    // Removing a key of the other vault removes nothing here.
    let id = customer(3);
    let change = IndexChange { vault: VaultId(2), put: false, ..everything(None).index[0].clone() };
    let other = Commit {
        deleted: vec![dealer().key(EntityKind::Customer, id)],
        index: vec![change],
        ..Commit::default()
    };
    store.commit(&other).unwrap();
    assert!(!visible(store, &hq(), &custodian()).contains(&false));
}

fn nothing_asked_nothing_answered(store: &dyn Store) {
    store.commit(&Commit::default()).unwrap();
    store.commit(&everything(None)).unwrap();
    assert_eq!(store.load(&[]).unwrap(), []);
    assert_eq!(store.seen(&[]).unwrap(), [true; 0]);
    assert_eq!(store.due(&custodian(), Timestamp::NEVER, 0).unwrap(), []);
    assert_eq!(store.scan(&hq(), EntityKind::Customer, None, 0).unwrap(), []);
    assert_eq!(store.intents(&hq(), &IntentFilter::default()).unwrap(), []);
    assert_eq!(store.index(&hq(), "waiting", 5, None, 0).unwrap(), []);
}

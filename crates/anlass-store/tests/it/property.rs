//! Random commits leave memory and SQLite with equal answers.

use super::*;
use anlass_store::memory::MemoryStore;
use anlass_store::sqlite::SqliteStore;
use anlass_store::{Document, Gone, IndexChange, IntentFilter, Seen, Store};
use proptest::prelude::{Strategy, any, prop, proptest};
use proptest::test_runner::Config;

const STATES: [&str; 4] = ["planned", "claimed", "suppressed", "delivered"];

fn scope_of(second: bool) -> TenantScope {
    if second { dealer() } else { hq() }
}

fn rows() -> impl Strategy<Value = Vec<EntityRow>> {
    let row = (any::<bool>(), 0..4usize, 0..20u64, prop::option::of(0..10i64), any::<u8>());
    let row = row.prop_map(|(second, kind, number, wake, content)| EntityRow {
        key: scope_of(second).key(EntityKind::ALL[kind], customer(number)),
        wake: wake.map(Timestamp),
        sealed: vec![content; usize::from(content)],
    });
    prop::collection::vec(row, 0..12)
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let block =
        (any::<bool>(), 0..PARTS, 1..30u64, prop::collection::btree_set(0..6usize, 1..5), any::<u8>());
    let block = block.prop_map(|(second, part, seq, chosen, content)| {
        let all = customers_of(part, 6);
        let customers: Vec<EntityId> = chosen.into_iter().map(|place| all[place]).collect();
        super::block(&scope_of(second), seq, &customers, &[content])
    });
    prop::collection::vec(block, 0..4)
}

fn intents() -> impl Strategy<Value = Vec<IntentRow>> {
    let row = (any::<bool>(), 0..25u64, 0..4usize, 0..10i64);
    let row = row.prop_map(|(second, number, state, planned)| {
        intent(&scope_of(second), number, STATES[state], planned)
    });
    prop::collection::vec(row, 0..8)
}

fn index() -> impl Strategy<Value = Vec<IndexChange>> {
    let change = (any::<bool>(), 0..2u64, 0..10u64, any::<bool>());
    let change = change.prop_map(|(second, entry, number, put)| IndexChange {
        vault: scope_of(second).vault(),
        name: "waiting".to_owned(),
        entry,
        customer: customer(number),
        put,
    });
    prop::collection::vec(change, 0..8)
}

fn commits() -> impl Strategy<Value = Vec<Commit>> {
    let seen = (0..PARTS, 0..3u16, 0..5u128, 0..20i64).prop_map(|(part, source, message, received)| Seen {
        part: Part(part),
        source: SourceId(source),
        message,
        received: Timestamp(received),
    });
    let document = (0..4u8, prop::collection::vec(any::<u8>(), 0..2)).prop_map(|(name, body)| Document {
        kind: "program".to_owned(),
        name: name.to_string(),
        body,
    });
    let rest = (
        prop::collection::vec(seen, 0..6),
        prop::option::of(0..20i64),
        prop::collection::vec((0..3u8, -9..9i64), 0..4),
        prop::collection::vec(document, 0..2),
        prop::option::of(0..100u64),
    );
    let gone = (rows(), blocks(), intents()).prop_map(|(people, blocks, intents)| Gone {
        blocks: blocks.iter().take(2).map(|block| (block.part, block.vault, block.seq)).collect(),
        chunks: people.iter().take(2).map(|row| (row.key.vault(), row.key.id())).collect(),
        intents: intents.iter().take(2).map(|row| (row.part, row.vault, row.id)).collect(),
    });
    let gone = prop::option::of(gone);
    let commit = (rows(), rows(), blocks(), intents(), index(), rest, gone);
    let commit = commit.prop_map(|(put, deleted, blocks, intents, index, rest, gone)| Commit {
        epoch: None,
        entities: put,
        deleted: deleted.into_iter().take(3).map(|row| row.key).collect(),
        blocks,
        intents,
        index,
        seen: rest.0,
        forget_seen_before: rest.1.map(Timestamp),
        positions: rest.2.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
        counters: rest.2.iter().map(|(name, value)| (name.to_string(), *value)).collect(),
        quarantine: rest
            .2
            .iter()
            .map(|(name, value)| quarantined(&hq(), &name.to_string(), *value))
            .collect(),
        quarantine_done: rest
            .2
            .iter()
            .filter(|(name, value)| *name > 0 && *value > 0)
            .map(|(name, value)| quarantined(&hq(), &name.to_string(), *value).key())
            .collect(),
        webhooks: rest.2.iter().map(|(id, at)| webhook(&dealer(), id % PARTS, *id, *at)).collect(),
        webhooks_done: rest
            .2
            .iter()
            .filter(|(id, at)| *id > 0 && *at > 0)
            .map(|(id, _)| (Part(id % PARTS), VaultId(2), u128::from(*id)))
            .collect(),
        documents: rest.3,
        inbox_applied: rest.4,
        gone: gone.unwrap_or_default(),
    });
    prop::collection::vec(commit, 1..6)
}

/// Everything that can be asked, as text.
fn answers(store: &dyn Store, upto: i64, max: usize) -> Vec<String> {
    let mut answers = Vec::new();
    let mut say = |answer: &dyn std::fmt::Debug| answers.push(format!("{answer:?}"));
    let after = Some(customer(3));
    for custodian in [custodian(), dealers_custodian()] {
        say(&store.due(&custodian, Timestamp(upto), max).unwrap());
        say(&store.webhooks(&custodian, max).unwrap());
        say(&store.outbox(&custodian, &waiting(&STATES[..2], Timestamp(upto)), max).unwrap());
        for part in 0..PARTS {
            say(&store.log(&custodian, Part(part), 3, max).unwrap());
        }
    }
    for scope in [hq(), dealer()] {
        for kind in EntityKind::ALL {
            say(&store.scan(&scope, kind, None, 1_000).unwrap());
            say(&store.scan(&scope, kind, after, max).unwrap());
            say(&store.count(&scope, kind).unwrap());
            let keys: Vec<_> = (0..20).map(|number| scope.key(kind, customer(number))).collect();
            say(&store.load(&keys).unwrap());
        }
        for filter in filters(max) {
            say(&store.intents(&scope, &filter).unwrap());
        }
        say(&store.tally(&scope).unwrap());
        say(&store.quarantine(&scope, max).unwrap());
        for entry in 0..2 {
            say(&store.index(&scope, "waiting", entry, None, 100).unwrap());
            say(&store.index(&scope, "waiting", entry, after, max).unwrap());
        }
        for id in (0..PARTS).flat_map(|part| customers_of(part, 6)) {
            say(&store.timeline(&scope, id).unwrap());
        }
    }
    let asked: Vec<_> = (0..PARTS)
        .flat_map(|part| (0..15u16).map(move |n| (Part(part), SourceId(n % 3), u128::from(n / 3))))
        .collect();
    say(&store.seen(&asked).unwrap());
    say(&store.counters().unwrap());
    say(&["0", "1", "2", "inbox"].map(|source| store.position(source).unwrap()));
    say(&store.documents("program").unwrap());
    say(&["0", "1", "2", "3"].map(|name| store.document("program", name).unwrap()));
    answers
}

fn filters(max: usize) -> [IntentFilter; 4] {
    let all = IntentFilter { max: 1_000, ..IntentFilter::default() };
    let row = intent(&hq(), 4, "planned", 0);
    [
        all.clone(),
        IntentFilter { customer: Some(customer(4)), ..all.clone() },
        IntentFilter { message: Some("even".to_owned()), max, ..all.clone() },
        IntentFilter { state: Some("planned".to_owned()), after: Some((row.part, row.id)), max, ..all },
    ]
}

proptest! {
    #![proptest_config(Config { cases: 48, ..Config::default() })]
    #[test]
    fn memory_and_sqlite_agree(commits in commits(), upto in 0..10i64, max in 1..12usize) {
        let dir = tempfile::tempdir().unwrap();
        let memory = MemoryStore::new(PARTS, 1);
        let sqlite = SqliteStore::create_with_id(&dir.path().join("store.db"), PARTS, 1).unwrap();
        for commit in &commits {
            memory.commit(commit).unwrap();
            sqlite.commit(commit).unwrap();
        }
        assert_eq!(answers(&memory, upto, max), answers(&sqlite, upto, max));
    }
}

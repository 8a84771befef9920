//! One row of everything, and what a scope can see of it.

use super::*;
use anlass_store::{Document, Epoch, Gone, IndexChange, IntentFilter, Seen, Store, inbox_applied};

/// One row of everything.
pub(crate) fn everything(epoch: Option<Epoch>) -> Commit {
    let id = customer(3);
    Commit {
        epoch,
        entities: vec![entity(&hq(), id, Some(1), b"x")],
        deleted: Vec::new(),
        blocks: vec![block(&hq(), 1, &[id], b"b")],
        intents: vec![intent(&hq(), 3, "planned", 1)],
        index: vec![IndexChange {
            vault: VaultId(1),
            name: "waiting".to_owned(),
            entry: 5,
            customer: id,
            put: true,
        }],
        seen: vec![Seen { part: Part(0), source: SourceId(1), message: 5, received: Timestamp(1) }],
        forget_seen_before: None,
        positions: vec![("file".to_owned(), "1".to_owned())],
        counters: vec![("events".to_owned(), 1)],
        quarantine: vec![quarantined(&hq(), "a", 1)],
        quarantine_done: Vec::new(),
        webhooks: vec![webhook(&hq(), id.part().0, 1, 1)],
        webhooks_done: Vec::new(),
        documents: vec![Document { kind: "program".to_owned(), name: "p".to_owned(), body: vec![1] }],
        inbox_applied: Some(3),
        gone: Gone::default(),
    }
}

/// Which kinds of rows a scope can see.
pub(crate) fn visible(store: &dyn Store, scope: &TenantScope, custodian: &Custodian) -> Vec<bool> {
    let id = customer(3);
    let intent = intent(scope, 3, "planned", 1);
    let all = IntentFilter { max: 9, ..IntentFilter::default() };
    vec![
        store.load(&[scope.key(EntityKind::Customer, id)]).unwrap()[0].is_some(),
        !store.due(custodian, Timestamp(1), 9).unwrap().is_empty(),
        !store.scan(scope, EntityKind::Customer, None, 9).unwrap().is_empty(),
        store.count(scope, EntityKind::Customer).unwrap() > 0,
        store.intent(scope, intent.part, intent.id).unwrap().is_some(),
        !store.intents(scope, &all).unwrap().is_empty(),
        !store.intents(scope, &IntentFilter { customer: Some(id), ..all }).unwrap().is_empty(),
        !store.outbox(custodian, &waiting(&["planned"], Timestamp(9)), 9).unwrap().is_empty(),
        !store.tally(scope).unwrap().is_empty(),
        !store.timeline(scope, id).unwrap().is_empty(),
        !store.log(custodian, id.part(), 0, 9).unwrap().is_empty(),
        !store.quarantine(scope, 9).unwrap().is_empty(),
        !store.webhooks(custodian, 9).unwrap().is_empty(),
        !store.index(scope, "waiting", 5, None, 9).unwrap().is_empty(),
    ]
}

/// Kinds of rows that belong to no vault.
pub(crate) fn shared(store: &dyn Store) -> [bool; 5] {
    [
        store.seen(&[(Part(0), SourceId(1), 5)]).unwrap()[0],
        store.position("file").unwrap().is_some(),
        !store.counters().unwrap().is_empty(),
        store.document("program", "p").unwrap().is_some(),
        inbox_applied(store).unwrap() > 0,
    ]
}

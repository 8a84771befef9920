//! Promises about the ledger of intents.

use super::*;
use anlass_model::consent::Class;

fn ledger(store: &dyn Store, rows: Vec<IntentRow>) {
    store.commit(&Commit { intents: rows, ..Commit::default() }).unwrap();
}

pub(super) fn intents_come_back_whole(store: &dyn Store) {
    let first = intent(&hq(), 1, "planned", 10);
    ledger(store, vec![first.clone()]);
    assert_eq!(store.intent(&hq(), first.part, first.id).unwrap(), Some(first.clone()));
    let changed =
        IntentRow { ticket: Vec::new(), channel: String::new(), ..intent(&hq(), 1, "suppressed", 11) };
    ledger(store, vec![changed.clone()]);
    assert_eq!(store.intent(&hq(), first.part, first.id).unwrap(), Some(changed));
    assert_eq!(store.intent(&hq(), first.part, IntentId(0)).unwrap(), None);
}

pub(super) fn intents_are_filtered_and_paged(store: &dyn Store) {
    let states = ["planned", "suppressed", "delivered"];
    let mut rows: Vec<IntentRow> =
        (0..60).map(|n| intent(&hq(), n, states[usize::try_from(n).unwrap() % 3], 10)).collect();
    ledger(store, rows.clone());
    rows.sort_by_key(|row| (row.part, row.id));
    let all = IntentFilter { max: 1_000, ..IntentFilter::default() };
    assert_eq!(store.intents(&hq(), &all).unwrap(), rows);

    let some =
        |keep: &dyn Fn(&IntentRow) -> bool| rows.iter().filter(|row| keep(row)).cloned().collect::<Vec<_>>();
    let one = Some(customer(3));
    let filter = IntentFilter { customer: one, ..all.clone() };
    assert_eq!(store.intents(&hq(), &filter).unwrap(), some(&|row| row.customer == customer(3)));
    let filter =
        IntentFilter { message: Some("odd".to_owned()), state: Some("planned".to_owned()), ..all.clone() };
    let expected = some(&|row| row.message == "odd" && row.state == "planned");
    assert_eq!(store.intents(&hq(), &filter).unwrap(), expected);
    let filter = IntentFilter { customer: one, state: Some("planned".to_owned()), ..all.clone() };
    let expected = some(&|row| row.customer == customer(3) && row.state == "planned");
    assert_eq!(store.intents(&hq(), &filter).unwrap(), expected);

    let mut found: Vec<IntentRow> = Vec::new();
    loop {
        let after = found.last().map(|row| (row.part, row.id));
        let page = store.intents(&hq(), &IntentFilter { after, max: 7, ..all.clone() }).unwrap();
        assert!(page.len() <= 7);
        if page.is_empty() {
            break;
        }
        found.extend(page);
    }
    assert_eq!(found, rows);
}

pub(super) fn the_outbox_holds_open_rows_by_plan(store: &dyn Store) {
    let states = ["planned", "suppressed", "claimed", "dwelling"];
    let mut rows: Vec<IntentRow> = (0..80u64)
        .map(|n| {
            intent(&hq(), n, states[usize::try_from(n).unwrap() % 4], i64::try_from(n * 13 % 17).unwrap())
        })
        .collect();
    rows.push(intent(&dealer(), 1, "planned", 3));
    ledger(store, rows.clone());
    rows.sort_by_key(|row| (row.planned, row.part, row.vault, row.id));
    let expect =
        |keep: &dyn Fn(&IntentRow) -> bool| rows.iter().filter(|row| keep(row)).cloned().collect::<Vec<_>>();
    let both = ["planned", "claimed"];
    let expected = expect(&|row| both.contains(&row.state.as_str()) && row.planned.0 <= 9);
    assert_eq!(store.outbox(&custodian(), &waiting(&both, Timestamp(9)), 1_000).unwrap(), expected);
    assert_eq!(store.outbox(&custodian(), &waiting(&both, Timestamp(9)), 5).unwrap(), expected[..5]);
    assert_eq!(
        store.outbox(&custodian(), &waiting(&["planned", "planned"], Timestamp(9)), 1).unwrap().len(),
        1
    );
    assert_eq!(store.outbox(&custodian(), &waiting(&[], Timestamp(9)), 5).unwrap(), []);
    let contract = Waiting { class: Some(Class::Contract), ..waiting(&both, Timestamp(9)) };
    let expected =
        expect(&|row| both.contains(&row.state.as_str()) && row.planned.0 <= 9 && row.class == "contract");
    assert!(!expected.is_empty());
    assert_eq!(store.outbox(&custodian(), &contract, 1_000).unwrap(), expected);
    // Final rows are never in it, whatever is asked.
    assert_eq!(store.outbox(&custodian(), &waiting(&["suppressed"], Timestamp::NEVER), 5).unwrap(), []);
    let ours = expect(&|row| row.vault == VaultId(2));
    assert_eq!(
        store.outbox(&dealers_custodian(), &waiting(&["planned"], Timestamp::NEVER), 5).unwrap(),
        ours
    );
    // What becomes final leaves it.
    ledger(store, rows.iter().map(|row| IntentRow { open: false, ..row.clone() }).collect());
    assert_eq!(store.outbox(&custodian(), &waiting(&states, Timestamp::NEVER), 5).unwrap(), []);
}

pub(super) fn the_tally_counts_by_outcome(store: &dyn Store) {
    let mut rows: Vec<IntentRow> =
        (0..30).map(|n| intent(&hq(), n, if n < 10 { "suppressed" } else { "planned" }, 1)).collect();
    rows.push(intent(&dealer(), 1, "planned", 1));
    ledger(store, rows);
    let line = |message: &str, state: &str, reason: &str, detail: &str, rows| Tally {
        programme: "winter".to_owned(),
        message: message.to_owned(),
        channel: "email".to_owned(),
        state: state.to_owned(),
        reason: reason.to_owned(),
        detail: detail.to_owned(),
        rows,
    };
    let expected = [
        line("even", "planned", "", "", 10),
        line("even", "suppressed", "cap", "week", 5),
        line("odd", "planned", "", "", 10),
        line("odd", "suppressed", "cap", "week", 5),
    ];
    assert_eq!(store.tally(&hq()).unwrap(), expected);
}

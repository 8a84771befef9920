//! The promises of stores, each kept by every store; then what single stores, the inbox and sealing
//! promise beyond them.

#![expect(clippy::unwrap_used, reason = "tests")]

mod durable;
mod everything;
mod faults;
mod inbox;
mod promises;
mod property;
mod sealing;

use anlass_model::event::SourceId;
use anlass_model::id::{EntityId, EntityKind, IntentId, Name, Part, VaultId, parts_hash};
use anlass_model::org::{Custodian, Level, Node, Organisation, TenantScope};
use anlass_model::time::Timestamp;
use anlass_store::{Block, Commit, EntityRow, IntentRow, QuarantineRow, Waiting, WebhookRow};

pub(crate) const PARTS: u8 = 8;

/// Headquarters with vault 1 and a dealer with vault 2.
pub(crate) fn tree() -> Organisation {
    let node = |id: &str, level, parent: Option<&str>, vault| Node {
        id: Name::new(id).unwrap(),
        level,
        parent: parent.map(|name| Name::new(name).unwrap()),
        vault: Some(VaultId(vault)),
    };
    let nodes = vec![node("hq", Level::Headquarters, None, 1), node("dealer", Level::Dealer, Some("hq"), 2)];
    Organisation::try_from(nodes).unwrap()
}

pub(crate) fn hq() -> TenantScope {
    tree().scope("hq").unwrap()
}

pub(crate) fn dealer() -> TenantScope {
    tree().scope("dealer").unwrap()
}

pub(crate) fn custodian() -> Custodian {
    tree().custodian()
}

/// The loop of an installation that has the dealer's vault only.
pub(crate) fn dealers_custodian() -> Custodian {
    Organisation::single(VaultId(2)).custodian()
}

pub(crate) fn customer(number: u64) -> EntityId {
    EntityId::from_hash(parts_hash(&[&number.to_le_bytes()]), PARTS)
}

/// Customers of one part, in order.
pub(crate) fn customers_of(part: u8, count: usize) -> Vec<EntityId> {
    let mut found: Vec<EntityId> =
        (0..).map(customer).filter(|id| id.part() == Part(part)).take(count).collect();
    found.sort();
    found
}

pub(crate) fn entity(scope: &TenantScope, id: EntityId, wake: Option<i64>, content: &[u8]) -> EntityRow {
    let key = scope.key(EntityKind::Customer, id);
    EntityRow { key, wake: wake.map(Timestamp), sealed: content.to_vec() }
}

pub(crate) fn block(scope: &TenantScope, seq: u64, customers: &[EntityId], content: &[u8]) -> Block {
    Block {
        part: customers[0].part(),
        vault: scope.vault(),
        seq,
        customers: customers.to_vec(),
        sealed: content.to_vec(),
    }
}

pub(crate) fn intent(scope: &TenantScope, number: u64, state: &str, planned: i64) -> IntentRow {
    let customer = customer(number % 10);
    IntentRow {
        part: customer.part(),
        vault: scope.vault(),
        id: IntentId(parts_hash(&[b"intent", &number.to_le_bytes()])),
        customer,
        programme: "winter".to_owned(),
        journey: "cart-abandoned".to_owned(),
        message: if number.is_multiple_of(2) { "even" } else { "odd" }.to_owned(),
        class: if number.is_multiple_of(3) { "contract" } else { "advertising" }.to_owned(),
        channel: "email".to_owned(),
        state: state.to_owned(),
        reason: if state == "suppressed" { "cap" } else { "" }.to_owned(),
        detail: if state == "suppressed" { "week" } else { "" }.to_owned(),
        open: !matches!(state, "suppressed" | "delivered"),
        created: Timestamp(1),
        changed: Timestamp(2),
        planned: Timestamp(planned),
        ticket: vec![1, 2, 3],
    }
}

pub(crate) fn quarantined(scope: &TenantScope, place: &str, received: i64) -> QuarantineRow {
    QuarantineRow {
        vault: scope.vault(),
        source: SourceId(4),
        place: place.to_owned(),
        reason: "no consent text".to_owned(),
        received: Timestamp(received),
        sealed: vec![9],
    }
}

/// Of both classes.
pub(crate) fn waiting<'a>(states: &'a [&'a str], upto: Timestamp) -> Waiting<'a> {
    Waiting { states, class: None, upto }
}

pub(crate) fn webhook(scope: &TenantScope, part: u8, id: u8, created: i64) -> WebhookRow {
    WebhookRow {
        part: Part(part),
        vault: scope.vault(),
        id: u128::from(id),
        created: Timestamp(created),
        sealed: vec![id],
    }
}

pub(crate) fn entities(rows: Vec<EntityRow>) -> Commit {
    Commit { entities: rows, ..Commit::default() }
}

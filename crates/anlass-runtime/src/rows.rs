//! Between the engine's types and a store's rows: encoding, compressing, sealing.

use crate::error::Error;
use crate::forms;
use anlass_engine::codec::{self, Page};
use anlass_engine::dossier::Intent;
use anlass_engine::io::Decision;
use anlass_engine::{Dossier, Program, Ticket, Webhook};
use anlass_model::consent::{Channel, Class};
use anlass_model::event::Arrival;
use anlass_model::id::{
    EntityId, EntityKind, IntentId, Key, MessageId, NameId, OrderId, Part, ProductId, VaultId, parts_hash,
};
use anlass_model::org::TenantScope;
use anlass_model::time::Timestamp;
use anlass_store::seal::{Associated, Purpose, VaultKey};
use anlass_store::{Block, EntityRow, IntentRow, QuarantineRow, WebhookRow};

fn place(key: &Key) -> Associated {
    Associated { vault: key.vault(), purpose: Purpose::Entity(key.kind()), id: key.id().0, seq: 0 }
}

/// A dossier as a row, with the moment at which it wants to be stepped next.
#[must_use]
pub fn dossier_row(
    scope: &TenantScope,
    key: &VaultKey,
    dossier: &Dossier,
    wake: Option<Timestamp>,
) -> EntityRow {
    let at = scope.key(EntityKind::Customer, dossier.hot.id);
    EntityRow { key: at, wake, sealed: key.seal(&place(&at), &codec::encode(dossier)) }
}

/// The bytes of a dossier row.
///
/// # Errors
/// If it was sealed elsewhere or damaged.
pub fn open_row(key: &VaultKey, row: &EntityRow) -> Result<Vec<u8>, Error> {
    Ok(key.open(&place(&row.key), &row.sealed)?)
}

/// The bytes of a dossier row, where their sealed form lay.
///
/// # Errors
/// If it was sealed elsewhere or damaged.
pub fn open_row_in_place<'a>(key: &VaultKey, row: &'a mut EntityRow) -> Result<&'a [u8], Error> {
    Ok(key.open_in_place(&place(&row.key), &mut row.sealed)?)
}

/// A dossier from its row.
///
/// # Errors
/// If it was sealed elsewhere or damaged.
pub fn open_dossier(key: &VaultKey, row: &EntityRow) -> Result<Dossier, Error> {
    Ok(codec::decode(&open_row(key, row)?)?)
}

/// A part of a pool as a row.
#[must_use]
pub fn pool_row(scope: &TenantScope, key: &VaultKey, id: EntityId, bytes: &[u8]) -> EntityRow {
    let at = scope.key(EntityKind::Pool, id);
    EntityRow { key: at, wake: None, sealed: key.seal(&place(&at), bytes) }
}

/// An identifier that leads to a customer other than the one derived from it.
#[must_use]
pub fn link_row(scope: &TenantScope, key: &VaultKey, identifier: EntityId, customer: EntityId) -> EntityRow {
    let at = scope.key(EntityKind::Identifier, identifier);
    EntityRow { key: at, wake: None, sealed: key.seal(&place(&at), &forms::LINK.encode(&customer)) }
}

/// Where an identifier leads.
///
/// # Errors
/// If it was sealed elsewhere or damaged.
pub fn open_link(key: &VaultKey, row: &EntityRow) -> Result<EntityId, Error> {
    forms::LINK.decode(&open_row(key, row)?)
}

fn block_place(part: Part, vault: VaultId, seq: u64) -> Associated {
    Associated { vault, purpose: Purpose::Block, id: u128::from(part.0), seq }
}

/// A timeline block of one part and vault; pages are sorted by customer.
#[must_use]
pub fn block(part: Part, vault: VaultId, seq: u64, key: &VaultKey, pages: &[Page]) -> Block {
    let plain = lz4_flex::compress_prepend_size(&codec::encode_pages(pages));
    Block {
        part,
        vault,
        seq,
        customers: pages.iter().map(|page| page.customer).collect(),
        sealed: key.seal(&block_place(part, vault, seq), &plain),
    }
}

/// The pages of a block.
///
/// # Errors
/// If it was sealed elsewhere or damaged.
pub fn open_block(key: &VaultKey, block: &Block) -> Result<Vec<Page>, Error> {
    let plain = key.open(&block_place(block.part, block.vault, block.seq), &block.sealed)?;
    Ok(codec::decode_pages(&forms::unpack(&plain, "a timeline block")?)?)
}

/// The ledger row of an intent; `ticket` is empty until it is released.
#[must_use]
pub fn intent_row(
    program: &Program,
    scope: &TenantScope,
    intent: &Intent,
    changed: Timestamp,
    ticket: Vec<u8>,
) -> IntentRow {
    let message = program.message(intent.message);
    let programme = message.and_then(|message| program.programmes.get(message.programme));
    let reason = intent.state.reason();
    IntentRow {
        part: intent.customer.part(),
        vault: scope.vault(),
        id: intent.id,
        customer: intent.customer,
        programme: programme.map(|programme| programme.name.to_string()).unwrap_or_default(),
        journey: intent.journey.map(|journey| program.name(journey)).unwrap_or_default(),
        message: program.name(intent.message),
        class: intent.class.as_str().into(),
        channel: intent.channel.map(|channel| channel.as_str().to_string()).unwrap_or_default(),
        state: intent.state.code().into(),
        reason: reason.map(|reason| reason.code().to_string()).unwrap_or_default(),
        detail: reason.and_then(|reason| reason.detail()).map(ToString::to_string).unwrap_or_default(),
        open: intent.is_open(),
        created: intent.created,
        changed,
        planned: intent.planned,
        ticket,
    }
}

/// A ticket, sealed for the ledger.
#[must_use]
pub fn seal_ticket(scope: &TenantScope, key: &VaultKey, ticket: &Ticket) -> Vec<u8> {
    let place = Associated { vault: scope.vault(), purpose: Purpose::Ticket, id: ticket.intent.0, seq: 0 };
    key.seal(&place, &forms::TICKET.encode(ticket))
}

/// A ticket from its ledger row.
///
/// # Errors
/// If it was sealed elsewhere or damaged.
pub fn open_ticket(key: &VaultKey, row: &IntentRow) -> Result<Ticket, Error> {
    let place = Associated { vault: row.vault, purpose: Purpose::Ticket, id: row.id.0, seq: 0 };
    let plain = key.open(&place, &row.ticket)?;
    match forms::TICKET.is_earlier(&plain) {
        true => forms::TICKET.decode::<TicketBefore>(&plain).map(Ticket::from),
        false => forms::TICKET.decode(&plain),
    }
}

/// A ticket of format 1: nobody noted prices.
#[derive(serde::Deserialize)]
struct TicketBefore {
    intent: IntentId,
    customer: EntityId,
    message: NameId,
    channel: Channel,
    class: Class,
    at: Timestamp,
    order: Option<OrderId>,
    items: Vec<ProductId>,
    blocks: Vec<NameId>,
    dropped: Vec<(NameId, String)>,
    voucher: Option<Box<str>>,
    collected: Vec<i64>,
    decision: Decision,
}

impl From<TicketBefore> for Ticket {
    fn from(before: TicketBefore) -> Ticket {
        let TicketBefore { intent, customer, message, channel, class, at, order, items, blocks, .. } = before;
        let TicketBefore { dropped, voucher, collected, decision, .. } = before;
        Ticket {
            intent,
            customer,
            message,
            channel,
            class,
            at,
            order,
            items,
            blocks,
            dropped,
            voucher,
            collected,
            decision,
            offers: Vec::new(),
        }
    }
}

fn webhook_place(vault: VaultId, id: u128) -> Associated {
    Associated { vault, purpose: Purpose::Webhook, id, seq: 0 }
}

/// A call to another system as a row.
#[must_use]
pub fn webhook_row(
    scope: &TenantScope,
    key: &VaultKey,
    part: Part,
    call: &Webhook,
    created: Timestamp,
) -> WebhookRow {
    let sealed = key.seal(&webhook_place(scope.vault(), call.id), &forms::WEBHOOK.encode(call));
    WebhookRow { part, vault: scope.vault(), id: call.id, created, sealed }
}

/// A call to another system from its row.
///
/// # Errors
/// If it was sealed elsewhere or damaged.
pub fn open_webhook(key: &VaultKey, row: &WebhookRow) -> Result<Webhook, Error> {
    let plain = key.open(&webhook_place(row.vault, row.id), &row.sealed)?;
    forms::WEBHOOK.decode(&plain)
}

/// An arrival that cannot be applied, as a row: who mends it finds it under its place.
#[must_use]
pub fn quarantine_row(key: &VaultKey, arrival: &Arrival, reason: &str) -> QuarantineRow {
    let Arrival { vault, event, .. } = arrival;
    let place = match event.message {
        MessageId::Hash(hash) => format!("message {hash:032x}"),
        MessageId::Row { file, row } => format!("file {file:016x} row {row}"),
    };
    let received = event.received.0;
    let seq = u64::try_from(received.0).unwrap_or(0);
    let at =
        Associated { vault: *vault, purpose: Purpose::Quarantine, id: parts_hash(&[place.as_bytes()]), seq };
    let sealed = key.seal(&at, &postcard::to_allocvec(arrival).unwrap_or_default());
    QuarantineRow { vault: *vault, source: event.source, place, reason: reason.to_string(), received, sealed }
}

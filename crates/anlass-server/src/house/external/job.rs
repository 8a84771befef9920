//! What one job says: whom, what, and by which choice.

use anlass_channels::mail::address::Mailbox;
use anlass_channels::{Content, Parcel};
use anlass_engine::Ticket;
use anlass_runtime::Runtime;
use serde_json::{Value, json};

/// The body of the call, JSON; `None` for what is no e-mail.
pub(super) fn write(runtime: &Runtime, parcel: &Parcel, ticket: Option<&Ticket>) -> Option<String> {
    let Content::Mail(letter) = &parcel.body else { return None };
    let program = &runtime.program;
    let message = program.message(parcel.message);
    let programme = message.and_then(|message| program.programmes.get(message.programme));
    let who = |mailbox: &Mailbox| json!({ "name": mailbox.name, "address": mailbox.address.to_string() });
    let data = json!({
        "job": parcel.intent.to_string(),
        "customer": parcel.customer.to_string(),
        "channel": parcel.channel.as_str(),
        "class": ticket.map(|ticket| ticket.class.as_str()),
        "message": program.name(parcel.message),
        "programme": programme.map(|programme| programme.name.as_str()),
        "from": who(&letter.from),
        "to": who(&letter.to),
        "reply_to": letter.reply_to.as_ref().map(who),
        "subject": letter.subject,
        "html": letter.html,
        "text": letter.text,
        "unsubscribe": letter.unsubscribe.as_ref().map(|unsubscribe| unsubscribe.https.as_str()),
        "blocks": ticket.map(|ticket| {
            ticket.blocks.iter().map(|block| program.name(*block)).collect::<Vec<_>>()
        }),
        "items": ticket.map(|ticket| items(runtime, ticket)),
        "voucher": ticket.and_then(|ticket| ticket.voucher.as_deref()),
    });
    Some(json!({ "type": "message.job", "timestamp": letter.date.to_string(), "data": data }).to_string())
}

/// Articles by number, with the prices that were true when it was released.
fn items(runtime: &Runtime, ticket: &Ticket) -> Vec<Value> {
    let item = |id: &anlass_model::id::ProductId| {
        let product = runtime.catalogue.product(*id)?;
        let offer = ticket.offers.iter().find(|offer| offer.product == *id);
        Some(json!({
            "number": product.number, "name": product.name,
            "price_minor": offer.map(|offer| offer.price),
            "lowest_before_minor": offer.and_then(|offer| offer.lowest_before),
            "unit_price_minor": offer.and_then(|offer| offer.unit_price),
        }))
    };
    ticket.items.iter().filter_map(item).collect()
}

//! The letters in the mailbox, as their people would have got them.

use super::at;
use crate::call::{Call, Fault, Reply};
use anlass_model::id::EntityId;
use anlass_model::time::Timestamp;
use serde_json::{Value, json};

const SHOWN_MAX: usize = 200;

pub(crate) fn list(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let customer = match call.asked("customer") {
        None => None,
        Some(text) => Some(text.parse::<EntityId>().map_err(|_| Fault::NotFound)?),
    };
    let letters = call.house().mailbox.list(view.scope.vault(), customer, SHOWN_MAX);
    let row = |(id, head): &(String, crate::house::mailbox::Head)| {
        json!({
            "id": id, "at": at(Timestamp(head.at)), "to": head.to, "subject": head.subject,
            "customer": head.customer.to_string(), "message": view.runtime.program.name(head.message),
            "channel": head.channel, "direction": head.direction(), "simulated": call.house().is_simulated,
        })
    };
    Ok(Reply::json(letters.iter().map(row).collect::<Value>()))
}

pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let kept = call.house().mailbox.read(call.part("id"))?.ok_or(Fault::NotFound)?;
    if kept.head.vault != view.scope.vault() {
        return Err(Fault::NotFound);
    }
    Ok(Reply::json(json!({
        "subject": kept.head.subject, "html": kept.html.unwrap_or_default(), "text": kept.text,
        "headers": kept.headers, "to": kept.head.to, "at": at(Timestamp(kept.head.at)),
        "customer": kept.head.customer.to_string(), "message": view.runtime.program.name(kept.head.message),
        "channel": kept.head.channel, "simulated": call.house().is_simulated,
    })))
}

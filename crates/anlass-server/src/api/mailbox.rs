//! The letters in the mailbox, as their people would have got them.

use super::shape::{Channel, Moment};
use crate::call::{Call, Fault};
use crate::house::View;
use crate::house::mailbox::Head;
use anlass_model::id::EntityId;
use anlass_model::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

const SHOWN_MAX: usize = 200;

/// Whether we wrote it, or somebody wrote back.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    In,
    Out,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LetterRow {
    id: String,
    at: Moment,
    to: String,
    subject: String,
    customer: String,
    message: String,
    channel: Channel,
    direction: Direction,
    simulated: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Letter {
    #[serde(flatten)]
    row: LetterRow,
    /// Empty for what is text only.
    html: String,
    text: String,
    headers: Vec<Vec<String>>,
}

pub(crate) fn list(call: &Call<'_>) -> Result<Vec<LetterRow>, Fault> {
    let view = call.view();
    let customer = match call.asked("customer") {
        None => None,
        Some(text) => Some(text.parse::<EntityId>().map_err(|_| Fault::NotFound)?),
    };
    let letters = call.house().mailbox.list(view.scope.vault(), customer, SHOWN_MAX)?;
    Ok(letters.into_iter().map(|(id, head)| row(call, &view, id, head)).collect())
}

fn row(call: &Call<'_>, view: &View, id: String, head: Head) -> LetterRow {
    let direction = if head.is_reply() { Direction::In } else { Direction::Out };
    LetterRow {
        id,
        at: Moment(Timestamp(head.at)),
        to: head.to,
        subject: head.subject,
        customer: head.customer.to_string(),
        message: view.runtime.program.name(head.message),
        direction,
        channel: Channel::of(head.channel),
        simulated: call.house().is_simulated,
    }
}

pub(crate) fn show(call: &Call<'_>) -> Result<Letter, Fault> {
    let view = call.view();
    let kept = call.house().mailbox.read(call.part("id"))?.ok_or(Fault::NotFound)?;
    if kept.head.vault != view.scope.vault() {
        return Err(Fault::NotFound);
    }
    let row = row(call, &view, call.part("id").to_owned(), kept.head);
    let headers = kept.headers.into_iter().map(|(name, value)| vec![name, value]).collect();
    let (html, text) = (kept.html.unwrap_or_default(), kept.text);
    Ok(Letter { row, html, text, headers })
}

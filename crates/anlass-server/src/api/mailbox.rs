//! The letters in the mailbox, as their people would have got them; of one person also the older ones, written again.

use super::shape::{Channel, Moment};
use crate::call::{Call, Fault};
use crate::house::mailbox::{Asked, Head};
use crate::house::{View, past};
use anlass_model::id::{EntityId, IntentId};
use anlass_model::time::Timestamp;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

const SHOWN_MAX: usize = 200;
const ID_DIGITS: usize = 32;

/// Whether we wrote it, or somebody wrote back.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    In,
    Out,
}

/// The newest letters of one direction, or of both.
#[derive(Serialize, ToSchema)]
pub(crate) struct Letters {
    /// Of all that are kept, also those that are not among the rows.
    count: usize,
    /// The newest first.
    rows: Vec<LetterRow>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LetterRow {
    id: String,
    /// The intent that it was written for.
    delivery: String,
    at: Moment,
    to: String,
    subject: String,
    customer: String,
    message: String,
    channel: Channel,
    direction: Direction,
    /// It is not kept, and was written again from what was decided and known on its day.
    written_again: bool,
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

pub(crate) fn list(call: &Call<'_>) -> Result<Letters, Fault> {
    let view = call.view();
    let customer = match call.asked("customer") {
        None => None,
        Some(text) => Some(text.parse::<EntityId>().map_err(|_| Fault::NotFound)?),
    };
    let replies = call.asked("direction").map(|direction| direction == "in");
    letters(call, &view, customer, replies)
}

/// Both directions of one person.
pub(crate) fn of_customer(call: &Call<'_>, customer: EntityId) -> Result<Vec<LetterRow>, Fault> {
    Ok(letters(call, &call.view(), Some(customer), None)?.rows)
}

fn letters(
    call: &Call<'_>,
    view: &View,
    customer: Option<EntityId>,
    replies: Option<bool>,
) -> Result<Letters, Fault> {
    let house = call.house();
    let asked = Asked { vault: view.scope.vault(), customer, replies };
    let (kept_count, letters) = house.mailbox.list(&asked, SHOWN_MAX)?;
    let kept: BTreeSet<IntentId> = letters.iter().map(|(_, head)| head.intent).collect();
    let room = SHOWN_MAX.saturating_sub(letters.len());
    let mut rows: Vec<LetterRow> =
        letters.into_iter().map(|(id, head)| row(call, view, id, head, Copy::Kept)).collect();
    if let Some(customer) = customer.filter(|_| replies != Some(true)) {
        // All kept letters are newer than these or have been listed; what is missing is what made room.
        let older = past::letters_to(house, view, customer, &|intent| !kept.contains(&intent), room)?;
        let drawn = older.iter().filter_map(|(parcel, at)| house.mailbox.drawn(parcel, *at).ok());
        rows.extend(drawn.map(|letter| row(call, view, past_id(&letter.head), letter.head, Copy::Again)));
        rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    }
    Ok(Letters { count: kept_count.max(rows.len()), rows })
}

/// Whether it was kept, or is written again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copy {
    Kept,
    Again,
}

/// Names a letter that is not kept, by what it can be written again from.
fn past_id(head: &Head) -> String {
    format!("{:032x}-{:032x}", head.customer.0, head.intent.0)
}

/// Whose letter, and of which delivery, where it is one that is not kept.
fn of_past(id: &str) -> Option<(EntityId, IntentId)> {
    let (customer, intent) = id.split_once('-').filter(|(customer, _)| customer.len() == ID_DIGITS)?;
    Some((customer.parse().ok()?, IntentId(u128::from_str_radix(intent, 16).ok()?)))
}

fn row(call: &Call<'_>, view: &View, id: String, head: Head, copy: Copy) -> LetterRow {
    let direction = if head.is_reply() { Direction::In } else { Direction::Out };
    LetterRow {
        id,
        delivery: head.intent.to_string(),
        at: Moment(Timestamp(head.at)),
        to: head.to,
        subject: head.subject,
        customer: head.customer.to_string(),
        message: view.runtime.program.name(head.message),
        direction,
        channel: Channel::of(head.channel),
        written_again: copy == Copy::Again,
        simulated: call.house().is_simulated,
    }
}

pub(crate) fn show(call: &Call<'_>) -> Result<Letter, Fault> {
    let view = call.view();
    let house = call.house();
    let id = call.part("id");
    let (kept, copy) = match of_past(id) {
        None => (house.mailbox.read(id)?.ok_or(Fault::NotFound)?, Copy::Kept),
        Some((customer, wanted)) => {
            let found = past::letters_to(house, &view, customer, &|intent| intent == wanted, 1)?;
            let (parcel, at) = found.first().ok_or(Fault::NotFound)?;
            (house.mailbox.drawn(parcel, *at).map_err(|_| Fault::NotFound)?, Copy::Again)
        }
    };
    if kept.head.vault != view.scope.vault() {
        return Err(Fault::NotFound);
    }
    let row = row(call, &view, id.to_owned(), kept.head, copy);
    let headers = kept.headers.into_iter().map(|(name, value)| vec![name, value]).collect();
    let (html, text) = (kept.html.unwrap_or_default(), kept.text);
    Ok(Letter { row, html, text, headers })
}

//! Orders, cancellations and returns as facts. Whatever the order of arrival, heads are derived from the
//! raw lines and from everything that went back; a rebooked return (exchange) is no return.

use crate::dossier::{Back, Dossier, LINES_MAX, OrderHead, OrderLine, Orders, grow};
use anlass_model::event::{Item, Line, Order};
use anlass_model::id::{FamilyId, MessageId, OrderId};
use anlass_model::time::{DAY, Timestamp};
use anlass_model::value::Day;
use jiff::tz::TimeZone;

/// A return within this time of a new order of the same family is an exchange.
pub(crate) const REBOOKED_WITHIN: anlass_model::time::Span = DAY;

/// Takes in an order; a second report of the same order number changes nothing. Whoever calls knows that it is new.
pub(crate) fn placed(
    dossier: &mut Dossier,
    order: &Order,
    occurred: Timestamp,
    message: MessageId,
    zone: &TimeZone,
) -> bool {
    if dossier.hot.heads.iter().any(|head| head.id == order.id) {
        return false;
    }
    let head = OrderHead {
        id: order.id,
        occurred,
        message,
        day: Day::from_date(occurred.in_zone(zone).date()),
        place: order.place,
        kept_value: 0,
        kept_lines: 0,
        lines: u32::try_from(order.lines.len()).unwrap_or(u32::MAX),
        cancelled: false,
        full_return_at: None,
        category: order.lines.first().map_or(anlass_model::id::CategoryId(0), |line| line.item.category),
    };
    let lines = order.lines.iter().map(order_line).collect();
    let at = dossier.hot.heads.partition_point(|other| (other.occurred, other.message) < (occurred, message));
    grow(&mut dossier.hot.heads);
    dossier.hot.heads.insert(at, head);
    grow(&mut dossier.orders.lines);
    dossier.orders.lines.insert(at, lines);
    derive_with_rebooked(dossier, order.id);
    bound_lines(dossier);
    true
}

/// Takes in lines that an order was told without. One that is not known is told by them.
pub(crate) fn extended(
    dossier: &mut Dossier,
    order: &Order,
    occurred: Timestamp,
    message: MessageId,
    zone: &TimeZone,
) {
    let Some(index) = dossier.hot.heads.iter().position(|head| head.id == order.id) else {
        placed(dossier, order, occurred, message, zone);
        return;
    };
    let (Some(head), Some(lines)) = (dossier.hot.heads.get_mut(index), dossier.orders.lines.get_mut(index))
    else {
        return;
    };
    let is_old = lines.is_empty() && head.lines > 0;
    let more = u32::try_from(order.lines.len()).unwrap_or(u32::MAX);
    head.lines = head.lines.saturating_add(more);
    if is_old {
        // Its lines are not kept any more, only what they come to.
        let value = order.lines.iter().map(|line| line.value).fold(0i64, i64::saturating_add);
        head.kept_value = head.kept_value.saturating_add(value);
        head.kept_lines = head.kept_lines.saturating_add(more);
        return;
    }
    lines.extend(order.lines.iter().map(order_line));
    derive_with_rebooked(dossier, order.id);
    bound_lines(dossier);
}

/// Takes over the orders and returns of another dossier of the same person.
pub(crate) fn absorb(dossier: &mut Dossier, other: &Dossier) {
    for (head, lines) in other.hot.heads.iter().zip(&other.orders.lines) {
        if dossier.hot.heads.iter().any(|own| own.id == head.id) {
            continue;
        }
        let key = (head.occurred, head.message);
        let at = dossier.hot.heads.partition_point(|own| (own.occurred, own.message) < key);
        dossier.hot.heads.insert(at, head.clone());
        dossier.orders.lines.insert(at, lines.clone());
    }
    for back in &other.orders.backs {
        if !dossier.orders.backs.iter().any(|own| own.message == back.message && own.order == back.order) {
            went_back(dossier, back.clone());
        }
    }
    // Twice: whether an order was rebooked depends on what was kept of the others.
    for index in (0..dossier.hot.heads.len()).chain(0..dossier.hot.heads.len()) {
        derive(dossier, index);
    }
    bound_lines(dossier);
}

fn order_line(line: &Line) -> OrderLine {
    OrderLine { item: line.item, quantity: line.quantity, value: line.value, returned: 0, cancelled: 0 }
}

/// Takes in a cancellation or return; it may arrive before its order.
pub(crate) fn went_back(dossier: &mut Dossier, back: Back) {
    let order = back.order;
    let at = dossier
        .orders
        .backs
        .partition_point(|other| (other.occurred, other.message) < (back.occurred, back.message));
    dossier.orders.backs.insert(at, back);
    if let Some(order) = order {
        derive_with_rebooked(dossier, order);
    }
}

/// Recomputes an order, and those whose returns it may rebook: it may be new, or have gone back itself.
fn derive_with_rebooked(dossier: &mut Dossier, id: OrderId) {
    let position = |dossier: &Dossier, id| dossier.hot.heads.iter().position(|head| head.id == id);
    let Some(index) = position(dossier, id) else { return };
    derive(dossier, index);
    let Some(occurred) = dossier.hot.heads.get(index).map(|head| head.occurred) else { return };
    let mut near: Vec<OrderId> = dossier
        .orders
        .backs
        .iter()
        .filter(|back| !back.cancelled && back.occurred.since(occurred).0.abs() <= REBOOKED_WITHIN.0)
        .filter_map(|back| back.order.filter(|order| *order != id))
        .collect();
    near.sort_unstable();
    near.dedup();
    for order in near {
        if let Some(index) = position(dossier, order) {
            derive(dossier, index);
        }
    }
}

/// Recomputes one order's lines and head from the raw facts.
fn derive(dossier: &mut Dossier, index: usize) {
    let (Some(head), Some(lines)) = (dossier.hot.heads.get(index), dossier.orders.lines.get(index)) else {
        return;
    };
    if lines.is_empty() && head.lines > 0 {
        return; // Older than the kept lines: its totals are final.
    }
    let id = head.id;
    let mut lines = lines.clone();
    for line in &mut lines {
        line.returned = 0;
        line.cancelled = 0;
    }
    let mut last_return: Option<Timestamp> = None;
    let mut exchanged = false;
    for back in dossier.orders.backs.iter().filter(|back| back.order == Some(id)) {
        let families = apply_back(&mut lines, back);
        if !back.cancelled {
            last_return = Some(back.occurred);
            exchanged |= is_rebooked(dossier, id, &families, back.occurred);
        }
    }
    let cancelled = !lines.is_empty() && lines.iter().all(|line| line.cancelled >= line.quantity.max(1));
    let all_back = !lines.is_empty() && lines.iter().all(|line| pieces_kept(line) <= 0);
    let full_return_at = match last_return {
        Some(at) if all_back && !cancelled && !exchanged => Some(at.plus(REBOOKED_WITHIN)),
        _ => None,
    };
    let kept_value = lines.iter().map(kept_value).fold(0i64, i64::saturating_add);
    let kept_lines = lines.iter().filter(|line| pieces_kept(line) > 0).count();
    if let Some(head) = dossier.hot.heads.get_mut(index) {
        head.kept_value = kept_value;
        head.kept_lines = u32::try_from(kept_lines).unwrap_or(u32::MAX);
        head.cancelled = cancelled;
        head.full_return_at = full_return_at;
    }
    if let Some(slot) = dossier.orders.lines.get_mut(index) {
        *slot = lines;
    }
}

/// Pieces of a line that were neither cancelled nor returned.
#[must_use]
pub(crate) fn pieces_kept(line: &OrderLine) -> i32 {
    line.quantity.max(1).saturating_sub(line.returned).saturating_sub(line.cancelled)
}

/// The line's value for the pieces kept, in proportion, rounded down per line.
#[must_use]
pub(crate) fn kept_value(line: &OrderLine) -> i64 {
    let pieces = i64::from(line.quantity.max(1));
    let kept = i64::from(pieces_kept(line)).clamp(0, pieces);
    if kept == pieces {
        return line.value;
    }
    line.value.saturating_mul(kept) / pieces
}

/// Takes out of an order what went back, and tells the families of it.
fn apply_back(lines: &mut [OrderLine], back: &Back) -> Vec<FamilyId> {
    let mut families = Vec::new();
    let mut take = |line: &mut OrderLine, most: i32| {
        let pieces = most.min(pieces_kept(line)).max(0);
        if pieces > 0 {
            families.push(line.item.family);
        }
        if back.cancelled {
            line.cancelled += pieces;
        } else {
            line.returned += pieces;
        }
        pieces
    };
    if back.lines.is_empty() {
        // The whole order, as far as it has not gone back yet.
        for line in lines {
            take(line, i32::MAX);
        }
        return families;
    }
    for (item, quantity, _) in &back.lines {
        let mut rest = (*quantity).max(1);
        for line in lines.iter_mut().filter(|line| line.item.product == item.product) {
            rest -= take(line, rest);
        }
    }
    families
}

/// Whether another order within 24 h of a return holds one of its families, and something of it was kept.
fn is_rebooked(dossier: &Dossier, order: OrderId, families: &[FamilyId], returned: Timestamp) -> bool {
    dossier.hot.heads.iter().zip(&dossier.orders.lines).any(|(head, others)| {
        head.id != order
            && head.occurred.since(returned).0.abs() <= REBOOKED_WITHIN.0
            && others.iter().any(|line| pieces_kept(line) > 0 && families.contains(&line.item.family))
    })
}

/// Keeps the articles of the newest orders only; totals of older ones stay in their heads.
fn bound_lines(dossier: &mut Dossier) {
    let mut total: usize = dossier.orders.lines.iter().map(Vec::len).sum();
    let Orders { lines, backs } = &mut dossier.orders;
    for (index, order) in lines.iter_mut().enumerate() {
        if total <= LINES_MAX {
            break;
        }
        total -= order.len();
        order.clear();
        let id = dossier.hot.heads.get(index).map(|head| head.id);
        backs.retain(|back| back.order.is_none() || back.order != id);
    }
}

/// Whether something of `item`'s family was bought at or after a moment (ties by message id).
#[must_use]
pub(crate) fn bought_since(dossier: &Dossier, item: &Item, at: Timestamp, message: MessageId) -> bool {
    let newer = dossier.hot.heads.partition_point(|head| (head.occurred, head.message) <= (at, message));
    let pairs = dossier.hot.heads.iter().zip(&dossier.orders.lines).skip(newer);
    pairs.filter(|(head, _)| !head.cancelled).any(|(_, lines)| {
        lines.iter().any(|line| line.item.product == item.product || line.item.family == item.family)
    })
}

/// Orders that count (not wholly cancelled), oldest first.
pub(crate) fn counted(dossier: &Dossier) -> impl Iterator<Item = &OrderHead> {
    dossier.hot.heads.iter().filter(|head| !head.cancelled)
}

/// Whether the order is a full return as of `now`, and until when that answer holds.
#[must_use]
pub(crate) fn is_full_return(head: &OrderHead, now: Timestamp) -> (bool, Timestamp) {
    match head.full_return_at {
        Some(at) if at <= now => (true, Timestamp::NEVER),
        Some(at) => (false, at),
        None => (false, Timestamp::NEVER),
    }
}

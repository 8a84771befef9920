//! The cart, derived from its changes and from what was bought: a purchase anywhere of the same product, a
//! variant or a declared substitute takes a line out, whichever arrives first.

use crate::dossier::{CART_MAX, CartChange, Dossier};
use crate::orders::bought_since;
use anlass_model::event::Item;
use anlass_model::id::MessageId;
use anlass_model::time::Timestamp;

/// A line that still lies in the cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenLine {
    pub item: Item,
    pub quantity: i32,
    pub value: i64,
    pub changed: Timestamp,
}

/// Takes in a change, in order of occurrence.
pub(crate) fn changed(dossier: &mut Dossier, change: CartChange) {
    let cart = &mut dossier.cart;
    if change.occurred < cart.floor {
        return;
    }
    let at = cart
        .changes
        .partition_point(|other| (other.occurred, other.message) < (change.occurred, change.message));
    cart.changes.insert(at, change);
    if cart.changes.len() > CART_MAX {
        let dropped = cart.changes.remove(0);
        cart.floor = cart.floor.max(dropped.occurred);
    }
}

/// Everything before this moment is gone.
pub(crate) fn cleared(dossier: &mut Dossier, occurred: Timestamp, message: MessageId) {
    let cart = &mut dossier.cart;
    cart.floor = cart.floor.max(occurred);
    cart.changes.retain(|change| (change.occurred, change.message) > (occurred, message));
}

/// Drops changes whose lines were all bought or removed long ago, so that a busy cart stays small.
pub(crate) fn compact(dossier: &mut Dossier, keep_after: Timestamp) {
    if dossier.cart.changes.first().is_some_and(|change| change.occurred < keep_after) {
        let open = open_lines(dossier);
        if open.is_empty() {
            dossier.cart.floor = dossier.cart.floor.max(keep_after);
            dossier.cart.changes.retain(|change| change.occurred >= keep_after);
        }
    }
}

/// Open lines: the last word per product is an addition, and nothing of its family was bought since.
#[must_use]
pub fn open_lines(dossier: &Dossier) -> Vec<OpenLine> {
    let mut open: Vec<OpenLine> = Vec::new();
    let changes = &dossier.cart.changes;
    for (index, change) in changes.iter().enumerate() {
        let later = changes.get(index + 1..).unwrap_or(&[]);
        let removed = !change.added
            || later.iter().any(|other| !other.added && other.item.product == change.item.product);
        if removed || bought_since(dossier, &change.item, change.occurred, change.message) {
            continue;
        }
        match open.iter_mut().find(|line| line.item.product == change.item.product) {
            Some(line) => {
                line.quantity = line.quantity.saturating_add(change.quantity);
                line.value = line.value.saturating_add(change.value);
                line.changed = change.occurred;
            }
            None => open.push(OpenLine {
                item: change.item,
                quantity: change.quantity,
                value: change.value,
                changed: change.occurred,
            }),
        }
    }
    open
}

/// Value of the open lines in minor units.
#[must_use]
pub fn open_value(dossier: &Dossier) -> i64 {
    open_lines(dossier).iter().map(|line| line.value).fold(0, i64::saturating_add)
}

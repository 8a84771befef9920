//! The cart, derived from its changes and from what was bought: a purchase anywhere of the same product, a
//! variant or a declared substitute takes a line out, whichever arrives first.

use crate::dossier::{CART_MAX, Cart, CartChange, Dossier, grow};
use crate::orders::bought_since;
use anlass_model::event::Item;
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
    if change.occurred <= cart.floor {
        return;
    }
    let at = cart
        .changes
        .partition_point(|other| (other.occurred, other.message) < (change.occurred, change.message));
    grow(&mut cart.changes);
    cart.changes.insert(at, change);
    if cart.changes.len() > CART_MAX {
        let dropped = cart.changes.remove(0);
        cart.floor = cart.floor.max(dropped.occurred);
    }
}

/// Takes over the cart of another dossier of the same person: what emptied one of them emptied both.
pub(crate) fn absorb(dossier: &mut Dossier, other: &Cart) {
    let own = &mut dossier.cart;
    own.floor = own.floor.max(other.floor);
    own.changes.extend(other.changes.iter().copied());
    own.changes.retain(|change| change.occurred > own.floor);
    own.changes.sort_by_key(|change| (change.occurred, change.message));
    own.changes.dedup_by_key(|change| change.message);
    let dropped = own.changes.len().saturating_sub(CART_MAX);
    for change in own.changes.drain(..dropped) {
        own.floor = own.floor.max(change.occurred);
    }
}

/// Everything up to this moment is gone, also what is said about the very same moment.
pub(crate) fn cleared(dossier: &mut Dossier, occurred: Timestamp) {
    let cart = &mut dossier.cart;
    cart.floor = cart.floor.max(occurred);
    cart.changes.retain(|change| change.occurred > occurred);
}

/// Drops changes whose lines were all bought or removed long ago, so that a busy cart stays small.
pub(crate) fn compact(dossier: &mut Dossier, keep_after: Timestamp) {
    if dossier.cart.changes.first().is_some_and(|change| change.occurred < keep_after) {
        let open = open_lines(dossier);
        if open.is_empty() {
            dossier.cart.floor = dossier.cart.floor.max(keep_after);
            dossier.cart.changes.retain(|change| change.occurred > keep_after);
        }
    }
}

/// Open lines: what was added and neither taken out again nor bought since, nor anything of its family.
#[must_use]
pub fn open_lines(dossier: &Dossier) -> Vec<OpenLine> {
    let mut open: Vec<OpenLine> = Vec::new();
    for change in &dossier.cart.changes {
        if bought_since(dossier, &change.item, change.occurred, change.message) {
            continue;
        }
        let position = open.iter().position(|line| line.item.product == change.item.product);
        let pieces = change.quantity.max(1);
        match (position.and_then(|index| open.get_mut(index).map(|line| (index, line))), change.added) {
            (Some((_, line)), true) => {
                line.quantity = line.quantity.saturating_add(pieces);
                line.value = line.value.saturating_add(change.value);
                line.changed = change.occurred;
            }
            (Some((index, line)), false) => {
                let left = line.quantity.saturating_sub(pieces);
                if left <= 0 {
                    open.remove(index);
                } else {
                    line.value = line.value.saturating_mul(i64::from(left)) / i64::from(line.quantity.max(1));
                    line.quantity = left;
                    line.changed = change.occurred;
                }
            }
            (None, true) => open.push(OpenLine {
                item: change.item,
                quantity: pieces,
                value: change.value,
                changed: change.occurred,
            }),
            (None, false) => {}
        }
    }
    open
}

/// Value of the open lines in minor units.
#[must_use]
pub(crate) fn open_value(dossier: &Dossier) -> i64 {
    open_lines(dossier).iter().map(|line| line.value).fold(0, i64::saturating_add)
}

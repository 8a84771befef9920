//! Which items belong together. Counts of who had to do with both come from [`Interactions`](crate::Interactions),
//! all at once, or from a [`Counter`], one by one; what was seen and what was bought are two instances. From them
//! [`nearest_by_cosine`] and [`nearest_by_llr`] make a list per item; [`Ease`] learns weights of its own. [`rank`] and
//! [`serve`] turn lists and somebody's history into what to offer.

mod counter;
mod ease;
mod lists;
mod measures;
mod serve;
mod tiles;

pub use counter::{Added, Counter, Limits};
pub use ease::{Ease, ITEMS_MAX, Kept, LAMBDA};
pub use lists::Lists;
pub use measures::{log_likelihood_ratio, most_popular, nearest_by_cosine, nearest_by_llr};
pub use serve::{Known, Reason, Recommended, Request, Scored, rank, serve};

/// An item that shares users with another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Partner {
    pub item: u32,
    /// How many users have to do with both.
    pub users: u32,
    /// Sum over those users of the product of both weights.
    pub product: f64,
}

/// What relations are made of. Items are `0..items()`.
pub trait Cooccurrences {
    fn items(&self) -> u32;
    /// Users with at least one item.
    fn users(&self) -> u32;
    fn users_of(&self, item: u32) -> u32;
    /// Sum over users of the squared weight of `item`.
    fn squares_of(&self, item: u32) -> f64;
    /// Every item in ascending order, with its partners, which ascend too.
    fn each_item(&self, visit: &mut dyn FnMut(u32, &[Partner]));
}

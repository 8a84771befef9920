//! What Anlass learns, on plain arrays: users, items and nodes are indices that the caller gave out, moments are
//! numbers that only have an order. [`relations`] says which items belong together and ranks what to offer,
//! [`decay`] for how long a purchase speaks of interest, [`evaluate`] how good a ranking is beside popularity.
//! Deliberately not here: names, files, clocks, consent and stock. The same input gives the same output, in
//! whatever order it came; ties go to the lower index.

pub mod decay;
mod error;
pub mod evaluate;
mod interactions;
pub mod relations;
mod rows;

pub use error::Error;
pub use interactions::{Interaction, Interactions};

/// An item and how much it weighs: in a history how strongly it was wanted, in a list how near it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted {
    pub item: u32,
    pub weight: f32,
}

/// The place of an index in a slice.
fn place(index: u32) -> usize {
    usize::try_from(index).expect("a slice of 2^32 places fits the machines this is built for")
}

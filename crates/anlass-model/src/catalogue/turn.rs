//! By what an occasion came about, and so what it is for each person: what they found before and what they find now where
//! they are asked. Nobody has to be remembered with a price or with pieces of their own.

use super::{Asked, Catalogue, Fall, Moved, Occasion};
use serde::{Deserialize, Serialize};

/// What people find otherwise than before. New kinds go to the end: they are stored by place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    Price(Fall),
    Pieces(Moved),
}

impl Occasion {
    /// Whether it is one for nobody but those who are asked at an outlet.
    #[must_use]
    pub fn is_at_outlets_only(&self) -> bool {
        matches!(&self.turn, Some(Turn::Pieces(moved)) if moved.is_at_outlets_only())
    }
}

impl Catalogue {
    /// The occasion as it is for somebody who is asked so; `None` if it is none for them.
    #[must_use]
    pub fn felt(&self, occasion: &Occasion, asked: Asked) -> Option<Occasion> {
        let (before, after) = match &occasion.turn {
            None => (occasion.before, occasion.after),
            Some(Turn::Price(fall)) => self.fell(occasion.item.product, *fall, asked, occasion.at)?,
            Some(Turn::Pieces(moved)) => moved.found(asked.outlet)?,
        };
        Some(Occasion { before, after, ..occasion.clone() })
    }
}

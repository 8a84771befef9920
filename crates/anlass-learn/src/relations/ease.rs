//! EASE: weights between items in closed form (Steck, Embarrassingly Shallow Autoencoders for Sparse Data, 2019).
//! With G = XᵀX and P = (G + λ·1)⁻¹ the weight from i to j is −P_ij / P_jj, and 0 from an item to itself.

use super::lists::{Lists, Order};
use super::serve::{Known, Scored, Scores};
use super::tiles::Symmetric;
use crate::error::{Error, positive};
use crate::{Interactions, Weighted, place};

/// Above this the dense matrix takes more than 400 MB.
pub const ITEMS_MAX: u32 = 10_000;

/// How strongly weights are held down where nothing else is known.
pub const LAMBDA: f64 = 200.0;

/// Learned weights between all items. Memory: 4 bytes × items² (400 MB at [`ITEMS_MAX`]).
#[derive(Clone, Debug)]
pub struct Ease {
    /// −P.
    negated: Symmetric,
}

/// Which weights are kept where only `k` per item are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The largest positive ones.
    Positive,
    /// The largest by magnitude: what speaks against an item counts too. Nearer to the whole matrix.
    Strongest,
}

impl Ease {
    /// Work: the sum over users of their squared history, and items³.
    ///
    /// # Errors
    /// [`Error::TooManyItems`] above [`ITEMS_MAX`], [`Error::NotPositive`] for a `lambda` that is not,
    /// [`Error::Singular`] where weights are so large that `lambda` vanishes beside them.
    pub fn fit(interactions: &Interactions, lambda: f64) -> Result<Self, Error> {
        let lambda = positive("lambda", lambda)?;
        let (users, items) = interactions.shape();
        if items > ITEMS_MAX {
            return Err(Error::TooManyItems { items, max: ITEMS_MAX });
        }
        let mut matrix = Symmetric::new(place(items));
        for user in 0..users {
            let history = interactions.history(user);
            for (count, held) in history.iter().enumerate() {
                for other in &history[..=count] {
                    let product = f64::from(held.weight) * f64::from(other.weight);
                    matrix.add(place(held.item), place(other.item), product);
                }
            }
        }
        for item in 0..place(items) {
            matrix.add(item, item, lambda);
        }
        matrix.invert_negated().map_err(|refused| Error::Singular {
            item: u32::try_from(refused.row).expect("a row is an item"),
        })?;
        Ok(Self { negated: matrix })
    }

    pub fn items(&self) -> u32 {
        u32::try_from(self.negated.size()).expect("made from a u32")
    }

    /// How much `from` in a history speaks for `to`. Panics if one is not below [`Ease::items`].
    pub fn weight(&self, from: u32, to: u32) -> f64 {
        if from == to {
            return 0.0;
        }
        self.negated.get(place(from), place(to)) / -self.negated.get(place(to), place(to))
    }

    /// The `k` weights from each item that `kept` says, for serving as they are. 200 of the strongest come close to
    /// the whole matrix.
    pub fn lists(&self, k: usize, kept: Kept) -> Lists {
        let order = match kept {
            Kept::Positive => Order::Heaviest,
            Kept::Strongest => Order::Strongest,
        };
        let mut lists = Lists::new();
        for from in 0..self.items() {
            let weights = (0..self.items()).map(|to| (to, self.weight(from, to)));
            let of_sign = weights.filter(|(_, weight)| match kept {
                Kept::Positive => *weight > 0.0,
                Kept::Strongest => *weight != 0.0,
            });
            lists.push(of_sign.collect(), k, order);
        }
        lists
    }

    /// Like [`rank`](super::rank), with every weight.
    pub fn rank(&self, history: &[Weighted], known: Known) -> Vec<Scored> {
        let mut scores = Scores::new(self.items());
        for held in history.iter().filter(|held| held.item < self.items()) {
            for to in 0..self.items() {
                scores.add(held, to, self.weight(held.item, to));
            }
        }
        scores.ranked(history, known)
    }
}

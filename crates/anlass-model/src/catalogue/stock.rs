//! Pieces of an article: in all, and at each outlet. Of what nobody told a stock everything is available.

use crate::id::OutletId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// As told; else the outlets are added up.
    pub in_all: Option<i64>,
    /// By outlet.
    outlets: Box<[(OutletId, i64)]>,
    /// When any of it was told last. `None`: earlier releases did not note it.
    pub told: Option<Timestamp>,
}

impl Stock {
    /// Pieces in all. `None`: nobody told.
    #[must_use]
    pub fn in_all(&self) -> Option<i64> {
        let summed = || self.outlets.iter().fold(0i64, |sum, (_, pieces)| sum.saturating_add(*pieces));
        self.in_all.or_else(|| (!self.outlets.is_empty()).then(summed))
    }

    /// Pieces at an outlet. `None`: nobody told.
    #[must_use]
    pub fn at(&self, outlet: OutletId) -> Option<i64> {
        let found = self.outlets.binary_search_by_key(&outlet, |(own, _)| *own).ok()?;
        self.outlets.get(found).map(|(_, pieces)| *pieces)
    }

    /// Pieces at each outlet that told any.
    pub fn outlets(&self) -> impl Iterator<Item = (OutletId, i64)> {
        self.outlets.iter().copied()
    }

    pub(super) fn set(&mut self, at: Option<OutletId>, pieces: i64, now: Timestamp) {
        self.told = Some(now);
        let Some(outlet) = at else {
            self.in_all = Some(pieces);
            return;
        };
        let mut outlets = std::mem::take(&mut self.outlets).into_vec();
        match outlets.binary_search_by_key(&outlet, |(own, _)| *own) {
            Ok(found) => outlets[found].1 = pieces,
            Err(place) => outlets.insert(place, (outlet, pieces)),
        }
        self.outlets = outlets.into();
    }
}

/// As earlier releases stored it.
#[derive(Deserialize)]
pub struct Untimed {
    in_all: Option<i64>,
    outlets: Box<[(OutletId, i64)]>,
}

impl From<Untimed> for Stock {
    fn from(Untimed { in_all, outlets }: Untimed) -> Stock {
        Stock { in_all, outlets, told: None }
    }
}

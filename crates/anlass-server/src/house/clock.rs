//! The house's own time: the real one, one that runs on from where a recorded history ends, or one that somebody
//! moves by hand. Reads no clock: the real time comes in.

use super::Pace;
use crate::server::Clock;
use anlass_model::time::{Span, Timestamp};
use anlass_store::{Commit, Document, Store};
use anyhow::Result;
use std::sync::atomic::{AtomicI64, Ordering};

const KIND: &str = "clock";
const NAME: &str = "now";

pub(crate) struct HouseClock {
    wall: Clock,
    pace: Pace,
    /// Manual: the moment. Otherwise what is added to the real one.
    value: AtomicI64,
}

impl HouseClock {
    /// Time never runs backwards over a restart: it goes on after `history` and after where it was noted last.
    pub(crate) fn open(store: &dyn Store, wall: Clock, pace: Pace, history: Timestamp) -> Result<HouseClock> {
        let noted = store.document(KIND, NAME)?;
        let noted = noted.and_then(|document| String::from_utf8(document.body).ok()?.parse::<i64>().ok());
        let start = history.0.max(noted.unwrap_or(i64::MIN));
        let real = wall().0;
        let value = match pace {
            Pace::Real => 0,
            Pace::FromHistory if start > 0 => start.saturating_sub(real),
            Pace::Manual if start > 0 => start,
            Pace::FromHistory => 0,
            Pace::Manual => real,
        };
        Ok(HouseClock { wall, pace, value: AtomicI64::new(value) })
    }

    pub(crate) fn now(&self) -> Timestamp {
        let value = self.value.load(Ordering::Relaxed);
        match self.pace {
            Pace::Manual => Timestamp(value),
            Pace::Real | Pace::FromHistory => (self.wall)().plus(Span(value)),
        }
    }

    pub(crate) fn is_manual(&self) -> bool {
        self.pace == Pace::Manual
    }

    /// Moves a manual clock; the others go their own way.
    pub(crate) fn advance(&self, by: Span) {
        if self.is_manual() {
            self.value.fetch_add(by.0.max(0), Ordering::Relaxed);
        }
    }

    /// Notes where it is; the real one needs no note.
    pub(crate) fn note(&self, store: &dyn Store) -> Result<()> {
        if self.pace == Pace::Real {
            return Ok(());
        }
        let body = self.now().0.to_string().into_bytes();
        let documents = vec![Document { kind: KIND.into(), name: NAME.into(), body }];
        Ok(store.commit(&Commit { documents, ..Commit::default() })?)
    }
}

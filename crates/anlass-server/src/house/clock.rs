//! The house's own time: the real one, one that runs on from where a recorded history ends, or one that somebody
//! moves by hand. A demonstration's may be moved on and held still. Reads no clock: the real time comes in.

use super::Pace;
use crate::access::Moments;
use crate::server::Clock;
use anlass_model::time::{Span, Timestamp};
use anlass_store::{Commit, Document, Store};
use anyhow::Result;
use std::sync::{Mutex, MutexGuard, PoisonError};

const KIND: &str = "clock";
const NAME: &str = "now";

pub(crate) struct HouseClock {
    wall: Clock,
    pace: Pace,
    hands: Mutex<Hands>,
}

#[derive(Clone, Copy)]
enum Hands {
    /// Goes with the real time, so far ahead of it.
    Going {
        ahead: Span,
    },
    Standing {
        at: Timestamp,
    },
}

/// Where a clock that goes its own way was last; `None` where none does.
pub(crate) fn noted(store: &dyn Store) -> Result<Option<Timestamp>> {
    let noted = store.document(KIND, NAME)?;
    let noted = noted.and_then(|document| String::from_utf8(document.body).ok()?.parse::<i64>().ok());
    Ok(noted.map(Timestamp))
}

impl HouseClock {
    /// Time never runs backwards over a restart: it goes on after `history` and after where it was noted last.
    pub(crate) fn open(store: &dyn Store, wall: Clock, pace: Pace, history: Timestamp) -> Result<HouseClock> {
        let start = noted(store)?.map_or(history, |noted| noted.max(history));
        let real = wall();
        let hands = match pace {
            Pace::FromHistory if start.0 > 0 => Hands::Going { ahead: start.since(real) },
            Pace::Real | Pace::FromHistory => Hands::Going { ahead: Span(0) },
            Pace::Manual if start.0 > 0 => Hands::Standing { at: start },
            Pace::Manual => Hands::Standing { at: real },
        };
        Ok(HouseClock { wall, pace, hands: Mutex::new(hands) })
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Timestamp {
        match *self.hands() {
            Hands::Going { ahead } => (self.wall)().plus(ahead),
            Hands::Standing { at } => at,
        }
    }

    pub(crate) fn is_manual(&self) -> bool {
        self.pace == Pace::Manual
    }

    /// What it says beside the real time; `None` where it is that.
    pub(crate) fn moments(&self) -> Moments {
        let clock = self.is_movable().then(|| self.now());
        Moments { wall: (self.wall)(), clock }
    }

    /// Whether it may be moved: not where it is everybody's time.
    pub(crate) fn is_movable(&self) -> bool {
        self.pace != Pace::Real
    }

    pub(crate) fn is_standing(&self) -> bool {
        matches!(*self.hands(), Hands::Standing { .. })
    }

    /// Moves it on; the real one goes its own way.
    pub(crate) fn advance(&self, by: Span) {
        if !self.is_movable() {
            return;
        }
        let by = Span(by.0.max(0));
        let mut hands = self.hands();
        *hands = match *hands {
            Hands::Going { ahead } => Hands::Going { ahead: Span(ahead.0.saturating_add(by.0)) },
            Hands::Standing { at } => Hands::Standing { at: at.plus(by) },
        };
    }

    /// Stops it where it is, if it may be moved at all.
    pub(crate) fn hold(&self) {
        let at = self.now();
        if self.is_movable() {
            *self.hands() = Hands::Standing { at };
        }
    }

    /// Lets it go on from where it stands, unless it is moved by hand only.
    pub(crate) fn let_go(&self) {
        let ahead = self.now().since((self.wall)());
        if self.pace == Pace::FromHistory {
            *self.hands() = Hands::Going { ahead };
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

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::time::{HOUR, SECOND};
    use anlass_store::memory::MemoryStore;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    #[test]
    fn a_demonstrations_clock_is_moved_held_and_goes_on_from_there() {
        let store = MemoryStore::new(1, 1);
        let real = Arc::new(AtomicI64::new(1_000_000));
        let wall = Arc::clone(&real);
        let wall: Clock = Arc::new(move || Timestamp(wall.load(Ordering::Relaxed)));
        let history = Timestamp(500_000);
        let clock = HouseClock::open(&store, Arc::clone(&wall), Pace::FromHistory, history).expect("opened");
        assert_eq!(clock.now(), history);
        clock.advance(HOUR);
        clock.hold();
        real.fetch_add(SECOND.0, Ordering::Relaxed);
        assert_eq!(clock.now(), history.plus(HOUR), "it stands while the real time goes on");
        clock.let_go();
        real.fetch_add(SECOND.0, Ordering::Relaxed);
        assert_eq!(clock.now(), history.plus(HOUR).plus(SECOND));

        let everybodys = HouseClock::open(&store, wall, Pace::Real, history).expect("opened");
        let before = everybodys.now();
        everybodys.advance(HOUR);
        everybodys.hold();
        assert_eq!((everybodys.now(), everybodys.is_standing()), (before, false));
    }
}

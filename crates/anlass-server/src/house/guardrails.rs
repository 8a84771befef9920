//! Guardrails: what the house counts per programme of what was delivered and of people going away, kept over restarts,
//! and which programmes they stopped. What is to be done about a verdict is the loop's.

use super::House;
use anlass_channels::guardrail::{Cause, Guardrail, Limits, Signal, Verdict};
use anlass_model::event::{Arrival, Body, Reaction, Receipt};
use anlass_model::id::{IntentId, Part, VaultId};
use anlass_model::time::Timestamp;
use anlass_store::Store;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

const KIND: &str = "guardrails";
const NAME: &str = "counts";
/// Signals whose repetition is recognised.
const COUNTED_MAX: usize = 50_000;
/// Signals that wait for the loop.
const HEARD_MAX: usize = 10_000;

/// A programme that a guardrail stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Paused {
    pub(crate) at: i64,
    pub(crate) cause: Cause,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    programmes: BTreeMap<String, Guardrail>,
    /// Which delivery gave which signal: told twice, it counts once.
    counted: BTreeSet<(IntentId, Signal)>,
    /// The same, oldest first.
    order: VecDeque<(IntentId, Signal)>,
    paused: BTreeMap<String, Paused>,
}

#[derive(Debug, Default)]
pub(crate) struct Guardrails {
    state: Mutex<State>,
    /// Said by people, and not looked up yet.
    heard: Mutex<Vec<(VaultId, IntentId, Signal)>>,
    warned: Mutex<BTreeMap<String, Cause>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Guardrails {
    pub(crate) fn open(store: &dyn Store) -> Result<Guardrails> {
        let document = store.document(KIND, NAME)?;
        let state = document.and_then(|document| serde_json::from_slice(&document.body).ok());
        Ok(Guardrails { state: Mutex::new(state.unwrap_or_default()), ..Guardrails::default() })
    }

    pub(crate) fn save(&self, store: &dyn Store) -> Result<()> {
        let body = serde_json::to_vec(&*locked(&self.state))?;
        let documents = vec![anlass_store::Document { kind: KIND.into(), name: NAME.into(), body }];
        Ok(store.commit(&anlass_store::Commit { documents, ..anlass_store::Commit::default() })?)
    }

    /// Listens to what is accepted.
    pub(crate) fn listen(&self, arrivals: &[Arrival]) {
        for arrival in arrivals {
            let signal = match &arrival.event.body {
                Body::Reacted { delivery: Some(delivery), reaction: Reaction::Complained, .. } => {
                    (*delivery, Signal::Complaint)
                }
                Body::Reacted { delivery: Some(delivery), reaction: Reaction::Unsubscribed, .. } => {
                    (*delivery, Signal::Unsubscribe)
                }
                Body::Receipt { delivery, receipt: Receipt::Bounced } => (*delivery, Signal::HardBounce),
                _ => continue,
            };
            let mut heard = locked(&self.heard);
            if heard.len() < HEARD_MAX {
                heard.push((arrival.vault, signal.0, signal.1));
            }
        }
    }

    /// Finds out which programmes people spoke of; whether there was anything.
    pub(crate) fn look_up(&self, house: &House, now: Timestamp) -> Result<bool> {
        let heard = std::mem::take(&mut *locked(&self.heard));
        let view = house.view();
        let mut is_new = false;
        for (vault, intent, signal) in heard {
            let Some(scope) = view.runtime.custodian.scope(vault) else { continue };
            // A link carries no part, and merges lead elsewhere; such signals are few.
            for part in 0..view.runtime.parts {
                if let Some(row) = house.store.intent(&scope, Part(part), intent)? {
                    is_new |= self.count(&row.programme, intent, signal, now);
                    break;
                }
            }
        }
        Ok(is_new)
    }

    /// Counts a signal of one delivery; `false` if it was told before.
    pub(crate) fn count(&self, programme: &str, intent: IntentId, signal: Signal, now: Timestamp) -> bool {
        let mut state = locked(&self.state);
        if signal != Signal::Delivered {
            if !state.counted.insert((intent, signal)) {
                return false;
            }
            state.order.push_back((intent, signal));
            if state.order.len() > COUNTED_MAX
                && let Some(oldest) = state.order.pop_front()
            {
                state.counted.remove(&oldest);
            }
        }
        state.programmes.entry(programme.to_owned()).or_default().record(signal, 1, now);
        true
    }

    /// Which running programmes have to stop; notes which ones only worry. One that somebody started again after it was
    /// stopped begins to count anew.
    pub(crate) fn judge(
        &self,
        programmes: &[(String, bool)],
        limits: &Limits,
        now: Timestamp,
    ) -> Vec<(String, Cause)> {
        let mut state = locked(&self.state);
        let mut warned = locked(&self.warned);
        warned.clear();
        let mut stop = Vec::new();
        for (programme, is_stopped) in programmes {
            if *is_stopped {
                continue;
            }
            if state.paused.remove(programme).is_some() {
                state.programmes.remove(programme);
            }
            match state.programmes.get(programme).map(|guardrail| guardrail.judge(limits, now)) {
                Some(Verdict::Pause(cause)) => stop.push((programme.clone(), cause)),
                Some(Verdict::Warn(cause)) => drop(warned.insert(programme.clone(), cause)),
                Some(Verdict::Ok) | None => {}
            }
        }
        stop
    }

    pub(crate) fn note_paused(&self, programme: &str, cause: Cause, now: Timestamp) {
        locked(&self.state).paused.insert(programme.to_owned(), Paused { at: now.0, cause });
    }

    /// Programmes stopped by a guardrail, and why.
    pub(crate) fn paused(&self) -> BTreeMap<String, Paused> {
        locked(&self.state).paused.clone()
    }

    /// Programmes that come near to it.
    pub(crate) fn warned(&self) -> BTreeMap<String, Cause> {
        locked(&self.warned).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::time::HOUR;
    use anlass_store::memory::MemoryStore;

    const NOW: Timestamp = Timestamp(1_795_599_000_000);

    /// 1,000 delivered, and so many complaints.
    fn told(guardrails: &Guardrails, complaints: u128) {
        for number in 0..1_000 {
            guardrails.count("news", IntentId(number), Signal::Delivered, NOW);
        }
        for number in 0..complaints {
            guardrails.count("news", IntentId(number), Signal::Complaint, NOW);
        }
    }

    #[test]
    fn counts_survive_a_restart_and_what_is_told_twice_counts_once() {
        let store = MemoryStore::new(8, 3);
        let limits = Limits::default();
        let running = [("news".to_owned(), false)];
        let guardrails = Guardrails::open(&store).expect("opened");
        told(&guardrails, 2);
        assert!(!guardrails.count("news", IntentId(1), Signal::Complaint, NOW), "told before");
        assert_eq!(guardrails.judge(&running, &limits, NOW), []);
        assert_eq!(guardrails.warned().len(), 1, "two in a thousand worry");
        guardrails.save(&store).expect("saved");
        let guardrails = Guardrails::open(&store).expect("opened");
        assert!(!guardrails.count("news", IntentId(1), Signal::Complaint, NOW), "told before the restart");
        assert!(guardrails.count("news", IntentId(2), Signal::Complaint, NOW));
        let cause = Cause { signal: Signal::Complaint, count: 3, delivered: 1_000 };
        assert_eq!(guardrails.judge(&running, &limits, NOW), [("news".to_owned(), cause)]);
    }

    #[test]
    fn one_that_was_started_again_counts_anew() {
        let guardrails = Guardrails::default();
        told(&guardrails, 5);
        let limits = Limits::default();
        let (running, stopped) = ([("news".to_owned(), false)], [("news".to_owned(), true)]);
        let stop = guardrails.judge(&running, &limits, NOW);
        guardrails.note_paused("news", stop[0].1, NOW);
        assert_eq!(guardrails.judge(&stopped, &limits, NOW.plus(HOUR)), []);
        assert_eq!(guardrails.paused().len(), 1, "it stays known why it stands");
        assert_eq!(guardrails.judge(&running, &limits, NOW.plus(HOUR)), []);
        assert!(guardrails.paused().is_empty());
    }
}

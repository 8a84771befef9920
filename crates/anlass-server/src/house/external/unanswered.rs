//! Jobs whose answer was lost: handed over again under the same id and with the same words until they are answered. Until then
//! the ledger says that their fate is unknown, and they count as contacts.

use super::{External, Jobs, KIND, Kept, Open, call, name};
use crate::house::House;
use crate::vaulted::{gone, opened};
use anlass_channels::webhook::{Called, Outcome as Told};
use anlass_model::event::Receipt;
use anlass_model::id::{EntityId, IntentId, VaultId};
use anlass_model::outcome::State;
use anlass_model::time::{DAY, HOUR, SECOND, Span, Timestamp};
use anlass_runtime::live::{Answered, Live};
use anlass_store::Store;
use anlass_store::seal::Keyring;
use anyhow::Result;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::runtime::Handle;

pub(super) const AGAIN_FIRST: Span = SECOND.times(10);
const AGAIN_MAX: Span = HOUR;
/// What is not answered after so long stays unknown.
const GIVE_UP: Span = DAY.times(3);
const UNDER_WAY_MAX: usize = 4;

/// What the process before this one left.
pub(super) fn left(store: &dyn Store, keys: &Keyring) -> Result<Jobs> {
    let mut jobs = Jobs::new();
    for place in store.documents(KIND)? {
        let Some((vault, intent)) = place.split_once('/') else { continue };
        let (Ok(vault), Ok(intent)) = (vault.parse(), u128::from_str_radix(intent, 16)) else { continue };
        let vault = VaultId(vault);
        let Some(kept) = opened::<Kept>(store, keys, vault, KIND, &place)? else { continue };
        let Kept { customer, since, .. } = kept;
        let open = Open { customer, since, attempts: 0, again: since, is_under_way: false };
        jobs.insert((vault, IntentId(intent)), open);
    }
    Ok(jobs)
}

/// These are answered for good. If it cannot be written now, it is found out later.
pub(super) fn settle(house: &House, settled: &[(VaultId, IntentId)]) {
    let Some(external) = &house.external else { return };
    if settled.is_empty() {
        return;
    }
    let documents = settled.iter().map(|(vault, intent)| gone(KIND, name(*vault, *intent)));
    match house.put_documents(documents.collect()) {
        Ok(()) => external.with(|jobs| jobs.retain(|job, _| !settled.contains(job))),
        Err(error) => {
            (house.tell)(&format!("answered jobs could not be put away, and are looked at again: {error:#}"));
            external.with(|jobs| {
                for job in settled {
                    if let Some(job) = jobs.get_mut(job) {
                        job.is_under_way = false;
                    }
                }
            });
        }
    }
}

struct Said {
    vault: VaultId,
    intent: IntentId,
    called: Called,
}

/// The loop's side of it.
pub(crate) struct Unanswered {
    house: Arc<House>,
    handle: Handle,
    said: Receiver<Said>,
    say: Sender<Said>,
    under_way: usize,
}

impl Unanswered {
    pub(crate) fn new(house: Arc<House>, handle: Handle) -> Unanswered {
        let (say, said) = channel();
        Unanswered { house, handle, said, say, under_way: 0 }
    }

    /// Hears what was answered, and asks again for what is due.
    pub(crate) fn go_on(&mut self, live: &mut Live) -> Result<()> {
        let house = Arc::clone(&self.house);
        let Some(external) = &house.external else { return Ok(()) };
        let now = house.now();
        let mut settled = Vec::new();
        while let Ok(Said { vault, intent, called }) = self.said.try_recv() {
            self.under_way = self.under_way.saturating_sub(1);
            if hear(&house, external, live, (vault, intent), &called, now)? {
                settled.push((vault, intent));
            }
        }
        let due: Vec<(VaultId, IntentId, EntityId)> = external.with(|jobs| {
            let due = jobs.iter().filter(|(_, job)| !job.is_under_way && job.again <= now);
            due.map(|((vault, intent), job)| (*vault, *intent, job.customer)).collect()
        });
        for (vault, intent, customer) in due {
            if self.under_way >= UNDER_WAY_MAX {
                break;
            }
            let row = house.ledger_row(vault, intent, Some(customer))?;
            match row.as_ref().map(|row| row.state.as_str()) {
                Some(state) if state == State::Unknown.code() => self.ask_again(external, vault, intent)?,
                // What became of it is not in the ledger yet.
                Some(state) if state == State::Handed.code() => {}
                // It is known, or was planned again.
                _ => settled.push((vault, intent)),
            }
        }
        settle(&house, &settled);
        Ok(())
    }

    fn ask_again(&mut self, external: &External, vault: VaultId, intent: IntentId) -> Result<()> {
        let house = &self.house;
        let view = house.view();
        let kept = opened::<Kept>(&*house.store, &view.runtime.keyring, vault, KIND, &name(vault, intent))?;
        let Some(kept) = kept else {
            external.with(|jobs| jobs.remove(&(vault, intent)));
            return Ok(());
        };
        external.with(|jobs| {
            if let Some(job) = jobs.get_mut(&(vault, intent)) {
                job.is_under_way = true;
            }
        });
        self.under_way += 1;
        let call = call(&external.url, intent, kept.body, (house.wall)());
        let (caller, say, house) = (external.caller.clone(), self.say.clone(), Arc::clone(house));
        drop(self.handle.spawn(async move {
            let attempt = tokio::spawn(async move { caller.call(&call).await });
            let broken = || Called { outcome: Told::Again, reason: "the call broke down".into() };
            let called = attempt.await.unwrap_or_else(|_| broken());
            // After its end the loop hears nothing more; the job stays written down.
            let _gone = say.send(Said { vault, intent, called });
            house.wake();
        }));
        Ok(())
    }
}

/// Whether it is over.
fn hear(
    house: &House,
    external: &External,
    live: &mut Live,
    (vault, intent): (VaultId, IntentId),
    called: &Called,
    now: Timestamp,
) -> Result<bool> {
    let found = external.with(|jobs| {
        let job = jobs.get_mut(&(vault, intent))?;
        // Should it not get into the ledger, it is asked for once more.
        (job.is_under_way, job.again) = (false, now.plus(AGAIN_FIRST));
        Some(*job)
    });
    let Some(job) = found else { return Ok(false) };
    let receipt = match called.outcome {
        Told::Done => Some(Receipt::Accepted),
        Told::Refused => Some(Receipt::Rejected),
        Told::NotTaken | Told::Again | Told::Misdirected | Told::Unwanted => None,
    };
    if let Some(receipt) = receipt {
        let answered = Answered { vault, customer: job.customer, delivery: intent, receipt };
        live.hear(&[answered], now)?;
        return Ok(true);
    }
    if now.since(job.since) >= GIVE_UP {
        house.said.note(vault, intent, &called.reason);
        (house.tell)(&format!("delivery {intent} stays of unknown fate: {}", called.reason));
        return Ok(true);
    }
    let again = now.plus(doubled(job.attempts));
    let attempts = job.attempts.saturating_add(1);
    let open = Open { attempts, again, ..job };
    external.with(|jobs| jobs.insert((vault, intent), open));
    Ok(false)
}

/// Ten seconds, doubled so many times.
fn doubled(times: u32) -> Span {
    Span(AGAIN_FIRST.0.saturating_mul(1 << times.min(20))).min(AGAIN_MAX)
}

//! Which articles go together, learned beside the loop: counted once from all dossiers, then again of whoever did something, and
//! made into lists as often as that is worth it. What was learned last is stored, so that a start has it.

use super::{House, View};
use anlass_engine::{Suggested, Wanted};
use anlass_model::catalogue::{self, Catalogue};
use anlass_model::event::{Event, Receipt};
use anlass_model::id::{EntityId, IntentId, NameId, ProductId, VaultId};
use anlass_model::time::{HOUR, MINUTE, Timestamp};
use anlass_runtime::Runtime;
use anlass_runtime::live::Touched;
use anlass_runtime::relations::{Counting, Relations};
use anlass_runtime::virtual_time::Outside;
use anlass_store::Store;
use anlass_store::seal::Keyring;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, Weak};
use std::time::Duration;

/// Lists are made anew no sooner than this after the last time …
const SOONEST: i64 = MINUTE.0;
/// … and than so many times what it took.
const SHARE: i64 = 20;
/// Everybody is counted anew after this: what a fault kept from being noticed is noticed then.
const EVERYBODY: i64 = 12 * HOUR.0;
/// How often the thread looks whether the house is still there.
const NAP: Duration = Duration::from_secs(5);

/// What is known of each vault.
#[derive(Default)]
pub(crate) struct Relating {
    known: RwLock<BTreeMap<VaultId, Arc<Relations>>>,
    touched: Mutex<Touched>,
    signals: Arc<Signals>,
}

/// What the thread is told; it must not hold the house while it waits for that.
#[derive(Default)]
struct Signals {
    asked: Mutex<Asked>,
    bell: Condvar,
}

impl Signals {
    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Until somebody asks, or for a nap. Whether it is to end.
    fn wait(&self) -> bool {
        let asked = self.asked();
        let waited = self.bell.wait_timeout_while(asked, NAP, |asked| !asked.now && !asked.stop);
        waited.unwrap_or_else(PoisonError::into_inner).0.stop
    }
}

#[derive(Default)]
struct Asked {
    stop: bool,
    /// Somebody wants it learned at once, and waits until this many times it was.
    now: bool,
    done: u64,
}

impl Relating {
    pub(super) fn open(store: &dyn Store, keys: &Keyring, view: &View) -> Result<Relating> {
        let relating = Relating::default();
        for vault in view.runtime.custodian.vaults() {
            let Some(scope) = view.runtime.custodian.scope(*vault) else { continue };
            let Some(key) = keys.vault(*vault) else { continue };
            // What cannot be read is learned anew.
            if let Ok(Some(relations)) = Relations::load(store, key, &scope) {
                relating.show(*vault, relations);
            }
        }
        Ok(relating)
    }

    /// What was learned last.
    pub(crate) fn of(&self, vault: VaultId) -> Option<Arc<Relations>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).get(&vault).cloned()
    }

    fn show(&self, vault: VaultId, relations: Relations) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(vault, Arc::new(relations));
    }

    /// These people did something.
    pub(super) fn note(&self, touched: Touched) {
        if !touched.is_nobody() {
            self.touched.lock().unwrap_or_else(PoisonError::into_inner).add(touched);
        }
    }

    /// Has it learned anew, and waits until it is, for so long at most; whether it is.
    pub(crate) fn learn_now(&self, long: Duration) -> bool {
        let mut asked = self.signals.asked();
        let before = asked.done;
        asked.now = true;
        self.signals.bell.notify_all();
        let waited =
            self.signals.bell.wait_timeout_while(asked, long, |asked| asked.done == before && !asked.stop);
        waited.unwrap_or_else(PoisonError::into_inner).0.done > before
    }

    /// What suits somebody; `None` as long as nothing was learned.
    pub(crate) fn suggested(
        &self,
        vault: VaultId,
        wanted: &Wanted,
        catalogue: &Catalogue,
    ) -> Option<Vec<Suggested>> {
        Some(self.of(vault)?.suggest(wanted, catalogue))
    }
}

impl Drop for Relating {
    fn drop(&mut self) {
        self.signals.asked().stop = true;
        self.signals.bell.notify_all();
    }
}

/// Whether any message has slots that are filled for each person.
pub(crate) fn recommends(runtime: &Runtime) -> bool {
    let mut messages = runtime.program.messages.iter();
    messages.any(|message| message.offers.as_ref().is_some_and(|offers| offers.recommend.is_some()))
}

impl House {
    /// Begins to learn.
    ///
    /// # Errors
    /// If no thread can be started.
    pub(super) fn relate(self: &Arc<House>) -> Result<()> {
        let (house, signals) = (Arc::downgrade(self), Arc::clone(&self.relating.signals));
        let work = move || run(&house, &signals);
        let started = std::thread::Builder::new().name("relations".into()).spawn(work);
        started.context("starting the thread that learns\n  help: allow this user more processes")?;
        Ok(())
    }
}

fn run(house: &Weak<House>, signals: &Signals) {
    let mut learning = Learning::default();
    while let Some(house) = house.upgrade() {
        let now = (house.wall)();
        let is_asked = std::mem::take(&mut signals.asked().now);
        let is_due = recommends(&house.view().runtime) && now.0 >= learning.next;
        if is_asked || is_due {
            if let Err(error) = learning.learn(&house, now) {
                learning.counted.clear();
                (house.tell)(&format!("which articles go together cannot be learned just now: {error:#}"));
            }
            let took = (house.wall)().0.saturating_sub(now.0);
            learning.next = now.0.saturating_add(SOONEST.max(took.saturating_mul(SHARE)));
            signals.asked().done += 1;
            signals.bell.notify_all();
        }
        drop(house);
        if signals.wait() {
            return;
        }
    }
}

#[derive(Default)]
struct Learning {
    counted: BTreeMap<VaultId, Counting>,
    /// When everybody was counted.
    everybody: i64,
    next: i64,
}

impl Learning {
    fn learn(&mut self, house: &House, now: Timestamp) -> Result<()> {
        let touched =
            std::mem::take(&mut *house.relating.touched.lock().unwrap_or_else(PoisonError::into_inner));
        let is_old = now.0.saturating_sub(self.everybody) > EVERYBODY;
        if touched.is_everybody || is_old {
            self.counted.clear();
            self.everybody = now.0;
        }
        let view = house.view();
        for vault in view.runtime.custodian.vaults() {
            let Some(scope) = view.runtime.custodian.scope(*vault) else { continue };
            let Some(key) = view.runtime.keyring.vault(*vault) else { continue };
            let people: BTreeSet<EntityId> =
                touched.people.iter().filter(|(own, _)| own == vault).map(|(_, id)| *id).collect();
            let counting = match self.counted.remove(vault) {
                Some(mut counting) => {
                    if people.is_empty() && house.relating.of(*vault).is_some() {
                        self.counted.insert(*vault, counting);
                        continue;
                    }
                    counting.again(&view.runtime, &scope, &people)?;
                    counting
                }
                None => Counting::all(&view.runtime, &scope)?,
            };
            let relations = counting.relations(now);
            self.counted.insert(*vault, counting);
            house.put_documents(vec![relations.document(key, &scope)?])?;
            house.relating.show(*vault, relations);
        }
        Ok(())
    }
}

/// What is outside, with what suits people of a vault.
pub(crate) fn recommending<'a>(
    house: &House,
    runtime: &'a Runtime,
    outside: &'a dyn Outside,
    vault: VaultId,
) -> Recommending<'a> {
    Recommending { outside, relations: house.relating.of(vault), catalogue: &runtime.catalogue }
}

/// What is outside, with what suits people.
pub(crate) struct Recommending<'a> {
    outside: &'a dyn Outside,
    relations: Option<Arc<Relations>>,
    catalogue: &'a Catalogue,
}

impl Outside for Recommending<'_> {
    fn sold_out(&self, products: &[ProductId], now: Timestamp) -> Vec<ProductId> {
        self.outside.sold_out(products, now)
    }

    fn offers(
        &self,
        products: &[ProductId],
        asked: catalogue::Asked,
        now: Timestamp,
    ) -> Vec<anlass_engine::Offer> {
        self.outside.offers(products, asked, now)
    }

    fn catalogue(&self, now: Timestamp) -> Option<&Catalogue> {
        self.outside.catalogue(now)
    }

    fn suggested(&self, wanted: &Wanted) -> Vec<Suggested> {
        self.relations.as_ref().map(|known| known.suggest(wanted, self.catalogue)).unwrap_or_default()
    }

    fn sources(&self, now: Timestamp) -> Vec<(NameId, Timestamp)> {
        self.outside.sources(now)
    }

    fn carrier(&self, intent: &anlass_engine::dossier::Intent, now: Timestamp) -> Receipt {
        self.outside.carrier(intent, now)
    }

    fn reactions(&self, ticket: &anlass_engine::Ticket) -> Vec<Event> {
        self.outside.reactions(ticket)
    }

    fn voucher(&self, pool: &str, intent: IntentId) -> Option<Box<str>> {
        self.outside.voucher(pool, intent)
    }
}

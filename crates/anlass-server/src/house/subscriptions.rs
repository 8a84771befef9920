//! Other systems that asked to hear of something: who they are, how far each was told, and what keeps one from being told.
//! Everybody may look; the loop alone goes on with them ([`telling`]).

mod lane;
pub(super) mod telling;

use super::House;
use crate::subscribed::{self, Failing, GivenUp, Kept, Place, Progress};
use anlass_channels::webhook::Secret;
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_runtime::live::Live;
use anlass_runtime::notices::Kind;
use anlass_store::seal::Keyring;
use anlass_store::{Commit, Document, Store};
use anyhow::{Context, Result};
use lane::Lane;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

type Lanes = BTreeMap<(VaultId, String), Lane>;

/// All subscriptions of all vaults.
#[derive(Default)]
pub(crate) struct Subscriptions {
    all: Mutex<Lanes>,
}

/// How one stands.
pub(crate) struct Status {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) kinds: BTreeSet<Kind>,
    pub(crate) told: u64,
    pub(crate) dropped: u64,
    pub(crate) last_told: Option<Timestamp>,
    /// When what is not told yet and is the oldest happened.
    pub(crate) oldest: Option<Timestamp>,
    /// Notices in view, and batches with notices behind them, once anybody looked.
    pub(crate) waiting: usize,
    pub(crate) behind: Option<usize>,
    pub(crate) failing: Option<Failing>,
    pub(crate) suspended: Option<String>,
    /// The newest first.
    pub(crate) given_up: Vec<GivenUp>,
}

impl Subscriptions {
    /// One that cannot be read keeps nothing else from starting.
    pub(crate) fn open(store: &dyn Store, keys: &Keyring, tell: &dyn Fn(&str)) -> Result<Subscriptions> {
        let subscriptions = Subscriptions::default();
        for (vault, read) in subscribed::list(store, keys)? {
            let lane = read.and_then(|(kept, progress)| Lane::of(kept, progress));
            match lane {
                Ok(lane) => subscriptions.with(|all| drop(all.insert((vault, lane.kept.name.clone()), lane))),
                Err(error) => tell(&format!("a subscription cannot be read: {error:#}")),
            }
        }
        Ok(subscriptions)
    }

    fn with<T>(&self, look: impl FnOnce(&mut Lanes) -> T) -> T {
        look(&mut self.all.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Those of a vault, by name.
    pub(crate) fn list(&self, vault: VaultId) -> Vec<Status> {
        self.with(|all| {
            all.iter().filter(|((own, _), _)| *own == vault).map(|(_, lane)| lane.status()).collect()
        })
    }

    /// Where one of a vault calls, and with which secret.
    pub(crate) fn find(&self, vault: VaultId, name: &str) -> Option<Kept> {
        self.with(|all| all.get(&(vault, name.to_owned())).map(|lane| lane.kept.clone()))
    }

    /// How many are suspended.
    pub(crate) fn suspended(&self) -> usize {
        self.with(|all| all.values().filter(|lane| lane.progress.suspended.is_some()).count())
    }

    /// What has to be noted, per vault.
    pub(crate) fn wanted(&self) -> BTreeMap<VaultId, BTreeSet<Kind>> {
        let mut wanted: BTreeMap<VaultId, BTreeSet<Kind>> = BTreeMap::new();
        self.with(|all| {
            for ((vault, _), lane) in all {
                wanted.entry(*vault).or_default().extend(&lane.kept.kinds);
            }
        });
        wanted
    }
}

impl House {
    /// From now on the runtime notes what somebody wants to hear of. What is only played is told to nobody.
    pub(super) fn notice(&self, live: &mut Live) {
        if !self.is_demo {
            live.runtime.notice(self.subscriptions.wanted());
        }
    }

    /// Another system hears of what happens from now on; one that is known goes on where it stands.
    ///
    /// # Errors
    /// If its secret is none, or it could not be written down.
    pub(crate) fn subscribe(self: &Arc<House>, vault: VaultId, kept: Kept) -> Result<()> {
        Secret::parse(&kept.secret).context("the secret of the subscription")?;
        let house = Arc::clone(self);
        self.between_rounds(Box::new(move |live| {
            let known = house.subscriptions.with(|all| all.remove(&(vault, kept.name.clone())));
            let progress = known.map_or_else(
                || Progress { from: Place(live.runtime.notices_begin(), 0), ..Progress::default() },
                |lane| lane.progress,
            );
            let lane = Lane::of(kept, progress)?;
            let key = live.runtime.keyring.vault(vault).context("the vault has no key")?;
            let documents = vec![
                subscribed::document(key, vault, &lane.kept)?,
                subscribed::document_of_progress(key, vault, &lane.kept.name, &lane.progress)?,
            ];
            house.commit_fenced(live, documents)?;
            house.subscriptions.with(|all| drop(all.insert((vault, lane.kept.name.clone()), lane)));
            house.notice(live);
            Ok(())
        }))
    }

    /// It hears nothing any more. `false`: there was none.
    ///
    /// # Errors
    /// If it could not be written down.
    pub(crate) fn unsubscribe(self: &Arc<House>, vault: VaultId, name: &str) -> Result<bool> {
        if self.subscriptions.find(vault, name).is_none() {
            return Ok(false);
        }
        let (house, name) = (Arc::clone(self), name.to_owned());
        self.between_rounds(Box::new(move |live| {
            house.commit_fenced(live, subscribed::without(vault, &name))?;
            house.subscriptions.with(|all| drop(all.remove(&(vault, name))));
            house.notice(live);
            house.drop_told(live, true)
        }))?;
        Ok(true)
    }

    /// Tries again what was given up, and goes on with one that is suspended. `false`: there is none.
    pub(crate) fn redrive(&self, vault: VaultId, name: &str) -> bool {
        let found = self.subscriptions.with(|all| match all.get_mut(&(vault, name.to_owned())) {
            Some(lane) => {
                lane.redrive();
                true
            }
            None => false,
        });
        self.wake();
        found
    }

    /// Whether a URL may be called at all.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn admits_call(&self, url: &str) -> Result<(), String> {
        self.calls.caller().admits(url).map(drop)
    }

    fn commit_fenced(&self, live: &Live, documents: Vec<Document>) -> Result<()> {
        let epoch = Some(live.runtime.epoch);
        Ok(self.store.commit(&Commit { epoch, documents, ..Commit::default() })?)
    }

    /// Keeps how far everybody was told, and takes away what nobody has to be told any more.
    fn drop_told(&self, live: &mut Live, whatever: bool) -> Result<()> {
        let mut documents = Vec::new();
        let (mut needed, mut held) = (BTreeMap::<VaultId, u64>::new(), BTreeSet::new());
        self.subscriptions.with(|all| -> Result<()> {
            for ((vault, name), lane) in all.iter() {
                let from = needed.entry(*vault).or_insert(u64::MAX);
                *from = (*from).min(lane.progress.from.0);
                held.extend(lane.progress.given_up.iter().map(|given_up| (*vault, given_up.place.0)));
                held.extend(lane.progress.again.iter().map(|place| (*vault, place.0)));
                if lane.is_new {
                    let key = live.runtime.keyring.vault(*vault).context("the vault has no key")?;
                    let progress = &lane.progress;
                    documents.push(subscribed::document_of_progress(key, *vault, name, progress)?);
                }
            }
            Ok(())
        })?;
        if documents.is_empty() && !whatever {
            return Ok(());
        }
        let vaults: Vec<VaultId> = live.runtime.custodian.vaults().to_vec();
        for vault in vaults {
            let needed = needed.get(&vault).copied().unwrap_or(u64::MAX);
            let told = live.runtime.noticed(vault, 0).take_while(|batch| *batch < needed);
            let told: Vec<u64> = told.filter(|batch| !held.contains(&(vault, *batch))).collect();
            documents.extend(live.runtime.notices_told(vault, &told));
        }
        self.commit_fenced(live, documents)?;
        self.subscriptions.with(|all| all.values_mut().for_each(|lane| lane.is_new = false));
        Ok(())
    }
}

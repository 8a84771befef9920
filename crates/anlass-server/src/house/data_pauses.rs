//! Programmes whose data are worse than they say they need: whether they are, and when which of them stood because of it. They
//! are stopped as by a guardrail, and go on when somebody starts them again, which is refused while the data are no better:
//! whoever was inside has left, and somebody has looked at what came.

use super::House;
use crate::quality::{Delivered, Delivery, Judged, Series, judge};
use crate::vaulted::{opened, sealed};
use anlass_model::definition::{Programme, Settings};
use anlass_model::id::VaultId;
use anlass_model::time::{Span, Timestamp};
use anlass_store::seal::Keyring;
use anlass_store::{Commit, Store};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, MutexGuard, PoisonError};

const KIND: &str = "data-pauses";
/// Pauses remembered, so that it can be told later why somebody heard nothing.
const KEPT_MAX: usize = 200;

/// A time in which a programme stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pause {
    pub(crate) programme: String,
    /// By the installation's clock.
    pub(crate) at: i64,
    /// `None`: it stands.
    pub(crate) until: Option<i64>,
    /// Who answers for it.
    pub(crate) owner: String,
    /// What was not as it has to be.
    pub(crate) unmet: Vec<Judged>,
}

#[derive(Debug, Default)]
pub(crate) struct DataPauses {
    /// The oldest first.
    all: Mutex<Vec<Pause>>,
}

impl DataPauses {
    pub(crate) fn open(store: &dyn Store, keys: &Keyring, vault: VaultId) -> Result<DataPauses> {
        let all = opened(store, keys, vault, KIND, &place(vault))?.unwrap_or_default();
        Ok(DataPauses { all: Mutex::new(all) })
    }

    fn all(&self) -> MutexGuard<'_, Vec<Pause>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Programmes that stand.
    pub(crate) fn open_ones(&self) -> Vec<Pause> {
        self.all().iter().filter(|pause| pause.until.is_none()).cloned().collect()
    }

    /// Why a programme stood at a moment, if this was why.
    pub(crate) fn at(&self, programme: &str, moment: Timestamp) -> Option<Pause> {
        let covers = |pause: &&Pause| {
            pause.programme == programme
                && pause.at <= moment.0
                && pause.until.is_none_or(|until| moment.0 <= until)
        };
        self.all().iter().rev().find(covers).cloned()
    }

    /// Those of these programmes run again; whether any stood.
    fn end(&self, running: &[&str], now: Timestamp) -> bool {
        let mut all = self.all();
        let is_open =
            |pause: &&mut Pause| pause.until.is_none() && running.contains(&pause.programme.as_str());
        let mut has_ended = false;
        for pause in all.iter_mut().filter(is_open) {
            pause.until = Some(now.0);
            has_ended = true;
        }
        has_ended
    }

    fn begin(&self, pause: Pause) {
        let mut all = self.all();
        all.push(pause);
        let old = all.len().saturating_sub(KEPT_MAX);
        all.drain(..old);
    }

    fn save(&self, store: &dyn Store, keys: &Keyring, vault: VaultId) -> Result<()> {
        let key = keys.vault(vault).context("the vault has no key")?;
        let document = sealed(key, vault, KIND, &place(vault), &*self.all())?;
        Ok(store.commit(&Commit { documents: vec![document], ..Commit::default() })?)
    }
}

fn place(vault: VaultId) -> String {
    vault.0.to_string()
}

impl House {
    /// How the data of a programme stand beside what it says it needs.
    ///
    /// # Errors
    /// If what was delivered cannot be read.
    pub(crate) fn data_of(&self, settings: &Settings, programme: &Programme) -> Result<Vec<Judged>> {
        if programme.data.is_empty() {
            return Ok(Vec::new());
        }
        let view = self.view();
        let (keys, vault) = (&view.runtime.keyring, view.scope.vault());
        let mut all: Vec<(&str, Series, Option<Span>)> = Vec::new();
        for source in &settings.sources {
            let series = self.quality.list(&*self.store, keys, vault, source.number)?;
            let age = self.age(source.id.as_str(), source.number, &series, vault);
            all.push((source.id.as_str(), series, age));
        }
        let sources: Vec<Delivered<'_>> =
            all.iter().map(|(id, series, age)| Delivered { id, series, age: *age }).collect();
        Ok(judge(&programme.data, &sources))
    }

    /// How long ago a source delivered last. A database that was read to its end has told all there is.
    fn age(&self, id: &str, number: u16, series: &[Delivery], vault: VaultId) -> Option<Span> {
        let delivered = series.iter().rev().find(|one| one.is_applied).map(|one| one.last);
        let heard = self.reach.of(number).map(|received| received.last);
        let by_clock = delivered.max(heard).map(|last| self.now().since(Timestamp(last)));
        let database = self.databases.find(id).filter(|database| database.vault == vault);
        let read = database.and_then(|database| database.status().place.last);
        let by_wall = read.map(|last| (self.wall)().since(Timestamp(last)));
        [by_clock, by_wall].into_iter().flatten().min()
    }

    /// Running programmes whose data are worse than they need, and what of them. Notes which ones run again.
    pub(super) fn data_too_bad(
        &self,
        settings: &Settings,
        programmes: &[Programme],
        now: Timestamp,
    ) -> Result<Vec<Pause>> {
        let running: Vec<&Programme> = programmes.iter().filter(|one| !one.stopped).collect();
        let names: Vec<&str> = running.iter().map(|programme| programme.id.as_str()).collect();
        if self.data_pauses.end(&names, now) {
            self.save_pauses()?;
        }
        let mut bad = Vec::new();
        for programme in running {
            let judged = self.data_of(settings, programme)?;
            let unmet: Vec<Judged> = judged.into_iter().filter(|one| !one.figure.is_met()).collect();
            if !unmet.is_empty() {
                let owner = programme.owner.clone().unwrap_or_default();
                bad.push(Pause { programme: programme.id.to_string(), at: now.0, until: None, owner, unmet });
            }
        }
        Ok(bad)
    }

    pub(super) fn note_data_pause(&self, pause: Pause) -> Result<()> {
        self.data_pauses.begin(pause);
        self.save_pauses()
    }

    fn save_pauses(&self) -> Result<()> {
        let view = self.view();
        self.data_pauses.save(&*self.store, &view.runtime.keyring, view.scope.vault())
    }
}

//! What carriers said of letters that they refused, or whose fate they left open, and why letters could not be written:
//! the newest only, sealed with their vault's key, for whoever asks why. Decides nothing.

use super::House;
use anlass_model::id::{IntentId, VaultId, parts_hash};
use anlass_store::Store;
use anlass_store::seal::{Associated, Keyring, Purpose};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

const KIND: &str = "carrier-said";
/// Kept of each vault; the oldest go first.
const KEPT_MAX: usize = 2_000;
/// Carriers may say more than anybody wants to read.
const TEXT_MAX: usize = 300;

#[derive(Clone, Serialize, Deserialize)]
struct One {
    intent: IntentId,
    text: String,
}

#[derive(Default)]
struct State {
    said: BTreeMap<VaultId, VecDeque<One>>,
    is_new: bool,
}

#[derive(Default)]
pub(crate) struct Said {
    state: Mutex<State>,
}

impl Said {
    /// # Errors
    /// If what was kept cannot be read.
    pub(crate) fn open(store: &dyn Store, keys: &Keyring) -> Result<Said> {
        let mut said = BTreeMap::new();
        for name in store.documents(KIND)? {
            let vault = VaultId(name.parse().context("the name of what carriers said")?);
            // Of a vault that was dropped nobody reads anything any more.
            let (Some(document), Some(key)) = (store.document(KIND, &name)?, keys.vault(vault)) else {
                continue;
            };
            let plain = key.open(&place(vault), &document.body)?;
            said.insert(vault, serde_json::from_slice(&plain)?);
        }
        Ok(Said { state: Mutex::new(State { said, is_new: false }) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The last word about a delivery counts.
    pub(crate) fn note(&self, vault: VaultId, intent: IntentId, text: &str) {
        let mut state = self.state();
        let said = state.said.entry(vault).or_default();
        said.retain(|one| one.intent != intent);
        if said.len() >= KEPT_MAX {
            said.pop_front();
        }
        said.push_back(One { intent, text: text.chars().take(TEXT_MAX).collect() });
        state.is_new = true;
    }

    /// What was said of a delivery, as far as it is kept.
    pub(crate) fn of(&self, vault: VaultId, intent: IntentId) -> Option<String> {
        let state = self.state();
        let found = state.said.get(&vault)?.iter().rev().find(|one| one.intent == intent)?;
        Some(found.text.clone())
    }

    /// # Errors
    /// If it cannot be written; it is tried again.
    pub(crate) fn save(&self, house: &House) -> Result<()> {
        let said = {
            let mut state = self.state();
            if !std::mem::take(&mut state.is_new) {
                return Ok(());
            }
            state.said.clone()
        };
        let view = house.view();
        for (vault, said) in said {
            let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
            let sealed = key.seal(&place(vault), &serde_json::to_vec(&said)?);
            house.put(KIND, &vault.0.to_string(), sealed)?;
        }
        Ok(())
    }
}

fn place(vault: VaultId) -> Associated {
    Associated { vault, purpose: Purpose::Letter, id: parts_hash(&[KIND.as_bytes()]), seq: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_words_are_kept_and_the_last_one_counts() {
        let said = Said::default();
        let kept = u128::try_from(KEPT_MAX).expect("small");
        for number in 0..=kept {
            said.note(VaultId(1), IntentId(number), "550 5.1.1 nobody");
        }
        said.note(VaultId(1), IntentId(7), &"ä".repeat(TEXT_MAX + 5));
        assert_eq!(said.of(VaultId(1), IntentId(0)), None, "the oldest made room");
        assert_eq!(said.of(VaultId(1), IntentId(kept)).as_deref(), Some("550 5.1.1 nobody"));
        assert_eq!(said.of(VaultId(1), IntentId(7)).map(|text| text.chars().count()), Some(TEXT_MAX));
        assert_eq!(said.of(VaultId(2), IntentId(7)), None, "nothing leads from one vault to another");
    }
}

//! The history of the schema: what each publication changed in it. Names of definitions and their types, nothing of people.
//! What is live is compared with what was noted last, whenever the loop begins and after each publication.

use crate::house::House;
use anlass_model::definition::{Definitions, Element, ElementChange, element_changes};
use anlass_store::Store;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const KIND: &str = "schema";
const NAME: &str = "history";
/// Older ones are forgotten; since when something is there stays known.
const VERSIONS_MAX: usize = 500;

/// A version of the schema.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Version {
    /// From 1, the oldest.
    pub(crate) number: u64,
    /// When it was noted.
    pub(crate) at: i64,
    /// The program by which it became live.
    pub(crate) program: String,
    pub(crate) changes: Vec<ElementChange>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct History {
    /// The oldest first.
    pub(crate) versions: Vec<Version>,
    /// What is there, and since which version.
    there: Vec<(Element, String, u64)>,
}

impl History {
    pub(crate) fn of(store: &dyn Store) -> Result<History> {
        let Some(document) = store.document(KIND, NAME)? else { return Ok(History::default()) };
        serde_json::from_slice(&document.body)
            .context("reading the history of the schema\n  help: restore the latest backup")
    }

    /// Since which version parts are there.
    pub(crate) fn since(&self) -> BTreeMap<&Element, u64> {
        self.there.iter().map(|(element, _, since)| (element, *since)).collect()
    }

    /// Takes down what is live; whether that is another schema than before.
    fn note(&mut self, definitions: &Definitions, program: String, at: i64) -> bool {
        let before: BTreeMap<Element, String> =
            self.there.iter().map(|(element, what, _)| (element.clone(), what.clone())).collect();
        let after = definitions.elements();
        let changes = element_changes(&before, &after);
        if changes.is_empty() {
            return false;
        }
        let number = self.versions.last().map_or(0, |last| last.number) + 1;
        let known: BTreeMap<Element, u64> =
            self.there.drain(..).map(|(element, _, since)| (element, since)).collect();
        let there = after.into_iter().map(|(element, what)| {
            let since = known.get(&element).copied().unwrap_or(number);
            (element, what, since)
        });
        self.there = there.collect();
        self.versions.push(Version { number, at, program, changes });
        let old = self.versions.len().saturating_sub(VERSIONS_MAX);
        self.versions.drain(..old);
        true
    }
}

/// Takes down the schema that is live, if it is another one than before.
pub(crate) fn note(house: &House) -> Result<()> {
    let view = house.view();
    let program = &view.runtime.program;
    let mut history = History::of(&*house.store)?;
    if history.note(&program.definitions, format!("{:016x}", program.id.0), house.now().0) {
        house.put(KIND, NAME, serde_json::to_vec(&history)?)?;
    }
    Ok(())
}

//! Rules of retention at work: what they come to now, and doing it, by the erasure that everybody else asks for, with a proof
//! of each. Once a day by itself where the settings say so.

use super::House;
use super::erasures::{Asked, is_refusal};
use crate::vaulted::{opened, sealed};
use anlass_engine::retention::Held;
use anlass_model::definition::{Retention, RetentionRule};
use anlass_model::id::{EntityId, VaultId};
use anlass_model::time::{DAY, Timestamp};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const KIND: &str = "retention";
/// People erased in one run; the next one goes on.
pub(crate) const PEOPLE_MAX: usize = 1_000;
/// Who erased somebody, where no user did.
const BY_RULE: &str = "retention";
/// Why: they are not needed any more.
const REASON: &str = "not_needed";

/// What one rule comes to.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) rule: RetentionRule,
    pub(crate) people: Vec<EntityId>,
    pub(crate) entries: u64,
    pub(crate) letters: u64,
    pub(crate) held: BTreeMap<Held, u64>,
}

/// What one rule did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Did {
    pub(crate) rule: String,
    pub(crate) people: u64,
    pub(crate) entries: u64,
    pub(crate) letters: u64,
    /// A carrier had a letter of theirs, or their history was being read: next time.
    pub(crate) put_off: u64,
}

/// The last run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ran {
    /// By the real time.
    pub(crate) at: i64,
    pub(crate) by: String,
    pub(crate) rules: Vec<Did>,
    /// More people are due than one run erases.
    pub(crate) more: bool,
}

/// Only one run at a time.
#[derive(Default)]
pub(crate) struct Retaining(AtomicBool);

fn place(vault: VaultId) -> String {
    vault.0.to_string()
}

impl House {
    /// What the rules of a vault come to now. Nothing is done.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(crate) fn retention(&self) -> Result<Vec<Found>> {
        match &self.view().runtime.program.definitions.settings.retention {
            Some(retention) => self.retention_by(retention),
            None => Ok(Vec::new()),
        }
    }

    /// The same by other rules than those that are live.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(crate) fn retention_by(&self, retention: &Retention) -> Result<Vec<Found>> {
        let (view, now) = (self.view(), self.now());
        let due = view.runtime.due_people_by(retention, &view.scope, now)?;
        let found = retention.rules.iter().cloned().zip(due).map(|(rule, due)| {
            let before = rule.letters_for.map(|kept| now.minus(kept.0));
            let letters = before.map_or(0, |before| self.mailbox.count_before(view.scope.vault(), before));
            Found { rule, people: due.people, entries: due.entries, letters, held: due.held }
        });
        Ok(found.collect())
    }

    /// Does what the rules come to now; `None`: another run is under way.
    ///
    /// # Errors
    /// If the store cannot be read or written; whoever was erased before stays so.
    pub(crate) fn retain(self: &Arc<Self>, by: &str) -> Result<Option<Ran>> {
        if self.retaining.0.swap(true, Ordering::AcqRel) {
            return Ok(None);
        }
        let ran = self.retain_now(by);
        self.retaining.0.store(false, Ordering::Release);
        ran.map(Some)
    }

    fn retain_now(self: &Arc<Self>, by: &str) -> Result<Ran> {
        self.catch_up()?;
        let vault = self.view().scope.vault();
        let now = self.now();
        let (mut rules, mut left, mut more) = (Vec::new(), PEOPLE_MAX, false);
        for found in self.retention()? {
            let mut did = Did { rule: found.rule.id.to_string(), ..Did::default() };
            if let Some(kept) = found.rule.letters_for {
                did.letters = self.mailbox.forget_before(vault, now.minus(kept.0))?;
            }
            more |= found.people.len() > left;
            for customer in found.people.into_iter().take(left) {
                left = left.saturating_sub(1);
                let asked = Asked {
                    vault,
                    customer,
                    by: if by.is_empty() { BY_RULE.to_owned() } else { by.to_owned() },
                    reason: REASON.to_owned(),
                    blocks: false,
                };
                match self.erase(asked) {
                    Ok(Some(proof)) => {
                        did.people += 1;
                        did.entries += proof.entries;
                        did.letters += proof.letters;
                    }
                    Ok(None) => {}
                    Err(error) if is_refusal(&error) => did.put_off += 1,
                    Err(error) => return Err(error),
                }
            }
            rules.push(did);
        }
        let ran = Ran { at: (self.wall)().0, by: by.to_owned(), rules, more };
        let view = self.view();
        let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
        self.put_documents(vec![sealed(key, vault, KIND, &place(vault), &ran)?])?;
        Ok(ran)
    }

    /// The last run of the vault that the app shows.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn retained(&self) -> Result<Option<Ran>> {
        let view = self.view();
        let vault = view.scope.vault();
        opened(&*self.store, &view.runtime.keyring, vault, KIND, &place(vault))
    }

    /// Begins the run of the day beside the loop, where it is due.
    ///
    /// # Errors
    /// If the last run cannot be read, or no thread begun.
    pub(super) fn retain_daily(self: &Arc<Self>) -> Result<()> {
        let is_wanted =
            self.view().runtime.program.definitions.settings.retention.as_ref().is_some_and(|own| own.daily);
        if !is_wanted || self.retaining.0.load(Ordering::Acquire) {
            return Ok(());
        }
        let last = self.retained()?.map(|ran| Timestamp(ran.at));
        if last.is_some_and(|at| (self.wall)().since(at) < DAY) {
            return Ok(());
        }
        let house = Arc::clone(self);
        let work = move || {
            if let Err(error) = house.retain("") {
                (house.tell)(&format!("rules of retention stopped: {error:#}"));
            }
        };
        std::thread::Builder::new().name("retention".into()).spawn(work)?;
        Ok(())
    }
}

/// What a rule is about, by its code, and its time.
pub(crate) fn is_about(rule: &RetentionRule) -> (&'static str, Option<anlass_model::time::SpanText>) {
    match rule {
        RetentionRule { silent_for: Some(span), .. } => ("silent", Some(*span)),
        RetentionRule { unconfirmed_for: Some(span), .. } => ("unconfirmed", Some(*span)),
        RetentionRule { letters_for, .. } => ("letters", *letters_for),
    }
}

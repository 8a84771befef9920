//! Mailings on their day: which are due, how far they came, whom they reached. They pass in slices between the
//! rounds of the loop, so a mailing to everybody holds up nobody's confirmation and can be stopped at any moment.

use crate::batch::{Mode, Runtime};
use crate::broadcast::{passed_counter, started_position};
use crate::error::Error;
use crate::live::Live;
use anlass_engine::mailing_intent;
use anlass_engine::program::MailingDef;
use anlass_model::id::{EntityId, EntityKind, IntentId, NameId, VaultId};
use anlass_model::org::TenantScope;
use anlass_model::outcome::State;
use anlass_model::time::Timestamp;
use anlass_store::IntentFilter;
use std::collections::BTreeMap;

/// Ledger rows read at once.
const ROWS_PAGE: usize = 10_000;

/// How far a mailing came in a vault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Customers it has passed, in its audience or not.
    pub passed: u64,
    pub total: u64,
    pub done: bool,
    /// When the first slice passed.
    pub started: Option<Timestamp>,
}

/// What one call of [`Live::mail`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mailed {
    /// Which mailing passed; `None`: nothing is due.
    pub mailing: Option<NameId>,
    /// Customers passed.
    pub passed: u64,
}

/// What became of a mailing so far, from the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// By the ledger's states: delivered, suppressed, held_out, planned …
    pub counts: BTreeMap<String, u64>,
    /// By state, reason and what the reason names.
    pub reasons: BTreeMap<(String, String, String), u64>,
    /// Whom it left for, or may have, by customer.
    pub handed: Vec<(EntityId, IntentId, Timestamp)>,
}

impl Runtime {
    /// Mailings whose moment has come and that are not done, oldest first: not stopped, not older than their message
    /// may wait, and with a list only where one is kept.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn due_mailings(&self, now: Timestamp) -> Result<Vec<NameId>, Error> {
        let mut due = Vec::new();
        for mailing in self.mailings_of_the_day(now) {
            for vault in self.custodian.vaults() {
                let scope = self.custodian.scope(*vault).ok_or(Error::NoKey(*vault))?;
                if self.goes_to(*vault, mailing)? && !self.broadcast_cursor(scope, mailing)?.is_done() {
                    due.push(mailing);
                    break;
                }
            }
        }
        Ok(due)
    }

    /// Whether a mailing concerns a vault: one for a list only where the list is kept.
    fn goes_to(&self, vault: VaultId, mailing: NameId) -> Result<bool, Error> {
        match &self.mailing(mailing)?.list {
            Some(list) => Ok(self.list(vault, list)?.is_some()),
            None => Ok(true),
        }
    }

    /// By clock and definitions alone, done or not.
    fn mailings_of_the_day(&self, now: Timestamp) -> Vec<NameId> {
        let is_due = |mailing: &&MailingDef| {
            let message = self.program.messages.get(mailing.message);
            let until = message.map_or(mailing.at, |message| mailing.at.plus(message.max_age));
            mailing.at <= now && now <= until && self.program.sends(mailing)
        };
        let mut due: Vec<&MailingDef> = self.program.mailings.iter().filter(is_due).collect();
        due.sort_by_key(|mailing| (mailing.at, mailing.id));
        due.into_iter().map(|mailing| mailing.id).collect()
    }

    /// How far a mailing came in a vault.
    ///
    /// # Errors
    /// [`Error::NoMailing`]; if the store cannot be read.
    pub fn mailing_progress(&self, scope: TenantScope, mailing: NameId) -> Result<Progress, Error> {
        let name = self.mailing(mailing)?.name.to_string();
        let cursor = self.broadcast_cursor(scope, mailing)?;
        let done = cursor.is_done();
        let counted = passed_counter(&name, &scope);
        let counters = self.store.counters()?;
        let passed = counters.iter().find(|(own, _)| *own == counted).map_or(0, |(_, count)| *count);
        let passed = u64::try_from(passed).unwrap_or(0);
        let started = self.store.position(&started_position(&name, &scope))?;
        let total = match (done, &cursor.listed) {
            (true, _) => passed,
            (false, Some(listed)) => u64::try_from(listed.len()).unwrap_or(u64::MAX).max(passed),
            (false, None) => self.store.count(&scope, EntityKind::Customer)?.max(passed),
        };
        let started = started.and_then(|text| text.parse().ok()).map(Timestamp);
        Ok(Progress { passed, total, done, started })
    }

    /// What became of a mailing in a vault, and whom it left for: those a correction goes to.
    ///
    /// # Errors
    /// [`Error::NoMailing`]; if the store cannot be read.
    pub fn mailing_reached(&self, scope: TenantScope, mailing: NameId) -> Result<Reached, Error> {
        let definition = self.mailing(mailing)?;
        let message = self.program.messages.get(definition.message).map(|message| message.name.to_string());
        let mut filter = IntentFilter { message, max: ROWS_PAGE, ..IntentFilter::default() };
        let mut reached = Reached::default();
        loop {
            let rows = self.store.intents(&scope, &filter)?;
            for row in rows.iter().filter(|row| row.id == mailing_intent(row.customer, mailing)) {
                *reached.counts.entry(row.state.clone()).or_default() += 1;
                let why = (row.state.clone(), row.reason.clone(), row.detail.clone());
                *reached.reasons.entry(why).or_default() += 1;
                let left = [State::Handed, State::Unknown, State::Delivered];
                if left.iter().any(|state| state.code() == row.state) {
                    reached.handed.push((row.customer, row.id, row.changed));
                }
            }
            match rows.last() {
                Some(last) if rows.len() == ROWS_PAGE => filter.after = Some((last.part, last.id)),
                _ => break,
            }
        }
        reached.handed.sort_unstable();
        Ok(reached)
    }
}

impl Live {
    /// Passes the next slice of one mailing whose day it is, about `budget` customers. To be called between two
    /// rounds, as long as anything is due; what it plans is lent out by the next rounds.
    ///
    /// # Errors
    /// As [`Runtime::broadcast`].
    pub fn mail(&mut self, now: Timestamp, budget: usize) -> Result<Mailed, Error> {
        if self.cursors.0 != self.runtime.program.id {
            // Whom a mailing goes to may have been edited; the store knows how far it came.
            self.settle()?;
            self.cursors = (self.runtime.program.id, BTreeMap::new());
        }
        for mailing in self.runtime.mailings_of_the_day(now) {
            for vault in self.runtime.custodian.vaults().to_vec() {
                let scope = self.runtime.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
                let mut cursor = match self.cursors.1.remove(&(mailing, vault)) {
                    Some(cursor) => cursor,
                    None if !self.runtime.goes_to(vault, mailing)? => continue,
                    None => self.runtime.broadcast_cursor(scope, mailing)?,
                };
                let slice = match cursor.is_done() {
                    true => None,
                    false => Some(self.runtime.broadcast(&mut cursor, budget, Mode::Live, now)?),
                };
                self.cursors.1.insert((mailing, vault), cursor);
                if let Some(slice) = slice {
                    return Ok(Mailed { mailing: Some(mailing), passed: slice.passed });
                }
            }
        }
        Ok(Mailed::default())
    }
}

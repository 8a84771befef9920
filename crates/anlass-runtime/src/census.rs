//! A pass over everybody of a vault by headers alone: how many there are, in which phases, and where they stand in
//! journeys. Sections that say more about somebody stay closed.

use crate::batch::Runtime;
use crate::error::Error;
use crate::rows;
use anlass_engine::Dossier;
use anlass_engine::codec::{Sections, decode_some};
use anlass_model::consent::Channel;
use anlass_model::id::{EntityId, Name, NameId};
use anlass_model::org::TenantScope;
use std::collections::{BTreeMap, BTreeSet};

/// Some people, to begin with.
const EXAMPLES_MAX: usize = 20;

/// Everybody, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    pub customers: u64,
    pub phases: BTreeMap<Option<NameId>, u64>,
    /// Runs by journey and step.
    pub runs: BTreeMap<(NameId, NameId), u64>,
    /// People who have bought, and then others.
    pub examples: Vec<EntityId>,
    others: Vec<EntityId>,
    /// People with an order that was not cancelled.
    pub buyers: u64,
    /// Of these, those who sent something back.
    pub returners: u64,
    /// People with a value, by profile field.
    pub fields: BTreeMap<NameId, u64>,
    /// People whom advertising may reach, by the channel and purpose that their own acts name; `None`: for all purposes.
    /// An act for all channels counts for e-mail.
    pub consents: BTreeMap<(Channel, Option<NameId>), u64>,
}

impl Census {
    fn count_facts(&mut self, dossier: &Dossier) {
        let mut kept = dossier.hot.heads.iter().filter(|head| !head.cancelled).peekable();
        self.buyers += u64::from(kept.peek().is_some());
        self.returners += u64::from(kept.any(|head| head.kept_lines < head.lines));
        for (field, _) in dossier.hot.profile.iter().filter(|(_, dated)| dated.value.is_some()) {
            *self.fields.entry(*field).or_default() += 1;
        }
        let named = dossier.hot.consents.iter().map(|recorded| {
            let purpose = recorded.act.purpose.as_ref().map(Name::id);
            (recorded.act.channel.unwrap_or(Channel::Email), purpose)
        });
        for (channel, purpose) in named.collect::<BTreeSet<_>>() {
            // One that no act names is decided by what holds for all.
            if anlass_engine::allows(dossier, channel, purpose.unwrap_or(NameId::of(""))) {
                *self.consents.entry((channel, purpose)).or_default() += 1;
            }
        }
    }

    fn add(&mut self, sum: Census) {
        self.customers += sum.customers;
        self.buyers += sum.buyers;
        self.returners += sum.returners;
        self.examples.extend(sum.examples);
        self.others.extend(sum.others);
        add_all(&mut self.phases, sum.phases);
        add_all(&mut self.runs, sum.runs);
        add_all(&mut self.fields, sum.fields);
        add_all(&mut self.consents, sum.consents);
    }
}

fn add_all<K: Ord>(sums: &mut BTreeMap<K, u64>, more: BTreeMap<K, u64>) {
    for (key, count) in more {
        *sums.entry(key).or_default() += count;
    }
}

impl Runtime {
    /// # Errors
    /// If a dossier cannot be read.
    pub fn census(&self, scope: &TenantScope) -> Result<Census, Error> {
        let key = self.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let sums = self.scan_all(scope, |sum: &mut Census, row| {
            let (dossier, _) = decode_some(rows::open_row_in_place(key, row)?, Sections::RUNS)?;
            if dossier.hot.merged_into.is_some() {
                return Ok(());
            }
            sum.customers += 1;
            sum.count_facts(&dossier);
            *sum.phases.entry(dossier.hot.phase).or_default() += 1;
            for run in &dossier.runs {
                *sum.runs.entry((run.journey, run.step)).or_default() += 1;
            }
            let some = if dossier.hot.heads.is_empty() { &mut sum.others } else { &mut sum.examples };
            if some.len() < EXAMPLES_MAX && !dossier.is_restricted() {
                some.push(dossier.hot.id);
            }
            Ok(())
        })?;
        let mut census = Census::default();
        for sum in sums {
            census.add(sum);
        }
        census.examples.append(&mut census.others);
        census.examples.truncate(EXAMPLES_MAX);
        Ok(census)
    }
}

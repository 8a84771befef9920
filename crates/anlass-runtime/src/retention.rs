//! Whom the rules of retention would erase now: one pass over everybody, and the timeline of whoever seems due. Nothing is
//! written; erasing them is [`Runtime::erase`].

use crate::batch::Runtime;
use crate::error::Error;
use crate::rows;
use anlass_engine::retention::{Held, Verdict, is_word, verdict};
use anlass_engine::{Dossier, Input};
use anlass_model::definition::Retention;
use anlass_model::id::{EntityId, VaultId};
use anlass_model::org::TenantScope;
use anlass_model::time::Timestamp;
use std::collections::BTreeMap;

/// What the rules about people come to, in the order of the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DuePeople {
    /// By id.
    pub people: Vec<EntityId>,
    /// Entries of their timelines.
    pub entries: u64,
    /// Whose time has come and who stay.
    pub held: BTreeMap<Held, u64>,
}

impl Runtime {
    /// Asks every rule about everybody of a vault as of `now`; who falls under one is nobody for those behind it.
    ///
    /// # Errors
    /// If a dossier or a timeline cannot be read.
    pub fn due_people(&self, scope: &TenantScope, now: Timestamp) -> Result<Vec<DuePeople>, Error> {
        match &self.program.definitions.settings.retention {
            Some(retention) => self.due_people_by(retention, scope, now),
            None => Ok(Vec::new()),
        }
    }

    /// The same by other rules than those that are live.
    ///
    /// # Errors
    /// If a dossier or a timeline cannot be read.
    pub fn due_people_by(
        &self,
        retention: &Retention,
        scope: &TenantScope,
        now: Timestamp,
    ) -> Result<Vec<DuePeople>, Error> {
        let key = self.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let sums = self.scan_all(scope, |sum: &mut Vec<DuePeople>, row| {
            sum.resize(retention.rules.len(), DuePeople::default());
            let dossier = rows::open_dossier(key, row)?;
            if dossier.hot.merged_into.is_some() {
                return Ok(());
            }
            for (rule, due) in retention.rules.iter().zip(sum) {
                match verdict(&self.program, retention, rule, &dossier, now) {
                    Verdict::NotYet => {}
                    Verdict::Held(held) => {
                        *due.held.entry(held).or_default() += 1;
                        return Ok(());
                    }
                    Verdict::Due(since) => {
                        if let Some(entries) = self.silent_entries(scope.vault(), &dossier, since)? {
                            due.people.push(dossier.hot.id);
                            due.entries += entries;
                            return Ok(());
                        }
                    }
                }
            }
            Ok(())
        })?;
        let mut all = vec![DuePeople::default(); retention.rules.len()];
        for (own, more) in sums.into_iter().flat_map(|sum| sum.into_iter().enumerate()) {
            let Some(all) = all.get_mut(own) else { continue };
            all.people.extend(more.people);
            all.entries += more.entries;
            for (held, count) in more.held {
                *all.held.entry(held).or_default() += count;
            }
        }
        all.iter_mut().for_each(|own| own.people.sort_unstable());
        Ok(all)
    }

    /// How many entries somebody's timelines have, those of whoever was merged into them included; `None`: one of them
    /// heard of the person since.
    fn silent_entries(
        &self,
        vault: VaultId,
        dossier: &Dossier,
        since: Timestamp,
    ) -> Result<Option<u64>, Error> {
        let mut entries = 0u64;
        for id in self.ids_of(vault, dossier.hot.id)? {
            for entry in self.timeline(vault, id)? {
                entries += 1;
                if let Input::Event(event) | Input::Forwarded { event, .. } = &entry.input
                    && event.occurred.0 > since
                    && is_word(&event.body)
                {
                    return Ok(None);
                }
            }
        }
        Ok(Some(entries))
    }
}

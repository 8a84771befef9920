//! Profile fields: of each source the newest value it told is kept, and which one stands is derived from them, by the
//! field's rule in the settings. So the order of arrival leaves no trace, and another rule finds what it asks for.

use crate::dossier::{Dated, Dossier, grow};
use crate::program::Program;
use anlass_model::event::SourceId;
use anlass_model::id::{MessageId, NameId};
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Where the values of the profile come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// Who told what stands: one for each field of [`crate::dossier::Hot::profile`], in its order.
    pub by: Vec<SourceId>,
    /// What other sources told last, sorted by field and source.
    pub others: Vec<(NameId, SourceId, Dated<Value>)>,
}

impl Lineage {
    /// As many as the profile has fields; of those nobody noted, the source is unknown.
    pub(crate) fn fit(&mut self, fields: usize) {
        self.by.resize(fields, SourceId::UNKNOWN);
    }

    /// Whether nothing in it says more than that nobody noted anything.
    pub(crate) fn says_nothing(&self) -> bool {
        self.others.is_empty() && self.by.iter().all(|source| *source == SourceId::UNKNOWN)
    }
}

/// Everything that sources say of a field, what stands first.
pub fn told(dossier: &Dossier, field: NameId) -> impl Iterator<Item = (SourceId, &Dated<Value>)> {
    let profile = &dossier.hot.profile;
    let place = profile.binary_search_by_key(&field, |(name, _)| *name).ok();
    let standing = place.and_then(|place| {
        let by = dossier.lineage.by.get(place).copied().unwrap_or(SourceId::UNKNOWN);
        profile.get(place).map(|(_, dated)| (by, dated))
    });
    let others = dossier.lineage.others.iter().filter(move |(own, _, _)| *own == field);
    standing.into_iter().chain(others.map(|(_, source, dated)| (*source, dated)))
}

/// Everything that sources say of any field.
pub(crate) fn all(dossier: &Dossier) -> Vec<(NameId, SourceId, Dated<Value>)> {
    let fields = dossier.hot.profile.iter();
    let told = fields
        .flat_map(|(field, _)| told(dossier, *field).map(|(source, dated)| (*field, source, dated.clone())));
    told.collect()
}

/// Takes in what a source says of a field; what is older than what it said before says nothing.
pub(crate) fn set(
    program: &Program,
    dossier: &mut Dossier,
    field: NameId,
    source: SourceId,
    dated: Dated<Value>,
) {
    let Dossier { hot, lineage, .. } = &mut *dossier;
    lineage.fit(hot.profile.len());
    let is_newer = |old: &Dated<Value>| (dated.occurred, dated.message) >= (old.occurred, old.message);
    let place = match hot.profile.binary_search_by_key(&field, |(name, _)| *name) {
        Ok(place) => place,
        Err(place) => {
            grow(&mut hot.profile);
            hot.profile.insert(place, (field, dated));
            grow(&mut lineage.by);
            lineage.by.insert(place, source);
            return;
        }
    };
    let (Some((_, standing)), Some(by)) = (hot.profile.get_mut(place), lineage.by.get(place)) else { return };
    if *by == source {
        if !is_newer(standing) {
            return;
        }
        *standing = dated;
    } else {
        let others = &mut lineage.others;
        match others.binary_search_by_key(&(field, source), |(name, by, _)| (*name, *by)) {
            Ok(own) => match others.get_mut(own) {
                Some((_, _, old)) if is_newer(old) => *old = dated,
                _ => return,
            },
            Err(own) => {
                grow(others);
                others.insert(own, (field, source, dated));
            }
        }
    }
    settle(program, dossier, field);
}

/// Derives what stands of every field anew: the rules may be others.
pub(crate) fn settle_all(program: &Program, dossier: &mut Dossier) {
    dossier.lineage.fit(dossier.hot.profile.len());
    let mut fields: Vec<NameId> = dossier.lineage.others.iter().map(|(field, _, _)| *field).collect();
    fields.dedup();
    for field in fields {
        settle(program, dossier, field);
    }
}

/// What lets a value stand, the greatest first of all. Without a rule the newest stands, also where it clears the field;
/// with an order of sources one that has nothing to say stands behind all that have.
type Standing = (bool, Reverse<usize>, Timestamp, MessageId, SourceId);

fn standing(program: &Program, field: NameId, source: SourceId, dated: &Dated<Value>) -> Standing {
    let order = program.survivorship.get(&field);
    let place = |order: &Vec<SourceId>| order.iter().position(|own| *own == source).unwrap_or(order.len());
    let has_word = order.is_none() || dated.value.is_some();
    (has_word, Reverse(order.map_or(0, place)), dated.occurred, dated.message, source)
}

fn settle(program: &Program, dossier: &mut Dossier, field: NameId) {
    let Dossier { hot, lineage, .. } = dossier;
    let Ok(place) = hot.profile.binary_search_by_key(&field, |(name, _)| *name) else { return };
    let (Some((_, stands)), Some(by)) = (hot.profile.get_mut(place), lineage.by.get_mut(place)) else {
        return;
    };
    let own = standing(program, field, *by, stands);
    let others = lineage.others.iter().enumerate().filter(|(_, (name, _, _))| *name == field);
    let best = others.max_by_key(|(_, (_, source, dated))| standing(program, field, *source, dated));
    let Some((index, (_, source, dated))) = best else { return };
    if standing(program, field, *source, dated) < own {
        return;
    }
    let (_, source, dated) = lineage.others.remove(index);
    let before = (field, std::mem::replace(by, source), std::mem::replace(stands, dated));
    let place = lineage.others.partition_point(|(name, by, _)| (*name, *by) < (before.0, before.1));
    lineage.others.insert(place, before);
}

#[cfg(test)]
mod tests;

//! What people do with what we sent them becomes arrivals: who they are by now, also after merges, and the ledger's
//! row of a delivery.

use super::{House, View};
use anlass_engine::Dossier;
use anlass_model::consent::Recorded;
use anlass_model::event::{Arrival, Body, Event};
use anlass_model::id::{EntityId, Identifier, IntentId, MessageId, NameId, Part, VaultId, parts_hash};
use anlass_model::time::{Occurred, Received, Span, Timestamp};
use anlass_runtime::live::SOURCE_SELF;
use anlass_store::IntentRow;
use anyhow::Result;

/// Merges followed from one id.
const MERGES_MAX: usize = 16;

/// One thing that somebody did.
pub(crate) struct Act {
    pub(crate) vault: VaultId,
    pub(crate) customer: EntityId,
    /// Two acts with the same id are one.
    pub(crate) id: MessageId,
    pub(crate) at: Timestamp,
    pub(crate) body: Body,
    /// By what else the act proves that the person is known.
    pub(crate) proven: Option<Identifier>,
}

/// An id that belongs to these parts alone.
pub(crate) fn act_id(parts: &[&[u8]]) -> MessageId {
    MessageId::Hash(parts_hash(parts))
}

/// Whoever carries on for a customer; `None` if nobody is known.
pub(crate) fn person(view: &View, vault: VaultId, mut id: EntityId) -> Result<Option<Dossier>> {
    for _ in 0..MERGES_MAX {
        let Some(dossier) = view.runtime.dossier(vault, id)? else { return Ok(None) };
        match dossier.hot.merged_into {
            Some(survivor) => id = survivor,
            None => return Ok(Some(dossier)),
        }
    }
    Ok(None)
}

/// An identifier that leads to this person and to nobody else; `None` if there is none.
pub(crate) fn known_by(view: &View, vault: VaultId, dossier: &Dossier) -> Result<Option<Identifier>> {
    for identifier in &dossier.hot.identifiers {
        if view.runtime.find(vault, identifier)? == Some(dossier.hot.id) {
            return Ok(Some(identifier.clone()));
        }
    }
    Ok(None)
}

/// The moment of what somebody says here and now: behind what it takes back, also while the clock stands still or
/// somebody else's clock was ahead. So the later word counts by its own moment, in whatever order both arrive.
pub(crate) fn said_at(dossier: &Dossier, body: &Body, now: Timestamp) -> Timestamp {
    let taken_back = match body {
        Body::Objection(act) => {
            let old = dossier.hot.objection.as_ref().filter(|old| old.lifted != act.lifted);
            old.map(|old| old.occurred)
        }
        Body::Corrected(correction) => {
            let field = correction.field.id();
            let own = dossier.hot.profile.iter().find(|(name, _)| *name == field);
            own.map(|(_, dated)| dated.occurred)
        }
        Body::Restriction(act) if act.is_lifting() => {
            dossier.restrictions.iter().map(|own| own.occurred).max()
        }
        Body::Consent(act) => {
            let takes_back = |old: &&Recorded| {
                old.act.granted != act.granted
                    && overlap(old.act.channel.as_ref(), act.channel.as_ref())
                    && overlap(old.act.purpose.as_ref(), act.purpose.as_ref())
            };
            dossier.hot.consents.iter().filter(takes_back).map(|old| old.occurred.0).max()
        }
        Body::Profile(fields) => {
            let own = |field: NameId| dossier.hot.profile.iter().find(|(name, _)| *name == field);
            let dated = fields.iter().filter_map(|(name, value)| {
                own(name.id()).filter(|(_, dated)| dated.value != *value).map(|(_, dated)| dated.occurred)
            });
            dated.max()
        }
        _ => None,
    };
    taken_back.map_or(now, |at| now.max(at.plus(Span(1))))
}

/// Absent stands for everything.
pub(crate) fn overlap<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.is_none() || other.is_none() || one == other
}

impl House {
    /// Accepts acts, durable when it returns; those of people who are known by nothing are left out. Returns how
    /// many were taken.
    pub(crate) fn take_acts(&self, acts: Vec<Act>) -> Result<usize> {
        let view = self.view();
        let now = self.clock.now();
        let mut arrivals = Vec::with_capacity(acts.len());
        for act in acts {
            let Some(dossier) = person(&view, act.vault, act.customer)? else { continue };
            let Some(identifier) = known_by(&view, act.vault, &dossier)? else { continue };
            arrivals.push(Arrival {
                vault: act.vault,
                identifiers: std::iter::once(identifier).chain(act.proven).collect(),
                event: Event {
                    message: act.id,
                    source: SOURCE_SELF,
                    occurred: Occurred(act.at),
                    received: Received(now),
                    simulated: false,
                    body: act.body,
                },
            });
        }
        if !arrivals.is_empty() {
            self.take(&arrivals)?;
        }
        Ok(arrivals.len())
    }

    /// Accepts what a person, or somebody for them, has just said here. Two same acts at one moment are one.
    pub(crate) fn take_act(
        &self,
        vault: VaultId,
        customer: EntityId,
        what: &str,
        body: Body,
    ) -> Result<bool> {
        let dossier = person(&self.view(), vault, customer)?;
        let now = self.clock.now();
        let at = dossier.map_or(now, |dossier| said_at(&dossier, &body, now));
        let id = act_id(&[what.as_bytes(), &customer.0.to_le_bytes(), &at.0.to_le_bytes()]);
        Ok(self.take_acts(vec![Act { vault, customer, id, at, body, proven: None }])? > 0)
    }

    /// The ledger's row of a delivery; `near` is somebody it was probably made for.
    pub(crate) fn ledger_row(
        &self,
        vault: VaultId,
        intent: IntentId,
        near: Option<EntityId>,
    ) -> Result<Option<IntentRow>> {
        let view = self.view();
        let Some(scope) = view.runtime.custodian.scope(vault) else { return Ok(None) };
        let parts = self.store.settings().parts;
        let near = near.map(|customer| customer.part());
        for part in near.into_iter().chain((0..parts).map(Part)) {
            if let Some(row) = self.store.intent(&scope, part, intent)? {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}

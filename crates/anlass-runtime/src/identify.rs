//! Whose event is it? The strongest identifier leads to a customer; a new customer's id is derived from it.
//! Further identifiers are linked; two people behind strong identifiers of one event are one person and are
//! merged. A weak identifier (device, cookie) joins only somebody who is known by nothing stronger.

use crate::batch::{Merge, Round, Runtime, Work};
use crate::error::Error;
use crate::rows;
use anlass_engine::{Dossier, Input};
use anlass_model::event::{Arrival, Body, Event};
use anlass_model::id::{EntityId, EntityKind, Identifier, IdentifierKind, MessageId, VaultId, parts_hash};
use anlass_model::time::Timestamp;
use anlass_store::{EntityRow, QuarantineRow};
use std::collections::{BTreeMap, BTreeSet};

/// Arrivals turned into rounds of work, with the identifier rows to be written with them.
#[derive(Debug, Default)]
pub struct Identified {
    pub rounds: Vec<Round>,
    pub rows: Vec<EntityRow>,
    /// Nobody can tell whose they are: they carry no identifier.
    pub nobodys: Vec<Arrival>,
}

/// How many links and merges lead from an identifier to a customer at most. Each merge leads to somebody older, so
/// there is always an end.
pub(crate) const CHAIN_MAX: usize = 10_000;

/// Where an identifier leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Found {
    /// Whose identifier it is, merges aside.
    home: EntityId,
    /// Who that is now.
    customer: EntityId,
}

struct Resolver<'a> {
    runtime: &'a Runtime,
    works: Vec<Work>,
    out: Identified,
    /// Decided within this batch, by identifier.
    decided: BTreeMap<(VaultId, EntityId), Found>,
    /// Identifiers noted on a customer's dossier in this batch.
    noted: BTreeSet<(VaultId, EntityId, EntityId)>,
    /// When the first thing in this batch was heard of somebody: who is in no store yet was born then.
    heard: BTreeMap<(VaultId, EntityId), Timestamp>,
    /// Who got a strong identifier beside others in this batch.
    named: BTreeSet<(VaultId, EntityId)>,
}

fn is_strong(kind: IdentifierKind) -> bool {
    !matches!(kind, IdentifierKind::Device | IdentifierKind::Cookie)
}

impl Runtime {
    /// The id that belongs to an identifier in a vault.
    ///
    /// # Errors
    /// [`Error::NoKey`] if the vault was never set up.
    pub fn derived(&self, vault: VaultId, identifier: &Identifier) -> Result<EntityId, Error> {
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        Ok(key.identifier_key().entity(identifier, self.parts))
    }

    /// The customer an identifier leads to now, following links and merges; `None` if nobody is known by it.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn find(&self, vault: VaultId, identifier: &Identifier) -> Result<Option<EntityId>, Error> {
        Ok(self.follow(vault, self.derived(vault, identifier)?)?.map(|found| found.customer))
    }

    fn follow(&self, vault: VaultId, id: EntityId) -> Result<Option<Found>, Error> {
        let people = self.people(vault, id)?;
        let found = |(home, customer): (&EntityId, &EntityId)| Found { home: *home, customer: *customer };
        Ok(people.first().zip(people.last()).map(found))
    }

    /// Whom an id leads to: first whose it is, then, merge by merge, who carries on. Empty: nobody is known by it.
    pub(crate) fn people(&self, vault: VaultId, mut id: EntityId) -> Result<Vec<EntityId>, Error> {
        let scope = self.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        let mut people = Vec::new();
        for _ in 0..CHAIN_MAX {
            if let Some(dossier) = self.dossier(vault, id)? {
                people.push(id);
                match dossier.hot.merged_into {
                    Some(survivor) => id = survivor,
                    None => return Ok(people),
                }
                continue;
            }
            let row = self.store.load(&[scope.key(EntityKind::Identifier, id)])?.into_iter().flatten().next();
            match row {
                Some(row) => id = rows::open_link(key, &row)?,
                None => return Ok(Vec::new()),
            }
        }
        Err(Error::Chain { customer: id })
    }

    /// An arrival that cannot be applied, with the reason, to be kept until somebody mends it.
    ///
    /// # Errors
    /// [`Error::NoKey`] if its vault was never set up.
    pub(crate) fn quarantined(&self, arrival: &Arrival, reason: &str) -> Result<QuarantineRow, Error> {
        let key = self.keyring.vault(arrival.vault).ok_or(Error::NoKey(arrival.vault))?;
        Ok(rows::quarantine_row(key, arrival, reason))
    }

    /// Turns arrivals, in order, into rounds of work. `now` is each event's own reception in virtual time;
    /// live, `decided` is the moment of decision for all.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn identify(&self, arrivals: Vec<Arrival>, decided: Option<Timestamp>) -> Result<Identified, Error> {
        let mut resolver = Resolver {
            runtime: self,
            works: Vec::with_capacity(arrivals.len()),
            out: Identified::default(),
            decided: BTreeMap::new(),
            noted: BTreeSet::new(),
            heard: BTreeMap::new(),
            named: BTreeSet::new(),
        };
        for arrival in arrivals {
            let now = decided.unwrap_or(arrival.event.received.0);
            resolver.arrival(arrival, now)?;
        }
        let works = std::mem::take(&mut resolver.works);
        if !works.is_empty() {
            resolver.out.rounds.push(Round::Works(works));
        }
        Ok(resolver.out)
    }
}

impl Resolver<'_> {
    fn arrival(&mut self, mut arrival: Arrival, now: Timestamp) -> Result<(), Error> {
        arrival.identifiers.sort();
        arrival.identifiers.dedup();
        let vault = arrival.vault;
        let mut derived = Vec::with_capacity(arrival.identifiers.len());
        for identifier in &arrival.identifiers {
            derived.push(self.runtime.derived(vault, identifier)?);
        }
        let Some(first) = derived.first().copied() else {
            self.out.nobodys.push(arrival);
            return Ok(());
        };
        let is_blocked = self.is_blocked(vault, &derived)?;
        let whose = match derived.len() {
            // Where it leads in the store, the part that holds it tells; what this batch decided stands here.
            1 => self.decided.get(&(vault, first)).copied().unwrap_or(Found { home: first, customer: first }),
            _ => self.join(vault, &arrival.identifiers, &derived, now)?,
        };
        if is_blocked {
            self.work(vault, whose, crate::erase::objection(whose.customer, now), now);
        }
        self.heard.entry((vault, whose.customer)).or_insert(now);
        for (identifier, id) in arrival.identifiers.into_iter().zip(&derived) {
            // What belongs to somebody kept apart is not noted here.
            if derived.len() == 1
                || self.follow(vault, *id)?.is_none_or(|found| found.customer == whose.customer)
            {
                self.note(vault, whose, *id, identifier, &arrival.event, now);
            }
        }
        self.work(vault, whose, arrival.event, now);
        Ok(())
    }

    /// Whether one of these identifiers was somebody's who was erased for good, and is nobody's yet.
    fn is_blocked(&self, vault: VaultId, derived: &[EntityId]) -> Result<bool, Error> {
        for id in derived {
            if self.runtime.blocked.contains(&(vault, *id)) && self.follow(vault, *id)?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn work(&mut self, vault: VaultId, whose: Found, event: Event, now: Timestamp) {
        let Found { home, customer } = whose;
        let input = match home == customer {
            true => Input::Event(event),
            false => Input::Forwarded { from: home, event },
        };
        self.works.push(Work { vault, customer, now, input });
    }

    /// Remembers on the dossier by what the person is known, once per batch: an input per identifier, so that
    /// dossiers do not tell batches apart.
    fn note(
        &mut self,
        vault: VaultId,
        whose: Found,
        id: EntityId,
        identifier: Identifier,
        event: &Event,
        now: Timestamp,
    ) {
        if !self.noted.insert((vault, whose.customer, id)) {
            return;
        }
        let message = MessageId::Hash(parts_hash(&[b"identified", identifier.value.as_bytes()]));
        let body = Body::Identified(vec![identifier]);
        let event = Event { message, body, ..event.clone() };
        self.work(vault, whose, event, now);
    }

    fn follow(&self, vault: VaultId, id: EntityId) -> Result<Option<Found>, Error> {
        match self.decided.get(&(vault, id)) {
            Some(found) => Ok(Some(*found)),
            None => {
                // Somebody of whom the first thing is heard in this very batch.
                let born = self.heard.contains_key(&(vault, id));
                let found = self.runtime.follow(vault, id)?;
                Ok(found.or_else(|| born.then_some(Found { home: id, customer: id })))
            }
        }
    }

    /// The one customer behind several identifiers; links what is new and merges what turned out to be one.
    fn join(
        &mut self,
        vault: VaultId,
        identifiers: &[Identifier],
        derived: &[EntityId],
        now: Timestamp,
    ) -> Result<Found, Error> {
        let mut whose: Option<Found> = None;
        for (identifier, id) in identifiers.iter().zip(derived) {
            let Some(known) = self.follow(vault, *id)? else { continue };
            whose = Some(match whose {
                None => known,
                Some(own) if own.customer == known.customer => own,
                Some(own) => {
                    let customer =
                        self.maybe_merge(vault, own.customer, known.customer, identifier.kind, now)?;
                    Found { customer, ..own }
                }
            });
        }
        let first = derived.first().copied().unwrap_or(EntityId(0));
        let whose = whose.unwrap_or(Found { home: first, customer: first });
        for id in derived {
            if self.follow(vault, *id)?.is_none() {
                self.decided.insert((vault, *id), whose);
                if *id != whose.home {
                    let scope = self.runtime.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
                    let key = self.runtime.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
                    self.out.rows.push(rows::link_row(&scope, key, *id, whose.home));
                }
            }
        }
        if identifiers.iter().any(|identifier| is_strong(identifier.kind)) {
            self.named.insert((vault, whose.customer));
        }
        Ok(whose)
    }

    /// Two people behind one event: one person, if the second identifier is strong or its owner anonymous.
    fn maybe_merge(
        &mut self,
        vault: VaultId,
        own: EntityId,
        other: EntityId,
        kind: IdentifierKind,
        now: Timestamp,
    ) -> Result<EntityId, Error> {
        let other_dossier = self.runtime.dossier(vault, other)?;
        let is_named = |dossier: &Dossier| dossier.hot.identifiers.iter().any(|known| is_strong(known.kind));
        let is_anonymous =
            !self.named.contains(&(vault, other)) && !other_dossier.as_ref().is_some_and(is_named);
        if !is_strong(kind) && !is_anonymous {
            return Ok(own);
        }
        let own_dossier = self.runtime.dossier(vault, own)?;
        let keeps_away = |dossier: &Option<Dossier>, from: EntityId| {
            dossier.as_ref().is_some_and(|dossier| dossier.apart.binary_search(&from).is_ok())
        };
        if keeps_away(&own_dossier, other) || keeps_away(&other_dossier, own) {
            return Ok(own);
        }
        let age = |id: EntityId, dossier: &Option<Dossier>| {
            let heard = self.heard.get(&(vault, id)).copied().unwrap_or(Timestamp::NEVER);
            (dossier.as_ref().map_or(heard, |dossier| dossier.hot.created), id)
        };
        // The older id survives.
        let (survivor, loser) =
            if age(own, &own_dossier) <= age(other, &other_dossier) { (own, other) } else { (other, own) };
        let works = std::mem::take(&mut self.works);
        self.out.rounds.push(Round::Works(works));
        self.out.rounds.push(Round::Merge(Merge { vault, survivor, loser, now }));
        for ((own_vault, _), found) in &mut self.decided {
            if *own_vault == vault && found.customer == loser {
                found.customer = survivor;
            }
        }
        self.decided.insert((vault, loser), Found { home: loser, customer: survivor });
        self.decided.insert((vault, survivor), Found { home: survivor, customer: survivor });
        Ok(survivor)
    }
}

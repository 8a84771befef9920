//! Whose event is it? The strongest identifier leads to a customer; a new customer's id is derived from it.
//! Further identifiers are linked; two people behind identifiers that join are one person and are merged. One that only
//! leads (device, cookie) belongs to whom it was first seen with, and joins only somebody who is known by nothing that
//! joins: a shared device makes nobody of two. What each kind may do, the settings say.

mod named;

use crate::batch::{Merge, Round, Runtime, Work};
use crate::error::Error;
use crate::rows;
use anlass_engine::Input;
use anlass_model::definition::{Settings, Strength};
use anlass_model::event::{Arrival, Body, Event, SourceId};
use anlass_model::id::{EntityId, EntityKind, Identifier, MessageId, VaultId, parts_hash};
use anlass_model::time::Timestamp;
use anlass_store::{EntityRow, QuarantineRow};
use named::{Named, Names, names};
use std::collections::{BTreeMap, BTreeSet};

pub use named::hashed_email;

/// Arrivals turned into rounds of work, with the identifier rows to be written with them.
#[derive(Debug, Default)]
pub struct Identified {
    pub rounds: Vec<Round>,
    pub rows: Vec<EntityRow>,
    /// Nobody can tell whose they are, and why.
    pub nobodys: Vec<(Arrival, &'static str)>,
}

/// Why nobody can tell whose an arrival is.
const NO_IDENTIFIER: &str = "it carries no identifier";
const NONE_LEADS: &str = "none of its identifiers leads to anybody; see identifiers in the settings";

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

/// Works that do not wait for one another, and the merges after them, of different people each.
#[derive(Debug, Default)]
struct Level {
    works: Vec<Work>,
    merges: Vec<Merge>,
}

struct Resolver<'a> {
    runtime: &'a Runtime,
    settings: &'a Settings,
    /// Whether a person has at most one identifier of any kind.
    has_ones: bool,
    levels: Vec<Level>,
    out: Identified,
    /// Whom identifiers lead to since this batch.
    decided: BTreeMap<(VaultId, EntityId), Found>,
    /// Who carries on for whom since this batch.
    merged: BTreeMap<(VaultId, EntityId), EntityId>,
    /// From which level on there are works of somebody who was merged in this batch.
    level_of: BTreeMap<(VaultId, EntityId), usize>,
    /// Identifiers noted on a customer's dossier in this batch, by who told them.
    noted: BTreeSet<(VaultId, EntityId, EntityId, SourceId)>,
    /// When the first thing in this batch was heard of somebody: who is in no store yet was born then.
    heard: BTreeMap<(VaultId, EntityId), Timestamp>,
    /// By what people turned out to be known in this batch.
    told: BTreeMap<(VaultId, EntityId), BTreeSet<Identifier>>,
    /// Whoever an identifier of this batch leads to is in memory, or in no store.
    in_memory: bool,
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
            if let Some(link) = self.cached(id, |part| part.links.get(&(vault, id)).copied()).flatten() {
                id = link;
                continue;
            }
            if let Some(merged_into) = self.ask(vault, id, |dossier| dossier.hot.merged_into)? {
                people.push(id);
                match merged_into {
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
        let settings = &self.program.definitions.settings;
        let mut resolver = Resolver {
            runtime: self,
            settings,
            has_ones: settings.identifiers.values().any(|rule| rule.one),
            levels: vec![Level::default()],
            out: Identified::default(),
            decided: BTreeMap::new(),
            merged: BTreeMap::new(),
            level_of: BTreeMap::new(),
            noted: BTreeSet::new(),
            heard: BTreeMap::new(),
            told: BTreeMap::new(),
            in_memory: false,
        };
        let mut named = Vec::with_capacity(arrivals.len());
        for mut arrival in arrivals {
            let identifiers = std::mem::take(&mut arrival.identifiers);
            let is_nameless = identifiers.is_empty();
            let names = names(self, settings, arrival.vault, identifiers)?;
            match (names.leading.is_empty(), is_nameless) {
                (true, true) => resolver.out.nobodys.push((arrival, NO_IDENTIFIER)),
                (true, false) => {
                    arrival.identifiers = names.noted.into_iter().map(|(_, identifier)| identifier).collect();
                    resolver.out.nobodys.push((arrival, NONE_LEADS));
                }
                (false, _) => named.push((arrival, names)),
            }
        }
        if named.iter().any(|(_, names)| names.leading.len() > 1) {
            let ids = named
                .iter()
                .flat_map(|(arrival, names)| names.leading.iter().map(|own| (arrival.vault, own.id)));
            resolver.bring(ids.collect())?;
        }
        for (arrival, names) in named {
            let now = decided.unwrap_or(arrival.event.received.0);
            resolver.arrival(arrival, names, now)?;
        }
        for Level { works, merges } in std::mem::take(&mut resolver.levels) {
            if !works.is_empty() {
                resolver.out.rounds.push(Round::Works(works));
            }
            if !merges.is_empty() {
                resolver.out.rounds.push(Round::Merges(merges));
            }
        }
        Ok(resolver.out)
    }
}

impl Resolver<'_> {
    /// Reads everybody that these ids lead to into memory, all at once.
    fn bring(&mut self, mut ids: Vec<(VaultId, EntityId)>) -> Result<(), Error> {
        self.in_memory = true;
        for _ in 0..CHAIN_MAX {
            ids.sort_unstable();
            ids.dedup();
            if ids.is_empty() {
                return Ok(());
            }
            self.runtime.bring_in(&ids)?;
            let onward = ids.iter().filter_map(|(vault, id)| {
                let next = self.runtime.cached(*id, |part| match part.dossiers.get(&(*vault, *id)) {
                    Some(known) => known.dossier.hot.merged_into,
                    None => part.links.get(&(*vault, *id)).copied(),
                });
                Some((*vault, next.flatten()?))
            });
            ids = onward.filter(|(vault, id)| !self.is_in_memory(*vault, *id)).collect();
        }
        Ok(())
    }

    fn is_in_memory(&self, vault: VaultId, id: EntityId) -> bool {
        let known = self.runtime.cached(id, |part| {
            part.dossiers.contains_key(&(vault, id)) || part.links.contains_key(&(vault, id))
        });
        known.unwrap_or(false)
    }

    fn arrival(&mut self, arrival: Arrival, names: Names, now: Timestamp) -> Result<(), Error> {
        let Arrival { vault, event, .. } = arrival;
        let Names { leading, noted } = names;
        let Some(first) = leading.first().map(|own| own.id) else { return Ok(()) };
        let is_blocked = self.is_blocked(vault, &leading)?;
        let is_alone = leading.len() == 1;
        let whose = match is_alone {
            // Where it leads in the store, the part that holds it tells; what this batch decided stands here.
            true => match self.decided.get(&(vault, first)).copied() {
                Some(Found { home, customer }) => Found { home, customer: self.current(vault, customer) },
                None => Found { home: first, customer: self.current(vault, first) },
            },
            false => self.join(vault, &leading, now)?,
        };
        // Of an identifier alone: who steps for it is known where somebody was merged in this batch.
        let stepped = match is_alone && !self.level_of.is_empty() {
            true => self.follow(vault, first)?.map_or(whose.customer, |found| found.customer),
            false => whose.customer,
        };
        let level = self.level_of.get(&(vault, stepped)).copied().unwrap_or(0);
        if is_blocked {
            self.work(vault, whose, level, crate::erase::objection(whose.customer, now), now);
        }
        self.heard.entry((vault, whose.customer)).or_insert(now);
        for Named { identifier, id, .. } in leading {
            if self.has_ones || !is_alone {
                self.tell(vault, whose.customer, &identifier);
            }
            // What belongs to somebody kept apart is not noted here.
            if is_alone || self.follow(vault, id)?.is_some_and(|found| found.customer == whose.customer) {
                self.note(vault, whose, level, (id, identifier), &event, now);
            }
        }
        for noted in noted {
            self.note(vault, whose, level, noted, &event, now);
        }
        self.work(vault, whose, level, event, now);
        Ok(())
    }

    /// Whether one of these identifiers was somebody's who was erased for good, and is nobody's yet.
    fn is_blocked(&self, vault: VaultId, leading: &[Named]) -> Result<bool, Error> {
        for Named { id, .. } in leading {
            if self.runtime.blocked.contains(&(vault, *id)) && self.follow(vault, *id)?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn work(&mut self, vault: VaultId, whose: Found, level: usize, event: Event, now: Timestamp) {
        let Found { home, customer } = whose;
        let input = match home == customer {
            true => Input::Event(event),
            false => Input::Forwarded { from: home, event },
        };
        if let Some(level) = self.levels.get_mut(level) {
            level.works.push(Work { vault, customer, now, input });
        }
    }

    /// Remembers on the dossier by what the person is known, once per batch and source: an input per identifier, so that
    /// dossiers do not tell batches apart, and timelines tell by what each source knows somebody.
    fn note(
        &mut self,
        vault: VaultId,
        whose: Found,
        level: usize,
        (id, identifier): (EntityId, Identifier),
        event: &Event,
        now: Timestamp,
    ) {
        if !self.noted.insert((vault, whose.customer, id, event.source)) {
            return;
        }
        let message = MessageId::Hash(parts_hash(&[b"identified", identifier.value.as_bytes()]));
        let body = Body::Identified(vec![identifier]);
        let event = Event { message, body, ..event.clone() };
        self.work(vault, whose, level, event, now);
    }

    fn tell(&mut self, vault: VaultId, customer: EntityId, identifier: &Identifier) {
        let told = self.told.entry((vault, customer)).or_default();
        if !told.contains(identifier) {
            told.insert(identifier.clone());
        }
    }

    /// Who carries on for somebody, after the merges of this batch.
    fn current(&self, vault: VaultId, mut customer: EntityId) -> EntityId {
        // Each leads to somebody older.
        while let Some(survivor) = self.merged.get(&(vault, customer)) {
            customer = *survivor;
        }
        customer
    }

    fn follow(&self, vault: VaultId, id: EntityId) -> Result<Option<Found>, Error> {
        let found = match self.decided.get(&(vault, id)) {
            Some(found) => Some(*found),
            None => {
                let is_known = !self.in_memory || self.is_in_memory(vault, id);
                let found = if is_known { self.runtime.follow(vault, id)? } else { None };
                // Somebody of whom the first thing is heard in this very batch.
                let born = self.heard.contains_key(&(vault, id));
                found.or_else(|| born.then_some(Found { home: id, customer: id }))
            }
        };
        let current = |found: Found| Found { customer: self.current(vault, found.customer), ..found };
        Ok(found.map(current))
    }

    /// By what somebody is known, this batch included.
    fn known_by(&self, vault: VaultId, customer: EntityId) -> Result<BTreeSet<Identifier>, Error> {
        let of = |dossier: &anlass_engine::Dossier| dossier.hot.identifiers.clone();
        let stored = self.runtime.ask(vault, customer, of)?.unwrap_or_default();
        let told = self.told.get(&(vault, customer)).into_iter().flatten().cloned();
        Ok(stored.into_iter().chain(told).collect())
    }

    /// Whether somebody is known by what joins.
    fn is_named(&self, known: &BTreeSet<Identifier>) -> bool {
        known.iter().any(|own| self.settings.strength(own.kind) == Strength::Joins)
    }

    /// Whether two sets of identifiers cannot be of one person: each has another one of a kind of which there is one.
    fn contradict(&self, one: &BTreeSet<Identifier>, other: &BTreeSet<Identifier>) -> bool {
        let ones = one.iter().filter(|own| self.settings.has_one(own.kind) && !other.contains(*own));
        let mut ones = ones.filter(|own| !one.iter().any(|too| too.kind == own.kind && other.contains(too)));
        ones.any(|own| other.iter().any(|theirs| theirs.kind == own.kind))
    }

    /// Whether somebody has another identifier of a kind of which a person has one than these.
    fn contradicts(&self, vault: VaultId, customer: EntityId, these: &[Named]) -> Result<bool, Error> {
        if !self.has_ones || these.is_empty() {
            return Ok(false);
        }
        let these = these.iter().map(|own| own.identifier.clone()).collect();
        Ok(self.contradict(&self.known_by(vault, customer)?, &these))
    }

    /// The one customer behind several identifiers; links what is new and merges what turned out to be one.
    fn join(&mut self, vault: VaultId, leading: &[Named], now: Timestamp) -> Result<Found, Error> {
        let joins = leading.iter().any(|own| own.strength == Strength::Joins);
        let mut whose: Option<Found> = None;
        for (index, Named { strength, id, .. }) in leading.iter().enumerate() {
            let Some(known) = self.follow(vault, *id)? else { continue };
            whose = match whose {
                Some(own) if own.customer == known.customer => Some(own),
                Some(own) => {
                    let how = (*strength, joins);
                    let customer = self.maybe_merge(vault, own.customer, known.customer, how, now)?;
                    Some(Found { customer, ..own })
                }
                None => {
                    let customer = known.customer;
                    let surer = leading.get(..index).unwrap_or_default();
                    // Somebody else sits at the same device, or has another number.
                    let is_other = (joins
                        && *strength == Strength::Leads
                        && self.is_named(&self.known_by(vault, customer)?))
                        || self.contradicts(vault, customer, surer)?;
                    (!is_other).then_some(known)
                }
            };
        }
        let first = leading.first().map_or(EntityId(0), |own| own.id);
        let whose = whose.unwrap_or(Found { home: first, customer: first });
        for own in leading {
            if self.follow(vault, own.id)?.is_some() {
                continue;
            }
            // A second one of a kind of which there is one leads to nobody.
            if own.id != whose.home && self.contradicts(vault, whose.customer, std::slice::from_ref(own))? {
                continue;
            }
            self.decided.insert((vault, own.id), whose);
            if own.id != whose.home {
                let scope = self.runtime.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
                let key = self.runtime.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
                self.out.rows.push(rows::link_row(&scope, key, own.id, whose.home));
            }
        }
        Ok(whose)
    }

    /// Two people behind one event: one person, if the second identifier joins or one of them is anonymous (the event, too, if
    /// it is the first), and nothing says that they are two.
    fn maybe_merge(
        &mut self,
        vault: VaultId,
        own: EntityId,
        other: EntityId,
        (strength, is_named): (Strength, bool),
        now: Timestamp,
    ) -> Result<EntityId, Error> {
        let theirs = self.known_by(vault, other)?;
        if strength != Strength::Joins
            && self.is_named(&theirs)
            && (is_named || self.is_named(&self.known_by(vault, own)?))
        {
            return Ok(own);
        }
        if self.has_ones && self.contradict(&self.known_by(vault, own)?, &theirs) {
            return Ok(own);
        }
        let facts = |customer: EntityId, from: EntityId| {
            let of = |dossier: &anlass_engine::Dossier| {
                (dossier.hot.created, dossier.apart.binary_search(&from).is_ok())
            };
            self.runtime.ask(vault, customer, of)
        };
        let (own_facts, other_facts) = (facts(own, other)?, facts(other, own)?);
        if [own_facts, other_facts].into_iter().flatten().any(|(_, is_apart)| is_apart) {
            return Ok(own);
        }
        let age = |id: EntityId, known: Option<(Timestamp, bool)>| {
            let heard = self.heard.get(&(vault, id)).copied().unwrap_or(Timestamp::NEVER);
            (known.map_or(heard, |(created, _)| created), id)
        };
        // The older id survives.
        let (survivor, loser) =
            if age(own, own_facts) <= age(other, other_facts) { (own, other) } else { (other, own) };
        let level_of = |id| self.level_of.get(&(vault, id)).copied().unwrap_or(0);
        let level = level_of(survivor).max(level_of(loser));
        if self.levels.len() <= level + 1 {
            self.levels.push(Level::default());
        }
        if let Some(level) = self.levels.get_mut(level) {
            level.merges.push(Merge { vault, survivor, loser, now });
        }
        self.level_of.insert((vault, survivor), level + 1);
        self.level_of.insert((vault, loser), level + 1);
        self.merged.insert((vault, loser), survivor);
        let mut known = self.told.remove(&(vault, loser)).unwrap_or_default();
        known.extend(self.known_by(vault, loser)?);
        self.told.entry((vault, survivor)).or_default().extend(known);
        Ok(survivor)
    }
}

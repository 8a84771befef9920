//! People who look alike: found by index rows that the commit of a dossier keeps, keyed hashes of what two people who look
//! like one have in common. Somebody decides: they are merged as by an event, or kept apart for good. Dossiers that were
//! written before the settings said by which fields people are compared are entered when these are live, piece by piece between
//! everything else.

use crate::batch::{Extra, Merge, Mode, Round, Runtime, Stepped, Work};
use crate::error::Error;
use crate::live::Live;
use crate::rows;
use anlass_engine::likeness::{Likeness, Portrait};
use anlass_engine::{Dossier, Input, Program};
use anlass_model::id::{EntityId, EntityKind, IdentifierKey, VaultId, parts_hash};
use anlass_model::org::TenantScope;
use anlass_model::time::Timestamp;
use anlass_store::{Commit, IndexChange};
use std::collections::{BTreeMap, BTreeSet};

/// Index of what people who look alike have in common.
pub const LIKENESS_INDEX: &str = "likeness";
/// Under this position stands by which settings everybody was entered; behind it, while that goes on, the vault and the last
/// customer who is.
const ENTERED: &str = "index.likeness";
/// Rows of one read.
const PAGE: usize = 2_000;
/// What more people have in common says nothing of any two of them: a company's telephone, a large house.
const CROWD: usize = 50;
/// People looked at for one answer.
const LOOKED_AT_MAX: usize = 10_000;

/// Two people who look like one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The smaller id first.
    pub people: [EntityId; 2],
    pub likeness: Likeness,
}

/// Some of those who look alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs {
    pub pairs: Vec<Pair>,
    /// Where to go on; `None`: these were the last.
    pub next: Option<u64>,
}

/// The entries under which a person stands in the index.
pub(crate) fn entries(program: &Program, key: &IdentifierKey, dossier: &Dossier) -> BTreeSet<u64> {
    match Portrait::of(&program.definitions.settings, dossier) {
        Some(portrait) => portrait.keys().iter().map(|text| entry(key, text)).collect(),
        None => BTreeSet::new(),
    }
}

fn entry(key: &IdentifierKey, text: &str) -> u64 {
    // The same order with a sign and without.
    key.word(LIKENESS_INDEX, text) >> 1
}

/// What changed of the entries of somebody.
pub(crate) fn index_changes(
    (vault, customer): (VaultId, EntityId),
    before: &BTreeSet<u64>,
    after: &BTreeSet<u64>,
) -> Vec<IndexChange> {
    let change =
        |entry: &u64, put| IndexChange { vault, name: LIKENESS_INDEX.into(), entry: *entry, customer, put };
    let gone = before.difference(after).map(|entry| change(entry, false));
    gone.chain(after.difference(before).map(|entry| change(entry, true))).collect()
}

/// By which fields people are compared, as a short text; `None`: by none.
fn print(program: &Program) -> Option<String> {
    let matching = program.definitions.settings.matching.as_ref()?;
    let said = serde_json::to_string(matching).unwrap_or_default();
    Some(format!("{:032x}", parts_hash(&[said.as_bytes()])))
}

/// A person who is compared.
struct Seen {
    portrait: Portrait,
    entries: BTreeSet<u64>,
    apart: Vec<EntityId>,
}

/// Whoever was looked at for one answer.
struct Gallery<'a> {
    runtime: &'a Runtime,
    scope: &'a TenantScope,
    words: IdentifierKey,
    seen: BTreeMap<EntityId, Option<Seen>>,
}

impl Gallery<'_> {
    fn look(&mut self, customer: EntityId) -> Result<(), Error> {
        if self.seen.contains_key(&customer) {
            return Ok(());
        }
        let (runtime, program) = (self.runtime, &self.runtime.program);
        let of = |dossier: &Dossier| {
            let portrait = Portrait::of(&program.definitions.settings, dossier)?;
            let entries = portrait.keys().iter().map(|text| entry(&self.words, text)).collect();
            Some(Seen { portrait, entries, apart: dossier.apart.clone() })
        };
        let seen = runtime.ask(self.scope.vault(), customer, of)?.flatten();
        self.seen.insert(customer, seen);
        Ok(())
    }

    /// Two people who were found by an entry, if they look like one and are not told under another entry.
    fn pair(&self, found_by: Option<u64>, one: EntityId, other: EntityId) -> Result<Option<Pair>, Error> {
        let of = |customer| self.seen.get(&customer).and_then(Option::as_ref);
        let (Some(first), Some(second)) = (of(one), of(other)) else { return Ok(None) };
        let is_apart = first.apart.contains(&other) || second.apart.contains(&one);
        let likeness = first.portrait.likeness(&second.portrait);
        if is_apart || !likeness.is_suggested() {
            return Ok(None);
        }
        if let Some(found_by) = found_by {
            // A row may be older than what it stands for.
            if !first.entries.contains(&found_by) || !second.entries.contains(&found_by) {
                return Ok(None);
            }
            for entry in first.entries.intersection(&second.entries).take_while(|entry| **entry < found_by) {
                if self.members(*entry)?.len() <= CROWD {
                    return Ok(None);
                }
            }
        }
        Ok(Some(Pair { people: [one.min(other), one.max(other)], likeness }))
    }

    fn members(&self, entry: u64) -> Result<Vec<EntityId>, Error> {
        Ok(self.runtime.store.index(self.scope, LIKENESS_INDEX, entry, None, CROWD + 1)?)
    }
}

impl Runtime {
    /// Whether everybody who is compared is entered.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn is_alike_entered(&self) -> Result<bool, Error> {
        let print = print(&self.program);
        Ok(print.is_none() || self.store.position(ENTERED)? == print)
    }

    /// Enters at most so many of those who were there before the settings said by which fields people are compared, and tells
    /// whether that were all. What was entered stays so when the process ends.
    ///
    /// # Errors
    /// If the store cannot be read or written.
    pub fn enter_alike(&self, most: usize) -> Result<bool, Error> {
        let Some(print) = print(&self.program) else { return Ok(true) };
        let reached = self.store.position(ENTERED)?.unwrap_or_default();
        if reached == print {
            return Ok(true);
        }
        let place = reached.strip_prefix(print.as_str()).and_then(|place| place.trim().split_once(' '));
        let vaults = self.custodian.vaults();
        let begun = place.and_then(|(vault, customer)| {
            let index = vaults.iter().position(|own| own.0.to_string() == vault)?;
            Some((index, customer.parse::<EntityId>().ok()))
        });
        let (index, after) = begun.unwrap_or_default();
        let epoch = Some(self.epoch);
        let mut changes = Vec::new();
        let mut next = None;
        if let Some(vault) = vaults.get(index).copied() {
            let scope = self.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
            let page = self.store.scan(&scope, EntityKind::Customer, after, most)?;
            if let Some(key) = self.keyring.vault(vault) {
                let words = key.identifier_key();
                for row in &page {
                    let dossier = rows::open_dossier(key, row)?;
                    let own = entries(&self.program, &words, &dossier);
                    changes.extend(index_changes((vault, row.key.id()), &BTreeSet::new(), &own));
                }
            }
            let more = page.last().filter(|_| page.len() == most);
            next = match more {
                Some(last) => Some(format!("{} {}", vault.0, last.key.id())),
                None => vaults.get(index + 1).map(|vault| format!("{} -", vault.0)),
            };
        }
        let is_done = next.is_none();
        let said = next.map_or(print.clone(), |next| format!("{print} {next}"));
        let positions = vec![(ENTERED.to_string(), said)];
        self.store.commit(&Commit { epoch, index: changes, positions, ..Commit::default() })?;
        Ok(is_done)
    }

    fn gallery<'a>(&'a self, scope: &'a TenantScope) -> Result<Gallery<'a>, Error> {
        let key = self.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        Ok(Gallery { runtime: self, scope, words: key.identifier_key(), seen: BTreeMap::new() })
    }

    /// People of a vault who look like one and whom nobody has judged yet, in no order that means anything: about `max`
    /// pairs, from behind `after`. An answer may hold fewer, or none, and still say where to go on.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn alike(&self, scope: &TenantScope, mut after: Option<u64>, max: usize) -> Result<Pairs, Error> {
        let mut gallery = self.gallery(scope)?;
        let mut found = Pairs::default();
        while gallery.seen.len() < LOOKED_AT_MAX && found.pairs.len() < max {
            let rows = self.store.index_entries(scope, LIKENESS_INDEX, after, PAGE)?;
            let Some((last, _)) = rows.last().copied() else { return Ok(found) };
            for members in rows.chunk_by(|one, next| one.0 == next.0) {
                let Some((entry, _)) = members.first().copied() else { continue };
                if !(2..=CROWD).contains(&members.len()) {
                    continue;
                }
                for (_, customer) in members {
                    gallery.look(*customer)?;
                }
                for (place, (_, one)) in members.iter().enumerate() {
                    for (_, other) in members.iter().skip(place + 1) {
                        found.pairs.extend(gallery.pair(Some(entry), *one, *other)?);
                    }
                }
            }
            after = Some(last);
        }
        found.next = after;
        Ok(found)
    }

    /// Who looks like somebody, the most alike first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn alike_to(&self, scope: &TenantScope, dossier: &Dossier) -> Result<Vec<Pair>, Error> {
        let mut gallery = self.gallery(scope)?;
        let own = dossier.hot.id;
        gallery.look(own)?;
        let mut others = BTreeSet::new();
        for entry in entries(&self.program, &gallery.words, dossier) {
            let members = gallery.members(entry)?;
            others.extend(members.iter().filter(|other| **other != own && members.len() <= CROWD).copied());
        }
        let mut found = Vec::new();
        for other in others {
            gallery.look(other)?;
            found.extend(gallery.pair(None, own, other)?);
        }
        found.sort_by_key(|pair| (std::cmp::Reverse(pair.likeness.points), pair.people));
        Ok(found)
    }

    /// Who lives at the address of somebody, themselves aside; nobody where a house is larger than a household.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn household(&self, scope: &TenantScope, dossier: &Dossier) -> Result<Vec<EntityId>, Error> {
        let gallery = self.gallery(scope)?;
        let home = |dossier: &Dossier| Portrait::of(&self.program.definitions.settings, dossier)?.home();
        let Some(own) = home(dossier) else { return Ok(Vec::new()) };
        let members = gallery.members(entry(&gallery.words, &own))?;
        let mut others = Vec::new();
        for other in members.iter().filter(|other| **other != dossier.hot.id && members.len() <= CROWD) {
            if self.ask(scope.vault(), *other, home)?.flatten().as_ref() == Some(&own) {
                others.push(*other);
            }
        }
        Ok(others)
    }

    /// Merges two people by somebody's decision; the older one carries on. Returns who that is.
    ///
    /// # Errors
    /// [`Error::Unknown`], [`Error::OnePerson`], [`Error::Apart`]; as [`Runtime::run`].
    pub fn merge(
        &mut self,
        vault: VaultId,
        one: EntityId,
        other: EntityId,
        now: Timestamp,
    ) -> Result<(EntityId, Stepped), Error> {
        let [one, other] = self.two(vault, one, other)?;
        if one.apart.contains(&other.hot.id) || other.apart.contains(&one.hot.id) {
            return Err(Error::Apart { one: one.hot.id, other: other.hot.id });
        }
        let age = |dossier: &Dossier| (dossier.hot.created, dossier.hot.id);
        let (survivor, loser) = if age(&one) <= age(&other) { (one, other) } else { (other, one) };
        let now = now.max(survivor.hot.stepped).max(loser.hot.stepped);
        let (survivor, loser) = (survivor.hot.id, loser.hot.id);
        let merges = Round::Merges(vec![Merge { vault, survivor, loser, now }]);
        Ok((survivor, self.run(vec![merges], Mode::Live, Extra::default())?))
    }

    /// Notes that two people are two, by somebody's decision: nothing joins them any more, and nobody is asked again.
    ///
    /// # Errors
    /// [`Error::Unknown`], [`Error::OnePerson`]; as [`Runtime::run`].
    pub fn keep_apart(
        &mut self,
        vault: VaultId,
        one: EntityId,
        other: EntityId,
        now: Timestamp,
    ) -> Result<Stepped, Error> {
        let [one, other] = self.two(vault, one, other)?;
        let work = |own: &Dossier, from: &Dossier| {
            let now = now.max(own.hot.stepped);
            Work { vault, customer: own.hot.id, now, input: Input::KeptApart(from.hot.id) }
        };
        self.run_works(vec![work(&one, &other), work(&other, &one)], Mode::Live, Extra::default())
    }

    /// Two people as they are now, whoever they were merged into.
    fn two(&self, vault: VaultId, one: EntityId, other: EntityId) -> Result<[Dossier; 2], Error> {
        let of = |customer| -> Result<Dossier, Error> {
            let unknown = Error::Unknown { customer };
            let Some(current) = self.whom(vault, customer)? else { return Err(unknown) };
            self.dossier(vault, current)?.ok_or(unknown)
        };
        let (one, other) = (of(one)?, of(other)?);
        match one.hot.id == other.hot.id {
            true => Err(Error::OnePerson { customer: one.hot.id }),
            false => Ok([one, other]),
        }
    }
}

impl Live {
    /// Merges two people, after everything accepted before is applied: see [`Runtime::merge`].
    ///
    /// # Errors
    /// As [`Runtime::merge`] and [`Live::catch_up`].
    pub fn merge(
        &mut self,
        vault: VaultId,
        (one, other): (EntityId, EntityId),
        now: Timestamp,
        max: usize,
    ) -> Result<EntityId, Error> {
        self.catch_up(now, max)?;
        self.settle()?;
        Ok(self.runtime.merge(vault, one, other, now)?.0)
    }

    /// Keeps two people apart, after everything accepted before is applied: see [`Runtime::keep_apart`].
    ///
    /// # Errors
    /// As [`Runtime::keep_apart`] and [`Live::catch_up`].
    pub fn keep_apart(
        &mut self,
        vault: VaultId,
        (one, other): (EntityId, EntityId),
        now: Timestamp,
        max: usize,
    ) -> Result<(), Error> {
        self.catch_up(now, max)?;
        self.settle()?;
        self.runtime.keep_apart(vault, one, other, now)?;
        Ok(())
    }
}

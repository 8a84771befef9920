//! Broadcasts: a mailing passes over everybody in a vault, one cursor per part, inside ordinary commits; each
//! customer is evaluated once, when the cursor passes. The cursors stand in the same commits as what the
//! passing did, so a killed broadcast goes on without telling anybody twice. What it will come to can be
//! asked before: see [`crate::waterfall`].
//!
//! A mailing to a list looks up those on it instead of passing over everybody.
//!
//! Who is not in the audience is not written: the dossier says the same before and after, and the answer can
//! be had again from the timeline.

use crate::batch::{Extra, Mode, Round, Runtime, Stepped, Work};
use crate::error::Error;
use crate::rows;
use crate::sweep::Reached;
use anlass_engine::peek::Look;
use anlass_engine::program::MailingDef;
use anlass_engine::{Dossier, Input, View, codec, fresh, is_left_out};
use anlass_model::id::{EntityId, NameId, Part, VaultId};
use anlass_model::org::TenantScope;
use anlass_model::time::Timestamp;
use anlass_store::EntityRow;
use std::sync::Arc;

/// Parts passed side by side. Few, so that the ledger's pages of a part are filled by few commits: ids of
/// intents are random within their part.
const LANES: usize = 4;
/// Customers of one slice while other work waits: 500 of each of the parts passed side by side.
///
/// Measured with `anlass bench decide`, 1 M dossiers, two cores: slices of 2,000 decide 27,000 customers a second
/// at 0.3 s at worst (a checkpoint of the store falls into that one), 4,000 decide 31,000 at 0.4 s. 32,000 are
/// slower: what they hold no longer fits the processor's cache, and 32,000 over all 64 parts slower by another quarter.
pub const SLICE_LIVE: usize = 500 * LANES;
/// Customers of one slice when nothing else waits.
pub const SLICE_CATCH_UP: usize = 1_000 * LANES;

/// Where a mailing stands in each part of a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub mailing: NameId,
    pub scope: TenantScope,
    pub parts: Vec<Reached>,
    /// Whom it is for besides its audience, if it names a list; none of the vault's where the list is not kept.
    pub(crate) listed: Option<Arc<[EntityId]>>,
}

/// What one slice did.
#[derive(Debug, Default)]
pub struct Slice {
    /// Customers evaluated.
    pub passed: u64,
    /// What stepping those in the audience did.
    pub stepped: Stepped,
    pub done: bool,
}

impl Cursor {
    fn place(&self, name: &str, part: usize) -> String {
        format!("broadcast/{name}/{}/{part}", self.scope.vault().0)
    }

    pub(crate) fn is_for(&self, customer: EntityId) -> bool {
        self.listed.as_ref().is_none_or(|listed| listed.binary_search(&customer).is_ok())
    }

    fn has_begun(&self) -> bool {
        self.parts.iter().any(|part| *part != Reached::Nobody)
    }

    #[must_use]
    pub fn is_done(&self) -> bool {
        self.parts.iter().all(|part| *part == Reached::All)
    }
}

/// The next customers of one part.
struct Lane {
    part: usize,
    after: Option<EntityId>,
    max: usize,
}

/// What passing one lane found.
struct Passed {
    works: Vec<Work>,
    dossiers: Vec<Dossier>,
    count: u64,
    reached: Reached,
}

/// Under this name the store counts whom a mailing has passed in a vault.
pub(crate) fn passed_counter(name: &str, scope: &TenantScope) -> String {
    format!("broadcast/{name}/{}/passed", scope.vault().0)
}

/// Under this name the store knows since when a mailing passes in a vault.
pub(crate) fn started_position(name: &str, scope: &TenantScope) -> String {
    format!("broadcast/{name}/{}/started", scope.vault().0)
}

impl Runtime {
    pub(crate) fn mailing(&self, mailing: NameId) -> Result<&MailingDef, Error> {
        let found = self.program.mailings.iter().find(|definition| definition.id == mailing);
        found.ok_or_else(|| Error::NoMailing(self.program.name(mailing)))
    }

    /// Where a mailing stands in a vault; at the start if it never passed.
    ///
    /// # Errors
    /// [`Error::NoMailing`]; if the store cannot be read.
    pub fn broadcast_cursor(&self, scope: TenantScope, mailing: NameId) -> Result<Cursor, Error> {
        let definition = self.mailing(mailing)?;
        let name = definition.name.to_string();
        let listed = match &definition.list {
            Some(list) => Some(self.list(scope.vault(), list)?.unwrap_or_default().into()),
            None => None,
        };
        let mut cursor = Cursor { mailing, scope, parts: Vec::new(), listed };
        for part in 0..usize::from(self.parts) {
            let place = cursor.place(&name, part);
            let kept = self.store.position(&place)?.unwrap_or_default();
            let unreadable = || Error::Document { name: place.clone(), cause: "it is no customer".into() };
            cursor.parts.push(Reached::read(&kept).ok_or_else(unreadable)?);
        }
        Ok(cursor)
    }

    /// Passes over the next customers, about `customers_max`, and commits what it did with the cursors. Between
    /// two slices the loop does its other work: [`SLICE_LIVE`] while something waits, [`SLICE_CATCH_UP`] when
    /// nothing does. The commit goes on while the next slice is prepared: what the slice gives out (webhooks) may be acted upon
    /// only after [`Runtime::settle`].
    ///
    /// # Errors
    /// [`Error::NoMailing`], [`Error::MailingStopped`]; as [`Runtime::run`]: the cursor then stays where it was.
    pub fn broadcast(
        &mut self,
        cursor: &mut Cursor,
        customers_max: usize,
        mode: Mode<'_>,
        now: Timestamp,
    ) -> Result<Slice, Error> {
        // Live, the slice before may still be on its way to the disk: its customers lie behind the cursors.
        if matches!(mode, Mode::Virtual(_)) {
            self.settle()?;
        }
        let mailing = self.mailing(cursor.mailing)?;
        let name = mailing.name.to_string();
        if !self.program.sends(mailing) {
            return Err(Error::MailingStopped(name));
        }
        let unfinished = cursor.parts.iter().enumerate().filter(|(_, reached)| **reached != Reached::All);
        let unfinished: Vec<(usize, Reached)> =
            unfinished.map(|(part, reached)| (part, *reached)).take(LANES).collect();
        let max = customers_max.div_ceil(unfinished.len().max(1)).max(1);
        let lane = |(part, reached)| match reached {
            Reached::Customer(customer) => Lane { part, after: Some(customer), max },
            Reached::Nobody | Reached::All => Lane { part, after: None, max },
        };
        let lanes: Vec<Lane> = unfinished.into_iter().map(lane).collect();
        let passed = self.side_by_side(&lanes, |lane| self.pass(cursor, lane, now))?;
        let mut slice = Slice::default();
        let mut works = Vec::new();
        let mut positions = Vec::new();
        if !cursor.has_begun() {
            positions.push((started_position(&name, &cursor.scope), now.0.to_string()));
        }
        let mut next = cursor.clone();
        for (lane, passed) in lanes.iter().zip(passed) {
            slice.passed += passed.count;
            passed.dossiers.into_iter().for_each(|dossier| self.passing(cursor.scope.vault(), dossier));
            works.extend(passed.works);
            positions.push((cursor.place(&name, lane.part), passed.reached.text()));
            if let Some(part) = next.parts.get_mut(lane.part) {
                *part = passed.reached;
            }
        }
        if !lanes.is_empty() {
            let passed = i64::try_from(slice.passed).unwrap_or(i64::MAX);
            let counters = vec![(passed_counter(&name, &cursor.scope), passed)];
            let extra = Extra { positions, counters, ..Extra::default() };
            slice.stepped = self.run_ahead(vec![Round::Works(works)], mode, extra)?;
        }
        *cursor = next;
        slice.done = cursor.is_done();
        Ok(slice)
    }

    /// Whoever is on a list stays on it when they are merged: who carries on the one in these bytes, unless they are
    /// on it themselves.
    pub(crate) fn listed_survivor(&self, cursor: &Cursor, bytes: &[u8]) -> Result<Option<Dossier>, Error> {
        let Some(merged_into) = codec::decode_hot(bytes)?.merged_into else { return Ok(None) };
        if cursor.listed.is_none() {
            return Ok(None);
        }
        let vault = cursor.scope.vault();
        match self.people(vault, merged_into)?.last() {
            Some(survivor) if !cursor.is_for(*survivor) => self.dossier(vault, *survivor),
            _ => Ok(None),
        }
    }

    /// The next customers of a lane, and the last one where more may follow: all there are, or only those on the list.
    fn next_page(
        &self,
        cursor: &Cursor,
        part: Part,
        lane: &Lane,
    ) -> Result<(Vec<EntityRow>, Option<EntityId>), Error> {
        let Some(listed) = &cursor.listed else {
            let page = self.page(&cursor.scope, part, lane.after, lane.max)?;
            let last = page.last().filter(|_| page.len() == lane.max).map(|row| row.key.id());
            return Ok((page, last));
        };
        let from =
            listed.partition_point(|id| id.part() < part || lane.after.is_some_and(|after| *id <= after));
        let ids = listed.get(from..).unwrap_or_default();
        let ids = ids.get(..ids.partition_point(|id| id.part() <= part)).unwrap_or_default();
        let ids = ids.get(..lane.max).unwrap_or(ids);
        let last = ids.last().filter(|_| ids.len() == lane.max).copied();
        Ok((self.rows_of(&cursor.scope, ids)?, last))
    }

    fn pass(&self, cursor: &Cursor, lane: &Lane, now: Timestamp) -> Result<Passed, Error> {
        let vault = cursor.scope.vault();
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        let mailing = self.mailing(cursor.mailing)?;
        let message = self.program.messages.get(mailing.message);
        let look = Look::new(&self.program, fresh::sections_of_rule(&self.program, &mailing.audience), now);
        let part = Part(u8::try_from(lane.part).unwrap_or(u8::MAX));
        let (mut page, last) = self.next_page(cursor, part, lane)?;
        let mut works = Vec::new();
        let mut dossiers = Vec::new();
        for row in page.iter_mut().filter(|row| cursor.is_for(row.key.id())) {
            // What a batch that is still on its way to the disk made of somebody counts already.
            let stepped = self.stepped_lately(vault, row.key.id()).map(|dossier| codec::encode(&dossier));
            let bytes = match &stepped {
                Some(bytes) => bytes,
                None => rows::open_row_in_place(key, row)?,
            };
            let Some(seen) = look.at(bytes)? else {
                let survivor = self.listed_survivor(cursor, bytes)?;
                works.extend(survivor.map(|person| work(vault, person.hot.id, cursor.mailing, now)));
                continue;
            };
            let is_asked = message.is_none_or(|message| !is_left_out(&seen.dossier, message));
            if is_asked && View::new(&self.program, &seen.dossier, now).ask(&mailing.audience).value {
                works.push(work(vault, seen.dossier.hot.id, cursor.mailing, now));
                dossiers.push(codec::decode(bytes)?);
            }
        }
        let reached = last.map_or(Reached::All, Reached::Customer);
        Ok(Passed { works, dossiers, count: u64::try_from(page.len()).unwrap_or(0), reached })
    }
}

fn work(vault: VaultId, customer: EntityId, mailing: NameId, now: Timestamp) -> Work {
    Work { vault, customer, now, input: Input::Mailing(mailing) }
}

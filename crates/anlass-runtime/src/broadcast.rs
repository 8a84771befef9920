//! Broadcasts: a mailing passes over everybody in a vault, one cursor per part, inside ordinary commits; each
//! customer is evaluated once, when the cursor passes. The cursors stand in the same commits as what the
//! passing did, so a killed broadcast goes on without telling anybody twice. What it will come to can be
//! asked before: the waterfall drives copies of the dossiers through the same rules.
//!
//! Who is not in the audience is not written: the dossier says the same before and after, and the answer can
//! be had again from the timeline.

use crate::batch::{Extra, Mode, Round, Runtime, Stepped, Work};
use crate::error::Error;
use crate::rows;
use crate::sweep::Reached;
use crate::virtual_time::{Drive, Driven, Outside};
use anlass_engine::peek::Look;
use anlass_engine::program::MailingDef;
use anlass_engine::{Dossier, Effect, Input, Tracing, View, codec, fresh, mailing_intent, was_in_mailing};
use anlass_model::id::{EntityId, NameId, Part, VaultId};
use anlass_model::org::TenantScope;
use anlass_model::outcome::State;
use anlass_model::time::Timestamp;
use std::collections::BTreeMap;

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
/// Moments through which a copy is driven before its outcome counts as open.
const MOMENTS_MAX: usize = 1_000;

/// Where a mailing stands in each part of a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub mailing: NameId,
    pub scope: TenantScope,
    pub parts: Vec<Reached>,
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

/// From the audience to the recipients: `audience` is the sum of `recipients`, `open` and all `lost`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waterfall {
    pub scanned: u64,
    /// Got this mailing before; not in the audience again.
    pub before: u64,
    pub audience: u64,
    /// By state and reason, with the ledger's codes: no_consent, unreachable, objection, cap, held_out …
    pub lost: BTreeMap<(&'static str, &'static str), u64>,
    /// Not decided until the message is too old: nothing in a program should lead here.
    pub open: u64,
    pub recipients: u64,
}

impl Waterfall {
    /// Lost for one reason, whatever the state; held-out people have the state as their reason.
    #[must_use]
    pub fn lost_by(&self, code: &str) -> u64 {
        let named = self.lost.iter().filter(|((state, reason), _)| *reason == code || *state == code);
        named.map(|(_, count)| count).sum()
    }

    fn count(&mut self, state: Option<&State>) {
        match state {
            Some(State::Delivered | State::Unknown) => self.recipients += 1,
            Some(state) if !state.is_open() => {
                let reason = state.reason().map_or("", |reason| reason.code());
                *self.lost.entry((state.code(), reason)).or_default() += 1;
            }
            _ => self.open += 1,
        }
    }

    fn add(&mut self, more: Waterfall) {
        self.scanned += more.scanned;
        self.before += more.before;
        self.audience += more.audience;
        self.open += more.open;
        self.recipients += more.recipients;
        for (key, count) in more.lost {
            *self.lost.entry(key).or_default() += count;
        }
    }
}

impl Cursor {
    fn place(&self, name: &str, part: usize) -> String {
        format!("broadcast/{name}/{}/{part}", self.scope.vault().0)
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

impl Runtime {
    fn mailing(&self, mailing: NameId) -> Result<&MailingDef, Error> {
        let found = self.program.mailings.iter().find(|definition| definition.id == mailing);
        found.ok_or_else(|| Error::NoMailing(self.program.name(mailing)))
    }

    /// Where a mailing stands in a vault; at the start if it never passed.
    ///
    /// # Errors
    /// [`Error::NoMailing`]; if the store cannot be read.
    pub fn broadcast_cursor(&self, scope: TenantScope, mailing: NameId) -> Result<Cursor, Error> {
        let name = self.mailing(mailing)?.name.to_string();
        let mut cursor = Cursor { mailing, scope, parts: Vec::new() };
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
    /// [`Error::NoMailing`]; as [`Runtime::run`]: the cursor then stays where it was.
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
        let name = self.mailing(cursor.mailing)?.name.to_string();
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
            let extra = Extra { positions, ..Extra::default() };
            slice.stepped = self.run_ahead(vec![Round::Works(works)], mode, extra)?;
        }
        *cursor = next;
        slice.done = cursor.is_done();
        Ok(slice)
    }

    fn pass(&self, cursor: &Cursor, lane: &Lane, now: Timestamp) -> Result<Passed, Error> {
        let vault = cursor.scope.vault();
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        let mailing = self.mailing(cursor.mailing)?;
        let look = Look::new(&self.program, fresh::sections_of_rule(&self.program, &mailing.audience), now);
        let part = Part(u8::try_from(lane.part).unwrap_or(u8::MAX));
        let mut page = self.page(&cursor.scope, part, lane.after, lane.max)?;
        let mut works = Vec::new();
        let mut dossiers = Vec::new();
        for row in &mut page {
            // What a batch that is still on its way to the disk made of somebody counts already.
            let stepped = self.stepped_lately(vault, row.key.id()).map(|dossier| codec::encode(&dossier));
            let bytes = match &stepped {
                Some(bytes) => bytes,
                None => rows::open_row_in_place(key, row)?,
            };
            let Some(seen) = look.at(bytes)? else { continue };
            if View::new(&self.program, &seen.dossier, now).ask(&mailing.audience).value {
                works.push(work(vault, seen.dossier.hot.id, cursor.mailing, now));
                dossiers.push(codec::decode(bytes)?);
            }
        }
        let reached = match page.last() {
            Some(last) if page.len() == lane.max => Reached::Customer(last.key.id()),
            _ => Reached::All,
        };
        Ok(Passed { works, dossiers, count: u64::try_from(page.len()).unwrap_or(0), reached })
    }

    /// What a mailing would come to if it passed now and nothing else happened until its messages are too
    /// old: copies of the dossiers are driven through the very steps that would decide. Nothing is written.
    ///
    /// # Errors
    /// [`Error::NoMailing`]; if a dossier cannot be read.
    pub fn waterfall(
        &self,
        scope: TenantScope,
        mailing: NameId,
        outside: &dyn Outside,
        now: Timestamp,
    ) -> Result<Waterfall, Error> {
        let definition = self.mailing(mailing)?;
        let key = self.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let look =
            Look::new(&self.program, fresh::sections_of_rule(&self.program, &definition.audience), now);
        let sums = self.scan_all(&scope, |sum: &mut Waterfall, row| {
            let bytes = rows::open_row_in_place(key, row)?;
            let Some(seen) = look.at(bytes)? else { return Ok(()) };
            sum.scanned += 1;
            if was_in_mailing(&seen.dossier, mailing) {
                sum.before += 1;
                return Ok(());
            }
            if View::new(&self.program, &seen.dossier, now).ask(&definition.audience).value {
                sum.audience += 1;
                let state = self.outcome(codec::decode(bytes)?, mailing, outside, now);
                sum.count(state.as_ref());
            }
            Ok(())
        })?;
        let mut waterfall = Waterfall::default();
        sums.into_iter().for_each(|sum| waterfall.add(sum));
        Ok(waterfall)
    }

    /// The last state of a mailing's intent on a copy of a dossier.
    fn outcome(
        &self,
        mut dossier: Dossier,
        mailing: NameId,
        outside: &dyn Outside,
        now: Timestamp,
    ) -> Option<State> {
        let intent = mailing_intent(dossier.hot.id, mailing);
        let mut pending = Vec::new();
        let mut drive = Drive {
            program: &self.program,
            outside,
            dossier: &mut dossier,
            pending: &mut pending,
            tracing: Tracing::Off,
        };
        let mut state = None;
        let mut driven = Driven::default();
        drive.advance(now, Some(Input::Mailing(mailing)), &mut driven);
        for _ in 0..MOMENTS_MAX {
            for (_, effect) in driven.effects.drain(..) {
                match effect {
                    Effect::Intent(changed) if changed.id == intent => state = Some(changed.state),
                    _ => {}
                }
            }
            let next = drive.next_moment();
            let (Some(next), true) = (next, state.as_ref().is_some_and(State::is_open)) else { break };
            driven.entries.clear();
            drive.advance(next, None, &mut driven);
        }
        state
    }
}

fn work(vault: VaultId, customer: EntityId, mailing: NameId, now: Timestamp) -> Work {
    Work { vault, customer, now, input: Input::Mailing(mailing) }
}

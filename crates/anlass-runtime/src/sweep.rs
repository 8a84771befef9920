//! After a program was published: a pass over everybody that steps only those for whom it changes something
//! at rest (phase, segments, appointments, runs, intents, an earlier wake). The others follow when something
//! happens to them. It goes in slices, between which the loop does its other work; how far it came stands in
//! the slices' commits, and passing twice changes nothing.
//!
//! A slice steps those whom the slice before has found, and looks for the next ones in a few parts side by side
//! while that commit is on its way to the disk. Looking ahead is safe: who is stepped by something else meanwhile
//! meets the new program there, and meets it again without effect.

use crate::batch::{Extra, Mode, Round, Runtime, Stepped, Work};
use crate::cache::BATCHES_KEPT;
use crate::error::Error;
use crate::rows;
use anlass_engine::codec::{self, Sections};
use anlass_engine::peek::Look;
use anlass_engine::{Dossier, Input};
use anlass_model::definition::Definitions;
use anlass_model::id::{EntityId, Part, ProgramId, VaultId};
use anlass_model::time::Timestamp;

pub use crate::batch::SEGMENT_INDEX;

/// Under this name the store knows how far the pass came.
const POSITION: &str = "sweep";
/// Parts looked at side by side.
const LANES: usize = 4;

/// How far the sweep for one program came in each part of each vault, in the organisation's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepCursor {
    pub program: ProgramId,
    /// Up to here those concerned are stepped.
    pub places: Vec<Place>,
    ahead: Option<Ahead>,
}

/// What lies between the places of a cursor and those after its next slice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ahead {
    concerned: Vec<(VaultId, EntityId)>,
    /// Theirs, in the same order, as the store held them after this batch or a later one.
    dossiers: Vec<Dossier>,
    batch: u64,
    scanned: u64,
    /// Where the parts looked at stand then, by their place in the cursor.
    moved: Vec<(usize, Place)>,
}

/// A part of a vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub vault: VaultId,
    pub part: Part,
    pub reached: Reached,
}

/// How far a pass came in id order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    Nobody,
    /// Everybody up to this customer.
    Customer(EntityId),
    All,
}

/// What one slice did.
#[derive(Debug, Default)]
pub struct SweepStep {
    pub scanned: u64,
    /// Customers whom the program concerned.
    pub concerned: u64,
    /// What stepping them did; to be acted upon after [`Runtime::settle`] only.
    pub stepped: Stepped,
    pub done: bool,
}

impl Reached {
    const DONE: &'static str = "done";

    pub(crate) fn text(self) -> String {
        match self {
            Reached::Nobody => String::new(),
            Reached::Customer(customer) => customer.to_string(),
            Reached::All => Reached::DONE.into(),
        }
    }

    pub(crate) fn read(text: &str) -> Option<Reached> {
        match text {
            "" => Some(Reached::Nobody),
            Reached::DONE => Some(Reached::All),
            customer => customer.parse().ok().map(Reached::Customer),
        }
    }
}

impl SweepCursor {
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.places.iter().all(|place| place.reached == Reached::All)
    }
}

impl Place {
    fn name(&self) -> String {
        format!("{POSITION}/{}/{}", self.vault.0, self.part.0)
    }
}

/// Positions that say that no pass has begun.
pub(crate) fn forgotten(definitions: &Definitions, parts: u8) -> Vec<(String, String)> {
    let custodian = definitions.settings.organisation.custodian();
    let place = |vault, part| Place { vault, part: Part(part), reached: Reached::Nobody }.name();
    let parts_of = |vault: &VaultId| {
        let vault = *vault;
        (0..parts).map(move |part| (place(vault, part), String::new()))
    };
    custodian.vaults().iter().flat_map(parts_of).collect()
}

impl Runtime {
    /// Where the sweep for the current program stands; at the start if there was none yet.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn sweep_cursor(&self) -> Result<SweepCursor, Error> {
        let mut cursor = self.sweep_anew();
        for place in &mut cursor.places {
            if let Some(text) = self.store.position(&place.name())?
                && let Some((program, reached)) = text.split_once(' ')
                && program == self.program_text()
                && let Some(reached) = Reached::read(reached)
            {
                place.reached = reached;
            }
        }
        Ok(cursor)
    }

    /// The start of a sweep, whatever was swept before.
    #[must_use]
    pub fn sweep_anew(&self) -> SweepCursor {
        let parts = |vault: &VaultId| {
            let vault = *vault;
            (0..self.parts).map(move |part| Place { vault, part: Part(part), reached: Reached::Nobody })
        };
        let places = self.custodian.vaults().iter().flat_map(parts).collect();
        SweepCursor { program: self.program.id, places, ahead: None }
    }

    fn program_text(&self) -> String {
        format!("{:016x}", self.program.id.0)
    }

    /// Passes over the next customers, about `max`, and steps those concerned, live. A program published
    /// meanwhile makes it start anew.
    ///
    /// # Errors
    /// As [`Runtime::run`]; the cursor then stays where it was.
    pub fn sweep(
        &mut self,
        cursor: &mut SweepCursor,
        max: usize,
        now: Timestamp,
    ) -> Result<SweepStep, Error> {
        if cursor.program != self.program.id {
            *cursor = self.sweep_cursor()?;
        }
        let ahead = match cursor.ahead.take() {
            Some(ahead) => ahead,
            None => self.look_ahead(cursor, max, now)?,
        };
        let mut places = cursor.places.clone();
        for (index, place) in &ahead.moved {
            if let Some(kept) = places.get_mut(*index) {
                *kept = *place;
            }
        }
        let done = places.iter().all(|place| place.reached == Reached::All);
        // Whoever the last batches stepped is in memory still, and that dossier is the newer one; whoever batches
        // before them stepped may not be, so then all are read once more.
        if self.batches_since(ahead.batch) <= BATCHES_KEPT {
            for ((vault, _), dossier) in ahead.concerned.iter().zip(ahead.dossiers) {
                self.passing(*vault, dossier);
            }
        }
        let work = |(vault, customer)| Work { vault, customer, now, input: Input::Wake };
        let works: Vec<Work> = ahead.concerned.into_iter().map(work).collect();
        let concerned = u64::try_from(works.len()).unwrap_or(0);
        let mut step = SweepStep { scanned: ahead.scanned, concerned, stepped: Stepped::default(), done };
        // A slice that concerns nobody needs no commit of its own: passing it again would find nobody either.
        if done || !works.is_empty() {
            let program = self.program_text();
            let position = |place: &Place| (place.name(), format!("{program} {}", place.reached.text()));
            let positions = match done {
                true => places.iter().map(position).collect(),
                false => ahead.moved.iter().map(|(_, place)| position(place)).collect(),
            };
            let extra = Extra { positions, ..Extra::default() };
            step.stepped = self.run_ahead(vec![Round::Works(works)], Mode::Live, extra)?;
        }
        cursor.places = places;
        match done {
            true => self.settle()?,
            false => cursor.ahead = Some(self.look_ahead(cursor, max, now)?),
        }
        Ok(step)
    }

    /// Finds those concerned in the next pages of the first unfinished parts.
    fn look_ahead(&mut self, cursor: &SweepCursor, max: usize, now: Timestamp) -> Result<Ahead, Error> {
        let open = cursor.places.iter().enumerate().filter(|(_, place)| place.reached != Reached::All);
        let lanes: Vec<(usize, Place)> = open.map(|(index, place)| (index, *place)).take(LANES).collect();
        let each_max = max.div_ceil(lanes.len().max(1)).max(1);
        // Asked before reading: what is written meanwhile only makes the dossiers newer.
        let batch = self.durable_batch();
        let found = self.side_by_side(&lanes, |(_, place)| self.concerned(place, each_max, now))?;
        let mut ahead = Ahead { batch, ..Ahead::default() };
        for ((index, place), found) in lanes.into_iter().zip(found) {
            ahead.scanned += found.scanned;
            ahead.moved.push((index, Place { reached: found.reached, ..place }));
            let ids = found.concerned.iter().map(|dossier| (place.vault, dossier.hot.id));
            ahead.concerned.extend(ids);
            ahead.dossiers.extend(found.concerned);
        }
        Ok(ahead)
    }

    /// Customers of a part's next page whom the program concerns.
    fn concerned(&self, place: &Place, max: usize, now: Timestamp) -> Result<Found, Error> {
        let scope = self.custodian.scope(place.vault).ok_or(Error::NoKey(place.vault))?;
        let key = self.keyring.vault(place.vault).ok_or(Error::NoKey(place.vault))?;
        let look = Look::new(&self.program, Sections::NONE, now);
        let after = match place.reached {
            Reached::Customer(customer) => Some(customer),
            Reached::Nobody | Reached::All => None,
        };
        let mut page = self.page(&scope, place.part, after, max)?;
        let mut concerned = Vec::new();
        for row in &mut page {
            let bytes = rows::open_row_in_place(key, row)?;
            if look.at(bytes)?.is_some_and(|seen| seen.changes) {
                concerned.push(codec::decode(bytes)?);
            }
        }
        let reached = match page.last() {
            Some(last) if page.len() == max => Reached::Customer(last.key.id()),
            _ => Reached::All,
        };
        Ok(Found { concerned, scanned: u64::try_from(page.len()).unwrap_or(0), reached })
    }
}

/// What one look at a page found.
struct Found {
    concerned: Vec<Dossier>,
    scanned: u64,
    reached: Reached,
}

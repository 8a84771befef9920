//! After a program was published: a pass over everybody that steps only those for whom it changes something
//! at rest (phase, segments, appointments, runs, intents, an earlier wake). The others follow when something
//! happens to them. It goes in slices, between which the loop does its other work; how far it came stands in
//! the slices' commits, and passing twice changes nothing.
//!
//! A slice looks at a few parts side by side, while the commit of the slice before is still on its way: who was
//! stepped meanwhile has met the new program already, and meets it again without effect.

use crate::batch::{Extra, Mode, Round, Runtime, Stepped, Work};
use crate::error::Error;
use crate::rows;
use anlass_engine::Input;
use anlass_engine::codec::Sections;
use anlass_engine::peek::Look;
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
    pub places: Vec<Place>,
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

impl Runtime {
    /// Where the sweep for the current program stands; at the start if there was none yet.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn sweep_cursor(&self) -> Result<SweepCursor, Error> {
        let mut cursor = SweepCursor { program: self.program.id, places: Vec::new() };
        for vault in self.custodian.vaults() {
            for part in 0..self.parts {
                let mut place = Place { vault: *vault, part: Part(part), reached: Reached::Nobody };
                if let Some(text) = self.store.position(&place.name())?
                    && let Some((program, reached)) = text.split_once(' ')
                    && program == self.program_text()
                    && let Some(reached) = Reached::read(reached)
                {
                    place.reached = reached;
                }
                cursor.places.push(place);
            }
        }
        Ok(cursor)
    }

    fn program_text(&self) -> String {
        format!("{:016x}", self.program.id.0)
    }

    /// Passes over the next customers, at most `max`, and steps those concerned, live. A program published
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
        let open = cursor.places.iter().enumerate().filter(|(_, place)| place.reached != Reached::All);
        let lanes: Vec<(usize, Place)> = open.map(|(index, place)| (index, *place)).take(LANES).collect();
        let each_max = max.div_ceil(lanes.len().max(1)).max(1);
        let found = self.side_by_side(&lanes, |(_, place)| self.concerned(place, each_max, now))?;
        let mut step = SweepStep::default();
        let mut works = Vec::new();
        let mut moved = Vec::new();
        let mut next = cursor.clone();
        for ((index, mut place), found) in lanes.into_iter().zip(found) {
            let work = |customer| Work { vault: place.vault, customer, now, input: Input::Wake };
            works.extend(found.concerned.into_iter().map(work));
            step.scanned += found.scanned;
            place.reached = found.reached;
            if let Some(kept) = next.places.get_mut(index) {
                *kept = place;
            }
            moved.push(place);
        }
        step.done = next.is_done();
        step.concerned = u64::try_from(works.len()).unwrap_or(0);
        // A slice that concerns nobody needs no commit of its own: passing it again would find nobody either.
        if step.done || !works.is_empty() {
            let program = self.program_text();
            let written = if step.done { &next.places } else { &moved };
            let position = |place: &Place| (place.name(), format!("{program} {}", place.reached.text()));
            let extra = Extra { positions: written.iter().map(position).collect(), ..Extra::default() };
            step.stepped = self.run_ahead(vec![Round::Works(works)], Mode::Live, extra)?;
        }
        if step.done {
            self.settle()?;
        }
        *cursor = next;
        Ok(step)
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
        let page = self.page(&scope, place.part, after, max)?;
        let mut concerned = Vec::new();
        for row in &page {
            if look.at(&rows::open_row(key, row)?)?.is_some_and(|seen| seen.changes) {
                concerned.push(row.key.id());
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
    concerned: Vec<EntityId>,
    scanned: u64,
    reached: Reached,
}

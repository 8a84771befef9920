//! After a program was published: a pass over everybody that steps only those for whom it changes something
//! at rest (phase, segments, appointments, runs, intents, an earlier wake). The others follow when something
//! happens to them. It goes in slices, between which the loop does its other work; how far it came stands in
//! the slices' commits, and passing twice changes nothing.

use crate::batch::{Extra, Mode, Runtime, Work};
use crate::error::Error;
use crate::rows;
use anlass_engine::Input;
use anlass_engine::codec::Sections;
use anlass_engine::peek::Look;
use anlass_model::id::{EntityId, EntityKind, ProgramId, VaultId};
use anlass_model::time::Timestamp;

pub use crate::batch::SEGMENT_INDEX;

/// Under this name the store knows how far the pass came.
const POSITION: &str = "sweep";
const DONE: &str = "done";

/// How far a sweep for one program came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SweepCursor {
    pub program: ProgramId,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this vault (by its place in the organisation), after this customer if any.
    After { vault: usize, customer: Option<EntityId> },
    Done,
}

/// What one slice did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SweepStep {
    pub scanned: u64,
    /// Customers who were stepped and written.
    pub stepped: u64,
    pub done: bool,
}

impl SweepCursor {
    fn start(program: ProgramId) -> SweepCursor {
        SweepCursor { program, place: Place::After { vault: 0, customer: None } }
    }

    fn text(&self) -> String {
        match self.place {
            Place::After { vault, customer: None } => format!("{:016x} {vault}", self.program.0),
            Place::After { vault, customer: Some(id) } => format!("{:016x} {vault} {id}", self.program.0),
            Place::Done => format!("{:016x} {DONE}", self.program.0),
        }
    }

    fn read(text: &str) -> Option<SweepCursor> {
        let mut words = text.split(' ');
        let program = ProgramId(u64::from_str_radix(words.next()?, 16).ok()?);
        let place = match words.next()? {
            DONE => Place::Done,
            vault => {
                let customer = words.next().map(str::parse).transpose().ok()?;
                Place::After { vault: vault.parse().ok()?, customer }
            }
        };
        Some(SweepCursor { program, place })
    }
}

impl Runtime {
    /// Where the sweep for the current program stands; at the start if there was none yet.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn sweep_cursor(&self) -> Result<SweepCursor, Error> {
        let kept = self.store.position(POSITION)?.and_then(|text| SweepCursor::read(&text));
        let kept = kept.filter(|cursor| cursor.program == self.program.id);
        Ok(kept.unwrap_or_else(|| SweepCursor::start(self.program.id)))
    }

    /// Passes over the next customers, at most `max`, and steps those concerned, live. A program published
    /// meanwhile makes it start anew.
    ///
    /// # Errors
    /// As [`Runtime::run`]; the cursor then stays where it was.
    pub fn sweep(&mut self, cursor: &mut SweepCursor, max: usize, now: Timestamp) -> Result<SweepStep, Error> {
        if cursor.program != self.program.id {
            *cursor = SweepCursor::start(self.program.id);
        }
        let Place::After { vault, customer } = cursor.place else {
            return Ok(SweepStep { done: true, ..SweepStep::default() });
        };
        self.settle()?;
        let mut step = SweepStep::default();
        let mut works = Vec::new();
        let mut next = SweepCursor { place: Place::Done, ..*cursor };
        if let Some(vault_id) = self.custodian.vaults().get(vault).copied() {
            let (last, scanned) = self.concerned(vault_id, customer, max, now, &mut works)?;
            step.scanned = scanned;
            next.place = match last {
                Some(_) => Place::After { vault, customer: last },
                None if vault + 1 < self.custodian.vaults().len() => {
                    Place::After { vault: vault + 1, customer: None }
                }
                None => Place::Done,
            };
        }
        step.done = next.place == Place::Done;
        step.stepped = u64::try_from(works.len()).unwrap_or(0);
        // A slice that concerns nobody needs no commit of its own: passing it again would find nobody either.
        if step.done || !works.is_empty() {
            let positions = vec![(POSITION.to_string(), next.text())];
            self.run_works(works, Mode::Live, Extra { positions, ..Extra::default() })?;
        }
        *cursor = next;
        Ok(step)
    }

    /// Customers of the next page whom the program concerns; also the page's last one, if there may be more.
    fn concerned(
        &self,
        vault: VaultId,
        after: Option<EntityId>,
        max: usize,
        now: Timestamp,
        works: &mut Vec<Work>,
    ) -> Result<(Option<EntityId>, u64), Error> {
        let scope = self.custodian.scope(vault).ok_or(Error::NoKey(vault))?;
        let key = self.keyring.vault(vault).ok_or(Error::NoKey(vault))?;
        let look = Look::new(&self.program, Sections::NONE, now);
        let rows = self.store.scan(&scope, EntityKind::Customer, after, max)?;
        let last = rows.last().filter(|_| rows.len() == max).map(|row| row.key.id());
        let pieces: Vec<_> = rows.chunks(max.div_ceil(self.threads.max(1) * 2).max(1)).collect();
        let found = self.side_by_side(&pieces, |piece| {
            let mut found = Vec::new();
            for row in *piece {
                if look.at(&rows::open_row(key, row)?, row.wake)?.is_some_and(|seen| seen.changes) {
                    found.push(row.key.id());
                }
            }
            Ok(found)
        })?;
        let work = |customer| Work { vault, customer, now, input: Input::Wake };
        works.extend(found.into_iter().flatten().map(work));
        Ok((last, u64::try_from(rows.len()).unwrap_or(0)))
    }
}

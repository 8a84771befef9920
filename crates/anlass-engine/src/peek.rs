//! A look at a stored dossier as it would be at `now`, without stepping it for good: what scans ask. Only as
//! much of its bytes is decoded as the question needs.

use crate::codec::{Error, Sections, decode, decode_some};
use crate::dossier::Dossier;
use crate::fresh::standing_sections;
use crate::io::{Input, Out, Tracing};
use crate::program::Program;
use crate::step::step;
use anlass_model::id::NameId;
use anlass_model::time::Timestamp;

/// How to look.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub program: &'a Program,
    /// Sections that the caller will read.
    pub wanted: Sections,
    /// Of the program's standing rules, see [`Look::new`].
    standing: Sections,
    pub now: Timestamp,
}

/// What a look shows.
#[derive(Debug)]
pub struct Seen {
    /// With the wanted sections at least.
    pub dossier: Dossier,
    /// A step would change more than that it happened: who the person is in standing rules, where they stand
    /// in journeys, or that they wake earlier.
    pub changes: bool,
}

impl<'a> Look<'a> {
    #[must_use]
    pub fn new(program: &'a Program, wanted: Sections, now: Timestamp) -> Look<'a> {
        Look { program, wanted, standing: standing_sections(program), now }
    }

    /// The dossier as it is stored. Nothing is stepped.
    ///
    /// # Errors
    /// If the bytes are damaged or of a newer format.
    pub fn stored(&self, bytes: &[u8]) -> Result<Dossier, Error> {
        decode_some(bytes, self.wanted).map(|(dossier, _)| dossier)
    }

    /// The dossier as a wake at `now` would leave it. One that the program has seen and that wants none yet is
    /// what it was. `None`: carried on by another dossier.
    ///
    /// # Errors
    /// If the bytes are damaged or of a newer format.
    pub fn at(&self, bytes: &[u8]) -> Result<Option<Seen>, Error> {
        let waiting = Sections::RUNS.and(Sections::INTENTS).and(Sections::EXPOSURES);
        // Another program may let other values of the profile stand, and days of things may be due.
        let wanted = self.wanted.and(self.standing).and(waiting).and(Sections::LINEAGE).and(Sections::THINGS);
        let (dossier, present) = decode_some(bytes, wanted)?;
        if dossier.hot.merged_into.is_some() {
            return Ok(None);
        }
        let is_due = dossier.next_wake().is_some_and(|wake| wake <= self.now);
        if dossier.hot.program == self.program.id && !is_due {
            return Ok(Some(Seen { dossier, changes: false }));
        }
        if !present.meets(waiting) {
            let (seen, out) = self.wake(dossier);
            // Nothing follows from it, so nothing else in the dossier was asked.
            if out.effects.is_empty() {
                return Ok(Some(seen));
            }
        }
        let (seen, _) = self.wake(decode(bytes)?);
        Ok(Some(seen))
    }

    fn wake(&self, mut dossier: Dossier) -> (Seen, Out) {
        let before = Rest::of(&dossier);
        let out = step(self.program, &mut dossier, &Input::Wake, self.now, Tracing::Off);
        let changes = !out.effects.is_empty() || before.differs(&dossier);
        (Seen { dossier, changes }, out)
    }
}

/// What makes a dossier at rest another one.
struct Rest {
    phase: Option<NameId>,
    segments: Vec<NameId>,
    appointments: Vec<(NameId, Timestamp)>,
    runs: Vec<crate::dossier::Run>,
    intents: Vec<crate::dossier::Intent>,
    wake: Timestamp,
}

impl Rest {
    fn of(dossier: &Dossier) -> Rest {
        Rest {
            phase: dossier.hot.phase,
            segments: dossier.hot.segments.clone(),
            appointments: dossier.hot.appointments.clone(),
            runs: dossier.runs.clone(),
            intents: dossier.intents.clone(),
            wake: dossier.next_wake().unwrap_or(Timestamp::NEVER),
        }
    }

    /// A later wake is no difference: one that finds nothing to do harms nobody.
    fn differs(&self, after: &Dossier) -> bool {
        let hot = &after.hot;
        let same_appointments = hot.appointments.len() == self.appointments.len()
            && hot.appointments.iter().all(|own| self.appointments.contains(own));
        after.next_wake().unwrap_or(Timestamp::NEVER) < self.wake
            || hot.phase != self.phase
            || hot.segments != self.segments
            || !same_appointments
            || after.runs != self.runs
            || after.intents != self.intents
    }
}

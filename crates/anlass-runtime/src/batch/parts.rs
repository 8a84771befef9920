//! A round over all parts: first every input is led to whoever it belongs to now, past links and merges, then
//! the parts are stepped side by side. Leading comes first, so that what was said by a person's other identifier
//! keeps its place among what was said by the first; and it is what reads the store, so a failed read changes
//! nothing.

use super::part::{self, PartOutput};
use super::{At, Mode, Runtime, Work};
use crate::cache::PartCache;
use crate::error::Error;
use crate::identify::CHAIN_MAX;
use anlass_model::id::{EntityId, VaultId};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Inputs of a round from which on parts are worked on side by side: starting a thread takes as long as ten
/// steps.
const THREADED_MIN: usize = 250;

/// A work and its place in the round.
pub(super) type Placed = (usize, Work);

impl Runtime {
    /// The works of a round by the part of whoever they belong to now, in their order. Everybody they concern is
    /// in memory then.
    pub(super) fn lead(&self, works: Vec<Work>, batch: u64) -> Result<Vec<Vec<Work>>, Error> {
        let mut led: Vec<Vec<Placed>> = self.empty_parts();
        let mut open: Vec<Vec<Placed>> = self.empty_parts();
        for placed in works.into_iter().enumerate() {
            push(&mut open, placed);
        }
        let mut passed_on = false;
        for _ in 0..CHAIN_MAX {
            let size = open.iter().map(Vec::len).sum();
            if size == 0 {
                let mut works = Vec::with_capacity(led.len());
                for mut part in led {
                    if passed_on {
                        part.sort_by_key(|(place, _)| *place);
                    }
                    works.push(part.into_iter().map(|(_, work)| work).collect());
                }
                return Ok(works);
            }
            let answers =
                self.on_parts(open, size, |_, cache, works| part::whose(self, cache, works, batch))?;
            open = self.empty_parts();
            for (part, whose) in led.iter_mut().zip(answers) {
                part.extend(whose.own);
                for placed in whose.passed_on {
                    passed_on = true;
                    push(&mut open, placed);
                }
            }
        }
        let lost = open.iter().flatten().next().map_or(EntityId(0), |(_, work)| work.customer);
        Err(Error::Chain { customer: lost })
    }

    /// Reads these people into memory, all at once and side by side: the next batch is going to step them.
    ///
    /// # Errors
    /// If one cannot be read.
    pub(crate) fn bring_in(&self, people: &[(VaultId, EntityId)]) -> Result<(), Error> {
        let mut by_part: Vec<Vec<(VaultId, EntityId)>> = (0..self.parts).map(|_| Vec::new()).collect();
        for (vault, customer) in people {
            if let Some(part) = by_part.get_mut(usize::from(customer.part().0)) {
                part.push((*vault, *customer));
            }
        }
        let batch = self.next_batch();
        self.on_parts(by_part, people.len(), |_, cache, people| {
            part::load(self, cache, people.into_iter(), batch)
        })?;
        Ok(())
    }

    pub(super) fn step_parts(
        &self,
        by_part: Vec<Vec<Work>>,
        mode: Mode<'_>,
        at: At,
    ) -> Result<Vec<PartOutput>, Error> {
        let size = by_part.iter().map(Vec::len).sum();
        self.on_parts(by_part, size, |part, cache, works| part::step_part(self, cache, part, works, mode, at))
    }

    fn empty_parts(&self) -> Vec<Vec<Placed>> {
        (0..self.parts).map(|_| Vec::new()).collect()
    }

    /// Gives each part its job; answers in the order of the parts.
    fn on_parts<J: Send, T: Send>(
        &self,
        jobs: Vec<J>,
        size: usize,
        work: impl Fn(usize, &mut PartCache, J) -> Result<T, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        let jobs: Vec<Mutex<Option<J>>> = jobs.into_iter().map(|job| Mutex::new(Some(job))).collect();
        let answers: Vec<Mutex<Option<Result<T, Error>>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
        let next = AtomicUsize::new(0);
        let worker = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let (Some(job), Some(answer), Some(cache)) =
                    (jobs.get(index), answers.get(index), self.cache.get(index))
                else {
                    return;
                };
                let Some(job) = job.lock().ok().and_then(|mut job| job.take()) else { return };
                let result = match cache.lock() {
                    Ok(mut cache) => work(index, &mut cache, job),
                    Err(_) => Err(Error::Worker("a part is in an unknown state".into())),
                };
                if let Ok(mut slot) = answer.lock() {
                    *slot = Some(result);
                }
            }
        };
        let threads = if size < THREADED_MIN { 1 } else { self.threads.max(1) };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(worker);
            }
            worker();
        });
        let unfinished = || Error::Worker("a part was not finished".into());
        let answers = answers.into_iter().map(|answer| answer.into_inner().ok().flatten());
        answers.map(|answer| answer.ok_or_else(unfinished)?).collect()
    }
}

fn push(parts: &mut [Vec<Placed>], placed: Placed) {
    if let Some(part) = parts.get_mut(usize::from(placed.1.customer.part().0)) {
        part.push(placed);
    }
}

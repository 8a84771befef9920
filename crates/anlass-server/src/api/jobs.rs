//! Rehearsals: one at a time, each on a thread of its own, asked how far it is until it has ended. What is published
//! runs over the same days before the draft does, and is kept as long as it would say the same.

use super::drafts::{self, Written};
use super::rehearsal::{Rehearsed, told};
use super::shape::maybe_whole;
use crate::call::{Call, Fault};
use crate::house::relating::recommending;
use crate::house::{House, View, erasures};
use anlass_model::definition::Definitions;
use anlass_model::id::ProgramId;
use anlass_model::time::DAY;
use anlass_runtime::history::{History, Sample};
use anlass_runtime::rehearse::{Rehearsal, rehearse as rehearse_over};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use utoipa::ToSchema;

/// A hundred years.
const DAYS_MAX: i64 = 36_500;
/// Where no history was recorded, a rehearsal runs over so many people at most.
const PEOPLE_MAX: usize = 10_000;
/// Results kept.
const KEPT_MAX: usize = 20;

/// What was found of what is published, for so many stretches.
const PUBLISHED_MAX: usize = 4;

#[derive(Default)]
pub(crate) struct Jobs {
    jobs: Mutex<BTreeMap<u64, Arc<Job>>>,
    published: Mutex<Vec<(Stretch, Arc<Rehearsal>)>>,
}

/// On this depends what the rehearsal of what is published finds.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stretch {
    program: ProgramId,
    entries: u64,
    since_days: Option<i64>,
}

impl Jobs {
    fn published(&self, stretch: Stretch) -> Option<Arc<Rehearsal>> {
        let kept = self.published.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| *known == stretch).map(|(_, found)| Arc::clone(found))
    }

    fn keep(&self, stretch: Stretch, found: &Arc<Rehearsal>) {
        let mut kept = self.published.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| known.program == stretch.program && known.entries == stretch.entries);
        if kept.len() >= PUBLISHED_MAX {
            kept.remove(0);
        }
        kept.push((stretch, Arc::clone(found)));
    }
}

/// A draft on its way through the history.
struct Rehearsing {
    programme: String,
    draft: Definitions,
    since_days: Option<i64>,
    jobs: Arc<Jobs>,
}

#[derive(Default)]
struct Job {
    /// Entries of the history that are to be run, and how many of them are.
    entries: AtomicU64,
    reached: AtomicU64,
    result: Mutex<Option<Result<Rehearsed, String>>>,
}

impl Job {
    fn result(&self) -> MutexGuard<'_, Option<Result<Rehearsed, String>>> {
        self.result.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct Wanted {
    yaml: String,
    /// A programme that is not live yet.
    #[serde(default)]
    new: bool,
    /// Count only this last stretch of the history.
    #[serde(default, deserialize_with = "maybe_whole")]
    #[schema(minimum = 0, maximum = 36_500)]
    since_days: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Started {
    job: String,
}

/// How far a rehearsal is, and once it is done what it found, or why it ended.
#[derive(Serialize, ToSchema)]
pub(crate) struct JobState {
    done: bool,
    progress: f64,
    result: Option<Rehearsed>,
    error: Option<JobError>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct JobError {
    cause: String,
}

pub(crate) fn rehearse(call: &Call<'_>) -> Result<Started, Fault> {
    let view = call.view();
    let Wanted { yaml, new, since_days } = call.json()?;
    if since_days.is_some_and(|days| !(0..=DAYS_MAX).contains(&days)) {
        return Err(Fault::Unreadable { cause: format!("since_days must be 0 to {DAYS_MAX}") });
    }
    let (_, draft) = drafts::read(call, &view, &Written { yaml, new })?.map_err(Fault::Problems)?;
    let mut jobs = call.desk.jobs.jobs.lock().unwrap_or_else(PoisonError::into_inner);
    // The history can be open once only.
    if jobs.values().any(|job| job.result().is_none()) {
        return Err(Fault::Busy);
    }
    while jobs.len() >= KEPT_MAX {
        jobs.pop_first();
    }
    let number = jobs.keys().next_back().map_or(1, |last| last + 1);
    let job = Arc::new(Job::default());
    jobs.insert(number, Arc::clone(&job));
    let house = Arc::clone(&call.desk.house);
    let (programme, draft) = (call.part("id").to_owned(), draft.definitions);
    let wanted = Rehearsing { programme, draft, since_days, jobs: Arc::clone(&call.desk.jobs) };
    let work = move || {
        let result = rehearsed(&house, &wanted, &job);
        *job.result() = Some(result.map_err(|error| format!("{error:#}")));
    };
    std::thread::Builder::new().name("rehearsal".into()).spawn(work)?;
    Ok(Started { job: number.to_string() })
}

pub(crate) fn show(call: &Call<'_>) -> Result<JobState, Fault> {
    let number: u64 = call.part("job").parse().map_err(|_| Fault::NotFound)?;
    let jobs = call.desk.jobs.jobs.lock().unwrap_or_else(PoisonError::into_inner);
    let job = jobs.get(&number).ok_or(Fault::NotFound)?;
    let (entries, reached) = (job.entries.load(Ordering::Relaxed), job.reached.load(Ordering::Relaxed));
    let permille = reached.saturating_mul(1_000).checked_div(entries).unwrap_or(0).min(1_000);
    let progress = f64::from(u32::try_from(permille).unwrap_or(0)) / 1_000.0;
    Ok(match &*job.result() {
        None => JobState { done: false, progress, result: None, error: None },
        Some(Ok(result)) => JobState { done: true, progress: 1.0, result: Some(result.clone()), error: None },
        Some(Err(cause)) => {
            let error = Some(JobError { cause: cause.clone() });
            JobState { done: true, progress, result: None, error }
        }
    })
}

fn rehearsed(house: &House, wanted: &Rehearsing, job: &Job) -> Result<Rehearsed> {
    let view = house.view();
    let (history, sample, _files) = history(house, &view)?;
    let entries = history.last()?;
    let since = wanted.since_days.map(|days| DAY.times(days));
    let run = |definitions: Definitions, begun: u64| -> Result<Rehearsal> {
        let outside = (house.outside)(&definitions.settings, view.scope.vault())?;
        let mut tell = |position: anlass_runtime::history::Position| {
            job.reached.store(begun.saturating_add(position.entry), Ordering::Relaxed);
        };
        // What was learned since is known to them already: that changes what they are offered, not whether.
        let outside = recommending(house, &view.runtime, &*outside, view.scope.vault());
        Ok(rehearse_over(&view.runtime, &view.scope, definitions, &history, &outside, since, &mut tell)?)
    };
    let stretch = Stretch { program: view.runtime.program.id, entries, since_days: wanted.since_days };
    let known = wanted.jobs.published(stretch);
    let runs = if known.is_some() { 1 } else { 2 };
    job.entries.store(entries.saturating_mul(runs), Ordering::Relaxed);
    let before = match known {
        Some(known) => known,
        None => {
            let found = Arc::new(run(view.runtime.program.definitions.clone(), 0)?);
            wanted.jobs.keep(stretch, &found);
            found
        }
    };
    let after = run(wanted.draft.clone(), entries.saturating_mul(runs - 1))?;
    Ok(told(&wanted.programme, &before, &after, sample))
}

/// What was recorded; where nothing was, what stands on people's timelines.
fn history<'a>(house: &'a House, view: &View) -> Result<(History, Option<Sample>, Option<OwnFiles<'a>>)> {
    let recorded = History::open(&house.dir.join(erasures::HISTORY_DIR), &*house.store)
        .context("opening the history\n  help: end what else has it open, such as an import")?;
    if recorded.last()? > 0 {
        return Ok((recorded, None, None));
    }
    drop(recorded);
    erasures::forget_rehearsal(&house.dir)?;
    let files = OwnFiles(&house.dir);
    let dir = house.dir.join(erasures::REHEARSAL_DIR);
    let (history, sample) = History::of_timelines(&dir, &view.runtime, &view.scope, PEOPLE_MAX)
        .context("making a history of what is known of people")?;
    Ok((history, Some(sample), Some(files)))
}

/// The data directory in which files of one rehearsal lie: they go with it, and those of a killed one with the next start.
struct OwnFiles<'a>(&'a Path);

impl Drop for OwnFiles<'_> {
    fn drop(&mut self) {
        // What cannot go now goes before the next one, or with the next start; it is sealed.
        drop(erasures::forget_rehearsal(self.0));
    }
}

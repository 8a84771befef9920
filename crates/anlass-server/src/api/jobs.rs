//! Rehearsals: one at a time, each on a thread of its own, asked how far it is until it has ended.

use super::shape::{Channel, Reason, ReasonCount, maybe_whole};
use super::{drafts, programmes, reason_words};
use crate::call::{Call, Fault};
use crate::house::House;
use anlass_model::definition::Definitions;
use anlass_model::time::DAY;
use anlass_runtime::history::History;
use anlass_runtime::rehearse::{Rehearsal, rehearse as run};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use utoipa::ToSchema;

/// Below the data directory.
const HISTORY_DIR: &str = "history";
/// A hundred years.
const DAYS_MAX: i64 = 36_500;
/// Results kept.
const KEPT_MAX: usize = 20;

#[derive(Default)]
pub(crate) struct Jobs {
    jobs: Mutex<BTreeMap<u64, Arc<Job>>>,
}

#[derive(Default)]
struct Job {
    /// Entries of the history, and how many of them are run.
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

/// What a draft would have done over the recorded history.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct Rehearsed {
    entered: Vec<JourneyCount>,
    sent: Vec<SentCount>,
    suppressed: Vec<ReasonCount>,
    /// Person-days on which more than one message was wanted.
    collisions: u64,
    busiest_day: Option<DayCount>,
    per_day: Vec<DayCount>,
}

#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct JourneyCount {
    journey: String,
    count: u64,
}

#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct SentCount {
    message: String,
    channel: Channel,
    count: u64,
}

#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct DayCount {
    #[schema(format = Date)]
    day: String,
    count: u64,
}

pub(crate) fn rehearse(call: &Call<'_>) -> Result<Started, Fault> {
    let view = call.view();
    let _known = programmes::of_path(call, &view)?;
    let Wanted { yaml, since_days } = call.json()?;
    if since_days.is_some_and(|days| !(0..=DAYS_MAX).contains(&days)) {
        return Err(Fault::Unreadable { cause: format!("since_days must be 0 to {DAYS_MAX}") });
    }
    let (_, draft) = drafts::read(call, &yaml)?.map_err(Fault::Problems)?;
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
    let work = move || {
        let result = rehearsed(&house, draft.definitions, since_days, &job);
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

fn rehearsed(
    house: &House,
    definitions: Definitions,
    since_days: Option<i64>,
    job: &Job,
) -> Result<Rehearsed> {
    let view = house.view();
    let history = History::open(&house.dir.join(HISTORY_DIR), &*house.store)
        .context("opening the history\n  help: end what else has it open, such as an import")?;
    job.entries.store(history.last()?, Ordering::Relaxed);
    let outside = (house.outside)(&definitions.settings, view.scope.vault())?;
    let since = since_days.map(|days| DAY.times(days));
    let mut tell = |position: anlass_runtime::history::Position| {
        job.reached.store(position.entry, Ordering::Relaxed);
    };
    let rehearsal = run(&view.runtime, &view.scope, definitions, &history, &*outside, since, &mut tell)?;
    Ok(told(&rehearsal))
}

fn told(rehearsal: &Rehearsal) -> Rehearsed {
    let entered = rehearsal
        .entered
        .iter()
        .map(|(journey, count)| JourneyCount { journey: journey.clone(), count: *count });
    let sent = rehearsal.sent.iter().map(|(what, count)| {
        // "message (channel)"
        let (message, channel) = what.split_once(" (").unwrap_or((what, ""));
        let channel = Channel::of(channel.trim_end_matches(')').to_owned());
        SentCount { message: message.to_owned(), channel, count: *count }
    });
    let suppressed = rehearsal.suppressed_by_reason.iter().map(|(reason, count)| {
        // A reason may say which cap or exit it was.
        let code = reason.split('(').next().unwrap_or_default();
        ReasonCount { reason: Reason::of(code.to_owned()), words: reason_words(code), count: *count }
    });
    let day = |day: String, count: u64| DayCount { day, count };
    Rehearsed {
        entered: entered.collect(),
        sent: sent.collect(),
        suppressed: suppressed.collect(),
        collisions: rehearsal.collisions,
        busiest_day: rehearsal
            .busiest_day
            .map(|busiest| day(busiest.to_string(), rehearsal.busiest_day_sent)),
        per_day: rehearsal.sent_by_day.iter().map(|(on, count)| day(on.to_string(), *count)).collect(),
    }
}

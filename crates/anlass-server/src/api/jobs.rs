//! Rehearsals: one at a time, each on a thread of its own, asked how far it is until it has ended.

use super::{drafts, programmes, reason_words};
use crate::call::{Call, Fault, Reply};
use crate::house::House;
use anlass_model::definition::Definitions;
use anlass_model::time::DAY;
use anlass_runtime::history::History;
use anlass_runtime::rehearse::{Rehearsal, rehearse as run};
use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Below the data directory.
const HISTORY_DIR: &str = "history";
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
    result: Mutex<Option<Result<Value, String>>>,
}

impl Job {
    fn result(&self) -> MutexGuard<'_, Option<Result<Value, String>>> {
        self.result.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Deserialize)]
struct Wanted {
    yaml: String,
    since_days: Option<u32>,
}

pub(crate) fn rehearse(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let _known = programmes::of_path(call, &view)?;
    let Wanted { yaml, since_days } = call.json()?;
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
    Ok(Reply::json(json!({ "job": number.to_string() })))
}

pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let number: u64 = call.part("job").parse().map_err(|_| Fault::NotFound)?;
    let jobs = call.desk.jobs.jobs.lock().unwrap_or_else(PoisonError::into_inner);
    let job = jobs.get(&number).ok_or(Fault::NotFound)?;
    let (entries, reached) = (job.entries.load(Ordering::Relaxed), job.reached.load(Ordering::Relaxed));
    let permille = reached.saturating_mul(1_000).checked_div(entries).unwrap_or(0).min(1_000);
    let progress = f64::from(u32::try_from(permille).unwrap_or(0)) / 1_000.0;
    Ok(Reply::json(match &*job.result() {
        None => json!({ "done": false, "progress": progress }),
        Some(Ok(result)) => json!({ "done": true, "progress": 1, "result": result }),
        Some(Err(cause)) => json!({ "done": true, "progress": progress, "error": { "cause": cause } }),
    }))
}

fn rehearsed(house: &House, definitions: Definitions, since_days: Option<u32>, job: &Job) -> Result<Value> {
    let view = house.view();
    let history = History::open(&house.dir.join(HISTORY_DIR), &*house.store)
        .context("opening the history\n  help: end what else has it open, such as an import")?;
    job.entries.store(history.last()?, Ordering::Relaxed);
    let outside = (house.outside)(&definitions.settings, view.scope.vault())?;
    let since = since_days.map(|days| DAY.times(i64::from(days)));
    let mut tell = |position: anlass_runtime::history::Position| {
        job.reached.store(position.entry, Ordering::Relaxed);
    };
    let rehearsal = run(&view.runtime, &view.scope, definitions, &history, &*outside, since, &mut tell)?;
    Ok(told(&rehearsal))
}

fn told(rehearsal: &Rehearsal) -> Value {
    let entered =
        rehearsal.entered.iter().map(|(journey, count)| json!({ "journey": journey, "count": count }));
    let sent = rehearsal.sent.iter().map(|(what, count)| {
        // "message (channel)"
        let (message, channel) = what.split_once(" (").unwrap_or((what, ""));
        json!({ "message": message, "channel": channel.trim_end_matches(')'), "count": count })
    });
    let suppressed = rehearsal
        .suppressed_by_reason
        .iter()
        .map(|(reason, count)| json!({ "reason": reason, "words": reason_words(reason), "count": count }));
    let per_day =
        rehearsal.sent_by_day.iter().map(|(day, count)| json!({ "day": day.to_string(), "count": count }));
    let busiest = rehearsal
        .busiest_day
        .map(|day| json!({ "day": day.to_string(), "count": rehearsal.busiest_day_sent }));
    json!({
        "entered": entered.collect::<Vec<_>>(), "sent": sent.collect::<Vec<_>>(),
        "suppressed": suppressed.collect::<Vec<_>>(), "collisions": rehearsal.collisions,
        "busiest_day": busiest, "per_day": per_day.collect::<Vec<_>>(),
    })
}

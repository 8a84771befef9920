//! Where data come from, what waits, and what could not be taken in.

use super::shape::{Moment, NeedCode};
use super::today::QUARANTINE_MAX;
use super::{needs, quality};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::house::set_aside::{self, Driven};
use anlass_model::event::SourceId;
use anlass_model::time::{DAY, HOUR, SECOND, Span};
use anlass_runtime::origin;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const STORE_FILE: &str = "store.sqlite";
/// A source that has been silent for so long is late; for so long, it needs somebody.
const LATE: Span = HOUR.times(2);
const TOO_LATE: Span = DAY;

#[derive(Serialize, ToSchema)]
pub(crate) struct Data {
    sources: Vec<Source>,
    inbox: InboxState,
    store: StoreState,
    quarantine_count: usize,
    /// What of all this needs somebody, as Today tells it.
    needs: Vec<NeedCode>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Source {
    pub(crate) id: String,
    number: u16,
    delayed: bool,
    events: u64,
    /// Those of them that came with the replayed history.
    replayed: u64,
    last_received: Option<Moment>,
    pub(crate) lag_seconds: Option<i64>,
    /// Null: nobody waits for it, or nothing came by itself yet.
    pub(crate) lateness: Option<Lateness>,
}

/// Whether what comes from a source comes in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Lateness {
    InTime,
    Late,
    /// It needs somebody.
    TooLate,
}

impl Lateness {
    /// Only a source that messages wait for can be late; an import is not late, it is over.
    fn of(lag: Span, is_waited_for: bool) -> Option<Lateness> {
        match is_waited_for {
            _ if lag < LATE => Some(Lateness::InTime),
            false => None,
            true if lag < TOO_LATE => Some(Lateness::Late),
            true => Some(Lateness::TooLate),
        }
    }
}

/// Numbers of the last entry that was accepted, and of the last one applied.
#[derive(Serialize, ToSchema)]
pub(crate) struct InboxState {
    last: u64,
    applied: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StoreState {
    format: u32,
    parts: u8,
    file_bytes: u64,
}

/// Every declared source, with how far behind it is.
pub(crate) fn sources(call: &Call<'_>, view: &View) -> Result<Vec<Source>, Fault> {
    let house = call.house();
    let now = house.now();
    let replayed = origin::replayed(&*house.store)?;
    let imported = origin::imported(&*house.store)?;
    let sources = view.runtime.program.definitions.settings.sources.iter().map(|source| {
        let received = house.reach.of(source.number);
        let before = replayed.get(&source.number);
        let last = received.map(|received| received.newest()).max(before.map(|before| before.last));
        let replayed = before.map_or(0, |before| before.events);
        let imported = imported.get(&source.number).map_or(0, |imported| imported.events);
        // A past that was replayed is complete; only what comes by itself can be late.
        let lag = received.and(last).map(|last| Span(now.since(last).0.max(0)));
        Source {
            id: source.id.to_string(),
            number: source.number,
            delayed: source.delayed,
            events: received.map_or(0, |received| received.events) + replayed + imported,
            replayed,
            last_received: last.map(Moment),
            lag_seconds: lag.map(|lag| lag.0 / SECOND.0),
            lateness: lag.and_then(|lag| Lateness::of(lag, source.delayed)),
        }
    });
    Ok(sources.collect())
}

pub(crate) fn show(call: &Call<'_>) -> Result<Data, Fault> {
    let (house, view) = (call.house(), call.view());
    let sources = sources(call, &view)?;
    let quarantine_count = crate::refused::count(&*house.store, &view.scope, QUARANTINE_MAX)?;
    let settings = house.store.settings();
    let size = |name: &str| std::fs::metadata(house.dir.join(name)).map_or(0, |file| file.len());
    let file_bytes = size(STORE_FILE) + size(&format!("{STORE_FILE}-wal"));
    let private = house.privacy_count(view.scope.vault())?;
    let needs = needs::of_data(house, &sources, quality::worse(call, &view)?, quarantine_count, private);
    Ok(Data {
        needs: needs.into_iter().map(|need| need.code).collect(),
        sources,
        inbox: InboxState { last: house.inbox.last()?, applied: anlass_store::inbox_applied(&*house.store)? },
        store: StoreState { format: settings.format, parts: settings.parts, file_bytes },
        quarantine_count,
    })
}

/// Which rows; without a source all of them.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Redrive {
    source: Option<String>,
}

/// Rows that were taken in now, and rows that wait on.
#[derive(Serialize, ToSchema)]
pub(crate) struct Redriven {
    driven: u64,
    left: u64,
}

/// Takes in what was mended meanwhile; when this answers, it is applied.
pub(crate) fn redrive(call: &Call<'_>) -> Result<Redriven, Fault> {
    let Redrive { source } = call.json()?;
    let (house, view) = (call.house(), call.view());
    let mut sources = view.runtime.program.definitions.settings.sources.iter();
    let source = match source {
        None => None,
        Some(id) => {
            let known = sources.find(|source| source.id.as_str() == id).ok_or(Fault::NotFound)?;
            Some(SourceId(known.number))
        }
    };
    let Driven { driven, left } = set_aside::again(house, source)?;
    house.catch_up()?;
    let act = Act { what: "redriven", about: driven.to_string(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Redriven { driven, left })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_till_that_is_hours_behind_is_late_one_of_days_needs_somebody_an_old_import_does_neither() {
        assert_eq!(Lateness::of(SECOND, true), Some(Lateness::InTime));
        assert_eq!(Lateness::of(LATE, true), Some(Lateness::Late));
        assert_eq!(Lateness::of(TOO_LATE, true), Some(Lateness::TooLate));
        assert_eq!(Lateness::of(TOO_LATE, false), None);
    }
}

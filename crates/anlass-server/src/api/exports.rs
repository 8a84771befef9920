//! Exports: which there are, when they run, what became of each run, and running one now.

mod destination;

use super::shape::{Moment, Nothing};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::exported::{Destination, ExportWhat, Kept, Run};
use crate::house::exports::{self, Export};
use anlass_model::id::Name;
use anlass_model::time::Timestamp;
use anlass_sources::sql::schedule::Schedule;
use destination::{ExportTo, NewExportTo};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const EXPORTS_MAX: usize = 50;
const FIELDS_MAX: usize = 100;
const DAYS_MAX: u32 = 36_500;

/// How often it runs: one of both.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExportSchedule {
    every_minutes: Option<u16>,
    /// Time of day on the organisation's clock, such as `06:30`.
    daily_at: Option<String>,
}

/// How often it is to run: one of both.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewExportSchedule {
    every_minutes: Option<u16>,
    /// Time of day on the organisation's clock, such as `06:30`.
    daily_at: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ExportShown {
    id: String,
    what: ExportWhat,
    fields: Vec<String>,
    segment: Option<String>,
    /// Of things: only those of this entity; null: of all.
    entity: Option<String>,
    days: Option<u32>,
    to: ExportTo,
    /// Null: it runs when somebody says so.
    schedule: Option<ExportSchedule>,
    next: Option<Moment>,
    running: bool,
    /// The newest first.
    runs: Vec<ExportRun>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ExportRun {
    at: Moment,
    rows: u64,
    /// Below the folder of exports, or the table; null: it failed, and what was there before is as it was.
    file: Option<String>,
    failed: Option<String>,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct NewExport {
    /// A name of its own, with which its files begin.
    id: String,
    what: ExportWhat,
    /// Of customers: `id`, `identifier.email`, `profile.first_name`, `phase`, `segments`, `orders`, `revenue_minor`,
    /// `last_order`, `since`, `objects`, `consent.email.news` …
    #[serde(default)]
    fields: Vec<String>,
    /// Of customers: only those in this standing segment.
    segment: Option<String>,
    /// Of things: only those of this entity.
    entity: Option<String>,
    /// Of consents, orders and messages: only those of so many last days.
    days: Option<u32>,
    to: NewExportTo,
    schedule: Option<NewExportSchedule>,
}

fn unfit(cause: impl Into<String>) -> Fault {
    Fault::Unfit { cause: cause.into() }
}

impl NewExportSchedule {
    fn read(&self) -> Result<Schedule, Fault> {
        match (self.every_minutes, &self.daily_at) {
            (Some(minutes @ 1..), None) => Ok(Schedule::EveryMinutes(minutes)),
            (None, Some(time)) => match time.parse() {
                Ok(time) => Ok(Schedule::DailyAt(time)),
                Err(_) => Err(unfit("schedule: daily_at is no time of day; write it as \"06:30\"")),
            },
            _ => Err(unfit("schedule: say either every_minutes, from 1 on, or daily_at")),
        }
    }
}

impl ExportSchedule {
    fn of(schedule: Schedule) -> ExportSchedule {
        match schedule {
            Schedule::EveryMinutes(minutes) => {
                ExportSchedule { every_minutes: Some(minutes), daily_at: None }
            }
            Schedule::DailyAt(time) => {
                ExportSchedule { every_minutes: None, daily_at: Some(time.strftime("%H:%M").to_string()) }
            }
        }
    }
}

fn row(call: &Call<'_>, export: Export) -> ExportShown {
    let (house, view) = (call.house(), call.view());
    let vault = view.scope.vault();
    let next = exports::next(&export, house.now(), &view.runtime.program.zone).map(Moment);
    let running = house.exports.is_running(vault, &export.kept.name);
    let to = ExportTo::of(vault, &export.kept);
    let Export { kept, runs } = export;
    let run =
        |Run { at, rows, file, failed }: Run| ExportRun { at: Moment(Timestamp(at)), rows, file, failed };
    ExportShown {
        id: kept.name,
        what: kept.what,
        fields: kept.fields,
        segment: kept.segment,
        entity: kept.entity,
        days: kept.days,
        to,
        schedule: kept.schedule.map(ExportSchedule::of),
        next,
        running,
        runs: runs.into_iter().map(run).collect(),
    }
}

fn one(call: &Call<'_>, id: &str) -> Result<ExportShown, Fault> {
    let all = call.house().exports.list(call.view().scope.vault());
    let export = all.into_iter().find(|export| export.kept.name == id).ok_or(Fault::NotFound)?;
    Ok(row(call, export))
}

/// `GET /api/exports`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<ExportShown>, Fault> {
    let all = call.house().exports.list(call.view().scope.vault());
    Ok(all.into_iter().map(|export| row(call, export)).collect())
}

/// `POST /api/exports`
pub(crate) fn put(call: &Call<'_>) -> Result<ExportShown, Fault> {
    let new: NewExport = call.json()?;
    let (house, view) = (call.house(), call.view());
    let vault = view.scope.vault();
    let name = Name::new(&new.id).map_err(|error| unfit(format!("id: {error}")))?;
    if new.fields.len() > FIELDS_MAX {
        return Err(unfit(format!("fields: there are more than {FIELDS_MAX}")));
    }
    if new.days.is_some_and(|days| !(1..=DAYS_MAX).contains(&days)) {
        return Err(unfit(format!("days: allowed is 1 to {DAYS_MAX}")));
    }
    let known = house.exports.list(vault);
    let before = known.iter().find(|export| export.kept.name == new.id);
    let is_known = before.is_some();
    if !is_known && known.len() >= EXPORTS_MAX {
        return Err(unfit(format!("there are {EXPORTS_MAX} already; take one away first")));
    }
    let kept = Kept {
        name: name.to_string(),
        what: new.what,
        fields: new.fields,
        segment: new.segment,
        entity: new.entity,
        days: new.days,
        to: new.to.read(call, before.map(|export| &export.kept.to))?,
        made: house.now(),
        schedule: new.schedule.as_ref().map(NewExportSchedule::read).transpose()?,
    };
    let columns = exports::check(&view, &kept).map_err(unfit)?;
    if let Destination::Table(into) = &kept.to {
        let database = house.database_of(into).map_err(|error| unfit(format!("{error:#}")))?;
        into.target(vault, &kept.name).try_out(&database, &columns).map_err(Fault::Database)?;
    }
    house.put_export(vault, kept)?;
    let what = if is_known { "export_changed" } else { "export_made" };
    call.desk.access.note((house.wall)(), call.who(), Act { what, about: new.id.clone(), program: None })?;
    house.wake();
    one(call, &new.id)
}

/// `DELETE /api/exports/{id}`: files and tables that were written stay.
pub(crate) fn remove(call: &Call<'_>) -> Result<Nothing, Fault> {
    let (house, id) = (call.house(), call.part("id"));
    if !house.drop_export(call.view().scope.vault(), id)? {
        return Err(Fault::NotFound);
    }
    let act = Act { what: "export_removed", about: id.to_owned(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Nothing)
}

/// `POST /api/exports/{id}/run`: it begins as soon as no other one runs.
pub(crate) fn run(call: &Call<'_>) -> Result<Nothing, Fault> {
    let (house, id) = (call.house(), call.part("id"));
    if !house.exports.ask(call.view().scope.vault(), id) {
        return Err(Fault::NotFound);
    }
    let act = Act { what: "export_run", about: id.to_owned(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    house.wake();
    Ok(Nothing)
}

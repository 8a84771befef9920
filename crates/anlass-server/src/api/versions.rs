//! Versions of a programme: who made which one live and when, and each with its text and with what has changed since.
//! Definitions are kept under their program's hash; the text as its author wrote it lies beside them.

use super::drafts::{Difference, differences};
use super::programmes;
use super::shape::Moment;
use crate::access::Noted;
use crate::call::{Call, Fault};
use crate::drafts;
use anlass_model::definition;
use anlass_model::id::ProgramId;
use anlass_model::time::Timestamp;
use anlass_runtime::programs;
use anlass_store::Store;
use anyhow::Result;
use serde::Serialize;
use utoipa::ToSchema;

/// Versions told of, the newest first.
const VERSIONS_MAX: usize = 50;

/// What made a version.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VersionAct {
    Published,
    /// Published once more as it was live before.
    Restored,
    /// From files, on the command line.
    FromFiles,
    Stopped,
    Resumed,
    /// Stopped because it drove people away.
    Guardrail,
    /// Stopped because its data are worse than it needs.
    DataPaused,
    /// A mailing got another moment.
    Scheduled,
    MailingStopped,
    MailingResumed,
}

impl VersionAct {
    fn of(what: &str) -> VersionAct {
        match what {
            crate::access::FROM_FILES => VersionAct::FromFiles,
            "restored" => VersionAct::Restored,
            "stopped" => VersionAct::Stopped,
            "resumed" => VersionAct::Resumed,
            "guardrail" => VersionAct::Guardrail,
            "data_paused" => VersionAct::DataPaused,
            "scheduled" => VersionAct::Scheduled,
            "mailing_stopped" => VersionAct::MailingStopped,
            "mailing_resumed" => VersionAct::MailingResumed,
            _ => VersionAct::Published,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Version {
    /// From 1, the oldest.
    number: usize,
    /// By this the version itself is asked for.
    program: Option<String>,
    /// By the real time.
    at: Moment,
    /// By the installation's own clock, where that is another one; null where nobody knows it any more.
    clock: Option<Moment>,
    /// Empty where nobody was signed in: from files, or by the system itself.
    by: String,
    act: VersionAct,
}

/// A version with all it says.
#[derive(Serialize, ToSchema)]
pub(crate) struct VersionWhole {
    number: usize,
    program: String,
    /// By the real time.
    at: Moment,
    /// By the installation's own clock, where that is another one; null where nobody knows it any more.
    clock: Option<Moment>,
    by: String,
    act: VersionAct,
    #[schema(value_type = Object)]
    definition: definition::Programme,
    /// As its author wrote it, or would write it.
    yaml: String,
    /// From this version to the other one, or to what is live now.
    since: Vec<Difference>,
    /// The other one; null: what is live.
    against: Option<Against>,
}

/// What a version is compared with.
#[derive(Serialize, ToSchema)]
pub(crate) struct Against {
    number: usize,
    #[schema(value_type = Object)]
    definition: definition::Programme,
    yaml: String,
}

/// The newest first.
pub(crate) fn list(call: &Call<'_>, programme: &str) -> Result<Vec<Version>> {
    let noted = call.desk.access.versions(programme)?;
    let all = noted.len();
    let version = |(index, Noted { at, clock, who, what, program, .. }): (usize, Noted)| Version {
        number: all - index,
        program,
        at: Moment(Timestamp(at)),
        clock: clock.map(|clock| Moment(Timestamp(clock))),
        by: who,
        act: VersionAct::of(&what),
    };
    Ok(noted.into_iter().take(VERSIONS_MAX).enumerate().map(version).collect())
}

pub(crate) fn show(call: &Call<'_>) -> Result<VersionWhole, Fault> {
    let view = call.view();
    let live = programmes::of_path(call, &view)?;
    let noted = call.desk.access.versions(live.id.as_str())?;
    let store = &*call.house().store;
    let wanted = call.part("version");
    let (number, programme, Noted { at, clock, who, what, .. }) = found(store, &noted, live, wanted)?;
    let against = match call.asked("against") {
        None => None,
        Some(other) => {
            let (number, definition, _) = found(store, &noted, live, &other)?;
            Some(Against { number, yaml: text(store, &other, &definition)?, definition })
        }
    };
    Ok(VersionWhole {
        number,
        program: wanted.to_owned(),
        at: Moment(Timestamp(*at)),
        clock: clock.map(|clock| Moment(Timestamp(clock))),
        by: who.clone(),
        act: VersionAct::of(what),
        yaml: text(store, wanted, &programme)?,
        since: differences(&programme, against.as_ref().map_or(live, |other| &other.definition)),
        definition: programme,
        against,
    })
}

/// The newest version of a programme that is this program, with its number.
fn found<'n>(
    store: &dyn Store,
    noted: &'n [Noted],
    live: &definition::Programme,
    wanted: &str,
) -> Result<(usize, definition::Programme, &'n Noted), Fault> {
    let is_wanted = |noted: &Noted| noted.program.as_deref() == Some(wanted);
    let index = noted.iter().position(is_wanted).ok_or(Fault::NotFound)?;
    let id = u64::from_str_radix(wanted, 16).map_err(|_| Fault::NotFound)?;
    let programmes = programs::definitions(store, ProgramId(id))?.programmes;
    let programme = programmes.into_iter().find(|one| one.id == live.id).ok_or(Fault::NotFound)?;
    Ok((noted.len() - index, programme, noted.get(index).ok_or(Fault::NotFound)?))
}

/// Whether a programme that is to be live was it before, and is not now.
pub(crate) fn is_back(
    call: &Call<'_>,
    live: &definition::Programme,
    programme: &definition::Programme,
) -> Result<bool> {
    if live == programme {
        return Ok(false);
    }
    let store = &*call.house().store;
    for Noted { program, .. } in call.desk.access.versions(live.id.as_str())?.iter().take(VERSIONS_MAX) {
        let id = program.as_deref().and_then(|program| u64::from_str_radix(program, 16).ok());
        // What the store does not know any more was not looked for in vain.
        let Some(Ok(known)) = id.map(|id| programs::definitions(store, ProgramId(id))) else { continue };
        if known.programmes.contains(programme) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The programme as its author wrote it, with comments and order, if that still says the same; else as it would be
/// written.
pub(crate) fn text(store: &dyn Store, program: &str, programme: &definition::Programme) -> Result<String> {
    if let Some(text) = drafts::kept_text(store, program, programme.id.as_str())?
        && drafts::parse::<definition::Programme>("", &text, &mut Vec::new()).as_ref() == Some(programme)
    {
        return Ok(text);
    }
    Ok(serde_saphyr::to_string(programme)?)
}

/// The live programme's text: that of its newest version.
pub(crate) fn live_text(
    store: &dyn Store,
    versions: &[Version],
    live: &definition::Programme,
) -> Result<String> {
    let program = versions.first().and_then(|newest| newest.program.as_deref());
    text(store, program.unwrap_or_default(), live)
}

//! What needs somebody, with the figures for it. What of it concerns data is marked there as well, found by the same function.

use super::data::{Lateness, Source};
use super::shape::{GuardrailSignal, NeedCode};
use crate::call::{Call, Fault};
use crate::house::data_pauses::Pause;
use crate::house::{House, View};
use crate::intake::Intake;
use crate::quality::{Fallen, Figure, Judged};
use anlass_channels::guardrail::Cause;
use serde::Serialize;
use utoipa::ToSchema;

/// More accepted events than this that are not applied need somebody.
const BACKLOG: u64 = 10_000;

/// One thing, with what its words speak of.
#[derive(Serialize, ToSchema)]
pub(crate) struct Need {
    pub(crate) code: NeedCode,
    params: NeedParams,
}

#[derive(Default, Serialize, ToSchema)]
pub(crate) struct NeedParams {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    count: Option<u64>,
    /// Of a programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    source: Option<String>,
    /// Of a source: the column that became worse. Of a programme: the field, fact or source that it needs better.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<String>,
    /// How good it is now, and how good it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    percent: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    before: Option<u64>,
    /// How good it has to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    wanted: Option<u64>,
    /// Who answers for the programme.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    owner: Option<String>,
    /// For how long already.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    seconds: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    signal: Option<GuardrailSignal>,
    /// Beside how many deliveries a guardrail's count stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    delivered: Option<u64>,
    /// What the other side, or the operating system, said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    reason: Option<String>,
    /// Of the newest call that was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    journey: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    step: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    attempts: Option<u32>,
}

impl Need {
    fn counted(code: NeedCode, count: u64) -> Need {
        Need { code, params: NeedParams { count: Some(count), ..NeedParams::default() } }
    }

    fn said(code: NeedCode, reason: String) -> Need {
        Need { code, params: NeedParams { reason: Some(reason), ..NeedParams::default() } }
    }

    pub(crate) fn overdue(source: String, seconds: i64) -> Need {
        let params = NeedParams { source: Some(source), seconds: Some(seconds), ..NeedParams::default() };
        Need { code: NeedCode::DeliveryLate, params }
    }

    pub(crate) fn fallen(source: String, field: String, fallen: Fallen) -> Need {
        let (code, before, now) = match fallen {
            Fallen::Completeness { before, now } => (NeedCode::FieldEmptier, before, now),
            Fallen::Validity { before, now } => (NeedCode::FieldUnusable, before, now),
        };
        let params = NeedParams {
            source: Some(source),
            field: Some(field),
            percent: Some(now),
            before: Some(before),
            ..NeedParams::default()
        };
        Need { code, params }
    }

    /// A programme that stands because of its data, which are so now.
    fn data(pause: Pause, judged: &[Judged]) -> Need {
        let Pause { programme, owner, .. } = pause;
        let params = NeedParams { id: Some(programme), owner: Some(owner), ..NeedParams::default() };
        let Some(unmet) = judged.iter().find(|one| !one.figure.is_met()) else {
            return Need { code: NeedCode::DataGood, params };
        };
        let (field, source) = (Some(unmet.what.clone()), unmet.source.clone());
        let params = NeedParams { field, source, ..params };
        match unmet.figure {
            Figure::Score { now: Some(now), wanted } => {
                let params = NeedParams { percent: Some(now), wanted: Some(wanted), ..params };
                Need { code: NeedCode::DataBad, params }
            }
            Figure::Age { seconds: Some(seconds), .. } => {
                Need { code: NeedCode::DataOld, params: NeedParams { seconds: Some(seconds), ..params } }
            }
            Figure::Score { now: None, .. } | Figure::Age { seconds: None, .. } => {
                Need { code: NeedCode::DataMissing, params }
            }
        }
    }

    fn guardrail(code: NeedCode, id: String, cause: Cause) -> Need {
        let params = NeedParams {
            id: Some(id),
            signal: Some(cause.signal.into()),
            count: Some(cause.count),
            delivered: Some(cause.delivered),
            ..NeedParams::default()
        };
        Need { code, params }
    }
}

/// `of_data` comes first: where processing stands, nothing else goes on.
pub(crate) fn of(call: &Call<'_>, view: &View, of_data: Vec<Need>, unknown: u64) -> Result<Vec<Need>, Fault> {
    let mut needs = of_data;
    needs.extend(of_house(call.house()));
    if unknown > 0 {
        needs.push(Need::counted(NeedCode::UnknownDeliveries, unknown));
    }
    if call.house().config.leads_nowhere() {
        needs.push(Need { code: NeedCode::ShopUnknown, params: NeedParams::default() });
    }
    let paused = call.house().guardrails.paused();
    let definitions = &view.runtime.program.definitions;
    let by_data = call.house().data_pauses.open_ones();
    for pause in &by_data {
        let programme = definitions.programmes.iter().find(|one| one.id.as_str() == pause.programme);
        if let Some(programme) = programme.filter(|programme| programme.stopped) {
            needs.push(Need::data(pause.clone(), &call.house().data_of(&definitions.settings, programme)?));
        }
    }
    let is_told =
        |name: &str| paused.contains_key(name) || by_data.iter().any(|pause| pause.programme == name);
    if !crate::public::forms::is_answered(definitions) {
        needs.extend(definitions.settings.forms.iter().map(|form| Need {
            code: NeedCode::FormUnanswered,
            params: NeedParams { id: Some(form.id.to_string()), ..NeedParams::default() },
        }));
    }
    let stopped = view.runtime.program.programmes.iter().filter(|programme| programme.stopped);
    // One that the house stopped is told with its figures.
    let stopped = stopped.filter(|programme| !is_told(programme.name.as_str()));
    needs.extend(stopped.map(|programme| Need {
        code: NeedCode::ProgrammeStopped,
        params: NeedParams { id: Some(programme.name.to_string()), ..NeedParams::default() },
    }));
    Ok(needs)
}

/// What comes in: the loop, sources, how good their data are, quarantine, what waits to be applied, and what people ask for.
pub(crate) fn of_data(
    house: &House,
    sources: &[Source],
    worse: Vec<Need>,
    quarantined: usize,
    private: usize,
) -> Vec<Need> {
    let mut needs = Vec::new();
    needs.extend(house.trouble().map(|reason| Need::said(NeedCode::LoopStands, reason)));
    let late = sources.iter().filter(|source| source.lateness == Some(Lateness::TooLate));
    needs.extend(late.map(|source| {
        let (id, seconds) = (Some(source.id.clone()), source.lag_seconds);
        let params = NeedParams { source: id, seconds, ..NeedParams::default() };
        Need { code: NeedCode::SourceLate, params }
    }));
    let failing = house.databases.failing().into_iter();
    needs.extend(failing.map(|(id, failure)| {
        let reason = Some(failure.cause);
        let params = NeedParams { source: Some(id), reason, ..NeedParams::default() };
        Need { code: NeedCode::DatabaseFails, params }
    }));
    needs.extend(worse);
    needs.extend(house.feeds.failing().into_iter().map(|(id, cause)| {
        let params = NeedParams { source: Some(id), reason: Some(cause), ..NeedParams::default() };
        Need { code: NeedCode::FeedFails, params }
    }));
    let counted = [(NeedCode::Quarantine, quarantined), (NeedCode::PrivacyRequests, private)];
    for (code, count) in counted.into_iter().filter(|(_, count)| *count > 0) {
        needs.push(Need::counted(code, u64::try_from(count).unwrap_or(u64::MAX)));
    }
    let backlog = house.backlog();
    if backlog > BACKLOG {
        needs.push(Need::counted(NeedCode::Backlog, backlog));
    }
    needs
}

/// The carriers, calls and guardrails.
fn of_house(house: &House) -> Vec<Need> {
    let mut needs = Vec::new();
    if let Some(trouble) = house.carrier_trouble() {
        let code = match trouble.needs_repair {
            true => NeedCode::CarrierNeedsRepair,
            false => NeedCode::CarrierTakesNothing,
        };
        needs.push(Need::said(code, trouble.reason));
    }
    let given_up = house.calls.given_up();
    if let Some(newest) = given_up.first() {
        let params = NeedParams {
            count: Some(u64::try_from(given_up.len()).unwrap_or(u64::MAX)),
            reason: Some(newest.reason.clone()),
            journey: Some(newest.journey.clone()),
            step: Some(newest.step.clone()),
            attempts: Some(newest.attempts),
            ..NeedParams::default()
        };
        needs.push(Need { code: NeedCode::WebhooksGivenUp, params });
    }
    let suspended = house.subscriptions.suspended();
    if suspended > 0 {
        let count = u64::try_from(suspended).unwrap_or(u64::MAX);
        needs.push(Need::counted(NeedCode::SubscriptionSuspended, count));
    }
    let failing = house.exports.failing();
    if failing > 0 {
        needs.push(Need::counted(NeedCode::ExportFailed, u64::try_from(failing).unwrap_or(u64::MAX)));
    }
    let paused = house.guardrails.paused().into_iter();
    needs.extend(paused.map(|(id, paused)| Need::guardrail(NeedCode::GuardrailPaused, id, paused.cause)));
    let warned = house.guardrails.warned().into_iter();
    needs.extend(warned.map(|(id, cause)| Need::guardrail(NeedCode::GuardrailWarned, id, cause)));
    needs
}

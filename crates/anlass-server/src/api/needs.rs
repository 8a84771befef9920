//! What needs somebody, with the figures for it. What of it concerns data is marked there as well, found by the same function.

use super::data::{Lateness, Source};
use super::shape::{GuardrailSignal, NeedCode};
use crate::call::Call;
use crate::house::{House, View};
use crate::intake::Intake;
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
pub(crate) fn of(call: &Call<'_>, view: &View, of_data: Vec<Need>, unknown: u64) -> Vec<Need> {
    let mut needs = of_data;
    needs.extend(of_house(call.house()));
    if unknown > 0 {
        needs.push(Need::counted(NeedCode::UnknownDeliveries, unknown));
    }
    let paused = call.house().guardrails.paused();
    let stopped = view.runtime.program.programmes.iter().filter(|programme| programme.stopped);
    // One that a guardrail stopped is told with its figures.
    let stopped = stopped.filter(|programme| !paused.contains_key(programme.name.as_str()));
    needs.extend(stopped.map(|programme| Need {
        code: NeedCode::ProgrammeStopped,
        params: NeedParams { id: Some(programme.name.to_string()), ..NeedParams::default() },
    }));
    needs
}

/// What comes in: the loop, sources, quarantine, what waits to be applied, and what people ask for.
pub(crate) fn of_data(house: &House, sources: &[Source], quarantined: usize, private: usize) -> Vec<Need> {
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

//! What needs somebody, with the figures for it.

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
    code: NeedCode,
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

pub(crate) fn of(call: &Call<'_>, view: &View, quarantined: usize, unknown: u64) -> Vec<Need> {
    let mut needs = of_house(call.house());
    if quarantined > 0 {
        needs.push(Need::counted(NeedCode::Quarantine, u64::try_from(quarantined).unwrap_or(u64::MAX)));
    }
    if unknown > 0 {
        needs.push(Need::counted(NeedCode::UnknownDeliveries, unknown));
    }
    let backlog = call.house().backlog();
    if backlog > BACKLOG {
        needs.push(Need::counted(NeedCode::Backlog, backlog));
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

/// The loop, the carriers, calls and guardrails.
fn of_house(house: &House) -> Vec<Need> {
    let mut needs = Vec::new();
    needs.extend(house.trouble().map(|reason| Need::said(NeedCode::LoopStands, reason)));
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
    let paused = house.guardrails.paused().into_iter();
    needs.extend(paused.map(|(id, paused)| Need::guardrail(NeedCode::GuardrailPaused, id, paused.cause)));
    let warned = house.guardrails.warned().into_iter();
    needs.extend(warned.map(|(id, cause)| Need::guardrail(NeedCode::GuardrailWarned, id, cause)));
    needs
}

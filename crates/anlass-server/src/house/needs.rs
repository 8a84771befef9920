//! What of the house itself needs somebody, with the figures for it: the loop, the carriers, calls, guardrails.

use super::House;
use super::guardrails::Paused;
use anlass_channels::guardrail::Cause;
use serde_json::{Value, json};
use std::sync::PoisonError;

impl House {
    /// As rows of `needs_me`.
    pub(crate) fn needs(&self) -> Vec<Value> {
        let mut needs = Vec::new();
        let trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(reason) = trouble {
            needs.push(json!({ "code": "loop_interrupted", "params": { "reason": reason } }));
        }
        if let Some(trouble) = self.carrier_trouble() {
            let code = if trouble.needs_repair { "carrier_needs_repair" } else { "carrier_takes_nothing" };
            needs.push(json!({ "code": code, "params": { "reason": trouble.reason } }));
        }
        let given_up = self.calls.given_up();
        if let Some(newest) = given_up.first() {
            let params = json!({
                "count": given_up.len(), "journey": newest.journey, "step": newest.step,
                "reason": newest.reason, "attempts": newest.attempts,
            });
            needs.push(json!({ "code": "webhooks_given_up", "params": params }));
        }
        let figures = |id: &str, cause: &Cause| {
            json!({
                "id": id, "signal": cause.signal, "count": cause.count, "delivered": cause.delivered,
            })
        };
        for (id, Paused { cause, .. }) in self.guardrails.paused() {
            needs.push(json!({ "code": "guardrail_paused", "params": figures(&id, &cause) }));
        }
        for (id, cause) in self.guardrails.warned() {
            needs.push(json!({ "code": "guardrail_warned", "params": figures(&id, &cause) }));
        }
        needs
    }

    /// The same as gauges for whoever watches machines: name, help, value.
    pub(crate) fn gauges(&self) -> Vec<(&'static str, &'static str, u64)> {
        let is = |wanted: bool| u64::from(wanted);
        let loop_stands = self.trouble.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        let trouble = self.carrier_trouble();
        let number = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
        vec![
            ("anlass_loop_interrupted", "1 while the loop does not run", is(loop_stands)),
            ("anlass_carrier_trouble", "1 while a carrier takes nothing", is(trouble.is_some())),
            (
                "anlass_carrier_needs_repair",
                "1 if somebody has to repair the way out first",
                is(trouble.is_some_and(|trouble| trouble.needs_repair)),
            ),
            ("anlass_webhooks_waiting", "Calls that wait for another attempt", number(self.calls.waiting())),
            ("anlass_webhooks_given_up", "Calls given up lately", number(self.calls.given_up().len())),
            (
                "anlass_guardrails_paused",
                "Programmes stopped by a guardrail",
                number(self.guardrails.paused().len()),
            ),
        ]
    }
}

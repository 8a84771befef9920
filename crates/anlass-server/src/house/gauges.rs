//! What of the house itself is worth watching: the loop, the carriers, calls, guardrails.

use super::House;
use std::sync::PoisonError;

impl House {
    /// For whoever watches machines: name, help, value.
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
                "anlass_subscriptions_suspended",
                "Subscriptions that take nothing any more",
                number(self.subscriptions.suspended()),
            ),
            ("anlass_exports_failing", "Exports whose last run failed", number(self.exports.failing())),
            (
                "anlass_guardrails_paused",
                "Programmes stopped by a guardrail",
                number(self.guardrails.paused().len()),
            ),
        ]
    }
}

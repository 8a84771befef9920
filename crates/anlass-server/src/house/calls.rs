//! Calls to other systems that journeys asked for: made beside the loop, tried again at growing intervals, and shown
//! once they are given up. The calls wait in the store; here stands only how often each was tried.

use super::{House, View};
use anlass_channels::webhook::{self, Called, Caller, Outcome};
use anlass_engine::Webhook;
use anlass_model::id::EntityId;
use anlass_model::time::{HOUR, SECOND, Span, Timestamp};
use anlass_runtime::live::{Call, Live};
use anlass_store::Store;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Handle;

const KIND: &str = "webhooks";
const NAME: &str = "state";
/// Calls under way at once.
const UNDER_WAY_MAX: usize = 16;
/// Calls looked at in one round, beside those that wait for another attempt.
const LOOKED_AT: usize = 200;
/// With more calls waiting for another attempt, the oldest are tried first.
const WAITING_MAX: usize = 10_000;
/// Given-up calls remembered.
const GIVEN_UP_MAX: usize = 200;
const AGAIN_FIRST: Span = SECOND.times(10);
const AGAIN_MAX: Span = HOUR.times(12);

/// A call that nobody will answer any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GivenUp {
    pub(crate) at: i64,
    /// Without its query.
    pub(crate) url: String,
    pub(crate) customer: EntityId,
    pub(crate) journey: String,
    pub(crate) step: String,
    pub(crate) attempts: u32,
    pub(crate) reason: String,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Wait {
    attempts: u32,
    again: Timestamp,
}

/// What is kept over restarts.
#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    /// By the call's id, in hexadecimal digits.
    waits: BTreeMap<String, Wait>,
    /// The newest last.
    given_up: VecDeque<GivenUp>,
}

/// What everybody may look at.
pub(crate) struct CallsView {
    caller: Arc<Caller>,
    state: Mutex<State>,
}

impl CallsView {
    pub(crate) fn open(store: &dyn Store, config: &crate::config::Webhooks, dir: &Path) -> Result<CallsView> {
        let secret = super::carriers::signing_secret("webhooks.secret_file", &dir.join(&config.secret_file))?;
        let caller = Caller::new(secret, config.allow.clone(), Duration::from_millis(config.timeout_ms));
        let state = store.document(KIND, NAME)?;
        let state = state.and_then(|document| serde_json::from_slice(&document.body).ok());
        Ok(CallsView { caller: Arc::new(caller), state: Mutex::new(state.unwrap_or_default()) })
    }

    /// What other calls are made with, each with a key of its own.
    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The newest first.
    pub(crate) fn given_up(&self) -> Vec<GivenUp> {
        self.with(|state| state.given_up.iter().rev().cloned().collect())
    }

    /// Calls that wait for another attempt.
    pub(crate) fn waiting(&self) -> usize {
        self.with(|state| state.waits.len())
    }
}

/// The loop's side of it.
pub(crate) struct Calls {
    house: Arc<House>,
    handle: Handle,
    said: Receiver<(Call, Called)>,
    say: Sender<(Call, Called)>,
    under_way: BTreeSet<u128>,
}

impl Calls {
    pub(crate) fn new(house: Arc<House>, handle: Handle) -> Calls {
        let (say, said) = channel();
        Calls { house, handle, said, say, under_way: BTreeSet::new() }
    }

    /// Hears what was answered, and makes the calls that are due.
    pub(crate) fn go_on(&mut self, live: &mut Live) -> Result<()> {
        let now = self.house.now();
        let mut done = Vec::new();
        while let Ok((call, called)) = self.said.try_recv() {
            self.under_way.remove(&call.webhook.id);
            if self.settle(&call, &called, now) {
                done.push(call);
            }
        }
        if !done.is_empty() {
            live.called(&done)?;
            self.keep()?;
        }
        let view = self.house.view();
        let max = LOOKED_AT + self.house.calls.waiting().min(WAITING_MAX) + self.under_way.len();
        let mut nobodys = Vec::new();
        for call in live.webhooks(max)? {
            let id = call.webhook.id;
            if self.under_way.len() >= UNDER_WAY_MAX || self.under_way.contains(&id) || !self.is_due(id, now)
            {
                continue;
            }
            match self.house.is_demo {
                // What is only played may not reach anybody outside.
                true => nobodys.push(call),
                false => self.begin(&view, call),
            }
        }
        if !nobodys.is_empty() {
            live.called(&nobodys)?;
        }
        Ok(())
    }

    fn is_due(&self, id: u128, now: Timestamp) -> bool {
        let wait = self.house.calls.with(|state| state.waits.get(&format!("{id:032x}")).copied());
        wait.is_none_or(|wait| wait.again <= now)
    }

    fn begin(&mut self, view: &View, call: Call) {
        self.under_way.insert(call.webhook.id);
        let request = webhook::Call {
            id: format!("{:032x}", call.webhook.id),
            url: call.webhook.url.clone(),
            seconds: (self.house.wall)().0.div_euclid(SECOND.0),
            body: body(view, &call.webhook),
        };
        let (caller, say) = (Arc::clone(&self.house.calls.caller), self.say.clone());
        let house = Arc::clone(&self.house);
        drop(self.handle.spawn(async move {
            let attempt = tokio::spawn(async move { caller.call(&request).await });
            let broken = || Called { outcome: Outcome::Again, reason: "the call broke down".into() };
            // After its end the loop hears nothing more; the call waits in the store.
            let _gone = say.send((call, attempt.await.unwrap_or_else(|_| broken())));
            house.wake();
        }));
    }

    /// Notes what became of an attempt; whether the call is over.
    fn settle(&self, call: &Call, called: &Called, now: Timestamp) -> bool {
        let id = format!("{:032x}", call.webhook.id);
        let attempts_max = self.house.config.webhooks.attempts_max;
        let calls = &self.house.calls;
        let attempts = calls.with(|state| state.waits.get(&id).map_or(0, |wait| wait.attempts)) + 1;
        let is_over = match called.outcome {
            Outcome::Done => true,
            Outcome::Again | Outcome::NotTaken if attempts < attempts_max => {
                let again = now.plus(doubled(attempts));
                calls.with(|state| state.waits.insert(id.clone(), Wait { attempts, again }));
                // Kept with the next one that is over: after a crash it is only tried a little sooner.
                false
            }
            _ => {
                self.give_up(&call.webhook, attempts, &called.reason, now);
                true
            }
        };
        if is_over {
            calls.with(|state| state.waits.remove(&id));
        }
        is_over
    }

    fn give_up(&self, webhook: &Webhook, attempts: u32, reason: &str, now: Timestamp) {
        let view = self.house.view();
        let program = &view.runtime.program;
        let given_up = GivenUp {
            at: now.0,
            url: webhook.url.split('?').next().unwrap_or_default().to_owned(),
            customer: webhook.customer,
            journey: program.name(webhook.journey),
            step: program.name(webhook.step),
            attempts,
            reason: reason.to_owned(),
        };
        (self.house.tell)(&format!(
            "the call of step \"{}\" in \"{}\" was given up after {attempts} attempts: {reason}",
            given_up.step, given_up.journey
        ));
        self.house.calls.with(|state| {
            state.given_up.push_back(given_up);
            while state.given_up.len() > GIVEN_UP_MAX {
                state.given_up.pop_front();
            }
        });
    }

    /// Keeps how often each was tried.
    pub(crate) fn keep(&self) -> Result<()> {
        let body = self.house.calls.with(|state| serde_json::to_vec(state))?;
        self.house.put(KIND, NAME, body)
    }
}

/// Ten seconds, doubled with every attempt that was made.
fn doubled(attempts: u32) -> Span {
    Span(AGAIN_FIRST.0.saturating_mul(1 << attempts.saturating_sub(1).min(20))).min(AGAIN_MAX)
}

/// What the other side is told: who, where, and nothing that it does not know already.
fn body(view: &View, webhook: &Webhook) -> String {
    let program = &view.runtime.program;
    json!({
        "type": "journey.call",
        "data": {
            "customer": webhook.customer.to_string(), "journey": program.name(webhook.journey),
            "step": program.name(webhook.step), "run": webhook.run,
        },
    })
    .to_string()
}

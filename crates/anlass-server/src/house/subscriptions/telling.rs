//! The loop's side of subscriptions: reads what was noted, makes the calls that are due, and hears what was answered. A call
//! whose answer a crash swallowed is made again, with the same id.

use super::lane::Lane;
use crate::house::House;
use crate::subscribed::Place;
use anlass_channels::webhook::{self, Called, Caller, Outcome};
use anlass_engine::Dossier;
use anlass_model::consent::Proof;
use anlass_model::id::VaultId;
use anlass_model::time::{SECOND, Timestamp};
use anlass_runtime::Runtime;
use anlass_runtime::live::Live;
use anlass_runtime::notices::{Notice, What};
use anyhow::Result;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::runtime::Handle;

/// Batches read for one subscription in one round.
const BATCHES: usize = 20;

struct Said {
    vault: VaultId,
    name: String,
    place: Place,
    called: Called,
}

pub(crate) struct Telling {
    house: Arc<House>,
    handle: Handle,
    said: Receiver<Said>,
    say: Sender<Said>,
}

impl Telling {
    pub(crate) fn new(house: Arc<House>, handle: Handle) -> Telling {
        let (say, said) = channel();
        Telling { house, handle, said, say }
    }

    /// Hears what was answered, and makes the calls that are due.
    pub(crate) fn go_on(&mut self, live: &mut Live) -> Result<()> {
        if self.house.is_demo {
            return Ok(());
        }
        let now = self.house.now();
        while let Ok(Said { vault, name, place, called }) = self.said.try_recv() {
            self.house.subscriptions.with(|all| {
                if let Some(lane) = all.get_mut(&(vault, name)) {
                    lane.answered(place, called.outcome, &called.reason, now);
                }
            });
        }
        let is_anybody = self.house.subscriptions.with(|all| !all.is_empty());
        if !is_anybody {
            return Ok(());
        }
        // What is told must be durable.
        live.settle()?;
        let house = Arc::clone(&self.house);
        house.subscriptions.with(|all| {
            all.iter_mut()
                .try_for_each(|((vault, _), lane)| self.go_on_with(&live.runtime, *vault, lane, now))
        })?;
        house.drop_told(live, false)
    }

    fn go_on_with(&self, runtime: &Runtime, vault: VaultId, lane: &mut Lane, now: Timestamp) -> Result<()> {
        lane.expire(now);
        for place in lane.again() {
            let Place(batch, index) = place;
            let notices = runtime.notices(vault, batch)?;
            lane.take_again(place, notices.into_iter().nth(usize::try_from(index)?));
        }
        read_on(runtime, vault, lane, now)?;
        for place in lane.due(now) {
            let Some(waiting) = lane.window.iter().find(|waiting| waiting.place == place) else { continue };
            let (notice, kind) = (waiting.notice.clone(), waiting.kind);
            let dossier = runtime.dossier(vault, notice.customer)?;
            if dossier.is_none() && notice.what != What::Erased {
                lane.pass_over(place);
                continue;
            }
            let call = webhook::Call {
                id: format!("msg_{:032x}", notice.id(vault, place.0, place.1)),
                url: lane.kept.url.clone(),
                seconds: (self.house.wall)().0.div_euclid(SECOND.0),
                body: body(kind.as_str(), &notice, dossier.as_ref()),
            };
            let caller = self.house.calls.caller().signing_with(lane.secret.clone());
            self.begin(vault, lane.kept.name.clone(), place, caller, call);
        }
        Ok(())
    }

    fn begin(&self, vault: VaultId, name: String, place: Place, caller: Caller, call: webhook::Call) {
        let (say, house) = (self.say.clone(), Arc::clone(&self.house));
        drop(self.handle.spawn(async move {
            let attempt = tokio::spawn(async move { caller.call(&call).await });
            let broken = || Called { outcome: Outcome::Again, reason: "the call broke down".into() };
            let called = attempt.await.unwrap_or_else(|_| broken());
            // After its end the loop hears nothing more; the notice waits in the store.
            let _gone = say.send(Said { vault, name, place, called });
            house.wake();
        }));
    }
}

/// Reads what was noted, as far as there is room.
fn read_on(runtime: &Runtime, vault: VaultId, lane: &mut Lane, now: Timestamp) -> Result<()> {
    for _ in 0..BATCHES {
        if !lane.has_room() {
            break;
        }
        let Some(batch) = runtime.noticed(vault, lane.cursor.0).next() else { break };
        if lane.cursor.0 < batch {
            lane.cursor = Place(batch, 0);
        }
        let notices = match lane.page.take() {
            Some((known, notices)) if known == batch => notices,
            _ => runtime.notices(vault, batch)?,
        };
        let from = usize::try_from(lane.cursor.1)?;
        for (index, notice) in (lane.cursor.1..).zip(notices.iter().skip(from)) {
            if !lane.has_room() {
                break;
            }
            lane.take(Place(batch, index), notice.clone(), now);
            lane.cursor = Place(batch, index + 1);
        }
        if usize::try_from(lane.cursor.1)? >= notices.len() {
            lane.cursor = Place(batch + 1, 0);
        } else {
            lane.page = Some((batch, notices));
        }
    }
    lane.behind = Some(runtime.noticed(vault, lane.cursor.0).count());
    lane.advance();
    Ok(())
}

/// What the other side is told: what happened to whom, and by what else they are known.
fn body(kind: &str, notice: &Notice, dossier: Option<&Dossier>) -> String {
    let mut data = Map::new();
    data.insert("customer".into(), json!(notice.customer.to_string()));
    let identifiers = dossier.map(|dossier| dossier.hot.identifiers.iter()).into_iter().flatten();
    let identifiers = identifiers.map(|known| json!({ "kind": known.kind.as_str(), "value": known.value }));
    data.insert("identifiers".into(), identifiers.collect());
    let told = of(&notice.what);
    data.extend(told.as_object().cloned().unwrap_or_default());
    json!({ "type": kind, "timestamp": notice.at.to_string(), "data": data }).to_string()
}

fn of(what: &What) -> Value {
    match what {
        What::Nothing | What::Created | What::Erased => json!({}),
        What::Message(message) => {
            let reason = message.state.reason();
            json!({
                "delivery": message.delivery.to_string(), "message": message.message,
                "programme": message.programme, "journey": message.journey, "class": message.class.as_str(),
                "channel": message.channel.map(|channel| channel.as_str()), "state": message.state.code(),
                "planned": (message.planned.0 > 0).then(|| message.planned.to_string()),
                "reason": reason.map(|reason| reason.code()),
                "detail": reason.and_then(|reason| reason.detail()).map(ToString::to_string),
            })
        }
        What::Delivered(delivery) => json!({ "delivery": delivery.to_string() }),
        What::Reacted { delivery, channel, .. } => json!({
            "delivery": delivery.map(|delivery| delivery.to_string()), "channel": channel.as_str(),
        }),
        What::Consent(act) => json!({
            "channel": act.channel.map(|channel| channel.as_str()), "granted": act.granted,
            "purpose": act.purpose.as_ref().map(ToString::to_string), "proof": proof(&act.proof),
        }),
        What::Objection { lifted } => json!({ "objects": !lifted }),
        What::Profile(fields) => {
            json!({ "fields": fields.iter().map(ToString::to_string).collect::<Vec<_>>() })
        }
        What::Identified(kinds) => {
            json!({ "kinds": kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>() })
        }
        What::Merged { into } => json!({ "into": into.to_string() }),
        What::Unmerged { from } => json!({ "from": from.to_string() }),
        What::Segment { segment, .. } => json!({ "segment": segment }),
        What::Phase { from, to } => json!({ "from": from, "to": to }),
        What::Occasion { product, before, after, .. } => {
            json!({ "product": product, "before": before, "after": after })
        }
    }
}

fn proof(proof: &Proof) -> &'static str {
    match proof {
        Proof::DoubleOptIn { .. } => "double_opt_in",
        Proof::Document { .. } => "document",
        Proof::Imported { .. } => "imported",
        Proof::None => "none",
        Proof::Requested { .. } => "requested",
    }
}

//! `POST /v1/fences`: which fences are nearest to a place. The place stands in the body, so that no log of addresses holds it,
//! and is kept nowhere.

use crate::answer::{Fence, Outcome};
use crate::collect::{asked, at_a_desk, whole};
use crate::cors;
use crate::server::State;
use anlass_model::definition::Language;
use anlass_model::id::VaultId;
use anlass_sources::collector::{self, Kind};
use axum::body::Body;
use axum::http::{Request, request::Parts};
use std::sync::Arc;

/// The last part of its path.
pub(crate) const FENCES: &str = "fences";

pub(crate) async fn ask(state: &Arc<State>, request: Request<Body>) -> Outcome {
    let (parts, body) = request.into_parts();
    if !cors::is_allowed(&parts.headers, &state.config.collector.origins) {
        return Outcome::WrongOrigin;
    }
    let (body, room) = match whole(state, &parts.headers, body).await {
        Ok(whole) => whole,
        Err(outcome) => return outcome,
    };
    at_a_desk(state, room, move |state, _| nearest(state, &parts, &body)).await
}

fn nearest(state: &State, parts: &Parts, body: &[u8]) -> Outcome {
    let limits = state.config.limits();
    let envelope = match collector::open(&asked(Kind::Track, parts, body), &limits) {
        Ok(envelope) => envelope,
        Err(refusal) => return Outcome::Refused(refusal),
    };
    let Some(key) = envelope.write_key() else { return Outcome::NoKey };
    let Some(key) = state.key(key) else { return Outcome::WrongKey };
    let retry_after_s = state.config.collector.retry_after_s;
    let Some(knowledge) = state.intake.knowledge(VaultId(key.vault)) else {
        return Outcome::NotOpen { retry_after_s };
    };
    let Ok(place) = envelope.place(&limits) else { return Outcome::Unplaced };
    let Some(location) = &knowledge.settings.location else { return Outcome::Fences(Vec::new()) };
    let found = location.nearest(&knowledge.catalogue, place);
    let told = found.into_iter().map(|(fence, distance_m)| {
        let degrees = |millionths: i32| f64::from(millionths) / 1_000_000.0;
        let (latitude, longitude) = (degrees(fence.position.latitude), degrees(fence.position.longitude));
        let name = [Language::De, Language::En].map(|language| fence.name(language).to_owned());
        Fence { id: fence.id(), name: name.into(), latitude, longitude, radius_m: fence.radius_m, distance_m }
    });
    Outcome::Fences(told.collect())
}

//! The collector's routes. In the order of their cost: origin, backlog, key, room for the body, the body; then,
//! off the async threads, unpacking, understanding and making durable.

use crate::answer::{Outcome, told};
use crate::config::{KeyTrust, WriteKey};
use crate::cors;
use crate::fences::{FENCES, ask};
use crate::intake::{Busy, Intake};
use crate::metrics::{Metric, Metrics};
use crate::server::State;
use anlass_model::event::SourceId;
use anlass_model::id::VaultId;
use anlass_model::time::Received;
use anlass_sources::collector::{self, Kind, Limits, Refusal, Target};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header, request::Parts};
use axum::response::Response;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

pub(crate) const WRITE_KEY: &str = "x-write-key";

/// `POST` and `OPTIONS` under `/v1/`.
pub(crate) async fn route(state: Arc<State>, request: Request<Body>) -> Response {
    let headers = request.headers().clone();
    let origins = &state.config.collector.origins;
    let path = request.uri().path().strip_prefix("/v1/").unwrap_or_default();
    let is_for_fences = path == FENCES;
    let kind = Kind::of_path(path);
    if request.method() == Method::OPTIONS && (kind.is_some() || is_for_fences) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        cors::answer(&headers, origins, response.headers_mut());
        if cors::is_allowed(&headers, origins) {
            cors::preflight(&headers, response.headers_mut());
        }
        return response;
    }
    let is_post = request.method() == Method::POST;
    let outcome = match kind.filter(|_| is_post) {
        None if is_post && is_for_fences => {
            timeout(state.config.request_timeout(), ask(&state, request)).await.unwrap_or(Outcome::TooSlow)
        }
        None => Outcome::UnknownPath,
        Some(kind) => timeout(state.config.request_timeout(), collect(&state, kind, request))
            .await
            .unwrap_or(Outcome::TooSlow),
    };
    state.metrics.count(Metric::Requests, outcome.label(), 1);
    let mut response = outcome.into_response();
    cors::answer(&headers, origins, response.headers_mut());
    response
}

async fn collect(state: &Arc<State>, kind: Kind, request: Request<Body>) -> Outcome {
    let (parts, body) = request.into_parts();
    if !cors::is_allowed(&parts.headers, &state.config.collector.origins) {
        return Outcome::WrongOrigin;
    }
    if let Some(busy) = backlog(state) {
        return busy;
    }
    if let Some(key) = asked(kind, &parts, &[]).key_outside_body()
        && state.key(&key).is_none()
    {
        return Outcome::WrongKey;
    }
    let (body, room) = match whole(state, &parts.headers, body).await {
        Ok(whole) => whole,
        Err(outcome) => return outcome,
    };
    at_a_desk(state, room, move |state, received| take(state, kind, &parts, &body, received)).await
}

/// Senders are asked to wait while too much is not applied yet.
pub(crate) fn backlog(state: &State) -> Option<Outcome> {
    let settings = &state.config.collector;
    let is_full = state.intake.backlog() > settings.backlog_max;
    is_full.then_some(Outcome::Busy { retry_after_s: settings.retry_after_s })
}

/// A body within bounds, and the room it takes.
pub(crate) async fn whole(
    state: &State,
    headers: &HeaderMap,
    body: Body,
) -> Result<(Bytes, OwnedSemaphorePermit), Outcome> {
    let settings = &state.config.collector;
    let max = settings.body_bytes_max;
    let length = length(headers);
    if length.is_some_and(|length| length > max) {
        return Err(Outcome::Refused(Refusal::BodyTooLarge { max }));
    }
    let busy = Outcome::Busy { retry_after_s: settings.retry_after_s };
    let room = room(state, length.unwrap_or(max)).ok_or(busy)?;
    match Limited::new(body, max).collect().await {
        Ok(body) => Ok((body.to_bytes(), room)),
        Err(error) if error.is::<LengthLimitError>() => Err(Outcome::Refused(Refusal::BodyTooLarge { max })),
        Err(_) => Err(Outcome::Unfinished),
    }
}

/// Does blocking work where that does no harm, once there is a desk.
pub(crate) async fn at_a_desk(
    state: &Arc<State>,
    room: OwnedSemaphorePermit,
    work: impl FnOnce(&State, Received) -> Outcome + Send + 'static,
) -> Outcome {
    let received = Received((state.clock)());
    let Ok(desk) = Arc::clone(&state.desks).acquire_owned().await else { return Outcome::Failed };
    let state = Arc::clone(state);
    let work = tokio::task::spawn_blocking(move || {
        let outcome = work(&state, received);
        drop((room, desk));
        outcome
    });
    work.await.unwrap_or(Outcome::Failed)
}

/// The request in the collector's words.
pub(crate) fn asked<'a>(kind: Kind, parts: &'a Parts, body: &'a [u8]) -> collector::Request<'a> {
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    collector::Request {
        kind,
        query: parts.uri.query(),
        authorization: header(header::AUTHORIZATION.as_str()),
        write_key: header(WRITE_KEY),
        content_encoding: header(header::CONTENT_ENCODING.as_str()),
        body,
    }
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Room for a body among all those held at once.
fn room(state: &State, bytes: usize) -> Option<OwnedSemaphorePermit> {
    let bytes = u32::try_from(bytes).ok()?;
    Arc::clone(&state.room).try_acquire_many_owned(bytes).ok()
}

/// Unpacks, understands and makes durable; blocks.
fn take(state: &State, kind: Kind, parts: &Parts, body: &[u8], received: Received) -> Outcome {
    state.metrics.count(Metric::Bytes, "", body.len());
    let retry_after_s = state.config.collector.retry_after_s;
    let limits = state.config.limits();
    let envelope = match collector::open(&asked(kind, parts, body), &limits) {
        Ok(envelope) => envelope,
        Err(refusal) => return Outcome::Refused(refusal),
    };
    let Some(key) = envelope.write_key() else { return Outcome::NoKey };
    let Some(key) = state.key(key) else { return Outcome::WrongKey };
    let Some(knowledge) = state.intake.knowledge(VaultId(key.vault)) else {
        return Outcome::NotOpen { retry_after_s };
    };
    let identity = match key.trust {
        KeyTrust::Public => state.intake.identity(VaultId(key.vault), &key.hash),
        KeyTrust::Server => None,
    };
    let target = Target { identity: identity.as_ref(), ..target(&key, &knowledge, &limits) };
    let decoded = envelope.decode(received, &target);
    let accepted = decoded.events - decoded.rejected.len();
    let outcome = Outcome::Taken {
        accepted,
        rejected_total: decoded.rejected.len(),
        rejected: told(&decoded.rejected),
    };
    let codes: Vec<&'static str> = decoded.rejected.iter().map(|event| event.reason.code()).collect();
    let (clipped, unproven) = (decoded.clipped, decoded.unproven);
    if let Err(busy) = keep(&*state.intake, &target, decoded) {
        return Outcome::Busy { retry_after_s: busy.retry_after_s.unwrap_or(retry_after_s) };
    }
    state.metrics.count(Metric::Events, "unproven", unproven);
    count(&state.metrics, accepted, clipped, &codes);
    outcome
}

fn target<'a>(key: &WriteKey, knowledge: &'a crate::Knowledge, limits: &'a Limits) -> Target<'a> {
    Target {
        vault: VaultId(key.vault),
        source: SourceId(key.source),
        trust: key.trust.into(),
        identity: None,
        settings: &knowledge.settings,
        catalogue: &knowledge.catalogue,
        limits,
    }
}

/// Arrivals first: if anything else is busy after that, they come again and are recognised by their ids.
fn keep(intake: &dyn Intake, target: &Target<'_>, decoded: collector::Decoded) -> Result<(), Busy> {
    if !decoded.accepted.is_empty() {
        intake.accept(decoded.accepted)?;
    }
    if !decoded.mentions.is_empty() {
        intake.mention(decoded.mentions)?;
    }
    if !decoded.rejected.is_empty() {
        intake.set_aside(target.vault, target.source, decoded.rejected)?;
    }
    Ok(())
}

fn count(metrics: &Metrics, accepted: usize, clipped: usize, codes: &[&'static str]) {
    metrics.count(Metric::Events, "accepted", accepted);
    metrics.count(Metric::Events, "rejected", codes.len());
    metrics.count(Metric::Events, "clipped", clipped);
    for code in codes {
        metrics.count(Metric::Rejected, code, 1);
    }
}

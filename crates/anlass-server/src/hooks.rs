//! Where connected sources send by themselves: `POST /v1/hooks/{source}`, within the collector's limits. What is heard of
//! it is the house's affair; here it is taken in, unpacked and answered.

use crate::answer::Outcome;
use crate::collect::{at_a_desk, backlog, whole};
use crate::intake::{Busy, Delivery, Heard, Unheard};
use crate::metrics::Metric;
use crate::server::State;
use anlass_model::time::Received;
use anlass_sources::collector;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::response::Response;
use std::sync::Arc;
use tokio::time::timeout;

/// With these a sender of CloudEvents asks whether it may send, before it does.
const REQUEST_ORIGIN: &str = "webhook-request-origin";
const ALLOWED_ORIGIN: &str = "webhook-allowed-origin";
const ALLOWED_RATE: &str = "webhook-allowed-rate";

/// Whatever is asked of a source's address.
pub(crate) async fn route(state: Arc<State>, source: String, request: Request<Body>) -> Response {
    if request.method() == Method::OPTIONS {
        return asked_before(&state, &source, request.headers());
    }
    let outcome = match request.method() == Method::POST {
        false => Outcome::UnknownPath,
        true => timeout(state.config.request_timeout(), hear(&state, source, request))
            .await
            .unwrap_or(Outcome::TooSlow),
    };
    state.metrics.count(Metric::Requests, outcome.label(), 1);
    outcome.into_response()
}

/// The handshake of webhooks for CloudEvents: any origin may, for its deliveries prove who sent them.
fn asked_before(state: &State, source: &str, headers: &HeaderMap) -> Response {
    let origin = headers.get(REQUEST_ORIGIN).filter(|_| state.intake.knows_source(source));
    let Some(origin) = origin else { return Outcome::UnknownSource.into_response() };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::OK;
    let answer = response.headers_mut();
    answer.insert(ALLOWED_ORIGIN, origin.clone());
    answer.insert(ALLOWED_RATE, HeaderValue::from_static("*"));
    answer.insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

async fn hear(state: &Arc<State>, source: String, request: Request<Body>) -> Outcome {
    let (parts, body) = request.into_parts();
    if let Some(busy) = backlog(state) {
        return busy;
    }
    let (body, room) = match whole(state, &parts.headers, body).await {
        Ok(whole) => whole,
        Err(outcome) => return outcome,
    };
    at_a_desk(state, room, move |state, received| take(state, &source, &parts.headers, &body, received)).await
}

/// Unpacks, understands and makes durable; blocks.
fn take(state: &State, source: &str, headers: &HeaderMap, body: &[u8], received: Received) -> Outcome {
    state.metrics.count(Metric::Bytes, "", body.len());
    let headers: Vec<(&str, &str)> =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    let encoding = headers.iter().find(|(name, _)| *name == header::CONTENT_ENCODING.as_str());
    let body = collector::unpack(body, encoding.map(|(_, value)| *value), &state.config.limits());
    let body = match body {
        Ok(body) => body,
        Err(refusal) => return Outcome::Refused(refusal),
    };
    let retry_after_s = state.config.collector.retry_after_s;
    match state.intake.hear(source, &Delivery { headers: &headers, body: &body, received }) {
        Ok(Heard::Greeting) => Outcome::Heard { accepted: 0, left_out: Vec::new() },
        Ok(Heard::Taken { accepted, left_out }) => {
            state.metrics.count(Metric::Events, "accepted", accepted);
            state.metrics.count(Metric::Events, "left_out", left_out.len());
            for omitted in &left_out {
                state.metrics.count(Metric::LeftOut, omitted.why.code(), 1);
            }
            Outcome::Heard { accepted, left_out }
        }
        Err(Unheard::Unknown) => Outcome::UnknownSource,
        Err(Unheard::NotOpen) => Outcome::NotOpen { retry_after_s },
        Err(Unheard::Refused(refused)) => Outcome::Unheard(refused),
        Err(Unheard::Busy(Busy { retry_after_s: told })) => {
            Outcome::Busy { retry_after_s: told.unwrap_or(retry_after_s) }
        }
    }
}

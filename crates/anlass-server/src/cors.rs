//! Which web pages may send. Browsers ask before they send authorization, and hide headers that are not exposed:
//! an SDK that cannot see `Retry-After` comes back too early.

use axum::http::{HeaderMap, HeaderValue, header};

/// How long a browser may remember the answer.
const MAX_AGE_S: u32 = 86_400;
/// What a browser may ask to send is repeated up to this length.
const REQUESTED_BYTES_MAX: usize = 1_000;
const HEADERS: &str = "authorization, content-type, content-encoding, x-write-key, anonymousid, sentat";

/// Whether a page may send. What is no browser sends no origin.
pub(crate) fn is_allowed(headers: &HeaderMap, origins: &[String]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    origins.is_empty() || origins.iter().any(|known| known.as_bytes() == origin.as_bytes())
}

/// What every answer to a page says.
pub(crate) fn answer(to: &HeaderMap, origins: &[String], headers: &mut HeaderMap) {
    let Some(origin) = to.get(header::ORIGIN) else { return };
    if !is_allowed(to, origins) {
        return;
    }
    // No cookies are used, so any page may read the answer.
    let allowed = if origins.is_empty() { HeaderValue::from_static("*") } else { origin.clone() };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Retry-After"));
    headers.insert(header::VARY, HeaderValue::from_static("Origin"));
}

/// What the answer to a preflight says on top.
pub(crate) fn preflight(to: &HeaderMap, headers: &mut HeaderMap) {
    let requested = to.get(header::ACCESS_CONTROL_REQUEST_HEADERS);
    let requested = requested.filter(|value| value.len() <= REQUESTED_BYTES_MAX).cloned();
    let allowed = requested.unwrap_or_else(|| HeaderValue::from_static(HEADERS));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST, OPTIONS"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from(MAX_AGE_S));
}

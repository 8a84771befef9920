//! The web app's files, if they were built in (feature `app`). Whatever else is asked for is one of the app's own
//! pages, which it draws itself; files with a hash in their name never change.

use crate::desk::{POLICY, guarded};
use axum::body::Body;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;

#[cfg(feature = "app")]
include!(concat!(env!("OUT_DIR"), "/files.rs"));
#[cfg(not(feature = "app"))]
static FILES: &[(&str, &[u8])] = &[];

const PAGE: &str = "/index.html";
/// Below it, names carry a hash.
const HASHED: &str = "/assets/";

/// `None`: nothing of the app is there.
pub(crate) fn find(method: &Method, path: &str) -> Option<Response> {
    if method != Method::GET && method != Method::HEAD {
        return None;
    }
    let known = |wanted: &str| FILES.iter().find(|(path, _)| *path == wanted);
    let is_page = !path.starts_with(HASHED) && !path.starts_with("/v1/");
    let (path, bytes) = known(path).or_else(|| known(PAGE).filter(|_| is_page))?;
    let mut response = Response::new(Body::from(*bytes));
    *response.status_mut() = StatusCode::OK;
    let cache = match path.starts_with(HASHED) {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    Some(guarded(response, POLICY))
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

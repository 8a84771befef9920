//! From HTTP to the handlers of the table and back: who asks, whether they may, and whether the request comes from
//! this application at all. Every answer carries the headers that keep browsers from doing more than was meant.

use crate::access::User;
use crate::call::{Call, Desk, Fault};
use crate::collect::WRITE_KEY;
use crate::config::KeyTrust;
use crate::public;
use crate::routes::{Handler, Needs, ROUTES, Route, Shape};
use crate::server::Peer;
use anlass_model::id::VaultId;
use anyhow::anyhow;
use axum::Router;
use axum::body::Body;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Request, header};
use axum::response::Response;
use axum::routing::any;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::time::timeout;

mod files;

pub(crate) const COOKIE: &str = "anlass_session";
/// Calls answered side by side.
const SEATS: usize = 8;
/// What pages of ours may do; what they show of letters inherits it.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; \
    font-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
    form-action 'self'";
/// A letter in the browser shows its pictures as a mail program would, and runs nothing.
const LETTER_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// A sign-up form may stand in any page, and runs the one script of ours that finds the answer to its challenge.
const FORM_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; frame-ancestors *; base-uri 'none'; \
    form-action 'self'";

/// The routes of the table.
pub(crate) fn router(desk: &Arc<Desk>) -> Router {
    let mut paths: BTreeMap<&'static str, Vec<&'static Route>> = BTreeMap::new();
    for route in ROUTES {
        paths.entry(route.path).or_default().push(route);
    }
    let seats = Arc::new(Semaphore::new(SEATS));
    let mut router = Router::new();
    for (path, routes) in paths {
        let (desk, seats) = (Arc::clone(desk), Arc::clone(&seats));
        let routes: Arc<[&'static Route]> = routes.into();
        let policy = match path.get(..3) {
            Some("/b/") => LETTER_POLICY,
            Some("/f/") => FORM_POLICY,
            _ => POLICY,
        };
        let handler = move |request: Request<Body>| {
            let (desk, seats, routes) = (Arc::clone(&desk), Arc::clone(&seats), Arc::clone(&routes));
            async move { guarded(answer(desk, seats, &routes, request).await, policy) }
        };
        router = router.route(path, any(handler));
    }
    router.route("/api/{*rest}", any(|| std::future::ready(guarded(Fault::NotFound.into_response(), POLICY))))
}

/// With the headers that every answer to a browser carries.
pub(crate) fn guarded(mut response: Response, policy: &'static str) -> Response {
    let headers = response.headers_mut();
    let frames = (policy != FORM_POLICY).then_some((header::X_FRAME_OPTIONS, "DENY"));
    let always = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (name, value) in always.into_iter().chain(frames) {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

async fn answer(
    desk: Arc<Desk>,
    seats: Arc<Semaphore>,
    routes: &[&'static Route],
    request: Request<Body>,
) -> Response {
    let (mut parts, body) = request.into_parts();
    // Whoever asks for the head alone gets that of the page; the server leaves out the rest.
    let is_head = parts.method == Method::HEAD;
    let verb = if is_head { "GET" } else { parts.method.as_str() };
    let route = routes.iter().find(|route| route.verb.as_str() == verb);
    let Some(route) = route.copied() else { return wrong_method(routes) };
    // No page elsewhere can know a key, and no browser adds one by itself.
    if !brings_key(route, &parts.headers) && !comes_from_here(route, &parts.headers) {
        return Fault::CrossSite.into_response();
    }
    let path = match RawPathParams::from_request_parts(&mut parts, &()).await {
        Ok(path) => path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        Err(_) => return Fault::NotFound.into_response(),
    };
    let asked = Asked { desk, route, parts, path, is_head };
    if let Handler::File(takes, _) = route.handler {
        return files::answer(asked, takes, body, seats).await;
    }
    let body = match whole(&asked, body).await {
        Ok(body) => body,
        Err(fault) => return fault.into_response(),
    };
    in_a_seat(seats, move || asked.answer(&body)).await
}

/// A request whose body is still to come.
struct Asked {
    desk: Arc<Desk>,
    route: &'static Route,
    parts: Parts,
    path: Vec<(String, String)>,
    is_head: bool,
}

impl Asked {
    fn call<'a>(&'a self, body: &'a [u8]) -> Call<'a> {
        Call {
            desk: &self.desk,
            path: self.path.clone(),
            query: self.parts.uri.query().map(str::to_owned),
            headers: &self.parts.headers,
            body,
            is_head: self.is_head,
            peer: self.parts.extensions.get::<Peer>().map(|peer| peer.0),
            user: None,
            token: cookie(&self.parts.headers),
        }
    }

    fn answer(&self, body: &[u8]) -> Response {
        let mut call = self.call(body);
        served(self.route, &mut call).unwrap_or_else(|fault| self.failed(&call, fault))
    }

    fn failed(&self, call: &Call<'_>, fault: Fault) -> Response {
        if let Fault::Failed(error) = &fault {
            let (verb, path) = (self.route.verb.as_str(), self.route.path);
            (self.desk.house.tell)(&format!("{verb} {path} failed: {error:#}"));
        }
        match self.route.handler {
            Handler::Page(_) => public::page::fault(call, &fault).into_response(),
            Handler::Api(_) | Handler::File(..) => fault.into_response(),
        }
    }
}

/// The body of a request that is small.
async fn whole(asked: &Asked, body: Body) -> Result<Bytes, Fault> {
    // Said beforehand, it need not come at all.
    let said = asked.parts.headers.get(header::CONTENT_LENGTH);
    let said = said.and_then(|length| length.to_str().ok()?.parse().ok());
    if said.is_some_and(|length: usize| length > asked.route.bytes_max) {
        return Err(Fault::TooLarge);
    }
    let patience = asked.desk.house.config.request_timeout();
    match timeout(patience, Limited::new(body, asked.route.bytes_max).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Fault::TooLarge),
        Ok(Err(error)) => Err(Fault::Unreadable { cause: error.to_string() }),
        Err(_) => Err(Fault::Unreadable { cause: "the body took too long".into() }),
    }
}

/// Does blocking work where that does no harm, once there is a seat.
async fn in_a_seat(seats: Arc<Semaphore>, work: impl FnOnce() -> Response + Send + 'static) -> Response {
    let Ok(seat) = seats.acquire_owned().await else { return Fault::Busy.into_response() };
    let work = tokio::task::spawn_blocking(move || {
        let answered = work();
        drop(seat);
        answered
    });
    work.await.unwrap_or_else(|_| Fault::Failed(anyhow!("a handler stopped")).into_response())
}

/// Which methods there are instead.
fn wrong_method(routes: &[&'static Route]) -> Response {
    let mut response = Fault::WrongMethod.into_response();
    let verbs: Vec<&str> = routes.iter().map(|route| route.verb.as_str()).collect();
    if let Ok(allowed) = HeaderValue::from_str(&verbs.join(", ")) {
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    response
}

fn served(route: &Route, call: &mut Call<'_>) -> Result<Response, Fault> {
    let_in(route, call)?;
    Ok(route.handler.handle(call)?.into_response())
}

/// Whoever asks may, and asks in a way that can be understood.
fn let_in(route: &Route, call: &mut Call<'_>) -> Result<(), Fault> {
    call.user = match brings_key(route, call.headers) {
        true => admitted_by_key(call)?,
        false => admitted(call.desk, route.needs, call.token.as_deref())?,
    };
    check_parameters(route, call)
}

/// Whether the parts of the path and what follows the question mark look as the table says.
fn check_parameters(route: &Route, call: &Call<'_>) -> Result<(), Fault> {
    if matches!(route.handler, Handler::Page(_)) {
        return Ok(());
    }
    if !call.path.iter().all(|(name, text)| Shape::of_part(route.path, name).admits(text)) {
        return Err(Fault::NotFound);
    }
    for param in route.query {
        match call.said(param.name) {
            Some(text) if !param.shape.admits(&text) => {
                return Err(Fault::Unreadable {
                    cause: format!("\"{}\" does not look as it should", param.name),
                });
            }
            None if param.is_required => {
                return Err(Fault::Unreadable { cause: format!("\"{}\" is missing", param.name) });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Who asks, if the route asks for anybody.
fn admitted(desk: &Desk, needs: Needs, token: Option<&str>) -> Result<Option<User>, Fault> {
    if needs == Needs::Nobody {
        return Ok(None);
    }
    let token = token.ok_or(Fault::SignedOut)?;
    let user = desk.access.caller(token, (desk.house.wall)())?.ok_or(Fault::SignedOut)?;
    match needs.is_met_by(user.role) {
        true => Ok(Some(user)),
        false => Err(Fault::Forbidden),
    }
}

fn brings_key(route: &Route, headers: &HeaderMap) -> bool {
    route.is_for_keys && headers.contains_key(WRITE_KEY)
}

/// Only what stays on a server opens more than the collector: the key of a web page is in everybody's hands.
fn admitted_by_key(call: &Call<'_>) -> Result<Option<User>, Fault> {
    let key = call.headers.get(WRITE_KEY).and_then(|key| key.to_str().ok()).unwrap_or_default();
    let key = call.desk.keys.find(key).ok_or(Fault::SignedOut)?;
    match key.trust {
        KeyTrust::Server if VaultId(key.vault) == call.view().scope.vault() => Ok(None),
        KeyTrust::Server | KeyTrust::Public => Err(Fault::Forbidden),
    }
}

/// Whether a request that changes something was made by this application, and not by a page elsewhere in the name of
/// whoever is signed in here. Links in letters carry their own proof.
fn comes_from_here(route: &Route, headers: &HeaderMap) -> bool {
    if route.verb.as_str() == "GET" || !route.path.starts_with("/api/") {
        return true;
    }
    let said = headers.get("x-anlass").is_some_and(|value| value == "1");
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let own = match (text(header::ORIGIN), text(header::HOST)) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, origin)| origin == host),
        (Some(_), None) => false,
    };
    said && own
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}

//! A request as its handler sees it, and what may come back. Handlers block; they run where that does no harm.

use crate::access::{Access, User};
use crate::api::glance::Glances;
use crate::api::jobs::Jobs;
use crate::api::preview::Scores;
use crate::api::shape::{self, DatabaseTrouble, ErrorCode};
use crate::api::tour::Tours;
use crate::house::rounds::Overtaken;
use crate::house::{House, View};
use crate::server::Keys;
use anlass_engine::Problem;
use anlass_model::definition::Language;
use anlass_sources::sql;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::net::IpAddr;
use std::sync::Arc;
use utoipa::ToSchema;

/// What all calls share.
pub(crate) struct Desk {
    pub(crate) house: Arc<House>,
    pub(crate) access: Access,
    pub(crate) jobs: Arc<Jobs>,
    pub(crate) glances: Arc<Glances>,
    pub(crate) tours: Tours,
    pub(crate) scores: Scores,
    /// Write keys that open the collector.
    pub(crate) keys: Arc<Keys>,
}

pub(crate) struct Call<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) path: Vec<(String, String)>,
    pub(crate) query: Option<String>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
    /// It only wants to know what it would get.
    pub(crate) is_head: bool,
    /// Who is at the other end of the connection.
    pub(crate) peer: Option<IpAddr>,
    /// Signed in, where the route asks for it.
    pub(crate) user: Option<User>,
    pub(crate) token: Option<String>,
}

impl Call<'_> {
    pub(crate) fn house(&self) -> &House {
        &self.desk.house
    }

    pub(crate) fn view(&self) -> Arc<View> {
        self.desk.house.view()
    }

    /// A part of the path by its name in the table.
    pub(crate) fn part(&self, name: &str) -> &str {
        self.path.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// What follows the question mark under a name, if the name stands there.
    pub(crate) fn said(&self, name: &str) -> Option<String> {
        field(self.query.as_deref().unwrap_or_default(), name)
    }

    /// The same if it says anything.
    pub(crate) fn asked(&self, name: &str) -> Option<String> {
        self.said(name).filter(|value| !value.is_empty())
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        serde_json::from_slice(self.body).map_err(|error| Fault::Unreadable { cause: error.to_string() })
    }

    pub(crate) fn who(&self) -> &str {
        self.user.as_ref().map_or("", |user| &user.email)
    }

    /// The network a request comes from, to be compared and forgotten. What is near stands in for somebody behind it,
    /// if it says so: that is a proxy.
    pub(crate) fn network(&self) -> Option<String> {
        let near = |address: IpAddr| match address {
            IpAddr::V4(address) => address.is_loopback() || address.is_private(),
            IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
        };
        let forwarded = self.headers.get_all("x-forwarded-for").iter().next_back();
        let behind = || forwarded?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok();
        let address = self.peer.map(|peer| if near(peer) { behind().unwrap_or(peer) } else { peer })?;
        Some(match address {
            IpAddr::V4(address) => address.to_string(),
            // A household has at least so many addresses.
            IpAddr::V6(address) => format!("{:?}", &address.segments()[..4]),
        })
    }

    /// What a browser prefers among our languages.
    pub(crate) fn language(&self) -> Language {
        let wanted = self.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        match wanted.is_some_and(|wanted| wanted.trim_start().to_ascii_lowercase().starts_with("en")) {
            true => Language::En,
            false => Language::De,
        }
    }
}

/// A field of a form or a query, decoded.
pub(crate) fn field(text: &str, wanted: &str) -> Option<String> {
    let mut pairs = text.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.find(|(name, _)| *name == wanted).map(|(_, value)| decoded(value))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digits = (ahead.next().and_then(digit), ahead.next().and_then(digit));
        match (byte, digits) {
            (b'+', _) => bytes.push(b' '),
            (b'%', (Some(high), Some(low))) => {
                bytes.push(high << 4 | low);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// A good answer.
pub(crate) struct Reply {
    status: StatusCode,
    kind: &'static str,
    body: Vec<u8>,
    cookie: Option<String>,
    /// Where else to go.
    location: Option<String>,
}

impl Reply {
    /// # Errors
    /// If the value cannot be written, which no value of ours does.
    pub(crate) fn json(value: &impl Serialize) -> Result<Reply, Fault> {
        let body = serde_json::to_vec(value)?;
        Ok(Reply { status: StatusCode::OK, kind: "application/json", body, cookie: None, location: None })
    }

    pub(crate) fn nothing() -> Reply {
        Reply { status: StatusCode::NO_CONTENT, kind: "", ..Reply::bytes("", Vec::new()) }
    }

    pub(crate) fn page(html: String) -> Reply {
        Reply::bytes("text/html; charset=utf-8", html.into())
    }

    pub(crate) fn bytes(kind: &'static str, body: Vec<u8>) -> Reply {
        Reply { status: StatusCode::OK, kind, body, cookie: None, location: None }
    }

    /// To another address, this once.
    pub(crate) fn elsewhere(location: String) -> Reply {
        Reply { status: StatusCode::FOUND, location: Some(location), ..Reply::bytes("", Vec::new()) }
    }

    pub(crate) fn with_status(self, status: StatusCode) -> Reply {
        Reply { status, ..self }
    }

    pub(crate) fn with_cookie(self, cookie: String) -> Reply {
        Reply { cookie: Some(cookie), ..self }
    }

    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if !self.kind.is_empty() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(cookie) = self.cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
            headers.insert(header::SET_COOKIE, cookie);
        }
        if let Some(location) = self.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
            headers.insert(header::LOCATION, location);
        }
        response
    }
}

/// What else may be answered. The codes are a closed list: the app has words for each.
pub(crate) enum Fault {
    SignedOut,
    WrongPassword,
    TooManyTries {
        seconds: i64,
    },
    Forbidden,
    CrossSite,
    NotFound,
    WrongMethod,
    TooLarge,
    Unreadable {
        cause: String,
    },
    /// Nothing can be recorded about somebody who has no identifier.
    NoIdentifier,
    NotHere,
    /// A carrier has a letter of somebody who is to be erased.
    LetterUnderWay,
    /// Nobody could let anybody in any more.
    LastAdmin,
    Busy,
    /// Something else became live since this was looked at.
    Overtaken,
    Problems(Vec<Problem>),
    /// It can be read and still not be done: it speaks of something that is not there, or not so.
    Unfit {
        cause: String,
    },
    /// A database does not answer as it was asked to, or cannot be read in the way that is wanted.
    Database(sql::Error),
    Failed(anyhow::Error),
}

/// What could not be done, and why.
#[derive(Serialize, ToSchema)]
pub(crate) struct Error {
    code: ErrorCode,
    cause: String,
    help: String,
    /// What is wrong with a document, place by place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    problems: Option<Vec<shape::Problem>>,
    /// Why a database cannot be read, where that is what is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    trouble: Option<DatabaseTrouble>,
}

impl<E: Into<anyhow::Error>> From<E> for Fault {
    fn from(error: E) -> Fault {
        let error = error.into();
        if error.is::<Overtaken>() { Fault::Overtaken } else { Fault::Failed(error) }
    }
}

impl Fault {
    pub(crate) const CODES: [&'static str; 11] = [
        "unauthenticated",
        "wrong_credentials",
        "throttled",
        "forbidden",
        "cross_site",
        "not_found",
        "wrong_method",
        "too_large",
        "invalid",
        "conflict",
        "internal",
    ];

    fn told(&self) -> (StatusCode, &'static str, String, &'static str) {
        let say = |status, code, cause: &str, help| (status, code, cause.to_owned(), help);
        match self {
            Fault::SignedOut => {
                say(StatusCode::UNAUTHORIZED, "unauthenticated", "nobody is signed in", "sign in first")
            }
            Fault::WrongPassword => say(
                StatusCode::UNAUTHORIZED,
                "wrong_credentials",
                "address and password do not belong together",
                "try again, or ask an administrator for a new password",
            ),
            Fault::TooManyTries { seconds } => say(
                StatusCode::TOO_MANY_REQUESTS,
                "throttled",
                &format!("too many wrong passwords; {seconds} seconds to wait"),
                "wait, then try again",
            ),
            Fault::Forbidden => say(
                StatusCode::FORBIDDEN,
                "forbidden",
                "your role does not allow this",
                "ask somebody whose role does",
            ),
            Fault::CrossSite => say(
                StatusCode::FORBIDDEN,
                "cross_site",
                "the request does not come from this application",
                "send it from the application, with the header x-anlass: 1",
            ),
            Fault::NotFound => {
                say(StatusCode::NOT_FOUND, "not_found", "there is nothing here", "check the address")
            }
            Fault::WrongMethod
            | Fault::TooLarge
            | Fault::Unreadable { .. }
            | Fault::NoIdentifier
            | Fault::NotHere
            | Fault::LetterUnderWay
            | Fault::LastAdmin
            | Fault::Busy
            | Fault::Overtaken
            | Fault::Problems(_)
            | Fault::Unfit { .. }
            | Fault::Database(_)
            | Fault::Failed(_) => self.told_of_the_request(),
        }
    }

    fn told_of_the_request(&self) -> (StatusCode, &'static str, String, &'static str) {
        let say = |status, code, cause: &str, help| (status, code, cause.to_owned(), help);
        match self {
            Fault::WrongMethod => say(
                StatusCode::METHOD_NOT_ALLOWED,
                "wrong_method",
                "this address takes other methods only",
                "see /api/openapi.json",
            ),
            Fault::TooLarge => {
                say(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "the request is too large", "send less")
            }
            Fault::Unreadable { cause } => {
                say(StatusCode::BAD_REQUEST, "invalid", cause, "see /api/openapi.json")
            }
            Fault::NoIdentifier => say(
                StatusCode::CONFLICT,
                "conflict",
                "nothing can be recorded about somebody without an identifier",
                "import a customer number, card or address first",
            ),
            Fault::NotHere => say(
                StatusCode::CONFLICT,
                "conflict",
                "this installation was not started for that",
                "start it with --demo, or with --clock manual",
            ),
            Fault::LetterUnderWay => say(
                StatusCode::CONFLICT,
                "conflict",
                "a letter to this person is with its carrier just now",
                "try again in a minute, once the carrier has answered",
            ),
            Fault::LastAdmin => say(
                StatusCode::CONFLICT,
                "conflict",
                "this is the last administrator",
                "make somebody else an administrator first",
            ),
            Fault::Busy => {
                say(StatusCode::CONFLICT, "conflict", "another rehearsal runs", "wait until it has ended")
            }
            Fault::Overtaken => say(
                StatusCode::CONFLICT,
                "conflict",
                "something else was published meanwhile",
                "look at it, then publish again",
            ),
            Fault::Problems(problems) => say(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                &format!("{} problems", problems.len()),
                "mend them, then try again",
            ),
            Fault::Unfit { cause } => {
                say(StatusCode::UNPROCESSABLE_ENTITY, "invalid", cause, "change what the cause speaks of")
            }
            // What helps is the error's own to say.
            Fault::Database(error) => {
                say(StatusCode::UNPROCESSABLE_ENTITY, "invalid", &error.to_string(), "")
            }
            // The others are told above.
            _ => say(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "the request could not be answered",
                "try again; if it stays, look at what the server says",
            ),
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.told().0
    }

    pub(crate) fn into_response(self) -> Response {
        let (status, code, cause, help) = self.told();
        let problems = match &self {
            Fault::Problems(problems) => Some(problems.iter().map(shape::Problem::from).collect()),
            _ => None,
        };
        // What was found below the interface says its own cure.
        let (cause, help) = match cause.split_once("\n  help: ") {
            Some((cause, cure)) => (cause.to_owned(), cure.to_owned()),
            None => (cause, help.to_owned()),
        };
        let (help, trouble) = match &self {
            Fault::Database(error) => (error.hint(), Some(DatabaseTrouble::of(error.code()))),
            _ => (help, None),
        };
        let error = Error { code: ErrorCode::of(code), cause, help, problems, trouble };
        let body = serde_json::to_vec(&error).unwrap_or_default();
        let reply = Reply { status, kind: "application/json", body, cookie: None, location: None };
        let mut response = reply.into_response();
        if let Fault::TooManyTries { seconds } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

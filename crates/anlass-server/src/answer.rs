//! What senders hear. A status says whose turn it is: 400, 401, 403 and 413 are for what no retry mends, 429 and
//! 503 ask to come again, and 200 means that every event has its place.

use anlass_sources::collector::{Refusal, Rejected};
use anlass_sources::understood::{LeftOut, Refused};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

/// Reasons told in one answer at most; all of them are in the quarantine.
const REASONS_TOLD_MAX: usize = 100;

/// How a request ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    Taken {
        accepted: usize,
        rejected: Vec<Told>,
        rejected_total: usize,
    },
    /// A delivery of a connected source.
    Heard {
        accepted: usize,
        left_out: Vec<LeftOut>,
    },
    /// The fences nearest to a place.
    Fences(Vec<Fence>),
    /// A question for fences that says no place.
    Unplaced,
    Refused(Refusal),
    /// A delivery of which nothing was taken.
    Unheard(Refused),
    UnknownSource,
    /// The connection broke before the body was complete.
    Unfinished,
    NoKey,
    WrongKey,
    WrongOrigin,
    UnknownPath,
    TooSlow,
    Busy {
        retry_after_s: u32,
    },
    /// The vault of the key is not open here; an operator has to mend it, and senders keep their events.
    NotOpen {
        retry_after_s: u32,
    },
    Failed,
}

/// A fence as apps hear of it.
#[derive(Debug, Serialize)]
pub(crate) struct Fence {
    pub(crate) id: Box<str>,
    pub(crate) name: Words,
    /// Degrees.
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    pub(crate) radius_m: u32,
    /// From the place that was asked for to its middle.
    pub(crate) distance_m: u32,
}

/// What it is called.
#[derive(Debug, Serialize)]
pub(crate) struct Words {
    de: String,
    en: String,
}

impl From<[String; 2]> for Words {
    fn from([de, en]: [String; 2]) -> Words {
        Words { de, en }
    }
}

#[derive(Serialize)]
struct Nearest {
    success: bool,
    fences: Vec<Fence>,
}

/// One event set aside, as its sender is told of it.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    index: usize,
    #[serde(rename = "messageId")]
    message_id: Option<String>,
    code: &'static str,
    reason: String,
    hint: String,
}

#[derive(Serialize)]
struct Success {
    success: bool,
    accepted: usize,
    rejected: Vec<Told>,
    rejected_total: usize,
}

/// A part of a delivery that became nothing, as its sender is told of it.
#[derive(Serialize)]
struct Omitted {
    about: Box<str>,
    code: &'static str,
    reason: String,
    hint: String,
}

#[derive(Serialize)]
struct Taking {
    success: bool,
    accepted: usize,
    left_out: Vec<Omitted>,
    left_out_total: usize,
}

impl Taking {
    fn of(accepted: usize, left_out: Vec<LeftOut>) -> Taking {
        let left_out_total = left_out.len();
        let omitted = |LeftOut { about, why }: LeftOut| Omitted {
            about,
            code: why.code(),
            reason: why.to_string(),
            hint: why.hint(),
        };
        let left_out = left_out.into_iter().take(REASONS_TOLD_MAX).map(omitted).collect();
        Taking { success: true, accepted, left_out, left_out_total }
    }
}

#[derive(Serialize)]
struct Failure {
    success: bool,
    code: &'static str,
    message: String,
    hint: &'static str,
}

pub(crate) fn told(rejected: &[Rejected]) -> Vec<Told> {
    let told = |event: &Rejected| Told {
        index: event.index,
        message_id: event.message_id.clone(),
        code: event.reason.code(),
        reason: event.reason.to_string(),
        hint: event.reason.hint(),
    };
    rejected.iter().take(REASONS_TOLD_MAX).map(told).collect()
}

impl Outcome {
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Outcome::Taken { .. } | Outcome::Heard { .. } | Outcome::Fences(_) => StatusCode::OK,
            Outcome::Unheard(refused) if refused.is_about_signature() => StatusCode::UNAUTHORIZED,
            Outcome::Unheard(Refused::TooLarge { .. }) => StatusCode::PAYLOAD_TOO_LARGE,
            Outcome::Unheard(_) => StatusCode::BAD_REQUEST,
            Outcome::Refused(refusal) if refusal.is_too_large() => StatusCode::PAYLOAD_TOO_LARGE,
            Outcome::Refused(_) | Outcome::Unfinished | Outcome::Unplaced => StatusCode::BAD_REQUEST,
            Outcome::NoKey | Outcome::WrongKey => StatusCode::UNAUTHORIZED,
            Outcome::WrongOrigin => StatusCode::FORBIDDEN,
            Outcome::UnknownPath | Outcome::UnknownSource => StatusCode::NOT_FOUND,
            Outcome::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Outcome::Busy { .. } => StatusCode::TOO_MANY_REQUESTS,
            Outcome::NotOpen { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Outcome::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The status as a word for a label.
    pub(crate) fn label(&self) -> &'static str {
        match self.status().as_u16() {
            200 => "200",
            400 => "400",
            401 => "401",
            403 => "403",
            404 => "404",
            408 => "408",
            413 => "413",
            429 => "429",
            503 => "503",
            _ => "500",
        }
    }

    /// Code, message and hint of what went wrong.
    fn failure(&self) -> (&'static str, String, &'static str) {
        let say = |code, message: &str, hint| (code, message.to_owned(), hint);
        match self {
            Outcome::Refused(refusal) => (refusal.code(), refusal.to_string(), refusal.hint()),
            Outcome::Unheard(refused) => (refused.code(), refused.to_string(), refused.hint()),
            Outcome::UnknownSource => say(
                "source_unknown",
                "no source of this name is connected",
                "copy the address of the source again, or connect it",
            ),
            Outcome::Unplaced => say(
                "place_missing",
                "the question says no place",
                "send latitude and longitude in degrees, such as 50.9375 and 6.9603",
            ),
            Outcome::Unfinished => say("body_unfinished", "the body ended too early", "send it again"),
            Outcome::NoKey => say(
                "write_key_missing",
                "the request has no write key",
                "send it as the user name of Basic authentication, or as \"writeKey\" in the body",
            ),
            Outcome::WrongKey => {
                say("write_key_unknown", "the write key is unknown", "copy the key of the source again")
            }
            Outcome::WrongOrigin => say(
                "origin_not_allowed",
                "this web page may not send here",
                "add its origin under \"collector.origins\" in the configuration",
            ),
            Outcome::UnknownPath => say(
                "path_unknown",
                "there is nothing at this path",
                "send to /v1/identify, track, page, screen, group, alias or batch, or to /v1/hooks and a source",
            ),
            Outcome::TooSlow => say("request_too_slow", "the request took too long", "send smaller batches"),
            Outcome::Busy { .. } => {
                say("busy", "too much waits to be processed", "try again after the time in Retry-After")
            }
            Outcome::NotOpen { .. } => say(
                "vault_not_open",
                "the vault of this key is not open here",
                "check the vault of the key in the configuration",
            ),
            Outcome::Taken { .. } | Outcome::Heard { .. } | Outcome::Fences(_) | Outcome::Failed => {
                say("failed", "the request could not be processed", "try again; if it stays, look at the log")
            }
        }
    }

    pub(crate) fn into_response(self) -> Response {
        let status = self.status();
        let retry_after = match &self {
            Outcome::Busy { retry_after_s } | Outcome::NotOpen { retry_after_s } => Some(*retry_after_s),
            _ => None,
        };
        let body = match self {
            Outcome::Taken { accepted, rejected, rejected_total } => {
                serde_json::to_vec(&Success { success: true, accepted, rejected, rejected_total })
            }
            Outcome::Fences(fences) => serde_json::to_vec(&Nearest { success: true, fences }),
            Outcome::Heard { accepted, left_out } => serde_json::to_vec(&Taking::of(accepted, left_out)),
            failed => {
                let (code, message, hint) = failed.failure();
                serde_json::to_vec(&Failure { success: false, code, message, hint })
            }
        };
        let mut response = Response::new(Body::from(body.unwrap_or_default()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

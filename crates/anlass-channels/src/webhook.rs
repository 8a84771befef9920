//! Calls to other systems: one POST of JSON, signed as Standard Webhooks are, within a bounded time. Follows no
//! redirect, and reaches no private address that was not allowed by name. Retries nothing: it says what makes sense.

mod place;

pub(crate) use place::is_public;
pub use place::{BadUrl, Place};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::hmac;
use rustls_pki_types::ServerName;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// Before the key in its text form.
const SECRET_PREFIX: &str = "whsec_";
/// What Standard Webhooks ask of keys.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
/// A body that was signed longer ago may have been recorded and sent again.
const TOLERANCE_S: u64 = 300;
/// While keys are changed there are two.
const SIGNATURES_MAX: usize = 4;
/// Of an answer no more is read: its first line says everything.
const ANSWER_BYTES_MAX: usize = 16 * 1_024;

/// The key that calls are signed with; no print shows it.
#[derive(Clone)]
pub struct Secret(hmac::Key);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// Reads `whsec_` and base64 of 24 to 64 bytes; `None` if it is something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Secret> {
        let bytes = BASE64_STANDARD.decode(text.trim().strip_prefix(SECRET_PREFIX)?).ok()?;
        SECRET_BYTES.contains(&bytes.len()).then(|| Secret(hmac::Key::new(hmac::HMAC_SHA256, &bytes)))
    }

    /// The text form of a key.
    #[must_use]
    pub fn text_of(key: &[u8; 32]) -> String {
        format!("{SECRET_PREFIX}{}", BASE64_STANDARD.encode(key))
    }

    /// The value of `webhook-signature`.
    #[must_use]
    pub fn sign(&self, id: &str, seconds: i64, body: &str) -> String {
        let tag = hmac::sign(&self.0, format!("{id}.{seconds}.{body}").as_bytes());
        format!("v1,{}", BASE64_STANDARD.encode(tag))
    }

    /// Whether whoever sent a body has this key, and sent it now: in a time that tells nothing about how much was right.
    /// The headers are `webhook-id`, `webhook-timestamp` and `webhook-signature`, of which one signature has to be right;
    /// `now` is in seconds since 1970.
    ///
    /// # Errors
    /// If they have not, or it is too old or of the future.
    pub fn verify(
        &self,
        (id, seconds, signatures): (&str, &str, &str),
        body: &[u8],
        now: i64,
    ) -> Result<(), Unproven> {
        let moment: i64 = seconds.parse().map_err(|_| Unproven::Moment)?;
        if now.abs_diff(moment) > TOLERANCE_S {
            return Err(Unproven::Moment);
        }
        let signed = [id.as_bytes(), b".", seconds.as_bytes(), b".", body].concat();
        let is_right = |text: &str| {
            let tag = text.strip_prefix("v1,").and_then(|text| BASE64_STANDARD.decode(text).ok());
            tag.is_some_and(|tag| hmac::verify(&self.0, &signed, &tag).is_ok())
        };
        if signatures.split(' ').take(SIGNATURES_MAX).any(is_right) {
            Ok(())
        } else {
            Err(Unproven::Signature)
        }
    }
}

/// Why a body is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproven {
    Signature,
    Moment,
}

/// A call. `id` stays the same over all attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub id: String,
    pub url: String,
    /// When this attempt is made, in seconds since 1970.
    pub seconds: i64,
    /// JSON.
    pub body: String,
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other side has it.
    Done,
    /// Another attempt makes sense; the other side surely did not take it.
    NotTaken,
    /// Another attempt makes sense; the other side may have it.
    Again,
    /// It was read, and no attempt will change the answer.
    Refused,
    /// It went, or would go, to the wrong place or with the wrong key: somebody has to mend that.
    Misdirected,
    /// The other side wants no more calls at this address.
    Unwanted,
}

/// With one line for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    pub outcome: Outcome,
    pub reason: String,
}

impl Called {
    fn not_taken(reason: impl Into<String>) -> Called {
        Called { outcome: Outcome::NotTaken, reason: reason.into() }
    }

    fn again(reason: impl Into<String>) -> Called {
        Called { outcome: Outcome::Again, reason: reason.into() }
    }

    fn misdirected(reason: impl Into<String>) -> Called {
        Called { outcome: Outcome::Misdirected, reason: reason.into() }
    }

    fn of_status(status: u16) -> Called {
        let outcome = match status {
            200..=299 => Outcome::Done,
            425 | 429 | 503 => Outcome::NotTaken,
            408 | 500..=599 => Outcome::Again,
            300..=399 | 401 | 403..=405 | 407 => Outcome::Misdirected,
            410 => Outcome::Unwanted,
            _ => Outcome::Refused,
        };
        let reason = match status {
            300..=399 => format!("it answered {status}, and redirects are not followed"),
            410 => "it answered 410: it wants no more calls".to_owned(),
            _ => format!("it answered {status}"),
        };
        Called { outcome, reason }
    }
}

/// Makes calls.
#[derive(Clone)]
pub struct Caller {
    pub secret: Secret,
    /// Hosts that may be called, also by private addresses and without TLS; empty: every public one, with TLS.
    pub allow: Vec<String>,
    pub timeout: Duration,
    tls: TlsConnector,
}

impl Caller {
    #[must_use]
    pub fn new(secret: Secret, allow: Vec<String>, timeout: Duration) -> Caller {
        let trust = crate::mail::smtp::Trust::PublicRoots;
        let tls = crate::mail::smtp::connector(&trust).expect("the public authorities are compiled in");
        Caller { secret, allow, timeout, tls }
    }

    /// The same within the same bounds, signed with another key.
    #[must_use]
    pub fn signing_with(&self, secret: Secret) -> Caller {
        Caller { secret, ..self.clone() }
    }

    /// Where a URL leads, if it may be called at all; whether its host is listed. Which address its name means is looked at
    /// with each call.
    ///
    /// # Errors
    /// Why it may not be called.
    pub fn admits(&self, url: &str) -> Result<(Place, bool), String> {
        let place = Place::parse(url).map_err(|bad| bad.to_string())?;
        let is_listed = self.allow.iter().any(|host| host.eq_ignore_ascii_case(&place.host));
        if !is_listed && !self.allow.is_empty() {
            return Err("its host is not in webhooks.allow".into());
        }
        if !is_listed && !place.is_encrypted {
            return Err("it is not https, and its host is not in webhooks.allow".into());
        }
        let literal = place.host.parse::<IpAddr>();
        if !is_listed && literal.is_ok_and(|address| !place::is_public(address)) {
            return Err("its address is private, and its host is not in webhooks.allow".into());
        }
        Ok((place, is_listed))
    }

    /// Makes one attempt.
    pub async fn call(&self, call: &Call) -> Called {
        let (place, is_listed) = match self.admits(&call.url) {
            Ok(admitted) => admitted,
            Err(bad) => return Called::misdirected(bad),
        };
        match timeout(self.timeout, self.attempt(call, &place, is_listed)).await {
            Ok(called) => called,
            Err(_) => Called::again("it did not answer in time"),
        }
    }

    async fn attempt(&self, call: &Call, place: &Place, is_listed: bool) -> Called {
        let found = match lookup_host((&*place.host, place.port)).await {
            Ok(found) => found.collect::<Vec<SocketAddr>>(),
            Err(_) => return Called::not_taken("its host has no address"),
        };
        // The address that was looked at is the one that is called: a name cannot mean another one in between.
        let good = found.iter().find(|address| is_listed || place::is_public(address.ip()));
        let Some(address) = good else {
            return Called::misdirected("its address is private, and its host is not in webhooks.allow");
        };
        let stream = match TcpStream::connect(address).await {
            Ok(stream) => stream,
            Err(error) => return Called::not_taken(format!("connecting: {}", error.kind())),
        };
        let request = self.request(call, place);
        if !place.is_encrypted {
            return exchange(stream, &request).await;
        }
        let Ok(name) = ServerName::try_from(place.host.clone()) else {
            return Called::misdirected("its host can stand in no certificate");
        };
        match self.tls.connect(name, stream).await {
            Ok(stream) => exchange(stream, &request).await,
            Err(_) => Called::not_taken("its certificate is not trusted, or encryption could not begin"),
        }
    }

    fn request(&self, call: &Call, place: &Place) -> String {
        let Call { id, seconds, body, .. } = call;
        format!(
            "POST {} HTTP/1.1\r\nhost: {}\r\nuser-agent: anlass\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nconnection: close\r\nwebhook-id: {id}\r\nwebhook-timestamp: {seconds}\r\n\
             webhook-signature: {}\r\n\r\n{body}",
            place.path,
            place.authority(),
            body.len(),
            self.secret.sign(id, *seconds, body),
        )
    }
}

async fn exchange(mut stream: impl AsyncRead + AsyncWrite + Unpin, request: &str) -> Called {
    let written = async {
        stream.write_all(request.as_bytes()).await?;
        stream.flush().await
    };
    // A server may answer, and hang up, before it has read everything.
    let written = written.await;
    let mut bytes = Vec::new();
    loop {
        match status(&bytes) {
            Some(Ok(status)) => return Called::of_status(status),
            Some(Err(())) => return Called::again("its answer is not HTTP"),
            None if bytes.len() >= ANSWER_BYTES_MAX => return Called::again("its answer has no end"),
            None => {}
        }
        let mut piece = [0; 1_024];
        match stream.read(&mut piece).await {
            Ok(0) => return Called::again("it hung up without an answer"),
            Ok(length) => bytes.extend(&piece[..length]),
            Err(error) => {
                let stage = if written.is_ok() { "waiting for its answer" } else { "sending" };
                return Called::again(format!("{stage}: {}", error.kind()));
            }
        }
    }
}

/// The status of the answer, once it is there; informational ones come before it.
fn status(bytes: &[u8]) -> Option<Result<u16, ()>> {
    let mut rest = bytes;
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let line = String::from_utf8_lossy(&rest[..end]).into_owned();
        let mut words = line.split(' ');
        let is_http = words.next().is_some_and(|version| version.starts_with("HTTP/1."));
        let status = words.next().filter(|text| text.len() == 3).and_then(|text| text.parse::<u16>().ok());
        let Some(status) = status.filter(|_| is_http) else { return Some(Err(())) };
        if !(100..200).contains(&status) {
            return Some(Ok(status));
        }
        let head = rest.windows(4).position(|four| four == b"\r\n\r\n")?;
        rest = &rest[head + 4..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification (standardwebhooks.com).
    #[test]
    fn a_signature_is_that_of_standard_webhooks() {
        let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a key");
        let signed = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let now = 1_614_265_330;
        let prove = |seconds: &str, signature: &str, body: &[u8]| {
            secret.verify(("msg_p5jXN8AQM9LWM0D4loKWxJek", seconds, signature), body, now)
        };
        let body = b"{\"test\": 2432232314}";
        assert_eq!(prove("1614265330", &signed, body), Ok(()));
        assert_eq!(
            prove("1614265330", &format!("v1,eA== v2,x {signed}"), body),
            Ok(()),
            "one of them is right"
        );
        assert_eq!(prove("1614265330", &signed, b"{\"test\": 2432232315}"), Err(Unproven::Signature));
        assert_eq!(
            prove("1614265331", &signed, body),
            Err(Unproven::Signature),
            "another moment was not signed"
        );
        assert_eq!(prove("1614265330", "", body), Err(Unproven::Signature));
        for seconds in ["1614265029", "1614265631", "now", ""] {
            assert_eq!(prove(seconds, &secret.sign("x", 1, ""), body), Err(Unproven::Moment), "{seconds}");
        }
        assert!(Secret::parse("whsec_c2hvcnQ=").is_none() && Secret::parse("geheim").is_none());
        assert!(Secret::parse(&Secret::text_of(&[7; 32])).is_some());
    }

    #[test]
    fn the_answers_first_line_decides_after_informational_ones() {
        assert_eq!(status(b"HTTP/1.1 20"), None);
        assert_eq!(status(b"HTTP/1.1 204 No Content\r\n"), Some(Ok(204)));
        assert_eq!(status(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 410 Gone\r\n"), Some(Ok(410)));
        assert_eq!(status(b"SSH-2.0\r\n"), Some(Err(())));
        for (code, outcome) in [
            (200, Outcome::Done),
            (204, Outcome::Done),
            (301, Outcome::Misdirected),
            (404, Outcome::Misdirected),
            (410, Outcome::Unwanted),
            (408, Outcome::Again),
            (425, Outcome::NotTaken),
            (429, Outcome::NotTaken),
            (500, Outcome::Again),
            (503, Outcome::NotTaken),
            (504, Outcome::Again),
            (422, Outcome::Refused),
        ] {
            assert_eq!(Called::of_status(code).outcome, outcome, "{code}");
        }
    }
}

//! Reading from elsewhere: one GET within a bounded time and size, asked for only if it changed. Reaches public addresses by
//! https, and hosts that were allowed by name; every redirect is judged like the first address.

mod answer;

use crate::mail::smtp::{Trust, connector};
use crate::webhook::Place;
use crate::webhook::is_public;
use answer::{Answer, read};
use rustls_pki_types::ServerName;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

const REDIRECTS_MAX: usize = 3;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub url: String,
    /// What the answer before said of itself, so that it need not come again.
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// A header for the host that is named, and for no other.
    pub authorization: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    NotModified,
    Body {
        bytes: Vec<u8>,
        /// Still packed; whoever unpacks it sets a bound.
        is_gzip: bool,
        etag: Option<String>,
        modified: Option<String>,
    },
}

/// Why nothing came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cause}")]
pub struct Failed {
    pub cause: String,
    /// It may pass by itself; otherwise somebody has to mend it.
    pub is_passing: bool,
}

fn passing(cause: impl Into<String>) -> Failed {
    Failed { cause: cause.into(), is_passing: true }
}

fn lasting(cause: impl Into<String>) -> Failed {
    Failed { cause: cause.into(), is_passing: false }
}

/// Reads from elsewhere.
#[derive(Clone)]
pub struct Fetcher {
    /// Hosts that may be asked also by private addresses and without TLS.
    pub allow: Vec<String>,
    pub timeout: Duration,
    /// Longer answers are refused.
    pub bytes_max: usize,
    tls: TlsConnector,
}

impl Fetcher {
    #[must_use]
    pub fn new(allow: Vec<String>, timeout: Duration, bytes_max: usize) -> Fetcher {
        let tls = connector(&Trust::PublicRoots).expect("the public authorities are compiled in");
        Fetcher { allow, timeout, bytes_max, tls }
    }

    /// Where an address leads, if it may be asked at all, and whether its host is listed.
    ///
    /// # Errors
    /// Why it may not.
    pub fn admits(&self, url: &str) -> Result<(Place, bool), String> {
        let place = Place::parse(url).map_err(|bad| bad.cause.to_owned())?;
        let is_listed = self.allow.iter().any(|host| host.eq_ignore_ascii_case(&place.host));
        if !is_listed && !place.is_encrypted {
            return Err("it is not https, and its host is not in webhooks.allow".into());
        }
        let literal = place.host.parse::<IpAddr>();
        if !is_listed && literal.is_ok_and(|address| !is_public(address)) {
            return Err("its address is private, and its host is not in webhooks.allow".into());
        }
        Ok((place, is_listed))
    }

    /// One answer, over at most three redirects.
    ///
    /// # Errors
    /// [`Failed`] if none came that is good.
    pub async fn fetch(&self, wanted: &Wanted) -> Result<Fetched, Failed> {
        match timeout(self.timeout, self.follow(wanted)).await {
            Ok(fetched) => fetched,
            Err(_) => Err(passing("it did not answer in time")),
        }
    }

    async fn follow(&self, wanted: &Wanted) -> Result<Fetched, Failed> {
        let mut url = wanted.url.clone();
        let (first, _) = self.admits(&url).map_err(lasting)?;
        for _ in 0..=REDIRECTS_MAX {
            let (place, is_listed) = self.admits(&url).map_err(lasting)?;
            let is_first = (&place.host, place.port) == (&first.host, first.port);
            let answer = self.ask(wanted, &place, is_listed, is_first).await?;
            match answer.status {
                200 => {
                    let is_gzip = match answer.header("content-encoding") {
                        None | Some("" | "identity") => false,
                        Some("gzip" | "x-gzip") => true,
                        Some(_) => return Err(lasting("it is packed in a way that was not asked for")),
                    };
                    let owned = |name| answer.header(name).map(str::to_owned);
                    let (etag, modified) = (owned("etag"), owned("last-modified"));
                    return Ok(Fetched::Body { bytes: answer.body, is_gzip, etag, modified });
                }
                304 => return Ok(Fetched::NotModified),
                301 | 302 | 303 | 307 | 308 => {
                    let to = answer.header("location").ok_or_else(|| lasting("it leads on to nowhere"))?;
                    url = onward(&place, to);
                }
                status @ (408 | 425 | 429 | 500..=599) => {
                    return Err(passing(format!("it answered {status}")));
                }
                status => return Err(lasting(format!("it answered {status}"))),
            }
        }
        Err(lasting(format!("it leads on more than {REDIRECTS_MAX} times")))
    }

    async fn ask(
        &self,
        wanted: &Wanted,
        place: &Place,
        is_listed: bool,
        is_first: bool,
    ) -> Result<Answer, Failed> {
        let found = match lookup_host((&*place.host, place.port)).await {
            Ok(found) => found.collect::<Vec<SocketAddr>>(),
            Err(_) => return Err(passing("its host has no address")),
        };
        // The address that was looked at is the one that is asked: a name cannot mean another one in between.
        let good = found.iter().find(|address| is_listed || is_public(address.ip()));
        let Some(address) = good else {
            return Err(lasting("its address is private, and its host is not in webhooks.allow"));
        };
        let connected = TcpStream::connect(address).await;
        let stream = connected.map_err(|error| passing(format!("connecting: {}", error.kind())))?;
        let request = request(wanted, place, is_first);
        if !place.is_encrypted {
            return self.exchange(stream, &request).await;
        }
        let Ok(name) = ServerName::try_from(place.host.clone()) else {
            return Err(lasting("its host can stand in no certificate"));
        };
        match self.tls.connect(name, stream).await {
            Ok(stream) => self.exchange(stream, &request).await,
            Err(_) => Err(passing("its certificate is not trusted, or encryption could not begin")),
        }
    }

    async fn exchange(
        &self,
        mut stream: impl AsyncRead + AsyncWrite + Unpin,
        request: &str,
    ) -> Result<Answer, Failed> {
        let written = async {
            stream.write_all(request.as_bytes()).await?;
            stream.flush().await
        };
        written.await.map_err(|error: std::io::Error| passing(format!("asking: {}", error.kind())))?;
        read(&mut stream, self.bytes_max).await
    }
}

fn request(wanted: &Wanted, place: &Place, is_first: bool) -> String {
    // What others told us goes back into a header: it must not end it.
    let line = |name: &str, value: &Option<String>| match value {
        Some(value) if value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) => {
            format!("{name}: {value}\r\n")
        }
        _ => String::new(),
    };
    let authorization = if is_first { &wanted.authorization } else { &None };
    format!(
        "GET {} HTTP/1.1\r\nhost: {}\r\nuser-agent: anlass\r\naccept: */*\r\naccept-encoding: gzip\r\n\
         connection: close\r\n{}{}{}\r\n",
        place.path,
        place.authority(),
        line("if-none-match", &wanted.etag),
        line("if-modified-since", &wanted.modified),
        line("authorization", authorization),
    )
}

/// Where a redirect leads, seen from where it was answered.
fn onward(place: &Place, to: &str) -> String {
    let scheme = if place.is_encrypted { "https" } else { "http" };
    match to {
        to if to.contains("://") => to.to_owned(),
        to if to.starts_with("//") => format!("{scheme}:{to}"),
        to if to.starts_with('/') => format!("{scheme}://{}{to}", place.authority()),
        to => {
            let path = place.path.split('?').next().unwrap_or_default();
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{scheme}://{}{folder}/{to}", place.authority())
        }
    }
}

#[cfg(test)]
mod tests;

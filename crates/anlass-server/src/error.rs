//! What keeps the server from starting: place and cause, and apart the cure.

use std::io;
use std::net::SocketAddr;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration cannot be used.
    #[error("configuration, {place}: {cause}")]
    Config { place: String, cause: String, cure: String },
    #[error("cannot listen on {address}")]
    Listen { address: SocketAddr, source: io::Error },
}

impl Error {
    /// Stable code; its page says what happened, why, and what to do.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::Config { .. } => "config_unusable",
            Error::Listen { .. } => "listen_failed",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Error::Config { cure, .. } => cure.clone(),
            Error::Listen { .. } => {
                "choose another port under \"listen\", or end what already listens there".into()
            }
        }
    }
}

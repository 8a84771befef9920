//! How a relay is reached: where, how protected, with which login, and the bounds of every phase.

use super::Trust;
use crate::mail::compose::LETTER_BYTES_MAX;
use std::time::Duration;

/// How the way to the relay is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all: for a relay on the same machine.
    Plain,
    /// Encrypted before anything is said; refused if the server does not offer it.
    StartTls,
    /// Encrypted from the first byte.
    Implicit,
}

/// A password that no print shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    #[must_use]
    pub fn new(text: String) -> Password {
        Password(text)
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    pub user: String,
    pub password: Password,
}

/// How long each phase may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeouts {
    pub connect: Duration,
    /// The server's first words, and the start of encryption.
    pub greeting: Duration,
    pub command: Duration,
    /// Writing the letter.
    pub body: Duration,
    /// From the final dot to the answer. Short means many letters of unknown fate.
    pub answer: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        Timeouts {
            connect: Duration::from_secs(20),
            greeting: Duration::from_secs(60),
            command: Duration::from_secs(60),
            body: Duration::from_secs(180),
            answer: Duration::from_secs(600),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub trust: Trust,
    /// The name said with EHLO: this machine's.
    pub hello: String,
    pub login: Option<Login>,
    pub connections_max: usize,
    pub letters_per_connection_max: usize,
    /// Unused for longer, a connection is not used again.
    pub idle_max: Duration,
    /// Letters under way to one recipient domain.
    pub per_destination_max: usize,
    pub letter_bytes_max: usize,
    pub timeouts: Timeouts,
}

impl Config {
    /// The shipped defaults for a relay.
    #[must_use]
    pub fn new(host: &str, port: u16, security: Security) -> Config {
        Config {
            host: host.to_owned(),
            port,
            security,
            trust: Trust::PublicRoots,
            hello: "localhost".to_owned(),
            login: None,
            connections_max: 10,
            letters_per_connection_max: 500,
            idle_max: Duration::from_secs(30),
            per_destination_max: 10,
            letter_bytes_max: LETTER_BYTES_MAX,
            timeouts: Timeouts::default(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    #[error("mail relay: a password would go over the wire unprotected")]
    LoginInClear,
    #[error("mail relay: the certificates of the private authority cannot be read")]
    Authority,
    #[error("mail relay: \"{key}\" is {value}, allowed is {allowed}")]
    Value { key: &'static str, value: String, allowed: &'static str },
}

impl SetupError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            SetupError::LoginInClear => "set its security to STARTTLS or implicit TLS, or take out the login",
            SetupError::Authority => "give a file with one or more certificates in PEM",
            SetupError::Value { .. } => "correct the value in the settings",
        }
    }
}

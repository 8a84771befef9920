//! The channels from outside: letters to a relay that behaves as scripted, and signatures before verifiers of others.

#![expect(clippy::unwrap_used, reason = "tests")]

mod dkim;
mod dkimpy;
mod letters;
mod relay;
mod server;
mod tls;

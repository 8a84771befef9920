//! The channels from outside: letters to a relay that behaves as scripted, and signatures before verifiers of others.

mod dkim;
mod letters;
mod relay;
mod server;
mod tls;

//! The HTTP side. So far: the collector's routes, `/health` and `/metrics`. It owns no state of customers: what
//! it understood goes to an [`Intake`], and a sender hears "200" only after that said it is durable.
//! Deliberately not here: what events mean (`anlass-sources`), decisions (the engine), a clock (an argument).

mod answer;
mod collect;
mod config;
mod cors;
pub mod drafts;
mod error;
pub mod insight;
mod intake;
mod metrics;
mod server;

pub use config::{Collector, Config, DEFAULTS, KeyTrust, WriteKey, hash_of_key};
pub use error::Error;
pub use intake::{Busy, Intake, Knowledge};
pub use server::{Clock, Server};

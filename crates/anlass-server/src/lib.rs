//! The HTTP side and what stands behind it: the collector's routes, the app's API, the pages behind links in letters,
//! `/health` and `/metrics`; one thread that owns the loop, and users with their roles. What it takes in goes to an
//! [`Intake`], and a sender hears "200" only after that said it is durable.
//! Deliberately not here: what events mean (`anlass-sources`), decisions (the engine), a clock (an argument).

mod access;
mod answer;
mod api;
mod app;
mod brought;
mod call;
mod collect;
mod config;
mod connected;
mod cors;
mod databases;
mod desk;
pub mod drafts;
mod error;
mod exported;
mod feeds;
mod fences;
mod files;
mod first_names;
mod hooks;
mod house;
pub mod imports;
pub mod insight;
mod intake;
mod metrics;
mod public;
mod quality;
mod readiness;
mod recipes;
pub mod refused;
mod routes;
mod schema;
mod server;
mod subscribed;
mod uploads;
mod vaulted;

pub use access::{Access, Role, User};
pub use api::openapi::document as openapi;
pub use app::bind;
pub use config::{
    Algorithm, Collector, Config, DEFAULTS, Dkim, Exports, External, Guardrails, KeyTrust, Mail, MailCarrier,
    Security, Sender, Smtp, SmtpTimeouts, Thresholds, Webhooks, WriteKey, hash_of_key,
};
pub use error::Error;
pub use exported::by_hand_only as exports_by_hand_only;
pub use first_names::install as install_first_names;
pub use house::erasures::{ERASURES_FILE, copy_erasures};
pub use house::proofs::{PROOFS_DIR, copy_proofs};
pub use house::reactions::REACTIONS_DIR;
pub use house::{House, INBOX_DIR, Loop, Opening, OutsideOf, Pace, open};
pub use intake::{Busy, Delivery, Heard, Intake, Knowledge, Unheard};
pub use routes::{Needs, ROUTES, Route, Verb};
pub use server::{Clock, Server};
pub use subscribed::suspend as suspend_subscriptions;

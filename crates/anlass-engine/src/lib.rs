//! The part of Anlass that decides: `step(program, dossier, input, now)`. Pure: no I/O, no clock, no async,
//! no logging, no hash order.

pub mod cause;
pub mod codec;
pub mod compile;
pub mod dossier;
pub mod fresh;
pub mod io;
pub mod likeness;
pub mod parting;
pub mod peek;
pub mod pool;
pub mod profile;
pub mod program;
pub mod retention;
pub mod rhythm;

mod arbiter;
mod asks;
mod cart;
mod consents;
mod contacts;
mod countries;
mod exposure;
mod facts;
mod identity;
mod interests;
mod journeys;
mod listed;
mod local_time;
mod location;
mod loyalty;
mod orders;
mod recommend;
mod release;
mod restrictions;
mod returned;
mod slots;
mod standing;
mod step;
mod streams;
mod things;
mod wishes;

#[cfg(test)]
mod promises;
#[cfg(test)]
mod properties;

pub use arbiter::{
    FREQUENCY_FIELD, FREQUENCY_LESS, after_quiet, contacts_allowed, is_left_out, mailing_intent,
    was_in_mailing,
};
pub use asks::asks;
pub use cart::{OpenLine, open_lines};
pub use compile::{Problem, Warning, WarningKind, compile, warnings};
pub use consents::{allows, deciding_act, requested};
pub use countries::{CountryTable, Lawful, Unlawful, lawful, pack_for, rule_for};
pub use dossier::Dossier;
pub use exposure::{HeldOut, held_out};
pub use facts::View;
pub use fresh::{FreshRule, FromTodayOn, counts_from_today_on, fresh_rule};
pub use interests::by_node as interest_by_node;
pub use interests::under as interest_under;
pub use io::{
    Because, Effect, Entry, HandOver, Input, Offer, Out, Release, RunChange, Suggested, Ticket, Tracing,
    Webhook,
};
pub use location::{Presence, Stay, Whereabouts, is_idle, is_idle_input, located_since};
pub use loyalty::{LoyaltyState, loyalty};
pub use program::Program;
pub use recommend::{Wanted, wanted, wanted_by};
pub use release::{TICKET_FRESH, products_of};
pub use restrictions::RESTRICTIONS_MAX;
pub use returned::came_back;
pub use step::step;
pub use things::{Had, had};
pub use wishes::{Watch, watched};

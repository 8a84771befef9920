//! The words of Anlass as types: ids, organisation, time, money, events, consent, catalogue,
//! definitions, outcomes. Pure data: no I/O, no clock, no randomness except keyed draws.

pub mod action;
pub mod calendar;
pub mod catalogue;
pub mod consent;
pub mod correction;
pub mod definition;
pub mod draw;
pub mod event;
pub mod id;
pub mod location;
pub mod money;
pub mod org;
pub mod outcome;
pub mod restriction;
pub mod thing;
pub mod time;
pub mod value;

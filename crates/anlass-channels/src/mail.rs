//! E-mail: a letter becomes bytes ([`compose`]), is signed ([`dkim`]) and handed to a relay ([`smtp`]); what
//! comes back is read ([`inbound`]). Who gets a letter and what stands in it is decided elsewhere.

pub mod address;
pub mod compose;
pub mod dkim;
mod encode;
pub mod inbound;
mod scan;
pub mod smtp;
pub mod status;

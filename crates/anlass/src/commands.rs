//! The commands, one module each. A command returns its [`crate::say::Answer`]; only `main` prints it.

pub(crate) mod backup;
pub(crate) mod demo;
pub(crate) mod explain;
pub(crate) mod import;
pub(crate) mod look;
pub(crate) mod names;
pub(crate) mod new;
pub(crate) mod organisation;
pub(crate) mod publish;
pub(crate) mod rehearse;
pub(crate) mod replay;
pub(crate) mod serve;
pub(crate) mod sim;
pub(crate) mod summary;
pub(crate) mod user;
pub(crate) mod verify;

//! What stands behind the server: the loop, or a stand-in in tests.

use anlass_model::catalogue::{Catalogue, Mention};
use anlass_model::definition::Settings;
use anlass_model::event::{Arrival, SourceId};
use anlass_model::id::VaultId;
use anlass_model::time::Received;
use anlass_sources::collector::{IdentitySecret, Rejected};
use anlass_sources::understood::{LeftOut, Refused};
use std::sync::Arc;

/// Under this name, which no source can have, the system is heard that sends for us.
pub(crate) const REACTIONS: &str = "~reactions";

/// It cannot take more just now; nothing was taken. The sender tries again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Busy {
    /// When, if it knows better than the configuration.
    pub retry_after_s: Option<u32>,
}

/// What the collector has to know to understand events; a snapshot.
#[derive(Clone, Debug)]
pub struct Knowledge {
    pub settings: Settings,
    pub catalogue: Catalogue,
}

/// What a connected source sends by itself.
#[derive(Clone, Copy, Debug)]
pub struct Delivery<'a> {
    pub headers: &'a [(&'a str, &'a str)],
    /// Unpacked: what its sender signed.
    pub body: &'a [u8],
    pub received: Received,
}

/// What became of a delivery.
#[derive(Debug)]
pub enum Heard {
    /// It only asked whether somebody is there.
    Greeting,
    /// What was understood of it is durable.
    Taken { accepted: usize, left_out: Vec<LeftOut> },
}

/// Why nothing of a delivery was taken.
#[derive(Debug)]
pub enum Unheard {
    /// No source of that name is connected.
    Unknown,
    /// Its vault is not open here.
    NotOpen,
    Refused(Refused),
    Busy(Busy),
}

impl From<Refused> for Unheard {
    fn from(refused: Refused) -> Unheard {
        Unheard::Refused(refused)
    }
}

/// Takes in what was understood. Its other methods may block; they are called where that does no harm.
pub trait Intake: Send + Sync + 'static {
    /// `None`: the vault is not open here.
    fn knowledge(&self, vault: VaultId) -> Option<Arc<Knowledge>>;

    /// With which the retailer's server signs who somebody is, for a public write key; `None`: nobody signs anything.
    fn identity(&self, _vault: VaultId, _key_hash: &str) -> Option<IdentitySecret> {
        None
    }

    /// How much was accepted and is not yet applied. Asked with every request: it must not block.
    fn backlog(&self) -> u64;

    /// What else it counts, in the text form of Prometheus.
    fn figures(&self) -> String {
        String::new()
    }

    /// What else is worth watching: name, help and value of each. It must not block.
    fn gauges(&self) -> Vec<(&'static str, &'static str, u64)> {
        Vec::new()
    }

    /// When it returns, the arrivals are durable. The same ones may come again; their message ids tell.
    ///
    /// # Errors
    /// [`Busy`] if they may not be durable.
    fn accept(&self, arrivals: Vec<Arrival>) -> Result<(), Busy>;

    /// Keeps what events named and no list has, durable when it returns. The same may come again.
    ///
    /// # Errors
    /// [`Busy`] if it may not be durable.
    fn mention(&self, _mentions: Vec<Mention>) -> Result<(), Busy> {
        Ok(())
    }

    /// Why nothing that was accepted is applied just now, if so. Must not block for long.
    fn trouble(&self) -> Option<String> {
        None
    }

    /// Puts events into quarantine, durable when it returns. The same ones may come again.
    ///
    /// # Errors
    /// [`Busy`] if they may not be durable.
    fn set_aside(&self, vault: VaultId, source: SourceId, events: Vec<Rejected>) -> Result<(), Busy>;

    /// Whether a source of that name is connected, and may send.
    fn knows_source(&self, _source: &str) -> bool {
        false
    }

    /// What a connected source sends; when it returns, what was understood of it is durable. The same may come again.
    ///
    /// # Errors
    /// If nothing of it was taken.
    fn hear(&self, _source: &str, _delivery: &Delivery<'_>) -> Result<Heard, Unheard> {
        Err(Unheard::Unknown)
    }
}

//! Events the collector could not take wait in quarantine, sealed, as they were sent.

use super::House;
use anlass_model::event::SourceId;
use anlass_model::id::{VaultId, parts_hash};
use anlass_sources::collector::Rejected;
use anlass_store::seal::{Associated, Purpose};
use anlass_store::{Commit, QuarantineRow};
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// Keeps them; the same ones again are the same rows.
pub(super) fn keep(house: &House, vault: VaultId, source: SourceId, events: &[Rejected]) -> Result<()> {
    let view = house.view();
    let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
    let quarantine = events.iter().map(|event| {
        let place = match &event.message_id {
            Some(id) => format!("event {:032x}", parts_hash(&[id.as_bytes()])),
            None => format!("event {:032x}", parts_hash(&[&*event.raw])),
        };
        let received = event.received.0;
        let plain = serde_json::json!({
            "kind": event.kind.as_str(), "received": received.0, "sent_at": event.sent_at.map(|at| at.0),
            "message_id": event.message_id, "raw": BASE64_STANDARD.encode(&event.raw),
        });
        let seq = u64::try_from(received.0).unwrap_or(0);
        let at = Associated { vault, purpose: Purpose::Quarantine, id: parts_hash(&[place.as_bytes()]), seq };
        let sealed = key.seal(&at, plain.to_string().as_bytes());
        let reason = format!("{}: {}", event.reason.code(), event.reason);
        QuarantineRow { vault, source, place, reason, received, sealed }
    });
    let quarantine = quarantine.collect();
    Ok(house.store.commit(&Commit { quarantine, ..Commit::default() })?)
}

//! Sections of dossiers as earlier versions wrote them.

use super::{Error, body};
use crate::dossier::{Contact, Dated, Intent};
use crate::profile::Lineage;
use anlass_model::consent::{Channel, Class};
use anlass_model::event::SourceId;
use anlass_model::id::{EntityId, IntentId, NameId, OrderId};
use anlass_model::outcome::State;
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use serde::Deserialize;

/// Contacts of version 1, of which nobody knows where they went.
pub(super) fn without_addresses(bytes: &[u8]) -> Result<Vec<Contact>, Error> {
    let old: Vec<(IntentId, NameId, Timestamp, Channel, Class)> = body(bytes, "contacts")?;
    let contact =
        |(intent, message, at, channel, class)| Contact { intent, message, at, channel, class, address: 0 };
    Ok(old.into_iter().map(contact).collect())
}

/// What a source says of a field that another one's word stands for.
type Other = (NameId, SourceId, Dated<Value>);

/// Lineage of version 1: nothing could be corrected, and of each source its newest word alone was kept.
pub(super) fn never_corrected(bytes: &[u8]) -> Result<Lineage, Error> {
    let (by, others): (Vec<SourceId>, Vec<Other>) = body(bytes, "lineage")?;
    Ok(Lineage { by, others, ..Lineage::default() })
}

/// Intents of version 1: nothing was noted of one while its carrier had it.
pub(super) fn never_withdrawn(bytes: &[u8]) -> Result<Vec<Intent>, Error> {
    let old: Vec<IntentBefore> = body(bytes, "intents")?;
    Ok(old.into_iter().map(Intent::from).collect())
}

#[derive(Deserialize)]
struct IntentBefore {
    id: IntentId,
    customer: EntityId,
    message: NameId,
    journey: Option<NameId>,
    run: u32,
    order: Option<OrderId>,
    class: Class,
    created: Timestamp,
    state: State,
    look_at: Timestamp,
    planned: Timestamp,
    channel: Option<Channel>,
    priority: u8,
    expires: Timestamp,
    beaten: u16,
    closed: bool,
}

impl From<IntentBefore> for Intent {
    fn from(before: IntentBefore) -> Intent {
        let IntentBefore { id, customer, message, journey, run, order, class, created, .. } = before;
        let IntentBefore { state, look_at, planned, channel, priority, expires, beaten, closed, .. } = before;
        Intent {
            id,
            customer,
            message,
            journey,
            run,
            order,
            class,
            created,
            state,
            look_at,
            planned,
            channel,
            priority,
            expires,
            beaten,
            closed,
            withdrawn: None,
        }
    }
}

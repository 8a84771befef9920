//! What people ask for under data protection law, as shops report it: who, what, and that somebody has dealt with it.

use super::shape::{Moment, Nothing, PrivacyCode};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::privacy::Asked;
use anlass_model::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// A request that waits for somebody.
#[derive(Serialize, ToSchema)]
pub(crate) struct PrivacyAsked {
    id: String,
    kind: PrivacyCode,
    /// The source that told of it.
    source: String,
    /// Whom it is about; nobody in particular if it is about everybody.
    identifiers: Vec<Identified>,
    /// Customers known by them.
    customers: Vec<String>,
    /// The sender's own number of it.
    reference: Option<String>,
    received: Moment,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Identified {
    name: &'static str,
    value: String,
}

/// `GET /api/privacy`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<PrivacyAsked>, Fault> {
    let view = call.view();
    let vault = view.scope.vault();
    let mut all = Vec::new();
    for asked in call.house().privacy(vault)? {
        let Asked { id, source, kind, identifiers, reference, received } = asked;
        let mut customers = Vec::new();
        for identifier in &identifiers {
            customers.extend(view.runtime.find(vault, identifier)?.map(|id| format!("{:032x}", id.0)));
        }
        customers.sort_unstable();
        customers.dedup();
        let told = |identifier: anlass_model::id::Identifier| Identified {
            name: identifier.kind.as_str(),
            value: identifier.value.into(),
        };
        all.push(PrivacyAsked {
            id,
            kind: PrivacyCode::of(kind),
            source,
            identifiers: identifiers.into_iter().map(told).collect(),
            customers,
            reference,
            received: Moment(Timestamp(received)),
        });
    }
    Ok(all)
}

/// `POST /api/privacy/{id}/settlement`: somebody has dealt with it.
pub(crate) fn settle(call: &Call<'_>) -> Result<Nothing, Fault> {
    let (house, id) = (call.house(), call.part("id"));
    if !house.settle_privacy(call.view().scope.vault(), id)? {
        return Err(Fault::NotFound);
    }
    let act = Act { what: "privacy_settled", about: id.to_owned(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Nothing)
}

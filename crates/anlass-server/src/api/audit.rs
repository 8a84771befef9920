//! What users did, the newest first: who, when, and about what, as far as that is still known by a name.

use super::shape::{AuditAct, Localised, Moment, Named};
use super::{by_id, name, programme_name};
use crate::access::Noted;
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_model::id::{IntentId, NameId};
use anlass_model::time::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

const PAGE: usize = 50;

#[derive(Serialize, ToSchema)]
pub(crate) struct Audit {
    /// The newest first.
    entries: Vec<Audited>,
    /// Where the next page begins; null: there is none.
    next: Option<String>,
}

/// Something that was done.
#[derive(Serialize, ToSchema)]
pub(crate) struct Audited {
    id: String,
    /// By the real time.
    at: Moment,
    /// Empty where nobody was signed in: from files, or by the system itself.
    who: String,
    act: AuditAct,
    /// The programme that it is about.
    programme: Option<Named>,
    customer: Option<AuditedCustomer>,
    /// What else it is about: a user, a key, a mailing, a source, so many events.
    about: Option<Localised>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct AuditedCustomer {
    id: String,
    name: String,
}

/// `GET /api/audit`
pub(crate) fn list(call: &Call<'_>) -> Result<Audit, Fault> {
    let view = call.view();
    let (who, act, before) = (call.asked("who"), call.asked("act"), call.asked("before"));
    let wanted = |noted: &Noted| {
        who.as_ref().is_none_or(|who| noted.who == *who) && act.as_ref().is_none_or(|act| noted.what == *act)
    };
    let (page, next) = call.desk.access.audit(before.as_deref(), PAGE, &wanted)?;
    let users = call.desk.access.users()?;
    let user = |id: &str| users.iter().find(|(own, ..)| own == id).map(|(_, user, _)| user.email.clone());
    let entries = page.into_iter().map(|(id, noted)| told(call, &view, id, noted, &user));
    Ok(Audit { entries: entries.collect::<Result<_, _>>()?, next })
}

fn told(
    call: &Call<'_>,
    view: &View,
    id: String,
    noted: Noted,
    user: &dyn Fn(&str) -> Option<String>,
) -> Result<Audited, Fault> {
    let Noted { at, who, what, about, program, .. } = noted;
    let mut programme = None;
    let mut customer = None;
    let mut named = None;
    match what.as_str() {
        "consent_recorded" | "consent_withdrawn" | "proof_handed_in" | "objected" | "objection_lifted"
        | "corrected" | "restricted" | "restriction_lifted" | "copy_given" | "merged" | "kept_apart"
        | "unmerged" => {
            customer = known(view, &about)?;
        }
        "delivery_arrived" | "delivery_not_arrived" | "delivery_unsettled" => {
            customer = addressed(call, view, &about)?;
        }
        "user_put" | "user_removed" => named = user(&about).map(|email| Localised::bare(&email)),
        "test_sent" => named = Some(mailing(view, &about)),
        // Of who was erased, the number of the proof.
        "key_given"
        | "identity_secret_shown"
        | "redriven"
        | "erased"
        | "connected"
        | "imported"
        | "source_connected"
        | "source_changed"
        | "source_disconnected" => named = Some(Localised::bare(&about)),
        // By what is taken away nobody knows it; older records have its hash only.
        "key_taken_away" if about.len() < HASH_LETTERS => named = Some(Localised::bare(&about)),
        _ if program.is_some() => {
            programme = Some(Named { name: programme_name(view, NameId::of(&about)), id: about });
        }
        _ => {}
    }
    let act = AuditAct::of(what);
    Ok(Audited { id, at: Moment(Timestamp(at)), who, act, programme, customer, about: named })
}

const HASH_LETTERS: usize = 64;

fn known(view: &View, id: &str) -> Result<Option<AuditedCustomer>, Fault> {
    let Ok(id) = id.parse() else { return Ok(None) };
    match by_id(view, id) {
        Ok(dossier) => Ok(Some(AuditedCustomer { id: dossier.hot.id.to_string(), name: name(&dossier) })),
        Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Whom a delivery was for.
fn addressed(call: &Call<'_>, view: &View, delivery: &str) -> Result<Option<AuditedCustomer>, Fault> {
    let Ok(id) = u128::from_str_radix(delivery, 16) else { return Ok(None) };
    match call.house().ledger_row(view.scope.vault(), IntentId(id), None)? {
        Some(row) => known(view, &row.customer.to_string()),
        None => Ok(None),
    }
}

fn mailing(view: &View, id: &str) -> Localised {
    let programmes = &view.runtime.program.definitions.programmes;
    let mut mailings = programmes.iter().flat_map(|programme| &programme.mailings);
    let found = mailings.find(|mailing| mailing.id.as_str() == id);
    found.map_or_else(|| Localised::bare(id), |mailing| (&mailing.name).into())
}

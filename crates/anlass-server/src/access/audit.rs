//! What was changed by whom, in order, the newest ten thousand.

use super::sealed::Sealed;
use anlass_model::time::Timestamp;
use anlass_store::seal::random_key;
use anyhow::Result;
use serde::{Deserialize, Serialize};

const KIND: &str = "audit";
const KEPT_MAX: usize = 10_000;
/// Old ones are dropped so many at once.
const DROPPED: usize = 500;
/// A programme was made live from files.
pub(crate) const FROM_FILES: &str = "from_files";

/// All that may be noted.
pub(crate) const ACTS: [&str; 78] = [
    "signed_in",
    "published",
    "restored",
    FROM_FILES,
    "stopped",
    "resumed",
    "guardrail",
    "data_paused",
    "scheduled",
    "mailing_stopped",
    "mailing_resumed",
    "test_sent",
    "list_kept",
    "list_taken_away",
    "objected",
    "objection_lifted",
    "consent_recorded",
    "consent_withdrawn",
    "proof_handed_in",
    "corrected",
    "action_noted",
    "cause_corrected",
    "restricted",
    "restriction_lifted",
    "copy_given",
    "erased",
    "retention_ran",
    "delivery_arrived",
    "delivery_not_arrived",
    "delivery_unsettled",
    "redriven",
    "quarantine_discarded",
    "row_corrected",
    "rows_let_in",
    "rows_discarded",
    "rows_restored",
    "connected",
    "imported",
    "source_connected",
    "source_changed",
    "source_disconnected",
    "source_read",
    "subscribed",
    "subscription_changed",
    "unsubscribed",
    "subscription_redriven",
    "export_made",
    "export_changed",
    "export_removed",
    "export_run",
    "article_changed",
    "article_removed",
    "outlet_changed",
    "outlet_removed",
    "content_changed",
    "content_removed",
    "pool_filled",
    "node_moved",
    "node_move_taken_back",
    "addresses_changed",
    "feed_connected",
    "feed_changed",
    "feed_disconnected",
    "form_changed",
    "form_removed",
    "schema_changed",
    "settings_changed",
    "retention_changed",
    "privacy_settled",
    "merged",
    "kept_apart",
    "unmerged",
    "user_put",
    "user_removed",
    "password_changed",
    "key_given",
    "key_taken_away",
    "identity_secret_shown",
];

/// Something somebody did, by its code.
pub(crate) struct Act {
    pub(crate) what: &'static str,
    /// Id of a programme or a customer, or what of the catalogue is meant: never a name or an address of a person.
    pub(crate) about: String,
    pub(crate) program: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Noted {
    /// By the real time.
    pub(crate) at: i64,
    /// By the installation's own clock, where that is another one and is known.
    #[serde(default)]
    pub(crate) clock: Option<i64>,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) about: String,
    pub(crate) program: Option<String>,
}

/// When something was done.
#[derive(Clone, Copy)]
pub(crate) struct Moments {
    pub(crate) wall: Timestamp,
    /// The same by the installation's own clock, where that is another one.
    pub(crate) clock: Option<Timestamp>,
}

pub(super) fn note(sealed: &Sealed, moments: Moments, who: &str, act: Act) -> Result<()> {
    let now = moments.wall;
    let Act { what, about, program } = act;
    let random = random_key()?;
    let names = sealed.names(KIND)?;
    // Of the same moment, the later one stands behind.
    let moment = format!("{:016x}-", now.0.max(0));
    let before = names.iter().filter(|name| name.starts_with(&moment)).count();
    let name = format!("{moment}{before:08x}{}", blake3::Hash::from_bytes(random).to_hex().split_at(16).0);
    let clock = moments.clock.map(|clock| clock.0);
    debug_assert!(ACTS.contains(&what), "{what} is not among the acts that the API answers");
    let noted = Noted { at: now.0, clock, who: who.to_owned(), what: what.to_owned(), about, program };
    sealed.put(KIND, &name, &noted)?;
    match names.len() > KEPT_MAX + DROPPED {
        true => sealed.remove(KIND, names.get(..DROPPED).unwrap_or_default()),
        false => Ok(()),
    }
}

/// Records with their places, and the place from which it goes on.
pub(crate) type Page = (Vec<(String, Noted)>, Option<String>);

/// What was noted before `before`, the newest first and only what is wanted, and where it goes on.
pub(super) fn page(
    sealed: &Sealed,
    before: Option<&str>,
    max: usize,
    wanted: &dyn Fn(&Noted) -> bool,
) -> Result<Page> {
    let mut found: Vec<(String, Noted)> = Vec::new();
    let names = sealed.names(KIND)?;
    let older = names.iter().rev().filter(|name| before.is_none_or(|before| name.as_str() < before));
    for name in older {
        let Some(noted) = sealed.get::<Noted>(KIND, name)?.filter(|noted| wanted(noted)) else { continue };
        if found.len() == max {
            let next = found.last().map(|(name, _)| name.clone());
            return Ok((found, next));
        }
        found.push((name.clone(), noted));
    }
    Ok((found, None))
}

/// What made another version of a programme live, the newest first.
pub(super) fn versions(sealed: &Sealed, programme: &str) -> Result<Vec<Noted>> {
    let mut all = Vec::new();
    for name in sealed.names(KIND)?.iter().rev() {
        all.extend(sealed.get::<Noted>(KIND, name)?);
    }
    all.retain(|noted| noted.program.is_some() && noted.about == programme);
    Ok(all)
}

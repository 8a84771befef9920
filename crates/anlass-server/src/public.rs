//! Pages behind the links in letters, in German and English: the way out in one click (RFC 8058), what somebody wants
//! to hear, the letter in the browser, and the links that tell us of clicks. A link is its own proof; looking at a
//! page changes nothing, for mail programs and scanners look at every link. All of it works without scripts.

pub(crate) mod confirm;
pub(crate) mod forms;
pub(crate) mod preferences;
pub(crate) mod tracked;
pub(crate) mod unsubscribe;

pub(crate) mod page;

use crate::call::{Call, Fault, Reply};
use crate::house::View;
use crate::house::acts::{Act, act_id, person, said_at};
use crate::house::letters::text;
use crate::house::signed::{Claim, Use};
use anlass_engine::Dossier;
use anlass_model::definition::Language;
use anlass_model::event::Body;
use page::{escaped, page};
use std::sync::Arc;

/// Somebody with a link from a letter of theirs.
struct Visitor {
    claim: Claim,
    view: Arc<View>,
    dossier: Dossier,
    language: Language,
}

impl Visitor {
    /// Unknown links, changed ones, and those of people who were erased are nothing here.
    fn of(call: &Call<'_>) -> Result<Visitor, Fault> {
        let view = call.view();
        let read = Claim::read(call.part("token"), Use::Letter, &view.runtime.keyring);
        let (claim, _) = read.ok_or(Fault::NotFound)?;
        let dossier = person(&view, claim.vault, claim.customer)?.ok_or(Fault::NotFound)?;
        let language = language(call, Some(&dossier));
        Ok(Visitor { claim, view, dossier, language })
    }

    fn page(&self, title: &str, body: &str) -> Reply {
        page(&self.view, self.language, title, body)
    }

    /// Accepts what the visitor has just said, all of it or nothing.
    fn say(&self, call: &Call<'_>, said: Vec<(String, Body)>) -> Result<(), Fault> {
        let now = call.house().now();
        let Claim { vault, customer, .. } = self.claim;
        let all = said.len();
        let act = |(what, body): (String, Body)| {
            // Each withdrawal of one choice is an event of its own; the same one at one moment is the same. What a choice
            // says depends on the ones before.
            let at = said_at(&self.dossier, &body, now);
            let said = serde_json::to_vec(&body).unwrap_or_default();
            let id = act_id(&[what.as_bytes(), &said, &customer.0.to_le_bytes(), &at.0.to_le_bytes()]);
            Act { vault, customer, id, at, body, proven: None }
        };
        match call.house().take_acts(said.into_iter().map(act).collect())? == all {
            true => Ok(()),
            false => Err(Fault::NoIdentifier),
        }
    }
}

/// What somebody's profile says, else what their browser prefers.
fn language(call: &Call<'_>, dossier: Option<&Dossier>) -> Language {
    let own = dossier.and_then(|dossier| text(dossier, "language")).unwrap_or_default().to_ascii_lowercase();
    match own.get(..2) {
        Some("de") => Language::De,
        Some("en") => Language::En,
        _ => call.language(),
    }
}

pub(crate) fn browser(call: &Call<'_>) -> Result<Reply, Fault> {
    let visitor = Visitor::of(call)?;
    let mailbox = &call.house().mailbox;
    let name = mailbox.name_of(visitor.claim.intent).ok_or(Fault::NotFound)?;
    let kept = mailbox.read(&name)?.ok_or(Fault::NotFound)?;
    if kept.head.vault != visitor.claim.vault || kept.head.customer != visitor.claim.customer {
        return Err(Fault::NotFound);
    }
    Ok(match kept.html {
        Some(html) => Reply::page(html),
        None => visitor.page("", &format!("<pre>{}</pre>", escaped(&kept.text))),
    })
}

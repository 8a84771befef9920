//! Pages behind the links in letters, in German and English: the way out in one click (RFC 8058), what somebody wants
//! to hear, the letter in the browser, and the links that tell us of clicks. A link is its own proof; looking at a
//! page changes nothing, for mail programs and scanners look at every link. All of it works without scripts.

pub(crate) mod confirm;
pub(crate) mod forms;
pub(crate) mod preferences;
pub(crate) mod tracked;
pub(crate) mod tracker;
pub(crate) mod unsubscribe;

pub(crate) mod page;

use crate::call::{Call, Fault, Reply};
use crate::house::View;
use crate::house::acts::{Act, act_id, person, said_at};
use crate::house::letters::text;
use crate::house::past;
use crate::house::signed::{Claim, Use};
use anlass_channels::Content;
use anlass_engine::Dossier;
use anlass_model::definition::Language;
use anlass_model::event::Body;
use anlass_model::time::{Span, Timestamp};
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

    /// Accepts what the visitor has just said, all of it or nothing. What is said later counts as said later.
    fn say(&self, call: &Call<'_>, said: Vec<(String, Body)>) -> Result<(), Fault> {
        let now = call.house().now();
        let Claim { vault, customer, .. } = self.claim;
        let all = said.len();
        // What a choice says depends on the ones before, so each has a moment of its own, in their order.
        let mut before = Timestamp(0);
        let act = |(what, body): (String, Body)| {
            // Each withdrawal of one choice is an event of its own; the same one at one moment is the same.
            let at = said_at(&self.dossier, &body, now).max(before.plus(Span(1)));
            before = at;
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
    let (house, claim) = (call.house(), visitor.claim);
    let kept = match house.mailbox.name_of(claim.intent)? {
        Some(name) => house.mailbox.read(&name)?,
        None => None,
    };
    let kept = kept.filter(|kept| kept.head.vault == claim.vault && kept.head.customer == claim.customer);
    let (html, text) = match kept {
        Some(kept) => (kept.html, kept.text),
        None => match past::letter(house, &visitor.view, claim)?.ok_or(Fault::NotFound)?.body {
            Content::Mail(letter) => (Some(letter.html), letter.text),
            Content::Text(text) => (None, text),
        },
    };
    Ok(match html {
        Some(html) => Reply::page(html),
        None => visitor.page("", &format!("<pre>{}</pre>", escaped(&text))),
    })
}

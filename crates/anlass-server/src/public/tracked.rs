//! What letters bring back by themselves: a click goes on to where its signed link leads and nowhere else, a picture
//! nobody sees, and a link only machines find. Nothing is noted of people who object, and no opening without consent
//! at the moment of opening.

use super::{language, page};
use crate::call::{Call, Fault, Reply};
use crate::house::acts::person;
use crate::house::reactions::{Manner, What};
use crate::house::signed::{Claim, Use};
use crate::house::tracking::{Link, agrees_to_pixel};
use crate::insight::words::pick;
use anlass_sources::collector::number_of_url;
use axum::http::header;

/// One transparent pixel.
const PIXEL: [u8; 43] = *b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

pub(crate) fn click(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let read = Claim::read(call.part("token"), Use::Click, &view.runtime.keyring);
    let (claim, more) = read.ok_or(Fault::NotFound)?;
    let link = Link::read(&more).ok_or(Fault::NotFound)?;
    let product = number_of_url(&link.target, &view.knowledge.catalogue).map(str::to_owned);
    note(call, claim, What::Clicked { number: link.number, of: link.of, product });
    Ok(Reply::elsewhere(link.target))
}

pub(crate) fn pixel(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let read = Claim::read(call.part("token"), Use::Pixel, &view.runtime.keyring);
    let (claim, _) = read.ok_or(Fault::NotFound)?;
    note(call, claim, What::Opened);
    Ok(Reply::bytes("image/gif", PIXEL.to_vec()))
}

pub(crate) fn trap(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let read = Claim::read(call.part("token"), Use::Trap, &view.runtime.keyring);
    let (claim, _) = read.ok_or(Fault::NotFound)?;
    note(call, claim, What::Trapped);
    let language = language(call, None);
    let title = pick(language, "Hier gibt es nichts zu sehen.", "There is nothing to see here.");
    Ok(page(&view, language, title, &format!("<h1>{title}</h1>")))
}

/// Whoever clicks gets where they wanted, whatever becomes of our note.
fn note(call: &Call<'_>, claim: Claim, what: What) {
    let noted = (|| -> anyhow::Result<()> {
        let view = call.view();
        let Some(dossier) = person(&view, claim.vault, claim.customer)? else { return Ok(()) };
        let is_unwanted = match what {
            What::Opened => !agrees_to_pixel(&dossier),
            What::Clicked { .. } | What::Trapped => dossier.is_objecting() || dossier.is_restricted(),
        };
        match is_unwanted {
            true => Ok(()),
            false => call.house().reactions.note(call.house(), claim, what, manner(call)),
        }
    })();
    if let Err(error) = noted {
        (call.house().tell)(&format!("a reaction could not be noted: {error:#}"));
    }
}

fn manner<'a>(call: &Call<'a>) -> Manner<'a> {
    let text = |name: &str| call.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_fetched_before = ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .iter()
        .any(|name| ["prefetch", "prerender", "preview"].iter().any(|word| text(name).contains(word)));
    match call.is_head || is_fetched_before {
        true => Manner::Peeked,
        false => Manner::Asked { user_agent: text(header::USER_AGENT.as_str()) },
    }
}

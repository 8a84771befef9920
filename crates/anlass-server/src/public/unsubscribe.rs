//! The way out in one click (RFC 8058): a POST to it ends advertising by e-mail, by a mail program or by the button
//! of the page; a GET or HEAD only shows the page.

use super::{Visitor, escaped};
use crate::call::{Call, Fault, Reply};
use crate::insight::words::pick;
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::event::{Body, Reaction};

pub(crate) fn ask(call: &Call<'_>) -> Result<Reply, Fault> {
    let visitor = Visitor::of(call)?;
    let language = visitor.language;
    let title = pick(language, "Keine Werbung mehr per E-Mail?", "No more advertising by e-mail?");
    let note = pick(
        language,
        "Nachrichten zu Ihren Bestellungen erhalten Sie weiterhin.",
        "You will still get messages about your orders.",
    );
    let button = pick(language, "Abmelden", "Unsubscribe");
    let rather = pick(language, "Lieber auswählen, was Sie erhalten", "Rather choose what you get");
    let body = format!(
        "<h1>{title}</h1><p>{note}</p><form method=\"post\"><p><button type=\"submit\">{button}</button></p></form>\
         <p class=\"note\"><a href=\"/p/{}\">{rather}</a></p>",
        escaped(call.part("token")),
    );
    Ok(visitor.page(button, &body))
}

pub(crate) fn end(call: &Call<'_>) -> Result<Reply, Fault> {
    let visitor = Visitor::of(call)?;
    let channel = Channel::Email;
    let act = ConsentAct { channel: Some(channel), purpose: None, granted: false, proof: Proof::None };
    let delivery = Some(visitor.claim.intent);
    let reaction = Body::Reacted { delivery, channel, reaction: Reaction::Unsubscribed };
    visitor.say(call, vec![("unsubscribe".into(), Body::Consent(act)), ("unsubscribed".into(), reaction)])?;
    let language = visitor.language;
    let title = pick(language, "Sie sind abgemeldet.", "You are unsubscribed.");
    let told = pick(
        language,
        "Ab sofort senden wir Ihnen keine Werbung mehr per E-Mail.",
        "From now on we send you no more advertising by e-mail.",
    );
    let back = pick(language, "Das war ein Versehen? Hier ändern Sie es.", "A slip? Change it here.");
    let body = format!(
        "<h1>{title}</h1><p>{told}</p><p class=\"note\"><a href=\"/p/{}\">{back}</a></p>",
        escaped(call.part("token")),
    );
    Ok(visitor.page(pick(language, "Abgemeldet", "Unsubscribed"), &body))
}

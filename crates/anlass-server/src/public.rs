//! Pages behind the links in letters, in German and English: the way out in one click (RFC 8058), what somebody wants
//! to hear, and the letter in the browser. A link is its own proof; looking at a page changes nothing.

use crate::call::{Call, Fault, Reply, field};
use crate::house::signed::Claim;
use crate::insight::words::pick;
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::definition::Language;
use anlass_model::event::{Body, Reaction};
use anlass_model::id::Name;

/// Purpose whose messages "only offers" keeps.
const OFFERS: &str = "offers";

/// What the link says; unknown and changed ones are nothing here.
fn claim(call: &Call<'_>) -> Result<Claim, Fault> {
    let view = call.view();
    Claim::read(call.part("token"), &view.runtime.keyring).ok_or(Fault::NotFound)
}

pub(crate) fn ask_to_unsubscribe(call: &Call<'_>) -> Result<Reply, Fault> {
    let _known = claim(call)?;
    let language = call.language();
    let body = format!(
        "<h1>{}</h1><p>{}</p><form method=\"post\"><button type=\"submit\">{}</button></form>\
         <p><a href=\"/p/{}\">{}</a></p>",
        pick(language, "Keine Werbung mehr per E-Mail?", "No more advertising by e-mail?"),
        pick(
            language,
            "Nachrichten zu Ihren Bestellungen erhalten Sie weiterhin.",
            "You will still get messages about your orders."
        ),
        pick(language, "Abmelden", "Unsubscribe"),
        escaped(call.part("token")),
        pick(language, "Lieber auswählen, was Sie erhalten", "Rather choose what you get"),
    );
    Ok(page(language, pick(language, "Abmelden", "Unsubscribe"), &body))
}

pub(crate) fn unsubscribe(call: &Call<'_>) -> Result<Reply, Fault> {
    let claim = claim(call)?;
    let channel = Channel::Email;
    withdraw(call, claim, "unsubscribe", Some(channel), None)?;
    let reaction = Body::Reacted { delivery: Some(claim.intent), channel, reaction: Reaction::Unsubscribed };
    call.house().take_act(claim.vault, claim.customer, "unsubscribed", reaction)?;
    let language = call.language();
    let body = format!(
        "<h1>{}</h1><p>{}</p>",
        pick(language, "Sie sind abgemeldet.", "You are unsubscribed."),
        pick(
            language,
            "Ab sofort senden wir Ihnen keine Werbung mehr per E-Mail.",
            "From now on we send you no more advertising by e-mail."
        ),
    );
    Ok(page(language, pick(language, "Abgemeldet", "Unsubscribed"), &body))
}

/// What somebody can choose, with the words for it.
const CHOICES: [(&str, &str, &str); 4] = [
    ("offers", "Nur Angebote", "Only offers"),
    ("letters", "Nur Briefe, nichts Elektronisches", "Only letters, nothing electronic"),
    ("nothing", "Keine Werbung mehr", "No advertising any more"),
    ("objection", "Ich widerspreche jeder Werbung", "I object to all advertising"),
];

pub(crate) fn preferences(call: &Call<'_>) -> Result<Reply, Fault> {
    let _known = claim(call)?;
    let language = call.language();
    let choices: String = CHOICES
        .iter()
        .map(|(choice, de, en)| {
            let words = pick(language, de, en);
            format!("<p><button type=\"submit\" name=\"choice\" value=\"{choice}\">{words}</button></p>")
        })
        .collect();
    let title = pick(language, "Was möchten Sie hören?", "What would you like to hear?");
    let note = pick(
        language,
        "Nachrichten zu Ihren Bestellungen erhalten Sie in jedem Fall.",
        "You get messages about your orders in any case.",
    );
    let body = format!("<h1>{title}</h1><p>{note}</p><form method=\"post\">{choices}</form>");
    Ok(page(language, title, &body))
}

pub(crate) fn prefer(call: &Call<'_>) -> Result<Reply, Fault> {
    let claim = claim(call)?;
    let choice = field(&String::from_utf8_lossy(call.body), "choice").unwrap_or_default();
    match choice.as_str() {
        "offers" => only_offers(call, claim)?,
        "letters" => {
            for channel in Channel::ALL.into_iter().filter(|channel| *channel != Channel::Letter) {
                withdraw(call, claim, "only letters", Some(channel), None)?;
            }
        }
        "nothing" => withdraw(call, claim, "nothing", None, None)?,
        "objection" => {
            act(call, claim, "objection", Body::Objection { lifted: false })?;
        }
        _ => return Err(Fault::Unreadable { cause: "this is none of the choices".into() }),
    }
    let language = call.language();
    let body = format!("<h1>{}</h1>", pick(language, "Gespeichert. Danke!", "Saved. Thank you!"));
    Ok(page(language, pick(language, "Gespeichert", "Saved"), &body))
}

/// Withdraws every other purpose that some message has.
fn only_offers(call: &Call<'_>, claim: Claim) -> Result<(), Fault> {
    let view = call.view();
    let mut purposes: Vec<&Name> =
        view.runtime.program.messages.iter().map(|message| &message.purpose).collect();
    purposes.sort();
    purposes.dedup();
    for purpose in purposes.into_iter().filter(|purpose| purpose.as_str() != OFFERS) {
        withdraw(call, claim, "only offers", None, Some(purpose.clone()))?;
    }
    Ok(())
}

fn withdraw(
    call: &Call<'_>,
    claim: Claim,
    why: &str,
    channel: Option<Channel>,
    purpose: Option<Name>,
) -> Result<(), Fault> {
    // Each withdrawal of one choice is an event of its own.
    let what = format!(
        "{why} {} {}",
        channel.map_or("", Channel::as_str),
        purpose.as_ref().map_or("", |purpose| purpose.as_str())
    );
    act(
        call,
        claim,
        &what,
        Body::Consent(ConsentAct { channel, purpose, granted: false, proof: Proof::None }),
    )
}

fn act(call: &Call<'_>, claim: Claim, what: &str, body: Body) -> Result<(), Fault> {
    match call.house().take_act(claim.vault, claim.customer, what, body)? {
        true => Ok(()),
        false => Err(Fault::NoIdentifier),
    }
}

pub(crate) fn browser(call: &Call<'_>) -> Result<Reply, Fault> {
    let claim = claim(call)?;
    let mailbox = &call.house().mailbox;
    let name = mailbox.name_of(claim.intent).ok_or(Fault::NotFound)?;
    let kept = mailbox.read(&name)?.ok_or(Fault::NotFound)?;
    if kept.head.vault != claim.vault || kept.head.customer != claim.customer {
        return Err(Fault::NotFound);
    }
    Ok(match kept.html {
        Some(html) => Reply::page(html),
        None => page(call.language(), "", &format!("<pre>{}</pre>", escaped(&kept.text))),
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn page(language: Language, title: &str, body: &str) -> Reply {
    let code = pick(language, "de", "en");
    Reply::page(format!(
        "<!doctype html><html lang=\"{code}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" \
         content=\"noindex\"><style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;\
         padding:0 1.25rem;color:#1c2430;background:#fff}}button{{font:inherit;padding:.6rem 1.1rem;border:1px solid \
         #1f5fae;border-radius:.4rem;background:#1f5fae;color:#fff;cursor:pointer}}a{{color:#1f5fae}}</style>\
         </head><body><main>{body}</main></body></html>"
    ))
}

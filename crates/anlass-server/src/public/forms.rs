//! Sign-up forms as pages of their own, to be linked or shown in a frame. Whoever signs up is nobody known: a person of
//! their own, until the click in the letter proves the address. The answer is the same whether or not the address is
//! known. Machines are kept off by a field no person sees, by what [`human`] asks for, and by a brake.

mod fields;
mod human;
mod looks;

pub(crate) use looks::preview;

use super::language;
use super::page::{Dress, document, escaped, page};
use crate::call::{Call, Fault, Reply, field};
use crate::house::View;
use crate::house::acts::act_id;
use crate::insight::words::pick;
use anlass_channels::mail::address::Address;
use anlass_model::consent::{ConsentAct, Proof};
use anlass_model::definition::{Definitions, Form, Language};
use anlass_model::event::{Arrival, Body, Event, SourceId};
use anlass_model::id::{Identifier, IdentifierKind, Name};
use anlass_model::time::{DAY, HOUR, Occurred, Received, SECOND, Span};
use anlass_model::value::Value;
use axum::http::StatusCode;
use human::Challenge;

/// No person reads and fills in a form sooner.
const FILLED_IN_MIN: Span = SECOND.times(2);
/// Letters to one address a day, and sign-ups from one network an hour.
const OF_ADDRESS_MAX: usize = 3;
const OF_NETWORK_MAX: usize = 30;
/// What people see is called otherwise; only machines fill it in.
const HONEYPOT: &str = "website";

/// What somebody has written so far, and what is wrong with it.
#[derive(Default)]
struct Written {
    body: String,
    wrong: Option<&'static str>,
    note: Option<String>,
}

impl Written {
    fn value(&self, name: &str) -> String {
        field(&self.body, name).unwrap_or_default().trim().to_owned()
    }
}

fn form<'v>(call: &Call<'_>, view: &'v View) -> Result<&'v Form, Fault> {
    let forms = &view.runtime.program.definitions.settings.forms;
    forms.iter().find(|form| form.id.as_str() == call.part("form")).ok_or(Fault::NotFound)
}

/// Whether somebody who signs up hears of it: a programme that runs begins by it. Otherwise a form takes nobody, as nobody
/// could confirm.
pub(crate) fn is_answered(definitions: &Definitions) -> bool {
    let running = definitions.programmes.iter().filter(|programme| !programme.stopped);
    let mut journeys = running.flat_map(|programme| &programme.journeys);
    journeys.any(|journey| journey.entry.event.as_deref() == Some("consent.requested"))
}

/// Instead of a form that takes nobody.
fn closed(view: &View, form: &Form, language: Language) -> Reply {
    let title = pick(language, "Anmelden geht gerade nicht.", "Signing up is not possible just now.");
    let again = pick(language, "Bitte versuchen Sie es später noch einmal.", "Please try again later.");
    let dress = Dress { style: looks::style(form), onward: None };
    let body = format!("<h1>{title}</h1><p>{again}</p>");
    let page = Reply::page(document(view, language, title, &dress, &body));
    page.with_status(StatusCode::SERVICE_UNAVAILABLE)
}

/// The language of a form: the one it declares, else the one asked for.
pub(super) fn spoken(form: &Form, wanted: Language) -> Language {
    form.language.unwrap_or(wanted)
}

/// `GET /f/{form}/human.js`
pub(crate) fn script(call: &Call<'_>) -> Result<Reply, Fault> {
    form(call, &call.view())?;
    Ok(Reply::bytes("text/javascript; charset=utf-8", human::SCRIPT.into()))
}

pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let form = form(call, &view)?;
    if !is_answered(&view.runtime.program.definitions) {
        return Ok(closed(&view, form, spoken(form, language(call, None))));
    }
    shown(call, &view, form, &Written::default())
}

pub(crate) fn send(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let form = form(call, &view)?;
    let language = spoken(form, language(call, None));
    if !is_answered(&view.runtime.program.definitions) {
        return Ok(closed(&view, form, language));
    }
    let mut written = Written { body: String::from_utf8_lossy(call.body).into_owned(), ..Written::default() };
    if !written.value(HONEYPOT).is_empty() {
        return Ok(thanks(&view, form, language));
    }
    let Some(email) = address(&written.value("email")) else {
        written.wrong = Some(pick(language, "Das ist keine E-Mail-Adresse.", "This is no e-mail address."));
        return shown(call, &view, form, &written);
    };
    let settings = &view.runtime.program.definitions.settings;
    let is_missing = |name: &&Name| {
        let kind = settings.fields.get(*name);
        kind.is_some_and(|kind| fields::value(*kind, &written.value(name.as_str())).is_none())
    };
    if form.required.iter().any(|name| is_missing(&name)) {
        let told =
            pick(language, "Bitte füllen Sie alle Pflichtfelder aus.", "Please fill in all required fields.");
        written.note = Some(told.to_owned());
        return shown(call, &view, form, &written);
    }
    written.note = human::doubt(call, &view, form, &written, language);
    if written.note.is_some() {
        return shown(call, &view, form, &written);
    }
    let now = (call.house().wall)();
    let brake = &call.house().brake;
    if let Some(network) = call.network()
        && !brake.lets(&[b"network", network.as_bytes()], OF_NETWORK_MAX, HOUR, now)
    {
        let title = pick(language, "Bitte später noch einmal.", "Please try again later.");
        let page = page(&view, language, title, &format!("<h1>{title}</h1>"));
        return Ok(page.with_status(StatusCode::TOO_MANY_REQUESTS));
    }
    // Whoever writes down others' addresses does not hear when it was enough.
    if brake.lets(&[b"address", email.as_bytes()], OF_ADDRESS_MAX, DAY, now) {
        call.house().take(&signed_up(call, &view, form, &email, &written, language)?)?;
    }
    Ok(thanks(&view, form, language))
}

/// In the one form in which addresses are compared.
fn address(text: &str) -> Option<String> {
    let address = Address::parse(text).ok().filter(|address| address.domain().contains('.'))?;
    Some(address.to_string().to_lowercase())
}

/// Two arrivals of somebody who is known by a keyed hash of the address alone: the address, and what was asked for.
fn signed_up(
    call: &Call<'_>,
    view: &View,
    form: &Form,
    email: &str,
    written: &Written,
    language: Language,
) -> Result<Vec<Arrival>, Fault> {
    let settings = &view.runtime.program.definitions.settings;
    let vault = view.scope.vault();
    let key = view.runtime.keyring.vault(vault).ok_or(Fault::NotFound)?;
    let hash = key.sign(&[b"sign-up ", email.as_bytes()].concat());
    let hash: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let identifier = Identifier { kind: IdentifierKind::Cookie, value: format!("sign-up:{hash}").into() };
    let mut fields: Vec<(Name, Option<Value>)> = Vec::new();
    fields.extend(settings.addresses.get(&form.channel).cloned().map(|name| (name, text(email))));
    for name in &form.fields {
        let kind = settings.fields.get(name);
        if let Some(value) = kind.and_then(|kind| fields::value(*kind, &written.value(name.as_str()))) {
            fields.push((name.clone(), Some(value)));
        }
    }
    if let Some((name, _)) = settings.fields.get_key_value("language")
        && !form.fields.contains(name)
    {
        fields.push((name.clone(), text(pick(language, "de", "en"))));
    }
    fields.sort_by(|one, other| one.0.cmp(&other.0));
    let act = ConsentAct {
        channel: Some(form.channel),
        purpose: Some(form.purpose.clone()),
        granted: true,
        proof: Proof::Requested { text: form.text_name() },
    };
    let source = settings.sources.iter().find(|source| source.id == form.source);
    let source = SourceId(source.ok_or(Fault::NotFound)?.number);
    let now = call.house().now();
    let arrival = |what: &str, body: Body| Arrival {
        vault,
        identifiers: vec![identifier.clone()],
        event: Event {
            message: act_id(&[
                what.as_bytes(),
                form.id.as_str().as_bytes(),
                hash.as_bytes(),
                &now.0.to_le_bytes(),
            ]),
            source,
            occurred: Occurred(now),
            received: Received(now),
            simulated: false,
            body,
        },
    };
    Ok(vec![arrival("sign-up", Body::Profile(fields)), arrival("sign-up asks", Body::Consent(act))])
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.into()))
}

fn shown(call: &Call<'_>, view: &View, form: &Form, written: &Written) -> Result<Reply, Fault> {
    let language = spoken(form, language(call, None));
    let challenge = Challenge::new(call, view, form)?;
    Ok(Reply::page(looks::page_of(view, form, written, language, Some(&challenge))))
}

fn thanks(view: &View, form: &Form, language: Language) -> Reply {
    let title = pick(language, "Fast geschafft.", "Nearly there.");
    let told = pick(
        language,
        "Wir haben Ihnen eine E-Mail geschickt. Mit dem Link darin bestätigen Sie die Anmeldung; ohne ihn geschieht nichts.",
        "We have sent you an e-mail. The link in it confirms the sign-up; without it nothing happens.",
    );
    let onward = form.redirect.as_deref().map_or(String::new(), |to| {
        format!(
            "<p><a target=\"_top\" href=\"{}\">{}</a></p>",
            escaped(to),
            pick(language, "Weiter", "Go on")
        )
    });
    let body = format!("<h1>{title}</h1><p>{told}</p>{}{onward}", nothing_came(language));
    let dress = Dress { style: looks::style(form), onward: form.redirect.clone() };
    Reply::page(document(view, language, title, &dress, &body))
}

/// What helps if no letter arrives.
fn nothing_came(language: Language) -> String {
    let told = pick(
        language,
        "Nichts angekommen? Sehen Sie im Spam-Ordner nach, und ob die Adresse stimmt.",
        "Nothing arrived? Look into the spam folder, and check the address.",
    );
    format!("<p class=\"note\">{told}</p>")
}

//! What somebody wants to hear: less often, only offers, only letters, nothing, or an objection. Choices add up, and
//! a stricter one is lifted by "as before" alone, an act of its own whose words are the consent. What is in force is
//! shown. Withdrawals restore nothing but what was withdrawn: consent for tracking never comes back this way.

use super::{Visitor, escaped};
use crate::call::{Call, Fault, Reply, field};
use crate::house::View;
use crate::house::acts::overlap;
use crate::house::tracking;
use crate::insight::words::pick;
use anlass_engine::{Dossier, allows, deciding_act};
use anlass_model::consent::{Channel, Class, ConsentAct, ObjectionAct, Proof, Recorded, Said, SaidBy};
use anlass_model::event::Body;
use anlass_model::id::{Name, NameId};
use anlass_model::value::Value;
use std::collections::BTreeSet;

/// Purpose whose messages "only offers" keeps.
const OFFERS: &str = "offers";
/// Field in which caps find who wants less, and what it says then.
const FREQUENCY: &str = "contact_frequency";
const LESS: &str = "less";
/// Name of the words by which somebody lifts what they chose here; it stands in the proof.
const TEXT: &str = "preference-page";

/// What can be chosen, and what is in force: the strictest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Choice {
    Normal,
    Less,
    Offers,
    NoMail,
    Letters,
    Nothing,
    Objection,
}

impl Choice {
    /// Those of the page; `NoMail` is what the way out in one click leaves.
    const ALL: [Choice; 6] =
        [Choice::Less, Choice::Offers, Choice::Letters, Choice::Nothing, Choice::Objection, Choice::Normal];

    fn code(self) -> &'static str {
        match self {
            Choice::Normal => "normal",
            Choice::Less => "less",
            Choice::Offers => "offers",
            Choice::NoMail => "no-mail",
            Choice::Letters => "letters",
            Choice::Nothing => "nothing",
            Choice::Objection => "objection",
        }
    }

    /// What its button says, in German and English, and a line below it.
    fn words(self) -> [&'static str; 4] {
        match self {
            Choice::Normal => [
                "Wieder wie zuvor",
                "As before again",
                "Ja, senden Sie mir wieder Werbung, auch per E-Mail. Das kann ich jederzeit widerrufen.",
                "Yes, send me advertising again, by e-mail as well. I can withdraw this at any time.",
            ],
            Choice::Less => [
                "Seltener",
                "Less often",
                "Höchstens halb so viele Nachrichten.",
                "Half as many messages at most.",
            ],
            Choice::Offers => {
                ["Nur Angebote", "Only offers", "Keine anderen Anlässe mehr.", "No other occasions any more."]
            }
            Choice::NoMail => ["Keine Werbung per E-Mail", "No advertising by e-mail", "", ""],
            Choice::Letters => [
                "Nur Briefe",
                "Only letters",
                "Werbung mit der Post, nichts Elektronisches.",
                "Advertising by post, nothing electronic.",
            ],
            Choice::Nothing => [
                "Nichts mehr",
                "Nothing any more",
                "Keine Werbung auf irgendeinem Weg.",
                "No advertising by any way.",
            ],
            Choice::Objection => [
                "Werbewiderspruch",
                "Objection to advertising",
                "Ich widerspreche jeder Werbung und der Auswertung meiner Daten dafür.",
                "I object to all advertising and to the use of my data for it.",
            ],
        }
    }
}

pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let visitor = Visitor::of(call)?;
    let language = visitor.language;
    let now = in_force(&visitor.view, &visitor.dossier);
    let mut offered = String::new();
    for choice in Choice::ALL.into_iter().filter(|choice| is_offered(*choice, now, &visitor.view)) {
        let [de, en, de_more, en_more] = choice.words();
        let (title, more) = (pick(language, de, en), pick(language, de_more, en_more));
        let mark = if choice == now { " aria-current=\"true\"" } else { "" };
        offered.push_str(&format!(
            "<li><button type=\"submit\" name=\"choice\" value=\"{}\"{mark}>{title}<span>{more}</span></button></li>",
            choice.code()
        ));
    }
    let title = pick(language, "Was möchten Sie hören?", "What would you like to hear?");
    let [de, en, ..] = now.words();
    let state = match now {
        Choice::Normal => pick(language, "Es gilt: keine Einschränkung", "In force: no restriction"),
        _ => &format!("{}: {}", pick(language, "Es gilt", "In force"), pick(language, de, en)),
    };
    let note = pick(
        language,
        "Nachrichten zu Ihren Bestellungen erhalten Sie in jedem Fall.",
        "You get messages about your orders in any case.",
    );
    let body = format!(
        "<h1>{title}</h1><p class=\"now\">{state}</p>\
         <form method=\"post\"><ul class=\"choices\">{offered}</ul></form><p class=\"note\">{note}</p>"
    );
    Ok(visitor.page(title, &body))
}

/// Whether a choice can do anything here and now.
fn is_offered(choice: Choice, now: Choice, view: &View) -> bool {
    match choice {
        Choice::Normal => now != Choice::Normal,
        Choice::Less => view.runtime.program.definitions.settings.fields.contains_key(FREQUENCY),
        Choice::Offers => {
            let purposes = purposes(view);
            purposes.iter().any(|purpose| purpose.as_str() == OFFERS) && purposes.len() > 1
        }
        _ => true,
    }
}

pub(crate) fn choose(call: &Call<'_>) -> Result<Reply, Fault> {
    let visitor = Visitor::of(call)?;
    let asked = field(&String::from_utf8_lossy(call.body), "choice").unwrap_or_default();
    let chosen = Choice::ALL.into_iter().find(|choice| choice.code() == asked);
    let Some(choice) = chosen else {
        return Err(Fault::Unreadable { cause: "this is none of the choices".into() });
    };
    let said = said(choice, &visitor.dossier);
    let said = said.into_iter().enumerate().map(|(number, body)| (format!("{asked} {number}"), body));
    visitor.say(call, said.collect())?;
    let language = visitor.language;
    let title = pick(language, "Gespeichert. Danke!", "Saved. Thank you!");
    let [de, en, de_more, en_more] = choice.words();
    let body = format!(
        "<h1>{title}</h1><p class=\"now\">{}<br><span class=\"note\">{}</span></p>\
         <p class=\"note\"><a href=\"/p/{}\">{}</a></p>",
        pick(language, de, en),
        pick(language, de_more, en_more),
        escaped(call.part("token")),
        pick(language, "Noch etwas ändern", "Change something else"),
    );
    Ok(visitor.page(pick(language, "Gespeichert", "Saved"), &body))
}

/// What the person says here themselves.
fn objection(lifted: bool) -> Body {
    let said = Said { how: SaidBy::Page, by: None, note: None };
    Body::Objection(ObjectionAct { lifted, said: Some(Box::new(said)) })
}

/// A choice as what happened.
fn said(choice: Choice, dossier: &Dossier) -> Vec<Body> {
    let withdrawn =
        |channel, purpose| Body::Consent(ConsentAct { channel, purpose, granted: false, proof: Proof::None });
    match choice {
        Choice::Less => frequency(Some(LESS)).into_iter().collect(),
        Choice::Offers => {
            let kept = kept(dossier).into_iter().map(Body::Consent);
            std::iter::once(withdrawn(None, None)).chain(kept).collect()
        }
        Choice::NoMail => vec![withdrawn(Some(Channel::Email), None)],
        Choice::Letters => {
            let others = Channel::ALL.into_iter().filter(|channel| *channel != Channel::Letter);
            others.map(|channel| withdrawn(Some(channel), None)).collect()
        }
        Choice::Nothing => vec![withdrawn(None, None)],
        Choice::Objection => vec![objection(false)],
        Choice::Normal => {
            let mut said: Vec<Body> = restored(dossier).into_iter().map(Body::Consent).collect();
            if dossier.is_objecting() {
                said.push(objection(true));
            }
            if wants_less(dossier) {
                said.extend(frequency(None));
            }
            said
        }
    }
}

/// What "only offers" leaves as it is when everything is withdrawn, also what nobody has thought of yet: offers
/// wherever they are allowed, and being watched where that was agreed to.
fn kept(dossier: &Dossier) -> Vec<ConsentAct> {
    let (Ok(offers), Ok(tracking), Ok(text)) =
        (Name::new(OFFERS), Name::new(tracking::PURPOSE), Name::new(TEXT))
    else {
        return Vec::new();
    };
    // Said here and now, whatever it was proven with before.
    let grant = |channel, purpose: &Name| ConsentAct {
        channel: Some(channel),
        purpose: Some(purpose.clone()),
        granted: true,
        proof: Proof::DoubleOptIn { text: text.clone(), asked: None },
    };
    let allowed = Channel::ALL.into_iter().filter(|channel| allows(dossier, *channel, offers.id()));
    let mut kept: Vec<ConsentAct> = allowed.map(|channel| grant(channel, &offers)).collect();
    if tracking::agrees_to_pixel(dossier) {
        kept.push(grant(Channel::Email, &tracking));
    }
    kept
}

fn frequency(value: Option<&str>) -> Option<Body> {
    let name = Name::new(FREQUENCY).ok()?;
    Some(Body::Profile(vec![(name, value.map(|text| Value::Text(text.into())))]))
}

fn wants_less(dossier: &Dossier) -> bool {
    matches!(dossier.profile(NameId::of(FREQUENCY)), Some(Value::Text(text)) if &**text == LESS)
}

/// What advertising of this organisation is for.
fn purposes(view: &View) -> BTreeSet<Name> {
    let messages = view.runtime.program.messages.iter();
    messages
        .filter(|message| message.class == Class::Advertising)
        .map(|message| message.purpose.clone())
        .collect()
}

/// The strictest of what somebody chose.
fn in_force(view: &View, dossier: &Dossier) -> Choice {
    let mut purposes = purposes(view);
    purposes.extend(Name::new(OFFERS));
    let is_withdrawn = |channel: Channel, purpose: &Name| {
        deciding_act(dossier, channel, purpose.id()).is_some_and(|recorded| !recorded.act.granted)
    };
    let all = |channel: Channel| purposes.iter().all(|purpose| is_withdrawn(channel, purpose));
    let others = || purposes.iter().filter(|purpose| purpose.as_str() != OFFERS);
    if dossier.is_objecting() {
        Choice::Objection
    } else if Channel::ALL.into_iter().all(all) {
        Choice::Nothing
    } else if Channel::ALL.into_iter().filter(|channel| *channel != Channel::Letter).all(all) {
        Choice::Letters
    } else if all(Channel::Email) {
        Choice::NoMail
    } else if others().next().is_some() && others().all(|purpose| is_withdrawn(Channel::Email, purpose)) {
        Choice::Offers
    } else if wants_less(dossier) {
        Choice::Less
    } else {
        Choice::Normal
    }
}

/// The consents that make it as it was: those that a later withdrawal covers are given again; where none is known
/// any more, e-mail and what never needed consent are opened again as far as they were closed.
fn restored(dossier: &Dossier) -> Vec<ConsentAct> {
    let is_tracking =
        |act: &ConsentAct| act.purpose.as_ref().is_some_and(|name| name.as_str() == tracking::PURPOSE);
    let known = || dossier.hot.consents.iter().filter(|recorded| !is_tracking(&recorded.act));
    let withdrawals: Vec<&Recorded> = known().filter(|recorded| !recorded.act.granted).collect();
    let Ok(text) = Name::new(TEXT) else { return Vec::new() };
    let grant = |channel: Option<Channel>, purpose: Option<Name>| ConsentAct {
        channel,
        purpose,
        granted: true,
        proof: Proof::DoubleOptIn { text: text.clone(), asked: None },
    };
    let is_covered = |given: &Recorded| {
        withdrawals.iter().any(|withdrawal| {
            withdrawal.beats(given)
                && overlap(withdrawal.act.channel.as_ref(), given.act.channel.as_ref())
                && overlap(withdrawal.act.purpose.as_ref(), given.act.purpose.as_ref())
        })
    };
    let mut restored: Vec<ConsentAct> = known()
        .filter(|recorded| recorded.act.granted && is_covered(recorded))
        .map(|recorded| grant(recorded.act.channel, recorded.act.purpose.clone()))
        .collect();
    for channel in Channel::ALL.into_iter().filter(|own| *own == Channel::Email || !own.needs_consent()) {
        for withdrawal in &withdrawals {
            let ConsentAct { channel: closed, purpose, .. } = &withdrawal.act;
            let opens = |act: &ConsentAct| {
                act.channel.is_none_or(|own| own == channel)
                    && act.purpose.as_ref().is_none_or(|own| Some(own) == purpose.as_ref())
            };
            let is_open = restored.iter().any(opens)
                || known().any(|given| given.act.granted && given.beats(withdrawal) && opens(&given.act));
            if closed.is_none_or(|own| own == channel) && !is_open {
                restored.push(grant(Some(channel), purpose.clone()));
            }
        }
    }
    restored
}

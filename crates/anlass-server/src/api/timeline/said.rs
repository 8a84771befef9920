//! What single events of a timeline say, in words.

use crate::api::actions;
use crate::house::View;
use crate::insight::basket;
use crate::insight::life::TierLife;
use crate::insight::words::{self, pick};
use anlass_model::catalogue::Catalogue;
use anlass_model::consent::{Channel, Class, ConsentAct, Proof};
use anlass_model::definition::{Language, TierChange};
use anlass_model::event::{Body, Line, Reaction, Receipt};
use anlass_model::id::{Name, ProductId};
use anlass_model::location::Crossing;
use anlass_model::restriction::RestrictionAct;
use anlass_model::thing::{ThingAct, ThingSaid};
use anlass_model::value::Value;

/// What somebody did, or what became of a message.
pub(crate) fn event_words(view: &View, body: &Body, language: Language) -> String {
    event_words_by(view, &view.runtime.catalogue, body, language)
}

/// The same with articles and outlets as another catalogue calls them.
pub(crate) fn event_words_by(view: &View, catalogue: &Catalogue, body: &Body, language: Language) -> String {
    let say = |de: &str, en: &str| pick(language, de, en).to_owned();
    let program = &view.runtime.program;
    let lines = |lines: &[Line]| basket::told(program, catalogue, lines, language);
    match body {
        Body::Profile(fields) => {
            let names: Vec<String> =
                fields.iter().map(|(field, _)| quoted(field.as_str(), language)).collect();
            format!("{}: {}", say("Angaben", "profile"), names.join(", "))
        }
        Body::Identified(_) => say("erkannt", "identified"),
        Body::Consent(act) => consent_words(view, act, language),
        Body::Objection(act) => {
            let what = match act.lifted {
                false => say("Werbung widersprochen", "objected to advertising"),
                true => say("Werbewiderspruch aufgehoben", "objection lifted"),
            };
            let said = act.said.as_deref().map(|said| words::said(language, said));
            said.map_or_else(|| what.clone(), |said| format!("{what}: {said}"))
        }
        Body::Corrected(correction) => {
            let field = quoted(correction.field.as_str(), language);
            let what = match correction.value {
                Some(_) => say("berichtigt", "corrected"),
                None => say("entfernt, weil falsch", "taken away, for it was wrong"),
            };
            format!("{field} {what}: {}", words::said(language, &correction.said))
        }
        Body::Restriction(act) => restriction_words(act, language),
        Body::Viewed(item) => {
            let seen: Vec<ProductId> = item.iter().map(|item| item.product).collect();
            let seen = basket::names(catalogue, &seen, language);
            format!("{} {seen}", say("angesehen:", "viewed:"))
        }
        Body::Followed { item, .. } => {
            let seen = basket::names(catalogue, &[item.product], language);
            format!("{} {seen}", say("über eine Nachricht angesehen:", "viewed from a message:"))
        }
        Body::Listed { delivered } => match delivered {
            true => say("wird wieder geliefert (vollständige Liste)", "is delivered again (complete list)"),
            false => say(
                "wird nicht mehr geliefert (vollständige Liste)",
                "is no longer delivered (complete list)",
            ),
        }
        .to_owned(),
        Body::Contacted { channel, class, campaign } => contacted_words(*channel, *class, campaign, language),
        Body::CartAdded(line) => {
            format!("{} {}", say("in den Warenkorb:", "added to the cart:"), lines(&[*line]))
        }
        Body::CartRemoved(line) => {
            format!("{} {}", say("aus dem Warenkorb:", "taken out of the cart:"), lines(&[*line]))
        }
        Body::CartCleared => say("Warenkorb geleert", "cart cleared"),
        Body::Ordered(order) => {
            format!("{}: {}", basket::place(catalogue, order.place, language), lines(&order.lines))
        }
        Body::Extended(order) => {
            format!("{} {}", say("zur Bestellung nachgetragen:", "added to the order:"), lines(&order.lines))
        }
        Body::Cancelled { lines: some, .. } if some.is_empty() => {
            say("die ganze Bestellung storniert", "the whole order cancelled")
        }
        Body::Cancelled { lines: some, .. } => format!("{} {}", say("storniert:", "cancelled:"), lines(some)),
        Body::Returned { lines: some, order: Some(_) } if some.is_empty() => {
            say("die ganze Bestellung zurückgegeben", "the whole order returned")
        }
        Body::Returned { lines: some, .. } => {
            format!("{} {}", say("zurückgegeben:", "returned:"), lines(some))
        }
        Body::Receipt { receipt, .. } => receipt_words(*receipt, language).to_owned(),
        Body::Bounced { for_good: true, .. } => say(
            "Nachricht eines anderen Systems kam zurück: unter der Adresse ist niemand",
            "message of another system came back: nobody is at the address",
        ),
        Body::Bounced { for_good: false, .. } => say(
            "Nachricht eines anderen Systems kam zurück, vielleicht nur vorübergehend",
            "message of another system came back, perhaps only for now",
        ),
        Body::Reacted { delivery, reaction, .. } => {
            reacted_words(delivery.is_some(), *reaction, language).to_owned()
        }
        Body::Voucher { code } => format!("{} {code}", say("Gutschein eingelöst:", "redeemed a voucher:")),
        Body::Acted(action) => actions::action_words(view, action, language),
        Body::CauseSaid(said) => {
            let what = say("festgehalten, was zu einer Handlung führte", "noted what led to an action");
            format!("{what}: {}", words::said(language, &said.said))
        }
        Body::Thing(act) => thing_words(view, act, language),
        Body::Crossed(crossed) => crossing_words(view, &crossed.fence, crossed.crossing, language),
        Body::Located(_) => say("Standort", "location"),
        Body::Custom { name, value, fields } => own_words(view, name, *value, fields, language),
    }
}

/// That somebody agreed to be written to, or does no more.
fn consent_words(view: &View, act: &ConsentAct, language: Language) -> String {
    let what = match (act.granted, &act.proof) {
        (true, Proof::Requested { .. }) => pick(
            language,
            "Einwilligung angefragt, noch nicht bestätigt",
            "consent asked for, not confirmed yet",
        ),
        (true, _) => pick(language, "Einwilligung erteilt", "consent given"),
        (false, _) => pick(language, "Einwilligung widerrufen", "consent withdrawn"),
    };
    let channel = act.channel.map_or_else(
        || pick(language, "alle Kanäle", "all channels"),
        |channel| words::channel(language, channel.as_str()),
    );
    let definitions = &view.runtime.program.definitions;
    let purpose = act.purpose.as_ref();
    let purpose = purpose.map(|purpose| quoted(definitions.title(purpose.as_str(), language), language));
    let purpose = purpose.unwrap_or_else(|| pick(language, "alle Zwecke", "all purposes").to_owned());
    format!("{what}: {channel}, {purpose}")
}

fn restriction_words(act: &RestrictionAct, language: Language) -> String {
    let said = words::said(language, act.said());
    match act {
        RestrictionAct::Restricted { ground, .. } => {
            let what = pick(language, "Verarbeitung eingeschränkt", "processing restricted");
            format!("{what} ({}): {said}", words::ground(language, *ground))
        }
        RestrictionAct::Lifted { .. } => {
            format!("{}: {said}", pick(language, "Einschränkung aufgehoben", "restriction lifted"))
        }
    }
}

/// What another system sent.
fn contacted_words(channel: Channel, class: Class, campaign: &str, language: Language) -> String {
    let what = match class {
        Class::Contract => {
            pick(language, "Vertragsnachricht eines anderen Systems", "contract message by another system")
        }
        Class::Advertising => {
            pick(language, "Werbung eines anderen Systems", "advertising by another system")
        }
    };
    let channel = words::channel(language, channel.as_str());
    let campaign = if campaign.is_empty() { String::new() } else { format!(": {campaign}") };
    format!("{what} ({channel}){campaign}")
}

/// What somebody did with a message, of ours or of another system.
fn reacted_words(is_ours: bool, reaction: Reaction, language: Language) -> &'static str {
    let (de, en) = match (reaction, is_ours) {
        (Reaction::Opened, true) => ("Nachricht geöffnet", "opened a message"),
        (Reaction::Opened, false) => {
            ("Nachricht eines anderen Systems geöffnet", "opened a message of another system")
        }
        (Reaction::Clicked, true) => ("Nachricht angeklickt", "clicked in a message"),
        (Reaction::Clicked, false) => {
            ("Nachricht eines anderen Systems angeklickt", "clicked in a message of another system")
        }
        (Reaction::Replied, _) => ("auf Nachricht geantwortet", "replied to a message"),
        (Reaction::Complained, _) => ("Nachricht als Spam gemeldet", "reported a message as spam"),
        (Reaction::Unsubscribed, _) => ("abgemeldet", "unsubscribed"),
    };
    pick(language, de, en)
}

/// What somebody has, as it is said, or that they have it no more.
fn thing_words(view: &View, act: &ThingAct, language: Language) -> String {
    let title = view.runtime.program.definitions.title(act.entity.as_str(), language);
    let named = format!("{title} {}", act.key);
    let ThingSaid::Is(fields) = &act.said else {
        return format!("{}: {named}", pick(language, "nicht mehr vorhanden", "no longer there"));
    };
    let fields = fields.iter().filter_map(|(field, value)| Some((field, value.as_ref()?)));
    let said = said_of(view, fields, language).join(", ");
    if said.is_empty() { named } else { format!("{named}: {said}") }
}

/// That somebody came into a fence, stayed in it or left it.
pub(super) fn crossing_words(view: &View, fence: &str, crossing: Crossing, language: Language) -> String {
    let (de, en) = match crossing {
        Crossing::Entered => ("kam in den Umkreis von", "came into the surroundings of"),
        Crossing::Exited => ("verließ den Umkreis von", "left the surroundings of"),
        Crossing::Dwelt => ("blieb im Umkreis von", "stayed in the surroundings of"),
    };
    format!("{} {}", pick(language, de, en), quoted(&fence_name(view, fence, language), language))
}

/// That a tier of the loyalty programme was reached or lost.
pub(super) fn tier_words(view: &View, told: &TierLife, language: Language) -> String {
    let program = &view.runtime.program;
    let mut tiers = program.definitions.settings.loyalty.iter().flat_map(|own| &own.tiers);
    let known = tiers.find(|tier| tier.id.id() == told.tier);
    let name = known.map_or_else(|| program.name(told.tier), |tier| tier.name.text(language).to_owned());
    let name = quoted(&name, language);
    match (told.change, language) {
        (TierChange::Reached, Language::De) => format!("erreichte die Stufe {name}"),
        (TierChange::Reached, Language::En) => format!("reached the tier {name}"),
        (TierChange::Lost, Language::De) => format!("hat die Stufe {name} nicht mehr"),
        (TierChange::Lost, Language::En) => format!("holds the tier {name} no more"),
    }
}

/// What a fence is called; its id, where there is none of it any more.
pub(crate) fn fence_name(view: &View, fence: &str, language: Language) -> String {
    let location = view.runtime.program.definitions.settings.location.as_ref();
    let known = location.and_then(|location| location.fence(&view.runtime.catalogue, fence));
    known.map_or_else(|| fence.to_owned(), |known| known.name(language).to_owned())
}

/// An own event in the organisation's words: what it is called, its amount, and what it says.
fn own_words(view: &View, name: &Name, value: i64, fields: &[(Name, Value)], language: Language) -> String {
    let program = &view.runtime.program;
    let definitions = &program.definitions;
    let amount = (value != 0).then(|| words::money(language, program, value));
    let fields = fields.iter().map(|(field, value)| (field, value));
    let said: Vec<String> = amount.into_iter().chain(said_of(view, fields, language)).collect();
    let title = quoted(definitions.title(name.as_str(), language), language);
    if said.is_empty() { title } else { format!("{title}: {}", said.join(", ")) }
}

/// What fields say, each by what people call it.
fn said_of<'a>(
    view: &View,
    fields: impl Iterator<Item = (&'a Name, &'a Value)>,
    language: Language,
) -> Vec<String> {
    let program = &view.runtime.program;
    let told = |(field, value): (&Name, &Value)| {
        let title = program.definitions.title(field.as_str(), language);
        format!("{title} {}", words::fact(language, program, value))
    };
    fields.map(told).collect()
}

pub(super) fn receipt_words(receipt: Receipt, language: Language) -> &'static str {
    match receipt {
        Receipt::Accepted => pick(language, "Nachricht übergeben", "message handed over"),
        Receipt::Delivered => pick(language, "Nachricht angekommen", "message delivered"),
        Receipt::Rejected => pick(language, "Nachricht abgelehnt", "message refused"),
        Receipt::Bounced => pick(language, "Nachricht zurückgekommen", "message bounced"),
        Receipt::Unknown => pick(language, "Verbleib der Nachricht unbekannt", "fate of the message unknown"),
        Receipt::BouncedSoft => pick(
            language,
            "Nachricht zurückgekommen, Adresse vielleicht gültig",
            "message bounced, address may be sound",
        ),
        Receipt::NotTaken { .. } => pick(
            language,
            "Nachricht noch nicht angenommen, neuer Versuch folgt",
            "message not taken yet, to be tried again",
        ),
        Receipt::Unrendered => pick(language, "Nachricht nicht darstellbar", "message could not be rendered"),
    }
}

/// A name of something defined: whoever shows it may know words for it.
pub(super) fn quoted(name: &str, language: Language) -> String {
    match language {
        Language::De => format!("„{name}“"),
        Language::En => format!("“{name}”"),
    }
}

//! Shopify's customers: who they are, what they agreed to, what they ask for under data protection law.

use crate::json::Json;
use crate::understood::words::{Person, at, copy, id_of, object, print, stamp, text, time, word};
use crate::understood::{PrivacyKind, PrivacyRequest, Story, Why};

fn person<'j>(story: &Story<'_, '_>, json: &Json<'_>) -> Person<'j> {
    Person::of(story.known, word(json, &["id"]), word(json, &["email"]))
}

pub(super) fn written(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let known = story.known;
    let changed = time(json, &[&["updated_at"], &["created_at"]]);
    let place = |name: &'static str| copy(json, &["default_address", name]);
    let address = vec![
        ("street", place("address1")),
        ("city", place("city")),
        ("postal_code", place("zip")),
        ("zip", place("zip")),
        ("country", place("country_code")),
        ("phone", place("phone")),
    ];
    let traits = vec![
        ("first_name", copy(json, &["first_name"])),
        ("last_name", copy(json, &["last_name"])),
        ("phone", copy(json, &["phone"])),
        ("language", copy(json, &["locale"])),
        ("company", place("company")),
        ("address", object(address)),
    ];
    let id = &*id_of(json, "id");
    let moment = stamp(json, changed);
    let said = person(story, json).is(changed, traits);
    story.say(topic, known.message(&["shopify customer", id, &moment]), &said);
    let who = |story: &Story<'_, '_>| person(story, json);
    if let Some(consent) = at(json, &["email_marketing_consent"]) {
        let who = who(story);
        self::consent(story, topic, &Stated { who, id, channel: "email", consent, is_only: false });
    }
    if let Some(consent) = at(json, &["sms_marketing_consent"]) {
        let who = who(story);
        self::consent(story, topic, &Stated { who, id, channel: "sms", consent, is_only: false });
    }
}

pub(super) fn email_consent(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let id = word(json, &["customer_id"]);
    let who = Person::of(story.known, id, word(json, &["email_address"]));
    let consent = at(json, &["email_marketing_consent"]).unwrap_or(&Json::Null);
    let id = &*id_of(json, "customer_id");
    self::consent(story, topic, &Stated { who, id, channel: "email", consent, is_only: true });
}

pub(super) fn sms_consent(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let id = word(json, &["id"]).or(word(json, &["customer_id"]));
    let who = Person::of(story.known, id, None);
    let consent = at(json, &["sms_marketing_consent"]).unwrap_or(&Json::Null);
    let id = id.map_or_else(|| print(json), str::to_owned);
    self::consent(story, topic, &Stated { who, id: &id, channel: "sms", consent, is_only: true });
}

struct Stated<'s, 'j> {
    who: Person<'s>,
    id: &'s str,
    channel: &'static str,
    consent: &'s Json<'j>,
    /// Nothing else was said in this delivery.
    is_only: bool,
}

/// Only a confirmed opt-in proves anything; "not subscribed" is what people are who never said a word, and no withdrawal.
fn consent(story: &mut Story<'_, '_>, topic: &str, stated: &Stated<'_, '_>) {
    let known = story.known;
    let state = word(stated.consent, &["state"]).unwrap_or_default().to_ascii_lowercase();
    let level = word(stated.consent, &["opt_in_level"]).unwrap_or_default().to_ascii_lowercase();
    let granted = match &*state {
        "subscribed" => true,
        "unsubscribed" => false,
        _ if !stated.is_only => return,
        _ => {
            let cause = "it says neither that somebody agreed nor that they withdrew";
            return story
                .leave_out(topic, Why::WithoutUse { cause, cure: "nothing: both come when they happen" });
        }
    };
    let proof = match granted && level == "confirmed_opt_in" {
        true => object(vec![("kind", text("double_opt_in")), ("text", text("shopify.confirmed_opt_in"))]),
        false => Json::Null,
    };
    let at = time(stated.consent, &[&["consent_updated_at"]]);
    let properties =
        object(vec![("granted", Json::Bool(granted)), ("channel", text(stated.channel)), ("proof", proof)]);
    let moment = stamp(stated.consent, at);
    let message = known.message(&["shopify consent", stated.id, stated.channel, &state, &moment]);
    let who = Person::clone(&stated.who);
    story.say(topic, message, &who.did("Consent Changed", at, properties));
}

pub(super) fn private(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let customer = at(json, &["customer"]).unwrap_or(json);
    let (kind, reference) = match topic {
        "customers/data_request" => (PrivacyKind::Access, word(json, &["data_request", "id"])),
        "customers/redact" => (PrivacyKind::Erase, None),
        "shop/redact" => (PrivacyKind::EraseShop, word(json, &["shop_domain"])),
        _ => (PrivacyKind::AccountDeleted, None),
    };
    let identifiers = match kind {
        PrivacyKind::EraseShop => Vec::new(),
        _ => person(story, customer).identifiers(),
    };
    if identifiers.is_empty() && kind != PrivacyKind::EraseShop {
        return story.leave_out(topic, Why::Unfit(crate::collector::Reason::Nobody));
    }
    let reference = reference.map(Box::from);
    story.understood.privacy.push(PrivacyRequest { kind, identifiers, reference });
}

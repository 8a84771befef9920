//! Whose an event is, and what it says about the person: identifiers, profile fields, groups. A number, an address or a
//! telephone number leads to a person only if a server says so: the key of a web page is in everybody's hands, and
//! whoever holds it could speak as anybody. From there the cookie tells alone who it is, and the rest are facts of the
//! profile, unless a server has signed the `userId`.

use super::event::{code, fold, is_nothing, moment};
use super::{Kind, Reason, Trust};
use crate::decimal::{self, Mark};
use crate::identifier::{email, phone};
use crate::json::Json;
use anlass_model::definition::Settings;
use anlass_model::event::Body;
use anlass_model::id::{Identifier, IdentifierKind, Name};
use anlass_model::value::{Day, Type, Value};

/// What scripts send when they know nobody; taken at its word it would join strangers into one person.
const NOBODY: [&str; 7] = ["undefined", "null", "none", "nan", "[object object]", "anonymous", "guest"];

/// By what the one person of an event is known.
pub(super) struct Known {
    /// Strongest first.
    pub(super) identifiers: Vec<Identifier>,
    /// What nobody proved. It joins nothing with anything; only an event that has nothing else belongs to it.
    pub(super) claimed: Option<Identifier>,
}

/// The `userId` of an event.
pub(super) fn user<'j>(json: &'j Json<'_>) -> Result<Option<&'j str>, Reason> {
    Ok(somebody(code(json, "userId", "")?.or(code(json, "user_id", "")?)))
}

pub(super) fn known(json: &Json<'_>, kind: Kind, trust: Trust, is_proven: bool) -> Result<Known, Reason> {
    let mut identifiers = Vec::new();
    let mut is_only_claimed = false;
    let mut claimed = None;
    match user(json)? {
        Some(user) if is_proven => identifiers.push(of_user(user)),
        Some(user) => claimed = Some(identifier(IdentifierKind::Cookie, format!("userId {user}").into())),
        None => {}
    }
    let traits = [
        (json.get("traits").filter(|_| kind == Kind::Identify), "traits."),
        (json.get("context").and_then(|context| context.get("traits")), "context.traits."),
    ];
    for (traits, place) in traits {
        let Some(traits) = traits else { continue };
        let mut found = Vec::new();
        if let Some(text) = somebody(code(traits, "email", place)?) {
            let wanted = "an e-mail address";
            let unreadable = || Reason::Unreadable { place: format!("{place}email"), wanted };
            found.push(identifier(IdentifierKind::Email, email(text).ok_or_else(unreadable)?));
        }
        // A number without its country is a fact about a person, but not which person it is.
        if let Some(number) = somebody(code(traits, "phone", place)?).and_then(phone) {
            found.push(identifier(IdentifierKind::Phone, number));
        }
        if trust == Trust::Public {
            is_only_claimed |= !found.is_empty();
            continue;
        }
        // The event's own traits are newer than those its sender remembers.
        let is_new = |new: &Identifier| identifiers.iter().all(|old: &Identifier| old.kind != new.kind);
        found.retain(is_new);
        identifiers.extend(found);
    }
    if let Some(cookie) = somebody(code(json, "anonymousId", "")?.or(code(json, "anonymous_id", "")?)) {
        identifiers.push(identifier(IdentifierKind::Cookie, cookie.into()));
    }
    if identifiers.is_empty() && claimed.is_none() && is_only_claimed {
        return Err(Reason::NotTrusted);
    }
    identifiers.sort();
    Ok(Known { identifiers, claimed })
}

/// By what the person of an alias was known before: an address if it looks like one and a server says so, else a
/// cookie, which joins nobody who is known by more.
pub(super) fn previous(json: &Json<'_>, trust: Trust) -> Result<Identifier, Reason> {
    let text = somebody(code(json, "previousId", "")?).ok_or(Reason::Missing { place: "previousId" })?;
    match email(text).filter(|_| trust == Trust::Server) {
        Some(email) => Ok(identifier(IdentifierKind::Email, email)),
        None => Ok(identifier(IdentifierKind::Cookie, text.into())),
    }
}

fn identifier(kind: IdentifierKind, value: Box<str>) -> Identifier {
    Identifier { kind, value }
}

fn somebody(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !NOBODY.contains(&&*text.to_lowercase()))
}

/// Many shops know their customers by address.
fn of_user(text: &str) -> Identifier {
    match email(text) {
        Some(email) => identifier(IdentifierKind::Email, email),
        None => identifier(IdentifierKind::CustomerNumber, text.into()),
    }
}

/// Declared profile fields among the traits; null clears a field, and what nobody declared is left out.
pub(super) fn fields(json: &Json<'_>, settings: &Settings) -> Result<Vec<(Name, Option<Value>)>, Reason> {
    let remembered = json.get("context").and_then(|context| context.get("traits"));
    let own = json.get("traits").filter(|traits| !is_nothing(traits));
    if own.is_some_and(|own| !matches!(own, Json::Object(_))) {
        return Err(Reason::Unreadable { place: "traits".into(), wanted: "an object" });
    }
    let mut fields: Vec<(Name, Option<Value>)> = Vec::new();
    for traits in [own, remembered].into_iter().flatten() {
        for (name, value) in traits.members() {
            match value {
                Json::Object(parts) => {
                    for (part, value) in parts {
                        let whole = field(settings, &format!("{name}{part}"));
                        let by_part = || field(settings, part).filter(|_| fold(name) == "address");
                        note(&mut fields, whole.or_else(by_part), value, part, settings)?;
                    }
                }
                _ => note(&mut fields, field(settings, name), value, name, settings)?,
            }
        }
    }
    fields.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(fields)
}

/// What one thing is called by different senders and houses, folded.
const SAME: [&[&str]; 4] = [
    &["postalcode", "postcode", "zipcode", "zip", "plz"],
    &["birthday", "birthdate", "dateofbirth", "geburtstag", "geburtsdatum"],
    &["phone", "phonenumber", "telephone", "telefon"],
    &["country", "countrycode", "land"],
];

/// The declared field of this name, as it is, spelt differently, or called otherwise.
fn field<'s>(settings: &'s Settings, wanted: &str) -> Option<(&'s Name, Type)> {
    let folded = fold(wanted);
    let spelt = |wanted: &str| settings.fields.iter().find(|(name, _)| fold(name.as_str()) == wanted);
    let exact = settings.fields.get_key_value(wanted).or_else(|| spelt(&folded));
    let otherwise = || {
        let names = SAME.iter().find(|names| names.contains(&folded.as_str()))?;
        names.iter().find_map(|name| spelt(name))
    };
    exact.or_else(otherwise).map(|(name, kind)| (name, *kind))
}

fn note(
    fields: &mut Vec<(Name, Option<Value>)>,
    declared: Option<(&Name, Type)>,
    json: &Json<'_>,
    written: &str,
    settings: &Settings,
) -> Result<(), Reason> {
    let Some((name, kind)) = declared else { return Ok(()) };
    if fields.iter().any(|(known, _)| known == name) {
        return Ok(());
    }
    let value = match is_nothing(json) {
        true => None,
        false => {
            let place = || format!("traits.{}", written.chars().take(80).collect::<String>());
            let value = value(json, kind, settings)
                .map_err(|wanted| Reason::Unreadable { place: place(), wanted })?;
            let is_address = fold(name.as_str()) == "email";
            match value {
                Value::Text(text) if is_address => Some(Value::Text(email(text.trim()).unwrap_or(text))),
                other => Some(other),
            }
        }
    };
    fields.push((name.clone(), value));
    Ok(())
}

/// A value of a declared type; otherwise what was wanted.
pub(super) fn value(json: &Json<'_>, kind: Type, settings: &Settings) -> Result<Value, &'static str> {
    let text = || json.text().map(str::trim);
    match kind {
        Type::Bool => match (json, text()) {
            (Json::Bool(flag), _) => Some(Value::Bool(*flag)),
            (_, Some("true" | "1")) => Some(Value::Bool(true)),
            (_, Some("false" | "0")) => Some(Value::Bool(false)),
            _ => None,
        }
        .ok_or("true or false"),
        Type::Int => text()
            .and_then(|text| decimal::integer(text).ok()?.parse().ok())
            .map(Value::Int)
            .ok_or("a whole number"),
        Type::Money => text()
            .and_then(|text| decimal::amount(text, Mark::Point, settings.currency).ok())
            .map(Value::Money)
            .ok_or("an amount such as 19.99"),
        Type::Span => {
            text().and_then(|text| text.parse().ok()).map(Value::Span).ok_or("a duration such as 45m or 30d")
        }
        Type::Time => text().and_then(moment).map(Value::Time).ok_or("a moment such as 2026-11-21T20:19:54Z"),
        // Moments at midnight stand for days.
        Type::Day => text()
            .and_then(|text| text.get(..10).unwrap_or(text).parse::<Day>().ok())
            .map(Value::Day)
            .ok_or("a day such as 1980-01-02"),
        Type::Text => match json {
            Json::Text(text) => Some(Value::Text(text.trim().into())),
            Json::Number(digits) => Some(Value::Text((*digits).into())),
            Json::Bool(flag) => Some(Value::Text(flag.to_string().into())),
            _ => None,
        }
        .ok_or("a text"),
    }
}

/// A group becomes the profile field `group`, if one is declared.
pub(super) fn group(json: &Json<'_>, settings: &Settings) -> Result<Body, Reason> {
    let group = code(json, "groupId", "")?.ok_or(Reason::Missing { place: "groupId" })?;
    let cure = "declare a profile field \"group\" of type text to keep groups";
    match field(settings, "group") {
        Some((name, Type::Text)) => Ok(Body::Profile(vec![(name.clone(), Some(Value::Text(group.into())))])),
        _ => Err(Reason::WithoutUse { cure }),
    }
}

//! What people said about being written to. A withdrawal always counts. A grant counts with proof only, and
//! proof is believed from servers alone: the key of a web page is in everybody's hands.

use super::event::{code, fold, is_nothing};
use super::{Reason, Trust};
use crate::json::Json;
use anlass_model::consent::{Channel, ConsentAct, Proof};
use anlass_model::event::Body;
use anlass_model::id::Name;

/// Preferences of one event at most.
const PREFERENCES_MAX: usize = 50;

/// Preferences that a consent manager writes into the context: name → granted.
pub(super) fn stated(json: &Json<'_>) -> Result<Vec<Body>, Reason> {
    let consent = json.get("context").and_then(|context| context.get("consent"));
    let Some(preferences) = consent.and_then(|consent| consent.get("categoryPreferences")) else {
        return Ok(Vec::new());
    };
    let place = "context.consent.categoryPreferences";
    let members = preferences.members();
    if members.len() > PREFERENCES_MAX {
        return Err(Reason::TooManyValues { max: PREFERENCES_MAX });
    }
    let mut bodies = Vec::with_capacity(members.len());
    for (name, value) in members {
        let Json::Bool(granted) = value else {
            return Err(Reason::Unreadable { place: place.into(), wanted: "names with true or false" });
        };
        let channel = channel(name);
        let purpose = match channel {
            Some(_) => None,
            None => Some(self::name(name, place)?),
        };
        bodies.push(Body::Consent(ConsentAct { channel, purpose, granted: *granted, proof: Proof::None }));
    }
    Ok(bodies)
}

/// An event of its own about consent, such as `Newsletter Subscribed`.
pub(super) fn act(
    properties: &Json<'_>,
    granted: Option<Granted>,
    on: Option<Channel>,
    trust: Trust,
) -> Result<Body, Reason> {
    let granted = match (granted, properties.get("granted")) {
        (Some(granted), _) => granted == Granted::Yes,
        (None, Some(Json::Bool(granted))) => *granted,
        (None, None) => return Err(Reason::Missing { place: "properties.granted" }),
        (None, Some(_)) => {
            let place = "properties.granted".into();
            return Err(Reason::Unreadable { place, wanted: "true or false" });
        }
    };
    let channel = match (on, code(properties, "channel", "properties.")?) {
        (Some(channel), _) => Some(channel),
        (None, None) => None,
        (None, Some(text)) => {
            let wanted = "a channel such as email or push";
            let unreadable = Reason::Unreadable { place: "properties.channel".into(), wanted };
            Some(self::channel(text).ok_or(unreadable)?)
        }
    };
    let purpose = match code(properties, "purpose", "properties.")? {
        Some(text) => Some(name(text, "properties.purpose")?),
        None => None,
    };
    let proof = match properties.get("proof").filter(|proof| !is_nothing(proof)) {
        Some(_) if trust == Trust::Public => return Err(Reason::NotTrusted),
        Some(proof) => self::proof(proof)?,
        None => Proof::None,
    };
    Ok(Body::Consent(ConsentAct { channel, purpose, granted, proof }))
}

/// What the name of an event says already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Granted {
    Yes,
    No,
}

fn channel(text: &str) -> Option<Channel> {
    let folded = fold(text);
    Channel::ALL.into_iter().find(|channel| channel.as_str() == folded)
}

/// A name as authors write it; what they could not write is replaced.
fn name(text: &str, place: &str) -> Result<Name, Reason> {
    let tidy = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let text: String = text.trim().to_lowercase().chars().map(tidy).collect();
    Name::new(&text)
        .map_err(|_| Reason::Unreadable { place: place.into(), wanted: "a name of 1 to 64 characters" })
}

fn proof(json: &Json<'_>) -> Result<Proof, Reason> {
    let part = |member: &'static str, place: &'static str| {
        let text = code(json, member, "properties.proof.")?.ok_or(Reason::Missing { place })?;
        Ok::<&str, Reason>(text)
    };
    let text = || name(part("text", "properties.proof.text")?, "properties.proof.text");
    match part("kind", "properties.proof.kind")? {
        "double_opt_in" => Ok(Proof::DoubleOptIn { text: text()?, asked: None }),
        "document" => {
            let document = part("document", "properties.proof.document")?.into();
            Ok(Proof::Document { text: text()?, document })
        }
        "imported" => {
            let from = name(part("from", "properties.proof.from")?, "properties.proof.from")?;
            Ok(Proof::Imported { text: text()?, from })
        }
        _ => {
            let wanted = "double_opt_in, document or imported";
            Err(Reason::Unreadable { place: "properties.proof.kind".into(), wanted })
        }
    }
}

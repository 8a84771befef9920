//! What somebody has: `Entity Changed` with `entity`, `key` and the entity's declared fields, `Entity Gone` when it is theirs
//! no more. Fields that are not stated stay as they are; null clears one.

use super::event::{code, fold, is_nothing};
use super::{Reason, Target, person};
use crate::json::Json;
use anlass_model::event::Body;
use anlass_model::thing::{ThingAct, ThingSaid};

pub(super) fn said(folded: &str, properties: &Json<'_>, target: &Target<'_>) -> Result<Option<Body>, Reason> {
    let is_gone = match folded {
        "entitychanged" => false,
        "entitygone" | "entityremoved" => true,
        _ => return Ok(None),
    };
    let wanted = code(properties, "entity", "properties.")?;
    let wanted = wanted.ok_or(Reason::Missing { place: "properties.entity" })?;
    let entities = &target.settings.entities;
    let declared = entities.iter().find(|(name, _)| fold(name.as_str()) == fold(wanted));
    let (entity, kind) = declared.ok_or_else(|| Reason::Unreadable {
        place: "properties.entity".into(),
        wanted: "an entity that the settings declare",
    })?;
    let key = code(properties, "key", "properties.")?.ok_or(Reason::Missing { place: "properties.key" })?;
    let act = |said| Some(Body::Thing(Box::new(ThingAct { entity: entity.clone(), key: key.into(), said })));
    if is_gone {
        return Ok(act(ThingSaid::Gone));
    }
    // Beside entity and key, or in an object of their own.
    let within = properties.get("fields").filter(|_| !kind.fields.keys().any(|own| own.as_str() == "fields"));
    let members = || properties.members().iter().chain(within.into_iter().flat_map(|own| own.members()));
    let mut fields = Vec::new();
    for (field, wanted) in &kind.fields {
        let folded = fold(field.as_str());
        let exact = properties.get(field.as_str()).or_else(|| within?.get(field.as_str()));
        let spelt = || members().find(|(name, _)| fold(name) == folded);
        let Some(json) = exact.or_else(|| spelt().map(|(_, value)| value)) else { continue };
        let value = match is_nothing(json) {
            true => None,
            false => Some(
                person::value(json, *wanted, target.settings)
                    .map_err(|wanted| Reason::Unreadable { place: format!("properties.{field}"), wanted })?,
            ),
        };
        fields.push((field.clone(), value));
    }
    Ok(act(ThingSaid::Is(fields)))
}

//! Where an app says somebody is. What it says of a position becomes the fences it is in or near to, and no more than that
//! is kept anywhere.

use super::event::{code, fold};
use super::{Reason, Target};
use crate::json::Json;
use anlass_model::catalogue::Position;
use anlass_model::event::Body;
use anlass_model::location::{Crossed, Crossing};

const POSITION: &str = "locationposition";
const ENTERED: &str = "locationentered";
const EXITED: &str = "locationexited";

/// A question for fences that says no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unplaced;

/// What stays of an event that could not be taken and says where somebody is; `None`: it says nothing of the kind.
pub(super) fn without_place(json: &Json<'_>) -> Option<&'static [u8]> {
    match &*json.get("event").and_then(Json::text).map(fold)? {
        POSITION => Some(br#"{"type":"track","event":"Location Position"}"#),
        ENTERED => Some(br#"{"type":"track","event":"Location Entered"}"#),
        EXITED => Some(br#"{"type":"track","event":"Location Exited"}"#),
        _ => None,
    }
}

/// What an event of this name says of a place.
pub(super) fn told(folded: &str, properties: &Json<'_>, target: &Target<'_>) -> Result<Option<Body>, Reason> {
    let crossing = match folded {
        POSITION => None,
        ENTERED => Some(Crossing::Entered),
        EXITED => Some(Crossing::Exited),
        _ => return Ok(None),
    };
    let cure = "declare fences under \"location\" in the settings, or stop sending positions";
    let location = target.settings.location.as_ref().ok_or(Reason::WithoutUse { cure })?;
    let Some(crossing) = crossing else {
        let at = place(properties)?;
        let located = location.located(target.catalogue, at, accuracy(properties)?);
        return Ok(Some(Body::Located(Box::new(located))));
    };
    let fence = code(properties, "fence", "properties.")?;
    let fence = fence.ok_or(Reason::Missing { place: "properties.fence" })?;
    if location.fence(target.catalogue, fence).is_none() {
        let wanted = "the id of a fence, as /v1/fences tells it";
        return Err(Reason::Unreadable { place: "properties.fence".into(), wanted });
    }
    Ok(Some(Body::Crossed(Box::new(Crossed { fence: fence.into(), crossing }))))
}

/// A place in degrees, as numbers or texts.
pub(super) fn place(json: &Json<'_>) -> Result<Position, Reason> {
    let degrees = |name: &'static str, place: &'static str| {
        let text = code(json, name, "")?.ok_or(Reason::Missing { place })?;
        // JavaScript writes what is next to nothing with an exponent.
        Ok::<&str, Reason>(if text.contains("e-") { "0" } else { text })
    };
    let latitude = degrees("latitude", "latitude")?;
    let longitude = degrees("longitude", "longitude")?;
    let wanted = "degrees north and east such as 50.9375 and 6.9603";
    Position::read(&format!("{latitude},{longitude}"))
        .ok_or_else(|| Reason::Unreadable { place: "latitude or longitude".into(), wanted })
}

/// By how many metres a position may be wrong, rounded up.
fn accuracy(properties: &Json<'_>) -> Result<u32, Reason> {
    let text = code(properties, "accuracy", "properties.")?;
    let text = text.ok_or(Reason::Missing { place: "properties.accuracy" })?;
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let are_digits = part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = whole.parse::<u32>().ok().filter(|_| are_digits);
    let wanted = "metres by which the position may be wrong";
    let whole = whole.ok_or_else(|| Reason::Unreadable { place: "properties.accuracy".into(), wanted })?;
    Ok(whole.saturating_add(u32::from(part.bytes().any(|digit| digit != b'0'))))
}

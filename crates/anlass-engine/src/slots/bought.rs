//! What can be asked about orders, their lines, points for them, the rhythm in which they come, the cart, and interest.

use super::arguments::{Arguments, bad_named};
use super::{CartFact, LineFact, LoyaltyFact, OrderFact, PlaceKind, RhythmFact, Slot};
use anlass_model::definition::Settings;
use anlass_model::id::CategoryId;
use anlass_model::value::Type;
use anlass_rules::Refused;

pub(super) fn orders(fact: &str, arguments: &mut Arguments<'_>) -> Result<Option<(Slot, Type)>, Refused> {
    let within = arguments.span("within")?;
    let place = match arguments.text("place")? {
        None => None,
        Some("online") => Some(PlaceKind::Online),
        Some("outlet") => Some(PlaceKind::Outlet),
        Some(other) => {
            return Err(bad_named("place", format!("\"{other}\" is no place: use \"online\" or \"outlet\"")));
        }
    };
    let (fact, kind) = match fact {
        "count" => (OrderFact::Count, Type::Int),
        "kept" => (OrderFact::Kept, Type::Int),
        "full_returns" => (OrderFact::FullReturns, Type::Int),
        "days" => (OrderFact::Days, Type::Int),
        "value" => (OrderFact::Value, Type::Money),
        "first" => (OrderFact::First, Type::Time),
        "last" => (OrderFact::Last, Type::Time),
        "max" => (OrderFact::Max, Type::Money),
        "min" => (OrderFact::Min, Type::Money),
        _ => return Ok(None),
    };
    Ok(Some((Slot::Orders { fact, within, place }, kind)))
}

pub(super) fn lines(fact: &str, arguments: &mut Arguments<'_>) -> Result<Option<(Slot, Type)>, Refused> {
    let within = arguments.span("within")?;
    let category = arguments.text("category")?.map(CategoryId::of);
    Ok(match fact {
        "count" => Some((Slot::Lines { fact: LineFact::Count, category, within }, Type::Int)),
        "value" => Some((Slot::Lines { fact: LineFact::Value, category, within }, Type::Money)),
        "last" => Some((Slot::Lines { fact: LineFact::Last, category, within }, Type::Time)),
        "gap" => Some((Slot::Lines { fact: LineFact::Gap, category, within }, Type::Span)),
        _ => None,
    })
}

pub(super) fn interest(fact: &str, arguments: &mut Arguments<'_>) -> Result<Option<(Slot, Type)>, Refused> {
    let category = arguments.text("category")?.map(CategoryId::of);
    Ok((fact == "points").then_some((Slot::Interest(category), Type::Int)))
}

pub(super) fn rhythm(fact: &str) -> Option<(Slot, Type)> {
    Some(match fact {
        "gap" => (Slot::Rhythm(RhythmFact::Gap), Type::Span),
        "inactive_after" => (Slot::Rhythm(RhythmFact::InactiveAfter), Type::Span),
        "at_risk_after" => (Slot::Rhythm(RhythmFact::AtRiskAfter), Type::Span),
        "reactivated" => (Slot::Rhythm(RhythmFact::Reactivated), Type::Bool),
        _ => return None,
    })
}

pub(super) fn cart(fact: &str) -> Option<(Slot, Type)> {
    Some(match fact {
        "open" => (Slot::Cart(CartFact::Open), Type::Bool),
        "lines" => (Slot::Cart(CartFact::Lines), Type::Int),
        "value" => (Slot::Cart(CartFact::Value), Type::Money),
        "changed" => (Slot::Cart(CartFact::Changed), Type::Time),
        _ => return None,
    })
}

pub(super) fn loyalty(settings: &Settings, fact: &str) -> Result<Option<(Slot, Type)>, Refused> {
    let (fact, kind) = match fact {
        "points" => (LoyaltyFact::Points, Type::Int),
        "tier" => (LoyaltyFact::Tier, Type::Text),
        "points_to_next" => (LoyaltyFact::PointsToNext, Type::Int),
        _ => return Ok(None),
    };
    if settings.loyalty.is_none() {
        let (message, cure) = ("there is no loyalty programme", "declare loyalty in the settings");
        return Err(Refused::NotAvailable { message: message.into(), cure: cure.into() });
    }
    Ok(Some((Slot::Loyalty(fact), kind)))
}

//! What can be asked about the things that somebody has: `vehicle.count(model = "Golf")`,
//! `vehicle.count("inspection", ahead = 30d)`, `vehicle.min("inspection")`; and in a run about one of them
//! `run.entity.model`.

use super::arguments::{Arguments, at_first, bad_named};
use super::{Slot, Vocabulary, unknown};
use anlass_model::id::{Name, NameId};
use anlass_model::time::Span;
use anlass_model::value::{Type, Value};
use anlass_rules::Refused;
use std::collections::BTreeMap;

pub(super) const FACTS: [&str; 4] = ["count", "min", "max", "sum"];
/// Arguments that are not the name of a field.
pub(crate) const RESERVED: [&str; 2] = ["within", "ahead"];

/// Which things, and what of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ThingsWanted {
    pub entity: NameId,
    pub fact: ThingFact,
    /// Of which field; things where it is missing are left out.
    pub field: Option<(NameId, Type)>,
    /// Only things whose fields are so, by field.
    pub only: Vec<(NameId, Value)>,
    /// Only things of which the field lies in a stretch of time.
    pub days: Option<Days>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThingFact {
    Count,
    Min,
    Max,
    Sum,
}

/// A stretch of time around now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Days {
    /// Still to come, and begun within this time; the whole of today counts.
    Ahead(Span),
    /// Begun, and no longer ago than this.
    Within(Span),
}

impl Vocabulary<'_> {
    pub(super) fn things(
        &self,
        entity: &str,
        fact: &str,
        arguments: &mut Arguments<'_>,
    ) -> Result<Option<(Slot, Type)>, Refused> {
        let Some(declared) = self.settings.entities.get(entity) else { return Ok(None) };
        let fact = match fact {
            "count" => ThingFact::Count,
            "min" => ThingFact::Min,
            "max" => ThingFact::Max,
            "sum" => ThingFact::Sum,
            _ => return Ok(None),
        };
        let (within, ahead) = (arguments.span("within")?, arguments.span("ahead")?);
        let days = match (within, ahead) {
            (None, None) => None,
            (Some(span), None) => Some(Days::Within(span)),
            (None, Some(span)) => Some(Days::Ahead(span)),
            (Some(_), Some(_)) => {
                return Err(bad_named(
                    "ahead",
                    "\"within\" looks back and \"ahead\" forward: use one".into(),
                ));
            }
        };
        let field = match arguments.has_first() || fact != ThingFact::Count || days.is_some() {
            true => Some(known_field(&declared.fields, arguments.text_at(0, "field")?).map_err(at_first)?),
            false => None,
        };
        if let Some((_, kind)) = field {
            let fits = match fact {
                ThingFact::Count => true,
                ThingFact::Sum => matches!(kind, Type::Int | Type::Money),
                ThingFact::Min | ThingFact::Max => !matches!(kind, Type::Text | Type::Bool),
            };
            if !fits {
                return Err(at_first(format!("it is of type {kind}, of which there is no such fact")));
            }
            if days.is_some() && !matches!(kind, Type::Day | Type::Time) {
                return Err(at_first(format!("it is of type {kind}: only a day or a moment lies in time")));
            }
        }
        let mut only = Vec::new();
        for (name, value) in arguments.others() {
            let (field, kind) =
                known_field(&declared.fields, name).map_err(|message| bad_named(name, message))?;
            if value.kind() != kind {
                return Err(bad_named(
                    name,
                    format!("{value} is of type {}, the field of {kind}", value.kind()),
                ));
            }
            only.push((field, value.clone()));
        }
        only.sort();
        let kind = match (fact, field) {
            (ThingFact::Count, _) | (_, None) => Type::Int,
            (_, Some((_, kind))) => kind,
        };
        let entity = NameId::of(entity);
        Ok(Some((Slot::Things(Box::new(ThingsWanted { entity, fact, field, only, days })), kind)))
    }

    /// `entity.model` of a run about a thing.
    pub(super) fn run_thing(&self, field: &str) -> Option<(Slot, Type)> {
        if field == "key" {
            return Some((Slot::RunThingKey, Type::Text));
        }
        let entities = &self.settings.entities;
        let own = self.at_hand.entity.as_ref().and_then(|entity| entities.get(entity));
        let mut all = own.into_iter().chain(entities.values().filter(|_| own.is_none()));
        let kind = *all.find_map(|entity| entity.fields.get(field))?;
        Some((Slot::RunThing { field: NameId::of(field), kind }, kind))
    }
}

fn known_field(fields: &BTreeMap<Name, Type>, name: &str) -> Result<(NameId, Type), String> {
    match fields.get(name) {
        Some(kind) => Ok((NameId::of(name), *kind)),
        None => Err(unknown("it has no field", name, fields.keys().map(Name::as_str))),
    }
}

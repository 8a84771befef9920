//! Things that somebody has beside a profile, each of an entity of the settings and known by its key. Of whether it is there
//! and of each of its fields the newest word counts, so neither the order of arrival nor a merge leaves a trace.

use crate::dossier::{Dated, Dossier, THING_TEXT_MAX, THINGS_MAX, Thing, grow};
use crate::facts::View;
use crate::local_time::next_date;
use crate::program::Program;
use crate::slots::{Days, ThingFact, ThingsWanted};
use anlass_model::definition::DateEntry;
use anlass_model::id::{MessageId, Name, NameId, OrderId};
use anlass_model::thing::{ThingAct, ThingSaid, thing_id};
use anlass_model::time::Timestamp;
use anlass_model::value::{Day, Type, Value};
use anlass_rules::{Fact, ValueRef};
use jiff::tz::TimeZone;

fn key<T>(word: &Dated<T>) -> (Timestamp, MessageId) {
    (word.occurred, word.message)
}

impl Thing {
    fn is_there(&self) -> bool {
        self.there.value == Some(true)
    }

    fn value(&self, field: NameId) -> Option<&Value> {
        let place = self.fields.binary_search_by_key(&field, |(own, _)| *own).ok()?;
        self.fields.get(place)?.1.value.as_ref()
    }

    pub(crate) fn id(&self) -> OrderId {
        thing_id(self.entity, &self.key)
    }
}

/// Takes in what is said of a thing.
pub(crate) fn record(dossier: &mut Dossier, act: &ThingAct, occurred: Timestamp, message: MessageId) {
    let (is_there, fields) = match &act.said {
        ThingSaid::Is(fields) => (true, fields.as_slice()),
        ThingSaid::Gone => (false, [].as_slice()),
    };
    let fields = fields
        .iter()
        .map(|(field, value)| (field.id(), Dated { value: value.clone().map(cut), occurred, message }));
    let there = Dated { value: Some(is_there), occurred, message };
    let mut thing = Thing { entity: act.entity.id(), key: act.key.clone(), there, fields: fields.collect() };
    thing.fields.sort_by_key(|(field, _)| *field);
    thing.fields.dedup_by_key(|(field, _)| *field);
    absorb(dossier, &thing);
}

fn cut(value: Value) -> Value {
    match value {
        Value::Text(text) if text.chars().count() > THING_TEXT_MAX => {
            Value::Text(text.chars().take(THING_TEXT_MAX).collect::<String>().into())
        }
        other => other,
    }
}

/// Takes over what is known of a thing; of two words the newer one stays.
pub(crate) fn absorb(dossier: &mut Dossier, new: &Thing) {
    let all = &mut dossier.things;
    let place = all.binary_search_by(|own| (own.entity, &*own.key).cmp(&(new.entity, &*new.key)));
    match place {
        Err(place) => {
            grow(all);
            all.insert(place, new.clone());
        }
        Ok(place) => {
            let Some(own) = all.get_mut(place) else { return };
            if key(&new.there) > key(&own.there) {
                own.there = new.there.clone();
            }
            for (field, word) in &new.fields {
                match own.fields.binary_search_by_key(field, |(known, _)| *known) {
                    Err(place) => {
                        grow(&mut own.fields);
                        own.fields.insert(place, (*field, word.clone()));
                    }
                    Ok(place) => {
                        let standing = own.fields.get_mut(place).map(|(_, standing)| standing);
                        if let Some(standing) = standing.filter(|standing| key(word) > key(standing)) {
                            *standing = word.clone();
                        }
                    }
                }
            }
        }
    }
    while all.len() > THINGS_MAX {
        let oldest = all.iter().enumerate().min_by_key(|(_, own)| (own.is_there(), key(&own.there)));
        let Some((oldest, _)) = oldest else { return };
        all.remove(oldest);
    }
}

/// A thing that somebody has now, in the organisation's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Had<'a> {
    pub entity: &'a Name,
    pub key: &'a str,
    /// By which runs and tickets know it.
    pub id: OrderId,
    /// Since when it is known to be there.
    pub since: Timestamp,
    /// Declared fields that hold a value, by name.
    pub fields: Vec<(&'a Name, &'a Value)>,
}

/// What somebody has now of the entities that are declared, by entity and key.
#[must_use]
pub fn had<'a>(program: &'a Program, dossier: &'a Dossier) -> Vec<Had<'a>> {
    let entities = &program.definitions.settings.entities;
    let mut all = Vec::new();
    for (entity, kind) in entities {
        let own = dossier.things.iter().filter(|thing| thing.entity == entity.id() && thing.is_there());
        for thing in own {
            let fields = kind.fields.iter().filter_map(|(field, kind)| {
                thing.value(field.id()).filter(|value| value.kind() == *kind).map(|value| (field, value))
            });
            all.push(Had {
                entity,
                key: &thing.key,
                id: thing.id(),
                since: thing.there.occurred,
                fields: fields.collect(),
            });
        }
    }
    all
}

/// The thing of this id, if the person has it.
pub(crate) fn by_id(dossier: &Dossier, id: OrderId) -> Option<&Thing> {
    dossier.things.iter().find(|thing| thing.is_there() && thing.id() == id)
}

/// The next moment after `after` at which a day of a thing of this entity is due.
pub(crate) fn next_due(
    dossier: &Dossier,
    (entity, field): (NameId, NameId),
    entry: &DateEntry,
    zone: &TimeZone,
    after: Timestamp,
) -> Option<Timestamp> {
    due(dossier, entity, field, entry, zone, after).map(|(at, _)| at).min()
}

/// The things of which a day is due from `from` up to `until`, the first one first.
pub(crate) fn due_between(
    dossier: &Dossier,
    (entity, field): (NameId, NameId),
    entry: &DateEntry,
    zone: &TimeZone,
    (from, until): (Timestamp, Timestamp),
) -> Vec<OrderId> {
    let before = Timestamp(from.0.saturating_sub(1));
    let due = due(dossier, entity, field, entry, zone, before).filter(|(at, _)| *at <= until);
    let mut due: Vec<(Timestamp, OrderId)> = due.map(|(at, thing)| (at, thing.id())).collect();
    due.sort_unstable();
    due.into_iter().map(|(_, id)| id).collect()
}

fn due<'a>(
    dossier: &'a Dossier,
    entity: NameId,
    field: NameId,
    entry: &'a DateEntry,
    zone: &'a TimeZone,
    after: Timestamp,
) -> impl Iterator<Item = (Timestamp, &'a Thing)> {
    let own = dossier.things.iter().filter(move |thing| thing.entity == entity && thing.is_there());
    own.filter_map(move |thing| match thing.value(field) {
        Some(Value::Day(day)) => next_date(entry, *day, zone, after).map(|at| (at, thing)),
        _ => None,
    })
}

impl View<'_> {
    /// What the things that a rule asks for come to, with the moment until which that holds.
    pub(crate) fn things(&self, wanted: &ThingsWanted) -> Fact<'_> {
        let mut until = Timestamp::NEVER;
        let (mut count, mut sum) = (0_i64, 0_i64);
        let mut least: Option<&Value> = None;
        let mut most: Option<&Value> = None;
        let meets = |value: &Value, only: &Value| value == only;
        for thing in self.dossier.things.iter().filter(|own| own.entity == wanted.entity && own.is_there()) {
            let fits =
                |(field, only): &(NameId, Value)| thing.value(*field).is_some_and(|value| meets(value, only));
            if !wanted.only.iter().all(fits) {
                continue;
            }
            let value = match wanted.field {
                None => None,
                Some((field, kind)) => match thing.value(field).filter(|value| value.kind() == kind) {
                    None => continue,
                    value => value,
                },
            };
            if let (Some(days), Some(value)) = (&wanted.days, value) {
                let Some((from, to)) = self.stretch(value, days) else { continue };
                if self.now < from {
                    until = until.min(from);
                    continue;
                }
                if self.now >= to {
                    continue;
                }
                until = until.min(to);
            }
            count += 1;
            if let Some(value) = value {
                sum = sum.saturating_add(amount(value));
                least = least.map_or(Some(value), |own| Some(own.min(value)));
                most = most.map_or(Some(value), |own| Some(own.max(value)));
            }
        }
        let kind = wanted.field.map(|(_, kind)| kind);
        let value = match (wanted.fact, kind) {
            (ThingFact::Count, _) => Some(ValueRef::Int(count)),
            (ThingFact::Min, _) => least.map(ValueRef::from),
            (ThingFact::Max, _) => most.map(ValueRef::from),
            (ThingFact::Sum, Some(Type::Money)) => Some(ValueRef::Money(sum)),
            (ThingFact::Sum, _) => Some(ValueRef::Int(sum)),
        };
        Fact::until(value, until)
    }

    /// From when until when (exclusive) a moment or a day counts for a rule. A day is the customer's.
    fn stretch(&self, value: &Value, days: &Days) -> Option<(Timestamp, Timestamp)> {
        let (begin, end) = match value {
            Value::Time(at) => (*at, Timestamp(at.0.saturating_add(1))),
            Value::Day(day) => {
                let zone = self.customer_zone();
                let midnight = |day: Day| Timestamp::from_zone(day.date().at(0, 0, 0, 0), &zone);
                (midnight(*day), midnight(Day(day.0.saturating_add(1))))
            }
            _ => return None,
        };
        Some(match days {
            Days::Ahead(span) => (begin.minus(*span), end),
            Days::Within(span) => (begin, begin.plus(*span)),
        })
    }

    /// A field of the thing that the run is about.
    pub(crate) fn thing_of_run(&self, field: NameId, kind: Type) -> Option<ValueRef<'_>> {
        let thing = by_id(self.dossier, self.run?.order?)?;
        thing.value(field).map(ValueRef::from).filter(|value| value.kind() == kind)
    }

    pub(crate) fn key_of_run(&self) -> Option<ValueRef<'_>> {
        by_id(self.dossier, self.run?.order?).map(|thing| ValueRef::Text(&thing.key))
    }
}

fn amount(value: &Value) -> i64 {
    match value {
        Value::Int(number) | Value::Money(number) => *number,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;

//! What templates see: facts of one delivery behind the names that `names.rs` declares.

use crate::check::PRODUCTS_MAX;
use crate::filters::{METER, Meter};
use crate::render::{Item, Links, Outlet, Product, Ticketed};
use anlass_model::id::{Name, NameId};
use anlass_model::value::Value as Fact;
use jiff::tz::TimeZone;
use minijinja::value::{Enumerator, Object, ObjectRepr, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Longer facts are cut: nobody's first name fills a mail.
const FACT_LETTERS_MAX: usize = 1_000;

fn clipped(text: &str) -> Value {
    match text.char_indices().nth(FACT_LETTERS_MAX) {
        Some((end, _)) => Value::from(text.get(..end).unwrap_or_default()),
        None => Value::from(text),
    }
}

/// All names.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    pub(crate) salutation: Value,
    pub(crate) subject: Value,
    pub(crate) preheader: Value,
    pub(crate) language: Value,
    pub(crate) words: Value,
    today: Value,
    voucher: Option<Value>,
    person: Value,
    products: Value,
    content: Value,
    entities: Value,
    entity: Value,
    outlet: Value,
    links: Value,
    sender: Value,
    meter: Value,
}

impl Root {
    pub(crate) fn new(ticketed: &Ticketed, zone: &TimeZone, salutation: &str) -> Root {
        let person = Facts { key: None, facts: ticketed.person.clone(), zone: zone.clone() };
        let things = ticketed.things.iter().take(PRODUCTS_MAX).map(|thing| {
            let key = Some(clipped(&thing.key));
            let facts = Facts { key, facts: thing.fields.clone(), zone: zone.clone() };
            (thing.entity, Value::from_object(facts))
        });
        let things: Vec<(NameId, Value)> = things.collect();
        let about = ticketed.about.and_then(|about| things.get(about)).map(|(_, thing)| thing.clone());
        Root {
            salutation: clipped(salutation),
            subject: Value::from(""),
            preheader: Value::from(""),
            language: Value::UNDEFINED,
            words: Value::UNDEFINED,
            today: Value::from(ticketed.today.to_string()),
            voucher: ticketed.voucher.as_deref().map(clipped),
            person: Value::from_object(person),
            products: Value::from_object(Products(ticketed.products.clone())),
            content: Value::from_object(ticketed.content.clone().unwrap_or_default()),
            entities: Value::from_object(Entities(things)),
            entity: about.unwrap_or_else(|| Value::from_object(Group(Vec::new()))),
            outlet: match &ticketed.outlet {
                Some(outlet) => Value::from_object(outlet.clone()),
                None => Value::from_object(Group(Vec::new())),
            },
            links: Value::from_object(ticketed.links.clone()),
            sender: Value::from_object(Group(vec![
                ("name", Value::from(&*ticketed.sender.name)),
                ("imprint", Value::from(&*ticketed.sender.imprint)),
            ])),
            meter: Value::from_object(Meter::default()),
        }
    }
}

impl Object for Root {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        Some(match key.as_str()? {
            "salutation" => self.salutation.clone(),
            "subject" => self.subject.clone(),
            "preheader" => self.preheader.clone(),
            "language" => self.language.clone(),
            "words" => self.words.clone(),
            "today" => self.today.clone(),
            "voucher" => self.voucher.clone()?,
            "person" => self.person.clone(),
            "products" => self.products.clone(),
            "content" => self.content.clone(),
            "entities" => self.entities.clone(),
            "entity" => self.entity.clone(),
            "outlet" => self.outlet.clone(),
            "links" => self.links.clone(),
            "sender" => self.sender.clone(),
            METER => self.meter.clone(),
            _ => return None,
        })
    }
}

#[derive(Debug)]
struct Group(Vec<(&'static str, Value)>);

impl Object for Group {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone())
    }
}

impl Object for Links {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let link = match key.as_str()? {
            "unsubscribe" => &self.unsubscribe,
            "preferences" => &self.preferences,
            "browser" => &self.browser,
            "confirm" => &self.confirm,
            "pixel" => &self.pixel,
            "shop" => return Some(Value::from(&*self.shop)),
            _ => return None,
        };
        link.as_deref().map(Value::from)
    }
}

/// Facts of a person, or of a thing that has a key as well.
struct Facts {
    key: Option<Value>,
    facts: BTreeMap<NameId, Fact>,
    zone: TimeZone,
}

impl std::fmt::Debug for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Facts")
    }
}

impl Object for Facts {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        if let Some(own) = self.key.as_ref().filter(|_| name == "key") {
            return Some(own.clone());
        }
        Some(match self.facts.get(&NameId::of(name))? {
            Fact::Bool(yes) => Value::from(*yes),
            Fact::Int(number) | Fact::Money(number) => Value::from(*number),
            Fact::Span(span) => Value::from(span.to_string()),
            Fact::Time(moment) => Value::from(moment.in_zone(&self.zone).date().to_string()),
            Fact::Day(day) => Value::from(day.to_string()),
            // A field that holds nothing is missing.
            Fact::Text(text) if text.trim().is_empty() => return None,
            Fact::Text(text) => clipped(text),
        })
    }
}

/// What somebody has, by entity.
#[derive(Debug)]
struct Entities(Vec<(NameId, Value)>);

impl Object for Entities {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let entity = NameId::of(key.as_str()?);
        let own = self.0.iter().filter(|(of, _)| *of == entity).map(|(_, thing)| thing.clone());
        Some(Value::from(own.collect::<Vec<Value>>()))
    }
}

impl Object for Outlet {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "number" => Some(clipped(&self.number)),
            "name" => Some(clipped(&self.name)),
            "open_today" => self.open_today.as_deref().map(clipped),
            _ => None,
        }
    }
}

#[derive(Debug)]
struct Products(Vec<Product>);

impl Object for Products {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_usize()?).cloned().map(Value::from_object)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }
}

impl Object for Product {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "name" => Some(clipped(&self.name)),
            "price" => self.price_minor.map(Value::from),
            "quantity" => self.quantity.map(Value::from),
            "was" => self.reduced.map(|reduced| Value::from(reduced.was_minor)),
            "percent" => self.reduced.map(|reduced| Value::from(reduced.percent)),
            "unit_price" => self.per_unit.map(|per| Value::from(per.price_minor)),
            "unit" => self.per_unit.map(|per| Value::from(per.unit)),
            "link" => self.link.as_deref().map(Value::from),
            "image" => self.image.as_deref().map(Value::from),
            _ => None,
        }
    }
}

impl Object for Item {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "title" => self.title.as_deref().map(clipped),
            "text" => self.text.as_deref().map(clipped),
            "link" => self.link.as_deref().map(Value::from),
            "image" => self.image.as_deref().map(Value::from),
            _ => None,
        }
    }
}

/// The words of a template in a language.
pub(crate) fn words(words: &BTreeMap<String, String>) -> Value {
    Value::from_pairs(words.iter().map(|(name, text)| (name.clone(), text.clone())))
}

/// The text of a fact by the field's name.
pub(crate) fn text<'t>(ticketed: &'t Ticketed, field: &str) -> Option<&'t str> {
    let name = Name::new(field).ok()?;
    match ticketed.person.get(&name.id())? {
        Fact::Text(text) => Some(text),
        _ => None,
    }
}

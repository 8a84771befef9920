//! The names a template may use: what a delivery knows at the moment of rendering.

use anlass_model::definition::Settings;
use anlass_model::id::Name;
use anlass_model::value::Type;
use std::collections::BTreeMap;

/// What kind of value stands behind a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Plain,
    /// Minor units.
    Money,
    Date,
    /// Has fields.
    Group,
    Products,
    Product,
    /// A thing that somebody has.
    Thing,
}

/// What a loop runs over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    Products,
    /// The things of an entity that somebody has.
    Things(String),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) shape: Shape,
    pub(crate) may_be_missing: bool,
    /// Differs between people.
    pub(crate) is_personal: bool,
    /// Is, or holds, what somebody is called.
    pub(crate) is_name: bool,
}

const PRODUCT_FIELDS: [(&str, Shape, bool); 9] = [
    ("name", Shape::Plain, false),
    ("link", Shape::Plain, true),
    ("image", Shape::Plain, true),
    ("price", Shape::Money, true),
    ("quantity", Shape::Plain, true),
    ("was", Shape::Money, true),
    ("percent", Shape::Plain, true),
    ("unit_price", Shape::Money, true),
    ("unit", Shape::Plain, true),
];
/// Name, and whether it may be missing. Links and sender are the same for everybody as far as texts go.
const FIXED: [(&str, bool); 11] = [
    ("language", false),
    ("subject", false),
    ("preheader", false),
    ("links.unsubscribe", true),
    ("links.preferences", true),
    ("links.browser", true),
    ("links.confirm", true),
    ("links.pixel", true),
    ("links.shop", false),
    ("sender.name", false),
    ("sender.imprint", false),
];
/// What a person is called; the greeting is made of these.
const CALLED: [&str; 5] = ["salutation", "title", "titles", "first_name", "last_name"];

/// Where a text stands, and so what it can name.
pub(crate) struct Scope<'a> {
    pub(crate) settings: &'a Settings,
    /// The template's own words, in the language.
    pub(crate) words: Option<&'a BTreeMap<String, String>>,
    /// Whether the message takes a code from a pool.
    pub(crate) has_voucher: bool,
}

impl Scope<'_> {
    /// The known names if this is none of them.
    pub(crate) fn find(&self, path: &str, over: Option<&Over>, in_loop: bool) -> Result<Found, Vec<String>> {
        let plain = Found { shape: Shape::Plain, may_be_missing: false, is_personal: false, is_name: false };
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        if let Some(Over::Things(entity)) = over {
            if rest.is_empty() {
                return Ok(Found { shape: Shape::Thing, is_personal: true, ..plain });
            }
            let fields = self.settings.entities.get(entity.as_str()).map(|entity| &entity.fields);
            return thing_field(fields.into_iter(), rest).ok_or_else(|| {
                let known = fields.into_iter().flatten().map(|(field, _)| format!("{first}.{field}"));
                known.chain([format!("{first}.key")]).collect()
            });
        }
        if over.is_some() {
            if rest.is_empty() {
                return Ok(Found { shape: Shape::Product, is_personal: true, ..plain });
            }
            let field = PRODUCT_FIELDS.iter().find(|(name, ..)| *name == rest);
            return match field {
                Some((_, shape, missing)) => {
                    Ok(Found { shape: *shape, may_be_missing: *missing, is_personal: true, ..plain })
                }
                None => Err(PRODUCT_FIELDS.iter().map(|(name, ..)| format!("{first}.{name}")).collect()),
            };
        }
        if let Some((_, missing)) = FIXED.iter().find(|(name, _)| *name == path) {
            return Ok(Found { may_be_missing: *missing, ..plain });
        }
        match (first, rest) {
            ("salutation", "") => return Ok(Found { is_name: true, ..plain }),
            ("today", "") => return Ok(Found { shape: Shape::Date, ..plain }),
            ("products", "") => return Ok(Found { shape: Shape::Products, is_personal: true, ..plain }),
            ("voucher", "") if self.has_voucher => return Ok(Found { is_personal: true, ..plain }),
            ("content", "title" | "text" | "link" | "image") => {
                return Ok(Found { may_be_missing: true, is_personal: true, ..plain });
            }
            ("outlet", "number" | "name" | "open_today") => {
                return Ok(Found { may_be_missing: true, is_personal: true, ..plain });
            }
            ("links" | "outlet" | "sender" | "person" | "words" | "content" | "entity" | "entities", "") => {
                return Ok(Found { shape: Shape::Group, ..plain });
            }
            ("entity", field) => {
                if let Some(found) =
                    thing_field(self.settings.entities.values().map(|own| &own.fields), field)
                {
                    return Ok(Found { may_be_missing: true, ..found });
                }
            }
            ("entities", entity) if self.settings.entities.contains_key(entity) => {
                return Ok(Found { shape: Shape::Group, is_personal: true, ..plain });
            }
            ("loop", "index" | "index0" | "first" | "last" | "length") if in_loop => return Ok(plain),
            ("words", word) if self.words.is_some_and(|words| words.contains_key(word)) => return Ok(plain),
            ("person", field) => {
                let kind = self.settings.fields.iter().find(|(name, _)| name.as_str() == field);
                if let Some((_, kind)) = kind {
                    let shape = shape_of(*kind);
                    let is_name = CALLED.contains(&field);
                    return Ok(Found { shape, may_be_missing: true, is_personal: !is_name, is_name });
                }
            }
            _ => {}
        }
        Err(self.known())
    }

    fn known(&self) -> Vec<String> {
        let mut known: Vec<String> =
            ["salutation", "today", "products"].iter().map(|name| (*name).to_owned()).collect();
        if self.has_voucher {
            known.push("voucher".to_owned());
        }
        known.extend(["title", "text", "link", "image"].map(|field| format!("content.{field}")));
        known.extend(self.settings.fields.keys().map(|field| format!("person.{field}")));
        for entity in self.settings.entities.values() {
            known.extend(entity.fields.keys().map(|field| format!("entity.{field}")));
        }
        known.extend(["number", "name", "open_today"].map(|field| format!("outlet.{field}")));
        known.extend(FIXED.iter().map(|(name, _)| (*name).to_owned()));
        known.extend(self.words.into_iter().flatten().map(|(word, _)| format!("words.{word}")));
        known
    }
}

fn shape_of(kind: Type) -> Shape {
    match kind {
        Type::Money => Shape::Money,
        Type::Day | Type::Time => Shape::Date,
        Type::Bool | Type::Int | Type::Span | Type::Text => Shape::Plain,
    }
}

/// A field of a thing: its key is always there.
fn thing_field<'s>(
    mut entities: impl Iterator<Item = &'s BTreeMap<Name, Type>>,
    field: &str,
) -> Option<Found> {
    let found = |shape, may_be_missing| Found { shape, may_be_missing, is_personal: true, is_name: false };
    if field == "key" {
        return entities.next().map(|_| found(Shape::Plain, false));
    }
    entities.find_map(|fields| fields.get(field)).map(|kind| found(shape_of(*kind), true))
}

//! The form's document: its keys, and what is wrong with a form whatever the settings say.

use super::path::Path;
use crate::suggest::nearest;
use anlass_model::id::Name;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;

/// A checked form of a webhook.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hook {
    /// Its name; a part of the ids of what it brings.
    pub(super) hook: Name,
    /// Where the list stands, if a delivery tells of several things; all other paths begin at its elements.
    #[serde(default)]
    pub(super) each: Option<Path>,
    /// Where each thing has an id of its own; without one its content stands for it.
    #[serde(default)]
    pub(super) id: Option<Path>,
    #[serde(deserialize_with = "event")]
    pub(super) event: Said,
    /// When it happened; without it, when it was received.
    #[serde(default)]
    pub(super) occurred: Option<Path>,
    pub(super) identifiers: BTreeMap<Known, Path>,
    #[serde(default)]
    pub(super) fields: BTreeMap<Name, Said>,
    #[serde(default)]
    pub(super) lines: Option<Lines>,
}

/// By what a person may be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    CustomerNumber,
    Email,
    Phone,
    Cookie,
}

/// A value: at a path, through a table of values, or the same for all.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) from: Option<Path>,
    pub(super) constant: Option<String>,
    pub(super) values: BTreeMap<String, String>,
    pub(super) otherwise: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidKeys {
    #[serde(default)]
    from: Option<Path>,
    #[serde(default)]
    constant: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
    #[serde(default)]
    otherwise: Option<String>,
}

/// Lines of an order, cart or return; paths begin at each item.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lines {
    pub(super) each: Path,
    pub(super) number: Path,
    #[serde(default)]
    pub(super) quantity: Option<Path>,
    /// Of one piece.
    #[serde(default)]
    pub(super) price: Option<Path>,
    /// Of all pieces together, after discounts.
    #[serde(default)]
    pub(super) total: Option<Path>,
    #[serde(default)]
    pub(super) currency: Option<Path>,
}

/// Something wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub place: String,
    pub cause: String,
    pub cure: String,
}

/// What a plain word means in place of keys.
struct Plain(fn(String) -> Result<Said, String>);

impl<'de> Visitor<'de> for Plain {
    type Value = Said;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word, or the keys from, constant, values, otherwise")
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<Said, E> {
        (self.0)(word.to_owned()).map_err(E::custom)
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Said, M::Error> {
        let SaidKeys { from, constant, values, otherwise } =
            SaidKeys::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Said { from, constant, values, otherwise })
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Said, D::Error> {
        deserializer.deserialize_any(Plain(|word| {
            let path = Path::try_from(word).map_err(|bad| bad.to_string())?;
            Ok(Said { from: Some(path), ..Said::default() })
        }))
    }
}

/// Of an event a plain word is its name.
fn event<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Said, D::Error> {
    deserializer.deserialize_any(Plain(|word| Ok(Said { constant: Some(word), ..Said::default() })))
}

impl Hook {
    /// The names of events that may come of it, with where each stands.
    pub(super) fn event_names(&self) -> Vec<(String, &str)> {
        let event = &self.event;
        let constant = event.constant.iter().map(|name| ("event".to_owned(), &**name));
        let values = event.values.iter().map(|(word, name)| (format!("event.values.{word}"), &**name));
        let otherwise = event.otherwise.iter().map(|name| ("event.otherwise".to_owned(), &**name));
        constant
            .chain(values)
            .chain(otherwise)
            .filter(|(_, name)| !name.eq_ignore_ascii_case("identify"))
            .collect()
    }

    /// The names of the events it may bring, as the form writes them.
    #[must_use]
    pub fn brings(&self) -> Vec<&str> {
        self.event_names().into_iter().map(|(_, name)| name).collect()
    }

    /// The fields it fills: of the profile where it tells of people themselves, else of what happened.
    pub fn fields(&self) -> impl Iterator<Item = &Name> {
        self.fields.keys()
    }

    /// Whether it tells of people themselves.
    #[must_use]
    pub fn identifies(&self) -> bool {
        let event = &self.event;
        let mut names = event.constant.iter().chain(event.values.values()).chain(&event.otherwise);
        names.any(|name| name.eq_ignore_ascii_case("identify"))
    }

    /// What is wrong by itself.
    pub(super) fn faults(&self) -> Vec<Problem> {
        let mut faults = Vec::new();
        let mut fault = |place: &str, cause: &str, cure: &str| {
            faults.push(Problem { place: place.into(), cause: cause.into(), cure: cure.into() });
        };
        if self.identifiers.is_empty() {
            let cure = "name at least one of customer_number, email, phone, cookie";
            fault("identifiers", "nothing says whose the events are", cure);
        }
        let said = self.fields.iter().map(|(name, said)| (format!("fields.{name}"), said));
        for (place, said) in said.chain([("event".to_owned(), &self.event)]) {
            match (&said.from, &said.constant) {
                (Some(_), Some(_)) => {
                    fault(&place, "both a path and a constant are given", "keep one of them")
                }
                (None, None) => fault(&place, "neither a path nor a constant is given", "write one of them"),
                (None, Some(_)) if !said.values.is_empty() || said.otherwise.is_some() => {
                    fault(&place, "a constant needs no table of values", "remove values and otherwise");
                }
                (Some(_), None) if said.otherwise.is_some() && said.values.is_empty() => {
                    fault(
                        &place,
                        "otherwise has no table of values beside it",
                        "write values, or a constant",
                    );
                }
                _ => {}
            }
        }
        if self.event.from.is_some() && self.event.values.is_empty() {
            // Whoever sends would otherwise decide what is said here.
            let cure = "list under event.values which word means which event";
            fault("event", "the words at its path are not listed", cure);
        }
        if let Some(lines) = &self.lines
            && lines.price.is_some()
            && lines.total.is_some()
        {
            fault("lines", "both a price and a total are given", "keep the total if discounts are in it");
        }
        if self.lines.is_some() && self.fields.keys().any(|name| name.as_str() == "products") {
            fault("fields.products", "lines are given twice", "remove the field: lines become it");
        }
        faults
    }
}

/// Place, cause and cure of a document that cannot be read.
pub(super) fn explain(error: &serde_saphyr::Error) -> (String, String, String) {
    let error = error.without_snippet();
    let place = match error.location() {
        Some(location) if location.line() > 0 => {
            format!("line {}, column {}", location.line(), location.column())
        }
        _ => "whole document".to_owned(),
    };
    match error {
        serde_saphyr::Error::SerdeUnknownField { field, expected, .. } => {
            let cure = match nearest(field, expected.iter().copied()) {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => format!("write one of {}", expected.join(", ")),
            };
            (place, format!("unknown key \"{field}\""), cure)
        }
        serde_saphyr::Error::SerdeUnknownVariant { variant, expected, .. } => {
            let cure = format!("write one of {}", expected.join(", "));
            (place, format!("\"{variant}\" is not possible here"), cure)
        }
        serde_saphyr::Error::SerdeMissingField { field, .. } => {
            (place, format!("the key \"{field}\" is missing"), format!("add {field}:"))
        }
        other => {
            let text = other.to_string();
            let cause = text.lines().next().unwrap_or_default().to_owned();
            (place, cause, "compare with docs/add-a-source.md".to_owned())
        }
    }
}

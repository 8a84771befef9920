//! What an organisation declares itself: fields of the profile, event types, entities, and which outlet is a person's. As the
//! settings hold it, and changed there.

use crate::api::settings::{draft, publish};
use crate::api::shape::{Localised, Nothing};
use crate::call::{Call, Fault};
use anlass_model::definition::{self, EntityType, EventType, Nearest, Settings};
use anlass_model::id::Name;
use anlass_model::value::Type;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Parts of each kind that one change may name, and fields of an event or entity.
const PARTS_MAX: usize = 500;
const WORDS_MAX: usize = 200;
/// Places of postal codes and cities.
const PLACES_MAX: usize = 20_000;

/// The type of a field.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldType {
    Text,
    Int,
    /// In minor units.
    Money,
    Bool,
    Day,
    Time,
    Span,
}

impl From<Type> for FieldType {
    fn from(kind: Type) -> FieldType {
        match kind {
            Type::Text => FieldType::Text,
            Type::Int => FieldType::Int,
            Type::Money => FieldType::Money,
            Type::Bool => FieldType::Bool,
            Type::Day => FieldType::Day,
            Type::Time => FieldType::Time,
            Type::Span => FieldType::Span,
        }
    }
}

impl From<FieldType> for Type {
    fn from(kind: FieldType) -> Type {
        match kind {
            FieldType::Text => Type::Text,
            FieldType::Int => Type::Int,
            FieldType::Money => Type::Money,
            FieldType::Bool => Type::Bool,
            FieldType::Day => Type::Day,
            FieldType::Time => Type::Time,
            FieldType::Span => Type::Span,
        }
    }
}

/// An event type or an entity of the organisation's own.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnKind {
    label: Option<Localised>,
    fields: BTreeMap<String, FieldType>,
}

/// Which outlet is a person's.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnNearest {
    /// Profile field with the number of an outlet.
    chosen: Option<String>,
    /// Profile field with a position: `52.520008, 13.404954`.
    position: Option<String>,
    /// Profile fields whose values `places` names, the first first.
    by: Vec<String>,
    places: BTreeMap<String, String>,
    /// Profile field with the price group of a person.
    group: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SchemaOwn {
    fields: BTreeMap<String, FieldType>,
    events: BTreeMap<String, OwnKind>,
    entities: BTreeMap<String, OwnKind>,
    /// What people call fields, events and entities, by their ids.
    names: BTreeMap<String, Localised>,
    nearest: Option<OwnNearest>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordsWritten {
    de: String,
    en: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindWritten {
    label: Option<WordsWritten>,
    fields: BTreeMap<String, FieldType>,
}

/// As it is told.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NearestWritten {
    chosen: Option<String>,
    position: Option<String>,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    places: BTreeMap<String, String>,
    group: Option<String>,
}

/// Null takes it away.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FieldPut(Option<FieldType>);

/// Null takes it away.
#[derive(Deserialize, ToSchema)]
pub(crate) struct KindPut(Option<KindWritten>);

/// Null takes it away.
#[derive(Deserialize, ToSchema)]
pub(crate) struct WordsPut(Option<WordsWritten>);

/// A change: what it names is put there, null takes away, and what is not named stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SchemaWritten {
    #[serde(default)]
    fields: BTreeMap<String, FieldPut>,
    #[serde(default)]
    events: BTreeMap<String, KindPut>,
    #[serde(default)]
    entities: BTreeMap<String, KindPut>,
    #[serde(default)]
    names: BTreeMap<String, WordsPut>,
    /// One in which nothing stands takes it away.
    nearest: Option<NearestWritten>,
}

fn unfit(cause: impl Into<String>) -> Fault {
    Fault::Unfit { cause: cause.into() }
}

fn name(place: &str, text: &str) -> Result<Name, Fault> {
    Name::new(text.trim()).map_err(|error| unfit(format!("{place}: {error}")))
}

fn words(place: &str, WordsWritten { de, en }: WordsWritten) -> Result<definition::Localised, Fault> {
    match de.chars().count().max(en.chars().count()) > WORDS_MAX {
        true => Err(unfit(format!("{place}: it is longer than {WORDS_MAX} characters"))),
        false => Ok(definition::Localised { de, en }),
    }
}

fn text(name: &Name) -> String {
    name.to_string()
}

pub(super) fn own(settings: &Settings) -> SchemaOwn {
    let typed = |fields: &BTreeMap<Name, Type>| -> BTreeMap<String, FieldType> {
        fields.iter().map(|(name, kind)| (name.to_string(), (*kind).into())).collect()
    };
    let kind = |label: &Option<definition::Localised>, fields| OwnKind {
        label: label.as_ref().map(Localised::from),
        fields: typed(fields),
    };
    let events = settings.events.iter().map(|(name, own)| (text(name), kind(&own.label, &own.fields)));
    let entities = settings.entities.iter().map(|(name, own)| (text(name), kind(&own.label, &own.fields)));
    let of_events = settings.events.values().map(|own| &own.fields);
    let of_entities = settings.entities.values().map(|own| &own.fields);
    let is_part = |name: &Name| {
        settings.events.contains_key(name)
            || settings.entities.contains_key(name)
            || of_events.clone().chain(of_entities.clone()).any(|fields| fields.contains_key(name))
            || settings.fields.contains_key(name)
    };
    let names = settings.names.iter().filter(|(name, _)| is_part(name));
    let nearest = settings.nearest.as_ref().map(|own| OwnNearest {
        chosen: own.chosen.as_ref().map(text),
        position: own.position.as_ref().map(text),
        by: own.by.iter().map(text).collect(),
        places: own.places.clone(),
        group: own.group.as_ref().map(text),
    });
    SchemaOwn {
        fields: typed(&settings.fields),
        events: events.collect(),
        entities: entities.collect(),
        names: names.map(|(name, words)| (text(name), words.into())).collect(),
        nearest,
    }
}

/// Puts what a change names there, and takes away what it names as nothing.
fn put<W, T>(
    (place, all): (&str, &mut BTreeMap<Name, T>),
    written: BTreeMap<String, W>,
    read: impl Fn(&str, W, Option<&T>) -> Result<Option<T>, Fault>,
) -> Result<(), Fault> {
    if written.len() > PARTS_MAX {
        return Err(unfit(format!("{place}: a change names at most {PARTS_MAX}")));
    }
    for (id, value) in written {
        let (place, id) = (format!("{place}.{id}"), name(place, &id)?);
        let known = all.remove(&id);
        if let Some(new) = read(&place, value, known.as_ref())? {
            all.insert(id, new);
        }
    }
    Ok(())
}

type Read = (Option<definition::Localised>, BTreeMap<Name, Type>);

fn kind(place: &str, KindWritten { label, fields }: KindWritten) -> Result<Read, Fault> {
    if fields.len() > PARTS_MAX {
        return Err(unfit(format!("{place}.fields: there are more than {PARTS_MAX}")));
    }
    let label = label.map(|label| words(&format!("{place}.label"), label)).transpose()?;
    let fields = fields.into_iter().map(|(field, of)| Ok((name(place, &field)?, of.into())));
    Ok((label, fields.collect::<Result<_, Fault>>()?))
}

fn nearest(written: NearestWritten) -> Result<Option<Nearest>, Fault> {
    let NearestWritten { chosen, position, by, places, group } = written;
    if by.len() > PARTS_MAX || places.len() > PLACES_MAX {
        return Err(unfit(format!("nearest.places: there are more than {PLACES_MAX}")));
    }
    let one = |place: &str, field: Option<String>| field.map(|field| name(place, &field)).transpose();
    let nearest = Nearest {
        chosen: one("nearest.chosen", chosen)?,
        position: one("nearest.position", position)?,
        by: by.iter().map(|field| name("nearest.by", field)).collect::<Result<_, Fault>>()?,
        places,
        group: one("nearest.group", group)?,
    };
    Ok((nearest != Nearest::default()).then_some(nearest))
}

fn change(settings: &mut Settings, written: SchemaWritten) -> Result<(), Fault> {
    put(("fields", &mut settings.fields), written.fields, |_, FieldPut(of), _| Ok(of.map(Type::from)))?;
    put(("events", &mut settings.events), written.events, |place, KindPut(written), _| {
        let Some((label, fields)) = written.map(|written| kind(place, written)).transpose()? else {
            return Ok(None);
        };
        Ok(Some(EventType { label, fields }))
    })?;
    put(("entities", &mut settings.entities), written.entities, |place, KindPut(written), known| {
        let Some((label, fields)) = written.map(|written| kind(place, written)).transpose()? else {
            return Ok(None);
        };
        let key = known.map_or(Type::Text, |known: &EntityType| known.key);
        Ok(Some(EntityType { key, label, fields }))
    })?;
    put(("names", &mut settings.names), written.names, |place, WordsPut(written), _| {
        written.map(|written| words(place, written)).transpose()
    })?;
    if let Some(written) = written.nearest {
        settings.nearest = nearest(written)?;
    }
    Ok(())
}

/// `POST /api/schema/check`: judged as if it were published; nothing is kept.
pub(crate) fn check(call: &Call<'_>) -> Result<Nothing, Fault> {
    let written: SchemaWritten = call.json()?;
    draft(call, &call.view(), |settings| change(settings, written))?;
    Ok(Nothing)
}

/// `PUT /api/schema`: live when this answers.
pub(crate) fn publish_own(call: &Call<'_>) -> Result<SchemaOwn, Fault> {
    let (view, written) = (call.view(), call.json::<SchemaWritten>()?);
    let draft = draft(call, &view, |settings| change(settings, written))?;
    let own = own(&draft.definitions.settings);
    publish(call, &view, draft, ("schema_changed", "schema"))?;
    Ok(own)
}

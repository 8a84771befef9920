//! The API as an OpenAPI document, made from the table of routes and from the types of what they take and answer.

use crate::call::{Call, Error, Fault};
use crate::routes::{Handler, Known, Needs, Param, ROUTES, Route, Shape, Verb};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

use super::shape;

/// What may go wrong with any request, beside what its method adds.
const FAULTS: [(&str, &str); 5] = [
    ("400", "The request cannot be read"),
    ("404", "There is nothing here"),
    ("413", "The request is too large"),
    ("429", "Too many tries"),
    ("500", "It could not be answered"),
];
const FAULTS_OF_THE_SIGNED_IN: [(&str, &str); 2] =
    [("401", "Nobody is signed in"), ("403", "It is not allowed")];
const FAULTS_OF_DEEDS: [(&str, &str); 2] =
    [("409", "It cannot be done here and now"), ("422", "Something is wrong with the document")];

pub(crate) fn show(_: &Call<'_>) -> Result<Value, Fault> {
    Ok(document())
}

/// OpenAPI 3.1.
#[must_use]
pub fn document() -> Value {
    let (mut known, mut taken) = (Known::new(), Known::new());
    let mut paths = Map::new();
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/api/")) {
        let verb = route.verb.as_str().to_ascii_lowercase();
        let operation = operation(route, &mut known, &mut taken);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[verb] = operation;
    }
    let _error = shape::reference::<Error>(&mut known);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Anlass", "version": env!("CARGO_PKG_VERSION"),
            "description": "Amounts are in minor units with their currency, moments in UTC (RFC 3339), ids of \
                customers have 32 hexadecimal digits. What changes something needs the header x-anlass: 1.",
        },
        "paths": paths,
        "components": {
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": crate::desk::COOKIE },
                "key": { "type": "apiKey", "in": "header", "name": crate::collect::WRITE_KEY },
            },
            "schemas": components(known, taken),
        },
    })
}

/// Every schema once. Two different ones of one name would be a mistake of ours that every test of the document finds.
fn components(told: Known, taken: Known) -> BTreeMap<String, Value> {
    let mut components: BTreeMap<String, Value> = BTreeMap::new();
    let told = told.into_iter().map(|(name, schema)| {
        let mut schema = json!(schema);
        told_always(&mut schema);
        (name, schema)
    });
    let taken = taken.into_iter().map(|(name, schema)| {
        let mut schema = json!(schema);
        in_order(&mut schema);
        (name, schema)
    });
    for (name, schema) in told.chain(taken) {
        let before = components.insert(name.clone(), schema.clone());
        assert!(before.is_none_or(|before| before == schema), "two schemas are called {name}");
    }
    components
}

/// What may be null is there all the same: only what its type leaves out when it is empty may be missing.
fn told_always(schema: &mut Value) {
    if let Some(all) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
        all.iter_mut().for_each(told_always);
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
    let is_null = |schema: &Value| schema["type"] == "null";
    let may_be_null = |property: &Value| {
        property["type"].as_array().is_some_and(|types| types.iter().any(|one| one == "null"))
            || property["oneOf"].as_array().is_some_and(|all| all.iter().any(is_null))
    };
    let mut required: Vec<Value> = schema["required"].as_array().cloned().unwrap_or_default();
    for (name, property) in properties {
        if may_be_null(property) && !required.iter().any(|known| known == name) {
            required.push(json!(name));
        }
    }
    required.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
}

/// One that is told and taken is the same in both.
fn in_order(schema: &mut Value) {
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.sort_by(|one, other| one.as_str().cmp(&other.as_str()));
    }
    if let Some(all) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
        all.iter_mut().for_each(in_order);
    }
}

fn operation(route: &Route, told: &mut Known, taken: &mut Known) -> Value {
    let in_path = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter = |name: &str, place: &str, required: bool, schema: Value| json!({ "name": name, "in": place, "required": required, "schema": schema });
    let mut parameters: Vec<Value> = in_path
        .map(|name| parameter(name, "path", true, Shape::of_part(route.path, name).schema()))
        .collect();
    let asked = |param: &Param| parameter(param.name, "query", param.is_required, param.shape.schema());
    parameters.extend(route.query.iter().map(asked));
    if route.verb != Verb::Get {
        parameters.push(parameter("x-anlass", "header", true, json!({ "type": "string", "enum": ["1"] })));
    }
    let tag = route.path.split('/').nth(2).unwrap_or_default();
    let mut operation = json!({
        "summary": route.about, "tags": [tag], "parameters": parameters,
        "x-needs": format!("{:?}", route.needs).to_lowercase(), "responses": responses(route, told),
    });
    if route.needs != Needs::Nobody {
        operation["security"] = match route.is_for_keys {
            true => json!([{ "session": [] }, { "key": [] }]),
            false => json!([{ "session": [] }]),
        };
    }
    let mut kinds = BTreeMap::new();
    if let Some(body) = route.body {
        kinds.insert("application/json", json!({ "schema": body(taken) }));
    }
    if let Some(kind) = route.raw {
        kinds.insert(kind, json!({ "schema": { "type": "string", "minLength": 1 } }));
    }
    if !kinds.is_empty() {
        operation["requestBody"] = json!({ "required": true, "content": kinds });
    }
    operation
}

fn responses(route: &Route, known: &mut Known) -> Value {
    let done = match route.handler {
        Handler::Page(_) => ("200", json!({ "description": "Done" })),
        Handler::Api(handler) | Handler::File(_, handler) => match handler.schema(known) {
            Some(schema) => (
                "200",
                json!({ "description": "Done", "content": { "application/json": { "schema": schema } } }),
            ),
            None => ("204", json!({ "description": "Done, and nothing to say" })),
        },
    };
    let mut faults: Vec<(&str, &str)> = FAULTS.to_vec();
    if route.needs != Needs::Nobody || route.verb != Verb::Get {
        faults.extend(FAULTS_OF_THE_SIGNED_IN);
    }
    if route.verb != Verb::Get {
        faults.extend(FAULTS_OF_DEEDS);
    }
    let mut responses = Map::from_iter([(done.0.to_owned(), done.1)]);
    for (status, description) in faults {
        let answer = json!({
            "description": description,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
        });
        responses.insert(status.to_owned(), answer);
    }
    Value::Object(responses)
}

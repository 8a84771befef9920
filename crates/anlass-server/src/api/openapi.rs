//! The API as an OpenAPI document, made from the table of routes.

use crate::call::{Call, Fault, Reply};
use crate::routes::{Needs, ROUTES, Route, Verb};
use serde_json::{Map, Value, json};

pub(crate) fn show(_: &Call<'_>) -> Result<Reply, Fault> {
    Ok(Reply::json(document()))
}

/// OpenAPI 3.1.
#[must_use]
pub fn document() -> Value {
    let mut paths = Map::new();
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/api/")) {
        let verb = route.verb.as_str().to_ascii_lowercase();
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[verb] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Anlass", "version": env!("CARGO_PKG_VERSION"),
            "description": "Amounts are in minor units with their currency, moments in UTC (RFC 3339), ids of \
                customers have 32 hexadecimal digits. What changes something needs the header x-anlass: 1.",
        },
        "paths": paths,
        "components": {
            "securitySchemes": { "session": { "type": "apiKey", "in": "cookie", "name": crate::desk::COOKIE } },
            "schemas": { "Error": {
                "type": "object", "required": ["code", "cause", "help"],
                "properties": {
                    "code": { "type": "string", "enum": Fault::CODES }, "cause": { "type": "string" },
                    "help": { "type": "string" },
                    "problems": { "type": "array", "items": { "type": "object" } },
                },
            } },
        },
    })
}

fn operation(route: &Route) -> Value {
    let in_path = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameter = |name: &str, place: &str, required: bool| json!({ "name": name, "in": place, "required": required, "schema": { "type": "string" } });
    let mut parameters: Vec<Value> = in_path.map(|name| parameter(name, "path", true)).collect();
    parameters.extend(route.query.iter().map(|name| parameter(name, "query", false)));
    if route.verb != Verb::Get {
        parameters.push(parameter("x-anlass", "header", true));
    }
    let tag = route.path.split('/').nth(2).unwrap_or_default();
    let mut operation = json!({
        "summary": route.about, "tags": [tag], "parameters": parameters,
        "x-needs": format!("{:?}", route.needs).to_lowercase(),
        "responses": {
            "200": { "description": "Done", "content": { "application/json": { "schema": {} } } },
            "204": { "description": "Done, and nothing to say" },
            "default": {
                "description": "Not done, and why",
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
            },
        },
    });
    if route.needs != Needs::Nobody {
        operation["security"] = json!([{ "session": [] }]);
    }
    if !route.body.is_empty() {
        let fields = route.body.iter().map(|(name, kind)| ((*name).to_owned(), json!({ "type": kind })));
        let fields: Map<String, Value> = fields.collect();
        let schema = json!({ "type": "object", "properties": fields });
        operation["requestBody"] = json!({ "content": { "application/json": { "schema": schema } } });
    }
    operation
}

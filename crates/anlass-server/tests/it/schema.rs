//! Answers beside the document that describes them: a small validator of the schemas the document uses, stricter than
//! JSON Schema asks, because an answer may hold nothing that the document does not know.

use serde_json::Value;

/// Everything in which a value differs from a schema.
pub(crate) fn differences(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare(document, schema, value, "", &mut found);
    found
}

fn compare(document: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let pointer = name.strip_prefix('#').expect("a reference within the document");
        let known = document.pointer(pointer).unwrap_or_else(|| panic!("{name} is nowhere"));
        return compare(document, known, value, place, found);
    }
    if let Some(all) = schema["oneOf"].as_array() {
        let fits = |schema: &Value| differences(document, schema, value).is_empty();
        if all.iter().filter(|schema| fits(schema)).count() != 1 {
            found.push(format!("{place}: {value} is not one of {}", all.len()));
        }
        return;
    }
    if let Some(all) = schema["enum"].as_array()
        && !all.contains(value)
        && !value.is_null()
    {
        found.push(format!("{place}: {value} is no code of the list"));
    }
    if !is_of_type(&schema["type"], value) {
        found.push(format!("{place}: {value} is not {}", schema["type"]));
    }
    if schema["format"] == "date-time"
        && let Some(text) = value.as_str()
        && !(text.ends_with('Z') && text.contains('T'))
    {
        found.push(format!("{place}: {text} is no moment"));
    }
    if let Some(list) = value.as_array() {
        for (index, one) in list.iter().enumerate() {
            compare(document, &schema["items"], one, &format!("{place}/{index}"), found);
        }
    }
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                found.push(format!("{place}/{name} is missing"));
            }
        }
        let Some(properties) = schema["properties"].as_object() else { return };
        for (name, one) in fields {
            match properties.get(name) {
                Some(schema) => compare(document, schema, one, &format!("{place}/{name}"), found),
                None => found.push(format!("{place}/{name} is in no schema")),
            }
        }
    }
}

/// Whether a value is of a type, or of one of several.
fn is_of_type(wanted: &Value, value: &Value) -> bool {
    let is = |wanted: &str| match wanted {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the validator does not know the type {other}"),
    };
    match wanted {
        Value::String(wanted) => is(wanted),
        Value::Array(all) => all.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

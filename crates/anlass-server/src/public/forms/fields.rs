//! Further fields of a form: how they are called, and how what people write becomes a value.

use super::escaped;
use crate::insight::words::pick;
use anlass_model::definition::Language;
use anlass_model::id::Name;
use anlass_model::value::{Day, Type, Value};

/// Longer texts are cut: nobody's name fills a page.
const LETTERS_MAX: usize = 200;

/// What was written, if it is a value of this type.
pub(super) fn value(kind: Type, written: &str) -> Option<Value> {
    let text: String =
        written.trim().chars().filter(|letter| !letter.is_control()).take(LETTERS_MAX).collect();
    match kind {
        _ if text.is_empty() => None,
        Type::Text => Some(Value::Text(text.into())),
        Type::Day => text.parse::<Day>().ok().map(Value::Day),
        _ => None,
    }
}

/// Its label and input.
pub(super) fn input(name: &Name, kind: Type, is_required: bool, written: &str, language: Language) -> String {
    let (label, complete) = words(name.as_str(), language);
    let label = escaped(&label);
    let id = escaped(name.as_str());
    let input = if kind == Type::Day { "date" } else { "text" };
    let (beside, required) = match is_required {
        true => (String::new(), " required"),
        false => (format!(" <span class=\"note\">({})</span>", pick(language, "freiwillig", "optional")), ""),
    };
    format!(
        "<label for=\"{id}\">{label}{beside}</label>\
         <input id=\"{id}\" name=\"{id}\" type=\"{input}\" maxlength=\"{LETTERS_MAX}\" autocomplete=\"{complete}\" \
         value=\"{}\"{required}>",
        escaped(written)
    )
}

/// What people call a field, and what their browser fills in by itself.
fn words(name: &str, language: Language) -> (String, &'static str) {
    let (de, en, complete) = match name {
        "first_name" => ("Vorname", "First name", "given-name"),
        "last_name" => ("Nachname", "Last name", "family-name"),
        "salutation" => ("Anrede", "Salutation", "honorific-prefix"),
        "title" | "titles" => ("Titel", "Title", "honorific-prefix"),
        "phone" => ("Telefon", "Telephone", "tel"),
        "city" => ("Ort", "City", "address-level2"),
        "postcode" => ("Postleitzahl", "Postcode", "postal-code"),
        "birth_date" => ("Geburtstag", "Date of birth", "bday"),
        other => return (other.replace(['_', '-'], " "), "on"),
    };
    (pick(language, de, en).to_owned(), complete)
}

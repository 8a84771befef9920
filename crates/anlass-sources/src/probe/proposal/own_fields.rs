//! Fields of the organisation's own: what columns say of people beyond the usual, under names made of the columns'.

use super::{Maker, quoted};
use crate::probe::{Looks, Meaning, Probed, ProbedColumn};
use anlass_model::definition::Settings;
use anlass_model::id::Name;
use anlass_model::value::Type;
use std::fmt::Write;

impl Maker<'_> {
    /// The lines of a file's own fields.
    pub(super) fn own_fields(&mut self, file: &Probed) {
        let own = file.columns.iter().filter(|column| column.meaning == Some(Meaning::OwnField));
        let mut taken: Vec<Name> = Vec::new();
        for column in own {
            let Some(field) = field_name(&column.name, &taken) else { continue };
            let kind = kind(self.frame.settings, &field, column);
            let mut text = quoted(&column.name);
            if kind != Type::Text {
                text = format!("{{ column: {text}, type: {}", kind.as_str());
                if let Some(format) = column.format.filter(|_| matches!(kind, Type::Day | Type::Time)) {
                    // Writing into a text does not fail.
                    let _written = write!(text, ", format: {}", quoted(format));
                }
                text.push_str(" }");
            }
            self.line(&format!("      {}: {text}", quoted(field.as_str())));
            taken.push(field);
        }
    }
}

/// As it is declared already, else as the column looks.
fn kind(settings: Option<&Settings>, field: &Name, column: &ProbedColumn) -> Type {
    let looks = match column.looks {
        Looks::Amount { .. } => Type::Money,
        Looks::Day { .. } => Type::Day,
        Looks::Moment { .. } => Type::Time,
        // Numbers may be codes: 007 is not 7.
        _ => Type::Text,
    };
    settings.and_then(|settings| settings.fields.get(field).copied()).unwrap_or(looks)
}

/// A column's name as that of a field: "Größe des Haushalts" is `groesse_des_haushalts`. Of two that come to the same the
/// second gets a number.
fn field_name(column: &str, taken: &[Name]) -> Option<Name> {
    let mut name = String::with_capacity(column.len());
    for letter in column.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => name.push_str("ae"),
            'ö' => name.push_str("oe"),
            'ü' => name.push_str("ue"),
            'ß' => name.push_str("ss"),
            'a'..='z' | '0'..='9' => name.push(letter),
            _ if name.is_empty() || name.ends_with('_') => {}
            _ => name.push('_'),
        }
    }
    let name = name.trim_end_matches('_');
    let name = match name.chars().next() {
        None => "field".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("field_{name}"),
        Some(_) => name.to_owned(),
    };
    let mut numbered = (2..100).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone())
        .chain(&mut numbered)
        .filter_map(|text| Name::new(&text).ok())
        .find(|name| !taken.contains(name))
}

//! Things of declared entities and own event types: proposed for files whose columns are called as their fields are.

use super::super::meaning::fold;
use super::{Maker, code, moment, quoted};
use crate::probe::{Looks, Meaning, Probed, ProbedColumn};
use anlass_model::definition::{Localised, Settings};
use anlass_model::id::Name;
use anlass_model::value::Type;
use std::collections::BTreeMap;

/// What keys are called, beside the number of what they are of.
const KEYS: [&str; 9] = [
    "key",
    "schluessel",
    "kennzeichen",
    "plate",
    "licenseplate",
    "seriennummer",
    "serialnumber",
    "vertragsnummer",
    "contractnumber",
];

/// A field of what is declared, with the column that tells it.
type Told<'a> = (&'a Name, Type, &'a ProbedColumn);

impl ProbedColumn {
    fn is_time(&self) -> bool {
        matches!(self.looks, Looks::Day { .. } | Looks::Moment { .. })
    }
}

/// How a name may stand above a column: its id, and what people call it.
fn called(settings: &Settings, name: &Name, label: Option<&Localised>) -> Vec<String> {
    let mut all = vec![fold(name.as_str())];
    for words in settings.names.get(name).into_iter().chain(label) {
        all.extend([&words.de, &words.en].map(|word| fold(word)));
    }
    all
}

/// The fields that columns tell; none unless at least half of them are told.
fn told<'a>(
    settings: &Settings,
    file: &'a Probed,
    (person, fields): (&ProbedColumn, &'a BTreeMap<Name, Type>),
) -> Vec<Told<'a>> {
    let mut all: Vec<Told<'a>> = Vec::new();
    for (field, kind) in fields {
        let names = called(settings, field, None);
        let fits = |column: &&ProbedColumn| {
            let is_time = matches!(kind, Type::Day | Type::Time);
            column.name != person.name
                && names.contains(&fold(&column.name))
                && (!is_time || column.is_time())
        };
        all.extend(file.columns.iter().find(fits).map(|column| (field, *kind, column)));
    }
    if all.len() * 2 < fields.len() { Vec::new() } else { all }
}

/// The column by which things of one person are told apart: one that is called so, else the only other one that tells rows apart.
fn key<'a>(
    file: &'a Probed,
    names: &[String],
    (person, fields): (&ProbedColumn, &[Told<'_>]),
) -> Option<&'a ProbedColumn> {
    let is_free = |column: &&ProbedColumn| {
        let is_contact = matches!(column.meaning, Some(Meaning::Email | Meaning::Phone));
        column.name != person.name
            && !fields.iter().any(|(.., own)| own.name == column.name)
            && column.filled == 1_000
            && !column.is_time()
            && !is_contact
    };
    let is_called = |column: &&ProbedColumn| {
        let folded = fold(&column.name);
        let of_it = names.iter().any(|name| {
            ["", "nummer", "nr", "number", "id"].iter().any(|ending| folded == format!("{name}{ending}"))
        });
        of_it || KEYS.contains(&folded.as_str())
    };
    let mut free = file.columns.iter().filter(is_free);
    let named = free.clone().find(is_called);
    named.or_else(|| {
        let mut unique = free.by_ref().filter(|column| column.is_unique);
        let only = unique.next();
        only.filter(|_| unique.next().is_none())
    })
}

impl<'a> Maker<'a> {
    /// What customers have, and what happened to them by the organisation's own words.
    pub(super) fn own(&mut self) {
        let files: &'a [Probed] = self.files;
        let (mut is_first_entity, mut events) = (true, Vec::new());
        for (file, settings) in files.iter().flat_map(|file| Some((file, self.frame.settings?))) {
            let Some((person, kind)) = file.person() else { continue };
            let others = [Meaning::ArticleNumber, Meaning::OrderNumber, Meaning::Rating];
            if others.iter().any(|other| file.column(*other).is_some()) {
                continue;
            }
            let things = settings.entities.iter().filter_map(|(entity, own)| {
                let fields = told(settings, file, (person, &own.fields));
                let names = called(settings, entity, own.label.as_ref());
                let key = key(file, &names, (person, &fields)).filter(|_| !fields.is_empty())?;
                Some((entity, key, fields))
            });
            // Of several the one of which it tells most.
            if let Some((entity, key, fields)) = things.max_by_key(|(.., fields)| fields.len()) {
                if std::mem::take(&mut is_first_entity) {
                    self.line("entities:");
                }
                self.begins(file, ("entity", entity), (person, kind));
                self.line(&format!("    key: {}", code(key, "")));
                match file.column(Meaning::Changed) {
                    Some(changed) => self.line(&format!("    changed: {}", moment(changed))),
                    None => self.line(&format!("    on: {}", self.today())),
                }
                self.fields(&fields);
                continue;
            }
            let happened = settings.events.iter().filter_map(|(event, own)| {
                let fields = told(settings, file, (person, &own.fields));
                let is_free = |column: &&ProbedColumn| {
                    column.is_time() && !fields.iter().any(|(.., told)| told.name == column.name)
                };
                let time = file.columns.iter().find(is_free).filter(|_| !fields.is_empty())?;
                Some((event, time, fields))
            });
            if let Some((event, time, fields)) = happened.max_by_key(|(.., fields)| fields.len()) {
                events.push((file, event, (person, kind), time, fields));
            }
        }
        let ratings = self.ratings();
        if !events.is_empty() || !ratings.is_empty() {
            self.line("events:");
        }
        self.write_ratings(ratings);
        for (file, event, person, time, fields) in events {
            self.begins(file, ("event", event), person);
            self.line(&format!("    occurred: {}", moment(time)));
            if let Some(value) = file.column(Meaning::Total) {
                self.line(&format!("    value: {}", quoted(&value.name)));
            }
            self.fields(&fields);
        }
    }

    fn begins(&mut self, file: &'a Probed, (what, name): (&str, &Name), person: (&ProbedColumn, &str)) {
        self.read.push(&file.file);
        self.line(&format!("  - file: {}", quoted(&file.file)));
        self.line(&format!("    {what}: {}", quoted(name.as_str())));
        self.line(&format!("    customer: {}", code(person.0, &format!(", kind: {}", person.1))));
    }

    fn fields(&mut self, fields: &[Told<'_>]) {
        self.line("    fields:");
        for (field, kind, column) in fields {
            let (field, name, kind) = (quoted(field.as_str()), quoted(&column.name), kind.as_str());
            let format = match column.format {
                Some(format) if matches!(kind, "day" | "time") => format!(", format: {}", quoted(format)),
                _ => String::new(),
            };
            self.line(&format!("      {field}: {{ column: {name}, type: {kind}{format} }}"));
        }
    }
}

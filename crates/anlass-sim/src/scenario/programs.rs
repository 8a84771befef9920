//! Definitions of a scenario, compiled: the first program, and each that is published later. Expressions that
//! customers' lines ask for are compiled along as traits.

use crate::scenario::Trouble;
use crate::scenario::document::{Definition, Document, Kind, Source, numbered};
use anlass_engine::{Program, compile};
use anlass_model::definition::{Definitions, Programme, Settings};
use anlass_model::id::{Name, NameId};
use anlass_model::time::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(crate) struct Programs {
    /// In order; the first one holds from the beginning.
    pub(crate) all: Vec<(Timestamp, Program)>,
    pub(crate) clock: Clock,
}

/// The organisation's clock.
#[derive(Clone)]
pub(crate) struct Clock(TimeZone);

impl Programs {
    pub(crate) fn new(document: &Document, folder: &Path) -> Result<Programs, Trouble> {
        let asked = asked(document);
        let mut author = Author::new(document, folder)?;
        for definition in document.definitions.iter().filter(|definition| definition.at.is_none()) {
            author.add(definition)?;
        }
        let first = author.program(document, &asked, 0, None)?;
        let zone = first.zone.clone();
        let mut all = vec![(Timestamp(i64::MIN), first)];
        let mut later: Vec<(DateTime, &Definition)> =
            document.definitions.iter().filter_map(|definition| Some((definition.at?, definition))).collect();
        later.sort_by_key(|(at, _)| *at);
        for (at, definition) in later {
            author.add(definition)?;
            let before = all.last().map(|(_, program)| &program.definitions);
            let program = author.program(document, &asked, definition.line, before)?;
            all.push((Timestamp::from_zone(at, &zone), program));
        }
        Ok(Programs { all, clock: Clock(zone) })
    }

    pub(crate) fn moment(&self, local: DateTime) -> Timestamp {
        Timestamp::from_zone(local, &self.clock.0)
    }

    pub(crate) fn first(&self) -> &Program {
        &self.all.first().expect("there is always a first program").1
    }

    pub(crate) fn by_id(&self, id: anlass_model::id::ProgramId) -> Option<&Program> {
        self.all.iter().map(|(_, program)| program).find(|program| program.id == id)
    }

    pub(crate) fn delayed(&self) -> Vec<NameId> {
        let sources = &self.first().definitions.settings.sources;
        sources.iter().filter(|source| source.delayed).map(|source| source.id.id()).collect()
    }

    /// Readable names of all programs: what was taken out is still spoken of.
    pub(crate) fn names(&self) -> BTreeMap<NameId, String> {
        let names = self.all.iter().flat_map(|(_, program)| &program.names);
        names.map(|(id, name)| (*id, name.to_string())).collect()
    }
}

impl Clock {
    /// As written in scenarios.
    pub(crate) fn local(&self, at: Timestamp) -> String {
        let local = at.in_zone(&self.0);
        let text = local.strftime("%Y-%m-%d %H:%M:%S").to_string();
        match local.subsec_nanosecond() {
            0 => text,
            nanoseconds => format!("{text}.{:03}", nanoseconds / 1_000_000),
        }
    }
}

/// Name of the trait that stands for an asked expression.
pub(crate) fn ask_name(expression: &str) -> String {
    format!("asked-{:016x}", anlass_model::id::name_hash(expression))
}

fn asked(document: &Document) -> BTreeMap<String, (usize, String)> {
    let lines = document.customers.iter().flat_map(|customer| &customer.lines);
    let asked = lines.filter_map(|(line, text)| Some((*line, text.split_once(" ask ")?.1.trim())));
    asked.map(|(line, expression)| (ask_name(expression), (line, expression.to_string()))).collect()
}

/// The definitions as they stand after each publication.
struct Author {
    folder: PathBuf,
    settings: Json,
    settings_line: usize,
    programmes: Vec<Programme>,
}

impl Author {
    fn new(document: &Document, folder: &Path) -> Result<Author, Trouble> {
        let (line, file) = document.settings.clone().unwrap_or((0, "settings".into()));
        let settings = yaml(line, &read(line, folder, &file)?)?;
        let mut author =
            Author { folder: folder.into(), settings, settings_line: line, programmes: Vec::new() };
        for (line, recipe) in &document.recipes {
            let text = read(*line, folder, recipe.as_str())?;
            author.put(*line, &text)?;
        }
        Ok(author)
    }

    fn add(&mut self, definition: &Definition) -> Result<(), Trouble> {
        for number in 1..=definition.repeat {
            let text = match &definition.source {
                Source::Yaml(text) if definition.repeat > 1 => numbered(definition.line, text, number)?,
                Source::Yaml(text) => text.clone(),
                Source::Recipe(name) => read(definition.line, &self.folder, name.as_str())?,
            };
            match definition.kind {
                Kind::Programme => self.put(definition.line, &text)?,
                Kind::Settings => {
                    merge(&mut self.settings, yaml(definition.line, &text)?);
                    self.settings_line = definition.line;
                }
            }
        }
        Ok(())
    }

    /// Adds a programme or replaces the one of the same name.
    fn put(&mut self, line: usize, text: &str) -> Result<(), Trouble> {
        let programme: Programme = serde_saphyr::from_str(text).map_err(|error| {
            Trouble::at(line, format!("this is no programme: {error}"), "see the recipes for examples")
        })?;
        match self.programmes.iter_mut().find(|known| known.id == programme.id) {
            Some(known) => *known = programme,
            None => self.programmes.push(programme),
        }
        Ok(())
    }

    fn program(
        &self,
        document: &Document,
        asked: &BTreeMap<String, (usize, String)>,
        line: usize,
        before: Option<&Definitions>,
    ) -> Result<Program, Trouble> {
        let mut settings: Settings = serde_json::from_value(self.settings.clone()).map_err(|error| {
            Trouble::at(
                self.settings_line,
                format!("these are no settings: {error}"),
                "see recipes/settings.yaml",
            )
        })?;
        let mut programmes = self.programmes.clone();
        if !document.holdouts {
            settings.policy.holdout_percent = 0;
            programmes.iter_mut().for_each(|programme| programme.holdout_percent = 0);
        }
        for (name, (line, expression)) in asked {
            let name = Name::new(name)
                .map_err(|bad| Trouble::at(*line, bad.to_string(), "shorten the expression"))?;
            settings.traits.insert(name, expression.clone());
        }
        let mut definitions = Definitions { settings, programmes, content: None, subtrees: vec![] };
        if let Some(before) = before {
            definitions.inherit_redirects(before);
        }
        let program = compile(definitions).map(|program| {
            let subtrees = document.catalogue.subtrees(&program.nodes());
            program.with_subtrees(subtrees)
        });
        program.map_err(|problems| {
            let asked_line = problems.iter().find_map(|problem| {
                asked.iter().find(|(name, _)| problem.place.contains(*name)).map(|(_, (line, _))| *line)
            });
            let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let cure = "correct the definitions, or what is asked here";
            Trouble::at(
                asked_line.unwrap_or(line),
                format!("this does not compile: {}", shown.join("\n")),
                cure,
            )
        })
    }
}

fn read(line: usize, folder: &Path, name: &str) -> Result<String, Trouble> {
    let path = folder.join(format!("{name}.yaml"));
    std::fs::read_to_string(&path).map_err(|error| {
        let cause = format!("{} cannot be read: {error}", path.display());
        Trouble::at(line, cause, "name a file of the folder recipes, without .yaml")
    })
}

fn yaml(line: usize, text: &str) -> Result<Json, Trouble> {
    serde_saphyr::from_str(text).map_err(|error| {
        Trouble::at(line, format!("this is no YAML: {error}"), "check indentation and quotation marks")
    })
}

/// Maps are merged key by key, everything else is replaced.
fn merge(base: &mut Json, over: Json) {
    match (base, over) {
        (Json::Object(base), Json::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Json::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

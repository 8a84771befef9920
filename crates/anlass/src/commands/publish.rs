//! `anlass check` and `anlass publish`: from YAML files to the program that is live.

use crate::clock;
use crate::documents::{self, Draft, Unnamed};
use crate::installation::Installation;
use crate::say::{self, Answer};
use anlass_engine::{FromTodayOn, Problem, Program, compile, counts_from_today_on, warnings};
use anlass_model::definition::{Definitions, Language, LanguageTag, Programme};
use anlass_model::id::parts_hash;
use anlass_runtime::migration::{Fate, Standing};
use anlass_runtime::{Runtime, programs};
use anlass_server::insight::words::pick;
use anlass_server::{Access, drafts};
use anlass_store::{Commit, Store};
use anyhow::{Context, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) struct Options<'a> {
    pub(crate) files: &'a [PathBuf],
    pub(crate) unnamed: Unnamed,
    /// Keys and ids are made from this seed, so that a simulation repeats exactly; never for real people.
    pub(crate) seed: Option<u64>,
    /// Of what is said while it works.
    pub(crate) language: Language,
    /// For people of whom no language is known; absent: as the files say.
    pub(crate) default_language: Option<LanguageTag>,
}

#[derive(Debug, Default, Serialize)]
struct Changes {
    programmes_added: Vec<String>,
    programmes_changed: Vec<String>,
    programmes_removed: Vec<String>,
    journeys_added: Vec<String>,
    journeys_changed: Vec<String>,
    journeys_removed: Vec<String>,
    settings_changed: bool,
    /// Where people stand in journeys now, and what becomes of them.
    inside: Vec<Standing>,
    /// Rules that ask for what was not kept so far.
    from_today_on: Vec<FromTodayOn>,
    /// Expected second-order gaps taken from what imports learned.
    learned_gaps: usize,
    /// The id of the program that is now live.
    program: String,
}

pub(super) fn refused(problems: &[Problem]) -> Answer {
    Answer { text: documents::list(problems), json: serde_json::json!({ "problems": problems }), good: false }
}

/// Compiles files, over what is live if there is an installation.
pub(crate) fn check(data: &Path, files: &[PathBuf], unnamed: Unnamed) -> Result<Answer> {
    let installation = Installation::open_if_any(data)?;
    let Draft { live, definitions, program, .. } =
        match documents::draft(installation.as_ref(), files, unnamed)? {
            Ok(draft) => draft,
            Err(problems) => return Ok(refused(&problems)),
        };
    let inside = match installation {
        Some(installation) if live.is_some() => inside(&installation, &program, Language::En)?,
        _ => Vec::new(),
    };
    let from_today_on = from_today_on(live, &program);
    let mut text = format!(
        "✓ {} programmes, {} journeys, {} messages, {} mailings: no problems (program {:016x})",
        definitions.programmes.len(),
        program.journeys.len(),
        program.messages.len(),
        program.mailings.len(),
        program.id.0
    );
    let warnings: Vec<Problem> = warnings(&program).into_iter().map(|warning| warning.said).collect();
    for warning in &warnings {
        text.push_str(&format!("\n! {warning}"));
    }
    let json = serde_json::json!({
        "problems": [], "warnings": warnings, "programmes": definitions.programmes.len(), "journeys": program.journeys.len(),
        "messages": program.messages.len(), "program": format!("{:016x}", program.id.0), "inside": inside,
        "from_today_on": from_today_on,
    });
    if let Some(lines) = from_today_on_words(&from_today_on, "would count from its publication on") {
        text.push_str(&format!("\n{lines}"));
    }
    if let Some(lines) = inside_words(&inside, "would ") {
        text.push_str(&format!("\n{lines}"));
    }
    Ok(Answer::good(text, json))
}

/// Where people stand in journeys, and what becomes of them.
fn inside(installation: &Installation, program: &Program, language: Language) -> Result<Vec<Standing>> {
    let spinner = say::spinner(pick(language, "sieht Journeys durch", "looking at journeys"));
    let inside = installation.look()?.migration(program)?;
    spinner.finish_and_clear();
    Ok(inside)
}

/// Publishes files over what is live.
pub(crate) fn publish(data: &Path, options: &Options<'_>) -> Result<Answer> {
    // Checked before anything is made on disk.
    let before = Installation::open_if_any(data)?;
    let Draft { live, definitions, program, filled, texts } = match documents::draft_in(
        before.as_ref(),
        options.files,
        options.unnamed,
        options.default_language.clone(),
    )? {
        Ok(draft) => draft,
        Err(problems) => return Ok(refused(&problems)),
    };
    let installation = match before {
        Some(installation) => installation,
        None => Installation::open_or_create(data)?,
    };
    let mut changes = compare(live.as_ref(), &definitions);
    changes.learned_gaps = filled.len();
    changes.program = format!("{:016x}", program.id.0);
    if live.is_some() {
        changes.inside = inside(&installation, &program, options.language)?;
        changes.from_today_on = from_today_on(live, &program);
    }
    let material = options.seed.map(material);
    Runtime::publish(&*installation.store, &installation.master, &definitions, material)?;
    installation.put_filled_gaps(&filled)?;
    let versions = [changes.programmes_added.as_slice(), &changes.programmes_changed].concat();
    // Whoever edits it in the app finds it as it was written.
    let written = texts.iter().filter(|(id, _)| versions.iter().any(|changed| id.as_str() == changed));
    let documents = written.map(|(id, text)| drafts::text_document(&changes.program, id.as_str(), text));
    installation.store.commit(&Commit { documents: documents.collect(), ..Commit::default() })?;
    let store: Arc<dyn Store> = Arc::clone(&installation.store) as Arc<dyn Store>;
    Access::open(store, &installation.master)?.note_files(clock::now(), &versions, &changes.program)?;
    let json = serde_json::to_value(&changes)?;
    Ok(Answer::good(words(&changes), json))
}

/// The settings that are live, as they are written.
pub(crate) fn settings(data: &Path) -> Result<Answer> {
    let installation = Installation::open(data)?;
    let live = programs::current(&*installation.store)?;
    let live = live.context("nothing is published\n  help: publish settings first")?;
    let settings = drafts::as_written(&*installation.store, live.settings)?;
    let text = serde_saphyr::to_string(&settings).context("writing the settings as YAML")?;
    Ok(Answer::good(text, serde_json::to_value(&settings)?))
}

/// Rules that a draft adds over what the live program keeps. Of a live program that this release refuses nothing
/// is known.
fn from_today_on(live: Option<Definitions>, draft: &Program) -> Vec<FromTodayOn> {
    let live = live.and_then(|definitions| compile(definitions).ok());
    live.map(|live| counts_from_today_on(&live, draft)).unwrap_or_default()
}

/// One line for each rule that does not look back yet.
fn from_today_on_words(rules: &[FromTodayOn], counts: &str) -> Option<String> {
    let line = |one: &FromTodayOn| {
        format!("  {} {counts}: {} was not kept before", one.place, one.asks_for.join(", "))
    };
    let lines: Vec<String> = rules.iter().map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn material(seed: u64) -> [u8; 32] {
    let mut material = [0; 32];
    for (half, number) in material.chunks_exact_mut(16).zip(0u8..) {
        half.copy_from_slice(
            &parts_hash(&[b"simulated vault", &seed.to_le_bytes(), &[number]]).to_le_bytes(),
        );
    }
    material
}

fn compare(live: Option<&Definitions>, new: &Definitions) -> Changes {
    let old = live.map_or(&[] as &[Programme], |live| &live.programmes);
    let mut changes = Changes {
        settings_changed: live.is_none_or(|live| live.settings != new.settings),
        ..Changes::default()
    };
    let programmes = |all: &[Programme]| -> BTreeMap<String, String> {
        all.iter().map(|one| (one.id.to_string(), serde_json::to_string(one).unwrap_or_default())).collect()
    };
    (changes.programmes_added, changes.programmes_changed, changes.programmes_removed) =
        difference(&programmes(old), &programmes(&new.programmes));
    let journeys = |all: &[Programme]| -> BTreeMap<String, String> {
        let each = all.iter().flat_map(|programme| &programme.journeys);
        each.map(|one| (one.id.to_string(), serde_json::to_string(one).unwrap_or_default())).collect()
    };
    (changes.journeys_added, changes.journeys_changed, changes.journeys_removed) =
        difference(&journeys(old), &journeys(&new.programmes));
    changes
}

/// Added, changed and removed names.
fn difference(
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> (Vec<String>, Vec<String>, Vec<String>) {
    let added = new.keys().filter(|name| !old.contains_key(*name)).cloned().collect();
    let changed = new.iter().filter(|(name, body)| old.get(*name).is_some_and(|other| other != *body));
    let removed = old.keys().filter(|name| !new.contains_key(*name)).cloned().collect();
    (added, changed.map(|(name, _)| name.clone()).collect(), removed)
}

fn words(changes: &Changes) -> String {
    let mut text = String::from("published\n");
    let mut line = |what: &str, names: &[String]| {
        if !names.is_empty() {
            text.push_str(&format!("  {what:<20} {}\n", names.join(", ")));
        }
    };
    line("programmes added", &changes.programmes_added);
    line("programmes changed", &changes.programmes_changed);
    line("programmes removed", &changes.programmes_removed);
    line("journeys added", &changes.journeys_added);
    line("journeys changed", &changes.journeys_changed);
    line("journeys removed", &changes.journeys_removed);
    if changes.settings_changed {
        text.push_str("  settings changed\n");
    }
    if changes.learned_gaps > 0 {
        text.push_str(&format!("  {} gaps to the second order, learned by imports\n", changes.learned_gaps));
    }
    if text.lines().count() == 1 {
        text.push_str("  nothing changed\n");
    }
    if let Some(lines) = from_today_on_words(&changes.from_today_on, "counts from today on") {
        text.push_str(&format!("{lines}\n"));
    }
    if let Some(lines) = inside_words(&changes.inside, "") {
        text.push_str(&lines);
    }
    text
}

/// What those inside do, or (`will` is "would ") would do; where everybody stays, in one line.
fn inside_words(inside: &[Standing], will: &str) -> Option<String> {
    let count = |these: &dyn Fn(&Fate) -> bool| -> u64 {
        inside.iter().filter(|one| these(&one.fate)).map(|one| one.runs).sum()
    };
    let (stay, all) = (count(&|fate| *fate == Fate::Stays), count(&|_| true));
    if all == 0 {
        return None;
    }
    let mut text = format!("  inside journeys: {all} runs; {stay} {will}stay where they are\n");
    for Standing { journey, step, runs, fate } in inside {
        match fate {
            Fate::Stays => {}
            Fate::Moves { to } => {
                text.push_str(&format!("    {journey} › {step}: {runs} {will}go on at {to}\n"));
            }
            Fate::Leaves => text.push_str(&format!(
                "    {journey} › {step}: {runs} {will}leave (stopped); what is not sent is withdrawn\n"
            )),
        }
    }
    Some(text.trim_end().to_string())
}

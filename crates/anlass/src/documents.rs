//! Reading what people author: settings and programmes from YAML files. A file with a top-level
//! `organisation` holds settings, one with `templates`, `fragments` or `languages` the content library, every other one a programme. Of a directory all YAML files count; its
//! `settings*.yaml` only if it is called `settings.yaml` and no settings are named otherwise.

use crate::installation::Installation;
use anlass_engine::Problem;
use anlass_model::definition::{LanguageTag, Programme};
use anlass_server::drafts::{self, Authored, parse};
pub(crate) use anlass_server::drafts::{Draft, Others};
use anlass_store::Store;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// What becomes of that which is live and which no file names.
#[derive(Clone, Copy)]
pub(crate) struct Unnamed {
    pub(crate) programmes: Others,
    /// Whether fields, events, entities and sources go.
    pub(crate) is_dropped: bool,
}

/// What the top level of a content library begins with.
const LIBRARY: [&str; 3] = ["templates:", "fragments:", "languages:"];

/// Reads files and directories. The inner error lists everything that is wrong with them.
fn read(paths: &[PathBuf]) -> Result<Result<Authored, Vec<Problem>>> {
    let mut files: Vec<(PathBuf, bool)> = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(yaml_files(path)?.into_iter().map(|file| (file, false)));
        } else {
            files.push((path.clone(), true));
        }
    }
    let mut authored = Authored::default();
    let mut problems = Vec::new();
    let mut named: Option<PathBuf> = None;
    for (file, is_named) in files {
        let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        if text.lines().any(|line| LIBRARY.iter().any(|field| line.starts_with(field))) {
            authored.content = parse(&file.display().to_string(), &text, &mut problems);
            continue;
        }
        if !text.lines().any(|line| line.starts_with("organisation:")) {
            let programme: Option<Programme> = parse(&file.display().to_string(), &text, &mut problems);
            authored.texts.extend(programme.iter().map(|programme| (programme.id.clone(), text.clone())));
            authored.programmes.extend(programme);
            continue;
        }
        if !is_named && file.file_name().is_none_or(|name| name != "settings.yaml") {
            continue;
        }
        match (&named, is_named) {
            (Some(_), false) => continue,
            (Some(other), true) => problems.push(Problem {
                place: file.display().to_string(),
                cause: format!("{} holds settings, too", other.display()),
                cure: Some("name one settings file".into()),
            }),
            (None, _) => {}
        }
        if is_named {
            named = Some(file.clone());
        }
        authored.settings = parse(&file.display().to_string(), &text, &mut problems);
    }
    Ok(if problems.is_empty() { Ok(authored) } else { Err(problems) })
}

fn yaml_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).with_context(|| format!("listing {}", dir.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Reads files, lays them over what is live, fills in what was learned and compiles the whole. The inner error
/// lists everything that is wrong with them.
pub(crate) fn draft(
    installation: Option<&Installation>,
    files: &[PathBuf],
    unnamed: Unnamed,
) -> Result<Result<Draft, Vec<Problem>>> {
    draft_in(installation, files, unnamed, None)
}

/// The same, with another language for people of whom none is known than the files say.
pub(crate) fn draft_in(
    installation: Option<&Installation>,
    files: &[PathBuf],
    unnamed: Unnamed,
    language: Option<LanguageTag>,
) -> Result<Result<Draft, Vec<Problem>>> {
    let mut authored = match read(files)? {
        Ok(authored) => authored,
        Err(problems) => return Ok(Err(problems)),
    };
    if let Some(language) = language {
        authored.content.get_or_insert_default().languages.default = language;
    }
    let store = installation.map(|installation| &*installation.store as &dyn Store);
    let draft = drafts::draft(store, authored, unnamed.programmes, |nodes| {
        let catalogue = store.map(anlass_runtime::catalogue::read).transpose()?;
        Ok(catalogue.map(|catalogue| catalogue.subtrees(nodes)).unwrap_or_default())
    })?;
    Ok(draft.and_then(|draft| {
        let gone = if unnamed.is_dropped { Vec::new() } else { draft.gone() };
        if gone.is_empty() { Ok(draft) } else { Err(gone) }
    }))
}

/// Problems as people read them: place, cause, cure.
pub(crate) fn list(problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems {
        text.push_str(&format!("✗ {}\n", problem.place));
        for line in problem.cause.lines() {
            text.push_str(&format!("    {line}\n"));
        }
        if let Some(cure) = &problem.cure {
            text.push_str(&format!("    help: {cure}\n"));
        }
    }
    let count = problems.len();
    text.push_str(&format!("{count} problem{}", if count == 1 { "" } else { "s" }));
    text
}

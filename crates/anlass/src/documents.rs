//! Reading what people author: settings and programmes from YAML files. A file with a top-level
//! `organisation` holds settings, one with `templates`, `fragments` or `languages` the content library, every other one a programme. Of a directory all YAML files count; its
//! `settings*.yaml` only if it is called `settings.yaml` and no settings are named otherwise.

use anlass_engine::{Problem, Program, compile};
use anlass_model::definition::{Definitions, Library, Programme, Settings};
use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// What the top level of a content library begins with.
const LIBRARY: [&str; 3] = ["templates:", "fragments:", "languages:"];

/// What some files hold.
#[derive(Debug, Default)]
pub(crate) struct Authored {
    pub(crate) settings: Option<Settings>,
    pub(crate) programmes: Vec<Programme>,
    pub(crate) content: Option<Library>,
}

/// Whether programmes that no file names stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    Stay,
    Go,
}

/// Reads files and directories. The inner error lists everything that is wrong with them.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Result<Authored, Vec<Problem>>> {
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
            authored.content = parse(&file, &text, &mut problems);
            continue;
        }
        if !text.lines().any(|line| line.starts_with("organisation:")) {
            authored.programmes.extend(parse(&file, &text, &mut problems));
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
        authored.settings = parse(&file, &text, &mut problems);
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

fn parse<T: DeserializeOwned>(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Option<T> {
    match serde_saphyr::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            problems.push(Problem {
                place: file.display().to_string(),
                cause: error.to_string().trim_end().to_string(),
                cure: None,
            });
            None
        }
    }
}

/// Lays authored files over what is live and compiles the whole.
pub(crate) fn combine(
    authored: Authored,
    live: Option<Definitions>,
    others: Others,
) -> Result<(Definitions, Program), Vec<Problem>> {
    let (live_settings, live_programmes, live_content) = match live {
        Some(live) => (Some(live.settings), live.programmes, live.content),
        None => (None, Vec::new(), None),
    };
    let Some(settings) = authored.settings.or(live_settings) else {
        return Err(vec![Problem {
            place: "settings".into(),
            cause: "no file holds settings, and none are published".into(),
            cure: Some("name a settings file as well, for example recipes/settings.yaml".into()),
        }]);
    };
    let mut programmes = if others == Others::Stay { live_programmes } else { Vec::new() };
    for programme in authored.programmes {
        match programmes.iter_mut().find(|other| other.id == programme.id) {
            Some(other) => *other = programme,
            None => programmes.push(programme),
        }
    }
    programmes.sort_by(|left, right| left.id.cmp(&right.id));
    let content = authored.content.or(live_content);
    let definitions = Definitions { settings, programmes, content };
    let mut problems = Vec::new();
    if let Err(of_content) = anlass_content::compile(&definitions) {
        let same = |problem: anlass_content::Problem| Problem {
            place: problem.place,
            cause: problem.cause,
            cure: problem.cure,
        };
        problems.extend(of_content.into_iter().map(same));
    }
    match compile(definitions.clone()) {
        Ok(program) if problems.is_empty() => Ok((definitions, program)),
        Ok(_) => Err(problems),
        Err(mut of_program) => {
            of_program.extend(problems);
            Err(of_program)
        }
    }
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

//! Reading what people author: settings and programmes from YAML files. A file with a top-level
//! `organisation` holds settings, one with `templates`, `fragments` or `languages` the content library, every other one a programme. Of a directory all YAML files count; its
//! `settings*.yaml` only if it is called `settings.yaml` and no settings are named otherwise.

use crate::installation::Installation;
use anlass_engine::{Problem, Program, compile};
use anlass_model::definition::{Definitions, Library, Programme, Settings};
use anlass_model::time::{DAY, SpanText};
use anlass_runtime::programs;
use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the top level of a content library begins with.
const LIBRARY: [&str; 3] = ["templates:", "fragments:", "languages:"];

/// What some files hold.
#[derive(Debug, Default)]
struct Authored {
    settings: Option<Settings>,
    programmes: Vec<Programme>,
    content: Option<Library>,
}

/// Whether programmes that no file names stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    Stay,
    Go,
}

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
                cure: Some(cure(&error)),
            });
            None
        }
    }
}

fn cure(error: &serde_saphyr::Error) -> String {
    use serde_saphyr::Error;
    match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => {
            match anlass_sources::nearest(field, expected.iter().copied()) {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => format!("write one of {}", expected.join(", ")),
            }
        }
        Error::SerdeUnknownVariant { expected, .. } => format!("write one of {}", expected.join(", ")),
        Error::SerdeMissingField { field, .. } => format!("add {field}:"),
        _ => "compare with recipes/*.yaml: indentation, colons and quotes".into(),
    }
}

/// What files make live: check, rehearse and publish all judge this one.
pub(crate) struct Draft {
    /// What is live now, if anything is.
    pub(crate) live: Option<Definitions>,
    pub(crate) definitions: Definitions,
    pub(crate) program: Program,
    /// Categories whose gap to the second order was learned, not written by anybody.
    pub(crate) filled: Vec<String>,
}

/// Reads files, lays them over what is live, fills in what was learned and compiles the whole. The inner error
/// lists everything that is wrong with them.
pub(crate) fn draft(
    installation: Option<&Installation>,
    files: &[PathBuf],
    others: Others,
) -> Result<Result<Draft, Vec<Problem>>> {
    let authored = match read(files)? {
        Ok(authored) => authored,
        Err(problems) => return Ok(Err(problems)),
    };
    let (mut live, mut learned, mut filled) = (None, BTreeMap::new(), Vec::new());
    if let Some(installation) = installation {
        live = programs::current(&*installation.store)?;
        (learned, filled) = (installation.learned_gaps()?, installation.filled_gaps()?);
    }
    let mut definitions = match combine(authored, live.clone(), &filled, others) {
        Ok(definitions) => definitions,
        Err(problems) => return Ok(Err(problems)),
    };
    // What the organisation wrote itself stands; learned gaps fill the rest.
    let gaps = &mut definitions.settings.rhythm.category_gaps;
    filled = learned.keys().filter(|category| !gaps.contains_key(*category)).cloned().collect();
    for category in &filled {
        let days = learned.get(category).copied().unwrap_or(0);
        gaps.insert(category.clone(), SpanText(DAY.times(i64::from(days))));
    }
    Ok(compiled(&definitions).map(|program| Draft { live, definitions, program, filled }))
}

/// The program, or everything that is wrong with it and with its content.
fn compiled(definitions: &Definitions) -> Result<Program, Vec<Problem>> {
    let of_content = anlass_content::compile(definitions).err().unwrap_or_default();
    let same = |anlass_content::Problem { place, cause, cure }| Problem { place, cause, cure };
    let of_content: Vec<Problem> = of_content.into_iter().map(same).collect();
    match compile(definitions.clone()) {
        Ok(program) if of_content.is_empty() => Ok(program),
        Ok(_) => Err(of_content),
        Err(mut problems) => {
            problems.extend(of_content);
            Err(problems)
        }
    }
}

/// Lays authored files over what is live, as far as somebody wrote it.
fn combine(
    authored: Authored,
    live: Option<Definitions>,
    filled: &[String],
    others: Others,
) -> Result<Definitions, Vec<Problem>> {
    let (live_settings, live_programmes, live_content) = match live.clone() {
        Some(mut live) => {
            live.settings.rhythm.category_gaps.retain(|category, _| !filled.contains(category));
            (Some(live.settings), live.programmes, live.content)
        }
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
    let mut definitions = Definitions { settings, programmes, content };
    if let Some(live) = &live {
        definitions.inherit_redirects(live);
    }
    Ok(definitions)
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{ProptestConfig, proptest};

    const RECIPE: &str = include_str!("../../../recipes/cart-abandoned.yaml");

    #[test]
    fn what_is_no_programme_has_a_cure() {
        let problem = |text: &str| {
            let mut problems = Vec::new();
            let read = parse::<Programme>(Path::new("draft.yaml"), text, &mut problems);
            assert!(read.is_none());
            problems.remove(0)
        };
        let misspelt = problem(&RECIPE.replace("goal:", "goall:"));
        assert_eq!(misspelt.cure.as_deref(), Some("did you mean \"goal\"?"));
        assert_eq!(problem(&RECIPE.replace("aim: activation", "")).cure.as_deref(), Some("add aim:"));
        assert!(
            problem(&RECIPE.replace("activation", "luck"))
                .cure
                .is_some_and(|cure| cure.contains("retention"))
        );
        assert!(problem("id: [").cure.is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Clear errors or a value; the parser bounds aliases and depth itself.
        #[test]
        fn no_document_makes_it_panic(noise in "(\\PC|[\\[\\]{}&*!|>\n\t-]){0,200}", at in 0usize..3_000) {
            let at = (at..).find(|at| RECIPE.is_char_boundary((*at).min(RECIPE.len()))).unwrap_or(0);
            let (head, tail) = RECIPE.split_at(at.min(RECIPE.len()));
            let mut problems = Vec::new();
            let whole = format!("{head}{noise}{tail}");
            let read = parse::<Programme>(Path::new("noise.yaml"), &whole, &mut problems);
            assert_eq!(read.is_none(), !problems.is_empty());
            assert!(problems.iter().all(|problem| problem.cure.is_some() && !problem.cause.is_empty()));
            let _settings = parse::<Settings>(Path::new("noise.yaml"), &noise, &mut problems);
        }
    }

    /// Ten aliases of ten aliases …: a few hundred bytes that would become gigabytes.
    #[test]
    fn a_bomb_of_aliases_is_refused() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let inner = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{inner}]\n"));
        }
        let mut problems = Vec::new();
        assert!(parse::<serde_json::Value>(Path::new("bomb.yaml"), &text, &mut problems).is_none());
        assert_eq!(problems.len(), 1);
    }
}

//! Drafts: what somebody authored, laid over what is live, filled up with what imports learned, and compiled as a
//! whole. Check, rehearse and publish all judge this one, on the command line and in the app.

use anlass_engine::{Problem, Program, compile};
use anlass_model::definition::{Definitions, Element, ElementKind, Library, Programme, Settings, Subtree};
use anlass_model::id::{CategoryId, Name};
use anlass_model::time::{DAY, SpanText};
use anlass_runtime::programs;
use anlass_store::{Document, Store};
use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Kind of the documents that hold what imports learned.
pub const KIND_LEARNED: &str = "learned";
/// Expected gaps to the second order by first category.
pub const NAME_GAPS: &str = "category-gaps";
/// Categories whose gap in the live settings was learned, not written by anybody.
pub const NAME_FILLED: &str = "filled-gaps";

/// Kind of the documents that hold programmes as their authors wrote them, with comments and order.
const KIND_TEXT: &str = "programme-text";

/// What some files hold.
#[derive(Debug, Default)]
pub struct Authored {
    pub settings: Option<Settings>,
    pub programmes: Vec<Programme>,
    pub content: Option<Library>,
    /// Programmes as they are written.
    pub texts: BTreeMap<Name, String>,
}

/// Whether programmes that no file names stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    Stay,
    Go,
}

/// What files make live: check, rehearse and publish all judge this one.
pub struct Draft {
    /// What is live now, if anything is.
    pub live: Option<Definitions>,
    pub definitions: Definitions,
    pub program: Program,
    /// Categories whose gap to the second order was learned, not written by anybody.
    pub filled: Vec<String>,
    /// Programmes as they are written, where somebody wrote them.
    pub texts: BTreeMap<Name, String>,
}

impl Draft {
    /// What is recorded now and would be no more. People declare in the app and imports declare, too: a file written before
    /// does not know of it.
    #[must_use]
    pub fn gone(&self) -> Vec<Problem> {
        let Some(live) = &self.live else { return Vec::new() };
        let stays = self.definitions.elements();
        let gone = live.elements().into_keys().filter(|element| !stays.contains_key(element));
        let problem = |(kind, name): Element| {
            let kind = match kind {
                ElementKind::Field => "fields",
                ElementKind::Event | ElementKind::EventField => "events",
                ElementKind::Entity | ElementKind::EntityField => "entities",
                ElementKind::Source => "sources",
                // The app declares these, too.
                ElementKind::Matching => "matching",
                ElementKind::Loyalty => "loyalty",
                ElementKind::Fence => "location",
                ElementKind::Retention => "retention",
                // Without these nothing is lost: they say how what is recorded counts.
                ElementKind::Identifier
                | ElementKind::Phase
                | ElementKind::Segment
                | ElementKind::Interest => {
                    return None;
                }
            };
            Some(Problem {
                place: format!("settings › {kind} › {name}"),
                cause: "it is declared now, and the settings here leave it out".into(),
                cure: Some(
                    "add it (`anlass settings` shows what is live), or say that it is to go (--drop): what was recorded is not read any more then"
                        .into(),
                ),
            })
        };
        gone.filter_map(problem).collect()
    }
}

/// What publishing keeps beside the definitions: the text that somebody wrote for a programme of a program.
#[must_use]
pub fn text_document(program: &str, programme: &str, text: &str) -> Document {
    Document { kind: KIND_TEXT.into(), name: place(program, programme), body: text.as_bytes().to_vec() }
}

/// The text that somebody wrote for a programme of a program, if it was kept.
pub(crate) fn kept_text(store: &dyn Store, program: &str, programme: &str) -> Result<Option<String>> {
    let document = store.document(KIND_TEXT, &place(program, programme))?;
    Ok(document.and_then(|document| String::from_utf8(document.body).ok()))
}

fn place(program: &str, programme: &str) -> String {
    format!("{program}/{programme}")
}

/// Expected gaps to the second order by first category, in days, as learned by the last import.
///
/// # Errors
/// If they cannot be read.
pub fn learned_gaps(store: &dyn Store) -> Result<BTreeMap<String, u32>> {
    let Some(document) = store.document(KIND_LEARNED, NAME_GAPS)? else { return Ok(BTreeMap::new()) };
    serde_json::from_slice(&document.body)
        .context("reading the learned gaps\n  help: import a file again: it learns anew")
}

/// Categories whose gap in the live settings was learned, not written by anybody.
///
/// # Errors
/// If they cannot be read.
pub fn filled_gaps(store: &dyn Store) -> Result<Vec<String>> {
    let Some(document) = store.document(KIND_LEARNED, NAME_FILLED)? else { return Ok(Vec::new()) };
    serde_json::from_slice(&document.body)
        .context("reading which gaps were learned\n  help: publish the settings again")
}

/// Settings that are live, as somebody wrote them: what was learned is filled in anew, and is nobody's word.
///
/// # Errors
/// If the store cannot be read.
pub fn as_written(store: &dyn Store, mut settings: Settings) -> Result<Settings> {
    let filled = filled_gaps(store)?;
    settings.rhythm.category_gaps.retain(|category, _| !filled.contains(category));
    Ok(settings)
}

/// Lays what was authored over what is live in `store`, fills in what was learned and compiles the whole. The inner
/// error lists everything that is wrong with it. What lies under the nodes of the taxonomy that its rules name is
/// asked of the catalogue.
///
/// # Errors
/// If the store cannot be read.
pub fn draft(
    store: Option<&dyn Store>,
    mut authored: Authored,
    others: Others,
    subtrees: impl FnOnce(&[CategoryId]) -> Result<Vec<Subtree>>,
) -> Result<Result<Draft, Vec<Problem>>> {
    let texts = std::mem::take(&mut authored.texts);
    let (mut live, mut learned, mut filled) = (None, BTreeMap::new(), Vec::new());
    if let Some(store) = store {
        live = programs::current(store)?;
        (learned, filled) = (learned_gaps(store)?, filled_gaps(store)?);
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
    let program = match compiled(&definitions) {
        Ok(program) => program,
        Err(problems) => return Ok(Err(problems)),
    };
    let nodes = program.nodes();
    let subtrees = if nodes.is_empty() { Vec::new() } else { subtrees(&nodes)? };
    let program = program.with_subtrees(subtrees);
    Ok(Ok(Draft { live, definitions: program.definitions.clone(), program, filled, texts }))
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
    let mut definitions = Definitions { settings, programmes, content, subtrees: Vec::new() };
    if let Some(live) = &live {
        definitions.inherit_redirects(live);
    }
    Ok(definitions)
}

/// Reads one document; what is wrong with it is added to `problems` under `place`.
pub fn parse<T: DeserializeOwned>(place: &str, text: &str, problems: &mut Vec<Problem>) -> Option<T> {
    match serde_saphyr::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            problems.push(Problem {
                place: place.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{ProptestConfig, proptest};

    const RECIPE: &str = include_str!("../../../recipes/cart-abandoned.yaml");

    #[test]
    fn what_is_no_programme_has_a_cure() {
        let problem = |text: &str| {
            let mut problems = Vec::new();
            let read = parse::<Programme>("draft.yaml", text, &mut problems);
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
            let read = parse::<Programme>("noise.yaml", &whole, &mut problems);
            assert_eq!(read.is_none(), !problems.is_empty());
            assert!(problems.iter().all(|problem| problem.cure.is_some() && !problem.cause.is_empty()));
            let _settings = parse::<Settings>("noise.yaml", &noise, &mut problems);
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
        assert!(parse::<serde_json::Value>("bomb.yaml", &text, &mut problems).is_none());
        assert_eq!(problems.len(), 1);
    }
}

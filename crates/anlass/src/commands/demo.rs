//! `anlass demo`: the whole way on the data of the repository: publish, import, simulate, replay, summary,
//! verify; then it serves the app over all this. Nothing leaves the machine.

mod words;

use super::{import, publish, replay, serve, summary, verify};
use crate::arguments::ClockKind;
use crate::clock::Watch;
use crate::documents::{Others, Unnamed};
use crate::say::{self, Answer};
use anlass_model::definition::{Language, LanguageTag};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// Dossiers compared with their timelines at the end.
const VERIFIED: usize = 50;
/// What the server goes by; see `anlass serve`.
const CONFIG_FILE: &str = "server.toml";

pub(crate) struct Options<'a> {
    /// Absent: a directory under the system's temporary one, of this process.
    pub(crate) data: Option<&'a Path>,
    /// Where recipes, mappings and data lie.
    pub(crate) root: &'a Path,
    pub(crate) seed: u64,
    pub(crate) once: bool,
    pub(crate) language: Language,
    pub(crate) households_max: Option<usize>,
}

pub(crate) fn run(options: &Options<'_>) -> Result<Answer> {
    let watch = Watch::start();
    let language = options.language;
    let root = options.root;
    ensure!(
        root.join("recipes").is_dir() && root.join("data/complete-journey").is_dir(),
        "there are no recipes and data in {}\n  help: start it in the repository's root, or name that with --root",
        root.display()
    );
    let own = std::env::temp_dir().join(format!("anlass-demo-{}", std::process::id()));
    let data: PathBuf = options.data.map_or(own, Path::to_owned);
    let files = [root.join("recipes/settings-complete-journey.yaml"), root.join("recipes")];
    let publishing = publish::Options {
        files: &files,
        unnamed: Unnamed { programmes: Others::Go, is_dropped: true },
        seed: Some(options.seed),
        language,
        default_language: Some(spoken(language)),
    };
    let first = publish::publish(&data, &publishing)?;
    if !first.good {
        return Ok(first);
    }
    say::talk(&words::published(&first, language));
    introduce(&data, language)?;
    let mapping = root.join("mappings/complete-journey.yaml");
    let folder = root.join("data/complete-journey");
    let imported = import::run(
        &data,
        &import::Options {
            mapping: &mapping,
            folder: &folder,
            vault: None,
            simulate: Some(options.seed),
            customers_max: options.households_max,
            language,
        },
    )?;
    say::talk(&words::imported(&imported, language));
    // Once more: now with what the import has learned.
    publish::publish(&data, &publishing)?;
    let replayed = replay::run(&data, &replay::Options { language, ..replay::Options::default() })?;
    say::talk(&words::replayed(&replayed, language));
    let summary = summary::run(&data, None, options.language)?;
    let verified = verify::run(
        &data,
        &verify::Options { vault: None, share: verify::Share::Sample(VERIFIED), reasons: VERIFIED, language },
    )?;
    let seconds = watch.elapsed().as_secs_f64();
    let mut text = format!("{}\n{}\n", summary.text, words::verified(&verified, language));
    if options.once && options.data.is_none() {
        std::fs::remove_dir_all(&data)?;
    }
    if !options.once {
        let person = summary.json["people"][1]["identifier"].as_str().unwrap_or("NUMBER");
        text.push_str(&words::look_around(&called(), &data, person, language));
    }
    say::talk(&words::took(seconds, language));
    let json = serde_json::json!({
        "import": imported.json, "replay": replayed.json, "summary": summary.json, "verify": verified.json,
        "data": data, "seconds": seconds,
    });
    let answer = Answer { text, json, good: verified.good };
    if options.once || !answer.good {
        return Ok(answer);
    }
    say::talk(answer.text.trim_end());
    serve::run(&data, &serve::Options { listen: None, clock: ClockKind::Real, is_demo: true, language })
}

/// What whoever is asked in no other language is written to in.
fn spoken(language: Language) -> LanguageTag {
    match language {
        Language::De => LanguageTag::german(),
        Language::En => LanguageTag::english(),
    }
}

/// Letters of the demonstration come from an invented shop with a whole imprint. What somebody wrote there stays.
fn introduce(data: &Path, language: Language) -> Result<()> {
    let path = data.join(CONFIG_FILE);
    if path.exists() {
        return Ok(());
    }
    let text = format!(
        "# {}\n[sender]\nname = \"The Complete Journey\"\naddress = \"news@complete-journey.example\"\nimprint = \"{}\"\n\
         shop = \"https://complete-journey.example\"\n\n[exports]\nfolder = \"out\"\n",
        words::invented(language),
        words::imprint(language)
    );
    std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))
}

/// As somebody in this directory calls it.
fn called() -> String {
    let program = std::env::args().next().unwrap_or_else(|| "anlass".to_owned());
    let here = std::env::current_dir().unwrap_or_default();
    match Path::new(&program).strip_prefix(here) {
        Ok(short) => short.display().to_string(),
        Err(_) => program,
    }
}

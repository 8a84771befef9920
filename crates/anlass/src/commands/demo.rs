//! `anlass demo`: the whole way on the data of the repository: publish, import, simulate, replay, summary,
//! verify; then it serves the app over all this. Nothing leaves the machine.

use super::{import, publish, replay, serve, summary, verify};
use crate::arguments::ClockKind;
use crate::clock::Watch;
use crate::documents::Others;
use crate::say::{self, Answer};
use anlass_model::definition::Language;
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};

/// Dossiers compared with their timelines at the end.
const VERIFIED: usize = 50;

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
    let root = options.root;
    ensure!(
        root.join("recipes").is_dir() && root.join("data/complete-journey").is_dir(),
        "there are no recipes and data in {}\n  help: start it in the repository's root, or name that with --root",
        root.display()
    );
    let own = std::env::temp_dir().join(format!("anlass-demo-{}", std::process::id()));
    let data: PathBuf = options.data.map_or(own, Path::to_owned);
    let files = [root.join("recipes/settings-complete-journey.yaml"), root.join("recipes")];
    let publishing = publish::Options { files: &files, others: Others::Go, seed: Some(options.seed) };
    let first = publish::publish(&data, &publishing)?;
    if !first.good {
        return Ok(first);
    }
    say::talk(first.text.trim_end());
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
        },
    )?;
    say::talk(imported.text.trim_end());
    // Once more: now with what the import has learned.
    publish::publish(&data, &publishing)?;
    let replayed = replay::run(&data, &replay::Options::default())?;
    say::talk(replayed.text.trim_end());
    let summary = summary::run(&data, None, options.language)?;
    let verified = verify::run(&data, None, verify::Share::Sample(VERIFIED), VERIFIED)?;
    let seconds = watch.elapsed().as_secs_f64();
    let mut text = format!("{}\n{}\n", summary.text, verified.text);
    if options.once && options.data.is_none() {
        std::fs::remove_dir_all(&data)?;
    }
    if !options.once {
        let person = summary.json["people"][1]["identifier"].as_str().unwrap_or("NUMBER");
        text.push_str(&format!(
            "\nLook around in the app (address and password below), or:\n  anlass explain --data {0} --customer {1}\n  anlass rehearse --data {0} recipes/win-back.yaml\n  anlass summary --data {0} --language de\n",
            data.display(),
            person
        ));
    }
    say::talk(&format!("the whole demo took {seconds:.1} s"));
    let json = serde_json::json!({
        "import": imported.json, "replay": replayed.json, "summary": summary.json, "verify": verified.json,
        "data": data, "seconds": seconds,
    });
    let answer = Answer { text, json, good: verified.good };
    if options.once || !answer.good {
        return Ok(answer);
    }
    say::talk(answer.text.trim_end());
    serve::run(&data, &serve::Options { listen: None, clock: ClockKind::Real, is_demo: true })
}

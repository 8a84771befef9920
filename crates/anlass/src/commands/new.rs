//! `anlass new`: a house of one's own, empty, with the shipped settings and somebody who may sign in.

use crate::commands::{publish, user};
use crate::documents::Others;
use crate::installation::Installation;
use crate::say::Answer;
use anlass_model::definition::{Language, LanguageTag};
use anlass_runtime::Runtime;
use anlass_server::Role;
use anlass_server::drafts::{self, Authored};
use anyhow::{Result, ensure};
use std::path::Path;

const SETTINGS: &str = include_str!("../../../../recipes/settings.yaml");

pub(crate) struct Options<'a> {
    pub(crate) name: &'a str,
    pub(crate) currency: Option<&'a str>,
    pub(crate) time_zone: Option<&'a str>,
    /// ISO 3166 code of the country.
    pub(crate) region: &'a str,
    /// Of letters to people of whom none is known; absent: that of the country.
    pub(crate) language: Option<Language>,
    /// The first administrator.
    pub(crate) email: &'a str,
    pub(crate) password_stdin: bool,
}

/// Sets up an installation in an empty directory.
pub(crate) fn run(data: &Path, options: &Options<'_>) -> Result<Answer> {
    ensure!(
        Installation::open_if_any(data)?.is_none(),
        "there is an installation in {} already\n  help: name another directory with --data; `anlass settings` shows what is live there",
        data.display()
    );
    let mut problems = Vec::new();
    let parsed = drafts::parse("settings", &settings(options), &mut problems);
    let mut authored = Authored { settings: parsed, ..Authored::default() };
    authored.content.get_or_insert_default().languages.default = spoken(options);
    let draft = match problems.is_empty() {
        true => drafts::draft(None, authored, Others::Stay, |_| Ok(Vec::new()))?,
        false => Err(problems),
    };
    let draft = match draft {
        Ok(draft) => draft,
        Err(problems) => return Ok(publish::refused(&problems)),
    };
    let installation = Installation::open_or_create(data)?;
    Runtime::publish(&*installation.store, &installation.master, &draft.definitions, None)?;
    drop(installation);
    let added = user::add(data, options.email, Role::Admin, options.password_stdin)?;
    let directory = data.display();
    let text = format!(
        "{} is set up in {directory}\n  {}\n  start it:  anlass serve --data {directory}\n  then open: http://127.0.0.1:8080",
        options.name, added.text
    );
    let json = serde_json::json!({ "data": data, "user": added.json });
    Ok(Answer::good(text, json))
}

fn spoken(options: &Options<'_>) -> LanguageTag {
    let of_country = if options.region == "none" { Language::En } else { Language::De };
    match options.language.unwrap_or(of_country) {
        Language::De => LanguageTag::german(),
        Language::En => LanguageTag::english(),
    }
}

/// The shipped settings as this house has them.
fn settings(options: &Options<'_>) -> String {
    let (zone, currency) = match options.region {
        "AT" => ("Europe/Vienna", "EUR"),
        "CH" => ("Europe/Zurich", "CHF"),
        _ => ("Europe/Berlin", "EUR"),
    };
    let own = [
        ("name", options.name),
        ("currency", options.currency.unwrap_or(currency)),
        ("time_zone", options.time_zone.unwrap_or(zone)),
        ("region", options.region),
    ];
    let line = |line: &str| {
        let named =
            own.iter().find(|(key, _)| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')));
        match named {
            // Every JSON text is one of YAML.
            Some((key, value)) => format!("{key}: {}\n", serde_json::Value::from(*value)),
            None => format!("{line}\n"),
        }
    };
    // Nothing is simulated in a house of one's own.
    SETTINGS.lines().filter(|line| !line.contains("id: simulated")).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_runtime::programs;

    #[test]
    fn the_shipped_settings_become_those_of_any_house() {
        let name = "Müller: \"Werkzeug\" # 1";
        let data = tempfile::tempdir().expect("a directory");
        for (region, currency, zone) in
            [("DE", None, None), ("CH", None, None), ("none", Some("PLN"), Some("Europe/Warsaw"))]
        {
            let own = data.path().join(region);
            let options = Options {
                name,
                currency,
                time_zone: zone,
                region,
                language: None,
                email: "kim@example.org",
                password_stdin: false,
            };
            let answer = run(&own, &options).expect("it is set up");
            assert!(answer.good && answer.text.contains("password"), "{}", answer.text);
            let live = publish::settings(&own).expect("they are live").json;
            assert_eq!(live["name"], name);
            let installation = Installation::open(&own).expect("readable");
            let definitions = programs::current(&*installation.store).expect("readable").expect("published");
            let spoken = definitions.content.map(|content| content.languages.default.to_string());
            assert_eq!(spoken.as_deref(), Some(if region == "none" { "en" } else { "de" }));
            assert_eq!(live["currency"], currency.unwrap_or(if region == "CH" { "CHF" } else { "EUR" }));
            let sources = live["sources"].as_array().expect("a list");
            assert!(sources.iter().all(|source| source["id"] != "simulated"), "{sources:?}");
            assert!(run(&own, &options).is_err(), "there is one already");
        }
        let wrong = Options {
            name,
            currency: Some("EURO"),
            time_zone: None,
            region: "DE",
            language: None,
            email: "kim@example.org",
            password_stdin: false,
        };
        let own = data.path().join("wrong");
        assert!(run(&own, &wrong).map_or(true, |answer| !answer.good));
        assert!(Installation::open_if_any(&own).expect("readable").is_none(), "nothing half-done is left");
    }
}

//! `anlass explain`: why somebody was, or was not, spoken to, with the values of the moment of decision.

use crate::installation::{self, Installation};
use crate::say::Answer;
use anlass_engine::Program;
use anlass_model::definition::Language;
use anlass_model::id::NameId;
use anlass_runtime::{Runtime, history};
use anlass_server::insight::explain::{chain, events, find, never};
use anlass_server::insight::life::{self, IntentLife, Life};
use anlass_server::insight::story;
use anlass_server::insight::words::pick;
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::path::Path;

pub(crate) struct Options<'a> {
    pub(crate) customer: &'a str,
    pub(crate) message: Option<&'a str>,
    pub(crate) vault: Option<u32>,
    pub(crate) language: Language,
}

pub(crate) fn run(data: &Path, options: &Options<'_>) -> Result<Answer> {
    let installation = Installation::open(data)?;
    let runtime = installation.look()?;
    let scope = installation::scope(&runtime, options.vault)?;
    let customer = find(&runtime, &scope, options.customer)?;
    let life = life::of(&runtime, scope.vault(), customer)?
        .context("nothing is known of this customer\n  help: replay the history first")?;
    let until = history::position(&*installation.store)?.until.max(life.dossier.hot.stepped);
    let message = match options.message {
        None => None,
        Some(name) => {
            let id = NameId::of(name);
            let all =
                runtime.program.messages.iter().map(|message| message.name.as_str()).collect::<Vec<_>>();
            if runtime.program.message(id).is_none()
                && life.intents.iter().all(|life| life.intent.message != id)
            {
                bail!("there is no message \"{name}\"\n  help: the messages are {}", all.join(", "));
            }
            Some(id)
        }
    };
    let language = options.language;
    let wanted: Vec<&IntentLife> = life
        .intents
        .iter()
        .filter(|one| message.is_none_or(|message| one.intent.message == message))
        .collect();
    let mut text = String::new();
    let _ =
        writeln!(text, "{}\n{}", story::who(&runtime, &life, language), events(&runtime, &life, language));
    let is_simulated = installation.simulated()?.is_some();
    for intent in &wanted {
        let _ = write!(text, "\n{}", chain(&runtime, &life, intent, is_simulated, language));
    }
    let mut silence = Vec::new();
    if wanted.is_empty() {
        silence = never(&runtime, &life, message, until, language);
        let _ = writeln!(text, "\n{}", pick(language, "Nie gewollt, weil:", "Never wanted, because:"));
        for line in &silence {
            let _ = writeln!(text, "  · {line}");
        }
    }
    let intents = wanted.iter().map(|intent| story::intent_json(&runtime, &life, intent, language));
    let json = serde_json::json!({
        "customer": customer.to_string(), "who": story::who(&runtime, &life, language),
        "phase": life.dossier.hot.phase.map(|phase| runtime.program.name(phase)),
        "journeys": journeys_json(&runtime, &life), "entries": life.entries,
        "intents": intents.collect::<Vec<_>>(), "never_because": silence,
        "programmes": story::exposures(&runtime, &life, language),
        "deliveries_simulated": is_simulated, "orders": orders_json(&runtime.program, &life),
    });
    Ok(Answer::good(text, json))
}

fn orders_json(program: &Program, life: &Life) -> Vec<serde_json::Value> {
    let orders = life.orders.iter().map(|(at, simulated)| {
        let day = at.in_zone(&program.zone).date().to_string();
        serde_json::json!({ "at": at.to_string(), "day": day, "simulated": simulated })
    });
    orders.collect()
}

fn journeys_json(runtime: &Runtime, life: &Life) -> serde_json::Value {
    let each = life.journeys.iter().map(|(journey, own)| {
        let entered: Vec<String> = own.entered.iter().map(ToString::to_string).collect();
        let left = own
            .left
            .iter()
            .map(|(at, exit, rule)| serde_json::json!({ "at": at.to_string(), "exit": exit, "rule": rule }));
        let left: Vec<serde_json::Value> = left.collect();
        let json = serde_json::json!({
            "entered": entered, "left": left, "finished": own.finished, "refused": own.refused,
        });
        (runtime.program.name(*journey), json)
    });
    serde_json::Value::Object(each.collect())
}

//! Why somebody was, or was not, spoken to: intent by intent with the rules and values of the moment, and for what was
//! never wanted, what would have had to differ.

use super::{at, both, customer, localised, reason_words, said};
use crate::call::{Call, Fault, Reply};
use crate::house::View;
use crate::insight::life::{self, IntentLife, Life};
use crate::insight::{explain, story, words};
use anlass_engine::io::Reasoned;
use anlass_engine::program::MessageDef;
use anlass_model::id::NameId;
use anlass_model::time::Timestamp;
use anlass_rules::Explanation;
use serde_json::{Value, json};

/// What is asked of these rules has to hold for a message to go out.
const WANTED: [&str; 3] = ["entry", "relevant", "waited for"];

pub(crate) fn show(call: &Call<'_>) -> Result<Reply, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    let life = life::of(&view.runtime, view.scope.vault(), dossier.hot.id)?.ok_or(Fault::NotFound)?;
    let now = call.house().now();
    let wanted = call.asked("message").map(|name| NameId::of(&name));
    let program = &view.runtime.program;
    let messages = program.messages.iter().filter(|message| wanted.is_none_or(|id| message.id == id));
    let messages: Vec<Value> = messages.map(|message| about(&view, &life, message, now)).collect();
    Ok(Reply::json(json!({ "messages": messages })))
}

fn about(view: &View, life: &Life, message: &MessageDef, now: Timestamp) -> Value {
    let program = &view.runtime.program;
    let own = life.intents.iter().rev().filter(|one| one.intent.message == message.id);
    let intents: Vec<Value> = own.map(|one| intent(view, life, one)).collect();
    let never = match intents.is_empty() {
        true => {
            both(|language| explain::never(&view.runtime, life, Some(message.id), now, language).join("\n"))
        }
        false => Value::Null,
    };
    let programme = program.programmes.get(message.programme);
    json!({
        "id": message.name.as_str(), "name": localised(&message.title),
        "programme": programme.map(|programme| programme.name.as_str()), "intents": intents, "never": never,
    })
}

fn intent(view: &View, life: &Life, one: &IntentLife) -> Value {
    let reason = one.intent.state.reason().map_or("", |reason| reason.code());
    let detail = one.intent.state.reason().and_then(|reason| reason.detail());
    let mut chain: Vec<Value> = one.entry.iter().map(link).collect();
    chain.extend(one.rules.iter().map(link));
    for (moment, state) in &one.states {
        let what = both(|language| {
            let why = state.reason().map(|reason| format!(": {}", words::reason(language, reason.code())));
            format!("{}{}", words::state(language, state.code()), why.unwrap_or_default())
        });
        let holds = !matches!(state.code(), "suppressed" | "failed" | "expired" | "held_out");
        chain.push(json!({ "at": at(*moment), "what": what, "holds": holds }));
    }
    chain.sort_by(|left, right| left["at"].as_str().cmp(&right["at"].as_str()));
    let ends_well = anlass_runtime::summary::went_out(one.intent.state.code());
    if let Some(last) = chain.last_mut()
        && !ends_well
        && !one.intent.is_open()
    {
        last["would_have"] = both(|language| {
            story::cause(&view.runtime, life, one, language)
                .unwrap_or_else(|| words::state(language, one.intent.state.code()).to_owned())
        });
    }
    let words = match (reason_words(reason), detail) {
        (Value::Null, _) => Value::Null,
        (words, None) => words,
        (_, Some(detail)) => both(|language| format!("{} ({detail})", words::reason(language, reason))),
    };
    json!({
        "id": one.intent.id.to_string(), "at": at(one.intent.created), "state": one.intent.state.code(),
        "reason": said(reason), "reason_words": words, "chain": chain,
    })
}

/// A rule as it was answered.
fn link(reasoned: &Reasoned) -> Value {
    let mut link = json!({
        "at": at(reasoned.at), "what": both(|language| story::rule_line(reasoned, language)),
        "holds": reasoned.holds,
    });
    if let Some(rule) = &reasoned.rule {
        let mut values = Vec::new();
        gather(rule, &mut values);
        link["rule"] = json!(rule.text);
        link["values"] = json!(values);
        // An exit rule that did not hold kept nobody from anything.
        if !reasoned.holds && WANTED.contains(&&*reasoned.what) {
            link["would_have"] = both(|language| rule.because(story::rule_language(language)));
        }
    }
    link
}

/// What a rule saw, each fact once.
fn gather(rule: &Explanation, values: &mut Vec<Value>) {
    if rule.children.is_empty() {
        let one = json!({ "name": rule.text, "value": rule.value });
        let is_fact = rule.value.as_deref() != Some(rule.text.as_str()) && !values.contains(&one);
        if is_fact {
            values.push(one);
        }
    }
    for child in &rule.children {
        gather(child, values);
    }
}

//! Why somebody was, or was not, spoken to: intent by intent with the rules and values of the moment, and for what was
//! never wanted, what would have had to differ.

use super::customer;
use super::shape::{Localised, Moment, Reason, State};
use crate::call::{Call, Fault};
use crate::house::View;
use crate::insight::life::{self, IntentLife, Life};
use crate::insight::{explain, story, words};
use anlass_engine::io::Reasoned;
use anlass_engine::program::MessageDef;
use anlass_model::id::NameId;
use anlass_model::time::Timestamp;
use anlass_rules::Explanation;
use serde::Serialize;
use utoipa::ToSchema;

/// What is asked of these rules has to hold for a message to go out.
const WANTED: [&str; 3] = ["entry", "relevant", "waited for"];

#[derive(Serialize, ToSchema)]
pub(crate) struct Why {
    messages: Vec<WhyMessage>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct WhyMessage {
    id: String,
    name: Localised,
    programme: Option<String>,
    /// The newest first.
    intents: Vec<WhyIntent>,
    /// Where it was never wanted: what stood between.
    never: Option<Localised>,
}

/// One time that it was wanted to say this.
#[derive(Serialize, ToSchema)]
pub(crate) struct WhyIntent {
    id: String,
    at: Moment,
    state: State,
    reason: Option<Reason>,
    reason_words: Option<Localised>,
    chain: Vec<Link>,
}

/// A rule as it was answered at its moment, or a state that began.
#[derive(Serialize, ToSchema)]
pub(crate) struct Link {
    at: Moment,
    what: Localised,
    holds: bool,
    rule: Option<String>,
    values: Vec<Seen>,
    /// What would have had to differ.
    would_have: Option<Localised>,
}

/// A fact and its value at that moment.
#[derive(PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Seen {
    name: String,
    value: Option<String>,
}

pub(crate) fn show(call: &Call<'_>) -> Result<Why, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    let life = life::of(&view.runtime, view.scope.vault(), dossier.hot.id)?.ok_or(Fault::NotFound)?;
    let now = call.house().now();
    let wanted = call.asked("message").map(|name| NameId::of(&name));
    let program = &view.runtime.program;
    let messages = program.messages.iter().filter(|message| wanted.is_none_or(|id| message.id == id));
    Ok(Why { messages: messages.map(|message| about(&view, &life, message, now)).collect() })
}

fn about(view: &View, life: &Life, message: &MessageDef, now: Timestamp) -> WhyMessage {
    let program = &view.runtime.program;
    let own = life.intents.iter().rev().filter(|one| one.intent.message == message.id);
    let intents: Vec<WhyIntent> = own.map(|one| intent(view, life, one)).collect();
    let never = intents.is_empty().then(|| {
        Localised::both(|language| {
            explain::never(&view.runtime, life, Some(message.id), now, language).join("\n")
        })
    });
    let programme = program.programmes.get(message.programme);
    WhyMessage {
        id: message.name.to_string(),
        name: (&message.title).into(),
        programme: programme.map(|programme| programme.name.to_string()),
        intents,
        never,
    }
}

fn intent(view: &View, life: &Life, one: &IntentLife) -> WhyIntent {
    let reason = one.intent.state.reason().map_or("", |reason| reason.code());
    let mut chain: Vec<Link> = one.entry.iter().map(link).collect();
    chain.extend(one.rules.iter().map(link));
    for (moment, state) in &one.states {
        let what = Localised::both(|language| {
            let why = state.reason().map(|reason| format!(": {}", words::reason(language, reason.code())));
            format!("{}{}", words::state(language, state.code()), why.unwrap_or_default())
        });
        let holds = !matches!(state.code(), "suppressed" | "failed" | "expired" | "held_out");
        let at = Moment(*moment);
        chain.push(Link { at, what, holds, rule: None, values: Vec::new(), would_have: None });
    }
    chain.sort_by_key(|link| link.at);
    let ends_well = anlass_runtime::summary::went_out(one.intent.state.code());
    if let Some(last) = chain.last_mut()
        && !ends_well
        && !one.intent.is_open()
    {
        last.would_have = Some(Localised::both(|language| {
            story::cause(&view.runtime, life, one, language)
                .unwrap_or_else(|| words::state(language, one.intent.state.code()).to_owned())
        }));
    }
    let words = one.intent.state.reason().map(|reason| {
        Localised::both(|language| {
            let detail = story::detail(&view.runtime, reason, language);
            let detail = detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
            format!("{}{detail}", words::reason(language, reason.code()))
        })
    });
    WhyIntent {
        id: one.intent.id.to_string(),
        at: Moment(one.intent.created),
        state: State::of(one.intent.state.code()),
        reason: (!reason.is_empty()).then(|| Reason::of(reason.to_owned())),
        reason_words: words,
        chain,
    }
}

/// A rule as it was answered.
fn link(reasoned: &Reasoned) -> Link {
    let what = Localised::both(|language| story::rule_line(reasoned, language));
    let mut link = Link {
        at: Moment(reasoned.at),
        what,
        holds: reasoned.holds,
        rule: None,
        values: Vec::new(),
        would_have: None,
    };
    if let Some(rule) = &reasoned.rule {
        gather(rule, &mut link.values);
        link.rule = Some(rule.text.clone());
        // An exit rule that did not hold kept nobody from anything.
        if !reasoned.holds && WANTED.contains(&&*reasoned.what) {
            link.would_have = Some(Localised::both(|language| rule.because(story::rule_language(language))));
        }
    }
    link
}

/// What a rule saw, each fact once.
fn gather(rule: &Explanation, values: &mut Vec<Seen>) {
    if rule.children.is_empty() {
        let one = Seen { name: rule.text.clone(), value: rule.value.clone() };
        let is_fact = rule.value.as_deref() != Some(rule.text.as_str()) && !values.contains(&one);
        if is_fact {
            values.push(one);
        }
    }
    for child in &rule.children {
        gather(child, values);
    }
}

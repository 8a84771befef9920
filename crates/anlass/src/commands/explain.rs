//! `anlass explain`: why somebody was, or was not, spoken to, with the values of the moment of decision.

use crate::installation::{self, Installation};
use crate::life::{self, IntentLife, JourneyLife, Life};
use crate::say::Answer;
use crate::story;
use crate::words::{self, pick};
use anlass_engine::io::{About, Reasoned};
use anlass_engine::program::{EntryDef, JourneyDef, StepKind};
use anlass_engine::{Program, View};
use anlass_model::definition::Language;
use anlass_model::id::{EntityId, Identifier, IdentifierKind, NameId};
use anlass_model::org::TenantScope;
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use anlass_runtime::{Runtime, history};
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::path::Path;

const KINDS: [IdentifierKind; 4] =
    [IdentifierKind::Card, IdentifierKind::CustomerNumber, IdentifierKind::Email, IdentifierKind::Phone];

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

/// The customer by id, identifier, or e-mail address in the profile.
pub(crate) fn find(runtime: &Runtime, scope: &TenantScope, text: &str) -> Result<EntityId> {
    if text.len() == 32
        && let Ok(id) = text.parse::<EntityId>()
        && runtime.dossier(scope.vault(), id)?.is_some()
    {
        return Ok(id);
    }
    for kind in KINDS {
        let identifier = Identifier { kind, value: text.into() };
        if let Some(id) = runtime.find(scope.vault(), &identifier)? {
            return Ok(id);
        }
    }
    let email = NameId::of("email");
    let mut found = None;
    if text.contains('@') {
        runtime.each_dossier(scope, &mut |dossier| {
            if matches!(dossier.profile(email), Some(Value::Text(own)) if own.eq_ignore_ascii_case(text)) {
                found = Some(dossier.hot.id);
            }
        })?;
    }
    found.with_context(|| {
        format!("nobody is known by \"{text}\"\n  help: give a card or customer number, an e-mail address, or an id of 32 digits")
    })
}

fn events(runtime: &Runtime, life: &Life, language: Language) -> String {
    let phases = life.phases.iter().rev().take(4).rev().map(|own| {
        let known = runtime.program.phases.iter().find(|known| known.id == own.phase);
        let title = known.map(|known| known.title.text(language).to_string());
        let title = title.unwrap_or_else(|| runtime.program.name(own.phase));
        let day = words::day(language, &runtime.program, own.at);
        format!("{title} ({} {day})", pick(language, "seit", "since"))
    });
    let phases: Vec<String> = phases.collect();
    let mut text = format!("  {}: {}", pick(language, "Phasen", "phases"), phases.join(" → "));
    for line in story::exposures(runtime, life, language) {
        let _ = write!(text, "\n  {line}");
    }
    text
}

/// One intent: what, which states, which rules with which values.
fn chain(
    runtime: &Runtime,
    life: &Life,
    intent: &IntentLife,
    is_simulated: bool,
    language: Language,
) -> String {
    let program = &runtime.program;
    let mut text = format!("{}\n", story::sentence(runtime, intent, is_simulated, language));
    for line in story::decisive(runtime, life, intent, language) {
        let _ = writeln!(text, "  · {line}");
    }
    if intent.states.len() > 1 {
        let states = intent.states.iter().map(|(at, state)| {
            let reason = state.reason().map(|reason| format!(" ({reason})")).unwrap_or_default();
            format!(
                "{} {}{reason}",
                words::moment(language, program, *at),
                words::state(language, state.code())
            )
        });
        let states: Vec<String> = states.collect();
        let _ = writeln!(text, "  · {}: {}", pick(language, "Verlauf", "course"), states.join(" → "));
    }
    if let Some(ticket) = &intent.ticket {
        let decision = &ticket.decision;
        let _ = writeln!(
            text,
            "  · {}: {}; {}; {}; {}",
            pick(language, "Entscheidung", "decision"),
            decision.message,
            decision.moment,
            decision.frequency,
            decision.recipient
        );
    }
    for rule in &intent.rules {
        let at = words::moment(language, program, rule.at);
        let _ = writeln!(text, "    {at}  {}", story::rule_line(rule, language));
    }
    text
}

/// Why a message (or any at all) was never wanted: journey by journey.
fn never(
    runtime: &Runtime,
    life: &Life,
    message: Option<NameId>,
    now: Timestamp,
    language: Language,
) -> Vec<String> {
    let program = &runtime.program;
    let mut lines = Vec::new();
    for journey in program
        .journeys
        .iter()
        .filter(|journey| message.is_none_or(|message| says(program, journey, message)))
    {
        let own = life.journeys.get(&journey.id);
        for line in of_journey(program, life, journey, own, now, language) {
            lines.push(format!("{}: {line}", journey.name));
        }
    }
    if lines.is_empty() {
        lines.push(pick(language, "keine Journey sendet sie", "no journey sends it").to_string());
    }
    lines
}

fn says(program: &Program, journey: &JourneyDef, message: NameId) -> bool {
    journey.steps.iter().any(|step| {
        matches!(step.kind, StepKind::Message(index) if program.messages.get(index).is_some_and(|own| own.id == message))
    })
}

fn of_journey(
    program: &Program,
    life: &Life,
    journey: &JourneyDef,
    own: Option<&JourneyLife>,
    now: Timestamp,
    language: Language,
) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(own) = own {
        for (at, name, rule) in own.left.iter().rev().take(3) {
            let why = rule.as_ref().map(|rule| story::rule_line(rule, language)).unwrap_or_default();
            let at = words::moment(language, program, *at);
            lines.push(format!("{} {at}: {name}; {why}", pick(language, "verlassen am", "left on")));
        }
        // Every change of phase is offered to a journey that waits for one of them: that explains nothing.
        let by_phase =
            matches!(journey.entry, EntryDef::Event(event) if event == NameId::of("phase.changed"));
        for refusal in own.refusals.iter().rev().take(if by_phase { 0 } else { 1 }) {
            let at = words::moment(language, program, refusal.at);
            let times = match language {
                Language::De => format!("Einstieg {}-mal verweigert, zuletzt am {at}", own.refused),
                Language::En => format!("entry refused {} times, last on {at}", own.refused),
            };
            lines.push(format!("{times}; {}", story::rule_line(refusal, language)));
        }
        if let Some(last) = own.entered.last().filter(|_| own.left.is_empty()) {
            let at = words::moment(language, program, *last);
            lines.push(format!(
                "{} {at}",
                pick(language, "darin, noch ohne Nachricht, seit", "inside, without a message yet, since")
            ));
        }
    }
    if own.is_none_or(|own| own.entered.is_empty()) {
        lines.extend(unmet(program, life, journey, now, language));
    }
    lines
}

/// What would have had to be different for somebody who never entered.
fn unmet(
    program: &Program,
    life: &Life,
    journey: &JourneyDef,
    now: Timestamp,
    language: Language,
) -> Vec<String> {
    let mut lines = Vec::new();
    if let EntryDef::Event(event) = &journey.entry {
        let name = program.name(*event);
        if name == "phase.changed" {
            lines.extend(phase_line(program, life, journey, now, language));
            return lines;
        }
        match life.events.get(&name) {
            None => lines.push(match language {
                Language::De => format!("ein Ereignis „{name}“ gab es nie"),
                Language::En => format!("there never was an event “{name}”"),
            }),
            Some((count, last)) => {
                let at = words::moment(language, program, *last);
                lines.push(match language {
                    Language::De => format!("{count}-mal „{name}“, zuletzt am {at}"),
                    Language::En => format!("{count} times “{name}”, last on {at}"),
                });
            }
        }
    }
    if let Some(rule) = &journey.when {
        let view = View::new(program, &life.dossier, now);
        let explanation = rule.explain(&view, now);
        let about = About { journey: Some(journey.name.to_string()), ..About::default() };
        let reasoned = Reasoned {
            at: now,
            about,
            what: "entry".into(),
            holds: explanation.holds,
            rule: Some(explanation),
        };
        let at = words::moment(language, program, now);
        lines.push(format!(
            "{} {at}: {}",
            pick(language, "mit den Werten vom", "with the values of"),
            story::rule_line(&reasoned, language)
        ));
    }
    lines
}

/// Entries by phase: which rule of which phase stands between, with its values now.
fn phase_line(
    program: &Program,
    life: &Life,
    journey: &JourneyDef,
    now: Timestamp,
    language: Language,
) -> Vec<String> {
    let text = journey.when.as_ref().map(|rule| {
        let view = View::new(program, &life.dossier, now);
        rule.explain(&view, now).text
    });
    let text = text.unwrap_or_default();
    let wanted = program.phases.iter().filter(|phase| text.contains(&format!("\"{}\"", phase.name)));
    let lines = wanted.map(|phase| {
        let view = View::new(program, &life.dossier, now);
        let explanation = phase.rule.explain(&view, now);
        let because = explanation.because(story::rule_language(language));
        let at = words::moment(language, program, now);
        match language {
            Language::De => format!("nie in der Phase „{}“; am {at}: {because}", phase.title.de),
            Language::En => format!("never in the phase “{}”; on {at}: {because}", phase.title.en),
        }
    });
    lines.collect()
}

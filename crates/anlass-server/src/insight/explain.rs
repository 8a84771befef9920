//! Why somebody was, or was not, spoken to, with the values of the moment of decision: found by any identifier, told
//! intent by intent, and journey by journey where nothing was ever wanted.

use crate::insight::life::{IntentLife, JourneyLife, Life};
use crate::insight::story;
use crate::insight::words::{self, pick};
use anlass_engine::io::{About, Reasoned};
use anlass_engine::program::{EntryDef, JourneyDef, StepKind};
use anlass_engine::{Program, View};
use anlass_model::definition::Language;
use anlass_model::id::{EntityId, Identifier, IdentifierKind, NameId};
use anlass_model::org::TenantScope;
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use anlass_runtime::Runtime;
use anyhow::{Context, Result};
use std::fmt::Write as _;

pub(crate) const KINDS: [IdentifierKind; 4] =
    [IdentifierKind::Card, IdentifierKind::CustomerNumber, IdentifierKind::Email, IdentifierKind::Phone];

/// The customer by id, identifier, or e-mail address in the profile.
pub fn find(runtime: &Runtime, scope: &TenantScope, text: &str) -> Result<EntityId> {
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

/// The phases somebody went through, and the programmes that reached for them.
pub fn events(runtime: &Runtime, life: &Life, language: Language) -> String {
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
pub fn chain(
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
        let _ = writeln!(text, "    {at}  {}", story::rule_line(program, rule, language));
    }
    text
}

/// Why a message (or any at all) was never wanted: journey by journey.
pub fn never(
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
            let why = rule.as_ref().map(|rule| story::rule_line(program, rule, language)).unwrap_or_default();
            let at = words::moment(language, program, *at);
            let name = program.definitions.title(name, language);
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
            lines.push(format!("{times}; {}", story::rule_line(program, refusal, language)));
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
            story::rule_line(program, &reasoned, language)
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

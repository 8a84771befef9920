//! Why somebody was, or was not, spoken to: as a short paragraph, and as the decisive rules with their values.

use crate::insight::life::{self, IntentLife, Life};
use crate::insight::words::{self, pick};
use crate::insight::{called_for, differ};
use anlass_engine::dossier::Arm;
use anlass_engine::io::Reasoned;
use anlass_engine::{HeldOut, Program};
use anlass_model::consent::{Class, Proof, Recorded};
use anlass_model::definition::{Language, Localised, Programme};
use anlass_model::id::{EntityId, Identifier, NameId};
use anlass_model::org::TenantScope;
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use anlass_runtime::Runtime;
use anlass_runtime::summary::{lapsed, went_out};
use anyhow::Result;
use std::collections::BTreeMap;

/// Reasons that teach most come first.
const TELLING: [&str; 8] =
    ["exit", "cap", "no_consent", "objection", "outranked", "not_relevant", "held_out", "out_of_stock"];

/// Somebody with one intent to tell about.
pub struct Person {
    pub life: Life,
    /// Index into the life's intents.
    pub intent: usize,
    /// Deliveries and reactions are simulated.
    pub is_simulated: bool,
}

/// One who was spoken to and two who were not, for different reasons; the same ones on every run.
pub fn three_people(runtime: &Runtime, scope: &TenantScope, is_simulated: bool) -> Result<Vec<Person>> {
    let mut spoken = None;
    let mut silent: BTreeMap<String, Vec<_>> = BTreeMap::new();
    runtime.each_intent(scope, &mut |row| {
        let found = (row.id, row.customer);
        if went_out(&row.state) {
            spoken = Some(spoken.map_or(found, |other| found.min(other)));
        } else if !row.open && !lapsed(&row.state) {
            let why = if row.reason.is_empty() { &row.state } else { &row.reason };
            let best = silent.entry(why.clone()).or_default();
            best.push(found);
            // A few are enough: they only have to be other people than those chosen before.
            best.sort_unstable();
            best.truncate(3);
        }
    })?;
    let mut chosen: Vec<(_, EntityId)> = spoken.into_iter().collect();
    for why in TELLING {
        let Some(candidates) = silent.get(why) else { continue };
        let new = candidates.iter().find(|(_, customer)| chosen.iter().all(|(_, other)| other != customer));
        if chosen.len() < 3 {
            chosen.extend(new.copied());
        }
    }
    let mut people = Vec::new();
    for (id, customer) in chosen {
        let Some(life) = life::of(runtime, scope.vault(), customer)? else { continue };
        let Some(intent) = life.intents.iter().position(|life| life.intent.id == id) else { continue };
        people.push(Person { life, intent, is_simulated });
    }
    Ok(people)
}

fn mark(is_simulated: bool, language: Language) -> String {
    if is_simulated { format!(" {}", words::simulated(language)) } else { String::new() }
}

/// Who it is: identifier, name, phase, orders.
pub fn who(runtime: &Runtime, life: &Life, language: Language) -> String {
    let program = &runtime.program;
    let identifier = |identifier: &Identifier| {
        let kind = match identifier.kind.as_str() {
            "card" => pick(language, "Karte", "card"),
            "customer_number" => pick(language, "Kundennummer", "customer number"),
            other => other,
        };
        format!("{kind} {}", identifier.value)
    };
    let mut text = match life.dossier.hot.identifiers.first() {
        Some(first) => identifier(first),
        None => life.dossier.hot.id.to_string(),
    };
    let field = |name: &str| match life.dossier.profile(NameId::of(name)) {
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    };
    let name: Vec<String> = ["salutation", "first_name", "last_name"].into_iter().filter_map(field).collect();
    if !name.is_empty() {
        let is_simulated = life.simulated_fields.contains(&NameId::of("last_name"));
        text.push_str(&format!(", {}{}", name.join(" "), mark(is_simulated, language)));
    }
    let phase = program.phases.iter().find(|phase| Some(phase.id) == life.dossier.hot.phase);
    if let Some(phase) = phase {
        text.push_str(&format!(", {}", phase.title.text(language)));
    }
    let orders = u64::try_from(life.dossier.hot.heads.len()).unwrap_or(0);
    let real = orders.saturating_sub(life.simulated_orders);
    text.push_str(&format!(", {real} {}", pick(language, "Einkäufe", "baskets")));
    if life.simulated_orders > 0 {
        text.push_str(&format!(" + {}{}", life.simulated_orders, mark(true, language)));
    }
    if let Some(head) = life.dossier.hot.heads.first() {
        text.push_str(&format!(
            " {} {}",
            pick(language, "seit", "since"),
            words::day(language, program, head.occurred)
        ));
    }
    text
}

/// What people call a journey: by its programme; of several in one, by its own name behind that.
pub(crate) fn journey_name(program: &Program, journey: NameId) -> Option<Localised> {
    let programmes = &program.definitions.programmes;
    let of = |one: &&Programme| one.journeys.iter().any(|own| own.id.id() == journey);
    let programme = programmes.iter().find(of)?;
    let own = programme.journeys.iter().find(|own| own.id.id() == journey)?;
    if programme.journeys.len() == 1 {
        return Some(programme.name.clone());
    }
    let joined = |language| format!("{} › {}", programme.name.text(language), own.name.text(language));
    Some(Localised { de: joined(Language::De), en: joined(Language::En) })
}

fn journey_title(runtime: &Runtime, journey: NameId, language: Language) -> String {
    let known = journey_name(&runtime.program, journey);
    known.map_or_else(|| runtime.program.name(journey), |known| known.text(language).to_string())
}

fn message_title(runtime: &Runtime, message: NameId, language: Language) -> String {
    let known = runtime.program.message(message);
    known.map_or_else(|| runtime.program.name(message), |known| known.title.text(language).to_string())
}

/// What a reason names, by the name people gave it; a cap, which has none, by what it allows.
pub fn detail(runtime: &Runtime, reason: &Reason, language: Language) -> Option<String> {
    Some(detail_named(runtime, reason.code(), reason.detail()?.as_str(), language))
}

/// The same of a reason's code and the name in it.
pub(crate) fn detail_named(runtime: &Runtime, code: &str, name: &str, language: Language) -> String {
    let mut caps = runtime.program.caps.iter();
    match (code, caps.find(|cap| cap.name.as_str() == name)) {
        ("cap", Some(cap)) => {
            let most = pick(language, "höchstens", "at most");
            format!("{most} {} in {}", cap.max, words::span(language, cap.within))
        }
        ("outranked", _) => message_title(runtime, NameId::of(name), language),
        _ => runtime.program.definitions.title(name, language).to_owned(),
    }
}

/// What was wanted, and what became of it, in one or two sentences.
pub fn sentence(runtime: &Runtime, intent: &IntentLife, is_simulated: bool, language: Language) -> String {
    let program = &runtime.program;
    let own = &intent.intent;
    let message = message_title(runtime, own.message, language);
    let created = words::moment(language, program, own.created);
    let journey = own.journey.map(|journey| journey_title(runtime, journey, language));
    let wanted = match (language, journey) {
        (Language::De, Some(journey)) if !intent.was_wanted() => {
            format!("Am {created} endete „{journey}“ vor der Nachricht „{message}“.")
        }
        (Language::En, Some(journey)) if !intent.was_wanted() => {
            format!("On {created} “{journey}” ended before “{message}”.")
        }
        (Language::De, Some(journey)) => {
            format!("Am {created} wollte „{journey}“ die Nachricht „{message}“ senden.")
        }
        (Language::De, None) => format!("Am {created} sollte das Mailing „{message}“ gehen."),
        (Language::En, Some(journey)) => format!("On {created} “{journey}” wanted to send “{message}”."),
        (Language::En, None) => format!("On {created} the mailing “{message}” was to go out."),
    };
    let at = intent.states.last().map_or(own.created, |(at, _)| *at);
    let at = words::moment(language, program, at);
    let state = words::state(language, own.state.code());
    let channel = own.channel.map(|channel| words::channel(language, channel.as_str()).to_string());
    let end = match (&own.state, own.state.reason()) {
        (State::Delivered | State::Unknown | State::Handed, _) => {
            let by = channel.unwrap_or_default();
            match language {
                Language::De => format!("{state} am {at} per {by}{}.", mark(is_simulated, language)),
                Language::En => format!("{state} on {at} by {by}{}.", mark(is_simulated, language)),
            }
        }
        (_, Some(reason)) => {
            let detail = detail(runtime, reason, language);
            let detail = detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
            format!(
                "{state} {} {at}: {}{detail}.",
                pick(language, "am", "on"),
                words::reason(language, reason.code())
            )
        }
        (_, None) => format!("{state} {} {at}.", pick(language, "am", "on")),
    };
    let mut letters = end.chars();
    let end: String =
        letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default()
            + letters.as_str();
    format!("{wanted} {end}")
}

pub fn rule_language(language: Language) -> anlass_rules::Language {
    match language {
        Language::De => anlass_rules::Language::De,
        Language::En => anlass_rules::Language::En,
    }
}

/// What people call an exit, in quotes; one that they gave no name is told by its id.
pub(crate) fn titled(program: &Program, id: &str, language: Language) -> String {
    match (program.definitions.title(id, language), language) {
        (title, _) if title == id => id.to_owned(),
        (title, Language::De) => format!("„{title}“"),
        (title, Language::En) => format!("“{title}”"),
    }
}

/// A rule's answer in a line: `entry holds: cart.value = 34.20, meets >= 20.00`.
pub fn rule_line(program: &Program, reasoned: &Reasoned, language: Language) -> String {
    let because = reasoned.rule.as_ref().map(|rule| rule.because(rule_language(language)));
    let what = match reasoned.what.as_str() {
        "audience" => pick(language, "Zielgruppe", "audience"),
        "entry" => pick(language, "Einstieg", "entry"),
        "relevant" => pick(language, "passend", "relevant"),
        "needs" => pick(language, "braucht frische Daten", "needs fresh data"),
        "waited for" => pick(language, "erwartet", "waited for"),
        // Said by the engine itself, with a moment or a number behind it.
        other => match (language, other.strip_prefix("entered before at ")) {
            (Language::De, Some(at)) => &format!("war zuvor darin, seit {at}"),
            (_, None) => &titled(program, other, language),
            _ => other,
        },
    };
    let holds = match reasoned.holds {
        true => pick(language, "trifft zu", "holds"),
        false => pick(language, "trifft nicht zu", "does not hold"),
    };
    match because {
        Some(because) => format!("{what} {holds}: {because}"),
        None => what.to_string(),
    }
}

/// The rules and facts that decided, each a line.
pub fn decisive(runtime: &Runtime, life: &Life, intent: &IntentLife, language: Language) -> Vec<String> {
    let program = &runtime.program;
    let mut lines: Vec<String> =
        intent.entry.iter().map(|entry| rule_line(program, entry, language)).collect();
    let began = intent.entry.as_ref().and_then(|entry| called_for::entered_by_phase(runtime, life, entry));
    lines.extend(began.and_then(|began| called_for::phase_words(runtime, began, language)));
    let own = &intent.intent;
    match &own.state {
        State::Delivered | State::Handed | State::Unknown if own.class == Class::Advertising => {
            let purpose = program.message(own.message).map_or("", |message| message.purpose.as_str());
            let purpose = program.definitions.title(purpose, language);
            let consents = consents(runtime, life, &intent.consents, language);
            lines.push(match language {
                Language::De => format!("Einwilligung für „{purpose}“: {consents}"),
                Language::En => format!("consent for “{purpose}”: {consents}"),
            });
            lines.push(pressure(runtime, life, intent, language));
        }
        _ => lines.extend(cause(runtime, life, intent, language)),
    }
    lines
}

/// What kept a message from leaving: the rule or the fact, with the values of the moment. `None` if nothing did.
pub fn cause(runtime: &Runtime, life: &Life, intent: &IntentLife, language: Language) -> Option<String> {
    match &intent.intent.state {
        State::HeldOut => left_alone(runtime, life, intent, language),
        state => state.reason().and_then(|reason| refusal(runtime, life, intent, reason, language)),
    }
}

fn left_alone(runtime: &Runtime, life: &Life, intent: &IntentLife, language: Language) -> Option<String> {
    let program = &runtime.program;
    let message = program.message(intent.intent.message)?;
    let programme = program.programmes.get(message.programme)?;
    let universal = program.definitions.settings.policy.holdout_percent;
    let recorded = life.dossier.exposure(programme.id);
    let since = recorded.map_or(intent.intent.created, |exposure| exposure.at);
    let (percent, de, en) = match anlass_engine::held_out(program, &life.dossier, message)? {
        HeldOut::Universal => (universal, "bleiben von aller Werbung".into(), "all advertising".into()),
        HeldOut::Programme => (
            programme.holdout_percent,
            format!("bleiben im Programm „{}“", programme.title.de),
            format!("“{}”", programme.title.en),
        ),
    };
    let since = words::day(language, program, since);
    // The percentage may have been lowered since: the arm stays.
    let share =
        if percent > 0 { format!("{percent} %") } else { pick(language, "Einige", "some").to_string() };
    Some(match language {
        Language::De => format!(
            "Nichts: {share} {de} unberührt, gelost nach ihrer Kennung, festgehalten am {since}. Nur im Vergleich mit \
             ihnen zeigt sich, was die Ansprache bewirkt"
        ),
        Language::En => format!(
            "Nothing: {share} are kept untouched by {en}, drawn by their id, recorded on {since}. Only beside them it \
             shows what being spoken to changes"
        ),
    })
}

/// The rule or fact behind a reason.
fn refusal(
    runtime: &Runtime,
    life: &Life,
    intent: &IntentLife,
    reason: &Reason,
    language: Language,
) -> Option<String> {
    let program = &runtime.program;
    let rule = |what: &str| {
        let asked = intent.rules.iter().find(|rule| rule.what == what);
        asked.map(|rule| rule_line(program, rule, language))
    };
    match reason {
        Reason::Exit(name) => rule(name.as_str()),
        Reason::NotRelevant => rule("relevant"),
        Reason::NoConsent => {
            let message = program.message(intent.intent.message)?;
            Some(differ::consent(runtime, life, intent, message, language))
        }
        Reason::Objection => {
            let at = words::day(language, program, intent.objection?);
            let objection = life.dossier.hot.objection.as_ref();
            let is_simulated = objection.is_some_and(|one| life.simulated.contains(&one.message));
            let words = pick(language, "widersprochen am", "objected on");
            Some(format!("{words} {at}{}", mark(is_simulated, language)))
        }
        Reason::Cap(_) => Some(pressure(runtime, life, intent, language)),
        Reason::Unreachable => {
            let message = program.message(intent.intent.message)?;
            let back = message.channels.iter().filter_map(|channel| {
                let at = anlass_engine::came_back(program, &life.dossier, *channel)?;
                let channel = words::channel(language, channel.as_str());
                let came_back = pick(language, "Post kam zurück am", "mail came back on");
                Some(format!("{channel}: {came_back} {}", words::day(language, program, at)))
            });
            let back: Vec<String> = back.collect();
            if !back.is_empty() {
                return Some(back.join(", "));
            }
            let channels = message.channels.iter().map(|channel| {
                let field =
                    program.addresses.get(channel).map_or_else(String::new, |field| program.name(*field));
                format!("{} ({field})", words::channel(language, channel.as_str()))
            });
            let channels = channels.collect::<Vec<_>>().join(", ");
            Some(format!("{}: {channels}", pick(language, "leer sind", "these are empty")))
        }
        Reason::TooOld => {
            let until = words::moment(language, program, intent.intent.expires);
            Some(format!("{} {until}", pick(language, "galt nur bis", "was good until")))
        }
        Reason::Outranked(name) | Reason::WaitsFor(name) | Reason::PoolEmpty(name) => {
            Some(format!("{}: {name}", words::reason(language, reason.code())))
        }
        Reason::QuietHours
        | Reason::OutOfStock
        | Reason::Displaced
        | Reason::Merged
        | Reason::Parted
        | Reason::Stopped
        | Reason::NothingLeft
        | Reason::Rejected
        | Reason::Bounced
        | Reason::Render
        | Reason::Superseded
        | Reason::FalseReduction
        | Reason::Erased
        | Reason::Restricted
        | Reason::SaidFormerly => Some(words::reason(language, reason.code()).to_string()),
    }
}

fn consents(runtime: &Runtime, life: &Life, recorded: &[Recorded], language: Language) -> String {
    let each = recorded.iter().map(|one| {
        let channel = one.act.channel.map_or(pick(language, "alle Kanäle", "all channels"), |channel| {
            words::channel(language, channel.as_str())
        });
        let purpose = one
            .act
            .purpose
            .as_ref()
            .map_or("*", |purpose| runtime.program.definitions.title(purpose.as_str(), language));
        let act = match (one.act.granted, &one.act.proof) {
            (false, _) => pick(language, "widerrufen", "withdrawn"),
            (true, Proof::Requested { .. }) => {
                pick(language, "angefragt, nicht bestätigt", "asked for, not confirmed")
            }
            (true, Proof::None) => pick(language, "behauptet, ohne Nachweis", "claimed without proof"),
            (true, _) => pick(language, "erteilt, nachgewiesen", "granted, proven"),
        };
        let day = words::day(language, &runtime.program, one.occurred.0);
        format!("{channel}/{purpose} {act} {day}{}", mark(life.simulated.contains(&one.message), language))
    });
    let each: Vec<String> = each.collect();
    if each.is_empty() { pick(language, "nichts", "nothing").to_string() } else { each.join(", ") }
}

/// Contacts under each cap's window at the intent's end.
fn pressure(runtime: &Runtime, life: &Life, intent: &IntentLife, language: Language) -> String {
    let at = intent.intent.planned.max(intent.states.last().map_or(Timestamp(0), |(at, _)| *at));
    let counts = runtime.program.caps.iter().map(|cap| {
        let others = intent.contacts.iter().filter(|contact| {
            contact.class == Class::Advertising
                && contact.intent != intent.intent.id
                && cap.covers(contact.channel)
        });
        let count = others.filter(|contact| contact.at > at.minus(cap.within) && contact.at <= at).count();
        format!(
            "{count} {} {} in {}",
            pick(language, "von", "of"),
            anlass_engine::contacts_allowed(&life.dossier, cap),
            words::span(language, cap.within)
        )
    });
    let counts: Vec<String> = counts.collect();
    format!("{}: {}", pick(language, "Kontaktdruck bis dahin", "contacts before it"), counts.join("; "))
}

pub fn paragraph(runtime: &Runtime, person: &Person, language: Language) -> String {
    let Some(intent) = person.life.intents.get(person.intent) else { return String::new() };
    let mut text = format!(
        "{}\n  {}",
        who(runtime, &person.life, language),
        sentence(runtime, intent, person.is_simulated, language)
    );
    for line in decisive(runtime, &person.life, intent, language) {
        text.push_str(&format!("\n    · {line}"));
    }
    text
}

pub fn json(runtime: &Runtime, person: &Person, language: Language) -> serde_json::Value {
    let Some(intent) = person.life.intents.get(person.intent) else { return serde_json::Value::Null };
    serde_json::json!({
        "customer": person.life.dossier.hot.id.to_string(),
        "identifier": person.life.dossier.hot.identifiers.first().map(|identifier| &identifier.value),
        "who": who(runtime, &person.life, language),
        "intent": intent_json(runtime, &person.life, intent, language),
        "deliveries_simulated": person.is_simulated,
    })
}

pub fn intent_json(
    runtime: &Runtime,
    life: &Life,
    intent: &IntentLife,
    language: Language,
) -> serde_json::Value {
    let program = &runtime.program;
    let own = &intent.intent;
    let states = intent.states.iter().map(|(at, state)| {
        serde_json::json!({
            "at": at.to_string(), "state": state.code(), "reason": state.reason().map(ToString::to_string),
        })
    });
    serde_json::json!({
        "id": own.id.to_string(), "message": program.name(own.message),
        "journey": own.journey.map(|journey| program.name(journey)), "run": own.run,
        "created": own.created.to_string(), "planned": own.planned.to_string(),
        "channel": own.channel.map(|channel| channel.as_str()),
        "states": states.collect::<Vec<_>>(),
        "decision": intent.ticket.as_ref().map(|ticket| &ticket.decision),
        "entry": intent.entry, "rules": intent.rules,
        "because": decisive(runtime, life, intent, language),
    })
}

/// To which arm of which programme somebody belongs, and whether its goal was reached since.
pub fn exposures(runtime: &Runtime, life: &Life, language: Language) -> Vec<String> {
    let program = &runtime.program;
    let each = life.dossier.exposures.iter().map(|exposure| {
        let known = program.programmes.iter().find(|known| known.id == exposure.programme);
        let title = known.map(|known| known.title.text(language).to_string());
        let title = title.unwrap_or_else(|| program.name(exposure.programme));
        let at = words::day(language, program, exposure.at);
        let arm = match exposure.arm {
            Arm::Treated => pick(language, "angesprochen seit", "treated since"),
            Arm::HeldOut => pick(language, "Kontrollgruppe seit", "held out since"),
        };
        let goal = match (exposure.mixed, exposure.reached, exposure.goal_before) {
            (true, _, _) => {
                pick(language, "nicht ausgewertet: in beiden Gruppen", "not analysed: in both arms").into()
            }
            (_, Some(reached), _) => {
                let reached = words::day(language, program, reached);
                format!("{} {reached}", pick(language, "Ziel erreicht am", "goal reached on"))
            }
            (_, None, true) => pick(language, "Ziel galt schon vorher", "goal was true before").into(),
            (_, None, false) if known.is_none_or(|known| known.goal.is_none()) => {
                return format!("{title}: {arm} {at}");
            }
            (_, None, false) => pick(language, "Ziel nicht erreicht", "goal not reached").into(),
        };
        format!("{title}: {arm} {at}, {goal}")
    });
    each.collect()
}

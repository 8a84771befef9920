//! Everything a released message had to pass, with the facts of that moment; the messages that filled a cap; and until when
//! and why something waited.

use crate::insight::life::{IntentLife, Life, Released, Wait, WaitCause};
use crate::insight::words::{self, pick};
use anlass_engine::Program;
use anlass_engine::program::{CapDef, MessageDef};
use anlass_model::consent::{Channel, Class, Proof, Recorded};
use anlass_model::definition::Language;
use anlass_model::id::{IntentId, NameId};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use std::collections::BTreeMap;

/// A message that counted against a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Counted {
    pub(crate) at: Timestamp,
    pub(crate) delivery: IntentId,
    pub(crate) message: NameId,
}

/// One thing that was looked at, in both languages.
pub(crate) struct Passed {
    pub(crate) words: [String; 2],
    pub(crate) counted: Vec<Counted>,
}

type Told<'a> = &'a dyn Fn(Language) -> String;

fn passed(words: Told<'_>) -> Passed {
    Passed { words: [words(Language::De), words(Language::En)], counted: Vec::new() }
}

/// What a message passed when it was released, in the order in which it is asked.
pub(crate) fn of(program: &Program, life: &Life, one: &IntentLife) -> Vec<Passed> {
    let (Some(ticket), Some(released), Some(message)) =
        (&one.ticket, &one.released, program.message(one.intent.message))
    else {
        return Vec::new();
    };
    let channel = ticket.channel;
    let mut all = vec![passed(&|language| reach(language, channel))];
    if message.class == Class::Contract {
        all.push(passed(&|language| contract(language).to_owned()));
        return all;
    }
    all.push(passed(&|language| {
        pick(language, "Kein Werbewiderspruch", "No objection to advertising").to_owned()
    }));
    all.push(passed(&|language| consent(program, life, released, message, channel, language)));
    all.push(passed(&|language| holdout(released.holdouts, language)));
    for (index, cap) in program.caps.iter().enumerate().filter(|(_, cap)| cap.covers(channel)) {
        let counted = counted(life, one, cap, ticket.at, false);
        let allowed = released.allowed.get(index).copied().unwrap_or(cap.max);
        let words = |language| within_cap(language, cap, counted.len(), allowed);
        let words = [words(Language::De), words(Language::En)];
        all.push(Passed { words, counted });
    }
    all.push(passed(&|language| not_quiet(program, channel, ticket.at, language)));
    all.push(passed(&|language| {
        let de = "Im letzten Moment noch einmal alles geprüft: der Anlass bestand noch";
        pick(language, de, "Everything asked again at the last moment: the occasion was still there")
            .to_owned()
    }));
    all
}

fn reach(language: Language, channel: Channel) -> String {
    let channel = words::channel(language, channel.as_str());
    match language {
        Language::De => format!("Erreichbar: eine Adresse für {channel} ist da, und nichts kam zurück"),
        Language::En => format!("Can be reached: there is an address for {channel}, and nothing came back"),
    }
}

fn contract(language: Language) -> &'static str {
    pick(
        language,
        "Gehört zum Vertrag: keine Einwilligung nötig, keine Obergrenze, keine Ruhezeit, keine Kontrollgruppe",
        "Belongs to the contract: no consent needed, no cap, no quiet hours, no control group",
    )
}

fn consent(
    program: &Program,
    life: &Life,
    released: &Released,
    message: &MessageDef,
    channel: Channel,
    language: Language,
) -> String {
    let covers = |own: &&Recorded| {
        own.act.channel.is_none_or(|own| own == channel)
            && own.act.purpose.as_ref().is_none_or(|own| own.id() == message.purpose.id())
    };
    let deciding = released.consents.iter().filter(covers).filter(|own| own.counts());
    let deciding = deciding.reduce(|best, own| if own.beats(best) { own } else { best });
    let purpose = program.definitions.title(message.purpose.as_str(), language);
    let by = words::channel(language, channel.as_str());
    let Some(act) = deciding else {
        return match language {
            Language::De => format!("Einwilligung: {by} braucht keine"),
            Language::En => format!("Consent: {by} needs none"),
        };
    };
    let day = words::day(language, program, act.occurred.0);
    let mark = match life.simulated.contains(&act.message) {
        true => format!(" {}", words::simulated(language)),
        false => String::new(),
    };
    let proof = match &act.act.proof {
        Proof::DoubleOptIn { .. } | Proof::Clicked(_) => {
            pick(language, "bestätigter Klick", "confirmed by a click")
        }
        Proof::Document { .. } => pick(language, "Unterschrift", "signature"),
        Proof::Imported { .. } => pick(language, "übernommen aus Altsystem", "taken over with its proof"),
        Proof::None | Proof::Requested { .. } => pick(language, "ohne Nachweis", "without proof"),
    };
    match language {
        Language::De => format!("Einwilligung für „{purpose}“ per {by} seit {day} ({proof}){mark}"),
        Language::En => format!("Consent for “{purpose}” by {by} since {day} ({proof}){mark}"),
    }
}

fn holdout((universal, own): (u8, u8), language: Language) -> String {
    let share = match (universal, own) {
        (0, 0) => {
            return pick(language, "Kontrollgruppe: es gibt keine", "Control group: there is none")
                .to_owned();
        }
        (0, own) | (own, 0) => format!("{own} %"),
        (universal, own) => format!("{universal} % + {own} %"),
    };
    match language {
        Language::De => format!("Nicht in der Kontrollgruppe ({share} werden ausgelost)"),
        Language::En => format!("Not in the control group ({share} are drawn)"),
    }
}

fn within_cap(language: Language, cap: &CapDef, count: usize, allowed: usize) -> String {
    let span = words::span(language, cap.within);
    match language {
        Language::De => format!("Obergrenze: davor {count} von {allowed} in {span}"),
        Language::En => format!("Cap: {count} of {allowed} in {span} before it"),
    }
}

fn not_quiet(program: &Program, channel: Channel, at: Timestamp, language: Language) -> String {
    let quiet = hours(program, channel);
    if quiet.is_empty() {
        return pick(language, "Ruhezeit: keine vereinbart", "Quiet hours: none agreed").to_owned();
    }
    let time = at.in_zone(&program.zone).strftime("%H:%M").to_string();
    match language {
        Language::De => format!("Außerhalb der Ruhezeit ({quiet}): {time} Uhr"),
        Language::En => format!("Outside of quiet hours ({quiet}): {time}"),
    }
}

/// Quiet hours of a channel, as `21:00–08:00`.
pub(crate) fn hours(program: &Program, channel: Channel) -> String {
    let own = program.quiet_hours.iter();
    let own = own.filter(|quiet| quiet.channels.is_empty() || quiet.channels.contains(&channel));
    let each = own.map(|quiet| format!("{}–{}", quiet.from.strftime("%H:%M"), quiet.to.strftime("%H:%M")));
    each.collect::<Vec<_>>().join(", ")
}

/// Messages that counted against a cap at a moment, without `one` itself, the oldest first. `ahead`: also those that
/// were planned for later, which fill the windows to come.
pub(crate) fn counted(
    life: &Life,
    one: &IntentLife,
    cap: &CapDef,
    at: Timestamp,
    ahead: bool,
) -> Vec<Counted> {
    let mut all: BTreeMap<IntentId, Counted> = BTreeMap::new();
    let contacts = one.released.as_ref().map_or(&one.contacts, |released| &released.contacts);
    for contact in contacts.iter().filter(|own| own.class == Class::Advertising && cap.covers(own.channel)) {
        let counted = Counted { at: contact.at, delivery: contact.intent, message: contact.message };
        all.insert(contact.intent, counted);
    }
    for other in life.intents.iter().map(|other| (other, &other.intent)) {
        let (states, intent) = (&other.0.states, other.1);
        let state = states.iter().rfind(|(moment, _)| *moment <= at).map(|(_, state)| state);
        let covers = intent.channel.is_some_and(|channel| cap.covers(channel));
        let counts = state.is_some_and(State::counts_as_contact) && intent.class == Class::Advertising;
        if counts && covers {
            let counted = Counted { at: intent.planned, delivery: intent.id, message: intent.message };
            all.entry(intent.id).or_insert(counted);
        }
    }
    all.remove(&one.intent.id);
    let last = if ahead { at.plus(cap.within) } else { at };
    let within = |own: &Counted| own.at > at.minus(cap.within) && own.at <= last;
    let mut all: Vec<Counted> = all.into_values().filter(within).collect();
    all.sort_unstable();
    all
}

/// The messages that filled the cap which kept one back at a moment.
pub(crate) fn filled(
    program: &Program,
    life: &Life,
    one: &IntentLife,
    state: &State,
    at: Timestamp,
) -> Vec<Counted> {
    let Some(Reason::Cap(name)) = state.reason() else { return Vec::new() };
    let Some(cap) = program.caps.iter().find(|cap| cap.name == *name) else { return Vec::new() };
    // A plan is weighed for the moment it would be for, which may be a morning later.
    let at = one.intent.planned.max(at);
    let before = counted(life, one, cap, at, false);
    if before.is_empty() { counted(life, one, cap, at, true) } else { before }
}

/// Until when something waited, and why.
pub(crate) fn waited(program: &Program, one: &IntentLife, wait: &Wait, language: Language) -> String {
    let why = match &wait.cause {
        WaitCause::Carrier => {
            let de = "der Zusteller nahm sie noch nicht an";
            pick(language, de, "the carrier did not take it yet").to_owned()
        }
        WaitCause::Quiet => {
            let quiet = one.intent.channel.map(|channel| hours(program, channel)).unwrap_or_default();
            format!("{} {quiet}", pick(language, "Ruhezeit", "quiet hours")).trim().to_owned()
        }
        WaitCause::Window(window) => {
            let from = window.from.strftime("%H:%M");
            let to = window.to.map(|to| format!("–{}", to.strftime("%H:%M"))).unwrap_or_default();
            format!(
                "{} {from}{to}",
                pick(language, "Sendezeit der Journey", "the journey's hours for sending")
            )
        }
        WaitCause::Deferred(reason) => words::reason(language, reason.code()).to_owned(),
    };
    let is_waiting = one.intent.is_open() && one.states.last().is_some_and(|(at, _)| *at == wait.from);
    let moment = words::moment(language, program, wait.until);
    match (language, is_waiting) {
        (Language::De, false) => format!("wartete bis {moment}: {why}"),
        (Language::De, true) => format!("wartet bis {moment}: {why}"),
        (Language::En, false) => format!("waited until {moment}: {why}"),
        (Language::En, true) => format!("waits until {moment}: {why}"),
    }
}

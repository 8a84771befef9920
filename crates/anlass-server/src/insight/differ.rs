//! What would have had to differ for a message to go out: for one that was wanted and did not leave, for a time in a
//! journey that ended before it, and for whoever never came into one. In sentences, with the values of the moment.

use crate::insight::life::{IntentLife, Life, RunEnd, RunLife};
use crate::insight::story;
use crate::insight::words::{self, pick};
use anlass_engine::io::Reasoned;
use anlass_engine::program::{EntryDef, JourneyDef, MailingDef, MessageDef, StepKind};
use anlass_engine::{Program, Unlawful, View, lawful, pack_for, rule_for};
use anlass_model::consent::{Channel, Recorded};
use anlass_model::definition::Language;
use anlass_model::id::NameId;
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use anlass_rules::Explanation;
use anlass_runtime::Runtime;

/// Of an intent that ended without leaving.
pub(crate) fn of_intent(
    runtime: &Runtime,
    life: &Life,
    one: &IntentLife,
    language: Language,
) -> Option<String> {
    let cause = story::cause(runtime, life, one, language);
    let because =
        |what: &str| one.rules.iter().find(|rule| rule.what == what).map(|rule| told(rule, language));
    match (&one.intent.state, one.intent.state.reason()) {
        (State::HeldOut, _) => cause,
        (_, Some(Reason::Exit(name))) => {
            Some(without_exit(&runtime.program, name.as_str(), because(name.as_str()), language))
        }
        (_, Some(Reason::NotRelevant)) => {
            let because = because("relevant").map(|because| format!(": {because}")).unwrap_or_default();
            let words = pick(language, "Sie hätte noch passen müssen", "It would have had to fit still");
            Some(format!("{words}{because}"))
        }
        (_, Some(Reason::Objection)) => {
            let words = pick(
                language,
                "Es hätte kein Werbewiderspruch bestehen dürfen",
                "There would have had to be no objection to advertising",
            );
            Some(cause.map_or_else(|| words.to_owned(), |cause| format!("{words}: {cause}")))
        }
        (_, Some(Reason::Restricted)) => Some(
            pick(
                language,
                "Die Verarbeitung ihrer Daten hätte nicht eingeschränkt sein dürfen (Art. 18 DSGVO)",
                "Processing of their data would have had to be unrestricted (GDPR, article 18)",
            )
            .to_owned(),
        ),
        (_, Some(Reason::Cap(_))) => {
            let words = pick(
                language,
                "Weniger Ansprachen davor wären nötig gewesen",
                "Fewer messages before it would have been needed",
            );
            Some(cause.map_or_else(|| words.to_owned(), |cause| format!("{words}. {cause}")))
        }
        (_, Some(Reason::Unreachable)) => {
            let words = pick(
                language,
                "Eine Adresse, an der jemand zu erreichen ist, wäre nötig gewesen",
                "An address at which somebody can be reached would have been needed",
            );
            Some(cause.map_or_else(|| words.to_owned(), |cause| format!("{words}; {cause}")))
        }
        _ => cause,
    }
}

/// What would have had to be otherwise for a rule to be answered the other way, with the values that were.
fn told(rule: &Reasoned, language: Language) -> String {
    let instead = rule.rule.as_ref().map(|rule| rule.instead(story::rule_language(language)));
    instead.unwrap_or_default()
}

fn without_exit(program: &Program, exit: &str, because: Option<String>, language: Language) -> String {
    let exit = program.definitions.title(exit, language);
    let because = because.filter(|because| !because.is_empty());
    let wish = pick(language, "Nötig gewesen wäre", "It would have taken");
    let because = because.map(|because| format!(". {wish}: {because}")).unwrap_or_default();
    match language {
        Language::De => format!("Der Ausstieg „{exit}“ hätte nicht eintreten dürfen{because}"),
        Language::En => format!("The exit “{exit}” would have had to stay away{because}"),
    }
}

/// What was recorded of consent where it did not cover a message: which channel lacks it, and what is there instead.
pub(crate) fn consent(
    runtime: &Runtime,
    life: &Life,
    one: &IntentLife,
    message: &MessageDef,
    language: Language,
) -> String {
    let program = &runtime.program;
    let purpose = program.definitions.title(message.purpose.as_str(), language);
    let reachable = |channel: &Channel| {
        program.addresses.get(channel).is_none_or(|field| life.dossier.profile(*field).is_some())
    };
    let mut lacking: Vec<Channel> = message.channels.iter().copied().filter(reachable).collect();
    if lacking.is_empty() {
        lacking.clone_from(&message.channels);
    }
    let names = lacking.iter().map(|channel| words::channel(language, channel.as_str()));
    let names = names.collect::<Vec<_>>().join(pick(language, " oder ", " or "));
    let withdrawn = lacking.iter().find_map(|channel| {
        let act = deciding(&one.consents, *channel, message.purpose.id())?;
        (!act.act.granted).then(|| words::day(language, program, act.occurred.0))
    });
    let lack = match (language, withdrawn) {
        (Language::De, Some(day)) => {
            format!("Eine Einwilligung für „{purpose}“ per {names} fehlte: sie wurde am {day} widerrufen")
        }
        (Language::De, None) => format!("Eine nachweisbare Einwilligung für „{purpose}“ per {names} fehlte"),
        (Language::En, Some(day)) => {
            format!("A consent for “{purpose}” by {names} was missing: it was withdrawn on {day}")
        }
        (Language::En, None) => format!("A provable consent for “{purpose}” by {names} was missing"),
    };
    let there = one.consents.iter().filter(|own| own.counts() && own.act.granted);
    let there: Vec<String> = there.map(|own| one_consent(program, life, own, language)).collect();
    let there = match (there.is_empty(), language) {
        (true, Language::De) => "Es gibt keine andere".to_owned(),
        (true, Language::En) => "There is no other one".to_owned(),
        (false, Language::De) => format!("Vorhanden: {}", there.join(", ")),
        (false, Language::En) => format!("What is there: {}", there.join(", ")),
    };
    let law = law(program, life, &lacking, message.purpose.id(), one.intent.created, language);
    format!("{lack}. {there}.{}", law.map(|law| format!(" {law}.")).unwrap_or_default())
}

/// Which rule of which country asks for it, and what of it is not met.
fn law(
    program: &Program,
    life: &Life,
    channels: &[Channel],
    purpose: NameId,
    now: Timestamp,
    language: Language,
) -> Option<String> {
    let (channel, (code, rule)) =
        channels.iter().find_map(|channel| Some((*channel, rule_for(program, &life.dossier, *channel)?)))?;
    let country = match (code.is_empty(), pack_for(program, &life.dossier)) {
        (false, Some((_, pack))) => pack.name.text(language).to_owned(),
        _ => pick(language, "anderes Land, strengste Regel", "another country, strictest rule").to_owned(),
    };
    let lacks = match lawful(program, &life.dossier, channel, purpose, false, now).err()? {
        Unlawful::NotAgreed => None,
        Unlawful::Proof => Some(pick(
            language,
            "der vorhandene Nachweis genügt dort nicht",
            "the proof that is there is not enough",
        )),
        Unlawful::Lapsed => {
            Some(pick(language, "sie wurde zu lange nicht genutzt", "it was not used for too long"))
        }
    };
    let lacks = lacks.map(|lacks| format!(", {lacks}")).unwrap_or_default();
    let check = if rule.to_check { pick(language, " [zu prüfen]", " [to be checked]") } else { "" };
    Some(format!("{}: {country}, {}{check}{lacks}", pick(language, "Regel", "Rule"), rule.source))
}

/// The newest act that covers a channel and a purpose.
fn deciding(recorded: &[Recorded], channel: Channel, purpose: NameId) -> Option<&Recorded> {
    let covers = |own: &&Recorded| {
        own.act.channel.is_none_or(|own| own == channel)
            && own.act.purpose.as_ref().is_none_or(|own| own.id() == purpose)
    };
    recorded.iter().filter(covers).reduce(|best, act| if act.beats(best) { act } else { best })
}

fn one_consent(program: &Program, life: &Life, own: &Recorded, language: Language) -> String {
    let channel = own.act.channel.map_or(pick(language, "alle Kanäle", "all channels"), |channel| {
        words::channel(language, channel.as_str())
    });
    let day = words::day(language, program, own.occurred.0);
    let is_simulated = life.simulated.contains(&own.message);
    let mark = if is_simulated { format!(" {}", words::simulated(language)) } else { String::new() };
    let purpose = own.act.purpose.as_ref();
    match (language, purpose.map(|purpose| program.definitions.title(purpose.as_str(), language))) {
        (Language::De, Some(purpose)) => format!("{channel} für „{purpose}“ seit {day}{mark}"),
        (Language::De, None) => format!("{channel} für alle Zwecke seit {day}{mark}"),
        (Language::En, Some(purpose)) => format!("{channel} for “{purpose}” since {day}{mark}"),
        (Language::En, None) => format!("{channel} for all purposes since {day}{mark}"),
    }
}

/// Of what a carrier refused: what it said, where that is kept.
pub(crate) fn of_carrier(said: Option<&str>, is_simulated: bool, language: Language) -> String {
    match (said, language, is_simulated) {
        (Some(said), Language::De, _) => {
            format!("Der Zusteller hätte sie annehmen müssen. Er antwortete: {said}")
        }
        (Some(said), Language::En, _) => {
            format!("The carrier would have had to take it. It answered: {said}")
        }
        (None, Language::De, true) => {
            "Der Zusteller hätte sie annehmen müssen. Er ist hier simuliert und nennt keinen Grund".into()
        }
        (None, Language::En, true) => {
            "The carrier would have had to take it. It is simulated here and gives no reason".into()
        }
        (None, Language::De, false) => {
            "Der Zusteller hätte sie annehmen müssen. Seine Antwort ist nicht mehr aufbewahrt".into()
        }
        (None, Language::En, false) => {
            "The carrier would have had to take it. Its answer is not kept any more".into()
        }
    }
}

/// How it came about that a carrier refused a message, or that nobody knows whether it arrived.
pub(crate) fn told_by_carrier(
    state: &str,
    said: Option<&str>,
    is_simulated: bool,
    language: Language,
) -> String {
    let is_uncertain = state == State::Unknown.code();
    match (said, language, is_simulated, is_uncertain) {
        (Some(said), ..) => said.to_owned(),
        (None, Language::De, true, true) => "Der simulierte Zusteller antwortete nicht".into(),
        (None, Language::En, true, true) => "The simulated carrier did not answer".into(),
        (None, Language::De, true, false) => "Der simulierte Zusteller nannte keinen Grund".into(),
        (None, Language::En, true, false) => "The simulated carrier gave no reason".into(),
        (None, Language::De, false, true) => {
            "Zwischen Übergabe und Antwort brach die Verbindung ab oder endete die Verarbeitung".into()
        }
        (None, Language::En, false, true) => {
            "Between hand-over and answer the connection broke or processing ended".into()
        }
        (None, Language::De, false, false) => "Die Antwort ist nicht mehr aufbewahrt".into(),
        (None, Language::En, false, false) => "The answer is not kept any more".into(),
    }
}

/// Of what could not be written.
pub(crate) fn of_writer(said: &str, language: Language) -> String {
    match language {
        Language::De => format!("Ihr Inhalt hätte sich für diese Person schreiben lassen müssen: {said}"),
        Language::En => format!("Its content would have had to be writable for this person: {said}"),
    }
}

/// Of a time in a journey that ended without the message, or has not come to it.
pub(crate) fn of_run(program: &Program, run: &RunLife, language: Language) -> String {
    match &run.end {
        None => pick(
            language,
            "Noch nichts: Die Person ist unterwegs, die Nachricht kann noch kommen",
            "Nothing yet: the person is on the way, the message may still come",
        )
        .to_owned(),
        Some(RunEnd::Finished { .. }) => pick(
            language,
            "Die Journey hätte über den Schritt mit dieser Nachricht führen müssen; sie endete auf einem anderen Weg",
            "The journey would have had to lead over the step with this message; it ended another way",
        )
        .to_owned(),
        Some(RunEnd::Left { exit, rule, .. }) => {
            without_exit(program, exit, rule.as_ref().map(|rule| told(rule, language)), language)
        }
    }
}

/// A way to a message that somebody never came onto: what happened, what would have had to, and the rule that was or
/// would be asked.
pub(crate) struct Outside {
    pub(crate) happened: String,
    pub(crate) would_have: String,
    pub(crate) rule: Option<Explanation>,
}

pub(crate) fn says(program: &Program, journey: &JourneyDef, message: NameId) -> bool {
    journey.steps.iter().any(|step| {
        matches!(step.kind, StepKind::Message(index) if program.messages.get(index).is_some_and(|own| own.id == message))
    })
}

/// Of a journey that somebody never entered.
pub(crate) fn of_journey(
    program: &Program,
    life: &Life,
    journey: &JourneyDef,
    now: Timestamp,
    language: Language,
) -> Outside {
    match &journey.entry {
        EntryDef::Event(event) if *event == NameId::of("phase.changed") => {
            of_phase(program, life, journey, now, language)
        }
        EntryDef::Event(event) => of_event(program, life, journey, &program.name(*event), language),
        EntryDef::Segment(segment) => {
            let name = program.name(*segment);
            let happened = match language {
                Language::De => format!("Nie neu in der Zielgruppe „{name}“"),
                Language::En => format!("Never came into the segment “{name}”"),
            };
            let would_have = match language {
                Language::De => format!("In die Zielgruppe „{name}“ hätte die Person kommen müssen"),
                Language::En => format!("The person would have had to come into the segment “{name}”"),
            };
            let rule = now_asked(program, life, journey, now);
            Outside { happened, would_have: joined(would_have, rule.as_ref(), now, program, language), rule }
        }
        EntryDef::Date(_) | EntryDef::ThingDate { .. } | EntryDef::Schedule(_) => {
            let happened = pick(language, "Der Tag kam nicht", "Its day did not come").to_owned();
            let would_have = pick(
                language,
                "Der Tag hätte bekannt sein und kommen müssen, und die Bedingung hätte gelten müssen",
                "The day would have had to be known and to come, and the condition would have had to hold",
            );
            let rule = now_asked(program, life, journey, now);
            let would_have = joined(would_have.to_owned(), rule.as_ref(), now, program, language);
            Outside { happened, would_have, rule }
        }
    }
}

/// The journey's rule with the values of now; `None` if there is none, or it speaks of an event or a run that never was.
fn now_asked(program: &Program, life: &Life, journey: &JourneyDef, now: Timestamp) -> Option<Explanation> {
    let rule = journey.when.as_ref()?;
    let explanation = rule.explain(&View::new(program, &life.dossier, now), now);
    let speaks_of_it = ["event.", "run."].iter().any(|word| explanation.text.contains(word));
    (!speaks_of_it).then_some(explanation)
}

/// With what is missing of a rule now, if anything.
fn joined(
    text: String,
    rule: Option<&Explanation>,
    now: Timestamp,
    program: &Program,
    language: Language,
) -> String {
    let Some(rule) = rule.filter(|rule| !rule.holds) else { return text };
    let because = rule.instead(story::rule_language(language));
    let at = words::moment(language, program, now);
    format!("{text}. {} {at}: {because}", pick(language, "Stand", "As of"))
}

fn of_event(
    program: &Program,
    life: &Life,
    journey: &JourneyDef,
    event: &str,
    language: Language,
) -> Outside {
    let refusal = life.journeys.get(&journey.id).and_then(|own| own.refusals.last());
    let Some((count, last)) = life.events.get(event) else {
        let (happened, would_have) = match language {
            Language::De => (
                format!("Ein Ereignis „{event}“ gab es nie"),
                format!("Ein Ereignis „{event}“ hätte kommen müssen"),
            ),
            Language::En => (
                format!("There never was an event “{event}”"),
                format!("An event “{event}” would have had to come"),
            ),
        };
        return Outside { happened, would_have, rule: None };
    };
    let at = words::moment(language, program, *last);
    let happened = match language {
        Language::De => format!("„{event}“ kam {count}-mal, zuletzt am {at}, ohne Einstieg"),
        Language::En => format!("“{event}” came {count} times, last on {at}, without an entry"),
    };
    let rule = refusal.and_then(|refusal| refusal.rule.clone());
    let would_have = match (refusal, language) {
        (Some(refusal), Language::De) => {
            let at = words::moment(language, program, refusal.at);
            format!("Die Bedingung hätte gelten müssen. Zuletzt, am {at}: {}", told(refusal, language))
        }
        (Some(refusal), Language::En) => {
            let at = words::moment(language, program, refusal.at);
            format!("The condition would have had to hold. Last, on {at}: {}", told(refusal, language))
        }
        (None, Language::De) => {
            format!("Das Ereignis „{event}“ hätte kommen müssen, seit es diese Journey gibt")
        }
        (None, Language::En) => {
            format!("The event “{event}” would have had to come since there is this journey")
        }
    };
    Outside { happened, would_have, rule }
}

/// Entries by phase: which rule of which phase stands between, with its values now.
fn of_phase(
    program: &Program,
    life: &Life,
    journey: &JourneyDef,
    now: Timestamp,
    language: Language,
) -> Outside {
    let view = View::new(program, &life.dossier, now);
    let text = journey.when.as_ref().map(|rule| rule.explain(&view, now).text).unwrap_or_default();
    let wanted: Vec<_> =
        program.phases.iter().filter(|phase| text.contains(&format!("\"{}\"", phase.name))).collect();
    let titles = wanted.iter().map(|phase| match language {
        Language::De => format!("„{}“", phase.title.de),
        Language::En => format!("“{}”", phase.title.en),
    });
    let titles = titles.collect::<Vec<_>>().join(pick(language, " oder ", " or "));
    let happened = match (language, titles.is_empty()) {
        (Language::De, false) => format!("Nie in der Phase {titles}"),
        (Language::En, false) => format!("Never in the phase {titles}"),
        (Language::De, true) => "Kein Wechsel der Phase, der dazu führt".into(),
        (Language::En, true) => "No change of phase that leads to it".into(),
    };
    let rules: Vec<Explanation> = wanted.iter().map(|phase| phase.rule.explain(&view, now)).collect();
    let missing = rules.iter().filter(|rule| !rule.holds);
    let missing: Vec<String> = missing.map(|rule| rule.instead(story::rule_language(language))).collect();
    let at = words::moment(language, program, now);
    let would_have = match language {
        Language::De => format!("In die Phase {titles} hätte die Person kommen müssen. Stand {at}: "),
        Language::En => format!("The person would have had to come into the phase {titles}. As of {at}: "),
    };
    let missing = if missing.is_empty() {
        pick(language, "die Phase ist erreicht, aber nicht neu", "the phase is reached, but not newly").into()
    } else {
        missing.join(pick(language, " oder ", " or "))
    };
    Outside { happened, would_have: format!("{would_have}{missing}"), rule: rules.into_iter().next() }
}

/// Of a mailing that passed somebody by, or has not gone yet.
pub(crate) fn of_mailing(
    program: &Program,
    life: &Life,
    mailing: &MailingDef,
    now: Timestamp,
    language: Language,
) -> Outside {
    let at = words::moment(language, program, mailing.at);
    let is_to_come = mailing.at > now;
    let happened = match (language, is_to_come, mailing.stopped) {
        (Language::De, _, true) => "Das Mailing ist angehalten".into(),
        (Language::En, _, true) => "The mailing is stopped".into(),
        (Language::De, true, _) => format!("Das Mailing geht erst am {at}"),
        (Language::En, true, _) => format!("The mailing goes on {at}"),
        (Language::De, false, _) => format!("Das Mailing vom {at} ging nicht an diese Person"),
        (Language::En, false, _) => format!("The mailing of {at} did not go to this person"),
    };
    let rule = mailing.audience.explain(&View::new(program, &life.dossier, now), now);
    let because = rule.instead(story::rule_language(language));
    let would_have = match (language, rule.holds, &mailing.list) {
        (Language::De, _, Some(list)) => format!("Die Person hätte auf der Liste „{list}“ stehen müssen"),
        (Language::En, _, Some(list)) => {
            format!("The person would have had to be on the list “{list}”")
        }
        (Language::De, true, None) => "Nichts fehlt: Die Zielgruppe passt jetzt".into(),
        (Language::En, true, None) => "Nothing is missing: the audience fits now".into(),
        (Language::De, false, None) => format!("Die Zielgruppe hätte passen müssen: {because}"),
        (Language::En, false, None) => format!("The audience would have had to fit: {because}"),
    };
    Outside { happened, would_have, rule: Some(rule) }
}

//! Why somebody was, or was not, spoken to: intent by intent with the rules and values of the moment, and for what was
//! never wanted, what would have had to differ.

mod subject;

use super::shape::{Localised, Moment, Named, Reason, State};
use super::{customer, message, timeline};
use crate::call::{Call, Fault};
use crate::house::{House, View};
use crate::insight::checks::{self, Counted};
use crate::insight::differ::{self, Outside};
use crate::insight::life::{self, IntentLife, Life, PhaseLife, RunEnd, RunLife, WaitCause};
use crate::insight::words::pick;
use crate::insight::{called_for, data, story, words};
use anlass_engine::Program;
use anlass_engine::io::Reasoned;
use anlass_engine::program::{JourneyDef, MessageDef};
use anlass_model::definition::Language;
use anlass_model::event::Event;
use anlass_model::id::NameId;
use anlass_model::outcome;
use anlass_model::time::Timestamp;
use anlass_rules::Explanation;
use anlass_runtime::summary::went_out;
use serde::Serialize;
use subject::Subject;
use utoipa::ToSchema;

/// What is asked of these rules has to hold for a message to go out.
const WANTED: [&str; 3] = ["entry", "relevant", "waited for"];
/// Times in journeys that are told of one message, the newest.
const RUNS_MAX: usize = 50;

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
    /// Times in a journey that did not come to this message, the newest first.
    runs: Vec<WhyRun>,
    /// Where it was never wanted and nobody was on the way to it: what stood between, way by way.
    outside: Vec<WhyOutside>,
}

/// One time that it was wanted to say this.
#[derive(Serialize, ToSchema)]
pub(crate) struct WhyIntent {
    id: String,
    /// When it was wanted first.
    at: Moment,
    /// When it came into its state, as in lists of messages.
    since: Moment,
    state: State,
    reason: Option<Reason>,
    reason_words: Option<Localised>,
    /// Of what went out: what called for it.
    because: Option<Localised>,
    /// What happened when it was withdrawn.
    by: Option<Localised>,
    /// Where it had to wait, the oldest first.
    waits: Vec<Waited>,
    chain: Vec<Link>,
}

/// One time in a journey in which this was to be said, and was not.
#[derive(Serialize, ToSchema)]
pub(crate) struct WhyRun {
    id: String,
    /// Under which lists of messages have it, where they do.
    intent: Option<String>,
    journey: String,
    /// When it began.
    at: Moment,
    fate: RunFate,
    /// When it ended, as in lists of messages.
    until: Option<Moment>,
    /// When its step is over, while it is under way.
    due: Option<Moment>,
    /// The exit by which it was left.
    exit: Option<String>,
    /// What happened when it was left; null: nothing, it was the time.
    by: Option<Localised>,
    would_have: Localised,
    chain: Vec<Link>,
}

/// How a time in a journey stands to a message that did not come of it.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunFate {
    /// The message was the next one, and the journey was left before it.
    Lapsed,
    /// It may still come.
    UnderWay,
    /// The journey ended another way, or before a message that was to come earlier.
    PassedBy,
}

/// A way to the message that was never taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct WhyOutside {
    /// None: a mailing.
    journey: Option<String>,
    happened: Localised,
    would_have: Localised,
    rule: Option<String>,
    values: Vec<Seen>,
}

/// A rule as it was answered at its moment, or a state that began.
#[derive(Serialize, ToSchema)]
pub(crate) struct Link {
    at: Moment,
    what: Localised,
    /// What its rule was asked for; null: `what` says all.
    subject: Option<Subject>,
    holds: bool,
    rule: Option<String>,
    values: Vec<Seen>,
    /// What would have had to differ.
    would_have: Option<Localised>,
    /// Of a cap: the messages that counted against it.
    counted: Vec<CountedMail>,
}

/// A message that counted against a cap.
#[derive(Serialize, ToSchema)]
pub(crate) struct CountedMail {
    /// By which its letter is found.
    delivery: String,
    message: Named,
    at: Moment,
}

/// From when until when a message had to wait, and why.
#[derive(Serialize, ToSchema)]
pub(crate) struct Waited {
    from: Moment,
    until: Moment,
    words: Localised,
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
    Ok(Why { messages: messages.map(|message| about(call, &view, &life, message, now)).collect() })
}

fn about(call: &Call<'_>, view: &View, life: &Life, message: &MessageDef, now: Timestamp) -> WhyMessage {
    let program = &view.runtime.program;
    let own = life.intents.iter().rev().filter(|one| one.intent.message == message.id && one.was_wanted());
    let intents: Vec<WhyIntent> = own.map(|one| intent(call, view, life, one)).collect();
    let runs = runs(call, view, life, message);
    let outside = match intents.is_empty() && runs.is_empty() {
        true => outside(view, life, message, now),
        false => Vec::new(),
    };
    let programme = program.programmes.get(message.programme);
    WhyMessage {
        id: message.name.to_string(),
        name: (&message.title).into(),
        programme: programme.map(|programme| programme.name.to_string()),
        intents,
        runs,
        outside,
    }
}

/// Names one time in a journey.
pub(crate) fn run_id(journey: &str, run: u32) -> String {
    format!("{journey}.{run}")
}

fn runs(call: &Call<'_>, view: &View, life: &Life, message: &MessageDef) -> Vec<WhyRun> {
    let program = &view.runtime.program;
    let mut runs = Vec::new();
    for journey in program.journeys.iter().filter(|journey| differ::says(program, journey, message.id)) {
        let own = life.journeys.get(&journey.id).map(|own| own.runs.as_slice()).unwrap_or_default();
        let has_intent = |run: &RunLife| {
            life.intents.iter().any(|one| {
                one.intent.message == message.id
                    && one.was_wanted()
                    && one.intent.journey == Some(journey.id)
                    && one.intent.run == run.run
            })
        };
        let without = own.iter().rev().filter(|run| !has_intent(run)).take(RUNS_MAX);
        runs.extend(without.map(|own| {
            let told = run(view, life, journey, own, message);
            let stood = match &own.end {
                Some(RunEnd::Left { at, exit, .. }) if *exit == "stopped" => {
                    stood(call.house(), view, message, *at)
                }
                _ => None,
            };
            WhyRun { would_have: stood.unwrap_or(told.would_have), ..told }
        }));
    }
    runs.sort_by_key(|run| std::cmp::Reverse(run.at));
    runs.truncate(RUNS_MAX);
    runs
}

fn run(view: &View, life: &Life, journey: &JourneyDef, own: &RunLife, message: &MessageDef) -> WhyRun {
    let program = &view.runtime.program;
    let mut chain: Vec<Link> = own.entry.iter().map(|entry| link(program, entry)).collect();
    let lapsed = own.lapsed.filter(|(_, lapsed)| *lapsed == message.id).map(|(id, _)| id);
    let (fate, until, exit, by) = match &own.end {
        None => (RunFate::UnderWay, None, None, None),
        Some(RunEnd::Finished { at }) => (RunFate::PassedBy, Some(Moment(*at)), None, None),
        Some(RunEnd::Left { at, exit, rule, by }) => {
            chain.extend(rule.iter().map(|rule| link(program, rule)));
            let by = by.as_ref().map(|event| happened(view, event));
            let fate = if lapsed.is_some() { RunFate::Lapsed } else { RunFate::PassedBy };
            (fate, Some(Moment(*at)), Some(exit.clone()), by)
        }
    };
    let inside = life.dossier.runs.iter().find(|run| run.journey == journey.id && run.number == own.run);
    WhyRun {
        id: run_id(journey.name.as_str(), own.run),
        intent: lapsed.map(|id| id.to_string()),
        journey: journey.name.to_string(),
        at: Moment(own.entered),
        fate,
        until,
        due: inside.and_then(|run| run.due).map(Moment),
        exit,
        by,
        would_have: Localised::both(|language| differ::of_run(program, own, language)),
        chain,
    }
}

fn happened(view: &View, event: &Event) -> Localised {
    Localised::both(|language| {
        let words = timeline::event_words(view, &event.body, language);
        match event.simulated {
            true => format!("{words} {}", words::simulated(language)),
            false => words,
        }
    })
}

fn outside(view: &View, life: &Life, message: &MessageDef, now: Timestamp) -> Vec<WhyOutside> {
    let program = &view.runtime.program;
    let says = |index: usize| program.messages.get(index).is_some_and(|own| own.id == message.id);
    let journeys = program.journeys.iter().filter(|journey| differ::says(program, journey, message.id));
    let journeys = journeys.map(|journey| {
        let told = |language| differ::of_journey(program, life, journey, now, language);
        way(Some(journey.name.to_string()), told)
    });
    let mailings = program.mailings.iter().filter(|mailing| says(mailing.message));
    let mailings = mailings
        .map(|mailing| way(None, |language| differ::of_mailing(program, life, mailing, now, language)));
    journeys.chain(mailings).collect()
}

fn way(journey: Option<String>, told: impl Fn(Language) -> Outside) -> WhyOutside {
    let (de, en) = (told(Language::De), told(Language::En));
    let mut values = Vec::new();
    if let Some(rule) = &de.rule {
        gather(rule, &mut values);
    }
    WhyOutside {
        journey,
        happened: Localised { de: de.happened, en: en.happened },
        would_have: Localised { de: de.would_have, en: en.would_have },
        rule: de.rule.map(|rule| rule.text),
        values,
    }
}

fn intent(call: &Call<'_>, view: &View, life: &Life, one: &IntentLife) -> WhyIntent {
    let runtime = &view.runtime;
    let reason = one.intent.state.reason().map_or("", |reason| reason.code());
    let mut chain: Vec<Link> = one.entry.iter().map(|entry| link(&runtime.program, entry)).collect();
    let began = one.entry.as_ref().and_then(|entry| called_for::entered_by_phase(runtime, life, entry));
    chain.extend(began.and_then(|began| phase_link(view, began)));
    chain.extend(one.rules.iter().map(|rule| link(&runtime.program, rule)));
    chain.extend(states(view, life, one));
    chain.sort_by_key(|link| link.at);
    let went_out = went_out(one.intent.state.code());
    if let Some(last) = chain.last_mut()
        && !went_out
        && !one.intent.is_open()
    {
        last.would_have = Some(would_have(call, view, life, one));
    }
    let words_of = |language| called_for::because(runtime, life, one, language).unwrap_or_default();
    let because = Some(Localised::both(words_of)).filter(|because| went_out && !because.de.is_empty());
    let words = one.intent.state.reason().map(|reason| {
        Localised::both(|language| {
            let detail = story::detail(runtime, reason, language);
            let detail = detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
            format!("{}{detail}", words::reason(language, reason.code()))
        })
    });
    WhyIntent {
        id: one.intent.id.to_string(),
        at: Moment(one.intent.created),
        since: Moment(one.states.last().map_or(one.intent.created, |(at, _)| *at)),
        state: State::of(one.intent.state.code()),
        reason: (!reason.is_empty()).then(|| Reason::of(reason.to_owned())),
        reason_words: words,
        because,
        by: one
            .by
            .as_ref()
            .filter(|_| matches!(one.intent.state.reason(), Some(outcome::Reason::Exit(_))))
            .map(|event| happened(view, event)),
        waits: waits(view, one),
        chain,
    }
}

/// What it passed when it was released, and every state with what it waited for and which messages filled its cap.
fn states(view: &View, life: &Life, one: &IntentLife) -> Vec<Link> {
    let program = &view.runtime.program;
    let mut links = Vec::new();
    let mut passed = checks::of(program, life, one);
    let bare = |at, what, holds, counted| {
        let (rule, values, would_have) = (None, Vec::new(), None);
        Link { at: Moment(at), what, subject: None, holds, rule, values, would_have, counted }
    };
    for wait in one.waits.iter().filter(|wait| matches!(wait.cause, WaitCause::Window(_))) {
        let what = Localised::both(|language| {
            let before = pick(language, "Vor der Nachricht", "Before the message");
            format!("{before}: {}", checks::waited(program, one, wait, language))
        });
        links.push(bare(wait.from, what, true, Vec::new()));
    }
    for (moment, state) in &one.states {
        if state.code() == "claimed" {
            for own in passed.drain(..) {
                let [de, en] = own.words;
                links.push(bare(*moment, Localised { de, en }, true, mails(view, own.counted)));
            }
        }
        let what = Localised::both(|language| {
            let why = state.reason().map(|reason| format!(": {}", words::reason(language, reason.code())));
            let put_off = one.waits.iter().find(|wait| wait.from == *moment && is_put_off(state));
            let why = match put_off {
                Some(wait) => format!(": {}", checks::waited(program, one, wait, language)),
                None => why.unwrap_or_default(),
            };
            format!("{}{why}", words::state(language, state.code()))
        });
        // What is uncertain has not been passed: nobody knows.
        let holds = !matches!(state.code(), "suppressed" | "failed" | "expired" | "held_out" | "unknown");
        let counted = mails(view, checks::filled(program, life, one, state, *moment));
        links.push(bare(*moment, what, holds, counted));
    }
    links
}

fn is_put_off(state: &outcome::State) -> bool {
    matches!(state, outcome::State::Planned | outcome::State::Deferred(_))
}

fn mails(view: &View, counted: Vec<Counted>) -> Vec<CountedMail> {
    let mail = |own: Counted| CountedMail {
        delivery: own.delivery.to_string(),
        message: message(view, &view.runtime.program.name(own.message)),
        at: Moment(own.at),
    };
    counted.into_iter().map(mail).collect()
}

fn waits(view: &View, one: &IntentLife) -> Vec<Waited> {
    let program = &view.runtime.program;
    let waits = one.waits.iter().map(|wait| Waited {
        from: Moment(wait.from),
        until: Moment(wait.until),
        words: Localised::both(|language| checks::waited(program, one, wait, language)),
    });
    waits.collect()
}

/// What would have had to differ; of what a carrier refused, what it said.
fn would_have(call: &Call<'_>, view: &View, life: &Life, one: &IntentLife) -> Localised {
    let house = call.house();
    let said = || house.said.of(view.scope.vault(), one.intent.id);
    match one.intent.state.reason() {
        Some(outcome::Reason::Rejected | outcome::Reason::Bounced) => {
            let said = said();
            return Localised::both(|language| {
                differ::of_carrier(said.as_deref(), house.is_simulated, language)
            });
        }
        Some(outcome::Reason::Render) => {
            if let Some(said) = said() {
                return Localised::both(|language| differ::of_writer(&said, language));
            }
        }
        Some(outcome::Reason::Stopped) => {
            let ended = one.states.last().map_or(one.intent.created, |(at, _)| *at);
            let message = view.runtime.program.message(one.intent.message);
            if let Some(told) = message.and_then(|message| stood(house, view, message, ended)) {
                return told;
            }
        }
        _ => {}
    }
    Localised::both(|language| {
        differ::of_intent(&view.runtime, life, one, language)
            .unwrap_or_else(|| words::state(language, one.intent.state.code()).to_owned())
    })
}

/// Why the programme of a message stood at a moment, if it was because of its data.
fn stood(house: &House, view: &View, message: &MessageDef, at: Timestamp) -> Option<Localised> {
    let program = &view.runtime.program;
    let programme = program.programmes.get(message.programme)?;
    let pause = house.data_pauses.at(programme.name.as_str(), at)?;
    Some(Localised::both(|language| data::stood(program, &pause, language)))
}

/// The phase that began, as a check of its rule.
fn phase_link(view: &View, began: &PhaseLife) -> Option<Link> {
    let rule = began.rule.as_ref()?;
    called_for::phase_words(&view.runtime, began, Language::De)?;
    let what = Localised::both(|language| {
        called_for::phase_words(&view.runtime, began, language).unwrap_or_default()
    });
    let mut values = Vec::new();
    gather(rule, &mut values);
    let at = Moment(began.at);
    Some(Link {
        at,
        what,
        subject: None,
        holds: true,
        rule: Some(rule.text.clone()),
        values,
        would_have: None,
        counted: Vec::new(),
    })
}

/// A rule as it was answered.
fn link(program: &Program, reasoned: &Reasoned) -> Link {
    let what = Localised::both(|language| story::rule_line(program, reasoned, language));
    let mut link = Link {
        at: Moment(reasoned.at),
        what,
        subject: reasoned.rule.as_ref().map(|_| subject::of(program, reasoned)),
        holds: reasoned.holds,
        rule: None,
        values: Vec::new(),
        would_have: None,
        counted: Vec::new(),
    };
    if let Some(rule) = &reasoned.rule {
        gather(rule, &mut link.values);
        link.rule = Some(rule.text.clone());
        // An exit rule that did not hold kept nobody from anything.
        if !reasoned.holds && WANTED.contains(&&*reasoned.what) {
            link.would_have = Some(Localised::both(|language| rule.instead(story::rule_language(language))));
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

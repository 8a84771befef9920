//! What happened to somebody, the newest first, in words.

use super::actions::{self, ActionCause, Causes};
use super::customer;
use super::shape::{Localised, Moment};
use crate::brought::Brought;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::insight::checks;
use crate::insight::life::{CrossedLife, IntentLife, TierLife, Wait};
use crate::insight::story;
use crate::insight::words::{self, pick};
use anlass_engine::{Entry, HandOver, Input, Release};
use anlass_model::definition::Language;
use anlass_model::event::{Body, SourceId};
use anlass_model::id::{EntityId, IntentId};
use anlass_model::outcome::{Reason, State};
use anlass_model::time::Timestamp;
use anlass_runtime::fold::input_name;
use anlass_runtime::summary::went_out;
use serde::Serialize;
use utoipa::ToSchema;

mod said;
mod stories;

use said::{crossing_words, quoted, receipt_words, tier_words};
pub(crate) use said::{event_words, event_words_by, fence_name};
use stories::{Other, Story};

const PAGE: usize = 50;

#[derive(Serialize, ToSchema)]
pub(crate) struct Timeline {
    /// The newest first.
    entries: Vec<Happened>,
    /// Where the next page begins; null: there is none.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Happened {
    at: Moment,
    /// Name of the kind of event, or of what the system did.
    kind: String,
    words: Localised,
    simulated: bool,
    /// The declared source it came from.
    source: Option<String>,
    /// When and in which files the source brought it; null: no source did.
    origin: Option<Origin>,
    /// With whom it was known before that customer was merged into this one; null: it is their own.
    of: Option<Other>,
    /// By which the letter is found that it is about, where one left.
    delivery: Option<String>,
    /// Of an action by telephone or in the shop: by which its cause is corrected, and which it is.
    event: Option<String>,
    cause: Option<ActionCause>,
}

/// How something came in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Origin {
    received: Moment,
    /// Names of the files of the import that brought it; empty: it came by itself, or nobody noted it.
    files: Vec<String>,
}

impl Origin {
    pub(super) fn of(brought: &Brought, source: SourceId, received: Timestamp) -> Origin {
        Origin { received: Moment(received), files: brought.files(source, received) }
    }
}

/// Everything that happened to somebody, the oldest first.
pub(crate) fn whole(view: &View, id: EntityId) -> Result<Vec<Happened>, Fault> {
    let stories = stories::of(view, id)?;
    let brought = Brought::of(view)?;
    let tellers = tellers(view, &stories, &brought);
    Ok(told(&tellers).iter().map(|(teller, item)| teller.item(item)).collect())
}

pub(crate) fn show(call: &Call<'_>) -> Result<Timeline, Fault> {
    let view = call.view();
    let stories = stories::of(&view, customer(call, &view)?.hot.id)?;
    let brought = Brought::of(&view)?;
    let tellers = tellers(&view, &stories, &brought);
    let items = told(&tellers);
    let before = call.asked("before").and_then(|text| text.parse::<usize>().ok()).unwrap_or(items.len());
    let end = before.min(items.len());
    let start = end.saturating_sub(PAGE);
    let page = items.get(start..end).unwrap_or_default();
    let entries = page.iter().rev().map(|(teller, item)| teller.item(item));
    Ok(Timeline { entries: entries.collect(), next: (start > 0).then(|| start.to_string()) })
}

fn tellers<'a>(view: &'a View, stories: &'a [Story], brought: &'a Brought) -> Vec<Told<'a>> {
    let teller = |story: &'a Story| Told {
        view,
        story,
        causes: Causes::of(view, &story.life, &story.entries),
        brought,
    };
    stories.iter().map(teller).collect()
}

/// What is told of all stories of one person, the oldest first.
fn told<'a>(tellers: &'a [Told<'a>]) -> Vec<(&'a Told<'a>, Item<'a>)> {
    let mut all: Vec<(Timestamp, &Told<'_>, Item<'_>)> = Vec::new();
    for teller in tellers {
        all.extend(items(teller.story).into_iter().map(|(at, item)| (at, teller, item)));
    }
    // What came late stands where it happened. Of one moment each story is in order already, and stays so.
    all.sort_by_key(|(known, _, item)| (item.at(), *known));
    all.into_iter().map(|(_, teller, item)| (teller, item)).collect()
}

enum Item<'a> {
    Entry(&'a Entry),
    /// A message had to wait.
    Wait(&'a Wait, &'a IntentLife),
    /// A message that was wanted never left.
    NotSent(Timestamp, &'a IntentLife),
    /// They came into a fence, stayed in it, or left it.
    Crossed(&'a CrossedLife),
    /// A tier was reached or lost.
    Tier(&'a TierLife),
}

impl Item<'_> {
    /// When it happened.
    fn at(&self) -> Timestamp {
        match self {
            Item::Entry(Entry { input: Input::Event(event) | Input::Forwarded { event, .. }, .. }) => {
                event.occurred.0
            }
            Item::Entry(entry) => entry.now,
            Item::Wait(wait, _) => wait.from,
            Item::NotSent(at, _) => *at,
            Item::Crossed(crossed) => crossed.at,
            Item::Tier(tier) => tier.at,
        }
    }
}

/// All that is told of a story in the order in which it became known, each with the moment of that: what happened, and behind
/// each what became of messages by it. That was decided by a timer mostly, which is told nowhere.
fn items(story: &Story) -> Vec<(Timestamp, Item<'_>)> {
    let Story { entries, life, .. } = story;
    let waits = life
        .intents
        .iter()
        .flat_map(|one| one.waits.iter().map(move |wait| (wait.from, Item::Wait(wait, one))));
    // What went over to whoever carries on is told there.
    let is_carried_on =
        |one: &&IntentLife| story.other.is_some() && one.intent.state.reason() == Some(&Reason::Merged);
    let unsent = life.intents.iter().filter(|one| !is_carried_on(one));
    let unsent = unsent.filter_map(|one| not_sent(one).map(|at| (at, Item::NotSent(at, one))));
    let crossings = life.crossings.iter().map(|crossed| (crossed.told, Item::Crossed(crossed)));
    let tiers = life.tiers.iter().map(|tier| (tier.told, Item::Tier(tier)));
    let mut decided: Vec<(Timestamp, Item<'_>)> = waits.chain(unsent).chain(crossings).chain(tiers).collect();
    decided.sort_by_key(|(at, _)| *at);
    let mut decided = decided.into_iter().peekable();
    let mut items = Vec::new();
    for entry in entries {
        if is_told(entry, story) {
            items.push((entry.now, Item::Entry(entry)));
        }
        while let Some((_, item)) = decided.next_if(|(at, _)| *at <= entry.now) {
            items.push((entry.now, item));
        }
    }
    items
}

/// Timers say nothing to people, and neither does what the loop noted for itself.
fn is_told(entry: &Entry, story: &Story) -> bool {
    match &entry.input {
        // Whoever carries on tells it.
        Input::MergedInto(_) => story.other.is_none(),
        // What follows from what apps say of places is told, not that.
        Input::Event(event) | Input::Forwarded { event, .. } => {
            !matches!(event.body, Body::Identified(_) | Body::Located(_) | Body::Crossed(_))
        }
        // Where it ended right there, that is told.
        Input::Release(release) | Input::Offered { release, .. } | Input::Recommended { release, .. } => {
            let asked = story.life.intents.iter().find(|one| one.intent.id == release.intent);
            asked.and_then(not_sent) != Some(entry.now)
        }
        Input::Wake | Input::Handed(_) | Input::KeptBack(_) | Input::Mailing(_) | Input::Checkpoint(_) => {
            false
        }
        _ => true,
    }
}

/// When it ended, if no carrier ever had it.
fn not_sent(one: &IntentLife) -> Option<Timestamp> {
    let (at, state) = one.states.last()?;
    let was_out = one.states.iter().any(|(_, state)| state.has_left());
    (!was_out && !state.is_open()).then_some(*at)
}

/// What is told of, and by what it is known.
struct Told<'a> {
    view: &'a View,
    story: &'a Story,
    causes: Causes<'a>,
    brought: &'a Brought,
}

impl Told<'_> {
    fn item(&self, item: &Item<'_>) -> Happened {
        match item {
            Item::Entry(entry) => self.row(entry, item.at()),
            Item::Wait(wait, one) => self.wait(wait, one),
            Item::NotSent(at, one) => self.not_sent(*at, one),
            Item::Crossed(crossed) => self.crossed(crossed),
            Item::Tier(tier) => self.tier(tier),
        }
    }

    fn row(&self, entry: &Entry, at: Timestamp) -> Happened {
        let (simulated, source, origin) = match &entry.input {
            Input::Event(event) | Input::Forwarded { event, .. } => {
                let source = source(self.view, event.source);
                let origin =
                    source.is_some().then(|| Origin::of(self.brought, event.source, event.received.0));
                (event.simulated, source, origin)
            }
            _ => (false, None, None),
        };
        let action = actions::acted(entry);
        let delivery = delivery_of(&entry.input).and_then(|id| self.intent(id));
        let delivery = delivery.filter(|one| went_out(one.intent.state.code()));
        Happened {
            at: Moment(at),
            kind: input_name(&entry.input).to_owned(),
            words: Localised::both(|language| self.words_of(entry, language)),
            simulated,
            source,
            origin,
            of: self.of(),
            delivery: delivery.map(|one| one.intent.id.to_string()),
            event: action.map(|(event, _)| actions::event_id(event.message)),
            cause: action.map(|(event, action)| self.causes.told(event, action)),
        }
    }

    fn wait(&self, wait: &Wait, one: &IntentLife) -> Happened {
        let program = &self.view.runtime.program;
        let words = |language| {
            let title = quoted(&self.title(one, language), language);
            format!("{title} {}", checks::waited(program, one, wait, language))
        };
        self.decided(wait.from, "intent.waits", false, words)
    }

    fn not_sent(&self, at: Timestamp, one: &IntentLife) -> Happened {
        let runtime = &self.view.runtime;
        let words = |language| {
            let title = quoted(&self.title(one, language), language);
            let state = &one.intent.state;
            let why = match state.reason() {
                None => words::state(language, state.code()).to_owned(),
                Some(reason) => {
                    let detail =
                        story::detail(runtime, reason, language).map(|detail| format!(" ({detail})"));
                    format!("{}{}", words::reason(language, reason.code()), detail.unwrap_or_default())
                }
            };
            format!("{title} {}: {why}", pick(language, "nicht gesendet", "not sent"))
        };
        self.decided(at, "intent.not_sent", false, words)
    }

    fn crossed(&self, crossed: &CrossedLife) -> Happened {
        let CrossedLife { at, fence, crossing, simulated, .. } = crossed;
        let words = |language| crossing_words(self.view, fence, *crossing, language);
        self.decided(*at, crossing.event_name(), *simulated, words)
    }

    fn tier(&self, told: &TierLife) -> Happened {
        let words = |language| tier_words(self.view, told, language);
        self.decided(told.at, told.change.event_name(), false, words)
    }

    /// What no source told.
    fn decided(
        &self,
        at: Timestamp,
        kind: &str,
        simulated: bool,
        words: impl Fn(Language) -> String,
    ) -> Happened {
        Happened {
            at: Moment(at),
            kind: kind.to_owned(),
            words: Localised::both(words),
            simulated,
            source: None,
            origin: None,
            of: self.of(),
            delivery: None,
            event: None,
            cause: None,
        }
    }

    fn of(&self) -> Option<Other> {
        self.story.other.clone()
    }

    fn intent(&self, id: IntentId) -> Option<&IntentLife> {
        self.story.life.intents.iter().find(|one| one.intent.id == id)
    }

    fn title(&self, one: &IntentLife, language: Language) -> String {
        let program = &self.view.runtime.program;
        let known = program.message(one.intent.message);
        known.map_or_else(|| program.name(one.intent.message), |known| known.title.text(language).to_string())
    }

    fn words_of(&self, entry: &Entry, language: Language) -> String {
        let say = |de: &str, en: &str| pick(language, de, en).to_owned();
        match &entry.input {
            Input::Event(event) | Input::Forwarded { event, .. } => {
                let words = event_words(self.view, &event.body, language);
                match delivery_of(&entry.input).and_then(|id| self.intent(id)) {
                    Some(one) => format!("{words}: {}", quoted(&self.title(one, language), language)),
                    None => words,
                }
            }
            Input::Release(release) | Input::Offered { release, .. } | Input::Recommended { release, .. } => {
                self.release_words(entry.now, release, language)
            }
            Input::Absorb(other) => {
                let name = super::name(other);
                format!("{} {name}", say("zusammengeführt mit", "merged with"))
            }
            Input::MergedInto(_) => say("ging in einem anderen Kunden auf", "merged into another customer"),
            Input::Parted(_) | Input::Revived(_) => {
                say("von einem anderen Kunden getrennt", "parted from another customer")
            }
            Input::KeptApart(_) => say(
                "als andere Person als ein ähnlicher Kunde festgehalten",
                "noted as another person than somebody who looks alike",
            ),
            Input::Wake
            | Input::Handed(_)
            | Input::KeptBack(_)
            | Input::Mailing(_)
            | Input::Checkpoint(_) => input_name(&entry.input).to_owned(),
        }
    }

    /// What came of the question whether a message may leave.
    fn release_words(&self, now: Timestamp, release: &Release, language: Language) -> String {
        let asked = pick(language, "Versand geprüft", "asked whether it may be sent");
        let Some(one) = self.intent(release.intent) else { return asked.to_owned() };
        let title = quoted(&self.title(one, language), language);
        let became: Vec<&State> =
            one.states.iter().filter(|(at, _)| *at == now).map(|(_, state)| state).collect();
        if became.iter().any(|state| matches!(state, State::Claimed)) {
            let said = match release.hand_over {
                HandOver::Answered(receipt) => receipt_words(receipt, language),
                HandOver::Later | HandOver::Now => pick(language, "Versand freigegeben", "released"),
            };
            return format!("{said}: {title}");
        }
        let reason = became.last().and_then(|state| state.reason());
        let reason = reason.map(|reason| format!(", {}", words::reason(language, reason.code())));
        format!("{asked}: {title}{}", reason.unwrap_or_default())
    }
}

/// The message that something is about.
fn delivery_of(input: &Input) -> Option<IntentId> {
    match input {
        Input::Event(event) | Input::Forwarded { event, .. } => match &event.body {
            Body::Receipt { delivery, .. } => Some(*delivery),
            Body::Reacted { delivery, .. } => *delivery,
            _ => None,
        },
        Input::Release(release) | Input::Offered { release, .. } | Input::Recommended { release, .. } => {
            Some(release.intent)
        }
        _ => None,
    }
}

/// The name of a declared source.
pub(super) fn source(view: &View, number: SourceId) -> Option<String> {
    let sources = &view.runtime.program.definitions.settings.sources;
    sources.iter().find(|source| source.number == number.0).map(|source| source.id.to_string())
}

//! What happened to somebody, the newest first, in words.

use super::actions::{self, ActionCause, Causes};
use super::customer;
use super::shape::{Localised, Moment};
use crate::brought::Brought;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::insight::basket;
use crate::insight::checks;
use crate::insight::life::{CrossedLife, IntentLife, TierLife, Wait};
use crate::insight::story;
use crate::insight::words::{self, pick};
use anlass_engine::{Entry, HandOver, Input, Release};
use anlass_model::catalogue::Catalogue;
use anlass_model::consent::Class;
use anlass_model::definition::{Language, TierChange};
use anlass_model::event::{Body, Line, Reaction, Receipt, SourceId};
use anlass_model::id::{EntityId, IntentId, Name, ProductId};
use anlass_model::location::Crossing;
use anlass_model::outcome::{Reason, State};
use anlass_model::restriction::RestrictionAct;
use anlass_model::thing::ThingSaid;
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use anlass_runtime::fold::input_name;
use anlass_runtime::summary::went_out;
use serde::Serialize;
use utoipa::ToSchema;

mod stories;

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
    // Each story is in order already, and stays so.
    all.sort_by_key(|(at, _, _)| *at);
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

/// All that is told of a story, the oldest first, each with its moment: what happened, and behind each what became of messages by it. That was decided
/// by a timer mostly, which is told nowhere.
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
            Item::Entry(entry) => self.row(entry),
            Item::Wait(wait, one) => self.wait(wait, one),
            Item::NotSent(at, one) => self.not_sent(*at, one),
            Item::Crossed(crossed) => self.crossed(crossed),
            Item::Tier(tier) => self.tier(tier),
        }
    }

    fn row(&self, entry: &Entry) -> Happened {
        let (moment, simulated, source, origin) = match &entry.input {
            Input::Event(event) | Input::Forwarded { event, .. } => {
                let source = source(self.view, event.source);
                let origin =
                    source.is_some().then(|| Origin::of(self.brought, event.source, event.received.0));
                (event.occurred.0, event.simulated, source, origin)
            }
            _ => (entry.now, false, None, None),
        };
        let action = actions::acted(entry);
        let delivery = delivery_of(&entry.input).and_then(|id| self.intent(id));
        let delivery = delivery.filter(|one| went_out(one.intent.state.code()));
        Happened {
            at: Moment(moment),
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
        Happened {
            at: Moment(wait.from),
            kind: "intent.waits".to_owned(),
            words: Localised::both(words),
            simulated: false,
            source: None,
            origin: None,
            of: self.of(),
            delivery: None,
            event: None,
            cause: None,
        }
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
        Happened {
            at: Moment(at),
            kind: "intent.not_sent".to_owned(),
            words: Localised::both(words),
            simulated: false,
            source: None,
            origin: None,
            of: self.of(),
            delivery: None,
            event: None,
            cause: None,
        }
    }

    fn crossed(&self, crossed: &CrossedLife) -> Happened {
        let CrossedLife { at, fence, crossing, simulated, .. } = crossed;
        let words = |language| crossing_words(self.view, fence, *crossing, language);
        Happened {
            at: Moment(*at),
            kind: crossing.event_name().to_owned(),
            words: Localised::both(words),
            simulated: *simulated,
            source: None,
            origin: None,
            of: self.of(),
            delivery: None,
            event: None,
            cause: None,
        }
    }

    fn tier(&self, told: &TierLife) -> Happened {
        let words = |language| tier_words(self.view, told, language);
        Happened {
            at: Moment(told.at),
            kind: told.change.event_name().to_owned(),
            words: Localised::both(words),
            simulated: false,
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

/// What somebody did, or what became of a message.
pub(crate) fn event_words(view: &View, body: &Body, language: Language) -> String {
    event_words_by(view, &view.runtime.catalogue, body, language)
}

/// The same with articles and outlets as another catalogue calls them.
pub(crate) fn event_words_by(view: &View, catalogue: &Catalogue, body: &Body, language: Language) -> String {
    let say = |de: &str, en: &str| pick(language, de, en).to_owned();
    let program = &view.runtime.program;
    let lines = |lines: &[Line]| basket::told(program, catalogue, lines, language);
    match body {
        Body::Profile(fields) => {
            let names: Vec<String> =
                fields.iter().map(|(field, _)| quoted(field.as_str(), language)).collect();
            format!("{}: {}", say("Angaben", "profile"), names.join(", "))
        }
        Body::Identified(_) => say("erkannt", "identified"),
        Body::Consent(act) => {
            let what = match act.granted {
                true => say("Einwilligung erteilt", "consent given"),
                false => say("Einwilligung widerrufen", "consent withdrawn"),
            };
            let channel = act.channel.map_or_else(
                || say("alle Kanäle", "all channels"),
                |channel| words::channel(language, channel.as_str()).to_owned(),
            );
            let purpose = act.purpose.as_ref();
            let purpose = purpose.map_or_else(
                || say("alle Zwecke", "all purposes"),
                |purpose| {
                    quoted(view.runtime.program.definitions.title(purpose.as_str(), language), language)
                },
            );
            format!("{what}: {channel}, {purpose}")
        }
        Body::Objection(act) => {
            let what = match act.lifted {
                false => say("Werbung widersprochen", "objected to advertising"),
                true => say("Werbewiderspruch aufgehoben", "objection lifted"),
            };
            let said = act.said.as_deref().map(|said| words::said(language, said));
            said.map_or_else(|| what.clone(), |said| format!("{what}: {said}"))
        }
        Body::Corrected(correction) => {
            let field = quoted(correction.field.as_str(), language);
            let what = match correction.value {
                Some(_) => say("berichtigt", "corrected"),
                None => say("entfernt, weil falsch", "taken away, for it was wrong"),
            };
            format!("{field} {what}: {}", words::said(language, &correction.said))
        }
        Body::Restriction(act) => {
            let what = match &**act {
                RestrictionAct::Restricted { ground, .. } => {
                    let what = say("Verarbeitung eingeschränkt", "processing restricted");
                    format!("{what} ({})", words::ground(language, *ground))
                }
                RestrictionAct::Lifted { .. } => say("Einschränkung aufgehoben", "restriction lifted"),
            };
            format!("{what}: {}", words::said(language, act.said()))
        }
        Body::Viewed(item) => {
            let seen: Vec<ProductId> = item.iter().map(|item| item.product).collect();
            let seen = basket::names(catalogue, &seen, language);
            format!("{} {seen}", say("angesehen:", "viewed:"))
        }
        Body::Followed { item, .. } => {
            let seen = basket::names(catalogue, &[item.product], language);
            format!("{} {seen}", say("über eine Nachricht angesehen:", "viewed from a message:"))
        }
        Body::Listed { delivered } => match delivered {
            true => say("wird wieder geliefert (vollständige Liste)", "is delivered again (complete list)"),
            false => say(
                "wird nicht mehr geliefert (vollständige Liste)",
                "is no longer delivered (complete list)",
            ),
        }
        .to_owned(),
        Body::Contacted { channel, class, campaign } => {
            let what = match class {
                Class::Contract => {
                    say("Vertragsnachricht eines anderen Systems", "contract message by another system")
                }
                Class::Advertising => say("Werbung eines anderen Systems", "advertising by another system"),
            };
            let channel = words::channel(language, channel.as_str());
            let campaign = if campaign.is_empty() { String::new() } else { format!(": {campaign}") };
            format!("{what} ({channel}){campaign}")
        }
        Body::CartAdded(line) => {
            format!("{} {}", say("in den Warenkorb:", "added to the cart:"), lines(&[*line]))
        }
        Body::CartRemoved(line) => {
            format!("{} {}", say("aus dem Warenkorb:", "taken out of the cart:"), lines(&[*line]))
        }
        Body::CartCleared => say("Warenkorb geleert", "cart cleared"),
        Body::Ordered(order) => {
            format!("{}: {}", basket::place(catalogue, order.place, language), lines(&order.lines))
        }
        Body::Extended(order) => {
            format!("{} {}", say("zur Bestellung nachgetragen:", "added to the order:"), lines(&order.lines))
        }
        Body::Cancelled { lines: some, .. } => format!("{} {}", say("storniert:", "cancelled:"), lines(some)),
        Body::Returned { lines: some, .. } => {
            format!("{} {}", say("zurückgegeben:", "returned:"), lines(some))
        }
        Body::Receipt { receipt, .. } => receipt_words(*receipt, language).to_owned(),
        Body::Reacted { delivery: None, reaction: Reaction::Opened, .. } => {
            say("Nachricht eines anderen Systems geöffnet", "opened a message of another system")
        }
        Body::Reacted { delivery: None, reaction: Reaction::Clicked, .. } => {
            say("Nachricht eines anderen Systems angeklickt", "clicked in a message of another system")
        }
        Body::Bounced { for_good: true, .. } => say(
            "Nachricht eines anderen Systems kam zurück: unter der Adresse ist niemand",
            "message of another system came back: nobody is at the address",
        ),
        Body::Bounced { for_good: false, .. } => say(
            "Nachricht eines anderen Systems kam zurück, vielleicht nur vorübergehend",
            "message of another system came back, perhaps only for now",
        ),
        Body::Reacted { reaction, .. } => match reaction {
            Reaction::Opened => say("Nachricht geöffnet", "opened a message"),
            Reaction::Clicked => say("Nachricht angeklickt", "clicked in a message"),
            Reaction::Replied => say("auf Nachricht geantwortet", "replied to a message"),
            Reaction::Complained => say("Nachricht als Spam gemeldet", "reported a message as spam"),
            Reaction::Unsubscribed => say("abgemeldet", "unsubscribed"),
        },
        Body::Voucher { code } => format!("{} {code}", say("Gutschein eingelöst:", "redeemed a voucher:")),
        Body::Acted(action) => actions::action_words(view, action, language),
        Body::CauseSaid(said) => {
            let what = say("festgehalten, was zu einer Handlung führte", "noted what led to an action");
            format!("{what}: {}", words::said(language, &said.said))
        }
        Body::Thing(act) => {
            let title = view.runtime.program.definitions.title(act.entity.as_str(), language);
            let named = format!("{title} {}", act.key);
            match &act.said {
                ThingSaid::Gone => {
                    format!("{}: {named}", say("nicht mehr vorhanden", "no longer there"))
                }
                ThingSaid::Is(fields) => {
                    let fields = fields.iter().filter_map(|(field, value)| Some((field, value.as_ref()?)));
                    let said = said_of(view, fields, language).join(", ");
                    if said.is_empty() { named } else { format!("{named}: {said}") }
                }
            }
        }
        Body::Crossed(crossed) => crossing_words(view, &crossed.fence, crossed.crossing, language),
        Body::Located(_) => say("Standort", "location"),
        Body::Custom { name, value, fields } => own_words(view, name, *value, fields, language),
    }
}

/// That somebody came into a fence, stayed in it or left it.
fn crossing_words(view: &View, fence: &str, crossing: Crossing, language: Language) -> String {
    let (de, en) = match crossing {
        Crossing::Entered => ("kam in den Umkreis von", "came into the surroundings of"),
        Crossing::Exited => ("verließ den Umkreis von", "left the surroundings of"),
        Crossing::Dwelt => ("blieb im Umkreis von", "stayed in the surroundings of"),
    };
    format!("{} {}", pick(language, de, en), quoted(&fence_name(view, fence, language), language))
}

/// That a tier of the loyalty programme was reached or lost.
fn tier_words(view: &View, told: &TierLife, language: Language) -> String {
    let program = &view.runtime.program;
    let mut tiers = program.definitions.settings.loyalty.iter().flat_map(|own| &own.tiers);
    let known = tiers.find(|tier| tier.id.id() == told.tier);
    let name = known.map_or_else(|| program.name(told.tier), |tier| tier.name.text(language).to_owned());
    let name = quoted(&name, language);
    match (told.change, language) {
        (TierChange::Reached, Language::De) => format!("erreichte die Stufe {name}"),
        (TierChange::Reached, Language::En) => format!("reached the tier {name}"),
        (TierChange::Lost, Language::De) => format!("hat die Stufe {name} nicht mehr"),
        (TierChange::Lost, Language::En) => format!("holds the tier {name} no more"),
    }
}

/// What a fence is called; its id, where there is none of it any more.
pub(super) fn fence_name(view: &View, fence: &str, language: Language) -> String {
    let location = view.runtime.program.definitions.settings.location.as_ref();
    let known = location.and_then(|location| location.fence(&view.runtime.catalogue, fence));
    known.map_or_else(|| fence.to_owned(), |known| known.name(language).to_owned())
}

/// An own event in the organisation's words: what it is called, its amount, and what it says.
fn own_words(view: &View, name: &Name, value: i64, fields: &[(Name, Value)], language: Language) -> String {
    let program = &view.runtime.program;
    let definitions = &program.definitions;
    let amount = (value != 0).then(|| words::money(language, program, value));
    let fields = fields.iter().map(|(field, value)| (field, value));
    let said: Vec<String> = amount.into_iter().chain(said_of(view, fields, language)).collect();
    let title = quoted(definitions.title(name.as_str(), language), language);
    if said.is_empty() { title } else { format!("{title}: {}", said.join(", ")) }
}

/// What fields say, each by what people call it.
fn said_of<'a>(
    view: &View,
    fields: impl Iterator<Item = (&'a Name, &'a Value)>,
    language: Language,
) -> Vec<String> {
    let program = &view.runtime.program;
    let told = |(field, value): (&Name, &Value)| {
        let title = program.definitions.title(field.as_str(), language);
        format!("{title} {}", words::fact(language, program, value))
    };
    fields.map(told).collect()
}

fn receipt_words(receipt: Receipt, language: Language) -> &'static str {
    match receipt {
        Receipt::Accepted => pick(language, "Nachricht übergeben", "message handed over"),
        Receipt::Delivered => pick(language, "Nachricht angekommen", "message delivered"),
        Receipt::Rejected => pick(language, "Nachricht abgelehnt", "message refused"),
        Receipt::Bounced => pick(language, "Nachricht zurückgekommen", "message bounced"),
        Receipt::Unknown => pick(language, "Verbleib der Nachricht unbekannt", "fate of the message unknown"),
        Receipt::BouncedSoft => pick(
            language,
            "Nachricht zurückgekommen, Adresse vielleicht gültig",
            "message bounced, address may be sound",
        ),
        Receipt::NotTaken { .. } => pick(
            language,
            "Nachricht noch nicht angenommen, neuer Versuch folgt",
            "message not taken yet, to be tried again",
        ),
        Receipt::Unrendered => pick(language, "Nachricht nicht darstellbar", "message could not be rendered"),
    }
}

/// A name of something defined: whoever shows it may know words for it.
fn quoted(name: &str, language: Language) -> String {
    match language {
        Language::De => format!("„{name}“"),
        Language::En => format!("“{name}”"),
    }
}

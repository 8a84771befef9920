//! People of a demonstration who show how decisions are made: whose cart was answered by a purchase in an outlet, whose
//! cart is about to be, who sent everything back, and two silent ones of different rhythm. They are found in what
//! happened, the same ones on every run; nothing is written here.

use crate::insight::life::{self, Life, RunEnd, RunLife};
use crate::insight::words::{self, pick};
use crate::insight::{called_for, differ, story};
use anlass_engine::dossier::OrderHead;
use anlass_engine::program::{EntryDef, JourneyDef, MessageDef, StepKind};
use anlass_engine::{Dossier, Program, allows, held_out, open_lines};
use anlass_model::consent::{Channel, Class};
use anlass_model::definition::Language;
use anlass_model::event::{Body, Item, Line, Place};
use anlass_model::id::{EntityId, IntentId, Name, NameId};
use anlass_model::org::TenantScope;
use anlass_model::outcome::{Reason, State};
use anlass_model::time::{DAY, Span, Timestamp};
use anlass_model::value::Value;
use anlass_runtime::Runtime;
use anlass_runtime::summary::went_out;
use anyhow::Result;

/// People looked at; a demonstration has some thousands.
const PEOPLE_MAX: usize = 20_000;
/// Timelines run again for one chapter.
const REPLAYS_MAX: usize = 600;
/// Whose cart may be filled, in turn.
const BUYERS_MAX: usize = 20;
/// Nobody whom a cap might keep from being reminded.
const QUIET: Span = DAY.times(8);
/// Worth at least this much in minor units, the cart asks for a reminder in the shipped recipes.
const CART_MIN: i64 = 5_000;

/// Somebody, and what happened, in German and English.
pub(crate) struct Found {
    pub(crate) customer: EntityId,
    pub(crate) note: [String; 2],
    /// What the note speaks of, so that whoever asks why sees the same first.
    pub(crate) about: About,
}

#[derive(Clone)]
pub(crate) struct About {
    /// Name of the message.
    pub(crate) message: String,
    /// The intent, or the time in a journey; `None`: the message was never wanted.
    pub(crate) which: Option<Which>,
}

#[derive(Clone)]
pub(crate) enum Which {
    Intent(IntentId),
    Run { journey: String, run: u32 },
}

#[derive(Default)]
pub(crate) struct Tour {
    pub(crate) till_purchase: Option<Found>,
    /// Who would be reminded of a cart with this line.
    pub(crate) buyers: Vec<(EntityId, Line)>,
    pub(crate) returner: Option<Found>,
    /// Won back, and left in peace.
    pub(crate) silent_pair: Option<(Found, Found)>,
}

/// Somebody who has not bought for a while.
struct Silent {
    customer: EntityId,
    silence: Span,
    longest: Span,
}

/// Who could be in which chapter, by their dossiers alone.
#[derive(Default)]
struct Candidates {
    outlet: Vec<EntityId>,
    returned: Vec<EntityId>,
    buyers: Vec<(EntityId, Line)>,
    silent: Vec<Silent>,
}

/// # Errors
/// If something cannot be read.
pub(crate) fn find(runtime: &Runtime, scope: &TenantScope, now: Timestamp) -> Result<Tour> {
    let program = &runtime.program;
    let mut candidates = Candidates::default();
    let mut seen = 0;
    runtime.each_dossier(scope, &mut |dossier| {
        seen += 1;
        if seen <= PEOPLE_MAX {
            candidates.note(program, dossier, now);
        }
    })?;
    let mut tour = Tour { buyers: candidates.buyers, ..Tour::default() };
    tour.till_purchase = till_purchase(runtime, scope, &candidates.outlet)?;
    tour.returner = find_first(runtime, scope, &candidates.returned, &|life| sent_back(runtime, life))?;
    tour.silent_pair = pair(runtime, scope, &candidates.silent, now)?;
    Ok(tour)
}

impl Candidates {
    fn note(&mut self, program: &Program, dossier: &Dossier, now: Timestamp) {
        let customer = dossier.hot.id;
        let heads = &dossier.hot.heads;
        if heads.iter().any(is_in_an_outlet) && self.outlet.len() < REPLAYS_MAX {
            self.outlet.push(customer);
        }
        let came_back = |head: &OrderHead| head.kept_lines == 0 && head.lines > 0 && !head.cancelled;
        if heads.iter().any(came_back) && self.returned.len() < REPLAYS_MAX {
            self.returned.push(customer);
        }
        if self.buyers.len() < BUYERS_MAX
            && let Some(line) = cart_for(program, dossier, now)
        {
            self.buyers.push((customer, line));
        }
        let is_left_alone = !by_phase(program).any(|journey| reached(program, dossier, journey));
        if let (Some(last), Some(longest)) =
            (heads.iter().map(|head| head.occurred).max(), longest_gap(heads, now))
            && is_left_alone
        {
            self.silent.push(Silent { customer, silence: now.since(last), longest });
        }
    }
}

fn is_in_an_outlet(head: &OrderHead) -> bool {
    matches!(head.place, Place::Outlet(_))
}

/// The longest pause between two purchase days until a moment; `None` for whoever bought less than three times.
fn longest_gap(heads: &[OrderHead], until: Timestamp) -> Option<Span> {
    let mut bought: Vec<Timestamp> = heads
        .iter()
        .filter(|head| !head.cancelled && head.occurred < until)
        .map(|head| head.occurred)
        .collect();
    bought.sort_unstable();
    if bought.len() < 3 {
        return None;
    }
    let gaps = bought.windows(2).filter_map(|pair| Some(pair.get(1)?.since(*pair.first()?)));
    gaps.max().filter(|longest| days(*longest) > 1)
}

/// Whether the programme of a journey has reached for somebody, or had them inside.
fn reached(program: &Program, dossier: &Dossier, journey: &JourneyDef) -> bool {
    let programme = program.programmes.get(journey.programme);
    dossier.hot.entered.iter().any(|(entered, _, _)| *entered == journey.id)
        || programme.is_some_and(|programme| dossier.exposure(programme.id).is_some())
}

fn entered_by<'a>(program: &'a Program, event: &str) -> impl Iterator<Item = &'a JourneyDef> {
    let event = NameId::of(event);
    let stopped = |journey: &JourneyDef| {
        program.programmes.get(journey.programme).is_none_or(|programme| programme.stopped)
    };
    program.journeys.iter().filter(move |journey| {
        matches!(journey.entry, EntryDef::Event(own) if own == event) && !stopped(journey)
    })
}

fn by_phase(program: &Program) -> impl Iterator<Item = &JourneyDef> {
    entered_by(program, "phase.changed")
}

/// The journey that follows a cart, and its first message.
pub(crate) fn cart_journey(program: &Program) -> Option<(&JourneyDef, &MessageDef)> {
    entered_by(program, "cart.added").find_map(|journey| Some((journey, first_message(program, journey)?)))
}

fn first_message<'a>(program: &'a Program, journey: &JourneyDef) -> Option<&'a MessageDef> {
    journey.steps.iter().find_map(|step| match step.kind {
        StepKind::Message(index) => program.messages.get(index),
        _ => None,
    })
}

/// Whether nothing else than what is told would have kept a message from somebody.
fn may_be_told(program: &Program, dossier: &Dossier, message: &MessageDef) -> bool {
    let is_allowed = message.channels.iter().any(|channel| allows(dossier, *channel, message.purpose.id()));
    let is_advertising = message.class == Class::Advertising;
    (is_allowed || !is_advertising) && held_out(program, dossier, message).is_none()
}

/// What to lay into the cart of somebody who would be reminded of it; `None` for who would not.
pub(crate) fn cart_for(program: &Program, dossier: &Dossier, now: Timestamp) -> Option<Line> {
    let (journey, message) = cart_journey(program)?;
    let has_email = matches!(dossier.profile(NameId::of("email")), Some(Value::Text(_)));
    let is_named = matches!(dossier.profile(NameId::of("last_name")), Some(Value::Text(_)));
    let is_allowed = allows(dossier, Channel::Email, message.purpose.id());
    let is_quiet = dossier.contacts.iter().all(|contact| now.since(contact.at) > QUIET);
    let is_free = dossier.runs.iter().all(|run| run.journey != journey.id) && open_lines(dossier).is_empty();
    let is_known = !dossier.hot.identifiers.is_empty() && dossier.hot.heads.iter().any(is_in_an_outlet);
    let fits = has_email && is_named && is_allowed && is_quiet && is_free && is_known;
    if !fits || held_out(program, dossier, message).is_some() {
        return None;
    }
    let lines = dossier.orders.lines.iter().rev().flatten();
    let dearest = lines.filter(|line| line.value > 0).max_by_key(|line| line.value)?;
    let price = dearest.value / i64::from(dearest.quantity.max(1)).max(1);
    let pieces = CART_MIN / price.max(1) + 1;
    let item: Item = dearest.item;
    Some(Line { item, quantity: i32::try_from(pieces).ok()?, value: price.max(1).saturating_mul(pieces) })
}

/// What somebody's life tells in both languages, and of which message.
type Told = Option<([String; 2], About)>;

/// The first of them whose life tells it.
fn find_first(
    runtime: &Runtime,
    scope: &TenantScope,
    candidates: &[EntityId],
    tells: &dyn Fn(&Life) -> Told,
) -> Result<Option<Found>> {
    for customer in candidates {
        let Some(life) = life::of(runtime, scope.vault(), *customer)? else { continue };
        if let Some((note, about)) = tells(&life) {
            return Ok(Some(Found { customer: *customer, note, about }));
        }
    }
    Ok(None)
}

fn both(words: impl Fn(Language) -> String) -> [String; 2] {
    [words(Language::De), words(Language::En)]
}

/// Somebody whose purchase at the till itself was the reason: first those of whom the ledger says so, then anybody whose
/// purchase stopped the reminder by another exit.
fn till_purchase(runtime: &Runtime, scope: &TenantScope, outlet: &[EntityId]) -> Result<Option<Found>> {
    let program = &runtime.program;
    let Some((journey, message)) = cart_journey(program) else { return Ok(None) };
    let bought = purchase_exits(program, journey);
    let mut stopped = Vec::new();
    runtime.each_intent(scope, &mut |row| {
        let is_stopped = row.reason == "exit" && bought.iter().any(|exit| exit.as_str() == row.detail);
        if is_stopped && row.message == message.name.as_str() {
            stopped.push((row.created, row.customer));
        }
    })?;
    stopped.sort_unstable();
    let mut customers: Vec<EntityId> = stopped.into_iter().map(|(_, customer)| customer).collect();
    customers.dedup();
    customers.truncate(REPLAYS_MAX);
    let found =
        find_first(runtime, scope, &customers, &|life| bought_in_an_outlet(runtime, life, Some(&bought)))?;
    match found {
        Some(found) => Ok(Some(found)),
        None => find_first(runtime, scope, outlet, &|life| bought_in_an_outlet(runtime, life, None)),
    }
}

/// The exits of a journey that a purchase makes come true, and nothing else.
fn purchase_exits(program: &Program, journey: &JourneyDef) -> Vec<Name> {
    let all = program.definitions.programmes.iter().flat_map(|programme| &programme.journeys);
    let own = all.filter(|own| own.id.id() == journey.id).flat_map(|own| &own.exit);
    own.filter(|exit| exit.when.contains("orders.")).map(|exit| exit.id.clone()).collect()
}

/// A run that followed a cart and was left at the moment of a purchase that was recorded, in an outlet; nothing else
/// kept the reminder away.
fn bought_in_an_outlet(
    runtime: &Runtime,
    life: &Life,
    exits: Option<&[Name]>,
) -> Option<([String; 2], About)> {
    let program = &runtime.program;
    let (journey, message) = cart_journey(program)?;
    let own = life.journeys.get(&journey.id)?;
    if !may_be_told(program, &life.dossier, message) {
        return None;
    }
    let (run, exit, at, which) = own.runs.iter().find_map(|run| {
        let Some(RunEnd::Left { exit, by: Some(by), .. }) = &run.end else { return None };
        let Body::Ordered(order) = &by.body else { return None };
        let is_wanted = exits.is_none_or(|exits| exits.iter().any(|own| own.as_str() == exit));
        if !is_wanted || by.simulated || !matches!(order.place, Place::Outlet(_)) {
            return None;
        }
        // What was wanted before must have been withdrawn by the purchase itself.
        let wanted = life.intents.iter().filter(|one| one.was_wanted()).map(|one| &one.intent);
        let mut wanted = wanted.filter(|intent| {
            intent.journey == Some(journey.id) && intent.run == run.run && intent.message == message.id
        });
        let which = match wanted.next() {
            None => Which::Run { journey: journey.name.to_string(), run: run.run },
            Some(intent) if matches!(intent.state, State::Suppressed(Reason::Exit(_))) => {
                Which::Intent(intent.id)
            }
            Some(_) => return None,
        };
        Some((run, exit, by.occurred.0, which))
    })?;
    let note = both(|language| {
        let (entered, at) =
            (words::moment(language, program, run.entered), words::moment(language, program, at));
        let exit = program.definitions.title(exit, language);
        match language {
            Language::De => format!(
                "{entered}: Warenkorb online gefüllt (simuliert). {at}: an der Kasse gekauft (aufgezeichnet). Die Erinnerung entfiel: „{exit}“."
            ),
            Language::En => format!(
                "{entered}: cart filled online (simulated). {at}: bought at the till (recorded). The reminder fell away: “{exit}”."
            ),
        }
    });
    Some((note, About { message: message.name.to_string(), which: Some(which) }))
}

/// A run for an order that was left because nothing of the order was kept.
fn sent_back(runtime: &Runtime, life: &Life) -> Option<([String; 2], About)> {
    let program = &runtime.program;
    let journeys = program.definitions.programmes.iter().flat_map(|programme| &programme.journeys);
    let (at, name, about) = journeys.into_iter().find_map(|journey| {
        let own = life.journeys.get(&journey.id.id())?;
        let returned = journey.exit.iter().find(|exit| exit.when.contains("kept_lines"))?;
        let compiled = program.journeys.iter().find(|own| own.id == journey.id.id())?;
        let message = first_message(program, compiled)?;
        if !may_be_told(program, &life.dossier, message) {
            return None;
        }
        let has_intent = |run: &RunLife| {
            life.intents
                .iter()
                .filter(|one| one.was_wanted())
                .any(|one| one.intent.journey == Some(compiled.id) && one.intent.run == run.run)
        };
        let (run, left) = own.runs.iter().rev().find_map(|run| match &run.end {
            Some(RunEnd::Left { at, exit, .. }) if exit == returned.id.as_str() && !has_intent(run) => {
                Some((run, *at))
            }
            _ => None,
        })?;
        let which = Some(Which::Run { journey: journey.id.to_string(), run: run.run });
        Some((
            left,
            story::journey_name(program, journey.id.id())?,
            About { message: message.name.to_string(), which },
        ))
    })?;
    let note = both(|language| {
        let at = words::moment(language, program, at);
        match language {
            Language::De => format!("{at}: alles zurückgeschickt. „{}“ endete ohne Nachricht.", name.de),
            Language::En => format!("{at}: everything was sent back. “{}” ended without a message.", name.en),
        }
    });
    Some((note, about))
}

fn days(span: Span) -> i64 {
    span.0 / DAY.0
}

/// Somebody whom a journey of the silent won back, and somebody as silent now who is left in peace, for they have been
/// silent for longer before.
fn pair(
    runtime: &Runtime,
    scope: &TenantScope,
    silent: &[Silent],
    now: Timestamp,
) -> Result<Option<(Found, Found)>> {
    let program = &runtime.program;
    let own: Vec<&str> = by_phase(program)
        .filter_map(|journey| Some(program.programmes.get(journey.programme)?.name.as_str()))
        .collect();
    let mut spoken = Vec::new();
    runtime.each_intent(scope, &mut |row| {
        if went_out(&row.state) && own.contains(&row.programme.as_str()) && spoken.len() < REPLAYS_MAX {
            spoken.push((row.created, row.customer, row.id, row.message.clone()));
        }
    })?;
    spoken.sort_unstable();
    let mut best: Option<(bool, Found, &Silent)> = None;
    for (created, customer, intent, message) in spoken {
        let Some(dossier) = runtime.dossier(scope.vault(), customer)? else { continue };
        let heads = &dossier.hot.heads;
        let before = heads.iter().map(|head| head.occurred).filter(|occurred| *occurred < created).max();
        let (Some(last), Some(longest)) = (before, longest_gap(heads, created)) else { continue };
        let came_back = heads.iter().any(|head| head.occurred > created);
        let silence = created.since(last);
        let peer = silent.iter().filter(|one| one.longest >= one.silence && one.customer != customer);
        let Some(peer) = peer.min_by_key(|one| (one.silence.0 - silence.0).abs()) else { continue };
        if best.is_none() || came_back && best.as_ref().is_some_and(|(came_back, ..)| !came_back) {
            let note = won_back(days(longest), days(silence), came_back);
            let about = About { message, which: Some(Which::Intent(intent)) };
            best = Some((came_back, Found { customer, note, about }, peer));
        }
        if came_back {
            break;
        }
    }
    let Some((_, won, peer)) = best else { return Ok(None) };
    let Some(life) = life::of(runtime, scope.vault(), peer.customer)? else { return Ok(None) };
    let Some(journey) =
        by_phase(program).find(|journey| differ::says(program, journey, NameId::of(&won.about.message)))
    else {
        return Ok(None);
    };
    let why = both(|language| differ::of_journey(program, &life, journey, now, language).would_have);
    let won = Found { note: with_phase(runtime, scope, &won)?, ..won };
    let note = left_in_peace(days(peer.longest), days(peer.silence), &why);
    let about = About { message: won.about.message.clone(), which: None };
    Ok(Some((won, Found { customer: peer.customer, note, about })))
}

/// What is told of somebody who was written to, with why their phase began.
fn with_phase(runtime: &Runtime, scope: &TenantScope, won: &Found) -> Result<[String; 2]> {
    let (Some(life), Some(Which::Intent(intent))) =
        (life::of(runtime, scope.vault(), won.customer)?, &won.about.which)
    else {
        return Ok(won.note.clone());
    };
    let one = life.intents.iter().find(|one| one.intent.id == *intent);
    let began = one.and_then(|one| called_for::entered_by_phase(runtime, &life, one.entry.as_ref()?));
    Ok(both(|language| {
        let note = pick(language, &won.note[0], &won.note[1]);
        let phase = began.and_then(|began| called_for::phase_words(runtime, began, language));
        phase.map_or_else(|| note.to_owned(), |phase| format!("{note} {phase}"))
    }))
}

fn won_back(longest: i64, silence: i64, came_back: bool) -> [String; 2] {
    let after = match came_back {
        true => ["; kaufte danach wieder", "; bought again after it"],
        false => ["", ""],
    };
    [
        format!("Längste Pause bisher {longest} Tage, {silence} Tage still: angeschrieben{}.", after[0]),
        format!("Longest pause so far {longest} days, silent for {silence} days: written to{}.", after[1]),
    ]
}

fn left_in_peace(longest: i64, silence: i64, [de, en]: &[String; 2]) -> [String; 2] {
    [
        format!("Längste Pause bisher {longest} Tage, {silence} Tage still: in Ruhe gelassen. {de}"),
        format!("Longest pause so far {longest} days, silent for {silence} days: left in peace. {en}"),
    ]
}

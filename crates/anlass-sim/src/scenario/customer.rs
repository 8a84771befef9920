//! Plays one customer: builds the events of their lines, drives a dossier through them and through all
//! publications, and writes down what was decided.

use crate::scenario::Trouble;
use crate::scenario::document::{self, Document, Expect, numbered};
use crate::scenario::event_line::{self, Action, Context, Said};
use crate::scenario::programs::{Clock, Programs, ask_name};
use crate::scenario::world::World;
use anlass_engine::dossier::Intent;
use anlass_engine::io::Reasoned;
use anlass_engine::{Dossier, Effect, Input, Program, RunChange, Ticket, Tracing, View};
use anlass_model::consent::{ConsentAct, Proof};
use anlass_model::event::{Body, Event, Place, SourceId};
use anlass_model::id::{EntityId, IntentId, MessageId, Name, NameId, OrderId, PARTS_DEFAULT, parts_hash};
use anlass_model::money::{Currency, Money};
use anlass_model::outcome::State;
use anlass_model::thing::{ThingAct, ThingSaid};
use anlass_model::time::{DAY, Occurred, Received, Span, Timestamp};
use anlass_model::value::{Type, Value};
use anlass_runtime::live::SOURCE_SELF;
use anlass_runtime::virtual_time::{Drive, Driven};
use std::collections::BTreeMap;

/// How long a customer is watched after the last line, unless the file says `until`.
const WATCHED: Span = DAY.times(14);

/// What became of one customer.
pub(crate) struct Outcome<'d> {
    pub(crate) name: String,
    /// What the file expects; of repeated customers only of the first.
    pub(crate) expect: Option<&'d Expect>,
    pub(crate) lines: Vec<String>,
    pub(crate) driven: Driven,
    pub(crate) start: Dossier,
    pub(crate) end: Dossier,
    /// Message and final state of every intent, by intent.
    pub(crate) finals: BTreeMap<IntentId, (String, State)>,
    /// For showing moments.
    pub(crate) clock: Clock,
}

pub(crate) fn play<'d>(
    document: &Document,
    programs: &Programs,
    world: &World,
    customer: &'d document::Customer,
    number: u32,
) -> Result<Outcome<'d>, Trouble> {
    let name = numbered(customer.line, &customer.name, number)?;
    let mut context = Context { catalogue: &document.catalogue, orders: BTreeMap::new() };
    let mut said = Vec::new();
    for (line, text) in &customer.lines {
        said.push(event_line::parse(*line, &numbered(*line, text, number)?, &mut context)?);
    }
    let received = |said: &Said| programs.moment(said.received.unwrap_or(said.occurred));
    said.sort_by_key(&received);
    let Some(first) = said.first() else {
        return Err(Trouble::at(customer.line, "nothing happens to this customer", "add a line below it"));
    };
    let begin = received(first);
    let end = match document.until {
        Some(until) => programs.moment(until),
        None => said.last().map_or(begin, &received).plus(WATCHED),
    };
    let id = EntityId::from_hash(parts_hash(&[b"scenario", name.as_bytes()]), PARTS_DEFAULT);
    let program = programs.all.iter().rfind(|(from, _)| *from <= begin).map_or(programs.first(), |(_, p)| p);
    let start = Dossier::new(id, program.id, begin);
    let mut player = Player {
        programs,
        world,
        dossier: start.clone(),
        pending: Vec::new(),
        driven: Driven::default(),
        script: Script::new(programs, &context, document),
        shown: 0,
        told: 0,
        current: programs.all.iter().rposition(|(from, _)| *from <= begin).unwrap_or(0),
        arrived: Vec::new(),
    };
    for (index, said) in said.iter().enumerate() {
        player.say(said, received(said), &format!("{name}/{index}"))?;
    }
    player.advance(end, Some(Input::Wake));
    let Player { dossier, driven, script, .. } = player;
    let (lines, finals) = (script.lines, script.finals);
    let expect = customer.expect.as_ref().filter(|_| number == 1);
    Ok(Outcome { name, expect, lines, driven, start, end: dossier, finals, clock: programs.clock.clone() })
}

struct Player<'a> {
    programs: &'a Programs,
    world: &'a World,
    dossier: Dossier,
    pending: Vec<Event>,
    driven: Driven,
    script: Script<'a>,
    /// How many effects are written down.
    shown: usize,
    /// How many occasions of the catalogue have passed.
    told: usize,
    /// Which program holds.
    current: usize,
    /// Everything that came in, for a second import.
    arrived: Vec<Event>,
}

impl Player<'_> {
    fn program(&self) -> &Program {
        self.programs.all.get(self.current).map_or(self.programs.first(), |(_, program)| program)
    }

    fn say(&mut self, said: &Said, at: Timestamp, key: &str) -> Result<(), Trouble> {
        self.advance(at, None);
        let message = MessageId::of(key);
        let occurred = self.programs.moment(said.occurred);
        let body = match &said.action {
            Action::Ask(expression) => {
                self.answer(expression, at);
                return Ok(());
            }
            Action::Mailing(mailing) => {
                if !self.program().mailings.iter().any(|known| known.name == *mailing) {
                    let cure = "define it under mailings of a programme";
                    return Err(Trouble::at(said.line, format!("there is no mailing \"{mailing}\""), cure));
                }
                self.advance(at, Some(Input::Mailing(mailing.id())));
                return Ok(());
            }
            Action::Reimport { renumbered } => {
                for (index, mut event) in self.arrived.clone().into_iter().enumerate() {
                    event.received = Received(at);
                    if *renumbered {
                        event.message = MessageId::of(&format!("{key}/{index}"));
                    }
                    self.advance(at, Some(Input::Event(event)));
                }
                return Ok(());
            }
            Action::Confirms { purpose, channel } => {
                let pending = anlass_engine::requested(&self.dossier, at, self.program());
                let asked =
                    pending.into_iter().find(|own| (&own.purpose, own.channel) == (purpose, *channel));
                let Some(asked) = asked else {
                    self.script.line(at, "nothing to confirm");
                    return Ok(());
                };
                let proof = Proof::DoubleOptIn { text: asked.text, asked: Some(asked.occurred) };
                Body::Consent(ConsentAct {
                    channel: *channel,
                    purpose: purpose.clone(),
                    granted: true,
                    proof,
                })
            }
            Action::Event(body) => body.clone(),
            Action::Profile(pairs) => {
                let fields = pairs.iter().map(|(field, text)| self.field(said.line, field, text));
                Body::Profile(fields.collect::<Result<_, _>>()?)
            }
            Action::Custom { name, pairs } => self.custom(said.line, name, pairs)?,
            Action::Has { entity, key, pairs } => self.thing(said.line, entity, key, pairs)?,
            Action::Reacted { message, reaction } => {
                let (delivery, ticket) = self.last_delivery(said.line, message)?;
                Body::Reacted { delivery: Some(delivery), channel: ticket.channel, reaction: *reaction }
            }
            Action::Receipt { message, receipt } => {
                let (delivery, _) = self.last_delivery(said.line, message)?;
                Body::Receipt { delivery, receipt: *receipt }
            }
        };
        let is_till = matches!(&body, Body::Ordered(order) if order.place != Place::Online);
        let event = Event {
            message,
            source: SourceId(if is_till { 2 } else { 1 }),
            occurred: Occurred(occurred),
            received: Received(at),
            simulated: true,
            body,
        };
        self.arrived.push(event.clone());
        self.advance(at, Some(Input::Event(event)));
        Ok(())
    }

    /// Up to a moment, through all publications before it; then the input.
    fn advance(&mut self, until: Timestamp, input: Option<Input>) {
        while let Some((at, _)) = self.programs.all.get(self.current + 1)
            && *at <= until
        {
            self.tell_occasions(*at);
            // What is due is decided by the old program; then everybody is looked at with the new one.
            self.drive(*at, Some(Input::Wake));
            self.current += 1;
            self.drive(*at, Some(Input::Wake));
        }
        self.tell_occasions(until);
        self.drive(until, input);
    }

    /// What changes in the catalogue reaches whoever waits for it, as the index would find them.
    fn tell_occasions(&mut self, until: Timestamp) {
        while let Some(occasion) = self.world.occasions.get(self.told).filter(|own| own.at <= until) {
            self.told += 1;
            let Some((_, program)) = self.programs.all.get(self.current) else { return };
            if let Some(heard) = self.world.heard(program, &self.dossier, occasion) {
                let event = heard.event(SOURCE_SELF, heard.at);
                self.drive(occasion.at, Some(Input::Event(event)));
            }
        }
    }

    fn drive(&mut self, until: Timestamp, input: Option<Input>) {
        let Some((_, program)) = self.programs.all.get(self.current) else { return };
        let mut drive = Drive {
            program,
            outside: self.world,
            dossier: &mut self.dossier,
            pending: &mut self.pending,
            tracing: Tracing::On,
        };
        drive.advance(until, input, &mut self.driven);
        let fresh = self.driven.effects.get(self.shown..).unwrap_or(&[]);
        for (at, effect) in fresh {
            self.script.effect(*at, effect);
        }
        self.shown = self.driven.effects.len();
    }

    fn answer(&mut self, expression: &str, at: Timestamp) {
        let name = ask_name(expression);
        let program = self.program();
        let compiled = program.traits.iter().find(|(known, _)| known.as_str() == name);
        let view = View::new(program, &self.dossier, at);
        let value =
            compiled.and_then(|(_, compiled)| compiled.eval(&view, at).value.map(|value| value.to_string()));
        let text = format!("ask {expression} = {}", value.unwrap_or_else(|| "unknown".into()));
        self.script.line(at, &text);
    }

    fn field(&self, line: usize, field: &Name, text: &str) -> Result<(Name, Option<Value>), Trouble> {
        let Some(kind) = self.program().definitions.settings.fields.get(field) else {
            let cure = "declare it under fields in the settings";
            return Err(Trouble::at(line, format!("there is no profile field \"{field}\""), cure));
        };
        let value = if text.is_empty() { None } else { Some(value(line, *kind, text)?) };
        Ok((field.clone(), value))
    }

    fn custom(&self, line: usize, name: &Name, pairs: &[(Name, String)]) -> Result<Body, Trouble> {
        let Some(kind) = self.program().definitions.settings.events.get(name) else {
            let cure = "declare it under events in the settings";
            return Err(Trouble::at(line, format!("there is no event type \"{name}\""), cure));
        };
        let mut fields = Vec::new();
        let mut amount = 0;
        for (field, text) in pairs {
            if field.as_str() == "value" {
                amount = match value(line, Type::Money, text)? {
                    Value::Money(minor) => minor,
                    _ => 0,
                };
                continue;
            }
            let Some(kind) = kind.fields.get(field) else {
                let cure = "declare it under fields of the event type";
                return Err(Trouble::at(line, format!("{name} has no field \"{field}\""), cure));
            };
            fields.push((field.clone(), value(line, *kind, text)?));
        }
        Ok(Body::Custom { name: name.clone(), value: amount, fields })
    }

    fn thing(
        &self,
        line: usize,
        entity: &Name,
        key: &str,
        pairs: &[(Name, String)],
    ) -> Result<Body, Trouble> {
        let Some(kind) = self.program().definitions.settings.entities.get(entity) else {
            let cure = "declare it under entities in the settings";
            return Err(Trouble::at(line, format!("there is no entity \"{entity}\""), cure));
        };
        let mut fields = Vec::new();
        for (field, text) in pairs {
            let Some(kind) = kind.fields.get(field) else {
                let cure = "declare it under fields of the entity";
                return Err(Trouble::at(line, format!("{entity} has no field \"{field}\""), cure));
            };
            let value = if text.is_empty() { None } else { Some(value(line, *kind, text)?) };
            fields.push((field.clone(), value));
        }
        let said = ThingSaid::Is(fields);
        Ok(Body::Thing(Box::new(ThingAct { entity: entity.clone(), key: key.into(), said })))
    }

    fn last_delivery(&self, line: usize, message: &Name) -> Result<(IntentId, &Ticket), Trouble> {
        let tickets = self.driven.effects.iter().rev().filter_map(|(_, effect)| match effect {
            Effect::Ticket(ticket) => Some(ticket.as_ref()),
            _ => None,
        });
        let mut own = tickets.filter(|ticket| ticket.message == message.id());
        own.next().map(|ticket| (ticket.intent, ticket)).ok_or_else(|| {
            let cause = format!("\"{message}\" was not sent before this moment");
            Trouble::at(line, cause, "move the line to a later moment, or see why it was not sent")
        })
    }
}

fn value(line: usize, kind: Type, text: &str) -> Result<Value, Trouble> {
    let bad = |example: &str| {
        Trouble::at(line, format!("\"{text}\" is no {kind}"), format!("write for example {example}"))
    };
    Ok(match kind {
        Type::Text => Value::Text(text.into()),
        Type::Bool => Value::Bool(text.parse().map_err(|_| bad("true"))?),
        Type::Int => Value::Int(text.parse().map_err(|_| bad("3"))?),
        Type::Money => Value::Money(Money::parse(text, Currency::EUR).map_err(|_| bad("12.50"))?.minor),
        Type::Span => Value::Span(text.parse().map_err(|_| bad("30d"))?),
        Type::Day => Value::Day(text.parse().map_err(|_| bad("1990-05-01"))?),
        Type::Time => {
            return Err(Trouble::at(line, "moments cannot be written here", "use a field of type day"));
        }
    })
}

/// What is written down about a customer, line by line.
struct Script<'a> {
    clock: Clock,
    articles: &'a anlass_model::catalogue::Catalogue,
    names: BTreeMap<NameId, String>,
    orders: BTreeMap<OrderId, String>,
    decisions: bool,
    brief: bool,
    goals: bool,
    lines: Vec<String>,
    tickets: BTreeMap<IntentId, Ticket>,
    /// The last state written down of an intent, so that a repeated one is not.
    told: BTreeMap<IntentId, String>,
    finals: BTreeMap<IntentId, (String, State)>,
}

impl<'a> Script<'a> {
    fn new(programs: &Programs, context: &Context<'a>, document: &Document) -> Script<'a> {
        Script {
            clock: programs.clock.clone(),
            articles: context.catalogue,
            orders: context.orders.keys().map(|number| (OrderId::of(number), number.clone())).collect(),
            names: programs.names(),
            decisions: document.decisions,
            brief: document.brief,
            goals: document.goals,
            lines: Vec::new(),
            tickets: BTreeMap::new(),
            told: BTreeMap::new(),
            finals: BTreeMap::new(),
        }
    }

    fn line(&mut self, at: Timestamp, text: &str) {
        self.lines.push(format!("{} {text}", self.clock.local(at)));
    }

    fn name(&self, id: NameId) -> String {
        self.names.get(&id).cloned().unwrap_or_else(|| "?".into())
    }

    fn effect(&mut self, at: Timestamp, effect: &Effect) {
        match effect {
            Effect::Intent(intent) => self.intent(at, intent),
            Effect::Returned { delivery, message, reason, .. } => {
                let order = self.tickets.get(delivery).and_then(|ticket| ticket.order);
                let state = State::Failed(reason.clone());
                self.line(at, &format!("{} {state}", self.subject(*message, order)));
                self.told.insert(*delivery, state.to_string());
                self.finals.insert(*delivery, (self.name(*message), state));
            }
            Effect::Ticket(ticket) => {
                self.tickets.insert(ticket.intent, ticket.as_ref().clone());
            }
            Effect::Webhook(call) => {
                self.line(at, &format!("{} calls {}", self.name(call.journey), call.url));
            }
            Effect::Phase { .. } | Effect::Run { .. } if self.brief => {}
            Effect::Phase { from, to } => {
                let from = from.map_or_else(|| "none".to_string(), |from| self.name(from));
                self.line(at, &format!("phase {from} -> {}", self.name(*to)));
            }
            Effect::Segment { .. } => {}
            Effect::Crossed { .. } if self.brief => {}
            Effect::Crossed { fence, crossing, at: moment, .. } => {
                let when =
                    if *moment == at { String::new() } else { format!(" at {}", self.clock.local(*moment)) };
                self.line(at, &format!("{} {fence}{when}", crossing.event_name()));
            }
            Effect::Tier { .. } if self.brief => {}
            Effect::Tier { tier, change, at: moment } => {
                let when =
                    if *moment == at { String::new() } else { format!(" at {}", self.clock.local(*moment)) };
                self.line(at, &format!("{} {}{when}", change.event_name(), self.name(*tier)));
            }
            Effect::Exposed { .. } | Effect::Goal { .. } | Effect::Unexposed { .. } if !self.goals => {}
            Effect::Exposed { programme, arm } => {
                self.line(at, &format!("{} exposed: {}", self.name(*programme), arm.as_str()));
            }
            Effect::Goal { programme, .. } => {
                self.line(at, &format!("{} reached its goal", self.name(*programme)));
            }
            Effect::Unexposed { programme, .. } => {
                self.line(at, &format!("{} counts no more", self.name(*programme)));
            }
            Effect::Run { journey, run, change } => {
                let number = if *run > 1 { format!("#{run}") } else { String::new() };
                let change = match change {
                    RunChange::Entered => "entered".to_string(),
                    RunChange::Finished => "finished".to_string(),
                    RunChange::Reached => "reached its goal".to_string(),
                    RunChange::Left(name) => format!("left({name})"),
                };
                self.line(at, &format!("{}{number} {change}", self.name(*journey)));
            }
        }
    }

    fn subject(&self, message: NameId, order: Option<OrderId>) -> String {
        match order.and_then(|order| self.orders.get(&order)) {
            Some(order) => format!("{}[{order}]", self.name(message)),
            None => self.name(message),
        }
    }

    fn intent(&mut self, at: Timestamp, intent: &Intent) {
        let subject = self.subject(intent.message, intent.order);
        if !intent.state.is_open() {
            self.finals.insert(intent.id, (self.name(intent.message), intent.state.clone()));
        }
        let told = match &intent.state {
            State::Dwelling | State::Claimed | State::Handed => return,
            State::Planned if intent.planned <= at => return,
            State::Planned | State::Deferred(_) if self.brief => return,
            State::Planned => format!("planned for {}", self.clock.local(intent.planned)),
            // Asked again every few minutes: said once.
            State::Deferred(reason @ anlass_model::outcome::Reason::WaitsFor(_)) => {
                format!("deferred {reason}")
            }
            State::Deferred(reason) => {
                format!("deferred {reason} until {}", self.clock.local(intent.look_at))
            }
            State::Delivered | State::Unknown => self.delivered(intent),
            state => state.to_string(),
        };
        if self.told.get(&intent.id) == Some(&told) {
            return;
        }
        self.line(at, &format!("{subject} {told}"));
        self.told.insert(intent.id, told);
        if matches!(intent.state, State::Delivered | State::Unknown) && self.decisions {
            self.decided(at, &subject, intent.id);
        }
    }

    fn delivered(&self, intent: &Intent) -> String {
        let channel = intent.channel.map_or("nothing", |channel| channel.as_str());
        let mut text = format!("{} by {channel}", intent.state);
        let Some(ticket) = self.tickets.get(&intent.id) else { return text };
        if !ticket.items.is_empty() {
            let mut items: Vec<String> =
                ticket.items.iter().map(|item| self.article(ticket, *item)).collect();
            items.sort_unstable();
            text.push_str(&format!(": {}", items.join(", ")));
        }
        for (block, reason) in &ticket.dropped {
            text.push_str(&format!(", without {}({reason})", self.name(*block)));
        }
        if let Some(voucher) = &ticket.voucher {
            text.push_str(&format!(", voucher {voucher}"));
        }
        text
    }

    /// Its number, and its price where the message says one.
    fn article(&self, ticket: &Ticket, item: anlass_model::id::ProductId) -> String {
        let number = self.articles.product(item).map_or("?", |product| &*product.number);
        let Some(offer) = ticket.offers.iter().find(|offer| offer.product == item) else {
            return number.into();
        };
        let shown = |minor: i64| Money { minor, currency: Currency::EUR }.to_string();
        match offer.lowest_before {
            Some(before) => {
                format!(
                    "{number} at {} instead of {} (-{} %)",
                    shown(offer.price),
                    shown(before),
                    offer.percent
                )
            }
            None => format!("{number} at {}", shown(offer.price)),
        }
    }

    fn decided(&mut self, at: Timestamp, subject: &str, intent: IntentId) {
        let Some(ticket) = self.tickets.get(&intent) else { return };
        let decision = ticket.decision.clone();
        let four = [
            ("message", decision.message),
            ("moment", decision.moment),
            ("frequency", decision.frequency),
            ("recipient", decision.recipient),
        ];
        for (what, why) in four {
            self.line(at, &format!("{subject} {what}: {why}"));
        }
    }
}

/// One reason of the trace as text, with the values a rule saw.
pub(crate) fn reason_text(clock: &Clock, reason: &Reasoned) -> String {
    let verdict = if reason.holds { "yes" } else { "no" };
    let mut text = format!("{} {}: {verdict}", clock.local(reason.at), reason.what);
    if let Some(rule) = &reason.rule {
        text.push_str(&format!(" — {}", rule.text));
        values(rule, &mut text);
    }
    text
}

fn values(part: &anlass_rules::Explanation, text: &mut String) {
    for child in &part.children {
        if let (Some(value), anlass_rules::Form::Reference) = (&child.value, &child.form) {
            text.push_str(&format!("; {} = {value}", child.text));
        }
        values(child, text);
    }
}

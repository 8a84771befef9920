//! What people do by telephone and in the shop, noted by whoever took the call: kept on their timeline, tied to the message
//! that probably led to it, and corrected in one click where that is wrong.

mod words;

pub(super) use words::action_words;

use super::objection::{ActSaid, taken_down};
use super::shape::{Localised, Moment, Named, Nothing, SaidBy};
use super::{customer, events, message};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::house::View;
use crate::house::acts;
use crate::insight::life::{self, IntentLife, Life};
use crate::insight::words::pick;
use anlass_engine::cause::{Cause, Done, Sent, cause_of};
use anlass_engine::{Entry, Input};
use anlass_model::action::{self, Action, CauseSaid};
use anlass_model::event::{Body, Event};
use anlass_model::id::{CategoryId, EntityId, IntentId, MessageId, OutletId, ProductId, parts_hash};
use anlass_model::outcome::State;
use anlass_model::time::{BadMoment, DAY, Span, Timestamp};
use anlass_runtime::summary::went_out;
use anlass_store::seal::random_key;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use utoipa::ToSchema;

const SUBJECT_MAX: usize = 100;
const CODE_MAX: usize = 100;
const NUMBER_MAX: usize = 200;
/// What is noted lies this far back at most.
const PAST_MAX: Span = DAY.times(366);
const ACTIONS_MAX: usize = 500;

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ActionKind {
    /// They called the support.
    Called,
    CatalogueRequested,
    /// They came into an outlet.
    Visited,
    Rated,
    /// They told the number of a receipt.
    ReceiptTold,
}

impl From<ActionKind> for action::ActionKind {
    fn from(kind: ActionKind) -> action::ActionKind {
        match kind {
            ActionKind::Called => action::ActionKind::Called,
            ActionKind::CatalogueRequested => action::ActionKind::CatalogueRequested,
            ActionKind::Visited => action::ActionKind::Visited,
            ActionKind::Rated => action::ActionKind::Rated,
            ActionKind::ReceiptTold => action::ActionKind::ReceiptTold,
        }
    }
}

impl From<action::ActionKind> for ActionKind {
    fn from(kind: action::ActionKind) -> ActionKind {
        match kind {
            action::ActionKind::Called => ActionKind::Called,
            action::ActionKind::CatalogueRequested => ActionKind::CatalogueRequested,
            action::ActionKind::Visited => ActionKind::Visited,
            action::ActionKind::Rated => ActionKind::Rated,
            action::ActionKind::ReceiptTold => ActionKind::ReceiptTold,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAction {
    kind: ActionKind,
    /// How it reached the house.
    how: SaidBy,
    /// When it was, RFC 3339; absent: now.
    at: Option<String>,
    /// Number of the article it was about.
    article: Option<String>,
    /// Id of the node it was about.
    category: Option<String>,
    #[schema(max_length = 100)]
    subject: Option<String>,
    #[schema(max_length = 300)]
    note: Option<String>,
    /// Number of an outlet.
    outlet: Option<String>,
    /// A code they quoted.
    #[schema(max_length = 100)]
    code: Option<String>,
    /// Number of a receipt.
    receipt: Option<String>,
    /// From 1, the worst, to 5.
    rating: Option<u8>,
}

/// One thing that somebody did by telephone or in the shop.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActionTold {
    /// By which its cause is corrected.
    event: String,
    kind: ActionKind,
    at: Moment,
    article: Option<String>,
    category: Option<ActionNode>,
    subject: Option<String>,
    outlet: Option<String>,
    code: Option<String>,
    receipt: Option<String>,
    rating: Option<u8>,
    /// Null: a system told it.
    said: Option<ActSaid>,
    cause: ActionCause,
    simulated: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ActionNode {
    id: String,
    name: Option<String>,
}

/// Which message led to it.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct ActionCause {
    certainty: CauseCertainty,
    /// By which the letter is found.
    delivery: Option<String>,
    message: Option<Named>,
    sent: Option<Moment>,
    /// Why it is taken for the cause, or why nothing is.
    words: Localised,
    /// Who corrected it; null: nobody did.
    corrected: Option<ActSaid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CauseCertainty {
    /// They quoted its code.
    Certain,
    /// A letter or mail about the same in the 28 days before.
    Probable,
    None,
    /// Somebody of the house said so.
    Said,
}

/// What led to an action, by its event.
pub(super) fn event_id(message: MessageId) -> String {
    match message {
        MessageId::Hash(hash) => format!("{hash:032x}"),
        MessageId::Row { file, row } => format!("r{file:x}-{row:x}"),
    }
}

fn unfit(cause: impl Into<String>) -> Fault {
    Fault::Unfit { cause: cause.into() }
}

fn short(place: &str, text: Option<String>, max: usize) -> Result<Option<Box<str>>, Fault> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() > max => {
            Err(unfit(format!("{place}: it is longer than {max} characters")))
        }
        text => Ok(text.map(Into::into)),
    }
}

/// What was noted as an action, checked against what is known.
fn action(call: &Call<'_>, new: NewAction) -> Result<Action, Fault> {
    let catalogue = call.house().catalogue();
    let said = Some(taken_down(call, new.how, new.note)?);
    let item = match short("article", new.article, NUMBER_MAX)? {
        None => None,
        Some(number) => match catalogue.product(ProductId::of(&number)) {
            Some(product) if product.number == number => Some(catalogue.item(&number)),
            _ => return Err(unfit(format!("there is no article \"{number}\""))),
        },
    };
    let category = match new.category.as_deref() {
        None => None,
        Some(text) => {
            let id = u64::from_str_radix(text, 16).ok().map(CategoryId);
            let known = id.map(|id| catalogue.category(id)).filter(|id| catalogue.title_of(*id).is_some());
            Some(known.ok_or_else(|| unfit(format!("there is no node \"{text}\"")))?)
        }
    };
    let outlet = match short("outlet", new.outlet, NUMBER_MAX)? {
        None => None,
        Some(number) => {
            let outlet = catalogue.outlet(OutletId::of(&number)).filter(|outlet| outlet.number == number);
            Some(outlet.ok_or_else(|| unfit(format!("there is no outlet \"{number}\"")))?.id())
        }
    };
    let receipt = short("receipt", new.receipt, NUMBER_MAX)?;
    if new.rating.is_some_and(|rating| !(1..=5).contains(&rating)) {
        return Err(unfit("rating: allowed is 1 to 5"));
    }
    match new.kind {
        ActionKind::Rated if new.rating.is_none() => return Err(unfit("rating: it is missing")),
        ActionKind::ReceiptTold if receipt.is_none() => return Err(unfit("receipt: it is missing")),
        ActionKind::Visited if outlet.is_none() => return Err(unfit("outlet: it is missing")),
        _ => {}
    }
    Ok(Action {
        item,
        category,
        outlet,
        code: short("code", new.code, CODE_MAX)?,
        receipt,
        rating: new.rating,
        subject: short("subject", new.subject, SUBJECT_MAX)?,
        said,
        ..Action::of(new.kind.into())
    })
}

/// `POST /api/customers/{id}/actions`: known to every decision when this answers.
pub(crate) fn note(call: &Call<'_>) -> Result<ActionTold, Fault> {
    let (house, view) = (call.house(), call.view());
    let new: NewAction = call.json()?;
    let now = house.now();
    let at = new.at.as_deref().map(str::parse).transpose();
    let at: Timestamp = at.map_err(|error: BadMoment| unfit(format!("at: {error}")))?.unwrap_or(now);
    if at > now || now.since(at) > PAST_MAX {
        return Err(unfit("at: it lies ahead, or more than a year back"));
    }
    let dossier = customer(call, &view)?;
    let (vault, customer) = (view.scope.vault(), dossier.hot.id);
    let body = Body::Acted(Box::new(action(call, new)?));
    // The same may well be said twice: each time is one of its own.
    let id = MessageId::Hash(parts_hash(&[b"acted".as_slice(), &random_key()?]));
    let act = acts::Act { vault, customer, id, at, body, proven: None };
    if house.take_acts(vec![act])? == 0 {
        return Err(Fault::NoIdentifier);
    }
    house.catch_up()?;
    let act = Act { what: "action_noted", about: customer.to_string(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    let all = told(&call.view(), customer)?;
    all.into_iter().find(|told| told.event == event_id(id)).ok_or(Fault::NotFound)
}

/// `GET /api/customers/{id}/actions`: the newest first.
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<ActionTold>, Fault> {
    let view = call.view();
    let dossier = customer(call, &view)?;
    told(&view, dossier.hot.id)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CauseCorrected {
    /// A message that left to them before; null: nothing that was sent.
    delivery: Option<String>,
    #[schema(max_length = 300)]
    note: Option<String>,
}

/// `POST /api/customers/{id}/actions/{event}/cause`
pub(crate) fn correct(call: &Call<'_>) -> Result<Nothing, Fault> {
    let CauseCorrected { delivery, note } = call.json()?;
    let (house, view) = (call.house(), call.view());
    let dossier = customer(call, &view)?;
    let customer = dossier.hot.id;
    let acted = events::of(&view, customer, |body| matches!(body, Body::Acted(_)))?;
    let acted = acted.iter().find(|event| event_id(event.message) == call.part("event"));
    let acted = acted.ok_or(Fault::NotFound)?;
    let cause = match delivery {
        None => None,
        Some(text) => {
            let life = life::of(&view.runtime, view.scope.vault(), customer)?.ok_or(Fault::NotFound)?;
            let intent: Option<IntentId> = text.parse().ok();
            let left = |one: &&IntentLife| {
                Some(one.intent.id) == intent && left_at(one).is_some_and(|at| at <= acted.occurred.0)
            };
            if !life.intents.iter().any(|one| left(&one)) {
                return Err(unfit(format!("no message \"{text}\" left to them before")));
            }
            intent
        }
    };
    let said = taken_down(call, SaidBy::Correction, note)?;
    let body = Body::CauseSaid(Box::new(CauseSaid { action: acted.message, cause, said }));
    let id = MessageId::Hash(parts_hash(&[b"cause said".as_slice(), &random_key()?]));
    let act = acts::Act { vault: view.scope.vault(), customer, id, at: house.now(), body, proven: None };
    if house.take_acts(vec![act])? == 0 {
        return Err(Fault::NoIdentifier);
    }
    house.catch_up()?;
    let act = Act { what: "cause_corrected", about: customer.to_string(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Nothing)
}

/// Everything of somebody, the newest first.
fn told(view: &View, customer: EntityId) -> Result<Vec<ActionTold>, Fault> {
    let life = life::of(&view.runtime, view.scope.vault(), customer)?.ok_or(Fault::NotFound)?;
    let entries = view.runtime.timeline(view.scope.vault(), customer)?;
    let causes = Causes::of(view, &life, &entries);
    let mut acted: Vec<(&Event, &Action)> = entries.iter().filter_map(acted).collect();
    acted.sort_by_key(|(event, _)| std::cmp::Reverse(event.order_key()));
    let catalogue = &view.runtime.catalogue;
    let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    let told = acted.into_iter().take(ACTIONS_MAX).map(|(event, action)| ActionTold {
        event: event_id(event.message),
        kind: action.kind.into(),
        at: Moment(event.occurred.0),
        article: action
            .item
            .and_then(|item| catalogue.product(item.product))
            .map(|own| own.number.to_string()),
        category: action.node().map(|node| ActionNode {
            id: format!("{:016x}", node.0),
            name: catalogue.title_of(node).map(|name| name.to_string()),
        }),
        subject: text(&action.subject),
        outlet: action.outlet.and_then(|outlet| catalogue.outlet(outlet)).map(|own| own.number.to_string()),
        code: text(&action.code),
        receipt: text(&action.receipt),
        rating: action.rating,
        said: action.said.as_ref().map(ActSaid::from),
        cause: causes.told(event, action),
        simulated: event.simulated,
    });
    Ok(told.collect())
}

pub(super) fn acted(entry: &Entry) -> Option<(&Event, &Action)> {
    match &entry.input {
        Input::Event(event) | Input::Forwarded { event, .. } => match &event.body {
            Body::Acted(action) => Some((event, action)),
            _ => None,
        },
        _ => None,
    }
}

/// When a message left, if the person may have got it.
fn left_at(one: &IntentLife) -> Option<Timestamp> {
    let handed = one.states.iter().find(|(_, state)| matches!(state, State::Handed));
    let left = handed.or_else(|| one.states.iter().find(|(_, state)| state.has_left()));
    left.map(|(at, _)| *at).filter(|_| went_out(one.intent.state.code()))
}

/// What led to the actions of one person.
pub(super) struct Causes<'a> {
    view: &'a View,
    life: &'a Life,
    sent: Vec<Sent>,
    /// By action, the newest word of somebody.
    said: Vec<(&'a Event, &'a CauseSaid)>,
    /// What lies under a node, looked up once: that walks a whole tree.
    under: RefCell<BTreeMap<CategoryId, Rc<[CategoryId]>>>,
}

impl<'a> Causes<'a> {
    pub(super) fn of(view: &'a View, life: &'a Life, entries: &'a [Entry]) -> Causes<'a> {
        let mut said: Vec<(&Event, &CauseSaid)> = Vec::new();
        for entry in entries {
            if let Input::Event(event) | Input::Forwarded { event, .. } = &entry.input
                && let Body::CauseSaid(own) = &event.body
            {
                said.push((event, own));
            }
        }
        said.sort_by_key(|(event, _)| event.order_key());
        let sent = life.intents.iter().filter_map(|one| sent(view, one)).collect();
        Causes { view, life, sent, said, under: RefCell::default() }
    }

    pub(super) fn told(&self, event: &Event, action: &Action) -> ActionCause {
        let said = self.said.iter().rev().find(|(_, said)| said.action == event.message);
        if let Some((_, CauseSaid { cause, said, .. })) = said {
            let words = |language| match cause {
                Some(_) => pick(language, "so festgehalten", "noted so").to_owned(),
                None => pick(language, "keine Nachricht, so festgehalten", "no message, noted so").to_owned(),
            };
            return self.of_message(*cause, CauseCertainty::Said, Localised::both(words), Some(said.into()));
        }
        let catalogue = &self.view.runtime.catalogue;
        let done = Done {
            at: event.occurred.0,
            code: action.code.clone(),
            article: action.item.map(|item| item.product),
            node: action.node(),
        };
        let lies_under = |own: CategoryId, above: CategoryId| {
            self.under(above).binary_search(&catalogue.category(own)).is_ok()
        };
        let meet = |one, other| lies_under(one, other) || lies_under(other, one);
        let found = cause_of(&self.sent, &done, meet);
        let certainty = match found {
            Cause::Certain(_) => CauseCertainty::Certain,
            Cause::Probable { .. } => CauseCertainty::Probable,
            Cause::None(_) => CauseCertainty::None,
        };
        self.of_message(
            found.intent(),
            certainty,
            Localised::both(|language| words::because(found, language)),
            None,
        )
    }

    fn under(&self, node: CategoryId) -> Rc<[CategoryId]> {
        let mut known = self.under.borrow_mut();
        let under = known.entry(node).or_insert_with(|| self.view.runtime.catalogue.under(node).into());
        Rc::clone(under)
    }

    fn of_message(
        &self,
        intent: Option<IntentId>,
        certainty: CauseCertainty,
        words: Localised,
        corrected: Option<ActSaid>,
    ) -> ActionCause {
        let one = self.life.intents.iter().find(|one| Some(one.intent.id) == intent);
        let name = one.map(|one| self.view.runtime.program.name(one.intent.message));
        ActionCause {
            certainty,
            delivery: intent.map(|intent| intent.to_string()),
            message: name.map(|name| message(self.view, &name)),
            sent: one.and_then(left_at).map(Moment),
            words,
            corrected,
        }
    }
}

/// A message that left, with what it was about: its articles, and what its definition says.
fn sent(view: &View, one: &IntentLife) -> Option<Sent> {
    let at = left_at(one)?;
    let ticket = one.ticket.as_ref()?;
    let catalogue = &view.runtime.catalogue;
    let offered = ticket.offers.iter().map(|offer| offer.product);
    let articles: Vec<ProductId> = ticket.items.iter().copied().chain(offered).collect();
    let mut nodes: Vec<CategoryId> = Vec::new();
    for product in articles.iter().filter_map(|id| catalogue.product(*id)) {
        nodes.push(catalogue.category(product.category()));
        let others = product.details.iter().flat_map(|details| details.nodes.iter());
        nodes.extend(others.map(|node| catalogue.category(*node)));
    }
    if let Some(known) = view.runtime.program.message(ticket.message) {
        nodes.extend(known.about.iter().map(|node| catalogue.category(*node)));
    }
    nodes.sort_unstable();
    nodes.dedup();
    Some(Sent {
        intent: one.intent.id,
        at,
        channel: ticket.channel,
        code: ticket.voucher.clone(),
        articles,
        nodes,
    })
}

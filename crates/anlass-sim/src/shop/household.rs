//! One household as its real arrivals show it, and the simulated arrivals told about it.

use super::Plan;
use super::draws::Draws;
use anlass_model::catalogue::Catalogue;
use anlass_model::event::{Arrival, Body, Event, Item, Line, Order};
use anlass_model::id::{FamilyId, Identifier, MessageId};
use anlass_model::time::{Occurred, Received, Span, Timestamp};
use anlass_model::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Departments of the demo's chain whose articles nobody orders online: petrol, services, bookkeeping.
const NOT_ONLINE: [&str; 11] = [
    "CHARITABLE CONT",
    "CNTRL/STORE SUP",
    "COUPON",
    "FUEL",
    "GM MERCH EXP",
    "MISCELLANEOUS",
    "PHOTO & VIDEO",
    "POSTAL CENTER",
    "PROD-WHS SALES",
    "RESTAURANT",
    "TRAVEL & LEISURE",
];
/// More pieces of one article than this are weights or bulk, no model for an online cart.
const PIECES_MAX: i32 = 20;

/// A line that was bought.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bought {
    pub(crate) at: Timestamp,
    pub(crate) line: Line,
}

pub(crate) struct Basket<'a> {
    pub(crate) at: Timestamp,
    pub(crate) order: &'a Order,
}

pub(crate) struct Household<'a> {
    pub(crate) person: &'a Identifier,
    pub(crate) identifiers: &'a [Identifier],
    pub(crate) draws: Draws,
    /// When its first and its last real event occurred.
    pub(crate) first: Timestamp,
    pub(crate) last: Timestamp,
    /// As the chain noted it, for example "25-34" or "65+".
    pub(crate) age_band: Option<&'a str>,
    pub(crate) baskets: Vec<Basket<'a>>,
    /// All lines really bought, by time.
    bought: Vec<Bought>,
    /// Those of them that could have been bought online, by time.
    wares: Vec<Bought>,
    /// Articles this household buys, by family. Only its own, lest households depend on each other.
    own_families: BTreeMap<FamilyId, BTreeSet<Item>>,
}

impl<'a> Household<'a> {
    /// `own` are its real arrivals by time; `None` if there are none.
    pub(crate) fn new(
        person: &'a Identifier,
        draws: Draws,
        catalogue: &Catalogue,
        own: &[&'a Arrival],
    ) -> Option<Household<'a>> {
        let (first, last) = (own.first()?, own.last()?);
        let mut household = Household {
            person,
            identifiers: &first.identifiers,
            draws,
            first: first.event.occurred.0,
            last: last.event.occurred.0,
            age_band: None,
            baskets: Vec::new(),
            bought: Vec::new(),
            wares: Vec::new(),
            own_families: BTreeMap::new(),
        };
        for arrival in own {
            let at = arrival.event.occurred.0;
            match &arrival.event.body {
                Body::Ordered(order) => household.take(at, order, catalogue),
                Body::Profile(fields) => household.age_band = age_band(fields).or(household.age_band),
                _ => {}
            }
        }
        Some(household)
    }

    fn take(&mut self, at: Timestamp, order: &'a Order, catalogue: &Catalogue) {
        // A second report of the same order is no second purchase.
        if self.baskets.iter().any(|basket| basket.order.id == order.id) {
            return;
        }
        self.baskets.push(Basket { at, order });
        for line in &order.lines {
            self.bought.push(Bought { at, line: *line });
            if is_sold_online(catalogue, line) {
                self.wares.push(Bought { at, line: *line });
                self.own_families.entry(line.item.family).or_default().insert(line.item);
            }
        }
    }

    /// Whether anything of a family was really bought after `at`, up to `within` later.
    pub(crate) fn buys_family(&self, family: FamilyId, at: Timestamp, within: Span) -> bool {
        is_bought_within(&self.bought, family, at, within)
    }

    /// What could be bought online and was bought before.
    pub(crate) fn wares_before(&self, at: Timestamp) -> &[Bought] {
        let count = self.wares.partition_point(|bought| bought.at < at);
        self.wares.get(..count).unwrap_or(&[])
    }

    /// Lines bought at a moment that could have been bought online.
    pub(crate) fn wares_at(&self, at: Timestamp) -> &[Bought] {
        let from = self.wares.partition_point(|bought| bought.at < at);
        let to = self.wares.partition_point(|bought| bought.at <= at);
        self.wares.get(from..to).unwrap_or(&[])
    }

    /// Other articles of the same family that this household buys too.
    pub(crate) fn siblings(&self, item: Item) -> Vec<Item> {
        let family = self.own_families.get(&item.family);
        family.into_iter().flatten().filter(|other| other.product != item.product).copied().collect()
    }
}

/// Whether one of `bought` (by time) is of a family and lies after `at`, up to `within` later.
pub(crate) fn is_bought_within(bought: &[Bought], family: FamilyId, at: Timestamp, within: Span) -> bool {
    let from = bought.partition_point(|bought| bought.at <= at);
    let later = bought.get(from..).unwrap_or(&[]).iter().take_while(|bought| bought.at <= at.plus(within));
    later.into_iter().any(|bought| bought.line.item.family == family)
}

/// So many pieces at the price per piece of a line that was bought.
pub(crate) fn pieces_of(bought: &Line, item: Item, quantity: i64) -> Line {
    let price = bought.value.checked_div(i64::from(bought.quantity)).unwrap_or(0).max(1);
    Line { item, quantity: i32::try_from(quantity).unwrap_or(1), value: price.saturating_mul(quantity) }
}

fn age_band(fields: &[(anlass_model::id::Name, Option<Value>)]) -> Option<&str> {
    let (_, value) = fields.iter().find(|(name, _)| name.as_str() == "age_band")?;
    match value {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// An article that the catalogue knows, in pieces and not for nothing.
fn is_sold_online(catalogue: &Catalogue, line: &Line) -> bool {
    let Some(product) = catalogue.product(line.item.product) else { return false };
    let department = product.path.first().map_or("", |name| &**name);
    !NOT_ONLINE.contains(&department) && (1..=PIECES_MAX).contains(&line.quantity) && line.value > 0
}

/// The simulated arrivals of one household so far.
pub(crate) struct Told {
    plan: Plan,
    identifiers: Vec<Identifier>,
    pub(crate) arrivals: Vec<Arrival>,
}

impl Told {
    pub(crate) fn new(plan: &Plan, identifiers: &[Identifier]) -> Told {
        Told { plan: *plan, identifiers: identifiers.to_vec(), arrivals: Vec::new() }
    }

    /// `draws` names the event: the same never twice.
    pub(crate) fn tell(&mut self, draws: Draws, at: Timestamp, body: Body) {
        self.arrivals.push(Arrival {
            vault: self.plan.vault,
            identifiers: self.identifiers.clone(),
            event: simulated(&self.plan, draws, at, body),
        });
    }
}

/// An event of the simulator; it is received the moment it occurs.
pub(crate) fn simulated(plan: &Plan, draws: Draws, at: Timestamp, body: Body) -> Event {
    Event {
        message: MessageId::Hash(draws.hash("message")),
        source: plan.source,
        occurred: Occurred(at),
        received: Received(at),
        simulated: true,
        body,
    }
}

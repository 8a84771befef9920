//! Collects what rows say, by person, and turns it heap by heap into sorted arrivals and a report.

use super::heaps::{HEAPS, Heaps, Room, heap_of};
use super::orders::Basket;
use super::taken_back::{self, TakenBack};
use super::{Bought, Unknown};
use crate::error::Error;
use crate::mapping::Mapping;
use crate::report::{FileReport, Report, Role};
use anlass_model::catalogue::Catalogue;
use anlass_model::consent::Channel;
use anlass_model::event::{Arrival, Body, Event};
use anlass_model::id::{Identifier, MessageId, Name, VaultId, parts_hash};
use anlass_model::thing::ThingSaid;
use anlass_model::time::{Occurred, Received, Timestamp};
use anlass_model::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// An event whose message id is still to be made of its key.
#[derive(Serialize, Deserialize)]
pub(super) struct Draft {
    /// What makes it this event in the retailer's own words, wherever it stands in whatever file: so a file that has
    /// grown, or a part of it, imported again adds only what is new.
    pub(super) key: u128,
    pub(super) at: Timestamp,
    /// Of one person, strongest first.
    pub(super) identifiers: Vec<Identifier>,
    pub(super) body: Body,
}

/// What is told once, in however many rows it stands.
#[derive(Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) draft: Draft,
    /// Of which report its row is.
    pub(super) report: u32,
    /// Of those that its row became.
    pub(super) is_first: bool,
}

/// What waits for everything else of the same person.
#[derive(Serialize, Deserialize)]
pub(super) enum Item {
    Draft(Draft),
    Told(Told),
    Basket(Basket),
    TakenBack(TakenBack),
}

pub(super) struct Collected {
    people: Heaps<Item>,
    pub(super) reports: Vec<FileReport>,
    pub(super) orders_of_several_times: u64,
    pub(super) unknown: Unknown,
    sums: Sums,
}

/// What the heaps made so far came to.
#[derive(Default)]
struct Sums {
    events: u64,
    customers: u64,
    orders: u64,
    orders_without_lines: u64,
    cancellations: u64,
    returns: u64,
    returns_not_assignable: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

impl Collected {
    pub(super) fn new(room: &Room) -> Collected {
        Collected {
            people: Heaps::new(room),
            reports: Vec::new(),
            orders_of_several_times: 0,
            unknown: Unknown::new(),
            sums: Sums::default(),
        }
    }

    /// # Errors
    /// If there is no room for it.
    pub(super) fn put(&mut self, item: &Item) -> Result<(), Error> {
        let identifier = match item {
            Item::Draft(draft) | Item::Told(Told { draft, .. }) => draft.identifiers.first(),
            Item::Basket(basket) => Some(&basket.customer),
            Item::TakenBack(taken) => Some(&taken.customer),
        };
        let heap = identifier.map_or(0, |identifier| {
            heap_of([identifier.kind.as_str().as_bytes(), identifier.value.as_bytes()])
        });
        self.people.put(heap, item)
    }

    /// The arrivals of everybody in a heap: person by person, each in the order of (received, message id).
    ///
    /// # Errors
    /// If they cannot be read.
    pub(super) fn arrivals(
        &mut self,
        heap: usize,
        mapping: &Mapping,
        vault: VaultId,
        bought: &mut dyn FnMut(&Identifier) -> Vec<Bought>,
    ) -> Result<Vec<Arrival>, Error> {
        let (mut drafts, mut baskets, mut taken) = (Vec::new(), Vec::new(), Vec::new());
        let mut told: HashSet<u128> = HashSet::new();
        for item in self.people.take(heap)? {
            match item {
                Item::Draft(draft) => drafts.push(draft),
                Item::Told(Told { draft, report, is_first }) => {
                    let own = usize::try_from(report).ok().and_then(|at| self.reports.get_mut(at));
                    if told.insert(draft.key) {
                        drafts.push(draft);
                    } else if let Some(own) = own.filter(|_| is_first) {
                        own.repeated();
                    }
                }
                Item::Basket(basket) => baskets.push(basket),
                Item::TakenBack(back) => taken.push(back),
            }
        }
        let orders = self.reports.iter_mut().find(|report| report.role == Role::Orders);
        let rule = mapping.orders.as_ref().and_then(|orders| orders.takes_back.as_ref());
        if let (Some(report), Some(rule)) = (orders, rule) {
            drafts.extend(taken_back::drafts(rule.cancelled_within.0, &baskets, bought, taken, report));
        }
        drafts.extend(baskets.into_iter().flat_map(Basket::drafts));
        let mut times: HashMap<u128, u64> = HashMap::new();
        let source = mapping.source();
        let arrival = |draft: Draft| {
            // The second of two that are the same in everything (a coupon redeemed twice on one day) is another one.
            let before = times.entry(draft.key).or_default();
            let parts = [&source.0.to_le_bytes()[..], &draft.key.to_le_bytes(), &before.to_le_bytes()];
            let message = MessageId::Hash(parts_hash(&parts));
            *before += 1;
            Arrival {
                vault,
                identifiers: draft.identifiers,
                event: Event {
                    message,
                    source,
                    occurred: Occurred(draft.at),
                    received: Received(draft.at),
                    simulated: false,
                    body: draft.body,
                },
            }
        };
        let mut arrivals: Vec<Arrival> = drafts.into_iter().map(arrival).collect();
        arrivals.sort_by(|one, other| {
            let key = |arrival: &Arrival| (arrival.event.received, arrival.event.message);
            one.identifiers.first().cmp(&other.identifiers.first()).then_with(|| key(one).cmp(&key(other)))
        });
        self.sums.add(&arrivals);
        Ok(arrivals)
    }

    /// A column that one role does not use may be used by another one that reads the same file.
    pub(super) fn used_by_any_role(&mut self) {
        let mut unused: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for report in &self.reports {
            let own = &report.columns_unused;
            let known = unused.entry(report.file.clone()).or_insert_with(|| own.clone());
            known.retain(|column| own.contains(column));
        }
        for report in &mut self.reports {
            if let Some(unused) = unused.get(&report.file) {
                report.columns_unused.clone_from(unused);
            }
        }
    }

    /// All arrivals, sorted by (received, message id).
    pub(super) fn all(
        mut self,
        mapping: &Mapping,
        vault: VaultId,
        catalogue: &Catalogue,
    ) -> Result<(Vec<Arrival>, Report), Error> {
        let mut arrivals = Vec::new();
        for heap in 0..HEAPS {
            arrivals.extend(self.arrivals(heap, mapping, vault, &mut |_| Vec::new())?);
        }
        arrivals.sort_by_key(|arrival| (arrival.event.received, arrival.event.message));
        let report = self.report(mapping, catalogue);
        Ok((arrivals, report))
    }

    /// Once every heap was made.
    pub(super) fn report(self, mapping: &Mapping, catalogue: &Catalogue) -> Report {
        for report in &self.reports {
            assert_eq!(
                report.rows_read,
                report.rows_with_a_fate(),
                "every row of {} has one fate",
                report.file
            );
        }
        let sums = self.sums;
        Report {
            mapping: mapping.name().as_str().into(),
            source: mapping.source().0,
            origin: mapping.origin().map(str::to_owned),
            currency: mapping.currency(),
            files: self.reports,
            events: sums.events,
            customers: sums.customers,
            orders: sums.orders,
            orders_without_lines: sums.orders_without_lines,
            orders_of_several_times: self.orders_of_several_times,
            cancellations: sums.cancellations,
            returns: sums.returns,
            returns_not_assignable: sums.returns_not_assignable,
            articles: number(catalogue.products()),
            articles_unknown: number(self.unknown.len()),
            outlets: number(catalogue.outlets().count()),
            first: sums.first,
            last: sums.last,
        }
    }
}

impl Sums {
    fn add(&mut self, arrivals: &[Arrival]) {
        let count =
            |is: fn(&Body) -> bool| number(arrivals.iter().filter(|arrival| is(&arrival.event.body)).count());
        self.events += number(arrivals.len());
        // By the strongest that each row names; who is in this heap is in no other.
        let customers: BTreeSet<&Identifier> =
            arrivals.iter().filter_map(|arrival| arrival.identifiers.first()).collect();
        self.customers += number(customers.len());
        self.orders += count(|body| matches!(body, Body::Ordered(_)));
        self.orders_without_lines +=
            count(|body| matches!(body, Body::Ordered(order) if order.lines.is_empty()));
        self.cancellations += count(|body| matches!(body, Body::Cancelled { .. }));
        self.returns += count(|body| matches!(body, Body::Returned { .. }));
        self.returns_not_assignable += count(|body| matches!(body, Body::Returned { order: None, .. }));
        let moments = || arrivals.iter().map(|arrival| arrival.event.occurred.0);
        self.first = self.first.into_iter().chain(moments().min()).min();
        self.last = self.last.into_iter().chain(moments().max()).max();
    }
}

/// The key of an event: its kind, whose it is, and what its kind is told apart by.
pub(super) fn key(kind: &str, identifier: &Identifier, parts: &[&[u8]]) -> u128 {
    let mut all = vec![kind.as_bytes(), identifier.kind.as_str().as_bytes(), identifier.value.as_bytes()];
    all.extend_from_slice(parts);
    parts_hash(&all)
}

/// What a row says of somebody: a later file that says something else about them is another event.
pub(super) fn print(identifiers: &[Identifier], body: &Body) -> [u8; 16] {
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for identifier in identifiers {
        parts.push(identifier.kind.as_str().into());
        parts.push(identifier.value.as_bytes().into());
    }
    match body {
        Body::Profile(facts) => {
            for (name, value) in facts {
                parts.push(name.as_str().into());
                parts.push(value.as_ref().map(Value::to_string).unwrap_or_default().into());
            }
        }
        Body::Consent(act) => {
            parts.push(act.channel.map_or("", Channel::as_str).into());
            parts.push(act.purpose.as_ref().map_or("", Name::as_str).into());
            parts.push(vec![u8::from(act.granted), u8::from(act.proof.is_provable())]);
        }
        Body::Thing(act) => match &act.said {
            ThingSaid::Gone => parts.push(b"gone".into()),
            ThingSaid::Is(fields) => {
                for (name, value) in fields {
                    parts.push(name.as_str().into());
                    parts.push(value.as_ref().map(Value::to_string).unwrap_or_default().into());
                }
            }
        },
        Body::Custom { value, fields, .. } => {
            parts.push(value.to_le_bytes().into());
            for (name, value) in fields {
                parts.push(name.as_str().into());
                parts.push(value.to_string().into());
            }
        }
        Body::Acted(action) => {
            parts.push(action.kind.event_name().into());
            parts.push(vec![action.rating.unwrap_or_default()]);
            parts.push(action.receipt.as_deref().unwrap_or_default().into());
        }
        _ => {}
    }
    parts_hash(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()).to_le_bytes()
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

//! Collects what files yielded and turns it into sorted arrivals and a report.

use super::{Imported, Unknown};
use crate::mapping::Mapping;
use crate::report::{FileReport, Report};
use anlass_model::catalogue::Catalogue;
use anlass_model::consent::Channel;
use anlass_model::event::{Arrival, Body, Event};
use anlass_model::id::{Identifier, MessageId, Name, VaultId, parts_hash};
use anlass_model::time::{Occurred, Received, Timestamp};
use anlass_model::value::Value;
use std::collections::{BTreeSet, HashMap};

/// An event whose message id is still to be made of its key.
pub(super) struct Draft {
    /// What makes it this event in the retailer's own words, wherever it stands in whatever file: so a file that has
    /// grown, or a part of it, imported again adds only what is new.
    pub(super) key: u128,
    pub(super) at: Timestamp,
    /// Of one person, strongest first.
    pub(super) identifiers: Vec<Identifier>,
    pub(super) body: Body,
}

#[derive(Default)]
pub(super) struct Collected {
    drafts: Vec<Draft>,
    pub(super) reports: Vec<FileReport>,
    pub(super) orders_of_several_times: u64,
    pub(super) unknown: Unknown,
    pub(super) outlets: u64,
}

impl Collected {
    pub(super) fn add(&mut self, drafts: Vec<Draft>, report: FileReport) {
        self.drafts.extend(drafts);
        self.reports.push(report);
    }

    pub(super) fn finish(self, mapping: &Mapping, vault: VaultId, catalogue: Catalogue) -> Imported {
        for report in &self.reports {
            assert_eq!(
                report.rows_read,
                report.rows_with_a_fate(),
                "every row of {} has one fate",
                report.file
            );
        }
        let source = mapping.source();
        let mut times: HashMap<u128, u64> = HashMap::new();
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
        let mut arrivals: Vec<Arrival> = self.drafts.into_iter().map(arrival).collect();
        arrivals.sort_by_key(|arrival| (arrival.event.received, arrival.event.message));
        let count =
            |is: fn(&Body) -> bool| number(arrivals.iter().filter(|arrival| is(&arrival.event.body)).count());
        // By the strongest that each row names.
        let customers: BTreeSet<&Identifier> =
            arrivals.iter().filter_map(|arrival| arrival.identifiers.first()).collect();
        let report = Report {
            mapping: mapping.name().as_str().into(),
            source: source.0,
            origin: mapping.origin().map(str::to_owned),
            currency: mapping.currency(),
            files: self.reports,
            events: number(arrivals.len()),
            customers: number(customers.len()),
            orders: count(|body| matches!(body, Body::Ordered(_))),
            orders_without_lines: count(
                |body| matches!(body, Body::Ordered(order) if order.lines.is_empty()),
            ),
            orders_of_several_times: self.orders_of_several_times,
            cancellations: count(|body| matches!(body, Body::Cancelled { .. })),
            returns: count(|body| matches!(body, Body::Returned { .. })),
            returns_not_assignable: count(|body| matches!(body, Body::Returned { order: None, .. })),
            articles: number(catalogue.products()),
            articles_unknown: number(self.unknown.len()),
            outlets: self.outlets,
            first: arrivals.first().map(|arrival| arrival.event.occurred.0),
            last: arrivals.last().map(|arrival| arrival.event.occurred.0),
        };
        Imported { catalogue, arrivals, report }
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
        _ => {}
    }
    parts_hash(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()).to_le_bytes()
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

//! Collects what files yielded and turns it into sorted arrivals and a report.

use super::{Imported, Unknown};
use crate::mapping::Mapping;
use crate::report::{FileReport, Report};
use anlass_model::catalogue::Catalogue;
use anlass_model::event::{Arrival, Body, Event};
use anlass_model::id::{Identifier, MessageId, VaultId};
use anlass_model::time::{Occurred, Received, Timestamp};
use std::collections::BTreeSet;

/// An event whose message id still lacks the number of its file.
pub(super) struct Draft {
    /// The first row that it stands on; no two events of a file share one.
    pub(super) row: u64,
    pub(super) at: Timestamp,
    pub(super) identifier: Identifier,
    pub(super) body: Body,
}

#[derive(Default)]
pub(super) struct Collected {
    drafts: Vec<(u32, Draft)>,
    pub(super) reports: Vec<FileReport>,
    pub(super) orders_of_several_times: u64,
    pub(super) unknown: Unknown,
    pub(super) outlets: u64,
}

impl Collected {
    pub(super) fn add(&mut self, file: u32, drafts: Vec<Draft>, report: FileReport) {
        self.drafts.extend(drafts.into_iter().map(|draft| (file, draft)));
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
        let arrival = |(file, draft): (u32, Draft)| Arrival {
            vault,
            identifiers: vec![draft.identifier],
            event: Event {
                message: MessageId::Row { file, row: draft.row },
                source: mapping.source(),
                occurred: Occurred(draft.at),
                received: Received(draft.at),
                simulated: false,
                body: draft.body,
            },
        };
        let mut arrivals: Vec<Arrival> = self.drafts.into_iter().map(arrival).collect();
        arrivals.sort_by_key(|arrival| (arrival.event.received, arrival.event.message));
        let count =
            |is: fn(&Body) -> bool| number(arrivals.iter().filter(|arrival| is(&arrival.event.body)).count());
        let customers: BTreeSet<&Identifier> =
            arrivals.iter().flat_map(|arrival| &arrival.identifiers).collect();
        let report = Report {
            mapping: mapping.name().as_str().into(),
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

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

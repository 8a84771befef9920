//! Lines that come late: what they belong to was taken in without them. They are added to it as they stand, each as an event
//! of its own, and never twice.

use super::House;
use crate::refused::{LINE_KNOWN, ORDER_KNOWN};
use anlass_engine::Dossier;
use anlass_model::event::{Arrival, Body, Event, Line, SourceId};
use anlass_model::id::{Identifier, MessageId, VaultId, parts_hash};
use anlass_runtime::imported::Import as Bringing;
use anlass_sources::Bought;
use anlass_store::seal::Keyring;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;

/// Where rows come from, and what is known of their people.
#[derive(Clone, Copy)]
pub(super) struct Late<'a> {
    pub(super) house: &'a House,
    pub(super) keyring: &'a Keyring,
    pub(super) vault: VaultId,
    pub(super) source: SourceId,
}

impl Late<'_> {
    /// The orders of whom an identifier leads to, with what is left of them.
    ///
    /// # Errors
    /// If the loop has ended, or the store failed.
    pub(super) fn bought(self, customer: &Identifier) -> Result<Vec<Bought>> {
        let Some(dossier) = self.dossier(customer)? else { return Ok(Vec::new()) };
        let orders = dossier.hot.heads.iter().zip(&dossier.orders.lines);
        Ok(orders
            .map(|(head, lines)| {
                let mut kept = BTreeMap::new();
                for line in lines {
                    let pieces = line.quantity.saturating_sub(line.returned).saturating_sub(line.cancelled);
                    *kept.entry(line.item.product).or_insert(0) += i64::from(pieces.max(0));
                }
                Bought { order: head.id, at: head.occurred, kept: kept.into_iter().collect() }
            })
            .collect())
    }

    /// Adds what one row says, known by its place, to what was taken in without it. What remains is why it cannot be.
    ///
    /// # Errors
    /// If the loop has ended, or the store failed.
    pub(super) fn add(self, heaps: Vec<(usize, Vec<Arrival>)>, place: &str) -> Result<Option<&'static str>> {
        for (heap, arrivals) in heaps {
            // That the whole order is cancelled was told with it.
            let arrivals = arrivals.into_iter().filter(|arrival| !of_line(&arrival.event.body).is_empty());
            let arrivals: Vec<Arrival> = arrivals.map(|arrival| added(arrival, place)).collect();
            let bringing = Bringing::beside(self.vault, self.source, parts_hash(&[place.as_bytes()]));
            let all = arrivals.len();
            let known = arrivals.first().map(|arrival| (arrival.identifiers.clone(), arrival.event.clone()));
            let news = bringing.news(&*self.house.store, self.keyring, heap, arrivals)?;
            if news.known == u64::try_from(all)? {
                continue;
            }
            if let Some((identifiers, event)) = known
                && let Some(reason) = self.refuses(&identifiers, &event)?
            {
                return Ok(Some(reason));
            }
            news.slices.into_iter().try_for_each(|slice| self.house.bring(slice))?;
        }
        Ok(None)
    }

    /// Why a line cannot be added to what is known of its person.
    fn refuses(self, identifiers: &[Identifier], event: &Event) -> Result<Option<&'static str>> {
        let first = identifiers.first().context("a line of nobody")?;
        let Some(dossier) = self.dossier(first)? else { return Ok(Some(ORDER_KNOWN)) };
        let reason = match &event.body {
            Body::Extended(order) => {
                let orders = dossier.hot.heads.iter().zip(&dossier.orders.lines);
                let known = orders.into_iter().find(|(head, _)| head.id == order.id);
                match known {
                    None => Some(ORDER_KNOWN),
                    // Its lines are not kept any more.
                    Some((head, lines)) if lines.is_empty() && head.lines > 0 => Some(ORDER_KNOWN),
                    Some((_, lines)) => order
                        .lines
                        .iter()
                        .any(|line| {
                            lines.iter().any(|known| {
                                let known = (known.item.product, known.quantity, known.value);
                                known == (line.item.product, line.quantity, line.value)
                            })
                        })
                        .then_some(LINE_KNOWN),
                }
            }
            body => of_line(body)
                .iter()
                .any(|line| {
                    let said = (line.item.product, line.quantity, line.value);
                    let backs = dossier.orders.backs.iter().filter(|back| back.occurred == event.occurred.0);
                    let mut lines = backs.flat_map(|back| &back.lines);
                    lines.any(|(item, quantity, value)| (item.product, *quantity, *value) == said)
                })
                .then_some(LINE_KNOWN),
        };
        Ok(reason)
    }

    fn dossier(self, customer: &Identifier) -> Result<Option<Dossier>> {
        let (tell, told) = sync_channel(1);
        let (vault, customer) = (self.vault, customer.clone());
        self.house.after_rounds(Box::new(move |live| {
            live.settle()?;
            let found = live.runtime.find(vault, &customer)?;
            let dossier = found.map(|id| live.runtime.dossier(vault, id)).transpose()?.flatten();
            Ok(tell.send(dossier)?)
        }))?;
        told.recv().context("the loop stopped")
    }
}

/// The lines that an event is about; none: a whole order.
fn of_line(body: &Body) -> &[Line] {
    match body {
        Body::Ordered(order) | Body::Extended(order) => &order.lines,
        Body::Cancelled { lines, .. } | Body::Returned { lines, .. } => lines,
        _ => &[],
    }
}

/// What a row says, as an event beside the one that it would have been a part of.
fn added(mut arrival: Arrival, place: &str) -> Arrival {
    let event = &mut arrival.event;
    let of = match event.message {
        MessageId::Hash(hash) => hash,
        MessageId::Row { file, row } => parts_hash(&[&file.to_le_bytes(), &row.to_le_bytes()]),
    };
    event.message = MessageId::Hash(parts_hash(&[&of.to_le_bytes(), b"line", place.as_bytes()]));
    if let Body::Ordered(order) = &mut event.body {
        event.body = Body::Extended(order.clone());
    }
    arrival
}

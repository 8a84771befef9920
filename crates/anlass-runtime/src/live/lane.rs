//! The release lane: whatever may leave is claimed with its Ticket and handed in one commit; what was accepted
//! meanwhile is applied before anything of it is given out.

use super::{LEND_MAX, Live, Loan, Surroundings};
use crate::batch::{Extra, Mode, Round, Work};
use crate::error::Error;
use crate::pools::Pools;
use crate::virtual_time::release_input;
use anlass_engine::{Dossier, HandOver, Input, Release, TICKET_FRESH, Ticket};
use anlass_model::catalogue::{Asked, Catalogue};
use anlass_model::consent::Class;
use anlass_model::id::{IntentId, ProductId};
use anlass_model::time::Timestamp;
use anlass_store::{IntentRow, Waiting};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whether a Ticket still says what the catalogue says, after it changed.
fn is_true(
    ticket: &Ticket,
    place: Asked,
    asked: &Arc<Catalogue>,
    catalogue: &Arc<Catalogue>,
    now: Timestamp,
) -> bool {
    let is_there = |catalogue: &Catalogue, item: &ProductId| catalogue.is_available_at(*item, place.outlet);
    Arc::ptr_eq(asked, catalogue)
        || (ticket.items.iter().all(|item| is_there(asked, item) == is_there(catalogue, item))
            && crate::catalogue::offers(catalogue, &ticket.items, place, now) == ticket.offers)
}

impl Live {
    /// Lends out what may leave now, no more of each class than there is room for with whoever carries it; a class that
    /// is not named waits. Everything in the returned loans is committed as handed: the caller gives each to its channel
    /// once and reports with [`Live::report`].
    ///
    /// Each class has its own share, so a mailing to everybody does not hold up contract messages.
    /// `clock` is asked again once the loans are durable: what was accepted meanwhile is applied first, and
    /// whoever it concerns, and Tickets that have become old, are kept back and asked anew by the next call.
    ///
    /// # Errors
    /// If something could not be committed; what was not returned was not lent.
    pub fn lend_to(
        &mut self,
        room: &[(Class, usize)],
        clock: &dyn Fn() -> Timestamp,
        around: &dyn Surroundings,
        max: usize,
    ) -> Result<Vec<Loan>, Error> {
        let now = clock();
        self.catch_up(now, max)?;
        // What an earlier call could not give out to the end has not left.
        let interrupted = std::mem::take(&mut self.given_out);
        if let Err(error) = self.keep_back(&interrupted, now) {
            self.given_out = interrupted;
            return Err(error);
        }
        let mut works = Vec::new();
        let mut places: BTreeMap<IntentId, Asked> = BTreeMap::new();
        let mut pools = Pools::default();
        for (class, room) in room {
            let asked = Waiting { states: &["planned", "claimed"], class: Some(*class), upto: now };
            let lent_max = LEND_MAX.min(*room);
            let waiting = self.runtime.store.outbox(&self.runtime.custodian, &asked, lent_max)?;
            let people: Vec<_> = waiting.iter().map(|row| (row.vault, row.customer)).collect();
            self.runtime.bring_in(&people)?;
            for row in &waiting {
                if let Some((work, place)) = self.release_question(row, now, around, &mut pools)? {
                    works.push(work);
                    places.insert(row.id, place);
                }
            }
        }
        if works.is_empty() {
            return Ok(Vec::new());
        }
        let released = self.runtime.run_with(vec![Round::Works(works)], Mode::Live, |runtime, tickets| {
            let released: BTreeSet<IntentId> = tickets.iter().map(|(_, ticket)| ticket.intent).collect();
            let rows = pools.settle(runtime, |intent| released.contains(intent))?;
            Ok(Extra { rows, ..Extra::default() })
        })?;
        let left: BTreeSet<IntentId> = released.handed.into_iter().collect();
        let place_of = |ticket: &Ticket| places.get(&ticket.intent).copied().unwrap_or_default();
        let loans = released.tickets.into_iter().filter(|(_, ticket)| left.contains(&ticket.intent));
        let loans = loans.map(|(vault, ticket)| Loan { vault, outlet: place_of(&ticket).outlet, ticket });
        self.given_out = loans.collect();
        self.runtime.settle()?;
        let asked = Arc::clone(&self.runtime.catalogue);
        let now = clock().max(now);
        let meanwhile: BTreeSet<_> = self.catch_up(now, max)?.touched.into_iter().collect();
        let catalogue = Arc::clone(&self.runtime.catalogue);
        let still = |loan: &Loan| {
            now.since(loan.ticket.at) <= TICKET_FRESH
                && is_true(&loan.ticket, place_of(&loan.ticket), &asked, &catalogue, now)
                && !meanwhile.contains(&(loan.vault, loan.ticket.customer))
        };
        let kept: Vec<Loan> = self.given_out.iter().filter(|loan| !still(loan)).cloned().collect();
        self.keep_back(&kept, now)?;
        let loans = std::mem::take(&mut self.given_out);
        Ok(loans.into_iter().filter(still).collect())
    }

    /// These do not leave after all, and are asked anew.
    fn keep_back(&mut self, loans: &[Loan], now: Timestamp) -> Result<(), Error> {
        if loans.is_empty() {
            return Ok(());
        }
        let work = |loan: &Loan| Work {
            vault: loan.vault,
            customer: loan.ticket.customer,
            now,
            input: Input::KeptBack(loan.ticket.intent),
        };
        self.runtime.run_works(loans.iter().map(work).collect(), Mode::Live, Extra::default())?;
        Ok(())
    }

    fn release_question(
        &self,
        row: &IntentRow,
        now: Timestamp,
        around: &dyn Surroundings,
        pools: &mut Pools,
    ) -> Result<Option<(Work, Asked)>, Error> {
        // What of the dossier matters here; or who took it in, for whoever it was planned for may have been merged
        // while a carrier had it.
        let ask = |dossier: &Dossier| match dossier.hot.merged_into {
            Some(survivor) => Err(survivor),
            None => Ok(dossier.intents.iter().find(|intent| intent.id == row.id).map(|intent| {
                let program = &self.runtime.program;
                let wanted = anlass_engine::wanted(program, dossier, intent.message, now);
                let place = crate::nearest::asked(program, dossier, intent.message, &self.runtime.catalogue);
                (anlass_engine::products_of(program, dossier, intent), intent.message, wanted, place)
            })),
        };
        let mut customer = row.customer;
        let found = loop {
            match self.runtime.ask(row.vault, customer, ask)? {
                Some(Err(survivor)) => customer = survivor,
                Some(Ok(Some(found))) => break found,
                Some(Ok(None)) | None => return Ok(None),
            }
        };
        let (mut products, message, wanted, place) = found;
        let catalogue = &self.runtime.catalogue;
        let suggested = match &wanted {
            Some(wanted) => match around.suggested(row.vault, wanted, catalogue) {
                Some(suggested) => suggested,
                None => return Ok(None),
            },
            None => Vec::new(),
        };
        products.extend(suggested.iter().map(|suggested| suggested.product));
        products.sort_unstable();
        products.dedup();
        let wanted = self.runtime.program.message(message).and_then(|message| message.voucher.as_ref());
        let voucher = match wanted {
            Some(pool) => pools.reserve(&self.runtime, (row.vault, customer), pool.as_str(), row.id)?,
            None => None,
        };
        let mut sold_out = around.sold_out(&products);
        sold_out
            .extend(products.iter().filter(|product| !catalogue.is_available_at(**product, place.outlet)));
        sold_out.sort_unstable();
        sold_out.dedup();
        let release = Release {
            intent: row.id,
            sold_out,
            sources: around.sources(),
            voucher,
            hand_over: HandOver::Now,
        };
        let offers = crate::catalogue::offers(catalogue, &products, place, now);
        let input = release_input(release, offers, suggested);
        Ok(Some((Work { vault: row.vault, customer, now, input }, place)))
    }
}

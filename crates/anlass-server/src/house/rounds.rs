//! The rounds of the loop on its thread: apply what was accepted, fire timers, lend out what is due, write the
//! letters, hand them over, report; when nothing waits, pass over people for a new program and compact. After an
//! error it opens the store anew, for memory may be ahead of it.

use super::House;
use super::letters::{self, Written};
use anlass_channels::{BulkCarrier, Outcome, Parcel};
use anlass_model::catalogue::Catalogue;
use anlass_model::definition::{Definitions, Settings};
use anlass_model::event::Receipt;
use anlass_model::id::{NameId, ProductId};
use anlass_model::time::{MINUTE, Timestamp};
use anlass_runtime::Runtime;
use anlass_runtime::live::{Live, Loan, Surroundings};
use anlass_runtime::sweep::SweepCursor;
use anlass_store::inbox::Inbox;
use anyhow::Result;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;

/// Timers are looked at this often when nobody asks for anything.
const TICK: Duration = Duration::from_millis(250);
/// After an error the store is opened anew this much later.
const PAUSE: Duration = Duration::from_secs(1);
/// Entries applied and people woken in one commit.
const BATCH: usize = 5_000;
/// People passed over for a new program in one go.
const SWEEP: usize = 2_000;
/// Rounds without a pause before other questions are heard.
const ROUNDS_MAX: usize = 50;

/// What the loop is asked for.
pub(crate) enum Ask {
    /// Something was accepted, or the clock was moved.
    Wake,
    CatchUp {
        answer: SyncSender<()>,
    },
    Publish {
        definitions: Box<Definitions>,
        /// Categories whose gap to the second order was learned.
        filled: Vec<String>,
        answer: SyncSender<Result<()>>,
    },
    /// Something short that has to happen between two rounds.
    Do {
        work: Work,
        answer: SyncSender<Result<()>>,
    },
    Stop,
}

pub(crate) type Work = Box<dyn FnOnce(&mut Live) -> Result<()> + Send>;

pub(crate) struct Rounds {
    house: Arc<House>,
    live: Live,
    asked: Receiver<Ask>,
    executor: tokio::runtime::Runtime,
    /// Lent out, written, and surely not taken by the carrier yet.
    held: Vec<(Loan, Parcel)>,
    sweep: Option<SweepCursor>,
    noted: Timestamp,
}

/// Facts of the outside, as the house knows them.
struct Around<'a> {
    catalogue: &'a Catalogue,
    settings: &'a Settings,
    house: &'a House,
    now: Timestamp,
}

impl Surroundings for Around<'_> {
    fn sold_out(&self, products: &[ProductId]) -> Vec<ProductId> {
        products.iter().filter(|product| !self.catalogue.is_available(**product)).copied().collect()
    }

    fn sources(&self) -> Vec<(NameId, Timestamp)> {
        self.house.reach.told(self.settings, self.now, self.house.is_demo)
    }
}

impl Rounds {
    pub(crate) fn new(
        house: Arc<House>,
        live: Live,
        asked: Receiver<Ask>,
        executor: tokio::runtime::Runtime,
    ) -> Rounds {
        Rounds { house, live, asked, executor, held: Vec::new(), sweep: None, noted: Timestamp(0) }
    }

    /// Until it is told to stop.
    pub(crate) fn run(mut self) {
        let mut is_open = self.begin().map_err(|error| self.complain(&error)).is_ok();
        loop {
            let ask = match self.asked.recv_timeout(if is_open { TICK } else { PAUSE }) {
                Ok(ask) => ask,
                Err(RecvTimeoutError::Timeout) => Ask::Wake,
                Err(RecvTimeoutError::Disconnected) => Ask::Stop,
            };
            if matches!(ask, Ask::Stop) {
                break;
            }
            if !is_open {
                is_open = self.reopen().map_err(|error| self.complain(&error)).is_ok();
            }
            if let Err(error) = self.answer(ask) {
                self.complain(&error);
                is_open = false;
            }
        }
        let ended = self.end();
        ended.unwrap_or_else(|error| self.complain(&error));
    }

    fn begin(&mut self) -> Result<()> {
        let recovered = self.live.recover(self.house.now())?;
        if recovered > 0 {
            let told = format!(
                "{recovered} deliveries were under way when the process ended: their fate is unknown"
            );
            (self.house.tell)(&told);
        }
        self.sweep = Some(self.live.runtime.sweep_cursor()?).filter(|cursor| !cursor.is_done());
        Ok(())
    }

    /// Applies what waits, and makes all durable; what was lent and never handed over is told of at the next start.
    fn end(&mut self) -> Result<()> {
        self.live.catch_up(self.house.now(), BATCH)?;
        self.live.settle()?;
        self.house.reach.save(&*self.house.store)?;
        self.house.clock.note(&*self.house.store)
    }

    fn complain(&self, error: &anyhow::Error) {
        let text = format!("the loop was interrupted and tries again: {error:#}");
        (self.house.tell)(&text);
        *self.house.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }

    fn reopen(&mut self) -> Result<()> {
        let store = Arc::clone(&self.house.store);
        let runtime = Runtime::open(store, &self.house.master, "anlass serve", self.house.now())?;
        self.live = Live::new(runtime, Arc::clone(&self.house.inbox) as Arc<dyn Inbox>)?;
        self.held.clear();
        self.begin()?;
        *self.house.trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }

    fn answer(&mut self, ask: Ask) -> Result<()> {
        match ask {
            Ask::Wake => self.rounds(),
            Ask::CatchUp { answer } => {
                self.rounds()?;
                // Who asked may have gone meanwhile.
                let _gone = answer.send(());
                Ok(())
            }
            Ask::Publish { definitions, filled, answer } => {
                let published = self.publish(*definitions, &filled);
                // Whoever asked hears the cause; the loop goes on with what was live before.
                let _gone = answer.send(published);
                self.rounds()
            }
            Ask::Do { work, answer } => {
                // Whoever asked hears the cause.
                let _gone = answer.send(work(&mut self.live));
                Ok(())
            }
            Ask::Stop => Ok(()),
        }
    }

    fn publish(&mut self, definitions: Definitions, filled: &[String]) -> Result<()> {
        self.live.settle()?;
        let house = &self.house;
        Runtime::publish(&*house.store, &house.master, &definitions, None)?;
        house.put(crate::drafts::KIND_LEARNED, crate::drafts::NAME_FILLED, serde_json::to_vec(filled)?)?;
        self.live.runtime.switch(definitions)?;
        self.sweep = Some(self.live.runtime.sweep_cursor()?);
        house.renew(self.live.acceptor())
    }

    /// Until nothing more is due just now.
    fn rounds(&mut self) -> Result<()> {
        for _ in 0..ROUNDS_MAX {
            if !self.round()? {
                break;
            }
        }
        let now = self.house.now();
        if let Some(cursor) = &mut self.sweep
            && self.live.runtime.sweep(cursor, SWEEP, now)?.done
        {
            self.sweep = None;
        }
        self.live.runtime.compact()?;
        if now.since(self.noted) >= MINUTE || self.house.clock.is_manual() && now != self.noted {
            self.house.reach.save(&*self.house.store)?;
            self.house.clock.note(&*self.house.store)?;
            self.noted = now;
        }
        Ok(())
    }

    /// One round; whether another one may find something to do.
    fn round(&mut self) -> Result<bool> {
        let house = Arc::clone(&self.house);
        let loans = match self.held.is_empty() {
            true => {
                let (program, catalogue) =
                    (Arc::clone(&self.live.runtime.program), Arc::clone(&self.live.runtime.catalogue));
                let settings = &program.definitions.settings;
                let around = Around { catalogue: &catalogue, settings, house: &house, now: house.now() };
                self.live.lend(&|| house.now(), &around, BATCH)?
            }
            false => Vec::new(),
        };
        self.live.settle()?;
        let applied = anlass_store::inbox_applied(&*house.store)?;
        house.applied.store(applied, Ordering::Relaxed);
        if loans.is_empty() && self.held.is_empty() {
            return Ok(false);
        }
        let mut receipts = Vec::new();
        let mut wanted = std::mem::take(&mut self.held);
        let view = house.view();
        for loan in loans {
            match letters::write(&house, &view, &self.live.runtime, &loan) {
                Ok(Written(parcel)) => wanted.push((loan, parcel)),
                Err(cause) => {
                    let told = format!("delivery {} could not be rendered: {cause}", loan.ticket.intent);
                    (house.tell)(&told);
                    receipts.push((loan, Receipt::Unrendered));
                }
            }
        }
        let parcels = wanted.iter().map(|(_, parcel)| parcel.clone()).collect();
        let answers = self.executor.block_on(house.mailbox.hand_over(parcels));
        for ((loan, parcel), answer) in wanted.into_iter().zip(answers) {
            if let Outcome::Rejected(_) = answer.outcome {
                (house.tell)(&format!("delivery {} was refused: {}", answer.intent, answer.reason));
            }
            match answer.outcome.receipt() {
                Some(receipt) => receipts.push((loan, receipt)),
                None => self.held.push((loan, parcel)),
            }
        }
        let waits = receipts.is_empty();
        self.live.report(&receipts, house.now())?;
        Ok(!waits)
    }
}

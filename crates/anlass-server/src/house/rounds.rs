//! The rounds of the loop on its thread: report what became of letters, apply what was accepted, fire timers, lend out
//! what is due, and let mailings of the day pass a few people; writing and handing over go on beside it. When nothing waits it passes over people for a new program and
//! compacts. After an error it opens the store anew, for memory may be ahead of it; if another process has taken the
//! store over, it ends.

use super::House;
use super::calls::Calls;
use super::dispatch::{Dispatch, Told};
use super::external::unanswered::Unanswered;
use super::reach::Kinds;
use super::subscriptions::telling::Telling;
use crate::access::Act;
use anlass_channels::guardrail::{Cause, Signal};
use anlass_engine::{Suggested, Wanted};
use anlass_model::catalogue::Catalogue;
use anlass_model::consent::Class;
use anlass_model::definition::{Definitions, Settings};
use anlass_model::event::Receipt;
use anlass_model::id::{NameId, VaultId};
use anlass_model::time::{MINUTE, SECOND, Span, Timestamp};
use anlass_runtime::compaction::Compaction;
use anlass_runtime::imported::Slice;
use anlass_runtime::live::{Live, Loan, Surroundings};
use anlass_runtime::sweep::SweepCursor;
use anlass_runtime::{Runtime, programs};
use anlass_store::Commit;
use anlass_store::inbox::Inbox;
use anyhow::Result;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;

/// Timers are looked at this often when nobody asks for anything.
const TICK: Duration = Duration::from_millis(250);
/// And what carriers said is listened to this often while something is under way.
const TICK_HANDING: Duration = Duration::from_millis(50);
/// After an error the store is opened anew this much later.
const PAUSE: Duration = Duration::from_secs(1);
/// Entries applied and people woken in one commit.
const BATCH: usize = 5_000;
/// People whom a mailing passes between two rounds: what a contract message may have to wait for.
const MAIL: usize = 1_000;
/// Rounds without a pause before other questions are heard.
const ROUNDS_MAX: usize = 10;

/// What was to be published was drafted over something that is not live any more.
#[derive(Debug, thiserror::Error)]
#[error("something else was published meanwhile\n  help: look at it, then publish again")]
pub(crate) struct Overtaken;

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
    /// A piece of an import; a round follows, whatever else waits.
    Bring {
        slice: Slice,
        answer: SyncSender<Result<()>>,
    },
    /// Something short that has to happen between two rounds.
    Do {
        work: Work,
        answer: SyncSender<Result<()>>,
    },
    Stop,
}

/// How much of what can wait is done between two rounds: people whose timers are overdue, people passed over for a new
/// program, and what of timelines is put together.
#[derive(Clone, Copy)]
struct Slices {
    timers: usize,
    sweep: usize,
    compaction: Compaction,
}

/// Nothing else happens.
const ALONE: Slices = Slices { timers: 2_000, sweep: 2_000, compaction: Compaction::IDLE };
/// Events come in or messages leave, which wait for this; or did so a moment ago.
const BESIDE: Slices = Slices { timers: 100, sweep: 250, compaction: Compaction::BESIDE };

/// How often it is looked whether another process published something.
const TAKEN_UP_EVERY: Span = SECOND;

/// Events rarely come in every round: so long after one, others are expected.
const BUSY_FOR: Span = SECOND.times(2);

pub(crate) type Work = Box<dyn FnOnce(&mut Live) -> Result<()> + Send>;

pub(crate) struct Rounds {
    house: Arc<House>,
    live: Live,
    asked: Receiver<Ask>,
    dispatch: Dispatch,
    calls: Calls,
    telling: Telling,
    unanswered: Unanswered,
    /// What became of letters, and is not in the ledger yet.
    heard: Vec<(Loan, Receipt)>,
    /// Who waits until nothing is due any more and nothing under way.
    catching_up: Vec<SyncSender<()>>,
    sweep: Option<SweepCursor>,
    /// Whether everybody stands in the index of those who look alike.
    is_entered: bool,
    /// Whose trees the program follows.
    followed: Option<Arc<Catalogue>>,
    noted: Timestamp,
    /// When it was looked last for what others published, by everybody's clock.
    taken_up: Timestamp,
    /// The last round found something to do, and another one may, too.
    has_more: bool,
    /// There is work that nobody waits for.
    is_tidying: bool,
    slices: Slices,
    /// When something came in or left last, by everybody's clock.
    busy: Timestamp,
    /// When the guardrails were asked last, and whether something bad was heard since.
    watched: Timestamp,
    counts_changed: bool,
}

/// Facts of the outside, as the house knows them.
struct Around<'a> {
    settings: &'a Settings,
    house: &'a House,
    now: Timestamp,
}

impl Surroundings for Around<'_> {
    fn sources(&self) -> Vec<(NameId, Timestamp)> {
        self.house.reach.told(self.settings, self.now, self.house.is_demo)
    }

    fn suggested(&self, vault: VaultId, wanted: &Wanted, catalogue: &Catalogue) -> Option<Vec<Suggested>> {
        self.house.relating.suggested(vault, wanted, catalogue)
    }
}

impl Rounds {
    pub(crate) fn new(house: Arc<House>, live: Live, asked: Receiver<Ask>, dispatch: Dispatch) -> Rounds {
        let calls = Calls::new(Arc::clone(&house), house.handing_over.clone());
        let unanswered = Unanswered::new(Arc::clone(&house), house.handing_over.clone());
        let telling = Telling::new(Arc::clone(&house), house.handing_over.clone());
        let (heard, catching_up) = (Vec::new(), Vec::new());
        Rounds {
            house,
            live,
            asked,
            dispatch,
            calls,
            telling,
            unanswered,
            heard,
            catching_up,
            sweep: None,
            is_entered: false,
            followed: None,
            noted: Timestamp(0),
            taken_up: Timestamp(0),
            has_more: false,
            is_tidying: false,
            slices: ALONE,
            busy: Timestamp(0),
            watched: Timestamp(0),
            counts_changed: false,
        }
    }

    /// Until it is told to stop, or another process took over.
    pub(crate) fn run(mut self) {
        let mut is_open = self.opened(Rounds::begin);
        while !self.is_fenced() {
            let tick = match (is_open, self.dispatch.is_idle()) {
                (false, _) => PAUSE,
                (true, _) if self.has_more || self.is_tidying => Duration::ZERO,
                (true, false) => TICK_HANDING,
                (true, true) => TICK,
            };
            let ask = match self.asked.recv_timeout(tick) {
                Ok(ask) => ask,
                Err(RecvTimeoutError::Timeout) => Ask::Wake,
                Err(RecvTimeoutError::Disconnected) => Ask::Stop,
            };
            if matches!(ask, Ask::Stop) {
                break;
            }
            if !is_open {
                is_open = self.opened(Rounds::reopen);
            }
            is_open = is_open && self.opened(|rounds| rounds.answer(ask));
        }
        let ended = self.end();
        ended.unwrap_or_else(|error| self.complain(&error));
    }

    /// Does something with the store; whether it stands afterwards.
    fn opened(&mut self, work: impl FnOnce(&mut Rounds) -> Result<()>) -> bool {
        let done = work(self);
        if let Err(error) = &done {
            match self.fence() {
                true => self.give_up(),
                false => self.complain(error),
            }
        }
        done.is_ok()
    }

    /// Whether another process has taken the store over: nothing of ours would be written any more, and to take it
    /// back would only make the two of them take turns.
    fn fence(&self) -> bool {
        let empty = Commit { epoch: Some(self.live.runtime.epoch), ..Commit::default() };
        matches!(self.house.store.commit(&empty), Err(anlass_store::Error::Fenced { .. }))
    }

    fn is_fenced(&self) -> bool {
        self.house.ended.borrow().is_some()
    }

    fn give_up(&self) {
        let why = "another process has taken this store over, so this one ends\n  \
                   help: let one `anlass serve` run per data directory";
        self.house.ended.send_replace(Some(why.to_owned()));
    }

    fn begin(&mut self) -> Result<()> {
        self.house.notice(&mut self.live);
        crate::schema::note(&self.house)?;
        let under_way = self.dispatch.under_way();
        self.report()?;
        let (wire, now) = (&self.house.wire, self.house.now());
        let unknown = Cell::new(0_u64);
        let receipt = |intent| {
            let receipt = (!under_way.contains(&intent)).then(|| wire.receipt(intent, now));
            unknown.set(unknown.get() + u64::from(receipt == Some(Receipt::Unknown)));
            receipt
        };
        let recovered = self.live.recover_by(under_way.len(), &receipt, now)?;
        if recovered > 0 {
            let unknown = unknown.get();
            let told = format!(
                "{recovered} deliveries were under way when the process ended: the fate of {unknown} is unknown, \
                 {} are known",
                recovered.saturating_sub(unknown)
            );
            (self.house.tell)(&told);
        }
        if under_way.is_empty() {
            self.house.wire.begin_anew()?;
        }
        self.sweep = Some(self.live.runtime.sweep_cursor()?).filter(|cursor| !cursor.is_done());
        let house = Arc::clone(&self.house);
        house.erase_again(&mut self.live)?;
        // The catalogue may have been read in while no server ran.
        self.followed = None;
        self.follow_trees()
    }

    /// Applies what waits, lets what is under way arrive, and makes all durable. What is still under way then is of
    /// unknown fate.
    fn end(&mut self) -> Result<()> {
        let patience = self.house.config.shutdown_timeout();
        if self.is_fenced() {
            self.dispatch.end(Duration::ZERO, self.house.now());
            return Ok(());
        }
        let applied = self.live.catch_up(self.house.now(), BATCH);
        let told = self.dispatch.end(patience, self.house.now());
        applied?;
        self.hear(told);
        self.report()?;
        self.live.settle()?;
        self.house.wire.begin_anew()?;
        self.note()
    }

    /// Keeps what is in memory only and may be a little old after a crash.
    fn note(&mut self) -> Result<()> {
        let store = &*self.house.store;
        self.house.reach.save(store)?;
        self.house.guardrails.save(store)?;
        self.house.said.save(&self.house)?;
        self.calls.keep()?;
        self.house.clock.note(store)
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
        self.house.wire.look_back();
        self.begin()?;
        *self.house.trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }

    fn answer(&mut self, ask: Ask) -> Result<()> {
        // Before anything of a delivery counts, what needs it better stops.
        if self.house.quality.take_news() {
            self.heed_data(self.house.now())?;
        }
        match ask {
            Ask::Wake => self.rounds(),
            Ask::CatchUp { answer } => {
                self.catching_up.push(answer);
                self.rounds()
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
            Ask::Bring { slice, answer } => {
                let kinds = Kinds::of(&slice.arrivals);
                let brought = self.live.bring(slice, self.house.now());
                let is_lost = brought.is_err();
                if !is_lost {
                    self.house.reach.add(kinds);
                }
                let _gone = answer.send(brought.map(drop).map_err(Into::into));
                // Memory may be ahead of the store then, which is opened anew.
                anyhow::ensure!(!is_lost, "a piece of an import could not be applied");
                self.rounds()
            }
            Ask::Stop => Ok(()),
        }
    }

    fn publish(&mut self, definitions: Definitions, filled: &[String]) -> Result<()> {
        self.live.settle()?;
        // What was drafted over something else would undo what was published meanwhile.
        let before = self.live.runtime.program.id;
        self.take_up()?;
        anyhow::ensure!(self.live.runtime.program.id == before, Overtaken);
        let house = &self.house;
        Runtime::publish(&*house.store, &house.master, &definitions, None)?;
        house.put(crate::drafts::KIND_LEARNED, crate::drafts::NAME_FILLED, serde_json::to_vec(filled)?)?;
        self.switch(definitions)
    }

    fn switch(&mut self, definitions: Definitions) -> Result<()> {
        self.live.runtime.switch(definitions)?;
        self.sweep = Some(self.live.runtime.sweep_cursor()?);
        self.is_entered = false;
        self.house.renew(self.live.acceptor())?;
        crate::schema::note(&self.house)
    }

    /// What another process published beside this one becomes live here as well.
    fn take_up(&mut self) -> Result<()> {
        let house = &self.house;
        let current = programs::current_id(&*house.store)?;
        if current.is_none_or(|current| current == self.live.runtime.program.id) {
            return Ok(());
        }
        self.live.settle()?;
        if let Some(definitions) = programs::current(&*house.store)? {
            self.switch(definitions)?;
        }
        Ok(())
    }

    /// Until nothing more is due just now.
    fn rounds(&mut self) -> Result<()> {
        if (self.house.wall)().since(self.taken_up) >= TAKEN_UP_EVERY {
            self.taken_up = (self.house.wall)();
            self.take_up()?;
        }
        self.house.reactions.settle(&self.house, self.house.now())?;
        self.house.returns.look(&self.house)?;
        let before = self.house.applied.load(Ordering::Relaxed);
        let mut is_busy = false;
        self.live.timers_max = self.slices.timers;
        for _ in 0..ROUNDS_MAX {
            self.has_more = self.round()?;
            is_busy |= self.has_more;
            self.has_more |= self.live.timers_wait();
            self.has_more |= self.live.mail(self.house.now(), MAIL)?.mailing.is_some();
            if !self.has_more {
                break;
            }
        }
        is_busy |= self.house.applied.load(Ordering::Relaxed) > before;
        let moment = (self.house.wall)();
        if is_busy {
            self.busy = moment;
        }
        self.slices = if moment.since(self.busy) < BUSY_FOR { BESIDE } else { ALONE };
        if self.dispatch.is_idle() && self.heard.is_empty() && !self.house.wire.is_empty() {
            self.house.wire.begin_anew()?;
        }
        if !self.has_more && self.dispatch.is_idle() {
            for waiting in self.catching_up.drain(..) {
                // Who asked may have gone meanwhile.
                let _gone = waiting.send(());
            }
        }
        self.calls.go_on(&mut self.live)?;
        self.telling.go_on(&mut self.live)?;
        self.unanswered.go_on(&mut self.live)?;
        self.house.go_on_exporting()?;
        self.house.go_on_reading_feeds()?;
        let now = self.house.now();
        self.watch(now)?;
        if let Some(cursor) = &mut self.sweep
            && self.live.runtime.sweep(cursor, self.slices.sweep, now)?.done
        {
            self.sweep = None;
        }
        self.is_entered = self.is_entered || self.live.runtime.enter_alike(self.slices.sweep)?;
        let is_passing = self.sweep.is_some() || !self.is_entered;
        self.is_tidying = self.live.runtime.compact(self.slices.compaction)? || is_passing;
        if now.since(self.noted) >= MINUTE || self.house.clock.is_manual() && now != self.noted {
            self.note()?;
            self.noted = now;
            self.house.retain_daily()?;
        }
        Ok(())
    }

    /// One round; whether another one may find something to do.
    fn round(&mut self) -> Result<bool> {
        let house = Arc::clone(&self.house);
        let told = self.dispatch.take(house.now());
        let has_heard = !told.is_empty();
        self.hear(told);
        self.report()?;
        self.live.wake(house.now(), BATCH)?;
        house.relating.note(std::mem::take(&mut self.live.touched));
        self.show_catalogue()?;
        self.follow_trees()?;
        let room = self.dispatch.room(house.now());
        let mut has_lent = false;
        // Class by class: a contract message is on its way before the first advertising one of a mailing is asked for.
        for lane in room {
            has_lent |= self.lend(&[lane])?;
        }
        let applied = anlass_store::inbox_applied(&*house.store)?;
        house.applied.store(applied, Ordering::Relaxed);
        Ok(has_heard || has_lent)
    }

    /// Letters and pages name articles as the loop knows them. Stock and prices they have from the loop anyway.
    fn show_catalogue(&self) -> Result<()> {
        self.house.note_catalogue(&self.live.runtime.catalogue);
        let (now, shown) = (&self.live.runtime.catalogue, &self.house.view().runtime.catalogue);
        let is_other = now.has_other_frame(shown)
            || !now.product_shards().changed_since(shown.product_shards()).is_empty();
        if is_other && !Arc::ptr_eq(now, shown) {
            self.house.show(Arc::clone(now))?;
        }
        Ok(())
    }

    /// Rules that name nodes of the taxonomy mean what lies under them now.
    fn follow_trees(&mut self) -> Result<()> {
        let catalogue = Arc::clone(&self.live.runtime.catalogue);
        let followed = self.followed.replace(Arc::clone(&catalogue));
        let is_same = |followed: &Arc<Catalogue>| {
            Arc::ptr_eq(followed, &catalogue) || !catalogue.has_other_trees(followed)
        };
        if followed.as_ref().is_some_and(is_same) {
            return Ok(());
        }
        let program = Arc::clone(&self.live.runtime.program);
        let subtrees = self.live.runtime.catalogue.subtrees(&program.nodes());
        if subtrees == program.definitions.subtrees {
            return Ok(());
        }
        let definitions = Definitions { subtrees, ..program.definitions.clone() };
        let filled = crate::drafts::filled_gaps(&*self.house.store)?;
        self.publish(definitions, &filled)
    }

    /// Gives out what is due of these classes, as far as there is room.
    fn lend(&mut self, room: &[(Class, usize)]) -> Result<bool> {
        let house = Arc::clone(&self.house);
        let program = Arc::clone(&self.live.runtime.program);
        let settings = &program.definitions.settings;
        let around = Around { settings, house: &house, now: house.now() };
        let loans = self.live.lend_to(room, &|| house.now(), &around, BATCH)?;
        self.live.settle()?;
        let has_lent = !loans.is_empty();
        let mut lent = Vec::with_capacity(loans.len());
        for loan in loans {
            let dossier = self.live.runtime.dossier(loan.vault, loan.ticket.customer)?;
            lent.push((loan, dossier));
        }
        self.dispatch.send(&house.view(), lent);
        Ok(has_lent)
    }

    fn hear(&mut self, told: Vec<Told>) {
        self.heard.extend(told.into_iter().map(|told| (told.loan, told.receipt)));
    }

    /// Puts what became of letters into the ledger. It is kept until that succeeded.
    fn report(&mut self) -> Result<()> {
        if !self.heard.is_empty() {
            let now = self.house.now();
            self.live.report(&self.heard, now)?;
            for (loan, receipt) in std::mem::take(&mut self.heard) {
                let signal = match receipt {
                    Receipt::Accepted | Receipt::Delivered => Signal::Delivered,
                    Receipt::Bounced => Signal::HardBounce,
                    _ => continue,
                };
                let program = &self.live.runtime.program;
                let message = program.message(loan.ticket.message);
                if let Some(programme) = message.and_then(|message| program.programmes.get(message.programme))
                {
                    let name = programme.name.as_str();
                    self.house.guardrails.count(name, loan.ticket.intent, signal, now);
                    self.counts_changed |= signal != Signal::Delivered;
                }
            }
        }
        Ok(())
    }

    /// Stops programmes that drive people away.
    fn watch(&mut self, now: Timestamp) -> Result<()> {
        let house = Arc::clone(&self.house);
        let is_new = house.guardrails.look_up(&house, now)?;
        if !is_new && !std::mem::take(&mut self.counts_changed) && now.since(self.watched) < MINUTE {
            return Ok(());
        }
        if now.since(self.watched) >= MINUTE {
            house.quality.keep_heard(&*house.store, &self.live.runtime.keyring)?;
            self.heed_data(now)?;
        }
        self.watched = now;
        let programmes = self.live.runtime.program.programmes.iter();
        let programmes: Vec<(String, bool)> =
            programmes.map(|programme| (programme.name.to_string(), programme.stopped)).collect();
        let stop = house.guardrails.judge(&programmes, &house.config.guardrails.limits(), now);
        for (programme, cause) in stop {
            self.pause(&programme, cause, now)?;
        }
        match is_new {
            true => house.guardrails.save(&*house.store),
            false => Ok(()),
        }
    }

    fn pause(&mut self, programme: &str, cause: Cause, now: Timestamp) -> Result<()> {
        if !self.stop(programme)? {
            return Ok(());
        }
        let house = Arc::clone(&self.house);
        house.guardrails.note_paused(programme, cause, now);
        house.guardrails.save(&*house.store)?;
        let Cause { signal, count, delivered } = cause;
        (house.tell)(&format!(
            "programme \"{programme}\" was stopped by its guardrail: {signal:?} {count} of {delivered} delivered\n  \
             help: look at whom it reached and why, then start it again"
        ));
        self.note_stop("guardrail", programme)
    }

    /// Stops programmes whose data are worse than they say they need.
    fn heed_data(&mut self, now: Timestamp) -> Result<()> {
        let house = Arc::clone(&self.house);
        let definitions = &self.live.runtime.program.definitions;
        for pause in house.data_too_bad(&definitions.settings, &definitions.programmes, now)? {
            let programme = pause.programme.clone();
            if !self.stop(&programme)? {
                continue;
            }
            let what = pause.unmet.iter().map(|one| one.what.as_str()).collect::<Vec<_>>().join(", ");
            (house.tell)(&format!(
                "programme \"{programme}\" was stopped: its data are worse than it needs ({what})\n  \
                 help: see to the data, then start it again"
            ));
            house.note_data_pause(pause)?;
            self.note_stop("data_paused", &programme)?;
        }
        Ok(())
    }

    /// `false`: there is no programme of this name.
    fn stop(&mut self, programme: &str) -> Result<bool> {
        let mut definitions = self.live.runtime.program.definitions.clone();
        let found = definitions.programmes.iter_mut().find(|own| own.id.as_str() == programme);
        let Some(found) = found else { return Ok(false) };
        found.stopped = true;
        let filled = crate::drafts::filled_gaps(&*self.house.store)?;
        self.publish(definitions, &filled)?;
        Ok(true)
    }

    fn note_stop(&self, what: &'static str, programme: &str) -> Result<()> {
        let program = Some(format!("{:016x}", self.live.runtime.program.id.0));
        let act = Act { what, about: programme.to_owned(), program };
        self.house.access.note_version(self.house.clock.moments(), "", act)
    }
}

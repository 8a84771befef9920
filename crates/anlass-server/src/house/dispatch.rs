//! What is on its way out, beside the loop: letters are written and handed over on threads of their own, bounded per
//! class, and their answers come back as they are known. Contract messages have a lane of their own. Knows no ledger.

mod spoken;

use super::carriers;
use super::executors::Executors;
use super::letters;
use super::{House, View};
use anlass_channels::{Answer, Fault, Outcome, Parcel, Retry, Watch};
use anlass_engine::Dossier;
use anlass_model::consent::Class;
use anlass_model::event::Receipt;
use anlass_model::id::IntentId;
use anlass_model::time::{HOUR, MINUTE, SECOND, Span, Timestamp};
use anlass_runtime::live::Loan;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::Instant;

use spoken::Spoken;

/// Letters of one class that are out at once; if the machine fails, so many are of unknown fate at most.
const UNDER_WAY_MAX: usize = 2_000;
/// Advertising is lent out in pieces of this size, for each costs the same commits.
const ADVERTISING_PIECE: usize = 500;
/// As many while contract messages leave, too: each of those may have to wait for such a piece.
const ADVERTISING_PIECE_BESIDE: usize = 25;
/// So long after the last contract message another one is expected.
const CONTRACT_EXPECTED: Span = SECOND.times(5);
/// Letters written and handed over as one piece of work.
const PIECE: usize = 50;
/// So many answers are put into the ledger together, for a commit costs as much for one as for many. Fewer if none
/// other is awaited, or if they have waited for this long.
const ANSWERS_TOGETHER: usize = 250;
const ANSWERS_WAIT: Duration = Duration::from_millis(100);
/// How long what a carrier put off waits: doubled with every attempt, up to the longest.
const AGAIN_FIRST: Span = MINUTE;
const AGAIN_MAX: Span = HOUR;
/// How long it waits when somebody has to repair our side first.
const AGAIN_AFTER_REPAIR: Span = MINUTE.times(15);
/// Attempts remembered; who is forgotten begins with the shortest wait.
const ATTEMPTS_MAX: usize = 200_000;
/// While nothing gets out, a lane tries with so many at a time, and rests between.
const PROBE: usize = 20;
/// So many answers one after the other that said "not taken" are no recipient's doing: they are told of, and from this
/// many on the lane tries carefully.
const REFUSED_TOLD: u32 = 3;
const REFUSED_CAREFUL: u32 = 20;
const REST_FIRST: Span = SECOND;
const REST_MAX: Span = MINUTE;

/// What is lent, with what is known of its person at that moment.
pub(crate) type Lent = (Loan, Option<Dossier>);

/// What became of one that was given out.
pub(crate) struct Told {
    pub(crate) loan: Loan,
    pub(crate) receipt: Receipt,
}

/// From the threads that hand over.
enum News {
    Unwritten(IntentId, String),
    Answered(Answer),
}

/// How one class gets on.
#[derive(Default)]
struct Lane {
    under_way: usize,
    /// Answers one after the other that said "not taken".
    refused: u32,
    rests: u32,
    rests_until: Option<Timestamp>,
}

pub(crate) struct Dispatch {
    house: Arc<House>,
    /// Absent once it ended.
    executors: Option<Executors>,
    news: Receiver<News>,
    tell: Sender<News>,
    waiting: Arc<AtomicUsize>,
    /// How many `under_way` are, for the threads that hand over.
    awaited: Arc<AtomicUsize>,
    /// When answers were taken last.
    taken: Instant,
    under_way: BTreeMap<IntentId, Loan>,
    lanes: BTreeMap<Class, Lane>,
    attempts: BTreeMap<IntentId, u32>,
    /// When a contract message was given out last.
    contract: Option<Timestamp>,
}

impl Dispatch {
    pub(crate) fn new(house: Arc<House>, executors: Executors) -> Dispatch {
        let (tell, news) = channel();
        drop(executors.of(Class::Advertising).spawn(carriers::keep_copies(Arc::clone(&house))));
        let lanes = [Class::Contract, Class::Advertising].map(|class| (class, Lane::default()));
        Dispatch {
            house,
            executors: Some(executors),
            news,
            tell,
            waiting: Arc::default(),
            awaited: Arc::default(),
            taken: Instant::now(),
            under_way: BTreeMap::new(),
            lanes: lanes.into(),
            attempts: BTreeMap::new(),
            contract: None,
        }
    }

    /// How many of each class may be lent out now.
    pub(crate) fn room(&self, now: Timestamp) -> Vec<(Class, usize)> {
        if self.house.wire.is_long() {
            return Vec::new();
        }
        let is_beside = self.contract.is_some_and(|last| now.since(last) < CONTRACT_EXPECTED);
        let piece = if is_beside { ADVERTISING_PIECE_BESIDE } else { ADVERTISING_PIECE };
        let room = |(class, lane): (&Class, &Lane)| {
            let free = UNDER_WAY_MAX.saturating_sub(lane.under_way);
            let free = match class {
                Class::Contract => free,
                Class::Advertising if free >= piece => piece,
                Class::Advertising => 0,
            };
            let free = match (lane.rests_until, lane.refused) {
                (Some(until), _) if now < until => 0,
                (_, refused) if refused < REFUSED_CAREFUL => free,
                _ => PROBE.saturating_sub(lane.under_way),
            };
            (*class, free)
        };
        self.lanes.iter().map(room).filter(|(_, free)| *free > 0).collect()
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.under_way.is_empty()
    }

    /// Given out, and nobody has said yet what became of them.
    pub(crate) fn under_way(&self) -> BTreeSet<IntentId> {
        self.under_way.keys().copied().collect()
    }

    /// Gives out what was lent, with what is known of each person at this moment.
    pub(crate) fn send(&mut self, view: &Arc<View>, lent: Vec<Lent>) {
        let Some(executors) = &self.executors else { return };
        let mut pieces: BTreeMap<Class, Vec<Vec<Lent>>> = BTreeMap::new();
        for (loan, dossier) in lent {
            let class = loan.ticket.class;
            if class == Class::Contract {
                self.contract = Some(loan.ticket.at);
            }
            self.lanes.entry(class).or_default().under_way += 1;
            self.under_way.insert(loan.ticket.intent, loan.clone());
            let pieces = pieces.entry(class).or_default();
            match pieces.last_mut() {
                Some(piece) if piece.len() < PIECE => piece.push((loan, dossier)),
                _ => pieces.push(vec![(loan, dossier)]),
            }
        }
        self.awaited.store(self.under_way.len(), Ordering::Relaxed);
        for (class, pieces) in pieces {
            for piece in pieces {
                let (house, view) = (Arc::clone(&self.house), Arc::clone(view));
                let outlet = self.outlet(&piece);
                // It says itself what became of each, so nobody waits for it.
                drop(executors.of(class).spawn(give_out(house, view, class, piece, outlet)));
            }
        }
    }

    fn outlet(&self, piece: &[Lent]) -> Outlet {
        let catalogue = self.house.catalogue();
        let speaks = piece.iter().filter(|(loan, _)| !loan.ticket.items.is_empty());
        let spoken = speaks.map(|(loan, _)| (loan.ticket.intent, Spoken::of(loan, &catalogue)));
        Outlet {
            spoken: Arc::new(spoken.collect()),
            house: Arc::clone(&self.house),
            tell: self.tell.clone(),
            waiting: Arc::clone(&self.waiting),
            awaited: Arc::clone(&self.awaited),
        }
    }

    /// What was said meanwhile, if it is enough or has waited for long enough.
    pub(crate) fn take(&mut self, now: Timestamp) -> Vec<Told> {
        let enough = self.under_way.len().min(ANSWERS_TOGETHER);
        if self.waiting.load(Ordering::Relaxed) < enough && self.taken.elapsed() < ANSWERS_WAIT {
            return Vec::new();
        }
        self.taken = Instant::now();
        self.take_all(now)
    }

    fn take_all(&mut self, now: Timestamp) -> Vec<Told> {
        let mut told = Vec::new();
        while let Ok(news) = self.news.try_recv() {
            told.extend(self.hear(news, now));
        }
        self.awaited.store(self.under_way.len(), Ordering::Relaxed);
        told
    }

    /// Waits until nothing is under way, or nobody said anything for so long. What is left then is of unknown fate.
    pub(crate) fn end(&mut self, patience: Duration, now: Timestamp) -> Vec<Told> {
        let mut told = self.take_all(now);
        let step = Duration::from_millis(50);
        let mut waited = Duration::ZERO;
        while !self.under_way.is_empty() && waited < patience {
            match self.news.recv_timeout(step) {
                Ok(news) => told.extend(self.hear(news, now)),
                Err(RecvTimeoutError::Timeout) => waited += step,
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let left = std::mem::take(&mut self.under_way).into_values();
        told.extend(left.map(|loan| Told { loan, receipt: Receipt::Unknown }));
        if let Some(executors) = self.executors.take() {
            executors.end(self.house.carriers.close());
            if let Err(error) = self.house.mailbox.keep_copies(usize::MAX) {
                (self.house.tell)(&format!("copies of letters could not be kept: {error:#}"));
            }
        }
        told
    }

    fn hear(&mut self, news: News, now: Timestamp) -> Option<Told> {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        let intent = match &news {
            News::Unwritten(intent, _) => *intent,
            News::Answered(answer) => answer.intent,
        };
        // Said twice, the first word counts.
        let loan = self.under_way.remove(&intent)?;
        let class = loan.ticket.class;
        let lane = self.lanes.entry(class).or_default();
        lane.under_way = lane.under_way.saturating_sub(1);
        let answer = match news {
            News::Unwritten(_, cause) => {
                (self.house.tell)(&format!("delivery {intent} could not be rendered: {cause}"));
                self.house.said.note(loan.vault, intent, &cause);
                return Some(Told { loan, receipt: Receipt::Unrendered });
            }
            News::Answered(answer) => answer,
        };
        let receipt = match answer.outcome {
            // Nobody refused it.
            Outcome::NotHanded(Retry::Anew) => Receipt::NotTaken { again: now },
            Outcome::NotHanded(retry) => self.not_taken(class, intent, retry, &answer.reason, now),
            outcome => {
                self.attempts.remove(&intent);
                self.got_through(class, outcome, &answer);
                if outcome != Outcome::Accepted {
                    self.house.said.note(loan.vault, intent, &answer.reason);
                }
                outcome.receipt().unwrap_or(Receipt::Unknown)
            }
        };
        Some(Told { loan, receipt })
    }

    fn got_through(&mut self, class: Class, outcome: Outcome, answer: &Answer) {
        if outcome != Outcome::Unknown {
            // It speaks with us, whatever it says of this letter.
            let lane = self.lanes.entry(class).or_default();
            *lane = Lane { under_way: lane.under_way, ..Lane::default() };
        }
        match outcome {
            Outcome::Accepted => self.house.carrier_works(),
            Outcome::Rejected(Fault::Address) => {}
            _ => (self.house.tell)(&format!("delivery {}: {}", answer.intent, answer.reason)),
        }
    }

    /// When it may be tried again.
    fn not_taken(
        &mut self,
        class: Class,
        intent: IntentId,
        retry: Retry,
        reason: &str,
        now: Timestamp,
    ) -> Receipt {
        let lane = self.lanes.entry(class).or_default();
        lane.refused = lane.refused.saturating_add(1);
        let refused = lane.refused;
        if lane.under_way == 0 && refused >= REFUSED_CAREFUL {
            lane.rests_until = Some(now.plus(doubled(REST_FIRST, lane.rests, REST_MAX)));
            lane.rests = lane.rests.saturating_add(1);
        }
        if retry == Retry::AfterRepair || refused >= REFUSED_TOLD {
            self.house.carrier_fails(retry, reason);
        }
        if retry == Retry::AfterRepair {
            return Receipt::NotTaken { again: now.plus(AGAIN_AFTER_REPAIR) };
        }
        while self.attempts.len() >= ATTEMPTS_MAX {
            self.attempts.pop_first();
        }
        let attempts = self.attempts.entry(intent).or_default();
        let wait = doubled(AGAIN_FIRST, *attempts, AGAIN_MAX);
        *attempts += 1;
        Receipt::NotTaken { again: now.plus(wait) }
    }
}

/// `first`, doubled so many times, at most `max`.
fn doubled(first: Span, times: u32, max: Span) -> Span {
    Span(first.0.saturating_mul(1 << times.min(20))).min(max)
}

/// Where a piece of work says what became of its letters.
#[derive(Clone)]
struct Outlet {
    spoken: Arc<BTreeMap<IntentId, Spoken>>,
    house: Arc<House>,
    tell: Sender<News>,
    waiting: Arc<AtomicUsize>,
    awaited: Arc<AtomicUsize>,
}

impl Outlet {
    fn say(&self, news: News) {
        if let News::Answered(answer) = &news {
            self.house.wire.said(answer.intent, answer.outcome);
        }
        let waiting = self.waiting.fetch_add(1, Ordering::Relaxed) + 1;
        // After its end the loop hears nothing more; the ledger knows of it as unknown.
        let _gone = self.tell.send(news);
        if waiting == ANSWERS_TOGETHER || waiting == self.awaited.load(Ordering::Relaxed) {
            self.house.wake();
        }
    }
}

impl Watch for Outlet {
    fn holds(&self, intent: IntentId) -> Result<(), String> {
        let Some(spoken) = self.spoken.get(&intent) else { return Ok(()) };
        match spoken.holds(&self.house.catalogue()) {
            true => Ok(()),
            false => Err("an article it speaks of has sold out".to_owned()),
        }
    }

    fn leaves(&self, intent: IntentId) -> Result<(), String> {
        self.house.wire.begin(intent).map_err(|error| format!("{error:#}"))
    }

    fn answered(&self, answer: Answer) {
        self.say(News::Answered(answer));
    }
}

/// For letters that no ledger knows.
struct Unrecorded(Sender<Answer>);

impl Watch for Unrecorded {
    fn holds(&self, _: IntentId) -> Result<(), String> {
        Ok(())
    }

    fn leaves(&self, _: IntentId) -> Result<(), String> {
        Ok(())
    }

    fn answered(&self, answer: Answer) {
        // Who asked may have gone meanwhile.
        let _gone = self.0.send(answer);
    }
}

/// Writes letters, hands them over, and tells of each exactly once, whatever breaks.
async fn give_out(house: Arc<House>, view: Arc<View>, class: Class, piece: Vec<Lent>, outlet: Outlet) {
    let intents: Vec<IntentId> = piece.iter().map(|(loan, _)| loan.ticket.intent).collect();
    let own = outlet.clone();
    let work = tokio::spawn(async move {
        let (writer, writing) = (Arc::clone(&house), own.clone());
        let written = tokio::task::spawn_blocking(move || write_all(&writer, &view, piece, &writing));
        let parcels = written.await?;
        carriers::hand_over(&house, class, parcels, Arc::new(own)).await
    });
    let is_whole = matches!(work.await, Ok(Ok(())));
    if !is_whole {
        // Of those that were answered before, the first word counts.
        for intent in intents {
            let reason = "handing it over broke down".to_owned();
            outlet.say(News::Answered(Answer { intent, outcome: Outcome::Unknown, reason }));
        }
    }
}

fn write_all(house: &House, view: &View, piece: Vec<Lent>, outlet: &Outlet) -> Vec<Parcel> {
    let mut parcels = Vec::with_capacity(piece.len());
    for (loan, dossier) in piece {
        // One that breaks its writer takes no other one with it.
        let written = catch_unwind(AssertUnwindSafe(|| letters::write(house, view, dossier.as_ref(), &loan)));
        match written.unwrap_or_else(|_| Err("writing it broke down".to_owned())) {
            Ok(parcel) => parcels.push(parcel),
            Err(cause) => outlet.say(News::Unwritten(loan.ticket.intent, cause)),
        }
    }
    parcels
}

/// Hands over parcels that no ledger knows, and waits for the answers.
///
/// # Errors
/// If not all answers came in time.
pub(super) fn send_unrecorded(
    house: &Arc<House>,
    handle: &Handle,
    parcels: Vec<Parcel>,
    patience: Duration,
) -> anyhow::Result<Vec<Answer>> {
    let wanted = parcels.len();
    let (tell, told) = channel();
    let watch = Arc::new(Unrecorded(tell));
    let own = Arc::clone(house);
    let work = async move { carriers::hand_over(&own, Class::Contract, parcels, watch).await };
    drop(handle.spawn(work));
    let mut answers = Vec::with_capacity(wanted);
    while answers.len() < wanted {
        let answer = told.recv_timeout(patience);
        answers.push(answer.map_err(|_| {
            anyhow::anyhow!(
                "the carrier did not answer in time\n  help: look at what it says about its state"
            )
        })?);
    }
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_off_waits_twice_as_long_each_time_up_to_an_hour() {
        let waits: Vec<i64> = (0..8).map(|times| doubled(AGAIN_FIRST, times, AGAIN_MAX).0 / 60_000).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(doubled(AGAIN_FIRST, u32::MAX, AGAIN_MAX), AGAIN_MAX);
    }
}

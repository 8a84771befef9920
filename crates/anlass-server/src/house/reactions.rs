//! Opens and clicks: who made them is known only when it is known what else happened in the same delivery. Until
//! then they wait in a log on disk of their own (the inbox's form, a directory beside it), so a restart loses none:
//! what is judged, and the tally, are committed together, and whatever was not comes again. People's reactions go on
//! through the inbox, each under an id of delivery and link, so that repeats are one; machines' are only counted.
//! Of a user agent nothing is kept but what it gave away.

use super::House;
use super::acts::{Act, act_id};
use super::signed::Claim;
use anlass_channels::machine::{Kind, Limits, Proxy, Reason, Seen, Trap, Verdict, judge, judge_later};
use anlass_model::catalogue::Catalogue;
use anlass_model::consent::Channel;
use anlass_model::event::{Body, Reaction};
use anlass_model::id::{EntityId, IntentId, VaultId, parts_hash};
use anlass_model::time::{MINUTE, Span, Timestamp};
use anlass_store::Store;
use anlass_store::inbox::{FileInbox, Inbox, InboxEntry};
use anlass_store::seal::{Associated, Keyring, Purpose};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Below the data directory.
pub const REACTIONS_DIR: &str = "reactions";
const KIND: &str = "reactions";
const NAME: &str = "state";
const SEGMENT_BYTES: u64 = 1 << 20;
/// Whoever followed the trap so long ago is a machine still: scanners come back for the other links.
const TRAP_REMEMBERED: Span = MINUTE.times(10);
/// Nothing is judged by what is older.
const KEPT: Span = MINUTE.times(11);
/// Remembered at once; while so many wait, further ones are counted as lost and nothing else.
const REMEMBERED_MAX: usize = 50_000;
/// Of one delivery; who clicks oftener in ten minutes tells nothing new.
const OF_DELIVERY_MAX: usize = 200;
const READ_AT_ONCE: usize = 5_000;
const JUDGED_AT_ONCE: usize = 1_000;

/// What was done with a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    Opened,
    Clicked {
        number: u8,
        of: u8,
        /// The article the link leads to, by its number, if it names one.
        product: Option<String>,
    },
    Trapped,
}

/// How it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner<'a> {
    /// As a browser does, or says it does.
    Asked { user_agent: &'a str },
    /// Only looked whether something is there, or fetched it beforehand.
    Peeked,
}

/// A reaction that waits, or that others are judged by.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Noted {
    customer: EntityId,
    intent: IntentId,
    what: What,
    at: i64,
    /// What it gave away by itself.
    first: String,
    vault: VaultId,
    #[serde(skip)]
    seq: u64,
}

/// How many reactions of a kind were whose, over all time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ReactionCount {
    /// `opened` or `clicked`.
    pub(crate) reaction: String,
    /// `person`, `machine`, `proxy`, or `unknown` where too many came at once to be looked at.
    pub(crate) by: String,
    /// How it was told: `trap`, `user_agent`, `too_fast`, `all_links`, `peeked`, or the proxy's name.
    pub(crate) reason: String,
    pub(crate) count: u64,
}

#[derive(Default, Serialize, Deserialize)]
struct Judged {
    /// Everything up to this entry of the log.
    upto: u64,
    /// `reaction.by.reason` → how many.
    tally: BTreeMap<String, u64>,
}

/// What others of the same delivery are judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Trap,
    Link(u8),
    Open,
}

#[derive(Default)]
struct State {
    judged: Judged,
    /// In the order of the log; those judged stay while others may be judged by them.
    noted: VecDeque<Noted>,
    /// The same, by delivery.
    marks: BTreeMap<(VaultId, IntentId), Vec<(Timestamp, Mark)>>,
    lost: u64,
}

pub(crate) struct Reactions {
    log: FileInbox,
    state: Mutex<State>,
    limits: Limits,
}

impl Reactions {
    pub(crate) fn open(store: &dyn Store, dir: &Path, keys: &Keyring) -> Result<Reactions> {
        let document = store.document(KIND, NAME)?;
        let judged: Judged = match document {
            Some(document) => serde_json::from_slice(&document.body).context("the state of reactions")?,
            None => Judged::default(),
        };
        let log = FileInbox::open_with(&dir.join(REACTIONS_DIR), judged.upto, SEGMENT_BYTES)?;
        let reactions = Reactions {
            log,
            state: Mutex::new(State { judged, ..State::default() }),
            limits: Limits::default(),
        };
        reactions.remember(0, keys)?;
        Ok(reactions)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes up what the log holds after an entry.
    fn remember(&self, mut after: u64, keys: &Keyring) -> Result<()> {
        let mut state = self.state();
        loop {
            let entries = self.log.read(after, READ_AT_ONCE)?;
            let Some(last) = entries.last() else { return Ok(()) };
            after = last.seq;
            // One whose vault was dropped can be read by nobody any more, and has nobody to tell of.
            for noted in entries.iter().filter_map(|entry| opened(entry, keys)) {
                state.add(noted);
            }
        }
    }

    /// Notes a reaction, durable when it returns. What it gives away by itself is judged now.
    pub(crate) fn note(&self, house: &House, claim: Claim, what: What, manner: Manner<'_>) -> Result<()> {
        let now = house.now();
        let (remembered, of_delivery) = {
            let state = self.state();
            (state.noted.len(), state.marks.get(&(claim.vault, claim.intent)).map_or(0, Vec::len))
        };
        if remembered >= REMEMBERED_MAX || of_delivery >= OF_DELIVERY_MAX {
            self.state().lost += 1;
            return Ok(());
        }
        let first = first_sight(house, claim, &what, manner, now, &self.limits)?;
        let noted = Noted {
            customer: claim.customer,
            intent: claim.intent,
            what,
            at: now.0,
            first,
            vault: claim.vault,
            seq: 0,
        };
        let view = house.view();
        let key = view.runtime.keyring.vault(claim.vault).context("the vault has no key")?;
        let sealed = key.seal(&place(claim.vault, now), &serde_json::to_vec(&noted)?);
        let entry = InboxEntry { seq: 0, vault: claim.vault, received: now, sealed };
        let seq = self.log.append(std::slice::from_ref(&entry))?;
        self.state().add(Noted { seq, ..noted });
        Ok(())
    }

    /// Judges what has waited long enough, and tells of people's reactions through the inbox. Whether something was.
    pub(crate) fn settle(&self, house: &House, now: Timestamp) -> Result<bool> {
        let view = house.view();
        let (acts, judged) = self.judged(&self.state(), &view.knowledge.catalogue, now);
        let is_news = judged.is_some();
        if let Some(judged) = judged {
            house.take_acts(acts)?;
            house.put(KIND, NAME, serde_json::to_vec(&judged)?)?;
            self.state().judged = judged;
        }
        let forgotten = self.state().forget(now);
        if let Some(forgotten) = forgotten {
            self.log.trim(forgotten)?;
        }
        Ok(is_news)
    }

    /// What people among those who have waited long enough did, and what is to be remembered of all.
    fn judged(&self, state: &State, catalogue: &Catalogue, now: Timestamp) -> (Vec<Act>, Option<Judged>) {
        let mut acts = Vec::new();
        let mut tally = state.judged.tally.clone();
        let mut upto = None;
        let from = state.noted.partition_point(|noted| noted.seq <= state.judged.upto);
        let waiting = state.noted.iter().skip(from);
        let ripe = waiting.take_while(|noted| noted.at().plus(self.limits.burst) <= now);
        for noted in ripe.take(JUDGED_AT_ONCE) {
            upto = Some(noted.seq);
            let Some(kind) = noted.kind() else { continue };
            let verdict = self.verdict(state, noted, kind);
            let (by, reason) = told(verdict, &noted.first);
            *tally.entry(format!("{}.{by}.{reason}", noted.reaction())).or_default() += 1;
            let is_persons = match verdict {
                Verdict::Person => true,
                Verdict::Machine(_) => false,
                Verdict::Proxy(proxy) => proxy.shows_a_reader(),
            };
            if is_persons {
                acts.extend(noted.acts(catalogue));
            }
        }
        (acts, upto.map(|upto| Judged { upto, tally }))
    }

    /// Asked again with everything that happened around it in the same delivery.
    fn verdict(&self, state: &State, noted: &Noted, kind: Kind) -> Verdict {
        let mut trap = Trap::Untouched;
        let mut links = BTreeSet::new();
        for (at, mark) in state.marks.get(&(noted.vault, noted.intent)).into_iter().flatten() {
            let (before, after) = (noted.at().since(*at), at.since(noted.at()));
            let is_near = before <= self.limits.burst && after <= self.limits.burst;
            match mark {
                Mark::Trap if before <= TRAP_REMEMBERED && after <= self.limits.burst => {
                    trap = Trap::Followed
                }
                Mark::Link(number) if is_near => {
                    links.insert(*number);
                }
                Mark::Trap | Mark::Link(_) | Mark::Open => {}
            }
        }
        let links_in_burst = u32::try_from(links.len()).unwrap_or(u32::MAX);
        let seen = Seen {
            kind,
            user_agent: "",
            since_delivery: Span(0),
            links_in_burst,
            links: noted.links(),
            trap,
        };
        judge_later(verdict_of(&noted.first), &seen, &self.limits)
    }

    /// How many were whose.
    pub(crate) fn counts(&self) -> Vec<ReactionCount> {
        let state = self.state();
        let count = |(name, count): (&String, &u64)| {
            let mut parts = name.splitn(3, '.').map(str::to_owned);
            let mut part = || parts.next().unwrap_or_default();
            ReactionCount { reaction: part(), by: part(), reason: part(), count: *count }
        };
        let lost = ("clicked.unknown.too_many".to_owned(), state.lost);
        let lost = Some(lost).filter(|(_, lost)| *lost > 0);
        state
            .judged
            .tally
            .iter()
            .map(count)
            .chain(lost.iter().map(|(name, lost)| count((name, lost))))
            .collect()
    }

    /// The same for whoever watches the server.
    pub(crate) fn figures(&self) -> String {
        let name = "anlass_reactions_total";
        let mut text = format!("# HELP {name} Opens and clicks by whose they were\n# TYPE {name} counter\n");
        for ReactionCount { reaction, by, reason, count } in self.counts() {
            let labels = format!("reaction=\"{reaction}\",by=\"{by}\",reason=\"{reason}\"");
            text.push_str(&format!("{name}{{{labels}}} {count}\n"));
        }
        text
    }
}

impl State {
    /// Others may have been appended meanwhile; the order of the log is the order of judgement.
    fn add(&mut self, noted: Noted) {
        let marks = self.marks.entry((noted.vault, noted.intent)).or_default();
        marks.push((noted.at(), noted.mark()));
        let at = self.noted.partition_point(|other| other.seq < noted.seq);
        self.noted.insert(at, noted);
    }

    /// Drops what nothing is judged by any more; returns up to where the log may go.
    fn forget(&mut self, now: Timestamp) -> Option<u64> {
        let mut forgotten = None;
        while let Some(first) = self.noted.front() {
            if first.seq > self.judged.upto || now.since(first.at()) <= KEPT {
                break;
            }
            forgotten = Some(first.seq);
            let (key, at) = ((first.vault, first.intent), first.at());
            if let Some(marks) = self.marks.get_mut(&key) {
                marks.retain(|(marked, _)| *marked > at);
                if marks.is_empty() {
                    self.marks.remove(&key);
                }
            }
            self.noted.pop_front();
        }
        forgotten
    }
}

impl Noted {
    fn at(&self) -> Timestamp {
        Timestamp(self.at)
    }

    fn mark(&self) -> Mark {
        match self.what {
            What::Opened => Mark::Open,
            What::Clicked { number, .. } => Mark::Link(number),
            What::Trapped => Mark::Trap,
        }
    }

    fn kind(&self) -> Option<Kind> {
        match self.what {
            What::Opened => Some(Kind::Open),
            What::Clicked { .. } => Some(Kind::Click),
            What::Trapped => None,
        }
    }

    fn reaction(&self) -> &'static str {
        match self.what {
            What::Opened => "opened",
            What::Clicked { .. } | What::Trapped => "clicked",
        }
    }

    fn links(&self) -> u32 {
        match self.what {
            What::Clicked { of, .. } => u32::from(of),
            What::Opened | What::Trapped => 0,
        }
    }

    /// What the person did: opened or clicked, and looked at the article behind the link.
    fn acts(&self, catalogue: &Catalogue) -> Vec<Act> {
        let act = |what: &str, number: u8, body: Body| Act {
            vault: self.vault,
            customer: self.customer,
            id: act_id(&[b"reaction", what.as_bytes(), &self.intent.0.to_le_bytes(), &[number]]),
            at: self.at(),
            body,
            proven: None,
        };
        let reacted =
            |reaction| Body::Reacted { delivery: Some(self.intent), channel: Channel::Email, reaction };
        match &self.what {
            What::Opened => vec![act("opened", 0, reacted(Reaction::Opened))],
            What::Clicked { number, product, .. } => {
                let viewed = product.as_ref().map(|product| Body::Followed {
                    delivery: Some(self.intent),
                    item: catalogue.item(product),
                });
                let clicked = act("clicked", *number, reacted(Reaction::Clicked));
                [Some(clicked), viewed.map(|body| act("viewed", *number, body))]
                    .into_iter()
                    .flatten()
                    .collect()
            }
            What::Trapped => Vec::new(),
        }
    }
}

/// What the reaction gives away by itself, as a word that is kept.
fn first_sight(
    house: &House,
    claim: Claim,
    what: &What,
    manner: Manner<'_>,
    now: Timestamp,
    limits: &Limits,
) -> Result<String> {
    let user_agent = match manner {
        Manner::Peeked => return Ok("peeked".into()),
        Manner::Asked { user_agent } => user_agent,
    };
    let kind = match what {
        What::Opened => Kind::Open,
        What::Clicked { .. } | What::Trapped => Kind::Click,
    };
    let row = house.ledger_row(claim.vault, claim.intent, Some(claim.customer))?;
    // Before the carrier has answered, only machines on the way can have seen the letter.
    let since_delivery = match row {
        Some(row) if row.state == "handed" => Span(0),
        Some(row) => now.since(row.changed),
        None => Span(0),
    };
    let seen = Seen { kind, user_agent, since_delivery, links_in_burst: 0, links: 0, trap: Trap::Untouched };
    Ok(match judge(&seen, limits) {
        Verdict::Person => "person",
        Verdict::Machine(reason) => reason_word(reason),
        Verdict::Proxy(proxy) => proxy_word(proxy),
    }
    .into())
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::Trap => "trap",
        Reason::UserAgent => "user_agent",
        Reason::TooFast => "too_fast",
        Reason::AllLinks => "all_links",
    }
}

fn proxy_word(proxy: Proxy) -> &'static str {
    match proxy {
        Proxy::Apple => "apple",
        Proxy::Gmail => "gmail",
        Proxy::Yahoo => "yahoo",
        Proxy::Other => "other",
    }
}

fn verdict_of(first: &str) -> Verdict {
    match first {
        "person" => Verdict::Person,
        "too_fast" => Verdict::Machine(Reason::TooFast),
        "apple" => Verdict::Proxy(Proxy::Apple),
        "gmail" => Verdict::Proxy(Proxy::Gmail),
        "yahoo" => Verdict::Proxy(Proxy::Yahoo),
        "other" => Verdict::Proxy(Proxy::Other),
        // Who only peeked said as much about itself as by its name.
        _ => Verdict::Machine(Reason::UserAgent),
    }
}

/// Whose it was, and how that was told.
fn told(verdict: Verdict, first: &str) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Person => ("person", "person"),
        Verdict::Machine(Reason::UserAgent) if first == "peeked" => ("machine", "peeked"),
        Verdict::Machine(reason) => ("machine", reason_word(reason)),
        Verdict::Proxy(proxy) => ("proxy", proxy_word(proxy)),
    }
}

fn place(vault: VaultId, received: Timestamp) -> Associated {
    let seq = u64::try_from(received.0).unwrap_or(0);
    Associated { vault, purpose: Purpose::Inbox, id: parts_hash(&[b"reactions"]), seq }
}

fn opened(entry: &InboxEntry, keys: &Keyring) -> Option<Noted> {
    let plain = keys.vault(entry.vault)?.open(&place(entry.vault, entry.received), &entry.sealed).ok()?;
    let noted: Noted = serde_json::from_slice(&plain).ok()?;
    Some(Noted { vault: entry.vault, seq: entry.seq, ..noted })
}

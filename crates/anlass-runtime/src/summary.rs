//! What there is and what was said, as numbers: read from dossiers, timeline and ledger, never from the memory
//! of a run, so that every run over the same data gives the same. What was simulated is counted apart.

use crate::batch::Runtime;
use crate::error::Error;
use crate::goals::GoalCount;
use crate::rows;
use anlass_engine::Input;
use anlass_model::event::{Body, Event, Place};
use anlass_model::id::{EntityId, EntityKind, NameId, OrderId, OutletId, Part};
use anlass_model::org::TenantScope;
use anlass_model::outcome::State;
use anlass_model::time::Timestamp;
use anlass_model::value::Day;
use anlass_store::{Block, IntentFilter, IntentRow};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

const SCAN: usize = 5_000;

/// A count by where its facts come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Split {
    pub real: u64,
    pub simulated: u64,
}

impl Split {
    fn add(&mut self, simulated: bool) {
        if simulated {
            self.simulated += 1;
        } else {
            self.real += 1;
        }
    }
}

/// People in one phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhaseCount {
    pub id: String,
    pub customers: u64,
    /// Those of them with orders, cancellations or returns that were invented: they might be elsewhere without.
    pub simulated: u64,
}

/// Intents with one outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub programme: String,
    pub message: String,
    pub channel: String,
    pub state: String,
    pub reason: String,
    pub detail: String,
    pub intents: u64,
}

/// A calendar week on the organisation's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    #[serde(serialize_with = "day_text")]
    pub monday: Day,
    /// Advertising that went out.
    pub contacts: u64,
    pub people: u64,
    pub per_person_max: u64,
}

fn day_text<S: serde::Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

fn maybe_text<S: serde::Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.collect_str(at),
        None => serializer.serialize_none(),
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub customers: u64,
    /// Orders placed; those of one number count once.
    pub orders: Split,
    /// The first recorded order.
    #[serde(serialize_with = "maybe_text")]
    pub first: Option<Timestamp>,
    pub outlets: u64,
    pub vouchers: Split,
    /// By name of the event.
    pub events: BTreeMap<String, Split>,
    /// In the order of the settings; adds up to `customers`.
    pub phases: Vec<PhaseCount>,
    /// Messages that were wanted.
    pub intents: u64,
    /// Messages that a journey was left before.
    pub lapsed: u64,
    pub outcomes: Vec<Outcome>,
    /// Of programmes with a goal that have reached for somebody.
    pub goals: Vec<GoalCount>,
    /// The week in which most advertising went out.
    pub busiest_week: Option<Week>,
}

impl Runtime {
    /// Reads the summary of one vault.
    ///
    /// # Errors
    /// If something cannot be read.
    pub fn summary(&self, scope: &TenantScope) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        let moved = self.count_events(scope, &mut summary)?;
        self.count_people(scope, &moved, &mut summary)?;
        for tally in self.store.tally(scope)? {
            if lapsed(&tally.state) {
                summary.lapsed += tally.rows;
                continue;
            }
            summary.intents += tally.rows;
            summary.outcomes.push(Outcome {
                programme: tally.programme,
                message: tally.message,
                channel: tally.channel,
                state: tally.state,
                reason: tally.reason,
                detail: tally.detail,
                intents: tally.rows,
            });
        }
        summary.goals = self.goals(scope)?;
        let mut weeks = Weeks::default();
        self.each_intent(scope, &mut |row| {
            if row.class == "advertising" && went_out(&row.state) {
                weeks.add(self.monday(row.planned), row.customer);
            }
        })?;
        summary.busiest_week = weeks.busiest();
        Ok(summary)
    }

    fn monday(&self, at: Timestamp) -> Day {
        let day = Day::from_date(at.in_zone(&self.program.zone).date());
        // Day 0 was a Thursday.
        Day(day.0 - (day.0 + 3).rem_euclid(7))
    }

    fn count_people(
        &self,
        scope: &TenantScope,
        moved: &BTreeSet<EntityId>,
        summary: &mut Summary,
    ) -> Result<(), Error> {
        let mut phases: BTreeMap<Option<NameId>, Split> = BTreeMap::new();
        self.each_dossier(scope, &mut |dossier| {
            summary.customers += 1;
            phases.entry(dossier.hot.phase).or_default().add(moved.contains(&dossier.hot.id));
        })?;
        let count = |id: String, split: Split| PhaseCount {
            id,
            customers: split.real + split.simulated,
            simulated: split.simulated,
        };
        for phase in &self.program.phases {
            let split = phases.remove(&Some(phase.id)).unwrap_or_default();
            summary.phases.push(count(phase.name.to_string(), split));
        }
        let rest = phases.into_values().fold(Split::default(), |sum, one| Split {
            real: sum.real + one.real,
            simulated: sum.simulated + one.simulated,
        });
        if rest != Split::default() {
            summary.phases.push(count("none".into(), rest));
        }
        Ok(())
    }

    /// Shows every person of a vault that was not merged into another one, in order of id.
    ///
    /// # Errors
    /// If a dossier cannot be read.
    pub fn each_dossier(
        &self,
        scope: &TenantScope,
        see: &mut dyn FnMut(&anlass_engine::Dossier),
    ) -> Result<(), Error> {
        let key = self.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let mut after = None;
        loop {
            let some = self.store.scan(scope, EntityKind::Customer, after, SCAN)?;
            let Some(last) = some.last() else { return Ok(()) };
            after = Some(last.key.id());
            for row in &some {
                let dossier = rows::open_dossier(key, row)?;
                if dossier.hot.merged_into.is_none() {
                    see(&dossier);
                }
            }
        }
    }

    /// Shows every ledger row of a vault.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn each_intent(&self, scope: &TenantScope, see: &mut dyn FnMut(&IntentRow)) -> Result<(), Error> {
        let mut filter = IntentFilter { max: SCAN, ..IntentFilter::default() };
        loop {
            let some = self.store.intents(scope, &filter)?;
            let Some(last) = some.last() else { return Ok(()) };
            filter.after = Some((last.part, last.id));
            some.iter().for_each(&mut *see);
        }
    }

    /// Every piece of timeline of a part, each entry once, also while another process compacts it.
    fn blocks_of_part(&self, scope: &TenantScope, part: Part) -> Result<Vec<Block>, Error> {
        loop {
            let oldest = |log: &[Block]| log.first().map(|block| block.seq);
            let before = oldest(&self.store.log(&self.custodian, part, 0, 1)?);
            let mut blocks = self.store.chunks(scope, part, None, usize::MAX)?;
            let log = self.store.log(&self.custodian, part, 0, usize::MAX)?;
            // Compaction takes the oldest ones: had it come in between, the log would begin later.
            if before.is_none() || oldest(&log) == before {
                blocks.extend(log.into_iter().filter(|block| block.vault == scope.vault()));
                return Ok(blocks);
            }
        }
    }

    /// Returns whose phase simulated events may have moved.
    fn count_events(&self, scope: &TenantScope, summary: &mut Summary) -> Result<BTreeSet<EntityId>, Error> {
        let key = self.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let mut orders: BTreeSet<OrderId> = BTreeSet::new();
        let mut outlets: BTreeSet<OutletId> = BTreeSet::new();
        let mut moved = BTreeSet::new();
        for part in (0..self.parts).map(Part) {
            for block in self.blocks_of_part(scope, part)? {
                for page in rows::open_block(key, &block)? {
                    for entry in &page.entries {
                        let (Input::Event(event) | Input::Forwarded { event, .. }) = &entry.input else {
                            continue;
                        };
                        if event.simulated && moves(&event.body) {
                            moved.insert(page.customer);
                        }
                        count_event(event, &mut orders, &mut outlets, summary);
                    }
                }
            }
        }
        summary.outlets = u64::try_from(outlets.len()).unwrap_or(u64::MAX);
        Ok(moved)
    }
}

/// Whether an event changes what the shipped phases ask about.
fn moves(body: &Body) -> bool {
    matches!(body, Body::Ordered(_) | Body::Extended(_) | Body::Cancelled { .. } | Body::Returned { .. })
}

fn count_event(
    event: &Event,
    orders: &mut BTreeSet<OrderId>,
    outlets: &mut BTreeSet<OutletId>,
    summary: &mut Summary,
) {
    match &event.body {
        // Noted by the loop itself beside the event that brought the identifier.
        Body::Identified(_) | Body::Located(_) => return,
        Body::Ordered(order) => {
            if orders.insert(order.id) {
                summary.orders.add(event.simulated);
            }
            let at = event.occurred.0;
            summary.first = Some(summary.first.map_or(at, |first| first.min(at)));
            if let Place::Outlet(outlet) = order.place {
                outlets.insert(outlet);
            }
        }
        Body::Voucher { .. } => summary.vouchers.add(event.simulated),
        _ => {}
    }
    summary.events.entry(event.body.event_name().to_string()).or_default().add(event.simulated);
}

/// Whether the person may have got it.
#[must_use]
pub fn went_out(state: &str) -> bool {
    [State::Delivered, State::Handed, State::Unknown].iter().any(|other| other.code() == state)
}

/// Whether it never was wanted, because its journey was left before.
#[must_use]
pub fn lapsed(state: &str) -> bool {
    state == "lapsed"
}

#[derive(Default)]
struct Weeks(BTreeMap<Day, BTreeMap<EntityId, u64>>);

impl Weeks {
    fn add(&mut self, monday: Day, customer: EntityId) {
        *self.0.entry(monday).or_default().entry(customer).or_default() += 1;
    }

    /// Of equally busy weeks the first.
    fn busiest(&self) -> Option<Week> {
        let weeks = self.0.iter().map(|(monday, people)| Week {
            monday: *monday,
            contacts: people.values().sum(),
            people: u64::try_from(people.len()).unwrap_or(u64::MAX),
            per_person_max: people.values().copied().max().unwrap_or(0),
        });
        weeks.max_by_key(|week| (week.contacts, std::cmp::Reverse(week.monday)))
    }
}

//! Numbers that need a pass over everybody, taken once for all who ask. Where a pass is short it is taken anew as soon as
//! something changed and some seconds went by; where it is long whoever asks hears the last numbers at once, and the next
//! ones are counted beside, never more than one pass at a time.

use super::programmes;
use crate::call::Call;
use crate::house::House;
use anlass_engine::Dossier;
use anlass_model::consent::Class;
use anlass_model::id::{EntityId, NameId};
use anlass_model::time::{DAY, SECOND, Span, Timestamp};
use anlass_runtime::census::Census;
use anlass_runtime::summary::went_out;
use anlass_store::{IntentRow, Tally};
use anyhow::Result;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// While things change, a glance serves this long …
const GOOD_FOR: Span = SECOND.times(3);
/// … and so many times as long as it took, so that counting never takes much of the machine.
const GOOD_FOR_TIMES: i64 = 20;
/// Nobody waits for a pass that takes longer.
const SHORT_MS: i64 = 100;
/// Advertising counts for the blast share this long.
const LATELY: Span = DAY.times(30);
/// Deliveries shown.
const DELIVERIES_MAX: usize = 30;
/// Of one message, people who may stand for everybody who gets it.
const SPOKEN_TO_MAX: usize = 12;
/// The batch that the store knows last.
const SEQUENCE: &str = "timeline";

pub(crate) struct Glance {
    pub(crate) census: Census,
    pub(crate) tallies: Vec<Tally>,
    /// The newest first.
    pub(crate) deliveries: Vec<(IntentRow, String)>,
    /// Some people to begin with.
    pub(crate) examples: Vec<Dossier>,
    /// Advertising that left lately, by message.
    pub(crate) advertised: BTreeMap<String, u64>,
    /// By message some people who got it or are about to, the newest first.
    pub(crate) spoken_to: BTreeMap<String, Vec<(Timestamp, EntityId)>>,
    /// When each programme first meant to write to somebody.
    pub(crate) first: BTreeMap<String, Timestamp>,
    /// Of the real time.
    taken: Timestamp,
    took: Span,
    sequence: Option<String>,
    program: u64,
    /// Who was erased until then is not in it.
    erased: u64,
}

#[derive(Default)]
pub(crate) struct Glances {
    last: Mutex<Option<Arc<Glance>>>,
    /// Held while counting where there is nothing to show yet: others wait for these numbers instead of counting as well.
    first: Mutex<()>,
    is_counting: AtomicBool,
}

impl Glances {
    fn last(&self) -> MutexGuard<'_, Option<Arc<Glance>>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, glance: Glance) -> Arc<Glance> {
        let glance = Arc::new(glance);
        *self.last() = Some(Arc::clone(&glance));
        glance
    }

    fn count(&self, house: &House) -> Result<Arc<Glance>> {
        Ok(self.keep(count(house)?))
    }
}

/// The numbers as they are now, or were a moment ago.
pub(crate) fn take(call: &Call<'_>) -> Result<Arc<Glance>> {
    let (house, glances) = (call.house(), &call.desk.glances);
    // Asked apart: in the head of a match its lock would be held while waiting for the first count, which needs it to end.
    let is_there = glances.last().is_some();
    let _one_by_one = match is_there {
        true => None,
        false => Some(glances.first.lock().unwrap_or_else(PoisonError::into_inner)),
    };
    let Some(glance) = glances.last().clone() else { return glances.count(house) };
    if glance.is_good(house)? {
        return Ok(glance);
    }
    if glance.took.0 <= SHORT_MS {
        return glances.count(house);
    }
    if !glances.is_counting.swap(true, Ordering::AcqRel) {
        let (house, glances) = (Arc::clone(&call.desk.house), Arc::clone(glances));
        let work = move || {
            if let Err(error) = glances.count(&house) {
                (house.tell)(&format!("counting everybody failed: {error:#}"));
            }
            glances.is_counting.store(false, Ordering::Release);
        };
        std::thread::Builder::new().name("glance".into()).spawn(work)?;
    }
    Ok(glance)
}

impl Glance {
    fn is_good(&self, house: &House) -> Result<bool> {
        if self.program != house.view().runtime.program.id.0
            || self.erased != house.erased.load(Ordering::Acquire)
        {
            return Ok(false);
        }
        let good_for = GOOD_FOR.max(Span(self.took.0.saturating_mul(GOOD_FOR_TIMES)));
        Ok((house.wall)().since(self.taken) < good_for || self.sequence == house.store.position(SEQUENCE)?)
    }

    /// People in a journey, on one step or on all.
    pub(crate) fn inside(&self, journey: &str, step: Option<&str>) -> u64 {
        let (journey, step) = (NameId::of(journey), step.map(NameId::of));
        let here = self
            .census
            .runs
            .iter()
            .filter(|((own, at), _)| *own == journey && step.is_none_or(|step| step == *at));
        here.map(|(_, count)| count).sum()
    }

    /// Messages by state, reason and exit.
    pub(crate) fn states(&self) -> BTreeMap<(&str, &str, &str), u64> {
        let mut states: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
        for tally in &self.tallies {
            let exit = programmes::exit_of(&tally.reason, &tally.detail);
            *states.entry((&tally.state, &tally.reason, exit)).or_default() += tally.rows;
        }
        states
    }
}

/// Counts everybody; takes as long as it takes.
fn count(house: &House) -> Result<Glance> {
    let view = house.view();
    let taken = (house.wall)();
    let sequence = house.store.position(SEQUENCE)?;
    let erased = house.erased.load(Ordering::Acquire);
    let census = view.runtime.census(&view.scope)?;
    let tallies = house.store.tally(&view.scope)?;
    let mut newest: Vec<IntentRow> = Vec::new();
    let lately = house.now().minus(LATELY);
    let mut advertised: BTreeMap<String, u64> = BTreeMap::new();
    let mut first: BTreeMap<String, Timestamp> = BTreeMap::new();
    let mut spoken_to: BTreeMap<String, Vec<(Timestamp, EntityId)>> = BTreeMap::new();
    view.runtime.each_intent(&view.scope, &mut |row| {
        match first.get_mut(&row.programme) {
            Some(known) => *known = row.created.min(*known),
            None => drop(first.insert(row.programme.clone(), row.created)),
        }
        if went_out(&row.state) || row.open {
            match spoken_to.get_mut(&row.message) {
                Some(some) => add(some, (row.changed, row.customer)),
                None => drop(spoken_to.insert(row.message.clone(), vec![(row.changed, row.customer)])),
            }
        }
        if went_out(&row.state) && row.changed > lately && row.class == Class::Advertising.as_str() {
            *advertised.entry(row.message.clone()).or_default() += 1;
        }
        if went_out(&row.state) || row.state == "failed" {
            newest.push(row.clone());
            if newest.len() > 4 * DELIVERIES_MAX {
                shorten(&mut newest);
            }
        }
    })?;
    shorten(&mut newest);
    let dossier = |id: EntityId| view.runtime.dossier(view.scope.vault(), id);
    let mut deliveries = Vec::with_capacity(newest.len());
    for row in newest {
        let name = dossier(row.customer)?.map(|dossier| super::name(&dossier)).unwrap_or_default();
        deliveries.push((row, name));
    }
    let mut examples = Vec::with_capacity(census.examples.len());
    for id in &census.examples {
        examples.extend(dossier(*id)?);
    }
    let took = (house.wall)().since(taken);
    let program = view.runtime.program.id.0;
    Ok(Glance {
        census,
        tallies,
        deliveries,
        examples,
        advertised,
        spoken_to,
        first,
        taken,
        took,
        sequence,
        program,
        erased,
    })
}

/// Keeps the newest ones.
fn add(some: &mut Vec<(Timestamp, EntityId)>, one: (Timestamp, EntityId)) {
    if some.len() < SPOKEN_TO_MAX || some.last().is_some_and(|oldest| *oldest < one) {
        let place = some.partition_point(|other| *other > one);
        some.insert(place, one);
        some.truncate(SPOKEN_TO_MAX);
    }
}

fn shorten(rows: &mut Vec<IntentRow>) {
    rows.sort_by_key(|row| (std::cmp::Reverse(row.changed), row.id));
    rows.truncate(DELIVERIES_MAX);
}

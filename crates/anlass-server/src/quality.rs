//! How good the data of a source are, delivery by delivery. What is counted comes with an import, as soon as its rows are read and
//! before the first of them is applied, or event by event (`heard.rs`), or with a feed; the newest deliveries are kept sealed: numbers and names of columns, none of their
//! values. What is judged of them is computed when it is asked for (`grades.rs`).

mod feed;
mod grades;
mod heard;
mod needed;

use crate::vaulted::{opened, sealed};
use anlass_model::id::VaultId;
use anlass_model::time::{HOUR, Span, Timestamp};
use anlass_sources::Mapping;
use anlass_sources::quality::{ColumnTally, SHAPES};
use anlass_sources::report::{Fate, FileReport, Role};
use anlass_store::seal::Keyring;
use anlass_store::{Commit, Store};
use anyhow::{Context, Result};
pub(crate) use grades::{Column, Fallen, Freshness, columns, freshness, series_of, source_score};
pub(crate) use needed::{Delivered, Figure, Judged, judge};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Kind of the documents that hold the deliveries of a source, the oldest first.
const KIND: &str = "quality";
/// Deliveries kept of each source.
const KEPT_MAX: usize = 60;
/// Columns kept of a delivery.
const COLUMNS_MAX: usize = 200;
/// What is read again and again, a database, counts as one delivery for so long.
const ONE_DELIVERY: Span = HOUR;

/// One delivery of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Delivery {
    /// When it came, and when the last came that belongs to it, by the installation's clock.
    pub(crate) at: i64,
    pub(crate) last: i64,
    /// By what the newest of it is known again.
    print: String,
    /// Of what was applied of it: when the newest thing happened that it tells of.
    pub(crate) newest: Option<i64>,
    /// What it held was taken in; otherwise its import stopped before.
    pub(crate) is_applied: bool,
    /// It came by itself, event by event.
    #[serde(default)]
    pub(crate) is_heard: bool,
    /// Rows by what their files hold.
    pub(crate) roles: BTreeMap<String, Rows>,
    /// By role and name.
    pub(crate) columns: BTreeMap<String, Counted>,
}

/// Rows of a delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rows {
    pub(crate) read: u64,
    /// Equal to an earlier one.
    pub(crate) duplicates: u64,
}

/// A column of a delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counted {
    /// What the files with it hold.
    pub(crate) role: String,
    /// The profile field it fills.
    pub(crate) field: Option<String>,
    pub(crate) held: Held,
}

/// What a column held, in so many rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub(crate) rows: u64,
    pub(crate) filled: u64,
    pub(crate) unusable: u64,
    pub(crate) shapes: [u64; SHAPES],
}

/// The deliveries of a source, the oldest first.
pub(crate) type Series = Arc<Vec<Delivery>>;

/// Of what deliveries are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// A declared source, by its number.
    Source(u16),
    /// A feed of content, by its name.
    Feed(String),
}

impl From<u16> for Origin {
    fn from(source: u16) -> Origin {
        Origin::Source(source)
    }
}

/// A vault, and what delivered to it.
type Place = (VaultId, Origin);

/// What came with an import.
#[derive(Clone, Copy)]
pub(crate) struct Came<'a> {
    pub(crate) files: &'a [FileReport],
    pub(crate) mapping: &'a Mapping,
    /// The same for the same files read again.
    pub(crate) print: u128,
    pub(crate) at: Timestamp,
    /// It is read again and again.
    pub(crate) is_polled: bool,
}

/// The deliveries of all sources: kept in the store, and in memory once they were asked for.
#[derive(Default)]
pub(crate) struct Quality {
    known: Mutex<BTreeMap<Place, Series>>,
    /// What came by itself since it was kept last.
    heard: Mutex<heard::AllHeard>,
    /// Something was kept that nobody looked at yet.
    has_news: AtomicBool,
}

impl Quality {
    fn known(&self) -> MutexGuard<'_, BTreeMap<Place, Series>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn heard(&self) -> MutexGuard<'_, heard::AllHeard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether something was kept since this was asked.
    pub(crate) fn take_news(&self) -> bool {
        self.has_news.swap(false, Ordering::AcqRel)
    }

    /// The deliveries of a source, the oldest first.
    ///
    /// # Errors
    /// If they cannot be read.
    pub(crate) fn list(
        &self,
        store: &dyn Store,
        keys: &Keyring,
        vault: VaultId,
        origin: impl Into<Origin>,
    ) -> Result<Series> {
        let place = (vault, origin.into());
        // Held while reading: what is kept meanwhile would be forgotten.
        let mut known = self.known();
        if let Some(series) = known.get(&place) {
            return Ok(Arc::clone(series));
        }
        let series: Vec<Delivery> = opened(store, keys, vault, KIND, &name_of(&place))?.unwrap_or_default();
        let series = Arc::new(series);
        known.insert(place, Arc::clone(&series));
        Ok(series)
    }

    /// Keeps what a delivery was like. One that is read again after a process ended counts once.
    ///
    /// # Errors
    /// If it cannot be sealed or stored.
    pub(crate) fn keep(
        &self,
        store: &dyn Store,
        keys: &Keyring,
        vault: VaultId,
        came: Came<'_>,
    ) -> Result<()> {
        let new = delivery(came);
        let source = came.mapping.source().0;
        let mut series = Vec::clone(&*self.list(store, keys, vault, source)?);
        let last = series.iter().rev().find(|last| !last.is_heard);
        if new.rows().read == 0 || last.is_some_and(|last| last.print == new.print) {
            return Ok(());
        }
        let goes_on = |last: &&mut Delivery| {
            came.is_polled && !last.is_heard && came.at.since(Timestamp(last.at)) < ONE_DELIVERY
        };
        match series.last_mut().filter(goes_on) {
            Some(last) => last.join(new),
            None => series.push(new),
        }
        self.put(store, keys, (vault, source.into()), shortened(series))?;
        self.has_news.store(true, Ordering::Release);
        Ok(())
    }

    /// What came last is applied now.
    ///
    /// # Errors
    /// As for [`Quality::keep`].
    pub(crate) fn note_applied(
        &self,
        store: &dyn Store,
        keys: &Keyring,
        (vault, source): (VaultId, u16),
        newest: Option<Timestamp>,
    ) -> Result<()> {
        let mut series = Vec::clone(&*self.list(store, keys, vault, source)?);
        let Some(last) = series.iter_mut().rev().find(|last| !last.is_heard) else { return Ok(()) };
        last.is_applied = true;
        last.newest = last.newest.max(newest.map(|newest| newest.0));
        self.put(store, keys, (vault, source.into()), series)
    }

    fn put(&self, store: &dyn Store, keys: &Keyring, place: Place, series: Vec<Delivery>) -> Result<()> {
        let key = keys.vault(place.0).context("the vault has no key")?;
        let document = sealed(key, place.0, KIND, &name_of(&place), &series)?;
        store.commit(&Commit { documents: vec![document], ..Commit::default() })?;
        self.known().insert(place, Arc::new(series));
        Ok(())
    }
}

/// The newest of a series.
fn shortened(mut series: Vec<Delivery>) -> Vec<Delivery> {
    let old = series.len().saturating_sub(KEPT_MAX);
    series.split_off(old)
}

fn name_of((vault, origin): &Place) -> String {
    match origin {
        Origin::Source(number) => format!("{}/{number}", vault.0),
        Origin::Feed(name) => format!("{}/feed/{name}", vault.0),
    }
}

/// The name of a role, as mappings have it.
pub(crate) fn role_name(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn delivery(came: Came<'_>) -> Delivery {
    let fields: BTreeMap<&str, &str> =
        came.mapping.field_columns().into_iter().map(|(name, column)| (column, name.as_str())).collect();
    let (at, print) = (came.at.0, format!("{:032x}", came.print));
    let mut delivery = Delivery { at, last: at, print, ..Delivery::default() };
    for file in came.files.iter().filter(|file| file.role != Role::Beside) {
        let role = role_name(file.role);
        let rows = delivery.roles.entry(role.clone()).or_default();
        rows.add(Rows { read: file.rows_read, duplicates: file.tally(Fate::Duplicate).rows });
        for (column, tally) in &file.columns {
            let name = format!("{role}/{column}");
            if delivery.columns.len() >= COLUMNS_MAX && !delivery.columns.contains_key(&name) {
                continue;
            }
            let ColumnTally { filled, unusable, shapes } = *tally;
            let is_profile = file.role == Role::Profiles;
            let field = fields.get(column.as_str()).filter(|_| is_profile).map(|name| (*name).to_owned());
            let held = Held { rows: file.rows_read, filled, unusable, shapes };
            let counted = Counted { role: role.clone(), field, held };
            delivery.columns.entry(name).or_default().join(&counted);
        }
    }
    delivery
}

impl Rows {
    fn add(&mut self, other: Rows) {
        self.read += other.read;
        self.duplicates += other.duplicates;
    }
}

impl Held {
    fn add(&mut self, other: Held) {
        self.rows += other.rows;
        self.filled += other.filled;
        self.unusable += other.unusable;
        for (own, more) in self.shapes.iter_mut().zip(other.shapes) {
            *own += more;
        }
    }
}

impl Counted {
    /// Adds what another file of the same role says.
    fn join(&mut self, other: &Counted) {
        self.role.clone_from(&other.role);
        self.field.clone_from(&other.field);
        self.held.add(other.held);
    }
}

impl Delivery {
    /// All its rows; those of a file that is read for several things as often.
    pub(crate) fn rows(&self) -> Rows {
        let mut sum = Rows::default();
        self.roles.values().for_each(|rows| sum.add(*rows));
        sum
    }

    /// What is read a moment later belongs to it.
    fn join(&mut self, other: Delivery) {
        self.last = other.last;
        self.print = other.print;
        self.newest = self.newest.max(other.newest);
        for (role, rows) in other.roles {
            self.roles.entry(role).or_default().add(rows);
        }
        for (column, counted) in other.columns {
            self.columns.entry(column).or_default().join(&counted);
        }
    }
}

//! Passes over all customers of a vault: page by page in id order, part ranges side by side.

use crate::batch::Runtime;
use crate::error::Error;
use anlass_model::id::{EntityId, EntityKind, Part};
use anlass_model::org::TenantScope;
use anlass_store::EntityRow;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Rows read at once: a few megabytes.
const PAGE: usize = 2_000;
/// Ranges per thread, so that a slow one does not hold up the whole.
const RANGES_PER_THREAD: usize = 4;

/// The last id before a part; `None` before the first one.
fn before(part: u8) -> Option<EntityId> {
    (u128::from(part) << 120).checked_sub(1).map(EntityId)
}

impl Runtime {
    /// Customers of one part after an id, at most `max`.
    pub(crate) fn page(
        &self,
        scope: &TenantScope,
        part: Part,
        after: Option<EntityId>,
        max: usize,
    ) -> Result<Vec<EntityRow>, Error> {
        let after = after.or_else(|| before(part.0));
        let mut rows = self.store.scan(scope, EntityKind::Customer, after, max)?;
        rows.truncate(rows.partition_point(|row| row.key.part() <= part));
        Ok(rows)
    }

    /// The rows of these customers that there are.
    pub(crate) fn rows_of(&self, scope: &TenantScope, ids: &[EntityId]) -> Result<Vec<EntityRow>, Error> {
        let keys: Vec<_> = ids.iter().map(|id| scope.key(EntityKind::Customer, *id)).collect();
        Ok(self.store.load(&keys)?.into_iter().flatten().collect())
    }

    /// Hands those of the customers that there are to `each`; one sum per some of them, in their order.
    pub(crate) fn scan_these<T: Default + Send>(
        &self,
        scope: &TenantScope,
        ids: &[EntityId],
        each: impl Fn(&mut T, &mut EntityRow) -> Result<(), Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        let some: Vec<&[EntityId]> = ids.chunks(PAGE).collect();
        self.side_by_side(&some, |ids| {
            let mut sum = T::default();
            for row in &mut self.rows_of(scope, ids)? {
                each(&mut sum, row)?;
            }
            Ok(sum)
        })
    }

    /// Hands every customer of the vault to `each`, in id order within ranges of parts; one sum per range, in
    /// the order of the ranges.
    pub(crate) fn scan_all<T: Default + Send>(
        &self,
        scope: &TenantScope,
        each: impl Fn(&mut T, &mut EntityRow) -> Result<(), Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        let wide = usize::from(self.parts).div_ceil(self.threads.max(1) * RANGES_PER_THREAD);
        let wide = u8::try_from(wide).unwrap_or(u8::MAX).max(1);
        let starts = (0..self.parts).step_by(usize::from(wide));
        let ranges: Vec<Range<u8>> =
            starts.map(|start| start..self.parts.min(start.saturating_add(wide))).collect();
        self.side_by_side(&ranges, |range| {
            let mut sum = T::default();
            let mut after = before(range.start);
            loop {
                let mut rows = self.store.scan(scope, EntityKind::Customer, after, PAGE)?;
                let full = rows.len() == PAGE;
                rows.truncate(rows.partition_point(|row| row.key.part().0 < range.end));
                for row in &mut rows {
                    each(&mut sum, row)?;
                }
                match rows.last() {
                    Some(last) if full => after = Some(last.key.id()),
                    _ => return Ok(sum),
                }
            }
        })
    }

    /// Runs jobs that do not wait for one another on all threads; answers in the order of the jobs.
    pub(crate) fn side_by_side<J: Sync, T: Send>(
        &self,
        jobs: &[J],
        work: impl Fn(&J) -> Result<T, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        let answers: Vec<Mutex<Option<Result<T, Error>>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
        let next = AtomicUsize::new(0);
        let worker = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let (Some(job), Some(answer)) = (jobs.get(index), answers.get(index)) else { return };
                let result = work(job);
                if let Ok(mut answer) = answer.lock() {
                    *answer = Some(result);
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..self.threads.min(jobs.len()) {
                scope.spawn(worker);
            }
            worker();
        });
        let unfinished = || Error::Worker("a part was not finished".into());
        let answers = answers.into_iter().map(|answer| answer.into_inner().ok().flatten());
        answers.map(|answer| answer.ok_or_else(unfinished)?).collect()
    }
}

//! Timers: everybody whose moment has come is woken, all at once or some at a time.

use super::{Extra, Mode, Runtime, Stepped, Work};
use crate::error::Error;
use anlass_engine::Input;
use anlass_model::id::EntityKind;
use anlass_model::time::Timestamp;

impl Runtime {
    /// Lets everything happen that is due up to `until` without new input. In virtual time everything up to
    /// `until`, live the timers only. Returns what it did, summed.
    ///
    /// # Errors
    /// As [`Runtime::run`].
    pub fn run_due(&mut self, until: Timestamp, mode: Mode<'_>, max: usize) -> Result<Stepped, Error> {
        let mut total = Stepped::default();
        loop {
            let (stepped, is_more) = self.run_some_due(until, mode, max)?;
            total.add(stepped);
            if !is_more {
                return Ok(total);
            }
        }
    }

    /// As [`Runtime::run_due`], but for the first `max` people only; whether there may be more.
    pub(crate) fn run_some_due(
        &mut self,
        until: Timestamp,
        mode: Mode<'_>,
        max: usize,
    ) -> Result<(Stepped, bool), Error> {
        self.settle()?;
        let due = self.store.due(&self.custodian, until, max)?;
        if due.is_empty() {
            return Ok((Stepped::default(), false));
        }
        let works = due.iter().filter(|(_, key)| key.kind() == EntityKind::Customer).map(|(_, key)| Work {
            vault: key.vault(),
            customer: key.id(),
            now: until,
            input: Input::Wake,
        });
        let stepped = self.run_works(works.collect(), mode, Extra::default())?;
        self.settle()?;
        Ok((stepped, due.len() >= max))
    }
}

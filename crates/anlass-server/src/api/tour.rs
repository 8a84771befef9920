//! The people of the guided tour, found once and kept: looking for them runs timelines again.

use crate::call::Call;
use crate::insight::tour::{self, Tour};
use anlass_model::event::Line;
use anlass_model::id::EntityId;
use anlass_model::time::Timestamp;
use anyhow::Result;
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) use crate::insight::tour::Found;

/// The tour's people of one program.
pub(crate) struct Kept {
    program: u64,
    pub(crate) people: Tour,
    /// The cart that was filled last, and how many of the buyers had theirs.
    filled: Mutex<(Option<Filled>, usize)>,
}

/// Somebody whose cart was filled.
#[derive(Clone, Copy)]
pub(crate) struct Filled {
    pub(crate) customer: EntityId,
    pub(crate) at: Timestamp,
    /// Of its reminder, once it is known.
    pub(crate) due: Option<Timestamp>,
}

#[derive(Default)]
pub(crate) struct Tours {
    last: Mutex<Option<Arc<Kept>>>,
}

/// The people, looked for if nobody did yet. Whoever asks meanwhile waits for them.
pub(crate) fn take(call: &Call<'_>) -> Result<Arc<Kept>> {
    let view = call.view();
    let program = view.runtime.program.id.0;
    let mut last = call.desk.tours.last.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = last.as_ref().filter(|kept| kept.program == program) {
        return Ok(Arc::clone(kept));
    }
    let people = tour::find(&view.runtime, &view.scope, call.house().now())?;
    // What somebody was shown stays told, whatever was published since.
    let filled = last.as_ref().and_then(|before| before.filled());
    let kept = Arc::new(Kept { program, people, filled: Mutex::new((filled, 0)) });
    *last = Some(Arc::clone(&kept));
    Ok(kept)
}

impl Kept {
    /// Whose cart is or may be filled.
    pub(crate) fn buyer(&self, call: &Call<'_>) -> Result<Option<EntityId>> {
        let (last, from) = *self.filled.lock().unwrap_or_else(PoisonError::into_inner);
        match last {
            Some(filled) => Ok(Some(filled.customer)),
            None => Ok(self.fitting(call, from)?.map(|(_, customer, _)| customer)),
        }
    }

    /// The next one who would be reminded of a cart, with what to lay into it.
    pub(crate) fn next_buyer(&self, call: &Call<'_>) -> Result<Option<(EntityId, Line)>> {
        let mut filled = self.filled.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((index, customer, line)) = self.fitting(call, filled.1)? else { return Ok(None) };
        *filled = (Some(Filled { customer, at: call.house().now(), due: None }), index + 1);
        Ok(Some((customer, line)))
    }

    pub(crate) fn filled(&self) -> Option<Filled> {
        self.filled.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    pub(crate) fn note_due(&self, due: Timestamp) {
        if let Some(filled) = &mut self.filled.lock().unwrap_or_else(PoisonError::into_inner).0 {
            filled.due = Some(due);
        }
    }

    /// From a position on: something may have happened to them since they were found.
    fn fitting(&self, call: &Call<'_>, from: usize) -> Result<Option<(usize, EntityId, Line)>> {
        let view = call.view();
        for (index, (customer, _)) in self.people.buyers.iter().enumerate().skip(from) {
            let Some(dossier) = view.runtime.dossier(view.scope.vault(), *customer)? else { continue };
            if let Some(line) = tour::cart_for(&view.runtime.program, &dossier, call.house().now()) {
                return Ok(Some((index, *customer, line)));
            }
        }
        Ok(None)
    }
}

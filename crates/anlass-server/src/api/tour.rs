//! The people of the guided tour, found once and kept: looking for them runs timelines again.

use crate::call::Call;
use crate::insight::tour::{self, Tour};
use anlass_model::event::Line;
use anlass_model::id::EntityId;
use anlass_model::time::Timestamp;
use anyhow::Result;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use crate::insight::tour::Found;

/// The tour's people of one program.
pub(crate) struct Kept {
    program: u64,
    pub(crate) people: Tour,
    carts: Mutex<Carts>,
}

/// Whose carts were filled before the visitor's eyes.
#[derive(Clone, Default)]
struct Carts {
    /// Whose story is told; `None`: the chapter begins with somebody else.
    told: Option<Filled>,
    /// Everybody, the last one at the end.
    all: Vec<EntityId>,
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
    // What somebody was shown stays told, and nobody is taken twice, whatever was published since.
    let carts = last.as_ref().map(|before| before.carts().clone()).unwrap_or_default();
    let kept = Arc::new(Kept { program, people, carts: Mutex::new(carts) });
    *last = Some(Arc::clone(&kept));
    Ok(kept)
}

impl Kept {
    fn carts(&self) -> MutexGuard<'_, Carts> {
        self.carts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whose cart is or may be filled.
    pub(crate) fn buyer(&self, call: &Call<'_>) -> Result<Option<EntityId>> {
        let carts = self.carts().clone();
        match carts.told {
            Some(filled) => Ok(Some(filled.customer)),
            None => Ok(self.fitting(call, &carts.all)?.map(|(customer, _)| customer)),
        }
    }

    /// The next one who would be reminded of a cart, with what to lay into it.
    pub(crate) fn next_buyer(&self, call: &Call<'_>) -> Result<Option<(EntityId, Line)>> {
        let mut carts = self.carts();
        let Some((customer, line)) = self.fitting(call, &carts.all)? else { return Ok(None) };
        carts.told = Some(Filled { customer, at: call.house().now(), due: None });
        carts.all.retain(|before| *before != customer);
        carts.all.push(customer);
        Ok(Some((customer, line)))
    }

    /// Tells of nobody's cart any more: the chapter begins anew.
    pub(crate) fn begin_anew(&self) {
        self.carts().told = None;
    }

    pub(crate) fn filled(&self) -> Option<Filled> {
        self.carts().told
    }

    pub(crate) fn note_due(&self, due: Timestamp) {
        if let Some(filled) = &mut self.carts().told {
            filled.due = Some(due);
        }
    }

    /// Somebody new if there is anybody, else whose turn was the longest ago, never the last one again. Something may
    /// have happened to each since they were found.
    fn fitting(&self, call: &Call<'_>, before: &[EntityId]) -> Result<Option<(EntityId, Line)>> {
        let found = self.people.buyers.iter().map(|(customer, _)| *customer);
        let new = found.filter(|customer| !before.contains(customer));
        let again = before.iter().rev().skip(1).rev().copied();
        let view = call.view();
        for customer in new.chain(again) {
            let Some(dossier) = view.runtime.dossier(view.scope.vault(), customer)? else { continue };
            if let Some(line) = tour::cart_for(&view.runtime.program, &dossier, call.house().now()) {
                return Ok(Some((customer, line)));
            }
        }
        Ok(None)
    }
}

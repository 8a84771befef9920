//! What was live before, with its content compiled once more: for whoever looks at an old letter.

use super::{House, View, view_of};
use anlass_engine::Program;
use anlass_model::id::ProgramId;
use anlass_runtime::Runtime;
use anyhow::Result;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Programs kept compiled.
const KEPT_MAX: usize = 4;

#[derive(Default)]
pub(crate) struct Earlier {
    /// Least recently asked for first.
    kept: Mutex<VecDeque<(ProgramId, Arc<View>)>>,
}

impl Earlier {
    /// The view as it was while this program was live.
    ///
    /// # Errors
    /// If its content does not compile any more, or the store cannot be read.
    pub(super) fn view(&self, house: &House, program: &Arc<Program>) -> Result<Arc<View>> {
        let live = house.view();
        if live.runtime.program.id == program.id {
            return Ok(live);
        }
        // Held while compiling, so that many who look at once compile it once.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known =
            kept.iter().position(|(known, _)| *known == program.id).and_then(|place| kept.remove(place));
        let (id, view) = match known {
            Some(known) => known,
            None => {
                let mut runtime = Runtime::look(Arc::clone(&house.store), &house.master)?;
                runtime.program = Arc::clone(program);
                (program.id, Arc::new(view_of(runtime)?))
            }
        };
        while kept.len() >= KEPT_MAX {
            kept.pop_front();
        }
        kept.push_back((id, Arc::clone(&view)));
        Ok(view)
    }
}

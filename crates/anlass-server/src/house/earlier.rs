//! Content of programs that were live before, compiled once more for who looks at an old letter in the browser.

use super::{House, View};
use crate::first_names;
use anlass_content::Content;
use anlass_model::id::ProgramId;
use anyhow::{Result, bail};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Programs kept compiled.
const KEPT_MAX: usize = 4;

#[derive(Default)]
pub(crate) struct Earlier {
    /// Least recently asked for first; `None` if its content does not compile any more.
    kept: Mutex<VecDeque<(ProgramId, Option<Arc<Content>>)>>,
}

impl Earlier {
    /// `None` if it does not compile any more.
    ///
    /// # Errors
    /// If the program is not in the store, or the store cannot be read.
    pub(crate) fn content(
        &self,
        house: &House,
        view: &View,
        program: ProgramId,
    ) -> Result<Option<Arc<Content>>> {
        // Held while compiling, so that many who look at once compile it once.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = kept.iter().position(|(known, _)| *known == program) {
            let found = kept.remove(place);
            kept.extend(found);
        } else {
            let definitions = {
                let Ok(mut programs) = view.runtime.programs.lock() else {
                    bail!("the programs are in an unknown state\n  help: start the server again")
                };
                programs.get(&*house.store, program)?.definitions.clone()
            };
            let names = first_names::installed(&*house.store)?;
            let content = anlass_content::compile(&definitions).ok();
            while kept.len() >= KEPT_MAX {
                kept.pop_front();
            }
            kept.push_back((program, content.map(|content| Arc::new(content.with_names(names)))));
        }
        Ok(kept.back().and_then(|(_, content)| content.clone()))
    }
}

//! Programs in the control plane: definitions are stored by their hash and kept as long as a timeline may
//! name them; one of them is current.

use crate::error::Error;
use anlass_engine::compile::{Problem, compile, program_id};
use anlass_engine::program::Program;
use anlass_model::definition::Definitions;
use anlass_model::id::ProgramId;
use anlass_store::{Document, Store};
use std::collections::BTreeMap;
use std::sync::Arc;

const KIND_PROGRAM: &str = "program";
const KIND_CURRENT: &str = "current";
const NAME: &str = "organisation";
const HIGHEST_SOURCE: &str = "sources.highest";

/// Programs compiled so far, by id.
#[derive(Default)]
pub struct Programs {
    compiled: BTreeMap<ProgramId, Arc<Program>>,
}

/// What publishing writes: the definitions under their hash, and that they are current.
#[must_use]
pub fn documents(definitions: &Definitions) -> Vec<Document> {
    let id = program_id(definitions);
    let name = format!("{:016x}", id.0);
    let body = serde_json::to_vec(definitions).unwrap_or_default();
    vec![
        Document { kind: KIND_PROGRAM.into(), name: name.clone(), body },
        Document { kind: KIND_CURRENT.into(), name: NAME.into(), body: name.into_bytes() },
    ]
}

/// The definitions that are current, if any were published.
///
/// # Errors
/// If they cannot be read.
pub fn current(store: &dyn Store) -> Result<Option<Definitions>, Error> {
    let Some(document) = store.document(KIND_CURRENT, NAME)? else { return Ok(None) };
    let name = String::from_utf8_lossy(&document.body).into_owned();
    read(store, &name).map(Some)
}

/// Which program is current, if any was published.
///
/// # Errors
/// If that cannot be read.
pub fn current_id(store: &dyn Store) -> Result<Option<ProgramId>, Error> {
    let Some(document) = store.document(KIND_CURRENT, NAME)? else { return Ok(None) };
    let name = String::from_utf8_lossy(&document.body).into_owned();
    let damaged = |_| Error::Document { name: KIND_CURRENT.into(), cause: "it names no program".into() };
    u64::from_str_radix(&name, 16).map(|id| Some(ProgramId(id))).map_err(damaged)
}

/// The highest number that a source ever had: what it told bears it, also after the source is gone.
///
/// # Errors
/// If that cannot be read.
pub fn highest_source(store: &dyn Store) -> Result<u16, Error> {
    let Some(text) = store.position(HIGHEST_SOURCE)? else { return Ok(0) };
    text.parse().map_err(|_| Error::Document { name: HIGHEST_SOURCE.into(), cause: "it is no number".into() })
}

/// That position, as it is once these definitions are live.
pub(crate) fn numbered(store: &dyn Store, definitions: &Definitions) -> Result<(String, String), Error> {
    let own = definitions.settings.sources.iter().map(|source| source.number).max().unwrap_or(0);
    Ok((HIGHEST_SOURCE.to_owned(), own.max(highest_source(store)?).to_string()))
}

/// The definitions of a program that is, or was, live.
///
/// # Errors
/// [`Error::NoProgram`] if there never was one; if they cannot be read.
pub fn definitions(store: &dyn Store, id: ProgramId) -> Result<Definitions, Error> {
    read(store, &format!("{:016x}", id.0))
}

fn read(store: &dyn Store, name: &str) -> Result<Definitions, Error> {
    let missing = || Error::NoProgram(u64::from_str_radix(name, 16).unwrap_or(0));
    let document = store.document(KIND_PROGRAM, name)?.ok_or_else(missing)?;
    serde_json::from_slice(&document.body)
        .map_err(|error| Error::Document { name: name.to_string(), cause: error.to_string() })
}

fn compiled(definitions: Definitions) -> Result<Arc<Program>, Error> {
    compile(definitions).map(Arc::new).map_err(|problems: Vec<Problem>| Error::Document {
        name: KIND_PROGRAM.into(),
        cause: problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    })
}

impl Programs {
    /// Compiles definitions that were checked before.
    ///
    /// # Errors
    /// If they have problems after all.
    pub fn add(&mut self, definitions: Definitions) -> Result<Arc<Program>, Error> {
        let program = compiled(definitions)?;
        self.compiled.insert(program.id, Arc::clone(&program));
        Ok(program)
    }

    /// The program that a timeline entry names.
    ///
    /// # Errors
    /// If it is not in the store.
    pub fn get(&mut self, store: &dyn Store, id: ProgramId) -> Result<Arc<Program>, Error> {
        if let Some(program) = self.compiled.get(&id) {
            return Ok(Arc::clone(program));
        }
        let program = compiled(definitions(store, id)?)?;
        self.compiled.insert(id, Arc::clone(&program));
        Ok(program)
    }
}

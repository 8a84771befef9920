//! Exports: what is written into files and tables for others, when, and what became of it. A run goes on beside the loop, one
//! at a time; a file or a table has its name only once it is whole.

mod place;
mod tables;
mod things;

pub(crate) use place::{Folder, is_folder};
pub(crate) use tables::check;

use super::House;
use crate::exported::{self, Destination, IntoFolder, IntoTable, Kept, RUNS_MAX, Run};
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_sources::sql::schedule::{Schedule, next_run};
use anlass_sources::sql::{self, Database, Filling};
use anlass_sources::writing::{Cell, Column, Table};
use anlass_store::Store;
use anlass_store::seal::Keyring;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

/// One with its runs, the newest first.
#[derive(Clone)]
pub(crate) struct Export {
    pub(crate) kept: Kept,
    pub(crate) runs: Vec<Run>,
}

#[derive(Default)]
struct State {
    all: BTreeMap<(VaultId, String), Export>,
    /// Asked for by hand.
    asked: BTreeSet<(VaultId, String)>,
    running: Option<(VaultId, String)>,
}

#[derive(Default)]
pub(crate) struct Exports {
    state: Mutex<State>,
}

impl Exports {
    /// One that cannot be read keeps nothing else from starting.
    pub(crate) fn open(store: &dyn Store, keys: &Keyring, tell: &dyn Fn(&str)) -> Result<Exports> {
        let exports = Exports::default();
        for (vault, read) in exported::list(store, keys)? {
            match read {
                Ok((kept, runs)) => exports.with(|state| {
                    state.all.insert((vault, kept.name.clone()), Export { kept, runs });
                }),
                Err(error) => tell(&format!("an export cannot be read: {error:#}")),
            }
        }
        Ok(exports)
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Those of a vault, by name.
    pub(crate) fn list(&self, vault: VaultId) -> Vec<Export> {
        self.with(|state| {
            let own = state.all.iter().filter(|((of, _), _)| *of == vault);
            own.map(|(_, export)| export.clone()).collect()
        })
    }

    pub(crate) fn is_running(&self, vault: VaultId, name: &str) -> bool {
        self.with(|state| {
            let is_it = |(of, own): &(VaultId, String)| *of == vault && own == name;
            state.running.as_ref().is_some_and(is_it) || state.asked.iter().any(is_it)
        })
    }

    /// How many failed the last time.
    pub(crate) fn failing(&self) -> usize {
        self.with(|state| {
            let failed = |export: &&Export| export.runs.first().is_some_and(|run| run.failed.is_some());
            state.all.values().filter(failed).count()
        })
    }

    /// It runs as soon as none other does. `false`: there is none.
    pub(crate) fn ask(&self, vault: VaultId, name: &str) -> bool {
        self.with(|state| {
            let place = (vault, name.to_owned());
            let is_there = state.all.contains_key(&place);
            if is_there {
                state.asked.insert(place);
            }
            is_there
        })
    }
}

/// When a scheduled one runs next.
pub(crate) fn next(export: &Export, now: Timestamp, zone: &jiff::tz::TimeZone) -> Option<Timestamp> {
    let moment = |at: Timestamp| jiff::Timestamp::from_millisecond(at.0).ok();
    let schedule = export.kept.schedule?;
    let run = export.runs.first().map(|run| Timestamp(run.at));
    let last = match schedule {
        Schedule::EveryMinutes(_) => run,
        Schedule::DailyAt(_) => run.max(Some(export.kept.made)),
    };
    let next = next_run(schedule, last.and_then(moment), moment(now)?, zone);
    Some(Timestamp(next.as_millisecond()))
}

impl House {
    /// # Errors
    /// If it could not be written down.
    pub(crate) fn put_export(&self, vault: VaultId, kept: Kept) -> Result<()> {
        let view = self.view();
        let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
        self.put_documents(vec![exported::document(key, vault, &kept)?])?;
        self.exports.with(|state| {
            let place = (vault, kept.name.clone());
            let runs = state.all.remove(&place).map(|known| known.runs).unwrap_or_default();
            state.all.insert(place, Export { kept, runs });
        });
        Ok(())
    }

    /// Its files and tables stay. `false`: there was none.
    ///
    /// # Errors
    /// If it could not be written down.
    pub(crate) fn drop_export(&self, vault: VaultId, name: &str) -> Result<bool> {
        let place = (vault, name.to_owned());
        if !self.exports.with(|state| state.all.contains_key(&place)) {
            return Ok(false);
        }
        self.put_documents(exported::without(vault, name))?;
        self.exports.with(|state| {
            state.asked.remove(&place);
            state.all.remove(&place)
        });
        Ok(true)
    }

    /// Begins what is due, unless another one runs.
    pub(super) fn go_on_exporting(self: &Arc<House>) -> Result<()> {
        let now = self.now();
        let due = self.exports.with(|state| {
            if state.running.is_some() || state.all.is_empty() {
                return None;
            }
            let asked = state.asked.pop_first().filter(|place| state.all.contains_key(place));
            let view = self.view();
            let zone = &view.runtime.program.zone;
            let is_due = |export: &Export| next(export, now, zone).is_some_and(|next| next <= now);
            let scheduled =
                || state.all.iter().find(|(_, export)| is_due(export)).map(|(place, _)| place.clone());
            let due = asked.or_else(scheduled)?;
            state.running = Some(due.clone());
            Some((due.0, state.all.get(&due)?.kept.clone()))
        });
        let Some((vault, kept)) = due else { return Ok(()) };
        let house = Arc::clone(self);
        let work = move || {
            let ran = catch_unwind(AssertUnwindSafe(|| house.export(vault, &kept, now)));
            let ran = ran.unwrap_or_else(|_| Err(anyhow::anyhow!("it broke down")));
            house.ran(vault, &kept.name, now, ran);
        };
        std::thread::Builder::new().name("export".into()).spawn(work)?;
        Ok(())
    }

    fn ran(&self, vault: VaultId, name: &str, now: Timestamp, ran: Result<(u64, String)>) {
        let run = match ran {
            Ok((rows, file)) => Run { at: now.0, rows, file: Some(file), failed: None },
            Err(error) => {
                (self.tell)(&format!("the export \"{name}\" failed: {error:#}"));
                Run { at: now.0, rows: 0, file: None, failed: Some(format!("{error:#}")) }
            }
        };
        let runs = self.exports.with(|state| {
            state.running = None;
            let export = state.all.get_mut(&(vault, name.to_owned()))?;
            export.runs.insert(0, run);
            export.runs.truncate(RUNS_MAX);
            Some(export.runs.clone())
        });
        let keep = |runs: Vec<Run>| -> Result<()> {
            let view = self.view();
            let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
            self.put_documents(vec![exported::document_of_runs(key, vault, name, &runs)?])
        };
        if let Some(Err(error)) = runs.map(keep) {
            (self.tell)(&format!(
                "what became of the export \"{name}\" could not be written down: {error:#}"
            ));
        }
        self.wake();
    }

    /// Writes it; how many rows it has, and where it lies.
    fn export(&self, vault: VaultId, kept: &Kept, now: Timestamp) -> Result<(u64, String)> {
        let view = self.view();
        let columns = check(&view, kept).map_err(|cause| {
            anyhow::anyhow!("{cause}\n  help: change the export to what the settings have now")
        })?;
        match &kept.to {
            Destination::Folder(into) => self.export_file(vault, kept, into, &columns, now),
            Destination::Table(into) => self.export_table(vault, kept, into, &columns, now),
        }
    }

    fn export_file(
        &self,
        vault: VaultId,
        kept: &Kept,
        into: &IntoFolder,
        columns: &[Column],
        now: Timestamp,
    ) -> Result<(u64, String)> {
        let folder = self.export_folder()?;
        let place = folder.place(&into.folder, &kept.name, into.format.ending(), now)?;
        let mut table = Table::begin(place.begin()?, into.format, columns)?;
        let rows = self.each_row(vault, kept, now, &mut |cells| Ok(table.row(cells)?))?;
        table.finish()?;
        let file = place.publish()?;
        place.prune(into.files_max)?;
        Ok((rows, file))
    }

    fn export_table(
        &self,
        vault: VaultId,
        kept: &Kept,
        into: &IntoTable,
        columns: &[Column],
        now: Timestamp,
    ) -> Result<(u64, String)> {
        let told = |error: sql::Error| anyhow::anyhow!("{error}\n  help: {}", error.hint());
        let (database, target) = (self.database_of(into)?, into.target(vault, &kept.name));
        let mut filling = Filling::begin(&database, &target, columns).map_err(told)?;
        match self.each_row(vault, kept, now, &mut |cells| filling.row(cells).map_err(told)) {
            Ok(rows) => {
                filling.finish().map_err(told)?;
                Ok((rows, target.place(&database)))
            }
            Err(error) => {
                filling.abandon();
                Err(error)
            }
        }
    }

    fn each_row(
        &self,
        vault: VaultId,
        kept: &Kept,
        now: Timestamp,
        write: &mut dyn FnMut(Vec<Cell>) -> Result<()>,
    ) -> Result<u64> {
        let view = self.view();
        let scope = view.runtime.custodian.scope(vault).context("its vault is not open here")?;
        tables::each(&view, &scope, kept, now, write)
    }

    /// A database that a table is written into, with what opens it.
    ///
    /// # Errors
    /// If it is a file, and its folder cannot be used or holds what this installation lives on.
    pub(crate) fn database_of(&self, into: &IntoTable) -> Result<Database> {
        let folder = self.folder_of_databases();
        if let Database::Sqlite { .. } = into.database {
            let told = || format!("databases.folder: opening {}", folder.display());
            std::fs::create_dir_all(&folder).with_context(told)?;
            if self.dir.canonicalize()?.starts_with(folder.canonicalize().with_context(told)?) {
                anyhow::bail!(
                    "databases.folder: the data directory lies in it\n  help: name a folder of its own in server.toml"
                );
            }
        }
        Ok(into.opened(&folder))
    }

    pub(crate) fn has_export_folder(&self) -> bool {
        !self.config.exports.folder.as_os_str().is_empty()
    }

    /// # Errors
    /// If none is configured, or it cannot be used.
    pub(crate) fn export_folder(&self) -> Result<Folder> {
        Folder::open(&self.dir, &self.config.exports.folder)
    }
}

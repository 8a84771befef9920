//! The thread that reads one database: what an earlier process left to be imported first, then what is new, in pieces that
//! are imported one after the other.

use super::super::House;
use super::super::importing::{Order, Phase, State, Then};
use super::feed::{Feed, Piece, lag_of};
use super::{Bound, Doing, Failure, NOT_IMPORTED};
use crate::databases::{self, Place, Reading};
use crate::uploads::Uploads;
use anlass_model::time::Timestamp;
use anlass_sources::Mapping;
use anlass_sources::report::Fate;
use anlass_sources::sql::schedule::next_run;
use anlass_sources::sql::{Error, LookedBack, RowsFile};
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::tz::TimeZone;
use std::fs::File;
use std::io::BufWriter;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// So many rows are imported at a time, or a few more.
const ROWS_MAX: u64 = 200_000;
/// Whoever waits looks this often whether the house is still there.
const NAP: Duration = Duration::from_secs(60);
/// Nothing came of a capture for so long: how far behind it is, is asked.
const LAG_MS: i64 = 60_000;
/// A server that listens for changes takes this side for dead after a minute without a word.
const SILENT_MS: i64 = 30_000;
/// After a failure that passes, at first and at most; after another, which somebody has to mend.
const RETRY_MS: i64 = 5_000;
const RETRY_MAX_MS: i64 = 300_000;
const MENDED_MS: i64 = 900_000;

pub(super) fn start(house: &Arc<House>, bound: Arc<Bound>) -> Result<()> {
    let house = Arc::downgrade(house);
    let of_thread = Arc::clone(&bound);
    let work = move || {
        run(&house, &of_thread);
        of_thread.tell(|told| told.is_gone = true);
    };
    let started = std::thread::Builder::new().name("database".into()).spawn(work);
    if started.is_err() {
        bound.tell(|told| told.is_gone = true);
    }
    started.context("starting the thread of a database\n  help: allow this user more processes")?;
    Ok(())
}

fn run(house: &Weak<House>, bound: &Bound) {
    let mut feed = None;
    while let Some(house) = house.upgrade() {
        if bound.is_stopped() {
            return;
        }
        let reader = Reader { house: &house, bound };
        let long = match reader.go_on(&mut feed) {
            Ok(long) => {
                bound.at_work().failure = None;
                long
            }
            Err(error) => {
                feed = None;
                reader.failed(&error)
            }
        };
        drop(house);
        if long > Duration::ZERO {
            bound.wait(long);
        }
    }
}

/// One who reads, for one turn.
struct Reader<'a> {
    house: &'a Arc<House>,
    bound: &'a Bound,
}

/// Rows that are written for the next import.
struct Gathered {
    file: RowsFile<BufWriter<File>>,
    bundle: String,
    names: Vec<String>,
    rows: u64,
}

impl Reader<'_> {
    /// Reads what there is, and says how long it may rest.
    fn go_on(&self, feed: &mut Option<Feed>) -> Result<Duration> {
        self.finish_what_was_left()?;
        let (now, anew) = {
            let mut told = self.bound.told();
            (std::mem::take(&mut told.now), std::mem::take(&mut told.anew))
        };
        if anew {
            *feed = None;
            self.begin_anew()?;
        }
        if let (Reading::Pull { schedule, .. }, false) = (&self.bound.kept.reading, now || anew) {
            let last = self.bound.at_work().place.last;
            let due = self.due(*schedule, last)?;
            self.bound.at_work().next = Some(due);
            let rest = due.0.saturating_sub((self.house.wall)().0);
            if rest > 0 {
                self.bound.does(Doing::Waiting);
                return Ok(millis(rest).min(NAP));
            }
        }
        let database = self.bound.kept.opened(&self.house.folder_of_databases());
        let mut open = match feed.take() {
            Some(open) => open,
            None => {
                self.bound.does(Doing::Connecting);
                Feed::open(&self.bound.kept, &database, &self.bound.at_work().place.position.clone())?
            }
        };
        let began = (self.house.wall)();
        let is_silent = self.read(&mut open)?;
        match &self.bound.kept.reading {
            // Its connection is not kept until next time.
            Reading::Pull { .. } => {
                self.bound.does(Doing::Waiting);
                Ok(Duration::ZERO)
            }
            Reading::Capture(_) => {
                let rests_since = (self.house.wall)().0.saturating_sub(began.0);
                if is_silent || rests_since > LAG_MS {
                    let lag = lag_of(&self.bound.kept, &database);
                    self.bound.at_work().lag = lag;
                }
                *feed = Some(open);
                Ok(Duration::ZERO)
            }
        }
    }

    /// Piece by piece until there is no more, or until it is wanted elsewhere. Whether nothing was there.
    fn read(&self, feed: &mut Feed) -> Result<bool> {
        let mut place = self.bound.at_work().place.clone();
        let mut gathered: Option<Gathered> = None;
        let mut heard = (self.house.wall)();
        let begun = heard;
        let mut is_silent = true;
        self.bound.does(Doing::Reading);
        while !self.bound.is_stopped() {
            let piece = feed.next(&place.position)?;
            let is_listening = matches!(feed, Feed::Capture { .. });
            let Some(piece) = piece else {
                self.bring(feed, gathered.take(), &mut place, &mut heard)?;
                if is_listening {
                    self.bound.does(Doing::Waiting);
                }
                let told = *self.bound.told();
                let now = (self.house.wall)();
                if told.now || told.anew || now.0.saturating_sub(begun.0) > LAG_MS {
                    break;
                }
                continue;
            };
            is_silent = false;
            self.bound.does(Doing::Reading);
            let is_last = piece.is_last;
            // Columns may come and go at the other side: each import has one shape.
            if gathered.as_ref().is_some_and(|gathered| gathered.names != piece.rows.names) {
                self.bring(feed, gathered.take(), &mut place, &mut heard)?;
            }
            self.gather(&mut gathered, &piece)?;
            place.rows += u64::try_from(piece.rows.rows.len())?;
            place.gone += piece.gone;
            place.position = piece.position;
            if let Some(looked_back) = piece.looked_back {
                self.bound.at_work().looked_back = match looked_back {
                    LookedBack::AsFarAsWanted => None,
                    LookedBack::OnlyTo(watermark) => Some(watermark),
                };
            }
            let is_full = gathered.as_ref().is_some_and(|gathered| gathered.rows >= ROWS_MAX);
            if is_last {
                place.last = Some((self.house.wall)().0);
            }
            // Before any row, a capture has to know that it was stored before it makes its slot.
            let is_to_be_stored = gathered.is_none() && is_listening;
            if is_full || is_last || is_to_be_stored {
                self.bring(feed, gathered.take(), &mut place, &mut heard)?;
            }
            if is_last {
                break;
            }
        }
        Ok(is_silent)
    }

    fn gather(&self, gathered: &mut Option<Gathered>, piece: &Piece) -> Result<()> {
        if piece.rows.rows.is_empty() {
            return Ok(());
        }
        if gathered.is_none() {
            let (vault, name) = (self.bound.vault, &self.bound.kept.name);
            let (bundle, folder) = self.uploads().anew(databases::bundle(vault, name))?;
            let path = folder.join(self.file()?);
            let file = File::create(&path).with_context(|| format!("writing {}", path.display()))?;
            let names = piece.rows.names.clone();
            let file = RowsFile::begin(BufWriter::new(file), &names)?;
            *gathered = Some(Gathered { file, bundle, names, rows: 0 });
        }
        if let Some(gathered) = gathered {
            gathered.file.add(&piece.rows.rows)?;
            gathered.rows += u64::try_from(piece.rows.rows.len())?;
        }
        Ok(())
    }

    /// Has what was gathered imported, stores how far that is, and confirms it.
    fn bring(
        &self,
        feed: &mut Feed,
        gathered: Option<Gathered>,
        place: &mut Place,
        heard: &mut Timestamp,
    ) -> Result<()> {
        let is_listening = matches!(feed, Feed::Capture { .. });
        if is_listening && gathered.is_some() {
            place.last = Some((self.house.wall)().0);
        }
        match gathered {
            Some(gathered) => {
                place.events += self.import(gathered, place)?;
                self.store(place)?;
            }
            None if self.bound.at_work().place != *place => self.store(place)?,
            None => return Ok(()),
        }
        self.bound.at_work().place = place.clone();
        let now = (self.house.wall)();
        if is_listening && now.0.saturating_sub(heard.0) > SILENT_MS {
            // The server has given this connection up, or soon will: a new one goes on at the stored position.
            let database = self.bound.kept.opened(&self.house.folder_of_databases());
            *feed = Feed::open(&self.bound.kept, &database, &place.position)?;
        }
        *heard = now;
        Ok(feed.confirm(&place.position)?)
    }

    /// How many events were new.
    fn import(&self, gathered: Gathered, place: &Place) -> Result<u64> {
        let Gathered { file, bundle, .. } = gathered;
        let file = file.end()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let order = Order {
            mapping: self.bound.kept.mapping.clone(),
            vault: self.bound.vault.0,
            who: self.bound.kept.name.clone(),
            is_trial: false,
            then: Some(self.then(place)?),
        };
        self.bound.does(Doing::Importing);
        let state = self.house.import_here(&self.uploads(), &bundle, &order, &self.bound.job)?;
        self.ended(&state)?;
        Ok(state.new)
    }

    /// An import that an earlier process, or a fault, left behind is ended before anything else is read.
    fn finish_what_was_left(&self) -> Result<()> {
        let bundle = format!("{:032x}", databases::bundle(self.bound.vault, &self.bound.kept.name));
        let uploads = self.uploads();
        if uploads.folder(&bundle).is_none() {
            return Ok(());
        }
        self.bound.does(Doing::Importing);
        match self.house.import_left(&uploads, &bundle, &self.bound.job)? {
            Some(state) => {
                self.ended(&state)?;
                let view = self.house.view();
                let (vault, name) = (self.bound.vault, &self.bound.kept.name);
                let place = databases::place(&*self.house.store, &view.runtime.keyring, vault, name)?;
                self.bound.at_work().place = place;
            }
            // It was not read to its end: it is asked for again.
            None => drop(uploads.remove(&bundle)?),
        }
        Ok(())
    }

    fn ended(&self, state: &State) -> Result<()> {
        let wrong = state
            .report
            .as_ref()
            .map(|report| report.files.iter().map(|file| file.tally(Fate::Quarantined).rows).sum());
        self.bound.at_work().wrong = wrong.unwrap_or_default();
        if state.phase == Phase::Failed {
            let (cause, cure) = state.failed.clone().unwrap_or_default();
            return Err(Unimported { cause, cure }.into());
        }
        Ok(())
    }

    fn begin_anew(&self) -> Result<()> {
        let mut place = self.bound.at_work().place.clone();
        place.position = databases::Position::Beginning;
        if matches!(self.bound.kept.reading, Reading::Capture(_)) {
            // Begun, a slot may be there already and is made anew.
            place.position = databases::Position::Capture(anlass_sources::sql::replication::Position::Begun);
        }
        self.store(&place)?;
        self.bound.at_work().place = place;
        Ok(())
    }

    fn store(&self, place: &Place) -> Result<()> {
        let view = self.house.view();
        let key = view.runtime.keyring.vault(self.bound.vault).context("the vault has no key")?;
        let (vault, name) = (self.bound.vault, &self.bound.kept.name);
        self.house.put_documents(vec![databases::document_of_place(key, vault, name, place)?])
    }

    fn then(&self, place: &Place) -> Result<Then> {
        let view = self.house.view();
        let key = view.runtime.keyring.vault(self.bound.vault).context("the vault has no key")?;
        let (vault, name) = (self.bound.vault, &self.bound.kept.name);
        let document = databases::document_of_place(key, vault, name, place)?;
        Ok(Then { kind: document.kind, name: document.name, body: STANDARD.encode(document.body) })
    }

    fn uploads(&self) -> Uploads {
        self.house.rows_of_databases()
    }

    /// What the mapping calls the file of its rows.
    fn file(&self) -> Result<String> {
        let mapping = Mapping::read(&self.bound.kept.mapping, "mapping")?;
        let file = mapping.files().first().map(|file| (*file).to_owned());
        file.context("the mapping reads no file")
    }

    fn due(&self, schedule: anlass_sources::sql::schedule::Schedule, last: Option<i64>) -> Result<Timestamp> {
        let moment = |at: i64| jiff::Timestamp::from_millisecond(at);
        let zone = &self.house.view().runtime.program.definitions.settings.time_zone;
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let last = last.map(moment).transpose()?;
        let now = moment((self.house.wall)().0)?;
        Ok(Timestamp(next_run(schedule, last, now, &zone).as_millisecond()))
    }

    /// Tells why it failed, and how long it is left alone.
    fn failed(&self, error: &anyhow::Error) -> Duration {
        let now = (self.house.wall)();
        let mut status = self.bound.at_work();
        let (tries, since) = match &status.failure {
            Some(failure) => (failure.tries.saturating_add(1), failure.since),
            None => (1, now),
        };
        let failure = failure_of(error, tries, since);
        let long = match failure.is_passing {
            true => RETRY_MS.saturating_mul(1 << tries.saturating_sub(1).min(10)).min(RETRY_MAX_MS),
            false => MENDED_MS,
        };
        if tries == 1 {
            let Failure { cause, cure, .. } = &failure;
            (self.house.tell)(&format!("{}: {cause}\n  help: {cure}", self.bound.kept.name));
        }
        status.doing = Doing::Failing;
        status.failure = Some(failure);
        status.next = Some(Timestamp(now.0.saturating_add(long)));
        millis(long)
    }
}

/// The rows came, but they could not be imported.
#[derive(Debug, thiserror::Error)]
#[error("{cause}")]
struct Unimported {
    cause: String,
    cure: String,
}

fn failure_of(error: &anyhow::Error, tries: u32, since: Timestamp) -> Failure {
    if let Some(error) = error.downcast_ref::<Error>() {
        let (code, is_passing) = (error.code(), error.is_passing());
        return Failure { code, cause: error.to_string(), cure: error.hint(), is_passing, tries, since };
    }
    let (cause, cure) = match error.downcast_ref::<Unimported>() {
        Some(Unimported { cause, cure }) => (cause.clone(), cure.clone()),
        None => (format!("{error:#}"), "it is tried again; nothing is lost, and nothing counts twice".into()),
    };
    let is_passing = error.downcast_ref::<Unimported>().is_none();
    Failure { code: NOT_IMPORTED, cause, cure, is_passing, tries, since }
}

fn millis(long: i64) -> Duration {
    Duration::from_millis(u64::try_from(long).unwrap_or(0))
}

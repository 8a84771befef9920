//! The inbox on disk: append-only segment files. Appenders that come while a write is under way share
//! the next one and its fsync. Only the newest segment may end in a torn write, which opening cuts off.

use crate::error::Error;
use crate::files;
use crate::inbox::record::{self, FRAME_BYTES, HEADER_BYTES};
use crate::inbox::{ENDING, Inbox, InboxEntry};
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A segment is closed when it is this long.
pub const SEGMENT_BYTES: u64 = 64 * 1024 * 1024;
/// Appenders wait while this much is waiting for the write under way.
const PENDING_BYTES_MAX: usize = 64 * 1024 * 1024;
const READ_BUFFER_BYTES: usize = 256 * 1024;
/// A process that ends lets go of its files a moment later: how often, and how long after one another, the lock is tried.
const LOCK_TRIES: u32 = 40;
const LOCK_PAUSE: Duration = Duration::from_millis(25);

pub struct FileInbox {
    dir: PathBuf,
    segment_bytes: u64,
    recovered: Recovered,
    state: Mutex<State>,
    written: Condvar,
    cursor: Mutex<Option<Cursor>>,
    /// Held while the inbox is open.
    _lock: File,
}

/// What opening found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The latest sound entry.
    pub last: u64,
    /// Bytes of a torn write that were cut off: entries in them were never confirmed.
    pub cut_bytes: u64,
}

struct State {
    /// Oldest first; the last one is written to.
    segments: Vec<Segment>,
    /// `None` while a write is under way.
    active: Option<File>,
    pending: Vec<u8>,
    /// Numbers given out, durable or pending.
    last: u64,
    durable: u64,
    /// After a failed write nobody knows what is on disk until the inbox is opened anew.
    broken: bool,
}

#[derive(Clone, Debug)]
struct Segment {
    first: u64,
    path: PathBuf,
    /// Durable length.
    bytes: u64,
}

/// Where the latest read ended, for the one that goes on there.
struct Cursor {
    segment: u64,
    offset: u64,
    after: u64,
}

impl FileInbox {
    /// Opens the inbox in directory `dir`, which is made if absent. Numbers go on after `applied`
    /// ([`crate::inbox_applied`]) even if the files are lost.
    ///
    /// # Errors
    /// [`Error::InUse`], [`Error::NewerFormat`], [`Error::Damaged`]; if it cannot be read or written.
    pub fn open(dir: &Path, applied: u64) -> Result<FileInbox, Error> {
        FileInbox::open_with(dir, applied, SEGMENT_BYTES)
    }

    /// Like [`FileInbox::open`] with another length of segments.
    ///
    /// # Errors
    /// As there.
    pub fn open_with(dir: &Path, applied: u64, segment_bytes: u64) -> Result<FileInbox, Error> {
        fs::create_dir_all(dir).map_err(|source| Error::io("creation", dir, source))?;
        let lock = lock(dir)?;
        let mut segments = list(dir)?;
        let mut cut_bytes = 0;
        let mut last = 0;
        while let Some(newest) = segments.last_mut() {
            let found = recover(newest)?;
            cut_bytes += found.cut_bytes;
            last = found.last;
            if newest.bytes > 0 {
                break;
            }
            segments.pop();
        }
        let durable = last.max(applied);
        if segments.is_empty() || last < applied {
            segments.push(create(dir, durable + 1)?);
        }
        let newest = segments.last().expect("one was just made sure of");
        let active = reopen(newest)?;
        Ok(FileInbox {
            dir: dir.to_owned(),
            segment_bytes,
            recovered: Recovered { last, cut_bytes },
            state: Mutex::new(State {
                segments,
                active: Some(active),
                pending: Vec::new(),
                last: durable,
                durable,
                broken: false,
            }),
            written: Condvar::new(),
            cursor: Mutex::new(None),
            _lock: lock,
        })
    }

    #[must_use]
    pub fn recovered(&self) -> Recovered {
        self.recovered
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.written.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    fn broken(&self) -> Error {
        let source = std::io::Error::other("an earlier write failed; open the inbox anew");
        Error::io("write of the inbox", &self.dir, source)
    }

    /// Writes all that is pending, for everybody who waits.
    fn write<'a>(&'a self, mut state: MutexGuard<'a, State>, mut active: File) -> MutexGuard<'a, State> {
        let batch = std::mem::take(&mut state.pending);
        let (first, last) = (state.durable + 1, state.last);
        let newest = state.segments.last().cloned();
        drop(state);
        let done = self.write_batch(&mut active, newest, first, &batch);
        let mut state = self.state();
        match done {
            Ok(segment) => {
                state.durable = last;
                if state.segments.last().is_some_and(|newest| newest.first == segment.first) {
                    state.segments.pop();
                }
                state.segments.push(segment);
            }
            Err(_) => state.broken = true,
        }
        state.active = Some(active);
        self.written.notify_all();
        state
    }

    fn write_batch(
        &self,
        active: &mut File,
        newest: Option<Segment>,
        first: u64,
        batch: &[u8],
    ) -> Result<Segment, Error> {
        let mut segment = match newest {
            Some(segment) if segment.first == first || segment.bytes < self.segment_bytes => segment,
            _ => {
                let segment = create(&self.dir, first)?;
                *active = reopen(&segment)?;
                segment
            }
        };
        let put = || {
            let mut file = &*active;
            file.write_all(batch)?;
            file.sync_data()
        };
        put().map_err(|source| Error::io("write of the inbox", &segment.path, source))?;
        segment.bytes = segment.bytes.saturating_add(u64::try_from(batch.len()).unwrap_or(u64::MAX));
        Ok(segment)
    }
}

impl Inbox for FileInbox {
    fn append(&self, entries: &[InboxEntry]) -> Result<u64, Error> {
        let mut state = self.state();
        while state.pending.len() > PENDING_BYTES_MAX && !state.broken {
            state = self.wait(state);
        }
        if state.broken {
            return Err(self.broken());
        }
        let start = state.pending.len();
        let mut last = state.last;
        for entry in entries {
            last += 1;
            if let Err(refused) = record::encode(last, entry, &mut state.pending) {
                state.pending.truncate(start);
                return Err(refused);
            }
        }
        state.last = last;
        while state.durable < last {
            if state.broken {
                return Err(self.broken());
            }
            state = match state.active.take() {
                Some(active) => self.write(state, active),
                None => self.wait(state),
            };
        }
        Ok(last)
    }

    fn read(&self, after: u64, max: usize) -> Result<Vec<InboxEntry>, Error> {
        let segments = self.state().segments.clone();
        let start = segments.partition_point(|segment| segment.first <= after.saturating_add(1));
        let mut cursor = self.cursor.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = Vec::new();
        for segment in &segments[start.saturating_sub(1)..] {
            if found.len() >= max {
                break;
            }
            let offset = match &*cursor {
                Some(cursor) if cursor.segment == segment.first && cursor.after == after => cursor.offset,
                _ => as_bytes(HEADER_BYTES),
            };
            let Some(mut reader) = Reader::open(segment, offset)? else { continue };
            while found.len() < max
                && let Some(entry) = reader.next()?
            {
                if entry.seq > after {
                    found.push(entry);
                }
            }
            let after = found.last().map_or(after, |entry| entry.seq);
            *cursor = Some(Cursor { segment: segment.first, offset: reader.offset, after });
        }
        Ok(found)
    }

    fn trim(&self, applied: u64) -> Result<(), Error> {
        let mut state = self.state();
        let follower_first = state.segments.iter().skip(1);
        let whole = follower_first.take_while(|follower| follower.first <= applied.saturating_add(1)).count();
        let dropped: Vec<Segment> = state.segments.drain(..whole).collect();
        drop(state);
        for segment in &dropped {
            fs::remove_file(&segment.path)
                .map_err(|source| Error::io("removal of an inbox segment", &segment.path, source))?;
        }
        if dropped.is_empty() { Ok(()) } else { files::sync_parent(&self.dir.join(ENDING)) }
    }

    fn roll(&self) -> Result<(), Error> {
        let mut state = self.state();
        while state.active.is_none() && !state.broken {
            state = self.wait(state);
        }
        if state.broken {
            return Err(self.broken());
        }
        if state.segments.last().is_some_and(|newest| newest.bytes > as_bytes(HEADER_BYTES)) {
            let segment = create(&self.dir, state.durable + 1)?;
            state.active = Some(reopen(&segment)?);
            state.segments.push(segment);
        }
        Ok(())
    }

    fn last(&self) -> Result<u64, Error> {
        let state = self.state();
        if state.broken { Err(self.broken()) } else { Ok(state.durable) }
    }
}

fn as_bytes(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[expect(clippy::disallowed_methods, reason = "nothing tells when another process lets go")]
fn lock(dir: &Path) -> Result<File, Error> {
    let path = dir.join("lock");
    let wrong = |source| Error::io("lock of the inbox", &path, source);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(wrong)?;
    let mut patience = LOCK_TRIES;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            // Whoever had it may be ending just now.
            Err(fs::TryLockError::WouldBlock) if patience > 0 => {
                patience -= 1;
                std::thread::sleep(LOCK_PAUSE);
            }
            Err(fs::TryLockError::WouldBlock) => return Err(Error::InUse { path: dir.to_owned() }),
            Err(fs::TryLockError::Error(source)) => return Err(wrong(source)),
        }
    }
}

/// Segments by first number; lengths as they are on disk.
fn list(dir: &Path) -> Result<Vec<Segment>, Error> {
    let wrong = |source| Error::io("listing of the inbox", dir, source);
    let mut segments = Vec::new();
    for found in fs::read_dir(dir).map_err(wrong)? {
        let found = found.map_err(wrong)?;
        let path = found.path();
        if path.extension().is_none_or(|ending| ending != ENDING) {
            continue;
        }
        let first = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
        let Some(first) = first else { return Err(Error::NotAStore { path }) };
        let bytes = found.metadata().map_err(wrong)?.len();
        segments.push(Segment { first, path, bytes });
    }
    segments.sort_by_key(|segment| segment.first);
    Ok(segments)
}

fn create(dir: &Path, first: u64) -> Result<Segment, Error> {
    let path = dir.join(format!("{first:020}.{ENDING}"));
    let make = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        file.write_all(&record::header(first))?;
        file.sync_all()
    };
    make().map_err(|source| Error::io("creation of an inbox segment", &path, source))?;
    files::sync_parent(&path)?;
    Ok(Segment { first, path, bytes: as_bytes(HEADER_BYTES) })
}

fn reopen(segment: &Segment) -> Result<File, Error> {
    let open = || {
        let mut file = OpenOptions::new().write(true).open(&segment.path)?;
        file.seek(SeekFrom::Start(segment.bytes))?;
        Ok(file)
    };
    open().map_err(|source| Error::io("open of an inbox segment", &segment.path, source))
}

/// Checks the newest segment and cuts a torn write off. A segment whose very header is torn is removed
/// (`bytes` = 0): nothing in it was ever confirmed.
fn recover(segment: &mut Segment) -> Result<Recovered, Error> {
    let before = segment.bytes;
    if before < as_bytes(HEADER_BYTES) {
        fs::remove_file(&segment.path)
            .map_err(|source| Error::io("removal of an inbox segment", &segment.path, source))?;
        segment.bytes = 0;
        return Ok(Recovered { last: 0, cut_bytes: before });
    }
    let start = as_bytes(HEADER_BYTES);
    let mut reader = Reader::open(segment, start)?.ok_or(Error::Damaged { what: "inbox segment" })?;
    let mut last = segment.first.saturating_sub(1);
    let mut sound = start;
    while let Ok(Some(entry)) = reader.next() {
        if entry.seq != last + 1 {
            break;
        }
        last = entry.seq;
        sound = reader.offset;
    }
    if sound < before {
        if let Some(follows) = sound_entry_behind(segment, sound, last)? {
            return Err(Error::DamagedInside { path: segment.path.clone(), sound: last, follows });
        }
        let cut = || {
            let file = OpenOptions::new().write(true).open(&segment.path)?;
            file.set_len(sound)?;
            file.sync_all()
        };
        cut().map_err(|source| Error::io("cut of a torn write", &segment.path, source))?;
        segment.bytes = sound;
    }
    Ok(Recovered { last, cut_bytes: before - sound })
}

/// The number of a sound entry somewhere behind a damaged one, which begins at `from` and would be the one
/// after `last`. Its place is not known, because the damaged one may lie about its length.
fn sound_entry_behind(segment: &Segment, from: u64, last: u64) -> Result<Option<u64>, Error> {
    let read = || {
        let mut file = File::open(&segment.path)?;
        file.seek(SeekFrom::Start(from))?;
        let mut rest = Vec::new();
        file.read_to_end(&mut rest)?;
        Ok(rest)
    };
    let rest = read().map_err(|source| Error::io("read of the inbox", &segment.path, source))?;
    let numbers = last + 1..=last.saturating_add(as_bytes(rest.len()));
    let at = |start: usize| {
        let bytes = rest.get(start..)?;
        let seq = record::number(bytes)?;
        // Most places are refused before a checksum is computed.
        if !numbers.contains(&seq) {
            return None;
        }
        record::decode(bytes).map(|(entry, _)| entry.seq)
    };
    Ok((1..rest.len()).find_map(at))
}

struct Reader<'a> {
    segment: &'a Segment,
    file: BufReader<File>,
    offset: u64,
    record: Vec<u8>,
}

impl Reader<'_> {
    /// `None` if the segment was trimmed away meanwhile.
    fn open(segment: &Segment, offset: u64) -> Result<Option<Reader<'_>>, Error> {
        let wrong = |source| Error::io("read of the inbox", &segment.path, source);
        let mut file = match File::open(&segment.path) {
            Ok(file) => file,
            Err(source) if source.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(wrong(source)),
        };
        let mut header = [0u8; HEADER_BYTES];
        file.read_exact(&mut header).map_err(wrong)?;
        if record::read_header(&header)? != Some(segment.first) {
            return Err(Error::Damaged { what: "inbox segment" });
        }
        file.seek(SeekFrom::Start(offset)).map_err(wrong)?;
        let file = BufReader::with_capacity(READ_BUFFER_BYTES, file);
        Ok(Some(Reader { segment, file, offset, record: Vec::new() }))
    }

    /// The next record up to the segment's durable length.
    fn next(&mut self) -> Result<Option<InboxEntry>, Error> {
        const DAMAGED: Error = Error::Damaged { what: "inbox entry" };
        let wrong = |source| Error::io("read of the inbox", &self.segment.path, source);
        let left = self.segment.bytes.saturating_sub(self.offset);
        if left == 0 {
            return Ok(None);
        }
        if left < as_bytes(FRAME_BYTES) {
            return Err(DAMAGED);
        }
        self.record.resize(FRAME_BYTES, 0);
        self.file.read_exact(&mut self.record).map_err(wrong)?;
        let length = record::body_bytes(&self.record).ok_or(DAMAGED)?;
        if as_bytes(length) > left - as_bytes(FRAME_BYTES) {
            return Err(DAMAGED);
        }
        self.record.resize(FRAME_BYTES + length, 0);
        self.file.read_exact(&mut self.record[FRAME_BYTES..]).map_err(wrong)?;
        let (entry, bytes) = record::decode(&self.record).ok_or(DAMAGED)?;
        self.offset += as_bytes(bytes);
        Ok(Some(entry))
    }
}

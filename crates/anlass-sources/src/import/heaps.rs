//! What does not fit into memory while files are imported: items wait in heaps, those of one heap in the order in which
//! they came. A heap that has grown is written to a file without a name, encrypted with a key that only this import knows.

use crate::error::Error;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use xxhash_rust::xxh3::xxh3_64;

/// How many heaps items are spread over: one of them is in memory as a whole at a time.
pub const HEAPS: usize = 256;
/// A heap of more bytes than this is written out.
const HELD_MAX: usize = 16 * 1024;
/// Heaps that share a file, which ends with the last of them.
const HEAPS_OF_FILE: usize = 16;

/// Where heaps are written to.
#[derive(Clone)]
pub(super) struct Room {
    folder: PathBuf,
    key: Rc<LessSafeKey>,
    pieces: Rc<Cell<u64>>,
}

/// Items by heap.
pub(super) struct Heaps<T> {
    room: Room,
    heaps: Vec<Heap>,
    files: Vec<Option<Written>>,
    items: PhantomData<T>,
}

#[derive(Default)]
struct Heap {
    held: Vec<u8>,
    pieces: Vec<Piece>,
}

/// Where an encrypted piece of a heap lies in its file.
#[derive(Clone, Copy)]
struct Piece {
    number: u64,
    at: u64,
    length: usize,
}

struct Written {
    file: File,
    length: u64,
}

/// The heap of what has this name.
pub(super) fn heap_of(parts: [&[u8]; 2]) -> usize {
    let [first, second] = parts.map(xxh3_64);
    usize::try_from((first ^ second.rotate_left(32)) % HEAPS as u64).unwrap_or(0)
}

impl Room {
    /// # Errors
    /// If the machine gives no random numbers.
    pub(super) fn new(folder: &Path) -> Result<Room, Error> {
        let refused = |_| Error::Room {
            folder: folder.into(),
            source: io::Error::other("the machine gave no random numbers"),
        };
        let mut key = [0; 32];
        SystemRandom::new().fill(&mut key).map_err(refused)?;
        let key = UnboundKey::new(&AES_256_GCM, &key).map_err(refused)?;
        Ok(Room { folder: folder.into(), key: Rc::new(LessSafeKey::new(key)), pieces: Rc::new(Cell::new(0)) })
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Room { folder: self.folder.clone(), source }
    }

    fn write(&self, heap: &mut Heap, written: &mut Option<Written>) -> io::Result<()> {
        let written = match written {
            Some(written) => written,
            None => written.insert(Written { file: tempfile::tempfile_in(&self.folder)?, length: 0 }),
        };
        let number = self.pieces.get();
        self.pieces.set(number + 1);
        let sealed = self.key.seal_in_place_append_tag(nonce(number), Aad::empty(), &mut heap.held);
        sealed.map_err(|_| io::Error::other("a piece could not be encrypted"))?;
        let piece = Piece { number, at: written.length, length: heap.held.len() };
        written.file.seek(SeekFrom::Start(piece.at))?;
        written.file.write_all(&heap.held)?;
        written.length += heap.held.len() as u64;
        heap.pieces.push(piece);
        heap.held.clear();
        Ok(())
    }

    /// All that was put there, piece by piece.
    fn read(
        &self,
        heap: &Heap,
        written: &mut Option<Written>,
        mut take: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        for piece in &heap.pieces {
            let Some(written) = written.as_mut() else { return Err(io::ErrorKind::NotFound.into()) };
            bytes.resize(piece.length, 0);
            written.file.seek(SeekFrom::Start(piece.at))?;
            written.file.read_exact(&mut bytes)?;
            let plain = self.key.open_in_place(nonce(piece.number), Aad::empty(), &mut bytes);
            take(plain.map_err(|_| io::Error::other("a temporary file was changed"))?)?;
        }
        take(&heap.held)
    }
}

fn nonce(number: u64) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    Nonce::assume_unique_for_key(bytes)
}

impl<T: Serialize + DeserializeOwned> Heaps<T> {
    pub(super) fn new(room: &Room) -> Heaps<T> {
        let heaps = (0..HEAPS).map(|_| Heap::default()).collect();
        let files = (0..HEAPS.div_ceil(HEAPS_OF_FILE)).map(|_| None).collect();
        Heaps { room: room.clone(), heaps, files, items: PhantomData }
    }

    /// # Errors
    /// If a heap that had grown could not be written.
    pub(super) fn put(&mut self, heap: usize, item: &T) -> Result<(), Error> {
        let (room, file) = (&self.room, heap / HEAPS_OF_FILE);
        let (Some(heap), Some(file)) = (self.heaps.get_mut(heap), self.files.get_mut(file)) else {
            return Ok(());
        };
        let held = std::mem::take(&mut heap.held);
        heap.held = postcard::to_extend(item, held).map_err(|error| room.failed(io::Error::other(error)))?;
        match heap.held.len() > HELD_MAX {
            true => room.write(heap, file).map_err(|error| room.failed(error)),
            false => Ok(()),
        }
    }

    /// The items of a heap, which is empty then.
    ///
    /// # Errors
    /// If it could not be read.
    pub(super) fn take(&mut self, heap: usize) -> Result<Vec<T>, Error> {
        let (room, index) = (&self.room, heap / HEAPS_OF_FILE);
        let (Some(own), Some(file)) = (self.heaps.get_mut(heap), self.files.get_mut(index)) else {
            return Ok(Vec::new());
        };
        let own = std::mem::take(own);
        let mut items = Vec::new();
        let read = room.read(&own, file, |mut plain| {
            while !plain.is_empty() {
                let (item, rest) = postcard::take_from_bytes(plain).map_err(io::Error::other)?;
                items.push(item);
                plain = rest;
            }
            Ok(())
        });
        let beside = self.heaps.iter().skip(index * HEAPS_OF_FILE).take(HEAPS_OF_FILE);
        if beside.into_iter().all(|heap| heap.pieces.is_empty()) {
            *file = None;
        }
        read.map(|()| items).map_err(|error| room.failed(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_back_in_their_order_whether_they_fitted_into_memory_or_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let room = Room::new(folder.path()).expect("a room");
        let mut heaps = Heaps::<(u32, String)>::new(&room);
        let item = |number: u32| (number, "x".repeat(usize::try_from(number % 1_000).expect("small")));
        for number in 0..20_000 {
            heaps.put(usize::from(number % 10 == 0), &item(number)).expect("written");
        }
        assert!(!heaps.heaps[0].pieces.is_empty() && heaps.heaps[2].pieces.is_empty());
        let expected: Vec<_> = (0..20_000).filter(|number| number % 10 != 0).map(item).collect();
        assert_eq!(heaps.take(0).expect("read"), expected);
        assert_eq!(heaps.take(0).expect("read"), []);
        assert_eq!(heaps.take(1).expect("read").len(), 2_000);
        assert_eq!(heaps.take(2).expect("read"), []);
        assert!(heaps.files.iter().all(Option::is_none), "what was taken needs no room");
    }

    #[test]
    fn nothing_readable_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let room = Room::new(folder.path()).expect("a room");
        let mut heaps = Heaps::<String>::new(&room);
        let address = "anna.example@example.org ".repeat(40_000);
        heaps.put(0, &address).expect("written");
        let mut bytes = Vec::new();
        let file = &mut heaps.files[0].as_mut().expect("it does not fit").file;
        file.rewind().expect("a file");
        file.read_to_end(&mut bytes).expect("readable");
        assert!(bytes.len() > address.len());
        assert!(!bytes.windows(12).any(|window| window == b"anna.example"));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "the file has no name");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_named() {
        let room = Room::new(Path::new("/nowhere/at/all")).expect("a room");
        let mut heaps = Heaps::<Vec<u8>>::new(&room);
        let error = heaps.put(0, &vec![7; HELD_MAX + 1]).expect_err("there is no such folder");
        assert!(error.to_string().contains("/nowhere/at/all"), "{error}");
    }
}

//! What does not fit into memory while files are imported: items wait in heaps, those of one heap in the order in which
//! they came. A heap that has grown is written to a file without a name, encrypted with a key that only this import knows.

use crate::error::Error;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use xxhash_rust::xxh3::xxh3_64;

/// How many heaps items are spread over: one of them is in memory as a whole at a time.
pub const HEAPS: usize = 64;
/// A heap of more bytes than this is written out.
const HELD_MAX: usize = 512 * 1024;

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
    items: PhantomData<T>,
}

#[derive(Default)]
struct Heap {
    held: Vec<u8>,
    /// Encrypted pieces, each with its number and length before it.
    written: Option<File>,
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

    fn write(&self, heap: &mut Heap) -> io::Result<()> {
        if heap.written.is_none() {
            heap.written = Some(tempfile::tempfile_in(&self.folder)?);
        }
        let Some(file) = &mut heap.written else { return Ok(()) };
        let number = self.pieces.get();
        self.pieces.set(number + 1);
        let sealed = self.key.seal_in_place_append_tag(nonce(number), Aad::empty(), &mut heap.held);
        sealed.map_err(|_| io::Error::other("a piece could not be encrypted"))?;
        file.write_all(&number.to_le_bytes())?;
        file.write_all(&(heap.held.len() as u64).to_le_bytes())?;
        file.write_all(&heap.held)?;
        heap.held.clear();
        Ok(())
    }

    /// All that was put there, piece by piece.
    fn read(&self, heap: &mut Heap, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        if let Some(file) = &mut heap.written {
            let length = file.stream_position()?;
            file.rewind()?;
            let mut file = io::BufReader::new(file.take(length));
            let mut piece = Vec::new();
            let mut number = [0; 8];
            while read_or_end(&mut file, &mut number)? {
                let mut size = [0; 8];
                file.read_exact(&mut size)?;
                piece.clear();
                (&mut file).take(u64::from_le_bytes(size)).read_to_end(&mut piece)?;
                let number = nonce(u64::from_le_bytes(number));
                let plain = self.key.open_in_place(number, Aad::empty(), &mut piece);
                take(plain.map_err(|_| io::Error::other("a temporary file was changed"))?)?;
            }
        }
        take(&heap.held)
    }
}

fn nonce(number: u64) -> Nonce {
    let mut bytes = [0; NONCE_LEN];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    Nonce::assume_unique_for_key(bytes)
}

fn read_or_end(file: &mut impl Read, bytes: &mut [u8; 8]) -> io::Result<bool> {
    let count = file.read(&mut bytes[..1])?;
    if count == 1 {
        file.read_exact(&mut bytes[1..])?;
    }
    Ok(count == 1)
}

impl<T: Serialize + DeserializeOwned> Heaps<T> {
    pub(super) fn new(room: &Room) -> Heaps<T> {
        Heaps { room: room.clone(), heaps: (0..HEAPS).map(|_| Heap::default()).collect(), items: PhantomData }
    }

    /// # Errors
    /// If a heap that had grown could not be written.
    pub(super) fn put(&mut self, heap: usize, item: &T) -> Result<(), Error> {
        let room = &self.room;
        let Some(heap) = self.heaps.get_mut(heap) else { return Ok(()) };
        let held = std::mem::take(&mut heap.held);
        heap.held = postcard::to_extend(item, held).map_err(|error| room.failed(io::Error::other(error)))?;
        match heap.held.len() > HELD_MAX {
            true => room.write(heap).map_err(|error| room.failed(error)),
            false => Ok(()),
        }
    }

    /// The items of a heap, which is empty then.
    ///
    /// # Errors
    /// If it could not be read.
    pub(super) fn take(&mut self, heap: usize) -> Result<Vec<T>, Error> {
        let room = &self.room;
        let Some(heap) = self.heaps.get_mut(heap) else { return Ok(Vec::new()) };
        let mut items = Vec::new();
        let read = room.read(heap, |mut plain| {
            while !plain.is_empty() {
                let (item, rest) = postcard::take_from_bytes(plain).map_err(io::Error::other)?;
                items.push(item);
                plain = rest;
            }
            Ok(())
        });
        *heap = Heap::default();
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
        assert!(heaps.heaps[0].written.is_some() && heaps.heaps[2].written.is_none());
        let expected: Vec<_> = (0..20_000).filter(|number| number % 10 != 0).map(item).collect();
        assert_eq!(heaps.take(0).expect("read"), expected);
        assert_eq!(heaps.take(0).expect("read"), []);
        assert_eq!(heaps.take(1).expect("read").len(), 2_000);
        assert_eq!(heaps.take(2).expect("read"), []);
    }

    #[test]
    fn nothing_readable_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let room = Room::new(folder.path()).expect("a room");
        let mut heaps = Heaps::<String>::new(&room);
        let address = "anna.example@example.org ".repeat(40_000);
        heaps.put(0, &address).expect("written");
        let mut bytes = Vec::new();
        let file = heaps.heaps[0].written.as_mut().expect("it does not fit");
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

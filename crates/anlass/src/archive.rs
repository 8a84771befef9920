//! A whole organisation in one file that only its passphrase opens: files one after the other, cut into chunks that are each
//! sealed at their place, so that nothing can be changed, moved, left out or cut off unnoticed.
//!
//! The key is drawn from the passphrase by Argon2id (RFC 9106) with a salt of its own for every archive.

use anlass_model::id::VaultId;
use anlass_store::seal::{Associated, Keyring, MasterKey, Purpose, VaultKey, random_key};
use anyhow::{Context, Result, bail, ensure};
use argon2::{Algorithm, Argon2, Params, Version};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};

const MAGIC: &[u8; 16] = b"anlass archive 1";
const SALT_BYTES: usize = 16;
const CHUNK_BYTES: usize = 1 << 20;
/// A sealed chunk is a little longer than what is in it.
const SEALED_MAX: usize = CHUNK_BYTES + 64;
const MORE: u8 = 0;
const LAST: u8 = 1;
const PATH_MAX: usize = 500;
/// 64 MiB and three passes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

fn key(passphrase: &str, salt: &[u8; SALT_BYTES]) -> Result<VaultKey> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut drawn = [0; 32];
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let done = argon.hash_password_into(passphrase.as_bytes(), salt, &mut drawn);
    done.map_err(|error| anyhow::anyhow!("drawing the key from the passphrase: {error}"))?;
    let ring = Keyring::new(&MasterKey::from_bytes(drawn), u128::from_le_bytes(*salt));
    Ok(ring.own().clone())
}

fn place(salt: &[u8; SALT_BYTES], seq: u64) -> Associated {
    Associated { vault: VaultId(0), purpose: Purpose::Archive, id: u128::from_le_bytes(*salt), seq }
}

/// Puts all files below `dir` into a new archive; how many those were.
///
/// # Errors
/// If something cannot be read or written; what was begun is of no use then.
pub(crate) fn pack(dir: &Path, target: &Path, passphrase: &str) -> Result<u64> {
    let mut salt = [0; SALT_BYTES];
    salt.copy_from_slice(&random_key()?[..SALT_BYTES]);
    let told = || format!("writing {}", target.display());
    let mut to = BufWriter::new(File::create_new(target).with_context(told)?);
    to.write_all(MAGIC).and_then(|()| to.write_all(&salt)).with_context(told)?;
    let mut chunks = Sealing { to, key: key(passphrase, &salt)?, salt, seq: 0, held: vec![MORE] };
    let mut files = Vec::new();
    list(dir, Path::new(""), &mut files)?;
    for path in &files {
        let name = path.to_str().context("a name in the data directory is no UTF-8")?;
        let file = dir.join(path);
        let told = || format!("reading {}", file.display());
        let mut from = File::open(&file).with_context(told)?;
        let length = from.metadata().with_context(told)?.len();
        chunks.write(&u16::try_from(name.len())?.to_le_bytes())?;
        chunks.write(name.as_bytes())?;
        chunks.write(&length.to_le_bytes())?;
        let mut piece = vec![0; CHUNK_BYTES];
        let mut left = length;
        while left > 0 {
            let wanted = usize::try_from(left).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES);
            from.read_exact(&mut piece[..wanted]).with_context(told)?;
            chunks.write(&piece[..wanted])?;
            left -= u64::try_from(wanted)?;
        }
    }
    chunks.write(&0u16.to_le_bytes())?;
    chunks.finish().with_context(told)?;
    Ok(u64::try_from(files.len())?)
}

/// Takes all files out of an archive, below `dir`, which is there and empty.
///
/// # Errors
/// If it is no archive, the passphrase is another one, or it was changed or cut off; what was written so far stays.
pub(crate) fn unpack(from: &Path, dir: &Path, passphrase: &str) -> Result<u64> {
    let told = || format!("reading {}", from.display());
    let mut file = BufReader::new(File::open(from).with_context(told)?);
    let (mut magic, mut salt) = ([0; MAGIC.len()], [0; SALT_BYTES]);
    let head = file.read_exact(&mut magic).and_then(|()| file.read_exact(&mut salt));
    if head.is_err() || magic != *MAGIC {
        bail!(
            "{} is no archive of an organisation, or of a later release\n  help: name a file that `anlass export` made",
            from.display()
        );
    }
    let key = key(passphrase, &salt)?;
    let mut chunks = Opening { from: file, key, salt, seq: 0, held: Vec::new(), at: 0, is_last: false };
    let mut files = 0;
    loop {
        let length = usize::from(u16::from_le_bytes(chunks.array()?));
        if length == 0 {
            break;
        }
        ensure!(length <= PATH_MAX, "the archive names a file by too long a name");
        let name = String::from_utf8(chunks.take(length)?).context("the archive names a file badly")?;
        let path = dir.join(inside(&name)?);
        let told = || format!("writing {}", path.display());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(told)?;
        }
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut to = options.open(&path).with_context(told)?;
        let mut left = u64::from_le_bytes(chunks.array()?);
        while left > 0 {
            let wanted = usize::try_from(left).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES);
            to.write_all(&chunks.take(wanted)?).with_context(told)?;
            left -= u64::try_from(wanted)?;
        }
        to.sync_all().with_context(told)?;
        files += 1;
    }
    ensure!(chunks.is_at_end(), "the archive goes on after its end");
    Ok(files)
}

/// A name that leads to nothing outside.
fn inside(name: &str) -> Result<PathBuf> {
    let path = PathBuf::from(name);
    let is_inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    ensure!(is_inside && !name.contains(['\\', '\0']), "the archive names a file outside of its folder");
    Ok(path)
}

fn list(root: &Path, below: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let dir = root.join(below);
    let read = || fs::read_dir(&dir)?.map(|entry| entry.map(|entry| entry.file_name())).collect();
    let names: std::io::Result<Vec<_>> = read();
    let mut names = names.with_context(|| format!("listing {}", dir.display()))?;
    names.sort();
    for name in names {
        let path = below.join(name);
        match root.join(&path).is_dir() {
            true => list(root, &path, files)?,
            false => files.push(path),
        }
    }
    Ok(())
}

struct Sealing {
    to: BufWriter<File>,
    key: VaultKey,
    salt: [u8; SALT_BYTES],
    seq: u64,
    /// Its first byte says whether others follow.
    held: Vec<u8>,
}

impl Sealing {
    fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            let room = CHUNK_BYTES - self.held.len();
            if room == 0 {
                self.flush()?;
                continue;
            }
            let (some, rest) = bytes.split_at(room.min(bytes.len()));
            self.held.extend(some);
            bytes = rest;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let sealed = self.key.seal(&place(&self.salt, self.seq), &self.held);
        self.to.write_all(&u32::try_from(sealed.len())?.to_le_bytes())?;
        self.to.write_all(&sealed)?;
        self.seq += 1;
        self.held.clear();
        self.held.push(MORE);
        Ok(())
    }

    fn finish(mut self) -> Result<()> {
        self.held[0] = LAST;
        self.flush()?;
        self.to.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        Ok(())
    }
}

struct Opening {
    from: BufReader<File>,
    key: VaultKey,
    salt: [u8; SALT_BYTES],
    seq: u64,
    held: Vec<u8>,
    at: usize,
    is_last: bool,
}

impl Opening {
    fn next(&mut self) -> Result<()> {
        ensure!(!self.is_last, "the archive ends in the middle of a file\n  help: copy it again");
        let cut_off = "the archive was cut off\n  help: copy it again";
        let mut length = [0; 4];
        self.from.read_exact(&mut length).context(cut_off)?;
        let length = usize::try_from(u32::from_le_bytes(length))?;
        ensure!(length <= SEALED_MAX, "the archive is damaged\n  help: copy it again");
        let mut sealed = vec![0; length];
        self.from.read_exact(&mut sealed).context(cut_off)?;
        let opened = self.key.open(&place(&self.salt, self.seq), &sealed);
        self.held = opened.map_err(|_| match self.seq {
            0 => anyhow::anyhow!(
                "the passphrase is another one\n  help: use the one that it was exported with"
            ),
            _ => anyhow::anyhow!("the archive was changed or is damaged\n  help: copy it again"),
        })?;
        self.is_last = self.held.first() == Some(&LAST);
        (self.seq, self.at) = (self.seq + 1, 1);
        Ok(())
    }

    fn take(&mut self, length: usize) -> Result<Vec<u8>> {
        let mut taken = Vec::with_capacity(length);
        while taken.len() < length {
            if self.at >= self.held.len() {
                self.next()?;
                continue;
            }
            let end = self.held.len().min(self.at + length - taken.len());
            taken.extend(&self.held[self.at..end]);
            self.at = end;
        }
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let bytes = self.take(N)?;
        bytes.try_into().map_err(|_| anyhow::anyhow!("the archive is damaged"))
    }

    /// All was taken, and the last chunk was the last one.
    fn is_at_end(&mut self) -> bool {
        let mut more = [0; 1];
        self.is_last && self.at >= self.held.len() && matches!(self.from.read(&mut more), Ok(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(dir: &Path) -> PathBuf {
        let from = dir.join("from");
        fs::create_dir_all(from.join("history")).expect("made");
        fs::write(from.join("a"), vec![7u8; 3 * CHUNK_BYTES + 5]).expect("written");
        fs::write(from.join("empty"), b"").expect("written");
        fs::write(from.join("history/0001.inbox"), b"words").expect("written");
        let archive = dir.join("archive");
        assert_eq!(pack(&from, &archive, "a passphrase").expect("packed"), 3);
        archive
    }

    fn opened(archive: &Path, dir: &Path, passphrase: &str) -> Result<u64, String> {
        let to = dir.join("to");
        if to.exists() {
            fs::remove_dir_all(&to).expect("removed");
        }
        fs::create_dir(&to).expect("made");
        unpack(archive, &to, passphrase).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn what_went_in_comes_out_with_its_passphrase_only() {
        let dir = tempfile::tempdir().expect("a directory");
        let archive = packed(dir.path());
        assert_eq!(opened(&archive, dir.path(), "a passphrase"), Ok(3));
        for name in ["a", "empty", "history/0001.inbox"] {
            let bytes = |folder: &str| fs::read(dir.path().join(folder).join(name)).expect("readable");
            assert_eq!(bytes("from"), bytes("to"), "{name}");
        }
        let wrong = opened(&archive, dir.path(), "another one").expect_err("refused");
        assert!(wrong.contains("passphrase"), "{wrong}");
        let sealed = fs::read(&archive).expect("readable");
        assert!(!sealed.windows(5).any(|five| five == b"words" || five == b"inbox"), "nothing stands open");
    }

    #[test]
    fn an_archive_that_was_changed_or_cut_off_is_refused() {
        let dir = tempfile::tempdir().expect("a directory");
        let archive = packed(dir.path());
        let whole = fs::read(&archive).expect("readable");
        let refused = |bytes: &[u8]| {
            fs::write(&archive, bytes).expect("written");
            opened(&archive, dir.path(), "a passphrase").expect_err("refused")
        };
        for place in [0, 20, 40, whole.len() / 2, whole.len() - 1] {
            let mut bytes = whole.clone();
            bytes[place] ^= 1;
            refused(&bytes);
        }
        refused(&whole[..whole.len() - 1]);
        refused(&whole[..whole.len() / 2]);
        refused(&[&whole[..], b"more"].concat());
        for name in ["../a", "/etc/passwd", "a/../../b", "a\\b"] {
            assert!(inside(name).is_err(), "{name}");
        }
        assert!(inside("history/0001.inbox").is_ok());
    }
}

//! The master key: 32 bytes that never enter the store, in a file that only its owner may read.

use crate::error::Error;
use crate::files;
use std::fmt::{self, Write as _};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

/// Longer files are no key.
const FILE_BYTES_MAX: u64 = 256;

#[derive(Clone)]
pub struct MasterKey(pub(super) [u8; 32]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

impl MasterKey {
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> MasterKey {
        MasterKey(bytes)
    }

    /// The key in the file at `path` (64 hexadecimal digits), which is made with a random key if absent.
    ///
    /// # Errors
    /// [`Error::MasterKey`] if others may read the file or it holds something else; if it cannot be
    /// read or written.
    pub fn load_or_create(path: &Path) -> Result<MasterKey, Error> {
        match MasterKey::load(path) {
            Err(Error::Io { source, .. }) if source.kind() == ErrorKind::NotFound => MasterKey::create(path),
            loaded => loaded,
        }
    }

    /// Like [`MasterKey::load_or_create`] for a file that must exist.
    ///
    /// # Errors
    /// As there.
    pub fn load(path: &Path) -> Result<MasterKey, Error> {
        let wrong = |source| Error::io("read of the master key", path, source);
        let file = File::open(path).map_err(wrong)?;
        if !private(&file).map_err(wrong)? {
            let problem = "others than its owner may read it";
            return Err(Error::MasterKey { path: path.to_owned(), problem });
        }
        let mut text = String::new();
        file.take(FILE_BYTES_MAX).read_to_string(&mut text).map_err(wrong)?;
        let problem = "it does not hold 64 hexadecimal digits";
        from_hex(text.trim()).ok_or(Error::MasterKey { path: path.to_owned(), problem })
    }

    fn create(path: &Path) -> Result<MasterKey, Error> {
        let key = MasterKey(super::random_key()?);
        let mut text = String::with_capacity(65);
        for byte in key.0 {
            write!(text, "{byte:02x}").expect("text grows as needed");
        }
        text.push('\n');
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // Not written aside: a file that exists but is empty is refused later, never replaced.
        let write = || {
            let mut file = options.open(path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(|source| Error::io("write of the master key", path, source))?;
        files::sync_parent(path)?;
        Ok(key)
    }
}

#[cfg(unix)]
fn private(file: &File) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(file.metadata()?.mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn private(_file: &File) -> std::io::Result<bool> {
    Ok(true)
}

fn from_hex(text: &str) -> Option<MasterKey> {
    if text.len() != 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let mut key = [0u8; 32];
    for (place, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(MasterKey(key))
}

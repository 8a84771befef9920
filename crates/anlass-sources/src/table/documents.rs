//! A file of JSON as its objects, each as its bytes: for readers to whom what is in them is no table.

use super::encoding::{Decoded, Encoding};
use super::json::{Frame, Frames};
use super::layout::SAMPLE_BYTES;
use super::{BytesRead, Counting, Stated, path_of, unpacked};
use crate::error::Error;
use crate::report::Reason;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

/// Which object it is, and why it cannot be used.
pub(crate) type Numbered = (u64, Result<(), Reason>);

pub(crate) struct Documents {
    path: PathBuf,
    frames: Frames,
}

impl Documents {
    /// Opens `file` of a folder, or `file.zst`.
    ///
    /// # Errors
    /// If it cannot be opened, or does not begin as JSON does.
    pub(crate) fn open(
        folder: &Path,
        file: &str,
        stated: &Stated,
        bytes: BytesRead,
    ) -> Result<Documents, Error> {
        let path = path_of(folder, file);
        let raw = File::open(&path).map_err(|source| Error::Open { path: path.clone(), source })?;
        let broken = |source| Error::Read { path: path.clone(), row: 1, source };
        let mut input = unpacked(Counting { inner: raw, bytes }).map_err(broken)?;
        let mut sample = Vec::new();
        (&mut input).take(SAMPLE_BYTES as u64).read_to_end(&mut sample).map_err(broken)?;
        let encoding = stated.encoding.unwrap_or_else(|| Encoding::detect_of_json(&sample));
        let mut beginning = Vec::new();
        // Memory is always readable.
        let _read = Decoded::new(&*sample, encoding).read_to_end(&mut beginning);
        if !super::json::is_json(&beginning) {
            let cause = "it holds no JSON objects".into();
            let cure = "hand in the tool's export as JSON: one object a line, or one list of objects".into();
            return Err(Error::Unfit { path, cause, cure });
        }
        let decoded = Box::new(Decoded::new(Cursor::new(sample).chain(input), encoding));
        Ok(Documents { frames: Frames::new(decoded, &beginning), path })
    }

    /// Puts the next object into `object`, and says which one it is; `Err` within: it is none that can be used.
    ///
    /// # Errors
    /// If the file cannot be read on.
    pub(crate) fn next(&mut self, object: &mut Vec<u8>) -> Result<Option<Numbered>, Error> {
        let frame = self.frames.next(object).map_err(|source| Error::Read {
            path: self.path.clone(),
            row: self.frames.number(),
            source,
        })?;
        let number = self.frames.number();
        Ok(match frame {
            Frame::Object => Some((number, Ok(()))),
            Frame::Unusable(reason) => Some((number, Err(reason))),
            Frame::End => None,
        })
    }
}

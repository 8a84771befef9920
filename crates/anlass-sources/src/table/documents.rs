//! A file of JSON as its objects, each as its bytes: for readers to whom what is in them is no table.

use super::encoding::{Decoded, Encoding};
use super::json::{Frame, Frames};
use super::layout::SAMPLE_BYTES;
use super::{BytesRead, Counting, Rows, Stated, path_of, unpacked};
use crate::error::Error;
use crate::report::Reason;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Which object it is, and why it cannot be used.
pub(crate) type Numbered = (u64, Result<(), Reason>);

pub(crate) struct Documents {
    from: From,
}

enum From {
    File {
        path: PathBuf,
        frames: Frames,
    },
    /// Taken out of a file, each the only cell of its row.
    Given {
        rows: Rc<Rows>,
        next: usize,
    },
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
        Ok(Documents { from: From::File { frames: Frames::new(decoded, &beginning), path } })
    }

    pub(crate) fn given(rows: &Rc<Rows>) -> Documents {
        Documents { from: From::Given { rows: Rc::clone(rows), next: 0 } }
    }

    /// Puts the next object into `object`, and says which one it is; `Err` within: it is none that can be used.
    ///
    /// # Errors
    /// If the file cannot be read on.
    pub(crate) fn next(&mut self, object: &mut Vec<u8>) -> Result<Option<Numbered>, Error> {
        let (path, frames) = match &mut self.from {
            From::File { path, frames } => (path, frames),
            From::Given { rows, next } => {
                let Some(row) = rows.rows.get(*next) else { return Ok(None) };
                object.clear();
                object.extend(row.iter().flat_map(|cell| cell.bytes()));
                *next += 1;
                // The first is row 2, as in a table.
                return Ok(Some((*next as u64 + 1, Ok(()))));
            }
        };
        let frame = frames.next(object).map_err(|source| Error::Read {
            path: path.clone(),
            row: frames.number(),
            source,
        })?;
        let number = frames.number();
        Ok(match frame {
            Frame::Object => Some((number, Ok(()))),
            Frame::Unusable(reason) => Some((number, Err(reason))),
            Frame::End => None,
        })
    }
}

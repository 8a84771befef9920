//! Records of a text file: CSV in any of its layouts. Bounded in memory whatever the file holds.

use super::layout::Layout;
use super::{CHUNK_BYTES, Raw, Record, Records};
use crate::report::Reason;
use csv_core::ReadRecordResult;
use std::io::{self, Read};

pub(super) struct Text {
    input: Box<dyn Read>,
    core: csv_core::Reader,
    chunk: Vec<u8>,
    chunk_start: usize,
    chunk_end: usize,
}

impl Text {
    /// Reads UTF-8.
    pub(super) fn new(input: Box<dyn Read>, layout: &Layout) -> Text {
        Text { input, core: layout.reader(), chunk: vec![0; CHUNK_BYTES], chunk_start: 0, chunk_end: 0 }
    }

    fn fill(&mut self) -> io::Result<()> {
        loop {
            match self.input.read(&mut self.chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => {
                    (self.chunk_start, self.chunk_end) = (0, read?);
                    return Ok(());
                }
            }
        }
    }
}

impl Records for Text {
    fn next(&mut self, record: &mut Record) -> io::Result<Raw> {
        let (mut bytes, mut fields) = (0, 0);
        let mut too_long = false;
        loop {
            if self.chunk_start == self.chunk_end {
                self.fill()?;
            }
            let (result, taken, written, ended) = self.core.read_record(
                &self.chunk[self.chunk_start..self.chunk_end],
                &mut record.bytes[bytes..],
                &mut record.ends[fields..],
            );
            self.chunk_start += taken;
            bytes += written;
            fields += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if record.grow() => {}
                // The rest of the record overwrites its beginning: nobody will look at it.
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    (bytes, fields, too_long) = (0, 0, true);
                }
                ReadRecordResult::Record if too_long => return Ok(Raw::Unusable(Reason::RecordTooLong)),
                ReadRecordResult::Record => return Ok(Raw::Record { bytes, fields }),
                ReadRecordResult::End => return Ok(Raw::End),
            }
        }
    }
}

//! Pages of one column of a row group, unpacked within bounds: neither what a page claims to unpack to nor what it does
//! unpack to may exceed them.

use super::thrift::{self, Head, Walk};
use bytes::Bytes;
use parquet::basic::{CompressionCodec, Encoding};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// No page is larger.
const PAGE_MAX: usize = 64 << 20;
/// The texts that pages refer to; they are held while a row group is read.
const DICTIONARY_MAX: usize = 16 << 20;
/// All pages together that are held at a time.
const HELD_MAX: usize = 256 << 20;
const HEAD_BYTES: usize = 16 << 10;
const HEAD_BYTES_MAX: usize = 1 << 20;

/// How much all columns hold together.
pub(super) type Held = Arc<AtomicUsize>;

pub(super) struct Pages {
    file: Arc<File>,
    codec: CompressionCodec,
    at: u64,
    end: u64,
    held: Held,
    /// Of that, this column's page and its dictionary.
    page: usize,
    dictionary: usize,
}

fn broken(cause: impl Into<String>) -> ParquetError {
    ParquetError::General(cause.into())
}

/// What a page's values may be written in. The others let few bytes claim any number of texts.
pub(super) fn encoding(number: i64) -> Result<Encoding> {
    Ok(match number {
        0 => Encoding::PLAIN,
        2 => Encoding::PLAIN_DICTIONARY,
        3 => Encoding::RLE,
        5 => Encoding::DELTA_BINARY_PACKED,
        8 => Encoding::RLE_DICTIONARY,
        9 => Encoding::BYTE_STREAM_SPLIT,
        _ => return Err(broken(format!("a page is in encoding {number}, which is not read"))),
    })
}

pub(super) fn is_unpacked(codec: CompressionCodec) -> bool {
    use CompressionCodec::{GZIP, SNAPPY, UNCOMPRESSED, ZSTD};
    matches!(codec, UNCOMPRESSED | SNAPPY | GZIP | ZSTD)
}

impl Pages {
    pub(super) fn new(file: Arc<File>, codec: CompressionCodec, range: (u64, u64), held: Held) -> Pages {
        Pages { file, codec, at: range.0, end: range.1, held, page: 0, dictionary: 0 }
    }

    fn read(&self, at: u64, length: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        let mut file = &*self.file;
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn left(&self) -> usize {
        usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX)
    }

    fn head(&mut self) -> Result<Head> {
        for most in [HEAD_BYTES, HEAD_BYTES_MAX] {
            let bytes = self.read(self.at, self.left().min(most))?;
            let mut walk = Walk::new(&bytes);
            if let Some(head) = thrift::head(&mut walk) {
                self.at += u64::try_from(walk.at()).unwrap_or(u64::MAX);
                return Ok(head);
            }
        }
        Err(broken("the head of a page cannot be read"))
    }

    /// Takes the memory of a page in place of what was held.
    fn hold(&mut self, is_dictionary: bool, bytes: usize) -> Result<()> {
        let mine = if is_dictionary { &mut self.dictionary } else { &mut self.page };
        self.held.fetch_sub(*mine, Ordering::Relaxed);
        *mine = bytes;
        if self.held.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) > HELD_MAX {
            return Err(broken(
                "one of its row groups takes more than 256 MiB at once: write it again in smaller pages",
            ));
        }
        Ok(())
    }

    fn next_page(&mut self) -> Result<Option<Page>> {
        loop {
            if self.at >= self.end {
                return Ok(None);
            }
            let head = self.head()?;
            let is_dictionary = head.kind == 2;
            let most = if is_dictionary { DICTIONARY_MAX } else { PAGE_MAX };
            if head.unpacked > most {
                return Err(broken(format!(
                    "a page unpacks to {} MiB: write it again in smaller pages",
                    head.unpacked >> 20
                )));
            }
            if head.packed > self.left() || head.packed > 2 * PAGE_MAX {
                return Err(broken("a page is longer than its column"));
            }
            if !matches!(head.kind, 0 | 2 | 3) {
                // Of some other kind, which holds no values.
                self.at += u64::try_from(head.packed).unwrap_or(u64::MAX);
                continue;
            }
            // Each text of a dictionary is a reference beside its bytes.
            let beside = if is_dictionary { usize::try_from(head.values)?.saturating_mul(32) } else { 0 };
            self.hold(is_dictionary, head.unpacked.saturating_add(beside))?;
            let packed = self.read(self.at, head.packed)?;
            self.at += u64::try_from(head.packed).unwrap_or(u64::MAX);
            return self.page(&head, packed).map(Some);
        }
    }

    fn page(&self, head: &Head, packed: Vec<u8>) -> Result<Page> {
        let encoding = encoding(head.encoding)?;
        let levels = usize::try_from(u64::from(head.definition_bytes) + u64::from(head.repetition_bytes))?;
        if levels > packed.len() || levels > head.unpacked {
            return Err(broken("the levels of a page are longer than the page"));
        }
        let buf = if head.is_plain {
            packed
        } else {
            // The levels of the second version are never packed.
            let mut unpacked = unpack(self.codec, &packed[levels..], head.unpacked - levels)?;
            if levels > 0 {
                unpacked.splice(..0, packed[..levels].iter().copied());
            }
            unpacked
        };
        let buf = Bytes::from(buf);
        let (values, levels) = (head.values, |number| match number {
            4 => {
                #[expect(deprecated, reason = "old files have levels packed so")]
                let packed = Encoding::BIT_PACKED;
                packed
            }
            _ => Encoding::RLE,
        });
        Ok(match head.kind {
            2 if usize::try_from(values).is_ok_and(|values| values > buf.len()) => {
                return Err(broken("a dictionary claims more values than it has bytes"));
            }
            2 => Page::DictionaryPage { buf, num_values: values, encoding, is_sorted: false },
            0 => Page::DataPage {
                buf,
                num_values: values,
                encoding,
                def_level_encoding: levels(head.definition_encoding),
                rep_level_encoding: levels(head.repetition_encoding),
                statistics: None,
            },
            _ => Page::DataPageV2 {
                buf,
                num_values: values,
                encoding,
                num_nulls: head.nulls,
                num_rows: head.rows,
                def_levels_byte_len: head.definition_bytes,
                rep_levels_byte_len: head.repetition_bytes,
                is_compressed: false,
                statistics: None,
            },
        })
    }
}

/// Unpacks to exactly `size` bytes.
fn unpack(codec: CompressionCodec, packed: &[u8], size: usize) -> Result<Vec<u8>> {
    let unpacked = match codec {
        _ if size == 0 => Vec::new(),
        CompressionCodec::SNAPPY => {
            let claimed = snap::raw::decompress_len(packed).map_err(|error| broken(error.to_string()))?;
            if claimed != size {
                return Err(broken("a page unpacks to another size than it claims"));
            }
            snap::raw::Decoder::new().decompress_vec(packed).map_err(|error| broken(error.to_string()))?
        }
        CompressionCodec::GZIP => {
            let mut unpacked = Vec::new();
            let most = u64::try_from(size).unwrap_or(u64::MAX).saturating_add(1);
            flate2::read::MultiGzDecoder::new(packed).take(most).read_to_end(&mut unpacked)?;
            unpacked
        }
        CompressionCodec::ZSTD => zstd::bulk::decompress(packed, size)?,
        CompressionCodec::UNCOMPRESSED => packed.to_vec(),
        _ => return Err(broken("it is packed in a way that is not read")),
    };
    if unpacked.len() == size {
        Ok(unpacked)
    } else {
        Err(broken("a page unpacks to another size than it claims"))
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.held.fetch_sub(self.page + self.dictionary, Ordering::Relaxed);
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.next_page()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        Err(broken("pages are read one after the other"))
    }

    fn skip_next_page(&mut self) -> Result<()> {
        Err(broken("pages are read one after the other"))
    }
}

//! Forms of what is stored beside dossiers: one byte in front says which format follows, and newer ones are
//! refused. Dossiers and timeline pages have their own (`anlass_engine::codec`).

use crate::error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A kind of stored value and the newest format of it that this program knows, which it also writes.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    what: &'static str,
    format: u8,
}

const fn form(what: &'static str) -> Form {
    Form { what, format: 1 }
}

/// What arrived, in inbox and history.
pub const ARRIVAL: Form = form("an arrival");
/// Format 1 knew no prices: see [`crate::rows::open_ticket`].
pub const TICKET: Form = Form { what: "a ticket", format: 2 };
pub const WEBHOOK: Form = form("a webhook");
/// What other systems are told.
pub const NOTICES: Form = form("notices");
/// Where an identifier leads.
pub const LINK: Form = form("a link");
/// Reactions still to come.
pub const PENDING: Form = form("reactions still to come");
pub const LIST: Form = form("a list of customers");
/// Whom complete lists of a source held.
pub const DELIVERED: Form = form("whom a source delivered");
/// The whole catalogue as earlier releases stored it.
pub const CATALOGUE: Form = form("the catalogue");
/// A shard of the catalogue, or what is not kept per article.
pub const CATALOGUE_PIECE: Form = form("a piece of the catalogue");
/// What is not kept per article. Format 1 did not say on which nodes content hangs.
pub const CATALOGUE_FRAME: Form = Form { what: "the frame of the catalogue", format: 2 };
/// A shard of stocks. Format 1 did not say when they were told.
pub const CATALOGUE_STOCKS: Form = Form { what: "stocks of the catalogue", format: 2 };
/// Changes of the catalogue in the inbox.
pub const CATALOGUE_CHANGES: Form = form("changes of the catalogue");
/// Occasions on their way to those who wait for them. Format 1 did not say by what a price fell, format 2 not by what pieces
/// came back.
pub const TELLING: Form = Form { what: "occasions still to be told", format: 3 };
/// Which articles go together.
pub const RELATIONS: Form = form("the relations of articles");

/// LZ4 makes nothing longer than this many times its compressed bytes.
const RATIO_MAX: usize = 255;
/// No block or catalogue is longer when unpacked.
const UNPACKED_MAX: usize = 1 << 30;

impl Form {
    #[must_use]
    pub fn encode<T: Serialize>(self, value: &T) -> Vec<u8> {
        postcard::to_extend(value, vec![self.format]).expect("plain data always encodes")
    }

    /// Whether these bytes are of an earlier format.
    #[must_use]
    pub fn is_earlier(self, bytes: &[u8]) -> bool {
        bytes.first().is_some_and(|format| *format < self.format)
    }

    /// # Errors
    /// If the format is newer or the bytes are damaged; never more memory than the bytes justify.
    pub fn decode<T: DeserializeOwned>(self, bytes: &[u8]) -> Result<T, Error> {
        let damaged = || Error::Unreadable { what: self.what };
        let (format, rest) = bytes.split_first().ok_or_else(damaged)?;
        if *format > self.format {
            return Err(Error::NewerForm { what: self.what, found: *format, known: self.format });
        }
        if *format == 0 {
            return Err(damaged());
        }
        match postcard::take_from_bytes(rest) {
            Ok((value, [])) => Ok(value),
            _ => Err(damaged()),
        }
    }
}

/// Which format of their form bytes are of; `None` if they say none.
#[must_use]
pub fn format_of(bytes: &[u8]) -> Option<u8> {
    bytes.first().copied()
}

/// Bytes compressed with their length in front. The length is not believed beyond what so many bytes can hold:
/// it is what gets allocated.
///
/// # Errors
/// If they are damaged.
pub fn unpack(bytes: &[u8], what: &'static str) -> Result<Vec<u8>, Error> {
    let damaged = || Error::Unreadable { what };
    let (length, packed) = lz4_flex::block::uncompressed_size(bytes).map_err(|_| damaged())?;
    if length > packed.len().saturating_mul(RATIO_MAX) || length > UNPACKED_MAX {
        return Err(damaged());
    }
    lz4_flex::block::decompress(packed, length).map_err(|_| damaged())
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::event::Arrival;
    use proptest::prelude::{any, prop, proptest};

    #[test]
    fn newer_formats_are_refused_with_a_cure() {
        let mut bytes = LINK.encode(&7u32);
        assert_eq!(LINK.decode::<u32>(&bytes).expect("its own format"), 7);
        bytes[0] = 9;
        let error = LINK.decode::<u32>(&bytes).expect_err("a newer format");
        assert!(matches!(error, Error::NewerForm { found: 9, known: 1, .. }), "{error}");
        assert!(error.hint().contains("later release"), "{}", error.hint());
        for damaged in [&[][..], &[0, 7], &[1], &[1, 7, 7]] {
            assert!(matches!(LINK.decode::<u32>(damaged), Err(Error::Unreadable { .. })), "{damaged:?}");
        }
    }

    /// A damaged length would otherwise be allocated: up to 4 GiB for a few bytes.
    #[test]
    fn a_length_that_so_few_bytes_cannot_hold_is_not_believed() {
        let plain = b"the same words, the same words, the same words".repeat(50);
        let mut packed = lz4_flex::compress_prepend_size(&plain);
        assert_eq!(unpack(&packed, "a block").expect("sound"), plain);
        let zeros = vec![0; 1 << 20];
        assert_eq!(unpack(&lz4_flex::compress_prepend_size(&zeros), "a block").expect("sound"), zeros);
        packed[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(matches!(unpack(&packed, "a block"), Err(Error::Unreadable { what: "a block" })));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_arrival_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _arrival = ARRIVAL.decode::<Arrival>(&bytes).map(|_| ());
            let known = [&[1][..], &bytes].concat();
            let _arrival = ARRIVAL.decode::<Arrival>(&known).map(|_| ());
            let _bytes = unpack(&bytes, "a block").map(|_| ());
        }
    }
}

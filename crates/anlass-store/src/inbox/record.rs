//! Bytes of a segment file: a header, then records.
//!
//! header: "ANLASSIN" · format u32 · first sequence number u64
//! record: length of the rest after the checksum u32 · checksum 8 bytes · seq u64 · vault u32 ·
//! received i64 · sealed. Numbers are little-endian.

use crate::error::Error;
use crate::inbox::InboxEntry;
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;

const MAGIC: &[u8; 8] = b"ANLASSIN";
const FORMAT: u32 = 2;
/// Entries of earlier ones said nothing about their own format; they were never released.
const OLDEST: u32 = 2;
pub(super) const HEADER_BYTES: usize = 20;
/// Length and checksum.
pub(super) const FRAME_BYTES: usize = 12;
const FIELDS_BYTES: usize = 20;
/// What claims to be longer is damaged.
const SEALED_BYTES_MAX: usize = 16 * 1024 * 1024;

pub(super) fn header(first: u64) -> [u8; HEADER_BYTES] {
    let mut bytes = [0u8; HEADER_BYTES];
    bytes[..8].copy_from_slice(MAGIC);
    bytes[8..12].copy_from_slice(&FORMAT.to_le_bytes());
    bytes[12..].copy_from_slice(&first.to_le_bytes());
    bytes
}

/// The first sequence number of a segment, or `None` if this is no header.
pub(super) fn read_header(bytes: &[u8]) -> Result<Option<u64>, Error> {
    let Some(rest) = bytes.strip_prefix(MAGIC) else { return Ok(None) };
    let Some((format, rest)) = rest.split_first_chunk::<4>() else { return Ok(None) };
    let found = u32::from_le_bytes(*format);
    if found > FORMAT {
        return Err(Error::NewerFormat { found, known: FORMAT });
    }
    if found < OLDEST {
        return Err(Error::OlderFormat { found, oldest: OLDEST });
    }
    Ok(rest.first_chunk::<8>().map(|first| u64::from_le_bytes(*first)))
}

pub(super) fn encode(seq: u64, entry: &InboxEntry, into: &mut Vec<u8>) -> Result<(), Error> {
    if entry.sealed.len() > SEALED_BYTES_MAX {
        return Err(Error::Invalid("an inbox entry is longer than 16 MiB"));
    }
    let length = u32::try_from(FIELDS_BYTES + entry.sealed.len()).expect("bounded above");
    let start = into.len();
    into.extend_from_slice(&length.to_le_bytes());
    into.extend_from_slice(&[0; 8]);
    into.extend_from_slice(&seq.to_le_bytes());
    into.extend_from_slice(&entry.vault.0.to_le_bytes());
    into.extend_from_slice(&entry.received.0.to_le_bytes());
    into.extend_from_slice(&entry.sealed);
    let sum = checksum(&into[start + FRAME_BYTES..]);
    into[start + 4..start + FRAME_BYTES].copy_from_slice(&sum);
    Ok(())
}

/// How long the record is after its frame; `None` if that is beyond all bounds.
pub(super) fn body_bytes(frame: &[u8]) -> Option<usize> {
    let length = usize::try_from(u32::from_le_bytes(*frame.first_chunk::<4>()?)).ok()?;
    (FIELDS_BYTES..=FIELDS_BYTES + SEALED_BYTES_MAX).contains(&length).then_some(length)
}

/// The number that the record at the start of `bytes` says it has.
pub(super) fn number(bytes: &[u8]) -> Option<u64> {
    body_bytes(bytes)?;
    Some(u64::from_le_bytes(*bytes.get(FRAME_BYTES..)?.first_chunk::<8>()?))
}

/// The record at the start of `bytes` and its length, or `None` if there is no whole, sound one.
pub(super) fn decode(bytes: &[u8]) -> Option<(InboxEntry, usize)> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (sum, rest) = rest.split_first_chunk::<8>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let body = rest.get(..length)?;
    let (seq, fields) = body.split_first_chunk::<8>()?;
    let (vault, fields) = fields.split_first_chunk::<4>()?;
    let (received, sealed) = fields.split_first_chunk::<8>()?;
    if checksum(body) != *sum {
        return None;
    }
    let entry = InboxEntry {
        seq: u64::from_le_bytes(*seq),
        vault: VaultId(u32::from_le_bytes(*vault)),
        received: Timestamp(i64::from_le_bytes(*received)),
        sealed: sealed.to_vec(),
    };
    Some((entry, FRAME_BYTES + length))
}

fn checksum(body: &[u8]) -> [u8; 8] {
    let mut sum = [0u8; 8];
    sum.copy_from_slice(&blake3::hash(body).as_bytes()[..8]);
    sum
}

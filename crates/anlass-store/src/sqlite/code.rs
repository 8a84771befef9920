//! How ids stand in columns.

use anlass_model::id::{EntityId, EntityKind, Part};
use rusqlite::types::Type;

/// Bytes of an id without its topmost byte, which is the part.
const CUSTOMER_BYTES: usize = 15;

pub(super) fn id_blob(id: u128) -> [u8; 16] {
    id.to_be_bytes()
}

pub(super) fn id_from(blob: [u8; 16]) -> u128 {
    u128::from_be_bytes(blob)
}

/// Databases count in signed 64 bits; only for columns whose order does not matter.
pub(super) fn signed(hash: u64) -> i64 {
    hash.cast_signed()
}

pub(super) fn kind_from(code: u8) -> rusqlite::Result<EntityKind> {
    EntityKind::from_code(code).ok_or(rusqlite::Error::IntegralValueOutOfRange(0, i64::from(code)))
}

/// The customers of a block: 15 bytes each, in order, so that one is found by bisection without
/// decoding. (Saving the digits that neighbours share would win under 10 %.)
pub(super) fn customers_blob(customers: &[EntityId]) -> Vec<u8> {
    let mut blob = Vec::with_capacity(customers.len() * CUSTOMER_BYTES);
    for customer in customers {
        blob.extend_from_slice(&customer.0.to_be_bytes()[1..]);
    }
    blob
}

pub(super) fn customers_from(part: Part, blob: &[u8]) -> rusqlite::Result<Vec<EntityId>> {
    let (rows, rest) = blob.as_chunks::<CUSTOMER_BYTES>();
    if !rest.is_empty() {
        let problem = "customers of a block are cut off".into();
        return Err(rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, problem));
    }
    let whole = |row: &[u8; CUSTOMER_BYTES]| {
        let mut bytes = [0u8; 16];
        bytes[0] = part.0;
        bytes[1..].copy_from_slice(row);
        EntityId(u128::from_be_bytes(bytes))
    };
    Ok(rows.iter().map(whole).collect())
}

pub(super) fn holds_customer(blob: &[u8], customer: EntityId) -> bool {
    let (rows, _) = blob.as_chunks::<CUSTOMER_BYTES>();
    let wanted = customer.0.to_be_bytes();
    rows.binary_search_by(|row| row.as_slice().cmp(&wanted[1..])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_come_back_and_are_found() {
        let part = Part(7);
        let ids: Vec<EntityId> =
            [1u128, 5, 1 << 90].iter().map(|low| EntityId((7u128 << 120) | low)).collect();
        let blob = customers_blob(&ids);
        assert_eq!(customers_from(part, &blob).expect("whole"), ids);
        assert!(ids.iter().all(|id| holds_customer(&blob, *id)));
        assert!(!holds_customer(&blob, EntityId((7u128 << 120) | 6)));
        assert!(customers_from(part, &blob[1..]).is_err());
    }
}

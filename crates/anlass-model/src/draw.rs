//! Keyed draws: the only randomness in the core. The same (seed, entity, purpose, n) always draws the
//! same number, whatever else happens around it; fixed by golden vectors.

use crate::id::parts_hash;

/// What a draw is for; part of its key, so two purposes never share numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Holdout,
    Split,
    Explore,
}

impl Purpose {
    fn tag(self) -> &'static [u8] {
        match self {
            Purpose::Holdout => b"holdout",
            Purpose::Split => b"split",
            Purpose::Explore => b"explore",
        }
    }
}

/// A uniform 64-bit number for `subject` (an entity id) within `salt` (programme, step …).
#[must_use]
pub fn draw(seed: u64, subject: u128, purpose: Purpose, salt: &str, n: u64) -> u64 {
    let hash = parts_hash(&[
        &seed.to_le_bytes(),
        &subject.to_le_bytes(),
        purpose.tag(),
        salt.as_bytes(),
        &n.to_le_bytes(),
    ]);
    u64::try_from(hash >> 64).unwrap_or(u64::MAX)
}

/// A draw mapped onto 0 … 9,999 (hundredths of a percent).
#[must_use]
pub fn draw_basis_points(seed: u64, subject: u128, purpose: Purpose, salt: &str, n: u64) -> u32 {
    u32::try_from(draw(seed, subject, purpose, salt, n) % 10_000).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_fixed_by_golden_vectors() {
        assert_eq!(draw_basis_points(1, 42, Purpose::Holdout, "welcome", 0), GOLDEN);
    }
    const GOLDEN: u32 = 2_242;

    #[test]
    fn draws_are_even_and_independent_of_purpose() {
        let below =
            |purpose| (0..20_000u128).filter(|&id| draw_basis_points(1, id, purpose, "x", 0) < 1_000).count();
        assert!((1_800..2_200).contains(&below(Purpose::Holdout)));
        let both = (0..20_000u128)
            .filter(|&id| {
                draw_basis_points(1, id, Purpose::Holdout, "x", 0) < 1_000
                    && draw_basis_points(1, id, Purpose::Split, "x", 0) < 1_000
            })
            .count();
        assert!((120..280).contains(&both), "{both}");
    }
}

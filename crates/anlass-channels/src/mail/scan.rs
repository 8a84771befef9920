//! Looking for rare bytes in long text: many at once, without a branch for each.

/// Bytes looked at together; the place is looked for only in such a piece that has it.
const PIECE: usize = 64;
/// Where what is looked for is less rare.
const SHORT_PIECE: usize = 16;

/// Where the first byte stands for which `is_wanted` says so; as for [`pair`].
pub(super) fn byte(bytes: &[u8], is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = 0;
    for piece in bytes.chunks(SHORT_PIECE) {
        if piece.iter().fold(false, |any, byte| any | is_wanted(*byte)) {
            return piece.iter().position(|byte| is_wanted(*byte)).map(|place| at + place);
        }
        at += piece.len();
    }
    None
}

/// Where the first two neighbouring bytes from `from` on stand for which `is_wanted` says so. It is asked of many more,
/// so it should not branch (`|` and `&`).
pub(super) fn pair(bytes: &[u8], from: usize, is_wanted: impl Fn(u8, u8) -> bool) -> Option<usize> {
    let firsts = bytes.get(from..bytes.len().checked_sub(1)?)?;
    let seconds = bytes.get(from + 1..)?;
    let mut at = from;
    for (firsts, seconds) in firsts.chunks(PIECE).zip(seconds.chunks(PIECE)) {
        let both = || firsts.iter().zip(seconds).map(|(first, second)| is_wanted(*first, *second));
        if both().fold(false, |any, wanted| any | wanted) {
            return both().position(|wanted| wanted).map(|place| at + place);
        }
        at += firsts.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_byte_is_found_wherever_it_stands(bytes in "[ab]{0,99}[.ab]{0,9}") {
            let found = byte(bytes.as_bytes(), |byte| byte == b'.');
            prop_assert_eq!(found, bytes.find('.'));
        }

        #[test]
        fn the_first_pair_is_found_wherever_it_stands(bytes in "[ab\r\n.]{0,300}", from in 0_usize..320) {
            let bytes = bytes.as_bytes();
            let wanted = |first, second| first == b'\n' && second == b'.';
            let slow = (from..bytes.len().saturating_sub(1)).find(|at| wanted(bytes[*at], bytes[at + 1]));
            prop_assert_eq!(pair(bytes, from, wanted), slow);
        }
    }
}

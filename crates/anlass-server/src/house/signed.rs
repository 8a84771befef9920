//! Signed links in letters: which delivery, whose, and in which vault, under a keyed hash of the vault. Nobody can
//! make one up, and one that was forwarded speaks for nobody but the person it was made for.

use anlass_model::id::{EntityId, IntentId, VaultId};
use anlass_store::seal::{Keyring, VaultKey};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

const FORMAT: u8 = 1;
const PLAIN_BYTES: usize = 37;
const SIGNATURE_BYTES: usize = 16;

/// What a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) vault: VaultId,
    pub(crate) customer: EntityId,
    pub(crate) intent: IntentId,
}

impl Claim {
    fn plain(&self) -> [u8; PLAIN_BYTES] {
        let mut bytes = [0; PLAIN_BYTES];
        bytes[0] = FORMAT;
        bytes[1..5].copy_from_slice(&self.vault.0.to_be_bytes());
        bytes[5..21].copy_from_slice(&self.customer.0.to_be_bytes());
        bytes[21..37].copy_from_slice(&self.intent.0.to_be_bytes());
        bytes
    }

    pub(crate) fn token(&self, key: &VaultKey) -> String {
        let plain = self.plain();
        let mut bytes = plain.to_vec();
        bytes.extend_from_slice(&key.sign(&plain)[..SIGNATURE_BYTES]);
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// `None`: nobody here made it.
    pub(crate) fn read(token: &str, keys: &Keyring) -> Option<Claim> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
        let (plain, signature) = bytes.split_first_chunk::<PLAIN_BYTES>()?;
        let number = |from: usize, to: usize| {
            plain.get(from..to).unwrap_or_default().iter().fold(0, |sum, byte| (sum << 8) | u128::from(*byte))
        };
        let claim = Claim {
            vault: VaultId(u32::try_from(number(1, 5)).ok()?),
            customer: EntityId(number(5, 21)),
            intent: IntentId(number(21, 37)),
        };
        let whole = keys.vault(claim.vault)?.sign(plain);
        // Compared as hashes, so the time it takes tells nothing.
        let same = blake3::hash(signature) == blake3::hash(&whole[..SIGNATURE_BYTES]);
        (same && plain[0] == FORMAT).then_some(claim)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_store::seal::MasterKey;

    #[test]
    fn a_link_speaks_for_one_person_and_a_changed_one_for_nobody() {
        let mut keys = Keyring::new(&MasterKey::from_bytes([1; 32]), 7);
        let _document = keys.create(VaultId(3), &[2; 32]);
        let claim = Claim { vault: VaultId(3), customer: EntityId(5), intent: IntentId(9) };
        let token = claim.token(keys.vault(VaultId(3)).expect("a key"));
        assert_eq!(Claim::read(&token, &keys), Some(claim));
        for at in 0..token.len() {
            let changed: String = token
                .char_indices()
                .map(|(index, letter)| match (index == at, letter) {
                    (true, 'A') => 'B',
                    (true, _) => 'A',
                    (false, letter) => letter,
                })
                .collect();
            assert!(changed == token || Claim::read(&changed, &keys) != Some(claim), "{at}");
        }
        assert_eq!(Claim::read("", &keys), None);
        let mut others = Keyring::new(&MasterKey::from_bytes([1; 32]), 7);
        let _document = others.create(VaultId(3), &[8; 32]);
        assert_eq!(Claim::read(&token, &others), None);
    }
}

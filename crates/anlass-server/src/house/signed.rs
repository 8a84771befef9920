//! Signed links in letters: what for, which delivery, whose, and in which vault, under a keyed hash of the vault.
//! Nobody can make one up, one made for one thing opens nothing else, and one that was forwarded speaks for nobody
//! but the person it was made for.

use anlass_model::id::{EntityId, IntentId, VaultId};
use anlass_store::seal::{Keyring, VaultKey};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

const CLAIM_BYTES: usize = 36;
const HEAD_BYTES: usize = 1 + CLAIM_BYTES;
const SIGNATURE_BYTES: usize = 16;
/// Proxies and mail programs cut longer addresses; what would be longer is not signed.
pub(crate) const TOKEN_CHARACTERS_MAX: usize = 2_000;

/// What a link is for. The codes stand in links of letters that lie in people's mailboxes: they stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// To unsubscribe, choose, or read in the browser.
    Letter,
    Click,
    Pixel,
    Trap,
    /// To confirm what somebody asked for.
    Confirm,
    /// A sign-up form as it was shown; no delivery stands behind it.
    Form,
}

impl Use {
    fn code(self) -> u8 {
        match self {
            Use::Letter => 1,
            Use::Click => 2,
            Use::Pixel => 3,
            Use::Trap => 4,
            Use::Confirm => 5,
            Use::Form => 6,
        }
    }
}

/// What a link stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) vault: VaultId,
    pub(crate) customer: EntityId,
    pub(crate) intent: IntentId,
}

impl Claim {
    /// With `more` to be told when it comes back.
    pub(crate) fn token(&self, purpose: Use, more: &[u8], key: &VaultKey) -> String {
        let mut bytes = Vec::with_capacity(HEAD_BYTES + more.len() + SIGNATURE_BYTES);
        bytes.push(purpose.code());
        bytes.extend(self.vault.0.to_be_bytes());
        bytes.extend(self.customer.0.to_be_bytes());
        bytes.extend(self.intent.0.to_be_bytes());
        bytes.extend(more);
        let signature = key.sign(&bytes);
        bytes.extend_from_slice(&signature[..SIGNATURE_BYTES]);
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The claim and what was told with it; `None`: nobody here made it, or for something else.
    pub(crate) fn read(token: &str, purpose: Use, keys: &Keyring) -> Option<(Claim, Vec<u8>)> {
        if token.len() > TOKEN_CHARACTERS_MAX {
            return None;
        }
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
        let (plain, signature) = bytes.split_last_chunk::<SIGNATURE_BYTES>()?;
        let (head, more) = plain.split_first_chunk::<HEAD_BYTES>()?;
        let number = |from: usize, to: usize| {
            head.get(from..to).unwrap_or_default().iter().fold(0, |sum, byte| (sum << 8) | u128::from(*byte))
        };
        let claim = Claim {
            vault: VaultId(u32::try_from(number(1, 5)).ok()?),
            customer: EntityId(number(5, 21)),
            intent: IntentId(number(21, 37)),
        };
        let whole = keys.vault(claim.vault)?.sign(plain);
        // Compared as hashes, so the time it takes tells nothing.
        let same = blake3::hash(signature) == blake3::hash(&whole[..SIGNATURE_BYTES]);
        (same && head[0] == purpose.code()).then(|| (claim, more.to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_store::seal::MasterKey;

    fn keys(material: u8) -> Keyring {
        let mut keys = Keyring::new(&MasterKey::from_bytes([1; 32]), 7);
        let _document = keys.create(VaultId(3), &[material; 32]);
        keys
    }

    const CLAIM: Claim = Claim { vault: VaultId(3), customer: EntityId(5), intent: IntentId(9) };

    #[test]
    fn a_link_speaks_for_one_person_and_a_changed_one_for_nobody() {
        let keys_own = keys(2);
        let token = CLAIM.token(Use::Letter, b"", keys_own.vault(VaultId(3)).expect("a key"));
        let read =
            |token: &str, keys: &Keyring| Claim::read(token, Use::Letter, keys).map(|(claim, _)| claim);
        assert_eq!(read(&token, &keys_own), Some(CLAIM));
        for at in 0..token.len() {
            let changed: String = token
                .char_indices()
                .map(|(index, letter)| match (index == at, letter) {
                    (true, 'A') => 'B',
                    (true, _) => 'A',
                    (false, letter) => letter,
                })
                .collect();
            assert!(changed == token || read(&changed, &keys_own) != Some(CLAIM), "{at}");
        }
        assert_eq!(read("", &keys_own), None);
        assert_eq!(read(&token, &keys(8)), None, "another vault's key");
    }

    #[test]
    fn a_link_made_for_one_thing_opens_nothing_else() {
        let keys = keys(2);
        let key = keys.vault(VaultId(3)).expect("a key");
        let uses = [Use::Letter, Use::Click, Use::Pixel, Use::Trap, Use::Confirm, Use::Form];
        for made in uses {
            let token = CLAIM.token(made, b"https://shop.example", key);
            for asked in uses {
                let read = Claim::read(&token, asked, &keys);
                let expected = (made == asked).then(|| (CLAIM, b"https://shop.example".to_vec()));
                assert_eq!(read, expected, "{made:?} {asked:?}");
            }
        }
    }
}

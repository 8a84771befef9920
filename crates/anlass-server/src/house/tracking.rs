//! What a letter carries so that we hear of it again: links that lead through this server, a link only machines
//! find, and, with the person's consent to tracking, a picture nobody sees. Who objects to advertising is not
//! observed at all.

use super::House;
use super::signed::{Claim, TOKEN_CHARACTERS_MAX, Use};
use anlass_content::{WebLinks, with_trap};
use anlass_engine::{Dossier, allows};
use anlass_model::consent::Channel;
use anlass_model::id::NameId;
use anlass_store::seal::VaultKey;
use std::collections::BTreeMap;

/// The purpose without whose consent nobody's opening of a letter is looked at.
pub(crate) const PURPOSE: &str = "tracking";
/// Letters with more links have their first ones tracked.
const LINKS_MAX: usize = 250;

/// A link of a letter, as its token tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    /// From 1 on, in the order of the letter.
    pub(crate) number: u8,
    /// How many tracked ones the letter has.
    pub(crate) of: u8,
    pub(crate) target: String,
}

impl Link {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![self.number, self.of];
        bytes.extend(self.target.as_bytes());
        bytes
    }

    pub(crate) fn read(bytes: &[u8]) -> Option<Link> {
        let ([number, of], target) = bytes.split_first_chunk::<2>()?;
        Some(Link { number: *number, of: *of, target: String::from_utf8(target.to_vec()).ok()? })
    }
}

/// Whether this person agreed, in so many words, that openings are looked at: agreeing to everything at once is not
/// enough, and does not bring back what was withdrawn.
pub(crate) fn agrees_to_pixel(dossier: &Dossier) -> bool {
    let tracking = NameId::of(PURPOSE);
    let about_it = dossier.hot.consents.iter().filter(|recorded| {
        recorded.act.channel.is_none_or(|channel| channel == Channel::Email)
            && recorded.act.purpose.as_ref().is_some_and(|purpose| purpose.id() == tracking)
    });
    let newest = about_it.reduce(|best, other| if other.beats(best) { other } else { best });
    newest.is_some_and(|recorded| recorded.act.granted) && allows(dossier, Channel::Email, tracking)
}

/// Where the picture lies, if this person may be shown one.
pub(crate) fn pixel(house: &House, dossier: &Dossier, claim: Claim, key: &VaultKey) -> Option<String> {
    let wanted = house.config.tracking.opens && agrees_to_pixel(dossier);
    wanted.then(|| format!("{}/o/{}", house.config.public_url(), claim.token(Use::Pixel, b"", key)))
}

/// HTML and text with links that lead through here. Our own pages keep their links, and so does whatever would
/// become too long to be kept whole on its way.
pub(crate) fn tracked(
    house: &House,
    dossier: &Dossier,
    claim: Claim,
    key: &VaultKey,
    (html, text): (String, String),
) -> (String, String) {
    if !house.config.tracking.clicks || dossier.is_objecting() || dossier.is_restricted() {
        return (html, text);
    }
    let public_url = house.config.public_url();
    let own = format!("{public_url}/");
    let links = WebLinks::of(&html, &text);
    let outside = links.addresses().into_iter().filter(|link| !link.starts_with(&own));
    let fits = |link: &String| token_characters(link.len()) <= TOKEN_CHARACTERS_MAX;
    let targets: Vec<String> = outside.filter(fits).take(LINKS_MAX).collect();
    let Ok(of) = u8::try_from(targets.len()) else { return (html, text) };
    if of == 0 {
        return (html, text);
    }
    let ways: BTreeMap<String, String> = (1..=of)
        .zip(targets)
        .map(|(number, target)| {
            let link = Link { number, of, target };
            let token = claim.token(Use::Click, &link.bytes(), key);
            (link.target, format!("{public_url}/t/{token}"))
        })
        .collect();
    let (html, text) = links.lead(&|address| ways.get(address).cloned());
    let trap = format!("{public_url}/x/{}", claim.token(Use::Trap, b"", key));
    (with_trap(&html, &trap), text)
}

/// How long the token of a target becomes: the target, its number, and 53 bytes of claim and signature, in base64.
fn token_characters(target_bytes: usize) -> usize {
    ((target_bytes + 2 + 53) * 4).div_ceil(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::id::{EntityId, IntentId, VaultId};
    use anlass_store::seal::{Keyring, MasterKey};

    #[test]
    fn a_token_is_as_long_as_foretold_and_tells_its_link() {
        let mut keys = Keyring::new(&MasterKey::from_bytes([1; 32]), 7);
        let _document = keys.create(VaultId(3), &[2; 32]);
        let key = keys.vault(VaultId(3)).expect("a key");
        let claim = Claim { vault: VaultId(3), customer: EntityId(5), intent: IntentId(9) };
        for length in [0, 1, 2, 500, 1_445] {
            let link = Link { number: 2, of: 7, target: "ä".repeat(length / 2) + &"x".repeat(length % 2) };
            let token = claim.token(Use::Click, &link.bytes(), key);
            assert_eq!(token.len(), token_characters(length));
            let (_, more) = Claim::read(&token, Use::Click, &keys).expect("ours");
            assert_eq!(Link::read(&more), Some(link));
        }
        assert!(
            token_characters(1_445) <= TOKEN_CHARACTERS_MAX && token_characters(1_446) > TOKEN_CHARACTERS_MAX
        );
    }
}

//! Complete lists: of each source that once delivered somebody and then did not, or did again, the newest word.

use crate::dossier::{Dossier, Listed, grow};

/// Takes in that a complete list of a source holds the person, or no longer does; of two words the newer one stays.
pub(crate) fn record(dossier: &mut Dossier, new: Listed) {
    let key = |own: &Listed| (own.at, own.delivered, own.message);
    match dossier.listed.binary_search_by_key(&new.source, |own| own.source) {
        Ok(place) => {
            if let Some(old) = dossier.listed.get_mut(place).filter(|old| key(&new) > key(old)) {
                *old = new;
            }
        }
        Err(place) => {
            grow(&mut dossier.listed);
            dossier.listed.insert(place, new);
        }
    }
}

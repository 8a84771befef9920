//! What a field of the profile holds where sources differ or somebody corrected it. A correction is a source of its own with
//! the highest rank: it stands until a source says something newer that is not the value that was wrong. Of each field the
//! newest word of a source is kept, and the newest that says something else than that one: whatever is corrected later or
//! arrives late, the two are enough to tell what holds, so no order of arrival matters.

use crate::dossier::{Contested, Corrected, Dated, Dossier, grow};
use anlass_model::id::NameId;
use anlass_model::value::Value;

type Word = Dated<Value>;

fn key(word: &Word) -> (anlass_model::time::Timestamp, anlass_model::id::MessageId) {
    (word.occurred, word.message)
}

/// Takes in what a source, or a step of a journey, says of a field.
pub(crate) fn say(dossier: &mut Dossier, field: NameId, word: Word) {
    let profile = &mut dossier.hot.profile;
    let place = profile.binary_search_by_key(&field, |(name, _)| *name);
    if let Ok(at) = dossier.contested.binary_search_by_key(&field, |own| own.field) {
        if let Some(own) = dossier.contested.get_mut(at) {
            hear(own, word);
        }
        return settle(dossier, at);
    }
    let Ok(index) = place else {
        grow(profile);
        return profile.insert(place.unwrap_or_else(|at| at), (field, word));
    };
    let Some((_, old)) = profile.get_mut(index) else { return };
    if old.value == word.value {
        if key(&word) >= key(old) {
            *old = word;
        }
        return;
    }
    let mut contested = Contested { field, newest: Some(old.clone()), other: None, correction: None };
    hear(&mut contested, word);
    contest(dossier, contested);
}

/// Takes in a correction; of two about a field the newer one counts.
pub(crate) fn correct(dossier: &mut Dossier, field: NameId, correction: Corrected) {
    let at = match dossier.contested.binary_search_by_key(&field, |own| own.field) {
        Ok(at) => at,
        Err(_) => {
            let profile = &dossier.hot.profile;
            let known = profile.binary_search_by_key(&field, |(name, _)| *name).ok();
            let newest = known.and_then(|index| profile.get(index)).map(|(_, word)| word.clone());
            return contest(dossier, Contested { field, newest, other: None, correction: Some(correction) });
        }
    };
    if let Some(own) = dossier.contested.get_mut(at) {
        let key = |own: &Corrected| (own.occurred, own.message);
        if own.correction.as_ref().is_none_or(|old| key(&correction) > key(old)) {
            own.correction = Some(correction);
        }
    }
    settle(dossier, at);
}

fn contest(dossier: &mut Dossier, contested: Contested) {
    let place = dossier.contested.partition_point(|own| own.field < contested.field);
    grow(&mut dossier.contested);
    dossier.contested.insert(place, contested);
    settle(dossier, place);
}

/// Keeps the newest word, and the newest one that differs from it.
fn hear(own: &mut Contested, word: Word) {
    let Some(newest) = &mut own.newest else {
        own.newest = Some(word);
        return;
    };
    let is_newer = key(&word) >= key(newest);
    match (newest.value == word.value, is_newer) {
        (true, true) => *newest = word,
        (true, false) => {}
        (false, true) => own.other = Some(std::mem::replace(newest, word)),
        (false, false) => {
            if own.other.as_ref().is_none_or(|other| key(&word) >= key(other)) {
                own.other = Some(word);
            }
        }
    }
}

/// What holds of a field.
fn holding(own: &Contested) -> Option<Word> {
    let Some(correction) = &own.correction else { return own.newest.clone() };
    let words = [&own.newest, &own.other];
    let beats = words.into_iter().flatten().find(|word| overtakes(correction, word));
    let corrected = || {
        let Corrected { value, occurred, message, .. } = correction.clone();
        Word { value, occurred, message }
    };
    Some(beats.cloned().unwrap_or_else(corrected))
}

/// Whether a source said something newer than a correction that is not what was wrong.
fn overtakes(correction: &Corrected, word: &Word) -> bool {
    word.occurred > correction.occurred && word.value != correction.wrong
}

fn settle(dossier: &mut Dossier, at: usize) {
    let Some(own) = dossier.contested.get(at) else { return };
    let Some(word) = holding(own) else { return };
    let field = own.field;
    let profile = &mut dossier.hot.profile;
    match profile.binary_search_by_key(&field, |(name, _)| *name) {
        Ok(index) => {
            if let Some((_, old)) = profile.get_mut(index) {
                *old = word;
            }
        }
        Err(index) => {
            grow(profile);
            profile.insert(index, (field, word));
        }
    }
}

/// Every word of sources that is kept.
pub(crate) fn words(dossier: &Dossier) -> Vec<(NameId, Word)> {
    let is_contested = |field: &NameId| dossier.contested.iter().any(|own| own.field == *field);
    let plain = dossier.hot.profile.iter().filter(|(field, _)| !is_contested(field)).cloned();
    let contested = dossier.contested.iter().flat_map(|own| {
        own.newest.iter().chain(&own.other).map(|word| (own.field, word.clone())).collect::<Vec<_>>()
    });
    plain.chain(contested).collect()
}

/// Takes over what is known of another person's fields.
pub(crate) fn absorb(dossier: &mut Dossier, other: &Dossier) {
    for (field, word) in words(other) {
        say(dossier, field, word);
    }
    for own in &other.contested {
        if let Some(correction) = &own.correction {
            correct(dossier, own.field, correction.clone());
        }
    }
}

/// Whether what holds of a corrected field is what a source has said since, and not the correction.
#[must_use]
pub fn is_overtaken(own: &Contested) -> bool {
    let words = [&own.newest, &own.other];
    own.correction.as_ref().is_some_and(|correction| {
        let mut newer = words.into_iter().flatten().filter(|word| overtakes(correction, word));
        newer.next().is_some_and(|word| word.value != correction.value)
    })
}

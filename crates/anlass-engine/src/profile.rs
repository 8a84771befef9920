//! Profile fields: of each source the newest word is kept, and which one stands is derived from them, by the field's rule
//! in the settings. A correction (GDPR, article 16) is the word of a source of its own, [`SourceId::CORRECTION`]: it stands
//! until a source says something newer that is not the value that was wrong. So that a source which said something new
//! and then the wrong value again is believed in the first and not in the second, the newest word that differs is kept
//! beside. Neither the order of arrival nor the rule that held meanwhile leaves a trace.

use crate::dossier::{Dated, Dossier, grow};
use crate::program::Program;
use anlass_model::event::SourceId;
use anlass_model::id::{MessageId, NameId};
use anlass_model::time::Timestamp;
use anlass_model::value::Value;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

type Word = Dated<Value>;

/// Where the values of the profile come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// Who told what stands: one for each field of [`crate::dossier::Hot::profile`], in its order.
    pub by: Vec<SourceId>,
    /// What other sources say, sorted by field and source.
    pub others: Vec<(NameId, SourceId, Word)>,
    /// Of sources that said different things of a field: their newest word that is not the one above, in the same order.
    pub second: Vec<(NameId, SourceId, Word)>,
    /// Of corrected fields the value that was wrong, sorted by field.
    pub wrong: Vec<(NameId, Option<Value>)>,
}

impl Lineage {
    /// As many as the profile has fields; of those nobody noted, the source is unknown.
    pub(crate) fn fit(&mut self, fields: usize) {
        self.by.resize(fields, SourceId::UNKNOWN);
    }

    /// Whether nothing in it says more than that nobody noted anything.
    pub(crate) fn says_nothing(&self) -> bool {
        let is_alone = self.others.is_empty() && self.second.is_empty() && self.wrong.is_empty();
        is_alone && self.by.iter().all(|source| *source == SourceId::UNKNOWN)
    }

    /// Whether more than one word of a field is known.
    fn tells_more(&self, field: NameId) -> bool {
        !range(&self.others, field).is_empty() || !range(&self.second, field).is_empty()
    }
}

/// Where the words of a field stand.
fn range(words: &[(NameId, SourceId, Word)], field: NameId) -> std::ops::Range<usize> {
    let start = words.partition_point(|(own, _, _)| *own < field);
    let tail = words.get(start..).unwrap_or_default();
    start..start + tail.partition_point(|(own, _, _)| *own == field)
}

fn key(word: &Word) -> (Timestamp, MessageId) {
    (word.occurred, word.message)
}

/// What every source says of a field, what stands first.
pub fn told(dossier: &Dossier, field: NameId) -> impl Iterator<Item = (SourceId, &Word)> {
    let profile = &dossier.hot.profile;
    let place = profile.binary_search_by_key(&field, |(name, _)| *name).ok();
    let standing = place.and_then(|place| {
        let by = dossier.lineage.by.get(place).copied().unwrap_or(SourceId::UNKNOWN);
        profile.get(place).map(|(_, dated)| (by, dated))
    });
    let others = dossier.lineage.others.iter().filter(move |(own, _, _)| *own == field);
    standing.into_iter().chain(others.map(|(_, source, dated)| (*source, dated)))
}

/// The newest correction of a field.
#[must_use]
pub fn correction(dossier: &Dossier, field: NameId) -> Option<&Dated<Value>> {
    told(dossier, field).find(|(source, _)| *source == SourceId::CORRECTION).map(|(_, word)| word)
}

/// Whether a source has said something else since a field was corrected, which stands now.
#[must_use]
pub fn is_overtaken(dossier: &Dossier, field: NameId) -> bool {
    let stands = told(dossier, field).next();
    let other = |corrected: &Word| stands.is_some_and(|(_, word)| word.value != corrected.value);
    correction(dossier, field).is_some_and(other)
}

/// Every word of sources on any field, those of a source in the order in which it said them; no corrections.
pub(crate) fn all(dossier: &Dossier) -> Vec<(NameId, SourceId, Word)> {
    let fields = dossier.hot.profile.iter();
    let told = fields
        .flat_map(|(field, _)| told(dossier, *field).map(|(source, dated)| (*field, source, dated.clone())));
    let all = dossier.lineage.second.iter().cloned().chain(told);
    all.filter(|(_, source, _)| *source != SourceId::CORRECTION).collect()
}

/// Takes in what a source says of a field.
pub(crate) fn set(program: &Program, dossier: &mut Dossier, field: NameId, source: SourceId, word: Word) {
    let Dossier { hot, lineage, .. } = &mut *dossier;
    lineage.fit(hot.profile.len());
    match hot.profile.binary_search_by_key(&field, |(name, _)| *name) {
        Ok(place) => {
            let standing = hot.profile.get_mut(place).map(|(_, standing)| standing);
            // Most often a source says the same again, or nobody else has said anything.
            if let (Some(standing), Some(by)) = (standing, lineage.by.get(place))
                && *by == source
                && standing.value == word.value
                && !lineage.tells_more(field)
            {
                if key(&word) >= key(standing) {
                    *standing = word;
                }
                return;
            }
        }
        Err(place) => {
            grow(&mut hot.profile);
            hot.profile.insert(place, (field, word));
            grow(&mut lineage.by);
            lineage.by.insert(place, source);
            return;
        }
    }
    let mut told = taken(dossier, field);
    match told.iter_mut().find(|own| own.source == source) {
        Some(own) => own.hear(word),
        None => told.push(Told { source, word, second: None }),
    }
    put(program, dossier, field, told);
}

/// Takes in a correction of a field, and what was wrong; of two the newer one counts.
pub(crate) fn correct(
    program: &Program,
    dossier: &mut Dossier,
    field: NameId,
    wrong: Option<Value>,
    word: Word,
) {
    let mut told = taken(dossier, field);
    let source = SourceId::CORRECTION;
    match told.iter_mut().find(|own| own.source == source) {
        Some(own) if key(&word) > key(&own.word) => own.word = word,
        Some(_) => return put(program, dossier, field, told),
        None => told.push(Told { source, word, second: None }),
    }
    let all = &mut dossier.lineage.wrong;
    match all.binary_search_by_key(&field, |(own, _)| *own) {
        Ok(place) => all.get_mut(place).into_iter().for_each(|(_, old)| old.clone_from(&wrong)),
        Err(place) => {
            grow(all);
            all.insert(place, (field, wrong));
        }
    }
    put(program, dossier, field, told);
}

/// Takes over what is known of another person's fields.
pub(crate) fn absorb(program: &Program, dossier: &mut Dossier, other: &Dossier) {
    for (field, source, word) in all(other) {
        set(program, dossier, field, source, word);
    }
    for (field, wrong) in &other.lineage.wrong {
        if let Some(word) = correction(other, *field) {
            correct(program, dossier, *field, wrong.clone(), word.clone());
        }
    }
}

/// Derives what stands of every field anew: the rules may be others.
pub(crate) fn settle_all(program: &Program, dossier: &mut Dossier) {
    dossier.lineage.fit(dossier.hot.profile.len());
    let mut fields: Vec<NameId> = dossier.lineage.others.iter().map(|(field, _, _)| *field).collect();
    fields.dedup();
    for field in fields {
        let told = taken(dossier, field);
        put(program, dossier, field, told);
    }
}

/// What a source says of a field.
struct Told {
    source: SourceId,
    /// Its newest word, unless that is refused and the second is not.
    word: Word,
    /// Its newest word that says something else.
    second: Option<Word>,
}

impl Told {
    fn hear(&mut self, word: Word) {
        self.newest_first();
        match (self.word.value == word.value, key(&word) >= key(&self.word)) {
            (true, true) => self.word = word,
            (true, false) => {}
            (false, true) => self.second = Some(std::mem::replace(&mut self.word, word)),
            (false, false) => {
                if self.second.as_ref().is_none_or(|second| key(&word) >= key(second)) {
                    self.second = Some(word);
                }
            }
        }
    }

    fn newest_first(&mut self) {
        if let Some(second) = &mut self.second
            && key(second) > key(&self.word)
        {
            std::mem::swap(second, &mut self.word);
        }
    }

    fn believed_first(&mut self, correction: Option<&Correction>) {
        self.newest_first();
        if let (Some(correction), Some(second)) = (correction, &mut self.second)
            && !correction.lets_by(&self.word)
            && correction.lets_by(second)
        {
            std::mem::swap(second, &mut self.word);
        }
    }
}

/// What a correction means for the words of sources.
struct Correction {
    occurred: Timestamp,
    wrong: Option<Value>,
}

impl Correction {
    /// Whether something newer is said that is not what was wrong.
    fn lets_by(&self, word: &Word) -> bool {
        word.occurred > self.occurred && word.value != self.wrong
    }
}

/// Takes every word of a field out of the dossier; the profile keeps the place of what stood.
fn taken(dossier: &mut Dossier, field: NameId) -> Vec<Told> {
    let Dossier { hot, lineage, .. } = dossier;
    lineage.fit(hot.profile.len());
    let mut all: Vec<Told> = Vec::new();
    if let Ok(place) = hot.profile.binary_search_by_key(&field, |(name, _)| *name)
        && let (Some((_, word)), Some(source)) = (hot.profile.get(place), lineage.by.get(place))
    {
        all.push(Told { source: *source, word: word.clone(), second: None });
    }
    let others = range(&lineage.others, field);
    let others = lineage.others.drain(others);
    all.extend(others.map(|(_, source, word)| Told { source, word, second: None }));
    let second = range(&lineage.second, field);
    for (_, source, word) in lineage.second.drain(second) {
        if let Some(own) = all.iter_mut().find(|own| own.source == source) {
            own.second = Some(word);
        }
    }
    all
}

/// Derives what stands of a field, and puts its words back.
fn put(program: &Program, dossier: &mut Dossier, field: NameId, mut told: Vec<Told>) {
    let Dossier { hot, lineage, .. } = dossier;
    let wrong = lineage.wrong.binary_search_by_key(&field, |(own, _)| *own).ok();
    let wrong = wrong.and_then(|place| lineage.wrong.get(place)).map(|(_, wrong)| wrong.clone());
    let corrected = told.iter().find(|own| own.source == SourceId::CORRECTION);
    let correction =
        corrected.zip(wrong).map(|(own, wrong)| Correction { occurred: own.word.occurred, wrong });
    told.iter_mut().for_each(|own| own.believed_first(correction.as_ref()));
    told.sort_by_key(|own| own.source);
    let best = told.iter().max_by_key(|own| standing(program, field, correction.as_ref(), own));
    let Some(best) = best.map(|own| own.source) else { return };
    let (others, second) = (&mut lineage.others, &mut lineage.second);
    let (mut other_at, mut second_at) = (range(others, field).start, range(second, field).start);
    for Told { source, word, second: beside } in told {
        if let Some(beside) = beside {
            grow(second);
            second.insert(second_at, (field, source, beside));
            second_at += 1;
        }
        if source != best {
            grow(others);
            others.insert(other_at, (field, source, word));
            other_at += 1;
            continue;
        }
        match hot.profile.binary_search_by_key(&field, |(name, _)| *name) {
            Ok(place) => {
                hot.profile.get_mut(place).into_iter().for_each(|(_, old)| old.clone_from(&word));
                lineage.by.get_mut(place).into_iter().for_each(|by| *by = source);
            }
            Err(place) => {
                grow(&mut hot.profile);
                hot.profile.insert(place, (field, word));
                grow(&mut lineage.by);
                lineage.by.insert(place, source);
            }
        }
    }
}

/// How much a word is worth, the least first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    /// Older than a correction, or what was wrong.
    Refused,
    /// That there is no value, of a field with an order of sources.
    Silent,
    Corrected,
    Said,
}

/// What lets a word stand, the greatest first of all. Without a rule the newest stands, also where it clears the field;
/// with an order of sources one that has nothing to say stands behind all that have.
type Standing = (Worth, Reverse<usize>, Timestamp, MessageId, SourceId);

fn standing(program: &Program, field: NameId, correction: Option<&Correction>, own: &Told) -> Standing {
    let Told { source, word, .. } = own;
    let order = program.survivorship.get(&field);
    let place = |order: &Vec<SourceId>| order.iter().position(|one| one == source).unwrap_or(order.len());
    let worth = match correction {
        Some(_) if *source == SourceId::CORRECTION => Worth::Corrected,
        Some(correction) if !correction.lets_by(word) => Worth::Refused,
        _ if order.is_some() && word.value.is_none() => Worth::Silent,
        _ => Worth::Said,
    };
    (worth, Reverse(order.map_or(0, place)), word.occurred, word.message, *source)
}

#[cfg(test)]
mod tests;

//! How individual a message is (F07): per block 1 − Σ share² over what the people of a sample read there,
//! weighted by the area it takes. Salutation and names count nothing.

use crate::render::Rendered;
use anlass_model::id::{Name, name_hash};
use std::collections::BTreeMap;

/// Below this a message is the same for nearly everybody: in thousandths.
pub const FLAGGED_BELOW_PERMILLE: u32 = 200;

/// The score of a sample, in thousandths.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Individuality {
    pub permille: u32,
    /// It says more or less the same to everybody.
    pub flagged: bool,
    pub blocks: Vec<BlockScore>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct BlockScore {
    pub id: Name,
    pub permille: u32,
    /// Share of the message's area.
    pub area_permille: u32,
    /// How many different things people read here, not counting that some do not get it.
    pub variants: usize,
}

/// Scores messages rendered for a sample of people. Who does not get a block reads something different there.
#[must_use]
pub fn individuality(sample: &[Rendered]) -> Individuality {
    let people = u128::try_from(sample.len()).unwrap_or(u128::MAX);
    let mut order: Vec<&Name> = Vec::new();
    let mut seen: BTreeMap<&Name, (BTreeMap<u64, u128>, u128)> = BTreeMap::new();
    for block in sample.iter().flat_map(|rendered| &rendered.blocks) {
        if !seen.contains_key(&block.id) {
            order.push(&block.id);
        }
        let (variants, area) = seen.entry(&block.id).or_default();
        *variants.entry(block.fingerprint).or_default() += 1;
        *area += u128::try_from(block.area).unwrap_or_default();
    }
    let area_of_all: u128 = seen.values().map(|(_, area)| area).sum();
    let permille = |part: u128, whole: u128| u32::try_from(part * 1000 / whole.max(1)).unwrap_or(1000);
    let mut weighted: u128 = 0;
    let mut blocks = Vec::new();
    for id in order {
        let Some((variants, area)) = seen.get(id) else { continue };
        let present: u128 = variants.values().sum();
        let absent = people.saturating_sub(present);
        let squares: u128 = variants.values().map(|count| count * count).sum::<u128>() + absent * absent;
        let different = (people * people).saturating_sub(squares);
        weighted += different * area;
        blocks.push(BlockScore {
            id: id.clone(),
            permille: permille(different, people * people),
            area_permille: permille(*area, area_of_all),
            variants: variants.len(),
        });
    }
    let score = permille(weighted, people * people * area_of_all);
    Individuality { permille: score, flagged: score < FLAGGED_BELOW_PERMILLE, blocks }
}

/// Of what is left of a text without salutation and names, their punctuation and space.
pub(crate) fn fingerprint(text: &str, called: &[&str]) -> u64 {
    let mut rest = text.to_owned();
    for name in called.iter().filter(|name| name.chars().count() > 1) {
        rest = rest.replace(*name, " ");
    }
    let letters: String = rest.chars().filter(|letter| letter.is_alphanumeric()).collect();
    name_hash(&letters)
}

//! What is asked for where a message has slots that are filled for each person: what the person has to do with, what must not be
//! offered, and what another recommender named. Which articles go with which is known outside, and told by value.

use crate::cart::open_lines;
use crate::dossier::Dossier;
use crate::orders::pieces_kept;
use crate::program::{OffersDef, Program, RecommendDef};
use anlass_model::definition::Relation;
use anlass_model::id::{CategoryId, NameId, ProductId};
use anlass_model::time::{DAY, Span, Timestamp};
use anlass_model::value::Value;
use std::collections::BTreeMap;

/// More candidates than slots: some are sold out, or not reduced.
const SPARE: usize = 20;
/// What weighs as much as a purchase, in thousandths.
const PURCHASE: u32 = 1_000;
const LOOK: u32 = 500;
/// A look weighs half after so long: looks tell what is wanted now, and are spent sooner than purchases. Not measured.
const LOOK_HALVES: Span = DAY.times(14);
/// Of a text with numbers of articles so many are read.
const NAMED_MAX: usize = 100;

/// What suits somebody is asked for with this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub by: Relation,
    /// Articles the person bought and kept, with a weight each, by article.
    pub bought: Vec<(ProductId, u32)>,
    /// Articles the person looked at.
    pub viewed: Vec<(ProductId, u32)>,
    /// What another recommender named, the best first.
    pub named: Vec<ProductId>,
    /// Never to be offered, sorted.
    pub excluded: Vec<ProductId>,
    pub category: Option<CategoryId>,
    /// Whether slots that stay open are filled with what sells best.
    pub popular: bool,
    /// So many candidates.
    pub count: usize,
}

/// What a message wants to be recommended to somebody; `None`: nothing.
#[must_use]
pub fn wanted(program: &Program, dossier: &Dossier, message: NameId, now: Timestamp) -> Option<Wanted> {
    wanted_by(program.message(message)?.offers.as_ref()?, dossier, now)
}

/// The same of what a message offers.
#[must_use]
pub fn wanted_by(offers: &OffersDef, dossier: &Dossier, now: Timestamp) -> Option<Wanted> {
    let recommend = offers.recommend.as_ref()?;
    let mut excluded: Vec<ProductId> = offers.articles.iter().map(|named| named.product).collect();
    excluded.extend(open_lines(dossier).iter().map(|line| line.item.product));
    let mut bought: BTreeMap<ProductId, u32> = BTreeMap::new();
    let again_from = recommend.again_after.map(|span| now.minus(span));
    for (head, lines) in dossier.hot.heads.iter().zip(&dossier.orders.lines) {
        for line in lines {
            let is_recent = again_from.is_none_or(|from| head.occurred > from);
            // Whoever gave something back does not want it again, however long ago that was.
            if (is_recent && !head.cancelled) || line.returned > 0 {
                excluded.push(line.item.product);
            }
            if pieces_kept(line) > 0 {
                bought.insert(line.item.product, PURCHASE);
            }
        }
    }
    if let Some(span) = recommend.not_seen_within {
        let seen = dossier.interests.seen.iter().filter(|seen| now.since(seen.at) < span);
        excluded.extend(seen.map(|seen| seen.product));
    }
    excluded.sort_unstable();
    excluded.dedup();
    let viewed = dossier.interests.seen.iter().filter_map(|seen| {
        let halvings = now.since(seen.at).0.max(0) / LOOK_HALVES.0;
        let weight = u32::try_from(halvings).map_or(0, |halvings| LOOK.checked_shr(halvings).unwrap_or(0));
        (weight > 0).then_some((seen.product, weight))
    });
    let mut viewed: Vec<(ProductId, u32)> = viewed.collect();
    viewed.sort_unstable();
    let mut named = named(dossier, recommend, now);
    // What must not be evaluated only says what not to offer.
    if dossier.is_restricted() {
        (bought, viewed, named) = (BTreeMap::new(), Vec::new(), Vec::new());
    }
    Some(Wanted {
        by: recommend.by,
        bought: bought.into_iter().collect(),
        viewed,
        named,
        excluded,
        category: recommend.category,
        popular: recommend.popular,
        count: offers.show.saturating_add(SPARE),
    })
}

/// What another recommender wrote into the person's profile.
fn named(dossier: &Dossier, recommend: &RecommendDef, now: Timestamp) -> Vec<ProductId> {
    let Some((text, since)) = recommend.field.and_then(|field| text_of(dossier, field)) else {
        return Vec::new();
    };
    if recommend.field_fresh.is_some_and(|fresh| now.since(since) > fresh) {
        return Vec::new();
    }
    let numbers = text.split(|letter: char| matches!(letter, ',' | ';' | '|') || letter.is_whitespace());
    let numbers = numbers.map(str::trim).filter(|number| !number.is_empty());
    let mut named = Vec::new();
    for product in numbers.take(NAMED_MAX).map(ProductId::of) {
        if !named.contains(&product) {
            named.push(product);
        }
    }
    named
}

fn text_of(dossier: &Dossier, field: NameId) -> Option<(&str, Timestamp)> {
    let index = dossier.hot.profile.binary_search_by_key(&field, |(name, _)| *name).ok()?;
    let (_, recorded) = dossier.hot.profile.get(index)?;
    match recorded.value.as_ref()? {
        Value::Text(text) => Some((text, recorded.occurred)),
        _ => None,
    }
}

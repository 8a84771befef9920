//! Which articles go together for the customers of one vault: counted from what their dossiers hold, person by person, and
//! turned into lists. Nobody stands in the lists, and no other vault's customers are in them. What suits somebody is found
//! in them for the engine, which is told it by value.
//!
//! Method (docs/recommendations.md): up to [`EASE_MAX`] articles EASE with lambda 200, of which the 200 strongest weights from each article are kept;
//! beyond, pairs by Dunning's log-likelihood ratio, 50 of each article, served turned round (`anlass_learn::relations`). What was
//! bought and what was looked at are counted apart. Where nothing is known of somebody, what sells best.

use crate::batch::Runtime;
use crate::error::Error;
use crate::{forms, rows};
use anlass_engine::codec::{Sections, decode_some};
use anlass_engine::{Because, Dossier, Suggested, Wanted};
use anlass_learn::relations::{
    Counter, Ease, Kept, Known, Limits, Lists, Scored, most_popular, nearest_by_llr, rank,
};
use anlass_learn::{Interactions, Weighted};
use anlass_model::catalogue::{Catalogue, category_of};
use anlass_model::definition::Relation;
use anlass_model::id::{CategoryId, EntityId, ProductId};
use anlass_model::org::TenantScope;
use anlass_model::time::Timestamp;
use anlass_store::seal::{Associated, Purpose, VaultKey};
use anlass_store::{Document, EntityRow, Store};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Of each article so many that go with it.
const NEAREST: usize = 50;
/// The same of EASE, whose weights may be negative.
const STRONGEST: usize = 200;
/// EASE takes the cube of the articles: some seconds for these.
pub const EASE_MAX: usize = 3_000;
const LAMBDA: f64 = 200.0;
/// What sells best, beyond which nobody looks.
const POPULAR: usize = 2_000;
/// Kind of the documents that hold lists.
const KIND: &str = "relations";

/// What one person had to do with, by article, when last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Had {
    pub bought: Vec<(ProductId, i64)>,
    pub viewed: Vec<(ProductId, i64)>,
}

impl Had {
    /// Nothing of somebody who was merged into another, or whose data must not be evaluated.
    #[must_use]
    pub fn of(dossier: &Dossier) -> Had {
        if dossier.hot.merged_into.is_some() || dossier.is_restricted() {
            return Had::default();
        }
        let mut bought = BTreeMap::new();
        for (head, lines) in dossier.hot.heads.iter().zip(&dossier.orders.lines) {
            let kept = |line: &&anlass_engine::dossier::OrderLine| {
                line.quantity.saturating_sub(line.returned).saturating_sub(line.cancelled) > 0
            };
            for line in lines.iter().filter(kept) {
                bought.insert(line.item.product, head.occurred.0);
            }
        }
        let viewed = dossier.interests.seen.iter().map(|seen| (seen.product, seen.at.0)).collect();
        Had { bought: bought.into_iter().collect(), viewed }
    }
}

/// Counts, as they follow what people do.
pub struct Counting {
    products: Vec<ProductId>,
    places: BTreeMap<ProductId, u32>,
    people: BTreeMap<EntityId, u32>,
    bought: Counter,
    viewed: Counter,
}

impl Default for Counting {
    fn default() -> Counting {
        Counting {
            products: Vec::new(),
            places: BTreeMap::new(),
            people: BTreeMap::new(),
            bought: Counter::new(0, Limits::default()),
            viewed: Counter::new(0, Limits::default()),
        }
    }
}

impl Counting {
    /// Counts everybody of a vault.
    ///
    /// # Errors
    /// If a dossier cannot be read.
    pub fn all(runtime: &Runtime, scope: &TenantScope) -> Result<Counting, Error> {
        let key = runtime.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let each = |sum: &mut Vec<(EntityId, Had)>, row: &mut EntityRow| {
            let id = row.key.id();
            let (dossier, _) = decode_some(rows::open_row_in_place(key, row)?, SECTIONS)?;
            let had = Had::of(&dossier);
            if had != Had::default() {
                sum.push((id, had));
            }
            Ok(())
        };
        let mut counting = Counting::default();
        for (id, had) in runtime.scan_all(scope, each)?.into_iter().flatten() {
            counting.note(id, &had);
        }
        Ok(counting)
    }

    /// Takes in what some people had to do with, in place of what was counted of them before.
    ///
    /// # Errors
    /// If a dossier cannot be read.
    pub fn again(
        &mut self,
        runtime: &Runtime,
        scope: &TenantScope,
        ids: &BTreeSet<EntityId>,
    ) -> Result<(), Error> {
        let key = runtime.keyring.vault(scope.vault()).ok_or(Error::NoKey(scope.vault()))?;
        let ids: Vec<EntityId> = ids.iter().copied().collect();
        for some in ids.chunks(1_000) {
            let mut gone: BTreeSet<EntityId> = some.iter().copied().collect();
            for mut row in runtime.rows_of(scope, some)? {
                let id = row.key.id();
                gone.remove(&id);
                let (dossier, _) = decode_some(rows::open_row_in_place(key, &mut row)?, SECTIONS)?;
                self.note(id, &Had::of(&dossier));
            }
            gone.into_iter().for_each(|id| self.note(id, &Had::default()));
        }
        Ok(())
    }

    /// What this person had to do with, in place of what was counted of them before. Where there is no room for more pairs, the
    /// rest of theirs is left out.
    pub fn note(&mut self, id: EntityId, had: &Had) {
        let next = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        let user = match self.people.get(&id) {
            Some(user) => *user,
            None if *had == Had::default() => return,
            None => *self.people.entry(id).or_insert(next),
        };
        self.bought.forget(user);
        self.viewed.forget(user);
        for (product, at) in &had.bought {
            let item = self.place(*product);
            let _full = self.bought.add(user, item, *at);
        }
        for (product, at) in &had.viewed {
            let item = self.place(*product);
            let _full = self.viewed.add(user, item, *at);
        }
    }

    fn place(&mut self, product: ProductId) -> u32 {
        let next = u32::try_from(self.products.len()).unwrap_or(u32::MAX);
        let place = *self.places.entry(product).or_insert(next);
        if place == next {
            self.products.push(product);
            self.bought.grow(next.saturating_add(1));
            self.viewed.grow(next.saturating_add(1));
        }
        place
    }

    /// `None` where its matrix has no inverse.
    fn by_ease(&self, counter: &Counter) -> Option<Lists> {
        let users = u32::try_from(self.people.len()).ok()?;
        let items = u32::try_from(self.products.len()).ok()?;
        let had = (0..users).flat_map(|user| counter.history(user).map(move |item| (user, item)));
        let interactions = Interactions::binary(users, items, had).ok()?;
        let ease = Ease::fit(&interactions, LAMBDA).ok()?;
        Some(ease.lists(STRONGEST, Kept::Strongest))
    }

    /// The lists that follow. `now` is when.
    #[must_use]
    pub fn relations(&self, now: Timestamp) -> Relations {
        let lists = |counter: &Counter| match self.products.len() <= EASE_MAX {
            true => self.by_ease(counter).unwrap_or_else(|| nearest_by_llr(counter, NEAREST).turned()),
            false => nearest_by_llr(counter, NEAREST).turned(),
        };
        Relations {
            products: self.products.clone(),
            places: self.places.clone(),
            bought: lists(&self.bought),
            viewed: lists(&self.viewed),
            popular: most_popular(&self.bought, POPULAR, |_| true),
            people: u64::try_from(self.people.len()).unwrap_or(u64::MAX),
            at: now,
        }
    }
}

const SECTIONS: Sections = Sections::ORDERS.and(Sections::INTERESTS);

/// What goes with what.
#[derive(Clone, Debug, PartialEq)]
pub struct Relations {
    products: Vec<ProductId>,
    places: BTreeMap<ProductId, u32>,
    bought: Lists,
    viewed: Lists,
    popular: Vec<u32>,
    /// From how many people it was learned.
    pub people: u64,
    pub at: Timestamp,
}

/// As they are stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    products: Vec<ProductId>,
    bought: Vec<Vec<(u32, f32)>>,
    viewed: Vec<Vec<(u32, f32)>>,
    popular: Vec<u32>,
    people: u64,
    at: Timestamp,
}

impl Relations {
    /// What suits somebody, the best first, at most as many as are wanted. Only articles that the catalogue knows, that are there,
    /// and that are not excluded.
    #[must_use]
    pub fn suggest(&self, wanted: &Wanted, catalogue: &Catalogue) -> Vec<Suggested> {
        let node = wanted.category.map(|node| catalogue.category(node));
        let allowed = |product: ProductId| {
            let is_under = |path: &[Box<str>], node: CategoryId| {
                let mut above = (1..=path.len()).filter_map(|end| path.get(..end)).map(category_of);
                above.any(|own| catalogue.category(own) == node)
            };
            let known = catalogue.product(product);
            wanted.excluded.binary_search(&product).is_err()
                && known.is_some_and(|known| node.is_none_or(|node| is_under(&known.path, node)))
                && catalogue.is_available(product)
        };
        let mut found: Vec<Suggested> = Vec::new();
        let mut take = |product: ProductId, because: Because| {
            if found.len() < wanted.count
                && found.iter().all(|known| known.product != product)
                && allowed(product)
            {
                found.push(Suggested { product, because });
            }
            found.len() < wanted.count
        };
        let named = wanted.named.iter().map(|product| (*product, Because::Named));
        let related = self.related(wanted).into_iter();
        let popular = self.popular.iter().filter(|_| wanted.popular);
        let popular = popular.filter_map(|place| Some((self.product(*place)?, Because::Popular)));
        for (product, because) in named.chain(related).chain(popular) {
            if !take(product, because) {
                break;
            }
        }
        found
    }

    /// What goes with what the person bought and looked at, the best first, ties by article.
    fn related(&self, wanted: &Wanted) -> Vec<(ProductId, Because)> {
        let weighted = |had: &[(ProductId, u32)]| -> Vec<Weighted> {
            let known = had.iter().filter_map(|(product, weight)| {
                let weight = f32::from(u16::try_from(*weight).unwrap_or(u16::MAX)) / 1_000.0;
                Some(Weighted { item: *self.places.get(product)?, weight })
            });
            known.collect()
        };
        let (bought, viewed) = (weighted(&wanted.bought), weighted(&wanted.viewed));
        let with = |lists: &Lists, history: &[Weighted]| rank(history, lists, Known::LeftOut);
        let mut scores: BTreeMap<u32, (f64, f64, Because)> = BTreeMap::new();
        let mut add = |scored: Vec<Scored>, because: fn(ProductId) -> Because| {
            for Scored { item, score, because_of } in scored {
                let Some(of) = self.product(because_of) else { continue };
                let known = scores.entry(item).or_insert((0.0, 0.0, because(of)));
                known.0 += score;
                if score > known.1 {
                    (known.1, known.2) = (score, because(of));
                }
            }
        };
        if wanted.by != Relation::Viewed {
            add(with(&self.bought, &bought), Because::Bought);
        }
        if wanted.by != Relation::Bought {
            add(with(&self.viewed, &viewed), Because::Viewed);
        }
        let mut best: Vec<(u32, (f64, f64, Because))> = scores.into_iter().collect();
        best.sort_by(|(_, one), (_, other)| other.0.total_cmp(&one.0));
        best.into_iter().filter_map(|(item, (_, _, because))| Some((self.product(item)?, because))).collect()
    }

    fn product(&self, place: u32) -> Option<ProductId> {
        self.products.get(usize::try_from(place).ok()?).copied()
    }

    /// Articles of which anything is known.
    #[must_use]
    pub fn products(&self) -> usize {
        self.products.len()
    }

    /// What sells best.
    #[must_use]
    pub fn popular(&self, most: usize) -> Vec<ProductId> {
        self.popular.iter().take(most).filter_map(|place| self.product(*place)).collect()
    }

    /// Those that go with an article, the surest first: bought by the same people, and looked at.
    #[must_use]
    pub fn going_with(&self, product: ProductId, most: usize) -> (Vec<ProductId>, Vec<ProductId>) {
        let Some(place) = self.places.get(&product) else { return (Vec::new(), Vec::new()) };
        let of = |lists: &Lists| {
            let near = lists.of(*place).iter().filter(|entry| entry.weight > 0.0).take(most);
            near.filter_map(|entry| self.product(entry.item)).collect()
        };
        (of(&self.bought), of(&self.viewed))
    }

    /// As a document of their vault.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn document(&self, key: &VaultKey, scope: &TenantScope) -> Result<Document, Error> {
        let rows = |lists: &Lists| {
            let row = |item| lists.of(item).iter().map(|entry| (entry.item, entry.weight)).collect();
            (0..lists.items()).map(row).collect()
        };
        let stored = Stored {
            products: self.products.clone(),
            bought: rows(&self.bought),
            viewed: rows(&self.viewed),
            popular: self.popular.clone(),
            people: self.people,
            at: self.at,
        };
        let name = scope.vault().0.to_string();
        let plain = lz4_flex::compress_prepend_size(&forms::RELATIONS.encode(&stored));
        Ok(Document { kind: KIND.into(), body: key.seal(&place(scope), &plain), name })
    }

    /// Those that were stored last for a vault.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn load(store: &dyn Store, key: &VaultKey, scope: &TenantScope) -> Result<Option<Relations>, Error> {
        let Some(document) = store.document(KIND, &scope.vault().0.to_string())? else { return Ok(None) };
        let plain = key.open(&place(scope), &document.body)?;
        let stored: Stored = forms::RELATIONS.decode(&forms::unpack(&plain, "the relations of articles")?)?;
        let lists = |rows: Vec<Vec<(u32, f32)>>| {
            Lists::of_rows(
                rows.into_iter()
                    .map(|row| row.into_iter().map(|(item, weight)| Weighted { item, weight }).collect()),
            )
        };
        let places = (0..).zip(&stored.products).map(|(place, product)| (*product, place)).collect();
        Ok(Some(Relations {
            places,
            products: stored.products,
            bought: lists(stored.bought),
            viewed: lists(stored.viewed),
            popular: stored.popular,
            people: stored.people,
            at: stored.at,
        }))
    }
}

fn place(scope: &TenantScope) -> Associated {
    let id = anlass_model::id::parts_hash(&[KIND.as_bytes()]);
    Associated { vault: scope.vault(), purpose: Purpose::Imported, id, seq: 0 }
}

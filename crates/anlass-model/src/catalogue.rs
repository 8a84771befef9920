//! The catalogue: articles with variants and declared substitutes, prices, stock, trees, outlets and content items. Events
//! and release questions are enriched with it at the border; the core itself never reads it. A copy is a snapshot and
//! costs next to nothing (see `shard`); it changes by a [`CatalogueChange`] only.

mod change;
mod coming;
mod content;
mod earlier;
mod fall;
mod feed;
mod link;
mod mention;
mod moving;
mod outlet;
mod price;
mod product;
mod restored;
mod search;
mod shard;
mod stock;
mod taxonomy;
#[cfg(test)]
mod tests;
mod tree;
mod turn;

pub use change::{CatalogueChange, Occasion, OccasionKind, PRODUCT_FIELD, Refused};
pub use content::ContentItem;
pub use earlier::{OccasionOfAll, OccasionOfPrices, Unplaced, Whole};
pub use fall::Fall;
pub use feed::{Feed, FeedRow, PriceNow, TooManyGone, diff};
pub use link::{BadPattern, Found, check_pattern};
pub use mention::{Mention, Named};
pub use moving::{Manner, Spoken};
pub use outlet::{Hours, Outlet, Position};
pub use price::{Asked, LOWEST_WITHIN, PriceRow, Prices, Reduction, Sphere, Strike};
pub use product::{Details, Measure, NodePath, Product, Text, Unit, category_of};
pub use restored::Sorted;
pub use search::{Found as Page, Kind, NEW_FOR, Scan, Wanted};
pub use shard::{Shards, group_of};
pub use stock::{Moved, Stock, Untimed};
pub use taxonomy::Node;
pub use tree::{Placed, TreeNode};
pub use turn::Turn;

use crate::definition::Subtree;
use crate::event::Item;
use crate::id::{CategoryId, NameId, OutletId, ProductId};
use crate::time::Timestamp;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use taxonomy::Trees;

/// From so few pieces on an article is running out, unless the organisation says otherwise.
const LOW_PIECES: i64 = 3;

/// An immutable snapshot; the runtime swaps it between two batches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    products: Shards<Arc<Product>>,
    /// Also of articles that are gone: should one come again, its history holds.
    prices: Shards<Prices>,
    stocks: Shards<Stock>,
    /// When an article came that was not there when the catalogue was filled first.
    arrived: Shards<Timestamp>,
    /// Articles that no list has, and events name.
    mentioned: Shards<Named>,
    frame: Arc<Frame>,
    /// Up to this moment it was looked for prices that fall by time alone.
    told_upto: Timestamp,
    derived: Derived,
}

/// What is not kept per article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    outlets: BTreeMap<OutletId, Outlet>,
    trees: Trees,
    content: BTreeMap<Box<str>, ContentItem>,
    /// How addresses of the shop name articles, the first that fits.
    patterns: Vec<Box<str>>,
    low_at: Option<i64>,
    /// Nodes that content items hang on, by their ids.
    placed: BTreeMap<Box<str>, Vec<CategoryId>>,
}

/// Follows from the rest, and is not stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Derived {
    /// By the hash of its slug.
    slugs: Shards<ProductId>,
    /// Moments after [`Catalogue::told_upto`] at which a price may fall by time alone: see [`coming`].
    coming: Arc<BTreeSet<(Timestamp, ProductId)>>,
    /// Texts that many articles share.
    paths: Arc<BTreeSet<NodePath>>,
    words: Arc<BTreeSet<Arc<str>>>,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("articles \"{0}\" and \"{1}\" have the same 64-bit id; rename one of them")]
pub struct Collision(pub Box<str>, pub Box<str>);

impl Catalogue {
    /// Adds or replaces an article.
    ///
    /// # Errors
    /// If another article number has the same hash.
    pub fn put(&mut self, mut product: Product) -> Result<(), Collision> {
        let id = product.id();
        if let Some(other) = self.products.get(id) {
            if other.number != product.number {
                return Err(Collision(other.number.clone(), product.number));
            }
            if let Some(slug) = other.slug() {
                self.derived.slugs.remove(ProductId::of(slug));
            }
        }
        self.derived.share(&mut product);
        if let Some(slug) = product.slug() {
            self.derived.slugs.put(ProductId::of(slug), id);
        }
        self.products.put(id, Arc::new(product));
        self.mentioned.remove(id);
        Ok(())
    }

    pub fn put_outlet(&mut self, outlet: Outlet) {
        self.frame_mut().outlets.insert(outlet.id(), outlet);
    }

    #[must_use]
    pub fn product(&self, id: ProductId) -> Option<&Product> {
        self.products.get(id).map(|product| &**product)
    }

    #[must_use]
    pub fn outlet(&self, id: OutletId) -> Option<&Outlet> {
        self.frame.outlets.get(&id)
    }

    pub fn outlets(&self) -> impl Iterator<Item = &Outlet> {
        self.frame.outlets.values()
    }

    /// Whether any article stands in a tree: those that only orders named do not.
    #[must_use]
    pub fn has_range(&self) -> bool {
        self.derived.paths.iter().any(|path| !path.is_empty())
    }

    /// Whether nothing is known of an article but a name: then it may be one of long ago that orders named.
    #[must_use]
    pub fn is_only_named(&self, id: ProductId) -> bool {
        let is_bare = |product: &Product| {
            product.path.is_empty() && product.group.is_none() && product.details.is_none()
        };
        let is_told = self.prices.get(id).is_some() || self.stocks.get(id).is_some();
        self.product(id).is_some_and(is_bare) && !is_told
    }

    /// The outlet nearest to a place, of those whose place is known; of two as near, the one of the lower number.
    #[must_use]
    pub fn nearest_outlet(&self, position: Position) -> Option<&Outlet> {
        let placed = self.frame.outlets.values().filter_map(|outlet| Some((outlet, outlet.position?)));
        let nearest = placed.min_by_key(|(outlet, own)| (own.apart_squared(position), &outlet.number));
        nearest.map(|(outlet, _)| outlet)
    }

    /// Number of articles.
    #[must_use]
    pub fn products(&self) -> usize {
        self.products.len()
    }

    /// Whether anything of it is left anywhere. What nobody told a stock of is taken to be there.
    #[must_use]
    pub fn is_available(&self, id: ProductId) -> bool {
        self.is_available_at(id, None)
    }

    /// Whether anything of it is left at an outlet. Where outlets told their pieces, one that told none has none.
    #[must_use]
    pub fn is_available_at(&self, id: ProductId, outlet: Option<OutletId>) -> bool {
        self.stocks.get(id).and_then(|stock| stock.found(outlet)).is_none_or(|pieces| pieces > 0)
    }

    /// Whom and where a price is asked for at an outlet, which has its zone.
    #[must_use]
    pub fn asked(&self, outlet: Option<OutletId>, group: Option<NameId>) -> Asked {
        let zone = outlet.and_then(|outlet| self.outlet(outlet)?.zone_id());
        Asked { outlet, zone, group }
    }

    #[must_use]
    pub fn price(&self, id: ProductId, asked: Asked, at: Timestamp) -> Option<i64> {
        self.prices.get(id)?.at(asked, at)
    }

    /// What may be struck through beside its price.
    #[must_use]
    pub fn reduction(&self, id: ProductId, asked: Asked, at: Timestamp) -> Option<Reduction> {
        match self.strike(id, asked, at) {
            Strike::Allowed(reduction) => Some(reduction),
            Strike::NoPrice | Strike::NoPriceBefore | Strike::NotLower { .. } => None,
        }
    }

    /// The same, with what stands against it.
    #[must_use]
    pub fn strike(&self, id: ProductId, asked: Asked, at: Timestamp) -> Strike {
        let prices = self.prices.get(id);
        prices.map_or(Strike::NoPrice, |prices| prices.strike(asked, at, self.arrived(id)))
    }

    /// Its price per kilogram, litre … where one is due.
    #[must_use]
    pub fn unit_price(&self, id: ProductId, asked: Asked, at: Timestamp) -> Option<i64> {
        self.product(id)?.unit?.price(self.price(id, asked, at)?)
    }

    /// Where a node of a tree stands now, after all renamings and mappings.
    #[must_use]
    pub fn category(&self, id: CategoryId) -> CategoryId {
        self.frame.trees.resolve(id)
    }

    /// What lies under a node, itself included, by every id that leads there; sorted.
    #[must_use]
    pub fn under(&self, id: CategoryId) -> Vec<CategoryId> {
        let node = self.category(id);
        let mut under = BTreeSet::from([id, node]);
        for path in self.derived.paths.iter() {
            let ids = (1..=path.len()).filter_map(|end| path.get(..end).map(category_of));
            for own in ids.skip_while(|above| self.category(*above) != node) {
                under.extend([own, self.category(own)]);
            }
        }
        let nodes = self.frame.trees.nodes.values();
        under.extend(nodes.filter(|own| self.frame.trees.is_under(own, node)).map(|own| own.id));
        let moved = self.frame.trees.moved.keys().copied();
        let moved: Vec<CategoryId> = moved.filter(|old| under.contains(&self.category(*old))).collect();
        under.extend(moved);
        under.into_iter().collect()
    }

    /// What lies under these nodes, of those that have anything under them or other names; sorted.
    #[must_use]
    pub fn subtrees(&self, nodes: &[CategoryId]) -> Vec<Subtree> {
        let subtree = |node: &CategoryId| Subtree { node: *node, under: self.under(*node) };
        let mut subtrees: Vec<Subtree> = nodes.iter().map(subtree).collect();
        subtrees.retain(|subtree| subtree.under.len() > 1);
        subtrees.sort_by_key(|subtree| subtree.node);
        subtrees
    }

    /// The paths that lead to these nodes now, from the top down, as far as any article stands there.
    #[must_use]
    pub fn paths_of(&self, nodes: &BTreeSet<CategoryId>) -> BTreeMap<CategoryId, NodePath> {
        let mut found: BTreeMap<CategoryId, NodePath> = BTreeMap::new();
        for path in self.derived.paths.iter() {
            let own = category_of(path);
            let node = self.category(own);
            // Where several lead there, its own name tells best.
            if nodes.contains(&node) && (own == node || !found.contains_key(&node)) {
                found.insert(node, Arc::clone(path));
            }
        }
        found
    }

    /// Whether nodes may hang otherwise than in an earlier snapshot.
    #[must_use]
    pub fn has_other_trees(&self, before: &Catalogue) -> bool {
        self.has_other_frame(before) || !Arc::ptr_eq(&self.derived.paths, &before.derived.paths)
    }

    /// How addresses of the shop name articles, the first that fits.
    #[must_use]
    pub fn patterns(&self) -> &[Box<str>] {
        &self.frame.patterns
    }

    #[must_use]
    pub fn node(&self, id: CategoryId) -> Option<&Node> {
        self.frame.trees.nodes.get(&self.category(id))
    }

    /// All content items by id, also those whose time is not now.
    pub fn contents(&self) -> impl Iterator<Item = &ContentItem> {
        self.frame.content.values()
    }

    /// The nodes that a content item hangs on, where they stand now.
    #[must_use]
    pub fn nodes_of_content(&self, id: &str) -> Vec<CategoryId> {
        self.frame.placed.get(id).into_iter().flatten().map(|node| self.category(*node)).collect()
    }

    /// Content items that may be shown at a moment, by id.
    pub fn content(&self, at: Timestamp) -> impl Iterator<Item = &ContentItem> {
        self.frame.content.values().filter(move |item| item.holds(at))
    }

    /// From so few pieces on an article is running out.
    #[must_use]
    pub fn low_at(&self) -> i64 {
        self.frame.low_at.unwrap_or(LOW_PIECES)
    }

    /// The facts an event carries about an article; an unknown one stands for itself.
    #[must_use]
    pub fn item(&self, number: &str) -> Item {
        let id = ProductId::of(number);
        match self.products.get(id) {
            Some(product) => Item { category: self.category(product.category()), ..product.item() },
            None => Item { product: id, family: product::alone(number), category: CategoryId::of("") },
        }
    }

    /// A readable name for a product id.
    #[must_use]
    pub fn name(&self, id: ProductId) -> Value {
        Value::Text(self.called(id).map_or_else(|| format!("#{:016x}", id.0).into(), Into::into))
    }

    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    #[must_use]
    pub fn product_shards(&self) -> &Shards<Arc<Product>> {
        &self.products
    }

    #[must_use]
    pub fn price_shards(&self) -> &Shards<Prices> {
        &self.prices
    }

    #[must_use]
    pub fn stock_shards(&self) -> &Shards<Stock> {
        &self.stocks
    }

    #[must_use]
    pub fn arrived_shards(&self) -> &Shards<Timestamp> {
        &self.arrived
    }

    /// Up to when it was looked for prices that fall by time alone: stored beside the rest.
    #[must_use]
    pub fn told_upto(&self) -> Timestamp {
        self.told_upto
    }

    /// Whether what is not kept per article may differ from an earlier snapshot.
    #[must_use]
    pub fn has_other_frame(&self, before: &Catalogue) -> bool {
        !Arc::ptr_eq(&self.frame, &before.frame)
    }

    fn frame_mut(&mut self) -> &mut Frame {
        Arc::make_mut(&mut self.frame)
    }
}

impl Derived {
    /// Texts that other articles have as well are kept once.
    fn share(&mut self, product: &mut Product) {
        match self.paths.get(&product.path) {
            Some(known) => product.path = Arc::clone(known),
            None => drop(Arc::make_mut(&mut self.paths).insert(Arc::clone(&product.path))),
        }
        let details = product.details.as_deref_mut();
        let (tags, texts) = details.map(|details| (&mut details.tags, &mut details.texts)).unzip();
        let tags = tags.into_iter().flatten();
        let languages = texts.into_iter().flatten().map(|text| &mut text.language);
        for word in product.brand.iter_mut().chain(tags).chain(languages) {
            match self.words.get(word) {
                Some(known) => *word = Arc::clone(known),
                None => drop(Arc::make_mut(&mut self.words).insert(Arc::clone(word))),
            }
        }
    }
}

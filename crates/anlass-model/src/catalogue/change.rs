//! What can change in the catalogue, each a fact of its own that may come again without harm, and the occasions that
//! follow: what somebody may be waiting for.

use super::{
    Catalogue, Collision, ContentItem, Mention, Node, Outlet, PriceRow, Product, Stock, Turn, category_of,
};
use crate::event::{Body, Event, Item, SourceId};
use crate::id::{CategoryId, MessageId, Name, OutletId, ProductId, parts_hash};
use crate::time::{Occurred, Received, Timestamp};
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// A change of the catalogue, accepted durably before it holds. New kinds go to the end: they are stored by place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CatalogueChange {
    /// An article as it is from now on.
    Product(Box<Product>),
    /// The same, where a catalogue is filled for the first time: nobody is told of it.
    Loaded(Box<Product>),
    ProductRemoved(ProductId),
    Price {
        product: ProductId,
        row: PriceRow,
    },
    /// This row was wrong.
    PriceRemoved {
        product: ProductId,
        row: PriceRow,
    },
    /// Pieces at an outlet, or in all.
    Stock {
        product: ProductId,
        at: Option<OutletId>,
        pieces: i64,
    },
    Node(Node),
    /// The node was renamed, or one tree's node means another's.
    NodeMoved {
        from: CategoryId,
        to: CategoryId,
    },
    Outlet(Box<Outlet>),
    OutletRemoved(OutletId),
    Content(Box<ContentItem>),
    ContentRemoved(Box<str>),
    /// How the shop's addresses name articles: see [`Catalogue::resolve`].
    Addresses(Vec<Box<str>>),
    /// From so few pieces on an article is running out.
    LowAt(i64),
    /// Nobody counts its pieces any more: it is there.
    StockUncounted(ProductId),
    /// A content item with the nodes that it hangs on.
    ContentPlaced {
        item: Box<ContentItem>,
        nodes: Vec<CategoryId>,
    },
    /// The node stands for itself again: that it means another one was wrong.
    NodeMoveTakenBack(CategoryId),
    /// Pieces at outlets and in all that are told together: before them, all earlier ones held.
    Stocks {
        product: ProductId,
        told: Box<[(Option<OutletId>, i64)]>,
    },
    /// An event named an article or an outlet that no list did.
    Mentioned(Mention),
}

/// Why a change does not hold.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refused {
    #[error(transparent)]
    Collision(#[from] Collision),
    #[error(
        "node {:016x} cannot move to {:016x}, which leads back to it; take the earlier move back first",
        from.0, to.0
    )]
    Circle { from: CategoryId, to: CategoryId },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OccasionKind {
    BackInStock,
    LowStock,
    PriceDropped,
    NewInCategory,
}

impl OccasionKind {
    pub const ALL: [OccasionKind; 4] = [
        OccasionKind::BackInStock,
        OccasionKind::LowStock,
        OccasionKind::PriceDropped,
        OccasionKind::NewInCategory,
    ];

    /// The event that tells people of it, declared in the settings as any event of the organisation's own.
    #[must_use]
    pub fn event_name(self) -> &'static str {
        match self {
            OccasionKind::BackInStock => "stock.back",
            OccasionKind::LowStock => "stock.low",
            OccasionKind::PriceDropped => "price.dropped",
            OccasionKind::NewInCategory => "category.new",
        }
    }

    #[must_use]
    pub fn of_event(name: &str) -> Option<OccasionKind> {
        OccasionKind::ALL.into_iter().find(|kind| kind.event_name() == name)
    }
}

/// A change that people may be waiting for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    pub kind: OccasionKind,
    pub item: Item,
    pub number: Box<str>,
    /// The nodes it hangs on, from the top down, by every name: whom something new in one of them concerns.
    pub categories: Vec<CategoryId>,
    /// Pieces or price before and after as somebody finds them; others may find other ones.
    pub before: i64,
    pub after: i64,
    pub at: Timestamp,
    /// By what it came about: for whom, [`Catalogue::felt`] tells. `None`: for everybody.
    pub turn: Option<Turn>,
}

/// The field in which events name an article by its number.
pub const PRODUCT_FIELD: &str = "product";
/// The field with the pieces or the price before.
const BEFORE_FIELD: &str = "before";

impl Occasion {
    /// The event that tells one person of it; the same occasion always makes the same one.
    #[must_use]
    pub fn event(&self, source: SourceId, now: Timestamp) -> Event {
        let name = self.kind.event_name();
        let told = [self.before.to_le_bytes(), self.after.to_le_bytes(), self.at.0.to_le_bytes()].concat();
        let field = |name: &str| Name::new(name).expect("letters only");
        let fields = vec![
            (field(PRODUCT_FIELD), Value::Text(self.number.clone())),
            (field(BEFORE_FIELD), Value::Int(self.before)),
        ];
        Event {
            message: MessageId::Hash(parts_hash(&[name.as_bytes(), self.number.as_bytes(), &told])),
            source,
            occurred: Occurred(self.at),
            received: Received(now),
            simulated: false,
            body: Body::Custom { name: Name::new(name).expect("letters only"), value: self.after, fields },
        }
    }
}

impl Catalogue {
    /// Makes a change hold, and tells what may be an occasion for somebody, of each kind at most one. Prices that fell by
    /// time alone come first: see [`Catalogue::turned`].
    ///
    /// # Errors
    /// [`Refused`] if it contradicts what is known; nothing changed then.
    pub fn apply(&mut self, change: &CatalogueChange, now: Timestamp) -> Result<Vec<Occasion>, Refused> {
        match change {
            CatalogueChange::Product(product) => {
                let id = product.id();
                let is_new = self.product(id).is_none() && !product.path.is_empty();
                self.put(Product::clone(product))?;
                if is_new {
                    self.arrived.put(id, now);
                    let new = self.occasion(OccasionKind::NewInCategory, id, (0, 1), now);
                    return Ok(new.into_iter().collect());
                }
            }
            CatalogueChange::Loaded(product) => self.put(Product::clone(product))?,
            CatalogueChange::ProductRemoved(id) => self.remove(*id, now),
            CatalogueChange::Price { product, row } => {
                return Ok(self.set_price(*product, row, now).into_iter().collect());
            }
            CatalogueChange::PriceRemoved { product, row } => self.remove_price(*product, row),
            CatalogueChange::Stock { product, at, pieces } => {
                return Ok(self.set_stock(*product, &[(*at, *pieces)], now));
            }
            CatalogueChange::Stocks { product, told } => return Ok(self.set_stock(*product, told, now)),
            CatalogueChange::Node(node) => {
                self.frame_mut().trees.nodes.insert(node.id, node.clone());
            }
            CatalogueChange::NodeMoved { from, to } => {
                if !self.frame_mut().trees.is_moved(*from, *to) {
                    return Err(Refused::Circle { from: *from, to: *to });
                }
            }
            CatalogueChange::NodeMoveTakenBack(node) => drop(self.frame_mut().trees.moved.remove(node)),
            CatalogueChange::Outlet(outlet) => self.put_outlet(Outlet::clone(outlet)),
            CatalogueChange::OutletRemoved(id) => drop(self.frame_mut().outlets.remove(id)),
            CatalogueChange::Content(item) => {
                let frame = self.frame_mut();
                frame.placed.remove(&item.id);
                frame.content.insert(item.id.clone(), ContentItem::clone(item));
            }
            CatalogueChange::ContentPlaced { item, nodes } => {
                let frame = self.frame_mut();
                frame.placed.insert(item.id.clone(), nodes.clone());
                frame.content.insert(item.id.clone(), ContentItem::clone(item));
            }
            CatalogueChange::ContentRemoved(id) => {
                let frame = self.frame_mut();
                frame.placed.remove(id);
                frame.content.remove(id);
            }
            CatalogueChange::Addresses(patterns) => self.frame_mut().patterns.clone_from(patterns),
            CatalogueChange::LowAt(pieces) => self.frame_mut().low_at = Some(*pieces),
            CatalogueChange::StockUncounted(product) => self.stocks.remove(*product),
            CatalogueChange::Mentioned(mention) => self.mention(mention),
        }
        Ok(Vec::new())
    }

    /// It is gone from the range: nothing of it is left. What it cost stays known.
    fn remove(&mut self, id: ProductId, now: Timestamp) {
        if let Some(product) = self.products.get(id).cloned() {
            if let Some(slug) = product.slug() {
                self.derived.slugs.remove(ProductId::of(slug));
            }
            self.products.remove(id);
            self.keep_name_of(&product);
        }
        self.arrived.remove(id);
        let mut none_left = Stock::default();
        none_left.set(None, 0, now);
        self.stocks.put(id, none_left);
    }

    /// Whether an article is known by nothing but that it went.
    #[must_use]
    pub fn is_gone(&self, id: ProductId) -> bool {
        let is_none_left = |stock: &Stock| stock.in_all == Some(0) && stock.outlets().next().is_none();
        self.product(id).is_none() && self.stocks.get(id).is_some_and(is_none_left)
    }

    pub(super) fn occasion(
        &self,
        kind: OccasionKind,
        product: ProductId,
        (before, after): (i64, i64),
        at: Timestamp,
    ) -> Option<Occasion> {
        let product = self.product(product)?;
        let nodes = (1..=product.path.len()).filter_map(|depth| product.path.get(..depth));
        let categories = nodes.flat_map(|path| self.names_of(category_of(path))).collect();
        let item = self.item(&product.number);
        Some(Occasion {
            kind,
            item,
            number: product.number.clone(),
            categories,
            before,
            after,
            at,
            turn: None,
        })
    }
}

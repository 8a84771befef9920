//! The catalogue: articles with category, family (variants and declared substitutes) and stock. Events
//! are enriched with it at the border; the core itself never reads it.

use crate::event::Item;
use crate::id::{CategoryId, FamilyId, OutletId, ProductId, name_hash};
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An article. `group` holds variants together, `substitutes` names a declared substitute group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    pub number: Box<str>,
    pub name: Box<str>,
    /// Taxonomy from the top down: department, category, type …
    pub path: Vec<Box<str>>,
    pub group: Option<Box<str>>,
    pub substitutes: Option<Box<str>>,
}

/// An outlet (Standort).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    pub number: Box<str>,
    pub name: Box<str>,
}

/// An immutable snapshot; the runtime swaps it between two batches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    products: BTreeMap<ProductId, Product>,
    outlets: BTreeMap<OutletId, Outlet>,
    /// Articles that are sold out; all others are taken to be available.
    sold_out: BTreeMap<ProductId, ()>,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("articles \"{0}\" and \"{1}\" have the same 64-bit id; rename one of them")]
pub struct Collision(pub Box<str>, pub Box<str>);

impl Product {
    #[must_use]
    pub fn id(&self) -> ProductId {
        ProductId::of(&self.number)
    }

    /// Declared substitutes first, else the variant group, else the article alone.
    #[must_use]
    pub fn family(&self) -> FamilyId {
        match (&self.substitutes, &self.group) {
            (Some(name), _) => FamilyId(name_hash(&format!("substitutes/{name}"))),
            (None, Some(name)) => FamilyId(name_hash(&format!("group/{name}"))),
            (None, None) => FamilyId(name_hash(&format!("article/{}", self.number))),
        }
    }

    /// The deepest node of its path.
    #[must_use]
    pub fn category(&self) -> CategoryId {
        category_of(&self.path)
    }

    #[must_use]
    pub fn item(&self) -> Item {
        Item { product: self.id(), family: self.family(), category: self.category() }
    }
}

/// The id of a taxonomy node, from the top down.
#[must_use]
pub fn category_of(path: &[Box<str>]) -> CategoryId {
    CategoryId::of(&path.join("/"))
}

impl Catalogue {
    /// Adds or replaces an article.
    ///
    /// # Errors
    /// If another article number has the same hash.
    pub fn put(&mut self, product: Product) -> Result<(), Collision> {
        if let Some(other) = self.products.get(&product.id())
            && other.number != product.number
        {
            return Err(Collision(other.number.clone(), product.number));
        }
        self.products.insert(product.id(), product);
        Ok(())
    }

    /// Lays newer knowledge over what is known. What the newer one does not say of an article (its place in the
    /// taxonomy, its variants and substitutes) stays; an article whose hash another number has stays out.
    pub fn merge(&mut self, newer: Catalogue) {
        for mut product in newer.products.into_values() {
            if let Some(known) = self.products.get(&product.id()) {
                if product.path.is_empty() {
                    product.path.clone_from(&known.path);
                }
                product.group = product.group.or_else(|| known.group.clone());
                product.substitutes = product.substitutes.or_else(|| known.substitutes.clone());
            }
            let _kept_out = self.put(product);
        }
        self.outlets.extend(newer.outlets);
        self.sold_out.extend(newer.sold_out);
    }

    pub fn put_outlet(&mut self, outlet: Outlet) {
        self.outlets.insert(OutletId::of(&outlet.number), outlet);
    }

    /// Marks an article as sold out or available.
    pub fn set_stock(&mut self, product: ProductId, pieces: i64) {
        if pieces > 0 {
            self.sold_out.remove(&product);
        } else {
            self.sold_out.insert(product, ());
        }
    }

    #[must_use]
    pub fn product(&self, id: ProductId) -> Option<&Product> {
        self.products.get(&id)
    }

    #[must_use]
    pub fn outlet(&self, id: OutletId) -> Option<&Outlet> {
        self.outlets.get(&id)
    }

    #[must_use]
    pub fn products(&self) -> usize {
        self.products.len()
    }

    #[must_use]
    pub fn is_available(&self, id: ProductId) -> bool {
        !self.sold_out.contains_key(&id)
    }

    /// The facts an event carries about an article; an unknown one stands for itself.
    #[must_use]
    pub fn item(&self, number: &str) -> Item {
        let id = ProductId::of(number);
        match self.products.get(&id) {
            Some(product) => product.item(),
            None => Item {
                product: id,
                family: FamilyId(name_hash(&format!("article/{number}"))),
                category: CategoryId::of(""),
            },
        }
    }

    /// A readable name for a product id.
    #[must_use]
    pub fn name(&self, id: ProductId) -> Value {
        match self.products.get(&id) {
            Some(product) => Value::Text(product.name.clone()),
            None => Value::Text(format!("#{:016x}", id.0).into()),
        }
    }
}

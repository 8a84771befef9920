//! The catalogue as earlier releases stored it: one document with everything; and pieces of it.

use super::taxonomy::Trees;
use super::{
    Catalogue, CatalogueChange, ContentItem, Fall, Frame, Occasion, OccasionKind, Outlet, Product, Turn,
};
use crate::event::Item;
use crate::id::{CategoryId, OutletId, ProductId};
use crate::time::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub struct Whole {
    products: BTreeMap<ProductId, WholeProduct>,
    outlets: BTreeMap<OutletId, WholeOutlet>,
    sold_out: BTreeMap<ProductId, ()>,
}

#[derive(Deserialize)]
struct WholeProduct {
    number: Box<str>,
    name: Box<str>,
    path: Vec<Box<str>>,
    group: Option<Box<str>>,
    substitutes: Option<Box<str>>,
}

#[derive(Deserialize)]
struct WholeOutlet {
    number: Box<str>,
    name: Box<str>,
}

impl From<Whole> for Catalogue {
    fn from(whole: Whole) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for WholeProduct { number, name, path, group, substitutes } in whole.products.into_values() {
            let product =
                Product { number, name, path: path.into(), group, substitutes, ..Product::default() };
            // Two articles of one id were never in it.
            let _kept = catalogue.put(product);
        }
        for WholeOutlet { number, name } in whole.outlets.into_values() {
            catalogue.put_outlet(Outlet { number, name, ..Outlet::default() });
        }
        for product in whole.sold_out.into_keys() {
            let gone = CatalogueChange::Stock { product, at: None, pieces: 0 };
            catalogue.apply(&gone, Timestamp(0)).expect("stock is never refused");
        }
        catalogue
    }
}

/// What is not kept per article, as it was before content hung on nodes.
#[derive(Deserialize)]
pub struct Unplaced {
    outlets: BTreeMap<OutletId, Outlet>,
    trees: Trees,
    content: BTreeMap<Box<str>, ContentItem>,
    patterns: Vec<Box<str>>,
    low_at: Option<i64>,
}

impl From<Unplaced> for Frame {
    fn from(before: Unplaced) -> Frame {
        let Unplaced { outlets, trees, content, patterns, low_at } = before;
        Frame { outlets, trees, content, patterns, low_at, placed: BTreeMap::new() }
    }
}

/// An occasion as it was when prices fell for everyone everywhere only.
#[derive(Deserialize)]
pub struct OccasionOfAll {
    kind: OccasionKind,
    item: Item,
    number: Box<str>,
    categories: Vec<CategoryId>,
    before: i64,
    after: i64,
    at: Timestamp,
}

impl From<OccasionOfAll> for Occasion {
    fn from(known: OccasionOfAll) -> Occasion {
        let OccasionOfAll { kind, item, number, categories, before, after, at } = known;
        Occasion { kind, item, number, categories, before, after, at, turn: None }
    }
}

/// An occasion as it was when stock came back and ran low in all only.
#[derive(Deserialize)]
pub struct OccasionOfPrices {
    known: OccasionOfAll,
    fall: Option<Fall>,
}

impl From<OccasionOfPrices> for Occasion {
    fn from(OccasionOfPrices { known, fall }: OccasionOfPrices) -> Occasion {
        Occasion { turn: fall.map(Turn::Price), ..known.into() }
    }
}

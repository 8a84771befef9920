//! The catalogue as earlier releases stored it: one document with everything.

use super::{Catalogue, CatalogueChange, Outlet, Product};
use crate::id::{OutletId, ProductId};
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

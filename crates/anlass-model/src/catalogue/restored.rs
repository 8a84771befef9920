//! A catalogue as it was stored, shard after shard: what articles share is shared at once, so that a large catalogue
//! takes no more memory while it is read than afterwards.

use super::{Catalogue, Frame, Named, Prices, Product, Stock};
use crate::id::ProductId;
use crate::time::Timestamp;
use std::sync::Arc;

/// What a shard holds, by the ids of articles. A map that is made of it at once has no empty places.
pub type Sorted<T> = Vec<(ProductId, T)>;

impl Catalogue {
    /// What is not kept per article; the shards follow.
    #[must_use]
    pub fn restoring(frame: Frame, told_upto: Timestamp) -> Catalogue {
        Catalogue { frame: Arc::new(frame), told_upto, ..Catalogue::default() }
    }

    pub fn restore_products(&mut self, number: u16, mut products: Sorted<Arc<Product>>) {
        for (id, product) in &mut products {
            self.derived.share(Arc::make_mut(product));
            if let Some(slug) = product.slug() {
                self.derived.slugs.put(ProductId::of(slug), *id);
            }
        }
        self.products.put_shard(number, products.into_iter().collect());
    }

    pub fn restore_prices(&mut self, number: u16, prices: Sorted<Prices>) {
        for (id, prices) in &prices {
            self.await_moments(*id, &prices.rows());
        }
        self.prices.put_shard(number, prices.into_iter().collect());
    }

    pub fn restore_stocks(&mut self, number: u16, stocks: Sorted<Stock>) {
        self.stocks.put_shard(number, stocks.into_iter().collect());
    }

    pub fn restore_arrived(&mut self, number: u16, arrived: Sorted<Timestamp>) {
        self.arrived.put_shard(number, arrived.into_iter().collect());
    }

    pub fn restore_mentioned(&mut self, number: u16, mentioned: Sorted<Named>) {
        self.mentioned.put_shard(number, mentioned.into_iter().collect());
    }
}

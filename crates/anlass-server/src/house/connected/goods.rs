//! What a shop says of its articles becomes changes of the catalogue. Of two words about one article the later one counts,
//! in whatever order they come. Told by several outlets, its pieces are added up.

use super::{House, Source, View};
use crate::connected;
use anlass_model::catalogue::{CatalogueChange, Details, PriceRow, Product, Sphere, Stock};
use anlass_model::id::{OutletId, ProductId};
use anlass_model::time::{Received, Timestamp};
use anlass_sources::understood::{Change, LeftOut, ProductChange, StockChange, Why, Written};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

/// Articles of a source whose last word is remembered. Of more than these a word that comes late counts as the last one.
const ARTICLES_MAX: usize = 1_000_000;
/// Shops change their pictures again and again.
const PICTURES_MAX: usize = 20;
const FETCH: &str = "load articles, prices and stock as files: this shop says that they changed, and not how";
const NUMBER: &str = "let the shop tell of the article itself first: that says which number it has";
const LATE: Why = Why::WithoutUse {
    cause: "a later word about the same article came before it",
    cure: "nothing: the later one counts",
};

/// By an article's number, what its source said last.
#[derive(Default)]
pub(super) struct Goods(BTreeMap<Box<str>, Article>);

#[derive(Clone, Debug, Default)]
struct Article {
    described: Option<Timestamp>,
    price: Option<i64>,
    is_gone: bool,
    /// Pieces in all, as told, or of the outlets together.
    in_all: Option<Dated>,
    /// Also those that another one told of, or this one in an earlier process.
    outlets: BTreeMap<OutletId, Dated>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Dated {
    at: Timestamp,
    pieces: i64,
}

/// What a delivery says of articles.
pub(super) struct Told<'a> {
    pub(super) products: &'a [ProductChange],
    pub(super) stock: &'a [StockChange],
    pub(super) received: Received,
}

pub(super) struct Taken {
    pub(super) accepted: usize,
    pub(super) left_out: Vec<LeftOut>,
}

impl House {
    /// Durable when it returns, and the sender's ids are known.
    pub(super) fn take_goods(&self, source: &Source, view: &View, told: &Told<'_>) -> Result<Taken> {
        let mut goods = source.known.goods.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.connected.find(&source.kept.name).map(|now| Arc::clone(&now.known));
        ensure!(
            known.is_some_and(|known| Arc::ptr_eq(&known, &source.known)),
            "it was disconnected meanwhile"
        );
        let mut news = News {
            goods: &goods,
            source,
            view,
            shop: self.config.sender.shop.trim_end_matches('/'),
            told,
            changes: Vec::new(),
            accepted: 0,
            left_out: Vec::new(),
            articles: BTreeMap::new(),
        };
        told.products.iter().for_each(|change| news.product(change));
        told.stock.iter().for_each(|change| news.stock(change));
        let News { changes, accepted, left_out, articles, .. } = news;
        if !changes.is_empty() {
            self.take_changes(&changes)?;
        }
        self.learn(source, view, told.products)?;
        for (number, article) in articles {
            if goods.0.len() < ARTICLES_MAX || goods.0.contains_key(&number) {
                goods.0.insert(number, article);
            }
        }
        Ok(Taken { accepted, left_out })
    }

    /// Keeps which article the sender's own ids mean.
    fn learn(&self, source: &Source, view: &View, products: &[ProductChange]) -> Result<()> {
        let said = products.iter().filter_map(|change| Some((&change.ids, change.number.as_ref()?)));
        let said = said.flat_map(|(ids, number)| ids.iter().map(move |id| (id, number)));
        let known = source.known.articles.read().unwrap_or_else(PoisonError::into_inner);
        let new: Vec<(&Box<str>, &Box<str>)> =
            said.filter(|(id, number)| known.get(*id) != Some(*number)).collect();
        if new.is_empty() || known.len() >= ARTICLES_MAX {
            return Ok(());
        }
        let mut all = known.clone();
        drop(known);
        all.extend(new.iter().map(|(id, number)| (Box::clone(id), Box::clone(number))));
        let key = view.runtime.keyring.vault(source.vault).context("the vault has no key")?;
        let ids = new.iter().map(|(id, _)| &***id);
        let name = &source.kept.name;
        self.put_documents(connected::documents_of_articles(key, source.vault, name, &all, ids)?)?;
        *source.known.articles.write().unwrap_or_else(PoisonError::into_inner) = all;
        Ok(())
    }
}

/// What comes of a delivery, put together.
struct News<'a> {
    goods: &'a Goods,
    source: &'a Source,
    view: &'a View,
    /// The shop's address.
    shop: &'a str,
    told: &'a Told<'a>,
    changes: Vec<CatalogueChange>,
    accepted: usize,
    left_out: Vec<LeftOut>,
    /// As they are remembered from now on.
    articles: BTreeMap<Box<str>, Article>,
}

impl News<'_> {
    /// What was said of an article so far.
    fn article(&mut self, number: &str) -> &mut Article {
        let known = || self.view.runtime.catalogue.stock_shards().get(ProductId::of(number));
        let dated = |(outlet, pieces)| (outlet, Dated { at: Timestamp(0), pieces });
        let first = || Article {
            outlets: known().into_iter().flat_map(Stock::outlets).map(dated).collect(),
            ..Article::default()
        };
        let before = || self.goods.0.get(number).cloned().unwrap_or_else(first);
        self.articles.entry(number.into()).or_insert_with(before)
    }

    /// A clock that runs ahead must not outvote what is said later.
    fn moment(&self, stated: Option<Timestamp>) -> Timestamp {
        let received = self.told.received.0;
        stated.unwrap_or(received).min(received)
    }

    fn leave_out(&mut self, about: &str, why: Why) {
        self.left_out.push(LeftOut { about: about.into(), why });
    }

    fn product(&mut self, change: &ProductChange) {
        let at = self.moment(change.at);
        match (&change.change, &change.number) {
            (Change::Touched(_), _) => self.leave_out("article", Why::OnlyNamed { cure: FETCH }),
            (Change::Written(written), Some(number)) => {
                if self.is_news(number, at) {
                    match written.is_public {
                        Some(false) => self.remove(number),
                        _ => self.describe(number, written, at),
                    }
                }
            }
            (Change::Written(_), None) => self.leave_out("article", Why::OnlyNamed { cure: NUMBER }),
            (Change::Deleted, _) => {
                let numbers = self.numbers_of(change);
                if numbers.is_empty() {
                    self.leave_out("article", Why::OnlyNamed { cure: NUMBER });
                }
                for number in numbers {
                    if self.is_news(&number, at) {
                        self.remove(&number);
                    }
                }
            }
        }
    }

    /// Whether nothing later was said of an article before; from now on this is the last word.
    fn is_news(&mut self, number: &str, at: Timestamp) -> bool {
        let article = self.article(number);
        let is_late = article.described.is_some_and(|last| last > at);
        if is_late {
            self.leave_out(number, LATE);
        } else {
            article.described = Some(at);
            self.accepted += 1;
        }
        !is_late
    }

    /// An id of the shop stands for one article, or for all variants of a product.
    fn numbers_of(&self, change: &ProductChange) -> Vec<Box<str>> {
        if let Some(number) = &change.number {
            return vec![number.clone()];
        }
        let groups: Vec<String> = change.ids.iter().map(|id| self.group(id)).collect();
        let products = self.view.runtime.catalogue.product_shards().iter();
        let own = products.filter(|(_, product)| {
            product.group.as_ref().is_some_and(|own| groups.iter().any(|group| **group == **own))
        });
        own.map(|(_, product)| product.number.clone()).collect()
    }

    /// Ids of products are the shop's own: those of another sender mean something else.
    fn group(&self, id: &str) -> String {
        format!("{}/{id}", self.source.kept.name)
    }

    fn remove(&mut self, number: &str) {
        let article = self.article(number);
        *article = Article { described: article.described, is_gone: true, ..Article::default() };
        self.changes.push(CatalogueChange::ProductRemoved(ProductId::of(number)));
    }

    fn describe(&mut self, number: &str, written: &Written, at: Timestamp) {
        let product = self.described(number, written);
        let id = product.id();
        self.changes.push(CatalogueChange::Product(Box::new(product)));
        let is_counted = self.told.stock.iter().any(|stock| *stock.number == *number);
        let view = self.view;
        let article = self.article(number);
        let was_gone = std::mem::take(&mut article.is_gone) || view.runtime.catalogue.is_gone(id);
        // Nothing was left of it when it went; nobody counts it now that it is back.
        if was_gone && !is_counted {
            self.changes.push(CatalogueChange::StockUncounted(id));
        }
        let Some(amount) = written.price else { return };
        let article = self.article(number);
        if article.price.replace(amount) != Some(amount) {
            let row = PriceRow { sphere: Sphere::Everywhere, group: None, from: at, until: None, amount };
            self.changes.push(CatalogueChange::Price { product: id, row });
        }
    }

    /// As it is known, with what the shop says of it.
    fn described(&self, number: &str, written: &Written) -> Product {
        let known = self.view.runtime.catalogue.product(ProductId::of(number)).cloned();
        let mut product = known.unwrap_or_else(|| Product {
            number: number.into(),
            name: number.into(),
            ..Product::default()
        });
        if let Some(name) = &written.name {
            product.name = name.clone();
        }
        // A place deeper in the tree, as a file told it, says more than the name of its last node.
        let is_placed = product.path.last().is_some_and(|last| written.categories.contains(last));
        if let (Some(category), false) = (written.categories.first(), is_placed) {
            product.path = [category.clone()].into();
        }
        if let (None, Some(group)) = (&product.group, &written.group) {
            product.group = Some(self.group(group).into());
        }
        let link = written.url.as_ref().map(|url| match url.starts_with('/') {
            true => format!("{}{url}", self.shop).into(),
            false => url.clone(),
        });
        if link.is_some() || written.image.is_some() {
            let details = product.details.get_or_insert_with(Box::<Details>::default);
            details.link = link.or(details.link.take());
            if let Some(image) = &written.image {
                details.pictures.retain(|known| known != image);
                details.pictures.insert(0, image.clone());
                details.pictures.truncate(PICTURES_MAX);
            }
        }
        product
    }

    fn stock(&mut self, change: &StockChange) {
        let StockChange { number, outlet, pieces, .. } = change;
        let (at, pieces, product) = (self.moment(change.at), *pieces, ProductId::of(number));
        let outlet = outlet.as_deref().map(OutletId::of);
        let article = self.article(number);
        let last = match outlet {
            None => article.in_all,
            Some(outlet) => article.outlets.get(&outlet).copied(),
        };
        if last.is_some_and(|last| last.at > at) {
            return self.leave_out(number, LATE);
        }
        let mut in_all = pieces;
        if let Some(outlet) = outlet {
            article.outlets.insert(outlet, Dated { at, pieces });
            in_all = article.outlets.values().fold(0, |sum: i64, one| sum.saturating_add(one.pieces));
        }
        // What was told of all together holds until one of the outlets says something newer.
        let is_newer = article.in_all.is_none_or(|last| last.at <= at);
        if is_newer {
            article.in_all = Some(Dated { at, pieces: in_all });
        }
        self.accepted += 1;
        self.changes.push(match outlet {
            Some(_) if is_newer => {
                CatalogueChange::Stocks { product, told: [(outlet, pieces), (None, in_all)].into() }
            }
            Some(_) => CatalogueChange::Stock { product, at: outlet, pieces },
            None => CatalogueChange::Stock { product, at: None, pieces: in_all },
        });
    }
}

//! What files say of the catalogue, put aside by article, and handed over as changes: heap by heap, so that what is held
//! in memory does not grow with the files, and so that what is changed together lies together.

use super::columns::CodeColumn;
use super::heaps::{HEAPS, Heaps, Room};
use crate::error::Error;
use crate::mapping::Articles;
use crate::report::{Flaw, Reason};
use crate::table::Fields;
use anlass_model::catalogue::{
    Catalogue, CatalogueChange, Feed, FeedRow, Mention, Named, Outlet, PriceNow, PriceRow, Product, Sphere,
    TooManyGone, diff, group_of,
};
use anlass_model::id::{NameId, OutletId, ProductId};
use anlass_model::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

/// So many rows of a file are remembered, to find those that contradict one another; of those behind them the last
/// one counts.
const SEEN_MAX: usize = 5_000_000;

/// What a row says of an article.
#[derive(Serialize, Deserialize)]
pub(super) enum Told {
    Article(Box<Product>),
    /// By an order only.
    Named(Box<Product>),
    /// What it costs from a moment on, or from now on.
    Price {
        from: Option<Timestamp>,
        until: Option<Timestamp>,
        sphere: Sphere,
        group: Option<NameId>,
        amount: i64,
    },
    Stock {
        at: Option<OutletId>,
        pieces: i64,
    },
}

pub(super) struct Goods {
    heaps: Heaps<(ProductId, Told)>,
    /// Articles of which the articles' file has a row, whatever became of it.
    pub(super) articles: HashSet<ProductId>,
    /// Rows of it that do not tell of which article they speak.
    pub(super) is_incomplete: bool,
    /// Declared as numbers: by article the name of its group.
    pub(super) substitutes: HashMap<ProductId, Box<str>>,
    pub(super) outlets: BTreeMap<OutletId, Outlet>,
    step: usize,
}

/// What rows of a file said so far, to find two that contradict one another.
#[derive(Default)]
pub(super) struct Seen(HashMap<u64, u64>);

pub(super) enum Before {
    Nothing,
    Same,
    Other,
}

impl Seen {
    /// What an earlier row said of the same.
    pub(super) fn before(&mut self, of: &impl Serialize, says: &impl Serialize) -> Before {
        let print =
            |encoded: postcard::Result<Vec<u8>>| xxh3_64(&encoded.expect("plain data always encodes"));
        let (key, value) = (print(postcard::to_stdvec(of)), print(postcard::to_stdvec(says)));
        match self.0.get(&key) {
            Some(before) if *before == value => Before::Same,
            Some(_) => Before::Other,
            None => {
                if self.0.len() < SEEN_MAX {
                    self.0.insert(key, value);
                }
                Before::Nothing
            }
        }
    }
}

/// Which articles and outlets there are: in these files, and before them.
pub(super) struct Range<'a> {
    pub(super) files: &'a Catalogue,
    pub(super) known: &'a Catalogue,
}

impl Range<'_> {
    pub(super) fn article(&self, column: &CodeColumn, fields: Fields<'_>) -> Result<ProductId, Flaw> {
        let number = column.needed(fields)?;
        let id = ProductId::of(&number);
        let mut there = [self.files, self.known].into_iter().filter_map(|catalogue| catalogue.product(id));
        match there.any(|product| *product.number == *number) {
            true => Ok(id),
            false => Err(column.column.flaw(Reason::UnknownArticle, &number)),
        }
    }

    /// `None`: the row names none.
    pub(super) fn outlet(
        &self,
        column: Option<&CodeColumn>,
        fields: Fields<'_>,
    ) -> Result<Option<OutletId>, Flaw> {
        let Some(column) = column else { return Ok(None) };
        let Some(number) = column.optional(fields)? else { return Ok(None) };
        let id = OutletId::of(&number);
        match self.files.outlet(id).or_else(|| self.known.outlet(id)) {
            Some(_) => Ok(Some(id)),
            None => Err(column.column.flaw(Reason::UnknownOutlet, &number)),
        }
    }
}

/// All that the rows of files say of one article.
#[derive(Default)]
struct Gathered {
    article: Option<Product>,
    named: Option<Product>,
    prices: Vec<PriceNow>,
    dated: Vec<PriceRow>,
    stock: BTreeMap<Option<OutletId>, i64>,
}

impl Goods {
    pub(super) fn new(room: &Room) -> Goods {
        Goods {
            heaps: Heaps::new(room),
            articles: HashSet::new(),
            is_incomplete: false,
            substitutes: HashMap::new(),
            outlets: BTreeMap::new(),
            step: 0,
        }
    }

    /// # Errors
    /// If there is no room for it.
    pub(super) fn put(&mut self, article: ProductId, told: Told) -> Result<(), Error> {
        self.heaps.put(group_of(article, HEAPS), &(article, told))
    }

    /// Articles that only orders named.
    ///
    /// # Errors
    /// If there is no room for them.
    pub(super) fn put_named(&mut self, files: &Catalogue) -> Result<(), Error> {
        for (id, product) in files.product_shards().iter() {
            if !self.articles.contains(&id) {
                self.put(id, Told::Named(Box::new(Product::clone(product))))?;
            }
        }
        Ok(())
    }

    /// The next changes that make what is known what the files tell: outlets, articles heap by heap, what is gone, and what
    /// only its number is known of.
    /// `None`: that was all.
    ///
    /// # Errors
    /// If a whole list misses too much, before anything else; if what was put aside cannot be read.
    pub(super) fn next_changes(
        &mut self,
        articles: Option<&Articles>,
        range: &Range<'_>,
        now: Timestamp,
    ) -> Result<Option<Vec<CatalogueChange>>, Error> {
        let step = self.step;
        self.step += 1;
        Ok(match step {
            0 => {
                self.gone(articles, range.known)?;
                Some(self.outlet_changes(range))
            }
            1..=HEAPS => {
                let rows = self.rows(step - 1, range.known)?;
                let changes = diff(range.known, rows, Feed::Part, now);
                Some(changes.expect("of a part nothing can be missing"))
            }
            _ if step == HEAPS + 1 => {
                let gone = self.gone(articles, range.known)?;
                Some(gone.into_iter().map(CatalogueChange::ProductRemoved).collect())
            }
            _ if step == HEAPS + 2 => Some(self.mentions(range)),
            _ => None,
        })
    }

    fn rows(&mut self, heap: usize, known: &Catalogue) -> Result<Vec<FeedRow>, Error> {
        let mut gathered: BTreeMap<ProductId, Gathered> = BTreeMap::new();
        for (id, told) in self.heaps.take(heap)? {
            gathered.entry(id).or_default().add(told);
        }
        let row = |(id, own): (ProductId, Gathered)| {
            let Gathered { article, named, prices, dated, stock } = own;
            let before = known.product(id);
            let is_nameless = before.is_some_and(|product| product.name == product.number);
            let product = match (article, named, before) {
                (Some(mut told), ..) => {
                    told.substitutes = self.substitutes.get(&id).cloned().or(told.substitutes);
                    told.over(before)
                }
                // It would come back each time somebody imports old orders.
                (None, Some(named), None) if !known.is_gone(id) => named,
                (None, Some(named), Some(_)) if is_nameless => named.over(before),
                (None, _, before) => before?.clone(),
            };
            Some(FeedRow { product, prices, dated, stock: stock.into_iter().collect() })
        };
        Ok(gathered.into_iter().filter_map(row).collect())
    }

    /// What orders named and no list has, or has any more.
    fn mentions(&self, range: &Range<'_>) -> Vec<CatalogueChange> {
        let numbers = range.files.mentioned_shards().iter().map(|(id, named)| (id, named.clone()));
        let articles = range.files.product_shards().iter();
        let gone = articles.filter(|(id, _)| range.known.is_gone(*id) && !self.articles.contains(id));
        let gone = gone.map(|(id, product)| (id, Named::from(&**product)));
        let new = numbers.chain(gone).filter(|(id, _)| !range.known.has_heard_of(*id));
        new.map(|(_, named)| CatalogueChange::Mentioned(Mention::Article(named))).collect()
    }

    fn outlet_changes(&self, range: &Range<'_>) -> Vec<CatalogueChange> {
        let mut changes = Vec::new();
        for outlet in range.files.outlets() {
            let before = range.known.outlet(outlet.id());
            let now = match self.outlets.get(&outlet.id()) {
                Some(told) => told.clone().over(before),
                // Orders name an outlet, and say nothing else of it.
                None if before.is_some() => continue,
                None => outlet.clone(),
            };
            if before != Some(&now) {
                changes.push(CatalogueChange::Outlet(Box::new(now)));
            }
        }
        changes
    }

    /// Articles that a whole list does not name any more. None while rows of it do not tell of which article they speak.
    fn gone(&self, articles: Option<&Articles>, known: &Catalogue) -> Result<Vec<ProductId>, Error> {
        let Some(articles) = articles.filter(|articles| articles.whole && !self.is_incomplete) else {
            return Ok(Vec::new());
        };
        // Those that only orders named are of long ago: they stay, and do not make a list look cut off.
        let ids = known.product_shards().iter().map(|(id, _)| id);
        let range: Vec<ProductId> = ids.filter(|id| !known.is_only_named(*id)).collect();
        let counted = range.len();
        let gone: Vec<ProductId> = range.into_iter().filter(|id| !self.articles.contains(id)).collect();
        TooManyGone::check(gone.len(), counted, articles.gone_percent_max)
            .map_err(|cause| Error::Cut { file: articles.file.0.clone(), cause })?;
        Ok(gone)
    }
}

impl Gathered {
    /// Of two words about the same, the later one counts.
    fn add(&mut self, told: Told) {
        match told {
            Told::Article(product) => self.article = Some(*product),
            Told::Named(product) => self.named = Some(*product),
            Told::Price { from: None, until, sphere, group, amount } => {
                self.prices.retain(|known| (known.sphere, known.group) != (sphere, group));
                self.prices.push(PriceNow { sphere, group, until, amount });
            }
            Told::Price { from: Some(from), until, sphere, group, amount } => {
                self.dated.retain(|known| (known.sphere, known.group, known.from) != (sphere, group, from));
                self.dated.push(PriceRow { sphere, group, from, until, amount });
            }
            Told::Stock { at, pieces } => drop(self.stock.insert(at, pieces)),
        }
    }
}

//! Looking for articles: by number, by words, and by what holds of them. A large catalogue is looked through piece by
//! piece, each bounded, so that no answer takes long; where it goes on is told.

use super::{Asked, Catalogue, NodePath, Product, category_of};
use crate::id::{CategoryId, ProductId};
use crate::time::{DAY, Span, Timestamp};
use std::collections::BTreeSet;

/// For so long an article that came is new.
pub const NEW_FOR: Span = DAY.times(30);

/// What an article is looked for by; all of it has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing of it is left.
    OutOfStock,
    /// It may be called reduced, for everyone everywhere.
    Reduced,
    /// It came within [`NEW_FOR`]; what was there when the catalogue was filled first never is.
    New,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Each of these words stands in its number, a name, its brand or a tag, in any case.
    pub words: String,
    /// It hangs under this node, of whatever tree.
    pub category: Option<CategoryId>,
    pub kinds: Vec<Kind>,
}

/// How far one look goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Where the one before ended.
    pub after: Option<ProductId>,
    pub found_max: usize,
    pub looked_max: usize,
}

/// What one look found, in an order that is always the same; one whose number was named in full comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub articles: Vec<ProductId>,
    /// Articles looked at.
    pub looked: usize,
    /// Where to go on. `None`: everything was looked at.
    pub next: Option<ProductId>,
}

impl Catalogue {
    /// Articles that are as wanted, from `scan.after` on. Nothing is copied.
    #[must_use]
    pub fn search(&self, wanted: &Wanted, scan: Scan, now: Timestamp) -> Found {
        let sought = Sought::of(self, wanted);
        let named = wanted.words.trim();
        let exact = self.product(ProductId::of(named)).filter(|product| *product.number == *named);
        let exact = exact.map(Product::id);
        let mut text = String::new();
        let mut fits = |id: ProductId, product: &Product| {
            sought.fits(self, (id, product), exact == Some(id), now, &mut text)
        };
        let mut found = Found::default();
        if let (None, Some(id)) = (scan.after, exact)
            && let Some(product) = self.product(id)
            && fits(id, product)
        {
            found.articles.push(id);
        }
        let mut last = scan.after;
        for (id, product) in self.products.iter_after(scan.after) {
            if found.articles.len() >= scan.found_max || found.looked >= scan.looked_max {
                found.next = last;
                break;
            }
            found.looked += 1;
            last = Some(id);
            if exact != Some(id) && fits(id, product) {
                found.articles.push(id);
            }
        }
        found
    }

    /// When an article came, if it was not there from the first.
    #[must_use]
    pub fn arrived(&self, id: ProductId) -> Option<Timestamp> {
        self.arrived.get(id).copied()
    }

    #[must_use]
    pub fn is_new(&self, id: ProductId, now: Timestamp) -> bool {
        self.arrived(id).is_some_and(|at| at <= now && now.since(at) < NEW_FOR)
    }

    /// Other articles of its variant group, and declared substitutes that are no variants; at most `most` of each.
    #[must_use]
    pub fn alternatives(&self, product: &Product, most: usize) -> (Vec<ProductId>, Vec<ProductId>) {
        let (mut variants, mut substitutes) = (Vec::new(), Vec::new());
        if product.group.is_none() && product.substitutes.is_none() {
            return (variants, substitutes);
        }
        let own = product.id();
        for (id, other) in self.products.iter().filter(|(id, _)| *id != own) {
            if product.group.is_some() && product.group == other.group {
                variants.push(id);
            } else if product.substitutes.is_some() && product.substitutes == other.substitutes {
                substitutes.push(id);
            }
            if variants.len() >= most && substitutes.len() >= most {
                break;
            }
        }
        variants.truncate(most);
        substitutes.truncate(most);
        (variants, substitutes)
    }
}

/// What is wanted, made ready for many articles.
struct Sought<'a> {
    words: Vec<String>,
    /// Places of the shop's tree, and nodes of any.
    under: Option<(BTreeSet<&'a NodePath>, Vec<CategoryId>)>,
    kinds: &'a [Kind],
}

impl<'a> Sought<'a> {
    fn of(catalogue: &'a Catalogue, wanted: &'a Wanted) -> Sought<'a> {
        let under = wanted.category.map(|node| {
            let nodes = catalogue.under(node);
            let is_under = |path: &&NodePath| nodes.binary_search(&category_of(path)).is_ok();
            (catalogue.derived.paths.iter().filter(is_under).collect(), nodes)
        });
        let words = wanted.words.split_whitespace().map(str::to_lowercase).collect();
        Sought { words, under, kinds: &wanted.kinds }
    }

    fn fits(
        &self,
        catalogue: &Catalogue,
        (id, product): (ProductId, &Product),
        is_named: bool,
        now: Timestamp,
        text: &mut String,
    ) -> bool {
        (is_named || self.says(product, text))
            && self.hangs(catalogue, product)
            && self.kinds.iter().all(|kind| match kind {
                Kind::OutOfStock => !catalogue.is_available(id),
                Kind::Reduced => catalogue.reduction(id, Asked::default(), now).is_some(),
                Kind::New => catalogue.is_new(id, now),
            })
    }

    /// `text` is only there to be used again.
    fn says(&self, product: &Product, text: &mut String) -> bool {
        if self.words.is_empty() {
            return true;
        }
        text.clear();
        let details = product.details.as_deref();
        let names = details.iter().flat_map(|details| details.texts.iter().map(|text| &*text.name));
        let tags = details.iter().flat_map(|details| details.tags.iter().map(|tag| &**tag));
        for part in [&*product.number, &*product.name]
            .into_iter()
            .chain(product.brand.as_deref())
            .chain(names)
            .chain(tags)
        {
            text.extend(part.chars().flat_map(char::to_lowercase));
            text.push('\n');
        }
        self.words.iter().all(|word| text.contains(&**word))
    }

    fn hangs(&self, catalogue: &Catalogue, product: &Product) -> bool {
        let Some((paths, nodes)) = &self.under else { return true };
        let is_under = |node: &CategoryId| {
            nodes.binary_search(node).is_ok() || nodes.binary_search(&catalogue.category(*node)).is_ok()
        };
        paths.contains(&product.path)
            || product.details.as_ref().is_some_and(|details| details.nodes.iter().any(is_under))
    }
}

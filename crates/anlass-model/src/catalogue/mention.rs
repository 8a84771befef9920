//! What events name and no list does: known by what they call it, and by nothing else. Such an article is neither offered
//! nor searched nor counted; a timeline, an export and a person's copy can call it by its number.

use super::{Catalogue, Outlet, Product, Shards};
use crate::id::{OutletId, ProductId};
use serde::{Deserialize, Serialize};

/// More articles that only events name stay without a number, so that a flood of invented ones ends somewhere.
const ARTICLES_MAX: usize = 1_000_000;
/// The same of outlets.
const OUTLETS_MAX: usize = 10_000;

/// Something that an event named.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mention {
    Article(Named),
    /// By its number.
    Outlet(Box<str>),
}

/// An article as an event named it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Named {
    pub number: Box<str>,
    /// What its sender called it.
    pub name: Option<Box<str>>,
}

impl Named {
    fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.number)
    }
}

impl From<&Product> for Named {
    fn from(product: &Product) -> Named {
        let name = (product.name != product.number).then(|| product.name.clone());
        Named { number: product.number.clone(), name }
    }
}

impl Catalogue {
    /// Whether a list or an earlier event named an article.
    #[must_use]
    pub fn has_heard_of(&self, id: ProductId) -> bool {
        self.products.get(id).is_some() || self.mentioned.get(id).is_some()
    }

    /// What somebody calls an article.
    #[must_use]
    pub fn called(&self, id: ProductId) -> Option<&str> {
        let listed = self.products.get(id).map(|product| &*product.name);
        listed.or_else(|| self.mentioned.get(id).map(Named::called))
    }

    /// The number of an article that a list or an event named.
    #[must_use]
    pub fn number(&self, id: ProductId) -> Option<&str> {
        let listed = self.products.get(id).map(|product| &*product.number);
        listed.or_else(|| self.mentioned.get(id).map(|named| &*named.number))
    }

    /// Keeps what an event named, if it is news. An outlet stands among the others from then on.
    pub fn mention(&mut self, mention: &Mention) {
        match mention {
            _ if !self.is_news(mention) => {}
            Mention::Article(named) => self.mentioned.put(ProductId::of(&named.number), named.clone()),
            Mention::Outlet(number) => {
                self.put_outlet(Outlet { number: number.clone(), name: number.clone(), ..Outlet::default() });
            }
        }
    }

    /// Whether no list and no earlier event says as much of it, and there is room.
    #[must_use]
    pub fn is_news(&self, mention: &Mention) -> bool {
        match mention {
            Mention::Article(named) => {
                let id = ProductId::of(&named.number);
                // Its first name stays: an event of today must not rename what was bought years ago.
                self.products.get(id).is_none()
                    && match self.mentioned.get(id) {
                        Some(known) => {
                            known.number == named.number && known.name.is_none() && named.name.is_some()
                        }
                        None => self.mentioned.len() < ARTICLES_MAX,
                    }
            }
            Mention::Outlet(number) => {
                let outlets = &self.frame.outlets;
                outlets.len() < OUTLETS_MAX && !outlets.contains_key(&OutletId::of(number))
            }
        }
    }

    /// No list has it any more; what was bought can still be called by its name.
    pub(super) fn keep_name_of(&mut self, product: &Product) {
        self.mentioned.put(product.id(), Named::from(product));
    }

    #[must_use]
    pub fn mentioned_shards(&self) -> &Shards<Named> {
        &self.mentioned
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::CatalogueChange;
    use crate::time::Timestamp;

    const NOW: Timestamp = Timestamp(1_000);

    fn article(number: &str, name: Option<&str>) -> Mention {
        Mention::Article(Named { number: number.into(), name: name.map(Into::into) })
    }

    fn changed(catalogue: &mut Catalogue, change: CatalogueChange) {
        assert_eq!(catalogue.apply(&change, NOW), Ok(Vec::new()));
    }

    #[test]
    fn what_only_an_event_named_is_called_by_that_and_is_not_offered() {
        let drill = ProductId::of("17");
        let mut catalogue = Catalogue::default();
        assert_eq!(catalogue.called(drill), None);
        let mut called = |mention| {
            changed(&mut catalogue, CatalogueChange::Mentioned(mention));
            catalogue.called(drill).map(str::to_owned)
        };
        assert_eq!(called(article("17", None)).as_deref(), Some("17"));
        assert_eq!(called(article("17", Some("Bohrer"))).as_deref(), Some("Bohrer"));
        assert_eq!(called(article("17", Some("Anders"))).as_deref(), Some("Bohrer"), "its first name stays");
        assert_eq!((catalogue.products(), catalogue.product(drill)), (0, None));
        let listed = Product { number: "17".into(), name: "Bohrmaschine".into(), ..Product::default() };
        changed(&mut catalogue, CatalogueChange::Product(Box::new(listed)));
        changed(&mut catalogue, CatalogueChange::Mentioned(article("17", Some("Bohrer"))));
        assert_eq!(catalogue.called(drill), Some("Bohrmaschine"));
        changed(&mut catalogue, CatalogueChange::ProductRemoved(drill));
        assert_eq!((catalogue.called(drill), catalogue.number(drill)), (Some("Bohrmaschine"), Some("17")));
        assert!(catalogue.product(drill).is_none() && catalogue.is_gone(drill));
    }

    #[test]
    fn an_outlet_that_an_event_named_never_replaces_one_that_is_known() {
        let mut catalogue = Catalogue::default();
        let known = Outlet { number: "berlin".into(), name: "Am Tor".into(), ..Outlet::default() };
        catalogue.put_outlet(known.clone());
        for number in ["berlin", "ulm"] {
            changed(&mut catalogue, CatalogueChange::Mentioned(Mention::Outlet(number.into())));
        }
        assert_eq!(catalogue.outlet(OutletId::of("berlin")), Some(&known));
        assert_eq!(catalogue.outlet(OutletId::of("ulm")).map(|outlet| &*outlet.name), Some("ulm"));
    }
}

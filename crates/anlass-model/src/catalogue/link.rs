//! From an address of the shop to the article, its category, and words. How addresses name articles is declared:
//! `/p/{number}`, `/{slug}-{number}.html`, `/product?sku={number}`; `{slug}` is how the shop writes it, `*` anything.

use super::{Catalogue, Product};
use crate::definition::Language;
use crate::id::{CategoryId, ProductId};

/// Longer addresses name nothing.
const ADDRESS_MAX: usize = 2_000;
/// Tries for one pattern: some are ambiguous.
const TRIES_MAX: u32 = 2_000;

/// What an address is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub product: ProductId,
    pub category: CategoryId,
}

impl Catalogue {
    /// The article that an address of the shop shows, by the first declared pattern that leads to a known one.
    #[must_use]
    pub fn resolve(&self, address: &str) -> Option<Found> {
        if address.len() > ADDRESS_MAX {
            return None;
        }
        let address = address.split('#').next().unwrap_or(address);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let path = match path.split_once("://") {
            Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
            None => path,
        };
        let found = self.frame.patterns.iter().find_map(|pattern| self.by_pattern(pattern, path, query))?;
        Some(Found { product: found.id(), category: self.category(found.category()) })
    }

    fn by_pattern(&self, pattern: &str, path: &str, query: &str) -> Option<&Product> {
        let mut tries = TRIES_MAX;
        match pattern.split_once('?') {
            None => self.fitting(pattern, path, None, &mut tries),
            Some((pattern, in_query)) => {
                let (name, value) = in_query.split_once('=')?;
                let told = query.split('&').filter_map(|pair| pair.split_once('='));
                let told = told.filter(|(own, _)| *own == name).map(|(_, told)| told);
                for told in told {
                    let Some(found) = self.fitting(value, told, None, &mut tries) else { continue };
                    if pattern.is_empty() || fits(pattern, path, &mut tries) {
                        return Some(found);
                    }
                }
                None
            }
        }
    }

    /// The article if the whole of `text` fits the pattern. Placeholders never go past a slash, long ones first.
    fn fitting<'a>(
        &'a self,
        pattern: &str,
        text: &str,
        found: Option<&'a Product>,
        tries: &mut u32,
    ) -> Option<&'a Product> {
        *tries = tries.checked_sub(1)?;
        let Some(at) = pattern.find(['{', '*']) else { return if pattern == text { found } else { None } };
        let text = text.strip_prefix(pattern.get(..at)?)?;
        let rest = pattern.get(at..)?;
        let (kind, rest) = match rest.strip_prefix('*') {
            Some(rest) => ("*", rest),
            None => rest.strip_prefix('{')?.split_once('}')?,
        };
        let end = text.find('/').unwrap_or(text.len());
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).filter(|at| *at <= end);
        for end in ends.collect::<Vec<_>>().into_iter().rev() {
            let (own, after) = text.split_at_checked(end)?;
            let found = match kind {
                "number" => match self.product(ProductId::of(own)).filter(|known| &*known.number == own) {
                    Some(product) => Some(product),
                    None => continue,
                },
                // A slug that nobody knows only decorates, where the number leads.
                "slug" => found.or_else(|| self.by_slug(own)),
                _ => found,
            };
            if let Some(product) = self.fitting(rest, after, found, tries) {
                return Some(product);
            }
        }
        None
    }

    fn by_slug(&self, slug: &str) -> Option<&Product> {
        let product = self.product(*self.derived.slugs.get(ProductId::of(slug))?)?;
        (product.slug() == Some(slug)).then_some(product)
    }

    /// What somebody looked at, in words: by what kind of thing it is, most often first.
    #[must_use]
    pub fn viewed_in_words(&self, products: &[ProductId], language: Language) -> String {
        let mut kinds: Vec<(&str, usize)> = Vec::new();
        for product in products.iter().filter_map(|id| self.product(*id)) {
            let kind = self.kind(product, language);
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, count)) => *count += 1,
                None => kinds.push((kind, 1)),
            }
        }
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let told: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} × {kind}")).collect();
        match (told.is_empty(), language) {
            (true, _) => String::new(),
            (false, Language::De) => format!("{} angesehen", told.join(", ")),
            (false, Language::En) => format!("viewed {}", told.join(", ")),
        }
    }

    /// The name of its deepest node, else its own.
    fn kind<'a>(&'a self, product: &'a Product, language: Language) -> &'a str {
        let tag = match language {
            Language::De => "de",
            Language::En => "en",
        };
        let node = self.node(product.category()).and_then(|node| node.name_in(tag));
        node.or(product.path.last().map(|name| &**name)).unwrap_or_else(|| product.name_in(tag))
    }
}

/// Whether a text fits a pattern with `*`.
fn fits(pattern: &str, text: &str, tries: &mut u32) -> bool {
    let Some(left) = tries.checked_sub(1) else { return false };
    *tries = left;
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let mut ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            ends.any(|at| text.get(at..).is_some_and(|after| fits(rest, after, tries)))
        }),
    }
}

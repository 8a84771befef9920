//! From an address of the shop to the article and its category. How addresses name articles is declared:
//! `/p/{number}`, `/{slug}-{number}.html`, `/product?sku={number}`; `{slug}` is how the shop writes it, `*` anything.

use super::{Catalogue, Product};
use crate::id::{CategoryId, ProductId};
use std::borrow::Cow;

/// Longer addresses name nothing.
const ADDRESS_MAX: usize = 2_000;
/// Tries for one pattern: some are ambiguous.
const TRIES_MAX: u32 = 2_000;
/// Characters of a pattern.
const PATTERN_MAX: usize = 500;

/// What an address is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub product: ProductId,
    pub category: CategoryId,
}

/// Why a text is no pattern of addresses.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum BadPattern {
    #[error("it is longer than {PATTERN_MAX} characters")]
    TooLong,
    #[error("it begins with neither \"/\" nor \"?\"; leave out the shop's name and begin with the path")]
    Begins,
    #[error("no {{number}} and no {{slug}} stands in it, so it names no article")]
    NamesNothing,
    #[error("{{{0}}} means nothing; write {{number}}, {{slug}} or *")]
    Unknown(Box<str>),
    #[error("a \"{{\" or \"}}\" stands alone")]
    Unclosed,
    #[error("behind \"?\" stands one name with the article, as in ?sku={{number}}, and before it only *")]
    Query,
}

/// Whether a text can be one of the patterns of addresses.
///
/// # Errors
/// [`BadPattern`] if it could never lead to an article.
pub fn check_pattern(pattern: &str) -> Result<(), BadPattern> {
    if pattern.chars().count() > PATTERN_MAX {
        return Err(BadPattern::TooLong);
    }
    if !pattern.starts_with(['/', '?']) {
        return Err(BadPattern::Begins);
    }
    let names = |text: &str| -> Result<usize, BadPattern> {
        let (mut rest, mut count) = (text, 0);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or(BadPattern::Unclosed)?;
            if before.contains('}') {
                return Err(BadPattern::Unclosed);
            }
            if !matches!(name, "number" | "slug") {
                return Err(BadPattern::Unknown(name.into()));
            }
            count += 1;
            rest = after;
        }
        if rest.contains('}') { Err(BadPattern::Unclosed) } else { Ok(count) }
    };
    let count = match pattern.split_once('?') {
        None => names(pattern)?,
        Some((path, query)) => {
            let (name, value) = query.split_once('=').ok_or(BadPattern::Query)?;
            if names(path)? > 0 || name.is_empty() || value.contains(['&', '?']) {
                return Err(BadPattern::Query);
            }
            names(value)?
        }
    };
    if count == 0 { Err(BadPattern::NamesNothing) } else { Ok(()) }
}

impl Catalogue {
    /// The article that an address of the shop shows, by the first declared pattern that leads to a known one, else
    /// by the slug in which its path ends.
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
        let bare = path.strip_suffix('/').filter(|bare| !bare.is_empty());
        let paths = || std::iter::once(path).chain(bare);
        let mut patterns = self.frame.patterns.iter();
        let by_pattern =
            patterns.find_map(|pattern| paths().find_map(|path| self.by_pattern(pattern, path, query)));
        let last = || bare.unwrap_or(path).rsplit('/').next().unwrap_or_default();
        let by_end = || {
            let last = decoded(last());
            self.by_slug(&last).or_else(|| self.by_slug(last.rsplit_once('.')?.0))
        };
        let found = by_pattern.or_else(by_end)?;
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
            let own = &*decoded(own);
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
}

/// A part of an address as it was before browsers wrote it in percents.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
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

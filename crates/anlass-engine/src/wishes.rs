//! What a person waits for, and what they were told of it: articles they asked to hear of, nodes of the taxonomy they
//! watch, and the catalogue's occasions that reached them. Who waits for an article is found by an index that follows
//! from [`watched`].

use crate::cart::open_lines;
use crate::dossier::{Dossier, NEWS_MAX, News, WISHES_MAX, Wish};
use crate::program::{EntryDef, Program};
use anlass_model::catalogue::{OccasionKind, PRODUCT_FIELD};
use anlass_model::event::{Body, Event};
use anlass_model::id::{CategoryId, IntentId, Name, NameId, ProductId};
use anlass_model::time::{DAY, Span, Timestamp};
use anlass_model::value::Value;

/// Somebody wants to hear when the article is there again, or costs less.
const WISHED: [&str; 2] = ["stock.wanted", "price.watched"];
/// Somebody wants to hear of what is new in a node of the taxonomy.
const CATEGORY_WATCHED: &str = "category.watched";
const CATEGORY_FIELD: &str = "category";
/// An occasion that nobody spoke of for so long is none any more.
const NEWS_FRESH: Span = DAY.times(3);

/// What a person waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Watch {
    Product(ProductId),
    Category(CategoryId),
}

/// Everything whose occasions concern this person, sorted: open wishes, what lies in the cart, watched nodes.
#[must_use]
pub fn watched(dossier: &Dossier) -> Vec<Watch> {
    if dossier.hot.merged_into.is_some() {
        return Vec::new();
    }
    let wishes = dossier.wishes.wished.iter().filter(|wish| is_open(dossier, wish));
    let mut watched: Vec<Watch> = wishes.map(|wish| Watch::Product(wish.product)).collect();
    if !dossier.cart.changes.is_empty() {
        watched.extend(open_lines(dossier).iter().map(|line| Watch::Product(line.item.product)));
    }
    watched.extend(dossier.wishes.categories.iter().map(|node| Watch::Category(*node)));
    watched.sort_unstable();
    watched.dedup();
    watched
}

/// Neither bought since, nor told that it came true.
fn is_open(dossier: &Dossier, wish: &Wish) -> bool {
    let told = |news: &&News| news.product == wish.product && news.at >= wish.since && news.told.is_some();
    !dossier.wishes.news.iter().any(|news| told(&news)) && !is_bought(dossier, wish.product, wish.since)
}

fn is_bought(dossier: &Dossier, product: ProductId, since: Timestamp) -> bool {
    let orders = dossier.hot.heads.iter().zip(&dossier.orders.lines).rev();
    let newer = orders.take_while(|(head, _)| head.occurred > since).filter(|(head, _)| !head.cancelled);
    newer.flat_map(|(_, lines)| lines).any(|line| line.item.product == product)
}

/// Takes in what an event says of wishes and occasions.
pub(crate) fn heard(dossier: &mut Dossier, event: &Event) {
    let Body::Custom { name, fields, .. } = &event.body else { return };
    let occurred = event.occurred.0;
    let wishes = &mut dossier.wishes;
    if name.as_str() == CATEGORY_WATCHED {
        if let Some(path) = text(fields, CATEGORY_FIELD) {
            let node = CategoryId::of(path);
            if let Err(at) = wishes.categories.binary_search(&node)
                && wishes.categories.len() < WISHES_MAX
            {
                wishes.categories.insert(at, node);
            }
        }
        return;
    }
    let Some(product) = text(fields, PRODUCT_FIELD).map(ProductId::of) else { return };
    if WISHED.contains(&name.as_str()) {
        wish(dossier, Wish { product, since: occurred });
    } else if OccasionKind::of_event(name.as_str()).is_some() {
        let news = News { product, event: name.id(), at: occurred, message: event.message, told: None };
        remember(dossier, news);
    }
}

/// Whether this occasion reached the person before: it may concern them for two reasons.
pub(crate) fn is_known(dossier: &Dossier, event: &Event) -> bool {
    dossier.wishes.news.iter().any(|news| news.message == event.message)
}

fn text<'e>(fields: &'e [(Name, Value)], wanted: &str) -> Option<&'e str> {
    fields.iter().find_map(|(name, value)| match value {
        Value::Text(text) if name.as_str() == wanted => Some(&**text),
        _ => None,
    })
}

/// Of each article the latest wish; the oldest beyond the bound are forgotten.
fn wish(dossier: &mut Dossier, new: Wish) {
    let wished = &mut dossier.wishes.wished;
    match wished.binary_search_by_key(&new.product, |wish| wish.product) {
        Ok(found) => {
            if let Some(known) = wished.get_mut(found) {
                known.since = known.since.max(new.since);
            }
        }
        Err(at) => wished.insert(at, new),
    }
    while wished.len() > WISHES_MAX {
        let oldest = wished.iter().enumerate().min_by_key(|(_, wish)| wish.since).map(|(at, _)| at);
        oldest.map(|at| wished.remove(at));
    }
}

fn remember(dossier: &mut Dossier, new: News) {
    let news = &mut dossier.wishes.news;
    match news.binary_search_by_key(&(new.at, new.message), |news| (news.at, news.message)) {
        Ok(found) => {
            if let Some(known) = news.get_mut(found) {
                known.told = known.told.or(new.told);
            }
        }
        Err(at) => news.insert(at, new),
    }
    let dropped = news.len().saturating_sub(NEWS_MAX);
    news.drain(..dropped);
}

/// Takes over the wishes of another dossier of the same person.
pub(crate) fn absorb(dossier: &mut Dossier, other: &Dossier) {
    for own in &other.wishes.wished {
        wish(dossier, *own);
    }
    for node in &other.wishes.categories {
        if let Err(at) = dossier.wishes.categories.binary_search(node)
            && dossier.wishes.categories.len() < WISHES_MAX
        {
            dossier.wishes.categories.insert(at, *node);
        }
    }
    for own in &other.wishes.news {
        remember(dossier, own.clone());
    }
}

/// The articles of the occasion that a journey was entered by, as far as no other message spoke of them and they were not
/// bought since. Late ones of the same kind come along.
pub(crate) fn of_occasion(
    program: &Program,
    dossier: &Dossier,
    journey: Option<NameId>,
    intent: IntentId,
    created: Timestamp,
) -> Vec<ProductId> {
    let journey = journey.and_then(|journey| program.journey(journey));
    let Some(EntryDef::Event(event)) = journey.map(|journey| &journey.entry) else { return Vec::new() };
    let news = dossier.wishes.news.iter().filter(|news| {
        news.event == *event
            && news.at > created.minus(NEWS_FRESH)
            && news.told.is_none_or(|told| told == intent)
            && !is_bought(dossier, news.product, news.at)
    });
    news.map(|news| news.product).collect()
}

/// A message speaks of these: no other one does.
pub(crate) fn told(dossier: &mut Dossier, intent: IntentId, products: &[ProductId]) {
    for news in &mut dossier.wishes.news {
        if products.contains(&news.product) && news.told.is_none() {
            news.told = Some(intent);
        }
    }
}

//! Which content item suits somebody: of those that may be shown, the one whose nodes interest them most, of several the
//! newest. One that hangs on no node suits everybody whom nothing else does; one whose nodes do not interest suits nobody.

use anlass_content::Item;
use anlass_engine::{Dossier, interest_by_node};
use anlass_model::catalogue::{Catalogue, ContentItem};
use anlass_model::id::CategoryId;
use anlass_model::time::Timestamp;
use anlass_runtime::Runtime;
use std::sync::{Arc, Mutex, PoisonError};

/// Items looked at for one letter, the newest.
const ITEMS_MAX: usize = 500;

/// What hangs where, put together once for all letters of a catalogue.
#[derive(Default)]
pub(crate) struct Suited(Mutex<Option<Known>>);

#[derive(Clone)]
struct Known {
    catalogue: Arc<Catalogue>,
    /// The newest first, each with everything under its nodes.
    items: Arc<Vec<(ContentItem, Vec<CategoryId>)>>,
}

impl Suited {
    /// `silent`: the beginnings of the ids of items that come from feeds which are silent for too long.
    pub(crate) fn of(
        &self,
        runtime: &Runtime,
        dossier: &Dossier,
        at: Timestamp,
        silent: &[String],
    ) -> Option<Item> {
        let catalogue = &runtime.catalogue;
        catalogue.contents().next()?;
        let known = self.known(catalogue);
        let interest = &runtime.program.definitions.settings.interest;
        let points = interest_by_node(interest, dossier, at);
        let points: Vec<(CategoryId, i64)> =
            points.into_iter().map(|(node, points)| (catalogue.category(node), points)).collect();
        let is_silent = |item: &ContentItem| silent.iter().any(|feed| item.id.starts_with(&**feed));
        let held = known.items.iter().filter(|(item, _)| item.holds(at) && !is_silent(item));
        best(held, &points).map(shown)
    }

    fn known(&self, catalogue: &Arc<Catalogue>) -> Known {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some(own) if Arc::ptr_eq(&own.catalogue, catalogue) => own.clone(),
            _ => {
                let new = Known { catalogue: Arc::clone(catalogue), items: Arc::new(items(catalogue)) };
                *known = Some(new.clone());
                new
            }
        }
    }
}

fn items(catalogue: &Catalogue) -> Vec<(ContentItem, Vec<CategoryId>)> {
    let mut items: Vec<&ContentItem> = catalogue.contents().collect();
    items.sort_by_key(|item| (std::cmp::Reverse(item.from), item.id.clone()));
    items.truncate(ITEMS_MAX);
    let under = |item: &ContentItem| {
        let nodes = catalogue.nodes_of_content(&item.id).into_iter();
        let mut under: Vec<CategoryId> = nodes.flat_map(|node| catalogue.under(node)).collect();
        under.sort_unstable();
        under.dedup();
        under
    };
    items.into_iter().map(|item| (item.clone(), under(item))).collect()
}

/// The first of the most points; one without nodes has none, and stands behind all that have some.
fn best<'i>(
    items: impl Iterator<Item = &'i (ContentItem, Vec<CategoryId>)>,
    points: &[(CategoryId, i64)],
) -> Option<&'i ContentItem> {
    let mut best: Option<(i64, &ContentItem)> = None;
    for (item, under) in items {
        let own = points.iter().filter(|(node, _)| under.binary_search(node).is_ok());
        let sum = own.map(|(_, points)| *points).fold(0, i64::saturating_add);
        let suits = sum > 0 || under.is_empty();
        if suits && best.is_none_or(|(most, _)| sum > most) {
            best = Some((sum, item));
        }
    }
    best.map(|(_, item)| item)
}

/// Letters link by https only.
fn shown(item: &ContentItem) -> Item {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let address = |text: &Option<Box<str>>| {
        text.as_deref().filter(|text| text.starts_with("https://")).map(str::to_owned)
    };
    Item {
        title: text(&item.title),
        text: text(&item.text),
        link: address(&item.link),
        image: address(&item.picture),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_item_of_the_strongest_interest_wins_and_of_equals_the_first() {
        let item = |id: &str, under: &[u64]| {
            (
                ContentItem { id: id.into(), ..ContentItem::default() },
                under.iter().map(|id| CategoryId(*id)).collect(),
            )
        };
        let items = [item("all", &[]), item("garden", &[1, 2]), item("newer", &[3]), item("older", &[3])];
        let id = |points: &[(u64, i64)]| {
            let points: Vec<_> = points.iter().map(|(node, points)| (CategoryId(*node), *points)).collect();
            best(items.iter(), &points).map(|item| item.id.to_string())
        };
        assert_eq!(
            id(&[(1, 2), (2, 2), (3, 3)]).as_deref(),
            Some("garden"),
            "what lies under it is added up"
        );
        assert_eq!(id(&[(1, 2), (3, 3)]).as_deref(), Some("newer"));
        assert_eq!(id(&[(9, 9)]).as_deref(), Some("all"));
        assert_eq!(best(items[1..].iter(), &[]), None);
    }
}

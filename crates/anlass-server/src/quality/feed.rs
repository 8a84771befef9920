//! Feeds of content: what a reading held. A feed says everything each time, so of readings within an hour the last one counts; one
//! that says that nothing has changed is as good as it was, and not late.

use super::{Counted, Delivery, ONE_DELIVERY, Origin, Quality, Rows, shortened};
use anlass_model::id::VaultId;
use anlass_model::time::Timestamp;
use anlass_sources::content::{Item, Told};
use anlass_sources::quality::Shape;
use anlass_store::Store;
use anlass_store::seal::Keyring;
use anyhow::Result;
use std::sync::atomic::Ordering;

/// What the items of a feed are, beside what files hold.
const ROLE: &str = "content";

impl Quality {
    /// Keeps what a feed held when it was read; `None`: nothing else than before.
    ///
    /// # Errors
    /// If it cannot be sealed or stored.
    pub(crate) fn keep_feed(
        &self,
        store: &dyn Store,
        keys: &Keyring,
        (vault, name): (VaultId, &str),
        (told, at): (Option<&Told>, Timestamp),
    ) -> Result<()> {
        let origin = Origin::Feed(name.to_owned());
        let mut series = Vec::clone(&*self.list(store, keys, vault, origin.clone())?);
        let begun = series.last().map(|last| last.at);
        let same = begun.filter(|begun| at.since(Timestamp(*begun)) < ONE_DELIVERY);
        match (told.map(|told| delivery(told, at)), same) {
            (Some(new), None) => series.push(new),
            (Some(new), Some(begun)) => {
                series.pop();
                series.push(Delivery { at: begun, ..new });
            }
            (None, Some(_)) => {
                if let Some(last) = series.last_mut() {
                    last.last = at.0;
                }
            }
            // It holds what it held.
            (None, None) => {
                let last = series.last().cloned();
                series.extend(last.map(|last| Delivery { at: at.0, last: at.0, ..last }));
            }
        }
        self.put(store, keys, (vault, origin), shortened(series))?;
        self.has_news.store(true, Ordering::Release);
        Ok(())
    }
}

fn delivery(told: &Told, at: Timestamp) -> Delivery {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    // Items that say nothing are rows in which nothing stands.
    let read = count(told.items.len()).saturating_add(count(told.empty));
    let mut delivery = Delivery { at: at.0, last: at.0, is_applied: true, ..Delivery::default() };
    delivery.roles.insert(ROLE.to_owned(), Rows { read, duplicates: 0 });
    delivery.newest = told.items.iter().filter_map(|item| item.published).map(|at| at.0).max();
    for name in ["title", "text", "picture", "link", "tags", "published"] {
        let mut counted = Counted { role: ROLE.to_owned(), ..Counted::default() };
        counted.held.rows = read;
        for text in told.items.iter().map(|item| field(item, name)).filter(|text| !text.is_empty()) {
            counted.held.filled += 1;
            counted.held.shapes[Shape::of(&text) as usize] += 1;
        }
        delivery.columns.insert(format!("{ROLE}/{name}"), counted);
    }
    delivery
}

fn field(item: &Item, name: &str) -> String {
    let optional = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
    match name {
        "title" => item.title.to_string(),
        "text" => item.text.to_string(),
        "picture" => optional(&item.picture),
        "link" => optional(&item.link),
        "tags" => item.tags.join(", "),
        _ => item.published.map(|at| at.to_string()).unwrap_or_default(),
    }
}

//! Feeds of content: each is asked on its schedule beside the loop, one at a time, and what it holds becomes content items of
//! the catalogue; what it no longer holds leaves. A feed that fails, or holds nothing any more, changes nothing.

use super::House;
use crate::feeds::{self, Failure, FeedKind, Kept, Reading};
use anlass_channels::fetch::{Fetched, Fetcher, Wanted};
use anlass_model::catalogue::{Catalogue, CatalogueChange, ContentItem};
use anlass_model::id::{CategoryId, VaultId};
use anlass_model::time::{HOUR, Timestamp};
use anlass_sources::content::{Item, JsonForm, Told, from_json, from_xml};
use anlass_sources::sql::schedule::next_run;
use anlass_store::Store;
use anlass_store::seal::Keyring;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Packed, as it comes, and unpacked.
const BYTES_MAX: usize = 8 << 20;
const UNPACKED_MAX: u64 = 32 << 20;
const TIMEOUT: Duration = Duration::from_secs(30);
/// Tags told that mean no node.
const UNPLACED_MAX: usize = 50;
/// After a failure that passes it is asked again sooner than its schedule says: after so long, then twice as long each time.
const RETRY_MS: i64 = 60_000;
const RETRY_MAX_MS: i64 = 3_600_000;
/// What passes by itself is told after so many tries.
const TRIES_MAX: u32 = 5;

/// One with how it was read last.
#[derive(Clone)]
pub(crate) struct Feed {
    pub(crate) kept: Kept,
    pub(crate) reading: Reading,
}

type Place = (VaultId, String);

#[derive(Default)]
struct State {
    all: BTreeMap<Place, Feed>,
    /// Asked for by hand.
    asked: BTreeSet<Place>,
    running: Option<Place>,
}

#[derive(Default)]
pub(crate) struct Feeds {
    state: Mutex<State>,
}

impl Feeds {
    /// One that cannot be read keeps nothing else from starting.
    pub(crate) fn open(store: &dyn Store, keys: &Keyring, tell: &dyn Fn(&str)) -> Result<Feeds> {
        let all = Feeds::default();
        for (vault, read) in feeds::list(store, keys)? {
            match read {
                Ok((kept, reading)) => all.with(|state| {
                    state.all.insert((vault, kept.name.clone()), Feed { kept, reading });
                }),
                Err(error) => tell(&format!("a feed cannot be read: {error:#}")),
            }
        }
        Ok(all)
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Those of a vault, by name.
    pub(crate) fn list(&self, vault: VaultId) -> Vec<Feed> {
        self.with(|state| {
            let own = state.all.iter().filter(|((of, _), _)| *of == vault);
            own.map(|(_, feed)| feed.clone()).collect()
        })
    }

    pub(crate) fn find(&self, vault: VaultId, name: &str) -> Option<Feed> {
        self.with(|state| state.all.get(&(vault, name.to_owned())).cloned())
    }

    pub(crate) fn is_running(&self, vault: VaultId, name: &str) -> bool {
        let place = (vault, name.to_owned());
        self.with(|state| state.running.as_ref() == Some(&place) || state.asked.contains(&place))
    }

    /// It is read as soon as none other is. `false`: there is none.
    pub(crate) fn ask(&self, vault: VaultId, name: &str) -> bool {
        self.with(|state| {
            let place = (vault, name.to_owned());
            let is_there = state.all.contains_key(&place);
            if is_there {
                state.asked.insert(place);
            }
            is_there
        })
    }

    /// The beginning of the items' ids of those that did not answer well for longer than what they held is good for, by the
    /// real time.
    pub(crate) fn silent(&self, now: Timestamp) -> Vec<String> {
        self.with(|state| {
            let silent = state.all.values().filter(|feed| {
                let hours = feed.kept.holds_hours.map(|hours| HOUR.times(i64::from(hours)));
                let failing = || feed.reading.failure.as_ref().map(|failure| failure.since);
                let last = feed.reading.good.map(Timestamp).or_else(failing);
                hours.zip(last).is_some_and(|(hours, last)| now.since(last) > hours)
            });
            silent.map(|feed| prefix(&feed.kept.name)).collect()
        })
    }

    /// Those that somebody has to act upon, or that have not answered for long, with their causes.
    pub(crate) fn failing(&self) -> Vec<(String, String)> {
        self.with(|state| {
            let failing = state.all.values().filter_map(|feed| {
                let failure = feed.reading.failure.as_ref()?;
                let is_for_somebody = !failure.is_passing || failure.tries >= TRIES_MAX;
                is_for_somebody.then(|| (feed.kept.name.clone(), failure.cause.clone()))
            });
            failing.collect()
        })
    }
}

/// When it is asked next, by the real time.
pub(crate) fn next(feed: &Feed, now: Timestamp, zone: &jiff::tz::TimeZone) -> Option<Timestamp> {
    let moment = |at: i64| jiff::Timestamp::from_millisecond(at).ok();
    let usual = next_run(feed.kept.schedule, feed.reading.tried.and_then(moment), moment(now.0)?, zone);
    let usual = Timestamp(usual.as_millisecond());
    let soon = feed.reading.failure.as_ref().filter(|failure| failure.is_passing).and_then(|failure| {
        let doubled = RETRY_MS << failure.tries.saturating_sub(1).min(6);
        Some(Timestamp(feed.reading.tried? + doubled.min(RETRY_MAX_MS)))
    });
    Some(soon.map_or(usual, |soon| soon.min(usual)))
}

/// What a look at a feed found, before any of it counts.
pub(crate) struct Looked {
    pub(crate) told: Told,
    etag: Option<String>,
    modified: Option<String>,
}

/// Why a feed cannot be read.
pub(crate) struct Trouble {
    pub(crate) cause: String,
    is_passing: bool,
}

impl House {
    /// # Errors
    /// If it could not be written down.
    pub(crate) fn put_feed(&self, vault: VaultId, kept: Kept) -> Result<()> {
        let view = self.view();
        let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
        // It is read whole once more: its tags may mean other nodes now.
        let reading = Reading::default();
        self.put_documents(vec![
            feeds::document(key, vault, &kept)?,
            feeds::document_of_reading(key, vault, &kept.name, &reading)?,
        ])?;
        self.feeds.with(|state| {
            let place = (vault, kept.name.clone());
            state.asked.insert(place.clone());
            state.all.insert(place, Feed { kept, reading });
        });
        Ok(())
    }

    /// Its items leave with it. `false`: there was none.
    ///
    /// # Errors
    /// If it could not be written down.
    pub(crate) fn drop_feed(&self, vault: VaultId, name: &str) -> Result<bool> {
        let place = (vault, name.to_owned());
        let is_gone = self.feeds.with(|state| {
            state.asked.remove(&place);
            state.all.remove(&place).is_some()
        });
        if is_gone {
            self.put_documents(feeds::without(vault, name))?;
            let catalogue = self.catalogue();
            let gone: Vec<CatalogueChange> =
                own_items(&catalogue, name).map(CatalogueChange::ContentRemoved).collect();
            self.take_changes(&gone)?;
        }
        Ok(is_gone)
    }

    /// Begins to read what is due, unless another one is being read.
    pub(super) fn go_on_reading_feeds(self: &Arc<House>) -> Result<()> {
        let now = (self.wall)();
        let due = self.feeds.with(|state| {
            if state.running.is_some() || state.all.is_empty() {
                return None;
            }
            let asked = state.asked.pop_first().filter(|place| state.all.contains_key(place));
            let view = self.view();
            let zone = &view.runtime.program.zone;
            let is_due = |feed: &Feed| next(feed, now, zone).is_some_and(|next| next <= now);
            let scheduled =
                || state.all.iter().find(|(_, feed)| is_due(feed)).map(|(place, _)| place.clone());
            let due = asked.or_else(scheduled)?;
            state.running = Some(due.clone());
            let feed = state.all.get(&due)?.clone();
            Some((due.0, feed))
        });
        let Some((vault, feed)) = due else { return Ok(()) };
        let house = Arc::clone(self);
        let work = move || {
            let name = feed.kept.name.clone();
            let read = catch_unwind(AssertUnwindSafe(|| house.read_feed(vault, &feed, now)));
            let read = read.unwrap_or_else(|_| Err(anyhow::anyhow!("it broke down")));
            house.feeds.with(|state| state.running = None);
            if let Err(error) = read {
                (house.tell)(&format!("reading the feed \"{name}\" was interrupted: {error:#}"));
            }
            house.wake();
        };
        std::thread::Builder::new().name("feed".into()).spawn(work)?;
        Ok(())
    }

    fn read_feed(&self, vault: VaultId, feed: &Feed, now: Timestamp) -> Result<()> {
        let Feed { kept, reading } = feed;
        let known = (reading.etag.clone(), reading.modified.clone());
        let mut new = Reading { tried: Some(now.0), ..reading.clone() };
        let looked = match self.look_at_feed(kept, known) {
            Ok(Some(looked)) if looked.told.items.is_empty() && reading.items > 0 => {
                let cause = "it holds no item any more, so what it held stays".to_owned();
                Err(Trouble { cause, is_passing: true })
            }
            other => other,
        };
        let keys = self.view().runtime.keyring.clone();
        let graded = |told: Option<&Told>| {
            let of = (vault, kept.name.as_str());
            self.quality.keep_feed(&*self.store, &keys, of, (told, self.now()))
        };
        match looked {
            Ok(None) => {
                graded(None)?;
                (new.good, new.failure) = (Some(now.0), None);
            }
            Ok(Some(Looked { told, etag, modified })) => {
                graded(Some(&told))?;
                let unplaced = self.take_items(kept, &told)?;
                let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
                let (items, empty, cut) = (count(told.items.len()), count(told.empty), count(told.cut));
                let repeated = count(told.repeated);
                let (tried, good, failure) = (Some(now.0), Some(now.0), None);
                new = Reading { tried, good, etag, modified, items, empty, cut, repeated, unplaced, failure };
            }
            Err(Trouble { cause, is_passing }) => {
                let (tries, since) = match &reading.failure {
                    Some(known) => (known.tries.saturating_add(1), known.since),
                    None => (1, now),
                };
                new.failure = Some(Failure { cause, is_passing, tries, since });
            }
        }
        let view = self.view();
        let key = view.runtime.keyring.vault(vault).context("the vault has no key")?;
        let document = feeds::document_of_reading(key, vault, &kept.name, &new)?;
        // One that was changed or taken away meanwhile is read anew, or not at all.
        let is_same = self.feeds.with(|state| {
            let known = state.all.get_mut(&(vault, kept.name.clone()));
            let known = known.filter(|known| known.reading == *reading && known.kept.url == kept.url);
            known.map(|known| known.reading = new).is_some()
        });
        if is_same { self.put_documents(vec![document]) } else { Ok(()) }
    }

    /// Whether an address may be asked at all.
    ///
    /// # Errors
    /// Why it may not.
    pub(crate) fn admits_feed(&self, url: &str) -> Result<(), String> {
        let fetcher = Fetcher::new(self.config.webhooks.allow.clone(), TIMEOUT, BYTES_MAX);
        fetcher.admits(url).map(|_| ())
    }

    /// What a feed holds. `None`: nothing else than before. Blocks for as long as the other side may take.
    pub(crate) fn look_at_feed(
        &self,
        kept: &Kept,
        (etag, modified): (Option<String>, Option<String>),
    ) -> Result<Option<Looked>, Trouble> {
        let broken = |cause: String| Trouble { cause, is_passing: true };
        let fetcher = Fetcher::new(self.config.webhooks.allow.clone(), TIMEOUT, BYTES_MAX);
        let wanted =
            Wanted { url: kept.url.clone(), etag, modified, authorization: kept.authorization.clone() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| broken(format!("asking: {}", error.kind())))?;
        let fetched = runtime.block_on(fetcher.fetch(&wanted));
        let fetched =
            fetched.map_err(|failed| Trouble { cause: failed.cause, is_passing: failed.is_passing })?;
        let (bytes, is_gzip, etag, modified) = match fetched {
            Fetched::NotModified => return Ok(None),
            Fetched::Body { bytes, is_gzip, etag, modified } => (bytes, is_gzip, etag, modified),
        };
        let bytes = if is_gzip { unpacked(&bytes)? } else { bytes };
        let told = match kept.kind {
            FeedKind::Rss => from_xml(&bytes),
            FeedKind::Wordpress => from_json(&bytes, &JsonForm::wordpress()),
            FeedKind::Json => from_json(&bytes, &kept.form.clone().unwrap_or_default()),
        };
        let told = told.map_err(|unfit| {
            let cause = format!("{unfit}; {}", unfit.hint());
            Trouble { cause, is_passing: false }
        })?;
        Ok(Some(Looked { told, etag, modified }))
    }

    /// Makes the catalogue's items what the feed holds. Tags that mean no node.
    fn take_items(&self, kept: &Kept, told: &Told) -> Result<Vec<String>> {
        let catalogue = self.catalogue();
        let mut unplaced: BTreeSet<String> = BTreeSet::new();
        let mut named = Named::new();
        let mut changes = Vec::new();
        let mut held: BTreeSet<Box<str>> = BTreeSet::new();
        for item in &told.items {
            let (nodes, unknown) = nodes_of(kept, &catalogue, item, &mut named);
            unplaced.extend(unknown);
            let new = content_item(&kept.name, item);
            held.insert(new.id.clone());
            let is_same = catalogue.contents().any(|known| *known == new)
                && catalogue.nodes_of_content(&new.id) == nodes;
            if !is_same {
                changes.push(CatalogueChange::ContentPlaced { item: Box::new(new), nodes });
            }
        }
        let gone = own_items(&catalogue, &kept.name).filter(|id| !held.contains(id));
        changes.extend(gone.map(CatalogueChange::ContentRemoved));
        if !changes.is_empty() {
            self.take_changes(&changes)?;
        }
        Ok(unplaced.into_iter().take(UNPLACED_MAX).collect())
    }
}

fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    let mut plain = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(UNPACKED_MAX + 1).read_to_end(&mut plain);
    let lasting = |cause: String| Trouble { cause, is_passing: false };
    read.map_err(|_| lasting("its gzip is damaged".into()))?;
    match u64::try_from(plain.len()).is_ok_and(|length| length <= UNPACKED_MAX) {
        true => Ok(plain),
        false => Err(lasting(format!("unpacked it is longer than {UNPACKED_MAX} bytes"))),
    }
}

fn prefix(feed: &str) -> String {
    format!("{feed}/")
}

fn own_items<'a>(catalogue: &'a Catalogue, feed: &str) -> impl Iterator<Item = Box<str>> + 'a {
    let own = prefix(feed);
    catalogue.contents().filter(move |item| item.id.starts_with(&*own)).map(|item| item.id.clone())
}

fn content_item(feed: &str, item: &Item) -> ContentItem {
    ContentItem {
        id: format!("{}{}", prefix(feed), item.id).into(),
        title: item.title.clone(),
        text: item.text.clone(),
        picture: item.picture.clone(),
        link: item.link.clone(),
        tags: item.tags.iter().map(|tag| Arc::from(&**tag)).collect(),
        from: item.published,
        until: None,
    }
}

/// Tags that were looked up already: a large tree is walked once for each.
pub(crate) type Named = BTreeMap<Box<str>, Option<CategoryId>>;

/// The nodes that an item's tags mean, and the tags that mean none: as somebody mapped them, else where the shop's tree has
/// one node of that name.
pub(crate) fn nodes_of(
    kept: &Kept,
    catalogue: &Catalogue,
    item: &Item,
    named: &mut Named,
) -> (Vec<CategoryId>, Vec<String>) {
    let (mut nodes, mut unknown) = (BTreeSet::new(), Vec::new());
    for tag in &item.tags {
        let mapped = kept.nodes.get(&tag.trim().to_lowercase());
        match mapped {
            Some(paths) => nodes.extend(paths.iter().filter_map(|path| catalogue.node_named(path))),
            None => match named.entry(tag.clone()).or_insert_with(|| catalogue.node_named(tag)) {
                Some(node) => nodes.extend([*node]),
                None => unknown.push(tag.to_string()),
            },
        }
    }
    let nodes: BTreeSet<CategoryId> = nodes.into_iter().map(|node| catalogue.category(node)).collect();
    (nodes.into_iter().collect(), unknown)
}

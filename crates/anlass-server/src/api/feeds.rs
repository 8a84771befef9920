//! Feeds of content: which are read, how that goes, connecting and disconnecting, and a look at one before it is. What is
//! sent to prove who asks goes in and never comes out.

use super::shape::{Moment, Nothing};
use crate::access::Act;
use crate::call::{Call, Fault};
use crate::feeds::{FeedKind, Kept};
use crate::house::feeds::{Feed, Named, next, nodes_of};
use anlass_model::id::Name;
use anlass_model::time::Timestamp;
use anlass_sources::content::JsonForm;
use anlass_sources::sql::schedule::Schedule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

const FEEDS_MAX: usize = 50;
const URL_MAX: usize = 2_000;
const SECRET_MAX: usize = 1_000;
const TAGS_MAX: usize = 500;
const MINUTES_USUAL: u16 = 60;
/// A year.
const HOLDS_HOURS_MAX: u32 = 8_760;
/// Items of a look that are shown.
const SHOWN: usize = 10;

/// A feed that is read, without what proves who asks.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedShown {
    id: String,
    url: String,
    kind: FeedKind,
    form: Option<FeedForm>,
    /// Whether something is sent that proves who asks.
    secret: bool,
    /// Tag → paths in the shop's tree.
    nodes: BTreeMap<String, Vec<String>>,
    every_minutes: Option<u16>,
    daily_at: Option<String>,
    /// Once it did not answer well for so long, letters show nothing of it any more; null: what it held stays.
    holds_hours: Option<u32>,
    running: bool,
    tried: Option<Moment>,
    /// When it last answered well.
    good: Option<Moment>,
    next: Option<Moment>,
    items: u64,
    /// Items that say nothing, or are not known by anything.
    empty: u64,
    /// Items behind the 500th.
    cut: u64,
    /// Items whose id an earlier one has.
    repeated: u64,
    /// Tags that mean no node: nobody is found by them.
    unplaced: Vec<String>,
    failure: Option<FeedFailure>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FeedFailure {
    cause: String,
    /// It is tried again soon; otherwise somebody has to mend it.
    passing: bool,
    tries: u32,
    since: Moment,
}

/// Where what stands in JSON, each as `title.rendered`.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedForm {
    /// Empty: the answer itself is the list.
    #[serde(default)]
    items: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    picture: String,
    #[serde(default)]
    link: String,
    #[serde(default)]
    tags: String,
    #[serde(default)]
    published: String,
}

/// A feed as somebody connects it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewFeed {
    id: String,
    /// Of WordPress: `https://shop.example/wp-json/wp/v2/posts?_embed&per_page=100`.
    url: String,
    kind: FeedKind,
    /// Of JSON.
    form: Option<FeedForm>,
    /// The value of the header `authorization`; absent: as it was, empty: none.
    authorization: Option<String>,
    /// Tag → paths in the shop's tree. What is not here means the node of its name, if there is one.
    #[serde(default)]
    nodes: BTreeMap<String, Vec<String>>,
    /// One of both; neither: every hour.
    every_minutes: Option<u16>,
    /// Time of day on the organisation's clock, such as `06:30`.
    daily_at: Option<String>,
    /// Once it did not answer well for so long, letters show nothing of it any more; absent: as it was, 0: what it held stays.
    holds_hours: Option<u32>,
}

/// What a feed holds, before anything of it counts.
#[derive(Serialize, ToSchema)]
pub(crate) struct FeedLooked {
    items: u64,
    empty: u64,
    cut: u64,
    repeated: u64,
    /// The first ones.
    first: Vec<FeedItem>,
    /// Tags that mean no node yet.
    unplaced: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FeedItem {
    title: String,
    text: String,
    picture: Option<String>,
    link: Option<String>,
    tags: Vec<String>,
    published: Option<Moment>,
    /// Paths in the shop's tree that its tags mean.
    nodes: Vec<String>,
}

fn unfit(cause: impl Into<String>) -> Fault {
    Fault::Unfit { cause: cause.into() }
}

impl From<FeedForm> for JsonForm {
    fn from(form: FeedForm) -> JsonForm {
        let FeedForm { items, id, title, text, picture, link, tags, published } = form;
        JsonForm { items, id, title, text, picture, link, tags, published }
    }
}

impl From<JsonForm> for FeedForm {
    fn from(form: JsonForm) -> FeedForm {
        let JsonForm { items, id, title, text, picture, link, tags, published } = form;
        FeedForm { items, id, title, text, picture, link, tags, published }
    }
}

fn row(call: &Call<'_>, feed: Feed) -> FeedShown {
    let (house, view) = (call.house(), call.view());
    let next = next(&feed, (house.wall)(), &view.runtime.program.zone).map(Moment);
    let running = house.feeds.is_running(view.scope.vault(), &feed.kept.name);
    let Feed { kept, reading } = feed;
    let (every_minutes, daily_at) = match kept.schedule {
        Schedule::EveryMinutes(minutes) => (Some(minutes), None),
        Schedule::DailyAt(time) => (None, Some(time.strftime("%H:%M").to_string())),
    };
    let moment = |at: i64| Moment(Timestamp(at));
    FeedShown {
        id: kept.name,
        url: kept.url,
        kind: kept.kind,
        form: kept.form.map(FeedForm::from),
        secret: kept.authorization.is_some(),
        nodes: kept.nodes,
        every_minutes,
        daily_at,
        holds_hours: kept.holds_hours,
        running,
        tried: reading.tried.map(moment),
        good: reading.good.map(moment),
        next,
        items: reading.items,
        empty: reading.empty,
        cut: reading.cut,
        repeated: reading.repeated,
        unplaced: reading.unplaced,
        failure: reading.failure.map(|failure| FeedFailure {
            cause: failure.cause,
            passing: failure.is_passing,
            tries: failure.tries,
            since: Moment(failure.since),
        }),
    }
}

/// `GET /api/feeds`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<FeedShown>, Fault> {
    let all = call.house().feeds.list(call.view().scope.vault());
    Ok(all.into_iter().map(|feed| row(call, feed)).collect())
}

fn kept(call: &Call<'_>) -> Result<Kept, Fault> {
    let new: NewFeed = call.json()?;
    let house = call.house();
    let name = Name::new(&new.id).map_err(|error| unfit(format!("id: {error}")))?;
    if new.url.len() > URL_MAX {
        return Err(unfit(format!("url: it is longer than {URL_MAX} characters")));
    }
    let form = match (new.kind, new.form) {
        (FeedKind::Json, Some(form)) => {
            let form = JsonForm::from(form);
            form.check().map_err(|error| unfit(format!("form: {error}")))?;
            Some(form)
        }
        (FeedKind::Json, None) => return Err(unfit("form: a feed in JSON needs one")),
        (FeedKind::Rss | FeedKind::Wordpress, None) => None,
        (_, Some(_)) => return Err(unfit("form: only a feed in JSON has one")),
    };
    let known = house.feeds.find(call.view().scope.vault(), &new.id);
    let holds_hours = match new.holds_hours {
        None => known.as_ref().and_then(|known| known.kept.holds_hours),
        Some(hours) if hours > HOLDS_HOURS_MAX => {
            return Err(unfit(format!("holds_hours: allowed is up to {HOLDS_HOURS_MAX}")));
        }
        Some(hours) => (hours > 0).then_some(hours),
    };
    let authorization = match new.authorization.as_deref().map(str::trim) {
        // A secret is not sent to another host because somebody changed the address.
        None => known.filter(|known| known.kept.url == new.url).and_then(|known| known.kept.authorization),
        Some("") => None,
        Some(text) if text.len() > SECRET_MAX || !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) => {
            return Err(unfit("authorization: it is too long, or has a character that may not be there"));
        }
        Some(text) => Some(text.to_owned()),
    };
    if new.nodes.len() > TAGS_MAX {
        return Err(unfit(format!("nodes: there are more than {TAGS_MAX} tags")));
    }
    let catalogue = house.catalogue();
    let mut nodes = BTreeMap::new();
    for (tag, paths) in new.nodes {
        if let Some(path) = paths.iter().find(|path| catalogue.node_named(path).is_none()) {
            return Err(unfit(format!("nodes: there is no node \"{path}\" in the shop's tree")));
        }
        nodes.insert(tag.trim().to_lowercase(), paths);
    }
    let schedule = match (new.every_minutes, new.daily_at) {
        (None, None) => Schedule::EveryMinutes(MINUTES_USUAL),
        (Some(minutes @ 1..), None) => Schedule::EveryMinutes(minutes),
        (None, Some(time)) => match time.parse() {
            Ok(time) => Schedule::DailyAt(time),
            Err(_) => return Err(unfit("daily_at: it is no time of day; write it as \"06:30\"")),
        },
        _ => return Err(unfit("say either every_minutes, from 1 on, or daily_at")),
    };
    Ok(Kept {
        name: name.to_string(),
        url: new.url,
        kind: new.kind,
        form,
        authorization,
        nodes,
        schedule,
        holds_hours,
    })
}

/// `POST /api/feeds`: it is read at once.
pub(crate) fn put(call: &Call<'_>) -> Result<FeedShown, Fault> {
    let (house, vault) = (call.house(), call.view().scope.vault());
    let kept = kept(call)?;
    let name = kept.name.clone();
    house.admits_feed(&kept.url).map_err(|cause| unfit(format!("url: {cause}")))?;
    let all = house.feeds.list(vault);
    let is_known = all.iter().any(|feed| feed.kept.name == name);
    if !is_known && all.len() >= FEEDS_MAX {
        return Err(unfit(format!("there are {FEEDS_MAX} already; take one away first")));
    }
    house.put_feed(vault, kept)?;
    let what = if is_known { "feed_changed" } else { "feed_connected" };
    call.desk.access.note((house.wall)(), call.who(), Act { what, about: name.clone(), program: None })?;
    house.wake();
    house.feeds.find(vault, &name).map(|feed| row(call, feed)).ok_or(Fault::NotFound)
}

/// `POST /api/feeds/look`: asks it once; nothing is kept.
pub(crate) fn look(call: &Call<'_>) -> Result<FeedLooked, Fault> {
    let house = call.house();
    let kept = kept(call)?;
    let looked = house.look_at_feed(&kept, (None, None)).map_err(|trouble| unfit(trouble.cause))?;
    let told = looked.map(|looked| looked.told).unwrap_or_default();
    let catalogue = house.catalogue();
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let mut unplaced: Vec<String> = Vec::new();
    let mut first = Vec::new();
    let mut named = Named::new();
    for item in &told.items {
        let (nodes, unknown) = nodes_of(&kept, &catalogue, item, &mut named);
        let new: Vec<String> = unknown.into_iter().filter(|tag| !unplaced.contains(tag)).collect();
        unplaced.extend(new);
        if first.len() < SHOWN {
            let text = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
            first.push(FeedItem {
                title: item.title.to_string(),
                text: item.text.to_string(),
                picture: text(&item.picture),
                link: text(&item.link),
                tags: item.tags.iter().map(ToString::to_string).collect(),
                published: item.published.map(Moment),
                nodes: nodes.iter().filter_map(|node| catalogue.path_text(*node)).collect(),
            });
        }
    }
    unplaced.truncate(TAGS_MAX);
    Ok(FeedLooked {
        items: count(told.items.len()),
        empty: count(told.empty),
        cut: count(told.cut),
        repeated: count(told.repeated),
        first,
        unplaced,
    })
}

/// `DELETE /api/feeds/{id}`: its items leave the catalogue.
pub(crate) fn remove(call: &Call<'_>) -> Result<Nothing, Fault> {
    let (house, id) = (call.house(), call.part("id"));
    if !house.drop_feed(call.view().scope.vault(), id)? {
        return Err(Fault::NotFound);
    }
    let act = Act { what: "feed_disconnected", about: id.to_owned(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Nothing)
}

/// `POST /api/feeds/{id}/run`: it is read as soon as none other is.
pub(crate) fn run(call: &Call<'_>) -> Result<Nothing, Fault> {
    let house = call.house();
    match house.feeds.ask(call.view().scope.vault(), call.part("id")) {
        true => house.wake(),
        false => return Err(Fault::NotFound),
    }
    Ok(Nothing)
}

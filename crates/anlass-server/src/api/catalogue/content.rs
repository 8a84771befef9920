//! Content items: what feeds hold, and what a content system or somebody of the house tells one by one; and whom an item finds.

use super::telling::{TEXT_MAX, accepted, address, list as texts, maybe, moment, short, unfit};
use super::{CONTENT_MAX, NodeMeant, meant};
use crate::api::shape::{Moment, Nothing};
use crate::call::{Call, Fault};
use anlass_model::catalogue::{Catalogue, CatalogueChange, ContentItem};
use anlass_model::id::CategoryId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// As of an item of a feed.
const ITEM_TITLE_MAX: usize = 300;
const ITEM_TEXT_MAX: usize = 2_000;
const TAGS_MAX: usize = 50;

#[derive(Serialize, ToSchema)]
pub(crate) struct ContentShown {
    id: String,
    title: String,
    text: String,
    picture: Option<String>,
    link: Option<String>,
    tags: Vec<String>,
    from: Option<Moment>,
    until: Option<Moment>,
    /// The nodes that it hangs on.
    nodes: Vec<NodeMeant>,
    /// Whether it may be shown now: also not what a feed held that is silent for too long.
    holds: bool,
}

/// `GET /api/catalogue/content`
pub(crate) fn list(call: &Call<'_>) -> Result<Vec<ContentShown>, Fault> {
    let (catalogue, now) = (call.house().catalogue(), call.house().now());
    let silent = call.house().feeds.silent((call.house().wall)());
    let is_silent = |item: &ContentItem| silent.iter().any(|feed| item.id.starts_with(&**feed));
    let shown = |item: &ContentItem| ContentShown {
        id: item.id.to_string(),
        title: item.title.to_string(),
        text: item.text.to_string(),
        picture: item.picture.as_deref().map(str::to_owned),
        link: item.link.as_deref().map(str::to_owned),
        tags: item.tags.iter().map(ToString::to_string).collect(),
        from: item.from.map(Moment),
        until: item.until.map(Moment),
        nodes: catalogue.nodes_of_content(&item.id).into_iter().map(|node| meant(&catalogue, node)).collect(),
        holds: item.holds(now) && !is_silent(item),
    };
    Ok(catalogue.contents().take(CONTENT_MAX).map(shown).collect())
}

/// Whom a content item finds by itself.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContentAudience {
    /// People with a point of interest in one of its nodes, or under it.
    people: u64,
    /// Of everybody.
    of: u64,
    /// The same as a rule, for a mailing; null: it hangs on no node of the shop's tree.
    rule: Option<String>,
}

/// `GET /api/catalogue/content/{item}/audience`: one pass over everybody.
pub(crate) fn audience(call: &Call<'_>) -> Result<ContentAudience, Fault> {
    let (view, catalogue) = (call.view(), call.house().catalogue());
    let item = catalogue.contents().find(|item| *item.id == *call.part("item")).ok_or(Fault::NotFound)?;
    let nodes = catalogue.nodes_of_content(&item.id);
    let under: Vec<Vec<CategoryId>> = nodes.iter().map(|node| catalogue.under(*node)).collect();
    let found = view.runtime.interested(&view.scope, &under, call.house().now())?;
    let paths = nodes.iter().filter_map(|node| catalogue.path_text(*node));
    // A name with a quotation mark cannot stand in a rule.
    let rules = paths.filter(|path| !path.contains(['"', '\\']));
    let rules: Vec<String> =
        rules.map(|path| format!("interest.points(category = \"{path}\") >= 1")).collect();
    let rule = (!rules.is_empty()).then(|| rules.join(" || "));
    Ok(ContentAudience { people: found.matching, of: found.scanned, rule })
}

/// A content item as it is from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContentTold {
    #[schema(max_length = 300)]
    title: String,
    /// Plain text.
    #[serde(default)]
    #[schema(max_length = 2000)]
    text: String,
    picture: Option<String>,
    link: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    /// RFC 3339; absent: since ever.
    from: Option<String>,
    /// No longer shown from this moment on.
    until: Option<String>,
    /// Paths in the shop's tree, or ids of nodes; none: it suits everybody whom nothing else does.
    #[serde(default)]
    nodes: Vec<String>,
}

/// `PUT /api/catalogue/content/{item}`
pub(crate) fn put(call: &Call<'_>) -> Result<Nothing, Fault> {
    let told: ContentTold = call.json()?;
    let id = short("item", call.part("item"), TEXT_MAX)?;
    is_own(call, &id)?;
    let catalogue = call.house().catalogue();
    let (item, nodes) = told.item(id, &catalogue)?;
    let known = catalogue.contents().find(|known| known.id == item.id);
    if known.is_none() && catalogue.contents().count() >= CONTENT_MAX {
        return Err(unfit(format!("there are {CONTENT_MAX} content items already; take one away first")));
    }
    let is_same = known == Some(&item) && catalogue.nodes_of_content(&item.id) == nodes;
    let changes = match is_same {
        true => Vec::new(),
        false => vec![CatalogueChange::ContentPlaced { item: Box::new(item), nodes }],
    };
    accepted(call, &changes, ("content_changed", call.part("item")))
}

/// `DELETE /api/catalogue/content/{item}`
pub(crate) fn remove(call: &Call<'_>) -> Result<Nothing, Fault> {
    let id = call.part("item");
    is_own(call, id)?;
    let is_known = || call.house().catalogue().contents().any(|item| *item.id == *id);
    if !is_known() {
        // One that was told a moment ago is waited for.
        call.house().catch_up()?;
        if !is_known() {
            return Err(Fault::NotFound);
        }
    }
    accepted(call, &[CatalogueChange::ContentRemoved(id.into())], ("content_removed", id))
}

/// What a feed holds follows the feed: it would be as the feed says again at its next reading.
fn is_own(call: &Call<'_>, id: &str) -> Result<(), Fault> {
    let feed = id.split_once('/').map(|(feed, _)| feed);
    match feed.filter(|feed| call.house().feeds.find(call.view().scope.vault(), feed).is_some()) {
        Some(feed) => Err(unfit(format!(
            "item: what begins with \"{feed}/\" comes from the feed \"{feed}\"; change it there"
        ))),
        None => Ok(()),
    }
}

impl ContentTold {
    fn item(self, id: Box<str>, catalogue: &Catalogue) -> Result<(ContentItem, Vec<CategoryId>), Fault> {
        let (picture, link) = (maybe("picture", self.picture.as_ref())?, maybe("link", self.link.as_ref())?);
        address("picture", picture.as_deref())?;
        address("link", link.as_deref())?;
        let (from, until) = (moment("from", self.from.as_deref())?, moment("until", self.until.as_deref())?);
        if from.zip(until).is_some_and(|(from, until)| until <= from) {
            return Err(unfit("until: it ends before it begins"));
        }
        let mut nodes = BTreeSet::new();
        for path in texts("nodes", &self.nodes, TAGS_MAX)? {
            let node = catalogue.node_named(&path);
            let node =
                node.ok_or_else(|| unfit(format!("nodes: there is no node \"{path}\" in the shop's tree")))?;
            nodes.insert(catalogue.category(node));
        }
        let text = match self.text.trim() {
            "" => Box::default(),
            text => short("text", text, ITEM_TEXT_MAX)?,
        };
        let tags = texts("tags", &self.tags, TAGS_MAX)?.into_iter().map(Arc::from).collect();
        let title = short("title", &self.title, ITEM_TITLE_MAX)?;
        Ok((ContentItem { id, title, text, picture, link, tags, from, until }, nodes.into_iter().collect()))
    }
}

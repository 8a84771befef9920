//! The catalogue for whoever looks at it or asks by a program: articles found piece by piece, trees with counts, outlets
//! and content items. It says nothing about persons.

pub(crate) mod addresses;
pub(crate) mod article;
pub(crate) mod moving;
pub(crate) mod pools;
pub(crate) mod telling;

use super::money;
use super::shape::{Moment, Money};
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_model::catalogue::{
    Asked, Catalogue, ContentItem, Hours, Kind, Outlet, Placed, Scan, Strike, Wanted,
};
use anlass_model::id::{CategoryId, ProductId};
use anlass_model::time::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Articles of a page, and how many are looked at for it.
const PAGE: usize = 50;
const LOOKED_MAX: usize = 100_000;
/// Nodes and content items told at once.
const NODES_MAX: usize = 20_000;
const CONTENT_MAX: usize = 2_000;

/// A piece of the catalogue, looked through.
#[derive(Serialize, ToSchema)]
pub(crate) struct ArticlesFound {
    /// One whose number was asked for stands first; the order of the others says nothing, and is always the same.
    rows: Vec<ArticleFound>,
    /// Where to go on; null: everything was looked through. A piece may hold none and have a next one.
    next: Option<String>,
    /// Articles looked at for this answer, and of how many.
    looked: usize,
    articles: usize,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ArticleFound {
    number: String,
    name: String,
    brand: Option<String>,
    /// Names from the top down in the shop's own tree.
    category: Vec<String>,
    picture: Option<String>,
    /// For everyone everywhere; null: nobody told one that holds now.
    price: Option<Money>,
    /// What may be struck through beside it; null: nothing.
    lowest_before: Option<Money>,
    available: bool,
    /// Pieces in all; null: nobody counts them.
    pieces: Option<i64>,
    new: bool,
}

fn hex(id: u64) -> String {
    format!("{id:016x}")
}

fn hex_of(text: &str) -> Result<u64, Fault> {
    u64::from_str_radix(text, 16)
        .map_err(|_| Fault::Unreadable { cause: format!("\"{text}\" is no id of the catalogue") })
}

/// `GET /api/catalogue`
pub(crate) fn find(call: &Call<'_>) -> Result<ArticlesFound, Fault> {
    let (view, catalogue, now) = (call.view(), call.house().catalogue(), call.house().now());
    let kinds = call.asked("only").unwrap_or_default();
    let kinds = kinds.split(',').filter(|kind| !kind.is_empty()).map(|kind| match kind {
        "out_of_stock" => Ok(Kind::OutOfStock),
        "reduced" => Ok(Kind::Reduced),
        "new" => Ok(Kind::New),
        other => {
            let cause = format!("only: \"{other}\" is none of out_of_stock, reduced, new");
            Err(Fault::Unreadable { cause })
        }
    });
    let category = call.asked("category").map(|id| hex_of(&id)).transpose()?;
    let wanted = Wanted {
        words: call.asked("query").unwrap_or_default(),
        category: category.map(CategoryId),
        kinds: kinds.collect::<Result<_, _>>()?,
    };
    let after = call.asked("after").map(|id| hex_of(&id)).transpose()?;
    let scan = Scan { after: after.map(ProductId), found_max: PAGE, looked_max: LOOKED_MAX };
    let found = catalogue.search(&wanted, scan, now);
    let rows = found.articles.iter().filter_map(|id| row(&view, &catalogue, *id, now));
    Ok(ArticlesFound {
        rows: rows.collect(),
        next: found.next.map(|id| hex(id.0)),
        looked: found.looked,
        articles: catalogue.products(),
    })
}

fn row(view: &View, catalogue: &Catalogue, id: ProductId, now: Timestamp) -> Option<ArticleFound> {
    let product = catalogue.product(id)?;
    let everyone = Asked::default();
    let strike = catalogue.price_shards().get(id).map(|prices| prices.strike(everyone, now));
    let lowest = match strike {
        Some(Strike::Allowed(reduction)) => Some(money(view, reduction.lowest_before)),
        _ => None,
    };
    Some(ArticleFound {
        number: product.number.to_string(),
        name: product.name.to_string(),
        brand: product.brand.as_deref().map(str::to_owned),
        category: product.path.iter().map(ToString::to_string).collect(),
        picture: product
            .details
            .as_ref()
            .and_then(|details| details.pictures.first())
            .map(ToString::to_string),
        price: catalogue.price(id, everyone, now).map(|minor| money(view, minor)),
        lowest_before: lowest,
        available: catalogue.is_available(id),
        pieces: catalogue.stock_shards().get(id).and_then(|stock| stock.in_all()),
        new: catalogue.is_new(id, now),
    })
}

/// A node of a tree as it is named.
#[derive(Serialize, ToSchema)]
pub(crate) struct NodeNamed {
    id: String,
    name: String,
    /// By language, where its tree says so.
    names: BTreeMap<String, String>,
    /// Null: the shop's own tree.
    tree: Option<String>,
    /// The node that it means, if it was renamed or mapped.
    means: Option<NodeMeant>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct NodeMeant {
    id: String,
    /// Null: no article stands there, and its tree does not say.
    name: Option<String>,
}

fn meant(catalogue: &Catalogue, id: CategoryId) -> NodeMeant {
    NodeMeant { id: hex(id.0), name: catalogue.title_of(id).map(|name| name.to_string()) }
}

fn named(catalogue: &Catalogue, placed: &Placed) -> NodeNamed {
    NodeNamed {
        id: hex(placed.id.0),
        name: placed.name.to_string(),
        names: placed.names.iter().map(|(language, name)| (language.to_string(), name.to_string())).collect(),
        tree: placed.tree.as_deref().map(str::to_owned),
        means: placed.means.map(|id| meant(catalogue, id)),
    }
}

/// All trees, node by node.
#[derive(Serialize, ToSchema)]
pub(crate) struct CategoryTrees {
    nodes: Vec<CategoryNode>,
    /// Nodes that are not in here, where there are too many.
    more: usize,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CategoryNode {
    node: NodeNamed,
    /// Null: it is the top of its tree.
    parent: Option<String>,
    /// Articles that hang on it or on a node under it.
    articles: u64,
    /// Other ids that lead here: its earlier names, nodes of other trees that mean it.
    also: Vec<String>,
}

/// `GET /api/catalogue/categories`
pub(crate) fn categories(call: &Call<'_>) -> Result<CategoryTrees, Fault> {
    let catalogue = call.house().catalogue();
    let all = catalogue.trees();
    let more = all.len().saturating_sub(NODES_MAX);
    let nodes = all.iter().take(NODES_MAX).map(|node| CategoryNode {
        node: named(&catalogue, &node.placed),
        parent: node.parent.map(|parent| hex(parent.0)),
        articles: node.articles,
        also: node.also.iter().map(|id| hex(id.0)).collect(),
    });
    let mut nodes: Vec<CategoryNode> = nodes.collect();
    nodes.sort_by(|one, other| one.node.name.cmp(&other.node.name));
    Ok(CategoryTrees { nodes, more })
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OutletShown {
    number: String,
    name: String,
    /// Its price zone.
    zone: Option<String>,
    position: Option<OutletPosition>,
    hours: Vec<OutletHours>,
}

/// Millionths of a degree, north and east positive.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutletPosition {
    latitude: i32,
    longitude: i32,
}

/// Open on a day of the week (1: Monday), in minutes of its day.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutletHours {
    weekday: u8,
    from_minute: u16,
    until_minute: u16,
}

/// When an outlet is open.
pub(crate) fn hours(outlet: &Outlet) -> Vec<OutletHours> {
    let told = outlet.hours.iter().map(|Hours { weekday, from_minute, until_minute }| OutletHours {
        weekday: *weekday,
        from_minute: *from_minute,
        until_minute: *until_minute,
    });
    told.collect()
}

/// `GET /api/catalogue/outlets`
pub(crate) fn outlets(call: &Call<'_>) -> Result<Vec<OutletShown>, Fault> {
    let catalogue = call.house().catalogue();
    let outlets = catalogue.outlets().map(|outlet| OutletShown {
        number: outlet.number.to_string(),
        name: outlet.name.to_string(),
        zone: outlet.zone.as_deref().map(str::to_owned),
        position: outlet.position.map(|at| OutletPosition { latitude: at.latitude, longitude: at.longitude }),
        hours: hours(outlet),
    });
    let mut outlets: Vec<OutletShown> = outlets.collect();
    outlets.sort_by(|one, other| one.number.cmp(&other.number));
    Ok(outlets)
}

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
    /// Whether it may be shown now.
    holds: bool,
}

/// `GET /api/catalogue/content`
pub(crate) fn content(call: &Call<'_>) -> Result<Vec<ContentShown>, Fault> {
    let (catalogue, now) = (call.house().catalogue(), call.house().now());
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
        holds: item.holds(now),
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

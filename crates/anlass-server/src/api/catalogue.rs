//! The catalogue for whoever looks at it or asks by a program: articles found piece by piece, and trees with counts. It says
//! nothing about persons.

pub(crate) mod addresses;
pub(crate) mod article;
pub(crate) mod content;
pub(crate) mod moving;
pub(crate) mod outlets;
pub(crate) mod pools;
pub(crate) mod telling;

use super::money;
use super::shape::Money;
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_model::catalogue::{Asked, Catalogue, Kind, Placed, Scan, Strike, Wanted};
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
    let lowest = match catalogue.strike(id, everyone, now) {
        Strike::Allowed(reduction) => Some(money(view, reduction.lowest_before)),
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

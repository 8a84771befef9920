//! What an event says and no list knows: numbers of articles and outlets, and what a server calls an article.

use super::event::{CODE_CHARS_MAX, code};
use super::page::NUMBERS;
use super::{Target, Trust};
use crate::json::Json;
use anlass_model::catalogue::{Mention, Named};
use anlass_model::event::{Body, Item, Line, Place};
use anlass_model::id::{OutletId, ProductId};

/// What an event that was understood names for the first time. What everybody may send calls nothing by a name, and makes
/// no outlet.
pub(super) fn of(json: &Json<'_>, bodies: &[Body], target: &Target<'_>) -> Vec<Mention> {
    let is_new = |product: &ProductId| !target.catalogue.has_heard_of(*product);
    let new: Vec<ProductId> = bodies.iter().flat_map(products).filter(is_new).collect();
    let outlet = bodies.iter().find_map(outlet);
    let outlet = outlet.filter(|outlet| target.catalogue.outlet(*outlet).is_none());
    if new.is_empty() && outlet.is_none() {
        return Vec::new();
    }
    let Some(properties) = json.get("properties") else { return Vec::new() };
    let mut mentions = Vec::new();
    if let (Some(outlet), Trust::Server) = (outlet, target.trust)
        && let Ok(Some(number)) = code(properties, "outlet_id", "")
        && OutletId::of(number) == outlet
    {
        mentions.push(Mention::Outlet(number.into()));
    }
    let listed = properties.get("products").and_then(Json::list).unwrap_or_default();
    for product in [properties].into_iter().chain(properties.get("product")).chain(listed) {
        let numbers = NUMBERS.iter().filter_map(|name| code(product, name, "").ok().flatten());
        let Some(number) = numbers.into_iter().find(|number| new.contains(&ProductId::of(number))) else {
            continue;
        };
        let name = product.get("name").and_then(Json::text).map(str::trim);
        let name = name.filter(|name| !name.is_empty() && name.chars().count() <= CODE_CHARS_MAX);
        let name = name.filter(|_| target.trust == Trust::Server);
        mentions.push(Mention::Article(Named { number: number.into(), name: name.map(Into::into) }));
    }
    mentions
}

fn products(body: &Body) -> Vec<ProductId> {
    let of_lines = |lines: &[Line]| lines.iter().map(|line| line.item.product).collect();
    let of_item = |item: &Option<Item>| item.iter().map(|item| item.product).collect();
    match body {
        Body::Viewed(item) => of_item(item),
        Body::Acted(action) => of_item(&action.item),
        Body::CartAdded(line) | Body::CartRemoved(line) => vec![line.item.product],
        Body::Ordered(order) => of_lines(&order.lines),
        Body::Returned { lines, .. } | Body::Cancelled { lines, .. } => of_lines(lines),
        _ => Vec::new(),
    }
}

fn outlet(body: &Body) -> Option<OutletId> {
    match body {
        Body::Ordered(order) => match order.place {
            Place::Outlet(outlet) => Some(outlet),
            Place::Online => None,
        },
        Body::Acted(action) => action.outlet,
        _ => None,
    }
}

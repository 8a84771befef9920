//! Which article a page or a line is about: by the numbers it states, else by its address, if that leads to an article
//! the catalogue knows.

use super::Reason;
use super::event::code;
use crate::json::Json;
use anlass_model::catalogue::Catalogue;
use anlass_model::event::Item;
use anlass_model::id::ProductId;

/// Names under which senders state an article's number, the likeliest first.
pub(super) const NUMBERS: [&str; 4] = ["product_id", "productId", "sku", "variant_id"];
const NUMBERS_IN_QUERY: [&str; 6] = ["product_id", "product", "sku", "article", "variant", "id"];

/// The article of a product object; one that the catalogue knows is preferred, be it the second number.
pub(super) fn item(product: &Json<'_>, place: &str, catalogue: &Catalogue) -> Result<Option<Item>, Reason> {
    let mut first = None;
    for name in NUMBERS {
        let Some(number) = code(product, name, place)? else { continue };
        if catalogue.product(ProductId::of(number)).is_some() {
            return Ok(Some(catalogue.item(number)));
        }
        first = first.or(Some(number));
    }
    Ok(first.map(|number| catalogue.item(number)))
}

/// The article of a page view, if it shows one.
pub(super) fn product(json: &Json<'_>, catalogue: &Catalogue) -> Result<Option<Item>, Reason> {
    let properties = json.get("properties");
    if let Some(properties) = properties {
        if let Some(item) = item(properties, "properties.", catalogue)? {
            return Ok(Some(item));
        }
        if let Some(product) = properties.get("product")
            && let Some(item) = item(product, "properties.product.", catalogue)?
        {
            return Ok(Some(item));
        }
    }
    let page = json.get("context").and_then(|context| context.get("page"));
    let url = |parent: Option<&Json<'_>>| -> Option<Item> {
        let parent = parent?;
        let text = parent.get("url").or_else(|| parent.get("path"))?.text()?;
        of_url(text, catalogue)
    };
    Ok(url(properties).or_else(|| url(page)))
}

fn of_url(url: &str, catalogue: &Catalogue) -> Option<Item> {
    number_of_url(url, catalogue).map(|number| catalogue.item(number))
}

/// The number of the article that an address is about: by the patterns the organisation declared or a slug, else by a
/// number in which its path ends or that stands in its query.
#[must_use]
pub fn number_of_url<'c>(url: &str, catalogue: &'c Catalogue) -> Option<&'c str> {
    if let Some(found) = catalogue.resolve(url) {
        return catalogue.product(found.product).map(|known| &*known.number);
    }
    let url = url.split('#').next().unwrap_or(url);
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let known = |number: &str| {
        let product = catalogue.product(ProductId::of(number))?;
        (&*product.number == number).then_some(&*product.number)
    };
    let in_query = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut in_query = in_query.filter(|(name, _)| NUMBERS_IN_QUERY.contains(name));
    if let Some(number) = in_query.find_map(|(_, number)| known(number)) {
        return Some(number);
    }
    let last = path.trim_end_matches('/').rsplit_once('/')?.1;
    let last = last.split_once('.').map_or(last, |(name, _)| name);
    let end = last.rsplit_once('-').map_or(last, |(_, end)| end);
    [Some(last), Some(end), end.strip_prefix('p')].into_iter().flatten().find_map(known)
}

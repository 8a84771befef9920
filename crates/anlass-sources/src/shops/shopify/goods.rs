//! Shopify's articles and their stock. An article here is a variant there; stock is told by the id of a stock item, which
//! only the product's own delivery connects with a number.

use crate::collector::Reason;
use crate::decimal;
use crate::json::Json;
use crate::understood::words::{list, minor, time, word};
use crate::understood::{Change, ProductChange, StockChange, Story, Why, Written};

pub(super) fn written(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let at = time(json, &[&["updated_at"], &["created_at"]]);
    let product = word(json, &["id"]);
    let variants = list(json, &["variants"]);
    if variants.is_empty() {
        return story.leave_out(topic, Why::Unfit(Reason::Missing { place: "variants" }));
    }
    for (index, variant) in variants.iter().enumerate() {
        let place = format!("{topic}, variants[{index}]");
        let ids: Vec<Box<str>> = [word(variant, &["id"]), word(variant, &["inventory_item_id"])]
            .into_iter()
            .flatten()
            .map(Box::from)
            .collect();
        let number = word(variant, &["sku"]).or(word(variant, &["id"]));
        let Some(number) = number else {
            story.leave_out(&place, Why::Unfit(Reason::Missing { place: "sku" }));
            continue;
        };
        let change = Change::Written(Box::new(described(story, json, variant, product)));
        story.understood.products.push(ProductChange { ids, number: Some(number.into()), at, change });
        let tracked = word(variant, &["inventory_management"]).is_some();
        if let Some(pieces) = word(variant, &["inventory_quantity"]).filter(|_| tracked).and_then(pieces) {
            story.understood.stock.push(StockChange { number: number.into(), outlet: None, pieces, at });
        }
    }
}

fn described(story: &Story<'_, '_>, json: &Json<'_>, variant: &Json<'_>, product: Option<&str>) -> Written {
    let currency = story.known.settings.currency;
    let name = word(json, &["title"]).map(|title| match word(variant, &["title"]) {
        // What Shopify calls the one variant of a product without variants.
        Some("Default Title") | None => title.to_owned(),
        Some(variant) => format!("{title}, {variant}"),
    });
    let own_image = word(variant, &["image_id"]).and_then(|wanted| {
        let images = list(json, &["images"]);
        images
            .iter()
            .find(|image| word(image, &["id"]) == Some(wanted))
            .and_then(|image| word(image, &["src"]))
    });
    Written {
        name: name.map(Box::from),
        price: minor(variant, &["price"], currency),
        list_price: minor(variant, &["compare_at_price"], currency),
        group: product.map(Box::from),
        categories: word(json, &["product_type"]).map(Box::from).into_iter().collect(),
        url: word(json, &["handle"]).map(|handle| format!("/products/{handle}").into()),
        image: own_image.or(word(json, &["image", "src"])).map(Box::from),
        is_public: word(json, &["status"]).map(|status| status == "active"),
    }
}

fn pieces(text: &str) -> Option<i64> {
    decimal::integer(text).ok()?.parse().ok()
}

/// The product's id stands for all of its variants; which they were, the catalogue knows by their group.
pub(super) fn deleted(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let Some(id) = word(json, &["id"]) else {
        return story.leave_out(topic, Why::Unfit(Reason::Missing { place: "id" }));
    };
    let number = story.known.articles.get(id).cloned();
    let change = ProductChange { ids: vec![id.into()], number, at: None, change: Change::Deleted };
    story.understood.products.push(change);
}

pub(super) fn stock(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let unfit = |place| Why::Unfit(Reason::Missing { place });
    let Some(item) = word(json, &["inventory_item_id"]) else {
        return story.leave_out(topic, unfit("inventory_item_id"));
    };
    let Some(pieces) = word(json, &["available"]).and_then(pieces) else {
        return story.leave_out(topic, unfit("available"));
    };
    let Some(number) = story.known.articles.get(item).cloned() else {
        let cure = "subscribe to \"products/update\" as well: it says which article a stock item is";
        return story.leave_out(topic, Why::OnlyNamed { cure });
    };
    let outlet = word(json, &["location_id"]).map(Box::from);
    let at = time(json, &[&["updated_at"]]);
    story.understood.stock.push(StockChange { number, outlet, pieces, at });
}

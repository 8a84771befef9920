//! Matomo: visits with their actions. What was looked at, orders, and carts that were left.

use super::{Export, said};
use crate::collector::Reason;
use crate::json::Json;
use crate::understood::Why;
use crate::understood::words::{copy, list, object, time_text, word};
use anlass_model::time::Timestamp;

pub(super) fn visit(export: &mut Export<'_, '_>, place: &str, json: &Json<'_>) {
    let Some(visit) = word(json, &["idVisit"]) else {
        return export.story.leave_out(place, Why::Unfit(Reason::Missing { place: "idVisit" }));
    };
    let site = word(json, &["idSite"]).unwrap_or_default();
    let currency = copy(json, &["siteCurrency"]);
    for (index, action) in list(json, &["actionDetails"]).iter().enumerate() {
        if index > 0 {
            export.end_telling();
        }
        let place = format!("{place}.actionDetails[{index}]");
        let number = index.to_string();
        self::action(
            export,
            &Action { place: &place, visit: json, ids: [site, visit, &number], action, currency: &currency },
        );
    }
}

struct Action<'v, 'j> {
    place: &'v str,
    visit: &'v Json<'j>,
    /// Site, visit, and which one of the visit.
    ids: [&'v str; 3],
    action: &'v Json<'j>,
    currency: &'v Json<'j>,
}

fn action(export: &mut Export<'_, '_>, told: &Action<'_, '_>) {
    let kind = word(told.action, &["type"]).unwrap_or("action");
    let properties = match kind {
        "action" => page(told.action),
        "ecommerceOrder" => vec![
            ("order_id", copy(told.action, &["orderId"])),
            ("currency", told.currency.clone()),
            ("products", Json::List(list(told.action, &["itemDetails"]).iter().map(line).collect())),
        ],
        "ecommerceAbandonedCart" => return cart(export, told),
        other => return export.unused(other),
    };
    let event = match kind {
        "ecommerceOrder" => "Order Completed",
        _ if properties.iter().any(|(name, value)| *name == "product_id" && *value != Json::Null) => {
            "Product Viewed"
        }
        _ => "page",
    };
    say(export, told, event, time(told), properties, "");
}

fn time(told: &Action<'_, '_>) -> Option<Timestamp> {
    let paths: [&[&str]; 1] = [&["timestamp"]];
    crate::understood::words::time(told.action, &paths)
        .or(crate::understood::words::time(told.visit, &[&["serverTimestamp"]]))
}

fn say<'j>(
    export: &mut Export<'_, '_>,
    told: &Action<'_, '_>,
    event: &str,
    at: Option<Timestamp>,
    properties: Vec<(&'static str, Json<'j>)>,
    part: &str,
) {
    // A visit without a moment would be one of today.
    if at.is_none() {
        return export.story.leave_out(told.place, Why::Unfit(Reason::Missing { place: "timestamp" }));
    }
    let who = (word(told.visit, &["userId"]), word(told.visit, &["visitorId"]));
    let [site, visit, index] = told.ids;
    let message = export.story.known.message(&["matomo", site, visit, index, part]);
    let event = said(event, who, time_text(at), properties);
    export.say(told.place, message, at, &event);
}

fn page<'j>(action: &Json<'j>) -> Vec<(&'static str, Json<'j>)> {
    vec![("product_id", copy(action, &["productViewSku"])), ("url", copy(action, &["url"]))]
}

fn line<'j>(item: &Json<'j>) -> Json<'j> {
    object(vec![
        ("product_id", copy(item, &["itemSKU"])),
        ("quantity", copy(item, &["quantity"])),
        ("price", copy(item, &["price"])),
    ])
}

/// What lay in the cart when it was left, whatever lay in it before.
fn cart(export: &mut Export<'_, '_>, told: &Action<'_, '_>) {
    let at = time(told);
    let before = at.map(|at| Timestamp(at.0.saturating_sub(1)));
    for (index, item) in list(told.action, &["itemDetails"]).iter().enumerate() {
        let properties = vec![
            ("product_id", copy(item, &["itemSKU"])),
            ("quantity", copy(item, &["quantity"])),
            ("price", copy(item, &["price"])),
            ("currency", told.currency.clone()),
        ];
        say(export, told, "Product Added", at, properties, &index.to_string());
    }
    // Last, so that the cart is at no time empty.
    say(export, told, "Cart Cleared", before, Vec::new(), "emptied");
}

//! GA4 as it is exported to BigQuery: one row an event, moments in millionths of a second, parameters as a list of keys
//! and values. A row has no id of its own, so its bytes stand for it.

use super::{Export, said};
use crate::collector::Reason;
use crate::json::Json;
use crate::understood::Why;
use crate::understood::words::{at, copy, list, object, text, time_text, word};
use anlass_model::time::Timestamp;

/// Articles looked at in one event; each becomes an arrival of its own.
const VIEWS_MAX: usize = 20;

pub(super) fn event(export: &mut Export<'_, '_>, place: &str, raw: &[u8], json: &Json<'_>) {
    let missing = |place| Why::Unfit(Reason::Missing { place });
    let Some(name) = word(json, &["event_name"]) else {
        return export.story.leave_out(place, missing("event_name"));
    };
    let micros: Option<i64> = word(json, &["event_timestamp"]).and_then(|text| text.parse().ok());
    let Some(micros) = micros else { return export.story.leave_out(place, missing("event_timestamp")) };
    let at = Timestamp(micros.div_euclid(1_000));
    let raw = String::from_utf8_lossy(raw);
    let items = list(json, &["items"]);
    let place = if place.is_empty() { name.to_owned() } else { format!("{place}, {name}") };
    let told = Told { place: &place, raw: raw.trim(), json, at };
    let currency = || parameter(json, "currency").unwrap_or(Json::Null);
    let products = || Json::List(items.iter().map(line).collect());
    let order = || copy(json, &["ecommerce", "transaction_id"]);
    match name {
        "page_view" | "screen_view" => {
            let url = parameter(json, "page_location").unwrap_or(Json::Null);
            told.say(export, "page", vec![("url", url)], "");
        }
        "view_item" => {
            for (index, item) in items.iter().take(VIEWS_MAX).enumerate() {
                let properties = vec![("product_id", copy(item, &["item_id"]))];
                told.say(export, "Product Viewed", properties, &index.to_string());
            }
            if items.is_empty() {
                export.story.leave_out(&place, missing("items"));
            }
        }
        "add_to_cart" | "remove_from_cart" => {
            let event = if name == "add_to_cart" { "Product Added" } else { "Product Removed" };
            told.say(export, event, vec![("products", products()), ("currency", currency())], "");
        }
        "begin_checkout" | "view_cart" => told.say(export, "Checkout Started", Vec::new(), ""),
        "purchase" => {
            let coupon = parameter(json, "coupon").unwrap_or(Json::Null);
            let properties = vec![
                ("order_id", order()),
                ("currency", currency()),
                ("coupon", coupon),
                ("products", products()),
            ];
            told.say(export, "Order Completed", properties, "");
        }
        "refund" => {
            let properties = vec![("order_id", order()), ("currency", currency()), ("products", products())];
            told.say(export, "Order Refunded", properties, "");
        }
        other => told.say_own(export, other),
    }
}

/// A row.
struct Told<'v, 'j> {
    place: &'v str,
    raw: &'v str,
    json: &'v Json<'j>,
    at: Timestamp,
}

impl<'j> Told<'_, 'j> {
    fn who(&self) -> (Option<&str>, Option<&str>) {
        (word(self.json, &["user_id"]), word(self.json, &["user_pseudo_id"]))
    }

    fn say(
        &self,
        export: &mut Export<'_, '_>,
        event: &str,
        properties: Vec<(&'static str, Json<'j>)>,
        part: &str,
    ) {
        let message = export.story.known.message(&["ga4", self.raw, part]);
        let event = said(event, self.who(), time_text(Some(self.at)), properties);
        export.say(self.place, message, Some(self.at), &event);
    }

    /// An event type of the organisation, with the parameters as its fields; counted where none is declared.
    fn say_own(&self, export: &mut Export<'_, '_>, name: &str) {
        let folded = crate::collector::fold(name);
        let declared = &export.story.known.settings.events;
        if !declared.keys().any(|known| crate::collector::fold(known.as_str()) == folded) {
            return export.unused(name);
        }
        let mut event = said(name, self.who(), time_text(Some(self.at)), Vec::new());
        let parameters = list(self.json, &["event_params"]).iter().filter_map(|parameter| {
            let key = word(parameter, &["key"])?;
            Some((key.to_owned().into(), value(parameter)?))
        });
        if let Json::Object(members) = &mut event {
            members.push(("properties".into(), Json::Object(parameters.collect())));
        }
        let message = export.story.known.message(&["ga4", self.raw, ""]);
        export.say(self.place, message, Some(self.at), &event);
    }
}

fn parameter<'j>(json: &Json<'j>, key: &str) -> Option<Json<'j>> {
    let found = list(json, &["event_params"]).iter().find(|parameter| word(parameter, &["key"]) == Some(key));
    found.and_then(value)
}

/// A parameter's value stands under the name of its type. Numbers come as texts where they are whole.
fn value<'j>(parameter: &Json<'j>) -> Option<Json<'j>> {
    let types = ["string_value", "int_value", "double_value", "float_value"];
    types.iter().find_map(|name| at(parameter, &["value", name]).cloned())
}

fn line<'j>(item: &Json<'j>) -> Json<'j> {
    // What the export writes where nothing was set.
    let set = |name: &str| match word(item, &[name]) {
        Some("(not set)") | None => Json::Null,
        Some(word) => text(word.to_owned()),
    };
    object(vec![("product_id", set("item_id")), ("quantity", set("quantity")), ("price", set("price"))])
}

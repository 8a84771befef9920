//! Shopify. The topic stands in a header, which is not signed, so ids come from what the signed body says: the same act
//! told by several topics is one. Refunds come with `orders/updated`, because `refunds/create` does not say whose they
//! are.

mod goods;
mod people;

use super::line::{Line, Total, sum};
use super::{Headers, Refused, Understood, topic, unknown_topic};
use crate::json::Json;
use crate::understood::words::{Person, at, copy, id_of, list, object, print, stamp, text, time, word};
use crate::understood::{Knowledge, Story, Why, read};
use std::borrow::Cow;

const TOPIC: &str = "X-Shopify-Topic";

pub(super) const TOPICS: &[&str] = &[
    "customers/create",
    "customers/update",
    "customers/enable",
    "customers/disable",
    "customers/delete",
    "customers_email_marketing_consent/update",
    "customers_marketing_consent/update",
    "carts/create",
    "carts/update",
    "checkouts/create",
    "checkouts/update",
    "orders/create",
    "orders/updated",
    "orders/edited",
    "orders/paid",
    "orders/cancelled",
    "orders/fulfilled",
    "orders/partially_fulfilled",
    "refunds/create",
    "fulfillments/create",
    "fulfillments/update",
    "products/create",
    "products/update",
    "products/delete",
    "inventory_levels/connect",
    "inventory_levels/update",
    "customers/data_request",
    "customers/redact",
    "shop/redact",
];

pub(super) fn decode(
    headers: Headers<'_>,
    body: &[u8],
    known: &Knowledge<'_>,
) -> Result<Understood, Refused> {
    let topic = topic(headers, TOPIC)?;
    let json = read(body)?;
    if !matches!(json, Json::Object(_)) {
        return Err(Refused::Malformed { place: "the body".into(), wanted: "an object" });
    }
    let mut story = Story::new(known);
    match topic {
        "customers/create" | "customers/update" | "customers/enable" | "customers/disable" => {
            people::written(&mut story, topic, &json);
        }
        "customers_email_marketing_consent/update" => people::email_consent(&mut story, topic, &json),
        "customers_marketing_consent/update" => people::sms_consent(&mut story, topic, &json),
        "customers/delete" | "customers/redact" | "customers/data_request" | "shop/redact" => {
            people::private(&mut story, topic, &json);
        }
        "carts/create" | "carts/update" | "checkouts/create" | "checkouts/update" => {
            cart(&mut story, topic, &json);
        }
        "orders/create" => placed(&mut story, topic, &json),
        "orders/updated" | "orders/cancelled" => changed(&mut story, topic, &json),
        "orders/paid" => state(&mut story, topic, &json, "order.paid", &[&["processed_at"], &["updated_at"]]),
        "orders/fulfilled" | "orders/partially_fulfilled" => {
            state(&mut story, topic, &json, "order.shipped", &[&["updated_at"]]);
        }
        "fulfillments/create" | "fulfillments/update" => shipped(&mut story, topic, &json),
        "refunds/create" => story.leave_out(
            topic,
            Why::WithoutUse {
                cause: "a refund does not say whose it is",
                cure: "subscribe to \"orders/updated\" as well: there it stands beside its customer",
            },
        ),
        "orders/edited" => story.leave_out(
            topic,
            Why::OnlyNamed { cure: "subscribe to \"orders/updated\" as well: it has the whole order" },
        ),
        "products/create" | "products/update" => goods::written(&mut story, topic, &json),
        "products/delete" => goods::deleted(&mut story, topic, &json),
        "inventory_levels/connect" | "inventory_levels/update" => goods::stock(&mut story, topic, &json),
        _ => story.leave_out(topic, unknown_topic(topic, TOPICS)),
    }
    Ok(story.understood)
}

/// Whose an order or checkout is.
fn customer<'j>(known: &Knowledge<'_>, json: &Json<'_>) -> Person<'j> {
    let address = ["email", "contact_email"].iter().find_map(|name| word(json, &[name]));
    Person::of(known, word(json, &["customer", "id"]), address.or(word(json, &["customer", "email"])))
}

/// With its variant, where the shop says so.
fn called<'j>(line: &Json<'j>) -> Json<'j> {
    at(line, &["name"]).or(at(line, &["title"])).cloned().unwrap_or(Json::Null)
}

fn line<'j>(json: &Json<'j>, known: &Knowledge<'_>) -> Json<'j> {
    let currency = known.settings.currency;
    let quantity = copy(json, &["quantity"]);
    // What is taken off stands per discount; older versions have one number for all.
    let less = match at(json, &["discount_allocations"]).and_then(Json::list) {
        Some(parts) => sum(parts, "amount", currency),
        None => sum(std::slice::from_ref(json), "total_discount", currency).or(Some(0)),
    };
    let total = Total::of_pieces(at(json, &["price"]), &quantity, less, currency);
    let numbers = [word(json, &["sku"]), word(json, &["variant_id"]), word(json, &["product_id"])];
    Line { numbers, name: called(json), quantity, total }.said(currency)
}

fn lines<'j>(json: &Json<'j>, known: &Knowledge<'_>) -> Json<'j> {
    Json::List(list(json, &["line_items"]).iter().map(|item| line(item, known)).collect())
}

/// Carts are told whole: what lay in it before is taken out, and what lies in it now is put in.
fn cart(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    if at(json, &["completed_at"]).is_some() {
        let cure = "nothing: the order itself comes with \"orders/create\"";
        return story.leave_out(topic, Why::WithoutUse { cause: "the checkout has become an order", cure });
    }
    let known = story.known;
    let token = word(json, &["cart_token"]).or(word(json, &["token"])).or(word(json, &["id"]));
    let cookie = token.map_or(Json::Null, |token| text(format!("cart {token}")));
    let stated = time(json, &[&["updated_at"], &["created_at"]]);
    let changed = stated.unwrap_or(known.received.0);
    let stamp = stamp(json, stated);
    let name = token.map_or_else(|| print(json), str::to_owned);
    // A checkout says whose the cart is: both are told, the later one is how it stands.
    let kind = topic.split('/').next().unwrap_or_default();
    let message = |part: &str| known.message(&["shopify", kind, &name, &stamp, part]);
    let currency = word(json, &["currency"]).map_or(Json::Null, |currency| text(currency.to_owned()));
    for (index, item) in list(json, &["line_items"]).iter().enumerate() {
        let Json::Object(mut properties) = line(item, known) else { continue };
        if currency != Json::Null {
            properties.push((Cow::Borrowed("currency"), currency.clone()));
        }
        let who = customer(known, json);
        let added =
            who.did_anonymously("Product Added", Some(changed), Json::Object(properties), cookie.clone());
        story.say(&format!("{topic}, line_items[{index}]"), message(&index.to_string()), &added);
    }
    // Everything up to that moment is gone with it, and what lies in it now came a moment later. It is told last, so that
    // the cart is at no time empty, for whoever empties a cart is done with it.
    let before = Some(anlass_model::time::Timestamp(changed.0.saturating_sub(1)));
    let nothing = Json::Object(Vec::new());
    let cleared = customer(known, json).did_anonymously("Cart Cleared", before, nothing, cookie);
    story.say(topic, message("emptied"), &cleared);
}

fn order_number(known: &Knowledge<'_>, json: &Json<'_>) -> Option<String> {
    word(json, &["id"]).map(|id| known.number(id))
}

fn own<'j>(word: Option<&str>) -> Json<'j> {
    word.map_or(Json::Null, |word| text(word.to_owned()))
}

fn placed(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let known = story.known;
    let is_till = word(json, &["source_name"]) == Some("pos");
    let properties = object(vec![
        ("order_id", order_number(known, json).map_or(Json::Null, text)),
        ("currency", own(word(json, &["currency"]))),
        ("coupon", own(list(json, &["discount_codes"]).first().and_then(|code| word(code, &["code"])))),
        ("outlet_id", own(word(json, &["location_id"]).filter(|_| is_till))),
        ("products", lines(json, known)),
    ]);
    let at = time(json, &[&["processed_at"], &["created_at"]]);
    let said = customer(known, json).did("Order Completed", at, properties);
    story.say(topic, known.message(&["shopify order", &id_of(json, "id")]), &said);
}

/// What became of an order: refunds, each told once however often the order changes, and its end.
fn changed(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let known = story.known;
    let order = &*id_of(json, "id");
    let number = || order_number(known, json).map_or(Json::Null, text);
    let mut is_new = false;
    if at(json, &["cancelled_at"]).is_some() {
        let properties = object(vec![("order_id", number())]);
        let said = customer(known, json).did("Order Cancelled", time(json, &[&["cancelled_at"]]), properties);
        story.say(topic, known.message(&["shopify cancelled", order]), &said);
        is_new = true;
    }
    for (index, refund) in list(json, &["refunds"]).iter().enumerate() {
        let back = list(refund, &["refund_line_items"]);
        // Money without articles; without lines the whole order would count as returned.
        if back.is_empty() || at(json, &["cancelled_at"]).is_some() {
            continue;
        }
        let products = back.iter().map(|item| refunded(item, known)).collect();
        let properties = object(vec![
            ("order_id", number()),
            ("currency", own(word(json, &["currency"]))),
            ("products", Json::List(products)),
        ]);
        let at = time(refund, &[&["processed_at"], &["created_at"]]);
        let said = customer(known, json).did("Order Refunded", at, properties);
        let message = known.message(&["shopify refund", &id_of(refund, "id"), order]);
        story.say(&format!("{topic}, refunds[{index}]"), message, &said);
        is_new = true;
    }
    if !is_new {
        let cause =
            "nothing changed that an order here has: it is neither cancelled nor are articles returned";
        story.leave_out(
            topic,
            Why::WithoutUse { cause, cure: "nothing: later changes of the order come as well" },
        );
    }
}

fn refunded<'j>(json: &Json<'j>, known: &Knowledge<'_>) -> Json<'j> {
    let item = at(json, &["line_item"]).unwrap_or(json);
    let currency = known.settings.currency;
    let quantity = copy(json, &["quantity"]);
    // The subtotal is what came back for these pieces, after discounts.
    let total = match at(json, &["subtotal"]) {
        Some(subtotal) => Total::stated(Some(subtotal), None, currency),
        None => Total::of_pieces(at(item, &["price"]), &quantity, Some(0), currency),
    };
    let numbers = [word(item, &["sku"]), word(item, &["variant_id"]), word(item, &["product_id"])];
    Line { numbers, name: called(item), quantity, total }.said(currency)
}

/// A state of an order that only an event type of the organisation holds.
fn state(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>, event: &'static str, times: &[&[&str]]) {
    let known = story.known;
    let order = &*id_of(json, "id");
    let properties = object(vec![
        ("order_id", order_number(known, json).map_or(Json::Null, text)),
        ("value", at(json, &["total_price"]).map_or(Json::Null, as_number)),
        ("currency", own(word(json, &["currency"]))),
    ]);
    let said = customer(known, json).did(event, time(json, times), properties);
    story.say_own(topic, known.message(&["shopify", event, order, topic]), &said, true);
}

/// The value of an own event is a number; amounts come as texts.
fn as_number<'j>(value: &Json<'j>) -> Json<'j> {
    match value {
        Json::Text(Cow::Borrowed(digits)) => Json::Number(digits),
        _ => Json::Null,
    }
}

fn shipped(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let known = story.known;
    let cause = "the parcel is not on its way yet, or never will be";
    if word(json, &["status"]) != Some("success") {
        let cure = "nothing: the shop tells when it is";
        return story.leave_out(topic, Why::WithoutUse { cause, cure });
    }
    let order = word(json, &["order_id"]).map(|id| known.number(id));
    let properties = object(vec![
        ("order_id", order.map_or(Json::Null, text)),
        ("tracking_number", own(word(json, &["tracking_number"]))),
        ("tracking_url", own(word(json, &["tracking_url"]))),
        ("carrier", own(word(json, &["tracking_company"]))),
    ]);
    let who = Person::of(known, None, word(json, &["email"]));
    let said = who.did("order.shipped", time(json, &[&["created_at"]]), properties);
    story.say_own(topic, known.message(&["shopify parcel", &id_of(json, "id")]), &said, true);
}

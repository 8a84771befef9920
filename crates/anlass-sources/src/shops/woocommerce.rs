//! WooCommerce. A delivery's own id is new for every attempt, so ids come from what the body says. An order comes
//! whole each time anything about it changes; what it became is read from its status.

use super::line::{Line, Total};
use super::{Headers, Refused, Understood, topic, unknown_topic};
use crate::collector::Reason;
use crate::decimal;
use crate::json::Json;
use crate::understood::words::{Person, at, copy, id_of, list, minor, object, stamp, text, time, word};
use crate::understood::{
    Change, Knowledge, PrivacyKind, PrivacyRequest, ProductChange, StockChange, Story, Why, Written, read,
};

pub(super) const TOPIC: &str = "X-WC-Webhook-Topic";

pub(super) const TOPICS: &[&str] = &[
    "customer.created",
    "customer.updated",
    "customer.deleted",
    "order.created",
    "order.updated",
    "order.restored",
    "order.deleted",
    "product.created",
    "product.updated",
    "product.restored",
    "product.deleted",
];

/// Moments stand twice: in the shop's own time and, here, in UTC.
const CREATED: &[&str] = &["date_created_gmt"];
const MODIFIED: &[&str] = &["date_modified_gmt"];
const PAID: &[&str] = &["date_paid_gmt"];

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
        "customer.created" | "customer.updated" => customer(&mut story, topic, &json),
        "customer.deleted" => customer_deleted(&mut story, topic, &json),
        "order.created" | "order.updated" | "order.restored" => order(&mut story, topic, &json),
        "order.deleted" => story.leave_out(topic, Why::WithoutUse {
            cause: "the order was deleted in the shop, which says neither whose it was nor that it did not happen",
            cure: "cancel orders in the shop that shall count as cancelled",
        }),
        "product.created" | "product.updated" | "product.restored" => product(&mut story, topic, &json),
        "product.deleted" => product_deleted(&mut story, topic, &json),
        _ => story.leave_out(topic, unknown_topic(topic, TOPICS)),
    }
    Ok(story.understood)
}

/// Guests have the number 0.
fn number<'v>(json: &'v Json<'_>, name: &str) -> Option<&'v str> {
    word(json, &[name]).filter(|number| *number != "0")
}

fn customer(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let known = story.known;
    let changed = time(json, &[MODIFIED, CREATED]);
    let place = |name: &'static str| copy(json, &["billing", name]);
    let address = vec![
        ("street", place("address_1")),
        ("city", place("city")),
        ("postal_code", place("postcode")),
        ("zip", place("postcode")),
        ("country", place("country")),
        // Typed by hand at the till of the shop: a fact about somebody, but not who it is.
        ("phone", place("phone")),
    ];
    let name = |name: &'static str| match copy(json, &[name]) {
        Json::Text(text) if text.trim().is_empty() => place(name),
        Json::Null => place(name),
        stated => stated,
    };
    let traits = vec![
        ("first_name", name("first_name")),
        ("last_name", name("last_name")),
        ("company", place("company")),
        ("address", object(address)),
    ];
    let id = number(json, "id");
    let said = Person::of(known, id, word(json, &["email"])).is(changed, traits);
    let message = known.message(&["woocommerce customer", &id_of(json, "id"), &stamp(json, changed)]);
    story.say(topic, message, &said);
}

fn customer_deleted(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let person = Person::of(story.known, number(json, "id"), word(json, &["email"]));
    let identifiers = person.identifiers();
    if identifiers.is_empty() {
        return story.leave_out(topic, Why::Unfit(Reason::Nobody));
    }
    let request = PrivacyRequest { kind: PrivacyKind::AccountDeleted, identifiers, reference: None };
    story.understood.privacy.push(request);
}

fn buyer<'j>(story: &Story<'_, '_>, json: &Json<'_>) -> Person<'j> {
    Person::of(story.known, number(json, "customer_id"), word(json, &["billing", "email"]))
}

fn own<'j>(word: Option<&str>) -> Json<'j> {
    word.map_or(Json::Null, |word| text(word.to_owned()))
}

fn order(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let known = story.known;
    let id = &*id_of(json, "id");
    let shown = word(json, &["number"]).or(word(json, &["id"])).map(|number| known.number(number));
    let shown = || shown.clone().map_or(Json::Null, text);
    let status = word(json, &["status"]).unwrap_or_default();
    let placed = time(json, &[CREATED]);
    let ended = time(json, &[MODIFIED, CREATED]);
    match status {
        "pending" | "processing" | "on-hold" | "completed" | "cancelled" | "refunded" => {}
        "failed" | "trash" | "checkout-draft" | "auto-draft" => {
            let cause = "the order has not been placed: it is a draft, in the bin, or was never paid";
            return story.leave_out(
                topic,
                Why::WithoutUse { cause, cure: "nothing: it comes again once it is placed" },
            );
        }
        _ => {
            let cause = "the order has a status that this shop has made up";
            let cure = "let a status of WooCommerce follow on it";
            return story.leave_out(topic, Why::WithoutUse { cause, cure });
        }
    }
    // Told again and again; an order of the same number counts once.
    let coupon = list(json, &["coupon_lines"]).first().and_then(|line| word(line, &["code"]));
    let properties = object(vec![
        ("order_id", shown()),
        ("currency", own(word(json, &["currency"]))),
        ("coupon", own(coupon)),
        ("products", Json::List(list(json, &["line_items"]).iter().map(|item| line(item, known)).collect())),
    ]);
    let said = buyer(story, json).did("Order Completed", placed, properties);
    story.say(topic, known.message(&["woocommerce order", id]), &said);
    let whole = || object(vec![("order_id", shown())]);
    if status == "cancelled" {
        let said = buyer(story, json).did("Order Cancelled", ended, whole());
        story.say(topic, known.message(&["woocommerce cancelled", id]), &said);
    }
    if status == "refunded" {
        let said = buyer(story, json).did("Order Refunded", ended, whole());
        story.say(topic, known.message(&["woocommerce refunded", id]), &said);
    }
    if let Some(paid) = time(json, &[PAID]) {
        let said = buyer(story, json).did("order.paid", Some(paid), whole());
        story.say_own(topic, known.message(&["woocommerce paid", id]), &said, false);
    }
    if status == "completed" {
        let done = time(json, &[&["date_completed_gmt"], MODIFIED]);
        let said = buyer(story, json).did("order.shipped", done, whole());
        story.say_own(topic, known.message(&["woocommerce shipped", id]), &said, false);
    }
    let has_money_back = !list(json, &["refunds"]).is_empty() && status != "refunded";
    if has_money_back {
        let cause = "some money went back, and WooCommerce does not say for which articles";
        let cure = "set the order to \"refunded\" where all of it went back";
        story.leave_out(&format!("{topic}, refunds"), Why::WithoutUse { cause, cure });
    }
}

/// The total is what is paid after discounts; its tax stands beside it.
fn line<'j>(json: &Json<'j>, known: &Knowledge<'_>) -> Json<'j> {
    let currency = known.settings.currency;
    let total = Total::stated(at(json, &["total"]), at(json, &["total_tax"]), currency);
    let numbers = [word(json, &["sku"]), number(json, "variation_id"), number(json, "product_id")];
    let name = copy(json, &["name"]);
    Line { numbers, name, quantity: copy(json, &["quantity"]), total }.said(currency)
}

fn product(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let currency = story.known.settings.currency;
    let id = word(json, &["id"]);
    let Some(number) = word(json, &["sku"]).or(id) else {
        return story.leave_out(topic, Why::Unfit(Reason::Missing { place: "sku" }));
    };
    let at = time(json, &[MODIFIED, CREATED]);
    let price = minor(json, &["price"], currency);
    let regular = minor(json, &["regular_price"], currency);
    let written = Written {
        name: word(json, &["name"]).map(Box::from),
        price,
        list_price: regular.filter(|regular| Some(*regular) != price),
        group: self::number(json, "parent_id").map(Box::from),
        categories: list(json, &["categories"])
            .iter()
            .filter_map(|category| word(category, &["name"]))
            .map(Box::from)
            .collect(),
        url: word(json, &["permalink"]).map(Box::from),
        image: list(json, &["images"]).first().and_then(|image| word(image, &["src"])).map(Box::from),
        is_public: word(json, &["status"]).map(|status| status == "publish"),
    };
    let change = Change::Written(Box::new(written));
    let ids = id.map(Box::from).into_iter().collect();
    story.understood.products.push(ProductChange { ids, number: Some(number.into()), at, change });
    // Where pieces are not counted, the shop says only whether there are any.
    let counted = word(json, &["stock_quantity"]).and_then(|text| decimal::integer(text).ok()?.parse().ok());
    let pieces = counted.or(match word(json, &["stock_status"]) {
        Some("outofstock") => Some(0),
        _ => None,
    });
    if let Some(pieces) = pieces {
        story.understood.stock.push(StockChange { number: number.into(), outlet: None, pieces, at });
    }
}

fn product_deleted(story: &mut Story<'_, '_>, topic: &str, json: &Json<'_>) {
    let Some(id) = word(json, &["id"]) else {
        return story.leave_out(topic, Why::Unfit(Reason::Missing { place: "id" }));
    };
    let number = story.known.articles.get(id).cloned();
    let change = ProductChange { ids: vec![id.into()], number, at: None, change: Change::Deleted };
    story.understood.products.push(change);
}

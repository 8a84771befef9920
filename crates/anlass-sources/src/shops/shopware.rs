//! Shopware 6, as its apps receive webhooks: the topic stands in the signed body. Changes of entities are told by name
//! only (`product.written`); what happens in the shop (`checkout.order.placed`) is told with what it is about.

use super::line::{Line, Total};
use super::{Refused, Understood, unknown_topic};
use crate::collector::Reason;
use crate::json::Json;
use crate::understood::words::{Person, at, copy, id_of, list, object, print, stamp, text, time, word};
use crate::understood::{Change, Knowledge, PrivacyKind, PrivacyRequest, ProductChange, Story, Why, read};
use anlass_model::time::Timestamp;

pub(super) const TOPICS: &[&str] = &[
    "checkout.customer.register",
    "checkout.customer.guest_register",
    "checkout.customer.login",
    "checkout.customer.deleted",
    "customer.written",
    "customer.deleted",
    "checkout.order.placed",
    "state_enter.order.state.cancelled",
    "state_enter.order_transaction.state.paid",
    "state_enter.order_transaction.state.refunded",
    "state_enter.order_transaction.state.refunded_partially",
    "state_enter.order_delivery.state.shipped",
    "state_enter.order_delivery.state.shipped_partially",
    "state_enter.order_delivery.state.returned",
    "state_enter.order_delivery.state.returned_partially",
    "newsletter.register",
    "newsletter.confirm",
    "newsletter.unsubscribe",
    "product.written",
    "product.deleted",
];

pub(super) fn decode(body: &[u8], known: &Knowledge<'_>) -> Result<Understood, Refused> {
    let json = read(body)?;
    let topic = word(&json, &["data", "event"]).ok_or(Refused::TopicMissing { place: "data.event" })?;
    let payload = at(&json, &["data", "payload"]);
    let payload =
        payload.ok_or(Refused::Malformed { place: "data.payload".into(), wanted: "an object or a list" })?;
    let told = Told { topic, payload, at: time(&json, &[&["timestamp"]]) };
    let mut story = Story::new(known);
    match topic {
        "checkout.customer.register" | "checkout.customer.guest_register" | "checkout.customer.login" => {
            customer(&mut story, &told);
        }
        "checkout.customer.deleted" => customer_deleted(&mut story, &told),
        "checkout.order.placed" => placed(&mut story, &told),
        "state_enter.order.state.cancelled" => ended(&mut story, &told, "Order Cancelled"),
        "state_enter.order_delivery.state.returned" | "state_enter.order_transaction.state.refunded" => {
            ended(&mut story, &told, "Order Refunded");
        }
        "state_enter.order_delivery.state.returned_partially"
        | "state_enter.order_transaction.state.refunded_partially" => {
            story.leave_out(topic, Why::WithoutUse {
                cause: "a part of the order went back, and the shop does not say which",
                cure: "send returns with their lines, as a file or as \"Order Refunded\" to the collector",
            });
        }
        "state_enter.order_transaction.state.paid" => state(&mut story, &told, "order.paid"),
        "state_enter.order_delivery.state.shipped" | "state_enter.order_delivery.state.shipped_partially" => {
            state(&mut story, &told, "order.shipped");
        }
        "newsletter.confirm" | "newsletter.unsubscribe" | "newsletter.register" => {
            newsletter(&mut story, &told)
        }
        "product.written" | "product.deleted" | "customer.written" | "customer.deleted" => {
            entities(&mut story, &told);
        }
        _ => story.leave_out(topic, unknown_topic(topic, TOPICS)),
    }
    Ok(story.understood)
}

/// A delivery.
struct Told<'v, 'j> {
    topic: &'v str,
    payload: &'v Json<'j>,
    /// When the shop sent it.
    at: Option<Timestamp>,
}

impl<'v, 'j> Told<'v, 'j> {
    /// What it is about; older versions put it into the payload itself.
    fn entity(&self, name: &str) -> &'v Json<'j> {
        at(self.payload, &[name]).unwrap_or(self.payload)
    }
}

fn customer(story: &mut Story<'_, '_>, told: &Told<'_, '_>) {
    let known = story.known;
    let json = told.entity("customer");
    let stated = time(json, &[&["updatedAt"], &["createdAt"]]);
    let changed = stated.or(told.at);
    let place = |name: &'static str| copy(json, &["defaultBillingAddress", name]);
    let address = vec![
        ("street", place("street")),
        ("city", place("city")),
        ("postal_code", place("zipcode")),
        ("zip", place("zipcode")),
        ("country", copy(json, &["defaultBillingAddress", "country", "iso"])),
        ("phone", place("phoneNumber")),
    ];
    let traits = vec![
        ("first_name", copy(json, &["firstName"])),
        ("last_name", copy(json, &["lastName"])),
        ("title", copy(json, &["title"])),
        ("company", copy(json, &["company"])),
        ("birthday", copy(json, &["birthday"])),
        ("address", object(address)),
    ];
    let said = buyer(known, json).is(changed, traits);
    let message = known.message(&["shopware customer", &id_of(json, "id"), &stamp(json, stated)]);
    story.say(told.topic, message, &said);
}

/// A customer as the shop shows it, by its number; ids are for machines.
fn buyer<'j>(known: &Knowledge<'_>, json: &Json<'_>) -> Person<'j> {
    Person::of(known, word(json, &["customerNumber"]), word(json, &["email"]))
}

fn customer_deleted(story: &mut Story<'_, '_>, told: &Told<'_, '_>) {
    let json = told.entity("customer");
    let identifiers = buyer(story.known, json).identifiers();
    if identifiers.is_empty() {
        return story.leave_out(told.topic, Why::Unfit(Reason::Nobody));
    }
    let reference = word(json, &["id"]).map(Box::from);
    let request = PrivacyRequest { kind: PrivacyKind::AccountDeleted, identifiers, reference };
    story.understood.privacy.push(request);
}

/// An order with what every event about it says.
struct Order<'v, 'j> {
    json: &'v Json<'j>,
    number: Option<&'v str>,
}

impl<'v, 'j> Order<'v, 'j> {
    fn of(told: &Told<'v, 'j>) -> Order<'v, 'j> {
        let json = told.entity("order");
        Order { json, number: word(json, &["orderNumber"]).or(word(json, &["id"])) }
    }

    fn buyer<'o>(&self, known: &Knowledge<'_>) -> Person<'o> {
        buyer(known, at(self.json, &["orderCustomer"]).unwrap_or(&Json::Null))
    }

    /// What stands for it in ids.
    fn id(&self) -> String {
        self.number.map_or_else(|| print(self.json), str::to_owned)
    }

    fn number<'o>(&self, known: &Knowledge<'_>) -> Json<'o> {
        self.number.map_or(Json::Null, |number| text(known.number(number)))
    }
}

fn placed(story: &mut Story<'_, '_>, told: &Told<'_, '_>) {
    let known = story.known;
    let order = Order::of(told);
    let items = list(order.json, &["lineItems"]);
    let goods = items.iter().filter(|item| is_article(item)).map(|item| line(item, known)).collect();
    let code = |item: &'_ Json<'_>| {
        let is_code = word(item, &["type"]) == Some("promotion");
        is_code.then(|| word(item, &["payload", "code"]).map(str::to_owned)).flatten()
    };
    let currency = match word(order.json, &["currency", "isoCode"]) {
        Some(currency) => text(currency.to_owned()),
        // Without its name: the shop's own currency has the factor 1, and any other is none of ours.
        None => match word(order.json, &["currencyFactor"]) {
            None | Some("1" | "1.0") => Json::Null,
            Some(_) => text("another"),
        },
    };
    let properties = object(vec![
        ("order_id", order.number(known)),
        ("currency", currency),
        ("coupon", items.iter().find_map(code).map_or(Json::Null, text)),
        ("products", Json::List(goods)),
    ]);
    let at = time(order.json, &[&["orderDateTime"], &["createdAt"]]).or(told.at);
    let said = order.buyer(known).did("Order Completed", at, properties);
    let message = known.message(&["shopware order", &order.id()]);
    story.say(told.topic, message, &said);
}

/// Promotions, shipping and the like are lines there, and no articles.
fn is_article(item: &Json<'_>) -> bool {
    matches!(word(item, &["type"]), Some("product") | None)
}

fn line<'j>(json: &Json<'j>, known: &Knowledge<'_>) -> Json<'j> {
    let currency = known.settings.currency;
    let stated = at(json, &["totalPrice"]).or(at(json, &["price", "totalPrice"]));
    let total = Total::stated(stated, None, currency);
    let id = word(json, &["productId"]).or(word(json, &["referencedId"]));
    let learnt = id.and_then(|id| known.articles.get(id)).map(|number| &**number);
    let numbers = [word(json, &["payload", "productNumber"]).or(learnt), id, None];
    let name = copy(json, &["label"]);
    Line { numbers, name, quantity: copy(json, &["quantity"]), total }.said(currency)
}

/// The whole order is over. Delivered back and paid back are one end, told once.
fn ended(story: &mut Story<'_, '_>, told: &Told<'_, '_>, event: &'static str) {
    let known = story.known;
    let order = Order::of(told);
    let properties = object(vec![("order_id", order.number(known))]);
    let said = order.buyer(known).did(event, told.at, properties);
    let message = known.message(&["shopware", event, &order.id()]);
    story.say(told.topic, message, &said);
}

/// A state that only an event type of the organisation holds.
fn state(story: &mut Story<'_, '_>, told: &Told<'_, '_>, event: &'static str) {
    let known = story.known;
    let order = Order::of(told);
    let codes = list(order.json, &["deliveries"]).iter().find_map(|delivery| {
        list(delivery, &["trackingCodes"]).first().and_then(Json::text).map(str::to_owned)
    });
    let properties = object(vec![
        ("order_id", order.number(known)),
        ("value", copy(order.json, &["amountTotal"])),
        ("tracking_number", codes.map_or(Json::Null, text)),
    ]);
    let said = order.buyer(known).did(event, told.at, properties);
    let message = known.message(&["shopware", told.topic, &order.id()]);
    story.say_own(told.topic, message, &said, true);
}

/// Only a confirmation by click proves a consent; whom the shop wrote in by itself ("direct") never clicked.
fn newsletter(story: &mut Story<'_, '_>, told: &Told<'_, '_>) {
    let known = story.known;
    if told.topic == "newsletter.register" {
        let cause = "the shop has only asked: nobody has confirmed yet";
        let cure = "nothing: \"newsletter.confirm\" comes with the click";
        return story.leave_out(told.topic, Why::WithoutUse { cause, cure });
    }
    let json = told.entity("newsletterRecipient");
    let granted = told.topic == "newsletter.confirm";
    let is_click = word(json, &["status"]) == Some("optIn") || at(json, &["confirmedAt"]).is_some();
    let proof = match granted && is_click {
        true => object(vec![("kind", text("double_opt_in")), ("text", text("shopware.newsletter"))]),
        false => Json::Null,
    };
    let stated = match granted {
        true => time(json, &[&["confirmedAt"], &["updatedAt"]]),
        false => time(json, &[&["updatedAt"]]),
    };
    let event = if granted { "Newsletter Subscribed" } else { "Newsletter Unsubscribed" };
    // The moment of sending is new with every attempt.
    let message = known.message(&["shopware", told.topic, &id_of(json, "id"), &stamp(json, stated)]);
    let who = Person::of(known, None, word(json, &["email"]));
    story.say(told.topic, message, &who.did(event, stated.or(told.at), object(vec![("proof", proof)])));
}

/// Changes told by name only.
fn entities(story: &mut Story<'_, '_>, told: &Told<'_, '_>) {
    let entries = told.payload.list().unwrap_or(std::slice::from_ref(told.payload));
    let is_product = told.topic.starts_with("product.");
    for (index, entry) in entries.iter().enumerate() {
        let place = format!("{}, payload[{index}]", told.topic);
        let Some(id) = word(entry, &["primaryKey"]) else {
            story.leave_out(&place, Why::Unfit(Reason::Missing { place: "primaryKey" }));
            continue;
        };
        if !is_product {
            let cure = match told.topic {
                "customer.deleted" => {
                    "subscribe to \"checkout.customer.deleted\" instead: it says who the customer was"
                }
                _ => "subscribe to \"checkout.customer.register\" and \"checkout.customer.login\" instead",
            };
            story.leave_out(&place, Why::OnlyNamed { cure });
            continue;
        }
        let is_gone = told.topic == "product.deleted" || word(entry, &["operation"]) == Some("delete");
        let fields = list(entry, &["updatedFields"]).iter().filter_map(Json::text).map(Box::from).collect();
        let change = if is_gone { Change::Deleted } else { Change::Touched(fields) };
        let number = story.known.articles.get(id).cloned();
        let change = ProductChange { ids: vec![id.into()], number, at: told.at, change };
        story.understood.products.push(change);
    }
    if entries.is_empty() {
        let cause = "the list of changes is empty";
        story.leave_out(told.topic, Why::WithoutUse { cause, cure: "nothing" });
    }
}

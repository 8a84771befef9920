//! Shops' webhooks through the public boundary. The deliveries here are written by hand after the vendors' public
//! documentation of headers and fields.

mod conformance;
mod shopify;
mod shopware;
mod woocommerce;

use crate::collector::{CATALOGUE, NOW};
use anlass_model::definition::Settings;
use anlass_model::event::{Body, Line, SourceId};
use anlass_model::id::{Identifier, IdentifierKind, VaultId};
use anlass_sources::collector::Trust;
use anlass_sources::shops::{Vendor, decode};
use anlass_sources::understood::{Knowledge, Understood};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const SETTINGS: &str = "\
name: Test
organisation: [{ id: hq, level: headquarters, vault: 7 }]
currency: EUR
time_zone: Europe/Berlin
fields: { email: text, first_name: text, last_name: text, city: text, postal_code: text, phone: text }
events:
  order.paid: { fields: { order_id: text } }
  order.shipped: { fields: { order_id: text, tracking_number: text } }
";

pub(crate) static SETTINGS_OF_SHOP: LazyLock<Settings> =
    LazyLock::new(|| serde_saphyr::from_str(SETTINGS).expect("good settings"));

/// What the shop said earlier about its own ids.
static ARTICLES: LazyLock<BTreeMap<Box<str>, Box<str>>> = LazyLock::new(|| {
    [("808950810", "p1"), ("d20e4d60e35e4afdb795c767eee08fec", "p1"), ("901", "0815")]
        .map(|(id, number)| (id.into(), number.into()))
        .into()
});

pub(crate) fn known() -> Knowledge<'static> {
    Knowledge {
        vault: VaultId(7),
        source: SourceId(3),
        trust: Trust::Server,
        settings: &SETTINGS_OF_SHOP,
        catalogue: &CATALOGUE,
        received: NOW,
        prefix: None,
        articles: &ARTICLES,
    }
}

/// The headers with which a vendor sends a topic, apart from the signature.
pub(crate) fn headers(vendor: Vendor, topic: &str) -> Vec<(&'static str, String)> {
    match vendor {
        Vendor::Shopware => Vec::new(),
        Vendor::Shopify => vec![
            ("x-shopify-topic", topic.to_owned()),
            ("X-Shopify-Webhook-Id", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043".to_owned()),
        ],
        Vendor::Woocommerce => vec![
            ("X-WC-Webhook-Topic", topic.to_owned()),
            ("X-WC-Webhook-Delivery-ID", "36e520ebabc2fa725092ff4a47acedf2".to_owned()),
        ],
    }
}

pub(crate) fn understood(vendor: Vendor, topic: &str, body: &str) -> Understood {
    let headers = headers(vendor, topic);
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
    decode(vendor, &headers, body.as_bytes(), &known()).expect("readable")
}

/// What somebody did, with the kinds of identifiers by which they are known.
pub(crate) fn bodies(understood: &Understood) -> Vec<&Body> {
    assert_eq!(understood.left_out, [], "nothing is left out");
    understood.arrivals.iter().map(|arrival| &arrival.event.body).collect()
}

pub(crate) fn whose(understood: &Understood) -> Vec<&Identifier> {
    let first = understood.arrivals.first().expect("an arrival");
    assert!(understood.arrivals.iter().all(|arrival| arrival.identifiers == first.identifiers));
    first.identifiers.iter().collect()
}

pub(crate) fn line(number: &str, quantity: i32, value: i64) -> Line {
    Line { item: CATALOGUE.item(number), quantity, value }
}

/// The code, what it says and what to do, of the one thing that was left out.
pub(crate) fn left_out(understood: &Understood) -> (&'static str, String, String) {
    let [left] = &understood.left_out[..] else { panic!("one thing left out: {understood:?}") };
    (left.why.code(), left.why.to_string(), left.why.hint())
}

/// D07: what two shops of different shapes tell of a person and an order is the same here but for their numbers.
#[test]
fn differently_shaped_shops_tell_the_same_profile_and_order() {
    let shopify_customer = r#"{"id":706,"email":"eva@example.org","first_name":"Eva","last_name":"Muster",
      "phone":"+49301234567","updated_at":"2026-11-20T09:00:00Z",
      "default_address":{"city":"Köln","zip":"50667","country_code":"DE"}}"#;
    let woo_customer = r#"{"id":26,"email":"eva@example.org","first_name":"Eva","last_name":"Muster",
      "date_created_gmt":"2026-11-20T09:00:00","date_modified_gmt":"2026-11-20T09:00:00",
      "billing":{"city":"Köln","postcode":"50667","country":"DE","phone":"+49301234567"}}"#;
    let shopify_order = r#"{"id":1001,"email":"eva@example.org","currency":"EUR","source_name":"web","location_id":null,
      "created_at":"2026-11-20T10:00:00+01:00","processed_at":"2026-11-20T10:00:00+01:00",
      "updated_at":"2026-11-20T10:00:00+01:00","cancelled_at":null,"total_price":"19.99",
      "customer":{"id":706,"email":"eva@example.org"},
      "line_items":[{"id":1,"variant_id":808950810,"sku":"p1","quantity":2,"price":"10.00",
        "discount_allocations":[{"amount":"0.01"}]}],"refunds":[]}"#;
    let woo_order = r#"{"id":1001,"number":"1001","status":"processing","currency":"EUR","customer_id":26,
      "date_created_gmt":"2026-11-20T09:00:00","date_modified_gmt":"2026-11-20T09:00:00","date_paid_gmt":null,
      "billing":{"email":"eva@example.org"},
      "line_items":[{"id":315,"product_id":93,"quantity":2,"sku":"p1","total":"16.80","total_tax":"3.19"}],
      "coupon_lines":[],"refunds":[]}"#;
    let told = |vendor: Vendor, topics: [(&str, &str); 2]| -> serde_json::Value {
        let [customer, order] = topics.map(|(topic, body)| understood(vendor, topic, body));
        let mut said: Vec<serde_json::Value> = Vec::new();
        for arrival in customer.arrivals.iter().chain(&order.arrivals) {
            let email = arrival.identifiers.iter().find(|own| own.kind == IdentifierKind::Email);
            let body = match &arrival.event.body {
                Body::Profile(fields) => {
                    let mut fields = fields.clone();
                    fields.sort_by(|one, other| one.0.cmp(&other.0));
                    Body::Profile(fields)
                }
                other => other.clone(),
            };
            said.push(serde_json::json!({ "who": email, "at": arrival.event.occurred, "said": body }));
        }
        said.into()
    };
    let shopify =
        told(Vendor::Shopify, [("customers/update", shopify_customer), ("orders/create", shopify_order)]);
    let woo = told(Vendor::Woocommerce, [("customer.updated", woo_customer), ("order.created", woo_order)]);
    assert_eq!(shopify, woo);
    assert_eq!(shopify.as_array().map(Vec::len), Some(2), "a profile and an order: {shopify}");
}

//! Shops' webhooks through the public boundary. The deliveries here are written by hand after the vendors' public
//! documentation of headers and fields.

mod conformance;
mod shopify;
mod shopware;
mod woocommerce;

use crate::collector::{CATALOGUE, NOW};
use anlass_model::definition::Settings;
use anlass_model::event::{Body, Line, SourceId};
use anlass_model::id::{Identifier, VaultId};
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

//! D21: what shops tell by their webhooks drives the shipped recipes. Deliveries as each vendor writes them go through the real
//! intake into a programme in which the recipes are live, with their caps and quiet hours, and what is looked at are the letters.
//! What a vendor's webhooks do not tell (carts of Shopware and WooCommerce, consents of WooCommerce) comes from their pages.

mod vendors;

use super::{Connected, SECRET};
use crate::client::post;
use crate::shop::{NOW, Shop};
use anlass_model::time::{DAY, HOUR, Span, Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) const RECIPES: [&str; 7] = [
    include_str!("../../../../../recipes/cart-abandoned.yaml"),
    include_str!("../../../../../recipes/order-notices.yaml"),
    include_str!("../../../../../recipes/first-purchase-thanks.yaml"),
    include_str!("../../../../../recipes/second-order.yaml"),
    include_str!("../../../../../recipes/review-request.yaml"),
    include_str!("../../../../../recipes/full-returner-care.yaml"),
    include_str!("../../../../../recipes/back-in-stock.yaml"),
];

/// The shipped settings with these recipes, of which nobody is held out.
pub(crate) fn definitions(recipes: &[&str]) -> String {
    let settings: Value =
        serde_saphyr::from_str(include_str!("../../../../../recipes/settings.yaml")).expect("YAML");
    let programme = |text: &&str| {
        let mut programme: Value = serde_saphyr::from_str(text).expect("YAML");
        programme["holdout_percent"] = json!(0);
        programme
    };
    json!({ "settings": settings, "programmes": recipes.iter().map(programme).collect::<Vec<Value>>() })
        .to_string()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Vendor {
    Shopware,
    Shopify,
    Woocommerce,
}

/// What happens to somebody; articles are of the shop, numbers of orders too.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// The shop knows them and their address.
    Registers,
    /// They agree to be written to, by a click that proves it.
    Agrees,
    Cart(&'static str),
    Orders(u32, &'static [&'static str]),
    /// All of an order comes back.
    SendsBack(u32, &'static [&'static str]),
    /// One article of an order comes back.
    SendsBackOne(u32, &'static [&'static str]),
    Shipped(u32, &'static [&'static str]),
    Withdraws,
    /// So many pieces of an article are there.
    Stock(&'static str, i64),
}

/// Somebody, what happens after how many minutes, and which messages reach them within 25 days, in alphabetical order.
struct Person {
    who: &'static str,
    deeds: &'static [(i64, Deed)],
    letters: &'static [&'static str],
    /// By whom all of it is told.
    told_by: &'static [Vendor],
}

use Deed::{Agrees, Cart, Orders, Registers, SendsBack, SendsBackOne, Shipped, Stock, Withdraws};
use Vendor::{Shopify, Shopware, Woocommerce};

const ALL: &[Vendor] = &[Shopware, Shopify, Woocommerce];
const DAYS: i64 = 25;
const A_DAY: i64 = 24 * 60;

const PEOPLE: [Person; 9] = [
    Person {
        who: "leaves a cart (J07, J14)",
        deeds: &[(0, Agrees), (10, Cart("p1"))],
        letters: &["cart-last-call", "cart-reminder"],
        told_by: ALL,
    },
    Person {
        who: "buys what lies in the cart (F01), and nothing more (J14)",
        deeds: &[(0, Agrees), (10, Cart("p1")), (40, Orders(200, &["p1"]))],
        letters: &["first-thanks", "order-confirmed", "review-please", "second-order-inspiration"],
        told_by: ALL,
    },
    Person {
        who: "sends everything back (F02, J07)",
        deeds: &[(0, Agrees), (10, Orders(300, &["p1"])), (20 * 60, SendsBack(300, &["p1"]))],
        letters: &["full-returner-help", "order-confirmed"],
        told_by: ALL,
    },
    Person {
        who: "keeps one of two (F02)",
        deeds: &[(0, Agrees), (10, Orders(400, &["p1", "p2"])), (20 * 60, SendsBackOne(400, &["p1", "p2"]))],
        letters: &["first-thanks", "order-confirmed", "review-please", "second-order-inspiration"],
        told_by: &[Shopify],
    },
    Person {
        who: "has a parcel on its way (J14)",
        deeds: &[(0, Agrees), (10, Orders(500, &["p2"])), (2 * A_DAY, Shipped(500, &["p2"]))],
        letters: &[
            "first-thanks",
            "order-confirmed",
            "order-shipped",
            "review-please",
            "second-order-inspiration",
        ],
        told_by: ALL,
    },
    Person {
        who: "buys once more (J14)",
        deeds: &[(0, Agrees), (10, Orders(600, &["p2"])), (9 * A_DAY, Orders(601, &["p1"]))],
        letters: &["first-thanks", "order-confirmed", "order-confirmed", "review-please", "review-please"],
        told_by: ALL,
    },
    Person {
        who: "waits for what is sold out (D16, J14)",
        deeds: &[(0, Agrees), (1, Stock("p3", 0)), (10, Cart("p3")), (A_DAY, Stock("p3", 5))],
        letters: &["cart-last-call", "wish-available"],
        told_by: &[Shopify, Woocommerce],
    },
    Person {
        who: "withdraws in the shop before it is said (F06)",
        deeds: &[(0, Agrees), (10, Cart("p1")), (40, Withdraws)],
        letters: &[],
        told_by: &[Shopware, Shopify],
    },
    Person {
        who: "agreed to nothing: only what belongs to the order (K05)",
        deeds: &[(0, Registers), (10, Cart("p1")), (2 * A_DAY, Orders(900, &["p1"]))],
        letters: &["order-confirmed"],
        told_by: ALL,
    },
];

/// A shop of a vendor, with its clock.
struct Told {
    connected: Connected,
    vendor: Vendor,
    /// Since the beginning.
    passed: Span,
}

impl Told {
    fn open(vendor: Vendor) -> Told {
        let kind = match vendor {
            Shopware => "shopware",
            Shopify => "shopify",
            Woocommerce => "woocommerce",
        };
        let mut shop = Shop::of(&definitions(&RECIPES), "");
        shop.is_quiet = true;
        let connected = Connected::over(shop, &json!({ "id": "shop", "kind": kind, "secret": SECRET }));
        let told = Told { connected, vendor, passed: Span(0) };
        told.articles();
        told
    }

    fn now(&self) -> Timestamp {
        NOW.plus(self.passed)
    }

    /// Hour by hour, as things become due.
    fn pass_until(&mut self, until: Span) {
        while self.passed < until {
            let step = HOUR.0.min(until.0 - self.passed.0);
            self.connected.shop.pass(&self.connected.cookie, step / 1_000);
            self.passed = Span(self.passed.0 + step);
        }
    }

    /// What their pages tell the collector.
    fn page(&self, event: &Value) {
        let answer = post(
            self.connected.shop.address,
            "/v1/batch",
            json!({ "batch": [event] }).to_string().as_bytes(),
        );
        assert_eq!((answer.status, &answer.json()["rejected_total"]), (200, &json!(0)), "{answer:?}");
    }

    /// Advertising and contract messages by address: when each left.
    fn letters(&self) -> BTreeMap<String, Vec<(i64, String)>> {
        let mut letters: BTreeMap<String, Vec<(i64, String)>> = BTreeMap::new();
        let page = self.connected.shop.json(&self.connected.cookie, "/api/mailbox");
        let rows = page["rows"].as_array().expect("rows");
        assert_eq!(page["count"], rows.len(), "all of them are shown");
        for row in rows {
            let at: jiff::Timestamp = row["at"].as_str().expect("a moment").parse().expect("RFC 3339");
            let message = row["message"].as_str().expect("a message").to_owned();
            let to = row["to"].as_str().expect("an address").to_owned();
            letters.entry(to).or_default().push((at.as_millisecond(), message));
        }
        letters
    }
}

fn address(number: usize) -> String {
    format!("k{number}@example.org")
}

/// F04: the caps of the shipped settings hold of everybody.
fn check_caps(letters: &BTreeMap<String, Vec<(i64, String)>>) {
    for (who, own) in letters {
        let is_advertising =
            |message: &str| !message.starts_with("order-") && !message.starts_with("pickup-");
        let mut moments: Vec<i64> =
            own.iter().filter(|(_, message)| is_advertising(message)).map(|(at, _)| *at).collect();
        moments.sort_unstable();
        assert!(moments.windows(2).all(|two| two[1] - two[0] >= DAY.0), "one a day: {who} {own:?}");
        assert!(
            moments.windows(3).all(|three| three[2] - three[0] >= DAY.0 * 7),
            "two a week: {who} {own:?}"
        );
    }
}

fn drive(vendor: Vendor) {
    let mut told = Told::open(vendor);
    let people: Vec<(usize, &Person)> =
        PEOPLE.iter().enumerate().filter(|(_, person)| person.told_by.contains(&vendor)).collect();
    let mut deeds: Vec<(i64, usize, Deed)> = Vec::new();
    for (number, person) in &people {
        deeds.extend(person.deeds.iter().map(|(minute, deed)| (*minute, *number, *deed)));
    }
    deeds.sort_by_key(|(minute, number, _)| (*minute, *number));
    for (minute, number, deed) in deeds {
        told.pass_until(Span(minute * 60_000));
        told.tell(number, deed);
        // A shop that did not hear us tells it again; it counts once.
        told.tell(number, deed);
    }
    told.pass_until(DAY.times(DAYS));
    let letters = told.letters();
    check_caps(&letters);
    for (number, person) in people {
        let own = letters.get(&address(number)).cloned().unwrap_or_default();
        let mut messages: Vec<&str> = own.iter().map(|(_, message)| message.as_str()).collect();
        messages.sort_unstable();
        assert_eq!(messages, person.letters, "{vendor:?}: whoever {}: {own:?}", person.who);
    }
    let waits = told.connected.shop.json(&told.connected.cookie, "/api/quarantine");
    assert_eq!(waits, json!([]), "nothing of it is set aside");
}

#[test]
fn d21_shopify_drives_the_recipes() {
    drive(Shopify);
}

#[test]
fn d21_shopware_drives_the_recipes() {
    drive(Shopware);
}

#[test]
fn d21_woocommerce_drives_the_recipes() {
    drive(Woocommerce);
}

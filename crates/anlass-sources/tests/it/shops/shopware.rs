//! What Shopware sends to apps.

use super::{bodies, left_out, line, understood, whose};
use crate::collector::id;
use anlass_model::consent::Proof;
use anlass_model::event::{Body, Order, Place};
use anlass_model::id::{IdentifierKind, OrderId};
use anlass_model::time::Timestamp;
use anlass_sources::shops::Vendor::Shopware;
use anlass_sources::understood::{Change, PrivacyKind};

pub(super) fn told(event: &str, payload: &str) -> String {
    format!(
        r#"{{"data":{{"payload":{payload},"event":"{event}"}},"source":{{"url":"https://shop.example","shopId":"x",
        "appVersion":"1.0.0","eventId":"9a1f"}},"timestamp":1795165300}}"#
    )
}

pub(super) const ORDER: &str = r#"{"order":{"id":"a3d5","orderNumber":"10001",
  "orderDateTime":"2026-11-20T09:00:00.000+00:00","currencyFactor":1.0,"amountTotal":57.97,
  "orderCustomer":{"customerNumber":"SW-17","email":"eva@example.org","firstName":"Eva"},
  "lineItems":[
    {"type":"product","productId":"d20e4d60e35e4afdb795c767eee08fec","quantity":3,"unitPrice":19.99,
     "totalPrice":59.969999999999999,"payload":{"productNumber":"p1"}},
    {"type":"promotion","productId":null,"quantity":1,"totalPrice":-2.0,"payload":{"code":"WINTER"}}],
  "deliveries":[{"trackingCodes":["00340434"]}]}}"#;

pub(super) const CUSTOMER: &str = r#"{"customer":{"id":"c1","customerNumber":"SW-17","email":"eva@example.org",
  "firstName":"Eva","lastName":"Muster","createdAt":"2026-11-20T09:00:00.000+00:00","updatedAt":null,
  "defaultBillingAddress":{"city":"Köln","zipcode":"50667","phoneNumber":null}}}"#;

#[test]
fn an_order_has_articles_alone_as_lines_and_the_promotion_as_its_voucher() {
    let sent = understood(Shopware, "", &told("checkout.order.placed", ORDER));
    let order = Order { id: OrderId::of("10001"), place: Place::Online, lines: vec![line("p1", 3, 5_997)] };
    assert_eq!(bodies(&sent), [&Body::Ordered(order), &Body::Voucher { code: "WINTER".into() }]);
    assert_eq!(
        whose(&sent),
        [&id(IdentifierKind::CustomerNumber, "SW-17"), &id(IdentifierKind::Email, "eva@example.org")]
    );
    // An article without its number is found by what the shop said of its id before.
    let unnumbered = ORDER.replace(r#","payload":{"productNumber":"p1"}"#, "");
    assert_eq!(understood(Shopware, "", &told("checkout.order.placed", &unnumbered)), sent);
}

#[test]
fn an_order_in_another_currency_waits() {
    let other = ORDER.replace(r#""currencyFactor":1.0"#, r#""currencyFactor":1.17"#);
    let named =
        ORDER.replace(r#""currencyFactor":1.0"#, r#""currencyFactor":1,"currency":{"isoCode":"CHF"}"#);
    for order in [other, named] {
        let sent = understood(Shopware, "", &told("checkout.order.placed", &order));
        assert_eq!(left_out(&sent).0, "event_currency_other");
    }
}

#[test]
fn an_order_that_went_back_and_was_paid_back_is_over_once() {
    let order = OrderId::of("10001");
    let of = |event: &str| understood(Shopware, "", &told(event, ORDER));
    let cancelled = of("state_enter.order.state.cancelled");
    assert_eq!(bodies(&cancelled), [&Body::Cancelled { order, lines: Vec::new() }]);
    let returned = of("state_enter.order_delivery.state.returned");
    assert_eq!(bodies(&returned), [&Body::Returned { order: Some(order), lines: Vec::new() }]);
    assert_eq!(returned.arrivals[0].event.occurred.0, Timestamp(1_795_165_300_000));
    let refunded = of("state_enter.order_transaction.state.refunded");
    assert_eq!(returned.arrivals[0].event.message, refunded.arrivals[0].event.message);
    let partly = of("state_enter.order_delivery.state.returned_partially");
    assert_eq!(left_out(&partly).0, "delivery_without_use");
    let shipped = of("state_enter.order_delivery.state.shipped");
    let [Body::Custom { name, fields, .. }] = bodies(&shipped)[..] else { panic!("{shipped:?}") };
    assert_eq!((name.as_str(), fields.len()), ("order.shipped", 2));
}

#[test]
fn a_newsletter_counts_once_it_is_confirmed_and_no_longer_once_it_is_not_wanted() {
    let recipient = |status: &str| {
        format!(
            r#"{{"newsletterRecipient":{{"id":"n1","email":"eva@example.org","status":"{status}",
            "updatedAt":"2026-11-20T09:30:00.000+00:00"}}}}"#
        )
    };
    let of = |event: &str, status: &str| understood(Shopware, "", &told(event, &recipient(status)));
    assert_eq!(left_out(&of("newsletter.register", "notSet")).0, "delivery_without_use");
    for (event, status, granted, is_proven) in [
        ("newsletter.confirm", "optIn", true, true),
        ("newsletter.confirm", "direct", true, false),
        ("newsletter.unsubscribe", "optOut", false, false),
    ] {
        let sent = of(event, status);
        let [Body::Consent(consent)] = bodies(&sent)[..] else { panic!("{sent:?}") };
        assert_eq!((consent.granted, consent.proof.is_provable()), (granted, is_proven), "{event} {status}");
        assert_eq!(matches!(consent.proof, Proof::DoubleOptIn { .. }), is_proven);
        assert_eq!(sent.arrivals[0].event.occurred.0, Timestamp(1_795_167_000_000));
    }
}

#[test]
fn people_are_known_by_the_number_that_the_shop_shows() {
    let sent = understood(Shopware, "", &told("checkout.customer.register", CUSTOMER));
    let [Body::Profile(fields)] = bodies(&sent)[..] else { panic!("{sent:?}") };
    assert_eq!(fields.len(), 5, "{fields:?}");
    assert_eq!(whose(&sent)[0], &id(IdentifierKind::CustomerNumber, "SW-17"));
    let gone = understood(Shopware, "", &told("checkout.customer.deleted", CUSTOMER));
    assert_eq!(gone.privacy[0].kind, PrivacyKind::AccountDeleted);
}

#[test]
fn a_changed_article_is_named_with_what_changed() {
    let payload = r#"[{"entity":"product","operation":"update","primaryKey":"d20e4d60e35e4afdb795c767eee08fec",
        "updatedFields":["stock","price"]},{"entity":"product","operation":"delete","primaryKey":"ff","updatedFields":[]}]"#;
    let sent = understood(Shopware, "", &told("product.written", payload));
    let [touched, gone] = &sent.products[..] else { panic!("{sent:?}") };
    assert_eq!(touched.number.as_deref(), Some("p1"));
    assert_eq!(touched.change, Change::Touched(vec!["stock".into(), "price".into()]));
    assert_eq!((&gone.number, &gone.change), (&None, &Change::Deleted));
}

//! What Shopify sends.

use super::{bodies, known, left_out, line, understood, whose};
use crate::collector::id;
use anlass_model::consent::{Channel, Proof};
use anlass_model::event::{Body, Order, Place};
use anlass_model::id::{IdentifierKind, OrderId, OutletId};
use anlass_model::time::Timestamp;
use anlass_sources::shops::Vendor::Shopify;
use anlass_sources::understood::{Change, PrivacyKind};

pub(super) const ORDER: &str = r##"{"id":820982911946154508,"name":"#1001","email":"Eva@Example.org","currency":"EUR",
  "source_name":"web","location_id":null,"created_at":"2026-11-20T10:00:00+01:00",
  "processed_at":"2026-11-20T10:00:00+01:00","updated_at":"2026-11-20T10:00:01+01:00","cancelled_at":null,
  "total_price":"57.98","customer":{"id":706405506930370084,"email":"eva@example.org"},
  "discount_codes":[{"code":"WINTER","amount":"2.00","type":"fixed_amount"}],
  "line_items":[
    {"id":1,"variant_id":808950810,"product_id":632910392,"sku":"p1","quantity":3,"price":"19.99",
     "total_discount":"0.00","discount_allocations":[{"amount":"1.99"}]},
    {"id":2,"variant_id":901,"product_id":902,"sku":"","quantity":1,"price":"0.1"}],
  "refunds":[]}"##;

pub(super) const CUSTOMER: &str = r#"{"id":706405506930370084,"email":"eva@example.org","first_name":"Eva",
  "last_name":"Muster","phone":"+49 30 1234567","updated_at":"2026-11-20T10:00:00Z",
  "default_address":{"city":"Köln","zip":"50667","country_code":"DE"},
  "email_marketing_consent":{"state":"subscribed","opt_in_level":"confirmed_opt_in",
    "consent_updated_at":"2026-11-20T09:59:00Z"},
  "sms_marketing_consent":{"state":"not_subscribed","opt_in_level":"single_opt_in","consent_updated_at":null}}"#;

pub(super) const PRODUCT: &str = r#"{"id":788032119674292922,"title":"Lampe","product_type":"Licht","handle":"lampe",
  "status":"active","updated_at":"2026-11-20T10:00:00Z","images":[{"id":5,"src":"https://cdn.example/5.png"}],
  "image":{"id":6,"src":"https://cdn.example/6.png"},
  "variants":[
    {"id":808950810,"title":"Rot","sku":"p1","price":"19.00","compare_at_price":"24.99","inventory_item_id":901,
     "inventory_management":"shopify","inventory_quantity":75,"image_id":5},
    {"id":49148385,"title":"Default Title","sku":"","price":"19.00","compare_at_price":null,"inventory_item_id":902,
     "inventory_management":null,"inventory_quantity":0}]}"#;

#[test]
fn an_order_has_its_buyer_its_lines_after_discounts_and_its_code() {
    let told = understood(Shopify, "orders/create", ORDER);
    let order = Order {
        id: OrderId::of("820982911946154508"),
        place: Place::Online,
        lines: vec![line("p1", 3, 5_798), line("901", 1, 10)],
    };
    assert_eq!(bodies(&told), [&Body::Ordered(order), &Body::Voucher { code: "WINTER".into() }]);
    assert_eq!(
        whose(&told),
        [
            &id(IdentifierKind::CustomerNumber, "706405506930370084"),
            &id(IdentifierKind::Email, "eva@example.org")
        ]
    );
    assert_eq!(told.arrivals[0].event.occurred.0, Timestamp(1_795_165_200_000));
}

#[test]
fn an_order_at_the_till_was_made_in_its_outlet() {
    let till = ORDER
        .replace(r#""source_name":"web""#, r#""source_name":"pos""#)
        .replace(r#""location_id":null"#, r#""location_id":905684977"#);
    let told = understood(Shopify, "orders/create", &till);
    let Body::Ordered(order) = bodies(&told)[0] else { panic!("an order") };
    assert_eq!(order.place, Place::Outlet(OutletId::of("905684977")));
}

#[test]
fn a_guest_is_known_by_the_address_and_a_bad_address_does_not_spoil_the_order() {
    let guest = ORDER.replace(r#""customer":{"id":706405506930370084,"email":"eva@example.org"},"#, "");
    assert_eq!(
        whose(&understood(Shopify, "orders/create", &guest)),
        [&id(IdentifierKind::Email, "eva@example.org")]
    );
    let bad = ORDER.replace("Eva@Example.org", "n/a").replace("eva@example.org", "n/a");
    let number = id(IdentifierKind::CustomerNumber, "706405506930370084");
    assert_eq!(whose(&understood(Shopify, "orders/create", &bad)), [&number]);
}

#[test]
fn numbers_of_two_shops_do_not_meet() {
    let told = |prefix| {
        let headers = [("X-Shopify-Topic", "orders/create")];
        let known = anlass_sources::understood::Knowledge { prefix, ..known() };
        anlass_sources::shops::decode(Shopify, &headers, ORDER.as_bytes(), &known).expect("readable")
    };
    let told = told(Some("de"));
    assert_eq!(whose(&told)[0], &id(IdentifierKind::CustomerNumber, "de-706405506930370084"));
    let Body::Ordered(order) = bodies(&told)[0] else { panic!("an order") };
    assert_eq!(order.id, OrderId::of("de-820982911946154508"));
}

#[test]
fn refunds_and_the_end_of_an_order_come_with_its_changes() {
    let nothing = understood(Shopify, "orders/updated", ORDER);
    assert_eq!(left_out(&nothing).0, "delivery_without_use");
    let refund = r#""refunds":[{"id":509562969,"created_at":"2026-11-20T12:00:00Z","refund_line_items":[
        {"quantity":2,"subtotal":38.65,"line_item":{"sku":"p1","variant_id":808950810,"price":"19.99"}}]},
        {"id":509562970,"created_at":"2026-11-20T13:00:00Z","refund_line_items":[]}]"#;
    let refunded = ORDER.replace(r#""refunds":[]"#, refund);
    let told = understood(Shopify, "orders/updated", &refunded);
    let order = OrderId::of("820982911946154508");
    assert_eq!(bodies(&told), [&Body::Returned { order: Some(order), lines: vec![line("p1", 2, 3_865)] }]);
    let later = refunded.replace("10:00:01+01:00", "18:00:00+01:00");
    let again = understood(Shopify, "orders/updated", &later);
    assert_eq!(told.arrivals, again.arrivals, "a refund counts once however often its order changes");
    let cancelled = ORDER.replace(r#""cancelled_at":null"#, r#""cancelled_at":"2026-11-20T11:00:00Z""#);
    let told = understood(Shopify, "orders/cancelled", &cancelled);
    assert_eq!(bodies(&told), [&Body::Cancelled { order, lines: Vec::new() }]);
    assert_eq!(told.arrivals, understood(Shopify, "orders/updated", &cancelled).arrivals);
}

#[test]
fn payment_and_shipping_are_the_organisations_own_events() {
    let paid = understood(Shopify, "orders/paid", ORDER);
    let [Body::Custom { name, value, fields }] = bodies(&paid)[..] else { panic!("{paid:?}") };
    assert_eq!((name.as_str(), *value, fields.len()), ("order.paid", 5_798, 1));
    let parcel = r#"{"id":255858046,"order_id":820982911946154508,"status":"success","email":"eva@example.org",
        "created_at":"2026-11-20T15:00:00Z","tracking_number":"1z827wk74630","tracking_company":"UPS"}"#;
    let shipped = understood(Shopify, "fulfillments/create", parcel);
    let [Body::Custom { name, fields, .. }] = bodies(&shipped)[..] else { panic!("{shipped:?}") };
    assert_eq!((name.as_str(), fields.len()), ("order.shipped", 2));
    let waiting = understood(Shopify, "fulfillments/create", &parcel.replace("success", "pending"));
    assert_eq!(left_out(&waiting).0, "delivery_without_use");
}

#[test]
fn a_cart_is_told_whole_and_the_checkout_says_whose_it_is() {
    let cart = r#"{"id":"eeafa272","token":"eeafa272","updated_at":"2026-11-20T10:00:00Z",
        "line_items":[{"variant_id":808950810,"sku":"p1","quantity":2,"price":"19.99"}]}"#;
    let told = understood(Shopify, "carts/update", cart);
    assert_eq!(bodies(&told), [&Body::CartAdded(line("p1", 2, 3_998)), &Body::CartCleared]);
    assert!(
        told.arrivals[1].event.occurred < told.arrivals[0].event.occurred,
        "what lay in it before is gone"
    );
    assert_eq!(whose(&told), [&id(IdentifierKind::Cookie, "cart eeafa272")]);
    let checkout = cart.replace(
        r#""id":"eeafa272","token":"eeafa272""#,
        concat!(
            r#""id":981820079255243500,"token":"123123123","cart_token":"eeafa272","currency":"EUR","#,
            r#""email":"eva@example.org","completed_at":null"#
        ),
    );
    let told = understood(Shopify, "checkouts/update", &checkout);
    assert_eq!(
        whose(&told),
        [&id(IdentifierKind::Email, "eva@example.org"), &id(IdentifierKind::Cookie, "cart eeafa272")]
    );
    let cart_ids: Vec<_> = understood(Shopify, "carts/update", cart)
        .arrivals
        .iter()
        .map(|arrival| arrival.event.message)
        .collect();
    let says_more = told.arrivals.iter().all(|arrival| !cart_ids.contains(&arrival.event.message));
    assert!(says_more, "a checkout of the same moment is not taken for a repetition of its cart");
    let bought = checkout.replace(r#""completed_at":null"#, r#""completed_at":"2026-11-20T10:05:00Z""#);
    assert!(understood(Shopify, "checkouts/update", &bought).arrivals.is_empty());
    let dollars = checkout.replace("EUR", "USD");
    let told = understood(Shopify, "checkouts/update", &dollars);
    assert_eq!(left_out(&told).0, "event_currency_other");
}

#[test]
fn only_a_confirmed_opt_in_proves_a_consent_and_silence_withdraws_none() {
    let told = understood(Shopify, "customers/update", CUSTOMER);
    let [Body::Profile(fields), Body::Consent(consent)] = bodies(&told)[..] else { panic!("{told:?}") };
    assert_eq!(fields.len(), 6, "{fields:?}");
    assert!(consent.granted && consent.channel == Some(Channel::Email));
    assert!(matches!(consent.proof, Proof::DoubleOptIn { .. }));
    let of = |state: &str, level: &str| {
        format!(
            r#"{{"customer_id":706405506930370084,"email_address":"eva@example.org","email_marketing_consent":
            {{"state":"{state}","opt_in_level":"{level}","consent_updated_at":"2026-11-20T09:59:00Z"}}}}"#
        )
    };
    let topic = "customers_email_marketing_consent/update";
    let same = understood(Shopify, topic, &of("subscribed", "confirmed_opt_in"));
    assert_eq!(same.arrivals[0].event.message, told.arrivals[1].event.message, "told twice, said once");
    for (state, level, granted, proof) in [
        ("subscribed", "single_opt_in", true, Proof::None),
        ("unsubscribed", "confirmed_opt_in", false, Proof::None),
    ] {
        let told = understood(Shopify, topic, &of(state, level));
        let [Body::Consent(consent)] = bodies(&told)[..] else { panic!("{told:?}") };
        assert_eq!((consent.granted, &consent.proof), (granted, &proof), "{state}");
    }
    for state in ["not_subscribed", "pending", "redacted", "invalid"] {
        assert_eq!(left_out(&understood(Shopify, topic, &of(state, "unknown"))).0, "delivery_without_use");
    }
}

#[test]
fn requests_under_data_protection_law_go_to_the_privacy_desk() {
    let customer = r#""customer":{"id":191167,"email":"eva@example.org","phone":"555-625-1199"}"#;
    for (topic, body, kind, people, reference) in [
        (
            "customers/data_request",
            format!(r#"{{"shop_id":9,{customer},"data_request":{{"id":9999}}}}"#),
            PrivacyKind::Access,
            2,
            Some("9999"),
        ),
        ("customers/redact", format!(r#"{{"shop_id":9,{customer}}}"#), PrivacyKind::Erase, 2, None),
        ("customers/delete", r#"{"id":191167}"#.to_owned(), PrivacyKind::AccountDeleted, 1, None),
        (
            "shop/redact",
            r#"{"shop_id":9,"shop_domain":"x.example"}"#.to_owned(),
            PrivacyKind::EraseShop,
            0,
            Some("x.example"),
        ),
    ] {
        let told = understood(Shopify, topic, &body);
        let [request] = &told.privacy[..] else { panic!("{told:?}") };
        assert_eq!((request.kind, request.identifiers.len()), (kind, people), "{topic}");
        assert_eq!(request.reference.as_deref(), reference);
        assert!(told.arrivals.is_empty());
    }
}

#[test]
fn articles_have_their_variants_prices_and_stock() {
    let told = understood(Shopify, "products/update", PRODUCT);
    let [red, plain] = &told.products[..] else { panic!("{told:?}") };
    assert_eq!(red.ids, ["808950810".into(), "901".into()]);
    assert_eq!((red.number.as_deref(), plain.number.as_deref()), (Some("p1"), Some("49148385")));
    let Change::Written(written) = &red.change else { panic!("{red:?}") };
    assert_eq!(
        (written.name.as_deref(), written.price, written.list_price),
        (Some("Lampe, Rot"), Some(1_900), Some(2_499))
    );
    assert_eq!(written.image.as_deref(), Some("https://cdn.example/5.png"));
    let [stock] = &told.stock[..] else { panic!("only what is counted: {told:?}") };
    assert_eq!((&*stock.number, stock.pieces), ("p1", 75));
    let level = r#"{"inventory_item_id":901,"location_id":655441491,"available":4,"updated_at":"2026-11-20T10:00:00Z"}"#;
    let told = understood(Shopify, "inventory_levels/update", level);
    let [stock] = &told.stock[..] else { panic!("{told:?}") };
    assert_eq!((&*stock.number, stock.outlet.as_deref(), stock.pieces), ("0815", Some("655441491"), 4));
    let strange = understood(Shopify, "inventory_levels/update", &level.replace("901", "999"));
    assert_eq!(left_out(&strange).0, "change_only_named");
}

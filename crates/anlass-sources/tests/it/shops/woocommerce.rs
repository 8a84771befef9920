//! What WooCommerce sends.

use super::{bodies, left_out, line, understood, whose};
use crate::collector::id;
use anlass_model::event::{Body, Order, Place};
use anlass_model::id::{IdentifierKind, OrderId};
use anlass_sources::shops::Vendor::Woocommerce;
use anlass_sources::shops::is_greeting;
use anlass_sources::understood::{Change, PrivacyKind};

pub(super) const ORDER: &str = r#"{"id":727,"number":"A-727","status":"processing","currency":"EUR","customer_id":26,
  "date_created_gmt":"2026-11-20T09:00:00","date_modified_gmt":"2026-11-20T09:05:00","date_paid_gmt":null,
  "billing":{"first_name":"Eva","email":"eva@example.org","phone":"0301234567","city":"Köln"},
  "line_items":[{"id":315,"product_id":93,"variation_id":0,"quantity":2,"sku":"p1","subtotal":"20.00",
    "total":"16.80","total_tax":"3.19","price":8.4}],
  "coupon_lines":[{"code":"winter"}],"refunds":[]}"#;

pub(super) const CUSTOMER: &str = r#"{"id":26,"email":"eva@example.org","first_name":"Eva","last_name":"",
  "date_created_gmt":"2026-11-20T09:00:00","date_modified_gmt":"2026-11-20T09:00:00",
  "billing":{"last_name":"Muster","city":"Köln","postcode":"50667","country":"DE","phone":"0301234567"}}"#;

pub(super) const PRODUCT: &str = r#"{"id":93,"sku":"p1","name":"Lampe","status":"publish","price":"8.40",
  "regular_price":"10.00","sale_price":"8.40","stock_quantity":12,"stock_status":"instock","parent_id":0,
  "permalink":"https://shop.example/product/lampe","categories":[{"id":9,"name":"Licht"}],
  "images":[{"id":1,"src":"https://shop.example/1.png"}],"date_modified_gmt":"2026-11-20T09:00:00"}"#;

#[test]
fn an_order_is_told_often_and_counts_once() {
    let created = understood(Woocommerce, "order.created", ORDER);
    let order = Order { id: OrderId::of("A-727"), place: Place::Online, lines: vec![line("p1", 2, 1_999)] };
    assert_eq!(bodies(&created), [&Body::Ordered(order), &Body::Voucher { code: "winter".into() }]);
    assert_eq!(
        whose(&created),
        [&id(IdentifierKind::CustomerNumber, "26"), &id(IdentifierKind::Email, "eva@example.org")]
    );
    let paid = ORDER
        .replace(r#""date_paid_gmt":null"#, r#""date_paid_gmt":"2026-11-20T09:04:00""#)
        .replace("09:05:00", "09:06:00");
    let updated = understood(Woocommerce, "order.updated", &paid);
    assert_eq!(updated.arrivals[..2], created.arrivals[..]);
    let Body::Custom { name, .. } = bodies(&updated)[2] else { panic!("{updated:?}") };
    assert_eq!(name.as_str(), "order.paid");
}

#[test]
fn what_became_of_an_order_is_read_from_its_status() {
    let order = OrderId::of("A-727");
    let of = |status: &str| understood(Woocommerce, "order.updated", &ORDER.replace("processing", status));
    assert_eq!(bodies(&of("cancelled"))[2], &Body::Cancelled { order, lines: Vec::new() });
    assert_eq!(bodies(&of("refunded"))[2], &Body::Returned { order: Some(order), lines: Vec::new() });
    let Body::Custom { name, .. } = bodies(&of("completed"))[2].clone() else { panic!("an own event") };
    assert_eq!(name.as_str(), "order.shipped");
    for status in ["checkout-draft", "failed", "trash", "in-the-oven"] {
        let told = of(status);
        assert!(told.arrivals.is_empty(), "{status}");
        assert_eq!(left_out(&told).0, "delivery_without_use");
    }
    let partly = ORDER.replace(r#""refunds":[]"#, r#""refunds":[{"id":1,"total":"-3.00"}]"#);
    assert_eq!(left_out(&understood(Woocommerce, "order.updated", &partly)).0, "delivery_without_use");
}

#[test]
fn guests_are_no_customer_number_zero() {
    let guest = ORDER.replace(r#""customer_id":26"#, r#""customer_id":0"#);
    let told = understood(Woocommerce, "order.created", &guest);
    assert_eq!(whose(&told), [&id(IdentifierKind::Email, "eva@example.org")]);
}

#[test]
fn a_customer_is_known_by_number_and_address_but_not_by_a_telephone_typed_by_hand() {
    let told = understood(Woocommerce, "customer.updated", CUSTOMER);
    let [Body::Profile(fields)] = bodies(&told)[..] else { panic!("{told:?}") };
    let names: Vec<_> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["city", "email", "first_name", "last_name", "phone", "postal_code"]);
    assert_eq!(whose(&told).len(), 2);
    let gone = understood(Woocommerce, "customer.deleted", r#"{"id":26}"#);
    let [request] = &gone.privacy[..] else { panic!("{gone:?}") };
    assert_eq!(request.kind, PrivacyKind::AccountDeleted);
}

#[test]
fn an_article_has_its_price_what_it_cost_before_and_its_stock() {
    let told = understood(Woocommerce, "product.updated", PRODUCT);
    let [product] = &told.products[..] else { panic!("{told:?}") };
    let Change::Written(written) = &product.change else { panic!("{product:?}") };
    assert_eq!((written.price, written.list_price, &written.group), (Some(840), Some(1_000), &None));
    assert_eq!(written.categories, ["Licht".into()]);
    assert_eq!((&*told.stock[0].number, told.stock[0].pieces), ("p1", 12));
    let uncounted = PRODUCT.replace(r#""stock_quantity":12"#, r#""stock_quantity":null"#);
    assert!(understood(Woocommerce, "product.updated", &uncounted).stock.is_empty());
    let out = uncounted.replace("instock", "outofstock");
    assert_eq!(understood(Woocommerce, "product.updated", &out).stock[0].pieces, 0);
}

#[test]
fn the_greeting_of_a_new_webhook_is_recognised_and_nothing_else_is_one() {
    assert!(is_greeting(Woocommerce, &[], b"webhook_id=12"));
    assert!(!is_greeting(Woocommerce, &[("x-wc-webhook-topic", "order.created")], b"webhook_id=12"));
    assert!(!is_greeting(Woocommerce, &[], b"webhook_id=12&x=1"));
    assert!(!is_greeting(Woocommerce, &[], b"webhook_id="));
    assert!(!is_greeting(anlass_sources::shops::Vendor::Shopify, &[], b"webhook_id=12"));
}

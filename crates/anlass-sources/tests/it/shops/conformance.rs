//! What holds of every vendor. A new module under `shops/` is held to it as soon as it stands in `Vendor::ALL` and has
//! samples here.

use super::{headers, known, shopify, shopware, understood, woocommerce};
use crate::collector::NOW;
use anlass_model::time::{HOUR, Received};
use anlass_sources::shops::{Vendor, decode, verify};
use anlass_sources::understood::{Knowledge, Refused, Understood};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};
use ring::hmac;
use serde_json::Value;
use std::collections::BTreeSet;

const SECRET: &[u8] = b"hush";

/// A delivery of every topic that a vendor's module knows.
fn samples(vendor: Vendor) -> Vec<(&'static str, String)> {
    let sample = |topic: &'static str| {
        match vendor {
        Vendor::Shopware => shopware::told(topic, match topic {
            _ if topic.starts_with("newsletter") => r#"{"newsletterRecipient":{"id":"n","email":"eva@example.org"}}"#,
            _ if topic.starts_with("checkout.customer") => shopware::CUSTOMER,
            _ if topic.starts_with("product") || topic.starts_with("customer") => {
                r#"[{"entity":"x","operation":"update","primaryKey":"d20e","updatedFields":["stock"]}]"#
            }
            _ => shopware::ORDER,
        }),
        Vendor::Shopify => match topic {
            _ if topic.starts_with("orders") => shopify::ORDER,
            _ if topic.starts_with("products") => shopify::PRODUCT,
            _ if topic.starts_with("customers/") => shopify::CUSTOMER,
            _ if topic.starts_with("inventory") => {
                r#"{"inventory_item_id":901,"location_id":6,"available":4,"updated_at":"2026-11-20T10:00:00Z"}"#
            }
            "fulfillments/create" | "fulfillments/update" => {
                r#"{"id":2,"order_id":8,"status":"success","email":"eva@example.org"}"#
            }
            "refunds/create" => r#"{"id":5,"order_id":8,"refund_line_items":[]}"#,
            "shop/redact" => r#"{"shop_id":9,"shop_domain":"x.example"}"#,
            _ if topic.starts_with("customers_") => concat!(
                r#"{"id":7,"customer_id":7,"email_marketing_consent":{"state":"unsubscribed"},"#,
                r#""sms_marketing_consent":{"state":"subscribed","opt_in_level":"single_opt_in"}}"#
            ),
            _ => concat!(
                r#"{"token":"t","email":"eva@example.org","updated_at":"2026-11-20T10:00:00Z","#,
                r#""line_items":[{"sku":"p1","quantity":2,"price":"19.99"}]}"#
            ),
        }
        .to_owned(),
        Vendor::Woocommerce => match topic {
            _ if topic.starts_with("order") => woocommerce::ORDER,
            _ if topic.starts_with("product") => woocommerce::PRODUCT,
            _ => woocommerce::CUSTOMER,
        }
        .to_owned(),
    }
    };
    vendor.topics().iter().map(|topic| (*topic, sample(topic))).collect()
}

/// The header with which a vendor signs a body.
fn signature(vendor: Vendor, secret: &[u8], body: &[u8]) -> (&'static str, String) {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), body);
    let hexadecimal = || tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    match vendor {
        Vendor::Shopware => ("Shopware-Shop-Signature", hexadecimal()),
        Vendor::Shopify => ("x-shopify-hmac-sha256", BASE64_STANDARD.encode(tag)),
        Vendor::Woocommerce => ("X-Wc-Webhook-Signature", BASE64_STANDARD.encode(tag)),
    }
}

#[test]
fn a_signature_holds_for_its_own_body_and_secret_alone() {
    for vendor in Vendor::ALL {
        let body = br#"{"data":{"event":"checkout.order.placed"}}"#;
        let (name, value) = signature(vendor, SECRET, body);
        let signed = [("accept", "*/*"), (name, &*value)];
        assert_eq!(verify(vendor, SECRET, &signed, body), Ok(()), "{vendor:?}");
        for at in 0..body.len() {
            let mut changed = *body;
            changed[at] ^= 1;
            let refused = verify(vendor, SECRET, &signed, &changed).expect_err("a changed byte");
            assert_eq!(refused.code(), "signature_wrong");
        }
        for (secret, headers, code) in [
            (&b"husH"[..], &signed[..], "signature_wrong"),
            (b"", &signed, "signature_secret_missing"),
            (SECRET, &[], "signature_missing"),
            (SECRET, &[(name, "")], "signature_missing"),
            (SECRET, &[(name, "ü?")], "signature_unreadable"),
            (SECRET, &[(name, "abcd")], "signature_wrong"),
            (SECRET, &[(name, &value[..value.len() - 4])], "signature_wrong"),
        ] {
            let refused = verify(vendor, secret, headers, body).expect_err(code);
            assert_eq!(refused.code(), code, "{vendor:?} {headers:?}");
            assert!(refused.is_about_signature() && !refused.hint().is_empty());
        }
    }
}

#[test]
fn every_known_topic_becomes_something_or_says_why_not() {
    for vendor in Vendor::ALL {
        assert_eq!(Vendor::of(vendor.as_str()), Some(vendor));
        for (topic, body) in samples(vendor) {
            let told = understood(vendor, topic, &body);
            assert!(!told.is_nothing(), "{vendor:?} {topic}");
            for left in &told.left_out {
                assert_ne!(left.why.code(), "topic_unknown", "{vendor:?} {topic}");
                assert!(
                    !left.about.is_empty() && !left.why.hint().is_empty() && !left.why.to_string().is_empty()
                );
            }
            let ids: BTreeSet<_> = told.arrivals.iter().map(|arrival| arrival.event.message).collect();
            assert_eq!(ids.len(), told.arrivals.len(), "each thing said has an id of its own: {topic}");
        }
    }
}

#[test]
fn a_topic_without_meaning_is_left_out_and_no_error() {
    for (vendor, topic, nearest) in [
        (Vendor::Shopware, "checkout.order.place", Some("checkout.order.placed")),
        (Vendor::Shopify, "orders/creates", Some("orders/create")),
        (Vendor::Shopify, "themes/publish", None),
        (Vendor::Woocommerce, "action.woocommerce_add_to_cart", None),
    ] {
        let told = understood(vendor, topic, &shopware::told(topic, "{}"));
        let [left] = &told.left_out[..] else { panic!("{told:?}") };
        assert_eq!(left.why.code(), "topic_unknown");
        assert!(nearest.is_none_or(|nearest| left.why.hint().contains(nearest)), "{}", left.why.hint());
    }
}

#[test]
fn the_same_delivery_again_whenever_it_comes_has_the_same_ids() {
    let ids =
        |told: &Understood| told.arrivals.iter().map(|arrival| arrival.event.message).collect::<Vec<_>>();
    for vendor in Vendor::ALL {
        for (topic, body) in samples(vendor) {
            // Without the moments in it as well: then its content stands for it.
            let bare =
                body.replace("_at\"", "_gone\"").replace("At\"", "Gone\"").replace("_gmt\"", "_gone\"");
            for body in [body, bare] {
                let told = understood(vendor, topic, &body);
                assert_eq!(told, understood(vendor, topic, &body), "{vendor:?} {topic}");
                let headers = headers(vendor, topic);
                let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
                let later = Knowledge { received: Received(NOW.0.plus(HOUR)), ..known() };
                // Shopware's moment of sending is another one with each attempt.
                let again = body.replace("1795165300", "1795165399");
                let again = decode(vendor, &headers, again.as_bytes(), &later).expect("readable");
                assert_eq!(ids(&told), ids(&again), "{vendor:?} {topic}");
            }
        }
    }
}

#[test]
fn an_attempt_with_other_ids_in_unsigned_headers_is_the_same_delivery() {
    let ids =
        |told: Understood| told.arrivals.into_iter().map(|arrival| arrival.event.message).collect::<Vec<_>>();
    let again = [("X-Shopify-Topic", "orders/create"), ("X-Shopify-Webhook-Id", "another")];
    let told = decode(Vendor::Shopify, &again, shopify::ORDER.as_bytes(), &known()).expect("readable");
    assert_eq!(ids(told), ids(understood(Vendor::Shopify, "orders/create", shopify::ORDER)));
}

fn refused(vendor: Vendor, topic: &str, body: &[u8]) -> Refused {
    let headers = headers(vendor, topic);
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
    decode(vendor, &headers, body, &known()).expect_err("unreadable")
}

#[test]
fn what_cannot_be_read_is_refused_with_a_reason() {
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let wide = format!("[{}1]", "1,".repeat(300_000));
    let long = format!("\"{}\"", "x".repeat(2 << 20));
    let large = vec![b' '; 9 << 20];
    for vendor in Vendor::ALL {
        let (topic, body) = samples(vendor).swap_remove(0);
        let cut = &body.as_bytes()[..body.len() - 2];
        for (body, code) in [
            (&b""[..], "body_not_json"),
            (b"not json", "body_not_json"),
            (cut, "body_not_json"),
            (b"{\"a\":\"\xff\"}", "body_not_utf8"),
            (deep.as_bytes(), "body_too_deep"),
            (wide.as_bytes(), "body_too_many_values"),
            (long.as_bytes(), "body_text_too_long"),
            (&large, "body_too_large"),
        ] {
            let refused = refused(vendor, topic, body);
            assert_eq!(refused.code(), code, "{vendor:?}");
            assert!(!refused.hint().is_empty() && !refused.is_about_signature());
        }
        if vendor != Vendor::Shopware {
            let untold = decode(vendor, &[], body.as_bytes(), &known()).expect_err("no topic");
            assert_eq!(untold.code(), "delivery_topic_missing");
        }
        for body in ["[]", "17", "\"text\"", "null"] {
            assert!(!refused(vendor, topic, body.as_bytes()).hint().is_empty());
        }
    }
}

#[test]
fn absurd_amounts_are_left_out_and_never_become_others() {
    let absurd =
        ["1e999999999", "-7", "99999999999999999999999", "1e40", "\"NaN\"", "\"0x10\"", "{}", "[1]", "true"];
    for (vendor, topic, body, places) in [
        (Vendor::Shopify, "orders/create", shopify::ORDER, [r#""19.99""#, r#""quantity":3"#]),
        (Vendor::Woocommerce, "order.created", woocommerce::ORDER, [r#""16.80""#, r#""quantity":2"#]),
        (
            Vendor::Shopware,
            "",
            &shopware::told("checkout.order.placed", shopware::ORDER),
            ["59.969999999999999", r#""quantity":3"#],
        ),
    ] {
        for place in places {
            for number in absurd {
                let with = match place.split_once(':') {
                    Some((name, _)) => format!("{name}:{number}"),
                    None => number.to_owned(),
                };
                assert!(body.contains(place), "{place}");
                let told = understood(vendor, topic, &body.replace(place, &with));
                assert!(told.arrivals.is_empty(), "{vendor:?} {with}: {told:?}");
                assert_eq!(told.left_out[0].why.code(), "event_value_unreadable", "{told:?}");
            }
        }
    }
}

/// Puts `with` into the place of the `index`-th value within.
fn replaced(value: &mut Value, index: &mut usize, with: &Value) {
    if *index == 0 {
        *value = with.clone();
    }
    *index = index.wrapping_sub(1);
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| replaced(value, index, with)),
        Value::Object(members) => members.values_mut().for_each(|value| replaced(value, index, with)),
        _ => {}
    }
}

fn check_bounded(
    vendor: Vendor,
    topic: &str,
    body: &[u8],
) -> Result<(), proptest::test_runner::TestCaseError> {
    let headers = headers(vendor, topic);
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
    let told = decode(vendor, &headers, body, &known());
    prop_assert_eq!(&told, &decode(vendor, &headers, body, &known()));
    if let Ok(told) = told {
        prop_assert!(
            !told.is_nothing(),
            "{:?} {}: nothing of {}",
            vendor,
            topic,
            String::from_utf8_lossy(body)
        );
        for arrival in &told.arrivals {
            prop_assert!(!arrival.identifiers.is_empty());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_value_in_any_place_breaks_it(
        vendor in prop::sample::select(Vendor::ALL.to_vec()),
        topic in any::<prop::sample::Index>(),
        place in 0..120_usize,
        with in prop::sample::select(vec![
            "null", "true", "{}", "[]", "[{}]", "\"\"", "-1", "1e99", "18446744073709551616", "\"\\u0000\"",
            "\"2026-13-45\"", "\"eva@example.org\"", "[[1]]", "{\"id\":{}}", "\"9999-12-31T23:59:59Z\"", "-9e18",
        ]),
    ) {
        let samples = samples(vendor);
        let (topic, body) = &samples[topic.index(samples.len())];
        let mut value: Value = serde_json::from_str(body).expect("a good sample");
        let with = serde_json::from_str(with).unwrap_or(Value::Null);
        replaced(&mut value, &mut { place }, &with);
        check_bounded(vendor, topic, value.to_string().as_bytes())?;
    }

    #[test]
    fn no_bytes_break_it(
        vendor in prop::sample::select(Vendor::ALL.to_vec()),
        topic in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        bytes in prop::collection::vec(any::<u8>(), 0..4),
        header in "\\PC{0,60}",
    ) {
        let samples = samples(vendor);
        let (topic, body) = &samples[topic.index(samples.len())];
        let mut body = body.clone().into_bytes();
        let at = at.index(body.len());
        body.splice(at..(at + 1).min(body.len()), bytes);
        check_bounded(vendor, topic, &body)?;
        let (name, _) = signature(vendor, SECRET, b"");
        prop_assert!(verify(vendor, SECRET, &[(name, &header)], &body).is_err());
    }
}

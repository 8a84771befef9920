//! Samples of what is sent while it happens: SDKs, webhooks of shops and of any system, CloudEvents, exports that are handed
//! in, feeds of content.

use super::outcome::{Complaint, Outcome, rfc3339};
use super::{MOMENTS, Sample};
use crate::collector::{CATALOGUE, LIMITS, request};
use crate::shops::{SETTINGS_OF_SHOP, headers, known};
use anlass_model::event::SourceId;
use anlass_model::id::VaultId;
use anlass_model::time::Received;
use anlass_sources::analytics::{self, Tool};
use anlass_sources::collector::{self, Kind, Target, Trust};
use anlass_sources::content::{JsonForm, from_json, from_xml};
use anlass_sources::hook::Hook;
use anlass_sources::shops::{self, Vendor};
use anlass_sources::understood::Knowledge;
use anlass_sources::{cloudevents, content};

fn at(received: Received) -> Knowledge<'static> {
    Knowledge { received, ..known() }
}

pub(super) fn samples() -> Vec<Sample> {
    let mut samples = vec![sdk(), hook(), events()];
    samples.extend(Vendor::ALL.map(vendor));
    samples.extend(Tool::ALL.map(tool));
    samples.extend([rss(), atom(), posts()]);
    samples
}

fn sdk() -> Sample {
    let order = |number: usize, price: &str| {
        format!(
            r#"{{"type":"track","event":"Order Completed","userId":"17","messageId":"m{number}","timestamp":"{}",
            "properties":{{"order_id":"o{number}","currency":"EUR","products":[{{"product_id":"p1","quantity":1,"price":{price}}}]}}}}"#,
            rfc3339(number)
        )
    };
    let said = |event: &str, number: usize| {
        format!(
            r#"{{"type":"track","event":"{event}","userId":"17","messageId":"{event}","timestamp":"{}","properties":{{"channel":"email"}}}}"#,
            rfc3339(number)
        )
    };
    Sample {
        name: "an SDK".into(),
        module: "collector",
        role: None,
        good: [order(0, "19.99"), order(1, "5.00"), order(2, "0.01")],
        bad: Some(order(0, "\"much\"").replace("\"m0\"", "\"mx\"")),
        useless: None,
        has_moments: true,
        counts_equals: false,
        priced: Some(|price| {
            format!(
                r#"{{"type":"track","event":"Order Completed","userId":"17","messageId":"m9","timestamp":"2026-11-20T09:00:00Z",
                "properties":{{"order_id":"o9","currency":"EUR","products":[{{"product_id":"p1","quantity":1,"price":{price}}}]}}}}"#
            )
        }),
        consent: Some([said("Newsletter Subscribed", 0), said("Newsletter Unsubscribed", 1)]),
        whole: Some(Box::new(|parts| format!(r#"{{"batch":[{}]}}"#, parts.join(",")).into())),
        read: Box::new(|bytes, received| {
            let target = Target {
                vault: VaultId(7),
                source: SourceId(3),
                trust: Trust::Server,
                identity: None,
                settings: &SETTINGS_OF_SHOP,
                catalogue: &CATALOGUE,
                limits: &LIMITS,
            };
            let decoded = collector::decode(&request(Kind::Batch, bytes), received, &target)
                .map_err(|refusal| Complaint::of(&refusal, refusal.hint()))?;
            let mut outcome = Outcome::default();
            outcome.take_arrivals(&decoded.accepted);
            outcome.refused.extend(decoded.rejected.iter().map(|rejected| Complaint {
                place: format!("[{}]", rejected.index),
                cause: rejected.reason.to_string(),
                cure: rejected.reason.hint(),
            }));
            let refused = decoded.rejected.len();
            assert!(decoded.events >= refused && decoded.accepted.len() + refused >= decoded.events);
            Ok(outcome)
        }),
    }
}

const FORM: &str = "\
hook: till
each: receipts
id: number
event: { from: kind, values: { sale: Order Completed, yes: Newsletter Subscribed, no: Newsletter Unsubscribed } }
occurred: at
identifiers: { customer_number: holder }
fields: { order_id: number, currency: { constant: EUR }, channel: { constant: email } }
lines: { each: items, number: article, quantity: pieces, total: sum }
";

fn receipt(number: usize, kind: &str, total: &str) -> String {
    format!(
        r#"{{"number":"B-{number}","kind":"{kind}","at":"{}","holder":17,"items":[{{"article":"p1","pieces":1,"sum":{total}}}]}}"#,
        rfc3339(number % 3)
    )
}

fn hook() -> Sample {
    let hook = Hook::read(FORM, "till.yaml").expect("a good form");
    assert_eq!(hook.check(&SETTINGS_OF_SHOP), []);
    Sample {
        name: "a webhook by a form".into(),
        module: "hook",
        role: None,
        good: [receipt(0, "sale", "19.99"), receipt(1, "sale", "5.00"), receipt(2, "sale", "0.01")],
        bad: Some(receipt(3, "sale", "\"much\"")),
        useless: Some(receipt(4, "counted", "1.00")),
        has_moments: true,
        counts_equals: false,
        priced: Some(|total| receipt(6, "sale", total)),
        consent: Some([receipt(7, "yes", "0"), receipt(8, "no", "0")]),
        whole: Some(Box::new(|parts| format!(r#"{{"receipts":[{}]}}"#, parts.join(",")).into())),
        read: Box::new(move |bytes, received| Ok(Outcome::understood(&hook.decode(bytes, &at(received))?))),
    }
}

fn cloud_event(number: usize, kind: &str, data: &str) -> String {
    format!(
        r#"{{"specversion":"1.0","id":"e{number}","source":"/shop","type":"com.example.{kind}","time":"{}","data":{data}}}"#,
        rfc3339(number % 3)
    )
}

fn sold(number: usize, price: &str) -> String {
    let data = format!(
        r#"{{"userId":"17","order_id":"o{number}","currency":"EUR","products":[{{"sku":"p1","quantity":1,"price":{price}}}]}}"#
    );
    cloud_event(number, "order.completed", &data)
}

fn events() -> Sample {
    let said = |number, kind| cloud_event(number, kind, r#"{"userId":"17","channel":"email"}"#);
    Sample {
        name: "CloudEvents".into(),
        module: "cloudevents",
        role: None,
        good: [sold(0, "19.99"), sold(1, "5.00"), sold(2, "0.01")],
        bad: Some(sold(3, "\"much\"")),
        useless: None,
        has_moments: true,
        counts_equals: false,
        priced: Some(|price| sold(6, price)),
        consent: Some([said(7, "newsletter.subscribed"), said(8, "newsletter.unsubscribed")]),
        whole: Some(Box::new(|parts| format!("[{}]", parts.join(",")).into())),
        read: Box::new(|bytes, received| {
            let headers = [("content-type", "application/cloudevents-batch+json")];
            Ok(Outcome::understood(&cloudevents::decode(&headers, bytes, &at(received))?))
        }),
    }
}

/// A delivery of a shop: its topic stands before the body, as headers do.
fn delivery(topic: &str, body: &str) -> String {
    format!("{topic}\n{body}")
}

fn shopify_order(number: usize, price: &str) -> String {
    let moment = rfc3339(number % 3);
    delivery(
        "orders/create",
        &format!(
            r#"{{"id":{number},"name":"N{number}","currency":"EUR","source_name":"web","location_id":null,"created_at":"{moment}",
            "processed_at":"{moment}","updated_at":"{moment}","cancelled_at":null,"customer":{{"id":7,"email":"eva@example.org"}},
            "line_items":[{{"id":1,"sku":"p1","quantity":1,"price":{price}}}],"refunds":[]}}"#
        ),
    )
}

fn shopware_order(number: usize, price: &str) -> String {
    let order = format!(
        r#"{{"order":{{"id":"a{number}","orderNumber":"1000{number}","orderDateTime":"{}","currencyFactor":1.0,
        "orderCustomer":{{"customerNumber":"SW-17","email":"eva@example.org"}},"lineItems":[{{"type":"product",
        "productId":"d2","quantity":1,"unitPrice":1,"totalPrice":{price},"payload":{{"productNumber":"p1"}}}}]}}}}"#,
        rfc3339(number % 3)
    );
    delivery("", &shopware("checkout.order.placed", &order))
}

fn shopware(event: &str, payload: &str) -> String {
    format!(r#"{{"data":{{"payload":{payload},"event":"{event}"}},"timestamp":1795165200}}"#)
}

fn woo_order(number: usize, total: &str) -> String {
    let moment = rfc3339(number % 3);
    let moment = moment.trim_end_matches('Z');
    delivery(
        "order.created",
        &format!(
            r#"{{"id":{number},"number":"A-{number}","status":"processing","currency":"EUR","customer_id":26,
            "date_created_gmt":"{moment}","date_modified_gmt":"{moment}","date_paid_gmt":null,"billing":{{"email":"eva@example.org"}},
            "line_items":[{{"id":1,"product_id":93,"quantity":1,"sku":"p1","total":{total},"total_tax":"0.00"}}],"refunds":[]}}"#
        ),
    )
}

fn vendor(vendor: Vendor) -> Sample {
    let order: fn(usize, &str) -> String = match vendor {
        Vendor::Shopware => shopware_order,
        Vendor::Shopify => shopify_order,
        Vendor::Woocommerce => woo_order,
    };
    let consent = match vendor {
        Vendor::Shopware => {
            let of = |event: &str, status: &str| {
                let recipient = format!(
                    r#"{{"newsletterRecipient":{{"id":"n","email":"eva@example.org","status":"{status}"}}}}"#
                );
                delivery("", &shopware(event, &recipient))
            };
            Some([of("newsletter.confirm", "direct"), of("newsletter.unsubscribe", "optOut")])
        }
        Vendor::Shopify => {
            let of = |state: &str| {
                let body = format!(
                    r#"{{"customer_id":7,"email_address":"eva@example.org","email_marketing_consent":{{"state":"{state}",
                    "opt_in_level":"single_opt_in","consent_updated_at":"2026-11-20T09:00:00Z"}}}}"#
                );
                delivery("customers_email_marketing_consent/update", &body)
            };
            Some([of("subscribed"), of("unsubscribed")])
        }
        // Its webhooks tell of none.
        Vendor::Woocommerce => None,
    };
    Sample {
        name: vendor.as_str().into(),
        module: "shops",
        role: None,
        good: [order(0, "19.99"), order(1, "5.00"), order(2, "0.01")],
        bad: Some(order(3, "\"much\"")),
        useless: Some(delivery("themes/publish", &shopware("themes.publish", "{}"))),
        has_moments: true,
        counts_equals: false,
        priced: Some(match vendor {
            Vendor::Shopware => |price| shopware_order(6, price),
            Vendor::Shopify => |price| shopify_order(6, &format!("\"{price}\"")),
            Vendor::Woocommerce => |price| woo_order(6, &format!("\"{price}\"")),
        }),
        consent,
        whole: None,
        read: Box::new(move |bytes, received| {
            let cut = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
            let (topic, body) = (&bytes[..cut], bytes.get(cut + 1..).unwrap_or_default());
            let topic = String::from_utf8_lossy(topic);
            let headers = headers(vendor, &topic);
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, &**value)).collect();
            Ok(Outcome::understood(&shops::decode(vendor, &headers, body, &at(received))?))
        }),
    }
}

fn ga4(number: usize, name: &str, price: &str) -> String {
    format!(
        r#"{{"event_name":"{name}","event_timestamp":"{}000","user_pseudo_id":"18.9","user_id":"17","ecommerce":{{"transaction_id":"o{number}"}},"event_params":[{{"key":"currency","value":{{"string_value":"EUR"}}}}],"items":[{{"item_id":"p1","price":{price},"quantity":1}}]}}"#,
        MOMENTS[number % 3].0
    )
}

fn matomo(number: usize, kind: &str, price: &str) -> String {
    format!(
        r#"{{"idSite":"1","idVisit":"{number}","visitorId":"33c31e01394bdc63","userId":"17","siteCurrency":"EUR","actionDetails":[{{"type":"{kind}","orderId":"o{number}","timestamp":{},"itemDetails":[{{"itemSKU":"p1","price":{price},"quantity":1}}]}}]}}"#,
        MOMENTS[number % 3].0 / 1_000
    )
}

fn tool(tool: Tool) -> Sample {
    let visit: fn(usize, &str, &str) -> String = match tool {
        Tool::Matomo => matomo,
        Tool::Ga4 => ga4,
    };
    let bought = match tool {
        Tool::Matomo => "ecommerceOrder",
        Tool::Ga4 => "purchase",
    };
    Sample {
        name: tool.as_str().into(),
        module: "analytics",
        role: None,
        good: [visit(0, bought, "19.99"), visit(1, bought, "5.00"), visit(2, bought, "0.01")],
        bad: Some(visit(3, bought, "\"much\"")),
        useless: Some(visit(4, "scroll", "1")),
        has_moments: true,
        counts_equals: false,
        priced: Some(match tool {
            Tool::Matomo => |price| matomo(6, "ecommerceOrder", price),
            Tool::Ga4 => |price| ga4(6, "purchase", price),
        }),
        consent: None,
        whole: Some(Box::new(|parts| format!("[{}]", parts.join(",")).into())),
        read: Box::new(move |bytes, received| {
            Ok(Outcome::understood(&analytics::decode(tool, bytes, &at(received))?))
        }),
    }
}

fn unfit(unfit: &content::Unfit) -> Complaint {
    Complaint::of(unfit, unfit.hint())
}

fn rss() -> Sample {
    let item = |number: usize, moment: &str| {
        format!(
            "<item><guid>{number}</guid><title>Guide {number}</title><pubDate>Fri, 20 Nov 2026 {moment} +0000</pubDate></item>"
        )
    };
    Sample {
        name: "an RSS feed".into(),
        good: [item(0, "09:00:00"), item(1, "09:01:00"), item(2, "09:02:00")],
        useless: Some("<item><link>https://blog.example/nothing</link></item>".into()),
        whole: Some(Box::new(|parts| format!("<rss><channel>{}</channel></rss>", parts.concat()).into())),
        read: Box::new(|bytes, _| {
            from_xml(bytes).map(|told| Outcome::content(&told)).map_err(|error| unfit(&error))
        }),
        ..of_content()
    }
}

fn atom() -> Sample {
    let entry = |number: usize| {
        format!(
            "<entry><id>urn:{number}</id><title>Guide {number}</title><published>{}</published></entry>",
            rfc3339(number)
        )
    };
    Sample {
        name: "an Atom feed".into(),
        good: [0, 1, 2].map(entry),
        useless: Some("<entry><title>unknown</title></entry>".into()),
        whole: Some(Box::new(|parts| format!("<feed>{}</feed>", parts.concat()).into())),
        read: Box::new(|bytes, _| {
            from_xml(bytes).map(|told| Outcome::content(&told)).map_err(|error| unfit(&error))
        }),
        ..of_content()
    }
}

fn posts() -> Sample {
    let post = |number: usize| {
        let moment = rfc3339(number);
        format!(
            r#"{{"id":{number},"title":{{"rendered":"Guide {number}"}},"date_gmt":"{}"}}"#,
            moment.trim_end_matches('Z')
        )
    };
    Sample {
        name: "posts of a content system".into(),
        good: [0, 1, 2].map(post),
        useless: Some(r#"{"id":9}"#.into()),
        whole: Some(Box::new(|parts| format!("[{}]", parts.join(",")).into())),
        read: Box::new(|bytes, _| {
            let told = from_json(bytes, &JsonForm::wordpress());
            told.map(|told| Outcome::content(&told)).map_err(|error| unfit(&error))
        }),
        ..of_content()
    }
}

/// What all feeds have in common: nothing in them is refused part by part, for items only say more or less.
fn of_content() -> Sample {
    Sample {
        name: String::new(),
        module: "content",
        role: None,
        good: [const { String::new() }; 3],
        bad: None,
        useless: None,
        has_moments: true,
        counts_equals: false,
        priced: None,
        consent: None,
        whole: None,
        read: Box::new(|_, _| Ok(Outcome::default())),
    }
}

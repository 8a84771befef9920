//! What happens in a shop, as its vendor's webhooks tell it.

use super::super::{hexadecimal, signature};
use super::Vendor::{Shopify, Shopware, Woocommerce};
use super::{Deed, Told, address};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

const PRICE: &str = "39.98";
const ARTICLES: [&str; 3] = ["p1", "p2", "p3"];

fn inventory_item(article: &str) -> u64 {
    900 + u64::try_from(ARTICLES.iter().position(|own| *own == article).expect("an article")).expect("few")
}

impl Told {
    fn moment(&self) -> String {
        self.now().to_string()
    }

    fn send(&self, topic: &str, body: &Value) {
        let body = body.to_string();
        let signed = signature(&body);
        let (hexadecimal, base64) = (hexadecimal(&signed), BASE64_STANDARD.encode(&signed));
        let headers = match self.vendor {
            Shopware => vec![("shopware-shop-signature", hexadecimal.as_str())],
            Shopify => vec![("x-shopify-topic", topic), ("x-shopify-hmac-sha256", base64.as_str())],
            Woocommerce => vec![("x-wc-webhook-topic", topic), ("x-wc-webhook-signature", base64.as_str())],
        };
        let answer = self.connected.send("shop", &headers, &body);
        assert_eq!(
            (answer.status, &answer.json()["left_out"]),
            (200, &json!([])),
            "{topic} {body}: {answer:?}"
        );
    }

    fn shopware(&self, event: &str, payload: &Value) {
        let body = json!({ "data": { "event": event, "payload": payload },
            "source": { "url": "https://shop.example", "shopId": "x" }, "timestamp": self.now().0 / 1_000 });
        self.send(event, &body);
    }

    /// The shop tells of its articles when it is connected; Shopware only says that they changed.
    pub(super) fn articles(&self) {
        for article in ARTICLES {
            self.article(article, 9);
        }
    }

    fn article(&self, article: &str, pieces: i64) {
        let (at, item) = (self.moment(), inventory_item(article));
        match self.vendor {
            Shopware => {}
            Shopify => {
                let variant = json!({ "id": item + 100, "title": "Default Title", "sku": article, "price": PRICE,
                    "inventory_item_id": item, "inventory_management": "shopify", "inventory_quantity": pieces });
                let product = json!({ "id": item + 200, "title": article, "product_type": "Licht", "handle": article,
                    "status": "active", "updated_at": at, "variants": [variant] });
                self.send("products/update", &product);
                let level = json!({ "inventory_item_id": item, "location_id": 7, "available": pieces, "updated_at": at });
                self.send("inventory_levels/update", &level);
            }
            Woocommerce => {
                let product = json!({ "id": item, "sku": article, "name": article, "status": "publish", "price": PRICE,
                    "stock_quantity": pieces, "stock_status": if pieces > 0 { "instock" } else { "outofstock" },
                    "categories": [{ "name": "Licht" }], "date_modified_gmt": at.trim_end_matches('Z') });
                self.send("product.updated", &product);
            }
        }
    }

    pub(super) fn tell(&self, number: usize, deed: Deed) {
        match deed {
            Deed::Registers => self.registers(number, false),
            Deed::Agrees => self.registers(number, true),
            Deed::Cart(article) => self.cart(number, article),
            Deed::Orders(order, articles) => self.order(number, order, articles, "placed"),
            Deed::SendsBack(order, articles) => self.order(number, order, articles, "returned"),
            Deed::SendsBackOne(order, articles) => self.order(number, order, articles, "returned in part"),
            Deed::Shipped(order, articles) => self.order(number, order, articles, "shipped"),
            Deed::Withdraws => self.withdraws(number),
            Deed::Stock(article, pieces) => self.article(article, pieces),
        }
    }

    /// As a customer the shop knows, who may agree to be written to.
    fn registers(&self, number: usize, agrees: bool) {
        let (at, email, id) = (self.moment(), address(number), 100 + number);
        match self.vendor {
            Shopware => {
                let customer = json!({ "id": format!("c{id}"), "customerNumber": id.to_string(), "email": email,
                    "firstName": "Kim", "lastName": "Muster", "createdAt": at });
                self.shopware("checkout.customer.register", &json!({ "customer": customer }));
                if agrees {
                    let recipient = json!({ "id": format!("n{id}"), "email": email, "status": "optIn", "confirmedAt": at });
                    self.shopware("newsletter.confirm", &json!({ "newsletterRecipient": recipient }));
                }
            }
            Shopify => {
                let mut customer = json!({ "id": id, "email": email, "first_name": "Kim", "last_name": "Muster",
                    "updated_at": at });
                if agrees {
                    customer["email_marketing_consent"] = json!({ "state": "subscribed", "opt_in_level": "confirmed_opt_in", "consent_updated_at": at });
                }
                self.send("customers/update", &customer);
            }
            Woocommerce => {
                let customer = json!({ "id": id, "email": email, "first_name": "Kim", "last_name": "Muster",
                    "date_created_gmt": at.trim_end_matches('Z'), "date_modified_gmt": at.trim_end_matches('Z') });
                self.send("customer.created", &customer);
                if agrees {
                    let proof = json!({ "kind": "double_opt_in", "text": "newsletter" });
                    self.page(&json!({ "type": "track", "userId": id.to_string(), "messageId": format!("agrees {id}"),
                        "timestamp": at, "event": "Newsletter Subscribed", "properties": { "proof": proof } }));
                }
            }
        }
    }

    fn withdraws(&self, number: usize) {
        let (at, email, id) = (self.moment(), address(number), 100 + number);
        match self.vendor {
            Shopware => {
                let recipient =
                    json!({ "id": format!("n{id}"), "email": email, "status": "optOut", "updatedAt": at });
                self.shopware("newsletter.unsubscribe", &json!({ "newsletterRecipient": recipient }));
            }
            Shopify => {
                let consent = json!({ "state": "unsubscribed", "opt_in_level": "confirmed_opt_in", "consent_updated_at": at });
                let customer =
                    json!({ "customer_id": id, "email_address": email, "email_marketing_consent": consent });
                self.send("customers_email_marketing_consent/update", &customer);
            }
            Woocommerce => unreachable!("its webhooks tell of no consent"),
        }
    }

    fn cart(&self, number: usize, article: &str) {
        let (at, email, id) = (self.moment(), address(number), 100 + number);
        match self.vendor {
            Shopify => {
                let checkout = json!({ "id": 7_000 + number, "token": format!("t{id}"), "cart_token": format!("c{id}"),
                    "currency": "EUR", "email": email, "customer": { "id": id }, "completed_at": null, "updated_at": at,
                    "line_items": [{ "sku": article, "quantity": 1, "price": PRICE }] });
                self.send("checkouts/update", &checkout);
            }
            Shopware | Woocommerce => self.page(&json!({ "type": "track", "userId": id.to_string(),
                "messageId": format!("cart {id}"), "timestamp": at, "event": "Product Added",
                "properties": { "product_id": article, "price": 39.98, "quantity": 1 } })),
        }
    }

    /// An order as it stands after something became of it.
    fn order(&self, number: usize, order: u32, articles: &[&str], became: &str) {
        let (at, email, id) = (self.moment(), address(number), 100 + number);
        match self.vendor {
            Shopware => {
                let item = |article: &&str| json!({ "type": "product", "quantity": 1, "totalPrice": 39.98, "payload": { "productNumber": article } });
                let items: Vec<Value> = articles.iter().map(item).collect();
                let order = json!({ "id": format!("o{order}"), "orderNumber": order.to_string(), "orderDateTime": at,
                    "currencyFactor": 1.0, "orderCustomer": { "customerNumber": id.to_string(), "email": email },
                    "lineItems": items });
                let event = match became {
                    "placed" => "checkout.order.placed",
                    "returned" => "state_enter.order_delivery.state.returned",
                    _ => "state_enter.order_delivery.state.shipped",
                };
                self.shopware(event, &json!({ "order": order }));
            }
            Shopify => {
                if became == "shipped" {
                    let parcel = json!({ "id": 5_000 + order, "order_id": order, "status": "success", "email": email,
                        "created_at": at });
                    return self.send("fulfillments/create", &parcel);
                }
                let item = |article: &&str| json!({ "sku": article, "quantity": 1, "price": PRICE });
                let items: Vec<Value> = articles.iter().map(item).collect();
                let back = match became {
                    "returned" => articles,
                    "returned in part" => &articles[..1],
                    _ => &[],
                };
                let back: Vec<Value> = back
                    .iter()
                    .map(|article| json!({ "quantity": 1, "subtotal": PRICE, "line_item": { "sku": article, "price": PRICE } }))
                    .collect();
                let refunds = match back.is_empty() {
                    true => json!([]),
                    false => json!([{ "id": 8_000 + order, "created_at": at, "refund_line_items": back }]),
                };
                let whole = json!({ "id": order, "email": email, "currency": "EUR", "source_name": "web",
                    "location_id": null, "created_at": at, "processed_at": at, "updated_at": at, "cancelled_at": null,
                    "customer": { "id": id, "email": email }, "line_items": items, "refunds": refunds });
                self.send(if became == "placed" { "orders/create" } else { "orders/updated" }, &whole);
            }
            Woocommerce => {
                let item = |article: &&str| json!({ "product_id": inventory_item(article), "quantity": 1, "sku": article, "total": "33.60", "total_tax": "6.38" });
                let items: Vec<Value> = articles.iter().map(item).collect();
                let status = match became {
                    "placed" => "processing",
                    "returned" => "refunded",
                    _ => "completed",
                };
                let at = at.trim_end_matches('Z');
                let whole = json!({ "id": order, "number": order.to_string(), "status": status, "currency": "EUR",
                    "customer_id": id, "date_created_gmt": at, "date_modified_gmt": at, "date_paid_gmt": null,
                    "billing": { "email": email }, "line_items": items, "refunds": [] });
                let topic = if became == "placed" { "order.created" } else { "order.updated" };
                self.send(topic, &whole);
            }
        }
    }
}

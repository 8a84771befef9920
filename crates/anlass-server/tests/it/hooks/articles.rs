//! What shops tell of their articles: what is sold out or gone is not spoken of any more, in whatever order it is told.

use super::{Connected, SECRET};
use crate::shop::{SHOP, Shop};
use serde_json::json;

const ARTICLE: &str = r#"{"id":1,"title":"Lampe","product_type":"Licht","handle":"lampe","status":"active",
    "updated_at":"2026-11-24T08:00:00Z","variants":[{"id":2,"title":"Default Title","sku":"p1","price":"19.00",
    "inventory_item_id":901,"inventory_management":"shopify","inventory_quantity":5}]}"#;

fn stock(outlet: u32, pieces: i64, at: &str) -> String {
    let at = format!("2026-11-24T{at}Z");
    json!({ "inventory_item_id": 901, "location_id": outlet, "available": pieces, "updated_at": at })
        .to_string()
}

/// A webshop whose reminder speaks of what lies in the cart.
fn of_carts() -> Connected {
    let definitions = SHOP.replace(
        "        subject: { de: \"Ihr Warenkorb\"",
        "        items: cart\n        subject: { de: \"Ihr Warenkorb\"",
    );
    assert_ne!(definitions, SHOP);
    let shop = Shop::of(&definitions, "");
    Connected::over(shop, &json!({ "id": "shop", "kind": "shopify", "secret": SECRET }))
}

/// How often an hour after the cart a letter leaves.
fn reminded(connected: &Connected) -> usize {
    connected.shop.cart("17", "Eva");
    connected.shop.pass(&connected.cookie, 3_700);
    connected.shop.json(&connected.cookie, "/api/mailbox")["rows"].as_array().map_or(0, Vec::len)
}

#[test]
fn what_a_shop_says_is_sold_out_is_not_spoken_of_any_more() {
    let connected = of_carts();
    let unknown = connected.shopify("inventory_levels/update", &stock(7, 0, "08:00:00"));
    assert_eq!(unknown.json()["left_out"][0]["code"], "change_only_named", "{unknown:?}");
    assert_eq!(connected.shopify("products/update", ARTICLE).json()["accepted"], 2);
    assert_eq!(connected.shopify("inventory_levels/update", &stock(7, 0, "08:50:00")).json()["accepted"], 1);
    assert_eq!(reminded(&connected), 0);
    let intents = connected.shop.json(&connected.cookie, "/api/intents").to_string();
    assert!(intents.contains("out_of_stock"), "{intents}");
}

#[test]
fn a_word_of_stock_that_comes_late_does_not_outvote_a_later_one() {
    let connected = of_carts();
    assert_eq!(connected.shopify("products/update", ARTICLE).status, 200);
    assert_eq!(connected.shopify("inventory_levels/update", &stock(7, 3, "08:50:00")).json()["accepted"], 1);
    let late = connected.shopify("inventory_levels/update", &stock(7, 0, "08:40:00"));
    assert_eq!((late.status, &late.json()["accepted"]), (200, &json!(0)), "{late:?}");
    assert_eq!(reminded(&connected), 1);
}

#[test]
fn an_article_that_is_shown_again_is_there_again() {
    let connected = of_carts();
    let uncounted = ARTICLE.replace(r#""inventory_management":"shopify""#, r#""inventory_management":null"#);
    let at = |article: &str, status: &str, time: &str| {
        article.replace(r#""status":"active""#, &format!("\"status\":\"{status}\"")).replace("08:00:00", time)
    };
    assert_eq!(connected.shopify("products/update", &at(&uncounted, "draft", "08:00:00")).status, 200);
    assert_eq!(connected.shopify("products/update", &at(&uncounted, "active", "08:01:00")).status, 200);
    assert_eq!(reminded(&connected), 1);
    let hidden = of_carts();
    assert_eq!(hidden.shopify("products/update", &at(&uncounted, "draft", "08:00:00")).status, 200);
    assert_eq!(reminded(&hidden), 0);
}

#[test]
fn what_a_shop_calls_its_articles_is_known_after_a_restart() {
    let connected = of_carts();
    assert_eq!(connected.shopify("products/update", ARTICLE).status, 200);
    assert_eq!(connected.source()["articles"], 2);
    let Connected { shop, cookie } = connected;
    let connected = Connected { shop: shop.restarted(), cookie };
    assert_eq!(connected.source()["articles"], 2);
    assert_eq!(connected.shopify("inventory_levels/update", &stock(7, 0, "08:50:00")).json()["accepted"], 1);
    assert_eq!(reminded(&connected), 0);
}

#[test]
fn an_article_is_there_while_one_outlet_has_it() {
    let connected = of_carts();
    assert_eq!(connected.shopify("products/update", ARTICLE).status, 200);
    for (outlet, pieces) in [(7, 3), (8, 2), (7, 0)] {
        let told = stock(outlet, pieces, "08:50:00");
        assert_eq!(connected.shopify("inventory_levels/update", &told).json()["accepted"], 1);
    }
    let Connected { shop, cookie } = connected;
    let connected = Connected { shop: shop.restarted(), cookie };
    let told = stock(7, 0, "08:55:00");
    assert_eq!(connected.shopify("inventory_levels/update", &told).json()["accepted"], 1);
    assert_eq!(reminded(&connected), 1, "what the other one has is known after a restart");
    let connected = of_carts();
    assert_eq!(connected.shopify("products/update", ARTICLE).status, 200);
    for (outlet, pieces) in [(7, 3), (8, 2), (7, 0), (8, 0)] {
        assert_eq!(
            connected.shopify("inventory_levels/update", &stock(outlet, pieces, "08:50:00")).status,
            200
        );
    }
    assert_eq!(reminded(&connected), 0);
}

#[test]
fn an_article_that_the_shop_deleted_is_not_spoken_of_any_more() {
    let connected = of_carts();
    assert_eq!(connected.shopify("products/update", ARTICLE).status, 200);
    connected.shop.pass(&connected.cookie, 1);
    // The shop names the product; its variants are the articles.
    assert_eq!(connected.shopify("products/delete", r#"{"id":1}"#).json()["accepted"], 1);
    assert_eq!(connected.shopify("products/delete", r#"{"id":99}"#).json()["accepted"], 0);
    assert_eq!(reminded(&connected), 0);
}

#[test]
fn an_article_is_called_what_its_shop_calls_it() {
    let connected = of_carts();
    assert_eq!(connected.shopify("products/update", ARTICLE).status, 200);
    assert_eq!(reminded(&connected), 1);
    let timeline = connected.timeline("eva%40example.org");
    assert!(timeline.contains("Lampe"), "{timeline}");
}

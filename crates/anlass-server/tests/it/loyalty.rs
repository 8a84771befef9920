//! M10: the page of a customer says points, tier and what is missing to the next one, and the timeline that a tier was reached.

use crate::client::post;
use crate::shop::Shop;
use anlass_server::Role;
use serde_json::json;

const CLUB: &str = r#"  loyalty:
    tiers:
      - { id: silver, name: { de: Silber, en: Silver }, from: 100, within: 365d }
      - { id: gold, name: { de: Gold, en: Gold }, from: 500, within: 365d }
programmes:"#;
const ORDER: &str = r#"{"batch":[{"type":"track","userId":"17","messageId":"o1","timestamp":"2026-11-24T08:50:00Z","event":"Order Completed",
    "properties":{"order_id":"o1","products":[{"product_id":"p1","price":60.50,"quantity":2}]}}]}"#;

#[test]
fn a_customer_shows_points_and_the_tier_that_they_reached() {
    let shop = Shop::of(&crate::shop::SHOP.replacen("programmes:", CLUB, 1), "");
    let cookie = shop.cookie(Role::Admin);
    assert_eq!(post(shop.address, "/v1/batch", ORDER.as_bytes()).status, 200);
    shop.pass(&cookie, 1);
    let found = shop.json(&cookie, "/api/customers?query=17");
    let id = found[0]["id"].as_str().expect("they are known").to_owned();
    let loyalty = shop.json(&cookie, &format!("/api/customers/{id}"))["loyalty"].clone();
    assert_eq!((&loyalty["points"], &loyalty["tier"]["name"]["de"]), (&json!(121), &json!("Silber")));
    assert_eq!((&loyalty["next"]["id"], &loyalty["next"]["missing"]), (&json!("gold"), &json!(379)));
    let timeline = shop.json(&cookie, &format!("/api/customers/{id}/timeline"));
    let words = timeline["entries"].as_array().expect("entries").iter();
    let words: Vec<&str> = words.filter_map(|entry| entry["words"]["de"].as_str()).collect();
    assert!(words.contains(&"erreichte die Stufe „Silber“"), "{words:?}");
}

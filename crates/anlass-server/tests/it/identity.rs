//! Who somebody is, from a web page: the shop's own server signs it, with the secret that an administrator finds with
//! the write key of the page. Whoever only says so is a stranger.

use crate::client::Client;
use crate::shop::{NOW, Shop};
use anlass_model::time::HOUR;
use anlass_server::{Role, hash_of_key};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Value, json};

/// What the page of the shop sends, with the key that everybody can read.
fn page(shop: &Shop, event: &Value) {
    let path = "/v1/batch?writeKey=PAGEKEY";
    let body = json!({ "batch": [event] }).to_string();
    let answer = Client::connect(shop.address).request("POST", path, &[], body.as_bytes());
    assert_eq!((answer.status, &answer.json()["accepted"]), (200, &json!(1)), "{answer:?}");
}

/// What the shop's server makes of the secret, for a quarter of an hour.
fn token(secret: &str, user: &str) -> String {
    let part = |json: Value| BASE64_URL_SAFE_NO_PAD.encode(json.to_string());
    let claims = json!({ "sub": user, "exp": NOW.0 / 1_000 + 900 });
    let plain = format!("{}.{}", part(json!({ "alg": "HS256", "typ": "JWT" })), part(claims));
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), plain.as_bytes());
    format!("{plain}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

fn secret(shop: &Shop, key: &str) -> crate::client::Answer {
    let path = format!("/api/keys/{}/identity", hash_of_key(key));
    shop.ask(&shop.cookie(Role::Admin), "POST", &path, &Value::Null)
}

fn cart(id: &str, visitor: &str, user: &str, token: &str) -> Value {
    json!({
        "type": "track", "userId": user, "anonymousId": visitor, "messageId": id, "event": "Product Added",
        "timestamp": "2026-11-24T08:59:40Z", "context": { "identity_token": token },
        "properties": { "product_id": "p1", "price": 5.0 },
    })
}

/// What the shop told of whoever has the number.
fn events(shop: &Shop, cookie: &str, number: &str) -> usize {
    let found = shop.json(cookie, &format!("/api/customers?query={number}"));
    let id = found[0]["id"].as_str().expect("known");
    let timeline = shop.json(cookie, &format!("/api/customers/{id}/timeline"));
    let entries = timeline["entries"].as_array().expect("entries");
    entries.iter().filter(|entry| entry["source"] == "shop").count()
}

#[test]
fn a_web_page_cannot_fill_the_cart_of_somebody_who_did_not_sign_in_there() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    shop.cart("17", "eva");
    shop.pass(&cookie, 1);
    let before = events(&shop, &cookie, "17");

    page(&shop, &cart("stranger", "visitor-of-a-stranger", "17", ""));
    shop.pass(&cookie, 1);
    assert_eq!(events(&shop, &cookie, "17"), before, "whoever says to be 17 is nobody we know");
    let metrics = shop.client().request("GET", "/metrics", &[], b"");
    let metrics = String::from_utf8(metrics.body).expect("text");
    assert!(metrics.contains("anlass_collector_events_total{fate=\"unproven\"} 1"), "{metrics}");

    let secret = secret(&shop, "PAGEKEY").json()["secret"].as_str().expect("a secret").to_owned();
    page(&shop, &cart("another", "visitor-2", "17", &token(&secret, "18")));
    page(&shop, &cart("guessed", "visitor-3", "17", &token("guessed", "17")));
    shop.pass(&cookie, 1);
    assert_eq!(events(&shop, &cookie, "17"), before, "signed for somebody else, or by somebody else");

    page(&shop, &cart("signed in", "visitor-4", "17", &token(&secret, "17")));
    // From then on the cookie is hers, without another signature.
    page(&shop, &cart("went on", "visitor-4", "17", ""));
    shop.pass(&cookie, 1);
    assert_eq!(events(&shop, &cookie, "17"), before + 2);
}

#[test]
fn a_proof_ends() {
    let shop = Shop::open();
    let cookie = shop.cookie(Role::Admin);
    shop.cart("17", "eva");
    shop.pass(&cookie, 1);
    let before = events(&shop, &cookie, "17");
    let secret = secret(&shop, "PAGEKEY").json()["secret"].as_str().expect("a secret").to_owned();
    shop.pass(&cookie, HOUR.0 / 1_000);
    page(&shop, &cart("late", "visitor", "17", &token(&secret, "17")));
    shop.pass(&cookie, 1);
    assert_eq!(events(&shop, &cookie, "17"), before);
}

#[test]
fn each_public_key_has_a_secret_of_its_own_and_a_servers_key_needs_none() {
    let shop = Shop::open();
    let own = secret(&shop, "PAGEKEY").json();
    assert_eq!(own["secret"].as_str().map(str::len), Some(64), "{own}");
    assert_eq!(secret(&shop, "PAGEKEY").json(), own, "it can be asked for again");
    assert_eq!(secret(&shop, "WRITEKEY").status, 422, "a server is believed as it is");
    assert_eq!(secret(&shop, "NOKEY").status, 404);
    let admin = shop.cookie(Role::Admin);
    let wanted = json!({ "name": "app", "source": "shop", "trust": "public" });
    let given = shop.ask(&admin, "POST", "/api/keys", &wanted).json();
    let other = secret(&shop, given["key"].as_str().expect("shown")).json();
    assert!(other["secret"].is_string() && other["secret"] != own["secret"]);
}

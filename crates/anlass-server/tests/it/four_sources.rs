//! D05: one letter with blocks of the four kinds of system that hold content, each connected as in an installation, and what
//! stands in for those that fell silent.

use crate::feeds::Blog;
use crate::hooks::{Connected, SECRET};
use crate::shop::Shop;
use anlass_server::Role;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

const SHOP: &str = concat!(
    organisation!(),
    r#"  fields: { first_name: text, email: text, language: text, tips: text }
  sources: [{ id: shop, number: 1 }]
programmes:
  - id: week
    name: { de: Woche, en: Week }
    aim: activation
    goal: orders.count(within = 7d) > 0
    messages:
      - id: letter
        name: { de: Brief, en: Letter }
        class: contract
        purpose: service
        channels: [email]
        subject: { de: "Die Woche", en: "The week" }
        offers:
          articles: [{ article: p1 }, { article: d1 }]
          recommend: { by: either, field: tips, field_fresh: 3d, popular: true }
          show: 3
        blocks:
          - id: magazine
            text: { de: "Lesen: {{ content.title | default(\"unser Magazin\") }}.", en: "Read" }
          - id: shop
            text:
              de: >-
                Angebot: {% for product in products %}{% if loop.first %}{{ product.name }} {% if product.price %}{{ product.price | money }}{% else %}zum Preis im Markt{% endif %}.{% endif %}{% endfor %}
              en: "Offer"
          - id: database
            text:
              de: >-
                Technik: {% for product in products %}{% if loop.index == 2 %}{{ product.name }} {% if product.price %}{{ product.price | money }}{% else %}zum Preis im Markt{% endif %}.{% endif %}{% endfor %}
              en: "Technology"
          - id: tips
            text:
              de: "Tipp: {% for product in products %}{% if loop.last %}{{ product.name }}.{% endif %}{% endfor %}"
              en: "Tip"
    journeys:
      - { id: send, name: { de: Senden, en: Send }, entry: { event: cart.added }, steps: [{ id: tell, message: letter }] }
"#
);

const LAMP: &str = r#"{"id":1,"title":"Lampe","product_type":"Licht","handle":"lampe","status":"active",
    "updated_at":"2026-11-24T08:00:00Z","variants":[{"id":2,"title":"Default Title","sku":"p1","price":"19.00",
    "inventory_item_id":901,"inventory_management":"shopify","inventory_quantity":5}]}"#;
const DATABASE: &str = "
    CREATE TABLE goods (artikelnummer TEXT PRIMARY KEY, artikelbezeichnung TEXT, kategorie TEXT, preis TEXT,
                        gueltig_bis TEXT, geaendert_am TEXT);
    INSERT INTO goods VALUES ('d1', 'Bohrmaschine', 'Werkzeug', '89.00', '2026-11-30', '2026-11-24 07:00:00'),
                             ('r1', 'Wasserwaage', 'Werkzeug', '12.00', '2026-11-30', '2026-11-24 07:00:01'),
                             ('r2', 'Zange', 'Werkzeug', '9.00', '2026-11-30', '2026-11-24 07:00:02');
";
const QUERY: &str =
    "SELECT artikelnummer, artikelbezeichnung, kategorie, preis, gueltig_bis, geaendert_am FROM goods";

/// The company's product database, read by query.
fn bind(connected: &Connected) {
    let Connected { shop, cookie } = connected;
    let folder = shop.dir().join("databases");
    std::fs::create_dir(&folder).expect("made");
    let database = rusqlite::Connection::open(folder.join("pim.db")).expect("opened");
    database.execute_batch(DATABASE).expect("filled");
    let ask = |path: &str, body: &Value| {
        let answer = shop.ask(cookie, "POST", path, body);
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    };
    let at = json!({ "kind": "sqlite", "file": "pim.db" });
    let sample = ask(
        "/api/databases/rows",
        &json!({ "at": at, "password": "", "query": QUERY, "file": "goods.rows" }),
    );
    let upload = sample["upload"].as_str().expect("an id");
    let looked = ask(&format!("/api/uploads/{upload}/look"), &json!({ "source": "pim" }));
    let read = json!({ "by": "pull", "query": QUERY, "watermark": "geaendert_am", "watermark_kind": "text",
                       "key": ["artikelnummer"], "every_minutes": 5 });
    let mapping = &looked["mapping"];
    ask("/api/databases", &json!({ "id": "pim", "at": at, "read": read, "mapping": mapping }));
    shop.pass_until(cookie, 1, || shop.json(cookie, "/api/catalogue?query=Zange")["rows"][0].is_object());
}

/// Somebody of whom another recommender says what suits them, and what they put into their cart.
fn known(shop: &Shop, number: &str, tips: &str) {
    tell(
        shop,
        &[json!({ "type": "identify", "userId": number, "messageId": format!("who {number}"),
        "timestamp": "2026-11-24T08:59:00Z",
        "traits": { "email": format!("k{number}@example.org"), "language": "de", "tips": tips } })],
    );
}

fn carts(shop: &Shop, number: &str, at: &str) {
    tell(
        shop,
        &[json!({ "type": "track", "userId": number, "messageId": format!("cart {number}"), "timestamp": at,
        "event": "Product Added", "properties": { "product_id": "c1", "price": 5, "quantity": 1 } })],
    );
}

fn tell(shop: &Shop, events: &[Value]) {
    let answer =
        crate::client::post(shop.address, "/v1/batch", json!({ "batch": events }).to_string().as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
}

/// The plain text of the letter to somebody.
fn letter(shop: &Shop, cookie: &str, number: &str) -> String {
    let to = format!("k{number}@example.org");
    let rows = shop.json(cookie, "/api/mailbox")["rows"].clone();
    let own = rows.as_array().into_iter().flatten().find(|row| row["to"] == *to);
    let id = own.and_then(|row| row["id"].as_str()).unwrap_or_else(|| panic!("no letter: {}", shop.told()));
    let text = shop.json(cookie, &format!("/api/mailbox/{id}"))["text"].to_string();
    text.replace("\\n", " ").replace('\u{a0}', " ")
}

#[test]
fn d05_one_mail_has_blocks_of_four_kinds_of_source_and_what_is_dead_is_stood_in_for() {
    let shop = Shop::of(SHOP, "[webhooks]\nallow = [\"127.0.0.1\"]\n");
    let connected = Connected::over(shop, &json!({ "id": "shop", "kind": "shopify", "secret": SECRET }));
    assert_eq!(connected.shopify("products/update", LAMP).status, 200);
    bind(&connected);
    let Connected { shop, cookie } = &connected;
    let blog = Blog::open();
    blog.holds(&[("a", "Licht im Herbst", "Fernweh")]);
    let feed = json!({ "id": "blog", "url": blog.url, "kind": "rss", "holds_hours": 48 });
    let shown = shop.ask(cookie, "POST", "/api/feeds", &feed);
    assert_eq!((shown.status, &shown.json()["holds_hours"]), (200, &json!(48)), "{shown:?}");
    let blog_of = |field: &str| shop.json(cookie, "/api/feeds")[0][field].clone();
    shop.pass_until(cookie, 1, || blog_of("good").is_string());
    // What sells best, for whoever nothing else is known of.
    let order = |number: u32| {
        json!({ "type": "track", "userId": number.to_string(), "messageId": format!("o{number}"),
        "timestamp": "2026-11-24T08:00:00Z", "event": "Order Completed",
        "properties": { "order_id": format!("o{number}"), "products": [{ "product_id": "r2", "price": 9 }] } })
    };
    tell(shop, &[order(101), order(102), order(103)]);
    known(shop, "17", "r1");
    known(shop, "18", "r1");
    shop.pass(cookie, 1);
    assert_eq!(shop.ask(cookie, "POST", "/api/recommendations/learn", &Value::Null).status, 200);

    carts(shop, "17", "2026-11-24T08:59:30Z");
    shop.pass(cookie, 60);
    let text = letter(shop, cookie, "17");
    for told in [
        "Lesen: Licht im Herbst.",
        "Angebot: Lampe 19,00 €.",
        "Technik: Bohrmaschine 89,00 €.",
        "Tipp: Wasserwaage.",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }

    // The content system answers nonsense, the shop takes its article back, the database is gone so that its prices run out,
    // and of the other recommender nothing is heard any more.
    blog.says("", b"<html>502</html>");
    assert_eq!(connected.shopify("products/delete", r#"{"id":1}"#).json()["accepted"], 1);
    std::fs::remove_file(shop.dir().join("databases/pim.db")).expect("removed");
    shop.pass(cookie, 8 * 86_400);
    shop.wall.fetch_add(3 * 86_400_000, Ordering::Relaxed);
    let cookie = &shop.cookie(Role::Marketer);
    shop.pass_until(cookie, 1, || shop.json(cookie, "/api/feeds")[0]["failure"].is_object());
    assert_eq!(shop.json(cookie, "/api/catalogue/content")[0]["holds"], false);
    carts(shop, "18", "2026-12-02T08:59:30Z");
    shop.pass(cookie, 60);
    let text = letter(shop, cookie, "18");
    for told in ["Lesen: unser Magazin.", "Angebot: Bohrmaschine zum Preis im Markt.", "Tipp: Zange."] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(!text.contains("Lampe") && !text.contains("Wasserwaage") && !text.contains("89,00"), "{text}");

    // Once the content system answers, its items are there again.
    blog.holds(&[("a", "Licht im Herbst", "Fernweh")]);
    assert_eq!(shop.ask(cookie, "POST", "/api/feeds/blog/run", &Value::Null).status, 204);
    shop.pass_until(cookie, 1, || shop.json(cookie, "/api/feeds")[0]["failure"].is_null());
    assert_eq!(shop.json(cookie, "/api/catalogue/content")[0]["holds"], true);
}

//! Prices and stock by file: what changes in them is an occasion like any other, told to those who wait for it and nobody
//! else; what is sold out is not offered any more.

use crate::client::post;
use crate::shop::Shop;
use crate::uploads::Handed;
use anlass_server::Role;
use serde_json::{Value, json};

const SHOP: &str = concat!(
    organisation!(),
    r#"  fields: { first_name: text, last_name: text, email: text, language: text }
  sources: [{ id: shop, number: 1 }]
  events:
    stock.wanted: { fields: { product: text } }
    price.watched: { fields: { product: text } }
    category.watched: { fields: { category: text } }
    stock.back: { fields: { product: text, before: int } }
    stock.low: { fields: { product: text, before: int } }
    price.dropped: { fields: { product: text, before: int } }
    category.new: { fields: { product: text, before: int } }
programmes:
  - id: wishes
    name: { de: Wünsche, en: Wishes }
    aim: activation
    goal: orders.count(within = 7d) > 0
    messages:
      - id: back
        name: { de: Wieder da, en: Back }
        class: contract
        purpose: service
        channels: [email]
        dwell: 0s
        items: occasion
        subject: { de: "Wieder da", en: "Back again" }
        blocks: [{ id: text, text: { de: "Es ist wieder da.", en: "It is back." } }]
      - id: cheaper
        name: { de: Günstiger, en: Cheaper }
        class: contract
        purpose: service
        channels: [email]
        dwell: 0s
        items: occasion
        subject: { de: "Günstiger", en: "Costs less" }
        blocks:
          - id: text
            text:
              de: >-
                Es kostet weniger. {% for product in products %}{{ product.name }} {% if product.price %}{{ product.price | money }}{% endif %}
                {% if product.was %}statt {{ product.was | money }}{% if product.percent %}, {{ product.percent }} Prozent{% endif %}{% endif %}
                {% if product.unit_price %}je {{ product.unit | default("-") }} {{ product.unit_price | money }}{% endif %}
                {% if product.image %}Bild {{ product.image }}{% endif %} {% if product.link %}Seite {{ product.link }}{% endif %}{% endfor %}
              en: "It costs less."
      - id: waiting
        name: { de: Wartet, en: Waiting }
        class: contract
        purpose: service
        channels: [email]
        dwell: 2h
        items: cart
        subject: { de: "Im Warenkorb", en: "In your cart" }
        blocks: [{ id: text, text: { de: "Es wartet auf Sie.", en: "It waits for you." } }]
    journeys:
      - { id: back, name: { de: Wieder da, en: Back }, entry: { event: stock.back }, reentry: { after: 1h }, steps: [{ id: tell, message: back }] }
      - { id: cheaper, name: { de: Günstiger, en: Cheaper }, entry: { event: price.dropped }, reentry: { after: 1h }, steps: [{ id: tell, message: cheaper }] }
      - { id: waiting, name: { de: Wartet, en: Waiting }, entry: { event: cart.added }, steps: [{ id: tell, message: waiting }] }
"#
);

struct Files {
    shop: Shop,
    cookie: String,
    mapping: String,
}

/// Two articles with these prices and pieces.
fn feed(rose: (&str, u32), saw: (&str, u32)) -> String {
    format!(
        "Artikelnummer;Bezeichnung;Kategorie;Preis;Bestand\np1;Rose;Garten;{};{}\np2;Säge;Werkzeug;{};{}\n",
        rose.0, rose.1, saw.0, saw.1
    )
}

impl Files {
    /// A shop that was told of its range by a file, with the mapping that was proposed for it.
    fn opened(first: &str) -> Files {
        let shop = Shop::of(SHOP, "");
        let cookie = shop.cookie(Role::Admin);
        let handed = Handed::of(&shop, &[("artikel.csv", first)]);
        let mapping = handed.look("erp")["mapping"].as_str().expect("a document").to_owned();
        let files = Files { shop, cookie, mapping };
        assert_eq!(files.import(first)["phase"], "done");
        files
    }

    fn try_import(&self, mapping: &str, text: &str, trial: bool) -> Value {
        let handed = Handed::of(&self.shop, &[("artikel.csv", text)]);
        let begun = handed.import(mapping, trial);
        assert_eq!(begun.status, 200, "{begun:?}");
        handed.ended()
    }

    fn import(&self, text: &str) -> Value {
        let ended = self.try_import(&self.mapping, text, false);
        self.shop.pass(&self.cookie, 1);
        ended
    }

    /// Somebody does something with an article, a minute before the clock says now.
    fn does(&self, number: &str, event: &str, properties: &Value) {
        let email = format!("k{number}@example.org");
        let who = json!({ "type": "identify", "userId": number, "messageId": format!("who {number}"),
            "timestamp": "2026-11-24T08:59:00Z", "traits": { "email": email, "language": "de" } });
        let did = json!({ "type": "track", "userId": number, "messageId": format!("{event} {number}"),
            "timestamp": "2026-11-24T08:59:30Z", "event": event, "properties": properties });
        let answer =
            post(self.shop.address, "/v1/batch", json!({ "batch": [who, did] }).to_string().as_bytes());
        assert_eq!(answer.status, 200, "{answer:?}");
        self.shop.pass(&self.cookie, 1);
    }

    fn waits(&self, number: &str, article: &str) {
        self.does(number, "stock.wanted", &json!({ "product": article }));
    }

    /// What left, to whom.
    fn letters(&self) -> Vec<(String, String)> {
        let rows =
            self.shop.json(&self.cookie, "/api/mailbox")["rows"].as_array().cloned().unwrap_or_default();
        let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
        let mut letters: Vec<_> = rows.iter().map(|row| (text(row, "to"), text(row, "subject"))).collect();
        letters.sort();
        letters
    }
}

fn letter(number: &str, subject: &str) -> (String, String) {
    (format!("k{number}@example.org"), subject.to_owned())
}

#[test]
fn stock_that_comes_back_in_a_file_reaches_exactly_those_who_wait_for_it() {
    let files = Files::opened(&feed(("4,99", 0), ("19,00", 5)));
    files.waits("17", "p1");
    files.waits("18", "p2");
    files.waits("19", "p1");
    assert_eq!(files.letters(), []);
    let same = files.import(&feed(("4,99", 0), ("19,00", 5)));
    assert_eq!((&same["phase"], files.letters().len()), (&json!("done"), 0), "the same file again: {same}");
    let back = feed(("4,99", 5), ("19,00", 5));
    assert_eq!(files.try_import(&files.mapping, &back, true)["phase"], "done");
    files.shop.pass(&files.cookie, 1);
    assert_eq!(files.letters(), [], "a trial tells nobody");
    assert_eq!(files.import(&back)["phase"], "done");
    let told = [letter("17", "Wieder da"), letter("19", "Wieder da")];
    assert_eq!(files.letters(), told);
    files.import(&back);
    assert_eq!(files.letters(), told, "once");
}

#[test]
fn a_price_that_drops_in_a_file_reaches_exactly_those_who_watch_it() {
    let files = Files::opened(&feed(("4,99", 5), ("19,00", 5)));
    files.does("17", "price.watched", &json!({ "product": "p2" }));
    files.does("18", "price.watched", &json!({ "product": "p1" }));
    files.import(&feed(("5,99", 5), ("19,00", 5)));
    assert_eq!(files.letters(), [], "a price that rises is news to nobody");
    files.import(&feed(("5,99", 5), ("15,00", 5)));
    assert_eq!(files.letters(), [letter("17", "Günstiger")]);
}

#[test]
fn d06_a_letter_shows_an_article_as_the_feed_tells_it_when_it_leaves() {
    let feed = |price: &str, title: &str| {
        format!(
            "id,title,product_type,price,image_link,link,unit_pricing_measure\n\
             p1,{title},Garten > Erde,{price} EUR,https://shop.example/erde.jpg,https://shop.example/erde,20 l\n\
             p2,S\u{e4}ge,Werkzeug,19.00 EUR,http://shop.example/saege.jpg,,\n"
        )
    };
    let files = Files::opened(&feed("8.00", "Erde"));
    files.does("17", "price.watched", &json!({ "product": "p1" }));
    // What it cost in the 30 days before has to be known.
    files.shop.pass(&files.cookie, 31 * 86_400);
    files.import(&feed("6.00", "Blumenerde"));
    assert_eq!(files.letters(), [letter("17", "G\u{fc}nstiger")]);
    let id =
        files.shop.json(&files.cookie, "/api/mailbox")["rows"][0]["id"].as_str().expect("an id").to_owned();
    let text = files.shop.json(&files.cookie, &format!("/api/mailbox/{id}"))["text"].to_string();
    let text = text.replace("\\n", " ").replace('\u{a0}', " ");
    for told in ["Blumenerde 6,00 €", "statt 8,00 €, 25 Prozent", "je l 0,30 €", "Bild http", "Seite http"]
    {
        assert!(text.contains(told), "{told}: {text}");
    }
}

#[test]
fn what_a_file_says_is_sold_out_or_gone_is_taken_out_of_what_is_planned() {
    let in_cart = json!({ "product_id": "p1", "price": 4.99, "quantity": 1 });
    let of_saw = json!({ "product_id": "p2", "price": 19, "quantity": 1 });
    let files = Files::opened(&feed(("4,99", 5), ("19,00", 5)));
    files.does("17", "Product Added", &in_cart);
    files.does("18", "Product Added", &of_saw);
    assert_eq!(files.import(&feed(("4,99", 0), ("19,00", 5)))["phase"], "done");
    files.shop.pass(&files.cookie, 3 * 3_600);
    assert_eq!(files.letters(), [letter("18", "Im Warenkorb")]);
    let intents = files.shop.json(&files.cookie, "/api/intents").to_string();
    assert!(intents.contains("out_of_stock"), "{intents}");

    let mut files = Files::opened(&feed(("4,99", 5), ("19,00", 5)));
    files.does("17", "Product Added", &in_cart);
    let proposed = files.mapping.clone();
    files.mapping = proposed.replace("articles:\n", "articles:\n  whole: true\n");
    assert_ne!(files.mapping, proposed);
    let cut = "Artikelnummer;Bezeichnung;Kategorie;Preis;Bestand\np2;Säge;Werkzeug;19,00;5\n";
    let refused = files.import(cut);
    assert_eq!(refused["phase"], "failed", "{refused}");
    let told = refused["error"].to_string();
    assert!(told.contains("misses 1 of 2 articles") && told.contains("gone_percent_max"), "{told}");
    assert_eq!(files.try_import(&files.mapping, cut, true)["phase"], "failed", "a trial says so as well");
    files.mapping = files.mapping.replace("whole: true\n", "whole: true\n  gone_percent_max: 50\n");
    let done = files.import(cut);
    assert_eq!(done["phase"], "done", "{done}");
    files.shop.pass(&files.cookie, 3 * 3_600);
    assert_eq!(files.letters(), [], "it is gone from the range");
}

#[test]
fn rows_of_prices_and_stock_that_are_wrong_are_shown_with_their_reason() {
    let files = Files::opened(&feed(("4,99", 5), ("19,00", 5)));
    let done = files.import(&feed(("-4,99", 5), ("19,00", 5)).replace("19,00;5", "19,00;viele"));
    let codes = done["files"].as_array().expect("a list").iter().flat_map(|file| file["left_out"].as_array());
    let codes: Vec<&str> = codes.flatten().filter_map(|cause| cause["code"].as_str()).collect();
    assert_eq!(codes, ["no_price", "not_whole_number"], "{done}");
}

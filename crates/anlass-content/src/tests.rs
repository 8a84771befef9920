//! The promises of this crate, through its boundary: what a marketer writes, what a person gets.

mod bombs;
mod individual;
mod mails;
mod properties;
mod published;
mod salutations;
mod things;

use crate::{
    Content, Links, PerUnit, Problem, Product, Reduced, Rendered, Sender, Ticketed, compile, render,
};
use anlass_model::consent::Channel;
use anlass_model::definition::{Definitions, Library, Message, Programme};
use anlass_model::id::{Name, NameId};
use anlass_model::value::Value;
use std::collections::BTreeMap;

const RECIPES: [&str; 12] = [
    include_str!("../../../recipes/cart-abandoned.yaml"),
    include_str!("../../../recipes/first-purchase-thanks.yaml"),
    include_str!("../../../recipes/full-returner-care.yaml"),
    include_str!("../../../recipes/review-request.yaml"),
    include_str!("../../../recipes/second-order.yaml"),
    include_str!("../../../recipes/win-back.yaml"),
    include_str!("../../../recipes/welcome.yaml"),
    include_str!("../../../recipes/birthday.yaml"),
    include_str!("../../../recipes/replenishment.yaml"),
    include_str!("../../../recipes/back-in-stock.yaml"),
    include_str!("../../../recipes/order-notices.yaml"),
    include_str!("../../../recipes/satisfaction.yaml"),
];

fn recipes() -> Definitions {
    let programmes = RECIPES.iter().map(|text| serde_saphyr::from_str(text).expect("a shipped recipe"));
    Definitions {
        settings: serde_saphyr::from_str(include_str!("../../../recipes/settings.yaml")).unwrap(),
        programmes: programmes.collect(),
        content: None,
        subtrees: Vec::new(),
    }
}

/// One message with the given fields, written as in a programme, and a library.
fn authored(message: &str, library: &str) -> Definitions {
    let base = "{ id: m, name: { de: Betreff, en: Subject }, class: advertising, purpose: offers, channels: [email] }";
    let mut lines: BTreeMap<String, serde_json::Value> = serde_saphyr::from_str(base).unwrap();
    let more: BTreeMap<String, serde_json::Value> = serde_saphyr::from_str(message).unwrap();
    lines.extend(more);
    let message: Message = serde_json::from_value(serde_json::to_value(lines).unwrap()).unwrap();
    let mut definitions = recipes();
    let mut programme: Programme = definitions.programmes.remove(0);
    programme.id = Name::new("p").unwrap();
    programme.journeys.clear();
    programme.messages = vec![message];
    definitions.programmes = vec![programme];
    let library: Option<Library> =
        (!library.is_empty()).then(|| serde_saphyr::from_str(library).expect("a library"));
    definitions.content = library;
    definitions
}

/// A message with one block of this text in both languages.
fn block(text: &str) -> Definitions {
    let text = serde_json::to_string(text).unwrap();
    authored(&format!("{{ blocks: [{{ id: b, text: {{ de: {text}, en: {text} }} }}] }}"), "")
}

fn compiled(definitions: &Definitions) -> Content {
    compile(definitions).unwrap_or_else(|problems| panic!("{}", listed(&problems)))
}

fn listed(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

fn problems(definitions: &Definitions) -> String {
    listed(&compile(definitions).expect_err("this should not compile"))
}

fn fact(name: &str, value: &str) -> (NameId, Value) {
    (NameId::of(name), Value::Text(value.into()))
}

fn anna() -> Ticketed {
    Ticketed {
        message: NameId::of("m"),
        channel: Channel::Email,
        blocks: vec![NameId::of("b")],
        language: Some("de".to_owned()),
        today: jiff::civil::date(2026, 11, 22),
        person: BTreeMap::from([
            fact("salutation", "Frau"),
            fact("first_name", "Anna"),
            fact("last_name", "Sommer"),
            fact("city", "Köln"),
        ]),
        products: vec![
            Product {
                name: "Gartenschere „Profi“".to_owned(),
                price_minor: Some(2_499),
                quantity: Some(2),
                reduced: None,
                per_unit: None,
                image: Some("https://shop.example/bilder/schere.jpg".to_owned()),
                link: Some("https://shop.example/schere?a=1&b=2".to_owned()),
            },
            Product {
                name: "Handschuhe".to_owned(),
                price_minor: Some(1_290),
                quantity: None,
                reduced: Some(Reduced { was_minor: 1_790, percent: 27 }),
                per_unit: Some(PerUnit { price_minor: 645, unit: "" }),
                image: None,
                link: Some("https://shop.example/handschuhe".to_owned()),
            },
        ],
        content: None,
        things: Vec::new(),
        about: None,
        outlet: None,
        voucher: None,
        links: Links {
            unsubscribe: Some("https://post.example/u/1".to_owned()),
            preferences: Some("https://post.example/p/1".to_owned()),
            browser: Some("https://post.example/b/1".to_owned()),
            confirm: Some("https://post.example/k/1".to_owned()),
            pixel: None,
            shop: "https://shop.example/".to_owned(),
        },
        sender: Sender {
            name: "Gartenhaus Sommer & Söhne".to_owned(),
            imprint: "Gartenhaus Sommer & Söhne GmbH, Ringstraße 1, 50667 Köln, HRB 12345".to_owned(),
        },
    }
}

fn rendered(definitions: &Definitions, ticketed: &Ticketed) -> Rendered {
    render(&compiled(definitions), ticketed).unwrap_or_else(|error| panic!("{error}"))
}

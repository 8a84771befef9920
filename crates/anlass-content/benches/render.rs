//! Microseconds per mail with HTML and text, and per compilation. `cargo bench -p anlass-content`; without
//! `--bench` (as under `cargo test --benches`) it only runs a few times so that it does not rot.

use anlass_content::{Links, Product, Sender, Ticketed, compile, render};
use anlass_model::consent::Channel;
use anlass_model::definition::Definitions;
use anlass_model::id::NameId;
use anlass_model::value::Value;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

fn definitions() -> Definitions {
    let settings = include_str!("../../../recipes/settings.yaml");
    let recipe = include_str!("../../../recipes/cart-abandoned.yaml");
    Definitions {
        settings: serde_saphyr::from_str(settings).expect("shipped settings"),
        programmes: vec![serde_saphyr::from_str(recipe).expect("a shipped recipe")],
        content: None,
        subtrees: Vec::new(),
    }
}

fn ticketed() -> Ticketed {
    let text = |name: &str, value: &str| (NameId::of(name), Value::Text(value.into()));
    let link = |path: &str| Some(format!("https://post.example/{path}"));
    let product = Product {
        name: "Gartenschere".to_owned(),
        price_minor: Some(2_499),
        quantity: Some(2),
        reduced: None,
        per_unit: None,
        image: link("schere.jpg"),
        link: link("schere"),
    };
    Ticketed {
        message: NameId::of("cart-reminder"),
        channel: Channel::Email,
        blocks: ["greeting", "cart", "outlet-hint"].map(NameId::of).to_vec(),
        language: Some("de".to_owned()),
        today: jiff::civil::date(2026, 11, 22),
        person: BTreeMap::from([
            text("salutation", "Frau"),
            text("first_name", "Anna"),
            text("last_name", "Sommer"),
        ]),
        products: vec![product; 3],
        content: None,
        things: Vec::new(),
        about: None,
        outlet: None,
        voucher: None,
        links: Links {
            unsubscribe: link("u"),
            preferences: link("p"),
            browser: link("b"),
            confirm: link("k"),
            pixel: link("x"),
            shop: "https://shop.example/".to_owned(),
        },
        sender: Sender { name: "Gartenhaus".to_owned(), imprint: "Gartenhaus GmbH, Köln".to_owned() },
    }
}

#[expect(clippy::print_stdout, reason = "printing the measurement is what it is for")]
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn measure(name: &str, rounds: u32, mut what: impl FnMut()) {
    let start = Instant::now();
    for _ in 0..rounds {
        what();
    }
    println!("{name}: {} µs ({rounds} rounds)", start.elapsed().as_micros() / u128::from(rounds.max(1)));
}

#[expect(clippy::print_stdout, reason = "the size belongs to the measurement")]
fn main() {
    let factor = if std::env::args().any(|argument| argument == "--bench") { 1_000 } else { 1 };
    let definitions = definitions();
    let content = compile(&definitions).expect("the recipe compiles");
    let ticketed = ticketed();
    let mail = render(&content, &ticketed).expect("the recipe renders");
    println!("a mail of {} bytes", mail.bytes);
    measure("render", factor * 10, || drop(black_box(render(&content, black_box(&ticketed)))));
    measure("compile", factor.div_ceil(50), || drop(black_box(compile(black_box(&definitions)))));
}

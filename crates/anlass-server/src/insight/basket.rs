//! Lines of a cart, an order or a return as people tell them: how many articles, for how much, and the main ones with
//! their quantities; and where something was bought.

use crate::insight::words::{self, pick};
use anlass_engine::Program;
use anlass_model::catalogue::{Catalogue, Outlet};
use anlass_model::definition::Language;
use anlass_model::event::{Line, Place};
use anlass_model::id::ProductId;
use anlass_model::value::Value;

/// Articles named in one line.
const NAMED_MAX: usize = 3;
/// More pieces than anybody buys are a measure, such as thousandths of a gallon: they count as one article.
const PIECES_MAX: i32 = 500;

/// `3 Artikel, 12,40 €: 2 × Kaffee, Milch`; of one article alone its name and its price are enough.
pub(crate) fn told(program: &Program, catalogue: &Catalogue, lines: &[Line], language: Language) -> String {
    let value = lines.iter().fold(0i64, |sum, line| sum.saturating_add(line.value));
    let money = words::money(language, program, value);
    let articles = grouped(catalogue, lines);
    let count = lines.iter().fold(0i64, |sum, line| sum + i64::from(pieces(line)));
    let named = listed(&articles, language);
    let amount = if value == 0 { String::new() } else { format!(", {money}") };
    match articles.len() {
        0 => format!("{}{amount}", pick(language, "ohne Artikel", "no articles")),
        1 if value == 0 => named,
        1 => format!("{named} ({money})"),
        _ => {
            let count = words::number(language, count);
            format!("{count} {}{amount}: {named}", pick(language, "Artikel", "articles"))
        }
    }
}

/// What the names of some articles are, each once, the first ones only.
pub(crate) fn names(catalogue: &Catalogue, products: &[ProductId], language: Language) -> String {
    let mut articles: Vec<(String, i32)> = Vec::new();
    for product in products {
        let name = name(catalogue, *product);
        if !articles.iter().any(|(known, _)| *known == name) {
            articles.push((name, 1));
        }
    }
    listed(&articles, language)
}

/// At which place; nothing where it was online.
pub(crate) fn place(catalogue: &Catalogue, place: Place, language: Language) -> String {
    let Place::Outlet(outlet) = place else {
        return pick(language, "online gekauft", "bought online").into();
    };
    match (catalogue.outlet(outlet), language) {
        (Some(known), Language::De) => format!("gekauft bei {}", outlet_name(known, language)),
        (Some(known), Language::En) => format!("bought at {}", outlet_name(known, language)),
        (None, _) => pick(language, "am Standort gekauft", "bought in an outlet").into(),
    }
}

/// What people call an outlet: by its name, or by its number where it has no other one.
pub(crate) fn outlet_name(outlet: &Outlet, language: Language) -> String {
    match outlet.name == outlet.number {
        true => format!("{} {}", pick(language, "Standort", "outlet"), outlet.number),
        false => outlet.name.to_string(),
    }
}

/// By name with their pieces, what cost most first.
fn grouped(catalogue: &Catalogue, lines: &[Line]) -> Vec<(String, i32)> {
    let mut articles: Vec<(String, i32, i64)> = Vec::new();
    for line in lines {
        let name = name(catalogue, line.item.product);
        match articles.iter_mut().find(|(known, ..)| *known == name) {
            Some((_, quantity, value)) => {
                *quantity = quantity.saturating_add(pieces(line));
                *value = value.saturating_add(line.value);
            }
            None => articles.push((name, pieces(line), line.value)),
        }
    }
    articles.sort_by_key(|(_, _, value)| std::cmp::Reverse(*value));
    articles.into_iter().map(|(name, quantity, _)| (name, quantity)).collect()
}

fn pieces(line: &Line) -> i32 {
    if line.quantity > PIECES_MAX { 1 } else { line.quantity }
}

/// What the catalogue calls it, or by what it is known.
pub(crate) fn name(catalogue: &Catalogue, product: ProductId) -> String {
    match catalogue.name(product) {
        Value::Text(name) => name.to_string(),
        _ => format!("#{:016x}", product.0),
    }
}

fn listed(articles: &[(String, i32)], language: Language) -> String {
    let one = |(name, quantity): &(String, i32)| match quantity {
        1 => name.clone(),
        quantity => format!("{quantity} × {name}"),
    };
    let shown = articles.iter().take(NAMED_MAX).map(one).collect::<Vec<_>>().join(", ");
    match articles.len().saturating_sub(NAMED_MAX) {
        0 => shown,
        more => {
            format!("{shown} {} {more} {}", pick(language, "und", "and"), pick(language, "weitere", "more"))
        }
    }
}

//! Every message rendered twice before it is published: for somebody of whom everything is known, and for
//! somebody of whom nothing is.

use super::Content;
use crate::problem::Problem;
use crate::render::{
    Item, Links, Outlet, PerUnit, Product, Reduced, RenderError, Sender, Thing, Ticketed, render,
};
use anlass_model::consent::Channel;
use anlass_model::definition::{Definitions, Items, Message};
use anlass_model::time::{DAY, Timestamp};
use anlass_model::value::{Day, Type, Value};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Everything,
    Nothing,
}

pub(super) fn dry_run(content: &Content, definitions: &Definitions) -> Vec<Problem> {
    let mut problems = Vec::new();
    for programme in &definitions.programmes {
        for message in &programme.messages {
            let place = format!("programme {} › message {}", programme.id, message.id);
            problems.extend(of_message(content, definitions, message, &place));
        }
    }
    problems
}

/// In every language, for every channel.
fn of_message(content: &Content, definitions: &Definitions, message: &Message, place: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for language in content.languages.offered() {
        for channel in &message.channels {
            for known in [Known::Everything, Known::Nothing] {
                let mut ticketed = sample(definitions, message, known);
                ticketed.channel = *channel;
                ticketed.language = Some(language.as_str().to_owned());
                let error = match render(content, &ticketed) {
                    // Whether a fragment is valid today is not a matter of its text.
                    Ok(_) | Err(RenderError::NotValid { .. }) => continue,
                    Err(error) => error,
                };
                let place = format!("{place} › {} › {language}", channel.as_str());
                problems.push(Problem::new(&place, error.to_string(), Some(cure(&error, known))));
            }
        }
    }
    problems
}

fn cure(error: &RenderError, known: Known) -> &'static str {
    match (error, known) {
        (RenderError::Empty { .. }, Known::Nothing) => {
            "give the block words for people of whom nothing is known, or put its condition into when"
        }
        (RenderError::Link, _) => "begin links with https://",
        _ => "see how the filters and names of this text are used",
    }
}

fn sample(definitions: &Definitions, message: &Message, known: Known) -> Ticketed {
    let all = known == Known::Everything;
    let link = |path: &str| all.then(|| format!("https://example.org/{path}"));
    let fields = definitions.settings.fields.iter().filter(|_| all);
    let product = |number: u8| Product {
        name: format!("Muster {number}"),
        price_minor: all.then_some(1_999),
        quantity: all.then_some(2),
        reduced: all.then_some(Reduced { was_minor: 2_499, percent: 20 }),
        per_unit: all.then_some(PerUnit { price_minor: 3_998, unit: "kg" }),
        image: link("image.png"),
        link: link("product"),
    };
    let products = match (message.items, known) {
        (Items::None, Known::Nothing) => Vec::new(),
        _ => vec![product(1), product(2)],
    };
    let entities = definitions.settings.entities.iter().filter(|_| all);
    let things = entities.map(|(entity, kind)| Thing {
        entity: entity.id(),
        key: "Muster".to_owned(),
        fields: kind.fields.iter().map(|(name, kind)| (name.id(), value(*kind))).collect(),
    });
    let things: Vec<Thing> = things.collect();
    Ticketed {
        message: message.id.id(),
        channel: Channel::Email,
        blocks: message.blocks.iter().map(|block| block.id.id()).collect(),
        language: None,
        today: jiff::civil::date(2026, 11, 22),
        person: fields.map(|(name, kind)| (name.id(), value(*kind))).collect(),
        products,
        content: all.then(|| Item {
            title: Some("Muster".to_owned()),
            text: Some("Muster".to_owned()),
            link: link("content"),
            image: link("image.png"),
        }),
        about: (!things.is_empty()).then_some(0),
        things,
        outlet: all.then(|| Outlet {
            number: "1".to_owned(),
            name: "Muster".to_owned(),
            open_today: Some("09:00–18:00".to_owned()),
        }),
        voucher: message.voucher.as_ref().map(|_| "CODE".into()),
        links: Links {
            unsubscribe: link("unsubscribe"),
            preferences: link("preferences"),
            browser: link("browser"),
            confirm: link("confirm"),
            pixel: link("pixel"),
            shop: "https://example.org/".to_owned(),
        },
        sender: Sender { name: "Muster".to_owned(), imprint: "Muster, Ort".to_owned() },
    }
}

fn value(kind: Type) -> Value {
    match kind {
        Type::Bool => Value::Bool(true),
        Type::Int => Value::Int(2),
        Type::Money => Value::Money(1_999),
        Type::Span => Value::Span(DAY),
        Type::Time => Value::Time(Timestamp(0)),
        Type::Day => Value::Day(Day::from_date(jiff::civil::date(1980, 2, 29))),
        Type::Text => Value::Text("Muster".into()),
    }
}

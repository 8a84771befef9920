//! What may stand in a path and behind a question mark: each with its shape, which the OpenAPI document tells and the
//! router checks before anybody is bothered.

use anlass_model::consent::Channel;
use anlass_model::definition::LanguageTag;
use serde_json::{Value, json};

/// How the text of a parameter looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// An id of 128 bits: a customer's, an intent's.
    Customer,
    /// A name of something defined.
    Name,
    /// Such as `de` or `de-AT`.
    Language,
    /// A way to reach people.
    Channel,
    /// `in` is what somebody wrote to us, `out` what we wrote.
    Direction,
    /// A letter in the mailbox.
    Letter,
    /// A hash, or the id of a row.
    Hex,
    /// Where a list of intents goes on: a moment, and an intent's id.
    Place,
    /// Such as `2026-12-01`.
    Day,
    Number,
    Text {
        max: usize,
    },
}

/// Of content items: their feed and their own id.
const ITEM_MAX: usize = 400;
const DIRECTIONS: [&str; 2] = ["in", "out"];
const NAME_MAX: usize = 64;
/// Of articles.
const NUMBER_MAX: usize = 200;
const LETTER_MAX: usize = 65;
const HEX_MAX: usize = 64;
const DIGITS_MAX: usize = 15;

impl Shape {
    /// What the parts of paths are called tells what they are.
    pub(crate) fn of_part(path: &str, name: &str) -> Shape {
        match (name, path.split('/').nth(2).unwrap_or_default()) {
            ("id", "customers" | "intents" | "privacy") => Shape::Customer,
            ("event", _) => Shape::Letter,
            ("item", _) => Shape::Text { max: ITEM_MAX },
            ("number", _) => Shape::Text { max: NUMBER_MAX },
            ("id", "mailbox") => Shape::Letter,
            ("id", "users" | "keys" | "imports" | "uploads") => Shape::Hex,
            ("version" | "group", _) => Shape::Hex,
            ("job", _) => Shape::Number,
            _ => Shape::Name,
        }
    }

    pub(crate) fn admits(self, text: &str) -> bool {
        let within = |max: usize| (1..=max).contains(&text.chars().count());
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        match self {
            Shape::Customer => text.len() == 32 && text.bytes().all(hex),
            Shape::Name => anlass_model::id::Name::new(text).is_ok(),
            Shape::Language => LanguageTag::new(text).is_ok(),
            Shape::Channel => Channel::ALL.iter().any(|channel| channel.as_str() == text),
            Shape::Direction => DIRECTIONS.contains(&text),
            Shape::Letter => {
                within(LETTER_MAX) && text.bytes().all(|byte| hex(byte) || matches!(byte, b'-' | b'r'))
            }
            Shape::Hex => within(HEX_MAX) && text.bytes().all(hex),
            Shape::Place => text.len() == 48 && text.bytes().all(hex),
            Shape::Day => text.len() == 10 && text.parse::<anlass_model::value::Day>().is_ok(),
            Shape::Number => within(DIGITS_MAX) && text.bytes().all(|byte| byte.is_ascii_digit()),
            Shape::Text { max } => text.chars().count() <= max,
        }
    }

    pub(crate) fn schema(self) -> Value {
        match self {
            Shape::Customer => json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" }),
            Shape::Name => json!({ "type": "string", "pattern": format!("^[\\w.-]{{1,{NAME_MAX}}}$") }),
            Shape::Language => json!({ "type": "string", "pattern": "^[a-z]{2,3}(-[A-Z]{2})?$" }),
            Shape::Channel => json!({ "type": "string", "enum": Channel::ALL.map(Channel::as_str) }),
            Shape::Direction => json!({ "type": "string", "enum": DIRECTIONS }),
            Shape::Letter => {
                json!({ "type": "string", "pattern": format!("^[0-9a-fr-]{{1,{LETTER_MAX}}}$") })
            }
            Shape::Hex => json!({ "type": "string", "pattern": format!("^[0-9a-f]{{1,{HEX_MAX}}}$") }),
            Shape::Place => json!({ "type": "string", "pattern": "^[0-9a-f]{48}$" }),
            Shape::Day => json!({ "type": "string", "format": "date" }),
            Shape::Number => json!({ "type": "string", "pattern": format!("^[0-9]{{1,{DIGITS_MAX}}}$") }),
            Shape::Text { max } => json!({ "type": "string", "maxLength": max }),
        }
    }
}

/// One parameter behind the question mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Param {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) is_required: bool,
}

impl Param {
    pub(crate) const fn maybe(name: &'static str, shape: Shape) -> Param {
        Param { name, shape, is_required: false }
    }

    pub(crate) const fn must(name: &'static str, shape: Shape) -> Param {
        Param { name, shape, is_required: true }
    }
}

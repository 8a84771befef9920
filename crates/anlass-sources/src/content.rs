//! Feeds of content: RSS 0.9 to 2.0, Atom, and what content systems answer as JSON, become items with title, text, picture,
//! link, tags and moment. Nothing of them is believed: texts lose their HTML, addresses that are none are left out,
//! declared entities are never expanded, and everything is bounded.

mod json;
mod plain;
mod xml;

pub use json::{BadJsonForm, JsonForm, from_json};
pub use xml::from_xml;

use anlass_model::time::Timestamp;

/// Items of one feed; those behind them are left out.
pub const ITEMS_MAX: usize = 500;
const TITLE_MAX: usize = 300;
const TEXT_MAX: usize = 2_000;
const TAG_MAX: usize = 100;
const TAGS_MAX: usize = 30;
const ADDRESS_MAX: usize = 2_000;
const ID_MAX: usize = 300;

/// One guide, article or event as a feed tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// As the feed knows it: of two with the same id the first counts.
    pub id: Box<str>,
    pub title: Box<str>,
    /// Plain, at most 2,000 characters.
    pub text: Box<str>,
    pub picture: Option<Box<str>>,
    pub link: Option<Box<str>>,
    pub tags: Vec<Box<str>>,
    pub published: Option<Timestamp>,
}

/// What a feed holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub items: Vec<Item>,
    /// Items that have neither a title nor a text, or nothing by which they are known.
    pub empty: usize,
    /// Items behind the first [`ITEMS_MAX`].
    pub cut: usize,
    /// Items whose id an earlier one has.
    pub repeated: usize,
}

/// Why nothing of a feed could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cause}")]
pub struct Unfit {
    pub cause: String,
}

impl Unfit {
    fn new(cause: impl Into<String>) -> Unfit {
        Unfit { cause: cause.into() }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        "open the address in a browser: it has to answer with the whole feed, in UTF-8 and of the kind that is set here"
    }
}

/// What is said of an item, before it is judged.
#[derive(Clone, Debug, Default)]
struct Raw {
    id: String,
    title: String,
    /// The best first.
    texts: Vec<String>,
    picture: Option<String>,
    link: Option<String>,
    tags: Vec<String>,
    published: Option<String>,
}

impl Told {
    fn take(&mut self, raw: Raw) {
        if self.items.len() >= ITEMS_MAX {
            self.cut += 1;
            return;
        }
        let link = raw.link.as_deref().and_then(address);
        let id = [&*raw.id, link.as_deref().unwrap_or_default()].into_iter().map(str::trim);
        let id = id.into_iter().find(|id| !id.is_empty()).map(|id| short(id, ID_MAX));
        let title = short(&plain::text(&raw.title), TITLE_MAX);
        let text = raw.texts.iter().map(|text| plain::text(text)).find(|text| !text.is_empty());
        let text = short(&text.unwrap_or_default(), TEXT_MAX);
        let (Some(id), false) = (id, title.is_empty() && text.is_empty()) else {
            self.empty += 1;
            return;
        };
        if self.items.iter().any(|known| known.id == id) {
            self.repeated += 1;
            return;
        }
        let picture = raw.picture.as_deref().and_then(address);
        let picture = picture
            .or_else(|| raw.texts.iter().find_map(|text| plain::picture(text)).as_deref().and_then(address));
        let mut tags: Vec<Box<str>> = Vec::new();
        for tag in raw.tags.iter().map(|tag| short(&plain::text(tag), TAG_MAX)).filter(|tag| !tag.is_empty())
        {
            if tags.len() < TAGS_MAX && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        let published = raw.published.as_deref().and_then(moment);
        self.items.push(Item { id, title, text, picture, link, tags, published });
    }
}

/// Cut at a character, with a sign that it was.
fn short(text: &str, max: usize) -> Box<str> {
    match text.char_indices().nth(max) {
        None => text.into(),
        Some(_) => text.chars().take(max - 1).chain(['…']).collect::<String>().into(),
    }
}

/// An address that letters may show: by http or https, without blanks.
fn address(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let is_good = (text.starts_with("https://") || text.starts_with("http://"))
        && text.len() <= ADDRESS_MAX
        && !text
            .chars()
            .any(|own| own.is_whitespace() || own.is_control() || matches!(own, '"' | '<' | '>' | '\\'));
    is_good.then(|| text.into())
}

/// RFC 2822 as RSS writes it, RFC 3339 as Atom does; without a zone it is UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let of = |moment: jiff::Timestamp| Timestamp(moment.as_millisecond());
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Some(of(moment));
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return Some(of(zoned.timestamp()));
    }
    let local = text.parse::<jiff::civil::DateTime>().ok();
    let local = local.or_else(|| Some(text.parse::<jiff::civil::Date>().ok()?.at(0, 0, 0, 0)));
    local.map(|local| Timestamp::from_zone(local, &jiff::tz::TimeZone::UTC))
}

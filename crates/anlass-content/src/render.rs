//! Rendering: what was chosen for a person becomes subject, HTML and text. Nothing is chosen here, nothing is
//! read from anywhere: everything comes by value, and the same values give the same bytes.

use crate::compile::{CompiledBlock, Content, FramePart, Variant};
use crate::html;
use crate::individual::fingerprint;
use crate::piece::Chunk;
use crate::salutation::{Person, salutation};
use crate::values::{self, Root};
use crate::{check, filters};
use anlass_model::consent::Channel;
use anlass_model::definition::LanguageTag;
use anlass_model::id::{Name, NameId};
use anlass_model::value::Value as Fact;
use jiff::civil::Date;
use minijinja::Environment;
use minijinja::value::Value;
use std::collections::BTreeMap;

/// Gmail cuts a mail behind this many bytes of HTML.
pub const CLIPPED_BYTES: usize = 102 * 1024;

/// Everything that was chosen for one delivery, and what is known about its person at that moment.
#[derive(Clone, Debug)]
pub struct Ticketed {
    pub message: NameId,
    pub channel: Channel,
    /// Blocks that were chosen, in their order.
    pub blocks: Vec<NameId>,
    /// As the profile says it; anything that is not offered leads to the fallback.
    pub language: Option<String>,
    /// On the calendar of the organisation.
    pub today: Date,
    /// Profile fields by name.
    pub person: BTreeMap<NameId, Fact>,
    pub products: Vec<Product>,
    /// The content item that suits the person, if one does.
    pub content: Option<Item>,
    /// What the person has of the declared entities.
    pub things: Vec<Thing>,
    /// Which of them the message is about.
    pub about: Option<usize>,
    /// The person's own outlet, if one is known.
    pub outlet: Option<Outlet>,
    pub voucher: Option<Box<str>>,
    pub links: Links,
    pub sender: Sender,
}

/// What may be struck through beside a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduced {
    pub was_minor: i64,
    /// Whole percent.
    pub percent: u8,
}

/// The price of a kilogram, a litre …
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerUnit {
    pub price_minor: i64,
    /// As in `kg`; empty: a piece.
    pub unit: &'static str,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Product {
    pub name: String,
    /// In the currency of the organisation.
    pub price_minor: Option<i64>,
    /// Pieces, where they are known; the price is that of one.
    pub quantity: Option<i64>,
    /// Only where the price is truly lower than the lowest one of the 30 days before.
    pub reduced: Option<Reduced>,
    /// Where a price per unit is due.
    pub per_unit: Option<PerUnit>,
    pub image: Option<String>,
    pub link: Option<String>,
}

/// A guide, article or event of the organisation's content systems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    pub title: Option<String>,
    pub text: Option<String>,
    pub link: Option<String>,
    pub image: Option<String>,
}

/// The outlet that is somebody's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlet {
    pub number: String,
    pub name: String,
    /// `09:00–18:00`; missing on days on which it is closed, or where nobody told its hours.
    pub open_today: Option<String>,
}

/// Something that somebody has: a vehicle, a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    pub entity: NameId,
    pub key: String,
    pub fields: BTreeMap<NameId, Fact>,
}

/// Links that belong to this delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    pub unsubscribe: Option<String>,
    pub preferences: Option<String>,
    pub browser: Option<String>,
    /// Confirms the consent that was asked for; only where one waits for that.
    pub confirm: Option<String>,
    /// Only with consent to tracking.
    pub pixel: Option<String>,
    /// Where a text sends people that names no product.
    pub shop: String,
}

/// Who speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    pub name: String,
    /// Company, address, register: what the law asks for.
    pub imprint: String,
}

/// A rendered message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub language: LanguageTag,
    pub subject: String,
    pub preheader: String,
    /// Mail only.
    pub html: Option<String>,
    pub text: String,
    /// Addresses of the HTML, each once, in order.
    pub links: Vec<String>,
    /// HTML and text together.
    pub bytes: usize,
    pub blocks: Vec<RenderedBlock>,
    pub warnings: Vec<Warning>,
}

/// One block as this person gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedBlock {
    pub id: Name,
    /// Whether anything in it depends on the person, other than how they are addressed.
    pub individual: bool,
    /// Visible letters: its area.
    pub area: usize,
    /// Of the text without salutation and names: equal for two people who read the same.
    pub fingerprint: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Gmail will show it cut.
    Clipped { bytes: usize },
}

/// Why a message could not be rendered. Says nothing about the person.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RenderError {
    #[error("there is no message {0:?} in the compiled content")]
    NoMessage(NameId),
    #[error("message \"{message}\" has no block {block:?}")]
    NoBlock { message: Name, block: NameId },
    #[error("{count} products, more than {max}", max = check::PRODUCTS_MAX)]
    TooManyProducts { count: usize },
    #[error("the mail has {bytes} bytes, more than {max}", max = filters::MAIL_BYTES_MAX)]
    TooLarge { bytes: usize },
    #[error("block \"{block}\" is valid on other days only")]
    NotValid { block: Name },
    #[error("{place}: {cause}")]
    Template { place: String, cause: String },
    #[error("block \"{block}\" says nothing")]
    Empty { block: Name },
    #[error("a link does not start with https, http, mailto or tel")]
    Link,
}

/// Renders one delivery.
///
/// # Errors
/// See [`RenderError`]; a delivery that cannot be rendered must not be sent.
pub fn render(content: &Content, ticketed: &Ticketed) -> Result<Rendered, RenderError> {
    if ticketed.products.len() > check::PRODUCTS_MAX {
        return Err(RenderError::TooManyProducts { count: ticketed.products.len() });
    }
    let message = content.messages.get(&ticketed.message).ok_or(RenderError::NoMessage(ticketed.message))?;
    let own = content.languages.choose(ticketed.language.as_deref());
    let language = message.stand_ins.get(own).unwrap_or(own);
    let (Some(variant), Some(environment)) =
        (message.variants.get(language), content.environments.get(language))
    else {
        return Err(RenderError::NoMessage(ticketed.message));
    };
    let line = content.salutation(ticketed, language);
    let mut root = Root::new(ticketed, &content.zone, &line);
    root.language = Value::from(language.as_str());
    root.words = variant.words.clone();
    let print = Print { environment, place: message.name.as_str() };
    let subject = one_line(&print.chunk(&variant.subject, &Value::from_object(root.clone()))?);
    root.subject = Value::from(&*subject);
    let preheader = one_line(&print.chunk(&variant.preheader, &Value::from_object(root.clone()))?);
    root.preheader = Value::from(&*preheader);
    let root = Value::from_object(root);
    let called = Called::of(ticketed, &line);
    let mut blocks = Vec::with_capacity(ticketed.blocks.len());
    for id in &ticketed.blocks {
        let block = variant
            .blocks
            .iter()
            .find(|block| block.id == *id)
            .ok_or_else(|| RenderError::NoBlock { message: message.name.clone(), block: *id })?;
        blocks.push(print.block(block, &root, ticketed, &called)?);
    }
    let is_mail = ticketed.channel == Channel::Email;
    let text = if is_mail {
        print.text(variant, &root, &blocks)?
    } else {
        joined(blocks.iter().map(|block| &*block.text))
    };
    let html = if is_mail { Some(print.html(variant, &root, &blocks)?) } else { None };
    let bytes = text.len() + html.as_ref().map_or(0, String::len);
    if bytes > filters::MAIL_BYTES_MAX {
        return Err(RenderError::TooLarge { bytes });
    }
    let links = links(html.as_deref().unwrap_or_default())?;
    let html_bytes = html.as_ref().map_or(0, String::len);
    let warnings =
        if html_bytes > CLIPPED_BYTES { vec![Warning::Clipped { bytes: html_bytes }] } else { Vec::new() };
    let blocks = blocks.into_iter().map(|block| block.about).collect();
    Ok(Rendered {
        language: language.clone(),
        subject,
        preheader,
        html,
        text,
        links,
        bytes,
        blocks,
        warnings,
    })
}

impl Content {
    fn salutation(&self, ticketed: &Ticketed, language: &LanguageTag) -> String {
        let titles = ["titles", "title"].into_iter().find_map(|field| values::text(ticketed, field));
        let person = Person {
            salutation: values::text(ticketed, "salutation"),
            titles,
            first_name: values::text(ticketed, "first_name"),
            last_name: values::text(ticketed, "last_name"),
        };
        // The person's own region decides about titles even where its texts come from the language alone.
        let own = ticketed.language.as_deref().and_then(|text| LanguageTag::new(text.trim()).ok());
        let own = own.filter(|own| own.language() == language.language());
        salutation(person, own.as_ref().unwrap_or(language), self.tone, &self.names)
    }
}

/// A block with its bytes.
struct Done<'c> {
    slot: &'c Name,
    html: String,
    text: String,
    about: RenderedBlock,
}

struct Called<'t>(Vec<&'t str>);

impl<'t> Called<'t> {
    fn of(ticketed: &'t Ticketed, line: &'t str) -> Called<'t> {
        let fields = ["first_name", "last_name", "title", "titles", "salutation"];
        let mut called = vec![line];
        called.extend(fields.into_iter().filter_map(|field| values::text(ticketed, field)));
        Called(called)
    }
}

struct Print<'c> {
    environment: &'c Environment<'static>,
    place: &'c str,
}

impl<'c> Print<'c> {
    fn chunk(&self, chunk: &Chunk, root: &Value) -> Result<String, RenderError> {
        let name = match chunk {
            Chunk::Fixed(text) => return Ok(text.clone()),
            Chunk::Template(name) => name,
        };
        let fault = |error: minijinja::Error| RenderError::Template {
            place: format!("message {} › {name}", self.place),
            cause: error.detail().unwrap_or("a value is missing").to_owned(),
        };
        let template = self.environment.get_template(name).map_err(fault)?;
        template.render(root.clone()).map_err(fault)
    }

    fn block(
        &self,
        block: &'c CompiledBlock,
        root: &Value,
        ticketed: &Ticketed,
        called: &Called<'_>,
    ) -> Result<Done<'c>, RenderError> {
        let valid = block.valid_from.is_none_or(|from| from <= ticketed.today)
            && block.valid_until.is_none_or(|until| ticketed.today <= until);
        if !valid {
            return Err(RenderError::NotValid { block: block.name.clone() });
        }
        let text = match (&block.plain, ticketed.channel) {
            (_, Channel::Email) | (None, _) => self.chunk(&block.piece.text, root)?,
            (Some(plain), _) => self.chunk(plain, root)?,
        };
        let html = match ticketed.channel {
            Channel::Email => self.chunk(&block.piece.html, root)?,
            _ => String::new(),
        };
        if text.trim().is_empty() && !html.contains("<img") {
            return Err(RenderError::Empty { block: block.name.clone() });
        }
        let about = RenderedBlock {
            id: block.name.clone(),
            individual: block.piece.uses.person,
            area: text.chars().filter(|letter| !letter.is_whitespace()).count(),
            fingerprint: fingerprint(&text, &called.0),
        };
        Ok(Done { slot: &block.slot, html, text, about })
    }

    fn html(&self, variant: &Variant, root: &Value, blocks: &[Done<'_>]) -> Result<String, RenderError> {
        let mut html = String::with_capacity(16 << 10);
        for part in variant.frame.iter() {
            match part {
                FramePart::Piece(piece) => html.push_str(&self.chunk(&piece.html, root)?),
                FramePart::Slot(slot) => {
                    for block in blocks.iter().filter(|block| block.slot == slot) {
                        html.push_str(&block.html);
                    }
                }
            }
        }
        Ok(html)
    }

    fn text(&self, variant: &Variant, root: &Value, blocks: &[Done<'_>]) -> Result<String, RenderError> {
        let mut parts = Vec::new();
        for part in variant.frame.iter() {
            match part {
                FramePart::Piece(piece) => parts.push(self.chunk(&piece.text, root)?),
                FramePart::Slot(slot) => {
                    let of_slot = blocks.iter().filter(|block| block.slot == slot);
                    parts.extend(of_slot.map(|block| block.text.clone()));
                }
            }
        }
        Ok(joined(parts.iter().map(|part| &**part)))
    }
}

/// Parts with an empty line between them, and never more than one.
fn joined<'p>(parts: impl Iterator<Item = &'p str>) -> String {
    let mut text = String::new();
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let mut empty = 0;
        for line in part.lines() {
            empty = if line.trim().is_empty() { empty + 1 } else { 0 };
            if empty < 2 {
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
        text.truncate(text.trim_end().len());
    }
    text
}

/// Subjects are headers: no line ends, no control characters.
fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Addresses behind `href`, each once; none may run a script.
fn links(html: &str) -> Result<Vec<String>, RenderError> {
    let mut links: Vec<String> = Vec::new();
    for (start, _) in html.match_indices(" href=\"") {
        let rest = html.get(start + 7..).unwrap_or_default();
        let Some((address, _)) = rest.split_once('"') else { continue };
        let address = html::decoded(address.trim());
        let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
        if !matches!(&*scheme, "https" | "http" | "mailto" | "tel") || !address.contains(':') {
            return Err(RenderError::Link);
        }
        if !links.contains(&address) {
            links.push(address);
        }
    }
    Ok(links)
}

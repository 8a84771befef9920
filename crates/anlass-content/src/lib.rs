//! Turns what was chosen for a person into bytes: subject, HTML and text of a mail, or the text of another
//! channel. [`compile`] checks every text of an organisation and compiles it once; [`render`] fills it in for
//! one person. Decides nothing, reads nothing, and the same values give the same bytes.

mod check;
mod compile;
mod filters;
mod format;
mod html;
mod individual;
mod languages;
mod lead;
mod mjml;
mod names;
mod piece;
mod problem;
mod render;
mod salutation;
mod source;
mod tags;
mod values;

#[cfg(test)]
mod tests;

pub use compile::{Content, Gap, compile, default_template};
pub use format::{DateStyle, Locale};
pub use individual::{BlockScore, FLAGGED_BELOW_PERMILLE, Individuality, individuality};
pub use lead::{WebLinks, with_trap};
pub use problem::Problem;
pub use render::{
    CLIPPED_BYTES, Item, Links, Outlet, PerUnit, Product, Reduced, RenderError, Rendered, RenderedBlock,
    Sender, Thing, Ticketed, Warning, render,
};
pub use salutation::{BadNames, Gender, Names, Person, salutation};

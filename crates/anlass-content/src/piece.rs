//! A stretch of a mail, compiled: its HTML and its text, each fixed or a template.

use crate::check::Uses;
use crate::html;
use crate::problem::Problem;
use crate::tags::Mask;
use minijinja::Environment;

#[derive(Clone, Debug)]
pub(crate) enum Chunk {
    /// The same for everybody.
    Fixed(String),
    /// By its name in the environment.
    Template(String),
}

#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) html: Chunk,
    pub(crate) text: Chunk,
    pub(crate) uses: Uses,
}

/// Takes a text into the environment, if it holds tags.
pub(crate) fn chunk(
    environment: &mut Environment<'static>,
    name: &str,
    text: String,
) -> Result<Chunk, Box<Problem>> {
    if !["{{", "{%", "{#"].iter().any(|start| text.contains(start)) {
        return Ok(Chunk::Fixed(text));
    }
    environment.add_template_owned(name.to_owned(), text).map_err(|error| {
        let cause = error.detail().unwrap_or("this cannot be read");
        Box::new(Problem::new(name, cause, Some("close every tag in the block in which it is opened")))
    })?;
    Ok(Chunk::Template(name.to_owned()))
}

/// Compiled HTML, tags masked, as a piece. The text is derived here, once, with the tags in it.
pub(crate) fn piece(
    environment: &mut Environment<'static>,
    name: &str,
    masked: &str,
    mask: &Mask,
    uses: Uses,
) -> Result<Piece, Box<Problem>> {
    let html = chunk(environment, &format!("{name}.html"), mask.show(masked))?;
    let text = chunk(environment, &format!("{name}.txt"), mask.show(&html::text_of(masked)))?;
    Ok(Piece { html, text, uses })
}

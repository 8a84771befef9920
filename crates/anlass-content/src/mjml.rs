//! MJML: what authors write is checked first, because the compiler accepts unknown components in silence and
//! says little about where others go wrong; then compiled once per template and language.

use crate::html::{self, Token};
use crate::problem::{Problem, Written, nearest};
use crate::tags::{self, Piece};
use mrml::prelude::render::RenderOptions;

/// Components, and whether HTML stands in them.
const COMPONENTS: [(&str, bool); 27] = [
    ("mj-accordion", false),
    ("mj-accordion-element", false),
    ("mj-accordion-text", true),
    ("mj-accordion-title", true),
    ("mj-all", false),
    ("mj-attributes", false),
    ("mj-body", false),
    ("mj-breakpoint", false),
    ("mj-button", true),
    ("mj-class", false),
    ("mj-column", false),
    ("mj-divider", false),
    ("mj-group", false),
    ("mj-hero", false),
    ("mj-image", false),
    ("mj-navbar", false),
    ("mj-navbar-link", true),
    ("mj-preview", true),
    ("mj-raw", true),
    ("mj-section", false),
    ("mj-social", false),
    ("mj-social-element", true),
    ("mj-spacer", false),
    ("mj-style", true),
    ("mj-table", true),
    ("mj-text", true),
    ("mj-title", true),
];
/// Beside them `mj-wrapper` and our own `mj-slot`.
const MORE: [(&str, bool); 2] = [("mj-wrapper", false), ("mj-slot", false)];
/// Mailboxes drop these, and nobody should send them.
const FORBIDDEN: [&str; 7] = ["script", "iframe", "object", "embed", "form", "mj-include", "base"];

fn component(name: &str) -> Option<bool> {
    COMPONENTS.iter().chain(&MORE).find(|(known, _)| *known == name).map(|(_, has_html)| *has_html)
}

/// The text with its template tags blanked, byte for byte, so that places stay right.
fn blanked(text: &str) -> String {
    let mut blank = String::with_capacity(text.len());
    for (start, piece) in tags::pieces(text) {
        // Comments were left out.
        blank.push_str(&" ".repeat(start - blank.len()));
        match piece {
            Piece::Plain(text) => blank.push_str(text),
            Piece::Tag(tag) => blank.push_str(&"x".repeat(tag.len())),
        }
    }
    blank
}

/// Everything wrong with written MJML.
pub(crate) fn check(written: Written<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let blank = blanked(written.text);
    let mut open: Vec<(&str, usize)> = Vec::new();
    for (at, token) in html::tokens(&blank) {
        match token {
            Token::Comment => {}
            Token::Text(text) => {
                let is_structure = open.iter().all(|(name, _)| component(name) == Some(false));
                let offset = at + (text.len() - text.trim_start().len());
                if is_structure && !text.trim().is_empty() {
                    let cure = "put it into mj-text; a template tag between components goes into mj-raw";
                    problems.push(written.problem(offset, "text between components", Some(cure.into())));
                }
            }
            Token::Open { name, attributes, closes_itself } => {
                problems.extend(element(written, at, name, attributes));
                if !closes_itself && !html::is_void(name) {
                    open.push((name, at));
                }
            }
            Token::Close(name) if html::is_void(name) => {}
            Token::Close(name) => match open.pop() {
                Some((opened, _)) if opened == name => {}
                Some((opened, opened_at)) => {
                    let cause = format!("<{opened}> is not closed before </{name}>");
                    problems.push(written.problem(opened_at, cause, Some(format!("write </{opened}>"))));
                    return problems;
                }
                None => {
                    problems.push(written.problem(at, format!("</{name}> closes nothing"), None));
                    return problems;
                }
            },
        }
    }
    if let Some((name, at)) = open.first() {
        problems.push(written.problem(
            *at,
            format!("<{name}> is not closed"),
            Some(format!("write </{name}>")),
        ));
    }
    problems
}

fn element(written: Written<'_>, at: usize, name: &str, attributes: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if FORBIDDEN.contains(&name) {
        problems.push(written.problem(
            at,
            format!("<{name}> may not stand in a mail"),
            Some("leave it out".into()),
        ));
    } else if name.starts_with("mj-") && component(name).is_none() {
        let known = COMPONENTS.iter().chain(&MORE).map(|(known, _)| *known);
        let cure = nearest(name, known).map(|near| format!("did you mean <{near}>?"));
        problems.push(written.problem(at, format!("there is no component <{name}>"), cure));
    }
    let all = html::attributes(attributes);
    for (attribute, value) in &all {
        if attribute.to_ascii_lowercase().starts_with("on") {
            let cause = format!("\"{attribute}\" would run a script");
            problems.push(written.problem(at, cause, Some("leave it out".into())));
        } else if value.is_none()
            && (attributes.contains(&format!("{attribute}=")) || attribute.contains("xxxxx"))
        {
            // A value outside of quotes could end its attribute; blanked tags are rows of x.
            let cure = Some("put the value into quotes".to_owned());
            problems.push(written.problem(at, format!("an attribute of <{name}> is not in quotes"), cure));
        }
    }
    let is_image = matches!(name, "mj-image" | "img");
    if is_image && !all.iter().any(|(name, _)| *name == "alt") {
        let cure = "write alt=\"what it shows\", or alt=\"\" for a mere ornament";
        problems.push(written.problem(at, "a picture without alt text", Some(cure.into())));
    }
    problems
}

/// Whether the compiler takes these sections, template tags masked; its own words if not.
pub(crate) fn accepts(masked: &str) -> Result<(), String> {
    let document = format!("<mjml><mj-body>{masked}</mj-body></mjml>");
    let parsed = mrml::parse(readable(&document)).map_err(|error| error.to_string())?;
    let options = options();
    parsed.element.render(&options).map(drop).map_err(|error| error.to_string())
}

/// The compiler's reader looks two bytes before the first `>` of a text and panics inside a letter; there it
/// is written as an entity.
fn readable(document: &str) -> String {
    let mut text = String::with_capacity(document.len());
    let tokens = html::tokens(document);
    let ends = tokens.iter().skip(1).map(|(start, _)| *start).chain([document.len()]);
    for ((start, token), end) in tokens.iter().zip(ends) {
        let written = document.get(*start..end).unwrap_or_default();
        let splits_letter = |at: usize| !written.is_char_boundary(at.saturating_sub(2));
        match token {
            Token::Text(_) if written.find('>').is_some_and(splits_letter) => {
                text.push_str(&written.replace('>', "&gt;"));
            }
            _ => text.push_str(written),
        }
    }
    text
}

/// Compiles a whole document.
pub(crate) fn compile(document: &str) -> Result<String, String> {
    let parsed = mrml::parse(readable(document)).map_err(|error| error.to_string())?;
    let html = parsed.element.render(&options()).map_err(|error| error.to_string())?;
    Ok(undebugged(&html))
}

/// No fonts from third parties: a mail that is opened tells nobody.
fn options() -> RenderOptions {
    RenderOptions { disable_comments: true, fonts: Default::default(), ..RenderOptions::default() }
}

/// The compiler writes attributes the way Rust shows strings for debugging: `\u{a0}` for a no-break space.
fn undebugged(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("\\u{") {
        text.push_str(before);
        let letter = after
            .split_once('}')
            .and_then(|(code, after)| Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, after)));
        match letter {
            Some((letter, after)) => {
                text.push(letter);
                rest = after;
            }
            None => {
                text.push_str("\\u{");
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let problems = check(Written { place: "block", text });
        problems.into_iter().map(|problem| format!("{}: {}", problem.place, problem.cause)).collect()
    }

    #[test]
    fn good_sections_pass() {
        let good = "<mj-section>\n<mj-column><mj-text>a &lt; {% if person.x < 3 %}<b>b</b><br>{% endif %}</mj-text>\
            <mj-image src=\"{{ x }}\" alt=\"\" /></mj-column></mj-section>";
        assert_eq!(found(good), [""; 0]);
        assert_eq!(accepts(&tags::Mask::default().hide(good)), Ok(()));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        for (text, expected) in [
            ("<mj-section><mj-colum></mj-colum></mj-section>", "column 13: there is no component <mj-colum>"),
            ("<mj-section>\n  <mj-column></mj-section>", "line 2, column 3: <mj-column> is not closed"),
            ("<mj-section>{% if a %}</mj-section>", "column 13: text between components"),
            ("<mj-section><mj-column><mj-image src=\"a\" /></mj-column></mj-section>", "without alt text"),
            ("<mj-text><a href={{ a }}>b</a></mj-text>", "not in quotes"),
            ("<mj-text><script>1</script></mj-text>", "<script> may not stand in a mail"),
            ("<mj-text><a onclick=\"x\">b</a></mj-text>", "would run a script"),
            ("<mj-include path=\"a\" />", "<mj-include> may not stand in a mail"),
            ("</mj-text>", "closes nothing"),
        ] {
            let found = found(text);
            assert!(found.first().is_some_and(|first| first.contains(expected)), "{text}: {found:?}");
        }
    }

    #[test]
    fn spaces_and_signs_in_attributes_stay_themselves() {
        assert_eq!(undebugged("alt=\"a\\u{a0}b ❤\\u{fe0f}\" \\u{zz"), "alt=\"a\u{a0}b ❤\u{fe0f}\" \\u{zz");
    }
}

//! Template tags (`{{ … }}`, `{% … %}`) inside markup. MJML does not understand them and would refuse a `<` in
//! one; so they are masked by harmless words before MJML is read and put back into what it gives.

/// Starts and ends a masked tag; neither MJML nor HTML gives it a meaning.
const START: &str = "zqj";
const END: &str = "jqz";

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Plain(&'a str),
    /// With its braces.
    Tag(&'a str),
}

/// Splits at tags; comments are left out. A tag without an end runs to the end of the text.
pub(crate) fn pieces(text: &str) -> Vec<(usize, Piece<'_>)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(found) = next_tag(text, at) {
        if found > at {
            pieces.push((at, Piece::Plain(text.get(at..found).unwrap_or_default())));
        }
        let end = tag_end(text, found);
        let tag = text.get(found..end).unwrap_or_default();
        if !tag.starts_with("{#") {
            pieces.push((found, Piece::Tag(tag)));
        }
        at = end;
    }
    if at < text.len() {
        pieces.push((at, Piece::Plain(text.get(at..).unwrap_or_default())));
    }
    pieces
}

fn next_tag(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    rest.windows(2).position(|pair| matches!(pair, b"{{" | b"{%" | b"{#")).map(|at| from + at)
}

/// Behind the closing braces; braces in quotes do not close a tag.
fn tag_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let close: &[u8] = match bytes.get(start + 1) {
        Some(b'{') => b"}}",
        Some(b'%') => b"%}",
        _ => b"#}",
    };
    let mut quote = None;
    let mut at = start + 2;
    while let Some(byte) = bytes.get(at) {
        match quote {
            Some(_) if *byte == b'\\' => at += 1,
            Some(open) if open == *byte => quote = None,
            Some(_) => {}
            None if close != b"#}" && matches!(byte, b'"' | b'\'') => quote = Some(*byte),
            None if bytes.get(at..at + 2) == Some(close) => return at + 2,
            None => {}
        }
        at += 1;
    }
    text.len()
}

/// The tags taken out of texts, by number.
#[derive(Debug, Default)]
pub(crate) struct Mask {
    tags: Vec<String>,
}

impl Mask {
    pub(crate) fn hide(&mut self, text: &str) -> String {
        self.hide_with(text, |plain| plain.to_owned())
    }

    /// Hides tags and changes the text between them, for example escapes it.
    pub(crate) fn hide_with(&mut self, text: &str, plain: impl Fn(&str) -> String) -> String {
        let mut masked = String::with_capacity(text.len());
        for (_, piece) in pieces(text) {
            match piece {
                Piece::Plain(text) => masked.push_str(&plain(&text.replace(START, "z\u{200b}qj"))),
                Piece::Tag(tag) => {
                    // The same tag is the same word: a picture and the words beside it lead to one address.
                    let known = self.tags.iter().position(|known| known == tag);
                    let number = known.unwrap_or(self.tags.len());
                    masked.push_str(&format!("{START}{number}{END}"));
                    if known.is_none() {
                        self.tags.push(tag.to_owned());
                    }
                }
            }
        }
        masked
    }

    /// Puts the tags back.
    pub(crate) fn show(&self, masked: &str) -> String {
        let mut text = String::with_capacity(masked.len() * 2);
        let mut rest = masked;
        while let Some((before, tag, after)) = self.next(rest) {
            text.push_str(before);
            text.push_str(tag);
            rest = after;
        }
        text.push_str(rest);
        text
    }

    /// The text before the next masked tag, the tag, and the rest.
    pub(crate) fn next<'t>(&'t self, masked: &'t str) -> Option<(&'t str, &'t str, &'t str)> {
        let (before, rest) = masked.split_once(START)?;
        let (number, after) = rest.split_once(END)?;
        let tag = self.tags.get(number.parse::<usize>().ok()?)?;
        Some((before, tag, after))
    }

    /// Tags that are in the first text and not in the second: MJML dropped them.
    pub(crate) fn lost<'m>(&'m self, source: &str, result: &str) -> Vec<&'m str> {
        let mut lost = Vec::new();
        for (number, tag) in self.tags.iter().enumerate() {
            let word = format!("{START}{number}{END}");
            if source.contains(&word) && !result.contains(&word) {
                lost.push(&**tag);
            }
        }
        lost
    }
}

/// Escapes text for HTML; quotes too, so that it may stand in attributes.
pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(letter),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_and_braces_in_quotes_do_not_end_them() {
        let found: Vec<Piece<'_>> =
            pieces("a {{ b }}{# c #}{% if d < \"%}\" %}e").into_iter().map(|(_, piece)| piece).collect();
        assert_eq!(
            found,
            [Piece::Plain("a "), Piece::Tag("{{ b }}"), Piece::Tag("{% if d < \"%}\" %}"), Piece::Plain("e")]
        );
        assert_eq!(pieces("{{ open"), [(0, Piece::Tag("{{ open"))]);
    }

    #[test]
    fn what_is_hidden_comes_back() {
        let mut mask = Mask::default();
        let text = "<p>{{ a }} ä {% if a < 3 %}x{% endif %}</p>";
        let masked = mask.hide(text);
        assert!(!masked.contains('{'));
        assert_eq!(mask.show(&masked), text);
        assert_eq!(mask.lost(&masked, &masked.replacen("zqj1jqz", "", 1)), ["{% if a < 3 %}"]);
    }
}

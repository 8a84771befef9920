//! A small reader of HTML and MJML, and the text part of a mail derived from its HTML. Reads what MJML gives
//! and what authors write well enough to compare; it repairs nothing.

use std::collections::BTreeSet;

/// A token and the byte at which it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    Text(&'a str),
    Open { name: &'a str, attributes: &'a str, closes_itself: bool },
    Close(&'a str),
    Comment,
}

pub(crate) fn tokens(html: &str) -> Vec<(usize, Token<'_>)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = html.get(at..).unwrap_or_default();
        let length = if rest.starts_with("<!--") {
            tokens.push((at, Token::Comment));
            rest.find("-->").map_or(rest.len(), |end| end + 3)
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            tokens.push((at, Token::Comment));
            rest.find('>').map_or(rest.len(), |end| end + 1)
        } else if starts_tag(rest) {
            let end = element_end(rest);
            tokens.push((at, element(rest.get(1..end).unwrap_or_default())));
            (end + 1).min(rest.len())
        } else {
            // A lone `<` is text.
            let from = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest.get(from..).unwrap_or_default().find('<').map_or(rest.len(), |end| from + end);
            tokens.push((at, Token::Text(rest.get(..end).unwrap_or_default())));
            end
        };
        at += length.max(1);
    }
    tokens
}

fn starts_tag(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next() == Some('<')
        && letters.next().is_some_and(|next| next == '/' || next.is_ascii_alphabetic())
}

/// Where the `>` of a tag stands; one in quotes does not count.
fn element_end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match quote {
            Some(open) if open == byte => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None if byte == b'>' => return at,
            None => {}
        }
    }
    text.len()
}

fn element(inside: &str) -> Token<'_> {
    if let Some(name) = inside.strip_prefix('/') {
        return Token::Close(name.trim());
    }
    let closes_itself = inside.ends_with('/');
    let inside = inside.trim_end_matches('/');
    let end = inside.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(end);
    Token::Open { name, attributes, closes_itself }
}

/// Name and value of every attribute; the value is `None` if it is not in quotes.
pub(crate) fn attributes(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end =
            rest.find(|letter: char| letter == '=' || letter.is_ascii_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        rest = after.trim_start();
        let mut value = None;
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quoted =
                ['"', '\''].into_iter().find_map(|quote| after.strip_prefix(quote)?.split_once(quote));
            if let Some((inside, after)) = quoted {
                value = Some(inside);
                rest = after.trim_start();
            } else {
                let end = after.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(after.len());
                rest = after.get(end..).unwrap_or_default().trim_start();
            }
        }
        if !name.is_empty() {
            found.push((name, value));
        } else if value.is_none() {
            break;
        }
    }
    found
}

pub(crate) fn attribute<'a>(text: &'a str, wanted: &str) -> Option<&'a str> {
    attributes(text).into_iter().find(|(name, _)| *name == wanted)?.1
}

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

pub(crate) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

const ENTITIES: [(&str, &str); 28] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("shy", ""),
    ("zwnj", ""),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("euro", "€"),
    ("pound", "£"),
    ("hellip", "…"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("bdquo", "„"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("rsquo", "’"),
    ("middot", "·"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("Auml", "Ä"),
    ("Ouml", "Ö"),
    ("Uuml", "Ü"),
    ("szlig", "ß"),
];

/// Text without entities; unknown ones stay as they are.
pub(crate) fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() <= 10);
        let meaning = entity.and_then(|(name, after)| Some((meaning(name)?, after)));
        match meaning {
            Some((text, after)) => {
                plain.push_str(&text);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn meaning(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, text)| (*text).to_owned())
}

/// What a mail says, without its looks: every visible word, and every link behind its words.
pub(crate) fn text_of(html: &str) -> String {
    let tokens = tokens(html);
    let named = links_with_words(&tokens);
    let mut text = Text { out: String::new(), links: Vec::new() };
    let mut hidden: Option<(&str, usize)> = None;
    for (_, token) in tokens {
        if let Some((element, depth)) = hidden {
            hidden = match token {
                Token::Open { name, closes_itself: false, .. } if name == element && !is_void(name) => {
                    Some((element, depth + 1))
                }
                Token::Close(name) if name == element && depth == 1 => None,
                Token::Close(name) if name == element => Some((element, depth - 1)),
                _ => hidden,
            };
            continue;
        }
        match token {
            Token::Open { name, attributes, closes_itself: false } if is_hidden(name, attributes) => {
                hidden = Some((name, 1));
            }
            token => text.take(token, &named),
        }
    }
    text.out.trim().to_owned()
}

fn is_hidden(name: &str, attributes: &str) -> bool {
    let style = attribute(attributes, "style").unwrap_or_default();
    // Without its stroke a struck price would read as one that holds.
    !is_void(name)
        && (matches!(name, "head" | "style" | "title" | "script" | "s" | "del")
            || style.replace(' ', "").contains("display:none"))
}

/// Addresses of links that have words; a picture's link to the same address needs none.
fn links_with_words<'a>(tokens: &[(usize, Token<'a>)]) -> BTreeSet<&'a str> {
    let mut named = BTreeSet::new();
    let mut open = None;
    for (_, token) in tokens {
        match token {
            Token::Open { name: "a", attributes, .. } => open = attribute(attributes, "href"),
            Token::Open { name: "img", attributes, .. }
                if attribute(attributes, "alt").is_some_and(|alt| !alt.trim().is_empty()) =>
            {
                named.extend(open);
            }
            Token::Close("a") => open = None,
            Token::Text(text) if !text.trim().is_empty() => named.extend(open),
            _ => {}
        }
    }
    named
}

struct Text<'a> {
    out: String,
    /// Open links: address, and where its words start.
    links: Vec<(Option<&'a str>, usize)>,
}

impl<'a> Text<'a> {
    fn take(&mut self, token: Token<'a>, named: &BTreeSet<&str>) {
        match token {
            Token::Text(text) => self.words(&decoded(text)),
            Token::Open { name: "br", .. } => self.breaks(1),
            Token::Open { name: "img", attributes, .. } => {
                self.words(&decoded(attribute(attributes, "alt").unwrap_or_default()));
            }
            Token::Open { name: "a", attributes, .. } => {
                self.links.push((attribute(attributes, "href"), self.out.len()));
            }
            Token::Close("a") => self.link(named),
            Token::Open { name, .. } | Token::Close(name) => self.breaks(match name {
                "tr" | "p" | "h1" | "h2" | "h3" | "h4" | "ul" | "ol" | "table" => 2,
                "div" | "td" | "li" => 1,
                _ => 0,
            }),
            Token::Comment => {}
        }
    }

    /// White space counts once, as browsers show it.
    fn words(&mut self, text: &str) {
        let starts_with_space = text.starts_with(char::is_whitespace);
        if starts_with_space && !self.out.is_empty() && !self.out.ends_with(char::is_whitespace) {
            self.out.push(' ');
        }
        let mut words = text.split_whitespace().peekable();
        let any = words.peek().is_some();
        while let Some(word) = words.next() {
            // What was an entity is no template tag.
            self.out.push_str(&word.replace('{', "{{ \"{\" }}"));
            if words.peek().is_some() {
                self.out.push(' ');
            }
        }
        if any && text.ends_with(char::is_whitespace) {
            self.out.push(' ');
        }
    }

    fn breaks(&mut self, wanted: usize) {
        if wanted == 0 || self.out.is_empty() {
            return;
        }
        let kept = self.out.trim_end_matches(' ').len();
        self.out.truncate(kept);
        let present = self.out.len() - self.out.trim_end_matches('\n').len();
        for _ in present..wanted {
            self.out.push('\n');
        }
    }

    fn link(&mut self, named: &BTreeSet<&str>) {
        let Some((Some(address), start)) = self.links.pop() else { return };
        let has_words = self.out.get(start..).is_some_and(|words| !words.trim().is_empty());
        let is_anchor = address.starts_with('#') || address.is_empty();
        if is_anchor || (!has_words && named.contains(address)) {
            return;
        }
        let address = decoded(address);
        if self.out.get(start..).is_some_and(|words| words.trim() == address) {
            return;
        }
        if has_words {
            let kept = self.out.trim_end().len();
            self.out.truncate(kept);
            self.out.push_str(": ");
        }
        self.out.push_str(&address.replace('{', "{{ \"{\" }}"));
        self.out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_the_visible_words_and_the_links_behind_theirs() {
        let html = "<head><title>t</title></head><div style=\"display: none\">hidden <div>x</div></div>\
            <table><tr><td><p>Gr&uuml;&szlig;e &amp; mehr</p></td></tr><tr><td><a href=\"https://a.example/?x=1&amp;y=2\">\
            <b>Zum</b> Shop</a></td></tr></table><!-- no -->a<br />b <img alt=\"Ein Stuhl\" src=\"s\" />";
        assert_eq!(text_of(html), "Grüße & mehr\n\nZum Shop: https://a.example/?x=1&y=2\n\na\nb Ein Stuhl");
    }

    #[test]
    fn a_picture_with_the_same_link_as_the_words_beside_it_says_nothing() {
        let html = "<a href=\"u\"><img alt=\"\" src=\"s\"/></a><a href=\"u\">Stuhl</a><a href=\"v\"><img src=\"s\"/></a>";
        assert_eq!(text_of(html), "Stuhl: u v");
    }

    #[test]
    fn odd_markup_is_read_to_its_end() {
        for odd in
            ["<", "<a", "<a href=\"", "a < b", "<!--", "</", "&", "&#x110000;", "<a href=x>y</a>", "é<"]
        {
            text_of(odd);
        }
        assert_eq!(text_of("a < b &unknown; c"), "a < b &unknown; c");
    }
}

//! Links of a finished letter: which lead to the web, and the same letter with some of them led another way, in HTML
//! and text alike. Anchors, `mailto:` and `tel:` are nobody's business, and what comments hide is left as it is.

use crate::html::{self, Token};
use std::ops::Range;

/// What ends a link in a text without belonging to it.
const AFTER_A_LINK: [char; 9] = ['.', ',', ';', ':', '!', '?', '\'', '*', '_'];

/// Where the links of a letter stand, each part read once.
pub struct WebLinks<'a> {
    html: &'a str,
    text: &'a str,
    in_html: Vec<Link>,
    in_text: Vec<Range<usize>>,
}

impl<'a> WebLinks<'a> {
    #[must_use]
    pub fn of(html: &'a str, text: &'a str) -> WebLinks<'a> {
        WebLinks { html, text, in_html: links_of_html(html), in_text: links_of_text(text) }
    }

    /// Addresses behind http and https links, each once, those of the HTML first.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        let mut links: Vec<String> = Vec::new();
        let in_html = self.in_html.iter().map(|link| &*link.address);
        let in_text = self.in_text.iter().filter_map(|span| self.text.get(span.clone()));
        for address in in_html.chain(in_text) {
            if !links.iter().any(|known| known == address) {
                links.push(address.to_owned());
            }
        }
        links
    }

    /// HTML and text with every link for which `way` has another address; the others stay byte for byte.
    #[must_use]
    pub fn lead(&self, way: &dyn Fn(&str) -> Option<String>) -> (String, String) {
        let in_html = self.in_html.iter().filter_map(|link| {
            let address = escaped(&way(&link.address)?);
            Some((link.span.clone(), if link.is_quoted { address } else { format!("\"{address}\"") }))
        });
        let in_text = self.in_text.iter().filter_map(|span| {
            let address = way(self.text.get(span.clone())?)?;
            Some((span.clone(), address))
        });
        (replaced(self.html, in_html), replaced(self.text, in_text))
    }
}

/// With a link that only machines find: hidden from eyes, keyboards and screen readers alike.
#[must_use]
pub fn with_trap(html: &str, address: &str) -> String {
    let trap = format!(
        "<div aria-hidden=\"true\" style=\"display:none;max-height:0;overflow:hidden;\">\
         <a href=\"{}\" tabindex=\"-1\" aria-hidden=\"true\" rel=\"nofollow\"></a></div>",
        escaped(address)
    );
    let at = html.rfind("</body>").unwrap_or(html.len());
    let (before, after) = html.split_at(at);
    format!("{before}{trap}{after}")
}

struct Link {
    /// Of the value, without its quotes.
    span: Range<usize>,
    is_quoted: bool,
    address: String,
}

fn links_of_html(html: &str) -> Vec<Link> {
    let mut links = Vec::new();
    let tokens = html::tokens(html);
    let ends = tokens.iter().skip(1).map(|(start, _)| *start).chain([html.len()]);
    for ((start, token), end) in tokens.iter().zip(ends) {
        let Token::Open { name, .. } = token else { continue };
        if !name.eq_ignore_ascii_case("a") && !name.eq_ignore_ascii_case("area") {
            continue;
        }
        let from = start + 1 + name.len();
        // A slash before the bracket may belong to an address without quotes.
        let attributes = html.get(from..end).unwrap_or_default().trim_end_matches('>');
        let Some((span, is_quoted)) = href(attributes) else { continue };
        let address = html::decoded(attributes.get(span.clone()).unwrap_or_default().trim());
        if leads_to_the_web(&address) {
            links.push(Link { span: from + span.start..from + span.end, is_quoted, address });
        }
    }
    links
}

/// Where the value of `href` stands among attributes, and whether it is in quotes.
fn href(attributes: &str) -> Option<(Range<usize>, bool)> {
    let bytes = attributes.as_bytes();
    let is_space = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    let mut at = 0;
    while at < bytes.len() {
        while is_space(at) {
            at += 1;
        }
        let name_from = at;
        while at < bytes.len() && bytes[at] != b'=' && !is_space(at) {
            at += 1;
        }
        let name = attributes.get(name_from..at).unwrap_or_default();
        while is_space(at) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'=') {
            if at == name_from {
                at += 1;
            }
            continue;
        }
        at += 1;
        while is_space(at) {
            at += 1;
        }
        let quote = bytes.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
        at += usize::from(quote.is_some());
        let from = at;
        while at < bytes.len() && quote.map_or(!is_space(at), |quote| bytes[at] != quote) {
            at += 1;
        }
        if name.eq_ignore_ascii_case("href") {
            // A stray quote ends somewhere else for every reader: such a link is nobody's.
            let is_stray =
                quote.is_none() && attributes.get(from..at).is_some_and(|value| value.contains(['"', '\'']));
            return (!is_stray).then_some((from..at, quote.is_some()));
        }
        at += usize::from(quote.is_some());
    }
    None
}

/// Where addresses stand in a text: up to a space or a bracket, and without the full stop behind them.
fn links_of_text(text: &str) -> Vec<Range<usize>> {
    let mut links = Vec::new();
    let mut from = 0;
    while let Some(start) = next_link(text, from) {
        let rest = text.get(start..).unwrap_or_default();
        let ends =
            |letter: char| letter.is_whitespace() || matches!(letter, '<' | '>' | '"' | '„' | '“' | '”');
        let mut link = rest.get(..rest.find(ends).unwrap_or(rest.len())).unwrap_or_default();
        loop {
            let trimmed = link.trim_end_matches(AFTER_A_LINK);
            // A bracket belongs to the link only if it was opened in it.
            let trimmed = match trimmed.strip_suffix(')') {
                Some(inside) if !inside.contains('(') => inside,
                _ => trimmed,
            };
            if trimmed.len() == link.len() {
                break;
            }
            link = trimmed;
        }
        if leads_to_the_web(link) {
            links.push(start..start + link.len());
        }
        from = start + link.len().max(1);
    }
    links
}

fn next_link(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let found = ["http://", "https://"].into_iter().filter_map(|start| rest.find(start)).min()?;
    Some(from + found)
}

/// With something behind the scheme.
fn leads_to_the_web(address: &str) -> bool {
    let is = |scheme: &str| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    };
    (is("http://") || is("https://")) && !address.chars().any(char::is_control)
}

fn replaced(text: &str, changes: impl Iterator<Item = (Range<usize>, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (span, new) in changes {
        out.push_str(text.get(from..span.start).unwrap_or_default());
        out.push_str(&new);
        from = span.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn led(html: &str, text: &str) -> (String, String) {
        WebLinks::of(html, text).lead(&|address| {
            (!address.contains("/own/")).then(|| format!("https://t.example/?n={}&x", address.len()))
        })
    }

    #[test]
    fn links_are_led_another_way_however_they_are_written() {
        for (html, expected) in [
            ("<a href=\"https://a.example/\">a</a>", "<a href=\"https://t.example/?n=18&amp;x\">a</a>"),
            (
                "<a class='b' href='http://a.example'>a</a>",
                "<a class='b' href='https://t.example/?n=16&amp;x'>a</a>",
            ),
            ("<A HREF = https://a.example/>a</A>", "<A HREF = \"https://t.example/?n=18&amp;x\">a</A>"),
            (
                "<a style=\"color:#123\" href=\"https://a.example/?b=1&amp;c=2\" title=\"href='no'\">a</a>",
                "<a style=\"color:#123\" href=\"https://t.example/?n=26&amp;x\" title=\"href='no'\">a</a>",
            ),
        ] {
            assert_eq!(led(html, "").0, expected);
        }
    }

    #[test]
    fn what_is_no_way_to_the_web_is_left_alone() {
        for html in [
            "<a href=\"mailto:a@b.example\">a</a>",
            "<a href=\"tel:+49301\">a</a>",
            "<a href=\"#top\">a</a><a name=\"top\"></a><a href=\"\">a</a><a href>a</a>",
            "<a href=\"https://\">a</a>",
            "<a data-href=\"https://a.example\">a</a>",
            "<img src=\"https://a.example/b.png\"><link href=\"https://a.example/c.css\">",
            "<!--[if mso]><a href=\"https://a.example\">a</a><![endif]-->",
            "<p>https://a.example stands here</p>",
            "<a href=\"https://a.example/own/u/1\">a</a>",
        ] {
            assert_eq!(led(html, "").0, html);
            assert!(WebLinks::of(html, "").addresses().is_empty() || html.contains("/own/"), "{html}");
        }
        let text = "mailto:a@b.example tel:1 www.a.example https:// http";
        assert_eq!(led("", text).1, text);
    }

    #[test]
    fn a_link_in_a_text_ends_where_its_sentence_does() {
        let text = "Zum Shop: https://a.example/x?y=1&z=2.\n(https://a.example/b) <https://a.example/c>, \
                    https://de.example/Ding_(Sache)!";
        let expected = "Zum Shop: https://t.example/?n=27&x.\n(https://t.example/?n=19&x) \
                        <https://t.example/?n=19&x>, https://t.example/?n=31&x!";
        assert_eq!(led("", text).1, expected);
    }

    #[test]
    fn each_address_is_named_once_whichever_part_it_stands_in() {
        let html = "<a href=\"https://a.example/?b=1&amp;c=2\">a</a><a href='https://b.example'>b</a>";
        let text = "a: https://a.example/?b=1&c=2 c: https://c.example";
        assert_eq!(
            WebLinks::of(html, text).addresses(),
            ["https://a.example/?b=1&c=2", "https://b.example", "https://c.example"]
        );
    }

    #[test]
    fn the_trap_is_hidden_from_people_and_stands_inside_the_body() {
        let html = with_trap("<html><body><p>a</p></body></html>", "https://t.example/x/1");
        assert!(html.ends_with("</div></body></html>"), "{html}");
        assert!(html.contains("display:none") && html.contains("tabindex=\"-1\" aria-hidden=\"true\""));
        assert_eq!(html::text_of(&html), "a");
    }

    proptest! {
        #[test]
        fn without_another_way_nothing_changes(html in "[ -~äß\n]{0,80}", tail in "(<a href=[\"']?https://\\PC{0,20})?") {
            let html = format!("{html}{tail}");
            prop_assert_eq!(WebLinks::of(&html, &html).lead(&|_| None), (html.clone(), html));
        }

        #[test]
        fn all_that_is_found_is_led(html in "(<a href=[\"']?https://[a-z&;=\"' >]{0,20}){0,4}") {
            let (html, _) = WebLinks::of(&html, "").lead(&|_| Some("https://x.example".into()));
            prop_assert!(WebLinks::of(&html, "").addresses().iter().all(|link| link == "https://x.example"), "{}", html);
        }
    }
}

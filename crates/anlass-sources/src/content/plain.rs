//! What stands in a piece of HTML, as plain text: no tags, no scripts, the usual entities as their letters. Nothing grows:
//! the text is never longer than the piece.

/// Entities that feeds use beside numbered ones.
const NAMED: [(&str, char); 24] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("eacute", 'é'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("euro", '€'),
    ("copy", '©'),
];
/// Longer names are none.
const NAME_MAX: usize = 10;

pub(super) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        push(&mut text, before);
        rest = match from.as_bytes().first() {
            Some(b'<') => behind_tag(from, &mut text),
            _ => behind_entity(from, &mut text),
        };
    }
    push(&mut text, rest);
    text.trim().to_owned()
}

/// Blanks in a row are one.
fn push(text: &mut String, words: &str) {
    for letter in words.chars() {
        let letter = if letter.is_whitespace() || letter.is_control() { ' ' } else { letter };
        if letter != ' ' || !text.ends_with([' ', '\n']) {
            text.push(letter);
        }
    }
}

fn behind_tag<'t>(from: &'t str, text: &mut String) -> &'t str {
    if let Some(rest) = from.strip_prefix("<!--") {
        return rest.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let after = from.get(1..).unwrap_or_default();
    let name: String =
        after.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(20).collect();
    // A sign that stands for itself, as in 3 < 4.
    if name.is_empty() && !after.starts_with(['/', '!', '?']) {
        push(text, "<");
        return after;
    }
    let name = name.to_ascii_lowercase();
    let Some((_, rest)) = after.split_once('>') else { return "" };
    if matches!(&*name, "script" | "style") && !after.starts_with('/') {
        let end = format!("</{name}");
        let lower = rest.to_ascii_lowercase();
        let Some(at) = lower.find(&end) else { return "" };
        return rest.get(at..).and_then(|rest| rest.split_once('>')).map_or("", |(_, rest)| rest);
    }
    if matches!(&*name, "p" | "br" | "div" | "li" | "h1" | "h2" | "h3" | "h4" | "tr") {
        push(text, " ");
    }
    rest
}

fn behind_entity<'t>(from: &'t str, text: &mut String) -> &'t str {
    let after = from.get(1..).unwrap_or_default();
    let end = after.char_indices().take(NAME_MAX + 1).find(|(_, letter)| *letter == ';');
    let letter = end.and_then(|(end, _)| {
        let name = after.get(..end)?;
        let letter = match name.strip_prefix('#') {
            Some(number) => {
                let number = match number.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                number.ok().and_then(char::from_u32)
            }
            None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, letter)| *letter),
        };
        Some((letter?, after.get(end + 1..)?))
    });
    match letter {
        Some((letter, rest)) => {
            push(text, letter.encode_utf8(&mut [0; 4]));
            rest
        }
        None => {
            push(text, "&");
            after
        }
    }
}

/// The first picture that a piece of HTML shows.
pub(super) fn picture(html: &str) -> Option<String> {
    let (_, tag) = html.split_once("<img")?;
    let (tag, _) = tag.split_once('>')?;
    let (_, value) = tag.split_once(" src=")?;
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, _) = value.get(1..)?.split_once(quote)?;
    Some(text(value))
}

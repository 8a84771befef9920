//! RSS and Atom. An entity that a document declares itself stands for nothing here, so none can grow.

use super::{Raw, Told, Unfit};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// No value of one item is longer; the rest of it is left out.
const VALUE_BYTES_MAX: usize = 200_000;
const DEPTH_MAX: usize = 64;

/// Items of an RSS or Atom document.
///
/// # Errors
/// If it is no such document, breaks off, or is in an encoding that is not known.
pub fn from_xml(bytes: &[u8]) -> Result<Told, Unfit> {
    let text = decoded(bytes)?;
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let mut told = Told::default();
    let mut is_feed = false;
    let mut path: Vec<String> = Vec::new();
    let mut item: Option<(usize, Raw)> = None;
    let mut value = String::new();
    let mut kind = String::new();
    loop {
        let event =
            reader.read_event().map_err(|error| Unfit::new(format!("it is no sound XML: {error}")))?;
        match event {
            Event::Start(_) | Event::Empty(_) if path.len() >= DEPTH_MAX => {
                return Err(Unfit::new(format!("its elements lie deeper than {DEPTH_MAX}")));
            }
            Event::Start(element) => {
                let name = local(element.name().0).to_owned();
                is_feed |= path.is_empty() && matches!(&*name, "rss" | "feed" | "RDF");
                if item.is_none() && matches!(&*name, "item" | "entry") {
                    item = Some((path.len(), Raw::default()));
                } else if let Some((depth, raw)) = &mut item {
                    if path.len() == *depth + 1 {
                        kind = attribute(&element, "type").unwrap_or_default();
                        value.clear();
                    }
                    said_by_attributes(raw, &name, &element);
                }
                path.push(name);
            }
            Event::Empty(element) => {
                if let Some((_, raw)) = &mut item {
                    said_by_attributes(raw, local(element.name().0), &element);
                }
            }
            Event::End(element) => {
                let name = local(element.name().0).to_owned();
                path.pop();
                match &mut item {
                    Some((depth, _)) if *depth == path.len() => {
                        if let Some((_, raw)) = item.take() {
                            told.take(raw);
                        }
                    }
                    Some((depth, raw)) if *depth + 1 == path.len() => {
                        said(raw, (element.name().0, &name), &value, &kind);
                        value.clear();
                    }
                    _ => {}
                }
            }
            Event::Text(words) if item.is_some() && value.len() <= VALUE_BYTES_MAX => {
                value.push_str(&words.xml_content(XmlVersion::Implicit1_0));
            }
            Event::CData(words) if item.is_some() && value.len() <= VALUE_BYTES_MAX => {
                value.push_str(&words.xml_content(XmlVersion::Implicit1_0));
            }
            Event::GeneralRef(name) if item.is_some() && value.len() <= VALUE_BYTES_MAX => {
                let letter = name.resolve_char_ref().ok().flatten();
                match (letter, &*name) {
                    (Some(letter), _) => value.push(letter),
                    (None, "lt") => value.push('<'),
                    (None, "gt") => value.push('>'),
                    (None, "quot") => value.push('"'),
                    (None, "apos") => value.push('\''),
                    // What else is there stands as HTML would have it, or as it is.
                    (None, "amp") => value.push('&'),
                    (None, other) => value.push_str(&format!("&{other};")),
                }
            }
            Event::Eof if !path.is_empty() => return Err(Unfit::new("it breaks off")),
            Event::Eof => break,
            _ => {}
        }
    }
    match is_feed {
        true => Ok(told),
        false => Err(Unfit::new("it is neither RSS nor Atom")),
    }
}

/// Without the prefix of its name space.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok().flatten()?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// What an element says by its attributes alone.
fn said_by_attributes(raw: &mut Raw, name: &str, element: &BytesStart<'_>) {
    let is_picture = || {
        let kind = attribute(element, "type").unwrap_or_default();
        let medium = attribute(element, "medium").unwrap_or_default();
        kind.starts_with("image/") || medium == "image"
    };
    match (name, element.name().0) {
        ("link", _) => {
            let rel = attribute(element, "rel").unwrap_or_else(|| "alternate".into());
            if let Some(href) = attribute(element, "href") {
                match &*rel {
                    "alternate" if raw.link.is_none() => raw.link = Some(href),
                    "enclosure" if raw.picture.is_none() && is_picture() => raw.picture = Some(href),
                    _ => {}
                }
            }
        }
        ("enclosure", _) if raw.picture.is_none() && is_picture() => raw.picture = attribute(element, "url"),
        (_, "media:content") if raw.picture.is_none() && is_picture() => {
            raw.picture = attribute(element, "url")
        }
        ("thumbnail", _) if raw.picture.is_none() => raw.picture = attribute(element, "url"),
        ("category", _) => {
            raw.tags.extend(attribute(element, "label").or_else(|| attribute(element, "term")))
        }
        _ => {}
    }
}

/// What an element says by what stands in it.
fn said(raw: &mut Raw, (full, name): (&str, &str), value: &str, kind: &str) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    let owned = || match kind {
        // It is no HTML: what looks like a tag is none.
        "text" => value.replace('&', "&amp;").replace('<', "&lt;"),
        _ => value.to_owned(),
    };
    match name {
        "title" if !full.starts_with("media:") && raw.title.is_empty() => raw.title = owned(),
        "summary" | "description" if !full.starts_with("media:") => raw.texts.insert(0, owned()),
        "encoded" | "content" if !full.starts_with("media:") => raw.texts.push(owned()),
        "link" if raw.link.is_none() => raw.link = Some(value.to_owned()),
        "guid" | "id" => raw.id = value.to_owned(),
        "pubDate" | "published" => raw.published = Some(value.to_owned()),
        "date" | "updated" if raw.published.is_none() => raw.published = Some(value.to_owned()),
        "category" | "subject" => raw.tags.push(value.to_owned()),
        _ => {}
    }
}

/// UTF-8, or what the first line names of the encodings before it.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Unfit> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let first = bytes.get(..bytes.len().min(200)).unwrap_or_default().to_ascii_lowercase();
    let names = |name: &str| first.windows(name.len()).any(|part| part == name.as_bytes());
    match names("iso-8859-1") || names("windows-1252") || names("iso-8859-15") {
        true => Ok(Cow::Owned(bytes.iter().map(|byte| latin(*byte)).collect())),
        false => Err(Unfit::new("it is not UTF-8, and names no encoding that is known")),
    }
}

/// Windows-1252, which is what feeds mean by Latin-1.
fn latin(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or(' '),
        other => char::from(other),
    }
}

//! What comes back by mail, read from its bytes: bounces, complaints, absence notes, wishes to be left alone, and the
//! rest, which a person reads. Pure and conservative: what is not clearly something is [`Returned::Other`].

mod notes;
mod report;
mod told;
mod verdict;

use super::address::{Origin, one_line, origin_of_message_id, origin_of_return_path};
use super::status::Status;
use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};

/// More is not read; what matters stands at the front.
const BYTES_MAX: usize = 1 << 20;
const BOUNCES_MAX: usize = 50;
const LINE_CHARACTERS_MAX: usize = 300;
const TEXT_CHARACTERS_MAX: usize = 100_000;
const DIAGNOSTIC_CHARACTERS_MAX: usize = 300;

/// How final a bounce is for its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nobody is there, for good.
    Hard,
    /// Full, busy, blocked: the address may be sound.
    Soft,
    /// It does not say.
    Unknown,
    /// Nothing came back yet: the mail system still tries.
    Delayed,
}

#[derive(Clone, PartialEq, Eq)]
pub struct Bounce {
    /// Whom it did not reach, if it says so.
    pub address: Option<String>,
    pub origin: Option<Origin>,
    pub severity: Severity,
    pub status: Option<Status>,
    /// What the other side said, shortened.
    pub diagnostic: String,
}

/// Without the address, which is personal.
impl std::fmt::Debug for Bounce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bounce({:?}, {:?}, {:?})", self.origin, self.severity, self.status)
    }
}

/// Somebody about whom a mail came back.
#[derive(Clone, PartialEq, Eq)]
pub struct About {
    pub address: Option<String>,
    /// The delivery it is an answer to, if it can be told.
    pub origin: Option<Origin>,
}

impl std::fmt::Debug for About {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "About({:?})", self.origin)
    }
}

/// What a returned mail is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// One per address, never empty.
    Bounces(Vec<Bounce>),
    /// Somebody pressed "this is spam".
    Complaint(About),
    OutOfOffice(About),
    /// A mail system says that it arrived, or went on.
    Delivered(About),
    /// Somebody asks, in words, for no more advertising.
    Unsubscribe(About),
    /// For the named inbox.
    Other(About),
}

/// Reads a returned mail. `envelope_to` is the address it was delivered to, if the mail server says so.
#[must_use]
pub fn read(bytes: &[u8], envelope_to: Option<&str>) -> Returned {
    let bytes = bytes.get(..BYTES_MAX).unwrap_or(bytes);
    // What some mailbox files have before the first header.
    let bytes = match bytes.starts_with(b"From ") {
        true => bytes.iter().position(|byte| *byte == b'\n').map_or(bytes, |end| &bytes[end + 1..]),
        false => bytes,
    };
    let Some(message) = MessageParser::default().parse(bytes) else {
        return Returned::Other(About { address: None, origin: envelope_to.and_then(origin_of_return_path) });
    };
    let origin = origin(&message, envelope_to);
    if let Some(complaint) = report::complaint(&message, origin) {
        return complaint;
    }
    let reported = report::bounces(&message, origin);
    if reported.iter().any(|bounce| bounce.address.is_some()) {
        return Returned::Bounces(reported);
    }
    let sender = About { address: sender(&message), origin };
    if report::is_good_news(&message) {
        return Returned::Delivered(sender);
    }
    // Mail systems call their bounces automatic replies as well.
    if notes::is_absence(&message) && !told::is_by_mail_system(&message) {
        return Returned::OutOfOffice(sender);
    }
    let bounces = told::bounces(&message, origin);
    if !bounces.is_empty() {
        return Returned::Bounces(bounces);
    }
    // It failed, that is sure; whom it did not reach stands nowhere.
    if !reported.is_empty() {
        return Returned::Bounces(reported);
    }
    if notes::is_unsubscribe(&message) {
        return Returned::Unsubscribe(sender);
    }
    Returned::Other(sender)
}

/// What a person reads of a mail.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Readable {
    pub from: String,
    pub subject: String,
    pub text: String,
}

/// A mail as a person reads it; what cannot be read is empty.
#[must_use]
pub fn readable(bytes: &[u8]) -> Readable {
    let bytes = bytes.get(..BYTES_MAX).unwrap_or(bytes);
    let Some(message) = MessageParser::default().parse(bytes) else { return Readable::default() };
    let text = message.body_text(0).unwrap_or_default();
    Readable {
        from: sender(&message).unwrap_or_default(),
        subject: one_line(message.subject().unwrap_or_default()).chars().take(LINE_CHARACTERS_MAX).collect(),
        text: text.chars().take(TEXT_CHARACTERS_MAX).collect(),
    }
}

fn sender(message: &Message<'_>) -> Option<String> {
    let address = message.reply_to().or_else(|| message.from())?.first()?.address()?;
    Some(address.to_owned())
}

/// By the address it returned to, or by a Message-ID of ours that it mentions or carries.
fn origin(message: &Message<'_>, envelope_to: Option<&str>) -> Option<Origin> {
    if let Some(origin) = envelope_to.and_then(origin_of_return_path) {
        return Some(origin);
    }
    let raw = |name: &str| message.header_raw(name).map(str::to_owned).unwrap_or_default();
    let paths = ["Delivered-To", "X-Original-To", "Envelope-To", "To"].map(raw);
    if let Some(origin) = paths.iter().find_map(|text| origin_of_return_path(text)) {
        return Some(origin);
    }
    let mentioned = ["In-Reply-To", "References"].map(raw);
    if let Some(origin) = mentioned.iter().find_map(|text| origin_of_message_id(text)) {
        return Some(origin);
    }
    // The letter itself, or its headers, inside: whatever the parts are called.
    let inside = inside(message);
    origin_of_return_path(&inside).or_else(|| {
        let line = inside.lines().find(|line| starts_with_ignoring_case(line, "message-id:"))?;
        origin_of_message_id(line)
    })
}

/// Everything after the headers, undecoded: headers of a letter inside are in ASCII anyway.
fn inside(message: &Message<'_>) -> String {
    let start = usize::try_from(message.root_part().raw_body_offset()).unwrap_or(0);
    let inside = String::from_utf8_lossy(message.raw_message().get(start..).unwrap_or_default());
    // A long Message-ID stands on a line of its own.
    inside.replace("\r\n ", " ").replace("\n ", " ")
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// `text/plain`, in lower case.
fn kind(part: &MessagePart<'_>) -> String {
    let Some(content_type) = part.content_type() else { return "text/plain".to_owned() };
    let subtype = content_type.subtype().unwrap_or("plain");
    format!("{}/{subtype}", content_type.ctype()).to_ascii_lowercase()
}

/// The part's text, if it is one, decoded.
fn text(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Text(text) => Some(text.to_string()),
        PartType::Html(html) => Some(without_tags(html)),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
        PartType::Message(_) | PartType::Multipart(_) => None,
    }
}

/// Enough to find words and addresses.
fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        // `<anna@example.org>` is no tag.
        if tag.contains('@') && !tag.contains(['=', ' ']) {
            out.push_str(&format!("<{tag}>"));
        }
        if ["br", "p", "/p", "/div", "/tr", "li", "/h1"].iter().any(|line| tag.eq_ignore_ascii_case(line)) {
            out.push('\n');
        }
        rest = after;
    }
    out.push_str(rest);
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&#64;", "@")
        .replace("&amp;", "&")
}

/// One line, shortened.
fn diagnostic(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|character| !character.is_control()).take(DIAGNOSTIC_CHARACTERS_MAX).collect()
}

/// A header as text of one line.
fn header_text(message: &Message<'_>, name: &str) -> String {
    let raw = message.header_raw(HeaderName::parse(name).map_or(name.to_owned(), |n| n.as_str().to_owned()));
    raw.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;

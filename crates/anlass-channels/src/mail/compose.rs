//! From a letter to the bytes of RFC 5322: two alternative parts in seven bits, and headers that no text in them
//! can break out of. The same letter for the same intent gives the same bytes; nothing here reads a clock.

use super::address::{Mailbox, Seal, ascii_domain, message_id, one_line, return_path};
use super::encode::{Encoding, header, phrase, unstructured};
use anlass_model::id::{IntentId, parts_hash};
use anlass_model::time::Timestamp;
use jiff::tz::TimeZone;

/// What mailbox providers take without clipping or refusing it (Certified Senders Alliance: below 1 MB).
pub const LETTER_BYTES_MAX: usize = 1_000_000;
const HEADERS_MAX: usize = 20;
const HEADER_BYTES_MAX: usize = 900;
const SUBJECT_CHARACTERS_MAX: usize = 250;

/// A finished letter to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    pub from: Mailbox,
    pub to: Mailbox,
    pub reply_to: Option<Mailbox>,
    pub subject: String,
    pub html: String,
    pub text: String,
    /// When it was released.
    pub date: Timestamp,
    /// Where bounces go; absent: the sender's own domain.
    pub bounce_domain: Option<String>,
    /// Proof of the delivery's name, in Message-ID and return path.
    pub seal: Option<Seal>,
    /// Advertising has it, service mails may go without.
    pub unsubscribe: Option<Unsubscribe>,
    /// Whom a provider of the Certified Senders Alliance tells about complaints.
    pub complaints_to: Option<String>,
    /// What Gmail's feedback loop counts by, from the finest to the sender: programme, message …
    pub feedback: Vec<String>,
    /// Further headers, by name.
    pub headers: Vec<(String, String)>,
}

/// No personal data in logs and panics.
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("from", &self.from).field("to", &self.to).finish_non_exhaustive()
    }
}

/// The ways out of RFC 2369 and RFC 8058: one click (a POST to `https`), or a mail to `mailto`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribe {
    pub https: String,
    /// An address, with `?subject=…` if wanted.
    pub mailto: String,
}

/// Ready for signing and the wire.
#[derive(Clone, PartialEq, Eq)]
pub struct Composed {
    /// Lines end in CRLF, and there is no other CR or LF.
    pub bytes: Vec<u8>,
    /// The envelope's sender, in ASCII.
    pub return_path: String,
    pub to: super::address::Address,
    /// Of the address in From; what DKIM has to be aligned with.
    pub sender_domain: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("header \"{name}\" of the letter: {cause}")]
    Header { name: String, cause: &'static str },
    #[error("the letter has {bytes} bytes, more than the {max} allowed")]
    TooLarge { bytes: usize, max: usize },
}

impl Error {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Error::Header { .. } => "correct the sender, the links or the headers in the settings",
            Error::TooLarge { .. } => "shorten the message, or link images instead of carrying them inside",
        }
    }
}

/// Writes the letter. `bytes_max` is usually [`LETTER_BYTES_MAX`].
pub fn compose(letter: &Letter, intent: IntentId, bytes_max: usize) -> Result<Composed, Error> {
    let bytes = letter.html.len().saturating_add(letter.text.len());
    if bytes > bytes_max {
        return Err(Error::TooLarge { bytes, max: bytes_max });
    }
    let sender_domain = letter.from.address.domain();
    let bounce_domain = match &letter.bounce_domain {
        None => sender_domain.to_owned(),
        Some(domain) => ascii_domain(domain).ok_or_else(|| fault("Return-Path", "its domain is not one"))?,
    };
    let mut out = Vec::with_capacity(bytes + bytes / 4 + 2_048);
    write_headers(letter, intent, &mut out)?;
    write_parts(letter, intent, &mut out);
    if out.len() > bytes_max {
        return Err(Error::TooLarge { bytes: out.len(), max: bytes_max });
    }
    Ok(Composed {
        bytes: out,
        return_path: return_path(intent, letter.seal, &bounce_domain),
        to: letter.to.address.clone(),
        sender_domain: sender_domain.to_owned(),
    })
}

fn fault(name: &str, cause: &'static str) -> Error {
    Error::Header { name: one_line(name), cause }
}

fn write_headers(letter: &Letter, intent: IntentId, out: &mut Vec<u8>) -> Result<(), Error> {
    let subject: String = one_line(&letter.subject).chars().take(SUBJECT_CHARACTERS_MAX).collect();
    header("From", &mailbox(&letter.from), out);
    header("To", &mailbox(&letter.to), out);
    if let Some(reply_to) = &letter.reply_to {
        header("Reply-To", &mailbox(reply_to), out);
    }
    header("Subject", &unstructured(&subject), out);
    header("Date", &date(letter.date), out);
    header(
        "Message-ID",
        &format!("<{}>", message_id(intent, letter.seal, letter.from.address.domain())),
        out,
    );
    if let Some(unsubscribe) = &letter.unsubscribe {
        write_unsubscribe(unsubscribe, out)?;
    }
    if let Some(address) = &letter.complaints_to {
        header("X-CSA-Complaints", plain("X-CSA-Complaints", address)?, out);
    }
    if !letter.feedback.is_empty() {
        header("Feedback-ID", &feedback(&letter.feedback)?, out);
    }
    if letter.headers.len() > HEADERS_MAX {
        return Err(fault("headers", "there are more than 20 of them"));
    }
    for (name, value) in &letter.headers {
        header(own_name(name)?, plain(name, value)?, out);
    }
    header("MIME-Version", "1.0", out);
    Ok(())
}

fn mailbox(mailbox: &Mailbox) -> String {
    // Names come from customer data: what is stored may have been put there without `Mailbox::new`.
    match one_line(&mailbox.name) {
        name if name.is_empty() => mailbox.address.to_string(),
        name => format!("{} <{}>", phrase(&name), mailbox.address),
    }
}

/// `Wed, 25 Nov 2026 09:30:00 +0000`
fn date(moment: Timestamp) -> String {
    moment.in_zone(&TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

fn write_unsubscribe(unsubscribe: &Unsubscribe, out: &mut Vec<u8>) -> Result<(), Error> {
    const NAME: &str = "List-Unsubscribe";
    let is_link = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>,\"".contains(&byte));
    let Unsubscribe { https, mailto } = unsubscribe;
    // On this machine alone nobody listens in, and nobody has a certificate.
    let is_own = ["http://127.0.0.1:", "http://localhost:"].iter().any(|own| https.starts_with(own));
    if !(https.starts_with("https://") || is_own) || !is_link(https) {
        return Err(fault(NAME, "the link is not an https address written in ASCII"));
    }
    if !mailto.contains('@') || mailto.starts_with("mailto:") || !is_link(mailto) {
        return Err(fault(NAME, "the mail address is not one written in ASCII"));
    }
    if https.len().max(mailto.len()) > HEADER_BYTES_MAX {
        return Err(fault(NAME, "it is too long"));
    }
    header(NAME, &format!("<{https}>, <mailto:{mailto}>"), out);
    header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click", out);
    Ok(())
}

/// At most four parts; a colon would be read as a further one.
fn feedback(parts: &[String]) -> Result<String, Error> {
    const NAME: &str = "Feedback-ID";
    let is_part = |part: &String| !part.is_empty() && !part.contains([':', ' ']);
    if parts.len() > 4 || !parts.iter().all(is_part) {
        return Err(fault(NAME, "it has more than four parts, or one is empty or has a colon or a space"));
    }
    let joined = parts.join(":");
    plain(NAME, &joined).map(str::to_owned)
}

/// Headers that the letter's own fields or the signature write; a second one would be a way around them.
const RESERVED: [&str; 18] = [
    "from",
    "to",
    "cc",
    "bcc",
    "sender",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "feedback-id",
    "x-csa-complaints",
    "dkim-signature",
    "return-path",
    "received",
    "authentication-results",
];

fn own_name(name: &str) -> Result<&str, Error> {
    let lower = name.to_ascii_lowercase();
    let is_name = !name.is_empty()
        && name.len() <= 60
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_name {
        return Err(fault(name, "a name has letters, digits and hyphens only"));
    }
    if RESERVED.contains(&&*lower) || lower.starts_with("content-") {
        return Err(fault(name, "it is written by the letter itself"));
    }
    Ok(name)
}

/// A value that needs no encoding; everything else is refused.
fn plain<'a>(name: &str, value: &'a str) -> Result<&'a str, Error> {
    if value.trim().is_empty() || value.len() > HEADER_BYTES_MAX {
        return Err(fault(name, "its value is empty or too long"));
    }
    if !value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Err(fault(name, "its value has a line end or a character outside ASCII"));
    }
    Ok(value)
}

fn write_parts(letter: &Letter, intent: IntentId, out: &mut Vec<u8>) {
    // `=_` stands in no encoded body, so no text can end a part early.
    let hash = parts_hash(&[b"mail boundary", &intent.0.to_be_bytes()]);
    let boundary = format!("=_{hash:032x}");
    header("Content-Type", &format!("multipart/alternative; boundary=\"{boundary}\""), out);
    for (kind, body) in [("text/plain", &letter.text), ("text/html", &letter.html)] {
        out.extend(format!("\r\n--{boundary}\r\n").bytes());
        let body = body.trim_end_matches(['\r', '\n']);
        let encoding = Encoding::of(body);
        header("Content-Type", &format!("{kind}; charset=utf-8"), out);
        header("Content-Transfer-Encoding", encoding.name(), out);
        out.extend(b"\r\n");
        encoding.write(body, out);
    }
    out.extend(format!("\r\n--{boundary}--\r\n").bytes());
}

#[cfg(test)]
mod tests;

//! Bounces told in prose, as some servers still do: which address failed, and how finally. A mail is taken for a
//! bounce only if a mail system wrote it.

use super::{
    BOUNCES_MAX, Bounce, Origin, Severity, diagnostic, header_text, starts_with_ignoring_case, text,
};
use crate::Fault;
use crate::mail::status::{Status, fault};
use mail_parser::{Message, PartType};
use std::collections::BTreeSet;

/// Prose longer than this is not about a failure.
const LINES_MAX: usize = 200;

pub(super) fn bounces(message: &Message<'_>, origin: Option<Origin>) -> Vec<Bounce> {
    let author = author(message);
    let prose = prose(message);
    let told: Vec<&str> = prose.lines().take(LINES_MAX).collect();
    let story = told.join("\n").to_lowercase();
    let mut found: Vec<String> = addresses(&header_text(message, "X-Failed-Recipients"));
    let speaks_of_failure = FAILURES.iter().any(|words| story.contains(words)) || !found.is_empty();
    if author == Author::Somebody || (author == Author::Program && !speaks_of_failure) {
        return Vec::new();
    }
    if found.is_empty() {
        found = failed(&told, &own(message));
    }
    let status = Status::find(&prose);
    let severity = severity(&story, status);
    let said = told.iter().find(|line| is_about_failure(&line.to_lowercase())).copied().unwrap_or_default();
    let mut seen = BTreeSet::new();
    found.retain(|address| seen.insert(address.to_lowercase()));
    found.truncate(BOUNCES_MAX);
    let bounce = |address| Bounce { address, origin, severity, status, diagnostic: diagnostic(said) };
    match (found.is_empty(), origin) {
        // A failure of something of ours, whoever it was.
        (true, Some(_)) => vec![bounce(None)],
        _ => found.into_iter().map(Some).map(bounce).collect(),
    }
}

/// Words of failure. Those of everyday letters are not among them.
const FAILURES: [&str; 44] = [
    "undeliver",
    "not deliver",
    "n't deliver",
    "n't been delivered",
    "not be delivered",
    "not been delivered",
    "n't be delivered",
    "delivery fail",
    "failed to deliver",
    "delivery to the following",
    "unable to deliver",
    "unknown user",
    "user unknown",
    "unknown recipient",
    "recipient unknown",
    "no such user",
    "fatal error",
    "delivery error",
    "could not send",
    "invalid recipient",
    "addressee unknown",
    "mailbox is full",
    "mailbox full",
    "over quota",
    "quota exceeded",
    "did not reach",
    "didn't reach",
    "does not exist",
    "no longer",
    "rejected",
    "returned to sender",
    "delayed",
    "unzustellbar",
    "nicht zugestellt",
    "konnte nicht",
    "transport error",
    "able to deliver",
    "failed addresses",
    "failed recipients",
    "permanent error",
    "processing error",
    "unknown host",
    "was aborted",
    "mailbox unavailable",
];

fn is_about_failure(line: &str) -> bool {
    FAILURES.iter().any(|words| line.contains(words)) || Status::find(line).is_some_and(|s| s.class != 2)
}

/// Whether its author writes about nothing but failures.
pub(super) fn is_by_mail_system(message: &Message<'_>) -> bool {
    author(message) == Author::MailSystem
}

/// Who wrote it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Author {
    /// By its name: it writes about nothing but failures.
    MailSystem,
    /// Something that writes by itself, about a failure by its subject.
    Program,
    Somebody,
}

fn author(message: &Message<'_>) -> Author {
    let from = ["From", "Sender", "Return-Path"].map(|name| header_text(message, name).to_lowercase());
    let is_daemon = from.iter().any(|text| DAEMONS.iter().any(|daemon| text.contains(daemon)));
    let subject = message.subject().unwrap_or_default().to_lowercase();
    let is_reply = subject.starts_with("re:") || subject.starts_with("aw:");
    let tells_of_failure = SUBJECTS.iter().any(|words| subject.contains(words));
    match (is_daemon, from[2] == "<>" || (tells_of_failure && !is_reply)) {
        (true, _) => Author::MailSystem,
        (false, true) => Author::Program,
        (false, false) => Author::Somebody,
    }
}

const DAEMONS: [&str; 7] = [
    "mailer-daemon",
    "mailer_daemon",
    "postmaster",
    "mail delivery",
    "maildelivery",
    "mail-daemon",
    "mailerdaemon",
];

const SUBJECTS: [&str; 21] = [
    "undeliver",
    "delivery fail",
    "failure notice",
    "returned mail",
    "delivery notif",
    "delivery status",
    "mail delivery",
    "delivery problem",
    "delivery report",
    "non delivery",
    "non-delivery",
    "message status",
    "mail system error",
    "unzustellbar",
    "user unknown",
    "unknown user",
    "nondeliver",
    "bounce",
    "warning: could not send",
    "error sending",
    "non remis",
];

/// The text before the letter that came back.
fn prose(message: &Message<'_>) -> String {
    let mut prose = String::new();
    for part in &message.parts {
        if matches!(part.body, PartType::Message(_)) || super::kind(part).starts_with("text/rfc822") {
            break;
        }
        if let Some(text) = text(part) {
            prose.push_str(&text);
            prose.push('\n');
        }
    }
    // From here on it speaks about the letter, or is the letter.
    const ENDS: [&str; 20] = [
        "below this line is a copy",
        "original message",
        "returned message",
        "message header",
        "unsent message",
        "message text follows",
        "copy of the message",
        "copy of your message",
        "the headers of the message",
        "your message follows",
        "header of your message",
        "start of returned",
        "--- begin",
        "undelivered message",
        "ursprüngliche nachricht",
        "message contents follow",
        "first 50 lines",
        "message follows",
        "text of your message",
        "headers follow",
    ];
    let mut kept = String::new();
    let mut has_address = false;
    for line in prose.lines() {
        let lower = line.to_lowercase();
        let is_header =
            ["received:", "return-path:", "message-id:"].iter().any(|name| lower.starts_with(name));
        if has_address && (is_header || ENDS.iter().any(|end| lower.contains(end))) {
            break;
        }
        has_address |= line.contains('@');
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

/// Addresses of the mail itself: to whom it returned, and who wrote it.
fn own(message: &Message<'_>) -> BTreeSet<String> {
    let headers = ["To", "From", "Sender", "Reply-To", "Cc", "Return-Path", "Delivered-To", "Errors-To"];
    let all = headers.iter().flat_map(|name| addresses(&header_text(message, name)));
    all.map(|address| address.to_lowercase()).collect()
}

/// Those that failed: first by lines that start with them, then near words of failure, then the only one named.
fn failed(lines: &[&str], own: &BTreeSet<String>) -> Vec<String> {
    let mut named: Vec<(usize, String)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let lower = line.to_lowercase();
        let is_contact =
            ["contact", "assistance", "problem report", "from:", "sender:", "help", "http", "message-id"];
        if is_contact.iter().any(|word| lower.contains(word)) {
            continue;
        }
        for address in addresses(line) {
            let local = address.to_lowercase();
            let is_house = ["postmaster@", "mailer-daemon@", "abuse@"].iter().any(|p| local.starts_with(p));
            if !is_house && !own.contains(&local) {
                named.push((index, address));
            }
        }
    }
    let starts = |index: usize, address: &str| {
        let line = lines[index].trim_start_matches(|c: char| c.is_whitespace() || "<\"'(*->".contains(c));
        // A list of the other side's own led to it; ours is the name before.
        let line = line.strip_prefix("expanded from:").unwrap_or(line).trim_start_matches([' ', '<']);
        line.starts_with(address)
    };
    let is_near = |index: usize| {
        let around = lines.iter().skip(index.saturating_sub(3)).take(7);
        around.into_iter().any(|line| is_about_failure(&line.to_lowercase()))
    };
    let leading: Vec<String> =
        named.iter().filter(|(index, address)| starts(*index, address)).map(|(_, a)| a.clone()).collect();
    if !leading.is_empty() {
        return leading;
    }
    let near: Vec<String> =
        named.iter().filter(|(index, _)| is_near(*index)).map(|(_, a)| a.clone()).collect();
    if !near.is_empty() {
        return near;
    }
    named.into_iter().take(1).map(|(_, address)| address).collect()
}

/// Everything that looks like an address, in order.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let is_outside = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\"',;:|`".contains(c);
    let words = text.split(is_outside).filter(|word| word.len() <= 254);
    let words = words.map(|word| if starts_with_ignoring_case(word, "smtp=") { &word[5..] } else { word });
    words.filter_map(clean).collect()
}

fn clean(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| ".!?*=".contains(c));
    let (local, domain) = word.split_once('@')?;
    let is_domain = !domain.contains('@')
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
        && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.');
    (!local.is_empty() && is_domain).then(|| word.to_owned())
}

fn severity(story: &str, status: Option<Status>) -> Severity {
    let any = |words: &[&str]| words.iter().any(|word| story.contains(word));
    let passes = [
        "still being retried",
        "will be retried",
        "warning message only",
        "temporar",
        "delayed",
        "will retry",
    ];
    let full = ["full", "quota", "too large", "blocked", "spam", "not yet been delivered", "try again"];
    let gone = [
        "unknown",
        "no such",
        "does not exist",
        "doesn't exist",
        "not found",
        "invalid",
        "not known",
        "disabled",
        "no longer",
        "not listed",
        "doesn't have",
        "no mailbox",
        "existiert nicht",
        "unbekannt",
    ];
    match status {
        _ if any(&passes) => Severity::Soft,
        Some(status) if status.is_address_gone() => Severity::Hard,
        Some(_) => Severity::Soft,
        None if any(&full) => Severity::Soft,
        None if any(&gone) => Severity::Hard,
        None => match code(story).map(|code| (code, fault(code, None))) {
            Some((code, Fault::Address)) if code >= 500 => Severity::Hard,
            Some(_) => Severity::Soft,
            None => Severity::Unknown,
        },
    }
}

/// The first word that is an SMTP refusal.
fn code(story: &str) -> Option<u16> {
    let words = story.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() == 3);
    words
        .filter_map(|word| word.parse().ok())
        .find(|code| (421..=459).contains(code) || (500..=559).contains(code))
}

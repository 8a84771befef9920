//! Bounces told in prose, as some servers still do: which address failed, and how finally. A mail is taken for a
//! bounce only if a mail system wrote it.

mod forms;

use super::verdict::{is_still_tried, severity};
use super::{
    BOUNCES_MAX, Bounce, Origin, Severity, diagnostic, header_text, starts_with_ignoring_case, text,
};
use crate::mail::status::Status;
use forms::{
    BEFORE_ADDRESS, DAEMONS, ENDS, FAILURES, NAME_FOLLOWS, OF_HEADERS, OF_OTHERS, SUBJECTS, WRITTEN_TO,
};
use mail_parser::{Message, PartType};
use std::collections::BTreeSet;

/// Prose longer than this is not about a failure.
const LINES_MAX: usize = 200;

pub(super) fn bounces(message: &Message<'_>, origin: Option<Origin>) -> Vec<Bounce> {
    let author = author(message);
    let prose = prose(message);
    let told: Vec<&str> = prose.lines().take(LINES_MAX).collect();
    let story = told.join("\n");
    let lower = story.to_lowercase();
    let listed = addresses(&header_text(message, "X-Failed-Recipients"));
    let speaks_of_failure = FAILURES.iter().any(|words| lower.contains(words)) || !listed.is_empty();
    if author == Author::Somebody || (author == Author::Program && !speaks_of_failure) {
        return Vec::new();
    }
    let mut found: Vec<Named> = match listed.is_empty() {
        true => failed(&told, message),
        false => listed.into_iter().map(|address| Named { line: None, address }).collect(),
    };
    let mut seen = BTreeSet::new();
    found.retain(|named| seen.insert(named.address.to_lowercase()));
    found.truncate(BOUNCES_MAX);
    let subject = message.subject().unwrap_or_default();
    let is_pending = is_still_tried(&lower) || is_still_tried(&subject.to_lowercase());
    let said = told.iter().find(|line| is_about_failure(&line.to_lowercase())).copied().unwrap_or_default();
    let status = Status::find(&story);
    let bounce = |address, near: &str| {
        let own = Status::find(near).or(status);
        let severity = match is_pending {
            true => Severity::Delayed,
            false => severity(&[near, &story, subject], None),
        };
        Bounce { address, origin, severity, status: own, diagnostic: diagnostic(said) }
    };
    // A failure of something of ours, whoever it was; people answer letters as well, programs do not.
    let is_answer = ["In-Reply-To", "References"].iter().any(|name| message.header_raw(*name).is_some());
    let is_ours = origin.is_some() && (author == Author::MailSystem || !is_answer);
    match found.is_empty() {
        true if is_ours => vec![bounce(None, "")],
        _ => found
            .iter()
            .map(|named| bounce(Some(named.address.clone()), &about(named, &found, &told)))
            .collect(),
    }
}

/// The lines about one of several addresses: from where it is named to where the next one is.
fn about(named: &Named, all: &[Named], lines: &[&str]) -> String {
    let Some(from) = named.line else { return String::new() };
    let next = all.iter().filter_map(|other| other.line).filter(|line| *line > from).min();
    lines.get(from..next.unwrap_or(lines.len())).unwrap_or_default().join("\n")
}

fn is_about_failure(line: &str) -> bool {
    FAILURES.iter().any(|words| line.contains(words)) || Status::all(line).any(|status| status.class != 2)
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
    // Who has no address cannot be written to: only machines are so.
    let is_nobody = from[2] == "<>" || from[0].ends_with("<>");
    match (is_daemon, is_nobody || (tells_of_failure && !is_reply)) {
        (true, _) => Author::MailSystem,
        (false, true) => Author::Program,
        (false, false) => Author::Somebody,
    }
}

/// The text before the letter that came back.
pub(super) fn prose(message: &Message<'_>) -> String {
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
    let mut kept = String::new();
    let mut has_address = false;
    for line in prose.lines() {
        let lower = line.to_lowercase();
        let is_header =
            ["received:", "return-path:", "message-id:"].iter().any(|name| lower.starts_with(name));
        // Some write neither address nor anything else before they draw the line.
        let may_end = has_address || lower.starts_with("--");
        if may_end && (is_header || ENDS.iter().any(|end| lower.contains(end))) {
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

/// An address, and the line that names it.
struct Named {
    line: Option<usize>,
    address: String,
}

/// How surely an address that is named is one that failed, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    /// A known form says so.
    Stated,
    /// Its line begins with it.
    Leads,
    /// Words of failure stand nearby.
    Near,
    Named,
    /// Among the headers of the letter.
    Header,
}

/// Those that failed: the surest kind that there is; of what is only named, the first.
fn failed(lines: &[&str], message: &Message<'_>) -> Vec<Named> {
    let bare = bare_names(lines, message);
    if !bare.is_empty() {
        return bare;
    }
    let own = own(message);
    let mut found: Vec<(Certainty, Named)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let lower = line.to_lowercase();
        let is_written_to = WRITTEN_TO.iter().any(|words| lower.contains(words));
        if !is_written_to && OF_OTHERS.iter().any(|word| lower.contains(word)) {
            continue;
        }
        for address in addresses(line) {
            let folded = address.to_lowercase();
            let is_house = ["postmaster@", "mailer-daemon@", "abuse@"].iter().any(|p| folded.starts_with(p));
            if is_house || own.contains(&folded) {
                continue;
            }
            let certainty = certainty(lines, index, &address);
            found.push((certainty, Named { line: Some(index), address }));
        }
    }
    let Some(best) = found.iter().map(|(certainty, _)| *certainty).min() else { return Vec::new() };
    let surest = found.into_iter().filter(|(certainty, named)| {
        // The name that we wrote to belongs to whatever it was led to.
        *certainty == best || (best == Certainty::Leads && is_written_to(lines, named))
    });
    let count = if best <= Certainty::Near { BOUNCES_MAX } else { 1 };
    surest.map(|(_, named)| named).take(count).collect()
}

fn is_written_to(lines: &[&str], named: &Named) -> bool {
    let line = named.line.and_then(|index| lines.get(index)).map(|line| line.to_lowercase());
    line.is_some_and(|line| WRITTEN_TO.iter().any(|words| line.contains(words)))
}

fn certainty(lines: &[&str], index: usize, address: &str) -> Certainty {
    let line = lines.get(index).copied().unwrap_or_default();
    let before = line.split(address).next().unwrap_or_default().to_lowercase();
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "<\"'".contains(c));
    let start = line.trim_start_matches(|c: char| c.is_whitespace() || "<\"'(*->".contains(c));
    let around = || lines.iter().skip(index.saturating_sub(3)).take(7);
    if BEFORE_ADDRESS.iter().any(|form| before.ends_with(form)) {
        Certainty::Stated
    } else if start.starts_with(address) {
        Certainty::Leads
    } else if OF_HEADERS.iter().any(|name| before.trim_start().starts_with(name)) {
        Certainty::Header
    } else if around().any(|line| is_about_failure(&line.to_lowercase())) {
        Certainty::Near
    } else {
        Certainty::Named
    }
}

/// Names that stand alone after a line that announces them; their domain is the reporting system's.
fn bare_names(lines: &[&str], message: &Message<'_>) -> Vec<Named> {
    let is_announced = |line: &str| {
        let lower = line.to_lowercase();
        NAME_FOLLOWS.iter().any(|words| lower.contains(words))
    };
    let Some(announced) = lines.iter().position(|line| is_announced(line)) else { return Vec::new() };
    let from = addresses(&header_text(message, "From"));
    let Some((_, domain)) = from.first().and_then(|address| address.split_once('@')) else {
        return Vec::new();
    };
    let following =
        lines.iter().enumerate().skip(announced + 1).skip_while(|(_, line)| line.trim().is_empty());
    let names = following.map_while(|(index, line)| {
        let name = line.trim().split("  ").next().unwrap_or_default();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "._-+".contains(c));
        is_name.then(|| Named { line: Some(index), address: format!("{name}@{domain}") })
    });
    names.take(BOUNCES_MAX).collect()
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
    // Some servers shorten addresses; such a one leads to nobody.
    (!local.is_empty() && !local.contains("...") && is_domain).then(|| word.to_owned())
}

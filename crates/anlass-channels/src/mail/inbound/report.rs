//! Reports that machines write for machines: delivery status notifications (RFC 3464) and complaints of feedback
//! loops (ARF, RFC 5965).

use super::verdict::severity;
use super::{
    About, BOUNCES_MAX, Bounce, Origin, Returned, Severity, diagnostic, kind, starts_with_ignoring_case,
    text, told,
};
use crate::mail::status::Status;
use mail_parser::{Message, PartType};

/// Fields of one group: names in lower case, values unfolded.
type Fields = Vec<(String, String)>;

pub(super) fn complaint(message: &Message<'_>, origin: Option<Origin>) -> Option<Returned> {
    let part = message.parts.iter().find(|part| kind(part) == "message/feedback-report")?;
    let groups = groups(&text(part)?);
    let fields = groups.first()?;
    // "This is no spam" comes as a report as well.
    let is_complaint = field(fields, "feedback-type").is_some_and(|kind| {
        ["abuse", "fraud", "opt-out", "other", "virus"].contains(&&*kind.to_ascii_lowercase())
    });
    let address = field(fields, "original-rcpt-to").or_else(|| field(fields, "original-recipient"));
    let about = About { address: address.and_then(address_of), origin };
    Some(if is_complaint { Returned::Complaint(about) } else { Returned::Other(about) })
}

pub(super) fn bounces(message: &Message<'_>, origin: Option<Origin>) -> Vec<Bounce> {
    let mut found: Vec<Bounce> = Vec::new();
    let prose = told::prose(message);
    // Some gateways put the whole report into a mail of their own.
    let inner = message.parts.iter().filter_map(|part| match &part.body {
        PartType::Message(inner) if kind(inner.root_part()) == "multipart/report" => Some(inner),
        _ => None,
    });
    let parts = message.parts.iter().chain(inner.flat_map(|inner| inner.parts.iter()));
    for part in parts.filter(|part| is_delivery_status(&kind(part))) {
        let Some(text) = text(part) else { continue };
        for fields in groups(&text) {
            let Some(bounce) = bounce(&fields, origin, &prose) else { continue };
            let is_new = !found.iter().any(|known| known.address == bounce.address);
            if is_new && found.len() < BOUNCES_MAX {
                found.push(bounce);
            }
        }
    }
    found
}

/// A status report that tells of no failure: delivered, relayed.
pub(super) fn is_good_news(message: &Message<'_>) -> bool {
    let mut reports = message.parts.iter().filter(|part| is_delivery_status(&kind(part))).filter_map(text);
    reports.any(|text| {
        let groups = groups(&text);
        let mut actions = groups.iter().filter_map(|fields| field(fields, "action")).peekable();
        actions.peek().is_some() && actions.all(|action| !is_failure(action))
    })
}

fn is_delivery_status(kind: &str) -> bool {
    matches!(kind, "message/delivery-status" | "message/global-delivery-status")
}

fn is_failure(action: &str) -> bool {
    ["failed", "failure", "error", "delayed"].iter().any(|word| starts_with_ignoring_case(action, word))
}

/// One group of a report. What its codes leave open, the text beside it may say.
fn bounce(fields: &Fields, origin: Option<Origin>, prose: &str) -> Option<Bounce> {
    let action = field(fields, "action")?;
    if !is_failure(action) {
        return None;
    }
    let original = field(fields, "original-recipient").and_then(address_of);
    let address = original.or_else(|| field(fields, "final-recipient").and_then(address_of));
    if address.is_none() && origin.is_none() {
        return None;
    }
    let said = field(fields, "diagnostic-code").unwrap_or_default();
    let stated = field(fields, "status").unwrap_or_default();
    let status = Status::find(stated);
    // Some write a status of nothing, and say it in the diagnostic.
    let status = status.filter(|status| status.subject != 0).or(Status::find(said)).or(status);
    let severity = match starts_with_ignoring_case(action, "delayed") {
        true => Severity::Delayed,
        false => severity(&[said, stated, prose], status),
    };
    Some(Bounce { address, origin, severity, status, diagnostic: diagnostic(said) })
}

/// `rfc822; anna@example.org`, `<anna@example.org>`, or the address alone.
fn address_of(value: &str) -> Option<String> {
    let value = value.split_once(';').map_or(value, |(_, address)| address);
    let found = told::addresses(value);
    found.into_iter().next()
}

fn field<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
}

/// Groups of fields, divided by empty lines.
fn groups(text: &str) -> Vec<Fields> {
    let mut groups: Vec<Fields> = vec![Vec::new()];
    for line in text.lines() {
        let Some(group) = groups.last_mut() else { break };
        if line.trim().is_empty() {
            if !group.is_empty() {
                groups.push(Vec::new());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            group.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    groups
}

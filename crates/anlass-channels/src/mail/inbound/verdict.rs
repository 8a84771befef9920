//! How final a failure is: an exact code decides, then words that servers use, then a code that says little. What is
//! not understood condemns no address.

use super::Severity;
use crate::Fault;
use crate::mail::status::{Status, fault};

/// Words in the order in which they decide: a full mailbox may also be called unavailable, a blocked sender's
/// recipient invalid. In lower case.
const WORDS: [(&str, Severity); 113] = [
    // Full.
    ("quota", Severity::Soft),
    ("is full", Severity::Soft),
    ("mailbox full", Severity::Soft),
    ("full mailbox", Severity::Soft),
    ("space not enough", Severity::Soft),
    ("insufficient", Severity::Soft),
    ("too much mail", Severity::Soft),
    ("exceeded storage", Severity::Soft),
    ("postfach voll", Severity::Soft),
    ("ist voll", Severity::Soft),
    // This letter or its sender, not the address.
    ("blocked", Severity::Soft),
    ("spam", Severity::Soft),
    ("blacklist", Severity::Soft),
    ("block list", Severity::Soft),
    ("blocklist", Severity::Soft),
    ("not accepting mail from", Severity::Soft),
    ("unable to relay", Severity::Soft),
    ("relaying denied", Severity::Soft),
    ("relay access denied", Severity::Soft),
    ("sender address rejected", Severity::Soft),
    ("sender rejected", Severity::Soft),
    ("sender denied", Severity::Soft),
    ("sender verify", Severity::Soft),
    ("sender domain", Severity::Soft),
    ("client host rejected", Severity::Soft),
    ("helo command rejected", Severity::Soft),
    ("invalid helo", Severity::Soft),
    ("reverse dns", Severity::Soft),
    ("spf ", Severity::Soft),
    ("dkim", Severity::Soft),
    ("dmarc", Severity::Soft),
    ("certificate", Severity::Soft),
    ("reputation", Severity::Soft),
    ("greylist", Severity::Soft),
    ("rate limit", Severity::Soft),
    ("too many connections", Severity::Soft),
    ("too many messages", Severity::Soft),
    ("too many recipients", Severity::Soft),
    ("too large", Severity::Soft),
    ("message size", Severity::Soft),
    ("looping", Severity::Soft),
    ("too many hops", Severity::Soft),
    ("content rejected", Severity::Soft),
    ("policy", Severity::Soft),
    ("not been collected", Severity::Soft),
    // The way there.
    ("temporar", Severity::Soft),
    ("try again later", Severity::Soft),
    ("found, try again", Severity::Soft),
    ("try to resend", Severity::Soft),
    ("not responding", Severity::Soft),
    ("did not respond", Severity::Soft),
    ("timed out", Severity::Soft),
    ("unable to establish", Severity::Soft),
    ("connection refused", Severity::Soft),
    ("exchanger failed", Severity::Soft),
    ("queue too long", Severity::Soft),
    ("unavailable or busy", Severity::Soft),
    ("could not find a gateway", Severity::Soft),
    ("command died", Severity::Soft),
    ("maximum delivery attempts", Severity::Soft),
    (" attempts:", Severity::Soft),
    // Nobody is there.
    ("user unknown", Severity::Hard),
    ("unknown user", Severity::Hard),
    ("unknown or", Severity::Hard),
    ("unknown recipient", Severity::Hard),
    ("recipient unknown", Severity::Hard),
    ("addressee unknown", Severity::Hard),
    ("unknown address", Severity::Hard),
    ("address unknown", Severity::Hard),
    ("unknown host", Severity::Hard),
    ("host unknown", Severity::Hard),
    ("unknown domain", Severity::Hard),
    ("no such", Severity::Hard),
    ("not exist", Severity::Hard),
    ("n't exist", Severity::Hard),
    ("user not found", Severity::Hard),
    ("recipient not found", Severity::Hard),
    ("mailbox not found", Severity::Hard),
    ("address not found", Severity::Hard),
    ("account not found", Severity::Hard),
    ("domain not found", Severity::Hard),
    ("host not found", Severity::Hard),
    ("not known", Severity::Hard),
    ("not recognized", Severity::Hard),
    ("not listed", Severity::Hard),
    ("not a valid user", Severity::Hard),
    ("not a valid mailbox", Severity::Hard),
    ("not a valid recipient", Severity::Hard),
    ("not a valid address", Severity::Hard),
    ("exactly match", Severity::Hard),
    ("no matches", Severity::Hard),
    ("invalid recipient", Severity::Hard),
    ("invalid mailbox", Severity::Hard),
    ("invalid user", Severity::Hard),
    ("invalid address", Severity::Hard),
    ("invalid final delivery", Severity::Hard),
    ("recipient invalid", Severity::Hard),
    ("account has been disabled", Severity::Hard),
    ("account is disabled", Severity::Hard),
    ("mailbox disabled", Severity::Hard),
    ("account disabled", Severity::Hard),
    ("no longer valid", Severity::Hard),
    ("no longer active", Severity::Hard),
    ("no longer available", Severity::Hard),
    ("no longer in use", Severity::Hard),
    ("no longer works", Severity::Hard),
    ("no longer employed", Severity::Hard),
    ("no mailbox", Severity::Hard),
    ("doesn't have", Severity::Hard),
    ("not have a final", Severity::Hard),
    ("mailbox unavailable", Severity::Hard),
    ("existe pas", Severity::Hard),
    ("unbekannt", Severity::Hard),
];

/// Words of a mail system that has not given up.
const STILL_TRYING: [&str; 12] = [
    "still being retried",
    "will be retried",
    "warning message only",
    "warning only",
    "not yet been delivered",
    "not yet received",
    "has been delayed",
    "has been postponed",
    "attempts will continue",
    "continue to attempt",
    "continue to try",
    "will continue trying",
];

/// Whether a story, in lower case, tells of something that may still arrive.
pub(super) fn is_still_tried(story: &str) -> bool {
    STILL_TRYING.iter().any(|words| story.contains(words))
}

/// What texts, the nearest to the address first, and a stated status say about the address.
pub(super) fn severity(texts: &[&str], status: Option<Status>) -> Severity {
    if let Some(status) = status.filter(is_exact) {
        return of_status(status);
    }
    for text in texts {
        if let Some(status) = failures(text).find(is_exact) {
            return of_status(status);
        }
        let lower = text.to_lowercase();
        if let Some((_, severity)) = WORDS.iter().find(|(words, _)| lower.contains(words)) {
            return *severity;
        }
    }
    // The texts that are near said nothing: what little the codes say has to do.
    let vague = texts.iter().find_map(|text| failures(text).next());
    if let Some(status) = status.filter(|status| status.class != 2).or(vague) {
        return of_status(status);
    }
    match texts.iter().find_map(|text| code(text)).map(|code| (code, fault(code, None))) {
        Some((500.., Fault::Address)) => Severity::Hard,
        Some(_) => Severity::Soft,
        None => Severity::Unknown,
    }
}

/// A status that is meant: `x.0.0` and `x.3.0` are what servers write that do not know.
fn is_exact(status: &Status) -> bool {
    status.class == 4 || (status.class == 5 && status.subject != 0 && status.detail != 0)
}

fn of_status(status: Status) -> Severity {
    if status.is_address_gone() { Severity::Hard } else { Severity::Soft }
}

fn failures(text: &str) -> impl Iterator<Item = Status> {
    Status::all(text).filter(|status| status.class != 2)
}

/// The first word that is an SMTP refusal.
fn code(text: &str) -> Option<u16> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() == 3);
    words
        .filter_map(|word| word.parse().ok())
        .find(|code| (421..=459).contains(code) || (500..=559).contains(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_code_beats_words_and_words_beat_a_code_that_says_little() {
        for (texts, status, expected) in [
            (vec!["550 5.7.1 user unknown"], None, Severity::Soft),
            (vec!["553 5.3.0 addressee unknown"], None, Severity::Hard),
            (vec!["550 mailbox quota exceeded"], None, Severity::Soft),
            (vec!["550 Sender address rejected: Domain not found"], None, Severity::Soft),
            (vec!["550 Invalid HELO name"], None, Severity::Soft),
            (vec!["550 DKIM: signature not found"], None, Severity::Soft),
            (vec!["550 Client host rejected: cannot find your hostname"], None, Severity::Soft),
            (vec!["550 no"], None, Severity::Hard),
            (vec!["554 no"], None, Severity::Soft),
            (vec!["it failed"], None, Severity::Unknown),
            (vec!["it failed", "no such user"], None, Severity::Hard),
            (vec!["no such user"], Status::at_start("4.0.0"), Severity::Soft),
            (vec!["over quota"], Status::at_start("5.0.0"), Severity::Soft),
            (vec![""], Status::at_start("5.0.0"), Severity::Hard),
        ] {
            assert_eq!(severity(&texts, status), expected, "{texts:?} {status:?}");
        }
    }
}

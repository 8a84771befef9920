//! Notes of people, or of their mail programs: absence, and the wish for no more. German and English. Wrong guesses
//! cost: a person taken off who did not ask, or a plea that nobody reads; so only plain words count.

use super::{header_text, kind, text};
use mail_parser::Message;

/// A plea is short; in a longer letter the words may mean something else.
const PLEA_CHARACTERS_MAX: usize = 250;

pub(super) fn is_absence(message: &Message<'_>) -> bool {
    let header = |name: &str| header_text(message, name).to_lowercase();
    let submitted = header("Auto-Submitted");
    if submitted.starts_with("auto-replied") {
        return true;
    }
    if ["X-Autoreply", "X-Autorespond", "X-Auto-Response-From"].iter().any(|name| !header(name).is_empty()) {
        return true;
    }
    let precedence = header("Precedence");
    if precedence == "auto_reply" || header("X-Precedence") == "auto_reply" {
        return true;
    }
    let subject = message.subject().unwrap_or_default().to_lowercase();
    let subjects = [
        "out of office",
        "out of the office",
        "automatic reply",
        "auto reply",
        "auto-reply",
        "autoreply",
        "autoresponse",
        "automatic response",
        "on vacation",
        "vacation reply",
        "on holiday",
        "away from the office",
        "abwesenheitsnotiz",
        "abwesenheit",
        "automatische antwort",
        "automatische rückantwort",
        "außer haus",
        "nicht im büro",
        "nicht im hause",
        "im urlaub",
        "urlaubsbenachrichtigung",
    ];
    subjects.iter().any(|words| subject.contains(words))
}

pub(super) fn is_unsubscribe(message: &Message<'_>) -> bool {
    // What a mail program sends for the mailto of our List-Unsubscribe.
    let subject = message.subject().unwrap_or_default().trim().to_lowercase();
    let bare = [
        "unsubscribe",
        "abmelden",
        "abmeldung",
        "abbestellen",
        "newsletter abmelden",
        "abmeldung newsletter",
    ];
    let is_own_reply = subject.starts_with("re:") || subject.starts_with("aw:");
    // With the token of the letter behind it.
    let is_token = |rest: &str| !rest.trim().contains(' ') && rest.chars().any(|c| c.is_ascii_digit());
    let is_ours = subject.strip_prefix("unsubscribe ").is_some_and(is_token);
    if is_ours || bare.contains(&&*subject) {
        return true;
    }
    let written = written(message);
    let plea = if is_own_reply { written } else { format!("{subject}. {written}") };
    let plea = plea.split_whitespace().collect::<Vec<_>>().join(" ");
    if plea.chars().count() > PLEA_CHARACTERS_MAX {
        return false;
    }
    let is_denied = [
        "nicht abmelden",
        "nicht abbestellen",
        "not unsubscribe",
        "don't unsubscribe",
        "wieder anmelden",
        "wie kann",
        "how can",
        "how do",
        "habe ich mich",
        "did i",
        "versehentlich",
        "by mistake",
        "accidentally",
    ];
    if is_denied.iter().any(|words| plea.contains(words)) {
        return false;
    }
    let words = plea.trim_matches(|c: char| !c.is_alphanumeric());
    bare.contains(&words)
        || words == "stop"
        || words == "stopp"
        || PLEAS
            .iter()
            .any(|(start, end)| words.split_once(start).is_some_and(|(_, rest)| rest.contains(end)))
}

/// What a plea contains, and after it.
const PLEAS: [(&str, &str); 39] = [
    ("please unsubscribe", ""),
    ("unsubscribe me", ""),
    ("unsubscribe, please", ""),
    ("unsubscribe please", ""),
    ("take me off", ""),
    ("remove me from", ""),
    ("please remove me", ""),
    ("remove my email", ""),
    ("remove my e-mail", ""),
    ("remove my address", ""),
    ("stop sending me", ""),
    ("stop emailing me", ""),
    ("stop e-mailing me", ""),
    ("no more emails", ""),
    ("no more e-mails", ""),
    ("no more newsletters", ""),
    ("do not email me", ""),
    ("don't email me", ""),
    ("do not want to receive", ""),
    ("don't want to receive", ""),
    ("bitte abmelden", ""),
    ("bitte um abmeldung", ""),
    ("melden sie mich", " ab"),
    ("meldet mich", " ab"),
    ("newsletter abbestellen", ""),
    ("newsletter abmelden", ""),
    ("newsletter kündigen", ""),
    ("aus dem verteiler", "nehmen"),
    ("aus dem verteiler", "löschen"),
    ("aus ihrem verteiler", ""),
    ("aus eurem verteiler", ""),
    ("nehmen sie mich", "liste"),
    ("mailingliste", "streichen"),
    ("keine werbung mehr", ""),
    ("keine weiteren mails", ""),
    ("keine weiteren e-mails", ""),
    ("keine newsletter mehr", ""),
    ("keine mails mehr", ""),
    ("keine e-mails mehr", ""),
];

/// What the person wrote themselves, in lower case: no quotation, no signature.
fn written(message: &Message<'_>) -> String {
    let part = message.parts.iter().find(|part| kind(part) == "text/plain");
    let part = part.or_else(|| message.parts.iter().find(|part| kind(part) == "text/html"));
    let Some(text) = part.and_then(text) else { return String::new() };
    let mut own = String::new();
    for line in text.lines() {
        let lower = line.trim().to_lowercase();
        let is_end = line.trim_end() == "--"
            || lower.starts_with("-----")
            || lower.starts_with("________")
            || lower.starts_with("von: ")
            || lower.starts_with("from: ")
            || (lower.starts_with("am ") && lower.ends_with("schrieb:"))
            || (lower.starts_with("am ") && lower.contains(" schrieb "))
            || (lower.starts_with("on ") && lower.ends_with("wrote:"))
            || lower.starts_with("gesendet mit")
            || lower.starts_with("von meinem iphone")
            || lower.starts_with("sent from my");
        if is_end {
            break;
        }
        if !lower.starts_with('>') {
            own.push_str(&lower);
            own.push('\n');
        }
    }
    own
}

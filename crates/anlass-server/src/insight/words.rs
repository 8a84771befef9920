//! German and English words for codes, and how moments and amounts are written in both.

use anlass_content::Locale;
use anlass_engine::Program;
use anlass_model::consent::{Said, SaidBy};
use anlass_model::definition::Language;
use anlass_model::restriction::Ground;
use anlass_model::time::{DAY, HOUR, Span, Timestamp};
use anlass_model::value::Value;

/// The text of one of the two languages.
pub fn pick<'a>(language: Language, de: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::De => de,
        Language::En => en,
    }
}

fn listed<'a>(list: &'a [(&str, &'a str, &'a str)], language: Language, code: &'a str) -> &'a str {
    let known = list.iter().find(|(known, _, _)| *known == code);
    known.map_or(code, |(_, de, en)| pick(language, de, en))
}

/// Every state of an intent, with its words in German and English.
pub const STATES: &[(&str, &str, &str)] = &[
    ("delivered", "angekommen", "delivered"),
    ("suppressed", "unterdrückt", "suppressed"),
    ("held_out", "Kontrollgruppe", "held out"),
    ("failed", "fehlgeschlagen", "failed"),
    ("expired", "verfallen", "expired"),
    ("lapsed", "vorher beendet", "ended before it"),
    ("dwelling", "offen: wartet auf konkurrierende Nachrichten", "open: waits for competing messages"),
    ("deferred", "offen: aufgeschoben", "open: put off"),
    ("planned", "offen: geplant", "open: planned"),
    ("claimed", "offen: freigegeben", "open: released"),
    ("handed", "offen: übergeben", "open: handed over"),
    ("unknown", "offen: Antwort verloren (zählt als gesendet)", "open: answer lost (counts as sent)"),
];

/// What became of an intent.
pub fn state(language: Language, code: &str) -> &str {
    listed(STATES, language, code)
}

/// Every reason, with its words in German and English.
pub const REASONS: &[(&str, &str, &str)] = &[
    ("no_consent", "keine nachweisbare Einwilligung", "no provable consent"),
    ("objection", "Werbewiderspruch", "objection to advertising"),
    ("unreachable", "keine Adresse für die Kanäle", "no address for its channels"),
    ("quiet_hours", "Ruhezeit", "quiet hours"),
    ("cap", "Kontaktdruck-Obergrenze", "contact-pressure cap"),
    ("outranked", "eine bessere Nachricht ging vor", "a better message came first"),
    ("exit", "Anlass entfallen", "the occasion was gone"),
    ("not_relevant", "nicht mehr passend", "no longer relevant"),
    ("out_of_stock", "ausverkauft", "sold out"),
    ("waits_for", "wartete auf Daten", "waited for data"),
    ("false_reduction", "Streichpreis wäre falsch", "its struck-through price would be false"),
    ("erased", "Person gelöscht", "its person was erased"),
    ("restricted", "Verarbeitung eingeschränkt", "processing is restricted"),
    ("said_formerly", "ein früheres System hatte es gesagt", "a former system had said it"),
    ("too_old", "zu spät", "too late"),
    ("displaced", "von stärkeren verdrängt", "displaced by stronger ones"),
    (
        "parted",
        "gehörte jemandem, der von dieser Person wieder getrennt wurde",
        "belonged to somebody who was parted from this person again",
    ),
    ("merged", "mit anderem Kunden zusammengeführt", "merged with another customer"),
    ("stopped", "Programm gestoppt", "programme stopped"),
    ("superseded", "Schritt geändert", "its step was edited"),
    ("nothing_left", "kein Baustein übrig", "no block left"),
    ("pool_empty", "keine Gutscheine mehr", "no vouchers left"),
    ("rejected", "vom Zusteller abgelehnt", "refused by the carrier"),
    ("bounced", "zurückgekommen", "bounced"),
    ("held_out", "Kontrollgruppe", "held out"),
    ("render", "nicht darstellbar", "could not be rendered"),
];

/// Why.
pub fn reason(language: Language, code: &str) -> &str {
    listed(REASONS, language, code)
}

pub fn channel(language: Language, code: &str) -> &str {
    let (de, en) = match code {
        "email" => ("E-Mail", "e-mail"),
        "sms" => ("SMS", "text message"),
        "push" => ("Push", "push"),
        "letter" => ("Brief", "letter"),
        "call" => ("Anruf", "call"),
        "visit" => ("Besuch", "visit"),
        other => return other,
    };
    pick(language, de, en)
}

/// Why processing is restricted.
pub(crate) fn ground(language: Language, ground: Ground) -> &'static str {
    match ground {
        Ground::Contested => pick(language, "Richtigkeit bestritten", "accuracy contested"),
        Ground::Unlawful => pick(language, "unrechtmäßig, soll bleiben", "unlawful, to be kept"),
        Ground::Claims => pick(language, "für Rechtsansprüche gebraucht", "needed for legal claims"),
        Ground::Objected => pick(language, "Widerspruch wird geprüft", "objection being examined"),
    }
}

/// How somebody said something, and who took it down: what proves it.
pub(crate) fn said(language: Language, said: &Said) -> String {
    let how = match said.how {
        SaidBy::Phone => pick(language, "am Telefon", "by phone"),
        SaidBy::Email => pick(language, "per E-Mail", "by e-mail"),
        SaidBy::InPerson => pick(language, "persönlich vor Ort", "in person"),
        SaidBy::Letter => pick(language, "per Brief", "by letter"),
        SaidBy::Page => {
            pick(language, "selbst auf der Einstellungsseite", "themselves on the preference page")
        }
        SaidBy::Correction => pick(language, "Korrektur eines Eintrags", "correction of an entry"),
    };
    let by =
        said.by.as_deref().map(|by| format!(", {} {by}", pick(language, "erfasst von", "taken down by")));
    let note = said.note.as_deref().map(|note| format!(". {}: {note}", pick(language, "Notiz", "Note")));
    format!("{how}{}{}", by.unwrap_or_default(), note.unwrap_or_default())
}

/// A length of time, as it follows "in": a day or two in hours, longer ones in days.
pub fn span(language: Language, span: Span) -> String {
    let (days, hours) = (span.0 / DAY.0, span.0 / HOUR.0);
    match (span.0 % DAY.0, span.0 % HOUR.0) {
        (0, _) if days > 1 => format!("{days} {}", pick(language, "Tagen", "days")),
        (_, 0) if hours > 1 => format!("{hours} {}", pick(language, "Stunden", "hours")),
        _ => span.to_string(),
    }
}

/// A moment on the organisation's clock.
pub fn moment(language: Language, program: &Program, at: Timestamp) -> String {
    let format = pick(language, "%d.%m.%Y %H:%M", "%-d %b %Y %H:%M");
    at.in_zone(&program.zone).strftime(format).to_string()
}

/// A day on the organisation's clock.
pub fn day(language: Language, program: &Program, at: Timestamp) -> String {
    let format = pick(language, "%d.%m.%Y", "%-d %b %Y");
    at.in_zone(&program.zone).strftime(format).to_string()
}

/// A value of a field, cut where it is long.
pub fn fact(language: Language, program: &Program, value: &Value) -> String {
    const TEXT_SHOWN_MAX: usize = 80;
    match value {
        Value::Bool(true) => pick(language, "ja", "yes").into(),
        Value::Bool(false) => pick(language, "nein", "no").into(),
        Value::Int(count) => number(language, *count),
        Value::Money(minor) => money(language, program, *minor),
        Value::Span(length) => span(language, *length),
        Value::Time(at) => moment(language, program, *at),
        Value::Day(day) => day.date().strftime(pick(language, "%d.%m.%Y", "%-d %b %Y")).to_string(),
        Value::Text(text) if text.chars().count() > TEXT_SHOWN_MAX => {
            text.chars().take(TEXT_SHOWN_MAX).chain("…".chars()).collect()
        }
        Value::Text(text) => text.to_string(),
    }
}

/// A number as people of the language write it.
pub fn number(language: Language, number: i64) -> String {
    locale(language).number(number)
}

/// An amount in the organisation's currency.
pub fn money(language: Language, program: &Program, minor: i64) -> String {
    locale(language).money(minor, program.definitions.settings.currency)
}

fn locale(language: Language) -> Locale {
    match language {
        Language::De => Locale::Germany,
        Language::En => Locale::UnitedKingdom,
    }
}

/// The mark of whatever was not observed but invented.
pub fn simulated(language: Language) -> &'static str {
    match language {
        Language::De => "(simuliert)",
        Language::En => "(simulated)",
    }
}

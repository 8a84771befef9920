//! What the demo says of its steps. In English each command speaks for itself; in German the same is said here, from
//! what the commands answer to programs.

use crate::say::{Answer, grouped};
use anlass_model::definition::Language;
use anlass_model::time::Timestamp;
use serde_json::Value;
use std::path::Path;

/// What the mapping quotes in English as the origin of the data.
const ORIGIN: &str = "  Herkunft: ein öffentliches Paket mit Daten, die nach echten Mustern von Lebensmitteleinkäufen simuliert \
sind; nur zum Lernen und Erkunden, nicht für Forschung oder Entscheidungen im Geschäft.";

pub(super) fn published(answer: &Answer, language: Language) -> String {
    let json = &answer.json;
    let count = |name: &str| json[name].as_array().map_or(0, Vec::len);
    match language {
        Language::En => own(answer),
        Language::De => format!(
            "Veröffentlicht: Einstellungen und {} Programme mit {} Journeys",
            count("programmes_added"),
            count("journeys_added")
        ),
    }
}

pub(super) fn imported(answer: &Answer, language: Language) -> String {
    if language == Language::En {
        return own(answer);
    }
    let (json, report) = (&answer.json, &answer.json["report"]);
    let mut lines = vec![
        format!(
            "Eingelesen, {} bis {}: {} Ereignisse von {} Kunden, {} Einkäufe, {} Artikel, {} Standorte",
            day(&report["first"]),
            day(&report["last"]),
            number(&report["events"]),
            number(&report["customers"]),
            number(&report["orders"]),
            number(&report["articles"]),
            number(&report["outlets"])
        ),
        ORIGIN.to_owned(),
    ];
    for file in report["files"].as_array().into_iter().flatten() {
        let (name, rows) = (file["file"].as_str().unwrap_or_default(), &file["rows_read"]);
        let accepted = &file["fates"]["accepted"]["rows"];
        let rest = rows.as_u64().unwrap_or(0).saturating_sub(accepted.as_u64().unwrap_or(0));
        let rest = match rest {
            0 => "alle angenommen".to_owned(),
            rest => format!("{} angenommen, {} nicht", number(accepted), grouped(rest, '.')),
        };
        lines.push(format!("  {name:<26} {:>9} Zeilen, {rest}", number(rows)));
    }
    lines.push(format!(
        "Verlauf: {} Ereignisse hinzugefügt, dazu {} simulierte; {} waren schon bekannt",
        number(&json["added"]),
        number(&json["added_simulated"]),
        number(&json["known_before"])
    ));
    lines.join("\n")
}

pub(super) fn replayed(answer: &Answer, language: Language) -> String {
    let json = &answer.json;
    match language {
        Language::En => own(answer),
        Language::De => format!(
            "Nachgespielt: {} Ereignisse in {} Sekunden; was am Ende noch offen war, bleibt offen",
            number(&json["arrivals"]),
            seconds(json["seconds"].as_f64().unwrap_or(0.0), language)
        ),
    }
}

pub(super) fn verified(answer: &Answer, language: Language) -> String {
    // What is wrong is told in full, as whoever has to mend it needs it.
    if language == Language::En || !answer.good {
        return own(answer);
    }
    let json = &answer.json;
    format!(
        "✓ {} von {} Kundenakten ergeben sich Byte für Byte aus ihrem Verlauf\n\
         ✓ {} Nachrichten, die nicht gesendet wurden, haben eine Regel oder Tatsache als Grund",
        number(&json["verified"]),
        number(&json["customers"]),
        number(&json["explained"])
    )
}

pub(super) fn took(total: f64, language: Language) -> String {
    match language {
        Language::En => format!("the whole demo took {} s", seconds(total, language)),
        Language::De => format!("Das alles hat {} Sekunden gedauert", seconds(total, language)),
    }
}

/// What one can do next, by how this program was called.
pub(super) fn look_around(program: &str, data: &Path, person: &str, language: Language) -> String {
    let data = data.display();
    let commands = format!(
        "  {program} explain --data {data} --customer {person}{0}\n  {program} rehearse --data {data} recipes/win-back.yaml\n  \
         {program} summary --data {data}{1}\n",
        if language == Language::De { " --language de" } else { "" },
        if language == Language::De { "" } else { " --language de" },
    );
    match language {
        Language::En => format!("\nLook around in the app (address and password below), or:\n{commands}"),
        Language::De => {
            format!("\nSehen Sie sich in der App um (Adresse und Passwort stehen unten), oder:\n{commands}")
        }
    }
}

/// What stands above the invented sender.
pub(super) fn invented(language: Language) -> &'static str {
    match language {
        Language::De => {
            "Von der Demonstration geschrieben: ein erfundener Händler. Nichts verlässt diesen Rechner."
        }
        Language::En => "Written by the demonstration: an invented retailer. Nothing leaves this machine.",
    }
}

/// Everything that the law wants at the end of a letter, of a retailer that does not exist: register, numbers and
/// domain are none that anybody could have.
pub(super) fn imprint(language: Language) -> &'static str {
    match language {
        Language::De => {
            "Demonstration, frei erfunden: The Complete Journey Musterhandel GmbH, Musterstraße 1, 12345 Musterstadt. \
             Amtsgericht Musterstadt, HRB 00000, USt-IdNr. DE000000000. Geschäftsführung: Erika Muster. \
             Telefon 030 23125-000, kontakt@complete-journey.example"
        }
        Language::En => {
            "Demonstration, all invented: The Complete Journey Sample Stores Ltd, 1 Sample Street, Sampletown ST1 1AA. \
             Register of companies no. 00000000, VAT no. GB000000000. Director: Erica Sample. \
             Phone 01632 960000, contact@complete-journey.example"
        }
    }
}

fn own(answer: &Answer) -> String {
    answer.text.trim_end().to_owned()
}

fn number(value: &Value) -> String {
    grouped(value.as_u64().unwrap_or(0), '.')
}

fn seconds(value: f64, language: Language) -> String {
    let text = format!("{value:.1}");
    if language == Language::De { text.replace('.', ",") } else { text }
}

/// Of milliseconds, the day as German writes it.
fn day(value: &Value) -> String {
    let text = Timestamp(value.as_i64().unwrap_or(0)).to_string();
    let date = text.split('T').next().unwrap_or_default();
    date.split('-').rev().collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_invented_retailer_says_so_in_its_whole_imprint() {
        for (language, wanted) in [
            (
                Language::De,
                ["Demonstration", "Musterstraße 1", "HRB", "Geschäftsführung", "@complete-journey.example"],
            ),
            (
                Language::En,
                ["Demonstration", "1 Sample Street", "Register", "Director", "@complete-journey.example"],
            ),
        ] {
            assert!(wanted.iter().all(|part| imprint(language).contains(part)), "{}", imprint(language));
        }
    }

    #[test]
    fn in_german_no_step_speaks_english() {
        let json = json!({
            "programmes_added": ["a", "b"], "journeys_added": ["c"],
            "report": {
                "first": 1_483_246_800_000_i64, "last": 1_514_779_280_000_i64, "events": 80_139, "customers": 1_232,
                "orders": 78_726, "articles": 92_331, "outlets": 314,
                "files": [{ "file": "orders.csv", "rows_read": 10, "fates": { "accepted": { "rows": 8 } } }],
            },
            "added": 5_712, "added_simulated": 2_065, "known_before": 0, "arrivals": 7_777, "seconds": 0.66,
            "verified": 50, "customers": 100, "explained": 50,
        });
        let answer = Answer::good("published and replayed", json);
        let said =
            [published, imported, replayed, verified].map(|step| step(&answer, Language::De)).join("\n");
        let said = format!("{said}\n{}", took(21.46, Language::De));
        for wanted in [
            "2 Programme",
            "01.01.2017 bis 01.01.2018",
            "8 angenommen, 2 nicht",
            "7.777",
            "0,7 Sekunden",
            "21,5",
        ] {
            assert!(said.contains(wanted), "{wanted}: {said}");
        }
        for english in [" the ", " and ", "published", "replayed", "rows"] {
            assert!(!said.contains(english), "{english}: {said}");
        }
        assert_eq!(published(&answer, Language::En), "published and replayed");
    }
}

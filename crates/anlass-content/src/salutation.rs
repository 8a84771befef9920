//! How a person is addressed. Gender comes from what the person stated or from a table of names with counts,
//! never from a guess: whoever is unknown or ambiguous is greeted without it, and whatever does not look like
//! a name is left out.

mod clean;
mod names;

pub use names::{BadNames, Names};

use anlass_model::definition::{LanguageTag, Tone};
use clean::Parts;

/// As stated, or as a table of names tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gender {
    Female,
    Male,
}

/// What is known about how to address somebody; fields as customers and systems fill them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Person<'a> {
    pub salutation: Option<&'a str>,
    pub titles: Option<&'a str>,
    pub first_name: Option<&'a str>,
    pub last_name: Option<&'a str>,
}

/// What the field for the salutation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stated {
    Gender(Gender),
    /// Stated that neither is wanted: no table is asked.
    Neither,
    Family,
    Company,
    Nothing,
}

/// The line without its comma: "Sehr geehrte Frau Prof. Dr. von der Heyde", "Guten Tag Alex Kim", "Liebe Anna".
#[must_use]
pub fn salutation(person: Person<'_>, language: &LanguageTag, tone: Tone, names: &Names) -> String {
    let words = Words::of(language);
    let Some(parts) = clean::parts(person) else { return words.nobody(tone).to_owned() };
    let (stated, title_in_salutation) = stated(person.salutation.unwrap_or_default());
    let is_swapped = !names.is_empty()
        && !parts.first.is_empty()
        && names.knows(&parts.last)
        && !names.knows(clean::first_of(&parts.first));
    let gender = match stated {
        Stated::Gender(gender) if !is_swapped => Some(gender),
        Stated::Nothing if !is_swapped => names.gender(&parts.first),
        _ => None,
    };
    match (stated, tone) {
        (Stated::Company, _) => return words.nobody(tone).to_owned(),
        (Stated::Family, _) if !parts.last.is_empty() => return words.family(&parts.last, tone),
        (_, Tone::Informal) => return words.informal(gender, &parts.first, tone),
        _ => {}
    }
    let titles = words.titles(&parts, title_in_salutation.as_deref(), language);
    if is_swapped {
        return words.neutral("", &parts);
    }
    match gender {
        Some(gender) if !parts.last.is_empty() => words.formal(gender, &titles, &parts.last),
        _ => words.neutral(&titles, &parts),
    }
}

/// The second is a title that stands in the same field: "Herr Dr.".
fn stated(text: &str) -> (Stated, Option<String>) {
    let text = text.trim().to_lowercase();
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().trim_end_matches('.');
    let rest: Vec<&str> = words.collect();
    if rest.iter().any(|word| matches!(*word, "und" | "and" | "&" | "u.")) {
        return (Stated::Neither, None);
    }
    let stated = match first {
        "frau" | "fr" | "mrs" | "ms" | "miss" | "madam" | "w" | "f" | "female" | "weiblich" => {
            Stated::Gender(Gender::Female)
        }
        "herr" | "herrn" | "hr" | "mr" | "mister" | "sir" | "m" | "male" | "männlich" => {
            Stated::Gender(Gender::Male)
        }
        "divers" | "diverse" | "d" | "mx" | "x" | "neutral" | "keine" | "none" | "eheleute" => {
            Stated::Neither
        }
        "familie" | "family" | "fam" => Stated::Family,
        "firma" | "company" | "organisation" | "organization" => Stated::Company,
        _ => Stated::Nothing,
    };
    let title = if stated == Stated::Nothing { text.clone() } else { rest.join(" ") };
    (stated, Some(title).filter(|title| !title.is_empty()))
}

/// The words of a language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Words {
    German,
    English,
}

impl Words {
    fn of(language: &LanguageTag) -> Words {
        if language.language() == "de" { Words::German } else { Words::English }
    }

    fn nobody(self, tone: Tone) -> &'static str {
        match (self, tone) {
            (Words::German, Tone::Formal) => "Guten Tag",
            (Words::German, Tone::Informal) => "Hallo",
            (Words::English, Tone::Formal) => "Hello",
            (Words::English, Tone::Informal) => "Hi",
        }
    }

    fn family(self, last: &str, tone: Tone) -> String {
        match (self, tone) {
            (Words::German, Tone::Formal) => format!("Sehr geehrte Familie {last}"),
            (Words::German, Tone::Informal) => format!("Liebe Familie {last}"),
            (Words::English, _) => format!("Dear {last} family"),
        }
    }

    fn informal(self, gender: Option<Gender>, first: &str, tone: Tone) -> String {
        // An initial is no name to call somebody by.
        if first.chars().filter(|letter| letter.is_alphabetic()).count() < 2 {
            return self.nobody(tone).to_owned();
        }
        match (self, gender) {
            (Words::German, Some(Gender::Female)) => format!("Liebe {first}"),
            (Words::German, Some(Gender::Male)) => format!("Lieber {first}"),
            (Words::German, None) => format!("Hallo {first}"),
            (Words::English, _) => format!("Hi {first}"),
        }
    }

    fn formal(self, gender: Gender, titles: &str, last: &str) -> String {
        let name = joined(&[titles, last]);
        match (self, gender) {
            (Words::German, Gender::Female) => format!("Sehr geehrte Frau {name}"),
            (Words::German, Gender::Male) => format!("Sehr geehrter Herr {name}"),
            // In English a title stands instead of Ms and Mr.
            (Words::English, _) if !titles.is_empty() => format!("Dear {name}"),
            (Words::English, Gender::Female) => format!("Dear Ms {name}"),
            (Words::English, Gender::Male) => format!("Dear Mr {name}"),
        }
    }

    fn neutral(self, titles: &str, parts: &Parts) -> String {
        let english_title = self == Words::English && !titles.is_empty() && !parts.last.is_empty();
        let first = if english_title { "" } else { &*parts.first };
        let name = joined(&[titles, first, &parts.last]);
        match self {
            _ if parts.first.is_empty() && parts.last.is_empty() => self.nobody(Tone::Formal).to_owned(),
            Words::German => format!("Guten Tag {name}"),
            Words::English => format!("Dear {name}"),
        }
    }

    /// Professor and doctor are spoken, once each; in Austria also the academic degrees.
    fn titles(self, parts: &Parts, in_salutation: Option<&str>, language: &LanguageTag) -> String {
        let mut all = parts.titles.clone();
        all.extend(in_salutation.unwrap_or_default().split_whitespace().map(str::to_lowercase));
        let has = |wanted: &[&str]| all.iter().any(|title| wanted.contains(&title.trim_end_matches('.')));
        let professor = has(&["prof", "professor", "univ.-prof"]);
        let doctor = has(&["dr", "ddr", "doktor", "doctor", "phd", "ph.d"]);
        if self == Words::English {
            return match (professor, doctor) {
                (true, _) => "Professor",
                (false, true) => "Dr",
                (false, false) => "",
            }
            .to_owned();
        }
        let mut spoken = Vec::new();
        if professor {
            spoken.push("Prof.");
        }
        if doctor {
            spoken.push("Dr.");
        }
        let in_austria = language.as_str() == "de-AT" && spoken.is_empty();
        if in_austria && has(&["mag", "mag.a", "magister", "magistra"]) {
            spoken.push("Mag.");
        } else if in_austria && has(&["di", "dipl.-ing", "dipl-ing"]) {
            spoken.push("Dipl.-Ing.");
        }
        spoken.join(" ")
    }
}

fn joined(words: &[&str]) -> String {
    words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

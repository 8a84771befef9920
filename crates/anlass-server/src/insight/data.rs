//! Why a programme stood because of its data, in sentences.

use crate::house::data_pauses::Pause;
use crate::insight::words;
use crate::quality::{Figure, Judged};
use anlass_engine::Program;
use anlass_model::definition::Language;
use anlass_model::time::{SECOND, Timestamp};

/// When it stood, what of its data was not as it has to be, and who answers for it.
pub(crate) fn stood(program: &Program, pause: &Pause, language: Language) -> String {
    let since = words::moment(language, program, Timestamp(pause.at));
    let unmet = pause.unmet.iter().map(|one| unmet(one, language)).collect::<Vec<_>>().join(", ");
    let owner = &pause.owner;
    match language {
        Language::De => format!(
            "Die Daten des Programms hätten besser sein müssen; es stand seit {since}: {unmet}. Zuständig: {owner}"
        ),
        Language::En => format!(
            "The programme\u{2019}s data would have had to be better; it stood since {since}: {unmet}. In charge: {owner}"
        ),
    }
}

fn unmet(one: &Judged, language: Language) -> String {
    let what = match &one.source {
        Some(source) if *source != one.what => format!("{} ({source})", one.what),
        _ => one.what.clone(),
    };
    match (one.figure, language) {
        (Figure::Score { now: Some(now), wanted }, Language::De) => {
            format!("{what} erreichte {now} von 100, nötig sind {wanted}")
        }
        (Figure::Score { now: Some(now), wanted }, Language::En) => {
            format!("{what} scored {now} of 100, and {wanted} is needed")
        }
        (Figure::Age { seconds: Some(seconds), wanted }, _) => {
            let (age, wanted) = (SECOND.times(seconds), SECOND.times(wanted));
            match language {
                Language::De => format!("{what} lieferte zuletzt vor {age}, erlaubt sind {wanted}"),
                Language::En => format!("{what} delivered last {age} ago, and {wanted} is the longest"),
            }
        }
        (_, Language::De) => format!("{what} wurde nie geliefert"),
        (_, Language::En) => format!("{what} was never delivered"),
    }
}

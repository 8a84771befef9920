//! What a text that cannot be used may have been meant as. Candidates only: whoever shows one has read the row with it first.

use crate::report::Reason;
use crate::suggest;
use jiff::civil::Date;
use jiff::fmt::strtime;

/// Candidates of one text.
const CANDIDATES_MAX: usize = 12;
/// Longer texts are not guessed at.
const CHARS_MAX: usize = 120;
/// Of a slip in one of these, the name is proposed.
const MAIL_HOSTS: [&str; 14] = [
    "gmail.com",
    "googlemail.com",
    "gmx.de",
    "gmx.net",
    "gmx.at",
    "web.de",
    "t-online.de",
    "outlook.com",
    "hotmail.com",
    "hotmail.de",
    "yahoo.com",
    "yahoo.de",
    "icloud.com",
    "freenet.de",
];
/// How days are written.
const DAYS: [&str; 8] =
    ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%Y%m%d", "%d-%m-%Y"];

/// What a text may have been meant as, the likeliest first, each another text. `known`: what may stand there, where that is a
/// list.
#[must_use]
pub fn candidates<'a>(reason: Reason, text: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    if text.is_empty() || text.chars().count() > CHARS_MAX {
        return Vec::new();
    }
    let mut all = match reason {
        Reason::NotEmail => addresses(text),
        Reason::NotWholeNumber
        | Reason::NotAmount
        | Reason::DecimalComma
        | Reason::DecimalPoint
        | Reason::NoPrice
        | Reason::OtherCurrency => numbers(text),
        Reason::NotTime | Reason::TimeOutside => days(text),
        Reason::NotListed | Reason::NotYesOrNo | Reason::UnknownArticle | Reason::UnknownOutlet => {
            suggest::nearest(text, known).map(str::to_owned).into_iter().collect()
        }
        _ => Vec::new(),
    };
    let mut seen = vec![text.to_owned()];
    all.retain(|candidate| {
        let is_new = !seen.contains(candidate);
        seen.push(candidate.clone());
        is_new
    });
    all.truncate(CANDIDATES_MAX);
    all
}

fn addresses(text: &str) -> Vec<String> {
    let whole: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let mut spelt = whole.replace(['<', '>', '"', '\''], "");
    spelt = spelt.strip_prefix("mailto:").map(str::to_owned).unwrap_or(spelt);
    for at in ["(at)", "[at]", "{at}"] {
        spelt = spelt.replace(at, "@");
    }
    for dot in ["(dot)", "[dot]", "(punkt)", "[punkt]"] {
        spelt = spelt.replace(dot, ".");
    }
    let spelt = spelt.replace(',', ".").replace("..", ".").replace("@@", "@");
    let spelt = spelt.trim_matches(['.', ';', ':']).to_owned();
    let host = spelt.split_once('@').and_then(|(name, host)| {
        let near = suggest::nearest(host, MAIL_HOSTS.into_iter())?;
        Some(format!("{name}@{near}"))
    });
    [Some(spelt.clone()), host].into_iter().flatten().collect()
}

fn numbers(text: &str) -> Vec<String> {
    let digit = |letter: char| match letter {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        other => other,
    };
    let has_digit = text.chars().any(|letter| letter.is_ascii_digit());
    if !has_digit {
        return Vec::new();
    }
    let kept = |text: &str| -> String {
        let kept = text.chars().filter(|letter| letter.is_ascii_digit() || matches!(letter, '-' | '.' | ','));
        kept.collect::<String>().trim_matches(['.', ',']).to_owned()
    };
    let plain = kept(text);
    // Only beside digits is a letter a digit.
    let spelt: String = text.chars().map(digit).collect();
    let mended = kept(&spelt);
    let swapped = |text: &str| -> String {
        let swap = |letter: char| match letter {
            ',' => '.',
            '.' => ',',
            other => other,
        };
        text.chars().map(swap).collect()
    };
    let has_other_words = text.chars().filter(|letter| letter.is_alphabetic()).count() > 2;
    let first = if has_other_words { plain.clone() } else { mended };
    let whole = plain.split([',', '.']).next().unwrap_or_default().to_owned();
    let is_whole = plain.split([',', '.']).skip(1).all(|rest| rest.chars().all(|digit| digit == '0'));
    let mut all = vec![first.clone(), swapped(&first)];
    all.extend(is_whole.then_some(whole));
    all
}

/// The day a text names, in every other way of writing it; none where it may be two days.
fn days(text: &str) -> Vec<String> {
    let spelt = text.trim().replace(',', ".").replace(' ', "");
    let mut read: Vec<Date> = Vec::new();
    for format in DAYS {
        let day = strtime::parse(format, &spelt).and_then(|parts| parts.to_date());
        if let Ok(day) = day
            && day.year() >= 1_900
            && !read.contains(&day)
        {
            read.push(day);
        }
    }
    let [day] = read.as_slice() else { return Vec::new() };
    DAYS.iter().map(|format| day.strftime(format).to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(reason: Reason, text: &str) -> Option<String> {
        candidates(reason, text, ["ja", "nein"].into_iter()).into_iter().next()
    }

    #[test]
    fn what_is_nearly_right_is_guessed_and_nothing_else() {
        assert_eq!(first(Reason::NotEmail, "kim (at) example,org").as_deref(), Some("kim@example.org"));
        assert_eq!(candidates(Reason::NotEmail, "kim@gmial.com", std::iter::empty())[0], "kim@gmail.com");
        assert_eq!(first(Reason::NotAmount, "12,9O").as_deref(), Some("12,90"));
        assert_eq!(first(Reason::NotWholeNumber, "3 Stück").as_deref(), Some("3"));
        assert_eq!(first(Reason::NotWholeNumber, "zwei"), None);
        assert_eq!(first(Reason::NotListed, "neim").as_deref(), Some("nein"));
        assert_eq!(first(Reason::FieldCount, "2 instead of 3"), None);
    }

    #[test]
    fn a_day_that_may_be_two_is_not_guessed() {
        assert!(candidates(Reason::NotTime, "24.12.2025", std::iter::empty()).contains(&"2025-12-24".into()));
        assert_eq!(candidates(Reason::NotTime, "03/04/2025", std::iter::empty()), Vec::<String>::new());
        assert_eq!(candidates(Reason::NotTime, "31.02.2025", std::iter::empty()), Vec::<String>::new());
    }
}

//! Names as they come out of forms and old systems, made presentable: titles apart, particles where they
//! belong, capitals as in names. What cannot be a person's name becomes nothing.

use super::Person;

/// Longer ones are no names.
const NAME_LENGTH_MAX: usize = 60;

const PARTICLES: [&str; 31] = [
    "von", "van", "vom", "zu", "zum", "zur", "de", "der", "den", "dem", "des", "di", "da", "dal", "del",
    "della", "dos", "du", "la", "le", "und", "und", "ter", "ten", "te", "auf", "in", "bin", "ibn", "y", "af",
];
const TITLES: [&str; 39] = [
    "dr",
    "ddr",
    "prof",
    "professor",
    "doktor",
    "doctor",
    "univ.-prof",
    "dipl.-ing",
    "dipl-ing",
    "dipl.ing",
    "dipl.-kfm",
    "dipl.-kffr",
    "dipl.-psych",
    "dipl",
    "ing",
    "mag",
    "mag.a",
    "magister",
    "magistra",
    "di",
    "h.c",
    "hc",
    "med",
    "dent",
    "vet",
    "jur",
    "iur",
    "phil",
    "rer",
    "nat",
    "pol",
    "theol",
    "habil",
    "phd",
    "ph.d",
    "msc",
    "bsc",
    "mba",
    "apl",
];
const SUFFIXES: [&str; 10] = ["m.sc", "b.sc", "m.a", "b.a", "ll.m", "ma", "ba", "b.eng", "m.eng", "mim"];
const COMPANY_WORDS: [&str; 22] = [
    "gmbh", "mbh", "ag", "kg", "ohg", "ug", "gbr", "e.v", "ev", "e.k", "eg", "inc", "ltd", "llc", "se", "co",
    "firma", "verein", "stiftung", "gemeinde", "praxis", "hotel",
];
const PLACEHOLDERS: [&str; 22] = [
    "test",
    "tester",
    "asdf",
    "qwertz",
    "qwerty",
    "xxx",
    "xx",
    "unknown",
    "unbekannt",
    "null",
    "none",
    "nan",
    "n/a",
    "na",
    "k.a",
    "undefined",
    "keine angabe",
    "kunde",
    "customer",
    "gast",
    "guest",
    "anonym",
];

/// A name taken apart; titles in small letters.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) titles: Vec<String>,
    pub(super) first: String,
    pub(super) last: String,
}

/// `None` if this is no person: nothing there, a company, or anything but letters.
pub(super) fn parts(person: Person<'_>) -> Option<Parts> {
    let first = field(person.first_name)?;
    let last = field(person.last_name)?;
    let is_company = |text: &str| {
        text.split_whitespace()
            .map(|word| word.trim_matches(['.', ',']).to_lowercase())
            .any(|word| COMPANY_WORDS.contains(&&*word))
    };
    if is_company(&first) || is_company(&last) || (first.is_empty() && last.is_empty()) {
        return None;
    }
    let (first, last) = comma(first, last);
    let shouted = capitals_are_lost(&first, &last);
    let mut parts = Parts::default();
    let titles = person.titles.unwrap_or_default();
    let titles = titles.split(|letter: char| letter.is_whitespace() || letter == ',');
    parts.titles.extend(titles.filter(|word| !word.is_empty()).map(str::to_lowercase));
    let mut first = without_titles(&first, &mut parts.titles);
    let mut last = without_titles(&last, &mut parts.titles);
    // Particles that slipped to the end of the first name belong to the last.
    while let Some(word) = first.last().filter(|word| is_particle(word)) {
        if first.len() < 2 {
            break;
        }
        last.insert(0, word.clone());
        first.pop();
    }
    parts.first = written(&first, shouted);
    parts.last = written(&last, shouted);
    (!parts.first.is_empty() || !parts.last.is_empty()).then_some(parts)
}

/// The first of several given names.
pub(super) fn first_of(name: &str) -> &str {
    name.split([' ', '-']).next().unwrap_or_default()
}

/// A trimmed field; empty if it holds a placeholder; `None` if something in it cannot stand in a name.
fn field(text: Option<&str>) -> Option<String> {
    let words: Vec<&str> = text.unwrap_or_default().split_whitespace().collect();
    let text = words.join(" ");
    let allowed = |letter: char| {
        letter.is_alphabetic() || matches!(letter, ' ' | '-' | '\'' | '’' | '.' | ',' | '\u{300}'..='\u{36f}')
    };
    let small = text.to_lowercase();
    if PLACEHOLDERS.contains(&small.trim_matches('.')) {
        return Some(String::new());
    }
    let has_letter = text.is_empty() || text.chars().any(char::is_alphabetic);
    (has_letter && text.chars().all(allowed) && text.chars().count() <= NAME_LENGTH_MAX).then_some(text)
}

/// "Heyde, von der" and "Sommer, Anna" are put into order.
fn comma(first: String, last: String) -> (String, String) {
    let Some((before, after)) = last.split_once(',') else {
        return (first.replace(',', " "), last);
    };
    let (before, after) = (before.trim().to_owned(), after.replace(',', " ").trim().to_owned());
    if !after.is_empty() && after.split_whitespace().all(is_particle) {
        (first, format!("{after} {before}"))
    } else if first.is_empty() {
        (after, before)
    } else {
        (first, joined_title(&before, &after))
    }
}

/// "Sommer, Dr." keeps its title; anything else after a comma is left out.
fn joined_title(before: &str, after: &str) -> String {
    if after.split_whitespace().all(is_title) { format!("{after} {before}") } else { before.to_owned() }
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&&*word.to_lowercase())
}

fn is_title(word: &str) -> bool {
    let word = word.to_lowercase();
    let bare = word.trim_end_matches('.');
    // "Di" and "Ing" are names as well; as titles they are written with more than letters or all in capitals.
    TITLES.contains(&bare)
        && (word.ends_with('.') || !matches!(bare, "di" | "ing" | "med" | "nat" | "dipl" | "vet" | "pol"))
}

/// Words of a name without leading titles, which are collected, and without degrees behind it.
fn without_titles(text: &str, titles: &mut Vec<String>) -> Vec<String> {
    let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    while let Some(word) = words.first().filter(|word| is_title(word)) {
        titles.push(word.to_lowercase());
        words.remove(0);
    }
    while words.len() > 1
        && let Some(word) = words.last()
        && SUFFIXES.contains(&word.to_lowercase().trim_end_matches('.'))
        && word.contains('.')
    {
        words.pop();
    }
    words
}

/// Whether everything is written in capitals or everything in small letters.
fn capitals_are_lost(first: &str, last: &str) -> bool {
    let letters: Vec<char> =
        first.chars().chain(last.chars()).filter(|letter| letter.is_alphabetic()).collect();
    let no_small = letters.iter().all(|letter| !letter.is_lowercase());
    let no_capital = letters.iter().all(|letter| !letter.is_uppercase());
    letters.len() > 2 && (no_small || no_capital)
}

fn written(words: &[String], shouted: bool) -> String {
    let words = words.iter().map(|word| if shouted { with_capitals(word) } else { word.clone() });
    words.collect::<Vec<_>>().join(" ")
}

fn with_capitals(word: &str) -> String {
    if is_particle(word) {
        return word.to_lowercase();
    }
    let small = word.to_lowercase();
    let mut text = String::with_capacity(small.len());
    let mut starts = true;
    for letter in small.chars() {
        if starts {
            text.extend(letter.to_uppercase());
        } else {
            text.push(letter);
        }
        starts = matches!(letter, '-' | '\'' | '’') || (starts && !letter.is_alphabetic());
    }
    // McDonald, the one name with a capital inside that is common enough.
    match text.strip_prefix("Mc") {
        Some(rest) if rest.chars().count() > 2 => format!("Mc{}", with_capitals(rest)),
        _ => text,
    }
}

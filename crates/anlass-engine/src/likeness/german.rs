//! Names and addresses as Germans, Austrians and Swiss write them, in one form in which they can be compared.

/// Words in front of a name that are none, folded.
const TITLES: [&str; 22] = [
    "dr",
    "prof",
    "professor",
    "dipl",
    "ing",
    "med",
    "phil",
    "jur",
    "rer",
    "nat",
    "mag",
    "herr",
    "frau",
    "fr",
    "hr",
    "herrn",
    "msc",
    "bsc",
    "mba",
    "ba",
    "ma",
    "familie",
];
/// Words of a surname that people leave out, folded.
const PARTICLES: [&str; 16] =
    ["von", "van", "vom", "zu", "zum", "zur", "der", "den", "dem", "de", "del", "di", "da", "du", "la", "el"];

/// Small letters without marks: `Ä` is `ae`, `ß` is `ss`, `é` is `e`.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 4);
    for letter in text.chars().flat_map(char::to_lowercase) {
        let known = match letter {
            'ä' | 'æ' => "ae",
            'ö' | 'œ' | 'ø' => "oe",
            'ü' => "ue",
            'ß' => "ss",
            'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
            'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => "o",
            'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
            'ç' | 'ć' | 'č' => "c",
            'ñ' | 'ń' | 'ň' => "n",
            'ś' | 'š' | 'ş' | 'ș' => "s",
            'ź' | 'ž' | 'ż' => "z",
            'ł' => "l",
            'ğ' => "g",
            'ý' | 'ÿ' => "y",
            'ř' => "r",
            'ď' | 'đ' => "d",
            'ť' | 'ț' => "t",
            // Letters made of a letter and a mark behind it.
            '\u{300}'..='\u{307}' | '\u{309}'..='\u{36f}' => "",
            '\u{308}' => "e",
            _ => {
                folded.push(letter);
                continue;
            }
        };
        folded.push_str(known);
    }
    folded
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = folded(text);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// The parts of a given name, titles aside: `Dr. Hans-Peter` is `hans`, `peter`.
pub(super) fn given_name(text: &str) -> Vec<String> {
    words(text).filter(|word| !TITLES.contains(&word.as_str())).collect()
}

/// The parts of a surname, titles and particles aside: `von Müller-Lüdenscheidt` is `mueller`, `luedenscheidt`.
pub(super) fn family_name(text: &str) -> Vec<String> {
    let all = given_name(text);
    let told: Vec<String> = all.iter().filter(|word| !PARTICLES.contains(&word.as_str())).cloned().collect();
    // Somebody may be called so and nothing else.
    if told.is_empty() { all } else { told }
}

/// Street and house number: `Haupt-Straße 12 a` is `hauptstr` and `12a`. The number may stand in a text of its own.
pub(super) fn street(text: &str, number: Option<&str>) -> (String, String) {
    let folded = folded(text);
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    let mut house = number.map(house_number).unwrap_or_default();
    let begins_with_digit = |word: &str| word.starts_with(|letter: char| letter.is_ascii_digit());
    if house.is_empty() && words.len() > 1 {
        let is_letter = |word: &str| word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let taken = match words.as_slice() {
            [_, .., number, letter] if begins_with_digit(number) && is_letter(letter) => 2,
            [_, .., number] if begins_with_digit(number) => 1,
            _ => 0,
        };
        let rest = words.split_off(words.len() - taken);
        house = house_number(&rest.join(""));
    }
    let mut street = String::with_capacity(folded.len());
    for word in words {
        for part in word.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()) {
            let short = [("strasse", "str"), ("strassen", "str"), ("platz", "pl")];
            let found = short.iter().find_map(|(long, short)| Some((part.strip_suffix(long)?, *short)));
            match found {
                Some((stem, short)) => {
                    street.push_str(stem);
                    street.push_str(short);
                }
                None => street.push_str(part),
            }
        }
    }
    (street, house)
}

fn house_number(text: &str) -> String {
    let folded = folded(text);
    folded.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '/')).collect()
}

/// Letters and digits alone: of postal codes, places.
pub(super) fn bare(text: &str) -> String {
    folded(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Digits of a telephone number, the country first; without one it is a German number.
pub(super) fn phone(text: &str) -> Option<String> {
    // As in +49 (0) 30.
    let text = text.replace("(0)", "");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let whole =
        match (text.trim_start().starts_with('+'), digits.strip_prefix("00"), digits.strip_prefix('0')) {
            (true, _, _) => digits.clone(),
            (false, Some(rest), _) => rest.to_owned(),
            (false, None, Some(rest)) => format!("49{rest}"),
            (false, None, None) => return None,
        };
    (whole.len() >= 7).then_some(whole)
}

/// How a word sounds, by the Cologne phonetics (H. J. Postel, Die Kölner Phonetik, 1969). `word` is folded.
pub(super) fn sound(word: &str) -> String {
    let letters: Vec<char> = word.chars().filter(char::is_ascii_lowercase).collect();
    let mut codes = String::with_capacity(letters.len());
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| letters.get(place)).copied().unwrap_or(' ');
        let after = letters.get(place + 1).copied().unwrap_or(' ');
        let is_first = place == 0;
        codes.push_str(match letter {
            'a' | 'e' | 'i' | 'j' | 'o' | 'u' | 'y' => "0",
            'p' if after == 'h' => "3",
            'b' | 'p' => "1",
            'd' | 't' if matches!(after, 'c' | 's' | 'z') => "8",
            'd' | 't' => "2",
            'f' | 'v' | 'w' => "3",
            'g' | 'k' | 'q' => "4",
            'c' if is_first => match after {
                'a' | 'h' | 'k' | 'l' | 'o' | 'q' | 'r' | 'u' | 'x' => "4",
                _ => "8",
            },
            'c' if matches!(before, 's' | 'z') => "8",
            'c' if matches!(after, 'a' | 'h' | 'k' | 'o' | 'q' | 'u' | 'x') => "4",
            'c' => "8",
            'x' if matches!(before, 'c' | 'k' | 'q') => "8",
            'x' => "48",
            'l' => "5",
            'm' | 'n' => "6",
            'r' => "7",
            's' | 'z' => "8",
            _ => "",
        });
    }
    let mut sound = String::with_capacity(codes.len());
    let mut last = ' ';
    for code in codes.chars() {
        if code != last && (code != '0' || sound.is_empty()) {
            sound.push(code);
        }
        last = code;
    }
    sound
}

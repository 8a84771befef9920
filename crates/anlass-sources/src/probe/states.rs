//! What became of orders, as shops and tills write it: by which texts a column says that one came to nothing.

use super::Looks;
use super::meaning::fold;
use std::collections::BTreeSet;

/// Words in the names of columns that say what became of an order.
const NAMES: [&str; 7] = ["status", "state", "zustand", "storn", "cancel", "annull", "stage"];
/// Of these, those of columns that say yes or no to it.
const YES_OR_NO: [&str; 3] = ["storn", "cancel", "annull"];
const YES: [&str; 6] = ["ja", "j", "yes", "y", "true", "wahr"];
const CANCELLED: [&str; 9] = [
    "storniert",
    "storno",
    "stornierung",
    "cancelled",
    "canceled",
    "annulliert",
    "annuliert",
    "voided",
    "abgebrochen",
];
/// Beside such a word they say that something of the order is left.
const SOME_LEFT: [&str; 9] =
    ["nicht", "not", "kein", "keine", "no", "teilweise", "teil", "partially", "partial"];

/// The texts by which a column says that an order came to nothing; none if it does not.
pub(super) fn cancelling(name: &str, looks: Looks, different: &BTreeSet<&str>) -> Vec<String> {
    let folded = fold(name);
    let is_called = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    let says = |text: &str| {
        let small = text.to_lowercase();
        let words: Vec<&str> = small.split(|c: char| !c.is_alphanumeric()).collect();
        let speaks_of = |all: &[&str]| words.iter().any(|word| all.contains(word));
        match looks {
            Looks::Flag => is_called(&YES_OR_NO) && YES.contains(&small.as_str()),
            _ => is_called(&NAMES) && speaks_of(&CANCELLED) && !speaks_of(&SOME_LEFT),
        }
    };
    different.iter().filter(|text| says(text)).map(|text| (*text).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_states_says_which_orders_came_to_nothing() {
        let of =
            |name: &str, looks, texts: &[&str]| cancelling(name, looks, &texts.iter().copied().collect());
        let german = ["bezahlt", "Storniert", "annulliert", "teilweise storniert", "nicht storniert"];
        assert_eq!(of("Status", Looks::Text, &german), ["Storniert", "annulliert"]);
        assert_eq!(of("order_status", Looks::Text, &["delivered", "canceled", "shipped"]), ["canceled"]);
        assert_eq!(of("Storniert", Looks::Flag, &["ja", "nein"]), ["ja"]);
        assert!(of("bezahlt_status", Looks::Flag, &["ja", "nein"]).is_empty());
        assert!(of("Bemerkung", Looks::Text, &["storniert"]).is_empty(), "what people write is no state");
    }
}

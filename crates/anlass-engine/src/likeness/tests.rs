//! Who looks alike, by names and addresses as people in German-speaking countries write them.

use super::german::{family_name, folded, given_name, phone, sound, street};
use super::*;
use crate::dossier::Dated;
use anlass_model::id::{EntityId, MessageId, NameId, ProgramId};
use anlass_model::time::Timestamp;
use proptest::prelude::*;

/// Among them the examples of the method's descriptions.
#[test]
fn surnames_sound_as_cologne_phonetics_has_it() {
    let of = |text: &str| family_name(text).iter().map(|part| sound(part)).collect::<Vec<_>>().join("");
    for (name, expected) in [
        ("Müller", "657"),
        ("Mueller", "657"),
        ("Möller", "657"),
        ("Lüdenscheidt", "52682"),
        ("Müller-Lüdenscheidt", "65752682"),
        ("Breschnew", "17863"),
        ("Wikipedia", "3412"),
        ("Meyer", "67"),
        ("Maier", "67"),
        ("Mayr", "67"),
        ("Schmidt", "862"),
        ("Schmitt", "862"),
        ("Philipp", "351"),
        ("Xaver", "4837"),
        ("Christ", "4782"),
        ("Aha", "0"),
    ] {
        assert_eq!(of(name), expected, "{name}");
    }
}

#[test]
fn names_are_compared_without_titles_marks_and_particles() {
    assert_eq!(folded("Größe Çelik Łukasz e\u{301} u\u{308}"), "groesse celik lukasz e ue");
    assert_eq!(given_name("Prof. Dr. Hans-Peter"), ["hans", "peter"]);
    assert_eq!(family_name("von der Müller-Lüdenscheidt"), ["mueller", "luedenscheidt"]);
    assert_eq!(family_name("van"), ["van"], "somebody may be called so");
}

#[test]
fn streets_are_compared_whatever_they_are_abbreviated_to() {
    let same = |text: &str, number: Option<&str>| {
        let (street, house) = street(text, number);
        format!("{street} {house}")
    };
    for (text, number) in [
        ("Hauptstraße 12a", None),
        ("Hauptstr. 12 a", None),
        ("HAUPTSTRASSE 12A", None),
        ("Haupt-Str. 12 A", None),
        ("Haupt Straße", Some("12 a")),
        ("Hauptstraße", Some("12A")),
    ] {
        assert_eq!(same(text, number), "hauptstr 12a", "{text}");
    }
    assert_eq!(same("Straße des 17. Juni 135", None), "strdes17juni 135");
    assert_eq!(same("Karl-Marx-Platz 3-5", None), "karlmarxpl 3-5");
    assert_eq!(same("Q7, 24", None), "q7 24");
    assert_eq!(same("Alter Markt", None), "altermarkt ");
}

#[test]
fn telephone_numbers_have_a_country() {
    assert_eq!(phone("+49 (30) 123-4567").as_deref(), Some("49301234567"));
    assert_eq!(phone("+49 (0)30 1234567").as_deref(), Some("49301234567"));
    assert_eq!(phone("030 / 123 45 67").as_deref(), Some("49301234567"));
    assert_eq!(phone("0043 1 2345678").as_deref(), Some("4312345678"));
    assert_eq!(phone("1234567"), None, "nobody knows where");
}

fn settings() -> Settings {
    let text = "{ name: a, organisation: [{ id: hq, level: headquarters, vault: 1 }], currency: EUR, time_zone: UTC, \
        fields: { first_name: text, last_name: text, street: text, postcode: text, city: text, birth_date: day, phone: text }, \
        identifiers: { customer_number: { one: true }, phone: { strength: leads } }, \
        matching: { given_name: first_name, family_name: last_name, street: street, postal_code: postcode, city: city, \
        birthday: birth_date, phone: phone } }";
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}"))
}

type Told<'a> = [&'a str; 6];

/// Given name, surname, street, postal code, birthday, telephone number; what is empty nobody told.
fn dossier(told: Told<'_>, number: Option<&str>) -> Dossier {
    let mut dossier = Dossier::new(EntityId::from_hash(7, 64), ProgramId(1), Timestamp(0));
    let fields = ["first_name", "last_name", "street", "postcode", "birth_date", "phone"];
    for (field, text) in fields.into_iter().zip(told).filter(|(_, text)| !text.is_empty()) {
        let value = match field {
            "birth_date" => Value::Day(text.parse().expect("a day")),
            _ => Value::Text(text.into()),
        };
        let dated = Dated { value: Some(value), occurred: Timestamp(0), message: MessageId::Hash(1) };
        dossier.hot.profile.push((NameId::of(field), dated));
    }
    dossier.hot.profile.sort_by_key(|(field, _)| *field);
    let number = number.map(|value| Identifier { kind: IdentifierKind::CustomerNumber, value: value.into() });
    dossier.hot.identifiers.extend(number);
    dossier
}

fn portrait(told: Told<'_>) -> Portrait {
    Portrait::of(&settings(), &dossier(told, None)).expect("somebody")
}

/// Whether two people are suggested, and found at all.
fn suggested(one: Told<'_>, other: Told<'_>) -> bool {
    let (one, other) = (portrait(one), portrait(other));
    let likeness = one.likeness(&other);
    assert_eq!(likeness, other.likeness(&one), "neither goes first");
    let is_suggested = likeness.is_suggested();
    let is_found = one.keys().intersection(&other.keys()).next().is_some();
    assert!(
        is_found || !is_suggested,
        "{likeness:?} is found by no key: {:?} {:?}",
        one.keys(),
        other.keys()
    );
    is_suggested
}

#[test]
fn a_given_name_written_otherwise_counts_with_a_birthday_and_not_with_an_address_alone() {
    let as_told = |given, birthday| [given, "Großmann", "Hauptstr. 2", "50668", birthday, ""];
    for (one, other) in [("Käthe", "Käte"), ("Stefan", "Stephan"), ("Philipp", "Filip")] {
        assert!(suggested(as_told(one, "1961-02-02"), as_told(other, "1961-02-02")), "{one}, {other}");
        assert!(!suggested(as_told(one, "1961-02-02"), as_told(other, "")), "{one}, {other}");
    }
    assert!(!suggested(as_told("Karla", "1961-02-02"), as_told("Peter", "1961-02-02")), "twins");
}

#[test]
fn people_who_look_like_one_are_suggested() {
    let anna = ["Anna", "Müller", "Hauptstraße 12a", "50667", "", ""];
    for other in [
        ["Anna", "Mueller", "Hauptstr. 12 a", "50667", "", ""],
        ["Dr. Anna", "MÜLLER", "Haupt-Str. 12A", "50667", "", ""],
        ["A.", "Müller", "Hauptstr. 12a", "50667", "", ""],
        ["Anna", "Möller", "Hauptstr. 12a", "50667", "", ""],
        ["Anna", "Müller-Lüdenscheidt", "Hauptstr. 12a", "50667", "", ""],
        ["Anna Maria", "Müller", "Hauptstr. 12a", "50667", "", ""],
    ] {
        assert!(suggested(anna, other), "{other:?}");
    }
    let born = |given, family, phone| [given, family, "", "", "1980-05-01", phone];
    assert!(suggested(born("Anna", "Müller", ""), born("Anna", "Müller", "")), "moved");
    assert!(
        suggested(born("Anna", "Müller", "0221 5550001"), born("Anna", "Schulze", "+49 221 555 00 01")),
        "married"
    );
}

#[test]
fn people_who_only_live_together_or_share_a_name_are_not() {
    let anna = ["Anna", "Müller", "Hauptstraße 12a", "50667", "", "0221 5550001"];
    for other in [
        ["Bernd", "Müller", "Hauptstr. 12a", "50667", "", "0221 5550001"],
        ["Anna", "Müller", "Ringstr. 3", "50667", "", ""],
        ["Anna", "Müller", "Hauptstr. 12a", "80331", "", ""],
        ["", "Müller", "Hauptstr. 12a", "50667", "", ""],
        ["Anna", "Schulze", "Hauptstr. 12a", "50667", "", ""],
        ["", "", "", "", "", "0221 5550001"],
    ] {
        assert!(!suggested(anna, other), "{other:?}");
    }
}

#[test]
fn another_birthday_or_number_refutes() {
    let told = |day| ["Anna", "Müller", "Hauptstr. 12a", "50667", day, "0221 5550001"];
    assert!(suggested(told("1980-05-01"), told("")));
    assert!(!suggested(told("1980-05-01"), told("2004-05-01")), "mother and daughter");
    let known = |number| Portrait::of(&settings(), &dossier(told(""), number)).expect("somebody");
    assert!(known(Some("1")).likeness(&known(None)).is_suggested());
    let two = known(Some("1")).likeness(&known(Some("2")));
    assert!(two.is_refuted() && two.signs.contains(&Sign::OtherIdentifier), "{two:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in the fields, somebody looks like themselves the more the more is known, and nothing panics.
    #[test]
    fn anything_can_be_compared(given in "\\PC{0,12}", family in "\\PC{0,12}", address in "\\PC{0,20}", code in "\\PC{0,6}") {
        let one = portrait([&given, &family, &address, &code, "", "0221 5550001"]);
        let likeness = one.likeness(&one);
        prop_assert!(likeness.points > 0 && !likeness.is_refuted());
        let other = portrait(["Anna", "Müller", "Hauptstr. 12a", "50667", "", ""]);
        prop_assert_eq!(one.likeness(&other), other.likeness(&one));
    }

    /// How somebody types it leaves no trace.
    #[test]
    fn spelling_leaves_no_trace(family in "[a-zäöüß]{2,10}", upper in any::<bool>(), spelt in any::<bool>()) {
        let mut other = if upper { family.to_uppercase() } else { family.clone() };
        if spelt {
            for (mark, plain) in [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "AE"), ("Ö", "OE"), ("Ü", "UE")] {
                other = other.replace(mark, plain);
            }
        }
        prop_assert_eq!(family_name(&family), family_name(&other));
    }
}

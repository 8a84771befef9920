//! A table of people and how they are greeted, and the real first names of a city.

use crate::{Gender, Names, Person, salutation};
use anlass_model::definition::{LanguageTag, Tone};
use std::io::Write;

fn names() -> Names {
    Names::parse(
        "name,gender,count\nAnna,f,3024\nAnna,m,4\nLena,f,900\nMaria,f,4582\nMaria,m,30\nMax,m,2000\n\
         Otto,m,700\nJane,f,90\nKarl,m,800\nLudwig,m,300\nAlex,m,200\nAlex,f,60\nSam,m,15\nZoë,f,40\n",
    )
    .unwrap()
}

#[test]
fn people_are_greeted_as_the_table_says() {
    let names = names();
    let mut wrong = Vec::new();
    let mut count = 0;
    let table = include_str!("../../testdata/salutations.csv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('|').collect();
        let [stated, titles, first, last, language, tone, expected] = fields[..] else { panic!("{line}") };
        let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let person = Person {
            salutation: some(stated),
            titles: some(titles),
            first_name: some(first),
            last_name: some(last),
        };
        let tone = if tone == "formal" { Tone::Formal } else { Tone::Informal };
        let greeted = salutation(person, &LanguageTag::new(language).unwrap(), tone, &names);
        if greeted != expected {
            wrong.push(format!("{line}\n  got {greeted}"));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 60, "{count} people");
}

/// The data lie beside the checkout and are not part of it.
#[test]
fn real_first_names_are_never_greeted_as_the_other_gender() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = option_env!("ANLASS_SHARED").map_or_else(|| folder.join("../shared"), Into::into);
    let file = folder.join("data/german/vornamen_berlin_2012_2023.csv.zst");
    if !file.exists() {
        let reason = "skipped: ../shared/data/german is not beside the checkout";
        writeln!(std::io::stderr(), "{reason}").expect("stderr is open");
        return;
    }
    let csv = zstd::decode_all(std::fs::File::open(file).unwrap()).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let table = Names::parse(&csv).expect("the city's own headings are known");
    let rows: Vec<(&str, u64, u64)> = csv
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.rsplitn(3, ',');
            let (female, male) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
            Some((fields.next()?, male, female))
        })
        .collect();
    assert!(rows.len() > 60_000);
    let (mut told, mut people, mut wrong) = (0u64, 0u64, 0u64);
    for (name, male, female) in &rows {
        people += male + female;
        match table.gender(name) {
            Some(Gender::Female) => (told, wrong) = (told + male + female, wrong + male),
            Some(Gender::Male) => (told, wrong) = (told + male + female, wrong + female),
            None => {}
        }
    }
    assert!(wrong * 500 < people, "{wrong} of {people} people would be greeted as the other gender");
    assert!(told * 10 > people * 6, "{told} of {people} people are greeted by gender");
}

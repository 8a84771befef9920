//! Mappings proposed for files as people have them: a few bad fields, sums that are no prices, orders that were cancelled.

use super::proposed::look;
use super::{check_sound, import_quietly, rows};
use anlass_model::event::Body;
use anlass_model::time::Timestamp;
use anlass_sources::probe::{Frame, Looks, Meaning, Probed, ProbedColumn, Question, propose};
use anlass_sources::report::{Fate, Reason};
use anlass_sources::{Imported, Mapping, Mark};

const FRAME: Frame<'_> = Frame {
    name: "kunden",
    source: 9,
    currency: "EUR",
    time_zone: "Europe/Berlin",
    now: Timestamp(1_704_110_400_000),
    settings: None,
};

/// Its rows, and what is proposed for them: as document and as it is imported.
struct Proposed {
    files: Vec<Probed>,
    yaml: String,
    open: Vec<Question>,
    decimal: Mark,
    imported: Imported,
}

fn proposed(texts: &[(&str, &str)], say: &[(&str, Option<Meaning>)]) -> Proposed {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in texts {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    let names: Vec<&str> = texts.iter().map(|(name, _)| *name).collect();
    let mut files = look(folder.path(), &names);
    for (name, meaning) in say {
        let columns = files.iter_mut().flat_map(|file| &mut file.columns);
        columns.filter(|column| column.name == *name).for_each(|column| column.mean(*meaning));
    }
    let proposal = propose(&files, &FRAME);
    let mapping = Mapping::read(&proposal.yaml, "proposed.yaml");
    let mapping = mapping.unwrap_or_else(|error| panic!("{error}\n{}", proposal.yaml));
    let imported =
        import_quietly(&mapping, folder.path()).unwrap_or_else(|error| panic!("{error}\n{}", proposal.yaml));
    check_sound(&imported);
    let open = proposal.open.iter().map(|open| open.question).collect();
    Proposed { files, yaml: proposal.yaml, open, decimal: proposal.decimal, imported }
}

impl Proposed {
    fn column(&self, name: &str) -> &ProbedColumn {
        let mut columns = self.files.iter().flat_map(|file| &file.columns);
        columns.find(|column| column.name == name).expect("such a column")
    }

    fn means(&self, name: &str) -> Option<Meaning> {
        self.column(name).meaning
    }

    /// What of a column cannot be read.
    fn misfits(&self, name: &str) -> (usize, Vec<String>) {
        let misfits = self.column(name).misfits(self.decimal);
        misfits.map_or((0, Vec::new()), |misfits| (misfits.rows, misfits.examples))
    }

    fn reasons(&self, file: &str) -> Vec<(Reason, u64)> {
        let found = self.imported.report.files.iter().find(|report| report.file == file).expect(file);
        found.quarantined_by_reason.iter().map(|(reason, rows)| (*reason, *rows)).collect()
    }

    fn counted(&self, file: &str) -> [u64; 2] {
        let found = self.imported.report.files.iter().find(|report| report.file == file).expect(file);
        [rows(found, Fate::Accepted), rows(found, Fate::Quarantined)]
    }
}

/// Of twenty customers: one has no address that is one, and so many no day of birth.
fn customers(without_day: usize) -> String {
    let mut text = String::from(
        "Kundennummer;Nachname;Straße;E-Mail-Adresse;Geburtsdatum;Newsletter;Jahresumsatz;Letzte Änderung\n",
    );
    for number in 1..=20 {
        let address = if number == 8 { "uwe(at)muster".into() } else { format!("k{number}@muster.example") };
        let day = if number <= without_day { "31.02.1975".into() } else { format!("{number:02}.05.1960") };
        let name = char::from(b'A' + u8::try_from(number).expect("small"));
        text.push_str(&format!(
            "K{number};{name}.;Hauptstraße {number};{address};{day};{};{number}00,50;{number:02}.12.2017\n",
            if number % 2 == 0 { "ja" } else { "nein" }
        ));
    }
    text
}

#[test]
fn a_few_bad_fields_cost_their_own_rows_and_no_others() {
    let good = proposed(&[("kunden.csv", &customers(2))], &[("Newsletter", None)]);
    assert_eq!(good.means("Geburtsdatum"), Some(Meaning::Birthday));
    assert_eq!(good.means("E-Mail-Adresse"), Some(Meaning::Email), "no street");
    assert_eq!(good.means("Letzte Änderung"), Some(Meaning::Changed));
    assert!(
        good.yaml.contains("birth_date: { column: Geburtsdatum, type: day, format: \"%d.%m.%Y\" }"),
        "{}",
        good.yaml
    );
    assert_eq!(good.counted("kunden.csv"), [17, 3], "{}", good.yaml);
    let reasons = &good.imported.report.files[0].quarantined_by_reason;
    assert_eq!((reasons[&Reason::NotTime], reasons[&Reason::NotEmail]), (2, 1), "{reasons:?}");
    assert_eq!(good.open, []);
}

#[test]
fn a_meaning_said_by_hand_gets_the_format_in_which_the_column_is_written() {
    let unsure = proposed(&[("kunden.csv", &customers(9))], &[("Newsletter", None)]);
    assert_eq!(unsure.means("Geburtsdatum"), None, "nearly half of it is none");
    let said = [("Newsletter", None), ("Geburtsdatum", Some(Meaning::Birthday))];
    let said = proposed(&[("kunden.csv", &customers(9))], &said);
    assert!(said.yaml.contains("type: day, format: \"%d.%m.%Y\""), "{}", said.yaml);
    assert_eq!(said.counted("kunden.csv"), [11, 9], "{}", said.yaml);
}

#[test]
fn a_sum_in_a_list_of_people_is_an_amount_of_their_own_and_no_price() {
    let people = proposed(&[("kunden.csv", &customers(0))], &[("Newsletter", None)]);
    assert_eq!(people.means("Jahresumsatz"), Some(Meaning::OwnField));
    assert!(people.yaml.contains("jahresumsatz: { column: Jahresumsatz, type: money }"), "{}", people.yaml);
    let lines = "Kundennummer;Bestellnummer;Bestelldatum;Artikelnummer;Umsatz\nK1;1;01.02.2024;A1;4,99\n";
    let lines = proposed(&[("zeilen.csv", lines)], &[]);
    assert_eq!(lines.means("Umsatz"), Some(Meaning::Total));
}

#[test]
fn fields_of_the_organisations_own_make_a_list_of_people_and_have_the_columns_names() {
    let text = "haushalt;Größe des Haushalts;Größe-des-Haushalts;seit\n1;2;a;01.02.2019\n2;5+;b;13.02.2019\n";
    let own =
        ["Größe des Haushalts", "Größe-des-Haushalts", "seit"].map(|name| (name, Some(Meaning::OwnField)));
    let say = [&own[..], &[("haushalt", Some(Meaning::CustomerNumber))]].concat();
    let people = proposed(&[("leute.csv", text)], &say);
    for line in [
        "groesse_des_haushalts: \"Größe des Haushalts\"",
        "groesse_des_haushalts_2: \"Größe-des-Haushalts\"",
        "seit: { column: seit, type: day, format: \"%d.%m.%Y\" }",
    ] {
        assert!(people.yaml.contains(line), "{line}: {}", people.yaml);
    }
    assert_eq!(people.counted("leute.csv"), [2, 0], "{}", people.yaml);
}

#[test]
fn consents_without_a_time_ask_for_one_and_not_for_that_of_an_order() {
    let text = "E-Mail;Vorname;Newsletter\na@example.org;Eva;ja\nb@example.org;Jan;nein\n";
    assert_eq!(proposed(&[("liste.csv", text)], &[]).open, [Question::WhenAgreed]);
}

#[test]
fn orders_that_were_cancelled_are_proposed_to_be_no_purchases() {
    let cancelled = |imported: &Imported| {
        let bodies = imported.arrivals.iter().map(|arrival| &arrival.event.body);
        bodies.filter(|body| matches!(body, Body::Cancelled { .. })).count()
    };
    let lines = "Kundennummer;Bestellnummer;Bestelldatum;Artikelnummer;Summe;Status\n\
                 K1;1;01.02.2024;A1;4,99;bezahlt\nK1;2;13.02.2024;A1;4,99;storniert\nK2;3;14.02.2024;A2;1,00;bezahlt\n";
    let one = proposed(&[("zeilen.csv", lines)], &[]);
    assert!(one.yaml.contains("cancelled: { column: Status, values: [storniert] }"), "{}", one.yaml);
    assert_eq!(cancelled(&one.imported), 1, "{}", one.yaml);
    // The heads stand beside the lines for their states alone.
    let lines = "Kundennummer;Bestellnummer;Bestelldatum;Artikelnummer;Summe\n\
                 K1;1;01.02.2024;A1;4,99\nK1;2;13.02.2024;A1;4,99\nK2;3;14.02.2024;A2;1,00\n";
    let heads = "Bestellnummer;order_status\n1;delivered\n2;canceled\n3;delivered\n";
    let two = proposed(&[("zeilen.csv", lines), ("kopf.csv", heads)], &[]);
    assert_eq!(cancelled(&two.imported), 1, "{}", two.yaml);
    let without = "Bestellnummer;order_status\n1;delivered\n2;shipped\n3;delivered\n";
    let none = proposed(&[("zeilen.csv", lines), ("kopf.csv", without)], &[]);
    assert!(!none.yaml.contains("cancelled"), "{}", none.yaml);
}

#[test]
fn a_list_of_outlets_alone_tells_how_many_there_are() {
    let text = "Filialnummer;Filialname;Breitengrad;Längengrad\n901;Köln Mitte;50,938;6,957\n902;Bonn;50,733;7,100\n";
    let outlets = proposed(&[("filialen.csv", text)], &[]);
    assert_eq!((outlets.imported.report.outlets, outlets.imported.report.events), (2, 0), "{}", outlets.yaml);
}

#[test]
fn one_bad_field_hides_nothing_of_a_small_file() {
    let lines = "bestellnummer;kundennummer;datum;artikelnummer;artikel;menge;preis\n\
                 O-1;7001;2026-11-20 10:00;A-1;Bohrmaschine;1;99,90\n\
                 O-1;7001;2026-11-20 10:00;A-2;Bohrer;2;abc\n\
                 O-1;7001;2026-11-20 10:00;A-3;Leim;1;4,50\n\
                 O-2;7005;2026-11-21 11:00;A-1;Bohrmaschine;1;99,90\n\
                 O-2;7005;2026-11-21 11:00;A-3;Leim;zwei;4,50\n\
                 O-3;7003;gestern;A-3;Leim;1;4,50\n";
    let small = proposed(&[("zeilen.csv", lines)], &[]);
    let meanings = ["datum", "artikel", "menge", "preis"].map(|name| small.means(name));
    let expected = [Meaning::OrderTime, Meaning::ArticleName, Meaning::Quantity, Meaning::UnitPrice];
    assert_eq!(meanings, expected.map(Some), "{}", small.yaml);
    assert!(small.yaml.contains("decimal: comma"), "{}", small.yaml);
    assert_eq!(small.counted("zeilen.csv"), [3, 3], "{}", small.yaml);
    for (name, misfit) in [("datum", "gestern"), ("menge", "zwei"), ("preis", "abc")] {
        assert_eq!(small.misfits(name), (1, vec![misfit.to_owned()]), "{name}");
    }
    // With digits in them they may be codes, and of codes any text is one.
    let codes = "Artikelnummer;Bezeichnung\n17;Hammer\n18;Zange\n19;Säge\nA1;Leim\n";
    let codes = proposed(&[("artikel.csv", codes)], &[]);
    assert_eq!(codes.column("Artikelnummer").looks, Looks::Text);
    assert_eq!(
        (codes.misfits("Artikelnummer").0, codes.counted("artikel.csv")),
        (0, [4, 0]),
        "{}",
        codes.yaml
    );
}

#[test]
fn an_amount_said_by_hand_gets_the_mark_in_which_its_column_is_written() {
    let lines = "Kundennummer;Bestellnummer;Bestelldatum;Artikelnummer;wie viel\n\
                 K1;1;01.02.2024;A1;99,90\nK1;2;13.02.2024;A2;siehe Beleg\nK2;3;14.02.2024;A2;x\nK3;4;14.02.2024;A2;12,50\n";
    let said = proposed(&[("zeilen.csv", lines)], &[("wie viel", Some(Meaning::Total))]);
    assert_eq!(said.column("wie viel").looks, Looks::Amount { decimal: Mark::Comma });
    assert!(said.yaml.contains("decimal: comma"), "{}", said.yaml);
    assert_eq!(said.counted("zeilen.csv"), [2, 2], "{}", said.yaml);
    assert_eq!(said.misfits("wie viel"), (2, vec!["siehe Beleg".to_owned(), "x".to_owned()]));
}

#[test]
fn an_amount_of_the_other_mark_is_refused_as_one() {
    let lines = "Kundennummer;Bestellnummer;Bestelldatum;Artikelnummer;Summe\n\
                 K1;1;01.02.2024;A1;4,99\nK1;2;13.02.2024;A1;99.90\nK2;3;14.02.2024;A2;1,00\n";
    let one = proposed(&[("zeilen.csv", lines)], &[]);
    assert_eq!(one.means("Summe"), Some(Meaning::Total), "{}", one.yaml);
    assert_eq!(one.reasons("zeilen.csv"), [(Reason::DecimalPoint, 1)], "{}", one.yaml);
    let point = one.yaml.replace("decimal: comma\n", "");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("zeilen.csv"), lines).expect("written");
    let read =
        import_quietly(&Mapping::read(&point, "point.yaml").expect("good"), folder.path()).expect("read");
    let flaws: Vec<_> = read.report.files[0].quarantined.iter().map(|one| &one.flaw).collect();
    let told = flaws.iter().map(|flaw| (flaw.column.as_deref(), &*flaw.excerpt, flaw.reason.to_string()));
    let told: Vec<_> = told.collect();
    let why = "no amount with a decimal point; it looks like one with a decimal comma".to_owned();
    assert_eq!(told, [(Some("Summe"), "4,99", why.clone()), (Some("Summe"), "1,00", why)]);
    assert!(flaws[0].reason.hint().contains("decimal: comma"), "{}", flaws[0].reason.hint());
}

#[test]
fn people_are_as_they_stand_there_since_the_day_of_their_own_zone() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = "Kundennummer;E-Mail;Vorname\n1;a@example.org;Kim\n2;b@example.org;Ida\n3;c@example.org;Bo\n";
    std::fs::write(folder.path().join("kunden.csv"), rows).expect("written");
    let files = look(folder.path(), &["kunden.csv"]);
    // An hour before midnight in Berlin, which is evening in New York.
    let of = |time_zone, at: i64| propose(&files, &Frame { time_zone, now: Timestamp(at), ..FRAME }).yaml;
    assert!(of("Europe/Berlin", 1_704_060_000_000).contains("on: 2023-12-31"));
    assert!(
        of("Europe/Berlin", 1_704_067_199_000).contains("on: 2024-01-01"),
        "past midnight there, not in UTC"
    );
    assert!(
        of("America/New_York", 1_704_078_000_000).contains("on: 2023-12-31"),
        "past midnight in UTC, not there"
    );
}

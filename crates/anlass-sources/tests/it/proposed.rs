//! Mappings proposed for real files: taken as proposed, they read what the shipped mappings read.

use super::{check_sound, import_quietly, of_customer, root, rows};
use anlass_model::event::Body;
use anlass_model::id::ProductId;
use anlass_model::time::Timestamp;
use anlass_sources::probe::{Frame, Meaning, Probed, Proposal, Question, probe, propose};
use anlass_sources::report::{Fate, FileReport};
use anlass_sources::{Imported, Mapping};
use std::path::{Path, PathBuf};

pub(crate) fn look(folder: &Path, files: &[&str]) -> Vec<Probed> {
    files.iter().map(|file| probe(folder, file).expect("a readable file")).collect()
}

pub(crate) fn proposal(files: &[Probed], currency: &str, time_zone: &str) -> Proposal {
    let frame = Frame {
        name: "proposed",
        source: 9,
        currency,
        time_zone,
        now: Timestamp(1_704_110_400_000),
        settings: None,
    };
    propose(files, &frame)
}

pub(crate) fn import(folder: &Path, proposal: &Proposal) -> Imported {
    let mapping = Mapping::read(&proposal.yaml, "proposed.yaml");
    let mapping = mapping.unwrap_or_else(|error| panic!("{error}\n{}", proposal.yaml));
    let imported =
        import_quietly(&mapping, folder).unwrap_or_else(|error| panic!("{error}\n{}", proposal.yaml));
    check_sound(&imported);
    imported
}

pub(crate) fn of<'a>(imported: &'a Imported, name: &str) -> &'a FileReport {
    imported.report.files.iter().find(|file| file.file == name).expect(name)
}

#[expect(clippy::print_stdout, reason = "why a test skips is for whoever runs it")]
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let folder = root().join("../shared/data").join(name);
    if !folder.exists() {
        println!("skipped: the shared tables are not on this machine");
        return None;
    }
    Some(folder)
}

#[test]
fn a_grocers_tables_are_read_as_its_own_mapping_reads_them() {
    let folder = root().join("data/complete-journey");
    let files =
        look(&folder, &["products.csv", "transactions.csv", "demographics.csv", "coupon_redemptions.csv"]);
    let proposal = proposal(&files, "USD", "America/New_York");
    let imported = import(&folder, &proposal);
    let lines = of(&imported, "transactions.csv");
    assert_eq!(rows(lines, Fate::Accepted), 731_367, "{}", proposal.yaml);
    assert_eq!(imported.report.articles, 92_331, "{}", proposal.yaml);
    assert_eq!(imported.report.outlets, 314);
    let redeemed = of(&imported, "coupon_redemptions.csv");
    assert_eq!(rows(redeemed, Fate::Accepted), redeemed.rows_read, "{}", proposal.yaml);
}

#[test]
fn a_wholesalers_invoices_are_read_as_lines() {
    let Some(folder) = shared("online_retail") else { return };
    let files = look(&folder, &["orders.csv"]);
    let imported = import(&folder, &proposal(&files, "GBP", "Europe/London"));
    let lines = of(&imported, "orders.csv");
    assert!(rows(lines, Fate::Accepted) > 200_000, "{:?}", lines.fates);
    assert!(imported.report.returns > 0, "numbers with a C take others back: {:?}", lines.fates);
}

#[test]
fn a_marketplaces_tables_find_their_way_to_one_another() {
    let Some(folder) = shared("olist") else { return };
    let names = [
        "products.csv",
        "product_category_name_translation.csv",
        "order_items.csv",
        "orders.csv",
        "customers.csv",
        "sellers.csv",
    ];
    let files = look(&folder, &names);
    let proposal = proposal(&files, "BRL", "America/Sao_Paulo");
    let imported = import(&folder, &proposal);
    let lines = of(&imported, "order_items.csv");
    assert_eq!((rows(lines, Fate::Quarantined), rows(lines, Fate::Guest)), (0, 0), "{}", proposal.yaml);
    assert_eq!(
        proposal.yaml.matches("customer: { column: customer_unique_id").count(),
        2,
        "{}",
        proposal.yaml
    );
    assert!(proposal.yaml.contains("article: { column: product_id }"), "{}", proposal.yaml);
    assert!(proposal.yaml.contains("occurred: { column: order_purchase_timestamp }"), "{}", proposal.yaml);
    assert!(proposal.yaml.contains("product_category_name_english"), "{}", proposal.yaml);
    assert!(proposal.yaml.contains("    changed: { column: order_purchase_timestamp"), "{}", proposal.yaml);
    let people = of(&imported, "customers.csv");
    assert_eq!(rows(people, Fate::Quarantined), 0, "{}", proposal.yaml);
    let sellers =
        proposal.open.iter().find(|open| open.file == "sellers.csv").expect("nobody knows what it is");
    assert_eq!(sellers.question, Question::WhatIsIt);
}

#[test]
fn a_shop_systems_customers_come_with_names_and_addresses() {
    let Some(folder) = shared("shop_exports_shopware") else { return };
    let files = look(&folder, &["customers.csv", "products.csv", "categories.csv"]);
    let means = |file: &Probed, name: &str| {
        file.columns.iter().find(|column| column.name == name).and_then(|column| column.meaning)
    };
    assert_eq!(means(&files[0], "customer_number"), Some(Meaning::CustomerNumber));
    assert_eq!(means(&files[0], "email"), Some(Meaning::Email));
    assert_eq!(means(&files[0], "billing_city"), Some(Meaning::City));
    let proposal = proposal(&files, "EUR", "Europe/Berlin");
    let imported = import(&folder, &proposal);
    let people = of(&imported, "customers.csv");
    assert_eq!(rows(people, Fate::Accepted), people.rows_read, "{}", proposal.yaml);
    assert_eq!(imported.arrivals[0].identifiers.len(), 2);
    assert!(proposal.yaml.contains("nodes: { file: categories.csv"), "{}", proposal.yaml);
    let maid =
        imported.catalogue.product(ProductId::of("50702c3eb3244b988b06c7a610b45f52")).expect("an article");
    assert_eq!(maid.path.first().map(|name| &**name), Some("Catalogue #1"), "{:?}", maid.path);
    assert!(maid.path.len() > 1 && maid.path.iter().all(|name| name.len() < 32), "{:?}", maid.path);
}

#[test]
fn prices_by_the_shops_own_ids_find_their_articles_and_those_of_many_pieces_are_left_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write("products.csv", "id;product_number;name;stock\na1;SW-1;Hammer;3\nb2;SW-2;Zange;4\n");
    write(
        "advanced_prices.csv",
        "id;product_id;rule_id;price_gross;quantity_start;quantity_end\n\
         p1;a1;club;9.39;1;10\np2;a1;club;6.75;11;\np3;b2;club;4.50;1;\n",
    );
    let proposal =
        proposal(&look(folder.path(), &["products.csv", "advanced_prices.csv"]), "EUR", "Europe/Berlin");
    let imported = import(folder.path(), &proposal);
    let prices = of(&imported, "advanced_prices.csv");
    let counted = [Fate::Accepted, Fate::SeveralPieces, Fate::Quarantined].map(|fate| rows(prices, fate));
    assert_eq!(counted, [2, 1, 0], "{}", proposal.yaml);
    assert!(proposal.yaml.contains("group: rule_id"), "{}", proposal.yaml);
}

#[test]
fn files_of_what_is_declared_are_read_by_the_names_of_its_fields() {
    let settings = "\
name: Garage
organisation: [{ id: hq, level: headquarters, vault: 7 }]
currency: EUR
time_zone: Europe/Berlin
events: { workshop.visited: { fields: { mileage: int, bay: text } } }
entities: { vehicle: { label: { de: Fahrzeug, en: vehicle }, fields: { model: text, inspection: day } } }
names: { inspection: { de: Hauptuntersuchung, en: inspection }, mileage: { de: Kilometerstand, en: mileage } }
";
    let settings = serde_saphyr::from_str(settings).expect("good settings");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    write(
        "fahrzeuge.csv",
        "Kundennummer;Fahrzeugnummer;Model;Hauptuntersuchung\n1;B-X 1;Golf;31.03.2027\n1;B-X 2;Polo;13.04.2027\n2;B-X 3;;\n",
    );
    write(
        "werkstatt.csv",
        "Kundennummer;Wann;Kilometerstand\n1;01.02.2024 10:00;61000\n1;13.02.2024 11:30;61010\n",
    );
    write("kunden.csv", "Kundennummer;Vorname;Nachname\n1;Eva;Roth\n2;Jan;Alt\n");
    let files = look(folder.path(), &["fahrzeuge.csv", "werkstatt.csv", "kunden.csv"]);
    let frame = Frame {
        name: "proposed",
        source: 9,
        currency: "EUR",
        time_zone: "Europe/Berlin",
        now: Timestamp(1_709_294_400_000),
        settings: Some(&settings),
    };
    let proposal = propose(&files, &frame);
    assert_eq!(proposal.open, [], "{}", proposal.yaml);
    let imported = import(folder.path(), &proposal);
    for (file, wanted) in [("fahrzeuge.csv", 3), ("werkstatt.csv", 2), ("kunden.csv", 2)] {
        assert_eq!(rows(of(&imported, file), Fate::Accepted), wanted, "{file}: {}", proposal.yaml);
    }
    let bodies: Vec<&Body> = imported.arrivals.iter().map(|arrival| &arrival.event.body).collect();
    let things =
        bodies.iter().filter(|body| matches!(body, Body::Thing(act) if act.entity.as_str() == "vehicle"));
    assert_eq!(things.count(), 3, "{}", proposal.yaml);
    let is_visit =
        |body: &&&Body| matches!(body, Body::Custom { name, .. } if name.as_str() == "workshop.visited");
    assert_eq!(bodies.iter().filter(is_visit).count(), 2, "{}", proposal.yaml);
}

#[test]
fn a_newsletter_list_proposes_its_consents_and_asks_what_proves_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "E-Mail;Vorname;Newsletter;Opt-in-Datum\na@example.org;Eva;ja;01.02.2020 10:00\nb@example.org;Jan;nein;13.02.2020 10:00\n";
    std::fs::write(folder.path().join("liste.csv"), text).expect("written");
    let files = look(folder.path(), &["liste.csv"]);
    let proposal = proposal(&files, "EUR", "Europe/Berlin");
    let imported = import(folder.path(), &proposal);
    assert_eq!(
        imported.report.files.iter().map(|file| rows(file, Fate::Accepted)).sum::<u64>(),
        4,
        "{}",
        proposal.yaml
    );
    assert!(proposal.open.iter().any(|open| open.question == Question::WhatProvesIt));
}

#[test]
fn whole_names_are_parted_where_no_column_has_their_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::from("Kundennummer;Kundenname;Ort\n");
    for number in 1..50 {
        text.push_str(&format!("{number};Anna Maria Muster {number};Ulm\n"));
    }
    std::fs::write(folder.path().join("kunden.csv"), text + "50;\"Beispiel, Bert\";Bern\n").expect("written");
    let imported =
        import(folder.path(), &proposal(&look(folder.path(), &["kunden.csv"]), "EUR", "Europe/Berlin"));
    let said = |number: &str, field: &str| {
        let arrivals = of_customer(&imported, number);
        let facts = arrivals.iter().filter_map(|arrival| match &arrival.event.body {
            Body::Profile(facts) => Some(facts),
            _ => None,
        });
        let fact = facts.flatten().find(|(name, _)| name.as_str() == field);
        fact.and_then(|(_, value)| value.as_ref()).map(|value| value.to_string().replace('"', ""))
    };
    assert_eq!(said("50", "first_name").as_deref(), Some("Bert"));
    assert_eq!(said("50", "last_name").as_deref(), Some("Beispiel"));
    assert_eq!(said("7", "first_name").as_deref(), Some("Anna"));
}

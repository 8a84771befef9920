//! Files looked at before they are imported: the proposed mapping imports them as they are.

use super::{json, refused};

#[test]
fn a_proposed_mapping_imports_the_files_it_was_proposed_for() {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| temporary.path().join(name).display().to_string();
    let shop = path("shop");
    std::fs::create_dir(&shop).expect("a folder");
    let people = "Kundennr;Vorname;Nachname;E-Mail;PLZ;Ort\n1;Eva;Maier;eva@example.org;50667;Köln\n2;Jörg;Groß;joerg@example.org;53111;Bonn\n";
    let lines = "Bestellnr;Kundennr;Artikelnr;Menge;Einzelpreis;Bestelldatum\n\
                 17;1;A-1;2;19,90;24.12.2023 10:15\n17;1;B-7;1;5,00;24.12.2023 10:15\n18;2;A-1;1;19,90;13.01.2024 09:00\n";
    // As a spreadsheet in Germany saves it.
    let windows = |text: &str| -> Vec<u8> {
        text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin")).collect()
    };
    std::fs::write(format!("{shop}/kunden.csv"), windows(people)).expect("written");
    std::fs::write(format!("{shop}/positionen.csv"), windows(lines)).expect("written");
    let mapping = path("shop.yaml");
    let look = ["look", &shop, "--currency", "GBP", "--write", &mapping];
    let told = json(&look);
    assert_eq!(
        (&told["is_whole"], told["files"][0]["columns"][0]["meaning"].as_str()),
        (&true.into(), Some("customer_number"))
    );
    let again = refused(&look);
    assert!(again["error"].as_str().is_some_and(|error| error.contains("is there already")), "{again}");
    let data = path("data");
    json(&["publish", "--data", &data, "recipes/settings-online-retail.yaml"]);
    let imported = json(&["import", "--data", &data, &mapping, &shop]);
    assert_eq!(
        (&imported["report"]["orders"], &imported["report"]["customers"]),
        (&2.into(), &2.into()),
        "{imported}"
    );
}

//! The exports of a shop system as they lie in its own tests, half-broken ones among them: each is read by the mapping that is
//! proposed for it, or it is said plainly why not.

use super::proposed::{import, look, of, proposal, shared};
use super::rows;
use anlass_model::catalogue::Details;
use anlass_model::id::ProductId;
use anlass_sources::Imported;
use anlass_sources::probe::{Proposal, Question};
use anlass_sources::report::{Fate, Reason};
use std::path::Path;

const FOLDER: &str = "shop_exports_shopware";

fn read(folder: &Path, files: &[&str]) -> (Proposal, Imported) {
    let proposal = proposal(&look(folder, files), "EUR", "Europe/Berlin");
    let imported = import(folder, &proposal);
    (proposal, imported)
}

fn asks(proposal: &Proposal, file: &str) -> Option<Question> {
    proposal.open.iter().find(|open| open.file == file).map(|open| open.question)
}

/// What is proposed for a file alone: why it is not read, or its rows that are taken in and set aside.
fn alone(folder: &Path, file: &str) -> String {
    let proposal = proposal(&look(folder, &[file]), "EUR", "Europe/Berlin");
    if let Some(question) = asks(&proposal, file) {
        return question.code().to_owned();
    }
    let imported = import(folder, &proposal);
    let read = imported.report.files.iter().rev().max_by_key(|report| report.rows_read).expect("it is read");
    format!(
        "{} of {}, {} set aside",
        rows(read, Fate::Accepted),
        read.rows_read,
        rows(read, Fate::Quarantined)
    )
}

#[test]
fn every_file_of_a_shop_system_is_read_or_it_is_said_why_not() {
    let Some(folder) = shared(FOLDER) else { return };
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("a folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".csv"))
        .collect();
    names.sort();
    let told: Vec<String> = names.iter().map(|name| format!("{name}: {}", alone(&folder, name))).collect();
    assert_eq!(told, EVERY, "{told:#?}");
}

/// Alone prices name articles that nobody knows; of an article that is told twice the first word counts, and another one is set
/// aside. The only row of the file with category paths has a field too many, so there is nothing to be told by.
const EVERY: [&str; 26] = [
    "advanced_prices.csv: 0 of 2, 2 set aside",
    "categories.csv: beside_articles",
    "cross_selling_products_with_own_identifier.csv: 4 of 4, 0 set aside",
    "cross_selling_with_own_identifier.csv: goes_together",
    "customers.csv: 5 of 5, 0 set aside",
    "customers_boundsaleschannel.csv: 1 of 1, 0 set aside",
    "products.csv: 60 of 60, 0 set aside",
    "products_with_category_path.csv: what_is_it",
    "products_with_custom_fields.csv: 1 of 2, 0 set aside",
    "products_with_invalid.csv: 10 of 10, 0 set aside",
    "products_with_invalid_dryrun.csv: 11 of 11, 0 set aside",
    "products_with_invalid_update_by.csv: 1 of 1, 0 set aside",
    "products_with_invalid_variants.csv: 1 of 2, 0 set aside",
    "products_with_list_price.csv: 2 of 2, 0 set aside",
    "products_with_own_identifier.csv: 4 of 4, 0 set aside",
    "products_with_update_by.csv: 1 of 2, 1 set aside",
    "products_with_updated_cover.csv: 2 of 2, 0 set aside",
    "products_with_variants.csv: 1 of 2, 0 set aside",
    "products_with_visibilities.csv: 3 of 3, 0 set aside",
    "products_with_visibility_names.csv: 3 of 3, 0 set aside",
    "promotion_discounts.csv: discounts",
    "promotion_discounts_export.csv: discounts",
    "promotion_individual_codes.csv: codes",
    "properties.csv: beside_articles",
    "properties_with_empty_names.csv: beside_articles",
    "propertieswithoutid.csv: beside_articles",
];

#[test]
fn prices_of_rules_are_prices_of_customer_groups_and_those_of_many_pieces_are_told() {
    let Some(shop) = shared(FOLDER) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let copied = std::fs::read(shop.join("advanced_prices.csv")).expect("readable");
    std::fs::write(folder.path().join("advanced_prices.csv"), copied).expect("written");
    // The list of articles that these prices belong to is not among the exports.
    let articles = "id;product_number;name;stock;price_gross\n\
                    e12a77e8ed6642698b987250d8ec705d;SW-1;Hammer;3;11.99\nb2;SW-2;Zange;4;5.00\n";
    std::fs::write(folder.path().join("products.csv"), articles).expect("written");
    let (proposal, imported) = read(folder.path(), &["products.csv", "advanced_prices.csv"]);
    let prices = of(&imported, "advanced_prices.csv");
    let counted = [Fate::Accepted, Fate::SeveralPieces, Fate::Quarantined].map(|fate| rows(prices, fate));
    assert_eq!(counted, [1, 1, 0], "{}", proposal.yaml);
    assert!(proposal.yaml.contains("group: rule_id"), "{}", proposal.yaml);
    assert_eq!(proposal.open, [], "{}", proposal.yaml);
}

#[test]
fn properties_become_tags_of_the_articles_that_name_them() {
    let Some(folder) = shared(FOLDER) else { return };
    let (proposal, imported) = read(&folder, &["products.csv", "properties.csv", "categories.csv"]);
    assert_eq!(proposal.open, [], "{}", proposal.yaml);
    let properties = std::fs::read_to_string(folder.join("properties.csv")).expect("text");
    let called = |id: &str| {
        let mut lines = properties.lines().map(|line| line.split(';').collect::<Vec<_>>());
        lines.find(|cells| cells[0] == id).map(|cells| cells[2].trim_matches('"').to_owned())
    };
    let first = called("84ba25aded2842a39abc87a941c9464e").expect("it is in the file");
    let maid =
        imported.catalogue.product(ProductId::of("50702c3eb3244b988b06c7a610b45f52")).expect("an article");
    let tags = maid.details.as_deref().map_or(&[][..], |Details { tags, .. }| tags);
    assert!(tags.len() > 3 && tags.iter().any(|tag| **tag == *first), "{first}: {tags:?}\n{}", proposal.yaml);
    assert!(tags.iter().all(|tag| tag.len() < 32), "{tags:?}");
    // Those without a name are set aside, and the others are read.
    let (proposal, imported) = read(&folder, &["products.csv", "properties_with_empty_names.csv"]);
    let named = of(&imported, "properties_with_empty_names.csv");
    assert!(
        named.quarantined_by_reason.get(&Reason::Empty).is_some_and(|rows| *rows > 0),
        "{:?}",
        named.fates
    );
    assert!(rows(named, Fate::Accepted) > 50, "{}", proposal.yaml);
}

#[test]
fn a_list_beside_articles_alone_says_what_it_needs() {
    let Some(folder) = shared(FOLDER) else { return };
    for (file, question) in [
        ("categories.csv", Question::BesideArticles),
        ("properties.csv", Question::BesideArticles),
        ("cross_selling_with_own_identifier.csv", Question::GoesTogether),
        ("promotion_individual_codes.csv", Question::Codes),
        ("promotion_discounts.csv", Question::Discounts),
    ] {
        let proposal = proposal(&look(&folder, &[file]), "EUR", "Europe/Berlin");
        assert_eq!(asks(&proposal, file), Some(question), "{file}: {}", proposal.yaml);
    }
    // Beside the articles it is still said, and the articles are read.
    let files = ["cross_selling_products_with_own_identifier.csv", "cross_selling_with_own_identifier.csv"];
    let (proposal, imported) = read(&folder, &files);
    assert_eq!(asks(&proposal, files[1]), Some(Question::GoesTogether), "{}", proposal.yaml);
    assert!(rows(of(&imported, files[0]), Fate::Accepted) > 2, "{}", proposal.yaml);
}

//! Files as they come, looked at and read as proposed: exports of shops and tills, feeds for Google Merchant Center.

use super::super::proposed::{look, shared};
use super::{NOW, rows};
use anlass_model::catalogue::{Asked, Catalogue};
use anlass_model::id::{OutletId, ProductId, VaultId};
use anlass_model::time::Timestamp;
use anlass_sources::probe::{Frame, Meaning, Probed, Proposal, propose};
use anlass_sources::report::{Fate, Role};
use anlass_sources::{Imported, Mapping, import_onto};
use std::path::Path;

fn proposal(files: &[Probed], currency: &str) -> Proposal {
    let frame = Frame {
        name: "proposed",
        source: 9,
        currency,
        time_zone: "Europe/Berlin",
        now: Timestamp(1_795_521_600_000),
        settings: None,
    };
    propose(files, &frame)
}

/// Read as proposed; the text of the mapping beside it.
fn taken(folder: &Path, names: &[&str], currency: &str) -> (Imported, String) {
    let yaml = proposal(&look(folder, names), currency).yaml;
    let mapping = Mapping::read(&yaml, "proposed.yaml");
    let mapping = mapping.unwrap_or_else(|error| panic!("{error}\n{}\n{yaml}", error.hint()));
    let onto = (&Catalogue::default(), NOW);
    let imported = import_onto(&mapping, folder, VaultId(7), onto, &mut |_| {});
    (imported.unwrap_or_else(|error| panic!("{error}\n{yaml}")), yaml)
}

fn accepted(imported: &Imported, role: Role) -> u64 {
    let files = imported.report.files.iter().filter(|file| file.role == role);
    files.map(|file| rows(file, Fate::Accepted)).sum()
}

fn written(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

#[test]
fn a_feed_for_google_merchant_center_is_read_as_proposed() {
    let feed = "id\ttitle\tdescription\tlink\timage_link\tadditional_image_link\tavailability\tprice\tsale_price\tbrand\tgtin\titem_group_id\tproduct_type\tgoogle_product_category\tunit_pricing_measure\n\
        SKU1\tRose\tEine lange Beschreibung\thttps://shop.example/1\thttps://i.example/1.jpg\thttps://i.example/1b.jpg,https://i.example/1c.jpg\tin_stock\t19.99 EUR\t14.99 EUR\tFlora\t4006381333931\tROSES\tGarten > Pflanzen\tHome & Garden > Plants\t500 g\n\
        SKU2\tRose gelb\tNoch eine\thttps://shop.example/2\thttps://i.example/2.jpg\t\tout_of_stock\t1019.00 EUR\t\tFlora\t4006381333948\tROSES\tGarten > Pflanzen\tHome & Garden > Plants\t\n";
    let folder = written(&[("feed.tsv", feed)]);
    let (imported, yaml) = taken(folder.path(), &["feed.tsv"], "EUR");
    for role in [Role::Articles, Role::Prices, Role::Stock] {
        assert_eq!(accepted(&imported, role), 2, "{role:?}\n{yaml}");
    }
    let (one, two) = (ProductId::of("SKU1"), ProductId::of("SKU2"));
    let catalogue = &imported.catalogue;
    let price = |id| catalogue.price(id, Asked::default(), NOW);
    assert_eq!((price(one), price(two)), (Some(1_499), Some(101_900)), "{yaml}");
    assert!(catalogue.is_available(one) && !catalogue.is_available(two), "{yaml}");
    let rose = catalogue.product(one).expect("told");
    assert_eq!((&*rose.name, rose.path.join("/").as_str()), ("Rose", "Garten/Pflanzen"), "{yaml}");
    assert_eq!(rose.family(), catalogue.product(two).expect("told").family());
    assert_eq!(rose.unit.and_then(|unit| unit.price(1_499)), Some(2_998));
    let details = rose.details.as_deref().expect("told");
    assert_eq!((details.pictures.len(), details.nodes.len()), (3, 1), "{yaml}");
    assert_eq!(details.link.as_deref(), Some("https://shop.example/1"));
}

#[test]
fn a_tills_lists_of_prices_stock_and_outlets_are_told_apart() {
    let articles = "Artikelnummer;Bezeichnung;Warengruppe;Marke;Lieferant\n1;Rose;Garten;Flora;Gärtner GmbH\n2;Säge;Werkzeug;Zahn;Zahn AG\n";
    let prices = "Artikelnummer;VK;UVP;Preiszone;gültig ab;gültig bis\n1;4,99;5,99;West;;\n1;4,49;5,99;Süd;01.12.2026;24.12.2026\n2;1.019,00;1.100,00;;01.12.2026;24.12.2026\n";
    let stock = "Artikelnummer;Filiale;Lagerbestand;Mindestbestand\n1;10;5;1\n1;11;0;1\n2;10;3;1\n";
    let outlets = "Filiale;Filialname;Preiszone;Breitengrad;Längengrad\n10;Köln;West;50,9375;6,9603\n11;Ulm;Süd;48,4;9,99\n";
    let all = [
        ("bestand.csv", stock),
        ("filialen.csv", outlets),
        ("preise.csv", prices),
        ("artikel.csv", articles),
    ];
    let folder = written(&all);
    let names = all.map(|(name, _)| name);
    let looked = look(folder.path(), &names);
    let means = |file: usize, name: &str| {
        looked[file].columns.iter().find(|column| column.name == name).and_then(|column| column.meaning)
    };
    assert_eq!(means(0, "Lagerbestand"), Some(Meaning::Stock));
    assert_eq!(means(0, "Mindestbestand"), None);
    assert_eq!(means(2, "UVP"), Some(Meaning::ListPrice));
    assert_eq!(means(3, "Lieferant"), Some(Meaning::Supplier));
    assert!(proposal(&looked, "EUR").open.is_empty());
    let (imported, yaml) = taken(folder.path(), &names, "EUR");
    let told =
        [Role::Articles, Role::Outlets, Role::Prices, Role::Stock].map(|role| accepted(&imported, role));
    assert_eq!(told, [2, 2, 3, 3], "{yaml}\n{}", imported.report);
    let outlet = imported.catalogue.outlet(OutletId::of("10")).expect("told");
    assert_eq!((&*outlet.name, outlet.position.is_some()), ("Köln", true));
    let stock = imported.catalogue.stock_shards().get(ProductId::of("1")).expect("told");
    assert_eq!((stock.in_all(), stock.at(OutletId::of("11"))), (Some(5), Some(0)));
}

#[test]
fn a_list_of_what_is_there_in_words_is_read_as_pieces() {
    let folder = written(&[("a.csv", "SKU;Name;Preis;Verfügbar\np1;Rose;4,99;ja\np2;Säge;5,99;nein\n")]);
    let (imported, yaml) = taken(folder.path(), &["a.csv"], "EUR");
    let is_there = |number| imported.catalogue.is_available(ProductId::of(number));
    assert_eq!((is_there("p1"), is_there("p2")), (true, false), "{yaml}");
    assert_eq!(accepted(&imported, Role::Stock), 2, "{yaml}");
}

#[test]
fn a_shop_systems_articles_come_with_prices_and_stock() {
    let Some(folder) = shared("shop_exports_shopware") else { return };
    let (imported, yaml) = taken(&folder, &["products.csv"], "EUR");
    for role in [Role::Articles, Role::Prices, Role::Stock] {
        assert_eq!(accepted(&imported, role), 60, "{role:?}\n{yaml}\n{}", imported.report);
    }
    let maid = ProductId::of("50702c3eb3244b988b06c7a610b45f52");
    assert_eq!(&*imported.catalogue.product(maid).expect("told").name, "Intelligent Marble Vinyl Maid");
    assert_eq!(imported.catalogue.price(maid, Asked::default(), NOW), Some(59_000), "{yaml}");
    assert_eq!(imported.catalogue.stock_shards().get(maid).and_then(|stock| stock.in_all()), Some(31));
}

#[test]
fn lists_of_articles_without_prices_are_proposed_as_articles_only() {
    for (name, file, currency) in
        [("olist", "products.csv", "BRL"), ("complete_journey", "products.csv", "USD")]
    {
        let Some(folder) = shared(name) else { continue };
        let (imported, yaml) = taken(&folder, &[file], currency);
        assert_eq!(accepted(&imported, Role::Articles), imported.report.articles, "{yaml}");
        assert!(
            imported.report.articles > 30_000 && !yaml.contains("prices:") && !yaml.contains("stock:"),
            "{yaml}"
        );
    }
    let Some(folder) = shared("online_retail") else { return };
    let yaml = proposal(&look(&folder, &["orders.csv"]), "GBP").yaml;
    assert!(yaml.contains("article_name: Description") && !yaml.contains("prices:"), "{yaml}");
}

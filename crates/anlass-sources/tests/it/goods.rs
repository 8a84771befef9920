//! Files of articles, prices, stock and outlets: what they come to in the catalogue, what nobody hears of, and what is set
//! aside for which reason.

mod merchant;

use super::rows;
use anlass_model::catalogue::{
    Asked, Catalogue, CatalogueChange, Hours, Mention, Named, Occasion, OccasionKind, Position, Product,
    Sphere,
};
use anlass_model::id::{NameId, OutletId, ProductId, VaultId};
use anlass_model::time::{DAY, Timestamp};
use anlass_sources::report::{Fate, Reason, Report};
use anlass_sources::{Error, HEAPS, Import, Mapping};

/// 2026-11-24T09:00:00Z
const NOW: Timestamp = Timestamp(1_795_510_800_000);

const HEAD: &str = "mapping: goods\nsource: 4\ncurrency: EUR\ntime_zone: Europe/Berlin\ndecimal: comma\n";

/// A shop's catalogue that files are read into.
struct Shop {
    catalogue: Catalogue,
    now: Timestamp,
}

/// What an import came to.
struct Read {
    changes: Vec<CatalogueChange>,
    occasions: Vec<Occasion>,
    report: Report,
}

impl Read {
    fn heard(&self) -> Vec<(OccasionKind, &str)> {
        self.occasions.iter().map(|occasion| (occasion.kind, &*occasion.number)).collect()
    }

    /// Of the first file, by reason.
    fn reasons(&self, at: usize) -> Vec<(Reason, u64)> {
        let reasons = &self.report.files[at].quarantined_by_reason;
        reasons.iter().map(|(reason, rows)| (*reason, *rows)).collect()
    }
}

impl Shop {
    fn new() -> Shop {
        Shop { catalogue: Catalogue::default(), now: NOW }
    }

    fn try_read(&mut self, mapping: &str, files: &[(&str, &str)]) -> Result<Read, Error> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("written");
        }
        let mapping = Mapping::read(&format!("{HEAD}{mapping}"), "goods.yaml");
        let mapping = mapping.unwrap_or_else(|error| panic!("{error}\n{}", error.hint()));
        let path = folder.path();
        let mut import = Import::read(&mapping, path, VaultId(7), path, &self.catalogue, &mut |_| {})?;
        let (known, mut changes, mut occasions) = (self.catalogue.clone(), Vec::new(), Vec::new());
        while let Some(piece) = import.next_changes(&known, self.now)? {
            for change in &piece {
                occasions.extend(self.catalogue.apply(change, self.now).expect("it holds"));
            }
            changes.extend(piece);
        }
        while import.next_heap()?.is_some() {}
        let report = import.report();
        for file in &report.files {
            assert_eq!(file.rows_read, file.rows_with_a_fate(), "{}", file.file);
        }
        Ok(Read { changes, occasions, report })
    }

    fn read(&mut self, mapping: &str, files: &[(&str, &str)]) -> Read {
        self.try_read(mapping, files).unwrap_or_else(|error| panic!("{error}\n{}", error.hint()))
    }

    fn product(&self, number: &str) -> &Product {
        self.catalogue.product(ProductId::of(number)).expect("it is known")
    }

    fn price(&self, number: &str, asked: Asked, at: Timestamp) -> Option<i64> {
        self.catalogue.price(ProductId::of(number), asked, at)
    }
}

const FEED: &str = "\
articles: { file: feed.csv, number: { column: Nr }, name: [Name], path: [Gruppe] }
prices: [{ file: feed.csv, article: { column: Nr }, amount: Preis }]
stock: [{ file: feed.csv, article: { column: Nr }, pieces: Bestand }]
";

#[test]
fn one_file_is_read_for_articles_prices_and_stock_and_a_change_in_it_is_an_occasion() {
    let mut shop = Shop::new();
    let first = "Nr;Name;Gruppe;Preis;Bestand\na;Rose;Garten;4,99;0\nb;Säge;Werkzeug;1.019,00;5\n";
    let read = shop.read(FEED, &[("feed.csv", first)]);
    assert_eq!(read.heard(), [], "a first filling is news to nobody");
    assert_eq!(read.report.files.len(), 3);
    assert!(read.report.files.iter().all(|file| file.columns_unused.is_empty()), "{:?}", read.report.files);
    assert_eq!(shop.price("b", Asked::default(), NOW), Some(101_900));
    assert!(!shop.catalogue.is_available(ProductId::of("a")));

    shop.now = NOW.plus(DAY);
    assert_eq!(shop.read(FEED, &[("feed.csv", first)]).changes, [], "the same again changes nothing");

    let next =
        "Nr;Name;Gruppe;Preis;Bestand\na;Rose;Garten;4,99;5\nb;Säge;Werkzeug;900,00;2\nc;Neu;Garten;1,00;1\n";
    let read = shop.read(FEED, &[("feed.csv", next)]);
    let mut heard = read.heard();
    heard.sort();
    let expected = [
        (OccasionKind::BackInStock, "a"),
        (OccasionKind::LowStock, "b"),
        (OccasionKind::PriceDropped, "b"),
        (OccasionKind::NewInCategory, "c"),
    ];
    assert_eq!(heard, expected);
}

#[test]
fn bad_rows_are_set_aside_with_their_reason_and_the_others_are_taken() {
    let mut shop = Shop::new();
    shop.read(FEED, &[("feed.csv", "Nr;Name;Gruppe;Preis;Bestand\na;Rose;Garten;4,99;1\nb;Säge;W;5,00;1\n")]);
    let prices = "prices: [{ file: p.csv, article: { column: Nr }, amount: Preis, outlet: { column: Filiale }, \
                  from: { column: von, format: '%d.%m.%Y' }, until: { column: bis, format: '%d.%m.%Y' } }]\n";
    let rows_of_prices = "Nr;Preis;Filiale;von;bis\na;-1,00;;;\na;0,00;;;\na;teuer;;;\na;9,99 USD;;;\nx;1,00;;;\n\
         a;1,00;99;;\na;1,00;;02.12.2026;01.11.2026\na;;;;\na;4,00 €;;;\na;4,00 €;;;\na;3,00;;;\nb;4,00;;bald;\n";
    let read = shop.read(prices, &[("p.csv", rows_of_prices)]);
    let expected = [
        (Reason::NotAmount, 1),
        (Reason::NotTime, 1),
        (Reason::RepeatedKey, 1),
        (Reason::UnknownArticle, 1),
        (Reason::UnknownOutlet, 1),
        (Reason::NoPrice, 2),
        (Reason::OtherCurrency, 1),
        (Reason::UntilBeforeFrom, 1),
    ];
    assert_eq!(read.reasons(0), expected);
    let file = &read.report.files[0];
    let told = [Fate::Accepted, Fate::Duplicate, Fate::WithoutContent].map(|fate| rows(file, fate));
    assert_eq!(told, [1, 1, 1]);
    assert_eq!(shop.price("a", Asked::default(), NOW), Some(400));
    let stock =
        "stock: [{ file: s.csv, article: { column: Nr }, pieces: Bestand, outlet: { column: Filiale } }]\n";
    let rows_of_stock = "Nr;Bestand;Filiale\na;viele;\na;1,5;\na;3;99\ny;3;\na;;\na;2,00;\nb;-4;\n";
    let read = shop.read(stock, &[("s.csv", rows_of_stock)]);
    let expected = [(Reason::NotWholeNumber, 2), (Reason::UnknownArticle, 1), (Reason::UnknownOutlet, 1)];
    assert_eq!(read.reasons(0), expected);
    let pieces =
        |number| shop.catalogue.stock_shards().get(ProductId::of(number)).and_then(|own| own.in_all());
    assert_eq!(
        (pieces("a"), pieces("b")),
        (Some(2), Some(-4)),
        "less than nothing is sold and not there yet"
    );
}

#[test]
fn prices_hold_for_their_outlet_zone_group_and_days() {
    let mut shop = Shop::new();
    let mapping = "\
articles: { file: feed.csv, number: { column: Nr }, name: [Name], path: [Gruppe] }
outlets: [{ file: outlets.csv, number: { column: Nr }, name: Name, zone: Zone }]
prices:
  - { file: feed.csv, article: { column: Nr }, amount: Preis }
  - file: prices.csv
    article: { column: Nr, as: integer }
    amount: Preis
    outlet: { column: Filiale }
    zone: Zone
    group: Kunden
    from: { column: von, format: '%d.%m.%Y' }
    until: { column: bis, format: '%d.%m.%Y' }
";
    let feed = "Nr;Name;Gruppe;Preis;Bestand\n7;Rose;Garten;5,00;1\n";
    let outlets = "Nr;Name;Zone\n1;Köln;West\n2;Ulm;Süd\n";
    let prices = "Nr;Preis;Filiale;Zone;Kunden;von;bis\n007;4,50;;West;;;\n7;4,00;1;;;;\n7;3,50;1;;Club;;\n\
                  7;4,20;;;;01.12.2026;31.12.2026\n";
    let read = shop.read(mapping, &[("feed.csv", feed), ("outlets.csv", outlets), ("prices.csv", prices)]);
    assert!(read.report.files.iter().all(|file| rows(file, Fate::Quarantined) == 0), "{:?}", read.report);
    let at = |outlet: Option<&str>, group: Option<&str>, day| {
        let asked = shop.catalogue.asked(outlet.map(OutletId::of), group.map(NameId::of));
        shop.price("7", asked, NOW.plus(DAY.times(day)))
    };
    assert_eq!(at(None, None, 0), Some(500));
    assert_eq!(at(Some("2"), None, 0), Some(500));
    assert_eq!(at(Some("1"), None, 0), Some(400));
    assert_eq!(at(Some("1"), Some("Club"), 0), Some(350));
    assert_eq!(shop.price("7", Asked { zone: Some(NameId::of("West")), ..Asked::default() }, NOW), Some(450));
    // 1 December begins in the night before the seventh day from now; the last day belongs to it as a whole.
    assert_eq!([6, 7, 37, 38].map(|day| at(None, None, day)), [500, 420, 420, 500].map(Some));
    let again = shop.read(mapping, &[("feed.csv", feed), ("outlets.csv", outlets), ("prices.csv", prices)]);
    assert_eq!(again.changes, []);
}

#[test]
fn outlets_have_names_zones_places_and_hours() {
    let mapping = "outlets: [{ file: o.csv, number: { column: Nr }, name: Name, zone: Zone, \
                   position: { latitude: Breite, longitude: Länge }, hours: { monday: Mo, sunday: So } }]\n";
    let text = "Nr;Name;Zone;Breite;Länge;Mo;So\n1;Köln;West;50,9375;6.9603;9-12:30, 14-18;geschlossen\n2;;;;;;\n\
                3;Mond;;95;0;;\n4;Ulm;;48;;;\n5;Bonn;;;;immer;\n1;Aachen;;;;;\n1;Köln;West;50,9375;6.9603;9-12:30, 14-18;geschlossen\n";
    let mut shop = Shop::new();
    let read = shop.read(mapping, &[("o.csv", text)]);
    let expected = [(Reason::RepeatedKey, 1), (Reason::NotPosition, 2), (Reason::NotHours, 1)];
    assert_eq!(read.reasons(0), expected);
    let cologne = shop.catalogue.outlet(OutletId::of("1")).expect("told");
    assert_eq!((&*cologne.name, cologne.zone.as_deref()), ("Köln", Some("West")));
    assert_eq!(cologne.position, Some(Position { latitude: 50_937_500, longitude: 6_960_300 }));
    let morning = Hours { weekday: 1, from_minute: 540, until_minute: 750 };
    assert_eq!(cologne.hours, [morning, Hours { from_minute: 840, until_minute: 1_080, ..morning }]);
    assert_eq!(&*shop.catalogue.outlet(OutletId::of("2")).expect("told").name, "2");
    let less = "outlets: [{ file: o.csv, number: { column: Nr }, name: Name }]\n";
    assert_eq!(shop.read(less, &[("o.csv", "Nr;Name\n1;Köln Mitte\n")]).changes.len(), 1);
    let cologne = shop.catalogue.outlet(OutletId::of("1")).expect("told");
    assert_eq!((&*cologne.name, cologne.zone.as_deref()), ("Köln Mitte", Some("West")), "the rest stays");
}

#[test]
fn what_letters_show_of_an_article_comes_from_the_file_and_stays_where_it_says_nothing() {
    let mapping = "articles:\n  file: a.csv\n  number: { column: nr }\n  name: [name]\n  \
                   path: [{ column: tree, divider: '>' }]\n  trees: { till: [wg] }\n  group: { column: family }\n  \
                   brand: brand\n  unit: { number: content, unit: unit }\n  \
                   texts: { de: { description: text }, en: { name: english } }\n  \
                   pictures: [image, { column: more, divider: ',' }]\n  \
                   link: { column: page, before: 'https://shop.example/' }\n  slug: page\n  \
                   tags: [{ column: tags, divider: ',' }]\n";
    let head = "nr;name;tree;wg;family;brand;content;unit;text;english;image;more;page;tags\n";
    let full = "a;Rose;Garten > Pflanzen;17;roses;Flora;0,5;kg;<p>Rot</p>;Rose;https://i.example/1.jpg;\
                \"https://i.example/2.jpg, https://i.example/1.jpg\";rose;neu, rot\n";
    let mut shop = Shop::new();
    shop.read(mapping, &[("a.csv", &format!("{head}{full}"))]);
    let rose = shop.product("a").clone();
    let details = rose.details.as_deref().expect("told");
    assert_eq!(rose.path.join("/"), "Garten/Pflanzen");
    assert_eq!((rose.group.as_deref(), rose.brand.as_deref()), (Some("roses"), Some("Flora")));
    assert_eq!(rose.unit.and_then(|unit| unit.price(249)), Some(498), "per kilogram");
    assert_eq!(rose.name_in("en"), "Rose");
    assert_eq!(&*details.texts[0].description, "<p>Rot</p>");
    assert_eq!(
        details.pictures.iter().map(|one| &**one).collect::<Vec<_>>(),
        ["https://i.example/1.jpg", "https://i.example/2.jpg"]
    );
    assert_eq!(
        (details.link.as_deref(), details.slug.as_deref()),
        (Some("https://shop.example/rose"), Some("rose"))
    );
    assert_eq!((details.tags.len(), details.nodes.len()), (2, 1));
    let bare = "articles: { file: a.csv, number: { column: nr }, name: [name] }\n";
    shop.read(bare, &[("a.csv", "nr;name\na;Rosenstock\n")]);
    assert_eq!(*shop.product("a"), Product { name: "Rosenstock".into(), ..rose.clone() });
    let bad = format!("{head}b;B;;;;;fünf;kg;;;;;;\nc;C;;;;;;;;;bild.jpg;;;\n");
    let read = shop.read(mapping, &[("a.csv", &bad)]);
    assert_eq!(read.reasons(0), [(Reason::NotAddress, 1), (Reason::NotContent, 1)]);
}

#[test]
fn declared_substitutes_form_groups_by_number_or_by_name() {
    let by_number = "articles: { file: a.csv, number: { column: nr }, name: [nr], \
                     substitutes: { numbers: { column: instead, divider: ',' } } }\n";
    let mut shop = Shop::new();
    shop.read(by_number, &[("a.csv", "nr;instead\nd;\nc;b\nb;a\na;\nx;\"y,z\"\ny;\nz;\n")]);
    let family = |number: &str| shop.product(number).family();
    assert!(family("a") == family("b") && family("b") == family("c"));
    assert!(family("x") == family("y") && family("y") == family("z"));
    assert!(family("a") != family("x") && family("a") != family("d"));
    let by_name =
        "articles: { file: a.csv, number: { column: nr }, name: [nr], substitutes: { group: set } }\n";
    shop.read(by_name, &[("a.csv", "nr;set\nd;s\ne;s\n")]);
    assert_eq!(shop.product("d").family(), shop.product("e").family());
}

#[test]
fn what_a_whole_list_misses_is_gone_unless_it_misses_too_much() {
    let whole = FEED.replace("file: feed.csv, number", "file: feed.csv, whole: true, number");
    let feed = |numbers: std::ops::Range<u32>| {
        let row = |number| format!("{number};Nr {number};Garten;5,00;4\n");
        format!("Nr;Name;Gruppe;Preis;Bestand\n{}", numbers.map(row).collect::<String>())
    };
    let mut shop = Shop::new();
    // Long ago somebody bought what is not sold any more: that does not make a list look cut off.
    let orders = "orders: { file: o.csv, number: { column: o }, customer: { column: c, kind: card }, \
                  article: { column: a }, article_name: n, value: { total: v }, occurred: { column: t }, place: online }\n";
    let bought: String = (0..50).map(|at| format!("{at};k;old{at};Alt;1,00;2020-01-01\n")).collect();
    shop.read(orders, &[("o.csv", &format!("o;c;a;n;v;t\n{bought}"))]);
    assert_eq!(shop.catalogue.products(), 50);
    shop.read(&whole, &[("feed.csv", &feed(0..20))]);
    assert_eq!(shop.catalogue.products(), 70);
    let read = shop.read(&whole, &[("feed.csv", &feed(1..20))]);
    assert_eq!(read.changes, [CatalogueChange::ProductRemoved(ProductId::of("0"))]);
    assert!(!shop.catalogue.is_available(ProductId::of("0")));
    let error = shop.try_read(&whole, &[("feed.csv", &feed(1..10))]).err().expect("half of it is missing");
    assert_eq!(error.code(), "import_list_cut");
    assert!(error.to_string().contains("misses 10 of 19"), "{error}");
    assert_eq!(shop.catalogue.products(), 69, "nothing of it is used");
    // A row that cannot be read may be the one of what seems to be missing.
    let broken = feed(2..20) + "1;Nr 1;Garten\n2;Nr 2;zu;viele;5;Felder\n";
    assert_eq!(shop.read(&whole, &[("feed.csv", &broken)]).changes, []);
    let wrong = feed(2..20).replace("Bestand\n", "Bestand\n1;Nr 1;Garten;5,00;4\n1;Anders;Garten;5,00;4\n");
    assert_eq!(shop.read(&whole, &[("feed.csv", &wrong)]).changes, [], "wrong, and there");
    // Old orders imported again do not bring it back; the list does, and it is there.
    let named = "o;c;a;n;v;t\n1;k;0;Nr 0;1,00;2020-01-01\n";
    assert_eq!(shop.read(orders, &[("o.csv", named)]).changes, []);
    let read = shop.read(&whole, &[("feed.csv", &feed(0..20))]);
    assert!(read.heard().contains(&(OccasionKind::BackInStock, "0")), "{:?}", read.heard());
}

#[test]
fn a_list_that_is_only_a_part_takes_nothing_away() {
    let mut shop = Shop::new();
    shop.read(FEED, &[("feed.csv", "Nr;Name;Gruppe;Preis;Bestand\na;A;G;1,00;1\nb;B;G;1,00;1\n")]);
    let read = shop.read(FEED, &[("feed.csv", "Nr;Name;Gruppe;Preis;Bestand\na;A;G;1,00;1\n")]);
    assert_eq!((read.changes.len(), shop.catalogue.products()), (0, 2));
}

#[test]
fn stock_by_outlet_is_added_up_and_later_roles_win() {
    let mapping = "outlets: [{ file: o.csv, number: { column: f } }]\n\
                   articles: { file: a.csv, number: { column: a }, name: [a], path: [a] }\n\
                   stock:\n  - { file: s.csv, article: { column: a }, pieces: p, outlet: { column: f } }\n";
    let files = |stock: &'static str| [("o.csv", "f\n1\n2\n"), ("a.csv", "a\nx\n"), ("s.csv", stock)];
    let mut shop = Shop::new();
    shop.read(mapping, &files("a;p;f\nx;0;1\nx;0;2\n"));
    let read = shop.read(mapping, &files("a;p;f\nx;2;1\nx;3;2\n"));
    assert_eq!(read.heard(), [(OccasionKind::BackInStock, "x")], "once for both");
    assert_eq!(read.occasions[0].after, 5);
    shop.read(mapping, &files("a;p;f\nx;5;1\nx;0;2\n"));
    let read = shop.read(mapping, &files("a;p;f\nx;0;1\nx;5;2\n"));
    assert_eq!(read.heard(), [(OccasionKind::BackInStock, "x")], "what moves comes back where it goes");
    assert!(read.occasions[0].is_at_outlets_only() && read.changes.len() == 1);
    let prices = "articles: { file: a.csv, number: { column: a }, name: [a], path: [a] }\n\
                  prices:\n  - { file: p.csv, article: { column: a }, amount: [sale, price] }\n  \
                  - { file: q.csv, article: { column: a }, amount: price }\n";
    let files = [
        ("a.csv", "a\nx\ny\n"),
        ("p.csv", "a;price;sale\nx;5,00;4,00\ny;5,00;\n"),
        ("q.csv", "a;price\ny;3,00\n"),
    ];
    for _ in 0..2 {
        shop.read(prices, &files);
        let told = ["x", "y"].map(|number| shop.price(number, Asked::default(), NOW));
        assert_eq!(told, [Some(400), Some(300)]);
        assert!(shop.catalogue.price_shards().iter().all(|(_, own)| own.rows().len() == 1));
    }
}

#[test]
fn order_lines_ask_what_is_known_of_articles_that_no_file_here_tells_of() {
    let mut shop = Shop::new();
    shop.read(FEED, &[("feed.csv", "Nr;Name;Gruppe;Preis;Bestand\na;A;Garten;1,00;1\n")]);
    let orders = "orders: { file: o.csv, number: { column: o }, customer: { column: c, kind: card }, \
                  article: { column: a }, value: { total: v }, occurred: { column: t }, place: online }\n";
    let read = shop.read(orders, &[("o.csv", "o;c;a;v;t\n1;k;a;1,00;2020-01-01\n1;k;zz;1,00;2020-01-01\n")]);
    let named = Named { number: "zz".into(), name: None };
    assert_eq!(read.report.articles_unknown, 1);
    assert_eq!(read.changes, [CatalogueChange::Mentioned(Mention::Article(named))]);
    let unknown = ProductId::of("zz");
    assert_eq!((shop.catalogue.called(unknown), shop.catalogue.product(unknown)), (Some("zz"), None));
    let again = shop.read(orders, &[("o.csv", "o;c;a;v;t\n2;k;zz;1,00;2020-01-02\n")]);
    assert_eq!(again.changes, [], "it is known by now");
}

/// What is changed together lies together: each shard of the catalogue is written once, and a heap is a share of all.
#[test]
fn a_large_list_is_handed_over_in_pieces() {
    let row = |number| format!("{number};Nr {number};Garten;5,00;4\n");
    let text = format!("Nr;Name;Gruppe;Preis;Bestand\n{}", (0..20_000).map(row).collect::<String>());
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("feed.csv"), text).expect("written");
    let mapping = Mapping::read(&format!("{HEAD}{FEED}"), "goods.yaml").expect("good");
    let (path, known) = (folder.path(), Catalogue::default());
    let mut import = Import::read(&mapping, path, VaultId(7), path, &known, &mut |_| {}).expect("read");
    let mut sizes = Vec::new();
    while let Some(piece) = import.next_changes(&known, NOW).expect("read") {
        assert!(piece.iter().all(|change| !matches!(
            change,
            CatalogueChange::Price { row, .. } if row.sphere != Sphere::Everywhere
        )));
        sizes.push(piece.len());
    }
    assert_eq!(sizes.iter().sum::<usize>(), 60_000);
    assert!(sizes.len() >= HEAPS && sizes.iter().all(|size| *size < 2_000), "{sizes:?}");
}

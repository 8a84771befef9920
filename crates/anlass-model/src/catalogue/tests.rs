//! What the catalogue promises: feeds, occasions, trees, addresses, outlets and snapshots. Prices have their own tests.

use super::*;

pub(super) const NOW: Timestamp = Timestamp(1_000_000);

pub(super) fn product(number: &str, path: &[&str]) -> Product {
    let path = path.iter().map(|node| Box::from(*node)).collect::<Vec<_>>().into();
    Product { number: number.into(), name: number.into(), path, ..Product::default() }
}

fn with_slug(number: &str, slug: &str) -> Product {
    let details = Details { slug: Some(slug.into()), ..Details::default() };
    Product { details: Some(Box::new(details)), ..product(number, &["Werkzeug", "Schlagbohrmaschine"]) }
}

pub(super) fn row(number: &str, amount: i64, pieces: i64) -> FeedRow {
    FeedRow {
        product: product(number, &["Werkzeug"]),
        prices: vec![everywhere(amount, None)],
        stock: vec![(None, pieces)],
        ..FeedRow::default()
    }
}

fn everywhere(amount: i64, until: Option<Timestamp>) -> PriceNow {
    PriceNow { sphere: Sphere::Everywhere, group: None, until, amount }
}

pub(super) fn applied(
    catalogue: &mut Catalogue,
    changes: &[CatalogueChange],
    now: Timestamp,
) -> Vec<Occasion> {
    changes.iter().flat_map(|change| catalogue.apply(change, now).expect("holds")).collect()
}

pub(super) fn kinds(occasions: &[Occasion]) -> Vec<(OccasionKind, &str)> {
    occasions.iter().map(|occasion| (occasion.kind, &*occasion.number)).collect()
}

pub(super) fn stock(number: &str, at: Option<&str>, pieces: i64) -> CatalogueChange {
    CatalogueChange::Stock { product: ProductId::of(number), at: at.map(OutletId::of), pieces }
}

#[test]
fn a_feed_told_twice_changes_nothing_and_what_it_misses_is_gone() {
    let mut catalogue = Catalogue::default();
    let whole = Feed::Whole { gone_percent_max: 50 };
    let feed = || vec![row("a", 100, 5), row("b", 200, 0)];
    let first = diff(&catalogue, feed(), whole, NOW).expect("nothing can be missing");
    assert!(applied(&mut catalogue, &first, NOW).is_empty(), "a first filling is news to nobody");
    let later = NOW.plus(crate::time::DAY);
    assert_eq!(diff(&catalogue, feed(), whole, later), Ok(Vec::new()));
    let changes = diff(&catalogue, [row("a", 90, 5)], whole, later).expect("half may go");
    assert_eq!(kinds(&applied(&mut catalogue, &changes, later)), [(OccasionKind::PriceDropped, "a")]);
    assert!(catalogue.product(ProductId::of("b")).is_none() && !catalogue.is_available(ProductId::of("b")));
    assert_eq!(catalogue.price(ProductId::of("a"), Asked::default(), NOW), Some(100), "history stays");
}

#[test]
fn a_whole_feed_that_misses_too_much_is_not_believed() {
    let mut catalogue = Catalogue::default();
    let feed = (0..10).map(|number| row(&number.to_string(), 100, 1));
    let first = diff(&catalogue, feed, Feed::Part, NOW).expect("a part");
    applied(&mut catalogue, &first, NOW);
    let cut = || (0..8).map(|number| row(&number.to_string(), 100, 1));
    let error = diff(&catalogue, cut(), Feed::Whole { gone_percent_max: 10 }, NOW).expect_err("2 of 10");
    assert_eq!(error, TooManyGone { gone: 2, known: 10, percent_max: 10 });
    assert_eq!(diff(&catalogue, cut(), Feed::Part, NOW), Ok(Vec::new()));
}

/// The changes of a feed of one article, applied; what somebody hears of it.
pub(super) fn fed(catalogue: &mut Catalogue, row: FeedRow, now: Timestamp) -> Vec<(OccasionKind, i64)> {
    let changes = diff(catalogue, [row], Feed::Part, now).expect("a part");
    applied(catalogue, &changes, now).iter().map(|occasion| (occasion.kind, occasion.after)).collect()
}

#[test]
fn a_first_range_is_news_to_nobody_even_where_orders_named_articles_before() {
    let mut catalogue = Catalogue::default();
    catalogue.put(product("old", &[])).expect("the only one");
    let feed = || [row("a", 100, 5), row("b", 200, 1)];
    let changes = diff(&catalogue, feed(), Feed::Part, NOW).expect("a part");
    assert!(applied(&mut catalogue, &changes, NOW).is_empty());
    let changes = diff(&catalogue, [row("c", 1, 1)], Feed::Part, NOW).expect("a part");
    assert_eq!(kinds(&applied(&mut catalogue, &changes, NOW)), [(OccasionKind::NewInCategory, "c")]);
    assert!(catalogue.is_only_named(ProductId::of("old")) && !catalogue.is_only_named(ProductId::of("a")));
}

#[test]
fn a_price_with_its_days_holds_meanwhile_and_the_other_one_afterwards() {
    let mut catalogue = Catalogue::default();
    let day = |days: i64| NOW.plus(crate::time::DAY.times(days));
    let sale =
        |amount, from, until| PriceRow { sphere: Sphere::Everywhere, group: None, from, until, amount };
    let told = |base, dated: &[PriceRow]| FeedRow { dated: dated.to_vec(), ..row("saw", base, 5) };
    let price = |catalogue: &Catalogue, at| catalogue.price(ProductId::of("saw"), Asked::default(), at);
    assert_eq!(fed(&mut catalogue, told(100, &[]), NOW), []);
    let week = [sale(80, day(1), Some(day(8)))];
    assert_eq!(fed(&mut catalogue, told(100, &week), NOW), []);
    let begun = catalogue.turned(day(1));
    assert_eq!(kinds(&begun), [(OccasionKind::PriceDropped, "saw")]);
    // Told again every night it changes nothing, and the sale goes on.
    assert_eq!(diff(&catalogue, [told(100, &week)], Feed::Part, day(2)), Ok(Vec::new()));
    // A new price beside it holds once it has ended; told back, as well.
    for base in [95, 100, 110] {
        assert_eq!(fed(&mut catalogue, told(base, &week), day(3)), []);
        assert_eq!(diff(&catalogue, [told(base, &week)], Feed::Part, day(3)), Ok(Vec::new()));
        assert_eq!([3, 8].map(|at| price(&catalogue, day(at))), [Some(80), Some(base)]);
    }
    // Corrected for the same days: a drop is one, a rise takes the wrong word back.
    let corrected = |amount| [sale(amount, day(1), Some(day(8)))];
    let dropped = (OccasionKind::PriceDropped, 70);
    assert_eq!(fed(&mut catalogue, told(110, &corrected(70)), day(4)), [dropped]);
    assert_eq!(fed(&mut catalogue, told(110, &corrected(90)), day(4)), []);
    assert_eq!(price(&catalogue, day(4)), Some(90));
}

#[test]
fn a_price_until_a_day_is_told_once_and_ends_by_itself_or_when_the_feed_says_so() {
    let mut catalogue = Catalogue::default();
    let day = |days: i64| NOW.plus(crate::time::DAY.times(days));
    let told = |amount, until| FeedRow { prices: vec![everywhere(amount, until)], ..row("saw", 0, 5) };
    let price = |catalogue: &Catalogue, at| catalogue.price(ProductId::of("saw"), Asked::default(), at);
    fed(&mut catalogue, told(100, None), NOW);
    assert_eq!(fed(&mut catalogue, told(80, Some(day(5))), day(1)), [(OccasionKind::PriceDropped, 80)]);
    assert_eq!(diff(&catalogue, [told(80, Some(day(5)))], Feed::Part, day(2)), Ok(Vec::new()));
    assert_eq!(price(&catalogue, day(5)), Some(100), "by itself");
    assert_eq!(fed(&mut catalogue, told(100, None), day(3)), []);
    assert_eq!(price(&catalogue, day(3)), Some(100), "earlier than it was told");
    assert_eq!(diff(&catalogue, [told(70, Some(day(2)))], Feed::Part, day(3)), Ok(Vec::new()), "long ago");
}

/// Pieces before and after for those who are asked at an outlet, or at none.
pub(super) fn heard(
    catalogue: &Catalogue,
    occasions: &[Occasion],
    at: Option<&str>,
) -> Vec<(OccasionKind, i64, i64)> {
    let asked = catalogue.asked(at.map(OutletId::of), None);
    let felt = occasions.iter().filter_map(|occasion| catalogue.felt(occasion, asked));
    felt.map(|own| (own.kind, own.before, own.after)).collect()
}

#[test]
fn what_comes_back_runs_out_drops_or_is_new_is_an_occasion_once() {
    let mut catalogue = Catalogue::default();
    let drill = CatalogueChange::Product(Box::new(product("drill", &["Werkzeug", "Bohrmaschinen"])));
    let new = applied(&mut catalogue, &[drill.clone(), drill], NOW);
    assert_eq!(kinds(&new), [(OccasionKind::NewInCategory, "drill")]);
    assert_eq!(new[0].categories, [CategoryId::of("Werkzeug"), CategoryId::of("Werkzeug/Bohrmaschinen")]);
    let turns = [0, 0, 5, 5, 2, 1, 0, 2].map(|pieces| stock("drill", None, pieces));
    let told = applied(&mut catalogue, &turns, NOW);
    let (back, low) = ((OccasionKind::BackInStock, "drill"), (OccasionKind::LowStock, "drill"));
    assert_eq!(kinds(&told), [back, low, back]);
    assert!(applied(&mut catalogue, &[stock("nobody-knows-it", None, 0)], NOW).is_empty());
}

#[test]
fn an_article_is_there_while_one_outlet_has_it() {
    let mut catalogue = Catalogue::default();
    catalogue.put(product("saw", &["Werkzeug"])).expect("the only one");
    let id = ProductId::of("saw");
    assert!(catalogue.is_available(id), "nobody told a stock");
    applied(&mut catalogue, &[stock("saw", Some("1"), 2), stock("saw", Some("2"), 0)], NOW);
    assert!(catalogue.is_available(id));
    let told = applied(&mut catalogue, &[stock("saw", Some("1"), 0), stock("saw", Some("2"), 1)], NOW);
    assert_eq!(kinds(&told), [(OccasionKind::BackInStock, "saw")]);
}

#[test]
fn an_article_that_went_is_there_again_once_nobody_counts_it() {
    let mut catalogue = Catalogue::default();
    let drill = ProductId::of("drill");
    let shown = CatalogueChange::Product(Box::new(product("drill", &["tools"])));
    applied(&mut catalogue, &[shown.clone(), CatalogueChange::ProductRemoved(drill)], NOW);
    assert!(catalogue.is_gone(drill) && !catalogue.is_available(drill));
    applied(&mut catalogue, &[shown, CatalogueChange::StockUncounted(drill)], NOW);
    assert!(!catalogue.is_gone(drill) && catalogue.is_available(drill));
    assert!(!catalogue.is_gone(ProductId::of("saw")), "of one that never was nothing went");
}

#[test]
fn a_price_that_begins_later_is_an_occasion_when_it_begins_also_after_a_restart() {
    let mut catalogue = Catalogue::default();
    catalogue.put(product("saw", &["Werkzeug"])).expect("the only one");
    let price = |from: Timestamp, amount| CatalogueChange::Price {
        product: ProductId::of("saw"),
        row: PriceRow { sphere: Sphere::Everywhere, group: None, from, until: None, amount },
    };
    let friday = NOW.plus(crate::time::DAY);
    assert!(applied(&mut catalogue, &[price(NOW, 100), price(friday, 80)], NOW).is_empty());
    let mut again = restored(&catalogue);
    assert!(!again.has_turned(NOW) && again.has_turned(friday));
    assert_eq!(kinds(&again.turned(friday)), [(OccasionKind::PriceDropped, "saw")]);
    assert!(!again.has_turned(friday));
    assert!(!restored(&again).has_turned(friday));
}

/// As it is when it was stored and read again.
pub(super) fn restored(catalogue: &Catalogue) -> Catalogue {
    fn each<T: Clone>(shards: &Shards<T>, mut restore: impl FnMut(u16, Sorted<T>)) {
        for number in shards.changed_since(&Shards::default()) {
            restore(number, shards.shard(number).unwrap().clone().into_iter().collect());
        }
    }
    let mut again = Catalogue::restoring(catalogue.frame().clone(), catalogue.told_upto());
    each(catalogue.product_shards(), |number, shard| again.restore_products(number, shard));
    each(catalogue.price_shards(), |number, shard| again.restore_prices(number, shard));
    each(catalogue.stock_shards(), |number, shard| again.restore_stocks(number, shard));
    each(catalogue.arrived_shards(), |number, shard| again.restore_arrived(number, shard));
    each(catalogue.mentioned_shards(), |number, shard| again.restore_mentioned(number, shard));
    again
}

#[test]
fn a_renamed_node_keeps_its_history_and_circles_are_refused() {
    let mut catalogue = Catalogue::default();
    let moved = |from, to| CatalogueChange::NodeMoved { from: CategoryId::of(from), to: CategoryId::of(to) };
    applied(&mut catalogue, &[moved("Bohrer", "Bohrmaschinen"), moved("Bohrmaschinen", "Maschinen")], NOW);
    assert_eq!(catalogue.category(CategoryId::of("Bohrer")), CategoryId::of("Maschinen"));
    let circle = catalogue.apply(&moved("Maschinen", "Bohrer"), NOW);
    assert!(matches!(circle, Err(Refused::Circle { .. })));
    applied(&mut catalogue, &[moved("Maschinen", "Bohrmaschinen")], NOW);
    assert_eq!(catalogue.category(CategoryId::of("Bohrer")), CategoryId::of("Bohrmaschinen"), "named back");
    catalogue.put(product("drill", &["Maschinen"])).expect("the only one");
    assert_eq!(catalogue.item("drill").category, CategoryId::of("Bohrmaschinen"));
}

#[test]
fn what_lies_under_a_renamed_node_goes_along_and_comes_back() {
    let id = CategoryId::of;
    let mut catalogue = Catalogue::default();
    catalogue.put(product("rose", &["Garten", "Pflanzen", "Rosen"])).expect("new");
    let untouched = catalogue.clone();
    let (from, to) = (catalogue.spoken("Garten"), catalogue.spoken("Grün"));
    let renamed = catalogue.moves(&from, &to, Manner::Renamed).expect("no circle");
    applied(&mut catalogue, &renamed, NOW);
    assert_eq!(catalogue.category(id("Garten/Pflanzen/Rosen")), id("Grün/Pflanzen/Rosen"));
    // The shop follows, and after a restart nobody knows the old paths.
    applied(&mut catalogue, &[CatalogueChange::ProductRemoved(ProductId::of("rose"))], NOW);
    catalogue.put(product("rose", &["Grün", "Pflanzen", "Rosen"])).expect("new");
    let catalogue = restored(&catalogue);
    for node in ["Garten", "Grün"] {
        let under = catalogue.under(id(node));
        for own in ["Garten", "Grün", "Garten/Pflanzen/Rosen", "Grün/Pflanzen"] {
            assert!(under.contains(&id(own)), "{own} under {node}");
        }
    }
    let mut back = catalogue.clone();
    applied(&mut back, &catalogue.moves_back(&catalogue.spoken("Garten")), NOW);
    assert_eq!(back.category(id("Garten/Pflanzen")), id("Garten/Pflanzen"));
    assert!(back.moves_back(&back.spoken("Garten")).is_empty());
    let mut mapped = untouched;
    let tag = mapped.spoken("Gartentipps");
    let alone = mapped.moves(&tag, &mapped.spoken("Garten"), Manner::Mapped).expect("no circle");
    assert_eq!(alone.len(), 1, "{alone:?}");
    applied(&mut mapped, &alone, NOW);
    assert_eq!(mapped.node_named("Gartentipps"), Some(id("Garten")));
    let by_id = mapped.spoken(&format!("{:016x}", id("Garten").0));
    assert_eq!((by_id.id, by_id.to_string()), (id("Garten"), "Garten".to_owned()));
}

#[test]
fn who_watches_a_node_hears_of_something_new_there_under_its_other_name() {
    let id = CategoryId::of;
    let mut catalogue = Catalogue::default();
    catalogue.put(product("rose", &["Garten", "Pflanzen"])).expect("new");
    let moves = catalogue.moves(&catalogue.spoken("Garten"), &catalogue.spoken("Grün"), Manner::Renamed);
    applied(&mut catalogue, &moves.expect("no circle"), NOW);
    let new = CatalogueChange::Product(Box::new(product("tulip", &["Grün", "Pflanzen"])));
    let occasion = catalogue.apply(&new, NOW).expect("new").pop().expect("an occasion");
    for node in ["Garten", "Grün", "Garten/Pflanzen", "Grün/Pflanzen"] {
        assert!(occasion.categories.contains(&id(node)), "{node}");
    }
}

#[test]
fn addresses_of_the_shop_lead_to_articles() {
    let mut catalogue = Catalogue::default();
    for (number, slug) in [("4711", "hilti-te-7"), ("4712", "bosch-gsb"), ("4713", "makita-hr")] {
        catalogue.put(with_slug(number, slug)).expect("different numbers");
    }
    let patterns = ["/p/{number}", "/{slug}-p{number}.html", "/shop/*/{slug}", "/detail?sku={number}"];
    let addresses = CatalogueChange::Addresses(patterns.map(Box::from).into());
    applied(&mut catalogue, &[addresses], NOW);
    let number = |address: &str| catalogue.resolve(address).map(|found| found.product);
    for address in [
        "https://shop.example/p/4711",
        "/p/4711?utm_source=mail#top",
        "https://shop.example/some-pretty-name-p4711.html",
        "https://shop.example/shop/drills/hilti-te-7",
        "https://shop.example/detail?color=red&sku=4711",
    ] {
        assert_eq!(number(address), Some(ProductId::of("4711")), "{address}");
    }
    for address in ["/p/9999", "/p/4711/more", "/", "", "/other?sku=4711", "/shop/drills/nobody"] {
        assert_eq!(number(address), None, "{address}");
    }
    for address in ["/p/4712/", "https://shop.example/anything/bosch-gsb.html", "/bosch-gsb/", "/p/%34712"] {
        assert_eq!(number(address), Some(ProductId::of("4712")), "{address}");
    }
}

#[test]
fn a_pattern_that_could_lead_nowhere_is_refused() {
    for good in [
        "/p/{number}",
        "/{slug}-p{number}.html",
        "/*/{slug}",
        "/detail?sku={number}",
        "?id={slug}",
        "/*?a={number}",
    ] {
        assert_eq!(check_pattern(good), Ok(()), "{good}");
    }
    for (bad, why) in [
        ("p/{number}", BadPattern::Begins),
        ("https://shop.example/{slug}", BadPattern::Begins),
        ("/p/", BadPattern::NamesNothing),
        ("/p/{sku}", BadPattern::Unknown("sku".into())),
        ("/p/{number", BadPattern::Unclosed),
        ("/p}/{number}", BadPattern::Unclosed),
        ("/{slug}?sku={number}", BadPattern::Query),
        ("/p?{number}", BadPattern::Query),
        ("/p?a=1&sku={number}", BadPattern::Query),
        ("/p?a=1", BadPattern::NamesNothing),
    ] {
        assert_eq!(check_pattern(bad), Err(why), "{bad}");
    }
    assert_eq!(check_pattern(&format!("/{{slug}}{}", "x".repeat(600))), Err(BadPattern::TooLong));
}

#[test]
fn an_ambiguous_pattern_ends_soon() {
    let mut catalogue = Catalogue::default();
    applied(
        &mut catalogue,
        &[CatalogueChange::Addresses(vec!["/{slug}-{slug}-{slug}-{number}".into()])],
        NOW,
    );
    assert_eq!(catalogue.resolve(&format!("/{}", "a-".repeat(900))), None);
}

#[test]
fn two_people_apart_get_their_own_nearest_outlet() {
    let mut catalogue = Catalogue::default();
    for (number, latitude, longitude) in [("1", 50_940_000, 6_960_000), ("2", 50_900_000, 7_020_000)] {
        let position = Some(Position { latitude, longitude });
        catalogue.put_outlet(Outlet { number: number.into(), position, ..Outlet::default() });
    }
    let nearest = |latitude, longitude| {
        catalogue.nearest_outlet(Position { latitude, longitude }).map(|outlet| &*outlet.number)
    };
    assert_eq!(nearest(50_938_000, 6_965_000), Some("1"));
    assert_eq!(nearest(50_905_000, 7_010_000), Some("2"));
}

#[test]
fn a_snapshot_shares_all_shards_that_did_not_change() {
    let mut catalogue = Catalogue::default();
    for number in 0..5_000 {
        catalogue.put(product(&number.to_string(), &["Werkzeug"])).expect("different numbers");
    }
    let before = catalogue.clone();
    applied(&mut catalogue, &[stock("17", None, 0)], NOW);
    assert!(catalogue.products.changed_since(&before.products).is_empty());
    assert_eq!(catalogue.stocks.changed_since(&before.stocks).len(), 1);
    assert!(before.is_available(ProductId::of("17")) && !catalogue.is_available(ProductId::of("17")));
}

#[test]
fn what_lies_under_a_node_has_all_names_it_ever_had() {
    let mut catalogue = Catalogue::default();
    for (number, path) in [
        ("mower", &["Garten", "Maschinen"][..]),
        ("rose", &["Garten", "Pflanzen"]),
        ("spade", &["Gartengeräte"]),
        ("drill", &["Werkzeug"]),
    ] {
        catalogue.put(product(number, path)).expect("no other of its number");
    }
    let id = CategoryId::of;
    let under = |catalogue: &Catalogue, node: &str| -> BTreeSet<CategoryId> {
        catalogue.under(id(node)).into_iter().collect()
    };
    assert_eq!(
        under(&catalogue, "Garten"),
        [id("Garten"), id("Garten/Maschinen"), id("Garten/Pflanzen")].into()
    );
    assert_eq!(under(&catalogue, "Werkzeug"), [id("Werkzeug")].into());
    let before = catalogue.clone();
    let moved = CatalogueChange::NodeMoved { from: id("Gartengeräte"), to: id("Garten") };
    catalogue.apply(&moved, NOW).expect("no circle");
    assert!(catalogue.has_other_trees(&before));
    assert!(under(&catalogue, "Garten").contains(&id("Gartengeräte")));
    assert_eq!(under(&catalogue, "Gartengeräte"), under(&catalogue, "Garten"), "either name means the same");
    let subtrees = catalogue.subtrees(&[id("Werkzeug"), id("Garten")]);
    assert_eq!(subtrees.iter().map(|subtree| subtree.node).collect::<Vec<_>>(), [id("Garten")]);
    let paths = catalogue.paths_of(&[id("Garten/Pflanzen"), id("Werkzeug")].into());
    assert_eq!(paths[&id("Garten/Pflanzen")].join("/"), "Garten/Pflanzen");
}

#[test]
fn a_search_goes_on_where_it_ended_and_finds_each_article_once() {
    let mut catalogue = Catalogue::default();
    for number in 0..3_000 {
        let path: &[&str] = if number % 3 == 0 { &["Garten"] } else { &["Werkzeug"] };
        catalogue.put(product(&format!("a{number}"), path)).expect("different numbers");
    }
    let wanted = Wanted { category: Some(CategoryId::of("Garten")), ..Wanted::default() };
    let (mut found, mut after, mut looks) = (Vec::new(), None, 0);
    loop {
        let page = catalogue.search(&wanted, Scan { after, found_max: 50, looked_max: 400 }, NOW);
        assert!(page.articles.len() <= 50 && page.looked <= 400);
        found.extend(page.articles);
        looks += page.looked;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((found.len(), looks), (1_000, 3_000));
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), 1_000);
    let by_number = Wanted { words: "a17".into(), ..Wanted::default() };
    let first = catalogue.search(&by_number, Scan { after: None, found_max: 1, looked_max: 1 }, NOW);
    assert_eq!(first.articles, [ProductId::of("a17")], "whatever stands before it");
    let rest = catalogue.search(&by_number, Scan { after: None, found_max: 500, looked_max: 5_000 }, NOW);
    assert_eq!(rest.articles.len(), 111, "a17, a170 to a179, a1700 to a1799");
}

#[test]
fn trees_count_what_hangs_under_each_node_and_tell_what_leads_there() {
    let mut catalogue = Catalogue::default();
    let id = CategoryId::of;
    let node = |name: &str, parent: Option<&str>| {
        let names = vec![("de".into(), name.into())];
        CatalogueChange::Node(Node { id: id(name), tree: "cms".into(), parent: parent.map(id), names })
    };
    catalogue.put(product("rose", &["Garten", "Pflanzen"])).expect("new");
    let details = Details { nodes: vec![id("Ratgeber"), id("Tipps")], ..Details::default() };
    let mower = Product { details: Some(Box::new(details)), ..product("mower", &["Garten"]) };
    catalogue.put(mower).expect("new");
    let moved = CatalogueChange::NodeMoved { from: id("Tipps"), to: id("Garten") };
    applied(
        &mut catalogue,
        &[node("CMS", None), node("Ratgeber", Some("CMS")), node("Tipps", Some("CMS")), moved],
        NOW,
    );
    let trees = catalogue.trees();
    let told = |name: &str| trees.iter().find(|node| node.placed.id == id(name)).expect("it is there");
    let count = |name: &str| told(name).articles;
    assert_eq!([count("Garten"), count("Garten/Pflanzen"), count("Ratgeber"), count("CMS")], [2, 1, 1, 1]);
    assert_eq!((told("CMS").parent, told("Tipps").placed.means), (None, Some(id("Garten"))));
    assert_eq!(told("Garten").also, [id("Tipps")]);
    let above: Vec<Box<str>> =
        catalogue.places_above(id("Ratgeber")).into_iter().map(|own| own.name).collect();
    assert_eq!(above, [Box::from("CMS"), Box::from("Ratgeber")]);
    assert_eq!(catalogue.title_of(id("Garten/Pflanzen")).as_deref(), Some("Pflanzen"));
}

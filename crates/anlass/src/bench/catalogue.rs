//! `anlass bench catalogue`: a catalogue of invented articles with five prices and three stocks each, in memory and in a
//! store; a whole feed of which one row in a hundred changed, through the inbox; single changes of stock until decisions see
//! them; then many dearer prices that end at the same moment, until it is known who waits for what follows.

use super::{Meter, peak_rss_mb, rss_mb};
use anlass_model::catalogue::{
    Catalogue, CatalogueChange, Details, Feed, FeedRow, Outlet, PriceNow, PriceRow, Product, Sphere, diff,
};
use anlass_model::id::{NameId, OutletId, ProductId};
use anlass_model::time::{DAY, HOUR, MINUTE, Timestamp};
use anlass_runtime::Runtime;
use anlass_runtime::live::Live;
use anlass_sim::fill::{self, NOW};
use anlass_store::Store;
use anlass_store::inbox::FileInbox;
use anlass_store::seal::MasterKey;
use anlass_store::sqlite::SqliteStore;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::sync::Arc;

const PARTS: u8 = 64;
const ZONES: u64 = 3;
const OUTLETS: u64 = 60;
const NODES: u64 = 2_000;
/// One row of the feed in so many changed.
const CHANGED: u64 = 100;
/// Single changes of stock that are waited for.
const SINGLE: u64 = 200;
/// Prices that end at the same moment.
const ENDS: u64 = 1_000;
/// Entries of one batch.
const BATCH: usize = 2_000;

pub(crate) fn run(data: &Path, products: u64) -> Result<serde_json::Value> {
    ensure!(products >= CHANGED, "at least {CHANGED} articles are needed");
    std::fs::create_dir_all(data).with_context(|| format!("creating {}", data.display()))?;
    let master = MasterKey::load_or_create(&data.join("master.key"))?;
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open_or_create(&data.join("store.sqlite"), PARTS)?);
    Runtime::publish(&*store, &master, &fill::definitions(), None)?;
    let meter = Meter::start();
    let catalogue = filled(products)?;
    let build_s = meter.seconds();
    anlass_runtime::catalogue::store(&*store, None, &catalogue, &Catalogue::default())?;
    let store_s = meter.seconds() - build_s;
    drop(catalogue);
    let opening = Meter::start();
    let runtime = Runtime::open(store, &master, "bench", NOW)?;
    let (open_s, open_rss) = (opening.seconds(), rss_mb());
    ensure!(runtime.catalogue.products() as u64 == products, "the store holds another catalogue");
    let inbox = FileInbox::open(&data.join("inbox"), anlass_store::inbox_applied(&*runtime.store)?)?;
    let mut live = Live::new(runtime, Arc::new(inbox))?;

    let feeding = Meter::start();
    let now = NOW.plus(DAY);
    let whole = Feed::Whole { gone_percent_max: 5 };
    let changes = diff(&live.runtime.catalogue, (0..products).map(row), whole, now)?;
    let diff_s = feeding.seconds();
    let expected = products.div_ceil(CHANGED);
    // Its price, and its pieces at an outlet and all of them together.
    ensure!(changes.len() as u64 == expected * 2, "{} changes instead of {}", changes.len(), expected * 2);
    live.accept_changes(&changes, now)?;
    live.catch_up(now, BATCH)?;
    live.settle()?;
    let feed_s = feeding.seconds();
    let first = ProductId::of(&number(0));
    ensure!(
        live.runtime.catalogue.price(first, Default::default(), now) == Some(price(0) - 100),
        "no change"
    );

    let mut visible_ms = Vec::new();
    for turn in 0..SINGLE {
        let product = ProductId::of(&number(turn % products));
        let change = |pieces| CatalogueChange::Stock { product, at: None, pieces };
        let now = now.plus(MINUTE);
        let waiting = Meter::start();
        live.accept_changes(&[change(0)], now)?;
        live.catch_up(now, BATCH)?;
        ensure!(!live.runtime.catalogue.is_available(product), "the change is not seen");
        live.settle()?;
        visible_ms.push(waiting.seconds() * 1_000.0);
    }
    visible_ms.sort_by(f64::total_cmp);
    let row_ends_ms = ended(&mut live, ENDS.min(products), now.plus(HOUR))?;
    let at = |percent: usize| visible_ms.get(visible_ms.len() * percent / 100).copied().unwrap_or(0.0);
    Ok(serde_json::json!({
        "products": products, "build_s": build_s, "store_s": store_s, "open_s": open_s,
        "diff_s": diff_s, "feed_s": feed_s, "changes": changes.len(),
        "stock_visible_p50_ms": at(50), "stock_visible_p99_ms": at(99),
        "row_ends": ENDS.min(products), "row_ends_ms": row_ends_ms,
        "seconds": meter.seconds(), "cpu_s": meter.cpu_seconds(),
        "open_rss_mb": open_rss.round(), "peak_rss_mb": peak_rss_mb().round(), "fsync_ms": anlass_store::probe::fsync_ms(data)?,
    }))
}

/// Dearer prices for a day that all end at once: milliseconds until what falls by that is found, and nobody waits for it.
fn ended(live: &mut Live, ends: u64, now: Timestamp) -> Result<f64> {
    let end = now.plus(DAY);
    let dear = |index: u64| {
        let amount = price(index) + 1_000;
        let row = PriceRow { sphere: Sphere::Everywhere, group: None, from: now, until: Some(end), amount };
        CatalogueChange::Price { product: ProductId::of(&number(index)), row }
    };
    live.accept_changes(&(0..ends).map(dear).collect::<Vec<_>>(), now)?;
    live.catch_up(now, BATCH)?;
    live.settle()?;
    ensure!(live.runtime.catalogue.has_turned(end), "no price ends");
    let ending = Meter::start();
    live.wake(end, BATCH)?;
    live.settle()?;
    ensure!(!live.runtime.catalogue.has_turned(end), "some prices that ended are not looked at");
    Ok(ending.seconds() * 1_000.0)
}

fn number(index: u64) -> String {
    format!("A{index:08}")
}

/// In minor units.
fn price(index: u64) -> i64 {
    i64::try_from(index % 50_000).unwrap_or(0) + 999
}

fn outlet(index: u64, turn: u64) -> OutletId {
    OutletId::of(&((index + turn) % OUTLETS).to_string())
}

fn product(index: u64) -> Product {
    let node = index % NODES;
    let path =
        [format!("Department {}", node / 100), format!("Category {}", node / 10), format!("Type {node}")];
    let number = number(index);
    let details = Details {
        pictures: vec![format!("https://shop.example/img/{number}.jpg").into()],
        link: Some(format!("https://shop.example/p/{number}").into()),
        ..Details::default()
    };
    Product {
        name: format!("Article of type {node}, number {index}").into(),
        path: path.map(Box::from).to_vec().into(),
        brand: Some(format!("Brand {}", node % 300).into()),
        details: Some(Box::new(details)),
        number: number.into(),
        ..Product::default()
    }
}

fn filled(products: u64) -> Result<Catalogue> {
    let mut catalogue = Catalogue::default();
    for index in 0..OUTLETS {
        let zone = Some(format!("zone-{}", index % ZONES).into());
        catalogue.put_outlet(Outlet { number: index.to_string().into(), zone, ..Outlet::default() });
    }
    for index in 0..products {
        let own = product(index);
        let id = own.id();
        catalogue.apply(&CatalogueChange::Loaded(Box::new(own)), NOW)?;
        let from = NOW.minus(DAY.times(90));
        let club = Some(NameId::of("club"));
        let zone = Sphere::Zone(NameId::of(&format!("zone-{}", index % ZONES)));
        for (sphere, group, from, off) in [
            (Sphere::Everywhere, None, from, 0),
            (Sphere::Everywhere, club, from, 50),
            (zone, None, from, 10),
            (Sphere::Outlet(outlet(index, 0)), None, from, 20),
            (Sphere::Outlet(outlet(index, 0)), club, from, 70),
        ] {
            let row = PriceRow { sphere, group, from, until: None, amount: price(index) - off };
            catalogue.apply(&CatalogueChange::Price { product: id, row }, NOW)?;
        }
        for turn in 0..3 {
            let pieces = i64::try_from(index % 40).unwrap_or(0) + 1;
            let at = Some(outlet(index, turn));
            catalogue.apply(&CatalogueChange::Stock { product: id, at, pieces }, NOW)?;
        }
    }
    Ok(catalogue)
}

/// As the feed of the next day tells it.
fn row(index: u64) -> FeedRow {
    let is_changed = index.is_multiple_of(CHANGED);
    let amount = price(index) - if is_changed { 100 } else { 0 };
    let pieces = i64::try_from(index % 40).unwrap_or(0) + if is_changed { 2 } else { 1 };
    FeedRow {
        product: product(index),
        prices: vec![PriceNow { sphere: Sphere::Everywhere, group: None, until: None, amount }],
        stock: vec![(Some(outlet(index, 0)), pieces)],
        ..FeedRow::default()
    }
}

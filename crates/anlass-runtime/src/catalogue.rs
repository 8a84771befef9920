//! The catalogue in the store: a document per shard and kind, so that a change writes what it touches. The single
//! document of earlier releases is read once and rewritten.

use crate::error::Error;
use crate::forms::{self, Form};
use anlass_engine::Offer;
use anlass_model::catalogue::{Asked, Catalogue, Frame, Shards, Sorted, Stock, Unplaced, Untimed, Whole};
use anlass_model::id::ProductId;
use anlass_model::time::Timestamp;
use anlass_store::{Commit, Document, Epoch, Store};
use serde::Serialize;
use serde::de::DeserializeOwned;

const PRODUCTS: &str = "catalogue/products";
const PRICES: &str = "catalogue/prices";
const STOCKS: &str = "catalogue/stocks";
const ARRIVED: &str = "catalogue/arrived";
const MENTIONED: &str = "catalogue/mentioned";
const FRAME: &str = "catalogue/frame";
/// Everything in one, as earlier releases wrote it.
const WHOLE: &str = "catalogue";
const NAME: &str = "organisation";
/// Up to when it was looked for prices that fall by time alone.
const TOLD: &str = "catalogue.told";
/// Shards in one commit where everything is written anew: no commit holds a whole large catalogue.
const SHARDS_AT_ONCE: usize = 128;

/// A kind of document, and how it is written.
#[derive(Clone, Copy)]
struct Piece {
    kind: &'static str,
    form: Form,
}

impl Piece {
    const PRODUCTS: Piece = Piece { kind: PRODUCTS, form: forms::CATALOGUE_PIECE };
    const PRICES: Piece = Piece { kind: PRICES, form: forms::CATALOGUE_PIECE };
    const STOCKS: Piece = Piece { kind: STOCKS, form: forms::CATALOGUE_STOCKS };
    const ARRIVED: Piece = Piece { kind: ARRIVED, form: forms::CATALOGUE_PIECE };
    const MENTIONED: Piece = Piece { kind: MENTIONED, form: forms::CATALOGUE_PIECE };
    const FRAME: Piece = Piece { kind: FRAME, form: forms::CATALOGUE_FRAME };
}

/// What a change of the catalogue writes.
#[derive(Debug, Default)]
pub struct Written {
    pub documents: Vec<Document>,
    pub positions: Vec<(String, String)>,
}

/// What has to be written for a snapshot, where an earlier one is stored.
#[must_use]
pub fn written(now: &Catalogue, before: &Catalogue) -> Written {
    let mut documents = Vec::new();
    shards(Piece::PRODUCTS, now.product_shards(), before.product_shards(), &mut documents);
    shards(Piece::PRICES, now.price_shards(), before.price_shards(), &mut documents);
    shards(Piece::STOCKS, now.stock_shards(), before.stock_shards(), &mut documents);
    shards(Piece::ARRIVED, now.arrived_shards(), before.arrived_shards(), &mut documents);
    shards(Piece::MENTIONED, now.mentioned_shards(), before.mentioned_shards(), &mut documents);
    let rest = rest(now, before);
    documents.extend(rest.documents);
    Written { documents, positions: rest.positions }
}

/// What is not kept per article.
fn rest(now: &Catalogue, before: &Catalogue) -> Written {
    let mut documents = Vec::new();
    if now.has_other_frame(before) {
        documents.push(document(Piece::FRAME, NAME.into(), now.frame()));
    }
    let is_told = now.told_upto() == before.told_upto();
    let positions = (!is_told).then(|| (TOLD.to_string(), now.told_upto().0.to_string()));
    Written { documents, positions: positions.into_iter().collect() }
}

fn shards<T: Clone + Serialize>(kind: Piece, now: &Shards<T>, before: &Shards<T>, into: &mut Vec<Document>) {
    for number in now.changed_since(before) {
        if let Some(entries) = now.shard(number) {
            into.push(document(kind, number.to_string(), entries));
        }
    }
}

/// Few shards in one commit: a large catalogue is never in memory a second time.
fn put_shards<T: Clone + Serialize>(
    store: &dyn Store,
    epoch: Option<Epoch>,
    kind: Piece,
    now: &Shards<T>,
    before: &Shards<T>,
) -> Result<(), Error> {
    for numbers in now.changed_since(before).chunks(SHARDS_AT_ONCE) {
        let shard = |number: &u16| Some(document(kind, number.to_string(), now.shard(*number)?));
        let documents = numbers.iter().filter_map(shard).collect();
        store.commit(&Commit { epoch, documents, ..Commit::default() })?;
    }
    Ok(())
}

fn document(piece: Piece, name: String, value: &impl Serialize) -> Document {
    let plain = piece.form.encode(value);
    Document { kind: piece.kind.into(), name, body: lz4_flex::compress_prepend_size(&plain) }
}

/// What may be said of the prices of these articles where and for whom they are asked, in order.
#[must_use]
pub fn offers(catalogue: &Catalogue, products: &[ProductId], asked: Asked, now: Timestamp) -> Vec<Offer> {
    let offer = |product: &ProductId| {
        let reduction = catalogue.reduction(*product, asked, now);
        Some(Offer {
            product: *product,
            price: catalogue.price(*product, asked, now)?,
            lowest_before: reduction.map(|reduction| reduction.lowest_before),
            percent: reduction.map_or(0, |reduction| reduction.percent),
            unit_price: catalogue.unit_price(*product, asked, now),
        })
    };
    products.iter().filter_map(offer).collect()
}

/// Stores a catalogue in the place of another one, outside of the loop: while nothing else changes it.
///
/// # Errors
/// If the store cannot be written; some of it may be stored then, and storing it again completes it.
pub fn store(
    store: &dyn Store,
    epoch: Option<Epoch>,
    now: &Catalogue,
    before: &Catalogue,
) -> Result<(), Error> {
    let is_whole = store.document(WHOLE, NAME)?.is_some();
    let nothing = Catalogue::default();
    let before = if is_whole { &nothing } else { before };
    put_shards(store, epoch, Piece::PRODUCTS, now.product_shards(), before.product_shards())?;
    put_shards(store, epoch, Piece::PRICES, now.price_shards(), before.price_shards())?;
    put_shards(store, epoch, Piece::STOCKS, now.stock_shards(), before.stock_shards())?;
    put_shards(store, epoch, Piece::ARRIVED, now.arrived_shards(), before.arrived_shards())?;
    put_shards(store, epoch, Piece::MENTIONED, now.mentioned_shards(), before.mentioned_shards())?;
    let Written { documents, positions } = rest(now, before);
    if !documents.is_empty() {
        store.commit(&Commit { epoch, documents, ..Commit::default() })?;
    }
    let documents = match is_whole {
        true => vec![Document { kind: WHOLE.into(), name: NAME.into(), body: Vec::new() }],
        false => Vec::new(),
    };
    if !documents.is_empty() || !positions.is_empty() {
        store.commit(&Commit { epoch, documents, positions, ..Commit::default() })?;
    }
    Ok(())
}

/// The stored catalogue; an empty one if there is none.
///
/// # Errors
/// If it cannot be read.
pub fn read(store: &dyn Store) -> Result<Catalogue, Error> {
    if let Some(whole) = whole(store)? {
        return Ok(whole);
    }
    let frame = match store.document(FRAME, NAME)? {
        Some(document) => frame(&document)?,
        None => Default::default(),
    };
    let damaged = || Error::Document { name: TOLD.into(), cause: "it is no moment".into() };
    let told_upto = match store.position(TOLD)? {
        Some(text) => Timestamp(text.parse().map_err(|_| damaged())?),
        None => Timestamp::default(),
    };
    let mut catalogue = Catalogue::restoring(frame, told_upto);
    each(store, Piece::PRODUCTS, piece, |number, shard| catalogue.restore_products(number, shard))?;
    each(store, Piece::PRICES, piece, |number, shard| catalogue.restore_prices(number, shard))?;
    each(store, Piece::STOCKS, stocks, |number, shard| catalogue.restore_stocks(number, shard))?;
    each(store, Piece::ARRIVED, piece, |number, shard| catalogue.restore_arrived(number, shard))?;
    each(store, Piece::MENTIONED, piece, |number, shard| catalogue.restore_mentioned(number, shard))?;
    Ok(catalogue)
}

/// The single document of an earlier release. As long as it is there it holds.
fn whole(store: &dyn Store) -> Result<Option<Catalogue>, Error> {
    let Some(document) = store.document(WHOLE, NAME)? else { return Ok(None) };
    let plain = forms::unpack(&document.body, "the catalogue")?;
    Ok(Some(forms::CATALOGUE.decode::<Whole>(&plain)?.into()))
}

/// Rewrites the single document of an earlier release, if there is one.
pub(crate) fn renew(to: &dyn Store, epoch: Epoch) -> Result<(), Error> {
    match whole(to)? {
        Some(whole) => store(to, Some(epoch), &whole, &Catalogue::default()),
        None => Ok(()),
    }
}

/// Hands on one shard after the other.
fn each<T>(
    store: &dyn Store,
    own: Piece,
    read: impl Fn(Piece, &Document) -> Result<Sorted<T>, Error>,
    mut restore: impl FnMut(u16, Sorted<T>),
) -> Result<(), Error> {
    for name in store.documents(own.kind)? {
        let damaged = || Error::Document { name: format!("{} {name}", own.kind), cause: "no shard".into() };
        let number = name.parse().map_err(|_| damaged())?;
        if let Some(document) = store.document(own.kind, &name)? {
            restore(number, read(own, &document)?);
        }
    }
    Ok(())
}

/// Those of earlier releases stay as they are until one of their articles changes.
fn stocks(own: Piece, document: &Document) -> Result<Sorted<Stock>, Error> {
    let plain = forms::unpack(&document.body, "a piece of the catalogue")?;
    if !own.form.is_earlier(&plain) {
        return own.form.decode(&plain);
    }
    let earlier: Sorted<Untimed> = own.form.decode(&plain)?;
    Ok(earlier.into_iter().map(|(id, stock)| (id, stock.into())).collect())
}

fn frame(document: &Document) -> Result<Frame, Error> {
    let plain = forms::unpack(&document.body, "a piece of the catalogue")?;
    match forms::CATALOGUE_FRAME.is_earlier(&plain) {
        true => Ok(forms::CATALOGUE_FRAME.decode::<Unplaced>(&plain)?.into()),
        false => forms::CATALOGUE_FRAME.decode(&plain),
    }
}

fn piece<T: DeserializeOwned>(own: Piece, document: &Document) -> Result<T, Error> {
    own.form.decode(&forms::unpack(&document.body, "a piece of the catalogue")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::catalogue::{CatalogueChange, Mention, Named, Outlet, PriceRow, Product, Sphere};
    use anlass_model::id::OutletId;
    use anlass_store::memory::MemoryStore;
    use std::collections::BTreeMap;

    const NOW: Timestamp = Timestamp(1_000);

    fn catalogue() -> Catalogue {
        let mut catalogue = Catalogue::default();
        for number in 0..3_000 {
            let number: Box<str> = number.to_string().into();
            let path = vec![Box::from("Werkzeug")].into();
            catalogue.put(Product { name: number.clone(), number, path, ..Product::default() }).expect("new");
        }
        catalogue
    }

    fn change(catalogue: &mut Catalogue, change: CatalogueChange) {
        catalogue.apply(&change, NOW).expect("holds");
    }

    #[test]
    fn a_change_writes_the_shard_it_touches_and_reading_gives_the_same_catalogue() {
        let memory = MemoryStore::new(4, 1);
        let mut now = catalogue();
        store(&memory, None, &now, &Catalogue::default()).expect("writable");
        assert_eq!(read(&memory).expect("readable"), now);
        let before = now.clone();
        let product = ProductId::of("17");
        change(&mut now, CatalogueChange::Stock { product, at: None, pieces: 4 });
        let row = PriceRow { sphere: Sphere::Everywhere, group: None, from: NOW, until: None, amount: 99 };
        change(&mut now, CatalogueChange::Price { product, row });
        let named = Named { number: "old".into(), name: None };
        change(&mut now, CatalogueChange::Mentioned(Mention::Article(named)));
        let kinds: Vec<String> = written(&now, &before).documents.into_iter().map(|own| own.kind).collect();
        assert_eq!(kinds, [PRICES, STOCKS, MENTIONED]);
        store(&memory, None, &now, &before).expect("writable");
        let again = read(&memory).expect("readable");
        assert_eq!(again, now);
        assert_eq!(again.price(product, Asked::default(), NOW), Some(99));
        assert!(written(&again, &again).documents.is_empty());
    }

    #[test]
    fn stocks_of_earlier_releases_are_read_without_a_moment() {
        let memory = MemoryStore::new(4, 1);
        let mut now = catalogue();
        let product = ProductId::of("17");
        change(&mut now, CatalogueChange::Stock { product, at: Some(OutletId::of("1")), pieces: 4 });
        change(
            &mut now,
            CatalogueChange::Product(Box::new(Product {
                number: "new".into(),
                path: vec![Box::from("Werkzeug")].into(),
                ..Product::default()
            })),
        );
        store(&memory, None, &now, &Catalogue::default()).expect("writable");
        assert_eq!(read(&memory).expect("readable"), now);
        let earlier = [(product, (None::<i64>, vec![(OutletId::of("1"), 4i64)]))].into_iter();
        let earlier: BTreeMap<ProductId, _> = earlier.collect();
        let plain = forms::CATALOGUE_PIECE.encode(&earlier);
        let name = memory.documents(STOCKS).expect("readable").remove(0);
        let body = lz4_flex::compress_prepend_size(&plain);
        let document = Document { kind: STOCKS.into(), name, body };
        memory.commit(&Commit { documents: vec![document], ..Commit::default() }).expect("writable");
        let found = read(&memory).expect("readable");
        let stock = found.stock_shards().get(product).expect("kept");
        assert_eq!((stock.in_all(), stock.told), (Some(4), None));
        assert!(found.is_new(ProductId::of("new"), NOW) && !found.is_new(product, NOW));
    }

    /// As releases before this one wrote it.
    #[derive(Serialize)]
    struct Before {
        products: BTreeMap<ProductId, BeforeProduct>,
        outlets: BTreeMap<OutletId, (&'static str, &'static str)>,
        sold_out: BTreeMap<ProductId, ()>,
    }
    type BeforeProduct =
        (&'static str, &'static str, Vec<&'static str>, Option<&'static str>, Option<&'static str>);

    #[test]
    fn the_single_document_of_earlier_releases_is_read_once_and_rewritten() {
        let memory = MemoryStore::new(4, 1);
        let products = [
            (
                ProductId::of("drill"),
                ("drill", "Bohrmaschine", vec!["Werkzeug", "Bohrer"], None, Some("drills")),
            ),
            (ProductId::of("saw"), ("saw", "Säge", vec!["Werkzeug"], Some("saws"), None)),
        ];
        let before = Before {
            products: products.into_iter().collect(),
            outlets: [(OutletId::of("7"), ("7", "Köln"))].into_iter().collect(),
            sold_out: [(ProductId::of("saw"), ())].into_iter().collect(),
        };
        let body = lz4_flex::compress_prepend_size(&forms::CATALOGUE.encode(&before));
        let old = Document { kind: WHOLE.into(), name: NAME.into(), body };
        memory.commit(&Commit { documents: vec![old], ..Commit::default() }).expect("writable");
        let epoch = memory.lease("test", NOW).expect("writable");
        let found = read(&memory).expect("readable");
        renew(&memory, epoch).expect("writable");
        assert!(memory.document(WHOLE, NAME).expect("readable").is_none());
        let again = read(&memory).expect("readable");
        assert_eq!(again, found);
        let drill = again.product(ProductId::of("drill")).expect("kept");
        assert_eq!((&*drill.name, drill.path.join("/")), ("Bohrmaschine", "Werkzeug/Bohrer".to_string()));
        assert_eq!(again.outlet(OutletId::of("7")).map(|outlet: &Outlet| &*outlet.name), Some("Köln"));
        assert!(!again.is_available(ProductId::of("saw")) && again.is_available(ProductId::of("drill")));
    }
}

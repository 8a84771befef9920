//! One article with all that is known of it. Of people who wait for it only the number is told.

use super::{NodeNamed, hex, named};
use crate::api::money;
use crate::api::shape::{Moment, Money};
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_model::catalogue::{
    Asked, Catalogue, LOWEST_WITHIN, Measure, PriceRow, Prices, Product, Sphere, Stock, Strike,
};
use anlass_model::id::{OutletId, ProductId};
use anlass_model::time::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Of variants, of substitutes and of what goes with it.
const OTHERS_MAX: usize = 50;
const RELATED_MAX: usize = 12;
/// People who wait are counted so far.
const WAITING_MAX: usize = 10_000;

#[derive(Serialize, ToSchema)]
pub(crate) struct ArticleShown {
    /// As programs know it.
    id: String,
    number: String,
    name: String,
    brand: Option<String>,
    link: Option<String>,
    slug: Option<String>,
    /// Addresses, the best one first.
    pictures: Vec<String>,
    tags: Vec<String>,
    texts: Vec<ArticleText>,
    /// Its place in the shop's own tree, from the top down.
    path: Vec<NodeNamed>,
    /// Its places in other trees, each from the top down.
    places: Vec<Vec<NodeNamed>>,
    /// When it came; null: it was there when the catalogue was filled first.
    arrived: Option<Moment>,
    new: bool,
    /// Name of its variant group, and of its declared substitutes.
    group: Option<String>,
    substitute_group: Option<String>,
    variants: Vec<ArticleOther>,
    substitutes: Vec<ArticleOther>,
    /// The same people bought these, and looked at these; the surest first.
    bought_with: Vec<ArticleOther>,
    viewed_with: Vec<ArticleOther>,
    prices: ArticlePrices,
    stock: ArticleStock,
    /// People who would hear if it came back or cost less: they asked for it, or have it in the cart. Counted up to 10,000.
    waiting: usize,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ArticleText {
    language: String,
    name: String,
    description: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ArticleOther {
    number: String,
    name: String,
    available: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ArticlePrices {
    /// For everyone everywhere; null: nobody told one that holds now.
    now: Option<Money>,
    /// The lowest of the 30 days up to now.
    lowest_30_days: Option<Money>,
    strike: StrikeCode,
    /// What may be struck through, or what forbids it: the lowest price of the 30 days before the present one began.
    lowest_before: Option<Money>,
    /// Where it may be struck through, rounded down.
    percent: Option<u8>,
    unit: Option<UnitPrice>,
    /// Everything ever told, the newest first.
    rows: Vec<PriceTold>,
}

/// Whether a higher price may be struck through.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StrikeCode {
    Allowed,
    /// No price holds now.
    NoPrice,
    /// Nothing was told of the 30 days before.
    NoPriceBefore,
    /// In the 30 days before it cost as little, or less.
    NotLower,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct UnitPrice {
    price: Option<Money>,
    per: UnitMeasure,
    /// What one piece holds: grams, millilitres, millimetres, square centimetres, pieces.
    content: u32,
}

#[derive(Clone, Copy, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum UnitMeasure {
    Kilogram,
    Litre,
    Metre,
    SquareMetre,
    Piece,
}

impl UnitMeasure {
    fn of(measure: Measure) -> UnitMeasure {
        match measure {
            Measure::Weight => UnitMeasure::Kilogram,
            Measure::Volume => UnitMeasure::Litre,
            Measure::Length => UnitMeasure::Metre,
            Measure::Area => UnitMeasure::SquareMetre,
            Measure::Pieces => UnitMeasure::Piece,
        }
    }

    pub(super) fn measure(self) -> Measure {
        match self {
            UnitMeasure::Kilogram => Measure::Weight,
            UnitMeasure::Litre => Measure::Volume,
            UnitMeasure::Metre => Measure::Length,
            UnitMeasure::SquareMetre => Measure::Area,
            UnitMeasure::Piece => Measure::Pieces,
        }
    }
}

/// One price that was told.
#[derive(Serialize, ToSchema)]
#[schema(as = PriceRow)]
pub(crate) struct PriceTold {
    amount: Money,
    sphere: SphereKind,
    /// Number of the outlet, or name of the zone; where neither is known, its id.
    place: Option<String>,
    /// Customer group; null: everyone.
    group: Option<String>,
    from: Moment,
    /// No longer from this moment on; null: until another one is told.
    until: Option<Moment>,
    /// Whether its time is now.
    holds: bool,
    /// Whether it is what is paid now where and for whom it was told: the newest of those that hold.
    wins: bool,
}

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SphereKind {
    Everywhere,
    Zone,
    Outlet,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ArticleStock {
    available: bool,
    /// In all; null: nobody counts it, so it is taken to be there.
    pieces: Option<i64>,
    /// When any of it changed last, as far as that was noted.
    told: Option<Moment>,
    outlets: Vec<OutletStock>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OutletStock {
    /// Null: nothing else is known of the outlet.
    outlet: Option<String>,
    name: Option<String>,
    pieces: i64,
}

/// `GET /api/catalogue/articles/{number}`
pub(crate) fn show(call: &Call<'_>) -> Result<ArticleShown, Fault> {
    let (house, view) = (call.house(), call.view());
    let (catalogue, now) = (house.catalogue(), house.now());
    let id = ProductId::of(call.part("number"));
    let product = catalogue.product(id).filter(|product| *product.number == *call.part("number"));
    let product = product.ok_or(Fault::NotFound)?;
    let details = product.details.as_deref().cloned().unwrap_or_default();
    let (variants, substitutes) = catalogue.alternatives(product, OTHERS_MAX);
    let related = house.relating.of(view.scope.vault());
    let (bought, viewed) = related.map(|related| related.going_with(id, RELATED_MAX)).unwrap_or_default();
    let others = |ids: Vec<ProductId>| ids.into_iter().filter_map(|id| other(&catalogue, id)).collect();
    let list = |list: &[Box<str>]| list.iter().map(ToString::to_string).collect();
    let places = details
        .nodes
        .iter()
        .map(|node| catalogue.places_above(*node).iter().map(|placed| named(&catalogue, placed)).collect());
    Ok(ArticleShown {
        id: hex(id.0),
        number: product.number.to_string(),
        name: product.name.to_string(),
        brand: product.brand.as_deref().map(str::to_owned),
        link: details.link.as_deref().map(str::to_owned),
        slug: details.slug.as_deref().map(str::to_owned),
        pictures: list(&details.pictures),
        tags: details.tags.iter().map(ToString::to_string).collect(),
        texts: details
            .texts
            .iter()
            .map(|text| ArticleText {
                language: text.language.to_string(),
                name: text.name.to_string(),
                description: text.description.to_string(),
            })
            .collect(),
        path: catalogue.places_of(&product.path).iter().map(|placed| named(&catalogue, placed)).collect(),
        places: places.collect(),
        arrived: catalogue.arrived(id).map(Moment),
        new: catalogue.is_new(id, now),
        group: product.group.as_deref().map(str::to_owned),
        substitute_group: product.substitutes.as_deref().map(str::to_owned),
        variants: others(variants),
        substitutes: others(substitutes),
        bought_with: others(bought),
        viewed_with: others(viewed),
        prices: prices(&view, &catalogue, product, now),
        stock: stock(&catalogue, id),
        waiting: view.runtime.waiting_for(&view.scope, id, WAITING_MAX)?,
    })
}

fn other(catalogue: &Catalogue, id: ProductId) -> Option<ArticleOther> {
    let product = catalogue.product(id)?;
    Some(ArticleOther {
        number: product.number.to_string(),
        name: product.name.to_string(),
        available: catalogue.is_available(id),
    })
}

fn prices(view: &View, catalogue: &Catalogue, product: &Product, now: Timestamp) -> ArticlePrices {
    let nothing = Prices::default();
    let known = catalogue.price_shards().get(product.id()).unwrap_or(&nothing);
    let everyone = Asked::default();
    let amount = |minor: i64| money(view, minor);
    let (strike, lowest_before, percent) = match catalogue.strike(product.id(), everyone, now) {
        Strike::Allowed(reduction) => {
            (StrikeCode::Allowed, Some(reduction.lowest_before), Some(reduction.percent))
        }
        Strike::NoPrice => (StrikeCode::NoPrice, None, None),
        Strike::NoPriceBefore => (StrikeCode::NoPriceBefore, None, None),
        Strike::NotLower { lowest_before } => (StrikeCode::NotLower, Some(lowest_before), None),
    };
    let price = known.at(everyone, now);
    let unit = product.unit.map(|unit| UnitPrice {
        price: price.and_then(|price| unit.price(price)).map(amount),
        per: UnitMeasure::of(unit.measure),
        content: unit.content,
    });
    ArticlePrices {
        now: price.map(amount),
        lowest_30_days: known.lowest(everyone, LOWEST_WITHIN, now).map(amount),
        strike,
        lowest_before: lowest_before.map(amount),
        percent,
        unit,
        rows: rows(view, catalogue, known, now),
    }
}

fn rows(view: &View, catalogue: &Catalogue, prices: &Prices, now: Timestamp) -> Vec<PriceTold> {
    let mut rows = prices.rows();
    rows.sort_by_key(|row| std::cmp::Reverse((row.from, *row)));
    let holds = |row: &PriceRow| row.from <= now && row.until.is_none_or(|until| now < until);
    let zones: BTreeMap<_, _> =
        catalogue.outlets().filter_map(|outlet| Some((outlet.zone_id()?, outlet.zone.as_deref()?))).collect();
    let told = |row: &PriceRow| {
        let (sphere, place) = match row.sphere {
            Sphere::Everywhere => (SphereKind::Everywhere, None),
            Sphere::Zone(zone) => {
                (SphereKind::Zone, Some(zones.get(&zone).map_or_else(|| hex(zone.0), ToString::to_string)))
            }
            Sphere::Outlet(outlet) => (SphereKind::Outlet, Some(outlet_number(catalogue, outlet))),
        };
        let own = rows.iter().filter(|other| (other.sphere, other.group) == (row.sphere, row.group));
        let best = own.filter(|other| holds(other)).max_by_key(|other| {
            (
                other.from,
                std::cmp::Reverse(other.until.unwrap_or(Timestamp::NEVER)),
                std::cmp::Reverse(other.amount),
            )
        });
        PriceTold {
            amount: money(view, row.amount),
            sphere,
            place,
            group: row.group.map(|group| view.runtime.program.name(group)),
            from: Moment(row.from),
            until: row.until.map(Moment),
            holds: holds(row),
            wins: best == Some(row),
        }
    };
    rows.iter().map(told).collect()
}

fn outlet_number(catalogue: &Catalogue, id: OutletId) -> String {
    catalogue.outlet(id).map_or_else(|| hex(id.0), |outlet| outlet.number.to_string())
}

fn stock(catalogue: &Catalogue, id: ProductId) -> ArticleStock {
    let nothing = Stock::default();
    let stock = catalogue.stock_shards().get(id).unwrap_or(&nothing);
    let at = |(outlet, pieces): (OutletId, i64)| {
        let outlet = catalogue.outlet(outlet);
        OutletStock {
            outlet: outlet.map(|outlet| outlet.number.to_string()),
            name: outlet.map(|outlet| outlet.name.to_string()),
            pieces,
        }
    };
    ArticleStock {
        available: catalogue.is_available(id),
        pieces: stock.in_all(),
        told: stock.told.map(Moment),
        outlets: stock.outlets().map(at).collect(),
    }
}

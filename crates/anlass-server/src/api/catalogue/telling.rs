//! Articles, prices and stock told one by one, by a program of the retailer's or by somebody of the house. Like a row of a
//! file: what is not said stays, what is the same changes nothing, and what people wait for is told to them.

use super::article::UnitMeasure;
use crate::access::Act;
use crate::api::shape::{Nothing, maybe_whole, whole};
use crate::call::{Call, Fault};
use anlass_model::catalogue::{
    Catalogue, CatalogueChange, Details, Feed, FeedRow, PriceNow, PriceRow, Prices, Product, Sphere, Text,
    Unit, diff,
};
use anlass_model::definition::LanguageTag;
use anlass_model::id::{NameId, OutletId, ProductId};
use anlass_model::time::{BadMoment, Timestamp};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

pub(super) const TEXT_MAX: usize = 500;
const DESCRIPTION_MAX: usize = 20_000;
const LIST_MAX: usize = 50;
const DEPTH_MAX: usize = 12;
/// Nothing costs more, and of nothing there are more.
const NUMBER_MAX: i64 = 1_000_000_000_000;

/// What is said of an article.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArticleTold {
    #[schema(max_length = 500)]
    name: Option<String>,
    /// Its place in the shop's own tree, from the top down.
    #[serde(default)]
    path: Vec<String>,
    /// Holds variants together.
    group: Option<String>,
    /// Names a group of declared substitutes.
    substitutes: Option<String>,
    brand: Option<String>,
    unit: Option<UnitTold>,
    #[serde(default)]
    texts: Vec<TextTold>,
    /// Addresses, the best one first.
    #[serde(default)]
    pictures: Vec<String>,
    link: Option<String>,
    slug: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
}

/// What one piece holds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitTold {
    /// Grams, millilitres, millimetres, square centimetres, pieces.
    content: u32,
    per: UnitMeasure,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextTold {
    language: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    description: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PriceTold {
    /// Minor units of the organisation's currency.
    #[serde(deserialize_with = "whole")]
    minor: i64,
    /// Number of an outlet, or name of a price zone; neither: everywhere.
    outlet: Option<String>,
    zone: Option<String>,
    /// Customer group; absent: everyone.
    group: Option<String>,
    /// RFC 3339; absent: now.
    from: Option<String>,
    /// No longer from this moment on.
    until: Option<String>,
}

/// One of both has to be said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StockTold {
    #[serde(default, deserialize_with = "maybe_whole")]
    pieces: Option<i64>,
    /// Number of an outlet; absent: in all.
    outlet: Option<String>,
    /// Nobody counts it: it is there.
    #[serde(default)]
    uncounted: bool,
}

pub(super) fn unfit(cause: impl Into<String>) -> Fault {
    Fault::Unfit { cause: cause.into() }
}

pub(super) fn short(place: &str, text: &str, max: usize) -> Result<Box<str>, Fault> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(unfit(format!("{place}: it is empty; leave it out instead"))),
        length if length > max => Err(unfit(format!("{place}: it is longer than {max} characters"))),
        _ => Ok(text.into()),
    }
}

pub(super) fn maybe(place: &str, text: Option<&String>) -> Result<Option<Box<str>>, Fault> {
    text.map(|text| short(place, text, TEXT_MAX)).transpose()
}

pub(super) fn list(place: &str, list: &[String], max: usize) -> Result<Vec<Box<str>>, Fault> {
    if list.len() > max {
        return Err(unfit(format!("{place}: there are more than {max}")));
    }
    list.iter().map(|text| short(place, text, TEXT_MAX)).collect()
}

pub(super) fn address(place: &str, text: Option<&str>) -> Result<(), Fault> {
    match text.is_none_or(|text| text.starts_with("https://") || text.starts_with("http://")) {
        true => Ok(()),
        false => Err(unfit(format!("{place}: it begins with neither https:// nor http://"))),
    }
}

impl ArticleTold {
    fn product(self, number: &str) -> Result<Product, Fault> {
        let texts = self.texts.iter().map(|text| {
            let language = LanguageTag::new(&text.language);
            let language =
                language.map_err(|_| unfit(format!("texts: \"{}\" is no language", text.language)))?;
            let within = |place: &str, text: &str, max: usize| match text.trim().is_empty() {
                true => Ok(Box::default()),
                false => short(place, text, max),
            };
            Ok(Text {
                language: Arc::from(language.to_string()),
                name: within("texts: name", &text.name, TEXT_MAX)?,
                description: within("texts: description", &text.description, DESCRIPTION_MAX)?,
            })
        });
        if self.texts.len() > LIST_MAX {
            return Err(unfit(format!("texts: there are more than {LIST_MAX}")));
        }
        let pictures = list("pictures", &self.pictures, LIST_MAX)?;
        let link = maybe("link", self.link.as_ref())?;
        pictures
            .iter()
            .map(|own| Some(&**own))
            .chain([link.as_deref()])
            .try_for_each(|text| address("link or picture", text))?;
        let details = Details {
            texts: texts.collect::<Result<_, Fault>>()?,
            pictures,
            link,
            slug: maybe("slug", self.slug.as_ref())?,
            nodes: Vec::new(),
            tags: list("tags", &self.tags, LIST_MAX)?.into_iter().map(Arc::from).collect(),
        };
        Ok(Product {
            number: short("number", number, TEXT_MAX)?,
            name: maybe("name", self.name.as_ref())?.unwrap_or_default(),
            path: list("path", &self.path, DEPTH_MAX)?.into(),
            group: maybe("group", self.group.as_ref())?,
            substitutes: maybe("substitutes", self.substitutes.as_ref())?,
            brand: maybe("brand", self.brand.as_ref())?.map(Arc::from),
            unit: self.unit.map(|unit| Unit { content: unit.content, measure: unit.per.measure() }),
            details: (details != Details::default()).then(|| Box::new(details)),
        })
    }
}

/// `PUT /api/catalogue/articles/{number}`
pub(crate) fn article(call: &Call<'_>) -> Result<Nothing, Fault> {
    let told: ArticleTold = call.json()?;
    let product = told.product(call.part("number"))?;
    let catalogue = call.house().catalogue();
    let product = product.clone().over(catalogue.product(product.id()));
    take(call, &catalogue, FeedRow { product, ..FeedRow::default() })
}

/// `DELETE /api/catalogue/articles/{number}`
pub(crate) fn remove(call: &Call<'_>) -> Result<Nothing, Fault> {
    let (catalogue, product) = known(call)?;
    drop(catalogue);
    accepted(call, &[CatalogueChange::ProductRemoved(product.id())], ("article_removed", call.part("number")))
}

/// `PUT /api/catalogue/articles/{number}/price`
pub(crate) fn price(call: &Call<'_>) -> Result<Nothing, Fault> {
    let told: PriceTold = call.json()?;
    let (catalogue, product) = known(call)?;
    if !(0..=NUMBER_MAX).contains(&told.minor) {
        return Err(unfit(format!("minor: allowed is 0 to {NUMBER_MAX}")));
    }
    let sphere = sphere_of(&catalogue, told.outlet.as_deref(), told.zone.as_deref())?;
    let group = told.group.as_deref().map(group_of).transpose()?;
    let (from, until) = (moment("from", told.from.as_deref())?, moment("until", told.until.as_deref())?);
    if until.is_some_and(|until| until <= from.unwrap_or_else(|| call.house().now())) {
        return Err(unfit("until: it ends before it begins"));
    }
    let amount = told.minor;
    let row = match from {
        Some(from) => FeedRow {
            product,
            dated: vec![PriceRow { sphere, group, from, until, amount }],
            ..FeedRow::default()
        },
        None => {
            FeedRow { product, prices: vec![PriceNow { sphere, group, until, amount }], ..FeedRow::default() }
        }
    };
    take(call, &catalogue, row)
}

/// `DELETE /api/catalogue/articles/{number}/price`: one that was told wrongly never held. It is named by where it holds, for
/// whom, and its beginning.
pub(crate) fn remove_price(call: &Call<'_>) -> Result<Nothing, Fault> {
    let (catalogue, product) = known(call)?;
    let (outlet, zone, group) = (call.asked("outlet"), call.asked("zone"), call.asked("group"));
    let sphere = sphere_of(&catalogue, outlet.as_deref(), zone.as_deref())?;
    let group = group.as_deref().map(group_of).transpose()?;
    let from = moment("from", call.asked("from").as_deref())?;
    let from = from.ok_or_else(|| unfit("from: it is missing; say when the price begins"))?;
    let rows = catalogue.price_shards().get(product.id()).map(Prices::rows).unwrap_or_default();
    let wrong = rows.into_iter().filter(|row| (row.sphere, row.group, row.from) == (sphere, group, from));
    let changes: Vec<CatalogueChange> =
        wrong.map(|row| CatalogueChange::PriceRemoved { product: product.id(), row }).collect();
    match changes.is_empty() {
        true => Err(Fault::NotFound),
        false => accepted(call, &changes, ("article_changed", call.part("number"))),
    }
}

fn sphere_of(catalogue: &Catalogue, outlet: Option<&str>, zone: Option<&str>) -> Result<Sphere, Fault> {
    match (outlet, zone) {
        (None, None) => Ok(Sphere::Everywhere),
        (Some(outlet), None) => Ok(Sphere::Outlet(outlet_of(catalogue, outlet)?)),
        (None, Some(zone)) => {
            let zone = NameId::of(&short("zone", zone, TEXT_MAX)?);
            match catalogue.outlets().any(|outlet| outlet.zone_id() == Some(zone)) {
                true => Ok(Sphere::Zone(zone)),
                false => Err(unfit("zone: no outlet has it")),
            }
        }
        (Some(_), Some(_)) => Err(unfit("it holds for an outlet or for a zone: say one of both")),
    }
}

/// By its name, or by the id that stands for one which nothing else names, as in `#00000000000000a1`.
fn group_of(group: &str) -> Result<NameId, Fault> {
    let id = group.strip_prefix('#').filter(|hex| hex.len() == 16);
    match id.and_then(|hex| u64::from_str_radix(hex, 16).ok()) {
        Some(id) => Ok(NameId(id)),
        None => Ok(NameId::of(&short("group", group, TEXT_MAX)?)),
    }
}

/// `PUT /api/catalogue/articles/{number}/stock`
pub(crate) fn stock(call: &Call<'_>) -> Result<Nothing, Fault> {
    let told: StockTold = call.json()?;
    let (catalogue, product) = known(call)?;
    match (told.pieces, told.uncounted) {
        (Some(pieces), false) if (0..=NUMBER_MAX).contains(&pieces) => {
            let at = told.outlet.as_deref().map(|outlet| outlet_of(&catalogue, outlet)).transpose()?;
            take(call, &catalogue, FeedRow { product, stock: vec![(at, pieces)], ..FeedRow::default() })
        }
        (Some(_), false) => Err(unfit(format!("pieces: allowed is 0 to {NUMBER_MAX}"))),
        (None, true) if told.outlet.is_none() => accepted(
            call,
            &[CatalogueChange::StockUncounted(product.id())],
            ("article_changed", call.part("number")),
        ),
        _ => Err(unfit(
            "it takes one of two: { \"pieces\": 5 }, of an outlet with its number, or { \"uncounted\": true } for all outlets",
        )),
    }
}

pub(super) fn moment(place: &str, text: Option<&str>) -> Result<Option<Timestamp>, Fault> {
    let moment = text.map(str::parse).transpose();
    moment.map_err(|error: BadMoment| unfit(format!("{place}: {error}")))
}

fn outlet_of(catalogue: &Catalogue, number: &str) -> Result<OutletId, Fault> {
    let outlet = catalogue.outlet(OutletId::of(number)).filter(|outlet| *outlet.number == *number);
    outlet.map(|outlet| outlet.id()).ok_or_else(|| unfit(format!("there is no outlet \"{number}\"")))
}

/// The article of the path. One that was told a moment ago is waited for.
fn known(call: &Call<'_>) -> Result<(Arc<Catalogue>, Product), Fault> {
    let number = call.part("number");
    let find = || {
        let catalogue = call.house().catalogue();
        let product = catalogue.product(ProductId::of(number)).filter(|product| *product.number == *number);
        let product = product.cloned();
        product.map(|product| (catalogue, product))
    };
    if let Some(found) = find() {
        return Ok(found);
    }
    call.house().catch_up()?;
    find().ok_or(Fault::NotFound)
}

fn take(call: &Call<'_>, catalogue: &Catalogue, row: FeedRow) -> Result<Nothing, Fault> {
    let changes = diff(catalogue, [row], Feed::Part, call.house().now())?;
    accepted(call, &changes, ("article_changed", call.part("number")))
}

/// Durable when it returns. Somebody who looks at it sees it; a program that tells many does not wait for each.
pub(super) fn accepted(
    call: &Call<'_>,
    changes: &[CatalogueChange],
    (what, about): (&'static str, &str),
) -> Result<Nothing, Fault> {
    if changes.is_empty() {
        return Ok(Nothing);
    }
    let house = call.house();
    house.take_changes(changes)?;
    if call.user.is_some() {
        house.catch_up()?;
        let act = Act { what, about: about.to_owned(), program: None };
        call.desk.access.note((house.wall)(), call.who(), act)?;
    }
    Ok(Nothing)
}

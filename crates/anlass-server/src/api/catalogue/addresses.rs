//! How the shop's addresses name articles: patterns that are declared once, and tried out with an address.

use super::telling::unfit;
use crate::access::Act;
use crate::api::shape::Nothing;
use crate::call::{Call, Fault};
use anlass_model::catalogue::{CatalogueChange, check_pattern};
use anlass_model::id::ProductId;
use anlass_sources::collector::number_of_url;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

const PATTERNS_MAX: usize = 50;

#[derive(Serialize, ToSchema)]
pub(crate) struct AddressesShown {
    /// The first one that fits counts. Without any, slugs and numbers at the end of an address lead to articles.
    patterns: Vec<String>,
    /// The article that the address asked for leads to; null: to none, or none was asked for.
    leads_to: Option<ArticleAt>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ArticleAt {
    number: String,
    name: String,
}

/// `GET /api/catalogue/addresses`
pub(crate) fn show(call: &Call<'_>) -> Result<AddressesShown, Fault> {
    let catalogue = call.house().catalogue();
    let asked = call.asked("address");
    let number = asked.as_deref().and_then(|address| number_of_url(address, &catalogue));
    let product = number.and_then(|number| catalogue.product(ProductId::of(number)));
    let leads_to =
        product.map(|found| ArticleAt { number: found.number.to_string(), name: found.name.to_string() });
    Ok(AddressesShown { patterns: catalogue.patterns().iter().map(ToString::to_string).collect(), leads_to })
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddressesTold {
    /// Such as `/p/{number}`, `/{slug}-{number}.html`, `/detail?sku={number}`; `*` stands for anything but a slash.
    patterns: Vec<String>,
}

/// `PUT /api/catalogue/addresses`
pub(crate) fn put(call: &Call<'_>) -> Result<Nothing, Fault> {
    let AddressesTold { patterns } = call.json()?;
    if patterns.len() > PATTERNS_MAX {
        return Err(unfit(format!("patterns: there are more than {PATTERNS_MAX}")));
    }
    let mut known = BTreeSet::new();
    let mut kept: Vec<Box<str>> = Vec::new();
    for (at, pattern) in patterns.iter().map(|pattern| pattern.trim()).enumerate() {
        check_pattern(pattern).map_err(|error| unfit(format!("patterns[{at}]: {error}")))?;
        if known.insert(pattern) {
            kept.push(pattern.into());
        }
    }
    let house = call.house();
    if *house.catalogue().patterns() == *kept {
        return Ok(Nothing);
    }
    house.take_changes(&[CatalogueChange::Addresses(kept)])?;
    house.catch_up()?;
    let act = Act { what: "addresses_changed", about: String::new(), program: None };
    call.desk.access.note((house.wall)(), call.who(), act)?;
    Ok(Nothing)
}

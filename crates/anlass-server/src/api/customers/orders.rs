//! Orders of somebody, each with what was in it and what came back.

use super::outlets::outlet_name;
use crate::api::money;
use crate::api::shape::{Localised, Moment, Money};
use crate::house::View;
use crate::insight::basket;
use anlass_engine::Dossier;
use anlass_engine::dossier::{OrderHead, OrderLine};
use anlass_model::event::Place;
use serde::Serialize;
use utoipa::ToSchema;

const ORDERS_MAX: usize = 50;
/// Lines told of one order.
const ITEMS_MAX: usize = 200;

#[derive(Serialize, ToSchema)]
pub(crate) struct Orders {
    count: usize,
    kept: usize,
    value: Money,
    first: Option<Moment>,
    last: Option<Moment>,
    /// The newest first.
    list: Vec<Order>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Order {
    id: String,
    occurred: Moment,
    place: OrderPlace,
    outlet: Option<Localised>,
    value: Money,
    kept_value: Money,
    lines: u32,
    returned: i64,
    cancelled: bool,
    /// Its lines, the first 200; empty: it is older than what is kept of lines.
    items: Vec<OrderItem>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OrderPlace {
    Online,
    Outlet,
}

/// A line of an order.
#[derive(Serialize, ToSchema)]
pub(crate) struct OrderItem {
    /// The article's number; null: the catalogue does not know it.
    number: Option<String>,
    name: String,
    /// Pieces.
    quantity: i32,
    /// Of all its pieces.
    value: Money,
    /// Pieces that came back.
    returned: i32,
    /// Pieces that were cancelled.
    cancelled: i32,
}

pub(super) fn told(view: &View, dossier: &Dossier) -> Orders {
    let heads = &dossier.hot.heads;
    let kept: Vec<&OrderHead> = heads.iter().filter(|head| !head.cancelled && head.kept_lines > 0).collect();
    let value = kept.iter().fold(0i64, |sum, head| sum.saturating_add(head.kept_value));
    let list = heads.iter().zip(&dossier.orders.lines).rev().take(ORDERS_MAX);
    Orders {
        count: heads.len(),
        kept: kept.len(),
        value: money(view, value),
        first: heads.iter().map(|head| Moment(head.occurred)).min(),
        last: heads.iter().map(|head| Moment(head.occurred)).max(),
        list: list.map(|(head, lines)| order(view, head, lines)).collect(),
    }
}

fn order(view: &View, head: &OrderHead, lines: &[OrderLine]) -> Order {
    let whole = lines.iter().fold(0i64, |sum, line| sum.saturating_add(line.value));
    let (place, outlet) = match head.place {
        Place::Online => (OrderPlace::Online, None),
        Place::Outlet(outlet) => (OrderPlace::Outlet, view.runtime.catalogue.outlet(outlet)),
    };
    Order {
        id: format!("{:016x}", head.id.0),
        occurred: Moment(head.occurred),
        place,
        outlet: outlet.map(outlet_name),
        value: money(view, if lines.is_empty() { head.kept_value } else { whole }),
        kept_value: money(view, head.kept_value),
        lines: head.lines,
        returned: lines.iter().map(|line| i64::from(line.returned)).sum(),
        cancelled: head.cancelled,
        items: lines.iter().take(ITEMS_MAX).map(|line| item(view, line)).collect(),
    }
}

fn item(view: &View, line: &OrderLine) -> OrderItem {
    let catalogue = &view.runtime.catalogue;
    let product = line.item.product;
    OrderItem {
        number: catalogue.product(product).map(|known| known.number.to_string()),
        name: basket::name(catalogue, product),
        quantity: line.quantity,
        value: money(view, line.value),
        returned: line.returned,
        cancelled: line.cancelled,
    }
}

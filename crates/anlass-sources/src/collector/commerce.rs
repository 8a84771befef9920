//! Track events: Segment's e-commerce specification, consent, and the event types an organisation declares.
//! Lines carry price times pieces in minor units, multiplied before they are rounded.

use super::consent::{self, Granted};
use super::event::{code, fold, is_nothing};
use super::{Reason, Target, Trust, location, page, person, things};
use crate::decimal::{self, Mark};
use crate::json::Json;
use crate::report;
use crate::suggest::nearest;
use anlass_model::action::{Action, ActionKind};
use anlass_model::consent::{Channel, ObjectionAct};
use anlass_model::definition::EventType;
use anlass_model::event::{Body, Line, Order, Place, Reaction};
use anlass_model::id::{CategoryId, Name, OrderId, OutletId};

/// Lines of one event at most.
const LINES_MAX: usize = 500;
/// Articles put into a cart by one event at most: each becomes an arrival of its own.
const CART_LINES_MAX: usize = 10;
/// How much of an unknown event's name is told.
const NAME_CHARS_MAX: usize = 80;

/// Names that have a meaning here, for suggestions.
pub(super) const NAMES: [&str; 28] = [
    "Product Viewed",
    "Product Clicked",
    "Product Added",
    "Product Removed",
    "Wishlist Product Added to Cart",
    "Cart Viewed",
    "Cart Cleared",
    "Checkout Started",
    "Order Completed",
    "Order Refunded",
    "Order Cancelled",
    "Voucher Redeemed",
    "Newsletter Subscribed",
    "Newsletter Unsubscribed",
    "Consent Changed",
    "Consent Withdrawn",
    "Advertising Objected",
    "Unsubscribed",
    "Support Called",
    "Catalogue Requested",
    "Outlet Visited",
    "Rating Given",
    "Receipt Told",
    "Entity Changed",
    "Entity Gone",
    "Location Entered",
    "Location Exited",
    "Location Position",
];

pub(super) fn track(json: &Json<'_>, target: &Target<'_>) -> Result<Vec<Body>, Reason> {
    let name = code(json, "event", "")?.ok_or(Reason::Missing { place: "event" })?;
    let nothing = Json::Object(Vec::new());
    let properties = json.get("properties").filter(|value| !is_nothing(value)).unwrap_or(&nothing);
    if !matches!(properties, Json::Object(_)) {
        return Err(Reason::Unreadable { place: "properties".into(), wanted: "an object" });
    }
    let said = Said { json, properties, target };
    let folded = fold(name);
    if let Some(bodies) = said.of_shop(&folded)? {
        return Ok(bodies);
    }
    if let Some(bodies) = said.of_consent(&folded)? {
        return Ok(bodies);
    }
    if let Some(body) = things::said(&folded, properties, target)? {
        return Ok(vec![body]);
    }
    let events = &target.settings.events;
    let declared = events.iter().find(|(known, _)| known.as_str() == name);
    let declared = declared.or_else(|| events.iter().find(|(known, _)| fold(known.as_str()) == folded));
    if let Some((name, kind)) = declared {
        return said.own(name, kind).map(|body| vec![body]);
    }
    if let Some(body) = location::told(&folded, properties, target)? {
        return Ok(vec![body]);
    }
    if let Some(body) = said.of_house(&folded)? {
        return Ok(vec![body]);
    }
    // Visits like any other, unless the organisation declared them as events of its own.
    if matches!(&*folded, "cartviewed" | "checkoutstarted" | "checkoutstepviewed" | "checkoutstepcompleted") {
        return Ok(vec![Body::Viewed(None)]);
    }
    let known = events.keys().map(Name::as_str).chain(NAMES);
    let nearest = nearest(name, known).map(str::to_owned);
    Err(Reason::UnknownEvent { name: name.chars().take(NAME_CHARS_MAX).collect(), nearest })
}

struct Said<'j, 'a> {
    json: &'j Json<'a>,
    properties: &'j Json<'a>,
    target: &'j Target<'j>,
}

impl Said<'_, '_> {
    fn of_shop(&self, folded: &str) -> Result<Option<Vec<Body>>, Reason> {
        let bodies = match folded {
            "productviewed" | "productclicked" => {
                let item = page::product(self.json, self.target.catalogue)?;
                vec![Body::Viewed(Some(item.ok_or(Reason::Missing { place: "properties.product_id" })?))]
            }
            "productadded" | "wishlistproductaddedtocart" => {
                self.cart_lines()?.into_iter().map(Body::CartAdded).collect()
            }
            "productremoved" => self.cart_lines()?.into_iter().map(Body::CartRemoved).collect(),
            "cartcleared" | "cartemptied" => vec![Body::CartCleared],
            "ordercompleted" => self.ordered()?,
            // Without lines the whole order goes back.
            "orderrefunded" => {
                vec![Body::Returned { order: Some(self.order()?), lines: self.lines("products")? }]
            }
            "ordercancelled" | "ordercanceled" => {
                vec![Body::Cancelled { order: self.order()?, lines: self.lines("products")? }]
            }
            "voucherredeemed" | "couponredeemed" => {
                let place = "properties.coupon_id";
                vec![self.voucher()?.ok_or(Reason::Missing { place })?]
            }
            _ => return Ok(None),
        };
        Ok(Some(bodies))
    }

    fn of_consent(&self, folded: &str) -> Result<Option<Vec<Body>>, Reason> {
        let act = |granted, channel| consent::act(self.properties, granted, channel, self.target.trust);
        let reacted = |reaction| Body::Reacted { delivery: None, channel: Channel::Email, reaction };
        let body = match folded {
            "newslettersubscribed" => act(Some(Granted::Yes), Some(Channel::Email))?,
            "newsletterunsubscribed" => act(Some(Granted::No), Some(Channel::Email))?,
            "consentgranted" => act(Some(Granted::Yes), None)?,
            "consentwithdrawn" | "consentrevoked" => act(Some(Granted::No), None)?,
            "consentchanged" => act(None, None)?,
            "segmentconsentpreferenceupdated" | "consentpreferenceupdated" => {
                let bodies = consent::stated(self.json)?;
                let place = "context.consent.categoryPreferences";
                return if bodies.is_empty() { Err(Reason::Missing { place }) } else { Ok(Some(bodies)) };
            }
            "unsubscribed" => reacted(Reaction::Unsubscribed),
            "emailmarkedasspam" => reacted(Reaction::Complained),
            "advertisingobjected" => Body::Objection(ObjectionAct::stated(false)),
            "advertisingobjectionlifted" => match self.target.trust {
                Trust::Server => Body::Objection(ObjectionAct::stated(true)),
                Trust::Public => return Err(Reason::NotTrusted),
            },
            _ => return Ok(None),
        };
        Ok(Some(vec![body]))
    }

    /// What people do by telephone and in the shop, unless the organisation declared it as an event of its own.
    fn of_house(&self, folded: &str) -> Result<Option<Body>, Reason> {
        let kind = match folded {
            "supportcalled" => ActionKind::Called,
            "cataloguerequested" | "catalogrequested" => ActionKind::CatalogueRequested,
            "outletvisited" | "storevisited" => ActionKind::Visited,
            "ratinggiven" => ActionKind::Rated,
            "receipttold" => ActionKind::ReceiptTold,
            _ => return Ok(None),
        };
        let said = |name: &str| code(self.properties, name, "properties.");
        let owned = |text: Option<&str>| text.map(Box::<str>::from);
        let rating = match said("rating")? {
            None => None,
            Some(text) => {
                let wanted = "a whole number from 1 to 5";
                let unreadable = || Reason::Unreadable { place: "properties.rating".into(), wanted };
                let rating = text.parse::<u8>().ok().filter(|rating| (1..=5).contains(rating));
                Some(rating.ok_or_else(unreadable)?)
            }
        };
        let receipt = said("receipt")?;
        let outlet = said("outlet_id")?;
        let missing = match kind {
            ActionKind::Rated if rating.is_none() => Some("properties.rating"),
            ActionKind::ReceiptTold if receipt.is_none() => Some("properties.receipt"),
            ActionKind::Visited if outlet.is_none() => Some("properties.outlet_id"),
            _ => None,
        };
        if let Some(place) = missing {
            return Err(Reason::Missing { place });
        }
        let category = said("category")?.map(|path| self.target.catalogue.category(CategoryId::of(path)));
        Ok(Some(Body::Acted(Box::new(Action {
            item: page::product(self.json, self.target.catalogue)?,
            category,
            outlet: outlet.map(OutletId::of),
            code: owned(said("code")?),
            receipt: owned(receipt),
            rating,
            subject: owned(said("subject")?),
            ..Action::of(kind)
        }))))
    }

    fn ordered(&self) -> Result<Vec<Body>, Reason> {
        let place = match code(self.properties, "outlet_id", "properties.")? {
            Some(number) => Place::Outlet(OutletId::of(number)),
            None => Place::Online,
        };
        let order = Order { id: self.order()?, place, lines: self.lines("products")? };
        let mut bodies = vec![Body::Ordered(order)];
        bodies.extend(self.voucher()?);
        Ok(bodies)
    }

    fn order(&self) -> Result<OrderId, Reason> {
        let number = code(self.properties, "order_id", "properties.")?;
        let number = number.or(code(self.properties, "orderId", "properties.")?);
        Ok(OrderId::of(number.ok_or(Reason::Missing { place: "properties.order_id" })?))
    }

    fn voucher(&self) -> Result<Option<Body>, Reason> {
        let coupon = code(self.properties, "coupon", "properties.")?;
        let code = coupon.or(code(self.properties, "coupon_id", "properties.")?);
        Ok(code.map(|code| Body::Voucher { code: code.into() }))
    }

    /// One line in the properties themselves, or several in a list.
    fn cart_lines(&self) -> Result<Vec<Line>, Reason> {
        if self.properties.get("products").is_some_and(|list| !is_nothing(list)) {
            let lines = self.lines("products")?;
            let place = "properties.products";
            return match lines.len() {
                0 => Err(Reason::Missing { place }),
                1..=CART_LINES_MAX => Ok(lines),
                _ => Err(Reason::TooManyValues { max: CART_LINES_MAX }),
            };
        }
        Ok(vec![self.line(self.properties, "properties.")?])
    }

    fn lines(&self, name: &str) -> Result<Vec<Line>, Reason> {
        let Some(list) = self.properties.get(name).filter(|list| !is_nothing(list)) else {
            return Ok(Vec::new());
        };
        let unreadable = || Reason::Unreadable { place: format!("properties.{name}"), wanted: "a list" };
        let list = list.list().ok_or_else(unreadable)?;
        if list.len() > LINES_MAX {
            return Err(Reason::TooManyValues { max: LINES_MAX });
        }
        let line = |(index, product)| self.line(product, &format!("properties.{name}[{index}]."));
        list.iter().enumerate().map(line).collect()
    }

    fn line(&self, product: &Json<'_>, place: &str) -> Result<Line, Reason> {
        let unreadable = |name: &str, wanted| Reason::Unreadable { place: format!("{place}{name}"), wanted };
        let item = page::item(product, place, self.target.catalogue)?;
        let item = item.ok_or_else(|| unreadable("product_id", "an article's number"))?;
        let quantity = match code(product, "quantity", place)? {
            None => 1,
            Some(text) => decimal::pieces(text)
                .ok()
                .filter(|pieces| *pieces > 0)
                .ok_or_else(|| unreadable("quantity", "a whole number of pieces"))?,
        };
        let value = match (code(product, "line_total", place)?, code(product, "price", place)?) {
            // It happened, whatever it cost: a reminder of a cart already bought is worse than a missing price.
            (None, None) => 0,
            // What was paid for all pieces together, where the sender knows it: discounts are in it.
            (Some(total), _) => {
                self.check_currency(product)?;
                let currency = self.target.settings.currency;
                decimal::amount(total, Mark::Point, currency)
                    .ok()
                    .filter(|value| *value >= 0)
                    .ok_or_else(|| unreadable("line_total", "an amount such as 19.99"))?
            }
            (None, Some(price)) => {
                self.check_currency(product)?;
                let currency = self.target.settings.currency;
                decimal::times(price, quantity, currency).ok().filter(|value| *value >= 0).ok_or_else(
                    || unreadable("price", "a price such as 19.99, in a currency's usual amounts"),
                )?
            }
        };
        Ok(Line { item, quantity, value })
    }

    fn check_currency(&self, product: &Json<'_>) -> Result<(), Reason> {
        let vault = self.target.settings.currency;
        for parent in [product, self.properties] {
            let Some(found) = code(parent, "currency", "properties.")? else { continue };
            if !found.eq_ignore_ascii_case(&vault.to_string()) {
                return Err(Reason::OtherCurrency { found: found.chars().take(10).collect(), vault });
            }
        }
        Ok(())
    }

    /// An event type of the organisation, with its declared fields. Its value is an amount, as it is for orders.
    fn own(&self, name: &Name, kind: &EventType) -> Result<Body, Reason> {
        let settings = self.target.settings;
        let mut fields = Vec::new();
        for (field, wanted) in &kind.fields {
            let folded = fold(field.as_str());
            let exact = self.properties.get(field.as_str());
            let spelt = || self.properties.members().iter().find(|(name, _)| fold(name) == folded);
            let Some(json) = exact.or_else(|| spelt().map(|(_, value)| value)) else { continue };
            if is_nothing(json) {
                continue;
            }
            let value = person::value(json, *wanted, settings)
                .map_err(|wanted| Reason::Unreadable { place: format!("properties.{field}"), wanted })?;
            fields.push((field.clone(), value));
        }
        let amount = |name: &str| self.properties.get(name).filter(|json| matches!(json, Json::Number(_)));
        let value = match amount("value").or_else(|| amount("revenue")).and_then(Json::text) {
            None => 0,
            Some(digits) => {
                self.check_currency(self.properties)?;
                let unreadable = |_: report::Reason| Reason::Unreadable {
                    place: "properties.value".into(),
                    wanted: "an amount such as 19.99",
                };
                decimal::amount(digits, Mark::Point, settings.currency).map_err(unreadable)?
            }
        };
        Ok(Body::Custom { name: name.clone(), value, fields })
    }
}

//! Lines of carts and orders as every vendor has them, in the collector's words.

use crate::decimal::{self, Mark};
use crate::json::Json;
use crate::understood::words::{amount, object, text, word};
use anlass_model::money::Currency;

/// A line. The total is what is paid for all of its pieces.
pub(super) struct Line<'v, 'j> {
    /// The article's number first, then the shop's own ids: the first one that the catalogue knows counts.
    pub(super) numbers: [Option<&'v str>; 3],
    /// What the shop calls it.
    pub(super) name: Json<'j>,
    /// As it was sent; what is no number of pieces the collector refuses.
    pub(super) quantity: Json<'j>,
    pub(super) total: Total,
}

/// What a line costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Total {
    /// Minor units.
    Of(i64),
    NotSaid,
    Unreadable,
}

impl Total {
    /// A stated amount, and another one that comes on top.
    pub(super) fn stated(amount: Option<&Json<'_>>, more: Option<&Json<'_>>, currency: Currency) -> Total {
        let read = |json: &Json<'_>| decimal::amount(json.text()?.trim(), Mark::Point, currency).ok();
        let Some(amount) = amount else { return Total::NotSaid };
        let more = more.map_or(Some(0), read);
        let sum = read(amount).zip(more).and_then(|(amount, more)| amount.checked_add(more));
        sum.map_or(Total::Unreadable, Total::Of)
    }

    /// The price of one piece, times the pieces, less what is taken off.
    pub(super) fn of_pieces(
        price: Option<&Json<'_>>,
        quantity: &Json<'_>,
        less: Option<i64>,
        currency: Currency,
    ) -> Total {
        let Some(price) = price else { return Total::NotSaid };
        let pieces = match quantity {
            Json::Null => Some(1),
            quantity => quantity.text().and_then(|text| decimal::pieces(text.trim()).ok()),
        };
        let price = price.text().map(str::trim);
        let whole =
            price.zip(pieces).and_then(|(price, pieces)| decimal::times(price, pieces, currency).ok());
        let whole = whole.filter(|whole| *whole >= 0);
        // More off than it costs is a mistake of rounding, or of the shop.
        let rest = whole.zip(less).and_then(|(whole, less)| whole.checked_sub(less)).map(|rest| rest.max(0));
        rest.map_or(Total::Unreadable, Total::Of)
    }
}

impl<'j> Line<'_, 'j> {
    /// As the collector reads it.
    pub(super) fn said(self, currency: Currency) -> Json<'j> {
        let [number, second, third] = self.numbers.map(|number| number.map_or(Json::Null, own));
        let total = match self.total {
            Total::Of(minor) => amount(minor, currency),
            Total::NotSaid => Json::Null,
            Total::Unreadable => text("unreadable"),
        };
        object(vec![
            ("product_id", number),
            ("sku", second),
            ("variant_id", third),
            ("name", self.name),
            ("quantity", self.quantity),
            ("line_total", total),
        ])
    }
}

fn own<'j>(word: &str) -> Json<'j> {
    text(word.to_owned())
}

/// The sum of the amounts that several objects have under a name; nothing if one of them cannot be read.
pub(super) fn sum(parts: &[Json<'_>], name: &str, currency: Currency) -> Option<i64> {
    parts.iter().try_fold(0_i64, |sum, part| {
        let stated = word(part, &[name])?;
        sum.checked_add(decimal::amount(stated, Mark::Point, currency).ok()?)
    })
}

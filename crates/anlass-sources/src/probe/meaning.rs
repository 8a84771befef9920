//! What a column probably means, by its name in German or English and by how it looks.

mod names;

use super::readings::{Readings, Reads};
use super::{Looks, ProbedColumn};
use names::{ANSWERED, ARTICLES, NAMES, OTHER_ADDRESSES, OTHER_PAGES, OTHER_TIMES, OTHERS};
use serde::Serialize;

/// What a column can mean to a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    CustomerNumber,
    Email,
    Phone,
    Card,
    OrderNumber,
    OrderTime,
    ArticleNumber,
    ArticleName,
    Category,
    Quantity,
    UnitPrice,
    Total,
    Outlet,
    Salutation,
    Title,
    GivenName,
    FamilyName,
    FullName,
    Street,
    PostalCode,
    City,
    Country,
    Region,
    Birthday,
    Language,
    Gender,
    ConsentState,
    ConsentTime,
    Changed,
    SentTime,
    Campaign,
    SalePrice,
    ListPrice,
    PriceFrom,
    PriceUntil,
    Zone,
    CustomerGroup,
    PiecesFrom,
    Stock,
    Availability,
    Description,
    Brand,
    Supplier,
    Picture,
    Link,
    VariantGroup,
    Content,
    Tags,
    OutletName,
    Latitude,
    Longitude,
    VoucherCode,
    /// When a voucher was redeemed.
    RedeemedTime,
    /// From 1, the worst, to 5.
    Rating,
    RatedTime,
    /// Of the organisation's own: a field of the profile called as the column is.
    OwnField,
}

impl Meaning {
    pub const ALL: [Meaning; 56] = [
        Meaning::CustomerNumber,
        Meaning::Email,
        Meaning::Phone,
        Meaning::Card,
        Meaning::OrderNumber,
        Meaning::OrderTime,
        Meaning::ArticleNumber,
        Meaning::ArticleName,
        Meaning::Category,
        Meaning::Quantity,
        Meaning::UnitPrice,
        Meaning::Total,
        Meaning::Outlet,
        Meaning::Salutation,
        Meaning::Title,
        Meaning::GivenName,
        Meaning::FamilyName,
        Meaning::FullName,
        Meaning::Street,
        Meaning::PostalCode,
        Meaning::City,
        Meaning::Country,
        Meaning::Region,
        Meaning::Birthday,
        Meaning::Language,
        Meaning::Gender,
        Meaning::ConsentState,
        Meaning::ConsentTime,
        Meaning::Changed,
        Meaning::SentTime,
        Meaning::Campaign,
        Meaning::SalePrice,
        Meaning::ListPrice,
        Meaning::PriceFrom,
        Meaning::PriceUntil,
        Meaning::Zone,
        Meaning::CustomerGroup,
        Meaning::PiecesFrom,
        Meaning::Stock,
        Meaning::Availability,
        Meaning::Description,
        Meaning::Brand,
        Meaning::Supplier,
        Meaning::Picture,
        Meaning::Link,
        Meaning::VariantGroup,
        Meaning::Content,
        Meaning::Tags,
        Meaning::OutletName,
        Meaning::Latitude,
        Meaning::Longitude,
        Meaning::VoucherCode,
        Meaning::RedeemedTime,
        Meaning::Rating,
        Meaning::RatedTime,
        Meaning::OwnField,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Meaning::CustomerNumber => "customer_number",
            Meaning::Email => "email",
            Meaning::Phone => "phone",
            Meaning::Card => "card",
            Meaning::OrderNumber => "order_number",
            Meaning::OrderTime => "order_time",
            Meaning::ArticleNumber => "article_number",
            Meaning::ArticleName => "article_name",
            Meaning::Category => "category",
            Meaning::Quantity => "quantity",
            Meaning::UnitPrice => "unit_price",
            Meaning::Total => "total",
            Meaning::Outlet => "outlet",
            Meaning::Salutation => "salutation",
            Meaning::Title => "title",
            Meaning::GivenName => "given_name",
            Meaning::FamilyName => "family_name",
            Meaning::FullName => "full_name",
            Meaning::Street => "street",
            Meaning::PostalCode => "postal_code",
            Meaning::City => "city",
            Meaning::Country => "country",
            Meaning::Region => "region",
            Meaning::Birthday => "birthday",
            Meaning::Language => "language",
            Meaning::Gender => "gender",
            Meaning::ConsentState => "consent_state",
            Meaning::ConsentTime => "consent_time",
            Meaning::Changed => "changed",
            Meaning::SentTime => "sent_time",
            Meaning::Campaign => "campaign",
            Meaning::SalePrice => "sale_price",
            Meaning::ListPrice => "list_price",
            Meaning::PriceFrom => "price_from",
            Meaning::PriceUntil => "price_until",
            Meaning::Zone => "zone",
            Meaning::CustomerGroup => "customer_group",
            Meaning::PiecesFrom => "pieces_from",
            Meaning::Stock => "stock",
            Meaning::Availability => "availability",
            Meaning::Description => "description",
            Meaning::Brand => "brand",
            Meaning::Supplier => "supplier",
            Meaning::Picture => "picture",
            Meaning::Link => "link",
            Meaning::VariantGroup => "variant_group",
            Meaning::Content => "content",
            Meaning::Tags => "tags",
            Meaning::OutletName => "outlet_name",
            Meaning::Latitude => "latitude",
            Meaning::Longitude => "longitude",
            Meaning::VoucherCode => "voucher_code",
            Meaning::RedeemedTime => "redeemed_time",
            Meaning::Rating => "rating",
            Meaning::RatedTime => "rated_time",
            Meaning::OwnField => "own_field",
        }
    }
}

impl Meaning {
    /// What a column of this name means, and what it looks like to that: a name that speaks of a number, a time or an address
    /// is believed where most of the texts are one.
    pub(super) fn with_looks(name: &str, readings: &Readings, different: usize) -> (Option<Meaning>, Looks) {
        let looks = readings.looks();
        let is_rating = |meaning: &Meaning| *meaning != Meaning::Rating || readings.are_ratings();
        let meaning = Meaning::of(name, looks, different).filter(is_rating);
        if meaning.is_some() || looks != Looks::Text {
            return (meaning, looks);
        }
        let Some(most) = readings.most() else { return (None, looks) };
        let meaning = Meaning::of(name, most, different).filter(is_rating);
        match meaning.filter(|meaning| meaning.reads().is_some()) {
            Some(meaning) => (Some(meaning), most),
            None => (None, looks),
        }
    }

    /// In which way a column of this meaning is read, where not every text will do.
    pub(super) fn reads(self) -> Option<Reads> {
        Some(match self {
            Meaning::OrderTime
            | Meaning::Birthday
            | Meaning::ConsentTime
            | Meaning::Changed
            | Meaning::SentTime
            | Meaning::PriceFrom
            | Meaning::PriceUntil
            | Meaning::RedeemedTime
            | Meaning::RatedTime => Reads::Time,
            Meaning::Quantity => Reads::Whole,
            Meaning::Rating => Reads::Rating,
            Meaning::UnitPrice
            | Meaning::SalePrice
            | Meaning::Total
            | Meaning::Stock
            | Meaning::PiecesFrom
            | Meaning::Latitude
            | Meaning::Longitude => Reads::Amount,
            Meaning::Email => Reads::Email,
            _ => return None,
        })
    }

    /// What a column of this name that looks so means, if that can be told.
    pub(crate) fn of(name: &str, looks: Looks, different: usize) -> Option<Meaning> {
        let folded = fold(name);
        // What is empty says nothing.
        if OTHERS.contains(&folded.as_str()) || looks == Looks::Empty {
            return None;
        }
        let speaks_of = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        let mut best: Option<(usize, Meaning)> = None;
        for (meaning, words) in NAMES {
            for word in words {
                let length = if folded == *word {
                    word.len() * 2
                } else if word.len() > 3 && folded.ends_with(word) {
                    word.len()
                } else {
                    continue;
                };
                let is_other = match meaning {
                    Meaning::OrderTime => speaks_of(&OTHER_TIMES),
                    Meaning::Link => speaks_of(&OTHER_PAGES),
                    Meaning::Street => speaks_of(&OTHER_ADDRESSES),
                    _ => false,
                };
                if !is_other && meaning.can_look(looks) && best.is_none_or(|(known, _)| length > known) {
                    best = Some((length, meaning));
                }
            }
        }
        match (best, looks) {
            (Some((_, meaning)), _) => Some(meaning),
            // Addresses and numbers with their country tell themselves.
            (None, Looks::Email) => Some(Meaning::Email),
            (None, Looks::Phone) if different > 1 => Some(Meaning::Phone),
            (None, _) => None,
        }
    }

    /// Whether what a column holds fits: a name alone does not make a date.
    fn can_look(self, looks: Looks) -> bool {
        let is_time = matches!(looks, Looks::Day { .. } | Looks::Moment { .. });
        let is_number = matches!(looks, Looks::Whole | Looks::Amount { .. });
        match self {
            _ if self.reads() == Some(Reads::Time) => is_time,
            Meaning::Rating => looks == Looks::Whole,
            Meaning::Quantity | Meaning::PiecesFrom => looks == Looks::Whole,
            Meaning::UnitPrice
            | Meaning::SalePrice
            | Meaning::ListPrice
            | Meaning::Total
            | Meaning::Stock
            | Meaning::Latitude
            | Meaning::Longitude => is_number,
            Meaning::Availability => matches!(looks, Looks::Flag | Looks::Whole | Looks::Text),
            Meaning::Description | Meaning::Picture | Meaning::Link => looks == Looks::Text,
            Meaning::Email => looks == Looks::Email,
            Meaning::ConsentState => !is_time && looks != Looks::Email,
            Meaning::Phone => !is_time && looks != Looks::Email,
            Meaning::CustomerNumber
            | Meaning::OrderNumber
            | Meaning::ArticleNumber
            | Meaning::Card
            | Meaning::VoucherCode => {
                !is_time && looks != Looks::Empty && !matches!(looks, Looks::Amount { .. })
            }
            _ => !is_time && looks != Looks::Email,
        }
    }
}

/// What columns mean beside one another: in a list of articles the plain names `id` and `title` are theirs, and in one of
/// people a sum is what somebody knows of them, and no price.
pub(super) fn in_context(columns: &mut [ProbedColumn]) {
    let people = [
        Meaning::Salutation,
        Meaning::GivenName,
        Meaning::FamilyName,
        Meaning::FullName,
        Meaning::Street,
        Meaning::PostalCode,
        Meaning::City,
        Meaning::Birthday,
    ];
    let bought = [Meaning::OrderNumber, Meaning::ArticleNumber, Meaning::OrderTime, Meaning::Quantity];
    if has(columns, &people) && !has(columns, &bought) {
        for column in columns.iter_mut().filter(|column| column.meaning == Some(Meaning::Total)) {
            column.meaning = Some(Meaning::OwnField);
        }
    }
    // What stands in a list of people is said of them, and nothing that they did.
    let are_people = has(columns, &people);
    if are_people && !has(columns, &[Meaning::RatedTime]) {
        let ratings = columns.iter_mut().filter(|column| column.meaning == Some(Meaning::Rating));
        ratings.for_each(|column| column.meaning = None);
    }
    if has(columns, &[Meaning::Rating]) {
        in_ratings(columns);
    }
    let tells_when = [Meaning::ArticleNumber, Meaning::OrderNumber, Meaning::RedeemedTime];
    if has(columns, &[Meaning::VoucherCode]) && !are_people && !has(columns, &tells_when) {
        let times = columns.iter_mut().filter(|column| column.meaning == Some(Meaning::OrderTime));
        times.for_each(|column| column.meaning = Some(Meaning::RedeemedTime));
    }
    in_goods(columns);
    // Beside the numbers of articles what is called after them are their names.
    let is_name = |column: &ProbedColumn| {
        column.looks == Looks::Text && column.meaning.is_none() && ARTICLES.contains(&&*fold(&column.name))
    };
    if has(columns, &[Meaning::ArticleNumber])
        && !has(columns, &[Meaning::ArticleName])
        && let Some(name) = columns.iter_mut().find(|column| is_name(column))
    {
        name.meaning = Some(Meaning::ArticleName);
    }
}

fn has(columns: &[ProbedColumn], meanings: &[Meaning]) -> bool {
    columns.iter().any(|column| column.meaning.is_some_and(|own| meanings.contains(&own)))
}

/// A list of articles calls them plainly.
fn in_goods(columns: &mut [ProbedColumn]) {
    let goods = [
        Meaning::ArticleNumber,
        Meaning::Picture,
        Meaning::Availability,
        Meaning::Stock,
        Meaning::UnitPrice,
        Meaning::Brand,
    ];
    let others = [Meaning::CustomerNumber, Meaning::Email, Meaning::Card, Meaning::OrderNumber];
    if !has(columns, &goods) || has(columns, &others) {
        return;
    }
    let named = |columns: &[ProbedColumn], name: &str| {
        columns.iter().position(|column| fold(&column.name) == name && column.looks != Looks::Empty)
    };
    if !has(columns, &[Meaning::ArticleNumber])
        && let Some(at) = named(columns, "id").filter(|at| columns[*at].is_unique)
    {
        columns[at].meaning = Some(Meaning::ArticleNumber);
    }
    let names = ["title", "titel", "name", "artikel", "produkt"];
    if has(columns, &[Meaning::ArticleNumber])
        && !has(columns, &[Meaning::ArticleName])
        && let Some(at) = names.iter().find_map(|name| named(columns, name))
    {
        columns[at].meaning = Some(Meaning::ArticleName);
    }
}

/// Where people rate what they ordered, the time is that of their answer, and what they write is no title of anybody. Without
/// one who rated or what was ordered it is a rating of something else.
fn in_ratings(columns: &mut [ProbedColumn]) {
    let is_one_of = |column: &ProbedColumn, meanings: &[Meaning]| {
        column.meaning.is_some_and(|own| meanings.contains(&own))
    };
    let whose = [Meaning::OrderNumber, Meaning::CustomerNumber, Meaning::Card, Meaning::Email];
    if !has(columns, &whose) {
        let ratings = columns.iter_mut().filter(|column| column.meaning == Some(Meaning::Rating));
        return ratings.for_each(|column| column.meaning = None);
    }
    if has(columns, &[Meaning::UnitPrice, Meaning::Total]) {
        return;
    }
    let times = [Meaning::OrderTime, Meaning::RatedTime];
    let surest = |column: &ProbedColumn| {
        let folded = fold(&column.name);
        ANSWERED.iter().position(|word| folded.contains(word)).unwrap_or(ANSWERED.len())
    };
    // That of an order is said to be.
    let is_of_order = |column: &ProbedColumn| {
        let folded = fold(&column.name);
        ["order", "bestell", "auftrag", "purchase", "kauf"].iter().any(|word| folded.contains(word))
    };
    let all = columns.iter().enumerate();
    let all = all.filter(|(_, column)| is_one_of(column, &times) && !is_of_order(column));
    let time = all.min_by_key(|(_, column)| surest(column)).map(|(at, _)| at);
    for (at, column) in columns.iter_mut().enumerate() {
        match column.meaning {
            _ if Some(at) == time => column.meaning = Some(Meaning::RatedTime),
            Some(Meaning::OrderTime) if is_of_order(column) => {}
            Some(Meaning::OrderTime | Meaning::RatedTime | Meaning::Title | Meaning::Description) => {
                column.meaning = None;
            }
            _ => {}
        }
    }
}

/// A name as it is compared: small letters and digits, umlauts written out.
pub(super) fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_german_and_english_are_known_however_they_are_spelt() {
        let of = |name: &str, looks| Meaning::of(name, looks, 10);
        assert_eq!(of("Kunden-Nr.", Looks::Whole), Some(Meaning::CustomerNumber));
        assert_eq!(of("customer_number", Looks::Whole), Some(Meaning::CustomerNumber));
        assert_eq!(of("Straße", Looks::Text), Some(Meaning::Street));
        assert_eq!(of("billing_zipcode", Looks::Text), Some(Meaning::PostalCode));
        assert_eq!(of("order_purchase_timestamp", Looks::Moment { format: None }), Some(Meaning::OrderTime));
        assert_eq!(of("Kontakt", Looks::Email), Some(Meaning::Email));
        let amount = Looks::Amount { decimal: crate::Mark::Comma };
        assert_eq!(of("VK brutto", amount), Some(Meaning::UnitPrice));
        assert_eq!(of("UVP", amount), Some(Meaning::ListPrice));
        assert_eq!(of("Lagerbestand", Looks::Whole), Some(Meaning::Stock));
        assert_eq!(of("Mindestbestand", Looks::Whole), None);
        assert_eq!(of("Verfügbar", Looks::Flag), Some(Meaning::Availability));
        assert_eq!(of("additional_image_link", Looks::Text), Some(Meaning::Picture));
        assert_eq!(of("link", Looks::Text), Some(Meaning::Link));
        assert_eq!(of("StockCode", Looks::Text), Some(Meaning::ArticleNumber));
        assert_eq!(of("Lieferant", Looks::Text), Some(Meaning::Supplier));
        assert_eq!(of("gültig bis", Looks::Day { format: None }), Some(Meaning::PriceUntil));
        assert_eq!(of("quantity_start", Looks::Whole), Some(Meaning::PiecesFrom));
        assert_eq!(of("weather", Looks::Text), None);
        let moment = Looks::Moment { format: None };
        assert_eq!(of("shipping_limit_date", moment), None);
        assert_eq!(of("order_estimated_delivery_date", moment), None);
        assert_eq!(of("Lieferdatum", Looks::Day { format: None }), None);
        assert_eq!(of("order_item_id", Looks::Whole), None);
        assert_eq!(of("manufacturer_link", Looks::Text), None);
        assert_eq!(of("title", Looks::Empty), None);
        assert_eq!(of("E-Mail-Adresse", Looks::Email), Some(Meaning::Email));
        assert_eq!(of("E-Mail-Adresse", Looks::Text), None, "no street");
        assert_eq!(of("mailing_address", Looks::Text), Some(Meaning::Street));
        assert_eq!(of("Letzte Änderung", Looks::Day { format: None }), Some(Meaning::Changed));
    }

    #[test]
    fn a_name_alone_does_not_make_a_date() {
        assert_eq!(Meaning::of("Geburtstag", Looks::Text, 10), None);
        assert_eq!(Meaning::of("E-Mail", Looks::Text, 10), None);
    }
}

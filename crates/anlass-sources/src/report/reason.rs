//! Why a row of a file is set aside: stable code, cause and cure. The row's number and column stand beside it.

use serde::Serialize;
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    FieldCount,
    NotUtf8,
    RecordTooLong,
    FieldTooLong,
    Empty,
    NotWholeNumber,
    NotAmount,
    TooLarge,
    NotTime,
    TimeOutside,
    NegativeQuantity,
    NegativeValue,
    TakesNothingBack,
    OtherCustomer,
    OtherOutlet,
    RepeatedArticle,
    SameArticleId,
    NotEmail,
    NotYesOrNo,
    NotSpan,
    NotListed,
    RepeatedKey,
    CellError,
    NotJson,
    RepeatedName,
    TooDeep,
    UnknownArticle,
    UnknownOutlet,
    NoPrice,
    OtherCurrency,
    UntilBeforeFrom,
    NotAddress,
    NotContent,
    NotPosition,
    NotHours,
    NotReadable,
    NothingBeside,
    DecimalComma,
    DecimalPoint,
    NotRating,
}

impl Reason {
    pub const ALL: [Reason; 40] = [
        Reason::FieldCount,
        Reason::NotUtf8,
        Reason::RecordTooLong,
        Reason::FieldTooLong,
        Reason::Empty,
        Reason::NotWholeNumber,
        Reason::NotAmount,
        Reason::TooLarge,
        Reason::NotTime,
        Reason::TimeOutside,
        Reason::NegativeQuantity,
        Reason::NegativeValue,
        Reason::TakesNothingBack,
        Reason::OtherCustomer,
        Reason::OtherOutlet,
        Reason::RepeatedArticle,
        Reason::SameArticleId,
        Reason::NotEmail,
        Reason::NotYesOrNo,
        Reason::NotSpan,
        Reason::NotListed,
        Reason::RepeatedKey,
        Reason::CellError,
        Reason::NotJson,
        Reason::RepeatedName,
        Reason::TooDeep,
        Reason::UnknownArticle,
        Reason::UnknownOutlet,
        Reason::NoPrice,
        Reason::OtherCurrency,
        Reason::UntilBeforeFrom,
        Reason::NotAddress,
        Reason::NotContent,
        Reason::NotPosition,
        Reason::NotHours,
        Reason::NotReadable,
        Reason::NothingBeside,
        Reason::DecimalComma,
        Reason::DecimalPoint,
        Reason::NotRating,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Reason::FieldCount => "field_count",
            Reason::NotUtf8 => "not_utf8",
            Reason::RecordTooLong => "record_too_long",
            Reason::FieldTooLong => "field_too_long",
            Reason::Empty => "empty",
            Reason::NotWholeNumber => "not_whole_number",
            Reason::NotAmount => "not_amount",
            Reason::TooLarge => "too_large",
            Reason::NotTime => "not_time",
            Reason::TimeOutside => "time_outside",
            Reason::NegativeQuantity => "negative_quantity",
            Reason::NegativeValue => "negative_value",
            Reason::TakesNothingBack => "takes_nothing_back",
            Reason::OtherCustomer => "other_customer",
            Reason::OtherOutlet => "other_outlet",
            Reason::RepeatedArticle => "repeated_article",
            Reason::SameArticleId => "same_article_id",
            Reason::NotEmail => "not_email",
            Reason::NotYesOrNo => "not_yes_or_no",
            Reason::NotSpan => "not_span",
            Reason::NotListed => "not_listed",
            Reason::RepeatedKey => "repeated_key",
            Reason::CellError => "cell_error",
            Reason::NotJson => "not_json",
            Reason::RepeatedName => "repeated_name",
            Reason::TooDeep => "too_deep",
            Reason::UnknownArticle => "unknown_article",
            Reason::UnknownOutlet => "unknown_outlet",
            Reason::NoPrice => "no_price",
            Reason::OtherCurrency => "other_currency",
            Reason::UntilBeforeFrom => "until_before_from",
            Reason::NotAddress => "not_address",
            Reason::NotContent => "not_content",
            Reason::NotPosition => "not_position",
            Reason::NotHours => "not_hours",
            Reason::NotReadable => "not_readable",
            Reason::NothingBeside => "nothing_beside",
            Reason::DecimalComma => "decimal_comma",
            Reason::DecimalPoint => "decimal_point",
            Reason::NotRating => "not_rating",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Reason::FieldCount => {
                "quote fields that hold the delimiter or a line break, and give each row all fields"
            }
            Reason::NotUtf8 => "save the file as UTF-8, or state its encoding under layout",
            Reason::RecordTooLong => "close the quote that was left open, or split the row",
            Reason::FieldTooLong => "check that the column is the one that is meant, and shorten the field",
            Reason::Empty => "fill the field in, or map a column that is always filled",
            Reason::NotWholeNumber => "write digits alone, without decimals",
            Reason::NotAmount => {
                "write an amount such as 1234.50, and state the decimal mark under decimal if it is a comma"
            }
            Reason::TooLarge => {
                "check the number, and that decimals and thousands are marked as the mapping says"
            }
            Reason::NotTime => {
                "write a day and time as the mapping's format says, or state the format they are in"
            }
            Reason::TimeOutside => "correct the day, or widen days in the mapping",
            Reason::NegativeQuantity => {
                "say under takes_back by which numbers returns are known, or correct the quantity"
            }
            Reason::NegativeValue => {
                "say under takes_back by which numbers returns are known, or list the number under not_articles"
            }
            Reason::TakesNothingBack => {
                "write what is taken back with a minus, or narrow the numbers under takes_back"
            }
            Reason::OtherCustomer => "give each customer's order a number of its own",
            Reason::OtherOutlet => "give each outlet's order a number of its own",
            Reason::RepeatedArticle => {
                "leave one of the rows, or map the column that tells the variants apart as the number"
            }
            Reason::SameArticleId => "give one of the two articles another number",
            Reason::NotEmail => "correct the address, or map the column that holds addresses",
            Reason::NotYesOrNo => "list the text under yes or under no in the mapping",
            Reason::NotSpan => "write a number and a unit: 45m, 12h or 30d",
            Reason::NotListed => "add the text under values in the mapping, or correct it",
            Reason::RepeatedKey => "leave one row for each key, or join by a column that tells rows apart",
            Reason::CellError => "mend the formula, and save the workbook anew",
            Reason::NotJson => "write one JSON object for each record",
            Reason::RepeatedName => "give each member of the object a name of its own",
            Reason::TooDeep => "write the object flatter",
            Reason::UnknownArticle => {
                "hand in the file of articles first or together with this one, or correct the number"
            }
            Reason::UnknownOutlet => {
                "hand in the file of outlets first or together with this one, or correct the number"
            }
            Reason::NoPrice => "write a price above zero; an article that is given away has none",
            Reason::OtherCurrency => {
                "convert it into the mapping's currency, or import it into a vault of that currency"
            }
            Reason::UntilBeforeFrom => "exchange the two days, or correct one",
            Reason::NotAddress => "write the whole address with https://",
            Reason::NotContent => "write a number and a unit such as g, kg, ml, l or m",
            Reason::NotPosition => {
                "write degrees with decimals, latitude from -90 to 90 and longitude from -180 to 180"
            }
            Reason::NotHours => {
                "write times such as 9:00-12:30, 14:00-18:00, and leave the field of a closed day empty"
            }
            Reason::NothingBeside => {
                "deliver both files whole and of the same day; what the row needs stands in the other one"
            }
            Reason::DecimalComma => {
                "write decimal: comma into the mapping if all its amounts are written so, else write 1234.50"
            }
            Reason::DecimalPoint => {
                "write decimal: point into the mapping if all its amounts are written so, else write 1234,50"
            }
            Reason::NotRating => "write a whole number from 1, the worst, to 5",
            Reason::NotReadable => "compare the value with what its field is declared to hold",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::FieldCount => "another number of fields than the header",
            Reason::NotUtf8 => "not UTF-8 text",
            Reason::RecordTooLong => "longer than 1 MiB or 1,024 fields (an unclosed quote?)",
            Reason::FieldTooLong => "a number, code or text of unreasonable length",
            Reason::Empty => "a needed field is empty",
            Reason::NotWholeNumber => "not a whole number",
            Reason::NotAmount => "not an amount",
            Reason::TooLarge => "too large a number",
            Reason::NotTime => "not a date and time of the declared format",
            Reason::TimeOutside => "outside of the declared days",
            Reason::NegativeQuantity => "a negative quantity in an ordinary order",
            Reason::NegativeValue => "a negative value in an ordinary order",
            Reason::TakesNothingBack => "a positive quantity or value where things are taken back",
            Reason::OtherCustomer => "the same order number for another customer",
            Reason::OtherOutlet => "the same order number in another outlet",
            Reason::RepeatedArticle => "an article number that came before with other contents",
            Reason::SameArticleId => "an article number whose 64-bit id another article has",
            Reason::NotEmail => "not an e-mail address",
            Reason::NotYesOrNo => "neither yes nor no",
            Reason::NotSpan => "not a duration such as 45m or 30d",
            Reason::NotListed => "a text that the mapping does not name",
            Reason::RepeatedKey => "a key that came before with other contents",
            Reason::CellError => "a cell that holds an error (#REF!, #N/A …)",
            Reason::NotJson => "not a JSON object",
            Reason::RepeatedName => "the same name twice in a JSON object",
            Reason::TooDeep => "nested deeper than 32 levels",
            Reason::UnknownArticle => "an article that neither these files nor earlier ones tell of",
            Reason::UnknownOutlet => "an outlet that neither these files nor earlier ones tell of",
            Reason::NoPrice => "a price of nothing or less",
            Reason::OtherCurrency => "an amount in another currency",
            Reason::UntilBeforeFrom => "a price that ends before it begins",
            Reason::NotAddress => "not an address that begins with https:// or http://",
            Reason::NotContent => "not a content such as 500 g or 0,75 l",
            Reason::NotPosition => "not a place in degrees of latitude and longitude",
            Reason::NotHours => "not opening hours such as 9:00-18:30",
            Reason::NotReadable => "a value that cannot be read",
            Reason::NothingBeside => "the file beside has no row for it",
            Reason::DecimalComma => "no amount with a decimal point; it looks like one with a decimal comma",
            Reason::DecimalPoint => "no amount with a decimal comma; it looks like one with a decimal point",
            Reason::NotRating => "not a rating from 1 to 5",
        })
    }
}

//! What became of every row. A row has exactly one [`Fate`]; the fates of a file add up to its rows, and
//! their values to the file's value, so an import can be reconciled with the till or the ledger.

mod complete;
mod refused;

pub use refused::{Refused, RefusedRow};

use crate::quality::ColumnTally;
use anlass_model::money::{Currency, Money};
use anlass_model::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Of the quarantined rows of one file this many are kept in full; the others are counted by reason.
pub const QUARANTINED_KEPT_MAX: usize = 100;
/// Of the rows of one file that became nothing this many are kept per cause, with what they say.
pub const LEFT_OUT_KEPT_MAX: usize = 5_000;
/// This much of an offending text is shown.
const EXCERPT_CHARS_MAX: usize = 40;
/// This much of a row that became nothing is shown.
const ROW_CHARS_MAX: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Became a line of a purchase, a catalogue entry, a price, a number of pieces, a profile change or a voucher event.
    Accepted,
    /// Taken back within the mapping's limit after the purchase it was matched to.
    Cancelled,
    /// Taken back later than that.
    Returned,
    /// Taken back, but no purchase of enough pieces by this customer is known; shown without an order.
    NotAssignable,
    /// Equal in all fields to an earlier row, or in all that a catalogue's file is read for.
    Duplicate,
    /// Nobody's: the row names no customer.
    Guest,
    /// Postage, fees, discounts: no article was bought.
    NonArticle,
    /// A ledger entry, not an order.
    Bookkeeping,
    /// A quantity of zero: nothing was bought.
    WithoutPieces,
    /// A value of zero where the mapping says that this is no purchase.
    Free,
    /// A price that holds only from several pieces.
    SeveralPieces,
    /// All mapped fields are empty.
    WithoutContent,
    /// Of a kind that means nothing here.
    WithoutUse,
    /// Stands below the table: a sum, a date of printing.
    Footer,
    /// Could not be read or contradicts another row.
    Quarantined,
}

impl Fate {
    /// Those in which a row became nothing, without being wrong.
    pub const LEFT_OUT: [Fate; 10] = [
        Fate::Duplicate,
        Fate::Guest,
        Fate::NonArticle,
        Fate::Bookkeeping,
        Fate::WithoutPieces,
        Fate::Free,
        Fate::SeveralPieces,
        Fate::WithoutContent,
        Fate::WithoutUse,
        Fate::Footer,
    ];

    /// Whether the row became something.
    #[must_use]
    pub fn is_taken(self) -> bool {
        self != Fate::Quarantined && !Fate::LEFT_OUT.contains(&self)
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Fate::Accepted => "accepted",
            Fate::Cancelled => "cancelled",
            Fate::Returned => "returned",
            Fate::NotAssignable => "not_assignable",
            Fate::Duplicate => "duplicate",
            Fate::Guest => "guest",
            Fate::NonArticle => "non_article",
            Fate::Bookkeeping => "bookkeeping",
            Fate::WithoutPieces => "without_pieces",
            Fate::Free => "free",
            Fate::SeveralPieces => "several_pieces",
            Fate::WithoutContent => "without_content",
            Fate::WithoutUse => "without_use",
            Fate::Footer => "footer",
            Fate::Quarantined => "quarantined",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Fate::Accepted => "accepted",
            Fate::Cancelled => "taken back: cancelled",
            Fate::Returned => "taken back: returned",
            Fate::NotAssignable => "taken back: not assignable",
            Fate::Duplicate => "exact duplicates, dropped",
            Fate::Guest => "guests (no customer), nobody's",
            Fate::NonArticle => "not articles (postage, fees …)",
            Fate::Bookkeeping => "bookkeeping",
            Fate::WithoutPieces => "without pieces (quantity 0)",
            Fate::Free => "given away (value 0)",
            Fate::SeveralPieces => "prices from several pieces on",
            Fate::WithoutContent => "without content",
            Fate::WithoutUse => "of a kind without meaning here",
            Fate::Footer => "below the table (sums, notes)",
            Fate::Quarantined => "quarantined",
        }
    }
}

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
}

impl Reason {
    pub const ALL: [Reason; 36] = [
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
        })
    }
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flaw {
    pub reason: Reason,
    pub column: Option<String>,
    /// The beginning of the offending text.
    pub excerpt: String,
}

impl Flaw {
    pub(crate) fn of_row(reason: Reason) -> Flaw {
        Flaw { reason, column: None, excerpt: String::new() }
    }

    pub(crate) fn of_field(reason: Reason, column: &str, text: &str) -> Flaw {
        let excerpt = text.chars().take(EXCERPT_CHARS_MAX).collect();
        Flaw { reason, column: Some(column.into()), excerpt }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quarantined {
    /// As a spreadsheet counts: the header is row 1.
    pub row: u64,
    pub flaw: Flaw,
}

/// A row that became nothing, with what it says; personal data, as the file has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub row: u64,
    pub text: String,
    /// What is wrong with it, where something is.
    pub flaw: Option<Flaw>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    pub rows: u64,
    /// Minor units, saturating; negative where things are taken back. Quarantined rows have none.
    pub value: i64,
}

/// What a file was read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Articles,
    Outlets,
    Prices,
    Stock,
    Orders,
    Profiles,
    Consents,
    Objections,
    Vouchers,
    Contacts,
    Events,
    Entities,
    Reactions,
    Analytics,
    /// Its columns stand beside those of another file.
    Beside,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileReport {
    pub file: String,
    pub role: Role,
    pub rows_read: u64,
    pub fates: BTreeMap<Fate, Tally>,
    pub quarantined_by_reason: BTreeMap<Reason, u64>,
    /// The first [`QUARANTINED_KEPT_MAX`].
    pub quarantined: Vec<Quarantined>,
    /// Columns of the file that the mapping does not use.
    pub columns_unused: Vec<String>,
    /// Of each cause by its code the first [`LEFT_OUT_KEPT_MAX`]; to be kept sealed only.
    #[serde(skip)]
    pub left_out: BTreeMap<&'static str, Vec<LeftOut>>,
    /// Of the refused rows of each reason the first [`LEFT_OUT_KEPT_MAX`], whole; to be kept sealed only.
    #[serde(skip)]
    pub refused: Refused,
    /// What each column that the mapping uses held.
    #[serde(skip)]
    pub columns: BTreeMap<String, ColumnTally>,
}

impl FileReport {
    pub(crate) fn new(file: &str, role: Role) -> FileReport {
        FileReport {
            file: file.into(),
            role,
            rows_read: 0,
            fates: BTreeMap::new(),
            quarantined_by_reason: BTreeMap::new(),
            quarantined: Vec::new(),
            columns_unused: Vec::new(),
            left_out: BTreeMap::new(),
            refused: Refused::default(),
            columns: BTreeMap::new(),
        }
    }

    #[must_use]
    pub fn tally(&self, fate: Fate) -> Tally {
        self.fates.get(&fate).copied().unwrap_or_default()
    }

    #[must_use]
    pub fn rows_with_a_fate(&self) -> u64 {
        self.fates.values().map(|tally| tally.rows).sum()
    }

    pub(crate) fn count(&mut self, fate: Fate, value: i64) {
        let tally = self.fates.entry(fate).or_default();
        tally.rows += 1;
        tally.value = tally.value.saturating_add(value);
    }

    /// Remembers a row that became nothing, as long as few did for that cause; whether it did. `text` is called only
    /// then.
    pub(crate) fn leave_out(
        &mut self,
        row: u64,
        cause: &'static str,
        flaw: Option<&Flaw>,
        text: impl FnOnce() -> String,
    ) -> bool {
        let some = self.left_out.entry(cause).or_default();
        let is_kept = some.len() < LEFT_OUT_KEPT_MAX;
        if is_kept {
            let text = shortened(&text());
            some.push(LeftOut { row, text, flaw: flaw.cloned() });
        }
        is_kept
    }

    /// Of these rows those that are kept to be shown.
    pub(crate) fn left_out_among(&self, rows: &BTreeSet<u64>) -> BTreeSet<u64> {
        let kept = self.left_out.values().flatten().map(|left_out| left_out.row);
        kept.filter(|row| rows.contains(row)).collect()
    }

    /// What a row says that is kept to be shown.
    pub(crate) fn show(&mut self, row: u64, cells: Vec<String>) {
        for some in self.left_out.values_mut() {
            if let Ok(place) = some.binary_search_by_key(&row, |left_out| left_out.row) {
                some[place].text = shortened(&in_a_line(&cells));
            }
        }
        self.refused.fill(row, cells);
    }

    /// Adds what became of other rows of the same file.
    pub(crate) fn append(&mut self, other: FileReport) {
        self.rows_read += other.rows_read;
        for (column, tally) in &other.columns {
            self.columns.entry(column.clone()).or_default().add(tally);
        }
        for (fate, more) in other.fates {
            let tally = self.fates.entry(fate).or_default();
            tally.rows += more.rows;
            tally.value = tally.value.saturating_add(more.value);
        }
        for (reason, rows) in other.quarantined_by_reason {
            *self.quarantined_by_reason.entry(reason).or_default() += rows;
        }
        self.quarantined.extend(other.quarantined);
        self.quarantined.sort_by_key(|quarantined| quarantined.row);
        self.quarantined.truncate(QUARANTINED_KEPT_MAX);
        for (cause, rows) in other.left_out {
            let some = self.left_out.entry(cause).or_default();
            some.extend(rows);
            some.sort_by_key(|left_out| left_out.row);
            some.truncate(LEFT_OUT_KEPT_MAX);
        }
        self.refused.append(other.refused);
    }

    /// A row that was counted as accepted says what another one says.
    pub(crate) fn repeated(&mut self) {
        if let Some(accepted) = self.fates.get_mut(&Fate::Accepted).filter(|tally| tally.rows > 0) {
            accepted.rows -= 1;
            self.count(Fate::Duplicate, 0);
        }
    }

    pub(crate) fn quarantine(&mut self, row: u64, flaw: Flaw) {
        self.count(Fate::Quarantined, 0);
        *self.quarantined_by_reason.entry(flaw.reason).or_default() += 1;
        if self.quarantined.len() < QUARANTINED_KEPT_MAX {
            self.quarantined.push(Quarantined { row, flaw });
        }
    }
}

/// Fields in a line, for people.
pub(crate) fn in_a_line(cells: &[String]) -> String {
    cells.join(" · ")
}

fn shortened(text: &str) -> String {
    text.chars().take(ROW_CHARS_MAX).collect()
}

/// The report of one import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub mapping: String,
    /// Number of the source in the organisation's settings.
    pub source: u16,
    /// What the makers of the data say about them.
    pub origin: Option<String>,
    pub currency: Currency,
    pub files: Vec<FileReport>,
    pub events: u64,
    pub customers: u64,
    pub orders: u64,
    /// Orders whose rows carry more than one time; the earliest counts.
    pub orders_of_several_times: u64,
    /// Orders of things that are no articles only.
    pub orders_without_lines: u64,
    pub cancellations: u64,
    pub returns: u64,
    /// Returns shown without an order.
    pub returns_not_assignable: u64,
    pub articles: u64,
    /// Articles that were bought but are not in the catalogue; each stands for itself.
    pub articles_unknown: u64,
    /// Of which the files tell, in lists of their own or where something was bought.
    pub outlets: u64,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.mapping)?;
        if let Some(origin) = &self.origin {
            writeln!(f, "  origin: {}", origin.trim())?;
        }
        let numbers = [
            ("events", self.events),
            ("customers", self.customers),
            ("orders", self.orders),
            ("orders without lines", self.orders_without_lines),
            ("cancellations", self.cancellations),
            ("returns", self.returns),
            ("returns without an order", self.returns_not_assignable),
            ("articles", self.articles),
            ("articles unknown", self.articles_unknown),
            ("outlets", self.outlets),
            ("orders of several times", self.orders_of_several_times),
        ];
        for (name, number) in numbers {
            writeln!(f, "  {name:<32}{:>14}", grouped(number))?;
        }
        if let (Some(first), Some(last)) = (self.first, self.last) {
            writeln!(f, "  from {first} to {last}")?;
        }
        for file in &self.files {
            file.print(f, self.currency)?;
        }
        Ok(())
    }
}

impl FileReport {
    fn print(&self, f: &mut fmt::Formatter<'_>, currency: Currency) -> fmt::Result {
        writeln!(f, "{:<34}{:>14} rows", self.file, grouped(self.rows_read))?;
        for (fate, tally) in &self.fates {
            write!(f, "  {:<32}{:>14}", fate.words(), grouped(tally.rows))?;
            if tally.value != 0 {
                write!(f, "{:>22}", Money { minor: tally.value, currency }.to_string())?;
            }
            writeln!(f)?;
        }
        for (reason, rows) in &self.quarantined_by_reason {
            writeln!(f, "    {rows} × {reason}")?;
        }
        for Quarantined { row, flaw } in self.quarantined.iter().take(5) {
            let column = flaw.column.as_deref().unwrap_or("row");
            writeln!(f, "    row {row}, {column}: {} {:?}", flaw.reason, flaw.excerpt)?;
        }
        if !self.columns_unused.is_empty() {
            writeln!(f, "  columns not used: {}", self.columns_unused.join(", "))?;
        }
        Ok(())
    }
}

/// `735874` → `735,874`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_for_people() {
        assert_eq!([0, 999, 1_000, 735_874].map(grouped), ["0", "999", "1,000", "735,874"]);
    }

    #[test]
    fn every_cause_has_a_code_of_its_own_as_it_is_serialised() {
        let fates = Fate::LEFT_OUT.map(|fate| (serde_json::to_value(fate).expect("a text"), fate.code()));
        let reasons =
            Reason::ALL.map(|reason| (serde_json::to_value(reason).expect("a text"), reason.code()));
        let all: BTreeMap<_, _> = fates.into_iter().chain(reasons).map(|(name, code)| (code, name)).collect();
        assert_eq!(all.len(), Fate::LEFT_OUT.len() + Reason::ALL.len());
        assert!(all.iter().all(|(code, name)| name == code), "{all:?}");
    }

    #[test]
    fn only_the_first_quarantined_rows_are_kept_but_all_are_counted() {
        let mut report = FileReport::new("a.csv", Role::Orders);
        for row in 0..250 {
            report.quarantine(row, Flaw::of_field(Reason::NotAmount, "price", &"x".repeat(1_000)));
        }
        assert_eq!(report.quarantined.len(), QUARANTINED_KEPT_MAX);
        assert_eq!(report.quarantined_by_reason[&Reason::NotAmount], 250);
        assert_eq!(report.rows_with_a_fate(), 250);
        assert_eq!(report.quarantined[0].flaw.excerpt.len(), EXCERPT_CHARS_MAX);
    }
}

//! What files tell of the catalogue: articles, prices, stock, outlets.

use super::columns::{Canonical, Code, FileName, Moment};
use super::roles::Join;
use anlass_model::id::Name;
use serde::Deserialize;
use serde::de::{self, Deserializer, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// Of the articles that are known so many percent may be missing in a whole list, unless it is said otherwise.
const GONE_PERCENT_MAX: u8 = 10;

/// The catalogue's file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Articles {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    /// An article that is not in the file is gone …
    #[serde(default)]
    pub(crate) whole: bool,
    /// … as long as no more than so many percent are.
    #[serde(default = "gone_percent_max")]
    pub(crate) gone_percent_max: u8,
    pub(crate) number: Code,
    /// The first of these columns that is not empty; the number if all are.
    pub(crate) name: Vec<String>,
    /// Appended to the name (a size, a colour).
    #[serde(default)]
    pub(crate) name_with: Option<String>,
    /// Taxonomy from the top down.
    #[serde(default)]
    pub(crate) path: Vec<Listed>,
    /// The path names nodes of this table by number; the article stands at the deepest of them, the others are tags.
    #[serde(default)]
    pub(crate) nodes: Option<Nodes>,
    /// Further trees by their names, each from the top down.
    #[serde(default)]
    pub(crate) trees: BTreeMap<Name, Vec<Listed>>,
    /// What all variants of one article have in common.
    #[serde(default)]
    pub(crate) group: Option<Group>,
    #[serde(default)]
    pub(crate) substitutes: Substitutes,
    #[serde(default)]
    pub(crate) brand: Option<String>,
    /// What one piece holds, where a price per unit is due.
    #[serde(default)]
    pub(crate) unit: Option<Content>,
    /// By language.
    #[serde(default)]
    pub(crate) texts: BTreeMap<Name, TextColumns>,
    /// Addresses, the best first.
    #[serde(default)]
    pub(crate) pictures: Vec<Listed>,
    #[serde(default)]
    pub(crate) link: Option<Listed>,
    /// How the shop's addresses name it, where they do not hold its number.
    #[serde(default)]
    pub(crate) slug: Option<String>,
    #[serde(default)]
    pub(crate) tags: Vec<Listed>,
    /// The tags name rows of this table by number; what it does not know is no tag.
    #[serde(default)]
    pub(crate) tag_names: Option<TagNames>,
}

fn gone_percent_max() -> u8 {
    GONE_PERCENT_MAX
}

/// A table of categories, each with its parent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nodes {
    pub(crate) file: FileName,
    pub(crate) id: Code,
    pub(crate) parent: Code,
    pub(crate) name: String,
}

/// A table that says what numbers are called: properties, as shop systems export them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TagNames {
    pub(crate) file: FileName,
    pub(crate) id: Code,
    pub(crate) name: String,
}

/// A column that says the same of all variants of an article.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    pub(crate) column: String,
    #[serde(default, rename = "as")]
    pub(crate) canonical: Canonical,
    /// Where it is empty, as with the parent of the others.
    #[serde(default)]
    pub(crate) otherwise: Option<String>,
}

impl Group {
    /// Its columns, the one that counts first.
    pub(crate) fn codes(&self) -> impl Iterator<Item = Code> {
        let columns = std::iter::once(&self.column).chain(&self.otherwise);
        columns.map(|column| Code { column: column.clone(), canonical: self.canonical })
    }
}

/// Which articles stand in for one another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Substitutes {
    /// None that the file does not declare.
    #[default]
    Declared,
    /// All of the same whole path.
    SameType,
    /// All of which this column says the same.
    Group(String),
    /// Those whose numbers stand in this column, and whose numbers stand in theirs.
    Numbers(Listed),
}

/// Name and description in a language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextColumns {
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) description: Option<String>,
}

/// What articles cost.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Prices {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) article: Code,
    /// The first of these columns that is not empty; a row in which all are says nothing.
    pub(crate) amount: FirstOf,
    /// From how many pieces on it holds; rows that ask for more than one are left out.
    #[serde(default)]
    pub(crate) pieces_from: Option<String>,
    /// Where it holds; a field that is empty means everywhere.
    #[serde(default)]
    pub(crate) outlet: Option<Code>,
    #[serde(default)]
    pub(crate) zone: Option<String>,
    /// The customers it holds for; a field that is empty means everyone.
    #[serde(default)]
    pub(crate) group: Option<String>,
    /// Absent or empty: from now on.
    #[serde(default)]
    pub(crate) from: Option<Moment>,
    /// A day holds up to its end.
    #[serde(default)]
    pub(crate) until: Option<Moment>,
}

/// How many pieces there are.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stocks {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) article: Code,
    pub(crate) pieces: Pieces,
    /// A field that is empty means in all.
    #[serde(default)]
    pub(crate) outlet: Option<Code>,
}

/// A column of whole numbers, and how many pieces certain texts stand for.
#[derive(Clone, Debug)]
pub(crate) struct Pieces {
    pub(crate) column: String,
    pub(crate) values: BTreeMap<String, i64>,
}

/// The outlets (Filialen).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outlets {
    pub(crate) file: FileName,
    /// Files whose columns stand beside this one's.
    #[serde(default, rename = "with")]
    pub(crate) beside: Vec<Join>,
    pub(crate) number: Code,
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// Its price zone.
    #[serde(default)]
    pub(crate) zone: Option<String>,
    /// Degrees.
    #[serde(default)]
    pub(crate) position: Option<PositionColumns>,
    /// A column for each day, such as 9:00-12:30, 14-18; an empty field means that it is closed.
    #[serde(default)]
    pub(crate) hours: BTreeMap<Weekday, String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PositionColumns {
    pub(crate) latitude: String,
    pub(crate) longitude: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// As ISO 8601 counts: Monday is 1.
    pub(crate) fn number(self) -> u8 {
        match self {
            Weekday::Monday => 1,
            Weekday::Tuesday => 2,
            Weekday::Wednesday => 3,
            Weekday::Thursday => 4,
            Weekday::Friday => 5,
            Weekday::Saturday => 6,
            Weekday::Sunday => 7,
        }
    }
}

/// A column of texts: its name alone, or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) column: String,
    /// What stands between several texts in one field.
    pub(crate) divider: Option<String>,
    /// What is put before each of them.
    pub(crate) before: String,
    pub(crate) canonical: Canonical,
}

/// What one piece holds: a column such as `0,75 l`, or one for the number and one for the unit.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) number: String,
    pub(crate) unit: Option<String>,
}

/// Columns of which the first that is not empty counts.
#[derive(Clone, Debug)]
pub(crate) struct FirstOf(pub(crate) Vec<String>);

/// What can also be written as the name of a column alone.
trait OrColumn: Sized {
    const EXPECTING: &'static str;
    /// As it is written otherwise.
    type Whole: for<'de> Deserialize<'de>;
    fn of_column(column: &str) -> Self;
    fn of_whole(whole: Self::Whole) -> Result<Self, String>;
}

struct Either<T>(PhantomData<T>);

impl<'de, T: OrColumn> Visitor<'de> for Either<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_str<E: de::Error>(self, column: &str) -> Result<T, E> {
        Ok(T::of_column(column))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let whole = T::Whole::deserialize(de::value::MapAccessDeserializer::new(map))?;
        T::of_whole(whole).map_err(de::Error::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        let whole = T::Whole::deserialize(de::value::SeqAccessDeserializer::new(list))?;
        T::of_whole(whole).map_err(de::Error::custom)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WholeListed {
    column: String,
    #[serde(default)]
    divider: Option<String>,
    #[serde(default)]
    before: String,
    #[serde(default, rename = "as")]
    canonical: Canonical,
}

impl OrColumn for Listed {
    const EXPECTING: &'static str = "the name of a column, or column, divider, before and as";
    type Whole = WholeListed;

    fn of_column(column: &str) -> Listed {
        Listed { column: column.into(), divider: None, before: String::new(), canonical: Canonical::Text }
    }

    fn of_whole(whole: WholeListed) -> Result<Listed, String> {
        let WholeListed { column, divider, before, canonical } = whole;
        match divider.as_deref() {
            Some("") => Err("what divides texts is at least one character".into()),
            _ => Ok(Listed { column, divider, before, canonical }),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WholePieces {
    column: String,
    #[serde(default)]
    values: BTreeMap<String, i64>,
}

impl OrColumn for Pieces {
    const EXPECTING: &'static str = "the name of a column, or column and values";
    type Whole = WholePieces;

    fn of_column(column: &str) -> Pieces {
        Pieces { column: column.into(), values: BTreeMap::new() }
    }

    fn of_whole(whole: WholePieces) -> Result<Pieces, String> {
        Ok(Pieces { column: whole.column, values: whole.values })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WholeContent {
    number: String,
    unit: String,
}

impl OrColumn for Content {
    const EXPECTING: &'static str = "the name of a column, or number and unit";
    type Whole = WholeContent;

    fn of_column(column: &str) -> Content {
        Content { number: column.into(), unit: None }
    }

    fn of_whole(whole: WholeContent) -> Result<Content, String> {
        Ok(Content { number: whole.number, unit: Some(whole.unit) })
    }
}

impl OrColumn for FirstOf {
    const EXPECTING: &'static str = "the name of a column, or a list of them, best first";
    type Whole = Vec<String>;

    fn of_column(column: &str) -> FirstOf {
        FirstOf(vec![column.into()])
    }

    fn of_whole(columns: Vec<String>) -> Result<FirstOf, String> {
        match columns.is_empty() {
            true => Err("no column is named: name at least one, best first".into()),
            false => Ok(FirstOf(columns)),
        }
    }
}

macro_rules! or_column {
    ($($kind:ty),*) => {
        $(impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$kind, D::Error> {
                deserializer.deserialize_any(Either(PhantomData))
            }
        })*
    };
}

or_column!(Listed, Pieces, Content, FirstOf);

//! The mapping document: which file and which column means what. Unknown keys are refused; an error names
//! its place in the document, the cause and the cure. What the keys do is told in `mappings/*.yaml`.

mod columns;
mod goods;
mod only;
mod roles;

pub(crate) use columns::{
    Canonical, Code, FileName, Flag, From, Moment, Otherwise, Person, ProfileField, Zone, read_format,
};
pub(crate) use goods::{
    Articles, Content, Group, Listed, Nodes, Outlets, Pieces, Prices, Stocks, Substitutes, TagNames,
};
pub(crate) use roles::{
    Analytics, Consents, Contacts, Duplicates, Entities, Events, FreeLines, Happened, Join, Objections,
    Orders, OutletColumn, PlaceColumn, Profiles, ProofForm, Reactions, ValueColumn, Vouchers, What,
};

use crate::decimal::Mark;
use crate::error::Error;
use crate::suggest;
use crate::table::Stated;
use anlass_model::event::SourceId;
use anlass_model::id::Name;
use anlass_model::money::Currency;
use anlass_model::time::Timestamp;
use anlass_model::value::Type;
use jiff::civil::{self, Date};
use serde::Deserialize;

/// Longer documents are refused unread.
const DOCUMENT_BYTES_MAX: usize = 256 * 1024;

/// A checked mapping document.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    mapping: Name,
    #[serde(default)]
    origin: Option<String>,
    #[serde(default)]
    licence: Option<String>,
    pub(crate) source: u16,
    pub(crate) currency: Currency,
    pub(crate) time_zone: Zone,
    /// The profiles and consents are a complete list of the source's people, delivered again and again: whoever is missing
    /// is no longer delivered, and a row that was delivered before says nothing new, whatever day it names.
    #[serde(default)]
    pub(crate) complete: bool,
    #[serde(default)]
    pub(crate) days: Days,
    /// How the text of its files is parted, as far as it shall not be found by looking.
    #[serde(default)]
    pub(crate) layout: Stated,
    #[serde(default)]
    pub(crate) decimal: Mark,
    #[serde(default)]
    pub(crate) articles: Option<Articles>,
    #[serde(default)]
    pub(crate) outlets: Vec<Outlets>,
    #[serde(default)]
    pub(crate) prices: Vec<Prices>,
    #[serde(default)]
    pub(crate) stock: Vec<Stocks>,
    #[serde(default)]
    pub(crate) orders: Option<Orders>,
    #[serde(default)]
    pub(crate) profiles: Vec<Profiles>,
    #[serde(default)]
    pub(crate) consents: Vec<Consents>,
    #[serde(default)]
    pub(crate) objections: Vec<Objections>,
    #[serde(default)]
    pub(crate) vouchers: Vec<Vouchers>,
    #[serde(default)]
    pub(crate) contacts: Vec<Contacts>,
    #[serde(default)]
    pub(crate) events: Vec<Events>,
    #[serde(default)]
    pub(crate) entities: Vec<Entities>,
    #[serde(default)]
    pub(crate) reactions: Vec<Reactions>,
    #[serde(default)]
    pub(crate) analytics: Vec<Analytics>,
}

/// Dates outside of these are taken for errors.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Days {
    pub(crate) from: Date,
    pub(crate) to: Date,
}

impl Default for Days {
    fn default() -> Days {
        Days { from: civil::date(1990, 1, 1), to: civil::date(2099, 12, 31) }
    }
}

impl Days {
    /// Whether a moment lies within, by the clock of a zone.
    pub(crate) fn hold(&self, at: Timestamp, zone: &Zone) -> bool {
        let moment = jiff::Timestamp::from_millisecond(at.0);
        let day = moment.map(|moment| moment.to_zoned(zone.0.clone()).date());
        day.is_ok_and(|day| self.from <= day && day <= self.to)
    }
}

impl Mapping {
    /// Reads a mapping document; `file_name` is only used in errors.
    ///
    /// # Errors
    /// [`Error::Mapping`] with the place, the cause and the cure.
    pub fn read(text: &str, file_name: &str) -> Result<Mapping, Error> {
        let fail = |place: &str, cause: String, cure: &str| Error::Mapping {
            file: file_name.into(),
            place: place.into(),
            cause,
            cure: cure.into(),
        };
        if text.len() > DOCUMENT_BYTES_MAX {
            return Err(fail(
                "whole document",
                "it is longer than 256 KiB".into(),
                "check that it is a mapping",
            ));
        }
        let mapping: Mapping = serde_saphyr::from_str(text).map_err(|error| explain(&error, file_name))?;
        if mapping.days.from > mapping.days.to {
            let cause = format!("the days end on {} before they begin", mapping.days.to);
            return Err(fail("days", cause, "put the earlier day into \"from\""));
        }
        if let Some(rule) = mapping.orders.as_ref().and_then(|orders| orders.takes_back.as_ref())
            && rule.cancelled_within.0.0 < 0
        {
            let cause = format!("{} is negative", rule.cancelled_within.0);
            return Err(fail("orders.takes_back.cancelled_within", cause, "write 24h, or 0s for \"never\""));
        }
        if mapping.articles.as_ref().is_some_and(|articles| articles.name.is_empty()) {
            let cause = "no column is named".to_owned();
            return Err(fail("articles.name", cause, "name at least one column, best first"));
        }
        if mapping.articles.as_ref().is_some_and(|articles| articles.gone_percent_max > 100) {
            let cause = "it is more than all of them".to_owned();
            return Err(fail("articles.gone_percent_max", cause, "write a number from 0 to 100"));
        }
        if let Some(at) =
            mapping.profiles.iter().position(|profiles| profiles.on.is_some() == profiles.changed.is_some())
        {
            let cause =
                "it must be known since when a profile is so: once for all rows, or row by row".to_owned();
            return Err(fail(
                &format!("profiles[{at}]"),
                cause,
                "write either \"on\" with a day or \"changed\" with a column",
            ));
        }
        if let Some(at) =
            mapping.entities.iter().position(|entities| entities.on.is_some() == entities.changed.is_some())
        {
            let cause = "it must be known since when it is so: once for all rows, or row by row".to_owned();
            let cure = "write either \"on\" with a day or \"changed\" with a column";
            return Err(fail(&format!("entities[{at}]"), cause, cure));
        }
        if let Some(at) = mapping.reactions.iter().position(Reactions::lacks_address) {
            let cause =
                "mail that came back is about an address, and no column of addresses is named".to_owned();
            let cure = "write \"address\" with a column, or an identifier of kind email under \"also\"";
            return Err(fail(&format!("reactions[{at}]"), cause, cure));
        }
        let flaws = mapping.events.iter().enumerate().filter_map(|(at, events)| Some((at, events.flaw()?)));
        if let Some((at, [key, cause, cure])) = flaws.into_iter().next() {
            return Err(fail(&format!("events[{at}].{key}"), cause.to_owned(), cure));
        }
        if mapping.complete && mapping.profiles.is_empty() && mapping.consents.is_empty() {
            let cause = "neither profiles nor consents are mapped".to_owned();
            return Err(fail("complete", cause, "map the file that lists the people, or leave complete out"));
        }
        let is_empty = mapping.files().is_empty();
        if is_empty {
            let cause = "it maps no file".to_owned();
            return Err(fail(
                "whole document",
                cause,
                "add articles, outlets, prices, stock, orders, profiles, consents, objections, vouchers, contacts, events, entities, reactions or analytics",
            ));
        }
        Ok(mapping)
    }

    #[must_use]
    pub fn name(&self) -> &Name {
        &self.mapping
    }

    /// What the makers of the data say about them; to be shown wherever the data are shown.
    #[must_use]
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    #[must_use]
    pub fn licence(&self) -> Option<&str> {
        self.licence.as_deref()
    }

    #[must_use]
    pub fn source(&self) -> SourceId {
        SourceId(self.source)
    }

    /// Whether its profiles and consents are a complete list of the source's people.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether something is gone that its files do not name: they must never be a part of a list.
    #[must_use]
    pub fn tells_what_is_gone(&self) -> bool {
        self.complete || self.articles.as_ref().is_some_and(|articles| articles.whole)
    }

    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The profile fields it fills, with the type of each.
    #[must_use]
    pub fn fields(&self) -> Vec<(&Name, Type)> {
        let fields = self.profiles.iter().flat_map(|profiles| &profiles.fields);
        fields.map(|(name, field)| (name, field.kind)).collect()
    }

    /// The own event types it tells of, with each one's fields and their types.
    #[must_use]
    pub fn events(&self) -> Vec<(&Name, Vec<(&Name, Type)>)> {
        let mut all = Vec::with_capacity(self.events.len());
        for events in self.events.iter().filter(|events| !events.are_ratings()) {
            let fields = events.fields.iter().map(|(name, field)| (name, field.kind));
            all.push((&events.event, fields.collect()));
        }
        all
    }

    /// The profile fields that columns fill, each with the name of its column.
    #[must_use]
    pub fn field_columns(&self) -> Vec<(&Name, &str)> {
        let fields = self.profiles.iter().flat_map(|profiles| &profiles.fields);
        let columns = fields.filter_map(|(name, field)| match &field.from {
            From::Column(column) => Some((name, column.as_str())),
            From::Constant(_) => None,
        });
        columns.collect()
    }

    /// The entities whose things it tells of, with each one's fields and their types.
    #[must_use]
    pub fn entities(&self) -> Vec<(&Name, Vec<(&Name, Type)>)> {
        let mut all = Vec::with_capacity(self.entities.len());
        for entities in &self.entities {
            let fields = entities.fields.iter().map(|(name, field)| (name, field.kind));
            all.push((&entities.entity, fields.collect()));
        }
        all
    }

    /// The files it reads, in the order of reading; one that is read for several things as often.
    #[must_use]
    pub fn files(&self) -> Vec<&str> {
        let articles = self.articles.iter().map(|role| (&role.file, &role.beside));
        let outlets = self.outlets.iter().map(|role| (&role.file, &role.beside));
        let prices = self.prices.iter().map(|role| (&role.file, &role.beside));
        let stock = self.stock.iter().map(|role| (&role.file, &role.beside));
        let orders = self.orders.iter().map(|role| (&role.file, &role.beside));
        let profiles = self.profiles.iter().map(|role| (&role.file, &role.beside));
        let consents = self.consents.iter().map(|role| (&role.file, &role.beside));
        let objections = self.objections.iter().map(|role| (&role.file, &role.beside));
        let vouchers = self.vouchers.iter().map(|role| (&role.file, &role.beside));
        let contacts = self.contacts.iter().map(|role| (&role.file, &role.beside));
        let events = self.events.iter().map(|role| (&role.file, &role.beside));
        let entities = self.entities.iter().map(|role| (&role.file, &role.beside));
        let reactions = self.reactions.iter().map(|role| (&role.file, &role.beside));
        let analytics = self.analytics.iter().map(|role| &role.file);
        let goods = articles.chain(outlets).chain(orders).chain(prices).chain(stock);
        let people = profiles
            .chain(consents)
            .chain(objections)
            .chain(vouchers)
            .chain(contacts)
            .chain(events)
            .chain(entities)
            .chain(reactions);
        let roles = goods.chain(people);
        let nodes = self.articles.iter().filter_map(|role| role.nodes.as_ref()).map(|nodes| &nodes.file);
        let names = self.articles.iter().filter_map(|role| role.tag_names.as_ref()).map(|names| &names.file);
        let files = roles.flat_map(|(file, beside)| beside.iter().map(|join| &join.file).chain([file]));
        nodes.chain(names).chain(files).chain(analytics).map(|file| file.0.as_str()).collect()
    }
}

fn explain(error: &serde_saphyr::Error, file_name: &str) -> Error {
    let error = error.without_snippet();
    let place = match error.location() {
        Some(location) if location.line() > 0 => {
            format!("line {}, column {}", location.line(), location.column())
        }
        _ => "whole document".to_owned(),
    };
    let (cause, cure) = match error {
        serde_saphyr::Error::SerdeUnknownField { field, expected, .. } => {
            let known = format!("write one of {}", expected.join(", "));
            let cure = match suggest::nearest(field, expected.iter().copied()) {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => known,
            };
            (format!("unknown key \"{field}\""), cure)
        }
        serde_saphyr::Error::SerdeUnknownVariant { variant, expected, .. } => {
            (format!("\"{variant}\" is not possible here"), format!("write one of {}", expected.join(", ")))
        }
        serde_saphyr::Error::SerdeMissingField { field, .. } => {
            (format!("the key \"{field}\" is missing"), format!("add {field}:"))
        }
        other => {
            let text = other.to_string();
            (text.lines().next().unwrap_or_default().to_owned(), "compare with mappings/*.yaml".to_owned())
        }
    };
    Error::Mapping { file: file_name.into(), place, cause, cure }
}

#[cfg(test)]
mod tests {
    use super::columns::Pattern;
    use super::*;
    use proptest::prelude::proptest;

    const SMALL: &str = "\
mapping: small
source: 3
currency: EUR
time_zone: Europe/Berlin
orders:
  file: lines.csv
  number: { column: Order }
  customer: { column: Customer, kind: card }
  article: { column: Article }
  quantity: Pieces
  value: { total: Value }
  occurred: { column: Time }
  place: online
";

    fn check(from: &str, to: &str, expected: [&str; 3]) {
        assert!(SMALL.contains(from), "the test changes nothing: {from}");
        let error = Mapping::read(&SMALL.replacen(from, to, 1), "small.yaml").expect_err(to);
        let [place, cause, cure] = expected;
        let text = error.to_string();
        assert!(text.contains(place) && text.contains(cause), "{text}");
        assert!(error.hint().contains(cure), "{}", error.hint());
    }

    #[test]
    fn a_small_mapping_is_enough() {
        let mapping = Mapping::read(SMALL, "small.yaml").expect("good");
        assert_eq!((mapping.name().as_str(), mapping.files()), ("small", vec!["lines.csv"]));
    }

    #[test]
    fn errors_name_place_cause_and_cure() {
        check("quantity", "quantty", ["line 10", "unknown key \"quantty\"", "did you mean \"quantity\"?"]);
        check("kind: card", "kind: passport", ["line 8", "passport", "customer_number"]);
        check("source: 3\n", "", ["line", "\"source\" is missing", "add source:"]);
        check("Europe/Berlin", "Europe/Bonn", ["line 4", "not a time zone", "mappings"]);
        check("lines.csv", "../lines.csv", ["line 6", "without a path", "mappings"]);
        check("EUR", "Euro", ["line 3", "three capital letters", "mappings"]);
        check("place: online", "place: moon", ["line 13", "moon", "online, outlet"]);
        check(": Time", ": Time, format: \"%H:%M\"", ["line 12", "whole date", "mappings"]);
        check(
            "source: 3",
            "source: 3\ndays: {from: 2018-01-01, to: 2017-01-01}",
            ["days", "end on", "earlier"],
        );
        check(SMALL, "[", ["line 1", "", ""]);
        check(SMALL, "", ["", "", ""]);
    }

    #[test]
    fn patterns_match_codes_and_beginnings() {
        let pattern = |text: &str| Pattern::try_from(text.to_owned());
        assert!(pattern("C*").expect("good").matches("C536391"));
        assert!(!pattern("C").expect("good").matches("C2"));
        for bad in ["", "*", "a*b"] {
            assert!(pattern(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_document_makes_it_panic(noise in "\\PC{0,200}", at in 0usize..300) {
            let at = (at..).find(|at| SMALL.is_char_boundary((*at).min(SMALL.len()))).unwrap_or(0);
            let (head, tail) = SMALL.split_at(at.min(SMALL.len()));
            let _answer = Mapping::read(&format!("{head}{noise}{tail}"), "noise.yaml").map(|_| ());
        }
    }
}

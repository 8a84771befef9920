//! What answers of the API are made of, each with its schema: moments, amounts, words in both languages, and the closed
//! lists of codes. Each module of the API puts its own answers together from these.

mod codes;

pub(crate) use codes::{
    AuditAct, Channel, Class, ConsentActCode, ConsentState, CureCode, DatabaseTrouble, ErasureReason,
    ErrorCode, GuardrailSignal, HeldCode, LeftOutCode, LeftOutWhy, LikenessSign, LooksCode, MeaningCode,
    NeedCode, NoticeKind, OptOutKind, PrivacyCode, ProblemCode, ProofKind, QuarantineCode, QuestionCode,
    Reason, RestrictionGround, RetentionKind, SaidBy, State,
};

use crate::insight::problems::{self, Coded, coded};

use anlass_model::definition::{self, Language};
use anlass_model::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{KnownFormat, RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

/// A moment in UTC, RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(pub(crate) Timestamp);

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        text().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))).into()
    }
}

impl ToSchema for Moment {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Moment")
    }
}

/// A schema of texts, to be narrowed.
pub(crate) fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String))
}

/// An amount in minor units of its currency.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Money {
    pub(crate) minor: i64,
    pub(crate) currency: String,
}

/// One text in German and English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Localised {
    pub(crate) de: String,
    pub(crate) en: String,
}

impl Localised {
    /// The words for a code in both languages.
    pub(crate) fn both(words: impl Fn(Language) -> String) -> Localised {
        Localised { de: words(Language::De), en: words(Language::En) }
    }

    /// What has no words is told by its name.
    pub(crate) fn bare(name: &str) -> Localised {
        Localised { de: name.to_owned(), en: name.to_owned() }
    }
}

impl From<&definition::Localised> for Localised {
    fn from(text: &definition::Localised) -> Localised {
        Localised { de: text.de.clone(), en: text.en.clone() }
    }
}

/// Something that was defined, by its id and its name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) name: Localised,
}

/// What became of messages that did not go out and why, and of how many.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct WhyNot {
    pub(crate) state: State,
    pub(crate) reason: Option<Reason>,
    /// Of an exit: which one.
    pub(crate) detail: Option<String>,
    pub(crate) words: Localised,
    pub(crate) count: u64,
}

/// What is wrong with a document, and what mends it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    pub(crate) place: String,
    pub(crate) cause: String,
    pub(crate) cure: String,
    /// The cause for whoever has words of their own; null: only the sentence says it.
    pub(crate) code: Option<ProblemCode>,
    /// Values in the cause, by name.
    pub(crate) values: BTreeMap<String, String>,
    pub(crate) cure_code: Option<CureCode>,
    pub(crate) cure_values: BTreeMap<String, String>,
}

impl From<&anlass_engine::Problem> for Problem {
    fn from(problem: &anlass_engine::Problem) -> Problem {
        let anlass_engine::Problem { place, cause, cure } = problem;
        let cure = cure.clone().unwrap_or_default();
        let split = |coded: Option<Coded>| match coded {
            Some(Coded { code, values }) => (Some(code), values),
            None => (None, BTreeMap::new()),
        };
        let (code, values) = split(coded(problems::CAUSES, cause));
        let (cure_code, cure_values) = split(coded(problems::CURES, &cure));
        Problem {
            place: place.clone(),
            cause: cause.clone(),
            cure,
            code: code.map(ProblemCode::of),
            values,
            cure_code: cure_code.map(CureCode::of),
            cure_values,
        }
    }
}

/// A whole number, however it is written: in JSON 7 and 7.0 are the same.
pub(crate) fn whole<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    let bad = || serde::de::Error::custom(format!("{number} is no whole number"));
    match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) => Ok(whole),
        (None, Some(float)) if float.fract() == 0.0 => format!("{float:.0}").parse().map_err(|_| bad()),
        _ => Err(bad()),
    }
}

/// The same where it may be absent or null.
pub(crate) fn maybe_whole<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    struct Whole(#[serde(deserialize_with = "whole")] i64);
    Ok(Option::<Whole>::deserialize(deserializer)?.map(|Whole(whole)| whole))
}

/// An answer without a body.
pub(crate) struct Nothing;

/// A list is told by its rows, everything else under its own name.
pub(crate) fn reference<T: ToSchema>(known: &mut Vec<(String, RefOr<Schema>)>) -> RefOr<Schema> {
    T::schemas(known);
    match T::schema() {
        RefOr::T(Schema::Array(array)) => RefOr::T(Schema::Array(array)),
        schema => {
            known.push((T::name().into_owned(), schema));
            RefOr::Ref(utoipa::openapi::Ref::from_schema_name(T::name()))
        }
    }
}

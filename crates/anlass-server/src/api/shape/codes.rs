//! Closed lists of codes. An answer can hold no other one without its schema saying so; a test of every answer tells.

use crate::access::ACTS;
use crate::call::Fault;
use crate::insight::words::pick;
use crate::insight::{problems, words};
use anlass_channels::guardrail;
use anlass_engine::likeness::Sign;
use anlass_engine::retention::Held;
use anlass_model::consent;
use anlass_model::definition::Language;
use anlass_model::restriction::Ground;
use anlass_sources::probe::{Looks, Meaning, Question};
use anlass_sources::report::{Fate, Reason as RowReason};
use anlass_sources::sql;
use anlass_sources::understood::PrivacyKind;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// A text that is one of a list, under the list's name. The derive would put every place a generic type is used at under a name
/// of its own.
macro_rules! list_of_codes {
    ($(#[$about:meta])* $name:ident, $all:expr) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub(crate) struct $name(Cow<'static, str>);

        impl $name {
            pub(crate) fn of(code: impl Into<Cow<'static, str>>) -> $name {
                $name(code.into())
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let all: Vec<&'static str> = $all;
                super::text().enum_values(Some(all)).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    };
}

list_of_codes!(
    /// State of an intent and of the delivery it becomes.
    State,
    words::STATES.iter().map(|(code, _, _)| *code).collect()
);
list_of_codes!(
    /// Why a database cannot be read.
    DatabaseTrouble,
    {
        let all = sql::Trouble::ALL.iter().map(|trouble| trouble.code());
        all.chain([crate::house::databases::NOT_IMPORTED]).collect()
    }
);
list_of_codes!(
    /// Why something was put off or not sent.
    Reason,
    words::REASONS.iter().map(|(code, _, _)| *code).collect()
);
list_of_codes!(
    /// What speaks for two people being one, or against it.
    LikenessSign,
    Sign::ALL.iter().map(|sign| sign.as_str()).collect()
);
list_of_codes!(
    /// How somebody said no.
    OptOutKind,
    vec!["objection", "withdrawal"]
);
list_of_codes!(
    /// What other systems may ask to hear of.
    NoticeKind,
    anlass_runtime::notices::Kind::ALL.iter().map(|kind| kind.as_str()).collect()
);
list_of_codes!(
    /// A way to reach somebody.
    Channel,
    consent::Channel::ALL.iter().map(|channel| channel.as_str()).collect()
);
impl Channel {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}
list_of_codes!(
    /// Contract or advertising.
    Class,
    [consent::Class::Contract, consent::Class::Advertising].iter().map(|class| class.as_str()).collect()
);
list_of_codes!(
    /// What is wrong with a document.
    ProblemCode,
    problems::CAUSES.iter().map(|(code, _)| *code).collect()
);
list_of_codes!(
    /// What mends it.
    CureCode,
    problems::CURES.iter().map(|(code, _)| *code).collect()
);
list_of_codes!(
    /// Why an event could not be taken in.
    QuarantineCode,
    problems::QUARANTINE.iter().map(|(code, _)| *code).collect()
);
list_of_codes!(
    /// Why a row of a file became nothing.
    LeftOutCode,
    Fate::LEFT_OUT
        .iter()
        .map(|fate| fate.code())
        .chain(RowReason::ALL.iter().map(|reason| reason.code()))
        .chain([crate::refused::ORDER_KNOWN, crate::refused::LINE_KNOWN])
        .collect()
);
list_of_codes!(
    /// Why a part of what a connected source sent became nothing.
    LeftOutWhy,
    problems::QUARANTINE.iter().map(|(code, _)| *code).filter(|code| code.starts_with("event_")).chain(ONLY_LEFT_OUT).collect()
);
list_of_codes!(
    /// What somebody asks for under data protection law.
    PrivacyCode,
    PrivacyKind::ALL.iter().map(|kind| kind.as_str()).collect()
);
list_of_codes!(
    /// What the texts of a column look like.
    LooksCode,
    Looks::CODES.to_vec()
);
list_of_codes!(
    /// What a column of a file means.
    MeaningCode,
    Meaning::ALL.iter().map(|meaning| meaning.code()).collect()
);
list_of_codes!(
    /// What files do not tell by themselves.
    QuestionCode,
    Question::ALL.iter().map(|question| question.code()).collect()
);
list_of_codes!(
    /// What somebody did.
    AuditAct,
    ACTS.to_vec()
);
list_of_codes!(
    /// What kind of thing went wrong.
    ErrorCode,
    Fault::CODES.to_vec()
);

/// What is told and counted, and waits nowhere.
const ONLY_LEFT_OUT: [&str; 3] = ["topic_unknown", "change_only_named", "delivery_without_use"];

/// How a consent is proven.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProofKind {
    DoubleOptIn,
    Document,
    Imported,
    /// Asked for, and not confirmed yet.
    Requested,
    None,
}

impl ProofKind {
    pub(crate) fn words(self, language: Language) -> &'static str {
        match self {
            ProofKind::DoubleOptIn => {
                pick(language, "bestätigter Klick (Double-Opt-in)", "confirmed click (double opt-in)")
            }
            ProofKind::Document => pick(language, "Dokument", "document"),
            ProofKind::Imported => {
                pick(language, "aus einem früheren System übernommen", "taken over from a former system")
            }
            ProofKind::Requested => pick(language, "angefragt, nicht bestätigt", "asked for, not confirmed"),
            ProofKind::None => pick(language, "keiner", "none"),
        }
    }
}

/// An act about being written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConsentActCode {
    Granted,
    /// Asked for; a click has to confirm it.
    Requested,
    /// Somebody says so without proof: it never counts.
    Claimed,
    Withdrawn,
    Objected,
    ObjectionLifted,
}

impl ConsentActCode {
    pub(crate) fn words(self, language: Language) -> &'static str {
        match self {
            ConsentActCode::Granted => pick(language, "Einwilligung", "consent"),
            ConsentActCode::Requested => pick(language, "Einwilligung angefragt", "consent asked for"),
            ConsentActCode::Claimed => pick(language, "Einwilligung behauptet", "consent claimed"),
            ConsentActCode::Withdrawn => pick(language, "Widerruf", "withdrawal"),
            ConsentActCode::Objected => pick(language, "Werbewiderspruch", "objection to advertising"),
            ConsentActCode::ObjectionLifted => {
                pick(language, "Werbewiderspruch aufgehoben", "objection lifted")
            }
        }
    }
}

/// What an act counts for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConsentState {
    /// The newest word about its purpose and channel.
    Holds,
    /// A later one, or its own confirmation, stands in its place.
    Replaced,
    /// It can still be confirmed.
    Waiting,
    /// Nobody confirmed it in time.
    Expired,
    Unproven,
}

impl ConsentState {
    pub(crate) fn words(self, language: Language) -> &'static str {
        match self {
            ConsentState::Holds => pick(language, "gilt", "holds"),
            ConsentState::Replaced => pick(language, "durch Späteres ersetzt", "replaced by a later one"),
            ConsentState::Waiting => pick(language, "wartet auf Bestätigung", "waits for its confirmation"),
            ConsentState::Expired => pick(language, "nicht rechtzeitig bestätigt", "not confirmed in time"),
            ConsentState::Unproven => {
                pick(language, "ohne Nachweis, zählt nicht", "without proof, does not count")
            }
        }
    }
}

/// How somebody said something to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SaidBy {
    Phone,
    Email,
    InPerson,
    Letter,
    /// On a page that a letter leads to.
    Page,
    /// Not said at all: what was written down before was a mistake.
    Correction,
}

impl From<consent::SaidBy> for SaidBy {
    fn from(how: consent::SaidBy) -> SaidBy {
        match how {
            consent::SaidBy::Phone => SaidBy::Phone,
            consent::SaidBy::Email => SaidBy::Email,
            consent::SaidBy::InPerson => SaidBy::InPerson,
            consent::SaidBy::Letter => SaidBy::Letter,
            consent::SaidBy::Page => SaidBy::Page,
            consent::SaidBy::Correction => SaidBy::Correction,
        }
    }
}

impl From<SaidBy> for consent::SaidBy {
    fn from(how: SaidBy) -> consent::SaidBy {
        match how {
            SaidBy::Phone => consent::SaidBy::Phone,
            SaidBy::Email => consent::SaidBy::Email,
            SaidBy::InPerson => consent::SaidBy::InPerson,
            SaidBy::Letter => consent::SaidBy::Letter,
            SaidBy::Page => consent::SaidBy::Page,
            SaidBy::Correction => consent::SaidBy::Correction,
        }
    }
}

/// Why processing is restricted: what article 18 (1) of the GDPR names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RestrictionGround {
    /// The person says that the data are wrong.
    Contested,
    /// They should not have been processed, and the person wants them kept.
    Unlawful,
    /// The person needs them for a legal claim.
    Claims,
    /// The person objected, and it is not yet found out whose grounds weigh more.
    Objected,
}

impl From<Ground> for RestrictionGround {
    fn from(ground: Ground) -> RestrictionGround {
        match ground {
            Ground::Contested => RestrictionGround::Contested,
            Ground::Unlawful => RestrictionGround::Unlawful,
            Ground::Claims => RestrictionGround::Claims,
            Ground::Objected => RestrictionGround::Objected,
        }
    }
}

impl From<RestrictionGround> for Ground {
    fn from(ground: RestrictionGround) -> Ground {
        match ground {
            RestrictionGround::Contested => Ground::Contested,
            RestrictionGround::Unlawful => Ground::Unlawful,
            RestrictionGround::Claims => Ground::Claims,
            RestrictionGround::Objected => Ground::Objected,
        }
    }
}

/// Why somebody was erased: what article 17 of the GDPR names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ErasureReason {
    /// They asked for it, and nothing obliges the controller to keep it.
    Asked,
    /// They withdrew the consent it rested on.
    Withdrawn,
    /// It is not needed any more for what it was collected for.
    NotNeeded,
    /// It should never have been kept.
    Unlawful,
}

impl ErasureReason {
    const ALL: [ErasureReason; 4] =
        [ErasureReason::Asked, ErasureReason::Withdrawn, ErasureReason::NotNeeded, ErasureReason::Unlawful];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            ErasureReason::Asked => "asked",
            ErasureReason::Withdrawn => "withdrawn",
            ErasureReason::NotNeeded => "not_needed",
            ErasureReason::Unlawful => "unlawful",
        }
    }

    pub(crate) fn of(code: &str) -> ErasureReason {
        ErasureReason::ALL.into_iter().find(|own| own.as_str() == code).unwrap_or(ErasureReason::Asked)
    }
}

list_of_codes!(
    /// What a rule of retention is about.
    RetentionKind,
    vec!["silent", "unconfirmed", "letters"]
);

/// Why somebody stays though the time of a rule has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum HeldCode {
    /// They ordered within the time for which orders are kept.
    Orders,
    /// Something of a contract is under way.
    Contract,
    /// Processing is restricted: the data are to be kept.
    Restricted,
    /// A carrier has a letter of theirs.
    UnderWay,
}

impl From<Held> for HeldCode {
    fn from(held: Held) -> HeldCode {
        match held {
            Held::Orders => HeldCode::Orders,
            Held::Contract => HeldCode::Contract,
            Held::Restricted => HeldCode::Restricted,
            Held::UnderWay => HeldCode::UnderWay,
        }
    }
}

/// What needs somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NeedCode {
    /// A source that messages wait for has been silent for too long.
    SourceLate,
    /// A database cannot be read, and somebody has to act.
    DatabaseFails,
    /// A source that delivered regularly is late by its own rhythm.
    DeliveryLate,
    /// A field of a source is filled much less often than it was.
    FieldEmptier,
    /// What a field of a source holds can be used much less often than it could.
    FieldUnusable,
    /// A feed of content cannot be read, and somebody has to act.
    FeedFails,
    /// A form takes nobody, as no programme that runs would confirm a sign-up.
    FormUnanswered,
    /// Letters leave the house, and lead to nobody's shop.
    ShopUnknown,
    Quarantine,
    /// Somebody asks for something under data protection law.
    PrivacyRequests,
    UnknownDeliveries,
    Backlog,
    ProgrammeStopped,
    /// The loop does not run just now.
    LoopStands,
    /// The way out takes nothing just now; it is tried again.
    CarrierTakesNothing,
    /// Somebody has to repair the way out first.
    CarrierNeedsRepair,
    WebhooksGivenUp,
    /// Another system takes nothing of what it wanted to hear.
    SubscriptionSuspended,
    ExportFailed,
    GuardrailPaused,
    /// A programme stands because a field or a fact that it needs is too bad …
    DataBad,
    /// … or never came …
    DataMissing,
    /// … or because a source has not delivered for too long.
    DataOld,
    /// A programme stood because of its data, which are good again: somebody may start it.
    DataGood,
    GuardrailWarned,
}

/// What a guardrail counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GuardrailSignal {
    Delivered,
    HardBounce,
    Complaint,
    Unsubscribe,
}

impl From<guardrail::Signal> for GuardrailSignal {
    fn from(signal: guardrail::Signal) -> GuardrailSignal {
        match signal {
            guardrail::Signal::Delivered => GuardrailSignal::Delivered,
            guardrail::Signal::HardBounce => GuardrailSignal::HardBounce,
            guardrail::Signal::Complaint => GuardrailSignal::Complaint,
            guardrail::Signal::Unsubscribe => GuardrailSignal::Unsubscribe,
        }
    }
}

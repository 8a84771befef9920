//! What is erased by itself after some time (GDPR, article 5 (1) (e)).

use crate::id::Name;
use crate::time::{DAY, SpanText};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// The rules run once a day by themselves; otherwise only when somebody says so.
    #[serde(default)]
    pub daily: bool,
    /// Nobody who ordered within this time is erased by a rule.
    #[serde(default = "ten_years")]
    pub keep_orders: SpanText,
    /// In order: who falls under the first one is nobody for the others.
    pub rules: Vec<RetentionRule>,
}

fn ten_years() -> SpanText {
    SpanText(DAY.times(3_653))
}

/// One rule; exactly one of the three says what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionRule {
    pub id: Name,
    /// People of whom nothing was heard for so long are erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_for: Option<SpanText>,
    /// People who are known by a sign-up alone that nobody confirmed in time are erased so long after that time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unconfirmed_for: Option<SpanText>,
    /// Copies of letters that are older are removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters_for: Option<SpanText>,
}

//! A loyalty programme: points for what was bought and kept, tiers that points reach, and what a till or CRM tells of both.

use super::Localised;
use crate::id::Name;
use crate::time::SpanText;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Loyalty {
    pub points_per: PointsPer,
    /// Where purchases count; empty: everywhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<CountedPlace>,
    /// Points of an order are gone so long after it; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expire_after: Option<SpanText>,
    /// The lowest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<Tier>,
    #[serde(skip_serializing_if = "Told::is_empty")]
    pub told: Told,
}

/// `points` for every full `amount` of an order, as far as it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PointsPer {
    /// Whole units of the currency, such as euros.
    pub amount: u32,
    pub points: u32,
}

impl Default for PointsPer {
    fn default() -> PointsPer {
        PointsPer { amount: 1, points: 1 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountedPlace {
    Online,
    Outlet,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub id: Name,
    pub name: Localised,
    /// Points from which on it is held.
    pub from: u32,
    /// Only points of orders so long ago at most; absent: the balance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<SpanText>,
}

/// Profile fields in which the retailer's own system tells balance and tier; what they hold goes before what is counted here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Told {
    /// Of type int.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<Name>,
    /// Of type text: the id of a tier; of any other word, somebody is in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<Name>,
}

impl Told {
    fn is_empty(&self) -> bool {
        *self == Told::default()
    }
}

/// What became of a tier. Told as an event of its own; its field `tier` says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierChange {
    Reached,
    Lost,
}

impl TierChange {
    pub const ALL: [TierChange; 2] = [TierChange::Reached, TierChange::Lost];

    /// The name by which journeys and rules speak of it.
    #[must_use]
    pub const fn event_name(self) -> &'static str {
        match self {
            TierChange::Reached => "loyalty.tier_reached",
            TierChange::Lost => "loyalty.tier_lost",
        }
    }
}

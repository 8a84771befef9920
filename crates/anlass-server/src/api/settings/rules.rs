//! Rules among the settings that people change in the app: who is compared, points and tiers, fences, what is erased by itself.
//! As the settings hold them, judged as if they were published, and published.

use super::{draft, publish};
use crate::api::retention::{self, RetentionTold};
use crate::api::shape::Nothing;
use crate::call::{Call, Fault};
use crate::house::View;
use anlass_model::definition::{
    CountedPlace, Localised, Loyalty, Matching, PointsPer, Retention, RetentionRule, Settings, Tier, Told,
};
use anlass_model::id::Name;
use anlass_model::location::{Location, OwnFence, PlaceText};
use anlass_model::time::SpanText;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const FENCES_MAX: usize = 2_000;
const RULES_MAX: usize = 100;
const WORDS_MAX: usize = 200;

/// What is null is not set up.
#[derive(Serialize, ToSchema)]
pub(crate) struct SettingsRules {
    matching: Option<MatchingRules>,
    loyalty: Option<LoyaltyRules>,
    location: Option<LocationRules>,
    retention: Option<RetentionRules>,
}

/// Profile fields by which people are compared; all texts, the birthday a day.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MatchingRules {
    family_name: String,
    #[schema(required)]
    given_name: Option<String>,
    #[schema(required)]
    street: Option<String>,
    #[schema(required)]
    house_number: Option<String>,
    #[schema(required)]
    postal_code: Option<String>,
    #[schema(required)]
    city: Option<String>,
    #[schema(required)]
    birthday: Option<String>,
    #[schema(required)]
    phone: Option<String>,
}

/// Where purchases give points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PointsPlace {
    Everywhere,
    Online,
    Outlet,
}

/// Spans are written as `730d`.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoyaltyRules {
    /// So many points …
    points: u32,
    /// … for every full amount of so many whole units of the currency.
    amount: u32,
    place: PointsPlace,
    /// Null: points are never gone.
    #[schema(required)]
    expire_after: Option<String>,
    /// The lowest first.
    tiers: Vec<TierRule>,
    /// Profile field in which another system tells the balance.
    #[schema(required)]
    told_points: Option<String>,
    /// Profile field in which another system tells the id of the tier.
    #[schema(required)]
    told_tier: Option<String>,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TierRule {
    id: String,
    name: RuleName,
    /// Points from which on it is held.
    from: u32,
    /// Only points of so long ago count; null: the balance does.
    #[schema(required)]
    within: Option<String>,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleName {
    de: String,
    en: String,
}

/// Spans are written as `10m`, radiuses are whole metres.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LocationRules {
    /// Around every outlet whose place is known; null: outlets have no fences.
    #[schema(required)]
    outlets_m: Option<u32>,
    /// So long somebody stays until that is told.
    dwell: String,
    /// Who comes back sooner was never gone.
    away: String,
    fences: Vec<FenceRule>,
}

/// Around a place, or around an outlet instead of the usual fence there: one of the two.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FenceRule {
    id: String,
    name: RuleName,
    /// Degrees north and east: `50.937500, 6.960300`.
    #[schema(required)]
    place: Option<String>,
    /// Its number.
    #[schema(required)]
    outlet: Option<String>,
    radius_m: u32,
}

/// Spans are written as `1096d`.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetentionRules {
    /// Once a day by itself; otherwise only when somebody says so.
    daily: bool,
    /// Who ordered within this time stays.
    keep_orders: String,
    /// In order: who falls under the first is nobody for the others.
    rules: Vec<ErasedAfter>,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErasedAfter {
    id: String,
    about: RetentionAbout,
    after: String,
}

/// What a rule of retention is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RetentionAbout {
    Silent,
    Unconfirmed,
    Letters,
}

/// A change: what is null or absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesWritten {
    matching: Option<MatchingPut>,
    loyalty: Option<LoyaltyPut>,
    location: Option<LocationPut>,
}

/// Null takes it away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MatchingPut {
    to: Option<MatchingRules>,
}

/// Null takes it away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoyaltyPut {
    to: Option<LoyaltyRules>,
}

/// Null takes it away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LocationPut {
    to: Option<LocationRules>,
}

/// Null takes it away.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RetentionPut {
    to: Option<RetentionRules>,
}

fn unfit(cause: impl Into<String>) -> Fault {
    Fault::Unfit { cause: cause.into() }
}

fn name(place: &str, text: &str) -> Result<Name, Fault> {
    Name::new(text.trim()).map_err(|error| unfit(format!("{place}: {error}")))
}

fn maybe(place: &str, text: Option<String>) -> Result<Option<Name>, Fault> {
    text.map(|text| name(place, &text)).transpose()
}

fn span(place: &str, text: String) -> Result<SpanText, Fault> {
    SpanText::try_from(text).map_err(|error| unfit(format!("{place}: {error}")))
}

fn words(place: &str, RuleName { de, en }: RuleName) -> Result<Localised, Fault> {
    match de.chars().count().max(en.chars().count()) {
        0 => Err(unfit(format!("{place}: it has no name"))),
        long if long > WORDS_MAX => Err(unfit(format!("{place}: it is longer than {WORDS_MAX} characters"))),
        // Where one language is left out, the other one stands for it.
        _ if de.is_empty() => Ok(Localised { de: en.clone(), en }),
        _ if en.is_empty() => Ok(Localised { en: de.clone(), de }),
        _ => Ok(Localised { de, en }),
    }
}

fn few<T>(place: &str, all: &[T], most: usize) -> Result<(), Fault> {
    match all.len() > most {
        true => Err(unfit(format!("{place}: there are more than {most}"))),
        false => Ok(()),
    }
}

fn told(settings: &Settings) -> SettingsRules {
    SettingsRules {
        matching: settings.matching.as_ref().map(MatchingRules::from),
        loyalty: settings.loyalty.as_ref().map(LoyaltyRules::from),
        location: settings.location.as_ref().map(LocationRules::from),
        retention: settings.retention.as_ref().map(RetentionRules::from),
    }
}

impl From<&Localised> for RuleName {
    fn from(Localised { de, en }: &Localised) -> RuleName {
        RuleName { de: de.clone(), en: en.clone() }
    }
}

impl From<&Matching> for MatchingRules {
    fn from(own: &Matching) -> MatchingRules {
        let text = |name: &Option<Name>| name.as_ref().map(ToString::to_string);
        MatchingRules {
            family_name: own.family_name.to_string(),
            given_name: text(&own.given_name),
            street: text(&own.street),
            house_number: text(&own.house_number),
            postal_code: text(&own.postal_code),
            city: text(&own.city),
            birthday: text(&own.birthday),
            phone: text(&own.phone),
        }
    }
}

impl MatchingRules {
    fn read(self) -> Result<Matching, Fault> {
        Ok(Matching {
            family_name: name("matching.family_name", &self.family_name)?,
            given_name: maybe("matching.given_name", self.given_name)?,
            street: maybe("matching.street", self.street)?,
            house_number: maybe("matching.house_number", self.house_number)?,
            postal_code: maybe("matching.postal_code", self.postal_code)?,
            city: maybe("matching.city", self.city)?,
            birthday: maybe("matching.birthday", self.birthday)?,
            phone: maybe("matching.phone", self.phone)?,
        })
    }
}

impl From<&Loyalty> for LoyaltyRules {
    fn from(own: &Loyalty) -> LoyaltyRules {
        let tier = |tier: &Tier| TierRule {
            id: tier.id.to_string(),
            name: (&tier.name).into(),
            from: tier.from,
            within: tier.within.map(String::from),
        };
        let place = match own.counts.as_slice() {
            [CountedPlace::Online] => PointsPlace::Online,
            [CountedPlace::Outlet] => PointsPlace::Outlet,
            _ => PointsPlace::Everywhere,
        };
        LoyaltyRules {
            points: own.points_per.points,
            amount: own.points_per.amount,
            place,
            expire_after: own.expire_after.map(String::from),
            tiers: own.tiers.iter().map(tier).collect(),
            told_points: own.told.points.as_ref().map(ToString::to_string),
            told_tier: own.told.tier.as_ref().map(ToString::to_string),
        }
    }
}

impl LoyaltyRules {
    fn read(self) -> Result<Loyalty, Fault> {
        let LoyaltyRules { points, amount, place, expire_after, tiers, told_points, told_tier } = self;
        few("loyalty.tiers", &tiers, RULES_MAX)?;
        let tiers = tiers.into_iter().map(|TierRule { id, name: called, from, within }| {
            let id = name("loyalty.tiers", &id)?;
            let place = format!("loyalty.tiers.{id}");
            let within = within.map(|within| span(&format!("{place}.within"), within)).transpose()?;
            Ok(Tier { name: words(&place, called)?, id, from, within })
        });
        Ok(Loyalty {
            points_per: PointsPer { amount, points },
            counts: match place {
                PointsPlace::Everywhere => Vec::new(),
                PointsPlace::Online => vec![CountedPlace::Online],
                PointsPlace::Outlet => vec![CountedPlace::Outlet],
            },
            expire_after: expire_after.map(|after| span("loyalty.expire_after", after)).transpose()?,
            tiers: tiers.collect::<Result<_, Fault>>()?,
            told: Told {
                points: maybe("loyalty.told_points", told_points)?,
                tier: maybe("loyalty.told_tier", told_tier)?,
            },
        })
    }
}

impl From<&Location> for LocationRules {
    fn from(own: &Location) -> LocationRules {
        let fence = |fence: &OwnFence| FenceRule {
            id: fence.id.to_string(),
            name: (&fence.name).into(),
            place: fence.place.map(String::from),
            outlet: fence.outlet.clone(),
            radius_m: fence.radius_m,
        };
        LocationRules {
            outlets_m: own.outlets_m,
            dwell: own.dwell.into(),
            away: own.away.into(),
            fences: own.fences.iter().map(fence).collect(),
        }
    }
}

impl LocationRules {
    fn read(self) -> Result<Location, Fault> {
        let LocationRules { outlets_m, dwell, away, fences } = self;
        few("location.fences", &fences, FENCES_MAX)?;
        let fences = fences.into_iter().map(|FenceRule { id, name: called, place, outlet, radius_m }| {
            let id = name("location.fences", &id)?;
            let at = format!("location.fences.{id}");
            let read = |text| PlaceText::try_from(text).map_err(|error| unfit(format!("{at}: {error}")));
            let place = place.map(read).transpose()?;
            Ok(OwnFence { name: words(&at, called)?, id, place, outlet, radius_m })
        });
        Ok(Location {
            outlets_m,
            dwell: span("location.dwell", dwell)?,
            away: span("location.away", away)?,
            fences: fences.collect::<Result<_, Fault>>()?,
        })
    }
}

impl From<&Retention> for RetentionRules {
    fn from(own: &Retention) -> RetentionRules {
        let rules = own.rules.iter().filter_map(|rule| {
            let (about, after) = match rule {
                RetentionRule { silent_for: Some(span), .. } => (RetentionAbout::Silent, *span),
                RetentionRule { unconfirmed_for: Some(span), .. } => (RetentionAbout::Unconfirmed, *span),
                // Each that is published has one of the three.
                RetentionRule { letters_for, .. } => (RetentionAbout::Letters, (*letters_for)?),
            };
            Some(ErasedAfter { id: rule.id.to_string(), about, after: after.into() })
        });
        RetentionRules { daily: own.daily, keep_orders: own.keep_orders.into(), rules: rules.collect() }
    }
}

impl RetentionRules {
    fn read(self) -> Result<Retention, Fault> {
        let RetentionRules { daily, keep_orders, rules } = self;
        few("retention.rules", &rules, RULES_MAX)?;
        let rules = rules.into_iter().map(|ErasedAfter { id, about, after }| {
            let id = name("retention.rules", &id)?;
            let span = Some(span(&format!("retention.rules.{id}"), after)?);
            let only = |own: RetentionAbout| span.filter(|_| about == own);
            Ok(RetentionRule {
                id,
                silent_for: only(RetentionAbout::Silent),
                unconfirmed_for: only(RetentionAbout::Unconfirmed),
                letters_for: only(RetentionAbout::Letters),
            })
        });
        Ok(Retention {
            daily,
            keep_orders: span("retention.keep_orders", keep_orders)?,
            rules: rules.collect::<Result<_, Fault>>()?,
        })
    }
}

fn change(settings: &mut Settings, written: RulesWritten) -> Result<(), Fault> {
    let RulesWritten { matching, loyalty, location } = written;
    if let Some(MatchingPut { to }) = matching {
        settings.matching = to.map(MatchingRules::read).transpose()?;
    }
    if let Some(LoyaltyPut { to }) = loyalty {
        settings.loyalty = to.map(LoyaltyRules::read).transpose()?;
    }
    if let Some(LocationPut { to }) = location {
        settings.location = to.map(LocationRules::read).transpose()?;
    }
    Ok(())
}

fn retain(call: &Call<'_>, view: &View) -> Result<crate::drafts::Draft, Fault> {
    let RetentionPut { to } = call.json()?;
    let retention = to.map(RetentionRules::read).transpose()?;
    draft(call, view, |settings| {
        settings.retention = retention;
        Ok(())
    })
}

/// `GET /api/settings`
pub(crate) fn show(call: &Call<'_>) -> Result<SettingsRules, Fault> {
    Ok(told(&call.view().runtime.program.definitions.settings))
}

/// `POST /api/settings/check`: judged as if it were published; nothing is kept.
pub(crate) fn check(call: &Call<'_>) -> Result<Nothing, Fault> {
    let written: RulesWritten = call.json()?;
    draft(call, &call.view(), |settings| change(settings, written))?;
    Ok(Nothing)
}

/// `PUT /api/settings`: live when this answers.
pub(crate) fn put(call: &Call<'_>) -> Result<SettingsRules, Fault> {
    let (view, written) = (call.view(), call.json::<RulesWritten>()?);
    let parts = [
        ("matching", written.matching.is_some()),
        ("loyalty", written.loyalty.is_some()),
        ("location", written.location.is_some()),
    ];
    let about: Vec<&str> =
        parts.into_iter().filter_map(|(part, is_named)| is_named.then_some(part)).collect();
    let draft = draft(call, &view, |settings| change(settings, written))?;
    let now = told(&draft.definitions.settings);
    publish(call, &view, draft, ("settings_changed", &about.join(" ")))?;
    Ok(now)
}

/// `POST /api/retention/check`: whom these rules would erase now; nothing is kept and nothing is done.
pub(crate) fn check_retention(call: &Call<'_>) -> Result<RetentionTold, Fault> {
    let draft = retain(call, &call.view())?;
    retention::told(call, draft.definitions.settings.retention.as_ref())
}

/// `PUT /api/retention`: live when this answers; nobody is erased by that.
pub(crate) fn put_retention(call: &Call<'_>) -> Result<SettingsRules, Fault> {
    let view = call.view();
    let draft = retain(call, &view)?;
    let now = told(&draft.definitions.settings);
    publish(call, &view, draft, ("retention_changed", ""))?;
    Ok(now)
}

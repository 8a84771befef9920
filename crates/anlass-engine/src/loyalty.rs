//! Points and tiers of the loyalty programme, counted from the orders as they stand: what went back takes its points along,
//! and the order of arrival leaves no trace. What the retailer's own system tells goes before. Of the tier it is kept which
//! one was told last, so that each one that is reached is an occasion once.

use crate::dossier::{Dossier, TierHeld};
use crate::facts::{Inside, window_of};
use crate::io::Effect;
use crate::orders::counted;
use crate::program::Program;
use crate::step::Stepper;
use anlass_model::definition::{CountedPlace, Loyalty, Tier, TierChange};
use anlass_model::event::{Body, Event, Place, SourceId};
use anlass_model::id::{MessageId, Name, NameId, parts_hash};
use anlass_model::time::{Occurred, Received, SpanText, Timestamp};
use anlass_model::value::Value;

/// The field of an event about a tier that says which.
const TIER: &str = "tier";

/// What somebody has in the loyalty programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoyaltyState<'p> {
    /// The balance, never below zero unless it is told so.
    pub points: i64,
    pub tier: Option<&'p Tier>,
    /// The tier above.
    pub next: Option<&'p Tier>,
    /// Points missing to it.
    pub to_next: Option<i64>,
    /// Until when all of it holds if nothing happens.
    pub until: Timestamp,
    /// When the newest of what counts for the tier happened.
    newest: Option<Timestamp>,
}

/// Points that came or went at one moment.
struct Posting {
    at: Timestamp,
    points: i64,
}

/// What is in a window of postings.
struct Balance {
    points: i64,
    until: Timestamp,
    newest: Option<Timestamp>,
}

/// Points and tier as of `now`; `None`: the program has no loyalty programme.
#[must_use]
pub fn loyalty<'p>(program: &'p Program, dossier: &Dossier, now: Timestamp) -> Option<LoyaltyState<'p>> {
    let own = program.definitions.settings.loyalty.as_ref()?;
    let postings = postings(program, own, dossier);
    let counted = balance(&postings, own.expire_after, now);
    let told = own.told.points.as_ref().and_then(|field| told(dossier, field.id()));
    let balanced = match told {
        Some((Value::Int(points), at)) => {
            Balance { points: *points, until: Timestamp::NEVER, newest: Some(at) }
        }
        _ => counted,
    };
    let mut until = balanced.until;
    let mut standings: Vec<(&Tier, i64, Option<Timestamp>)> = Vec::with_capacity(own.tiers.len());
    for tier in &own.tiers {
        let (points, newest) = match tier.within {
            None => (balanced.points, balanced.newest),
            Some(within) => {
                let earned = balance(&postings, Some(within), now);
                until = until.min(earned.until);
                (earned.points, earned.newest)
            }
        };
        standings.push((tier, points, newest));
    }
    let reached = standings.iter().rposition(|(tier, points, _)| *points >= i64::from(tier.from));
    let newest = reached.and_then(|index| standings.get(index)).and_then(|(_, _, newest)| *newest);
    let (held, newest) = match told_tier(own, dossier) {
        Some((told, at)) => (told, Some(at)),
        None => (reached, newest),
    };
    let next = standings.get(held.map_or(0, |held| held + 1));
    Some(LoyaltyState {
        points: balanced.points,
        tier: held.and_then(|held| own.tiers.get(held)),
        next: next.map(|(tier, _, _)| *tier),
        to_next: next.map(|(tier, points, _)| i64::from(tier.from).saturating_sub(*points).max(0)),
        until,
        newest,
    })
}

fn postings(program: &Program, own: &Loyalty, dossier: &Dossier) -> Vec<Posting> {
    let counts = |place: Place| {
        let place = if place == Place::Online { CountedPlace::Online } else { CountedPlace::Outlet };
        own.counts.is_empty() || own.counts.contains(&place)
    };
    let worth = |value: i64| points_of(program, own, value);
    let orders = counted(dossier).filter(|head| counts(head.place));
    let mut postings: Vec<Posting> =
        orders.map(|head| Posting { at: head.occurred, points: worth(head.kept_value) }).collect();
    // Of what came back without its order nobody knows where it was bought: it counts where everything does.
    let nowhere = dossier.orders.backs.iter().filter(|back| back.order.is_none() && own.counts.is_empty());
    postings.extend(nowhere.map(|back| {
        let value = back.lines.iter().map(|(_, _, value)| *value).fold(0i64, i64::saturating_add);
        Posting { at: back.occurred, points: worth(value).saturating_neg() }
    }));
    postings
}

/// Points for an amount in minor units; only full parts count.
fn points_of(program: &Program, own: &Loyalty, value: i64) -> i64 {
    let unit = 10i64.saturating_pow(program.definitions.settings.currency.digits());
    let per = i64::from(own.points_per.amount).saturating_mul(unit).max(1);
    (value.max(0) / per).saturating_mul(i64::from(own.points_per.points))
}

fn balance(postings: &[Posting], within: Option<SpanText>, now: Timestamp) -> Balance {
    let mut found = Balance { points: 0, until: Timestamp::NEVER, newest: None };
    for posting in postings {
        match window_of(posting.at, within.map(|within| within.0), now) {
            Inside::Yes(leaves) => {
                found.until = found.until.min(leaves);
                found.points = found.points.saturating_add(posting.points);
                found.newest = found.newest.max(Some(posting.at));
            }
            Inside::Later => found.until = found.until.min(posting.at),
            Inside::Gone => {}
        }
    }
    found.points = found.points.max(0);
    found
}

/// What stands in a field of the profile, and since when.
fn told(dossier: &Dossier, field: NameId) -> Option<(&Value, Timestamp)> {
    let index = dossier.hot.profile.binary_search_by_key(&field, |(name, _)| *name).ok()?;
    let (_, dated) = dossier.hot.profile.get(index)?;
    Some((dated.value.as_ref()?, dated.occurred))
}

/// The tier that is told, if one is: `None` in it stands for any word that is no tier.
fn told_tier(own: &Loyalty, dossier: &Dossier) -> Option<(Option<usize>, Timestamp)> {
    let (value, at) = told(dossier, own.told.tier.as_ref()?.id())?;
    let Value::Text(word) = value else { return None };
    let word = word.trim();
    let index = own.tiers.iter().position(|tier| tier.id.as_str().eq_ignore_ascii_case(word));
    (!word.is_empty()).then_some((index, at))
}

/// The tier that an event about one names.
pub(crate) fn event_tier(body: &Body) -> Option<anlass_rules::ValueRef<'_>> {
    let Body::Custom { name, fields, .. } = body else { return None };
    if !TierChange::ALL.iter().any(|change| change.event_name() == name.as_str()) {
        return None;
    }
    let (_, value) = fields.iter().find(|(field, _)| field.as_str() == TIER)?;
    Some(anlass_rules::ValueRef::from(value))
}

/// Of two who are one, the higher tier was told.
pub(crate) fn absorb(program: &Program, dossier: &mut Dossier, other: &Dossier) {
    let rank = |held: &Option<TierHeld>| held.and_then(|held| rank(program, held.tier));
    if rank(&other.tier) > rank(&dossier.tier) {
        dossier.tier = other.tier;
    }
}

fn rank(program: &Program, tier: NameId) -> Option<usize> {
    let own = program.definitions.settings.loyalty.as_ref()?;
    own.tiers.iter().position(|known| known.id.id() == tier)
}

impl Stepper<'_> {
    /// The tier as it stands, without an occasion: another program, or a person parted from another.
    pub(crate) fn rebase_tier(&mut self, now: Timestamp) {
        self.judge_tier(true, now);
    }

    /// Compares the tier with the one that was told last. Until when it stands.
    pub(crate) fn judge_tier(&mut self, is_silent: bool, now: Timestamp) -> Timestamp {
        let program = self.program;
        let Some(state) = loyalty(program, self.dossier, now) else {
            self.dossier.tier = None;
            return Timestamp::NEVER;
        };
        let before = self.dossier.tier.map(|held| held.tier);
        let after = state.tier.map(|tier| tier.id.id());
        if before == after {
            return state.until;
        }
        let ranks = (before.and_then(|tier| rank(program, tier)), after.and_then(|tier| rank(program, tier)));
        let reached = after.filter(|_| ranks.1 > ranks.0);
        // Points that come by an old order were there when it was made.
        let newest = state.newest.unwrap_or(now).min(now);
        let since = if reached.is_some() { newest } else { now };
        self.dossier.tier = after.map(|tier| TierHeld { tier, since });
        let told = reached.map(|tier| (tier, TierChange::Reached));
        let told = told.or_else(|| before.map(|tier| (tier, TierChange::Lost)));
        if let Some((tier, change)) = told.filter(|_| !is_silent) {
            self.tier_changed(tier, change, since, now);
        }
        state.until
    }

    fn tier_changed(&mut self, tier: NameId, change: TierChange, at: Timestamp, now: Timestamp) {
        let Some(name) = self.program.names.get(&tier) else { return };
        let Ok(event_name) = Name::new(change.event_name()) else { return };
        let Ok(field) = Name::new(TIER) else { return };
        let id = self.dossier.hot.id.0.to_le_bytes();
        let moments = (at.0.to_le_bytes(), now.0.to_le_bytes());
        let kind = change.event_name().as_bytes();
        let hash = parts_hash(&[b"tier", &id, &tier.0.to_le_bytes(), kind, &moments.0, &moments.1]);
        let event = Event {
            message: MessageId::Hash(hash),
            source: SourceId::SELF,
            occurred: Occurred(at),
            received: Received(now),
            simulated: false,
            body: Body::Custom {
                name: event_name,
                value: 0,
                fields: vec![(field, Value::Text(name.as_str().into()))],
            },
        };
        self.record_stream(&event);
        self.out.effects.push(Effect::Tier { tier, change, at });
        self.follow_ups.push(event);
    }
}

#[cfg(test)]
mod tests;

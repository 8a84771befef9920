//! What programmes reached with those they treat, beside what happens with those they leave alone. The interval may
//! be looked at every day and stopped at any time: a confidence sequence (Robbins' mixture), not one for a fixed day.

use super::messages::share;
use super::shape::Localised;
use super::{glance, programmes};
use crate::call::{Call, Fault};
use anlass_model::event::Reaction;
use anlass_model::id::NameId;
use anlass_runtime::origin;
use serde::Serialize;
use utoipa::ToSchema;

/// Fewer people in an arm, or fewer who reached the goal on both sides, say nothing yet.
const PEOPLE_MIN: u64 = 50;
const REACHED_MIN: u64 = 5;
/// Of all intervals ever looked at, so many miss the truth.
const ALPHA: f64 = 0.05;
/// The sequence is narrowest around this many people per arm.
const NARROWEST_AT: f64 = 500.0;

#[derive(Serialize, ToSchema)]
pub(crate) struct Evaluation {
    programmes: Vec<Evaluated>,
    /// Of the advertising delivered in the last thirty days, the part that was the same for nearly everybody.
    blast_share: Option<f64>,
    reactions: Reactions,
    simulated: bool,
}

/// Whose opens and clicks were, of everything heard so far.
#[derive(Serialize, ToSchema)]
pub(crate) struct Reactions {
    opens: Whose,
    clicks: Whose,
}

#[derive(Default, Serialize, ToSchema)]
pub(crate) struct Whose {
    people: u64,
    /// What simulated people did in a replayed history; among nobody else's.
    simulated: u64,
    /// Scanners, prefetches, and proxies that look whether or not anybody reads.
    machines: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Evaluated {
    id: String,
    name: Localised,
    treated: u64,
    treated_reached: u64,
    held_out: u64,
    held_out_reached: u64,
    enough: bool,
    difference: Option<Interval>,
}

/// Treated minus held out, with the bounds between which the truth is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Interval {
    estimate: f64,
    low: f64,
    high: f64,
}

pub(crate) fn show(call: &Call<'_>) -> Result<Evaluation, Fault> {
    let view = call.view();
    let goals = view.runtime.goals(&view.scope)?;
    let with_goal =
        view.runtime.program.definitions.programmes.iter().filter(|programme| programme.goal.is_some());
    let rows = with_goal.map(|programme| {
        let goal = programmes::goal(&goals, programme.id.as_str());
        let treated = Arm { people: goal.treated, reached: goal.treated_reached };
        let held_out = Arm { people: goal.held_out, reached: goal.held_out_reached };
        let difference = difference(treated, held_out);
        Evaluated {
            id: programme.id.to_string(),
            name: (&programme.name).into(),
            treated: goal.treated,
            treated_reached: goal.treated_reached,
            held_out: goal.held_out,
            held_out_reached: goal.held_out_reached,
            enough: difference.is_some(),
            difference: difference.map(|(estimate, low, high)| Interval { estimate, low, high }),
        }
    });
    Ok(Evaluation {
        programmes: rows.collect(),
        blast_share: blast_share(call)?,
        reactions: reactions(call)?,
        simulated: call.house().is_simulated,
    })
}

fn reactions(call: &Call<'_>) -> Result<Reactions, Fault> {
    let counts = call.house().reactions.counts();
    let whose = |reaction: &str, kind: Reaction| {
        let simulated = origin::simulated(&*call.house().store, kind)?;
        let none = Whose { simulated, ..Whose::default() };
        let sum = counts.iter().filter(|one| one.reaction == reaction).fold(none, |mut sum, one| {
            match one.by.as_str() {
                "person" => sum.people += one.count,
                _ => sum.machines += one.count,
            }
            sum
        });
        Ok::<_, Fault>(sum)
    };
    Ok(Reactions { opens: whose("opened", Reaction::Opened)?, clicks: whose("clicked", Reaction::Clicked)? })
}

/// Of the advertising that left lately, what said nearly the same to everybody; `None` if none left. Messages that are
/// defined no more count as they cannot be scored: not at all.
fn blast_share(call: &Call<'_>) -> Result<Option<f64>, Fault> {
    let glance = glance::take(call)?;
    if glance.advertised.is_empty() {
        return Ok(None);
    }
    let scores = call.desk.scores.of(call.house(), &call.view())?;
    let (mut all, mut flagged) = (0u64, 0u64);
    for (message, count) in &glance.advertised {
        let id = NameId::of(message);
        let known = scores.iter().find(|(own, _)| *own == id).and_then(|(_, score)| score.as_ref());
        let Some(score) = known else { continue };
        all += count;
        flagged += if score.flagged { *count } else { 0 };
    }
    let permille = flagged.saturating_mul(1_000).checked_div(all);
    Ok(permille.map(|permille| share(u32::try_from(permille).unwrap_or(1_000))))
}

#[derive(Clone, Copy)]
struct Arm {
    people: u64,
    reached: u64,
}

/// Treated minus held out, with its bounds; `None`: not enough data yet.
fn difference(treated: Arm, held_out: Arm) -> Option<(f64, f64, f64)> {
    let is_enough = |arm: Arm| arm.people >= PEOPLE_MIN;
    if !is_enough(treated) || !is_enough(held_out) || treated.reached + held_out.reached < 2 * REACHED_MIN {
        return None;
    }
    let number = |count: u64| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
    let (first, second) = (number(treated.people), number(held_out.people));
    let (high, low) = (number(treated.reached) / first, number(held_out.reached) / second);
    // One more reached and one more not: a rate of 0 is not certain.
    let variance = |reached: u64, people: f64| {
        let rate = (number(reached) + 1.0) / (people + 2.0);
        rate * (1.0 - rate) / people
    };
    let variance = variance(treated.reached, first) + variance(held_out.reached, second);
    let time = first * second / (first + second);
    let tuning = ((-2.0 * ALPHA.ln()) + (-2.0 * ALPHA.ln() + 1.0).ln()) / (NARROWEST_AT / 2.0);
    let scaled = time * tuning;
    let width = (variance * 2.0 * (scaled + 1.0) / scaled * ((scaled + 1.0).sqrt() / ALPHA).ln()).sqrt();
    let estimate = high - low;
    Some((estimate, (estimate - width).max(-1.0), (estimate + width).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arm(people: u64, reached: u64) -> Arm {
        Arm { people, reached }
    }

    #[test]
    fn little_data_says_so_and_much_data_tells_a_difference() {
        assert_eq!(difference(arm(900, 90), arm(49, 5)), None);
        assert_eq!(difference(arm(900, 1), arm(100, 0)), None);
        let (estimate, low, high) = difference(arm(1_000, 120), arm(100, 10)).expect("enough");
        assert!((estimate - 0.02).abs() < 1e-9 && low < 0.0 && high > 0.0);
        let (_, low, _) = difference(arm(20_000, 3_000), arm(5_000, 500)).expect("enough");
        assert!(low > 0.0, "five percent more of so many are no accident");
    }

    /// Looked at after every hundred people, an interval around no difference must still hold it.
    #[test]
    fn looking_every_day_finds_nothing_where_nothing_is() {
        let mut misses = 0;
        for seed in 0..200u64 {
            let draw = |number: u64, side: &[u8]| {
                let bytes = [seed.to_le_bytes(), number.to_le_bytes()];
                anlass_model::id::parts_hash(&[side, &bytes[0], &bytes[1]]).is_multiple_of(10)
            };
            let (mut one, mut other) = (0, 0);
            let missed = (1..=3_000u64).any(|number| {
                one += u64::from(draw(number, b"one"));
                other += u64::from(draw(number, b"other"));
                let told = difference(arm(number, one), arm(number, other)).filter(|_| number % 100 == 0);
                told.is_some_and(|(_, low, high)| low > 0.0 || high < 0.0)
            });
            misses += u32::from(missed);
        }
        assert!(misses <= 10, "{misses} of 200");
    }
}

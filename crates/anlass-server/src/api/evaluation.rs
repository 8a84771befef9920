//! What programmes reached with those they treat, beside what happens with those they leave alone: the difference with
//! an interval that may be looked at every day, what it says so far, and how much is missing where it says nothing.

mod sequence;

use super::messages::share;
use super::shape::{Localised, Named};
use super::{glance, message as named, programmes};
use crate::call::{Call, Fault};
use anlass_model::event::Reaction;
use anlass_model::id::NameId;
use anlass_model::time::{DAY, Timestamp};
use anlass_runtime::origin;
use sequence::{Arm, Coming, Missing, Verdict};
use serde::Serialize;
use utoipa::ToSchema;

/// Ten years.
const WEEKS_MAX: u32 = 520;
/// Messages named that were the same for nearly everybody.
const BLASTED_MAX: usize = 3;

#[derive(Serialize, ToSchema)]
pub(crate) struct Evaluation {
    programmes: Vec<Evaluated>,
    /// A smaller difference of two rates is not worth looking for.
    effect_min: f64,
    /// Whoever needs more people than this waits in vain.
    people_max: u32,
    /// What takes longer than this never happens.
    weeks_max: u32,
    /// Of advertising of the last thirty days, what was the same for nearly everybody; null: there is none to speak of.
    blast: Option<Blast>,
    reactions: Reactions,
    simulated: bool,
}

/// What said nearly the same to everybody, beside all of it: one mailing to everybody can be most of a month.
#[derive(Serialize, ToSchema)]
pub(crate) struct Blast {
    share: f64,
    /// Deliveries that were the same for nearly everybody, and all that could be scored.
    alike: u64,
    all: u64,
    /// The messages with most of them, the greatest first.
    messages: Vec<Blasted>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Blasted {
    message: Named,
    count: u64,
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
    /// It sends nothing for the time being.
    stopped: bool,
    /// New people in a week, on the average since the first; null in its first week.
    weekly: Option<f64>,
    verdict: Verdict,
    /// None while there is not enough data.
    difference: Option<Interval>,
    /// While the interval does not say anything.
    missing: Option<Missing>,
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
    let universal = view.runtime.program.definitions.settings.policy.holdout_percent;
    let glance = glance::take(call)?;
    let now = call.house().now();
    let rows = with_goal.map(|programme| {
        let goal = programmes::goal(&goals, programme.id.as_str());
        let treated = Arm::of(goal.treated, goal.treated_reached);
        let held_out = Arm::of(goal.held_out, goal.held_out_reached);
        let apart = held_out_share(universal, programme.holdout_percent);
        let difference = sequence::difference(treated, held_out);
        let verdict = sequence::verdict(difference, apart);
        let first = glance.first.get(programme.id.as_str()).copied();
        let weekly = weekly(goal.treated + goal.held_out, first, now);
        Evaluated {
            id: programme.id.to_string(),
            name: (&programme.name).into(),
            treated: goal.treated,
            treated_reached: goal.treated_reached,
            held_out: goal.held_out,
            held_out_reached: goal.held_out_reached,
            stopped: programme.stopped,
            verdict,
            difference: difference.map(|(estimate, low, high)| Interval { estimate, low, high }),
            weekly,
            missing: sequence::missing(verdict, treated, held_out, Coming { apart, weekly }),
        }
    });
    Ok(Evaluation {
        programmes: rows.collect(),
        effect_min: sequence::EFFECT_MIN,
        people_max: sequence::PEOPLE_MAX,
        weeks_max: WEEKS_MAX,
        blast: blast(call)?,
        reactions: reactions(call)?,
        simulated: call.house().is_simulated,
    })
}

/// People since the first one by weeks.
fn weekly(people: u64, first: Option<Timestamp>, now: Timestamp) -> Option<f64> {
    let weeks = u32::try_from(now.since(first?).0 / DAY.0).ok().map(f64::from)? / 7.0;
    let people = f64::from(u32::try_from(people).unwrap_or(u32::MAX));
    (weeks >= 1.0 && people > 0.0).then(|| people / weeks)
}

/// Of people from now on, the part that will be left alone: by all advertising, or by this programme.
fn held_out_share(universal: u8, own: u8) -> f64 {
    let rest = |percent: u8| 1.0 - f64::from(percent.min(100)) / 100.0;
    1.0 - rest(universal) * rest(own)
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
fn blast(call: &Call<'_>) -> Result<Option<Blast>, Fault> {
    let glance = glance::take(call)?;
    if glance.advertised.is_empty() {
        return Ok(None);
    }
    let view = call.view();
    let scores = call.desk.scores.of(call.house(), &view)?;
    let (mut all, mut alike) = (0u64, Vec::new());
    for (message, count) in &glance.advertised {
        let id = NameId::of(message);
        let known = scores.iter().find(|(own, _)| *own == id).and_then(|(_, score)| score.as_ref());
        let Some(score) = known else { continue };
        all += count;
        if score.flagged {
            alike.push(Blasted { message: named(&view, message), count: *count });
        }
    }
    alike.sort_by_key(|one| std::cmp::Reverse(one.count));
    let flagged: u64 = alike.iter().map(|one| one.count).sum();
    alike.truncate(BLASTED_MAX);
    let permille = flagged.saturating_mul(1_000).checked_div(all);
    Ok(permille.map(|permille| Blast {
        share: share(u32::try_from(permille).unwrap_or(1_000)),
        alike: flagged,
        all,
        messages: alike,
    }))
}

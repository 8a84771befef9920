//! The interval around a difference of two rates that may be looked at every day and stopped at any time: a confidence
//! sequence (Robbins' mixture), not one for a fixed day. From the same rule follows how many more people it would take
//! until it excludes zero.

use serde::Serialize;
use utoipa::ToSchema;

/// Fewer people in an arm, or fewer who reached the goal on both sides, say nothing yet.
const PEOPLE_MIN: f64 = 50.0;
const REACHED_MIN: f64 = 10.0;
/// Of all intervals ever looked at, so many miss the truth.
const ALPHA: f64 = 0.05;
/// The sequence is narrowest around this many people per arm.
const NARROWEST_AT: f64 = 500.0;
/// A smaller difference of the two rates is not worth looking for.
pub(super) const EFFECT_MIN: f64 = 0.02;
/// Fewer people have no rate to reckon with.
const RATE_OF_MIN: f64 = 10.0;
/// Whoever needs more people than this waits in vain.
pub(super) const PEOPLE_MAX: u32 = 20_000_000;

/// People of one arm, and those of them with whom the goal was reached.
#[derive(Clone, Copy)]
pub(super) struct Arm {
    people: f64,
    reached: f64,
}

/// What the interval says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    /// Nobody is left alone, so nothing can be told.
    NoControlGroup,
    TooEarly,
    Better,
    Worse,
    /// Zero lies within it.
    Open,
    /// Zero lies within it, and so does nothing that would be worth looking for.
    Negligible,
}

/// What it takes until the interval says something.
#[derive(Serialize, ToSchema)]
pub(crate) struct Missing {
    /// Until an interval is shown at all: people of each arm, and people with whom the goal is reached, on both sides.
    treated: u64,
    held_out: u64,
    reached: u64,
    /// Until then, as people came so far; null while nobody can say.
    weeks: Option<u64>,
    /// Until the interval excludes zero if rates stay as they are; null while they say nothing yet.
    seen: Option<Needed>,
    /// The same for the smallest effect that is worth looking for; null while there is no rate to reckon with.
    smallest: Option<Needed>,
}

/// More people in both arms together, as they are divided now, and how many of them would reach the goal.
#[derive(Serialize, ToSchema)]
pub(crate) struct Needed {
    /// The difference of the two rates that is taken for the truth.
    effect: f64,
    /// Null: more than anybody has.
    people: Option<u64>,
    reached: Option<u64>,
    /// Until they are there, as people came so far; null while nobody can say.
    weeks: Option<u64>,
}

/// How people come to a programme.
#[derive(Clone, Copy)]
pub(super) struct Coming {
    /// Of people from now on, the part that will be left alone.
    pub(super) apart: f64,
    /// New people in a week, on the average so far.
    pub(super) weekly: Option<f64>,
}

impl Coming {
    /// Until so many of this part of them have come.
    fn weeks(self, people: f64, part: f64) -> Option<u64> {
        let weekly = self.weekly.map(|weekly| weekly * part).filter(|weekly| *weekly > 0.0);
        if people <= 0.0 { Some(0) } else { weekly.map(|weekly| whole(people / weekly)) }
    }
}

impl Arm {
    pub(super) fn of(people: u64, reached: u64) -> Arm {
        let number = |count: u64| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
        Arm { people: number(people), reached: number(reached) }
    }

    fn rate(self) -> f64 {
        if self.people > 0.0 { self.reached / self.people } else { 0.0 }
    }

    /// One more reached and one more not: a rate of 0 is not certain.
    fn variance(self) -> f64 {
        let rate = (self.reached + 1.0) / (self.people + 2.0);
        rate * (1.0 - rate) / self.people
    }

    fn grown(self, more: f64, rate: f64) -> Arm {
        let people = self.people + more;
        Arm { people, reached: people * rate }
    }
}

/// Treated minus held out, with its bounds; `None`: not enough data yet.
pub(super) fn difference(treated: Arm, held_out: Arm) -> Option<(f64, f64, f64)> {
    let is_enough = |arm: Arm| arm.people >= PEOPLE_MIN;
    if !is_enough(treated) || !is_enough(held_out) || treated.reached + held_out.reached < REACHED_MIN {
        return None;
    }
    let width = width(treated, held_out);
    let estimate = treated.rate() - held_out.rate();
    Some((estimate, (estimate - width).max(-1.0), (estimate + width).min(1.0)))
}

/// From the middle of the interval to its end.
fn width(treated: Arm, held_out: Arm) -> f64 {
    let variance = treated.variance() + held_out.variance();
    let time = treated.people * held_out.people / (treated.people + held_out.people);
    let tuning = ((-2.0 * ALPHA.ln()) + (-2.0 * ALPHA.ln() + 1.0).ln()) / (NARROWEST_AT / 2.0);
    let scaled = time * tuning;
    (variance * 2.0 * (scaled + 1.0) / scaled * ((scaled + 1.0).sqrt() / ALPHA).ln()).sqrt()
}

/// `apart`: of people from now on, the part that will be left alone.
pub(super) fn verdict(difference: Option<(f64, f64, f64)>, apart: f64) -> Verdict {
    match difference {
        None if apart <= 0.0 => Verdict::NoControlGroup,
        None => Verdict::TooEarly,
        Some((_, low, _)) if low > 0.0 => Verdict::Better,
        Some((_, _, high)) if high < 0.0 => Verdict::Worse,
        Some((_, low, high)) if low > -EFFECT_MIN && high < EFFECT_MIN => Verdict::Negligible,
        Some(_) => Verdict::Open,
    }
}

pub(super) fn missing(verdict: Verdict, treated: Arm, held_out: Arm, coming: Coming) -> Option<Missing> {
    let apart = coming.apart;
    let is_shown = match verdict {
        Verdict::TooEarly => false,
        Verdict::Open if apart > 0.0 => true,
        _ => return None,
    };
    let lacking = |least: f64, own: f64| (least - own).max(0.0);
    let seen = is_shown.then(|| needed(treated, held_out, coming, (treated.rate(), held_out.rate())));
    // While few are left alone, their rate says nothing: everybody's stands for it.
    let everybody =
        Arm { people: treated.people + held_out.people, reached: treated.reached + held_out.reached };
    let bare = if held_out.people >= PEOPLE_MIN { held_out.rate() } else { everybody.rate() };
    let bare = bare.min(1.0 - EFFECT_MIN);
    let lacks = [
        (lacking(PEOPLE_MIN, treated.people), 1.0 - apart),
        (lacking(PEOPLE_MIN, held_out.people), apart),
        (lacking(REACHED_MIN, everybody.reached), everybody.rate()),
    ];
    let weeks: Option<Vec<u64>> = lacks.iter().map(|(people, part)| coming.weeks(*people, *part)).collect();
    let [treated_lack, held_out_lack, reached_lack] = lacks.map(|(people, _)| whole(people));
    Some(Missing {
        treated: treated_lack,
        held_out: held_out_lack,
        reached: reached_lack,
        weeks: weeks.and_then(|weeks| weeks.into_iter().max()),
        seen,
        smallest: (everybody.people >= RATE_OF_MIN)
            .then(|| needed(treated, held_out, coming, (bare + EFFECT_MIN, bare))),
    })
}

/// How many more people it takes until the interval excludes zero, if these are the true rates.
fn needed(treated: Arm, held_out: Arm, coming: Coming, rates: (f64, f64)) -> Needed {
    let apart = coming.apart;
    let effect = rates.0 - rates.1;
    let excludes = |more: u32| {
        let more = f64::from(more);
        let treated = treated.grown(more * (1.0 - apart), rates.0);
        let held_out = held_out.grown(more * apart, rates.1);
        treated.people >= PEOPLE_MIN
            && held_out.people >= PEOPLE_MIN
            && treated.reached + held_out.reached >= REACHED_MIN
            && width(treated, held_out) < effect.abs()
    };
    if !excludes(PEOPLE_MAX) {
        return Needed { effect, people: None, reached: None, weeks: None };
    }
    // The interval only gets narrower with more people.
    let (mut too_few, mut enough) = (0u32, PEOPLE_MAX);
    while too_few + 1 < enough {
        let middle = too_few + (enough - too_few) / 2;
        if excludes(middle) { enough = middle } else { too_few = middle }
    }
    let reached = f64::from(enough) * ((1.0 - apart) * rates.0 + apart * rates.1);
    let weeks = coming.weeks(f64::from(enough), 1.0);
    Needed { effect, people: Some(u64::from(enough)), reached: Some(whole(reached)), weeks }
}

/// Rounded up; what is counted here is far below what would not fit.
fn whole(number: f64) -> u64 {
    format!("{:.0}", number.ceil()).parse().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arm(people: u64, reached: u64) -> Arm {
        Arm::of(people, reached)
    }

    /// Nobody knows how fast.
    fn parted(apart: f64) -> Coming {
        Coming { apart, weekly: None }
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

    #[test]
    fn what_is_missing_is_what_the_interval_itself_asks_for() {
        let (treated, held_out, apart) = (arm(1_000, 150), arm(100, 10), 0.1);
        let told = difference(treated, held_out);
        assert_eq!(verdict(told, apart), Verdict::Open);
        let missing = missing(Verdict::Open, treated, held_out, parted(apart)).expect("something is missing");
        let people = missing.seen.and_then(|seen| seen.people).expect("a number");
        let after = |more: u64| {
            let (one, other) = (1_000 + more * 9 / 10, 100 + more / 10);
            difference(arm(one, one * 15 / 100), arm(other, other / 10)).expect("enough").1
        };
        assert!(after(people + 200) > 0.0, "so many suffice: {people}");
        assert!(after(people / 2) < 0.0, "and half of them do not: {people}");
        assert!(
            missing.smallest.and_then(|smallest| smallest.people) > Some(people),
            "a smaller effect takes more"
        );
    }

    #[test]
    fn before_there_is_an_interval_the_people_that_lack_are_told() {
        let missing = missing(Verdict::TooEarly, arm(59, 6), arm(2, 1), parted(0.05)).expect("much");
        assert_eq!((missing.treated, missing.held_out, missing.reached), (0, 48, 3));
        assert!(missing.seen.is_none() && missing.smallest.and_then(|one| one.people) > Some(960));
        let nobody =
            super::missing(Verdict::TooEarly, arm(3, 1), arm(0, 0), parted(0.05)).expect("everything");
        assert!(nobody.smallest.is_none(), "three people have no rate");
        assert_eq!(verdict(None, 0.0), Verdict::NoControlGroup);
        assert_eq!(verdict(Some((0.001, -0.01, 0.012)), 0.1), Verdict::Negligible);
    }

    #[test]
    fn no_effect_at_all_is_never_shown() {
        let missing = missing(Verdict::Open, arm(500, 50), arm(100, 10), parted(0.1)).expect("something");
        assert_eq!(missing.seen.and_then(|seen| seen.people), None);
    }
    #[test]
    fn how_long_it_takes_follows_from_how_people_come() {
        let coming = Coming { apart: 0.1, weekly: Some(20.0) };
        let missing = missing(Verdict::TooEarly, arm(400, 60), arm(49, 5), coming).expect("one person");
        assert_eq!((missing.held_out, missing.weeks), (1, Some(1)), "two a week are left alone");
        let smallest = missing.smallest.expect("a rate");
        assert_eq!(smallest.weeks, smallest.people.map(|people| people.div_ceil(20)));
        assert!(smallest.weeks > Some(520), "one person short of a first answer, and decades of a sure one");
        let unknown =
            super::missing(Verdict::TooEarly, arm(400, 60), arm(49, 5), parted(0.1)).expect("as before");
        assert_eq!(unknown.weeks, None, "nobody knows how fast they come");
        let nobody = Coming { apart: 0.0, weekly: Some(20.0) };
        let never = super::missing(Verdict::TooEarly, arm(400, 60), arm(49, 5), nobody).expect("as before");
        assert_eq!(never.weeks, None, "nobody more will ever be left alone");
    }
}

//! The typed tree and its evaluation: no allocation, and an exact "until when" by treating every number as
//! a straight line in `now`.

use crate::ast::Comparison;
use crate::facts::{Facts, SlotId, ValueRef, Verdict};
use anlass_model::time::{Span, Timestamp};
use anlass_model::value::{Day, Type};

/// A yes/no expression.
#[derive(Clone, Debug)]
pub(crate) enum Truth {
    Constant(bool),
    Slot(SlotId),
    Has(SlotId),
    Not(Box<Truth>),
    All(Box<[Truth]>),
    Any(Box<[Truth]>),
    Numbers {
        operator: Comparison,
        kind: Type,
        left: Number,
        right: Number,
    },
    Texts {
        operator: Comparison,
        left: Text,
        right: Text,
    },
    Truths {
        operator: Comparison,
        sides: Box<[Truth; 2]>,
    },
    NumberIn {
        negated: bool,
        kind: Type,
        subject: Number,
        /// Sorted.
        list: Box<[i64]>,
    },
    TextIn {
        negated: bool,
        subject: Text,
        /// Sorted.
        list: Box<[Box<str>]>,
    },
}

/// An expression whose values are counted: whole numbers, minor units, milliseconds, moments, days.
#[derive(Clone, Debug)]
pub(crate) enum Number {
    Constant(i64),
    Slot(SlotId),
    Since(Box<Number>),
    Until(Box<Number>),
    Negate(Box<Number>),
    Add(Box<[Number; 2]>),
    Subtract(Box<[Number; 2]>),
    Multiply(Box<[Number; 2]>),
}

#[derive(Clone, Debug)]
pub(crate) enum Text {
    Constant(Box<str>),
    Slot(SlotId),
}

/// A number now, and how it moves on: `value + slope · (later − now)` for every `later` before `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    Known {
        value: i64,
        slope: i64,
        until: Timestamp,
    },
    /// Missing at least until then.
    Missing(Timestamp),
}

const ALWAYS: Timestamp = Timestamp::NEVER;

impl Truth {
    pub(crate) fn eval<F: Facts + ?Sized>(&self, facts: &F, now: Timestamp) -> Verdict {
        match self {
            Truth::Constant(value) => Verdict { value: *value, until: ALWAYS },
            Truth::Slot(slot) => {
                let (value, until) = read_truth(facts, *slot);
                Verdict { value: value == Some(true), until }
            }
            Truth::Has(slot) => {
                let fact = facts.fact(*slot);
                Verdict { value: fact.value.is_some(), until: fact.until }
            }
            Truth::Not(inner) => {
                let verdict = inner.eval(facts, now);
                Verdict { value: !verdict.value, until: verdict.until }
            }
            Truth::All(parts) => decided_by(parts, false, facts, now),
            Truth::Any(parts) => decided_by(parts, true, facts, now),
            Truth::Numbers { operator, left, right, .. } => {
                compare(*operator, left.eval(facts, now), right.eval(facts, now), now)
            }
            Truth::Texts { operator, left, right } => {
                let ((left, until_left), (right, until_right)) = (left.read(facts), right.read(facts));
                compare_steady(*operator, left, until_left, right, until_right)
            }
            Truth::Truths { operator, sides: both } => {
                let [left, right] = both.as_ref();
                let ((left, until_left), (right, until_right)) =
                    (left.read(facts, now), right.read(facts, now));
                compare_steady(*operator, left, until_left, right, until_right)
            }
            Truth::NumberIn { negated, subject, list, .. } => {
                number_in(*negated, subject.eval(facts, now), list, now)
            }
            Truth::TextIn { negated, subject, list } => {
                let (value, until) = subject.read(facts);
                let value = value
                    .is_some_and(|text| list.binary_search_by(|item| (**item).cmp(text)).is_ok() != *negated);
                Verdict { value, until }
            }
        }
    }

    /// Only a reference can be missing; everything else is decided.
    pub(crate) fn read<F: Facts + ?Sized>(&self, facts: &F, now: Timestamp) -> (Option<bool>, Timestamp) {
        match self {
            Truth::Slot(slot) => read_truth(facts, *slot),
            other => {
                let verdict = other.eval(facts, now);
                (Some(verdict.value), verdict.until)
            }
        }
    }
}

fn read_truth<F: Facts + ?Sized>(facts: &F, slot: SlotId) -> (Option<bool>, Timestamp) {
    let fact = facts.fact(slot);
    let value = match fact.value {
        Some(ValueRef::Bool(value)) => Some(value),
        _ => None,
    };
    (value, fact.until)
}

/// The first part that is `decisive` decides alone, and only its time counts; otherwise all have to stay.
#[inline]
fn decided_by<F: Facts + ?Sized>(parts: &[Truth], decisive: bool, facts: &F, now: Timestamp) -> Verdict {
    let mut until = ALWAYS;
    for part in parts {
        let verdict = part.eval(facts, now);
        if verdict.value == decisive {
            return verdict;
        }
        until = until.min(verdict.until);
    }
    Verdict { value: !decisive, until }
}

/// Missing sides make it false for as long as either is missing.
fn compare_steady<T: Ord>(
    operator: Comparison,
    left: Option<T>,
    until_left: Timestamp,
    right: Option<T>,
    until_right: Timestamp,
) -> Verdict {
    match (left, right) {
        (Some(left), Some(right)) => {
            Verdict { value: operator.holds(left.cmp(&right)), until: until_left.min(until_right) }
        }
        (None, None) => Verdict { value: false, until: until_left.max(until_right) },
        (None, Some(_)) => Verdict { value: false, until: until_left },
        (Some(_), None) => Verdict { value: false, until: until_right },
    }
}

#[inline]
fn compare(operator: Comparison, left: Reading, right: Reading, now: Timestamp) -> Verdict {
    match (left, right) {
        (
            Reading::Known { value: a, slope: slope_a, until: until_a },
            Reading::Known { value: b, slope: slope_b, until: until_b },
        ) => {
            let value = operator.holds(a.cmp(&b));
            let until = until_a.min(until_b);
            if slope_a == slope_b {
                return Verdict { value, until };
            }
            let difference = i128::from(a) - i128::from(b);
            let slope = i128::from(slope_a) - i128::from(slope_b);
            let flip = flips_after(operator, difference, slope).map_or(ALWAYS, |steps| later(now, steps));
            Verdict { value, until: until.min(flip) }
        }
        (left, right) => Verdict { value: false, until: missing_until(left, right) },
    }
}

/// After how many milliseconds (1 or more) `difference + slope · k` first stands differently to zero than
/// at `k = 0`, as far as the operator cares; `slope` is not zero.
fn flips_after(operator: Comparison, difference: i128, slope: i128) -> Option<i128> {
    if slope < 0 {
        return flips_after(operator.mirrored(), -difference, -slope);
    }
    match operator {
        // From here on the difference rises: below zero, at zero if it meets it, above zero.
        Comparison::Less | Comparison::GreaterOrEqual if difference < 0 => {
            Some(divide_up(-difference, slope))
        }
        Comparison::LessOrEqual | Comparison::Greater if difference <= 0 => Some(-difference / slope + 1),
        Comparison::Equal | Comparison::NotEqual if difference == 0 => Some(1),
        Comparison::Equal | Comparison::NotEqual if difference < 0 && difference % slope == 0 => {
            Some(-difference / slope)
        }
        _ => None,
    }
}

fn divide_up(dividend: i128, divisor: i128) -> i128 {
    (dividend + divisor - 1) / divisor
}

fn later(now: Timestamp, steps: i128) -> Timestamp {
    i64::try_from(i128::from(now.0) + steps).map_or(Timestamp::NEVER, Timestamp)
}

/// Until when the result of two sides, at least one missing, stays missing.
fn missing_until(left: Reading, right: Reading) -> Timestamp {
    match (left, right) {
        (Reading::Missing(left), Reading::Missing(right)) => left.max(right),
        (Reading::Missing(until), _) | (_, Reading::Missing(until)) => until,
        (Reading::Known { until: left, .. }, Reading::Known { until: right, .. }) => left.min(right),
    }
}

fn number_in(negated: bool, subject: Reading, list: &[i64], now: Timestamp) -> Verdict {
    match subject {
        Reading::Missing(until) => Verdict { value: false, until },
        Reading::Known { value, slope, until } => {
            let found = list.binary_search(&value).is_ok();
            let mut until = until;
            if slope != 0 {
                for item in list {
                    let difference = i128::from(value) - i128::from(*item);
                    if let Some(steps) = flips_after(Comparison::Equal, difference, i128::from(slope)) {
                        until = until.min(later(now, steps));
                    }
                }
            }
            Verdict { value: found != negated, until }
        }
    }
}

impl Number {
    pub(crate) fn eval<F: Facts + ?Sized>(&self, facts: &F, now: Timestamp) -> Reading {
        match self {
            Number::Constant(value) => Reading::Known { value: *value, slope: 0, until: ALWAYS },
            Number::Slot(slot) => read_number(facts, *slot),
            Number::Since(moment) => {
                let clock = Reading::Known { value: now.0, slope: 1, until: ALWAYS };
                combine(clock, moment.eval(facts, now), now, |a, b| a.checked_sub(b))
            }
            Number::Until(moment) => {
                let clock = Reading::Known { value: now.0, slope: 1, until: ALWAYS };
                combine(moment.eval(facts, now), clock, now, |a, b| a.checked_sub(b))
            }
            Number::Negate(inner) => {
                let zero = Reading::Known { value: 0, slope: 0, until: ALWAYS };
                combine(zero, inner.eval(facts, now), now, |a, b| a.checked_sub(b))
            }
            Number::Add(both) => {
                let [left, right] = both.as_ref();
                combine(left.eval(facts, now), right.eval(facts, now), now, |a, b| a.checked_add(b))
            }
            Number::Subtract(both) => {
                let [left, right] = both.as_ref();
                combine(left.eval(facts, now), right.eval(facts, now), now, |a, b| a.checked_sub(b))
            }
            Number::Multiply(both) => {
                let [left, right] = both.as_ref();
                multiply(left.eval(facts, now), right.eval(facts, now), now)
            }
        }
    }
}

fn read_number<F: Facts + ?Sized>(facts: &F, slot: SlotId) -> Reading {
    let fact = facts.fact(slot);
    let value = match fact.value {
        Some(ValueRef::Int(number) | ValueRef::Money(number)) => number,
        Some(ValueRef::Span(Span(length))) => length,
        Some(ValueRef::Time(Timestamp(moment))) => moment,
        Some(ValueRef::Day(Day(day))) => i64::from(day),
        Some(ValueRef::Bool(_) | ValueRef::Text(_)) | None => return Reading::Missing(fact.until),
    };
    Reading::Known { value, slope: fact.slope, until: fact.until }
}

/// A sum or difference; the same operation moves the slopes.
#[inline]
fn combine(
    left: Reading,
    right: Reading,
    now: Timestamp,
    operation: impl Fn(i128, i128) -> Option<i128>,
) -> Reading {
    let (
        Reading::Known { value: a, slope: slope_a, until: until_a },
        Reading::Known { value: b, slope: slope_b, until: until_b },
    ) = (left, right)
    else {
        return Reading::Missing(missing_until(left, right));
    };
    let until = until_a.min(until_b);
    // Two 64-bit numbers cannot leave 128 bits by a sum.
    match (operation(i128::from(a), i128::from(b)), operation(i128::from(slope_a), i128::from(slope_b))) {
        (Some(value), Some(slope)) => settle(value, slope, until, now),
        _ => Reading::Missing(until),
    }
}

/// The checker puts at most one moving side here, and that beside a whole number, which never moves.
fn multiply(left: Reading, right: Reading, now: Timestamp) -> Reading {
    let (
        Reading::Known { value: a, slope: slope_a, until: until_a },
        Reading::Known { value: b, slope: slope_b, until: until_b },
    ) = (left, right)
    else {
        return Reading::Missing(missing_until(left, right));
    };
    let value = i128::from(a) * i128::from(b);
    let slope = i128::from(slope_a) * i128::from(b) + i128::from(slope_b) * i128::from(a);
    settle(value, slope, until_a.min(until_b), now)
}

/// Keeps a result inside 64 bits: outside it is missing, and `until` is when the line crosses the border.
#[inline]
fn settle(value: i128, slope: i128, until: Timestamp, now: Timestamp) -> Reading {
    let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
    let Ok(inside) = i64::try_from(value) else {
        let way_back = if value > most { value - most } else { least - value };
        let returning = if value > most { slope < 0 } else { slope > 0 };
        let back = if returning { later(now, divide_up(way_back, slope.abs())) } else { ALWAYS };
        return Reading::Missing(until.min(back));
    };
    if slope == 0 {
        return Reading::Known { value: inside, slope: 0, until };
    }
    let room = if slope > 0 { most - value } else { value - least };
    let leaves = later(now, room / slope.abs() + 1);
    match i64::try_from(slope) {
        Ok(slope) => Reading::Known { value: inside, slope, until: until.min(leaves) },
        // So steep that the next millisecond has to be looked at anew.
        Err(_) => Reading::Known { value: inside, slope: 0, until: until.min(later(now, 1)) },
    }
}

impl Text {
    pub(crate) fn read<'a, F: Facts + ?Sized>(&'a self, facts: &'a F) -> (Option<&'a str>, Timestamp) {
        match self {
            Text::Constant(text) => (Some(text), ALWAYS),
            Text::Slot(slot) => {
                let fact = facts.fact(*slot);
                let value = match fact.value {
                    Some(ValueRef::Text(text)) => Some(text),
                    _ => None,
                };
                (value, fact.until)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flips_are_the_first_ones() {
        let operators = [
            Comparison::Equal,
            Comparison::NotEqual,
            Comparison::Less,
            Comparison::LessOrEqual,
            Comparison::Greater,
            Comparison::GreaterOrEqual,
        ];
        for operator in operators {
            for difference in -7..=7i128 {
                for slope in [-3, -2, -1, 1, 2, 3i128] {
                    let holds = |k: i128| operator.holds((difference + slope * k).cmp(&0));
                    let first = (1..=20).find(|k| holds(*k) != holds(0));
                    assert_eq!(
                        flips_after(operator, difference, slope),
                        first,
                        "{operator:?} {difference} {slope}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_line_leaves_and_enters_the_range_at_the_border() {
        let now = Timestamp(100);
        let most = i128::from(i64::MAX);
        let leaving = settle(most - 5, 2, ALWAYS, now);
        assert_eq!(leaving, Reading::Known { value: i64::MAX - 5, slope: 2, until: Timestamp(103) });
        assert_eq!(settle(most + 5, -2, ALWAYS, now), Reading::Missing(Timestamp(103)));
        assert_eq!(settle(most + 5, 2, ALWAYS, now), Reading::Missing(ALWAYS));
        let steep = settle(7, most + 1, ALWAYS, now);
        assert_eq!(steep, Reading::Known { value: 7, slope: 0, until: Timestamp(101) });
    }
}

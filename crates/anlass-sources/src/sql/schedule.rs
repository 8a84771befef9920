//! When a pull runs next.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// How often a database is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// Counted from the last run; less than one is one.
    EveryMinutes(u16),
    /// Each day at this time of the wall clock.
    DailyAt(Time),
}

/// When it runs next: `now`, or later. A run that was missed is made up for once, at once. A time that a day does not have,
/// as the clock is put forward, is taken as that much later; one that it has twice, as the first of them.
#[must_use]
pub fn next_run(schedule: Schedule, last: Option<Timestamp>, now: Timestamp, zone: &TimeZone) -> Timestamp {
    let Some(last) = last else {
        return match schedule {
            Schedule::EveryMinutes(_) => now,
            Schedule::DailyAt(time) => first_at(time, now, zone),
        };
    };
    let due = match schedule {
        Schedule::EveryMinutes(minutes) => last
            .saturating_add(SignedDuration::from_mins(i64::from(minutes.max(1))))
            .unwrap_or(Timestamp::MAX),
        Schedule::DailyAt(time) => after(time, last, zone),
    };
    due.max(now)
}

/// The first moment at this time of day that is not before `now`.
fn first_at(time: Time, now: Timestamp, zone: &TimeZone) -> Timestamp {
    match at(time, now, zone, 0) {
        Some(today) if today >= now => today,
        _ => at(time, now, zone, 1).unwrap_or(Timestamp::MAX),
    }
}

/// The first moment at this time of day that is after `last`.
fn after(time: Time, last: Timestamp, zone: &TimeZone) -> Timestamp {
    match at(time, last, zone, 0) {
        Some(same) if same > last => same,
        _ => at(time, last, zone, 1).unwrap_or(Timestamp::MAX),
    }
}

fn at(time: Time, moment: Timestamp, zone: &TimeZone, days: i64) -> Option<Timestamp> {
    let day = moment.to_zoned(zone.clone()).date().checked_add(days.days()).ok()?;
    Some(day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").expect("a zone")
    }

    fn moment(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    fn next(schedule: Schedule, last: Option<&str>, now: &str) -> String {
        next_run(schedule, last.map(moment), moment(now), &berlin()).to_string()
    }

    #[test]
    fn a_first_run_is_at_once_or_at_its_time_of_day() {
        let daily = Schedule::DailyAt("06:30".parse().expect("a time"));
        assert_eq!(next(Schedule::EveryMinutes(15), None, "2024-05-01T10:00:00Z"), "2024-05-01T10:00:00Z");
        assert_eq!(next(daily, None, "2024-05-01T03:00:00Z"), "2024-05-01T04:30:00Z");
        assert_eq!(next(daily, None, "2024-05-01T05:00:00Z"), "2024-05-02T04:30:00Z");
    }

    #[test]
    fn a_run_that_was_missed_is_made_up_for_once() {
        let every = Schedule::EveryMinutes(15);
        let last = Some("2024-05-01T10:00:00Z");
        assert_eq!(next(every, last, "2024-05-01T10:01:00Z"), "2024-05-01T10:15:00Z");
        assert_eq!(next(every, last, "2024-05-01T18:00:00Z"), "2024-05-01T18:00:00Z");
        let daily = Schedule::DailyAt("06:30".parse().expect("a time"));
        assert_eq!(next(daily, Some("2024-05-01T04:30:00Z"), "2024-05-01T04:30:01Z"), "2024-05-02T04:30:00Z");
        assert_eq!(next(daily, Some("2024-05-01T04:30:00Z"), "2024-05-03T08:00:00Z"), "2024-05-03T08:00:00Z");
    }

    #[test]
    fn the_wall_clock_counts_when_it_is_put_forward_or_back() {
        let daily = Schedule::DailyAt("02:30".parse().expect("a time"));
        // On 31 March 2024 there is no 02:30 in Berlin; on 27 October there are two.
        assert_eq!(next(daily, Some("2024-03-30T01:30:00Z"), "2024-03-30T02:00:00Z"), "2024-03-31T01:30:00Z");
        assert_eq!(next(daily, Some("2024-10-26T00:30:00Z"), "2024-10-26T01:00:00Z"), "2024-10-27T00:30:00Z");
    }

    proptest! {
        #[test]
        fn a_run_is_never_in_the_past_and_comes_within_two_days(
            last in 1_600_000_000_i64..1_800_000_000, ahead in 0_i64..400_000, minutes in 0_u16..2_000, hour in 0_i8..24,
        ) {
            let last = Timestamp::from_second(last).expect("a moment");
            let now = last + SignedDuration::from_secs(ahead);
            for schedule in [Schedule::EveryMinutes(minutes), Schedule::DailyAt(Time::constant(hour, 30, 0, 0))] {
                let next = next_run(schedule, Some(last), now, &berlin());
                prop_assert!(next >= now && next.duration_since(now) <= SignedDuration::from_hours(49));
                prop_assert!(next > last || now == last);
            }
        }
    }
}

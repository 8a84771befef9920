//! Moments on the customer's clock: windows, quiet hours, yearly days, schedules. Pure calendar arithmetic.

use anlass_model::calendar::{is_holiday, weekday};
use anlass_model::consent::Channel;
use anlass_model::definition::{DateEntry, LeapDay, LocalWindow, QuietHours, Schedule};
use anlass_model::time::Timestamp;
use anlass_model::value::Day;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;

/// How many days ahead a window is searched for; no window that opens at all is rarer.
const DAYS_MAX: i32 = 1_500;
/// How often one rule's quiet hours may lead into another's.
const QUIET_ROUNDS_MAX: usize = 64;

fn next_day(date: Date) -> Date {
    date.saturating_add(1.days())
}

fn is_on(weekdays: &[String], date: Date) -> bool {
    weekdays.is_empty() || weekdays.iter().any(|name| weekday(name) == Some(date.weekday()))
}

/// The first moment at or after `from` that lies in the window.
#[must_use]
pub(crate) fn window_opens(
    window: &LocalWindow,
    region: Option<&str>,
    zone: &TimeZone,
    from: Timestamp,
) -> Timestamp {
    let local = from.in_zone(zone);
    let end = window.to.unwrap_or(Time::MAX);
    let mut date = local.date();
    for _ in 0..DAYS_MAX {
        let open = is_on(&window.weekdays, date)
            && !(window.not_on_holidays && region.is_some_and(|region| is_holiday(region, date)));
        if open {
            let opening = Timestamp::from_zone(date.to_datetime(window.from), zone);
            // By the clock, because it may leave the opening out; by the moments, because it may show it twice.
            let by_clock = date == local.date() && local.time() >= window.from && local.time() <= end;
            if by_clock || (opening <= from && from <= latest(date.to_datetime(end), zone)) {
                return from;
            }
            if opening >= from {
                return opening;
            }
        }
        date = next_day(date);
    }
    Timestamp::NEVER
}

/// The first moment at or after `from` outside all quiet hours of a channel.
#[must_use]
pub(crate) fn after_quiet_hours(
    quiet: &[QuietHours],
    channel: Channel,
    region: Option<&str>,
    zone: &TimeZone,
    from: Timestamp,
) -> Timestamp {
    let mut at = from;
    // Leaving one rule's quiet hours may lead into another's; a fortnight of holidays is the longest chain.
    for _ in 0..QUIET_ROUNDS_MAX {
        let rules = quiet.iter().filter(|rule| rule.channels.is_empty() || rule.channels.contains(&channel));
        let next = rules.map(|rule| leaves(rule, region, zone, at)).max().unwrap_or(at);
        if next <= at {
            return at;
        }
        at = next;
    }
    // Rules that leave no moment open: nothing may be sent, ever.
    Timestamp::NEVER
}

/// The moment a local time names; the later one if the clock shows it twice.
fn latest(local: DateTime, zone: &TimeZone) -> Timestamp {
    let first = Timestamp::from_zone(local, zone);
    match zone.to_ambiguous_timestamp(local).later() {
        Ok(later) => first.max(Timestamp(later.as_millisecond())),
        Err(_) => first,
    }
}

/// When one rule's quiet hours that hold at `at` end; `at` itself if none holds.
fn leaves(rule: &QuietHours, region: Option<&str>, zone: &TimeZone, at: Timestamp) -> Timestamp {
    let local = at.in_zone(zone);
    // Quiet hours last until their end has passed for the last time.
    let ends = |date: Date, time: Time| latest(date.to_datetime(time), zone);
    let closed_day = rule.sundays_and_holidays
        && (local.date().weekday() == Weekday::Sunday
            || region.is_some_and(|region| is_holiday(region, local.date())));
    if closed_day {
        return ends(next_day(local.date()), Time::MIN);
    }
    let time = local.time();
    let spans_midnight = rule.from > rule.to;
    let began = |date: Date| Timestamp::from_zone(date.to_datetime(rule.from), zone);
    let today = local.date();
    let mut last = at;
    for date in [today.saturating_sub(1.days()), today] {
        let end = ends(if spans_midnight { next_day(date) } else { date }, rule.to);
        // By the moments, because the clock may show a time twice; by the clock, because it may leave one out.
        let by_moment = rule.from != rule.to && began(date) <= at && at < end;
        let by_clock = match (spans_midnight, date == today) {
            (false, true) => time >= rule.from && time < rule.to,
            (false, false) => false,
            (true, true) => time >= rule.from,
            (true, false) => time < rule.to,
        };
        if by_moment || by_clock {
            last = last.max(end);
        }
    }
    last
}

/// The first occurrence of a profile day strictly after `after`.
#[must_use]
pub(crate) fn next_date(entry: &DateEntry, day: Day, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
    let moment = |date: Date| {
        let shifted = date.saturating_add(entry.offset_days.days());
        Timestamp::from_zone(shifted.to_datetime(entry.at), zone)
    };
    if !entry.yearly {
        let at = moment(day.date());
        return (at > after).then_some(at);
    }
    let year = after.in_zone(zone).date().year();
    (-1..=2i16)
        .filter_map(|offset| year.checked_add(offset))
        .filter_map(|year| anniversary(day.date(), year, entry.leap_day))
        .filter(|date| *date >= day.date())
        .map(moment)
        .find(|at| *at > after)
}

/// The day of a year on which a date is kept; 29 February moves in common years as the entry says.
fn anniversary(date: Date, year: i16, leap_day: LeapDay) -> Option<Date> {
    Date::new(year, date.month(), date.day())
        .or_else(|_| match leap_day {
            LeapDay::Feb28 => Date::new(year, 2, 28),
            LeapDay::Mar1 => Date::new(year, 3, 1),
        })
        .ok()
}

/// The first scheduled moment strictly after `after`.
#[must_use]
pub(crate) fn next_scheduled(schedule: &Schedule, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
    let mut date = after.in_zone(zone).date();
    for _ in 0..DAYS_MAX {
        let on_day = schedule.day_of_month.is_none_or(|day| date.day() == day.min(date.days_in_month()));
        if on_day && is_on(&schedule.weekdays, date) {
            let at = Timestamp::from_zone(DateTime::from_parts(date, schedule.at), zone);
            if at > after {
                return Some(at);
            }
        }
        date = next_day(date);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use anlass_model::id::Name;
    use anlass_model::time::{HOUR, MINUTE};
    use jiff::civil::{date, time};

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").expect("bundled")
    }
    fn at(date: Date, hour: i8, minute: i8) -> Timestamp {
        Timestamp::from_zone(date.at(hour, minute, 0, 0), &berlin())
    }

    #[test]
    fn quiet_hours_span_midnight_and_sundays() {
        let rule = QuietHours {
            from: time(21, 0, 0, 0),
            to: time(8, 0, 0, 0),
            channels: vec![],
            sundays_and_holidays: true,
        };
        let ask = |from| {
            after_quiet_hours(std::slice::from_ref(&rule), Channel::Email, Some("DE"), &berlin(), from)
        };
        assert_eq!(ask(at(date(2026, 11, 18), 20, 59)), at(date(2026, 11, 18), 20, 59));
        assert_eq!(ask(at(date(2026, 11, 18), 21, 0)), at(date(2026, 11, 19), 8, 0));
        assert_eq!(
            ask(at(date(2026, 11, 21), 22, 0)),
            at(date(2026, 11, 23), 8, 0),
            "Saturday night to Monday"
        );
        assert_eq!(
            ask(at(date(2026, 12, 24), 23, 0)),
            at(date(2026, 12, 28), 8, 0),
            "two holidays and a Sunday"
        );
    }

    /// In Berlin the clock shows 2:00 to 3:00 twice on 2026-10-25: first at 0:00 UTC, then at 1:00 UTC.
    fn in_the_night_of_two_hours(utc_hour: i64, minute: i64) -> Timestamp {
        let midnight = date(2026, 10, 25).at(0, 0, 0, 0);
        Timestamp::from_zone(midnight, &TimeZone::UTC).plus(HOUR.times(utc_hour)).plus(MINUTE.times(minute))
    }

    #[test]
    fn quiet_hours_end_when_the_clock_has_shown_their_end_for_the_last_time() {
        let night = |from, to| QuietHours { from, to, channels: vec![], sundays_and_holidays: false };
        let ask = |rule: QuietHours, from| {
            after_quiet_hours(std::slice::from_ref(&rule), Channel::Email, None, &berlin(), from)
        };
        let at = in_the_night_of_two_hours;
        let rule = night(time(21, 0, 0, 0), time(2, 30, 0, 0));
        for asked in [at(-1, 0), at(0, 10), at(0, 45), at(1, 10)] {
            assert_eq!(ask(rule.clone(), asked), at(1, 30), "asked at {asked}");
        }
        assert_eq!(ask(rule, at(1, 30)), at(1, 30));
        let late = night(time(2, 30, 0, 0), time(8, 0, 0, 0));
        assert_eq!(ask(late.clone(), at(0, 29)), at(0, 29));
        assert_eq!(ask(late, at(1, 10)), at(7, 0), "they began before the hour was repeated");
    }

    #[test]
    fn quiet_hours_without_an_end_never_open() {
        let half = |from, to| QuietHours { from, to, channels: vec![], sundays_and_holidays: false };
        let noon = time(12, 0, 0, 0);
        let rules = [half(Time::midnight(), noon), half(noon, Time::midnight())];
        let asked = at(date(2026, 11, 18), 10, 0);
        assert_eq!(after_quiet_hours(&rules, Channel::Email, None, &berlin(), asked), Timestamp::NEVER);
    }

    #[test]
    fn a_window_that_opened_in_a_repeated_hour_stays_open() {
        let sunday = LocalWindow {
            from: time(2, 30, 0, 0),
            to: Some(time(9, 0, 0, 0)),
            weekdays: vec!["sun".into()],
            not_on_holidays: false,
        };
        let at = in_the_night_of_two_hours;
        let opens = |from| window_opens(&sunday, None, &berlin(), from);
        assert_eq!(opens(at(0, 10)), at(0, 30));
        assert_eq!(opens(at(1, 10)), at(1, 10), "not a week later");
        let closing = LocalWindow { from: time(1, 0, 0, 0), to: Some(time(2, 30, 0, 0)), ..sunday };
        assert_eq!(window_opens(&closing, None, &berlin(), at(0, 45)), at(0, 45));
    }

    #[test]
    fn a_window_skips_weekends_holidays_and_the_missing_hour() {
        let window = LocalWindow {
            from: time(2, 30, 0, 0),
            to: None,
            weekdays: ["mon", "tue", "wed", "thu", "fri"].map(String::from).to_vec(),
            not_on_holidays: true,
        };
        let opens = |from| window_opens(&window, Some("DE"), &berlin(), from);
        assert_eq!(opens(at(date(2026, 4, 2), 23, 59)), at(date(2026, 4, 2), 23, 59));
        assert_eq!(
            opens(at(date(2026, 4, 3), 1, 0)),
            at(date(2026, 4, 7), 2, 30),
            "Good Friday to Easter Monday"
        );
        let sunday = LocalWindow { weekdays: vec!["sun".into()], ..window };
        let spring = window_opens(&sunday, None, &berlin(), at(date(2026, 3, 29), 0, 0));
        assert_eq!(spring.in_zone(&berlin()).to_string(), "2026-03-29T03:30:00");
    }

    #[test]
    fn leap_day_birthdays_follow_the_rule() {
        let entry = DateEntry {
            field: Name::new("birthday").expect("name"),
            at: time(9, 0, 0, 0),
            offset_days: 0,
            yearly: true,
            leap_day: LeapDay::Feb28,
        };
        let born = Day::from_date(date(2000, 2, 29));
        let next = |entry: &DateEntry, after| {
            next_date(entry, born, &berlin(), after).map(|at| at.in_zone(&berlin()).date())
        };
        assert_eq!(next(&entry, at(date(2026, 1, 1), 0, 0)), Some(date(2026, 2, 28)));
        assert_eq!(next(&entry, at(date(2028, 1, 1), 0, 0)), Some(date(2028, 2, 29)));
        assert_eq!(next(&entry, at(date(2028, 2, 29), 9, 0)), Some(date(2029, 2, 28)));
        let march = DateEntry { leap_day: LeapDay::Mar1, ..entry.clone() };
        assert_eq!(next(&march, at(date(2026, 1, 1), 0, 0)), Some(date(2026, 3, 1)));
        let week_before = DateEntry { offset_days: -7, ..entry };
        assert_eq!(next(&week_before, at(date(2025, 12, 30), 0, 0)), Some(date(2026, 2, 21)));
    }
}

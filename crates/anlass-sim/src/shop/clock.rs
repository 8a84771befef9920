//! The clock on the wall of the simulated people: they are up from seven to ten in the evening.

use super::draws::Draws;
use anlass_model::time::{HOUR, MINUTE, SECOND, Timestamp};
use anlass_model::value::Day;
use jiff::civil::Time;
use jiff::tz::{TimeZone, offset};

/// Where the demo's chain has its outlets.
pub(crate) const ZONE: &str = "America/New_York";
const UP_FROM_HOUR: i8 = 7;
const UP_TO_HOUR: i8 = 22;
/// Seconds between the two hours above.
const UP_SECONDS: i64 = 15 * 3_600;
const DAYS_PER_WEEK: i64 = 7;

pub(crate) struct Clock {
    zone: TimeZone,
}

impl Clock {
    pub(crate) fn new() -> Clock {
        // The zone is compiled in; were it not, hours off by one in summer would do for a simulation.
        Clock { zone: TimeZone::get(ZONE).unwrap_or_else(|_| TimeZone::fixed(offset(-5))) }
    }

    pub(crate) fn is_up(&self, at: Timestamp) -> bool {
        (UP_FROM_HOUR..UP_TO_HOUR).contains(&at.in_zone(&self.zone).hour())
    }

    pub(crate) fn day(&self, at: Timestamp) -> Day {
        Day::from_date(at.in_zone(&self.zone).date())
    }

    /// Number of the week, counted from 1970.
    pub(crate) fn week(&self, at: Timestamp) -> i64 {
        i64::from(self.day(at).0).div_euclid(DAYS_PER_WEEK)
    }

    /// A moment in a week at which people are up.
    pub(crate) fn moment_in_week(&self, week: i64, draws: Draws) -> Timestamp {
        let day = week.saturating_mul(DAYS_PER_WEEK).saturating_add(draws.between("day", 0, 6));
        // The later of two: online shops are busiest in the evening.
        let seconds =
            draws.between("second", 0, UP_SECONDS - 1).max(draws.between("other second", 0, UP_SECONDS - 1));
        self.morning(Day(i32::try_from(day).unwrap_or(0))).plus(SECOND.times(seconds))
    }

    /// The moment itself, or one early on the next morning if people sleep then or within ten minutes.
    pub(crate) fn when_up(&self, at: Timestamp, draws: Draws) -> Timestamp {
        if self.is_up(at) && self.is_up(at.plus(MINUTE.times(10))) {
            return at;
        }
        // Ten hours later it is the day whose morning comes next.
        let morning = self.morning(self.day(at.plus(HOUR.times(10))));
        morning.plus(SECOND.times(draws.between("after rising", 0, 2 * 3_600)))
    }

    fn morning(&self, day: Day) -> Timestamp {
        let rising = Time::MIN.saturating_add(jiff::Span::new().hours(i64::from(UP_FROM_HOUR)));
        Timestamp::from_zone(day.date().to_datetime(rising), &self.zone)
    }
}

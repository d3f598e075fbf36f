//! Which dates of a rule are due, and the day on which somebody comes.

use super::rule::Rule;
use crate::domain::calendar::Calendar;
use chrono::{Days, NaiveDate};

/// What has to be written down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// Each becomes a ticket, in order.
    pub made: Vec<NaiveDate>,
    /// Their day came while nothing ran, and a later one takes their place.
    pub skipped: Vec<NaiveDate>,
}

/// How far a visit is moved at most: a group that is closed longer comes on the day itself.
const MOST_MOVED: u64 = 31;

/// What is due of a rule that started on `start`: its dates not before `from` and after the last one that was written
/// down, up to `days_ahead` days after today.
///
/// Of those whose day has come the latest alone is made, the others are skipped; those still to come are made. Asked
/// again with the last of what it answered, it answers nothing.
pub fn due(rule: &Rule, start: NaiveDate, from: NaiveDate, last: Option<NaiveDate>, today: NaiveDate, days_ahead: i64) -> Due {
    let ahead = u64::try_from(days_ahead).unwrap_or(0);
    let horizon = today.checked_add_days(Days::new(ahead)).unwrap_or(today);
    let new = rule.dates(start).take_while(|date| *date <= horizon);
    let new = new.filter(|date| *date >= from && last.is_none_or(|last| *date > last));
    let (mut come, to_come): (Vec<NaiveDate>, Vec<NaiveDate>) = new.partition(|date| *date <= today);
    let latest = come.pop();
    Due { made: latest.into_iter().chain(to_come).collect(), skipped: come }
}

/// The day of the visit for a date: itself, or the next day on which the group is open.
pub fn visit_day(calendar: &Calendar, date: NaiveDate) -> NaiveDate {
    let open = |day: &NaiveDate| !calendar.spans_of(*day).is_empty();
    let days = (0..=MOST_MOVED).filter_map(|later| date.checked_add_days(Days::new(later)));
    days.into_iter().find(open).unwrap_or(date)
}

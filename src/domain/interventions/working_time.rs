//! What French law says of one worker's time (`hours.md` § 7): warnings, never a refusal, and never a judgement on a person.
//!
//! *What counts*: every piece of work, whatever its kind; absence does not. Travel between the members of a tour is work:
//! art. L3121-4 of the Code du travail takes out only the way from home to the place of work and back, which nobody writes
//! down here, and since Cass. soc. 23 November 2022, n° 20-21.924 even that may be work for those who have no fixed place.
//! Coordination and the sessions given to members are work as well (art. L3121-1).
//!
//! *What is sure*: a piece without an hour counts in the sums of its day and week alone. Where an hour is missing, rests
//! can only be shorter than they look: nothing is said that the day might contradict.

mod rests;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use super::{PublicHoliday, public_holiday};
use crate::domain::time::{Minutes, day_of, days_of, start_of};
use crate::domain::vocabulary;

vocabulary! {
    /// What a finding is about.
    pub enum Rule {
        /// More than ten hours a day: art. L3121-18.
        LongDay = "long_day",
        /// More than six hours of work without twenty minutes of pause: art. L3121-16.
        NoPause = "no_pause",
        /// Less than eleven hours between two days: art. L3131-1.
        ShortNight = "short_night",
        /// More than forty-eight hours a week, from Monday to Sunday: art. L3121-20, L3121-35.
        LongWeek = "long_week",
        /// More than forty-four hours a week on average over twelve weeks in a row: art. L3121-22.
        LongWeeks = "long_weeks",
        /// Less than thirty-five hours of rest in a row in a week (24 + 11): art. L3132-2.
        ShortWeekRest = "short_week_rest",
        /// Work on a Sunday, the day of rest: art. L3132-3.
        Sunday = "sunday",
        /// Work on a public holiday: art. L3133-1; the first of May is a day off for all, art. L3133-4.
        PublicHoliday = "public_holiday",
        /// Written down more than seven days after the day: the group's own rule, so that memory is fresh.
        WrittenLate = "written_late",
    }
}

impl Rule {
    /// What the rule allows, in minutes; in days for [`Rule::WrittenLate`].
    pub fn limit(self) -> i64 {
        match self {
            Rule::LongDay => 10 * 60,
            Rule::NoPause => 6 * 60,
            Rule::ShortNight => 11 * 60,
            Rule::LongWeek => 48 * 60,
            Rule::LongWeeks => 44 * 60,
            Rule::ShortWeekRest => 35 * 60,
            Rule::Sunday | Rule::PublicHoliday => 0,
            Rule::WrittenLate => 7,
        }
    }

    /// Whether a finding is about a whole week, named by its Monday.
    pub fn is_of_week(self) -> bool {
        matches!(self, Rule::LongWeek | Rule::LongWeeks | Rule::ShortWeekRest)
    }
}

/// A piece of one worker's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    /// Local day.
    pub day: NaiveDate,
    /// Minutes after local midnight; `None` when nobody remembers.
    pub start: Option<u32>,
    pub minutes: Minutes,
    /// The local day on which it was first written down; `None` while it is being typed.
    pub written: Option<NaiveDate>,
}

/// What one worker's day or week shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The day; of a week its Monday; of twelve weeks the Monday of the last.
    pub day: NaiveDate,
    pub rule: Rule,
    /// How much there was, in the unit of the limit ([`Rule::limit`]).
    pub found: i64,
    pub holiday: Option<PublicHoliday>,
}

impl Finding {
    fn new(day: NaiveDate, rule: Rule, found: Minutes) -> Finding {
        Finding { day, rule, found: found.0, holiday: None }
    }
}

/// How many weeks before the first day asked have to be known for the average of [`Rule::LongWeeks`].
pub const WEEKS_BEFORE: i64 = WEEKS - 1;

const WEEKS: i64 = 12;

/// The Monday of a day's week.
pub fn monday_of(day: NaiveDate) -> NaiveDate {
    day - TimeDelta::days(i64::from(day.weekday().num_days_from_monday()))
}

/// What the days from `first` to `last` show of one worker, both included, and the weeks whose Sunday is among them: a
/// week that lies in two months is looked at once. In order of day.
pub fn findings(spells: &[Spell], zone: Tz, first: NaiveDate, last: NaiveDate) -> Vec<Finding> {
    let mut all = Vec::new();
    let days = minutes_by_day(spells, zone);
    for (day, worked) in days.range(first..=last) {
        all.extend((worked.0 > Rule::LongDay.limit()).then(|| Finding::new(*day, Rule::LongDay, *worked)));
        all.extend((day.weekday() == Weekday::Sun).then(|| Finding::new(*day, Rule::Sunday, *worked)));
        let holiday = public_holiday(*day);
        all.extend(holiday.map(|_| Finding { holiday, ..Finding::new(*day, Rule::PublicHoliday, *worked) }));
    }
    let weeks = minutes_by_week(&days);
    for monday in mondays(first, last) {
        all.extend(long_week(&weeks, monday));
        all.extend(long_weeks(&weeks, monday));
    }
    let blocks = blocks(spells, zone);
    all.extend(rests::without_pause(&blocks, zone).into_iter().filter(|finding| (first..=last).contains(&finding.day)));
    all.extend(rests::short_nights(&blocks, zone).into_iter().filter(|finding| (first..=last).contains(&finding.day)));
    all.extend(mondays(first, last).filter_map(|monday| rests::short_week(&blocks, zone, monday)));
    all.extend(written_late(spells, first, last));
    all.sort_unstable();
    all
}

/// The Mondays of the weeks that end between two days.
fn mondays(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let monday = monday_of(first);
    let mondays = std::iter::successors(Some(monday), |monday| monday.checked_add_signed(TimeDelta::weeks(1)));
    mondays.take_while(move |monday| *monday + TimeDelta::days(6) <= last)
}

/// Worked minutes of each day; a timed piece that crosses midnight belongs to two.
fn minutes_by_day(spells: &[Spell], zone: Tz) -> BTreeMap<NaiveDate, Minutes> {
    let mut days: BTreeMap<NaiveDate, Minutes> = BTreeMap::new();
    for spell in spells {
        match interval(spell, zone) {
            Some((start, end)) => {
                for part in days_of(start, end, zone) {
                    *days.entry(part.day).or_default() += part.minutes;
                }
            }
            None => *days.entry(spell.day).or_default() += spell.minutes,
        }
    }
    days
}

fn minutes_by_week(days: &BTreeMap<NaiveDate, Minutes>) -> BTreeMap<NaiveDate, Minutes> {
    let mut weeks: BTreeMap<NaiveDate, Minutes> = BTreeMap::new();
    for (day, worked) in days {
        *weeks.entry(monday_of(*day)).or_default() += *worked;
    }
    weeks
}

fn long_week(weeks: &BTreeMap<NaiveDate, Minutes>, monday: NaiveDate) -> Option<Finding> {
    let worked = *weeks.get(&monday)?;
    (worked.0 > Rule::LongWeek.limit()).then(|| Finding::new(monday, Rule::LongWeek, worked))
}

/// Said of the last of twelve weeks, when it was worked itself. The average is rounded up: 44 h and a bit is more than 44 h.
fn long_weeks(weeks: &BTreeMap<NaiveDate, Minutes>, monday: NaiveDate) -> Option<Finding> {
    weeks.get(&monday)?;
    let since = monday - TimeDelta::weeks(WEEKS_BEFORE);
    let sum: Minutes = weeks.range(since..=monday).map(|(_, worked)| *worked).sum();
    let average = Minutes((sum.0 + WEEKS - 1) / WEEKS);
    (sum.0 > Rule::LongWeeks.limit() * WEEKS).then(|| Finding::new(monday, Rule::LongWeeks, average))
}

/// One finding a day, with the longest delay.
fn written_late(spells: &[Spell], first: NaiveDate, last: NaiveDate) -> Vec<Finding> {
    let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for spell in spells.iter().filter(|spell| (first..=last).contains(&spell.day)) {
        let delay = spell.written.map_or(0, |written| (written - spell.day).num_days());
        let longest = days.entry(spell.day).or_default();
        *longest = delay.max(*longest);
    }
    let late = days.into_iter().filter(|(_, delay)| *delay > Rule::WrittenLate.limit());
    late.map(|(day, delay)| Finding { day, rule: Rule::WrittenLate, found: delay, holiday: None }).collect()
}

type Span = (DateTime<Utc>, DateTime<Utc>);

/// From when to when, between instants: what the clocks do in between changes nothing.
fn interval(spell: &Spell, zone: Tz) -> Option<Span> {
    let start = start_of(spell.day, spell.start?, zone)?;
    Some((start, start + TimeDelta::minutes(spell.minutes.0)))
}

/// The timed pieces in order, those that touch or overlap joined.
fn blocks(spells: &[Spell], zone: Tz) -> Vec<Span> {
    let mut spans: Vec<Span> = spells.iter().filter_map(|spell| interval(spell, zone)).filter(|(a, b)| a < b).collect();
    spans.sort_unstable();
    let mut blocks: Vec<Span> = Vec::new();
    for (start, end) in spans {
        match blocks.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => blocks.push((start, end)),
        }
    }
    blocks
}

#[cfg(test)]
mod tests;

//! A rule of RFC 5545, as far as people say such things: every so many days, weeks, months or years.

use super::super::vocabulary;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Weekday};
use rrule::{NWeekday, RRule, RRuleSet, Tz};

vocabulary! {
    /// What is counted between two dates.
    pub enum Frequency {
        Daily = "daily",
        Weekly = "weekly",
        Monthly = "monthly",
        Yearly = "yearly",
    }
}

/// Which days of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Days {
    /// That of the first date: its weekday, its number, its number and month.
    AsStarted,
    /// Weekdays of a week, in order; with days, only those.
    Weekdays(Vec<Weekday>),
    /// A day of the month by its number; −1 is the last. A month that is too short has none.
    OfMonth(i8),
    /// The nth weekday of the month, 1 to 5; −1 is the last. A month without a fifth has none.
    Nth(i8, Weekday),
}

/// When it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Never,
    /// The last day on which a date may fall.
    Until(NaiveDate),
    /// So many dates in all.
    Times(u32),
}

/// Why something is no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("an interval is 1 to 999")]
    Interval,
    #[error("weekdays are for days and weeks, numbers and nth weekdays for months and years")]
    DaysOfAnother,
    #[error("no such day")]
    NoSuchDay,
    #[error("a year needs its months when a day of the month is said")]
    NoMonth,
    #[error("a number of times is 1 to 999")]
    Times,
    #[error("no date ever follows this rule")]
    Never,
}

/// A rule. A value is proof that each part is of the subset and fits the others; that there are dates depends on the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    frequency: Frequency,
    interval: u16,
    days: Days,
    /// 1 to 12, in order; empty when every month is meant.
    months: Vec<u8>,
    end: End,
}

/// The largest interval, and the largest number of times: a person who types more has mistyped.
const MOST: u32 = 999;

impl Rule {
    pub fn new(frequency: Frequency, interval: u16, days: Days, months: Vec<u8>, end: End) -> Result<Rule, Refusal> {
        if !(1..=MOST).contains(&u32::from(interval)) {
            return Err(Refusal::Interval);
        }
        if matches!(end, End::Times(times) if !(1..=MOST).contains(&times)) {
            return Err(Refusal::Times);
        }
        if months.iter().any(|month| !(1..=12).contains(month)) {
            return Err(Refusal::NoSuchDay);
        }
        let (mut months, mut days) = (months, days);
        months.sort_unstable();
        months.dedup();
        check_days(frequency, &mut days, &months)?;
        Ok(Rule { frequency, interval, days, months, end })
    }

    pub fn frequency(&self) -> Frequency {
        self.frequency
    }

    pub fn interval(&self) -> u16 {
        self.interval
    }

    pub fn days(&self) -> &Days {
        &self.days
    }

    /// 1 to 12, in order; empty when every month is meant.
    pub fn months(&self) -> &[u8] {
        &self.months
    }

    pub fn end(&self) -> End {
        self.end
    }

    /// The dates that follow the rule, from `start` on, in order, each once. The start itself is one only if it follows
    /// the rule.
    pub fn dates(&self, start: NaiveDate) -> impl Iterator<Item = NaiveDate> + use<> {
        let mut last = None;
        let all = self.set(start).into_iter().flat_map(|set| set.into_iter()).map(|at| at.date_naive());
        all.filter(move |date| last.replace(*date) < Some(*date))
    }

    /// The first dates after a day.
    pub fn next(&self, start: NaiveDate, after: NaiveDate, most: usize) -> Vec<NaiveDate> {
        self.dates(start).filter(|date| *date > after).take(most).collect()
    }

    /// Whether there is a date at all from `start` on.
    pub fn starting(self, start: NaiveDate) -> Result<Rule, Refusal> {
        if self.dates(start).next().is_some() { Ok(self) } else { Err(Refusal::Never) }
    }

    /// `None` when it is over before it starts. The engine stops by itself where no date can come.
    fn set(&self, start: NaiveDate) -> Option<RRuleSet> {
        let frequency = match self.frequency {
            Frequency::Daily => rrule::Frequency::Daily,
            Frequency::Weekly => rrule::Frequency::Weekly,
            Frequency::Monthly => rrule::Frequency::Monthly,
            Frequency::Yearly => rrule::Frequency::Yearly,
        };
        let months: Vec<chrono::Month> = self.months.iter().filter_map(|month| chrono::Month::try_from(*month).ok()).collect();
        let mut rule = RRule::new(frequency).interval(self.interval).by_month(&months);
        rule = match &self.days {
            Days::AsStarted => rule,
            Days::Weekdays(days) => rule.by_weekday(days.iter().copied().map(NWeekday::Every).collect()),
            Days::OfMonth(number) => rule.by_month_day(vec![*number]),
            Days::Nth(nth, day) => rule.by_weekday(vec![NWeekday::Nth(i16::from(*nth), *day)]),
        };
        rule = match self.end {
            End::Never => rule,
            End::Until(day) => rule.until(midnight(day)),
            End::Times(times) => rule.count(times),
        };
        rule.build(midnight(start)).ok().map(RRuleSet::limit)
    }
}

/// A day as the engine counts: every day of UTC has its midnight, once.
fn midnight(day: NaiveDate) -> DateTime<Tz> {
    day.and_time(NaiveTime::MIN).and_utc().with_timezone(&Tz::UTC)
}

fn check_days(frequency: Frequency, days: &mut Days, months: &[u8]) -> Result<(), Refusal> {
    let by_month = matches!(frequency, Frequency::Monthly | Frequency::Yearly);
    match days {
        Days::AsStarted => return Ok(()),
        Days::Weekdays(days) => {
            days.sort_unstable_by_key(Weekday::num_days_from_monday);
            days.dedup();
            if by_month {
                return Err(Refusal::DaysOfAnother);
            }
            return if days.is_empty() { Err(Refusal::NoSuchDay) } else { Ok(()) };
        }
        Days::OfMonth(number) if !matches!(number, -1 | 1..=31) => return Err(Refusal::NoSuchDay),
        Days::OfMonth(number) if !months.is_empty() && months.iter().all(|month| longest(*month) < *number) => {
            return Err(Refusal::NoSuchDay);
        }
        Days::Nth(nth, _) if !matches!(nth, -1 | 1..=5) => return Err(Refusal::NoSuchDay),
        Days::OfMonth(_) | Days::Nth(..) => {}
    }
    if !by_month {
        return Err(Refusal::DaysOfAnother);
    }
    // To RFC 5545 a yearly rule with a day of the month and no month means every month.
    if frequency == Frequency::Yearly && months.is_empty() { Err(Refusal::NoMonth) } else { Ok(()) }
}

/// The last day that a month ever has.
fn longest(month: u8) -> i8 {
    // A leap year has every day that there is.
    let days = NaiveDate::from_ymd_opt(2024, u32::from(month), 1).map_or(31, |first| first.num_days_in_month());
    i8::try_from(days).unwrap_or(31)
}

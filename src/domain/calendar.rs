//! When a group is there to answer: the opening hours in which delays are counted.
//!
//! *Opening hours* are wall-clock times of a zone; *opening time* is what elapses between instants while the group is open.
//! In the night in which the clocks go back a group that never closes is open for 25 hours, and 23 when they go forward.
//! An hour that is shown twice: a span opens and closes at the first time. An hour that is skipped: at the skip.

mod day_hours;

pub use day_hours::{DayHours, DayHoursError};

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::interventions::{easter, public_holiday};
use super::time::{Minutes, day_of, start_of};
use super::vocabulary;

/// Midnight at the end of a day, in minutes after midnight at its start.
const END_OF_DAY: u32 = 24 * 60;

/// How far ahead an opening is looked for: ten years.
const MONTHS_AHEAD: Months = Months::new(120);

/// From when to when a group is open on a day, half-open, in minutes after local midnight: 0 to 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OpenSpan {
    pub opens: u32,
    pub closes: u32,
}

impl OpenSpan {
    pub const fn new(opens: u32, closes: u32) -> OpenSpan {
        OpenSpan { opens, closes }
    }
}

/// Why opening hours were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("a span has to end after it starts")]
    Empty,
    #[error("a span ends after midnight")]
    BeyondMidnight,
    #[error("spans overlap, or are not in order")]
    Unordered,
    #[error("never open in the whole week")]
    NeverOpen,
}

vocabulary! {
    /// On which public holidays a group is closed.
    pub enum Holidays {
        None = "none",
        /// The eleven days of art. L3133-1 of the Code du travail.
        France = "france",
        /// Good Friday and 26 December as well: art. L3134-13.
        AlsaceMoselle = "alsace_moselle",
    }
}

impl Holidays {
    /// Whether a day is one of them.
    pub fn include(self, day: NaiveDate) -> bool {
        match self {
            Holidays::None => false,
            Holidays::France => public_holiday(day).is_some(),
            Holidays::AlsaceMoselle => public_holiday(day).is_some() || is_of_alsace_moselle(day),
        }
    }
}

fn is_of_alsace_moselle(day: NaiveDate) -> bool {
    let good_friday = easter(day.year()).and_then(|sunday| sunday.checked_sub_days(Days::new(2)));
    good_friday == Some(day) || (day.month(), day.day()) == (12, 26)
}

/// The opening hours of a group. A value is proof that its spans are in order and that some week has an opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    zone: Tz,
    /// Monday first.
    week: [Vec<OpenSpan>; 7],
    /// Days with hours of their own; none at all when closed.
    exceptions: BTreeMap<NaiveDate, Vec<OpenSpan>>,
    holidays: Holidays,
}

/// From one instant to another, half-open.
type Stretch = (DateTime<Utc>, DateTime<Utc>);

impl Calendar {
    /// The hours of a week, Monday first, with nothing on public holidays.
    pub fn new(zone: Tz, week: [Vec<OpenSpan>; 7], holidays: Holidays) -> Result<Calendar, CalendarError> {
        week.iter().try_for_each(|spans| check(spans))?;
        if week.iter().all(Vec::is_empty) {
            return Err(CalendarError::NeverOpen);
        }
        Ok(Calendar { zone, week, exceptions: BTreeMap::new(), holidays })
    }

    /// Other hours on one day, in place of those it had; no spans close it. A public holiday opens in this way too.
    pub fn with_exception(mut self, day: NaiveDate, spans: Vec<OpenSpan>) -> Result<Calendar, CalendarError> {
        check(&spans)?;
        self.exceptions.insert(day, spans);
        Ok(self)
    }

    /// Monday to Friday, 9:00 to 12:30 and 13:30 to 17:30, closed on the public holidays of France.
    pub fn usual(zone: Tz) -> Calendar {
        let day = || vec![OpenSpan::new(9 * 60, 12 * 60 + 30), OpenSpan::new(13 * 60 + 30, 17 * 60 + 30)];
        let week = [day(), day(), day(), day(), day(), Vec::new(), Vec::new()];
        Calendar { zone, week, exceptions: BTreeMap::new(), holidays: Holidays::France }
    }

    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Monday first.
    pub fn week(&self) -> &[Vec<OpenSpan>; 7] {
        &self.week
    }

    pub fn exceptions(&self) -> &BTreeMap<NaiveDate, Vec<OpenSpan>> {
        &self.exceptions
    }

    pub fn holidays(&self) -> Holidays {
        self.holidays
    }

    /// The hours of a local day: its own if it has some, else none on a public holiday, else those of its weekday.
    pub fn spans_of(&self, day: NaiveDate) -> &[OpenSpan] {
        if let Some(spans) = self.exceptions.get(&day) {
            return spans;
        }
        let usual = &self.week[day.weekday().num_days_from_monday() as usize];
        if self.holidays.include(day) { &[] } else { usual }
    }

    /// Whether the group is open at that instant; at the instant of closing it is not.
    pub fn is_open(&self, at: DateTime<Utc>) -> bool {
        let (first, last) = self.days_around(at, at);
        self.stretches(first, last).any(|(opens, closes)| opens <= at && at < closes)
    }

    /// Whole minutes of opening time between two instants; zero when reversed.
    pub fn between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Minutes {
        Minutes(self.time_between(from, to).num_minutes())
    }

    /// The first instant at which that much opening time has passed since `from`; less than nothing counts as nothing.
    ///
    /// Never outside opening hours, though maybe at the very instant of closing. No minutes from a closed moment are the
    /// next opening. `None` when it is not reached within ten years.
    pub fn add(&self, from: DateTime<Utc>, minutes: Minutes) -> Option<DateTime<Utc>> {
        self.add_time(from, TimeDelta::try_minutes(minutes.0)?)
    }

    /// The instant itself when the group is open then, else that of its next opening; `None` when there is none within
    /// ten years.
    pub fn next_opening(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.add_time(at, TimeDelta::zero())
    }

    /// What « one day » of a promised delay means: the hours that most weekdays have; of several equally frequent, the
    /// longest. With the usual week 450 (7 h 30).
    pub fn opening_day_minutes(&self) -> Minutes {
        let alike = |spans: &[OpenSpan]| self.week.iter().filter(|other| other.as_slice() == spans).count();
        let open = self.week.iter().filter(|spans| !spans.is_empty());
        open.map(|spans| (alike(spans), length(spans))).max().map_or(Minutes::ZERO, |(_, minutes)| minutes)
    }

    /// [`Calendar::between`] before it is cut to whole minutes, for those who sum several intervals.
    pub(crate) fn time_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        let (first, last) = self.days_around(from, to);
        let parts = self.stretches(first, last).map(|(opens, closes)| closes.min(to) - opens.max(from));
        parts.filter(|part| *part > TimeDelta::zero()).sum()
    }

    /// [`Calendar::add`] of a time that may hold seconds.
    pub(crate) fn add_time(&self, from: DateTime<Utc>, time: TimeDelta) -> Option<DateTime<Utc>> {
        let (first, last) = self.days_around(from, from);
        let mut left = time.max(TimeDelta::zero());
        for (opens, closes) in self.stretches(first, last.checked_add_months(MONTHS_AHEAD)?) {
            let start = opens.max(from);
            if start >= closes {
                continue;
            }
            if left <= closes - start {
                return start.checked_add_signed(left);
            }
            left -= closes - start;
        }
        None
    }

    /// The local days whose hours may touch an interval: one more on either side, since where clocks go back across
    /// midnight the date does so too.
    fn days_around(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> (NaiveDate, NaiveDate) {
        let (first, last) = (day_of(from, self.zone), day_of(to, self.zone));
        (first.pred_opt().unwrap_or(first), last.succ_opt().unwrap_or(last))
    }

    /// When the group is open on the days from `first` to `last`, both included: in order, none empty, none overlapping.
    fn stretches(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = Stretch> {
        let days = first.iter_days().take_while(move |day| *day <= last);
        let spans = days.flat_map(|day| self.spans_of(day).iter().map(move |span| (day, span)));
        let stretches =
            spans.filter_map(|(day, span)| Some((start_of(day, span.opens, self.zone)?, start_of(day, span.closes, self.zone)?)));
        stretches.filter(|(opens, closes)| opens < closes)
    }
}

fn check(spans: &[OpenSpan]) -> Result<(), CalendarError> {
    if spans.iter().any(|span| span.closes <= span.opens) {
        return Err(CalendarError::Empty);
    }
    if spans.iter().any(|span| span.closes > END_OF_DAY) {
        return Err(CalendarError::BeyondMidnight);
    }
    if spans.windows(2).any(|pair| pair[1].opens < pair[0].closes) {
        return Err(CalendarError::Unordered);
    }
    Ok(())
}

fn length(spans: &[OpenSpan]) -> Minutes {
    spans.iter().map(|span| Minutes(i64::from(span.closes - span.opens))).sum()
}

#[cfg(test)]
pub(crate) mod tests;

//! Where there is room for a visit.

use super::{VisitTime, Wall};
use crate::domain::calendar::Calendar;
use crate::domain::interventions::Absence;
use crate::domain::interventions::working_time::monday_of;
use crate::domain::time::{Minutes, Month, elapsed, minute_of_day, start_of};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Visits that are offered start at quarters of an hour.
const STEP: u32 = 15;

/// What is known of one technician's time.
#[derive(Debug, Clone)]
pub struct Availability<'a> {
    /// The hours of the group: a contract says how much, not when.
    pub calendar: &'a Calendar,
    /// The hours of a week, from a month on; none are written down, none are counted.
    pub weekly: BTreeMap<Month, Minutes>,
    pub absences: Vec<Absence>,
    pub visits: Vec<VisitTime>,
}

impl Availability<'_> {
    /// Where a visit of that length fits, from a moment on and for so many days: the first that fits between two things,
    /// in order. Always within opening hours, never over a visit, a day of absence (be it half of it) or the hours of a week.
    ///
    /// It lasts at least so long by elapsed time: in the night in which an hour is skipped its end is later.
    pub fn free_slots(&self, from: Wall, length: Minutes, days: u64) -> impl Iterator<Item = VisitTime> {
        let last = from.day.checked_add_days(Days::new(days)).unwrap_or(from.day);
        let open = from.day.iter_days().take_while(move |day| *day < last).filter(move |day| length.0 > 0 && !self.is_away(*day));
        let with_room = open.filter(move |day| self.has_hours_left(*day, length));
        with_room.flat_map(move |day| {
            let earliest = if day == from.day { from.minute } else { 0 };
            self.gaps(day).into_iter().filter_map(move |gap| self.fit(day, (gap.0.max(earliest), gap.1), length))
        })
    }

    fn is_away(&self, day: NaiveDate) -> bool {
        self.absences.iter().any(|absence| (absence.first..=absence.last).contains(&day))
    }

    fn has_hours_left(&self, day: NaiveDate, length: Minutes) -> bool {
        let Some((_, weekly)) = self.weekly.range(..=Month::of(day)).next_back() else { return true };
        let monday = monday_of(day);
        let planned: Minutes = self.visits.iter().filter(|visit| monday_of(visit.day()) == monday).map(VisitTime::length).sum();
        planned + length <= *weekly
    }

    /// Opening hours of a day less its visits, in minutes after midnight.
    fn gaps(&self, day: NaiveDate) -> Vec<(u32, u32)> {
        let mut busy: Vec<&VisitTime> = self.visits.iter().filter(|visit| visit.day() == day).collect();
        busy.sort_unstable();
        let mut gaps = Vec::new();
        for span in self.calendar.spans_of(day) {
            let mut free_from = span.opens;
            for visit in busy.iter().filter(|visit| visit.from() < span.closes && span.opens < visit.to()) {
                gaps.push((free_from, visit.from()));
                free_from = free_from.max(visit.to());
            }
            gaps.push((free_from, span.closes));
        }
        gaps.retain(|(from, to)| from < to);
        gaps
    }

    /// The first visit of that length in a gap, if there is one.
    fn fit(&self, day: NaiveDate, (from, until): (u32, u32), length: Minutes) -> Option<VisitTime> {
        let zone = self.calendar.zone();
        // A time that the clocks skip is never shown: the first one after it.
        let shown = minute_of_day(start_of(day, from, zone)?, zone).max(from);
        let from = shown.next_multiple_of(STEP);
        let start = start_of(day, from, zone)?;
        let mut to = from.checked_add(u32::try_from(length.0).ok()?)?;
        while to <= until {
            let missing = length.0 - elapsed(start, start_of(day, to, zone)?).0;
            if missing <= 0 {
                return VisitTime::new(day, from, to).ok();
            }
            to += u32::try_from(missing).ok()?;
        }
        None
    }
}

//! When the technician comes: from when to when on a day, what clashes with what, and where there is room.
//!
//! A visit is told in wall-clock minutes of a local day: « jeudi à 14 h » stays so, whatever the clocks do until then.

mod availability;

pub use availability::Availability;

use super::interventions::Absence;
use super::time::{Minutes, day_of, minute_of_day, start_of};
use super::vocabulary;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// Midnight at the end of a day, in minutes after midnight at its start.
const END_OF_DAY: u32 = 24 * 60;

/// What the wall clock shows, and on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wall {
    pub day: NaiveDate,
    pub minute: u32,
}

impl Wall {
    /// What it shows at an instant.
    pub fn at(instant: DateTime<Utc>, zone: Tz) -> Self {
        Self { day: day_of(instant, zone), minute: minute_of_day(instant, zone) }
    }
}

/// From when to when on a day, half-open. A value is proof that it ends after it starts, and on the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisitTime {
    day: NaiveDate,
    from: u32,
    to: u32,
}

/// Why a time is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VisitTimeError {
    #[error("a visit has to end after it starts")]
    Empty,
    #[error("a visit ends on its day")]
    BeyondMidnight,
}

/// Why nobody can come then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    #[error("that time is over")]
    Past,
    #[error("the technician is away on that day")]
    Away,
}

vocabulary! {
    /// What was done with a visit, as letters tell it.
    pub enum VisitDeed {
        Planned = "planned",
        Moved = "moved",
        Cancelled = "cancelled",
    }
}

impl VisitTime {
    /// Minutes after local midnight, 0 to 1440.
    pub fn new(day: NaiveDate, from: u32, to: u32) -> Result<Self, VisitTimeError> {
        match (from < to, to <= END_OF_DAY) {
            (false, _) => Err(VisitTimeError::Empty),
            (_, false) => Err(VisitTimeError::BeyondMidnight),
            (true, true) => Ok(Self { day, from, to }),
        }
    }

    /// So long by the wall clock.
    pub fn lasting(day: NaiveDate, from: u32, length: Minutes) -> Result<Self, VisitTimeError> {
        let length = u32::try_from(length.0).map_err(|_| VisitTimeError::Empty)?;
        Self::new(day, from, from.saturating_add(length))
    }

    pub fn day(&self) -> NaiveDate {
        self.day
    }

    /// Minutes after local midnight.
    pub fn from(&self) -> u32 {
        self.from
    }

    /// Minutes after local midnight; 1440 is its end.
    pub fn to(&self) -> u32 {
        self.to
    }

    /// By the wall clock.
    pub fn length(&self) -> Minutes {
        Minutes(i64::from(self.to - self.from))
    }

    /// Whether one person could not be at both. Touching is no overlap.
    pub fn overlaps(&self, other: &VisitTime) -> bool {
        self.day == other.day && self.from < other.to && other.from < self.to
    }

    /// Whether the wall clock has come to its end.
    pub fn is_over(&self, now: Wall) -> bool {
        (self.day, self.to) <= (now.day, now.minute)
    }

    /// The instants of its start and end; `None` for a day that the zone never had.
    pub fn instants(&self, zone: Tz) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        Some((start_of(self.day, self.from, zone)?, start_of(self.day, self.to, zone)?))
    }

    /// Refuses what is over, and days on which the technician is away. An absence of half a day does not say which half:
    /// it refuses nothing.
    pub fn require_available(&self, now: Wall, absences: &[Absence]) -> Result<(), Unavailable> {
        if self.is_over(now) {
            return Err(Unavailable::Past);
        }
        let away = absences.iter().any(|absence| !absence.half && (absence.first..=absence.last).contains(&self.day));
        if away { Err(Unavailable::Away) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;

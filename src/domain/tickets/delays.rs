//! How long a request has waited, counted in opening time, and by when it is due.
//!
//! The clock of a delay stands still while the requester is waited for: those stretches are its pauses.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, TimeDelta, Utc};

use super::Priority;
use crate::domain::{calendar::Calendar, time::Minutes, vocabulary};

vocabulary! {
    /// What is promised within a delay.
    pub enum Timer {
        FirstAnswer = "first_answer",
        Settlement = "settlement",
    }
}

vocabulary! {
    /// How near a delay is to its target, or past it.
    pub enum Threshold {
        /// Three quarters of it have passed.
        Warned = "warned",
        /// All of it has.
        Over = "over",
    }
}

/// A promised delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Minutes of opening time.
    Minutes(i64),
    /// Days of opening time, each as long as the calendar says ([`Calendar::opening_day_minutes`]).
    Days(i64),
}

impl Target {
    /// In minutes of opening time.
    pub fn minutes(self, calendar: &Calendar) -> Minutes {
        match self {
            Target::Minutes(minutes) => Minutes(minutes),
            Target::Days(days) => Minutes(days.saturating_mul(calendar.opening_day_minutes().0)),
        }
    }
}

/// Why a typed target was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither a duration nor a number of days")]
pub struct TargetError;

/// « 2 h », « 90 min », « 5 jours », « 5 d »: up to a year.
impl FromStr for Target {
    type Err = TargetError;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        let typed = typed.trim().to_lowercase();
        let days = ["jours", "jour", "days", "day", "j", "d"].iter().find_map(|unit| typed.strip_suffix(unit));
        match days {
            Some(days) => days.trim().parse().ok().filter(|days| (1..=365).contains(days)).map(Self::Days),
            None => typed.parse::<Minutes>().ok().filter(|minutes| minutes.0 > 0).map(|minutes| Self::Minutes(minutes.0)),
        }
        .ok_or(TargetError)
    }
}

/// As it is kept: in letters that are read again whatever the language.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(minutes) => write!(f, "{minutes} min"),
            Self::Days(days) => write!(f, "{days} d"),
        }
    }
}

/// The delays of one priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    pub first_answer: Target,
    pub settlement: Target,
}

/// What a group promises, by priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Targets {
    pub blocks: Promise,
    pub hinders: Promise,
    pub can_wait: Promise,
}

impl Targets {
    /// Promises something else.
    pub fn set(&mut self, priority: Priority, timer: Timer, target: Target) {
        let promise = match priority {
            Priority::Blocks => &mut self.blocks,
            Priority::Hinders => &mut self.hinders,
            Priority::CanWait => &mut self.can_wait,
        };
        match timer {
            Timer::FirstAnswer => promise.first_answer = target,
            Timer::Settlement => promise.settlement = target,
        }
    }

    pub const fn of(&self, priority: Priority, timer: Timer) -> Target {
        let promise = match priority {
            Priority::Blocks => self.blocks,
            Priority::Hinders => self.hinders,
            Priority::CanWait => self.can_wait,
        };
        match timer {
            Timer::FirstAnswer => promise.first_answer,
            Timer::Settlement => promise.settlement,
        }
    }
}

/// Answered within two hours, four hours, two days; settled within one day, five days, twenty days.
impl Default for Targets {
    fn default() -> Targets {
        Targets {
            blocks: Promise { first_answer: Target::Minutes(2 * 60), settlement: Target::Days(1) },
            hinders: Promise { first_answer: Target::Minutes(4 * 60), settlement: Target::Days(5) },
            can_wait: Promise { first_answer: Target::Days(2), settlement: Target::Days(20) },
        }
    }
}

/// A stretch in which the clock stands still, half-open; without `to` it still lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    pub from: DateTime<Utc>,
    pub to: Option<DateTime<Utc>>,
}

/// The clock of one delay of one ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub received: DateTime<Utc>,
    /// When it was answered, or settled.
    pub stopped: Option<DateTime<Utc>>,
    /// In order of `from`; those that touch or overlap count once.
    pub pauses: Vec<Pause>,
}

/// From one instant to another, half-open; without an end it runs on.
type Stretch = (DateTime<Utc>, Option<DateTime<Utc>>);

impl Clock {
    /// When it ran, and runs on if no pause begins after `now`: in order, none empty. Whether it was stopped changes nothing.
    fn running(&self, now: DateTime<Utc>) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        let mut since = self.received;
        for pause in self.pauses.iter().filter(|pause| pause.from <= now) {
            if since < pause.from {
                stretches.push((since, Some(pause.from)));
            }
            let Some(to) = pause.to else { return stretches };
            since = since.max(pause.from).max(to);
        }
        stretches.push((since, None));
        stretches
    }

    /// Whether it stands still at `now` and nobody knows until when.
    fn is_paused(&self, now: DateTime<Utc>) -> bool {
        self.pauses.iter().any(|pause| pause.from <= now && pause.to.is_none())
    }
}

/// Whole minutes of opening time from receipt until the clock stopped, or until `now`, without those of its pauses.
pub fn spent(calendar: &Calendar, clock: &Clock, now: DateTime<Utc>) -> Minutes {
    let end = clock.stopped.unwrap_or(now);
    let within = clock.running(end).into_iter().map(|(from, to)| (from, to.map_or(end, |to| to.min(end))));
    // Seconds are cut off once, not at each pause.
    let time: TimeDelta = within.map(|(from, to)| calendar.time_between(from, to)).sum();
    Minutes(time.num_minutes())
}

/// The instant at which the target is, or was, reached if no further pause happens. Never outside opening hours, though
/// maybe at the very instant of closing.
///
/// `None` when the clock has stopped, while it stands still with no end known, and when ten years are not enough.
pub fn due(calendar: &Calendar, clock: &Clock, target: Minutes, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if clock.stopped.is_some() || clock.is_paused(now) {
        return None;
    }
    let mut left = TimeDelta::try_minutes(target.0)?;
    for (from, to) in clock.running(now) {
        let reached = calendar.add_time(from, left);
        let Some(to) = to else { return reached };
        if reached.is_some_and(|at| at <= to) {
            return reached;
        }
        left -= calendar.time_between(from, to);
    }
    None
}

/// The highest threshold that has been reached.
pub fn threshold(spent: Minutes, target: Minutes) -> Option<Threshold> {
    let (spent, target) = (i128::from(spent.0), i128::from(target.0));
    if spent >= target {
        Some(Threshold::Over)
    } else if spent * 100 >= target * 75 {
        Some(Threshold::Warned)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;

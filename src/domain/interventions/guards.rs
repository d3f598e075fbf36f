//! What blocks an intervention before it is recorded (`hours.md` § 7).

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::time::Month;

/// A half-open interval of work: `end` is no longer worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

/// Why an interval cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IntervalError {
    #[error("the end is not after the start")]
    EndsBeforeItStarts,
    #[error("the month {0} is closed")]
    MonthClosed(Month),
}

impl Interval {
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Result<Interval, IntervalError> {
        if end <= start { Err(IntervalError::EndsBeforeItStarts) } else { Ok(Interval { start, end }) }
    }

    pub fn start(self) -> DateTime<Utc> {
        self.start
    }

    pub fn end(self) -> DateTime<Utc> {
        self.end
    }

    pub fn overlaps(self, other: Interval) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// The first of one worker's recorded intervals that a new one would overlap, in their order.
pub fn first_overlap(recorded: &[Interval], new: Interval) -> Option<usize> {
    recorded.iter().position(|interval| interval.overlaps(new))
}

/// All pairs of one worker's intervals that overlap, as positions in `intervals`, each pair in order of start.
pub fn overlaps(intervals: &[Interval]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..intervals.len()).collect();
    order.sort_by_key(|position| (intervals[*position].start, intervals[*position].end));
    let mut pairs = Vec::new();
    for (rank, first) in order.iter().enumerate() {
        let later = order[rank + 1..].iter();
        let overlapping = later.take_while(|second| intervals[**second].start < intervals[*first].end);
        pairs.extend(overlapping.map(|second| (*first, *second)));
    }
    pairs
}

/// Refuses a local day whose month is already closed. `last_closed` is the last closed month, if any.
pub fn require_open(day: NaiveDate, last_closed: Option<Month>) -> Result<(), IntervalError> {
    let month = Month::of(day);
    match last_closed {
        Some(closed) if month <= closed => Err(IntervalError::MonthClosed(month)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn minute(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_770_000_000 + minute * 60, 0).expect("in range")
    }

    fn interval(start: i64, end: i64) -> Interval {
        Interval::new(minute(start), minute(end)).expect("an interval of a test")
    }

    #[test]
    fn an_interval_ends_after_it_starts() {
        assert_eq!(Interval::new(minute(5), minute(5)), Err(IntervalError::EndsBeforeItStarts));
        assert_eq!(Interval::new(minute(5), minute(4)), Err(IntervalError::EndsBeforeItStarts));
    }

    #[test]
    fn intervals_that_touch_do_not_overlap() {
        let recorded = [interval(0, 60), interval(60, 90)];
        assert_eq!(overlaps(&recorded), []);
        assert_eq!(first_overlap(&recorded, interval(90, 120)), None);
        assert_eq!(first_overlap(&recorded, interval(59, 61)), Some(0));
        assert_eq!(first_overlap(&recorded, interval(60, 61)), Some(1));
    }

    #[test]
    fn a_closed_month_takes_nothing_more() {
        let closed: Month = "2026-03".parse().expect("a month");
        let refused = Err(IntervalError::MonthClosed(closed));
        assert_eq!(require_open(closed.last_day(), Some(closed)), refused);
        assert_eq!(require_open(closed.next().first_day(), Some(closed)), Ok(()));
        assert_eq!(require_open(closed.last_day(), None), Ok(()));
    }

    proptest! {
        #[test]
        fn every_overlapping_pair_is_found(given in prop::collection::vec((0i64..200, 1i64..50), 0..12)) {
            let all: Vec<_> = given.iter().map(|(start, length)| interval(*start, start + length)).collect();
            let mut expected = 0;
            for (rank, one) in all.iter().enumerate() {
                expected += all[rank + 1..].iter().filter(|other| one.overlaps(**other)).count();
            }
            prop_assert_eq!(overlaps(&all).len(), expected);
        }
    }
}

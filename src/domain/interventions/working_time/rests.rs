//! Pauses, nights and weekly rests, between pieces of work whose hours are known.

use super::{Finding, Rule, Span, day_of};
use crate::domain::time::{Minutes, elapsed, start_of};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

/// The shortest gap that is a pause (art. L3121-16).
const PAUSE: Minutes = Minutes(20);

/// Stretches of work with no pause long enough in them, where there is more work than may go without one. Named by the day
/// on which they begin.
pub(super) fn without_pause(blocks: &[Span], zone: Tz) -> Vec<Finding> {
    let stretches = blocks.chunk_by(|before, after| elapsed(before.1, after.0) < PAUSE);
    let worked = |stretch: &[Span]| stretch.iter().map(|(start, end)| elapsed(*start, *end)).sum::<Minutes>();
    let long = stretches.filter(|stretch| worked(stretch).0 > Rule::NoPause.limit());
    long.filter_map(|stretch| stretch.first().map(|(start, _)| (day_of(*start, zone), worked(stretch))))
        .map(|(day, worked)| Finding::new(day, Rule::NoPause, worked))
        .collect()
}

/// Rests between the work of two days that are too short, named by the day that begins too early. Work that goes on
/// through midnight is the day on which it began.
pub(super) fn short_nights(blocks: &[Span], zone: Tz) -> Vec<Finding> {
    let nights = blocks.windows(2).filter_map(|pair| {
        let (evening, morning) = (pair.first()?, pair.last()?);
        let day = day_of(morning.0, zone);
        (day_of(evening.0, zone) < day).then(|| (day, elapsed(evening.1, morning.0)))
    });
    nights
        .filter(|(_, rest)| rest.0 < Rule::ShortNight.limit())
        .map(|(day, rest)| Finding::new(day, Rule::ShortNight, rest))
        .collect()
}

/// The longest rest that lies in a week, or reaches into it, when it is too short. Rests that begin before the first piece
/// known or end after the last are long enough: nobody knows better.
pub(super) fn short_week(blocks: &[Span], zone: Tz, monday: NaiveDate) -> Option<Finding> {
    let (opens, closes) = (start_of(monday, 0, zone)?, start_of(monday + TimeDelta::weeks(1), 0, zone)?);
    let within = |block: &&Span| block.0 < closes && block.1 > opens;
    let (first, last) = (blocks.iter().position(|b| within(&b))?, blocks.iter().rposition(|b| within(&b))?);
    // Without work on one of its sides, a rest has no end.
    let around = blocks.get(first.checked_sub(1)?..=last + 1)?;
    let rests = around.windows(2).filter_map(|pair| Some(elapsed(pair.first()?.1, pair.last()?.0)));
    let longest = rests.max()?;
    (longest.0 < Rule::ShortWeekRest.limit()).then(|| Finding::new(monday, Rule::ShortWeekRest, longest))
}

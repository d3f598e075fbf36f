//! Local days of a time zone: which day an instant belongs to, and where an interval crosses midnight.

use chrono::{DateTime, Duration, NaiveDate, Offset, TimeZone, Timelike, Utc};
use chrono_tz::{GapInfo, Tz};

use super::Minutes;

/// The part of an interval that lies within one local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayPart {
    pub day: NaiveDate,
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    /// The wall clock at `start`, in minutes after midnight.
    pub start_minute: u32,
    /// Elapsed minutes; the parts of an interval sum to the whole even when it holds seconds.
    pub minutes: Minutes,
}

/// The local day of an instant.
pub fn day_of(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    instant.with_timezone(&zone).date_naive()
}

/// What the wall clock shows, in minutes after midnight.
pub fn minute_of_day(instant: DateTime<Utc>, zone: Tz) -> u32 {
    let local = instant.with_timezone(&zone);
    local.hour() * 60 + local.minute()
}

/// The instant at which the wall clock of a day first shows `minute` after midnight, or skips it.
///
/// Later minutes never come at earlier instants, whatever the clocks do: times in order stay in order.
pub fn start_of(day: NaiveDate, minute: u32, zone: Tz) -> Option<DateTime<Utc>> {
    let wall = day.and_hms_opt(0, 0, 0)?.checked_add_signed(Duration::minutes(i64::from(minute)))?;
    let shown = zone.from_local_datetime(&wall).earliest();
    shown.or_else(|| GapInfo::new(&wall, &zone)?.end).map(|local| local.with_timezone(&Utc))
}

/// Whole minutes between two instants, whatever the clocks did meanwhile (`hours.md` § 1); negative when reversed.
pub fn elapsed(start: DateTime<Utc>, end: DateTime<Utc>) -> Minutes {
    Minutes((end - start).num_minutes())
}

/// Cuts a half-open interval at each local midnight. Empty when `end` is not after `start`.
pub fn days_of(start: DateTime<Utc>, end: DateTime<Utc>, zone: Tz) -> Vec<DayPart> {
    cut_where_it_changes(start, end, zone, |instant| day_of(instant, zone))
}

/// Like [`days_of`], and cut where the clocks change too: within each part the wall clock and elapsed time agree, so
/// opening hours can be compared with `start_minute` and `minutes`.
pub fn clock_parts(start: DateTime<Utc>, end: DateTime<Utc>, zone: Tz) -> Vec<DayPart> {
    cut_where_it_changes(start, end, zone, |instant| {
        let offset = zone.offset_from_utc_datetime(&instant.naive_utc()).fix();
        (day_of(instant, zone), offset.local_minus_utc())
    })
}

fn cut_where_it_changes<T: PartialEq>(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    zone: Tz,
    value: impl Fn(DateTime<Utc>) -> T,
) -> Vec<DayPart> {
    let mut parts = Vec::new();
    let mut from = start;
    while from < end {
        let until = next_change(from, end, &value);
        parts.push(DayPart {
            day: day_of(from, zone),
            start: from,
            end: until,
            start_minute: minute_of_day(from, zone),
            minutes: elapsed(start, until) - elapsed(start, from),
        });
        from = until;
    }
    parts
}

/// The first instant after `from` at which `value` differs, or `end`.
///
/// Searching hour by hour, then by bisection, needs no rule about when midnight exists: in some zones the clocks change
/// at midnight and a day starts at one o'clock.
fn next_change<T: PartialEq>(from: DateTime<Utc>, end: DateTime<Utc>, value: &impl Fn(DateTime<Utc>) -> T) -> DateTime<Utc> {
    let before = value(from);
    let mut same = from;
    let mut probe = an_hour_later(from, end);
    while value(probe) == before {
        if probe >= end {
            return end;
        }
        same = probe;
        probe = an_hour_later(probe, end);
    }
    while probe - same > Duration::seconds(1) {
        let middle = same + Duration::seconds((probe - same).num_seconds() / 2);
        if value(middle) == before { same = middle } else { probe = middle }
    }
    // Changes happen on whole seconds; a start that holds a fraction of one must not shift them.
    probe.with_nanosecond(0).filter(|whole| *whole > from).unwrap_or(probe)
}

fn an_hour_later(instant: DateTime<Utc>, end: DateTime<Utc>) -> DateTime<Utc> {
    instant.checked_add_signed(Duration::hours(1)).map_or(end, |later| later.min(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{America::Sao_Paulo, Europe::Paris, Pacific::Apia};
    use proptest::prelude::*;

    fn at(zone: Tz, year: i32, month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        let local = zone.with_ymd_and_hms(year, month, day, hour, minute, 0);
        local.earliest().expect("a time of a test").with_timezone(&Utc)
    }

    #[test]
    fn elapsed_minutes_are_counted_between_instants() {
        assert_eq!(elapsed(at(Paris, 2026, 3, 29, 1, 30), at(Paris, 2026, 3, 29, 3, 30)), Minutes(60));
        assert_eq!(elapsed(at(Paris, 2026, 10, 25, 1, 30), at(Paris, 2026, 10, 25, 3, 30)), Minutes(180));
    }

    #[test]
    fn an_interval_across_midnight_is_two() {
        let parts = days_of(at(Paris, 2026, 1, 31, 23, 0), at(Paris, 2026, 2, 1, 0, 45), Paris);
        let seen: Vec<_> = parts.iter().map(|part| (part.day.to_string(), part.start_minute, part.minutes.0)).collect();
        assert_eq!(seen, [("2026-01-31".to_string(), 1380, 60), ("2026-02-01".to_string(), 0, 45)]);
    }

    #[test]
    fn an_interval_that_ends_at_midnight_stays_one() {
        assert_eq!(days_of(at(Paris, 2026, 1, 31, 23, 0), at(Paris, 2026, 2, 1, 0, 0), Paris).len(), 1);
        assert!(days_of(at(Paris, 2026, 1, 31, 23, 0), at(Paris, 2026, 1, 31, 23, 0), Paris).is_empty());
    }

    #[test]
    fn clocks_that_change_cut_an_interval() {
        let spring = clock_parts(at(Paris, 2026, 3, 29, 1, 30), at(Paris, 2026, 3, 29, 3, 30), Paris);
        let seen: Vec<_> = spring.iter().map(|part| (part.start_minute, part.minutes.0)).collect();
        assert_eq!(seen, [(90, 30), (180, 30)]);
        let autumn = clock_parts(at(Paris, 2026, 10, 25, 1, 30), at(Paris, 2026, 10, 25, 3, 30), Paris);
        let seen: Vec<_> = autumn.iter().map(|part| (part.start_minute, part.minutes.0)).collect();
        assert_eq!(seen, [(90, 90), (120, 90)]);
    }

    #[test]
    fn days_without_a_midnight_and_days_that_never_were_are_survived() {
        let sao_paulo = days_of(at(Sao_Paulo, 2018, 11, 3, 23, 0), at(Sao_Paulo, 2018, 11, 4, 2, 0), Sao_Paulo);
        let seen: Vec<_> = sao_paulo.iter().map(|part| (part.start_minute, part.minutes.0)).collect();
        assert_eq!(seen, [(1380, 60), (60, 60)]);
        let apia = days_of(at(Apia, 2011, 12, 29, 23, 0), at(Apia, 2011, 12, 31, 1, 0), Apia);
        let days: Vec<_> = apia.iter().map(|part| part.day.to_string()).collect();
        assert_eq!(days, ["2011-12-29", "2011-12-31"]);
    }

    #[test]
    fn a_time_that_is_skipped_is_the_instant_of_the_skip() {
        let night = NaiveDate::from_ymd_opt(2026, 3, 29).expect("a day");
        let shown = |minute| start_of(night, minute, chrono_tz::Europe::Paris).map(|at| at.to_rfc3339());
        assert_eq!(shown(119).as_deref(), Some("2026-03-29T00:59:00+00:00"));
        for skipped in [120, 135, 150, 179, 180] {
            assert_eq!(shown(skipped).as_deref(), Some("2026-03-29T01:00:00+00:00"), "{skipped}");
        }
    }

    proptest! {
        #[test]
        fn cutting_at_midnight_never_loses_a_minute(start in 1_700_000_000i64..1_900_000_000, seconds in 0i64..300_000) {
            let start = DateTime::from_timestamp(start, 0).expect("in range");
            let end = start + Duration::seconds(seconds);
            for parts in [days_of(start, end, Paris), clock_parts(start, end, Paris)] {
                prop_assert_eq!(parts.iter().map(|part| part.minutes).sum::<Minutes>(), elapsed(start, end));
                for part in &parts {
                    prop_assert_eq!(day_of(part.end - Duration::seconds(1), Paris), part.day);
                }
                for pair in parts.windows(2) {
                    prop_assert_eq!(pair[0].end, pair[1].start);
                }
            }
        }
    }
}

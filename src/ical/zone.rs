//! What a time zone means, written into a calendar: the changes of its clocks around the events, one by one, so that it is
//! right in any zone and year, whatever a program knows.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};
use std::fmt::Write;

/// What holds from a moment on.
struct Observance {
    /// The wall clock just before.
    onset: NaiveDateTime,
    before: i32,
    after: i32,
    daylight: bool,
    name: Option<String>,
}

/// `VTIMEZONE` for events from a day to another: from the first of January before to the end of the year after, since
/// programs show events beside.
pub fn definition(zone: Tz, first: NaiveDate, last: NaiveDate) -> String {
    let from = NaiveDate::from_ymd_opt(first.year(), 1, 1).unwrap_or(first);
    let until = last.checked_add_months(Months::new(12)).unwrap_or(last);
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n", zone.name());
    for observance in observances(zone, from, until) {
        let kind = if observance.daylight { "DAYLIGHT" } else { "STANDARD" };
        let onset = observance.onset.format("%Y%m%dT%H%M%S");
        let (before, after) = (offset(observance.before), offset(observance.after));
        let name = observance.name.map(|name| format!("TZNAME:{name}\r\n")).unwrap_or_default();
        let _ =
            write!(text, "BEGIN:{kind}\r\nDTSTART:{onset}\r\nTZOFFSETFROM:{before}\r\nTZOFFSETTO:{after}\r\n{name}END:{kind}\r\n");
    }
    text.push_str("END:VTIMEZONE\r\n");
    text
}

fn observances(zone: Tz, from: NaiveDate, until: NaiveDate) -> Vec<Observance> {
    let midnight = |day: NaiveDate| DateTime::<Utc>::from_naive_utc_and_offset(NaiveDateTime::from(day), Utc);
    let mut known = vec![observance(zone, midnight(from), seconds(zone, midnight(from)))];
    for day in from.iter_days().take_while(|day| *day < until) {
        let (start, end) = (midnight(day), midnight(day + Days::new(1)));
        let before = seconds(zone, start);
        if before != seconds(zone, end) {
            known.push(observance(zone, change(zone, start, end), before));
        }
    }
    known
}

/// The first second at which the offset differs from that at `start`; at `end` it does.
fn change(zone: Tz, mut start: DateTime<Utc>, mut end: DateTime<Utc>) -> DateTime<Utc> {
    let before = seconds(zone, start);
    while end - start > TimeDelta::seconds(1) {
        let middle = start + TimeDelta::seconds((end - start).num_seconds() / 2);
        if seconds(zone, middle) == before { start = middle } else { end = middle }
    }
    end
}

fn observance(zone: Tz, at: DateTime<Utc>, before: i32) -> Observance {
    let offset = zone.offset_from_utc_datetime(&at.naive_utc());
    Observance {
        onset: at.naive_utc() + TimeDelta::seconds(i64::from(before)),
        before,
        after: offset.fix().local_minus_utc(),
        daylight: !offset.dst_offset().is_zero(),
        name: offset.abbreviation().map(str::to_owned),
    }
}

/// East of Greenwich.
fn seconds(zone: Tz, at: DateTime<Utc>) -> i32 {
    zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
}

/// « +0200 ».
fn offset(seconds: i32) -> String {
    let (sign, seconds) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let rest = if seconds.is_multiple_of(60) { String::new() } else { format!("{:02}", seconds % 60) };
    format!("{sign}{:02}{:02}{rest}", seconds / 3600, seconds / 60 % 60)
}

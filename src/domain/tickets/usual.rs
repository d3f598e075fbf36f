//! When somebody will look: the median first answer, counted in opening hours (`interface.md` §1, rule 8).

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc, Weekday};
use chrono_tz::Tz;

/// Opening hours used for the figure, minutes after local midnight, Monday to Friday.
const OPENS: i64 = 8 * 60 + 30;
const CLOSES: i64 = 18 * 60 + 30;

/// With fewer requests nothing is said.
const FEWEST: usize = 10;

/// The median of (received, answered) pairs in minutes of opening hours; `None` with fewer than ten.
pub fn median_minutes(answers: &[(DateTime<Utc>, DateTime<Utc>)], zone: Tz) -> Option<i64> {
    if answers.len() < FEWEST {
        return None;
    }
    let mut delays: Vec<i64> = answers.iter().map(|(received, answered)| open_minutes(*received, *answered, zone)).collect();
    delays.sort_unstable();
    delays.get(delays.len() / 2).copied()
}

/// Minutes of opening hours between two instants, at most those of sixty days.
fn open_minutes(from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> i64 {
    let (from, to) = (from.with_timezone(&zone), to.with_timezone(&zone));
    let minute = |hour: u32, minute: u32| i64::from(hour) * 60 + i64::from(minute);
    let (first, last) = (from.date_naive(), to.date_naive());
    let start = minute(from.hour(), from.minute());
    let end = minute(to.hour(), to.minute());
    first
        .iter_days()
        .take(60)
        .take_while(|day| *day <= last)
        .filter(|day| !is_weekend(*day))
        .map(|day| {
            let opens = if day == first { start.clamp(OPENS, CLOSES) } else { OPENS };
            let closes = if day == last { end.clamp(OPENS, CLOSES) } else { CLOSES };
            (closes - opens).max(0)
        })
        .sum()
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn paris(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        let local = NaiveDate::from_ymd_opt(2026, 3, day).and_then(|d| d.and_hms_opt(hour, minute, 0)).expect("a moment of March");
        local.and_local_timezone(chrono_tz::Europe::Paris).single().expect("one moment").to_utc()
    }

    #[test]
    fn nights_and_week_ends_do_not_count() {
        let zone = chrono_tz::Europe::Paris;
        assert_eq!(open_minutes(paris(3, 9, 0), paris(3, 11, 30), zone), 150);
        // Friday 17:30 to Monday 9:30: an hour and an hour.
        assert_eq!(open_minutes(paris(6, 17, 30), paris(9, 9, 30), zone), 120);
        assert_eq!(open_minutes(paris(7, 10, 0), paris(8, 10, 0), zone), 0);
    }

    #[test]
    fn below_ten_requests_nothing_is_said() {
        let one = (paris(3, 9, 0), paris(3, 9, 0) + TimeDelta::minutes(40));
        assert_eq!(median_minutes(&[one; 9], chrono_tz::Europe::Paris), None);
        assert_eq!(median_minutes(&[one; 10], chrono_tz::Europe::Paris), Some(40));
    }
}

//! When somebody will look: the median first answer, counted in opening hours (`interface.md` §1, rule 8).

use crate::domain::calendar::Calendar;
use chrono::{DateTime, Utc};

/// With fewer requests nothing is said.
const FEWEST: usize = 10;

/// The median of (received, answered) pairs in minutes of opening hours; `None` with fewer than ten.
pub fn median_minutes(answers: &[(DateTime<Utc>, DateTime<Utc>)], calendar: &Calendar) -> Option<i64> {
    if answers.len() < FEWEST {
        return None;
    }
    let mut delays: Vec<i64> = answers.iter().map(|(received, answered)| calendar.between(*received, *answered).0).collect();
    delays.sort_unstable();
    delays.get(delays.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn below_ten_requests_nothing_is_said() {
        let calendar = Calendar::usual(chrono_tz::Europe::Paris);
        let received =
            chrono::NaiveDate::from_ymd_opt(2026, 3, 3).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a moment").and_utc();
        let one = (received, received + TimeDelta::minutes(40));
        assert_eq!(median_minutes(&[one; 9], &calendar), None);
        assert_eq!(median_minutes(&[one; 10], &calendar), Some(40));
        // Friday ten to Monday ten: a day of opening, lunch and week-end left out.
        let over_a_week_end = (received + TimeDelta::days(3), received + TimeDelta::days(6));
        assert_eq!(median_minutes(&[over_a_week_end; 11], &calendar), Some(450));
    }
}

//! Calendar months, the rhythm of the pool.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar month, written `2026-01` (`hours.md` § 1). Years 1 to 9999; stepping past either end stays there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    /// Months since January of the year 0: one number makes order and distance plain arithmetic.
    index: i32,
}

/// The text is not a month written `2026-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a month is written like 2026-01")]
pub struct MonthError;

impl Month {
    const FIRST: i32 = 12;
    const LAST: i32 = 9999 * 12 + 11;

    pub fn new(year: i32, month: u32) -> Option<Month> {
        let valid = (1..=9999).contains(&year) && (1..=12).contains(&month);
        valid.then(|| Month { index: year * 12 + month as i32 - 1 })
    }

    /// The month that a day belongs to.
    pub fn of(day: NaiveDate) -> Month {
        Month::clamped(day.year().saturating_mul(12).saturating_add(day.month0() as i32))
    }

    pub fn year(self) -> i32 {
        self.index / 12
    }

    /// 1 for January.
    pub fn month(self) -> u32 {
        self.index.unsigned_abs() % 12 + 1
    }

    pub fn first_day(self) -> NaiveDate {
        // The first of a month between the years 1 and 9999 always exists; MAX only satisfies the type.
        NaiveDate::from_ymd_opt(self.year(), self.month(), 1).unwrap_or(NaiveDate::MAX)
    }

    pub fn last_day(self) -> NaiveDate {
        let (year, month) = if self.month() == 12 { (self.year() + 1, 1) } else { (self.year(), self.month() + 1) };
        let after = NaiveDate::from_ymd_opt(year, month, 1);
        after.and_then(|first| first.pred_opt()).unwrap_or(NaiveDate::MAX)
    }

    pub fn next(self) -> Month {
        self.plus(1)
    }

    pub fn previous(self) -> Month {
        self.plus(-1)
    }

    pub fn plus(self, months: i32) -> Month {
        Month::clamped(self.index.saturating_add(months))
    }

    /// How many months later than `other` this one is; negative when earlier.
    pub fn months_since(self, other: Month) -> i32 {
        self.index - other.index
    }

    fn clamped(index: i32) -> Month {
        Month { index: index.clamp(Month::FIRST, Month::LAST) }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Month, MonthError> {
        let (year, month) = text.split_once('-').ok_or(MonthError)?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(MonthError);
        }
        let year = year.parse().map_err(|_| MonthError)?;
        let month = month.parse().map_err(|_| MonthError)?;
        Month::new(year, month).ok_or(MonthError)
    }
}

impl TryFrom<String> for Month {
    type Error = MonthError;

    fn try_from(text: String) -> Result<Month, MonthError> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month of a test")
    }

    #[test]
    fn months_follow_each_other_across_years() {
        assert_eq!(month("2025-12").next(), month("2026-01"));
        assert_eq!(month("2026-01").previous(), month("2025-12"));
        assert_eq!(month("2026-01").plus(3), month("2026-04"));
        assert_eq!(month("2026-04").months_since(month("2025-12")), 4);
        assert_eq!(month("2024-02").last_day().to_string(), "2024-02-29");
        assert_eq!(month("2026-12").last_day().to_string(), "2026-12-31");
    }

    #[test]
    fn only_real_months_are_read() {
        for text in ["", "2026", "2026-1", "2026-13", "2026-00", "0000-01", "26-01", "2026-01-01", "+026-01", "２026-01"] {
            assert_eq!(text.parse::<Month>(), Err(MonthError), "{text:?}");
        }
        assert!(serde_json::from_str::<Month>("\"2026-13\"").is_err());
        assert_eq!(serde_json::to_string(&month("2026-01")).ok().as_deref(), Some("\"2026-01\""));
    }

    #[test]
    fn stepping_past_the_calendar_stays_at_its_end() {
        assert_eq!(month("9999-12").plus(i32::MAX), month("9999-12"));
        assert_eq!(month("0001-01").plus(i32::MIN), month("0001-01"));
        assert_eq!(Month::of(NaiveDate::MAX), month("9999-12"));
        assert_eq!(month("9999-12").last_day().to_string(), "9999-12-31");
    }

    proptest! {
        #[test]
        fn a_month_reads_back_as_written_and_holds_its_days(year in 1..=9999, number in 1u32..=12) {
            let month = Month::new(year, number).expect("in range");
            prop_assert_eq!(month.to_string().parse(), Ok(month));
            prop_assert_eq!((month.year(), month.month()), (year, number));
            prop_assert_eq!(Month::of(month.first_day()), month);
            prop_assert_eq!(Month::of(month.last_day()), month);
        }
    }
}

//! The public holidays of France, for any year (art. L3133-1 of the Code du travail).
//!
//! The two more of Alsace-Moselle (art. L3134-13) are left out, and so is what overseas departments add.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::domain::vocabulary;

vocabulary! {
    /// One of the eleven days, in the order of a year.
    pub enum PublicHoliday {
        NewYear = "new_year",
        EasterMonday = "easter_monday",
        LabourDay = "labour_day",
        Victory = "victory",
        Ascension = "ascension",
        WhitMonday = "whit_monday",
        NationalDay = "national_day",
        Assumption = "assumption",
        AllSaints = "all_saints",
        Armistice = "armistice",
        Christmas = "christmas",
    }
}

impl PublicHoliday {
    /// Its day in a year of the Gregorian calendar; `None` for years that `chrono` does not know.
    ///
    /// Ascension may fall on 1 or 8 May: both names then stand for that one day.
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        let on = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        let after_easter = |days| easter(year).and_then(|sunday| sunday.checked_add_signed(TimeDelta::days(days)));
        match self {
            PublicHoliday::NewYear => on(1, 1),
            PublicHoliday::EasterMonday => after_easter(1),
            PublicHoliday::LabourDay => on(5, 1),
            PublicHoliday::Victory => on(5, 8),
            PublicHoliday::Ascension => after_easter(39),
            PublicHoliday::WhitMonday => after_easter(50),
            PublicHoliday::NationalDay => on(7, 14),
            PublicHoliday::Assumption => on(8, 15),
            PublicHoliday::AllSaints => on(11, 1),
            PublicHoliday::Armistice => on(11, 11),
            PublicHoliday::Christmas => on(12, 25),
        }
    }
}

/// The public holiday that a day is, if any.
pub fn public_holiday(day: NaiveDate) -> Option<PublicHoliday> {
    PublicHoliday::ALL.iter().copied().find(|holiday| holiday.in_year(day.year()) == Some(day))
}

/// Easter Sunday: the "anonymous" algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms, chapter 8).
pub fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let (leap_centuries, rest_of_centuries) = (century.div_euclid(4), century.rem_euclid(4));
    let moon_correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - leap_centuries - moon_correction + 15).rem_euclid(30);
    let (leaps, rest) = (of_century.div_euclid(4), of_century.rem_euclid(4));
    let to_sunday = (32 + 2 * rest_of_centuries + 2 * leaps - epact - rest).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday).div_euclid(451);
    let days = epact + to_sunday - 7 * late + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(days.div_euclid(31)).ok()?, u32::try_from(days.rem_euclid(31) + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;
    use proptest::prelude::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day of a test")
    }

    #[test]
    fn easter_falls_where_almanacs_say() {
        for (year, month, on) in [
            (1583, 4, 10),
            (1818, 3, 22),
            (1943, 4, 25),
            (1954, 4, 18),
            (2000, 4, 23),
            (2008, 3, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
            (2285, 3, 22),
        ] {
            assert_eq!(easter(year), Some(day(year, month, on)), "{year}");
        }
    }

    #[test]
    fn the_eleven_days_of_2026() {
        let days: Vec<_> = PublicHoliday::ALL.iter().map(|holiday| holiday.in_year(2026)).collect();
        let expected = [(1, 1), (4, 6), (5, 1), (5, 8), (5, 14), (5, 25), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
        assert_eq!(days, expected.map(|(month, on)| Some(day(2026, month, on))));
        assert_eq!(public_holiday(day(2026, 5, 14)), Some(PublicHoliday::Ascension));
        assert_eq!(public_holiday(day(2026, 4, 5)), None, "Easter Sunday itself is no public holiday");
        assert_eq!(public_holiday(day(2026, 12, 26)), None, "Alsace-Moselle is left out");
    }

    #[test]
    fn two_holidays_on_one_day_are_one_day() {
        assert_eq!(PublicHoliday::Ascension.in_year(2008), Some(day(2008, 5, 1)));
        assert_eq!(public_holiday(day(2008, 5, 1)), Some(PublicHoliday::LabourDay));
    }

    proptest! {
        #[test]
        fn easter_is_a_sunday_between_22_march_and_25_april(year in 1583i32..9999) {
            let sunday = easter(year).expect("a year that is known");
            prop_assert_eq!(sunday.weekday(), Weekday::Sun);
            prop_assert!((day(year, 3, 22)..=day(year, 4, 25)).contains(&sunday));
        }

        #[test]
        fn every_year_has_its_holidays(year in 1900i32..2200) {
            let days: std::collections::BTreeSet<_> = PublicHoliday::ALL.iter().filter_map(|h| h.in_year(year)).collect();
            prop_assert!((10..=11).contains(&days.len()));
            prop_assert!(days.iter().all(|day| public_holiday(*day).is_some()));
        }
    }
}

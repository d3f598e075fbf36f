//! What the shared post can give in a month, in minutes: contract, less absences, less what the group needs itself.

use chrono::{Datelike, NaiveDate};

use super::public_holiday;
use crate::domain::time::{Minutes, Month};

/// What somebody is engaged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contract {
    /// A week's work, over five days from Monday to Friday.
    pub weekly: Minutes,
    /// The share of it for coordination, which no member is charged for.
    pub internal_permille: i64,
}

/// Days on which somebody does not work, both included; of each only the half when `half`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absence {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub half: bool,
}

/// A month of somebody's contract, and what remains of it for the members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Capacity {
    pub contracted: Minutes,
    pub absent: Minutes,
    pub internal: Minutes,
    pub available: Minutes,
}

/// The days of a month from Monday to Friday, public holidays left out.
pub fn working_days(month: Month) -> impl Iterator<Item = NaiveDate> {
    let days = month.first_day().iter_days().take_while(move |day| Month::of(*day) == month && *day <= month.last_day());
    days.filter(|day| day.weekday().num_days_from_monday() < 5 && public_holiday(*day).is_none())
}

/// Working days × a fifth of the week, less absences, less the internal share of what remains; each half up, once.
pub fn capacity(month: Month, contract: Contract, absences: &[Absence]) -> Capacity {
    let (mut days, mut halves) = (0, 0);
    for day in working_days(month) {
        days += 1;
        let away = absences.iter().filter(|absence| (absence.first..=absence.last).contains(&day));
        halves += away.map(|absence| if absence.half { 1 } else { 2 }).sum::<i64>().min(2);
    }
    let contracted = Minutes(half_up(contract.weekly.0 * days, 5));
    let absent = Minutes(half_up(contract.weekly.0 * halves, 10)).min(contracted);
    let internal = Minutes(half_up((contracted - absent).0 * contract.internal_permille, 1000));
    Capacity { contracted, absent, internal, available: contracted - absent - internal }
}

fn half_up(amount: i64, divisor: i64) -> i64 {
    (2 * amount + divisor) / (2 * divisor)
}

impl std::ops::Add for Capacity {
    type Output = Capacity;
    fn add(self, other: Capacity) -> Capacity {
        Capacity {
            contracted: self.contracted + other.contracted,
            absent: self.absent + other.absent,
            internal: self.internal + other.internal,
            available: self.available + other.available,
        }
    }
}

impl std::iter::Sum for Capacity {
    fn sum<I: Iterator<Item = Capacity>>(capacities: I) -> Capacity {
        capacities.fold(Capacity::default(), |sum, capacity| sum + capacity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month of a test")
    }

    fn absence(first: &str, last: &str, half: bool) -> Absence {
        let day = |text: &str| text.parse().expect("a day of a test");
        Absence { first: day(first), last: day(last), half }
    }

    const FULL_TIME: Contract = Contract { weekly: Minutes(35 * 60), internal_permille: 100 };

    #[test]
    fn public_holidays_are_no_working_days() {
        for (text, days) in [("2026-02", 20), ("2026-05", 17), ("2026-11", 20), ("2026-08", 21), ("2024-02", 21)] {
            assert_eq!(working_days(month(text)).count(), days, "{text}");
        }
    }

    #[test]
    fn contract_less_absences_less_the_internal_share() {
        let seen = |absences: &[Absence]| {
            let capacity = capacity(month("2026-02"), FULL_TIME, absences);
            (capacity.contracted.0, capacity.absent.0, capacity.internal.0, capacity.available.0)
        };
        assert_eq!(seen(&[]), (8400, 0, 840, 7560));
        let week = absence("2026-02-09", "2026-02-15", false);
        assert_eq!(seen(&[week]), (8400, 2100, 630, 5670), "week-ends are not counted");
        assert_eq!(seen(&[absence("2026-02-09", "2026-02-09", true)]), (8400, 210, 819, 7371));
        assert_eq!(seen(&[week, week]), seen(&[week]), "nobody is away twice on one day");
        assert_eq!(seen(&[absence("2026-01-01", "2026-03-31", false)]), (8400, 8400, 0, 0));
        assert_eq!(seen(&[absence("2026-05-01", "2026-05-31", false)]), seen(&[]), "another month's absence");
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_contract_and_none_is_negative(
            weekly in 0i64..3000, permille in 0i64..=1000, of in 0i32..600,
            away in prop::collection::vec((0i64..40, 0i64..40, any::<bool>()), 0..6),
        ) {
            let month = month("2000-01").plus(of);
            let first = month.first_day();
            let absences: Vec<_> = away
                .into_iter()
                .map(|(from, length, half)| {
                    let from = first + chrono::TimeDelta::days(from);
                    Absence { first: from, last: from + chrono::TimeDelta::days(length), half }
                })
                .collect();
            let seen = capacity(month, Contract { weekly: Minutes(weekly), internal_permille: permille }, &absences);
            prop_assert_eq!(seen.absent + seen.internal + seen.available, seen.contracted);
            prop_assert!(seen.absent.0 >= 0 && seen.internal.0 >= 0 && seen.available.0 >= 0);
        }
    }
}

//! What a subsidy brings to each of its months (`hours.md` § 5): a total over its months to the cent, or so much a month.

use crate::domain::ids::StructureId;
use crate::domain::interventions::Kind;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::domain::vocabulary;
use std::collections::{BTreeMap, BTreeSet};

vocabulary! {
    /// What the amount of a subsidy is.
    pub enum Basis {
        /// For the whole of its period.
        Total = "total",
        /// For each of its months.
        Monthly = "monthly",
    }
}

/// The work that a subsidy is for, as far as its agreement names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assigned {
    /// Empty: every kind.
    pub kinds: BTreeSet<Kind>,
    /// Empty: every structure.
    pub structures: BTreeSet<StructureId>,
}

impl Assigned {
    /// The kinds that an agreement can name: work for a structure.
    pub fn offered() -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(|kind| kind.is_charged())
    }

    /// The kinds of work that count.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        Self::offered().filter(|kind| self.kinds.is_empty() || self.kinds.contains(kind))
    }
}

/// The longest period of a subsidy, in months.
pub const LONGEST: i32 = 120;

/// The months from the first to the last, both in it; no more than [`LONGEST`].
pub fn months(first: Month, last: Month) -> impl Iterator<Item = Month> {
    let count = (last.months_since(first) + 1).clamp(0, LONGEST);
    (0..count).map(move |ahead| first.plus(ahead))
}

/// What each month has: `settled` months as they are, the others what is left of the total, telescoped to the cent:
/// the sum to the *k*th is total × *k* ÷ *n*, rounded down, so that all sum to the total and none differs by more than a cent.
pub fn spread(basis: Basis, amount: Cents, first: Month, last: Month, settled: &BTreeMap<Month, Cents>) -> BTreeMap<Month, Cents> {
    let open: Vec<Month> = months(first, last).filter(|month| !settled.contains_key(month)).collect();
    let given: Cents = months(first, last).filter_map(|month| settled.get(&month).copied()).sum();
    let left = Cents((amount - given).0.max(0));
    let count = i64::try_from(open.len()).unwrap_or(i64::MAX);
    let mut all: BTreeMap<Month, Cents> = months(first, last).filter_map(|m| settled.get(&m).map(|cents| (m, *cents))).collect();
    for (number, month) in (0i64..).zip(open) {
        let cents = match basis {
            Basis::Monthly => amount,
            Basis::Total => up_to(left, number + 1, count) - up_to(left, number, count),
        };
        all.insert(month, cents);
    }
    all
}

fn up_to(total: Cents, part: i64, whole: i64) -> Cents {
    let exact = i128::from(total.0) * i128::from(part) / i128::from(whole.max(1));
    Cents(i64::try_from(exact).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn a_total_is_spread_to_the_cent() {
        let spread = |settled: &BTreeMap<Month, Cents>| {
            let all = super::spread(Basis::Total, Cents(100_000), month("2026-11"), month("2027-01"), settled);
            all.into_values().map(|cents| cents.0).collect::<Vec<_>>()
        };
        assert_eq!(spread(&BTreeMap::new()), [33_333, 33_333, 33_334]);
        assert_eq!(spread(&BTreeMap::from([(month("2026-12"), Cents(50_000))])), [25_000, 50_000, 25_000]);
        assert_eq!(spread(&BTreeMap::from([(month("2026-11"), Cents(150_000))])), [150_000, 0, 0], "never a cost");
        assert_eq!(spread(&BTreeMap::from([(month("2030-01"), Cents(1))])), [33_333, 33_333, 33_334], "outside its period");
    }

    #[test]
    fn so_much_a_month_is_that_in_each() {
        let all = spread(Basis::Monthly, Cents(150), month("2026-01"), month("2026-02"), &BTreeMap::new());
        assert_eq!(all.into_values().collect::<Vec<_>>(), [Cents(150), Cents(150)]);
    }

    proptest! {
        #[test]
        fn months_that_are_open_take_what_is_left(total in 0i64..10_000_000, count in 1i32..60, settled in prop::collection::vec((0i32..60, 0i64..200_000), 0..6)) {
            let (first, last) = (month("2026-01"), month("2026-01").plus(count - 1));
            let settled: BTreeMap<Month, Cents> = settled.into_iter().map(|(ahead, cents)| (first.plus(ahead), Cents(cents))).collect();
            let all = spread(Basis::Total, Cents(total), first, last, &settled);
            prop_assert_eq!(all.len(), usize::try_from(count).unwrap_or(0));
            let given: i64 = all.iter().filter(|(month, _)| settled.contains_key(month)).map(|(_, cents)| cents.0).sum();
            let open: Vec<i64> = all.iter().filter(|(month, _)| !settled.contains_key(month)).map(|(_, cents)| cents.0).collect();
            if let (Some(least), Some(most)) = (open.iter().min(), open.iter().max()) {
                prop_assert_eq!(open.iter().sum::<i64>(), (total - given).max(0));
                prop_assert!(most - least <= 1 && *least >= 0);
            }
        }
    }
}

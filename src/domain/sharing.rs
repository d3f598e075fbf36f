//! Sharing a whole so that the parts sum to it: largest remainder (`hours.md` §§ 4, 5).

use std::{cmp::Reverse, collections::BTreeMap};

/// Why a total could not be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SharingError {
    #[error("nobody has a weight to share by")]
    NoWeight,
    #[error("a weight is negative")]
    NegativeWeight,
    #[error("the sum is too large")]
    TooLarge,
}

/// Shares `total` (minutes or cents) by largest remainder: floors first, then one unit each to the largest remainders.
/// Ties go to the larger weight, then to the lower key. A negative total is shared as its absolute value.
///
/// Every key of `weights` has its part, zero included. A total of zero needs no weight.
pub fn share<K: Ord + Clone>(total: i64, weights: &BTreeMap<K, i64>) -> Result<BTreeMap<K, i64>, SharingError> {
    if weights.values().any(|weight| *weight < 0) {
        return Err(SharingError::NegativeWeight);
    }
    if total == 0 {
        return Ok(weights.keys().map(|key| (key.clone(), 0)).collect());
    }
    let whole: i128 = weights.values().map(|weight| i128::from(*weight)).sum();
    if whole == 0 {
        return Err(SharingError::NoWeight);
    }
    let parts = parts_of(i128::from(total).abs(), whole, weights);
    let sign = i128::from(total.signum());
    parts.into_iter().map(|(key, part)| Ok((key, narrow(sign * part)?))).collect()
}

fn parts_of<K: Ord + Clone>(total: i128, whole: i128, weights: &BTreeMap<K, i64>) -> BTreeMap<K, i128> {
    let exact = |weight: i64| total * i128::from(weight);
    let mut parts: BTreeMap<K, i128> = weights.iter().map(|(key, weight)| (key.clone(), exact(*weight) / whole)).collect();
    let mut order: Vec<(&K, i64)> = weights.iter().map(|(key, weight)| (key, *weight)).collect();
    // The sort is stable and the map is in key order, which settles the last tie.
    order.sort_by_key(|(_, weight)| (Reverse(exact(*weight) % whole), Reverse(*weight)));
    let mut leftover = total - parts.values().sum::<i128>();
    for (key, _) in order {
        if leftover == 0 {
            break;
        }
        if let Some(part) = parts.get_mut(key) {
            *part += 1;
            leftover -= 1;
        }
    }
    parts
}

/// Shares several lines so that each line sums to its amount and each key to its share of the sum of all (`hours.md` § 5):
/// cell(line *j*) = share(sum to *j*) − share(sum to *j* − 1).
pub fn share_lines<K: Ord + Clone>(lines: &[i64], weights: &BTreeMap<K, i64>) -> Result<Vec<BTreeMap<K, i64>>, SharingError> {
    let mut sum = 0i64;
    let mut before = share(0, weights)?;
    let mut cells = Vec::with_capacity(lines.len());
    for line in lines {
        sum = sum.checked_add(*line).ok_or(SharingError::TooLarge)?;
        let after = share(sum, weights)?;
        cells.push(difference(&after, &before)?);
        before = after;
    }
    Ok(cells)
}

fn difference<K: Ord + Clone>(after: &BTreeMap<K, i64>, before: &BTreeMap<K, i64>) -> Result<BTreeMap<K, i64>, SharingError> {
    let cell = |(key, part): (&K, &i64)| {
        let earlier = before.get(key).copied().unwrap_or(0);
        Ok((key.clone(), part.checked_sub(earlier).ok_or(SharingError::TooLarge)?))
    };
    after.iter().map(cell).collect()
}

fn narrow(part: i128) -> Result<i64, SharingError> {
    i64::try_from(part).map_err(|_| SharingError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn weights<const N: usize>(given: [i64; N]) -> BTreeMap<usize, i64> {
        given.into_iter().enumerate().collect()
    }

    fn shared<const N: usize>(total: i64, given: [i64; N]) -> Vec<i64> {
        share(total, &weights(given)).expect("can be shared").into_values().collect()
    }

    #[test]
    fn a_tour_is_shared_by_largest_remainder() {
        assert_eq!(shared(70, [45, 90, 20]), [20, 41, 9]);
        assert_eq!(shared(70, [1, 1, 1]), [24, 23, 23]);
    }

    #[test]
    fn ties_go_to_the_larger_weight_then_to_the_lower_key() {
        assert_eq!(shared(1, [1, 3, 1, 3]), [0, 1, 0, 0]);
        assert_eq!(shared(2, [1, 1, 1, 1]), [1, 1, 0, 0]);
        // 2 over 1/3: 0.5 and 1.5, the same remainder.
        assert_eq!(shared(2, [1, 3]), [0, 2]);
    }

    #[test]
    fn the_costs_of_march_are_shared_to_the_cent() {
        let lines = [52_000, 19_760, 7_176, 3_740, 2_115, 3_994, -15_000];
        for (given, expected) in
            [([600, 300, 240, 180], [33_539, 16_769, 13_415, 10_062]), ([200, 500, 30, 250], [15_058, 37_645, 2_259, 18_823])]
        {
            let cells = share_lines(&lines, &weights(given)).expect("can be shared");
            for (cell, line) in cells.iter().zip(lines) {
                assert_eq!(cell.values().sum::<i64>(), line);
            }
            for (key, total) in expected.into_iter().enumerate() {
                assert_eq!(cells.iter().map(|cell| cell[&key]).sum::<i64>(), total);
            }
        }
    }

    #[test]
    fn what_cannot_be_shared_is_refused() {
        assert_eq!(share(1, &weights([])), Err(SharingError::NoWeight));
        assert_eq!(share(1, &weights([0, 0])), Err(SharingError::NoWeight));
        assert_eq!(share(1, &weights([2, -1])), Err(SharingError::NegativeWeight));
        assert_eq!(share_lines(&[i64::MAX, 1], &weights([1])), Err(SharingError::TooLarge));
        assert_eq!(share(i64::MIN, &weights([1])).ok(), Some(weights([i64::MIN])));
    }

    proptest! {
        #[test]
        fn sharing_never_loses_a_minute(total in any::<i64>(), given in prop::collection::btree_map(0u8.., 0..=i64::MAX, 1..9)) {
            prop_assume!(given.values().any(|weight| *weight > 0));
            let parts = share(total, &given).expect("can be shared");
            prop_assert_eq!(parts.values().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
        }

        #[test]
        fn a_part_is_its_exact_share_to_less_than_one_unit(total in -100_000i64..100_000, given in prop::collection::btree_map(0u8.., 0i64..10_000, 1..9)) {
            prop_assume!(given.values().any(|weight| *weight > 0));
            let whole: i64 = given.values().sum();
            for (key, part) in share(total, &given).expect("can be shared") {
                prop_assert!((part * whole - total * given[&key]).abs() < whole);
            }
        }

        #[test]
        fn cells_are_exact_in_both_directions(lines in prop::collection::vec(-1_000_000i64..1_000_000, 1..9), given in prop::collection::btree_map(0u8.., 0i64..10_000, 1..9)) {
            prop_assume!(given.values().any(|weight| *weight > 0));
            let cells = share_lines(&lines, &given).expect("can be shared");
            for (cell, line) in cells.iter().zip(&lines) {
                prop_assert_eq!(cell.values().sum::<i64>(), *line);
            }
            for (key, part) in share(lines.iter().sum(), &given).expect("can be shared") {
                prop_assert_eq!(cells.iter().map(|cell| cell[&key]).sum::<i64>(), part);
            }
        }
    }
}

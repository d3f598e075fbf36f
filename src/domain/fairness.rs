//! Who waits, and who uses what they bought: figures of structures, never of people (`tickets.md` § 11).

mod told;

use crate::domain::time::Minutes;

pub use told::{Answers, ByStructure, FEWEST_STRUCTURES, FEWEST_TICKETS, Told, told_of_group, told_together};

/// With fewer answers no median is told: it would tell of one request (`security.md`, test 6).
pub const FEWEST_ANSWERS: usize = 5;

/// The median of delays in minutes of opening hours; `None` with fewer than [`FEWEST_ANSWERS`].
pub fn median(mut delays: Vec<Minutes>) -> Option<Minutes> {
    if delays.len() < FEWEST_ANSWERS {
        return None;
    }
    delays.sort_unstable();
    delays.get(delays.len() / 2).copied()
}

/// Shares of a whole in thousandths, which sum to a thousand: floors first, what is left to the largest remainders. All zero
/// when there is nothing to share.
pub fn shares(parts: &[Minutes]) -> Vec<i64> {
    let weights: Vec<i64> = parts.iter().map(|part| part.0.max(0)).collect();
    let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if whole == 0 {
        return vec![0; parts.len()];
    }
    let exact: Vec<(i64, i128)> = weights
        .iter()
        .map(|weight| {
            let thousands = i128::from(*weight) * 1000;
            (i64::try_from(thousands / whole).unwrap_or(0), thousands % whole)
        })
        .collect();
    let mut shares: Vec<i64> = exact.iter().map(|(floor, _)| *floor).collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    order.sort_by_key(|nth| std::cmp::Reverse((exact[*nth].1, weights[*nth])));
    let missing = 1000 - shares.iter().sum::<i64>();
    for nth in order.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        shares[nth] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn four_answers_tell_nothing_and_five_tell_the_middle() {
        let delays = |minutes: &[i64]| minutes.iter().copied().map(Minutes).collect::<Vec<_>>();
        assert_eq!(median(delays(&[10, 20, 30, 40])), None);
        assert_eq!(median(delays(&[500, 20, 30, 10, 40])), Some(Minutes(30)));
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_whole(parts in proptest::collection::vec(0i64..100_000, 0..12)) {
            let minutes: Vec<Minutes> = parts.iter().copied().map(Minutes).collect();
            let all: i64 = shares(&minutes).iter().sum();
            prop_assert_eq!(all, if parts.iter().sum::<i64>() == 0 { 0 } else { 1000 });
            for (part, share) in parts.iter().zip(shares(&minutes)) {
                prop_assert!(share >= 0 && (*part > 0 || share <= 1));
            }
        }
    }
}

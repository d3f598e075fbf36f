//! One visit, several members: what each of them carries (`hours.md` § 2). The parts always sum to the whole.

use std::collections::BTreeMap;

use crate::domain::{
    sharing::{SharingError, share},
    time::Minutes,
    vocabulary,
};

vocabulary! {
    /// How a group shares the travel of a tour.
    pub enum TourSplit {
        /// By the minutes spent on site.
        OnSite = "on_site",
        Equal = "equal",
    }
}

/// Shares the travel of a tour over the structures visited, each with its minutes on site.
///
/// Equally when nobody's on-site minutes are known: the travel was real all the same. Refused when nobody was visited.
pub fn share_tour<K: Ord + Clone>(
    travel: Minutes,
    on_site: &BTreeMap<K, Minutes>,
    split: TourSplit,
) -> Result<BTreeMap<K, Minutes>, SharingError> {
    let nothing_known = on_site.values().all(|minutes| minutes.is_zero());
    let weight = |minutes: &Minutes| match split {
        TourSplit::OnSite if !nothing_known => minutes.0,
        _ => 1,
    };
    let weights = on_site.iter().map(|(key, minutes)| (key.clone(), weight(minutes))).collect();
    share_work(travel, &weights)
}

/// Shares work done for several structures at once by the shares given with it.
pub fn share_work<K: Ord + Clone>(real: Minutes, shares: &BTreeMap<K, i64>) -> Result<BTreeMap<K, Minutes>, SharingError> {
    let parts = share(real.0, shares)?;
    Ok(parts.into_iter().map(|(key, part)| (key, Minutes(part))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tour(split: TourSplit, on_site: [i64; 3]) -> Vec<i64> {
        let on_site = on_site.into_iter().map(Minutes).enumerate().collect();
        share_tour(Minutes(70), &on_site, split).expect("can be shared").into_values().map(|part| part.0).collect()
    }

    #[test]
    fn travel_follows_the_minutes_on_site_or_is_equal() {
        assert_eq!(tour(TourSplit::OnSite, [45, 90, 20]), [20, 41, 9]);
        assert_eq!(tour(TourSplit::Equal, [45, 90, 20]), [24, 23, 23]);
        assert_eq!(tour(TourSplit::OnSite, [0, 0, 0]), [24, 23, 23]);
    }

    #[test]
    fn a_tour_that_visited_nobody_is_refused() {
        let nobody = BTreeMap::<u8, Minutes>::new();
        assert_eq!(share_tour(Minutes(70), &nobody, TourSplit::Equal), Err(SharingError::NoWeight));
    }
}

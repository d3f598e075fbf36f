//! What a structure is told of its hours before it is too late (`hours.md` § 7): thresholds, each told once a month.

use chrono::NaiveDate;

use super::Lot;
use crate::domain::{
    time::{Minutes, Month},
    vocabulary,
};

vocabulary! {
    /// What was crossed.
    pub enum Threshold {
        /// Four fifths of the month's own hours are used.
        Used80 = "used_80",
        Used100 = "used_100",
        /// Hours are lost within thirty days.
        Expiring30 = "expiring_30",
        Expiring7 = "expiring_7",
    }
}

/// The thresholds that a use has crossed, the highest first: what is told is the first of them, once.
///
/// `own` is what the month has of its own: what its lots covered, and what is left of them.
pub fn crossed_by_use(charged: Minutes, own: Minutes) -> &'static [Threshold] {
    if charged <= Minutes::ZERO {
        &[]
    } else if charged >= own {
        &[Threshold::Used100, Threshold::Used80]
    } else if i128::from(charged.0) * 5 >= i128::from(own.0) * 4 {
        &[Threshold::Used80]
    } else {
        &[]
    }
}

/// Hours of one month of expiry that will soon be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiring {
    /// The month at whose end they are lost.
    pub month: Month,
    pub minutes: Minutes,
    /// The nearest first: who is told of seven days need not hear of thirty.
    pub thresholds: &'static [Threshold],
}

/// What of `lots` is lost within thirty days, by month of expiry.
pub fn expiring(lots: &[Lot], today: NaiveDate) -> Vec<Expiring> {
    let mut soon: Vec<Expiring> = Vec::new();
    for lot in lots.iter().filter(|lot| lot.minutes > Minutes::ZERO) {
        let thresholds: &'static [Threshold] = match (lot.expiry.last_day() - today).num_days() {
            0..=7 => &[Threshold::Expiring7, Threshold::Expiring30],
            8..=30 => &[Threshold::Expiring30],
            _ => continue,
        };
        match soon.iter_mut().find(|known| known.month == lot.expiry) {
            Some(known) => known.minutes += lot.minutes,
            None => soon.push(Expiring { month: lot.expiry, minutes: lot.minutes, thresholds }),
        }
    }
    soon
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_of_use_are_four_fifths_and_all() {
        let crossed = |charged, own| crossed_by_use(Minutes(charged), Minutes(own)).first().copied();
        assert_eq!(crossed(0, 0), None);
        assert_eq!(crossed(287, 360), None);
        assert_eq!(crossed(288, 360), Some(Threshold::Used80));
        assert_eq!(crossed(359, 360), Some(Threshold::Used80));
        assert_eq!(crossed(360, 360), Some(Threshold::Used100));
        assert_eq!(crossed(15, 0), Some(Threshold::Used100));
    }

    #[test]
    fn hours_are_told_of_thirty_and_seven_days_before_they_are_lost() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let month = |text: &str| text.parse::<Month>().expect("a month");
        let lot = |origin, expiry, minutes| Lot { origin: month(origin), expiry: month(expiry), minutes: Minutes(minutes) };
        let lots = [lot("2026-01", "2026-04", 30), lot("2026-02", "2026-04", 15), lot("2026-02", "2026-05", 60)];
        let told =
            |today| expiring(&lots, day(today)).into_iter().map(|e| (e.month, e.minutes.0, e.thresholds[0])).collect::<Vec<_>>();
        assert_eq!(told("2026-03-30"), []);
        assert_eq!(told("2026-03-31"), [(month("2026-04"), 45, Threshold::Expiring30)]);
        assert_eq!(told("2026-04-23"), [(month("2026-04"), 45, Threshold::Expiring7)]);
        assert_eq!(
            told("2026-05-01"),
            [(month("2026-05"), 60, Threshold::Expiring30)],
            "what is over is no longer told: the closing says it"
        );
    }
}

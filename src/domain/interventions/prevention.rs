//! Prevention against repair: where the counted minutes went.

use super::{Charge, Kind};
use crate::domain::money::half_up;
use crate::domain::time::Minutes;
use uuid::Uuid;

/// Counted minutes by what they were for. Each is in one place: the three sum to what was counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prevention {
    /// Maintenance, and all work on a ticket that a series made.
    pub preventive: Minutes,
    pub repair: Minutes,
    /// Training is neither.
    pub apart: Minutes,
}

impl Prevention {
    /// The preventive part of prevention and repair, per mille, half up; `None` when there was neither.
    pub fn permille(self) -> Option<i64> {
        let both = self.preventive + self.repair;
        let share = || half_up(i128::from(self.preventive.0) * 1000, i128::from(both.0));
        (both > Minutes::ZERO).then(share).and_then(|share| i64::try_from(share).ok())
    }

    /// What was counted in all.
    pub fn counted(self) -> Minutes {
        self.preventive + self.repair + self.apart
    }

    /// This and that together.
    pub fn and(self, other: Prevention) -> Prevention {
        Prevention {
            preventive: self.preventive + other.preventive,
            repair: self.repair + other.repair,
            apart: self.apart + other.apart,
        }
    }
}

/// Splits what a structure is charged; `of_series` says whether a ticket was made by a series.
pub fn prevention(charge: &Charge, of_series: impl Fn(Uuid) -> bool) -> Prevention {
    let mut all = Prevention::default();
    for line in &charge.lines {
        let part = match line.kind {
            _ if line.ticket.is_some_and(&of_series) => &mut all.preventive,
            Kind::Maintenance => &mut all.preventive,
            Kind::Training => &mut all.apart,
            Kind::Remote | Kind::OnSite | Kind::Travel | Kind::Coordination | Kind::Absence => &mut all.repair,
        };
        *part += line.charged;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::{ChargeRules, Piece, charge};
    use super::*;
    use proptest::prelude::*;

    fn piece(ticket: u128, kind: Kind, minutes: i64) -> Piece {
        let day = "2026-03-10".parse().expect("a day of a test");
        let ticket = (ticket > 0).then(|| Uuid::from_u128(ticket));
        Piece { ticket, day, kind, start: None, real: Minutes(minutes), not_charged: None }
    }

    fn of_series(ticket: Uuid) -> bool {
        ticket.as_u128() >= 3
    }

    #[test]
    fn a_visit_of_a_series_is_prevention_with_its_travel_and_a_round_is_too() {
        let pieces = [
            piece(3, Kind::OnSite, 40),
            piece(3, Kind::Travel, 20),
            piece(0, Kind::Maintenance, 30),
            piece(1, Kind::Remote, 90),
            piece(0, Kind::Travel, 20),
            piece(0, Kind::Training, 60),
            piece(0, Kind::Coordination, 60),
        ];
        let split = prevention(&charge(&pieces, &ChargeRules::default()), of_series);
        let expected = Prevention { preventive: Minutes(90), repair: Minutes(110), apart: Minutes(60) };
        assert_eq!((split, split.permille()), (expected, Some(450)));
        assert_eq!(Prevention::default().permille(), None, "nothing was counted");
    }

    proptest! {
        #[test]
        fn every_counted_minute_is_in_one_place(
            work in prop::collection::vec((0u128..6, 0usize..7, 1i64..200), 0..30), unit in 1i64..30,
        ) {
            let pieces: Vec<Piece> = work.into_iter().map(|(ticket, kind, real)| piece(ticket, Kind::ALL[kind], real)).collect();
            let charge = charge(&pieces, &ChargeRules { unit: Minutes(unit), ..ChargeRules::default() });
            let split = prevention(&charge, of_series);
            prop_assert_eq!(split.counted(), charge.charged);
            prop_assert!(split.permille().is_none_or(|share| (0..=1000).contains(&share)));
        }
    }
}

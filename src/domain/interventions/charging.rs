//! The charge of a structure: sum, raise to the unit, multiply, round once.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{ChargeRules, Kind, NotCharged};
use crate::domain::{money::half_up, time::Minutes};

/// Work for one structure within one local day, as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The first ticket named, if any.
    pub ticket: Option<Uuid>,
    pub day: NaiveDate,
    pub kind: Kind,
    /// The wall clock at its start, in minutes after local midnight; unknown counts as within opening hours.
    pub start: Option<u32>,
    /// Elapsed minutes.
    pub real: Minutes,
    pub not_charged: Option<NotCharged>,
}

/// What one structure owes for one ticket, day and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub ticket: Option<Uuid>,
    pub day: NaiveDate,
    pub kind: Kind,
    pub real: Minutes,
    pub charged: Minutes,
    /// Real minutes among `real` that a reason keeps out of the charge.
    pub not_charged: Minutes,
}

/// What one structure owes, in order of day, ticket, kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Charge {
    pub lines: Vec<Line>,
    pub real: Minutes,
    pub charged: Minutes,
}

/// Charges the pieces of ONE structure (`hours.md` § 2). The order of the pieces does not matter.
pub fn charge<'a>(pieces: impl IntoIterator<Item = &'a Piece>, rules: &ChargeRules) -> Charge {
    let mut sums: BTreeMap<(NaiveDate, Option<Uuid>, Kind), Sum> = BTreeMap::new();
    for piece in pieces {
        let key = (piece.day, piece.ticket, piece.kind);
        sums.entry(key).or_default().add(piece, rules);
    }
    let line = |((day, ticket, kind), sum): (_, Sum)| Line {
        ticket,
        day,
        kind,
        real: sum.within + sum.after + sum.not_charged,
        charged: sum.charged(kind, rules),
        not_charged: sum.not_charged,
    };
    let lines: Vec<Line> = sums.into_iter().map(line).collect();
    Charge { real: lines.iter().map(|line| line.real).sum(), charged: lines.iter().map(|line| line.charged).sum(), lines }
}

/// Real minutes of one ticket, day and kind.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    within: Minutes,
    after: Minutes,
    not_charged: Minutes,
}

impl Sum {
    fn add(&mut self, piece: &Piece, rules: &ChargeRules) {
        if piece.not_charged.is_some() {
            self.not_charged += piece.real;
            return;
        }
        let within = within_opening_hours(piece, rules);
        self.within += within;
        self.after += piece.real - within;
    }

    /// The minutes added by the unit and the minimum take the multiplier of the real ones in proportion, so that one
    /// rounding is enough and cutting an interval in two never changes its charge.
    fn charged(self, kind: Kind, rules: &ChargeRules) -> Minutes {
        let real = self.within + self.after;
        if !kind.is_charged() || real <= Minutes::ZERO {
            return Minutes::ZERO;
        }
        let weighted = i128::from(self.within.0) * i128::from(rules.permille_of(kind))
            + i128::from(self.after.0) * i128::from(rules.after_hours_permille_of(kind));
        let exact = i128::from(raised(real, rules).0) * weighted;
        Minutes(i64::try_from(half_up(exact, i128::from(real.0) * 1000)).unwrap_or(i64::MAX))
    }
}

/// Exact multiples of the unit are left alone.
fn raised(real: Minutes, rules: &ChargeRules) -> Minutes {
    let unit = rules.unit.0.max(1);
    let missing = (unit - real.0.rem_euclid(unit)) % unit;
    Minutes(real.0.saturating_add(missing)).max(rules.minimum)
}

/// The part of a piece that opening hours cover: an interval across the edge is cut there.
fn within_opening_hours(piece: &Piece, rules: &ChargeRules) -> Minutes {
    let Some(start) = piece.start.map(i64::from) else {
        return piece.real;
    };
    let end = start.saturating_add(piece.real.0);
    let covered = end.min(i64::from(rules.closes)) - start.max(i64::from(rules.opens));
    Minutes(covered.clamp(0, piece.real.0.max(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn piece(start: &str, minutes: i64) -> Piece {
        let (hours, rest) = start.split_once(':').expect("a time of a test");
        let start = hours.parse::<u32>().expect("hours") * 60 + rest.parse::<u32>().expect("minutes");
        Piece {
            ticket: None,
            day: NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day of a test"),
            kind: Kind::Remote,
            start: Some(start),
            real: Minutes(minutes),
            not_charged: None,
        }
    }

    fn unit(minutes: i64) -> ChargeRules {
        ChargeRules { unit: Minutes(minutes), ..ChargeRules::default() }
    }

    fn multiplied(kind: Kind, permille: i64) -> ChargeRules {
        ChargeRules { permille: BTreeMap::from([(kind, permille)]), ..ChargeRules::default() }
    }

    fn charged(pieces: &[Piece], rules: &ChargeRules) -> i64 {
        charge(pieces, rules).charged.0
    }

    #[test]
    fn the_sum_of_a_day_is_raised_to_the_unit() {
        assert_eq!(charged(&[piece("13:00", 90)], &unit(15)), 90);
        assert_eq!(charged(&[piece("13:00", 91)], &unit(15)), 105);
        assert_eq!(charged(&[piece("09:00", 5), piece("15:00", 5)], &unit(30)), 30);
    }

    #[test]
    fn other_tickets_days_and_kinds_are_raised_apart() {
        let ticket = Piece { ticket: Some(Uuid::from_u128(1)), ..piece("09:00", 5) };
        let travel = Piece { kind: Kind::Travel, ..piece("09:00", 5) };
        assert_eq!(charged(&[piece("09:00", 5), ticket, travel], &unit(30)), 90);
    }

    #[test]
    fn a_multiplier_rounds_half_up() {
        assert_eq!(charged(&[piece("09:00", 50)], &multiplied(Kind::Remote, 1500)), 75);
        assert_eq!(charged(&[piece("09:00", 25)], &multiplied(Kind::Remote, 1250)), 31);
        assert_eq!(charged(&[piece("09:00", 1)], &multiplied(Kind::Remote, 500)), 1);
    }

    #[test]
    fn an_interval_is_cut_at_the_edge_of_opening_hours() {
        let rules = ChargeRules { after_hours_permille: 1500, ..ChargeRules::default() };
        assert_eq!(charged(&[piece("17:40", 90)], &rules), 110);
        assert_eq!(charged(&[piece("18:30", 60)], &rules), 90);
        assert_eq!(charged(&[piece("08:00", 60)], &rules), 75);
        assert_eq!(charged(&[Piece { start: None, ..piece("23:00", 60) }], &rules), 60);
    }

    #[test]
    fn of_several_multipliers_the_highest_wins() {
        let travel = Piece { kind: Kind::Travel, ..piece("20:00", 60) };
        let half = multiplied(Kind::Travel, 500);
        assert_eq!(charged(std::slice::from_ref(&travel), &half), 30);
        let evenings = ChargeRules { after_hours_permille: 1500, ..half };
        assert_eq!(charged(&[travel], &evenings), 90);
    }

    #[test]
    fn the_minimum_applies_before_the_multiplier() {
        let rules = ChargeRules { minimum: Minutes(20), ..multiplied(Kind::Remote, 1500) };
        assert_eq!(charged(&[piece("09:00", 5)], &rules), 30);
        assert_eq!(charged(&[piece("09:00", 0)], &rules), 0);
    }

    #[test]
    fn what_is_not_charged_keeps_its_real_minutes() {
        let goodwill = Piece { not_charged: Some(NotCharged::Goodwill), ..piece("09:00", 20) };
        let absence = Piece { kind: Kind::Absence, ..piece("09:00", 420) };
        let charge = charge(&[goodwill, piece("10:00", 5), absence], &unit(30));
        assert_eq!((charge.real, charge.charged), (Minutes(445), Minutes(30)));
        assert_eq!(charge.lines[0].not_charged, Minutes(20));
    }

    fn any_piece() -> impl Strategy<Value = Piece> {
        (0u128..3, 0u64..3, 0usize..Kind::ALL.len(), prop::option::of(0u32..1440), 0i64..600, any::<bool>()).prop_map(
            |(ticket, day, kind, start, real, free)| Piece {
                ticket: (ticket > 0).then(|| Uuid::from_u128(ticket)),
                day: NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day") + chrono::Days::new(day),
                kind: Kind::ALL[kind],
                start,
                real: Minutes(real),
                not_charged: free.then_some(NotCharged::Mistake),
            },
        )
    }

    proptest! {
        #[test]
        fn any_order_of_pieces_gives_the_same_charge(pieces in prop::collection::vec(any_piece(), 0..20), unit in 1i64..60) {
            let rules = ChargeRules { after_hours_permille: 1500, unit: Minutes(unit), ..ChargeRules::default() };
            let reversed: Vec<_> = pieces.iter().rev().cloned().collect();
            prop_assert_eq!(charge(&pieces, &rules), charge(&reversed, &rules));
        }

        #[test]
        fn cutting_a_piece_in_two_never_changes_its_charge(piece in any_piece(), at in 0i64..600, unit in 1i64..60) {
            let rules = ChargeRules { after_hours_permille: 1500, unit: Minutes(unit), ..ChargeRules::default() };
            let first = piece.real.min(Minutes(at));
            let halves = [
                Piece { real: first, ..piece.clone() },
                Piece { real: piece.real - first, start: piece.start.map(|start| start + first.0 as u32), ..piece.clone() },
            ];
            prop_assert_eq!(charge(&halves, &rules), charge(&[piece], &rules));
        }

        #[test]
        fn every_real_minute_stays_visible(pieces in prop::collection::vec(any_piece(), 0..20)) {
            let charge = charge(&pieces, &ChargeRules::default());
            prop_assert_eq!(charge.real, pieces.iter().map(|piece| piece.real).sum::<Minutes>());
        }
    }
}

//! The open month shows what closing it would do.

use proptest::prelude::*;

use super::worlds::{a_month, any_world, code, lot, month};
use crate::domain::{
    hours::{Gift, Grant, Pool, closing::close, lots::total, open::Effect, open::open},
    time::Minutes,
};

#[test]
fn an_open_month_tells_what_is_left_and_what_more_would_take() {
    let first = close(&Pool::default(), &a_month("2026-01", &[("A", 600, 420), ("B", 300, 300)])).expect("closes");
    let input = a_month("2026-02", &[("A", 600, 300), ("B", 300, 250)]);
    let open = open(&first.pool, &input).expect("opens");
    let a = open.structure(&code("A")).expect("a member");
    assert_eq!(a.carried_in, [lot("2026-01", "2026-04", 180)]);
    assert_eq!(a.from_lots, [lot("2026-01", "2026-04", 180), lot("2026-02", "2026-05", 120)]);
    assert_eq!((a.left, a.givable, a.expiring), (Minutes(480), Minutes(480), Minutes::ZERO));
    assert_eq!(a.lots, [lot("2026-02", "2026-05", 480)]);
    let effect = open.effect_of(&code("B"), Minutes(250)).expect("an effect");
    let expected = Effect { from_lots: Minutes(50), borrowed: Minutes(150), sold: Minutes(50), ..Effect::default() };
    assert_eq!(effect, expected);
}

#[test]
fn a_structure_that_leaves_gives_its_hours_to_the_pot_and_is_billed_its_debt() {
    let first = close(&Pool::default(), &a_month("2026-01", &[("A", 600, 420), ("B", 300, 400)])).expect("closes");
    let open = open(&first.pool, &a_month("2026-02", &[("A", 600, 300), ("B", 60, 0)])).expect("opens");
    let a = open.if_leaving(&code("A")).expect("closes").expect("a member");
    let departure = a.departure.expect("its last month");
    assert_eq!((departure.left_to_pot, departure.debt_sold, a.left), (Minutes(480), Minutes::ZERO, Minutes::ZERO));
    let b = open.if_leaving(&code("B")).expect("closes").expect("a member");
    assert_eq!(b.departure.map(|departure| departure.debt_sold), Some(Minutes(40)));
    assert_eq!(open.if_leaving(&code("C")), Ok(None));
}

#[test]
fn what_the_carry_cap_would_take_is_shown_before_it_is_lost() {
    let mut pool = Pool::default();
    for text in ["2026-01", "2026-02"] {
        pool = close(&pool, &a_month(text, &[("A", 600, 0)])).expect("closes").pool;
    }
    let open = open(&pool, &a_month("2026-03", &[("A", 600, 100)])).expect("opens");
    let a = open.structure(&code("A")).expect("a member");
    assert_eq!((a.left, a.expiring), (Minutes(1700), Minutes(500)));
}

#[test]
fn minutes_granted_this_month_cannot_be_given_on() {
    let mut first = a_month("2026-01", &[("A", 600, 0), ("B", 0, 0)]);
    first.rules.validity_months = 0;
    let pool = close(&Pool::default(), &first).expect("closes").pool;
    let mut input = a_month("2026-02", &[("A", 600, 0), ("B", 0, 0)]);
    input.grants.push(Grant { to: code("B"), minutes: Minutes(100) });
    let opened = open(&pool, &input).expect("opens");
    let b = opened.structure(&code("B")).expect("a member");
    assert_eq!((b.left, b.givable, opened.grantable()), (Minutes(100), Minutes::ZERO, Minutes(500)));
    input.gifts.push(Gift { from: code("B"), to: code("A"), minutes: Minutes(1) });
    assert!(open(&pool, &input).is_err());
}

proptest! {
    #[test]
    fn an_open_month_shows_what_closing_it_gives(world in any_world()) {
        for lived in world.live() {
            let open = open(&lived.before, &lived.input).expect("opens");
            prop_assert_eq!(open.closed_today(), &lived.closed);
            for (code, statement) in &lived.closed.statements {
                let shown = open.structure(code).expect("shown");
                prop_assert_eq!(shown.left, total(&shown.lots));
                prop_assert_eq!(shown.left, shown.expiring + statement.left);
                prop_assert_eq!(shown.charged, total(&shown.from_lots) + shown.from_pot + shown.borrowed + shown.sold);
            }
        }
    }

    #[test]
    fn the_parts_of_an_effect_sum_to_the_minutes_asked_about(world in any_world(), additional in 0i64..2000) {
        let lived = world.live().pop().expect("at least one month");
        let open = open(&lived.before, &lived.input).expect("opens");
        for code in lived.input.members.keys() {
            let effect = open.effect_of(code, Minutes(additional)).expect("an effect");
            let sum = effect.from_lots + effect.from_pot + effect.borrowed + effect.sold;
            prop_assert_eq!(sum, Minutes(additional));
            let left = open.structure(code).expect("shown").left;
            prop_assert_eq!(effect.from_lots, left.min(Minutes(additional)));
        }
    }

    #[test]
    fn all_that_is_givable_can_be_given(world in any_world(), to in 0usize..4) {
        let lived = world.live().pop().expect("at least one month");
        let opened = open(&lived.before, &lived.input).expect("opens");
        for (from, structure) in opened.structures() {
            let to = code(["A", "B", "C", "D"][to]);
            let members = &lived.input.members;
            if structure.givable > Minutes::ZERO && *from != to && members.contains_key(from) && members.contains_key(&to) {
                let mut input = lived.input.clone();
                input.gifts.push(Gift { from: from.clone(), to, minutes: structure.givable });
                let after = open(&lived.before, &input);
                prop_assert!(after.is_ok(), "{:?}", after);
                let uncovered = |open: &crate::domain::hours::open::OpenMonth| {
                    open.structure(from).map(|shown| shown.charged - total(&shown.from_lots))
                };
                prop_assert_eq!(after.as_ref().ok().and_then(uncovered), uncovered(&opened));
            }
        }
    }
}

#[test]
fn a_month_without_members_opens_and_closes_empty() {
    let input = a_month("2026-01", &[]);
    assert!(open(&Pool::default(), &input).is_ok_and(|open| open.structures().is_empty()));
    assert_eq!(input.month, month("2026-01"));
}

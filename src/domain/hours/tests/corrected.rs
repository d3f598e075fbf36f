//! Corrections of closed months, place by place.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::worlds::{RULES, a_month, code, lot, month};
use crate::domain::{
    hours::{Closed, Correction, Cover, MonthOfPool, Pool, Rules, closing::close},
    time::Minutes,
};

/// B uses all that it may in January: 300 of its lot, nothing of the empty pot, 150 borrowed, the rest sold.
fn january(charged: i64) -> Closed {
    close(&Pool::default(), &a_month("2026-01", &[("A", 600, 0), ("B", 300, charged)])).expect("closes")
}

fn corrected(before: &Closed, text: &str, allotted: i64, minutes: i64) -> Closed {
    let of = month("2026-01");
    let mut input = a_month(text, &[("A", 600, 0), ("B", allotted, 0)]);
    input.corrections = vec![Correction { structure: code("B"), of, minutes: Minutes(minutes) }];
    input.covers = covers(before);
    close(&before.pool, &input).expect("closes")
}

fn covers(closed: &Closed) -> BTreeMap<(crate::domain::hours::Code, crate::domain::time::Month), Cover> {
    let statements = closed.statements.iter();
    statements.map(|(code, statement)| ((code.clone(), month("2026-01")), Cover::of(statement))).collect()
}

#[test]
fn less_is_undone_from_the_end_of_the_cover() {
    let january = january(500);
    // The allotment of February repays 100 of the 150 borrowed; 50 are still owed when the correction is posted.
    let february = corrected(&january, "2026-02", 100, -250);
    let undone = &february.undone[0];
    assert_eq!((undone.sold, undone.to_debt, undone.to_pot), (Minutes(50), Minutes(50), Minutes::ZERO));
    // 100 borrowed minutes are repaid already: they come back as a lot of February; then 50 of January's lot.
    assert_eq!(undone.to_lots, [lot("2026-02", "2026-05", 100), lot("2026-01", "2026-04", 50)]);
    assert_eq!(february.statements[&code("B")].undone, Minutes(250));
    assert_eq!(february.statements[&code("B")].debt, Minutes::ZERO);
    assert_eq!(february.covers[&(code("B"), month("2026-01"))].total(), Minutes(250));
    let left = february.pool.lots(&code("B"));
    assert_eq!(left, [lot("2026-01", "2026-04", 50), lot("2026-02", "2026-05", 100)]);
}

#[test]
fn what_came_from_the_pot_goes_back_to_it() {
    let of = month("2026-01");
    let cover = Cover { from_lots: vec![lot("2026-01", "2026-04", 10)], from_pot: Minutes(30), ..Cover::default() };
    let mut first = a_month("2026-01", &[("A", 30, 0), ("B", 10, 40)]);
    first.rules = Rules { validity_months: 0, solidarity_permille: 5000, ..RULES };
    let january = close(&Pool::default(), &first).expect("closes");
    assert_eq!(Cover::of(&january.statements[&code("B")]).from_pot, cover.from_pot);
    let february = corrected(&january, "2026-02", 0, -35);
    assert_eq!(february.undone[0].to_pot, Minutes(30));
    assert_eq!(february.undone[0].sold, Minutes::ZERO);
    assert_eq!(february.covers[&(code("B"), of)].total(), Minutes(5));
}

#[test]
fn a_lot_that_has_expired_since_is_replaced_by_the_current_one() {
    let january = january(100);
    let on_time = corrected(&january, "2026-04", 300, -40);
    assert_eq!(on_time.undone[0].to_lots, [lot("2026-01", "2026-04", 40)]);
    let late = corrected(&january, "2026-05", 300, -40);
    assert_eq!(late.undone[0].to_lots, [lot("2026-05", "2026-08", 40)]);
}

#[test]
fn several_corrections_of_one_month_share_its_cover() {
    let january = january(100);
    let mut input = a_month("2026-02", &[("A", 600, 0), ("B", 300, 0)]);
    let less = |minutes| Correction { structure: code("B"), of: month("2026-01"), minutes: Minutes(minutes) };
    input.covers = covers(&january);
    input.corrections = vec![less(-60), less(-40)];
    assert!(close(&january.pool, &input).is_ok());
    input.corrections = vec![less(-60), less(-41)];
    assert!(close(&january.pool, &input).is_err());
}

proptest! {
    #[test]
    fn more_then_less_of_the_open_month_leaves_what_was_used(charged in 0i64..900, less in 0i64..900) {
        let before = january(charged);
        let less = less.min(charged);
        let after = corrected(&before, "2026-02", 300, -less);
        let used = |closed: &Closed| closed.pool.identity().used;
        prop_assert_eq!(used(&after), used(&before) - Minutes(less));
        prop_assert!(after.pool.identity().holds());
    }

    #[test]
    fn the_order_of_corrections_gives_the_same_balances(first in 1i64..300, second in 1i64..300, more in 0i64..300) {
        let before = january(600);
        let correct = |minutes| Correction { structure: code("B"), of: month("2026-01"), minutes: Minutes(minutes) };
        let corrections = vec![correct(-first), correct(more), correct(-second)];
        let reversed = corrections.iter().rev().cloned().collect();
        let quiet = MonthOfPool { covers: covers(&before), ..a_month("2026-02", &[("A", 600, 0), ("B", 300, 0)]) };
        let one = close(&before.pool, &MonthOfPool { corrections, ..quiet.clone() }).expect("closes");
        let other = close(&before.pool, &MonthOfPool { corrections: reversed, ..quiet }).expect("closes");
        prop_assert_eq!(one.pool, other.pool);
    }
}

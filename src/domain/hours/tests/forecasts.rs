//! Forecasts, day by day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::worlds::{RULES, lot, month};
use crate::domain::{
    hours::forecast::{AboutToExpire, Holding, Pace, about_to_expire, exhaustion},
    time::Minutes,
};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of a test")
}

fn holding(lots: &[crate::domain::hours::Lot], allotted: i64) -> Holding {
    Holding { lots: lots.to_vec(), debt: Minutes::ZERO, allotted: Minutes(allotted), rules: RULES, last_month: None }
}

const TEN_A_DAY: Pace = Pace { minutes: Minutes(10), days: 1 };

#[test]
fn the_pace_is_that_of_the_last_three_whole_months() {
    let charged = |months: &[(&str, i64)]| -> BTreeMap<_, _> {
        months.iter().map(|(text, minutes)| (month(text), Minutes(*minutes))).collect()
    };
    let today = day("2026-04-15");
    let year = charged(&[("2025-12", 9000), ("2026-01", 420), ("2026-02", 300), ("2026-03", 200), ("2026-04", 7000)]);
    assert_eq!(Pace::of_last_three_months(&year, today), Some(Pace { minutes: Minutes(920), days: 90 }));
    let new = charged(&[("2026-03", 310)]);
    assert_eq!(Pace::of_last_three_months(&new, today), Some(Pace { minutes: Minutes(310), days: 31 }));
    assert_eq!(Pace::of_last_three_months(&BTreeMap::new(), today), None);
}

#[test]
fn hours_run_out_on_the_first_day_that_misses_a_minute() {
    let ends =
        |minutes, allotted| exhaustion(&holding(&[lot("2026-01", "2026-04", minutes)], allotted), TEN_A_DAY, day("2026-01-10"));
    assert_eq!(ends(100, 0), Some(day("2026-01-20")));
    assert_eq!(ends(99, 0), Some(day("2026-01-19")));
    // January's 22 days left take 220; February's 200 last 20 days.
    assert_eq!(ends(220, 200), Some(day("2026-02-21")));
    assert_eq!(ends(220, 310), None);
    assert_eq!(exhaustion(&holding(&[], 600), TEN_A_DAY, day("2026-01-10")), Some(day("2026-01-10")));
    let still = Pace { minutes: Minutes::ZERO, days: 31 };
    assert_eq!(exhaustion(&holding(&[], 0), still, day("2026-01-10")), None);
}

#[test]
fn lots_that_expire_and_debts_that_are_repaid_bring_the_end_forward() {
    // 900 minutes are there, but 680 of them expire with January; then months of 31 days eat what shorter ones spared.
    let old = holding(&[lot("2025-10", "2026-01", 900)], 300);
    assert_eq!(exhaustion(&old, TEN_A_DAY, day("2026-01-10")), Some(day("2026-07-31")));
    let owing = Holding { debt: Minutes(100), ..old.clone() };
    assert_eq!(exhaustion(&owing, TEN_A_DAY, day("2026-01-10")), Some(day("2026-02-21")));
    let leaving = Holding { last_month: Some(month("2026-01")), ..old };
    assert_eq!(exhaustion(&leaving, TEN_A_DAY, day("2026-01-10")), None);
}

#[test]
fn a_lot_expires_at_the_end_of_its_month() {
    let lots = [lot("2025-10", "2026-01", 40), lot("2025-11", "2026-02", 50)];
    let soon = |today: &str| about_to_expire(&lots, day(today));
    let expected = |within_7_days, within_30_days| AboutToExpire {
        within_7_days: Minutes(within_7_days),
        within_30_days: Minutes(within_30_days),
    };
    assert_eq!(soon("2025-12-31"), expected(0, 0));
    assert_eq!(soon("2026-01-01"), expected(0, 40));
    assert_eq!(soon("2026-01-24"), expected(40, 40));
    assert_eq!(soon("2026-01-31"), expected(40, 90));
    assert_eq!(soon("2026-02-01"), expected(0, 50));
}

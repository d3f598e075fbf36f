//! What holds for any group, any rules, any months.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::worlds::{a_month, any_world, code, lot, month};
use crate::domain::{
    hours::{
        Account, Correction, Gift, Grant, MonthOfPool, Pool, PoolError, PoolParts, Rules, Statement, Why, closing::close,
        lots::total,
    },
    time::Minutes,
};

proptest! {
    #[test]
    fn every_posting_sums_to_zero_and_so_do_all_accounts(world in any_world()) {
        for lived in world.live() {
            for entry in &lived.closed.entries {
                prop_assert_eq!(entry.postings.iter().map(|(_, minutes)| minutes).sum::<i64>(), 0, "{:?}", entry);
            }
            prop_assert_eq!(lived.closed.pool.balances().values().sum::<i64>(), 0);
            prop_assert!(lived.closed.pool.identity().holds());
        }
    }

    #[test]
    fn replaying_the_journal_gives_the_balances(world in any_world()) {
        let mut replayed: BTreeMap<Account, i64> = BTreeMap::new();
        for lived in world.live() {
            for (account, minutes) in lived.closed.entries.iter().flat_map(|entry| &entry.postings) {
                *replayed.entry(account.clone()).or_default() += minutes;
            }
            replayed.retain(|_, balance| *balance != 0);
            prop_assert_eq!(&replayed, &lived.closed.pool.balances());
            let rebuilt = Pool::from_balances(&replayed, |origin| world.rules.expiry_of(origin));
            prop_assert_eq!(rebuilt.as_ref(), Ok(&lived.closed.pool));
        }
    }

    #[test]
    fn pot_and_lots_never_fall_below_zero_at_any_entry(world in any_world()) {
        let mut balances: BTreeMap<Account, i64> = BTreeMap::new();
        for entry in world.live().iter().flat_map(|lived| &lived.closed.entries) {
            for (account, minutes) in &entry.postings {
                let balance = balances.entry(account.clone()).or_default();
                *balance += minutes;
                let right_side = match account {
                    Account::Cap | Account::Debt(_) => *balance <= 0,
                    Account::Lot(..) | Account::Pot | Account::Used(_) => *balance >= 0,
                };
                prop_assert!(right_side, "{} is {} after {:?}", account, balance, entry);
            }
        }
    }

    #[test]
    fn closing_twice_from_the_same_state_is_closing_once(world in any_world()) {
        for lived in world.live() {
            let before = lived.before.clone();
            let again = close(&lived.before, &lived.input);
            prop_assert_eq!(again.as_ref(), Ok(&lived.closed));
            prop_assert_eq!(before, lived.before);
        }
    }

    #[test]
    fn a_gift_never_lengthens_an_expiry(given in prop::collection::vec(1i64..200, 1..5), asked in 1i64..2000) {
        let lots: Vec<_> = (0i32..).zip(&given).map(|(age, minutes)| {
            let origin = month("2026-01").plus(-age);
            crate::domain::hours::Lot { origin, expiry: origin.plus(9), minutes: Minutes(*minutes) }
        }).collect();
        let parts = PoolParts { sold: total(&lots), lots: lots.iter().map(|lot| (code("A"), *lot)).collect(), ..PoolParts::default() };
        let pool = Pool::from_parts(parts).expect("a pool");
        let mut input = MonthOfPool { rules: GENEROUS, ..a_month("2026-02", &[("A", 0, 0), ("B", 0, 0)]) };
        input.gifts = vec![Gift { from: code("A"), to: code("B"), minutes: Minutes(asked.min(total(&lots).0)) }];
        let closed = close(&pool, &input).expect("closes");
        for received in closed.pool.lots(&code("B")) {
            prop_assert!(lots.iter().any(|lot| lot.origin == received.origin && lot.expiry == received.expiry));
        }
        prop_assert_eq!(closed.pool.left(&code("A")) + closed.pool.left(&code("B")), total(&lots));
        let youngest_given = closed.pool.lots(&code("B")).iter().map(|lot| lot.expiry).max();
        let oldest_kept = closed.pool.lots(&code("A")).iter().map(|lot| lot.expiry).min();
        prop_assert!(oldest_kept.is_none() || youngest_given <= oldest_kept);
    }

    #[test]
    fn lots_that_expire_after_k_months_equal_a_carry_of_k_allotments(
        k in 1u32..5, allotted in 1i64..700, charged in prop::collection::vec(0i64..1500, 1..15), solidarity_permille in 0i64..1000,
    ) {
        let common = Rules { solidarity_permille, borrow_permille: 0, ..GENEROUS };
        let expiring = Rules { validity_months: k, ..common };
        let capped = Rules { carry_cap_permille: Some(i64::from(k) * 1000), ..common };
        let (mut one, mut other) = (Pool::default(), Pool::default());
        for (number, charged) in (0i32..).zip(charged) {
            let input = a_month("2026-01", &[("A", allotted, charged)]);
            let input = MonthOfPool { month: input.month.plus(number), ..input };
            one = close(&one, &MonthOfPool { rules: expiring, ..input.clone() }).expect("closes").pool;
            other = close(&other, &MonthOfPool { rules: capped, ..input }).expect("closes").pool;
            prop_assert_eq!(one.balances(), other.balances());
        }
    }

    #[test]
    fn every_minute_of_a_statement_is_accounted_for(world in any_world()) {
        for lived in world.live() {
            for (code, statement) in &lived.closed.statements {
                prop_assert_eq!(statement.uncovered(), Minutes::ZERO);
                let back: Minutes = lived.closed.undone.iter()
                    .filter(|undone| undone.structure == *code).map(|undone| total(&undone.to_lots)).sum();
                prop_assert_eq!(coming(statement) + back, going(statement));
                prop_assert_eq!(statement.left, total(&statement.carried));
            }
        }
    }

    #[test]
    fn a_refused_month_changes_nothing(world in any_world(), minutes in 1i64..2_000_000_000) {
        for lived in world.live() {
            let before = lived.before.clone();
            let mut input = lived.input.clone();
            let beyond = lived.before.pot() + Minutes(minutes);
            input.grants.push(Grant { to: code("A"), minutes: beyond });
            let kept = input.clone();
            prop_assert!(close(&lived.before, &input).is_err());
            prop_assert_eq!((&before, &kept), (&lived.before, &input));
        }
    }
}

const GENEROUS: Rules =
    Rules { validity_months: Rules::LONGEST_VALIDITY, carry_cap_permille: None, solidarity_permille: 0, borrow_permille: 0 };

fn coming(statement: &Statement) -> Minutes {
    statement.carried_in + statement.allotted + statement.received + statement.granted
}

fn going(statement: &Statement) -> Minutes {
    let left_to_pot = statement.departure.map(|departure| departure.left_to_pot).unwrap_or_default();
    let lost = statement.expired + statement.trimmed + left_to_pot;
    statement.repaid + statement.given + total(&statement.from_lots) + lost + statement.left
}

#[test]
fn a_pool_that_does_not_sum_to_zero_is_refused() {
    let lots = vec![(code("A"), lot("2026-01", "2026-04", 60))];
    let parts = PoolParts { lots: lots.clone(), ..PoolParts::default() };
    assert_eq!(Pool::from_parts(parts), Err(PoolError::Unbalanced(60)));
    let parts = PoolParts { lots, pot: Minutes(-60), ..PoolParts::default() };
    assert_eq!(Pool::from_parts(parts), Err(PoolError::OutOfBounds(Account::Pot)));
    let balances = BTreeMap::from([(Account::Cap, i64::MIN)]);
    assert!(Pool::from_balances(&balances, |origin| origin).is_err());
}

#[test]
fn refusals_carry_what_a_page_needs() {
    let quiet = a_month("2026-02", &[("A", 600, 0), ("B", 300, 0)]);
    let why = |input: &MonthOfPool| close(&Pool::default(), input).expect_err("refused").why;
    let gift = Gift { from: code("A"), to: code("B"), minutes: Minutes(601) };
    let input = MonthOfPool { gifts: vec![gift], ..quiet.clone() };
    assert_eq!(why(&input), Why::GiftBeyondWhatIsLeft { asked: Minutes(601), left: Minutes(600) });
    let input = MonthOfPool { grants: vec![Grant { to: code("Z"), minutes: Minutes(1) }], ..quiet.clone() };
    assert_eq!(why(&input), Why::NotAMember);
    let correction = Correction { structure: code("A"), of: month("2026-01"), minutes: Minutes(-1) };
    let input = MonthOfPool { corrections: vec![correction], ..quiet };
    let refused = Why::CorrectionBeyondTheCharge { of: month("2026-01"), asked: Minutes(1), covered: Minutes::ZERO };
    assert_eq!(why(&input), refused);
}

#[test]
fn an_account_reads_back_as_written() {
    for text in ["CAP", "POT", "DEBT:A", "USED:A:b", "LOT:A:2026-01", "LOT:A:b:2026-01"] {
        assert_eq!(text.parse::<Account>().map(|account| account.to_string()).as_deref(), Ok(text));
    }
    for text in ["", "cap", "LOT:A", "LOT:A:2026", "CAP:A", "LEFT:A"] {
        assert!(text.parse::<Account>().is_err(), "{text}");
    }
}

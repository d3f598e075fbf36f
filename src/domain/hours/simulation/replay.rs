//! Months closed one after another, and a group's own months closed again as if its rules had been others.

use std::collections::BTreeMap;

use super::outcome::MonthOutcome;
use crate::domain::{
    hours::{Closed, Code, Cover, MonthOfPool, Pool, Refusal, Rules, Why, closing},
    time::{Minutes, Month},
};

/// A run of months: the pool so far, and what covers what was charged.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub pool: Pool,
    covers: BTreeMap<(Code, Month), Cover>,
}

impl Run {
    /// Closes the next month. A refusal leaves the run where it was.
    pub fn close(&mut self, month: &mut MonthOfPool) -> Result<Closed, Refusal> {
        month.covers = self.named_covers(month);
        let closed = closing::close(&self.pool, month)?;
        self.covers.extend(closed.covers.clone());
        self.covers.extend(closed.statements.iter().map(|(code, statement)| ((code.clone(), month.month), Cover::of(statement))));
        self.pool = closed.pool.clone();
        Ok(closed)
    }

    /// Only what this month's corrections name: all covers of a long run would be copied at each close.
    fn named_covers(&self, month: &MonthOfPool) -> BTreeMap<(Code, Month), Cover> {
        let named = month.corrections.iter().map(|correction| (correction.structure.clone(), correction.of));
        named.filter_map(|key| self.covers.get_key_value(&key)).map(|(key, cover)| (key.clone(), cover.clone())).collect()
    }

    /// Closes the next month with as much of its gifts, grants and corrections as the pool then allows.
    fn close_what_can_be(&mut self, month: &mut MonthOfPool, cuts: &mut Vec<Cut>) -> Result<Closed, Refusal> {
        // Each round lowers or removes one of them.
        for _ in 0..=2 * (month.gifts.len() + month.grants.len() + month.corrections.len()) {
            match self.close(month) {
                Err(refusal) => cuts.push(cut(month, &refusal).ok_or(refusal)?),
                closed => return closed,
            }
        }
        self.close(month)
    }
}

/// What is tried out on a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// For every month.
    pub rules: Rules,
    /// What one structure's agreement would have been, in each month of its membership.
    pub agreement: Option<(Code, Minutes)>,
}

impl Trial {
    fn of(&self, month: &MonthOfPool) -> MonthOfPool {
        let mut month = MonthOfPool { rules: self.rules, ..month.clone() };
        if let Some((code, allotted)) = &self.agreement
            && let Some(member) = month.members.get_mut(code)
        {
            member.allotted = *allotted;
        }
        month
    }
}

/// A history as it was or as it would have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    pub months: Vec<MonthOutcome>,
    /// What was given, granted or corrected in the history, and could not have been to that extent.
    pub cuts: Vec<Cut>,
}

/// Something that the pool did not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    pub month: Month,
    /// Who gave, was granted, was corrected.
    pub structure: Code,
    pub deed: Deed,
    pub asked: Minutes,
    pub possible: Minutes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Gift,
    Grant,
    Correction,
}

/// Closes consecutive months of a history again, the first from an empty pool; under its own rules without a trial.
pub fn replay(history: &[MonthOfPool], trial: Option<&Trial>) -> Result<Replayed, Refusal> {
    let mut run = Run::default();
    let mut cuts = Vec::new();
    let mut months = Vec::with_capacity(history.len());
    for month in history {
        let mut month = trial.map_or_else(|| month.clone(), |trial| trial.of(month));
        let closed = run.close_what_can_be(&mut month, &mut cuts)?;
        months.push(MonthOutcome::of(month.month, &closed));
    }
    Ok(Replayed { months, cuts })
}

/// Lowers what was refused to what is possible, and says by how much; `None` when that is no cure.
fn cut(month: &mut MonthOfPool, refusal: &Refusal) -> Option<Cut> {
    let structure = refusal.structure.clone()?;
    let (deed, asked, possible) = match refusal.why {
        Why::GiftBeyondWhatIsLeft { asked, left } => {
            // The first that asks for as much: an earlier one was possible.
            let gift = month.gifts.iter().position(|gift| gift.from == structure && gift.minutes == asked)?;
            lower(&mut month.gifts, gift, left, |gift| &mut gift.minutes);
            (Deed::Gift, asked, left)
        }
        Why::GrantBeyondThePot { asked, pot } => {
            let grant = month.grants.iter().position(|grant| grant.to == structure && grant.minutes == asked)?;
            lower(&mut month.grants, grant, pot, |grant| &mut grant.minutes);
            (Deed::Grant, asked, pot)
        }
        Why::CorrectionBeyondTheCharge { of, asked, covered } => {
            let same = |c: &super::super::Correction| c.structure == structure && c.of == of && c.minutes == -asked;
            let correction = month.corrections.iter().position(same)?;
            lower(&mut month.corrections, correction, -covered, |correction| &mut correction.minutes);
            (Deed::Correction, asked, covered)
        }
        _ => return None,
    };
    Some(Cut { month: month.month, structure, deed, asked, possible })
}

fn lower<T>(deeds: &mut Vec<T>, at: usize, possible: Minutes, minutes: fn(&mut T) -> &mut Minutes) {
    if possible.is_zero() {
        deeds.remove(at);
    } else if let Some(deed) = deeds.get_mut(at) {
        *minutes(deed) = possible;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hours::{Gift, Grant, Member};

    const RULES: Rules = Rules { validity_months: 3, carry_cap_permille: None, solidarity_permille: 0, borrow_permille: 0 };

    fn month(number: i32, charged: [i64; 2]) -> MonthOfPool {
        let mut month = MonthOfPool::new("2026-01".parse::<Month>().expect("a month").plus(number), RULES);
        for (code, charged) in ["A", "B"].into_iter().zip(charged) {
            month.members.insert(code.into(), Member { allotted: Minutes(120), last_month: false });
            month.charged.insert(code.into(), Minutes(charged));
        }
        month
    }

    fn trial(rules: Rules) -> Trial {
        Trial { rules, agreement: None }
    }

    fn sold(replayed: &Replayed) -> Vec<i64> {
        replayed.months.iter().map(|month| month.structures.values().map(|structure| structure.sold.0).sum()).collect()
    }

    #[test]
    fn a_history_under_its_own_rules_is_what_it_was() {
        let history = [month(0, [60, 180]), month(1, [120, 150])];
        let as_it_was = replay(&history, None).expect("it happened");
        assert_eq!(as_it_was, replay(&history, Some(&trial(RULES))).expect("the same"));
        assert_eq!(sold(&as_it_was), [60, 30]);
    }

    #[test]
    fn an_advance_takes_the_place_of_an_overage() {
        let history = [month(0, [60, 180]), month(1, [120, 0])];
        let rules = Rules { borrow_permille: 1000, ..RULES };
        let tried = replay(&history, Some(&trial(rules))).expect("rules within bounds");
        assert_eq!(sold(&tried), [0, 0]);
        assert_eq!(tried.months[1].structures[&"B".into()].repaid, Minutes(60));
    }

    #[test]
    fn a_larger_agreement_holds_in_every_month() {
        let history = [month(0, [60, 180]), month(1, [120, 150])];
        let larger = Trial { rules: RULES, agreement: Some(("B".into(), Minutes(180))) };
        assert_eq!(sold(&replay(&history, Some(&larger)).expect("an agreement within bounds")), [0, 0]);
    }

    #[test]
    fn what_could_not_have_been_given_is_cut_and_told() {
        let mut second = month(1, [0, 0]);
        second.gifts = vec![Gift { from: "A".into(), to: "B".into(), minutes: Minutes(200) }];
        second.grants = vec![Grant { to: "B".into(), minutes: Minutes(30) }];
        let history = [month(0, [20, 0]), second];
        // Nothing is carried: only the month's own hours can be given. What the first month lost is in the pot.
        let nothing_carried = Rules { carry_cap_permille: Some(0), ..RULES };
        let tried = replay(&history, Some(&trial(nothing_carried))).expect("rules within bounds");
        let month = history[1].month;
        let gift = Cut { month, structure: "A".into(), deed: Deed::Gift, asked: Minutes(200), possible: Minutes(120) };
        assert_eq!(tried.cuts, [gift]);
        // Everything is carried: the pot is empty.
        let grant = Cut { month, structure: "B".into(), deed: Deed::Grant, asked: Minutes(30), possible: Minutes::ZERO };
        assert_eq!(replay(&history, None).expect("cut").cuts, [grant]);
    }
}

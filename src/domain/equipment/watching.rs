//! Repair or replace: what is known of a machine, and the plain sentence that follows, with its reasons. Never a score.

use super::{EquipmentKind, Warranty};
use crate::domain::carbon::usual_months;
use crate::domain::ids::CategoryId;
use crate::domain::money::Cents;
use crate::domain::time::{Minutes, Month};
use crate::domain::vocabulary;
use chrono::{Datelike, NaiveDate};

/// How many days after a failure the same one is the same again.
pub const AGAIN_DAYS: i64 = 90;
/// So many requests in twelve months are many.
const MANY: usize = 4;
/// So much time in twelve months is much.
const LONG: Minutes = Minutes(240);

/// What is known of a machine on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    pub kind: EquipmentKind,
    /// Since when it serves, as far as somebody said so.
    pub since: Option<NaiveDate>,
    /// Requests of the last twelve months, upkeep left out.
    pub requests: usize,
    /// Of these, how many were about the same thing as one of the ninety days before.
    pub again: usize,
    /// Time spent on it: in the last twelve months, and ever.
    pub year: Minutes,
    pub total: Minutes,
    /// What an hour cost the group in the month that it closed last.
    pub hour: Option<Cents>,
    pub price: Option<Cents>,
    pub warranty_until: Option<NaiveDate>,
}

vocabulary! {
    /// What is proposed. People decide.
    pub enum Advice {
        /// The warranty runs: who sold it repairs it.
        Guarantee = "guarantee",
        /// It has served its time, or costs more than it did, and gives trouble.
        Replace = "replace",
        /// It gives trouble and is worth a repair.
        Repair = "repair",
        /// It lasts beyond what is usual, without trouble.
        Keep = "keep",
    }
}

/// Why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It serves longer than is usual: months, and how many are usual.
    Old {
        months: i64,
        usual: i64,
    },
    Requests(usize),
    Again(usize),
    Time(Minutes),
    /// Its hours of twelve months cost as much as it did.
    Dear {
        hours: Cents,
        price: Cents,
    },
    WarrantyRuns(NaiveDate),
}

/// What is proposed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub advice: Advice,
    pub reasons: Vec<Reason>,
}

/// Since when a machine serves: its arrival, else its purchase, else the middle of the year in which it was made.
pub fn in_use_since(acquired: Option<NaiveDate>, purchased: Option<NaiveDate>, made: Option<i64>) -> Option<NaiveDate> {
    let made = || NaiveDate::from_ymd_opt(i32::try_from(made?).ok()?, 7, 1);
    acquired.or(purchased).or_else(made)
}

/// How many failures came again: each that is about the same thing as one of the ninety days before it. Those from `from` on
/// are counted; who does not say what it was about does not say that it was the same.
pub fn came_again(failures: &[(NaiveDate, Option<CategoryId>)], from: NaiveDate) -> usize {
    let mut in_order = failures.to_vec();
    in_order.sort_by_key(|(day, _)| *day);
    let again = |number: &usize| {
        let (day, what) = in_order[*number];
        let mut before = in_order[..*number].iter();
        day >= from && what.is_some() && before.any(|(earlier, other)| *other == what && (day - *earlier).num_days() <= AGAIN_DAYS)
    };
    (0..in_order.len()).filter(again).count()
}

impl Observed {
    /// Its age in months.
    pub fn months(&self, today: NaiveDate) -> Option<i64> {
        let since = self.since.filter(|since| *since <= today)?;
        let whole = i64::from(Month::of(today).months_since(Month::of(since)));
        Some(whole - i64::from(today.day() < since.day()))
    }

    /// How long such a machine usually serves, in months.
    pub fn usual_months(&self, today: NaiveDate) -> Option<i64> {
        usual_months(self.kind, today)
    }

    /// What the hours of the last twelve months cost.
    pub fn year_cost(&self) -> Option<Cents> {
        Cents::of_minutes(self.year, self.hour?.to_euros())
    }

    /// What all its hours would cost today.
    pub fn total_cost(&self) -> Option<Cents> {
        Cents::of_minutes(self.total, self.hour?.to_euros())
    }

    /// What is proposed; nothing for a machine of which there is nothing to say.
    pub fn proposal(&self, today: NaiveDate) -> Option<Proposal> {
        let mut troubles = Vec::new();
        if self.requests >= MANY {
            troubles.push(Reason::Requests(self.requests));
        }
        if self.again > 0 {
            troubles.push(Reason::Again(self.again));
        }
        if self.year >= LONG {
            troubles.push(Reason::Time(self.year));
        }
        let dear = self.year_cost().zip(self.price).filter(|(hours, price)| *price > Cents::ZERO && hours >= price);
        troubles.extend(dear.map(|(hours, price)| Reason::Dear { hours, price }));
        let old = self.months(today).zip(self.usual_months(today)).filter(|(months, usual)| months >= usual);
        let old = old.map(|(months, usual)| Reason::Old { months, usual });
        let warranty = self.warranty_until.map(|until| (until, Warranty::on(until, today)));
        let proposal = |advice, reasons: Vec<Reason>| Some(Proposal { advice, reasons });
        match (warranty, troubles.is_empty(), old) {
            (Some((until, Warranty::Runs | Warranty::EndsSoon)), false, _) => {
                proposal(Advice::Guarantee, [vec![Reason::WarrantyRuns(until)], troubles].concat())
            }
            (Some((until, Warranty::EndsSoon)), true, _) if self.requests > 0 => {
                proposal(Advice::Guarantee, vec![Reason::WarrantyRuns(until), Reason::Requests(self.requests)])
            }
            (_, false, Some(old)) => proposal(Advice::Replace, [vec![old], troubles].concat()),
            (_, false, None) if dear.is_some() => proposal(Advice::Replace, troubles),
            (_, false, None) => proposal(Advice::Repair, troubles),
            (_, true, Some(old)) => proposal(Advice::Keep, vec![old]),
            (_, true, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    const TODAY: &str = "2026-03-24";

    /// A laptop of two years that nobody complains about.
    fn quiet() -> Observed {
        Observed {
            kind: EquipmentKind::Laptop,
            since: Some(day("2024-03-24")),
            requests: 0,
            again: 0,
            year: Minutes(0),
            total: Minutes(0),
            hour: Some(Cents(4_000)),
            price: Some(Cents(48_900)),
            warranty_until: None,
        }
    }

    fn told(of: &Observed) -> Option<(Advice, Vec<Reason>)> {
        of.proposal(day(TODAY)).map(|proposal| (proposal.advice, proposal.reasons))
    }

    #[test]
    fn of_a_machine_that_works_there_is_nothing_to_say() {
        assert_eq!(told(&quiet()), None);
        assert_eq!(told(&Observed { requests: 3, year: Minutes(239), ..quiet() }), None);
        assert_eq!(told(&Observed { since: None, ..quiet() }), None);
    }

    #[test]
    fn what_gives_trouble_is_repaired_while_it_is_young() {
        assert_eq!(told(&Observed { requests: 4, ..quiet() }), Some((Advice::Repair, vec![Reason::Requests(4)])));
        assert_eq!(told(&Observed { again: 1, ..quiet() }), Some((Advice::Repair, vec![Reason::Again(1)])));
        let long = Observed { year: Minutes(240), ..quiet() };
        assert_eq!(told(&long), Some((Advice::Repair, vec![Reason::Time(Minutes(240))])));
    }

    #[test]
    fn what_is_old_and_gives_trouble_may_be_replaced_and_what_is_only_old_is_kept() {
        let old = Observed { since: Some(day("2021-03-24")), ..quiet() };
        let reason = Reason::Old { months: 60, usual: 60 };
        assert_eq!(told(&old), Some((Advice::Keep, vec![reason.clone()])));
        assert_eq!(told(&Observed { again: 2, ..old.clone() }), Some((Advice::Replace, vec![reason, Reason::Again(2)])));
        assert_eq!(told(&Observed { since: Some(day("2021-03-25")), ..old.clone() }), None, "a day less");
        assert_eq!(told(&Observed { kind: EquipmentKind::Other, ..old }), None, "nobody knows what is usual");
    }

    #[test]
    fn what_costs_more_than_it_did_may_be_replaced_however_young() {
        // 12 h 15 at 40 euros: 490 euros.
        let dear = Observed { year: Minutes(735), ..quiet() };
        let reasons = vec![Reason::Time(Minutes(735)), Reason::Dear { hours: Cents(49_000), price: Cents(48_900) }];
        assert_eq!(told(&dear), Some((Advice::Replace, reasons)));
        assert_eq!(told(&Observed { hour: None, ..dear.clone() }).map(|told| told.0), Some(Advice::Repair), "no cost is known");
        assert_eq!(told(&Observed { price: None, ..dear }).map(|told| told.0), Some(Advice::Repair));
    }

    #[test]
    fn a_warranty_comes_first_while_it_runs() {
        let (runs, soon, over) = (day("2027-01-01"), day("2026-04-01"), day("2026-03-23"));
        let troubled = |until| Observed { again: 1, warranty_until: Some(until), ..quiet() };
        assert_eq!(told(&troubled(runs)), Some((Advice::Guarantee, vec![Reason::WarrantyRuns(runs), Reason::Again(1)])));
        assert_eq!(told(&troubled(over)).map(|told| told.0), Some(Advice::Repair));
        let asked = Observed { requests: 1, warranty_until: Some(soon), ..quiet() };
        assert_eq!(told(&asked), Some((Advice::Guarantee, vec![Reason::WarrantyRuns(soon), Reason::Requests(1)])));
        assert_eq!(told(&Observed { requests: 0, ..asked }), None);
    }

    #[test]
    fn a_failure_comes_again_within_ninety_days_about_the_same_thing() {
        let (what, other) = (Some(CategoryId(Uuid::from_u128(1))), Some(CategoryId(Uuid::from_u128(2))));
        let from = day("2025-03-24");
        let count = |failures: &[(&str, Option<CategoryId>)]| {
            let failures: Vec<(NaiveDate, Option<CategoryId>)> = failures.iter().map(|(at, what)| (day(at), *what)).collect();
            came_again(&failures, from)
        };
        assert_eq!(count(&[("2026-01-01", what), ("2026-04-01", what)]), 1, "the ninetieth day");
        assert_eq!(count(&[("2026-01-01", what), ("2026-04-02", what)]), 0);
        assert_eq!(count(&[("2026-01-01", what), ("2026-01-02", other)]), 0);
        assert_eq!(count(&[("2026-01-01", None), ("2026-01-02", None)]), 0, "nobody said that it was the same");
        assert_eq!(count(&[("2026-01-01", what), ("2026-01-01", what)]), 1);
        assert_eq!(count(&[("2026-01-03", what), ("2026-01-02", what), ("2026-01-01", what)]), 2);
        assert_eq!(count(&[("2025-03-01", what), ("2025-03-20", what)]), 0, "longer ago than a year");
        assert_eq!(count(&[("2025-03-01", what), ("2025-03-25", what)]), 1, "the first may be");
    }

    #[test]
    fn a_machine_serves_since_it_arrived_as_far_as_somebody_said() {
        let (arrived, bought) = (Some(day("2024-05-02")), Some(day("2024-04-20")));
        assert_eq!(in_use_since(arrived, bought, Some(2020)), arrived);
        assert_eq!(in_use_since(None, bought, Some(2020)), bought);
        assert_eq!(in_use_since(None, None, Some(2020)), Some(day("2020-07-01")));
        assert_eq!(in_use_since(None, None, None), None);
    }
}

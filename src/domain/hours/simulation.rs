//! Trying rules out (`hours.md` § 8): a scenario of whole months is closed month by month with the same function as the
//! product's own months.

mod checks;
mod outcome;
mod replay;
mod scenario;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::{Closed, Code, Member, MonthOfPool, Refusal, Statement};
use crate::domain::{
    costs::{self, Weight},
    time::{Minutes, Month},
};

pub use checks::{Fault, ScenarioError};
pub use outcome::{MonthOutcome, Outcome, StructureOutcome};
pub use replay::{Cut, Deed, Replayed, Trial, replay};
pub use scenario::{Amendment, Correction, Costs, Gift, Grant, MonthScenario, RulesScenario, Scenario, Structure, Used};

/// Closes the months of a scenario. The first fault refuses the whole, naming the month and the structure.
pub fn simulate(scenario: &Scenario) -> Result<Outcome, ScenarioError> {
    scenario.check()?;
    let agreement = scenario.agreement();
    let mut run = replay::Run::default();
    let mut months = Vec::with_capacity(scenario.months.len());
    for given in &scenario.months {
        let mut month = scenario.month_of_pool(given, &agreement);
        let closed = run.close(&mut month)?;
        months.push(outcome_of(given, &month, &closed)?);
    }
    Ok(Outcome::new(months, &run.pool))
}

fn outcome_of(given: &MonthScenario, month: &MonthOfPool, closed: &Closed) -> Result<MonthOutcome, ScenarioError> {
    let shares = if given.costs.0.is_empty() {
        None
    } else {
        let weights = closed.statements.iter().map(|(code, statement)| (code.clone(), weight(month, code, statement)));
        let shared = costs::share_costs(&given.costs.0, given.key, &weights.collect());
        Some(shared.map_err(|error| ScenarioError::of_month(month.month, Fault::Costs(error)))?)
    };
    Ok(MonthOutcome { shares, ..MonthOutcome::of(month.month, closed) })
}

fn weight(month: &MonthOfPool, code: &Code, statement: &Statement) -> Weight {
    Weight {
        subscribed: statement.allotted,
        charged: statement.charged,
        sold: statement.billed(),
        member: month.members.contains_key(code),
    }
}

/// What each structure is allotted from which month on.
type Agreement<'a> = BTreeMap<&'a Code, BTreeMap<Month, Minutes>>;

impl Scenario {
    fn agreement(&self) -> Agreement<'_> {
        let mut agreement = Agreement::new();
        for structure in &self.structures {
            let from = self.joins(structure);
            agreement.entry(&structure.id).or_default().insert(from, structure.monthly_minutes);
        }
        for amendment in &self.amendments {
            agreement.entry(&amendment.structure).or_default().insert(amendment.from, amendment.monthly_minutes);
        }
        agreement
    }

    fn month_of_pool(&self, given: &MonthScenario, agreement: &Agreement<'_>) -> MonthOfPool {
        let member = |structure: &Structure| {
            let (_, allotted) = agreement.get(&structure.id)?.range(..=given.month).next_back()?;
            let last_month = structure.to == Some(given.month);
            Some((structure.id.clone(), Member { allotted: *allotted, last_month }))
        };
        let present = self.structures.iter().filter(|structure| self.is_member(structure, given.month));
        MonthOfPool {
            members: present.filter_map(member).collect(),
            charged: given.used.0.clone(),
            gifts: given.gifts.iter().map(Into::into).collect(),
            grants: given.grants.iter().map(Into::into).collect(),
            corrections: given.corrections.iter().map(Into::into).collect(),
            ..MonthOfPool::new(given.month, self.rules.into())
        }
    }
}

impl From<Refusal> for ScenarioError {
    fn from(refusal: Refusal) -> ScenarioError {
        let Refusal { month, structure, why } = refusal;
        ScenarioError { month: Some(month), structure, fault: Fault::Refused(why) }
    }
}

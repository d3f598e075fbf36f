//! What can be wrong with a scenario before any month is closed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{Amendment, MonthScenario, Scenario, Structure};
use crate::domain::{
    costs::CostsError,
    hours::{Code, MOST_MINUTES, Why},
    money::Cents,
    time::{Minutes, Month},
};

// With rules that never take anything away, an outcome lists structures × months² ÷ 2 lots: these bounds keep it in memory.
const MOST_STRUCTURES: usize = 200;
const MOST_MONTHS: usize = 120;
const MOST_LINES: usize = 1_000;
const MOST_AMENDMENTS: usize = 10_000;
const LONGEST_ID: usize = 64;

/// Why a scenario is refused. One line, naming the month and the structure where there is one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ScenarioError {
    pub month: Option<Month>,
    pub structure: Option<Code>,
    pub fault: Fault,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("no month is given")]
    NoMonths,
    #[error("{given} {what}, at most {most} are accepted")]
    TooMany { what: &'static str, given: usize, most: usize },
    #[error("an id is 1 to {LONGEST_ID} characters on one line")]
    BadId,
    #[error("it is declared twice")]
    DeclaredTwice,
    #[error("it is not among the structures of the scenario")]
    Unknown,
    #[error("it leaves before it joins, in {0}")]
    LeavesBeforeJoining(Month),
    #[error("it is amended outside its membership")]
    AmendedOutsideMembership,
    #[error("it is amended twice in this month")]
    AmendedTwice,
    #[error("{0} monthly minutes are out of bounds (from 0 to {most})", most = MOST_MINUTES.0)]
    MonthlyMinutes(i64),
    #[error("months must be consecutive, {expected} was expected")]
    NotConsecutive { expected: Month },
    #[error("the cost line {label:?} is out of bounds (at most {most} cents either way)", most = Cents::LARGEST.0)]
    CostOutOfBounds { label: String },
    #[error(transparent)]
    Costs(CostsError),
    #[error(transparent)]
    Refused(Why),
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(month) = self.month {
            write!(f, "{month}: ")?;
        }
        if let Some(code) = &self.structure {
            write!(f, "structure {code}: ")?;
        }
        self.fault.fmt(f)
    }
}

impl ScenarioError {
    pub(super) fn of_month(month: Month, fault: Fault) -> ScenarioError {
        ScenarioError { month: Some(month), structure: None, fault }
    }

    fn of(month: Month, code: &Code, fault: Fault) -> ScenarioError {
        ScenarioError { month: Some(month), structure: Some(code.clone()), fault }
    }
}

impl Scenario {
    pub(super) fn check(&self) -> Result<(), ScenarioError> {
        let nowhere = |fault| ScenarioError { month: None, structure: None, fault };
        let first = self.months.first().ok_or_else(|| nowhere(Fault::NoMonths))?;
        let counts = [
            ("structures", self.structures.len(), MOST_STRUCTURES),
            ("months", self.months.len(), MOST_MONTHS),
            ("amendments", self.amendments.len(), MOST_AMENDMENTS),
        ];
        for (what, given, most) in counts {
            if given > most {
                return Err(nowhere(Fault::TooMany { what, given, most }));
            }
        }
        self.check_structures()?;
        self.check_amendments()?;
        (0..).zip(&self.months).try_for_each(|(number, given)| self.check_month(given, first.month, number))
    }

    fn check_structures(&self) -> Result<(), ScenarioError> {
        let mut seen = BTreeSet::new();
        for structure in &self.structures {
            let (from, id) = (self.joins(structure), &structure.id);
            let fault = if !is_id(id) {
                Fault::BadId
            } else if !seen.insert(id) {
                Fault::DeclaredTwice
            } else if structure.to.is_some_and(|last| last < from) {
                Fault::LeavesBeforeJoining(from)
            } else if !is_monthly(structure.monthly_minutes) {
                Fault::MonthlyMinutes(structure.monthly_minutes.0)
            } else {
                continue;
            };
            return Err(ScenarioError::of(from, id, fault));
        }
        Ok(())
    }

    fn check_amendments(&self) -> Result<(), ScenarioError> {
        let structures: BTreeMap<&Code, &Structure> = self.structures.iter().map(|structure| (&structure.id, structure)).collect();
        let mut seen = BTreeSet::new();
        for amendment in &self.amendments {
            let Amendment { structure: code, from, monthly_minutes } = amendment;
            let fault = match structures.get(code) {
                None => Fault::Unknown,
                Some(structure) if !self.is_member(structure, *from) => Fault::AmendedOutsideMembership,
                Some(_) if !is_monthly(*monthly_minutes) => Fault::MonthlyMinutes(monthly_minutes.0),
                Some(_) if !seen.insert((code, *from)) => Fault::AmendedTwice,
                Some(_) => continue,
            };
            return Err(ScenarioError::of(*from, code, fault));
        }
        Ok(())
    }

    fn check_month(&self, given: &MonthScenario, first: Month, number: i32) -> Result<(), ScenarioError> {
        let month = given.month;
        // By distance: stepping past the last month of the calendar stays there, and would accept it twice.
        if month.months_since(first) != number {
            let expected = first.plus(number);
            return Err(ScenarioError::of_month(month, Fault::NotConsecutive { expected }));
        }
        if given.costs.0.len() > MOST_LINES {
            let fault = Fault::TooMany { what: "cost lines", given: given.costs.0.len(), most: MOST_LINES };
            return Err(ScenarioError::of_month(month, fault));
        }
        if let Some(line) = given.costs.0.iter().find(|line| line.cents.0.unsigned_abs() > Cents::LARGEST.0.unsigned_abs()) {
            return Err(ScenarioError::of_month(month, Fault::CostOutOfBounds { label: line.label.clone() }));
        }
        let structures: BTreeMap<&Code, &Structure> = self.structures.iter().map(|structure| (&structure.id, structure)).collect();
        for code in given.named() {
            if !structures.contains_key(code) {
                return Err(ScenarioError::of(month, code, Fault::Unknown));
            }
        }
        for (code, minutes) in &given.used.0 {
            // A structure that is not there cannot have used anything; what turns up late for it is a correction.
            let there = structures.get(code).is_some_and(|structure| self.is_member(structure, month));
            if !there && !minutes.is_zero() {
                return Err(ScenarioError::of(month, code, Fault::Refused(Why::NotAMember)));
            }
        }
        Ok(())
    }
}

fn is_id(id: &Code) -> bool {
    !id.0.trim().is_empty() && id.0.chars().count() <= LONGEST_ID && !id.0.chars().any(char::is_control)
}

fn is_monthly(minutes: Minutes) -> bool {
    (Minutes::ZERO..=MOST_MINUTES).contains(&minutes)
}

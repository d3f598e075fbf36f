//! The outcome of a scenario, laid out as in `golden/five-months.expected.json`: the order of the fields is the file's.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::domain::{
    costs::Shares,
    hours::{Closed, Code, Lot, Pool, Statement},
    time::{Minutes, Month},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub months: Vec<MonthOutcome>,
    /// The balances of all accounts that are not zero, by name.
    pub accounts: BTreeMap<String, i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthOutcome {
    pub month: Month,
    pub structures: BTreeMap<Code, StructureOutcome>,
    pub pot: Minutes,
    /// Where costs were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shares: Option<Shares>,
}

/// A frozen statement, in minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StructureOutcome {
    pub allotted: Minutes,
    pub repaid: Minutes,
    pub charged: Minutes,
    #[serde(serialize_with = "as_pairs")]
    pub from_lots: Vec<Lot>,
    pub expired: Minutes,
    pub trimmed: Minutes,
    pub from_pot: Minutes,
    pub borrowed: Minutes,
    pub sold: Minutes,
    #[serde(serialize_with = "as_pairs")]
    pub carried: Vec<Lot>,
    pub debt: Minutes,
    /// Only in a structure's last month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_to_pot: Option<Minutes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debt_sold: Option<Minutes>,
}

impl MonthOutcome {
    /// What a month's closing gave, its costs apart.
    pub(super) fn of(month: Month, closed: &Closed) -> MonthOutcome {
        let structures = closed.statements.iter().map(|(code, statement)| (code.clone(), statement.into())).collect();
        MonthOutcome { month, structures, pot: closed.pool.pot(), shares: None }
    }
}

impl Outcome {
    pub(super) fn new(months: Vec<MonthOutcome>, pool: &Pool) -> Outcome {
        let accounts = pool.balances().into_iter().map(|(account, balance)| (account.to_string(), balance));
        Outcome { months, accounts: accounts.collect() }
    }

    /// JSON with an indent of one space and a newline at the end.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut json = Vec::new();
        let layout = serde_json::ser::PrettyFormatter::with_indent(b" ");
        self.serialize(&mut serde_json::Serializer::with_formatter(&mut json, layout))?;
        json.push(b'\n');
        String::from_utf8(json).map_err(serde::ser::Error::custom)
    }
}

impl From<&Statement> for StructureOutcome {
    fn from(statement: &Statement) -> StructureOutcome {
        StructureOutcome {
            allotted: statement.allotted,
            repaid: statement.repaid,
            charged: statement.charged,
            from_lots: statement.from_lots.clone(),
            expired: statement.expired,
            trimmed: statement.trimmed,
            from_pot: statement.from_pot,
            borrowed: statement.borrowed,
            sold: statement.sold,
            carried: statement.carried.clone(),
            debt: statement.debt,
            left_to_pot: statement.departure.map(|departure| departure.left_to_pot),
            debt_sold: statement.departure.map(|departure| departure.debt_sold),
        }
    }
}

/// Lots as pairs of month of origin and minutes.
fn as_pairs<S: Serializer>(lots: &[Lot], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(lots.iter().map(|lot| (lot.origin, lot.minutes)))
}

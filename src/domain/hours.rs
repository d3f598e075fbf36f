//! The pool of hours (`hours.md` §§ 3, 4, 8): arithmetic over values. The store loads rows, calls these functions, and
//! writes what they return.
//!
//! [`closing::close`] turns the state between two months and one month's facts into the next state, its journal entries
//! and its statements. [`open::open`] shows the same month before it is closed, and [`simulation`] closes months of a
//! made-up group: all three go through [`opening`], so what is shown is what will be closed.

pub mod accounts;
pub mod closing;
pub mod corrections;
pub mod forecast;
pub mod lots;
pub mod notices;
pub mod open;
mod opening;
pub mod pool;
pub mod refusal;
pub mod simulation;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};

use super::time::{Minutes, Month};

pub use accounts::{Account, Entry, EntryKind};
pub use closing::{Closed, Departure, Statement};
pub use corrections::{Correction, Cover, Undone};
pub use lots::Lot;
pub use pool::{Identity, Pool, PoolError, PoolParts};
pub use refusal::{Refusal, Why};

/// The largest figure read from outside, in minutes, either way: beyond any group, and far from the edge of `i64`.
pub const MOST_MINUTES: Minutes = Minutes(1_000_000_000);

/// The short name of a structure in accounts and statements. Ties between structures go by its order.
///
/// Shared rather than copied: closing a month names each structure some twenty times.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Code(Arc<str>);

impl Code {
    /// The code as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Code {
    fn from(text: &str) -> Code {
        Code(text.into())
    }
}

impl From<String> for Code {
    fn from(text: String) -> Code {
        Code(text.into())
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.0.as_ref().into()
    }
}

/// Why a typed code was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error("a code has {least} to {most} characters", least = Code::SHORTEST, most = Code::LONGEST)]
    Length,
    /// Codes go into exports and file names, and order ties: plain letters alone.
    #[error("a code is made of letters without accents and of digits")]
    NotPlain,
}

impl Code {
    pub const SHORTEST: usize = 2;
    pub const LONGEST: usize = 10;
}

/// What people type: letters without accents and digits, in capitals or not.
impl FromStr for Code {
    type Err = CodeError;

    fn from_str(typed: &str) -> Result<Code, CodeError> {
        let typed = typed.trim();
        if !typed.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(CodeError::NotPlain);
        }
        match typed.len() {
            Code::SHORTEST..=Code::LONGEST => Ok(typed.to_ascii_uppercase().into()),
            _ => Err(CodeError::Length),
        }
    }
}

/// The group's rules for a month (`hours.md` § 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// A lot expires at the close of its month of origin plus this many months.
    pub validity_months: u32,
    /// What may be carried over, per mille of the month's allotment; no cap when absent.
    pub carry_cap_permille: Option<i64>,
    /// What a structure may ask of the pot, per mille of its allotment.
    pub solidarity_permille: i64,
    /// What a structure may owe, per mille of its allotment.
    pub borrow_permille: i64,
}

impl Rules {
    /// The longest validity that is accepted: a hundred years, which is never.
    pub const LONGEST_VALIDITY: u32 = 1200;
    pub const HIGHEST_PERMILLE: i64 = 1_000_000;

    /// The month at whose close a lot born in `origin` expires.
    pub fn expiry_of(&self, origin: Month) -> Month {
        origin.plus(i32::try_from(self.validity_months).unwrap_or(i32::MAX))
    }

    /// The name of a rule that is out of bounds, if any.
    pub fn out_of_bounds(&self) -> Option<&'static str> {
        let within = |permille: i64| (0..=Rules::HIGHEST_PERMILLE).contains(&permille);
        let checks = [
            ("validity_months", self.validity_months <= Rules::LONGEST_VALIDITY),
            ("carry_cap_permille", self.carry_cap_permille.is_none_or(within)),
            ("solidarity_permille", within(self.solidarity_permille)),
            ("borrow_permille", within(self.borrow_permille)),
        ];
        checks.into_iter().find(|(_, holds)| !holds).map(|(name, _)| name)
    }
}

/// Everything that decides a month of the pool, besides the state it starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthOfPool {
    pub month: Month,
    pub rules: Rules,
    /// Structures under agreement this month.
    pub members: BTreeMap<Code, Member>,
    /// Charged minutes of the month's interventions. A structure that has left may be charged too: it has nothing to
    /// draw on, so all of it is sold.
    pub charged: BTreeMap<Code, Minutes>,
    /// In the order in which they were made.
    pub gifts: Vec<Gift>,
    pub grants: Vec<Grant>,
    pub corrections: Vec<Correction>,
    /// What still covers the closed months that negative corrections name.
    pub covers: BTreeMap<(Code, Month), Cover>,
}

impl MonthOfPool {
    /// A month in which nothing has happened yet.
    pub fn new(month: Month, rules: Rules) -> MonthOfPool {
        MonthOfPool {
            month,
            rules,
            members: BTreeMap::new(),
            charged: BTreeMap::new(),
            gifts: Vec::new(),
            grants: Vec::new(),
            corrections: Vec::new(),
            covers: BTreeMap::new(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The month's allotment under the agreement.
    pub allotted: Minutes,
    /// Whether the structure leaves at the end of this month.
    pub last_month: bool,
}

/// Minutes that one structure gives to another, oldest lots first; origin and expiry travel with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    pub from: Code,
    pub to: Code,
    pub minutes: Minutes,
}

/// Minutes that the coordinator grants from the pot: a lot of the current month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub to: Code,
    pub minutes: Minutes,
}

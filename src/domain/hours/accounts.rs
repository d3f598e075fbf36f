//! The accounts of the pool and the entries of its journal (`hours.md` § 3).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::Code;
use crate::domain::{time::Month, vocabulary};

/// An account, written as in the journal: `CAP`, `DEBT:A`, `LOT:A:2026-01`, `POT`, `USED:A`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Account {
    /// Minutes the shared post has sold; at most zero.
    Cap,
    /// Minutes a structure borrowed ahead; at most zero.
    Debt(Code),
    /// What is left of a structure's lot of a month.
    Lot(Code, Month),
    /// The common pot.
    Pot,
    /// Minutes charged to a structure.
    Used(Code),
}

/// The text is not the name of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an account")]
pub struct AccountError;

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Account::Cap => f.write_str("CAP"),
            Account::Debt(code) => write!(f, "DEBT:{code}"),
            Account::Lot(code, month) => write!(f, "LOT:{code}:{month}"),
            Account::Pot => f.write_str("POT"),
            Account::Used(code) => write!(f, "USED:{code}"),
        }
    }
}

impl FromStr for Account {
    type Err = AccountError;

    fn from_str(text: &str) -> Result<Account, AccountError> {
        match text.split_once(':') {
            None if text == "CAP" => Ok(Account::Cap),
            None if text == "POT" => Ok(Account::Pot),
            Some(("DEBT", code)) => Ok(Account::Debt(code.into())),
            Some(("USED", code)) => Ok(Account::Used(code.into())),
            Some(("LOT", rest)) => {
                // The month is last: a code may hold a colon.
                let (code, month) = rest.rsplit_once(':').ok_or(AccountError)?;
                Ok(Account::Lot(code.into(), month.parse().map_err(|_| AccountError)?))
            }
            _ => Err(AccountError),
        }
    }
}

impl TryFrom<String> for Account {
    type Error = AccountError;

    fn try_from(text: String) -> Result<Account, AccountError> {
        text.parse()
    }
}

impl From<Account> for String {
    fn from(account: Account) -> String {
        account.to_string()
    }
}

vocabulary! {
    /// What a journal entry records.
    pub enum EntryKind {
        Allotment = "allotment",
        Gift = "gift",
        Grant = "grant",
        Correction = "correction",
        /// Charged minutes taken from lots.
        Charge = "charge",
        Expiry = "expiry",
        Trim = "trim",
        Solidarity = "solidarity",
        Borrowing = "borrowing",
        Overage = "overage",
        /// What a structure leaves behind in its last month.
        Departure = "departure",
    }
}

/// One deed in the journal. Its postings, in minutes, are not zero, name each account once, and sum to zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: EntryKind,
    pub postings: Vec<(Account, i64)>,
}

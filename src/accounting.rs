//! The journal for accounting software: what members owe and what they paid, as balanced entries, in the files that Paheko and
//! Dolibarr import (`docs/accounting.md`). Pure: values in, text out; nothing here knows the store or a page.

mod dolibarr;
mod paheko;

pub use dolibarr::dolibarr;
pub use paheko::paheko;

use crate::domain::money::Cents;
use chrono::NaiveDate;

/// One line of an entry; the lines of one piece are one entry and balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountingLine {
    pub date: NaiveDate,
    /// The piece that proves it: the statement's number (`2026-02-REGIE`), the payment's.
    pub piece: String,
    /// `411`, `706`…: digits of the chart of accounts.
    pub account: String,
    pub account_label: String,
    /// The member's own account, where the software keeps one under the general account; else `None`.
    pub member: Option<Member>,
    /// What the line says: « Relevé de février 2026, Régie de quartier ».
    pub label: String,
    pub debit: Cents,
    pub credit: Cents,
    /// How it was paid, with the number of the cheque or transfer.
    pub payment: Option<String>,
}

/// A member organisation, as accounting software tells it apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub code: String,
    pub name: String,
}

/// The journal that lines belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// `VT` sales, `BQ` bank, `OD` others: as the software calls them.
    pub code: String,
    pub label: String,
}

/// Where lines go. These are the accounts of the French charts (general, and of associations); a group may have others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accounts {
    pub members: (String, String),
    pub share: (String, String),
    pub overage: (String, String),
    pub bank: (String, String),
}

impl Default for Accounts {
    fn default() -> Self {
        let account = |number: &str, label: &str| (number.to_owned(), label.to_owned());
        Self {
            members: account("411", "Membres"),
            share: account("706", "Appels de fonds"),
            overage: account("706", "Appels de fonds"),
            bank: account("512", "Banque"),
        }
    }
}

/// Why lines are no journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountingError {
    #[error("piece {piece}: {debit} cents of debit, {credit} of credit")]
    Unbalanced { piece: String, debit: i64, credit: i64 },
    /// A line is a debit or a credit, and never negative: accounting software refuses it.
    #[error("piece {0}: a line is not one debit or one credit")]
    NotOneSide(String),
    #[error("piece {0}: its lines have different dates")]
    TwoDates(String),
    #[error("a file: {0}")]
    Write(String),
}

/// What a member owes for a month, before it becomes lines; a refund is negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub date: NaiveDate,
    pub piece: String,
    pub label: String,
    pub member: Member,
    pub share: Cents,
    pub overage: Cents,
    pub refund: Cents,
}

/// What a member paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paid {
    pub date: NaiveDate,
    pub piece: String,
    pub label: String,
    pub member: Member,
    pub amount: Cents,
    pub payment: String,
}

/// The entry of what is due: the member owes, the post has earned. What is negative stands on the other side.
pub fn due(due: &Due, accounts: &Accounts) -> Vec<AccountingLine> {
    let line = |account: &(String, String), member: Option<&Member>, debit: Cents| AccountingLine {
        date: due.date,
        piece: due.piece.clone(),
        account: account.0.clone(),
        account_label: account.1.clone(),
        member: member.cloned(),
        label: due.label.clone(),
        debit: Cents(debit.0.max(0)),
        credit: Cents((-debit.0).max(0)),
        payment: None,
    };
    let owed = due.share + due.overage - due.refund;
    let overage = due.overage - due.refund;
    let mut lines = vec![line(&accounts.members, Some(&due.member), owed)];
    if accounts.share == accounts.overage {
        lines.push(line(&accounts.share, None, -owed));
    } else {
        lines.extend([line(&accounts.share, None, -due.share), line(&accounts.overage, None, -overage)]);
    }
    lines.retain(|line| line.debit != line.credit);
    lines
}

/// The entry of a payment: the bank has it, the member owes less.
pub fn paid(paid: &Paid, accounts: &Accounts) -> Vec<AccountingLine> {
    let line = |account: &(String, String), member: Option<&Member>, debit: Cents| AccountingLine {
        date: paid.date,
        piece: paid.piece.clone(),
        account: account.0.clone(),
        account_label: account.1.clone(),
        member: member.cloned(),
        label: paid.label.clone(),
        debit: Cents(debit.0.max(0)),
        credit: Cents((-debit.0).max(0)),
        payment: Some(paid.payment.clone()),
    };
    let mut lines = vec![line(&accounts.bank, None, paid.amount), line(&accounts.members, Some(&paid.member), -paid.amount)];
    lines.retain(|line| line.debit != line.credit);
    lines
}

/// Lines by piece, in their order; each checked to be an entry.
fn entries(lines: &[AccountingLine]) -> Result<Vec<Vec<&AccountingLine>>, AccountingError> {
    let mut entries: Vec<Vec<&AccountingLine>> = Vec::new();
    for line in lines {
        if line.debit.0 < 0 || line.credit.0 < 0 || (line.debit.is_zero() == line.credit.is_zero()) {
            return Err(AccountingError::NotOneSide(line.piece.clone()));
        }
        match entries.iter_mut().find(|entry| entry.first().is_some_and(|first| first.piece == line.piece)) {
            Some(entry) => entry.push(line),
            None => entries.push(vec![line]),
        }
    }
    for entry in &entries {
        let Some(first) = entry.first() else { continue };
        if entry.iter().any(|line| line.date != first.date) {
            return Err(AccountingError::TwoDates(first.piece.clone()));
        }
        let sum = |of: fn(&AccountingLine) -> Cents| entry.iter().map(|line| of(line)).sum::<Cents>();
        let (debit, credit) = (sum(|line| line.debit).0, sum(|line| line.credit).0);
        if debit != credit {
            return Err(AccountingError::Unbalanced { piece: first.piece.clone(), debit, credit });
        }
    }
    Ok(entries)
}

/// Rows as a file: semicolons or commas, quoted where they must be.
fn file(delimiter: u8, header: &[&str], rows: Vec<Vec<String>>) -> Result<String, AccountingError> {
    let failed = |error: String| AccountingError::Write(error);
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(header).map_err(|error| failed(error.to_string()))?;
    for row in rows {
        writer.write_record(row.into_iter().map(harmless)).map_err(|error| failed(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
}

/// A name that a spreadsheet would run as a formula, should somebody look into the file before it is imported.
fn harmless(words: String) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) { format!("'{words}") } else { words }
}

#[cfg(test)]
mod tests;

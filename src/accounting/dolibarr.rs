//! Dolibarr, « Outils, Nouvel import, Comptabilité en partie double, Écritures comptables »: a row a line; rows of one number
//! are one transaction. Columns are matched by whoever imports, in this order.

use super::{AccountingError, AccountingLine, Journal, entries, file};
use crate::domain::money::Cents;

const COLUMNS: [&str; 12] = [
    "Numéro de transaction",
    "Date",
    "Pièce",
    "Code journal",
    "Libellé du journal",
    "Compte comptable",
    "Libellé du compte",
    "Compte auxiliaire",
    "Libellé du compte auxiliaire",
    "Libellé opération",
    "Débit",
    "Crédit",
];

/// The lines as Dolibarr imports them: UTF-8, commas, days as 2026-02-28, amounts as 335.39. `first` is the first number of
/// transaction that is free there.
pub fn dolibarr(lines: &[AccountingLine], journal: &Journal, first: u32) -> Result<String, AccountingError> {
    let mut rows = Vec::new();
    for (number, entry) in (first..).zip(entries(lines)?) {
        for line in entry {
            let (code, name) = line.member.as_ref().map_or(("", ""), |member| (&member.code, &member.name));
            rows.push(vec![
                number.to_string(),
                line.date.to_string(),
                line.piece.clone(),
                journal.code.clone(),
                journal.label.clone(),
                line.account.clone(),
                line.account_label.clone(),
                code.to_owned(),
                name.to_owned(),
                line.label.clone(),
                amount(line.debit),
                amount(line.credit),
            ]);
        }
    }
    file(b',', &COLUMNS, rows)
}

fn amount(cents: Cents) -> String {
    format!("{}.{:02}", cents.0 / 100, cents.0 % 100)
}

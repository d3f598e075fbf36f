//! Paheko, « Comptabilité, Importer un fichier, format Simplifié »: a row moves an amount from one account to another.

use super::{AccountingError, AccountingLine, entries, file};
use crate::domain::money::Cents;

/// The names that Paheko gives its columns. « Numéro d'écriture » stays empty: a number would change the entry that has it.
const COLUMNS: [&str; 9] = [
    "Numéro d'écriture",
    "Libellé",
    "Date",
    "Remarques",
    "Numéro pièce comptable",
    "Référence paiement",
    "Compte de débit",
    "Compte de crédit",
    "Montant",
];

/// The lines as Paheko imports them: UTF-8, semicolons, days as 28/02/2026, amounts as 335,39 without separator of thousands.
pub fn paheko(lines: &[AccountingLine]) -> Result<String, AccountingError> {
    let mut rows = Vec::new();
    for entry in entries(lines)? {
        for (debit, credit, amount) in pairs(&entry) {
            let member = debit.member.as_ref().or(credit.member.as_ref());
            rows.push(vec![
                String::new(),
                debit.label.clone(),
                debit.date.format("%d/%m/%Y").to_string(),
                member.map_or_else(String::new, |member| format!("{} ({})", member.name, member.code)),
                debit.piece.clone(),
                debit.payment.clone().unwrap_or_default(),
                debit.account.clone(),
                credit.account.clone(),
                format!("{},{:02}", amount.0 / 100, amount.0 % 100),
            ]);
        }
    }
    file(b';', &COLUMNS, rows)
}

/// Debits against credits, each row as much as both still have: the sums of every account stay what they are.
fn pairs<'a>(entry: &[&'a AccountingLine]) -> Vec<(&'a AccountingLine, &'a AccountingLine, Cents)> {
    let mut credits: Vec<(&AccountingLine, Cents)> =
        entry.iter().map(|line| (*line, line.credit)).filter(|(_, left)| left.0 > 0).collect();
    let mut pairs = Vec::new();
    for debit in entry.iter().filter(|line| line.debit.0 > 0) {
        let mut left = debit.debit;
        for (credit, open) in &mut credits {
            let amount = Cents(left.0.min(open.0));
            if amount.0 > 0 {
                pairs.push((*debit, *credit, amount));
                left -= amount;
                *open -= amount;
            }
        }
    }
    pairs
}

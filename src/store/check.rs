//! `parcommun check`: everything that is frozen is computed anew from the journal and from the interventions, and must be
//! the same (`hours.md` § 3). Nothing is written.

use super::entities::{closing, intervention, journal, month_use, statement, statement_lot, structure};
use super::hours::{corrections_in, rules_in};
use super::interventions::{everywhere, is_counted, piece_of};
use super::journal::{BEGINNING, LineKind, hash_of, postings_of};
use super::{Db, DbErr};
use crate::domain::hours::{Account, Code};
use crate::domain::ids::StructureId;
use crate::domain::interventions::{self, Piece};
use crate::domain::time::{Minutes, Month};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, HashMap};

/// What was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Rows of the journal.
    pub rows: i64,
    pub months: usize,
    pub statements: usize,
    /// Structures and months whose running totals were counted anew.
    pub totals: usize,
    /// Events of the life of machines, anchors of days, states of machines.
    pub events: usize,
    pub anchors: usize,
    pub states: usize,
    pub transfers: usize,
}

/// The first thing that is wrong: where, and what.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error("{place}: {what}")]
    Wrong { place: String, what: String },
    #[error(transparent)]
    Database(#[from] DbErr),
}

pub(super) fn wrong<T>(place: impl Into<String>, what: impl Into<String>) -> Result<T, CheckError> {
    Err(CheckError::Wrong { place: place.into(), what: what.into() })
}

/// A figure that must equal what it is computed from.
fn equal(place: &str, what: &str, stored: i64, computed: i64) -> Result<(), CheckError> {
    if stored == computed { Ok(()) } else { wrong(place, format!("{what} is {stored}, the journal gives {computed}")) }
}

/// Reads everything; the first thing that does not hold ends it.
pub async fn check(db: &Db) -> Result<Checked, CheckError> {
    let mut checked = Checked::default();
    let codes: HashMap<StructureId, Code> =
        structure::Entity::find().all(&db.read).await?.into_iter().map(|row| (row.id, row.code)).collect();
    let closings: BTreeMap<Month, closing::Model> =
        closing::Entity::find().all(&db.read).await?.into_iter().map(|row| (row.period, row)).collect();
    let begun = replay(db, &codes, &closings, &mut checked).await?;
    for (month, row) in &closings {
        if row.journal_seq == 0 && begun.is_none_or(|begun| *month > begun) {
            return wrong(format!("closing {month}"), "it has no row in the journal");
        }
    }
    totals(db, &codes, &closings, &mut checked).await?;
    (checked.events, checked.anchors, checked.states) = super::chain::check::check(db).await?;
    checked.transfers = super::transfers::check(db).await?;
    Ok(checked)
}

/// Goes through the journal in order. Gives the month whose balances it began with, if it began so.
async fn replay(
    db: &Db,
    codes: &HashMap<StructureId, Code>,
    closings: &BTreeMap<Month, closing::Model>,
    checked: &mut Checked,
) -> Result<Option<Month>, CheckError> {
    const AT_ONCE: u64 = 5_000;
    let mut balances: BTreeMap<Account, i64> = BTreeMap::new();
    let (mut seq, mut hash, mut begun) = (0, BEGINNING.to_owned(), None);
    loop {
        let rows = journal::Entity::find()
            .filter(journal::Column::Seq.gt(seq))
            .order_by_asc(journal::Column::Seq)
            .limit(AT_ONCE)
            .all(&db.read)
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            link(&row, seq, &hash)?;
            post(&row, &mut balances)?;
            match (row.kind, row.period) {
                (LineKind::Opening, Some(month)) => begun = Some(month),
                (LineKind::Closing, Some(month)) => {
                    let Some(closing) = closings.get(&month) else {
                        return wrong(format!("journal row {}", row.seq), format!("it closes {month}, which is not closed"));
                    };
                    closed(db, codes, closing, &row, &balances, checked).await?;
                }
                _ => {}
            }
            (seq, hash) = (row.seq, row.hash);
        }
    }
    checked.rows = seq;
    if let Some(closing) = closings.values().find(|closing| closing.journal_seq > seq) {
        return wrong(format!("closing {}", closing.period), format!("its row {} is missing in the journal", closing.journal_seq));
    }
    Ok(begun)
}

/// The row follows the one before, and is what its hash says.
fn link(row: &journal::Model, before: i64, hash: &str) -> Result<(), CheckError> {
    let place = format!("journal row {}", row.seq);
    if row.seq != before + 1 {
        return wrong(format!("journal row {}", before + 1), "it is missing");
    }
    if row.previous != hash {
        return wrong(place, "it does not follow the row before it");
    }
    if hash_of(row) != row.hash {
        return wrong(place, "it was changed: its hash is of something else");
    }
    Ok(())
}

/// Adds a row's postings, which sum to zero.
fn post(row: &journal::Model, balances: &mut BTreeMap<Account, i64>) -> Result<(), CheckError> {
    let place = || format!("journal row {}", row.seq);
    let postings = postings_of(row).or_else(|error| wrong(place(), format!("its postings do not read: {error}")))?;
    let mut sum: i64 = 0;
    for (account, minutes) in postings {
        sum = sum.saturating_add(minutes);
        let balance = balances.entry(account).or_default();
        *balance = balance.saturating_add(minutes);
    }
    if sum != 0 {
        return wrong(place(), format!("its postings sum to {sum} minutes instead of zero"));
    }
    balances.retain(|_, minutes| *minutes != 0);
    Ok(())
}

/// A closing and its statements are the balances of the journal as of its row.
async fn closed(
    db: &Db,
    codes: &HashMap<StructureId, Code>,
    closing: &closing::Model,
    row: &journal::Model,
    balances: &BTreeMap<Account, i64>,
    checked: &mut Checked,
) -> Result<(), CheckError> {
    let month = closing.period;
    let place = format!("closing {month}");
    if closing.journal_hash != row.hash || closing.journal_seq != row.seq {
        return wrong(place, format!("it names another row of the journal than {}", row.seq));
    }
    let sum =
        |of: fn(&Account) -> bool| balances.iter().filter(|(account, _)| of(account)).map(|(_, minutes)| minutes).sum::<i64>();
    let (sold, pot) = (-sum(|a| matches!(a, Account::Cap)), sum(|a| matches!(a, Account::Pot)));
    let used = sum(|a| matches!(a, Account::Used(_)));
    let (lots, debts) = (sum(|a| matches!(a, Account::Lot(..))), -sum(|a| matches!(a, Account::Debt(_))));
    equal(&place, "sold", closing.sold_minutes_ever.0, sold)?;
    equal(&place, "the pot", closing.pot_minutes.0, pot)?;
    equal(&place, "used", closing.used_minutes_ever.0, used)?;
    equal(&place, "what is left in lots", closing.lots_minutes.0, lots)?;
    equal(&place, "what is owed", closing.debt_minutes.0, debts)?;
    if sold != used + lots + pot - debts {
        return wrong(place, "sold is not used + lots + pot − debts");
    }
    statements(db, codes, month, balances, checked).await?;
    checked.months += 1;
    Ok(())
}

async fn statements(
    db: &Db,
    codes: &HashMap<StructureId, Code>,
    month: Month,
    balances: &BTreeMap<Account, i64>,
    checked: &mut Checked,
) -> Result<(), CheckError> {
    let mut held: BTreeMap<Account, i64> = BTreeMap::new();
    for lot in statement_lot::Entity::find().filter(statement_lot::Column::Period.eq(month)).all(&db.read).await? {
        if let Some(code) = codes.get(&lot.structure_id).filter(|_| lot.carried.0 != 0) {
            *held.entry(Account::Lot(code.clone(), lot.origin)).or_default() += lot.carried.0;
        }
    }
    for (account, minutes) in balances.iter().filter(|(account, _)| matches!(account, Account::Lot(..))) {
        equal(&format!("statements of {month}"), &format!("the lot {account}"), held.remove(account).unwrap_or(0), *minutes)?;
    }
    if let Some((account, minutes)) = held.first_key_value() {
        return equal(&format!("statements of {month}"), &format!("the lot {account}"), *minutes, 0);
    }
    for row in statement::Entity::find().filter(statement::Column::Period.eq(month)).all(&db.read).await? {
        let Some(code) = codes.get(&row.structure_id) else { continue };
        let place = format!("statement {month} of {code}");
        let balance = |account: Account| balances.get(&account).copied().unwrap_or(0);
        equal(&place, "what is owed", row.debt.0, -balance(Account::Debt(code.clone())))?;
        equal(&place, "used", row.used_minutes_ever.0, balance(Account::Used(code.clone())))?;
        let covered = row.from_lots + row.from_pot + row.borrowed + row.sold;
        equal(&place, "charged", row.charged.0, covered.0)?;
        checked.statements += 1;
    }
    Ok(())
}

/// Running totals, and the figures of statements, are what the interventions give.
async fn totals(
    db: &Db,
    codes: &HashMap<StructureId, Code>,
    closings: &BTreeMap<Month, closing::Model>,
    checked: &mut Checked,
) -> Result<(), CheckError> {
    let months: Vec<Month> = month_use::Entity::find()
        .select_only()
        .column(month_use::Column::Period)
        .distinct()
        .order_by_asc(month_use::Column::Period)
        .into_tuple()
        .all(&db.read)
        .await?;
    for month in months {
        let rules = rules_in(&db.read, month).await?.charge;
        let mut pieces: HashMap<StructureId, Vec<Piece>> = HashMap::new();
        let counted = intervention::Entity::find()
            .filter(everywhere())
            .filter(intervention::Column::Period.eq(month))
            .filter(is_counted())
            .all(&db.read)
            .await?;
        for row in &counted {
            pieces.entry(row.structure_id).or_default().push(piece_of(row));
        }
        let mut charged: HashMap<StructureId, Minutes> = HashMap::new();
        for row in month_use::Entity::find().filter(month_use::Column::Period.eq(month)).all(&db.read).await? {
            let place = format!("total {month} of {}", codes.get(&row.structure_id).map_or("?", |code| code.as_str()));
            let own = pieces.remove(&row.structure_id).unwrap_or_default();
            let charge = interventions::charge(&own, &rules);
            let gives = |what: &str, stored: i64, counted: i64| match stored == counted {
                true => Ok(()),
                false => wrong(place.clone(), format!("{what} is {stored}, the interventions give {counted}")),
            };
            gives("interventions", row.interventions, i64::try_from(own.len()).unwrap_or(i64::MAX))?;
            gives("real", row.real_minutes.0, charge.real.0)?;
            gives("charged", row.charged_minutes.0, charge.charged.0)?;
            charged.insert(row.structure_id, charge.charged);
            checked.totals += 1;
        }
        if let Some((structure, _)) = pieces.iter().next() {
            let code = codes.get(structure).map_or("?", |code| code.as_str());
            return wrong(format!("total {month} of {code}"), "it is missing, and there are interventions");
        }
        if closings.contains_key(&month) {
            frozen(db, codes, month, &charged).await?;
        }
    }
    Ok(())
}

/// A statement charges what its interventions give, and what corrections of earlier months added.
async fn frozen(
    db: &Db,
    codes: &HashMap<StructureId, Code>,
    month: Month,
    charged: &HashMap<StructureId, Minutes>,
) -> Result<(), CheckError> {
    let mut more: HashMap<(StructureId, Month), Minutes> = HashMap::new();
    for row in corrections_in(&db.read, month).await? {
        *more.entry((row.structure_id, row.of_period)).or_default() += row.charged_minutes;
    }
    for row in statement::Entity::find().filter(statement::Column::Period.eq(month)).all(&db.read).await? {
        let Some(code) = codes.get(&row.structure_id) else { continue };
        let corrections = more.iter().filter(|((structure, _), minutes)| *structure == row.structure_id && minutes.0 > 0);
        let added: Minutes = corrections.map(|(_, minutes)| *minutes).sum();
        let expected = charged.get(&row.structure_id).copied().unwrap_or_default() + added;
        if row.charged != expected {
            let what = format!("charged is {}, interventions and corrections give {}", row.charged.0, expected.0);
            return wrong(format!("statement {month} of {code}"), what);
        }
    }
    Ok(())
}

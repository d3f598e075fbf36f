//! Closing a month: the pure rule decides; journal, statements and what each owes are frozen for ever in one transaction.

use super::closed;
use super::facts::{Facts, MonthFacts};
use super::letters;
use super::months::{closed_pool, refused};
use super::signing::{self, SheetState};
use crate::domain::hours::{Account, Closed, Entry, EntryKind, Identity, Lot, Pool, Statement, closing as rule, lots::total};
use crate::domain::ids::{PersonId, StructureId};
use crate::domain::time::{Minutes, Month};
use crate::store::access::Coordinator;
use crate::store::costs::{self, Basis, Refunded};
use crate::store::entities::{closing, cover, statement, statement_lot};
use crate::store::journal::{self, Head, Line, LineKind};
use crate::store::{Db, DbErr, group};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, Set};
use std::collections::BTreeMap;

/// Rows of a statement have twenty-three values, SQLite takes 32 766 a statement.
const ROWS_AT_ONCE: usize = 1_000;

/// Why a month cannot be closed now.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    #[error("the month has not ended")]
    NotEnded,
    /// Months are closed in their order.
    #[error("{0} comes first")]
    NotNext(Month),
    /// Structures have not signed, and their delay is not over.
    #[error("{waiting} sheets are waited for until {until}")]
    Unsigned { waiting: usize, until: NaiveDate },
    /// Questions about sheets wait for an answer.
    #[error("{0} questions are not answered")]
    Asked(usize),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What a closing found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedNow {
    Closed,
    /// It was closed before, by oneself in another window or by somebody else: nothing was done.
    Already,
}

/// Closes a month for ever, once every sheet is signed or its delay is over; statements leave to the referents. Closing
/// twice is the same as once.
pub async fn close(db: &Db, by: &Coordinator, month: Month, today: NaiveDate, now: DateTime<Utc>) -> Result<ClosedNow, CloseError> {
    let tx = db.begin_write().await?;
    // First of all: two coordinators, or a technician who logs meanwhile, wait here on PostgreSQL.
    group::pool_moved_in(&tx).await?;
    if closing::Entity::find_by_id(month).one(&tx).await?.is_some() {
        return Ok(ClosedNow::Already);
    }
    if today <= month.last_day() {
        return Err(CloseError::NotEnded);
    }
    let facts = Facts::load(&tx).await?;
    let next = match closed::last_closed_in(&tx).await? {
        Some(closed) => closed.next(),
        None => facts.first_month().unwrap_or(month),
    };
    if month != next {
        return Err(CloseError::NotNext(next));
    }
    let silent = silent_in(&tx, &facts, month, today).await?;
    signing::agree_silently_in(&tx, month, by.viewer().id(), &silent, now).await?;
    close_in(&tx, month, Some(by.viewer().id()), now).await?;
    letters::statements_in(&tx, month, now).await?;
    tx.commit().await?;
    Ok(ClosedNow::Closed)
}

/// The members whose silence counts as agreement; refused while one is waited for, or has asked something.
async fn silent_in(
    tx: &impl ConnectionTrait,
    facts: &Facts,
    month: Month,
    today: NaiveDate,
) -> Result<Vec<StructureId>, CloseError> {
    let states = signing::states_in(tx, month, today, &facts.members(month)).await?;
    let asked = states.values().filter(|state| matches!(state, SheetState::Asked)).count();
    if asked > 0 {
        return Err(CloseError::Asked(asked));
    }
    let waiting = states.values().filter(|state| matches!(state, SheetState::Waiting { .. } | SheetState::Changed { .. })).count();
    if waiting > 0 {
        let until = signing::signing_until(month, signing::signing_days_in(tx).await?);
        return Err(CloseError::Unsigned { waiting, until });
    }
    let mut silent: Vec<StructureId> = states
        .into_iter()
        .filter(|(_, state)| matches!(state, SheetState::Silent { .. }))
        .map(|(structure, _)| structure)
        .collect();
    silent.sort_unstable();
    Ok(silent)
}

/// Reminds the referents of the sheets that are waited for: once a day at most.
pub async fn remind(db: &Db, _by: &Coordinator, month: Month, today: NaiveDate, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    let facts = Facts::load(&tx).await?;
    let states = signing::states_in(&tx, month, today, &facts.members(month)).await?;
    let waits =
        |state: &SheetState| matches!(state, SheetState::Waiting { .. } | SheetState::Changed { .. } | SheetState::Silent { .. });
    let of: Vec<StructureId> = states.iter().filter(|(_, state)| waits(state)).map(|(structure, _)| *structure).collect();
    let until = signing::signing_until(month, signing::signing_days_in(&tx).await?);
    letters::remind_in(&tx, month, until, Some(&of), Some(today), now).await?;
    tx.commit().await
}

/// Closes a month in the caller's transaction; the month before it must be closed, or be before the first agreement.
pub(in crate::store) async fn close_in(
    tx: &impl ConnectionTrait,
    month: Month,
    by: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    group::pool_moved_in(tx).await?;
    let facts = Facts::load(tx).await?;
    let before = closed::last_closed_in(tx).await?;
    let pool = match before {
        Some(closed) => closed_pool(tx, &facts, closed).await?,
        None => Pool::default(),
    };
    let of_month = facts.month(tx, month).await?;
    let closed = rule::close(&pool, &of_month.input).map_err(refused)?;
    open_journal_in(tx, &pool, before, now).await?;
    let head = journal::append_in(tx, lines(month, by, &of_month, &closed.entries), now).await?;
    insert_closing_in(tx, month, by, &head, &closed.pool, now).await?;
    insert_statements_in(tx, month, &facts, &of_month, &closed).await?;
    keep_covers_in(tx, &facts, &closed).await?;
    freeze_dues_in(tx, month, &facts, &closed).await
}

/// What each structure owes for the month, and gets back for minutes of earlier months that are no longer sold.
async fn freeze_dues_in(tx: &impl ConnectionTrait, month: Month, facts: &Facts, closed: &Closed) -> Result<(), DbErr> {
    let known = |code| facts.structures.get(code).map(|known| known.id);
    let bases: Vec<Basis> = closed.statements.iter().filter_map(|(code, s)| Some(Basis::of(known(code)?, code, s))).collect();
    let unsold = closed.undone.iter().filter(|undone| undone.sold > Minutes(0));
    let refunds: Vec<Refunded> = unsold
        .filter_map(|undone| Some(Refunded { structure: known(&undone.structure)?, of: undone.of, minutes: undone.sold }))
        .collect();
    costs::freeze_in(tx, month, &bases, &refunds).await
}

/// A pool that was closed before it had a journal begins it with its balances.
async fn open_journal_in(tx: &impl ConnectionTrait, pool: &Pool, before: Option<Month>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let Some(before) = before else { return Ok(()) };
    if journal::has_postings_in(tx).await? {
        return Ok(());
    }
    let line = Line {
        period: Some(before),
        kind: LineKind::Opening,
        postings: pool.balances().into_iter().collect(),
        actor: None,
        reason: String::new(),
        reference: String::new(),
    };
    journal::append_in(tx, vec![line], now).await.map(drop)
}

/// The rows of a closing: what the rule did, in its order, each with the record behind it, and the closing itself.
fn lines(month: Month, by: Option<PersonId>, of_month: &MonthFacts, entries: &[Entry]) -> Vec<Line> {
    let mut gifts = of_month.gifts.iter();
    let mut grants = of_month.grants.iter();
    let mut corrections = of_month.corrections.iter().filter(|posted| posted.net.minutes < Minutes(0));
    let line = |entry: &Entry| {
        let (actor, reason, reference) = match entry.kind {
            EntryKind::Gift => gifts.next().map(|row| (row.agreed_by, row.words.clone(), format!("gift:{}", row.id))),
            EntryKind::Grant => grants.next().map(|row| (Some(row.granted_by), row.reason.clone(), format!("grant:{}", row.id))),
            EntryKind::Correction => {
                corrections.next().and_then(|posted| posted.rows.last().map(|last| (posted, last))).map(|(posted, last)| {
                    let ids: Vec<String> = posted.rows.iter().map(|row| format!("correction:{}", row.id)).collect();
                    (Some(last.corrected_by), last.reason.clone(), ids.join(" "))
                })
            }
            _ => None,
        }
        .unwrap_or((by, String::new(), String::new()));
        let postings = entry.postings.clone();
        Line { period: Some(month), kind: entry.kind.into(), postings, actor, reason, reference }
    };
    let mut lines: Vec<Line> = entries.iter().map(line).collect();
    lines.push(Line {
        period: Some(month),
        kind: LineKind::Closing,
        postings: Vec::new(),
        actor: by,
        reason: String::new(),
        reference: format!("closing:{month}"),
    });
    lines
}

async fn insert_closing_in(
    tx: &impl ConnectionTrait,
    month: Month,
    by: Option<PersonId>,
    head: &Head,
    pool: &Pool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Identity { sold, used, lots, pot, debts } = pool.identity();
    let row = closing::Model {
        period: month,
        closed_at: now,
        pot_minutes: pot,
        sold_minutes_ever: sold,
        closed_by: by,
        used_minutes_ever: used,
        lots_minutes: lots,
        debt_minutes: debts,
        journal_seq: head.seq,
        journal_hash: head.hash.clone(),
    };
    closing::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

async fn insert_statements_in(
    tx: &impl ConnectionTrait,
    month: Month,
    facts: &Facts,
    of_month: &MonthFacts,
    closed: &Closed,
) -> Result<(), DbErr> {
    let balances = closed.pool.balances();
    let (mut statements, mut lots) = (Vec::new(), Vec::new());
    for (code, s) in &closed.statements {
        let Some(known) = facts.structures.get(code) else { continue };
        let used = of_month.uses.get(code);
        let departure = s.departure.unwrap_or_default();
        let row = statement::Model {
            period: month,
            structure_id: known.id,
            allotted: s.allotted,
            repaid: s.repaid,
            carried_in: s.carried_in,
            given: s.given,
            received: s.received,
            interventions: used.map_or(0, |u| u.interventions),
            real_minutes: used.map_or(Minutes(0), |u| u.real_minutes),
            charged: s.charged,
            from_lots: total(&s.from_lots),
            from_pot: s.from_pot,
            borrowed: s.borrowed,
            sold: s.sold,
            expired: s.expired,
            trimmed: s.trimmed,
            carried: s.left,
            debt: s.debt,
            used_minutes_ever: Minutes(balances.get(&Account::Used(code.clone())).copied().unwrap_or(0)),
            granted: s.granted,
            undone: s.undone,
            left_to_pot: departure.left_to_pot,
            debt_sold: departure.debt_sold,
        };
        statements.push(row.into_active_model());
        for ((expiry, origin), (used, carried)) in lots_of(s) {
            let row = statement_lot::Model { period: month, structure_id: known.id, origin, expiry, used, carried };
            lots.push(row.into_active_model());
        }
    }
    for rows in statements.chunks(ROWS_AT_ONCE) {
        statement::Entity::insert_many(rows.iter().cloned()).exec_without_returning(tx).await?;
    }
    for rows in lots.chunks(ROWS_AT_ONCE) {
        statement_lot::Entity::insert_many(rows.iter().cloned()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// What corrections of this month left of the covers of closed ones.
async fn keep_covers_in(tx: &impl ConnectionTrait, facts: &Facts, closed: &Closed) -> Result<(), DbErr> {
    for ((code, period), parts) in &closed.covers {
        let Some(known) = facts.structures.get(code) else { continue };
        let parts = serde_json::to_string(parts).map_err(|e| DbErr::Custom(e.to_string()))?;
        let row = cover::ActiveModel { period: Set(*period), structure_id: Set(known.id), parts: Set(parts) };
        let again =
            OnConflict::columns([cover::Column::Period, cover::Column::StructureId]).update_column(cover::Column::Parts).to_owned();
        cover::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Each lot with what the month used of it and what it carries over.
fn lots_of(s: &Statement) -> BTreeMap<(Month, Month), (Minutes, Minutes)> {
    let mut lots: BTreeMap<(Month, Month), (Minutes, Minutes)> = BTreeMap::new();
    let key = |lot: &Lot| (lot.expiry, lot.origin);
    for lot in &s.from_lots {
        lots.entry(key(lot)).or_default().0 += lot.minutes;
    }
    for lot in &s.carried {
        lots.entry(key(lot)).or_default().1 += lot.minutes;
    }
    lots
}

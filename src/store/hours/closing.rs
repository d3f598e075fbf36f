//! Closing a month: the pure rule decides, the rows are frozen for ever.

use super::months::{Facts, MonthFacts, closed_pool, refused};
use crate::domain::hours::{Code, Lot, Pool, Statement, closing as rule, lots::total};
use crate::domain::time::{Minutes, Month};
use crate::store::costs::{self, Basis};
use crate::store::entities::{closing, statement, statement_lot};
use crate::store::{DbErr, group};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel};
use std::collections::BTreeMap;

/// Closes a month in the caller's transaction; the month before it must be closed, or be before the first agreement.
pub(in crate::store) async fn close_in(tx: &impl ConnectionTrait, month: Month, now: DateTime<Utc>) -> Result<(), DbErr> {
    group::pool_moved_in(tx).await?;
    let facts = Facts::load(tx).await?;
    let before = closing::Entity::find_by_id(month.previous()).one(tx).await?;
    let pool = if before.is_some() { closed_pool(tx, &facts, month.previous()).await? } else { Pool::default() };
    let MonthFacts { input, uses, .. } = facts.month(tx, month).await?;
    let closed = rule::close(&pool, &input).map_err(refused)?;
    let identity = closed.pool.identity();
    let row = closing::Model { period: month, closed_at: now, pot_minutes: closed.pool.pot(), sold_minutes_ever: identity.sold };
    closing::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    let mut bases = Vec::new();
    for (code, s) in &closed.statements {
        let Some(known) = facts.structures.get(code) else { continue };
        bases.push(Basis::of(known.id, code, s));
        let used = uses.get(code);
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
            used_minutes_ever: used_ever(&closed.pool, code),
        };
        statement::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
        for ((expiry, origin), (used, carried)) in lots_of(s) {
            let row = statement_lot::Model { period: month, structure_id: known.id, origin, expiry, used, carried };
            statement_lot::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
        }
    }
    costs::freeze_in(tx, month, &bases, &[]).await
}

fn used_ever(pool: &Pool, code: &Code) -> Minutes {
    let account = crate::domain::hours::Account::Used(code.clone());
    Minutes(pool.balances().get(&account).copied().unwrap_or(0))
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

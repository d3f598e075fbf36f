//! A month of the pool: frozen when it is closed, else computed anew from what it follows.

use super::closed;
use super::facts::{Facts, MonthFacts};
use crate::domain::hours::open::OpenMonth;
use crate::domain::hours::{self, Code, Lot, Pool, PoolParts, closing as rule, open};
use crate::domain::ids::StructureId;
use crate::domain::interventions::ChargeRules;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{HoursOf, MemberOf, Scope};
use crate::store::entities::{closing, statement, statement_lot, structure};
use crate::store::hours::{RulesOf, rules_in};
use crate::store::{Db, DbErr, structures};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A month of the pool, a row a structure, by name.
#[derive(Clone, Debug)]
pub struct PoolMonth {
    pub month: Month,
    pub closed: bool,
    pub rules: RulesOf,
    /// The common pot: after the closing, or as closing today would leave it.
    pub pot: Minutes,
    pub rows: Vec<Row>,
    /// What-if questions to an open month.
    pub(super) open: Option<Arc<OpenMonth>>,
}

/// A structure's month, minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub structure: StructureId,
    pub code: Code,
    pub name: String,
    pub allotted: Minutes,
    pub repaid: Minutes,
    pub carried_in: Minutes,
    pub given: Minutes,
    pub received: Minutes,
    /// From the pot, by the coordinator.
    pub granted: Minutes,
    /// Given back by corrections of closed months, wherever it went.
    pub undone: Minutes,
    pub interventions: i64,
    pub real: Minutes,
    pub charged: Minutes,
    pub from_lots: Minutes,
    pub from_pot: Minutes,
    pub borrowed: Minutes,
    pub sold: Minutes,
    /// Open: what can still be used before the pot. Closed: what was carried over.
    pub left: Minutes,
    /// Open: lost at the month's end if nothing more is used. Closed: expired and trimmed, gone to the pot.
    pub expiring: Minutes,
    pub debt: Minutes,
    /// The lots behind `left`, oldest first.
    pub lots: Vec<Lot>,
}

impl Row {
    /// Whether the charges are beyond the structure's own hours.
    pub fn is_over(&self) -> bool {
        self.from_pot + self.borrowed + self.sold > Minutes(0)
    }
}

/// The month with the rows within reach: the whole of it for who sees the hours of all; for who reads closed months alone
/// no row of an open one.
pub async fn month(db: &Db, within: impl Into<Scope>, month: Month) -> Result<Arc<PoolMonth>, DbErr> {
    let within = within.into();
    let whole = whole_month(db, &within, month).await?;
    if within.sees_hours_of_all() || (within.sees_closed_months() && whole.closed) {
        return Ok(whole);
    }
    if within.sees_closed_months() {
        return Ok(Arc::new(PoolMonth { rows: Vec::new(), pot: Minutes(0), open: None, ..(*whole).clone() }));
    }
    let reached = structures::reached_in(&db.read, &within).await?;
    let rows = whole.rows.iter().filter(|row| reached.contains(&row.structure)).cloned().collect();
    Ok(Arc::new(PoolMonth { rows, ..(*whole).clone() }))
}

/// One structure's month; `None` when it had no agreement and no hours then.
pub async fn row_of(db: &Db, by: &HoursOf, month: Month) -> Result<Option<Row>, DbErr> {
    Ok(whole_month(db, &by.into(), month).await?.rows.iter().find(|row| row.structure == by.structure()).cloned())
}

/// What a member's own structure has left of its month.
pub async fn left_of(db: &Db, member: &MemberOf, month: Month) -> Result<Option<Row>, DbErr> {
    Ok(whole_month(db, &member.into(), month).await?.rows.iter().find(|row| row.structure == member.structure()).cloned())
}

/// What a month charges for work: the group's own rule, no secret to any member.
pub(in crate::store) async fn charge_rules(db: &Db, within: &Scope, month: Month) -> Result<ChargeRules, DbErr> {
    Ok(whole_month(db, within, month).await?.rules.charge.clone())
}

/// The last months of one structure, the latest first, the open one included.
pub async fn history(db: &Db, by: &HoursOf, until: Month, months: i32) -> Result<Vec<(Month, Row)>, DbErr> {
    let mut past = Vec::new();
    for back in 0..months {
        let month = until.plus(-back);
        if let Some(row) = row_of(db, by, month).await? {
            past.push((month, row));
        }
    }
    Ok(past)
}

/// The month as computed for a version of the pool, or anew.
pub(in crate::store) async fn whole_month(db: &Db, within: &Scope, month: Month) -> Result<Arc<PoolMonth>, DbErr> {
    let version = within.pool_version();
    if let Some(known) = db.computed.pool_months.get(&month, version) {
        return Ok(known);
    }
    Ok(db.computed.pool_months.keep(month, version, compute(&db.read, month).await?))
}

pub(super) async fn compute(db: &impl ConnectionTrait, month: Month) -> Result<PoolMonth, DbErr> {
    match closed::last_closed_in(db).await? {
        Some(closed) if month <= closed => frozen(db, month).await,
        _ => live(db, month).await,
    }
}

async fn frozen(db: &impl ConnectionTrait, month: Month) -> Result<PoolMonth, DbErr> {
    let pot = closing::Entity::find_by_id(month).one(db).await?.map_or(Minutes(0), |row| row.pot_minutes);
    let mut lots: HashMap<StructureId, Vec<Lot>> = HashMap::new();
    for row in lots_of(db, month).await? {
        let lot = Lot { origin: row.origin, expiry: row.expiry, minutes: row.carried };
        lots.entry(row.structure_id).or_default().push(lot);
    }
    let statements =
        statement::Entity::find().filter(statement::Column::Period.eq(month)).find_also_related(structure::Entity).all(db).await?;
    let row = |(s, at): (statement::Model, Option<structure::Model>)| {
        at.map(|at| Row {
            structure: at.id,
            code: at.code,
            name: at.name,
            allotted: s.allotted,
            repaid: s.repaid,
            carried_in: s.carried_in,
            given: s.given,
            received: s.received,
            granted: s.granted,
            undone: s.undone,
            interventions: s.interventions,
            real: s.real_minutes,
            charged: s.charged,
            from_lots: s.from_lots,
            from_pot: s.from_pot,
            borrowed: s.borrowed,
            sold: s.sold,
            left: s.carried,
            expiring: s.expired + s.trimmed,
            debt: s.debt,
            lots: lots.remove(&at.id).unwrap_or_default(),
        })
    };
    let mut rows: Vec<Row> = statements.into_iter().filter_map(row).collect();
    rows.sort_by_cached_key(|row| plain(&row.name));
    Ok(PoolMonth { month, closed: true, rules: rules_in(db, month).await?, pot, rows, open: None })
}

/// What a name is sorted by: « Épicerie » comes before « Les Semis ».
fn plain(name: &str) -> String {
    name.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

async fn lots_of(db: &impl ConnectionTrait, month: Month) -> Result<Vec<statement_lot::Model>, DbErr> {
    statement_lot::Entity::find()
        .filter(statement_lot::Column::Period.eq(month))
        .filter(statement_lot::Column::Carried.gt(0))
        .order_by_asc(statement_lot::Column::Expiry)
        .order_by_asc(statement_lot::Column::Origin)
        .all(db)
        .await
}

async fn live(db: &impl ConnectionTrait, month: Month) -> Result<PoolMonth, DbErr> {
    let facts = Facts::load(db).await?;
    let (mut pool, mut at) = pool_before(db, &facts, month).await?;
    // Months that ended but are not closed yet: as closing them today would leave the pool.
    let mut covers = BTreeMap::new();
    while at < month {
        let mut input = facts.month(db, at).await?.input;
        input.covers.extend(covers);
        let closed = rule::close(&pool, &input).map_err(refused)?;
        (pool, covers) = (closed.pool, closed.covers);
        at = at.next();
    }
    let MonthFacts { rules, mut input, uses, .. } = facts.month(db, month).await?;
    input.covers.extend(covers);
    let opened = open::open(&pool, &input).map_err(refused)?;
    let mut rows: Vec<Row> = Vec::new();
    for (code, view) in opened.structures() {
        let Some(known) = facts.structures.get(code) else { continue };
        let used = uses.get(code);
        rows.push(Row {
            structure: known.id,
            code: code.clone(),
            name: known.name.clone(),
            allotted: view.allotted,
            repaid: view.repaid,
            carried_in: hours::lots::total(&view.carried_in),
            given: view.given,
            received: view.received,
            granted: view.granted,
            undone: view.undone,
            interventions: used.map_or(0, |used| used.interventions),
            real: used.map_or(Minutes(0), |used| used.real_minutes),
            charged: view.charged,
            from_lots: hours::lots::total(&view.from_lots),
            from_pot: view.from_pot,
            borrowed: view.borrowed,
            sold: view.sold,
            left: view.left,
            expiring: view.expiring,
            debt: view.debt,
            lots: view.lots.clone(),
        });
    }
    rows.sort_by_cached_key(|row| plain(&row.name));
    let pot = opened.closed_today().pool.pot();
    Ok(PoolMonth { month, closed: false, rules, pot, rows, open: Some(Arc::new(opened)) })
}

/// The pool as the last closing before the month left it, and the first month after that.
async fn pool_before(db: &impl ConnectionTrait, facts: &Facts, month: Month) -> Result<(Pool, Month), DbErr> {
    match closed::last_closed_in(db).await? {
        Some(closed) => Ok((closed_pool(db, facts, closed).await?, closed.next())),
        None => {
            let first = facts.first_month();
            Ok((Pool::default(), first.unwrap_or(month).min(month)))
        }
    }
}

/// The pool between a closed month and the next, from its frozen rows.
pub(super) async fn closed_pool(db: &impl ConnectionTrait, facts: &Facts, closed: Month) -> Result<Pool, DbErr> {
    let parts = stored_parts(db, facts, closed).await?;
    Pool::from_parts(parts).map_err(|e| DbErr::Custom(format!("the pool after {closed}: {e}")))
}

/// The frozen rows of a closed month, as they are.
pub(super) async fn stored_parts(db: &impl ConnectionTrait, facts: &Facts, closed: Month) -> Result<PoolParts, DbErr> {
    let codes: HashMap<StructureId, &Code> = facts.structures.iter().map(|(code, s)| (s.id, code)).collect();
    let Some(closing) = closing::Entity::find_by_id(closed).one(db).await? else { return Ok(PoolParts::default()) };
    let mut parts = PoolParts { pot: closing.pot_minutes, sold: closing.sold_minutes_ever, ..PoolParts::default() };
    for row in statement::Entity::find().filter(statement::Column::Period.eq(closed)).all(db).await? {
        let Some(code) = codes.get(&row.structure_id) else { continue };
        parts.debts.insert((*code).clone(), row.debt);
        parts.used.insert((*code).clone(), row.used_minutes_ever);
    }
    for row in departed(db, closed).await? {
        let Some(code) = codes.get(&row.structure_id) else { continue };
        parts.used.insert((*code).clone(), row.used_minutes_ever);
    }
    for row in lots_of(db, closed).await? {
        let Some(code) = codes.get(&row.structure_id) else { continue };
        parts.lots.push(((*code).clone(), Lot { origin: row.origin, expiry: row.expiry, minutes: row.carried }));
    }
    Ok(parts)
}

/// The last statements of structures that had none in the month: they left, and what they used stays used.
async fn departed(db: &impl ConnectionTrait, month: Month) -> Result<Vec<statement::Model>, DbErr> {
    let last: Vec<(StructureId, Month)> = statement::Entity::find()
        .select_only()
        .column(statement::Column::StructureId)
        .column_as(statement::Column::Period.max(), "last")
        .filter(statement::Column::Period.lte(month))
        .group_by(statement::Column::StructureId)
        .into_tuple()
        .all(db)
        .await?;
    let mut rows = Vec::new();
    for (structure, last) in last.into_iter().filter(|(_, last)| *last < month) {
        rows.extend(statement::Entity::find_by_id((last, structure)).one(db).await?);
    }
    Ok(rows)
}

pub(super) fn refused(refusal: hours::Refusal) -> DbErr {
    DbErr::Custom(format!("the pool: {refusal}"))
}

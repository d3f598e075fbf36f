//! The cost lines of an open month, in order.

use super::{CostsError, open_in};
use crate::domain::costs::LineKind;
use crate::domain::ids::CostLineId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::entities::cost_line;
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

/// A line of a month's costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub id: CostLineId,
    pub kind: LineKind,
    /// Says more than the kind; may be empty.
    pub label: String,
    pub cents: Cents,
}

/// A line as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    pub kind: LineKind,
    pub label: String,
    pub cents: Cents,
}

impl From<cost_line::Model> for Line {
    fn from(row: cost_line::Model) -> Self {
        Self { id: row.id, kind: row.kind, label: row.label, cents: row.cents }
    }
}

/// The lines of a month, in order.
pub async fn lines(db: &Db, _by: &Coordinator, month: Month) -> Result<Vec<Line>, DbErr> {
    Ok(rows_in(&db.read, month).await?.into_iter().map(Line::from).collect())
}

pub(super) async fn rows_in(db: &impl ConnectionTrait, month: Month) -> Result<Vec<cost_line::Model>, DbErr> {
    cost_line::Entity::find()
        .filter(cost_line::Column::Period.eq(month))
        .order_by_asc(cost_line::Column::Position)
        .order_by_asc(cost_line::Column::Id)
        .all(db)
        .await
}

/// One line, with its month.
pub async fn find(db: &Db, _by: &Coordinator, id: CostLineId) -> Result<Option<(Month, Line)>, DbErr> {
    Ok(cost_line::Entity::find_by_id(id).one(&db.read).await?.map(|row| (row.period, row.into())))
}

/// Adds a line after the others, once: `id` is made with the form.
pub async fn add(
    db: &Db,
    _by: &Coordinator,
    (month, id): (Month, CostLineId),
    new: NewLine,
    now: DateTime<Utc>,
) -> Result<(), CostsError> {
    let tx = db.begin_write().await?;
    open_in(&tx, month).await?;
    if let Some(known) = cost_line::Entity::find_by_id(id).one(&tx).await? {
        let same = known.period == month && NewLine { kind: known.kind, label: known.label, cents: known.cents } == new;
        return if same { Ok(()) } else { Err(CostsError::KeyTaken) };
    }
    insert_in(&tx, id, month, new, now).await?;
    Ok(tx.commit().await?)
}

pub(in crate::store) async fn insert_in(
    tx: &impl ConnectionTrait,
    id: CostLineId,
    period: Month,
    new: NewLine,
    created_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let last: Option<i64> = cost_line::Entity::find()
        .select_only()
        .column(cost_line::Column::Position)
        .filter(cost_line::Column::Period.eq(period))
        .order_by_desc(cost_line::Column::Position)
        .into_tuple()
        .one(tx)
        .await?;
    let position = last.unwrap_or(0) + 1;
    let row = cost_line::Model { id, period, position, kind: new.kind, label: new.label, cents: new.cents, created_at };
    cost_line::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// A line of an open month, within the transaction.
async fn standing_in(tx: &impl ConnectionTrait, id: CostLineId) -> Result<cost_line::Model, CostsError> {
    let Some(row) = cost_line::Entity::find_by_id(id).one(tx).await? else { return Err(CostsError::NotThere) };
    open_in(tx, row.period).await?;
    Ok(row)
}

async fn write_in(tx: &impl ConnectionTrait, id: CostLineId, change: cost_line::ActiveModel) -> Result<(), DbErr> {
    cost_line::Entity::update_many().set(change).filter(cost_line::Column::Id.eq(id)).exec(tx).await.map(drop)
}

/// Changes what a line says.
pub async fn change(db: &Db, _by: &Coordinator, id: CostLineId, new: NewLine) -> Result<(), CostsError> {
    let tx = db.begin_write().await?;
    standing_in(&tx, id).await?;
    let change = cost_line::ActiveModel { kind: Set(new.kind), label: Set(new.label), cents: Set(new.cents), ..Default::default() };
    write_in(&tx, id, change).await?;
    Ok(tx.commit().await?)
}

/// Sets the amounts of a month's lines, those that are named and are of that month.
pub async fn set_amounts(db: &Db, _by: &Coordinator, month: Month, amounts: &[(CostLineId, Cents)]) -> Result<(), CostsError> {
    let tx = db.begin_write().await?;
    open_in(&tx, month).await?;
    for (id, cents) in amounts {
        cost_line::Entity::update_many()
            .set(cost_line::ActiveModel { cents: Set(*cents), ..Default::default() })
            .filter(cost_line::Column::Id.eq(*id))
            .filter(cost_line::Column::Period.eq(month))
            .exec(&tx)
            .await?;
    }
    Ok(tx.commit().await?)
}

/// Takes a line of an open month out.
pub async fn remove(db: &Db, _by: &Coordinator, id: CostLineId) -> Result<(), CostsError> {
    let tx = db.begin_write().await?;
    standing_in(&tx, id).await?;
    cost_line::Entity::delete_by_id(id).exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// Puts a line before the one above it; the first stays.
pub async fn raise(db: &Db, _by: &Coordinator, id: CostLineId) -> Result<(), CostsError> {
    let tx = db.begin_write().await?;
    let line = standing_in(&tx, id).await?;
    let above = rows_in(&tx, line.period).await?.into_iter().take_while(|row| row.id != id).last();
    if let Some(above) = above {
        write_in(&tx, id, cost_line::ActiveModel { position: Set(above.position), ..Default::default() }).await?;
        write_in(&tx, above.id, cost_line::ActiveModel { position: Set(line.position), ..Default::default() }).await?;
    }
    Ok(tx.commit().await?)
}

/// Copies the lines of the month before that are not there yet, in order; says how many. Twice is the same as once.
pub async fn copy_from_before(db: &Db, _by: &Coordinator, month: Month, now: DateTime<Utc>) -> Result<usize, CostsError> {
    let tx = db.begin_write().await?;
    open_in(&tx, month).await?;
    let mut there = rows_in(&tx, month).await?;
    let mut copied = 0;
    for row in rows_in(&tx, month.previous()).await? {
        // Two lines may be called the same: each is matched once.
        if let Some(known) = there.iter().position(|line| (line.kind, &line.label) == (row.kind, &row.label)) {
            there.swap_remove(known);
            continue;
        }
        let new = NewLine { kind: row.kind, label: row.label, cents: row.cents };
        insert_in(&tx, CostLineId::new(now), month, new, now).await?;
        copied += 1;
    }
    tx.commit().await?;
    Ok(copied)
}

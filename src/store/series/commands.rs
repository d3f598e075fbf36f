//! A technician makes a series, changes it, stops it, starts it again.

use super::Plan;
use crate::domain::ids::{SeriesId, StructureId};
use crate::domain::people::Duty;
use crate::domain::series::Refusal;
use crate::store::access::{Scope, Technician};
use crate::store::entities::{equipment, membership, series, series_equipment, structure};
use crate::store::{Db, DbErr, people};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect, Set,
};

/// Why a series cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum SeriesError {
    /// Neither the series nor the structure that was named is there.
    #[error("not there")]
    NotFound,
    /// The key of the form belongs to another series.
    #[error("the key is taken")]
    KeyTaken,
    #[error("for somebody who is not at home in the structure")]
    Requester,
    #[error("by somebody who is no technician on duty")]
    Technician,
    #[error("a machine of another structure")]
    Machines,
    #[error(transparent)]
    Rule(#[from] Refusal),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Makes a series; sent twice, it is made once. Dates before today are not due.
pub async fn make(
    db: &Db,
    by: &Technician,
    id: SeriesId,
    structure: StructureId,
    plan: Plan,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), SeriesError> {
    let tx = db.begin_write().await?;
    // Locked: the same form sent twice at once waits here on PostgreSQL.
    let home = Scope::from(by).structures().filter(structure::Column::Id.eq(structure)).lock_exclusive().one(&tx).await?;
    home.ok_or(SeriesError::NotFound)?;
    if let Some(known) = series::Entity::find_by_id(id).one(&tx).await? {
        return if known.structure_id == structure { Ok(()) } else { Err(SeriesError::KeyTaken) };
    }
    check_in(&tx, structure, &plan).await?;
    let row = series::Model {
        id,
        structure_id: structure,
        title: plan.title.clone(),
        words: plan.words.clone(),
        steps: plan.steps.join("\n"),
        rule: plan.rule.clone(),
        starts_on: plan.starts_on,
        due_from: today,
        days_ahead: plan.days_ahead,
        requester_id: plan.requester,
        technician_id: plan.technician,
        created_at: now,
        stopped_at: None,
    };
    series::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    equip_in(&tx, id, &plan).await?;
    Ok(tx.commit().await?)
}

/// Changes what is planned. With another rule, what the former one would have made before today is not due.
pub async fn change(db: &Db, by: &Technician, id: SeriesId, plan: Plan, today: NaiveDate) -> Result<(), SeriesError> {
    let tx = db.begin_write().await?;
    let known = held(&tx, by, id).await?;
    check_in(&tx, known.structure_id, &plan).await?;
    let same = known.rule == plan.rule && known.starts_on == plan.starts_on;
    let change = series::ActiveModel {
        title: Set(plan.title.clone()),
        words: Set(plan.words.clone()),
        steps: Set(plan.steps.join("\n")),
        rule: Set(plan.rule.clone()),
        starts_on: Set(plan.starts_on),
        due_from: Set(if same { known.due_from } else { today }),
        days_ahead: Set(plan.days_ahead),
        requester_id: Set(plan.requester),
        technician_id: Set(plan.technician),
        ..Default::default()
    };
    series::Entity::update_many().set(change).filter(series::Column::Id.eq(id)).exec(&tx).await?;
    series_equipment::Entity::delete_many().filter(series_equipment::Column::SeriesId.eq(id)).exec(&tx).await?;
    equip_in(&tx, id, &plan).await?;
    Ok(tx.commit().await?)
}

/// Stops a series: nothing more is made of it. Stopped is stopped.
pub async fn stop(db: &Db, by: &Technician, id: SeriesId, now: DateTime<Utc>) -> Result<(), SeriesError> {
    let tx = db.begin_write().await?;
    let known = held(&tx, by, id).await?;
    let change = series::ActiveModel { stopped_at: Set(Some(known.stopped_at.unwrap_or(now))), ..Default::default() };
    series::Entity::update_many().set(change).filter(series::Column::Id.eq(id)).exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// Starts it again from today on: what fell between is not made up for.
pub async fn start_again(db: &Db, by: &Technician, id: SeriesId, today: NaiveDate) -> Result<(), SeriesError> {
    let tx = db.begin_write().await?;
    if held(&tx, by, id).await?.stopped_at.is_none() {
        return Ok(());
    }
    let change = series::ActiveModel { stopped_at: Set(None), due_from: Set(today), ..Default::default() };
    series::Entity::update_many().set(change).filter(series::Column::Id.eq(id)).exec(&tx).await?;
    Ok(tx.commit().await?)
}

async fn held(tx: &DatabaseTransaction, by: &Technician, id: SeriesId) -> Result<series::Model, SeriesError> {
    let found = Scope::from(by).series().filter(series::Column::Id.eq(id)).lock_exclusive().one(tx).await?;
    found.ok_or(SeriesError::NotFound)
}

/// Everything that a form names is of the structure, and the rule has dates.
async fn check_in(tx: &impl ConnectionTrait, structure: StructureId, plan: &Plan) -> Result<(), SeriesError> {
    plan.rule.clone().starting(plan.starts_on)?;
    let at_home = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(plan.requester))
        .filter(membership::Column::StructureId.eq(structure))
        .filter(membership::Column::EndedAt.is_null());
    at_home.one(tx).await?.ok_or(SeriesError::Requester)?;
    let technicians = people::on_duty_in(tx, Duty::Technician).await?;
    technicians.iter().find(|person| person.id == plan.technician).ok_or(SeriesError::Technician)?;
    let machines = equipment::Entity::find()
        .filter(equipment::Column::StructureId.eq(structure))
        .filter(equipment::Column::Id.is_in(plan.machines.iter().copied()))
        .count(tx)
        .await?;
    if usize::try_from(machines).is_ok_and(|found| found == plan.machines.len()) { Ok(()) } else { Err(SeriesError::Machines) }
}

async fn equip_in(tx: &impl ConnectionTrait, series_id: SeriesId, plan: &Plan) -> Result<(), DbErr> {
    if plan.machines.is_empty() {
        return Ok(());
    }
    let rows = plan.machines.iter().map(|id| series_equipment::Model { series_id, equipment_id: *id }.into_active_model());
    series_equipment::Entity::insert_many(rows).exec_without_returning(tx).await.map(drop)
}

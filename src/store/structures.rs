//! Member structures, their agreements and amendments.

use super::access::{Coordinator, Scope, structure_within};
use super::agreements::{NewAgreement, all_in, make_in};
use super::entities::{statement, structure};
use super::{Db, DbErr, group};
use crate::domain::agreements::Agreements;
use crate::domain::hours::Code;
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set, SqlErr};
use std::collections::HashMap;

/// A member structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    pub id: StructureId,
    pub code: Code,
    pub name: String,
    pub city: String,
    pub address: String,
    pub phone: String,
}

/// What is typed of a structure.
#[derive(Clone, Debug)]
pub struct Particulars {
    pub code: Code,
    pub name: String,
    pub city: String,
    pub address: String,
    pub phone: String,
}

/// Why a structure or its agreement cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum StructureError {
    #[error("another structure has this code")]
    CodeTaken,
    /// Statements bear it.
    #[error("the code stays once a month is closed")]
    CodeStated,
    /// A closed month is never touched: an amendment starts after it.
    #[error("that month is closed")]
    MonthClosed,
    #[error("outside the agreement")]
    OutsideAgreement,
    /// A new agreement starts after the end of the one before.
    #[error("the structure is still a member then")]
    StillMember,
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl From<structure::Model> for Structure {
    fn from(row: structure::Model) -> Self {
        Self { id: row.id, code: row.code, name: row.name, city: row.city, address: row.address, phone: row.phone }
    }
}

/// The structures within reach, by name, with their agreements.
pub async fn all(db: &Db, within: impl Into<Scope>) -> Result<Vec<(Structure, Option<Agreements>)>, DbErr> {
    let rows = within.into().structures().order_by_asc(structure::Column::Name).all(&db.read).await?;
    let mut agreements = all_in(&db.read).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).map(|(id, row)| (row.into(), agreements.remove(&id))).collect())
}

/// The structures within reach.
pub(super) async fn reached_in(db: &impl ConnectionTrait, within: &Scope) -> Result<Vec<StructureId>, DbErr> {
    within.structures().select_only().column(structure::Column::Id).into_tuple().all(db).await
}

/// One structure within reach.
pub async fn find(db: &Db, within: impl Into<Scope>, id: StructureId) -> Result<Option<(Structure, Option<Agreements>)>, DbErr> {
    let Some(row) = structure_within(db, &within.into(), id).await? else { return Ok(None) };
    let agreement = all_in(&db.read).await?.remove(&id);
    Ok(Some((row.into(), agreement)))
}

/// The name of every structure, for rows that speak of them; the caller's scope has reached those rows.
pub(super) async fn names_in(db: &impl ConnectionTrait) -> Result<HashMap<StructureId, String>, DbErr> {
    let rows = structure::Entity::find().select_only().columns([structure::Column::Id, structure::Column::Name]);
    Ok(rows.into_tuple::<(StructureId, String)>().all(db).await?.into_iter().collect())
}

/// The code and the name of every structure, under the same condition.
pub(super) async fn codes_in(db: &impl ConnectionTrait) -> Result<HashMap<StructureId, (Code, String)>, DbErr> {
    Ok(structure::Entity::find().all(db).await?.into_iter().map(|row| (row.id, (row.code, row.name))).collect())
}

/// Welcomes a structure with its agreement.
pub async fn join(
    db: &Db,
    by: &Coordinator,
    new: Particulars,
    first_month: Month,
    monthly: Minutes,
    now: DateTime<Utc>,
) -> Result<StructureId, StructureError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let id = create_in(&tx, StructureId::new(now), new, now).await?;
    let agreement = NewAgreement { first_month, monthly, note: String::new() };
    make_in(&tx, by, id, agreement, now).await?;
    tx.commit().await?;
    Ok(id)
}

pub(super) async fn create_in(
    tx: &impl ConnectionTrait,
    id: StructureId,
    new: Particulars,
    now: DateTime<Utc>,
) -> Result<StructureId, StructureError> {
    let row = structure::Model {
        id,
        code: new.code,
        name: new.name,
        city: new.city,
        address: new.address,
        phone: new.phone,
        created_at: now,
        shows_left: true,
        shows_time: true,
    };
    match structure::Entity::insert(row.into_active_model()).exec_without_returning(tx).await {
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Err(StructureError::CodeTaken),
        done => Ok(done.map(|_| id)?),
    }
}

/// Changes what is said of a structure.
pub async fn describe(db: &Db, _by: &Coordinator, id: StructureId, new: Particulars) -> Result<(), StructureError> {
    let tx = db.begin_write().await?;
    // Accounts are named by the code: once a statement bears it, it stays.
    let stated = statement::Entity::find().filter(statement::Column::StructureId.eq(id)).one(&tx).await?.is_some();
    let known = structure::Entity::find_by_id(id).one(&tx).await?;
    if stated && known.is_some_and(|known| known.code != new.code) {
        return Err(StructureError::CodeStated);
    }
    let change = structure::ActiveModel {
        code: Set(new.code),
        name: Set(new.name),
        city: Set(new.city),
        address: Set(new.address),
        phone: Set(new.phone),
        ..Default::default()
    };
    match structure::Entity::update_many().set(change).filter(structure::Column::Id.eq(id)).exec(&tx).await {
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(StructureError::CodeTaken);
        }
        done => done?,
    };
    // Computed months show names and order by code.
    group::pool_moved_in(&tx).await?;
    Ok(tx.commit().await?)
}

//! « Moi aussi »: a person more whom an outage touches, and no request more.

use super::writes::OutageError;
use crate::domain::ids::{OutageId, PersonId};
use crate::store::access::{Scope, Viewer};
use crate::store::entities::{affected, outage};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

/// Says « moi aussi » to an outage that concerns the person. Said twice, it counts once.
pub async fn join(db: &Db, by: &Viewer, id: OutageId, now: DateTime<Utc>) -> Result<(), OutageError> {
    let tx = db.begin_write().await?;
    concerning_in(&tx, by, id).await?;
    join_in(&tx, id, by.id(), now).await?;
    Ok(tx.commit().await?)
}

/// Takes it back.
pub async fn leave(db: &Db, by: &Viewer, id: OutageId) -> Result<(), OutageError> {
    let tx = db.begin_write().await?;
    concerning_in(&tx, by, id).await?;
    affected::Entity::delete_by_id((id, by.id())).exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// That it concerns the person and lasts still: held, so that nobody joins while it is closed.
async fn concerning_in(tx: &DatabaseTransaction, by: &Viewer, id: OutageId) -> Result<(), OutageError> {
    let found = Scope::from(by).concerning_outages().filter(outage::Column::Id.eq(id)).lock_exclusive().one(tx).await?;
    let row = found.ok_or(OutageError::NotFound)?;
    if row.closed_at.is_some() { Err(OutageError::Over) } else { Ok(()) }
}

/// Writes that an outage touches somebody.
pub(in crate::store) async fn join_in(
    tx: &impl ConnectionTrait,
    outage_id: OutageId,
    person_id: PersonId,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = affected::Model { outage_id, person_id, at };
    affected::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await
        .map(drop)
}
